"""Every form there is, by the keys that a person presses: what is typed is inert, refused in words, and never lost."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec
import pytest
from textual import events

from contract.forms_in_the_code import Asked, asked_in_the_code, who_asked
from contract.ways_to_forms import WAYS, Way
from core.conftest import plain_house
from folkmoot.door.demo import make_demo
from folkmoot.door.opening import all_collections
from folkmoot.forms import Field, shown_value
from folkmoot.plugins import House, open_house
from folkmoot.shell.area import LinesInput
from folkmoot.shell.dialog import Ask
from folkmoot.shell.faults import FaultPanel
from folkmoot.shell.form import FormScreen
from folkmoot.shell.line import ChoiceLine, LineInput
from folkmoot.shell.lists import PickList
from folkmoot.shell.long_list import LongList
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot.text import MAX_MARKS, clean
from folkmoot.words import speaking

WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
# As somebody with bad or no intentions pastes it, over several lines.
PASTED = f"[red]{HOSTILE}\u200b\u2066\x9b31m\u202d 你好 مرحبا \U0001f469\u200d\U0001f33e\nsecond line\r\n"
WRONG = {"number": "seven [/]", "date": "31 February", "list": "[/] 99", "yes_no": "[/]", "weekdays": "[/]"}
ENDS = (".", "?", "!", "”", ")")
Reached = list[tuple[FormScreen, set[Asked]]]
# Asked before there is a community or an account: by their own tests, with the same text.
ELSEWHERE = {Asked("folkmoot.shell.joining:JoiningApp._ask_name", "Newcomer")}


def test_there_is_a_way_to_every_form_that_the_code_asks_for() -> None:
    ways = {way.asks for way in WAYS}
    without = sorted(str(asked) for asked in asked_in_the_code() - ELSEWHERE if str(asked) not in ways)
    assert not without, "no way by keys is known to these; add it to ways_to_forms.py"
    assert ways == ways & {str(asked) for asked in asked_in_the_code()}, "a way to what nobody asks any more"


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Reached:
    """Every form that is opened in a test, with who asked for it."""
    found: Reached = []
    begin = FormScreen.__init__

    def noted(form: FormScreen, *given: Any, **named: Any) -> None:
        begin(form, *given, **named)
        found.append((form, who_asked(form)))

    monkeypatch.setattr(FormScreen, "__init__", noted)
    return found


@lru_cache(1)
def _demo() -> Path:
    """The demo community of a Wednesday noon, told once."""
    folder = Path(mkdtemp(prefix="folkmoot-demo-"))
    with speaking("en"):
        make_demo(open_house(), folder / "community.json", now=lambda: WEDNESDAY, durability="none")
    return folder


@pytest.fixture
def ground(
    way: Way, house: House, tmp_path: Path, found_community: Callable[..., TestCommunity]
) -> Iterator[TestCommunity]:
    """The community in which a way begins."""
    if way.circle:
        community = found_community(plain_house() if way.plain else house)
    else:
        shutil.copytree(_demo(), tmp_path / "demo")
        community = TestCommunity(tmp_path / "demo" / "community.json", house, WEDNESDAY)
    if way.before:
        way.before(community)
    yield community
    community.close()


# -- keys --------------------------------------------------------------------------------------------------------


async def go(screen: Screen, way: Way, reached: Reached) -> FormScreen:
    """From wherever one is to the form, by keys; it is the form that the way says."""
    while len(screen.app.screen_stack) > 1:
        await screen.press("escape")
    page, *keys = way.keys.split()
    await to_page(screen, page)
    for key in keys:
        if key.startswith(">"):
            await to_line(screen, key[1:].replace("_", " "))
        elif key.startswith("="):
            await screen.type(key[1:].replace("_", " "))
        else:
            await screen.press(key)
    form = screen.app.screen
    assert isinstance(form, FormScreen), f"{way.keys} ends here:\n{screen.text}"
    asked = next(asked for one, asked in reached if one is form)
    assert way.asks in {str(one) for one in asked}, f"another form: {sorted(map(str, asked))}"
    return form


async def to_page(screen: Screen, title: str) -> None:
    """By its number in the strip; where it has none, by its name in the palette."""
    if re.search(rf"\d {title}\b", screen.lines[0]):
        await screen.press(screen.number(title))
    else:
        await screen.press("ctrl+p")
        await screen.type(title)
        await screen.press("enter")
    shown = next(page for page in screen.app.pages if page.id == screen.app.current)
    assert shown.title == title, screen.text


async def to_line(screen: Screen, words: str) -> None:
    """Down to the line that says something."""
    await screen.press("home")
    pick = screen.app.focused
    assert isinstance(pick, PickList | LongList), screen.text
    for _line in range(pick.row_count):
        if pick.highlighted is not None and words in pick.text_of(pick.highlighted):
            return
        await screen.press("down")
    raise AssertionError(f"no line says {words}:\n{screen.text}")


async def fill(screen: Screen, form: FormScreen, field: Field, text: str) -> None:
    """Go to a line, empty it and write: letters by keys, more in one paste."""
    for _line in form.fields:
        if form.focused is not None and form.focused.id == f"field-{field.name}":
            break
        await screen.press("tab")
    if isinstance(form._box(field), ChoiceLine):
        await screen.press("right")
        return
    if form._box(field).value:
        await screen.press(*(("f7", "delete") if field.kind == "lines" else ("end", "ctrl+u")))
    if len(text) > 12 or not text.isprintable():
        screen.app.post_message(events.Paste(text))
        await screen.settled()
        assert form._box(field).value == clean(text, lines=field.kind == "lines"), (
            "a paste comes once, and whole"
        )
    elif text:
        await screen.type(text)


def values(form: FormScreen) -> dict[str, str]:
    return {field.name: form._box(field).value for field in form.fields}


def too_much(field: Field) -> str:
    """More than a line takes, or no value of its kind."""
    if field.kind in ("text", "lines"):
        return PASTED + "and on " * (int(field.maximum or 0) // len("and on ") + 1)
    return WRONG.get(field.kind, "")


def is_free(field: Field, way: Way) -> bool:
    """Whether a line takes whatever somebody writes."""
    free = field.kind == "lines" or (
        field.kind == "text" and not field.choices and field.format in ("", "line")
    )
    return free and field.name not in way.right


# -- what has to be true -----------------------------------------------------------------------------------------


def inert(screen: Screen) -> None:
    """No fault, and on no line anything but what people write."""
    assert not screen.app.screen.query(FaultPanel), screen.text
    assert "Traceback" not in screen.text
    for line in screen.lines:
        kinds = {letter: unicodedata.category(letter) for letter in set(line) - set("\u200c\u200d")}
        odd = {hex(ord(letter)) for letter, kind in kinds.items() if kind[0] == "C"}
        assert not odd, f"{odd} in {line!r}"
        marks = "".join("m" if unicodedata.category(letter) in ("Mn", "Me") else "." for letter in line)
        assert "m" * (MAX_MARKS + 1) not in marks, line


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inside in value.values():
            yield from strings_in(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from strings_in(inside)


def kept(community: TestCommunity) -> list[str]:
    """Every text that is stored."""
    store = community.session().store
    documents = [
        one.value for known in all_collections(community.house) for one in store.collection(known.type).all()
    ]
    return [text for document in documents for text in strings_in(msgspec.to_builtins(document))]


def right_value(field: Field, form: FormScreen, way: Way) -> str:
    """Something that a line takes: for free text, hostile text of a length that fits."""
    if field.name in way.right:
        return way.right[field.name]
    if is_free(field, way):
        return clean(PASTED, lines=field.kind == "lines")[: int(field.maximum or 60)]
    start = shown_value(form.start.get(field.name, field.default))
    return start or {"number": f"{field.minimum or 1:g}", "date": "2027-03-24"}.get(field.kind, "")


EVERY = 5  # of the ways, one in so many is gone each time; `--whole` goes all


@pytest.mark.parametrize(
    "way",
    [pytest.param(way, marks=pytest.mark.whole if number % EVERY else ()) for number, way in enumerate(WAYS)],
    ids=str,
)
async def test_what_is_typed_into_a_form_is_inert_never_lost_and_refused_in_words(
    way: Way, ground: TestCommunity, reached: Reached
) -> None:
    async with ground.shell(way.who) as screen:
        form = await go(screen, way, reached)
        inert(screen)
        for field in form.fields:
            await fill(screen, form, field, too_much(field))
        inert(screen)
        form = await left_by_accident(screen, form, way, reached)
        await saved_at_last(screen, form, way)
        inert(screen)
        await looked_at(screen)
    assert [text for text in kept(ground) if clean(text, lines=True, spaces=True, limit=10**6) != text] == []
    if way.kept:
        assert [text for text in kept(ground) if "[red][/]" in text], "what was typed is nowhere"


async def left_by_accident(screen: Screen, form: FormScreen, way: Way, reached: Reached) -> FormScreen:
    """Escape costs nothing: what was typed is there again, or leaving asks first."""
    typed = values(form)
    await screen.press("escape")
    inert(screen)
    if way.given_up:
        return await go(screen, way, reached)
    if not form.keeps_drafts:
        assert isinstance(screen.app.screen, Ask)
        await screen.press("n")
    else:
        form = await go(screen, way, reached)
        assert "Here is what you had typed before." in screen.text
        inert(screen)
    assert values(form) == typed
    return form


async def saved_at_last(screen: Screen, form: FormScreen, way: Way) -> None:
    """Save; each refusal says in a sentence what is right and loses nothing; what it names is put right."""
    wrong = {field.name: field for field in form.fields}
    while True:
        typed = values(form)
        await screen.press("ctrl+s")
        inert(screen)
        if screen.app.screen is not form:
            return
        assert values(form) == typed, "a refusal changed what was typed"
        assert form.said.strip().endswith(ENDS), form.said
        assert wrong, f"right values are refused: {form.said}"
        here = next((name for name in wrong if form.focused and form.focused.id == f"field-{name}"), "")
        named = here or next((name for name in wrong if name in way.right), next(iter(wrong)))
        assert isinstance(form._box(wrong[named]), LineInput | LinesInput | ChoiceLine)
        field = wrong.pop(named)
        await fill(screen, form, field, right_value(field, form, way))


async def looked_at(screen: Screen) -> None:
    """The page shows it, in the list and opened, and so does Today."""
    while len(screen.app.screen_stack) > 1:
        await screen.press("escape")
        inert(screen)
    if not screen.app.is_running:
        return
    await screen.press("down")
    inert(screen)
    await screen.press("enter")
    inert(screen)
    while len(screen.app.screen_stack) > 1:
        await screen.press("escape")
    await screen.press("1")
    inert(screen)
