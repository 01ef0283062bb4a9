"""The code blocks of a rule's page, as examples: what is found where, and what its fix makes of it."""

from __future__ import annotations

import re

from attrs import frozen

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.source.document import Cell, Document

EXPECT = re.compile(r"\s*# expect: ([\w, -]+?)\s*$")
CELL = "# %%"
FIXED = "The fix gives:"


@frozen
class Example:
    """One block: the code, the rules expected on each line (0-based), and the code after the first fix."""

    heading: str
    code: str
    expected: tuple[tuple[int, str], ...]
    fixed: str | None = None


def examples(page: str) -> list[Example]:
    """All python blocks of a page, in order."""
    found: list[Example] = []
    heading, lines, before = "", None, ""
    for line in page.splitlines():
        if lines is None:
            if line.startswith("## "):
                heading = line[3:]
            elif line.strip() == "```python":
                lines = []
            elif line.strip():
                before = line.strip()
        elif line.strip() == "```":
            if before == FIXED:
                found[-1] = Example(found[-1].heading, found[-1].code, found[-1].expected, "\n".join(lines) + "\n")
            else:
                found.append(_example(heading, lines))
            lines, before = None, ""
        else:
            lines.append(line)
    return found


def _example(heading: str, lines: list[str]) -> Example:
    code, expected = [], []
    for number, line in enumerate(lines):
        match = EXPECT.search(line)
        if match is not None:
            expected += [(number, name.strip()) for name in match.group(1).split(",")]
            line = line[: match.start()]
        code.append(line)
    return Example(heading, "\n".join(code) + "\n", tuple(sorted(expected)))


def document(code: str) -> Document:
    """A script; or, where `# %%` lines part it, a notebook with a cell for each part."""
    if not code.startswith(CELL):
        return Document("file:///example.py", (Cell("", code),), "example.py")
    parts = re.split(r"^# %%\n", code, flags=re.MULTILINE)[1:]
    cells = tuple([Cell(str(n), part, n) for n, part in enumerate(parts, 1)])
    return Document("file:///example.ipynb", cells, "example.ipynb", True)


def text(doc: Document) -> str:
    """The way back from `document`."""
    if not doc.notebook:
        return doc.cells[0].text
    return "".join([f"{CELL}\n{cell.text}" for cell in doc.cells])


def analysed(engine: Engine, code: str, versions: dict[str, str] | None = None) -> Snapshot:
    return Analyser(engine, versions=versions).update(document(code))


def found(snapshot: Snapshot) -> tuple[tuple[int, str], ...]:
    """Line (0-based, counted through all cells and their markers) and rule of each finding."""
    doc = snapshot.document
    starts = [0]
    for cell in doc.cells:
        starts.append(starts[-1] + cell.text.count("\n") + 1)
    shift = [start + 1 if doc.notebook else start for start in starts]
    return tuple(sorted([(shift[f.place.cell] + f.place.line, f.rule) for f in snapshot.findings]))
