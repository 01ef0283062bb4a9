"""What a program means, as terms: its effects and results, and those of its functions, each run by itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from heldout.findings.doing import Doing
from heldout.findings.terms import Definition, Meaning, Table, Term, Unit, Words
from heldout.findings.worth import BUILTINS, Ref, Unclear

Located = tuple[int, ast.stmt]
"""A top-level statement and the cell it stands in."""
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)


def meaning(
    body: Sequence[Located], table: Table, words: Words, known: Mapping[ast.stmt, Definition] = MappingProxyType({})
) -> Meaning | None:
    """What a program means; None where it says what has no meaning here (coroutines, `global`, `match`, …). `known`: definitions
    of another version of it, read with the same table.
    """
    runner = _Program(table, words)
    runner.known = known
    try:
        runner.imported = _imported(body, table, words)
        for cell, node in body:
            runner.cell = cell
            runner.run([node])
    except (Unclear, RecursionError, ValueError, IndexError, KeyError, AttributeError, AssertionError):
        return None  # a call that no library would take has no meaning either
    runner.units[""] = runner.unit()
    at = {line: tuple(dict.fromkeys(terms)) for line, terms in runner.at.items()}
    return Meaning(runner.units, frozenset(runner.asked), at, table, frozenset(runner.early), runner.definitions)


def _imported(body: Sequence[Located], table: Table, words: Words) -> dict[str, Term]:
    """What the program imports at its top level, wherever: where it stands is for others to check."""
    runner = _Program(table, words)
    runner.run([node for _, node in body if isinstance(node, (ast.Import, ast.ImportFrom))])
    return {name: ref.state for name, ref in runner.env.items()}


class _Program(Doing):
    """The program, or one of its functions (`path`)."""

    def __init__(self, table: Table, words: Words, path: str = "", around: _Program | None = None) -> None:
        super().__init__(table, words, 0 if around is None else around.cell, {} if around is None else around.at)
        self.path, self.around = path, around
        self.units: dict[str, Unit] = {} if around is None else around.units
        self.asked: set[str] = set() if around is None else around.asked
        self.given: dict[str, Ref] = {}
        self.early = set[str]()
        self.imported: dict[str, Term] = {} if around is None else around.imported
        self.known: Mapping[ast.stmt, Definition] = {}
        self.definitions: dict[ast.stmt, Definition] = {}
        self.resolved: dict[str, Term] | None = None if around is None else around.resolved
        if around is not None:
            self.changing, self.depth, self.steps = around.changing, around.depth, around.steps

    def unit(self) -> Unit:
        finals = {name: ref.state for name, ref in self.env.items() if ref.state.op not in ("import", "def")}
        left = {name: state for name, state in finals.items() if not self.env[name].read and name not in self.given}
        outer = {**self.given, **self.outside}
        given = {
            n: r.state for n, r in outer.items() if r.state.op not in ("parameter", "outer", "import", "def", "builtin")
        }
        return Unit(tuple(self.effects), left, finals, given)

    def name(self, name: str) -> Ref:
        known = self.outside.get(name)
        if known is None:
            known = self.outside[name] = Ref(self._outer(name))
        return known

    def _outer(self, name: str) -> Term:
        term = self._worth(name)
        if self.resolved is not None:
            self.resolved[name] = term
        return term

    def _worth(self, name: str) -> Term:
        around = self.around
        while around is not None:
            if name in around.env:
                if around.env[name].state.op in ("import", "def"):
                    return around.env[name].state
                break
            around = around.around
        if around is None and name in self.imported:
            self.early |= set() if self.path else {name}
            return self.imported[name]
        if around is None and name in BUILTINS:
            return self.table.make("builtin", name)
        self.asked.add(name)
        return self.table.make("outer", name)

    # -- functions

    def _FunctionDef(self, node: ast.FunctionDef) -> None:
        path = f"{self.path}.{node.name}"
        self._define(node, lambda: self._function_unit(node, path))
        defaults = [self.value(d) for d in [*node.args.defaults, *[d for d in node.args.kw_defaults if d is not None]]]
        self.env[node.name] = Ref(self.table.make("def", path))
        if node.decorator_list or defaults:
            self.effects.append(
                self.table.make("defaults", path, *[self.value(d) for d in node.decorator_list], *defaults)
            )

    def _define(self, node: ast.FunctionDef | ast.ClassDef, run: Callable[[], None]) -> None:
        """Run a definition; one at the top level that was run before, with the same around it, is taken as it was."""
        if self.around is not None or self.depth:
            run()
            return
        known = self.known.get(node)
        if known is not None and all(self._seen_from_inside(n) is t for n, t in known.outside.items()):
            self.units |= known.units
            self.changing |= known.changing
            self.asked |= known.asked
            self.steps += known.steps
            self.definitions[node] = known
            return
        paths, asked, steps = set(self.units), set(self.asked), self.steps
        self.asked.clear()
        self.resolved = {}
        run()
        units = {p: unit for p, unit in self.units.items() if p not in paths}
        changing = {p: self.changing[p] for p in units if p in self.changing}
        if len(units) == len(self.units) - len(paths) and f"{self.path}.{node.name}" not in paths:
            self.definitions[node] = Definition(
                units, changing, frozenset(self.asked), self.resolved, self.steps - steps
            )
        self.asked |= asked
        self.resolved = None

    def _seen_from_inside(self, name: str) -> Term:
        """What a name of the program is worth in one of its functions."""
        asked = set(self.asked)
        term = _Program(self.table, self.words, ".", self)._worth(name)
        self.asked.clear()
        self.asked |= asked
        return term

    def _function_unit(self, node: ast.FunctionDef, path: str) -> None:
        inner = _Program(self.table, self.words, path, self)
        every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        every += [a for a in (node.args.vararg, node.args.kwarg) if a is not None]
        for arg in every:
            inner.given[arg.arg] = inner.env[arg.arg] = Ref(self.table.make("parameter", arg.arg))
            inner.env[arg.arg].read = True
        inner.run(node.body)
        unit = self.units[path] = inner.unit()
        self.steps = inner.steps
        order = [arg.arg for arg in every]
        own = {n for n, arg in enumerate(order) if inner.given[arg].state is not self.table.make("parameter", arg)}
        self.changing[path] = None if set(unit.given) - set(order) or node.args.vararg else frozenset(own)

    def _ClassDef(self, node: ast.ClassDef) -> None:
        self._define(node, lambda: self._class_unit(node))
        self.env[node.name] = Ref(self.table.make("def", f"{self.path}.{node.name}"))
        self.effects += [self.value(b) for b in [*node.bases, *node.decorator_list]]

    def _class_unit(self, node: ast.ClassDef) -> None:
        inner = _Program(self.table, self.words, f"{self.path}.{node.name}", self)
        inner.run(node.body)
        self.units[f"{self.path}.{node.name}"] = inner.unit()

    def function(self, node: ast.Lambda) -> Term:
        before = dict(self.env)
        self.depth += 1
        names = [arg.arg for arg in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
        if node.args.vararg or node.args.kwarg:
            raise Unclear
        for number, name in enumerate(names):
            self.env[name] = Ref(self.table.make("variable", f"{self.depth}.{number}"))
        defaults = [self.value(d) for d in node.args.defaults]
        body = self.value(node.body)
        self.depth -= 1
        self.env = before
        return self.table.make("lambda", str(len(names)), body, *defaults)
