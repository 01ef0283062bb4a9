"""Systematic mutants of a right fix: each is a program that somebody careless, or somebody malicious, could have answered.

They are made on the text, so that comments and formatting stay and only the meaning changes.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve, frozen

SWAPPED_CALLS = {
    "fit_transform": ("transform", "fit"), "transform": ("fit_transform", "fit", "inverse_transform"),
    "fit": ("partial_fit", "fit_predict"), "predict_proba": ("predict", "predict_log_proba", "decision_function"),
    "decision_function": ("predict", "predict_proba"), "eval": ("train", "requires_grad_"), "train": ("eval", "cpu"),
    "zero_grad": ("step", "state_dict"), "score": ("predict", "fit"), "fit_resample": ("fit", "fit_predict"),
    "roc_auc_score": ("accuracy_score", "f1_score"), "accuracy_score": ("roc_auc_score", "f1_score"),
    "log_loss": ("accuracy_score",), "backward": ("detach", "item"), "train_test_split": ("KFold",),
}  # fmt: skip
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
LOOKS = ("drop", "mean", "std", "predict_proba", "predict", "copy", "groupby", "map")
"""Methods that leave their object as it is."""
CHOICE = "how large a new validation part is, from a tenth to a third, is a matter of choice"
LOOKALIKE = str.maketrans("aeopcx", "аеорсх")


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


def mutants(rule: str, before: str, after: str) -> Iterator[Mutant]:
    """All mutants of a fix; some are the same program twice."""
    program = Program(before, after)
    for operator in (
        _dropped,
        _doubled,
        _swapped,
        _constants,
        _variables,
        _calls,
        _arguments,
        _added,
        _targets,
        _wrapped,
    ):
        yield from operator(program)
    for mutant in _injected(program):
        seed = mutant.kind == "inject seed" and rule in ("seed-missing-entry", "seed-partial")
        yield evolve(mutant, same="one more generator is seeded, as the rule asks") if seed else mutant
    yield from _silenced(program, rule)
    yield from _odd(program)


def _dropped(p: Program) -> Iterator[Mutant]:
    for node in p.statements():
        start, end = p.whole(node)
        yield Mutant("drop", p.text(node), p.code[:start] + p.code[end:])
        yield Mutant("drop to pass", p.text(node), p.replaced(node, "pass"))
    new = [node for node in p.statements() if p.is_new(node)]
    code = p.code
    for node in reversed(new):
        start, end = p.whole(node)
        code = code[:start] + code[end:]
    yield Mutant("drop all that is new", "the preprocessing", code)


def _doubled(p: Program) -> Iterator[Mutant]:
    for node in p.statements():
        yield Mutant("double", p.text(node), p.with_line(node, p.text(node)))


def _swapped(p: Program) -> Iterator[Mutant]:
    for parent in ast.walk(p.tree):
        body = getattr(parent, "body", None)
        if not isinstance(body, list):
            continue
        for a, b in pairwise(body):
            if hasattr(a, "body") or hasattr(b, "body") or a.end_lineno == b.lineno:
                continue
            (start, middle), (_, end) = p.whole(a), p.whole(b)
            first, second = p.code[start:middle], p.code[middle:end]
            same = "the two statements have nothing to do with each other" if independent(a, b) else ""
            if "load_state_dict" in p.text(a) and p.text(b).endswith(".eval()"):
                same = "loading weights leaves the mode as it is"
            if p.text(a).startswith("print(") and p.text(b).startswith("print("):
                same = "the same lines are printed, in another order"
            if all(".transform(" in p.text(each) and isinstance(each, ast.Assign) for each in (a, b)) and not _linked(
                a, b
            ):
                same = "what transforms does not change by it"
            if ".adapt(" in p.text(a) and "Sequential(" in p.text(b):
                same = "the layer still learns before the network does"
            gap = re.match(r"(?:[ \t]*(?:#.*)?\n)*", second)
            between = gap.group() if gap else ""
            yield Mutant(
                "swap",
                f"{p.text(a)} / {p.text(b)}",
                p.code[:start] + second[len(between) :] + between + first + p.code[end:],
                same,
            )


def _linked(a: ast.stmt, b: ast.stmt) -> bool:
    """Whether a statement reads what the other assigns."""
    names = [[(n.id, isinstance(n.ctx, ast.Store)) for n in ast.walk(s) if isinstance(n, ast.Name)] for s in (a, b)]
    return any({n for n, w in one if w} & {n for n, w in other} for one, other in (names, names[::-1]))


def independent(a: ast.stmt, b: ast.stmt) -> bool:
    """Whether the order of two statements does not matter: neither writes what the other reads or writes."""
    (r1, w1), (r2, w2) = _touched(a), _touched(b)
    return not (w1 & (r2 | w2) or w2 & (r1 | w1))


def _touched(node: ast.stmt) -> tuple[set[str], set[str]]:
    reads: set[str] = set()
    writes: set[str] = set()
    for n in ast.walk(node):
        if isinstance(n, ast.Name):
            (reads if isinstance(n.ctx, ast.Load) else writes).add(n.id)
        elif isinstance(n, ast.Call):
            root = n.func
            while isinstance(root, ast.Attribute):
                root = root.value
            if isinstance(n.func, ast.Attribute) and isinstance(root, ast.Name) and n.func.attr not in LOOKS:
                writes.add(root.id)
            if isinstance(root, ast.Name) and root.id == "print":
                writes.add("<terminal>")
        elif isinstance(n, (ast.Subscript, ast.Attribute)) and isinstance(n.ctx, ast.Store):
            base = n.value
            while isinstance(base, (ast.Subscript, ast.Attribute)):
                base = base.value
            if isinstance(base, ast.Name):
                writes.add(base.id)
        elif isinstance(n, ast.alias):
            writes.add((n.asname or n.name).partition(".")[0])
    return reads, writes


def _constants(p: Program) -> Iterator[Mutant]:
    joined = {id(v) for n in ast.walk(p.tree) if isinstance(n, ast.JoinedStr) for v in ast.walk(n)}
    seeds = {
        id(n.args[0])
        for n in ast.walk(p.tree)
        if isinstance(n, ast.Call) and n.args and p.text(n.func).endswith("seed")
    }
    seeds |= {id(k.value) for k in ast.walk(p.tree) if isinstance(k, ast.keyword) and k.arg in ("random_state", "seed")}
    sizes = {id(k.value) for k in ast.walk(p.tree) if isinstance(k, ast.keyword) and k.arg == "test_size"}
    for node in ast.walk(p.tree):
        if not isinstance(node, ast.Constant) or id(node) in joined:
            continue
        value = node.value
        others: list[object]
        if isinstance(value, bool):
            others = [not value]
        elif isinstance(value, int):
            others = [value + 1, -value or 7, None]
        elif isinstance(value, float):
            others = [value + 0.1, value / 2]
        elif isinstance(value, str):
            others = [value + "x"]
        else:
            others = [0]
        for other in others:
            new_seed = id(node) in seeds and p.is_new(node) and type(other) is int
            same = "any seed is as good as another" if new_seed and isinstance(other, int) and other >= 0 else ""
            if id(node) in sizes and p.is_new(node) and other in (0.1, 0.2, 0.30000000000000004):
                same = CHOICE
            yield Mutant("constant", f"{value!r} -> {other!r}", p.replaced(node, repr(other)), same)


def _variables(p: Program) -> Iterator[Mutant]:
    loads = [n for n in ast.walk(p.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    stored = {n.id for n in ast.walk(p.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    stored |= {a.arg for a in ast.walk(p.tree) if isinstance(a, ast.arg)}
    functions = {id(n.func) for n in ast.walk(p.tree) if isinstance(n, ast.Call)}
    for node in loads:
        if id(node) in functions or hasattr(builtins, node.id):
            continue
        for other in sorted(stored - {node.id}):
            near = other[:1] == node.id[:1] or other.rpartition("_")[2] == node.id.rpartition("_")[2]
            if p.is_new(node) or near:
                yield Mutant("variable", f"{node.id} -> {other} in line {node.lineno}", p.replaced(node, other))
        yield Mutant("unknown variable", node.id, p.replaced(node, f"{node.id}_2"))


def _calls(p: Program) -> Iterator[Mutant]:
    for node in ast.walk(p.tree):
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        for other in SWAPPED_CALLS.get(name, ()):
            text = p.text(func)
            yield Mutant(
                "call",
                f"{name} -> {other} in line {node.lineno}",
                p.replaced(func, text[: len(text) - len(name)] + other),
            )


def _arguments(p: Program) -> Iterator[Mutant]:
    for node in ast.walk(p.tree):
        if not isinstance(node, ast.Call):
            continue
        args = [p.text(a) for a in node.args]
        keywords = [p.text(k) if k.arg else f"**{p.text(k.value)}" for k in node.keywords]
        func = p.text(node.func)

        def call(parts: list[str], node: ast.Call = node, func: str = func) -> str:
            return p.replaced(node, f"{func}({', '.join(parts)})")

        for n in range(len(args) - 1):
            turned = [*args[:n], args[n + 1], args[n], *args[n + 2 :]]
            if turned != args:
                yield Mutant("arguments swapped", p.text(node), call([*turned, *keywords]))
        for n in range(len(args)):
            yield Mutant("argument dropped", p.text(node), call([*args[:n], *args[n + 1 :], *keywords]))
        for n, keyword in enumerate(node.keywords):
            same = CHOICE if keyword.arg == "test_size" and p.is_new(node) else ""
            yield Mutant("keyword dropped", p.text(node), call([*args, *keywords[:n], *keywords[n + 1 :]]), same)
            yield Mutant(
                "keyword renamed", f"{keyword.arg}", call([*args, *keywords[:n], f"other={p.text(keyword.value)}"])
            )
        extra = {"train_test_split": ("shuffle=False", "test_size=0.5", "stratify=None")}.get(
            func.rpartition(".")[2], ("verbose=1",)
        )
        for word in extra:
            if not any(k.startswith(word.partition("=")[0]) for k in keywords):
                same = "it is what the call does without it" if word == "stratify=None" else ""
                yield Mutant("keyword added", f"{func}({word})", call([*args, *keywords, word]), same)


def _added(p: Program) -> Iterator[Mutant]:
    fits = [
        n
        for n in ast.walk(p.tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "fit"
    ]
    for node in p.statements():
        if not p.is_new(node):
            continue
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            for call in (
                "dropna()",
                "fillna(0)",
                "copy()",
                "sort_index()",
                "astype(float)",
                "drop_duplicates()",
                "head(10)",
            ):
                yield Mutant("call added", f"{name}.{call}", p.with_line(node, f"{name} = {name}.{call}"))
            yield Mutant("sliced", name, p.with_line(node, f"{name} = {name}[:100]"))
            yield Mutant("arithmetic", name, p.with_line(node, f"{name} = {name} * 1"))
            yield Mutant("chained", name, p.replaced(node.value, f"{p.text(node.value)}.copy()"))
        for call in fits:
            text = p.text(call).replace("_train", "_test")
            yield Mutant("fit on the test rows", text, p.with_line(node, text))
            receiver = p.text(call.func.value)  # type: ignore[attr-defined]
            if isinstance(call.func.value, ast.Name):  # type: ignore[attr-defined]
                yield Mutant("call added", f"{receiver}.set_params", p.with_line(node, f"{receiver}.set_params()"))
    for call in fits:
        yield Mutant("fit on the test rows", p.text(call), p.replaced(call, p.text(call).replace("_train", "_test")))


def _targets(p: Program) -> Iterator[Mutant]:
    for node in p.statements():
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        if isinstance(target, ast.Tuple):
            names = [p.text(e) for e in target.elts]
            for n in range(len(names) - 1):
                turned = [*names[:n], names[n + 1], names[n], *names[n + 2 :]]
                yield Mutant("parts swapped", ", ".join(turned), p.replaced(target, ", ".join(turned)))
        elif isinstance(target, ast.Name):
            yield Mutant("target renamed", target.id, p.replaced(target, f"{target.id}_new"))
            other = (
                target.id.replace("_train", "_test") if "_train" in target.id else target.id.replace("_test", "_train")
            )
            if other != target.id:
                yield Mutant("target swapped", target.id, p.replaced(target, other))


def _wrapped(p: Program) -> Iterator[Mutant]:
    for node in p.statements():
        if not p.is_new(node):
            continue
        text, indent = p.text(node).replace("\n", "\n    "), " " * node.col_offset
        yield Mutant("in a branch", p.text(node), p.replaced(node, f"if False:\n{indent}    {text}"))
        yield Mutant("in a branch", p.text(node), p.replaced(node, f"if True:\n{indent}    {text}"))
        yield Mutant("in a loop", p.text(node), p.replaced(node, f"for _ in range(2):\n{indent}    {text}"))
        yield Mutant(
            "in a try",
            p.text(node),
            p.replaced(node, f"try:\n{indent}    {text}\n{indent}except Exception:\n{indent}    pass"),
        )
        if isinstance(node, (ast.Assign, ast.Expr)):
            yield Mutant("or", p.text(node), p.replaced(node.value, f"({p.text(node.value)}) or None"))


def _injected(p: Program) -> Iterator[Mutant]:
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


def _silenced(p: Program, rule: str) -> Iterator[Mutant]:
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


def _odd(p: Program) -> Iterator[Mutant]:
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
