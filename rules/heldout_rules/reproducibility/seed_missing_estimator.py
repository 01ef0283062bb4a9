"""Estimators draw random numbers when they are fitted, and have no seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Draft,
    Graph,
    Group,
    Instance,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
    constant,
    kept,
)
from heldout_rules.blocks import alone, innermost
from heldout_rules.reproducibility.seed_missing_split import chooses_rows
from heldout_rules.reproducibility.seeding import literal_seed, seed_text
from heldout_rules.reproducibility.seeds import PER_CALL, given_seed, one_of_several, seeds_of, unseeded, words

FITS = ("fit", "fit-transform", "fit-predict", "cross-validate", "resample", "train")
TABLES = ("pandas.", "datasets.", "polars.")


class SeedMissingEstimator(Rule):
    name = "seed-missing-estimator"
    severity = Severity.INFO
    frameworks = ("sklearn", "imblearn")
    allows = Allowance(keywords=frozenset(["random_state", "seed"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        steps = [s for s in graph.ops("construct") if _estimator(s) and _draws(s) and not chooses_rows(s)]
        if not steps:
            return
        seeds = graph.ask(seeds_of)
        left_out = _seeded_later(graph)
        fitted = graph.ask(_fitted)
        several = one_of_several(graph, steps)
        by_hand = {_oid(s.receiver) for s in graph.ops("learned-by-hand")} - fitted
        fits = bool(graph.ops(*FITS))  # else only what functions give back may be fitted, elsewhere
        steps = [
            s
            for s in steps
            if (fits or s.block.inside("function") is not None)
            and s.handle not in several
            and _oid(s.result) not in left_out
            and _oid(s.result) not in by_hand
            and not _pattern(s, fitted)
            and not seeds.reach(s, "numpy")
        ]
        if not steps:
            return
        first = steps[0]
        seed = first.model.seed if first.model is not None else "random_state"
        others = {s.handle: f"{words(s)} has none either" for s in steps if s.handle != first.handle}
        message = (
            f"{words(first)} draws random numbers when it is fitted: without `{seed}` every run gives another result"
        )
        yield Report(first.handle, message, tuple(others.items()), (steps, literal_seed(graph)))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        steps, number = report.about
        texts = {s.handle: (s.model.seed, seed_text(code, s, number)) for s in steps}
        edits = tuple([code.set_argument(handle, seed, text) for handle, (seed, text) in texts.items()])
        seed, text = texts[steps[0].handle]
        title = f"Add `{seed}={text}`" if len(edits) == 1 else f"Give all {len(edits)} a `{seed}`"
        yield Draft(title, edits, Safety.SAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["random_state", "seed"]))


def _estimator(step: Step) -> bool:
    return step.name.startswith(PER_CALL) and not step.name.startswith(TABLES)


def _draws(step: Step) -> bool:
    """Whether fitting draws, given the arguments: a tree only among the features that it is told to leave out."""
    if unseeded(step):
        return True
    seed = None if step.model is None or not step.model.seed else step.arg(step.model.seed)
    if (
        step.model is None
        or not step.model.seed
        or step.args.spread
        or (seed is not None and constant(seed, 0) is not None)
    ):
        return False
    draws = step.fact("draws")
    part = constant(step.args.keywords.get("subsample"))
    if draws == "ties":
        features = constant(step.args.keywords.get("max_features"))
        return (isinstance(part, float) and part < 1) or features in ("sqrt", "log2")
    return draws == "large" and constant(step.args.keywords.get("early_stopping")) is True


def _oid(value: Value | None) -> object:
    return value.kind.oid if value is not None and isinstance(value.kind, Instance) else None


def _pattern(step: Step, fitted: set[object]) -> bool:
    """Whether a method that nobody calls makes something for its class that nobody is seen to fit.

    That is often a pattern, of which others make copies and seed those.
    """
    function = innermost(step, "function")
    return (
        function is not None
        and function.owner is not None
        and alone(step) is not None
        and _oid(step.result) not in fitted
    )


def _fitted(graph: Graph) -> set[object]:
    """The estimators that are fitted or handed to what fits, and what they hold."""
    found: set[object] = set()
    for step in reversed(graph.steps):
        if step.op in FITS:
            found.update([_oid(step.receiver), *[_oid(value) for value in step.args.all()]])
        elif step.op == "construct" and _oid(step.result) in found:
            found.update([_oid(value) for value in _parts(step.args.all())])
    return found


def _parts(values: Iterable[Value]) -> Iterator[Value]:
    """Values, and those in the lists and tuples among them."""
    for value in values:
        yield value
        if isinstance(value.kind, Group):
            yield from _parts(value.kind.items)


def _seeded_later(graph: Graph) -> set[object]:
    """The estimators that get a seed otherwise: by `set_params`, or from the ensemble (with a seed) that copies them."""
    found: set[object] = set()
    for step in graph.steps:
        if step.method == "set_params" and (step.args.spread or any("random_state" in k for k in step.args.keywords)):
            found.add(_oid(step.receiver))
        elif step.op == "construct" and given_seed(step):
            found.update([_oid(value) for value in step.args.all()])
    found.discard(None)
    return found
