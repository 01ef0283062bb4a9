"""What a model is told of one finding: the region that may change, the imports, the evidence, and the pipeline it lies on."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import lru_cache

from attrs import frozen

from heldout.agent.verify.syntax import bodies, python
from heldout.agent.verify.trial import Region
from heldout.analysis.engine import Snapshot
from heldout.findings.finding import Finding
from heldout.semantics.show import graph_text

MOST_LINES = 240
"""A region that is longer is cut to the lines around the finding."""
MOST_STEPS = 40


@frozen
class Context:
    """`regions` are the lines that may change, `code` their text, `outside` imports and signatures elsewhere."""

    finding: Finding
    regions: tuple[Region, ...]
    code: str
    outside: str
    steps: str
    pipeline: str
    versions: str

    @property
    def lines(self) -> int:
        """How many lines of code are sent."""
        return _count(self.code, self.outside)


def _count(code: str, outside: str) -> int:
    return code.count("\n") + 1 + (outside.count("\n") + 1 if outside else 0)


def lines_sent(snapshot: Snapshot, finding: Finding) -> int:
    """How many lines of code would be sent for a finding. What a menu can afford: the text is parsed once."""
    _, parts, outside = _extent(snapshot, finding)
    return _count("\n".join(parts), "\n".join(outside))


def context_of(snapshot: Snapshot, finding: Finding) -> Context:
    """The context of a finding, from what is known already."""
    regions, parts, outside = _extent(snapshot, finding)
    steps = [f"line {r.place.line + 1}: {r.message}" for r in finding.related if r.document is None]
    imported = {line.split()[1].partition(".")[0] for line in outside + parts if line.startswith(("import ", "from "))}
    versions = [
        f"{name} {v}"
        for name, v in sorted(snapshot.graph.versions.items())
        if name in imported or name.partition("-")[0] in imported
    ]
    pipeline = "\n".join(graph_text(snapshot.graph).split("\n")[:MOST_STEPS])
    return Context(
        finding, tuple(regions), "\n".join(parts), "\n".join(outside), "\n".join(steps), pipeline, ", ".join(versions)
    )


def _extent(snapshot: Snapshot, finding: Finding) -> tuple[list[Region], list[str], list[str]]:
    """The regions that may change, their texts, and the lines that stand elsewhere."""
    document = snapshot.document
    places = [finding.place, *[r.place for r in finding.related if r.document is None]]
    regions = []
    for cell in sorted({place.cell for place in places}):
        lines = [(p.line, p.end_line) for p in places if p.cell == cell]
        near = finding.place.line if finding.place.cell == cell else lines[0][0]
        regions.append(_region(document.cells[cell].text, cell, lines, near))
    parts = []
    for region in regions:
        text = "\n".join(document.cells[region.cell].text.split("\n")[region.line : region.end])
        number = document.cells[region.cell].number
        parts.append(text if number is None else f"# --- cell {number} ---\n{text}")
    outside = [line for n, cell in enumerate(document.cells) for line in _outside(cell.text, n, regions)]
    return regions, parts, outside


@lru_cache(maxsize=64)
def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(python(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _region(text: str, cell: int, lines: Sequence[tuple[int, int]], near: int) -> Region:
    """The smallest run of whole top-level statements that holds all lines; inside one function or class, just that one."""
    first, last = min(a for a, _ in lines), max(b for _, b in lines)
    count = text.count("\n") + 1
    tree = _tree(text)
    if tree is None:
        return Region(cell, max(0, first - 20), min(count, last + 20))
    start, end = first, last + 1
    for node in tree.body:
        begins = min([node.lineno, *[d.lineno for d in getattr(node, "decorator_list", ())]]) - 1
        ends = node.end_lineno or node.lineno
        if any(begins <= b and a < ends for a, b in lines):
            start, end = min(start, begins), max(end, ends)
    if end - start > MOST_LINES:
        start, end = max(start, near - MOST_LINES // 2), min(end, near + MOST_LINES // 2)
    return Region(cell, start, min(end, count))


def _outside(text: str, cell: int, regions: Sequence[Region]) -> list[str]:
    """Imports and signatures that stand elsewhere: what names mean, without what they do."""
    tree = _tree(text)
    if tree is None:
        return []
    lines, out = text.split("\n"), []
    for node in tree.body:
        if any(r.cell == cell and r.line <= node.lineno - 1 < r.end for r in regions):
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            out += lines[node.lineno - 1 : node.end_lineno]
        elif any(True for _ in bodies(node)) and isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        ):
            out.append(f"{lines[node.lineno - 1].strip()}  # …")
    return out


def imported_modules(text: str) -> frozenset[str]:
    """All modules that a text imports, wherever in it, and those above them: `google.cloud.aiplatform` of `from google.cloud
    import aiplatform`, and `google.cloud`. What else is imported from a module counts as one below it.
    """
    found: set[str] = set()
    for names in re.findall(r"^[ \t]*import[ \t]+([^\n#;]+)", text, re.MULTILINE):
        found.update([name.split()[0] for name in names.split(",") if name.strip()])
    for module, names in re.findall(
        r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*|[^\n#;]*)", text, re.MULTILINE
    ):
        found.update([module, *[f"{module}.{name}" for name in re.findall(r"(\w+)(?:[ \t]+as[ \t]+\w+)?", names)]])
    return frozenset([name[:end] for name in found for end in [*[m.start() for m in re.finditer(r"\.", name)], None]])
