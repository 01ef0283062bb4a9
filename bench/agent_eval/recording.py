"""What was answered, as lines of JSON that can be replayed without a key: the first says what it is, each other is one answer.

An answer is known by model, case and attempt, and carries the hash of the prompt that it was given for. What was sent is not in
it (the cases say that), and no key.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from heldout.agent.budget import Usage
from heldout.agent.client import Access, Reply, Trouble
from heldout.agent.conversation import Asks, Progress
from heldout.agent.redact import Redaction

FORM = 1
Key = tuple[str, str, int]


@frozen
class Answered:
    """One answer, or why there was none: `stop` is "end_turn" or the kind of the trouble, and `text` then its sentence."""

    model: str
    case: str
    attempt: int
    prompt: str
    text: str
    stop: str
    usage: Usage
    seconds: float

    @property
    def key(self) -> Key:
        return (self.model, self.case, self.attempt)

    @property
    def line(self) -> str:
        used = [self.usage.read, self.usage.cached, self.usage.stored, self.usage.written]
        said = {
            "model": self.model,
            "case": self.case,
            "attempt": self.attempt,
            "prompt": self.prompt,
            "stop": self.stop,
        }
        return json.dumps({**said, "usage": used, "seconds": round(self.seconds, 3), "answer": self.text})


@frozen
class Recording:
    """`made`: by whom, for people ("claude-sonnet-5-5", "a script, no model")."""

    made: str
    answers: Mapping[Key, Answered]

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key[0] for key in self.answers))

    def cases_of(self, model: str) -> frozenset[str]:
        return frozenset(case for name, case, _ in self.answers if name == model)

    def used(self, model: str, case: str, attempts: int) -> Iterator[Answered]:
        """The first answers of a case."""
        return (a for n in range(1, attempts + 1) if (a := self.answers.get((model, case, n))) is not None)


def read(path: Path) -> Recording:
    """A recording. Raises OSError, and ValueError for a file that is none."""
    head, *lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] or ["{}"]
    try:
        about = json.loads(head)
        if about.get("recording") != FORM:
            raise ValueError("its first line does not say that it is one")
        answers = [_answered(json.loads(line)) for line in lines]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path} is no recording of an eval: {error}") from None
    return Recording(str(about.get("made", "")), {answer.key: answer for answer in answers})


def _answered(data: Mapping[str, Any]) -> Answered:
    return Answered(
        data["model"],
        data["case"],
        int(data["attempt"]),
        data["prompt"],
        data["answer"],
        data["stop"],
        Usage(*data["usage"]),
        float(data["seconds"]),
    )


def begin(path: Path, made: str) -> None:
    """A new recording: its first line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"recording": FORM, "made": made}) + "\n", encoding="utf-8")


def fingerprint(system: str, messages: Sequence[Any]) -> str:
    """The hash of a prompt: its texts with who says them, whatever else an SDK adds."""
    said = [("system", system), *[(message["role"], _text(message["content"])) for message in messages]]
    return blake2b(json.dumps(said).encode("utf-8"), digest_size=12).hexdigest()


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    texts = [block.get("text") if isinstance(block, Mapping) else getattr(block, "text", "") for block in content]
    return "".join([text or "" for text in texts])


@define
class Recorder:
    """Asks, and writes down what is answered. `case` is set by who runs the cases."""

    asks: Asks
    path: Path
    case: str = ""

    async def __call__(
        self, access: Access, system: str, messages: Sequence[Any], redaction: Redaction, progress: Progress, /
    ) -> Reply:
        started = time.monotonic()
        about = (access.model, self.case, len(messages) // 2 + 1, fingerprint(system, messages))
        try:
            reply = await self.asks(access, system, messages, redaction, progress)
        except Trouble as trouble:
            self._write(Answered(*about, str(trouble), trouble.kind, trouble.usage, time.monotonic() - started))
            raise
        self._write(Answered(*about, reply.text, "end_turn", reply.usage, time.monotonic() - started))
        return reply

    def _write(self, answered: Answered) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(answered.line + "\n")


@define
class Replayer:
    """Answers as a recording does. An answer for another prompt is none, unless `anyway`; `other` counts those that were taken."""

    recording: Recording
    anyway: bool = False
    case: str = ""
    other: int = field(default=0)

    async def __call__(
        self, access: Access, system: str, messages: Sequence[Any], redaction: Redaction, progress: Progress, /
    ) -> Reply:
        attempt = len(messages) // 2 + 1
        known = self.recording.answers.get((access.model, self.case, attempt))
        if known is None:
            raise Trouble("unrecorded", f"attempt {attempt} was not recorded", False)
        if known.prompt != fingerprint(system, messages):
            if not self.anyway:
                raise Trouble("stale", f"attempt {attempt} was recorded for another prompt", False)
            self.other += 1
        if known.stop != "end_turn":
            raise Trouble(known.stop, known.text, usage=known.usage)
        return Reply(known.text, known.usage, {"role": "assistant", "content": known.text})
