"""Rows of one group kept on one side, as edits: a splitter by groups in place of one by rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from heldout.api import Code, Data, Draft, Edit, Handle, Place, Relation, Safety, Step, relate
from heldout_rules.leakage.imports import imported_from
from heldout_rules.leakage.statements import beside, call_of, line_of, lines_between, mentions, parts, source, trailing

SKLEARN = "sklearn.model_selection"
BY_GROUPS = {"StratifiedKFold": "StratifiedGroupKFold", "KFold": "GroupKFold"}


def keep_groups(code: Code, split: Step, made: Step | None, name: str, group: Step) -> Iterator[Draft]:
    """`train_test_split(X, y, …)`: the rows of a `GroupShuffleSplit`; folds: the splitter of the same kind by groups."""
    groups = _groups(code, split, name, group)
    if groups is None:
        return
    title = f'Keep the rows of each "{name}" on one side'
    edits = None
    if split.op == "split":
        edits = _two_parts(code, split, groups)
    elif split.op in ("folds", "cross-validate") and made is not None:
        edits = _folds(code, split, made, groups)
    if edits is not None:
        yield Draft(title, tuple(edits), Safety.UNSAFE)


def _groups(code: Code, split: Step, name: str, group: Step) -> str | None:
    """How the groups of the rows are written, where the table of the groups still has just these rows."""
    rows = split.args.positional[0].data_rows() if split.op == "split" and split.args.positional else split.rows
    if rows is None or group.rows is None or relate(rows, group.rows) is not Relation.SAME or not beside(group, split):
        return None
    table = group.receiver_text.partition("[")[0]
    here, there = code.place(group.handle), code.place(split.handle)
    if not table.isidentifier() or not here < there:
        return None
    written = re.escape(table)
    gone = rf"\s*(\w+, )*{written}(, \w+)*\s*=(?!=)|.*(del {written}\[|\b{written}\.pop\([\"']{name}|\b{written}\..*inplace)"
    if any(re.match(gone, text) for _, _, text in lines_between(code, here, there)):
        return None
    return f'{table}["{name}"]'


def _two_parts(code: Code, split: Step, groups: str) -> list[Edit] | None:
    line = line_of(code, split.handle)
    call = None if line is None else call_of(line)
    halves = None if line is None or call is None else parts(line, call)
    if line is None or call is None or halves is None or source(call.func) != "train_test_split":
        return None
    if any(mentions(code, name, ()) for name in ("train_rows", "test_rows")):
        return None
    options = {a.keyword.value: source(a.value) for a in call.args if a.keyword is not None}
    known = [f"{name}={options[name]}" for name in ("test_size", "train_size", "random_state") if name in options]
    if not any(one.startswith(("test_size", "train_size")) for one in known):
        known.insert(0, "test_size=0.25")
    lines = [
        f"splitter = GroupShuffleSplit(n_splits=1, {', '.join(known)})",
        f"train_rows, test_rows = next(splitter.split({', '.join(list(halves)[:2])}, groups={groups}))",
    ]
    if mentions(code, "splitter", ()):
        lines = [lines[0].replace("splitter = ", ""), lines[1]]
        lines = [lines[1].replace("splitter", lines[0], 1)]
    for value, (given, (train, test)) in zip(split.args.positional, halves.items(), strict=False):
        rows = _indexed(value.kind)
        if rows is None or not given.isidentifier():
            return None
        lines.append(f"{train}, {test} = {given}{rows}[train_rows], {given}{rows}[test_rows]")
    where = Place(line.place.cell, line.place.line, 0, line.place.end_line, 0)
    last = where.end_line >= len(code.lines(where.cell))
    if last:
        where = Place(where.cell, where.line, 0, where.end_line - 1, len(code.lines(where.cell)[-1]))
    lines[0] += trailing(code, line)
    text = "\n".join(line.indent + one for one in lines) + ("" if last else "\n")
    helper = imported_from(code, SKLEARN, "GroupShuffleSplit", "train_test_split", (line.place,))
    return None if helper is None else [code.replace(where, text), *helper]


def _indexed(kind: object) -> str | None:
    """How rows are chosen by number: `.iloc`, or nothing for arrays."""
    if not isinstance(kind, Data):
        return None
    return {"pandas.DataFrame": ".iloc", "pandas.Series": ".iloc", "numpy.ndarray": ""}.get(kind.cls)


def _folds(code: Code, split: Step, made: Step, groups: str) -> list[Edit] | None:
    """`StratifiedKFold(5)` → `StratifiedGroupKFold(5)`, and the groups for the call that cuts the folds."""
    call = code.node(made.handle)
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name) or split.given("groups"):
        return None
    old = call.func.value
    if old not in BY_GROUPS or (old == "KFold" and any(a.keyword and a.keyword.value != "n_splits" for a in call.args)):
        return None  # GroupKFold shuffles from scikit-learn 1.6 on
    place = code.place_of(made.handle, call.func)
    helper = imported_from(code, SKLEARN, BY_GROUPS[old], old, (Place(place.cell, place.line, 0, place.line + 1, 0),))
    if helper is None or code.text(place) != old or code.place(Handle(split.id[1], split.node.at)) is None:
        return None
    return [code.replace(place, BY_GROUPS[old]), code.add_keyword(split.handle, f"groups={groups}"), *helper]
