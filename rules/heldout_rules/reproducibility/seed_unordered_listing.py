"""A listing of files, whose order no system promises, decides which rows are split, numbered or paired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Data,
    Draft,
    Edit,
    Graph,
    Handle,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    StepId,
    ir,
)
from heldout_rules.reproducibility.keeping import in_order
from heldout_rules.reproducibility.orders import numberings, sort
from heldout_rules.reproducibility.seeds import words

SPLITS = ("split", "folds", "parts", "shuffle", "sample", "resample-rows", "resample", "index", "fit", "fit-transform")
READS = ("__getitem__", "__getitems__")


class SeedUnorderedListing(Rule):
    name = "seed-unordered-listing"
    severity = Severity.WARNING
    frameworks = ("python",)
    allows = Allowance(functions=frozenset(["sorted"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        listings = {s.id: s for s in graph.ops("listing")}
        if not listings:
            return
        uses: dict[StepId, tuple[Step, Handle, str]] = {}
        for order, step, at, why in _uses(graph):
            if order in listings and order not in uses:
                uses[order] = (step, at, why)
        for order, (_, at, why) in uses.items():
            listing = listings[order]
            message = f"{words(listing)} lists files in an order that differs between machines, and {why}"
            yield Report(listing.handle, message, ((at, "this depends on the order"),), listing)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        listing: Step = report.about
        if listing.fact("walk"):
            return
        edit = _by_name(code, listing) if listing.method == "scandir" else sort(code, listing.handle)
        if edit is not None:
            yield Draft("Sort the listing", (edit,), Safety.SAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from in_order(old, new)


def _by_name(code: Code, listing: Step) -> Edit:
    place = code.place(listing.handle)
    return code.replace(place, f"sorted({code.text(place)}, key=lambda entry: entry.name)")


def _uses(graph: Graph) -> Iterator[tuple[StepId, Step, Handle, str]]:
    """Order, step, place and reason of each use of an order that nobody fixed."""
    for step in graph.ops(*SPLITS):
        for value in (step.receiver, *step.args.all()):
            if value is not None and value.order is not None:
                what = (
                    "the model is fitted in that order" if step.op.startswith("fit") else f"{words(step)} draws from it"
                )
                yield value.order, step, step.handle, what
    for use in graph.ask(numberings):
        yield use.order, use.step, use.at, "classes are numbered by it"
    for step in graph.ops("pair"):
        for value in step.args.positional:
            if value.order is not None:
                yield value.order, step, step.handle, "it is paired item by item with another list"
    parts: dict[StepId, list[Step]] = {}
    for step in graph.ops("by-position"):
        order, index = step.args.positional[0].order, step.args.positional[1]
        if order is None:
            continue
        block = step.block.inside("function")
        if isinstance(step.node.args[0].value, ir.Slice):
            parts.setdefault(order, []).append(step)
        elif index.content == "labels" or (index.content == "index" and isinstance(index.kind, Data)):
            yield order, step, step.handle, "items are chosen by their place in it"
        elif block is not None and block.what[:1] in [(name,) for name in READS]:
            yield order, step, step.handle, "the data set numbers its rows by it"
    for order, steps in parts.items():
        if _divides(steps):
            yield order, steps[0], steps[0].handle, "it is cut into parts by position"


def _divides(steps: list[Step]) -> bool:
    """Whether slices are parts of a division: one from the start, another one to the end or in between."""
    slices = {s.handle: s.node.args[0].value for s in steps}
    heads = [n for n in slices.values() if isinstance(n, ir.Slice) and n.lower is None and n.upper is not None]
    tails = [n for n in slices.values() if isinstance(n, ir.Slice) and n.lower is not None and n.step is None]
    return bool(heads and tails)
