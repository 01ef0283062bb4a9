"""IPython's own syntax (`%magic`, `!command`, `name?`) as Python statements of exactly the same length, line by line.

So every line and column stays what the user sees. What is called here is sure to stand at the start of a logical line.
"""

from __future__ import annotations

import re

_PYTHON_BODIES = frozenset(
    [
        "capture",
        "debug",
        "heat",
        "memit",
        "memray_flamegraph",
        "mprun",
        "lprun",
        "local",
        "notify",
        "prun",
        "px",
        "pyinstrument",
        "scalene",
        "snakeviz",
        "spark",
        "time",
        "timeit",
        "wandb",
    ]
)
"""Cell magics whose body is Python of this program; the body of any other (`%%bash`, `%%writefile`, …) is not."""

_CELL = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*%%([\w.]+)[^\n]*")
_TIMED = re.compile(r"(%(?:time|timeit|prun)\b)((?:[ \t]+-\w+(?:[ \t]*[\d.]+\b)?)*[ \t]+)(?=[^\s-])")
_COMPOUND = re.compile(r"(?:if|for|while|with|try|def|class|async|match)\b")
_ASSIGNED = re.compile(r"([A-Za-z_][^\n\"'#=!%?]*=[ \t]*)(?=!(?!=)[^\s]|%{1,2}[A-Za-z_])")
_HELP = re.compile(r"%{0,2}[A-Za-z_*][\w.*\[\]]*[ \t]?\?{1,2}[ \t]*;?[ \t]*(?:#[^\n]*)?$")
_MARKERS = ("# %%", "#%%", "# In[", "#In[")

FIRST = frozenset("%!?")
"""What a logical line of Python never starts with."""


def has_markers(text: str) -> bool:
    """Whether a script is divided by `# %%` lines, which makes it a notebook to its editors."""
    return any("\n" + marker in text for marker in _MARKERS) or text.startswith(_MARKERS)


def cell(text: str) -> str:
    """The text of a notebook cell without its cell magic, and blank where the whole cell is not Python."""
    if "%%" not in text:
        return text
    found = _CELL.match(text)
    if found is None:
        return text
    start = text.rfind("\n", 0, found.start(1)) + 1
    end = found.end()
    first = _statement("", end - start)
    if found.group(1) in _PYTHON_BODIES:
        return text[:start] + first + text[end:]
    return text[:start] + first + re.sub(r"[^\n]", " ", text[end:])


def line(text: str) -> str | None:
    """The statement that stands for a magic line (given without its indentation and line ending), or None.

    `text` may hold further lines when a backslash continues it; they become blank.
    """
    first, newline, rest = text.partition("\n")
    replaced = _first(first)
    if replaced is None:
        return None
    return replaced + newline + re.sub(r"[^\n]", " ", rest) if newline else replaced


def _first(text: str) -> str | None:
    if text[:1] in FIRST:
        return _timed(text) or _statement("", len(text))
    if "?" in text and _HELP.match(text):
        return _statement("", len(text))
    assigned = _ASSIGNED.match(text)
    if assigned is None:
        return None
    target = assigned.group(1)
    timed = _TIMED.match(text, assigned.end())
    if timed and _balanced(text[timed.end() :]):
        return target + " " * (timed.end() - timed.start()) + text[timed.end() :]
    # two underscores: a name that nobody binds, so nothing is known of its value
    return (target + "__").ljust(len(text))


def _timed(text: str) -> str | None:
    """`%time x = f()` runs its statement: `if 1: x = f()`, which happens to be as long."""
    timed = _TIMED.match(text)
    if timed is None:
        return None
    rest = text[timed.end() :]
    if _COMPOUND.match(rest) or not _balanced(rest):
        return None
    return "if 1:".ljust(timed.end()) + rest


def _balanced(text: str) -> bool:
    bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", "", text)
    return bare.count("(") == bare.count(")") and bare.count("[") == bare.count("]") and "\\" not in bare


def _statement(indent: str, length: int) -> str:
    """A statement without effect of this length; the shortest ones are a digit, which is one too."""
    return (indent + ("pass" if length >= 4 else "0")).ljust(length)[:length]


_MAGIC = re.compile(r"^[ \t]*(?:[A-Za-z_][\w, \t]*=[ \t]*)?(%{1,2})([A-Za-z_][\w.]*)([^\n]*)", re.MULTILINE)
_PLAIN = frozenset(
    [
        "alias", "automagic", "autoreload", "bash", "black", "cat", "cd", "code_wrap", "colors", "conda",
        "config", "cp", "debug", "dhist", "dirs", "doctest_mode", "dotenv", "env", "gui", "head", "heat",
        "history", "html", "javascript", "js", "lab_black", "latex", "less", "load_ext", "local", "logoff",
        "logon", "logstart", "logstate", "logstop", "lprun", "ls", "lsmagic", "magic", "mamba", "man",
        "markdown", "matplotlib", "memit", "mkdir", "more", "mprun", "mv", "nb_black", "notebook", "notify",
        "page", "pastebin", "pdb", "pdef", "pdoc", "perl", "pfile", "pinfo", "pinfo2", "pip", "popd", "pprint",
        "precision", "prun", "psearch", "psource", "pushd", "pwd", "pycat", "pyflakes", "pypy", "python",
        "python2", "quickref", "rehashx", "reload_ext", "rerun", "rm", "rmdir", "ruby", "scalene", "script",
        "set_env", "sh", "snakeviz", "svg", "sx", "system", "tail", "tb", "tensorboard", "time", "timeit",
        "unalias", "unload_ext", "uv", "watermark", "who", "who_ls", "whos", "writefile", "xmode",
    ]
)  # fmt: skip
"""Magics that bind no name of the program, unless an option of theirs takes one."""
_TAKES = re.compile(r"(?:^|[ \t])--?(?:o|out|err|output|to)\b")
_CAPTURED = re.compile(r"[ \t]+(?!-)([A-Za-z_]\w*)")


def bound(text: str) -> tuple[frozenset[str], bool]:
    """The names that the magics of a cell bind, and whether there may be more: nobody knows what an extension binds."""
    if "%" not in text:
        return frozenset(), False
    names: set[str] = set()
    for sign, name, rest in _MAGIC.findall(text):
        if name == "capture" and sign == "%%":
            captured = _CAPTURED.match(rest)
            names.update([captured.group(1)] if captured else [])
        elif name not in _PLAIN or (sign == "%%" and _TAKES.search(rest)):
            return frozenset(names), True
    return frozenset(names), False
