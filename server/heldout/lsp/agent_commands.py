"""The agent's commands: fix a finding, fix all of a rule, explain, show what would be sent. Chosen in the lightbulb."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen
from lsprotocol import types

from heldout.findings.finding import Edit, Finding
from heldout.findings.suppression import UNUSED
from heldout.lsp import agent_actions, consent, pages, preview
from heldout.lsp.colleague import Colleague
from heldout.lsp.edits import blocks
from heldout.lsp.session import Analysed

if TYPE_CHECKING:
    from heldout.agent.loop import Agent, Outcome, Progress
    from heldout.agent.prompt import Task
    from heldout.analysis.engine import Snapshot
    from heldout.lsp.server import HeldoutServer

log = logging.getLogger(__name__)

MOST = 20
"""Findings of a rule that are fixed in one go."""
GONE, NONE_HERE = "The finding is not there any more.", "There is no finding in this line."
IGNORE, KEEP = "Ignore It with This Reason", "Keep the Finding"


@frozen
class Target:
    """The finding that a command is about, in the text as it is now."""

    analysed: Analysed
    snapshot: Snapshot
    finding: Finding
    page: str

    @property
    def where(self) -> str:
        return pages.place_of(self.analysed.border.document, self.finding)


def register(server: HeldoutServer) -> Colleague:
    """Register `heldout/agent`, by which a client says what is allowed, and the commands."""
    colleague = Colleague(server)

    @server.feature("heldout/agent")
    def agent(params: Any) -> dict[str, Any]:
        if server.session.client.consents:
            colleague.allow(consent.of_editor(params))
        return {"ready": colleague.consent.given, "reason": colleague.consent.reason}

    for name, run in (
        (agent_actions.FIX, fix),
        (agent_actions.FIX_ALL, fix_all),
        (agent_actions.EXPLAIN, explain),
        (agent_actions.SHOW, show),
    ):
        _command(colleague, name, run)
    return colleague


Run = Callable[[Colleague, Target], Coroutine[Any, Any, None]]


def _command(colleague: Colleague, name: str, run: Run) -> None:
    @colleague.server.command(name)
    async def command(data: Any = None) -> None:
        from heldout.agent.askable import unasked

        target = await _target(colleague, data)
        if target is None:
            colleague.say(NONE_HERE if isinstance(data, dict) and "line" in data else GONE)
        elif run is not show and not colleague.consent.given:
            colleague.say(f"Nothing is sent: {colleague.consent.reason}.")
        elif run in (fix, fix_all) and (why := unasked(target.snapshot, target.finding)):
            colleague.say(f"Nothing is sent for {target.finding.rule}: {why}.")
        else:
            await run(colleague, target)


async def _target(colleague: Colleague, data: Any) -> Target | None:
    session = colleague.server.session
    if not isinstance(data, dict) or not isinstance(data.get("uri"), str):
        return None
    analysed = await session.current(data["uri"])
    snapshot = None if analysed is None else analysed.snapshot
    if analysed is None or snapshot is None:
        return None
    finding = _meant(analysed, snapshot, data)
    rule = None if finding is None else session.rules.get(finding.rule)
    return None if finding is None or rule is None else Target(analysed, snapshot, finding, rule.page)


def _meant(analysed: Analysed, snapshot: Snapshot, data: dict[str, Any]) -> Finding | None:
    """The finding of an identity, or the first one in the line of a position."""
    known = [finding for finding in snapshot.findings if finding.rule != UNUSED]
    if not isinstance(data.get("line"), int):
        return next((f for f in known if f.identity == data.get("identity")), None)
    at = types.Position(max(data["line"], 0), 0)
    place = analysed.border.place(data["uri"], types.Range(at, at))
    if place is None:
        return None
    return next(
        (f for f in known if f.place.cell == place.cell and f.place.line <= place.line <= f.place.end_line), None
    )


async def _agreed(colleague: Colleague, target: Target, task: Task | None = None) -> bool:
    """Whether the request may go out; the first of a workspace is shown before."""
    if colleague.consent.confirmed:
        return True
    from heldout.agent.prompt import FIXING

    agent, snapshot, finding = await colleague.agent(), target.snapshot, target.finding
    prepared = await agent.works(lambda: agent.prepare(snapshot, finding, target.page, task or FIXING))
    if not await colleague.may_send(prepared, target.where, finding.rule):
        return False
    if not preview.unchanged(colleague.server.session, target.analysed):
        colleague.say(preview.MOVED_ON)
        return False
    return True


async def show(colleague: Colleague, target: Target) -> None:
    """What would be sent for a finding. Nothing is sent, so nobody needs to have allowed it."""
    agent, snapshot, finding = await colleague.agent(), target.snapshot, target.finding
    prepared = await agent.works(lambda: agent.prepare(snapshot, finding, target.page))
    text = pages.payload(prepared, target.where, finding.rule, colleague.consent.destination)
    colleague.show(pages.PAYLOAD, text)


async def fix(colleague: Colleague, target: Target) -> None:
    """One finding: ask, verify, show, and apply what the user confirms."""
    rule, snapshot, finding = target.finding.rule, target.snapshot, target.finding
    if not await _agreed(colleague, target):
        return
    outcome = await colleague.converse(
        f"Asking the ML engineer about {rule}",
        lambda agent, progress: agent.fix(snapshot, finding, target.page, progress),
    )
    if outcome is None:
        return
    if outcome.status != "fixed" or outcome.answer is None:
        await _unfixed(colleague, target, outcome)
        return
    if not preview.unchanged(colleague.server.session, target.analysed):
        colleague.say(preview.MOVED_ON)
        return
    colleague.show(f"Why this fixes {rule}", pages.reason(outcome, target.where, rule))
    label = f"{rule}: a fix that was verified"
    edits = outcome.edits if outcome.changed is None else blocks(snapshot.document, outcome.changed)
    if await preview.offer(colleague, target.analysed, edits, label, outcome.answer.rationale):
        colleague.say(f"Fixed {rule}. {pages.short(outcome.answer.rationale)}")


async def _unfixed(colleague: Colleague, target: Target, outcome: Outcome) -> None:
    answer, rule = outcome.answer, target.finding.rule
    if answer is not None and answer.false_positive:
        said = pages.short(answer.rationale or "it gave no reason")
        question = f"The ML engineer believes that this finding of {rule} is wrong: {said}"
        if await colleague.choose(question, IGNORE, KEEP) == IGNORE:
            await _ignore(colleague, target, answer.rationale)
        return
    colleague.say(f"{rule} is not fixed: {pages.short(outcome.message)}")


async def _ignore(colleague: Colleague, target: Target, reason: str) -> None:
    """Write the comment that suppresses the finding, with the reason, which the user has just read."""
    from heldout.findings.suppression import suppress_edit
    from heldout.lsp.edits import workspace_edit

    server, analysed = colleague.server, target.analysed
    if not preview.unchanged(server.session, analysed):
        colleague.say(preview.MOVED_ON)
        return
    edit = suppress_edit(analysed.border.document, target.finding)
    why = " ".join(pages.short(reason, 100).replace("noqa:", "noqa").split())
    if edit.text.endswith("]") and why:
        edit = evolve(edit, text=f"{edit.text} {why}")
    change = workspace_edit([edit], analysed, versioned=server.session.client.document_changes)
    await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(change, f"Ignore {target.finding.rule}"))


async def fix_all(colleague: Colleague, target: Target) -> None:
    """All findings of a rule in the file, one after the other on a copy, and one preview of all that held."""
    rule = target.finding.rule
    if not await _agreed(colleague, target):
        return
    made = await colleague.converse(
        f"Asking the ML engineer about all {rule}",
        lambda agent, progress: _one_by_one(colleague, agent, target, progress),
    )
    if made is None:
        return
    edits, held, tried, trouble = made
    if not edits:
        why = trouble or (held[-1].message if held else "nothing held")
        colleague.say(f"No finding of {rule} is fixed: {pages.short(why)}")
        return
    texts = [pages.reason(outcome, target.where.partition(",")[0], rule) for outcome in held]
    colleague.show(f"Why this fixes {rule}", "\n\n".join(texts))
    left = "" if len(held) == tried else f"; {tried - len(held)} could not be fixed"
    label = f"{rule}: {_findings(len(held))} fixed and verified{left}"
    rationale = " ".join(dict.fromkeys(o.answer.rationale for o in held if o.answer is not None))
    if await preview.offer(colleague, target.analysed, edits, label, pages.short(rationale, 600)):
        colleague.say(f"Fixed {_findings(len(held))} of {rule}{left}.")


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"


async def _one_by_one(
    colleague: Colleague, agent: Agent, target: Target, progress: Progress
) -> tuple[list[Edit], list[Outcome], int, str]:
    """The edits of all that held, what was said of each, how many were tried, and why it ended early ("" if it did not)."""
    rule, snapshot, session = target.finding.rule, target.snapshot, colleague.server.session
    given_up: set[str] = set()
    held: list[Outcome] = []
    trouble = ""
    wanted = min(len(await agent.works(lambda: _uncertain(target.snapshot, rule))), MOST)
    while len(held) + len(given_up) < wanted and preview.unchanged(session, target.analysed):
        left = await agent.works(lambda known=snapshot: _uncertain(known, rule))  # type: ignore[misc]
        finding = next((f for f in left if f.identity not in given_up), None)
        if finding is None:
            break
        number = len(held) + len(given_up) + 1
        # Loop variables are bound as defaults: the call is over before they change, but nobody should have to know.
        outcome = await agent.fix(
            snapshot,
            finding,
            target.page,
            lambda word, number=number: progress(f"{number} of {wanted}: {word}"),  # type: ignore[misc]
        )
        if outcome.status == "fixed" and outcome.changed is not None:
            held.append(outcome)
            before, changed = snapshot, outcome.changed
            known = await agent.works(lambda before=before, changed=changed: _analysed(before, changed))  # type: ignore[misc]
            if known is None:
                break
            snapshot = known
            continue
        given_up.add(finding.identity)
        trouble = outcome.message
        if outcome.status == "failed":
            break  # no network, no budget: the next one would fare no better
    edits = blocks(target.snapshot.document, snapshot.document)
    return edits, held, len(held) + len(given_up), trouble


def _uncertain(snapshot: Snapshot, rule: str) -> list[Finding]:
    """In the worker: the findings of a rule for which no fix is certain, which are those that its entry counts."""
    from heldout.agent.askable import certain

    return [f for f in snapshot.findings if f.rule == rule and not certain(snapshot, f)]


def _analysed(before: Snapshot, changed: Any) -> Snapshot | None:
    """In the worker: what is known of the copy with the fixes so far. The judge has just analysed it."""
    analyser = before.trial()
    return None if analyser is None else analyser.alone(changed)


async def explain(colleague: Colleague, target: Target) -> None:
    """A finding in the agent's words, which nobody has verified: the page says so."""
    from heldout.agent.explain import EXPLAINING
    from heldout.agent.explain import explain as asked

    rule, snapshot, finding = target.finding.rule, target.snapshot, target.finding
    if not await _agreed(colleague, target, EXPLAINING):
        return
    told = await colleague.converse(
        f"Asking the ML engineer to explain {rule}",
        lambda agent, progress: asked(agent, snapshot, finding, target.page, progress),
    )
    if told is None:
        return
    if told.status != "explained":
        colleague.say(f"{rule} is not explained: {pages.short(told.message)}")
    elif colleague.server.session.client.consents:
        colleague.show(f"About {rule}", pages.explanation(told, target.where, rule))
    else:
        colleague.say(told.text)
