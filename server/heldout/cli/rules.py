"""`heldout rule NAME` explains a rule; `heldout rules` lists them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from heldout.analysis.engine import RuleInfo


@click.command()
@click.argument("name")
def rule(name: str) -> int:
    """Explain a rule: what it does, why it matters, examples, what its fix does."""
    from heldout.analysis.engine import Engine
    from heldout.project.names import nearest

    rules = Engine.load().rules
    info = rules.get(name)
    if info is None:
        family = [other for other in rules if other.startswith(name + "-")]
        near = nearest(name, rules)
        if family:
            advice = f"the rules of that family are {', '.join(sorted(family))}."
        else:
            advice = f"did you mean `{near}`?" if near else "`heldout rules` lists them."
        raise click.ClickException(f"`{name}` is no rule of Heldout; {advice}")
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console(width=min(Console().width, 100)).print(Markdown(info.page))
    else:
        click.echo(info.page.rstrip("\n"))
    return 0


@click.command()
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(output_format: str) -> int:
    """List the rules: their severity, whether they come with a fix, and what they find."""
    from heldout.analysis.engine import Engine

    known = sorted(Engine.load().rules.values(), key=lambda info: (info.family, info.name))
    if output_format == "json":
        click.echo(json.dumps([_entry(info) for info in known], indent=2))
        return 0
    names = max(len(info.name) for info in known)
    colours = {"error": "red", "warning": "yellow", "info": "blue", "hint": "cyan"}
    for info in known:
        severity = click.style(f"{info.severity.value:<7}", fg=colours[info.severity.value])
        fix = f"{info.fixable.value} fix" if info.fixable else ""
        click.echo(f"{click.style(f'{info.name:<{names}}', bold=True)}  {severity}  {fix:<10}  {info.summary}")
    return 0


def _entry(info: RuleInfo) -> dict[str, object]:
    return {
        "name": info.name,
        "family": info.family,
        "severity": info.severity.value,
        "summary": info.summary,
        "fix": info.fixable.value if info.fixable else None,
        "frameworks": list(info.frameworks),
        "url": info.url,
    }
