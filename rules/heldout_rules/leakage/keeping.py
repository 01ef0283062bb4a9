"""What fixes of leakage must keep: the same things are learned and measured, and what was learned too early comes later."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from heldout.api import Allowance, Fact, Graph, Relation, Rows, Segment, Step, added, changes, facts, lost, relate, said

FITS = ("fit", "fit-transform")
REFIT = frozenset(["fit", "fit_transform", "transform"])
LATER = Allowance(calls=REFIT, dropped=REFIT, names=2, moves=True)
"""What the text of a fit that moves behind the split may bring."""
MEASURES = ("score", "metric", "predict")
RESAMPLES = ("resample", "resample-rows")


def fitted_later(cause: Step, old: Graph, new: Graph) -> Iterator[str]:
    """The transformer of `cause` is fitted on just the rows that the model learns from, and transforms what it did before."""
    gone, came = changes(old, new)
    of = cause.cls
    yield from lost(tuple([f for f in gone if not _of(f, of)]))
    yield from added(tuple([f for f in came if not _of(f, of)]))
    fits = [f for f in came if f.op in FITS and _of(f, of)]
    before = [f for f in gone if f.op in FITS and _of(f, of)]
    if len(fits) != len(before):
        yield f"`{_name(of)}` must be fitted {_times(len(before))}, as before, not {_times(len(fits))}"
    learned = [s for s in new.ops("fit", "fit-predict") if s.cls != of and s.rows is not None]
    for fit in fits:
        if fit.step.rows is None or not any(_same(fit.step.rows, s.rows) for s in learned):
            yield f"`{_name(of)}` must be fitted on the very rows that the model is fitted on"
    for fit in fits:
        yield from _same_rows(fit)
    if sorted(f.origins for f in fits) != sorted(f.origins for f in before):
        yield f"`{_name(of)}` must be fitted on the training part of what it was fitted on before"
    yield from _transforms(came, of, {f.step.id for f in fits}, before)


def _same_rows(fact: Fact) -> Iterator[str]:
    """Features and labels of a fit are of the same rows."""
    if any(v.rows is not None and not _same(v.rows, fact.step.rows) for v in fact.step.args.all()):
        yield f"the arguments of {said(fact)} hold different rows"


def _first(fact: Fact) -> str:
    return fact.origins[0][1] if fact.origins else ""


def _transforms(came: tuple[Fact, ...], of: str, fits: set[object], before: list[Fact]) -> Iterator[str]:
    done = set()
    for fact in came:
        if not _of(fact, of) or fact.op not in ("transform", "fit-transform"):
            continue
        if any(s.by == of and s.how in ("statistics", "labels") for s in fact.step.seen_before):
            yield f"{said(fact)} would transform what is transformed already"
        if fact.op == "transform" and not any(f.step in fits for f in fact.step.fits):
            yield f"{said(fact)} is done by an object that was not fitted on the training rows"
        if any(_same(fact.step.rows, f.step.rows) for f in before):
            yield f"{said(fact)} must be on one part of the split"
        if _first(fact) not in {_first(f) for f in before}:
            yield f"{said(fact)} must be of a part of what was transformed before"
        if fact.args in done:
            yield f"{said(fact)} is done twice"
        done.add(fact.args)


def transformed_only(fit: Step, old: Graph, new: Graph) -> Iterator[str]:
    """The held-out rows on which `fit` learned are transformed by what learned from the training rows; all else is the same."""
    gone, came = changes(old, new)
    of = fit.cls
    yield from lost(tuple([f for f in gone if not _of(f, of)]))
    yield from added(tuple([f for f in came if not _of(f, of)]))
    before = [f for f in gone if f.op in FITS and _of(f, of)]
    if len(before) != 1 or not _same(before[0].step.rows, fit.rows):
        yield f"only the fit of `{_name(of)}` on the held-out rows may go"
    transforms = [f for f in came if f.op == "transform" and _of(f, of)]
    if fit.op == "fit-transform" and len(transforms) != 1:
        yield f"`{_name(of)}` must transform the held-out rows once"
    for fact in transforms:
        if not _same(fact.step.rows, fit.rows):
            yield f"{said(fact)} must be on the rows that were fitted on before"
        if any(relate(f.rows, fit.rows) is not Relation.DISJOINT for f in fact.step.fits if f.rows and fit.rows):
            yield f"{said(fact)} must be done by what was fitted on the training rows"
        if not fact.step.fits:
            yield f"{said(fact)} must be done by what was fitted before"
    for fact in came:
        if _of(fact, of) and fact.op in FITS:
            yield f"{said(fact)} was added"


def fitted_on_train(fit: Step, old: Graph, new: Graph) -> Iterator[str]:
    """The model of `fit` learns from training rows and is measured on the test rows that it was measured on."""
    gone, came = changes(old, new)
    mine = [f for f in gone if f.op == fit.op and f.step.cls == fit.cls]
    theirs = [f for f in came if f.op == fit.op and f.step.cls == fit.cls]
    yield from lost(tuple([f for f in gone if f not in mine]))
    yield from added(tuple([f for f in came if f not in theirs]))
    if len(mine) != 1 or len(theirs) != 1:
        yield f"`{_name(fit.cls)}` must be fitted once, on the training rows, in place of the fit on all rows"
        return
    now = theirs[0].step
    if now.rows is None or now.rows.role != "train":
        yield f"{said(theirs[0])} must be on the training part of the split"
        return
    measured = [
        s.rows
        for s in new.ops("score", "metric")
        if s.rows is not None and any(x.step == now.id for x in s.seen_before)
    ]
    if not measured or any(relate(rows, now.rows) is not Relation.DISJOINT for rows in measured):
        yield f"{said(theirs[0])} must be on rows that no score of it is computed on"
    yield from _same_rows(theirs[0])
    if theirs[0].origins != mine[0].origins:
        yield f"{said(theirs[0])} must be on parts of what it was on before"


def resampled_later(cause: Step, old: Graph, new: Graph) -> Iterator[str]:
    """The rows that `cause` makes are made of the training part only; the same model is measured on the same part."""
    gone, came = changes(old, new, view=without_copies)
    mine = [f for f in gone if f.op in RESAMPLES and f.step.name == cause.name]
    theirs = [f for f in came if f.op in RESAMPLES and f.step.name == cause.name]
    yield from lost(tuple([f for f in gone if f not in mine]))
    yield from added(tuple([f for f in came if f not in theirs]))
    if len(mine) != 1 or len(theirs) != 1:
        yield f"`{cause.method}` must be called once, on the training part, in place of the call on all rows"
        return
    now = theirs[0].step
    if now.rows is None or now.rows.role != "train" or any(s.how == "copies" for s in now.seen_before):
        yield f"{said(theirs[0])} must be on the training part of the split"
    values = [v for v in now.args.all() if v.rows is not None]
    if any(not _same(v.rows, now.rows) for v in values):
        yield f"the arguments of {said(theirs[0])} hold different rows"
    if theirs[0].origins != mine[0].origins:
        yield f"{said(theirs[0])} must be on the training parts of what was resampled"
    fits = [s for s in new.ops("fit") if s.rows is not None and s.id != now.id]
    learned = [s for s in old.ops("fit") if any(x.step == cause.id for x in s.seen_before)]
    if learned and not any(any(x.step == now.id for x in s.seen_before) for s in fits):
        yield f"no model is fitted on what {said(theirs[0])} makes"


def without_copies(fact: Fact) -> Fact | None:
    """A fact as if nothing had been copied: rows without what was made of them."""
    if fact.op in RESAMPLES:
        return fact
    seen = frozenset([pair for pair in fact.seen if pair[0] != "copies"])
    if fact.op in ("fit", "fit-transform", "split"):
        args = tuple([pair for pair in fact.args if pair[1][:1] == "="])
        return evolve(fact, rows=_bare(fact.step.rows), args=args, seen=seen)
    if fact.op in MEASURES:
        return evolve(
            fact, rows=_bare(fact.step.rows), args=tuple([p for p in fact.args if p[1][:1] == "="]), seen=seen
        )
    return evolve(fact, rows="", args=tuple([pair for pair in fact.args if pair[1][:1] == "="]), seen=seen)


def _bare(rows: Rows | None) -> str:
    """The parts that rows are, without places and copies."""
    if rows is None:
        return ""
    paths = {
        tuple([f"{s.part} {s.kind}" for s in path if isinstance(s, Segment) and s.kind != "copies"])
        for path in rows.paths
    }
    return " and ".join(sorted(" > ".join(path) for path in paths))


def _of(fact: Fact, cls: str) -> bool:
    return bool(cls) and fact.step.cls == cls and fact.op in (*FITS, "transform")


def _same(a: Rows | None, b: Rows | None) -> bool:
    return a is not None and b is not None and relate(a, b) is Relation.SAME


def _name(cls: str) -> str:
    return cls.rpartition(".")[2]


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def learned_in_order(old: Graph, new: Graph) -> Iterator[str]:
    """What learns and what is measured come one after another as before."""
    before, after = [[f.what for f in facts(graph) if f.op in (*FITS, *MEASURES)] for graph in (old, new)]
    if before != after:
        yield "what learns and what is measured must come in the same order as before"
