"""Files to check: what git ignores and what others installed is left out."""

from __future__ import annotations

from pathlib import Path

from heldout.project.files import find_files
from heldout.project.settings import Settings


def tree(root: Path, *files: str, **written: str) -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    (root / ".git").mkdir(exist_ok=True)
    if "ignored" in written:
        (root / ".gitignore").write_text(written["ignored"], encoding="utf-8")


def found(root: Path, *paths: str, settings: Settings | None = None) -> list[str]:
    chosen = [root / path for path in paths] or [root]
    return [file.relative_to(root).as_posix() for file in find_files(chosen, settings or Settings(root=root))]


def test_scripts_and_notebooks_sorted(tmp_path: Path) -> None:
    tree(tmp_path, "b.py", "a.ipynb", "data.csv", "pkg/c.py", "pkg/c.pyc")
    assert found(tmp_path) == ["a.ipynb", "b.py", "pkg/c.py"]


def test_environments_and_caches_are_left_out(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "a.py",
        ".venv/x.py",
        "node_modules/x.py",
        "env/pyvenv.cfg",
        "env/lib/x.py",
        "nb/.ipynb_checkpoints/a.ipynb",
    )
    assert found(tmp_path) == ["a.py"]


def test_gitignore_as_git_reads_it(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "a.py",
        "build/b.py",
        "deep/build/c.py",
        "keep.py",
        "deep/gen_x.py",
        "deep/gen_keep.py",
        ignored="build/\ngen_*.py\n!gen_keep.py\n",
    )
    assert found(tmp_path) == ["a.py", "keep.py", "deep/gen_keep.py"]


def test_a_deeper_gitignore_decides_over_the_one_above(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "notes/b.py", "notes/c.py", ignored="notes/*\n!notes/.gitignore\n")
    (tmp_path / "notes/.gitignore").write_text("!b.py\n", encoding="utf-8")
    assert found(tmp_path) == ["a.py", "notes/b.py"]


def test_the_repositorys_gitignore_holds_in_a_folder_below(tmp_path: Path) -> None:
    tree(tmp_path, "pkg/a.py", "pkg/gen.py", ignored="gen.py\n")
    assert found(tmp_path, "pkg") == ["pkg/a.py"]


def test_a_file_that_is_named_is_always_taken_and_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "gen.py", ignored="gen.py\n")
    assert found(tmp_path, "gen.py", "gen.py", ".") == ["gen.py", "a.py"]


def test_exclude_patterns_start_from_the_configuration(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "old/b.py", "new/old/c.py")
    assert found(tmp_path, settings=Settings(exclude=("/old/",), root=tmp_path)) == ["a.py", "new/old/c.py"]


def test_a_gitignore_that_makes_no_sense_ignores_nothing(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "b.py", ignored="!\nb.py\n")
    assert found(tmp_path) == ["a.py"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "pkg/a.py")
    (tmp_path / "pkg/again").symlink_to(tmp_path)
    assert found(tmp_path) == ["pkg/a.py"]
