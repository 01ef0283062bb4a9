"""One hand-written walk from a libcst tree to `ir`: 1–10 µs a line, where an empty `CSTVisitor` costs 49.

Whitespace, comments and parentheses are never visited. Every node that is lowered is appended to `nodes`, so `at` is an
index into that list: `positions` walks the same tree again and finds the libcst node of any `at`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst
from attrs import frozen
from libcst import native

from heldout.syntax import ir


@frozen
class Parsed:
    """A leaf that was understood: its statements (for a header: one compound statement with empty bodies)."""

    body: ir.Suite


def parse(text: str, indent: str = "", header: str = "") -> Parsed | None:
    """Parse and lower one leaf, or None when it is no valid Python.

    `text` is whole lines. `indent` is the white space before its first statement. `header` is "" for whole statements, else
    the keyword of the clause whose header this is ("def", "class", "if", "elif", "for", "while", "with", "try", "except",
    "match", "case"), whose body is somewhere else.
    """
    read = read_tree(text, indent, header)
    if read is None or (header and len(read[1]) != 1):
        return None
    if header:
        _empty(read[1][0], header)
    return Parsed(read[1])


def _empty(stmt: Any, header: str) -> None:
    """Take the made-up bodies out of a header's statement again."""
    if header == "match":
        stmt.cases = ()
    elif header == "case":
        stmt.cases[0].body = ()
    elif header == "except":
        stmt.body = stmt.handlers[0].body = ()
    else:
        stmt.body = ()
        if header == "try":
            stmt.final = ()


def read_tree(text: str, indent: str, header: str) -> tuple[cst.Module, ir.Suite, list[cst.CSTNode], int] | None:
    """The libcst tree, what it was lowered to, the libcst node of every `at`, and how many lines were put before `text`."""
    source, lines_before = wrapped(text, indent, header)
    try:
        tree = native.parse_module(source)
        lowering = Lowering()
        body = lowering.suite(tree.body)
    except (cst.ParserSyntaxError, RecursionError, ValueError, SyntaxError, MemoryError):
        return None
    for _ in range((1 if indent else 0) + (1 if header == "case" else 0)):
        body = _inner(body)
    if header == "except" and body and isinstance(body[0], ir.Try):
        body = body[:1]
    return tree, body, lowering.nodes, lines_before


def wrapped(text: str, indent: str, header: str) -> tuple[str, int]:
    """`text` made a module of its own, and how many lines stand before it. Columns stay what they are."""
    before = "if 1:\n" if indent else ""
    if not text.endswith("\n"):
        text += "\n"
    if header == "":
        return before + text, 1 if indent else 0
    if header == "elif":
        text = text.replace("elif", "  if", 1)
        return before + text + indent + "   pass\n", 1 if indent else 0
    if header == "except":
        return f"{before}{indent}try:\n{indent} pass\n{text}{indent} pass\n", 3 if indent else 2
    if header == "case":
        outer = indent[:-1]
        first = "if 1:\n" if outer else ""
        return f"{first}{outer}match x:\n{text}{indent} pass\n", 2 if outer else 1
    if header == "match":
        return f"{before}{text}{indent} case _:\n{indent}  pass\n", 1 if indent else 0
    if header == "try":
        return f"{before}{text}{indent} pass\n{indent}finally:\n{indent} pass\n", 1 if indent else 0
    return before + text + indent + " pass\n", 1 if indent else 0


def _inner(body: ir.Suite) -> ir.Suite:
    first = body[0] if body else None
    if isinstance(first, ir.If):
        return first.body
    return body


class Lowering:
    """One walk over one tree."""

    __slots__ = ("nodes",)

    def __init__(self) -> None:
        self.nodes: list[cst.CSTNode] = []

    def suite(self, body: Sequence[cst.CSTNode]) -> ir.Suite:
        out: list[ir.Stmt] = []
        for node in body:
            if type(node) is cst.SimpleStatementLine:
                for small in node.body:
                    SMALL[type(small)](self, small, out)
            else:
                out.append(COMPOUND[type(node)](self, node))
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
        return len(nodes) - 1

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


# ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _name(l: Lowering, n: cst.Name) -> ir.Expr:
    at = l.at(n)
    value = n.value
    if value in CONSTANTS:
        return ir.Const(at, CONSTANTS[value])
    return ir.Name(at, value)


CONSTANTS = {"None": None, "True": True, "False": False}


def _attribute(l: Lowering, n: cst.Attribute) -> ir.Expr:
    return ir.Attr(l.at(n), l.expr(n.value), n.attr.value)


def _call(l: Lowering, n: cst.Call) -> ir.Expr:
    return ir.Call(l.at(n), l.expr(n.func), l.args(n.args))


def _subscript(l: Lowering, n: cst.Subscript) -> ir.Expr:
    at = l.at(n)
    base = l.expr(n.value)
    items = [_index(l, e.slice) for e in n.slice]
    if len(items) == 1 and type(n.slice[0].comma) is not cst.Comma:
        return ir.Subscript(at, base, items[0])
    return ir.Subscript(at, base, ir.Seq(l.at(n), "tuple", tuple(items)))


def _index(l: Lowering, s: Any) -> ir.Expr:
    if type(s) is cst.Slice:
        return ir.Slice(l.at(s), l.opt(s.lower), l.opt(s.upper), l.opt(s.step))
    value = l.expr(s.value)
    return ir.Starred(l.at(s), value) if s.star == "*" else value


def _string(l: Lowering, n: cst.SimpleString) -> ir.Expr:
    at = l.at(n)
    text = n.value
    if text[0] in "\"'" and "\\" not in text:
        width = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
        return ir.Const(at, text[width:-width])
    return ir.Const(at, n.evaluated_value)


def _integer(l: Lowering, n: Any) -> ir.Expr:
    at = l.at(n)
    text = n.value
    if len(text) > 400:  # int() of thousands of digits is slow and refused; nobody's seed
        return ir.Const(at, 0)
    return ir.Const(at, int(text) if text.isdigit() and (text[0] != "0" or text == "0") else ast.literal_eval(text))


def _number(l: Lowering, n: Any) -> ir.Expr:
    return ir.Const(l.at(n), ast.literal_eval(n.value))


def _ellipsis(l: Lowering, n: cst.Ellipsis) -> ir.Expr:
    return ir.Const(l.at(n), ...)


def _concatenated(l: Lowering, n: cst.ConcatenatedString) -> ir.Expr:
    at = l.at(n)
    left, right = l.expr(n.left), l.expr(n.right)
    if type(left) is ir.Const and type(right) is ir.Const and type(left.value) is type(right.value):
        return ir.Const(at, left.value + right.value)  # type: ignore[operator]
    return ir.Joined(at, (left, right))


def _formatted(l: Lowering, n: Any) -> ir.Expr:
    at = l.at(n)
    parts: list[ir.Expr] = []
    for p in n.parts:
        if hasattr(p, "expression"):
            parts.append(l.expr(p.expression))
        else:
            parts.append(ir.Const(l.at(p), p.value))
    return ir.Joined(at, tuple(parts))


def _seq(kind: str) -> Callable[[Lowering, Any], ir.Expr]:
    def lower(l: Lowering, n: Any) -> ir.Expr:
        at = l.at(n)
        return ir.Seq(at, kind, tuple([_element(l, e) for e in n.elements]))

    return lower


def _element(l: Lowering, e: Any) -> ir.Expr:
    if type(e) is cst.StarredElement:
        return ir.Starred(l.at(e), l.expr(e.value))
    return l.expr(e.value)


def _dict(l: Lowering, n: cst.Dict) -> ir.Expr:
    at = l.at(n)
    items: list[tuple[ir.Expr | None, ir.Expr]] = []
    for e in n.elements:
        if type(e) is cst.DictElement:
            items.append((l.expr(e.key), l.expr(e.value)))
        else:
            items.append((None, l.expr(e.value)))
    return ir.DictExpr(at, tuple(items))


def _unary(l: Lowering, n: cst.UnaryOperation) -> ir.Expr:
    at = l.at(n)
    op, value = UNARY[type(n.operator)], l.expr(n.expression)
    if op == "-" and type(value) is ir.Const and isinstance(value.value, (int, float)):
        return ir.Const(at, -value.value)
    return ir.Unary(at, op, value)


def _binary(l: Lowering, n: Any) -> ir.Expr:
    return ir.Binary(l.at(n), BINARY[type(n.operator)], l.expr(n.left), l.expr(n.right))


def _comparison(l: Lowering, n: cst.Comparison) -> ir.Expr:
    at = l.at(n)
    left = l.expr(n.left)
    return ir.Compare(
        at, left, tuple([(COMPARE[type(c.operator)], l.expr(c.comparator)) for c in n.comparisons])
    )


def _ifexp(l: Lowering, n: cst.IfExp) -> ir.Expr:
    return ir.IfExp(l.at(n), l.expr(n.test), l.expr(n.body), l.expr(n.orelse))


def _lambda(l: Lowering, n: cst.Lambda) -> ir.Expr:
    return ir.Lambda(l.at(n), l.params(n.params), l.expr(n.body))


def _comp(kind: str) -> Callable[[Lowering, Any], ir.Expr]:
    def lower(l: Lowering, n: Any) -> ir.Expr:
        at = l.at(n)
        clauses = []
        clause = n.for_in
        while clause is not None:
            clauses.append((l.expr(clause.target), l.expr(clause.iter), tuple([l.expr(i.test) for i in clause.ifs])))
            clause = clause.inner_for_in
        if kind == "dict":
            elt: ir.Expr = ir.Seq(l.at(n), "tuple", (l.expr(n.key), l.expr(n.value)))
        else:
            elt = l.expr(n.elt)
        return ir.Comp(at, kind, elt, tuple(clauses))

    return lower


def _await(l: Lowering, n: cst.Await) -> ir.Expr:
    return ir.Await(l.at(n), l.expr(n.expression))


def _yield(l: Lowering, n: cst.Yield) -> ir.Expr:
    at = l.at(n)
    if type(n.value) is cst.From:
        return ir.Yield(at, l.expr(n.value.item), True)
    return ir.Yield(at, l.opt(n.value))


def _named(l: Lowering, n: cst.NamedExpr) -> ir.Expr:
    return ir.NamedExpr(l.at(n), l.expr(n.target), l.expr(n.value))


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

# ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _expr_stmt(l: Lowering, n: cst.Expr, out: list[ir.Stmt]) -> None:
    out.append(ir.ExprStmt(l.at(n), l.expr(n.value)))


def _assign(l: Lowering, n: cst.Assign, out: list[ir.Stmt]) -> None:
    at = l.at(n)
    out.append(ir.Assign(at, tuple([l.expr(t.target) for t in n.targets]), l.expr(n.value)))


def _ann_assign(l: Lowering, n: cst.AnnAssign, out: list[ir.Stmt]) -> None:
    out.append(ir.Assign(l.at(n), (l.expr(n.target),), l.opt(n.value), l.expr(n.annotation.annotation)))


def _aug_assign(l: Lowering, n: cst.AugAssign, out: list[ir.Stmt]) -> None:
    out.append(ir.AugAssign(l.at(n), l.expr(n.target), AUGMENTED[type(n.operator)], l.expr(n.value)))


def _return(l: Lowering, n: cst.Return, out: list[ir.Stmt]) -> None:
    out.append(ir.Return(l.at(n), l.opt(n.value)))


def _delete(l: Lowering, n: cst.Del, out: list[ir.Stmt]) -> None:
    at = l.at(n)
    targets = [e.value for e in n.target.elements] if isinstance(n.target, (cst.Tuple, cst.List)) else [n.target]
    out.append(ir.Delete(at, tuple([l.expr(t) for t in targets])))


def _raise(l: Lowering, n: cst.Raise, out: list[ir.Stmt]) -> None:
    out.append(ir.Raise(l.at(n), l.opt(n.exc)))


def _assert(l: Lowering, n: cst.Assert, out: list[ir.Stmt]) -> None:
    out.append(ir.Assert(l.at(n), l.expr(n.test)))


def _jump(kind: str) -> Callable[[Lowering, Any, list[ir.Stmt]], None]:
    def lower(l: Lowering, n: Any, out: list[ir.Stmt]) -> None:
        out.append(ir.Jump(l.at(n), kind))

    return lower


def _scope(kind: str) -> Callable[[Lowering, Any, list[ir.Stmt]], None]:
    def lower(l: Lowering, n: Any, out: list[ir.Stmt]) -> None:
        out.append(ir.Scope(l.at(n), kind, tuple([item.name.value for item in n.names])))

    return lower


def _dotted(n: Any) -> str:
    return n.value if type(n) is cst.Name else f"{_dotted(n.value)}.{n.attr.value}"


def _import(l: Lowering, n: cst.Import, out: list[ir.Stmt]) -> None:
    for alias in n.names:
        module = _dotted(alias.name)
        bind = module.partition(".")[0] if alias.asname is None else alias.asname.name.value  # type: ignore[union-attr]
        out.append(ir.Import(l.at(alias), module, None, bind))


def _import_from(l: Lowering, n: cst.ImportFrom, out: list[ir.Stmt]) -> None:
    module = "" if n.module is None else _dotted(n.module)
    level = len(n.relative)
    if type(n.names) is cst.ImportStar:
        out.append(ir.Import(l.at(n), module, "*", "*", level))
        return
    for alias in n.names:  # type: ignore[union-attr]
        name = alias.name.value
        bind = name if alias.asname is None else alias.asname.name.value
        out.append(ir.Import(l.at(alias), module, name, bind, level))


def _type_alias(l: Lowering, n: Any, out: list[ir.Stmt]) -> None:
    out.append(ir.Jump(l.at(n), "pass"))


SMALL: dict[type, Callable[[Lowering, Any, list[ir.Stmt]], None]] = {
    cst.Expr: _expr_stmt,
    cst.Assign: _assign,
    cst.AnnAssign: _ann_assign,
    cst.AugAssign: _aug_assign,
    cst.Return: _return,
    cst.Del: _delete,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Pass: _jump("pass"),
    cst.Break: _jump("break"),
    cst.Continue: _jump("continue"),
    cst.Global: _scope("global"),
    cst.Nonlocal: _scope("nonlocal"),
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.TypeAlias: _type_alias,
}


def _orelse(l: Lowering, n: Any) -> ir.Suite:
    if n is None:
        return ()
    if type(n) is cst.If:
        return (_if(l, n),)
    return l.block(n.body)


def _if(l: Lowering, n: cst.If) -> ir.Stmt:
    return ir.If(l.at(n), l.expr(n.test), l.block(n.body), _orelse(l, n.orelse))


def _for(l: Lowering, n: cst.For) -> ir.Stmt:
    return ir.For(l.at(n), l.expr(n.target), l.expr(n.iter), l.block(n.body), _orelse(l, n.orelse))


def _while(l: Lowering, n: cst.While) -> ir.Stmt:
    return ir.While(l.at(n), l.expr(n.test), l.block(n.body), _orelse(l, n.orelse))


def _try(l: Lowering, n: Any) -> ir.Stmt:
    at = l.at(n)
    body = l.block(n.body)
    handlers = tuple(
        [
            ir.Handler(
                l.at(h), l.opt(h.type), None if h.name is None else getattr(h.name.name, "value", None), l.block(h.body)
            )
            for h in n.handlers
        ]
    )
    final = () if n.finalbody is None else l.block(n.finalbody.body)
    return ir.Try(at, body, handlers, _orelse(l, n.orelse), final)


def _with(l: Lowering, n: cst.With) -> ir.Stmt:
    at = l.at(n)
    items = tuple([(l.expr(i.item), None if i.asname is None else l.expr(i.asname.name)) for i in n.items])
    return ir.With(at, items, l.block(n.body))


def _function(l: Lowering, n: cst.FunctionDef) -> ir.Stmt:
    at = l.at(n)
    decorators = tuple([l.expr(d.decorator) for d in n.decorators])
    params = l.params(n.params)
    returns = None if n.returns is None else l.expr(n.returns.annotation)
    return ir.FunctionDef(at, n.name.value, params, l.block(n.body), decorators, returns, n.asynchronous is not None)


def _class(l: Lowering, n: cst.ClassDef) -> ir.Stmt:
    at = l.at(n)
    decorators = tuple([l.expr(d.decorator) for d in n.decorators])
    bases = l.args((*n.bases, *n.keywords))
    return ir.ClassDef(at, n.name.value, bases, l.block(n.body), decorators)


def _match(l: Lowering, n: cst.Match) -> ir.Stmt:
    at = l.at(n)
    subject = l.expr(n.subject)
    cases = []
    for c in n.cases:
        names: list[str] = []
        _captures(c.pattern, names)
        cases.append(ir.Case(l.at(c), tuple(names), l.opt(c.guard), l.block(c.body)))
    return ir.Match(at, subject, tuple(cases))


def _captures(node: Any, out: list[str]) -> None:
    """The names a pattern binds: every Name that a MatchAs, MatchStar or mapping rest holds."""
    name = getattr(node, "name", None)
    if type(node) in (cst.MatchAs, cst.MatchStar) and name is not None:
        out.append(name.value)
    rest = getattr(node, "rest", None)
    if type(node) is cst.MatchMapping and rest is not None:
        out.append(rest.value)
    for child in node.children:
        if isinstance(child, (cst.MatchPattern, cst.MatchMappingElement, cst.MatchKeywordElement)) or type(
            child
        ) in (cst.MatchSequenceElement, cst.MatchStar, cst.MatchOrElement):
            _captures(child, out)


COMPOUND: dict[type, Callable[[Lowering, Any], ir.Stmt]] = {
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Match: _match,
}
