"""One group on the screen: the step, its clock in large figures, who speaks, what comes, what was pressed."""

from __future__ import annotations

from datetime import timedelta

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from folkmoot.api import Session, Still, css_beside, dates, joined, safe
from folkmoot.stepclock import Where, where
from folkmoot_core.clinic.actions import Held, name_of
from folkmoot_core.clinic.big import BigClock
from folkmoot_core.clinic.formats import steps_for, title_for
from folkmoot_core.clinic.model import Run
from folkmoot_core.clinic.rules import is_visitor
from folkmoot_core.clinic.running import givers
from folkmoot_core.clinic.shapes import FormatStep
from folkmoot_core.clinic.wording import clock_face, did_words, next_words, people_words
from folkmoot_core.words import _, ngettext

SECOND = timedelta(seconds=1)
WIDE, HIGH = 100, 30  # from this size on the figures are twice as large
LOW = 20  # below this height nothing stands between the lines


class GroupFace(Vertical, can_focus=True):
    """Shows a group at an instant; it holds the focus, so that the page's keys work."""

    DEFAULT_CSS = css_beside(__file__)
    shown_step = 0  # the step that is drawn: what a key means that is pressed now

    def compose(self) -> ComposeResult:
        yield Still(id="who")
        yield Still(id="step")
        yield BigClock()
        yield Still(id="word")
        yield Still(id="says")
        yield Still(id="ahead")

    def show_group(self, session: Session, held: Held, run: Run) -> None:
        """Read the format's words anew, then draw all of it."""
        self.steps = steps_for(session, held.clinic)
        title = title_for(session, held.clinic)
        number = _("{title}, group {number} of {count}", title=title, number=run.number, count=len(held.runs))
        people = people_words(session, held, run)
        self.query_one("#who", Still).update(joined((number, "bold"), "  ", people))
        self.show_time(session, held, run)

    def show_time(self, session: Session, held: Held, run: Run) -> None:
        """Draw what goes with the time; what stays as it is costs nothing."""
        found = where(run, held.clinic.steps, session.now())
        self.shown_step, step = found.step, self.steps[found.step]
        large = self.app.size.width >= WIDE and self.app.size.height >= HIGH
        self.set_class(self.app.size.height < LOW, "low")
        ended = found.state == "ended"
        clock = self.query_one(BigClock)
        clock.display = not ended
        sign = "+" if found.over >= SECOND else ""
        clock.show_time(sign + clock_face(found), 2 if large else 1)
        self.query_one("#step", Still).update(self._step(step, found))
        self.query_one("#word", Still).update(safe(self._word(session, run, found), "bold"))
        self.query_one("#says", Still).update(_thanks(session, held, run) if ended else _says(step))
        self.query_one("#ahead", Still).update(Content("") if ended else self._ahead(session, run, found))

    def _step(self, step: FormatStep, found: Where) -> Content:
        if found.state == "ended":
            thanks = _("Thank you")
            return joined((f" {spaced(thanks)} ", "reverse bold"))
        place = _("step {step} of {steps}", step=found.step + 1, steps=len(self.steps))
        return joined((f" {spaced(step.name)} ", "reverse bold"), (f"  {place}", ""))

    def _word(self, session: Session, run: Run, found: Where) -> str:
        """What the figures mean, and who did what last."""
        did = did_words(run.did, name_of(session, run.by))
        if found.state == "ready":
            return _("Not begun. Space begins, when all of you are there.")
        if found.state == "ended":
            return did
        over = found.over >= SECOND
        if found.state == "paused":
            stands = _("over, and the clock stands still") if over else _("left, and the clock stands still")
            return f"{stands}: {did}"
        if over:
            return _("over. Finish in your own time; n goes on, + gives two minutes.")
        return _("left") + (f" ({did})" if run.did != "start" else "")

    def _ahead(self, session: Session, run: Run, found: Where) -> Content:
        ends = dates.clock(session.here(found.ends))
        said = _("Then: {what}.", what=next_words(self.steps, run, found))
        whole = (
            _("All of it ends at {time}, if it goes on from here.", time=ends)
            if found.state == "running"
            else _("All of it would end at {time}.", time=ends)
        )
        return joined((f"{said}  {whole}", "dim"))


def spaced(name: str) -> str:
    """A name in capitals with room between them; as it is, where its letters would not stand alone."""
    large = name.upper()
    return " ".join(large) if all(letter.isalnum() or letter == " " for letter in large) else large


def _says(step: FormatStep) -> Content:
    speaks = joined((_("Speaks: {who}.", who=step.who), "bold")) if step.who else Content("")
    return Content("\n").join([safe(step.says), speaks])


def _thanks(session: Session, held: Held, run: Run) -> Content:
    names = [name_of(session, who) for who in givers(held, run)]
    kept = [who for who in givers(held, run) if not is_visitor(who)]
    said = [_("Thank you for listening to each other.")]
    if names:
        said.append(
            ngettext(
                "{names} brought a case today. Thank you for that.",
                "{names} brought cases today. Thank you for that.",
                len(names),
                names=dates.listed(names),
            )
        )
    said.append(
        _("That, and the day, is kept for whose turn it is; of what was said, nothing.")
        if kept
        else _("Nothing of it is kept.")
    )
    return Content("\n").join(safe(line) for line in said)
