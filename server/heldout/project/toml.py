"""TOML as far as we need it: parsed, and the places of keys and values, which the parser does not tell."""

from __future__ import annotations

import re
import sys
from typing import Any

from attrs import frozen

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class TomlError(Exception):
    """The text is no TOML. `line` and `column` are 0-based; `reason` is a clause without a full stop."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.column, self.reason = line, column, reason


@frozen
class Spot:
    """A position in a TOML text, 0-based, in code points."""

    line: int
    column: int


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text; raises TomlError."""
    try:
        tables: dict[str, Any] = tomllib.loads(text)
        return tables
    except tomllib.TOMLDecodeError as error:
        found = re.match(r"(.*?)\s*\(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.S)
        if found is None:
            raise TomlError(0, 0, str(error).rstrip(".").splitlines()[0]) from error
        if found[2] is None:
            raise TomlError(max(text.rstrip().count("\n"), 0), 0, found[1]) from error
        raise TomlError(int(found[2]) - 1, int(found[3]) - 1, found[1]) from error
    except RecursionError as error:
        raise TomlError(0, 0, "it is nested too deeply") from error


_HEADER = re.compile(r"^\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")


def spot(text: str, table: tuple[str, ...], key: str | None = None, value: str | None = None) -> Spot:
    """Where a table's header, a key in it, or a string in that key's value stands; as near as can be told."""
    lines = text.split("\n")
    start, stop = 0, len(lines)
    header = Spot(0, 0)
    inside = not table
    for number, line in enumerate(lines):
        found = _HEADER.match(line)
        if found is None:
            continue
        if inside:
            stop = number
            break
        if _dotted(found[1]) == table:
            inside, start = True, number + 1
            header = Spot(number, line.index("["))
    if not inside and table:
        # The table may be written as `severity = {…}` or `severity.leak = …` within its parent.
        return spot(text, table[:-1], table[-1], value if value is not None else key)
    if key is None:
        return header
    wanted = re.compile(rf"""^\s*(?:"{re.escape(key)}"|'{re.escape(key)}'|{re.escape(key)})\s*[=.]""")
    for number in range(start, stop):
        if wanted.match(lines[number]):
            column = len(lines[number]) - len(lines[number].lstrip())
            return _within(lines, number, stop, value) or Spot(number, column)
    for number, line in enumerate(lines):
        found = _HEADER.match(line)
        if found and _dotted(found[1])[: len(table) + 1] == (*table, key):
            return Spot(number, line.index("["))
    return header


def _within(lines: list[str], start: int, stop: int, value: str | None) -> Spot | None:
    if value is None:
        return None
    wanted = re.compile(rf"""(["']){re.escape(value)}\1|(?<![\w-]){re.escape(value)}(?![\w-])\s*=""")
    for number in range(start, stop):
        found = wanted.search(lines[number])
        if found:
            return Spot(number, found.start())
        if number > start and re.match(r"\s*[\w\"'-]+\s*=", lines[number]):
            break
    return None


def _dotted(name: str) -> tuple[str, ...]:
    parts = re.findall(r'"([^"]*)"|\'([^\']*)\'|([\w-]+)', name)
    return tuple(double or single or bare for double, single, bare in parts)
