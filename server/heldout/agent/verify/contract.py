"""Check: the rule's own contract over the pipeline graph, and what every contract asks."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    old, new = trial.before.graph, trial.after.graph
    try:
        yield from dict.fromkeys(trial.rule.contract(trial.report, old, new))
    except (KeyError, IndexError, AssertionError, ValueError, AttributeError):
        yield "the changed pipeline cannot be compared with the old one"
