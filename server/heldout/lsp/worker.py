"""The one thread that analyses, so that the event loop never waits: newest work first, older work given up."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable

from attrs import define, field

Cancelled = Callable[[], bool]

STACK = 64 * 1024 * 1024  # bytes, of address space only: native parsers recurse, and some systems give threads 512 KiB


@define(eq=False)
class Job:
    """A piece of work. `key` None: never replaced by a later one."""

    run: Callable[[Cancelled], None]
    key: str | None = None
    idle: bool = False
    stale: bool = False

    def cancelled(self) -> bool:
        """Whether nobody wants the result any more."""
        return self.stale


@define(eq=False)
class Worker:
    """A thread and its queues: documents to analyse, questions about them, and what can wait for a pause.

    Of two analyses with the same key only the newer is done; the older is told so through its `cancelled` function.
    Idle work is taken when there has been nothing else for `pause` seconds; it must look at `cancelled` often.
    """

    pause: float = 0.3
    failed: Callable[[BaseException], None] = field(default=lambda error: None)
    _wake: threading.Condition = field(factory=threading.Condition, init=False)
    _analyses: OrderedDict[str, Job] = field(factory=OrderedDict, init=False)
    _questions: deque[Job] = field(factory=deque, init=False)
    _first: deque[Job] = field(factory=deque, init=False)
    _idle: OrderedDict[str, Job] = field(factory=OrderedDict, init=False)
    _running: Job | None = field(default=None, init=False)
    _ended: bool = field(default=False, init=False)

    def start(self, first: Callable[[], None]) -> None:
        """Start the thread, with something to do before all else. It is a daemon: it does not keep the process alive."""
        before = threading.stack_size(STACK)
        try:
            threading.Thread(target=self._loop, args=(first,), name="heldout-analysis", daemon=True).start()
        finally:
            threading.stack_size(before)

    def stop(self) -> None:
        """Give up everything and end the thread when it next looks."""
        with self._wake:
            self._ended = True
            self._analyses.clear()
            self._questions.clear()
            self._first.clear()
            self._idle.clear()
            if self._running is not None:
                self._running.stale = True
            self._wake.notify()

    def analyse(self, key: str, run: Callable[[Cancelled], None]) -> None:
        """Queue an analysis in place of any other of this key, before those of other keys."""
        job = Job(run, key)
        with self._wake:
            running = self._running
            if running is not None and (running.key == key or running.idle):
                running.stale = True
            self._analyses[key] = job
            self._analyses.move_to_end(key)
            self._wake.notify()

    def ask(self, run: Callable[[Cancelled], None], *, first: bool = False) -> Job:
        """Queue a question; it is answered after the analyses that wait, or before them if it is to be `first`.

        Set `stale` on the job to withdraw it.
        """
        job = Job(run)
        with self._wake:
            running = self._running
            if running is not None and running.idle:
                running.stale = True
            (self._first if first else self._questions).append(job)
            self._wake.notify()
        return job

    def when_idle(self, key: str, run: Callable[[Cancelled], None]) -> None:
        """Queue work for a pause, in place of any other idle work of this key."""
        with self._wake:
            self._idle[key] = Job(run, key, idle=True)
            self._wake.notify()

    def forget(self, key: str) -> None:
        """Drop the analysis of a key, waiting or running."""
        with self._wake:
            self._analyses.pop(key, None)
            self._idle.pop(key, None)
            if self._running is not None and self._running.key == key:
                self._running.stale = True

    def _next(self) -> Job | None:
        with self._wake:
            self._running = None
            while not self._ended:
                if self._first:
                    self._running = self._first.popleft()
                elif self._analyses:
                    self._running = self._analyses.popitem(last=True)[1]
                elif self._questions:
                    self._running = self._questions.popleft()
                elif self._idle:
                    if self._wake.wait(self.pause):
                        continue
                    self._running = self._idle.popitem(last=False)[1]
                else:
                    self._wake.wait()
                if self._running is not None:
                    return self._running
        return None

    def _loop(self, first: Callable[[], None]) -> None:
        first()
        while (job := self._next()) is not None:
            if job.stale:
                continue
            try:
                job.run(job.cancelled)
            except Exception as error:  # the thread must outlive every bug
                self.failed(error)
