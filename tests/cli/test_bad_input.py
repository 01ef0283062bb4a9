"""Bad input: a clear line or silence, never a traceback, and the rest of the files is checked all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import LEAKY, UNUSED, Ran, notebook

Heldout = Callable[..., Ran]

# Files that are still read: what is left of LEAKY in them is found.
STILL_READ = {
    "syntax-error.py": (LEAKY + "\ndef broken(:\n    pass\n").encode(),
    "half-typed.py": (LEAKY + "\nmodel.fit(X_train, ").encode(),
    "half-typed-above.py": LEAKY.replace("y = frame", "z = frame[\ny = frame").encode(),
    "tabs.py": (LEAKY + "if True:\n\tx = 1\n\tif x:\n\t\ty = 2\n").encode(),
    "mixed-tabs.py": (LEAKY + "if True:\n\tx = 1\n        y = 2\n").encode(),
    "crlf.py": LEAKY.replace("\n", "\r\n").encode(),
    "cr.py": LEAKY.replace("\n", "\r").encode(),
    "bom.py": b"\xef\xbb\xbf" + LEAKY.encode(),
    "latin-1.py": ("# -*- coding: latin-1 -*-\n# Grüße\n" + LEAKY).encode("latin-1"),
    "nul.py": LEAKY.encode() + b"x = '\x00'\n\x00\n",
    "brackets.py": (LEAKY + "x = " + "[" * 1000 + "]" * 1000 + "\n").encode(),
    "open-brackets.py": (LEAKY + "x = " + "[" * 1000 + "\n").encode(),
    "long-function.py": (LEAKY + "def f(x):\n" + "    x = x + 1\n" * 10_000 + "    return x\n").encode(),
    "long-line.py": (LEAKY + "x = [" + "1, " * 100_000 + "]\n").encode(),
    "surrogate.py": (LEAKY + 'x = "\\ud800"\n').encode(),
    "no-newline.py": LEAKY.rstrip("\n").encode(),
    "python-2.ipynb": notebook(LEAKY, 'print "x"\nexec "y"', "raise ValueError, 'z'").encode(),
    "magics.ipynb": notebook("%matplotlib inline\n!pip install x\n?help", LEAKY, "%%bash\nls ${x}\n").encode(),
    "lists.ipynb": notebook(LEAKY.splitlines(keepends=True)).encode(),
    "big-output.ipynb": notebook(LEAKY, big=["x" * 1000] * 50_000).encode(),
    "format-3.ipynb": json.dumps(
        {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {},
            "worksheets": [{"cells": [{"cell_type": "code", "input": LEAKY, "language": "python", "outputs": []}]}],
        }
    ).encode(),
}


@pytest.mark.parametrize("name", STILL_READ)
def test_the_rest_of_the_file_goes_on(heldout: Heldout, folder: Path, name: str) -> None:
    (folder / name).write_bytes(STILL_READ[name])
    ran = heldout("check", "--output-format", "json", "--select", "leak-preprocess-before-split")
    assert [one["code"] for one in ran.findings] == ["leak-preprocess-before-split"]
    assert ran.status == 1
    assert len(ran.err.splitlines()) <= 1


def test_what_does_not_parse_is_said_in_one_line(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text(LEAKY + "\ndef broken(:\n    pass\n")
    (folder / "b.ipynb").write_text(notebook(LEAKY, 'print "x"', 'print "y"'))
    assert heldout("check", "-q", "--select", "seed").err.splitlines() == [
        "heldout: a.py:15:1 does not parse; the rest was checked",
        "heldout: b.ipynb:cell 3:1:1 does not parse (nor 1 more below); the rest was checked",
    ]


# Files that cannot be read at all, and a word of the line that says so.
UNREADABLE = {
    "not-utf-8.py": (b"# \xff\xfe\xfa\nx = 1\n", "UTF-8"),
    "unknown-coding.py": (b"# -*- coding: klingon -*-\nx = 1\n", "klingon"),
    "cut-off.ipynb": (notebook(LEAKY).encode()[:-40], "JSON"),
    "not-json.ipynb": (b"import pandas", "JSON"),
    "empty.ipynb": (b"", ""),
    "a-list.ipynb": (b"[1, 2]", "notebook"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_one_line_for_what_cannot_be_read(heldout: Heldout, folder: Path, name: str) -> None:
    data, word = UNREADABLE[name]
    (folder / name).write_bytes(data)
    ran = heldout("check", name)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith(f"heldout: {name}: ")
    assert word in ran.err
    (folder / "z.py").write_text(UNUSED)
    both = heldout("check", "--output-format", "json")
    assert (both.status, [one["filename"] for one in both.findings]) == (1, ["z.py"])


@pytest.mark.parametrize("cells", ['{"nbformat": 4}', '{"nbformat": 4, "cells": []}', notebook(metadata={})])
def test_a_notebook_without_cells_is_clean_or_one_line(heldout: Heldout, folder: Path, cells: str) -> None:
    (folder / "a.ipynb").write_text(cells)
    ran = heldout("check", "a.ipynb")
    assert ran.status in (0, 2)
    assert len(ran.err.splitlines()) <= 1


@pytest.mark.parametrize("name", ["empty.py", "blank.py"])
def test_nothing_in_it(heldout: Heldout, folder: Path, name: str) -> None:
    (folder / name).write_text("" if name == "empty.py" else "\n  \n")
    assert heldout("check", name).status == 0


def test_five_megabytes(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text(LEAKY + "x = {\n" + "    'key': 'value',\n" * 250_000 + "}\n")
    ran = heldout("check")
    assert ran.status in (0, 1, 2)
    assert len(ran.err.splitlines()) <= 1


def test_missing_and_foreign_paths(heldout: Heldout, folder: Path) -> None:
    (folder / "data.csv").write_text("a\n")
    (folder / "a.py").write_text("x = 1\n")
    ran = heldout("check", "gone.py", "data.csv", "a.py")
    assert ran.status == 2
    assert ran.err == (
        "heldout: gone.py: no such file or folder\n"
        "heldout: data.csv: neither a Python script (.py) nor a notebook (.ipynb)\n"
    )
    assert ran.out == "No findings in 1 file.\n"


def test_a_fix_that_cannot_be_written(heldout: Heldout, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.py").write_text(UNUSED)
    monkeypatch.setattr("heldout.cli.scan.os.access", lambda *_: False)
    ran = heldout("check", "--fix")
    assert (ran.status, ran.err) == (2, "heldout: a.py: it cannot be written\n")
    assert (folder / "a.py").read_text() == UNUSED


def test_a_folder_and_a_link_that_look_like_scripts(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").mkdir()
    (folder / "b.py").symlink_to("nowhere.py")
    ran = heldout("check")
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "`chekc` is no command of heldout; did you mean `heldout check`?"),
        (["check", "--fxi"], "no such option"),
        (["check", "--output-format", "xml"], "xml"),
        (["check", "-", "a.py"], "standard input (`-`) is checked alone, without other paths"),
        (["rule", "leak-fit-on-tset"], "`leak-fit-on-tset` is no rule of Heldout; did you mean `leak-fit-on-test`?"),
        (["rule", "leak"], "`leak` is no rule of Heldout; the rules of that family are leak-centered-window"),
        (["graph", "gone.py"], "gone.py: no such file or directory"),
        (["config", "gone"], "gone: no such file or folder"),
    ],
)
def test_a_wrong_command_is_one_line(heldout: Heldout, arguments: list[str], message: str) -> None:
    ran = heldout(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("heldout: ")
    assert message in ran.err


def test_a_reader_that_leaves_early(folder: Path) -> None:
    for number in range(15):
        (folder / f"m{number}.py").write_text(LEAKY)
    read, write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "heldout", "check"], stdout=write, stderr=subprocess.PIPE, text=True, cwd=folder
    )
    os.close(write)
    os.close(read)
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 141


def test_the_name_of_a_file_stays_as_it_is(heldout: Callable[..., Ran]) -> None:
    assert heldout("graph", "Nowhere.py").err.startswith("heldout: Nowhere.py: ")
    assert heldout("graph", "--nonsense").err.startswith("heldout: no such option")
