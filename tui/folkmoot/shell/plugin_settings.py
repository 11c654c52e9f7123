"""The form of a plugin's settings, for whoever may tend to the community; reached by the palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from folkmoot.errors import ChangedMeanwhile
from folkmoot.settings import save_settings, settings
from folkmoot.shell.form import FormScreen
from folkmoot.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from folkmoot.contributions import Settings
    from folkmoot.shell.app import Shell


def to_set(shell: Shell) -> list[tuple[str, Callable[[], None]]]:
    """What this person may set: a line for each plugin that has settings, and what opens them."""
    if not shell.session.may("community.tend").allowed:
        return []
    return [
        (
            _("Settings: {name}", name=offered.title or plugin),
            partial(open_settings, shell, plugin, offered),
        )
        for plugin, offered in shell.session.house.ask("settings")
    ]


def open_settings(shell: Shell, plugin: str, offered: Settings) -> None:
    """Open the form."""
    seen = settings(shell.session, offered.form)

    def save(changed: Any) -> None:
        nonlocal seen
        try:
            save_settings(shell.session, changed, seen)
        except ChangedMeanwhile as meanwhile:
            seen = meanwhile.now
            raise

    def told(saved: bool | None) -> None:
        if saved:
            shell.say(_("Saved."))

    form = FormScreen(
        _("Settings: {name}", name=offered.title or plugin),
        offered.form,
        save,
        name=f"settings {plugin}",
        drafts=shell.drafts,
        start={name: getattr(seen, name) for name in seen.__struct_fields__},
        translate=offered.translate,
    )
    shell.push_screen(form, told)
