"""Python's `hash()` of text decides where a row goes, and is another one in every process."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator

from heldout.api import (
    Code,
    Compared,
    Data,
    Draft,
    Edit,
    Graph,
    Group,
    Handle,
    Literal,
    Place,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
)
from heldout_rules.keeping.instead import HASHES, hashed_for_good
from heldout_rules.reproducibility.seeding import imports_end

SALTED = "Python salts `hash()` of text anew in every process"


class SeedBuiltinHash(Rule):
    name = "seed-builtin-hash"
    severity = Severity.WARNING
    frameworks = ("python",)
    language = HASHES

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        hashes: dict[Hashable, Step] = {s.id: s for s in graph.ops("hash") if _salted(s)}
        if not hashes:
            return
        for step in graph.steps:
            if step.op == "bucket":
                made = hashes.get(step.args.positional[0].key)
                block = step.block.inside("function")
                own = block is not None and block.what[:1] == ("__hash__",)
                if made is not None and _chooses(step) and not own:
                    yield Report(
                        made.handle, f"{SALTED}: the same value falls into another bucket in the next run", (), made
                    )
            elif step.op != "hash" and (seeds := [v for v in _seeds(step) if v.content == "hash"]):
                made = hashes.get(seeds[0].key)
                if made is not None:
                    yield Report(made.handle, f"{SALTED}: this is another seed in every run", (), made)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step: Step | None = report.about
        if step is None or len(step.args.nodes) != 1 or step.args.nodes[0].star:
            return
        argument = Handle(step.id[1], step.args.nodes[0].value.at)
        text = code.text(code.place(argument))
        sure = _is_text(step.args.positional[0]) if step.args.positional else False
        encoded = (
            f"{text}.encode()"
            if sure and re.fullmatch(r"[\w.]+(\(.*\))?|f?[\"'].*[\"']", text)
            else f"str({text}).encode()"
        )
        edits = [code.replace(code.place(step.handle), f"zlib.crc32({encoded})"), *_import(code, "zlib")]
        yield Draft("Use `zlib.crc32`, which is the same everywhere", tuple(edits), Safety.SAFE)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from hashed_for_good(change)


def _salted(step: Step) -> bool:
    """Whether text may be hashed. A number needs no hash to be a seed or to be counted off, several numbers do."""
    value = next(iter(step.args.positional), None)
    return value is None or not isinstance(value.kind, Group) or _holds_text(value)


def _holds_text(value: Value) -> bool:
    if isinstance(value.kind, Group):
        return any(_holds_text(item) for item in value.kind.items)
    return _is_text(value)


def _chooses(step: Step) -> bool:
    """Whether the modulus is more than the width of a seed or an address."""
    divisor = step.args.positional[1]
    return not isinstance(divisor.kind, Literal) or divisor.kind.value not in (2**32, 2**31, 2**32 - 1, 2**31 - 1)


def _seeds(step: Step) -> list[Value]:
    if step.op == "seed":
        return list(step.args.all())
    value = step.arg(step.model.seed) if step.model is not None and step.model.seed else None
    return [] if value is None else [value]


def _is_text(value: Value) -> bool:
    kind = value.kind
    return (isinstance(kind, Literal) and isinstance(kind.value, str)) or (
        isinstance(kind, Data) and kind.cls == "builtins.str"
    )


def _import(code: Code, module: str) -> list[Edit]:
    """An import of a module of the standard library, before the first import; none where it is imported already."""
    wanted = re.compile(rf"import {module}\b")
    if any(wanted.match(line) for cell in range(len(code.document.cells)) for line in code.lines(cell)):
        return []
    for cell in range(len(code.document.cells)):
        lines = code.lines(cell)
        end = imports_end(lines)
        if end:
            rows = [
                r
                for r, line in enumerate(lines[:end])
                if line.startswith(("import ", "from ")) and "__future__" not in line
            ]
            standard = [
                r
                for r in rows
                if re.match(
                    r"import (?:argparse|collections|csv|glob|hashlib|json|math|os|pathlib|random|re|sys|time)\b",
                    lines[r],
                )
            ]
            row = standard[-1] + 1 if standard else rows[0] if rows else end
            text = f"import {module}" if standard or not rows else f"import {module}\n"
            return [Edit(Place(cell, row, 0, row, 0), text + "\n")]
    return [Edit(Place(0, 0, 0, 0, 0), f"import {module}\n\n")]
