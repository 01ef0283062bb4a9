"""`heldout graph FILE`: the pipeline that a program builds, in words or as a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from heldout.analysis.engine import Snapshot

SHAPES = ("text", "json", "mermaid", "dot", "svg", "html")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(SHAPES), default="text", show_default=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write here, not to standard output."
)
def graph(file: Path, shape: str, output: Path | None) -> int:
    """Show the pipeline of FILE: sources, transformations, splits, fits, evaluations.

    `text` has a line for every step; `json` has the steps and the picture; the others are the picture: `mermaid` for
    Markdown, `dot` for Graphviz, `svg` and `html` to look at (nothing is loaded from elsewhere).
    """
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
    engine = Engine.load()
    names = {name: rule.severity.value for name, rule in engine.rules.items()}
    settings = load_settings(folder, names).settings
    analyser = Analyser(engine, settings, versions_in_force(folder), Modules().seen_from(str(file)))
    written = _written(analyser.update(document), shape, file.name)
    if output is None:
        click.echo(written, nl=False)
        return 0
    try:
        output.write_text(written, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output}: {reason(error)}") from error
    return 0


def _written(snapshot: Snapshot, shape: str, name: str) -> str:
    if shape == "text":
        return snapshot.graph.text()
    picture = snapshot.picture()
    if shape == "json":
        return json.dumps({**snapshot.graph.as_json(), **picture.as_json()}, indent=2) + "\n"
    if shape == "mermaid":
        from heldout.picture.mermaid import mermaid

        return mermaid(picture)
    if shape == "dot":
        from heldout.picture.dot import dot

        return dot(picture)
    if shape == "svg":
        from heldout.picture.svg import svg

        return svg(picture)
    from heldout.picture.page import page

    return page(picture, name)
