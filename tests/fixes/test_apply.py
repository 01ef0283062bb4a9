"""Edits and fixes: minimal, never overlapping, and only what was proved is offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heldout.findings.finding import Edit, Finding, Fix, Safety, Severity
from heldout.findings.identity import identify
from heldout.fixes.apply import apply_edits, choose, conflict, fix_all
from heldout.fixes.verify import verified
from heldout.source.document import Cell, Document
from heldout.source.place import Place


def script(text: str) -> Document:
    return Document("file:///x.py", (Cell("", text),))


def edit(line: int, column: int, end_column: int, text: str, cell: int = 0) -> Edit:
    return Edit(Place(cell, line, column, line, end_column), text)


def fix(*edits: Edit, safety: Safety = Safety.SAFE) -> Fix:
    return Fix("mend", edits, safety)


def test_edits_in_any_order_in_several_cells() -> None:
    doc = Document("x", (Cell("a", "one\ntwo"), Cell("b", "three")), notebook=True)
    edits = [edit(1, 0, 3, "2"), edit(0, 5, 5, "!", cell=1), edit(0, 0, 0, "> ")]
    assert [cell.text for cell in apply_edits(doc, edits).cells] == ["> one\n2", "three!"]


def test_an_edit_over_lines_and_past_the_end() -> None:
    assert apply_edits(script("a\nb\nc"), [Edit(Place(0, 0, 1, 2, 0), "+")]).cells[0].text == "a+c"
    assert apply_edits(script("a"), [Edit(Place(0, 0, 1, 9, 9), "\n")]).cells[0].text == "a\n"


def test_equal_edits_count_once_and_overlapping_ones_are_refused() -> None:
    twice = [edit(0, 0, 0, "import x\n"), edit(0, 0, 0, "import x\n")]
    assert apply_edits(script("y"), twice).cells[0].text == "import x\ny"
    with pytest.raises(ValueError, match="two edits meet in line 1"):
        apply_edits(script("abc"), [edit(0, 0, 2, "x"), edit(0, 1, 3, "y")])


@pytest.mark.parametrize(
    ("one", "other", "conflicting"),
    [
        (edit(0, 0, 2, "x"), edit(0, 2, 3, "y"), False),
        (edit(0, 0, 2, "x"), edit(0, 1, 3, "y"), True),
        (edit(0, 2, 2, "x"), edit(0, 2, 2, "y"), True),
        (edit(0, 2, 2, "x"), edit(0, 2, 2, "x"), False),
        (edit(0, 0, 2, "x"), edit(0, 2, 2, "y"), True),
        (edit(0, 0, 2, "x"), edit(0, 3, 3, "y"), False),
        (edit(0, 0, 2, "x"), edit(0, 1, 3, "y", cell=1), False),
    ],
)
def test_what_conflicts(one: Edit, other: Edit, conflicting: bool) -> None:
    assert conflict(one, other) is conflict(other, one) is conflicting


def test_the_first_of_two_conflicting_fixes_is_chosen() -> None:
    first, second, third = fix(edit(0, 0, 2, "x")), fix(edit(0, 1, 3, "y"), edit(5, 0, 0, "z")), fix(edit(5, 0, 0, "w"))
    assert choose([first, second, third]) == (first, third)


places = st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(0, 3), st.integers(0, 6)).map(
    lambda p: Place(0, *min(p[:2], p[2:]), *max(p[:2], p[2:]))
)
fixes = st.lists(
    st.builds(lambda place, text: fix(Edit(place, text)), places, st.sampled_from(["", "Q", "Q\nQ"])), max_size=6
)


@given(fixes)
def test_what_is_chosen_can_always_be_applied_and_touches_nothing_else(candidates: list[Fix]) -> None:
    text = "abcdef\nghijkl\nmnopqr\nstuvwx"
    chosen = choose(candidates)
    edits = [one for each in chosen for one in each.edits]
    changed = apply_edits(script(text), edits).cells[0].text
    kept = [
        character
        for line, content in enumerate(text.split("\n"))
        for column, character in enumerate(content)
        if not any(
            (e.place.line, e.place.column) <= (line, column) < (e.place.end_line, e.place.end_column) for e in edits
        )
    ]
    assert re.sub(r"[Q\n]", "", changed) == "".join(kept)


class Words:
    """A toy analysis: every BAD is a finding whose fixes are given by a function from the word's place."""

    findings: tuple[Finding, ...] = ()

    def __init__(self, *replacements: tuple[str, Safety], breaking: str = "BROKEN") -> None:
        self.replacements, self.breaking = replacements, breaking

    def analyse(self, document: Document) -> tuple[Sequence[Finding], int]:
        found = [
            Finding("bad-word", found[0], Severity.INFO, Place(index, line, found.start(), line, found.end()))
            for index, cell in enumerate(document.cells)
            for line, content in enumerate(cell.text.split("\n"))
            for found in re.finditer(r"BAD\w*", content)
        ]
        return identify(document, found), sum(cell.text.count(self.breaking) for cell in document.cells)

    def update(self, document: Document) -> Words:
        snapshot = copy(self)
        snapshot.findings = tuple(self.analyse(document)[0])
        return snapshot

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        return tuple(fix(Edit(finding.place, text), safety=safety) for text, safety in self.replacements)


@pytest.mark.parametrize(
    ("text", "replacement", "accepted"),
    [
        ("x BAD y", "good", True),
        ("BAD\nBAD\n", "good", True),  # equal lines: one fewer is enough
        ("x BAD y", "BAD", False),  # changes nothing
        ("x BAD y", "BADLY", False),  # another finding of the rule in its place
        ("x BAD y", "good BAD", False),  # still there
        ("x BAD y", "BROKEN", False),  # no longer parses
        ("BROKEN BAD", "good", True),  # did not parse before either
    ],
)
def test_only_a_proved_fix_is_verified(text: str, replacement: str, accepted: bool) -> None:
    words = Words((replacement, Safety.SAFE))
    doc = script(text)
    finding = words.analyse(doc)[0][0]
    assert verified(words.analyse, doc, finding, words.fixes(finding)[0]) is accepted


def test_a_fix_whose_edits_overlap_is_not_verified() -> None:
    words, doc = Words(), script("BAD")
    finding = words.analyse(doc)[0][0]
    assert not verified(words.analyse, doc, finding, fix(edit(0, 0, 2, "a"), edit(0, 1, 3, "b")))


def test_fix_all_takes_safe_fixes_unless_asked() -> None:
    doc = script("BAD x\nBAD y")
    assert fix_all(Words(("good", Safety.UNSAFE)), doc) == (doc, 0)
    assert fix_all(Words(("good", Safety.UNSAFE)), doc, unsafe=True) == (script("good x\ngood y"), 2)
    assert fix_all(Words(("x", Safety.UNSAFE), ("good", Safety.SAFE)), doc) == (script("good x\ngood y"), 2)


def test_fix_all_gives_up_on_what_does_not_help() -> None:
    doc = script("BAD x\nBAD y")
    assert fix_all(Words(("BAD BAD", Safety.SAFE)), doc) == (doc, 0)


def test_fix_all_of_some_rules_only() -> None:
    doc = script("BAD x\nBAD y")
    changed, count = fix_all(Words(("good", Safety.SAFE)), doc, wanted=lambda finding: finding.place.line == 1)
    assert (changed, count) == (script("BAD x\ngood y"), 1)


class Rounds(Words):
    """Only the first finding has a fix in each round."""

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        return super().fixes(finding) if finding == self.findings[0] else ()


def test_fix_all_goes_on_until_nothing_is_left() -> None:
    assert fix_all(Rounds(("good", Safety.SAFE)), script("BAD\nBAD x\nBAD y")) == (script("good\ngood x\ngood y"), 3)
