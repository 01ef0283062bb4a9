"""Comments that suppress: in each example the findings that stay are marked by what the code says of itself.

A line with `BAD` has a finding of "leak-fit-on-test", one with `WORSE` a finding of "seed-missing-split".
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from heldout.findings.finding import Edit, Finding, Severity
from heldout.findings.suppression import UNUSED, suppress, suppress_edit, unused_fix
from heldout.fixes.apply import apply_edits
from heldout.source.document import Cell, Document
from heldout.source.place import Place

RULES = {"leak-fit-on-test": "BAD", "seed-missing-split": "WORSE"}
KNOWN = (*RULES, "leak-other", UNUSED)


def document(*cells: str) -> Document:
    return Document(
        "file:///x", tuple(Cell(str(i), dedent(text)) for i, text in enumerate(cells)), notebook=len(cells) > 1
    )


def findings(doc: Document) -> list[Finding]:
    return [
        Finding(rule, "", Severity.WARNING, Place(cell, number, found.start(), number, found.end()))
        for cell, content in enumerate(doc.cells)
        for number, line in enumerate(content.text.split("\n"))
        for rule, mark in RULES.items()
        for found in re.finditer(rf"\b{mark}\b", line)
    ]


def left(*cells: str) -> list[str]:
    """What stays, as "rule:line" (1-based, with the cell before it in notebooks), complaints as "?line message"."""
    doc = document(*cells)
    said: list[str] = []
    for finding in suppress(doc, findings(doc), KNOWN):
        cell = f"{finding.place.cell + 1}." if doc.notebook else ""
        line = f"{cell}{finding.place.line + 1}"
        said.append(f"?{line} {finding.message}" if finding.rule == UNUSED else f"{RULES[finding.rule]}:{line}")
    return said


def test_without_comments_everything_stays() -> None:
    assert left("BAD\nfine\nBAD") == ["BAD:1", "BAD:3"]


@pytest.mark.parametrize(
    "code",
    [
        "BAD  # heldout: ignore[leak-fit-on-test]",
        "BAD  # heldout: ignore[leak-fit-on-test] the test set is synthetic",
        "BAD  # heldout:ignore[ leak-fit-on-test ]",
        "BAD  # heldout: ignore[leak]",
        "BAD  # heldout: ignore[leak-fit]",
        "BAD, WORSE  # heldout: ignore[leak, seed-missing-split]",
        "BAD  # type: ignore  # heldout: ignore[leak]",
        "BAD  # heldout: ignore[leak]  # type: ignore",
        "BAD  # noqa: leak-fit-on-test",
        "BAD  # noqa: E501, leak-fit-on-test",
        "call(\n    BAD,\n)  # heldout: ignore[leak]",
        "call(  # heldout: ignore[leak]\n    BAD,\n)",
        "call(\n    BAD,  # heldout: ignore[leak]\n)",
        "call('''\n# not a comment\n''', \\\n  BAD)  # heldout: ignore[leak]",
        "# heldout: ignore[leak]\nBAD",
        "# heldout: ignore[leak]\n# and why\ncall(\n    BAD,\n)",
        "# heldout: disable[leak]\nBAD\nBAD\n# heldout: enable[leak]",
        "# heldout: disable[leak]\nBAD",
        "BAD\n# heldout: file-ignore[leak]",
    ],
)
def test_suppressed(code: str) -> None:
    assert left(code) == []


@pytest.mark.parametrize(
    ("code", "stays"),
    [
        ("text = '# heldout: ignore[leak]'; BAD", ["BAD:1"]),
        ('"""\n# heldout: file-ignore[leak]\n"""\nBAD', ["BAD:4"]),
        ("BAD\nfine  # noqa", ["BAD:1"]),
        ("BAD  # noqa: E501", ["BAD:1"]),
        ("BAD  # noqa: leak", ["BAD:1"]),
        ("BAD\n# heldout: disable[leak]\nBAD\n# heldout: enable[leak]\nBAD", ["BAD:1", "BAD:5"]),
        ("BAD, WORSE  # heldout: ignore[leak]", ["WORSE:1"]),
        (
            "call(\n    BAD,\n    x,  # heldout: ignore[leak]\n)",
            ["BAD:2", "?3 No finding of `leak` is suppressed by this comment."],
        ),
    ],
)
def test_not_suppressed(code: str, stays: list[str]) -> None:
    assert left(code) == stays


def test_a_cell_and_a_file_of_a_notebook() -> None:
    assert left("# heldout: cell-ignore[leak]\nBAD, WORSE", "BAD") == ["WORSE:1.2", "BAD:2.1"]
    assert left("BAD", "# heldout: file-ignore[leak]", "BAD") == []
    assert left("BAD", "# heldout: disable[leak]\nBAD", "BAD") == ["BAD:1.1"]


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("fine  # heldout: ignore[leak]", "No finding of `leak` is suppressed by this comment."),
        ("fine  # noqa: leak-fit-on-test", "No finding of `leak-fit-on-test` is suppressed by this comment."),
        (
            "fine  # heldout: ignore[leek]",
            "`leek` is no rule or family of Heldout, so nothing is suppressed by that name.",
        ),
        (
            "fine  # heldout: ignore",
            "This comment names no rule, so it has no effect; name the rule: `# heldout: ignore[rule]`.",
        ),
        (
            "fine  # heldout: ignore[]",
            "This comment names no rule, so it has no effect; name the rule: `# heldout: ignore[rule]`.",
        ),
        (
            "fine  # heldout: ignroe[leak]",
            "Heldout does not know this comment; write `# heldout: ignore[rule]` with the name of a rule.",
        ),
        ("# heldout: enable[leak]", "`leak` is not disabled above, so there is nothing to enable."),
    ],
)
def test_a_comment_without_effect_is_said(code: str, complaint: str) -> None:
    assert left(code) == [f"?1 {complaint}"]


def test_a_complaint_can_be_suppressed() -> None:
    assert left("fine  # heldout: ignore[leak, unused-suppression]") == []


def test_a_comment_for_a_rule_that_did_not_run_is_not_called_unused() -> None:
    doc = document("fine  # heldout: ignore[leak-fit-on-test]")
    assert suppress(doc, (), KNOWN, active=("seed-missing-split",)) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("fine  # heldout: ignore[leak] why\nx", "fine\nx"),
        ("fine\n    # heldout: ignore[leak]\nx", "fine\nx"),
        ("# heldout: ignore[leak]", ""),
        ("fine  # heldout: ignore[leak]  # type: ignore\n", "fine  # type: ignore\n"),
        ("fine  # type: ignore  # heldout: ignore[leak]\n", "fine  # type: ignore\n"),
        ("BAD  # heldout: ignore[leak, seed] why", "BAD  # heldout: ignore[leak] why"),
        ("BAD  # heldout: ignore[seed, leak] why", "BAD  # heldout: ignore[leak] why"),
        ("fine  # noqa: E501, leak-fit-on-test", "fine  # noqa: E501"),
        ("fine  # noqa: leak-fit-on-test", "fine"),
    ],
)
def test_the_fix_removes_what_has_no_effect(before: str, after: str) -> None:
    doc = document(before)
    complaint = next(finding for finding in suppress(doc, findings(doc), KNOWN) if finding.rule == UNUSED)
    fix = unused_fix(doc, complaint)
    assert fix is not None
    fixed = apply_edits(doc, fix.edits)
    assert fixed.cells[0].text == after
    assert not any(finding.rule == UNUSED for finding in suppress(fixed, findings(fixed), KNOWN))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("BAD", "BAD  # heldout: ignore[leak-fit-on-test]"),
        ("BAD  # why\nx", "BAD  # why  # heldout: ignore[leak-fit-on-test]\nx"),
        ("call(\n    BAD,\n)\nx", "call(\n    BAD,\n)  # heldout: ignore[leak-fit-on-test]\nx"),
        ("BAD  # heldout: ignore[seed] why", "BAD  # heldout: ignore[seed, leak-fit-on-test] why"),
    ],
)
def test_writing_a_suppression(before: str, after: str) -> None:
    doc = document(before)
    edit: Edit = suppress_edit(doc, findings(doc)[0])
    changed = apply_edits(doc, [edit])
    assert changed.cells[0].text == after
    assert not any(finding.rule == "leak-fit-on-test" for finding in suppress(changed, findings(changed), KNOWN))
