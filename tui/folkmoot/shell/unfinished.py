"""What is typed is kept: every few seconds, when the shell ends, and when it must leave at once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from folkmoot.contributions import Page
from folkmoot.door.drafts import Drafts
from folkmoot.errors import FolkmootError, described
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.standing import StandingApp
from folkmoot.text import clean
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.session import Session

NAMED = 2  # unfinished forms that are named at the start; of the others it is said how many


class KeepingApp(StandingApp):
    """Keeps drafts in the person's file."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.drafts = Drafts.of(session)
        self._told_unkept = False

    def keep_drafts(self) -> None:
        """Save drafts where it is time to. What can't be saved is told once; it is still there on the screen."""
        try:
            self.drafts.save_when_due()
        except (FolkmootError, OSError) as error:
            if not self._told_unkept:
                self._told_unkept = True
                reason = error.sentence if isinstance(error, FolkmootError) else described(error)
                self.say(
                    _(
                        "What you type is only kept while this is open, for it can't be saved: {reason}",
                        reason=reason,
                    )
                )

    def save_unfinished(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                with suppress(Exception):  # it may be half drawn: what it kept before is saved all the same
                    screen.keep_typed()
        with suppress(FolkmootError, OSError):
            self.drafts.save()

    def on_unmount(self) -> None:
        self.save_unfinished()


def unfinished(drafts: Drafts, pages: Sequence[Page]) -> str:
    """What was begun and not saved, and where it goes on, as a sentence; empty where there is nothing."""
    numbers = {page.id: number for number, page in enumerate((p for p in pages if p.strip), start=1)}
    titles = {page.id: page.title for page in pages}
    begun = drafts.begun()
    if not begun:
        return ""
    named = []
    for title, page in begun[:NAMED]:
        form = clean(title, limit=40)
        if page in numbers:
            form = _("{form} (page {number}, {page})", form=form, number=numbers[page], page=titles[page])
        elif page in titles:
            form = _("{form} (page {page})", form=form, page=titles[page])
        named.append(form)
    if len(begun) > NAMED:
        named.append(_("{count} more", count=len(begun) - NAMED))
    return _(
        "What you were typing when you left is kept: {forms}. Open it there again to go on.",
        forms="; ".join(named),
    )
