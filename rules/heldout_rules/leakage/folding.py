"""Preprocessing folded into a pipeline that is fitted anew in every fold, as edits: only where nothing else uses the result."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst
from attrs import frozen

from heldout.api import Code, Draft, Edit, Handle, Place, Safety, Step
from heldout_rules.leakage.statements import (
    Line,
    assigned,
    beside,
    call_of,
    line_of,
    mentions,
    positional,
    removal,
    source,
    transform_below,
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


def into_pipeline(code: Code, fit: Step, folds: list[Step]) -> Iterator[Draft]:
    """`Xs = scaler.fit_transform(X)`, `cross_val_score(clf, Xs, y)`: `cross_val_score(make_pipeline(scaler, clf), X, y)`."""
    here = line_of(code, fit.handle)
    done = None if here is None else _transformed(code, here)
    if done is not None:
        yield from _drafts(code, fit, folds, done, SKLEARN)


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
    yield from _drafts(code, resample, folds, done, IMBLEARN)


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
        return Early((place,), maker, tuple(given[:1]), tuple(results))
    if name == "fit" and isinstance(here.node, cst.Expr):
        below = transform_below(code, here, maker, given[0])
        if below is not None:
            return Early(
                (Place(place.cell, place.line, 0, below[1].end_line, 0),), maker, tuple(given[:1]), (below[0],)
            )
    return None


def _drafts(code: Code, cause: Step, folds: list[Step], done: Early, module: str) -> Iterator[Draft]:
    if not all(g.isidentifier() for g in (*done.given, *done.results)):
        return
    taken: list[Edit] = []
    uses = 0
    for step in folds:
        if step.op != "cross-validate" or not beside(cause, step):
            return
        place = code.place(step.handle)
        if not done.gone[-1] < place:
            return
        names = [code.text(code.place(Handle(step.id[1], arg.value.at))) for arg in step.node.args]
        estimator = step.arg_node("estimator")
        if estimator is None or any(name not in names for name in done.results):
            return
        where = code.place(Handle(step.id[1], estimator.value.at))
        taken.append(code.replace(where, _wrapped(code.text(where), done.maker)))
        for arg, name in zip(step.node.args, names, strict=True):
            if name in done.results:
                uses += 1
                given = done.given[done.results.index(name)]
                if given != name:
                    taken.append(code.replace(code.place(Handle(step.id[1], arg.value.at)), given))
    if not taken or not _only_there(code, done, uses):
        return
    gone, first = done.gone, code.statement(folds[0].handle)
    said = [line for place in gone for line in code.lines(place.cell)[place.line : place.end_line] if _said(line)]
    if first is not None and said:  # comments stay, above what takes the place of the lines
        if (gone[-1].cell, gone[-1].end_line) == (first.cell, first.line):
            gone = tuple([Place(p.cell, p.line + _comments(code, p), 0, p.end_line, 0) for p in gone])
        else:
            taken.append(code.insert_line(first.cell, first.line, "\n".join(said)))
    helper = _import(code, module)
    if helper is None:
        return
    title = f"Let each fold fit `{done.maker}` itself, in a pipeline"
    yield Draft(title, (*[removal(code, place) for place in gone], *taken, *helper), Safety.UNSAFE)


def _said(line: str) -> bool:
    return line.lstrip().startswith("#")


def _comments(code: Code, place: Place) -> int:
    """How many lines of comments stand above a statement, in its place."""
    return sum(1 for line in code.lines(place.cell)[place.line : place.end_line] if _said(line))


def _wrapped(estimator: str, maker: str) -> str:
    """`make_pipeline(maker, estimator)`; one that is there already gets one more step."""
    inner = re.fullmatch(r"make_pipeline\((.*)\)", estimator, re.S)
    return f"make_pipeline({maker}, {inner.group(1) if inner else estimator})"


def _only_there(code: Code, done: Early, uses: int) -> bool:
    """Whether the results are named in the cross-validations only. Under its old name, what comes before must not count."""
    count = 0
    for result in done.results:
        lines = done.gone[0]
        if result in done.given:
            before = Place(lines.cell, 0, 0, lines.line, 0)
            earlier = [Place(c, 0, 0, 1 << 30, 0) for c in range(lines.cell)]
            count += mentions(code, result, (*done.gone, before, *earlier))
        else:
            count += mentions(code, result, done.gone)
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
