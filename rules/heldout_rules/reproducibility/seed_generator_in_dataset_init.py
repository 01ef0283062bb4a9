"""A NumPy generator that a data set keeps is copied into every worker of its loader."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.api import Graph, Instance, Literal, Object, Report, Rule, Severity, Step, constant
from heldout_rules.reproducibility.seeds import own_generator, words

READS = ("__getitem__", "__iter__", "__getitems__")
GENERATORS = ("numpy.random.default_rng", "numpy.random.Generator", "numpy.random.RandomState")


class SeedGeneratorInDatasetInit(Rule):
    name = "seed-generator-in-dataset-init"
    severity = Severity.WARNING
    frameworks = ("torch",)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        loaders = [s for s in graph.ops("construct") if s.name == "torch.utils.data.DataLoader" and _workers(s)]
        if not loaders:
            return
        for loader in loaders:
            dataset = loader.arg("dataset")
            if dataset is None or not isinstance(dataset.kind, Object):
                continue
            draw = next((s for s in graph.steps if own_generator(s) and _read_by(s, dataset.kind.cid)), None)
            made = _made(graph, draw)
            if draw is None or made is None:
                continue
            message = f"`{draw.receiver_text}` is copied into every worker of the DataLoader: all workers draw the same random numbers"
            evidence = (
                (draw.handle, f"{words(draw)} draws in a worker"),
                (loader.handle, "the loader with several workers"),
            )
            yield Report(made.handle, message, evidence)


def _workers(step: Step) -> bool:
    """Whether a loader is known to have workers, and nothing is done when they start."""
    given = constant(step.args.keywords.get("num_workers"))
    started = step.args.keywords.get("worker_init_fn")
    nothing = started is None or (isinstance(started.kind, Literal) and started.kind.value is None)
    return type(given) is int and given > 1 and nothing and not step.args.spread


def _read_by(step: Step, cid: object) -> bool:
    """Whether a step runs in the method by which a loader reads from a data set of that class, or in what it calls."""
    return any(
        b.kind == "function" and b.owner == cid and b.what[:1] in [(n,) for n in READS] for b in step.block.around()
    )


def _made(graph: Graph, draw: Step | None) -> Step | None:
    """The call in `__init__` that made the generator."""
    receiver = None if draw is None else draw.receiver
    if receiver is None or not isinstance(receiver.kind, Instance) or not isinstance(receiver.kind.oid, tuple):
        return None
    step = graph.by_id.get(receiver.kind.oid[1:])
    block = None if step is None else step.block.inside("function")
    known = step is not None and step.name in GENERATORS and block is not None and block.what[:1] == ("__init__",)
    return step if known else None
