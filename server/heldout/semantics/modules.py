"""Other files of the workspace: a module runs once, in names of its own, when a program first imports it.

What a program knows of files comes through `Machine.ask`, so that a region remembers what it was told, and runs again when
the answer is another one.
"""

from __future__ import annotations

from collections.abc import Hashable

from attrs import evolve

from heldout.semantics.files import home
from heldout.semantics.graph import Block, Handle
from heldout.semantics.machine import Frame, Machine
from heldout.semantics.values import Either, Later, Module, Ref, Value, join_all

DEEPEST = 24
"""Modules that import modules that import …: what lies deeper is unknown."""
MODULE = 4_000
"""Statements and calls that one statement of a module may take."""


def imported(m: Machine, module: str, level: int) -> Value | None:
    """The module of the workspace that an import means; None where it is none."""
    found = m.ask("find", home(m.leaf), module, level)
    return None if found is None else Value(Module(found))


def member(m: Machine, module: int, name: str) -> Value:
    """`module.name`: what the module binds, one of its submodules, or something unknown.

    What the library models describe by its dotted name is that: a project's own models are meant to win.
    """
    qualified = f"{m.ask('name', module)}.{name}"
    if m.models.call(qualified) is not None or m.models.cls(qualified) is not None:
        return Value(Ref(qualified))
    load(m, module)
    value: Value | None = m.get((-module, name))
    if value is not None:
        return promised(m, value)
    inner = m.ask("child", module, name)
    return Value(key=("import", module, name)) if inner is None else Value(Module(inner))


def postponed(m: Machine, module: str, level: int, name: str) -> Value | None:
    """`from module import name` in a file of the workspace: run what acts by itself, and leave the rest until it is used.

    So of a package whose files all import each other, a program runs what it uses. None where the import means no file.
    """
    importer = home(m.leaf)
    acting = m.ask("acts", importer, module, level, name)
    if acting is None:
        return None
    for number in acting:
        load(m, number)
    return Value(Later(importer, module, level, name))


def promised(m: Machine, value: Value) -> Value:
    """A value of the table, or what an import that was left until now names."""
    kind = value.kind
    if isinstance(kind, Either):
        if not any(isinstance(option.kind, Later) for option in kind.options):
            return value
        found = join_all([promised(m, option) for option in kind.options])
    elif isinstance(kind, Later):
        number = m.ask("find", kind.importer, kind.module, kind.level)
        if number is None:
            return Value(key=("import", kind.level, kind.module, kind.name))
        found = member(m, number, kind.name)
    else:
        return value
    return evolve(found, optional=True) if value.optional and not found.optional else found


def names(m: Machine, module: int) -> list[str]:
    """What `from module import *` binds."""
    load(m, module)
    listed = m.get((-module, "__all__"))
    items = getattr(promised(m, listed).kind, "items", None) if isinstance(listed, Value) else None
    if items is not None:
        found = [getattr(item.kind, "value", None) for item in items if isinstance(item, Value)]
        return [name for name in found if isinstance(name, str)]
    return [
        k[1]
        for k in m.vars
        if type(k) is tuple and len(k) == 2 and k[0] == -module and isinstance(k[1], str) and not k[1].startswith("_")
    ]


def load(m: Machine, module: int) -> None:
    """Run a module, unless it has run; one that is running already shows what it has bound so far."""
    units = m.ask("units", module)
    key: Hashable = ("loaded", module)
    if m.get(key) is units or m.loading >= DEEPEST:
        return
    known = m.shared.records.setdefault((m.models, module), [])
    for record in known:
        if record.node is units and m.valid(record):
            m.replay(record)
            return
    around = m.enter_region()
    before = (m.leaf, m.block, m.frame, m.overlays, m.calls, m.limit)
    paused = (m.turn, m.disorder, m.deciding)  # a name may be looked up anywhere; the module knows nothing of that
    m.turn, m.disorder, m.deciding = None, [], None
    borrowed, cut, spent = m.borrowed, m.cut, m.spent
    m.loading += 1
    m.overlays, m.calls = [], []
    m.frame = Frame(-module, None)
    m.put(key, units)
    try:
        for unit in units:
            m.leaf = unit.leaf
            m.block = Block("module", Handle(unit.leaf, 0))
            m.allow(MODULE)
            m.run(unit.body)
    finally:
        m.loading -= 1
        m.leaf, m.block, m.frame, m.overlays, m.calls, m.limit = before
        m.loads += m.spent - spent  # which has a budget of its own
        m.spent = spent
        m.turn, m.disorder, m.deciding = paused
        m.borrowed, m.cut = borrowed, cut
    known.append(m.leave_region(around, None, units))
    del known[:-4]
