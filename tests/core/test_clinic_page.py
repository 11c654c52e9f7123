"""The clinic page by keys: who is there, groups, and a clock that all of a group see alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.clinic_figures import time_in
from folkmoot.door.here import being_here
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.answers.actions import give_answer
from folkmoot_core.clinic.actions import held_at, make_groups
from folkmoot_core.clinic.big import FIGURES, drawn
from folkmoot_core.clinic.face import spaced
from folkmoot_core.clinic.model import Case, Run
from folkmoot_core.clinic.running import press
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence

CALL = "full-call/full-332"
FOUR = ("ana", "bo", "cy", "di")


@pytest.fixture
def four(community: TestCommunity) -> TestCommunity:
    """Ana, Bo, Cy and Di, at the hour of the call."""
    for handle in FOUR[1:]:
        community.join(handle)
    community.moment += timedelta(days=2, hours=7)
    return community


def one_group(community: TestCommunity, people: Sequence[str] = FOUR, form: str = "case-clinic") -> None:
    make_groups(community.session("ana"), CALL, people, form, seed=1)


def runs(community: TestCommunity) -> list[Run]:
    held = held_at(community.session().store, CALL)
    return [run.value for run in held.runs] if held else []


def time_shown(screen: Screen) -> str:
    return time_in(screen.lines)


async def later(screen: Screen, community: TestCommunity, **time: float) -> None:
    community.moment += timedelta(**time)
    await screen.look()


async def test_from_the_call_to_groups_by_keys(four: TestCommunity) -> None:
    for handle in ("bo", "cy"):
        give_answer(four.session(handle), CALL, "yes")
    async with four.shell("ana") as screen:
        await screen.press("2", "enter", "enter")
        assert "Who is on the call? 3 people: one group." in screen.text
        assert "[x] Ana" in screen.text
        assert "[x] Bo                                  said yes" in screen.text
        assert "[ ] Di" in screen.text
        await screen.press("down", "down", "down", "space")
        assert "[x] Di" in screen.text
        await screen.press("n")
        await screen.type("Maria")
        await screen.press("enter")
        assert "[x] Maria                               visitor" in screen.text
        assert "5 people: one group." in screen.text
        await screen.press("g")
        assert "1 group" in screen.text
        assert "(brings the case)" in screen.text
    assert sorted(runs(four)[0].people) == ["+Maria", "ana", "bo", "cy", "di"]


async def test_too_few_people_are_told_what_to_do_on_the_page(four: TestCommunity) -> None:
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        assert "1 person; “Case clinic” needs 3" in screen.text
        await screen.press("g")
        assert "needs 3 people: 2 more" in screen.text
    assert runs(four) == []


async def test_somebody_who_comes_in_now_is_counted_in_and_a_choice_by_hand_stays(
    four: TestCommunity,
) -> None:
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        with being_here(four.path, "bo", "", four.now()):
            screen.app._redraw(screen.app.view, ())  # type: ignore[arg-type]  # as every two seconds
            await screen.settled()
            assert "[x] Bo                                  here now" in screen.text
            await screen.press("down", "space")
            assert "[ ] Bo" in screen.text
            screen.app._redraw(screen.app.view, ())  # type: ignore[arg-type]
            await screen.settled()
            assert "[ ] Bo" in screen.text


async def test_what_was_chosen_is_there_after_a_dropped_line(four: TestCommunity) -> None:
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        await screen.press("down", "space", "n")
        await screen.type("Maria")
        await screen.press("enter", "f", "down", "enter")
        screen.app.drafts.save()
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        assert "3 people: one group." in screen.text
        assert "[x] Maria" in screen.text
        assert "1-2-4-all" in screen.text
        await screen.press("g")
        assert "clinic" not in " ".join(screen.app.drafts)
    assert runs(four)[0].giver == ""


async def test_somebody_is_found_by_letters_and_another_format_is_chosen(four: TestCommunity) -> None:
    for number in range(70):
        four.join(f"x{number}", name=f"Nobody {number}")
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        assert "Bo " not in screen.text
        for name in ("Bo", "Cy"):
            await screen.press("slash")
            await screen.type(name)
            await screen.press("enter")
        assert "[x] Bo" in screen.text
        await screen.press("f", "end", "enter")
        assert "Troika, 24 min, 3 people" in screen.text
        await screen.press("slash")
        await screen.type("Di")
        await screen.press("enter")
        assert "“Troika” is made for 3" in screen.text.replace("\n ", " ")


async def test_of_a_format_that_can_not_be_read_it_is_said_why(four: TestCommunity) -> None:
    folder = four.path.parent / "data" / "clinic"
    folder.mkdir(parents=True)
    (folder / "walk.toml").write_text("version = 1\n", "utf-8")
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        await screen.press("f")
        assert "walk.toml" in screen.text.replace("\n", "")
        assert "Troika" in screen.text


async def test_groups_that_others_made_meanwhile_are_seen_at_once(four: TestCommunity) -> None:
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        assert "Who is on the call?" in screen.text
        one_group(four)
        await screen.look()
        assert "Who is on the call?" not in screen.text
        assert "not begun · your group" in screen.text


async def test_a_visitor_who_is_typed_while_others_make_groups_is_not_lost(
    four: TestCommunity,
) -> None:
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        await screen.press("n")
        await screen.type("Maria")
        one_group(four)
        await screen.look()
        await screen.press("enter")
        assert "Groups were made meanwhile" in screen.text
        assert "Maria" in screen.text
        await screen.press("escape", "g", "n")
        assert "Maria" in screen.text
    assert "+Maria" not in runs(four)[0].people


async def test_new_groups_ask_before_they_take_the_place_of_others(four: TestCommunity) -> None:
    async with four.shell("ana") as screen:
        one_group(four)
        await screen.open("Clinic")
        before = runs(four)
        await screen.press("s", "n")
        assert runs(four) == before
        await screen.press("g")
        assert "[x] Di" in screen.text
        await screen.press("down", "down", "down", "space", "g")
        assert "ana made groups for this already" in screen.text
        await screen.press("y")
        assert sorted(runs(four)[0].people) == ["ana", "bo", "cy"]
        press(four.session("bo"), CALL, 1, "start")
        await screen.look()
        await screen.press("escape", "s")
        assert "has begun" in screen.text


async def test_the_case_is_passed_on_by_a_key(four: TestCommunity) -> None:
    one_group(four)
    first = runs(four)[0].giver
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        await screen.press("c")
        assert runs(four)[0].giver != first
        await screen.press("enter", "c")
        assert f"{runs(four)[0].giver.capitalize()} (brings the case)" in screen.text


async def test_a_clock_runs_in_large_figures_and_past_its_time(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter")
        assert "R E A D I N G   I N" in screen.text
        assert "step 1 of 6" in screen.text
        assert time_shown(screen) == "3:00"
        assert "Not begun" in screen.text
        await screen.press("space")
        await later(screen, four, seconds=1)
        assert time_shown(screen) == "2:59"
        assert "All of it ends at 19:55" in screen.text
        assert "Then: The case, 10 min." in screen.text
        await later(screen, four, seconds=179)
        assert time_shown(screen) == "0:00"
        await later(screen, four, minutes=2, seconds=10)
        assert time_shown(screen) == "+2:10"
        assert "over. Finish in your own time" in screen.text
        await screen.press("plus")
        assert time_shown(screen) == "2:00"
        await screen.press("n")
        assert "T H E   C A S E" in screen.text
        assert "Speaks: who brings the case." in screen.text
        assert time_shown(screen) == "10:00"
        await screen.press("b")
        assert time_shown(screen) == "2:00"


async def test_what_one_presses_all_of_the_group_see_with_the_name(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("ana") as ana, four.shell("bo") as bo:
        for screen in (ana, bo):
            await screen.open("Clinic")
        await bo.press("enter", "space")
        await ana.look()
        assert time_shown(ana) == "3:00"  # its clock opened by itself
        await later(ana, four, minutes=1)
        await bo.look()
        await bo.press("space")
        await ana.look()
        assert "the clock stands still: paused by Bo" in ana.text
        await later(ana, four, minutes=5)
        assert time_shown(ana) == "2:00"
        await ana.press("space")
        await bo.look()
        assert "Ana went on" in bo.text
        await bo.press("n")
        assert "step 2 of 6" in bo.text
        await ana.look()
        assert "step 2 of 6" in ana.text
        assert "Bo went to this step" in ana.text


async def test_the_end_thanks_and_back_opens_it_again(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space", *["n"] * 6)
        assert "T H A N K   Y O U" in screen.text
        assert "brought a case today" in screen.text
        assert "of what was said, nothing" in screen.text
        assert len(four.session().store.collection(Case).all()) == 1
        await screen.press("b")
        assert "C L O S I N G" in screen.text
        assert four.session().store.collection(Case).all() == []
        await screen.press("x", "n")
        assert not runs(four)[0].ended
        await screen.press("x", "y")
        assert runs(four)[0].ended
        assert "ended by Bo" in screen.text


async def test_a_line_that_drops_comes_back_to_the_same_second(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space")
    four.moment += timedelta(seconds=75)
    async with four.shell("bo") as screen:
        assert "Case clinic, your group is at “Reading in”. Come in." in screen.text
        await screen.press("home", "enter")
        assert time_shown(screen) == "1:45"


async def test_who_is_in_no_group_looks_on_and_may_come_in(four: TestCommunity) -> None:
    one_group(four)
    four.join("eli")
    async with four.shell("eli") as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space")
        assert "Those in the group do this" in screen.text
        await screen.press("escape", "i")
        assert "Eli" in screen.text
        await screen.press("space")
        assert runs(four)[0].by == "eli"
        await screen.press("escape")
        assert "i join" not in screen.text


async def test_a_clock_that_stands_still_asks_for_nothing_and_a_running_one_writes_nothing(
    four: TestCommunity,
) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        view = screen.app.view
        assert view is not None
        await screen.press("enter")
        assert not view.shows_seconds
        await screen.press("space")
        assert view.shows_seconds
        written = four.session().store.seq
        await later(screen, four, seconds=30)
        assert four.session().store.seq == written
        await screen.press("space")
        assert not view.shows_seconds


async def test_a_clock_is_not_covered_while_people_sit_before_it_and_is_where_it_was_forgotten(
    four: TestCommunity,
) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space")
        await later(screen, four, minutes=40)
        assert time_shown(screen) == "+37:00"
        press(four.session("cy"), CALL, 1, "pause")
        await later(screen, four, minutes=30)
        assert "paused by Cy" in screen.text
        await later(screen, four, hours=3)
        assert screen.app.covered


async def test_thanks_are_seen_for_a_while_and_other_pages_are_covered_as_ever(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space")
        await later(screen, four, minutes=50)
        press(four.session("cy"), CALL, 1, "end")
        await later(screen, four, minutes=14)
        assert "T H A N K" in screen.text
        await later(screen, four, minutes=2)
        assert screen.app.covered
        await screen.press("space", "1")
        await later(screen, four, minutes=15)
        assert screen.app.covered


async def test_in_one_second_only_the_last_figure_is_drawn_again(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space")
        await later(screen, four, seconds=1)
        drawn_again = []
        for still in screen.app.query("BigClock Still, GroupFace > Still"):
            still.refresh = lambda *a, still=still, **k: drawn_again.append(still.id)  # type: ignore[method-assign,assignment]
        four.moment += timedelta(seconds=1)
        screen.app.tick()
        screen.app.tick()
        assert drawn_again == ["figure-6"]


async def test_with_a_larger_window_the_figures_are_larger(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo", size=(120, 40)) as screen:
        await screen.open("Clinic")
        await screen.press("enter")
        assert sum("████████████" in line for line in screen.lines) >= 4
        assert "All of it would end" in screen.text


async def test_in_a_narrow_low_window_nothing_breaks(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("bo", size=(44, 16)) as screen:
        await screen.open("Clinic")
        await screen.press("enter", "space")
        assert "R E A D" in screen.text
        assert "Speaks: anyone." in screen.text
        assert "has stopped" not in screen.text


async def test_a_terminal_without_blocks_has_figures_too(
    four: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_group(four)
    monkeypatch.setenv("LANG", "C")
    async with four.shell("bo") as screen:
        await screen.open("Clinic")
        await screen.press("enter")
        assert "######" in "\n".join(screen.app._filtered(line).text for line in screen.lines)


async def test_a_call_that_is_cancelled_meanwhile_is_not_prepared_any_more(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.open("Clinic")
        assert "Tue, 24 Nov 19:00" in screen.text
        move_occurrence(community.session("ana"), CALL, "2026-11-25T20:00", "choir")
        await screen.look()
        assert "Wed, 25 Nov 20:00" in screen.text
        cancel_occurrence(community.session("ana"), CALL, "storm")
        await screen.look()
        assert "no clinic" in screen.text
        await screen.press("1")
        await screen.open("Clinic")
        assert "Wed, 23 Dec 19:00" in screen.text


async def test_hostile_words_are_inert_wherever_they_stand(four: TestCommunity) -> None:
    folder = four.path.parent / "data" / "clinic"
    folder.mkdir(parents=True)
    text = "[/] [bold]x[/bold] [@click=app.exit]go"
    (folder / "walk.toml").write_text(
        f'version = 1\nlicence = "CC0"\ntitle = "{text}"\nabout = "{text}"\n'
        f'[[steps]]\nname = "{text}"\nminutes = 1\nsays = "{text}"\nwho = "{text}"\n',
        "utf-8",
    )
    ana = four.session("ana")
    with ana.store.transaction(by="ana", why="renamed") as tx:
        stored = tx.collection(Account).first(handle="bo")
        assert stored is not None
        tx.replace(stored, Account(handle="bo", name=HOSTILE[:60]))
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        assert "[/] [bold]x" in screen.text
        await screen.press("down", "space", "n")
        await screen.type("[red] +, x")
        await screen.press("enter", "f", "end")
        assert text in screen.text
        await screen.press("enter", "g")
        for keys in (("enter",), ("space",), ("n",), ("escape",)):
            await screen.press(*keys)
            assert "[/] [bold]x" in screen.text
            assert "\x1b" not in screen.text
            assert "has stopped" not in screen.text
    assert "+[red] + x" in runs(four)[0].people


async def test_somebody_without_an_account_is_told_and_nothing_breaks(four: TestCommunity) -> None:
    four.moment += timedelta(days=400)
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        assert "Full moon call" in screen.text


def test_names_are_spaced_only_where_their_letters_stand_alone() -> None:
    assert spaced("The case") == "T H E   C A S E"
    assert spaced("e\u0301 क्ष") == "E\u0301 क्ष".upper()


def test_every_figure_is_five_rows_of_one_width() -> None:
    for figure, rows in FIGURES.items():
        assert len(rows) == 5
        assert len({len(row) for row in rows}) == 1
        assert len(drawn(figure, 2)) == 10


async def test_every_key_says_in_a_short_sentence_what_it_does(four: TestCommunity) -> None:
    one_group(four)
    async with four.shell("ana") as screen:
        await screen.open("Clinic")
        for keys in ((), ("g",), ("escape", "enter"), ("space",), ("x", "y")):
            await screen.press(*keys)
            for key in screen.app.all_keys(foot=True):
                assert len(key.label.split()) <= 2, key
                assert 0 < len(key.help) <= 56, key
            await screen.press("question_mark")
            assert "Help: Clinic" in screen.text
            await screen.press("escape")
