"""What the check of a case may ask of a program: facts about what it did, on small made data. Each raises Wrong with a sentence."""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import watch

Files = dict[str, Any]
"""File names with their tables, texts or arrays."""
NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])")


class Wrong(AssertionError):
    """A fact that does not hold of the program."""


def fact(holds: Any, sentence: str) -> None:
    """Raise Wrong with a sentence unless something holds."""
    if not holds:
        raise Wrong(sentence)


class Run:
    """One run. `names` are its global variables at the end, `text` what it printed."""

    def __init__(self, names: dict[str, Any], text: str, calls: list[watch.Call]) -> None:
        self.names, self.text, self.calls = names, text, calls

    @property
    def numbers(self) -> list[float]:
        """The numbers that were printed."""
        return [float(n) for n in NUMBER.findall(self.text)]

    def of(self, *kinds: str, name: str = "", outer: bool = False) -> list[watch.Call]:
        """The calls of some kinds; of one class or function; only those of the program itself."""
        return [
            c for c in self.calls if c.kind in kinds and name in ("", c.name) and not (outer and c.depth)
        ]  # fmt: skip

    def fits(self, name: str = "") -> list[watch.Call]:
        return self.of(*watch.LEARNS, name=name)

    @property
    def split(self) -> watch.Call:
        """The program's first `train_test_split`."""
        found = self.of("split", outer=True)
        fact(found, "nothing is split any more")
        return found[0]

    @property
    def held(self) -> list[int]:
        """The rows that the first split holds back: index labels of a table, numbers in an array."""
        numbers = self.split.more["test"]
        return [self.split.rows[n] for n in numbers] if self.split.rows else list(numbers)


class Program:
    """The program on trial, and the one that it was made from."""

    def __init__(self, code: str, before: str) -> None:
        self.code, self.given = code, before

    def run(self, files: Files, chance: int = 0) -> Run:
        """Run it with its files beside it; what nobody seeds begins with `chance`."""
        return _run(self.code, files, chance)

    def original(self, files: Files) -> Run:
        return _run(self.given, files, 0)


program = Program("", "")


def _run(code: str, files: Files, chance: int) -> Run:
    _write(files)
    random.seed(chance)
    np.random.seed(chance)
    noted, out = watch.begin(), io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        exec(compile(code, "program.py", "exec"), names)
    return Run(names, out.getvalue(), noted.calls)


def _write(files: Files) -> None:
    for name, content in files.items():
        if os.path.dirname(name):
            os.makedirs(os.path.dirname(name), exist_ok=True)
        if isinstance(content, pd.DataFrame):
            content.to_csv(name, index=False)
        elif isinstance(content, np.ndarray):
            np.save(name, content)
        else:
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)


# ── made data ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def table(
    target: str = "churn",
    numbers: Sequence[str] = ("tenure", "charges"),
    words: dict[str, Sequence[str]] | None = None,
    rows: int = 240,
    rare: float = 0.5,
    missing: float = 0.0,
    noise: bool = False,
    real: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """A table whose target follows from its numbers, or from nothing (`noise`). `rare`: share of ones; `real`: a real target."""
    rng = np.random.default_rng(seed)
    made = pd.DataFrame({name: rng.normal(50, 10, rows) * (1 + n) for n, name in enumerate(numbers)})
    sum_ = sum((made[name] - made[name].mean()) / made[name].std() for name in list(numbers)[:3])
    signal = rng.normal(size=rows) if noise else sum_ + rng.normal(scale=0.6, size=rows)
    for name, kinds in (words or {}).items():
        made[name] = rng.choice(list(kinds), rows)
    made[target] = signal if real else (signal > np.quantile(signal, 1 - rare)).astype(int)
    for name in numbers:
        made.loc[rng.random(rows) < missing, name] = np.nan
    return made


def disturbed(frame: pd.DataFrame, rows: Sequence[Any], target: str, flip: bool = True, seed: int = 1) -> pd.DataFrame:
    """A table with other values in some rows; the labels of two kinds are flipped, those that are numbers moved (`flip`)."""
    made, rng, rows = frame.copy(), np.random.default_rng(seed), list(rows)
    for column in frame.columns:
        old = frame.loc[rows, column]
        if column != target and pd.api.types.is_numeric_dtype(frame[column]):
            made.loc[rows, column] = (old * 3 + 700).astype(frame[column].dtype)
        elif column != target:
            made.loc[rows, column] = rng.permutation(old.to_numpy())
        elif flip:
            kinds = sorted(frame[column].unique())
            two = dict(zip(kinds, kinds[::-1])) if len(kinds) == 2 else {}  # noqa: B905
            made.loc[rows, column] = old.map(two) if two else old * 3 + 700
    return made


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def keeps(files: Files, without: Sequence[str] = (), prints: bool = True, split: bool = True) -> Run:
    """It still is the same program: it fits the same kinds of things, holds back as many rows, prints as many numbers."""
    old, new = program.original(files), program.run(files)
    kinds = {c.name for c in old.fits()} - {c.name for c in new.fits()} - set(without)
    fact(not kinds, f"{', '.join(sorted(kinds))} is not fitted any more")
    if split and old.of("split", outer=True):
        fact(len(new.split.more["test"]) == len(old.split.more["test"]), "another number of rows is held back")
    was = {(c.name, c.params) for c in old.fits() if not c.depth and c.name not in without}
    other = was - {(c.name, c.params) for c in new.fits()}
    fact(not other, f"{', '.join(sorted(name for name, _ in other))} is fitted with other parameters")
    fact(not prints or len(old.numbers) == len(new.numbers), "it prints another number of numbers")
    measured = {c.name for c in old.of("metric", outer=True)} - {c.name for c in new.of("metric", outer=True)}
    fact(not measured - set(without), f"{', '.join(sorted(measured))} is not measured any more")
    return new


def held_out_teach_nothing(
    files: Files,
    name: str,
    target: str = "churn",
    flip: bool = True,
    rows: Sequence[Any] | None = None,
    only: Sequence[str] = (),
) -> None:
    """No fit sees other values when the held-out rows of a file have others; and what is judged, does.

    `flip`: other labels, too (not where a split is stratified). `rows`: which rows are held out, where no `train_test_split` says so. `only`: classes whose fits are looked at.
    """
    first = program.run(files)
    held = first.held if rows is None else rows
    fact(set(held) <= set(files[name].index), "rows are held back that the data does not hold")
    other = program.run({**files, name: disturbed(files[name], held, target, flip)})
    ours, theirs = ([c for c in run.fits() if not only or c.name in only] for run in (first, other))
    fact(ours, "nothing is fitted any more")
    for a, b in zip(ours, theirs):  # noqa: B905
        fact(a.print == b.print, f"{a.name}.{a.kind} sees the held-out rows: its data changes with them")
    fact(len(ours) == len(theirs), "what is fitted depends on the held-out rows")
    judged = [[c.print for c in run.of("predict", "predict_proba", "score", "metric")] for run in (first, other)]
    fact(judged[0] and judged[0] != judged[1], "the held-out rows are not judged any more")


def test_labels_choose_nothing(files: Files, name: str, label: str, chosen: Callable[[Run], Any]) -> None:
    """What the program chose stays the same when the labels of the held-out rows are others, and the last number does not."""
    first = program.run(files)
    frame = files[name].copy()
    frame.loc[first.held, label] = 1 - frame.loc[first.held, label]
    other = program.run({**files, name: frame})
    fact(
        watch.told(chosen(first)) == watch.told(chosen(other)), "what is chosen depends on the labels of the test rows"
    )
    fact(first.numbers[-1:] != other.numbers[-1:], "the last number that is printed is not measured on the test rows")


def at_chance(
    make: Callable[[int], Files], chance: float = 0.5, most: float = 0.12, seeds: int = 4, number: int = -1
) -> None:
    """On data in which the target follows from nothing, the printed score is about chance."""
    scores = [program.run(make(seed)).numbers[number] for seed in range(seeds)]
    mean = float(np.mean(scores))
    fact(abs(mean - chance) <= most, f"on noise it scores {mean:.2f}, where chance is {chance:.2f}")


def repeats(files: Files, but: Callable[[Run], Any] = lambda run: run.text) -> None:
    """Two runs come to the same, whatever chance brings to what nobody seeds."""
    first, again = program.run(files, chance=1), program.run(files, chance=2)
    fact(first.text.strip(), "it prints nothing any more")
    fact(watch.told(but(first)) == watch.told(but(again)), "two runs differ")


def repeats_elsewhere(files: Files) -> None:
    """Two processes print the same, in spite of other hashes of text."""
    _write(files)
    texts = []
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        ran = subprocess.run([sys.executable, "-c", program.code], capture_output=True, text=True, env=environment)
        fact(ran.returncode == 0, f"it ends with {ran.stderr.strip().splitlines()[-1:]}")
        texts.append(ran.stdout)
    fact(texts[0].strip() and len(set(texts)) == 1, "two processes print something else")


def apart(run: Run, column: str = "") -> None:
    """No row (or no value of a column) is on both sides of the first split."""
    train, test = (part for part in run.split.out[:2])
    both = _ids(train, column) & _ids(test, column)
    fact(not both, f"{sum(both.values())} rows are on both sides of the split")


def _ids(part: Any, column: str) -> Counter[str]:
    values = part[column] if column else pd.DataFrame(part).round(9).astype(str).agg("|".join, axis=1)
    return Counter(map(str, values))
