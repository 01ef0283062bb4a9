"""A network with dropout or batch norm predicts while it is still in training mode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from heldout.api import (
    Allowance,
    Block,
    Code,
    Draft,
    Edit,
    Graph,
    Handle,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
    ir,
    parted_by,
    text_of,
)
from heldout_rules.blocks import around, innermost, nodes, under
from heldout_rules.torch.keeping import switched_right
from heldout_rules.torch.mode import family, last_switch, maker, oid, sensitive

NO_GRAD = ("no_grad", "inference_mode")


class PtEvalMissing(Rule):
    name = "pt-eval-missing"
    severity = Severity.WARNING
    frameworks = ("torch",)
    reads_blocks = True
    allows = Allowance(calls=frozenset(["eval", "train"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        told: set[tuple[Handle, Any]] = set()
        for step, quiet in graph.each(_quiet):
            if step.receiver is None or (quiet.handle, oid(step.receiver)) in told:
                continue
            if any(s.op in ("backward", "optimizer-step") for s in graph.inside(quiet)):
                continue  # gradients are wanted: adversarial examples, adaptation to the test rows
            before = list(graph.steps[: graph.steps.index(step)])
            why = _still_training(graph, step.receiver, step, before)
            layer = None if why is None else sensitive(graph, step.receiver)
            if why is None or layer is None:
                continue
            told.add((quiet.handle, oid(step.receiver)))
            yield _report(graph, step, quiet, layer, why)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step, quiet, training = report.about
        name = step.receiver_text or _called_name(step)
        if not name or "…" in name or "(" in name:
            return
        edits = [_before(code, quiet, f"{name}.eval()")]
        title = f"Insert `{name}.eval()`"
        if training is not None:  # it is trained again afterwards: then it must be told so
            forward, loop = training
            again = _called_name(forward)
            if not again or "…" in again:
                return
            edits.append(_before(code, loop, f"{again}.train()"))
            title += f", and `{again}.train()` before it is trained again"
        if None not in edits:
            yield Draft(title, tuple([e for e in edits if e is not None]), Safety.SAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from switched_right(old, new)


def _quiet(step: Step) -> Iterator[tuple[Step, Block]]:
    """A network that is asked without gradients, and what switches them off; or in a loop over rows that are held out."""
    if step.op == "forward" and step.receiver is not None and oid(step.receiver) is not None:
        block = under(step, *NO_GRAD)
        if block is None and _held_out(step):
            block = _comprehension(step) or innermost(step, "loop")
            # The same rows asked again and again are Monte Carlo dropout.
            if block is None or block.kind == "comprehension":
                pass
            elif _names(step.node.args).isdisjoint(block.what) or _in_comprehension(step, block):
                return
        if block is not None:
            yield step, block


def _comprehension(step: Step) -> Block | None:
    """The comprehension over held-out rows that asks the network, once: not in a loop that only repeats it."""
    block = innermost(step, "comprehension")
    if block is None or not isinstance(block.node, ir.Comp):
        return None
    targets = {name for target, _, _ in block.node.clauses for name in _names(target)}
    loops = around(step, "loop")
    return block if not loops and not _names(step.node.args).isdisjoint(targets) else None


def _names(node: Any) -> set[str]:
    return {inner.id for inner in nodes(node) if isinstance(inner, ir.Name)}


def _in_comprehension(step: Step, block: Block) -> bool:
    comprehensions = [node for node in nodes(block.node) if isinstance(node, ir.Comp)]
    return any(isinstance(n, ir.Call) and n.at == step.node.at for found in comprehensions for n in nodes(found))


def _held_out(step: Step) -> bool:
    """Whether a network is asked about rows that are kept from those it learned from."""
    rows = step.rows
    if rows is None:
        return False
    learned = [seen.rows for seen in step.seen_before if seen.how == "model"]
    return rows.role in ("test", "validation") or any(parted_by(rows, others) is not None for others in learned)


def _only_asks(step: Step) -> bool:
    return under(step, *NO_GRAD) is not None or _held_out(step)


def _still_training(graph: Graph, network: Value, step: Step, before: list[Step]) -> Step | None:
    """What left the network in training mode: the training or loading step before, where nothing switched the mode since."""
    members = family(graph, network)
    made = maker(graph, network)
    mode, switch = last_switch(graph, before, members)
    if mode in ("eval", "unknown") or (not mode and made is not None and made.op == "hub-load"):
        return None
    if switch is not None and switch.fact("leaves"):
        return switch  # a trainer that switches it over, and trains it
    since = before[before.index(switch) + 1 :] if switch is not None else before
    trained = next(
        (s for s in reversed(since) if s.op in ("optimizer-step", "backward") and _learns(graph, s, members)), None
    )
    loaded = next((s for s in reversed(since) if s.op == "load-state" and oid(s.receiver) in members), None)
    # Training mode that was switched on and then used without any training in between is meant: Monte Carlo dropout.
    return trained or loaded


def _learns(graph: Graph, step: Step, members: set[Any]) -> bool:
    """Whether it is this network that is trained: it is asked, with gradients, in the same run of the same function."""
    for other in graph.ops("forward"):
        if oid(other.receiver) in members and other.id[0] == step.id[0] and not _only_asks(other):
            return True
    return False


def _training_in_loop(graph: Graph, step: Step) -> tuple[Step, Block] | None:
    """Where a loop goes on to train after this prediction and does not switch the mode itself: the training's own loop."""
    members = family(graph, step.receiver) if step.receiver is not None else set()
    for loop in around(step, "loop"):
        inside = graph.inside(loop)
        if any(s.op == "train-mode" and oid(s.receiver) in members for s in inside):
            return None
        for other in inside:
            if other.op == "forward" and oid(other.receiver) in members and not _only_asks(other):
                own = innermost(other, "loop")
                return None if own is None else (other, own)
    return None


def _report(graph: Graph, step: Step, quiet: Block, layer: Step, why: Step) -> Report:
    name = _called_name(step) or "the network"
    what = layer.name.rpartition(".")[2]
    does = "drops values at random" if "Dropout" in what else "uses the statistics of the batch at hand"
    message = f"`{name}` predicts in training mode: its `{what}` still {does}; call `{name}.eval()` first"
    cause = (
        "its weights are loaded here, which leaves it in training mode"
        if why.op == "load-state"
        else "it is trained here"
    )
    evidence = (
        (layer.handle, f"`{what}` behaves differently in training"),
        (why.handle, cause),
        (quiet.handle, "here it predicts, and nothing has switched it over"),
    )
    return Report(step.handle, message, evidence, (step, quiet, _training_in_loop(graph, step)))


def _called_name(step: Step) -> str:
    func = step.node.func
    if isinstance(func, ir.Attr) and func.name == "forward":
        return text_of(func.base)
    return text_of(func)


def _before(code: Code, block: Block, text: str) -> Edit | None:
    """Insert a statement before a block, or before the one that a comprehension stands in; before the first statement of a decorated function."""
    handle = block.handle
    if isinstance(block.node, (ir.With, ir.For, ir.While)):
        place = code.place(handle)
        return code.insert_line(place.cell, place.line, code.indent(place) + text)
    if isinstance(block.node, ir.Comp):
        whole = code.statement(handle)
        return None if whole is None else code.insert_line(whole.cell, whole.line, code.indent(whole) + text)
    function = block.outer
    while function is not None and function.kind != "function":
        function = function.outer
    body = getattr(function.node, "body", ()) if function is not None else ()
    leaf = handle.leaf
    while body and isinstance(body[0], ir.Unit):
        leaf, body = body[0].leaf, body[0].body
    statement = next((s for s in body if not _docstring(s)), None)
    if statement is None:
        return None
    place = code.place(Handle(leaf, statement.at))
    return code.insert_line(place.cell, place.line, code.indent(place) + text)


def _docstring(statement: Any) -> bool:
    return isinstance(statement, ir.ExprStmt) and isinstance(statement.value, ir.Const)
