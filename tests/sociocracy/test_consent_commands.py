"""Everything about proposals and selections by commands alone."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from io import BytesIO, TextIOWrapper

import pytest

from folkmoot.plugins import House
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.selection.reading import selection_of
from sociocracy.a_circle import MEMBERS, a_circle, a_proposal, all_say


def test_a_proposal_goes_all_the_way_by_commands(community: TestCommunity) -> None:
    a_circle(community)
    made = json.loads(
        community.run(
            "ana",
            "propose",
            "new",
            *(
                "--circle",
                "Hearth",
                "--title",
                "Lending",
                "--need",
                "idle tools",
                "--text",
                "Tools may be lent.",
            ),
            "--json",
        )
    )
    assert (made["number"], made["phase"], made["mine"][0]) == (1, "questions", "speak")
    assert made["voters"] == list(MEMBERS)
    assert "It is your turn to speak" in community.run("ana", "today")
    community.run("ana", "consent", "speak", "1", "To whom?")
    assert "not next" in community.run("cy", "consent", "speak", "1", code=65)
    for handle in ("bo", "cy", "di"):
        community.run(handle, "consent", "speak", "1")
    community.run("ana", "consent", "answer", "1", "ana", "To neighbours.")
    community.run("bo", "consent", "on", "1")
    for handle in ("bo", "cy", "di", "ana"):
        community.run(handle, "consent", "speak", "1", "fine")
    community.run("bo", "consent", "on", "1")
    community.run("ana", "propose", "restate", "1", "--text", "Tools may be lent to neighbours.")
    assert "{+lent to neighbours.+}" in community.run("cy", "propose", "diff", "1")
    assert json.loads(community.run("cy", "propose", "diff", "1", "--json"))["pieces"][1]["kind"] == "out"
    community.run("bo", "consent", "on", "1", "--by", "2026-12-01")
    assert json.loads(community.run("di", "consent", "--json"))["proposals"][0]["number"] == 1
    community.run("di", "consent", "object", "1", "--reason", HOSTILE, "--aim", "tools")
    community.run("bo", "consent", "give", "1", "--of", "ana")
    for handle in ("bo", "cy"):
        community.run(handle, "consent", "give", "1", "--remark", "gladly")
    assert "is to be taken in" in community.run("ana", "propose", "show", "1")
    community.run("ana", "consent", "shorten", "1", "1", "2027-02-01")
    assert "taken in already" in community.run("ana", "consent", "measure", "1", "1", "x", code=65)
    community.run("bo", "consent", "on", "1")
    for handle in ("di", "ana", "bo"):
        found = json.loads(community.run(handle, "propose", "show", "1", "--json"))["rounds"][-1]["turn"]
        community.run(found, "consent", "give", "1")
    last = json.loads(community.run("eve", "propose", "show", "1", "--json"))["rounds"][-1]["turn"]
    community.run("bo", "consent", "away", "1", last)
    told = json.loads(community.run("eve", "propose", "--json"))["proposals"][0]
    assert (told["phase"], told["rounds"][-1]["away"]) == ("waiting", [last])
    assert told["waits_until"] == "2026-11-24T12:00:00Z"
    assert "may still object" in community.run("ana", "consent", "announce", "1", code=65)
    community.run(last, "consent", "give", "1")
    assert (
        json.loads(community.run("eve", "propose", "--past", "--json"))["proposals"][0]["phase"] == "decided"
    )
    assert "Tools may be lent to neighbours." in community.run("ana", "logbook", "show", "1")


def test_what_strangers_and_typing_errors_get_is_a_sentence(community: TestCommunity) -> None:
    a_circle(community)
    words = ("propose", "new", "--circle", "Hearth", "--title", "x", "--need", "x", "--text", "x")
    assert "Full members of a circle" in community.run("eve", *words, code=77)
    assert "There is no circle" in community.run("ana", *words[:3], "Nowhere", *words[4:], code=65)
    assert "is not a day" in community.run("ana", *words, "--by", "2026-13-01", code=65)
    assert "like 2027-03-24" in community.run("ana", *words, "--until", "soon", code=65)
    community.run("ana", *words, "--straight")
    assert "when this opened" in community.run("eve", "consent", "give", "1", code=77)
    assert "There is no proposal 7" in community.run("ana", "consent", "give", "7", code=65)
    assert "No circle" not in community.run("eve", "propose", "show", "1")
    community.run("di", "consent", "lead", "1")
    community.run("ana", "propose", "withdraw", "1", "--why", "enough")
    assert "To change it, propose anew" in community.run("ana", "consent", "give", "1", code=65)


def test_a_selection_goes_all_the_way_by_commands(community: TestCommunity) -> None:
    a_circle(community)
    made = json.loads(
        community.run(
            "ana",
            *(
                "select",
                "new",
                "--circle",
                "Hearth",
                "--role",
                "secretary",
                "--does",
                "keeps minutes",
                "--json",
            ),
        )
    )
    assert (made["number"], made["phase"], made["nominations"]) == (1, "describing", [])
    community.run("ana", "select", "object", "1", "--reason", "long", "--aim", "rest")
    for handle in ("bo", "cy", "di"):
        community.run(handle, "select", "consent", "1")
    community.run("bo", "select", "describe", "1", "1", "--months", "6")
    community.run("bo", "select", "on", "1")
    for handle in ("bo", "cy", "di", "ana"):
        community.run(handle, "select", "consent", "1")
    community.run("bo", "select", "begin", "1")
    for handle in MEMBERS:
        assert "nobody reads one before" in community.run(handle, "select", "show", "1")
        community.run(handle, "select", "nominate", "1", "cy", "--why", f"reason of {handle}")
    told = json.loads(community.run("di", "select", "show", "1", "--json"))
    assert (told["phase"], told["nominations"], told["counts"]) == ("reasons", [], {})
    for handle in told["rounds"][-1]["order"]:
        community.run(handle, "select", "speak", "1", "writes plainly")
    community.run("bo", "select", "on", "1")
    order = json.loads(community.run("di", "select", "show", "1", "--json"))["rounds"][-1]["order"]
    for handle in order:
        community.run(handle, "select", "change", "1", "di" if handle == "ana" else "cy", "--why", "still")
    told = json.loads(community.run("di", "select", "show", "1", "--json"))
    assert told["counts"] == {"cy": 3, "di": 1}
    assert [one["before"] for one in told["nominations"] if one["by"] == "ana"] == ["cy"]
    community.run("bo", "select", "on", "1")
    assert "proposes a person" in community.run("cy", "select", "show", "1")
    community.run("bo", "select", "propose", "1", "cy", "--because", "writes plainly")
    order = json.loads(community.run("di", "select", "show", "1", "--json"))["rounds"][-1]["order"]
    assert order[-1] == "cy"
    for handle in order:
        community.run(handle, "select", "consent", "1")
    assert "cy was chosen" in community.run("eve", "select", "show", "1")
    assert "secretary of Hearth" in community.run("eve", "select", "--past")
    assert "open another selection" in community.run("bo", "select", "withdraw", "1", "--why", "x", code=65)
    assert "no role" in community.run(
        "ana", "select", "new", "--circle", "Hearth", "--role", "king", "--does", "x", code=65
    )


def test_objections_in_a_selection_are_tested_taken_in_and_back_by_commands(community: TestCommunity) -> None:
    a_circle(community, school="tested")
    community.run("ana", "select", "new", "--circle", "Hearth", "--role", "secretary", "--does", "minutes")
    community.run("bo", "select", "lead", "1", code=65)
    community.run("cy", "select", "lead", "1")
    community.run("ana", "select", "object", "1", "--reason", "long", "--aim", "rest")
    community.run("bo", "select", "object", "1", "--reason", "dull", "--aim", "joy")
    community.run("cy", "select", "concern", "1", "rain")
    community.run("di", "select", "consent", "1")
    community.run("bo", "select", "test", "1", "1", "stands")
    for handle in ("ana", "cy", "di"):
        community.run(handle, "select", "test", "1", "2", "concern")
    community.run("cy", "select", "shorten", "1", "1", "12", code=65)
    community.run("ana", "select", "take-back", "1", "1", "--why", "I see now")
    community.run("cy", "select", "on", "1")
    told = json.loads(community.run("di", "select", "show", "1", "--json"))
    assert [one["tested"] for one in told["objections"]] == ["stands", "concern"]
    assert len(told["rounds"]) == 2


def test_it_all_works_without_the_core_plugin(found_community: Callable[..., TestCommunity]) -> None:
    house = House()
    house.load(
        "sociocracy", "0", "folkmoot_sociocracy", lambda: importlib.import_module("folkmoot_sociocracy")
    )
    community = found_community(house=house)
    circle = a_circle(community)
    number = a_proposal(community, circle, begins="consent")
    all_say(community, number)
    items = [item for _name, item in house.ask("today", session=community.session("ana"))]
    assert [fault for plugin in house.plugins for fault in plugin.faults] == []
    assert all(item.text for item in items)


def test_a_reason_is_read_from_the_input_so_that_no_shell_remembers_it(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_circle(community)
    community.run("ana", "select", "new", "--circle", "Hearth", "--role", "secretary", "--does", "minutes")
    for handle in MEMBERS:
        community.run(handle, "select", "consent", "1")
    community.run("bo", "select", "begin", "1")
    for handle in MEMBERS:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(f"reason of {handle}\n".encode())))
        community.run(handle, "select", "nominate", "1", "cy", "--why", "-")
    nominations = selection_of(community.session("ana"), 1).value.nominations
    assert [one.why for one in nominations] == [f"reason of {handle}" for handle in MEMBERS]
