"""The numbers of nodes: other statements keep theirs, and themselves, whatever is typed between them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from heldout.syntax import ir
from heldout.syntax.leaf import Leaf, Span, make_leaf

FUNCTION = """\
def f(a):
    b = g(a)
    for c in b:
        h(c)
        k(c)
    else:
        m(b)
    return b
"""
TYPED = ["x = [1, 2]", "q(b)", "y = z; w()", "while r:\n{}  s()", "try: t()\n{}except E: u()", "if a:\n{} v()"]


def read(text: str, old: Leaf | None = None) -> Leaf:
    leaf = make_leaf(0, text, "", False, old)
    assert not leaf.broken
    return leaf


def body(leaf: Leaf) -> ir.Suite:
    """The statements of the function."""
    (function,) = leaf.body
    assert isinstance(function, ir.FunctionDef)
    return function.body


def nodes(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        for item in node:
            yield from nodes(item)
    elif hasattr(node, "__attrs_attrs__"):
        yield node
        for attribute in node.__attrs_attrs__:
            yield from nodes(getattr(node, attribute.name))


def standing(leaf: Leaf) -> list[tuple[type, Span | None]]:
    return [(type(node), leaf.span(node.at)) for node in nodes(leaf.body)]


def test_statements_around_the_one_that_is_typed_stay_themselves() -> None:
    leaf = read(FUNCTION)
    before = body(leaf)
    for typed in ("v", "value", "value = n(1)", "value = n(1)\n    w"):
        text = FUNCTION.replace("    for", f"    {typed}\n    for")
        leaf = read(text, leaf)
        assert body(leaf)[0] is before[0]
        assert body(leaf)[-2:] == before[-2:]
        assert standing(leaf) == standing(read(text))
    assert body(read(FUNCTION, leaf)) == before


@pytest.mark.parametrize("line", ["        h(c)", "        k(c)"])
def test_statements_of_a_loop_stay_themselves_when_one_is_typed_among_them(line: str) -> None:
    leaf = read(FUNCTION)
    before, after = body(leaf), body(read(FUNCTION.replace(line, f"        value\n{line}"), leaf))
    assert (after[0], after[2]) == (before[0], before[2])
    assert isinstance(before[1], ir.For)
    assert isinstance(after[1], ir.For)
    assert set(before[1].body) < set(after[1].body)
    assert after[1].orelse == before[1].orelse
    assert after[1].at == before[1].at


def test_numbers_follow_the_text_however_many_statements_are_put_at_one_place() -> None:
    leaf = read(FUNCTION)
    lines = FUNCTION.splitlines()
    for count in range(90):
        lines.insert(2 if count % 3 else 1, f"    v{count}")
        text = "\n".join(lines) + "\n"
        leaf = read(text, leaf)
        numbers = [node.at for node in nodes(leaf.body) if isinstance(node, ir.ExprStmt)]
        assert numbers == sorted(set(numbers))
        assert standing(leaf) == standing(read(text))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_typed_and_taken_away_is_found_where_it_stands(seed: int) -> None:
    rng = random.Random(seed)
    leaf = read(FUNCTION)
    for _ in range(60):
        lines = FUNCTION.splitlines()
        for _ in range(rng.randrange(5)):
            at = rng.choice(
                [row for row in range(1, len(lines)) if not lines[row].lstrip().startswith(("else", "exc"))]
            )
            indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            lines.insert(at, indent + rng.choice(TYPED).format(indent))
        text = "\n".join(lines) + "\n"
        leaf = read(text, leaf)
        numbers = [node.at for node in nodes(leaf.body)]
        assert len(set(numbers)) == len(numbers)
        assert standing(leaf) == standing(read(text))


def test_halves_of_two_lines_make_one() -> None:
    leaf = read("y = z; w()\nx = z; w()\n")
    joined = read("y = z; w()\n", leaf)
    assert standing(joined) == standing(read("y = z; w()\n"))
    back = read("y = z; x = z; w()\n", read("y = z; w()\ny = z; x = z; w()\n", leaf))
    assert standing(back) == standing(read("y = z; x = z; w()\n"))
