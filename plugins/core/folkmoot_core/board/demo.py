"""The board's chapter of the demo community: a dozen notices, what was written about them, thanks, three places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace as evolve

from folkmoot.api import Account, Session, Transaction
from folkmoot_core.board.model import Kind, Letter, Notice, Seen, VirtualPlace
from folkmoot_core.board.reading import today_there
from folkmoot_core.words import _

Told = tuple[
    str, Kind, str, str, str, int, int
]  # by, kind, title, text, where, written days ago, ends in days


def tell(session: Session) -> None:
    """Hang up the notices of those who are there; who looks at the demo finds replies, an end, and what fits."""
    known = {one.value.handle for one in session.store.collection(Account).all()}
    me = session.handle
    with session.store.transaction(by=me, why=_("wrote on the board")) as tx:
        numbers = {}
        for by, kind, title, text, where, ago, left in _notices(me):
            if by in known:
                numbers[title] = tx.add(_notice(session, by, kind, title, text, where, ago, left)).id
        for title, author, asker, by_asker, text, ago, read in _letters(me):
            if title in numbers and {author, asker} <= known:
                letter = _letter(session, numbers[title], author, asker, by_asker, text, ago)
                added = tx.add(letter).id
                if read:
                    _seen(session, tx, letter, added)
        if {"xavier", "goncalo"} <= known:
            tx.add(_thanked(session))
        for place in _places():
            tx.add(evolve(place, keeper=place.keeper if place.keeper in known else ""))


def _notices(me: str) -> Iterator[Told]:
    yield (
        "tomas",
        "offer",
        _("Ladder of five metres, to lend"),
        _("It fits on a van. Two to carry it, please."),
        _("Rua da Fonte, the green gate"),
        3,
        11,
    )
    yield (
        me,
        "request",
        _("A ladder for the olives"),
        _("For three days, when the weather holds. I bring it back with oil."),
        "",
        5,
        9,
    )
    yield (
        me,
        "offer",
        _("Lemons, as many as you carry"),
        _("The tree behind the house is full. Bring your own basket."),
        _("Monte Novo"),
        13,
        1,
    )
    yield (
        "leonor",
        "request",
        _("Somebody to feed two goats"),
        _("From Friday to Sunday, mornings. They know no fences, but they like bread."),
        _("Vale Bejinha"),
        4,
        6,
    )
    yield (
        "duarte",
        "offer",
        _("Lifts to Odemira on Thursdays"),
        _("I leave at nine and come back after lunch; three seats."),
        _("from the church"),
        11,
        12,
    )
    yield (
        "matilde",
        "opportunity",
        _("Two weeks of pruning, paid by the day"),
        _("Vineyard near Cercal, from January. They take beginners and lend the shears."),
        _("Cercal"),
        2,
        12,
    )
    yield (
        "nuno",
        "opportunity",
        _("Night porter at the hostel"),
        _("Three nights a week until spring. Ask me, I did it last year."),
        _("Vila Nova"),
        12,
        5,
    )
    yield (
        "graca",
        "request",
        _("Company to the health centre"),
        _("Next Tuesday. I only need somebody who sits beside me and listens along."),
        _("São Luís"),
        1,
        5,
    )
    yield "carlota", "offer", _("Sourdough, alive since 2019"), _("A jar for whoever wants one."), "", 10, 10
    yield (
        "afonso",
        "request",
        _("A bed for my sister"),
        _("Two nights, she comes with the bus from Beja. A sofa will do."),
        "",
        6,
        3,
    )
    yield (
        "vasco",
        "offer",
        _("Bicycles mended on Saturdays"),
        _("Bring the bicycle and an hour: you hold, I turn."),
        _("the mill"),
        13,
        14,
    )
    yield (
        "teresa",
        "opportunity",
        _("Spanish lessons by call, the school pays"),
        _("Two evenings a week. No diploma needed, patience is."),
        "",
        12,
        2,
    )
    yield (
        me,
        "offer",
        _("A children's bed"),
        _("With its mattress; one slat was mended."),
        _("Monte Novo"),
        26,
        -11,
    )


def _letters(me: str) -> Iterator[tuple[str, str, str, bool, str, int, bool]]:
    """Of a notice by its title: author, asker, whether the asker writes, what, hours ago, whether it was read."""
    lemons, bed = _("Lemons, as many as you carry"), _("A bed for my sister")
    yield lemons, me, "rui", True, _("Could I have a basket for the school kitchen?"), 90, True
    yield lemons, me, "rui", False, _("Of course. The gate is open until dark."), 80, True
    yield lemons, me, "beatriz", True, _("Two kilos for marmalade? You get a jar."), 5, False
    yield bed, "afonso", me, True, _("We have a sofa, and a cat that shares it."), 30, True
    yield bed, "afonso", me, False, _("She loves cats. Wednesday, with the bus of six?"), 4, False


def _notice(
    session: Session, by: str, kind: Kind, title: str, text: str, where: str, ago: int, left: int
) -> Notice:
    return Notice(
        author=by,
        kind=kind,
        title=title,
        text=text,
        where=where,
        until=(today_there(session) + timedelta(days=left)).isoformat(),
        written=session.now() - timedelta(days=ago, hours=2),
    )


def _letter(
    session: Session, number: int, author: str, asker: str, by_asker: bool, text: str, ago: int
) -> Letter:
    by, to = (asker, author) if by_asker else (author, asker)
    at = session.now() - timedelta(hours=ago)
    return Letter(notice=number, author=author, asker=asker, by=by, to=to, text=text, at=at)


def _seen(session: Session, tx: Transaction, letter: Letter, number: int) -> None:
    seen = Seen(account=letter.to, notice=letter.notice, letter=number, at=session.now())
    before = tx.collection(Seen).first(account=letter.to, notice=letter.notice)
    if before is None:
        tx.add(seen)
    else:
        tx.replace(before, seen)


def _thanked(session: Session) -> Notice:
    closed = session.now() - timedelta(days=2)
    title, text = _("A drill for one afternoon"), _("For six shelves.")
    return evolve(
        _notice(session, "xavier", "request", title, text, "", 8, 6),
        closed="thanks",
        closed_day=closed.date().isoformat(),
        closed_at=closed,
        closed_by="xavier",
        thanked="goncalo",
        word=_("the shelves hold, and so will I when you need hands"),
    )


def _places() -> tuple[VirtualPlace, ...]:
    return (
        VirtualPlace(
            name=_("Around the well"),
            link="https://matrix.to/#/#around-the-well:ribeira.example",
            kind="chat",
            keeper="beatriz",
        ),
        VirtualPlace(
            name=_("The long table"),
            link="https://table.ribeira.example/",
            kind="discussion",
            keeper="matilde",
        ),
        VirtualPlace(
            name=_("Moon letter"),
            link="mailto:moon-letter@ribeira.example?subject=subscribe",
            kind="newsletter",
            norm=_("once a moon; the only one that everyone is expected to read"),
            keeper="leonor",
        ),
    )
