"""What a check looks at: the program before and after an answer, as text, as syntax and as analysed."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Callable, Iterator
from functools import cached_property

from attrs import field, frozen

from heldout.analysis.engine import Analyser, Snapshot
from heldout.findings.contract import Allowance
from heldout.findings.finding import Edit, Finding
from heldout.findings.rule import Report, Rule
from heldout.source import magics
from heldout.source.document import Document


@frozen
class Region:
    """Lines of a cell that may change. 0-based, `end` is exclusive."""

    cell: int
    line: int
    end: int

    def holds(self, cell: int, line: int, end: int) -> bool:
        return cell == self.cell and self.line <= line and end <= self.end


@frozen(eq=False)
class Statement:
    """A simple statement, or the head of a compound one, with the list of statements that it stands in."""

    cell: int
    node: ast.stmt
    text: str
    suite: tuple[int, int]  # cell, and a number that tells the suites of a cell apart


class Syntax:
    """A document as Python sees it. Cells that do not parse are left out of everything but `broken`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.trees: list[ast.Module | None] = [_parsed(cell.text) for cell in document.cells]

    @property
    def broken(self) -> frozenset[int]:
        return frozenset([n for n, tree in enumerate(self.trees) if tree is None])

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple([node for tree in self.trees if tree is not None for node in ast.walk(tree)])

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements as they stand."""
        found: list[Statement] = []
        suites = 0

        def walk(cell: int, body: list[ast.stmt]) -> None:
            nonlocal suites
            suites += 1
            suite = suites
            for node in body:
                found.append(Statement(cell, node, head(node), (cell, suite)))
                for inner in bodies(node):
                    walk(cell, inner)

        for cell, tree in enumerate(self.trees):
            if tree is not None:
                walk(cell, tree.body)
        return tuple(found)

    @cached_property
    def comments(self) -> tuple[str, ...]:
        return tuple([comment for cell in self.document.cells for comment in _comments(cell.text)])


@frozen(eq=False)
class Trial:
    """One answer on trial. `after` is None until the changed program parses."""

    finding: Finding
    rule: Rule
    report: Report
    regions: tuple[Region, ...]
    edits: tuple[Edit, ...]
    before: Snapshot
    changed: Document
    old: Syntax
    new: Syntax
    analyser: Analyser = field(repr=False)

    @property
    def allows(self) -> Allowance:
        return self.rule.allows

    @cached_property
    def after(self) -> Snapshot:
        return self.analyser.alone(self.changed)


Check = Callable[[Trial], Iterator[str]]
"""A sentence for each thing that is wrong, in words that the model can act on."""


def bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The suites of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        inner = getattr(node, name, None)
        if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
            yield inner
    for handler in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield handler.body


def head(node: ast.stmt) -> str:
    """A statement without what is indented below it, in one way of writing."""
    if not any(True for _ in bodies(node)):
        return ast.unparse(node)
    kind = type(node).__name__
    parts = [f"{name}={_field(value)}" for name, value in ast.iter_fields(node) if name not in HIDDEN]
    return f"{kind} {', '.join(parts)}"


HIDDEN = frozenset(["body", "orelse", "finalbody", "handlers", "cases", "type_comment", "type_params"])


def _field(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_field(v) for v in value) + "]"
    return ast.unparse(value) if isinstance(value, ast.AST) else repr(value)


def heads(node: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement without those of its suites."""
    inner = {id(s) for body in bodies(node) for s in body}
    stack: list[ast.AST] = [node]
    while stack:
        current = stack.pop()
        yield current
        stack += [child for child in ast.iter_child_nodes(current) if id(child) not in inner]


def python(text: str) -> str:
    """A cell's text with its magics as Python statements of the same length."""
    try:
        ast.parse(text)
        return text
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    lines = []
    for line in magics.cell(text).split("\n"):
        bare = line.lstrip()
        instead = magics.line(bare.rstrip()) if bare[:1] in "%!?" or bare.rstrip().endswith("?") else None
        lines.append(line if instead is None else line[: len(line) - len(bare)] + instead)
    return "\n".join(lines)


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(python(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _comments(text: str) -> Iterator[str]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(python(text)).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.strip()
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return
