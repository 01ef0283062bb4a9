"""One library's generator is seeded, and another one's, which is drawn from as well, is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Graph, Report, Rule, Severity, Step
from heldout_rules.blocks import entered
from heldout_rules.reproducibility.keeping import SEEDING, only_seeds
from heldout_rules.reproducibility.seed_missing_entry import TRAINING
from heldout_rules.reproducibility.seeding import beside, literal_seed, seed_calls, seed_text
from heldout_rules.reproducibility.seeds import (
    EVERYTHING,
    NAMES,
    OWN,
    generator_of,
    global_draws,
    named,
    seeds_of,
    words,
)

ROWS = ("index", "shuffle", "parts", "sample", "split")
"""Draws that choose rows, and so matter in a program that trains elsewhere."""


class SeedPartial(Rule):
    name = "seed-partial"
    severity = Severity.WARNING
    frameworks = ("torch", "numpy", "keras", "tensorflow")
    reads_blocks = True
    allows = SEEDING

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        candidates = graph.ask(global_draws)
        if not candidates:
            return
        seeds = graph.ask(seeds_of)
        if not seeds.any or any(EVERYTHING in seeded for _, seeded in seeds.steps):
            return
        trains = any(entered(s) for s in graph.ops(*TRAINING))
        keras = graph.versions.get("keras", "")
        left: dict[str, list[Step]] = {}
        for step, generator in candidates:
            matters = trains or step.op in ROWS
            if matters and entered(step) and not seeds.reach(step, generator, keras):
                left.setdefault(generator, []).append(step)
        by = next((s for s, _ in seeds.steps if entered(s)), next(iter(seeds.given), None))
        if not left or by is None or not entered(by):
            return
        firsts = sorted([steps[0] for steps in left.values()], key=graph.steps.index)
        first = firsts[0]
        generator = generator_of(first) or ""
        evidence = [(by.handle, f"{words(by)} is seeded, and seeds nothing else")]
        evidence += [(s.handle, f"{words(s)} draws from {_whose(generator_of(s))}") for s in firsts[1:]]
        yield Report(
            first.handle,
            _message(first, generator, seeds.steps),
            tuple(evidence),
            (left, by, literal_seed(graph), [s for s, _ in seeds.steps]),
        )

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        left, by, number, seeds = report.about
        if OWN in left:
            edits = {s.handle: code.set_argument(s.handle, "seed", seed_text(code, s, number)) for s in left[OWN]}
            if len(left) == 1:
                yield Draft("Seed the generator" if len(edits) == 1 else "Seed the generators", tuple(edits.values()))
            return
        generators = set(left)
        draft = beside(code, by, generators) if by.op == "seed" else None
        if draft is not None:
            yield draft
        elif not seeds:
            first = next(iter(left.values()))[0]
            yield from seed_calls(code, generators, code.place(first.handle), number, ())

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from only_seeds(old, new)


def _whose(generator: str | None) -> str:
    return "a generator of its own" if generator == OWN else f"the generator of {NAMES.get(generator or '', generator)}"


def _message(step: Step, generator: str, seeds: tuple[tuple[Step, frozenset[str]], ...]) -> str:
    if generator == OWN:
        return f"{words(step)} has no seed, and the seed that the program sets does not reach it: every run draws other numbers"
    seeded = named({g for _, found in seeds for g in found})
    only = f"only {seeded} is seeded" if seeded else "only single calls are seeded"
    return f"{words(step)} draws from {_whose(generator)}, and {only}: runs differ all the same"
