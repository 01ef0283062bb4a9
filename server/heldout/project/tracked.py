"""Which files something versions: git (its index is read, git is not run), and DVC (its small files beside the data)."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

LARGEST = 32_000_000
"""Bytes of an index that is still read: some 300,000 files."""
FOLDERS = 2_000
"""How many folders are looked through for the files of DVC."""
CODE = (
    ".py",
    ".pyi",
    ".ipynb",
    ".md",
    ".rst",
    ".c",
    ".h",
    ".cc",
    ".cpp",
    ".js",
    ".ts",
    ".html",
    ".css",
    ".toml",
    ".lock",
)
SKIPPED = frozenset(
    [".git", ".dvc", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".tox", ".ipynb_checkpoints"]
)


class UnreadableIndex(ValueError):
    """The index of a repository cannot be read."""


def repository(folder: Path) -> Path | None:
    """The root of the git repository around a folder."""
    for one in (folder, *folder.parents):
        if (one / ".git").exists():
            return one
    return None


def index_of(root: Path) -> Path:
    """Where the index of a repository lies; in a worktree or submodule `.git` is a file that says so."""
    git = root / ".git"
    try:
        if git.is_file():
            text = git.read_bytes()[:4096].decode("utf-8", "replace")
            named = re.match(r"gitdir:\s*(.+)", text)
            if named is not None:
                git = root / named[1].strip()
    except OSError:
        pass
    return git / "index"


def in_index(data: bytes) -> Iterator[str]:
    """The paths in an index of git (versions 2 to 4), below the root, with slashes. Raises UnreadableIndex.

    The format is described in git's own documentation, gitformat-index.
    """
    if data[:4] != b"DIRC" or len(data) < 12:
        raise UnreadableIndex("not an index of git")
    version, count = int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:12], "big")
    if version not in (2, 3, 4):
        raise UnreadableIndex(f"an index of version {version}")
    at, previous = 12, b""
    for _ in range(count):
        start = at
        flags = int.from_bytes(data[at + 60 : at + 62], "big")
        at += 64 if version >= 3 and flags & 0x4000 else 62
        keep = 0
        if version == 4:
            keep, at = _varint(data, at)
        end = data.find(b"\0", at)
        if end < 0 or keep > len(previous):
            raise UnreadableIndex("an index that ends too early")
        previous = previous[: len(previous) - keep] + data[at:end] if version == 4 else data[at:end]
        yield previous.decode("utf-8", "replace")
        at = end + 1 if version == 4 else start + ((end - start) // 8 + 1) * 8


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number in the encoding of offsets in packs, and the place behind it."""
    value = 0
    first = True
    while at < len(data):
        byte = data[at]
        at += 1
        value = byte & 0x7F if first else ((value + 1) << 7) | (byte & 0x7F)
        first = False
        if not byte & 0x80:
            return value, at
    raise UnreadableIndex("an index that ends too early")


EVERYTHING = frozenset(["*"])
"""Of an index that cannot be read nobody knows what is not in it."""


def tracked_by_git(root: Path) -> frozenset[str]:
    """The files of a repository that are no code, below its root; EVERYTHING where its index cannot be read."""
    path = index_of(root)
    try:
        if path.stat().st_size > LARGEST:
            return EVERYTHING
        return frozenset([name for name in in_index(path.read_bytes()) if not name.endswith(CODE)])
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnreadableIndex):
        return EVERYTHING


def tracked_by_dvc(root: Path) -> frozenset[str]:
    """The files and folders that DVC keeps or reads in its pipelines, below the root."""
    if not (root / ".dvc").is_dir() and not (root / "dvc.yaml").is_file():
        return frozenset()
    found: set[str] = set()
    waiting, seen = [root], 0
    while waiting and seen < FOLDERS:
        folder = waiting.pop()
        seen += 1
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        below = folder.relative_to(root).as_posix()
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED:
                    waiting.append(Path(entry.path))
            elif entry.name.endswith(".dvc") or entry.name in ("dvc.yaml", "dvc.lock"):
                found.update([posixpath.normpath(posixpath.join(below, path)) for path in _named_in(Path(entry.path))])
    return frozenset(found)


_PATH = re.compile(r"\s*(?:-\s*)?path:\s*[\"']?([^\"'#\n]+?)[\"']?\s*$")
_ITEM = re.compile(r"\s*-\s*[\"']?([^\"'#:\n{]+?)[\"']?\s*:?\s*$")
_KEY = re.compile(r"\s*(?:-\s*)?([\w-]+):\s*$")


def _named_in(path: Path) -> Iterator[str]:
    """The outputs and dependencies that a file of DVC names. It is YAML, but the lines that matter all look alike."""
    try:
        if path.stat().st_size > LARGEST:
            return
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return
    folder = re.search(r"^wdir:\s*[\"']?([^\"'#\n]+?)[\"']?\s*$", text, re.MULTILINE)
    inside = ""
    for line in text.splitlines():
        key = _KEY.match(line)
        named = _PATH.match(line) or (_ITEM.match(line) if inside in ("outs", "deps") else None)
        if named is not None:
            yield posixpath.join(folder[1] if folder is not None else "", named[1].strip())
        elif key is not None:
            inside = key[1]
