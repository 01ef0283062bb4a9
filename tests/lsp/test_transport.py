"""Bytes into messages, whatever comes, and the thread that analyses."""

from __future__ import annotations

import threading
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from heldout.lsp.transport import Framing
from heldout.lsp.worker import Worker


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def fed(*pieces: bytes) -> list[bytes]:
    framing = Framing()
    return [body for piece in pieces for body in framing.feed(piece)]


@given(st.lists(st.binary(max_size=20), max_size=5), st.lists(st.integers(1, 7), min_size=1))
def test_bodies_arrive_however_the_stream_is_cut(bodies: list[bytes], sizes: list[int]) -> None:
    stream, pieces = b"".join(map(framed, bodies)), []
    for at in range(10_000):
        if not stream:
            break
        size = sizes[at % len(sizes)]
        pieces.append(stream[:size])
        stream = stream[size:]
    assert fed(*pieces) == bodies


def test_other_header_fields_and_small_letters_are_fine() -> None:
    header = b"content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 2\r\n\r\n"
    assert fed(header + b"{}") == [b"{}"]


def test_what_is_no_message_is_skipped() -> None:
    assert fed(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + framed(b"{}")) == [b"{}"]
    assert fed(b"noise" * 5000, b"\r\n\r\n" + framed(b"{}")) == [b"{}"]
    assert fed(b"Content-Length: -3\r\n\r\n" + framed(b"{}")) == [b"{}"]


class Log:
    """A worker that is stopped in the middle, and what it did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.failures: list[BaseException] = []
        self.gate, self.entered, self.idle = threading.Event(), threading.Event(), threading.Event()
        self.worker = Worker(pause=0.01, failed=self.failures.append)

    def blocked(self, cancelled: Callable[[], bool]) -> None:
        self.entered.set()
        self.gate.wait(10)
        self.done.append("cancelled" if cancelled() else "finished")

    def start(self) -> None:
        self.worker.start(lambda: self.done.append("first"))
        self.worker.analyse("a", self.blocked)
        assert self.entered.wait(10)

    def finish(self) -> list[str]:
        self.worker.when_idle("end", lambda cancelled: self.idle.set())
        self.gate.set()
        assert self.idle.wait(10)
        self.worker.stop()
        return self.done


def test_a_newer_analysis_cancels_the_older_and_replaces_the_waiting() -> None:
    log = Log()
    log.start()
    log.worker.analyse("a", lambda cancelled: log.done.append("a2"))
    log.worker.analyse("a", lambda cancelled: log.done.append("a3"))
    assert log.finish() == ["first", "cancelled", "a3"]


def test_analyses_of_other_documents_cancel_nothing_and_come_before_questions() -> None:
    log = Log()
    log.start()
    log.worker.ask(lambda cancelled: log.done.append("question"))
    log.worker.analyse("b", lambda cancelled: log.done.append("b"))
    assert log.finish() == ["first", "finished", "b", "question"]


def test_a_question_that_was_withdrawn_is_not_answered() -> None:
    log = Log()
    log.start()
    log.worker.ask(lambda cancelled: log.done.append("question")).stale = True
    assert log.finish() == ["first", "finished"]


def test_the_thread_outlives_a_bug() -> None:
    log = Log()
    log.start()
    log.worker.ask(lambda cancelled: 1 // 0 and None)
    log.worker.ask(lambda cancelled: log.done.append("alive"))
    assert log.finish() == ["first", "finished", "alive"]
    assert [type(error) for error in log.failures] == [ZeroDivisionError]
