"""A policy and the mission to be read, and the forms around them; each ends in one use case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from folkmoot.api import Dialog, FormScreen, Still, joined, safe
from folkmoot_sociocracy.circles.actions import ChangedMeanwhile, circle_of
from folkmoot_sociocracy.links.dialog import ProposalDialog
from folkmoot_sociocracy.links.wording import circle_name, state_words
from folkmoot_sociocracy.logbook.actions import add_policy, correct, day_of, end, entry_of, review
from folkmoot_sociocracy.logbook.mission import asked_mission, last_written, mission, propose_mission
from folkmoot_sociocracy.logbook.model import EndForm, Entry, Mission, PolicyForm, ReviewForm, WordsForm
from folkmoot_sociocracy.logbook.wording import adopted_words, entry_rows, mission_rows
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot.api import PageView


class Reading(Dialog[None]):
    """Something longer to be read."""

    around = 7

    def __init__(self, page: PageView, title: str) -> None:
        super().__init__(title)
        self.page = page

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Still(self.told(), id="told"))

    def on_changes(self) -> None:
        self.query_one("#told", Still).update(self.told())

    def told(self) -> Content:
        """What is to be read."""
        return Content("")


class EntryDialog(Reading):
    """A policy, with how and when it was decided."""

    DEFAULT_CSS = "EntryDialog { & VerticalScroll { height: auto; } & #told { height: auto; } }"

    def __init__(self, page: PageView, number: int) -> None:
        super().__init__(page, entry_of(page.session, number).value.title)
        self.number = number

    def told(self) -> Content:
        session = self.page.session
        entry = entry_of(session, self.number).value
        rows = entry_rows(session, entry, circle_name(session, entry.circle))
        width = max(len(label) for label, _value in rows) + 2
        lines = [safe(entry.text, lines=True), Content("")]
        lines += [joined((f"{label:<{width}}", "dim"), value) for label, value in rows]
        return Content("\n").join(lines)


class MissionDialog(Reading):
    """What the community is for, and the words that everyone is asked about."""

    DEFAULT_CSS = "MissionDialog { & VerticalScroll { height: auto; } & #told { height: auto; } }"
    BINDINGS = [Binding("e,n", "write", show=False), Binding("a", "answer", show=False)]

    def __init__(self, page: PageView) -> None:
        super().__init__(page, _("What we are here for"))

    def foot(self) -> Sequence[tuple[str, str]]:
        if asked_mission(self.page.session) is not None:
            return (("a", _("answer")), *super().foot())
        return (("e", _("propose words")), *super().foot())

    def told(self) -> Content:
        session = self.page.session
        stands, asked = mission(session), asked_mission(session)
        lines: list[Content] = []
        if stands is None:
            lines.append(safe(_("There is no mission yet. Anybody proposes one, and everyone is asked.")))
        else:
            lines += _parts(stands.value)
            lines += [Content(""), safe(adopted_words(stands.value), "dim")]
        if asked is not None:
            lines += [Content(""), safe(_("Everyone is asked about these words:"), "bold"), *_parts(asked[1])]
        return Content("\n").join(lines)

    def action_answer(self) -> None:
        asked = asked_mission(self.page.session)
        if asked is not None:
            self.app.push_screen(ProposalDialog(self.page, asked[0].id))

    def action_write(self) -> None:
        """Ask for the words; one begins with those that were written last."""
        if asked_mission(self.page.session) is not None:
            self.action_answer()
            return
        before = last_written(self.page.session)
        start = {name: getattr(before, name) for name in ("vision", "mission", "aims")} if before else {}
        said: list[str] = []

        def save(form: Mission) -> None:
            said.append(state_words(self.page.session, propose_mission(self.page.session, form).value))

        screen = FormScreen(
            _("Our mission"),
            Mission,
            save,
            name="mission",
            drafts=self.page.shell.drafts,
            start=start,
            leave_out=("state", "decided", "by"),
            translate=_,
        )
        self.app.push_screen(screen, lambda saved: self._asked(said[-1]) if saved else None)

    def _asked(self, sentence: str) -> None:
        self.done(None)
        self.app.call_later(self.page.say, sentence)


def _parts(written: Mission) -> list[Content]:
    lines: list[Content] = []
    for label, value in mission_rows(written):
        lines += [joined((label, "bold")), safe(value, lines=True)]
    return lines


def ask_policy(page: PageView, circle: int) -> None:
    """Ask for a policy that a circle decided."""
    page.session.must("logbook.write", circle)
    name = circle_of(page.session, circle).value.name
    title = _("Into the logbook: {circle}", circle=name)
    _ask(page, title, PolicyForm, f"policy {circle}", lambda form: add_policy(page.session, circle, form))


def ask_words(page: PageView, number: int) -> None:
    """Ask how a policy is written down rightly."""
    seen = entry_of(page.session, number).value
    page.session.must("logbook.write", seen.circle)

    def save(form: WordsForm) -> None:
        nonlocal seen
        try:
            correct(page.session, number, form, seen)
        except ChangedMeanwhile as error:
            seen = error.now if isinstance(error.now, Entry) else seen
            raise

    start = {name: getattr(seen, name) for name in WordsForm.__struct_fields__}
    _ask(page, _("Correct: {title}", title=seen.title), WordsForm, f"words {number}", save, start)


def ask_review(page: PageView, number: int) -> None:
    """Ask when a policy is looked at again."""
    entry = entry_of(page.session, number).value
    page.session.must("logbook.write", entry.circle)
    title = _("Looked at, and left: {title}", title=entry.title)
    _ask(
        page,
        title,
        ReviewForm,
        f"review {number}",
        lambda form: review(page.session, number, day_of(form.review)),
    )


def ask_end(page: PageView, number: int) -> None:
    """Ask why a policy ends."""
    entry = entry_of(page.session, number).value
    page.session.must("logbook.write", entry.circle)
    title = _("End: {title}", title=entry.title)
    _ask(page, title, EndForm, f"end policy {number}", lambda form: end(page.session, number, form.why))


def _ask(
    page: PageView,
    title: str,
    form: type[Struct],
    name: str,
    save: Callable[[Any], object],
    start: dict[str, Any] | None = None,
) -> None:
    page.app.push_screen(
        FormScreen(title, form, save, name=name, drafts=page.shell.drafts, start=start, translate=_),
        lambda saved: page.say(_("Kept.")) if saved else None,
    )
