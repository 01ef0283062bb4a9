"""A cold scan of a pinned sdist (imbalanced-learn: examples and package), beside ruff: lines a second."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from bench.client import commands

CACHE = Path(__file__).parents[1] / ".cache" / "bench"
# pip builds the metadata of an sdist before it keeps it; this one needs setuptools for that and no compiler.
PINNED = "imbalanced-learn==0.14.0"
REPEATS = 3


def sdist(pinned: str) -> Path:
    """The archive of an sdist, downloaded with pip by name and version when it is not there."""
    name, version = pinned.split("==")
    CACHE.mkdir(parents=True, exist_ok=True)
    return _download(name, version)


def _download(name: str, version: str) -> Path:
    """The sdist as pip brings it."""
    stem = name.replace("-", "_")
    if not list(CACHE.glob(f"{stem}-{version}*.tar.gz")):
        pip = ["uv", "run", "-q", "--no-project", "--python", sys.executable, "--with", "pip,setuptools,wheel"]
        pip += ["python", "-m", "pip", "download", "-q", "--disable-pip-version-check", "-d", str(CACHE)]
        subprocess.run(
            [*pip, "--no-deps", "--no-binary", ":all:", "--no-build-isolation", f"{name}=={version}"], check=False
        )
    found = sorted(CACHE.glob(f"{stem}-{version}*.tar.gz"))
    if not found:
        raise SystemExit(f"bench: pip could not bring the sdist of {name} {version}")
    return found[0]


def lines_in(folder: Path) -> tuple[int, int]:
    """Files and lines of Python below a folder."""
    files = list(folder.rglob("*.py"))
    return len(files), sum(file.read_bytes().count(b"\n") for file in files)


def seconds(command: list[str]) -> tuple[float, str]:
    """How long a command took at best, and its last line. It may find something, but must not fail."""
    best, last = float("inf"), ""
    for _ in range(REPEATS):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
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
        with tarfile.open(sdist(options.sdist)) as packed:
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
