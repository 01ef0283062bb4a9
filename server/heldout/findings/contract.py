"""What a changed program must keep: its steps as facts without places, so that those of two versions can be compared.

A rule's contract says what may differ between the program with the finding and the one without it; all else must be the same.
Facts name things by what they are (the second `train_test_split` with a size of 0.2), never by where they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from attrs import evolve, field, frozen

from heldout.semantics.graph import Graph, Step
from heldout.semantics.rows import Rows, Segment
from heldout.semantics.values import (
    Bound,
    Function,
    Group,
    Instance,
    Literal,
    Many,
    Mapping,
    Object,
    Ref,
    Seen,
    StepId,
    Value,
)

Names = frozenset[str]
NO_NAMES: Names = frozenset()


@frozen
class Allowance:
    """What the text of a fix may hold that the program did not, apart from moved statements and other variables.

    `calls`: last names of functions and methods that may be called anew, `dropped`: of those that may vanish. `keywords`: arguments
    that may come or change. `constants`: as written. `imports`: dotted names. `nodes`: kinds of syntax ("With", "Subscript").
    `indices`: subscripts as written ("[:, 1]"). `names`: so many new variables may be bound (and must be used). `moves`: what the finding is
    about may move and take other variables; what it made may go by the name of what it was made of. `functions`: plain functions
    that may be called anew. `rows`: any statement may work on other variables; the contract looks at the rows of every step.
    """

    calls: Names = NO_NAMES
    dropped: Names = NO_NAMES
    keywords: Names = NO_NAMES
    constants: Names = NO_NAMES
    imports: Names = NO_NAMES
    nodes: Names = NO_NAMES
    indices: Names = NO_NAMES
    names: int = 0
    moves: bool = False
    functions: Names = NO_NAMES
    rows: bool = False


SILENT = frozenset(
    ["call", "identity", "pass-on", "report", "index", "parameters", "state", "compare", "pipe", "clone", "partial", ""]
)
"""Kinds of steps whose calls are compared as text only."""
LEARNING = ("fit", "fit-transform", "fit-predict", "train", "resample", "resample-rows")
JUDGING = ("score", "metric", "cross-validate", "predict")


@frozen
class Fact:
    """One step. `rows`, `args` and `seen` are in words that mean the same in every version of a program."""

    op: str
    what: str
    rows: str
    args: tuple[tuple[str, str], ...]
    seen: frozenset[tuple[str, str]]
    origins: tuple[tuple[str, str], ...] = field(eq=False, repr=False)  # its arguments, before any split
    step: Step = field(eq=False, repr=False)


_FACTS: WeakKeyDictionary[Graph, dict[Names, tuple[Fact, ...]]] = WeakKeyDictionary()
"""Of the graphs that are compared now: the old one is asked again for every attempt, and by several parts of a contract."""
View = Callable[[Fact], "Fact | None"]
"""What of a fact matters; None for one that does not."""


def facts(graph: Graph, ignoring: Names = NO_NAMES) -> tuple[Fact, ...]:
    """The steps of a program as facts, in order. Keywords in `ignoring` are left out everywhere."""
    known = _FACTS.setdefault(graph, {})
    if ignoring not in known:
        told = _Teller(graph, ignoring)
        known[ignoring] = tuple([told.fact(step) for step in graph.steps if step.op not in SILENT])
    return known[ignoring]


def changes(
    old: Graph, new: Graph, ignoring: Names = NO_NAMES, view: View = lambda fact: fact
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts that are gone and those that came, as far as `view` looks at them."""
    before = [fact for each in facts(old, ignoring) if (fact := view(each)) is not None]
    after = [fact for each in facts(new, ignoring) if (fact := view(each)) is not None]
    return _without(before, after), _without(after, before)


def _without(some: list[Fact], others: list[Fact]) -> tuple[Fact, ...]:
    left = Counter(others)
    out = []
    for fact in some:
        if left[fact] > 0:
            left[fact] -= 1
        else:
            out.append(fact)
    return tuple(out)


def kept(old: Graph, new: Graph, ignoring: Names = NO_NAMES, view: View = lambda fact: fact) -> Iterator[str]:
    """A sentence for each fact that is no longer true, or newly so."""
    gone, came = changes(old, new, ignoring, view)
    yield from lost(gone)
    yield from added(came)


def lost(gone: tuple[Fact, ...]) -> Iterator[str]:
    for fact in gone:
        yield f"{said(fact)} was there before and must stay as it was"


def added(came: tuple[Fact, ...]) -> Iterator[str]:
    for fact in came:
        yield f"{said(fact)} was not there before"


def said(fact: Fact) -> str:
    """A fact in a few words: `the metric roc_auc_score on …`."""
    where = f" on {fact.rows}" if fact.rows else ""
    return f"{fact.op} `{fact.what.rpartition('.')[2] or fact.step.method}`{where}"


def roughly(fact: Fact) -> Fact | None:
    """What every rule keeps that says nothing else: sources, splits, estimators and their parameters, what is fitted, and what
    is measured on which rows. On which rows something is fitted is what many rules are about.
    """
    if fact.op in LEARNING or fact.op in ("transform", "predict"):
        return evolve(fact, op="fit" if fact.op.startswith("fit") else fact.op, rows="", args=(), seen=frozenset())
    if fact.op in ("score", "metric", "cross-validate"):
        return evolve(fact, args=_literal(fact), seen=frozenset(pair for pair in fact.seen if pair[0] == "model"))
    return evolve(fact, rows="", args=_literal(fact), seen=frozenset())


def _literal(fact: Fact) -> tuple[tuple[str, str], ...]:
    return tuple([pair for pair in fact.args if pair[1][:1] == "="])


class _Teller:
    """Names for the steps and rows of one graph."""

    def __init__(self, graph: Graph, ignoring: Names) -> None:
        self.ignoring = ignoring
        self.labels: dict[StepId, str] = {}
        self.unsplit = False
        self.parts: dict[StepId, tuple[Value, ...]] = {}
        self.through: dict[Hashable, Hashable] = {}  # what a transformation made, and what it was made of
        count: Counter[str] = Counter()
        for step in graph.steps:
            literals = ",".join(f"{name}{text}" for name, text in self.args(step, plain=True) if text[:1] == "=")
            label = f"{step.cls or step.name or step.method}({literals})"
            count[label] += 1
            self.labels[step.id] = f"{label}#{count[label]}" if count[label] > 1 else label
            if step.op == "split":
                self.parts[step.id] = step.args.positional
            if step.op in ("transform", "fit-transform"):
                names = step.model.data if step.model is not None else ()
                given = [v for v in (step.arg(name) for name in names if name != "self") if v is not None]
                first = next(iter((*given, *step.args.all())), None)
                if first is not None and first.key is not None and first.key != step.id:
                    self.through[step.id] = first.key

    def fact(self, step: Step) -> Fact:
        told = step.op in LEARNING or step.op in JUDGING
        seen = frozenset([(s.how, s.by) for s in step.seen_before]) if told else frozenset()
        cls = step.cls and f"{step.cls}.{step.method}"
        return Fact(
            step.op,
            cls or step.name or step.method,
            self.rows(step.rows),
            self.args(step, plain=not told),
            seen,
            self.origins(step),
            step,
        )

    def args(self, step: Step, plain: bool) -> tuple[tuple[str, str], ...]:
        """Arguments by parameter; `plain`: what their data had seen is left out, and before labels exist, their rows."""
        params = step.model.params if step.model is not None else ()
        named = [(params[n] if n < len(params) else str(n), value) for n, value in enumerate(step.args.positional)]
        named += step.args.keywords.items()
        return tuple(sorted([(n, self.value(v, plain)) for n, v in named if n not in self.ignoring]))

    def origins(self, step: Step) -> tuple[tuple[str, str], ...]:
        """What each argument was before it was split or transformed."""
        self.unsplit = True
        told = tuple([(n, text.partition(" rows: ")[0]) for n, text in self.args(step, plain=True)])
        self.unsplit = False
        return told

    def value(self, value: Value, plain: bool, depth: int = 0) -> str:
        """A value in words; those of literals begin with "="."""
        kind = value.kind
        if isinstance(kind, Literal):
            return f"={kind.value!r}"
        if isinstance(kind, Ref):
            return f"={kind.name}"
        if isinstance(kind, (Instance, Object)):
            return f"object {self.key(kind.oid)}"
        if isinstance(kind, Group) and depth < 4:
            inner = [self.value(item, plain, depth + 1) for item in kind.items]
            return ("=" if all(i[:1] == "=" for i in inner) else "") + f"[{', '.join(inner)}]"
        if isinstance(kind, Mapping) and depth < 4:
            return f"{{{', '.join(f'{k!r}: {self.value(v, plain, depth + 1)}' for k, v in kind.items)}}}"
        if isinstance(kind, Many) and depth < 4:
            return f"many {self.value(kind.item, plain, depth + 1)}"
        if isinstance(kind, Function):
            return "function"
        if isinstance(kind, Bound):
            return f"{self.value(kind.receiver, plain, depth + 1)}.{kind.name}" if depth < 4 else kind.name
        seen = "" if plain else self.seen(value.seen)
        return f"{self.key(value.key)} rows: {self.rows(value.rows)} {value.content or ''}{seen}".strip()

    def seen(self, seen: frozenset[Seen]) -> str:
        return "".join(sorted({f" after {s.how} of {s.by}" for s in seen if s.how in ("statistics", "labels")}))

    def rows(self, rows: Rows | None) -> str:
        return "" if rows is None else " and ".join(sorted([self.path(path) for path in rows.paths]))

    def path(self, path: tuple[Any, ...]) -> str:
        return " > ".join([self.key(part) for part in path])

    def key(self, key: Hashable) -> str:
        if isinstance(key, Segment):
            return f"{key.part} {key.kind} of {self.key(key.split)}"
        if isinstance(key, frozenset):
            return f"{{{', '.join(sorted(self.key(part) for part in key))}}}"
        if not isinstance(key, tuple):
            return repr(key)
        if key in self.through:  # what is scaled is still the same thing; by what it was scaled is in `seen`
            return self.key(self.through[key])
        if self.unsplit and len(key) == 4 and key[0] == "split" and key[1] in self.parts:
            number = key[3]
            if isinstance(number, int) and number < len(self.parts[key[1]]):
                return self.key(self.parts[key[1]][number].key)
        if key in self.labels:
            return self.labels[key]
        if key[:1] == ("#",) or (len(key) in (2, 3) and all(type(part) is int for part in key)):
            return "?"
        if key[:1] == ("obj",) and key[1:] in self.labels:
            return self.labels[key[1:]]
        if key[:1] == ("param",) and len(key) > 2:
            return f"parameter {key[2]}"
        return f"({', '.join([self.key(part) for part in key])})"
