"""Cells that are left to the reader: what they define is defined by nobody yet, on purpose."""

from __future__ import annotations

import re

from heldout.api import Notebook

ASKED = re.compile(
    r"#.*\b(?:your (?:code|answer|solution|implementation)|(?:code|answer|solution) (?:goes )?here"
    r"|(?:start|begin|end) (?:your )?(?:code|solution))\b",
    re.IGNORECASE,
)
"""Comments that ask for code, as courses and nbgrader write them."""
LOADED = re.compile(r"^\s*#?\s*%load\s+\S+", re.MULTILINE)
"""`%load solutions/ex1.py`, or the comment that it leaves."""
NOTHING = re.compile(r"\s*(?:(?:#\s*(?:todo|exercise|write|fill|complete)\b[^\n]*|\.\.\.|pass|#)\s*)*", re.IGNORECASE)
"""A cell in which nothing is done; code that was only commented out is something else."""


def left_to_reader(notebook: Notebook, cell: int) -> bool:
    """Whether an exercise stands in or above a cell (from 1): an empty cell below Markdown, or a comment that asks for code."""
    before = 0
    for one in notebook.cells:
        if one.number > cell:
            break
        below_text = one.number > before + 1
        if below_text and one.number < cell and NOTHING.fullmatch(one.text):
            return True
        if ASKED.search(one.text) or LOADED.search(one.text):
            return True
        before = one.number
    return False
