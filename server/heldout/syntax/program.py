"""A document as code, kept up with its edits: an update reads again only the leaves that changed.

What is cut where depends on the text alone (see `scan` and `cut`); which statements share a leaf depends on the edits too,
so two programs of one text agree once their units are flattened. Programs are immutable and share all that stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate

from attrs import define, field

from heldout.source import magics
from heldout.source.document import Cell, Document
from heldout.source.place import Place
from heldout.syntax import ir
from heldout.syntax.align import common_prefix, common_suffix
from heldout.syntax.build import Builder
from heldout.syntax.leaf import Leaf
from heldout.syntax.positions import LeafTree
from heldout.syntax.scan import TO_THE_END, Line, scan
from heldout.syntax.tree import Block, Node

LARGEST = 1_000_000
"""Documents of more characters than this are left out: parsing one takes a second for every 25,000 lines."""


@define(eq=False)
class CellCode:
    """The code of one cell, by its lines and as a tree."""

    text: str  # as the user sees it
    code: str  # without a cell magic
    magics: bool  # whether lines may be magics
    lines: tuple[Line, ...]
    starts: list[int]  # the offset of each line
    far: tuple[int, ...]  # the lines that were cut by looking beyond their end
    block: Block

    @cached_property
    def _rows(self) -> dict[int, int]:
        children = self.block.children
        return dict(zip(map(id, children), accumulate([node.rows for node in children], initial=0), strict=False))

    def row_of(self, node: Node) -> int:
        """The first row of a top-level node, the comment lines before it included."""
        return self._rows[id(node)]


@define(eq=False)
class _Home:
    """The top-level node that a leaf is in, and the key of its cell."""

    cell: str
    node: Node


@define(eq=False)
class Program:
    """The code of one document. `skipped` says why there is none, in one sentence; else it is None."""

    document: Document
    skipped: str | None
    _cells: dict[str, CellCode]  # by the key of the cell, in the order of the document
    _homes: dict[int, _Home]
    _next_id: int
    _rows: dict[int, dict[int, tuple[Leaf, int]]] = field(factory=dict)  # by the id() of a top-level node
    _cell_lines: dict[int, list[str]] = field(factory=dict)

    def units(self) -> tuple[ir.Unit, ...]:
        """One for each top-level statement, in order; the very same object as before while its text does not change."""
        cells = list(self._cells.values())
        if len(cells) == 1:
            return cells[0].block.units
        return tuple([unit for cell in cells for unit in cell.block.units])

    def cells(self) -> Iterator[tuple[tuple[ir.Unit, ...], str]]:
        """The units of each cell, and the text of what in it has never parsed."""
        for cell in self._cells.values():
            unread = ""
            if cell.block.broken:
                unread = "\n".join([leaf.text for _, leaf in cell.block.leaves() if leaf.broken])
            yield cell.block.units, unread

    def place(self, leaf: int, at: int) -> Place:
        """Where a node stands. A leaf that is unknown, or whose text is gone, has the nearest place that there is."""
        found = self.find(leaf)
        if found is None:
            return Place(0, 0, 0, 0, 0)
        cell, text, row = found
        span = text.span(at)
        if span is None:
            return self._clamped(cell, row, 0, row, 0)
        return self._clamped(cell, row + span[0], span[1], row + span[2], span[3])

    def leaf_text(self, leaf: int) -> str:
        """The text of a leaf as it was last understood; of a cut compound statement, its headers with dummy bodies."""
        found = self.find(leaf)
        return "" if found is None else found[1].good or found[1].text

    def tree(self, leaf: int) -> LeafTree | None:
        """The libcst tree of a leaf as it was last understood, and the spans of its nodes below the leaf's first row."""
        found = self.find(leaf)
        return None if found is None else found[1].tree()

    def leaf_line(self, leaf: int) -> tuple[int, int]:
        """The cell and the line (0-based) in which a leaf starts."""
        found = self.find(leaf)
        return (0, 0) if found is None else (found[0], found[2])

    def cell_of(self, leaf: int) -> int:
        """The index of the cell that a leaf is in."""
        return self.leaf_line(leaf)[0]

    @property
    def broken(self) -> tuple[Place, ...]:
        """The leaves whose text does not parse as it stands."""
        found: list[Place] = []
        for index, cell in enumerate(self._cells.values()):
            row = 0
            for node in cell.block.children:
                if node.broken:
                    for below, leaf in node.leaves(kept=False):
                        if leaf.broken:
                            start = row + below
                            end = start + leaf.text.rstrip("\n").count("\n")
                            found.append(self._clamped(index, start, 0, end, 1 << 30))
                row += node.rows
        return tuple(found)

    def moved_since(self, old: Program) -> frozenset[int] | None:
        """The leaves that stand elsewhere, or have another text, than in an earlier version; None: any of them may."""
        if [*self._cells] != [*old._cells]:
            return None
        moved: set[int] = set()
        for key, now in self._cells.items():
            before = old._cells[key]
            if before is now:
                continue
            olds, news = before.block.children, now.block.children
            front = common_prefix(olds, news)
            same_rows = before.text.count("\n") == now.text.count("\n")
            back = common_suffix(olds, news, front) if same_rows else 0
            for node in (*olds[front : len(olds) - back], *news[front : len(news) - back]):
                moved.update(node.ids)
        return frozenset(moved)

    @cached_property
    def _indexes(self) -> dict[str, int]:
        return {key: index for index, key in enumerate(self._cells)}

    def find(self, leaf: int) -> tuple[int, Leaf, int] | None:
        """The index of the cell of a leaf, the leaf, and its first row in the cell."""
        home = self._homes.get(leaf)
        if home is None:
            return None
        node = home.node
        rows = self._rows.get(id(node))
        if rows is None:
            rows = {}
            for row, inner in node.leaves():
                rows.setdefault(inner.id, (inner, row))
            self._rows[id(node)] = rows
        found = rows.get(leaf)
        if found is None:
            return None
        return self._indexes[home.cell], found[0], self._cells[home.cell].row_of(node) + found[1]

    def leaves_between(self, cell: int, first: int, last: int) -> Iterator[tuple[Leaf, int]]:
        """The leaves of the statements that touch some rows of a cell (both included), and perhaps of the one before."""
        row = 0
        for node in list(self._cells.values())[cell].block.children if cell < len(self._cells) else ():
            if row > last:
                return
            if row + node.rows >= first:  # the last line of a cell may have no end, and counts as no row then
                for below, leaf in node.leaves(kept=False):
                    yield leaf, row + below
            row += node.rows

    def around(self, leaf: int) -> tuple[tuple[ir.Unit, ...], tuple[int, ...]]:
        """What the interpreter runs for the top-level statement that a leaf is in, and the ids of all leaves in there."""
        home = self._homes.get(leaf)
        return ((), ()) if home is None else (home.node.units, home.node.ids)

    def _clamped(self, cell: int, line: int, column: int, end_line: int, end_column: int) -> Place:
        lines = self._cell_lines.get(cell)
        if lines is None:
            lines = self._cell_lines[cell] = self.document.cells[cell].text.split("\n")
        last = len(lines) - 1
        line, end_line = min(line, last), min(end_line, last)
        column, end_column = min(column, len(lines[line])), min(end_column, len(lines[end_line]))
        return Place(cell, line, column, *max((line, column), (end_line, end_column)))


def update(
    old: Program | None, document: Document, first_id: int = 0, look: Callable[[], None] = lambda: None
) -> Program:
    """The program of a document, from that of an earlier version of it. Ids of leaves are counted from `first_id`; `look` is
    called now and then, and raises when nobody wants the program any more.
    """
    size = sum([len(cell.text) for cell in document.cells])
    if size > LARGEST:
        reason = f"The document has {size:,} characters; above {LARGEST:,} it is not analysed."
        return Program(document, reason, {}, {}, first_id if old is None else old._next_id)
    before = {} if old is None else old._cells
    builder = Builder(first_id if old is None else old._next_id, look)
    cells: dict[str, CellCode] = {}
    for cell in document.cells:
        key = cell.key
        while key in cells:
            key += "'"
        cells[key] = _cell_code(before.get(key), cell, document.notebook, builder)
    homes = {} if old is None else old._homes.copy()
    for key, gone in before.items():
        if key not in cells:
            _forget(homes, gone.block.children)
    for key, code in cells.items():
        earlier = before.get(key)
        if earlier is not code:
            _rehome(homes, key, None if earlier is None else earlier.block, code.block)
    return Program(document, None, cells, homes, builder.next_id)


def _cell_code(old: CellCode | None, cell: Cell, notebook: bool, builder: Builder) -> CellCode:
    text = cell.text
    if old is not None and old.text == text:
        return old
    code = magics.cell(text) if notebook else text
    has_magics = notebook or magics.has_markers(text if old is None or old.magics else _changed_lines(old.code, code))
    if old is None or old.magics != has_magics:
        lines = tuple(_each(scan(code, 0, has_magics), builder.look))
        starts = list(accumulate([len(line.text) for line in lines[:-1]], initial=0)) if lines else []
        far = tuple([at for at, line in enumerate(lines) if line.seen > len(line.text)])
    else:
        lines, starts, far = _rescan(old, code)
    own = lines[:-1] if lines and _is_trivia(lines[-1]) else lines
    return CellCode(text, code, has_magics, lines, starts, far, builder.block(own, None if old is None else old.block))


def _each(lines: Iterator[Line], look: Callable[[], None]) -> Iterator[Line]:
    for line in lines:
        look()
        yield line


def _changed_lines(old: str, new: str) -> str:
    prefix = common_prefix(old, new)
    suffix = common_suffix(old, new, prefix)
    return new[new.rfind("\n", 0, prefix) + 1 : new.find("\n", len(new) - suffix) + 1 or len(new)]


def _is_trivia(line: Line) -> bool:
    return line.lead == len(line.text)


def _rescan(old: CellCode, code: str) -> tuple[tuple[Line, ...], list[int], tuple[int, ...]]:
    """The lines of the new code: those before the edit, those scanned anew, and those behind it, once it meets one."""
    before = old.code
    prefix = common_prefix(before, code)
    unchanged = len(code) - common_suffix(before, code, prefix)
    delta = len(code) - len(before)
    starts = old.starts
    first = max(0, bisect_right(starts, prefix) - 1)
    for at in old.far:
        if at < first and (old.lines[at].seen >= TO_THE_END or starts[at] + old.lines[at].seen > prefix):
            first = at
            break
    offset = starts[first] if starts else 0
    new: list[Line] = []
    new_starts: list[int] = []
    again = len(starts)
    for line in scan(code, offset, old.magics):
        new.append(line)
        new_starts.append(offset)
        offset += len(line.text)
        if offset >= unchanged:
            at = bisect_left(starts, offset - delta)
            if at < len(starts) and at > first and starts[at] == offset - delta:
                again = at
                break
    lines = (*old.lines[:first], *new, *old.lines[again:])
    shifted = [start + delta for start in starts[again:]] if delta else starts[again:]
    grown = first + len(new) - again
    far = (
        *[at for at in old.far if at < first],
        *[first + at for at, line in enumerate(new) if line.seen > len(line.text)],
        *[at + grown for at in old.far if at >= again],
    )
    return lines, [*starts[:first], *new_starts, *shifted], far


def _forget(homes: dict[int, _Home], nodes: tuple[Node, ...]) -> None:
    for node in nodes:
        for leaf in node.ids:
            homes.pop(leaf, None)


def _rehome(homes: dict[int, _Home], key: str, old: Block | None, new: Block) -> None:
    """Only the top-level nodes that are not the same objects changed, and they lie together."""
    before = () if old is None else old.children
    front = common_prefix(before, new.children)
    back = common_suffix(before, new.children, front)
    _forget(homes, before[front : len(before) - back])
    for node in new.children[front : len(new.children) - back]:
        homes.update(dict.fromkeys(node.ids, _Home(key, node)))
