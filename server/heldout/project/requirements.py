"""Requirements as people and tools write them: single ones, the lines of a file, what a notebook installs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from heldout.source.magic_lines import Magic, installed_by

_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#@)]*)")
_WHEEL = re.compile(r"(?:^|/)([A-Za-z0-9][\w.]*)-(\d[\w.+%!]*)-[^/]*\.whl")
_INCLUDE = re.compile(r"\s*(?:-r|-c|--requirement|--constraint)(?:\s+|=|(?<=-[rc]))([^\s#]+)")
_VALUES: tuple[str, ...] = (
    "-r",
    "-c",
    "-e",
    "-f",
    "-i",
    "-t",
    "--requirement",
    "--constraint",
    "--index-url",
    "--extra-index-url",
)
_VALUES += ("--find-links", "--target", "--editable", "--prefix", "--root", "--trusted-host", "--platform", "--python")


def normalised(name: str) -> str:
    """A distribution's name as packaging tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement(text: str) -> tuple[str, str] | None:
    """Name and version of a requirement such as `torch[opt] >= 2.0, < 2.6`; the version is "" when it says none."""
    wheel = _WHEEL.search(text.split("#")[0])
    if wheel is not None:
        return wheel[1], wheel[2].replace("%2B", "+")
    found = _REQUIREMENT.match(text)
    if found is None or "://" in text.partition("@")[0]:
        return None
    marker = text.partition(";")[2].partition(" #")[0].split(" --")[0].strip()
    if marker and not _holds(marker):
        return None
    specifier = found[2].split(" --")[0].strip()
    return found[1], bound(specifier) if re.match("[<>!~]|==", specifier) else ""


def _holds(marker: str) -> bool:
    """Whether a marker holds here, as far as this interpreter can tell."""
    from packaging.markers import InvalidMarker, Marker, UndefinedComparison, UndefinedEnvironmentName

    if "extra" in marker:
        return True
    try:
        return Marker(marker).evaluate()
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName):
        return True


def bound(specifier: str) -> str:
    """ "==2.5.1" becomes "2.5.1", other specifiers stay, without blanks; "" when they say nothing."""
    parts = sorted(part.strip().replace(" ", "") for part in specifier.split(",") if part.strip() not in ("", "*"))
    parts = [part for part in parts if re.match(r"[<>=!~^]*\d", part)]
    for part in parts:
        pinned = re.fullmatch(r"={1,3}(\d[^*]*)", part)
        if pinned:
            return pinned[1]
    return ",".join(parts)


def lines_of(text: str) -> list[str]:
    """The logical lines of a requirements file."""
    return re.sub(r"\\\r?\n", " ", text).splitlines()


def requirements(text: str) -> Iterator[tuple[str, str]]:
    """What the lines of a requirements file ask for."""
    for line in lines_of(text):
        pair = requirement(line) if not line.lstrip().startswith(("#", "-")) else None
        if pair:
            yield pair


def includes(text: str, folder: Path) -> tuple[Path, ...]:
    """The files that a requirements file draws in (`-r base.txt`, `-c constraints.txt`)."""
    found = [_INCLUDE.match(line) for line in lines_of(text)]
    return tuple([folder / match[1] for match in found if match is not None and "://" not in match[1]])


def installed(magics: Iterable[Magic]) -> Mapping[str, str]:
    """What a notebook installs itself, with the versions that it asks for; the last cell wins."""
    found: dict[str, str] = {}
    for magic in magics:
        skip = False
        for argument in installed_by(magic.text) or ():
            option = argument.startswith("-")
            pair = None if option or skip else requirement(argument.strip("\"'"))
            skip = option and argument in _VALUES
            if pair is not None and pair[1]:
                found[normalised(pair[0])] = pair[1]
    return found


def named_alike(versions: Mapping[str, str], distributions: Mapping[str, str]) -> dict[str, str]:
    """Versions under the names of their distributions, given those that others (conda) call otherwise."""
    found = {distributions[name]: version for name, version in versions.items() if name in distributions}
    return {**found, **{name: version for name, version in versions.items() if name not in distributions}}
