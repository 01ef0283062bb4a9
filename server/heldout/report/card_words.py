"""The words of a model card: the user's code and names as Markdown that shows them and nothing else."""

from __future__ import annotations

import re

from heldout.picture.words import plain
from heldout.report.rows import at
from heldout.report.secrets import hidden
from heldout.semantics.graph import Graph, Step
from heldout.semantics.show import where
from heldout.syntax import ir
from heldout.syntax.written import text_of

LONGEST = 160
"""Code points of a span of code."""
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """One line, in which what cannot be seen stands as U+FFFD."""
    return UNSEEN.sub("\ufffd", plain(text))


def span(text: str) -> str:
    """The user's code in Markdown: a span of one line that nothing in it can end."""
    line = visible(hidden(text).replace("`", "'")).strip() or " "
    return f"`{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}`"


def prose(text: str) -> str:
    """A sentence that may have spans of code: those stay, and the rest is text whatever it holds."""
    parts = visible(hidden(text)).split("`")
    if len(parts) % 2 == 0:  # a span that does not end
        parts[-2:] = ["'".join(parts[-2:])]
    return "".join([escaped(part) if n % 2 == 0 else span(part) for n, part in enumerate(parts)])


def escaped(text: str) -> str:
    """Text that stands in Markdown as it is."""
    text = re.sub(r"([\\`*_\[\]<>#|~&!$])", r"\\\1", text)
    return re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w)(?=@\w)", "\u200a", text, flags=re.IGNORECASE)


def call(step: Step) -> str:
    """A call as it is written, with its arguments: `train_test_split(X, y, test_size=0.2)`."""
    return text_of_call(step.node)


def text_of_call(node: ir.Call) -> str:
    args = [f"{arg.star}{arg.keyword + '=' if arg.keyword else ''}{_argument(arg.value)}" for arg in node.args]
    return f"{text_of(node.func)}({', '.join(args)})"


def _argument(node: ir.Expr) -> str:
    if isinstance(node, ir.Call):
        return text_of_call(node)
    if isinstance(node, ir.Seq):
        inner = ", ".join([_argument(item) for item in node.items])
        return (
            f"({inner}{',' if len(node.items) == 1 else ''})"
            if node.kind == "tuple"
            else f"[{inner}]"
            if node.kind == "list"
            else f"{{{inner}}}"
        )
    if isinstance(node, ir.Const) and isinstance(node.value, (str, bytes)):
        return repr(node.value)
    return text_of(node)


def told(graph: Graph, step: Step) -> str:
    """`` `call(…)` (line 12)``."""
    return f"{span(call(step))}{at(graph, step)}"


def placed(graph: Graph, step: Step) -> str:
    """`line 12`, or that it is not known."""
    return where(graph, step) or "at a place that is not known"
