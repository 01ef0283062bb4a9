"""What expressions are worth, as terms: calls, methods that change their object, parts of containers."""

from __future__ import annotations

import ast
import builtins
from collections import Counter

from heldout.findings.terms import Part, Table, Term, Words

BUILTINS = frozenset(dir(builtins))
DRAWING = ("sample", "shuffle", "permutation", "split", "fit")
MANY = 40_000
"""Expressions of one program; a larger one is not compared this way."""


class Unclear(Exception):
    """The program says something that has no meaning here."""


class Ref:
    """A thing that variables name and methods change. `read`: whether somebody has looked at it since it changed; `owner`: the
    thing it is a part of, and as what; `loose`: it is a part of what nobody names.
    """

    __slots__ = ("loose", "owner", "read", "state")

    def __init__(self, state: Term, owner: tuple[Ref, str, Part] | None = None) -> None:
        self.state, self.owner, self.read, self.loose = state, owner, False, False


class Worth:
    """Evaluates expressions. Statements are its subclass's."""

    def __init__(self, table: Table, words: Words) -> None:
        self.table, self.words = table, words
        self.env: dict[str, Ref] = {}
        self.outside: dict[str, Ref] = {}  # names that the unit does not bind
        self.journal: list[tuple[Ref, Term, bool]] = []
        self.effects: list[Term] = []
        self.again: Counter[Term] = Counter()
        self.epoch = 0
        self.draws = 0  # what may have drawn numbers so far: where a seed stands among it matters
        self.depth = 0
        self.steps = 0
        self.used = True
        self.noted: list[Term] = []
        self.changing: dict[
            str, frozenset[int] | None
        ] = {}  # which arguments a function of the program changes; None: all

    # -- what a subclass knows

    def function(self, node: ast.Lambda) -> Term:
        raise NotImplementedError

    def name(self, name: str) -> Ref:
        """A name that is not bound in this unit."""
        raise NotImplementedError

    # -- expressions

    def value(self, node: ast.expr) -> Term:
        ref = self.ref(node)
        ref.read = True
        return ref.state

    def ref(self, node: ast.expr) -> Ref:
        self.steps += 1
        if self.steps > MANY:
            raise Unclear
        kind = type(node).__name__
        found = getattr(self, f"_{kind}", None)
        if found is None:
            raise Unclear
        result = found(node)
        ref = result if isinstance(result, Ref) else Ref(result)
        if isinstance(node, (ast.Call, ast.BinOp, ast.Compare, ast.Subscript)):
            self.noted.append(ref.state)
        return ref

    def _Constant(self, node: ast.Constant) -> Term:
        return self.table.make("const", repr(node.value))

    def _Name(self, node: ast.Name) -> Ref:
        found = self.env.get(node.id) or self.name(node.id)
        found.read = True
        return found

    def _Attribute(self, node: ast.Attribute) -> Ref:
        base = self.ref(node.value)
        base.read = True
        if base.state.op == "import":
            return Ref(self.table.make("import", f"{base.state.args[0]}.{node.attr}"))
        return Ref(self.table.make("attr", base.state, node.attr), (base, "setattr", node.attr))

    def _Subscript(self, node: ast.Subscript) -> Ref:
        base, key = self.ref(node.value), self.value(node.slice)
        base.read = True
        return Ref(self.table.make("item", base.state, key), (base, "setitem", key))

    def _Slice(self, node: ast.Slice) -> Term:
        ends = [
            self.value(e) if e is not None else self.table.make("const", "None")
            for e in (node.lower, node.upper, node.step)
        ]
        return self.table.make("slice", *ends)

    def _many(self, op: str, nodes: list[ast.expr]) -> Term:
        return self.table.make(op, *[self.value(node) for node in nodes])

    def _Tuple(self, node: ast.Tuple) -> Term:
        return self._many("tuple", node.elts)

    def _List(self, node: ast.List) -> Term:
        return self._many("list", node.elts)

    def _Set(self, node: ast.Set) -> Term:
        return self._many("set", node.elts)

    def _Starred(self, node: ast.Starred) -> Term:
        return self.table.make("star", self.value(node.value))

    def _Dict(self, node: ast.Dict) -> Term:
        pairs: list[Part] = []
        for key, value in zip(node.keys, node.values, strict=True):
            pairs += [self.value(key) if key is not None else "**", self.value(value)]
        return self.table.make("dict", *pairs)

    def _BinOp(self, node: ast.BinOp) -> Term:
        return self.table.make("op", type(node.op).__name__, self.value(node.left), self.value(node.right))

    def _UnaryOp(self, node: ast.UnaryOp) -> Term:
        value = self.value(node.operand)
        if isinstance(node.op, ast.USub) and value.op == "const":
            return self.table.make("const", f"-{value.args[0]}")
        return self.table.make("op", type(node.op).__name__, value)

    def _BoolOp(self, node: ast.BoolOp) -> Term:
        return self.table.make("op", type(node.op).__name__, *[self.value(v) for v in node.values])

    def _Compare(self, node: ast.Compare) -> Term:
        ops = ",".join(type(op).__name__ for op in node.ops)
        return self.table.make("op", ops, self.value(node.left), *[self.value(c) for c in node.comparators])

    def _IfExp(self, node: ast.IfExp) -> Term:
        return self.table.make("phi", self.value(node.test), self.value(node.body), self.value(node.orelse))

    def _JoinedStr(self, node: ast.JoinedStr) -> Term:
        return self._many("text", node.values)

    def _FormattedValue(self, node: ast.FormattedValue) -> Term:
        form = self.value(node.format_spec) if node.format_spec is not None else self.table.make("const", "''")
        return self.table.make("format", self.value(node.value), form, str(node.conversion))

    def _Lambda(self, node: ast.Lambda) -> Term:
        return self.function(node)

    def _ListComp(self, node: ast.ListComp) -> Term:
        return self._comprehension("list", [node.elt], node.generators)

    def _SetComp(self, node: ast.SetComp) -> Term:
        return self._comprehension("set", [node.elt], node.generators)

    def _GeneratorExp(self, node: ast.GeneratorExp) -> Term:
        return self._comprehension("generator", [node.elt], node.generators)

    def _DictComp(self, node: ast.DictComp) -> Term:
        return self._comprehension("dict", [node.key, node.value], node.generators)

    def _comprehension(self, kind: str, made: list[ast.expr], generators: list[ast.comprehension]) -> Term:
        before = dict(self.env)
        parts: list[Part] = [kind]
        self.depth += 1
        for number, generator in enumerate(generators):
            parts.append(self.value(generator.iter))
            self.bind_variable(generator.target, f"{self.depth}.{number}")
            parts += [self.table.make("if", self.value(test)) for test in generator.ifs]
        parts += [self.value(each) for each in made]
        self.depth -= 1
        self.env = before
        return self.table.make("comprehension", *parts)

    def bind_variable(self, target: ast.expr, name: str) -> None:
        """Bind what a loop runs over; it is called by its place, not by its name."""
        if isinstance(target, ast.Name):
            self.env[target.id] = Ref(self.table.make("variable", name))
            self.env[target.id].read = True
        elif isinstance(target, (ast.Tuple, ast.List)):
            for number, inner in enumerate(target.elts):
                self.bind_variable(inner, f"{name}.{number}")
        else:
            raise Unclear

    # -- calls

    def _Call(self, node: ast.Call) -> Ref | Term:
        used, self.used = self.used, True
        func = node.func
        if isinstance(func, ast.Attribute):
            known = self.env.get(func.value.id) if isinstance(func.value, ast.Name) else None
            lost = known is not None and not known.read and known.state.op == "fitted"
            receiver = self.ref(func.value)
            if lost and func.attr in self.words.fits | self.words.refits:  # what was fitted before, nobody has asked
                self.effects.append(self.table.make("lost", receiver.state))
            if receiver.state.op != "import":
                return self._method(receiver, func.attr, self._arguments(node), used)
            callee = self.table.make("import", f"{receiver.state.args[0]}.{func.attr}")
        else:
            callee = self.value(func)
        refs = [self.ref(a) for a in node.args if not isinstance(a, ast.Starred)]
        args = self._arguments(node, refs)
        stamp = (self.table.make("epoch", str(self.epoch)),) if self.epoch and callee.op != "builtin" else ()
        term = self.table.make("call", callee, *args, *stamp)
        if callee.op in ("import", "def") and not str(callee.args[0]).rpartition(".")[2][:1].isupper():
            self.again[term] += 1
            self.draws += 1
            if self.again[term] > 1:
                term = self.table.make("again", term, str(self.again[term]))
        changed = self.changing.get(str(callee.args[0]), None) if callee.op == "def" else None
        if callee.op not in ("import", "builtin") or (callee.op == "import" and not used):
            for number, ref in enumerate(refs):
                if (changed is None or number in changed) and ref.state.op not in ("const", "import", "def", "builtin"):
                    self.write(ref, self.table.make("touched", ref.state, term, str(number)), read=True)
        return term

    def _arguments(self, node: ast.Call, refs: list[Ref] | None = None) -> list[Term]:
        if refs is None:
            args = [self.value(a) for a in node.args]
        else:
            given = iter(refs)
            args = [self.value(a) if isinstance(a, ast.Starred) else next(given).state for a in node.args]
            for ref in refs:
                ref.read = True
        keywords = [self.table.make("kw", k.arg or "**", self.value(k.value)) for k in node.keywords]
        return [*args, *sorted(keywords, key=lambda k: str(k.args[0]))]

    def _method(self, receiver: Ref, name: str, args: list[Term], used: bool) -> Ref | Term:
        words, make = self.words, self.table.make
        receiver.read = True
        inplace = any(a.op == "kw" and a.args[0] == "inplace" for a in args)
        if name in words.fits | words.refits | words.resamples:
            fitted = make("fitted", receiver.state, *args)
            self.write(receiver, fitted, read=used)
            if name in words.fits:
                return receiver
            self.draws += 1
            return make("refitted", fitted, *args[:1]) if name in words.refits else make("resampled", fitted, *args)
        self.draws += name in DRAWING
        result = make("method", name, receiver.state, *args)
        if name not in words.pure or inplace:
            self.write(receiver, make("did", name, receiver.state, *args), read=used)
        return result

    # -- change

    def write(self, ref: Ref, state: Term, read: bool = False) -> None:
        self.journal.append((ref, ref.state, ref.read))
        if ref.state.op == "variable" or ref.loose:  # a thing out of some container: nobody knows who looks at it there
            ref.loose = True
            self.effects.append(self.table.make("changes", state))
        ref.state, ref.read = state, read
        if ref.owner is not None:
            owner, op, key = ref.owner
            self.write(owner, self.table.make(op, owner.state, key, state), read)
