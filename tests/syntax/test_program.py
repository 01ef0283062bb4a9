"""Programs: the same as parsing the whole, kept up with edits by reading again only what changed."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest
from described import described, notebook, read, script, whole
from hypothesis import given, settings
from hypothesis import strategies as st

import heldout
from heldout.source.document import Document
from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.alike import alike
from heldout.syntax.leaf import parse
from heldout.syntax.program import LARGEST, Program, update

STANDARD = Path(sysconfig.get_paths()["stdlib"])
OWN = sorted(Path(heldout.__file__).parent.rglob("*.py"))
REAL = [*OWN, *(STANDARD / name for name in ("argparse.py", "typing.py", "zipfile.py"))]


@pytest.mark.parametrize("path", [path for path in REAL if path.is_file()], ids=lambda path: path.name)
def test_cut_into_leaves_it_is_what_the_whole_file_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert described(read(text)) == whole(text)


SAMPLE = '''\
"""What it is for."""

import numpy as np
from sklearn.model_selection import train_test_split


class Model(Base):
    """A model."""

    size = 3

    def __init__(self, a, b=2):
        self.a = a

        if a > 1:
            self.b = b

            # is it more?
        elif (
            a
        ):
            self.b = 1
            match b:
                case 1 | 2 as c:
                    self.c = c

                case _: pass
        # never
        else: self.b = None

    @property
    def area(self):
        total = 0
        for x in self.rows:
            total += x
            while total > 10:
                total -= 1
            else:
                total = 2
        try:
            total = float(total)

        # wrong from here on
        except (
            ValueError,
            TypeError,
        ) as error:
            # a word on it
            raise SystemExit from error
        except OSError:
            total = 1
        else:
            total = 3
        finally:
            print(total)
        with open("a") as f, open("b"):
            f.read()
        return total  # the end


x = [
    1,
    2,
]
y = f"{x[0]} and {x!r:>{10}}"; z = 3
if __name__ == "__main__":
    model = Model(x, b=y)
    # a comment
    print(model.area)
'''


def test_a_statement_of_a_class_is_found_where_it_stands() -> None:
    program = read(SAMPLE)
    method = next(leaf for leaf in range(100) if "f.read()" in program.leaf_text(leaf))
    cell, line = program.leaf_line(method)
    assert cell == 0
    lines = SAMPLE.split("\n")
    assert lines[line].strip() == program.leaf_text(method).split("\n")[0].strip()


def test_what_an_edit_does_not_touch_is_the_same_object() -> None:
    old = read(SAMPLE)
    new = update(old, script(SAMPLE.replace("total = float(total)", "total = int(total)")))
    same = [a is b for a, b in zip(old.units(), new.units(), strict=True)]
    assert same == [True, True, True, False, True, True, True]
    # inside the class, the other method's leaves are the same too, and no leaf got a new id
    old_class, new_class = old.units()[3].body[0], new.units()[3].body[0]
    assert isinstance(old_class, ir.ClassDef)
    assert isinstance(new_class, ir.ClassDef)
    assert old_class.body[0] is new_class.body[0]
    assert _leaves(old.units()) == _leaves(new.units())


def test_a_comment_changes_nothing_but_places() -> None:
    old = read("x = 1\ny = 2\n")
    new = update(old, script("# first\n\nx = 1\n# second\ny = 2\n"))
    assert all(a is b for a, b in zip(old.units(), new.units(), strict=True))
    assert [new.place(unit.leaf, 0).line for unit in new.units()] == [2, 4]


def test_a_statement_above_does_not_take_the_identity_of_the_next() -> None:
    old = read("x = 1\ny = 2\n")
    new = update(old, script("x = 1\nnew = 0\ny = 2\n"))
    assert new.units()[0] is old.units()[0]
    assert new.units()[2] is old.units()[1]


def test_an_edited_statement_keeps_its_leaf() -> None:
    old = read("x = 1\ny = 2\nz = 3\n")
    new = update(old, script("x = 1\ny = 22\nz = 3\n"))
    assert [unit.leaf for unit in old.units()] == [unit.leaf for unit in new.units()]
    assert old.units()[1] is not new.units()[1]


@pytest.mark.parametrize("half", ["f(", "x.", "if y", "y = [1,", "print('", "def g(a:", "y = {", ")", "@"])
def test_a_half_typed_line_leaves_the_statements_around_it(half: str) -> None:
    old = read("a = 1\nb = 2\nc = 3\nd = 4\n")
    new = update(old, script(f"a = 1\nb = 2\n{half}\nc = 3\nd = 4\n"))
    assert {id(unit) for unit in old.units()} <= {id(unit) for unit in new.units()}
    assert len(new.broken) == 1


def test_a_broken_statement_keeps_what_it_last_said() -> None:
    old = read("a = 1\nb = f(2)\nc = 3\n")
    new = update(old, script("a = 1\nb = f(2\nc = 3\n"))
    assert new.units() == old.units()
    assert new.broken == (Place(0, 1, 0, 1, 7),)
    assert update(new, script("a = 1\nb = f(2)\nc = 3\n")).broken == ()


def test_a_bracket_that_is_closed_far_below_takes_the_lines_back() -> None:
    old = read("f(1,\nx = 2\nprint(x)\n")
    assert len(old.units()) == 3
    new = update(old, script("f(1,\nx = 2\n)\n"))
    assert described(new) == whole("f(1,\nx = 2\n)\n")


def test_what_an_open_string_swallows_holds_until_it_is_closed() -> None:
    text = "a = 1\nb = 2\nc = 3\n"
    old = read(text)
    open_ = update(old, script('a = 1\n"""\nb = 2\nc = 3\n'))
    assert {id(unit) for unit in old.units()} <= {id(unit) for unit in open_.units()}
    closed = update(open_, script('a = 1\n""""""\nb = 2\nc = 3\n'))
    assert closed.units()[0] is old.units()[0]
    assert closed.units()[2:] == old.units()[1:]


def test_a_broken_line_in_a_fresh_function_does_not_hide_the_others() -> None:
    program = read("def f():\n    a = 1\n    b = = 2\n    c = 3\n")
    assert len(program.broken) == 1
    assert [item[2][0][2] for item in described(program)[0][4] if item[0] == "Assign"] == ["'a'", "'c'"]


def test_a_python_2_cell_is_broken_alone() -> None:
    program = update(None, notebook(("a", "x = 1"), ("b", "print 'x'"), ("c", "y = 2")))
    assert [place.cell for place in program.broken] == [1]
    assert [item[0] for item in described(program)] == ["Assign", "Assign"]


def test_cells_move_without_being_read_again() -> None:
    old = update(None, notebook(("a", "x = 1"), ("b", "y = 2"), ("c", "z = 3")))
    new = update(old, notebook(("c", "z = 3"), ("a", "x = 1")))
    assert new.units() == (old.units()[2], old.units()[0])
    assert [new.cell_of(unit.leaf) for unit in new.units()] == [0, 1]


def test_magics_move_nothing() -> None:
    program = update(
        None, notebook(("a", "%matplotlib inline\nx = !ls\nif x:\n    %time y = f(x)\n"), ("b", "%%bash\nls"))
    )
    assert program.broken == ()
    call = program.units()[2]
    statement = call.body[0]
    assert isinstance(statement, ir.If)
    inner = statement.body[0]
    assert isinstance(inner, ir.If)
    assert program.place(call.leaf, inner.body[0].at) == Place(0, 3, 10, 3, 18)  # type: ignore[union-attr]


def test_magics_in_a_script_only_between_cell_markers_and_statements() -> None:
    text = "# %%\n%load_ext x\ny = (1\n% 2)\nz = 3 \\\n  % 2\n"
    assert read(text).broken == ()
    assert [item[0] for item in described(read(text))] == ["Jump", "Assign", "Assign"]
    assert len(read(text.replace("# %%", "# ..")).broken) == 1


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 1000 + ")" * 1000 + "\n",
        "x = " + "[" * 1000,
        "x = " + " + ".join(["a"] * 20_000) + "\n",
        "x = a" + ".b" * 20_000 + "\n",
        "x = " + "-" * 20_000 + "1\n",
        "x = (\n" + "".join(f"'{i}'\n" for i in range(5000)) + ")\n",
        "".join(" " * i + "if 1:\n" for i in range(300)) + " " * 300 + "pass\n",
        "".join(" " * i + "x\n" for i in range(1200)),
        "if a:\n pass\n" + "elif b:\n pass\n" * 20_000,
    ],
    ids=["brackets", "open brackets", "sum", "attributes", "signs", "strings", "blocks", "stairs", "elifs"],
)
def test_code_that_is_too_deep_is_broken_and_the_rest_lives(text: str) -> None:
    program = read(text + "\ny = 1\n")
    assert described(program)[-1][0] == "Assign"


def test_nul_bytes_and_lone_surrogates_break_their_statement_only() -> None:
    program = read("a = 1\nb = '\x00'\nc = '\ud800'\nd = 4\n")
    assert described(program)[0][0] == described(program)[-1][0] == "Assign"


def test_a_document_that_is_too_large_says_so() -> None:
    program = read("x = 1\n" * (LARGEST // 5))
    assert program.units() == ()
    assert "is not analysed" in (program.skipped or "")


def test_a_function_of_ten_thousand_lines_is_many_leaves() -> None:
    text = "def f(x):\n" + "".join(f"    y{i} = g(x, {i})\n" for i in range(10_000))
    old = read(text)
    new = update(old, script(text.replace("g(x, 5000)", "g(x, 5001)")))
    before, after = _leaves(old.units()), _leaves(new.units())
    assert before == after
    assert len(before) > 500


# ── after any edits, the same as fresh ────────────────────────────────────────────────────────────────────────────────

LINES = [
    "x = 1", "    y = f(x)", "        z = [", "    ]", "if x:", "    if y:", "else:", "    else:", "def f(a):", "    def g(self, b):",
    "class A:", "        return 1", "", "# c", "    # d", "'''", '"""', "@d", "    @d", "try:", "except E as e:", "finally:", "for i in x:",
    "    while 1:", "with a as b:", "f(", ")", "    a=1,", "x = (a,", "\tq = 1", "x = 1 \\", "    + 2", "match x:", "    case 1:",
    "%time x = 1", "elif 2:", "pass", "    pass", "        pass", "# %%", "f'{x}'", "x: int", "a; b",
]  # fmt: skip
KEYS = ["a", "b", "c", "d"]

edits = st.one_of(
    st.tuples(st.just("line"), st.integers(0, 60), st.sampled_from(LINES)),
    st.tuples(st.just("drop"), st.integers(0, 60), st.integers(1, 4)),
    st.tuples(st.just("type"), st.integers(0, 2000), st.sampled_from(list("x(=[\n '\"):#,\\")) | st.just("\n    ")),
    st.tuples(st.just("erase"), st.integers(0, 2000), st.integers(1, 5)),
    st.tuples(st.just("repeat"), st.integers(0, 60), st.integers(1, 30)),
)


def _edited(text: str, edit: tuple[str, int, object]) -> str:
    kind, at, what = edit
    lines = text.split("\n")
    row = at % len(lines)
    if kind == "line":
        lines.insert(row, str(what))
    elif kind == "drop":
        assert isinstance(what, int)
        del lines[row : row + what]
    elif kind == "repeat":
        assert isinstance(what, int)
        lines[row:row] = lines[row : row + what]
    else:
        at %= len(text) + 1
        if kind == "type":
            return text[:at] + str(what) + text[at:]
        assert isinstance(what, int)
        return text[:at] + text[at + what :]
    return "\n".join(lines)


@settings(max_examples=150)
@given(st.lists(edits, min_size=1, max_size=12))
def test_after_any_edits_a_script_is_what_a_fresh_one_is(steps: list[tuple[str, int, object]]) -> None:
    text = SAMPLE
    program = read(text)
    for step in steps:
        text = _edited(text, step)
        program = update(program, script(text))
        _same_cut(program, read(text))
        if _parses(text):
            assert program.broken == ()
            assert described(program) == described(read(text)) == whole(text)


@settings(max_examples=100)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("edit"), st.sampled_from(KEYS), edits),
            st.tuples(st.just("move"), st.integers(0, 3), st.integers(0, 3)),
            st.tuples(st.just("delete"), st.integers(0, 3), st.none()),
            st.tuples(st.just("insert"), st.integers(0, 3), st.sampled_from(["", "x = 1\n", SAMPLE])),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_after_any_edits_a_notebook_is_what_a_fresh_one_is(steps: list[tuple[str, object, object]]) -> None:
    cells = {"a": "x = 1\n", "b": SAMPLE, "c": "%time y = 2"}
    count = 0
    program = update(None, notebook(*cells.items()))
    for kind, where, what in steps:
        order = list(cells)
        if kind == "edit" and where in cells:
            cells[str(where)] = _edited(cells[str(where)], what)  # type: ignore[arg-type]
        elif kind == "move" and order:
            assert isinstance(where, int)
            assert isinstance(what, int)
            order.insert(what % len(order), order.pop(where % len(order)))
            cells = {key: cells[key] for key in order}
        elif kind == "delete" and order:
            assert isinstance(where, int)
            del cells[order[where % len(order)]]
        elif kind == "insert":
            assert isinstance(where, int)
            count += 1
            items = list(cells.items())
            items.insert(where, (f"new{count}", str(what)))
            cells = dict(items)
        document = notebook(*cells.items())
        program = update(program, document)
        fresh = update(None, document)
        _same_cut(program, fresh)
        if not program.broken:
            assert described(program) == described(fresh)


def _same_cut(program: Program, fresh: Program) -> None:
    """What is broken may be remembered otherwise, but all lines are there and every place lies in the document."""
    assert [c.code for c in program._cells.values()] == [c.code for c in fresh._cells.values()]
    for code, other in zip(program._cells.values(), fresh._cells.values(), strict=True):
        assert [line.text for line in code.lines] == [line.text for line in other.lines]
        assert code.starts == other.starts
        assert code.far == other.far
        tree = [line for node in code.block.children for line in node.lines]
        assert tree == list(code.block.lines)
    assert program.broken or not fresh.broken
    for leaf in _leaves(program.units()):
        place = program.place(leaf, 0)
        lines = _text(program.document, place.cell).split("\n")
        assert place.end_line < len(lines)
        assert place.end_column <= len(lines[place.end_line])


def _text(document: Document, cell: int) -> str:
    return document.cells[cell].text


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
        whole(text)
    except (SyntaxError, ValueError, AssertionError):
        return False
    return True


def _leaves(body: object) -> list[int]:
    if isinstance(body, tuple):
        return [leaf for item in body for leaf in _leaves(item)]
    if isinstance(body, ir.Unit):
        return [body.leaf, *_leaves(body.body)]
    fields = getattr(type(body), "__attrs_attrs__", ())
    return [leaf for field in fields for leaf in _leaves(getattr(body, field.name))]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("f(x, 1)\n", "f( x,  1 )  # so\n", True),
        ("if x:\n    y = [1]\n", "if x:\n\n    y = [ 1 ]\n", True),
        ("x = 1\n", "x = True\n", False),
        ("x = 1\n", "x = 1.0\n", False),
        ("x = 'a'\n", "x = 'b'\n", False),
        ("f(x)\n", "f(x, y)\n", False),
        ("x = a + b\n", "x = a - b\n", False),
    ],
)
def test_code_is_alike_when_it_says_the_same(one: str, other: str, same: bool) -> None:
    a, b = parse(one, ""), parse(other, "")
    assert a is not None
    assert b is not None
    assert alike(a.body, b.body) is same
