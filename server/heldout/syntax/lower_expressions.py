"""Lowering of expressions: one function for each libcst node, in `EXPR`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from heldout.syntax import ir

if TYPE_CHECKING:
    from heldout.syntax.lowering import Lowering


def _name(w: Lowering, n: cst.Name) -> ir.Expr:
    at = w.at(n)
    value = n.value
    if value in CONSTANTS:
        return ir.Const(at, CONSTANTS[value])
    return ir.Name(at, value)


CONSTANTS = {"None": None, "True": True, "False": False}


def _attribute(w: Lowering, n: cst.Attribute) -> ir.Expr:
    return ir.Attr(w.at(n), w.expr(n.value), n.attr.value)


def _call(w: Lowering, n: cst.Call) -> ir.Expr:
    return ir.Call(w.at(n), w.expr(n.func), w.args(n.args))


def _subscript(w: Lowering, n: cst.Subscript) -> ir.Expr:
    at = w.at(n)
    base = w.expr(n.value)
    items = [_index(w, e.slice) for e in n.slice]
    if len(items) == 1 and type(n.slice[0].comma) is not cst.Comma:
        return ir.Subscript(at, base, items[0])
    return ir.Subscript(at, base, ir.Seq(w.at(n), "tuple", tuple(items)))


def _index(w: Lowering, s: Any) -> ir.Expr:
    if type(s) is cst.Slice:
        return ir.Slice(w.at(s), w.opt(s.lower), w.opt(s.upper), w.opt(s.step))
    value = w.expr(s.value)
    return ir.Starred(w.at(s), value) if s.star == "*" else value


def _string(w: Lowering, n: cst.SimpleString) -> ir.Expr:
    at = w.at(n)
    text = n.value
    if text[0] in "\"'" and "\\" not in text:
        width = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
        return ir.Const(at, text[width:-width])
    return ir.Const(at, n.evaluated_value)


def _integer(w: Lowering, n: Any) -> ir.Expr:
    at = w.at(n)
    text = n.value
    if len(text) > 400:  # int() of thousands of digits is slow and refused; nobody's seed
        return ir.Const(at, 0)
    return ir.Const(at, int(text) if text.isdigit() and (text[0] != "0" or text == "0") else ast.literal_eval(text))


def _number(w: Lowering, n: Any) -> ir.Expr:
    return ir.Const(w.at(n), ast.literal_eval(n.value))


def _ellipsis(w: Lowering, n: cst.Ellipsis) -> ir.Expr:
    return ir.Const(w.at(n), ...)


def _concatenated(w: Lowering, n: cst.ConcatenatedString) -> ir.Expr:
    at = w.at(n)
    left, right = w.expr(n.left), w.expr(n.right)
    if type(left) is ir.Const and type(right) is ir.Const and type(left.value) is type(right.value):
        return ir.Const(at, left.value + right.value)  # type: ignore[operator]
    return ir.Joined(at, (left, right))


def _formatted(w: Lowering, n: Any) -> ir.Expr:
    at = w.at(n)
    parts: list[ir.Expr] = []
    for p in n.parts:
        if hasattr(p, "expression"):
            parts.append(w.expr(p.expression))
        else:
            parts.append(ir.Const(w.at(p), p.value))
    return ir.Joined(at, tuple(parts))


def _seq(kind: str) -> Callable[[Lowering, Any], ir.Expr]:
    def lower(w: Lowering, n: Any) -> ir.Expr:
        at = w.at(n)
        return ir.Seq(at, kind, tuple([_element(w, e) for e in n.elements]))

    return lower


def _element(w: Lowering, e: Any) -> ir.Expr:
    if type(e) is cst.StarredElement:
        return ir.Starred(w.at(e), w.expr(e.value))
    return w.expr(e.value)


def _dict(w: Lowering, n: cst.Dict) -> ir.Expr:
    at = w.at(n)
    items: list[tuple[ir.Expr | None, ir.Expr]] = []
    for e in n.elements:
        if type(e) is cst.DictElement:
            items.append((w.expr(e.key), w.expr(e.value)))
        else:
            items.append((None, w.expr(e.value)))
    return ir.DictExpr(at, tuple(items))


def _unary(w: Lowering, n: cst.UnaryOperation) -> ir.Expr:
    at = w.at(n)
    op, value = UNARY[type(n.operator)], w.expr(n.expression)
    if op == "-" and type(value) is ir.Const and isinstance(value.value, (int, float)):
        return ir.Const(at, -value.value)
    return ir.Unary(at, op, value)


def _binary(w: Lowering, n: Any) -> ir.Expr:
    return ir.Binary(w.at(n), BINARY[type(n.operator)], w.expr(n.left), w.expr(n.right))


def _comparison(w: Lowering, n: cst.Comparison) -> ir.Expr:
    at = w.at(n)
    left = w.expr(n.left)
    return ir.Compare(at, left, tuple([(COMPARE[type(c.operator)], w.expr(c.comparator)) for c in n.comparisons]))


def _ifexp(w: Lowering, n: cst.IfExp) -> ir.Expr:
    return ir.IfExp(w.at(n), w.expr(n.test), w.expr(n.body), w.expr(n.orelse))


def _lambda(w: Lowering, n: cst.Lambda) -> ir.Expr:
    return ir.Lambda(w.at(n), w.params(n.params), w.expr(n.body))


def _comp(kind: str) -> Callable[[Lowering, Any], ir.Expr]:
    def lower(w: Lowering, n: Any) -> ir.Expr:
        at = w.at(n)
        clauses = []
        clause = n.for_in
        while clause is not None:
            clauses.append((w.expr(clause.target), w.expr(clause.iter), tuple([w.expr(i.test) for i in clause.ifs])))
            clause = clause.inner_for_in
        if kind == "dict":
            elt: ir.Expr = ir.Seq(w.at(n), "tuple", (w.expr(n.key), w.expr(n.value)))
        else:
            elt = w.expr(n.elt)
        return ir.Comp(at, kind, elt, tuple(clauses))

    return lower


def _await(w: Lowering, n: cst.Await) -> ir.Expr:
    return ir.Await(w.at(n), w.expr(n.expression))


def _yield(w: Lowering, n: cst.Yield) -> ir.Expr:
    at = w.at(n)
    if type(n.value) is cst.From:
        return ir.Yield(at, w.expr(n.value.item), True)
    return ir.Yield(at, w.opt(n.value))


def _named(w: Lowering, n: cst.NamedExpr) -> ir.Expr:
    return ir.NamedExpr(w.at(n), w.expr(n.target), w.expr(n.value))


EXPR: dict[type, Callable[[Lowering, Any], ir.Expr]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.Subscript: _subscript,
    cst.SimpleString: _string,
    cst.Integer: _integer,
    cst.Float: _number,
    cst.Imaginary: _number,
    cst.Ellipsis: _ellipsis,
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.Tuple: _seq("tuple"),
    cst.List: _seq("list"),
    cst.Set: _seq("set"),
    cst.Dict: _dict,
    cst.UnaryOperation: _unary,
    cst.BinaryOperation: _binary,
    cst.BooleanOperation: _binary,
    cst.Comparison: _comparison,
    cst.IfExp: _ifexp,
    cst.Lambda: _lambda,
    cst.ListComp: _comp("list"),
    cst.SetComp: _comp("set"),
    cst.GeneratorExp: _comp("generator"),
    cst.DictComp: _comp("dict"),
    cst.Await: _await,
    cst.Yield: _yield,
    cst.NamedExpr: _named,
    cst.StarredElement: _element,
}
if hasattr(cst, "TemplatedString"):  # libcst ≥ 1.9
    EXPR[cst.TemplatedString] = _formatted

UNARY = {cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~", cst.Not: "not"}
BINARY: dict[type, str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.MatrixMultiply: "@", cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitAnd: "&",
    cst.BitOr: "|", cst.BitXor: "^", cst.And: "and", cst.Or: "or",
}  # fmt: skip
AUGMENTED: dict[type, str] = {
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**", cst.MatrixMultiplyAssign: "@",
    cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>", cst.BitAndAssign: "&", cst.BitOrAssign: "|",
    cst.BitXorAssign: "^",
}  # fmt: skip
COMPARE: dict[type, str] = {
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=", cst.In: "in", cst.NotIn: "not in", cst.Is: "is", cst.IsNot: "is not",
}  # fmt: skip
