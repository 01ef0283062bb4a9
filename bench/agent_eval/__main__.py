"""The command: `make agent-eval`, `make agent-eval REPLAY=path`, `make agent-eval PROVE=1`; docs/agent/README.md says how to read it.

A model is asked under the consent of `heldout fix --agent` (agent.toml with a key), or when HELDOUT_EVAL_KEY holds a key, with
HELDOUT_EVAL_URL and HELDOUT_EVAL_MODEL beside it where they are not the usual ones. Without either it says so in one line.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

from bench.agent_eval.cases import Case, cases
from bench.agent_eval.checking import PROJECT, Checker
from bench.agent_eval.proof import prove, refusals, table
from bench.agent_eval.recording import Recorder, begin, read
from bench.agent_eval.run import ask_all, replay
from bench.agent_eval.score import Result, report
from heldout.agent.budget import Budget
from heldout.agent.client import ADDRESS, Access, ask
from heldout.agent.settings import AgentSettings, access, load
from heldout.analysis.engine import Engine

RECORDINGS = PROJECT / ".cache" / "agent-eval-recordings"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 when the cases do not prove themselves, or a recording cannot be replayed whole."""
    parser = argparse.ArgumentParser(prog="make agent-eval", description="How well a model fixes labelled findings.")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases whose name holds it")
    parser.add_argument("--model", action="append", default=[], metavar="NAME", help="ask this model; may be repeated")
    parser.add_argument(
        "--dollars", type=float, default=5.0, help="spend no more than this, for models whose price is known"
    )
    parser.add_argument("--record", type=Path, metavar="FILE", help="where the recording goes")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="replay a recording; asks nobody")
    parser.add_argument("--anyway", action="store_true", help="replay answers that were given for another prompt, too")
    parser.add_argument(
        "--prove", action="store_true", help="prove the cases, and score the judge on them; asks nobody"
    )
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="with --prove: what the judge gets wrong, as a page"
    )
    options = parser.parse_args(arguments)
    chosen, checker = cases(options.only), Checker()
    try:
        if options.prove:
            return _prove(chosen, checker, options.refused)
        if options.replay:
            return _replay(chosen, checker, options.replay, options.anyway)
        return _ask(chosen, checker, options)
    finally:
        checker.close()


def allowed() -> Access | str:
    """How to ask, or one sentence that says why nobody may be asked."""
    key = os.environ.get("HELDOUT_EVAL_KEY", "")
    if not key:
        return access(load(), PROJECT)
    model = os.environ.get("HELDOUT_EVAL_MODEL", "") or AgentSettings().model
    url = os.environ.get("HELDOUT_EVAL_URL", "") or ADDRESS
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        return "HELDOUT_EVAL_URL must begin with https://, but on this machine itself"
    return Access(key, model, url.rstrip("/"))


def _ask(chosen: Sequence[Case], checker: Checker, options: argparse.Namespace) -> int:
    may = allowed()
    if isinstance(may, str):
        print(f"agent-eval: skipped, nobody is asked: {may} (or HELDOUT_EVAL_KEY; REPLAY=path replays a recording)")
        return 0
    models = options.model or [may.model]
    path = options.record or RECORDINGS / f"{time.strftime('%Y-%m-%d-%H%M%S')}.jsonl"
    begin(path, ", ".join(models))
    print(f"asks {', '.join(models)} at {may.base_url} about {len(chosen)} cases, for ${options.dollars:.2f} at most")
    budget = Budget(evolve(load().limits, day=options.dollars, workspace=options.dollars))
    engine, results = Engine.load(), []
    for model in models:
        asks = evolve(may, model=model)
        results += ask_all(engine, chosen, asks, budget, Recorder(ask, path), checker, _say)
    print(*report(results), f"recorded in {path}", sep="\n")
    return 0


def _say(result: Result) -> None:
    print(
        f"{result.model}: {result.case.name}: {result.verdict} ({result.attempts}, {result.seconds:.1f} s)", flush=True
    )


def _replay(chosen: Sequence[Case], checker: Checker, path: Path, anyway: bool) -> int:
    recording = read(path)
    print(f"replays {path}, made by {recording.made}")
    results, other = replay(Engine.load(), chosen, recording, anyway, checker)
    print(*report(results), sep="\n")
    stale = sum(result.kind == "stale" for result in results)
    if stale:
        print(
            f"{stale} cases were recorded for another prompt and do not count; ANYWAY=1 takes their answers all the same"
        )
    if other:
        print(f"{other} answers were taken that had been given for another prompt")
    return 1 if stale else 0


def _prove(chosen: Sequence[Case], checker: Checker, refused: Path | None) -> int:
    engine = Engine.load()
    proofs = []
    for case in chosen:
        proofs.append(prove(engine, case, checker))
        for line in proofs[-1].wrong:
            print(f"wrong: {case.name}: {line}", flush=True)
    print(*table(proofs), sep="\n")
    if refused:
        refused.write_text(refusals(proofs), encoding="utf-8")
    return 1 if any(proof.wrong for proof in proofs) else 0


if __name__ == "__main__":
    sys.exit(main())
