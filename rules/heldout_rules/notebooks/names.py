"""Names that a notebook needs and that are not there: bound in a later cell, or in none."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from heldout.api import Handle, Notebook

SHELL = frozenset(["get_ipython", "display", "In", "Out", "exit", "quit", "open", "input"])
HOSTS = frozenset(["spark", "sc", "sqlContext", "sqlc", "dbutils", "displayHTML", "sql", "table", "udf", "getArgument"])
"""Names that hosted notebooks put there before the first cell."""
PYTHON_2 = frozenset(
    [
        *(
            "apply",
            "basestring",
            "buffer",
            "cmp",
            "coerce",
            "execfile",
            "file",
            "intern",
            "long",
            "raw_input",
            "reduce",
        ),
        *("reload", "unichr", "unicode", "xrange"),
    ]
)
GIVEN = frozenset(dir(builtins)) | SHELL | HOSTS | PYTHON_2
HISTORY = re.compile(r"_+(i*|i?\d+|oh|ih|dh|exit_code|sqldf)$|__\w+__$")
"""IPython's `_`, `__`, `_3`, `_i5`, `_ih`; and what Python itself sets, such as `__file__`."""


@frozen
class Missing:
    """A name that is read where it is not there. `bound`: where a later cell binds it, and which cell that is.

    `through` is the function that reads it, when the place that is told is a call of that function.
    """

    name: str
    read: Handle
    cell: int
    bound: tuple[Handle, int] | None = None
    through: str = ""


def missing(notebook: Notebook) -> tuple[Missing, ...]:
    """Every name that is missing, at the first place that needs it. Nothing where names may come from elsewhere."""
    if "missing" not in notebook.kept:
        notebook.kept["missing"] = tuple(_missing(notebook))
    found: tuple[Missing, ...] = notebook.kept["missing"]
    return found


def _missing(notebook: Notebook) -> Iterator[Missing]:
    if any(cell.opaque for cell in notebook.cells):
        return
    everywhere = _bound_anywhere(notebook)
    maybe = frozenset().union(*[cell.maybe for cell in notebook.cells])
    functions: dict[str, Mapping[str, Handle]] = {}
    there: set[str] = set()
    told: set[str] = set()
    for cell in notebook.cells:
        here = set().union(*[names.binds for names in cell.names])
        for names in cell.names:
            for name, at in names.reads.items():
                if name in there or name in here or name in told or _given(name) or name in maybe:
                    continue
                told.add(name)
                yield Missing(name, at, cell.number, everywhere.get(name))
            for reads in names.later.values():
                for name, at in reads.items():
                    if name not in everywhere and name not in told and not _given(name) and name not in maybe:
                        told.add(name)
                        yield Missing(name, at, cell.number)
            functions.update(names.later)
            for function, at in names.calls.items():
                for name in _needs(function, functions):
                    if name in there or name in here or name in told or _given(name) or name in maybe:
                        continue
                    if name in everywhere:
                        told.add(name)
                        yield Missing(name, at, cell.number, everywhere[name], function)
            there.update(names.binds)


def _given(name: str) -> bool:
    return name in GIVEN or HISTORY.match(name) is not None


def _bound_anywhere(notebook: Notebook) -> dict[str, tuple[Handle, int]]:
    found: dict[str, tuple[Handle, int]] = {}
    for cell in notebook.cells:
        for names in cell.names:
            for name, at in names.binds.items():
                found.setdefault(name, (at, cell.number))
    return found


def _needs(function: str, functions: Mapping[str, Mapping[str, Handle]]) -> Iterator[str]:
    """The names that calling a function needs, those of the functions that it names included."""
    seen, waiting = {function}, [function]
    while waiting:
        for name in functions.get(waiting.pop(), ()):
            yield name
            if name in functions and name not in seen:
                seen.add(name)
                waiting.append(name)
