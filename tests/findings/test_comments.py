"""The cheap scan agrees with Python's own tokenizer about what is a comment and what a logical line."""

from __future__ import annotations

import io
import sysconfig
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heldout.findings.comments import directives, logical_lines
from heldout.findings.suppression import suppress
from heldout.source.document import Cell, Document

MODULES = ("argparse", "difflib", "doctest", "inspect", "statistics", "textwrap", "tokenize", "typing")


def by_tokenizer(text: str) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    first: int | None = None
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            assert first is not None
            lines.append((first, token.start[0] - 1))
            first = None
        elif first is None and token.type not in skipped:
            first = token.start[0] - 1
    return lines


@pytest.mark.parametrize("module", MODULES)
def test_logical_lines_are_those_of_the_tokenizer(module: str) -> None:
    text = Path(sysconfig.get_path("stdlib"), f"{module}.py").read_text(encoding="utf-8")
    # A comment line before a statement may count to it: only the ends are compared.
    assert [last for _, last in logical_lines(text)] == [last for _, last in by_tokenizer(text)]


@pytest.mark.parametrize("module", MODULES)
def test_every_comment_is_seen_and_no_string_is(module: str) -> None:
    text = Path(sysconfig.get_path("stdlib"), f"{module}.py").read_text(encoding="utf-8")
    marked = text.replace("#", "# heldout: ignore[leak] #")
    expected = {
        token.start[0] - 1
        for token in tokenize.generate_tokens(io.StringIO(marked).readline)
        if token.type == tokenize.COMMENT
    }
    assert {directive.line for directive in directives(marked)} == expected


@given(
    st.lists(
        st.sampled_from(
            ["#", " heldout: ", "ignore", "[leak]", "'", '"""', "(", "\\", "\n", "x", "noqa: a-b", "\x00", "𝛼"]
        )
    )
)
def test_no_text_makes_it_raise(parts: list[str]) -> None:
    text = "".join(parts)
    suppress(Document("x", (Cell("", text),)), (), ("leak-fit-on-test",))
    logical_lines(text)
