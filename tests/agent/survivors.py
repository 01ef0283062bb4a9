"""`python tests/agent/survivors.py`: runs each right fix and the accepted mutants that are said to mean the same, on the same made
data, and compares what they print and leave. What the mutants may choose (sizes, seeds, folds) is not compared.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.agent_eval.checking import INSIDE, python
from goldens import Case, Golden, goldens
from mutants import Mutant, mutants

from heldout.analysis.engine import Engine

CHOSEN = re.compile(r"matter of choice|any seed|one more generator|another right fix")
"""Reasons that say that the programs differ, as the rule allows."""


def survivors(engine: Engine, only: str) -> list[tuple[Golden, Mutant]]:
    """The accepted mutants that are said to do the very same."""
    found = []
    for golden in goldens():
        if not golden.rule.startswith(only):
            continue
        case, seen = Case(engine, golden), {golden.after, golden.before}
        for mutant in mutants(golden.rule, golden.before, golden.after):
            if mutant.code in seen or not mutant.same or CHOSEN.search(mutant.same):
                continue
            seen.add(mutant.code)
            verdict = case.judge(mutant.code)
            if verdict is not None and verdict.accepted:
                found.append((golden, mutant))
    return found


def main(only: str = "") -> int:
    """Exit status 1 when a mutant does something else than the fix."""
    found = survivors(Engine.load(), only)
    count: Counter[str] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory(prefix="heldout-survivors-") as folder:
        command = [str(python()), "-B", str(INSIDE / "same.py")]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for golden in dict.fromkeys([golden for golden, _ in found]):
                mine = [mutant for of, mutant in found if of is golden]
                process.stdin.write(json.dumps({"first": golden.after, "others": [m.code for m in mine]}) + "\n")
                process.stdin.flush()
                for mutant, answer in zip(mine, json.loads(process.stdout.readline()), strict=True):
                    kind = "not run" if not answer["ran"] else "the same" if answer["same"] else "another"
                    count[kind] += 1
                    if kind == "not run":
                        count[f"  {answer['why'][:60]}"] += 1
                    elif kind == "another":
                        what = " ".join(mutant.what.split())[:90]
                        wrong.append(f"{golden.name}: {mutant.kind}: {what}: {answer['why']}")
            process.stdin.close()
    print(
        f"{len(found)} accepted mutants: {count['the same']} do the same, {count['another']} another, {count['not run']} not run"
    )
    for line in wrong:
        print(f"  another: {line}")
    for why, times in count.most_common():
        if why.startswith("  "):
            print(f"  not run, {times}: {why.strip()}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
