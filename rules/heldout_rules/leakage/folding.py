"""Preprocessing folded into a pipeline that is fitted anew in every fold, as edits: only where nothing else uses the result."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst
from attrs import frozen

from heldout.api import Code, Draft, Edit, Handle, Place, Safety, Step, StepId
from heldout_rules.blocks import key, within
from heldout_rules.leakage.early import Early as TooEarly
from heldout_rules.leakage.grids import GRIDS, renamed_grid
from heldout_rules.leakage.statements import (
    Line,
    assigned,
    beside,
    call_of,
    end_of,
    line_at,
    line_of,
    lines_between,
    mentions,
    positional,
    removal,
    source,
    trailing,
    transform_below,
    where_in,
    with_comments,
)

SKLEARN, IMBLEARN = "sklearn.pipeline", "imblearn.pipeline"


@frozen
class Early:
    """What was done before the folds: the lines that go, the object that did it, what it was given and what came out."""

    gone: tuple[Place, ...]
    maker: str
    given: tuple[str, ...]
    results: tuple[str, ...]
    kept: tuple[Edit, ...] = ()  # the statement stays, with what was given in place of what was made of it


def into_pipeline(code: Code, found: TooEarly) -> Iterator[Draft]:
    """`Xs = scaler.fit_transform(X)`, `cross_val_score(clf, Xs, y)`: `cross_val_score(make_pipeline(scaler, clf), X, y)`.

    A search is given the pipeline, and the names in its grid that of the step they belong to.
    """
    fit = found.cause
    here = line_of(code, fit.handle)
    done = None if here is None else _transformed(code, here)
    if done is not None:
        yield from _drafts(code, fit, [look.step for look in found.spoiled], done, SKLEARN, dict(found.searches))


def sampler_into_pipeline(code: Code, resample: Step, folds: list[Step]) -> Iterator[Draft]:
    """`Xr, yr = smote.fit_resample(X, y)`: the same with imbalanced-learn's pipeline, which resamples training folds only."""
    here = line_of(code, resample.handle)
    call = None if here is None else call_of(here)
    if (
        here is None
        or call is None
        or not isinstance(call.func, cst.Attribute)
        or call.func.attr.value != "fit_resample"
    ):
        return
    given, results = positional(call), assigned(here)
    if given is None or results is None or len(given) != 2 or len(results) != 2 or len(call.args) != 2:
        return
    done = Early((with_comments(code, here.place)[0],), source(call.func.value), tuple(given), tuple(results))
    yield from _drafts(code, resample, folds, done, IMBLEARN, {})


def _transformed(code: Code, here: Line) -> Early | None:
    call = call_of(here)
    if call is None or not isinstance(call.func, cst.Attribute) or any(a.keyword or a.star for a in call.args):
        return None
    maker, name, given = source(call.func.value), call.func.attr.value, positional(call)
    if not given or len(given) > 2:
        return None
    place = with_comments(code, here.place)[0]
    results = assigned(here)
    if name == "fit_transform" and results is not None and len(results) == 1:
        if not isinstance(call.args[0].value, (cst.Name, cst.Attribute)) and results[0].isidentifier():
            table = re.match(r"\w+", given[0])  # X = scaler.fit_transform(df[["a"]]): X = df[["a"]]
            if table is None or results[0] == table[0]:
                return None
            whole = where_in(code, here.place, source(call))
            return (
                None
                if whole is None
                else Early((), maker, tuple(results), tuple(results), (code.replace(whole, given[0]),))
            )
        return Early((place,), maker, tuple(given[:1]), tuple(results))
    if name == "fit" and isinstance(here.node, cst.Expr):
        below = transform_below(code, here, maker, given[0])
        if below is not None:
            return Early(
                (Place(place.cell, place.line, 0, below[1].end_line, 0),), maker, tuple(given[:1]), (below[0],)
            )
    return None


def _drafts(
    code: Code, cause: Step, folds: list[Step], done: Early, module: str, searches: dict[StepId, Step]
) -> Iterator[Draft]:
    place = code.statement(cause.handle)
    if place is None or not _pure(done) or _asked_later(code, done, place):
        return
    taken: list[Edit] = [*done.kept]
    uses = 0
    for step in folds:
        where = code.place(step.handle)
        if not place < where or not _after(cause, step):
            return
        names = [code.text(code.place(Handle(step.id[1], arg.value.at))) for arg in step.node.args]
        if any(name not in names for name in done.results):
            return
        wrapped = _searched(code, searches.get(step.id), done) if step.op == "fit" else _crossed(code, step, done)
        if wrapped is None:
            return
        taken += wrapped
        for arg, name in zip(step.node.args, names, strict=True):
            if name in done.results:
                uses += 1
                given = done.given[done.results.index(name)]
                if given != name:
                    taken.append(code.replace(code.place(Handle(step.id[1], arg.value.at)), given))
    if not folds or not _only_there(code, done, place, uses):
        return
    helper = _import(code, module)
    if helper is None:
        return
    title = f"Let each fold fit `{done.maker}` itself, in a pipeline"
    gone, more = _gone(code, done, searches.get(folds[0].id, folds[0]))
    edits = dict.fromkeys([*gone, *taken, *more, *helper])  # a search that is fitted twice was made once
    yield Draft(title, tuple(edits), Safety.UNSAFE)


def _pure(done: Early) -> bool:
    """Whether what was given can be written again where it is needed: a name, or a field of one."""
    return all(re.fullmatch(r"[A-Za-z_][\w.]*", name) for name in (*done.given, *done.results))


def _after(cause: Step, step: Step) -> bool:
    """Whether a step runs whenever the cause does: in the same block, or in one inside it."""
    if cause.id[0] != step.id[0]:
        return False
    return beside(cause, step) or cause.block.kind == "module" or within(step, key(cause.block))


def _asked_later(code: Code, done: Early, place: Place) -> bool:
    """Whether the object itself is asked for something: in a pipeline a copy of it is fitted."""
    if not done.maker.isidentifier():
        return False
    lines = [text for cell, row, text in lines_between(code, place, end_of(code)) if not _inside(done.gone, cell, row)]
    return any(re.search(rf"(?<![\w.]){done.maker}\.\w", text) for text in lines)


def _inside(places: tuple[Place, ...], cell: int, row: int) -> bool:
    return any(p.cell == cell and p.line <= row < p.end_line for p in places)


def _crossed(code: Code, step: Step, done: Early) -> list[Edit] | None:
    estimator = step.arg_node("estimator") if step.op == "cross-validate" else None
    if estimator is None:
        return None
    where = code.place(Handle(step.id[1], estimator.value.at))
    return [code.replace(where, _wrapped(code.text(where), done.maker))]


def _searched(code: Code, made: Step | None, done: Early) -> list[Edit] | None:
    """The estimator of a search in a pipeline, and the names in its grid renamed."""
    estimator = None if made is None else made.arg_node("estimator")
    if made is None or estimator is None:
        return None
    where = code.place(Handle(made.id[1], estimator.value.at))
    text = code.text(where)
    edits = [code.replace(where, _wrapped(text, done.maker))]
    if text.startswith("make_pipeline("):
        return edits
    grid = next((g for g in map(made.arg_node, GRIDS) if g is not None), None)
    renamed = None if grid is None else renamed_grid(code, Handle(made.id[1], grid.value.at), text)
    return None if renamed is None else [*edits, *renamed]


def _gone(code: Code, done: Early, step: Step) -> tuple[list[Edit], list[Edit]]:
    """What is removed; comments stay, above what takes the place of the lines."""
    first = code.statement(step.handle)
    said = [_comments(code, place) for place in done.gone]
    if first is None or not any(said):
        return [removal(code, place) for place in done.gone], []
    if (done.gone[-1].cell, done.gone[-1].end_line) == (first.cell, first.line):
        return [
            Edit(place, "".join(f"{line}\n" for line in lines)) for place, lines in zip(done.gone, said, strict=True)
        ], []
    text = "\n".join(code.indent(first) + line.lstrip() for lines in said for line in lines)
    return [removal(code, place) for place in done.gone], [code.insert_line(first.cell, first.line, text)]


def _comments(code: Code, place: Place) -> list[str]:
    """The comments above and behind the statements of some lines, a line each."""
    found = []
    for row, line in enumerate(code.lines(place.cell)[place.line : place.end_line], place.line):
        statement = line_at(code, place.cell, row)
        behind = "" if statement is None else trailing(code, statement).strip()
        if line.lstrip().startswith("#"):
            found.append(line)
        elif behind and statement is not None:
            found.append(statement.indent + behind)
    return found


def _wrapped(estimator: str, maker: str) -> str:
    """`make_pipeline(maker, estimator)`; one that is there already gets one more step."""
    inner = re.fullmatch(r"make_pipeline\((.*)\)", estimator, re.S)
    return f"make_pipeline({maker}, {inner.group(1) if inner else estimator})"


def _only_there(code: Code, done: Early, place: Place, uses: int) -> bool:
    """Whether the results are named in the cross-validations only. Under its old name, what comes before must not count."""
    count = 0
    for result in done.results:
        skipped = [place, *done.gone]
        if result in done.given:
            skipped += [
                Place(place.cell, 0, 0, place.line, 0),
                *[Place(c, 0, 0, 1 << 30, 0) for c in range(place.cell)],
            ]
        count += mentions(code, result, tuple(skipped))
    return count == uses


def _import(code: Code, module: str) -> list[Edit] | None:
    """The edit that imports `make_pipeline`, below the imports of the library that come before it; [] where it is there."""
    root = module.partition(".")[0]
    last: tuple[int, int] | None = None
    for cell in range(len(code.document.cells)):
        for row, text in enumerate(code.lines(cell)):
            if re.match(rf"from {re.escape(module)} import .*\bmake_pipeline\b(?! as)", text):
                return []
            if re.match(r"from \S+ import .*\bmake_pipeline\b", text):
                return None  # the name means another library's
            found = re.match(rf"from ({root}[\w.]*) import [^(]*$", text)
            if found and not text.rstrip().endswith("\\") and (last is None or found.group(1) <= module):
                last = (cell, row + 1)
    if last is None:
        return None
    return [code.insert_line(last[0], last[1], f"from {module} import make_pipeline")]
