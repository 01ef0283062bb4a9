"""Input that nobody should send or write: a clear line or silence, the server lives, nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wire import MODERN, URI, Wire, insert, span

Start = Callable[..., Wire]

LEAKY = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data.csv")
y = df.pop("label")
X = StandardScaler().fit_transform(df)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
LEAK = "leak-preprocess-before-split"


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found]


def is_alive(wire: Wire) -> None:
    """The leak in a new document is still found, and no answer was an internal error."""
    wire.open(LEAKY, "file:///project/alive.py")
    assert LEAK in codes(wire.diagnostics("file:///project/alive.py"))
    assert not [m for m in wire.seen if "error" in m and m["error"]["code"] in (-32603, -32001)]
    assert not [m for m in wire.seen if "Traceback" in str(m)]
    assert not [m for m in wire.seen if m.get("method") == "window/showMessage"]


# -- messages -------------------------------------------------------------------------------------------------------


def test_bytes_that_are_no_message(real: Wire) -> None:
    real.raw(b"hello\r\n\r\n")
    real.body(b"{not json")
    real.body(b"[1, 2]")
    real.body(b'{"id": 1, "method": "no version"}')
    real.body(b"\xff\xfe\x00")
    assert "Content-Length" in real.logged("is ignored")
    assert "9 bytes" in real.logged("is not JSON")
    is_alive(real)


def test_requests_that_make_no_sense_get_an_error_with_their_id(real: Wire) -> None:
    assert real.answer(real.ask("heldout/nonsense", {}))["error"]["code"] == -32601
    assert real.answer(real.ask("textDocument/rename", {}))["error"]["code"] in (-32601, -32602)
    wrong = real.answer(real.ask("textDocument/hover", {"textDocument": 7}))["error"]
    assert wrong["code"] == -32602
    assert "\n" not in wrong["message"]
    negative = {"textDocument": {"uri": URI}, "position": {"line": -1, "character": 0}}
    assert real.answer(real.ask("textDocument/hover", negative))["error"]["code"] == -32602
    assert real.answer(real.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}}))["error"]
    is_alive(real)


def test_notifications_that_make_no_sense_are_ignored(real: Wire) -> None:
    real.notify("heldout/nonsense", {"a": 1})
    real.notify("$/optional", {})
    real.notify("textDocument/didChange", {"textDocument": "x"})
    real.notify("$/cancelRequest", {"id": 12345})
    real.send(id="never-asked", result=None)
    real.send(id=99, error={"code": 1, "message": "no"})
    assert "didChange is ignored" in real.logged("Invalid params")
    is_alive(real)


def test_before_initialize_and_after_shutdown(start: Start) -> None:
    wire = start(real=True)
    early = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
    assert wire.answer(wire.ask("textDocument/hover", early))["error"]["code"] == -32002
    wire.initialize()
    wire.request("shutdown")
    assert wire.answer(wire.ask("textDocument/hover", early))["error"]["code"] == -32600
    wire.notify("exit")
    assert wire.process.wait(20) == 0


# -- documents ------------------------------------------------------------------------------------------------------


def test_unknown_uris(real: Wire) -> None:
    nowhere = "file:///nowhere.py"
    real.change(2, insert(0, 0, "x"), uri=nowhere)
    assert "is not open" in real.logged(nowhere)
    real.notify("textDocument/didClose", {"textDocument": {"uri": nowhere}})
    real.notify("textDocument/didSave", {"textDocument": {"uri": nowhere}})
    document = {"uri": "file:///n.ipynb", "version": 2}
    real.notify("notebookDocument/didChange", {"notebookDocument": document, "change": {}})
    real.notify("notebookDocument/didClose", {"notebookDocument": {"uri": "x"}, "cellTextDocuments": []})
    assert real.hover(0, 0, nowhere) is None
    assert real.actions(0, 0, nowhere) == []
    assert real.actions(0, 0, "no uri at all") == []
    is_alive(real)


def test_positions_past_the_end(real: Wire) -> None:
    real.open(LEAKY)
    before = codes(real.diagnostics(version=1))
    real.change(2, {"range": span(9999, 9999, 9999, 9999), "text": "\n# the end\n"})
    assert codes(real.diagnostics(version=2)) == before
    assert real.hover(99999, 99999) is None
    assert real.actions(99999, 99999) == []
    is_alive(real)


def test_versions_out_of_order_are_ignored(real: Wire) -> None:
    real.open(LEAKY, version=5)
    before = real.diagnostics(version=5)
    real.change(4, {"text": ""})
    real.change(5, {"text": ""})
    real.logged("version 4 came after 5")
    real.change(6, insert(0, 0, "\n"))
    assert codes(real.diagnostics(version=6)) == codes(before)
    is_alive(real)


def test_two_edits_in_one_change(real: Wire) -> None:
    real.open(LEAKY)
    (leak,) = (one for one in real.diagnostics(version=1) if one["code"] == LEAK)
    real.change(2, insert(0, 0, "# one\n"), insert(0, 0, "# two\n"))
    (moved,) = (one for one in real.diagnostics(version=2) if one["code"] == LEAK)
    assert moved["range"]["start"]["line"] == leak["range"]["start"]["line"] + 2


def test_a_file_that_is_deleted_while_open_stays_analysed(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "train.py"
    file.write_text(LEAKY)
    wire = start(real=True)
    wire.initialize()
    wire.open(LEAKY, file.as_uri())
    assert LEAK in codes(wire.diagnostics(file.as_uri(), 1))
    file.unlink()
    tmp_path.rmdir()
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 3}]})
    wire.change(2, insert(0, 0, "\n"), uri=file.as_uri())
    assert LEAK in codes(wire.diagnostics(file.as_uri(), 2))


def test_opening_twice_takes_the_newer_text(real: Wire) -> None:
    real.open("x = 1")
    real.open(LEAKY)
    while not (found := real.diagnostics()):
        pass
    assert LEAK in codes(found)


# -- texts ----------------------------------------------------------------------------------------------------------

BROKEN = {
    "a syntax error": "def f(:\n    pass\n",
    "a half-typed line": "model.fit(X_tr",
    "an open string": 's = "half\n',
    "an open triple quote": 's = """half\n\n',
    "a def without body": "def f():\n",
    "NUL bytes": "x = 1\x00\n",
    "form feeds": "x = 1\x0c\n\x0cy = 2\n",
    "lone surrogates": "x = '\ud800'\n",
    "Python 2": "print 'hello'\nexec 'x'\n",
    "mixed indentation": "if True:\n\tx = 1\n        y = 2\n",
    "nested brackets": "x = " + "[" * 1000 + "]" * 1000 + "\n",
    "open brackets": "x = " + "(" * 1000 + "\n",
    "only a backslash": "\\",
    "nothing": "",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_code_that_does_not_parse_costs_no_other_finding(real: Wire, text: str) -> None:
    real.open(text)
    real.diagnostics(version=1)
    real.change(2, {"text": LEAKY + "\n" + text})
    assert LEAK in codes(real.diagnostics(version=2))
    assert real.hover(0, 0) is None
    is_alive(real)


def test_a_finding_stays_while_its_surroundings_are_typed(real: Wire) -> None:
    real.open(LEAKY)
    assert LEAK in codes(real.diagnostics(version=1))
    for version, character in enumerate("\nfor x in [1, (2", 2):
        line, column = (5, 0) if character == "\n" else (5, version - 3)
        real.change(version, insert(line, column, character))
        assert LEAK in codes(real.diagnostics(version=version)), character


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings(real: Wire, ending: str) -> None:
    real.open(LEAKY.replace("\n", ending))
    (leak,) = (one for one in real.diagnostics(version=1) if one["code"] == LEAK)
    assert leak["range"]["start"] == {"line": 7, "character": 4}
    real.change(2, {"range": span(0, 0, 1, 0), "text": "import pandas as pd" + ending})
    assert LEAK in codes(real.diagnostics(version=2))


def test_a_byte_order_mark(real: Wire) -> None:
    real.open("\ufeff" + LEAKY)
    assert LEAK in codes(real.diagnostics(version=1))


def test_tabs(real: Wire) -> None:
    body = "".join(f"\t{line}\n" for line in LEAKY.splitlines())
    real.open(f"def main():\n{body}\nmain()\n")
    (leak,) = (one for one in real.diagnostics(version=1) if one["code"] == LEAK)
    assert leak["range"]["start"] == {"line": 8, "character": 5}


def test_a_file_of_five_megabytes(real: Wire) -> None:
    real.open(LEAKY + "# padding of a very large file\n" * 160_000)
    real.diagnostics(version=1)
    real.change(2, insert(0, 0, "\n"))
    real.diagnostics(version=2)
    is_alive(real)


def test_a_function_of_ten_thousand_lines(real: Wire) -> None:
    real.open("import numpy as np\n\ndef f():\n" + "    x = np.ones(3)\n" * 10_000 + LEAKY)
    assert LEAK in codes(real.diagnostics(version=1))
    real.change(2, insert(5000, 4, "y = x\n    "))
    assert LEAK in codes(real.diagnostics(version=2))


# -- notebooks and configuration ------------------------------------------------------------------------------------


def test_a_notebook_without_cells_and_cells_without_text(real: Wire) -> None:
    document = {"uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1, "cells": []}
    real.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": []})
    document = {**document, "uri": "file:///m.ipynb", "cells": [{"kind": 2, "document": "lost"}]}
    real.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": []})
    assert real.hover(0, 0, "lost") is None
    is_alive(real)


def test_python_2_cells_do_not_hide_the_others(real: Wire) -> None:
    texts = ["print 'two'\n", "%matplotlib inline\n!pip install x", LEAKY, "df?"]
    uris = [f"vscode-notebook-cell:/n.ipynb#{n}" for n in range(len(texts))]
    items = [{"uri": u, "languageId": "python", "version": 1, "text": t} for u, t in zip(uris, texts, strict=True)]
    cells = [{"kind": 2, "document": uri} for uri in uris]
    document = {"uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    real.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})
    assert LEAK in codes(real.diagnostics(uris[2]))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[tool.heldout\n", "cannot be read"),
        ('[tool.heldout]\nselect = ["leek"]\n', "leek"),
        ("[tool.heldout]\nselect = 7\n", "list"),
        ("[tool.heldout]\nselekt = []\n", "selekt"),
    ],
)
def test_a_pyproject_that_is_wrong(start: Start, tmp_path: Path, text: str, part: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(text)
    wire = start(real=True)
    wire.initialize(MODERN, rootUri=tmp_path.as_uri())
    uri = (tmp_path / "train.py").as_uri()
    wire.open(LEAKY, uri)
    found, problems = None, None
    while found is None or problems is None:
        params = wire.notified("textDocument/publishDiagnostics")
        if params["uri"] == uri:
            found = params["diagnostics"]
        elif params["uri"] == file.as_uri():
            problems = params["diagnostics"]
    assert part in json.dumps(problems)
    assert len(problems) == 1
    assert LEAK in codes(found)


def test_settings_that_make_no_sense(start: Start, tmp_path: Path) -> None:
    wire = start(real=True)
    missing = str(tmp_path / "none.toml")
    wire.initialize(initializationOptions={"select": 1, "configuration": missing, "severity": []})
    wire.notify("workspace/didChangeConfiguration", {"settings": None})
    wire.notify("workspace/didChangeConfiguration", {"settings": {"heldout": "?"}})
    is_alive(wire)
