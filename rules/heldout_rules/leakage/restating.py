"""Statistics of all rows computed on the training part instead, behind the split, as edits: `df["age"] = df["age"].fillna(df["age"].median())`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

import libcst as cst
from attrs import evolve, frozen

from heldout.api import Code, Draft, Place, Safety, Step, ir
from heldout_rules.blocks import key
from heldout_rules.leakage.halves import Parted, parted
from heldout_rules.leakage.rowwise import (
    Statistic,
    literals,
    read_columns,
    row_by_row,
    statistics,
    uses,
    written,
)
from heldout_rules.leakage.statements import (
    Line,
    beside,
    dealt_out,
    line_at,
    line_of,
    lines_between,
    mentions,
    removal,
    rename,
    source,
    trailing,
    with_comments,
)


@frozen
class Written:
    """`df["age"] = …`: the table that changes, the column of it as written ("" for all), and what it becomes. `result` is
    another name that the changed table gets.
    """

    line: Line
    table: str
    column: str
    value: cst.BaseExpression
    result: str = ""


@frozen
class Before:
    """A statement that computes statistics for the one that uses them: `mean, std = X.mean(0), X.std(0)`."""

    line: Line
    names: tuple[str, ...]
    computed: tuple[Statistic, ...]


def on_training_part(code: Code, cause: Step, split: Step) -> Iterator[Draft]:
    """The statement that puts a statistic into the rows, moved behind the split: the statistic of the training part, put into
    both.
    """
    here, dealt = line_of(code, cause.handle), dealt_out(code, split)
    if here is None or dealt is None or not (beside(cause, split) or _in_lambda_beside(cause, split)):
        return
    there, halves = dealt
    if here.indent != there.indent or not here.place < there.place:
        return
    found = _found(code, here, there, halves)
    if found is None:
        return
    put, befores = found
    gone = [b.line.place for b in befores] + [put.line.place]
    apart = parted(
        code, put.line, there, halves, put.result or put.table, put.table, _columns(put), _reads(put, befores)
    )
    if apart is None or not _free(code, put, befores, apart, there):
        return
    lines = _moved(code, put, befores, apart, (*gone, there.place))
    if lines is None:
        return
    comments: list[str] = []
    edits = []
    for place in gone:
        whole, above = with_comments(code, place)
        comments += [line[len(here.indent) :] for line in above]
        edits.append(whole)
    text = "\n".join(there.indent + line for line in [*comments, *lines])
    changes = [removal(code, place) for place in _joined(edits)]
    changes += [code.insert_line(there.place.cell, there.place.end_line, text), *apart.edits]
    if put.result:
        if split.op != "split":
            return
        changes += rename(code, split, {put.result: put.table})
    title = f"Compute it on `{apart.train}` only, after the split"
    yield Draft(title, tuple(sorted(set(changes), key=lambda e: e.place)), Safety.UNSAFE)


def _in_lambda_beside(cause: Step, split: Step) -> bool:
    """Whether a step runs in a lambda of a statement that stands beside the split: `df.apply(lambda c: c - c.mean())`."""
    block = cause.block
    if block.kind != "function" or not isinstance(block.node, ir.Lambda) or block.outer is None:
        return False
    return block.outer.kind == split.block.kind == "module" or key(block.outer) == key(split.block)


def _joined(places: list[Place]) -> list[Place]:
    joined: list[Place] = []
    for place in sorted(set(places)):
        if joined and joined[-1].cell == place.cell and joined[-1].end_line >= place.line:
            joined[-1] = Place(place.cell, joined[-1].line, 0, max(place.end_line, joined[-1].end_line), 0)
        else:
            joined.append(place)
    return joined


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────────


def _found(
    code: Code, here: Line, there: Line, halves: dict[str, tuple[str, str]]
) -> tuple[Written, tuple[Before, ...]] | None:
    """The statement that changes the table, and those that compute its statistics; None for any other shape."""
    put = _put(here, halves)
    if put is None:
        names = _targets(here)
        row = next(
            (
                (cell, row)
                for cell, row, text in lines_between(code, here.place, there.place)
                if any(re.search(rf"(?<![\w.]){re.escape(n)}(?!\w)", text) for n in names)
            ),
            None,
        )
        line = None if row is None else line_at(code, *row)
        put = None if line is None or line.indent != here.indent else _put(line, halves)
    if put is None:
        return None
    befores = []
    known = statistics(put.value, put.table)
    foreign = _foreign(put, known)
    while foreign:
        before = _before(code, put, foreign[0])
        if before is None:
            return None
        befores.append(before)
        foreign = [name for name in foreign if name not in before.names]
    given = {n for b in befores for n in b.names}
    if (not known and not given) or not row_by_row(put.value, known, given, put.table):
        return None
    if put.line.place != here.place and not any(b.line.place == here.place for b in befores):
        return None
    return put, tuple(sorted(befores, key=lambda b: b.line.place))


def _targets(line: Line) -> list[str]:
    node = line.node
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return []
    target = node.targets[0].target
    items = [e.value for e in target.elements] if isinstance(target, cst.Tuple) else [target]
    return [i.value for i in items if isinstance(i, cst.Name)] if all(isinstance(i, cst.Name) for i in items) else []


def _put(line: Line, halves: dict[str, tuple[str, str]]) -> Written | None:
    """`T = …`, `T["a"] = …`, `T[columns] = …`, `T.fillna(…, inplace=True)`, or `Z = …` of a table that is not split itself."""
    node = line.node
    if isinstance(node, cst.Expr):
        return _in_place(line, node.value)
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0].target
    value = _applied(node.value)
    if isinstance(target, cst.Subscript) and isinstance(target.value, cst.Name):
        table = target.value.value
        return Written(line, table, source(target)[len(table) + 1 : -1], value)
    if not isinstance(target, cst.Name):
        return None
    name = target.value
    if uses(value, name):
        return Written(line, name, "", value)
    tables = {n.value for n in _names(value) if statistics(value, n.value)}
    if name in halves and not tables:
        tables = {n.value for n in _names(value) if uses(value, n.value) and n.value[:1].isupper()}
    return Written(line, tables.pop(), "", value, name) if name in halves and len(tables) == 1 else None


def _applied(value: cst.BaseExpression) -> cst.BaseExpression:
    """`df.apply(lambda c: c - c.mean())` as `df - df.mean()`; any other expression as it is."""
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Attribute) or len(value.args) != 1:
        return value
    function, base = value.args[0].value, value.func.value
    if value.func.attr.value != "apply" or not isinstance(function, cst.Lambda) or value.args[0].keyword is not None:
        return value
    params = [p.name.value for p in function.params.params]
    plain = isinstance(base, cst.Name) or (isinstance(base, cst.Subscript) and isinstance(base.value, cst.Name))
    if len(params) != 1 or not plain:
        return value
    return cst.parse_expression(written(function.body, {}, params[0], source(base)))


def _in_place(line: Line, value: cst.BaseExpression) -> Written | None:
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Attribute):
        return None
    keywords = {a.keyword.value: source(a.value) for a in value.args if a.keyword is not None}
    base = value.func.value
    if value.func.attr.value not in ("fillna", "clip") or keywords.get("inplace") != "True":
        return None
    args = [a for a in value.args if a.keyword is None or a.keyword.value != "inplace"]
    args = [a.with_changes(comma=cst.MaybeSentinel.DEFAULT) if a is args[-1] else a for a in args]
    new = value.with_changes(args=args)
    if isinstance(base, cst.Name):
        return Written(line, base.value, "", new)
    if isinstance(base, cst.Subscript) and isinstance(base.value, cst.Name):
        return Written(line, base.value.value, source(base)[len(base.value.value) + 1 : -1], new)
    return None


def _names(node: cst.CSTNode) -> list[cst.Name]:
    found: list[cst.Name] = []
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, cst.Name):
            found.append(one)
        elif isinstance(one, (cst.Attribute, cst.Arg)):
            stack.append(one.value)
        else:
            stack.extend(one.children)
    return found


def _foreign(put: Written, known: list[Statistic]) -> list[str]:
    """The names in an expression that are neither the table, nor a library, nor columns in a subscript of the table."""
    inside = {id(n) for use in uses(put.value, put.table) for n in _names(use)}
    inside |= {id(n) for s in known for n in _names(s.node)}
    names = [n.value for n in _names(put.value) if id(n) not in inside]
    skipped = ("np", "numpy", "pd", "True", "False", "None", "int", "float", "str", put.table)
    return list(dict.fromkeys([n for n in names if n not in skipped]))


def _before(code: Code, put: Written, name: str) -> Before | None:
    """The one statement above that computes a statistic by this name."""
    pattern = re.compile(rf"{re.escape(put.line.indent)}(\w+, )*{re.escape(name)}(, \w+)* = ")
    start = Place(0, 0, 0, 0, 0)
    rows = [(cell, row) for cell, row, text in lines_between(code, start, put.line.place) if pattern.match(text)]
    line = line_at(code, *rows[0]) if len(rows) == 1 else None
    if line is None:
        return None
    names = _targets(line)
    value = line.node.value
    values = [e.value for e in value.elements] if isinstance(value, cst.Tuple) and len(names) > 1 else [value]
    computed = [s for v in values for s in statistics(v, put.table) if s.node is v]
    if len(values) != len(names) or len(computed) != len(names):
        return None
    return Before(line, tuple(names), tuple(computed))


def _columns(put: Written) -> set[str] | None:
    """The columns that are written; None for all, or for some that are not known."""
    if not put.column:
        return None
    node = cst.parse_expression(put.column)
    return literals(node)


def _reads(put: Written, befores: tuple[Before, ...]) -> set[str] | None:
    found = [read_columns(put.value, put.table)]
    found += [read_columns(s.node, put.table) for b in befores for s in b.computed]
    known = [one for one in found if one is not None]
    return set().union(*known) if len(known) == len(found) else None


# ── what becomes of it ───────────────────────────────────────────────────────────────────────────────────────────────


def _free(code: Code, put: Written, befores: tuple[Before, ...], apart: Parted, there: Line) -> bool:
    """Whether nobody needs the statistics before the split."""
    names = [n for b in befores for n in b.names]
    lines = [
        text
        for cell, row, text in lines_between(code, (befores[0].line if befores else put.line).place, there.place)
        if not any(
            p.cell == cell and p.line <= row < p.end_line for p in (put.line.place, *[b.line.place for b in befores])
        )
    ]
    return not any(re.search(rf"(?<![\w.]){re.escape(n)}(?!\w)", text) for n in names for text in lines)


def _moved(
    code: Code, put: Written, befores: tuple[Before, ...], apart: Parted, gone: tuple[Place, ...]
) -> list[str] | None:
    """The statements behind the split."""
    lines = list(apart.first)
    table, train = put.table, apart.train_rows
    wholes: dict[str, str] = {}
    for before in befores:
        lines.append(_of_part(before.line.node, {}, table, train) + trailing(code, before.line))
        for name, one in zip(before.names, before.computed, strict=True):
            if one.seldom:
                wholes[name] = one.seldom
    known: list[Statistic] = []
    computed: dict[str, str] = {}
    for one in statistics(put.value, table):
        one = evolve(one, name=re.sub(r"\W+", "_", one.name))
        free = computed.get(one.computed) or _free_name(code, one.name, table, gone)
        if free is None:
            return None
        name = free
        used = one.used.replace(f"({one.name})", f"({name})") if one.used != one.name else name
        known.append(evolve(one, name=name, used=used))
        if one.computed not in computed:
            computed[one.computed] = name
            lines.append(f"{name} = {_of_part(cst.parse_expression(one.computed), {}, table, train)}")
        if one.seldom:
            wholes[name] = one.seldom
    fills: dict[str, str] = {}
    for name, whole in wholes.items():
        overall = _free_name(code, _overall(whole), table, gone)
        if overall is None:
            return None
        fills[name] = overall
        line = f"{overall} = {_of_part(cst.parse_expression(whole), {}, table, train)}"
        if line not in lines:
            lines.append(line)
    comment = trailing(code, put.line)
    for part, rows in ((apart.train, train), (apart.test, apart.test_rows)):
        texts = {}
        for one in known:
            used = _of_part(cst.parse_expression(one.used), {}, table, rows) if one.used != one.name else one.name
            texts[id(one.node)] = f"{used}.fillna({fills[one.name]})" if one.name in fills else used
        for call in _mapped(put.value, fills):
            texts[id(call)] = f"{_of_part(call, {}, table, rows)}.fillna({fills[source(call.args[0].value)]})"
        value = _of_part(put.value, texts, table, rows)
        lines.append(_assigned(put, part, value) + (comment if part == apart.train else ""))
    return lines


def _of_part(node: cst.CSTNode, known: dict[int, str], table: str, part: str) -> str:
    return written(node, known, table, part)


def _mapped(node: cst.CSTNode, fills: dict[str, str]) -> list[cst.Call]:
    """The calls `….map(means)` whose result nobody fills."""
    found: list[cst.Call] = []
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, cst.Call) and isinstance(one.func, cst.Attribute):
            method = one.func.attr.value
            if method == "map" and len(one.args) == 1 and source(one.args[0].value) in fills:
                found.append(one)
                continue
            if method == "fillna" and isinstance(one.func.value, cst.Call) and _mapped(one.func.value, fills):
                stack += list(one.args)
                continue
        stack.extend(one.children)
    return found


def _overall(whole: str) -> str:
    """`df["rent"].mean()` → `rent_mean`."""
    column, _, method = whole.rpartition("].")
    return re.sub(r"\W+", "_", f"{column.partition('[')[2][1:-1]}_{method[:-2]}").strip("_").lower()


def _assigned(put: Written, part: str, value: str) -> str:
    if not put.column:
        return f"{part} = {value}"
    names = literals(cst.parse_expression(put.column)) or set()
    name = next(iter(names), "")
    if put.column[:1] in "\"'" and name.isidentifier() and not keyword.iskeyword(name):
        return f"{part} = {part}.assign({name}={value})"
    return f"{part}[{put.column}] = {value}"


def _free_name(code: Code, name: str, table: str, gone: tuple[Place, ...]) -> str | None:
    for one in (name, f"{table}_{name}"):
        if one.isidentifier() and not keyword.iskeyword(one) and not mentions(code, one, gone):
            return one
    return None
