"""What a project says beside its code, gathered once and handed to the rules: versioned files, caches, checksums."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from attrs import define, field

from heldout.project.tracked import EVERYTHING, index_of, repository, tracked_by_dvc, tracked_by_git

LARGEST = 256_000_000
"""Bytes of a file whose checksum is still computed: about a second."""
COMMIT = re.compile(r"[0-9a-f]{40}")

Stamp = tuple[tuple[str, int, int], ...]


@define
class ProjectSurroundings:
    """The surroundings of the documents in one folder. Equal ones would give the same answers.

    What git and DVC know is read when it is first asked for, or by `load`, and kept for a process as long as it is true.
    """

    folder: str
    root: str
    stamp: Stamp = field(eq=False)  # git touches its index often without a change
    caches: tuple[str, ...] = ()
    _git: frozenset[str] | None = field(default=None, repr=False)
    _dvc: frozenset[str] | None = field(default=None, repr=False)

    def load(self) -> ProjectSurroundings:
        """Read now, so that no keystroke has to wait for it."""
        self._read()
        return self

    def _read(self) -> tuple[frozenset[str], frozenset[str]]:
        if self._git is None or self._dvc is None:
            key = (self.root, self.stamp)
            known = _known.get(self.root)
            if known is None or known[0] != key:
                root = Path(self.root)
                known = _known[self.root] = (key, tracked_by_git(root), tracked_by_dvc(root))
            self._git, self._dvc = known[1], known[2]
        return self._git, self._dvc

    def by(self, path: str) -> str:
        git, dvc = self._read()
        try:
            names = self._names(path)
        except ValueError:  # another drive
            return ""
        for name in names:
            if name in git or git is EVERYTHING:
                return "git"
            parts = name.split("/")
            if not dvc.isdisjoint(["/".join(parts[:end]) for end in range(1, len(parts) + 1)]):
                return "DVC"
        return ""

    def _names(self, path: str) -> list[str]:
        """The places below the root that a path may mean: programs run in their own folder, or in the root."""
        path = path.replace("\\", "/").removeprefix("file://")
        if posixpath.isabs(path) or path.startswith("~"):
            relative = os.path.relpath(os.path.expanduser(path), self.root).replace(os.sep, "/")
            return [relative]
        below = os.path.relpath(self.folder, self.root).replace(os.sep, "/")
        folders = [below, *[posixpath.dirname(below)], "."] if below != "." else ["."]
        names = [posixpath.normpath(posixpath.join(folder or ".", path)) for folder in folders]
        return [name for name in dict.fromkeys(names) if not name.startswith("../")]

    def revision(self, kind: str, repository: str) -> str | None:
        for cache in self.caches:
            name = f"{kind}--{repository.replace('/', '--')}"
            try:
                text = (Path(cache) / name / "refs" / "main").read_bytes()[:64].decode("ascii", "replace").strip()
            except (OSError, ValueError):
                continue
            if COMMIT.fullmatch(text):
                return text
        return None

    def digest(self, path: str) -> str | None:
        for folder in (self.folder, self.root):
            file = Path(folder, os.path.expanduser(path))
            try:
                if not file.is_file() or file.stat().st_size > LARGEST:
                    continue
                seen = sha256()
                with file.open("rb") as data:
                    while block := data.read(1 << 20):
                        seen.update(block)
                return seen.hexdigest()
            except (OSError, ValueError):
                continue
        return None


_known: dict[str, tuple[tuple[str, Stamp], frozenset[str], frozenset[str]]] = {}


def surroundings_of(folder: Path, caches: Sequence[str] = ()) -> ProjectSurroundings:
    """The surroundings of the documents in a folder. `caches`: where hubs keep what was downloaded, as models write it."""
    folder = Path(os.path.abspath(folder))
    root = repository(folder) or _with_dvc(folder) or folder
    files = (index_of(root), root / "dvc.yaml", root / "dvc.lock", root / ".dvc")
    stamp = tuple([(str(file), *_state(file)) for file in files])
    return ProjectSurroundings(str(folder), str(root), stamp, tuple(_opened(caches)))


def _with_dvc(folder: Path) -> Path | None:
    return next((one for one in (folder, *folder.parents) if (one / ".dvc").is_dir()), None)


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


def _opened(caches: Sequence[str]) -> list[str]:
    """The folders that stand for `$VARIABLE/…` and `~/…`; what is not set is left out."""
    opened = [os.path.expanduser(os.path.expandvars(cache)) for cache in caches]
    return [path for path in opened if "$" not in path]
