"""What is told of one group, as labels and values: on its page and by `folkmoot groups show`."""

from __future__ import annotations

from folkmoot.api import Session, Stored, dates
from folkmoot_core.groups.calendar import host_of, next_pulses
from folkmoot_core.groups.kept import asking_of, askings_for, seat_of, seats_in, to_answer, today_there
from folkmoot_core.groups.model import Group
from folkmoot_core.groups.wording import (
    asking_words,
    end_words,
    hint_words,
    host_words,
    kind_words,
    look_back_words,
    names_in,
    people_words,
    pulse_line,
    pulse_words,
    room_words,
)
from folkmoot_core.words import _

Row = tuple[str, str]


def rows_of(session: Session, stored: Stored[Group]) -> list[Row]:
    """A group in rows; what is empty is left out. Who is on the way is told to its people."""
    group, store = stored.value, session.store
    count = len(seats_in(store, stored.id))
    home = group.kind == "home" and group.closed is None
    size = f"{people_words(count)}, {room_words(count)}" if home else people_words(count)
    rows = [
        (_("Name"), group.name),
        (_("Kind"), f"{kind_words(stored)}, {size}"),
        (_("Focus") if group.kind == "home" else _("Purpose"), group.focus),
        (_("People"), dates.listed(names_in(store, stored.id)) or _("nobody by now")),
        (_("Ends"), end_words(group, today_there(session, group))),
        (_("Closed"), _closed(session, group)),
    ]
    if home:
        rows += _meetings(session, stored)
    if seat_of(store, stored.id, session.handle) is not None and group.closed is None:
        rows += _for_its_people(session, stored, count)
    elif (mine := asking_of(store, stored.id, session.handle)) is not None:
        rows.append((_("You"), _mine(mine.value.own, mine.value.declined, mine.value.reason)))
    else:
        asking = [asking_words(session, one) for one in to_answer(session, stored.id)]
        rows += [
            (_("Asking"), _("{words}; you are in one group already (w)", words=words)) for words in asking
        ]
    return [(label, value) for label, value in rows if value]


def _meetings(session: Session, stored: Stored[Group]) -> list[Row]:
    group = stored.value
    assert group.pulse is not None
    rows = [(_("Pulse"), pulse_words(group.pulse))]
    for item in next_pulses(session, stored):
        rows += [
            (_("Next"), pulse_line(session, item)),
            (_("Host"), host_words(session, host_of(session, item))),
        ]
    return rows


def _for_its_people(session: Session, stored: Stored[Group], count: int) -> list[Row]:
    group, rows = stored.value, []
    if group.kind == "home":
        rows.append((_("Look back"), look_back_words(group, today_there(session, group))))
        rows.append((_("Size"), hint_words(count)))
        if group.merges_into is not None:
            other = session.store.collection(Group).get(group.merges_into).value.name
            rows.append((_("Merging"), _("you have asked {name}", name=other)))
        asked = [one.value.name for one in session.store.collection(Group).find(merges_into=stored.id)]
        rows += [(_("Merging"), _("{name} asks to merge with you (g)", name=name)) for name in asked]
    asking = [asking_words(session, one.value) for one in askings_for(session.store, stored.id)]
    return [*rows, *((_("Asking"), f"{words} (w)") for words in asking)]


def _closed(session: Session, group: Group) -> str:
    if group.closed is None:
        return ""
    day = dates.day_of_year(session.here(group.closed).date())
    return f"{day}. {group.outcome}" if group.outcome else day


def _mine(own: bool, declined: bool, reason: str) -> str:
    if declined:
        return " ".join(part for part in (_("not now."), reason) if part)
    return _("you have asked to join (l takes it back)") if own else _("you are invited: j joins, l says no")
