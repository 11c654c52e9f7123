"""The catalogues of sentences: extracted with Babel, kept complete, compiled when the wheel is built.

    python scripts/catalogues.py update     new sentences into every .po, gone ones out
    python scripts/catalogues.py check      fails, with a list, where a translation is missing or stale
    python scripts/catalogues.py compile    .po to .mo (also done by the build)

Each package owns `locale/<language>/LC_MESSAGES/<package>.po`; English stands in the source.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "folkmoot": ROOT / "tui/folkmoot",
    "folkmoot_core": ROOT / "plugins/core/folkmoot_core",
    "folkmoot_sociocracy": ROOT / "plugins/sociocracy/folkmoot_sociocracy",
    "folkmoot_tmaps": ROOT / "plugins/tmaps/folkmoot_tmaps",
}
LANGUAGES = ("es",)
KEYWORDS = {"_": None, "ngettext": (1, 2), "later": None, "N_": None}


def extracted(folder: Path) -> Catalog:
    """Every sentence of a package, with where it stands."""
    catalog = Catalog(project="folkmoot", charset="utf-8")
    for file, line, message, comments, context in extract_from_dir(
        folder, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    ):
        catalog.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalog


def po_files(package: str) -> Iterator[tuple[str, Path]]:
    """The catalogues of a package: language and path."""
    for language in LANGUAGES:
        yield language, PACKAGES[package] / "locale" / language / "LC_MESSAGES" / f"{package}.po"


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it stands; empty where there is no file yet."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="folkmoot")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(package: str) -> None:
    """Bring new sentences in and take gone ones out; translations stay."""
    template = extracted(PACKAGES[package])
    for language, path in po_files(package):
        catalog = read(path, language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, omit_header=False, no_location=True, sort_output=True)


def faults(package: str) -> list[str]:
    """What is wrong with the catalogues of a package: missing, stale, fuzzy, or other placeholders."""
    wanted = {_identity(message): message for message in extracted(PACKAGES[package]) if message.id}
    found: list[str] = []
    for language, path in po_files(package):
        catalog = {_identity(message): message for message in read(path, language) if message.id}
        found += [f"{path.name} ({language}): missing: {name}" for name in wanted.keys() - catalog.keys()]
        found += [f"{path.name} ({language}): stale: {name}" for name in catalog.keys() - wanted.keys()]
        for name, message in catalog.items():
            translations = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.fuzzy or not all(translations):
                found.append(f"{path.name} ({language}): not translated: {name}")
            elif any(_placeholders(text) != _placeholders(name[-1]) for text in translations[-1:]):
                found.append(f"{path.name} ({language}): other placeholders: {name}")
    return sorted(found)


def _identity(message: Any) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def compile_all() -> list[Path]:
    """Write every .mo beside its .po; click's few sentences, kept by hand, are among them."""
    written: list[Path] = []
    for folder in PACKAGES.values():
        for path in sorted(folder.glob("locale/*/LC_MESSAGES/*.po")):
            compiled = path.with_suffix(".mo")
            temporary = compiled.with_suffix(f".{os.getpid()}")
            with path.open("rb") as file, temporary.open("wb") as out:
                write_mo(out, read_po(file))
            temporary.replace(compiled)  # whole or not at all: tests run side by side
            written.append(compiled)
    return written


def compile_stale() -> None:
    """Compile where a catalogue is newer than what was compiled of it: before tests, in a checkout."""
    for folder in PACKAGES.values():
        for path in folder.glob("locale/*/LC_MESSAGES/*.po"):
            compiled = path.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
                compile_all()
                return


def main(words: list[str]) -> int:
    """Run one of the three words."""
    word = words[0] if words else "check"
    if word == "update":
        for package in PACKAGES:
            update(package)
    elif word == "compile":
        compile_all()
    elif word == "check":
        found = [fault for package in PACKAGES for fault in faults(package)]
        for fault in found:
            print(fault)
        return 1 if found else 0
    else:
        print(__doc__)
        return 64
    return 0


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, without the build's tools
    pass
else:

    class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
        """The build's hook: the wheel carries compiled catalogues."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            compile_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
