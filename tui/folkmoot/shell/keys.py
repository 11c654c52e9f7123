"""Keys in the order in which they were pressed.

Textual inserts a letter in the widget that has the focus, at once, but sends other keys up to the app and runs
their binding when they get there. Of keys that arrive in one go (a slow line, a hand that knows the way) letters
then overtake a backspace, and enter takes what stood before the letters. So one key is under way at a time.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

PATIENCE = 0.3  # seconds after which a key is taken as done: its widget may have gone with it


class KeyDone(Message, bubble=True):
    """Follows a key on its way through widget and parents up to the app."""


class KeysInOrder(App[None]):
    """An app that gives each key its turn."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._waiting: deque[events.Key] = deque()
        self._under_way_since: float | None = None

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if self._under_way_since is None or monotonic() - self._under_way_since > PATIENCE:
            await self._next_key()

    async def on_key_done(self) -> None:
        """The key has been everywhere: the next one's turn."""
        await self._next_key()

    async def _next_key(self) -> None:
        self._under_way_since = None
        while self._waiting and self._under_way_since is None:
            event = self._waiting.popleft()
            target = self.focused or self.screen
            await super().on_event(event)
            if event.is_forwarded and target.post_message(KeyDone()):
                self._under_way_since = monotonic()
