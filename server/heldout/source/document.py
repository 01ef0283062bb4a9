"""A document: a script or a notebook, as a list of cells that run as one program."""

from __future__ import annotations

from attrs import frozen


@frozen
class Cell:
    """One code cell, or the whole of a script.

    `text` is what the user sees, with every line ending turned into "\\n" and without a byte order mark.
    `key` tells cells apart over edits: the cell's URI in an editor, its id (or position) in an .ipynb file, "" in a script.
    `number` is its position among all cells of the notebook, from 1, as the user counts them; None in a script.
    """

    key: str
    text: str
    number: int | None = None
    execution_count: int | None = None


@frozen
class Document:
    """What is analysed as one program. `path` is None for what lies in no file; `uri` is opaque."""

    uri: str
    cells: tuple[Cell, ...]
    path: str | None = None
    notebook: bool = False
