"""A trainer watches and reports on the very data that it trains on."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import Handle, Relation, Report, Rule, Severity, Step, Value, ir, relate, text_of
from heldout_rules import told


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
    frameworks = ("transformers", "keras", "lightning")
    ops = ("call", "construct", "fit", "train")

    def check(self, step: Step) -> Iterator[Report]:
        asks = _asks(step)
        if asks is None:
            return
        train, watched = _argument(step, asks, asks.train[0]), step.args.keywords.get(asks.watched)
        watched = watched or _argument(step, asks, asks.watched)
        if train is None or watched is None:
            return
        first = _first(watched)
        if not _same(train, first):
            return
        node = next((a.value for a in step.node.args if a.keyword == asks.watched), None)
        text = text_of(_first_node(node)) if node is not None else ""
        name = f"`{text}`" if text and "…" not in text else f"`{asks.watched}`"
        at = step.handle if node is None else Handle(step.id[1], node.at)
        what = told.called(step)
        message = f"{name} is what {what} trains on, so what it measures there is memory and says nothing of new data"
        yield Report(at, message, ((step.handle, f"{what} trains on it and is measured on it"),))


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
