"""What is said of sharing: the same on the screen and by commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from folkmoot.api import dates
from folkmoot_tmaps.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot_tmaps.sharing.actions import Reading
    from folkmoot_tmaps.sharing.letters import Message


def reading_words(reading: Reading, note: Message | None) -> str:
    """How it stands with somebody who may read a section."""
    if not reading.has_key:
        return _("waits: has no key to read with yet")
    if not reading.can:
        return _("has another key now: compare it (c)")
    said = [_("numbers compared")] if reading.compared else []
    if note is not None:
        said.append(_("says they read it on {day}", day=dates.day_of_year(note.day)))
    return ", ".join(said) or _("can read it")


def changed_key_words(name: str) -> str:
    """That somebody's key is another one now."""
    return _(
        "{name} has another key than before: made anew by them, or exchanged by somebody. Nothing is sealed to it "
        "until you compared the numbers with them.",
        name=name,
    )


def may_keep() -> str:
    """What taking back can't do."""
    return _("Whoever has read it may remember it, or have kept a copy.")


def live_words() -> str:
    """What comes after the preview."""
    return _("They see what you write there later, too, until you take it back.")


def shared_words(title: str, readings: Sequence[Reading]) -> str:
    """What came of sharing a section, with the names of who can read it and of who can't yet."""
    can = [one.name for one in readings if one.can]
    wait = [one.name for one in readings if not one.has_key]
    said = []
    if can:
        said.append(_("“{title}” can be read by {names}.", title=title, names=", ".join(can)))
    if wait:
        said.append(
            ngettext(
                "{names} has no key to read with yet: ask them to begin on their page Map. You need do nothing more.",
                "{names} have no key to read with yet: ask them to begin on their page Map. You need do nothing more.",
                len(wait),
                names=", ".join(wait),
            )
        )
    said += [changed_key_words(one.name) for one in readings if one.has_key and not one.can]
    return " ".join(said)


def numbers_words(name: str) -> str:
    """How numbers are compared."""
    return _(
        "Read them to each other, together or by voice; {name} finds theirs under your name. The same: nobody stands "
        "between you. Others: a key was exchanged; share nothing, and tell whoever looks after the host.",
        name=name,
    )


def lettered_fault(kind: str, title: str, name: str) -> str:
    """What is wrong with something that came from somebody, as a sentence."""
    sentences = {
        "forged": _("“{title}”: this is not as {name} sealed it. It is not shown.", title=title, name=name),
        "cut": _(
            "“{title}” by {name}: what stands here is cut off. It is not shown.", title=title, name=name
        ),
        "swapped": _(
            "“{title}” by {name}: something else was put in its place. It is not shown.",
            title=title,
            name=name,
        ),
        "replayed": _(
            "“{title}” by {name}: an older version was put in the place of the latest. The older one is shown.",
            title=title,
            name=name,
        ),
        "gone": _(
            "“{title}” by {name} is no longer here for you: it was taken back, or taken away.",
            title=title,
            name=name,
        ),
        "changed": _(
            "{name} shares something with you under another key than before. Compare the numbers; then it is shown.",
            name=name,
        ),
    }
    return sentences[kind]
