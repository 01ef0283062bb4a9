"""Hover: on a finding, what it is and why it matters; on a name or a call, what is known of it there."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from lsprotocol import types

from heldout.findings.finding import Finding, Related
from heldout.lsp.session import Analysed, Session
from heldout.lsp.worker import Cancelled
from heldout.source.place import Place

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer
    from heldout.report.about import About

LONGEST = 400  # characters; more is on the page


def register(server: HeldoutServer) -> None:
    """Register the request."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        if not session.editor.hover:
            return None
        analysed = await session.current(params.text_document.uri)
        if analysed is None or analysed.snapshot is None:
            return None
        at = analysed.border.place(params.text_document.uri, types.Range(params.position, params.position))
        if at is None:
            return None
        markdown = session.client.markdown_hover
        here = [one for one in analysed.snapshot.findings if one.place.contains(at.cell, at.line, at.column)]
        texts = [describe(one, analysed, session, markdown=markdown) for one in here]
        # The smallest finding is the one meant; its range is what the editor marks.
        place = min((one.place for one in here), key=_extent, default=None)
        known = await known_at(at, analysed, session)
        if known is not None:
            texts.append("\n\n".join([text if markdown else plain(text) for text in known.paragraphs]))
            place = place or known.place
        if place is None:
            return None
        kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
        return types.Hover(types.MarkupContent(kind, "\n\n---\n\n".join(texts)), analysed.border.range(place))


async def known_at(at: Place, analysed: Analysed, session: Session) -> About | None:
    """What is known of the name or call at a position. The worker is asked, who keeps the values."""
    snapshot = analysed.snapshot
    if snapshot is None or snapshot.program is None:
        return None

    def told(cancelled: Cancelled) -> About | None:
        from heldout.report.about import about

        return about(snapshot, at, cancelled)

    return await session.ask(told)


def describe(finding: Finding, analysed: Analysed, session: Session, *, markdown: bool) -> str:
    """A finding in the words of a hover. Editors that show its steps show them, and its message, above the hover."""
    rule = session.rules.get(finding.rule)
    parts: list[str] = []
    if not session.client.related:
        parts.append(finding.message)
        steps = [f"{n}. {_where(step, analysed)}: {step.message}" for n, step in enumerate(finding.related, 1)]
        parts += ["\n".join(steps)] if steps else []
    for title, word in (("Why it matters", "Why"), ("When to ignore it", "When to ignore")):
        text = "" if rule is None else paragraph(rule.page, word)
        if text:
            parts.append(f"**{title}.** {text}" if markdown else f"{title}. {plain(text)}")
    if rule is not None:
        parts.append(f"[{finding.rule}]({rule.url})" if markdown else f"{finding.rule}: {rule.url}")
    return "\n\n".join(parts)


def paragraph(page: str, word: str) -> str:
    """The first paragraph of the page's section that begins with `word`, cut at the end of a sentence where it is long."""
    found = re.search(rf"^#+[ \t]*{word}[^\n]*\n+(.+?)(?:\n[ \t]*\n|\n#|\Z)", page, re.MULTILINE | re.DOTALL)
    if found is None:
        return ""
    text = " ".join(found[1].split())
    if len(text) <= LONGEST:
        return text
    end = text.rfind(". ", 0, LONGEST)
    return text[: end + 1] if end > 0 else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def plain(text: str) -> str:
    """Markdown for clients that show none: links become their words, emphasis goes."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)


def _extent(place: Place) -> tuple[int, int]:
    return place.end_line - place.line, place.end_column - place.column


def _where(step: Related, analysed: Analysed) -> str:
    document, place = step.document or analysed.border.document, step.place
    line = f"line {place.line + 1}"
    if step.document is not None:
        return f"{PurePath(step.document.path or '').name}, {line}"
    return f"cell {document.cells[place.cell].number}, {line}" if document.notebook else line
