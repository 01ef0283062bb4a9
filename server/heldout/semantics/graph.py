"""The pipeline graph: what a program does to its data, step by step, with places and a printed form."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from attrs import field, frozen

from heldout.semantics.models import CallModel
from heldout.semantics.rows import Rows
from heldout.semantics.surroundings import NOTHING_AROUND, Surroundings
from heldout.semantics.values import Fit, StepId, Value
from heldout.source.document import Document
from heldout.source.magic_lines import Magic
from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.align import common_prefix, common_suffix
from heldout.syntax.written import text_of

Answer = TypeVar("Answer")
BlockKey = tuple[str, "Handle", int]


class Handle(NamedTuple):  # a tuple, since many thousands of them are keys and none of that runs in Python
    """A node of the code: `at` in the leaf `leaf`. `Program.place` says where it stands."""

    leaf: int
    at: int


UNCALLED = "uncalled"
"""The `what` of a module around functions that nobody calls: they run last, on arguments of which nothing is known."""


@frozen(eq=False)
class Block:
    """What a step stands in: a loop, a with, a branch or a function; `outer` is what that stands in."""

    kind: str  # "module", "function", "class", "loop", "with", "branch"
    handle: Handle
    outer: Block | None = None
    what: tuple[
        str, ...
    ] = ()  # with: the qualified names entered; function: its name, and the arguments as written; loop: names of the targets
    context: int = 0
    node: Any = None
    owner: Hashable = None  # function: the class of the user's whose object runs this method

    def inside(self, kind: str) -> Block | None:
        """The innermost block of that kind around, this one included."""
        block: Block | None = self
        while block is not None and block.kind != kind:
            block = block.outer
        return block

    def around(self) -> Iterator[Block]:
        """This block and those around it, from the inside out."""
        block: Block | None = self
        while block is not None:
            yield block
            block = block.outer


@frozen(eq=False)
class Arguments:
    """The arguments of a call, by position and by name."""

    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = field(factory=dict)
    spread: bool = False  # *args or **kwargs: there may be more than is seen
    nodes: tuple[ir.Arg, ...] = ()
    more: tuple[Value, ...] = ()  # what *args and **kwargs were, where they could not be opened

    def get(self, name: str, params: Sequence[str]) -> Value | None:
        """The argument for a parameter, given the names of all in order."""
        value = self.keywords.get(name)
        if value is None and name in params:
            index = params.index(name)
            if index < len(self.positional):
                value = self.positional[index]
        return value

    def node(self, name: str, params: Sequence[str]) -> ir.Arg | None:
        """The argument's node for a parameter."""
        for node in self.nodes:
            if node.keyword == name:
                return node
        positional = [n for n in self.nodes if n.keyword is None and not n.star]
        index = params.index(name) if name in params else len(positional)
        return positional[index] if index < len(positional) else None

    def all(self) -> Iterator[Value]:
        yield from self.positional
        yield from self.keywords.values()
        yield from self.more


@frozen
class Watched:
    """Rows on which something is measured while it learns: the argument `name`, and its rows where they are known."""

    name: str
    value: Value
    rows: Rows | None
    handle: Handle | None  # where the argument stands


@frozen
class Stop:
    """What makes a fit stop, or keep its best state, by the rows it watches: a switch that is on, or an object that does so."""

    name: str
    value: Value
    handle: Handle | None  # where the argument stands


@frozen(eq=False)
class Step:
    """One call that a program makes, with what is known of everything in it."""

    id: StepId
    op: str
    name: str  # the qualified name of what is called, "" when unknown
    node: ir.Call
    block: Block
    args: Arguments
    result: Value
    model: CallModel | None = None
    receiver: Value | None = None
    fits: tuple[Fit, ...] = ()  # what the receiver had learned before this call; of an unknown function, its arguments
    cls: str = ""  # the class of the receiver, or the class that is constructed
    rows: Rows | None = None  # the rows it works on
    seen_before: frozenset[Any] = frozenset()  # what the data had seen before this step
    watched: tuple[Watched, ...] = ()  # the rows it is measured on while it learns
    stops: tuple[Stop, ...] = ()  # what makes it stop, or keep its best state, by those rows

    @property
    def handle(self) -> Handle:
        return Handle(self.id[1], self.id[2])

    @property
    def method(self) -> str:
        """The last name of what is called: `fit` of `model.fit(X)`."""
        func = self.node.func
        return func.name if isinstance(func, ir.Attr) else func.id if isinstance(func, ir.Name) else ""

    @property
    def receiver_text(self) -> str:
        """What stands before the dot, as written: `model` of `model.fit(X)`."""
        return text_of(self.node.func.base) if isinstance(self.node.func, ir.Attr) else ""

    def arg(self, name: str) -> Value | None:
        """The argument for a parameter of the model; None when it is not given."""
        return self.args.get(name, self.model.params if self.model is not None else ())

    def arg_node(self, name: str) -> ir.Arg | None:
        """The argument's node for a parameter of the model."""
        return self.args.node(name, self.model.params if self.model is not None else ())

    def given(self, name: str) -> bool:
        """Whether a parameter is given, or may be (`**kwargs`)."""
        return self.args.spread or self.arg(name) is not None

    def fact(self, name: str, default: Any = None) -> Any:
        """A word of the library model that only rules read."""
        return default if self.model is None else self.model.facts.get(name, default)

    def data_text(self) -> str:
        """The data argument as written, "" when there is none."""
        if not self.node.args:
            return ""
        names = self.model.data if self.model is not None else ()
        node = self.arg_node(names[0]) if names else None
        return text_of((node or self.node.args[0]).value)


class Graph:
    """All steps of a program in the order in which it runs, and functions that nobody calls after that."""

    def __init__(
        self,
        steps: Sequence[Step],
        versions: Mapping[str, str] | None = None,
        document: Document | None = None,
        place: Callable[[Handle], Place | None] = lambda handle: None,
        elsewhere: Callable[[Handle], tuple[Place | None, Document | None]] = lambda handle: (None, None),
        magics: tuple[Magic, ...] = (),
        surroundings: Surroundings = NOTHING_AROUND,
        regions: Sequence[tuple[Step, ...]] | None = None,
        before: Graph | None = None,
    ) -> None:
        """`place` says where a handle stands in `document`, `elsewhere` where in another file of the workspace; without
        them the printed form has no places. `magics` are a notebook's own lines (`%pip install …`); `surroundings` is what
        the project says beside the code. `regions` are the steps, cut where edits may change some of them and leave the
        others; what was worked out for the regions of the graph `before` an edit is taken over.
        """
        self.magics = magics
        self.surroundings = surroundings
        self.steps = tuple(steps)
        self.regions = (self.steps,) if regions is None else tuple(regions)
        self._known: dict[Any, tuple[tuple[tuple[Step, ...], ...], Any]] = {} if before is None else before._known
        self._compared: tuple[Any, int, int] = ((), 0, 0)
        self.versions = versions or {}
        self.document = document
        self.place = place
        self.elsewhere = elsewhere
        self._answers: dict[Any, Any] = {}

    def ask(self, question: Callable[[Graph], Answer]) -> Answer:
        """`question(self)`, worked out once: what several rules want to know of the same graph."""
        if question not in self._answers:
            self._answers[question] = question(self)
        return self._answers[question]  # type: ignore[no-any-return]

    def each(self, look: Callable[[Step], Iterable[Answer]]) -> tuple[Answer, ...]:
        """What `look` gives for each step, in order. It is called for new steps only, and what it gave is kept with them: it
        may use nothing but the step and what its values hold, and must be a function of a module, which is there to stay.
        """
        key = ("each", look)
        if key not in self._answers:
            self._answers[key] = self._joined(look, lambda steps: [found for step in steps for found in look(step)])
        return self._answers[key]  # type: ignore[no-any-return]

    def _parts(self, name: Any, work: Callable[[tuple[Step, ...]], Answer]) -> list[Answer]:
        """What `work` gives for each region, taken from the graph before the edit where the region is the same."""
        now = self.regions
        before, known = self._known.get(name, ((), []))
        front, back = self._same_as(before)
        middle = [work(region) for region in now[front : len(now) - back]]
        parts = [*known[:front], *middle, *known[len(known) - back :]]
        self._known[name] = (now, parts)
        return parts

    def _joined(self, name: Any, work: Callable[[tuple[Step, ...]], list[Answer]]) -> tuple[Answer, ...]:
        """The lists that `work` gives for the regions, one after the other; kept with the length of each, so that an edit
        costs what it changed, not a look at every region.
        """
        now = self.regions
        before, (lengths, answers) = self._known.get(name, ((), ([], ())))
        front, back = self._same_as(before)
        middle = [work(region) for region in now[front : len(now) - back]]
        kept = lengths[:front], lengths[len(lengths) - back :]
        start, end = sum(kept[0]), len(answers) - sum(kept[1])
        joined = (*answers[:start], *chain.from_iterable(middle), *answers[end:])
        self._known[name] = (now, ([*kept[0], *[len(part) for part in middle], *kept[1]], joined))
        return joined

    def _same_as(self, before: tuple[tuple[Step, ...], ...]) -> tuple[int, int]:
        """How many regions at the start and at the end are those of an earlier graph, which mostly is the last one."""
        if self._compared[0] is not before:
            front = common_prefix(before, self.regions)
            self._compared = (before, front, common_suffix(before, self.regions, front))
        return self._compared[1:]

    def changed_since(self, before: Graph) -> tuple[list[Step], list[Step]]:
        """The steps of the regions that ran again: as an earlier graph has them, and as this one does."""
        front, back = self._same_as(before.regions)
        then, now = before.regions, self.regions
        was, is_now = then[front : len(then) - back], now[front : len(now) - back]
        return [*chain.from_iterable(was)], [*chain.from_iterable(is_now)]

    @cached_property
    def by_id(self) -> Mapping[StepId, Step]:
        table: dict[StepId, Step] = {}
        for part in self._parts("by_id", lambda steps: {step.id: step for step in steps}):
            table.update(part)
        return table

    @cached_property
    def _turns(self) -> Mapping[StepId, int]:
        return {id: turn for turn, id in enumerate(self.by_id)}

    def turn(self, id: StepId) -> int:
        """When a step runs: ids tell steps apart and say nothing of their order, since statements move."""
        return self._turns.get(id, -1)

    def inside(self, block: Block) -> tuple[Step, ...]:
        """The steps in a block of a statement (a loop, a function that runs for one call, …), in order."""
        return self._inside.get((block.kind, block.handle, block.context), ())

    @cached_property
    def _inside(self) -> Mapping[BlockKey, tuple[Step, ...]]:
        table: dict[BlockKey, tuple[Step, ...]] = {}
        for part in self._parts("inside", _by_block):
            if table.keys().isdisjoint(part):
                table.update(part)
            else:
                table.update({key: table.get(key, ()) + steps for key, steps in part.items()})
        return table

    def ops(self, *ops: str) -> tuple[Step, ...]:
        """The steps of some kinds, in order."""
        known = self._answers.get(ops)
        if known is None:
            wanted = frozenset(ops)
            known = self._joined(ops, lambda steps: [step for step in steps if step.op in wanted])
            self._answers[ops] = known
        return known

    def text(self) -> str:
        """The printed form: a line for each step that moves, changes, learns from or measures data."""
        from heldout.semantics.show import graph_text

        return graph_text(self)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data: `steps`, each with the ids of those it follows from."""
        from heldout.semantics.show import graph_json

        return graph_json(self)


def _by_block(steps: Sequence[Step]) -> dict[BlockKey, tuple[Step, ...]]:
    """The steps in each block but the outermost, which is a statement of the module."""
    table: dict[BlockKey, list[Step]] = {}
    keys: dict[int, list[BlockKey]] = {}  # of a block and those around it; blocks live with the steps
    for step in steps:
        around = keys.get(id(step.block))
        if around is None:
            around = keys[id(step.block)] = [(b.kind, b.handle, b.context) for b in step.block.around() if b.outer]
        for key in around:
            table.setdefault(key, []).append(step)
    return {key: tuple(steps) for key, steps in table.items()}
