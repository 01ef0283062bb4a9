"""What a user waits for besides keys: a notebook that is opened, the edits on which most depends, hovers and code actions."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import inputs
from bench.client import Server, commands
from bench.inputs import Key
from bench.keystrokes import CELLS, SEED, change, quantile

OPENED = 20
HOVERS = 400
LINES = 300


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="of the generated programs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        server = Server("heldout", commands()["heldout"], Path(name).resolve())
        print("| what | n | p50 ms | p95 | max |\n| --- | --- | --- | --- | --- |")
        for title, took in measures(server, options.seed):
            print(
                f"| {title} | {len(took)} | {median(took):.1f} | {quantile(took, 0.95):.1f} | {max(took):.1f} |",
                flush=True,
            )
        server.close()


def measures(server: Server, seed: int) -> Iterator[tuple[str, list[float]]]:
    """Each thing that is measured, with its times in ms. The first document that is opened warms the server up."""
    _open_script(server, "warm.py", inputs.program(LINES, seed))
    yield f"a notebook of about {LINES} lines, opened", [_open_notebook(server, n, seed + 1 + n) for n in range(OPENED)]
    text = inputs.program(1000, seed)
    uri = _open_script(server, "long.py", text)
    yield "an edit of the first import of 1,000 lines", list(_first_import(server, uri, text))
    yield "first cell of 60 changes its meaning", list(_first_cell(server, inputs.notebook(CELLS, seed)))
    yield "hover, 1,000 lines", list(_asked(server, uri, text, "textDocument/hover"))
    yield "code actions, 1,000 lines", list(_asked(server, uri, text, "textDocument/codeAction"))


def _open_script(server: Server, name: str, text: str) -> str:
    uri = f"file:///bench/{name}"
    server.notify(
        "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": text}}
    )
    server.diagnostics(uri, 1)
    return uri


def _open_cells(server: Server, name: str, cells: list[str]) -> tuple[str, list[str]]:
    uri = f"file:///bench/{name}.ipynb"
    uris = [f"vscode-notebook-cell:///bench/{name}.ipynb#W{index}" for index in range(len(cells))]
    items = [{"uri": u, "languageId": "python", "version": 1, "text": t} for u, t in zip(uris, cells, strict=True)]
    notebook = {
        "uri": uri,
        "notebookType": "jupyter-notebook",
        "version": 1,
        "cells": [{"kind": 2, "document": u} for u in uris],
    }
    server.notify("notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": items})
    while any(u not in server.found for u in uris):
        server.diagnostics(next(u for u in uris if u not in server.found), 1)
    return uri, uris


def _open_notebook(server: Server, number: int, seed: int) -> float:
    """A notebook that was never seen before, until the diagnostics of all of its cells."""
    cells: list[str] = []
    for cell in inputs.notebook(CELLS, seed):
        if sum([text.count("\n") + 1 for text in cells]) < LINES:
            cells.append(cell)
    started = time.perf_counter()
    _open_cells(server, f"opened{number}", cells)
    return (time.perf_counter() - started) * 1000


def _first_import(server: Server, uri: str, text: str) -> Iterator[float]:
    """`import pandas as pd` becomes something else, and is put right again: all that reads tables is another thing."""
    line = text.split("\n").index("import pandas as pd")
    column = len("import pandas as p")
    for version in range(2, 42):
        key = Key(line, column, column + 1, "x" if version % 2 == 0 else "d", "")
        started = time.perf_counter()
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change(key)]}
        server.notify("textDocument/didChange", params)
        server.diagnostics(uri, version)
        yield (time.perf_counter() - started) * 1000


def _first_cell(server: Server, cells: list[str]) -> Iterator[float]:
    uri, uris = _open_cells(server, "sixty", cells)
    line = cells[0].split("\n").index("import pandas as pd")
    column = len("import pandas as p")
    for version in range(2, 42):
        key = Key(line, column, column + 1, "x" if version % 2 == 0 else "d", "")
        content = {"document": {"uri": uris[0], "version": version}, "changes": [change(key)]}
        params = {"notebookDocument": {"uri": uri, "version": version}, "change": {"cells": {"textContent": [content]}}}
        started = time.perf_counter()
        server.notify("notebookDocument/didChange", params)
        server.diagnostics(uris[0], version)
        yield (time.perf_counter() - started) * 1000


def _asked(server: Server, uri: str, text: str, method: str) -> Iterator[float]:
    """A request at places all over the text; where there is code."""
    places = [
        (number, len(line) - len(line.lstrip()) + 1) for number, line in enumerate(text.split("\n")) if line.strip()
    ]
    for line, column in places[:: max(1, len(places) // HOVERS)]:
        where = {"line": line, "character": column}
        params: dict[str, Any] = {"textDocument": {"uri": uri}, "position": where}
        if method.endswith("codeAction"):
            params = {
                "textDocument": {"uri": uri},
                "range": {"start": where, "end": where},
                "context": {"diagnostics": []},
            }
        started = time.perf_counter()
        server.request(method, params)
        yield (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
