"""A preprocessing layer was adapted to rows that a network is then tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Draft,
    Graph,
    Handle,
    Relation,
    Report,
    Rows,
    Rule,
    Safety,
    Severity,
    Step,
    Value,
    relate,
)
from heldout_rules import told
from heldout_rules.leakage.early import ADAPT, READS
from heldout_rules.leakage.held_out import judged
from heldout_rules.leakage.keeping import fitted_later, learned_in_order
from heldout_rules.leakage.statements import assigned, call_of, line_of, parts

LOOKING = ("call", "score", "predict", "fit", "construct", "metric")


class LeakNormalizationAdapt(Rule):
    name = ADAPT
    severity = Severity.WARNING
    frameworks = ("keras",)
    reads = (*READS, "construct")
    fix_safety = Safety.UNSAFE
    allows = Allowance(moves=True)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        # The layer is a part of the network: what it has seen is not seen of the rows, so the rows themselves are followed.
        adapted = [s for s in graph.ops("fit") if s.fact("learns") == "layer" and s.rows is not None]
        if not adapted:
            return
        looks = [(step, rows) for step in graph.ops(*LOOKING) for rows in _held_out(step)]
        looks += [(look.step, look.rows) for look in graph.ask(judged) if look.model is not None]
        for step in adapted:
            assert step.rows is not None
            for look, rows in looks:
                if look is not step and relate(rows, step.rows) is Relation.INSIDE:
                    yield _report(graph, step, look, rows)
                    break

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        step, split = report.about
        if split is not None and split.op == "split":
            yield from _drafts(code, step, split)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from fitted_later(report.about[0], old, new)
        yield from learned_in_order(old, new)


def _held_out(step: Step) -> Iterator[Rows]:
    """The held-out rows that a step is given."""
    stack: list[Value] = [*step.args.all()]
    while stack:
        value = stack.pop()
        items = getattr(value.kind, "items", ())
        if isinstance(items, tuple):
            stack += [item for item in items if isinstance(item, Value)]
        if value.rows is not None and value.rows.role in ("test", "validation"):
            yield value.rows


def _report(graph: Graph, step: Step, look: Step, rows: Rows) -> Report:
    assert step.rows is not None
    name, data = told.receiver(step), told.looked_at(step)
    share = told.percent(rows, step.rows)
    split = told.maker(graph, rows.last())
    message = f"{name} is adapted to {data}; {share or 'some of '}those rows are held out for {told.called(look)}"
    evidence = [(s.handle, "the rows are read here") for s in told.sources(graph, step.rows)]
    evidence.append((step.handle, f"{name} learns from {data}"))
    if split is not None:
        evidence.append((split.handle, "the test rows are a part of them"))
    evidence.append((look.handle, f"{told.called(look)} is given rows that {name} has seen"))
    return Report(step.handle, message, tuple(evidence), (step, split))


def _drafts(code: Code, step: Step, split: Step) -> Iterator[Draft]:
    """`norm.adapt(X)` below `X_train, X_test, … = train_test_split(X, …)`: `norm.adapt(X_train)`."""
    line = line_of(code, split.handle)
    call = None if line is None else call_of(line)
    if line is None or call is None or assigned(line) is None or len(step.node.args) != 1 or split.id[0] != step.id[0]:
        return
    halves = parts(line, call)
    place = code.place(Handle(step.id[1], step.node.args[0].value.at))
    train = None if halves is None else halves.get(code.text(place), ("", ""))[0]
    if train and line.place < place:
        yield Draft(f"Adapt to `{train}` only", (code.replace(place, train),), Safety.UNSAFE)
