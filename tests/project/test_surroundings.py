"""What versions the files of a project: git's index, DVC's files, caches of hubs, checksums."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from heldout.project.surroundings import surroundings_of
from heldout.project.tracked import UnreadableIndex, in_index, tracked_by_dvc

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def index(version: int, names: list[str], extended: bool = False) -> bytes:
    """An index of git, as gitformat-index describes it; what is not read is zero."""
    data = b"DIRC" + version.to_bytes(4, "big") + len(names).to_bytes(4, "big")
    previous = b""
    for name in sorted(names):
        raw = name.encode()
        entry = bytes(60) + ((0x4000 if extended else 0) | min(len(raw), 0xFFF)).to_bytes(2, "big")
        entry += bytes(2) if extended else b""
        if version == 4:
            common = next(
                (i for i, (a, b) in enumerate(zip(raw, previous, strict=False)) if a != b), min(len(raw), len(previous))
            )
            data += entry + offset(len(previous) - common) + raw[common:] + b"\0"
            previous = raw
        else:
            entry += raw
            data += entry + bytes(8 - len(entry) % 8)
    return data + bytes(20)


def offset(value: int) -> bytes:
    """A number in the encoding of offsets in packs."""
    out = [value & 0x7F]
    value >>= 7
    while value:
        value -= 1
        out.insert(0, 0x80 | (value & 0x7F))
        value >>= 7
    return bytes(out)


NAMES = ["data/train.csv", "data/" + "long" * 100 + ".csv", "data/ümlaut.parquet", "a.csv", "train.py"]


@pytest.mark.parametrize(("version", "extended"), [(2, False), (3, True), (4, False), (4, True)])
def test_the_index_of_git(version: int, extended: bool) -> None:
    assert sorted(in_index(index(version, NAMES, extended))) == sorted(NAMES)


@pytest.mark.parametrize(
    "data", [b"", b"DIRC", b"PK\x03\x04" + bytes(100), b"DIRC" + bytes(8), index(2, NAMES)[:90], index(4, NAMES)[:80]]
)
def test_an_index_that_is_none(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableIndex):
        list(in_index(data))
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/index").write_bytes(data)
    around = surroundings_of(tmp_path)
    assert around.by("a.csv") == "git"  # nobody knows, and that accuses nobody
    assert around.by("../a.csv") == ""


def repository(root: Path, names: list[str]) -> Path:
    (root / ".git").mkdir(parents=True)
    (root / ".git/index").write_bytes(index(2, names))
    return root


def test_a_repository_without_an_index_tracks_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert surroundings_of(tmp_path).by("a.csv") == ""


def test_what_git_tracks(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", ["data/train.csv", "src/x.csv"])
    (root / "src").mkdir()
    around = surroundings_of(root / "src")
    assert around.by("data/train.csv") == "git"  # run in the root
    assert around.by("../data/train.csv") == "git"  # run in its own folder
    assert around.by("x.csv") == "git"
    assert around.by(str(root / "data/train.csv")) == "git"
    assert around.by("data/test.csv") == ""
    assert around.by("../../data/train.csv") == ""
    assert around.by("~/train.csv") == ""
    assert around.by("bad\0name") == ""


def test_a_worktree_has_its_index_elsewhere(tmp_path: Path) -> None:
    there = repository(tmp_path / "main", ["a.csv"])
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {there / '.git'}\n", encoding="utf-8")
    assert surroundings_of(tree).by("a.csv") == "git"


def test_what_dvc_keeps(tmp_path: Path) -> None:
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/train.csv.dvc").write_text(
        "outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  size: 14445097\n  hash: md5\n  path: train.csv\n",
        encoding="utf-8",
    )
    (tmp_path / "dvc.yaml").write_text(
        "stages:\n  prepare:\n    cmd: python prepare.py raw\n    deps:\n    - raw\n    - prepare.py\n    outs:\n"
        "    - clean/all.parquet:\n        cache: false\n    params:\n    - seed\n",
        encoding="utf-8",
    )
    (tmp_path / "dvc.lock").write_text(
        "schema: '2.0'\nstages:\n  x:\n    outs:\n    - path: features\n      md5: 1.dir\n", encoding="utf-8"
    )
    assert tracked_by_dvc(tmp_path) == {"data/train.csv", "raw", "prepare.py", "clean/all.parquet", "features"}
    around = surroundings_of(tmp_path)
    assert around.by("data/train.csv") == "DVC"
    assert around.by("raw/2026/day.csv") == "DVC"
    assert around.by("features/x.npy") == "DVC"
    assert around.by("data/test.csv") == ""
    assert around.by("seed") == ""


def test_a_file_of_dvc_that_is_broken_says_nothing(tmp_path: Path) -> None:
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "x.dvc").write_bytes(b"\xff\xfe\x00outs:\n- path")
    (tmp_path / "dvc.lock").mkdir()
    assert tracked_by_dvc(tmp_path) == frozenset()


def test_equal_answers_are_equal_surroundings(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", ["a.csv"])
    before = surroundings_of(root).load()
    os.utime(root / ".git/index", ns=(time.time_ns(), 1))
    assert surroundings_of(root).load() == before
    (root / ".git/index").write_bytes(index(2, ["a.csv", "b.csv"]))
    assert surroundings_of(root).load() != before
    assert surroundings_of(root).by("b.csv") == "git"


def test_the_revision_in_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refs = tmp_path / "cache/models--org--name/refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text(COMMIT, encoding="utf-8")
    monkeypatch.setenv("SOME_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("NO_CACHE", raising=False)
    around = surroundings_of(tmp_path, ["$NO_CACHE/hub", "$SOME_CACHE", "~/none"])
    assert around.revision("models", "org/name") == COMMIT
    assert around.revision("datasets", "org/name") is None
    (refs / "main").write_bytes(b"\xff" * 200)
    assert around.revision("models", "org/name") is None


def test_the_checksum_of_a_file(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", [])
    (root / "src").mkdir()
    (root / "train.csv").write_bytes(b"a,b\n1,2\n")
    around = surroundings_of(root / "src")
    assert around.digest("train.csv") == sha256(b"a,b\n1,2\n").hexdigest()
    assert around.digest("src") is None
    assert around.digest("nowhere.csv") is None
    assert around.digest("bad\0name") is None
