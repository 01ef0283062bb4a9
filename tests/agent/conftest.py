"""Where the pages' blocks are read, which the goldens of the agent are."""

from __future__ import annotations

import sys
from pathlib import Path

import anthropic  # noqa: F401 (once, before any test waits for an answer: it takes longer than some of their deadlines)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rules"))
