"""Garbage collection when nobody waits for it: never while someone types, and never over what is there to stay."""

from __future__ import annotations

import gc
import time

from attrs import define

SHORT, LONG = 2.0, 60.0  # seconds without a message from the editor


@define(eq=False)
class Collector:
    """Keeps the collector off and runs it in pauses.

    A short pause looks at what is new and then declares it permanent, so that the next look is short again. A long one
    looks at everything, which may take a second at worst.
    """

    last: float = 0.0
    _short_done: bool = True
    _long_done: bool = True

    def start(self) -> None:
        """Switch the automatic collector off. Call `settled` when the imports are done."""
        gc.disable()
        self.last = time.monotonic()

    def settled(self) -> None:
        """Declare permanent what is there now."""
        gc.freeze()

    def heard(self) -> None:
        """Something came from the editor."""
        self.last = time.monotonic()
        self._short_done = self._long_done = False

    def look(self) -> None:
        """Collect if the pause is long enough. Call it about once a second."""
        silent = time.monotonic() - self.last
        if silent >= LONG and not self._long_done:
            self._long_done = True
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        elif silent >= SHORT and not self._short_done:
            self._short_done = True
            gc.collect()
            gc.freeze()
