"""The small language that a libcst tree is lowered to: what the interpreter walks.

A node knows nothing of positions but `at`: its number in the order of lowering within its leaf (a piece of text that was
parsed once, see `chunks`). `positions` turns (leaf, at) into a place by parsing the leaf again, only for what is shown.
Nodes are plain data: they can be compared by their `repr`, pickled, and shared by equal texts.

They are not frozen only because attrs' frozen constructors cost three times as much and a file makes tens of thousands.
"""

from __future__ import annotations

from typing import Union

from attrs import define

# ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────────


@define(eq=False)
class Name:
    at: int
    id: str


@define(eq=False)
class Attr:
    at: int
    base: Expr
    name: str


@define(eq=False)
class Arg:
    """An argument of a call. `star` is "", "*" or "**"; `keyword` is None for positional ones."""

    at: int
    value: Expr
    keyword: str | None = None
    star: str = ""


@define(eq=False)
class Call:
    at: int
    func: Expr
    args: tuple[Arg, ...]


@define(eq=False)
class Subscript:
    at: int
    base: Expr
    index: Expr  # a Tuple when there are several


@define(eq=False)
class Slice:
    at: int
    lower: Expr | None
    upper: Expr | None
    step: Expr | None


@define(eq=False)
class Const:
    """A literal: str, bytes, int, float, complex, bool, None or Ellipsis."""

    at: int
    value: object


@define(eq=False)
class Seq:
    """A tuple, list or set display; items may be Starred. `kind`: "tuple", "list" or "set"."""

    at: int
    kind: str
    items: tuple[Expr, ...]


@define(eq=False)
class DictExpr:
    """A dict display; a key of None is `**value`."""

    at: int
    items: tuple[tuple[Expr | None, Expr], ...]


@define(eq=False)
class Starred:
    at: int
    value: Expr


@define(eq=False)
class Unary:
    at: int
    op: str  # "-", "+", "~", "not"
    value: Expr


@define(eq=False)
class Binary:
    """Arithmetic and bit operations, and the boolean `and` / `or`."""

    at: int
    op: str
    left: Expr
    right: Expr


@define(eq=False)
class Compare:
    at: int
    left: Expr
    rest: tuple[tuple[str, Expr], ...]


@define(eq=False)
class IfExp:
    at: int
    test: Expr
    body: Expr
    orelse: Expr


@define(eq=False)
class Param:
    """A parameter. `star` is "", "*" or "**"."""

    at: int
    name: str
    default: Expr | None = None
    annotation: Expr | None = None
    star: str = ""
    keyword_only: bool = False


@define(eq=False)
class Lambda:
    at: int
    params: tuple[Param, ...]
    body: Expr


@define(eq=False)
class Comp:
    """A comprehension. `kind`: "list", "set", "generator", "dict" (then `elt` is a two-item tuple Seq)."""

    at: int
    kind: str
    elt: Expr
    clauses: tuple[tuple[Expr, Expr, tuple[Expr, ...]], ...]  # (target, iterable, conditions)


@define(eq=False)
class Await:
    at: int
    value: Expr


@define(eq=False)
class Yield:
    at: int
    value: Expr | None
    many: bool = False  # yield from


@define(eq=False)
class NamedExpr:
    at: int
    target: Expr
    value: Expr


@define(eq=False)
class Joined:
    """An f-string or implicitly concatenated string that is no constant: its expressions."""

    at: int
    parts: tuple[Expr, ...]


Expr = Union[
    Name, Attr, Call, Subscript, Slice, Const, Seq, DictExpr, Starred, Unary, Binary, Compare, IfExp, Lambda, Comp,
    Await, Yield, NamedExpr, Joined,
]  # fmt: skip

# ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────────


@define(eq=False)
class ExprStmt:
    at: int
    value: Expr


@define(eq=False)
class Assign:
    """`a = b = value`; also annotated assignments (one target; value None when only annotated)."""

    at: int
    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None = None


@define(eq=False)
class AugAssign:
    at: int
    target: Expr
    op: str  # "+", "-", …
    value: Expr


@define(eq=False)
class Return:
    at: int
    value: Expr | None


@define(eq=False)
class Delete:
    at: int
    targets: tuple[Expr, ...]


@define(eq=False)
class Raise:
    at: int
    value: Expr | None


@define(eq=False)
class Assert:
    at: int
    test: Expr


@define(eq=False)
class Jump:
    """`kind`: "pass", "break" or "continue"."""

    at: int
    kind: str


@define(eq=False)
class Scope:
    """`kind`: "global" or "nonlocal"."""

    at: int
    kind: str
    names: tuple[str, ...]


@define(eq=False)
class Import:
    """One imported name of an `import` or `from … import` statement.

    `import a.b` → module "a.b", name None, bind "a"; `import a.b as c` → bind "c";
    `from a import b as c` → module "a", name "b", bind "c"; `from a import *` → name "*", bind "*".
    `level` counts the leading dots.
    """

    at: int
    module: str
    name: str | None
    bind: str
    level: int = 0


@define(eq=False)
class If:
    at: int
    test: Expr
    body: Suite
    orelse: Suite


@define(eq=False)
class For:
    at: int
    target: Expr
    iter: Expr
    body: Suite
    orelse: Suite


@define(eq=False)
class While:
    at: int
    test: Expr
    body: Suite
    orelse: Suite


@define(eq=False)
class Handler:
    at: int
    type: Expr | None
    name: str | None
    body: Suite


@define(eq=False)
class Try:
    at: int
    body: Suite
    handlers: tuple[Handler, ...]
    orelse: Suite
    final: Suite


@define(eq=False)
class With:
    at: int
    items: tuple[tuple[Expr, Expr | None], ...]
    body: Suite


@define(eq=False)
class Case:
    at: int
    names: tuple[str, ...]  # what the pattern binds
    guard: Expr | None
    body: Suite


@define(eq=False)
class Match:
    at: int
    subject: Expr
    cases: tuple[Case, ...]


@define(eq=False)
class FunctionDef:
    at: int
    name: str
    params: tuple[Param, ...]
    body: Suite
    decorators: tuple[Expr, ...] = ()
    returns: Expr | None = None
    is_async: bool = False


@define(eq=False)
class ClassDef:
    at: int
    name: str
    bases: tuple[Arg, ...]
    body: Suite
    decorators: tuple[Expr, ...] = ()


@define(eq=False)
class Unit:
    """The statements of one leaf inside a larger, assembled statement (or at top level): `at`s below count in `leaf`."""

    leaf: int
    body: Suite


Stmt = Union[
    ExprStmt, Assign, AugAssign, Return, Delete, Raise, Assert, Jump, Scope, Import, If, For, While, Try, With, Match,
    FunctionDef, ClassDef, Unit,
]  # fmt: skip
Suite = tuple[Stmt, ...]
Node = Union[Expr, Stmt, Arg, Param, Handler, Case]
