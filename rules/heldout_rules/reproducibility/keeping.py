"""What fixes of missing seeds must keep: everything; only seeds come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from heldout.api import Allowance, Fact, Graph, Literal, Value, added, changes, facts, kept, lost, roughly, said

SEEDING = Allowance(
    calls=frozenset(["seed", "manual_seed", "manual_seed_all", "set_random_seed", "set_seed", "seed_everything"]),
    functions=frozenset(["set_seed", "seed_everything"]),
    constants=frozenset(["0", "42"]),
    imports=frozenset(["random", "numpy", "torch", "keras"]),
)
"""What the text of seeds at the entry of a program may bring."""


def only_seeds(old: Graph, new: Graph) -> Iterator[str]:
    """All that was there is there, and what came are seeds."""
    gone, came = changes(old, new, view=roughly)
    # A seed in a function that nobody called runs where it is called now.
    yield from lost(tuple([fact for fact in gone if fact.op != "seed" or fact.args]))
    before, after = [Counter([fact.what for fact in facts(graph) if fact.op == "seed"]) for graph in (old, new)]
    for what in before - after:
        yield f"`{what}` was seeded before and must stay so"
    seeds = [fact for fact in facts(new) if fact.op == "seed"]
    if not after - before and not came:
        yield "no generator is seeded that was not"
    known = {fact for fact in facts(old) if fact.op == "seed"}
    for fact in seeds:
        if fact not in known and not any(_number(value) for value in fact.step.args.all()):
            yield f"{said(fact)} must be given a whole number"
    yield from added(tuple([fact for fact in came if fact.op != "seed"]))


def _number(value: Value) -> bool:
    """A whole number, or a parameter that is one by its name."""
    if isinstance(value.kind, Literal):
        return type(value.kind.value) is int
    key = value.key
    return isinstance(key, tuple) and key[:1] == ("param",) and "seed" in str(key[-1]).lower()


ORDERED = ("enumerate", "number", "position", "by-position", "apply", "sort")
"""Steps that an order was missing for: what they work on is another thing once it is sorted."""


def in_order(old: Graph, new: Graph) -> Iterator[str]:
    """All that does not depend on the order is there as it was; that the same things are sorted is seen in the text."""
    yield from kept(old, new, view=_orderless)


def _orderless(fact: Fact) -> Fact | None:
    return None if fact.op in ORDERED else roughly(fact)
