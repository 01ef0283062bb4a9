"""How rows relate: what is proved, and that nothing else is claimed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heldout.semantics.rows import Relation, Rows, Segment, normal, parted_by, relate, share, union

DF = Rows.root("read")
TRAIN = DF.narrow(Segment(("split", 1), "train", 2, "train", 0.8))
TEST = DF.narrow(Segment(("split", 1), "test", 2, "test", 0.2))
VALIDATION = TRAIN.narrow(Segment(("split", 2), "test", 2, "test", 0.25))


def test_parts_of_one_split_share_no_row() -> None:
    assert relate(TRAIN, TEST) is Relation.DISJOINT
    assert relate(VALIDATION, TEST) is Relation.DISJOINT
    found = parted_by(TEST, VALIDATION)
    assert found is not None
    assert found.split == ("split", 1)


def test_a_part_lies_inside_the_whole() -> None:
    assert relate(TEST, DF) is Relation.INSIDE
    assert relate(DF, TEST) is Relation.CONTAINS
    assert share(TEST, DF) == 0.2
    assert share(VALIDATION, DF) == pytest.approx(0.2)


def test_two_splits_of_the_same_rows_prove_nothing() -> None:
    other = DF.narrow(Segment(("split", 9), "train", 2, "train"))
    assert relate(other, TEST) is Relation.UNKNOWN
    assert parted_by(other, TEST) is None


def test_two_sources_are_strangers() -> None:
    assert relate(DF, Rows.root("other")) is Relation.UNKNOWN


def test_train_and_test_put_together_are_the_whole_again() -> None:
    assert union([TRAIN, TEST]) == DF
    assert relate(union([VALIDATION, TEST]), TEST) is Relation.CONTAINS
    assert relate(union([VALIDATION, TEST]), TRAIN) is Relation.OVERLAPPING


segments = st.builds(
    Segment, st.integers(0, 2).map(lambda n: ("split", n)), st.sampled_from(["train", "test"]), st.just(2)
)
paths = st.lists(segments, max_size=3).map(lambda s: ("read", *s))
rows = st.frozensets(paths, min_size=1, max_size=3).map(lambda p: Rows(normal(p)))
OPPOSITE = {Relation.INSIDE: Relation.CONTAINS, Relation.CONTAINS: Relation.INSIDE}


@given(rows, rows)
def test_relations_are_symmetric(a: Rows, b: Rows) -> None:
    forward, back = relate(a, b), relate(b, a)
    assert back is OPPOSITE.get(forward, forward)


@given(rows, segments)
def test_a_choice_never_leaves_its_rows(a: Rows, segment: Segment) -> None:
    assert relate(a.narrow(segment), a) is Relation.INSIDE


@given(rows)
def test_the_two_parts_of_a_split_are_disjoint_and_make_the_whole(a: Rows) -> None:
    parts = [a.narrow(Segment("fresh", part, 2)) for part in ("train", "test")]
    assert relate(*parts) is Relation.DISJOINT
    assert union(parts) == a
