"""The talk between `heldout fix --agent` and the person at the terminal: what is shown, asked, written and counted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click
from attrs import define, evolve, field

from heldout.agent.askable import certain, unasked
from heldout.agent.budget import price_of
from heldout.agent.client import Trouble, count
from heldout.agent.explain import explain, prepare
from heldout.agent.loop import Agent, Outcome, Prepared
from heldout.agent.settings import confirm, confirmed
from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.analysis.modules import Modules
from heldout.cli.progress import Spoken
from heldout.cli.scan import difference, document_of, reason, replace_file
from heldout.findings.finding import Finding
from heldout.findings.suppression import UNUSED, suppress_edit
from heldout.fixes.apply import apply_edits
from heldout.project.config import load_settings
from heldout.project.surroundings import surroundings_of
from heldout.project.versions import versions_in_force
from heldout.report.view import FileReport, where
from heldout.source.document import Document
from heldout.source.files import SourceError, write_document

LONGEST_REASON = 100
"""Code points of a reason that are put behind a comment."""


@define
class Desk:
    """A file on which somebody works with the agent. `numbers` are those behind the file's name, `rule` the only one wanted."""

    engine: Engine
    agent: Agent
    workspace: Path
    path: Path
    numbers: tuple[int, ...]
    rule: str | None
    yes: bool
    document: Document = field(init=False)
    snapshot: Snapshot = field(init=False)
    _data: bytes = field(init=False, default=b"")
    _analyser: Analyser = field(init=False)

    def __attrs_post_init__(self) -> None:
        folder = self.path.absolute().parent
        self._read()
        settings = load_settings(folder, {*self.engine.rules, UNUSED}, self.engine.protocols).settings
        modules = Modules().seen_from(self.document.path)
        around = surroundings_of(folder, self.engine.caches)
        self._analyser = Analyser(self.engine, settings, versions_in_force(folder), modules, around)
        self.snapshot = self._analyser.update(self.document)

    def _read(self) -> None:
        try:
            self.document, self._data = document_of(self.path, str(self.path))
        except (OSError, SourceError) as error:
            raise click.ClickException(f"{self.path}: {reason(error)}") from None

    def wanted(self) -> list[Finding]:
        """The findings that are meant, as they are now."""
        return [f for f in self.snapshot.findings if self._meant(f)]

    def _meant(self, finding: Finding) -> bool:
        if finding.rule == UNUSED or self.rule not in (None, finding.rule):
            return False
        numbers = self.numbers
        if self.document.notebook and numbers:
            if self.document.cells[finding.place.cell].number != numbers[0]:
                return False
            numbers = numbers[1:]
        return not numbers or finding.place.line < numbers[0] <= finding.place.end_line + 1

    def page(self, finding: Finding) -> str:
        return self.engine.rules[finding.rule].page

    def where(self, finding: Finding) -> str:
        return visible(where(FileReport(str(self.path), self.document, ()), finding.place))

    def write(self, changed: Document) -> None:
        """Write what was agreed on, and analyse it; nothing when the file is no longer the one that was read."""
        new = write_document(self._data, changed)
        if self.path.read_bytes() != self._data:
            raise click.ClickException(f"{self.path} changed in the meantime; nothing was written")
        replace_file(self.path, new)
        self._read()
        self.snapshot = self._analyser.update(self.document)


def visible(text: str) -> str:
    """Text for a terminal: what would steer it, or turn or hide text, is shown as an escape."""
    return "".join([c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in text])


def note(text: str) -> None:
    """Something about the work, not its result: on standard error."""
    click.echo(visible(text), err=True)


def choice(question: str, letters: str) -> str:
    """The first letter of what is answered, one of `letters`; "n" when nobody is there to answer. Ctrl-C ends the command."""
    while True:
        try:
            answer = str(click.prompt(question, default="n", show_default=False, err=True))
        except click.Abort as abort:
            if not isinstance(abort.__context__, EOFError):
                raise
            note("\n  nobody answers; --yes says yes to all")
            return "n"
        letter = answer.strip().lower()[:1]
        if letter and letter in letters:
            return letter


# -- what is sent -------------------------------------------------------------------------------------------------


def show_all(desk: Desk, explaining: bool, counting: bool) -> int:
    """Show every request word for word; count its tokens where that was asked for and allowed."""
    for finding in desk.wanted():
        if not explaining and (why := unasked(desk.snapshot, finding)):
            _unasked(desk, finding, why)
            continue
        prepared = _prepared(desk, finding, explaining)
        for line in _payload(desk, prepared):
            click.echo(line)
        if counting:
            if not (desk.yes or choice("Send it to be counted? [y]es, [n]o", "yn") == "y"):
                return 0
            messages = [{"role": "user", "content": prepared.request}]
            try:
                tokens = asyncio.run(count(desk.agent.access, prepared.system, messages, prepared.redaction))
            except Trouble as trouble:
                raise click.ClickException(str(trouble)) from None
            price = price_of(desk.agent.access.model)
            dollars = "" if price is None else f", ${tokens * price.read / 1e6:.4f} to read"
            click.echo(f"{tokens} tokens{dollars}; an answer comes on top of that")
    return 0


def _prepared(desk: Desk, finding: Finding, explaining: bool) -> Prepared:
    page = desk.page(finding)
    if explaining:
        return prepare(desk.agent, desk.snapshot, finding, page)
    return desk.agent.prepare(desk.snapshot, finding, page)


def _payload(desk: Desk, prepared: Prepared) -> Iterator[str]:
    access, sent = desk.agent.access, prepared.system + prepared.request
    count = sum(1 for placeholder in prepared.redaction.secrets.values() if placeholder in sent)
    replaced = f"{count} secret{'' if count == 1 else 's'} replaced"
    yield visible(f"To {access.base_url}, model {access.model}; {replaced}.")
    yield "----- system -----\n" + visible(prepared.system)
    yield "----- request -----\n" + visible(prepared.request)


def _may_send(desk: Desk, finding: Finding, explaining: bool) -> bool:
    """Before the first request of a workspace to an address all of it is shown; `--yes` counts as said."""
    address = desk.agent.access.base_url
    if confirmed(desk.workspace, address):
        return True
    if not desk.yes:
        for line in _payload(desk, _prepared(desk, finding, explaining)):
            click.echo(line, err=True)
        note(
            f"\nThis is the first request from {desk.workspace} to {address}: of your program the above, and nothing else, is sent."
        )
        if choice("Send it, and later ones without showing them? [y]es, [n]o", "yn") != "y":
            note("Nothing was sent.")
            return False
    confirm(desk.workspace, address)
    return True


def _head(desk: Desk, finding: Finding, explaining: bool) -> None:
    lines = _prepared(desk, finding, explaining).context.lines
    click.echo(visible(f"{desk.where(finding)} {finding.rule}: {finding.message}"))
    note(f"  sends {lines} lines to {desk.agent.access.model} at {desk.agent.access.base_url}")
    if not explaining and certain(desk.snapshot, finding):
        note("  (`heldout check --fix` has a fix for it that needs no model)")


def _unasked(desk: Desk, finding: Finding, why: str) -> None:
    note(f"{desk.where(finding)} {finding.rule}: nobody is asked, since {why}.")


# -- explanations -------------------------------------------------------------------------------------------------


def explain_all(desk: Desk) -> int:
    """Explain the findings, one after the other."""
    spent, failed = 0.0, False
    for finding in desk.wanted():
        if not _may_send(desk, finding, True):
            return 2
        _head(desk, finding, True)
        with Spoken() as progress:
            made = asyncio.run(explain(desk.agent, desk.snapshot, finding, desk.page(finding), progress))
        spent += made.dollars or 0.0
        failed = failed or made.status == "failed"
        if made.text:
            click.echo(f"\n{visible(made.text)}\n")
        note(f"  {made.status}{'' if made.text else f': {made.message}'} ({made.seconds:.1f} s{_cost(made.dollars)})")
        if made.kind in ("key", "budget", "offline", "missing", "paused"):
            break  # the next one would come to the same
    note(f"${spent:.4f} spent. An explanation is a model's opinion; nobody has verified it.")
    return 2 if failed else 0


def _cost(dollars: float | None) -> str:
    return "" if dollars is None else f", ${dollars:.4f}"


# -- fixes --------------------------------------------------------------------------------------------------------


def fix_all(desk: Desk) -> int:
    """Fix the findings, one after the other; each sees the program as the earlier fixes made it."""
    first = desk.wanted()
    chosen, asked = {f.identity for f in first}, set[str]()
    done = hushed = failed = 0
    spent = 0.0
    for _ in first:  # as many as there were: a fix may make others of its statement look new
        left = [f for f in desk.wanted() if f.identity not in asked and (not desk.numbers or f.identity in chosen)]
        if not left:
            break
        finding = left[0]
        asked.add(finding.identity)
        if why := unasked(desk.snapshot, finding):
            _unasked(desk, finding, why)
            continue
        if not _may_send(desk, finding, False):
            return 1
        outcome = _asked(desk, finding)
        spent += outcome.dollars or 0.0
        if outcome.status == "fixed" and outcome.changed is not None:
            done += _agreed(desk, finding, outcome.changed)
        elif outcome.answer is not None and outcome.answer.false_positive:
            hushed += _hushed(desk, finding, outcome.answer.rationale)
        failed += outcome.status == "failed"
        if outcome.kind in ("key", "budget", "offline", "missing", "paused"):
            break  # the next one would come to the same
    remaining = _left(desk, chosen - asked, len(asked) - done - hushed)
    comments = f", {hushed} suppressed" if hushed else ""
    note(f"{done} of {len(first)} fixed{comments}, {remaining} left; ${spent:.4f} spent.")
    if failed and failed == len(asked):
        return 2
    return 1 if remaining else 0


def _left(desk: Desk, unasked: set[str], undone: int) -> int:
    """How many findings are left: of those in some lines, which may have moved, by what became of them."""
    if not desk.numbers:
        return len(desk.wanted())
    return undone + sum(1 for finding in desk.snapshot.findings if finding.identity in unasked)


def _asked(desk: Desk, finding: Finding) -> Outcome:
    _head(desk, finding, False)
    with Spoken() as progress:
        outcome = asyncio.run(desk.agent.fix(desk.snapshot, finding, desk.page(finding), progress))
    tries = f"{outcome.attempts} attempt{'' if outcome.attempts == 1 else 's'}, " if outcome.attempts else ""
    said = outcome.message if outcome.status == "declined" else f"{outcome.status}: {outcome.message}"
    note(f"  {said} ({tries}{outcome.seconds:.1f} s{_cost(outcome.dollars)})")
    answer = outcome.answer
    if answer is not None and outcome.status == "fixed":
        click.echo(f"  {answer.rationale} (confidence: {answer.confidence})")
        for metric in answer.metrics:
            click.echo(f"  metric: {metric}")
        for hint in answer.hand_offs:
            click.echo(f"  for the {hint.to} engineer: {hint.note}")
    return outcome


def _agreed(desk: Desk, finding: Finding, changed: Document) -> bool:
    """Whether a change was agreed on, as it is or edited by hand, and written."""
    verified = changed
    while True:
        for line in visible(difference(desk.document, changed, str(desk.path))).splitlines():
            colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
            click.secho(line, fg=colour, bold=line.startswith(("+++", "---")))
        letter = "y" if desk.yes else choice("Apply it? [y]es, [n]o, [e]dit", "yne")
        if letter == "n":
            return False
        if letter == "y":
            break
        changed = _edited(desk.document, changed)
    if changed == desk.document:
        note("  nothing to write")
        return False
    before = _count(desk.snapshot, finding.rule)
    desk.write(changed)
    gone = not desk.snapshot.broken and _count(desk.snapshot, finding.rule) < before
    if changed != verified and not gone:  # what was written by hand is the user's own, and nobody has verified it
        note(f"  written; {'what you edited does not parse' if desk.snapshot.broken else 'the finding is still there'}")
    return gone


def _count(snapshot: Snapshot, rule: str) -> int:
    return sum(1 for finding in snapshot.findings if finding.rule == rule)


def _edited(before: Document, changed: Document) -> Document:
    """The changed cells in the user's editor."""
    cells = []
    for old, new in zip(before.cells, changed.cells, strict=True):
        text = None if old.text == new.text else click.edit(new.text, extension=".py")
        cells.append(new if text is None else evolve(new, text=text))
    return evolve(changed, cells=tuple(cells))


def _hushed(desk: Desk, finding: Finding, why: str) -> bool:
    """Offer the comment that suppresses a finding which the model believes to be wrong, with its reason. Never by itself."""
    if desk.yes:
        return False
    edit = suppress_edit(desk.document, finding)
    if edit.text.startswith("  #"):  # a comment of its own, and not a name in one that is there
        edit = evolve(edit, text=f"{edit.text} {_reason(why)}".rstrip())
    changed = apply_edits(desk.document, [edit])
    click.echo(visible(difference(desk.document, changed, str(desk.path))), nl=False)
    if choice("The model believes that the finding is wrong. Suppress it with this comment? [y]es, [n]o", "yn") != "y":
        return False
    desk.write(changed)
    return True


def _reason(why: str) -> str:
    """The first sentence of a rationale, fit for a comment: one line that holds no other directive."""
    words = why.replace("#", "").replace("coding:", "coding").replace("coding=", "coding")
    words = " ".join(words.encode("ascii", "replace").decode("ascii").split())
    first = words.partition(". ")[0].rstrip(".")
    return first if len(first) <= LONGEST_REASON else first[: LONGEST_REASON - 3].rstrip() + "..."
