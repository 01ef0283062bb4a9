"""Where a project's installed packages lie, and the folders that were installed to be edited; nothing is imported."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

NAMES = (".venv", "venv", "env")
LARGEST = 20_000
"""Bytes; a longer .pth file is none that people or tools write."""


@lru_cache(maxsize=64)
def installed(top: Path) -> tuple[Path, ...]:
    """The `site-packages` of the environment beside a project's files, or else of the one that is switched on."""
    places = [top / name for name in NAMES]
    places += [Path(value) for name in ("VIRTUAL_ENV", "CONDA_PREFIX") if (value := os.environ.get(name))]
    for place in places:
        found = sorted(place.glob("lib/python3*/site-packages")) or sorted(place.glob("Lib/site-packages"))
        if found:
            return tuple(found)
    return ()


@lru_cache(maxsize=64)
def editable(top: Path) -> tuple[Path, ...]:
    """The folders that .pth files of the environment name: packages that are installed to be edited."""
    found: list[Path] = []
    for folder in installed(top):
        for file in sorted(folder.glob("*.pth")):
            found += [path for line in _lines(file) if (path := Path(line)).is_absolute() and path.is_dir()]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def holds(top: Path, package: str) -> bool:
    """Whether the environment has a package with Python code of this name, or stubs for it."""
    if package in sys.stdlib_module_names:
        return False
    return any(
        (folder / name).exists()
        for folder in installed(top)
        for name in (package, f"{package}.py", f"{package}.pyi", f"{package}-stubs")
    )


def forget() -> None:
    """Look at the disk again."""
    for cached in (installed, editable, holds):
        cached.cache_clear()


def _lines(file: Path) -> list[str]:
    """The lines of a .pth file that are paths: one that begins with `import` is code, and is never run."""
    try:
        if file.stat().st_size > LARGEST:
            return []
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "import ", "import\t"))]
