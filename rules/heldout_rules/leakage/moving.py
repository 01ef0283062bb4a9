"""Moving what was done too early behind the split, as edits: only for shapes in which nothing else can change."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from heldout.api import Code, Draft, Handle, Place, Safety, Step
from heldout_rules.leakage.halves import chosen_columns, parted
from heldout_rules.leakage.statements import (
    Line,
    after,
    assigned,
    beside,
    between,
    call_of,
    dealt_out,
    line_of,
    lines_between,
    mentions,
    method,
    parts,
    positional,
    removal,
    rename,
    source,
    trailing,
    transform_below,
    with_comments,
)  # fmt: skip


def fit_after_split(code: Code, fit: Step, split: Step) -> Iterator[Draft]:
    """`X = scaler.fit_transform(X)` before `a, b, … = train_test_split(X, …)`: fit on `a`, transform `b`."""
    here, dealt = line_of(code, fit.handle), dealt_out(code, split)
    if here is None or dealt is None or not beside(fit, split):
        return
    there, halves = dealt
    call = call_of(here)
    if call is None or here.indent != there.indent or not here.place < there.place:
        return
    receiver, name, making = method(call)
    if not receiver or not 1 <= len(call.args) <= 2 or any(a.keyword or a.star for a in call.args):
        return
    given, columns = _columns(call.args[0].value)
    table = given
    labels = [source(a.value) for a in call.args[1:]]
    moved, comments = with_comments(code, here.place)
    gone = [moved]
    if name == "fit_transform" and isinstance(here.node, cst.Assign) and len(here.node.targets) == 1:
        result, filled = _columns(here.node.targets[0].target)
        if not filled and (columns or not given):  # Xs = scaler.fit_transform(df[["a", "b"]]): these columns are split
            given, columns, table = source(call.args[0].value), "", _table(call.args[0].value)
        if filled != columns or not table or (table != given and result in (table, "")):
            return
    elif name == "fit" and not columns:
        receiver, making = _kept_fitted(here, call, receiver, making)
        below = transform_below(code, here, receiver, given) if receiver else None
        if below is None:
            return
        result, place = below
        gone.append(place)
    else:
        return
    if columns and result not in halves:  # df[columns] = …, and X = df.drop(columns="y") is split
        known = chosen_columns(code, columns)
        apart = None if known is None else parted(code, here, there, halves, result, result, known, known)
        if apart is None or apart.first or result != given:
            return
        halves = {**halves, result: (apart.train, apart.test)}
    elif result not in halves or (columns and result != given) or not _alone(code, there, table, result, gone):
        return
    if not all(y in halves for y in labels) or between(code, receiver.partition(".")[0], gone[-1], there.place):
        return
    train, test = [f"{half}{columns}" for half in halves[result]]
    fitted = ", ".join([train, *[halves[y][0] for y in labels]])
    if making and mentions(code, receiver, tuple(gone)):
        return
    new = [*[c[len(here.indent) :] for c in comments], *([making] if making else [])]
    new += [
        f"{train} = {receiver}.fit_transform({fitted}){trailing(code, here)}",
        f"{test} = {receiver}.transform({test})",
    ]
    edits = [removal(code, place) for place in _joined(gone)]
    edits.append(
        code.insert_line(there.place.cell, there.place.end_line, "\n".join(here.indent + line for line in new))
    )
    if result != given:
        if split.op != "split":
            return
        edits += rename(code, split, {result: given})
    title = f"Fit `{receiver}` on `{halves[result][0]}` only, after the split"
    yield Draft(title, tuple(edits), Safety.UNSAFE)


def _kept_fitted(here: Line, call: cst.Call, receiver: str, making: str) -> tuple[str, str]:
    """The object of `scaler.fit(X)` and of `scaler = StandardScaler().fit(X)`, and how to make it; "" for any other statement."""
    if isinstance(here.node, cst.Expr):
        return ("", "") if making else (receiver, "")
    names = assigned(here)
    if not making or names is None or len(names) != 1 or not isinstance(call.func, cst.Attribute):
        return "", ""
    return names[0], f"{names[0]} = {source(call.func.value)}"


def _columns(node: cst.BaseExpression) -> tuple[str, str]:
    """`X`, `[numeric]` of `X[numeric]`; "" where it is no such thing."""
    if isinstance(node, cst.Name):
        return node.value, ""
    if isinstance(node, cst.Subscript) and isinstance(node.value, cst.Name):
        return node.value.value, source(node)[len(node.value.value) :]
    return "", ""


def _table(node: cst.BaseExpression) -> str:
    """The table that columns are taken from: `df` of `df[["a"]]`, `df.drop(columns="a")`, `df.to_numpy()`; "" of others."""
    base = node.func if isinstance(node, cst.Call) else node
    if isinstance(base, cst.Attribute) and base.attr.value in ("drop", "filter", "select_dtypes", "to_numpy", "values"):
        return base.value.value if isinstance(base.value, cst.Name) else ""
    return _columns(base)[0] if not isinstance(node, cst.Call) else ""


def _joined(places: list[Place]) -> list[Place]:
    """Statements below each other as one."""
    joined = [places[0]]
    for place in places[1:]:
        last = joined[-1]
        if last.end_line == place.line and last.cell == place.cell:
            joined[-1] = Place(last.cell, last.line, 0, place.end_line, 0)
        else:
            joined.append(place)
    return joined


def _alone(code: Code, there: Line, given: str, result: str, gone: list[Place]) -> bool:
    """Whether nothing between or elsewhere needs the result before it is split."""
    if between(code, result, gone[-1], there.place):
        return False
    changes = re.compile(rf"(?<![\w.]){re.escape(given)}(?!\w)(?!\[[^\]]+\]+\s*($|[^\s=]|==))")
    if any(changes.search(text) for _, _, text in lines_between(code, gone[-1], there.place)):  # other than df["a"]
        return False
    # Under a name of its own the result must not be used later; under its old name the halves take its place.
    elsewhere = mentions(code, result, (*gone, there.place))
    return elsewhere == 0 if result != given else not after(code, result, there.place)


def resample_after_split(code: Code, resample: Step, split: Step) -> Iterator[Draft]:
    """`Xr, yr = smote.fit_resample(X, y)` before the split: split `X` and `y`, and resample the training part."""
    if split.op != "split" or not beside(resample, split):
        return
    here, there = line_of(code, resample.handle), line_of(code, split.handle)
    if here is None or there is None or here.indent != there.indent or not here.place < there.place:
        return
    call, split_call = call_of(here), call_of(there)
    results = assigned(here)
    if call is None or split_call is None or results is None:
        return
    halves, given = parts(there, split_call), positional(call)
    func = source(call.func)
    if halves is None or given is None or len(given) != 2 or len(results) != 2 or not func.endswith(".fit_resample"):
        return
    if (
        not all(r in halves for r in results)
        or not all(g.isidentifier() for g in given)
        or any(a.keyword is not None for a in call.args)
    ):
        return
    for result, whole in zip(results, given, strict=True):
        if between(code, result, here.place, there.place) or between(code, whole, here.place, there.place):
            return
        if result != whole and mentions(code, result, (here.place, there.place)):
            return
        if result == whole and after(code, result, there.place):
            return
    stratify = next((source(a.value) for a in split_call.args if a.keyword and a.keyword.value == "stratify"), None)
    moved, comments = with_comments(code, here.place)
    train = [halves[r][0] for r in results]
    new = [
        *[c[len(here.indent) :] for c in comments],
        f"{train[0]}, {train[1]} = {func}({train[0]}, {train[1]}){trailing(code, here)}",
    ]
    edits = [removal(code, moved)]
    edits.append(
        code.insert_line(there.place.cell, there.place.end_line, "\n".join(here.indent + line for line in new))
    )
    names = {r: w for r, w in zip(results, given, strict=True) if r != w}
    edits += rename(code, split, names)
    if stratify in names:
        for arg in split.node.args:
            if arg.keyword == "stratify":
                edits.append(code.replace(code.place(Handle(split.id[1], arg.value.at)), names[stratify]))
    yield Draft(f"Resample `{train[0]}` only, after the split", tuple(edits), Safety.UNSAFE)
