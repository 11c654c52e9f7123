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
    DemoChapter,
    DigestItem,
    Founding,
    HeavyAct,
    Occasion,
    Occurrence,
    Page,
    Panel,
    Policy,
    Service,
    Step,
    TodayItem,
)
from folkmoot.errors import (
    BadData,
    FolkmootError,
    NotAllowed,
    NotFound,
    StoreTrouble,
    TryAgain,
    Unavailable,
    UsageError,
)
from folkmoot.hookspecs import API_VERSION, hookimpl
from folkmoot.policies import with_account
from folkmoot.session import Account, Community, Session, Verdict
from folkmoot.text import clean
from folkmoot.words import language, later, translator
from folkmoot.zones import utc, utc_at, zone

if TYPE_CHECKING:
    from folkmoot import dates
    from folkmoot.accounts import first_steps
    from folkmoot.cli.call import Call, now, pass_call, pass_session
    from folkmoot.cli.talk import out, out_json, say
    from folkmoot.door.leaving import leave_house
    from folkmoot.forms import NotFitting, cannot_be, fields_of, filled, shown_value, whole_or_text
    from folkmoot.shell.dialog import Ask, Choose, Dialog
    from folkmoot.shell.finder import FindOne
    from folkmoot.shell.form import FormScreen
    from folkmoot.shell.lists import PickList
    from folkmoot.shell.page import Key, PageView
    from folkmoot.shell.safe import joined, safe
    from folkmoot.shell.still import Still
    from folkmoot.shell.styles import css_beside
    from folkmoot.spans import Span, span_of
    from folkmoot.store import Change, Reader, Store, Stored, Transaction

_LATER = {
    "folkmoot.accounts": ("first_steps",),
    "folkmoot.door.leaving": ("leave_house",),
    "folkmoot.dates": ("dates",),
    "folkmoot.cli.call": ("Call", "now", "pass_call", "pass_session"),
    "folkmoot.cli.talk": ("out", "out_json", "say"),
    "folkmoot.forms": ("NotFitting", "cannot_be", "fields_of", "filled", "shown_value", "whole_or_text"),
    "folkmoot.shell.dialog": ("Ask", "Choose", "Dialog"),
    "folkmoot.shell.finder": ("FindOne",),
    "folkmoot.shell.form": ("FormScreen",),
    "folkmoot.shell.lists": ("PickList",),
    "folkmoot.shell.page": ("Key", "PageView"),
    "folkmoot.shell.safe": ("joined", "safe"),
    "folkmoot.shell.still": ("Still",),
    "folkmoot.shell.styles": ("css_beside",),
    "folkmoot.spans": ("Span", "span_of"),
    "folkmoot.store": ("Change", "Reader", "Store", "Stored", "Transaction"),
}


class Calendar(Protocol):
    """A service: what is coming, for plugins that want to point at it."""

    def coming(self, session: Session, kinds: Sequence[str], count: int) -> list[Occurrence]:
        """The next `count` meetings of these kinds that are not cancelled (no kinds: of all), by start."""
        ...


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            found = import_module(module)
            return found if module == f"folkmoot.{name}" else getattr(found, name)
    raise AttributeError(f"folkmoot.api has no {name}")


__all__ = [
    "API_VERSION",
    "Account",
    "Arrival",
    "Ask",
    "BadData",
    "Calendar",
    "Call",
    "Change",
    "Choose",
    "Collection",
    "Command",
    "Community",
    "DemoChapter",
    "Dialog",
    "DigestItem",
    "FindOne",
    "FolkmootError",
    "FormScreen",
    "Founding",
    "HeavyAct",
    "Key",
    "NotAllowed",
    "NotFitting",
    "NotFound",
    "Occasion",
    "Occurrence",
    "Page",
    "PageView",
    "Panel",
    "PickList",
    "Policy",
    "Reader",
    "Service",
    "Session",
    "Span",
    "Step",
    "Still",
    "Store",
    "StoreTrouble",
    "Stored",
    "TodayItem",
    "Transaction",
    "TryAgain",
    "Unavailable",
    "UsageError",
    "Verdict",
    "cannot_be",
    "clean",
    "css_beside",
    "dates",
    "fields_of",
    "filled",
    "first_steps",
    "hookimpl",
    "joined",
    "language",
    "later",
    "leave_house",
    "now",
    "out",
    "out_json",
    "pass_call",
    "pass_session",
    "safe",
    "say",
    "shown_value",
    "span_of",
    "translator",
    "utc",
    "utc_at",
    "whole_or_text",
    "with_account",
    "zone",
]
