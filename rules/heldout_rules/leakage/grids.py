"""The grid of a search, as edits: its names get that of the step of a pipeline that they belong to."""

from __future__ import annotations

import re

import libcst as cst

from heldout.api import Code, Edit, Handle, Place
from heldout_rules.leakage.statements import end_of, line_at, lines_between, where_in

GRIDS = ("param_grid", "param_distributions", "search_spaces")
READ = re.compile(r"best_params_\[|\*\*\w+\.best_params_|best_estimator_\.(?!predict|score)|[\"']param_")
"""Uses of a search's result that speak of its parameters by name, or of the estimator as it is."""


def renamed_grid(code: Code, grid: Handle, estimator: str) -> list[Edit] | None:
    """`{"C": [1, 10]}` → `{"svc__C": [1, 10]}` in the call, or where its name is bound, once; None for any other grid, or where
    the program reads names of parameters from the result.
    """
    cls = _class(code, estimator)
    if cls is None or any(READ.search(text) for _, _, text in _all(code)):
        return None
    place = code.place(grid)
    text = code.text(place)
    if text.isidentifier():
        bound = [(cell, row) for cell, row, line in _all(code) if re.match(rf"\s*{text}\s*(\[.*\]\s*)?=(?!=)", line)]
        line = line_at(code, *bound[0]) if len(bound) == 1 else None
        if line is None or not isinstance(line.node, cst.Assign) or len(_named(code, text)) != 2:
            return None
        place, text = line.place, cst.Module([]).code_for_node(line.node.value)
    keys = _keys(text)
    if keys is None:
        return None
    edits = []
    for key in keys:
        where = where_in(code, Place(place.cell, place.line, 0, place.end_line + 1, 0), key)
        if where is None:
            return None
        edits.append(Edit(where, f"{key[0]}{cls.lower()}__{key[1:]}"))
    return edits


def _all(code: Code) -> list[tuple[int, int, str]]:
    return list(lines_between(code, Place(0, 0, 0, 0, 0), end_of(code)))


def _named(code: Code, name: str) -> list[str]:
    return [text for _, _, text in _all(code) if re.search(rf"(?<![\w.]){name}(?!\w)", text)]


def _class(code: Code, estimator: str) -> str | None:
    """The class of `SVC()`, or of a name that is bound once to such a call."""
    call = re.match(r"([A-Z]\w+)\(", estimator)
    if call is not None:
        return call[1]
    if not estimator.isidentifier():
        return None
    bound = [text for _, _, text in _all(code) if re.match(rf"\s*{estimator}\s*=(?!=)", text)]
    found = re.match(rf"\s*{estimator}\s*=\s*([A-Z]\w+)\(", bound[0]) if len(bound) == 1 else None
    return None if found is None else found[1]


def _keys(text: str) -> list[str] | None:
    """The names in a literal grid, as written; None where some are computed, or belong to a step already."""
    try:
        node = cst.parse_expression(text)
    except cst.ParserSyntaxError:
        return None
    grids = [e.value for e in node.elements] if isinstance(node, cst.List) else [node]
    keys: list[str] = []
    for grid in grids:
        if not isinstance(grid, cst.Dict):
            return None
        for element in grid.elements:
            name = element.key if isinstance(element, cst.DictElement) else None
            if not isinstance(name, cst.SimpleString) or "__" in name.value or name.prefix:
                return None
            keys.append(name.value)
    return keys if keys and len(set(keys)) == len(keys) else None
