"""Which files are to be checked: scripts and notebooks, without what git ignores or what others installed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from heldout.project.settings import Settings, relative_path, spec_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".ipynb")
NEVER = frozenset(
    {
        *(".bzr", ".git", ".git-rewrite", ".hg", ".svn"),
        *(".direnv", ".nox", ".pants.d", ".pyenv", ".tox", ".venv", "venv", "site-packages", "__pypackages__"),
        *(".cache", ".mypy_cache", ".pytest_cache", ".pytype", ".ruff_cache", "__pycache__"),
        *(".eggs", ".ipynb_checkpoints", "_build", "node_modules"),
    }
)


@frozen
class _Ignores:
    """The patterns of one .gitignore, and the folder that they start from."""

    folder: str
    spec: GitIgnoreSpec

    def decides(self, path: str, directory: bool) -> bool | None:
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return self.spec.check_file(relative + "/" if directory else relative).include


def find_files(paths: Sequence[Path], settings: Settings) -> Iterator[Path]:
    """The files below the paths, sorted within a folder, each once. A file that is named itself is always taken."""
    seen: set[str] = set()
    for path in paths:
        found = _walk(str(path), settings) if path.is_dir() else iter([path])
        for file in found:
            key = os.path.abspath(file)
            if key not in seen:
                seen.add(key)
                yield file


def _walk(top: str, settings: Settings) -> Iterator[Path]:
    excluded = spec_of(settings.exclude) if settings.exclude else None
    stack: list[tuple[str, tuple[_Ignores, ...]]] = [(top, _ignores_above(top))]
    while stack:
        folder, ignores = stack.pop()
        ignores = (*ignores, *_ignores_in(folder))
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        folders: list[tuple[str, tuple[_Ignores, ...]]] = []
        for entry in entries:
            try:
                directory = entry.is_dir(follow_symlinks=False)
                wanted = directory or (entry.name.endswith(SUFFIXES) and entry.is_file())
            except OSError:
                continue
            if not wanted or (directory and (entry.name in NEVER or _is_environment(entry.path))):
                continue
            if ignores and _ignored(os.path.abspath(entry.path), directory, ignores):
                continue
            if excluded is not None:
                relative = relative_path(entry.path, settings.root)
                if excluded.match_file(relative + "/" if directory else relative):
                    continue
            if directory:
                folders.append((entry.path, ignores))
            else:
                yield Path(os.path.normpath(entry.path))
        stack += reversed(folders)


def _is_environment(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def _ignored(path: str, directory: bool, ignores: tuple[_Ignores, ...]) -> bool:
    # As in git: the deepest file that says anything about a path decides.
    for level in reversed(ignores):
        decision = level.decides(path, directory)
        if decision is not None:
            return decision
    return False


def _ignores_in(folder: str) -> tuple[_Ignores, ...]:
    names = [".gitignore"]
    if os.path.isdir(os.path.join(folder, ".git")):
        names.insert(0, os.path.join(".git", "info", "exclude"))
    found: list[_Ignores] = []
    for name in names:
        try:
            lines = Path(folder, name).read_bytes().decode("utf-8", "replace").splitlines()
        except OSError:
            continue
        found.append(_Ignores(os.path.abspath(folder), spec_of(lines)))
    return tuple(found)


def _ignores_above(top: str) -> tuple[_Ignores, ...]:
    """What the folders between the repository's root and `top` (itself left out) ignore; nothing outside of one."""
    above: list[_Ignores] = []
    start = Path(os.path.abspath(top))
    if (start / ".git").exists():
        return ()
    for folder in start.parents:
        above[:0] = _ignores_in(str(folder))
        if (folder / ".git").exists():
            return tuple(above)
    return ()
