"""`heldout fix --agent`: ask a model for the fixes that need judgement, and show each before it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from heldout.analysis.engine import Engine
    from heldout.cli.asking import Desk


@click.command()
@click.argument("target", metavar="FILE[:LINE]")
@click.option("--agent", is_flag=True, help="Ask the model that is set up on this machine (see docs/privacy.md).")
@click.option("--explain", is_flag=True, help="With --agent: explain the findings; nothing is written.")
@click.option("--yes", "-y", is_flag=True, help="Send, and apply every verified fix, without asking.")
@click.option("--show-prompt", is_flag=True, help="Show what would be sent, word for word, and send nothing.")
@click.option(
    "--count", is_flag=True, help="With --show-prompt: let the server count its tokens, which sends it there."
)
@click.option("--rule", metavar="RULE", help="Only findings of this rule.")
def fix(target: str, agent: bool, explain: bool, yes: bool, show_prompt: bool, count: bool, rule: str | None) -> int:
    """Fix the findings of a file, or of one line of it, with an ML engineer's judgement.

    In a notebook, FILE:CELL and FILE:CELL:LINE. Every answer is verified before it is shown, and nothing is written before
    you say so. Exit status: 0 nothing is left, 1 findings are left, 2 could not run; with --explain 0 when they were explained.
    """
    if not (agent or show_prompt):
        raise click.UsageError("say --agent to ask a model; `heldout check --fix` applies the fixes that need none")
    if count and not show_prompt:
        raise click.UsageError("--count belongs to --show-prompt")
    from heldout.agent.client import Access
    from heldout.agent.loop import Agent
    from heldout.agent.settings import access, accounts, load
    from heldout.analysis.engine import Engine
    from heldout.cli.asking import Desk
    from heldout.project.tracked import repository

    engine = Engine.load()
    _known(engine, rule)
    path, numbers = _parted(target)
    folder = path.absolute().parent
    settings = load()
    allowed = access(settings, folder)
    if isinstance(allowed, str):
        if count or not show_prompt:
            raise click.ClickException(allowed)
        allowed = Access("", settings.model, settings.base_url)
    workspace = repository(folder) or folder
    helper = Agent(allowed, engine.guides, *accounts(workspace, settings.limits))
    desk = Desk(engine, helper, workspace, path, numbers, rule, yes)
    return _run(desk, explain, show_prompt, count)


def _run(desk: Desk, explain: bool, show_prompt: bool, count: bool) -> int:
    from heldout.cli.asking import explain_all, fix_all, show_all

    if not desk.wanted():
        click.echo("No finding there.")
        return 0
    if show_prompt:
        return show_all(desk, explain, count)
    return explain_all(desk) if explain else fix_all(desk)


def _parted(target: str) -> tuple[Path, tuple[int, ...]]:
    """A file, and the numbers behind it: `train.py:12`, or `train.py:12:5` as reports write it."""
    found = re.fullmatch(r"(.+?)((?::\d{1,9}){1,3}):?", target)
    if found is None or Path(target).exists():
        return Path(target), ()
    return Path(found[1]), tuple([int(number) for number in found[2][1:].split(":")])


def _known(engine: Engine, rule: str | None) -> None:
    if rule is not None and rule not in engine.rules:
        from difflib import get_close_matches

        near = get_close_matches(rule, engine.rules, 1)
        advice = f"did you mean `{near[0]}`?" if near else "`heldout rules` lists them"
        raise click.UsageError(f"`{rule}` is no rule; {advice}")
