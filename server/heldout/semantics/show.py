"""The printed form of a pipeline graph: what tests compare, and what `heldout graph` shows."""

from __future__ import annotations

from typing import Any

from heldout.semantics.columns import described
from heldout.semantics.graph import Graph, Handle, Step
from heldout.semantics.rows import INDEX_ROOT, Rows, Segment
from heldout.semantics.values import Group, Seen, StepId, Value
from heldout.syntax import ir
from heldout.syntax.written import text_of

QUIET = {
    "call", "construct", "identity", "clone", "partial", "pipe", "statistic", "index", "parameters", "state", "in-place",
    "compare", "extreme", "pass-on", "report", "",
}  # fmt: skip
"""Kinds of steps that are no part of the story; `statistic` is, when something later has seen it."""


def shown(graph: Graph) -> list[Step]:
    """The steps of the story, each once: a function that is called twice tells its steps in both calls."""
    used = {s.step for step in graph.steps for s in step.seen_before}
    return [step for step in graph.steps if step.op not in QUIET or step.id in used]


def graph_text(graph: Graph) -> str:
    """One line a step: number, kind, what is called, on which rows, who had seen them, where."""
    steps = shown(graph)
    numbers = {step.id: n for n, step in enumerate(steps, 1)}
    rows = [
        (
            f"[{numbers[step.id]}]",
            step.op,
            _what(step),
            _rows(step, numbers),
            _columns(step),
            _seen(step, numbers),
            where(graph, step),
        )
        for step in steps
    ]
    if not rows:
        return "No pipeline: nothing is read, fitted or scored here.\n"
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = []
    for number, op, what, on, columns, seen, place in rows:
        head = f"{number:<{widths[0]}} {op:<{widths[1]}}  {what:<{widths[2]}}"
        lines.append("  ".join([head, *[part for part in (on, columns, seen, place) if part]]).rstrip())
    return "\n".join(lines) + "\n"


def _what(step: Step) -> str:
    if step.op == "choose" and isinstance(step.node.func, ir.Name) and not step.node.args:
        return step.node.func.id
    return f"{text_of(step.node.func)}({step.data_text()})"


def describe_rows(rows: Rows | None, numbers: dict[StepId, int]) -> str:
    """Rows in words: `all rows of [1]`, `test part (20 %) of [1] split in [4]`."""
    if rows is None:
        return ""
    return " and ".join(sorted(_path(path, numbers) for path in rows.paths))


def _path(path: tuple[Any, ...], numbers: dict[StepId, int]) -> str:
    root, *segments = path
    source = _source(root, numbers)
    if not segments:
        return f"all rows of {source}"
    words = [_segment(s, numbers) for s in segments if isinstance(s, Segment) and s.kind != "item"]
    return f"{', '.join(words) or 'items'} of {source}"


def _source(root: Any, numbers: dict[StepId, int]) -> str:
    if root == INDEX_ROOT:
        return "the row numbers"
    if root in numbers:
        return f"[{numbers[root]}]"
    if isinstance(root, tuple) and root and root[0] == "param":
        return f"`{root[2]}`"
    if isinstance(root, tuple) and len(root) == 3 and root[0] == "either":
        return f"{_source(root[1], numbers)} or {_source(root[2], numbers)}"
    if isinstance(root, tuple) and root and root[0] == "global":
        return f"`{root[1]}`"
    return "something unknown"


def _segment(segment: Segment, numbers: dict[StepId, int]) -> str:
    share = f" ({segment.share:.0%})".replace("%", " %") if segment.share is not None else ""
    key = segment.split
    made = key[1] if isinstance(key, tuple) and len(key) > 1 and key[0] != "given" else None
    by = f" [{numbers[made]}]" if made in numbers else ""
    kinds = {"split": "part", "fold": "fold", "slice": "slice", "mask": "selection", "sample": "sample"}
    if segment.kind == "copies":
        return f"rows copied or made up in{by}" if by else "copied rows"
    return f"{segment.part} {kinds.get(segment.kind, 'part')}{share}{by}"


def _rows(step: Step, numbers: dict[StepId, int]) -> str:
    if step.op == "source":
        return ""
    text = describe_rows(step.rows, numbers)
    return f"on {text}" if text else ""


TELLS_COLUMNS = frozenset(["fit", "fit-transform", "split"])


def _columns(step: Step) -> str:
    """`columns all but churn`: of what is split or learned from, where something is known."""
    data = next(step.args.all(), None) if step.op in TELLS_COLUMNS else None
    return "" if data is None or data.columns is None else f"columns {described(data.columns)}"


def _seen(step: Step, numbers: dict[StepId, int]) -> str:
    seen: list[Seen] = sorted(step.seen_before, key=lambda s: (numbers.get(s.step, 0), s.how))
    words = [f"{s.how} [{numbers[s.step]}]" for s in seen if s.step in numbers]
    parts = [f"seen by {', '.join(words)}"] if words else []
    watched = [text for text in [describe_rows(w.rows, numbers) for w in step.watched] if text]
    if watched:
        parts.append(f"{'chooses by' if step.stops else 'watches'} {' and '.join(watched)}")
    return "  ".join(parts)


def where(graph: Graph, step: Step) -> str:
    """`line 12`, or `cell 3, line 2`: 1-based, as users count."""
    return place_words(graph, step.handle)


def place_words(graph: Graph, handle: Handle) -> str:
    """The same of any node."""
    place = graph.place(handle)
    if place is None:
        place, document = graph.elsewhere(handle)
        name = (document.path or "").replace("\\", "/").rpartition("/")[2] if document is not None else ""
        return "" if place is None else f"{name}, line {place.line + 1}"
    number = graph.document.cells[place.cell].number if graph.document is not None else None
    line = f"line {place.line + 1}"
    return f"{line}" if number is None else f"cell {number}, {line}"


def graph_json(graph: Graph) -> dict[str, Any]:
    """Steps as plain data. Lines and columns are 1-based; `rows` are in words; `after` are the ids it follows from."""
    steps = shown(graph)
    numbers = {step.id: n for n, step in enumerate(steps, 1)}
    out = []
    for step in steps:
        place = graph.place(step.handle)
        cell = None if place is None or graph.document is None else graph.document.cells[place.cell].number
        out.append(
            {
                "id": numbers[step.id],
                "op": step.op,
                "name": step.name,
                "text": _what(step),
                "rows": describe_rows(step.rows, numbers),
                "seen": [
                    {"step": numbers[s.step], "how": s.how, "rows": describe_rows(s.rows, numbers)}
                    for s in sorted(step.seen_before, key=lambda s: (numbers.get(s.step, 0), s.how))
                    if s.step in numbers
                ],
                "after": _after(step, numbers),
                "cell": cell,
                "location": None if place is None else {"row": place.line + 1, "column": place.column + 1},
            }
        )
    return {"steps": out}


def _after(step: Step, numbers: dict[StepId, int]) -> list[int]:
    """The steps whose results this one takes: of its data's source and of everything its arguments went through."""
    found: set[int] = set()

    def add(value: Value) -> None:
        if isinstance(value.key, tuple) and value.key in numbers:
            found.add(numbers[value.key])
        for s in value.seen:
            if s.step in numbers:
                found.add(numbers[s.step])
        for path in () if value.rows is None else value.rows.paths:
            for part in path:
                key = part.split[1] if isinstance(part, Segment) and isinstance(part.split, tuple) else part
                if isinstance(key, tuple) and key in numbers:
                    found.add(numbers[key])
        if isinstance(value.kind, Group):
            for item in value.kind.items:
                add(item)

    for value in step.args.all():
        add(value)
    if step.receiver is not None:
        add(step.receiver)
    for fit in step.fits:
        if fit.step in numbers:
            found.add(numbers[fit.step])
    return sorted(n for n in found if n != numbers[step.id])
