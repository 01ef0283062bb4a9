"""Lowering of statements: one function for each libcst node, in `SMALL` and `COMPOUND`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from heldout.syntax import ir
from heldout.syntax.lower_expressions import AUGMENTED

if TYPE_CHECKING:
    from heldout.syntax.lowering import Lowering


def _expr_stmt(w: Lowering, n: cst.Expr, out: list[ir.Stmt]) -> None:
    out.append(ir.ExprStmt(w.at(n), w.expr(n.value)))


def _assign(w: Lowering, n: cst.Assign, out: list[ir.Stmt]) -> None:
    at = w.at(n)
    out.append(ir.Assign(at, tuple([w.expr(t.target) for t in n.targets]), w.expr(n.value)))


def _ann_assign(w: Lowering, n: cst.AnnAssign, out: list[ir.Stmt]) -> None:
    out.append(ir.Assign(w.at(n), (w.expr(n.target),), w.opt(n.value), w.expr(n.annotation.annotation)))


def _aug_assign(w: Lowering, n: cst.AugAssign, out: list[ir.Stmt]) -> None:
    out.append(ir.AugAssign(w.at(n), w.expr(n.target), AUGMENTED[type(n.operator)], w.expr(n.value)))


def _return(w: Lowering, n: cst.Return, out: list[ir.Stmt]) -> None:
    out.append(ir.Return(w.at(n), w.opt(n.value)))


def _delete(w: Lowering, n: cst.Del, out: list[ir.Stmt]) -> None:
    at = w.at(n)
    targets = [e.value for e in n.target.elements] if isinstance(n.target, (cst.Tuple, cst.List)) else [n.target]
    out.append(ir.Delete(at, tuple([w.expr(t) for t in targets])))


def _raise(w: Lowering, n: cst.Raise, out: list[ir.Stmt]) -> None:
    out.append(ir.Raise(w.at(n), w.opt(n.exc)))


def _assert(w: Lowering, n: cst.Assert, out: list[ir.Stmt]) -> None:
    out.append(ir.Assert(w.at(n), w.expr(n.test)))


def _jump(kind: str) -> Callable[[Lowering, Any, list[ir.Stmt]], None]:
    def lower(w: Lowering, n: Any, out: list[ir.Stmt]) -> None:
        out.append(ir.Jump(w.at(n), kind))

    return lower


def _scope(kind: str) -> Callable[[Lowering, Any, list[ir.Stmt]], None]:
    def lower(w: Lowering, n: Any, out: list[ir.Stmt]) -> None:
        out.append(ir.Scope(w.at(n), kind, tuple([item.name.value for item in n.names])))

    return lower


def _dotted(n: Any) -> str:
    return n.value if type(n) is cst.Name else f"{_dotted(n.value)}.{n.attr.value}"


def _import(w: Lowering, n: cst.Import, out: list[ir.Stmt]) -> None:
    for alias in n.names:
        module = _dotted(alias.name)
        bind = module.partition(".")[0] if alias.asname is None else _dotted(alias.asname.name)
        out.append(ir.Import(w.at(alias), module, None, bind))


def _import_from(w: Lowering, n: cst.ImportFrom, out: list[ir.Stmt]) -> None:
    module = "" if n.module is None else _dotted(n.module)
    level = len(n.relative)
    if isinstance(n.names, cst.ImportStar):
        out.append(ir.Import(w.at(n), module, "*", "*", level))
        return
    for alias in n.names:
        name = _dotted(alias.name)
        bind = name if alias.asname is None else _dotted(alias.asname.name)
        out.append(ir.Import(w.at(alias), module, name, bind, level))


def _type_alias(w: Lowering, n: Any, out: list[ir.Stmt]) -> None:
    out.append(ir.Assign(w.at(n), (w.expr(n.name),), ir.Const(w.at(n), ...)))  # it binds a name to nothing we know of


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


def _orelse(w: Lowering, n: Any) -> ir.Suite:
    if n is None:
        return ()
    if type(n) is cst.If:
        return (_if(w, n),)
    return w.block(n.body)


def _if(w: Lowering, n: cst.If) -> ir.Stmt:
    return ir.If(w.at(n), w.expr(n.test), w.block(n.body), _orelse(w, n.orelse))


def _for(w: Lowering, n: cst.For) -> ir.Stmt:
    return ir.For(w.at(n), w.expr(n.target), w.expr(n.iter), w.block(n.body), _orelse(w, n.orelse))


def _while(w: Lowering, n: cst.While) -> ir.Stmt:
    return ir.While(w.at(n), w.expr(n.test), w.block(n.body), _orelse(w, n.orelse))


def _try(w: Lowering, n: Any) -> ir.Stmt:
    at = w.at(n)
    body = w.block(n.body)
    handlers = tuple(
        [
            ir.Handler(
                w.at(h), w.opt(h.type), None if h.name is None else getattr(h.name.name, "value", None), w.block(h.body)
            )
            for h in n.handlers
        ]
    )
    final = () if n.finalbody is None else w.block(n.finalbody.body)
    return ir.Try(at, body, handlers, _orelse(w, n.orelse), final)


def _with(w: Lowering, n: cst.With) -> ir.Stmt:
    at = w.at(n)
    items = tuple([(w.expr(i.item), None if i.asname is None else w.expr(i.asname.name)) for i in n.items])
    return ir.With(at, items, w.block(n.body))


def _function(w: Lowering, n: cst.FunctionDef) -> ir.Stmt:
    at = w.at(n)
    decorators = tuple([w.expr(d.decorator) for d in n.decorators])
    params = w.params(n.params)
    returns = None if n.returns is None else w.expr(n.returns.annotation)
    return ir.FunctionDef(at, n.name.value, params, w.block(n.body), decorators, returns, n.asynchronous is not None)


def _class(w: Lowering, n: cst.ClassDef) -> ir.Stmt:
    at = w.at(n)
    decorators = tuple([w.expr(d.decorator) for d in n.decorators])
    bases = w.args((*n.bases, *n.keywords))
    return ir.ClassDef(at, n.name.value, bases, w.block(n.body), decorators)


def _match(w: Lowering, n: cst.Match) -> ir.Stmt:
    at = w.at(n)
    subject = w.expr(n.subject)
    cases = []
    for c in n.cases:
        names: list[str] = []
        _captures(c.pattern, names)
        cases.append(ir.Case(w.at(c), tuple(names), w.opt(c.guard), w.block(c.body)))
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
        if isinstance(child, (cst.MatchPattern, cst.MatchMappingElement, cst.MatchKeywordElement)) or type(child) in (
            cst.MatchSequenceElement,
            cst.MatchStar,
            cst.MatchOrElement,
        ):
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
