"""Rows that were copied or made up before they were split: where the copying was, and what shows that it matters."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import Graph, Relation, Report, Rows, Segment, Step, constant, parted_by, relate
from heldout_rules import told
from heldout_rules.leakage.held_out import is_search

COPYING = ("resample", "resample-rows", "concat", "append", "repeat", "sample")
READS = (*COPYING, "split", "folds", "score", "metric", "cross-validate", "fit", "source")


@frozen(eq=False)
class Copied:
    """One step that copies rows, the step that splits them afterwards (None where a name does), and the looks at what it held
    out; `folds` are the cross-validations among them.
    """

    step: Step
    split: Step | None
    looks: tuple[Step, ...]
    folds: tuple[Step, ...]


def copied(graph: Graph) -> tuple[Copied, ...]:
    """The steps whose copies fall on both sides of a split, each once."""
    makers = {s.id: s for s in graph.ops(*COPYING) if _copies(s)}
    found: dict[Step, tuple[list[Step], list[Step], list[Step]]] = {}
    for step in graph.ops("split", "score", "metric", "cross-validate", "fit") if makers else ():
        if step.rows is None or (step.op == "fit" and not is_search(step)):
            continue
        for seen in step.seen_before:
            maker = makers.get(seen.step)
            if maker is None or seen.how != "copies":
                continue
            splits, looks, folds = found.setdefault(maker, ([], [], []))
            if step.op in ("split", "cross-validate", "fit"):
                if _copied_in(step.rows, maker) and not _parted(step.rows, maker):
                    (splits if step.op == "split" else folds).append(step)
            else:
                held_out = _held_out(step, maker)
                if held_out is not None:
                    split = told.maker(graph, held_out)
                    splits += [split] if split is not None and split not in splits else []
                    looks.append(step)
    return tuple([
        Copied(maker, next(iter(splits), None), tuple(looks), tuple(folds))
        for maker, (splits, looks, folds) in found.items()
        if splits or looks or folds
    ])  # fmt: skip


def _copies(step: Step) -> bool:
    """Whether a step repeats rows; drawing without replacement only leaves some out."""
    if step.op == "resample-rows":
        return constant(step.args.keywords.get("replace"), True) is not False
    return True


def _after_copies(rows: Rows, maker: Step) -> Iterator[tuple[object, ...]]:
    """What follows the copying on each path that leads through it."""
    for path in rows.paths:
        for n, segment in enumerate(path):
            if isinstance(segment, Segment) and segment.kind == "copies" and segment.split[1:] == (maker.id,):  # type: ignore[index]
                yield path[n + 1 :]


def _copied_in(rows: Rows, maker: Step) -> bool:
    return any(True for _ in _after_copies(rows, maker))


def _parted(rows: Rows, maker: Step) -> bool:
    """Whether these rows are already a part that was held in or out after the copying."""
    return any(isinstance(s, Segment) and s.role for rest in _after_copies(rows, maker) for s in rest)


def _held_out(step: Step, maker: Step) -> Segment | None:
    """The split, after the copying, by which these rows are kept from the model that is scored on them."""
    assert step.rows is not None
    for model in [s for s in step.seen_before if s.how == "model"]:
        if relate(step.rows, model.rows) is not Relation.DISJOINT:
            continue
        segment = parted_by(step.rows, model.rows)
        if segment is not None and any(segment in rest for rest in _after_copies(step.rows, maker)):
            return segment
    return None


def report(found: Copied, message: str, adds: str) -> Report:
    """A report at the copying: what it adds, and where the copies are parted from their originals."""
    evidence = [(found.step.handle, adds)]
    if found.split is not None:
        evidence.append((found.split.handle, "only then are the rows split: a row and its copies fall on both sides"))
    evidence += [(s.handle, f"{told.called(s)} is computed on copies of training rows") for s in found.looks]
    evidence += [(s.handle, "a row and its copies fall into different folds") for s in found.folds]
    return Report(found.step.handle, message, tuple(dict.fromkeys(evidence)), found)
