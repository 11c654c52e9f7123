"""A map on paper: which page lies where, what is printed, in which letters; and nothing of it in any file here."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.api import BadData
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_tmaps.booklet import pdf
from folkmoot_tmaps.booklet.actions import printed
from folkmoot_tmaps.booklet.content import card_chapters, chapters
from folkmoot_tmaps.booklet.layout import (
    Chapter,
    Cover,
    Entry,
    Line,
    broken,
    imposed,
    on_pages,
    paragraphs,
    runs_left,
)
from folkmoot_tmaps.booklet.markdown import markdown
from tmaps.a_map import PASSPHRASE, SECRET, answer, begun, opened, told, types, unlock

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
COVER = Cover("Steady", "Ana", "private")


def measure(text: str, _style: object) -> float:
    """A font in which every letter is 2 mm wide."""
    return 2.0 * len(text)


def pages_of(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", data))


# -- setting -----------------------------------------------------------------------------------------------


@given(st.integers(1, 60))
def test_folded_and_laid_into_each_other_the_pages_come_in_their_order(count: int) -> None:
    sides = imposed(count)
    assert len(sides) % 2 == 0  # front and back
    there = sorted(page for side in sides for page in side if page is not None)
    assert there == list(range(count))
    assert len(sides) == -(-count // 4) * 2
    fronts, backs = sides[::2], sides[1::2]
    # Turned at the short edge, the back of a right page is the left one of the other side.
    reading = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    reading += [
        page
        for front, back in zip(reversed(fronts), reversed(backs), strict=True)
        for page in (back[1], front[0])
    ]
    assert [page for page in reading if page is not None] == list(range(count))


def test_eight_pages_lie_as_every_printer_lays_them() -> None:
    assert imposed(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert imposed(5) == [(None, 0), (1, None), (None, 2), (3, 4)]


@given(st.text("ab c", max_size=200), st.integers(2, 60))
def test_lines_fit_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = broken(text, float(width), "text", measure)
    assert all(measure(line, "text") <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.tuples(st.text("ab ", max_size=40), st.lists(st.text("xy ", max_size=90))), max_size=12))
def test_every_line_stands_on_one_page_and_none_runs_over_its_end(
    found: list[tuple[str, list[str]]],
) -> None:
    chapter = Chapter("Title", tuple(Entry(asked, tuple(lines)) for asked, lines in found))
    groups = paragraphs([chapter], 60.0, measure)
    pages = on_pages(groups, 80.0)
    assert [line for page in pages for line in page] == [line for group in groups for line in group]
    for page in pages:
        assert page
        assert sum(line.height + (line.above if place else 0) for place, line in enumerate(page)) <= 80.001


def test_no_question_ends_a_page_without_its_answer() -> None:
    entries = tuple(Entry(f"question {n}", (f"answer {n}",)) for n in range(30))
    for page in on_pages(paragraphs([Chapter("Title", entries)], 100.0, measure), 50.0):
        assert page[-1].style == "text"


def test_a_group_that_no_page_holds_is_cut_and_not_lost() -> None:
    group = [Line(str(number), "text") for number in range(40)]
    assert [line for page in on_pages([group], 30.0) for line in page] == group


# -- what is printed ---------------------------------------------------------------------------------------


def test_what_helps_when_it_is_heavy_stands_first_and_empty_questions_are_left_out(
    community: TestCommunity,
) -> None:
    mine = begun(community)
    with pytest.raises(BadData, match="nothing to print yet"):
        printed(mine.session, opened(mine), "booklet", "pdf")
    answer(mine, "steer/matters", "river")
    answer(mine, "heavy/first", "window\nwater")
    found = chapters(mine.session, opened(mine))
    assert [one.title for one in found] == ["When it is heavy", "What I steer by"]
    assert found[0].entries[0].lines == ("- window", "- water") and len(found[0].entries) == 1


def test_the_card_has_the_heavy_page_and_who_agreed(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "people/who", "Rosa: sits with me (agreed)\nTom: the dog (asked)\nIda")
    answer(mine, "steer/matters", "river")
    (people,) = card_chapters(mine.session, opened(mine))
    assert people.entries[0].lines == ("- Rosa: sits with me",)
    answer(mine, "heavy/first", "window")
    titles = [one.title for one in card_chapters(mine.session, opened(mine))]
    assert titles == ["When it is heavy", "My people"]


@pytest.mark.parametrize(("lines", "sides"), [(1, 2), (60, 2), (80, 4), (400, 8)])
def test_a_booklet_has_two_sides_for_every_four_pages(lines: int, sides: int) -> None:
    chapter = Chapter("Title", (Entry("asked", tuple(f"line {n}" for n in range(lines))),))
    flat = pages_of(pdf.booklet(COVER, [chapter], NOW, fold=False).data)
    folded = pages_of(pdf.booklet(COVER, [chapter], NOW).data)
    assert folded == -(-flat // 4) * 2 == sides


def test_a_card_is_one_page_written_smaller_where_much_stands_on_it_and_tells_what_has_no_room() -> None:
    def made(lines: int) -> pdf.Made:
        return pdf.card([Chapter("Title", (Entry("", tuple(f"line {n}" for n in range(lines))),))], NOW)

    assert (pages_of(made(5).data), made(5).left_out) == (1, 0)
    assert (pages_of(made(28).data), made(28).left_out) == (1, 0)
    assert pages_of(made(200).data) == 1 and made(200).left_out > 100


def test_names_in_many_scripts_are_written_and_what_the_fonts_lack_is_named() -> None:
    names = "Łukasz, Đặng Thị Ngọc, Ἀθηνᾶ, Όλγα, Лев Толстой, Зейнеп, e\u0301"
    others = "שלום בן דוד, مريم العلي, پروین, ٹیپو"
    chapter = Chapter(names, (Entry(names, (names, others)), Entry(others, (f"- {others}",))))
    assert pdf.booklet(COVER, [chapter, Chapter(others, chapter.entries)], NOW).missing == ""
    made = pdf.booklet(COVER, [Chapter("שלום", (Entry("日本", ("- 😀 ok",)),))], NOW)
    assert set(made.missing) == set("日本😀")


@pytest.mark.parametrize(
    ("text", "leftwards"),
    [
        ("שלום, Rosa", True),
        ("- مريم", True),
        ("12:30 مريم", True),
        ("Rosa, שלום", False),
        ("12:30", False),
        ("", False),
    ],
)
def test_a_text_runs_as_its_first_letter_does(text: str, leftwards: bool) -> None:
    assert runs_left(text) is leftwards


def test_what_runs_from_right_to_left_begins_at_the_right_all_of_its_lines() -> None:
    words = "שלום " * 20 + "and then Latin " * 20
    chapter = Chapter(words, (Entry(words, (f"- {words}",)), Entry("asked", ("- window",))))
    lines = [
        line for group in paragraphs([chapter], 60.0, lambda text, _style: 2.0 * len(text)) for line in group
    ]
    turned = [line for line in lines if line.text not in ("asked", "window")]
    assert len(turned) > 30 and all(line.rtl for line in turned)
    assert not any(line.rtl for line in lines if line not in turned)


def test_letters_of_arabic_are_joined_and_stand_in_their_order_for_the_eye() -> None:
    """Joined, the same letters take less room than one by one; a joiner between them is no letter that is lacking."""
    sheets = pdf.Sheets(pdf.A5, NOW)
    assert sheets.measure("ببب", "text") < 3 * sheets.measure("ب", "text")
    assert sheets.written("می\u200cخواهم") == "می\u200cخواهم"
    assert sheets.written("mi\u200cx") == "mix"
    assert sheets.lacks == {}


def test_what_the_font_lacks_is_said_in_a_sentence(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "heavy/first", "日本語")
    (note,) = printed(mine.session, opened(mine), "card", "pdf").notes
    assert "日 本 語" in note and "--format markdown" in note
    assert "日本語".encode() in printed(mine.session, opened(mine), "card", "markdown").data


def test_hostile_text_is_text_in_a_pdf_and_in_markdown(community: TestCommunity) -> None:
    mine = begun(community)
    answer(mine, "heavy/tell-me", f"{HOSTILE}\n# no heading\n- no list\n1. none\n<img src=x>")
    made = printed(mine.session, opened(mine), "booklet", "pdf").data
    assert made[:5] == b"%PDF-" and b"/JavaScript" not in made and b"/URI" not in made
    text = printed(mine.session, opened(mine), "booklet", "markdown").data.decode()
    assert "\x1b" not in text and "\u202e" not in text
    assert "\n\\# no heading" in text and "\n1\\. none" in text and "\\<img src=x\\>" in text


def test_markdown_has_every_answer() -> None:
    text = markdown("Steady", [Chapter("Heavy", (Entry("First?", ("- window", "- water")),))])
    assert text == "# Steady\n\n## Heavy\n\n**First?**\n\n- window\n- water\n"


# -- by commands, and what stays ---------------------------------------------------------------------------


class Output(io.TextIOWrapper):
    """Stdout that takes bytes, and may say that it is a terminal."""

    def __init__(self, tty: bool = False) -> None:
        super().__init__(io.BytesIO(), "utf-8", write_through=True)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


def run(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch, *words: str, tty: bool = False
) -> tuple[int, bytes]:
    types(monkeypatch, PASSPHRASE)
    output = Output(tty)
    monkeypatch.setattr(sys, "stdout", output)
    code = community.command("ana", "map", "booklet", *words)
    return code, output.buffer.getvalue()  # type: ignore[attr-defined]


def test_it_streams_to_stdout_and_no_word_of_it_stands_in_any_file(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mine = begun(community)
    answer(mine, "heavy/first", SECRET)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.chdir(temporary)
    for words in ((), ("--card",), ("--pages",), ("--to", "-")):
        code, data = run(community, monkeypatch, *words)
        assert (code, data[:5]) == (0, b"%PDF-")
    code, data = run(community, monkeypatch, "--format", "markdown")
    assert code == 0 and SECRET.encode() in data
    assert list(temporary.rglob("*")) == []
    assert told(tmp_path, SECRET) == []


def test_into_a_file_on_ones_own_machine_which_only_its_owner_reads(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(begun(community), "heavy/first", SECRET)
    file = tmp_path / "map.pdf"
    assert run(community, monkeypatch, "--to", str(file)) == (0, b"")
    assert (file.read_bytes()[:5], file.stat().st_mode & 0o777) == (b"%PDF-", 0o600)
    assert run(community, monkeypatch, "--to", str(file))[0] == 73
    assert run(community, monkeypatch, "--to", str(tmp_path / "no" / "map.pdf"))[0] == 73


def test_a_pdf_is_not_thrown_at_a_terminal(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(begun(community), "heavy/first", SECRET)
    assert run(community, monkeypatch, tty=True) == (65, b"")
    assert "--to mine.pdf" in capsys.readouterr().err
    assert run(community, monkeypatch, "--format", "markdown", tty=True)[0] == 0


@pytest.mark.parametrize("package", ["fpdf", "uharfbuzz"])
def test_without_a_package_it_is_said_how_to_have_it(
    package: str,
    community: TestCommunity,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(begun(community), "heavy/first", SECRET)
    monkeypatch.setitem(sys.modules, package, None)
    assert run(community, monkeypatch) == (69, b"")
    assert "pip install fpdf2 uharfbuzz" in capsys.readouterr().err
    assert run(community, monkeypatch, "--format", "markdown")[0] == 0


def test_a_wrong_passphrase_and_no_map_print_nothing(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(community, monkeypatch) == (65, b"")
    answer(begun(community), "heavy/first", SECRET)
    types(monkeypatch, "not the passphrase at all")
    output = Output()
    monkeypatch.setattr(sys, "stdout", output)
    assert community.command("ana", "map", "booklet") == 77
    assert output.buffer.getvalue() == b""  # type: ignore[attr-defined]


async def test_the_page_tells_the_command(community: TestCommunity) -> None:
    begun(community)
    async with community.shell("ana") as screen:
        await unlock(screen)
        await screen.press("b")
        assert "folkmoot map booklet --to map.pdf" in screen.text
