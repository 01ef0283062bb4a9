"""A split is drawn at random, and differently every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Graph, Report, Rule, Safety, Severity, Step
from heldout_rules.reproducibility.seeds import seed_name, unseeded, words

SPLITTERS = ("sklearn.model_selection.",)


class SeedMissingSplit(Rule):
    name = "seed-missing-split"
    severity = Severity.WARNING
    frameworks = ("sklearn",)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        steps = [s for s in graph.steps if chooses_rows(s) and unseeded(s)]
        if not steps or _seeded_globally(graph):
            return
        name = seed_name(graph)
        for step in steps:
            seed = step.model.seed if step.model is not None else "random_state"
            what = "draws other rows" if step.op == "resample-rows" else "splits the rows differently"
            message = f"{words(step)} {what} in every run, so scores cannot be compared: it has no `{seed}`"
            yield Report(step.handle, message, (), (step, seed, name))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step, seed, name = report.about
        yield Draft(f"Add `{seed}={name}`", (code.set_argument(step.handle, seed, name),), Safety.SAFE)


def chooses_rows(step: Step) -> bool:
    """Whether a call splits or resamples rows at random: train_test_split, a splitter with shuffle, `resample`."""
    if step.op in ("split", "resample-rows"):
        return True
    return step.op == "construct" and step.name.startswith(SPLITTERS) and step.name.endswith(("Fold", "Split"))


def _seeded_globally(graph: Graph) -> bool:
    """scikit-learn without a seed draws from NumPy's global generator; what seeds that, seeds the split."""
    for step in graph.steps:
        if step.op == "seed" and "numpy" in step.fact("seeds", ["numpy"]):
            return True
        if step.op != "seed" and "seed" in step.method.lower() and not step.name.startswith("torch."):
            return True
    return False
