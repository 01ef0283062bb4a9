"""Leaky programs, edited at random: what is found, and its evidence, is what a fresh analysis of the same text finds."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.source.document import Cell, Document

PROGRAMS = sorted(Path("tests/leakage").rglob("*.py"))
INSERTED = (
    "x = 1", "print(1)", "import torch", "torch.manual_seed(0)", "def f(a):", "with torch.no_grad():", "for i in range(3):",
    "model.eval()", "return 1",
)  # fmt: skip
EDITS = 8


def document(text: str) -> Document:
    return Document("file:///p.py", (Cell("0", text),), "/project/p.py", False)


def told(snapshot: Snapshot) -> list[object]:
    """All that a user sees of the findings."""
    return sorted(
        (f.rule, f.place, f.message, tuple((step.place, step.message) for step in f.related)) for f in snapshot.findings
    )


def edited(random: Random, text: str) -> str:
    lines = text.split("\n")
    at, kind = random.randrange(len(lines)), random.randrange(7)
    indent = re.match(r"\s*", lines[at])[0]  # type: ignore[index]
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[random.randrange(len(lines))])
    elif kind == 2:
        lines.insert(at, indent + random.choice(INSERTED))
    elif kind == 3:
        one, other = (random.choice(re.findall(r"[A-Za-z_]\w+", text) or ["x"]) for _ in range(2))
        lines[at] = re.sub(rf"\b{one}\b", other, lines[at])
    elif kind == 4:
        column = random.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:column] + lines[at][column + 1 :]
    elif kind == 5:
        lines[at : at + 1] = [indent + "if ready:", "    " + lines[at]]
    else:
        block = lines[at : at + random.randrange(1, 5)]
        del lines[at : at + len(block)]
        there = random.randrange(len(lines) + 1)
        lines[there:there] = block
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(80))
def test_edits_end_where_a_fresh_analysis_does(engine: Engine, seed: int) -> None:
    random = Random(seed)
    text = random.choice(PROGRAMS).read_text(encoding="utf-8")
    if seed % 3 == 0:  # the same in a function that nobody calls
        text = "def main(args):\n" + "\n".join("    " + line for line in text.split("\n"))
    analyser, before = Analyser(engine), []
    analyser.update(document(text))
    for _ in range(EDITS):
        if before and random.random() < 0.3:
            text = before.pop()
        else:
            before.append(text)
            text = edited(random, text)
        now = analyser.update(document(text))
        if not now.broken:  # else what was known of the broken part is kept
            assert told(now) == told(Analyser(engine).update(document(text))), text
