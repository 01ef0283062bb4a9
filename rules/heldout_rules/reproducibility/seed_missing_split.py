"""A split is drawn at random, and differently every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Draft, Graph, Report, Rule, Safety, Severity, Step, kept
from heldout_rules.reproducibility.seeding import literal_seed, seed_text
from heldout_rules.reproducibility.seeds import one_of_several, seeds_of, unseeded, words

SPLITTERS = ("sklearn.model_selection.",)


class SeedMissingSplit(Rule):
    name = "seed-missing-split"
    severity = Severity.WARNING
    frameworks = ("sklearn",)
    allows = Allowance(keywords=frozenset(["random_state", "seed"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        steps = graph.each(_unseeded)
        if not steps:
            return
        seeds = graph.ask(seeds_of)
        number = literal_seed(graph)
        several = one_of_several(graph, steps)
        for step in steps:
            if step.handle in several or seeds.reach(
                step, "numpy"
            ):  # scikit-learn without a seed draws from NumPy's global generator
                continue
            seed = step.model.seed if step.model is not None else "random_state"
            what = "draws other rows" if step.op == "resample-rows" else "splits the rows differently"
            message = f"{words(step)} {what} in every run, so scores cannot be compared: it has no `{seed}`"
            yield Report(step.handle, message, (), (step, seed, number))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield give_seed(code, *report.about)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset([report.about[1]]))


def give_seed(code: Code, step: Step, seed: str, number: str) -> Draft:
    """Hand a call the seed that the program uses."""
    text = seed_text(code, step, number)
    return Draft(f"Add `{seed}={text}`", (code.set_argument(step.handle, seed, text),), Safety.SAFE)


def _unseeded(step: Step) -> Iterator[Step]:
    if chooses_rows(step) and unseeded(step):
        yield step


def chooses_rows(step: Step) -> bool:
    """Whether a call splits or resamples rows at random: train_test_split, a splitter with shuffle, `resample`."""
    if step.name.startswith("datasets."):
        return False
    if step.op in ("split", "resample-rows"):
        return True
    return step.op == "construct" and step.name.startswith(SPLITTERS) and step.name.endswith(("Fold", "Split"))
