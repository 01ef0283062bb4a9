"""Proves the cases: the finding is there, each check fails on the program as given and on the hurried fix, and passes on the right
one. Then says which right fixes today's judge accepts, and which hurried ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from bench.agent_eval.cases import Case, Edits, analysed, changed
from bench.agent_eval.checking import Checker
from heldout.agent.context import context_of
from heldout.agent.verify.judge import Failure, judge
from heldout.analysis.engine import Engine


@frozen
class Proof:
    """Of one case. `wrong`: what is wrong with the case itself; `fix` and `hurried`: why the judge refuses them (empty: it accepts)."""

    case: Case
    wrong: tuple[str, ...]
    fix: tuple[Failure, ...] = ()
    hurried: tuple[Failure, ...] = ()


def prove(engine: Engine, case: Case, checker: Checker) -> Proof:
    """Try a case."""
    try:
        analysed(engine, case)
    except LookupError as error:
        return Proof(case, (str(error),))
    if case.decline:
        return Proof(case, ())
    wrong = []
    programs = [("the program as given", case.program, False)]
    for name, edits, holds in (("the right fix", case.fix, True), ("the hurried fix", case.hurried, False)):
        try:
            programs.append((name, changed(case.program, edits), holds))
        except ValueError as error:
            wrong.append(f"{name}: {error}")
    for name, program, holds in programs:
        found = checker.check(case, program)
        if found.holds != holds or (not holds and found.why.startswith("it ends with")):
            wrong.append(f"{name}: {found.why or 'the check passes'}")
    return Proof(case, tuple(wrong), _refused(engine, case, case.fix), _refused(engine, case, case.hurried))


def _refused(engine: Engine, case: Case, edits: Edits) -> tuple[Failure, ...]:
    snapshot, finding = analysed(engine, case)
    return judge(snapshot, finding, context_of(snapshot, finding).regions, edits).failures


def table(proofs: Sequence[Proof]) -> list[str]:
    """Rule by rule: how many right fixes the judge accepts, and how many hurried ones."""
    lines = [
        "| rule | cases | right fixes accepted | hurried fixes accepted | to be declined |",
        "|---|---|---|---|---|",
    ]
    count: dict[str, Counter[str]] = {}
    for proof in proofs:
        for rule in (proof.case.rule, "all"):
            of = count.setdefault(rule, Counter())
            of["declines" if proof.case.decline else "cases"] += 1
            if not proof.case.decline and not proof.wrong:
                of["fix"] += not proof.fix
                of["hurried"] += not proof.hurried
    for rule, of in sorted(count.items(), key=lambda item: (item[0] == "all", item[0])):
        lines.append(f"| {rule} | {of['cases']} | {of['fix']} | {of['hurried']} | {of['declines']} |")
    return lines


def refusals(proofs: Sequence[Proof]) -> str:
    """The right fixes that the judge refuses and the hurried ones that it accepts, as a page."""
    parts = ["# Right fixes that the judge refuses\n\nEach was run: its check passes on the fixed program.\n"]
    for proof in proofs:
        if not proof.case.decline and proof.fix and not proof.wrong:
            why = "\n".join(f"- {failure.check}: {failure.message}" for failure in proof.fix)
            fixed = changed(proof.case.program, proof.case.fix)
            parts.append(
                f"## {proof.case.name}\n\n{why}\n\n```python\n{proof.case.program}```\n\nThe fix:\n\n```python\n{fixed}```\n"
            )
    parts.append("# Hurried fixes that the judge accepts\n\nEach was run: the check fails on it.\n")
    for proof in proofs:
        if not proof.case.decline and not proof.hurried and not proof.wrong:
            fixed = changed(proof.case.program, proof.case.hurried)
            parts.append(f"## {proof.case.name}\n\n```python\n{fixed}```\n")
    return "\n".join(parts)
