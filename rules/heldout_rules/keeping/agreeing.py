"""Whether two programs do the same, but for what a fix may change: effects one by one, and what variables are left with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from heldout.api import Compared, Term, Unit

Match = Callable[[Term, Term], bool]
Allow = Callable[[Term, Term, Match], bool]
"""Whether the second term may stand where the first did; asked where they are not the same."""
LONGEST = 90


class Matcher:
    """Compares terms; what was compared once is known."""

    def __init__(self, allow: Allow) -> None:
        self.allow = allow
        self.known: dict[tuple[Term, Term], bool] = {}

    def __call__(self, old: Term, new: Term) -> bool:
        if old is new:
            return True
        key = (old, new)
        known = self.known.get(key)
        if known is None:
            self.known[key] = False
            known = self.known[key] = self.allow(old, new, self) or self._alike(old, new)
        return known

    def _alike(self, old: Term, new: Term) -> bool:
        if old.op != new.op or len(old.args) != len(new.args):
            return False
        for a, b in zip(old.args, new.args, strict=True):
            if a is b or a == b:
                continue
            if not isinstance(a, Term) or not isinstance(b, Term) or not self(a, b):
                return False
        return True


More = Callable[[Term, Match], bool]
"""Whether an effect may come that was not there."""


def agree(
    change: Compared, allow: Allow, more: More | None = None, idle: Callable[[Term], bool] = lambda term: False
) -> Iterator[str]:
    """A sentence for each thing that the new program does otherwise. `idle`: what need not be used any more."""
    match = Matcher(allow)
    old, new = change.old, change.new
    for path in {**old.units, **new.units}:
        a, b = old.units.get(path), new.units.get(path)
        if a is None or b is None:
            yield f"the function `{path[1:]}` came or went"
        else:
            yield from _unit(a, b, old.asked if not path else frozenset(), match, more, idle)


def _unit(
    old: Unit, new: Unit, asked: frozenset[str], match: Match, more: More | None, idle: Callable[[Term], bool]
) -> Iterator[str]:
    if more is not None and len(new.effects) > len(old.effects):
        new = evolve(new, effects=tuple(_without(old.effects, new.effects, match, more)))
    if len(old.effects) != len(new.effects):
        yield f"the program does {len(new.effects)} things that can be seen, and did {len(old.effects)} before"
    for a, b in zip(old.effects, new.effects, strict=False):
        if not match(a, b):
            yield f"{said(a, b, match)}"
    for name in sorted(new.left.keys() - old.left.keys()):
        if name not in old.finals or not idle(old.finals[name]):
            yield f"what `{name}` is left with is not used any more"
    for name in sorted(old.left.keys()):
        if name not in new.finals:
            yield f"`{name}`, a result, is gone"
        elif not match(old.left[name], new.finals[name]):
            yield f"`{name}`, a result: {said(old.left[name], new.finals[name], match)}"
    for name in sorted(asked & old.finals.keys()):
        if name not in new.finals or not match(old.finals[name], new.finals[name]):
            yield f"`{name}`, which functions read, is another now"
    for name in sorted(old.given.keys() | new.given.keys()):
        was, now = old.given.get(name), new.given.get(name)
        if was is None or now is None or not match(was, now):
            yield f"`{name}` comes from outside and is changed otherwise than before"


def _without(old: Sequence[Term], new: Sequence[Term], match: Match, more: More) -> Iterator[Term]:
    """Effects without those that may come."""
    left = list(old)
    for effect in new:
        if left and match(left[0], effect):
            left.pop(0)
            yield effect
        elif not more(effect, match):
            yield effect


def said(old: Term, new: Term, match: Match) -> str:
    """Where two terms differ, as deep as can be said."""
    while old.op == new.op and len(old.args) == len(new.args):
        pairs = [(a, b) for a, b in zip(old.args, new.args, strict=True) if isinstance(a, Term) and isinstance(b, Term)]
        wrong = [(a, b) for a, b in pairs if not match(a, b)]
        if len(wrong) != 1:
            break
        old, new = wrong[0]
    return f"{short(old)} was computed before, and {short(new)} is now"


def short(term: Term) -> str:
    """A term in a few words."""
    text = _text(term, 4)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _text(term: Term | str, depth: int) -> str:
    if isinstance(term, str):
        return term
    if term.op in ("const", "import", "parameter", "outer", "builtin", "variable", "def"):
        return str(term.args[0]).rpartition(".")[2] if term.op == "import" else str(term.args[0])
    if not depth:
        return "…"
    inner = [_text(a, depth - 1) for a in term.args]
    if term.op == "call" or term.op == "method":
        return f"{inner[0]}({', '.join(inner[1:])})"
    if term.op == "kw":
        return f"{inner[0]}={inner[1]}"
    if term.op == "sel":
        return f"{inner[1]} of {inner[2]}"
    if term.op == "side":
        return inner[1]
    return f"{term.op}({', '.join(inner)})"
