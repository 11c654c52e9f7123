"""Who is counted in, on one screen: what the house knows, and what somebody here said otherwise."""

from __future__ import annotations

from textual.content import Content

from folkmoot.api import Session, joined
from folkmoot_core.clinic.actions import Held, name_of
from folkmoot_core.clinic.candidates import candidates
from folkmoot_core.clinic.formats import USUAL, formats
from folkmoot_core.clinic.rules import VISITOR, is_visitor, sizes
from folkmoot_core.clinic.shapes import Format
from folkmoot_core.clinic.wording import enough_words, format_words, known_words, too_many_words
from folkmoot_core.words import _


class Gathering:
    """What is chosen before groups are made. It is kept as a draft: a dropped line costs nothing."""

    def __init__(self, key: str, drafts: dict[str, dict[str, str]], held: Held | None = None) -> None:
        """From the groups that there are, where there are any: to draw them anew with one more, or one less."""
        self.name, self.drafts = f"clinic {key}", drafts
        self.key, self.begun = key, held is not None
        kept = {} if held else drafts.get(self.name, {})
        self.said = {who: True for who in kept.get("in", "").split("\n") if who}
        self.said |= {who: False for who in kept.get("out", "").split("\n") if who}
        self.format = held.clinic.format if held else kept.get("format", USUAL)
        for run in held.runs if held else ():
            self.said |= dict.fromkeys(run.value.people, True)

    def say(self, who: str, counts: bool) -> None:
        """Count somebody in, or out."""
        self.said[who] = counts
        self.keep()

    def choose_format(self, name: str) -> None:
        """Hold it another way."""
        self.format = name
        self.keep()

    def keep(self) -> None:
        """Keep what was chosen until groups are made of it."""
        there = "\n".join(who for who, counts in self.said.items() if counts)
        away = "\n".join(who for who, counts in self.said.items() if not counts)
        self.drafts[self.name] = {"in": there, "out": away, "format": self.format}

    def done(self) -> None:
        """Groups were made of it."""
        self.drafts.pop(self.name, None)

    def chosen_format(self, session: Session) -> tuple[str, Format] | None:
        """The format that was chosen, else the first there is; None where none can be read."""
        good = formats(session).good
        name = self.format if self.format in good else next(iter(good), "")
        return (name, good[name]) if name else None

    def rows(self, session: Session) -> list[tuple[str, str, str, bool]]:
        """Everybody on the list: who, what they are called, what is known, whether they count."""
        known = candidates(session, self.key)
        rows = [
            (
                one.handle,
                one.name,
                known_words(one.known),
                self.said.get(one.handle, one.counts and not self.begun),
            )
            for one in known
        ]
        listed = {one.handle for one in known}
        added = [who for who in self.said if who not in listed]
        rows += [
            (who, name_of(session, who), _("visitor") if is_visitor(who) else "", self.said[who])
            for who in added
        ]
        return rows

    def people(self, session: Session) -> list[str]:
        """Those who count."""
        return [who for who, _name, _note, counts in self.rows(session) if counts]

    def drawn_lines(self, session: Session) -> list[tuple[str | None, Content]]:
        """The list, to be picked from."""
        return [
            (who, joined(("[x] " if counts else "[ ] ", "bold"), f"{name[:34]:<36}", (note, "dim")))
            for who, name, note, counts in self.rows(session)
        ]

    def heading(self, session: Session) -> Content:
        """How many are there, what groups they make, and how it is held."""
        chosen = self.chosen_format(session)
        if chosen is None:
            return joined(_("No format can be read; “folkmoot clinic formats” says why."))
        count, found = len(self.people(session)), chosen[1]
        groups = sizes(count, found.least, found.most)
        return Content("\n").join(
            [
                joined(
                    (_("Who is on the call? "), "bold"),
                    enough_words(count, groups, found) + ". ",
                    too_many_words(groups, found),
                ),
                joined(f"{found.title}, {format_words(found)}", (f"  {found.about}", "dim")),
            ]
        )


def visitor(name: str) -> str:
    """Somebody without an account, as groups have them."""
    return VISITOR + name.replace(",", " ")
