"""Heldout's comments in a program: found by one text search, and told apart from strings by one cheap scan."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

VERBS = ("ignore", "disable", "enable", "file-ignore", "cell-ignore")

_DIRECTIVE = re.compile(
    r"#[ \t]*(?:heldout:[ \t]*(?P<verb>[\w-]*)[ \t]*(?:\[(?P<rules>[^\]\n#]*)\])?"
    r"|noqa:[ \t]*(?P<codes>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))"
    r"(?P<reason>[^#\n]*)",
    re.IGNORECASE,
)
_QUOTED = r"""'''(?:[^\\]|\\.)*?(?:'''|\Z)|\"""(?:[^\\]|\\.)*?(?:\"""|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?"""
_LEXEME = re.compile(
    rf"(?P<string>{_QUOTED})|(?P<comment>#[^\n]*)|(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<joined>\\\n)|(?P<end>\n)",
    re.S,
)
_COMMENT = re.compile(rf"{_QUOTED}|(?P<comment>#[^\n]*)", re.S)


@frozen
class Name:
    """A rule or family named in a comment, and its columns (code points, 0-based)."""

    text: str
    start: int
    end: int


@frozen
class Directive:
    """One of our comments. `verb` is one of VERBS, "noqa", or what the user wrote instead.

    `names` is None when no brackets follow. `start` and `end` are the columns of the comment on its line; `alone` tells
    whether nothing else stands before it.
    """

    line: int
    start: int
    end: int
    verb: str
    names: tuple[Name, ...] | None
    alone: bool


@lru_cache(maxsize=64)
def directives(text: str) -> tuple[Directive, ...]:
    """The directives of a cell, in order. Costs one text search when there are none."""
    lowered = text.lower()
    if "heldout:" not in lowered and "noqa:" not in lowered:
        return ()
    if not _DIRECTIVE.search(text):
        return ()
    starts = line_starts(text)
    return tuple(
        directive
        for comment in _COMMENT.finditer(text)
        if comment["comment"] is not None
        for directive in _read(text, comment.start(), comment.end(), starts)
    )


def _read(text: str, begin: int, stop: int, starts: list[int]) -> Iterator[Directive]:
    line = bisect_right(starts, begin) - 1
    first = starts[line]
    for found in _DIRECTIVE.finditer(text, begin, stop):
        group = "codes" if found["codes"] is not None else "rules"
        names: tuple[Name, ...] | None = None
        if found[group] is not None:
            at = found.start(group) - first
            words = re.finditer(r"[^\s,]+", found[group])
            names = tuple(Name(word[0], at + word.start(), at + word.end()) for word in words)
        verb = "noqa" if group == "codes" else found["verb"].lower()
        end = found.end("codes") if group == "codes" else len(text[: found.end()].rstrip(" \t"))
        alone = not text[first : found.start()].strip()
        yield Directive(line, found.start() - first, end - first, verb, names, alone)


def line_starts(text: str) -> list[int]:
    """The offset of each line."""
    return [0, *(found.end() for found in re.finditer("\n", text))]


@lru_cache(maxsize=16)
def logical_lines(text: str) -> tuple[tuple[int, int], ...]:
    """First and last line of each statement (bracketed, triple-quoted or joined lines are one), blank ones left out."""
    found: list[tuple[int, int]] = []
    line = first = depth = 0
    content = False
    position = 0
    for lexeme in _LEXEME.finditer(text):
        kind = lexeme.lastgroup
        content = content or bool(text[position : lexeme.start()].strip()) or kind in ("string", "open", "close")
        position = lexeme.end()
        if kind == "string":
            line += lexeme[0].count("\n")
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "joined":
            line += 1
        elif kind == "end":
            if depth == 0:
                if content:
                    found.append((first, line))
                first, content = line + 1, False
            line += 1
    if content or text[position:].strip():
        found.append((first, line))
    return tuple(found)
