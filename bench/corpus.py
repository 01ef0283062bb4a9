"""What Heldout says about the examples of well-known libraries, beside what a reader of the code says about each finding.

    make corpus                                        # everything; exit status 1 when something is new or gone
    python -m bench.corpus scikit-learn --new          # one library, new findings written out to be judged

`bench/corpus/<library>.toml` pins an sdist by version and hash, names the folders in it that are read (`programs`, and
`package`: the library's own code, counted apart), and lists every finding: its rule, its file, the text of its line (so that
lines may move), a verdict and the reason for it, found by reading the code. Verdicts: "true" (a reader who was told would
agree that it is so), "false", "debatable" (so, but what the program is about, or harmless there). A finding that is listed
and no longer made is reported as gone: for a false one that is good news, and its entry goes as well.

Programs are read as their users have them: without the library's own source beside them. Folders called `tests` are left
out: what a library's tests do on purpose says nothing about the code of people who use it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import field, frozen

from bench.sdist import CACHE, sdist, unpack
from heldout.analysis.engine import Analyser, Engine
from heldout.analysis.modules import Modules
from heldout.cli.scan import document_of
from heldout.findings.finding import Finding
from heldout.fixes.apply import fix_all
from heldout.source.document import Document

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LISTS = Path(__file__).parent / "corpus"
VERDICTS = ("true", "false", "debatable")
SLOW = 2.0
"""Seconds that no file may take."""
Key = tuple[str, str, str]
"""Rule, file and text of the line: what a finding is known by."""


@frozen
class Library:
    """A pinned sdist, and the verdicts on what is found in it. Equal keys may have several verdicts, one for each time."""

    name: str
    version: str
    sha256: str
    programs: tuple[str, ...]
    package: tuple[str, ...]
    verdicts: dict[Key, list[str]]


@frozen
class Outcome:
    """What came of one library, or of a part of it."""

    files: int = 0
    lines: int = 0
    seconds: float = 0.0
    found: dict[Key, list[str]] = field(factory=dict)
    trouble: tuple[str, ...] = ()


def read(path: Path) -> Library:
    """A list of verdicts. Raises KeyError for entries that are not whole, and ValueError for unknown verdicts."""
    table = tomllib.loads(path.read_text("utf-8"))
    verdicts: dict[Key, list[str]] = {}
    for entry in table.get("finding", ()):
        if entry["verdict"] not in VERDICTS or not entry["reason"]:
            raise ValueError(f"{path.name}: {entry['file']}: a verdict is one of {', '.join(VERDICTS)}, with a reason")
        key = (entry["rule"], entry["file"], entry["line"])
        verdicts.setdefault(key, []).extend([entry["verdict"]] * entry.get("times", 1))
    programs, package = tuple(table["programs"]), tuple(table.get("package", ()))
    return Library(path.stem, table["version"], table["sha256"], programs, package, verdicts)


# ── reading the programs ──────────────────────────────────────────────────────────────────────────────────────────────


def look(engine: Engine, library: Library, folders: Sequence[str]) -> Outcome:
    """Check every file below some folders of a library."""
    archive = sdist(library.name, library.version, library.sha256)
    found: dict[Key, list[str]] = {}
    trouble: list[str] = []
    files = lines = 0
    began = time.perf_counter()
    for folder in folders:
        base = CACHE / "corpus" / f"{library.name}-{library.version}" / folder.replace("/", "-")
        top = unpack(archive, folder, base)
        (base / "heldout.toml").touch()  # the top of a project: imports are not looked for above it
        modules = Modules()
        for path in sorted(path for path in top.rglob("*") if path.suffix in (".py", ".ipynb")):
            if "tests" in path.relative_to(base).parts:
                continue
            name = path.relative_to(base).as_posix()
            started = time.perf_counter()
            try:
                document, data = document_of(path, str(path))
                analyser = Analyser(engine, modules=modules.seen_from(str(path)))
                snapshot = analyser.update(document)
            except Exception as error:  # what must not happen is what is looked for
                trouble.append(f"{name}: failed ({type(error).__name__}: {str(error)[:100]})")
                continue
            files, lines = files + 1, lines + data.count(b"\n")
            if (took := time.perf_counter() - started) > SLOW:
                trouble.append(f"{name}: took {took:.1f} s")
            for finding in snapshot.findings:
                key = (finding.rule, name, line_of(document, finding))
                found.setdefault(key, []).append(f"{where(document, finding)}: {finding.message}")
            if snapshot.findings:
                fixed, _ = fix_all(analyser, document)
                if Analyser(engine).update(fixed).broken > snapshot.broken:
                    trouble.append(f"{name}: does not parse after its safe fixes")
    return Outcome(files, lines, time.perf_counter() - began, found, tuple(trouble))


def line_of(document: Document, finding: Finding) -> str:
    """The text of the line on which a finding begins."""
    return document.cells[finding.place.cell].text.split("\n")[finding.place.line].strip()


def where(document: Document, finding: Finding) -> str:
    """The line, for people: 1-based."""
    cell = f"cell {document.cells[finding.place.cell].number}, " if document.notebook else ""
    return f"{cell}line {finding.place.line + 1}"


# ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def differences(library: Library, outcome: Outcome, folders: Sequence[str]) -> tuple[list[Key], list[Key]]:
    """The findings that are not listed, and those that are listed and are not made; each as often as it is missing."""
    listed = Counter({k: len(v) for k, v in library.verdicts.items() if any(k[1].startswith(f"{f}/") for f in folders)})
    made = Counter({k: len(v) for k, v in outcome.found.items()})
    return sorted((made - listed).elements()), sorted((listed - made).elements())


def judged(library: Library, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Rule and verdict of the findings that are listed and made."""
    for key, messages in outcome.found.items():
        for verdict in library.verdicts.get(key, ())[: len(messages)]:
            yield key[0], verdict


def entry(key: Key, message: str) -> str:
    """A finding as it is written into a list, but for verdict and reason."""
    rule, file, line = (json.dumps(part, ensure_ascii=False) for part in key)
    said = " ".join(message.split())
    return f'\n# {said}\n[[finding]]\nrule = {rule}\nfile = {file}\nline = {line}\nverdict = ""\nreason = ""'


def share(counts: Counter[str]) -> str:
    """Verdicts as a row of a table. The debatable ones count for neither side."""
    certain = counts["true"] + counts["false"]
    percent = f"{100 * counts['true'] / certain:.0f} %" if certain else ""
    return f"{counts['true']} | {counts['false']} | {counts['debatable']} | {percent}"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Findings in real programs, beside what was judged of them.")
    names = sorted(path.stem for path in LISTS.glob("*.toml"))
    parser.add_argument("libraries", nargs="*", metavar="LIBRARY", help=", ".join(names))
    parser.add_argument("--new", action="store_true", help="write new findings as entries that wait for a verdict")
    options = parser.parse_args()
    if unknown := set(options.libraries) - set(names):
        parser.error(f"no list for {', '.join(sorted(unknown))}")
    engine = Engine.load()
    by_rule: dict[str, Counter[str]] = {}
    wrong = 0
    print("| library | part | files | lines | seconds | new | gone | true | false | debatable | true of judged |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    details: list[str] = []
    for name in options.libraries or names:
        library = read(LISTS / f"{name}.toml")
        for part, folders in (("programs", library.programs), ("package", library.package)):
            if not folders:
                continue
            outcome = look(engine, library, folders)
            new, gone = differences(library, outcome, folders)
            total: Counter[str] = Counter()
            for rule, verdict in judged(library, outcome):
                total[verdict] += 1
                by_rule.setdefault(rule, Counter())[verdict] += 1
            size = f"{outcome.files} | {outcome.lines:,} | {outcome.seconds:.1f} | {len(new)} | {len(gone)}"
            print(f"| {name} {library.version} | {part} | {size} | {share(total)} |", flush=True)
            said = {key: list(messages) for key, messages in outcome.found.items()}
            for key in new:
                message = said[key].pop()
                details.append(entry(key, message) if options.new else f"+ {name} {key[1]} {message} ({key[0]})")
            details += [f"- {name} {key[1]} {key[0]}: {key[2]} (was {library.verdicts[key][0]})" for key in gone]
            details += [f"! {name} {line}" for line in outcome.trouble]
            wrong += len(new) + len(gone) + len(outcome.trouble)
    print("\n| rule | true | false | debatable | true of judged |\n| --- | --- | --- | --- | --- |")
    for rule, counts in sorted(by_rule.items()):
        print(f"| {rule} | {share(counts)} |")
    print(f"| all | {share(sum(by_rule.values(), Counter()))} |")
    print(*details, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
