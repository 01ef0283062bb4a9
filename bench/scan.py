"""A cold scan of a pinned sdist (imbalanced-learn: examples and package), beside ruff: lines a second."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from bench.client import commands, keeping_compiled
from bench.sdist import sdist

PINNED = "imbalanced-learn==0.14.0"
REPEATS = 3


def lines_in(folder: Path) -> tuple[int, int]:
    """Files and lines of Python below a folder."""
    files = list(folder.rglob("*.py"))
    return len(files), sum(file.read_bytes().count(b"\n") for file in files)


def seconds(command: list[str]) -> tuple[float, str]:
    """How long a command took at best, and its last line. It may find something, but must not fail."""
    best, last = float("inf"), ""
    environment = keeping_compiled()
    for _ in range(REPEATS):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        best = min(best, time.perf_counter() - started)
        if done.returncode not in (0, 1):
            raise SystemExit(f"bench: {' '.join(command)} failed: {done.stderr.strip()[-300:]}")
        last = (done.stdout.strip().splitlines() or [""])[-1]
    return best, last


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sdist", default=PINNED, help="name==version")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)  # not below .cache, which no tool looks into
        with tarfile.open(sdist(*options.sdist.split("=="))) as packed:
            packed.extractall(folder, filter="data")
        compare(options.sdist, folder)


def compare(title: str, folder: Path) -> None:
    """Print the table."""
    files, lines = lines_in(folder)
    ruff = commands()["ruff"][0]
    print(f"{title}: {files} files, {lines:,} lines; best of {REPEATS}\n")
    print("| tool | seconds | lines a second | last line |\n| --- | --- | --- | --- |")
    for name, command in (
        ("heldout check", [sys.executable, "-m", "heldout", "check", "--output-format", "concise", str(folder)]),
        ("ruff check", [ruff, "check", "--isolated", "--no-cache", str(folder)]),
    ):
        took, last = seconds(command)
        print(f"| {name} | {took:.2f} | {lines / took:,.0f} | {last[:100]} |")


if __name__ == "__main__":
    main()
