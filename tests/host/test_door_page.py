"""The pages of the door by real keys: invite, decide together, one's keys, why, and a newcomer's first steps."""

from __future__ import annotations

from dataclasses import replace

from door.visitors import a_code, a_key, comes_in, partners, visitor
from folkmoot import acts
from folkmoot.accounts import first_steps
from folkmoot.door.entrance import entrance_of
from folkmoot.door.invites import occasions, open_invites
from folkmoot.door.keys import add_key, keys_of, remove_key
from folkmoot.door.publickey import PublicKey
from folkmoot.pressing import at_rest
from folkmoot.session import Account
from folkmoot.shell.app import Shell
from folkmoot.shell.joining import JoiningApp
from folkmoot.testing import HOSTILE, Screen, TestCommunity


async def test_a_card_is_made_with_a_few_keys_and_shows_its_code_once(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "i", "enter")
        await screen.type("Bo")
        await screen.press("enter")
        assert "ssh folkmoot@localhost" in screen.text
        assert "shown this once" in screen.text
        await screen.press("escape")
        assert "Bo, to the gathering" in screen.text
        invited = open_invites(screen.app.session)[0].value
        assert (invited.name, invited.by) == ("Bo", "ana")


async def test_an_invitation_at_the_cursor_is_withdrawn(community: TestCommunity) -> None:
    a_code(community.session("ana"))
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "w", "y")
        assert "counts no longer" in screen.text
        assert open_invites(screen.app.session) == []


async def test_who_may_not_invite_is_told_the_rule(community: TestCommunity) -> None:
    comes_in(
        community, "di", a_code(community.session("ana"), occasion=occasions(community.session("ana"))[0].key)
    )
    async with community.shell("di") as screen:
        await screen.open("Door")
        await screen.press("i")
        assert "Partners do this" in screen.text


async def test_something_heavy_is_asked_for_and_agreed_to_and_seen_live(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "b", "enter")
        await screen.type("cy")
        await screen.press("enter")
        await screen.type("a quarrel")
        await screen.press("enter")
        assert "1 yes is missing" in screen.text
        asked = acts.waiting(screen.app.session)[0]
        assert (asked.value.account, asked.value.why) == ("cy", "a quarrel")
        await screen.press("y", "y")
        assert "it needs somebody else" in screen.text
        acts.agree(community.session("bo"), asked.id)
        await screen.look()
        assert "Suspend cy" not in screen.text


async def test_a_no_needs_its_reason_and_holds(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    acts.ask_for(community.session("bo"), "account.suspend", "cy", "a quarrel")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "x", "enter")
        assert "missing" in screen.text
        await screen.type("talk first")
        await screen.press("enter")
        assert acts.waiting(screen.app.session) == []


async def test_the_second_half_of_a_code_is_shown_to_who_says_yes(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    acts.ask_for(community.session("bo"), "keys.replace", "cy", "lost the phone")
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "y", "y")
        assert "your half of the code" in screen.text


async def test_the_door_is_closed_after_asking_and_opened_with_one_key(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("Door"), "o", "y")
        assert "closed to newcomers" in screen.text
        assert not entrance_of(screen.app.session.store).open
        await screen.press("o")
        assert "open to newcomers" in screen.text


async def test_keys_are_added_named_and_removed(community: TestCommunity) -> None:
    add_key(community.session("ana"), a_key("laptop"), "laptop")
    rsa = PublicKey("ssh-rsa", "A" * 720)
    async with community.shell("ana") as screen:
        await screen.press(screen.number("You"), "k", "a")
        screen.app.screen.query_one("#field-key").insert(a_key("phone").line, 0)  # as a paste does
        await screen.press("down")
        await screen.type("phone")
        await screen.press("ctrl+s")
        assert "phone" in screen.text
        await screen.press("a")
        screen.app.screen.query_one("#field-key").insert(rsa.line, 0)
        await screen.press("ctrl+s")
        assert "not whole" in screen.text
        await screen.press("escape", "down", "r", "y")
        assert [key.value.name for key in keys_of(screen.app.session.store, "ana")] == ["laptop"]
        await screen.press("r", "y")
        assert "your only key" in screen.text
        await screen.press("p")
        assert "within a quarter of an hour" in screen.text


async def test_the_rule_of_the_line_at_the_cursor_is_shown(community: TestCommunity) -> None:
    async with community.shell("ana") as screen:
        await screen.press(screen.number("You"), "w")
        for _line in range(90):  # wherever it stands in the list by now
            if "Each person changes their own card" in screen.text:
                break
            await screen.press("down")
        assert "Each person changes their own card" in screen.text


async def test_first_steps_lead_where_they_are_done_and_are_put_away(community: TestCommunity) -> None:
    ana = community.session("ana")
    comes_in(community, "di", a_code(ana, occasion=occasions(ana)[0].key))
    async with community.shell("di") as screen:
        assert "Welcome to Moss, Di." in screen.text
        assert all(step.text in screen.text for step in first_steps(community.session("di")))
        await screen.press("down", "down", "enter")
        assert "Gathering of Sat, 20 Mar 2027" in screen.text
        await screen.press("escape", "1")
        await screen.look()
        assert "[x] See the gathering that you are invited to" in screen.text
        await screen.press("d")
        assert screen.lines[0].split()[:2] == ["1", "Today"]
        await screen.press(screen.number("Door"))
        assert "Members type" in screen.text
    async with community.shell("di") as screen:
        assert screen.lines[0].split()[:2] == ["1", "Today"]


async def test_new_keys_are_told_of_before_anything_else(community: TestCommunity) -> None:
    session = community.session("ana")
    added = add_key(session, a_key("phone"), "a stranger's phone")
    app = Shell(session, None, [added.value])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Screen(app, pilot)
        await screen.settled()
        assert "A new key was added to your account" in screen.text
        assert "a stranger's phone" in screen.text
        await screen.press("escape")
        assert "today is" in screen.text


async def test_a_session_whose_key_was_removed_ends_with_a_sentence(community: TestCommunity) -> None:
    ana = community.session("ana")
    for name in ("phone", "laptop"):
        add_key(ana, a_key(name), name)
    app = Shell(replace(community.session("ana"), key=a_key("phone").fingerprint))
    async with app.run_test(size=(80, 24)):
        await at_rest(app)
        remove_key(ana, keys_of(ana.store, "ana")[0])
        app.look()
        await at_rest(app)
        assert app.return_code == 77
        assert "This key was removed" in app.parting


async def test_a_session_goes_on_when_another_key_of_its_person_is_removed(community: TestCommunity) -> None:
    ana = community.session("ana")
    for name in ("phone", "laptop"):
        add_key(ana, a_key(name), name)
    app = Shell(replace(community.session("ana"), key=a_key("phone").fingerprint))
    async with app.run_test(size=(80, 24)):
        await at_rest(app)
        remove_key(ana, keys_of(ana.store, "ana")[1])
        app.look()
        await at_rest(app)
        assert app.return_code is None


async def test_an_account_that_is_suspended_ends_its_live_session(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    async with community.shell("cy") as screen:
        number = acts.ask_for(community.session("ana"), "account.suspend", "cy", "a quarrel").act.id
        acts.agree(community.session("bo"), number)
        screen.app.look()
        await screen.settled()
        assert screen.app.return_code == 77
        assert "suspended" in screen.app.parting


async def test_hostile_names_are_inert_on_the_pages_of_the_door(community: TestCommunity) -> None:
    partners(community, "bo", "cy")
    a_code(community.session("ana"), HOSTILE, occasion=occasions(community.session("ana"))[0].key)
    add_key(community.session("ana"), a_key("x"), HOSTILE)
    acts.ask_for(community.session("bo"), "account.suspend", "cy", HOSTILE)
    async with community.shell("ana") as screen:
        for keys in (
            (screen.number("Door"),),
            (screen.number("Door"), "y"),
            ("escape", screen.number("You"), "k"),
            ("r",),
        ):
            await screen.press(*keys)
            assert "has stopped" not in screen.text
            assert "\x1b" not in screen.text
            assert "[/]" in screen.text


async def test_at_the_door_nothing_but_the_code_and_the_name_can_be_typed(community: TestCommunity) -> None:
    app = JoiningApp(visitor(community, "bo"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Screen(app, pilot)
        await screen.settled()
        await screen.press("ctrl+p", "question_mark", "f1", "1", "q")
        assert "Welcome to the door of Moss" in screen.text
        assert app.handle is None
    assert [one.value.handle for one in community.session().store.collection(Account).all()] == ["ana"]
