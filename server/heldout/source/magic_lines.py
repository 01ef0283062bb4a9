"""The lines of IPython's own in a notebook (`%pip …`, `!ls`), and of its cells for the shell, as rules see them."""

from __future__ import annotations

import re

from attrs import frozen

from heldout.source.document import Document
from heldout.source.place import Place


@frozen
class Magic:
    """A line of IPython's own, or of a cell for the shell, as the user wrote it."""

    place: Place
    text: str


_SHELL = re.compile(r"\s*%%(?:bash|sh|script|!)")
_MAGIC = re.compile(r"[ \t]*([!%](?!%)(?:\\\n|[^\n])*)")
_LINE = re.compile(r"[ \t]*([^\s#](?:\\\n|[^\n])*)")
_lines: dict[str, tuple[tuple[int, int, int, int, str], ...]] = {}


def magics_of(document: Document) -> tuple[Magic, ...]:
    """The magics and shell lines of a notebook, in order; each text is searched once."""
    if not document.notebook:
        return ()
    found: list[Magic] = []
    for index, one in enumerate(document.cells):
        if "!" in one.text or "%" in one.text:
            found += [Magic(Place(index, *where), text) for *where, text in _magics_in(one.text)]
    return tuple(found)


def _magics_in(text: str) -> tuple[tuple[int, int, int, int, str], ...]:
    known = _lines.get(text)
    if known is None:
        if len(_lines) > 512:
            _lines.clear()
        known = _lines[text] = tuple(_search(text))
    return known


def _search(text: str) -> list[tuple[int, int, int, int, str]]:
    shell = _SHELL.match(text) is not None
    found: list[tuple[int, int, int, int, str]] = []
    line = 0
    end = 0
    while end <= len(text):
        match = (_LINE if shell and line else _MAGIC).match(text, end)
        inside = not shell and (text.count('"""', 0, end) % 2 or text.count("'''", 0, end) % 2)
        if match is not None and not inside:
            written = match[1].rstrip()
            more = written.count("\n")
            column = match.start(1) - end
            last = len(written) + column if not more else len(written) - written.rfind("\n") - 1
            found.append((line, column, line + more, last, written))
            line, end = line + more, match.end()
        stop = text.find("\n", end)
        if stop < 0:
            break
        line, end = line + 1, stop + 1
    return found


_INSTALL = re.compile(
    r"[!%]?\s*(?:(?:sudo\s+)?(?:\{?sys\.executable\}?|python\d*(?:\.\d+)?)\s+-m\s+)?(uv\s+)?pip\d?\s+install\s+(.*)",
    re.DOTALL,
)


def installed_by(text: str) -> tuple[str, ...] | None:
    """The arguments of a line that runs `pip install`, without what stands behind `;`, `&&`, `|` or `#`; None for other lines."""
    match = _INSTALL.match(text)
    if match is None:
        return None
    rest = re.split(r"\s(?:&&|\|\|?|;|#|\d?>)|;", match[2].replace("\\\n", " "))[0]
    return tuple(re.findall(r"\"[^\"]*\"|'[^']*'|[^\s\"']+", rest))
