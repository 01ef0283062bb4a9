"""Programs as people write them: every leak is found where it is, and correct code is left alone.

A line that must be found ends in `# expect: rule`. Where two lines, or two rules, have an equal claim to one leak, each
of them ends in `# either: rule`, and exactly one of these is found. No other rule of the family `leak` says anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from heldout.analysis.engine import Analyser, Engine
from heldout.source.document import Document
from heldout.source.files import read_document

HERE = Path(__file__).parent
MARK = re.compile(r"# (expect|either): ([a-z][\w, -]*?)\s*$")
FAMILY = "leak-"

Place = tuple[int, int, str]
"""Cell and line (0-based), and the rule found there."""


def programs(folder: str) -> list[Path]:
    return sorted([path for path in (HERE / folder).rglob("*.*") if path.suffix in {".py", ".ipynb"}])


def name(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), name(path), path.as_uri())


def marks(document: Document, word: str) -> Iterator[Place]:
    for number, cell in enumerate(document.cells):
        for line, text in enumerate(cell.text.splitlines()):
            match = MARK.search(text)
            if match is not None and match.group(1) == word:
                yield from ((number, line, rule.strip()) for rule in match.group(2).split(","))


def found(engine: Engine, document: Document, also: set[str]) -> list[Place]:
    findings = Analyser(engine).update(document).findings
    return [(f.place.cell, f.place.line, f.rule) for f in findings if f.rule.startswith(FAMILY) or f.rule in also]


def shown(places: Iterable[Place]) -> list[str]:
    """As a reader counts: cells and lines from 1."""
    return [f"cell {cell + 1}, line {line + 1}: {rule}" for cell, line, rule in sorted(places)]


@pytest.mark.parametrize("path", programs("leaky"), ids=name)
def test_leaky(engine: Engine, path: Path) -> None:
    document = read(path)
    expected, either = list(marks(document, "expect")), set(marks(document, "either"))
    assert expected or either, "a leaky program says what must be found in it"
    places = found(engine, document, {rule for *_, rule in [*expected, *either]})
    chosen = [place for place in sorted(either) if place in places] or sorted(either)
    assert shown(places) == shown([*expected, *chosen[:1]])


@pytest.mark.parametrize("path", programs("clean"), ids=name)
def test_clean(engine: Engine, path: Path) -> None:
    document = read(path)
    assert not list(marks(document, "expect")), "a clean program expects nothing"
    assert shown(found(engine, document, set())) == []
