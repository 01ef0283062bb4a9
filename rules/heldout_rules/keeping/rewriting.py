"""Terms with some of them replaced, and what a split in a changed program may look like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve

from heldout.api import Meaning, Table, Term, Unit
from heldout_rules.keeping.reading import terms

Replace = Callable[[Term, "Rewriter"], "Term | None"]
"""What a term becomes; None: the same, of its rewritten parts."""


LARGEST = 0.34
"""Of a new part that rows are held back in."""


class Rewriter:
    """Rebuilds terms; what was rebuilt once is known."""

    def __init__(self, table: Table, replace: Replace) -> None:
        self.table, self.replace = table, replace
        self.known: dict[Term, Term] = {}

    def __call__(self, term: Term) -> Term:
        known = self.known.get(term)
        if known is None:
            self.known[term] = term
            known = self.replace(term, self) or self.inside(term)
            self.known[term] = known
        return known

    def inside(self, term: Term) -> Term:
        """The term with its parts rewritten."""
        args = [self(a) if isinstance(a, Term) else a for a in term.args]
        return term if all(a is b for a, b in zip(args, term.args, strict=True)) else self.table.make(term.op, *args)

    def unit(self, unit: Unit) -> Unit:
        return evolve(
            unit,
            effects=tuple([self(e) for e in unit.effects]),
            left={n: self(t) for n, t in unit.left.items()},
            finals={n: self(t) for n, t in unit.finals.items()},
            given={n: self(t) for n, t in unit.given.items()},
        )

    def meaning(self, meaning: Meaning) -> Meaning:
        return evolve(meaning, units={path: self.unit(unit) for path, unit in meaning.units.items()})


def everything(meaning: Meaning) -> Iterator[Term]:
    """All terms of a program, each once."""
    seen: set[Term] = set()
    for unit in meaning.units.values():
        for root in (*unit.effects, *unit.finals.values(), *unit.given.values()):
            waiting = [root]
            while waiting:
                term = waiting.pop()
                if term not in seen:
                    seen.add(term)
                    yield term
                    waiting += [part for part in term.args if isinstance(part, Term)]


def named(term: Term) -> dict[str, Term]:
    """The keyword arguments of a call, or of a split."""
    return {str(g.args[0]): terms(g.args)[0] for g in terms(term.args) if g.op == "kw"}


def number(term: Term | None) -> float | None:
    try:
        return float(str(term.args[0])) if term is not None and term.op == "const" else None
    except ValueError:
        return None


def sized(split: Term, like: Term | None = None) -> bool:
    """Whether a new split holds back a tenth to a third, draws with a seed where `like` did, and is otherwise plain."""
    given = named(split)
    size = number(given.get("test_size"))
    if set(given) - {"test_size", "random_state", "stratify", "shuffle"} or (
        size is not None and not 0.1 <= size <= LARGEST
    ):
        return False
    if "test_size" in given and size is None:
        return False
    if like is None:
        return "shuffle" not in given
    before = named(like)
    seed = given.get("random_state")
    seeded = "random_state" not in before or (seed is not None and seed.args[:1] != ("None",))
    return seeded and given.get("shuffle") is before.get("shuffle")


def seed_like(term: Term | None) -> bool:
    """A whole number or a name for one."""
    return term is None or (term.op == "const" and str(term.args[0]).isdigit()) or term.op in ("outer", "parameter")
