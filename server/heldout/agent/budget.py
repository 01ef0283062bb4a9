"""What asking may cost: a fix, a day and a workspace have their limits, counted from what was really used."""

from __future__ import annotations

import json
import time
from pathlib import Path

from attrs import define, field, frozen

MILLION = 1_000_000


@frozen
class Price:
    """US dollars for a million tokens."""

    read: float
    written: float
    cached: float

    def of(self, usage: Usage) -> float:
        """What a usage costs, in US dollars. Writing to the cache for an hour costs twice what reading does."""
        plain = usage.read * self.read + usage.written * self.written
        return (plain + usage.cached * self.cached + usage.stored * 2 * self.read) / MILLION


@frozen
class Usage:
    """Tokens: read afresh, read from the cache, stored in the cache, written."""

    read: int = 0
    cached: int = 0
    stored: int = 0
    written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.read + other.read, self.cached + other.cached, self.stored + other.stored, self.written + other.written
        )


NOTHING_USED = Usage()
PRICES = {"haiku": Price(0.10, 0.50, 0.01), "sonnet": Price(2, 10, 0.20), "opus": Price(4, 20, 0.40)}
"""By family, as documented in November 2026."""


def price_of(model: str) -> Price | None:
    """The price of a model; None for one that is not known, as those of one's own servers."""
    return next((price for family, price in PRICES.items() if family in model), None)


@frozen
class Limits:
    """In US dollars."""

    fix: float = 0.25
    day: float = 2.0
    workspace: float = 20.0


class Spent(Exception):
    """A limit is reached; the message says which, and what to do."""


@define
class Budget:
    """What was spent, kept in a file of numbers. `file` None: in memory only."""

    limits: Limits = Limits()
    file: Path | None = None
    _fix: float = 0.0
    _days: dict[str, float] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if self.file is not None:
            try:
                known = json.loads(self.file.read_text(encoding="utf-8"))
                self._days = {str(k): float(v) for k, v in known.items()}
            except (OSError, ValueError, AttributeError, TypeError):
                self._days = {}

    def begin(self) -> None:
        """A new fix begins."""
        self._fix = 0.0
        self.check()

    def check(self) -> None:
        """Raises Spent when nothing more may be asked."""
        day = self._days.get(_today(), 0.0)
        for spent, limit, what in (
            (self._fix, self.limits.fix, "one fix"),
            (day, self.limits.day, "one day"),
            (sum(self._days.values()), self.limits.workspace, "this workspace"),
        ):
            if spent >= limit:
                raise Spent(f"the budget for {what} is spent (${spent:.2f} of ${limit:.2f}); raise it in the settings")

    def spend(self, dollars: float) -> None:
        """Count what an answer really cost."""
        self._fix += dollars
        self._days[_today()] = self._days.get(_today(), 0.0) + dollars
        if self.file is not None:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.file.write_text(json.dumps(self._days), encoding="utf-8")
            except OSError:
                pass  # the limits of this process hold

    @property
    def fix(self) -> float:
        return self._fix


def _today() -> str:
    return time.strftime("%Y-%m-%d")
