"""Runs two programs on the same made data and says whether they print and leave the same. For `tests/agent/survivors.py`.

Every file that a program reads is made up here: a table with all the columns that the program names, in one of a few shapes; the
first shape on which the first program runs is taken.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import random
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

ROWS = 240
SHAPES = ("numbers", "shares", "counts", "texts")
LIMIT = 100
"""Seconds for a program and those that are compared with it."""


def main() -> None:
    """Reads {"first", "others"}; writes a list of {"ran", "same", "why"}, one for each of the others."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(_apart(job["first"], job["others"])), flush=True)


def _apart(first: str, others: list[str]) -> list[dict[str, Any]]:
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        signal.alarm(LIMIT)
        with os.fdopen(writes, "w") as file:
            for answer in _compared(first, others):
                print(json.dumps(answer), file=file, flush=True)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as file:
        answers = [json.loads(line) for line in file if line.endswith("\n")]
    os.waitpid(child, 0)
    late = {"ran": False, "same": False, "why": "it takes too long"}
    return answers + [late] * (len(others) - len(answers))


def _compared(first: str, others: list[str]) -> Iterator[dict[str, Any]]:
    why, before, shape = "", None, ""
    for shape in SHAPES:
        try:
            before = _run(first, first, shape)
            break
        except BaseException as error:  # whatever a program raises, exits included
            why = why or f"{type(error).__name__}: {error}"[:160]
    for other in others:
        if before is None:
            yield {"ran": False, "same": False, "why": why}
            continue
        try:
            after = _run(other, first, shape)
        except BaseException as error:
            yield {"ran": True, "same": False, "why": f"it ends with {type(error).__name__}: {error}"[:200]}
            continue
        differ = [k for k in before if k in after and before[k] != after[k]]
        yield {"ran": True, "same": not differ, "why": ", ".join(differ)}


def _run(code: str, named: str, shape: str) -> dict[str, str]:
    """What a program prints, and what its numbers, tables and scores are in the end."""
    random.seed(3)
    np.random.seed(3)
    _make_up(named, shape)
    names: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "program.py", "exec"), names)
    left = {"what is printed": "\n".join(sorted(printed.getvalue().split("\n")))}
    for name, value in names.items():
        if isinstance(value, (int, float, np.number, pd.DataFrame, pd.Series, np.ndarray)):
            left[name] = repr(value) if np.isscalar(value) else pd.DataFrame(value).to_csv()
    return left


def _make_up(code: str, shape: str) -> None:
    named = [n.value for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    columns = sorted({name for name in named if re.fullmatch(r"[A-Za-z_]\w{1,24}", name)} | {"more", "other", "third"})
    singles = re.findall(r"""(?:\[|pop\(|columns=\[?)["'](\w+)["']""", code)
    labels = re.findall(r"""(?:y\w*|target|labels?) = \w+(?:\.pop\(|\[)["'](\w+)["']""", code) or singles[-1:]

    def column(name: str, rng: np.random.Generator) -> Any:
        if re.search(r"date|time|day|month", name):
            return pd.date_range("2021-06-01", periods=ROWS, freq="3D")
        if re.search(r"(^|_)(id|user|patient|group|customer|store|street|city|town|port)($|_)", name):
            return rng.integers(0, 20, ROWS)
        if name in labels:
            return rng.integers(0, 2, ROWS) if shape != "shares" else rng.normal(size=ROWS)
        if shape == "texts":
            return np.array([" ".join(rng.choice(["red", "green", "blue", "old", "new"], 4)) for _ in range(ROWS)])
        return rng.integers(1, 9, ROWS) if shape == "counts" else rng.uniform(1, 9, ROWS)

    def table(*_: Any, **options: Any) -> pd.DataFrame:
        rng = np.random.default_rng(5)
        made = pd.DataFrame({name: column(name, rng) for name in columns})
        return made[options["usecols"]] if "usecols" in options else made

    def array(path: Any, *_: Any, **__: Any) -> Any:
        rng = np.random.default_rng(7)
        if re.search(r"(^|[_/])(y|label|target)", str(path)):
            return rng.integers(0, 2, ROWS) if shape != "shares" else rng.normal(size=ROWS)
        return rng.uniform(1, 9, (ROWS, 12))

    for name in ("read_csv", "read_parquet", "read_excel", "read_json", "read_feather"):
        setattr(pd, name, table)
    np.load = array  # type: ignore[assignment]
    np.loadtxt = np.genfromtxt = array  # type: ignore[assignment]


if __name__ == "__main__":
    main()
