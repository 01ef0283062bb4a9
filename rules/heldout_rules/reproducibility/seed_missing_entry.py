"""A program trains with random numbers, and nothing in it is seeded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Graph, Report, Rule, Safety, Severity, Step, ir
from heldout_rules.blocks import alone, entered, nodes
from heldout_rules.reproducibility.keeping import SEEDING, only_seeds
from heldout_rules.reproducibility.seeding import literal_seed, seed_calls, seed_text
from heldout_rules.reproducibility.seeds import OWN, generator_of, global_draws, seeds_of, words

TRAINING = ("fit", "fit-predict", "cross-validate", "backward", "optimizer-step", "train")


class SeedMissingEntry(Rule):
    name = "seed-missing-entry"
    severity = Severity.WARNING
    frameworks = ("torch", "numpy", "keras", "tensorflow")
    reads_blocks = True
    allows = SEEDING

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        if not graph.ops(*TRAINING):
            return
        candidates = [s for s, _ in graph.ask(global_draws)]
        if not candidates:
            return
        seeds = graph.ask(seeds_of)
        if seeds.given or any(alone(s) is None and not _too_late(graph, s) for s, _ in seeds.steps):
            return  # seeded in part, which is another matter
        training = next((s for s in graph.ops(*TRAINING) if entered(s)), None)
        sinks = [s for s in candidates if entered(s) and not _seeded_inside(s, seeds.steps) and not _stands_in(s)]
        if training is None or not sinks:
            return
        # What always runs is told of first: a draw in a branch may never be made.
        sinks.sort(key=_conditional)
        first = sinks[0]
        message = f"{words(first)} draws random numbers and nothing is seeded: every run of this training gives another result"
        evidence = [(s.handle, f"{words(s)} draws random numbers") for s in _others(sinks)[:3]]
        evidence.append((training.handle, "the training that depends on them"))
        yield Report(first.handle, message, tuple(evidence), (sinks, literal_seed(graph), [s for s, _ in seeds.steps]))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        sinks, number, seeds = report.about
        generators = {g for s in sinks if (g := generator_of(s))}
        if generators == {OWN}:
            edits = {s.handle: code.set_argument(s.handle, "seed", seed_text(code, s, number)) for s in sinks}
            yield Draft("Seed the generator" if len(edits) == 1 else "Seed the generators", tuple(edits.values()))
        elif OWN not in generators:
            yield from seed_calls(code, generators, code.place(sinks[0].handle), number, seeds)

    fix_safety = Safety.SAFE

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from only_seeds(old, new)


AFTERWARDS = ("eval-mode", "metric", "report", "save", "score", "seed", "state", "statistic")


def _too_late(graph: Graph, seed: Step) -> bool:
    """Whether a seed is set, once, when all is done: nothing that follows may draw from it."""
    if any(block.kind in ("loop", "function") for block in seed.block.around()):
        return False
    return all(step.op in AFTERWARDS for step in graph.steps[graph.steps.index(seed) :])


def _seeded_inside(step: Step, seeds: Iterable[tuple[Step, frozenset[str]]]) -> bool:
    """Whether the function that a draw belongs to, which nobody here calls, seeds it."""
    own = alone(step)
    return own is not None and any(alone(by) == own for by, _ in seeds)


def _conditional(step: Step) -> bool:
    return step.block.inside("branch") is not None


def _stands_in(step: Step) -> bool:
    """Whether a draw takes the place of data that the other arm of an `if` has: the rows of a smoke test."""
    for block in step.block.around():
        if block.kind == "function" or step.op == "construct":
            return False  # a model is no data
        if block.kind != "branch":
            continue
        arms = (block.node.orelse, block.node.body)
        drawn, other = (_bound(arm) for arm in (arms if "else" in block.what else arms[::-1]))
        if drawn & other:
            return True
    return False


def _bound(arm: ir.Suite) -> set[str]:
    """The names that statements assign."""
    targets = [t for node in nodes(arm) if isinstance(node, ir.Assign) for t in node.targets]
    return {name.id for target in targets for name in nodes(target) if isinstance(name, ir.Name)}


def _others(sinks: list[Step]) -> list[Step]:
    """The first sink of each kind after the first of all."""
    named: dict[str, Step] = {}
    for step in sinks:
        named.setdefault(step.name, step)
    return [s for s in named.values() if s is not sinks[0]]
