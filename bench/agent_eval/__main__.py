"""The command, `make agent-eval`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.agent_eval.cases import cases
from bench.agent_eval.checking import Checker
from bench.agent_eval.proof import prove, refusals, table
from heldout.analysis.engine import Engine


def main() -> int:
    parser = argparse.ArgumentParser(prog="make agent-eval", description="How well a model fixes labelled findings.")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases whose name holds it")
    parser.add_argument("--prove", action="store_true", help="prove the cases and the judge, without any model")
    parser.add_argument("--judge-only", action="store_true", help="with --prove: run no program")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="with --prove: what the judge gets wrong, as a page"
    )
    options = parser.parse_args()
    return _prove(options)


def _prove(options: argparse.Namespace) -> int:
    engine, checker = Engine.load(), Checker()
    proofs = []
    for case in cases(options.only):
        proof = prove(engine, case, checker, not options.judge_only)
        proofs.append(proof)
        for line in proof.wrong:
            print(f"wrong: {case.name}: {line}", flush=True)
    checker.close()
    print(*table(proofs), sep="\n")
    if options.refused:
        options.refused.write_text(refusals(proofs), encoding="utf-8")
    return 1 if any(proof.wrong for proof in proofs) else 0


if __name__ == "__main__":
    sys.exit(main())
