"""One editor's session: what it has open, what was found in it, and the thread that finds it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field, frozen

from heldout.findings.finding import Finding
from heldout.lsp.border import Border
from heldout.lsp.client import Client
from heldout.lsp.documents import OpenText
from heldout.lsp.inference import Background, Found
from heldout.lsp.notebooks import OpenNotebook
from heldout.lsp.settings import EditorSettings
from heldout.lsp.worker import Cancelled, Worker
from heldout.lsp.workspace import Workspace

if TYPE_CHECKING:
    from heldout.analysis.engine import RuleInfo, Snapshot
    from heldout.project.config import Problem

T = TypeVar("T")
log = logging.getLogger(__name__)

Source = OpenText | OpenNotebook


@frozen(eq=False)
class Reports:
    """Diagnostics as JSON: those of each text, by its URI, and what was written for each finding."""

    found: Mapping[str, list[str]]
    written: Mapping[Finding, str]


@frozen(eq=False)
class Analysed:
    """One state of a document, analysed: what every feature answers from. `snapshot` None: nothing to say of it."""

    uri: str
    revision: int
    versions: Mapping[str, int]
    border: Border
    snapshot: Snapshot | None
    reports: Reports

    @property
    def written(self) -> Mapping[Finding, str]:
        return self.reports.written


@define(eq=False)
class Session:
    """The state of the server. All of it belongs to the event loop, but for `workspace`, which is the worker's."""

    workspace: Workspace
    report: Callable[[Snapshot | None, Border, Session, Analysed | None], Reports]
    client: Client = field(factory=Client)
    editor: EditorSettings = field(factory=EditorSettings)
    root: Path | None = None
    rules: Mapping[str, RuleInfo] = field(factory=dict)
    sources: dict[str, Source] = field(factory=dict)
    owners: dict[str, str] = field(factory=dict)
    latest: dict[str, Analysed] = field(factory=dict)
    worker: Worker = field(init=False)
    background: Background = field(factory=Background)
    ready: asyncio.Event = field(factory=asyncio.Event)
    on_analysed: list[Callable[[Analysed], None]] = field(factory=list)
    on_closed: list[Callable[[Source], None]] = field(factory=list)
    on_busy: list[Callable[[bool], None]] = field(factory=list)
    on_problems: list[Callable[[tuple[Problem, ...]], None]] = field(factory=list)
    on_configured: list[Callable[[], None]] = field(factory=list)
    _loop: asyncio.AbstractEventLoop | None = None
    _publishing: threading.Lock = field(factory=threading.Lock)
    _problems: tuple[Problem, ...] = ()
    _queued: dict[str, int] = field(factory=dict)
    _exhausted: set[str] = field(factory=set)
    _waiting: dict[str, list[tuple[int, asyncio.Future[None]]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.worker = Worker(failed=_failed)

    # -- the worker ---------------------------------------------------------------------------------------------

    def start(self, started: Callable[[], None]) -> None:
        """Start the worker and let it load the engine; `started` is called on the loop when that is done."""
        self._loop = asyncio.get_running_loop()
        self.worker.start(lambda: self._load(started))

    def _load(self, started: Callable[[], None]) -> None:
        try:
            engine = self.workspace.start()
        except Exception as error:
            log.error("Heldout could not load its rules (%s: %s); nothing is analysed.", type(error).__name__, error)
            log.debug("Traceback", exc_info=True)
        else:
            self.rules = engine.rules
            self.worker.when_idle("answers", _load_answers)
        self.post(self.ready.set)
        self.post(started)

    def post(self, call: Callable[[], None]) -> None:
        """Call something on the loop, from any thread. After the loop has ended it is dropped."""
        if self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(call)
            except RuntimeError:
                log.debug("the loop has ended")

    async def ask(self, call: Callable[[Cancelled], T]) -> T:
        """What a function returns in the worker thread. Cancelling the task withdraws the question."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def settle(action: Callable[[], None]) -> None:
            self.post(lambda: None if future.done() else action())

        def run(cancelled: Cancelled) -> None:
            try:
                result = call(cancelled)
            except Exception as error:
                reason = error
                settle(lambda: future.set_exception(reason))
            else:
                settle(lambda: future.set_result(result))

        job = self.worker.ask(run)
        try:
            return await future
        except asyncio.CancelledError:
            job.stale = True
            raise

    # -- documents ----------------------------------------------------------------------------------------------

    def source_of(self, uri: str) -> Source | None:
        """The document that a URI belongs to: a script, or the notebook of a cell."""
        return self.sources.get(self.owners.get(uri, uri))

    def opened(self, source: Source) -> None:
        """A document was opened (or opened again, which replaces it)."""
        self.sources[source.uri] = source
        self.latest.pop(source.uri, None)
        self.analyse(source)

    def closed(self, source: Source) -> None:
        """A document was closed: nothing of it is kept."""
        uri = source.uri
        self.sources.pop(uri, None)
        self._queued.pop(uri, None)
        self.worker.forget(uri)
        document = source.document()
        self.worker.ask(lambda cancelled: self._again_when_idle(self.workspace.closed(document)))
        with self._publishing:
            for listener in self.on_closed:
                listener(source)
        self.latest.pop(uri, None)
        self._release(uri, None)

    def analyse(self, source: Source) -> None:
        """Queue the present state of a document. Only the newest state of a document is ever analysed."""
        if isinstance(source, OpenText) and not source.is_python:
            return
        uri, revision = source.uri, source.revision
        document, versions, marks = source.document(), source.versions(), source.marks()
        self._queued[uri] = revision

        def run(cancelled: Cancelled) -> None:
            border = Border(document, self.client.encoding, marks)
            try:
                snapshot = self.workspace.update(document, cancelled)
                self._look_for_problems()
                self._say_if_exhausted(uri, snapshot)
                self.show(uri, revision, versions, border, snapshot, cancelled)
                if self.workspace.dependents:
                    self._again_when_idle(self.workspace.dependents)
                    self.workspace.dependents = []
                self.worker.when_idle("inference", lambda idle: self._infer())
            except Exception as error:
                if not cancelled():
                    self.workspace.forget(uri)
                    self.post(lambda: self._release(uri, revision))
                    log.error("%s could not be analysed (%s: %s).", uri, type(error).__name__, error)
                    log.debug("Traceback", exc_info=True)

        self._busy(True)
        self.worker.analyse(uri, run)

    def show(
        self,
        uri: str,
        revision: int,
        versions: Mapping[str, int],
        border: Border,
        snapshot: Snapshot | None,
        cancelled: Cancelled,
    ) -> None:
        """In the worker: publish what was found in a state of a document, and answer from it from now on."""
        reports = self.report(snapshot, border, self, self.latest.get(uri))
        analysed = Analysed(uri, revision, versions, border, snapshot, reports)
        self._publish(analysed, cancelled)
        if snapshot is not None and snapshot.findings:
            self.worker.when_idle(uri, lambda idle: _find_fixes(snapshot, idle))
        self.post(lambda: self._deliver(analysed))

    def _say_if_exhausted(self, uri: str, snapshot: Snapshot | None) -> None:
        """In the worker: log once for a document that some of its code was not followed to its end."""
        if snapshot is None or not snapshot.exhausted:
            self._exhausted.discard(uri)
        elif uri not in self._exhausted:
            self._exhausted.add(uri)
            log.info("%s has too much code for the time that is given to it; a part of it is not followed.", uri)

    def _again_when_idle(self, uris: list[str]) -> None:
        """In the worker: analyse documents again, in a pause, because a file changed that they import."""

        def again(uri: str) -> None:
            source = self.sources.get(uri)
            if source is not None:
                self.analyse(source)

        for uri in uris:
            self.worker.when_idle(f"again {uri}", lambda idle, uri=uri: self.post(lambda: again(uri)))  # type: ignore[misc]

    def _infer(self) -> None:
        """In the worker, in a pause: have looked up what documents asked about installed packages."""
        questions = self.workspace.questions()
        if questions:
            self.background.ask(questions, self._learn)

    def _learn(self, found: Found) -> None:
        self.worker.ask(lambda cancelled: self._again_when_idle(self.workspace.learned(found)))

    # -- configuration ------------------------------------------------------------------------------------------

    def configure(self, editor: EditorSettings) -> None:
        """Take the editor's settings and analyse everything with them."""
        self.editor, root = editor, self.root
        if self._loop is None:  # the worker is not there yet
            self.workspace.configure(editor, root)
            return
        self.worker.ask(lambda cancelled: self.workspace.configure(editor, root), first=True)
        self._changed()

    def refresh(self) -> None:
        """Look at the project's files again, and analyse everything if they say something else."""

        def look(cancelled: Cancelled) -> None:
            if self.workspace.refresh():
                self.post(self._changed)
            self._look_for_problems()

        self.worker.ask(look)

    def _changed(self) -> None:
        for source in self.sources.values():
            source.revision += 1  # what was found with the other settings is no answer any more
            self.analyse(source)
        for listener in self.on_configured:
            listener()

    def _look_for_problems(self) -> None:
        """In the worker: tell what is wrong in configuration files, when it is something else than before."""
        problems = self.workspace.problems()
        if problems != self._problems:
            self._problems = problems

            def tell() -> None:
                for listener in self.on_problems:
                    listener(problems)

            self.post(tell)

    # -- results ------------------------------------------------------------------------------------------------

    def _publish(self, analysed: Analysed, cancelled: Cancelled) -> None:
        """In the worker: let go out what was found, at once and not by way of the loop; nothing after a newer edit."""
        with self._publishing:
            if not cancelled():
                for listener in self.on_analysed:
                    listener(analysed)

    def _deliver(self, analysed: Analysed) -> None:
        source = self.sources.get(analysed.uri)
        if source is None or source.revision != analysed.revision:
            return  # a newer state is on its way, or the document is gone
        self.latest[analysed.uri] = analysed
        self._release(analysed.uri, analysed.revision)

    def _release(self, uri: str, revision: int | None) -> None:
        """Wake those who wait for a document: for this revision or an older one, or all of them."""
        if revision is None or self._queued.get(uri) == revision:
            self._queued.pop(uri, None)
        waiting = self._waiting.pop(uri, [])
        later = [(wanted, future) for wanted, future in waiting if revision is not None and wanted > revision]
        if later:
            self._waiting[uri] = later
        for pair in waiting:
            if pair not in later and not pair[1].done():
                pair[1].set_result(None)
        self._busy(self.is_busy)

    @property
    def is_busy(self) -> bool:
        """Whether a document waits for its analysis."""
        return bool(self._queued)

    def _busy(self, busy: bool) -> None:
        for listener in self.on_busy:
            listener(busy)

    async def current(self, uri: str) -> Analysed | None:
        """The analysis of a document as it is now, waited for if it is on its way; None where there is none."""
        source = self.source_of(uri)
        if source is None or (isinstance(source, OpenText) and not source.is_python):
            return None
        latest = self.latest.get(source.uri)
        if latest is None or latest.revision != source.revision:
            if self._queued.get(source.uri) != source.revision:
                self.analyse(source)
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.setdefault(source.uri, []).append((source.revision, future))
            await future
            latest = self.latest.get(source.uri)
        return latest if latest is not None and latest.revision == source.revision else None


def _load_answers(cancelled: Cancelled) -> None:
    """In the first pause: import what hovers are made with, so that the first of them need not wait for it."""
    import_module("heldout.report.about")


def _find_fixes(snapshot: Snapshot, cancelled: Cancelled) -> None:
    """In a pause: find the fixes, so that the lightbulb has them when it is asked."""
    for finding in snapshot.findings:
        if cancelled():
            return
        snapshot.fixes(finding)


def _failed(error: BaseException) -> None:
    log.error("Something went wrong in the background (%s: %s).", type(error).__name__, error)
    log.debug("Traceback", exc_info=error)
