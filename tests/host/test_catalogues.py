"""Every sentence has its Spanish, no translation outlives its sentence, and placeholders agree."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import pytest

from of_scripts import script


def catalogues() -> ModuleType:
    return script("catalogues")


@pytest.mark.parametrize("package", sorted(catalogues().PACKAGES))
def test_a_catalogue_is_complete_and_not_stale(package: str) -> None:
    assert catalogues().faults(package) == []


def test_a_missing_a_stale_and_a_torn_translation_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = catalogues()
    package = tmp_path / "moss"
    (package / "locale/es/LC_MESSAGES").mkdir(parents=True)
    (package / "words.py").write_text('_("One")\n_("Two {n}", n=1)\n_("Three")\n', "utf-8")
    (package / "locale/es/LC_MESSAGES/moss.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Two {n}"\nmsgstr "Dos {m}"\n\nmsgid "Three"\nmsgstr ""\n\nmsgid "Gone"\nmsgstr "Ido"\n',
        "utf-8",
    )
    monkeypatch.setitem(module.PACKAGES, "moss", package)
    assert [fault.split(": ")[1] for fault in module.faults("moss")] == [
        "missing",
        "not translated",
        "other placeholders",
        "stale",
    ]


@pytest.mark.parametrize("package", sorted(catalogues().PACKAGES))
def test_no_sentence_hides_inside_another_string(package: str) -> None:
    """Before Python 3.12 Babel cannot see a call inside an f-string, so its sentence would go untranslated."""
    for path in catalogues().PACKAGES[package].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                names = {
                    getattr(call.func, "id", "") for call in ast.walk(node) if isinstance(call, ast.Call)
                }
                assert not names & {"_", "ngettext"}, f"{path.name}:{node.lineno}"
