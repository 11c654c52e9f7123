"""What store.py prints: a table a size, the bytes of an update, sessions, and the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from store_sessions import Found

Medians = dict[int, dict[str, dict[str, float]]]  # size, operation, store: microseconds

OPERATIONS = {
    "open": "open + first get",
    "open_find": "open + first find",
    "open_long": "open + get, long journal",
    "get_first": "get by id, first touch",
    "get": "get by id, again",
    "find": "find, indexed",
    "insert": "insert",
    "insert_unflushed": "insert, not flushed",
    "update": "update",
    "two": "two collections at once",
    "seen": "another's write seen",
    "idle": "poll, nothing happened",
    "poll_after": "poll, others compacted",
    "compact": "compaction",
}
NOISE = 1.25  # up to here two times count as the same


@dataclass(frozen=True)
class Limit:
    """A figure and the most that it may be."""

    name: str
    figure: float
    most: float
    note: str = ""


def print_table(size: int, found: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> None:
    """Medians of one size, and ours as multiples of others."""
    print(
        f"\n{f'{size:,} members, µs':<26}" + "".join(f"{name:>11}" for name in names) + "  / sqlite  / bare"
    )
    for operation, label in OPERATIONS.items():
        row = found[operation]
        ours = row["folkmoot"]
        cells = "".join(f"{_shown(row.get(name)):>11}" for name in names)
        compared = [f"{ours / row[name]:.2f}" if name in row else "-" for name in ("sqlite", "bare")]
        print(f"{label:<26}{cells}{compared[0]:>10}{compared[1]:>8}")


def _shown(number: float | None) -> str:
    return "-" if number is None else f"{number:,.0f}" if number >= 100 else f"{number:.1f}"


def print_written(found: Mapping[str, Mapping[str, float]], snapshot: int, writes: int) -> None:
    """Bytes of an update, and what a compaction of ours adds to each of the writes that it comes after."""
    print(f"\n{'bytes an update':<26}" + "".join(f"{name:>11}" for name in found))
    for name, label in {"wchar": "written", "write_bytes": "of pages to the disk"}.items():
        print(f"{label:<26}" + "".join(f"{one[name]:>11,.0f}" for one in found.values()))
    print(
        f"a compaction ({snapshot:,} bytes) each {writes:,} updates: {snapshot / writes:,.0f} more for each"
    )


def print_sessions(found: Found) -> None:
    """Opening, memory and processor time of processes of their own."""
    print(f"\n{found.sessions} sessions, each a process of its own")
    print(f"open + first get: {found.open / 1000:.1f} ms")
    print(
        f"memory: {found.opened_mib:.1f} MiB opened, {found.touched_mib:.1f} MiB with every document touched"
    )
    percent = ", ".join(f"{name} {figure:.2f} %" for name, figure in found.percent.items())
    print(f"polling at 4 Hz, all together, of one core: {percent}")


def limits(found: Medians, sessions: Found | None) -> Iterator[Limit]:
    """What the project asks for, at the largest size."""
    large, small = max(found), min(found)
    at = found[large]
    rivals = {
        "growing": ("sqlite, its log growing", 1.5),
        "sqlite": ("sqlite, its log full", 1.5),
        "bare": ("bare", 3),
    }
    for rival, (called, most) in rivals.items():
        for operation in ("insert", "update"):
            yield Limit(f"{operation} / {called}", at[operation]["folkmoot"] / at[operation][rival], most)
    for operation in ("get", "get_first"):
        yield Limit(
            f"{OPERATIONS[operation]} / sqlite", at[operation]["folkmoot"] / at[operation]["sqlite"], 2
        )
    for operation in ("open", "open_long"):
        yield Limit(f"{OPERATIONS[operation]}, ms", at[operation]["folkmoot"] / 1000, 50)
    yield Limit("another's write seen, ms", at["seen"]["folkmoot"] / 1000, 2)
    for operation in ("insert", "update"):
        grown = {name: time / found[small][operation][name] for name, time in at[operation].items()}
        note = f"the same of sqlite {grown['sqlite']:.2f}, of bare {grown['bare']:.2f}"
        yield Limit(f"{operation} at {large:,} / at {small:,}", grown["folkmoot"], NOISE, note)
    if sessions is not None:
        yield Limit("open + first get, own process, ms", sessions.open / 1000, 50)
        yield Limit(f"{sessions.sessions} idle sessions, % of a core", sessions.percent["folkmoot"], 2)


def print_limits(given: Sequence[Limit]) -> None:
    """Each figure beside its limit."""
    print(f"\n{'':<36}{'found':>8}{'at most':>9}")
    for one in given:
        verdict = "holds" if one.figure <= one.most else "MISSED"
        print(f"{one.name:<36}{one.figure:>8.2f}{one.most:>9g}  {verdict}{one.note and f'  ({one.note})'}")
