"""What a split makes of a table or of some of its columns, for edits that move a statement behind the split."""

from __future__ import annotations

import re

import libcst as cst
from attrs import frozen

from heldout.api import Code, Edit, Place
from heldout_rules.leakage.dropping import dropped
from heldout_rules.leakage.rowwise import literal_columns, literals
from heldout_rules.leakage.statements import Line, end_of, line_at, lines_between, mentions, source, where_in


@frozen
class Parted:
    """The parts to write to, and the same rows of the whole table; what must come `first`, and what else is changed."""

    train: str
    test: str
    train_rows: str
    test_rows: str
    first: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


@frozen
class Chosen:
    """Columns chosen from a table: some, or all but some; where that is written, and the name it gets ("" inside the split)."""

    node: cst.BaseExpression
    columns: frozenset[str]
    without: bool
    place: Place
    name: str = ""

    def has(self, column: str) -> bool:
        return (column in self.columns) is not self.without


def parted(
    code: Code,
    put: Line,
    there: Line,
    halves: dict[str, tuple[str, str]],
    split: str,
    table: str,
    columns: set[str] | None,
    reads: set[str] | None,
) -> Parted | None:
    """The parts of `table`, of which `columns` are written (None: all) and others read, when `split` or some columns of it
    are split. None where anything else in the program may need what is written before.
    """
    known = (columns or set()) | (reads or set())
    if split in halves:
        train, test = halves[split]
        if split != table and mentions(code, split, (put.place, there.place)):
            return None
        if not _left_alone(code, table, columns, known, put.place, there.place, split != table):
            return None
        return Parted(train, test, train, test)
    if columns is None or reads is None or split != table:
        return None
    found = [(key, chosen) for key in halves if (chosen := _chosen(code, key, table, put, there)) is not None]
    if len(found) != 1:
        return None
    key, chosen = found[0]
    train, test = halves[key]
    if chosen.name and mentions(code, chosen.name, (chosen.place, there.place)):
        return None
    if not _left_alone(code, table, columns, known, put.place, there.place, False, chosen.place):
        return None
    if columns <= reads and all(map(chosen.has, known)):
        return Parted(train, test, train, test)
    if len(columns) != 1 or not _numbered(code, table):
        return None
    rows = (f"{table}_{_suffix(train, 'train')}", f"{table}_{_suffix(test, 'test')}")
    if any(mentions(code, name, ()) for name in rows):
        return None
    edits: list[Edit] = []
    if not chosen.without:
        column = next(iter(columns))
        text = source(chosen.node)
        changed = dropped(text, column)
        place = where_in(code, chosen.place, text)
        if not chosen.has(column) or changed is None or place is None:
            return None
        edits.append(code.replace(place, changed))
    elif not all(map(chosen.has, columns)):
        return None
    first = f"{rows[0]}, {rows[1]} = {table}.loc[{train}.index], {table}.loc[{test}.index]"
    return Parted(train, test, rows[0], rows[1], (first,), tuple(edits))


def _suffix(part: str, usual: str) -> str:
    """`valid` of `X_valid`."""
    last = part.rpartition("_")[2]
    return last if "_" in part and last.isalpha() and len(last) > 1 else usual


def _chosen(code: Code, key: str, table: str, put: Line, there: Line) -> Chosen | None:
    """The columns of the table that an argument of the split holds: written there, or bound to a name in between."""
    if not key.isidentifier():
        return _columns_of(code, cst.parse_expression(key), table, there.place)
    for cell, row, text in lines_between(code, put.place, there.place):
        line = line_at(code, cell, row) if re.match(rf"\s*(\w+, )*{re.escape(key)}(, \w+)* = ", text) else None
        if line is None or not isinstance(line.node, cst.Assign) or len(line.node.targets) != 1:
            continue
        target, value = line.node.targets[0].target, line.node.value
        if (
            isinstance(target, cst.Tuple)
            and isinstance(value, cst.Tuple)
            and len(target.elements) == len(value.elements)
        ):
            value = next(
                (v.value for t, v in zip(target.elements, value.elements, strict=True) if source(t.value) == key), value
            )
        chosen = _columns_of(code, value, table, line.place) if line.indent == there.indent else None
        if chosen is not None:
            return Chosen(chosen.node, chosen.columns, chosen.without, chosen.place, key)
    return None


def _columns_of(code: Code, node: cst.BaseExpression, table: str, place: Place) -> Chosen | None:
    if isinstance(node, cst.Subscript) and source(node.value) == table:
        names = literal_columns(node.slice)
        inside = source(node)[len(table) + 1 : -1]
        if names is None and inside.isidentifier():
            names = _bound(code, inside)
        elif not inside.startswith("["):
            return None
        return None if names is None else Chosen(node, frozenset(names), False, place)
    if not isinstance(node, cst.Call) or source(node.func) != f"{table}.drop" or not node.args:
        return None
    first = node.args[0]
    by_axis = first.keyword is None and len(node.args) == 2 and source(node.args[1]).replace(" ", "") in ("axis=1", "1")
    if not by_axis and not (len(node.args) == 1 and first.keyword is not None and first.keyword.value == "columns"):
        return None
    gone = literals(first.value)
    return None if gone is None else Chosen(node, frozenset(gone), True, place)


def chosen_columns(code: Code, written: str) -> set[str] | None:
    """The columns of `["a"]`, `[["a", "b"]]`, or `[names]` where that is bound once to a literal list."""
    inside = written[1:-1]
    return _bound(code, inside) if inside.isidentifier() else literals(cst.parse_expression(inside))


def _bound(code: Code, name: str) -> set[str] | None:
    """The strings of a list that a name is bound to, once in the program."""
    found = [
        (cell, row)
        for cell, row, text in lines_between(code, Place(0, 0, 0, 0, 0), end_of(code))
        if re.match(rf"\s*{re.escape(name)}\s*(=|\+=)", text)
    ]
    line = line_at(code, *found[0]) if len(found) == 1 else None
    return literals(line.node.value) if line is not None and isinstance(line.node, cst.Assign) else None


def _left_alone(
    code: Code,
    table: str,
    columns: set[str] | None,
    known: set[str],
    put: Place,
    there: Place,
    copied: bool,
    chosen: Place | None = None,
) -> bool:
    """Whether the rest of the program speaks of the table only in ways that do not meet what is written to it: of columns that
    are not written, or, where the change was a copy, at all.
    """
    skipped = [place for place in (put, there, chosen) if place is not None]
    pattern = re.compile(rf"(?<![\w.\"']){re.escape(table)}(?!\w)(?=(?P<rest>.*))")
    for cell, row, text in lines_between(code, put, end_of(code)):
        known_line = any(p.cell == cell and p.line <= row < p.end_line for p in skipped)
        for match in pattern.finditer(text):
            rest = match["rest"]
            if known_line and not re.match(r"\[[\"']", rest):
                continue
            named = re.match(r"(\[|\.pop\()([\"'])(?P<column>[^\"']+)\2[\])](?P<after>.*)", rest)
            if named is None:
                if (
                    copied
                    and (cell, row) > (there.cell, there.line)
                    and not re.match(r"\s*(=(?!=)|\[.*\]\s*=(?!=))", rest)
                ):
                    continue
                return False
            changed = rest.startswith(".pop") or re.match(r"\s*=(?!=)", named["after"]) is not None
            if columns is None and not changed and (cell, row) < (there.cell, there.line):
                continue
            if columns is None or named["column"] in columns or (changed and named["column"] in known):
                return False
    return True


def _numbered(code: Code, table: str) -> bool:
    """Whether every row of a table has a number of its own: it was read from a file, and is bound once."""
    bound = [
        text
        for _, _, text in lines_between(code, Place(0, 0, 0, 0, 0), end_of(code))
        if re.match(rf"\s*(\w+, )*{re.escape(table)}(, \w+)* = ", text)
    ]
    return len(bound) == 1 and re.search(r"= \w+\.read_\w+\((?!.*index_col)", bound[0]) is not None
