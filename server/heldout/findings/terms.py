"""What a program computes, as terms: the same value is the same object, whatever the variables are called and in which order
statements without effects stand.

A term is an operator over terms and texts. Equal terms of one table are one object, so comparing and rewriting are cheap.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Union

from attrs import frozen

Part = Union["Term", str]


class Term:
    """An operator over terms and texts. Made by a table only."""

    __slots__ = ("args", "op")

    def __init__(self, op: str, args: tuple[Part, ...]) -> None:
        self.op, self.args = op, args

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})" if self.args else self.op


Shape = Callable[["Table", str, tuple[Part, ...]], "Term | None"]
"""What another way of saying the same is said as; None: as it stands."""


class Table:
    """Terms, each there once. `shape` gives equal meanings one form while terms are made."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.known: dict[tuple[str, tuple[Part, ...]], Term] = {}

    def make(self, op: str, *args: Part) -> Term:
        key = (op, args)
        known = self.known.get(key)
        if known is None:
            known = self.shape(self, op, args) or Term(op, args)
            self.known[key] = known
        return known

    def plain(self, op: str, *args: Part) -> Term:
        """A term that is left as it stands."""
        key = (f"plain {op}", args)
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = self.known.setdefault((op, args), Term(op, args))
        return known


def within(term: Term) -> Iterator[Term]:
    """A term and all terms in it, each once."""
    seen = {id(term)}
    stack = [term]
    while stack:
        current = stack.pop()
        yield current
        for part in current.args:
            if isinstance(part, Term) and id(part) not in seen:
                seen.add(id(part))
                stack.append(part)


@frozen
class Words:
    """What methods do, by name: `pure` ones leave their object as it is; those that fit leave it fitted, and give it back
    (`fits`), or the transformed data (`refits`), or other rows (`resamples`).
    """

    pure: frozenset[str]
    fits: frozenset[str]
    refits: frozenset[str]
    resamples: frozenset[str]


@frozen(eq=False)
class Language:
    """How programs are read that are compared as terms. `imports`: dotted names that a fix may bring, whatever the rule;
    `functions`: builtins that it may call anew where both programs agree all the same.
    """

    words: Words
    shape: Shape
    imports: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()


@frozen(eq=False)
class Unit:
    """What the program, or one of its functions, does. `effects` in their order; `left`: the variables whose last value nobody
    reads; `finals`: what every variable is worth at the end; `given`: parameters and other names from outside that it changes.
    """

    effects: tuple[Term, ...]
    left: dict[str, Term]
    finals: dict[str, Term]
    given: dict[str, Term]


@frozen(eq=False)
class Definition:
    """What a function or class at the top level means: its units by path, which arguments they change, which names of the
    program they ask for, and what the names from outside were worth. Where those are the same, so is the rest.
    """

    units: dict[str, Unit]
    changing: dict[str, frozenset[int] | None]
    asked: frozenset[str]
    outside: dict[str, Term]
    steps: int


@frozen(eq=False)
class Meaning:
    """Of a program: its functions by path ("" is the program itself), which names of the program functions read, what is
    computed in each line (cell and 0-based line; of functions that were `known` nothing is), what is read above the import that
    brings it, and what its definitions mean, by their nodes.
    """

    units: dict[str, Unit]
    asked: frozenset[str]
    at: dict[tuple[int, int], tuple[Term, ...]]
    table: Table
    early: frozenset[str]
    definitions: dict[ast.stmt, Definition]


@frozen(eq=False)
class Compared:
    """A program before and after a fix. `told`: what is computed in the lines of the findings of the rule, `around`: also in
    those of the evidence of this one; of the old program.
    """

    old: Meaning
    new: Meaning
    told: tuple[Term, ...]
    around: tuple[Term, ...]

    @property
    def table(self) -> Table:
        return self.old.table


def blank(term: Term) -> Term:
    """An estimator before it was fitted: fitting begins anew."""
    while term.op == "fitted":
        inner = term.args[0]
        assert isinstance(inner, Term)
        term = inner
    return term
