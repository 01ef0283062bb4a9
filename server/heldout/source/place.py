"""Where something stands in a document."""

from __future__ import annotations

from attrs import frozen


@frozen(order=True)
class Place:
    """A range of a document. Lines and columns are 0-based, columns count code points, the end is exclusive.

    `cell` is an index into `Document.cells` (0 for a script). Only `lsp/` counts in UTF-16, only `report/` from 1.
    """

    cell: int
    line: int
    column: int
    end_line: int
    end_column: int

    def contains(self, cell: int, line: int, column: int) -> bool:
        """Whether a position lies in this range, its end included."""
        return cell == self.cell and (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)

    def overlaps(self, other: Place) -> bool:
        """Whether the two ranges share a character, or an empty one lies strictly inside or at the start of the other."""
        return (
            self.cell == other.cell
            and (self.line, self.column) <= (other.end_line, other.end_column)
            and (other.line, other.column) <= (self.end_line, self.end_column)
            and not (
                (self.end_line, self.end_column) == (other.line, other.column)
                or (other.end_line, other.end_column) == (self.line, self.column)
            )
        )
