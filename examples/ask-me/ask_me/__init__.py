"""What people can be asked about, on their cards. The cards are another plugin's; nothing of it is imported here."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 2


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    from ask_me.model import AskMe

    yield api.Collection("askme", AskMe, indexes=("account",), owner="account")


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    says = "Everyone who has an account here says it of themselves."
    yield api.Policy("ask_me.say", api.with_account, says, "say what you can be asked about")


@api.hookimpl
def folkmoot_person_panels(session: api.Session, account: api.Account) -> Iterable[api.Panel]:
    from ask_me.actions import about

    if words := about(session, account.handle):
        yield api.Panel("Ask me about", (words,))


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    about = "What people here can be asked about."
    yield api.Page("ask_me", "Ask me", "ask_me.page:AskMePage", order=610, help=about, strip=False)


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    yield api.Command("ask-me", "ask_me.commands:ask_me", "What people here can be asked about.")


@api.hookimpl
def folkmoot_first_steps(session: api.Session) -> Iterable[api.Step]:
    from ask_me.actions import about

    yield api.Step("Say what you can be asked about", "ask_me", done=bool(about(session, session.handle)))


@api.hookimpl
def folkmoot_demo() -> Iterable[api.DemoChapter]:
    yield api.DemoChapter("ask_me.demo:tell", order=610)
