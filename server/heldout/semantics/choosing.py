"""Choosing by scores: what a program keeps because it scored best knows which rows chose it.

A number computed from a model's answers carries `Seen(how="score")`. Where such numbers are compared with each other (a
best-so-far, a maximum, a table sorted and its first row taken), a step "choose" is noted, whose `seen_before` are those
scores; what is kept by it carries `Seen(how="choice")` of that step.
"""

from __future__ import annotations

from attrs import define, evolve

from heldout.semantics.graph import Arguments, Block, Handle, Step
from heldout.semantics.items import each, known_items
from heldout.semantics.machine import Machine
from heldout.semantics.models import CallModel
from heldout.semantics.rows import Rows, union
from heldout.semantics.values import (
    NOTHING_SEEN,
    UNKNOWN,
    Either,
    Function,
    Group,
    Literal,
    Many,
    Mapping,
    Seen,
    StepId,
    Value,
    constant,
)
from heldout.syntax import ir
from heldout.syntax.written import text_of

RANKED = "ranked"
"""The content of what was put in order by scores: its first or last item is a choice."""
MEASURES = ("score", "answers")
"""A number that was computed from a network's answers (a loss, a count of hits) measures it, whatever was computed."""
ORDER = frozenset(["<", ">", "<=", ">="])
"""Comparisons that say which score is better; equality is asked for other reasons."""
NO_SCORES: frozenset[Seen] = frozenset()


CONTAINERS = (Group, Many, Mapping, Either)


def held(value: Value, depth: int = 3) -> frozenset[Seen]:
    """What a value and, if it is a container, its items have seen."""
    kind = value.kind
    seen = value.seen
    if depth and isinstance(kind, CONTAINERS):
        items = (kind.item,) if isinstance(kind, Many) else kind.options if isinstance(kind, Either) else kind.items
        for item in items:
            seen |= held(item if isinstance(item, Value) else item[1], depth - 1)
    return seen


def scores(value: Value) -> frozenset[Seen]:
    """The scores that a value, or what it holds, was computed from."""
    seen = held(value)
    return frozenset([s for s in seen if s.how in MEASURES]) if seen else NO_SCORES


def choices(value: Value) -> frozenset[Seen]:
    """The choices by which a value was kept."""
    return frozenset([s for s in value.seen if s.how == "choice"]) if value.seen else NO_SCORES


def score_of(step: StepId, rows: Rows | None, by: str) -> frozenset[Seen]:
    """What a number that measures a model on these rows has seen."""
    return NOTHING_SEEN if rows is None else frozenset([Seen(step, rows, by, "score")])


def mark(step: StepId, by: str, found: frozenset[Seen]) -> Seen:
    """What was chosen by these scores has seen their rows."""
    return Seen(step, union([s.rows for s in found]), by, "choice")


@define(eq=False)
class Deciding:
    """An `if` on a comparison of scores, while its sides run. `open` are the choices that nothing was kept by yet."""

    marks: frozenset[Seen]
    found: frozenset[Seen]
    test: ir.Expr
    open: list[Seen]


def compared(m: Machine, n: ir.Compare, sides: list[Value], result: Value) -> Value:
    """A comparison; of scores with other scores it is what a choice may rest on."""
    if not all(side.seen for side in sides) or any(op not in ORDER for op, _ in n.rest):
        return result
    found = [scores(side) for side in sides]
    if not all(found):
        return result
    both = NO_SCORES.union(*found)
    return evolve(result, seen=result.seen | both | {mark(m.step_id(n.at), "compare", both)})


def decide(m: Machine, test: ir.Expr, value: Value) -> Deciding | None:
    """What is decided by a test: a choice by scores, or nothing more than before."""
    marks = choices(value)
    outer: Deciding | None = m.deciding
    if not marks:
        return outer
    if outer is not None:
        return Deciding(marks | outer.marks, scores(value) | outer.found, test, [*marks, *outer.open])
    return Deciding(marks, scores(value), test, list(marks))


def kept(m: Machine, value: Value) -> Value:
    """A value that is bound under such a test: it is kept because of the scores."""
    deciding = m.deciding
    assert deciding is not None
    if not isinstance(value.kind, Literal):
        for choice in deciding.open:
            note(m, choice.step, "compare", deciding.found, deciding.test, Arguments(), value)
        deciding.open.clear()
    return evolve(value, seen=value.seen | deciding.marks)


def between(m: Machine, node: ir.Expr, test: Value, value: Value) -> Value:
    """`a if test else b`: kept because of the scores, if the test compares some."""
    if not choices(test):
        return value
    m.deciding, outer = decide(m, node, test), m.deciding
    value, m.deciding = kept(m, value), outer
    return value


def note(
    m: Machine,
    step: StepId,
    name: str,
    found: frozenset[Seen],
    node: ir.Expr,
    args: Arguments,
    result: Value,
    model: CallModel | None = None,
) -> None:
    """Note a choice."""
    call = node if isinstance(node, ir.Call) else ir.Call(step[2], ir.Name(step[2], text_of(node)), ())
    rows = union([s.rows for s in found])
    m.steps.append(Step(step, "choose", name, call, m.block, args, result, model, rows=rows, seen_before=found))


def pick(m: Machine, n: ir.Expr, name: str, found: frozenset[Seen], args: Arguments, result: Value) -> Value:
    """The best by some scores: a maximum, its position, the first of what was sorted."""
    step = m.step_id(n.at)
    result = marked(result, found | {mark(step, name, found)})
    note(m, step, name, found, n, args, result)
    return result


def marked(value: Value, seen: frozenset[Seen]) -> Value:
    """A value that has seen more, and so have the items of a tuple that is taken apart next, and what it may be one of."""
    kind = value.kind
    if isinstance(kind, Group):
        items = tuple([evolve(item, seen=item.seen | seen) for item in kind.items])
        return evolve(value, kind=evolve(kind, items=items), seen=value.seen | seen)
    if isinstance(kind, Either):
        options = tuple([evolve(option, seen=option.seen | seen) for option in kind.options])
        return evolve(value, kind=Either(options), seen=value.seen | seen)
    return evolve(value, seen=value.seen | seen)


def best_of(m: Machine, name: str, n: ir.Call, args: Arguments, result: Value) -> Value:
    """`max` and `min`: of several scores, or of a container of them; with `key`, of what has them."""
    found = NO_SCORES.union(*[scores(v) for v in args.positional]) if args.positional else NO_SCORES
    key = args.keywords.get("key")
    if key is not None and args.positional:
        found |= by_key(m, key, args.positional[0], n)
    if not found:
        return result
    if len(args.positional) > 1 and sum(bool(scores(v)) for v in args.positional) < 2:
        return evolve(result, seen=result.seen | found)  # a bound, no choice
    return pick(m, n, f"{name}-key" if key is not None else name, found, args, result)


def item_of(value: Value) -> Value:
    """Any item of a container."""
    kind = value.kind
    if isinstance(kind, Many):
        return kind.item
    if isinstance(kind, Group) and kind.items:
        return kind.items[0]
    return Value(seen=value.seen) if isinstance(kind, Mapping) else UNKNOWN


def by_key(m: Machine, key: Value, value: Value, n: ir.Call) -> frozenset[Seen]:
    """The scores that a function gives for each item of a container."""
    if not isinstance(key.kind, Function):
        return NO_SCORES
    block = m.block
    m.block = Block("comprehension", Handle(m.leaf, n.at), block, (), m.frame.context, n)
    items = known_items(value)
    try:
        if items is None:
            return scores(m.invoke(key, item_of(value)))
        if len(items) == 1:  # nothing to choose from
            return NO_SCORES
        return NO_SCORES.union(*[scores(v) for v in each(m, n.at, items, lambda item: m.invoke(key, item))])
    finally:
        m.block = block


def ranked(m: Machine, value: Value, n: ir.Call, key: Value | None = None) -> Value:
    """What is put in order by scores, its own or those that `key` gives."""
    found = scores(value)
    if not found and key is not None:
        found = by_key(m, key, value, n)
    return evolve(value, content=RANKED, seen=value.seen | found) if found else value


def first_of(m: Machine, n: ir.Subscript, base: Value, index: Value, result: Value) -> Value:
    """`ranking[0]`: the best is taken; any other item is what it is."""
    if base.content == RANKED and constant(index) in (0, -1):
        return pick(m, n, "first", scores(base), Arguments((base,)), evolve(result, content=None))
    marks = frozenset([s for s in held(index) if s.how == "choice"])
    return marked(result, marks) if marks else result
