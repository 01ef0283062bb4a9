"""The source of a program as a fix sees it: handles become places and libcst nodes, and edits are minimal.

A fix never prints code it did not change: it inserts, replaces or moves text.
"""

from __future__ import annotations

from typing import Any

import libcst as cst
from attrs import frozen

from heldout.findings.finding import Edit, Safety
from heldout.semantics.graph import Handle
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.positions import LeafTree
from heldout.syntax.program import Program


@frozen
class Draft:
    """A fix before it was tried."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE


class Code:
    """Places, text and edits of one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.document: Document = program.document
        self._trees: dict[int, LeafTree] = {}

    def cells(self) -> tuple[tuple[ir.Unit, ...], ...]:
        """The top-level statements of each cell."""
        return tuple([units for units, _ in self.program.cells()])

    def _tree(self, handle: Handle) -> LeafTree:
        """The tree of the leaf of a handle, read once; KeyError when the leaf is gone."""
        if handle.leaf not in self._trees:
            tree = self.program.tree(handle.leaf)
            if tree is None:
                raise KeyError(handle.leaf)
            self._trees[handle.leaf] = tree
        return self._trees[handle.leaf]

    def place(self, handle: Handle) -> Place:
        """Where a node stands; KeyError where that is in another file, which fixes leave alone."""
        if self.program.find(handle.leaf) is None:
            raise KeyError(handle.leaf)
        return self.program.place(handle.leaf, handle.at)

    def node(self, handle: Handle) -> cst.CSTNode:
        """The libcst node of a handle."""
        return self._tree(handle).node(handle.at)

    def place_of(self, handle: Handle, node: cst.CSTNode) -> Place:
        """Where a libcst node stands, given any handle of the same leaf."""
        line, column, end_line, end_column = self._tree(handle).span_of(node)
        cell, first = self.program.leaf_line(handle.leaf)
        return Place(cell, first + line, column, first + end_line, end_column)

    def lines(self, cell: int) -> list[str]:
        """The lines of a cell, without their ends."""
        return self.document.cells[cell].text.split("\n")

    def text(self, place: Place) -> str:
        """The text of a place."""
        every = self.lines(place.cell)
        lines = every[place.line : place.end_line + 1]
        if not lines:
            return ""
        if place.end_line < len(every):  # behind the last line of a cell, which may not end in a newline
            lines[-1] = lines[-1][: place.end_column]
        lines[0] = lines[0][place.column :]
        return "\n".join(lines)

    def indent(self, place: Place) -> str:
        """The white space before the line of a place."""
        line = self.lines(place.cell)[place.line]
        return line[: len(line) - len(line.lstrip())]

    def statement(self, handle: Handle) -> Place | None:
        """The whole lines of the simple statement around a node; None when it shares its lines with another."""
        tree = self._tree(handle)
        cell, first = self.program.leaf_line(handle.leaf)
        span = tree.span(handle.at)
        found: Any = None
        stack: list[Any] = list(tree.tree.body)
        while stack:
            node = stack.pop()
            inner = tree.span_of(node)
            if not (inner[:2] <= span[:2] and span[2:] <= inner[2:]):
                continue
            if isinstance(node, cst.SimpleStatementLine):
                found = node
                break
            stack += [
                c
                for c in node.children
                if isinstance(c, (cst.BaseStatement, cst.BaseSuite, cst.Else, cst.Finally, cst.ExceptHandler))
            ]
        if found is None or len(found.body) != 1:
            return None
        line, _, end_line, _ = tree.span_of(found)
        return Place(cell, first + line, 0, first + end_line + 1, 0)

    def replace(self, place: Place, text: str) -> Edit:
        return Edit(place, text)

    def delete_lines(self, place: Place) -> Edit:
        """Remove whole lines."""
        return Edit(place, "")

    def insert_line(self, cell: int, line: int, text: str) -> Edit:
        """Insert whole lines before a line (0-based)."""
        lines = self.lines(cell)
        if line >= len(lines):
            end = Place(cell, len(lines) - 1, len(lines[-1]), len(lines) - 1, len(lines[-1]))
            return Edit(end, "\n" + text)
        return Edit(Place(cell, line, 0, line, 0), text + "\n")

    def add_keyword(self, handle: Handle, text: str) -> Edit:
        """Add an argument such as `random_state=42` to the call at `handle`, in the manner of the call."""
        call = self.node(handle)
        assert isinstance(call, cst.Call)
        if not call.args:
            place = self.place_of(handle, call)
            return Edit(
                Place(place.cell, place.end_line, place.end_column - 1, place.end_line, place.end_column - 1), text
            )
        last = call.args[-1]
        end = self.place_of(handle, last.value)
        line, column = self._behind(handle, last, end)
        if isinstance(last.comma, cst.Comma):  # one argument a line, each with its comma
            first_line = self.place_of(handle, call.func).end_line
            separator = "\n" + self.indent(end) if end.line > first_line else " "
            return Edit(Place(end.cell, line, column, line, column), f"{separator}{text},")
        return Edit(Place(end.cell, line, column, line, column), f", {text}")

    def _behind(self, handle: Handle, arg: cst.Arg, value: Place) -> tuple[int, int]:
        """Just behind an argument, its closing parentheses and its comma."""
        lines = self.lines(value.cell)
        line, column = value.end_line, value.end_column
        wanted = len(getattr(arg.value, "rpar", ())) + (1 if isinstance(arg.comma, cst.Comma) else 0)
        while wanted and line < len(lines):
            text = lines[line]
            while column < len(text) and text[column] in " \t":
                column += 1
            if column < len(text) and text[column] in "),":
                column += 1
                wanted -= 1
            else:
                line, column = line + 1, 0
        return line, column

    def set_argument(self, handle: Handle, name: str, value: str) -> Edit:
        """Give the call at `handle` the keyword argument `name`, in place of the one it has."""
        call = self.node(handle)
        assert isinstance(call, cst.Call)
        for arg in call.args:
            if arg.keyword is not None and arg.keyword.value == name:
                return Edit(self.place_of(handle, arg.value), value)
        return self.add_keyword(handle, f"{name}={value}")
