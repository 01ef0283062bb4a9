"""The JSON schema of the configuration, for editors that complete and check TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heldout.project.config import LEVELS
from heldout.project.settings import Settings
from heldout.semantics.model_words import CONTENTS, MANY, ONE, OPS, STATES
from heldout.semantics.models import ROWS


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
        "models": _models(),
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


def _models() -> dict[str, Any]:
    """The models of a project's own helpers, in the words of library models (docs/models.md)."""
    text: dict[str, Any] = {"type": "string"}
    texts = {"anyOf": [text, {"type": "array", "items": text}]}
    words: dict[str, Any] = dict.fromkeys(sorted(ONE), text)
    words.update(dict.fromkeys(sorted(MANY), texts))
    words["op"] = {"anyOf": [{"enum": list(OPS)}, text], "description": "What kind of step a call is."}
    words["rows"] = {"enum": sorted(ROWS - {""}), "description": "Which rows the result holds."}
    words["content"] = {"enum": list(CONTENTS), "description": "What the numbers of the result are."}
    words["state"] = {"enum": list(STATES), "description": "What fitting keeps of the rows."}
    words["random"] = {"type": ["boolean", "string"], "description": "Whether it draws random numbers."}
    words["is-data"] = {"type": "boolean"}
    words["methods"] = {"type": "object", "additionalProperties": {"type": "object"}}
    words["attributes"] = {"type": "object", "additionalProperties": text}
    return {
        "type": "object",
        "description": "What the project's own functions and classes mean, by qualified name.",
        "properties": {
            "files": {"type": "array", "items": text, "description": "Files of models, such as models/*.toml."},
            "library": {"type": "object"},
            "alias": {"type": "object", "additionalProperties": text},
            "protocol": {"type": "object", "additionalProperties": {"type": "object"}},
            "many": {"type": "array", "items": {"type": "object", "required": ["names"]}},
        },
        "additionalProperties": {"type": "object", "properties": dict(sorted(words.items()))},
    }
