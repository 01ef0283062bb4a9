"""Writes what is made from the rules: docs/rules/ (a table and a page for each), docs/heldout.schema.json, and docs/agent/conversations/.

`make docs` runs it; a test fails when what is committed is not what it would write.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from heldout.analysis.engine import Engine, RuleInfo
from heldout.project.schema import schema

DOCS = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Path below docs/ → text of every generated file."""
    engine = Engine.load()
    rules = engine.rules
    written = {f"rules/{name}.md": info.page.rstrip("\n") + "\n" for name, info in rules.items()}
    written["rules/README.md"] = _table(list(rules.values()))
    sentences = {name: info.summary for name, info in rules.items()}
    written["heldout.schema.json"] = json.dumps(schema(sentences), indent=2, ensure_ascii=False) + "\n"
    return {**written, **_transcripts(engine)}


def _transcripts(engine: Engine) -> dict[str, str]:
    sys.path.insert(0, str(DOCS))
    try:
        from transcripts import transcripts
    finally:
        sys.path.remove(str(DOCS))
    made: dict[str, str] = transcripts(engine)
    return made


def _table(rules: list[RuleInfo]) -> str:
    lines = ["# Rules", "", "| rule | severity | fix | what it finds |", "| --- | --- | --- | --- |"]
    for info in sorted(rules, key=lambda info: (info.family, info.name)):
        fix = info.fixable.value if info.fixable else ""
        summary = info.summary.replace("|", "\\|")
        lines.append(f"| [{info.name}]({info.name}.md) | {info.severity.value} | {fix} | {summary} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the files, and remove the pages of rules that are no more."""
    written = pages()
    for path in [*DOCS.glob("rules/*.md"), *DOCS.glob("agent/conversations/*.md")]:
        if path.relative_to(DOCS).as_posix() not in written:
            path.unlink()
    for name, text in written.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(written)} files in {DOCS.relative_to(Path.cwd()) if DOCS.is_relative_to(Path.cwd()) else DOCS}")


if __name__ == "__main__":
    main()
