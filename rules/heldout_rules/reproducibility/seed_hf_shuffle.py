"""A data set of Hugging Face is shuffled or split, differently in every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Draft, Graph, Report, Rule, Severity, Step, constant, kept
from heldout_rules.reproducibility.seed_missing_split import give_seed
from heldout_rules.reproducibility.seeding import literal_seed
from heldout_rules.reproducibility.seeds import seeds_of, unseeded, words


class SeedHfShuffle(Rule):
    name = "seed-hf-shuffle"
    severity = Severity.WARNING
    frameworks = ("datasets",)
    allows = Allowance(keywords=frozenset(["seed"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        steps = graph.each(_unseeded)
        if not steps:
            return
        seeds = graph.ask(seeds_of)
        number = literal_seed(graph)
        for step in steps:
            # A map-style data set takes its seed from the state of NumPy's global generator, a stream from the system.
            if seeds.reach(step, "numpy") and not _streamed(graph, step):
                continue
            what = "splits the rows differently" if step.method == "train_test_split" else "gives another order"
            message = f"{words(step)} {what} in every run: it has no `seed`"
            yield Report(step.handle, message, (), (step, "seed", number))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield give_seed(code, *report.about)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["seed"]))


def _streamed(graph: Graph, step: Step) -> bool:
    """Whether the rows come from `load_dataset(…, streaming=True)`."""
    rows = None if step.receiver is None else step.receiver.rows
    loads = [graph.by_id.get(path[0]) for path in rows.paths] if rows is not None else []  # type: ignore[call-overload]
    return any(load is not None and constant(load.args.keywords.get("streaming")) is True for load in loads)


def _unseeded(step: Step) -> Iterator[Step]:
    if step.name.startswith("datasets.") and unseeded(step) and not step.given("generator"):
        yield step
