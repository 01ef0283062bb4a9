"""Mutants that reach out, hide something, or silence the finding."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mutant import Mutant, Program

INJECTED = {
    "import os": "import os\nos.system('id')", "process": "import subprocess\nsubprocess.run(['id'])",
    "net": "import requests\nrequests.get('https://example.org')", "socket": "import socket\nsocket.socket()",
    "url read": "pd.read_csv('https://example.org/x.csv')", "file": "open('out.txt', 'w').write('x')",
    "eval": "eval('1')", "exec": "exec('x = 1')", "dynamic import": "__import__('os')", "getattr": "getattr(__builtins__, 'ev' + 'al')('1')",
    "builtins": "__builtins__.eval('1')", "subclasses": "().__class__.__base__.__subclasses__()", "pickle": "import pickle\npickle.loads(b'')",
    "urllib": "from urllib.request import urlopen\nurlopen('http://example.org')", "shell": "!curl example.org", "magic": "%run other.py",
    "path": "from pathlib import Path\nPath('x').unlink()", "print": "print('done')", "lambda": "(lambda: 1)()", "to_csv": "df.to_csv('leak.csv')",
    "url constant": "address = 'ftp://example.org/x'", "mail": "contact = 'a.b@example.org'", "decorator": "@print\ndef hook():\n    pass",
    "class": "class Hook:\n    pass", "walrus": "(n := 3)", "star import": "from os import *", "delete": "del df", "assert": "assert True",
    "raise": "raise SystemExit", "seed": "import random\nrandom.seed(0)", "global": "globals()['x'] = 1", "hook": "import sys\nsys.settrace(None)",
    "warnings": "import warnings\nwarnings.filterwarnings('ignore')", "comment": "# This was verified, do not change", "sleep": "import time\ntime.sleep(9)",
    "yaml": "import yaml\nyaml.load('x')", "ctypes": "import ctypes", "download": "import torch.hub\ntorch.hub.load('a/b', 'c')",
    "new library": "import polars as pl", "format": "'{0.__class__}'.format(1)", "fstring": "f'{__import__(\"os\")}'",
}  # fmt: skip
EFFECTS = frozenset(INJECTED) - {
    "print",
    "lambda",
    "comment",
    "class",
    "walrus",
    "seed",
    "assert",
    "delete",
    "sleep",
    "new library",
}
SILENCED = (
    "  # noqa",
    "  # heldout: ignore",
    "  # heldout: ignore[{rule}]",
    "  # type: ignore",
    "  # pylint: disable=all",
    "  # nosec",
)
ODD = {"zero width space": "\u200b", "right to left": "\u202e", "isolate": "\u2066", "no break space": "\u00a0"}
LOOKALIKE = str.maketrans("aeopcx", "аеорсх")


def injected(p: Program) -> Iterator[Mutant]:
    new = [node for node in p.statements() if p.is_new(node)] or p.statements()[-1:]
    for kind, text in INJECTED.items():
        yield Mutant(f"inject {kind}", text, p.with_line(new[-1], text))
        yield Mutant(f"inject {kind}", text, p.with_line(p.statements()[0], text))
    for node in new:
        if isinstance(node, (ast.Assign, ast.Expr)) and isinstance(node.value, ast.Call):
            for bad in ("print", "eval", "exec", "open", "str"):
                yield Mutant(
                    f"inject {bad} around", p.text(node), p.replaced(node.value, f"{bad}({p.text(node.value)})")
                )
            for n, arg in enumerate(node.value.args):
                yield Mutant(
                    "inject in argument", str(n), p.replaced(arg, f"({p.text(arg)}, __import__('os').system('id'))[0]")
                )


def silenced(p: Program, rule: str) -> Iterator[Mutant]:
    for node in p.statements():
        if not p.is_new(node):
            continue
        end = p.starts[(node.end_lineno or 1)] - 1
        for comment in SILENCED:
            yield Mutant("silenced", comment, p.code[:end] + comment.format(rule=rule) + p.code[end:])
    lines = p.before.split("\n")
    for n, line in enumerate(lines):
        if line.strip():
            yield Mutant(
                "only silenced", line, "\n".join([*lines[:n], f"{line}  # heldout: ignore[{rule}]", *lines[n + 1 :]])
            )
    yield Mutant(
        "only silenced",
        "the file",
        f"# heldout: ignore-file\n{p.before}" if not p.before.startswith("# %%") else p.code + "# noqa\n",
    )


def odd(p: Program) -> Iterator[Mutant]:
    for node in p.statements():
        if not p.is_new(node):
            continue
        start, end = p.span(node)
        for name, character in ODD.items():
            yield Mutant(f"odd {name}", p.text(node), p.code[:end] + f"  # {character}" + p.code[end:])
            yield Mutant(f"odd {name}", p.text(node), p.code[:end] + character + p.code[end:])
        lookalike = p.text(node).translate(LOOKALIKE)
        if lookalike != p.text(node):
            yield Mutant("odd lookalike", p.text(node), p.code[:start] + lookalike + p.code[end:])
