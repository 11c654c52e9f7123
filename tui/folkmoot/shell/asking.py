"""Heavy acts on the screen: ask for one, say yes or no, and be given one's half of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta
from textual.content import Content

from folkmoot import acts as heavy
from folkmoot.door.codes import shown_code
from folkmoot.door.keys import keys_of
from folkmoot.door.publickey import KINDS
from folkmoot.session import Account
from folkmoot.shell.dialog import Choose
from folkmoot.shell.finder import FindOne
from folkmoot.shell.form import FormScreen
from folkmoot.shell.safe import joined, safe
from folkmoot.shell.your_keys import Say
from folkmoot.words import _, ngettext
from folkmoot.words import later as N_

if TYPE_CHECKING:
    from folkmoot.acts import Outcome
    from folkmoot.shell.page import PageView


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is asked for."""

    why: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("Why"),
            description=N_("the others read it, and so does whom it concerns"),
        ),
    ]


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is held."""

    because: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            title=N_("Why not"),
            description=N_("so that it can be talked over and asked anew"),
        ),
    ]


def begin(page: PageView) -> None:
    """Choose what, then about whom, then say why."""
    known = {
        verb: act for verb, act in heavy.known_acts(page.session).items() if page.session.may(verb).allowed
    }
    if not known:
        page.say(page.session.may("account.suspend").because)
        return
    lines = [(verb, joined(act.title)) for verb, act in known.items()]
    page.app.push_screen(
        Choose(_("What several decide together"), lines),
        lambda verb: _about_whom(page, verb) if verb else None,
    )


def _about_whom(page: PageView, verb: str) -> None:
    people = [
        one.value
        for one in page.session.store.collection(Account).all()
        if one.value.handle != page.session.handle
        and (one.value.state != "member") == (verb == "account.return")
    ]
    if not people:
        page.say(_("There is nobody to ask this about."))
        return
    lines = [(one.handle, one.name, one.handle) for one in people]
    then = _which_key if verb == "keys.remove" else _why
    page.app.push_screen(
        FindOne(_("About whom?"), lines), lambda handle: then(page, verb, handle) if handle else None
    )


def _which_key(page: PageView, verb: str, handle: str) -> None:
    mine = [one.value for one in keys_of(page.session.store, handle)]
    if not mine:
        page.say(_("They have no key that could be removed."))
        return
    lines = [
        (key.fingerprint, joined(f"{key.name[:24]:<26}", (f"{KINDS[key.kind]} {key.fingerprint}", "dim")))
        for key in mine
    ]
    page.app.push_screen(
        Choose(_("Which key?"), lines), lambda detail: _why(page, verb, handle, detail) if detail else None
    )


def _why(page: PageView, verb: str, handle: str, detail: str = "") -> None:
    outcomes: list[Outcome] = []

    def save(form: Reason) -> None:
        outcomes.append(heavy.ask_for(page.session, verb, handle, form.why, detail))

    def done(saved: bool | None) -> None:
        if saved:
            tell(page, outcomes[-1])

    title = heavy.known_acts(page.session)[verb].asks.replace("{account}", handle)
    page.app.push_screen(
        FormScreen(title, Reason, save, name=f"act {verb} {handle}", drafts=page.shell.drafts), done
    )


def say_no(page: PageView, number: int) -> None:
    """Ask for the reason, then hold the act."""

    def done(saved: bool | None) -> None:
        if saved:
            page.say(_("Held. It can be asked for anew once it is talked over."))

    page.app.push_screen(
        FormScreen(
            _("Say no"),
            Because,
            lambda form: heavy.hold(page.session, number, form.because),
            name=f"hold {number}",
            drafts=page.shell.drafts,
        ),
        done,
    )


def tell(page: PageView, outcome: Outcome) -> None:
    """Say how an act stands now, and show the part of a code that is this person's to pass on."""
    said = (
        ngettext(
            "Asked for: {count} yes is missing.", "Asked for: {count} yeses are missing.", outcome.missing
        )
        if outcome.missing
        else _("Done: {what}", what=heavy.sentence(page.session, outcome.act.value))
    )
    if outcome.half:
        lines = [
            safe(said),
            Content(""),
            safe(heavy.half_words(outcome.half)),
            joined("   ", (shown_code(outcome.half), "bold")),
        ]
        page.app.push_screen(Say(_("A part of a code"), lines))
    else:
        page.say(said)
