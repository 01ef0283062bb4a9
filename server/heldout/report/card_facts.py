"""What the pipeline graph knows for a model card: data, splits, preparation, models, chance, measures. A line each, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from heldout.analysis.engine import Snapshot
from heldout.report.card_selections import Selection
from heldout.report.card_words import call, prose, span, told
from heldout.report.meanings import draws, meaning
from heldout.report.rows import at, fitted_rows, percent, seeding
from heldout.semantics.graph import Graph, Handle, Step
from heldout.semantics.models import Models
from heldout.semantics.rows import Rows, Segment
from heldout.semantics.values import Data, Group, Instance, Object, Seen, StepId, Value, constant
from heldout.syntax.written import text_of

SOURCES = ("source", "download", "hub-load")
SPLITS = ("split", "parts", "folds", "sample")
LEARNING = ("fit", "fit-transform", "fit-predict", "train", "optimizer-step", "apply-gradients")
PREPARING = ("resample", "resample-rows", "rescale")
MEASURING = ("score", "metric", "grouping-metric", "cross-validate")
PREPARES = ("transformer", "label-transformer", "sampler")
ADDRESS = re.compile(r"\w[\w+.-]*://")
DEEPEST = 8
Chosen = Mapping[Rows, Selection]
"""What was chosen without a call that splits (see `card_selections`)."""
UNKNOWN_ROWS = "rows that are not known"


def once(steps: Iterable[Step]) -> list[Step]:
    """The steps by where they stand: what runs several times is told once."""
    found: dict[Hashable, Step] = {}
    for step in steps:
        found.setdefault(step.handle, step)
    return list(found.values())


def data(graph: Graph) -> Iterator[str]:
    """Where rows come from, and what says which version they are."""
    for step in once(graph.ops(*SOURCES)):
        if step.op == "source" or isinstance(step.result.kind, (Data, Group)) or step.op == "download":
            yield f"{told(graph, step)}: {_version(graph, step)}"


def _version(graph: Graph, step: Step) -> str:
    named = step.fact("url") or step.fact("repo")
    given = step.arg(named) if isinstance(named, str) else next(iter(step.args.positional), None)
    path = constant(given)
    revision = step.args.keywords.get("revision") or step.arg("revision")
    if step.op == "hub-load":
        return _revision(step, revision)
    if not named and (version := step.args.keywords.get("version")) is not None:
        stated = constant(version)
        return (
            f"version {span(str(stated))} is stated" if stated is not None else "its version is computed and not known"
        )
    if not named and (given is not None or {"name", "data_id"} & {*step.args.keywords}) and not _file(path):
        return "a data set by its name or number; no version of it is stated"
    if given is None and not step.args.spread:
        return "comes with the library; its version is that of the library"
    if not isinstance(path, str):
        return "its path or address is computed, so which file it is, and which version, is not known"
    if ADDRESS.match(path):
        return f"an address ({span(path)}); whether it always gives the same data is not known"
    by = graph.surroundings.by(path)
    return (
        f"the file is versioned by {by}" if by else "not known to be versioned: neither git nor DVC is seen to track it"
    )


def _file(path: object) -> bool:
    return isinstance(path, str) and ("/" in path or "." in path)


def _revision(step: Step, revision: Value | None) -> str:
    value = constant(revision)
    if isinstance(value, str):
        return f"from a hub, revision {span(value)}"
    if revision is not None or step.args.spread:
        return "from a hub; the revision is computed and not known"
    return "from a hub; no revision is stated, so it is what the hub holds on the day"


def splits(graph: Graph, models: Models) -> Iterator[str]:
    """How rows are parted, into which shares, and what decides it."""
    for step in once(graph.ops(*SPLITS)):
        words = _meant(graph, step, models)
        shares = _shares(step) if step.op in ("parts", "sample") else ""
        chance = seeding(step).lstrip(", ") if step.op == "parts" or not words else ""
        more = ", ".join([part for part in (shares, chance) if part])
        yield ": ".join([part for part in (told(graph, step), words + (f" ({more})" if more else "")) if part])


def _meant(graph: Graph, step: Step, models: Models) -> str:
    """What a call does, without its name before and the full stop behind."""
    said = meaning(graph, [step], models)
    return prose(said[0].partition("` ")[2].rstrip(".")) if said else ""


def _shares(step: Step) -> str:
    items = step.result.kind.items if isinstance(step.result.kind, Group) else (step.result,)
    ends = [item.rows.last() if item.rows is not None else None for item in items]
    told = [percent(end) for end in ends if isinstance(end, Segment)]
    return " and ".join(told) if told and all(told) and len(told) == len(ends) else ""


def preparation(graph: Graph, models: Models, chosen: Chosen) -> Iterator[str]:
    """What is computed from rows before a model learns, and from which rows."""
    used = {s.step for step in graph.ops(*LEARNING, *MEASURING) for s in step.seen_before}
    for step in once(graph.steps):
        fits = step.op in LEARNING and _prepares(step, models)
        if fits or step.op in PREPARING or (step.op == "statistic" and step.id in used):
            words = _meant(graph, step, models)
            where = f" ({_rows(graph, step.rows, chosen)})" if step.op in PREPARING else ""
            yield f"{told(graph, step)}{': ' if words else ''}{words}{where}"


def _prepares(step: Step, models: Models) -> bool:
    model = models.cls(step.cls)
    return model is not None and model.family in PREPARES


def used_rows(graph: Graph, models: Models) -> list[Rows]:
    """The rows that models learn from, watch and are measured on."""
    fits = [step for steps in trained(graph, models).values() for step in steps]
    watched = [value.rows for step in fits for value in step.watched]
    known = [*[step.rows for step in [*fits, *graph.ops(*MEASURING)]], *watched]
    return [_all(rows) for rows in known if rows is not None]


def _all(rows: Rows) -> Rows:
    """Batches of rows, one after the other, are these rows."""
    return Rows(frozenset([_whole(path) for path in rows.paths]))


def _rows(graph: Graph, rows: Rows | None, chosen: Chosen) -> str:
    if rows is None:
        return UNKNOWN_ROWS
    rows = _all(rows)
    return f"the rows of {chosen[rows].text}" if rows in chosen else prose(fitted_rows(graph, rows)) or UNKNOWN_ROWS


def _whole(path: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    while len(path) > 1 and isinstance(path[-1], Segment) and path[-1].kind == "item":
        path = path[:-1]
    return path


def _oid(value: Value | None) -> Hashable:
    return value.kind.oid if value is not None and isinstance(value.kind, (Instance, Object)) else None


def trained(graph: Graph, models: Models) -> dict[Hashable, list[Step]]:
    """By the identity of a model (or the place, where it has none): the steps from which it learned."""
    passes = {fit.step: _oid(step.receiver) for step in graph.ops("forward") for fit in step.fits}
    found: dict[Hashable, list[Step]] = {}
    for step in graph.ops(*LEARNING):
        if not _prepares(step, models):
            by_hand = step.op in ("optimizer-step", "apply-gradients")
            oid = passes.get(step.id) if by_hand else _oid(step.receiver)
            found.setdefault(oid or step.handle, []).append(step)
    return {oid: once(steps) for oid, steps in found.items()}


def models_of(graph: Graph, models: Models, chosen: Chosen) -> Iterator[str]:
    """What is trained, with the parameters that the code states."""
    for oid, steps in trained(graph, models).items():
        cls = steps[0].cls
        lines = [f"{_made(graph, oid) or span(call(steps[0])) + at(graph, steps[0])}{_inside(graph, oid, models)}"]
        if cls and steps[0].op not in ("optimizer-step", "apply-gradients"):
            lines.append(
                f"class: {span(cls)}; parameters that are not stated have the defaults of the version in force"
            )
        lines += [f"learns in {told(graph, step)} from {_rows(graph, step.rows, chosen)}" for step in steps]
        yield "\n  - ".join(lines)
    for step in once([*graph.ops("hub-load", "load", "load-state")]):
        if not isinstance(step.result.kind, (Data, Group)):
            how = (
                _version(graph, step)
                if step.op == "hub-load"
                else "starts from what was stored before; who trained that, on what, is not known"
            )
            yield f"{told(graph, step)}: {how}"


def _construct(graph: Graph, oid: Hashable) -> Step | None:
    return graph.by_id.get(oid[1:]) if isinstance(oid, tuple) and oid[:1] == ("obj",) else None


def _made(graph: Graph, oid: Hashable) -> str:
    step = _construct(graph, oid)
    if step is not None:
        return told(graph, step)
    if not (isinstance(oid, tuple) and len(oid) == 4):
        return ""
    place = graph.place(Handle(oid[2], oid[3]))  # an object of a class of the user's
    if place is None or graph.document is None:
        return ""
    lines = graph.document.cells[place.cell].text.split("\n")[place.line : place.end_line + 1]
    if not lines:
        return ""
    lines[-1] = lines[-1][: place.end_column]
    lines[0] = lines[0][place.column :]
    number = graph.document.cells[place.cell].number
    line = f"line {place.line + 1}" if number is None else f"cell {number}, line {place.line + 1}"
    return f"{span(' '.join(part.strip() for part in lines))} ({line}), a class of this program"


def _inside(graph: Graph, oid: Hashable, models: Models) -> str:
    """The estimators that a pipeline or a search is made of, where they were made elsewhere."""
    step = _construct(graph, oid)
    if step is None:
        return ""
    inner = [made for value in _values(step.args.all()) if (made := _construct(graph, _oid(value))) is not None]
    named = [told(graph, made) for made in inner if _estimator(models, made.cls)]
    return f"; holds {', '.join(dict.fromkeys(named))}" if named else ""


def _estimator(models: Models, cls: str) -> bool:
    model = models.cls(cls)
    return model is not None and bool(model.family or model.facts.get("container"))


def _values(values: Iterable[Value], depth: int = 0) -> Iterator[Value]:
    for value in values:
        if isinstance(value.kind, Group) and depth < DEEPEST:
            yield from _values(value.kind.items, depth + 1)
        else:
            yield value


def training(graph: Graph, models: Models) -> Iterator[str]:
    """Optimizers and losses of training by hand, and what is saved."""
    for step in once(graph.steps):
        words = ""
        if step.op == "construct" and models.method(step.cls, "step") is not None:
            words = "optimizer" if models.method(step.cls, "step").op == "optimizer-step" else ""  # type: ignore[union-attr]
        words = "loss" if step.op == "loss" else "saved" if step.op == "save" else words
        if words:
            yield f"{words}: {told(graph, step)}"


def seeds(graph: Graph) -> Iterator[str]:
    """Calls that seed a generator of the whole process."""
    for step in once(graph.ops("seed")):
        yield told(graph, step)


def chance(graph: Graph) -> Iterator[str]:
    """What draws at random, and what seeds it."""
    for step in once(graph.steps):
        made = step.op == "construct" and isinstance(step.result.kind, Instance) and draws(step)
        if made or _drew(step):
            how = prose(seeding(step).lstrip(", ")) or "nothing in the call seeds it"
            yield f"{told(graph, step)}: {how}"


def _drew(step: Step) -> bool:
    items = step.result.kind.items if isinstance(step.result.kind, Group) else (step.result,)
    return any(item.drawn == step.id for item in items)


def measures(graph: Graph, models: Models, chosen: Chosen) -> Iterator[str]:
    """What is measured, of which model, on which rows."""
    owners: dict[StepId, list[Hashable]] = {}  # one fit in a loop is that of several models
    for oid, fits in trained(graph, models).items():
        for fit in fits:
            owners.setdefault(fit.id, []).append(oid)
    measured: dict[Handle, dict[str, list[str]]] = {}
    for step in graph.ops(*MEASURING):
        learned = dict.fromkeys([s.step for s in _sorted(step) if s.how == "model" and s.step in graph.by_id])
        rows = (
            f"in folds of {_rows(graph, step.rows, chosen)}, fitted anew in each on the others"
            if step.op == "cross-validate"
            else f"on {_rows(graph, step.rows, chosen)}"
        )
        of = measured.setdefault(step.handle, {}).setdefault(rows, [])
        for id in learned:
            oids, own = owners.get(id, [None]), _oid(step.receiver)
            of += [_named(graph, graph.by_id[id], oid) for oid in ([own] if own in oids else oids)]
    for step in once(graph.ops(*MEASURING)):
        for rows, of in measured[step.handle].items():
            whose = f"of {' and '.join(dict.fromkeys(of))}, " if of else ""
            yield f"{told(graph, step)}: {whose}{rows}"


def _sorted(step: Step) -> list[Seen]:
    return sorted(step.seen_before, key=lambda seen: seen.step)


def _named(graph: Graph, fit: Step, oid: Hashable) -> str:
    made = _construct(graph, oid)
    if made is not None:
        return f"{span(text_of(made.node.func))} that learned in {_line(graph, fit)}"
    return f"what learned in {_line(graph, fit)}"


def _line(graph: Graph, step: Step) -> str:
    return at(graph, step).strip(" ()") or "a place that is not known"


def choices(graph: Graph, models: Models, chosen: Chosen) -> Iterator[str]:
    """What selects a model, an epoch or a setting, and by which rows."""
    for step in once(graph.ops("choose")):
        what = call(step) if step.node.args else text_of(step.node.func)
        yield f"{span(what)}{at(graph, step)}: keeps the better one, by a score on {_rows(graph, step.rows, chosen)}"
    for step in once(graph.ops(*LEARNING)):
        model = models.cls(step.cls)
        if model is not None and model.facts.get("search"):
            yield f"{told(graph, step)}: searches settings by cross-validation on {_rows(graph, step.rows, chosen)}"
        for watched in step.watched:
            verb = "stops, or keeps its best state, by" if step.stops else "is measured while it learns on"
            yield f"{told(graph, step)}: {verb} {_rows(graph, watched.rows, chosen)}"


def software(snapshot: Snapshot) -> Iterator[str]:
    """The libraries that the file imports, with the versions in force."""
    text = "\n".join(cell.text for cell in snapshot.document.cells)
    roots = sorted(set(re.findall(r"^[ \t]*(?:import|from)[ \t]+(\w+)", text, re.MULTILINE)))
    versions, models = snapshot.graph.versions, snapshot.models
    for root in roots:
        names: Sequence[str] = [*models.library(root), root]
        name = next((name for name in names if name in versions), None)
        if name is not None:
            yield f"{span(name)} {prose(versions[name])}"
        elif models.knows(root):
            yield f"{span(names[0])}: its version is not stated"
