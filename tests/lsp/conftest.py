"""Servers to talk to: one with a tiny engine, whose findings a test can write down, and the real one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from wire import FAKE, REAL, Wire


@pytest.fixture
def start() -> Iterator[Callable[..., Wire]]:
    """Start a server; it is ended after the test, and must not have said anything on standard error."""
    wires: list[Wire] = []

    def started(*arguments: str, real: bool = False, cwd: Path | None = None) -> Wire:
        wires.append(Wire([*(REAL if real else FAKE), *arguments], cwd))
        return wires[-1]

    yield started
    for wire in wires:
        wire.close()
        assert wire.stderr() == ""


@pytest.fixture
def fake(start: Callable[..., Wire]) -> Any:
    """An initialized server with the tiny engine."""
    wire = start()
    wire.initialize()
    return wire


@pytest.fixture
def real(start: Callable[..., Wire]) -> Any:
    """An initialized `heldout server`."""
    wire = start(real=True)
    wire.initialize()
    return wire
