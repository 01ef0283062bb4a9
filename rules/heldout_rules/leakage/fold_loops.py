"""A fit, or a resampling, before a loop over folds moved into the loop, as edits: `for train, test in folds.split(X, y):`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst
from attrs import frozen

from heldout.api import Code, Data, Draft, Edit, Place, Safety, Step, Value
from heldout_rules.blocks import key, within
from heldout_rules.leakage.statements import (
    assigned,
    beside,
    call_of,
    end_of,
    line_of,
    lines_between,
    mentions,
    method,
    positional,
    removal,
    source,
    trailing,
    transform_below,
    with_comments,
)

HEADER = re.compile(r"(?P<indent>\s*)for (?:\w+, )?\(?(?P<train>\w+), (?P<test>\w+)\)? in .*\.split\(.*:\s*(#.*)?")


@frozen
class Loop:
    """A loop over folds: its head, the rows of its body, and the names of the row numbers."""

    cell: int
    row: int
    body: range
    indent: str
    train: str
    test: str


@frozen
class Table:
    """What was made of a table before the loop: its name there, that of the table itself, and how rows are chosen of it."""

    result: str
    given: str
    chosen: str

    def rows(self, numbers: str) -> str:
        return f"{self.given}{self.chosen}[{numbers}]"


def fit_in_loop(code: Code, fit: Step, folds: Step) -> Iterator[Draft]:
    """`X = scaler.fit_transform(X)` before the loop: in it, `fit_transform` of the rows to train on, `transform` of the others."""
    here, loop = line_of(code, fit.handle), _loop(code, folds)
    call = None if here is None else call_of(here)
    if here is None or loop is None or call is None or not _leads(fit, folds) or not 1 <= len(call.args) <= 2:
        return
    receiver, name, making = method(call)
    given = positional(call)
    gone = [with_comments(code, here.place)[0]]
    results = assigned(here)
    if not receiver or given is None or len(given) != len(call.args):
        return
    if name == "fit" and isinstance(here.node, cst.Expr) and not making:
        below = transform_below(code, here, receiver, given[0])
        if below is None:
            return
        results, gone = [below[0]], [gone[0], below[1]]
    elif name != "fit_transform":
        return
    if results is None or len(results) != 1 or (making and mentions(code, receiver, ())):
        return
    tables = _tables(fit, results, given[:1])
    labels = _tables(fit, given[1:], given[1:], 1)
    if tables is None or labels is None or not _only_rows(code, tables, loop, gone):
        return
    table = tables[0]
    parts = _parts(code, loop, table)
    if parts is None:
        return
    train, test = parts.train, parts.test
    rows = (train, test) if parts.bound else (table.rows(loop.train), table.rows(loop.test))
    edits = _replaced(code, loop, table, loop.train, table.rows(loop.train) if parts.bound else train)
    edits += _replaced(code, loop, table, loop.test, table.rows(loop.test) if parts.bound else test)
    fitted = ", ".join([rows[0], *[y.rows(loop.train) for y in labels]])
    lines = [making] if making else []
    lines.append(f"{train} = {receiver}.fit_transform({fitted}){trailing(code, here)}")
    lines.append(f"{test} = {receiver}.transform({rows[1]})")
    title = f"Fit `{receiver}` in every fold, on its training rows"
    yield _draft(code, title, gone, loop, tables, lines, edits, parts.row)


def resample_in_loop(code: Code, resample: Step, folds: Step) -> Iterator[Draft]:
    """`X, y = smote.fit_resample(X, y)` before the loop: in it, of the rows to train on."""
    here, loop = line_of(code, resample.handle), _loop(code, folds)
    call = None if here is None else call_of(here)
    if here is None or loop is None or call is None or not _leads(resample, folds):
        return
    given, results, func = positional(call), assigned(here), source(call.func)
    if given is None or results is None or len(given) != 2 or len(call.args) != 2 or len(results) != 2:
        return
    tables = _tables(resample, results, given)
    gone = [with_comments(code, here.place)[0]]
    if tables is None or not func.endswith(".fit_resample") or not _only_rows(code, tables, loop, gone):
        return
    names = [f"{t.given}_train" for t in tables]
    if any(mentions(code, name, ()) for name in names):
        return
    edits: list[Edit] = []
    for table, name in zip(tables, names, strict=True):
        edits += _replaced(code, loop, table, loop.train, name)
        edits += _replaced(code, loop, table, loop.test, table.rows(loop.test))
    lines = [f"{', '.join(names)} = {func}({', '.join(t.rows(loop.train) for t in tables)}){trailing(code, here)}"]
    title = "Resample the training rows of every fold"
    yield _draft(code, title, gone, loop, tables, lines, edits, loop.row + 1)


def _loop(code: Code, folds: Step) -> Loop | None:
    if folds.op != "folds":
        return None
    place = code.place(folds.handle)
    lines = code.lines(place.cell)
    head = HEADER.fullmatch(lines[place.line])
    if head is None:
        return None
    end = place.line + 1
    while end < len(lines) and (not lines[end].strip() or re.match(rf"{head['indent']}\s", lines[end])):
        end += 1
    while end > place.line and not lines[end - 1].strip():
        end -= 1
    first = next((row for row in range(place.line + 1, end) if lines[row].partition("#")[0].strip()), None)
    if first is None:
        return None
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    return Loop(place.cell, place.line, range(place.line + 1, end), indent, head["train"], head["test"])


def _leads(cause: Step, folds: Step) -> bool:
    if cause.id[0] != folds.id[0]:
        return False
    return beside(cause, folds) or cause.block.kind == "module" or within(folds, key(cause.block))


def _tables(step: Step, results: list[str], given: list[str], first: int = 0) -> list[Table] | None:
    """How rows are chosen of what was given: by `.iloc` of tables, plainly of arrays; None where that is not known."""
    tables = []
    for result, name, value in zip(results, given, step.args.positional[first:], strict=False):
        chosen = _indexed(value)
        if chosen is None or not name.isidentifier() or not result.isidentifier():
            return None
        tables.append(Table(result, name, chosen))
    return tables if len(tables) == len(results) else None


def _indexed(value: Value) -> str | None:
    kind = value.kind
    if not isinstance(kind, Data):
        return None
    return {"pandas.DataFrame": ".iloc", "pandas.Series": ".iloc", "numpy.ndarray": ""}.get(kind.cls)


def _written(table: Table, numbers: str) -> str:
    return rf"(?<![\w.]){re.escape(table.result)}(\.iloc)?\[{numbers}\]"


def _only_rows(code: Code, tables: list[Table], loop: Loop, gone: list[Place]) -> bool:
    """Whether the loop uses the results by the numbers of its rows, and nobody else does."""
    for table in tables:
        plain = re.compile(rf"(?<![\w.\"']){re.escape(table.result)}(?!\w)")
        rows = re.compile(f"{_written(table, loop.train)}|{_written(table, loop.test)}")
        for cell, row, text in lines_between(code, gone[-1], end_of(code)):
            if (cell, row) == (loop.cell, loop.row):
                continue
            if cell == loop.cell and row in loop.body:
                if plain.search(rows.sub("", text)):
                    return False
            elif plain.search(text):
                return False
        if table.result != table.given:
            earlier = [Place(loop.cell, loop.row, 0, loop.body.stop, 0), *gone]
            if mentions(code, table.result, tuple(earlier)):
                return False
    return True


@frozen
class Parts:
    """The names of the two parts in the loop: `bound` there already, in the rows before `row`, or new."""

    train: str
    test: str
    bound: bool
    row: int


def _parts(code: Code, loop: Loop, table: Table) -> Parts | None:
    lines = code.lines(loop.cell)
    train, test = _written(table, loop.train), _written(table, loop.test)
    found: dict[str, tuple[str, int]] = {}
    for row in loop.body:
        text = lines[row].partition("#")[0].rstrip()
        both = re.fullmatch(rf"{loop.indent}(\w+), (\w+) = {train}, {test}", text)
        if both is not None:
            return Parts(both[1], both[2], True, row + 1)
        for part, pattern in (("train", train), ("test", test)):
            one = re.fullmatch(rf"{loop.indent}(\w+) = {pattern}", text)
            if one is not None:
                found[part] = (one[1], row)
    uses = sum(len(re.findall(f"{train}|{test}", lines[row])) for row in loop.body)
    if len(found) == 2 and uses == 2:
        return Parts(found["train"][0], found["test"][0], True, max(row for _, row in found.values()) + 1)
    names = [f"{table.given}_train", f"{table.given}_test"]
    return (
        None
        if found or any(mentions(code, name, ()) for name in names)
        else Parts(names[0], names[1], False, loop.row + 1)
    )


def _replaced(code: Code, loop: Loop, table: Table, numbers: str, new: str) -> list[Edit]:
    edits = []
    for row in loop.body:
        text = code.lines(loop.cell)[row].partition("#")[0]
        for match in re.finditer(_written(table, numbers), text):
            if match[0] != new:
                edits.append(Edit(Place(loop.cell, row, match.start(), row, match.end()), new))
    return edits


def _draft(
    code: Code,
    title: str,
    gone: list[Place],
    loop: Loop,
    tables: list[Table],
    lines: list[str],
    edits: list[Edit],
    row: int,
) -> Draft:
    comments = [
        line.strip()
        for place in gone
        for line in code.lines(place.cell)[place.line : place.end_line]
        if line.lstrip().startswith("#")
    ]
    new = "\n".join(loop.indent + line for line in [*comments, *lines])
    head = code.lines(loop.cell)[loop.row]
    for table in tables:
        if table.result != table.given:
            for match in re.finditer(rf"(?<![\w.]){re.escape(table.result)}(?!\w)", head):
                edits.append(Edit(Place(loop.cell, loop.row, match.start(), loop.row, match.end()), table.given))
    last = gone[-1]
    if len(gone) == 2 and gone[0].end_line == last.line:
        gone = [Place(last.cell, gone[0].line, 0, last.end_line, 0)]
    removed = [removal(code, place) for place in gone]
    return Draft(title, (*removed, *edits, code.insert_line(loop.cell, row, new)), Safety.UNSAFE)
