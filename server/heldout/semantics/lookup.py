"""Names: where they are bound and found, in the frame that runs, those around it, and the module."""

from __future__ import annotations

import builtins

from heldout.semantics.machine import Machine
from heldout.semantics.modules import promised
from heldout.semantics.values import UNKNOWN, Either, Later, Ref, Value


def bind_name(m: Machine, name: str, value: Value) -> None:
    frame = m.frame
    if m.overlays and name in m.overlays[-1]:
        m.overlays[-1][name] = value
    elif frame.prefix is not None:
        m.put((frame.prefix, name), value)
    elif frame.locals is None or name in frame.globals:
        m.put(m.of_module(name), value)
    elif name in frame.locals:
        m.put((frame.context, name), value)
    else:  # nonlocal
        m.put((_around(m, name), name), value)


def _around(m: Machine, name: str) -> int:
    """The frame around the running one that binds a name; the running one where none does."""
    outer = m.frame.outer
    while outer:
        names, further = m.get(("frame", outer)) or (frozenset(), None)
        if name in names:
            return outer
        outer = further
    return m.frame.context


def unbind(m: Machine, name: str) -> None:
    bind_name(m, name, UNKNOWN)


def lookup(m: Machine, name: str) -> Value:
    """What a name means where the program is."""
    value = _found(m, name)
    return promised(m, value) if isinstance(value.kind, (Later, Either)) else value


def _found(m: Machine, name: str) -> Value:
    for overlay in reversed(m.overlays):
        if name in overlay:
            return overlay[name]
    frame = m.frame
    if frame.prefix is not None:
        value = m.get((frame.prefix, name))
        if value is not None:
            return value  # type: ignore[no-any-return]
    if frame.locals is not None and name not in frame.globals:
        if name in frame.locals:
            value = m.get((frame.context, name))
            return UNKNOWN if value is None else value
        outer = frame.outer
        while outer:
            names, further = m.get(("frame", outer)) or (frozenset(), None)
            if name in names:
                value = m.get((outer, name))
                return UNKNOWN if value is None else value
            outer = further
    value = m.get(m.of_module(name))
    if value is None:
        return Value(Ref("builtins." + name)) if name in BUILTINS else Value(key=("global", name))
    return value  # type: ignore[no-any-return]


BUILTINS = frozenset(dir(builtins))
