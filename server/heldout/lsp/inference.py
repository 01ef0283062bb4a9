"""Finding out what calls into installed packages make: a process of its own, with a time limit, off everybody's way."""

from __future__ import annotations

import json
import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from heldout.analysis.inference import Question

log = logging.getLogger(__name__)

Found = dict["Question", list[list[str]]]


def command() -> list[str]:
    """What starts the process. It finds jedi where this one would, and takes nothing else of its environment."""
    import importlib.util

    found = [importlib.util.find_spec(name) for name in ("jedi", "parso")]
    folders = dict.fromkeys(str(Path(spec.origin).parents[1]) for spec in found if spec is not None and spec.origin)
    program = Path(__file__).parents[1] / "project" / "inferring.py"
    return [sys.executable, "-I", "-S", str(program), *folders]


@define(eq=False)
class Background:
    """Asks the process, which lives only while there is something to ask, in a thread. Times are in seconds.

    A question that takes longer than `limit`, or all of a kind that take longer than `total`, end the process; after
    `patience` ended processes nothing is asked any more.
    """

    start: Callable[[], Sequence[str]] = command
    limit: float = 10.0
    total: float = 60.0
    patience: int = 3
    keep: float = 20.0
    _questions: queue.Queue[tuple[list[Question], Callable[[Found], None]] | None] = field(factory=queue.Queue)
    _lines: queue.Queue[bytes] = field(factory=queue.Queue)
    _thread: threading.Thread | None = None
    _process: subprocess.Popen[bytes] | None = None
    _turn: threading.Lock = field(factory=threading.Lock)
    _ended: int = 0
    _stopped: bool = False

    def ask(self, questions: list[Question], done: Callable[[Found], None]) -> None:
        """Ask, and call `done` in the thread of this object with what was found."""
        if self._ended >= self.patience or self._stopped:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="heldout-inference", daemon=True)
            self._thread.start()
        self._questions.put((questions, done))

    def stop(self) -> None:
        """End the process, and ask nothing any more."""
        self._stopped = True
        self._questions.put(None)
        self._end()

    def _loop(self) -> None:
        while True:
            try:
                wanted = self._questions.get(timeout=self.keep if self._process is not None else None)
            except queue.Empty:
                self._end()
                continue
            if wanted is None or self._stopped:
                return
            began = time.monotonic()
            found = self._answers(wanted[0], began + self.total)
            took = time.monotonic() - began
            log.debug("Asked what %d calls make; %d answers, %.1f s.", len(wanted[0]), len(found), took)
            if found and not self._stopped:
                wanted[1](found)

    def _answers(self, questions: list[Question], deadline: float) -> Found:
        found: Found = {}
        for paths, callee in questions:
            left = deadline - time.monotonic()
            if self._ended >= self.patience or self._stopped or left <= 0:
                break
            try:
                made = self._answer([str(path) for path in paths], callee, min(self.limit, left))
            except (OSError, ValueError, KeyError, TypeError, queue.Empty) as error:
                self._end()
                self._ended += 1
                if self._ended == 1 and not self._stopped:
                    why = "took too long" if isinstance(error, queue.Empty) else "failed"
                    log.info("What %s makes stays unknown: the process that looks it up %s.", callee, why)
                continue
            if made:
                found[paths, callee] = made
        return found

    def _answer(self, paths: list[str], callee: str, limit: float) -> list[list[str]]:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(json.dumps({"paths": paths, "callee": callee}).encode() + b"\n")
        process.stdin.flush()
        made = json.loads(self._lines.get(timeout=limit) or b"no line")["made"]
        return [[str(name) for name in names] for names in made]

    def _running(self) -> subprocess.Popen[bytes]:
        with self._turn:
            if self._process is None:
                if self._stopped:
                    raise OSError("stopped")
                self._lines = queue.Queue()
                flags = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) | getattr(
                    subprocess, "CREATE_NO_WINDOW", 0
                )
                pipe = subprocess.PIPE
                self._process = subprocess.Popen(
                    [*self.start()], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=flags
                )
                threading.Thread(target=_read, args=(self._process, self._lines), daemon=True).start()
            return self._process

    def _end(self) -> None:
        with self._turn:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            with suppress(OSError, ValueError):
                assert process.stdin is not None
                process.stdin.close()


def _read(process: subprocess.Popen[bytes], lines: queue.Queue[bytes]) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put(b"")  # it has ended
