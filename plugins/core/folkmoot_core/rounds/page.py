"""The rounds: who is proposed as a Partner, how that stands, and the keys with which one is heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Ask,
    BadData,
    Change,
    FindOne,
    FormScreen,
    Key,
    PageView,
    PickList,
    Still,
    joined,
    safe,
)
from folkmoot_core.people.names import name_of
from folkmoot_core.rounds import actions
from folkmoot_core.rounds.model import CloseForm, ObjectForm, ProposeForm
from folkmoot_core.rounds.plain import voices_here
from folkmoot_core.rounds.proposing import proposable, propose
from folkmoot_core.rounds.standings import Asking, asking, askings
from folkmoot_core.rounds.wording import voice_rows
from folkmoot_core.words import _


class RoundsPage(PageView):
    """A list of proposals; below it the one at the cursor, with everyone who is asked."""

    DEFAULT_CSS = """
    RoundsPage {
        & PickList { max-height: 40%; }
        & #round { padding: 1 1 0 1; height: auto; }
    }
    """

    def build(self) -> ComposeResult:
        yield PickList()
        yield Still(id="round")

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show_one()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        ids = [str(one.number) for one in askings(self.session)]
        if where in ids:
            self.query_one(PickList).highlighted = ids.index(where)
            self._show_one()

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("y,s", _("yes"), self.say_yes, _("Consent; or accept, where the Partners ask you.")),
            Key(
                "o", _("object"), self.object_to, _("Object, with the reason: it is held until you withdraw.")
            ),
            Key("w", _("withdraw"), self.take_back, _("Take back what you said in this round.")),
            Key("d", _("decline"), self.decline, _("Stay what you are: nobody has to be a Partner.")),
            Key("n", _("propose"), self.propose, _("Propose somebody as a Partner.")),
            Key("x", _("close"), self.close, _("End a round that you opened, without a decision.")),
            Key("enter", _("open"), self.open_elsewhere, _("Go to where the round is held."), quiet=True),
        )

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        found = askings(self.session)
        lines: list[tuple[str | None, Content]] = [(str(one.number), self._line(one)) for one in found]
        if not lines:
            said = (
                _("Nobody is proposed. n proposes a Friend who came to two gatherings.")
                if self.session.may("rounds.propose").allowed
                else _(
                    "The Partners propose Friends who came to two gatherings. If it is you, you read it here."
                )
            )
            lines = [(None, joined((said, "dim")))]
        self.query_one(PickList).show(lines)
        self._show_one()

    def _line(self, one: Asking) -> Content:
        words = {
            "open": _("asked"),
            "held": _("held"),
            "offered": _("consented"),
            "accepted": _("accepted"),
            "declined": _("declined"),
            "ended": _("over"),
        }
        waits = "  " + _("waits for you (y)") if one.waits else ""
        name = name_of(self.session, one.proposed.account)
        return joined(f"{name[:30]:<32}", (f"{words[one.where]:<12}", "dim"), (waits, "bold"))

    def _show_one(self) -> None:
        picked = self.query_one(PickList).picked
        shown = self.query_one("#round", Still)
        if picked is None or not self.size.width:
            shown.update(Content(""))
            return
        session, one = self.session, asking(self.session, int(picked))
        lines = [joined((_("{name} as a Partner", name=name_of(session, one.proposed.account)), "bold"))]
        if one.proposed.why:
            lines += self._wrapped(
                _("{by}: {why}", by=name_of(session, one.proposed.by), why=one.proposed.why)
            )
        lines += [Content(""), *self._wrapped(one.sentence)]
        if one.where == "offered" and one.proposed.account == session.handle:
            lines.append(safe(_("It is you who says: y to accept, d to decline."), "bold"))
        if one.round is not None and one.where in ("open", "held"):
            lines.append(Content(""))
            for who, said in voice_rows(session, one.round, voices_here(session)):
                lines.append(joined(f"{who[:22]:<24}", (said, "dim")))
        shown.update(Content("\n").join(lines))

    def _wrapped(self, text: str) -> list[Content]:
        return [safe(line) for line in wrap(text, max(20, self.size.width - 4))]

    def on_option_list_option_highlighted(self) -> None:
        self._show_one()

    async def on_option_list_option_selected(self) -> None:
        await self.open_elsewhere()

    # -- what is done ------------------------------------------------------------------------------------------

    def _picked(self) -> Asking:
        picked = self.query_one(PickList).picked
        if picked is None:
            raise BadData(_("Put the cursor on a round."))
        return asking(self.session, int(picked))

    async def open_elsewhere(self) -> None:
        """Go to where the round is held, where that is another page."""
        page, _slash, where = self._picked().opens.partition("/")
        if page != "rounds":
            await self.shell.open_page(page, where)

    async def _held_elsewhere(self, one: Asking) -> bool:
        """Go to where one is heard, where another plugin holds the round."""
        if one.round is not None or one.where not in ("open", "held"):
            return False
        await self.open_elsewhere()
        return True

    async def say_yes(self) -> None:
        """Consent, or accept what is offered to oneself."""
        one = self._picked()
        if one.proposed.account == self.session.handle:
            question = _(
                "You tend to the whole then, with the others, and are asked in rounds like this one."
            )
            self._ask(_("Be a Partner?"), question, lambda: self._accept(one.number))
        elif not await self._held_elsewhere(one):
            found = actions.consent(self.session, one.number)
            self.say(found.sentence)

    def _accept(self, number: int) -> None:
        if self.do(actions.accept, number) is not None:
            self.shell.look()
            self.say(_("You are a Partner now. Thank you."))

    async def object_to(self) -> None:
        """Ask for the reason, then hold the round."""
        one = self._picked()
        self.session.must("rounds.voice", one.proposed)
        if await self._held_elsewhere(one):
            return
        self.app.push_screen(
            FormScreen(
                _("Object to {name} as a Partner", name=name_of(self.session, one.proposed.account)),
                ObjectForm,
                lambda form: actions.object_to(self.session, one.number, form.why),
                name=f"object {one.number}",
                drafts=self.shell.drafts,
                translate=_,
            ),
            lambda saved: self.say(_("Held, until you withdraw it.")) if saved else None,
        )

    def take_back(self) -> None:
        """Have said nothing in this round."""
        self.say(actions.take_back(self.session, self._picked().number).sentence)

    def decline(self) -> None:
        """Stay what one is."""
        one = self._picked()
        self.session.must("rounds.accept", one.proposed)
        question = _("You stay what you are, and welcome. You can be asked again later.")
        self._ask(_("Decline?"), question, lambda: self._decline(one.number))

    def _decline(self, number: int) -> None:
        self.do(actions.decline, number)
        self.shell.look()

    def _ask(self, title: str, question: str, then: Callable[[], None]) -> None:
        self.app.push_screen(Ask(title, question, then))

    def propose(self) -> None:
        """Choose whom, then say why."""
        found = proposable(self.session)
        if not found:
            self.say(_("Nobody can be proposed now: a Friend who came to two gatherings can."))
            return
        lines = [(one.handle, one.name, one.handle) for one in found]
        self.app.push_screen(FindOne(_("Whom do you propose?"), lines), self._why)

    def _why(self, handle: str | None) -> None:
        if handle is None:
            return
        self.app.push_screen(
            FormScreen(
                _("{name} as a Partner", name=name_of(self.session, handle)),
                ProposeForm,
                lambda form: propose(self.session, handle, form.why),
                name=f"propose {handle}",
                drafts=self.shell.drafts,
                translate=_,
            ),
            lambda saved: self.say(_("Proposed. Everyone who is a Partner is asked.")) if saved else None,
        )

    def close(self) -> None:
        """Ask for a few words, then end the round."""
        one = self._picked()
        self.app.push_screen(
            FormScreen(
                _("Close this round?"),
                CloseForm,
                lambda form: actions.close(self.session, one.number, form.why),
                name=f"close {one.number}",
                drafts=self.shell.drafts,
                translate=_,
            ),
            lambda saved: self.say(_("Closed, without a decision.")) if saved else None,
        )
