"""A threshold chosen on validation rows that the program has already, as edits; where it has none, nothing is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from heldout.api import Code, Draft, Edit, Handle, Place, Safety, Step
from heldout_rules.leakage.rowwise import written
from heldout_rules.leakage.statements import Line, call_of, line_at, line_of, lines_between, mentions, parts, source

Halves = dict[str, tuple[str, str]]


def chosen_on_validation(code: Code, scored: Step, fits: tuple[Step, ...], splits: tuple[Step, ...]) -> Iterator[Draft]:
    """`p = model.predict_proba(X_test)[:, 1]`, `roc_curve(y_test, p)`: the same of `X_val` and `y_val`, for the curve alone."""
    labels = next(iter(scored.node.args), None)
    if labels is None or len(scored.node.args) < 2:
        return
    labels_at = code.place(Handle(scored.id[1], labels.value.at))
    y_test = code.text(labels_at)
    answers_at = code.place(Handle(scored.id[1], scored.node.args[1].value.at))
    found = _answers(code, answers_at)
    if found is None or not y_test.isidentifier():
        return
    name, line = found
    for X_val, y_val, X_test in _validation(code, y_test, fits, splits):
        if _used(line, X_test) != 1 or _used(line, X_val):
            continue
        new = f"{name}_val"
        if mentions(code, new, ()):
            return
        value = written(line.node.value, {}, X_test, X_val)
        text = f"{line.indent}{new} = {value}"
        edits = [code.insert_line(line.place.cell, line.place.end_line, text), code.replace(labels_at, y_val)]
        edits += _renamed(code, answers_at, name, new)
        title = f"Choose the threshold on `{X_val}`"
        yield Draft(title, tuple(sorted(edits, key=lambda e: e.place)), Safety.UNSAFE)
        return


def _answers(code: Code, place: Place) -> tuple[str, Line] | None:
    """The name of the answers in `p` or `p >= t`, and the one statement that binds it."""
    for name in dict.fromkeys(re.findall(r"(?<![\w.])[A-Za-z_]\w*", code.text(place))):
        pattern = re.compile(rf"\s*{name}\s*=(?!=).*\.(predict_proba|decision_function|predict)\(")
        start = Place(0, 0, 0, 0, 0)
        rows = [(cell, row) for cell, row, text in lines_between(code, start, place) if pattern.match(text)]
        line = line_at(code, *rows[0]) if len(rows) == 1 else None
        if line is not None and isinstance(line.node, cst.Assign):
            return name, line
    return None


def _used(line: Line, name: str) -> int:
    return len(re.findall(rf"(?<![\w.]){re.escape(name)}(?!\w)", source(line.node.value)))


def _validation(
    code: Code, y_test: str, fits: tuple[Step, ...], splits: tuple[Step, ...]
) -> Iterator[tuple[str, str, str]]:
    """The validation rows, their labels, and the test rows: of two splits one after the other, nothing that was fitted on."""
    known = [halves for halves in (_halves(code, split) for split in splits) if halves]
    fitted = {code.text(code.place(Handle(fit.id[1], arg.value.at))) for fit in fits for arg in fit.node.args}
    for halves in known:
        y = next((given for given, (_, test) in halves.items() if test == y_test), None)
        if y is None or len(halves) != 2:
            continue
        X = next(given for given in halves if given != y)
        (X_rest, X_test), (y_rest, _) = halves[X], halves[y]
        for other in known:
            if other is not halves and X_rest in other and y_rest in other:  # the rest is split again
                pair = (other[X_rest][1], other[y_rest][1])
            elif other is not halves and any(
                X in both for both in other.values()
            ):  # the other half was the training part
                pair = (X_rest, y_rest)
            else:
                continue
            if not fitted & set(pair) and all(name.isidentifier() and name != "_" for name in pair):
                yield (*pair, X_test)


def _halves(code: Code, split: Step) -> Halves | None:
    line = line_of(code, split.handle)
    call = None if line is None else call_of(line)
    return None if line is None or call is None else parts(line, call)


def _renamed(code: Code, place: Place, name: str, new: str) -> list[Edit]:
    if place.line != place.end_line:
        return []
    text = code.text(place)
    return [
        Edit(Place(place.cell, place.line, place.column + m.start(), place.line, place.column + m.end()), new)
        for m in re.finditer(rf"(?<![\w.]){re.escape(name)}(?!\w)", text)
    ]
