"""Systematic mutants of a right fix: each is a program that somebody careless, or somebody malicious, could have answered.

They are made on the text, so that comments and formatting stay and only the meaning changes.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from itertools import pairwise

from alike import why
from attrs import evolve
from hostile import injected, odd, silenced
from mutant import Mutant, Program

SWAPPED_CALLS = {
    "fit_transform": ("transform", "fit"), "transform": ("fit_transform", "fit", "inverse_transform"),
    "fit": ("partial_fit", "fit_predict"), "predict_proba": ("predict", "predict_log_proba", "decision_function"),
    "decision_function": ("predict", "predict_proba"), "eval": ("train", "requires_grad_"), "train": ("eval", "cpu"),
    "zero_grad": ("step", "state_dict"), "score": ("predict", "fit"), "fit_resample": ("fit", "fit_predict"),
    "roc_auc_score": ("accuracy_score", "f1_score"), "accuracy_score": ("roc_auc_score", "f1_score"),
    "log_loss": ("accuracy_score",), "backward": ("detach", "item"), "train_test_split": ("KFold",),
}  # fmt: skip
LOOKS = ("drop", "mean", "std", "predict_proba", "predict", "copy", "groupby", "map", "query")
"""Methods that leave their object as it is."""
CHOICE = "how large a new validation part is, from a tenth to a third, is a matter of choice"


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
        for mutant in operator(program):
            same = mutant.same or why(rule, mutant.kind, mutant.what, mutant.code)
            yield evolve(mutant, same=same) if same != mutant.same else mutant
    for mutant in injected(program):
        seed = mutant.kind == "inject seed" and rule in ("seed-missing-entry", "seed-partial")
        yield evolve(mutant, same="one more generator is seeded, as the rule asks") if seed else mutant
    yield from silenced(program, rule)
    yield from odd(program)


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
