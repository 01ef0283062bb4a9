"""A transformer is fitted again on the rows that were held out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Code,
    Compared,
    Draft,
    Graph,
    Handle,
    Instance,
    Object,
    Place,
    Report,
    Rows,
    Rule,
    Safety,
    Severity,
    Step,
    StepId,
    ir,
    parted_by,
)
from heldout_rules import told
from heldout_rules.keeping.later import ESTIMATORS
from heldout_rules.keeping.refitted import learned_once
from heldout_rules.leakage.files import roles_of
from heldout_rules.leakage.keeping import transformed_only

HELD_OUT = ("test", "validation")


class LeakFitOnTest(Rule):
    name = "leak-fit-on-test"
    severity = Severity.ERROR
    frameworks = ("sklearn",)
    allows = Allowance(calls=frozenset(["transform"]), dropped=frozenset(["fit", "fit_transform"]))
    language = ESTIMATORS

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        fits = [s for s in graph.ops("fit", "fit-transform") if s.rows is not None and s.cls]
        if len(fits) < 2:
            return
        learned, judged = set(graph.each(_learned)), set(graph.each(_judged))
        for n, fit in enumerate(fits):
            if fit.id not in learned or fit.rows is None or _held_out(graph, fit.rows) is None:
                continue
            first = _earlier(graph, fit, fits[:n], fit.id in judged)
            if first is not None:
                # A helper that is called for both parts fits both: asked to transform, nobody would ever have fitted.
                both = any(
                    o.handle == fit.handle and _held_out(graph, o.rows) is None for o in fits if o.rows is not None
                )
                yield _report(graph, fit, first, both)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        fit, first, both = report.about
        if not both and _same(fit, first) and isinstance(fit.node.func, ir.Attr):
            yield from _drafts(fit, code)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from transformed_only(report.about[0], old, new)

    def agrees(self, change: Compared) -> Iterator[str]:
        yield from learned_once(change)


def _learned(step: Step) -> Iterator[StepId]:
    """The fits whose statistics are in what a step gives."""
    for seen in step.result.seen:
        if seen.how in ("statistics", "labels"):
            yield seen.step


def _judged(step: Step) -> Iterator[StepId]:
    """The fits behind what a step asks of a model."""
    if step.op in ("predict", "score", "metric"):
        for seen in step.seen_before:
            yield seen.step


def _held_out(graph: Graph, rows: Rows) -> str | None:
    """What rows are held out for: "test" or "validation"; None where they are not known to be."""
    if rows.role in HELD_OUT:
        return rows.role
    return "test" if rows.role is None and roles_of(graph, rows) == {"test"} else None


def _apart(graph: Graph, rows: Rows, others: Rows) -> bool:
    """Whether rows are kept from others: by a split, or as the two files that they came in."""
    if parted_by(rows, others) is not None:
        return True
    return roles_of(graph, rows) == {"test"} and roles_of(graph, others) == {"train"}


def _same(one: Step, other: Step) -> bool:
    a, b = one.receiver, other.receiver
    if (
        a is None
        or b is None
        or not isinstance(a.kind, (Instance, Object))
        or not isinstance(b.kind, (Instance, Object))
    ):
        return False
    return a.kind.oid == b.kind.oid


def _earlier(graph: Graph, fit: Step, before: list[Step], judged: bool) -> Step | None:
    """The fit on training rows that this one stands beside: of the same object, or, if a model is then judged on what
    comes out, of another object of its class.
    """
    for other in reversed(before):
        assert fit.rows is not None
        assert other.rows is not None
        if (_same(fit, other) or (judged and other.cls == fit.cls)) and _apart(graph, fit.rows, other.rows):
            return other
    return None


def _report(graph: Graph, fit: Step, first: Step, both: bool) -> Report:
    assert fit.rows is not None
    assert first.rows is not None
    name, data = told.receiver(fit), told.data(fit)
    what = _held_out(graph, fit.rows)
    if _same(fit, first):
        message = f"{name} is fitted again on {data}, the {what} rows, and forgets the training rows; use `transform`"
    else:
        message = (
            f"{name} is fitted on {data}, the {what} rows, which the one fitted on {told.data(first)} should transform"
        )
    evidence = [(first.handle, f"{told.receiver(first)} learns from {told.data(first)}")]
    split = told.maker(graph, parted_by(fit.rows, first.rows))
    if split is not None:
        evidence.insert(0, (split.handle, f"{data} is held out here"))
    evidence.append((fit.handle, f"{name} learns from {data} instead"))
    return Report(fit.handle, message, tuple(evidence), (fit, first, both))


def _drafts(fit: Step, code: Code) -> Iterator[Draft]:
    """Ask the object that has learned from the training rows: `transform`."""
    whole = code.place(fit.handle)
    base = fit.receiver_text
    if len(fit.node.args) < 1 or "…" in base:
        return
    data = fit.arg_node(fit.model.params[0]) if fit.model is not None and fit.model.params else fit.node.args[0]
    if data is None:
        return
    if fit.op == "fit-transform":
        func = code.text(whole)
        head, _, _ = func.partition("(")
        if not head.rstrip().endswith("fit_transform"):
            return
        argument = _text(fit, data, code)
        text = f"{head.rstrip()[: -len('fit_transform')]}transform({argument})"
        if len(fit.node.args) == 1:  # keep the manner of the call
            start = head.rstrip().rfind("fit_transform")
            lines = head[:start].split("\n")
            line = whole.line + len(lines) - 1
            column = len(lines[-1]) + (whole.column if len(lines) == 1 else 0)
            where = Place(whole.cell, line, column, line, column + len("fit_"))
            yield Draft(f"Use `{base}.transform`", (code.replace(where, ""),), Safety.SAFE)
        else:
            yield Draft(f"Use `{base}.transform`", (code.replace(whole, text),), Safety.SAFE)
        return
    statement = code.statement(fit.handle)
    if statement is not None and code.text(statement).strip() == code.text(whole).strip():
        yield Draft(
            f"Keep `{base}` as it was fitted on the training rows", (code.delete_lines(statement),), Safety.SAFE
        )


def _text(fit: Step, arg: ir.Arg, code: Code) -> str:
    return code.text(code.place(Handle(fit.id[1], arg.value.at)))
