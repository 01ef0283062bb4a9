"""Identity: a finding is known again after lines moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heldout.findings.finding import Finding, Severity
from heldout.findings.identity import identify
from heldout.source.document import Cell, Document
from heldout.source.place import Place


def at(line: int, rule: str = "leak-fit-on-test") -> Finding:
    return Finding(rule, "", Severity.ERROR, Place(0, line, 0, line, 1))


def identities(text: str, *findings: Finding) -> list[str]:
    return [finding.identity for finding in identify(Document("x", (Cell("", text),)), findings)]


def test_the_rule_and_the_line_make_it() -> None:
    one, other, again = identities("a\nb", at(0), at(1), at(0, "seed-missing-split"))
    assert len({one, other, again}) == 3


def test_equal_lines_are_counted_in_the_order_of_the_document() -> None:
    first, second = identities("a\na", at(0), at(1))
    assert first != second
    assert identities("a\na", at(1), at(0)) == [second, first]


@given(st.lists(st.sampled_from(["", "# note", "import os"]), max_size=5), st.sampled_from(["", "    ", "\t"]))
def test_it_survives_moved_and_indented_lines(above: list[str], indent: str) -> None:
    before = identities("fit(X)\nfit(X)", at(0), at(1))
    moved = "\n".join([*above, f"{indent}fit(X)", "x = 1", f"{indent}fit(X)"])
    assert identities(moved, at(len(above)), at(len(above) + 2)) == before
