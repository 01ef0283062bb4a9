"""Import statements: names of libraries, and of other files of the workspace."""

from __future__ import annotations

from heldout.semantics.files import home
from heldout.semantics.lookup import bind_name
from heldout.semantics.machine import Machine
from heldout.semantics.modules import imported, load, member, names, postponed
from heldout.semantics.values import Module, Ref, Value
from heldout.syntax import ir


def import_statement(m: Machine, s: ir.Import) -> bool:
    """Bind what an import statement names: a library's things, or those of another file of the workspace."""
    if s.level or not m.models.knows(s.module.partition(".")[0]):
        if home(m.leaf) and s.name not in (None, "*") and m.frame.prefix is None:
            later = postponed(m, s.module, s.level, s.name or "")
            if later is not None:
                bind_name(m, s.bind, later)
                return False
        found = imported(m, s.module, s.level)
        if found is not None:
            return _import_module(m, s, found)
        if s.level:
            if s.bind != "*":
                bind_name(m, s.bind, Value(key=("import", s.level, s.module, s.name)))
            return False
    if s.name is None:
        name = s.module if s.bind != s.module.partition(".")[0] else s.bind
        bind_name(m, s.bind, Value(Ref(m.models.canonical(name))))
    elif s.name == "*":
        prefix = m.models.canonical(s.module) + "."
        if m.models.knows(s.module.partition(".")[0]):
            for name in m.models.names():
                if name.startswith(prefix) and "." not in name[len(prefix) :]:
                    bind_name(m, name[len(prefix) :], Value(Ref(name)))
    else:
        bind_name(m, s.bind, Value(Ref(m.models.canonical(f"{s.module}.{s.name}"))))
    return False


def _import_module(m: Machine, s: ir.Import, module: Value) -> bool:
    """Import of another file of the workspace."""
    assert isinstance(module.kind, Module)
    index = module.kind.index
    if s.name is None:
        top = s.module.partition(".")[0]
        if s.bind == top != s.module:  # `import a.b` binds a
            outer = imported(m, top, 0)
            load(m, index)
            bind_name(m, s.bind, module if outer is None else outer)
        else:
            load(m, index)
            bind_name(m, s.bind, module)
    elif s.name == "*":
        for name in names(m, index):
            bind_name(m, name, member(m, index, name))
    else:
        value = member(m, index, s.name)
        if isinstance(value.kind, Module):
            load(m, value.kind.index)
        bind_name(m, s.bind, value)
    return False
