"""Expressions as short texts, for messages and names."""

from __future__ import annotations

from heldout.syntax import ir


def text_of(node: ir.Expr | None) -> str:
    """An expression as a short text: names, attributes, calls and subscripts; "…" stands for the rest."""
    if isinstance(node, ir.Name):
        return node.id
    if isinstance(node, ir.Attr):
        base = text_of(node.base)
        return f"({base}).{node.name}" if isinstance(node.base, (ir.Compare, ir.Unary)) else f"{base}.{node.name}"
    if isinstance(node, ir.Const):
        return repr(node.value) if len(repr(node.value)) < 40 else "…"
    if isinstance(node, ir.Call):
        return f"{text_of(node.func)}({'…' if node.args else ''})"
    if isinstance(node, ir.Subscript):
        index = text_of(node.index)
        several = isinstance(node.index, ir.Seq) and node.index.kind == "tuple" and len(node.index.items) > 1
        return f"{text_of(node.base)}[{index[1:-1] if several and index != '…' else index}]"
    if isinstance(node, ir.Seq) and len(node.items) <= 3:
        inner = ", ".join(text_of(i) for i in node.items)
        return f"[{inner}]" if node.kind == "list" else f"({inner})" if node.kind == "tuple" else "{…}"
    if isinstance(node, ir.Slice):
        return f"{text_of(node.lower) if node.lower else ''}:{text_of(node.upper) if node.upper else ''}"
    if isinstance(node, ir.Compare) and len(node.rest) == 1:
        return f"{text_of(node.left)} {node.rest[0][0]} {text_of(node.rest[0][1])}"
    if isinstance(node, ir.Unary):
        return f"{node.op}{' ' if node.op == 'not' else ''}{text_of(node.value)}"
    return "…"
