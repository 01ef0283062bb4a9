"""Check: no finding is silenced, here or in another linter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heldout.agent.verify.trial import Trial

SILENCES = re.compile(
    r"noqa|nosec|heldout\s*:|type:\s*ignore|pylint:|ruff:|flake8:|mypy:|pyright:|fmt:|isort:|pragma|nosemgrep|skipcq",
    re.IGNORECASE,
)
CALLS = re.compile(
    r"\b(filterwarnings|simplefilter|catch_warnings|disable_warnings|seterr|set_verbosity\w*|captureWarnings)\b"
)


def check(trial: Trial) -> Iterator[str]:
    old = "\n".join(cell.text for cell in trial.before.document.cells)
    new = "\n".join(cell.text for cell in trial.changed.cells)
    for pattern, what in ((SILENCES, "a comment that silences findings"), (CALLS, "a call that silences warnings")):
        if len(pattern.findall(new)) > len(pattern.findall(old)):
            yield f"{what} was added; the cause is to be removed, not the finding"
