"""A community adds a role in a data file: tree, circle, faults, logbook, selection and meetings all cope with it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from folkmoot.api import BadData, FolkmootError, NotFound
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.circles.actions import running
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate
from folkmoot_sociocracy.selection.reading import selection_of
from sociocracy.a_circle import MEMBERS, a_circle
from sociocracy.test_consent_page import squashed
from sociocracy.village import hold

COOK = """version = 1
licence = "CC0-1.0"
[[roles]]
id = "cook"
name = "head cook"
does = "Plans what is eaten when the circle meets"
months = 3
"""


def own(community: TestCommunity, text: str = COOK) -> Path:
    """The community's own file of roles."""
    folder = community.path.parent / "data" / "circles"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "roles.toml"
    file.write_text(text, "utf-8")
    return file


def chosen(community: TestCommunity, circle: int, role: str, who: str = "cy") -> int:
    """Somebody is chosen for a role, from the description to the consent; the number of the selection."""
    bo = community.session("bo")
    number = selecting.open_selection(bo, circle, SelectionForm(role=role)).id

    def round_of(says: str) -> None:
        for handle in selection_of(bo, number).value.rounds[-1].order:
            selecting.give_voice(community.session(handle), number, says, "x")  # type: ignore[arg-type]

    round_of("consent")
    begin_nominations(bo, number)
    for handle in MEMBERS:
        nominate(community.session(handle), number, who, "cooks well")
    round_of("spoke")
    selecting.go_on(bo, number)
    for handle in selection_of(bo, number).value.rounds[-1].order:
        selecting.keep_or_change(community.session(handle), number, who, "still")
    selecting.go_on(bo, number)
    selecting.propose_person(bo, number, who, "the reasons")
    round_of("consent")
    return number


@pytest.mark.parametrize("typed", ["cook", "head cook", " Head Cook "])
def test_a_role_of_the_file_is_filled_by_selection_with_its_own_words_and_term(
    community: TestCommunity, typed: str
) -> None:
    circle = a_circle(community)
    own(community)
    selection = selection_of(community.session("ana"), chosen(community, circle, typed)).value
    assert (selection.role, selection.text.does, selection.text.months) == (
        "cook",
        "Plans what is eaten when the circle meets",
        3,
    )
    held = running(community.session("ana"), circle)["cook"].value
    assert (held.account, held.until.isoformat()) == ("cy", "2027-02-22")


def test_a_learning_term_is_five_months_where_nobody_says_otherwise(community: TestCommunity) -> None:
    circle = a_circle(community)
    form = SelectionForm(role="secretary", learning="learning")
    made = selecting.open_selection(community.session("ana"), circle, form).value
    assert (made.text.months, made.text.learning) == (5, True)
    assert made.text.does == "Keeps agenda, minutes and logbook"


def test_a_role_that_says_nothing_has_to_be_described(community: TestCommunity) -> None:
    circle = a_circle(community)
    own(community, COOK.replace("does =", "# does ="))
    with pytest.raises(BadData, match="what whoever holds the role does"):
        selecting.open_selection(community.session("ana"), circle, SelectionForm(role="cook"))
    with pytest.raises(NotFound, match="no role “king”"):
        selecting.open_selection(community.session("ana"), circle, SelectionForm(role="king"))


async def test_every_place_names_a_role_of_the_file_and_goes_on_when_the_file_is_gone_or_broken(
    community: TestCommunity,
) -> None:
    circle = a_circle(community, aim="warmth")
    file = own(community)
    chosen(community, circle, "cook")
    run = community.run
    assert "head cook        Cy" in run("ana", "circles", "show", "Hearth")
    assert "head cook" in run("ana", "logbook", "Hearth")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Circles"), "enter")
        assert "head cook" in screen.text
        await screen.press("r")
        assert "Plans what is eaten when the circle meets" in screen.text
        await screen.press("escape", "l")
        assert "head cook" in screen.text
    community.moment += timedelta(days=100)
    assert "The term of Cy as head cook of Hearth ended on" in run("ana", "circles", "faults")
    async with community.shell("ana", size=(100, 30)) as screen:
        await screen.press(screen.number("Circles"))
        assert "head cook (term is over)" in screen.text
    file.unlink()
    assert "The term of Cy as cook of Hearth ended on" in run("ana", "circles", "faults")
    own(community, COOK.replace("months = 3", "months = 300"))
    said = json.loads(run("ana", "circles", "faults", "--json"))
    assert "roles.toml, line 7, field “roles[0].months”" in said["file"]
    assert "roles.toml, line 7" in run("ana", "circles", "faults")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Circles"))
        assert "Hearth" in screen.text
        await screen.press("enter")
        assert "facilitator" in screen.text
        await screen.press("r")
        assert "roles.toml, line 7" in squashed(screen)
        await screen.press(screen.number("Circles"), "f")
        assert "roles.toml" in squashed(screen)
    with pytest.raises(FolkmootError, match=r"roles\.toml, line 7"):
        selecting.open_selection(community.session("ana"), circle, SelectionForm(role="secretary"))


def test_who_holds_a_role_that_no_file_knows_any_more_steps_down_or_is_followed(
    community: TestCommunity,
) -> None:
    circle = a_circle(community)
    file = own(community)
    hold(community, circle, "cook", "cy")
    file.unlink()
    assert "cook" in community.run("cy", "circles", "show", "Hearth")
    community.run("cy", "circles", "step-down", "Hearth", "cook")
    assert "cook" not in running(community.session("ana"), circle)


async def test_a_role_of_the_file_is_proposed_and_chosen_by_keys(community: TestCommunity) -> None:
    circle = a_circle(community)
    own(community)
    async with community.shell("bo") as screen:
        await screen.press(screen.number("Circles"), "enter", "r", "end", "enter")
        assert "Who as head cook of Hearth?" in screen.text
        await screen.type("cy")
        await screen.press("enter", "ctrl+s")
        assert "Cy" in screen.text
        await screen.press("s")
        await screen.type("head cook")
        await screen.press("ctrl+s")
        assert "head cook of Hearth" in screen.text
        assert "Plans what is eaten when the circle meets" in squashed(screen)
    assert selection_of(community.session("ana"), 1).value.role == "cook"
    assert circle == 1


async def test_hostile_words_in_the_file_of_roles_are_inert(community: TestCommunity) -> None:
    circle = a_circle(community)
    own(
        community,
        COOK.replace('"head cook"', json.dumps(HOSTILE[:30])).replace("Plans what", "\\u001b[2J[/]"),
    )
    hold(community, circle, "cook", "cy")
    async with community.shell("bo", size=(80, 40)) as screen:
        await screen.press(screen.number("Circles"), "enter")
        assert "\x1b" not in screen.text
        await screen.press("r")
        assert "[2J[/]" in screen.text
        await screen.press("escape", "l")
        assert "\x1b" not in screen.text
    for words in (("circles", "show", "Hearth"), ("logbook", "Hearth"), ("circles", "faults")):
        assert "\x1b" not in community.run("bo", *words)
