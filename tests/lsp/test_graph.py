"""The picture over the wire: drawn from what is computed, with places in the client's coordinates and cells' own URIs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from wire import URI, Wire, insert

LEAKY = """\
import pandas as pd
from sklearn.model_selection import train_test_split

größe = "😀"; frame = pd.read_csv("a.csv")
train, test = train_test_split(frame, random_state=0)
"""
NOTEBOOK = "file:///project/n.ipynb"
CELLS = [f"vscode-notebook-cell://127.0.0.1:8080/project/n.ipynb#W{n}" for n in range(2)]


def drawn(wire: Wire, uri: str = URI, **more: Any) -> dict[str, Any]:
    graph: dict[str, Any] = wire.request("heldout/graph", {"uri": uri, **more})
    return graph


def titles(graph: dict[str, Any]) -> list[str]:
    return [node["title"] for node in graph["nodes"]]


def test_the_drawing_and_where_its_nodes_stand(real: Wire) -> None:
    real.open(LEAKY)
    graph = drawn(real)
    assert titles(graph) == ["frame", "train_test_split", "train", "test"]
    ids = [g.get("id") for g in ET.fromstring(graph["svg"]).iter() if g.get("tabindex") == "0"]
    assert ids == [node["id"] for node in graph["nodes"]]
    assert ".heldout-picture" in graph["css"]
    (place,) = graph["nodes"][0]["places"]
    assert place["uri"] == URI
    assert place["range"]["start"] == {"line": 3, "character": 22}, "in UTF-16"


def test_it_is_always_of_the_text_as_it_is(real: Wire) -> None:
    real.open(LEAKY)
    for version in range(2, 8):
        real.change(version, insert(0, 0, "\n"))
        assert drawn(real)["nodes"][0]["places"][0]["range"]["start"]["line"] == version + 2


def test_a_notebook_is_one_picture_and_its_cells_are_keys(real: Wire) -> None:
    first, second = LEAKY.split("train, test", 1)
    texts = [first, "train, test" + second]
    items = [{"uri": u, "languageId": "python", "version": 1, "text": t} for u, t in zip(CELLS, texts, strict=True)]
    cells = [{"kind": 2, "document": uri} for uri in CELLS]
    document = {"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    real.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})
    graph = drawn(real, NOTEBOOK)
    assert [node["places"][0]["uri"] for node in graph["nodes"]] == [CELLS[0], *CELLS[1:] * 3]
    assert titles(drawn(real, CELLS[1])) == titles(graph), "a cell stands for its notebook"


def test_where_there_is_nothing_to_draw_it_says_so(real: Wire) -> None:
    real.open("import pandas as pd\nprint(1)\n")
    assert "no pipeline" in drawn(real)["note"]
    assert drawn(real)["nodes"] == []
    assert "does not look at" in drawn(real, "file:///project/unknown.py")["note"]
    assert real.request("heldout/hasGraph", {"uri": URI}) == {"some": False}
    real.change(2, {"text": LEAKY})
    assert real.request("heldout/hasGraph", {"uri": URI}) == {"some": True}
    assert real.request("heldout/hasGraph", {"uri": "file:///project/unknown.py"}) == {"some": False}


def test_odd_parameters(real: Wire) -> None:
    real.open(LEAKY)
    for params in (None, {}, {"uri": 3}, ["x"]):
        assert "missing" in real.answer(real.ask("heldout/graph", params))["error"]["message"]
    for width in (-1, 0, 1e300, "wide", None, True):
        assert titles(drawn(real, width=width))
