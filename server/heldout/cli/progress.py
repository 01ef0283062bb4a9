"""Progress on standard error: a bar for many files when a person looks, and the words of the agent at work."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

WORTH_SHOWING = 40
"""So many files take more than a second or two."""


class Progress:
    """Counts files that are done; shows nothing for few files or when standard error is no terminal."""

    def __init__(self, files: int) -> None:
        self._bar: Any = None
        if files >= WORTH_SHOWING and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("checking", total=files)

    def advance(self) -> None:
        """One more file is done."""
        if self._bar is not None:
            self._bar.advance(self._task)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


class Spoken:
    """What the agent is doing: one line that changes where a person looks, else a line for each new thing."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = ""

    def __call__(self, text: str) -> None:
        word = text.partition(" (")[0]
        if self._live:
            sys.stderr.write(f"\r\x1b[K  {text} …")
            sys.stderr.flush()
        elif word != self._last:
            sys.stderr.write(f"  {word} …\n")
        self._last = word

    def __enter__(self) -> Spoken:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live and self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
