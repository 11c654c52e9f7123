"""A form drawn from a document's type: labels, help and limits stand there; what was typed is kept as a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.door.drafts import Drafts
from folkmoot.errors import ChangedMeanwhile, FolkmootError
from folkmoot.forms import Field, NotFitting, fields_of, filled, shown_value
from folkmoot.shell.area import LinesInput
from folkmoot.shell.dialog import Ask, Dialog, foot_of
from folkmoot.shell.line import ChoiceLine, LineInput
from folkmoot.shell.safe import joined, safe
from folkmoot.text import clean
from folkmoot.words import Translate, _, ngettext


class FormScreen(Dialog[bool]):
    """Asks for the fields of a type. `save` gets the filled form; what it refuses is told, nothing is lost.

    `drafts` keeps what is typed under `name` until it is saved, so that leaving by accident costs nothing;
    where nobody keeps them (`keeps_drafts`), leaving asks first. Where `save` raises `ChangedMeanwhile`, what the
    others wrote stands below what was typed; lines that nobody touched here take it over. Saving again goes on.
    """

    DEFAULT_CSS = """
    FormScreen {
        & VerticalScroll { height: auto; scrollbar-gutter: stable; }
        & Horizontal { height: auto; width: 1fr; }
        & .form-label { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & .form-label.here { text-style: reverse; }
        & Input, & ChoiceLine { width: 1fr; height: 1; }
        & .form-there { display: none; height: auto; width: 1fr; }
        & .form-help { height: auto; min-height: 1; width: 1fr; margin: 1 0 0 0; }
    }
    """
    BINDINGS = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("enter,ctrl+j", "go_on", show=False, priority=True),
        Binding("down", "next", show=False, priority=True),
        Binding("up", "previous", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        form: type[msgspec.Struct],
        save: Callable[[Any], object],
        *,
        name: str,
        drafts: dict[str, dict[str, str]],
        start: Mapping[str, Any] | None = None,
        leave_out: Iterable[str] = (),
        translate: Translate = _,
        labels: Mapping[str, Translate] | None = None,
        keeps_drafts: bool = True,
    ) -> None:
        super().__init__(title)
        self.keeps_drafts = keeps_drafts
        self.form, self.save, self.translate = form, save, translate
        self.draft_name, self.drafts = name, drafts if keeps_drafts else {}
        self.start = dict(start or {})
        self.labels = labels or {}
        self.kept = (
            False  # whether it was saved: then nothing is a draft any more, however late a key is told of
        )
        skipped = set(leave_out)
        self.fields = [field for field in fields_of(form) if field.name not in skipped]

    def body(self) -> Iterable[Widget]:
        draft = self.drafts.get(self.draft_name, {})
        if draft:
            yield Static(safe(_("Here is what you had typed before."), "italic"))
        width = min(30, max(len(self._label(field)) for field in self.fields)) + 2
        rows: list[Widget] = []
        for field in self.fields:
            there = Static("", classes="form-there", id=f"there-{field.name}")
            there.styles.padding = (0, 0, 0, width)
            rows += [self._row(field, draft, width), there]
        yield VerticalScroll(*rows, can_focus=False)
        yield Static("", classes="form-help")

    def _row(self, field: Field, draft: Mapping[str, str], width: int) -> Horizontal:
        value = draft.get(field.name, self._start_of(field))
        box: LineInput | LinesInput | ChoiceLine
        if field.choices:
            said = self.labels.get(field.name, self.translate)
            words = {choice: said(field.words.get(choice, choice)) for choice in field.choices}
            box = ChoiceLine(value, words, id=f"field-{field.name}")
        else:
            room = max(10, min(76, self.app.size.width) - width - 6)
            hint = clean(self._help(field), limit=room)
            if field.kind == "lines":
                box = LinesInput(value, placeholder=hint, id=f"field-{field.name}")
            else:
                box = LineInput(value, placeholder=hint, id=f"field-{field.name}")
                box.password = field.secret
        label = Static(safe(self._label(field), "bold"), classes="form-label")
        label.styles.width = width
        return Horizontal(label, box)

    def _label(self, field: Field) -> str:
        return self.labels.get(field.name, self.translate)(field.label)

    def _help(self, field: Field) -> str:
        help_text = self.labels.get(field.name, self.translate)(field.help) if field.help else ""
        how = _("Left and right choose.") if field.choices else ""
        return f"{help_text} {how}".strip()

    def foot(self) -> Sequence[tuple[str, str]]:
        go_on = "tab ↑↓" if isinstance(self.focused, LinesInput) else "enter ↑↓"
        return ((go_on, _("next")), ("^s", _("save")), *super().foot())

    def on_mount(self) -> None:
        self._box(self.fields[0]).focus()

    def on_descendant_focus(self) -> None:
        """Mark the line that has the focus, and say what it wants."""
        for field, label in zip(self.fields, self.query(".form-label"), strict=True):
            here = self.focused is not None and self.focused.id == f"field-{field.name}"
            label.set_class(here, "here")
            if here:
                self._show_help(field)
        self.query_one(".dialog-foot", Static).update(foot_of(self.foot()))

    def _show_help(self, field: Field) -> None:
        """What a line wants, and how much room is left where it is long."""
        most, typed = int(field.maximum or 0), len(self._box(field).value)
        room, style = "", "dim"
        if (most and field.kind == "lines") or (field.kind == "text" and 0 < most < typed):
            room = ngettext("{typed} of {count} letter.", "{typed} of {count} letters.", most, typed=typed)
        if most and typed > most and field.kind in ("text", "lines"):
            over = typed - most
            room, style = ngettext("{count} letter too many.", "{count} letters too many.", over), "bold"
        said = joined((self._help(field), "dim"), "  " if room else "", (room, style))
        self.query_one(".form-help", Static).update(said)

    def _changed(self) -> None:
        self.keep_typed()
        for field in self.fields:
            if self.focused is not None and self.focused.id == f"field-{field.name}":
                self._show_help(field)

    def on_input_changed(self) -> None:
        self._changed()

    def on_text_area_changed(self) -> None:
        self._changed()

    def on_choice_line_changed(self) -> None:
        self.keep_typed()

    def keep_typed(self) -> None:
        if self.is_mounted and not self.kept:
            self._keep_draft()

    def _keep_draft(self) -> None:
        """Keep what was typed, but nothing secret in a file; nothing of what is as it was: others may change that."""
        kept = [field for field in self.fields if not (field.secret and self.keeps_drafts)]
        typed = {field.name: self._box(field).value for field in kept}
        typed = {
            field.name: typed[field.name] for field in kept if typed[field.name] != self._start_of(field)
        }
        if not typed:
            self.drafts.pop(self.draft_name, None)
        elif isinstance(self.drafts, Drafts):
            page = str(getattr(self.app, "current", ""))
            self.drafts.keep(self.draft_name, typed, title=self.heading, page=page)
        else:
            self.drafts[self.draft_name] = typed

    def _start_of(self, field: Field) -> str:
        start = shown_value(self.start.get(field.name, field.default))
        return start if start in field.choices or not field.choices else field.choices[0]

    def action_go_on(self) -> None:
        """To the next line; from the last one, to saving. Where text has lines, begin another."""
        if isinstance(self.focused, LinesInput):
            self.focused.new_line()
        elif self.focused is self._box(self.fields[-1]):
            self.action_save()
        else:
            self.focus_next()

    def _typed(self) -> dict[str, str]:
        return {field.name: self._box(field).value for field in self.fields}

    def _box(self, field: Field) -> LineInput | LinesInput | ChoiceLine:
        box = self.query_one(f"#field-{field.name}")
        assert isinstance(box, LineInput | LinesInput | ChoiceLine)
        return box

    def action_save(self) -> None:
        kept = {name: shown_value(value) for name, value in self.start.items()}
        try:
            typed = {**kept, **self._typed()}
            self.save(filled(self.form, typed, self.translate, self.labels, self._today()))
        except NotFitting as error:
            self.say(error.sentence)
            for box in self.query(f"#field-{error.field}"):
                box.focus()
        except ChangedMeanwhile as error:
            self.say(error.sentence)
            self._show_both(error.fields)
        except FolkmootError as error:
            self.say(error.sentence)
        else:
            self.kept = True
            self.drafts.pop(self.draft_name, None)
            self.done(True)
            self.saved()

    def _today(self) -> date | None:
        """The day where the person is, by which days in words are read."""
        session = getattr(self.app, "session", None)
        return session.here(session.now()).date() if session is not None else None

    def _show_both(self, now: Mapping[str, Any]) -> None:
        """Show what others wrote meanwhile: in the line where nobody touched it here, below it where both did."""
        for field in self.fields:
            if field.name not in now or field.secret:
                continue
            box, before, there = self._box(field), self._start_of(field), shown_value(now[field.name])
            self.start[field.name] = now[field.name]
            line = self.query_one(f"#there-{field.name}", Static)
            line.display = there != before and there != box.value
            if there != before and box.value == before:
                first, *rest = self._in_words(field, before).split("\n")
                said = _("changed meanwhile; it was: {value}", value=first)
                box.show_value(there)
            else:
                first, *rest = self._in_words(field, there).split("\n")
                said = _("there now: {value}", value=first)
            line.update(safe("\n".join([said, *rest]), "italic", lines=field.kind == "lines"))
        self._keep_draft()

    def _in_words(self, field: Field, value: str) -> str:
        """A value as the form shows it."""
        said = self.labels.get(field.name, self.translate)
        return said(field.words.get(value, value)) if value else _("(empty)")

    def action_leave(self) -> None:
        if self.draft_name in self.drafts and not self.keeps_drafts:
            title, question = _("Leave?"), _("What you typed here would be lost.")
            self.app.push_screen(Ask(title, question, lambda: self.done(False)))
        else:
            self.done(None)

    def saved(self) -> None:
        """Show at once, below, what was just written."""
        from folkmoot.shell.app import Shell

        if isinstance(self.app, Shell):
            self.app.look()

    def action_next(self) -> None:
        if isinstance(self.focused, LinesInput):
            self.focused.down()
        else:
            self.focus_next()

    def action_previous(self) -> None:
        if isinstance(self.focused, LinesInput):
            self.focused.up()
        else:
            self.focus_previous()
