"""A program trains with random numbers, and nothing in it is seeded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import Code, Draft, Edit, Graph, Report, Rule, Safety, Severity, Step
from heldout_rules.blocks import entered, uncalled
from heldout_rules.reproducibility.seed_missing_split import chooses_rows
from heldout_rules.reproducibility.seeds import draws, own_generator, seed_name, seeded_anywhere, unseeded, words

TRAINING = ("fit", "backward", "optimizer-step")
GLOBAL = {  # library → (how it must be imported, the call that seeds it)
    "torch": (r"^import torch\b(?! *as)", "torch.manual_seed(42)"),
    "numpy": (r"^import numpy as np\b", "np.random.seed(42)"),
    "random": (r"^import random\b(?! *as)", "random.seed(42)"),
    "keras": (r"^import keras\b(?! *as)", "keras.utils.set_random_seed(42)"),
    "tensorflow": (r"^import tensorflow as tf\b", "tf.keras.utils.set_random_seed(42)"),
}
PLAIN = re.compile(r"\s*(#.*|%.*|!.*)?$")


class SeedMissingEntry(Rule):
    name = "seed-missing-entry"
    severity = Severity.WARNING
    frameworks = ("torch", "numpy", "sklearn")

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        if not graph.ops(*TRAINING) or seeded_anywhere(graph):
            return
        candidates = [s for s in graph.steps if _draws_unseeded(s)]
        if not candidates:
            return
        uncalled_functions = uncalled(graph)
        training = next((s for s in graph.ops(*TRAINING) if entered(s, uncalled_functions)), None)
        sinks = [s for s in candidates if entered(s, uncalled_functions)]
        if training is None or not sinks:
            return
        first = sinks[0]
        message = f"{words(first)} draws random numbers and nothing is seeded: every run of this training gives another result"
        evidence = [(s.handle, f"{words(s)} draws random numbers") for s in _others(sinks)[:3]]
        evidence.append((training.handle, "the training that depends on them"))
        yield Report(first.handle, message, tuple(evidence), (sinks, seed_name(graph)))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        sinks, name = report.about
        libraries = {s.name.partition(".")[0] for s in sinks}
        if libraries & GLOBAL.keys():
            yield from _seed_calls(code, libraries)
        elif len(sinks) == 1 and sinks[0].model is not None and sinks[0].model.seed:
            seed = sinks[0].model.seed
            yield Draft(f"Add `{seed}={name}`", (code.set_argument(sinks[0].handle, seed, name),), Safety.SAFE)
        elif all(s.model is not None and s.model.seed for s in sinks):
            edits = {s.handle: code.set_argument(s.handle, s.model.seed, name) for s in sinks}
            yield Draft(f"Seed all {len(edits)} with {name}", tuple(edits.values()), Safety.SAFE)


def _draws_unseeded(step: Step) -> bool:
    if chooses_rows(step) or own_generator(step) or not draws(step):
        return False
    return unseeded(step) if step.model is not None and step.model.seed else True


def _others(sinks: list[Step]) -> list[Step]:
    """The first sink of each kind after the first of all."""
    named: dict[str, Step] = {}
    for step in sinks:
        named.setdefault(step.name, step)
    return [s for s in named.values() if s is not sinks[0]]


def _seed_calls(code: Code, libraries: set[str]) -> Iterator[Draft]:
    """Seed each library behind the imports of the cell that imports it; the random sources come to life after that."""
    wanted = [(library, *GLOBAL[library]) for library in sorted(libraries & GLOBAL.keys(), reverse=True)]
    for cell in range(len(code.document.cells)):
        lines = code.lines(cell)
        end = _imports_end(lines)
        calls = [call for _, pattern, call in wanted if any(re.match(pattern, line) for line in lines[:end])]
        if not calls:
            continue
        text = "\n" + "\n".join(calls)
        if end < len(lines) and lines[end].strip():
            text += "\n"
        edit: Edit = code.insert_line(cell, end, text)
        yield Draft(f"Add {' and '.join(f'`{c}`' for c in calls)}", (edit,), Safety.SAFE)
        return


def _imports_end(lines: list[str]) -> int:
    """The line behind the first run of imports at the top of a cell; 0 when there is none."""
    end, row, quoted = 0, 0, None
    while row < len(lines):
        line = lines[row]
        if quoted is not None:
            quoted = None if quoted in line else quoted
        elif end == 0 and (match := re.match(r"[rRuU]?(\"\"\"|''')", line)):
            quote = match.group(1)
            quoted = None if quote in line[match.end() :] else quote
        elif line.startswith(("import ", "from ")):
            depth = line.count("(") - line.count(")")
            while (depth > 0 or lines[row].rstrip().endswith("\\")) and row + 1 < len(lines):
                row += 1
                depth += lines[row].count("(") - lines[row].count(")")
            end = row + 1
        elif not PLAIN.match(line):
            break
        row += 1
    return end
