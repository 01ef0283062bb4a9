"""What the interpreter knows of a value: what kind of thing it is, which rows it holds, and who has seen it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Union

from attrs import evolve, field, frozen

from heldout.semantics.columns import Columns, merged
from heldout.semantics.rows import Rows, joined

Context = int
"""Where in the tree of calls we are: 0 is the program, -n its module n, others are interned (caller, leaf, at)."""
StepId = tuple[Context, int, int]
"""(context, leaf, at) of the call that made a step."""

# ── kinds ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Unknown:
    """Nothing is known."""


@frozen(cache_hash=True)
class Ref:
    """A module, function or class of a library (or a builtin), by its qualified name."""

    name: str


@frozen(cache_hash=True)
class Instance:
    """An object of a library's class, made at one place. Its state is kept under `oid`."""

    cls: str
    oid: Hashable


@frozen(cache_hash=True)
class Data:
    """A table, array or tensor of a library's class: it holds rows and is compared by what it holds."""

    cls: str


@frozen(cache_hash=True)
class Function:
    """A function of the user's. `fid` is the (leaf, at) of its definition, `scope` where its free names live."""

    fid: tuple[int, int]
    scope: Context
    receiver: Value | None = None


@frozen(cache_hash=True)
class Class:
    """A class of the user's."""

    cid: Hashable


@frozen(cache_hash=True)
class Module:
    """Another file of the workspace, by its number (see `modules`)."""

    index: int


@frozen(cache_hash=True)
class Later:
    """What an import in another file of the workspace names: looked up when somebody uses it (see `importing`)."""

    importer: int
    module: str
    level: int
    name: str


@frozen(cache_hash=True)
class Object:
    """An object of a user's class."""

    cid: Hashable
    oid: Hashable


@frozen(cache_hash=True)
class Bound:
    """An attribute that is known only by its name and by what it was taken from."""

    receiver: Value
    name: str


@frozen(cache_hash=True)
class Literal:
    value: object = field(eq=lambda v: (type(v).__name__, repr(v)))


@frozen(cache_hash=True)
class Group:
    """A tuple, list or set whose items are known."""

    kind: str
    items: tuple[Value, ...]


@frozen(cache_hash=True)
class Mapping:
    """A dict with constant keys."""

    items: tuple[tuple[object, Value], ...]


@frozen(cache_hash=True)
class Many:
    """An iterable of unknown length whose items look like `item`."""

    item: Value


@frozen(cache_hash=True)
class Either:
    """One of a few things: what two branches left."""

    options: tuple[Value, ...]


@frozen(cache_hash=True)
class Partial:
    """functools.partial of a callable."""

    func: Value
    args: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


Kind = Union[
    Unknown, Ref, Instance, Data, Function, Class, Object, Bound, Literal, Group, Mapping, Many, Either, Partial,
    Module, Later,
]  # fmt: skip

# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen(cache_hash=True)
class Seen:
    """Rows that have influenced a value, and by what.

    `how`: "statistics" (a transformer that keeps statistics of rows), "labels" (one that also looks at the target),
    "statistic" (a number computed from rows), "copies" (rows duplicated or synthesised), "model" (a fitted model's output),
    "answers" (the rows went through a network: what came out of it, and what is computed from that), "watched" (a model was
    measured on them while it learned), "score" (a number that measures a model on rows), "choice" (kept because of scores;
    `step` is the choice). `columns`: the columns of a table in which it is, None for all (see `written`).
    """

    step: StepId
    rows: Rows
    by: str
    how: str
    columns: frozenset[str] | None = None


MASKS = frozenset(["mask", "hits"])
"""Contents that choose rows."""
NOTHING_SEEN: frozenset[Seen] = frozenset()
UNKNOWN_KIND = Unknown()


@frozen(cache_hash=True)
class Value:
    """`content` says what the numbers are: "labels", "probabilities", "scores", "statistic", "index", "mask",
    "hits" (a mask of right predictions), "hash" (of the interpreter), "numbered" (the pairs that `enumerate` gives) and
    "number" (their numbers).

    `key` tells apart things that are equal in all we know (two unknown numbers); equal keys mean the same thing.
    `drawn` is the step at which random numbers entered, None when the value is not known to be random. `columns` of a table of
    which nothing was said are None: all of its own. `order` is the step that gave items an order which nobody fixed (a set, a
    listing of files), None when it is fixed or unknown. `optional`: it may
    also be None (see `truth`).
    """

    kind: Kind = UNKNOWN_KIND
    rows: Rows | None = None
    seen: frozenset[Seen] = NOTHING_SEEN
    content: str | None = None
    key: Hashable = None
    drawn: StepId | None = None
    columns: Columns | None = None
    order: StepId | None = None
    optional: bool = False

    def data_rows(self) -> Rows | None:
        """The rows it holds; what is wholly unknown is a source of its own, related to nothing but itself."""
        if self.rows is not None:
            return self.rows
        if self.key is not None and isinstance(self.kind, (Unknown, Bound, Data)):
            return Rows.root(self.key)
        return None


DEEPEST = 5


def compact(key: Hashable) -> Hashable:
    """A key that does not grow: one nested deeper than any size or mask that people write becomes its hash.

    Keys are built from keys (an item of an attribute of an item …); without a bound, loops make them long and slow to compare.
    """
    return ("#", hash(key)) if type(key) is tuple and _deeper(key, DEEPEST) else key


def _deeper(key: tuple[Hashable, ...], depth: int) -> bool:
    """Whether tuples are nested in a tuple more than `depth` times. It is asked of nearly every value."""
    if depth == 0:
        return True
    for part in key:  # noqa: SIM110 (a generator for each tuple would take most of the time)
        if type(part) is tuple and _deeper(part, depth - 1):
            return True
    return False


WEIGHTS = "·weights"
"""The attribute that stands for the parameters of a network: what holds them remembers whose they are."""
UNKNOWN = Value()
NONE = Value(Literal(None))


def literal(value: object) -> Value:
    return Value(Literal(value))


def constant(value: Value | None, default: object = None) -> object:
    """The Python value of a literal, else `default`."""
    if value is not None and isinstance(value.kind, Literal):
        return value.kind.value
    return default


def class_name(value: Value) -> str:
    """The qualified name of the library class a value is an object of, or ""."""
    kind = value.kind
    return kind.cls if isinstance(kind, (Instance, Data)) else ""


def join(a: Value | None, b: Value | None) -> Value:
    """What is known of a value after two branches; what only one branch bound is believed."""
    if a is b or b is None:
        return a or UNKNOWN
    if a is None or a == b:
        return b
    if isinstance(a.kind, Literal) and a.kind.value is None:
        return b if b.optional else evolve(b, optional=True)
    if isinstance(b.kind, Literal) and b.kind.value is None:
        return a if a.optional else evolve(a, optional=True)
    if a.optional != b.optional:
        return join(evolve(a, optional=True), evolve(b, optional=True))
    if isinstance(a.kind, Group) and not a.kind.items and isinstance(b.kind, Many):
        return evolve(b, seen=a.seen | b.seen)  # a list before and after something was added to it
    same_kind = a.kind == b.kind
    if same_kind or isinstance(a.kind, Data) or isinstance(b.kind, Data):
        return Value(
            a.kind if same_kind or not isinstance(b.kind, Data) else b.kind,
            joined(a.data_rows(), b.data_rows()),
            a.seen | b.seen,
            a.content if a.content == b.content else None,
            a.key if a.key == b.key else compact(("either", a.key, b.key)),
            a.drawn or b.drawn,
            None
            if a.columns is b.columns is None
            else merged(a.columns or Columns(a.key), b.columns or Columns(b.key)),
            a.order or b.order,
            a.optional,
        )
    if isinstance(a.kind, Group) and isinstance(b.kind, Group) and len(a.kind.items) == len(b.kind.items):
        items = tuple([join(x, y) for x, y in zip(a.kind.items, b.kind.items, strict=True)])
        return Value(Group(a.kind.kind, items))
    if isinstance(a.kind, Mapping) and isinstance(b.kind, Mapping):
        mine, theirs = dict(a.kind.items), dict(b.kind.items)
        if mine.keys() == theirs.keys():
            return Value(Mapping(tuple([(k, join(v, theirs[k])) for k, v in mine.items()])), None, a.seen | b.seen)
    if _grows(a) and _grows(b):  # a list before and after something was appended
        known = [v for v in (_items(a), _items(b)) if v is not None]
        return Value(Many(join_all(known)), None, a.seen | b.seen) if known else a
    options: list[Value] = []
    for v in (a, b):
        for option in v.kind.options if isinstance(v.kind, Either) else (v,):
            if option not in options and not isinstance(option.kind, Unknown):
                options.append(option)
    if not options:
        return Value(seen=a.seen | b.seen)
    if len(options) == 1 and isinstance(options[0].kind, Literal) and options[0].seen != a.seen | b.seen:
        return Value(
            seen=a.seen | b.seen, key=compact(("either", a.key, b.key))
        )  # `hits = 0` and what was counted since
    if len(options) == 1:
        return evolve(options[0], seen=a.seen | b.seen)
    return Value(Either(tuple(options[:6])), joined(a.rows, b.rows), a.seen | b.seen)


def _grows(value: Value) -> bool:
    return isinstance(value.kind, Many) or (isinstance(value.kind, Group) and not value.kind.items)


def _items(value: Value) -> Value | None:
    """One value that stands for all items of a list; None when it is empty."""
    if isinstance(value.kind, Many):
        return value.kind.item
    items = value.kind.items if isinstance(value.kind, Group) else ()
    return join_all(list(items)) if items else None


def join_all(values: list[Value]) -> Value:
    result: Value | None = None
    for value in values:
        result = join(result, value)
    return UNKNOWN if result is None else result


@frozen(cache_hash=True)
class Fit:
    """What an estimator learned from: the rows it was fitted on, and what those had seen already."""

    step: StepId
    rows: Rows | None
    seen: frozenset[Seen]
    cls: str
