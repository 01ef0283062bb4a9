"""A notebook installs libraries without saying which release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heldout.api import NOWHERE, Code, Draft, Edit, Graph, Magic, Place, Report, Rule, Safety, Severity, installed_by

FILES = ("-r", "--requirement", "-c", "--constraint", "-e", "--editable", "--require-hashes")
VALUED: tuple[str, ...] = (
    "-f",
    "-i",
    "-t",
    "--index-url",
    "--extra-index-url",
    "--find-links",
    "--target",
    "--prefix",
    "--root",
)
VALUED += ("--trusted-host", "--platform", "--python", "--python-version", "--cache-dir", "--log", "--proxy", "--index")
PINNED = re.compile(r"===?\s*\d|<|@|://|\.whl$|\.tar\.gz$|\.zip$|^\.|^/|\$|\{|~=\s*\d+\.\d+\.\d")
NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
TOOLS = (
    "pip",
    "setuptools",
    "wheel",
    "uv",
    "ipywidgets",
    "jupyter",
    "notebook",
    "jupyterlab",
    "ipykernel",
    "tqdm",
    "black",
    "ruff",
)
"""What builds and shows, and has no part in results."""


class NotebookUnpinnedInstall(Rule):
    name = "notebook-unpinned-install"
    severity = Severity.WARNING
    frameworks = ("notebook",)
    unasked = "the release that is meant stands nowhere in the code, so a model would make one up"
    reads = ("magic",)

    def check_graph(self, graph: Graph) -> Iterator[Report]:
        for magic in graph.magics:
            names = unpinned(magic.text)
            if names:
                listed = ", ".join(f"`{name}`" for name in names[:2]) + (
                    f" and {len(names) - 2} more" if len(names) > 2 else ""
                )
                what = "releases" if len(names) > 1 else "release"
                message = f"this installs the newest {what} of {listed}: others tomorrow, and other results or an error with them"
                yield Report(NOWHERE, message, (), (magic, names, graph.versions), magic.place)

    def fix(self, report: Report, code: Code) -> Iterable[Draft]:
        magic, names, versions = report.about
        known = {name: versions.get(re.sub(r"[-_.]+", "-", name).lower(), "") for name in names}
        if not all(re.match(r"\d", version) for version in known.values()):
            return
        edits = [_pin(code, magic, name, version) for name, version in known.items()]
        if all(edit is not None for edit in edits):
            title = ", ".join(f"{name}=={version.partition('+')[0]}" for name, version in known.items())
            yield Draft(f"Pin {title}", tuple([e for e in edits if e is not None]), Safety.SAFE)


def unpinned(text: str) -> list[str]:
    """The distributions that a line installs in whatever release is the newest; none for a line that installs nothing."""
    arguments = installed_by(text)
    if arguments is None or any(a in FILES or a.startswith(("--requirement=", "--constraint=")) for a in arguments):
        return []
    found: list[str] = []
    skip = False
    for argument in arguments:
        if skip or argument.startswith("-"):
            skip = not skip and argument in VALUED
            continue
        bare = argument.strip("\"'")
        match = NAME.match(bare)
        if match is not None and not PINNED.search(bare) and match[0].lower() not in TOOLS and match[0] not in found:
            found.append(match[0])
    return found


def _pin(code: Code, magic: Magic, name: str, version: str) -> Edit | None:
    """Write the release behind a name that has no specifier yet, on a line of its own."""
    place = magic.place
    if place.line != place.end_line:
        return None
    line = code.lines(place.cell)[place.line]
    match = re.search(rf"(?<=\s){re.escape(name)}(\[[^\]]*\])?(?=\s|$)", line)
    if match is None:
        return None
    return Edit(Place(place.cell, place.line, match.end(), place.line, match.end()), f"=={version.partition('+')[0]}")
