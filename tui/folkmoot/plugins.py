"""The house's plugins: found, loaded one by one, called one by one; a fault stays with whoever made it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pluggy
from msgspec import structs

from folkmoot import hookspecs, taking_in
from folkmoot.choices import NEEDS, Choices, plugin_folder, read_choices
from folkmoot.contributions import imported
from folkmoot.discovery import Installed, installed_plugins
from folkmoot.errors import CONTAINED, FolkmootError, Misconfigured, StoreTrouble, Unavailable, described
from folkmoot.fitting import RETURNS, misfit
from folkmoot.folders import Lying, plugin_at, plugins_in
from folkmoot.plugged import BUNDLED, Fault, Offered, Plugin, too_long
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.contributions import Collection, Occurrence, Policy
    from folkmoot.session import Session, Verdict
    from folkmoot.store import Reader

STRIKES = 3

T = TypeVar("T")


class House:
    """The plugins of one process. Make one with `open_house`; there is no other."""

    def __init__(self) -> None:
        self.plugins: list[Plugin] = []
        self.alone = False  # whether one person lives here, without a community: nobody comes in or is met
        self.on_trial = False  # then every fault is wanted, and nobody rests after three
        self.agreed: Mapping[str, Sequence[str]] = {}  # what people said that a plugin may, by its name
        self.heard: Callable[[str, Fault], None] | None = None  # who is told of each fault at work
        self.clock: Callable[[], float] = time.monotonic  # by which their work is timed
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
            self.refuse(plugin, sentence)
            return
        try:
            module = load()
        except FolkmootError as error:
            self.refuse(plugin, error.sentence)
            return
        except BaseException as error:
            self.refuse(plugin, _("It could not be loaded: {error}", error=described(error, message=True)))
            return
        trouble = taking_in.unfit(module)
        if trouble:
            self.refuse(plugin, trouble)
            return
        plugin.module = str(getattr(module, "__name__", "")).partition(".")[0]
        plugin.api, plugin.needs = taking_in.api_of(module), taking_in.needs_of(module)
        if not set(plugin.needs) <= set(self.agreed.get(name, ())) and package != BUNDLED:
            plugin.state = "waiting"
            return
        try:
            self._manager.register(module, name=name)
        except BaseException as error:
            self._manager.unregister(name=name)
            self.refuse(plugin, _("Its hooks don't fit: {error}", error=described(error, message=True)))
            return
        for hook in taking_in.unknown_hooks(module):
            plugin.faults.append(Fault(hook, taking_in.misspelt(hook)))

    def load_all(self, plugins: Iterable[Installed | Lying], choices: Choices) -> None:
        """Take in plugins, those that nobody has turned off."""
        self.agreed = {**self.agreed, **choices.agreed}
        for one in plugins:
            here = self.plugin(one.name)
            if here is not None and here.state == "off" and one.name not in choices.off:
                self.plugins.remove(here)
            if one.name in choices.off and here is None:
                self.plugins.append(Plugin(one.name, one.version, one.package, "off"))
            elif not self._is_here(one):
                self.load(one.name, one.version, one.package, one.load)

    def _is_here(self, one: Installed | Lying) -> bool:
        """Whether this very plugin was taken in already, by another way to it."""
        here = self.plugin(one.name)
        return here is not None and (here.version, here.package) == (one.version, one.package)

    def refuse_unnamed(self, what: str, sentence: str) -> None:
        """Note what keeps plugins from being loaded, under its own name."""
        plugin = Plugin(what, "-", "-")
        self.plugins.append(plugin)
        self.refuse(plugin, sentence)

    def refuse(self, plugin: Plugin, sentence: str) -> None:
        """Leave a plugin out from here on, and say why."""
        plugin.state = "refused"
        plugin.faults.append(Fault("load", sentence))
        self._policies = None

    def leave_out_owner(self, collection: str, sentence: str) -> bool:
        """Refuse the stranger's plugin whose documents can't be used as they are; whether there is one.

        What came with folkmoot is part of it: without its documents there is no house to open.
        """
        plugin = self.plugin(collection.partition(".")[0])
        if plugin is None or plugin.package == BUNDLED or plugin.state != "on":
            return False
        self.refuse(plugin, sentence)
        return True

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
        began = self.clock()
        try:
            result = work()
        except StoreTrouble:
            raise  # the record can't be read: true for every plugin, and the fault of none
        except BaseException as error:
            self.note(name, where, _("{where} failed: {error}", where=where, error=described(error)))
            return None
        took = self.clock() - began
        if too_long(took):
            self.note(name, where, _("{where} took {seconds} seconds.", where=where, seconds=f"{took:.1f}"))
        return result

    def call(self, where: str, *arguments: object) -> Any:
        """Call what a plugin has named as `"module:name"`; what it refuses (`FolkmootError`) is the person's to know.

        Raises: Unavailable, with the plugin's name, where it fails; FolkmootError, as it refuses.
        """
        top = where.partition(":")[0].partition(".")[0]
        owner = next((plugin.name for plugin in self.plugins if plugin.module == top), "")
        return self.answer(owner, where, lambda: imported(where)(*arguments))

    def answer(self, name: str, where: str, work: Callable[[], T]) -> T:
        """Run what somebody waits for the answer of. Raises: as `call`."""
        try:
            return work()
        except FolkmootError:
            raise
        except CONTAINED as error:
            self.note(name, where, _("{where} failed: {error}", where=where, error=described(error)))
            said = _(
                "The plugin “{name}” could not do that ({error}). Nothing was changed. Why: folkmoot plugins "
                "why {name}",
                name=name or where,
                error=described(error),
            )
            raise Unavailable(said) from error

    def note(self, name: str, where: str, sentence: str) -> None:
        """Note a fault of a plugin; the third lets it rest for the session."""
        plugin = self.plugin(name)
        if plugin is None:
            return
        fault = Fault(where, sentence)
        plugin.faults.append(fault)
        plugin.strikes += 1
        if self.heard is not None:
            self.heard(name, fault)
        if plugin.strikes >= STRIKES and not self.on_trial:
            plugin.state = "resting"

    def collections(self) -> list[Collection]:
        """The plugins' collections under their full names; of two with one name or type the first stays."""
        from folkmoot.settings import as_collection

        found: dict[str, Collection] = {}
        types: set[type] = set()
        kept = ((plugin, as_collection(item)) for plugin, item in self.ask("settings"))
        for plugin, item in (*self.ask("collections"), *kept):
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
                return cast(T, Offered(self, name, service.provider))
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


def open_house(
    *,
    plugins: bool = True,
    found: Iterable[Installed] | None = None,
    store: Path | None = None,
    beside: Iterable[Path] = (),
) -> House:
    """Load what is installed in the group `folkmoot.plugins`; with `plugins=False`, nothing.

    With a `store`, what its community has decided counts, and the plugins beside it; then those at `beside`.
    """
    house = House()
    if not plugins:
        return house
    installed = list(found if found is not None else installed_plugins())
    if store is None:
        house.load_all(installed, Choices())
    else:
        try:
            choices = read_choices(store)
        except Misconfigured as error:
            house.load_all([one for one in installed if one.package == BUNDLED], Choices())
            house.refuse_unnamed("plugins.json", error.sentence)
            return house
        house.load_all(installed, choices)
        house.load_all(plugins_in(plugin_folder(store)), choices)
        house.load_all([plugin_at(Path(path)) for path in choices.beside], choices)
    house.load_all(lying := [plugin_at(path) for path in beside], agreeing(lying))
    return house


def agreeing(plugins: Iterable[Lying]) -> Choices:
    """Whoever names a plugin for one call agrees to all that it needs."""
    return Choices(agreed={plugin.name: NEEDS for plugin in plugins})
