"""Which roles a circle has: the four, and those that a community adds in a data file."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot.api import FolkmootError, NotFound, Session, dates, read_own_data
from folkmoot.words import later as N_
from folkmoot_sociocracy.circles.model import ROLE
from folkmoot_sociocracy.words import _

FILE = "circles/roles.toml"
LEARNING = 5  # months of a learning term, where nobody says otherwise
LEARNING_MONTHS = (4, 6)
LONGEST = 60


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a role is called, what whoever holds it does, and how many months a term has."""

    id: Annotated[str, Meta(pattern=ROLE)]
    name: Annotated[str, Meta(min_length=1, max_length=30)]
    does: Annotated[str, Meta(max_length=200)] = ""
    months: Annotated[int, Meta(ge=1, le=LONGEST)] = 12


class RoleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`circles/roles.toml`."""

    version: int
    licence: str
    roles: tuple[Role, ...]


FOUR = (
    Role("leader", N_("leader"), N_("Keeps an eye on the aim, and brings the news of the circle above")),
    Role("facilitator", N_("facilitator"), N_("Leads through meetings, so that everyone is heard")),
    Role("delegate", N_("delegate"), N_("Brings the circle's view into the circle above")),
    Role("secretary", N_("secretary"), N_("Keeps agenda, minutes and logbook")),
)


def roles_of(session: Session) -> dict[str, Role]:
    """The roles here by id, the four first. Raises: Misconfigured, with file and field."""
    own = {one.id: one for one in read_own_data(session, FILE, RoleFile).roles}
    return {one.id: own.pop(one.id, one) for one in FOUR} | own


def roles_shown(session: Session) -> dict[str, Role]:
    """The roles here by id; the four alone where the community's file can't be read: what is shown goes on."""
    try:
        return roles_of(session)
    except FolkmootError:
        return {one.id: one for one in FOUR}


def file_fault(session: Session) -> str:
    """What is wrong with the community's file of roles; empty where it can be read."""
    try:
        roles_of(session)
    except FolkmootError as error:
        return error.sentence
    return ""


def role_of(session: Session, typed: str) -> Role:
    """A role by its id, or by what it is called. Raises: NotFound, which names those there are; Misconfigured."""
    known, wanted = roles_of(session), typed.strip().casefold()
    for one in known.values():
        if wanted in (one.id, one.name.casefold(), _(one.name).casefold()):
            return one
    names = dates.listed(known, "or")
    raise NotFound(_("There is no role “{role}” here; there is {known}.", role=typed, known=names))


def role_word(session: Session, role: str) -> str:
    """What a role is called; one that no file knows any more, by its id."""
    known = roles_shown(session).get(role)
    return _(known.name) if known else role
