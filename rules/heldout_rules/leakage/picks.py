"""What a program picks by scores: one of several models, one state of a model, or a threshold, and on which rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from heldout.api import Block, Graph, Rows, Step, StepId, text_of
from heldout_rules import told
from heldout_rules.blocks import key, within
from heldout_rules.leakage.finals import is_final, models, trained, whole

CURVES = ("roc_curve", "precision_recall_curve", "det_curve")
USES = ("report", "score", "metric", "predict", "fit", "fit-transform", "construct", "save", "cross-validate")
REPORTS = frozenset([
    "add_scalar", "critical", "debug", "display", "echo", "error", "info", "log", "log_metric", "log_metrics", "print",
    "success", "warning", "write",
])  # fmt: skip


@frozen(eq=False)
class Pick:
    """`kind`: "models", "epochs" (states of one network), or "thresholds" (of answers that do not change)."""

    kind: str
    choose: Step
    scored: tuple[Step, ...]  # the steps whose scores are compared
    fits: tuple[Step, ...]  # what was fitted or trained, as far as it is known
    rows: Rows


def picks(graph: Graph, kind: str) -> Iterator[Pick]:
    """The choices of one kind that are made on a program's test set."""
    for choose in graph.ops("choose"):
        pick = pick_of(graph, choose)
        if pick is None or pick.kind != kind or not _matters(graph, pick):
            continue
        texts = [text_of(arg.value) for step in pick.scored for arg in step.node.args]
        learned = [m for step in pick.scored for m in models(step)] or trained(graph)
        if is_final(graph, pick.rows, learned, texts):
            yield pick


def of_one_cause(found: Iterable[Pick]) -> Iterator[Pick]:
    """Of choices among the same scores (`ts[argmax(f1s)]`, and `max(f1s)` to be printed) the first."""
    told: set[frozenset[StepId]] = set()
    for pick in found:
        scored = frozenset([step.id for step in pick.scored])
        if scored not in told:
            told.add(scored)
            yield pick


def pick_of(graph: Graph, choose: Step) -> Pick | None:
    """What is chosen from what; None where it is not known to be a choice among several."""
    scored = [
        graph.by_id[id] for id in sorted({s.step for s in choose.seen_before}, key=graph.turn) if id in graph.by_id
    ]
    rows = {whole(s.rows) for s in choose.seen_before}
    if not scored or len(rows) != 1:
        return None
    if all(s.how == "answers" for s in choose.seen_before):
        kind, fits = _network(graph, scored)
    else:
        kind, fits = _estimators(graph, scored)
    return Pick(kind, choose, tuple(scored), tuple(fits), rows.pop()) if kind else None


def _repeated(step: Step) -> list[Block]:
    """The loops and comprehensions around a step, from the inside out."""
    return [block for block in step.block.around() if block.kind in ("loop", "comprehension")]


def _network(graph: Graph, scored: list[Step]) -> tuple[str, list[Step]]:
    backward = graph.ops("backward")
    for step in scored:
        for loop in _repeated(step):
            inside = [b for b in backward if within(b, key(loop))]
            if inside:
                return "epochs", inside[:1]
    return "", []


def _estimators(graph: Graph, scored: list[Step]) -> tuple[str, list[Step]]:
    ids = {s.step for step in scored for s in step.seen_before if s.how == "model"}
    fits = [graph.by_id[id] for id in sorted(ids, key=graph.turn) if id in graph.by_id]
    if not fits:
        return "", []
    if all(fit.op in ("backward", "optimizer-step") for fit in fits):
        loops = [loop for step in scored for loop in _repeated(step) if within(fits[0], key(loop))]
        return ("epochs", fits) if loops else ("", [])
    if any(loop.handle == fit.handle for step in scored for loop in _repeated(step) for fit in fits):
        return "epochs", fits  # in a handler that the fit calls
    if any(s.method.startswith("staged_") for s in graph.ops("predict") if ids & {x.step for x in s.seen_before}):
        return "models", fits
    if len(fits) > 1 and len(scored) > 1:
        return "models", fits
    loops = [loop for step in scored for loop in _repeated(step)]
    if any(within(fit, key(loop)) for loop in loops for fit in fits):
        return "models", fits
    if all(step.op == "score" for step in scored):  # a model's own score knows no threshold
        return ("models", fits) if loops and any(_repeated(fit) for fit in fits) else ("", [])
    if loops or any(step.name.rpartition(".")[2] in CURVES for step in scored):
        return "thresholds", fits
    return "", []


def _matters(graph: Graph, pick: Pick) -> bool:
    """Whether the choice does anything: best epochs and thresholds are often only marked in a plot."""
    searched = pick.choose.model is not None  # somebody else's loop, which is there to choose
    return searched or pick.choose.name == "compare" or any(True for _ in uses(graph, pick.choose))


def uses(graph: Graph, choose: Step) -> Iterator[Step]:
    """The steps that use what a choice has left: it is printed, logged, scored, fitted once more, or stored."""
    for step in graph.ops(*USES, "call"):
        if step.op == "call" and (step.model is not None or step.method not in REPORTS):
            continue
        seen = step.seen_before.union(*[v.seen for v in step.args.all()])
        if step.receiver is not None:
            seen |= step.receiver.seen
        if any(s.how == "choice" and s.step == choose.id for s in seen):
            yield step


def written(choose: Step) -> str:
    """A choice as written: `acc > best`, `max(…)`."""
    text = text_of(choose.node.func)
    if choose.node.args:
        text += "(…)"
    return f"`{text}`" if "…" not in text[:-3] and len(text) <= 50 else "the best score"


def data(pick: Pick) -> str:
    """The rows that choose, as written."""
    return told.data(pick.scored[0])
