"""A loopback Messages server: what a model says is written down beforehand, and so is everything that can go wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from attrs import define, field, frozen


@frozen
class Say:
    """One answer. `text` is streamed in pieces; `end` is what happens after them: "whole", "cut" (the stream ends cleanly without
    its last events), "reset" (the connection breaks), "hang" (nothing more comes), "error" (an event says so).
    """

    text: str = ""
    stop: str | None = "end_turn"
    end: str = "whole"
    pause: float = 0.0  # seconds between pieces
    error: str = "overloaded_error"


@frozen
class Fail:
    """An HTTP error, with or without a body that says what it is."""

    status: int
    kind: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None


def edits(*pairs: tuple[str, str], **more: Any) -> str:
    """An answer as a model would write it."""
    answer = {
        "edits": [{"search": a, "replace": b} for a, b in pairs], "rationale": "Fitted on the training rows only.",
        "confidence": "high", "changes_results": True, "metrics": ["accuracy, slightly down"], "hand_offs": [],
        "false_positive": False,
    }  # fmt: skip
    return json.dumps({**answer, **more})


@define
class MessagesServer:
    """Answers in order, the last one again and again; or what a function makes of each body. `requests` are the bodies that came, `headers` what came with them."""

    script: list[Say | Fail] | Callable[[dict[str, Any]], Say | Fail]
    requests: list[dict[str, Any]] = field(factory=list)
    headers: list[dict[str, str]] = field(factory=list)
    closed: int = 0
    url: str = ""
    _server: Any = None
    _tasks: set[Any] = field(factory=set)

    async def __aenter__(self) -> MessagesServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
                body = json.loads(await reader.readexactly(int(headers.get("content-length", 0))))
                path = head[0].split()[1]
                if path.endswith("/count_tokens"):
                    self._json(writer, 200, {"input_tokens": len(json.dumps(body)) // 4})
                    continue
                self.requests.append(body)
                self.headers.append(headers)
                step = self._next(body)
                if isinstance(step, Fail):
                    error = {"type": "error", "error": {"type": step.kind or "api_error", "message": "no"}}
                    self._json(writer, step.status, error if step.body is None else step.body, step.headers)
                    continue
                await self._stream(writer, step, body)
                writer.close()
                return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            self.closed += 1
            writer.close()

    def _next(self, body: dict[str, Any]) -> Say | Fail:
        if callable(self.script):
            return self.script(body)
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def _json(self, writer: asyncio.StreamWriter, status: int, body: Any, headers: Any = ()) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        more = "".join(f"{k}: {v}\r\n" for k, v in headers)
        head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{more}content-length: {len(data)}\r\n\r\n"
        writer.write(head.encode() + data)

    async def _stream(self, writer: asyncio.StreamWriter, say: Say, body: dict[str, Any]) -> None:
        length = b"content-length: 999999\r\n" if say.end == "reset" else b""
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + length + b"connection: close\r\n\r\n")

        async def event(kind: str, **data: Any) -> None:
            writer.write(f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode())
            await writer.drain()

        message = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": body["model"], "content": [], "stop_reason": None,
            "stop_sequence": None, "usage": {"input_tokens": 1000, "output_tokens": 1},
        }  # fmt: skip
        await event("message_start", message=message)
        if say.text:
            await event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for start in range(0, len(say.text), 40):
            await event(
                "content_block_delta", index=0, delta={"type": "text_delta", "text": say.text[start : start + 40]}
            )
            await asyncio.sleep(say.pause)
        if say.end == "hang":
            await asyncio.sleep(60)
        if say.end == "error":
            await event("error", error={"type": say.error, "message": "later"})
        if say.end == "reset":
            writer.transport.abort()
        if say.end != "whole":
            return
        if say.text:
            await event("content_block_stop", index=0)
        await event(
            "message_delta", delta={"stop_reason": say.stop, "stop_sequence": None}, usage={"output_tokens": 200}
        )
        await event("message_stop")
