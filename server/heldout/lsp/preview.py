"""A verified fix as an edit that the user confirms: in the client's preview, or by a question where it has none."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff
from typing import TYPE_CHECKING

from lsprotocol import types

from heldout.findings.finding import Edit
from heldout.lsp.edits import workspace_edit
from heldout.lsp.session import Analysed, Session

if TYPE_CHECKING:
    from heldout.lsp.colleague import Colleague

ANNOTATION = "heldout-agent"
MOVED_ON = "The text was changed while the ML engineer worked on it, so the fix is dropped; ask again."
NOT_APPLIED = "Nothing was changed. A fix is applied when it is ticked in the preview and then applied; to ask again costs nothing."
"""Said whenever it is not: in VS Code's preview what needs to be confirmed is not ticked, and its button does nothing then."""
MOST_LINES = 24
"""Lines of a difference that a question can hold."""


def unchanged(session: Session, analysed: Analysed) -> bool:
    """Whether the text is still the one that was analysed. Settings and outputs may be others."""
    source = session.sources.get(analysed.uri)
    if source is None:
        return False
    now = [(cell.key, cell.text) for cell in source.document().cells]
    return now == [(cell.key, cell.text) for cell in analysed.border.document.cells]


async def offer(colleague: Colleague, analysed: Analysed, edits: Sequence[Edit], label: str, rationale: str) -> bool:
    """Let the user look at the edits, and apply them; whether they were. Says it when the text moved on."""
    server, session = colleague.server, colleague.server.session
    client = session.client
    if not client.applies:
        colleague.say("This editor takes no edits from a server; nothing is changed.")
        return False
    if not client.annotations and not await _asked(colleague, analysed, edits, label, rationale):
        return False
    if not unchanged(session, analysed):
        colleague.say(MOVED_ON)
        return False
    edit = workspace_edit(edits, analysed, versioned=client.document_changes)
    if client.annotations:
        edit = annotated(edit, label, rationale)
    answer = await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label))
    if client.annotations and not answer.applied:
        colleague.say(NOT_APPLIED if unchanged(session, analysed) else MOVED_ON)
    return bool(answer.applied)


def annotated(edit: types.WorkspaceEdit, label: str, description: str) -> types.WorkspaceEdit:
    """The same edit, to be confirmed, with the words that the preview shows."""
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for change in edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        marked = [
            types.AnnotatedTextEdit(ANNOTATION, one.range, one.new_text)
            for one in change.edits
            if isinstance(one, types.TextEdit)
        ]
        changes.append(types.TextDocumentEdit(change.text_document, marked))
    annotation = types.ChangeAnnotation(label, needs_confirmation=True, description=description)
    return types.WorkspaceEdit(document_changes=changes, change_annotations={ANNOTATION: annotation})


async def _asked(colleague: Colleague, analysed: Analysed, edits: Sequence[Edit], label: str, rationale: str) -> bool:
    message = f"{label}\n\n{rationale}\n\n{_difference(analysed, edits)}"
    return await colleague.choose(message, "Apply", "Discard") == "Apply"


def _difference(analysed: Analysed, edits: Sequence[Edit]) -> str:
    from heldout.fixes.apply import apply_edits

    before = analysed.border.document
    lines: list[str] = []
    for old, new in zip(before.cells, apply_edits(before, edits).cells, strict=True):
        lines += list(unified_diff(old.text.split("\n"), new.text.split("\n"), lineterm="", n=1))[2:]
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"])
