"""A validation part split off from the training part, as an edit: only where one statement fits and all names are plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from heldout.api import Code, Draft, Edit, Safety, Step
from heldout_rules.blocks import key
from heldout_rules.leakage.statements import call_of, line_of, mentions, parts, source


def validation_part(code: Code, split: Step, fit: Step, score: Step | None = None) -> Iterator[Draft]:
    """`fit(X_train, y_train, eval_set=[(X_test, y_test)])`: fit on a part of the training rows, and watch the rest.

    With `score`, a call in the same block that scores the model on the test rows: score it on the rest.
    """
    line = line_of(code, split.handle) if split.op == "split" else None
    call = None if line is None else call_of(line)
    halves = None if line is None or call is None else parts(line, call)
    where = code.statement(fit.handle)
    if halves is None or call is None or where is None or len(halves) != 2 or split.id[0] != fit.id[0]:
        return
    if score is not None and (score.id[0] != fit.id[0] or key(score.block) != key(fit.block)):
        return
    (train, test), (y_train, y_test) = halves.values()
    if not all(name.isidentifier() for name in (train, test, y_train, y_test)):
        return
    names = {train: _named(train, "fit"), y_train: _named(y_train, "fit")}
    names |= {test: _named(train, "val"), y_test: _named(y_train, "val")}
    if len(set(names.values())) != 4 or any(mentions(code, new, ()) for new in names.values()):
        return
    edits = _renamed(code, fit, names)
    if score is not None:
        edits += _renamed(code, score, names)
    used = {edit.text for edit in edits}
    if used != set(names.values()):  # the call is not of the shape that was looked for
        return
    new = [names[train], names[test], names[y_train], names[y_test]]
    func = f"{source(call.func)}({', '.join([train, y_train, *_options(call, halves)])})"
    indent = code.indent(where)
    place, text = where, f"{indent}{', '.join(new)} = {func}"
    if score is not None and fit.block.kind in ("loop", "branch"):  # once, before the loop
        loop = code.place(fit.block.handle)
        if fit.block.kind != "loop" or loop.cell != where.cell:
            return
        place, text = loop, f"{code.indent(loop)}{', '.join(new)} = {func}"
    edits.append(code.insert_line(place.cell, place.line, text))
    what = "choose" if score is not None else "watch"
    yield Draft(f"Split `{names[test]}` off from `{train}`, and {what} by it", tuple(edits), Safety.UNSAFE)


def _named(name: str, part: str) -> str:
    """`X_train` → `X_val`, `ytr` → `ytr_val`."""
    changed = re.sub(r"train(ing)?", part, name, count=1)
    return changed if changed != name else f"{name}_{part}"


def _options(call: cst.Call, halves: dict[str, tuple[str, str]]) -> list[str]:
    """The options of the first split for the second."""
    options = []
    for arg in call.args:
        if arg.keyword is None:
            continue
        name, value = arg.keyword.value, source(arg.value)
        if name == "stratify" and value in halves:
            options.append(f"stratify={halves[value][0]}")
        elif name in ("random_state", "shuffle"):
            options.append(f"{name}={value}")
    if not any(option.startswith(("random_state", "shuffle=False")) for option in options):
        options.append("random_state=0")
    return options


def _renamed(code: Code, step: Step, names: dict[str, str]) -> list[Edit]:
    """The names in the arguments of a call, exchanged."""
    call = code.node(step.handle)
    edits: list[Edit] = []

    class Names(cst.CSTVisitor):
        def visit_Name(self, node: cst.Name) -> None:
            if node.value in names:
                edits.append(code.replace(code.place_of(step.handle, node), names[node.value]))

        def visit_Attribute(self, node: cst.Attribute) -> bool:
            node.value.visit(self)
            return False

    assert isinstance(call, cst.Call)
    for arg in call.args:
        arg.value.visit(Names())
    return edits
