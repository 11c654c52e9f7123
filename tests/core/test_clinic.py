"""Clinics of a meeting: groups are made once, a clock is its group's, and of a case only the day is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from door.visitors import a_code, comes_in
from folkmoot.door.here import being_here
from folkmoot.door.invites import occasions
from folkmoot.errors import BadData, NotAllowed, NotFound, TryAgain
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot.words import speaking
from folkmoot_core.answers.actions import give_answer
from folkmoot_core.clinic.actions import (
    GroupsStand,
    Held,
    held_of,
    join_group,
    make_groups,
    meeting_of,
    next_meeting,
    pass_case_on,
)
from folkmoot_core.clinic.candidates import candidates
from folkmoot_core.clinic.formats import formats, steps_for
from folkmoot_core.clinic.model import Case, Clinic, Run
from folkmoot_core.clinic.reminders import clinics_today
from folkmoot_core.clinic.running import Seen, press
from folkmoot_core.clinic.telling import told
from folkmoot_core.people.actions import standing
from folkmoot_core.people.cards import leave
from folkmoot_core.rhythm.actions import cancel_occurrence
from folkmoot_core.today.gathered import today_of

CALL = "full-call/full-332"  # Tue, 24 Nov 2026 19:00, two days after the moment of these tests
FOUR = ("ana", "bo", "cy", "di")


@pytest.fixture
def four(community: TestCommunity) -> TestCommunity:
    """Ana, Bo, Cy and Di, at the hour of the call."""
    for handle in FOUR[1:]:
        community.join(handle)
    community.moment += timedelta(days=2, hours=7)
    return community


def one_group(community: TestCommunity) -> Held:
    return make_groups(community.session("ana"), CALL, FOUR, "case-clinic", seed=1)


def giver(community: TestCommunity) -> str:
    return held_of(community.session(), CALL).runs[0].value.giver


# -- who is there ------------------------------------------------------------------------------------------


def test_those_who_said_yes_and_those_who_are_here_are_counted_in(four: TestCommunity) -> None:
    for handle, says in (("bo", "yes"), ("cy", "maybe"), ("di", "no")):
        give_answer(four.session(handle), CALL, says)  # type: ignore[arg-type]
    four.join("eli")
    with being_here(four.path, "eli", "", four.now()), being_here(four.path, "di", "", four.now()):
        found = candidates(four.session("ana"), CALL)
    assert [(one.handle, one.known, one.counts) for one in found] == [
        ("ana", "here", True),
        ("eli", "here", True),
        ("bo", "yes", True),
        ("cy", "maybe", False),
        ("di", "no", False),
    ]


def test_others_are_listed_by_name_where_they_are_not_too_many(four: TestCommunity) -> None:
    assert [one.handle for one in candidates(four.session("ana"), CALL)] == ["ana", "bo", "cy", "di"]
    for number in range(70):
        four.join(f"x{number}")
    assert [one.handle for one in candidates(four.session("ana"), CALL)] == ["ana"]


# -- groups ------------------------------------------------------------------------------------------------


def test_groups_hold_everybody_and_the_one_who_waited_longest_brings_the_case(four: TestCommunity) -> None:
    ana = four.session("ana")
    with ana.store.transaction(by="ana", why="before") as tx:
        for number, who in enumerate(("ana", "cy", "di", "bo")):
            tx.add(Case(account=who, on=ana.now().date() - timedelta(days=100 - number), meeting="x"))
    run = one_group(four).runs[0].value
    assert (sorted(run.people), run.people[0], run.giver) == (sorted(FOUR), "ana", "ana")


def test_visitors_are_in_by_their_name_and_twice_the_same_is_one(four: TestCommunity) -> None:
    held = make_groups(four.session("ana"), CALL, ["bo", "+Maria, of Beja", "bo ", "cy"], "case-clinic")
    assert sorted(held.runs[0].value.people) == ["+Maria, of Beja", "bo", "cy"]


def test_too_few_people_are_told_what_to_do(four: TestCommunity) -> None:
    with pytest.raises(BadData, match="needs 3 people: one more"):
        make_groups(four.session("ana"), CALL, ["ana", "bo"], "case-clinic")
    with pytest.raises(BadData, match="3 more"):
        make_groups(four.session("ana"), CALL, [], "case-clinic")


def test_who_is_not_in_can_not_be_put_into_a_group(four: TestCommunity) -> None:
    for nobody in ("nobody", "", "[/]"):
        with pytest.raises(BadData, match="Nobody here has the handle"):
            make_groups(four.session("ana"), CALL, [*FOUR, nobody], "case-clinic")
    with pytest.raises(BadData, match="needs a name"):
        make_groups(four.session("ana"), CALL, [*FOUR, "+ "], "case-clinic")
    with pytest.raises(BadData, match="no format"):
        make_groups(four.session("ana"), CALL, FOUR, "../../etc/passwd")


def test_second_groups_ask_and_are_refused_while_one_runs(four: TestCommunity) -> None:
    one_group(four)
    bo = four.session("bo")
    with pytest.raises(GroupsStand, match="ana made groups"):
        make_groups(bo, CALL, FOUR, "troika")
    held = make_groups(bo, CALL, FOUR, "troika", anew=True)
    assert (held.clinic.format, len(bo.store.collection(Clinic).all())) == ("troika", 1)
    press(bo, CALL, 1, "start")
    with pytest.raises(BadData, match="has begun"):
        make_groups(four.session("ana"), CALL, FOUR, "case-clinic", anew=True)
    press(bo, CALL, 1, "end")
    make_groups(bo, CALL, FOUR, "case-clinic")
    assert len(bo.store.collection(Run).all()) == 1


def test_groups_of_a_meeting_long_over_are_gone_with_the_next_and_the_cases_stay(four: TestCommunity) -> None:
    one_group(four)
    ana = four.session("ana")
    for did in ("start", "next", "end"):
        press(ana, CALL, 1, did)  # type: ignore[arg-type]
    four.moment += timedelta(days=20)
    ana = four.session("ana")
    after = next_meeting(ana)
    assert after is not None
    make_groups(ana, after.key, FOUR, "case-clinic")
    assert [one.value.meeting for one in ana.store.collection(Clinic).all()] == [after.key]
    assert [one.value.meeting for one in ana.store.collection(Run).all()] == [after.key]
    assert [one.value.meeting for one in ana.store.collection(Case).all()] == [CALL]


def test_a_meeting_that_is_cancelled_over_or_unknown_has_no_clinic(four: TestCommunity) -> None:
    ana = four.session("ana")
    with pytest.raises(NotFound):
        meeting_of(ana, "full-call/full-1")
    cancel_occurrence(ana, CALL, "storm")
    with pytest.raises(BadData, match="cancelled"):
        one_group(four)
    four.moment += timedelta(days=2)
    with pytest.raises(BadData, match=r"cancelled|over"):
        meeting_of(four.session("ana"), CALL)


def test_a_call_that_runs_late_still_has_its_clinic(four: TestCommunity) -> None:
    four.moment += timedelta(hours=3)
    assert meeting_of(four.session("ana"), CALL).key == CALL
    four.moment += timedelta(hours=12)
    with pytest.raises(BadData, match="over"):
        meeting_of(four.session("ana"), CALL)


def test_the_case_is_passed_on_by_one_of_the_group_until_it_has_begun(four: TestCommunity) -> None:
    one_group(four)
    first = giver(four)
    assert pass_case_on(four.session("bo"), CALL, 1).giver != first
    assert pass_case_on(four.session("bo"), CALL, 1, "di").giver == "di"
    with pytest.raises(BadData, match="not in group 1"):
        pass_case_on(four.session("bo"), CALL, 1, "nobody")
    press(four.session("bo"), CALL, 1, "start")
    with pytest.raises(BadData, match="so Di brings the case"):
        pass_case_on(four.session("bo"), CALL, 1)


def test_where_each_brings_one_the_order_of_turns_is_passed_on(four: TestCommunity) -> None:
    ana = four.session("ana")
    before = make_groups(ana, CALL, FOUR[:3], "troika").runs[0].value.people
    assert pass_case_on(ana, CALL, 1).people == (*before[1:], before[0])
    assert "in turn" in four.run("ana", "clinic", CALL)


def test_a_format_without_a_case_has_none_to_pass_on_and_none_is_kept(four: TestCommunity) -> None:
    ana = four.session("ana")
    make_groups(ana, CALL, FOUR, "one-two-four-all")
    assert giver(four) == ""
    with pytest.raises(BadData, match="nobody brings"):
        pass_case_on(ana, CALL, 1)
    for did in ("start", "next", "next", "end"):
        press(ana, CALL, 1, did)  # type: ignore[arg-type]
    assert ana.store.collection(Case).all() == []


# -- the clock ---------------------------------------------------------------------------------------------


def test_whoever_brought_a_case_is_remembered_with_the_day_and_back_takes_that_back(
    four: TestCommunity,
) -> None:
    one_group(four)
    who, bo = giver(four), four.session("bo")
    for did in ("start", "next", "end"):
        press(bo, CALL, 1, did)  # type: ignore[arg-type]
    cases = bo.store.collection(Case)
    assert [(one.value.account, one.value.on) for one in cases.all()] == [(who, four.moment.date())]
    press(bo, CALL, 1, "back")
    assert cases.all() == []
    press(bo, CALL, 1, "end")
    assert len(cases.all()) == 1


def test_a_group_that_ended_before_it_got_to_the_case_costs_nobody_their_turn(four: TestCommunity) -> None:
    one_group(four)
    bo = four.session("bo")
    press(bo, CALL, 1, "start")
    press(bo, CALL, 1, "end")
    assert bo.store.collection(Case).all() == []


def test_where_each_brings_a_case_each_is_remembered_but_no_visitor(four: TestCommunity) -> None:
    ana = four.session("ana")
    make_groups(ana, CALL, ["ana", "bo", "+Maria"], "troika")
    for did in ("start", "next", "end"):
        press(ana, CALL, 1, did)  # type: ignore[arg-type]
    assert sorted(one.value.account for one in ana.store.collection(Case).all()) == ["ana", "bo"]


def test_of_two_hands_at_the_same_moment_one_counts_and_the_other_is_told(four: TestCommunity) -> None:
    one_group(four)
    press(four.session("ana"), CALL, 1, "start")
    seen = Seen(held_of(four.session(), CALL).runs[0].rev, 0)
    press(four.session("bo"), CALL, 1, "next", seen)
    with pytest.raises(TryAgain, match="Bo went to this step"):
        press(four.session("cy"), CALL, 1, "next", seen)
    assert held_of(four.session(), CALL).runs[0].value.step == 1


def test_who_presses_next_as_a_step_goes_on_by_itself_skips_none(four: TestCommunity) -> None:
    ana = four.session("ana")
    make_groups(ana, CALL, FOUR, "one-two-four-all")
    press(ana, CALL, 1, "start")
    seen = Seen(held_of(ana, CALL).runs[0].rev, 0)
    four.moment += timedelta(minutes=1)
    with pytest.raises(TryAgain, match="next step began just now"):
        press(four.session("ana"), CALL, 1, "next", seen)


def test_what_changes_nothing_says_why(four: TestCommunity) -> None:
    one_group(four)
    ana = four.session("ana")
    said = {}
    for did in ("pause", "start", "back", "on", "pause", "pause", "end", "extend"):
        try:
            press(ana, CALL, 1, did)  # type: ignore[arg-type]
        except BadData as error:
            said[did] = error.sentence
    assert set(said) == {"pause", "back", "on", "extend"}
    assert said["extend"].startswith("This group has ended")
    with pytest.raises(NotFound, match="no group 7"):
        press(ana, CALL, 7, "start")


# -- who may -----------------------------------------------------------------------------------------------


def test_guests_friends_and_partners_take_part_and_who_is_in_no_account_does_not(
    community: TestCommunity,
) -> None:
    ana = community.session("ana")
    comes_in(community, "gil", a_code(ana, occasion=occasions(ana)[0].key))
    community.join("bo")
    kinds = {who: standing(ana, who) for who in ("ana", "bo", "gil")}
    assert kinds == {"ana": "partner", "bo": "friend", "gil": "guest"}
    for who in kinds:
        make_groups(community.session(who), CALL, list(kinds), "case-clinic", anew=True)
        assert community.session(who).may("clinic.see").allowed
    for who, did in (("gil", "start"), ("bo", "pause"), ("ana", "on")):
        press(community.session(who), CALL, 1, did)  # type: ignore[arg-type]
    nobody = ana.of(Account(name="Nobody", handle="nobody"))
    for verb in ("clinic.see", "clinic.gather", "clinic.join", "clinic.press"):
        assert not nobody.may(verb, held_of(ana, CALL).runs[0].value).allowed


def test_a_clock_is_its_groups_and_others_look_on(four: TestCommunity) -> None:
    one_group(four)
    four.join("eli")
    eli = four.session("eli")
    with pytest.raises(NotAllowed, match="Those in the group do this"):
        press(eli, CALL, 1, "start")
    with pytest.raises(NotAllowed, match="Those in the group"):
        pass_case_on(eli, CALL, 1)
    assert join_group(eli, CALL, 1).people[-1] == "eli"
    with pytest.raises(BadData, match="You are in group 1"):
        join_group(eli, CALL, 1)
    assert press(eli, CALL, 1, "start").by == "eli"


def test_for_a_group_of_visitors_anybody_lends_a_hand(four: TestCommunity) -> None:
    make_groups(four.session("ana"), CALL, ["+A", "+B", "+C"], "case-clinic")
    assert press(four.session("bo"), CALL, 1, "start").started


def test_who_has_left_presses_nothing_is_named_by_their_handle_and_has_no_case(four: TestCommunity) -> None:
    one_group(four)
    bo = four.session("bo")
    pass_case_on(bo, CALL, 1, "bo")
    press(bo, CALL, 1, "start")
    leave(bo, "bo")
    with pytest.raises(NotAllowed, match="no longer here"):
        press(bo, CALL, 1, "next")
    cy = four.session("cy")
    press(cy, CALL, 1, "next")
    press(cy, CALL, 1, "end")
    assert cy.store.collection(Case).all() == []
    assert "bo (brings the case)" in four.run("cy", "clinic", CALL)


def test_who_leaves_takes_their_turns_along(four: TestCommunity) -> None:
    one_group(four)
    bo = four.session("bo")
    pass_case_on(bo, CALL, 1, "bo")
    for did in ("start", "next", "end"):
        press(bo, CALL, 1, did)  # type: ignore[arg-type]
    leave(bo, "bo")
    assert four.session("ana").store.collection(Case).all() == []


def test_the_history_tells_that_a_clock_was_pressed_and_nothing_of_who_was_with_whom(
    four: TestCommunity,
) -> None:
    make_groups(four.session("ana"), CALL, [*FOUR, "+Secretive Maria"], "case-clinic")
    press(four.session("bo"), CALL, 1, "start")
    told_of = four.run("ana", "store", "history", "--json")
    assert "began a clinic" in told_of
    assert "Secretive" not in told_of


# -- formats -----------------------------------------------------------------------------------------------


def own(community: TestCommunity, name: str, text: str) -> Path:
    folder = community.path.parent / "data" / "clinic"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


OWN = """version = 1
licence = "CC0-1.0"
title = "{title}"
least = 2
[[steps]]
name = "{title}"
minutes = 7
says = "{title}"
who = "{title}"
"""


def test_the_case_clinic_takes_fifty_five_minutes_and_stands_first(community: TestCommunity) -> None:
    found = formats(community.session())
    assert found.faults == []
    assert list(found.good) == ["case-clinic", "one-two-four-all", "short-clinic", "troika"]
    steps = found.good["case-clinic"].steps
    assert [step.minutes for step in steps] == [3, 10, 2, 10, 20, 10]


def test_every_format_speaks_spanish_too(community: TestCommunity) -> None:
    session = community.session()
    english = formats(session).good
    for spoken in ("es", "es_AR"):
        with speaking(spoken):
            spanish = formats(session).good
        assert spanish["case-clinic"].title == "Clínica de casos"
        for name, one in spanish.items():
            for step, source in zip(one.steps, english[name].steps, strict=True):
                assert (step.says != source.says, step.minutes) == (True, source.minutes)


def test_a_communitys_own_formats_stand_beside_the_shipped_ones_and_in_their_place(
    four: TestCommunity,
) -> None:
    own(four, "walk", OWN.format(title="Walk and talk"))
    own(four, "case-clinic", OWN.format(title="Our way"))
    ana = four.session("ana")
    assert {name: one.title for name, one in formats(ana).good.items()} == {
        "case-clinic": "Our way",
        "one-two-four-all": "1-2-4-all",
        "short-clinic": "Short clinic",
        "troika": "Troika",
        "walk": "Walk and talk",
    }
    held = make_groups(ana, CALL, ["ana", "bo"], "walk")
    assert len(held.runs) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("minutes = 7", "minutes = 0"),
        ("minutes = 7", 'minutes = "long"'),
        ("least = 2", "least = 9"),
        ("least = 2", "most = 500"),
        ("version = 1", "version = 2"),
        ("[[steps]]", "[[stages]]"),
    ],
)
def test_a_format_that_can_not_be_read_is_told_by_file_and_field_and_the_others_work(
    community: TestCommunity, wrong: str, says: str
) -> None:
    own(community, "walk", OWN.format(title="Walk").replace(wrong, says))
    found = formats(community.session())
    assert len(found.good) == 4
    assert len(found.faults) == 1
    assert "walk.toml" in found.faults[0]
    said = community.run("ana", "clinic", "formats")
    assert "walk.toml, line" in said
    with pytest.raises(Exception, match=r"walk\.toml"):
        make_groups(community.session(), CALL, ["ana"], "walk")


def test_the_documented_format_can_be_read_as_it_stands(community: TestCommunity) -> None:
    text = (Path(__file__).parents[2] / "docs" / "clinic.md").read_text("utf-8")
    own(community, "walk", text.partition("```toml\n")[2].partition("```")[0])
    found = formats(community.session())
    assert (found.faults, found.good["walk"].brings) == ([], "everyone")


def test_words_in_another_language_need_as_many_steps(community: TestCommunity) -> None:
    own(community, "walk", OWN.format(title="Walk") + '[words.es]\ntitle = "Paseo"\nsteps = []\n')
    assert "words.es has 0 steps" in formats(community.session()).faults[0]


def test_a_file_that_is_changed_or_gone_meanwhile_changes_no_clock(four: TestCommunity) -> None:
    file = own(four, "walk", OWN.format(title="Walk"))
    ana = four.session("ana")
    held = make_groups(ana, CALL, FOUR, "walk")
    press(ana, CALL, 1, "start")
    own(four, "walk", OWN.format(title="Run").replace("minutes = 7", "minutes = 90"))
    assert (steps_for(ana, held.clinic)[0].name, steps_for(ana, held.clinic)[0].minutes) == ("Walk", 7)
    file.write_text("not = [toml", "utf-8")
    assert steps_for(ana, held.clinic)[0].name == "Walk"
    file.unlink()
    assert "Walk, 7:00 left" in four.run("ana", "clinic", CALL)


# -- Today and the rhythm ----------------------------------------------------------------------------------


def today(community: TestCommunity, who: str) -> list[str]:
    return [item.text for item in clinics_today(community.session(who))]


def test_today_speaks_of_a_clinic_on_the_calls_day_and_while_it_runs(community: TestCommunity) -> None:
    for handle in FOUR[1:]:
        community.join(handle)
    assert today(community, "ana") == []
    community.moment += timedelta(days=2)
    assert today(community, "bo") == [
        "A case clinic at today's call? Groups are made here, of whoever is there."
    ]
    make_groups(community.session("ana"), CALL, FOUR[:3], "case-clinic", seed=1)
    assert today(community, "bo")[0].startswith("Case clinic, your group: ")
    assert today(community, "di") == []
    press(community.session("bo"), CALL, 1, "start")
    assert today(community, "bo") == ["Case clinic, your group is at “Reading in”. Come in."]
    assert today(community, "di") == ["Case clinic is going on: see where the groups are."]
    first = today_of(community.session("bo")).items[0]
    assert (first.opens, first.urgency) == (f"clinic/{CALL}", "now")
    press(community.session("bo"), CALL, 1, "end")
    assert today(community, "bo") == []


def test_a_group_that_forgot_to_end_is_not_called_in_for_ever(four: TestCommunity) -> None:
    one_group(four)
    press(four.session("bo"), CALL, 1, "start")
    four.moment += timedelta(days=3)
    assert today(four, "bo") == []


def test_a_call_leads_to_its_clinic_and_other_meetings_do_not(community: TestCommunity) -> None:
    ana = community.session("ana")
    found = ana.meetings(ana.now(), ana.now() + timedelta(days=150))
    assert {(one.kind, one.opens == f"clinic/{one.key}") for one in found if one.rule} == {
        ("call", True),
        ("organising", False),
        ("gathering", False),
    }


# -- commands ----------------------------------------------------------------------------------------------


def shown(community: TestCommunity, who: str, *words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(community.run(who, "clinic", *words, "--json"))
    return found


def test_all_of_a_clinic_by_commands(four: TestCommunity) -> None:
    give_answer(four.session("bo"), CALL, "yes")
    assert "said yes" in four.run("ana", "clinic")
    assert shown(four, "ana", CALL)["groups"] == []
    assert "needs 3" in four.run("ana", "clinic", "gather", code=65)
    made = shown(four, "ana", "gather", CALL, "--with", "ana,bo,cy,di,+Maria,+Jo", "--seed", "4")
    assert (made["format"], made["seed"], len(made["groups"])) == ("case-clinic", 4, 2)  # type: ignore[arg-type]
    assert "made groups for this already" in four.run(
        "ana", "clinic", "gather", CALL, "--with", "ana,bo,cy", code=65
    )
    four.run("ana", "clinic", "gather", CALL, "--with", "ana,bo,cy", "--anew")
    assert "Bo brings the case" in four.run("ana", "clinic", "case", CALL, "--to", "bo")
    assert "Reading in, 3:00 left" in four.run("bo", "clinic", "start", CALL)
    four.moment += timedelta(minutes=4)
    assert "1:00 over" in four.run("cy", "clinic", CALL)
    found = shown(four, "cy", "extend", CALL)
    assert (found["left_seconds"], found["over_seconds"], found["state"]) == (120, 0, "running")
    assert "paused by Cy" in four.run("cy", "clinic", "pause", CALL)
    assert "went on" not in four.run("cy", "clinic", "on", CALL)
    assert "The case, 10:00 left" in four.run("ana", "clinic", "next", CALL)
    assert "Reading in, 2:00 left" in four.run("ana", "clinic", "back", CALL, "1")
    assert "Those in the group" in four.run("di", "clinic", "next", CALL, "1", code=77)
    assert "Say which group" not in four.run("di", "clinic", "join", CALL, "1")
    four.run("di", "clinic", "next", CALL)
    assert "ended 19:04" in four.run("di", "clinic", "end", CALL)
    assert "already" not in four.run("ana", "clinic", "gather", CALL, "--with", "ana,bo,cy,di")


def test_a_wrong_word_or_key_is_told(four: TestCommunity) -> None:
    assert four.run("ana", "clinic", "dance", code=64)
    assert "no groups yet" in four.run("ana", "clinic", "start", CALL, code=65)
    assert "no meeting" in four.run("ana", "clinic", "none/none", code=65)
    make_groups(four.session("ana"), CALL, ["bo", "cy", "di", "+A", "+B", "+C"], "case-clinic")
    assert "Say which group" in four.run("ana", "clinic", "start", CALL, code=64)


def test_watching_says_a_line_whenever_something_changes_until_the_end(four: TestCommunity) -> None:
    one_group(four)
    presses = iter(["start", "", "", "", "extend", "pause", "on", "next", "end"])

    def wait() -> None:
        four.moment += timedelta(minutes=1.5)
        did = next(presses)
        if did:
            press(four.session("bo"), CALL, 1, did)  # type: ignore[arg-type]

    lines = list(told(four.session("ana"), CALL, 1, wait))
    assert len(lines) == 8
    assert "not begun" in lines[0]
    assert "1 of 6  Reading in, 3:00 left. Arrive." in lines[1]
    assert "The time is up; go on when you are ready." in lines[2]
    assert "2:00 left" in lines[3]
    assert "left, paused by Bo." in lines[4]
    assert "The case" in lines[6]
    assert "ended" in lines[7]


def test_hostile_words_are_inert_in_lines(four: TestCommunity) -> None:
    clean_title = "[/] [bold]x"
    own(four, "walk", OWN.format(title=clean_title))
    four.run(
        "ana", "clinic", "gather", CALL, "--with", f"ana,bo,+{HOSTILE.replace(',', ' ')}", "--format", "walk"
    )
    four.run("ana", "clinic", "start", CALL)
    for words in (("clinic", CALL), ("clinic", "formats"), ("clinic", CALL, "--json")):
        said = four.run("ana", *words)
        assert "\x1b" not in said
        assert "\u202e" not in said
        assert "[/]" in said
