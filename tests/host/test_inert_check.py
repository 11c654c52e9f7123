"""`scripts/inert.py` finds raw text on its way to a widget, and lets pass what came through the door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from of_scripts import script

HEAD = """
from rich.text import Text
from textual import widgets
from textual.content import Content
from textual.widgets import *
from textual.widgets import Static as Words
from folkmoot.api import PickList, Still, clean, joined, safe
from moss.words import _

class Focusable(Static, can_focus=True):
    pass

class Closer(Focusable):
    pass

"""
RAW = [
    "def draw(member): yield Static(member.name)",
    "def draw(member): yield Words(member.name)",
    "def draw(member): yield widgets.Label(f'Hello {member.name}')",
    "def draw(member): yield Closer(content=member.name)",
    "def draw(self, member): self.query_one(Still).update(member.name)",
    "def draw(self, member): self.update('Hello ' + member.name)",
    "def draw(self, member): self.border_title = member.name",
    "def draw(self, member): self.border_subtitle = clean(member.name)",
    "def draw(self, member): self.tooltip = member.name if member else ''",
    "def draw(self, member): self.app.title = member.name",
    "def draw(self, member): self.notify(member.name)",
    "def draw(self, member): self.notify(f'Hello {member.name}', markup=False)",
    "def draw(member): yield Button('[@click=app.exit]go[/]')",
    "def draw(member): yield Button('a\\x1b]52;c;x\\x07')",
    "def draw(member): yield Static(_('Hello {name}', name=member.name))",
    "def draw(member): yield Static(clean(member.name))",
    "def draw(member): yield Static(Content(member.name))",
    "def draw(member): yield Static(Content.from_markup(member.name))",
    "def draw(member): yield Static(Content.from_markup('Hello $name', name=member.name))",
    "def draw(member): yield Static(Content.assemble((member.name, 'bold'), ' was here'))",
    "def draw(member): yield Static(Content('\\n').join([safe('a'), member.name]))",
    "def draw(member): yield OptionList(safe('a'), member.name)",
    "def draw(options, member): options.add_option(Option(member.name))",
    "def draw(options, member): options.add_options([safe('a'), member.name])",
    "def draw(options, member): options.replace_option_prompt_at_index(0, member.name)",
    "def draw(table, member): table.add_row(safe('a'), member.name)",
    "def draw(table, member): table.add_columns('Name', member.field)",
    "def draw(table, member): table.update_cell('row', 'column', member.name)",
    "def draw(member): yield Tree(member.name)",
    "def draw(tree, member): tree.root.add(member.name)",
    "def draw(tree, member): tree.root.add_leaf(Text(member.name))",
    "def draw(log, member): log.write(member.name)",
    "def draw(member): yield Checkbox(member.name)",
    "def draw(member): yield RadioButton(label=member.name)",
    "def draw(people): yield Select([(one.name, one.id) for one in people])",
    "def draw(people): yield Select([], prompt=people[0].name)",
    "def draw(member): yield TabPane(member.name, Static(''))",
    "def draw(member): yield Collapsible(Static(''), title=member.name)",
    "def draw(member): yield Input(member.draft)",
    "def draw(member): yield Input(placeholder=member.name)",
    "def draw(member): yield TextArea(member.text)",
    "def draw(member): yield Markdown(member.text)",
    "def draw(member):\n    said = safe('a')\n    said = member.name\n    yield Static(said)",
    "def draw(member):\n    said = ['a']\n    said.append(member.name)\n    yield OptionList(*said)",
    "def said(member) -> str: return member.name\ndef draw(member): yield Static(said(member))",
    "def draw(member):\n    def inner(said: Content): ...\n    said = member.name\n    yield Static(said)",
    "class Mine(Static):\n    def __init__(self, member):\n        super().__init__(member.name)",
    "class Mine(Static):\n    def update(self, member):\n        super().update(member.name)",
]
INERT = [
    "def draw(member): yield Static('')",
    "def draw(member): yield Static(safe(member.name))",
    "def draw(member): yield Words(joined((member.name, 'bold'), ' was here'))",
    "def draw(member): yield Still(content=safe(member.name))",
    "def draw(member): yield Button('go on')",
    "def draw(member): yield Static(Content(clean(member.name)))",
    "def draw(member): yield Static(Content.assemble((clean(member.name), 'bold'), ' was here'))",
    "def draw(member): yield Static(Content.from_markup('[b]Hello[/b] $name', name=clean(member.name)))",
    "def draw(people): yield Static(Content('\\n').join(safe(one.name) for one in people))",
    "def draw(self, member): self.update(safe(member.name) if member else Content(''))",
    "def draw(self, member): self.border_title = safe(member.name)",
    "def draw(self, member): self.title = _('Hello {name}', name=member.name)",
    "def draw(self, member): self.notify(clean(member.name), markup=False)",
    "def said(member) -> Content: return safe('a')\ndef draw(member): yield Static(said(member))",
    "def draw(self, rows, wide):\n    lines = [joined(row) for row in rows]\n    lines.append(safe('more'))\n"
    "    if wide:\n        lines += [safe('wide')]\n    yield Static(Content('\\n').join(lines[:3]))",
    "def lines(of) -> list[tuple[str | None, Content]]: ...\ndef draw(of): yield PickList(lines(of))",
    "def draw(self, of):\n    lines: list[tuple[str | None, Content]] = of\n    for number, (line, old) in enumerate("
    "zip(lines, lines, strict=True)):\n        self.replace_option_prompt_at_index(number, line[1])",
    "def draw(table, member): table.add_row(Text(clean(member.name)), Text(clean(f'{member.age} years')))",
    "def draw(people): yield Select([(safe(one.name), one.id) for one in people], prompt='who')",
    "def draw(tree, taken, member):\n    taken.add(member.name)\n    tree.root.add(Text(clean(member.name)))",
    "def draw(member): yield Input(clean(member.draft), placeholder=_('a name'))",
    "def draw(member): yield TextArea(clean(member.text, lines=True))",
    "def draw(member): yield Checkbox(safe(member.name), value=member.here)",
    "class Mine(Static):\n    def __init__(self, text: Content | None = None):\n        super().__init__(text or '')",
    "class Mine(Static):\n    def update(self, content):\n        super().update(content)",
]


def faults(folder: Path, source: str) -> list[str]:
    (folder / "page.py").write_text(HEAD + source + "\n", "utf-8")
    module = script("inert")
    return list(module.Check([module.Source(folder / "page.py")]).faults())


@pytest.mark.parametrize("source", RAW)
def test_raw_text_is_found(tmp_path: Path, source: str) -> None:
    assert len(faults(tmp_path, source)) == 1


@pytest.mark.parametrize("source", INERT)
def test_what_came_through_the_door_passes(tmp_path: Path, source: str) -> None:
    assert faults(tmp_path, source) == []


def test_what_knows_no_widgets_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text("def keep(known, more):\n    known.update(more)\n", "utf-8")
    module = script("inert")
    assert list(module.Check([module.Source(tmp_path / "rules.py")]).faults()) == []


def test_the_check_says_where_and_what_to_do_and_our_own_tree_passes(tmp_path: Path) -> None:
    check = [sys.executable, str(Path(__file__).parents[2] / "scripts/inert.py")]
    assert subprocess.run(check, capture_output=True, text=True).stdout == ""
    (tmp_path / "page.py").write_text(HEAD + "Static(name)\n", "utf-8")
    ran = subprocess.run([*check, str(tmp_path)], capture_output=True, text=True)
    assert ran.returncode == 1
    line = HEAD.count("\n") + 1
    said = "Static is given what is not known to be inert; hand it through safe() or joined()."
    assert ran.stdout == f"{tmp_path / 'page.py'}:{line}: {said}\n"
