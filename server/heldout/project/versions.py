"""The versions of libraries that a project runs with, read from what it wrote down; nothing is imported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from heldout.project import toml

Pairs = Iterator[tuple[str, str]]
_cache: dict[Path, tuple[tuple[int, int], dict[str, str]]] = {}


def versions_in_force(directory: Path) -> Mapping[str, str]:
    """Distribution (by its normalised name) → "2.5.1" when known exactly, else bounds such as "<2.6,>=2".

    The nearest folder that says anything decides. Exact versions win over bounds, lock files over everything.
    """
    directory = directory.absolute()
    for folder in (directory, *directory.parents):
        found = _of_folder(folder)
        if found:
            return found
        if (folder / ".git").exists():
            break
    return {}


def normalised(name: str) -> str:
    """A distribution's name as packaging tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_folder(folder: Path) -> dict[str, str]:
    exact: dict[str, str] = {}
    bounds: dict[str, str] = {}
    for path, read in _sources(folder):
        for name, version in _cached(path, read).items():
            if version[:1].isdigit():
                exact.setdefault(name, version)
            elif version:
                bounds.setdefault(name, version)
    return {**bounds, **exact}


def _sources(folder: Path) -> Iterator[tuple[Path, Callable[[Path], Pairs]]]:
    for name in ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"):
        yield folder / name, _toml_lock
    yield folder / "Pipfile.lock", _pipfile_lock
    for path in sorted(folder.glob("requirements*.txt")):
        yield path, _requirements
    for path in sorted(folder.glob(".venv/lib/python*/site-packages")) or sorted(
        folder.glob(".venv/Lib/site-packages")
    ):
        yield path, _installed
    yield folder / "pyproject.toml", _pyproject
    for name in ("environment.yml", "environment.yaml"):
        yield folder / name, _environment


def _cached(path: Path, read: Callable[[Path], Pairs]) -> dict[str, str]:
    try:
        state = path.stat()
    except OSError:
        return {}
    stamp = (state.st_mtime_ns, state.st_size)
    known = _cache.get(path)
    if known is None or known[0] != stamp:
        versions: dict[str, str] = {}
        try:
            for name, version in read(path):
                versions.setdefault(normalised(name), version)
        except (OSError, ValueError, toml.TomlError, RecursionError, AttributeError, TypeError):
            pass  # a file that somebody broke tells what it told before it broke off
        known = (stamp, versions)
        _cache[path] = known
    return known[1]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig", "replace")


_LOCKED = re.compile(r'^\[\[packages?\]\]\s*?\nname = "([^"\n]+)"\s*?\nversion = "([^"\n]+)"', re.MULTILINE)


def _toml_lock(path: Path) -> Pairs:
    # Lock files are long and written by tools, always in this way: a search takes a hundredth of parsing them.
    for found in _LOCKED.finditer(_text(path)):
        yield found[1], found[2]


def _pipfile_lock(path: Path) -> Pairs:
    tables = json.loads(_text(path))
    for section in ("default", "develop"):
        for name, package in tables.get(section, {}).items():
            yield name, _bound(package.get("version", ""))


_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#@)]*)")


def _requirement(text: str) -> tuple[str, str] | None:
    found = _REQUIREMENT.match(text)
    if found is None:
        return None
    specifier = found[2].split(" --")[0].strip()
    return found[1], _bound(specifier) if re.match("[<>!~]|==", specifier) else ""


def _bound(specifier: str) -> str:
    """ "==2.5.1" becomes "2.5.1", other specifiers stay, without blanks; "" when they say nothing."""
    parts = sorted(part.strip().replace(" ", "") for part in specifier.split(",") if part.strip() not in ("", "*"))
    parts = [part for part in parts if re.match(r"[<>=!~^]*\d", part)]
    for part in parts:
        pinned = re.fullmatch(r"={1,3}(\d[^*]*)", part)
        if pinned:
            return pinned[1]
    return ",".join(parts)


def _requirements(path: Path) -> Pairs:
    for line in re.sub(r"\\\r?\n", " ", _text(path)).splitlines():
        pair = _requirement(line) if not line.lstrip().startswith(("#", "-")) else None
        if pair:
            yield pair


def _installed(path: Path) -> Pairs:
    for folder in path.glob("*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        yield name, version


def _pyproject(path: Path) -> Pairs:
    tables = toml.parse(_text(path))
    project: dict[str, Any] = tables.get("project", {})
    groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    for group in [*groups, *tables.get("dependency-groups", {}).values()]:
        for requirement in group:
            pair = _requirement(requirement) if isinstance(requirement, str) else None
            if pair:
                yield pair
    for name, wish in tables.get("tool", {}).get("poetry", {}).get("dependencies", {}).items():
        version = wish.get("version", "") if isinstance(wish, dict) else wish
        if isinstance(version, str):
            yield name, _poetry(version)


def _poetry(version: str) -> str:
    """Poetry's "^2.1" and "~2.1" as ordinary bounds; a bare version pins it."""
    found = re.fullmatch(r"([\^~])(\d+)((?:\.\d+)*)", version.strip())
    if found is None:
        return version.strip() if version.strip()[:1].isdigit() and "," not in version else _bound(version)
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
        found = re.match(r"\s*-\s*[\"']?(?:[\w-]+::)?([A-Za-z0-9][\w.-]*)\s*([=<>!~][^\"'#]*)?", line)
        if found and found[2]:
            # A single "=" is conda's prefix match, a second one begins the build.
            version = re.sub(r"^=(?!=)([\w.*]+)(=.*)?$", r"==\1", found[2].strip())
            yield found[1], _bound(version)
