"""The pictures in README and docs, made from the real program: `python scripts/pictures.py`.

The demo community on one fixed day, its pages by real key presses, as SVG without anything to fetch.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from folkmoot.door.demo import make_demo
from folkmoot.door.entrance import own_sshd
from folkmoot.door.opening import session_at
from folkmoot.plugins import open_house
from folkmoot.shell.app import Shell

DAY = datetime(2027, 1, 20, 17, 30, tzinfo=UTC)
PICTURES = {
    "today": (),
    "rhythm": ("2", "n"),
    "day": ("2", "n", "enter"),
    "answer": ("a",),
    "people": ("3",),
    "groups": ("4", "enter"),
    "board": ("6",),
    "clinic": ("ctrl+p", *"clinic", "enter", "enter"),
    "meeting": ("ctrl+p", *"meeting", "enter"),
    "door": ("9",),
}
FOLDER = Path(__file__).parent.parent / "docs/pictures"


async def drawn(shell: Shell, keys: tuple[str, ...]) -> str:
    """The SVG of a screen after some keys, workers done."""
    async with shell.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await shell.workers.wait_for_complete()
        await pilot.pause()
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


def main() -> None:
    """Draw all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name, keys in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "community.json"
            house = open_house()
            make_demo(house, path, now=lambda: DAY, durability="none")
            _host_key(own_sshd(path))
            with session_at(house, path, now=lambda: DAY, environ={"LANG": "en_GB.UTF-8"}) as session:
                svg = asyncio.run(drawn(Shell(session), keys))
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
