"""What the real server says of names: the hover, and the inlay hints that are off until somebody wants them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wire import MODERN, URI, Wire, insert, span

Start = Callable[..., Wire]
NOTEBOOK = "file:///project/n.ipynb"
CELLS = [f"vscode-notebook-cell:/project/n.ipynb#W{n}" for n in range(2)]
CODE = """\
import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv("é.csv"); train, test = train_test_split(df, test_size=0.2, random_state=0)
"""


def hints(wire: Wire, uri: str = URI, first: int = 0, last: int = 100) -> list[dict[str, Any]]:
    params = {"textDocument": {"uri": uri}, "range": span(first, 0, last, 0)}
    found: list[dict[str, Any]] = wire.request("textDocument/inlayHint", params)
    return found


def wanting(start: Start, **workspace: Any) -> Wire:
    """The real server with inlay hints switched on."""
    wire = start(real=True)
    capabilities = {**MODERN, "workspace": {**MODERN["workspace"], **workspace}}
    wire.initialize(capabilities, initializationOptions={"settings": {"inlayHints": {"enable": True}}})
    return wire


def asked_again(wire: Wire) -> None:
    """Wait until the server wants the editor to ask again."""
    wire.next(lambda message: message.get("method") == "workspace/inlayHint/refresh")


def open_notebook(wire: Wire, *texts: str) -> None:
    items = [{"uri": u, "languageId": "python", "version": 1, "text": t} for u, t in zip(CELLS, texts, strict=True)]
    document = {
        "uri": NOTEBOOK,
        "notebookType": "jupyter-notebook",
        "version": 1,
        "cells": [{"kind": 2, "document": uri} for uri in CELLS],
    }
    wire.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})


def test_a_name_is_explained_at_its_range(real: Wire) -> None:
    real.open(CODE)
    hover = real.hover(2, 35)
    assert hover["range"] == span(2, 34, 2, 38)
    assert hover["contents"] == {
        "kind": "markdown",
        "value": "`test`: the test part, 20 % of `df` (line 3).\n\n"
        "Drawn at random in line 3, seeded by `random_state=0`.",
    }
    assert real.hover(0, 1) is None


def test_a_finding_comes_first_and_what_is_known_after_it(real: Wire) -> None:
    real.open(CODE.replace(", random_state=0", ""))
    value = real.hover(2, 42)["contents"]["value"]
    rule, call = value.split("\n\n---\n\n")
    assert "seed-missing-split" in rule
    assert call.startswith("`train_test_split` splits the rows of `df`")


def test_hints_are_off_by_default(real: Wire) -> None:
    real.open(CODE)
    assert hints(real) == []


def test_hints_stand_behind_the_names_of_the_range(start: Start) -> None:
    wire = wanting(start)
    wire.open(CODE)
    train, test = hints(wire)
    assert (train["label"], train["position"]) == (": train, 80 % of df", {"line": 2, "character": 32})
    assert (test["label"], test["position"]) == (": test, 20 % of df", {"line": 2, "character": 38})
    assert test["tooltip"]["value"].startswith("`test`: the test part, 20 % of `df`")
    assert hints(wire, last=1) == []
    wire.change(2, insert(2, 0, "\n"))
    assert [hint["position"]["line"] for hint in hints(wire)] == [3, 3]


def test_a_change_of_the_setting_and_of_another_cell_makes_the_editor_ask_again(start: Start) -> None:
    wire = wanting(start, inlayHint={"refreshSupport": True})
    open_notebook(wire, CODE, "X = train.dropna()\n")
    assert [hint["label"] for hint in hints(wire, CELLS[1])] == [": train"]
    change = {"document": {"uri": CELLS[0], "version": 2}, "changes": [insert(3, 0, "train = train.head()\n")]}
    document = {"uri": NOTEBOOK, "version": 2}
    cells = {"cells": {"textContent": [change]}}
    wire.notify("notebookDocument/didChange", {"notebookDocument": document, "change": cells})
    asked_again(wire)
    wire.notify("workspace/didChangeConfiguration", {"settings": {"heldout": {"inlayHints": {"enable": False}}}})
    asked_again(wire)
    assert hints(wire, CELLS[1]) == []
