"""The page of the hooks, made of what the code says: signature, docstring, type, and an example that a test runs.

python scripts/hooks.py            writes docs/hooks.md
python scripts/hooks.py check      says whether it is as the code says
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from folkmoot import hookspecs
from folkmoot.fitting import RETURNS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/hooks.md"
EXAMPLES = ROOT / "examples/hooks"
PARTS = {
    "Called": "when",
    "Returns": "returns",
    "On a fault": "on a fault",
    "Since version": "since version",
}  # how a line of a docstring begins, and what it answers
HEAD = """\
# The hooks

Made by `scripts/hooks.py` from the code, and checked: every hook says when it is called, what it returns, what happens
on a fault and since when, and has an example that runs in the tests. How a plugin is written stands in
[Plugins](plugins.md).

An implementation names only the arguments that it needs. All hooks are synchronous, and called one plugin at a time.

"""


def parts(hook: str) -> dict[str, str]:
    """What a hook's docstring answers; what it is for stands under `""`. Lacks what it does not answer."""
    doc = inspect.getdoc(getattr(hookspecs, f"folkmoot_{hook}")) or ""
    answers, current = {"": ""}, ""
    for line in doc.splitlines():
        for begins, name in PARTS.items():
            if line.startswith(begins):
                current = name
        answers[current] = f"{answers.get(current, '')} {line}".strip()
    return answers


def signature(hook: str) -> str:
    """A hook as it is implemented."""
    found = inspect.signature(getattr(hookspecs, f"folkmoot_{hook}"))
    return f"folkmoot_{hook}{found}".replace("'", "")


def example(hook: str) -> Path:
    """The plugin of one file that shows a hook."""
    return EXAMPLES / f"garden_{hook}.py"


def section(hook: str) -> str:
    """What the page says of a hook."""
    answers, kind = parts(hook), RETURNS[hook]
    fields = ", ".join(f"`{name}`" for name in kind.__struct_fields__)
    about = re.sub(r"\s+", " ", inspect.getdoc(kind) or "")
    lines = [f"## `{signature(hook)}`", "", answers[""], ""]
    lines += [f"- {answers[name]}" for name in PARTS.values()]
    lines += ["", f"`{kind.__name__}` ({fields}): {about}", ""]
    return "\n".join([*lines, "```python", example(hook).read_text("utf-8").strip(), "```", ""])


def page() -> str:
    """The whole page."""
    listed = "".join(f"- `folkmoot_{hook}`: {parts(hook)['']}\n" for hook in RETURNS)
    return HEAD + listed + "\n" + "\n".join(section(hook) for hook in RETURNS)


def main(words: list[str]) -> int:
    """Write it, or say that it is old."""
    if words == ["check"]:
        same = PAGE.read_text("utf-8") == page()
        print(
            "docs/hooks.md is as the code says" if same else "docs/hooks.md is old: python scripts/hooks.py"
        )
        return 0 if same else 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
