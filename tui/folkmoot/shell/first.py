"""The first screen of an empty house: what `init` asks, as one form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from folkmoot.door.founding import Question, found, questions, suggestions
from folkmoot.shell.form import FormScreen
from folkmoot.shell.safe import AsciiFilter, SafeApp
from folkmoot.terminal import terminal_is_utf8
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House


class FirstScreen(SafeApp):
    """Founds a community from one form; leaving founds nothing."""

    CSS = "Screen { background: ansi_default; }"

    def __init__(self, house: House, path: Path, handle: str | None) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.house, self.path, self.handle = house, path, handle
        self.founded = False
        if not terminal_is_utf8():
            self._filters.append(AsciiFilter())

    def on_mount(self) -> None:
        asked = questions(self.house)
        given = {"as": self.handle} if self.handle else {}
        self.push_screen(
            FormScreen(
                _("There is no community here yet. Found one:"),
                _as_form(asked),
                self._found,
                name="founding",
                drafts={},
                start=suggestions(asked, given),
                labels={item.name: item.translate for item in asked},
                keeps_drafts=False,
            ),
            lambda _saved: self.exit(),
        )

    def _found(self, form: msgspec.Struct) -> None:
        answers = {name: str(getattr(form, name)) for name in form.__struct_fields__}
        found(self.house, self.path, answers)
        self.founded = True


def run_first(house: House, path: Path, handle: str | None) -> bool:
    """Ask on this terminal; whether a community was founded."""
    app = FirstScreen(house, path, handle)
    app.run_here()
    return app.founded


def _as_form(asked: list[Question]) -> type[msgspec.Struct]:
    """All questions as one type: every field is text here, each form checks its own at founding."""
    fields: list[Any] = []
    for item in asked:
        text = Annotated[
            str,
            Meta(title=item.field.label, description=item.field.help, extra={"format": item.field.format}),
        ]
        fields.append(
            (item.name, text) if item.field.required else (item.name, text, str(item.field.default or ""))
        )
    fields.sort(key=lambda field: len(field))  # a type's fields with a default come last
    return msgspec.defstruct("Founding", fields, frozen=True, kw_only=True)
