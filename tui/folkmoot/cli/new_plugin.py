"""Making a new plugin: a folder of its own, filled from the templates that come along."""

from __future__ import annotations

import keyword
import sys
from pathlib import Path

from folkmoot.errors import BadData, CannotCreate
from folkmoot.folders import NAME
from folkmoot.words import _
from folkmoot_data import FOLDER

TEMPLATES = FOLDER / "new_plugin"
ENDING = ".in"  # so that nothing takes a template for code
TITLE = 10  # letters of a page's title
MODEL = "shelf"  # what the plugin in the templates is called


def make_plugin(name: str, folder: Path) -> Path:
    """Make `folder/name`, a project whose tests pass. Raises: BadData for a name; CannotCreate."""
    _usable(name)
    made = folder / name
    if made.exists():
        raise CannotCreate(_("{path} is there already. Nothing was changed.", path=str(made)))
    try:
        for template in sorted(TEMPLATES.rglob(f"*{ENDING}")):
            file = made / _called_after(name, str(template.relative_to(TEMPLATES)).removesuffix(ENDING))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_called_after(name, template.read_text("utf-8")), "utf-8")
    except OSError as error:
        said = _("{path} can't be made: {problem}.", path=str(made), problem=error.strerror or str(error))
        raise CannotCreate(said) from None
    return made


def _called_after(name: str, text: str) -> str:
    words = name.replace("_", " ").capitalize()
    title = words if len(words) <= TITLE else words.split()[0][:TITLE]
    in_code = name.replace("_", " ").title().replace(" ", "")
    text = text.replace("@TITLE@", title).replace("@Shelf@", words)
    return text.replace(MODEL, name).replace(MODEL.capitalize(), in_code)


def _usable(name: str) -> None:
    from folkmoot.cli.root import OWN
    from folkmoot.plugins import open_house

    if not NAME.match(name) or len(name) < 2:
        raise BadData(
            _("“{name}” is no name for a plugin: small letters, digits and _, a letter first.", name=name)
        )
    house = open_house()
    taken = {*OWN, *(plugin.name for plugin in house.plugins)}
    taken |= {command.name for _owner, command in house.ask("commands")}
    taken |= {page.id for _owner, page in house.ask("pages")} | {"you", "door", "first-steps"}
    if name in taken:
        raise BadData(_("“{name}” is taken already; take another name.", name=name))
    if keyword.iskeyword(name) or name in sys.stdlib_module_names or name.startswith("folkmoot"):
        raise BadData(_("“{name}” means something in Python already; take another name.", name=name))
