"""Heldout's own rules and library models. A rule is a module beside its page, found by looking: nothing is registered."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files

from heldout.api import Rule

FAMILIES = ("evaluation", "leakage", "notebooks", "reproducibility", "security", "torch", "versioning")


def _names(folder: str, suffix: str) -> list[str]:
    """The files of a folder of this package, sorted."""
    return sorted([e.name for e in files(__name__).joinpath(folder).iterdir() if e.name.endswith(suffix)])


def _text(folder: str, name: str) -> str:
    return files(__name__).joinpath(folder).joinpath(name).read_text(encoding="utf-8")


def _rules() -> Iterator[tuple[type[Rule], str, str]]:
    """Every rule with the folder and the name of its page."""
    for family in FAMILIES:
        for page_name in _names(family, ".md"):
            module = import_module(f"{__name__}.{family}.{page_name[:-3]}")
            for _, found in inspect.getmembers(module, inspect.isclass):
                if issubclass(found, Rule) and found.__module__ == module.__name__:
                    yield found, family, page_name


_FOUND = {rule.name: (rule, family, page_name) for rule, family, page_name in _rules()}
RULES: tuple[type[Rule], ...] = tuple([rule for rule, _, _ in _FOUND.values()])


def page(name: str) -> str:
    """The page of a rule, in Markdown. Raises KeyError for a name that no rule has."""
    _, family, page_name = _FOUND[name]
    return _text(family, page_name)


def guides() -> list[tuple[str, str]]:
    """What the agent should know of a framework: file name and text, whose first line names the modules."""
    return [(name, _text("guides", name)) for name in _names("guides", ".md")]


def models() -> list[tuple[str, str]]:
    """The library models: file name and TOML text."""
    return [(name, _text("models", name)) for name in _names("models", ".toml")]
