"""A progress bar on standard error, when a person looks and there is something to wait for."""

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
