"""The house in Spanish: whole sentences, nothing cut at 80x24, no English left on what people see daily."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from typing import get_args

import pytest

from door.visitors import as_partner
from folkmoot.shell.bars import FootLine, shown
from folkmoot.testing import Screen, TestCommunity
from folkmoot.words import speaking
from folkmoot_core.rhythm.model import Kind
from folkmoot_core.rhythm.month import short_kind
from folkmoot_core.words import _, ngettext

PAGES = ("Hoy", "Ritmo", "Personas", "Grupos", "Círculos", "Tablón", "Mapa", "Tú", "Puerta")
ENGLISH = re.compile(
    r"\b(the|and|of|to|your|you|yet|moons?|calls?|full|new|gather(ing)?s?|meetings?|today|tomorrow|lately|first"
    r"|day|week|month|open|moved?|cancel(led)?|rules?|help|back|pages?|find|leave|save|next|line|times?|sun"
    r"|rises|sets|care|map|circles?|name|handle|language|zone|yes|store|plugin)\b",
    re.IGNORECASE,
)


@pytest.fixture
def spanish(community: TestCommunity) -> TestCommunity:
    """The community, with Lucía in it, who reads Spanish."""
    community.join("lucia", name="Lucía", language="es")
    as_partner(community, "lucia")
    return community


def english_in(screen: Screen) -> list[str]:
    """The English words on a screen; names of zones and cities are not translated."""
    text = re.sub(r"\b(Europe/London|Moss Valley)\b", "", screen.text)
    return [found[0] for found in ENGLISH.finditer(text)]


async def test_the_strip_names_all_pages(spanish: TestCommunity) -> None:
    async with spanish.shell("lucia") as screen:
        assert [page.title for page in screen.app.pages if page.strip] == list(PAGES)
        assert all(screen.number(title) for title in PAGES)
        assert all(len(page.title) <= 12 for page in screen.app.pages)


@pytest.mark.parametrize("page", PAGES)
async def test_the_foot_of_a_page_shows_every_key_whole(spanish: TestCommunity, page: str) -> None:
    async with spanish.shell("lucia") as screen:
        await screen.open(page)
        height = screen.app.query_one(FootLine).size.height
        foot = " ".join(screen.lines[-height:])
        assert height <= 2
        assert "…" not in foot
        assert "? ayuda" in foot
        for key in screen.app.all_keys(foot=True):
            assert len(key.label) <= 10
            assert key.quiet or f"{key.name or shown(key.key.split(',')[0])} {key.label} " in foot


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_and_its_help_hold_no_english(spanish: TestCommunity, page: str) -> None:
    async with spanish.shell("lucia", size=(80, 40)) as screen:
        await screen.open(page)
        assert english_in(screen) == []
        await screen.press("question_mark")
        assert f"Ayuda: {page}" in screen.text
        assert english_in(screen) == []


async def test_a_month_and_a_day_are_spanish(spanish: TestCommunity) -> None:
    async with spanish.shell("lucia") as screen:
        await screen.press("2")
        assert "noviembre de 2026" in screen.lines[1]
        assert "lun        mar        mié" in screen.lines[2]
        assert " 24 ○ llena" in screen.text
        assert "22 hoy" in screen.text
        assert "mar, 24 nov  19:00    Llamada de luna llena" in screen.text
        await screen.press("right", "right", "enter")
        assert "martes, 24 de noviembre de 2026" in screen.text
        assert "Sol: sale a las " in screen.text
        assert "m mover  x cancelar" in screen.text
        assert english_in(screen) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("2", "right", "right", "m"), "Mover «Llamada de luna llena» del mar, 24 nov"),
        (("2", "right", "right", "x"), "Cancelar «Llamada de luna llena» del mar, 24 nov"),
        (("2", "right", "right", "g"), "¿Hacemos aquí el encuentro?"),
        (("2", "e"), "¿Qué regla?"),
        (("2", "e", "enter"), "Regla: Encuentro"),
        (("2", "e", "enter", "enter"), "Días de la semana"),
        (("2", "m"), "Este día no hay ninguna reunión."),
        (("Tú", "e"), "Tu ficha"),
        (("Tú", "k"), "Tus llaves"),
        (("Tú", "w"), "Qué puedes hacer aquí"),
        (("Puerta", "i"), "Invitar a"),
        (("ctrl+p",), "Busca una página o una acción"),
    ],
)
async def test_what_a_key_opens_is_spanish(spanish: TestCommunity, keys: Sequence[str], said: str) -> None:
    async with spanish.shell("lucia") as screen:
        await screen.press(*(screen.number(key) if key in PAGES else key for key in keys))
        assert said in screen.text
        assert english_in(screen) == []


async def test_no_line_of_the_palette_is_cut(spanish: TestCommunity) -> None:
    async with spanish.shell("lucia") as screen:
        for page in PAGES:
            await screen.open(page)
            await screen.press("ctrl+p")
            assert "Lo que viene y lo que te espera." in screen.text
            assert "…" not in screen.text.partition("Escribe unas letras")[2]
            await screen.press("escape")


async def test_what_was_done_is_said_in_spanish(spanish: TestCommunity) -> None:
    async with spanish.shell("lucia") as screen:
        await screen.press("2", "right", "right", "x")
        await screen.type("sala cerrada")
        await screen.press("ctrl+s")
        assert "Llamada de luna llena, se cancela: sala cerrada" in screen.text
    spanish.join("eva", name="Eva", language="es")
    async with spanish.shell("eva") as screen:
        assert "Lucía canceló «Llamada de luna llena» del mar, 24 nov 19:00." in screen.text


def test_words_of_a_calendar_day_fit_ten_columns() -> None:
    with speaking("es"):
        kinds = {kind: short_kind(kind) for kind in get_args(Kind)}
        words = [_("full"), _("new"), _("today"), _("cancelled")]
        several = ngettext("{count} meeting", "{count} meetings", 9)
    assert kinds.items() >= {("gathering", "encuentro"), ("call", "llamada"), ("organising", "organizar")}
    assert all(word != kind for kind, word in kinds.items())
    assert words == ["llena", "nueva", "hoy", "se cancela"]
    assert all(len(word) <= 10 for word in (*kinds.values(), *words, several))


def test_commands_and_clicks_own_sentences_are_spanish() -> None:
    def said(*words: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "folkmoot", *words],
            env={**os.environ, "LANG": "es_ES.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.stdout + ran.stderr

    assert said("--help").startswith("Uso: folkmoot ")
    assert "Muestra este mensaje y termina." in said("rhythm", "--help")
    assert "Error: Falta el argumento 'KEY'." in said("rhythm", "move")
    assert "No hay ningún comando «todya». ¿Querías decir «today»?" in said("todya")
