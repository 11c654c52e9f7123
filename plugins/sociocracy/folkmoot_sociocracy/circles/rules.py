"""How circles stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from folkmoot_sociocracy.circles.model import Circle


def as_tree(circles: Mapping[int, Circle]) -> Iterator[tuple[int, int, Circle]]:
    """Circles as `(depth, id, circle)`, each under its parent, siblings by name.

    A circle whose parent is missing stands at the top, and so does the first of a ring of parents: nothing is
    ever left out.
    """
    shown: set[int] = set()

    def below(parent: int | None, depth: int) -> Iterator[tuple[int, int, Circle]]:
        for number, circle in _by_name(
            (n, c) for n, c in circles.items() if c.parent == parent and n not in shown
        ):
            shown.add(number)
            yield depth, number, circle
            yield from below(number, depth + 1)

    yield from below(None, 0)
    for number, circle in _by_name(circles.items()):
        if number not in shown and circle.parent not in circles:
            shown.add(number)
            yield 0, number, circle
            yield from below(number, 1)
    for number, circle in sorted(circles.items()):
        if number not in shown:
            shown.add(number)
            yield 0, number, circle
            yield from below(number, 1)


def _by_name(circles: Iterable[tuple[int, Circle]]) -> list[tuple[int, Circle]]:
    return sorted(circles, key=lambda pair: (pair[1].name.casefold(), pair[0]))
