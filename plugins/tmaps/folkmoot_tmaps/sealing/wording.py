"""What is said where a part of a map is not as its owner sealed it."""

from __future__ import annotations

from folkmoot_tmaps.sealing.model import Kind
from folkmoot_tmaps.words import _


def fault_words(kind: Kind, title: str) -> str:
    """A sentence about a part called `title`."""
    sentences = {
        "forged": _(
            "“{title}”: somebody else put or changed this; you did not seal it. It is not shown.", title=title
        ),
        "cut": _("“{title}”: what stands here is cut off. It is not shown.", title=title),
        "swapped": _("“{title}”: another part of a map was put in its place. It is not shown.", title=title),
        "replayed": _(
            "“{title}”: an older version was put in the place of your latest. The older one is shown.",
            title=title,
        ),
        "missing": _("“{title}”: it was taken away, and not by you.", title=title),
        "unreadable": _(
            "“{title}”: it is yours, but can't be read here: a newer folkmoot may have written it.",
            title=title,
        ),
        "older": _(
            "This is an older state of your map than the one last seen here; a copy may have been brought back."
        ),
        "public": _(
            "The public key beside your map was exchanged: it is not yours. Others should not seal to it."
        ),
        "left over": _(
            "A part stands here that your map no longer holds: an old one was put back. It is not shown."
        ),
    }
    return sentences[kind]


def advice() -> str:
    """What can be done about it."""
    return _("Whoever looks after the host can bring a copy back; your export has it too.")
