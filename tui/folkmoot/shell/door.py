"""The host's page about the door: who is here, what waits for several, who is invited, whether it is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from folkmoot import acts as heavy
from folkmoot.dates import clock, day
from folkmoot.door import knocks
from folkmoot.door.entrance import entrance_of, host_fingerprint, open_to_newcomers, ssh_line
from folkmoot.door.here import here_now
from folkmoot.door.invites import open_invites, whom, withdraw_invite
from folkmoot.errors import NotAllowed
from folkmoot.shell.dialog import Ask
from folkmoot.shell.lists import PickList
from folkmoot.shell.page import Key, PageView
from folkmoot.shell.safe import joined, safe
from folkmoot.shell.still import Still
from folkmoot.store import Change
from folkmoot.words import _, ngettext

Line = tuple[str | None, Content]


class DoorPage(PageView):
    """Lines of three kinds: `here/…` who is in, `act/…` what waits for voices, `invite/…` who may come."""

    DEFAULT_CSS = """
    DoorPage {
        & #how { padding: 0 1; height: auto; margin: 0 0 1 0; }
    }
    """
    sees_presence = True

    def build(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Still(self._how(), id="how")
            yield PickList(self._lines())

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("i", _("invite"), self.invite, _("Make a card that lets a newcomer in.")),
            Key("y", _("say yes"), self.agree, _("Say yes to what is asked for at the cursor.")),
            Key("x", _("say no"), self.hold, _("Say no to what is asked for at the cursor, and why.")),
            Key("b", _("bring up"), self.ask, _("Bring up something that several decide together.")),
            Key(
                "w",
                _("withdraw"),
                self.withdraw,
                _("Take back what you asked for, or the invitation, there."),
            ),
            Key(
                "o",
                _("open or close"),
                self.open_or_close,
                _("Let newcomers with a code in, or not for now."),
            ),
        )

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.query_one("#how", Still).update(self._how())
        self.query_one(PickList).show(self._lines())

    # -- what is shown -----------------------------------------------------------------------------------------

    def _how(self) -> Content:
        session = self.session
        found = entrance_of(session.store)
        state = (
            _("The door is open to newcomers with a code.")
            if found.open
            else _("The door is closed to newcomers.")
        )
        wrong = knocks.lately(session.store.path, session.now())
        if wrong:
            state += " " + ngettext("{count} wrong code today.", "{count} wrong codes today.", wrong)
        fingerprint = host_fingerprint(session.store.path, found.port)
        lines = [joined((state, "bold")), joined((_("Members type:") + " ", "dim"), ssh_line(found))]
        if fingerprint:
            lines.append(joined((_("The host's key:") + " ", "dim"), fingerprint))
        return Content("\n").join(lines)

    def _lines(self) -> list[tuple[str | None, Content]]:
        return [
            *self._section(_("Here now"), self._present(), _("Nobody that is known of.")),
            *self._section(_("Waits for several"), self._acts(), _("Nothing. Bring something up with b.")),
            *self._section(_("Invited"), self._invited(), _("Nobody. Make a card with i.")),
        ]

    @staticmethod
    def _section(title: str, lines: Iterator[Line], empty: str) -> Iterator[Line]:
        yield None, joined((title, "bold"))
        found = list(lines)
        yield from found or [(None, joined((f"  {empty}", "dim")))]
        yield None, Content("")

    def _present(self) -> Iterator[Line]:
        try:
            found = here_now(self.session)
        except NotAllowed as error:
            yield None, safe(error.sentence)
            return
        for one in found:
            who = one.handle or _("somebody at the door")
            since = _("since {time}", time=clock(self.session.here(one.since)))
            yield f"here/{one.pid}", joined(f"  {who:<22} ", (since, "dim"))

    def _acts(self) -> Iterator[Line]:
        for stored in heavy.waiting(self.session):
            lacks = heavy.missing(self.session, stored.value)
            said = ngettext("{count} yes is missing", "{count} yeses are missing", lacks)
            about = joined(f"  {heavy.sentence(self.session, stored.value)}")
            why = joined(f"    {said}  ", (f"{stored.value.by}: {stored.value.why}", "dim"))
            yield f"act/{stored.id}", Content("\n").join((about, why))

    def _invited(self) -> Iterator[Line]:
        for stored in open_invites(self.session):
            until = day(self.session.here(stored.value.until).date())
            by = _("by {by}, until {day}", by=stored.value.by, day=until)
            yield f"invite/{stored.id}", joined(f"  {whom(stored.value)}  ", (by, "dim"))

    # -- what is done ------------------------------------------------------------------------------------------

    def _picked(self, kind: str) -> int | None:
        """The number of the line at the cursor, if it is of a kind; else say what the cursor must be on."""
        found, _slash, number = (self.query_one(PickList).picked or "").partition("/")
        return int(number) if found == kind else None

    def invite(self) -> None:
        """Open the form for a card."""
        from folkmoot.shell.inviting import begin

        begin(self)

    def agree(self) -> None:
        """Say yes, after reading once more what it is."""
        number = self._picked("act")
        if number is None:
            self.say(_("Put the cursor on something that waits for voices."))
            return
        stored = next((one for one in heavy.waiting(self.session) if one.id == number), None)
        if stored is not None:
            question = (
                f"{heavy.sentence(self.session, stored.value)}\n\n{stored.value.by}: {stored.value.why}"
            )
            self.app.push_screen(Ask(_("Say yes?"), question, lambda: self._agree(number)))

    def _agree(self, number: int) -> None:
        from folkmoot.shell.asking import tell

        outcome = self.do(heavy.agree, number)
        if outcome is not None:
            tell(self, outcome)

    def hold(self) -> None:
        """Say no, with the reason."""
        from folkmoot.shell.asking import say_no

        number = self._picked("act")
        if number is None:
            self.say(_("Put the cursor on something that waits for voices."))
        else:
            say_no(self, number)

    def ask(self) -> None:
        """Ask for something heavy."""
        from folkmoot.shell.asking import begin

        begin(self)

    def withdraw(self) -> None:
        """Take back the invitation, or the own act, at the cursor."""
        invite, act = self._picked("invite"), self._picked("act")
        if invite is not None:
            question = _("Whoever has the card can't come in with it any more.")
            self.app.push_screen(Ask(_("Withdraw it?"), question, lambda: self._withdraw_invite(invite)))
        elif act is not None and self.do(heavy.withdraw, act) is not None:
            self.say(_("Taken back."))
        elif act is None:
            self.say(_("Put the cursor on an invitation, or on something you asked for."))

    def _withdraw_invite(self, number: int) -> None:
        if self.do(withdraw_invite, number) is not None:
            self.say(_("The invitation counts no longer."))
            self.shell.look()

    def open_or_close(self) -> None:
        """Let newcomers in, or not for now."""
        if entrance_of(self.session.store).open:
            question = _("No newcomers come in until somebody opens it again. Members come in as always.")
            self.app.push_screen(Ask(_("Close the door?"), question, lambda: self._set_door(False)))
        else:
            self._set_door(True)

    def _set_door(self, wanted: bool) -> None:
        if self.do(open_to_newcomers, wanted) is not None:
            self.say(
                _("Newcomers with a code come in again.")
                if wanted
                else _("No newcomers for now. Codes stay good, members come in as always.")
            )
            self.shell.look()
