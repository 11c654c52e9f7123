"""A plugin made of feature folders: what each says in its `contributed.py` is handed over at the hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from importlib import import_module
from inspect import signature
from typing import Any

from folkmoot import hookspecs

PREFIX = f"{hookspecs.PROJECT}_"
ITS_NAME = {
    "today": "today_items",
    "digest": "told_since",
    "groups": "people_groups",
}  # hooks whose own name would not say what is returned


def hooks_of(package: str, features: Sequence[str]) -> dict[str, Callable[..., Iterator[Any]]]:
    """Every hook of this API for a package whose features speak in this order, to be put into its namespace.

    `PACKAGE.FEATURE.contributed` has a function of the hook's name without the prefix (`today_items`, `told_since`
    and `people_groups` for `folkmoot_today`, `folkmoot_digest` and `folkmoot_groups`), and leaves out what it has
    nothing for. It names those
    of the hook's arguments that it needs. It is imported when the first hook is called.
    """
    return {
        name: hookspecs.hookimpl(_speaking(name, spec, package, tuple(features)))
        for name, spec in vars(hookspecs).items()
        if name.startswith(PREFIX)
    }


def _speaking(
    hook: str, spec: Callable[..., Any], package: str, features: tuple[str, ...]
) -> Callable[..., Iterator[Any]]:
    short = hook.removeprefix(PREFIX)
    part = ITS_NAME.get(short, short)

    @wraps(spec, updated=())  # pluggy reads from what is wrapped which arguments to hand over
    def speak(**arguments: Any) -> Iterator[Any]:
        for feature in features:
            says = getattr(import_module(f"{package}.{feature}.contributed"), part, None)
            if says is not None:
                yield from says(**{name: arguments[name] for name in signature(says).parameters})

    return speak
