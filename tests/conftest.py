"""What all tests share: one way of making documents, and randomness that is the same every time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from heldout.analysis.engine import Engine

settings.register_profile(
    "heldout", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)
settings.load_profile("heldout")


@pytest.fixture(scope="session")
def engine() -> Engine:
    """Heldout's own rules and models, loaded once."""
    return Engine.load()
