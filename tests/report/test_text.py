"""Reports for people: where, what, and the code with carets under the right characters."""

from __future__ import annotations

from click import unstyle

from heldout.findings.finding import Edit, Finding, Fix, Related, Safety, Severity
from heldout.report.text import full, summary
from heldout.report.view import FileReport, Reported
from heldout.source.document import Cell, Document
from heldout.source.place import Place

FIX = Fix("mend", (Edit(Place(0, 0, 0, 0, 0), ""),), Safety.SAFE)


def shown(document: Document, finding: Finding, fix: Fix | None = None) -> str:
    report = FileReport("churn.py", document, (Reported(finding, fix, "https://x"),))
    return unstyle("\n".join(full([report])))


def test_a_finding_with_its_steps_in_the_order_of_the_code() -> None:
    document = Document("x", (Cell("", "X = fit(X)\n\n\n\n\n\n\n\n\ny = split(X)\n"),))
    step = Related(Place(0, 9, 4, 9, 12), "is split here")
    finding = Finding("leak-a", "`X` leaks.", Severity.WARNING, Place(0, 0, 4, 0, 10), (step,))
    assert shown(document, finding, FIX) == (
        "churn.py:1:5 warning leak-a `X` leaks. [fix available]\n"
        " 1 │ X = fit(X)\n"
        "   │     ^^^^^^\n"
        "    ·\n"
        "10 │ y = split(X)\n"
        "   │     -------- is split here\n"
    )


def test_carets_stand_under_wide_and_combining_characters_and_tabs() -> None:
    document = Document("x", (Cell("", "\tx = '漢e\u0301' + bad"),))
    finding = Finding("leak-a", "m", Severity.ERROR, Place(0, 0, 13, 0, 16))
    lines = shown(document, finding).splitlines()
    assert lines[1] == "1 │     x = '漢e\u0301' + bad"
    assert lines[2] == "  │ " + " " * (4 + 5 + 2 + 1 + 1 + 3) + "^^^"


def test_cells_are_named_when_a_story_runs_over_several() -> None:
    document = Document("x", (Cell("a", "fit(X)", number=2), Cell("b", "split(X)", number=5)), notebook=True)
    finding = Finding("leak-a", "m", Severity.ERROR, Place(0, 0, 0, 0, 3), (Related(Place(1, 0, 0, 0, 5), "here"),))
    assert shown(document, finding) == (
        "churn.py:cell 2:1:1 error leak-a m\n   cell 2\n1 │ fit(X)\n  │ ^^^\n   cell 5\n1 │ split(X)\n  │ ----- here\n"
    )


def test_a_step_at_the_finding_itself_stands_beside_the_carets() -> None:
    place = Place(0, 0, 0, 0, 3)
    finding = Finding("leak-a", "m", Severity.ERROR, place, (Related(place, "learns from all of `X`"),))
    document = Document("x", (Cell("", "fit(X)"),))
    assert shown(document, finding).splitlines()[1:3] == ["1 │ fit(X)", "  │ ^^^ learns from all of `X`"]


def test_a_place_over_lines_and_one_past_the_end() -> None:
    document = Document("x", (Cell("", "fit(\n  X)\n"),))
    assert "│ ^^^^" in shown(document, Finding("leak-a", "m", Severity.HINT, Place(0, 0, 0, 1, 4)))
    assert shown(document, Finding("leak-a", "m", Severity.HINT, Place(0, 9, 0, 9, 1))).startswith("churn.py:10:1 hint")


def test_the_closing_line() -> None:
    document = Document("x", (Cell("", "x"),))
    finding = Finding("leak-a", "m", Severity.ERROR, Place(0, 0, 0, 0, 1))
    unsafe = Fix("mend", (), Safety.UNSAFE)
    report = FileReport("a.py", document, tuple(Reported(finding, fix, "") for fix in (FIX, None, unsafe)))
    assert unstyle(summary([report], 4, 0)) == (
        "3 findings in 1 of 4 files; `--fix` can fix 1 and `--unsafe-fixes` 1 more, changing results."
    )
    assert unstyle(summary([], 1, 2)) == "Fixed 2 findings. No findings in 1 file."
