"""A generator is seeded after numbers were drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Allowance, Code, Draft, Graph, Handle, Instance, Report, Rule, Segment, Severity, Step, kept
from heldout_rules.blocks import alone
from heldout_rules.reproducibility.seed_missing_entry import TRAINING
from heldout_rules.reproducibility.seeds import covers, generator_of, seeds_of, words

CHOOSES = ("split", "parts", "index", "shuffle", "sample", "resample-rows", "resample")


class SeedAfterUse(Rule):
    name = "seed-after-use"
    severity = Severity.WARNING
    frameworks = ("torch", "numpy", "keras", "tensorflow")
    allows = Allowance(moves=True)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        if not graph.ops("seed") or not graph.ops(*TRAINING):
            return
        seeds = graph.ask(seeds_of)
        keras = graph.versions.get("keras", "")
        order = {id(step): n for n, step in enumerate(graph.steps)}
        told: set[Handle] = set()
        draws = [(s, g) for s in graph.steps if _matters(s) and (g := generator_of(s))]
        for draw, generator in draws:
            here = alone(draw)
            same = [s for s, seeded in seeds.steps if covers(seeded, generator, keras) and alone(s) == here]
            before = [s for s in same if order[id(s)] < order[id(draw)]]
            after = [s for s in same if order[id(s)] > order[id(draw)] and _for_certain(s)]
            if before or not after or after[0].op != "seed" or after[0].handle in told:
                continue
            trained = _trained(graph, draw, order, order[id(after[0])])
            if trained is None:
                continue
            told.add(after[0].handle)
            message = f"this seed comes after {words(draw)} has drawn random numbers: that part differs in every run"
            evidence = (
                (draw.handle, f"{words(draw)} draws before it"),
                (trained.handle, "the training that depends on it"),
            )
            yield Report(after[0].handle, message, evidence, (after[0], draw))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        seed, draw = report.about
        late, early = code.statement(seed.handle), code.statement(draw.handle)
        if late is None or early is None or late.cell != early.cell or late.end_line - late.line != 1:
            return
        if code.indent(late) != code.indent(early) or _key(seed) != _key(draw):
            return
        names = [n.value for n in seed.args.nodes]
        if not all(hasattr(n, "value") for n in names):  # only a number is sure to be known before
            return
        text = code.text(late).rstrip("\n")
        yield Draft(
            "Seed before the first draw", (code.delete_lines(late), code.insert_line(early.cell, early.line, text))
        )

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from kept(old, new)


def _key(step: Step) -> tuple[str, Handle, int]:
    """What a step stands in; each statement at the top level has a block of its own."""
    block = step.block
    return (block.kind, Handle(0, 0) if block.kind == "module" else block.handle, block.context)


def _matters(step: Step) -> bool:
    """Weights, a split, an order, or data that is made up: not every number that is drawn."""
    if step.op == "construct":
        return isinstance(step.result.kind, Instance) and not step.name.startswith(
            ("sklearn.", "imblearn.", "torch.utils.")
        )
    return step.op in CHOOSES or (step.model is not None and step.model.rows == "new")


def _for_certain(step: Step) -> bool:
    """Whether a seed is set once, and not again for every part of an experiment."""
    return not any(block.kind in ("loop", "branch") for block in step.block.around())


def _trained(graph: Graph, draw: Step, order: dict[int, int], after: int) -> Step | None:
    """The training after the seed in which the draw has a part."""
    for step in graph.ops(*TRAINING):
        follows = order[id(step)] > after and alone(step) == alone(draw)
        surely = draw.op in ("construct", "split", "parts", "shuffle")
        if follows and (_from(step, draw) or (surely and (draw.op == "construct" or step.rows is None))):
            return step
    return None


def _from(step: Step, draw: Step) -> bool:
    rows = step.rows
    if rows is None:
        return False
    for path in rows.paths:
        if path[0] == draw.id:
            return True
        for part in path[1:]:
            if isinstance(part, Segment) and draw.id in (part.split if isinstance(part.split, tuple) else ()):
                return True
    return False
