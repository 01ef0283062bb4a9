"""`heldout card`: prints a draft, or writes it where nothing is yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import LEAKY, Ran, notebook


def test_it_prints(heldout: Callable[..., Ran], folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    ran = heldout("card", "churn.py")
    assert ran.status == 0
    assert ran.out.startswith("# Model card: churn\n")
    assert "`LogisticRegression()` (line 12)" in ran.out


def test_it_writes_and_never_over_something(heldout: Callable[..., Ran], folder: Path) -> None:
    (folder / "churn.ipynb").write_text(notebook(LEAKY))
    ran = heldout("card", "churn.ipynb", "-o", "MODEL_CARD.md")
    assert (ran.status, ran.out) == (0, "")
    assert "questions are left for a person" in ran.err
    written = (folder / "MODEL_CARD.md").read_text()
    assert "(cell 2, line 12)" in written
    (folder / "MODEL_CARD.md").write_text("mine")
    ran = heldout("card", "churn.ipynb", "-o", "MODEL_CARD.md")
    assert (ran.status, ran.err) == (2, "heldout: MODEL_CARD.md is there already; --force overwrites it\n")
    assert (folder / "MODEL_CARD.md").read_text() == "mine"
    assert heldout("card", "churn.ipynb", "-o", "MODEL_CARD.md", "--force").status == 0
    assert (folder / "MODEL_CARD.md").read_text() == written


def test_what_git_tracks_is_told(heldout: Callable[..., Ran], folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    assert "neither git nor DVC" in heldout("card", "churn.py").out


def test_what_cannot_be_read_or_written_is_one_line(heldout: Callable[..., Ran], folder: Path) -> None:
    assert heldout("card", "nowhere.py").status == 2
    (folder / "churn.py").write_text(LEAKY)
    ran = heldout("card", "churn.py", "-o", "no/such/folder.md")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
