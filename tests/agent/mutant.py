"""What a mutant is, and the text of a right fix with the offsets of its nodes."""

from __future__ import annotations

import ast

from attrs import frozen


@frozen
class Mutant:
    """A changed program. `kind` names the operator; `same` says why it means the same as the fix, where it does."""

    kind: str
    what: str
    code: str
    same: str = ""


class Program:
    """The text of a right fix, with the offsets of its nodes."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.code = before, after
        self.tree = ast.parse(after)
        self.lines = after.split("\n")
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        self.starts = starts
        old = set(before.split("\n"))
        self.new_lines = {n for n, line in enumerate(self.lines, 1) if line not in old and line.strip()}

    def span(self, node: ast.AST) -> tuple[int, int]:
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def at(self, line: int, column: int) -> int:
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def text(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.code[start:end]

    def replaced(self, node: ast.AST, text: str) -> str:
        start, end = self.span(node)
        return self.code[:start] + text + self.code[end:]

    def is_new(self, node: ast.AST) -> bool:
        return any(line in self.new_lines for line in range(node.lineno, node.end_lineno + 1))  # type: ignore[attr-defined]

    def statements(self) -> list[ast.stmt]:
        simple = [n for n in ast.walk(self.tree) if isinstance(n, ast.stmt) and not hasattr(n, "body")]
        return sorted(simple, key=lambda n: n.lineno)

    def whole(self, first: ast.stmt, last: ast.stmt | None = None) -> tuple[int, int]:
        """The offsets of a statement's whole lines."""
        end = (last or first).end_lineno or first.lineno
        return self.starts[first.lineno - 1], min(self.starts[end], len(self.code))

    def with_line(self, node: ast.stmt, text: str, before: bool = False) -> str:
        start, end = self.whole(node)
        indent = " " * node.col_offset
        block = "\n".join(indent + line for line in text.split("\n")) + "\n"
        at = start if before else end
        return self.code[:at] + block + self.code[at:]
