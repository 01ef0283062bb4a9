"""NumPy: reductions along an axis, splitting, choosing and drawing."""

from __future__ import annotations

import pytest
from programs import passed_on, related, run

from heldout.analysis.engine import Engine
from heldout.semantics.rows import Relation

ARRAY = "A = np.load('a.npy')\nn = len(A)\n"


@pytest.mark.parametrize(
    "code",
    ["A.mean(axis=0)", "np.percentile(A, 90)", "np.std(A, 0)", "A.max()", "A.mean(axis=(0, 1))", "np.nanmedian(A)"],
)
def test_a_reduction_over_rows_is_a_statistic(engine: Engine, code: str) -> None:
    _, table = run(engine, f"{ARRAY}out = {code}")
    assert table["out"].content == "statistic"
    assert passed_on(table["out"], table["A"]) == {"statistic"}


@pytest.mark.parametrize(
    "code", ["A.mean(axis=1)", "A.mean(axis=(1, 2))", "np.linalg.norm(A, axis=1)", "np.max(A, axis=-1)"]
)
def test_a_reduction_within_rows_keeps_them(engine: Engine, code: str) -> None:
    _, table = run(engine, f"{ARRAY}out = {code}")
    assert table["out"].rows == table["A"].rows
    assert not table["out"].seen


def test_the_best_class_of_each_row_is_a_label_and_that_of_all_is_none(engine: Engine) -> None:
    _, table = run(engine, f"{ARRAY}each, one = A.argmax(axis=1), A.argmax()")
    assert table["each"].content == "labels"
    assert table["one"].content == "statistic"


@pytest.mark.parametrize(
    "code",
    [
        "a, b = np.split(A, [800])",
        "a, b, c = np.array_split(A, 3)",
        "a, b, c = np.split(A, [int(0.6 * n), int(0.8 * n)])",
        "i = np.random.choice(n, 10, replace=False)\na, b = A[i], np.delete(A, i, axis=0)",
        "i = np.random.default_rng(0).choice(n, size=10, replace=False)\na, b = A[i], A[np.setdiff1d(np.arange(n), i)]",
    ],
)
def test_parts_share_no_row(engine: Engine, code: str) -> None:
    _, table = run(engine, ARRAY + code)
    assert related(table["a"], table["A"]) is Relation.INSIDE
    assert related(table["a"], table["b"]) is Relation.DISJOINT


def test_splitting_columns_parts_no_rows(engine: Engine) -> None:
    _, table = run(engine, f"{ARRAY}a, b = np.split(A, [3], axis=1)")
    assert related(table["a"], table["b"]) is not Relation.DISJOINT


@pytest.mark.parametrize("code", ["np.repeat(A, 2, axis=0)", "np.tile(A, 2)"])
def test_repeating_copies_rows(engine: Engine, code: str) -> None:
    _, table = run(engine, f"{ARRAY}out = {code}")
    assert passed_on(table["out"], table["A"]) == {"copies"}


@pytest.mark.parametrize("code", ["np.random.gamma(2)", "np.random.choice([0, 1], 5)", "np.random.weibull(1, 3)"])
def test_the_global_generator_draws(engine: Engine, code: str) -> None:
    steps, table = run(engine, f"out = {code}")
    assert table["out"].drawn is not None
    assert steps[-1].fact("generator") == "numpy"
