"""The agent of this session: what the user allowed, who is asked, one conversation at a time, and how it is called off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, evolve, field
from lsprotocol import types

from heldout.lsp import consent, pages, progress
from heldout.lsp.consent import Consent
from heldout.lsp.editor_model import editor_model, request

if TYPE_CHECKING:
    from heldout.agent.loop import Agent, Prepared, Progress
    from heldout.lsp.server import HeldoutServer

T = TypeVar("T")
log = logging.getLogger(__name__)

BUSY = "The ML engineer is still busy with another finding."


@define(eq=False)
class Colleague:
    """Belongs to the event loop. Nothing is asked before `consent` is given and the first payload was shown."""

    server: HeldoutServer
    consent: Consent = field(factory=Consent)
    _agent: Agent | None = None
    _running: asyncio.Task[Any] | None = None
    _called_off: bool = False

    def allow(self, allowed: Consent) -> None:
        """Take what the user allows from now on. What is under way by an older permission ends."""
        if allowed == self.consent:
            return
        if self._running is not None and evolve(allowed, confirmed=True) != evolve(self.consent, confirmed=True):
            self.call_off()
        self.consent, self._agent = allowed, None

    async def introduced(self) -> None:
        """After the start: for clients that ask nobody, the machine's own file says what is allowed."""
        if not self.server.session.client.consents:
            root = self.server.session.root or Path.cwd()
            self.allow(await asyncio.to_thread(consent.of_machine, root))

    async def agent(self) -> Agent:
        """Who is asked. Made when somebody first asks, and anew when other things are allowed."""
        if self._agent is None:
            from heldout.agent.client import ask
            from heldout.agent.loop import Agent
            from heldout.agent.settings import accounts

            session, allowed = self.server.session, self.consent
            engine = await session.ask(lambda cancelled: session.workspace.engine)
            root = session.root or Path.cwd()
            budget, cache = await asyncio.to_thread(accounts, root, allowed.limits)
            asks = editor_model(self.server) if allowed.backend == "editor" else ask
            guides = () if engine is None else engine.guides
            self._agent = Agent(allowed.access, guides, budget, cache, asks=asks, works=self._in_worker)
        return self._agent

    async def _in_worker(self, call: Callable[[], T], /) -> T:
        return await self.server.session.ask(lambda cancelled: call())

    # -- asking -------------------------------------------------------------------------------------------------

    async def may_send(self, prepared: Prepared, where: str, rule: str) -> bool:
        """Whether this may be sent. Before the first request of a workspace the user sees it word for word."""
        if self.consent.confirmed:
            return True
        lines, destination = prepared.context.lines, self.consent.destination
        if self.server.session.client.consents:
            text = pages.payload(prepared, where, rule, destination)
            told = {"title": pages.PAYLOAD, "text": text, "lines": lines, "destination": destination}
            yes = await request(self.server, "heldout/confirmSending", told) is True
        else:
            message = (
                f"The first request of this session sends {lines} lines of {where.partition(',')[0]} to {destination}. "
                "`heldout fix --show-prompt` prints them word for word. Send them?"
            )
            yes = await self.choose(message, "Send", "Cancel") == "Send"
        if yes:
            self.consent = evolve(self.consent, confirmed=True)
        return yes

    async def converse(self, title: str, talk: Callable[[Agent, Progress], Awaitable[T]]) -> T | None:
        """Talk with progress that can be cancelled; None when the user called it off, or when another talk goes on."""
        if self._running is not None:
            self.say(BUSY)
            return None
        self._called_off = False

        async def shown() -> T:
            async with progress.shown(self.server, title, self.call_off) as report:
                return await talk(await self.agent(), report)

        talking: asyncio.Task[T] = asyncio.ensure_future(shown())
        self._running = talking
        try:
            return await talking
        except asyncio.CancelledError:
            if self._called_off:
                return None
            raise  # the request itself was cancelled
        finally:
            self._running = None

    def call_off(self) -> None:
        """End the talk that goes on, at once."""
        if self._running is not None:
            self._called_off = True
            self._running.cancel()

    # -- telling ------------------------------------------------------------------------------------------------

    def say(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """One sentence for the user."""
        self.server.window_show_message(types.ShowMessageParams(kind, message))

    async def choose(self, message: str, *answers: str) -> str | None:
        """What the user chooses; None when nothing is chosen."""
        actions = [types.MessageActionItem(answer) for answer in answers]
        asked = types.ShowMessageRequestParams(types.MessageType.Info, message, actions)
        chosen = await self.server.window_show_message_request_async(asked)
        return None if chosen is None else chosen.title

    def show(self, title: str, text: str) -> None:
        """A page of plain text, for clients that have a place for it."""
        if self.server.session.client.consents:
            self.server.protocol.notify("heldout/showText", {"title": title, "text": text})
