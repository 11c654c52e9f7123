"""Who may do what in a congregation, in one table: guests, Friends, Partners, and somebody who has left."""

from __future__ import annotations

from dataclasses import replace

from door.visitors import a_code, as_partner, comes_in
from folkmoot.door.invites import occasions
from folkmoot.door.leaving import leave_house
from folkmoot.session import Session
from folkmoot.testing import TestCommunity


def one_of_each(community: TestCommunity) -> dict[str, Session]:
    """Ana founded; three more tend to the whole, so that nothing is as while a community begins."""
    for handle in ("fay", "pia", "bo", "cy", "lea"):
        community.join(handle)
    for handle in ("pia", "bo", "cy"):
        as_partner(community, handle)
    ana = community.session("ana")
    comes_in(community, "gus", a_code(ana, occasion=occasions(ana)[0].key))
    found = {
        "guest": community.session("gus"),
        "friend": community.session("fay"),
        "partner": community.session("pia"),
        "left": community.session("lea"),
    }
    leave_house(community.session("lea"))
    return found


EVERYBODY = "guest friend partner"
MEMBERS = "friend partner"
PARTNERS = "partner"
NOBODY = ""  # with nothing named: it is about one's own group, letter or round

MAY = {
    "account.change": EVERYBODY,
    "answers.give": EVERYBODY,
    "board.change": EVERYBODY,
    "board.down": EVERYBODY,
    "board.letters": NOBODY,
    "board.post": MEMBERS,
    "board.renew": EVERYBODY,
    "board.reply": EVERYBODY,
    "board.see": EVERYBODY,
    "clinic.gather": EVERYBODY,
    "clinic.join": EVERYBODY,
    "clinic.press": EVERYBODY,
    "clinic.see": EVERYBODY,
    "community.belong": MEMBERS,
    "community.tend": PARTNERS,
    "entrance.change": PARTNERS,
    "gatherings.mark": PARTNERS,
    "gatherings.miss": PARTNERS,
    "gatherings.prepare": PARTNERS,
    "gatherings.see": EVERYBODY,
    "gatherings.welcome": PARTNERS,
    "groups.begin": MEMBERS,
    "groups.change": NOBODY,
    "groups.join": EVERYBODY,
    "groups.notes": NOBODY,
    "groups.propose": PARTNERS,
    "groups.see": EVERYBODY,
    "groups.unsay": NOBODY,
    "groups.welcome": NOBODY,
    "groups.wish": EVERYBODY,
    "here.see": EVERYBODY,
    "invite.account": PARTNERS,
    "invite.occasion": PARTNERS,
    "invite.person": NOBODY,  # once three Partners are there
    "invite.withdraw": PARTNERS,
    "keys.change": EVERYBODY,
    "keys.remove": PARTNERS,
    "keys.replace": PARTNERS,
    "account.return": PARTNERS,
    "account.suspend": PARTNERS,
    "people.card": EVERYBODY,
    "people.import": PARTNERS,
    "people.see": EVERYBODY,
    "places.change": PARTNERS,
    "places.see": EVERYBODY,
    "rhythm.change": PARTNERS,
    "rounds.accept": NOBODY,
    "rounds.propose": PARTNERS,
    "rounds.see": PARTNERS,
    "rounds.voice": PARTNERS,
    "store.prune": EVERYBODY,  # on the host itself, where the record lies in their hands
    "store.restore": EVERYBODY,
    "store.undo": EVERYBODY,
}
FEATURES = {verb.partition(".")[0] for verb in MAY}


def test_everything_that_is_done_in_a_congregation_stands_in_the_table(community: TestCommunity) -> None:
    ruled = {verb for verb in community.house.policies() if verb.partition(".")[0] in FEATURES}
    assert ruled == set(MAY)


def test_guests_friends_partners_and_who_left_may_what_the_table_says(community: TestCommunity) -> None:
    people = one_of_each(community)
    found = {verb: {kind: one.may(verb) for kind, one in people.items()} for verb in MAY}
    may = {
        verb: " ".join(kind for kind, said in each.items() if said.allowed) for verb, each in found.items()
    }
    assert may == MAY
    for each in found.values():
        assert all(verdict.because.endswith(".") for verdict in each.values())
        assert "no longer here" in each["left"].because


def test_over_ssh_nobody_touches_the_record_itself(community: TestCommunity) -> None:
    for session in one_of_each(community).values():
        away = replace(session, key="SHA256:x")
        assert not any(away.may(f"store.{verb}").allowed for verb in ("undo", "restore", "prune"))
