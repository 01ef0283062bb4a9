"""What a file does when it is imported, besides binding names: read off its lines, since most are never read otherwise."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterator

from attrs import frozen

Import = tuple[str, int, tuple[str, ...]]
"""Module, level, and the names that are taken from it."""

_IMPORT = re.compile(r"(?:from\s+(\.*)([\w.]*)\s+import\b(.*)|import\s+(.+))")
_CALL = re.compile(r"(?:[\w\s,]+(?::[^=]+)?=\s*)?([A-Za-z_]\w*)(?:\.\w+)*\s*\(")
_STORE = re.compile(r"[A-Za-z_]\w*(?:\.\w+|\[[^\]]*\])+(?::[^=]+)?\s*[-+*/|&]?=[^=]")
_CLAUSES = ("if ", "if(", "elif ", "else", "try", "except", "finally", "with ", "for ", "while ", "assert ", "return")
_LATER = ("def ", "class ", "async def ", "@", "if __name__")
BUILTINS = frozenset(dir(builtins)) - {"exec", "eval", "__import__", "setattr"}


@frozen
class AtImport:
    """`acts`: whether it may matter to who uses none of the names (it sets a seed, say, or a field of another module)."""

    acts: bool
    imports: tuple[Import, ...]


def at_import(text: str) -> AtImport:
    """Read the lines of a file. In doubt it acts: that costs time, and nothing else."""
    imports: list[Import] = []
    quiet = set(BUILTINS)
    called: set[str] = set()
    stores = False
    for line in _running(text):
        found = _IMPORT.match(line)
        if found is not None:
            dots, module, names, plain = found.groups()
            if plain is None:
                imports.append((module, len(dots), tuple(re.findall(r"(\w+)(?:\s+as\s+\w+)?", names))))
                if not dots and _quiet(module):
                    quiet.update(re.findall(r"\w+", names))
            else:
                for part in plain.split(","):
                    words = part.split()
                    if words:
                        imports.append((words[0], 0, ()))
                        if _quiet(words[0]):
                            quiet.add(words[-1].partition(".")[0])
        elif not line.startswith(_CLAUSES):
            call = _CALL.match(line)
            if call is not None:
                called.add(call.group(1))
            stores = stores or _STORE.match(line) is not None
    return AtImport(stores or not called <= quiet, tuple(imports))


def _running(text: str) -> Iterator[str]:
    """The lines that an import runs, without indentation: none of functions and classes, nor what only a program does.

    The names that an import takes in brackets are joined to its line.
    """
    later = False
    names: list[str] | None = None
    for line in text.split("\n"):
        bare = line.strip()
        if names is not None:
            names.append(bare.partition("#")[0])
            if ")" in bare:
                yield " ".join(names)
                names = None
            continue
        if bare and not bare.startswith("#") and line[0] not in " \t)]}":
            later = line.startswith(_LATER)
        if later or not bare:
            continue
        if bare.startswith("from ") and "(" in bare and ")" not in bare:
            names = [bare.partition("#")[0]]
        else:
            yield bare


def _quiet(module: str) -> bool:
    """Whether a module is Python's own, and neither draws nor seeds anything."""
    root = module.partition(".")[0]
    return root != "random" and root in sys.stdlib_module_names
