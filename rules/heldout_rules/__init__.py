"""Heldout's own rules and library models. A rule is a module beside its page, found by looking: nothing is registered."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from heldout.api import Rule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FAMILIES = ("evaluation", "leakage", "reproducibility", "security", "torch", "versioning")


def _pages() -> Iterator[tuple[str, Traversable]]:
    """The module name and the page of every rule."""
    for family in FAMILIES:
        for entry in sorted(files(__name__).joinpath(family).iterdir(), key=lambda e: e.name):
            if entry.name.endswith(".md"):
                yield f"{__name__}.{family}.{entry.name[:-3]}", entry


def _rules() -> Iterator[tuple[type[Rule], Traversable]]:
    for name, entry in _pages():
        module = import_module(name)
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, Rule) and found.__module__ == name:
                yield found, entry


_FOUND = {rule.name: (rule, entry) for rule, entry in _rules()}
RULES: tuple[type[Rule], ...] = tuple([rule for rule, _ in _FOUND.values()])


def page(name: str) -> str:
    """The page of a rule, in Markdown. Raises KeyError for a name that no rule has."""
    return _FOUND[name][1].read_text(encoding="utf-8")


def models() -> list[tuple[str, str]]:
    """The library models: file name and TOML text."""
    folder = files(__name__).joinpath("models")
    entries = sorted(folder.iterdir(), key=lambda e: e.name)
    return [(e.name, e.read_text(encoding="utf-8")) for e in entries if e.name.endswith(".toml")]
