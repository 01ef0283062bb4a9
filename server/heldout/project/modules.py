"""Where the modules of the workspace lie that a file imports; nothing is imported, and no installed copy is looked at."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from heldout.project import environments

PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg", "heldout.toml", ".git")
DEEPEST = 12
"""So many folders above a file are looked at."""


def locate(importer: Path, module: str, level: int, added: tuple[Path, ...] = ()) -> Path | None:
    """The file of a module (or the folder of a package without `__init__.py`) that a file means by an import.

    `level` counts the leading dots. Absolute names are looked for beside the file, then where the file's own package
    starts, then in the folders `added` to the search path, at the top of the project and in its `src`, and in folders that
    are installed to be edited. None: it is of the standard library, installed, or missing.
    """
    parts = [part for part in module.split(".") if part]
    if level:
        base = importer.parent
        for _ in range(level - 1):
            base = base.parent
        return _below(base, parts)
    if not parts or parts[0] in sys.stdlib_module_names:
        return None
    near, *others = roots(importer.parent)
    spread: Path | None = None  # a folder without `__init__.py` only counts where nothing better is found, as in Python
    for root in (near, *added, *others):
        found = _below(root, parts)
        if found is not None and found.suffix == ".py":
            return found
        spread = spread or found
    return None if spread is None or environments.holds(top(importer.parent), parts[0]) else spread


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
            found += [above, above / "src", above / "lib", *environments.editable(above)]
            break
        if above == above.parent:
            break
        above = above.parent
    else:
        return (folder,)
    if above == above.parent:  # no project around: only what lies beside the file, or holds its package
        found = found[:2]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=512)
def top(folder: Path) -> Path:
    """The top of the project that a folder is in; the folder itself where there is no project."""
    for above in (folder, *list(folder.parents)[:DEEPEST]):
        if any((above / name).exists() for name in PROJECT_FILES):
            return above
    return folder


def forget() -> None:
    """Look at the disk again."""
    roots.cache_clear()
    top.cache_clear()
    environments.forget()


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


def _holds_code(folder: Path, deep: bool = True) -> bool:
    """Whether a folder without `__init__.py` is a package: it has code, or (as a namespace) a folder that has some."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return False
    if any(entry.name.endswith(".py") for entry in entries):
        return True
    return deep and any(
        entry.name.isidentifier() and entry.is_dir() and _holds_code(Path(entry.path), False) for entry in entries[:64]
    )
