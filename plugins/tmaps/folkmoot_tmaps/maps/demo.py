"""The demo's map: of whoever looks at it, half filled in. In the demo alone, the page says the passphrase."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from folkmoot.api import Session, keep_beside, kept_beside
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.sealing.keys import Keys

SALT = "64656d6f2d73616c742d303030303030"
BY_PASSPHRASE = "age1alav7sw75zs4pymv5xgymv7u23ksw5gazsunxny7jflvgfth9saqr3p7h5"  # noqa: S105  of the words below
PASSPHRASE = "moss and river stones"  # noqa: S105  it is told to everybody


def tell(session: Session) -> None:
    """A map with a few answers in it; one section was looked over, and an answer is other since."""
    from folkmoot_tmaps.maps.actions import begin_with, review
    from folkmoot_tmaps.sharing.demo import tell_sharing

    keys = begin_with(session, SALT, BY_PASSPHRASE).keys

    def answer(section: str, name: str, value: str, before: str = "") -> None:
        put_answer(session, keys, section, name, value, before)

    answer("steer", "matters", _("My daughter\nThe choir on Thursdays\nWork with my hands"))
    answer("steady", "day", _("Out of bed before eight\nOne warm meal\nA word with somebody"))
    answer("steady", "small", _("Tea on the step\nWatering the beans"))
    answer("signs", "outside", _("I say that all is well, twice\nThe beans go dry"))
    answer("heavy", "first", _("Open the window\nDrink a glass of water\nWrite to Rui: one word is enough"))
    answer("heavy", "please", _("Come by without asking whether it suits\nBring soup; sit with me"))
    answer("heavy", "please-not", _("Tell me that it will pass\nTidy up my kitchen"))
    answer("people", "who", _("Rui: sits with me, says little (agreed)\nMarta: takes the dog (asked)"))
    answer("back", "look-again", (session.here(session.now()).date() - timedelta(days=1)).isoformat())
    review(session, keys, "steady")
    answer(
        "steady",
        "small",
        _("Tea on the step\nThe first page of a book"),
        _("Tea on the step\nWatering the beans"),
    )
    keep_demo_passphrase(session)
    tell_sharing(session, keys)


def put_answer(session: Session, keys: Keys, section: str, name: str, value: str, before: str = "") -> None:
    """Write an answer to a question of the usual workbook."""
    from folkmoot_tmaps.maps.actions import save_answer
    from folkmoot_tmaps.maps.unlocking import read_map

    part = read_map(session, keys).workbook.part(section)
    for prompt in part.prompts if part is not None else ():
        if part is not None and prompt.id == name:
            save_answer(session, keys, part, prompt, value, before)


def keep_demo_passphrase(session: Session) -> None:
    """Let the page tell the passphrase of this map."""
    keep_beside(session, _name(session), PASSPHRASE)


def demo_passphrase(session: Session) -> str:
    """The passphrase of the own map, in the demo; empty everywhere else."""
    return kept_beside(session, _name(session)) or ""


def _name(session: Session) -> str:
    return f"tmaps-demo-{sha256(session.handle.encode()).hexdigest()[:16]}"
