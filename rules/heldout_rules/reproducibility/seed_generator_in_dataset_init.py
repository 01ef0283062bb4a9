"""A NumPy generator that a data set keeps is copied into every worker of its loader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import (
    Code,
    Draft,
    Edit,
    Graph,
    Instance,
    Literal,
    Object,
    Report,
    Rule,
    Safety,
    Severity,
    Step,
    constant,
)
from heldout_rules.leakage.statements import assigned, call_of, line_of, mentions, source
from heldout_rules.reproducibility.seeds import own_generator, words

READS = ("__getitem__", "__iter__", "__getitems__")
GENERATORS = ("numpy.random.default_rng", "numpy.random.Generator", "numpy.random.RandomState")


class SeedGeneratorInDatasetInit(Rule):
    name = "seed-generator-in-dataset-init"
    severity = Severity.WARNING
    fix_safety = Safety.UNSAFE
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
            yield Report(made.handle, message, evidence, (made, loader))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        yield from _reseeded(code, *report.about)


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


def _reseeded(code: Code, made: Step, loader: Step) -> Iterator[Draft]:
    """A function that gives the data set of each worker a generator of its own, seeded by what PyTorch seeds the worker with."""
    line, where = line_of(code, made.handle), code.statement(loader.handle)
    call = None if line is None else call_of(line)
    names = None if line is None else assigned(line)
    if where is None or call is None or names is None or len(names) != 1 or not re.fullmatch(r"self\.\w+", names[0]):
        return
    func = source(call.func)
    seed = {"default_rng": "torch.initial_seed()", "RandomState": "torch.initial_seed() % 2**32"}
    last = func.rpartition(".")[2]
    lines = code.lines(where.cell)
    row = where.line
    while row > 0 and (not lines[row].strip() or lines[row][:1] in " \t)]}#"):
        row -= 1
    imported = _torch(code, where.cell)
    decorated = row > 0 and lines[row - 1].startswith("@")
    if (
        last not in seed
        or imported is None
        or decorated
        or lines[row].startswith(("class ", "else", "elif", "except", "finally"))
    ):
        return
    if mentions(code, "reseed", ()) or loader.given("worker_init_fn"):
        return
    text = (
        f"def reseed(worker):\n    torch.utils.data.get_worker_info().dataset.{names[0][5:]} = {func}({seed[last]})\n\n"
    )
    if row > 0 and lines[row - 1].strip():
        text = "\n\n" + text
    edits = (
        *imported,
        code.insert_line(where.cell, row, text),
        code.add_keyword(loader.handle, "worker_init_fn=reseed"),
    )
    yield Draft("Give every worker a generator of its own", edits, Safety.UNSAFE)


def _torch(code: Code, last: int) -> list[Edit] | None:
    """The edit that imports `torch` above what comes from it; [] where it is imported."""
    rows = [(cell, row, text) for cell in range(last + 1) for row, text in enumerate(code.lines(cell))]
    if any(re.match(r"import torch\s*(#.*)?$", text) for _, _, text in rows):
        return []
    first = next(((cell, row) for cell, row, text in rows if re.match(r"from torch[\w.]* import ", text)), None)
    if first is None or any(re.search(r"(?<![\w.])torch\s*=|as torch\b", text) for _, _, text in rows):
        return None
    return [code.insert_line(*first, "import torch")]
