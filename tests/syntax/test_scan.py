"""Logical lines: where they end, in valid code as Python says, in broken code where the user would say."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest

import heldout
from heldout.syntax.cut import read_statement
from heldout.syntax.scan import scan

STANDARD = Path(sysconfig.get_paths()["stdlib"])
FILES = sorted([*Path(heldout.__file__).parent.rglob("*.py"), *STANDARD.glob("[a-d]*.py"), *STANDARD.glob("t*.py")])


def lines(text: str, magics: bool = False) -> list[str]:
    """The text of each logical line, without the comment and blank lines before it."""
    found = list(scan(text, 0, magics))
    assert "".join(line.text for line in found) == text or magics
    return [line.text[line.lead :] for line in found if line.lead < len(line.text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_statements_are_cut_where_ast_cuts_them(path: Path) -> None:
    text = path.read_text("utf-8").replace("\r\n", "\n")
    found = [line for line in scan(text) if line.lead < len(line.text)]
    starts, row, at = set(), 0, 0
    rows = []
    for line in found:
        rows.append(row + line.lead_rows)
        row += line.rows
    while at < len(found):
        starts.add(rows[at] + 1)
        at = read_statement(found, at, len(found)).end
    expected = {}
    for node in ast.parse(text).body:
        decorators = getattr(node, "decorator_list", [])
        expected[min([node.lineno, *(d.lineno for d in decorators)])] = node
    before = [node for line, node in expected.items() if line not in starts]
    assert starts <= set(expected)
    # `a; b` is one logical line
    assert all(text.split("\n")[node.lineno - 1].count(";") for node in before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\ny = 2\n", ["x = 1\n", "y = 2\n"]),
        ("# c\n\nx = 1  # d\n# e\n", ["x = 1  # d\n"]),
        ("x = (1,\n  2)\ny\n", ["x = (1,\n  2)\n", "y\n"]),
        ("x = 1 \\\n  + 2\ny\n", ["x = 1 \\\n  + 2\n", "y\n"]),
        ("x = '''a\nb''' + \"c#'\"\ny\n", ["x = '''a\nb''' + \"c#'\"\n", "y\n"]),
        ("x = rb'\\'' + u\"\"\ny\n", ["x = rb'\\'' + u\"\"\n", "y\n"]),
        ("x = f\"{a[\"b\"]}\" + F'''{\n1}'''\ny\n", ["x = f\"{a[\"b\"]}\" + F'''{\n1}'''\n", "y\n"]),
        ("x = f'{{' + f'{x:{\">\"}10}'\ny\n", ["x = f'{{' + f'{x:{\">\"}10}'\n", "y\n"]),
        ("f(\na=1,\nb = 2,\n)\ny\n", ["f(\na=1,\nb = 2,\n)\n", "y\n"]),
        ("x = (a\n@ b)\ny\n", ["x = (a\n@ b)\n", "y\n"]),
        ("x = [a\nfor a in b\nif a\nnot in c]\n", ["x = [a\nfor a in b\nif a\nnot in c]\n"]),
        ("x = ('a'\nf'b'\n'c')\ny\n", ["x = ('a'\nf'b'\n'c')\n", "y\n"]),
        ("a; b\n", ["a; b\n"]),
        ("", []),
        ("\n\n# only\n", []),
    ],
)
def test_valid_code(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(1\nx = 2\n", ["f(1\n", "x = 2\n"]),
        ("f(1,\nx = 2\nprint(x)\n", ["f(1,\n", "x = 2\n", "print(x)\n"]),
        ("x = [1,\nimport y\n", ["x = [1,\n", "import y\n"]),
        ("x = [1,\nfrom a import b\n", ["x = [1,\n", "from a import b\n"]),
        ("x = (\n@d\ndef f(): pass\n", ["x = (\n", "@d\n", "def f(): pass\n"]),
        ("print('a)\nx = 1\n", ["print('a)\n", "x = 1\n"]),
        ("def f(a:\n    x = 1\ny = 2\n", ["def f(a:\n", "    x = 1\n", "y = 2\n"]),
        ("    f(\n    x += 1\n", ["    f(\n", "    x += 1\n"]),
        ("x)\ny\n", ["x)\n", "y\n"]),
        ("x = (a,\nb\n", ["x = (a,\n", "b\n"]),
    ],
)
def test_an_open_bracket_does_not_swallow_the_file(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_a_magic_is_a_line_of_its_own_whatever_it_opens() -> None:
    text = "!echo '(\nx = !ls (\nx = [\n% 2]\n"
    assert lines(text, magics=True) == ["pass    \n", "x = __   \n", "x = [\n% 2]\n"]


def test_a_cut_says_how_far_it_looked() -> None:
    first = next(scan("f(1,\nx = 2\nprint(x)\n"))
    assert first.text == "f(1,\n"
    assert first.seen == len("f(1,\nx = 2\nprint(x)\n")


def test_a_scan_can_start_at_any_line() -> None:
    text = "x = (1,\n 2)\n\ndef f():\n    '''a\n    b'''\n    return [\n    ]\n"
    found = list(scan(text))
    at = 0
    for index, line in enumerate(found):
        assert [later.text for later in scan(text, at)] == [later.text for later in found[index:]]
        at += len(line.text)
