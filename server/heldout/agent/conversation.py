"""One conversation with a model, whatever it is about: consent to send, the breaker, the budget, and what was used."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import define, field, frozen

from heldout.agent.budget import NOTHING_USED, Budget, Usage, price_of
from heldout.agent.client import Access, Reply, Trouble
from heldout.agent.context import Context
from heldout.agent.redact import Redaction

Progress = Callable[[str], None]
OWN_FAULT = ("refused", "key", "missing", "paused")
"""Kinds of trouble that say nothing of the server's health."""


class Asks(Protocol):
    """Something that answers: the client, or an editor's own model. `access.form` is the JSON schema of the answer."""

    async def __call__(
        self, access: Access, system: str, messages: Sequence[Any], redaction: Redaction, progress: Progress, /
    ) -> Reply: ...


@frozen
class Prepared:
    """What would be sent, word for word, secrets replaced."""

    system: str
    request: str
    context: Context
    redaction: Redaction


@define
class Breaker:
    """After a few failures in a row nobody is asked for a while."""

    most: int = 3
    pause: float = 60.0
    _failures: int = 0
    _until: float = 0.0

    def check(self) -> None:
        if time.monotonic() < self._until:
            wait = self._until - time.monotonic()
            raise Trouble("paused", f"asking failed {self._failures} times; it is tried again in {wait:.0f} seconds")

    def count(self, failed: bool) -> None:
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= self.most:
            self._until = time.monotonic() + self.pause


@define
class Conversation:
    """Questions and answers about one finding. `usage` is what all of them used, those without an answer as well."""

    access: Access
    asks: Asks
    budget: Budget
    breaker: Breaker
    prepared: Prepared
    messages: list[Any] = field(init=False)
    usage: Usage = NOTHING_USED
    asked: int = 0

    def __attrs_post_init__(self) -> None:
        self.messages = [{"role": "user", "content": self.prepared.request}]

    @property
    def dollars(self) -> float | None:
        """What it cost so far; None when the price of this model is not known."""
        price = price_of(self.access.model)
        return None if price is None else price.of(self.usage)

    async def reply(self, progress: Progress) -> Reply:
        """The next answer. Raises Trouble and Spent; a cancelled task closes the connection at once."""
        self.breaker.check()
        self.budget.check()
        progress("asking")
        self.asked += 1
        prepared = self.prepared
        try:
            reply = await self.asks(self.access, prepared.system, self.messages, prepared.redaction, progress)
        except Trouble as trouble:
            self.breaker.count(trouble.kind not in OWN_FAULT)
            self._used(trouble.usage)
            raise
        self.breaker.count(False)
        self._used(reply.usage)
        return reply

    def answer(self, reply: Reply, text: str) -> None:
        """Go on: the model's turn goes back unchanged, and what is said to it without secrets."""
        self.messages += [reply.turn, {"role": "user", "content": self.prepared.redaction.redact(text)}]

    def _used(self, usage: Usage) -> None:
        self.usage += usage
        price = price_of(self.access.model)
        if price is not None and usage != NOTHING_USED:
            self.budget.spend(price.of(usage))
