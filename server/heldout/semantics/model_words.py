"""The words of library models, and what of a table is none: for models that people write for their own helpers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from attrs import frozen

from heldout.semantics.models import CALL_KEYS, CLASS_KEYS, ROWS

CONTENTS = ("labels", "probabilities", "scores", "statistic", "index", "mask", "columns")
STATES = ("statistics", "labels", "model", "copies", "none")
OPS = (
    "append", "apply", "apply-gradients", "apply-network", "backward", "call", "clone", "column",
    "column-statistic", "columns", "compare", "concat", "construct", "cross-validate", "download", "drop", "each",
    "eval-mode", "extreme", "field", "fill", "fit", "fit-predict", "fit-transform", "folds", "follow-gradients",
    "forward", "grad", "gradients", "group", "group-sample", "grouping-metric", "handler", "head", "hub-load", "identity",
    "importance", "in-place", "index", "join", "leave-out", "load", "load-optimizer", "load-state", "loss", "map",
    "measure", "metric", "named-class", "numbers", "optimizer-step", "over", "parameters", "partial", "parts",
    "pass-on",
    "pipe", "predict", "reduce", "repeat", "resample", "resample-rows", "rescale", "sample", "save", "scheduler-step",
    "score", "search", "seed", "shift", "shows", "shuffle", "skip", "smooth", "source", "split", "state", "statistic",
    "tail", "take", "tape-gradient", "train", "train-mode", "transform", "window", "window-statistic", "zero-grad",
)  # fmt: skip
"""What calls may be: the engine acts on some of these words, and rules look for the others."""
FACTS = (
    "again", "again-unless", "asks", "asks-watched", "axis", "both", "by", "calls", "center", "container", "cross-validates", "cumulative", "curves",
    "cuts", "datasets", "deduplicates", "default-test", "default-watched", "draws", "dropout-or-norm", "each",
    "eval", "fits-parts", "from", "generator", "groups", "how", "index", "item", "keeps", "keeps-best", "keeps-rows", "keys",
    "learns", "leaves", "lengths", "loss", "made-of-values", "many-arrays", "names-same", "of", "of-parts", "opens", "otherwise", "pair", "pairs",
    "part", "part-default", "partial", "picks", "random-default", "replaces", "repo", "resamples-in-fit", "roles",
    "scores", "search", "seeds", "sets-apart", "sorts", "stops", "stops-early", "stops-in", "stops-keys", "stops-unless",
    "supervised", "time", "train-test", "unless", "until", "url", "watches-last", "when", "with-info",
    "without-gradients",
)  # fmt: skip
ONE = {"op", "target", "rows", "returns", "content", "seed", "state", "family", "indexing", "extends"}
MANY = {"params", "data", "protocol", "watches"}
TABLES = {"methods", "attributes"}


@frozen
class Wrong:
    """`key` of the table (and `method` of it, if it is one of a method) is wrong: a clause that says what to write."""

    key: str
    clause: str
    method: str = ""


def wrong_words(table: Mapping[str, Any], method: str = "") -> Iterator[Wrong]:
    """What of the table of a function, a class or a method makes no sense."""
    for key, value in table.items():
        clause = _wrong(key, value)
        if clause:
            yield Wrong(key, clause, method)
    if method:
        return
    methods = table.get("methods", {})
    for names, entry in methods.items() if isinstance(methods, Mapping) else ():
        if isinstance(entry, Mapping):
            yield from wrong_words(entry, names)
        else:
            yield Wrong("methods", f'the method "{names}" must be a table, such as {{ op = "fit" }}')


def _wrong(key: str, value: Any) -> str:
    if key in ONE and not isinstance(value, str):
        return f"`{key}` must be a string"
    if key in MANY and not (
        isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))
    ):
        return f"`{key}` must be a string or a list of strings"
    if key in TABLES and not isinstance(value, Mapping):
        return f"`{key}` must be a table"
    if key == "random" and not isinstance(value, (bool, str)):
        return "`random` must be true, false or the name of a parameter"
    if key == "is-data" and not isinstance(value, bool):
        return "`is-data` must be true or false"
    allowed = {
        "rows": sorted(ROWS - {""}),
        "content": CONTENTS,
        "state": STATES,
        "indexing": ("frame", "fields", "rows", "parts", "cells"),
    }.get(key)
    if allowed is not None and value not in allowed:
        return f'`{key}` is "{value}" and must be one of {", ".join(allowed)}'
    if key == "op" and value not in OPS:
        near = get_close_matches(value, OPS, 1, 0.7)
        if near:
            return f'`op` is "{value}", which means nothing; did you mean "{near[0]}"?'
    if key not in CALL_KEYS | CLASS_KEYS and key not in FACTS:
        near = get_close_matches(key, sorted(CALL_KEYS | CLASS_KEYS | set(FACTS)), 1, 0.75)
        if near:
            return f"`{key}` is no word of models; did you mean `{near[0]}`?"
    return ""
