"""Which statements share a leaf, and what is cut into headers and bodies: a matter of sizes, decided before anything is parsed."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from heldout.syntax.cut import Clause, Statement, read_clauses
from heldout.syntax.scan import Line
from heldout.syntax.tree import Node

WHOLE = 6
"""A compound statement of more rows than this is cut into its headers and bodies. Half as many let a cut one stay cut,
and half more let a whole one stay whole, so that typing at the border does not change leaves back and forth."""
GROUP = 4
"""Small statements of a body share a leaf up to this many rows; twice as many may stay together."""
LONGEST_ELIF = 200
"""More of them are one inside the other to the parser, and overflow its stack."""
DEEPEST = 40
"""Blocks inside one another; below that a statement stays whole."""


@define(eq=False)
class Draft:
    """A node that is to be: some statements in one leaf, or one compound statement with its clauses."""

    start: int
    end: int
    last: Statement
    text: str
    indent: str
    hopeless: bool  # not worth a try, or dangerous
    clauses: tuple[Clause, ...] = ()
    segments: tuple[tuple[int, int], ...] = ((0, 0),)


def drafts(lines: Sequence[Line], statements: list[Statement], olds: list[Node], depth: int) -> list[Draft]:
    """What becomes of these statements, which take the place of some old nodes. At depth 0 each is on its own."""
    only = olds[0] if len(olds) == 1 else None
    limit = WHOLE
    if only is not None and len(statements) == 1:
        limit = WHOLE // 2 if only.blocks else WHOLE * 3 // 2
    group_limit = GROUP
    if only is not None and not only.blocks:
        total = sum([line.rows for s in statements for line in lines[s.start : s.end]])
        if total <= 2 * GROUP:
            group_limit = 2 * GROUP
    found: list[Draft] = []
    group: list[Statement] = []
    size = 0
    for statement in statements:
        rows = sum([line.rows for line in lines[statement.start : statement.end]])
        own = rows - lines[statement.start].lead_rows
        large = bool(statement.word) and own > limit and depth < DEEPEST
        if group and (depth == 0 or large or size + rows > group_limit or (statement.word == "def" and own > 5)):
            found.append(plain(lines, group))
            group, size = [], 0
        if large:
            found.append(compound(lines, statement))
        else:
            group.append(statement)
            size += rows
    if group:
        found.append(plain(lines, group))
    return found


def plain(lines: Sequence[Line], statements: list[Statement]) -> Draft:
    """Some statements in one leaf."""
    start, end = statements[0].start, statements[-1].end
    own = lines[start:end]
    first = own[0]
    text = "".join([line.text for line in own])[first.lead :]
    hopeless = (
        any(line.deep for line in own)
        or sum([line.word == "elif" for line in own]) > LONGEST_ELIF
        or any(not s.word and s.end - s.start > 1 for s in statements)  # indented lines that nothing opens
    )
    return Draft(start, end, statements[-1], text, _margin(first), hopeless)


def compound(lines: Sequence[Line], statement: Statement) -> Draft:
    """The headers of a compound statement, each with a dummy body, as one text."""
    clauses = read_clauses(lines, statement)
    first = lines[statement.start]
    texts: list[str] = []
    segments: list[tuple[int, int]] = []
    row = 0  # of the text
    real = 0  # below the first row of the statement
    hopeless = sum([clause.word == "elif" for clause in clauses]) > LONGEST_ELIF
    for clause in clauses:
        for at in range(clause.start, clause.body):
            line = lines[at]
            lead = line.lead_rows
            if at > statement.start:
                real += lead
            segments.append((row, real))
            texts.append(line.text[line.lead :])
            row += line.rows - lead
            real += line.rows - lead
            hopeless = hopeless or line.deep
        if clause.body < clause.end:
            texts.append(_margin(lines[clause.body]) + "pass\n")
            row += 1
            real += sum([line.rows for line in lines[clause.body : clause.end]])
    return Draft(
        statement.start, statement.end, statement, "".join(texts), _margin(first), hopeless, clauses, tuple(segments)
    )


def _margin(line: Line) -> str:
    text = line.text[line.lead :]
    return text[: len(text) - len(text.lstrip(" \t\f"))]
