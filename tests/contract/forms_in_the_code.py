"""Every place in the code where somebody is asked for a form, found by reading the code; and who asked at a run.

A place is a function of a module; with it stands the type that is asked for, or `?` where only a run can tell.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import msgspec

from folkmoot.shell.form import FormScreen

PACKAGES = ("folkmoot.shell", "folkmoot_core", "folkmoot_sociocracy", "folkmoot_tmaps")
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Asked:
    """A function that asks (`module:Class.function`), and for what type."""

    by: str
    form: str

    def __str__(self) -> str:
        return f"{self.by} {self.form}"


def modules() -> Iterator[ModuleType]:
    """Every module of the packages that may draw."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            yield importlib.import_module(found.name)


def functions(tree: ast.Module) -> Iterator[tuple[str, AnyFunction]]:
    """The functions of a module and of its classes, with their names; what stands inside them belongs to them."""
    for node in tree.body:
        if isinstance(node, AnyFunction):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inside in node.body:
                if isinstance(inside, AnyFunction):
                    yield f"{node.name}.{inside.name}", inside


def asked_in_the_code() -> set[Asked]:
    """Every place that asks, with its type. What only hands on what its caller asks for is not a place."""
    told: list[tuple[ModuleType, str, AnyFunction]] = []
    for module in modules():
        if module.__file__ is None or not module.__file__.endswith(".py"):
            continue
        tree = ast.parse(Path(module.__file__).read_text("utf-8"))
        told += [(module, name, function) for name, function in functions(tree)]
    names: set[str] = _askers({"FormScreen", *(one.__name__ for one in FormScreen.__subclasses__())}, told)
    found: set[Asked] = set()
    for module, name, function in told:
        for call in _calls(function, names):
            forms = _forms_of(module, function, call)
            found |= {Asked(f"{module.__name__}:{name}", form) for form in forms}
    return found


def _askers(names: set[str], told: list[tuple[ModuleType, str, AnyFunction]]) -> set[str]:
    """The names by which forms are asked for: `FormScreen`, and functions that hand a type on to it."""
    known = set(names)
    for _module, name, function in told:
        parameters = {argument.arg for argument in function.args.args + function.args.kwonlyargs}
        for call in _calls(function, known):
            handed = {argument.id for argument in call.args if isinstance(argument, ast.Name)}
            if "form" in handed & parameters:
                known.add(name.rpartition(".")[2])
    return known


def _calls(function: AnyFunction, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield node


def _forms_of(module: ModuleType, function: AnyFunction, call: ast.Call) -> set[str]:
    """The types that a call asks for; none where it hands on a parameter `form`."""
    parameters = {argument.arg for argument in function.args.args}
    direct = [
        argument for argument in call.args if isinstance(argument, ast.Name | ast.Attribute | ast.IfExp)
    ]
    named = _named(module, *direct)
    if named:
        return named
    if any(isinstance(one, ast.Attribute) and one.attr == "form" for one in direct):
        return {"?"}
    for argument in call.args:
        if isinstance(argument, ast.Name) and argument.id == "form" and "form" not in parameters:
            return _named(module, *function.body) or {"?"}
        if isinstance(argument, ast.Call) and getattr(argument.func, "id", "") == "type":
            return {"?"}
    return set()


def _named(module: ModuleType, *nodes: ast.AST) -> set[str]:
    """The types of forms that some code names, but in what it only annotates."""
    found = set()
    for node in nodes:
        notes = {
            id(below)
            for one in ast.walk(node)
            for note in (getattr(one, "annotation", None), getattr(one, "returns", None))
            if isinstance(note, ast.AST)
            for below in ast.walk(note)
        }
        for one in ast.walk(node):
            value: Any = None
            if isinstance(one, ast.Name) and id(one) not in notes:
                value = getattr(module, one.id, None)
            elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                value = getattr(getattr(module, one.value.id, None), one.attr, None)
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                found.add(value.__name__)
    return found


def who_asked(form: FormScreen, frame: FrameType | None = None) -> set[Asked]:
    """The functions that were running when a form was made, with its type: to be called from where it is made."""
    here = frame or sys._getframe(1)
    found: set[Asked] = set()
    step: FrameType | None = here
    while step is not None:
        module = str(step.f_globals.get("__name__", ""))
        if module.startswith(PACKAGES):
            name = step.f_code.co_qualname.partition(".<locals>")[0]
            found |= {Asked(f"{module}:{name}", form.form.__name__), Asked(f"{module}:{name}", "?")}
        step = step.f_back
    return found
