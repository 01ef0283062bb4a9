"""`heldout fix --agent`: ask a model for the fixes that need judgement, and show each before it is written."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from heldout.agent.client import Access
    from heldout.agent.loop import Agent, Outcome
    from heldout.analysis.engine import Engine, Snapshot
    from heldout.findings.finding import Finding
    from heldout.source.document import Document


@click.command()
@click.argument("target", metavar="FILE[:LINE]")
@click.option("--agent", is_flag=True, help="Ask the model that is set up on this machine (see docs/privacy.md).")
@click.option("--yes", "-y", is_flag=True, help="Apply every verified fix without asking.")
@click.option("--show-prompt", is_flag=True, help="Show what would be sent, word for word, and send nothing.")
@click.option("--rule", metavar="RULE", help="Only findings of this rule.")
def fix(target: str, agent: bool, yes: bool, show_prompt: bool, rule: str | None) -> int:
    """Fix the findings of a file, or of one line of it, with an ML engineer's judgement.

    Every answer is verified before it is shown. Exit status: 0 nothing is left, 1 findings are left, 2 could not run.
    """
    if not (agent or show_prompt):
        raise click.UsageError("say --agent to ask a model; `heldout check --fix` applies the fixes that need none")
    from heldout.agent.settings import access, load
    from heldout.analysis.engine import Engine

    path, line = _parted(target)
    engine = Engine.load()
    settings = load()
    allowed = access(settings, path.absolute().parent)
    if isinstance(allowed, str) and not show_prompt:
        raise click.ClickException(allowed)
    from heldout.agent.client import Access

    helper = _agent(
        engine, allowed if isinstance(allowed, Access) else Access("", settings.model, settings.base_url), path
    )
    return _run(engine, helper, path, line, rule, yes, show_prompt)


def _parted(target: str) -> tuple[Path, int | None]:
    name, _, number = target.rpartition(":")
    if name and number.isdigit() and not Path(target).exists():
        return Path(name), int(number)
    return Path(target), None


def _agent(engine: Engine, access: Access, path: Path) -> Agent:
    from hashlib import blake2b

    from heldout.agent.budget import Budget
    from heldout.agent.cache import Cache
    from heldout.agent.loop import Agent
    from heldout.agent.settings import load, state_folder

    folder = state_folder()
    workspace = blake2b(str(path.absolute().parent).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    budget = Budget(load().limits, folder / f"spent-{workspace}.json")
    return Agent(access, engine.guides, budget, Cache(folder / "rejected.json"))


def _run(
    engine: Engine, agent: Agent, path: Path, line: int | None, rule: str | None, yes: bool, show_prompt: bool
) -> int:
    from heldout.analysis.engine import Analyser
    from heldout.analysis.modules import Modules
    from heldout.cli.scan import difference, document_of, reason, replace_file
    from heldout.findings.suppression import UNUSED
    from heldout.project.config import load_settings
    from heldout.project.versions import versions_in_force
    from heldout.source.files import SourceError, write_document

    try:
        document, data = document_of(path, str(path))
    except SourceError as error:
        raise click.ClickException(f"{path}: {reason(error)}") from None
    folder = path.absolute().parent
    settings = load_settings(folder, {*engine.rules, UNUSED}, engine.protocols).settings
    analyser = Analyser(engine, settings, versions_in_force(folder), Modules().seen_from(document.path))
    snapshot = analyser.update(document)
    wanted = [
        f
        for f in snapshot.findings
        if (line is None or _meets(f, line)) and rule in (None, f.rule) and f.rule != UNUSED
    ]
    if not wanted:
        click.echo("No finding there.")
        return 0
    if show_prompt:
        for finding in wanted:
            _show_prompt(agent, engine, snapshot, finding)
        return 0
    done = spent = tried = 0.0
    for identity in [f.identity for f in wanted]:
        current = next((f for f in snapshot.findings if f.identity == identity), None)
        if current is None:
            continue  # an earlier fix removed it as well
        tried += 1
        outcome = _ask(agent, engine, snapshot, current, path)
        spent += outcome.dollars or 0.0
        if outcome.status != "fixed" or outcome.changed is None:
            continue
        click.echo(difference(document, outcome.changed, str(path)), nl=False)
        changed = outcome.changed if yes else _confirmed(document, outcome.changed)
        if changed is None:
            continue
        new = write_document(data, changed)
        if path.read_bytes() != data:
            raise click.ClickException(f"{path} changed in the meantime; nothing was written")
        replace_file(path, new)
        document, data = document_of(path, str(path))
        snapshot = analyser.update(document)
        done += 1
    left = len([f for f in snapshot.findings if f.identity in {w.identity for w in wanted}])
    click.echo(f"{done:.0f} of {tried:.0f} fixed, {left} left; ${spent:.4f} spent.", err=True)
    if tried and not done and agent.budget.fix == 0 and not spent:
        return 2 if left else 0
    return 1 if left else 0


def _meets(finding: Finding, line: int) -> bool:
    return finding.place.line < line <= finding.place.end_line + 1


def _ask(agent: Agent, engine: Engine, snapshot: Snapshot, finding: Finding, path: Path) -> Outcome:
    page = engine.rules[finding.rule].page
    lines = agent.prepare(snapshot, finding, page).context.lines
    click.echo(f"{path}:{finding.place.line + 1} {finding.rule}: {finding.message}")
    click.echo(f"  sends {lines} lines to {agent.access.model} at {agent.access.base_url}", err=True)
    said: set[str] = set()

    def progress(text: str) -> None:
        word = text.partition(" (")[0]
        if word not in said:
            said.add(word)
            click.echo(f"  {word} …", err=True)

    outcome = asyncio.run(agent.fix(snapshot, finding, page, progress))
    cost = "" if outcome.dollars is None else f", ${outcome.dollars:.4f}"
    click.echo(
        f"  {outcome.status}: {outcome.message} ({outcome.attempts} attempts, {outcome.seconds:.1f} s{cost})", err=True
    )
    answer = outcome.answer
    if answer is not None and outcome.status == "fixed":
        click.echo(f"  {answer.rationale} (confidence: {answer.confidence})")
        for metric in answer.metrics:
            click.echo(f"  metric: {metric}")
        for note in answer.hand_offs:
            click.echo(f"  for the {note.to} engineer: {note.note}")
    return outcome


def _confirmed(before: Document, after: Document) -> Document | None:
    """What the user makes of a fix: as it is, edited by hand, or not at all."""
    while True:
        answer: Any = click.prompt("Apply it? [y]es, [n]o, [e]dit", default="n", show_default=False)
        word = str(answer).strip().lower()[:1]
        if word == "y":
            return after
        if word == "n":
            return None
        if word == "e":
            return _edited(before, after)


def _edited(before: Document, after: Document) -> Document:
    """The changed cells in the user's editor; what is written there is the user's own."""
    from attrs import evolve

    cells = []
    for old, new in zip(before.cells, after.cells, strict=True):
        text = new.text if old.text == new.text else click.edit(new.text, extension=".py")
        cells.append(new if text is None else evolve(new, text=text))
    return evolve(after, cells=tuple(cells))


def _show_prompt(agent: Agent, engine: Engine, snapshot: Snapshot, finding: Finding) -> None:
    prepared = agent.prepare(snapshot, finding, engine.rules[finding.rule].page)
    click.echo(
        f"To {agent.access.base_url}, model {agent.access.model}; {len(prepared.redaction.secrets)} secrets replaced."
    )
    click.echo("----- system -----\n" + prepared.system)
    click.echo("----- request -----\n" + prepared.request)
