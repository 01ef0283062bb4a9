"""The labelled cases: one page a rule, one section a case; its blocks are the program, the right fix, a hurried one, and the check.

A section with "Decline:" holds a finding that a person would not act on, and why; there the right answer has no edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import field, frozen

from heldout.agent.verify.located import Replacement
from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.findings.finding import Finding
from heldout.source.document import Cell, Document

FOLDER = Path(__file__).parent / "cases"
CELL = "# %%\n"
BLOCK = re.compile(r"^([^\n]*)\n+```(python|diff)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
Edits = tuple[Replacement, ...]


@frozen
class Case:
    """A program with a finding of `rule`. `decline`: why the right answer is none, "" where there is one.

    `fix` is a right answer, `hurried` one that a judge or a check has to turn down. `check` is Python over `inside/facts.py`.
    """

    name: str
    rule: str
    program: str
    decline: str = ""
    fix: Edits = ()
    hurried: Edits = ()
    check: str = field(default="", repr=False)

    @property
    def document(self) -> Document:
        """A script; or, where `# %%` lines part it, a notebook."""
        if not self.program.startswith(CELL):
            return Document("file:///program.py", (Cell("", self.program),), "program.py")
        parts = re.split(f"^{CELL}", self.program, flags=re.MULTILINE)[1:]
        cells = tuple([Cell(str(n), part, n) for n, part in enumerate(parts, 1)])
        return Document("file:///program.ipynb", cells, "program.ipynb", True)


def cases(pattern: str = "", folder: Path = FOLDER) -> list[Case]:
    """All cases whose name holds `pattern`, in order. Raises ValueError for a section that is not whole."""
    pages = sorted(folder.glob("*.md"))
    found = [case for page in pages for case in _sections(page.stem, page.read_text(encoding="utf-8"))]
    return [case for case in found if pattern in case.name]


def _sections(rule: str, page: str) -> Iterator[Case]:
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        name = f"{rule}: {section.partition(chr(10))[0].strip()}"
        blocks = {kind(before, language): text for before, language, text in BLOCK.findall(section)}
        decline = re.search(r"^Decline: (.*?)\n\n", section, re.DOTALL | re.MULTILINE)
        if decline:
            if set(blocks) != {"program"}:
                raise ValueError(f"{name}: where declining is right, there is a program and nothing else")
            yield Case(name, rule, blocks["program"], " ".join(decline.group(1).split()))
        elif set(blocks) != {"program", "fix", "hurried", "check"}:
            raise ValueError(f"{name}: has {', '.join(blocks)}; wants a program, the fix, a hurried fix and the check")
        else:
            fix, hurried = edits_of(blocks["fix"]), edits_of(blocks["hurried"])
            yield Case(name, rule, blocks["program"], "", fix, hurried, blocks["check"])


def kind(before: str, language: str) -> str:
    """What a block is, from the line above it."""
    if language == "diff":
        return "hurried" if "hurried" in before.lower() else "fix"
    return "check" if before.startswith("The check") else "program"


def edits_of(diff: str) -> Edits:
    """A block of lines that begin with "-", "+" or " ", parted by "@@", as the edits that a model would answer."""
    edits = []
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        search = "".join([line[1:] for line in lines if line[:1] != "+"])
        replace = "".join([line[1:] for line in lines if line[:1] != "-"])
        if lines:
            edits.append(Replacement(search, replace))
    return tuple(edits)


def changed(program: str, edits: Edits) -> str:
    """The program with edits. Raises ValueError for one that does not stand there once."""
    for edit in edits:
        if program.count(edit.search) != 1:
            raise ValueError(f"{edit.search.strip()!r} stands there {program.count(edit.search)} times")
        program = program.replace(edit.search, edit.replace)
    return program


def code_of(document: Document) -> str:
    """A document as one text that can be run and compared with `Case.program`."""
    if not document.notebook:
        return document.cells[0].text
    return "".join([CELL + cell.text for cell in document.cells])


def analysed(engine: Engine, case: Case) -> tuple[Snapshot, Finding]:
    """The case as the analyser sees it. Raises LookupError when it finds nothing there."""
    snapshot = Analyser(engine).update(case.document)
    found = next((f for f in snapshot.findings if f.rule == case.rule), None)
    if found is None:
        others = ", ".join(f.rule for f in snapshot.findings) or "nothing"
        raise LookupError(f"{case.name}: {case.rule} is not found any more; {others} is")
    return snapshot, found
