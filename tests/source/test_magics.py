"""Magics become statements of the same length, and only they."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heldout.source import magics


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        ("%matplotlib inline", "pass              "),
        ("!ls", "0  "),
        ("?x", "0 "),
        ("df.head??", "pass     "),
        ("files = !ls *.csv", "files = __       "),
        ("a, b = %sql select 1", "a, b = __           "),
        ("%time model.fit(X, y)", "if 1: model.fit(X, y)"),
        ("%timeit -n 10 f(x)", "if 1:         f(x)"),
        ("%time for x in y: z", "pass               "),
        ("r = %time f(x)", "r =       f(x)"),
        ("!pip install \\\n    torch", "pass          \n         "),
    ],
)
def test_a_magic_line(line: str, statement: str) -> None:
    assert magics.line(line) == statement


@pytest.mark.parametrize("line", ["x = a % b", "x != 3", "x = 'what?'", "f(a)[0]", "x = y", "print('!')", "x %= 2", ""])
def test_python_is_left_alone(line: str) -> None:
    assert magics.line(line) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("%%time\nx = 1\n", "pass  \nx = 1\n"),
        ("\n# note\n%%timeit -n 3\nx = 1\n", "\n# note\npass         \nx = 1\n"),
        ("%%bash\nls -l\n", "pass  \n     \n"),
        ("%%writefile a.py\nimport os", "pass            \n         "),
        ("x = 1\n%%time\n", "x = 1\n%%time\n"),
        ("x = '%%'\n", "x = '%%'\n"),
    ],
)
def test_a_cell_magic(cell: str, code: str) -> None:
    assert magics.cell(cell) == code


def test_cell_markers_make_a_script_a_notebook() -> None:
    assert magics.has_markers("x\n# %%\ny")
    assert magics.has_markers("#%% one")
    assert not magics.has_markers("x = '# %%'")


@given(st.text(st.sampled_from(list("ab%!?='\"(\\ \n.,1")), max_size=40))
def test_nothing_moves_and_every_statement_is_python(text: str) -> None:
    assert _widths(magics.cell(text)) == _widths(text)
    first = text.split("\n")[0].lstrip()
    replaced = magics.line(first)
    if replaced is not None:
        assert len(replaced) == len(first)
        if first[0] in "!?":
            ast.parse(replaced)


def _widths(text: str) -> list[int]:
    return [len(line) for line in text.split("\n")]
