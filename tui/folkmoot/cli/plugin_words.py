"""A plugin's sentences in other languages: collected from its code, compiled for the house."""

from __future__ import annotations

from pathlib import Path

from folkmoot.errors import NotFound
from folkmoot.folders import plugin_at
from folkmoot.words import _


def collect_words(path: Path, language: str) -> tuple[Path, int, int]:
    """Bring a plugin's sentences to its `.po` file of a language, keep what is translated, compile it.

    Returns the file, how many sentences wait for a translation, and how many there are. Raises: NotFound.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import read_po, write_po

    package = _package(path)
    found = Catalog(domain=package.name)
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    for _file, _line, message, _comments, context in extract_from_dir(str(package), keywords=keywords):
        found.add(message, context=context)
    file = package / "locale" / language / "LC_MESSAGES" / f"{package.name}.po"
    catalog = Catalog(locale=language, domain=package.name)
    if file.is_file():
        with file.open("rb") as before:
            catalog = read_po(before, locale=language, domain=package.name)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as after:
        write_po(after, catalog, width=110, no_location=True, sort_output=True)
    compile_words(package)
    messages = [message for message in catalog if message.id]
    missing = [
        one for one in messages if not all(one.string if isinstance(one.string, tuple) else [one.string])
    ]
    return file, len(missing), len(messages)


def compile_words(package: Path) -> None:
    """Write a `.mo` beside every `.po` of a package."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for file in package.glob("locale/*/LC_MESSAGES/*.po"):
        with file.open("rb") as before, file.with_suffix(".mo").open("wb") as after:
            write_mo(after, read_po(before))


def _package(path: Path) -> Path:
    lying = plugin_at(path)
    package = lying.place / lying.module.partition(":")[0].split(".")[0]
    if not (package / "__init__.py").is_file():
        raise NotFound(_("There is no package at {path}; a single file speaks English.", path=str(path)))
    return package
