"""Statistics of all rows computed on the training part instead, behind the split, as edits: `df["age"] = df["age"].fillna(df["age"].median())`."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

import libcst as cst
from attrs import evolve

from heldout.api import Code, Draft, Place, Safety, Step, ir
from heldout_rules.blocks import key
from heldout_rules.leakage.halves import Parted, parted
from heldout_rules.leakage.put_back import Before, Written, columns_read, columns_written, put_back
from heldout_rules.leakage.rowwise import (
    Statistic,
    literals,
    statistics,
    written,
)
from heldout_rules.leakage.statements import (
    Line,
    beside,
    dealt_out,
    line_of,
    lines_between,
    mentions,
    removal,
    rename,
    source,
    trailing,
    with_comments,
)


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
    found = put_back(code, here, there, halves)
    if found is None:
        return
    put, befores = found
    gone = [b.line.place for b in befores] + [put.line.place]
    apart = parted(
        code,
        put.line,
        there,
        halves,
        put.result or put.table,
        put.table,
        columns_written(put),
        columns_read(put, befores),
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
