"""The commands of rounds, whatever is decided in them: being heard, objections, leading, the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from folkmoot.api import LONG_TEXT, Session, out_json, pass_session, say
from folkmoot_sociocracy.rounds.model import Says
from folkmoot_sociocracy.words import _

number = click.argument("number", type=int)
objection = click.argument("objection", type=int)
as_json_option = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
of_option = click.option(
    "--of", default="", metavar="HANDLE", help=_("As who facilitates: note what somebody in the room says.")
)
by_option = click.option(
    "--by", "by_day", help=_("The round that begins is in writing, until the end of this day.")
)


@dataclass(frozen=True)
class Room:
    """Where the commands of a kind find what it does and says, read when one runs.

    `name` is that of its folder; there stand `actions.ACTS`, `as_json.row` and `wording.where_it_stands`.
    """

    name: str

    def part(self, module: str) -> Any:
        """A module of the folder."""
        return import_module(f"folkmoot_sociocracy.{self.name}.{module}")

    @property
    def acts(self) -> Any:
        """What is done with it, by name."""
        return self.part("actions")

    def tell(self, session: Session, number: int, as_json: bool, said: str = "") -> None:
        """After an act: how it stands now."""
        stored = self.acts.ACTS.find(session, number, None)
        if as_json:
            out_json(self.part("as_json").row(session, stored))
            return
        state = self.part("wording").where_it_stands(session, stored.value)
        said = said or _("Kept.")
        say(f"{said} {state}")


def add_voices(group: click.Group, room: Room, consents: str) -> None:
    """Being heard; `consents` is the word for it."""

    def said(session: Session, number: int, says: Says, text: str, aim: str, of: str, as_json: bool) -> None:
        room.acts.give_voice(session, number, says, text, aim, of=of)
        room.tell(session, number, as_json)

    @_command(group, consents, _("Consent, with a remark if you like."))
    @click.option("--remark", type=LONG_TEXT, default="", help=_("A few words."))
    @of_option
    def consent(session: Session, number: int, remark: str, of: str, as_json: bool) -> None:
        said(session, number, "consent", remark, "", of, as_json)

    @_command(group, "object", _("Object: why it can't go on like this, and which aim it touches."))
    @click.option("--reason", type=LONG_TEXT, required=True, help=_("Why."))
    @click.option("--aim", type=LONG_TEXT, required=True, help=_("Which aim of the circle it touches."))
    @of_option
    def object_(session: Session, number: int, reason: str, aim: str, of: str, as_json: bool) -> None:
        said(session, number, "objection", reason, aim, of, as_json)

    @_command(group, "concern", _("Consent and have a concern recorded, where the circle tests objections."))
    @click.argument("text", type=LONG_TEXT)
    @of_option
    def concern(session: Session, number: int, text: str, of: str, as_json: bool) -> None:
        said(session, number, "concern", text, "", of, as_json)

    @_command(group, "speak", _("Speak in a round of questions, reactions or reasons."))
    @click.argument("text", type=LONG_TEXT, default="")
    @of_option
    def speak(session: Session, number: int, text: str, of: str, as_json: bool) -> None:
        said(session, number, "spoke", text, "", of, as_json)

    @_command(group, "away", _("As who facilitates: note that somebody is away."))
    @click.argument("handle")
    def away(session: Session, number: int, handle: str, as_json: bool) -> None:
        said(session, number, "away", "", "", handle, as_json)


def add_objections(group: click.Group, room: Room) -> None:
    """Objections tested, taken in and back."""

    @_command(
        group, "test", _("Say what you see in somebody's objection: that it stands, or that it is a concern.")
    )
    @objection
    @click.argument("sees", type=click.Choice(["stands", "concern"]))
    def test(session: Session, number: int, objection: int, sees: str, as_json: bool) -> None:
        room.acts.test(session, number, objection, stands=sees == "stands")
        room.tell(session, number, as_json)

    @_command(group, "measure", _("Take an objection in by agreeing what is watched."))
    @objection
    @click.argument("watch", type=LONG_TEXT)
    def measure(session: Session, number: int, objection: int, watch: str, as_json: bool) -> None:
        room.acts.measure(session, number, objection, watch)
        room.tell(session, number, as_json, _("Taken in."))

    @_command(group, "take-back", _("Take your own objection back."))
    @objection
    @click.option("--why", type=LONG_TEXT, default="", help=_("A few words."))
    def take_back(session: Session, number: int, objection: int, why: str, as_json: bool) -> None:
        room.acts.take_back(session, number, objection, why)
        room.tell(session, number, as_json, _("Taken back."))


def add_leading(group: click.Group, room: Room) -> None:
    """From step to step, and the end."""

    @_command(group, "on", _("As who facilitates: go on to the next step."))
    @by_option
    def on(session: Session, number: int, by_day: str | None, as_json: bool) -> None:
        from folkmoot_sociocracy.rounds.actions import a_day

        room.acts.go_on(session, number, a_day(by_day) if by_day else None)
        room.tell(session, number, as_json)

    @_command(group, "announce", _("Announce what nobody objected to in time."))
    def announce(session: Session, number: int, as_json: bool) -> None:
        room.acts.announce(session, number)
        room.tell(session, number, as_json, _("Written down."))

    @_command(group, "lead", _("Take over facilitating."))
    def lead(session: Session, number: int, as_json: bool) -> None:
        room.acts.facilitate(session, number)
        room.tell(session, number, as_json, _("You facilitate it now."))


def add_withdraw(group: click.Group, room: Room) -> None:
    """Taking it off the table."""

    @_command(group, "withdraw", _("Take it off the table, with a reason."))
    @click.option("--why", type=LONG_TEXT, required=True, help=_("Why: the circle reads it."))
    def withdraw(session: Session, number: int, why: str, as_json: bool) -> None:
        room.acts.withdraw(session, number, why)
        room.tell(session, number, as_json, _("It stays to be read."))


def _command(group: click.Group, name: str, what: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command about one number, with `--json` for how it stands afterwards."""

    def made(do: Callable[..., None]) -> click.Command:
        command = click.command(name, help=what)(number(as_json_option(pass_session(do))))
        group.add_command(command)
        return command

    return made
