"""Press keys in a Textual app without a terminal, and know exactly when all that comes of them is drawn.

Textual's own pilot sleeps after each key, several times, until the machine looks idle: slow where nothing is left
to do, and too early where the machine is busy. Here the app itself is asked whether anything is left.
"""

from __future__ import annotations

import asyncio
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 60.0  # seconds after which an app that never comes to rest is given up: a hang, not a measure


async def press(app: App[Any], *keys: str) -> None:
    """Press keys by Textual's names, each when all that came of the one before is drawn.

    Raises: TimeoutError where the app does not come to rest.
    """
    from textual import events
    from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

    for key in keys:
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        character: str | None
        try:
            character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            character = name if len(name) == 1 else None
        event = events.Key(name, character)
        event.set_sender(app)
        app.post_message(event)
        await at_rest(app)


async def at_rest(app: App[Any], patience: float = PATIENCE) -> None:
    """Wait until every message is dealt with, all slow work is done and the screen is drawn, or the app has ended.

    Raises: TimeoutError where it does not come to rest in so many seconds.
    """
    from textual.worker import WorkerCancelled

    async with asyncio.timeout(patience):
        while True:
            await _nothing_ready()
            if not app._running or app._exception is not None or not app.screen_stack:
                return
            if _drew(app):
                continue
            if not app._animator._complete_event.is_set():
                await app._animator.wait_until_complete()
                continue
            slow = [worker for worker in app.workers if not worker.is_finished]
            if not slow:
                return
            with suppress(WorkerCancelled):  # it went with its page or dialog
                await slow[0].wait()


async def _nothing_ready() -> None:
    """Let everything run that can run now: what is left waits for a key, a time or a thread."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # asyncio has no public word for it
    await asyncio.sleep(0)
    while ready:
        await asyncio.sleep(0)


def _drew(app: App[Any]) -> bool:
    """Draw at once what Textual would draw at its next sixtieth of a second; whether there was anything to do."""
    screen = app.screen
    due = bool(screen._callbacks)
    if screen.is_current and not app._batch_count:
        due |= screen._layout_required or screen._scroll_required or screen._repaint_required
        due |= screen._recompose_required or bool(screen._dirty_widgets)
    if due:
        screen._on_timer_update()
    return due
