"""What is known of a name where it stands, in sentences. What is not known is not said."""

from __future__ import annotations

from collections.abc import Sequence

from heldout.report.rows import (
    at,
    brief,
    chance,
    code,
    estimator,
    fitted_rows,
    influences,
    is_prediction,
    rows,
    worked_on,
)
from heldout.semantics.graph import Graph, Step
from heldout.semantics.probe import Noted
from heldout.semantics.rows import Rows
from heldout.semantics.show import place_words
from heldout.semantics.values import Data, Fit, Instance, Object, Value

CALLS = 3
"""Of how many calls of a function it is told what a name in it is; of more, only that there are more."""
CONTENT = {"labels": "predicted labels", "probabilities": "probabilities", "scores": "scores", "index": "the index"}


def sentences(graph: Graph, name: str, noted: Sequence[Noted]) -> list[str]:
    """Paragraphs about a name: one story when all calls of its function agree, else one for each of the first calls."""
    called = [n for n in noted if not n.on_its_own]
    stories: dict[tuple[str, ...], list[Noted]] = {}
    for one in called or noted:
        stories.setdefault(tuple(_story(graph, one)), []).append(one)
    if not any(stories):
        return []
    if len(stories) == 1:
        story = next(iter(stories))
        return [f"{code(name)}: {story[0]}.", *[f"{part[0].upper()}{part[1:]}." for part in story[1:]]]
    told = []
    for story, ones in list(stories.items())[:CALLS]:
        places = " and ".join(dict.fromkeys([_place(graph, one) for one in ones[:CALLS]]))
        told.append(f"Called in {places}: {'; '.join(story)}." if story else f"Called in {places}: nothing is known.")
    more = len(stories) - len(told)
    return [f"{code(name)} is something else in each call:", *told, *([f"And {more} more."] if more else [])]


def hint(graph: Graph, noted: Sequence[Noted]) -> str:
    """The same in a few words, to stand behind the name: `test, 20 % of X`; "" where calls differ or nothing is known."""
    called = [n for n in noted if not n.on_its_own]
    words = {_hint(graph, one) for one in called or noted}
    return words.pop() if len(words) == 1 else ""


def _hint(graph: Graph, noted: Noted) -> str:
    if not isinstance(noted.value.kind, (Instance, Object)):
        return brief(graph, noted.value)
    step = graph.by_id.get(noted.fits[0].step) if len(noted.fits) == 1 else None
    return fit_hint(graph, step) if step is not None else ""


def fit_hint(graph: Graph, step: Step) -> str:
    """`fitted on train, 80 % of X`; "" where no split says what the rows of a fit are for."""
    what = "" if step.rows is None else brief(graph, Value(rows=step.rows))
    return f"fitted on {what}" if what else ""


def _place(graph: Graph, noted: Noted) -> str:
    return "the module" if noted.caller is None else place_words(graph, noted.caller)


def _story(graph: Graph, noted: Noted) -> list[str]:
    value = noted.value
    if isinstance(value.kind, (Instance, Object)) and value.rows is None:
        return _object(graph, noted)
    if isinstance(value.kind, Data) and ":" in value.kind.cls:
        return []  # what only stands between a table and its rows
    if isinstance(value.kind, Data) or value.rows is not None:
        return _data(graph, value)
    return []


def _data(graph: Graph, value: Value) -> list[str]:
    what = rows(graph, value)
    content = CONTENT.get(value.content or "", "predictions" if is_prediction(graph, value) else "")
    story = []
    if what:
        between = "of" if value.content == "index" else "for"
        story = [f"{content} {between} {what}" if content else what]
    elif content:
        story = [content]
    story += influences(graph, value)
    drawn = graph.by_id.get(value.drawn) if value.drawn is not None else None
    if drawn is not None and story:
        story.append(chance(graph, drawn))
    return story


def _object(graph: Graph, noted: Noted) -> list[str]:
    kind = noted.value.kind
    assert isinstance(kind, (Instance, Object))
    fits = [(fit, step) for fit in noted.fits if (step := graph.by_id.get(fit.step)) is not None]
    made = graph.by_id.get(kind.oid[1:]) if isinstance(kind.oid, tuple) else None
    story = []
    if isinstance(kind, Instance):
        inside = [code(_class(part)) for part in noted.parts if _class(part)]
        of = f" of {' and '.join(inside)}" if 0 < len(inside) <= CALLS else ""
        name = _class(noted.value)
        story = [
            f"{'a' if name[:1].isupper() else 'made by'} {code(name)}{of}{at(graph, made) if made is not None else ''}"
        ]
        if not fits and not of:
            return story if made is not None and noted.state else []
    for fit, step in fits[-CALLS:]:
        story += _fit(graph, noted, fit, step)
    return story


def _class(value: Value) -> str:
    return value.kind.cls.rpartition(".")[2] if isinstance(value.kind, Instance) else ""


def _fit(graph: Graph, noted: Noted, fit: Fit, step: Step) -> list[str]:
    on = worked_on(step)
    inside = step.receiver is not None and getattr(step.receiver.kind, "oid", None) != getattr(
        noted.value.kind, "oid", None
    )
    by = f" as a part of {estimator(step)}" if inside else ""
    data = f" on {code(on)}" if on else ""
    story = [f"fitted{by}{data}{at(graph, step)}{_which(graph, fit.rows)}"]
    before = influences(graph, Value(rows=fit.rows, seen=fit.seen))
    if before:
        story.append(
            f"those rows had been {before[0]}" if before[0].startswith("transformed") else f"there: {before[0]}"
        )
    return story


def _which(graph: Graph, known: Rows | None) -> str:
    what = fitted_rows(graph, known)
    return f": {what}" if what else ""
