"""What a name or a call is worth at one place: the statement around it, and who calls it, run once more under watch.

Noting every value while the program runs would cost each keystroke; running one statement again costs a hover less than
showing it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from attrs import evolve, frozen

from heldout.semantics.callsite import fits_of, parts_of, state_of
from heldout.semantics.graph import Handle
from heldout.semantics.machine import Machine
from heldout.semantics.run import Interpreter
from heldout.semantics.values import Context, Fit, Instance, Object, Value
from heldout.syntax import ir
from heldout.syntax.program import Program

MOST_RUNS = 8
"""Statements that run again for one question: a function that is called from more places is known from the first."""


@frozen(eq=False)
class Noted:
    """The value that a node had, the last time it was evaluated in one frame.

    `caller` is the call that made the frame; None at the top of the program. `on_its_own`: nobody calls the function that
    it is in, so its parameters are unknown. `fits`, `parts` and `state` are those of an object at that moment.
    """

    at: Handle
    value: Value
    context: Context
    fits: tuple[Fit, ...] = ()
    parts: tuple[Value, ...] = ()
    state: str = ""
    caller: Handle | None = None
    on_its_own: bool = False


def probe(
    interpreter: Interpreter,
    units: tuple[ir.Unit, ...],
    leaves: tuple[int, ...],
    wanted: frozenset[Handle],
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Noted, ...]:
    """The values of some nodes, all of one top-level statement: its `units`, and the ids of all `leaves` in there.

    One for each frame in which a node was evaluated, in the order in which they ran. Raises Cancelled.
    """
    found: dict[tuple[Handle, Context], Noted] = {}
    for run in _runs(interpreter, units, frozenset(leaves)):
        m = interpreter.machine({})
        m.cancelled = cancelled
        m.watched = frozenset(leaves)
        m.watch = _watch(m, wanted, found)
        run(m)
    if not any(noted.context for noted in found.values()):
        return tuple(found.values())
    calls = interpreter.shared.sites
    return tuple([_with_caller(noted, calls) for noted in found.values()])


def values(
    interpreter: Interpreter, program: Program, wanted: Iterable[Handle], cancelled: Callable[[], bool] = lambda: False
) -> tuple[Noted, ...]:
    """The values of nodes anywhere in the program that the interpreter ran last. Raises Cancelled."""
    statements: dict[int, tuple[tuple[ir.Unit, ...], tuple[int, ...], list[Handle]]] = {}
    for handle in wanted:
        units, leaves = program.around(handle.leaf)
        if units:
            statements.setdefault(id(units[0]), (units, leaves, []))[2].append(handle)
    found: list[Noted] = []
    for units, leaves, handles in statements.values():
        found += probe(interpreter, units, leaves, frozenset(handles), cancelled)
    return tuple(found)


def _watch(
    m: Machine, wanted: frozenset[Handle], found: dict[tuple[Handle, Context], Noted]
) -> Callable[[Any, Value], None]:
    ats = {handle.at for handle in wanted}

    def watch(node: Any, value: Value) -> None:
        if node.at not in ats:
            return
        at, context = Handle(m.leaf, node.at), m.frame.context
        if at not in wanted:
            return
        found.pop((at, context), None)  # the last time counts: a loop's second round knows more than its first
        if isinstance(value.kind, (Instance, Object)):
            parts = parts_of(m, value)
            found[at, context] = Noted(at, value, context, fits_of(m, value), parts, state_of(m, value))
        else:
            found[at, context] = Noted(at, value, context)

    return watch


def _with_caller(noted: Noted, calls: dict[Context, tuple[Context, int, int]]) -> Noted:
    """With the nearest call, and whether the way there begins with a function that nobody calls."""
    caller: Handle | None = None
    context = noted.context
    while context:
        context, leaf, at = calls[context]
        if at < 0:
            return evolve(noted, caller=caller, on_its_own=True)
        caller = caller or Handle(leaf, at)
    return evolve(noted, caller=caller)


def _runs(
    interpreter: Interpreter, units: tuple[ir.Unit, ...], leaves: frozenset[int]
) -> Iterator[Callable[[Machine], object]]:
    """What has to run: the statement itself, the statements that call functions in it, and those that nobody calls."""
    count = 0
    own = {id(unit) for unit in units}
    for index, record in enumerate(interpreter.records):
        if id(record.node) in own or any(type(fid) is tuple and fid[0] in leaves for fid in record.called):
            count += 1
            if count > MOST_RUNS:
                return
            yield _again(interpreter, index, record.node)
    for key, (which, record) in interpreter.uncalled.items():
        if _defined_in(key, leaves) or any(_defined_in(read, leaves) for read in record.read_keys):
            count += 1
            if count > MOST_RUNS:
                return
            yield _alone(interpreter, key, record.node, which)


def _again(interpreter: Interpreter, index: int, unit: Any) -> Callable[[Machine], object]:
    def run(m: Machine) -> object:
        m.vars = interpreter.table_before(index)
        return interpreter.region(m, unit)

    return run


def _alone(interpreter: Interpreter, key: Any, node: Any, which: Any) -> Callable[[Machine], object]:
    def run(m: Machine) -> object:
        m.vars = interpreter.end.copy()
        return interpreter.on_its_own(m, key, node, which)

    return run


def _defined_in(key: Hashable, leaves: frozenset[int]) -> bool:
    """Whether a key of the table is a function or class that is defined in some leaves."""
    if type(key) is not tuple or len(key) != 2:
        return False
    if key[0] == "def":
        return key[1][0] in leaves
    return key[1] == "·node" and key[0][2] in leaves
