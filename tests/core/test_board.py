"""The board: who writes, who reads, what becomes of notices and of what people write to each other about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from door.visitors import a_code, as_partner, comes_in
from folkmoot.door.invites import occasions
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.session import Account, Session
from folkmoot.testing import TestCommunity
from folkmoot_core.board import actions, letters, reading
from folkmoot_core.board.lines import today_items, told_since
from folkmoot_core.board.model import Kind, Letter, Notice, NoticeForm, Seen
from folkmoot_core.people.cards import leave, person
from folkmoot_core.today.gathered import today_of

SECRET = "the key lies under the third stone"


@pytest.fixture
def four(community: TestCommunity) -> TestCommunity:
    """Ana and Pia are Partners, Bo and Cy are Friends, Gus is a guest."""
    for handle in ("bo", "cy", "pia"):
        community.join(handle)
    as_partner(community, "pia")
    ana = community.session("ana")
    comes_in(community, "gus", a_code(ana, occasion=occasions(ana)[0].key))
    return community


def form(session: Session, title: str = "ladder", text: str = "", days: int = 14) -> NoticeForm:
    until = (reading.today_there(session) + timedelta(days=days)).isoformat()
    return NoticeForm(title=title, text=text, until=until)


def put_up(
    community: TestCommunity, by: str, title: str = "ladder", kind: Kind = "offer", days: int = 14
) -> int:
    session = community.session(by)
    return actions.post(session, kind, form(session, title, days=days)).id


def said(community: TestCommunity, handle: str) -> list[tuple[str, str | None]]:
    return [(item.text, item.opens) for item in today_items(community.session(handle))]


def titles(rows: list[reading.Row]) -> list[str]:
    return [row.notice.title if row.notice else "-" for row in rows]


def test_friends_and_partners_write_and_guests_read_and_reply(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    with pytest.raises(NotAllowed, match="after their first gathering"):
        put_up(four, "gus")
    gus = four.session("gus")
    assert titles(reading.board(gus)) == ["ladder"]
    assert letters.reply(gus, number, "May I?").to == "bo"


def test_nobody_without_an_account_reads_the_board(four: TestCommunity) -> None:
    put_up(four, "bo")
    nobody = four.session("ana").of(Account(name="X", handle="x"))
    with pytest.raises(NotAllowed):
        reading.board(nobody)


def test_what_is_new_comes_first_and_what_ended_is_gone_by_itself(four: TestCommunity) -> None:
    put_up(four, "bo", "short", days=1)
    four.moment += timedelta(hours=1)
    number = put_up(four, "ana", "long", "request")
    assert titles(reading.board(four.session("cy"))) == ["long", "short"]
    assert titles(reading.board(four.session("cy"), "request")) == ["long"]
    assert titles(reading.board(four.session("cy"), None, "SHÓRT")) == ["short"]
    four.moment += timedelta(days=2)
    assert titles(reading.board(four.session("cy"))) == ["long"]
    assert titles(reading.ended(four.session("bo"))) == ["short"]
    assert not reading.ended(four.session("cy"))
    four.moment += timedelta(days=70)
    assert not reading.ended(four.session("bo"))
    with pytest.raises(NotFound, match="ended"):
        reading.opened(four.session("cy"), number)


def test_a_notice_that_ended_is_renewed_by_its_author_for_two_weeks(four: TestCommunity) -> None:
    number = put_up(four, "bo", days=3)
    with pytest.raises(NotAllowed, match="renews it"):
        actions.renew(four.session("cy"), number)
    four.moment += timedelta(days=20)
    actions.renew(four.session("bo"), number)
    assert titles(reading.board(four.session("cy"))) == ["ladder"]
    with pytest.raises(BadData, match="already"):
        actions.renew(four.session("bo"), number)


@pytest.mark.parametrize(
    "do",
    [
        lambda session, number: actions.edit(session, number, form(session, "mine")),
        lambda session, number: actions.thank(session, number),
    ],
)
def test_only_its_author_changes_or_closes_a_notice(
    four: TestCommunity, do: Callable[[Session, int], object]
) -> None:
    number = put_up(four, "bo")
    for handle in ("cy", "gus", "pia"):
        with pytest.raises(NotAllowed, match="Whoever wrote a notice"):
            do(four.session(handle), number)
    do(four.session("bo"), number)


def test_a_partner_takes_down_what_another_wrote_and_says_why(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    for handle in ("cy", "gus"):
        with pytest.raises(NotAllowed, match="Partners, who say why"):
            actions.take_down(four.session(handle), number, "no")
    with pytest.raises(BadData, match="Say why"):
        actions.take_down(four.session("pia"), number)
    actions.take_down(four.session("pia"), number, "it is not yours to lend")
    assert said(four, "bo") == [
        ("“ladder” is off the board. Pia took it down: it is not yours to lend", f"board/{number}")
    ]
    four.moment += timedelta(minutes=1)
    letters.look(four.session("bo"), number)
    assert not said(four, "bo")
    with pytest.raises(NotAllowed, match="Partners put up again"):
        actions.renew(four.session("bo"), number)
    with pytest.raises(NotFound):
        reading.opened(four.session("cy"), number)
    actions.renew(four.session("ana"), number)
    assert titles(reading.board(four.session("cy"))) == ["ladder"]


def test_thanks_are_told_to_everybody_and_what_was_closed_so_can_be_put_up_anew(four: TestCommunity) -> None:
    number = put_up(four, "bo", "drill", "request")
    bo = four.session("bo")
    with pytest.raises(NotFound):
        actions.thank(bo, number, "nobody")
    with pytest.raises(BadData, match="others"):
        actions.thank(bo, number, "bo")
    actions.thank(bo, number, "ana", "it held")
    with pytest.raises(BadData, match="closed before"):
        actions.thank(bo, number)
    four.moment += timedelta(days=1)
    told = [(item.text, item.by) for item in told_since(four.session("cy"), four.moment - timedelta(days=2))]
    assert told == [("Bo thanks Ana for “drill”: it held", "bo")]
    assert not list(told_since(four.session("cy"), four.moment - timedelta(hours=1)))
    assert not reading.board(four.session("cy"))
    fresh = actions.renew(bo, number)
    assert fresh.id != number
    assert [item.text for item in told_since(four.session("cy"), four.moment - timedelta(days=2))] == [
        "Bo asks for “drill”.",
        "Bo thanks Ana for “drill”: it held",
    ]


def test_new_notices_are_told_and_replies_never(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    letters.reply(four.session("cy"), number, SECRET)
    told = today_of(four.session("ana")).lately
    assert [item.text for item in told] == ["Bo offers “ladder”."]
    assert not today_of(four.session("bo")).lately


def test_a_reply_reaches_the_author_and_the_answer_reaches_who_asked(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    letters.reply(four.session("cy"), number, "On Friday?")
    assert said(four, "bo") == [("Cy replied to your offer “ladder”.", f"board/{number}")]
    assert not said(four, "cy")
    assert letters.look(four.session("bo"), number)
    assert not said(four, "bo")
    letters.reply(four.session("bo"), number, "Yes.")
    assert said(four, "cy") == [("Bo answered you about “ladder”.", f"board/{number}")]
    assert titles(reading.mine(four.session("cy"))) == ["ladder"]
    assert reading.mine(four.session("cy"))[0].unread == 1


def test_looking_writes_nothing_where_nothing_is_new(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    cy = four.session("cy")
    before = cy.store.seq
    assert not letters.look(cy, number)
    letters.reply(cy, number, "On Friday?")
    bo = four.session("bo")
    assert letters.look(bo, number)
    assert not letters.look(bo, number)
    assert bo.store.seq == before + 2
    assert len(bo.store.collection(Seen).find(account="bo")) == 1


def test_nobody_but_the_two_reads_what_they_write(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    letters.reply(four.session("cy"), number, SECRET)
    letters.reply(four.session("gus"), number, "and I?")
    seen = {
        handle: [thread.asker for thread in reading.opened(four.session(handle), number).threads]
        for handle in ("ana", "bo", "cy", "gus", "pia")
    }
    assert seen == {"ana": [], "pia": [], "cy": ["cy"], "gus": ["gus"], "bo": ["gus", "cy"]}
    thread = reading.opened(four.session("bo"), number).threads[1]
    verdict = four.session("ana").may("board.letters", thread)
    assert (verdict.allowed, "Only the two" in verdict.because) == (False, True)
    with pytest.raises(BadData, match="nobody else"):
        letters.reply(four.session("gus"), number, "you too?", "cy")
    history = four.session("ana").store.history(Letter, thread.letters[0][0])
    assert SECRET not in str(history)


def test_an_author_answers_only_who_wrote_and_says_whom_where_several_did(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    bo = four.session("bo")
    with pytest.raises(BadData, match="Nobody has replied"):
        letters.reply(bo, number, "hello?")
    letters.reply(four.session("cy"), number, "one")
    with pytest.raises(BadData, match="has not replied"):
        letters.reply(bo, number, "hello", "ana")
    letters.reply(four.session("gus"), number, "two")
    with pytest.raises(BadData, match="gus, cy"):
        letters.reply(bo, number, "hello")
    assert letters.reply(bo, number, "hello", "cy").to == "cy"


def test_a_talk_goes_on_after_the_end_but_none_begins(four: TestCommunity) -> None:
    number = put_up(four, "bo", days=1)
    letters.reply(four.session("cy"), number, "one")
    four.moment += timedelta(days=5)
    letters.reply(four.session("cy"), number, "still?")
    with pytest.raises(NotFound, match="ended"):
        letters.reply(four.session("gus"), number, "late")


def test_two_days_before_its_end_the_author_is_asked(four: TestCommunity) -> None:
    put_up(four, "bo", days=3)
    assert not said(four, "bo")
    for end in ("ends on Wed, 25 Nov", "ends tomorrow", "ends today"):
        four.moment += timedelta(days=1)
        assert said(four, "bo")[0][0] == f"Your offer “ladder” {end}: renew it (enter, then +), or let it go."
    four.moment += timedelta(days=1)
    assert not said(four, "bo")


def test_one_offer_that_fits_a_request_is_told_until_it_was_looked_at(four: TestCommunity) -> None:
    put_up(four, "bo", "A ladder, please", "request")
    first = put_up(four, "cy", "Ladders of all kinds")
    four.moment += timedelta(hours=1)
    second = put_up(four, "ana", "My ladder")
    put_up(four, "pia", "Soup")
    assert said(four, "bo") == [("An offer fits a request of yours: My ladder", f"board/{second}")]
    letters.look(four.session("bo"), second)
    assert said(four, "bo") == [("An offer fits a request of yours: Ladders of all kinds", f"board/{first}")]
    letters.reply(four.session("bo"), first, "May I?")
    assert not said(four, "bo")


def test_many_replies_are_few_lines(four: TestCommunity) -> None:
    for title in ("one", "two", "three", "four", "five"):
        letters.reply(four.session("cy"), put_up(four, "bo", title), "May I?")
    found = said(four, "bo")
    assert len(found) == 4
    assert found[-1] == ("And replies to 2 more notices.", "board/mine")


def test_what_somebody_wrote_goes_with_them_and_the_others_keep_their_own(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    letters.reply(four.session("cy"), number, "May I?")
    letters.reply(four.session("bo"), number, SECRET)
    leave(four.session("bo"), "bo")
    cy = four.session("cy")
    found = reading.opened(cy, number)
    assert found.notice is None
    assert [letter.text for _number, letter in found.threads[0].letters] == ["May I?"]
    assert titles(reading.mine(cy)) == ["-"]
    assert not said(four, "cy")
    with pytest.raises(NotFound, match="left"):
        letters.reply(cy, number, "still there?")
    for file in four.path.parent.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()


def test_who_asked_and_left_is_answered_no_more(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    letters.reply(four.session("cy"), number, SECRET)
    letters.reply(four.session("bo"), number, "Yes.")
    leave(four.session("cy"), "cy")
    bo = four.session("bo")
    assert [letter.by for _number, letter in reading.opened(bo, number).threads[0].letters] == ["bo"]
    with pytest.raises(BadData, match="no longer here"):
        letters.reply(bo, number, "hello?")


def test_what_ended_long_ago_is_let_go_with_its_letters(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    letters.reply(four.session("cy"), number, "May I?")
    letters.look(four.session("bo"), number)
    four.moment += timedelta(days=74)
    put_up(four, "bo", "other")
    assert len(four.session().store.collection(Notice).find(author="bo")) == 2
    four.moment += timedelta(days=1)
    put_up(four, "bo", "third")
    store = four.session().store
    assert [one.value.title for one in store.collection(Notice).find(author="bo")] == ["other", "third"]
    assert not store.collection(Letter).all()
    assert not store.collection(Seen).all()


def test_notices_of_a_suspended_account_wait(four: TestCommunity) -> None:
    put_up(four, "bo")
    store = four.session().store
    stored = store.collection(Account).first(handle="bo")
    assert stored is not None
    with store.transaction(by="ana", why="test") as tx:
        tx.replace(stored, Account(name="Bo", handle="bo", state="suspended"))
    assert not reading.board(four.session("cy"))


def test_the_second_of_two_windows_sees_what_the_first_wrote(four: TestCommunity) -> None:
    number = put_up(four, "bo")
    bo = four.session("bo")
    seen = reading.notice_of(bo, number).value
    actions.edit(four.session("bo"), number, form(bo, "ladder", "five metres"), seen)
    with pytest.raises(actions.ChangedMeanwhile, match="five metres") as told:
        actions.edit(bo, number, form(bo, "long ladder"), seen)
    actions.edit(bo, number, form(bo, "long ladder"), told.value.now)
    assert reading.notice_of(bo, number).value.title == "long ladder"


def test_a_last_day_that_is_none_is_refused_with_those_that_fit(four: TestCommunity) -> None:
    bo = four.session("bo")
    for day in ("2026-11-21", "2027-11-21", "2026-11-31"):
        with pytest.raises(BadData, match="2026-11-22 to 2027-01-21"):
            actions.post(bo, "offer", NoticeForm(title="x", until=day))


def test_a_card_shows_what_its_person_has_on_the_board(four: TestCommunity) -> None:
    for title in ("one", "two", "three", "four"):
        put_up(four, "bo", title)
        four.moment += timedelta(minutes=1)
    session = four.session("cy")
    panels = session.house.ask("person_panels", session=session, account=person(session, "bo").account)
    board = next(panel for _name, panel in panels if panel.title == "On the board")
    assert board.lines == ("offer: four", "offer: three", "offer: two")
