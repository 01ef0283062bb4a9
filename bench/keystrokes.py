"""Keystroke to diagnostics, start-up and memory, for Heldout, `ruff server` and an empty pygls server in one run."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import inputs
from bench.client import Server, commands
from bench.inputs import Key

SIZES = (300, 1000, 3000)
CELLS = 60
STARTS = 5
SEED = 7  # not one that anything was tuned on


def change(key: Key) -> dict[str, Any]:
    """A key as the protocol's change."""
    start, end = {"line": key.line, "character": key.column}, {"line": key.line, "character": key.end_column}
    return {"range": {"start": start, "end": end}, "text": key.text}


def type_into(servers: list[Server], uri: str, text: str, rounds: int) -> dict[str, list[tuple[str, float]]]:
    """Milliseconds of each key with its trace, by server. Every key goes to each server in turn."""
    for server in servers:
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": item})
        server.diagnostics(uri, 1)
    times: dict[str, list[tuple[str, float]]] = {server.name: [] for server in servers}
    version = 1
    for _ in range(rounds):
        for key in inputs.keys(text):
            version += 1
            turn = version % len(servers)
            for server in servers[turn:] + servers[:turn]:
                params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change(key)]}
                times[server.name].append((key.trace, _timed(server, "textDocument/didChange", params, uri, version)))
        version += 1
        for server in servers:  # the text as it was, for the next round
            params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
            server.notify("textDocument/didChange", params)
            server.diagnostics(uri, version)
    return times


def _timed(server: Server, method: str, params: Any, uri: str, version: int) -> float:
    started = time.perf_counter()
    server.notify(method, params)
    server.diagnostics(uri, version)
    return (time.perf_counter() - started) * 1000


def type_into_cells(servers: list[Server], folder: Path, cells: list[str]) -> dict[str, list[tuple[str, float]]]:
    """The same for a notebook: until the diagnostics of the edited cell."""
    uri = (folder / "notebook.ipynb").as_uri()
    uris = [f"vscode-notebook-cell{uri.removeprefix('file')}#W{index}" for index in range(len(cells))]
    items = [{"uri": u, "languageId": "python", "version": 1, "text": t} for u, t in zip(uris, cells, strict=True)]
    document = {
        "uri": uri,
        "notebookType": "jupyter-notebook",
        "version": 1,
        "cells": [{"kind": 2, "document": u} for u in uris],
    }
    for server in servers:
        server.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})
        waiting = set(uris)
        while waiting:
            waiting -= {u for u in waiting if u in server.found}
            if waiting:
                server.diagnostics(next(iter(sorted(waiting))), 1)
    times: dict[str, list[tuple[str, float]]] = {server.name: [] for server in servers}
    for version, (index, key) in enumerate(inputs.cell_keys(cells), 2):
        content = {"document": {"uri": uris[index], "version": version}, "changes": [change(key)]}
        params = {
            "notebookDocument": {"uri": uri, "version": version},
            "change": {"cells": {"textContent": [content]}},
        }
        turn = version % len(servers)
        for server in servers[turn:] + servers[:turn]:
            took = _timed(server, "notebookDocument/didChange", params, uris[index], 0)
            times[server.name].append((key.trace, took))
    return times


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def rows(title: str, times: dict[str, list[tuple[str, float]]]) -> Iterator[str]:
    """Lines of the table, with the ratio of the p95 to ruff's."""
    yardstick = quantile((took for _, took in times["ruff"]), 0.95)
    for name, pairs in times.items():
        took = [ms for _, ms in pairs]
        p95 = quantile(took, 0.95)
        figures = " | ".join(f"{value:.1f}" for value in (median(took), p95, quantile(took, 0.99), max(took)))
        yield f"| {title} | {name} | {figures} | {p95 / yardstick:.1f} |"


def by_trace(times: dict[str, list[tuple[str, float]]]) -> Iterator[str]:
    """Heldout's p95 and maximum for each kind of trace."""
    for trace in dict.fromkeys(trace for trace, _ in times["heldout"]):
        took = [ms for kind, ms in times["heldout"] if kind == trace]
        yield f"{trace} {quantile(took, 0.95):.1f}/{max(took):.1f}"


def start_up(folder: Path) -> None:
    """Print spawn to `initialize`, and memory with a 1,000-line file open."""
    starts: dict[str, list[float]] = {name: [] for name in commands()}
    memory: dict[str, int] = {}
    uri, text = (folder / "memory.py").as_uri(), inputs.program(1000, SEED)
    for _ in range(STARTS):
        for name, command in commands().items():
            server = Server(name, command, folder)
            starts[name].append(server.start_seconds)
            item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
            server.notify("textDocument/didOpen", {"textDocument": item})
            server.diagnostics(uri, 1)
            memory[name] = server.memory()
            server.close()
    print(
        "\n| server | spawn to initialize, ms (median) | ÷ pygls | memory, MiB | ÷ pygls |\n| --- | --- | --- | --- | --- |"
    )
    for name, seconds in starts.items():
        start, size = median(seconds) * 1000, memory[name] / 2**20
        ratios = start / (median(starts["pygls"]) * 1000), memory[name] / memory["pygls"]
        print(f"| {name} | {start:.0f} | {ratios[0]:.2f} | {size:.0f} | {ratios[1]:.2f} |")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="of the generated programs")
    parser.add_argument("--rounds", type=int, default=2, help="how often each trace is typed")
    parser.add_argument("--file", type=Path, action="append", default=[], help="type into this file too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        print("| file | server | p50 ms | p95 | p99 | max | p95 ÷ ruff |\n| --- | --- | --- | --- | --- | --- | --- |")
        notes: list[str] = []
        texts = {f"{size:,} lines": inputs.program(size, options.seed) for size in SIZES}
        texts |= {file.name: file.read_text(encoding="utf-8") for file in options.file}
        for title, text in texts.items():
            servers = [Server(server, command, folder) for server, command in commands().items()]
            times = type_into(servers, (folder / "typed.py").as_uri(), text, options.rounds)
            print("\n".join(rows(title, times)), flush=True)
            notes.append(f"{title}: {', '.join(by_trace(times))}")
            for server in servers:
                server.close()
        servers = [Server(server, command, folder) for server, command in commands().items()]
        times = type_into_cells(servers, folder, inputs.notebook(CELLS, options.seed))
        print("\n".join(rows(f"{CELLS} cells", times)), flush=True)
        notes.append(f"{CELLS} cells: {', '.join(by_trace(times))}")
        for server in servers:
            server.close()
        start_up(folder)
        print("\nHeldout by trace, p95/max ms:")
        print("\n".join(f"- {note}" for note in notes))


if __name__ == "__main__":
    main()
