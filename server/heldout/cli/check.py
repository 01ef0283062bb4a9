"""`heldout check`: find, report and fix what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from heldout.cli.scan import Outcome, Wishes

LEVELS = ("error", "warning", "info", "hint")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar="[PATHS|-]...")
@click.option("--output-format", type=click.Choice(["text", "concise", "json"]), default="text", show_default=True)
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules or families (separated by commas).")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules or families.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also the fixes that change results.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="The mildest severity that makes the exit status 1.")
@click.option(
    "--stdin-filename", metavar="NAME", help="What standard input (`-`) is called, and whose settings it gets."
)
@click.option("--quiet", "-q", is_flag=True, help="Findings only: no summary.")
def check(
    paths: tuple[Path, ...],
    output_format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    stdin_filename: str | None,
    quiet: bool,
) -> int:
    """Check files and folders (default: the current one), or standard input (`-`).

    Exit status: 0 nothing found, 1 findings, 2 could not run.
    """
    from heldout.cli.scan import Wishes
    from heldout.findings.finding import Severity

    wishes = Wishes(
        _names(select), _names(ignore), fix, unsafe_fixes, diff, Severity(fail_on) if fail_on is not None else None
    )
    if wishes.select or wishes.ignore:
        from heldout.analysis.engine import Engine
        from heldout.findings.suppression import UNUSED

        _known((*wishes.select, *wishes.ignore), {*Engine.load().rules, UNUSED})
    piped = any(str(path) == "-" for path in paths)
    if piped:
        if len(paths) > 1:
            raise click.UsageError("standard input (`-`) is checked alone, without other paths")
        outcomes, files, missing = [_standard_input(wishes, stdin_filename)], 1, False
    else:
        outcomes, files, missing = _check_paths(paths or (Path("."),), wishes)
    # As a filter, standard output carries the fixed program, and reports go to standard error.
    _report(outcomes, files, wishes, output_format, quiet, to_error=piped and fix and not diff)
    return _status(outcomes, wishes, missing)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())


def _known(names: Sequence[str], rules: Collection[str]) -> None:
    from heldout.project.names import meant, nearest_rule

    for name in names:
        if not meant(name, rules):
            near = nearest_rule(name, rules)
            advice = f"did you mean `{near}`?" if near else "`heldout rules` lists them."
            raise click.ClickException(f"`{name}` is no rule or family of Heldout; {advice}")


def _standard_input(wishes: Wishes, filename: str | None) -> Outcome:
    from heldout.analysis.engine import Engine
    from heldout.analysis.modules import Modules
    from heldout.cli.scan import Outcome, check_document, reason
    from heldout.source.files import SourceError, read_document, write_document

    data = sys.stdin.buffer.read()
    name = filename or "<stdin>"
    folder = Path(filename).absolute().parent if filename else Path.cwd()
    try:
        document = read_document(
            data, str(folder / (filename or "stdin.py")), (folder / (filename or "stdin.py")).as_uri()
        )
        outcome, changed = check_document(Engine.load(), document, folder, name, wishes, Modules())
        if wishes.fix and not wishes.diff:
            sys.stdout.buffer.write(data if changed is None else write_document(data, changed))
            sys.stdout.buffer.flush()
        return outcome
    except SourceError as error:
        return Outcome(trouble=f"{name}: {reason(error)}")


def _check_paths(paths: Sequence[Path], wishes: Wishes) -> tuple[list[Outcome], int, bool]:
    from heldout.cli.progress import Progress
    from heldout.cli.scan import check_files
    from heldout.project.config import load_settings
    from heldout.project.files import SUFFIXES, find_files

    present: list[Path] = []
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            click.echo(f"heldout: {path}: no such file or folder", err=True)
        elif path.is_file() and path.suffix not in SUFFIXES:
            click.echo(f"heldout: {path}: neither a Python script (.py) nor a notebook (.ipynb)", err=True)
        else:
            present.append(path)
    for path in present:
        settings = load_settings(path if path.is_dir() else path.parent).settings
        files += (file for file in find_files([path], settings) if file not in files)
    with Progress(len(files)) as progress:
        return list(check_files(files, wishes, progress.advance)), len(files), len(present) < len(paths)


def _report(
    outcomes: Sequence[Outcome], files: int, wishes: Wishes, output_format: str, quiet: bool, to_error: bool
) -> None:
    from heldout.report.json import as_json
    from heldout.report.text import concise, full, summary

    said: set[str] = set()
    for line in (line for outcome in outcomes for line in (*outcome.notes, outcome.trouble) if line):
        if line not in said:
            click.echo(f"heldout: {line}", err=True)
        said.add(line)
    reports = [outcome.report for outcome in outcomes if outcome.report is not None]
    fixed = sum(outcome.fixed for outcome in outcomes)
    if wishes.diff:
        click.echo("".join(outcome.diff for outcome in outcomes), nl=False)
        if not quiet:
            click.echo(f"{fixed} finding{'' if fixed == 1 else 's'} would be fixed.", err=True)
        return
    if output_format == "json":
        click.echo(as_json(reports), err=to_error)
        return
    for line in (concise if output_format == "concise" else full)(reports):
        click.echo(line, err=to_error)
    checked = files - sum(1 for outcome in outcomes if outcome.trouble)
    if not quiet and (checked or not outcomes):
        click.echo(summary(reports, checked, fixed), err=to_error)


def _status(outcomes: Sequence[Outcome], wishes: Wishes, missing: bool) -> int:
    if wishes.diff:
        found = any(outcome.fixed for outcome in outcomes)
    else:
        found = any(outcome.failed for outcome in outcomes)
    if found:
        return 1
    return 2 if missing or any(outcome.trouble for outcome in outcomes) else 0
