"""The demo shows circles in all that they do, whoever looks at it."""

from __future__ import annotations

from pathlib import Path

from folkmoot.cli import run
from folkmoot.cli.call import Call
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot_sociocracy.circles.actions import ground_of, today
from folkmoot_sociocracy.circles.rules import link_faults
from folkmoot_sociocracy.consent.reading import ended_proposals, open_proposals
from folkmoot_sociocracy.logbook.actions import entries
from folkmoot_sociocracy.logbook.rules import standing
from folkmoot_sociocracy.rounds.reading import YEAR
from folkmoot_sociocracy.selection.reading import open_selections


def test_the_demo_has_a_broken_link_a_proposal_in_each_phase_a_selection_and_an_overdue_policy(
    tmp_path: Path, english: None
) -> None:
    assert run(["demo", "--keep", str(tmp_path)], Call()) in (0, 65)  # no terminal here
    with session_at(open_house(), tmp_path / "community.json", handle="ines") as ines:
        found = [*open_proposals(ines), *ended_proposals(ines, ines.now() - YEAR)]
        assert {one.value.phase for one in found} == {
            "questions",
            "reactions",
            "amending",
            "consent",
            "objections",
            "waiting",
            "ready",
            "decided",
            "withdrawn",
        }
        assert open_selections(ines)
        assert {one.kind for one in link_faults(ground_of(ines))} >= {"no_link", "over"}
        assert "overdue" in {standing(one.value, today(ines)) for one in entries(ines)}
