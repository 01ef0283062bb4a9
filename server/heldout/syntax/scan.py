"""The logical lines of a text, found without parsing: what later edits leave alone is never looked at again.

A scan remembers nothing when it stands at the start of a logical line, so two scans that reach the same text there agree
from then on. Where a bracket was left open, a line that cannot go on with an expression ends the statement (see `_cut`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define

from heldout.source import magics as ipython

DEEPEST = 100
"""More brackets inside one another than this are not given to libcst: its time grows with the cube of them."""
LONGEST_CHAIN = 400
"""More operators or trailers in one expression than this are not either: each takes a frame of the native stack."""
TO_THE_END = 1 << 60


@define(eq=False)
class Line:
    """One logical line with the blank and comment lines before it. Offsets and lengths are code points.

    Lines are compared by identity: an edit makes new ones only where something changed.
    """

    text: str  # magics are replaced already
    lead: int  # characters of blank and comment lines before it
    lead_rows: int
    rows: int  # physical lines, those of `lead` included
    column: int  # of its first character, tabs to the next multiple of 8
    word: str  # the keyword that gives it a place in a compound statement, "@", or "" for any other
    seen: int  # how many characters from its start decide where it ends
    deep: bool = False  # nested too deeply to be parsed


_TRIVIA = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)*")
_LAST_TRIVIA = re.compile(r"[ \t\f]*(?:#[^\n]*)?\Z")
_INDENT = re.compile(r"[ \t\f]*")
_TOKEN = re.compile(
    r"""
    [()\[\]{}\n] | \#[^\n]* | \\\n?
    | \"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"
    | '''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''
    | "(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"
    | '(?!'')[^'\\\n]*(?:\\.[^'\\\n]*)*'
    | ["']
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"(?:async[ \t]+)?([a-z]+)\b|@")
WORDS = frozenset(
    ["if", "for", "while", "with", "try", "def", "class", "elif", "else", "except", "finally", "match", "case"]
)
_COLON = re.compile(r":[ \t]*(?:#[^\n]*)?\n?\Z")


def scan(text: str, at: int = 0, magics: bool = False) -> Iterator[Line]:
    """The logical lines from `at`, which is the start of one. The last may be blank and comment lines only."""
    size = len(text)
    while at < size:
        found = _TRIVIA.match(text, at)
        start = found.end() if found else at
        if _LAST_TRIVIA.match(text, start):
            rest = text[at:]
            yield Line(rest, len(rest), rest.count("\n"), rest.count("\n"), 0, "", TO_THE_END)
            return
        margin = _INDENT.match(text, start)
        first = margin.end() if margin else start
        column = _column(text[start:first])
        lead_rows = text.count("\n", at, start)
        replaced = _magic(text, first) if magics else None
        if replaced is not None:
            end = first + len(replaced)
            line = text[at:first] + replaced
            yield Line(line, start - at, lead_rows, line.count("\n"), column, "", end - at)
            at = end
            continue
        named = _WORD.match(text, first)
        word = (named.group(1) or "@") if named else ""
        if word != "@" and word not in WORDS:
            word = ""
        end, seen, deep = _end(text, first, column, word)
        line = text[at:end]
        if (word == "match" or word == "case") and not _COLON.search(line):
            word = ""
        if end - first > 3000 and not deep:
            deep = _chained(text[first:end])
        yield Line(
            line, start - at, lead_rows, line.count("\n"), column, word, seen if seen == TO_THE_END else seen - at, deep
        )
        at = end


def _column(margin: str) -> int:
    if not margin or (margin.isspace() and "\t" not in margin and "\f" not in margin):
        return len(margin)
    return len(margin[margin.rfind("\f") + 1 :].expandtabs(8))


def _magic(text: str, first: int) -> str | None:
    end = text.find("\n", first) + 1 or len(text)
    line = text[first:end]
    if not (line[0] in ipython.FIRST or "?" in line or "!" in line or "%" in line):
        return None
    shell = line[0] in ipython.FIRST or "= !" in line or "=!" in line
    while shell and line.endswith("\\\n") and end < len(text):
        end = text.find("\n", end) + 1 or len(text)
        line = text[first:end]
    bare = line[:-1] if line.endswith("\n") else line
    replaced = ipython.line(bare)
    return None if replaced is None else replaced + line[len(bare) :]


def _end(text: str, first: int, column: int, word: str) -> tuple[int, int, bool]:
    """Where the logical line at `first` ends, how far the text was looked at for that, and whether it is too deep."""
    open_: list[str] = []
    deepest = 0
    comment = -1  # where the comment of the physical line starts
    soft = -1  # the first line that may or may not have been meant to start a statement
    tail = first  # the end of the last code before the physical line
    code = first  # where the code of the physical line starts
    at = first
    match = _TOKEN.search
    while True:
        token = match(text, at)
        if token is None:
            size = len(text)
            return (soft if soft > 0 and open_ else size), TO_THE_END, deepest > DEEPEST
        start, at = token.span()
        char = text[start]
        if char == "\n":
            if not open_:
                return at, at, deepest > DEEPEST
            end = comment if comment >= 0 else start
            comment = -1
            while end > code and text[end - 1] in " \t\f":
                end -= 1
            if end > code:
                tail = end
            margin = _INDENT.match(text, at)
            code = margin.end() if margin else at
            if (word and word != "@") or code - at <= column:
                cut = _cut(text, at, code, tail, column)
                if cut == 2:
                    seen = text.find("\n", at) + 1
                    return (soft if soft > 0 else at), seen or TO_THE_END, deepest > DEEPEST
                if cut == 1 and soft < 0:
                    soft = at
        elif char in "([{":
            open_.append(char)
            if len(open_) > deepest:
                deepest = len(open_)
        elif char in ")]}":
            if open_:
                open_.pop()
        elif char == "#":
            comment = start
        elif char != "\\":
            at = _string_end(text, start, at)


def _string_end(text: str, start: int, end: int) -> int:
    """The end of the string whose quote is at `start` and which ends at `end` unless it is an f-string, or unclosed."""
    quote = text[start]
    if end - start == 1:  # nothing closes it
        if text.startswith(quote * 3, start):
            return len(text)
        newline = text.find("\n", start)
        return len(text) if newline < 0 else newline
    prefix = text[max(0, start - 2) : start].lower()
    if ("f" in prefix or "t" in prefix) and text.count("{", start, end) != text.count("}", start, end):
        width = 3 if text.startswith(quote * 3, start) else 1
        before = text[start - 1 : start].lower()
        if before in "ft" or (before in "rb" and prefix[:1] in "ft"):
            return _formatted_end(text, start + width, quote * width) or end
    return end


_IN_FORMATTED = re.compile(r"\\.|\{\{|\}\}|[{\n]|\"\"\"|'''|[\"']", re.DOTALL)


def _formatted_end(text: str, at: int, quotes: str) -> int:
    """The end of an f-string in which its own quotes may occur again inside braces (Python 3.12); 0 when unclosed."""
    while True:
        found = _IN_FORMATTED.search(text, at)
        if found is None:
            return 0
        what, at = found.group(), found.end()
        if what == quotes or (len(what) == 3 and what[0] == quotes):
            return at if what == quotes else found.start() + 1
        if what == "\n" and len(quotes) == 1:
            return 0
        if what == "{":
            depth = 1
            while depth:
                token = _TOKEN.search(text, at)
                if token is None:
                    return 0
                start, at = token.span()
                char = text[start]
                if char in "([{":
                    depth += 1
                elif char in ")]}":
                    depth -= 1
                elif char in "\"'":
                    if at - start == 1:
                        return 0
                    at = _string_end(text, start, at)


_NEXT = re.compile(r"(@)|([^\W\d]\w*)(?![\"'\w])([ \t]*)")
_AFTER_OPERAND = frozenset(["and", "or", "not", "in", "is", "if", "else", "for", "async", "as", "from"])
_NO_OPERAND = re.compile(r"(?:^|\W)(?:and|or|not|in|is|if|else|for|lambda|await|yield|from|async|as|import|return)\Z")
_STATEMENT = frozenset(
    [
        "def",
        "class",
        "import",
        "with",
        "while",
        "try",
        "return",
        "raise",
        "del",
        "global",
        "nonlocal",
        "assert",
        "pass",
        "break",
        "continue",
    ]
)
_FROM = re.compile(r"from[ \t]+[.\w]+[ \t]+import\b|async[ \t]+(?:def|with)\b")
_ASSIGN = re.compile(r"[\w.]*(?:\[[^\]\n]*\])?[ \t]*(?:\+|-|\*\*?|//?|%|@|&|\||\^|>>|<<)?=(?!=)")


def _cut(text: str, at: int, code: int, tail: int, column: int) -> int:
    """Whether the physical line at `at`, inside an open bracket, starts a statement: 0 no, 1 perhaps, 2 surely.

    Sure is only what no valid program has inside brackets; "perhaps" counts when the brackets never close.
    """
    found = _NEXT.match(text, code)
    indented = _column(text[at:code]) > column
    if found is None:
        ends = text[code : code + 1]
        return 0 if indented or not ends or ends in ")]}#\n" else 1
    if found.group(1):
        return 0 if indented else 1
    name = found.group(2)
    if name in _STATEMENT or _FROM.match(text, code):
        return 2
    if name in _AFTER_OPERAND or name == "lambda":
        return 0 if indented else 1
    last = text[tail - 1]
    if (last.isalnum() or last in "_)]}\"'") and not _NO_OPERAND.search(text[max(0, tail - 7) : tail]):
        return 2
    assigned = _ASSIGN.match(text, code)
    if assigned:
        plain = assigned.group()[:-1].rstrip().isidentifier()
        if not plain or last not in "(,":
            return 2
    return 0 if indented else 1


_LINKS = re.compile(r"[-+*/%@&|^~<>=.(\[\"]|\b(?:and|or|not|in|is|if|lambda|await)\b")


def _chained(text: str) -> bool:
    """Whether some expression of a long line is a chain of very many operators, trailers or strings."""
    bare = re.sub(
        r"#[^\n]*|\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", '"', text, flags=re.S
    )
    return any(len(_LINKS.findall(part)) > LONGEST_CHAIN for part in re.split(r"[,;]|\blambda\b", bare))
