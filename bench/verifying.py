"""How long the judge takes for one answer, in files of 500 and 2,000 lines: CPU milliseconds, warm, over 20 findings.

Run it with `python -m bench.verifying`. Each finding is one of the cases of `bench.agent_eval`, at the end of a generated program.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median

from attrs import evolve

from bench.agent_eval.cases import Case, Edits, cases
from bench.inputs import program
from heldout.agent.context import context_of
from heldout.agent.verify.judge import judge, prepare
from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.findings.finding import Finding

SIZES = ((500, 50.0), (2000, 250.0))
"""Lines of a file, and the milliseconds that an attempt may take in it."""
FINDINGS = 20
MARK = "# The case"


def main() -> int:
    engine = Engine.load()
    plain = [c for c in cases("") if not c.decline and "# %%" not in c.program]
    late = 0
    for lines, limit in SIZES:
        large = [c for c in (_in_a_file(case, lines) for case in plain) if _found(engine, c) is not None]
        large = [large[n * len(large) // FINDINGS] for n in range(FINDINGS)]
        _timed(engine, large[0])
        times = [(case.name, _timed(engine, case)) for case in large]
        late += _printed(lines, limit, times)
    return 1 if late else 0


def _in_a_file(case: Case, lines: int) -> Case:
    head = program(lines - case.program.count("\n"), seed=1)
    return evolve(case, program=f"{head}\n\n{MARK}\n{case.program}")


def _found(engine: Engine, case: Case) -> tuple[Snapshot, Finding] | None:
    """The finding of the case itself; what stands above it may have others, or hide it."""
    snapshot = Analyser(engine).update(case.document)
    start = case.program[: case.program.index(MARK)].count("\n")
    mine = [f for f in snapshot.findings if f.rule == case.rule and f.place.line > start]
    return (snapshot, mine[-1]) if mine else None


def _timed(engine: Engine, case: Case) -> tuple[float, float, float]:
    """Milliseconds of what is prepared while a model thinks, of a first attempt (the hurried one), and of a second (the right one)."""
    found = _found(engine, case)
    assert found is not None
    snapshot, finding = found
    regions = context_of(snapshot, finding).regions

    def attempt(edits: Edits) -> float:
        started = time.process_time()
        judge(snapshot, finding, regions, edits)
        return (time.process_time() - started) * 1000

    started = time.process_time()
    prepare(snapshot, finding)
    prepared = (time.process_time() - started) * 1000
    return prepared, attempt(case.hurried), attempt(case.fix)


def _printed(lines: int, limit: float, times: Sequence[tuple[str, tuple[float, float, float]]]) -> int:
    print(f"{lines} lines, CPU ms            median   worst")
    for number, what in enumerate(("prepared", "first attempt", "second attempt")):
        each = sorted((of[number], name) for name, of in times)
        worst, name = each[-1]
        print(f"  {what:<22} {median(t for t, _ in each):>9.1f} {worst:>7.1f}  ({name})")
    together = sorted(of[0] + of[1] for _, of in times)
    print(f"  {'both at once':<22} {median(together):>9.1f} {together[-1]:>7.1f}")
    return sum(max(of[1:]) > limit for _, of in times)


if __name__ == "__main__":
    raise SystemExit(main())
