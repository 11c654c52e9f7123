"""Selections: nominations that nobody reads before all are in, reasons before counts, and a role that is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from folkmoot.api import drop_beside, kept_beside
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.session import Session
from folkmoot.store import copies
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_sociocracy.circles.model import Circle, Holder
from folkmoot_sociocracy.rounds.model import Says
from folkmoot_sociocracy.rounds.turns import missing
from folkmoot_sociocracy.selection import actions, sealing
from folkmoot_sociocracy.selection.items import today_items
from folkmoot_sociocracy.selection.model import DescriptionForm, Nomination, Sealed, Selection, SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate, open_nominations
from folkmoot_sociocracy.selection.readable import counts, own_nomination, shown
from folkmoot_sociocracy.selection.reading import offered, selection_of
from folkmoot_sociocracy.selection.states import stands
from sociocracy.a_circle import MEMBERS, a_circle, hours

SECRET = "quince marmalade"  # a reason that stands nowhere before all are in
WHOM = "cy"


def a_selection(community: TestCommunity, circle: int, role: str = "secretary", months: int = 12) -> int:
    form = SelectionForm(role=role, does="keeps the minutes", months=months)
    return actions.open_selection(community.session("ana"), circle, form).id


def now(community: TestCommunity, number: int) -> Selection:
    return selection_of(community.session("ana"), number).value


def all_say(community: TestCommunity, number: int, says: str = "consent", but: str = "") -> None:
    """Everyone who is still to be heard in a round is, up to somebody."""
    round_now = len(now(community, number).rounds)
    while left := missing(now(community, number).rounds[-1]):
        if left[0] == but or len(now(community, number).rounds) != round_now:
            return
        actions.give_voice(community.session(left[0]), number, says, "because")  # type: ignore[arg-type]
        if now(community, number).ended is not None:
            return


def at_nominations(community: TestCommunity, circle: int) -> int:
    number = a_selection(community, circle)
    all_say(community, number)
    begin_nominations(community.session("bo"), number)
    return number


def all_nominate(community: TestCommunity, number: int, but: tuple[str, ...] = ()) -> None:
    for handle in MEMBERS:
        if handle not in but:
            nominate(community.session(handle), number, WHOM, f"{SECRET} {handle}")


def at_consent(community: TestCommunity, circle: int) -> int:
    number = at_nominations(community, circle)
    all_nominate(community, number)
    bo = community.session("bo")
    all_say(community, number, "spoke")
    actions.go_on(bo, number)
    for handle in now(community, number).rounds[-1].order:
        actions.keep_or_change(community.session(handle), number, "di" if handle == "di" else WHOM, "still")
    actions.go_on(bo, number)
    actions.propose_person(bo, number, WHOM, "writes plainly")
    return number


def everything_that_was_written(community: TestCommunity) -> list[Path]:
    """Every file of the community and beside it, with an export and a copy made just now."""
    ana = community.session("ana")
    ana.store.backup()
    ana.store.compact()
    ana.store.export(community.path.parent / "export.json")
    files = [*community.path.parent.rglob("*"), *copies(community.path)]
    return [file for file in files if file.is_file()]


def test_a_role_is_filled_in_nine_steps(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = at_consent(community, circle)
    selection = now(community, number)
    assert selection.rounds[-1].order[-1] == WHOM
    assert counts(selection) == [("cy", 3), ("di", 1)]
    all_say(community, number)
    selection = now(community, number)
    assert selection.phase == "decided"
    held = community.session("ana").store.collection(Holder).first(circle=circle, role="secretary")
    assert held is not None
    assert (held.value.account, held.value.proposal) == (WHOM, f"selections/{number}")
    assert selection.entry == f"holders/{held.id}"


def test_before_all_are_in_no_byte_anywhere_tells_whom_and_why(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = at_nominations(community, circle)
    all_nominate(community, number, but=("di",))
    nominate(community.session("ana"), number, "di", f"{SECRET} second thoughts")
    for file in everything_that_was_written(community):
        assert SECRET.encode() not in file.read_bytes(), file
    for session in (community.session(handle) for handle in (*MEMBERS, "eve")):
        assert shown(selection_of(session, number).value) == []
        for words in (("select", "show", str(number)), ("select", "show", str(number), "--json")):
            said = community.run(session.handle, *words)
            assert SECRET not in said
        assert all(SECRET not in item.text for item in today_items(session))
    history = community.run("ana", "store", "history", "--json")
    sealed = [one for one in json.loads(history)["changes"] if one["collection"] == "sociocracy.sealed"]
    assert len(sealed) == 4
    assert all(one["before"] is None and one["after"] is None for one in sealed)


def test_a_long_reason_and_a_short_one_look_alike(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    nominate(community.session("ana"), number, "ana", "x")
    nominate(community.session("bo"), number, "cy", "y" * 600)
    sealed = community.session("ana").store.collection(Sealed).all()
    short, long = (len(one.value.sealed) for one in sealed)
    assert abs(short - long) < 400  # age adds a few random bytes to each


def test_the_last_nomination_opens_all_and_their_key_goes(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    ana = community.session("ana")
    all_nominate(community, number, but=("di",))
    copy = ana.store.collection(Sealed).all()[0].value.sealed
    assert kept_beside(ana, f"sociocracy-selection-{number}")
    nominate(community.session("di"), number, "di", "I would like to")
    selection = now(community, number)
    assert selection.phase == "reasons"
    assert [one.nominee for one in selection.nominations] == ["cy", "cy", "cy", "di"]
    assert ana.store.collection(Sealed).all() == []
    assert kept_beside(ana, f"sociocracy-selection-{number}") is None
    assert sealing.unseal(ana, number, copy) is None


def test_a_nomination_is_read_when_its_reason_is_heard_and_counted_after_all_were(
    community: TestCommunity,
) -> None:
    number = at_nominations(community, a_circle(community))
    all_nominate(community, number)
    assert shown(now(community, number)) == []
    first = now(community, number).rounds[-1].order[0]
    actions.give_voice(community.session(first), number, "spoke", "writes plainly")
    assert [one.by for one in shown(now(community, number))] == [first]
    assert "Count" not in community.run("ana", "select", "show", str(number))
    all_say(community, number, "spoke")
    actions.go_on(community.session("bo"), number)
    assert counts(now(community, number)) == [("cy", 4)]
    assert "Reasons decide, not the count" in community.run("ana", "select", "show", str(number))


@pytest.mark.parametrize(
    ("nominee", "why", "says"),
    [
        ("", "x", "Nobody passes"),
        ("eve", "x", "Nominate one of ana, bo, cy, di"),
        ("cy", " ", "has a reason"),
    ],
)
def test_nobody_passes(community: TestCommunity, nominee: str, why: str, says: str) -> None:
    number = at_nominations(community, a_circle(community))
    with pytest.raises(BadData, match=says):
        nominate(community.session("ana"), number, nominee, why)


def test_on_another_machine_the_seal_stays_closed_and_nominations_begin_anew(
    community: TestCommunity,
) -> None:
    number = at_nominations(community, a_circle(community))
    all_nominate(community, number, but=("cy", "di"))
    bo = community.session("bo")
    with pytest.raises(BadData, match="nothing is lost"):
        begin_nominations(bo, number)
    drop_beside(bo, f"sociocracy-selection-{number}")
    with pytest.raises(BadData, match="the machine that the record came from"):
        nominate(community.session("cy"), number, "ana", "x")
    assert offered(bo, selection_of(bo, number))[0] == "begin"
    assert now(community, number).nominations == ()
    assert now(community, begin_nominations(bo, number) and number).nominated == ()
    all_nominate(community, number)
    assert now(community, number).phase == "reasons"


def test_a_forged_seal_is_not_taken_for_somebody_elses_nomination(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    all_nominate(community, number, but=("di",))
    ana = community.session("ana")
    forged = sealing.seal(Nomination(by="bo", nominee="ana", why="x"), now(community, number).recipient)
    with ana.store.transaction(by="ana", why="test") as tx:
        own = tx.collection(Sealed).find(selection=number, account="ana")[0]
        tx.replace(own, Sealed(selection=number, account="ana", sealed=forged))
    with pytest.raises(BadData, match="The seal does not open here"):
        nominate(community.session("di"), number, "di", "x")
    assert now(community, number).phase == "nominating"


def test_who_is_away_or_leaves_is_not_waited_for(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    bo, di = community.session("bo"), community.session("di")
    all_nominate(community, number, but=("cy", "di"))
    with pytest.raises(BadData, match="Still to write theirs: cy, di"):
        open_nominations(bo, number)
    actions.give_voice(bo, number, "away", of="cy")
    di.store.forget("di", by="di")
    assert "All are in; bo opens them" in stands(now(community, number))
    open_nominations(bo, number)
    assert [one.by for one in now(community, number).nominations] == ["ana", "bo"]
    all_say(community, number, "spoke")
    actions.go_on(bo, number)
    assert "cy" in now(community, number).rounds[-1].order


def test_somebody_types_their_nomination_at_the_facilitators_keyboard(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    with pytest.raises(BadData, match="That is bo"):
        nominate(community.session("ana"), number, "cy", "x", of="di")
    nominate(community.session("bo"), number, "cy", "x", of="di")
    all_nominate(community, number, but=("di",))
    assert [one.noted_by for one in now(community, number).nominations] == ["", "", "", "bo"]


def test_an_objection_leads_to_another_person_or_a_shorter_term(community: TestCommunity) -> None:
    number = at_consent(community, a_circle(community))
    bo = community.session("bo")
    for handle in now(community, number).rounds[-1].order:
        says = "objection" if handle == WHOM else "consent"
        actions.give_voice(community.session(handle), number, says, "no time", "minutes soon")  # type: ignore[arg-type]
    assert "propose somebody else" in stands(now(community, number))
    with pytest.raises(BadData, match="fewer months than 12"):
        actions.shorten(bo, number, 1, 12)
    actions.propose_person(bo, number, "di", "would like to")
    assert now(community, number).rounds[-1].order[-1] == "di"
    all_say(community, number)
    assert now(community, number).nominee == "di"
    assert now(community, number).phase == "decided"


def test_the_role_is_described_by_consent_first(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = a_selection(community, circle)
    for handle in MEMBERS:
        says = "objection" if handle == "cy" else "consent"
        actions.give_voice(community.session(handle), number, says, "too much", "rest")  # type: ignore[arg-type]
    with pytest.raises(BadData, match="Nominations are written once the role has consent"):
        begin_nominations(community.session("bo"), number)
    form = DescriptionForm(does="keeps the minutes, short ones", months=6)
    actions.describe(community.session("ana"), number, 1, form, 1)
    actions.go_on(community.session("bo"), number)
    all_say(community, number)
    assert (now(community, number).phase, now(community, number).text.months) == ("described", 6)


def test_a_delegate_is_confirmed_by_the_circle_above(community: TestCommunity) -> None:
    circle = a_circle(community)
    with pytest.raises(BadData, match="needs no delegate"):
        a_selection(community, circle, role="delegate")
    ana = community.session("ana")
    with ana.store.transaction(by="ana", why="test") as tx:
        above = tx.add(Circle(name="General")).id
        stored = tx.collection(Circle).get(circle)
        tx.replace(stored, Circle(name="Hearth", parent=above))
        tx.add(
            Holder(
                circle=circle,
                role="leader",
                account="ana",
                since=community.now().date(),
                until=community.now().date().replace(year=2027),
            )
        )
    number = a_selection(community, circle, role="delegate")
    all_say(community, number)
    begin_nominations(community.session("bo"), number)
    all_nominate(community, number)
    all_say(community, number, "spoke")
    actions.go_on(community.session("bo"), number)
    for handle in now(community, number).rounds[-1].order:
        actions.keep_or_change(community.session(handle), number, WHOM, "still")
    actions.go_on(community.session("bo"), number)
    with pytest.raises(BadData, match="the other link of this circle"):
        actions.propose_person(community.session("bo"), number, "ana", "x")
    actions.propose_person(community.session("bo"), number, WHOM, "x")
    all_say(community, number)
    assert now(community, number).entry.startswith("proposals/")


def test_who_was_away_may_object_to_the_person_for_some_hours(community: TestCommunity) -> None:
    number = at_consent(community, a_circle(community))
    bo = community.session("bo")
    all_say(community, number, but="di")
    actions.give_voice(bo, number, "away", of="di")
    all_say(community, number)
    assert now(community, number).phase == "waiting"
    community.moment += hours(48)
    assert now(community, number).phase == "ready"
    assert actions.announce(community.session("ana"), number).phase == "decided"


def test_a_selection_that_is_withdrawn_leaves_nothing_sealed_behind(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    all_nominate(community, number, but=("di",))
    ana = community.session("ana")
    actions.withdraw(ana, number, "we split the role")
    assert ana.store.collection(Sealed).all() == []
    assert kept_beside(ana, f"sociocracy-selection-{number}") is None


def test_roles_and_numbers_that_are_not_there_are_told(community: TestCommunity) -> None:
    circle = a_circle(community)
    with pytest.raises(NotFound, match="there is leader"):
        a_selection(community, circle, role="king")
    with pytest.raises(NotFound, match="folkmoot select"):
        selection_of(community.session("ana"), 9)
    form = SelectionForm(role="secretary", does="x", months=12, learning="learning")
    with pytest.raises(BadData, match="4 to 6"):
        actions.open_selection(community.session("ana"), circle, form)


def test_who_is_not_in_the_circle_reads_and_is_told_who_may(community: TestCommunity) -> None:
    circle = a_circle(community)
    number = at_nominations(community, circle)
    eve: Session = community.session("eve")
    refused = [
        lambda: actions.open_selection(eve, circle, SelectionForm(role="secretary", does="x")),
        lambda: nominate(eve, number, "cy", "x"),
        lambda: begin_nominations(eve, number),
        lambda: open_nominations(eve, number),
        lambda: actions.give_voice(eve, number, "consent"),
        lambda: actions.keep_or_change(eve, number, "cy", "x"),
        lambda: actions.propose_person(eve, number, "cy", "x"),
        lambda: actions.go_on(eve, number),
        lambda: actions.withdraw(eve, number, "x"),
        lambda: actions.facilitate(eve, number),
        lambda: actions.announce(eve, number),
    ]
    for act in refused:
        with pytest.raises(NotAllowed):
            act()
    assert list(today_items(eve)) == []
    assert selection_of(eve, number).value.role == "secretary"


def test_hostile_words_are_kept_inert(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    for handle in MEMBERS:
        nominate(community.session(handle), number, "cy", HOSTILE)
    assert all("\x1b" not in one.why for one in now(community, number).nominations)


def test_words_about_somebody_go_when_they_leave_and_what_was_decided_stays(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    for handle in MEMBERS:
        nominate(community.session(handle), number, "cy" if handle != "cy" else "di", f"secret of {handle}")
    bo = community.session("bo")
    say_all(community, number, lambda handle: ("spoke", f"spoken by {handle}"))
    actions.go_on(bo, number)
    while left := missing(now(community, number).rounds[-1]):
        mine = own_nomination(now(community, number), left[0])
        assert mine is not None
        actions.keep_or_change(community.session(left[0]), number, mine.nominee, f"kept by {left[0]}")
    actions.go_on(bo, number)
    actions.propose_person(bo, number, "cy", "because of all that")
    say_all(community, number, lambda handle: ("consent", f"remark by {handle}"))
    assert now(community, number).phase == "decided"
    told = str(now(community, number))
    for said in ("secret of ana", "spoken by bo", "kept by di", "because of all that", "remark by ana"):
        assert said in told
    community.session("ana").store.forget("cy", by="ana")
    after = now(community, number)
    left_ = str(after)
    for said in ("secret of ana", "spoken by bo", "kept by di", "because of all that", "remark by ana"):
        assert said not in left_
    assert (after.phase, after.nominee, after.nominations[0].nominee) == ("decided", "cy", "cy")
    assert "secret of cy" in left_  # about di, who is here
    record = b"".join(path.read_bytes() for path in community.path.parent.rglob("*") if path.is_file())
    assert b"remark by ana" not in record
    assert b"secret of cy" in record


def say_all(community: TestCommunity, number: int, what: Callable[[str], tuple[Says, str]]) -> None:
    """Everyone who is still to be heard is, in turn."""
    while now(community, number).ended is None and (left := missing(now(community, number).rounds[-1])):
        says, text = what(left[0])
        actions.give_voice(community.session(left[0]), number, says, text)


def test_a_nomination_that_was_changed_at_the_facilitators_keyboard_stays_marked(
    community: TestCommunity,
) -> None:
    number = at_nominations(community, a_circle(community))
    all_nominate(community, number)
    all_say(community, number, "spoke")
    actions.go_on(community.session("bo"), number)
    first = missing(now(community, number).rounds[-1])[0]
    while first == "bo":
        actions.keep_or_change(community.session("bo"), number, WHOM, "kept")
        first = missing(now(community, number).rounds[-1])[0]
    actions.keep_or_change(community.session("bo"), number, "ana", "after all that", of=first)
    mine = own_nomination(now(community, number), first)
    assert mine is not None
    assert (mine.nominee, mine.before, mine.noted_by) == ("ana", WHOM, "bo")
    assert "[at the keyboard of bo]" in community.run("di", "select", "show", str(number))


def test_the_screen_says_what_the_seal_does_not_protect_from(community: TestCommunity) -> None:
    number = at_nominations(community, a_circle(community))
    assert "Whoever looks after this machine" in community.run("ana", "select", "show", str(number))
