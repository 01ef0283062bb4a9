"""Findings as diagnostics: pushed with versions, or pulled by clients that announce that they pull; never both."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from heldout.findings.finding import Finding, Related, Severity
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


def diagnostic(finding: Finding, border: Border, session: Session) -> dict[str, Any]:
    """A finding as the client is told of it: a Diagnostic of the protocol, as plain JSON.

    Plain, because at each key a list of them goes out, and objects would cost more than finding what they say.
    """
    client, rule = session.client, session.rules.get(finding.rule)
    plain: dict[str, Any] = {
        "range": border.plain_range(finding.place),
        "severity": SEVERITIES[finding.severity].value,
        "code": finding.rule,
        "source": SOURCE,
        "message": finding.message,
    }
    if client.code_href and rule is not None:
        plain["codeDescription"] = {"href": rule.url}
    if client.related and finding.related:
        plain["relatedInformation"] = [
            {"location": _location(step, border), "message": step.message} for step in finding.related
        ]
    if client.diagnostic_data:
        plain["data"] = {"identity": finding.identity}
    return plain


def _location(step: Related, border: Border) -> dict[str, Any]:
    """Where a step of the evidence stands: here, or in another file of the workspace."""
    there = border if step.document is None else Border(step.document, border.encoding)
    return {"uri": there.uri(step.place.cell), "range": there.plain_range(step.place)}


def reports(snapshot: Snapshot | None, border: Border, session: Session, before: Analysed | None) -> Reports:
    """The diagnostics of each text of a document; an empty list where there are none.

    What was written for the same finding before is not written again, unless the units of its columns may differ.
    """
    found: dict[str, list[str]] = {border.uri(cell): [] for cell in range(len(border.document.cells))}
    known = before.written if before is not None and border.agrees(before.border) else {}
    written: dict[Finding, str] = {}
    for finding in snapshot.findings if snapshot is not None else ():
        text = known.get(finding)
        if text is None:
            text = json.dumps(diagnostic(finding, border, session))
        written[finding] = text
        found[border.uri(finding.place.cell)].append(text)
    return Reports(found, written)


class Publisher:
    """Pushes what was found, and takes it back when a text is closed."""

    def __init__(self, server: HeldoutServer) -> None:
        self.server = server
        self.session = server.session
        self.published: dict[str, dict[str, tuple[int | None, list[str]]]] = {}
        self.complained: set[str] = set()

    def analysed(self, analysed: Analysed) -> None:
        """Publish each text that was edited or whose diagnostics changed, and clear those that are gone."""
        before = self.published.get(analysed.uri, {})
        if self.pulls(analysed.uri):
            return
        now: dict[str, tuple[int | None, list[str]]] = {}
        for uri, found in analysed.reports.found.items():
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

    def publish(self, uri: str, found: list[str], version: int | None) -> None:
        """Push the diagnostics of one text."""
        versioned = "" if version is None else f'"version": {version}, '
        self.server.protocol.send(
            '{"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": '
            f'{{"uri": {json.dumps(uri)}, {versioned}"diagnostics": [{", ".join(found)}]}}}}'
        )

    def problems(self, problems: tuple[Problem, ...]) -> None:
        """Push what is wrong in configuration files, each in its file, and clear the files that are right again."""
        by_file: dict[str, list[str]] = {uri: [] for uri in self.complained}
        for problem in problems:
            start = {"line": problem.line, "character": problem.column}
            end = {"line": problem.line, "character": problem.column + 1}
            plain = {
                "range": {"start": start, "end": end},
                "severity": types.DiagnosticSeverity.Warning.value,
                "code": "configuration",
                "source": SOURCE,
                "message": problem.message,
            }
            by_file.setdefault(Path(problem.path).absolute().as_uri(), []).append(json.dumps(plain))
        for uri, found_here in by_file.items():
            self.publish(uri, found_here, None)
        self.complained = {uri for uri, found_here in by_file.items() if found_here}


def register(server: HeldoutServer) -> Publisher:
    """Register the pull request, and make the session tell the publisher what there is to push."""
    session, publisher = server.session, Publisher(server)
    session.on_analysed.append(publisher.analysed)
    session.on_closed.append(publisher.closed)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC)
    async def pull(params: types.DocumentDiagnosticParams) -> dict[str, Any]:
        uri = params.text_document.uri
        owner = session.owners.get(uri, uri)
        await session.ready.wait()
        analysed = session.latest.get(owner) if session.editor.run == "onSave" else None
        analysed = analysed or await session.current(uri)
        if analysed is None or not publisher.pulls(owner):
            return {"kind": "full", "items": []}
        found = analysed.reports.found.get(uri, [])
        identity = result_id(found)
        if params.previous_result_id == identity:
            return {"kind": "unchanged", "resultId": identity}
        return {"kind": "full", "resultId": identity, "items": [json.loads(one) for one in found]}

    return publisher


def result_id(found: list[str]) -> str:
    """The same for the same diagnostics, in every run."""
    return hashlib.blake2b("\n".join(found).encode(), digest_size=8).hexdigest()
