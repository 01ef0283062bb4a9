"""Rows are sampled from a table, other ones in every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Draft,
    Graph,
    Group,
    Report,
    Rule,
    Segment,
    Severity,
    Step,
    Value,
    constant,
    kept,
)
from heldout_rules.reproducibility.seed_missing_split import give_seed
from heldout_rules.reproducibility.seeding import literal_seed
from heldout_rules.reproducibility.seeds import seeds_of, unseeded, words

LEARNS = ("fit", "fit-transform", "fit-predict", "train", "predict", "score", "metric", "cross-validate")
DIVIDES = ("split", "folds", "parts", "concat", "drop", "resample", "resample-rows", "save")
USES = frozenset([*LEARNS, *DIVIDES])
WRITES = ("to_csv", "to_parquet", "to_feather", "to_pickle", "to_json", "to_excel", "to_sql", "to_hdf")


class SeedPandasSample(Rule):
    name = "seed-pandas-sample"
    severity = Severity.WARNING
    frameworks = ("pandas",)
    allows = Allowance(keywords=frozenset(["random_state", "seed"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        steps = [s for s in graph.ops("sample") if unseeded(s) and s.name.startswith("pandas.")]
        if not steps:
            return
        seeds = graph.ask(seeds_of)
        number = literal_seed(graph)
        for step in steps:
            if seeds.reach(step, "numpy"):
                continue
            use = _use(graph, step)
            if use is None:
                continue
            what = "puts the rows in another order" if _all_rows(step) else "chooses other rows"
            message = f"{words(step)} {what} in every run, so what follows from them cannot be repeated: it has no `random_state`"
            yield Report(
                step.handle, message, ((use.handle, "what follows from these rows"),), (step, "random_state", number)
            )

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield give_seed(code, *report.about)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["random_state", "seed"]))


def _all_rows(step: Step) -> bool:
    return constant(step.arg("frac")) in (1, 1.0)


def _use(graph: Graph, sample: Step) -> Step | None:
    """A later step that works on the sampled rows for more than a look at them."""
    place = graph.steps.index(sample)
    whole = _all_rows(sample)
    for step in graph.steps[place + 1 :]:
        if step.op not in USES and step.method not in WRITES:
            continue
        given = [v for v in (step.receiver, *step.args.all()) if v is not None]
        values = given + [item for v in given if isinstance(v.kind, Group) for item in v.kind.items]
        if any((v.drawn == sample.id or v.key == sample.id) if whole else _holds(v, sample) for v in values):
            return step
    return None


def _holds(value: Value, sample: Step) -> bool:
    """Whether a value is of the sampled rows, or of those that were left."""
    rows = value.rows
    return rows is not None and any(
        isinstance(part, Segment) and part.split == ("sample", sample.id) for path in rows.paths for part in path
    )
