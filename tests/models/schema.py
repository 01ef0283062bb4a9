"""As much of JSON Schema as the schema of a model file uses, so that its test needs nothing installed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
}
WORDS = {
    *(
        "$schema",
        "$defs",
        "$ref",
        "title",
        "description",
        "type",
        "enum",
        "pattern",
        "minLength",
        "minItems",
        "uniqueItems",
    ),
    *(
        "exclusiveMinimum",
        "exclusiveMaximum",
        "anyOf",
        "allOf",
        "required",
        "properties",
        "additionalProperties",
        "items",
    ),
}


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "") -> Iterator[str]:
    """What of a value the schema refuses, one line each. A word of the schema that is not known here is an error."""
    assert schema.keys() <= WORDS, f"words that are not known here: {schema.keys() - WORDS}"
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, where)
    for part in schema.get("allOf", ()):
        yield from problems(value, part, root, where)
    if "anyOf" in schema and all(any(True for _ in problems(value, part, root, where)) for part in schema["anyOf"]):
        yield f"{where}: {value!r} is nothing that is allowed here"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{where}: {value!r} is no {' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0) or not re.search(schema.get("pattern", ""), value):
            yield f"{where}: {value!r} has not the right form"
    elif _is(value, "number"):
        if not schema.get("exclusiveMinimum", value - 1) < value < schema.get("exclusiveMaximum", value + 1):
            yield f"{where}: {value!r} is out of bounds"
    elif isinstance(value, list):
        yield from _list(value, schema, root, where)
    elif isinstance(value, dict):
        yield from _object(value, schema, root, where)


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _list(value: list[Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0) or (schema.get("uniqueItems") and len(value) != len(set(value))):
        yield f"{where}: too few, or one of them twice"
    for i, item in enumerate(value):
        yield from problems(item, schema.get("items", {}), root, f"{where}[{i}]")


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where}: `{name}` is missing"
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, item in value.items():
        if name not in known and others is False:
            yield f"{where}.{name}: is no word"
        else:
            yield from problems(item, known.get(name, others), root, f"{where}.{name}")
