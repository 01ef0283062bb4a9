"""The JSON schema of the configuration, for editors that complete and check TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heldout.project.config import LEVELS
from heldout.project.settings import Settings


def schema(rules: Mapping[str, str]) -> dict[str, Any]:
    """The schema of heldout.toml and [tool.heldout]; `rules` are the known rules with a sentence about each."""
    names = {"type": "array", "items": {"$ref": "#/$defs/rule"}, "uniqueItems": True}
    levels = {
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/rule"},
        "additionalProperties": {"enum": list(LEVELS)},
    }
    select = {**names, "description": "Only these rules, families or prefixes. Empty: every rule."}
    ignore = {**names, "description": "Not these. The longer of two names wins over the other list."}
    severity = {**levels, "description": "Severity by rule, family or prefix; the longest name wins."}
    wishes = {"select": select, "ignore": ignore, "severity": severity}
    properties: dict[str, Any] = {
        **wishes,
        "per-path": {
            "type": "object",
            "description": "Settings for the files that a gitignore-like pattern matches, on top of the rest.",
            "additionalProperties": {"type": "object", "properties": wishes, "additionalProperties": False},
        },
        "exclude": {
            "type": "array",
            "items": {"type": "string"},
            "description": "gitignore-like patterns of files and folders that are not checked.",
        },
        "fail-on": {
            "enum": list(LEVELS[:-1]),
            "default": Settings().fail_on.value,
            "description": "The mildest severity that makes `heldout check` exit with 1.",
        },
    }
    families = sorted({name.split("-")[0] for name in rules})
    known = [{"const": family, "description": f"Every rule of the family {family}."} for family in families]
    known += [{"const": name, "description": sentence} for name, sentence in sorted(rules.items())]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Heldout's configuration: heldout.toml, or [tool.heldout] in pyproject.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {"rule": {"anyOf": [*known, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}]}},
    }
