"""The words of evidence: steps, rows and shares in the names of the user's code."""

from __future__ import annotations

from heldout.api import Data, Graph, Rows, Segment, Step, ir, share, text_of


def receiver(step: Step) -> str:
    """What was fitted or asked: `scaler`, or `StandardScaler()` where it has no name; an optimizer makes the network learn."""
    if step.op == "optimizer-step":
        return "the network"
    named = step.receiver is not None and step.op != "rescale"  # not the `xgb` of `xgb.train`
    text = step.receiver_text if named else ""
    if text and "…" not in text and len(text) <= 40 and "(" not in text:
        return f"`{text}`"
    name = step.method if step.op == "rescale" else (step.cls or step.name).rpartition(".")[2]
    return f"`{name}`" if name else "it"


def data(step: Step) -> str:
    """The rows that a step works on, as written."""
    text = step.data_text()
    return f"`{text}`" if text and "…" not in text and len(text) <= 40 else "its data"


def table(step: Step) -> str:
    """The data of a step, or the table that it is made of: `train` of `train.drop(columns=[…])`."""
    text = step.data_text()
    if text and "…" not in text and len(text) <= 40:
        return f"`{text}`"
    names = step.model.data if step.model is not None else ()
    arg = (step.arg_node(names[0]) if names else None) or next(iter(step.node.args), None)
    node: ir.Expr | None = None if arg is None else arg.value
    while isinstance(node, (ir.Attr, ir.Subscript, ir.Call)):
        node = node.func if isinstance(node, ir.Call) else node.base
    return f"`{node.id}`" if isinstance(node, ir.Name) else "its data"


def looked_at(step: Step) -> str:
    """What a fit or a statistic looked at: `all of `X``, with the table whose method it is."""
    receiver = step.receiver
    table = receiver is not None and isinstance(receiver.kind, Data)
    text = step.receiver_text if table else step.data_text()
    return f"all of `{text}`" if text and "…" not in text and len(text) <= 40 else "all rows"


def called(step: Step) -> str:
    """What a step calls: `model.score`, `roc_auc_score`."""
    text = text_of(step.node.func)
    if "…" not in text and len(text) <= 50:
        return f"`{text}`"
    if step.op == "metric" and step.method in ("sum", "mean"):  # (model(X).argmax(1) == y).sum()
        return "the count of right answers" if step.method == "sum" else "the mean of right answers"
    return f"`{step.method}`"


def judges(step: Step) -> str:
    """How a step judges rows, after its name: `… is computed on`, `… is asked for`."""
    if step.op in ("predict", "forward"):
        return "is asked for"
    return "is handed" if step.op == "call" else "is computed on"


def percent(part: Rows, whole: Rows) -> str:
    """`20 % of`, or "" when the share is not known."""
    known = share(part, whole)
    return "" if known is None or not 0 < known < 1 else f"{round(known * 100):d} % of "


def maker(graph: Graph, segment: Segment | None) -> Step | None:
    """The step that made a choice of rows."""
    if segment is None or not isinstance(segment.split, tuple) or len(segment.split) < 2:
        return None
    return graph.by_id.get(segment.split[1])


def sources(graph: Graph, rows: Rows) -> list[Step]:
    """Where the rows come from, in the order of the program."""
    found: dict[int, Step] = {}
    for path in rows.paths:
        step = graph.by_id.get(path[0])  # type: ignore[call-overload]
        if step is not None and step.op == "source":
            found[id(step)] = step
    return sorted(found.values(), key=lambda s: graph.turn(s.id))
