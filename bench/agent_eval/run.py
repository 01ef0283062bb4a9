"""Runs the cases: each is analysed, asked about as `heldout fix --agent` asks, judged, and what was accepted is run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from bench.agent_eval.cases import Case, analysed, code_of
from bench.agent_eval.checking import Checker
from bench.agent_eval.recording import Recorder, Recording, Replayer
from bench.agent_eval.score import Result
from heldout.agent.budget import Budget
from heldout.agent.cache import Cache
from heldout.agent.client import Access
from heldout.agent.loop import Agent, Breaker, Outcome
from heldout.analysis.engine import Engine

HOPELESS = ("key", "permission", "billing", "model", "missing", "budget", "paused", "offline")
"""After such a failure nobody else need be asked."""
Said = Callable[[Result], None]


def ask_all(
    engine: Engine,
    cases: Sequence[Case],
    access: Access,
    budget: Budget,
    recorder: Recorder,
    checker: Checker,
    said: Said = lambda _: None,
) -> list[Result]:
    """Ask a model about each case, one after the other. Ends early when there is no use in asking on."""
    results = []
    agent = Agent(access, engine.guides, budget, Cache(), Breaker(), recorder)
    for case in cases:
        recorder.case = case.name
        result = _result(case, access.model, _outcome(engine, agent, case), checker)
        results.append(result)
        said(result)
        if result.kind in HOPELESS:
            break
    return results


def replay(
    engine: Engine, cases: Iterable[Case], recording: Recording, anyway: bool, checker: Checker
) -> tuple[list[Result], int]:
    """What a recording comes to today, and how many of its answers were given for another prompt and taken all the same."""
    results, other = [], 0
    for model in recording.models:
        known = recording.cases_of(model)
        for case in cases:
            if case.name not in known:
                continue
            replayer = Replayer(recording, anyway, case.name)
            agent = Agent(Access("", model), engine.guides, asks=replayer)
            outcome = _outcome(engine, agent, case)
            waited = sum(answer.seconds for answer in recording.used(model, case.name, outcome.attempts))
            results.append(_result(case, model, outcome, checker, waited))
            other += replayer.other
    return results, other


def _outcome(engine: Engine, agent: Agent, case: Case) -> Outcome:
    snapshot, finding = analysed(engine, case)
    return asyncio.run(agent.fix(snapshot, finding, engine.rules[finding.rule].page))


def _result(case: Case, model: str, outcome: Outcome, checker: Checker, seconds: float | None = None) -> Result:
    checked = None
    if outcome.status == "fixed" and outcome.changed is not None and not case.decline:
        checked = checker.check(case, code_of(outcome.changed))
    return Result(
        case,
        model,
        outcome.status,
        outcome.kind,
        outcome.message,
        outcome.answer is not None and outcome.answer.false_positive,
        outcome.attempts,
        outcome.seconds if seconds is None else seconds,
        outcome.dollars,
        checked,
    )
