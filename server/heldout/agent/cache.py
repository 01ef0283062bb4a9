"""Answers that were verified or rejected, so that nobody pays twice. No source text goes to the disk.

A verified answer is kept in memory only; on the disk are the hashes of requests, with whether the answer held. What fails on the
way (a refusal, a cut stream, no network) is never kept: it may go better the next time.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from hashlib import blake2b
from pathlib import Path

from attrs import define, field

from heldout.agent.answer import Answer

MOST = 2000


def key(*parts: str) -> str:
    """The name of a request: rule, model, prompt."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@define
class Cache:
    """`file` None: in memory only."""

    file: Path | None = None
    _answers: OrderedDict[str, Answer] = field(factory=OrderedDict, repr=False)
    _rejected: dict[str, str] = field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.file is not None:
            try:
                known = json.loads(self.file.read_text(encoding="utf-8"))
                self._rejected = {str(k): str(v) for k, v in known.items()}
            except (OSError, ValueError, AttributeError):
                self._rejected = {}

    def answer(self, name: str) -> Answer | None:
        """A verified answer to the very same request."""
        return self._answers.get(name)

    def rejected(self, name: str) -> str | None:
        """The names of the checks that the last answer to the very same request failed."""
        return self._rejected.get(name)

    def verified(self, name: str, answer: Answer) -> None:
        self._answers[name] = answer
        while len(self._answers) > 64:
            self._answers.popitem(last=False)
        if self._rejected.pop(name, None) is not None:
            self._write()

    def reject(self, name: str, checks: str) -> None:
        """All attempts were rejected, by these checks."""
        self._rejected[name] = checks
        while len(self._rejected) > MOST:
            del self._rejected[next(iter(self._rejected))]
        self._write()

    def _write(self) -> None:
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(json.dumps(self._rejected), encoding="utf-8")
        except OSError:
            pass
