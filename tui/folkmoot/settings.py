"""The settings of plugins: a plugin describes them by a type, the house keeps, checks, shows and changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import structs

from folkmoot.contributions import Collection, Settings
from folkmoot.errors import BadData, ChangedMeanwhile, NotFound
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House
    from folkmoot.session import Session
    from folkmoot.store import Stored

S = TypeVar("S", bound=msgspec.Struct)
COLLECTION = "settings"  # the name of the collection, behind the plugin's own


def as_collection(settings: Settings) -> Collection:
    """What the store has to know to keep settings."""
    return Collection(COLLECTION, settings.form, settings.version, settings.migrations)


def settings(session: Session, form: type[S]) -> S:
    """The settings of a type as the community has them; where nobody changed any, as the type says."""
    stored = _stored(session, form)
    return stored.value if stored is not None else form()


def save_settings(session: Session, changed: S, seen: S | None = None) -> S:
    """Keep settings, whole; `seen` is what whoever changes them had before them.

    Raises: NotAllowed; BadData for a value that its field can't take; ChangedMeanwhile; as the store.
    """
    session.must("community.tend")
    try:
        changed = msgspec.convert(msgspec.to_builtins(changed), type(changed))
    except msgspec.ValidationError as error:
        raise BadData(_("These settings can't be kept: {problem}.", problem=str(error))) from None
    with session.store.transaction(by=session.handle, why=_("changed settings")) as tx:
        stored = next(iter(tx.collection(type(changed)).all()), None)
        now = stored.value if stored is not None else type(changed)()
        if seen is not None and now != seen:
            fields = {name: getattr(now, name) for name in now.__struct_fields__}
            raise ChangedMeanwhile(_("Somebody else changed these settings meanwhile."), now, fields)
        if stored is None:
            tx.add(changed)
        elif stored.value != changed:
            tx.replace(stored, changed)
    return changed


def _stored(session: Session, form: type[S]) -> Stored[S] | None:
    return next(iter(session.store.collection(form).all()), None)


def settings_of(house: House, plugin: str) -> Settings:
    """What a plugin lets people set. Raises: NotFound."""
    for owner, offered in house.ask("settings"):
        if owner == plugin:
            found: Settings = offered
            return found
    raise NotFound(_("The plugin “{name}” has no settings, or is not on.", name=plugin))


def change_settings(session: Session, offered: Settings, answers: Mapping[str, str]) -> Any:
    """Change some fields as they were typed. Raises: NotFitting, NotFound for a field; as `save_settings`."""
    from folkmoot.forms import fields_of, filled, shown_value

    session.must("community.tend")
    now = settings(session, offered.form)
    fields = fields_of(offered.form)
    names = [field.name for field in fields]
    for name in answers:
        if name not in names:
            raise NotFound(_("There is no “{field}”; there are {names}.", field=name, names=", ".join(names)))
    typed = {field.name: answers.get(field.name, shown_value(getattr(now, field.name))) for field in fields}
    changed = filled(offered.form, typed, offered.translate)
    untouched = {name: getattr(now, name) for name in names if name not in answers}
    return save_settings(session, structs.replace(changed, **untouched))


def shown_settings(session: Session, offered: Settings) -> list[dict[str, Any]]:
    """Field, value and label of each setting, for `--json` and for lines."""
    from folkmoot.forms import fields_of, shown_value

    now = settings(session, offered.form)
    return [
        {
            "field": field.name,
            "value": msgspec.to_builtins(getattr(now, field.name)),
            "shown": shown_value(getattr(now, field.name)),
            "label": offered.translate(field.label),
        }
        for field in fields_of(offered.form)
    ]
