"""Quick fixes, the agent's entries, "ignore on this line", and fix-all: offered from what is computed, their edits made when they are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen
from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from heldout.findings.finding import Edit, Finding, Fix, Safety
from heldout.lsp import agent_actions
from heldout.lsp.diagnostics import diagnostic
from heldout.lsp.edits import difference, workspace_edit
from heldout.lsp.session import Analysed, Session
from heldout.lsp.worker import Cancelled
from heldout.source.place import Place

if TYPE_CHECKING:
    from heldout.analysis.engine import Snapshot
    from heldout.lsp.server import HeldoutServer

QUICK_FIX = types.CodeActionKind.QuickFix.value
FIX_ALL = "source.fixAll.heldout"
NOTEBOOK_FIX_ALL = "notebook.source.fixAll.heldout"
APPLY = "heldout.applyFix"
UNSAFE = " (changes results)"


@frozen
class Choice:
    """One action before it is put into the client's words. `nth` is the fix of the finding; None for "ignore".

    Without a finding it is fix-all.
    """

    title: str
    kind: str
    finding: Finding | None = None
    nth: int | None = None
    preferred: bool = False


def register(server: HeldoutServer) -> None:
    """Register the request, its resolution, and for clients that know no literals the command."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction | types.Command] | None:
        analysed = await session.current(params.text_document.uri)
        snapshot = analysed.snapshot if analysed is not None else None
        if analysed is None or snapshot is None:
            return None
        wanted = [kind.value if isinstance(kind, types.CodeActionKind) else kind for kind in params.context.only or ()]
        chosen: list[Choice] = []
        offers: list[agent_actions.Offer] = []
        if _asked(wanted, QUICK_FIX):
            place = analysed.border.place(params.text_document.uri, params.range)
            here = [finding for finding in snapshot.findings if place is not None and touch(finding.place, place)]
            if here:
                known = snapshot
                chosen += await session.ask(lambda cancelled: quick_fixes(known, here, session))
                if agent_actions.wanted(session.client, params.context):
                    allowed = server.colleague.consent
                    asking = lambda cancelled: agent_actions.offers(known, here, allowed, session.client)  # noqa: E731
                    offers = await session.ask(asking)
        chosen += fix_alls(analysed, wanted, session)
        if not session.client.action_literals:
            listed = [(c, types.Command(c.title, APPLY, arguments=[_data(c, analysed)])) for c in chosen]
            return _behind_fixes(listed, [agent_actions.command(offer, analysed) for offer in offers])
        entries = [_offered(offer, analysed, server) for offer in offers]
        if session.client.action_resolve:
            return _behind_fixes([(choice, _literal(choice, analysed, server)) for choice in chosen], entries)
        edits = await session.ask(
            lambda cancelled: [edits_of(choice, analysed, session, cancelled) for choice in chosen]
        )
        pairs = [(choice, made) for choice, made in zip(chosen, edits, strict=True) if made]
        return _behind_fixes([(choice, _literal(choice, analysed, server, made)) for choice, made in pairs], entries)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        if action.command is None and action.disabled is None:  # else it is whole: some editors resolve every one
            action.edit = await _resolved(action.data, session)
        return action

    @server.command(APPLY)
    async def apply(data: Any) -> None:
        edit = await _resolved(data, session)
        server.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, "Heldout"))


def _behind_fixes(
    chosen: Sequence[tuple[Choice, types.CodeAction | types.Command]],
    offers: Sequence[types.CodeAction | types.Command],
) -> list[types.CodeAction | types.Command]:
    """Fixes that need no model first, then what can be asked of one, and at the end the ways to ignore a finding.

    What cannot be chosen, or only shows something, comes behind all of them.
    """
    ignoring = [choice.finding is not None and choice.nth is None for choice, _ in chosen]
    fixes = [action for (_, action), last in zip(chosen, ignoring, strict=True) if not last]
    last_of_all = [one for one in offers if agent_actions.comes_last(one)]
    able = [one for one in offers if one not in last_of_all]
    return [*fixes, *able, *[action for (_, action), last in zip(chosen, ignoring, strict=True) if last], *last_of_all]


def quick_fixes(snapshot: Snapshot, findings: Sequence[Finding], session: Session) -> list[Choice]:
    """In the worker: the fixes of the findings, safe ones first, and at the end the ways to ignore them."""
    choices: list[Choice] = []
    for finding in findings:
        for nth, fix in enumerate(snapshot.fixes(finding)):
            safe = fix.safety is Safety.SAFE
            if safe or session.editor.unsafe_fixes:
                title = fix.title if safe else fix.title + UNSAFE
                choices.append(Choice(title, QUICK_FIX, finding, nth, safe))
    if session.editor.ignore_comments:
        rules = {finding.rule: finding for finding in findings if finding.rule in session.rules}
        choices += (Choice(f"Ignore {rule} on this line", QUICK_FIX, finding) for rule, finding in rules.items())
    return sorted(choices, key=lambda choice: (choice.nth is None, not choice.preferred))


def fix_alls(analysed: Analysed, wanted: Sequence[str], session: Session) -> Iterable[Choice]:
    """Fix-all, only where it was asked for by name and some rule with a safe fix found something."""
    kind = NOTEBOOK_FIX_ALL if analysed.border.document.notebook else FIX_ALL
    if not wanted or not _asked(wanted, kind) or not session.editor.fix_all or analysed.snapshot is None:
        return
    rules = (session.rules.get(finding.rule) for finding in analysed.snapshot.findings)
    if any(rule is None or rule.fixable is Safety.SAFE for rule in rules):
        yield Choice("Fix all that Heldout can fix safely", kind)


def edits_of(choice: Choice, analysed: Analysed, session: Session, cancelled: Cancelled) -> list[Edit]:
    """In the worker: what an action changes; nothing where it does not apply any more."""
    from heldout.findings.suppression import suppress_edit
    from heldout.fixes.apply import fix_all

    snapshot, document = analysed.snapshot, analysed.border.document
    if snapshot is None or cancelled():
        return []
    if choice.finding is None:
        fixed, _ = fix_all(session.workspace.analyser(document), document)
        return difference(document, fixed)
    if choice.nth is None:
        return [suppress_edit(document, choice.finding)]
    fixes: Sequence[Fix] = snapshot.fixes(choice.finding)
    return list(fixes[choice.nth].edits) if choice.nth < len(fixes) else []


def touch(finding: Place, asked: Place) -> bool:
    """Whether a range or a cursor lies on a finding, its end included."""
    return (
        finding.cell == asked.cell
        and (finding.line, finding.column) <= (asked.end_line, asked.end_column)
        and (asked.line, asked.column) <= (finding.end_line, finding.end_column)
    )


def _asked(wanted: Sequence[str], kind: str) -> bool:
    """Whether the client's filter lets a kind through: none at all, the kind itself or one above it."""
    return not wanted or any(kind == one or one == "" or kind.startswith(one + ".") for one in wanted)


def _literal(
    choice: Choice, analysed: Analysed, server: HeldoutServer, edits: Sequence[Edit] | None = None
) -> types.CodeAction:
    client, finding = server.session.client, choice.finding
    about = None if finding is None else [diagnostic(finding, analysed.border, server.session)]
    return types.CodeAction(
        choice.title,
        kind=choice.kind,
        diagnostics=None if about is None else server.converter.structure(about, list[types.Diagnostic]),
        is_preferred=True if choice.preferred and client.action_preferred else None,
        edit=None if edits is None else workspace_edit(edits, analysed, versioned=client.document_changes),
        data=_data(choice, analysed) if edits is None else None,
    )


def _offered(offer: agent_actions.Offer, analysed: Analysed, server: HeldoutServer) -> types.CodeAction:
    about = [diagnostic(offer.finding, analysed.border, server.session)]
    diagnostics = server.converter.structure(about, list[types.Diagnostic])
    return agent_actions.literal(offer, analysed, server.session.client, diagnostics)


def _data(choice: Choice, analysed: Analysed) -> dict[str, Any]:
    return {
        "uri": analysed.uri,
        "title": choice.title,
        "kind": choice.kind,
        "identity": choice.finding.identity if choice.finding is not None else None,
        "nth": choice.nth,
    }


async def _resolved(data: Any, session: Session) -> types.WorkspaceEdit:
    """The edit of an action that was offered before, for the text as it is now.

    Raises ContentModified when the text moved on so far that the action means nothing any more: a client then does
    nothing at all, so it is not said of a text in which the same thing is still there to be fixed.
    """
    moved_on = JsonRpcContentModified("The document was changed since; ask for its actions again.")
    if not isinstance(data, dict) or not isinstance(data.get("uri"), str):
        raise moved_on
    state = await session.current(data["uri"])
    source = session.sources.get(data["uri"])
    choice = None if state is None else _choice(data, state)
    if state is None or source is None or choice is None:
        raise moved_on
    edits = await session.ask(lambda cancelled: _still(choice, state, session, cancelled))
    if edits is None or source.revision != state.revision:
        raise moved_on
    return workspace_edit(edits, state, versioned=session.client.document_changes)


def _choice(data: dict[str, Any], analysed: Analysed) -> Choice | None:
    """What was chosen, in an analysis that may be newer than the one it was offered for; None where it is gone."""
    identity, nth = data.get("identity"), data.get("nth")
    finding = None
    if identity is not None:
        found = analysed.snapshot.findings if analysed.snapshot is not None else ()
        finding = next((finding for finding in found if finding.identity == identity), None)
        if finding is None:
            return None
    return Choice(str(data.get("title")), str(data.get("kind")), finding, nth if isinstance(nth, int) else None)


def _still(choice: Choice, analysed: Analysed, session: Session, cancelled: Cancelled) -> list[Edit] | None:
    """In the worker: what the action changes; None where the finding is fixed in another way now."""
    if choice.finding is not None and choice.nth is not None and analysed.snapshot is not None:
        titles = [fix.title for fix in analysed.snapshot.fixes(choice.finding)][choice.nth : choice.nth + 1]
        if not titles or choice.title.removesuffix(UNSAFE) != titles[0]:
            return None
    return edits_of(choice, analysed, session, cancelled)
