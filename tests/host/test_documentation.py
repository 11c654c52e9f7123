"""Links of the documentation lead somewhere, every page has its place on the site, every picture can be made anew."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from of_scripts import script

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "examples").glob("*/*.md")]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """What can be named behind `#`, as the site makes it of headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    bare = [
        re.sub(r"[^\w\s-]", "", re.sub(r"\]\([^)]*\)", "", heading)).strip().lower() for heading in headings
    ]
    return {re.sub(r"[-\s]+", "-", heading) for heading in bare}


def placed(nav: Any) -> Iterator[str]:
    """The pages of a navigation, however deep."""
    for entry in nav:
        for value in entry.values():
            yield from [value] if isinstance(value, str) else placed(value)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if link.startswith("https://"):
            continue
        name, _hash, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link
        assert page.parent != DOCS or target.is_relative_to(DOCS), f"{link} is not on the site"


def test_every_page_has_one_place_on_the_site() -> None:
    nav = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    assert sorted(placed(nav)) == sorted(page.name for page in DOCS.glob("*.md"))


def test_every_picture_is_made_by_the_script_shown_somewhere_and_fetches_nothing() -> None:
    pictures = script("pictures").PICTURES
    shown = {Path(link).stem for page in PAGES for link in LINK.findall(prose(page)) if link.endswith(".svg")}
    assert set(pictures) == {file.stem for file in (DOCS / "pictures").iterdir()} == shown
    for file in (DOCS / "pictures").iterdir():
        text = file.read_text("utf-8")
        assert len(text) < 100_000, file
        assert not re.search(r"""(href|src)=|url\((?!#)|@import|@font-face""", text), file
