"""Findings as diagnostics: pushed with versions, or pulled by clients that announce that they pull; never both."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from heldout.findings.finding import Finding, Severity
from heldout.lsp.border import Border
from heldout.lsp.documents import OpenText
from heldout.lsp.session import Analysed, Reports, Session, Source

if TYPE_CHECKING:
    from heldout.analysis.engine import Snapshot
    from heldout.lsp.server import HeldoutServer
    from heldout.project.config import Problem

SOURCE = "heldout"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
# A client that pulls does so for scripts alone, where it lets us say so: edits of one cell change the others.
PULLED = [
    types.TextDocumentFilterScheme(language="python", scheme="file"),
    types.TextDocumentFilterScheme(language="python", scheme="untitled"),
]


def diagnostic(finding: Finding, border: Border, session: Session) -> types.Diagnostic:
    """A finding as the client is told of it."""
    client, rule = session.client, session.rules.get(finding.rule)
    related = None
    if client.related and finding.related:
        related = [
            types.DiagnosticRelatedInformation(border.location(step.place), step.message) for step in finding.related
        ]
    return types.Diagnostic(
        range=border.range(finding.place),
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(rule.url) if client.code_href and rule is not None else None,
        source=SOURCE,
        related_information=related,
        data={"identity": finding.identity} if client.diagnostic_data else None,
    )


def reports(snapshot: Snapshot | None, border: Border, session: Session) -> Reports:
    """The diagnostics of each text of a document; an empty list where there are none."""
    found: dict[str, list[types.Diagnostic]] = {border.uri(cell): [] for cell in range(len(border.document.cells))}
    for finding in snapshot.findings if snapshot is not None else ():
        found[border.uri(finding.place.cell)].append(diagnostic(finding, border, session))
    return found


class Publisher:
    """Pushes what was found, and takes it back when a text is closed."""

    def __init__(self, server: HeldoutServer) -> None:
        self.server = server
        self.session = server.session
        self.published: dict[str, dict[str, tuple[int | None, list[types.Diagnostic]]]] = {}
        self.complained: set[str] = set()

    def analysed(self, analysed: Analysed) -> None:
        """Publish each text that was edited or whose diagnostics changed, and clear those that are gone."""
        before = self.published.get(analysed.uri, {})
        if self.pulls(analysed.uri):
            return
        now: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        for uri, found in analysed.reports.items():
            now[uri] = analysed.versions.get(uri), found
            if before.get(uri) != now[uri]:
                self.publish(uri, found, now[uri][0])
        for uri in before.keys() - now.keys():
            self.publish(uri, [], None)
        self.published[analysed.uri] = now

    def closed(self, source: Source) -> None:
        """Clear what was published for a document."""
        for uri in self.published.pop(source.uri, {}):
            self.publish(uri, [], None)

    def pulls(self, uri: str) -> bool:
        """Whether the client pulls for a document: always or for scripts, where it pulls at all."""
        client = self.session.client
        if not client.pull:
            return False
        scheme = uri.split(":", 1)[0]
        scripts = isinstance(self.session.sources.get(uri), OpenText) and scheme in ("file", "untitled")
        return scripts or not client.pull_registered

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        """Push the diagnostics of one text."""
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def problems(self, problems: tuple[Problem, ...]) -> None:
        """Push what is wrong in configuration files, each in its file, and clear the files that are right again."""
        by_file: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self.complained}
        for problem in problems:
            start = types.Position(problem.line, problem.column)
            found = types.Diagnostic(
                # Not ours to measure: the rest of the line, which every client clamps.
                types.Range(start, types.Position(problem.line, problem.column + 1)),
                problem.message,
                types.DiagnosticSeverity.Warning,
                "configuration",
                source=SOURCE,
            )
            by_file.setdefault(Path(problem.path).absolute().as_uri(), []).append(found)
        for uri, found_here in by_file.items():
            self.publish(uri, found_here, None)
        self.complained = {uri for uri, found_here in by_file.items() if found_here}


def register(server: HeldoutServer) -> Publisher:
    """Register the pull request, and make the session tell the publisher what there is to push."""
    session, publisher = server.session, Publisher(server)
    session.on_analysed.append(publisher.analysed)
    session.on_closed.append(publisher.closed)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC)
    async def pull(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        uri = params.text_document.uri
        owner = session.owners.get(uri, uri)
        await session.ready.wait()
        analysed = session.latest.get(owner) if session.editor.run == "onSave" else None
        analysed = analysed or await session.current(uri)
        if analysed is None or not publisher.pulls(owner):
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        found = analysed.reports.get(uri, [])
        identity = result_id(server, found)
        if params.previous_result_id == identity:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=identity)
        return types.RelatedFullDocumentDiagnosticReport(items=found, result_id=identity)

    return publisher


def result_id(server: HeldoutServer, found: list[types.Diagnostic]) -> str:
    """The same for the same diagnostics, in every run."""
    plain = json.dumps([server.converter.unstructure(one) for one in found], sort_keys=True)
    return hashlib.blake2b(plain.encode(), digest_size=8).hexdigest()
