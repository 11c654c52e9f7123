"""Slow work for a page or a dialog, done in a thread; what it brings is dropped where nobody waits any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from textual.widget import Widget

from folkmoot.errors import CONTAINED, FolkmootError

T = TypeVar("T")


def work_in_background(
    owner: Widget,
    work: Callable[[], T],
    then: Callable[[T], None],
    *,
    gone: Callable[[], bool],
    say: Callable[[str], None],
    fail: Callable[[str, BaseException], None],
) -> None:
    """Run `work` in a thread and `then` with its result on the screen, unless the owner is `gone` by then.

    Textual takes the children of a closed widget away before the widget itself: in between, a result would find
    nothing to be shown in.
    """

    async def go() -> None:
        try:
            result = await asyncio.to_thread(work)
            if not gone():
                then(result)
        except FolkmootError as error:
            if not gone():
                say(error.sentence)
        except CONTAINED as error:
            fail("in_background", error)

    owner.run_worker(go(), exit_on_error=False)
