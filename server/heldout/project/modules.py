"""Where the modules of the workspace lie that a file imports; nothing is imported, and nothing installed is looked at."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg", "heldout.toml", ".git")
DEEPEST = 12
"""So many folders above a file are looked at."""


def locate(importer: Path, module: str, level: int) -> Path | None:
    """The file of a module (or the folder of a package without `__init__.py`) that a file means by an import.

    `level` counts the leading dots. Absolute names are looked for beside the file, then where the file's own package
    starts, then at the top of the project and in its `src`. None: it is of the standard library, installed, or missing.
    """
    parts = [part for part in module.split(".") if part]
    if level:
        base = importer.parent
        for _ in range(level - 1):
            base = base.parent
        return _below(base, parts)
    if not parts or parts[0] in sys.stdlib_module_names:
        return None
    for root in roots(importer.parent):
        found = _below(root, parts)
        if found is not None:
            return found
    return None


def child(package: Path, name: str) -> Path | None:
    """A module inside a package, given the package's file or folder."""
    folder = package if package.is_dir() else package.parent
    return _below(folder, [name]) if package.is_dir() or package.name == "__init__.py" else None


def dotted(path: Path) -> str:
    """The name under which a project imports a file of its own: `shop.features` for `…/src/shop/features.py`."""
    parts = [] if path.name == "__init__.py" else [path.stem if path.suffix == ".py" else path.name]
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts)


@lru_cache(maxsize=512)
def roots(folder: Path) -> tuple[Path, ...]:
    """The folders that absolute imports of a file in `folder` start from, the nearest first."""
    found = [folder]
    above = folder
    for _ in range(DEEPEST):
        if not (above / "__init__.py").is_file():
            found.append(above)  # the first folder that is no package holds the package
        if any((above / name).exists() for name in PROJECT_FILES):
            found += [above, above / "src", above / "lib"]
            break
        if above == above.parent:
            break
        above = above.parent
    else:
        return (folder,)
    if above == above.parent:  # no project around: only what lies beside the file, or holds its package
        found = found[:2]
    return tuple(dict.fromkeys(found))


def _below(base: Path, parts: list[str]) -> Path | None:
    path = base
    for part in parts:
        path = path / part
    if not parts:
        return _package(path)
    file = path.with_name(path.name + ".py")
    if (path / "__init__.py").is_file():
        return path / "__init__.py"
    if file.is_file():
        return file
    return path if path.is_dir() and _holds_code(path) else None


def _package(folder: Path) -> Path | None:
    init = folder / "__init__.py"
    return init if init.is_file() else folder if folder.is_dir() else None


def _holds_code(folder: Path) -> bool:
    try:
        return any(entry.name.endswith(".py") for entry in os.scandir(folder))
    except OSError:
        return False
