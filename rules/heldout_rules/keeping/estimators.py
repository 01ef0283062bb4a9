"""Estimators in one form: what was fitted before is forgotten, and pipelines are taken apart."""

from __future__ import annotations

from heldout.api import Table, Term, blank
from heldout_rules.keeping.reading import terms

CROSS_FITTED = ("TargetEncoder",)
"""Encoders whose `fit_transform` encodes each row by the others: it is another thing than `fit` and `transform`."""
STATELESS = ("FunctionTransformer", "Normalizer", "HashingVectorizer", "FeatureHasher")
"""What learns nothing: it is the same, whatever it was fitted on."""
PIPELINES = (
    "sklearn.pipeline.make_pipeline",
    "sklearn.pipeline.Pipeline",
    "imblearn.pipeline.make_pipeline",
    "imblearn.pipeline.Pipeline",
)


def refitted(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    if len(args) != 2:
        return None
    fitted, data = terms(args)
    if fitted.op == "piped" and not any(_named(blank(f)) in CROSS_FITTED for f in terms(fitted.args)):
        for fit in terms(fitted.args):
            data = table.make("refitted", fit, data)
        return data
    return None if _named(blank(fitted)) in CROSS_FITTED else table.make("transform", fitted, data)


def transformed(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    """What a pipeline transforms, its members transform one after another."""
    if len(args) != 2:
        return None
    fitted, data = terms(args)
    if fitted.op != "piped":
        return None
    for fit in terms(fitted.args):
        data = table.make("transform", fit, data)
    return data


def _named(made: Term) -> str:
    """The class of an estimator."""
    known = made.op == "call" and terms(made.args)[0].args
    return str(terms(made.args)[0].args[0]).rpartition(".")[2] if known else ""


def fitted(table: Table, args: tuple[Term | str, ...]) -> Term | None:
    estimator, *given = terms(args)
    fresh = blank(estimator)
    values = [terms(g.args)[0] if g.op == "kw" and g.args[0] in ("X", "y") else g for g in given]
    if estimator.op == "fitted" and terms(estimator.args)[1:] == values:
        return None  # for the second time on the same rows: not what was there
    if fresh is not estimator or values != given:
        return table.make("fitted", fresh, *values)
    if values and _named(fresh) in STATELESS:
        return table.make("fitted", fresh)
    members = pipeline(fresh)
    if members is None:
        return None
    data = values[0] if values else None
    if data is None or any(g.op == "kw" for g in values):
        return None
    fits: list[Term] = []
    for member in members[:-1]:
        fits.append(table.make("fitted", member, data, *values[1:2]))
        data = table.make("refitted", fits[-1], data)
    return table.make("piped", *fits, table.make("fitted", members[-1], data, *values[1:]))


def pipeline(term: Term) -> list[Term] | None:
    """The members of a pipeline, the model last."""
    if term.op != "call" or terms(term.args)[0].args[:1] not in [(name,) for name in PIPELINES]:
        return None
    callee, *given = terms(term.args)
    given = [g for g in given if g.op != "epoch"]
    if any(g.op in ("kw", "star") for g in given) and not all(g.op == "kw" and g.args[0] == "steps" for g in given):
        return None
    if callee.args[0] in PIPELINES[::2]:
        return [m for each in given for m in pipeline(each) or [each]] if len(given) > 1 else None
    steps = terms(given[0].args)[0] if given and given[0].op == "kw" else given[0] if given else None
    if steps is None or steps.op != "list" or any(s.op != "tuple" or len(s.args) != 2 for s in terms(steps.args)):
        return None
    members = [terms(s.args)[1] for s in terms(steps.args)]
    return [m for each in members for m in pipeline(each) or [each]]
