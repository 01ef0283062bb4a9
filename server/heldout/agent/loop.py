"""Asking for one fix: at most three attempts in one conversation, each verified; nothing unverified comes out.

An async caller passes `progress` and cancels by cancelling its task. One with a thread that analyses has the judging done
there (`works`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from attrs import define, evolve, field, frozen

from heldout.agent import cache as caching
from heldout.agent.answer import Answer, Unreadable, read
from heldout.agent.budget import Budget, Spent, Usage
from heldout.agent.cache import Cache
from heldout.agent.client import Access, Trouble, ask
from heldout.agent.context import context_of
from heldout.agent.conversation import Asks, Breaker, Conversation, Prepared, Progress
from heldout.agent.prompt import FIXING, Task, feedback, guides_for, recipe, request, system
from heldout.agent.redact import Redaction
from heldout.agent.verify.judge import Failure, Verdict, judge, prepare
from heldout.agent.verify.located import Replacement
from heldout.analysis.engine import Snapshot
from heldout.findings.finding import Edit, Finding
from heldout.source.document import Document

__all__ = ["Agent", "Asks", "Breaker", "Outcome", "Prepared", "Progress"]
ATTEMPTS = 3
T = TypeVar("T")


class Works(Protocol):
    """Where what analyses is done: what touches an analyser must not run beside it."""

    async def __call__(self, call: Callable[[], T], /) -> T: ...


async def _here(call: Callable[[], T], /) -> T:
    return call()


@frozen
class Outcome:
    """What came of asking. `status`: "fixed", "declined", "rejected" or "failed"; `message` is for people, one sentence.

    Only "fixed" has edits, and those were verified. `failures` are of the last attempt.
    """

    status: str
    message: str
    answer: Answer | None = None
    edits: tuple[Edit, ...] = ()
    changed: Document | None = None
    attempts: int = 0
    usage: Usage = field(factory=Usage)
    dollars: float | None = None  # None: the price of this model is not known
    seconds: float = 0.0
    failures: tuple[Failure, ...] = ()
    kind: str = ""  # of a failure: see `client`


@define
class Agent:
    """A colleague who is asked for one finding at a time."""

    access: Access
    guides: Iterable[tuple[str, str]] = ()
    budget: Budget = field(factory=Budget)
    cache: Cache = field(factory=Cache)
    breaker: Breaker = field(factory=Breaker)
    asks: Asks = ask
    works: Works = _here

    def prepare(self, snapshot: Snapshot, finding: Finding, page: str, task: Task = FIXING) -> Prepared:
        """What would be sent for a finding. Nothing is sent."""
        context = context_of(snapshot, finding)
        redaction = Redaction()
        text = "\n".join(cell.text for cell in snapshot.document.cells)
        redaction.redact(text)  # a secret may be named as one elsewhere
        stable = system(recipe(page), guides_for(self.guides, text), task)
        return Prepared(redaction.redact(stable), redaction.redact(request(context, task)), context, redaction)

    def conversation(self, prepared: Prepared, task: Task = FIXING) -> Conversation:
        """A conversation that begins with what was prepared for a task. Raises Spent when nothing may be asked any more."""
        self.budget.begin()
        return Conversation(evolve(self.access, form=task.form), self.asks, self.budget, self.breaker, prepared)

    async def fix(
        self, snapshot: Snapshot, finding: Finding, page: str, progress: Progress = lambda _: None
    ) -> Outcome:
        """Ask until an answer holds, and give it with its edits. Never raises but for cancellation."""
        started = time.monotonic()
        progress("reading")
        prepared = await self.works(lambda: self.prepare(snapshot, finding, page))
        name = caching.key(finding.rule, self.access.model, prepared.system, prepared.request)
        try:
            outcome = await self._known(snapshot, finding, prepared, name)
            if outcome is None:
                outcome = await self._converse(snapshot, finding, prepared, name, progress)
        except Spent as error:
            outcome = Outcome("failed", str(error), kind="budget")
        return evolve(outcome, seconds=time.monotonic() - started)

    async def _known(self, snapshot: Snapshot, finding: Finding, prepared: Prepared, name: str) -> Outcome | None:
        known = self.cache.answer(name)
        if known is not None:
            verdict = await self._judge(snapshot, finding, prepared, known)
            if verdict.accepted:
                return Outcome("fixed", "this was asked before", known, verdict.edits, verdict.changed, dollars=0.0)
        checks = self.cache.rejected(name)
        if checks is not None:
            return Outcome(
                "rejected",
                f"no answer to this request held before ({checks}); change the code and ask again",
                dollars=0.0,
            )
        return None

    async def _converse(
        self, snapshot: Snapshot, finding: Finding, prepared: Prepared, name: str, progress: Progress
    ) -> Outcome:
        await self.works(lambda: prepare(snapshot, finding))
        talk = self.conversation(prepared)
        failures: tuple[Failure, ...] = (Failure("answer", "there was no answer"),)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                reply = await talk.reply(progress)
            except Trouble as trouble:
                return evolve(_so_far(talk, "failed", str(trouble)), attempts=attempt, kind=trouble.kind)
            except Spent as spent:
                return evolve(_so_far(talk, "failed", str(spent)), kind="budget", failures=failures)
            progress(f"verifying {attempt} of {ATTEMPTS}")
            await asyncio.sleep(0)  # cancellation is heard between the attempts, too
            try:
                answer = _restored(read(reply.text), prepared.redaction)
            except Unreadable as error:
                failures = (Failure("answer", str(error)),)
            else:
                if not answer.edits:
                    why = "the finding seems to be wrong" if answer.false_positive else "no certain fix"
                    declined = _so_far(talk, "declined", f"declined: {answer.rationale or why}")
                    return evolve(declined, answer=answer)
                verdict = await self._judge(snapshot, finding, prepared, answer)
                if verdict.accepted:
                    self.cache.verified(name, answer)
                    fixed = _so_far(talk, "fixed", "verified")
                    return evolve(fixed, answer=answer, edits=verdict.edits, changed=verdict.changed)
                failures = verdict.failures
            talk.answer(reply, feedback(failures))
        checks = ", ".join(sorted({failure.check for failure in failures}))
        self.cache.reject(name, checks)
        message = f"no answer held in {ATTEMPTS} attempts: {failures[0].message}"
        return evolve(_so_far(talk, "rejected", message), failures=failures)

    async def _judge(self, snapshot: Snapshot, finding: Finding, prepared: Prepared, answer: Answer) -> Verdict:
        return await self.works(lambda: judge(snapshot, finding, prepared.context.regions, answer.edits))


def _so_far(talk: Conversation, status: str, message: str) -> Outcome:
    return Outcome(status, message, attempts=talk.asked, usage=talk.usage, dollars=talk.dollars)


def _restored(answer: Answer, redaction: Redaction) -> Answer:
    """The answer with the secrets back in its edits; in its words they stay hidden."""
    edits = [Replacement(redaction.restore(e.search), redaction.restore(e.replace)) for e in answer.edits]
    return evolve(answer, edits=tuple(edits))
