"""A metric is computed for each batch and averaged over batches, which is not the metric of the data set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from heldout.api import Block, Graph, Handle, Report, Rule, Segment, Severity, Step, Value, constant, ir, text_of
from heldout_rules.blocks import key, nodes

NOT_A_MEAN = re.compile(
    r"(f1|fbeta|precision|recall|jaccard|average_precision|roc_auc|auroc|r2|explained_variance|matthews\w*|cohen_kappa"
    r"|balanced_accuracy|root_mean_squared_error)(_?score|_corrcoef)?$|^auc$"
)
"""Metrics of the whole data set that no mean over its pieces gives."""
MEAN = re.compile(r"(binary_|multiclass_)?accuracy(_score)?$")
LIBRARIES = ("sklearn.metrics.", "torchmetrics.functional.", "torcheval.metrics.functional.")
LOADER = ("torch.utils.data.DataLoader",)
NAMED = re.compile(r"(^|_)(loader|dataloader|dl|batches)$|Loader$", re.IGNORECASE)
ROUND = 10_000
"""Data sets that come ready are round numbers: a batch size that divides this one leaves no smaller last batch."""
AVERAGES = ("mean", "nanmean", "fmean", "average", "sum", "tensor", "stack")
PASSES = ("item", "float", "cpu", "numpy", "detach", "tolist")


class MetricBatchAverage(Rule):
    name = "metric-batch-average"
    severity = Severity.WARNING
    frameworks = ("torch", "sklearn")
    reads_blocks = True

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        loops: dict[object, tuple[Block, list[_Summand]]] = {}
        for block, summands in graph.each(_loops):
            loops.setdefault(key(block), (block, summands))
        told: set[Handle] = set()
        for block, summands in loops.values():
            for report in _in_loop(graph, block, summands):
                if report.at not in told:
                    told.add(report.at)
                    yield report


def _loops(step: Step) -> Iterator[tuple[Block, list[_Summand]]]:
    """The loop of a step that may be a metric, where it adds something up."""
    if step.method not in ("sum", "mean") and not step.name.startswith(LIBRARIES):
        return
    block: Block | None = step.block
    while block is not None and block.kind in ("branch", "with"):
        block = block.outer
    if block is not None and block.kind == "loop" and isinstance(block.node, ir.For):
        found = _summands(block.node.body, block.handle.leaf)
        summands = [summand for summand in found if isinstance(_measured(summand), (ir.Call, ir.Binary))]
        if summands:
            yield block, summands


def _in_loop(graph: Graph, loop: Block, summands: list[_Summand]) -> Iterator[Report]:
    inside = list(graph.inside(loop))
    if any(s.op in ("backward", "optimizer-step") or s.method == "backward" for s in inside):
        return  # while it trains, a running average is all that anybody wants
    source = _loader(graph, loop, inside)
    if source is None:
        return
    made, iterated = source
    by_handle, batch = {s.handle: s for s in inside}, _of_batch(loop)
    for summand in summands:
        found = _metric(summand, by_handle, batch)
        if found is None or (summand.kept and not _averaged(graph, loop, summand.total)):
            continue
        name, at, is_mean = found
        if is_mean and not _uneven(made):
            continue
        what = f"`{summand.total}` {'keeps' if summand.kept else 'adds up'} {name} of each batch"
        if is_mean:
            message = f"{what}: in their average a smaller last batch counts as much as a full one"
        else:
            message = f"{what}, and their average is not {name} of the data set"
        evidence = [] if made is None else [(made.handle, f"`{iterated}` gives the data in batches")]
        evidence.append((loop.handle, "the loop over batches"))
        yield Report(at, message, tuple(evidence))


@frozen
class _Summand:
    """What a loop adds to a total, or keeps in a list, and where: the suite and the leaf around it."""

    total: str
    value: Any
    suite: Any
    leaf: int
    kept: bool = False


def _summands(suite: Any, leaf: int) -> Iterator[_Summand]:
    """`total += value`, `total = total + value`, `kept.append(value)`."""
    for s in suite:
        if isinstance(s, ir.Unit):
            yield from _summands(s.body, s.leaf)
        elif isinstance(s, (ir.If, ir.With)):
            yield from _summands(s.body, leaf)
        elif isinstance(s, ir.AugAssign) and s.op == "+" and isinstance(s.target, (ir.Name, ir.Attr)):
            yield _Summand(text_of(s.target), s.value, suite, leaf)
        elif isinstance(s, ir.Assign) and len(s.targets) == 1 and isinstance(s.value, ir.Binary) and s.value.op == "+":
            if text_of(s.targets[0]) == text_of(s.value.left) != "…":
                yield _Summand(text_of(s.targets[0]), s.value.right, suite, leaf)
        elif isinstance(s, ir.ExprStmt) and isinstance(s.value, ir.Call) and len(s.value.args) == 1:
            func = s.value.func
            if isinstance(func, ir.Attr) and func.name == "append" and isinstance(func.base, ir.Name):
                yield _Summand(func.base.id, s.value.args[0].value, suite, leaf, True)


def _of_batch(loop: Block) -> set[str]:
    """The names of the batch and of its parts: those of the loop, and what they are taken apart into."""
    names = set(loop.what)
    for s in nodes(loop.node.body):
        if isinstance(s, ir.Assign) and isinstance(s.value, ir.Name) and s.value.id in names:
            names |= {n.id for n in nodes(s.targets) if isinstance(n, ir.Name)}
    return names


def _averaged(graph: Graph, loop: Block, name: str) -> bool:
    """Whether a list is averaged in the function of the loop: `np.mean(kept)`, `sum(kept) / len(kept)`."""
    function = loop.inside("function")

    def is_it(call: ir.Call) -> bool:
        return any(isinstance(arg.value, ir.Name) and arg.value.id == name for arg in call.args)

    if function is not None:
        calls = [n for n in nodes(function.node) if isinstance(n, ir.Call)]
        return any(is_it(c) and text_of(c.func).rpartition(".")[2] in AVERAGES for c in calls)
    return any(s.block.kind == "module" and s.method in AVERAGES and is_it(s.node) for s in graph.steps)


def _loader(graph: Graph, loop: Block, inside: list[Step]) -> tuple[Step | None, str] | None:
    """What makes the batches that the loop goes through, and its name; None where that is nothing known."""
    iterated = loop.node.iter
    while isinstance(iterated, ir.Call) and iterated.args and not isinstance(iterated.func, ir.Attr):
        iterated = iterated.args[0].value  # enumerate(loader), tqdm(loader)
    written = text_of(iterated)
    for step in inside:
        for value in (*step.args.all(), *([step.receiver] if step.receiver else [])):
            for made in _items(value):
                maker = graph.by_id.get(made)  # type: ignore[call-overload]
                if maker is not None and maker.name in LOADER:
                    return maker, written
    if NAMED.search(written) and any(s.op == "forward" for s in inside):
        return None, written
    return None


def _items(value: Value) -> Iterator[object]:
    """What a value is an item of."""
    rows = value.data_rows()
    for path in () if rows is None else rows.paths:
        for segment in path:
            if isinstance(segment, Segment) and segment.kind == "item" and isinstance(segment.split, tuple):
                yield segment.split[1]


def _metric(summand: _Summand, steps: dict[Handle, Step], batch: set[str]) -> tuple[str, Handle, bool] | None:
    """The metric that a summand is: its name in words, where it stands, and whether it is a mean over rows."""
    node = _measured(summand)
    if node is None:
        return None
    at = Handle(summand.leaf, node.at)
    step = steps.get(at)
    if step is not None and step.name.startswith(LIBRARIES):
        last = step.name.rpartition(".")[2]
        if NOT_A_MEAN.search(last) or MEAN.search(last):
            return f"the `{last}`", at, NOT_A_MEAN.search(last) is None
    if _is_hits(node, "mean"):
        return "the accuracy", at, True
    if isinstance(node, ir.Binary) and node.op == "/" and _is_hits(_bare(node.left), "sum"):
        names = {n.id for n in nodes(node.right) if isinstance(n, ir.Name)}
        if not names.isdisjoint(batch):  # divided by the size of the batch, not by that of the whole
            return "the accuracy", at, True
    return None


def _measured(summand: _Summand) -> Any:
    """The expression behind a summand; None where a name may have several."""
    node = _bare(summand.value)
    if isinstance(node, ir.Binary) and node.op == "/" and text_of(node.right).startswith("len("):
        inner = _bare(node.left)  # total += metric / len(loader)
        if not _is_hits(inner, "sum"):
            node = inner
    if isinstance(node, ir.Name):  # batch_f1 = f1_score(…); total += batch_f1
        assigned = [s for s in summand.suite if isinstance(s, ir.Assign) and any(_named(t, node.id) for t in s.targets)]
        if len(assigned) != 1 or assigned[0].value is None:
            return None
        node = _bare(assigned[0].value)
    return node


def _named(target: ir.Expr, name: str) -> bool:
    return isinstance(target, ir.Name) and target.id == name


def _bare(node: Any) -> Any:
    """A node without `.item()`, `float(…)` and their like."""
    while isinstance(node, ir.Call):
        if isinstance(node.func, ir.Attr) and node.func.name in PASSES and not isinstance(node.func.base, ir.Compare):
            node = node.func.base
        elif isinstance(node.func, ir.Name) and node.func.id == "float" and len(node.args) == 1:
            node = node.args[0].value
        else:
            break
    return node


def _is_hits(node: Any, method: str) -> bool:
    """`(predicted == y).float().mean()`, `np.mean(predicted == y)`; the same with "sum"."""
    if not isinstance(node, ir.Call) or not isinstance(node.func, ir.Attr) or node.func.name != method:
        return False
    return any(isinstance(n, ir.Compare) and n.rest[0][0] == "==" for n in nodes(node))


def _uneven(made: Step | None) -> bool:
    """Whether the last batch may be smaller than the others."""
    if made is None:
        return False
    size = constant(made.arg("batch_size"), 1)
    if constant(made.args.keywords.get("drop_last")) is True or made.args.spread or not isinstance(size, int):
        return False
    return size > 1 and ROUND % size != 0
