"""The target taken out of the features, as an edit of the place where they are chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from heldout.api import Code, Draft, Edit, Handle, Place, Safety, Step, text_of
from heldout_rules.leakage.statements import assigned, line_of, source


def without_target(code: Code, step: Step, text: str, name: str, asked: list[Handle]) -> Iterator[Draft]:
    """`X = df`, `X = df[["a", "y"]]`, `X = df.drop(columns=["a"])`, or the table itself in the call of `step`; then also where
    the model is `asked`.
    """
    title = f'Drop "{name}" from the features'
    definition = _definition(code, step, text)
    if definition is not None:
        place, written = definition
        changed = dropped(written, name)
        if changed is not None:
            yield Draft(title, (Edit(place, changed),), Safety.SAFE)
        return
    node = next((a.value for a in step.node.args if text_of(a.value) == text), None)
    if node is not None:
        place = code.place(Handle(step.id[1], node.at))
        changed = dropped(code.text(place), name)
        if changed is not None:
            halves = _halves(code, step)  # dropped from what is split, it is not in the parts
            tables = [table for table in map(code.place, asked) if code.text(table) not in halves]
            more = [Edit(table, dropped(code.text(table), name) or "") for table in tables]
            yield Draft(title, tuple(sorted([Edit(place, changed), *more], key=lambda e: e.place)), Safety.SAFE)


def _halves(code: Code, step: Step) -> list[str]:
    line = line_of(code, step.handle) if step.op == "split" else None
    return ([] if line is None else assigned(line)) or []


def _definition(code: Code, step: Step, text: str) -> tuple[Place, str] | None:
    """Where a name gets its value, when that is one line above the step and nothing else sets it."""
    if not text.isidentifier():
        return None
    pattern = re.compile(rf"(\s*)((?:\w+, )*){re.escape(text)}((?:, \w+)*) = (.*?)\s*(#.*)?")
    found = []
    here = code.place(step.handle)
    for cell in range(here.cell + 1):
        for number, line in enumerate(code.lines(cell)):
            match = pattern.fullmatch(line)
            if match is not None and (cell, number) < (here.cell, here.line):
                found.append((cell, number, match))
    if len(found) != 1 or re.search(rf"\b{re.escape(text)}\[", "\n".join(code.lines(found[0][0]))):
        return None
    cell, number, match = found[0]
    try:
        value = cst.parse_expression(match.group(4))
    except cst.ParserSyntaxError:
        return None
    start, written = match.start(4), match.group(4)
    if match.group(2) or match.group(3):  # X, y = df, df["y"]
        names = [n for n in f"{match.group(2)}{text}{match.group(3)}".split(", ") if n]
        if not isinstance(value, cst.Tuple) or len(value.elements) != len(names):
            return None
        written = source(value.elements[names.index(text)].value)
        if match.group(4).count(written) < 1 or names.index(text) != 0:
            return None
    end = start + len(written)
    return Place(cell, number, start, number, end), written


def dropped(written: str, name: str) -> str | None:
    """An expression of a table without one column; None for a shape that is not known."""
    try:
        node = cst.parse_expression(written)
    except cst.ParserSyntaxError:
        return None
    quoted = f'"{name}"'
    if isinstance(node, cst.Name):
        return f"{written}.drop(columns={quoted})"
    if isinstance(node, cst.Subscript) and len(node.slice) == 1:
        index = node.slice[0].slice
        items = index.value.elements if isinstance(index, cst.Index) and isinstance(index.value, cst.List) else ()
        names = [e.value for e in items]
        left = [n for n in names if not (isinstance(n, cst.SimpleString) and n.evaluated_value == name)]
        if len(left) == len(names) or not left:
            return None
        return f"{source(node.value)}[[{', '.join(source(n) for n in left)}]]"
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    if node.func.attr.value == "copy" and not node.args and isinstance(node.func.value, cst.Name):
        return f"{source(node.func.value)}.drop(columns={quoted})"
    if node.func.attr.value != "drop" or any(arg.star for arg in node.args):
        return None
    for arg in node.args:
        if arg.keyword is None or arg.keyword.value in ("columns", "labels"):
            old = source(arg.value)
            if isinstance(arg.value, cst.List):
                new = f"{old[:-1]}, {quoted}]" if arg.value.elements else f"[{quoted}]"
            elif isinstance(arg.value, cst.SimpleString):
                new = f"[{old}, {quoted}]"
            else:
                return None
            return written.replace(old, new, 1)
    return None
