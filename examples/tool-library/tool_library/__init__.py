"""Tools that neighbours lend each other. Here stands what is handed to the house, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from folkmoot import api

from tool_library.words import _

FOLKMOOT_API = 2
FOLKMOOT_NEEDS = ()


def is_owner(session: api.Session, tool: Any) -> bool:
    """Whether a tool is the reader's; without a tool, nobody's."""
    return api.with_account(session, tool) and tool is not None and tool.owner == session.handle


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    from tool_library.model import Tool

    yield api.Collection("tools", Tool, indexes=("borrower", "owner"), owner="owner")


@api.hookimpl
def folkmoot_settings() -> Iterable[api.Settings]:
    from tool_library.model import Lending

    yield api.Settings(Lending, _, title=_("the tool library"))


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    says = _("Everyone who has an account here may do this.")
    yield api.Policy("tool_library.add", api.with_account, says, _("put in a tool"))
    yield api.Policy("tool_library.borrow", api.with_account, says, _("borrow a tool"))
    whose = _("Whose tool it is says what is to be said of it.")
    yield api.Policy("tool_library.tend", is_owner, whose, _("change a tool, or take it out"))


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    about = _("What neighbours lend each other.")
    yield api.Page("tool_library", _("Tools"), "tool_library.page:ToolsPage", order=300, help=about)


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    about = _("What neighbours lend each other.")
    yield api.Command("tool-library", "tool_library.commands:tool_library", about)


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    from tool_library.items import items

    return list(items(session))


@api.hookimpl
def folkmoot_person_panels(session: api.Session, account: api.Account) -> Iterable[api.Panel]:
    from tool_library.model import Tool

    lent = tuple(one.value.name for one in session.store.collection(Tool).find(owner=account.handle))
    if lent:
        yield api.Panel(_("Lends"), lent)


@api.hookimpl
def folkmoot_demo() -> Iterable[api.DemoChapter]:
    yield api.DemoChapter("tool_library.demo:tell", order=600)
