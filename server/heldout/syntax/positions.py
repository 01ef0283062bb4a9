"""Where the nodes of a leaf stand, computed only for leaves that are shown: libcst's own code generation with a counter.

libcst's PositionProvider costs 86 µs a line, this one about 16; it is asked for the few leaves that hold a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

from heldout.syntax.lower import read_tree
from heldout.syntax.numbers import Places, counted, number

Span = tuple[int, int, int, int]
"""line, column, end line, end column: 0-based, code points, relative to the first line of the leaf."""


class _Counter(CodegenState):
    """A code generator that writes nothing and notes where each node starts and ends."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.line = 0
        self.column = 0
        self.spans: dict[int, Span] = {}

    def add_token(self, value: str) -> None:
        newlines = value.count("\n")
        if newlines:
            self.line += newlines
            self.column = len(value) - value.rfind("\n") - 1
        else:
            self.column += len(value)

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.column += len(token)

    def pop_trailing_newline(self) -> None:
        """Nothing is kept, so nothing has to be taken back."""

    def before_codegen(self, node: Any) -> None:
        self.spans[id(node)] = (self.line, self.column, 0, 0)

    def after_codegen(self, node: Any) -> None:
        key = id(node)
        line, column, end, _ = self.spans[key]
        if end == 0 or end == -1:
            self.spans[key] = (line, column, self.line, self.column)

    @contextmanager
    def record_syntactic_position(self, node: Any, *, start_node: Any = None, end_node: Any = None) -> Iterator[None]:
        line, column = self.line, self.column
        yield
        if start_node is not None and id(start_node) in self.spans:
            line, column = self.spans[id(start_node)][:2]
        end_line, end_column = self.line, self.column
        if end_node is not None and id(end_node) in self.spans:
            end_line, end_column = self.spans[id(end_node)][2:]
        self.recorded[id(node)] = (line, column, end_line, end_column)

    recorded: dict[int, Span]


class LeafTree:
    """The libcst tree of a leaf with the span of every node in it; `node(at)` and `span(at)` for what was lowered."""

    def __init__(self, tree: cst.Module, nodes: list[cst.CSTNode | None], lines_before: int) -> None:
        self.tree = tree
        self.nodes = nodes
        self._before = lines_before
        self.places: Places | None = None
        self.row: Callable[[int], int] = lambda row: row  # where a row of the text stands below the leaf's first row
        state = _Counter(tree)
        state.recorded = {}
        tree._codegen(state)
        self._spans = {**state.spans, **state.recorded}

    def node(self, at: int) -> cst.CSTNode:
        """The libcst node that `at` was lowered from."""
        count = counted(at, self.places)
        node = self.nodes[count] if count >= 0 else None
        if node is None:
            raise IndexError(at)
        return node

    def span(self, at: int) -> Span:
        """Where `at` stands."""
        return self.span_of(self.node(at))

    def span_of(self, node: cst.CSTNode) -> Span:
        """Where any node of this tree stands (without surrounding white space, comments and parentheses)."""
        line, column, end_line, end_column = self._spans[id(node)]
        return self.row(line - self._before), column, self.row(end_line - self._before), end_column


def read_leaf(text: str, indent: str = "") -> LeafTree | None:
    """The tree and spans of a leaf, or None when it does not parse."""
    read = read_tree(text, indent)
    return None if read is None else LeafTree(read[0], read[2], read[3])


def spans(text: str, indent: str = "") -> dict[int, Span]:
    """The span of every `at` of a leaf as it is lowered at first; empty when it does not parse."""
    leaf = read_leaf(text, indent)
    return (
        {}
        if leaf is None
        else {number(count): leaf.span_of(node) for count, node in enumerate(leaf.nodes) if node is not None}
    )
