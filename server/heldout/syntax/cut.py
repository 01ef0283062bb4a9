"""Where the statements of a block begin and end, and the clauses of a compound statement: columns and keywords, no parsing."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from heldout.syntax.scan import Line

_LOOP = frozenset({"else"})
_FOLLOWED_BY = {
    "if": frozenset({"elif", "else"}),
    "for": _LOOP,
    "while": _LOOP,
    "try": frozenset({"except", "else", "finally"}),
}
_NOTHING: frozenset[str] = frozenset()
COMPOUND = frozenset({"if", "for", "while", "with", "try", "def", "class", "match"})


@frozen
class Statement:
    """Lines [start, end) of a block; `word` is the keyword of a compound statement (behind its decorators), else ""."""

    start: int
    end: int
    column: int
    word: str


def read_statement(lines: Sequence[Line], start: int, stop: int) -> Statement:
    """The statement that begins at a line, with its decorators, bodies and clauses."""
    first = lines[start]
    column = first.column
    at = start
    while lines[at].word == "@" and at + 1 < stop and _decorated(lines[at + 1], column):
        at += 1
    word = lines[at].word
    at += 1
    follow = _FOLLOWED_BY.get(word, _NOTHING)
    while at < stop:
        line = lines[at]
        if line.column <= column and not (line.word in follow and line.column == column):
            break
        at += 1
    return Statement(start, at, column, word if word in COMPOUND else "")


def takes(last: Statement, lines: Sequence[Line], line: Line) -> bool:
    """Whether a statement that was read up to its end would have gone on with this line."""
    if line.column > last.column:
        return True
    if line.column < last.column:
        return False
    head = last.start
    while head < last.end - 1 and lines[head].word == "@":
        head += 1
    word = lines[head].word
    return line.word in _FOLLOWED_BY.get(word, _NOTHING) or (word == "@" and _decorated(line, last.column))


def _decorated(line: Line, column: int) -> bool:
    return line.column == column and line.word in ("@", "def", "class")


@frozen
class Clause:
    """A header [start, body) and its body [body, end), as lines of a statement. An inline body belongs to the header."""

    word: str
    start: int
    body: int
    end: int


def read_clauses(lines: Sequence[Line], statement: Statement) -> tuple[Clause, ...]:
    """The clauses of a compound statement; those of a match are its cases, behind one that is only the header."""
    at = statement.start
    while lines[at].word == "@":
        at += 1
    if statement.word == "match":
        return _cases(lines, statement, at)
    found: list[Clause] = []
    start = statement.start
    while start < statement.end:
        body = at + 1
        end = body
        while end < statement.end and lines[end].column > statement.column:
            end += 1
        found.append(Clause(lines[at].word, start, body, end))
        start = at = end
    return tuple(found)


def _cases(lines: Sequence[Line], statement: Statement, at: int) -> tuple[Clause, ...]:
    found = [Clause("match", statement.start, at + 1, at + 1)]
    start = at + 1
    column = lines[start].column if start < statement.end else 0
    while start < statement.end:
        end = start + 1
        while end < statement.end and lines[end].column > column:
            end += 1
        found.append(Clause("case", start, start + 1, end))
        start = end
    return tuple(found)
