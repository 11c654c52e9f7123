"""Forms from a document's type: a field is described once, at its type, and asked for everywhere alike.

`msgspec.Meta` gives label (`title`), help (`description`) and limits; text that a person typed becomes a
value here, with a sentence for what doesn't fit. No widgets: `shell/form.py` draws, `cli` asks in lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import inspect as shapes

from folkmoot.errors import BadData
from folkmoot.text import clean
from folkmoot.words import Translate, _, languages

S = TypeVar("S", bound=msgspec.Struct)
ECHO, SHORT = 60, 20  # letters of what was typed that a refusal repeats; of a line that is no prose
LONG = 500  # letters: text that may be as long, or longer, is typed in several lines
FieldKind = Literal["text", "lines", "number", "choice", "weekdays", "yes_no", "list", "date"]


class NotFitting(BadData):
    """An answer that a field can't take; `field` names which."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclasses.dataclass(frozen=True)
class Field:
    """One line of a form. `label`, `help` and `words` are source sentences; their package translates them.

    `words` says what the values of a choice are called.
    """

    name: str
    kind: FieldKind
    label: str
    help: str
    required: bool
    default: Any
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    shape: Any = None
    format: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def secret(self) -> bool:
        """Whether nobody may read it on the screen, and no draft may hold it."""
        return self.format == "secret"


def fields_of(form: type[msgspec.Struct]) -> list[Field]:
    """The lines of a form, in the order of the type's fields."""
    return list(_fields(form))


@lru_cache(64)  # a list of people is filled in as many forms as it has lines
def _fields(form: type[msgspec.Struct]) -> tuple[Field, ...]:
    info = shapes.type_info(form)
    assert isinstance(info, shapes.StructType)
    return tuple(_field(field) for field in info.fields)


def _field(described: shapes.Field) -> Field:
    shape: Any = described.type
    about: Mapping[str, Any] = {}
    extra: Mapping[str, Any] = {}
    if isinstance(shape, shapes.Metadata):
        about, extra = shape.extra_json_schema or {}, shape.extra or {}
        shape = shape.type
    if isinstance(shape, shapes.UnionType):  # of something and None: an empty line is the None
        shape = next(one for one in shape.types if not isinstance(one, shapes.NoneType))
    default = None if described.default is msgspec.NODEFAULT else described.default
    return Field(
        name=described.name,
        kind=_kind(shape, str(extra.get("format", ""))),
        label=str(about.get("title") or described.name.replace("_", " ").capitalize()),
        help=str(about.get("description") or ""),
        required=described.required,
        default=default,
        choices=_choices(shape, default),
        minimum=getattr(shape, "ge", None),
        maximum=getattr(shape, "le", None) or getattr(shape, "max_length", None),
        shape=shape,
        format=str(extra.get("format", "")),
        words=extra.get("words", {}),
    )


def _choices(shape: Any, default: Any) -> tuple[str, ...]:
    """What a Literal allows, the default first."""
    if not isinstance(shape, shapes.LiteralType):
        return ()
    return tuple(
        str(value) for value in sorted(shape.values, key=lambda value: (value != default, str(value)))
    )


def _kind(shape: Any, wanted: str) -> FieldKind:
    if isinstance(shape, shapes.IntType | shapes.FloatType):
        return "number"
    if isinstance(shape, shapes.LiteralType):
        return "choice"
    if isinstance(shape, shapes.BoolType):
        return "yes_no"
    if isinstance(shape, shapes.VarTupleType | shapes.ListType):
        return "list"
    if isinstance(shape, shapes.DateType):
        return "date"
    if wanted == "lines" or (not wanted and (getattr(shape, "max_length", None) or 0) >= LONG):
        return "lines"
    return "text"


def _longest(field: Field) -> int:
    """How many characters are looked at: a few more than fit, so that too much is refused and never cut."""
    return max(500, int(field.maximum or 0) + 2) if field.kind in ("text", "lines") else 500


def filled(
    form: type[S],
    answers: Mapping[str, str],
    translate: Translate = _,
    labels: Mapping[str, Translate] | None = None,
    today: date | None = None,
) -> S:
    """A form filled from what a person typed, by field name. Raises: NotFitting for the first wrong one.

    With `today` (in the person's own zone) days may be typed in words: `3 March`, `tomorrow`.
    """
    values: dict[str, Any] = {}
    for field in fields_of(form):
        typed = clean(answers.get(field.name, ""), lines=field.kind == "lines", limit=_longest(field))
        translate_label = (labels or {}).get(field.name, translate)
        if typed:
            values[field.name] = value_of(field, typed, translate_label, today)
        elif field.required:
            raise NotFitting(field.name, _("{label} is missing.", label=translate_label(field.label)))
    try:
        return msgspec.convert(values, form)
    except msgspec.ValidationError as error:
        raise _not_fitting(form, answers, str(error), labels or {}, translate) from None


def _not_fitting(
    form: type[msgspec.Struct],
    answers: Mapping[str, str],
    problem: str,
    labels: Mapping[str, Translate],
    translate: Translate,
) -> NotFitting:
    """msgspec's complaint about a field (`… - at `$.days[0]``), as a sentence about what was typed."""
    for field in fields_of(form):
        if f"$.{field.name}" in problem:
            return cannot_be(field, answers.get(field.name, ""), labels.get(field.name, translate))
    return NotFitting("", _("This can't be used: {problem}", problem=problem))


def shown_value(value: Any) -> str:
    """A field's value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else str(value)
    if isinstance(value, tuple | list):
        return " ".join(str(item) for item in value)
    return str(value)


def value_of(field: Field, typed: str, translate: Translate = _, today: date | None = None) -> Any:
    """The value that a text stands for. Raises: NotFitting."""
    label = translate(field.label)
    few = clean(typed, limit=ECHO)  # no day and no number is longer, and it is repeated
    if field.kind == "date":
        return _day(field, few, label, today)
    if field.kind == "number":
        return _number(field, few, label)
    if field.kind == "yes_no":
        return typed.casefold() in ("y", "yes", "true", "1", _("yes").casefold(), _("yes")[0].casefold())
    if field.kind == "list":
        items = tuple(map(whole_or_text, typed.replace(",", " ").split()))
        return _converted(field, items, translate, typed)
    return _converted(field, typed, translate, typed)


def whole_or_text(typed: str) -> int | str:
    """A whole number in plain digits as one; anything else as it was typed, for its field to refuse."""
    return int(typed) if typed.isascii() and typed.isdigit() else typed


def _day(field: Field, typed: str, label: str, today: date | None) -> date:
    from folkmoot.days import read_day

    found = read_day(typed, today)
    if found is None:
        sentence = (
            _("{label}: “{typed}” is no day. Type it like 2027-03-24.", label=label, typed=typed)
            if today is None
            else _(
                "{label}: “{typed}” is no day. Type it like 24 March, tomorrow, Friday or {example}.",
                label=label,
                typed=typed,
                example=f"{today.year + 1}-03-24",
            )
        )
        raise NotFitting(field.name, sentence)
    return found


def _number(field: Field, typed: str, label: str) -> float | int:
    try:
        plain = typed.replace("−", "-")
        if "_" in plain:  # which Python takes between digits, and nobody else
            raise ValueError
        number = int(plain) if isinstance(field.shape, shapes.IntType) else float(plain.replace(",", "."))
    except (ValueError, OverflowError):
        raise NotFitting(
            field.name, _("{label}: “{typed}” is not a number.", label=label, typed=typed)
        ) from None
    low, high = field.minimum, field.maximum
    if (low is not None and not number >= low) or (high is not None and not number <= high):
        raise NotFitting(field.name, _outside(label, low, high, typed))
    return number


def _outside(label: str, low: float | None, high: float | None, typed: str) -> str:
    if low is None or high is None:
        return _("{label} can't be “{typed}”.", label=label, typed=typed)
    return _(
        "{label} lies between {low} and {high}, not at {typed}.",
        label=label,
        low=f"{low:g}",
        high=f"{high:g}",
        typed=typed,
    )


def _converted(field: Field, value: Any, translate: Translate, typed: str) -> Any:
    if field.choices and value not in field.choices:
        sentence = _(
            "{label} is one of {choices}, not “{typed}”.",
            label=translate(field.label),
            typed=clean(typed, limit=ECHO),
            choices=", ".join(field.choices),
        )
        raise NotFitting(field.name, sentence)
    _check_format(field, value)
    shape = field.shape
    longest = getattr(shape, "max_length", None)
    if longest and isinstance(value, str) and len(value) > longest:
        raise cannot_be(field, value, translate)
    if getattr(shape, "pattern", None):
        import re

        if not re.search(shape.pattern, str(value)):
            raise cannot_be(field, typed, translate)
    return value


def cannot_be(field: Field, typed: str, translate: Translate) -> NotFitting:
    """A field can't take what was typed; what it can take is said."""
    label = translate(field.label)
    longest = getattr(field.shape, "max_length", None)
    told = longest and longest <= SHORT and field.help  # how a day is written, not how long it is
    if field.kind in ("text", "lines") and longest and len(typed) > longest - 1 and not told:
        return NotFitting(
            field.name, _("{label} can have {count} letters at most.", label=label, count=longest)
        )
    if field.kind == "number" and (field.minimum is not None or field.maximum is not None):
        return NotFitting(field.name, _outside(label, field.minimum, field.maximum, typed))
    typed, wanted = clean(typed, limit=ECHO), translate(field.help) if field.help else ""
    if not wanted:
        return NotFitting(field.name, _("{label} can't be “{typed}”.", label=label, typed=typed))
    sentence = _("{label} can't be “{typed}” ({help}).", label=label, typed=typed, help=wanted)
    return NotFitting(field.name, sentence)


def _check_format(field: Field, value: Any) -> None:
    """Formats that a pattern can't say: `zone` and `language`. Raises: NotFitting."""
    if field.format == "zone":
        from folkmoot.zones import UnknownZone, zone

        try:
            zone(value)
        except UnknownZone as error:
            raise NotFitting(field.name, error.sentence) from None
    elif field.format == "language" and value.split("_")[0] not in languages():
        sentence = _(
            "There is no “{typed}” here yet; there is {known}.", typed=value, known=", ".join(languages())
        )
        raise NotFitting(field.name, sentence)
