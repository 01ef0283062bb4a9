"""The walk itself: one `Lowering` walks one tree and numbers the nodes it lowers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from heldout.syntax import ir
from heldout.syntax.lower_expressions import EXPR
from heldout.syntax.lower_statements import COMPOUND, SMALL
from heldout.syntax.numbers import number

ROOM = 64
"""Every statement begins at a multiple of this, so that what is typed in one leaves the numbers of the others alone."""
_EMPTY: tuple[None, ...] = (None,) * ROOM


class Lowering:
    """One walk over one tree."""

    __slots__ = ("nodes",)

    def __init__(self) -> None:
        self.nodes: list[cst.CSTNode | None] = []  # by number; most numbers are nobody's

    def suite(self, body: Sequence[cst.CSTNode]) -> ir.Suite:
        out: list[ir.Stmt] = []
        nodes = self.nodes
        for node in body:
            nodes.extend(_EMPTY[: -len(nodes) % ROOM])
            if type(node) is cst.SimpleStatementLine:
                for small in node.body:
                    SMALL[type(small)](self, small, out)
            else:
                out.append(COMPOUND[type(node)](self, node))
        nodes.extend(_EMPTY[: -len(nodes) % ROOM])  # another clause may follow
        return tuple(out)

    def block(self, node: Any) -> ir.Suite:
        if type(node) is cst.IndentedBlock:
            return self.suite(node.body)
        out: list[ir.Stmt] = []
        for small in node.body:  # SimpleStatementSuite: `if x: y`
            SMALL[type(small)](self, small, out)
        return tuple(out)

    def expr(self, node: Any) -> ir.Expr:
        return EXPR[type(node)](self, node)

    def opt(self, node: Any) -> ir.Expr | None:
        return None if node is None else EXPR[type(node)](self, node)

    def at(self, node: cst.CSTNode) -> int:
        nodes = self.nodes
        nodes.append(node)
        return number(len(nodes) - 1)

    def args(self, nodes: Sequence[cst.Arg]) -> tuple[ir.Arg, ...]:
        return tuple(
            [
                ir.Arg(self.at(a), self.expr(a.value), None if a.keyword is None else a.keyword.value, a.star)
                for a in nodes
            ]
        )

    def params(self, params: cst.Parameters) -> tuple[ir.Param, ...]:
        out: list[ir.Param] = []

        def add(p: Any, star: str, only: bool) -> None:
            annotation = None if p.annotation is None else p.annotation.annotation
            out.append(ir.Param(self.at(p), p.name.value, self.opt(p.default), self.opt(annotation), star, only))

        for p in params.posonly_params:
            add(p, "", False)
        for p in params.params:
            add(p, "", False)
        if type(params.star_arg) is cst.Param:
            add(params.star_arg, "*", False)
        for p in params.kwonly_params:
            add(p, "", True)
        if params.star_kwarg is not None:
            add(params.star_kwarg, "**", False)
        return tuple(out)
