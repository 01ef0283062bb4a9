"""Names that people write: whether they mean a rule, and which one they may have meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from heldout.project.settings import matches


def meant(name: str, known_rules: Collection[str]) -> bool:
    """Whether a name is a rule, a family or a prefix of rules."""
    return any(matches(rule, name) for rule in known_rules)


def nearest(name: str, candidates: Collection[str]) -> str | None:
    """The candidate that was probably meant; None when nothing is near."""
    found = get_close_matches(name, sorted(candidates), 1, 0.6)
    return found[0] if found else None


def nearest_rule(name: str, known_rules: Collection[str]) -> str | None:
    """The rule or family that was probably meant; None when nothing is near."""
    prefixes = {rule[:end] for rule in known_rules for end in range(len(rule)) if rule[end] == "-"}
    return nearest(name, {*known_rules, *prefixes})
