"""A look over one plugin, for its author: taken in as a house would, tried out, and read for what the contract asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.contributions import Command, Page, imported
from folkmoot.folders import Lying, plugin_at
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugged import Plugin
    from folkmoot.plugins import House

OWN_GROUND = (
    "folkmoot.api",
    "folkmoot.words",
    "folkmoot.zones",
    "folkmoot.contributions",
    "folkmoot.testing",
)
TELLING = {  # modules by which a plugin does what it should have said
    "network": ("socket", "ssl", "http", "urllib", "smtplib", "ftplib", "requests", "httpx", "aiohttp"),
    "programs": ("subprocess", "pty", "multiprocessing"),
    "files": ("pathlib", "shutil", "tempfile", "glob", "os", "io"),
}
CALLS = {"open": "files", "put_account": "accounts", "keep_beside": "files"}
TITLE, HELP, WORDS = 10, 56, 2  # letters of a page's title, of a key's help; words of its label


@dataclass(frozen=True)
class Checked:
    """What was found: `wrong` are sentences, `brings` what the plugin hands over."""

    name: str
    brings: list[str]
    wrong: list[str]


def check_plugin(path: Path) -> Checked:
    """Look over the plugin at a path: a file, a package, or a project with a pyproject.toml."""
    from folkmoot.cli.root import OWN
    from folkmoot.door.about_plugins import brought
    from folkmoot.door.trial import try_out
    from folkmoot.plugged import BUNDLED
    from folkmoot.plugins import agreeing, open_house

    lying = plugin_at(path)
    from folkmoot.discovery import installed_plugins

    house = open_house(found=[one for one in installed_plugins() if one.package == BUNDLED])
    house.load_all([lying], agreeing([lying]))
    plugin = house.plugin(lying.name)
    assert plugin is not None
    if plugin.state == "on":
        try_out(house, OWN)
    brings = brought(house, lying.name) if plugin.state == "on" else []
    wrong = [fault.sentence for fault in plugin.faults]
    if plugin.state == "on":
        wrong += [
            *_odd_names(house, lying.name),
            *_odd_collections(house, lying.name),
            *_odd_pages(house, lying.name),
        ]
        wrong += _of_code(lying, path.resolve(), plugin)
    return Checked(lying.name, brings, list(dict.fromkeys(wrong)))


def _of(house: House, name: str, hook: str) -> list[Any]:
    return [item for owner, item in house.ask(hook) if owner == name]


def _odd_names(house: House, name: str) -> Iterator[str]:
    """What is not called after its plugin, so that another's could meet it."""
    offered = {
        _("page"): [page.id for page in _of(house, name, "pages")],
        _("command"): [command.name for command in _of(house, name, "commands")],
    }
    for kind, names in offered.items():
        for one in names:
            if not one.replace("-", "_").startswith(name):
                yield _("The {kind} “{one}” should begin with “{name}”.", kind=kind, one=one, name=name)
    replaceable = {policy.verb for policy in _fallbacks()}
    for policy in _of(house, name, "policies"):
        if not policy.verb.startswith(f"{name}.") and policy.verb not in replaceable:
            yield _("The verb “{verb}” should begin with “{name}.”.", verb=policy.verb, name=name)
        first = house.policies().get(policy.verb)
        if first is not None and first.says != policy.says:
            yield _("The verb “{verb}” is taken: another rule for it counts.", verb=policy.verb)


def _fallbacks() -> tuple[Any, ...]:
    from folkmoot.policies import fallback_policies

    return fallback_policies()


def _odd_collections(house: House, name: str) -> Iterator[str]:
    for collection in house.collections():
        if collection.name.partition(".")[0] != name:
            continue
        if not collection.type.__struct_config__.frozen:
            yield _("{type} should be frozen: what is read is shared.", type=collection.type.__name__)
        missing = [str(n) for n in range(2, collection.version + 1) if n not in collection.migrations]
        if missing:
            yield _(
                "{collection} has version {version}, and no step to {missing}.",
                collection=collection.name,
                version=collection.version,
                missing=", ".join(missing),
            )


def _odd_pages(house: House, name: str) -> Iterator[str]:
    for page in _of(house, name, "pages"):
        yield from _odd_page(page)
    for command in _of(house, name, "commands"):
        yield from _odd_command(command)


def _odd_page(page: Page) -> Iterator[str]:
    if len(page.title) > TITLE:
        yield _("The title “{title}” has more than {count} letters.", title=page.title, count=TITLE)
    if not page.help:
        yield _("The page “{page}” has no help.", page=page.id)
    try:
        view = imported(page.view)
    except Exception:
        return  # the trial said so
    if not (view.__doc__ or "").strip():
        yield _("{view} says nothing about itself (a docstring).", view=page.view)
    for name in _hidden(view):
        yield _(
            "{view} has a method “{name}”, which hides one that every page has from Textual: call it otherwise.",
            view=page.view,
            name=name,
        )


def _hidden(view: Any) -> list[str]:
    """The methods of a page that take the place of Textual's without meaning to: `remove`, say, or `update`."""
    classes = getattr(view, "__mro__", ())
    inherited = [one for one in classes if one.__module__.startswith(("textual", "folkmoot."))]
    own = [one for one in classes if one not in inherited]
    hosts = {name for one in inherited if one.__module__.startswith("folkmoot.") for name in vars(one)}
    theirs = {name for one in inherited for name in vars(one)} - hosts
    named = {name for one in own for name, value in vars(one).items() if callable(value)}
    meant = ("_", "render", "get_content_", "on_", "watch_", "action_")
    return sorted(name for name in named & theirs if not name.startswith(meant))


def _odd_command(command: Command) -> Iterator[str]:
    if not command.help:
        yield _("The command “{name}” has no help.", name=command.name)
    try:
        taken = taken_options(imported(command.command))
    except Exception:
        return  # the trial said so
    for option in taken:
        yield _("The option {option} of “{name}” is the house's own.", option=option, name=command.name)


def taken_options(command: Any) -> list[str]:
    """The options of a click command, and of those below it, which the house takes for itself wherever they stand."""
    from folkmoot.cli import HOISTED

    own = [option for parameter in command.params for option in parameter.opts if option in HOISTED]
    return own + [
        option for below in getattr(command, "commands", {}).values() for option in taken_options(below)
    ]


def _of_code(lying: Lying, path: Path, plugin: Plugin) -> Iterator[str]:
    """What the code imports and does, against what it says: read, not run."""
    needed: dict[str, str] = {}
    for file in _code(lying, path):
        tree = ast.parse(file.read_bytes(), str(file))
        for module, line in _imports(tree):
            where = f"{file.name}:{line}"
            if module.startswith("folkmoot.") and not module.startswith(OWN_GROUND):
                yield _("{where}: {module} may move; import from folkmoot.api.", where=where, module=module)
            for need, telling in TELLING.items():
                if module.split(".")[0] in telling:
                    needed.setdefault(need, f"{where} ({module})")
        for line in _long_keys(tree):
            yield _(
                "{where}: a key has a label of two words at most, and a help of {count} letters.",
                where=f"{file.name}:{line}",
                count=HELP,
            )
        for call, line in _calls(tree):
            if call in CALLS:
                needed.setdefault(CALLS[call], f"{file.name}:{line} ({call})")
    for need, where in needed.items():
        if need not in plugin.needs:
            yield _('{where}: say so with FOLKMOOT_NEEDS = ("{need}",).', where=where, need=need)


def _code(lying: Lying, path: Path) -> list[Path]:
    """The plugin's own files, without its tests."""
    if path.is_file():
        return [path]
    top = lying.module.partition(":")[0].split(".")[0]
    package = path if (path / "__init__.py").is_file() else lying.place / top
    return sorted(package.rglob("*.py")) if package.is_dir() else [lying.place / f"{top}.py"]


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "folkmoot":
                yield from ((f"folkmoot.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module, node.lineno


def _calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno


def _long_keys(tree: ast.Module) -> Iterator[int]:
    """The lines of keys whose label or help, written out, is too long for the foot or for help."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Key" and len(node.args) > 1:
            label, help_ = _text(node.args[1]), _text(node.args[3]) if len(node.args) > 3 else ""
            if len(label.split()) > WORDS or len(help_) > HELP:
                yield node.lineno


def _text(node: ast.expr) -> str:
    """A text that stands in the code, marked for translation or not; empty where it is made at a run."""
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
