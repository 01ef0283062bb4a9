"""The one place that speaks with a model. The SDK is imported when something is asked, never before."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen

from heldout.agent.budget import NOTHING_USED, Usage
from heldout.agent.redact import Redaction

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

Said = TypeVar("Said")
ADDRESS = "https://api.anthropic.com"
MOST_TOKENS = 4000
MISSING = "the agent needs one more package, which comes with the extra `agent`"


@frozen
class Access:
    """Where to ask, which model, with which key, and in which form (a JSON schema) the answer is wanted.

    `deadline` is in seconds, for one answer.
    """

    key: str = field(repr=False)
    model: str = "claude-sonnet-5-5"
    base_url: str = ADDRESS
    deadline: float = 90.0
    effort: str = "medium"
    form: Mapping[str, Any] | None = field(default=None, repr=False, eq=False)  # None: that of a fix


@frozen
class Reply:
    """A whole answer. `turn` goes back unchanged when the conversation goes on."""

    text: str
    usage: Usage
    turn: Any = field(repr=False)


def how_to_install() -> str:
    """The command that brings the SDK to the interpreter that runs this, whichever package of Heldout it runs."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f'{python} -m pip install "heldout[agent]"'


class Trouble(Exception):
    """Why there is no answer, in one plain sentence. `kind` names it; `again` says whether trying later may help.

    `usage` is what was used all the same: a refusal and an answer that is cut cost, too.
    """

    def __init__(self, kind: str, message: str, again: bool = True, usage: Usage = NOTHING_USED) -> None:
        super().__init__(message)
        self.kind = kind
        self.again = again
        self.usage = usage


BY_TYPE = {
    "overloaded_error": ("overloaded", "the model is overloaded; try again in a minute", True),
    "rate_limit_error": ("rate-limit", "too many requests for this key; try again in a minute", True),
    "authentication_error": ("key", "the key was not accepted; check it in the settings", False),
    "permission_error": ("permission", "the key may not use this model; choose another in the settings", False),
    "billing_error": ("billing", "the account of this key cannot pay for the request", False),
    "not_found_error": ("model", "this server does not know the model; choose another in the settings", False),
    "request_too_large": ("too-large", "the code is too large to be sent", False),
    "invalid_request_error": (
        "request",
        "the server does not accept the request; the model may be too old for it",
        False,
    ),
    "timeout_error": ("slow", "the model took too long; try again", True),
    "api_error": ("server", "the server failed; try again", True),
}
BY_STATUS = {401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error"} | {
    413: "request_too_large", 429: "rate_limit_error", 504: "timeout_error", 529: "overloaded_error",
}  # fmt: skip
STOPPED = {
    "refusal": ("refused", "declined by the model provider", False),
    "max_tokens": ("too-long", "the answer was too long and was cut", True),
    "model_context_window_exceeded": ("too-large", "the code is too large for this model", False),
    None: ("cut", "the connection ended in the middle of the answer; try again", True),
}


async def ask(
    access: Access,
    system: str,
    messages: Sequence[Any],
    redaction: Redaction,
    progress: Callable[[str], None] = lambda _: None,
) -> Reply:
    """One answer, streamed. Raises Trouble; a cancelled task closes the connection at once."""
    return await _speak(access, redaction, lambda client: _stream(client, access, system, messages, progress))


async def count(access: Access, system: str, messages: Sequence[Any], redaction: Redaction) -> int:
    """How many tokens the server would read. It is sent the whole request for that. Raises Trouble."""

    async def counted(client: AsyncAnthropic) -> int:
        given: Any = list(messages)
        return (await client.messages.count_tokens(model=access.model, system=system, messages=given)).input_tokens

    return await _speak(access, redaction, counted)


async def _speak(access: Access, redaction: Redaction, talk: Callable[[AsyncAnthropic], Awaitable[Said]]) -> Said:
    """What is said over one connection, within the deadline; whatever goes wrong is one of our own sentences."""
    if not access.key:
        raise Trouble("key", "there is no key", False)
    try:
        # In a thread: importing takes seconds, and a client reads certificates. A server must not stand still for that.
        anthropic = await asyncio.to_thread(_sdk)
    except ImportError:
        raise Trouble("missing", f"{MISSING}: {how_to_install()}", False) from None
    try:
        async with _Deadline(access.deadline), await asyncio.to_thread(_client, anthropic, access, redaction) as client:
            return await talk(client)
    except (TimeoutError, asyncio.TimeoutError):
        raise Trouble("slow", f"no answer within {access.deadline:.0f} seconds; try again") from None
    except anthropic.APIStatusError as error:
        raise _of_status(error.type or "", error.status_code) from None
    except anthropic.APITimeoutError:
        raise Trouble("slow", "the model took too long; try again") from None
    except anthropic.APIConnectionError:
        raise Trouble("offline", f"{access.base_url} cannot be reached") from None
    except (anthropic.AnthropicError, TypeError, ValueError) as error:
        if isinstance(error, Leak):
            raise Trouble("secret", "a secret was about to be sent, so nothing was", False) from None
        raise Trouble("answer", "the server's answer cannot be understood") from None
    except Exception as error:
        # What breaks in the middle of a stream comes up from the SDK's transport as it is.
        if type(error).__module__.partition(".")[0] not in ("httpx2", "httpcore2", "anyio", "builtins", "json"):
            raise
        raise Trouble(*STOPPED[None]) from None


def _sdk() -> Any:
    import anthropic

    return anthropic


class Leak(ValueError):
    """A known secret was in a request."""


def _client(anthropic: Any, access: Access, redaction: Redaction) -> AsyncAnthropic:
    class Wire(anthropic.Middleware):  # type: ignore[misc]
        """Sees every request as it leaves, the repeated ones as well."""

        async def handle_async(self, request: Any, call_next: Any) -> Any:
            if any(redaction.leaks(text) for text in _texts(request.json)):
                raise Leak("a known secret is in the request")
            return await call_next(request)

    client: AsyncAnthropic = anthropic.AsyncAnthropic(
        api_key=access.key,
        auth_token=None,
        base_url=access.base_url,
        max_retries=1,
        timeout=anthropic.Timeout(min(30.0, access.deadline), connect=5.0),
        open_telemetry=False,
        middleware=[Wire()],
    )
    return client


def _texts(value: Any) -> Iterator[str]:
    """All texts in the body of a request."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


async def _stream(
    client: AsyncAnthropic, access: Access, system: str, messages: Sequence[Any], progress: Callable[[str], None]
) -> Reply:
    from heldout.agent.answer import SCHEMA  # it brings the judge, which a server imports after its first answer

    form = SCHEMA if access.form is None else dict(access.form)
    config: Any = {"effort": access.effort, "format": {"type": "json_schema", "schema": form}}
    stable: Any = [{"type": "text", "text": system, "cache_control": {"type": "ephemeral", "ttl": "1h"}}]
    given: Any = list(messages)
    written = 0
    async with client.messages.stream(
        model=access.model, max_tokens=MOST_TOKENS, system=stable, output_config=config, messages=given
    ) as stream:
        async for event in stream:
            if event.type == "text":
                written += len(event.text)
                progress(f"asking ({written} characters)")
        message = await stream.get_final_message()
    used = message.usage
    usage = Usage(
        used.input_tokens or 0,
        used.cache_read_input_tokens or 0,
        used.cache_creation_input_tokens or 0,
        used.output_tokens or 0,
    )
    if message.stop_reason != "end_turn":
        known = STOPPED.get(message.stop_reason, ("stopped", "the model stopped before its answer was whole", True))
        raise Trouble(*known, usage=usage)
    text = "".join([block.text for block in message.content if block.type == "text"])
    return Reply(text, usage, message.to_param())


def _of_status(kind: str, status: int) -> Trouble:
    if kind not in BY_TYPE or (kind == "api_error" and status in BY_STATUS):
        kind = BY_STATUS.get(status, "invalid_request_error" if 400 <= status < 500 else "api_error")
    return Trouble(*BY_TYPE[kind])


class _Deadline:
    """`asyncio.timeout`, which CPython 3.10 lacks."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.late = seconds, False

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None

        def end() -> None:
            self.late = True
            task.cancel()

        self.handle = asyncio.get_running_loop().call_later(self.seconds, end)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.handle.cancel()
        if self.late and kind is asyncio.CancelledError:
            raise TimeoutError
