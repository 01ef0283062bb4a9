"""What came of asking, counted: per model and per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from bench.agent_eval.cases import Case
from bench.agent_eval.checking import Found

NOT_ASKED = ("stale", "unrecorded", "paused", "budget")
"""Kinds of failure in which the model had no say."""


@frozen
class Result:
    """Of one case and one model. `checked`: what running the verified program showed. `seconds` of waiting for answers."""

    case: Case
    model: str
    status: str  # "fixed", "declined", "rejected", "failed"
    kind: str = ""
    message: str = ""
    false_positive: bool = False
    attempts: int = 0
    seconds: float = 0.0
    dollars: float | None = None
    checked: Found | None = None

    @property
    def verdict(self) -> str:
        """In one word: what became of the case."""
        if self.status == "failed":
            return "not asked" if self.kind in NOT_ASKED else "failed"
        if self.status == "declined":
            return "declined, rightly" if self.case.decline else "declined, wrongly"
        if self.status == "rejected":
            return "rejected"
        if self.checked is None:
            return "fixed, though declining is right"
        return "fixed" if self.checked.holds else "false accept"


@frozen
class Rates:
    """Of a few results. `true`: cases with a right fix that were asked; `decline`: those where declining is right."""

    true: int
    decline: int
    verified: int
    fixed: int
    false_accepts: int
    declined_rightly: int
    declined_wrongly: int
    not_asked: int
    attempts: float
    seconds: float
    dollars: float | None


def rates(results: Sequence[Result]) -> Rates:
    """The rates of some results."""
    asked = [r for r in results if r.verdict != "not asked"]
    true = [r for r in asked if not r.case.decline]
    priced = [r.dollars for r in asked if r.dollars is not None]
    return Rates(
        len(true),
        len(asked) - len(true),
        sum(r.status == "fixed" for r in true),
        sum(r.verdict == "fixed" for r in true),
        sum(r.verdict == "false accept" for r in true),
        sum(r.verdict == "declined, rightly" for r in asked),
        sum(r.verdict == "declined, wrongly" for r in asked),
        len(results) - len(asked),
        sum(r.attempts for r in asked) / len(asked) if asked else 0.0,
        sum(r.seconds for r in asked),
        sum(priced) if priced else None,
    )


COLUMNS = (
    "cases | verified | fixed (verified, and the run agrees) | false accepts | declined wrongly | to decline: rightly "
    "| not asked | attempts | seconds | dollars"
)


def table(results: Sequence[Result], first: str, of: Callable[[Result], str]) -> Iterator[str]:
    """A row for each group, in Markdown."""
    yield f"| {first} | {COLUMNS} |"
    yield f"|{'---|' * (COLUMNS.count('|') + 2)}"
    for name in sorted({of(result) for result in results}):
        r = rates([result for result in results if of(result) == name])
        dollars = "" if r.dollars is None else f"{r.dollars:.4f}"
        yield (
            f"| {name} | {r.true} | {_share(r.verified, r.true)} | {_share(r.fixed, r.true)} | {r.false_accepts} "
            f"| {r.declined_wrongly} | {r.declined_rightly} of {r.decline} | {r.not_asked} | {r.attempts:.2f} "
            f"| {r.seconds:.1f} | {dollars} |"
        )


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)" if whole else "–"


def report(results: Sequence[Result]) -> Iterator[str]:
    """Everything for people: each case, then per model and rule, then per model."""
    for result in results:
        why = result.message if result.checked is None or result.checked.holds else result.checked.why
        if result.verdict not in ("fixed", "declined, rightly"):
            yield f"{result.model}: {result.case.name}: {result.verdict}: {why}"
    yield ""
    yield from table(results, "model, rule", lambda r: f"{r.model}, {r.case.rule}")
    yield ""
    yield from table(results, "model", lambda r: r.model)
