"""Seeds in a program's own words: the constant that it has, the function that seeds, else the libraries' calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from heldout.api import Code, Draft, Edit, Graph, Place, Safety, Step, constant, ir

CALLS = {  # generator → (how its library must be imported, the call that seeds it)
    "torch": (r"import torch\b(?! *as)", "torch.manual_seed({})"),
    "numpy": (r"import numpy as np\b", "np.random.seed({})"),
    "python": (r"import random\b(?! *as)", "random.seed({})"),
    "keras": (
        r"(?:import keras\b(?! *as)|from tensorflow import (?:.*, *)?keras\b)",
        "keras.utils.set_random_seed({})",
    ),
    "tensorflow": (r"import tensorflow as tf\b", "tf.keras.utils.set_random_seed({})"),
}
ORDER = ("python", "numpy", "torch", "tensorflow", "keras")
SEEDERS = (  # functions of libraries that seed every generator at once: how they are imported, how they are called
    (r"import (?:pytorch_lightning|lightning|lightning\.pytorch) as (\w+)", "{0}.seed_everything({1})"),
    (r"from (?:pytorch_lightning|lightning|lightning\.pytorch) import .*\b(seed_everything)\b", "{0}({1})"),
    (r"from transformers import .*\b(set_seed)\b", "{0}({1})"),
    (r"from keras\.utils import .*\b(set_random_seed)\b", "{0}({1})"),
    (
        r"from [\w.]+ import (?:.*\W)?(\w*(?:set|fix|init|all|everything|global|random)\w*seeds?|seed_\w+|\w*seed_everything)\b",
        "{0}({1})",
    ),
)
CONSTANT = re.compile(r"(\w*(?:seed|random_state)\w*)\s*(?::[^=]+)?=\s*\d+\s*(?:#.*)?$", re.IGNORECASE)
PARAMETERS = ("seed", "random_seed", "random_state")
PLAIN = re.compile(r"\s*(#.*|%.*|!.*)?$")


def literal_seed(graph: Graph) -> str:
    """The number that the program hands to its other calls as a seed, else 42."""
    return next(iter(graph.each(_seed_numbers)), "42")


def _seed_numbers(step: Step) -> Iterator[str]:
    names = (step.model.seed,) if step.model is not None and step.model.seed else ()
    found = [step.arg(name) for name in names]
    if step.op == "seed":
        found += list(step.args.all())
    for value in found:
        number = constant(value)
        if type(number) is int and number >= 0:
            yield str(number)


def seed_text(code: Code, step: Step, otherwise: str) -> str:
    """How a seed is written where a step stands: a parameter of its function, a constant of the program, a number."""
    block = step.block.inside("function")
    if block is not None and isinstance(block.node, ir.FunctionDef):
        for param in block.node.params:
            if param.name in PARAMETERS and not param.star and _never_none(param):
                return param.name
    place = code.place(step.handle)
    return constant_name(code, place) or otherwise


def _never_none(param: ir.Param) -> bool:
    return not (isinstance(param.default, ir.Const) and param.default.value is None)


def constant_name(code: Code, before: Place) -> str | None:
    """The program's constant for its seed, where it is bound before a place (or the place is inside of a function)."""
    found = _constant(code, before)
    return None if found is None else found[2]


def _constant(code: Code, before: Place) -> tuple[int, int, str] | None:
    """Cell, line and name of a constant that holds a seed."""
    for cell in range(before.cell + 1):
        lines = code.lines(cell)
        inside = cell == before.cell and lines[before.line].startswith((" ", "\t"))
        until = before.line if cell == before.cell and not inside else len(lines)
        for row, line in enumerate(lines[:until]):
            match = CONSTANT.match(line)
            if match is not None:
                return cell, row, match[1]
    return None


@frozen
class Helper:
    """A function of the user's that seeds: its name, and the cell and line behind it."""

    name: str
    cell: int
    line: int


def helper_of(code: Code, seeds: Iterable[Step]) -> Helper | None:
    """A function at the top level that seeds and takes a seed, given the calls that seed."""
    for step in seeds:
        block = step.block.inside("function")
        node = getattr(block, "node", None)
        if block is None or not isinstance(node, ir.FunctionDef) or "worker" in node.name or not node.params:
            continue
        if sum(p.default is None and not p.star for p in node.params) > 1:
            continue
        place = code.place(block.handle)
        lines = code.lines(place.cell)
        if lines[place.line].startswith(f"def {node.name}("):
            return Helper(node.name, place.cell, place.end_line + 1 if place.end_column else place.end_line)
    return None


def seed_calls(code: Code, generators: set[str], first: Place, number: str, seeds: Iterable[Step]) -> Iterator[Draft]:
    """Seed generators before they are first used: by the program's own function, a library's, or one call for each."""
    helper = helper_of(code, seeds)
    known = _constant(code, first)
    name = known[2] if known is not None else number
    if helper is not None and (helper.cell, helper.line) <= (first.cell, first.line):
        call = f"{helper.name}({name})"
        yield _draft(code, (call,), helper.cell, _behind(helper.cell, helper.line, known), "\n\n")
        return
    for cell in range(len(code.document.cells)):
        lines = code.lines(cell)
        end = imports_end(lines)
        calls = tuple(_calls(lines[:end], generators, name))
        if calls:
            gap = "" if known is not None and known[0] == cell else "\n"
            yield _draft(code, calls, cell, _behind(cell, end, known), gap)
            return


def _behind(cell: int, line: int, known: tuple[int, int, str] | None) -> int:
    """The line behind another one, and behind the constant that is used there."""
    return max(line, known[1] + 1) if known is not None and known[0] == cell else line


def _calls(imports: list[str], generators: set[str], seed: str) -> Iterator[str]:
    for pattern, call in SEEDERS:
        for line in imports:
            match = re.match(pattern, line)
            if match is not None and "worker" not in match[1]:
                yield call.format(match[1], seed)
                return
    for generator in ORDER:
        pattern, call = CALLS[generator]
        if generator in generators and any(re.match(pattern, line) for line in imports):
            yield call.format(seed)


def _draft(code: Code, calls: tuple[str, ...], cell: int, line: int, gap: str) -> Draft:
    lines = code.lines(cell)
    text = ("" if line == 0 or not lines[line - 1].strip() else gap) + "\n".join(calls)
    if line < len(lines) and lines[line].strip():
        text += "\n"
    return Draft(f"Add {' and '.join(f'`{c}`' for c in calls)}", (code.insert_line(cell, line, text),), Safety.SAFE)


def beside(code: Code, by: Step, generators: set[str]) -> Draft | None:
    """Seed more generators right behind a call that seeds another, with the same seed."""
    place = code.statement(by.handle)
    if place is None or len(by.args.nodes) != 1:
        return None
    argument = by.args.nodes[0]
    start = code.place(by.handle)
    given = code.text(start)
    opened = given.find("(")
    if argument.star or opened < 0 or not given.endswith(")") or start.end_line != start.line:
        return None
    seed = given[opened + 1 : -1].partition("=")[2].strip() if argument.keyword else given[opened + 1 : -1].strip()
    lines = [line for cell in range(place.cell + 1) for line in code.lines(cell)]
    calls = [CALLS[g][1].format(seed) for g in ORDER if g in generators and _imported(lines, CALLS[g][0])]
    if len(calls) != len(generators):
        return None
    indent = code.indent(place)
    text = "\n".join([indent + call for call in calls])
    edit: Edit = code.insert_line(place.cell, place.end_line, text)
    return Draft(f"Add {' and '.join(f'`{c}`' for c in calls)}", (edit,), Safety.SAFE)


def _imported(lines: list[str], pattern: str) -> bool:
    return any(re.match(pattern, line) for line in lines)


def imports_end(lines: list[str]) -> int:
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
