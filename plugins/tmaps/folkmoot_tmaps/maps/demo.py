"""The demo's map: of whoever looks at it, half filled in. In the demo alone, the page says the passphrase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from folkmoot.api import Session, keep_beside, kept_beside
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.model import Listed, Section
    from folkmoot_tmaps.maps.unlocking import OpenMap
    from folkmoot_tmaps.sealing.keys import Keys

SALT = "64656d6f2d73616c742d303030303030"
BY_PASSPHRASE = "age1alav7sw75zs4pymv5xgymv7u23ksw5gazsunxny7jflvgfth9saqr3p7h5"  # noqa: S105  of the words below
PASSPHRASE = "moss and river stones"  # noqa: S105  it is told to everybody


def tell(session: Session) -> None:
    """A map with a few answers in it; one section was looked over, and an answer is other since."""
    from folkmoot_tmaps.maps.actions import begin_with, review
    from folkmoot_tmaps.sharing.demo import tell_sharing

    keys = begin_with(session, SALT, BY_PASSPHRASE).keys
    a_day_ago = session.here(session.now()).date() - timedelta(days=1)
    answers = {
        "steer/matters": _("My daughter\nThe choir on Thursdays\nWork with my hands"),
        "steady/day": _("Out of bed before eight\nOne warm meal\nA word with somebody"),
        "steady/small": _("Tea on the step\nWatering the beans"),
        "signs/outside": _("I say that all is well, twice\nThe beans go dry"),
        "heavy/first": _("Open the window\nDrink a glass of water\nWrite to Rui: one word is enough"),
        "heavy/please": _("Come by without asking whether it suits\nBring soup; sit with me"),
        "heavy/please-not": _("Tell me that it will pass\nTidy up my kitchen"),
        "people/who": _("Rui: sits with me, says little (agreed)\nMarta: takes the dog (asked)"),
        "back/look-again": a_day_ago.isoformat(),
    }
    put_answers(session, keys, answers)
    review(session, keys, "steady")
    put_answers(session, keys, {"steady/small": _("Tea on the step\nThe first page of a book")})
    keep_demo_passphrase(session)
    tell_sharing(session, keys)


def put_answers(session: Session, keys: Keys, answers: Mapping[str, str]) -> None:
    """Write answers to questions of the usual workbook (`section/question`), all at once."""
    from folkmoot_tmaps.maps.actions import section_in, write
    from folkmoot_tmaps.maps.rules import with_answer

    def change(opened: OpenMap) -> list[tuple[Listed, Section]]:
        changed = []
        for part in opened.workbook.sections:
            listed, section = section_in(opened, keys, part)
            given = [one for one in part.prompts if f"{part.id}/{one.id}" in answers]
            for prompt in given:
                section = with_answer(section, prompt, answers[f"{part.id}/{prompt.id}"])
            changed += [(listed, section)] if given else []
        return changed

    write(session, keys, change)


def keep_demo_passphrase(session: Session) -> None:
    """Let the page tell the passphrase of this map."""
    keep_beside(session, _name(session), PASSPHRASE)


def demo_passphrase(session: Session) -> str:
    """The passphrase of the own map, in the demo; empty everywhere else."""
    return kept_beside(session, _name(session)) or ""


def _name(session: Session) -> str:
    return f"tmaps-demo-{sha256(session.handle.encode()).hexdigest()[:16]}"
