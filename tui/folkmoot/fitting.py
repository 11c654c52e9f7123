"""Whether what a plugin hands over can be used: each field looked at once, where it comes in.

msgspec does not check a struct that is made by hand, so a wrong field would fail later, in somebody else's code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from folkmoot import contributions as given
from folkmoot.errors import BadData
from folkmoot.words import _
from folkmoot.zones import zone

Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _maybe_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _whole(value: Any) -> bool:
    return isinstance(value, int)


def _called(value: Any) -> bool:
    return callable(value)


def _texts(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(part, str) for part in value)


def _instant(value: Any) -> bool:
    return isinstance(value, datetime) and value.utcoffset() is not None


def _maybe_instant(value: Any) -> bool:
    return value is None or _instant(value)


def _named_thing(value: Any) -> bool:
    return isinstance(value, str) and all(value.partition(":"))


def _zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(zone(value))
    except BadData:
        return False


def _struct(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, msgspec.Struct)


def _with_defaults(value: Any) -> bool:
    try:
        return _struct(value) and value() is not None
    except Exception:
        return False


def _type(value: Any) -> bool:
    return isinstance(value, type)


def _from_one(value: Any) -> bool:
    return isinstance(value, int) and value >= 1


def _steps(value: Any) -> bool:
    return isinstance(value, Mapping) and all(callable(step) for step in value.values())


def _any(_value: Any) -> bool:
    return True


RETURNS: dict[str, type[msgspec.Struct]] = {
    "collections": given.Collection,
    "pages": given.Page,
    "commands": given.Command,
    "policies": given.Policy,
    "occurrences": given.Occurrence,
    "today": given.TodayItem,
    "person_panels": given.Panel,
    "first_steps": given.Step,
    "services": given.Service,
    "digest": given.DigestItem,
    "founding": given.Founding,
    "demo": given.DemoChapter,
    "heavy_acts": given.HeavyAct,
    "occasions": given.Occasion,
    "arrivals": given.Arrival,
    "settings": given.Settings,
    "groups": given.PeopleGroup,
}

CHECKS: Mapping[type, Mapping[str, Check]] = {
    given.Collection: {
        "name": _word,
        "type": _struct,
        "version": _from_one,
        "migrations": _steps,
        "indexes": _texts,
        "owner": _maybe_text,
        "private": lambda value: isinstance(value, bool),
    },
    given.Page: {
        "id": _word,
        "title": _word,
        "view": _named_thing,
        "order": _whole,
        "key": _maybe_text,
        "help": _text,
        "strip": lambda value: isinstance(value, bool),
    },
    given.Command: {"name": _word, "command": _named_thing, "help": _text, "over_ssh": _any},
    given.Policy: {
        "verb": _word,
        "check": _called,
        "says": _word,
        "title": _text,
        "within": _text,
        "consents": _from_one,
    },
    given.HeavyAct: {"verb": _word, "title": _word, "asks": _word, "does": _named_thing},
    given.Occasion: {"key": _word, "title": _word, "start": _instant, "until": _instant},
    given.Arrival: {"arrived": _named_thing},
    given.PeopleGroup: {"key": _word, "name": _word, "handles": _texts, "kind": _text},
    given.Occurrence: {
        "key": _word,
        "start": _instant,
        "end": _instant,
        "zone": _zone,
        "title": _text,
        "kind": _word,
        "status": lambda value: value in ("confirmed", "moved", "cancelled"),
        "for_whom": _texts,
        "rule": _maybe_text,
        "moon": _maybe_text,
        "flag": lambda value: value in (None, "gap", "ambiguous"),
        "reason": _text,
        "sequence": _whole,
        "wall_start": lambda value: value is None or isinstance(value, datetime),
        "replaced_start": _maybe_instant,
        "opens": _maybe_text,
    },
    given.TodayItem: {
        "text": _text,
        "when": _maybe_instant,
        "opens": _maybe_text,
        "urgency": lambda value: value in ("now", "soon", "calm"),
        "company": lambda value: isinstance(value, bool),
    },
    given.Panel: {"title": _text, "lines": _texts},
    given.Step: {"text": _text, "opens": _text, "done": _any, "key": _text},
    given.Service: {"protocol": _type, "provider": _any},
    given.DigestItem: {"at": _instant, "text": _text, "opens": _maybe_text, "by": _text},
    given.Founding: {"form": _struct, "found": _named_thing, "translate": _called},
    given.DemoChapter: {"tell": _named_thing, "order": _whole},
    given.Settings: {
        "form": _with_defaults,
        "translate": _called,
        "title": _text,
        "version": _from_one,
        "migrations": _steps,
    },
}


def misfit(where: str, item: object, wanted: type) -> str | None:
    """What is wrong with something that a plugin handed over, as a sentence; None where it fits."""
    if not isinstance(item, wanted):
        return _("{where} returned a {type}.", where=where, type=type(item).__name__)
    for name, fits in CHECKS[wanted].items():
        value = getattr(item, name)
        if not fits(value):
            return _(
                "{where} returned a {type} whose {field} can't be used (a {found}).",
                where=where,
                type=wanted.__name__,
                field=name,
                found=type(value).__name__,
            )
    if isinstance(item, given.Founding) and not _can_be_asked(item.form):
        return _(
            "{where}: {type} has a field that no form can ask for.", where=where, type=item.form.__name__
        )
    return _odd_collection(where, item) if isinstance(item, given.Collection) else None


def _can_be_asked(form: type[msgspec.Struct]) -> bool:
    from folkmoot.forms import fields_of

    try:
        return bool(fields_of(form))
    except Exception:
        return False


def _odd_collection(where: str, item: given.Collection) -> str | None:
    """What the store would refuse about a collection."""
    fields = item.type.__struct_fields__
    for name in (*item.indexes, *((item.owner,) if item.owner else ())):
        if name not in fields:
            return _(
                "{where}: {collection} names the field “{field}”, which its type does not have.",
                where=where,
                collection=item.name,
                field=name,
            )
    if item.type.__struct_config__.array_like or "_rev" in fields:
        return _("{where}: {collection} can't be stored as it is.", where=where, collection=item.name)
    return None
