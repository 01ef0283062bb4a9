"""What a fix must keep that chooses on a validation part: the test rows only judge, and the training rows give the part."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from heldout.api import (
    Allowance,
    Fact,
    Graph,
    Group,
    Many,
    Relation,
    Rows,
    Segment,
    Step,
    added,
    changes,
    facts,
    lost,
    relate,
    said,
)

WATCHED = frozenset(["eval_set", "evals", "valid_sets", "validation_data", "eval_dataset"])
HELD_BACK = Allowance(
    keywords=WATCHED | {"test_size", "random_state", "stratify", "shuffle"},
    constants=frozenset(["0.1", "0.15", "0.2", "0.25"]),
    functions=frozenset(["train_test_split"]),
    names=4,
    rows=True,
)
"""What the text of a validation part that is split off from the training rows may bring."""
LEARNS = ("fit", "fit-transform", "fit-predict", "train", "resample", "transform")
JUDGES = ("score", "metric", "predict", "cross-validate")


def held_back(old: Graph, new: Graph, tested: bool) -> Iterator[str]:
    """One split came, of training rows; its first part teaches, its second part chooses, and the test rows do neither.

    `tested`: what was measured on the test rows still is; else the chosen score may be all that is reported.
    """
    gone, came = changes(old, new, view=_rowless)
    yield from lost(gone)
    known = {fact for each in facts(old) if (fact := _rowless(each)) is not None and fact.op in JUDGES}
    splits = [f.step for f in came if f.op == "split"]
    yield from added(tuple([f for f in came if f.op != "split" and f not in known]))
    if len(splits) != 1:
        yield "one validation part must be split off from the training rows"
        return
    split = splits[0]
    values = split.args.positional
    if not values or any(v.rows is None or _roles(v.rows) != {"train"} for v in values):
        yield "the validation part must be split off from the training rows"
    if len({_text(v.rows) for v in values}) > 1:
        yield f"the arguments of {said(next(f for f in came if f.op == 'split'))} hold different rows"
    parts = {_part(s.rows, split) for s in new.ops(*LEARNS) if s.rows is not None and s.op != "transform"}
    if "train" not in parts:
        yield "nothing learns from what is left of the training rows"
    if parts - {"train", ""}:
        yield "the validation part must not be learned from"
    for step in new.ops(*LEARNS):
        for given in _together(step):
            if len({_part(rows, split) for rows in given}) > 1:
                yield f"the arguments of `{step.method or step.name}` hold different rows"
    judged = [s for s in new.ops(*JUDGES) if s.rows is not None and _part(s.rows, split) not in ("train", "")]
    watched = [s for s in new.ops(*LEARNS) if any(_part(r, split) not in ("train", "") for r in _held(s))]
    if not judged and not watched:
        yield "the validation part is not used to choose"
    yield from _models(split, [*judged, *watched], new)
    yield from _tested(old, new, tested)


def _models(split: Step, choosing: list[Step], new: Graph) -> Iterator[str]:
    """What is chosen on the validation part has not learned from it, nor from all training rows."""
    for step in choosing:
        for seen in step.seen_before:
            if seen.how == "model" and seen.rows is not None and _part(seen.rows, split) != "train":
                yield f"what is chosen by `{step.method or step.name}` has learned from the validation part"
    for step in choosing:
        differ = any(_part(v.rows, split) != _part(step.rows, split) for v in step.args.all() if v.rows)
        if step.rows is not None and differ and step.op not in LEARNS:
            yield f"`{step.method or step.name.rpartition('.')[2]}` compares different rows"


def _tested(old: Graph, new: Graph, tested: bool) -> Iterator[str]:
    """What is measured on test rows is a measure of before, and nothing learns from them."""
    for step in new.ops(*LEARNS):
        if step.op != "transform" and step.rows is not None and "test" in _roles(step.rows):
            yield f"`{step.method or step.name}` learns from the test rows"
    before = {
        (f.what, f.rows)
        for f in facts(old)
        if f.op in JUDGES and f.step.rows is not None and _roles(f.step.rows) != {"train"}
    }
    after = {(f.what, f.rows) for f in facts(new)}
    for what, rows_said in sorted(
        {(f.what, f.rows) for f in facts(old) if f.op in ("score", "metric")} & before - after
    ):
        if tested:
            yield f"`{what.rpartition('.')[2]}` must be measured on the test rows ({rows_said}) as before"
    for fact in facts(new):
        rows = fact.step.rows
        given = [v.rows for v in fact.step.args.all() if v.rows is not None]
        if fact.op in JUDGES and any(relate(a, b) is Relation.DISJOINT for a in given for b in given):
            yield f"the arguments of {said(fact)} hold different rows"
        if fact.op in JUDGES and rows is not None and _roles(rows, last=True) == {"train"}:
            yield f"{said(fact)} is on rows that were learned from"
        if (
            fact.op in ("score", "metric")
            and rows is not None
            and _roles(rows) == {"test"}
            and (fact.what, fact.rows) not in before
        ):
            yield f"{said(fact)} was not measured on these rows before"


def _rowless(fact: Fact) -> Fact | None:
    """A fact without the rows that it is on: those are looked at one by one."""
    given = [
        (n, text if text[:1] == "=" else "given") for n, text in fact.args if text[:1] == "=" or fact.op == "split"
    ]
    args = tuple([pair for pair in given if pair[0] not in WATCHED])
    learned = frozenset([pair for pair in fact.seen if pair[0] == "model"]) if fact.op in JUDGES else frozenset()
    return evolve(fact, rows="", args=args, seen=learned)


def _held(step: Step) -> Iterator[Rows]:
    """The rows of what a fit is given to watch."""
    waiting = [value for name, value in step.args.keywords.items() if name in WATCHED]
    while waiting:
        value = waiting.pop()
        if value.rows is not None:
            yield value.rows
        if isinstance(value.kind, Group):
            waiting += value.kind.items
        elif isinstance(value.kind, Many):
            waiting.append(value.kind.item)


def _together(step: Step) -> Iterator[list[Rows]]:
    """Rows that must be the same: what a fit learns from, and each pair that it watches."""
    plain = [*step.args.positional, *[v for name, v in step.args.keywords.items() if name not in WATCHED]]
    yield [v.rows for v in plain if v.rows is not None and not isinstance(v.kind, Group)]
    waiting = [value for name, value in step.args.keywords.items() if name in WATCHED]
    while waiting:
        value = waiting.pop()
        if isinstance(value.kind, Group):
            yield [item.rows for item in value.kind.items if item.rows is not None and not isinstance(item.kind, Group)]
            waiting += value.kind.items


def _roles(rows: Rows, last: bool = False) -> set[str]:
    """The outermost (or the innermost) part that rows are of, path by path."""
    parts = [[str(s.part) for s in path if isinstance(s, Segment) and s.kind == "split"] or [""] for path in rows.paths]
    return {each[-1 if last else 0] for each in parts}


def _part(rows: Rows | None, split: Step) -> str:
    """The part of a split that rows lie in; empty where they do not."""
    if rows is None:
        return ""
    found = {
        str(s.part) for path in rows.paths for s in path if isinstance(s, Segment) and s.split == ("split", split.id)
    }
    return " and ".join(sorted(found))


def _text(rows: Rows | None) -> str:
    return repr(rows)
