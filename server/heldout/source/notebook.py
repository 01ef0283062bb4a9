"""Notebooks (.ipynb, nbformat 3 and 4): their code cells, and putting changed ones back without touching the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from heldout.source.document import Cell
from heldout.source.text import SourceError, lf, with_line_endings_of

_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPED = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
_DECODER = json.JSONDecoder()


def read_cells(data: bytes) -> tuple[Cell, ...]:
    """The code cells of a notebook in their order; none when its kernel speaks another language."""
    notebook = _load(data)
    if not _is_python(_kernel_language(notebook)):
        return ()
    cells: list[Cell] = []
    keys: set[str] = set()
    for index, cell in enumerate(_all_cells(notebook)):
        if not _is_code(cell):
            continue
        key = cell.get("id")
        if not isinstance(key, str) or not key or key in keys:
            key = str(index)
        while key in keys:
            key += "'"
        keys.add(key)
        count = cell.get("execution_count", cell.get("prompt_number"))
        cells.append(
            Cell(
                key=key,
                text=lf(_joined(_source(cell))),
                number=index + 1,
                execution_count=count if isinstance(count, int) and not isinstance(count, bool) else None,
            )
        )
    return tuple(cells)


def write_cells(data: bytes, cells: tuple[Cell, ...]) -> bytes:
    """The bytes of a notebook with the sources of changed cells put back; every other byte stays as it was."""
    notebook = _load(data)
    all_cells = _all_cells(notebook)
    encoding = json.detect_encoding(data)
    raw = data.decode(encoding, "surrogatepass")
    spans = list(_source_spans(raw))
    by_number = {cell.number: cell for cell in cells}
    pieces: list[str] = []
    done = 0
    for index, (cell, span) in enumerate(zip(all_cells, spans, strict=True)):
        new = by_number.get(index + 1)
        if new is None or span is None or not isinstance(cell, dict):
            continue
        old = _joined(_source(cell))
        if lf(old) == new.text:
            continue
        start, end = span
        pieces += [raw[done:start], _dumped(raw, start, end, _source(cell), with_line_endings_of(old, new.text))]
        done = end
    return ("".join(pieces) + raw[done:]).encode(encoding, "surrogatepass")


def _load(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise SourceError("The notebook is empty: it is no JSON.")
    try:
        notebook = json.loads(data)
    except UnicodeDecodeError:
        raise SourceError("The notebook is not UTF-8.") from None
    except RecursionError:
        raise SourceError("The notebook is nested too deeply to be read.") from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise SourceError(f"The notebook is no valid JSON{where}; it may have been cut off.") from None
    if not isinstance(notebook, dict):
        raise SourceError("The notebook is JSON, but no notebook: it holds no object.")
    return notebook


def _all_cells(notebook: dict[str, Any]) -> list[Any]:
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    worksheets = notebook.get("worksheets")
    if not isinstance(worksheets, list):
        return []
    found: list[Any] = []
    for sheet in worksheets:
        inner = sheet.get("cells") if isinstance(sheet, dict) else None
        if isinstance(inner, list):
            found += inner
    return found


def _kernel_language(notebook: dict[str, Any]) -> object:
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        return None
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        value = metadata.get(section)
        if isinstance(value, dict) and isinstance(value.get(key), str):
            return value[key]
    return None


def _is_python(language: object) -> bool:
    return not isinstance(language, str) or not language or "py" in language.lower()


def _is_code(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return False
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    language = editor.get("languageId") if isinstance(editor, dict) else cell.get("language")
    return _is_python(language)


def _source(cell: dict[str, Any]) -> Any:
    return cell["source"] if "source" in cell else cell.get("input", "")


def _joined(source: Any) -> str:
    if isinstance(source, list):
        return "".join([line for line in source if isinstance(line, str)])
    return source if isinstance(source, str) else ""


def _dumped(raw: str, start: int, end: int, source: Any, text: str) -> str:
    """The new source as JSON, written as the old one was: a string or a list, on one line or on many, ASCII or not."""
    ascii_only = raw.isascii() and _ESCAPED.search(raw) is not None
    if not isinstance(source, list):
        return json.dumps(text, ensure_ascii=ascii_only)
    lines = [json.dumps(line, ensure_ascii=ascii_only) for line in re.findall(r"[^\n]*\n|[^\n]+", text)]
    if not lines:
        return "[]"
    old = raw[start:end]
    found = re.match(r"\[([ \t\r\n]*)", old)
    opening = found.group(1) if found else ""
    if "\n" in opening:
        closing = old[len(old[:-1].rstrip(" \t\r\n")) : -1]
        return "[" + opening + ("," + opening).join(lines) + closing + "]"
    if old.strip("[] \t\r\n"):
        return "[" + opening + ", ".join(lines) + "]"
    return _spread(raw, start, lines)


def _spread(raw: str, start: int, lines: list[str]) -> str:
    """A list that was empty says nothing of its style: it takes the indentation of its own line, one step deeper."""
    line_start = raw.rfind("\n", 0, start) + 1
    margin = _SPACE.match(raw, line_start)
    indent = margin.group() if margin else ""
    if line_start == 0 or len(indent) < 3:
        return "[" + ", ".join(lines) + "]"
    inner = "\n" + indent + indent[: len(indent) // 3]  # a source stands three steps deep: notebook, cells, cell
    return "[" + inner + ("," + inner).join(lines) + "\n" + indent + "]"


def _source_spans(raw: str) -> Iterator[tuple[int, int] | None]:
    """For every cell, in the order of `_all_cells`, where the value of its source stands in the text of the notebook."""
    cells: int | None = None
    sheets: int | None = None
    for key, at, _ in _members(raw, 1 if raw.startswith("\ufeff") else 0):
        if key == "cells":
            cells = at
        elif key == "worksheets":
            sheets = at
    if cells is not None and raw[cells] == "[":
        yield from _cell_spans(raw, cells)
    elif sheets is not None and raw[sheets] == "[":
        for sheet, _ in _items(raw, sheets):
            inner = [at for key, at, _ in _members(raw, sheet) if key == "cells"] if raw[sheet] == "{" else []
            if inner and raw[inner[-1]] == "[":
                yield from _cell_spans(raw, inner[-1])


def _cell_spans(raw: str, at: int) -> Iterator[tuple[int, int] | None]:
    for cell, _ in _items(raw, at):
        found = {key: (start, end) for key, start, end in _members(raw, cell)} if raw[cell] == "{" else {}
        yield found.get("source", found.get("input"))


def _members(raw: str, at: int) -> Iterator[tuple[str, int, int]]:
    """(key, start, end) of each value of the object that starts at `at`; the text is known to be valid JSON."""
    at = _skip(raw, _skip(raw, at) + 1)
    while raw[at] != "}":
        key, at = _DECODER.raw_decode(raw, at)
        start = _skip(raw, _skip(raw, at) + 1)
        _, end = _DECODER.raw_decode(raw, start)
        yield key, start, end
        at = _next(raw, end)


def _items(raw: str, at: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each item of the array that starts at `at`."""
    at = _skip(raw, at + 1)
    while raw[at] != "]":
        _, end = _DECODER.raw_decode(raw, at)
        yield at, end
        at = _next(raw, end)


def _next(raw: str, at: int) -> int:
    at = _skip(raw, at)
    return _skip(raw, at + 1) if raw[at] == "," else at


def _skip(raw: str, at: int) -> int:
    found = _SPACE.match(raw, at)
    return found.end() if found else at
