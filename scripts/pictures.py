"""The pictures in README and docs, made from the real program: `python scripts/pictures.py`.

The demo community on one fixed day, its pages by real key presses, as SVG without anything to fetch. With names behind
it, only those: `python scripts/pictures.py today map`.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from folkmoot.door.demo import make_demo
from folkmoot.door.entrance import own_sshd
from folkmoot.door.opening import session_at
from folkmoot.folders import plugin_at
from folkmoot.plugins import House, agreeing, open_house
from folkmoot.pressing import at_rest, press
from folkmoot.session import Account
from folkmoot.shell.app import Shell

DAY = datetime(2027, 1, 20, 17, 30, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
PASSPHRASE = tuple(
    "space" if letter == " " else letter for letter in "moss and river stones"
)  # the demo says it


class Picture(NamedTuple):
    """What is seen after some keys, with a plugin at a path beside.

    `who` looks, else whoever looks at the demo; somebody of whom the demo does not know has come in just now.
    """

    keys: tuple[str, ...] = ()
    who: str | None = None
    plugin: str = ""


def found(words: str) -> tuple[str, ...]:
    """The keys that go to a page by the palette."""
    return ("ctrl+p", *words, "enter")


PICTURES = {
    "today": Picture(),
    "newcomer": Picture(who="rosa"),
    "help": Picture(("?",)),
    "rhythm": Picture(("2", "n")),
    "day": Picture(("2", "n", "enter")),
    "answer": Picture(("a",)),
    "people": Picture(("3",)),
    "groups": Picture(("4", "enter")),
    "circles": Picture(("5",)),
    "proposals": Picture(found("deciding")),
    "board": Picture(("6",)),
    "clinic": Picture((*found("clinic"), "enter")),
    "meeting": Picture(found("meeting")),
    "sealed": Picture(("7",)),
    "map": Picture(("7", "enter", *PASSPHRASE, "enter")),
    "care": Picture(("7", "c")),
    "you": Picture(("8",)),
    "door": Picture(("9",)),
    "tools": Picture(found("tools"), plugin="examples/tool-library"),
}
FOLDER = ROOT / "docs/pictures"


async def drawn(shell: Shell, keys: tuple[str, ...]) -> str:
    """The SVG of a screen after some keys, workers done."""
    async with shell.run_test(size=(80, 24)):
        await at_rest(shell)
        await press(shell, *keys)
        await at_rest(shell)
        svg = shell.export_screenshot(title="ssh folkmoot@host")
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)  # no font is fetched from anywhere
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # some viewers fold spaces otherwise
    return re.sub(r"[ \t]+\n", "\n", svg)


def _host_key(folder: Path) -> None:
    """A host key that is nobody's, so that no picture shows that of the machine on which it was drawn."""
    folder.mkdir()
    parts = (b"ssh-ed25519", sha256(b"ribeira.example").digest())
    blob = b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()
    (folder / "ssh_host_ed25519_key.pub").write_text(f"ssh-ed25519 {blob}\n")


def house(plugin: str) -> House:
    """The plugins that came with folkmoot, and one more where a path is given."""
    opened = open_house()
    if plugin:
        lying = [plugin_at(ROOT / plugin)]
        opened.load_all(lying, agreeing(lying))
    return opened


def _comes_in(opened: House, path: Path, handle: str) -> None:
    with session_at(opened, path, now=lambda: DAY, environ={}) as session:
        if session.store.collection(Account).first(handle=handle) is None:
            with session.store.transaction(by=handle, why="came in") as tx:
                tx.add(Account(handle=handle, name=handle.capitalize()))


def main(names: Sequence[str] = ()) -> None:
    """Draw the pictures of these names; without any, all."""
    FOLDER.mkdir(exist_ok=True)
    for name, (keys, who, plugin) in PICTURES.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path, opened = Path(folder) / "community.json", house(plugin)
            make_demo(opened, path, now=lambda: DAY, durability="none")
            _host_key(own_sshd(path))
            environ = {"LANG": "en_GB.UTF-8"}
            if who is not None:
                _comes_in(opened, path, who)
            with session_at(opened, path, handle=who, now=lambda: DAY, environ=environ) as session:
                svg = asyncio.run(drawn(Shell(session), keys))
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
