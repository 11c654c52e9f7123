"""Who has the key of the hall: a plugin of one file, for the folder `plugins/` beside a record.

Whoever has the key hands it on by a command, Today tells who has it, and before the next meeting that it is wanted.
"""

from collections.abc import Iterable
from typing import Annotated

import click
import msgspec
from folkmoot import api
from msgspec import Meta

FOLKMOOT_API = 2
SAYS = "Everyone who has an account here may say who has the key."


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the key: the newest of them counts, so that one can see through whose hands it went."""

    by: str


class Hall(msgspec.Struct, frozen=True, kw_only=True):
    """What people may set: `folkmoot plugins settings hall_key called="the barn"`."""

    called: Annotated[str, Meta(min_length=1, max_length=40, title="What the key opens")] = "the hall"


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    yield api.Collection("holdings", Holding, owner="by")


@api.hookimpl
def folkmoot_settings() -> Iterable[api.Settings]:
    yield api.Settings(Hall, title="the key")


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    yield api.Policy("hall_key.hand_on", api.with_account, SAYS, "say who has the key")


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    yield api.Command("hall-key", "hall_key:hall_key", "Who has the key of the hall; hand it on.")


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    if holder(session) != session.handle:
        return
    called = api.settings(session, Hall).called
    calendar = session.house.service(api.Calendar)
    for meeting in calendar.coming(session, ["gathering"], 1) if calendar else ():
        text = f"You have the key of {called}: it is wanted for this: {meeting.title}."
        yield api.TodayItem(text, meeting.start, opens="rhythm")
        return
    yield api.TodayItem(f"You have the key of {called}.")


def holder(session: api.Session) -> str:
    """The handle of who has the key; empty where nobody said, or who had it last has left."""
    holdings = session.store.collection(Holding).all()
    return max(holdings, key=lambda one: one.id).value.by if holdings else ""


def hand_on(session: api.Session, handle: str) -> None:
    """Say that somebody has the key now. Raises: NotAllowed, NotFound; as the store."""
    session.must("hall_key.hand_on")
    if session.store.collection(api.Account).first(handle=handle) is None:
        raise api.NotFound(f"Nobody here is called {api.clean(handle, limit=40)}.")
    if holder(session) != handle:
        with session.store.transaction(by=session.handle, why="handed on the key") as tx:
            tx.add(Holding(by=handle))


@click.group(invoke_without_command=True, help="Who has the key of the hall.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@api.pass_session
@click.pass_context
def hall_key(context: click.Context, session: api.Session, as_json: bool) -> None:
    if context.invoked_subcommand is not None:
        return
    has, called = holder(session), api.settings(session, Hall).called
    if as_json:
        api.out_json({"opens": called, "holder": has or None})
    elif has:
        api.out(f"{has} has the key of {called}.")
    else:
        api.say(f"Nobody has said who has the key of {called}. If you have it: folkmoot hall-key take")


@hall_key.command("take", help="You have it now.")
@api.pass_session
def take(session: api.Session) -> None:
    hand_on(session, session.handle)
    api.say("You have the key now.")


@hall_key.command("to", help="Somebody else has it now.")
@click.argument("handle")
@api.pass_session
def to(session: api.Session, handle: str) -> None:
    hand_on(session, handle)
    api.say(f"{handle} has the key now.")
