"""Orders that nobody fixed, and where a program relies on them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from heldout.api import Code, Edit, Graph, Group, Handle, Place, Step, StepId, Value, ir


@frozen
class Use:
    """One place that relies on an order: `made` is the call that gave it, `argument` what has it there, as written."""

    order: StepId
    made: Step
    step: Step
    at: Handle
    argument: ir.Expr | None = None


KEYWORDS = ("categories", "names", "classes", "class_names", "label_names")
"""Arguments of libraries whose items are numbered by their place."""


def numberings(graph: Graph) -> tuple[Use, ...]:
    """Where items get numbers by their order: `{c: i for i, c in enumerate(classes)}`, `classes.index(c)`, `categories=classes`."""
    return tuple(_numberings(graph))


def _numberings(graph: Graph) -> Iterator[Use]:
    for step in graph.ops("number", "position"):
        value: Value | None = step.args.positional[0]
        if value is None:
            continue
        made = None if value.order is None else graph.by_id.get(value.order)
        if value.order is None or made is None:
            continue
        by = _enumeration(graph, value)
        if by is not None:
            yield Use(value.order, made, step, by.handle, _argument(by, value.order))
        else:
            yield Use(value.order, made, step, step.handle)
    if not graph.ops("set", "listing"):
        return
    for step in graph.steps:
        if not step.name:
            continue
        for node in step.args.nodes:
            value = step.args.keywords.get(node.keyword) if node.keyword in KEYWORDS else None
            if value is None:
                continue
            inner = value.kind.items[0] if isinstance(value.kind, Group) and value.kind.items else value
            order = value.order or inner.order
            made = None if order is None else graph.by_id.get(order)
            if order is not None and made is not None:
                argument = node.value if value.order is not None else None
                yield Use(order, made, step, Handle(step.id[1], node.value.at), argument)


def _enumeration(graph: Graph, value: Value) -> Step | None:
    key = value.key
    ident = key[1] if isinstance(key, tuple) and key[:1] == ("number",) else key
    step = graph.by_id.get(ident)  # type: ignore[arg-type]
    return step if step is not None and step.op == "enumerate" else None


def _argument(step: Step, order: StepId) -> ir.Expr | None:
    """What is enumerated; None where it cannot be told which of several arguments it is."""
    nodes = step.node.args
    if len(nodes) == 1 or getattr(step.node.func, "id", "") == "enumerate":
        return nodes[0].value if nodes else None
    return next((n.value for n in nodes if not _is_range(n.value)), None) if len(nodes) == 2 else None


def _is_range(node: ir.Expr) -> bool:
    return isinstance(node, ir.Call) and getattr(node.func, "id", "") == "range"


def sort(code: Code, handle: Handle) -> Edit | None:
    """Sort what an expression gives: `sorted(x)`, in place of `list(x)` where that is around it. None when it is sorted."""
    place = code.place(handle)
    line = code.lines(place.cell)[place.line]
    after = code.lines(place.cell)[place.end_line][place.end_column :]
    before = line[: place.column]
    if (
        before.endswith("list(")
        and not before[:-5].endswith(tuple("_.abcdefghijklmnopqrstuvwxyz"))
        and after.startswith(")")
    ):
        return code.replace(Place(place.cell, place.line, place.column - 5, place.line, place.column - 1), "sorted")
    text = code.text(place)
    if text.startswith("list(") and text.endswith(")"):
        return code.replace(place, f"sorted({text[5:-1]})")
    return code.replace(place, f"sorted({text})")
