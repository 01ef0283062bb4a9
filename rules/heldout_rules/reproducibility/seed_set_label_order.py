"""Classes are numbered in the order of a set, which is another one in every run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import (
    Allowance,
    Bound,
    Code,
    Draft,
    Edit,
    Graph,
    Handle,
    Many,
    Report,
    Rule,
    Safety,
    Severity,
    StepId,
    Unknown,
    ir,
)
from heldout_rules.reproducibility.keeping import in_order
from heldout_rules.reproducibility.orders import Use, numberings, sort

TEXT = re.compile(
    r"categor|char|class|genre|key|label|lemma|letter|name|speci|string|sym|tag|target|term|text|token|vocab|word",
    re.IGNORECASE,
)
CLASSES = re.compile(r"categor|class|genre|label|speci|tag|target", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?:^|_)(?:id|idx|index|year|number|num|count|int)s?$|[a-z]I[dD]s?$|^id", re.IGNORECASE)


class SeedSetLabelOrder(Rule):
    name = "seed-set-label-order"
    severity = Severity.ERROR
    frameworks = ("python",)
    allows = Allowance(functions=frozenset(["sorted"]), dropped=frozenset(["list"]))

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        if not graph.ops("set"):
            return
        by_order: dict[StepId, dict[Handle, Use]] = {}
        for use in graph.ask(numberings):
            if use.made.op == "set" and not _identifiers(use) and not _anything(use) and not _subscript(use):
                by_order.setdefault(use.order, {}).setdefault(use.at, use)
        for found in by_order.values():
            first, *others = found.values()
            message = "the order of text in a set changes with every start of Python: these numbers mean other classes in the next run"
            evidence = [] if first.made.handle == first.at else [(first.made.handle, "the set")]
            evidence += [(use.at, "this depends on its order too") for use in others]
            yield Report(first.at, message, tuple(evidence), tuple(found.values()))

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        uses: tuple[Use, ...] = report.about
        edits = [_edit(code, use) for use in uses]
        if all(edit is not None for edit in edits):
            title = "Sort them, so that each keeps its number"
            yield Draft(title, tuple(dict.fromkeys([e for e in edits if e is not None])), Safety.SAFE)

    def contract(self, report: Report, old: Graph, new: Graph) -> Iterator[str]:
        yield from in_order(old, new)


def _edit(code: Code, use: Use) -> Edit | None:
    if use.argument is not None:
        return sort(code, Handle(use.at.leaf, use.argument.at))
    edit = sort(code, use.made.handle)
    return edit if edit is not None and edit.text == "sorted" else None  # a set that stays one is left alone


def _identifiers(use: Use) -> bool:
    """Whether what is numbered is called an identifier: those are often numbers, whose order in a set stays the same."""
    return any(IDENTIFIER.search(word) for word in _names(use.made.node))


def _anything(use: Use) -> bool:
    """Whether the set is made of what came with a parameter, of which not even a name says that it holds text."""
    value = use.made.args.positional[0]
    if isinstance(value.kind, Many):
        value = value.kind.item
    return (
        isinstance(value.kind, (Unknown, Bound))
        and _of_parameter(value.key)
        and not any(TEXT.search(word) for word in _names(use.made.node))
    )


def _of_parameter(key: object) -> bool:
    return isinstance(key, tuple) and (key[:1] == ("param",) or any(_of_parameter(part) for part in key))


def _subscript(use: Use) -> bool:
    """Whether a place is asked for of what is not called classes: mostly to find there what was put in the same order."""
    asked = use.step.op == "position" and isinstance(use.step.node, ir.Call)
    return asked and not any(CLASSES.search(word) for word in (*_names(use.made.node), *_names(use.step.node.func)))


def _names(node: object) -> Iterator[str]:
    if isinstance(node, ir.Name):
        yield node.id
    elif isinstance(node, ir.Attr):
        yield node.name
        yield from _names(node.base)
    elif isinstance(node, ir.Subscript):
        yield from _names(node.index)
        yield from _names(node.base)
    elif isinstance(node, ir.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ir.Call):
        yield from _names(node.func)
        for arg in node.args:
            yield from _names(arg.value)
    elif isinstance(node, ir.Comp):
        yield from _names(node.elt)
