"""What is done with a circle's backlog."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, ChangedMeanwhile, NotFound, Session, Stored, Transaction, clean
from folkmoot_sociocracy.circles.actions import circle_of, members_of
from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.logbook.model import Entry
from folkmoot_sociocracy.meetings.forms import TopicForm
from folkmoot_sociocracy.meetings.model import Topic
from folkmoot_sociocracy.meetings.reading import topic_of
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.words import _

LINKED: dict[str, type[Any]] = {"proposal": Proposal, "selection": Selection, "policy": Entry}


def add_topic(session: Session, circle: int, form: TopicForm) -> Stored[Topic]:
    """Put something into a circle's backlog. Raises: NotAllowed, NotFound, BadData."""
    circle_of(session, circle)
    session.must("meetings.plan", circle)
    with session.store.transaction(by=session.handle, why=_("put a topic into the backlog")) as tx:
        return tx.add(_topic(session, tx, circle, form))


def _topic(session: Session, tx: Transaction, circle: int, form: TopicForm) -> Topic:
    presenter = form.presenter.strip().lower() or session.handle
    if presenter not in members_of(session, circle, tx):
        raise BadData(
            _("{handle} is not in this circle. Who presents a topic is a member of it.", handle=presenter)
        )
    return Topic(
        circle=circle,
        title=clean(form.title, limit=80),
        wanted=form.wanted,
        presenter=presenter,
        minutes=form.minutes,
        about=clean(form.about, limit=600),
        link=known_link(tx, circle, form.link),
        by=session.handle,
        at=session.now(),
    )


def known_link(tx: Transaction, circle: int, typed: str) -> str:
    """`proposal/3`, as typed with a space or a slash. Raises: NotFound, BadData where it is another circle's."""
    kind, _space, number = typed.strip().replace(" ", "/").partition("/")
    if not kind:
        return ""
    if kind not in LINKED or not number.isdigit():
        raise BadData(_("“{typed}” is nothing known. Write it like proposal 3.", typed=typed))
    try:
        about = tx.collection(LINKED[kind]).get(int(number)).value
    except NotFound:
        raise NotFound(_("There is no “{typed}”. Look at its number again.", typed=typed)) from None
    if getattr(about, "circle", None) != circle:
        raise BadData(_("“{typed}” belongs to another circle.", typed=typed))
    return f"{kind}/{number}"


def change_topic(session: Session, number: int, form: TopicForm, seen: Topic | None = None) -> Stored[Topic]:
    """Write a topic anew; `seen` is how the person saw it. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile."""
    with session.store.transaction(by=session.handle, why=_("changed a topic")) as tx:
        stored = _waiting(session, tx, number)
        before = stored.value
        made = _topic(session, tx, before.circle, form)
        made = evolve(made, by=before.by, at=before.at, state=before.state)
        if seen is not None and before not in (seen, made):
            raise ChangedMeanwhile(
                _("Somebody changed this topic meanwhile. Save again to go on."), before, as_form(before)
            )
        return tx.replace(stored, made)


def as_form(topic: Topic) -> dict[str, object]:
    """How a form of a topic is filled."""
    return {
        "title": topic.title,
        "wanted": topic.wanted,
        "presenter": topic.presenter,
        "minutes": topic.minutes,
        "about": topic.about,
        "link": topic.link.replace("/", " "),
    }


def drop_topic(session: Session, number: int, why: str) -> Stored[Topic]:
    """Take a topic out of the backlog; it stays told why. Raises: NotAllowed, NotFound, BadData."""
    reason = clean(why, limit=600)
    if not reason:
        raise BadData(_("Say why it is not needed any more, for whoever brought it."))
    with session.store.transaction(by=session.handle, why=_("took a topic out of the backlog")) as tx:
        stored = _waiting(session, tx, number)
        return tx.replace(stored, evolve(stored.value, state="dropped", why=reason))


def _waiting(session: Session, tx: Transaction, number: int) -> Stored[Topic]:
    """A topic that waits. Raises: NotAllowed, NotFound, BadData."""
    stored = topic_of(session, number, tx)
    session.must("meetings.plan", stored.value.circle)
    if stored.value.state == "planned":
        raise BadData(
            _(
                "It stands on the agenda of meeting {number}. Take it out there first.",
                number=stored.value.meeting,
            )
        )
    if stored.value.state != "open":
        raise BadData(_("It is not in the backlog any more. Nothing was changed."))
    return stored
