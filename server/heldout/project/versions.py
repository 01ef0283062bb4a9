"""The versions of libraries that a project runs with, read from what it wrote down; nothing is imported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from heldout.project import toml
from heldout.project.requirements import bound, includes, normalised, requirement, requirements

Pairs = Iterator[tuple[str, str]]
LARGEST = 64_000_000
"""Bytes: what is larger was written by nobody and for nobody."""
DEEPEST = 8
"""How far requirements files that draw in others are followed."""


@frozen
class _Written:
    """What one file says: versions by normalised name, and further files that belong to it."""

    stamp: tuple[int, int]
    versions: Mapping[str, str]
    includes: tuple[Path, ...] = ()


_cache: dict[Path, _Written] = {}


def versions_in_force(directory: Path, environment: Path | None = None) -> Mapping[str, str]:
    """Distribution (by its normalised name) → "2.5.1" when known exactly, else bounds such as "<2.6,>=2".

    The nearest folder that says anything decides. Exact versions win over bounds, lock files over everything; what is
    installed in `environment` (its interpreter or its folder, as it was selected) tells what nothing else does.
    """
    directory = directory.absolute()
    installed = _installed_in(environment) if environment is not None else {}
    for folder in (directory, *directory.parents):
        found = _of_folder(folder)
        if found:
            exact = {name: version for name, version in found.items() if version[:1].isdigit()}
            return {**found, **installed, **exact}
        if (folder / ".git").exists():
            break
    return installed


def _of_folder(folder: Path) -> dict[str, str]:
    exact: dict[str, str] = {}
    bounds: dict[str, str] = {}
    for path, read in _sources(folder):
        for name, version in _all_of(path, read):
            if version[:1].isdigit():
                exact.setdefault(name, version)
            elif version:
                bounds.setdefault(name, version)
    return {**bounds, **exact}


def _sources(folder: Path) -> Iterator[tuple[Path, Callable[[Path], Pairs]]]:
    for name in ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"):
        yield folder / name, _toml_lock
    yield folder / "Pipfile.lock", _pipfile_lock
    for name in ("conda-lock.yml", "conda-lock.yaml"):
        yield folder / name, _conda_lock
    for path in sorted(folder.glob("requirements*.txt")):
        yield path, _requirements
    for path in sorted(folder.glob(".venv/lib/python*/site-packages")) or sorted(
        folder.glob(".venv/Lib/site-packages")
    ):
        yield path, _installed
    yield folder / "pyproject.toml", _pyproject
    for name in ("environment.yml", "environment.yaml"):
        yield folder / name, _environment


def _installed_in(environment: Path) -> dict[str, str]:
    """What is installed in an environment: the names of the folders of metadata. Links are not followed to their base."""
    environment = environment.absolute()
    prefix = environment if environment.is_dir() else environment.parent.parent
    found: dict[str, str] = {}
    for pattern in ("lib/python3*/site-packages", "Lib/site-packages", "lib/python3*/dist-packages"):
        for path in sorted(prefix.glob(pattern)):
            for name, version in _all_of(path, _installed):
                found.setdefault(name, version)
    return found


def _all_of(path: Path, read: Callable[[Path], Pairs]) -> Iterator[tuple[str, str]]:
    """What a file says, and then what those say that it draws in, each once."""
    waiting, seen = [(path, 0)], {path}
    while waiting:
        path, depth = waiting.pop(0)
        written = _cached(path, read)
        yield from written.versions.items()
        for more in written.includes if depth < DEEPEST else ():
            if more not in seen:
                seen.add(more)
                waiting.append((more, depth + 1))


def _cached(path: Path, read: Callable[[Path], Pairs]) -> _Written:
    try:
        state = path.stat()
    except (OSError, ValueError):
        return _Written((0, 0), {})
    stamp = (state.st_mtime_ns, state.st_size)
    known = _cache.get(path)
    if known is None or known.stamp != stamp:
        versions: dict[str, str] = {}
        further: tuple[Path, ...] = ()
        try:
            if state.st_size <= LARGEST:
                for name, version in read(path):
                    versions.setdefault(normalised(name), version)
                further = includes(_text(path), path.parent) if read is _requirements else ()
        except (OSError, ValueError, toml.TomlError, RecursionError, AttributeError, TypeError):
            pass  # a file that somebody broke tells what it told before it broke off
        known = _Written(stamp, versions, further)
        _cache[path] = known
    return known


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


_LOCKED = re.compile(r'^\[\[packages?\]\]\s*?\nname = "([^"\n]+)"\s*?\nversion = "([^"\n]+)"', re.MULTILINE)


def _toml_lock(path: Path) -> Pairs:
    # Lock files are long and written by tools, always in this way: a search takes a hundredth of parsing them.
    for found in _LOCKED.finditer(_text(path).replace("\r\n", "\n")):
        yield found[1], found[2]


def _pipfile_lock(path: Path) -> Pairs:
    tables = json.loads(_text(path))
    for section in ("default", "develop"):
        for name, package in tables.get(section, {}).items():
            yield name, bound(package.get("version", ""))


_PACKAGE = re.compile(r"^\s*- name: [\"']?([\w.-]+)[\"']?\r?\n\s+version: [\"']?(\d[^\s\"']*)", re.MULTILINE)


def _conda_lock(path: Path) -> Pairs:
    for found in _PACKAGE.finditer(_text(path)):
        yield found[1], found[2]


def _requirements(path: Path) -> Pairs:
    return requirements(_text(path))


def _installed(path: Path) -> Pairs:
    for pattern in ("*.dist-info", "*.egg-info"):
        for folder in path.glob(pattern):
            name, _, version = folder.name.rpartition(".")[0].partition("-")
            yield name, version.split("-")[0]


def _pyproject(path: Path) -> Pairs:
    tables = toml.parse(_text(path))
    project: dict[str, Any] = tables.get("project", {})
    tool: dict[str, Any] = tables.get("tool", {})
    groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    groups += [*tables.get("dependency-groups", {}).values(), tool.get("uv", {}).get("dev-dependencies", [])]
    groups += tool.get("pdm", {}).get("dev-dependencies", {}).values()
    for group in groups:
        for text in group:
            pair = requirement(text) if isinstance(text, str) else None
            if pair:
                yield pair
    poetry: dict[str, Any] = tool.get("poetry", {})
    wanted = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    wanted += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in wanted:
        for name, wish in table.items():
            version = wish.get("version", "") if isinstance(wish, dict) else wish
            if isinstance(version, str):
                yield name, _poetry(version)


def _poetry(version: str) -> str:
    """Poetry's "^2.1" and "~2.1" as ordinary bounds; a bare version pins it."""
    found = re.fullmatch(r"([\^~])(\d+)((?:\.\d+)*)", version.strip())
    if found is None:
        return version.strip() if version.strip()[:1].isdigit() and "," not in version else bound(version)
    numbers = [int(found[2]), *(int(part) for part in found[3].split(".")[1:])]
    if found[1] == "~":
        kept = min(2, len(numbers))
    else:
        kept = next((i for i, number in enumerate(numbers) if number), len(numbers) - 1) + 1
    upper = [*numbers[: kept - 1], numbers[kept - 1] + 1]
    return f"<{'.'.join(map(str, upper))},>={'.'.join(map(str, numbers))}"


def _environment(path: Path) -> Pairs:
    # conda's files are YAML, but the lines that matter are all "- name=1.2" or, below "- pip:", "- name==1.2".
    for line in _text(path).splitlines():
        found = re.match(r"\s*-\s*[\"']?(?:[\w/-]+::)?([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([=<>!~][^\"'#]*)?", line)
        if found and found[2]:
            # A single "=" is conda's prefix match, a second one begins the build.
            version = re.sub(r"^=(?!=)([\w.*]+)(=.*)?$", r"==\1", found[2].strip())
            yield found[1], bound(version)
