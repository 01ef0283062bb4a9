"""`heldout graph FILE`: the pipeline that a program builds, as text or JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
def graph(file: Path, shape: str) -> int:
    """Show the pipeline of FILE: sources, transformations, splits, fits, evaluations."""
    from heldout.cli.scan import document_of, reason
    from heldout.source.files import SourceError

    try:
        document, _ = document_of(file, str(file))
    except (OSError, SourceError) as error:
        raise click.ClickException(f"{file}: {reason(error)}") from error

    from heldout.analysis.engine import Analyser, Engine
    from heldout.analysis.modules import Modules
    from heldout.project.config import load_settings
    from heldout.project.versions import versions_in_force

    folder = file.absolute().parent
    settings = load_settings(folder).settings
    analyser = Analyser(Engine.load(), settings, versions_in_force(folder), Modules().seen_from(str(file)))
    pipeline = analyser.update(document).graph
    click.echo(json.dumps(pipeline.as_json(), indent=2) if shape == "json" else pipeline.text().rstrip("\n"))
    return 0
