"""What a person does on the care page: dialogs and forms around the use cases, one question at a time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from folkmoot.api import (
    Account,
    Ask,
    ChangedMeanwhile,
    Choose,
    FindOne,
    FormScreen,
    joined,
)
from folkmoot_tmaps.care import actions, buddies, listening
from folkmoot_tmaps.care.model import (
    SAYS,
    AskForm,
    Listener,
    ListenForm,
    Says,
    Statement,
    StatementForm,
)
from folkmoot_tmaps.care.wording import name_of, said_back, says_words, standing_words, told_sentence
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.care.page import CarePage

YES, NOT_NOW = "yes", "not-now"


def say_something(page: CarePage) -> None:
    """Choose what, then how and until when."""
    page.session.must("care.say", page.session.handle)
    lines = [(one, joined(says_words(one))) for one in SAYS]

    def chosen(picked: str | None) -> None:
        for says in SAYS:
            if says == picked:
                say_this(page, says)

    page.app.push_screen(Choose(_("What would you like to say?"), lines), chosen)


def say_this(page: CarePage, says: Says) -> None:
    """Ask how, and until when; what one said already stands in the form."""
    session = page.session
    mine = next((one for one in actions.own_statements(session) if one.says == says), None)
    never = datetime.datetime.min.replace(tzinfo=datetime.UTC)  # said by nobody, so that anything is news
    seen = mine or Statement(account=session.handle, says=says, until=never.date(), ends=never)
    told = ""

    def save(form: StatementForm) -> None:
        nonlocal seen, told
        before = actions.own_statements(session)
        try:
            told = said_back(session, actions.say_it(session, says, form, seen), before)
        except ChangedMeanwhile as error:
            seen = error.now
            raise

    until = mine.until if mine else actions.usual_end(session)
    page.app.push_screen(
        FormScreen(
            says_words(says),
            StatementForm,
            save,
            name=f"care {says}",
            drafts=page.shell.drafts,
            start={"how": mine.how if mine else "", "until": until},
            translate=_,
        ),
        lambda saved: _shown(page, told) if saved else None,
    )


def take_back(page: CarePage, says: Says) -> None:
    """Ask, then take an own line back."""
    question = _("Its words are gone then, from the history and the copies here too.")
    page.app.push_screen(
        Ask(_("Take back “{words}”?", words=says_words(says)), question, lambda: _taken_back(page, says))
    )


def _taken_back(page: CarePage, says: Says) -> None:
    if page.do(actions.take_back, (says,)) is not None:
        _shown(page, _("Taken back."))


# -- buddies -----------------------------------------------------------------------------------------------


def ask_somebody(page: CarePage) -> None:
    """Choose a person, then write a few words."""
    session = page.session
    session.must("care.buddies", session.handle)
    known = {one.other for one in buddies.all_between(session) if one.standing in ("asked", "buddies")}
    people = [one.value for one in session.store.collection(Account).all()]
    entries = [
        (one.handle, one.name, one.handle)
        for one in people
        if one.state == "member" and one.handle != session.handle and one.handle not in known
    ]
    page.app.push_screen(
        FindOne(_("Whom would you like to ask?"), entries),
        lambda picked: ask_this(page, picked) if picked else None,
    )


def ask_this(page: CarePage, handle: str) -> None:
    """Write a few words to somebody who is asked."""
    session = page.session
    name = name_of(session, handle)
    page.app.push_screen(
        FormScreen(
            _("Would you two look out for each other, {name}?", name=name),
            AskForm,
            lambda form: buddies.ask(session, handle, form.words),
            name=f"care ask {handle}",
            drafts=page.shell.drafts,
            translate=_,
        ),
        lambda saved: _shown(page, _("{name} finds it on Today.", name=name)) if saved else None,
    )


def open_buddy(page: CarePage, handle: str) -> None:
    """What stands between the two, and what can be done with it."""
    from folkmoot_tmaps.care.person_screen import PersonScreen

    found = buddies.between(page.session, handle)
    if found is None:
        page.say(_("Nothing stands between the two of you any more."))
    elif found.standing == "asks":
        _answer(page, found)
    elif found.standing in ("not_now", "over"):
        sentence = told_sentence(page.session, found)
        page.app.push_screen(
            Ask(_("Put this away?"), sentence, lambda: _done(page, handle, "read", _("Put away.")))
        )
    else:
        page.app.push_screen(PersonScreen(page, handle))


def _answer(page: CarePage, found: buddies.Between) -> None:
    name = name_of(page.session, found.other)
    lines = [
        (YES, joined(_("Yes, gladly"))),
        (NOT_NOW, joined(_("Not now; nobody asks why, and {name} is told kindly", name=name))),
    ]

    def chosen(picked: str | None) -> None:
        if picked == YES:
            said = _("{name} and you look out for each other now.", name=name)
            _done(page, found.other, "accept", said)
        elif picked == NOT_NOW:
            _done(page, found.other, "decline", _("{name} is told kindly.", name=name))

    page.app.push_screen(Choose(told_sentence(page.session, found), lines), chosen)


def end_with(page: CarePage, handle: str) -> None:
    """Ask, then stop, take a question back, or say not now."""
    session = page.session
    found = buddies.between(session, handle)
    if found is None:
        return
    if found.standing in ("asks", "not_now", "over"):
        open_buddy(page, handle)
        return
    name = name_of(session, handle)
    if found.standing == "asked":
        title, move = _("Take your question back?"), "withdraw"
        question = f"{name}: {standing_words(session, found)}"
    else:
        title, move = _("Stop looking out for each other?"), "stop"
        question = _("Nobody asks why, and {name} is told kindly.", name=name)
    page.app.push_screen(Ask(title, question, lambda: _done(page, handle, move, _("It has ended."))))


def _done(page: CarePage, handle: str, move: str, said: str) -> None:
    moves = {
        "accept": buddies.accept,
        "decline": buddies.decline,
        "read": buddies.read,
        "stop": buddies.stop,
        "withdraw": buddies.withdraw,
    }

    def act(*_given: object) -> bool:
        moves[move](page.session, handle)
        return True

    if page.do(act):
        _shown(page, said)


# -- listening ---------------------------------------------------------------------------------------------


def offer_to_listen(page: CarePage) -> None:
    """Ask how one is reached, and at which hours; what one offered already stands in the form."""
    session = page.session
    session.must("care.listen", session.handle)
    mine = listening.own_offer(session)
    seen = mine or Listener(account="")  # nobody's: so that an offer of another window is news

    def save(form: ListenForm) -> None:
        nonlocal seen
        try:
            listening.offer(session, form, seen)
        except ChangedMeanwhile as error:
            seen = error.now
            raise

    page.app.push_screen(
        FormScreen(
            _("You would listen to somebody"),
            ListenForm,
            save,
            name="care listen",
            drafts=page.shell.drafts,
            start={name: getattr(mine, name) for name in ListenForm.__struct_fields__} if mine else {},
            translate=_,
        ),
        lambda saved: _shown(page, _("You are in the listening team.")) if saved else None,
    )


def stop_listening(page: CarePage) -> None:
    """Ask, then leave the team."""

    def stop() -> None:
        page.do(listening.leave_team)
        _shown(page, _("You are not in the listening team any more. Thank you for listening."))

    page.app.push_screen(Ask(_("Listen no longer?"), _("Nobody asks why. You can offer it again."), stop))


def _shown(page: CarePage, sentence: str) -> None:
    """Show at once what was done, and say it."""
    page.shell.look()
    page.say(sentence)
