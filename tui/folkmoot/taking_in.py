"""Whether a module can be taken in as a plugin: the API it speaks, what it needs, hooks that there are."""

from __future__ import annotations

from types import ModuleType

from folkmoot import hookspecs
from folkmoot.choices import NEEDS
from folkmoot.words import _


def unfit(module: object) -> str:
    """Why a module can't be taken in, as a sentence; empty where it can."""
    wanted, ours = getattr(module, "FOLKMOOT_API", None), hookspecs.API_VERSION
    if wanted is None:
        return _("It does not say which API it is written for (FOLKMOOT_API = {ours}).", ours=ours)
    if not isinstance(wanted, int) or not hookspecs.OLDEST_API <= wanted <= ours:
        return _(
            "It is written for API {wanted}; this folkmoot speaks API {ours}.", wanted=str(wanted), ours=ours
        )
    needs = getattr(module, "FOLKMOOT_NEEDS", ())
    if not isinstance(needs, tuple | list) or not all(need in NEEDS for need in needs):
        return _("FOLKMOOT_NEEDS can only name these: {needs}.", needs=", ".join(NEEDS))
    return ""


def api_of(module: object) -> int:
    """The API that a fitting module is written for."""
    return int(getattr(module, "FOLKMOOT_API", 0))


def needs_of(module: object) -> tuple[str, ...]:
    """What a fitting module says that it needs."""
    return tuple(dict.fromkeys(getattr(module, "FOLKMOOT_NEEDS", ())))


def needs_said(needs: tuple[str, ...]) -> str:
    """What a plugin needs, in words."""
    words = {
        "network": _("talk to other machines"),
        "files": _("read or write files"),
        "programs": _("start programs"),
        "accounts": _("change people's accounts"),
    }
    return ", ".join(words[need] for need in needs if need in words)


def asks_for(name: str, needs: tuple[str, ...]) -> str:
    """What waits for a yes, and how it is given."""
    return _(
        "It wants to {needs}, and waits until somebody agrees: folkmoot plugins enable {name}",
        needs=needs_said(needs),
        name=name,
    )


def unknown_hooks(module: object) -> list[str]:
    """The names of hook implementations for which there is no hook."""
    mark = f"{hookspecs.PROJECT}_impl"
    names = vars(module) if isinstance(module, ModuleType) else dir(module)
    return [name for name in names if hasattr(getattr(module, name), mark) and name not in hook_names()]


def hook_names() -> list[str]:
    """Every hook there is, with its prefix."""
    return [name for name in vars(hookspecs) if name.startswith("folkmoot_")]


def misspelt(hook: str) -> str:
    """What to say of a hook that there is not."""
    from difflib import get_close_matches

    near = get_close_matches(hook, hook_names(), n=1)
    if near:
        return _("There is no hook {hook}. Did you mean {meant}?", hook=hook, meant=near[0])
    return _("There is no hook {hook}.", hook=hook)
