"""`heldout config [PATH]`: the configuration in force for a file or folder, and where each value comes from."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("."))
def config(path: Path) -> int:
    """Show the configuration in force for PATH, with the origin of each value."""
    from heldout.analysis.engine import Engine
    from heldout.findings.suppression import UNUSED
    from heldout.project.config import load_settings
    from heldout.project.inforce import describe
    from heldout.project.versions import versions_in_force

    if not path.exists():
        raise click.ClickException(f"{path}: no such file or folder")
    folder = path if path.is_dir() else path.parent
    engine = Engine.load()
    rules = engine.rules
    severities = {UNUSED: "info", **{info.name: info.severity.value for info in rules.values()}}
    loaded = load_settings(folder, severities, engine.protocols)
    for problem in loaded.problems:
        click.echo(f"{problem.path}:{problem.line + 1}:{problem.column + 1} {problem.message}", err=True)
    file = None if path.is_dir() else str(path)
    click.echo(describe(loaded, severities, file, versions_in_force(folder)).rstrip("\n"))
    return 0
