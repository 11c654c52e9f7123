"""A plugin as it was written for API 1. It is kept as it is, whatever the API becomes: never change it.

It uses what API 1 promised: every hook that a plugin of a community wants, arguments named as needed, names of
`folkmoot.api`, a collection with a migration, a page with keys and a form, a command, a rule, a service.
"""

from collections.abc import Iterable
from typing import Annotated

import click
import msgspec
from msgspec import Meta

from folkmoot import api

FOLKMOOT_API = 1


class Tool(msgspec.Struct, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=60, title="Name of the tool")]
    lent_to: str = ""
    owner: str = ""


class ToolForm(msgspec.Struct, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=60, title="Name of the tool")]


def with_owner(document):
    return {**document, "owner": ""}


def lend(session: api.Session, number: int) -> api.Stored:
    session.must("toolshed.lend")
    tools = session.store.collection(Tool)
    with session.store.transaction(by=session.handle, why="borrowed") as tx:
        tool = tools.get(number)
        if tool.value.lent_to:
            raise api.BadData(f"{tool.value.lent_to} has it.")
        return tx.replace(tool, msgspec.structs.replace(tool.value, lent_to=session.handle))


class ToolsPage(api.PageView):
    """What can be borrowed."""

    def build(self):
        yield api.PickList()

    def on_mount(self):
        self.show()

    def on_changes(self, changes):
        self.show()

    def keys(self):
        return [
            api.Key("n", "new", self.new, "Add a tool."),
            api.Key("b", "borrow", self.borrow, "Borrow the tool at the cursor."),
        ]

    def show(self):
        tools = self.session.store.collection(Tool).all()
        lines = [(str(tool.id), api.joined(tool.value.name, f"  {tool.value.lent_to}")) for tool in tools]
        self.query_one(api.PickList).show(lines or [(None, api.safe("No tools yet: n adds one."))])

    def new(self):
        def save(form):
            with self.session.store.transaction(by=self.session.handle, why="bought") as tx:
                tx.add(Tool(form.name, owner=self.session.handle))

        form = api.FormScreen("A tool", ToolForm, save, name="tool", drafts=self.shell.drafts)
        self.app.push_screen(form)

    def borrow(self):
        picked = self.query_one(api.PickList).picked
        if picked is not None:
            self.do(lend, int(picked))


@click.command(help="List the tools.")
@api.pass_session
def toolshed(session):
    for tool in session.store.collection(Tool).all():
        api.out(f"{tool.id}  {tool.value.name}  {tool.value.lent_to or '-'}")


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    return [api.Collection("tools", Tool, 2, {2: with_owner}, ("lent_to",), owner="owner")]


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    for tool in session.store.collection(Tool).find(lent_to=session.handle):
        yield api.TodayItem(f"You have the {tool.value.name}.", opens="toolshed")


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    where = "toolshed_of_api_1:ToolsPage"
    return [api.Page("toolshed", "Tools", where, order=300, help="What can be borrowed.")]


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    return [api.Command("toolshed", "toolshed_of_api_1:toolshed", "List the tools.")]


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    return [api.Policy("toolshed.lend", api.with_account, "Everyone here borrows.", "borrow a tool")]


@api.hookimpl
def folkmoot_person_panels(session, account):
    tools = session.store.collection(Tool).find(lent_to=account.handle)
    if tools:
        yield api.Panel("Tools", tuple(tool.value.name for tool in tools))
