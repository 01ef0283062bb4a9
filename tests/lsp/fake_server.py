"""A server with a tiny engine whose findings can be written down in a test: run it like `heldout server`.

`bad(` is a finding of leak-bad with a safe fix (`good(`), `risky(` one of seed-risky with an unsafe fix, `# slow` makes
the analysis last until it is cancelled, `# crash` makes it fail.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from heldout.analysis import engine as real
from heldout.findings.finding import Edit, Finding, Fix, Related, Safety, Severity
from heldout.findings.identity import identify
from heldout.findings.suppression import UNUSED, suppress
from heldout.lsp.server import create_server, serve
from heldout.project.settings import Settings
from heldout.source.document import Document
from heldout.source.place import Place

PAGE = "# {name}\n\n## Why it matters\n\nThe [score](https://example.org) is **too good**.\n\nMore of it.\n"
RULES = {
    name: real.RuleInfo(
        name, name.split("-")[0], severity, f"{name} in short", PAGE.format(name=name), safety, (), f"https://x/{name}"
    )
    for name, severity, safety in (
        ("leak-bad", Severity.ERROR, Safety.SAFE),
        ("seed-risky", Severity.WARNING, Safety.UNSAFE),
        (UNUSED, Severity.INFO, Safety.SAFE),
    )
}
CALL = re.compile(r"\b(bad|risky)\(")


class FakeEngine:
    """Knows the rules above."""

    rules: Mapping[str, real.RuleInfo] = RULES
    protocols: tuple[str, ...] = ()
    caches: tuple[str, ...] = ()


@frozen
class FakeSnapshot:
    """Findings by a regular expression, and a fix for each."""

    document: Document
    findings: tuple[Finding, ...]
    program = None
    exhausted = False
    broken = 0

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """The one fix of a finding."""
        if finding.rule == "leak-bad":
            return (Fix("Call `good`", (Edit(finding.place, "good"),), Safety.SAFE),)
        if finding.rule == "seed-risky":
            return (Fix("Call `calm`", (Edit(finding.place, "calm"),), Safety.UNSAFE),)
        return ()


class FakeAnalyser:
    """Analyses by the regular expression."""

    def __init__(self, engine: FakeEngine, settings: Settings | None = None, versions: Any = None, *_: Any) -> None:
        self.settings = settings or Settings()

    def imports(self, path: str | None) -> bool:
        return False

    def update(self, document: Document, cancelled: Callable[[], bool] = lambda: False) -> FakeSnapshot:
        """Raises as the text asks for."""
        text = "\n".join(cell.text for cell in document.cells)
        if "# crash" in text:
            raise RuntimeError("the analysis crashed")
        while "# slow" in text:
            time.sleep(0.01)
            if cancelled():
                raise real.Cancelled
        found: list[Finding] = []
        for index, cell in enumerate(document.cells):
            for number, line in enumerate(cell.text.split("\n")):
                for match in CALL.finditer(line):
                    rule = {"bad": "leak-bad", "risky": "seed-risky"}[match[1]]
                    place = Place(index, number, match.start(1), number, match.end(1))
                    steps = (Related(Place(0, 0, 0, 0, 1), "it begins here"),)
                    found.append(Finding(rule, f"`{match[1]}` is called", RULES[rule].severity, place, steps))
        return FakeSnapshot(document, self._finished(document, found))

    def _finished(self, document: Document, found: Sequence[Finding]) -> tuple[Finding, ...]:
        kept: list[Finding] = []
        for finding in found:
            severity = self.settings.severity_of(finding.rule, finding.severity, document.path)
            if severity is not None:
                kept.append(evolve(finding, severity=severity))
        return identify(document, suppress(document, kept, RULES))


def load() -> Any:
    """The engine; with the argument `--broken` it does not load."""
    if "--broken" in sys.argv:
        raise OSError("models are missing")
    return FakeEngine()


if __name__ == "__main__":
    real.Analyser = FakeAnalyser  # type: ignore[assignment, misc]
    sys.exit(serve(create_server(load)))
