"""The agent's entries in the lightbulb: behind the fixes that need no model, never preferred, never in fix-all or on save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from attrs import frozen
from lsprotocol import types

from heldout.findings.finding import Finding
from heldout.findings.suppression import UNUSED

if TYPE_CHECKING:
    from heldout.analysis.engine import Snapshot
    from heldout.lsp.client import Client
    from heldout.lsp.consent import Consent
    from heldout.lsp.session import Analysed

FIX, FIX_ALL, EXPLAIN, SHOW = "heldout.agent.fix", "heldout.agent.fixAll", "heldout.agent.explain", "heldout.agent.show"
COMMANDS = (FIX, FIX_ALL, EXPLAIN, SHOW)
_lines: WeakKeyDictionary[Snapshot, dict[str, int]] = WeakKeyDictionary()  # only the worker uses it


@frozen
class Offer:
    """One entry: a command on a finding. `made` says that a model writes what comes of it."""

    title: str
    command: str
    finding: Finding
    made: bool = True
    disabled: str = ""


def wanted(client: Client, context: types.CodeActionContext) -> bool:
    """Whether the entries may be there: not where actions are taken unseen, as on saving."""
    unseen = context.only and context.trigger_kind == types.CodeActionTriggerKind.Automatic
    return client.applies and not unseen


def offers(snapshot: Snapshot, findings: Sequence[Finding], consent: Consent, client: Client) -> list[Offer]:
    """In the worker: what can be asked about the findings at a place. Where nobody may be asked, why not."""
    from heldout.agent.askable import certain, unasked

    asked = [finding for finding in findings if finding.rule != UNUSED]
    uncertain = [finding for finding in asked if not certain(snapshot, finding)]
    open_ones = [finding for finding in uncertain if not unasked(snapshot, finding)]
    reasons = [(f, unasked(snapshot, f) or consent.reason) for f in uncertain]
    shut = [Offer(_title(f), FIX, f, disabled=_sentence(why)) for f, why in reasons if why and client.action_disabled]
    if not consent.given:
        return shut
    model = consent.access.model
    entries = [Offer(f"{_title(f)} (sends {_count(snapshot, f)} to {model})", FIX, f) for f in open_ones]
    first = {finding.rule: finding for finding in reversed(open_ones)}
    many = Counter(f.rule for f in snapshot.findings if f.rule in first and not certain(snapshot, f))
    entries += [
        Offer(f"Fix all {many[rule]} findings of {rule} in this file with the agent", FIX_ALL, finding)
        for rule, finding in first.items()
        if many[rule] > 1
    ]
    one = len(asked) == 1
    for finding in asked:
        which = "this finding" if one else finding.rule
        entries.append(Offer(f"Explain {which} with the agent", EXPLAIN, finding))
    if client.consents:
        entries += [
            Offer(f"Show what would be sent{'' if one else f' for {f.rule}'}", SHOW, f, made=False) for f in open_ones
        ]
    return [*entries, *shut]


def literal(offer: Offer, analysed: Analysed, client: Client, about: list[types.Diagnostic]) -> types.CodeAction:
    """An entry in the client's words."""
    tagged = offer.made and client.action_tags and not offer.disabled
    return types.CodeAction(
        offer.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about,
        disabled=types.CodeActionDisabled(offer.disabled) if offer.disabled else None,
        command=None if offer.disabled else command(offer, analysed),
        tags=[types.CodeActionTag.LlmGenerated] if tagged else None,
    )


def command(offer: Offer, analysed: Analysed) -> types.Command:
    """An entry as the command that it is."""
    arguments: list[Any] = [{"uri": analysed.uri, "identity": offer.finding.identity}]
    return types.Command(offer.title, offer.command, arguments=arguments)


def comes_last(entry: types.CodeAction | types.Command) -> bool:
    """Whether an entry stands behind the ways to ignore a finding: it cannot be chosen, or only shows something."""
    if isinstance(entry, types.Command):
        return entry.command == SHOW
    return entry.disabled is not None or (entry.command is not None and entry.command.command == SHOW)


def _title(finding: Finding) -> str:
    return f"Ask the ML engineer to fix: {finding.rule}"


def _count(snapshot: Snapshot, finding: Finding) -> str:
    from heldout.agent.context import lines_sent

    known = _lines.setdefault(snapshot, {})
    if finding.identity not in known:
        known[finding.identity] = lines_sent(snapshot, finding)
    lines = known[finding.identity]
    return "1 line" if lines == 1 else f"{lines} lines"


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."
