"""A circle of seven in one meeting at seven terminals: how soon each screen shows what was done at another.

    python bench/meeting.py [--rounds N]

Each voice of some rounds (`s`, enter) is one sample: until it shows on the screen of whoever spoke, which is the
reference, and until it shows on the last of the other six. Limit: a second.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from select import select

import with_tests  # noqa: F401  # it makes what stands in tests/ known
from measuring import Sample, medians, options, print_table, remember

from folkmoot import __version__
from folkmoot.door.founding import found
from folkmoot.plugins import open_house
from folkmoot.testing import ANSWERS, TestCommunity
from folkmoot_sociocracy.meetings import actions
from folkmoot_sociocracy.meetings.planning import draw_up
from folkmoot_sociocracy.meetings.reading import meeting_of
from folkmoot_sociocracy.meetings.rounds import current, missing
from journeys.a_table import SEVEN, at_a_terminal, flat, open_meetings
from journeys.on_a_terminal import OnATerminal
from sociocracy.village import circle

LIMIT, PATIENCE = 1.0, 30.0  # seconds
OWN, OTHERS = "own screen", "last of the six"


def shown(at: dict[str, OnATerminal], text: str, began: float) -> dict[str, float]:
    """When each screen showed a text, in seconds since then. Raises: TimeoutError."""
    seen: dict[str, float] = {}
    while len(seen) < len(at):
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"{sorted(set(at) - set(seen))} did not show “{text}”")
        ready = select([one.terminal for one in at.values()], [], [], 0.05)[0]
        for who, terminal in at.items():
            if terminal.terminal in ready:
                terminal._read()
            if who not in seen and text in flat(terminal.text):
                seen[who] = time.perf_counter() - began
    return seen


def main() -> None:
    """Hold the rounds, print the table, remember it, and say whether it was quick enough."""
    wanted = options("A meeting at seven terminals.").parse_args()
    samples: dict[str, list[Sample]] = {OWN: [], OTHERS: []}
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder, ExitStack() as stack:
        community = TestCommunity(Path(folder) / "community.json", open_house(), datetime.now(UTC))
        stack.callback(community.close)
        found(community.house, community.path, dict(ANSWERS), now=community.now, environ={"LANG": "en"})
        hearth = circle(community, "Hearth", members=" ".join(SEVEN))
        number = draw_up(community.session("bo"), hearth).id
        actions.open_meeting(community.session("bo"), number)
        for who in SEVEN:
            if who != "bo":
                actions.come_in(community.session(who), number)
        at = {who: stack.enter_context(at_a_terminal(community, who)) for who in SEVEN}
        for terminal in at.values():
            open_meetings(terminal)
            terminal.wait_for("7 in")
        session = community.session("bo")
        for _round in range(wanted.rounds):
            asked = current(meeting_of(session, number).value)
            if asked is None or not missing(asked):
                actions.begin_round(session, number, "open")
            while left := missing(current(meeting_of(session, number).value)):  # type: ignore[arg-type]
                who, then = left[0], f"now {left[1].capitalize()}" if left[1:] else "all were heard"
                at[who].wait_for("It is your turn.")
                at[who].press("s")
                at[who].wait_for("^s save")
                began = time.perf_counter()
                at[who].press("enter")
                seen = shown(at, then, began)
                samples[OWN].append(Sample(seen.pop(who)))
                samples[OTHERS].append(Sample(max(seen.values())))
    print_table(samples, OWN, "")
    slowest = max(one.seconds for one in samples[OTHERS])
    print(f"the slowest of {len(samples[OTHERS])}: {slowest * 1000:.0f} ms")
    print("too slow" if medians(samples)[OTHERS].seconds > LIMIT else "quick enough")
    versions = {"python": sys.version.split()[0], "folkmoot": __version__}
    remember("meeting", wanted.date, versions, samples, OWN)


if __name__ == "__main__":
    main()
