"""A splitter is given a seed and told not to shuffle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Draft,
    Graph,
    Instance,
    Literal,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    constant,
    kept,
)
from heldout_rules.reproducibility.seeds import words


class SeedKfoldNoShuffle(Rule):
    name = "seed-kfold-no-shuffle"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    ops = ("construct",)
    fix_safety = Safety.UNSAFE
    allows = Allowance(keywords=frozenset(["shuffle", "random_state"]))

    def check(self, step: Step) -> Iterator[Report]:
        model = step.model
        if model is None or model.random != "shuffle" or step.fact("random-default", True) is not False:
            return
        if not step.name.startswith("sklearn.model_selection.") or step.args.spread:
            return
        seed, switch = step.arg(model.seed), step.arg("shuffle")
        if seed is None or not (_number(constant(seed)) or isinstance(seed.kind, Instance)):
            return
        if switch is None or (isinstance(switch.kind, Literal) and switch.kind.value is False):
            message = f"{words(step)} has a `{model.seed}` and does not shuffle: scikit-learn raises a ValueError here"
            yield Report(step.handle, message, (), step)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield Draft("Shuffle: `shuffle=True`", (code.set_argument(report.at, "shuffle", "True"),), Safety.UNSAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new, frozenset(["shuffle", "random_state"]))


def _number(value: object) -> bool:
    return type(value) is int
