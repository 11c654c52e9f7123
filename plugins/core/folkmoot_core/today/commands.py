"""`folkmoot today`."""

from __future__ import annotations

import click

from folkmoot.api import Session, dates, out, out_json, pass_session, utc, visiting
from folkmoot_core.rhythm.wording import when_words
from folkmoot_core.today.gathered import today_of
from folkmoot_core.today.wording import lately_words, more_words
from folkmoot_core.words import _


@click.command(help=_("What comes next, and what waits for you."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def today(session: Session, as_json: bool) -> None:
    if not as_json:  # a script that looks every minute is no visit
        session = visiting(session)
    found = today_of(session)
    here = session.here(session.now())
    if as_json:
        out_json(
            {
                "community": session.community.name,
                "date": here.date().isoformat(),
                "zone": session.zone_name,
                "items": [
                    {
                        "text": item.text,
                        "when": utc(item.when) if item.when else None,
                        "opens": item.opens,
                        "urgency": item.urgency,
                    }
                    for item in found.items
                ],
                "company": [{"text": item.text, "opens": item.opens} for item in found.company],
                "since": utc(found.since),
                "steps": [{"text": step.text, "opens": step.opens} for step in found.steps],
                "lately": [{"at": utc(item.at), "text": item.text} for item in found.lately],
            }
        )
        return
    out(_("{community}, {day}", community=session.community.name, day=dates.long_day(here.date())))
    for item in found.items:
        when = when_words(session, item.when) if item.when else ""
        out(f"  {when:<20} {item.text}")
    for step in found.steps:
        out("  " + _("First step: {step}", step=step.text))
    if found.company:
        out(_("Who may want company"))
        for item in found.company:
            out(f"  {item.text}")
    if found.lately or session.last_here:
        out(lately_words(session, found))
        for told in found.lately:
            out(f"  {told.text}")
    if found.more:
        out("  " + more_words(found))
