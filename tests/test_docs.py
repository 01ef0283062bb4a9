"""What is generated is what is committed."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_generated_docs_are_current() -> None:
    written: dict[str, str] = runpy.run_path(str(DOCS / "generate.py"))["pages"]()
    made = [*DOCS.glob("rules/*.md"), *DOCS.glob("agent/conversations/*.md"), DOCS / "heldout.schema.json"]
    committed = {path.relative_to(DOCS).as_posix() for path in made}
    assert committed == set(written), "run `make docs`"
    for name, text in written.items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"docs/{name} is stale: run `make docs`"
