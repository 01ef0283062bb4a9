"""What is known at a position of a document, and beside the names on some of its lines: the hover and the inlay hints."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from heldout.analysis.engine import Snapshot
from heldout.report.meanings import meaning
from heldout.report.values import fit_hint, hint, sentences
from heldout.semantics.graph import Handle, Step
from heldout.semantics.probe import Noted
from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.pointing import bindings, pointed
from heldout.syntax.written import text_of


@frozen
class About:
    """Paragraphs (Markdown without links or HTML) about the name at `place`."""

    place: Place
    paragraphs: tuple[str, ...]


@frozen
class Hint:
    """A few words to stand behind the name at `place`; the paragraphs are those of a hover on it."""

    place: Place
    text: str
    paragraphs: tuple[str, ...]


Cancelled = Callable[[], bool]


def about(snapshot: Snapshot, at: Place, cancelled: Cancelled = lambda: False) -> About | None:
    """What is known of the name or call at the start of a place; None where nothing is. As `update`, not safe for threads."""
    if snapshot.program is None:
        return None
    found = pointed(snapshot.program, at.cell, at.line, at.column)
    if found is None:
        return None
    graph, node = snapshot.graph, found.node
    name = node.name if isinstance(node, ir.Param) else text_of(node)
    if found.call is not None:  # what the models say of it; of a function of the user's, what it gives
        called = Handle(found.leaf, found.call.at)
        steps = [step for step in graph.steps if step.handle == called]
        told = meaning(graph, steps, snapshot.models) if steps else []
        told = told or sentences(graph, f"{name}()", snapshot.values([called], cancelled))
    else:
        told = sentences(graph, name, snapshot.values([Handle(found.leaf, node.at)], cancelled))
    return About(found.place, tuple(told)) if told else None


def hints(snapshot: Snapshot, cell: int, first: int, last: int, cancelled: Cancelled = lambda: False) -> Iterator[Hint]:
    """Hints for what is bound on some lines of a cell (0-based, both included). As `update`, not safe for threads."""
    if snapshot.program is None:
        return
    names = {
        Handle(leaf, node.at): (node, place) for leaf, node, place in bindings(snapshot.program, cell, first, last)
    }
    noted: dict[Handle, list[Noted]] = {}
    for one in snapshot.values(names, cancelled):
        noted.setdefault(one.at, []).append(one)
    told: set[int] = set()
    for handle, (node, place) in names.items():
        values = noted.get(handle, ())
        text = hint(snapshot.graph, values)
        if text:
            told.add(place.end_line)
            yield Hint(place, text, tuple(sentences(snapshot.graph, text_of(node), values)))
    for place, step, text in _fits(snapshot, cell, first, last):
        if place.end_line not in told:
            yield Hint(place, text, tuple(meaning(snapshot.graph, [step], snapshot.models)))


def _fits(snapshot: Snapshot, cell: int, first: int, last: int) -> Iterator[tuple[Place, Step, str]]:
    """The fits on some lines whose rows are known, the same for each time that they run."""
    steps: dict[Handle, list[Step]] = {}
    for step in snapshot.graph.ops("fit"):
        steps.setdefault(step.handle, []).append(step)
    for handle, ones in steps.items():
        place = snapshot.graph.place(handle)
        if place is None or place.cell != cell or not first <= place.end_line <= last:
            continue
        words = {fit_hint(snapshot.graph, step) for step in ones}
        if len(words) == 1 and (text := words.pop()):
            yield place, ones[0], text
