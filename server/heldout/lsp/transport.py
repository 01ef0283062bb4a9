"""Standard input and output: a thread that reads messages, a loop that handles them, and an end in every case."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

from attrs import define, field

log = logging.getLogger(__name__)

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_MAX_HEADER = 8192  # bytes; more without an empty line is no header
CHUNK = 1 << 16
PARENT_EVERY = 5.0  # seconds between two looks at whether the editor lives


@define(eq=False)
class Framing:
    """Cuts a stream of bytes into the bodies of messages. What is no message is skipped with a line in the log."""

    _buffer: bytearray = field(factory=bytearray, init=False)
    _wanted: int | None = field(default=None, init=False)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies that are complete with these bytes."""
        self._buffer += data
        while True:
            if self._wanted is None and not self._header():
                return
            if self._wanted is None or len(self._buffer) < self._wanted:
                return
            body = bytes(self._buffer[: self._wanted])
            del self._buffer[: self._wanted]
            self._wanted = None
            yield body

    def _header(self) -> bool:
        """Take one header off the buffer; False when there is none yet."""
        while True:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                if len(self._buffer) > _MAX_HEADER:
                    log.warning("%d bytes of input are no message; ignored.", len(self._buffer))
                    # What may be the beginning of a header stays.
                    start = self._buffer.lower().rfind(b"content-length:")
                    del self._buffer[: start if start > 0 else len(self._buffer) - len(b"content-length")]
                return False
            header = bytes(self._buffer[:end])
            del self._buffer[: end + 4]
            found = _LENGTH.findall(header)
            if found:  # what stands before the last one was no message
                self._wanted = int(found[-1])
                return True
            log.warning("A header without a Content-Length (%.60r) is ignored.", header)


class Output:
    """Where messages are written to; whole messages only, at once. Writing to an editor that is gone does nothing."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._turn = threading.Lock()

    def write(self, data: bytes) -> None:
        """Write all of the bytes, from any thread."""
        view = memoryview(data)
        with self._turn, suppress(OSError):  # the end of the input ends the process
            while view:
                view = view[os.write(self.descriptor, view) :]

    def close(self) -> None:
        """Nothing to do: the descriptor lives as long as the process."""


def own_standard_streams() -> tuple[int, Output]:
    """Descriptors of our own for the protocol; what anybody prints goes to standard error instead of into it."""
    incoming, outgoing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(incoming, os.O_BINARY)
        msvcrt.setmode(outgoing, os.O_BINARY)
    return incoming, Output(outgoing)


async def run(
    incoming: int, receive: Callable[[bytes], None], ended: asyncio.Future[int], tick: Callable[[], None]
) -> int:
    """Hand each message to `receive` on the loop until `ended` has a status or the input ends (1); call `tick` each second."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        if not ended.done():
            ended.set_result(1)

    def read() -> None:
        framing = Framing()
        try:
            while data := os.read(incoming, CHUNK):
                for body in framing.feed(data):
                    loop.call_soon_threadsafe(receive, body)
            loop.call_soon_threadsafe(end)
        except (OSError, RuntimeError):  # the descriptor or the loop is gone
            if not loop.is_closed():
                loop.call_soon_threadsafe(end)

    async def ticks() -> None:
        while True:
            await asyncio.sleep(1.0)
            tick()

    threading.Thread(target=read, name="heldout-reader", daemon=True).start()
    ticking = asyncio.ensure_future(ticks())
    try:
        return await ended
    finally:
        ticking.cancel()


def is_alive(process: int) -> bool:
    """Whether a process is there. Where the system cannot be asked without harm, the end of the input must do."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
