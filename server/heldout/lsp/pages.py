"""What is said of the agent's work on pages of plain text: what would be sent, why a fix is one, an explanation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from heldout.findings.finding import Finding
from heldout.source.document import Document

if TYPE_CHECKING:
    from heldout.agent.explain import Explanation
    from heldout.agent.loop import Outcome, Prepared

PAYLOAD = "What would be sent"
WIDTH = 88


def place_of(document: Document, finding: Finding) -> str:
    """Where a finding stands, in words: the file and the line."""
    name = PurePath(document.path or unquote(document.uri)).name
    cell = f"cell {document.cells[finding.place.cell].number}, " if document.notebook else ""
    return f"{name}, {cell}line {finding.place.line + 1}"


def payload(prepared: Prepared, where: str, rule: str, destination: str) -> str:
    """All that one request holds, word for word."""
    secrets = len(prepared.redaction.secrets)
    replaced = {0: "No secrets were found in it.", 1: "One secret is replaced by a placeholder."}.get(
        secrets, f"{secrets} secrets are replaced by placeholders."
    )
    return (
        f"{rule} in {where}\n\n"
        f"This, word for word, would be sent to {destination}.\n"
        f"{prepared.context.lines} lines of it are your code. {replaced}\n"
        "A second or third attempt sends the model's own answer back, with what was wrong with it.\n\n"
        f"{_rule('request')}\n{prepared.request}\n\n"
        f"{_rule('instructions, the same for every finding of this rule')}\n{prepared.system}\n"
    )


def reason(outcome: Outcome, where: str, rule: str) -> str:
    """Why a verified fix is one: the answer's words, and what was done to prove it."""
    answer = outcome.answer
    assert answer is not None
    parts = [f"{rule} in {where}", _filled(answer.rationale)]
    parts.append(
        f"Confidence: {answer.confidence}. "
        + ("Scores or predictions change." if answer.changes_results else "Scores and predictions stay as they are.")
    )
    if answer.metrics:
        parts.append("Metrics that should move\n" + _listed(answer.metrics))
    if answer.hand_offs:
        parts.append("For others to look at\n" + _listed(f"{h.to} engineer: {h.note}" for h in answer.hand_offs))
    parts.append(
        "Proved on a copy\n"
        + _listed(
            [
                "the finding is gone, and no other came",
                "the pipeline learns from and is measured on the rows that it should",
                "the rest of the program is kept: calls, numbers, names, comments",
            ]
        )
    )
    return "\n\n".join(parts) + f"\n\n{cost(outcome)} To apply the change, tick it in the preview.\n"


def explanation(told: Explanation, where: str, rule: str) -> str:
    """A finding in a model's words."""
    head = f"{rule} in {where}\n\nThe opinion of a model. Unlike a fix, it is not verified."
    spent = "" if told.dollars is None else f", ${told.dollars:.4f}"
    text = "\n\n".join([_filled(paragraph) for paragraph in told.text.split("\n\n")])
    return f"{head}\n\n{text}\n\n{told.seconds:.1f} s{spent}.\n"


def cost(outcome: Outcome) -> str:
    """What asking took."""
    attempts = "one attempt" if outcome.attempts == 1 else f"{outcome.attempts} attempts"
    spent = "" if outcome.dollars is None else f", ${outcome.dollars:.4f}"
    return (
        f"{attempts[0].upper()}{attempts[1:]}, {outcome.seconds:.1f} s{spent}." if outcome.attempts else "Asked before."
    )


def short(text: str, longest: int = 240) -> str:
    """The first sentences of a text, for a message that is a line or two."""
    if len(text) <= longest:
        return text
    end = text.rfind(". ", 0, longest)
    return text[: end + 1] if end > 60 else text[:longest].rsplit(" ", 1)[0] + " …"


def _filled(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([textwrap.fill(line, WIDTH, break_long_words=False) for line in lines])


def _listed(items: Iterable[str]) -> str:
    wrapped = [textwrap.fill(item, WIDTH, initial_indent="- ", subsequent_indent="  ") for item in items]
    return "\n".join(wrapped)


def _rule(title: str) -> str:
    return f"----- {title} -----"
