"""From the steps of a graph to a first drawing: everything that moves rows, and how it hangs together.

A step is drawn once, however often it runs: in a loop, or in a function that is called from several places. An edge that
would lead back (what a loop or a second call carries over) is left out, so a drawing has no circles.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from attrs import define, field

from heldout.picture.names import names_in
from heldout.picture.origins import Chosen, Given, Made, Origin, Origins, Part, choice
from heldout.semantics.graph import Graph, Handle, Step
from heldout.semantics.rows import Segment
from heldout.semantics.values import Group, Instance, Many, Object, Value
from heldout.syntax import ir
from heldout.syntax.written import text_of

KIND_OF_OP = {
    "source": "source", "download": "source", "hub-load": "source", "load": "source",
    "split": "split", "folds": "split", "parts": "split",
    "fit": "fit", "train": "fit", "fit-predict": "fit", "backward": "fit", "optimizer-step": "fit",
    "transform": "transform", "fit-transform": "transform", "resample": "transform", "resample-rows": "transform",
    "rescale": "transform", "statistic": "transform", "column-statistic": "transform",
    "sample": "transform", "concat": "transform", "append": "transform", "join": "transform", "shuffle": "transform",
    "head": "transform", "tail": "transform", "take": "transform", "leave-out": "transform", "repeat": "transform",
    "predict": "predict", "forward": "predict",
    "score": "evaluate", "metric": "evaluate", "grouping-metric": "evaluate", "cross-validate": "evaluate",
    "importance": "evaluate",
    "save": "save",
}  # fmt: skip
LEARNS = frozenset(["fit-transform", "fit-predict", "fit", "train"])
STATISTICS = frozenset(["statistic", "column-statistic"])
TRAINING = frozenset(["loss", "backward", "optimizer-step"])
Site = Callable[[Step], Handle | None]
UNTOLD = "answers"
"""That rows went through a network is seen in the steps that they took."""


@define(eq=False)
class Sketch:
    """A node in the making. `key` tells nodes apart; `before` has a bit for every node that leads to it."""

    key: Hashable
    kind: str
    number: int
    title: str = ""
    calls: list[tuple[str, str]] = field(factory=list)  # what is called, and on what
    names: list[str] = field(factory=list)
    roles: set[str | None] = field(factory=set)
    shares: set[float | None] = field(factory=set)
    handles: dict[Handle, None] = field(factory=dict)  # what it stands for; the most telling first
    count: int = 1
    learns: bool = False
    passes: bool = True  # whether rows go through it
    before: int = 0

    def add_names(self, names: Iterable[str]) -> None:
        self.names += [name for name in names if name and name not in self.names]


@define(eq=False)
class Drawing:
    """Nodes by key, in the order of the program, and the kind of each edge by the keys of its ends."""

    nodes: dict[Hashable, Sketch] = field(factory=dict)
    edges: dict[tuple[Hashable, Hashable], str] = field(factory=dict)

    def link(self, source: Sketch, target: Sketch, kind: str) -> None:
        if source.number < target.number:
            self.edges.setdefault((source.key, target.key), kind)
            target.before |= source.before | 1 << source.number


class _Tracer:
    def __init__(self, graph: Graph, units: Iterable[ir.Unit], site: Site) -> None:
        self.graph = graph
        self.site = site
        self.names = names_in(units)
        self.drawing = Drawing()
        self.parting = frozenset([s.id for s in graph.steps if _comes_in_parts(s)])
        self.origins = Origins(graph.by_id, self.parting, _halves(graph))
        self.fitted: dict[Hashable, Sketch] = {}  # by the identity of an object: where it learned last
        self.loops = _training_loops(graph)

    def node(self, key: Hashable, kind: str) -> Sketch:
        known = self.drawing.nodes.get(key)
        if known is None:
            known = self.drawing.nodes[key] = Sketch(key, kind, len(self.drawing.nodes))
        return known

    # ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def step(self, step: Step) -> None:
        loop = self._loop_of(step)
        values = [*step.args.all(), *([step.receiver] if step.receiver is not None else [])]
        data = [v for v in values if not isinstance(v.kind, (Instance, Object))]
        origins = dict.fromkeys([o for value in data for o in self.origins.of(value)])
        sources = [s for o in origins if (s := self._source(o, step)) is not None]
        seen = sorted({s for value in data for s in value.seen if s.how != UNTOLD}, key=lambda s: (s.step, s.how, s.by))
        node = self.node(loop or step.handle, "fit" if loop else KIND_OF_OP.get(step.op, "step"))
        site = self.site(step)
        if site is not None:
            node.handles.setdefault(site)
        names = self.names.of_calls.get(id(step.node), [])
        if loop is not None:
            self._training(node, step)
        elif not node.calls:
            node.calls = [(_called(step), step.data_text())]
            node.learns = step.op in LEARNS or step.op == "rescale" or step.op in STATISTICS
            node.passes = node.kind != "fit" and step.op not in STATISTICS
            if node.kind == "fit":
                node.add_names([_variable(step)] if _variable(step) else names or [_class_name(step)])
            elif step.id not in self.parting:
                node.add_names(names)
        node.roles.add(step.rows.role if step.rows is not None else None)
        self._rows_in(node, sources, [m for s in seen if (m := self._made(s.step)) is not None])
        self._objects_in(step, node, values)
        if step.id in self.parting:
            self._parts(step, node, names)

    def _training(self, node: Sketch, step: Step) -> None:
        """A loop that trains is one node, called by the model that goes forward in it."""
        oid = _object_of(step.receiver)
        if step.op == "forward" and isinstance(step.receiver and step.receiver.kind, Object) and oid is not None:
            node.add_names([step.receiver_text or text_of(step.node.func)])
            self.fitted[oid] = node
        node.calls = node.calls or [(text_of(step.node.func), step.data_text())]
        node.learns = True

    def _rows_in(self, node: Sketch, sources: list[Sketch], seen_by: list[Sketch]) -> None:
        """The rows come from the nearest of their sources, and through what has changed them where they stand."""
        before = 0
        for source in sources:
            before |= source.before | 1 << source.number
        changed = [s for s in seen_by if not before >> s.number & 1]
        kind = {"fit": "learn", "evaluate": "score", "save": "rows"}.get(node.kind, "learn" if node.learns else "rows")
        for source in _nearest([s for s in [*sources, *changed] if s is not node]):
            self.drawing.link(source, node, kind)

    def _objects_in(self, step: Step, node: Sketch, values: list[Value]) -> None:
        """What was fitted before acts on the rows here, unless it only learns again."""
        if step.op == "cross-validate":  # fits copies of its own
            return
        relearns = step.op in LEARNS
        for value in values:
            fitted = self.fitted.get(_object_of(value))
            if fitted is not None and fitted is not node and not (relearns and value is step.receiver):
                self.drawing.link(fitted, node, "apply")
        for fit in () if relearns else step.fits:
            source = self._made(fit.step)
            if source is not None and source is not node:
                self.drawing.link(source, node, "apply")
        for learned in (step.receiver, step.result) if relearns else ():
            oid = _object_of(learned)
            if oid is not None:
                self.fitted[oid] = node

    def _parts(self, step: Step, node: Sketch, names: list[str]) -> None:
        """The parts of a split, named by the targets they are unpacked to."""
        items = _items(step.result)
        for index, item in enumerate(items):
            for origin in self.origins.of(item):
                if isinstance(origin, Part) and origin.step == step.id:
                    part = self._part(origin, step, node)
                    _describe(part, item)
                    if len(names) == len(items):
                        part.add_names([names[index]])

    def _part(self, origin: Part, step: Step, split: Sketch) -> Sketch:
        part = self.node((step.handle, origin.part), "part")
        part.title = part.title or origin.part
        part.handles.update(split.handles)
        self.drawing.link(split, part, "rows")
        return part

    # ── what stands before a step ─────────────────────────────────────────────────────────────────────────────────────

    def _made(self, step_id: object) -> Sketch | None:
        step = self.graph.by_id.get(step_id)  # type: ignore[call-overload]
        if step is None:
            return None
        return self.drawing.nodes.get(self._loop_of(step) or step.handle)

    def _source(self, origin: Origin, consumer: Step) -> Sketch | None:
        if isinstance(origin, Made):
            return self._made(origin.step)
        if isinstance(origin, Part):
            step, split = self.graph.by_id[origin.step], self._made(origin.step)
            return None if split is None else self._part(origin, step, split)
        if isinstance(origin, Given):
            node = self.node(origin, "part")
            node.add_names([origin.name])
            node.title = origin.name
            return node
        return self._chosen(origin, consumer)

    def _chosen(self, origin: Chosen, consumer: Step) -> Sketch:
        """Rows that a slice or a mask chose, drawn where they are first used, under the name that they have there."""
        known = self.drawing.nodes.get(origin)
        if known is not None:
            return known
        func, arguments = consumer.node.func, zip(consumer.args.all(), consumer.args.nodes, strict=False)
        uses = [(value, arg.value) for value, arg in arguments]
        if consumer.receiver is not None and isinstance(func, ir.Attr):
            uses.insert(0, (consumer.receiver, func.base))
        used = [(value, node) for value, node in uses if origin in self.origins.of(value)]
        before = dict.fromkeys([o for value, _ in used for o in self.origins.of(value) if o != origin])
        sources = [s for o in before if (s := self._source(o, consumer)) is not None]
        part = self.node(origin, "part")
        part.title = origin.part
        for value, node in used:
            _describe(part, value)
            text = text_of(node)
            part.add_names([text] if "…" not in text and len(text) <= 40 else [])
            if text in self.names.bound:
                part.handles.setdefault(self.names.bound[text])
        for source in _nearest(sources):
            self.drawing.link(source, part, "rows")
        return part

    def _loop_of(self, step: Step) -> Hashable:
        """The training loop that a step belongs to."""
        if step.op not in ("forward", *TRAINING):
            return None
        block = step.block.inside("loop")
        return ("training", block.handle) if block is not None and block.handle in self.loops else None


def trace(graph: Graph, units: Iterable[ir.Unit], site: Site) -> Drawing:
    """Everything that a program does to its data. `site` says where in the document a step is shown."""
    tracer = _Tracer(graph, units, site)
    for step in graph.steps:
        tracer.step(step)
    return tracer.drawing


def _training_loops(graph: Graph) -> set[Handle]:
    loops = (step.block.inside("loop") for step in graph.ops("backward"))
    return {loop.handle for loop in loops if loop is not None}


def _comes_in_parts(step: Step) -> bool:
    return KIND_OF_OP.get(step.op) == "split" or (step.op == "source" and bool(step.fact("train-test")))


def _halves(graph: Graph) -> frozenset[Hashable]:
    """The slices and masks of which more than one side is used: they split, where one side alone only selects."""
    sides: dict[Hashable, set[str]] = {}
    for step in graph.steps:
        for value in step.args.all():
            segment = choice(value)
            if segment is not None:
                sides.setdefault(segment.split, set()).add(segment.part)
    return frozenset([split for split, parts in sides.items() if len(parts) > 1])


def _items(result: Value) -> list[Value]:
    kind = result.kind
    if isinstance(kind, Many):
        kind = kind.item.kind
    if not isinstance(kind, Group):
        return []
    flat: list[Value] = []
    for item in kind.items:
        flat += _items(item) if isinstance(item.kind, Group) else [item]
    return flat


def _describe(node: Sketch, value: Value) -> None:
    last: Segment | None = value.rows.last() if value.rows is not None else None
    if last is not None:
        node.roles.add(last.role)
        node.shares.add(last.share)


def _object_of(value: Value | None) -> Hashable:
    if value is not None and isinstance(value.kind, (Instance, Object)):
        return value.kind.oid
    return None


def _called(step: Step) -> str:
    """What is called, as written; counting the hits of predictions by hand has a name in no library."""
    by_hand = step.op == "metric" and step.receiver is not None and step.receiver.content == "hits"
    return "hits" if by_hand else text_of(step.node.func)


def _variable(step: Step) -> str:
    """`model` of `model.fit(X)`; "" where it is fitted as it is made."""
    text = step.receiver_text
    return "" if "(" in text or "…" in text else text


def _class_name(step: Step) -> str:
    return (step.cls or step.name).rpartition(".")[2]


def _nearest(sources: list[Sketch]) -> list[Sketch]:
    """Those whose rows do not come through another of them as well."""
    passed = 0
    for source in sources:
        passed |= source.before if source.passes else 0
    return [source for source in sources if not passed >> source.number & 1]
