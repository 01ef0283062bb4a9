"""Checking files, one after the other or in several processes."""

from __future__ import annotations

import difflib
import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.analysis.modules import Modules
from heldout.findings.finding import Finding, Severity
from heldout.findings.suppression import UNUSED
from heldout.fixes.apply import fix_all
from heldout.project.config import load_settings
from heldout.project.settings import Settings, reaches
from heldout.project.surroundings import surroundings_of
from heldout.project.versions import versions_in_force
from heldout.report.view import FileReport, Reported, shown, where
from heldout.source.document import Document
from heldout.source.files import SourceError, read_document, write_document

ALONE = 20
"""Up to so many files are checked in this process: starting others costs more."""

LARGEST_SHARE = 48
"""So many files one process takes at once."""


@frozen
class Wishes:
    """What the command line asks for, over what the project says."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    fail_on: Severity | None = None


@frozen
class Outcome:
    """What came of one file. `trouble` is why it could not be checked, `notes` what else is to be said, a line each."""

    report: FileReport | None = None
    failed: bool = False
    fixed: int = 0
    diff: str = ""
    trouble: str | None = None
    notes: tuple[str, ...] = ()


def reason(error: OSError | SourceError) -> str:
    """Why a file cannot be read, as a clause."""
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be read").lower()
    return str(error)


def document_of(path: Path, name: str) -> tuple[Document, bytes]:
    """A file's document and bytes; raises OSError and SourceError."""
    data = path.read_bytes()
    return read_document(data, name, path.absolute().as_uri()), data


def check_file(engine: Engine, path: Path, name: str, wishes: Wishes, modules: Modules) -> Outcome:
    """Check one file, and fix it when that is wished. Never raises."""
    try:
        document, data = document_of(path, name)
        outcome, changed = check_document(engine, document, path.absolute().parent, name, wishes, modules)
        if changed is not None and wishes.fix and not wishes.diff:
            replace_file(path, write_document(data, changed))
        return outcome
    except (OSError, SourceError) as error:
        return Outcome(trouble=f"{name}: {reason(error)}")
    except Exception as error:
        why = " ".join(str(error).split())[:200]
        return Outcome(trouble=f"{name}: Heldout failed on this file ({type(error).__name__}: {why}); please report it")


def check_document(
    engine: Engine, document: Document, folder: Path, name: str, wishes: Wishes, modules: Modules
) -> tuple[Outcome, Document | None]:
    """Check one document with the settings of its folder. The second is the fixed document, when there was one."""
    loaded = load_settings(folder, {*engine.rules, UNUSED}, engine.protocols)
    notes = tuple(
        f"{shown(Path(problem.path))}:{problem.line + 1}:{problem.column + 1} {problem.message}"
        for problem in loaded.problems
    )
    settings = loaded.settings.at_the_moment(wishes.select, wishes.ignore)
    around = surroundings_of(folder, engine.caches)
    analyser = Analyser(engine, settings, versions_in_force(folder), modules.seen_from(document.path), around)
    changed, fixed, diff = None, 0, ""
    if wishes.fix or wishes.diff:
        changed, fixed = fix_all(analyser, document, unsafe=wishes.unsafe)
        diff = difference(document, changed, name) if wishes.diff else ""
        document = changed
    snapshot = analyser.update(document)
    reported = tuple(_reported(engine, snapshot, finding) for finding in snapshot.findings)
    failed = _failed(reported, settings, wishes)
    report = FileReport(name, document, reported) if reported else None
    notes += _left_out(snapshot, name)
    return Outcome(report, failed, fixed, diff, notes=notes), changed if fixed else None


def _left_out(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """A line about what could not be understood and so was not checked."""
    program = snapshot.program
    if program is None:
        return ()
    if program.skipped:
        return (f"{name}: {program.skipped}",)
    if snapshot.exhausted:
        return (f"{name}: too much code for the time that is given to it; a part of it was not followed",)
    if not program.broken:
        return ()
    place = where(FileReport(name, snapshot.document, ()), program.broken[0])
    more = f" (nor {len(program.broken) - 1} more below)" if len(program.broken) > 1 else ""
    return (f"{place} does not parse{more}; the rest was checked",)


def _reported(engine: Engine, snapshot: Snapshot, finding: Finding) -> Reported:
    info = engine.rules.get(finding.rule)
    fixes = snapshot.fixes(finding)
    return Reported(finding, fixes[0] if fixes else None, info.url if info else "")


def _failed(reported: Sequence[Reported], settings: Settings, wishes: Wishes) -> bool:
    threshold = wishes.fail_on or settings.fail_on
    return any(reaches(one.finding.severity, threshold) for one in reported)


def difference(before: Document, after: Document, name: str) -> str:
    """A unified diff, one part for each cell that changed."""
    parts: list[str] = []
    for old, new in zip(before.cells, after.cells, strict=True):
        label = f"{name}:cell {old.number}" if before.notebook else name
        # The last line of a cell never ends in a newline, and nobody wants to hear of it.
        end = "\n" if before.notebook else ""
        old_lines, new_lines = (f"{cell.text}{end}".splitlines(keepends=True) for cell in (old, new))
        for line in difflib.unified_diff(old_lines, new_lines, label, label):
            parts.append(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n")
    return "".join(parts)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; links stay links, permissions stay."""
    target = Path(os.path.realpath(path))
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "it cannot be written", str(path))
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def check_files(files: Sequence[Path], wishes: Wishes, seen: Callable[[], object]) -> Iterator[Outcome]:
    """Check files, in their order; `seen` is called as each is done. Many files share the machine's cores."""
    cores = min(os.cpu_count() or 1, 8)
    if len(files) <= ALONE or cores == 1:
        engine, modules = Engine.load(), Modules()
        _collect_rarely()
        for file in files:
            modules = Modules() if modules.many else modules
            yield check_file(engine, file, shown(file), wishes, modules)
            seen()
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    chunks = list(_shares(files, cores))
    pool = ProcessPoolExecutor(cores, mp_context=get_context(_manner()), initializer=_begin)
    try:
        pending = [pool.submit(_check_chunk, chunk, wishes) for chunk in chunks]
        for chunk, future in zip(chunks, pending, strict=True):
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                Engine.load()  # where that is what fails, its error is said, once
                # One file brought its process down, and the pool with it.
                outcomes = [Outcome(trouble=f"{shown(file)}: not checked, a process ended early") for file in chunk]
            for outcome in outcomes:
                yield outcome
                seen()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _shares(files: Sequence[Path], cores: int) -> Iterator[Sequence[Path]]:
    """Neighbours go together, since they import the same modules; the shares become smaller, so that all end together."""
    start = 0
    while start < len(files):
        size = max(1, min(LARGEST_SHARE, (len(files) - start) // (2 * cores)))
        yield files[start : start + size]
        start += size


_engine: Engine | None = None
_modules = Modules()


def _manner() -> str:
    """How processes are started: as copies of this one, with the engine in them, where that is safe.

    It is on Linux as long as there is no second thread, whose locks a copy would inherit and nobody release.
    """
    global _engine
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return "spawn"
    _engine = Engine.load()
    return "fork"


def _begin() -> None:
    """Prepare a process that checks files: the one that started it answers Ctrl-C."""
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _engine = _engine or Engine.load()
    except Exception:  # said by the process that started this one
        os._exit(1)
    _collect_rarely()


def _collect_rarely() -> None:
    """Trees are many small objects that die young and in order: looking for cycles among them all the time costs a fifth."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def _check_chunk(files: Sequence[Path], wishes: Wishes) -> list[Outcome]:
    global _modules
    assert _engine is not None
    _modules = Modules() if _modules.many else _modules
    return [check_file(_engine, file, shown(file), wishes, _modules) for file in files]
