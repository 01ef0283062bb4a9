"""Writes docs/agent/conversations/: whole conversations of the agent, as they went over the wire to the loopback server of the tests.

What the model says is written here beforehand; everything else (what is sent, what the judge says of it, the edit) is what happens.
"""

from __future__ import annotations

import asyncio
import difflib
import json
import re
import sys
from pathlib import Path
from typing import Any

from heldout.agent.answer import read
from heldout.agent.client import Access
from heldout.agent.loop import Agent, Outcome
from heldout.agent.redact import Redaction
from heldout.agent.verify.judge import judge
from heldout.agent.verify.located import Replacement
from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.findings.finding import Finding
from heldout.source.document import Cell, Document

TESTS = Path(__file__).resolve().parents[1] / "tests" / "agent"
VERSIONS = {"pandas": "3.0.1", "scikit-learn": "1.9.0"}

LEAKY = """\
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X = df.drop(columns="churn")
y = df["churn"]
scaler = StandardScaler()
X = scaler.fit_transform(X)  # questions: jane.doe@example.org
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
FIT = "X = scaler.fit_transform(X)  # questions: EMAIL_REDACTED_1\n"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)\n"
FITTED = "X_train = scaler.fit_transform(X_train)  # questions: EMAIL_REDACTED_1\n"
GOOD = {
    "edits": [{"search": FIT + SPLIT, "replace": f"{SPLIT}{FITTED}X_test = scaler.transform(X_test)\n"}],
    "rationale": "The rows are split first, so scaler learns its means from X_train only and is applied to both parts. Nothing else changes, and the score will hardly move.",
    "confidence": "high",
    "changes_results": True,
    "metrics": ["accuracy: equal or very slightly lower, since the test rows no longer shape the scaling"],
    "hand_offs": [{"to": "backend", "note": "Whoever serves this model must apply the scaler that was fitted here."}],
    "false_positive": False,
}
DELETES = {
    **GOOD,
    "edits": [{"search": FIT, "replace": ""}],
    "rationale": "Without the scaler nothing leaks.",
    "hand_offs": [],
}
FITS_TWICE = {
    **GOOD,
    "edits": [{"search": FIT + SPLIT, "replace": f"{SPLIT}{FITTED}X_test = scaler.fit_transform(X_test)\n"}],
    "rationale": "Each part is scaled by itself.",
    "hand_offs": [],
}
DECLINES = {
    **GOOD,
    "edits": [],
    "rationale": "These rows are the whole population that will ever be scored, and all of their features are known beforehand. Fitting the scaler on all of them is what will be done in use, so the finding does not hold here.",
    "metrics": [],
    "hand_offs": [],
    "false_positive": True,
}

PAGES: dict[str, tuple[str, str, list[dict[str, Any]]]] = {
    "agent/conversations/fixed-at-once.md": (
        "A fix at the first attempt",
        "The scaler of this program is fitted before the split. The e-mail address in a comment does not leave the machine: "
        "a placeholder does, and comes back as the address.",
        [GOOD],
    ),
    "agent/conversations/bad-bad-good.md": (
        "Two answers that do not hold, and one that does",
        "The first answer removes the preprocessing, the second fits it on the test rows. Both make the finding go away, "
        "the second at the price of another one; neither is shown to anybody. What failed goes back to the model, in the same conversation.",
        [DELETES, FITS_TWICE, GOOD],
    ),
    "agent/conversations/declined.md": (
        "A finding that is said to be wrong",
        "The model gives no edits. The terminal then offers the comment that suppresses the finding, with the reason, and writes "
        "it only if the user says yes. Whether the model is right is for a person to judge: declining is not verified.",
        [DECLINES],
    ),
}


def transcripts(engine: Engine) -> dict[str, str]:
    """Path below docs/ → text of every page."""
    sys.path.insert(0, str(TESTS))
    try:
        return asyncio.run(_all(engine))
    finally:
        sys.path.remove(str(TESTS))


async def _all(engine: Engine) -> dict[str, str]:
    written = {}
    for path, (title, about, answers) in PAGES.items():
        snapshot = Analyser(engine, None, VERSIONS).update(Document("file:///churn.py", (Cell("", LEAKY),), "churn.py"))
        finding = next(f for f in snapshot.findings if f.rule == "leak-preprocess-before-split")
        written[path] = await _page(engine, snapshot, finding, (title, about), [_json(a) for a in answers])
    return written


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


async def _page(
    engine: Engine, snapshot: Snapshot, finding: Finding, words: tuple[str, str], answers: list[str]
) -> str:
    from messages_server import MessagesServer, Say

    page = engine.rules[finding.rule].page
    async with MessagesServer([Say(answer) for answer in answers]) as server:
        agent = Agent(Access("no-key", base_url=server.url), engine.guides)
        prepared = agent.prepare(snapshot, finding, page)
        outcome = await agent.fix(snapshot, finding, page)
        requests = server.requests
    parts = [
        f"# {words[0]}",
        "No real model was asked: its answers were written beforehand, in `docs/transcripts.py`, and given by the loopback "
        "server of the tests. What is sent, what the checks say and what comes of it is what Heldout does.",
        words[1],
        f"The finding, in line {finding.place.line + 1}: `{finding.rule}`. {finding.message}.",
        _fence("python", LEAKY),
        "## What is sent",
        f"To `/v1/messages`, model `{requests[0]['model']}`, `max_tokens` {requests[0]['max_tokens']}, effort "
        f"`{requests[0]['output_config']['effort']}`, streamed, with the JSON schema of an answer (`SCHEMA` in `agent/answer.py`). "
        "The system prompt, which is the same for every finding of this rule and is cached for an hour:",
        _fence("text", requests[0]["system"][0]["text"]),
        "The request:",
        _fence("text", requests[0]["messages"][0]["content"]),
    ]
    for number, answer in enumerate(answers, 1):
        parts += [f"## Answer {number}" if len(answers) > 1 else "## The answer", _fence("json", answer)]
        known = read(answer)
        if not known.edits:
            break
        verdict = judge(snapshot, finding, prepared.context.regions, _restored(known.edits, prepared.redaction))
        if verdict.accepted:
            parts.append("Applied to a copy, analysed there, and accepted: every check holds.")
            continue
        checks = ", ".join([f"`{check}`" for check in dict.fromkeys(f.check for f in verdict.failures)])
        parts += [
            f"Applied to a copy and rejected, by the checks {checks}. Sent back, after the answer itself:",
            _fence("text", requests[number]["messages"][-1]["content"]),
        ]
    return re.sub(r"http://127\.0\.0\.1:\d+", "http://127.0.0.1", "\n\n".join([*parts, *_end(outcome)])) + "\n"


def _restored(edits: tuple[Replacement, ...], redaction: Redaction) -> list[Replacement]:
    return [Replacement(redaction.restore(edit.search), redaction.restore(edit.replace)) for edit in edits]


def _end(outcome: Outcome) -> list[str]:
    used = outcome.usage
    told = f"`{outcome.status}` after {outcome.attempts} of 3 attempts"
    tokens = f"{used.read} tokens read and {used.written} written, as the loopback server counts them"
    if outcome.changed is None:
        return ["## What comes of it", f"{told}; {tokens}. The user reads: {outcome.message}"]
    assert outcome.answer is not None
    new = outcome.changed.cells[0].text
    lines = difflib.unified_diff(LEAKY.splitlines(), new.splitlines(), "churn.py", "churn.py", lineterm="")
    said = [f"> {outcome.answer.rationale} (confidence: {outcome.answer.confidence})"]
    said += [f"> Metric: {metric}" for metric in outcome.answer.metrics]
    said += [f"> For the {hint.to} engineer: {hint.note}" for hint in outcome.answer.hand_offs]
    return [
        "## What comes of it",
        f"{told}; {tokens}. The user reads this, sees the edit, and is asked whether to apply it:",
        "\n>\n".join(said),
        _fence("diff", "\n".join(lines)),
    ]


def _fence(language: str, text: str) -> str:
    """A block that nothing in the text can end."""
    marks = "`" * max(3, *[len(run) + 1 for run in re.findall(r"`{3,}", text)], 3)
    return f"{marks}{language}\n{text.rstrip()}\n{marks}"
