"""All that a plugin may import from the host (tests: `folkmoot.testing`).

Importing this costs little: what pages need (Textual) and what commands need (click) comes in when its name
is first used. Names listed here are kept; what stands elsewhere in the host may move.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from folkmoot.contributions import (
    Arrival,
    Collection,
    Command,
    Contact,
    DemoChapter,
    DigestItem,
    Founding,
    HeavyAct,
    Occasion,
    Occurrence,
    Page,
    Panel,
    PeopleGroup,
    Policy,
    Question,
    RoundStanding,
    Service,
    Settings,
    Step,
    TodayItem,
    imported,
)
from folkmoot.errors import (
    BadData,
    CannotCreate,
    ChangedMeanwhile,
    FolkmootError,
    NotAllowed,
    NotFound,
    StoreTrouble,
    TryAgain,
    Unavailable,
    UsageError,
)
from folkmoot.features import hooks_of
from folkmoot.hookspecs import API_VERSION, hookimpl
from folkmoot.policies import with_account
from folkmoot.session import Account, Community, Session, Verdict
from folkmoot.text import clean, wrapped
from folkmoot.words import language, later, translator
from folkmoot.zones import utc, utc_at, zone

if TYPE_CHECKING:
    from folkmoot import dates, stepclock
    from folkmoot.accounts import first_steps, put_account
    from folkmoot.cli.alone import live_alone
    from folkmoot.cli.call import Call, now, pass_call, pass_session
    from folkmoot.cli.opening import open_house_here
    from folkmoot.cli.talk import out, out_bytes, out_json, say
    from folkmoot.cli.texts import LONG_TEXT
    from folkmoot.datafiles import all_own_data, data_names, read_own_data, read_toml
    from folkmoot.days import read_day
    from folkmoot.door.beside import drop_beside, keep_beside, kept_beside
    from folkmoot.door.drafts import Drafts
    from folkmoot.door.first_keys import first_codes, keep_first_code
    from folkmoot.door.handles import TakenHandles
    from folkmoot.door.hardening import hide_memory
    from folkmoot.door.here import here_now
    from folkmoot.door.invites import Invited, OpenInvitation, card, invitations_to
    from folkmoot.door.leaving import leave_house, own_things
    from folkmoot.door.visits import visiting
    from folkmoot.forms import NotFitting, cannot_be, fields_of, filled, shown_value, whole_or_text
    from folkmoot.recurring import comes_round, starts_at
    from folkmoot.settings import save_settings, settings
    from folkmoot.shell.area import LinesInput
    from folkmoot.shell.dialog import Ask, Choose, Dialog
    from folkmoot.shell.finder import FindOne
    from folkmoot.shell.form import FormScreen
    from folkmoot.shell.inviting import invite_to
    from folkmoot.shell.line import FilterLine, LineInput
    from folkmoot.shell.lists import PickList
    from folkmoot.shell.long_list import LongList
    from folkmoot.shell.page import Key, PageView
    from folkmoot.shell.reading import Reading
    from folkmoot.shell.safe import joined, safe
    from folkmoot.shell.still import Still
    from folkmoot.shell.styles import css_beside
    from folkmoot.spans import Span, span_of
    from folkmoot.store import Change, Reader, Store, Stored, Transaction

_LATER = {
    "folkmoot.accounts": ("first_steps", "put_account"),
    "folkmoot.days": ("read_day",),
    "folkmoot.door.drafts": ("Drafts",),
    "folkmoot.door.first_keys": ("first_codes", "keep_first_code"),
    "folkmoot.door.handles": ("TakenHandles",),
    "folkmoot.door.invites": ("Invited", "OpenInvitation", "card", "invitations_to"),
    "folkmoot.door.leaving": ("leave_house", "own_things"),
    "folkmoot.door.hardening": ("hide_memory",),
    "folkmoot.door.here": ("here_now",),
    "folkmoot.door.beside": ("drop_beside", "keep_beside", "kept_beside"),
    "folkmoot.door.visits": ("visiting",),
    "folkmoot.datafiles": ("all_own_data", "data_names", "read_own_data", "read_toml"),
    "folkmoot.dates": ("dates",),
    "folkmoot.cli.alone": ("live_alone",),
    "folkmoot.cli.opening": ("open_house_here",),
    "folkmoot.cli.call": ("Call", "now", "pass_call", "pass_session"),
    "folkmoot.cli.texts": ("LONG_TEXT",),
    "folkmoot.cli.talk": ("out", "out_bytes", "out_json", "say"),
    "folkmoot.forms": ("NotFitting", "cannot_be", "fields_of", "filled", "shown_value", "whole_or_text"),
    "folkmoot.settings": ("save_settings", "settings"),
    "folkmoot.shell.area": ("LinesInput",),
    "folkmoot.shell.dialog": ("Ask", "Choose", "Dialog"),
    "folkmoot.shell.finder": ("FindOne",),
    "folkmoot.shell.form": ("FormScreen",),
    "folkmoot.shell.line": ("FilterLine", "LineInput"),
    "folkmoot.shell.inviting": ("invite_to",),
    "folkmoot.shell.lists": ("PickList",),
    "folkmoot.shell.long_list": ("LongList",),
    "folkmoot.shell.page": ("Key", "PageView"),
    "folkmoot.shell.reading": ("Reading",),
    "folkmoot.shell.safe": ("joined", "safe"),
    "folkmoot.shell.still": ("Still",),
    "folkmoot.shell.styles": ("css_beside",),
    "folkmoot.recurring": ("comes_round", "starts_at"),
    "folkmoot.spans": ("Span", "span_of"),
    "folkmoot.stepclock": ("stepclock",),
    "folkmoot.store": ("Change", "Reader", "Store", "Stored", "Transaction"),
}

_MODULES = ("dates", "stepclock")  # which are handed over whole


class Calendar(Protocol):
    """A service: what is coming, for plugins that want to point at it."""

    def coming(self, session: Session, kinds: Sequence[str], count: int) -> list[Occurrence]:
        """The next `count` meetings of these kinds that are not cancelled (no kinds: of all), by start."""
        ...


class ConsentRounds(Protocol):
    """A service: questions that people decide together by consent, in a round in which each is heard."""

    def ask(self, session: Session, question: Question) -> str:
        """Open a round; returns its key. Raises: NotAllowed, BadData, as the store."""
        ...

    def standing(self, session: Session, key: str) -> RoundStanding:
        """How a round stands, for whoever looks. Raises: NotFound."""
        ...


class Contacts(Protocol):
    """A service: how people say that they are reached."""

    def contact(self, session: Session, handle: str) -> Contact:
        """What somebody's card says of it, as the reader may see it; empty where it says nothing.

        Raises: NotAllowed.
        """
        ...


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            found = import_module(module)
            return found if name in _MODULES else getattr(found, name)
    raise AttributeError(f"folkmoot.api has no {name}")


__all__ = [
    "API_VERSION",
    "LONG_TEXT",
    "Account",
    "Arrival",
    "Ask",
    "BadData",
    "Calendar",
    "Call",
    "CannotCreate",
    "Change",
    "ChangedMeanwhile",
    "Choose",
    "Collection",
    "Command",
    "Community",
    "ConsentRounds",
    "Contact",
    "Contacts",
    "DemoChapter",
    "Dialog",
    "DigestItem",
    "Drafts",
    "FilterLine",
    "FindOne",
    "FolkmootError",
    "FormScreen",
    "Founding",
    "HeavyAct",
    "Invited",
    "Key",
    "LineInput",
    "LinesInput",
    "LongList",
    "NotAllowed",
    "NotFitting",
    "NotFound",
    "Occasion",
    "Occurrence",
    "OpenInvitation",
    "Page",
    "PageView",
    "Panel",
    "PeopleGroup",
    "PickList",
    "Policy",
    "Question",
    "Reader",
    "Reading",
    "RoundStanding",
    "Service",
    "Session",
    "Settings",
    "Span",
    "Step",
    "Still",
    "Store",
    "StoreTrouble",
    "Stored",
    "TakenHandles",
    "TodayItem",
    "Transaction",
    "TryAgain",
    "Unavailable",
    "UsageError",
    "Verdict",
    "all_own_data",
    "cannot_be",
    "card",
    "clean",
    "comes_round",
    "css_beside",
    "data_names",
    "dates",
    "drop_beside",
    "fields_of",
    "filled",
    "first_codes",
    "first_steps",
    "here_now",
    "hide_memory",
    "hookimpl",
    "hooks_of",
    "imported",
    "invitations_to",
    "invite_to",
    "joined",
    "keep_beside",
    "keep_first_code",
    "kept_beside",
    "language",
    "later",
    "leave_house",
    "live_alone",
    "now",
    "open_house_here",
    "out",
    "out_bytes",
    "out_json",
    "own_things",
    "pass_call",
    "pass_session",
    "put_account",
    "read_day",
    "read_own_data",
    "read_toml",
    "safe",
    "save_settings",
    "say",
    "settings",
    "shown_value",
    "span_of",
    "starts_at",
    "stepclock",
    "translator",
    "utc",
    "utc_at",
    "visiting",
    "whole_or_text",
    "with_account",
    "wrapped",
    "zone",
]
