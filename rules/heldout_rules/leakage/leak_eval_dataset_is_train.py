"""A trainer watches and reports on the very data that it trains on."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import (
    Graph,
    Handle,
    Relation,
    Report,
    Rule,
    Segment,
    Severity,
    Step,
    StepId,
    Value,
    ir,
    relate,
    text_of,
)
from heldout_rules import told
from heldout_rules.leakage.held_out import honest


@frozen
class Asks:
    """Where a call takes the rows that are trained on, and those that are watched meanwhile: parameters in order."""

    train: tuple[str, ...]
    watched: str
    params: tuple[str, ...] = ()


TRAINERS = (
    "Trainer",
    "Seq2SeqTrainer",
    "SFTTrainer",
    "SentenceTransformerTrainer",
    "SetFitTrainer",
    "ORPOTrainer",
    "DPOTrainer",
)
HUGGING_FACE = Asks(("train_dataset",), "eval_dataset")
KERAS = Asks(("x", "y"), "validation_data", ("x", "y"))
LIGHTNING = Asks(("train_dataloaders",), "val_dataloaders", ("model", "train_dataloaders", "val_dataloaders"))


class LeakEvalDatasetIsTrain(Rule):
    name = "leak-eval-dataset-is-train"
    severity = Severity.ERROR
    frameworks = ("transformers", "keras", "lightning", "torch")
    reads = ("call", "construct", "fit", "train", "backward", "metric", "score", "predict")

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        yield from graph.each(_in_one_call)
        yield from _loaders(graph)


def _in_one_call(step: Step) -> Iterator[Report]:
    asks = _asks(step) if step.op in ("call", "construct", "fit", "train") else None
    if asks is not None:
        yield from _trained_and_watched(step, asks)


def _trained_and_watched(step: Step, asks: Asks) -> Iterator[Report]:
    train, watched = _argument(step, asks, asks.train[0]), step.args.keywords.get(asks.watched)
    watched = watched or _argument(step, asks, asks.watched)
    if train is None or watched is None or not _same(train, _first(watched)):
        return
    node = next((a.value for a in step.node.args if a.keyword == asks.watched), None)
    text = text_of(_first_node(node)) if node is not None else ""
    name = f"`{text}`" if text and "…" not in text else f"`{asks.watched}`"
    at = step.handle if node is None else Handle(step.id[1], node.at)
    what = told.called(step)
    message = f"{name} is what {what} trains on, so what it measures there is memory and says nothing of new data"
    yield Report(at, message, ((step.handle, f"{what} trains on it and is measured on it"),))


def _loaders(graph: Graph) -> Iterator[Report]:
    """A loop of its own that measures a network on the data that the loop before has trained it on, and no other data."""
    trained = {loader: step for step in graph.ops("backward") for loader in _loaders_of(step)}
    if not trained:
        return
    for metric in graph.ops("metric", "score"):
        for loader in _loaders_of(metric):
            made = graph.by_id.get(loader)
            if loader in trained or made is None or made.rows is None:
                continue
            models = [s for s in metric.seen_before if s.how == "model" and relate(made.rows, s.rows) is Relation.SAME]
            if not models or any(model.step in graph.ask(honest) for model in models):
                continue
            for other, backward in trained.items():
                first = graph.by_id.get(other)
                if first is not None and first.rows is not None and relate(first.rows, made.rows) is Relation.SAME:
                    yield _loader_report(made, first, backward, metric)
                    break


def _loaders_of(step: Step) -> list[StepId]:
    """The loaders whose batches a step works on."""
    paths = () if step.rows is None else step.rows.paths
    ends = [path[-1] for path in paths]
    return [s.split[1] for s in ends if isinstance(s, Segment) and s.kind == "item" and isinstance(s.split, tuple)]


def _loader_report(made: Step, first: Step, backward: Step, metric: Step) -> Report:
    data = told.table(made)
    message = f"{data} is what the network is trained on, so what is measured with this loader is memory"
    evidence = (
        (first.handle, f"{told.table(first)} is loaded to train on"),
        (backward.handle, "the network learns from it"),
        (made.handle, "the same data are loaded once more"),
        (metric.handle, "what is measured here is measured on them, and on no other data"),
    )
    return Report(made.handle, message, evidence)


def _asks(step: Step) -> Asks | None:
    last = step.name.rpartition(".")[2]
    root = step.name.partition(".")[0]
    if last in TRAINERS and root in ("transformers", "trl", "sentence_transformers", "setfit"):
        return HUGGING_FACE
    if step.method != "fit":
        return None
    if "validation_data" in step.args.keywords and (step.op == "fit" or not step.cls):
        return KERAS
    return LIGHTNING if step.cls.endswith("Trainer") or "val_dataloaders" in step.args.keywords else None


def _argument(step: Step, asks: Asks, name: str) -> Value | None:
    return step.args.get(name, asks.params)


def _first(watched: Value) -> Value:
    """`X` of `(X, y)`."""
    items = getattr(watched.kind, "items", ())
    return items[0] if isinstance(items, tuple) and items and isinstance(items[0], Value) else watched


def _first_node(node: ir.Expr) -> ir.Expr:
    return node.items[0] if isinstance(node, ir.Seq) and node.items else node


def _same(train: Value, watched: Value) -> bool:
    """Whether two arguments are one thing: the same object, or the same rows."""
    if train.rows is not None and watched.rows is not None:
        return relate(train.rows, watched.rows) is Relation.SAME
    return train.key is not None and train.key == watched.key and train.kind == watched.kind
