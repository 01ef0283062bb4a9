"""Rows that a program chooses without a call that splits, for a model card: slices, conditions, row numbers, what a sample left."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from heldout.analysis.engine import Snapshot
from heldout.report.card_words import prose, span, told
from heldout.report.rows import chance, percent
from heldout.semantics.graph import Graph, Handle
from heldout.semantics.rows import Path, Rows, Segment
from heldout.semantics.show import place_words
from heldout.semantics.values import StepId
from heldout.syntax import ir
from heldout.syntax.pointing import subscripts
from heldout.syntax.written import text_of

CHOSEN = ("slice", "mask", "pick", "sample")
CALLS = ("split", "parts", "folds", "sample", "resample", "resample-rows")
"""Steps that a card tells by themselves."""


@frozen
class Selection:
    """`text` is how it is written, with its line; `last` what it chose. `drawn`: the step that gave the rows their order.

    `numbered`: by numbers or labels that were computed, so that the first of them need not be the first rows.
    """

    text: str
    rows: Rows
    last: Segment
    drawn: StepId | None = None
    numbered: bool = False

    @property
    def choice(self) -> Hashable:
        """Equal for the parts of one choice of the same rows."""
        return self.last.split, frozenset([path[:-1] for path in self.rows.paths])


def selections(snapshot: Snapshot) -> Mapping[Rows, Selection]:
    """By the rows they give; of places that give the same rows (those of `X` and of `y`), the first. In program order."""
    found = [*_subscripts(snapshot), *_calls(snapshot.graph)]
    first: dict[Rows, Selection] = {}
    for _, selection in sorted(found, key=lambda one: one[0]):
        first.setdefault(selection.rows, selection)
    return first


def _subscripts(snapshot: Snapshot) -> Iterator[tuple[tuple[int, ...], Selection]]:
    program, graph = snapshot.program, snapshot.graph
    if program is None:
        return
    nodes = {Handle(leaf, node.at): node for leaf, node in subscripts(program)}
    wanted = {Handle(at.leaf, part.at) for at, node in nodes.items() for part in (node, node.base, node.index)}
    noted = {(one.at, one.context): one.value for one in snapshot.values(wanted)}
    for (at, context), value in noted.items():
        node, place = nodes.get(at), graph.place(at)
        if node is None or place is None or value.rows is None:
            continue
        base = noted.get((Handle(at.leaf, node.base.at), context))
        last = value.rows.last()
        if last is None or last.kind not in CHOSEN or (base is not None and base.data_rows() == value.rows):
            continue
        index = noted.get((Handle(at.leaf, node.index.at), context))
        drawn = next((one.drawn for one in (index, base, value) if one is not None and one.drawn is not None), None)
        text = f"{span(text_of(node))} ({place_words(graph, at)})"
        yield (place.cell, place.line, place.column), Selection(text, value.rows, last, drawn, _numbered(node, last))


def _numbered(node: ir.Subscript, last: Segment) -> bool:
    index = node.index
    first = index.items[0] if isinstance(index, ir.Seq) and index.items else index
    return last.kind == "pick" or (last.kind == "slice" and not isinstance(first, ir.Slice))


def _calls(graph: Graph) -> Iterator[tuple[tuple[int, ...], Selection]]:
    for step in graph.steps:
        place, rows = graph.place(step.handle), step.result.rows
        last = rows.last() if rows is not None else None
        if place is None or rows is None or last is None or step.op in CALLS or rows == step.rows:
            continue
        if last.kind in CHOSEN and len(rows.paths) == 1:
            yield (place.cell, place.line, place.column), Selection(told(graph, step), rows, last)


def parts_and_filters(
    graph: Graph, known: Mapping[Rows, Selection], used: Iterable[Rows]
) -> tuple[Sequence[str], Sequence[str]]:
    """Those that part the rows that models learn from and are measured on, and those that all of these rows went through."""
    paths = {path for rows in used for path in rows.paths}
    choices: dict[Hashable, list[Selection]] = {}
    for selection in known.values():
        if any(_begins(path, selection.rows) for path in paths):
            choices.setdefault(selection.choice, []).append(selection)
    parts: list[str] = []
    filters: list[str] = []
    for ones in choices.values():
        roots = {path[0] for one in ones for path in one.rows.paths}
        through = len(ones) == 1 and all(_begins(path, ones[0].rows) for path in paths if path[0] in roots)
        line = (
            f"{', '.join(one.text for one in ones)}: {'keeps ' if through else ''}{_words(ones)}{_order(graph, ones)}"
        )
        (filters if through else parts).append(line)
    return parts, filters


def _begins(path: Path, rows: Rows) -> bool:
    return any(path[: len(one)] == one for one in rows.paths)


def _words(ones: Sequence[Selection]) -> str:
    parts, kind, split = {one.last.part for one in ones}, ones[0].last.kind, ones[0].last.split
    shares = [percent(one.last) for one in ones]
    share = f" ({' and '.join(shares)})" if all(shares) else ""
    if kind == "sample":
        return ("what a random sample left" if parts == {"out"} else "rows drawn at random") + share
    if kind == "mask":
        if isinstance(split, tuple) and split[:1] == ("equals",):
            return (
                "the rows with a value of a column" if len(ones) == 1 else "the rows with different values of a column"
            )
        return (
            "the rows that meet a condition, and those that do not"
            if len(parts) > 1
            else "the rows that meet a condition"
        )
    if any(one.numbered for one in ones):
        words = "rows by numbers or labels that are computed"
        return f"{words}, in parts that share none{share}" if len(parts) > 1 and kind == "slice" else words + share
    if parts >= {"head", "tail"}:
        return f"the rows before one place, and those after it{share}"
    return {"head": "the first rows", "tail": "the last rows"}.get(ones[0].last.part, "a slice of the rows") + share


def _order(graph: Graph, ones: Sequence[Selection]) -> str:
    """What gave the rows their order, where it is known: a slice of rows that were put in order at random chooses at random."""
    step = next((s for one in ones if one.drawn and (s := graph.by_id.get(one.drawn))), None)
    ordered = "their order is " if ones[0].last.kind == "slice" else ""
    return f"; {ordered}{prose(chance(graph, step))}" if step is not None else ""
