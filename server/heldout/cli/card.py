"""`heldout card FILE`: the draft of a model card, from the code alone."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write here, e.g. MODEL_CARD.md.")
@click.option("--force", is_flag=True, help="Overwrite the file that is there.")
def card(file: Path, output: Path | None, force: bool) -> int:
    """Draft a model card for the training program FILE, in Markdown.

    It says what the code says (data and what versions them, splits, preparation, models, seeds, metrics and their rows, open
    findings) and asks a person for the rest. Nothing is run, sent or made up.
    """
    from heldout.cli.scan import document_of, reason, replace_file
    from heldout.source.files import SourceError

    try:
        document, _ = document_of(file, str(file))
    except (OSError, SourceError) as error:
        raise click.ClickException(f"{file}: {reason(error)}") from error

    from heldout.analysis.engine import Analyser, Engine
    from heldout.analysis.modules import Modules
    from heldout.findings.suppression import UNUSED
    from heldout.project.config import load_settings
    from heldout.project.surroundings import surroundings_of
    from heldout.project.versions import versions_in_force
    from heldout.report.card import model_card

    folder = file.absolute().parent
    engine = Engine.load()
    settings = load_settings(folder, {*engine.rules, UNUSED}, engine.protocols).settings
    around = surroundings_of(folder, engine.caches)
    analyser = Analyser(engine, settings, versions_in_force(folder), Modules().seen_from(document.path), around)
    written = model_card(analyser.update(document), file.name)
    if output is None:
        click.echo(written, nl=False)
        return 0
    try:
        if force and output.exists():
            replace_file(output, written.encode("utf-8"))
        else:
            with output.open("x", encoding="utf-8", newline="\n") as new:
                new.write(written)
    except FileExistsError:
        raise click.ClickException(f"{output} is there already; --force overwrites it") from None
    except OSError as error:
        raise click.ClickException(f"{output}: {reason(error)}") from error
    click.echo(f"{output}: {written.count('- [ ]')} questions are left for a person.", err=True)
    return 0
