"""A word after `folkmoot`: `folkmoot garden` greets whoever types it."""

import click

from folkmoot import api

FOLKMOOT_API = 1


@click.command(help="Say hello to the garden.")
@api.pass_session
def garden(session):
    api.out(f"{session.handle} says hello to the garden.")


@api.hookimpl
def folkmoot_commands():
    yield api.Command("garden", "garden_commands:garden", "Say hello to the garden.")
