"""No text reaches a widget raw: what is handed to one is provably inert, or this check says where it isn't.

    python scripts/inert.py [FOLDER …]      tui and plugins, where no folder is named

Inert is what `safe()` and `joined()` make, what is built of it, and what a type promises (`-> Content`; mypy holds
it to that): so wherever a `Content` or a rich `Text` is made, it must be of cleaned text. Where a widget takes plain
text, `clean()`, a sentence of a catalogue (`_` cleans what it fills in) or a literal will do.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

DOOR = "folkmoot/shell/safe.py"  # proven by its tests
Sink = tuple[str, int, int]  # how it reads its arguments, from which one on, how many

# "markup": a string would be read as markup; "pairs": so would the first of each pair; "plain": as it is;
# "parts": strings, or pairs of string and style, as they are; "own": markup that only we may write.
SINKS: dict[str, Sink] = {
    "Static Still Label Button Checkbox RadioButton Link Option Selection Tab TabPane": ("markup", 0, 1),
    "Tree TreeNode Tooltip Placeholder PickList DiscoveryHit from_rich_text": ("markup", 0, 1),
    "update show add set_label add_column add_option add_leaf add_tab": ("markup", 0, 1),
    "OptionList RadioSet TabbedContent Tabs add_row add_rows add_columns add_options": ("markup", 0, 99),
    "Hit replace_option_prompt replace_option_prompt_at_index update_cell_at": ("markup", 1, 1),
    "update_cell": ("markup", 2, 1),
    "Collapsible DataTable": ("markup", 0, 0),
    "Select SelectionList set_options": ("pairs", 0, 99),
    "Input MaskedInput": ("plain", 0, 2),
    "TextArea Markdown MarkdownViewer Text Content styled": ("plain", 0, 1),
    "notify write write_line write_lines load_text": ("plain", 0, 1),
    "assemble": ("parts", 0, 99),
    "from_markup from_ansi": ("own", 0, 1),
}
SINKS.update({name: SINKS[names] for names in list(SINKS) for name in names.split()})
WORDS = {"content", "label", "title", "prompt", "tooltip", "options", "value", "placeholder", "text"}
ATTRIBUTES = dict.fromkeys(("border_title", "border_subtitle", "tooltip", "label", "prompt"), "markup")
ATTRIBUTES |= dict.fromkeys(("title", "sub_title", "placeholder"), "plain")
RECEIVERS = {"add": {"root", "node", "branch", "tree"}, "show": {"PickList", "options", "pick"}}
ELSEWHERE = {"os", "stdout", "stderr", "stream", "file", "out"}  # whose `write` is not to a widget
SHELL = ("Ask", "Choose", "Dialog", "FormScreen", "PageView", "PickList", "Still", "joined", "safe")
SCREENLY = ("textual", "rich", "folkmoot.shell", *(f"folkmoot.api.{name}" for name in SHELL))
MADE = {"safe", "joined", "Content", "Text", "Option", "Selection", "styled", "assemble", "from_markup"}
CLEANED = {"clean", "plain", "_", "ngettext", "len"}
KEPT = {"list", "tuple", "sorted", "reversed", "zip", "enumerate"}
OF_PARTS = (ast.List, ast.ListComp, ast.GeneratorExp, ast.Starred, ast.Subscript, ast.BoolOp, ast.IfExp)
OF_PARTS += (ast.BinOp, ast.JoinedStr, ast.FormattedValue)  # type: ignore[assignment]
TEXT_IN = ("elts", "values", "elt", "value", "body", "orelse", "left", "right")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def promises(kind: ast.expr | None) -> bool:
    """Whether a type lets no raw text through: Content, or lines of (id, Content)."""
    match kind:
        case ast.Name() | ast.Attribute():
            return _name(kind) in ("Content", "Option")
        case ast.BinOp(left=left, right=right):
            return all(promises(one) or getattr(one, "value", 0) is None for one in (left, right))
        case ast.Subscript(slice=ast.Tuple(elts=[*_, inner])) | ast.Subscript(slice=inner):
            return promises(inner)
    return False


def _name(node: ast.AST | None) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "") or getattr(node, "name", "")


class Source:
    """One file: which functions and classes stand around what, and whether it knows widgets."""

    def __init__(self, path: Path) -> None:
        self.path, self.tree = path, ast.parse(path.read_text("utf-8"))
        self.around: dict[ast.AST, list[ast.AST]] = {self.tree: [self.tree]}  # inside out
        for node in ast.walk(self.tree):
            around = [node] if isinstance(node, Function | ast.ClassDef) else []
            self.around.update(dict.fromkeys(ast.iter_child_nodes(node), around + self.around[node]))
        imports = [node for node in self.around if isinstance(node, ast.ImportFrom)]
        self.aliases = {name.asname: name.name for node in imports for name in node.names if name.asname}
        names = {f"{node.module}.{name.name}" for node in imports for name in node.names}
        self.on_screen = any(name.startswith(SCREENLY) for name in names)

    def called(self, call: ast.Call) -> str:
        """What a call calls, by the name that it has at home."""
        return self.aliases.get(_name(call.func), _name(call.func))

    def owner(self, node: ast.AST, kind: Any) -> ast.AST | None:
        """The function or the class around a node."""
        return next((one for one in self.around[node] if isinstance(one, kind)), None)


class Check:
    """All files together: a function's promise and a widget's kind count wherever they are used."""

    def __init__(self, files: Iterable[Source]) -> None:
        self.files = [file for file in files if not file.path.as_posix().endswith(DOOR)]
        self.classes: dict[str, ast.ClassDef] = {}
        self.promised: dict[tuple[Source | None, str], bool] = {}  # in a file; and everywhere
        for self.file in self.files:  # noqa: B020
            for node in self.file.around:
                if isinstance(node, ast.ClassDef):
                    self.classes[node.name] = node
                elif isinstance(node, Function):
                    for key in ((self.file, node.name), (None, node.name)):
                        self.promised[key] = self.promised.get(key, True) and promises(node.returns)

    def _made_of(self, name: str) -> Sink | None:
        """How a widget reads what it is made of; a class that says it itself is looked at where it does."""
        node = self.classes.get(name)
        if name in SINKS or node is None or any(getattr(p, "name", "") == "__init__" for p in node.body):
            return SINKS.get(name)
        return next((sink for base in node.bases if (sink := self._made_of(_name(base)))), None)

    def faults(self) -> Iterator[str]:
        """Where something is handed on that is not known to be inert, as `file:line: sentence`."""
        for self.file in self.files:  # noqa: B020
            for node in self.file.around if self.file.on_screen else ():
                for given, how, to in self._handed(node):
                    if not self.inert(given, how, ()):
                        door = "clean()" if how == "plain" else "safe() or joined()"
                        where = f"{self.file.path}:{given.lineno}"
                        yield f"{where}: {to} is given what is not known to be inert; hand it through {door}."

    def _handed(self, node: ast.AST) -> Iterator[tuple[ast.expr, str, str]]:
        """What a node hands to a widget, how that reads it, and its name."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES:
                    yield node.value, ATTRIBUTES[target.attr], target.attr
        if not isinstance(node, ast.Call):
            return
        name, sink = self._sink(node)
        how, first, count = sink or ("", 0, 0)
        own = self._handed_on(node)
        yield from ((one, how, name) for one in node.args[first : first + count] if _name(one) not in own)
        for word in node.keywords if sink else ():
            if how == "own" or word.arg in WORDS - ({"value"} if how != "plain" else set()):
                yield word.value, "plain" if how == "own" else how, f"{name} ({word.arg})"

    def _sink(self, call: ast.Call) -> tuple[str, Sink | None]:
        name, function = self.file.called(call), call.func
        if name == "__init__":
            bases = [_name(base) for base in getattr(self.file.owner(call, ast.ClassDef), "bases", [])]
            return next(((base, sink) for base in bases if (sink := self._made_of(base))), (name, None))
        if not isinstance(function, ast.Attribute) or name[:1].isupper():
            return name, self._made_of(name)
        receiver = ast.unparse(function.value)
        fits = any(word in receiver for word in RECEIVERS.get(name, [""]))
        return name, SINKS.get(name) if fits and receiver.split(".")[-1] not in ELSEWHERE else None

    def _handed_on(self, call: ast.Call) -> set[str]:
        """The arguments that a widget's method hands on to the one it overrides: its callers are looked at."""
        name, around = _name(call.func), self.file.owner(call, Function)
        known = name != "__init__" or _name(self.file.owner(call, ast.ClassDef)) in SINKS
        if not (around and known and _name(around) == name and "super()." in ast.unparse(call.func)):
            return set()
        return {node.arg for node in ast.walk(around) if isinstance(node, ast.arg)}

    def inert(self, node: ast.expr, how: str, seen: tuple[ast.AST, ...]) -> bool:
        """Whether an expression holds nothing that a widget, reading it in this way, could be fooled by."""
        if node in seen:
            return True  # bound to itself and something else: the other one decides

        def all_inert(parts: Iterable[ast.expr]) -> bool:
            return all(self.inert(part, how, (*seen, node)) for part in parts)

        as_markup = how in ("markup", "pairs")
        match node:
            case ast.Constant(value=text):
                return str(text).replace("\n", "").isprintable() and not (as_markup and "[" in str(text))
            case ast.Tuple(elts=[text, _]) if how in ("pairs", "parts"):
                return self.inert(text, "markup" if how == "pairs" else "plain", seen)
            case ast.Tuple(elts=[*_, last]):
                return all_inert([last])
            case ast.Call():
                return self._inert_call(node, how, all_inert)
            case ast.Name() | ast.Attribute():
                return self._inert_name(node, all_inert)
        if not isinstance(node, OF_PARTS) or (as_markup and isinstance(node, ast.JoinedStr)):
            return False
        parts = [getattr(node, field, []) for field in TEXT_IN]
        return all_inert(part for one in parts for part in (one if isinstance(one, list) else [one]))

    def _inert_call(self, call: ast.Call, how: str, all_inert: Callable[[Iterable[ast.expr]], bool]) -> bool:
        name = self.file.called(call)
        if name in MADE or self.promised.get((self.file, name), self.promised.get((None, name))):
            return True
        if name in CLEANED and how in ("plain", "parts"):
            return True
        given = [*call.args, *(word.value for word in call.keywords)]
        of = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        return bool(of or name in KEPT) and all_inert([*of, *given])

    def _inert_name(self, name: ast.expr, all_inert: Callable[[Iterable[ast.expr]], bool]) -> bool:
        """Whether all that a name is bound to is inert: in its function, else around that, else in the file."""
        for scope in self.file.around[name]:
            anywhere = isinstance(name, ast.Attribute)
            nodes = [node for node, around in self.file.around.items() if anywhere or around[0] is scope]
            bound = [pair for node in nodes for pair in _bindings(node, ast.unparse(name))]
            if kinds := [kind for kind, _value in bound if kind]:
                return all(promises(kind) for kind in kinds)
            if bound:
                return all(value and all_inert([value]) for _kind, value in bound)
        return False


def _bindings(node: ast.AST, name: str) -> Iterator[tuple[ast.expr | None, ast.expr | None]]:
    """What a node binds to a name, as type and value; neither where that can't be told."""
    match node:
        case ast.arg(arg=found, annotation=kind) if found == name:
            yield kind, None
        case ast.AnnAssign(target=target, annotation=kind, value=value) if ast.unparse(target) == name:
            yield kind, value
        case ast.Assign() | ast.AugAssign() | ast.NamedExpr() | ast.For() | ast.comprehension():
            value = getattr(node, "iter", None) or getattr(node, "value", None)
            for target in getattr(node, "targets", None) or [getattr(node, "target", None)]:
                yield from ((None, bound) for bound in _into(target, value, name))
        case ast.Call(func=ast.Attribute(value=owner, attr="append" | "extend" | "insert"), args=[*_, value]):
            if ast.unparse(owner) == name:
                yield None, value


def _into(target: Any, value: Any, name: str) -> Iterator[ast.expr | None]:
    """What of a value a target takes: of (id, Content) the last, of two counted or zipped all; else nobody knows."""
    if ast.unparse(target) == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for part, given in zip(target.elts, value.elts, strict=False):
            yield from _into(part, given, name)
    elif isinstance(target, ast.Tuple) and name in [_name(node) for node in ast.walk(target)]:
        known = _name(target.elts[-1]) == name or (isinstance(value, ast.Call) and _name(value.func) in KEPT)
        yield value if known else None


def main(words: list[str]) -> int:
    """Look at the folders named, or at ours; say what was found."""
    root = Path(__file__).resolve().parent.parent
    folders = [Path(word) for word in words] or [root / "tui", root / "plugins"]
    found = list(Check(Source(path) for folder in folders for path in sorted(folder.rglob("*.py"))).faults())
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
