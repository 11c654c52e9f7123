"""The board on the screen, by real keys; and what another session does, seen at once."""

from __future__ import annotations

import pytest

from door.visitors import a_code, as_partner, comes_in
from folkmoot.door.invites import occasions
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot_core.board import actions, letters, places, reading
from folkmoot_core.board.model import Kind, Notice, NoticeForm, VirtualPlace
from folkmoot_core.people.cards import leave

LINK = "https://chat.example.org/" + "a-very-long-room-name-" * 6 + "end"


@pytest.fixture
def two(community: TestCommunity) -> TestCommunity:
    """Ana, a Partner, and Bo, a Friend."""
    community.join("bo")
    return community


def put_up(community: TestCommunity, by: str, title: str, kind: Kind = "offer", text: str = "") -> int:
    session = community.session(by)
    form = NoticeForm(title=title, text=text, until=actions.runs_until(session))
    return actions.post(session, kind, form).id


def words(screen: Screen) -> str:
    """What a screen says, wherever its lines break."""
    return " ".join(screen.text.split())


async def test_a_notice_is_written_read_and_answered_by_keys(two: TestCommunity) -> None:
    async with two.shell("bo") as screen:
        await screen.press(screen.number("Board"))
        assert "n writes the first" in screen.text
        await screen.press("n", "enter")
        await screen.type("ladder")
        await screen.press("enter")
        await screen.type("five metres")
        await screen.press("ctrl+s")
        assert "It is on the board." in screen.text
        assert "until Sun, 6 Dec" in screen.text
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("enter")
        assert "five metres" in screen.text
        await screen.press("r")
        await screen.type("May I have it?")
        await screen.press("ctrl+s")
        assert "Bo finds it on Today." in screen.text
        assert "only the two of you" in screen.text
    async with two.shell("bo") as screen:
        assert "Ana replied to your offer “ladder”." in screen.text
        await screen.press("enter")
        assert "May I have it?" in screen.text
        await screen.press("r")
        await screen.type("Yes")
        await screen.press("ctrl+s", "escape", "1")
        assert "Ana replied" not in screen.text
    assert [item for item in reading.mine(two.session("ana")) if item.unread]


async def test_a_guest_is_told_who_writes_notices(two: TestCommunity) -> None:
    ana = two.session("ana")
    comes_in(two, "gus", a_code(ana, occasion=occasions(ana)[0].key))
    async with two.shell("gus") as screen:
        await screen.open("Board")
        await screen.press("n")
        assert "after their first gathering" in words(screen)


async def test_views_show_kinds_what_is_ones_own_and_what_ended(two: TestCommunity) -> None:
    put_up(two, "bo", "ladder")
    put_up(two, "ana", "drill", "request")
    put_up(two, "ana", "pruning", "opportunity")
    gone = put_up(two, "ana", "bed")
    actions.take_down(two.session("ana"), gone)
    async with two.shell("ana") as screen:
        await screen.open("Board")
        shown = []
        for _view in range(6):
            lines = "\n".join(screen.lines[2:])
            shown.append([word for word in ("ladder", "drill", "pruning", "bed") if word in lines])
            await screen.press("right")
        assert shown == [
            ["ladder", "drill", "pruning"],
            ["ladder"],
            ["drill"],
            ["pruning"],
            ["drill", "pruning"],
            ["bed"],
        ]
        assert "[all]" in screen.text
        await screen.press("left", "enter", "plus")
        assert "is up until" in screen.text
        await screen.press("escape", "right")
        assert "bed" in screen.text


async def test_a_notice_is_found_by_its_letters(two: TestCommunity) -> None:
    for title in ("ladder", "drill", "soup"):
        put_up(two, "bo", title)
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("slash")
        await screen.type("drill")
        await screen.press("enter")
        assert "From  Bo (bo)" in screen.text


async def test_a_notice_is_closed_with_thanks_to_who_replied(two: TestCommunity) -> None:
    number = put_up(two, "bo", "drill", "request")
    letters.reply(two.session("ana"), number, "Mine is free")
    async with two.shell("bo") as screen:
        await screen.open("Board")
        await screen.press("enter", "t")
        assert "Whom do you thank?" in screen.text
        await screen.press("enter")
        await screen.type("it held")
        await screen.press("ctrl+s")
        assert "Closed with thanks" in screen.text
        assert "Bo thanks Ana for “drill”: it held" in screen.text
    async with two.shell("ana") as screen:
        assert "Bo thanks Ana for “drill”: it held" in screen.text


async def test_thanks_can_go_to_somebody_who_did_not_reply_or_to_nobody(two: TestCommunity) -> None:
    first, second = put_up(two, "bo", "drill", "request"), put_up(two, "bo", "saw", "request")
    async with two.shell("bo") as screen:
        await screen.app.open_page("board", str(first))
        await screen.settled()
        await screen.press("t", "enter")
        await screen.type("ana")
        await screen.press("enter", "ctrl+s", "escape")
        await screen.app.open_page("board", str(second))
        await screen.settled()
        await screen.press("t", "end", "enter", "ctrl+s")
        assert "Bo says thanks for “saw”." in screen.text
    assert reading.notice_of(two.session("bo"), first).value.thanked == "ana"


async def test_an_own_notice_is_taken_down_after_a_question_and_anothers_with_a_reason(
    two: TestCommunity,
) -> None:
    own, others = put_up(two, "ana", "ladder"), put_up(two, "bo", "drill")
    async with two.shell("ana") as screen:
        await screen.app.open_page("board", str(own))
        await screen.settled()
        await screen.press("x")
        assert "put up again" in screen.text
        await screen.press("escape")
        assert reading.notice_of(two.session("ana"), own).value.closed == ""
        await screen.press("x", "y")
        assert reading.notice_of(two.session("ana"), own).value.closed == "down"
        await screen.press("escape")
        await screen.app.open_page("board", str(others))
        await screen.settled()
        await screen.press("x", "ctrl+s")
        assert "Why is missing." in screen.text
        await screen.type("not yours")
        await screen.press("enter")
        assert "Whoever wrote it reads why." in screen.text
    async with two.shell("bo") as screen:
        assert "“drill” is off the board. Ana took it down: not yours" in words(screen)
        await screen.press("enter")
        assert "Ana took it down: not yours" in screen.text


async def test_a_reply_is_on_an_open_screen_at_once_and_the_cursor_stays(two: TestCommunity) -> None:
    number = put_up(two, "bo", "ladder")
    put_up(two, "bo", "drill")
    letters.reply(two.session("ana"), number, "first word")
    async with two.shell("bo") as screen:
        await screen.open("Board")
        await screen.press("down")
        letters.reply(two.session("ana"), number, "second word")
        put_up(two, "ana", "soup")
        await screen.look()
        assert "2 new replies" in screen.text
        await screen.press("enter")
        assert "second word" in screen.text
        letters.reply(two.session("ana"), number, "third word")
        await screen.look()
        assert "third word" in screen.text
        await screen.press("escape")
        assert "new repl" not in screen.text
        await screen.press("enter")
        assert "third word" in screen.text


async def test_what_comes_while_nobody_sits_there_stays_unread(two: TestCommunity) -> None:
    number = put_up(two, "bo", "ladder")
    async with two.shell("bo") as screen:
        await screen.open("Board")
        await screen.press("enter")
        letters.reply(two.session("ana"), number, "a word")
        await screen.look()
    assert reading.unread(two.session("bo"))


async def test_two_windows_on_one_notice_lose_nothing(two: TestCommunity) -> None:
    number = put_up(two, "bo", "ladder")
    async with two.shell("bo") as screen:
        await screen.open("Board")
        await screen.press("enter", "e", "down")
        await screen.type("mine")
        other = two.session("bo")
        seen = reading.notice_of(other, number).value
        actions.edit(other, number, NoticeForm(title="ladder", text="theirs", until=seen.until), seen)
        await screen.look()
        await screen.press("ctrl+s")
        assert "theirs" in screen.text
        assert "mine" in screen.text
        assert reading.notice_of(other, number).value.text == "theirs"
        await screen.press("ctrl+s")
        assert reading.notice_of(other, number).value.text == "mine"


async def test_a_notice_whose_author_leaves_is_gone_from_an_open_screen(two: TestCommunity) -> None:
    put_up(two, "bo", "ladder", text="five metres")
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("enter")
        leave(two.session("bo"), "bo")
        await screen.look()
        assert "five metres" not in screen.text
        await screen.press("r")
        assert "went with them" in screen.text
        await screen.press("escape")
        assert "n writes the first" in screen.text


async def test_a_long_board_goes_to_its_end_and_is_found_whole(two: TestCommunity) -> None:
    bo = two.session("bo")
    until = actions.runs_until(bo)
    with bo.store.transaction(by="bo", why="test") as tx:
        for number in range(260):
            tx.add(
                Notice(author="bo", kind="offer", title=f"thing {number}", until=until, written=two.moment)
            )
    async with two.shell("ana") as screen:
        await screen.open("Board")
        assert "260 notices" in screen.text
        await screen.press("end")
        assert "thing 0 " in screen.text
        await screen.press("slash")
        await screen.type("thing 3")
        await screen.press("enter")
        assert "thing 3" in screen.text


async def test_places_are_shown_with_their_whole_link(two: TestCommunity) -> None:
    places.add_place(two.session("ana"), VirtualPlace(name="Well", link=LINK, keeper="bo"))
    async with two.shell("bo") as screen:
        await screen.app.open_page("board", "places")
        await screen.settled()
        assert LINK in "".join(line.strip(" │╭╮╰╯─") for line in screen.lines)
        assert "nobody is expected to keep up" in screen.text
        assert "Bo looks after it" in screen.text
        await screen.press("n")
        assert "Partners do this" in screen.text


async def test_a_partner_adds_changes_and_takes_away_a_place(two: TestCommunity) -> None:
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("v")
        assert "n adds the first" in screen.text
        await screen.press("n")
        await screen.type("Well")
        await screen.press("down")
        await screen.type("chat.example.org")
        await screen.press("ctrl+s")
        assert "no link" in screen.text
        await screen.press("home", *["h", "t", "t", "p", "s", "colon", "slash", "slash"], "ctrl+s")
        assert "https://chat.example.org" in screen.text
        await screen.press("e", "end")
        await screen.type("spring")
        await screen.press("ctrl+s")
        assert "Wellspring" in screen.text
        await screen.press("x", "y")
        assert "n adds the first" in screen.text


async def test_two_partners_on_one_place_lose_nothing(two: TestCommunity) -> None:
    as_partner(two, "bo")
    number = places.add_place(two.session("ana"), VirtualPlace(name="Well", link="irc://a.example/well")).id
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("v", "e", "end")
        await screen.type("s")
        seen = places.place_of(two.session("bo"), number).value
        places.edit_place(two.session("bo"), number, VirtualPlace(name="Spring", link=seen.link), seen)
        await screen.look()
        await screen.press("ctrl+s")
        assert "“Spring”" in screen.text
        assert "Wells" in screen.text
        await screen.press("ctrl+s")
        assert places.place_of(two.session("bo"), number).value.name == "Wells"


async def test_a_newcomer_is_led_to_the_board_and_the_places(two: TestCommunity) -> None:
    session = two.session("bo")
    assert not [
        step for _name, step in session.house.ask("first_steps", session=session) if "board" in step.opens
    ]
    put_up(two, "ana", "ladder")
    places.add_place(two.session("ana"), VirtualPlace(name="Well", link="irc://a.example/well"))
    steps = [step.opens for _name, step in session.house.ask("first_steps", session=session)]
    assert {"board", "board/places"} <= set(steps)


async def test_hostile_words_are_inert_on_every_screen(two: TestCommunity) -> None:
    as_partner(two, "bo")
    bo, ana = two.session("bo"), two.session("ana")
    hostile = HOSTILE[:80]
    form = NoticeForm(title=hostile, text=HOSTILE, where=hostile, until=actions.runs_until(bo))
    number = actions.post(bo, "offer", form).id
    down = actions.post(ana, "request", form).id
    letters.reply(ana, number, HOSTILE)
    letters.reply(bo, down, HOSTILE)
    actions.take_down(bo, down, HOSTILE)
    thanked = actions.post(bo, "opportunity", form).id
    actions.thank(bo, thanked, "ana", HOSTILE)
    places.add_place(ana, VirtualPlace(name=hostile[:60], link="irc://a.example/", norm=HOSTILE))
    for handle in ("bo", "ana"):
        async with two.shell(handle) as screen:
            seen = [screen.text]
            await screen.open("Board")
            for _view in range(6):
                await screen.press("right")
                seen.append(screen.text)
            for opened in (number, down, thanked, "places"):
                await screen.app.open_page("board", str(opened))
                await screen.settled()
                seen.append(screen.text)
                await screen.press("e")
                seen.append(screen.text)
                await screen.press("escape", "escape")
            await screen.press("slash")
            seen.append(screen.text)
            assert all("\x1b" not in text and "\u202e" not in text for text in seen)
            assert sum("[/]" in text for text in seen) > 8


async def test_hostile_words_typed_into_forms_are_kept_inert(two: TestCommunity) -> None:
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("n", "enter")
        for field in ("title", "text", "where"):
            screen.app.screen.query_one(f"#field-{field}").value = HOSTILE[:70]  # type: ignore[attr-defined]
        await screen.press("ctrl+s")
        assert "It is on the board." in screen.text
    notice = reading.board(two.session("ana"))[0].notice
    assert notice is not None
    for text in (notice.title, notice.text, notice.where):
        assert "[/]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_too_long_a_text_is_refused_and_not_cut(two: TestCommunity) -> None:
    async with two.shell("ana") as screen:
        await screen.open("Board")
        await screen.press("n", "enter")
        await screen.type("ladder")
        screen.app.screen.query_one("#field-text").value = "long " * 300  # type: ignore[attr-defined]
        await screen.press("ctrl+s")
        assert "1000 letters at most" in screen.text
    assert not reading.board(two.session("ana"))


async def test_the_newest_words_of_a_long_talk_are_seen_first(two: TestCommunity) -> None:
    number = put_up(two, "bo", "ladder", text="five metres")
    for count in range(30):
        letters.reply(two.session("ana"), number, f"word {count}")
    async with two.shell("bo") as screen:
        await screen.press("enter")
        assert "word 29" in screen.text
        assert "word 0" not in screen.text
        await screen.press(*["j"] * 30)
        assert "word 0" in screen.text
