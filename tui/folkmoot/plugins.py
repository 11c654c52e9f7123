"""The house's plugins: found, loaded one by one, called one by one; a fault stays with whoever made it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pluggy
from msgspec import structs

from folkmoot import contributions, hookspecs
from folkmoot.discovery import Installed, installed_plugins
from folkmoot.errors import StoreTrouble
from folkmoot.fitting import misfit
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.contributions import Collection, Occurrence, Policy
    from folkmoot.session import Session, Verdict
    from folkmoot.store import Reader

STRIKES = 3
BUDGET = 2.0  # seconds of one hook call before it counts as a fault: a screen has stood still for that long

State = Literal["on", "refused", "resting"]
T = TypeVar("T")

RETURNS: dict[str, type] = {
    "collections": contributions.Collection,
    "pages": contributions.Page,
    "commands": contributions.Command,
    "policies": contributions.Policy,
    "occurrences": contributions.Occurrence,
    "today": contributions.TodayItem,
    "person_panels": contributions.Panel,
    "first_steps": contributions.Step,
    "services": contributions.Service,
    "digest": contributions.DigestItem,
    "founding": contributions.Founding,
    "demo": contributions.DemoChapter,
    "heavy_acts": contributions.HeavyAct,
    "occasions": contributions.Occasion,
    "arrivals": contributions.Arrival,
    "groups": contributions.PeopleGroup,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong in a plugin, as a sentence that carries no member's words."""

    where: str
    sentence: str


@dataclass(slots=True)
class Plugin:
    """One plugin as it was found: its name, where it comes from, how it fares."""

    name: str
    version: str
    package: str
    state: State = "on"
    faults: list[Fault] = field(default_factory=list)
    strikes: int = 0


class House:
    """The plugins of one process. Make one with `open_house`; there is no other."""

    def __init__(self) -> None:
        self.plugins: list[Plugin] = []
        self.alone = False  # whether one person lives here, without a community: nobody comes in or is met
        self.on_trial = False  # then every fault is wanted, and nobody rests after three
        self._manager = pluggy.PluginManager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._policies: dict[str, Policy] | None = None

    def plugin(self, name: str) -> Plugin | None:
        """The plugin of a name, whatever its state."""
        return next((plugin for plugin in self.plugins if plugin.name == name), None)

    def load(self, name: str, version: str, package: str, load: Callable[[], object]) -> None:
        """Take in one plugin; whatever it does, the house stands."""
        plugin = Plugin(name, version, package)
        before = self.plugin(name)
        self.plugins.append(plugin)
        if before is not None:
            sentence = _(
                "{package} {version} brought a plugin of this name first.",
                package=before.package,
                version=before.version,
            )
            self._refuse(plugin, sentence)
            return
        try:
            module = load()
        except BaseException as error:
            self._refuse(plugin, _("It could not be loaded: {error}", error=described(error, message=True)))
            return
        wanted = getattr(module, "FOLKMOOT_API", None)
        if wanted != hookspecs.API_VERSION:
            self._refuse(plugin, _api_mismatch(wanted))
            return
        try:
            self._manager.register(module, name=name)
        except BaseException as error:
            self._manager.unregister(name=name)
            self._refuse(plugin, _("Its hooks don't fit: {error}", error=described(error, message=True)))
            return
        for hook in _unknown_hooks(module):
            plugin.faults.append(Fault(hook, _misspelt(hook)))

    def ask(self, hook: str, **arguments: object) -> list[tuple[str, Any]]:
        """Everything the plugins hand over at a hook (its name without the prefix), with whose it is."""
        caller = getattr(self._manager.hook, f"folkmoot_{hook}")
        answers: list[tuple[str, Any]] = []
        for implementation in caller.get_hookimpls():
            plugin = self.plugin(implementation.plugin_name)
            if plugin is None or plugin.state != "on":
                continue
            given = {name: arguments[name] for name in implementation.argnames if name in arguments}
            items = self.contained(plugin.name, f"folkmoot_{hook}", partial(implementation.function, **given))
            answers.extend((plugin.name, item) for item in self._fitting(plugin, hook, items))
        return answers

    def contained(self, name: str, where: str, work: Callable[[], T]) -> T | None:
        """Run a piece of a plugin's work; a fault is noted under its name and None comes back.

        Raises: StoreTrouble, which is not the plugin's.
        """
        began = time.monotonic()
        try:
            result = work()
        except StoreTrouble:
            raise  # the record can't be read: true for every plugin, and the fault of none
        except BaseException as error:
            self.note(name, where, _("{where} failed: {error}", where=where, error=described(error)))
            return None
        took = time.monotonic() - began
        if took > BUDGET:
            self.note(name, where, _("{where} took {seconds} seconds.", where=where, seconds=f"{took:.1f}"))
        return result

    def note(self, name: str, where: str, sentence: str) -> None:
        """Note a fault of a plugin; the third lets it rest for the session."""
        plugin = self.plugin(name)
        if plugin is None:
            return
        plugin.faults.append(Fault(where, sentence))
        plugin.strikes += 1
        if plugin.strikes >= STRIKES and not self.on_trial:
            plugin.state = "resting"

    def collections(self) -> list[Collection]:
        """The plugins' collections under their full names; of two with one name or type the first stays."""
        found: dict[str, Collection] = {}
        types: set[type] = set()
        for plugin, item in self.ask("collections"):
            name = f"{plugin}.{item.name}"
            if name in found or item.type in types:
                said = _("The collection “{name}” or its type was handed over twice.", name=name)
                self.note(plugin, "folkmoot_collections", said)
                continue
            found[name] = structs.replace(item, name=name)
            types.add(item.type)
        return list(found.values())

    def occurrences(self, reader: Reader, start: object, end: object, handle: str = "") -> list[Occurrence]:
        """The meetings of everyone that start in a span, and those of one person, sorted by start."""
        asked = self.ask("occurrences", reader=reader, start=start, end=end, handle=handle)
        found = [item for _name, item in asked if not item.for_whom or handle in item.for_whom]
        return sorted(found, key=lambda occurrence: (occurrence.start, occurrence.key))

    def service(self, protocol: type[T]) -> T | None:
        """The first provider of a protocol of `folkmoot.api`; None where no plugin offers it."""
        promised = [member for member in vars(protocol) if not member.startswith("_")]
        for name, service in self.ask("services"):
            if service.protocol is not protocol:
                continue
            missing = [member for member in promised if not callable(getattr(service.provider, member, None))]
            if not missing:
                provider: T = service.provider
                return provider
            self.note(name, "folkmoot_services", _("Its service lacks {names}.", names=", ".join(missing)))
        return None

    def verdict(self, session: Session, verb: str, subject: object) -> Verdict:
        """Whether a person may; without a policy, or where its check fails, nobody may."""
        from folkmoot.policies import verdict

        return verdict(self.policies().get(verb), session, verb, subject)

    def policies(self) -> dict[str, Policy]:
        """All rules by verb: the host's own, then the plugins', then what holds where no plugin says otherwise."""
        from folkmoot.policies import fallback_policies, host_policies

        if self._policies is None:
            offered = [*host_policies(), *(policy for _name, policy in self.ask("policies"))]
            self._policies = {}
            for policy in (*offered, *fallback_policies()):
                self._policies.setdefault(policy.verb, policy)  # the first of a verb stays
        return self._policies

    def _refuse(self, plugin: Plugin, sentence: str) -> None:
        plugin.state = "refused"
        plugin.faults.append(Fault("load", sentence))

    def _fitting(self, plugin: Plugin, hook: str, items: object) -> Iterator[Any]:
        if items is None:
            return
        wanted = RETURNS[hook]
        listed = self.contained(plugin.name, f"folkmoot_{hook}", lambda: list(items))  # type: ignore[call-overload]
        for item in listed or ():
            what = misfit(f"folkmoot_{hook}", item, wanted)
            if what is None:
                yield item
            else:
                self.note(plugin.name, f"folkmoot_{hook}", what)


def open_house(*, plugins: bool = True, found: Iterable[Installed] | None = None) -> House:
    """Load what is installed in the group `folkmoot.plugins`; with `plugins=False`, nothing."""
    house = House()
    if plugins:
        for plugin in found if found is not None else installed_plugins():
            house.load(plugin.name, plugin.version, plugin.package, plugin.load)
    return house


def described(error: BaseException, *, message: bool = False) -> str:
    """An error as its type and line. Its message only where no member's words can be in it: at loading."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    said = f": {error}" if message and str(error) else ""
    return f"{type(error).__name__}{said}{line}"


def _unknown_hooks(module: object) -> list[str]:
    known = {f"folkmoot_{name}" for name in RETURNS}
    mark = f"{hookspecs.PROJECT}_impl"
    names = vars(module) if isinstance(module, ModuleType) else dir(module)
    return [name for name in names if hasattr(getattr(module, name), mark) and name not in known]


def _misspelt(hook: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(hook, [f"folkmoot_{name}" for name in RETURNS], n=1)
    if near:
        return _("There is no hook {hook}. Did you mean {meant}?", hook=hook, meant=near[0])
    return _("There is no hook {hook}.", hook=hook)


def _api_mismatch(wanted: object) -> str:
    ours = hookspecs.API_VERSION
    if wanted is None:
        return _("It does not say which API it is written for (FOLKMOOT_API = {ours}).", ours=ours)
    return _(
        "It is written for API {wanted}; this folkmoot speaks API {ours}.", wanted=str(wanted), ours=ours
    )
