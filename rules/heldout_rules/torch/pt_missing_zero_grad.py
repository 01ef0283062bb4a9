"""A training loop never clears the gradients, so every step follows the sum of all gradients so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Block,
    Code,
    Draft,
    Graph,
    Handle,
    Instance,
    Object,
    Place,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
    ir,
    text_of,
)
from heldout_rules.blocks import BlockKey, around, innermost, key, nodes
from heldout_rules.torch.keeping import cleared_right

SCALERS = ("GradScaler",)
CLEARS = re.compile("(zero|clear|reset)_?grad", re.IGNORECASE)
NAMED = re.compile(r"(?:optimi[sz]er\w*|(?:^|[._])opt(?:im)?(?:[_\d]\w*)?)(?:\[.*\])?$", re.IGNORECASE)
KNOWN = ("torch.", "builtins.", "numpy.", "tqdm.", "sklearn.", "math.", "time.", "random.")


class PtMissingZeroGrad(Rule):
    name = "pt-missing-zero-grad"
    severity = Severity.ERROR
    frameworks = ("torch",)
    reads_blocks = True
    allows = Allowance(calls=frozenset(["zero_grad"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        found = graph.each(_gradients)
        if not found:
            return
        uses_torch = any(s.name.startswith("torch.") for s in graph.steps)
        computed: dict[BlockKey, Step] = {}  # the first backward pass in each loop
        for backward, loops, _ in found:
            if _is_backward(backward, uses_torch):
                for loop in loops:
                    computed.setdefault(key(loop), backward)
        told: set[Handle] = set()
        for step, loops, clearing in found:
            if not _is_optimizer_step(step, uses_torch):
                continue
            loop = next((loop for loop in loops if key(loop) in computed), None)  # type: ignore[assignment]
            if loop is None or loop in clearing or _cleared(graph, loop, step):
                continue
            backward = computed[key(loop)]
            if backward.handle not in told:
                told.add(backward.handle)
                yield _report(loop, backward, step)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        backward, step = report.about
        optimizer = _optimizer(step)
        if "…" in optimizer or not optimizer:
            return
        call = f"{optimizer}.zero_grad()"
        inner, other = innermost(backward, "loop"), innermost(step, "loop")
        # Before `backward` only where each of them is followed by a step; else the gradients are meant to add up.
        same = inner is not None and other is not None and key(inner) == key(other)
        each = same and _branches(step) == _branches(backward)
        at, where = (backward, "before") if each and backward.id[0] == step.id[0] else (step, "after")
        title = f"Insert `{call}` {where} `{text_of(at.node.func)}()`"
        statement = code.statement(at.handle)
        if statement is not None:
            row = statement.line if where == "before" else statement.end_line
            edit = code.insert_line(statement.cell, row, code.indent(statement) + call)
        else:
            place = code.place(at.handle)
            if where == "before":
                start = Place(place.cell, place.line, place.column, place.line, place.column)
                edit = code.replace(start, f"{call}; ")
            else:
                end = Place(place.cell, place.end_line, place.end_column, place.end_line, place.end_column)
                edit = code.replace(end, f"; {call}")
        yield Draft(title, (edit,), Safety.SAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from cleared_right(report.about, old, new)


def _gradients(step: Step) -> Iterator[tuple[Step, list[Block], list[Block]]]:
    """The steps that may compute gradients, or follow them; the loops around, and those whose code clears gradients."""
    if _is_backward(step, True) or _is_optimizer_step(step, True):
        loops = around(step, "loop")
        yield step, loops, [loop for loop in loops if _written_in(loop)]


def _is_backward(step: Step, uses_torch: bool) -> bool:
    if step.op == "backward":
        return True
    return uses_torch and step.op == "call" and not step.name and step.method == "backward" and not step.args.positional


def _is_optimizer_step(step: Step, uses_torch: bool) -> bool:
    """`optimizer.step()`: of a known optimizer, or by name in a program that uses torch. Closures see to it themselves."""
    if step.op == "optimizer-step":
        return not step.args.nodes or step.cls.endswith(SCALERS)
    if step.op != "call" or step.name or step.method != "step" or step.args.nodes or not uses_torch:
        return False
    return NAMED.search(step.receiver_text) is not None


def _optimizer(step: Step) -> str:
    if step.cls.endswith(SCALERS):
        return text_of(step.args.nodes[0].value) if step.args.nodes else ""
    return step.receiver_text


def _branches(step: Step) -> list[object]:
    return [key(b) for b in around(step, "branch")]


def _cleared(graph: Graph, loop: Block, step: Step) -> bool:
    """Whether anything that runs in the loop clears gradients, or may do so where we cannot see it."""
    held = {oid for oid in (_oid(step.receiver), *(_oid(v) for v in step.args.positional)) if oid is not None}
    names = {_optimizer(step)}
    for other in graph.inside(loop):
        if other.op == "zero-grad" or CLEARS.search(other.method):
            return True
        if other.method == "zero_" and ".grad" in other.receiver_text:
            return True
        if other.op == "forward" and _oid(other.receiver) is not None:
            held.add(_oid(other.receiver))
        if any(_written_in(b) for b in around(other, "function") if _runs_in(b, loop)):
            return True
    return any(_may_clear(s, held, names) for s in graph.inside(loop))


def _runs_in(block: Block, loop: Block) -> bool:
    """Whether a function runs inside of a loop."""
    return any(key(b) == key(loop) for b in block.around())


def _written_in(block: Block) -> bool:
    """Whether code says that gradients are cleared: `zero_grad`, `p.grad = None`, `p.grad.zero_()`."""
    for node in nodes(block.node):
        name = node.name if isinstance(node, ir.Attr) else node.id if isinstance(node, ir.Name) else ""
        if CLEARS.search(name):
            return True
        if isinstance(node, ir.Assign) and any(isinstance(t, ir.Attr) and t.name == "grad" for t in node.targets):
            return True
        if (
            isinstance(node, ir.Attr)
            and node.name == "zero_"
            and isinstance(node.base, ir.Attr)
            and node.base.name == "grad"
        ):
            return True
    return False


def _oid(value: Value | None) -> object:
    return value.kind.oid if value is not None and isinstance(value.kind, (Instance, Object)) else None


def _may_clear(step: Step, held: set[object], names: set[str]) -> bool:
    """A call of something unknown that is handed the optimizer or the model."""
    if step.op != "call" or step.name.startswith(KNOWN):
        return False
    if any(_oid(v) in held for v in step.args.all() if _oid(v) is not None):
        return True
    return any(text_of(arg.value) in names for arg in step.args.nodes)


def _report(loop: Block, backward: Step, step: Step) -> Report:
    optimizer = _optimizer(step)
    message = f"the gradients of all earlier rounds are still in `{optimizer}`: nothing in this loop calls `zero_grad`"
    if "…" in optimizer or not optimizer:
        message = "the gradients of all earlier rounds are still there: nothing in this loop calls `zero_grad`"
    evidence = (
        (loop.handle, "the loop"),
        (backward.handle, f"`{text_of(backward.node.func)}` adds to the gradients that are there"),
        (step.handle, f"`{text_of(step.node.func)}` follows their sum"),
    )
    return Report(backward.handle, message, evidence, (backward, step))
