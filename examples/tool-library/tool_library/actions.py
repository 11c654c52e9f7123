"""One function for each thing that a person does: page, command and test call the same."""

from __future__ import annotations

from datetime import date

from folkmoot.api import Account, BadData, ChangedMeanwhile, Session, Stored, settings
from msgspec.structs import asdict
from msgspec.structs import replace as evolve

from tool_library import rules
from tool_library.model import Lending, Tool, ToolForm
from tool_library.words import _


def today(session: Session) -> date:
    """The day it is for the reader."""
    return session.here(session.now()).date()


def tools(session: Session) -> list[Stored[Tool]]:
    """All tools, by name."""
    return sorted(session.store.collection(Tool).all(), key=lambda one: (one.value.name.casefold(), one.id))


def borrowed_by(session: Session, handle: str) -> list[Stored[Tool]]:
    """What somebody has with them: looked up by the index."""
    return list(session.store.collection(Tool).find(borrower=handle)) if handle else []


def kept_for(session: Session, handle: str) -> list[Stored[Tool]]:
    """What is at home again and waits for somebody."""
    at_home = session.store.collection(Tool).find(borrower="")
    return [one for one in at_home if one.value.waiting[:1] == (handle,)]


def add(session: Session, form: ToolForm) -> Stored[Tool]:
    """Put a tool in. Raises: NotAllowed; as the store."""
    session.must("tool_library.add")
    with session.store.transaction(by=session.handle, why=_("put a tool in")) as tx:
        return tx.add(Tool(**asdict(form), owner=session.handle))


def said_of(tool: Tool) -> ToolForm:
    """What its owner says of a tool, as the form asks it."""
    return ToolForm(name=tool.name, note=tool.note, days=tool.days)


def edit(session: Session, number: int, form: ToolForm, seen: ToolForm) -> Stored[Tool]:
    """Change what is said of one's own tool. Raises: NotAllowed, NotFound; as the store.

    ChangedMeanwhile where it says something else than was seen when the form was opened.
    """
    session.must("tool_library.tend", session.store.collection(Tool).get(number).value)
    with session.store.transaction(by=session.handle, why=_("changed a tool")) as tx:
        stored = tx.collection(Tool).get(number)
        now = said_of(stored.value)
        if now not in (seen, form):
            said = _("It was changed in another window just now. Look at both, then save again.")
            raise ChangedMeanwhile(said, now, asdict(now))
        return tx.replace(stored, evolve(stored.value, **asdict(form)))


def remove(session: Session, number: int) -> None:
    """Take one's own tool out. Raises: NotAllowed, NotFound, BadData while somebody has it; as the store."""
    session.must("tool_library.tend", session.store.collection(Tool).get(number).value)
    with session.store.transaction(by=session.handle, why=_("took a tool out")) as tx:
        stored = tx.collection(Tool).get(number)
        if stored.value.borrower:
            raise BadData(_("{who} has it. Once it is back (r), it can go.", who=stored.value.borrower))
        tx.remove(stored)


def borrow(session: Session, number: int) -> Stored[Tool]:
    """Borrow a tool. Raises: NotAllowed, NotFound, BadData with the reason; as the store."""
    session.must("tool_library.borrow")
    most = settings(session, Lending).most
    with session.store.transaction(by=session.handle, why=_("borrowed a tool")) as tx:
        stored = tx.collection(Tool).get(number)
        tool = _without_who_left(session, stored.value)
        has = len(tx.collection(Tool).find(borrower=session.handle))
        _refuse(rules.why_not_borrow(tool, session.handle, has=has, most=most))
        return tx.replace(stored, rules.borrowed(tool, session.handle, today(session)))


def bring_back(session: Session, number: int) -> Stored[Tool]:
    """Say that a tool is back. Raises: as `borrow`."""
    session.must("tool_library.borrow")
    with session.store.transaction(by=session.handle, why=_("brought a tool back")) as tx:
        stored = tx.collection(Tool).get(number)
        _refuse(rules.why_not_back(stored.value, session.handle))
        return tx.replace(stored, rules.back(_without_who_left(session, stored.value)))


def wait(session: Session, number: int) -> Stored[Tool]:
    """Wait for a tool, or wait no longer. Raises: as `borrow`."""
    session.must("tool_library.borrow")
    with session.store.transaction(by=session.handle, why=_("waits for a tool, or no longer")) as tx:
        stored = tx.collection(Tool).get(number)
        tool = _without_who_left(session, stored.value)
        _refuse(rules.why_not_wait(tool, session.handle))
        return tx.replace(stored, rules.waiting(tool, session.handle))


def _without_who_left(session: Session, tool: Tool) -> Tool:
    """The tool with a line of people who are here: a tool that is kept for nobody would stay where it is."""
    accounts = session.store.collection(Account)
    here = tuple(handle for handle in tool.waiting if accounts.first(handle=handle) is not None)
    return tool if here == tool.waiting else evolve(tool, waiting=here)


def _refuse(reason: str) -> None:
    if reason:
        raise BadData(reason)
