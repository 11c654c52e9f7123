"""Sentences in the reader's language: gettext, one catalogue per package, and the language of the session.

A package with sentences owns a `words.py` of one line, `_, ngettext = translator("folkmoot_core", __file__)`,
and a folder `locale/`. English is the source, so a missing catalogue is never an error. The language belongs
to the context (a session, a command, a test), not to the process. Standard library only: models and rules
may use it.
"""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from folkmoot.text import clean

SOURCE = "en_001"  # English with no country: 24 hours, day before month
_language: ContextVar[str] = ContextVar("folkmoot_language", default=SOURCE)

Translate = Callable[..., str]


def language() -> str:
    """The language of this context as a locale name, such as `es_AR`."""
    return _language.get()


def speak(wanted: str) -> None:
    """Speak a language from here on, in this context; an unknown name falls back to English."""
    _language.set(_locale_name(wanted) or SOURCE)


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak a language for the length of a block."""
    token = _language.set(_locale_name(wanted) or SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


def language_of_environment(environ: Mapping[str, str]) -> str:
    """The language that LC_ALL, LC_MESSAGES or LANG asks for, in POSIX order."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(variable):
            return _locale_name(environ[variable]) or SOURCE
    return SOURCE


def _locale_name(wanted: str) -> str | None:
    found = re.match(r"([A-Za-z]{2,3})(?:[_-]([A-Za-z]{2}|\d{3}))?(?:[.@].*)?$", wanted)
    if not found or wanted.upper() == "POSIX":
        return None
    code, country = found[1].lower(), (found[2] or "").upper()
    if code not in languages():
        return None  # sentences in English with dates in a third language would help nobody
    if code == "en" and not country:
        return SOURCE
    return f"{code}_{country}" if country else code


@cache
def languages() -> tuple[str, ...]:
    """The languages there are: English and those of the host's catalogues."""
    return ("en", *sorted(path.name for path in (Path(__file__).parent / "locale").glob("[a-z][a-z]")))


def later(sentence: str) -> str:
    """Mark a sentence for translation where it stands and translate it where it is shown."""
    return sentence


def translator(domain: str, beside: str) -> tuple[Translate, Translate]:
    """`(_, ngettext)` of a package whose catalogues lie in `locale/` beside the given file.

    `_("Moved by {name}.", name=account.name)` and `ngettext("{count} day", "{count} days", 3)`. Values are
    cleaned on the way in (`folkmoot.text.clean`): a member's text can't bring anything with it.
    """
    folder = Path(beside).parent / "locale"

    def translate(sentence: str, /, **values: object) -> str:
        return _filled(
            _catalogue(domain, folder, _language.get()).gettext(sentence) if sentence else "", values
        )

    def translate_plural(one: str, many: str, count: int, /, **values: object) -> str:
        found = _catalogue(domain, folder, _language.get()).ngettext(one, many, count)
        return _filled(found, {"count": count, **values})

    return translate, translate_plural


def _filled(sentence: str, values: Mapping[str, object]) -> str:
    if not values:
        return sentence
    return sentence.format(**{name: clean(v) if isinstance(v, str) else v for name, v in values.items()})


@cache
def _catalogue(domain: str, folder: Path, locale_name: str) -> _gettext.NullTranslations:
    return _gettext.translation(domain, folder, [locale_name, locale_name.split("_")[0]], fallback=True)


_, ngettext = translator("folkmoot", __file__)
