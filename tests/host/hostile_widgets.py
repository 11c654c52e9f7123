"""A shell that shows hostile texts in all kinds of widgets, one by one: `python hostile_widgets.py STORE SINK …`

Each f9 shows the next text, handed over in the documented way; `END` and its number stand beside it once it is
drawn, with `LIVE` where a click on it would do something.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from rich.text import Text
from textual import widgets
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets.option_list import Option

from folkmoot import api
from folkmoot.api import (
    Ask,
    Choose,
    Dialog,
    FormScreen,
    Key,
    LongList,
    PageView,
    PickList,
    Session,
    clean,
    joined,
    safe,
)
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.shell.app import Shell
from folkmoot.shell.bars import FootLine, PageStrip
from folkmoot.shell.help import HelpScreen
from folkmoot.shell.line import LineInput
from folkmoot.shell.palette import Palette

HOSTILE = {
    "a closing tag": "[/]",
    "half a closing tag": "[/",
    "a bracket": "[",
    "an action": "[@click=app.exit]x[/]",
    "a style": "[bold]",
    "a link": "[link=https://evil.example]x[/link]",
    "clears the screen": "\x1b[2J\x1b[7777;1H\x1b[31;7777mred\x1bc",
    "a clipboard, BEL": "\x1b]52;c;cHduZWQ=\x07",
    "a clipboard, ST": "\x1b]52;c;cHduZWQ=\x1b\\",
    "a hyperlink": "\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "a title": "\x1b]0;pwned\x07\x1b]2;pwned\x1b\\\x1b[21t",
    "C1 controls": "\x9b31m\x9b7777C\x9d52;c;cHduZWQ=\x9c",
    "a device string": "\x1bP$q7777m\x1b\\\x90+q7777\x9c\x1b_pwned\x1b\\",
    "bidi": "a\u202egnp.exe\u2066x\u2069\u200f\u061c",
    "zero width": "a\u200b\u2060\ufeff\u00ad\u180eb\u200c\u200d",
    "a tower of marks": "e" + "\u0301\u0316\u20dd\u0338" * 10,
    "surrogate, NUL, BEL, DEL": "\ud800\x00\x07\x7fx",
    "carriage returns": "good\r\nbad\rworse\b\b\b\b\bbest\x0b\x0c",
    "private and tags": "\ue000\U000f0000\U000e0041\U000e007f\ufffex",
    "twenty thousand": "x" * 20_000,
    "placeholders and lines": "{name} %s {0.__class__}\u2028two\u2029three\x85four",
    "letters of people": "שלום مرحبا می\u200cخواهم 👩\u200d👩\u200d👧 Zoë 日本語",
}
current = ""  # what the plugin's hook says on the You page


class Stage(PageView):
    """Where widgets are shown."""

    def build(self) -> Iterable[Widget]:
        yield VerticalScroll(id="stage")


class Hooks:
    """A plugin with the stage, and with a panel on everybody's card."""

    FOLKMOOT_API = 1

    @api.hookimpl
    def folkmoot_pages(self) -> Iterable[api.Page]:
        return (api.Page("stage", "Stage", "hostile_widgets:Stage", order=1),)

    @api.hookimpl
    def folkmoot_person_panels(self, session: Session, account: api.Account) -> Iterable[api.Panel]:
        return (api.Panel(current, (current,)),)


def table(text: str) -> widgets.DataTable[Text]:
    shown: widgets.DataTable[Text] = widgets.DataTable()
    shown.add_column(Text(clean(text)))
    shown.add_row(Text(clean(text)))
    return shown


def tree(text: str) -> widgets.Tree[None]:
    shown: widgets.Tree[None] = widgets.Tree(Text(clean(text)))
    shown.root.expand().add_leaf(Text(clean(text)))
    return shown


def long_list(text: str) -> LongList:
    shown = LongList()
    shown.show(["a", None, "b"], lambda place: safe(text) if place else text)  # type: ignore[arg-type, return-value]
    return shown


def log(text: str) -> widgets.RichLog:
    shown = widgets.RichLog()
    shown.write(Text(clean(text)))
    return shown


def choosing(text: str) -> widgets.Select[int]:
    """Its options are safe; its prompt is not to be had safe, and may be a literal only (Textual 8.2)."""
    return widgets.Select([(safe(text), 1)], value=1, prompt="choose")  # type: ignore[list-item]


def with_set(name: str, text: str) -> widgets.Static:
    shown = widgets.Static("under it", classes="framed")
    setattr(shown, name, safe(text))
    return shown


# Widgets to stand on the stage.
WIDGETS: dict[str, Callable[[str], Widget]] = {
    "Static": lambda text: widgets.Static(safe(text)),
    "Label": lambda text: widgets.Label(safe(text)),
    "Button": lambda text: widgets.Button(safe(text)),
    "OptionList": lambda text: widgets.OptionList(safe(text), Option(safe(text))),
    "border_title": partial(with_set, "border_title"),
    "border_subtitle": partial(with_set, "border_subtitle"),
    "tooltip": partial(with_set, "tooltip"),
    "Checkbox": lambda text: widgets.Checkbox(safe(text)),
    "RadioButton": lambda text: widgets.RadioButton(safe(text)),
    "Select": choosing,
    "Collapsible": lambda text: widgets.Collapsible(
        widgets.Static(safe(text)), title=safe(text), collapsed=False
    ),  # type: ignore[arg-type]
    "DataTable": table,
    "Tree": tree,
    "RichLog": log,
    "Markdown": lambda text: widgets.Markdown(clean(text, lines=True)),
    "Input, a value": lambda text: LineInput(text),
    "Input, a placeholder": lambda text: LineInput(placeholder=text),
    "TextArea": lambda text: widgets.TextArea(clean(text, lines=True)),
    "LongList": long_list,
    "PickList": lambda text: PickList([("a", safe(text)), (None, joined(text))]),
}


class Torn(Dialog[None]):
    """A dialog that says something."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.said = text


def form(text: str) -> FormScreen:
    field = Annotated[str, Meta(title="label", description="help")]
    kind = msgspec.defstruct("Hostile", [("one", field, text)], frozen=True, kw_only=True)
    return FormScreen(text, kind, print, name="hostile", drafts={}, translate=lambda _text, **_values: text)


DIALOGS: dict[str, Callable[[Hall, str], Any]] = {
    "Dialog, title and said": lambda app, text: Torn(text),
    "Ask": lambda app, text: Ask("Ask", text, print),
    "Choose": lambda app, text: Choose(text, [("a", safe(text))]),
    "FormScreen": lambda app, text: form(text),
    "help": lambda app, text: HelpScreen(
        api.Page("x", text, "", help=text), [Key("z", text, print, help=text)]
    ),
    "palette": lambda app, text: app.palette(text),
}


class Hall(Shell):
    """The shell, and a key that goes on."""

    CSS = Shell.CSS + "#stage > * { width: 1fr; } .framed { border: round $foreground; }"
    BINDINGS = [Binding("f9", "next", show=False, priority=True)]

    def __init__(self, session: Session, sinks: Sequence[str]) -> None:
        super().__init__(session)
        self.cases = [(sink, text) for sink in sinks for text in HOSTILE.values()]
        self.number = 0

    async def action_next(self) -> None:
        """Take away what stands, and show the next."""
        global current
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.query_one("#stage").remove_children()
        self.pages = [page for page in self.pages if page.id != "hostile"]
        self.title = "folkmoot"
        await self.open_page("stage")
        sink, text = self.cases[self.number]
        self.number += 1
        current = f"A{self.number}:{text}"
        await self.show(sink, current)
        self.call_after_refresh(self.call_after_refresh, self.mark)

    async def show(self, sink: str, text: str) -> None:
        if sink in WIDGETS:
            await self.query_one("#stage").mount(WIDGETS[sink](text))
        elif sink in DIALOGS:
            await self.push_screen(DIALOGS[sink](self, text))
        else:
            await SHOWN[sink](self, text)
        if sink == "tooltip":
            await self.show_tooltip()

    async def show_tooltip(self) -> None:
        """As after resting on the widget with a mouse."""
        from textual.widgets._tooltip import Tooltip

        shown = self.screen.get_child_by_type(Tooltip)
        shown.update(self.query_one(".framed").tooltip or "")
        shown.absolute_offset = Offset(0, 2)
        shown.display = True

    def mark(self) -> None:
        """Say that this text is drawn: past Textual, so that nothing is laid out anew for it."""
        assert self._driver is not None
        self._driver.write(f"\x1b[24;64HEND {self.number} {'LIVE' if self.is_live() else 'STILL'}.")
        self._driver.flush()

    def is_live(self) -> bool:
        """Whether anything that is drawn has an action or a link in it, but a web address that `open_url` gets."""
        strips = self.screen._compositor.render_strips()
        styles = [part.style for strip in strips for part in strip if part.style]
        clicks = [str(style.meta.get("@click", "")) for style in styles]
        return any(style.link for style in styles) or any(
            click and not click.startswith("link('https://evil.example") for click in clicks
        )

    def palette(self, text: str) -> Palette:
        self.pages.append(api.Page("hostile", text, "", help=text))
        return Palette(self)

    async def in_tabs(self, text: str) -> None:
        tabs = widgets.TabbedContent()
        await self.query_one("#stage").mount(tabs)
        await tabs.add_pane(widgets.TabPane(safe(text), widgets.Static(safe(text))))  # type: ignore[arg-type]

    async def in_header(self, text: str) -> None:
        self.title = clean(text)
        await self.query_one("#stage").mount(widgets.Header())

    async def in_strip(self, text: str) -> None:
        pages = [api.Page("a", "A", ""), api.Page("b", text, "")]
        self.query_one(PageStrip).show_pages(pages, {"a": "1"}, "b", text)

    async def in_foot(self, text: str) -> None:
        self.query_one(FootLine).show_keys([Key("z", text, print, name="z")])

    async def in_notice(self, text: str) -> None:
        self.query_one(FootLine).show_notice(text, self.session.now())

    async def in_notify(self, text: str) -> None:
        self.notify(text, title=text)

    async def on_card(self, text: str) -> None:
        await self._views.pop("you", widgets.Static()).remove()
        await self.open_page("you")


SHOWN: dict[str, Callable[[Hall, str], Awaitable[None]]] = {
    "TabPane": Hall.in_tabs,
    "Header": Hall.in_header,
    "PageStrip": Hall.in_strip,
    "FootLine, a key": Hall.in_foot,
    "FootLine, a notice": Hall.in_notice,
    "notify": Hall.in_notify,
    "a panel on the You page": Hall.on_card,
}
SINKS = [*WIDGETS, *DIALOGS, *SHOWN]


def main(store: Path, sinks: Sequence[str]) -> None:
    sys.modules["hostile_widgets"] = sys.modules["__main__"]
    house = open_house()
    house.load("hostile", "1.0", "stranger", Hooks)
    with session_at(house, store, handle="ana", environ={"LANG": "en"}) as session:
        Hall(session, sinks).run_here()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
