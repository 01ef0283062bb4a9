"""Statements as fixes see them: simple ones on lines of their own, what they bind and call, and who else speaks of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import libcst as cst
from attrs import frozen

from heldout.api import Code, Edit, Handle, Place, Step
from heldout_rules.blocks import key


@frozen
class Line:
    """A simple statement that has its lines to itself: where it stands, and its only small statement."""

    place: Place
    node: Any
    indent: str


def line_of(code: Code, handle: Handle) -> Line | None:
    """The statement around a node, when it is one simple statement on lines of its own."""
    place = code.statement(handle)
    if place is None:
        return None
    text = code.text(place)
    try:
        module = cst.parse_module(_dedent(text, code.indent(place)))
    except cst.ParserSyntaxError:
        return None
    if len(module.body) != 1 or not isinstance(module.body[0], cst.SimpleStatementLine):
        return None
    body = module.body[0].body
    return Line(place, body[0], code.indent(place)) if len(body) == 1 else None


def _dedent(text: str, indent: str) -> str:
    return "\n".join([line[len(indent) :] if line.startswith(indent) else line for line in text.split("\n")])


def source(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def assigned(line: Line) -> list[str] | None:
    """The names (and attributes) that a statement `a, b = …` binds, in order."""
    node = line.node
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0].target
    items = [e.value for e in target.elements] if isinstance(target, (cst.Tuple, cst.List)) else [target]
    return [source(i) for i in items] if all(isinstance(i, (cst.Name, cst.Attribute)) for i in items) else None


def call_of(line: Line) -> cst.Call | None:
    """The call that a statement makes: its value, or the whole of it."""
    value = line.node.value if isinstance(line.node, (cst.Assign, cst.Expr)) else None
    return value if isinstance(value, cst.Call) else None


def method(call: cst.Call) -> tuple[str, str, str]:
    """`scaler`, `fit` of `scaler.fit(X)`; of `MinMaxScaler().fit(X)`, also how to make the object under a new name."""
    func = call.func
    if isinstance(func, cst.Attribute) and isinstance(func.value, (cst.Name, cst.Attribute)):
        return source(func.value), func.attr.value, ""
    if isinstance(func, cst.Attribute) and isinstance(func.value, cst.Call) and isinstance(func.value.func, cst.Name):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", func.value.func.value).lower()
        return name, func.attr.value, f"{name} = {source(func.value)}"
    return "", "", ""


def positional(call: cst.Call) -> list[str] | None:
    """The positional arguments as written; None where a `*` hides some."""
    if any(arg.star for arg in call.args):
        return None
    return [source(arg.value) for arg in call.args if arg.keyword is None]


def mentions(code: Code, name: str, but: tuple[Place, ...]) -> int:
    """How often a name is written in the program outside some places."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    count = 0
    for index in range(len(code.document.cells)):
        for number, text in enumerate(code.lines(index)):
            if any(p.cell == index and p.line <= number < p.end_line for p in but):
                continue
            count += len(pattern.findall(text.partition("#")[0]))
    return count


def between(code: Code, name: str, first: Place, last: Place) -> bool:
    """Whether a name is written between two statements."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    return any(pattern.search(text) for _, _, text in lines_between(code, first, last))


def with_comments(code: Code, place: Place) -> tuple[Place, list[str]]:
    """A statement's lines with the comment lines right above it, and those comments; cell markers stay where they are."""
    lines = code.lines(place.cell)
    first = place.line
    while first > 0 and lines[first - 1].lstrip().startswith("#") and not lines[first - 1].lstrip().startswith("# %%"):
        first -= 1
    return Place(place.cell, first, 0, place.end_line, 0), lines[first : place.line]


def removal(code: Code, place: Place) -> Edit:
    """Remove a statement, and an empty line where two would be left."""
    lines = code.lines(place.cell)
    before = place.line == 0 or not lines[place.line - 1].strip()
    after = place.end_line < len(lines) and not lines[place.end_line].strip()
    if before and after and place.end_line + 1 < len(lines):
        return code.delete_lines(Place(place.cell, place.line, 0, place.end_line + 1, 0))
    return code.delete_lines(place)


def parts(split: Line, split_call: cst.Call) -> dict[str, tuple[str, str]] | None:
    """What each argument of `a, b, c, d = train_test_split(X, y)` becomes: X → (a, b), y → (c, d)."""
    targets, given = assigned(split), positional(split_call)
    if targets is None or given is None or len(targets) != 2 * len(given) or len(set(given)) != len(given):
        return None
    return {name: (targets[2 * i], targets[2 * i + 1]) for i, name in enumerate(given)}


def dealt_out(code: Code, split: Step) -> tuple[Line, dict[str, tuple[str, str]]] | None:
    """The statement that splits, and what it makes of which: `train_test_split`, or a sample and the rows that it leaves."""
    line = line_of(code, split.handle)
    call = None if line is None else call_of(line)
    if line is None or call is None:
        return None
    if split.op == "split":
        halves = parts(line, call)
        return None if halves is None else (line, halves)
    below = line_at(code, line.place.cell, line.place.end_line) if split.op == "sample" else None
    train, test = assigned(line), None if below is None else assigned(below)
    if below is None or not isinstance(call.func, cst.Attribute) or not isinstance(call.func.value, cst.Name):
        return None
    if train is None or test is None or len(train) != 1 or len(test) != 1 or below.indent != line.indent:
        return None
    table, part = call.func.value.value, train[0]
    rest = (
        f"{table}.drop({part}.index)",
        f"{table}.drop(index={part}.index)",
        f"{table}[~{table}.index.isin({part}.index)]",
    )
    if source(below.node.value) not in rest or part == table:
        return None
    both = Place(line.place.cell, line.place.line, 0, below.place.end_line, 0)
    return Line(both, line.node, line.indent), {table: (part, test[0])}


def after(code: Code, name: str, place: Place) -> bool:
    return between(code, name, place, end_of(code))


def rename(code: Code, call: Step, names: dict[str, str]) -> list[Edit]:
    """Hand other variables to a call."""
    edits = []
    for arg in call.node.args:
        place = code.place(Handle(call.id[1], arg.value.at))
        if arg.keyword is None and code.text(place) in names:
            edits.append(code.replace(place, names[code.text(place)]))
    return edits


def beside(one: Step, other: Step) -> bool:
    """Whether two steps stand in the same block: whenever the first runs, so does the second."""
    if one.id[0] != other.id[0]:
        return False
    return one.block.kind == other.block.kind == "module" or key(one.block) == key(other.block)


def transform_below(code: Code, here: Line, receiver: str, data: str) -> tuple[str, Place] | None:
    """The statement `X = scaler.transform(X)` right below `scaler.fit(X)`."""
    lines = code.lines(here.place.cell)
    row = here.place.end_line
    pattern = rf"{re.escape(here.indent)}(\w+) = {re.escape(receiver)}\.transform\({re.escape(data)}\)\s*"
    found = re.fullmatch(pattern, lines[row]) if row < len(lines) else None
    return None if found is None else (found.group(1), Place(here.place.cell, row, 0, row + 1, 0))


def line_at(code: Code, cell: int, row: int) -> Line | None:
    """The simple statement that begins in a row, as `line_of`."""
    lines = code.lines(cell)
    if row >= len(lines) or not lines[row].strip() or lines[row].lstrip().startswith("#"):
        return None
    indent = lines[row][: len(lines[row]) - len(lines[row].lstrip())]
    for end in range(row + 1, min(row + 12, len(lines)) + 1):
        try:
            module = cst.parse_module(_dedent("\n".join(lines[row:end]) + "\n", indent))
        except cst.ParserSyntaxError:
            continue
        if len(module.body) != 1 or not isinstance(module.body[0], cst.SimpleStatementLine):
            return None
        body = module.body[0].body
        return Line(Place(cell, row, 0, end, 0), body[0], indent) if len(body) == 1 else None
    return None


def lines_between(code: Code, first: Place, last: Place) -> Iterator[tuple[int, int, str]]:
    """Cell, row and text of the lines between two statements, without comments."""
    for index in range(first.cell, last.cell + 1):
        lines = code.lines(index)
        start = first.end_line if index == first.cell else 0
        stop = min(last.line, len(lines)) if index == last.cell else len(lines)
        for row in range(start, stop):
            yield index, row, lines[row].partition("#")[0]


def end_of(code: Code) -> Place:
    """Behind everything."""
    return Place(len(code.document.cells) - 1, 1 << 30, 0, 1 << 30, 0)


def trailing(code: Code, line: Line) -> str:
    """The comment behind a statement, with the two spaces before it; "" where there is none."""
    text = code.lines(line.place.cell)[line.place.end_line - 1]
    for match in re.finditer(r"\s*#", text):
        try:
            cst.parse_module(text[: match.start()].strip() + "\n")
        except cst.ParserSyntaxError:
            if line.place.end_line - line.place.line == 1:
                continue
            if text[: match.start()].strip() not in (")", "]", "}", "),"):
                continue
        return "  " + text[match.end() - 1 :].rstrip()
    return ""


def where_in(code: Code, around: Place, text: str) -> Place | None:
    """The only place in some lines where a text stands."""
    found = [
        Place(around.cell, row, line.index(text), row, line.index(text) + len(text))
        for row, line in enumerate(code.lines(around.cell)[around.line : around.end_line], around.line)
        if line.count(text) == 1
    ]
    return found[0] if len(found) == 1 else None
