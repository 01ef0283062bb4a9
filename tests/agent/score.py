"""`make agent-score`: right fixes that are accepted, and mutants of them that are not, rule by rule."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from attrs import define, field
from goldens import Case, goldens
from mutants import Mutant, mutants

from heldout.analysis.engine import Engine

GOAL = 0.99
PAGE = Path(__file__).resolve().parents[2] / "docs" / "agent" / "survivors.md"


@define
class Score:
    """Of one rule. `survivors` are accepted mutants that are not known to mean the same."""

    goldens: int = 0
    accepted: int = 0
    killed: int = 0
    alike: list[tuple[str, Mutant]] = field(factory=list)
    survivors: list[tuple[str, Mutant]] = field(factory=list)
    effects: int = 0
    refused: list[str] = field(factory=list)


def injected(mutant: Mutant) -> bool:
    """Whether a mutant reaches beyond the data in memory, or hides something."""
    return mutant.kind.startswith(("inject", "silenced", "only silenced", "odd"))


def score(engine: Engine, only: str = "") -> dict[str, Score]:
    """The score of every rule with a contract, or of those whose name begins with `only`."""
    scores: dict[str, Score] = {}
    for golden in goldens():
        if not golden.rule.startswith(only):
            continue
        of = scores.setdefault(golden.rule, Score())
        case = Case(engine, golden)
        verdict = case.judge(golden.after)
        of.goldens += 1
        if verdict is None or not verdict.accepted:
            of.refused += [f"{golden.name}: {f.check}: {f.message}" for f in (verdict.failures if verdict else ())]
            continue
        of.accepted += 1
        seen = {golden.after, golden.before}
        for mutant in mutants(golden.rule, golden.before, golden.after):
            if mutant.code in seen:
                continue
            seen.add(mutant.code)
            verdict = case.judge(mutant.code)
            if verdict is None:
                continue
            if not verdict.accepted:
                of.killed += 1
            elif mutant.same:
                of.alike.append((golden.name, mutant))
            else:
                of.survivors.append((golden.name, mutant))
                of.effects += injected(mutant)
    return scores


def survivors(scores: dict[str, Score]) -> str:
    """The page of accepted mutants that mean the same as the fix, each with what it changes and why that is all the same."""
    lines = [
        "# Accepted mutants that mean the same",
        "",
        "Written by `make agent-score`: programs that differ from a right fix by one change, that the judge accepts, and that were",
        "read one by one. The first line of each is the statement that changed.",
        "",
    ]
    for rule, of in scores.items():
        if of.alike:
            lines += [f"## {rule}", ""]
            lines += [
                f"- {name.removeprefix(rule).strip()}, {mutant.kind}: `{' '.join(mutant.what.split())[:100]}`: {mutant.same}"
                for name, mutant in of.alike
            ]
            lines.append("")
    return "\n".join(lines)


def main(only: str = "") -> int:
    started = time.perf_counter()
    scores = score(Engine.load(), only)
    print(f"{'rule':<42} goldens accepted  mutants killed         effects accepted")
    killed = left = effects = refused = 0
    for rule, of in scores.items():
        total = of.killed + len(of.survivors)
        share = of.killed / total if total else 1.0
        print(
            f"{rule:<42} {of.accepted:>3} of {of.goldens:<3}        {of.killed:>5} of {total:<5} {share:8.2%}  {of.effects:>5}"
        )
        killed, left, effects = killed + of.killed, left + len(of.survivors), effects + of.effects
        refused += of.goldens - of.accepted
    for rule, of in scores.items():
        for line in of.refused:
            print(f"  refused: {line}")
        for why, count in Counter([mutant.same for _, mutant in of.alike]).items():
            print(f"  {rule}: {count} accepted mutants mean the same: {why}")
        for name, mutant in of.survivors:
            print(f"  survivor: {name}: {mutant.kind}: {' '.join(mutant.what.split())[:90]}")
    if not only:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(survivors(scores), encoding="utf-8")
    share = killed / (killed + left) if killed + left else 1.0
    took = time.perf_counter() - started
    print(
        f"{killed} of {killed + left} mutants killed ({share:.2%}), {effects} effects accepted, {refused} goldens refused; {took:.0f} s"
    )
    return 0 if share >= GOAL and not effects and not refused else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
