"""What statements do, as terms: variables take values, effects come in their order, branches are joined, loops run as a whole."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from attrs import frozen

from heldout.findings.terms import Part, Table, Term, Words, blank, within
from heldout.findings.worth import Ref, Unclear, Worth


@frozen(eq=False)
class Branch:
    """What statements would leave: variables, the things that they change (and whether they look at them after that), effects."""

    env: dict[str, Ref]
    states: dict[Ref, Term]
    reads: dict[Ref, bool]
    effects: tuple[Term, ...]


class Doing(Worth):
    """Runs statements. Functions and classes, and names from outside, are its subclass's."""

    def __init__(self, table: Table, words: Words, cell: int, at: dict[tuple[int, int], list[Term]]) -> None:
        super().__init__(table, words)
        self.cell, self.at = cell, at

    # -- statements

    def run(self, body: Sequence[ast.stmt]) -> None:
        for node in body:
            found = getattr(self, f"_{type(node).__name__}", None)
            if found is None:
                raise Unclear
            mark = len(self.noted)
            found(node)
            if not hasattr(node, "body"):
                self.note(node, mark)
            else:
                del self.noted[mark:]

    def note(self, node: ast.stmt, mark: int) -> None:
        for line in range(node.lineno - 1, node.end_lineno or node.lineno):
            self.at.setdefault((self.cell, line), []).extend(self.noted[mark:])
        del self.noted[mark:]

    def _Expr(self, node: ast.Expr) -> None:
        value = node.value
        if isinstance(value, ast.Constant):
            return
        if not isinstance(value, ast.Call):
            self.effects.append(self.value(value))
            return
        self.used = False
        before = len(self.journal)
        result = self.ref(value)
        self.used = True
        changed = isinstance(value.func, ast.Attribute) and _of_a_variable(value.func) and len(self.journal) > before
        if result.state.op not in ("call", "again") and changed:
            return  # what it changed says it
        result.read = True
        seeding = isinstance(value.func, (ast.Name, ast.Attribute)) and "seed" in ast.unparse(value.func)
        where = (self.table.make("after draws", str(self.draws)),) if seeding else ()
        self.effects.append(self.table.make("seen", result.state, *where) if seeding else result.state)
        if result.state.op in ("call", "again"):
            callee = result.state.args[0]
            if not (isinstance(callee, Term) and callee.op == "builtin"):
                self.epoch += 1

    def _Assign(self, node: ast.Assign) -> None:
        ref = self.ref(node.value)
        alias = isinstance(node.value, ast.Name)
        for target in node.targets:
            self.assign(target, ref, node.value)
        if alias or len(node.targets) == 1:
            ref.read = False if isinstance(node.targets[0], ast.Name) else ref.read

    def _AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.assign(node.target, self.ref(node.value), node.value)

    def _AugAssign(self, node: ast.AugAssign) -> None:
        load = ast.copy_location(ast.parse(ast.unparse(node.target), mode="eval").body, node)
        term = self.table.make("op", type(node.op).__name__, self.value(load), self.value(node.value))
        self.noted.append(term)
        self.assign(node.target, Ref(term), None)

    def assign(self, target: ast.expr, ref: Ref, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            self.env[target.id] = ref
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, ref, value)
        elif isinstance(target, ast.Attribute):
            base = self.ref(target.value)
            self.write(base, self.table.make("setattr", base.state, target.attr, ref.state))
            ref.read = True
        elif isinstance(target, ast.Subscript):
            base, key = self.ref(target.value), self.value(target.slice)
            self.write(base, self.table.make("setitem", base.state, key, ref.state))
            ref.read = True
        else:
            raise Unclear

    def _unpack(self, target: ast.Tuple | ast.List, ref: Ref, value: ast.expr | None) -> None:
        count = len(target.elts)
        if any(isinstance(e, ast.Starred) for e in target.elts):
            raise Unclear
        ref.read = True
        if ref.state.op in ("tuple", "list") and len(ref.state.args) == count:
            items = [part for part in ref.state.args if isinstance(part, Term)]
        else:
            items = [self.table.make("item", ref.state, self.table.make("const", str(n))) for n in range(count)]
        for inner, item in zip(target.elts, items, strict=True):
            self.assign(inner, Ref(item), None)

    def _Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.env.pop(target.id, None)
                self.effects.append(self.table.make("forgotten", target.id))
            else:
                self.assign(target, Ref(self.table.make("deleted")), None)

    def _Import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.env[name] = Ref(self.table.make("import", alias.name if alias.asname else name))

    def _ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                raise Unclear
            full = f"{'.' * node.level}{node.module or ''}.{alias.name}"
            self.env[alias.asname or alias.name] = Ref(self.table.make("import", full))

    def _Pass(self, node: ast.Pass) -> None:
        pass

    def _Return(self, node: ast.Return) -> None:
        self.effects.append(self.table.make("return", *([self.value(node.value)] if node.value else [])))

    def _Raise(self, node: ast.Raise) -> None:
        self.effects.append(self.table.make("raise", *([self.value(node.exc)] if node.exc else [])))

    def _Assert(self, node: ast.Assert) -> None:
        self.effects.append(self.table.make("assert", self.value(node.test)))

    def _Break(self, node: ast.Break) -> None:
        self.effects.append(self.table.make("break"))

    def _Continue(self, node: ast.Continue) -> None:
        self.effects.append(self.table.make("continue"))

    # -- blocks

    def branch(self, body: Sequence[ast.stmt]) -> Branch:
        """Run statements and undo them: the variables, the changed things and the effects that they would leave."""
        env, effects, journal, again, epoch = dict(self.env), self.effects, self.journal, self.again.copy(), self.epoch
        self.effects, self.journal = [], []
        self.run(body)
        states = {ref: ref.state for ref, _, _ in self.journal}
        reads = {ref: ref.read for ref in states}
        result = Branch(self.env, states, reads, tuple(self.effects))
        for ref, state, read in reversed(self.journal):
            ref.state, ref.read = state, read
        self.env, self.effects, self.journal, self.again, self.epoch = env, effects, journal, again, epoch
        return result

    def _If(self, node: ast.If) -> None:
        test = self.value(node.test)
        self.note(ast.copy_location(ast.Expr(node.test), node.test), 0)
        self._join(test, [self.branch(node.body), self.branch(node.orelse)])

    def _join(self, test: Term, branches: list[Branch], op: str = "phi") -> None:
        make = self.table.make
        effects = [make("effects", *b.effects) for b in branches]
        if any(b.effects for b in branches):
            self.effects.append(make(f"{op} effects", test, *effects))
            self.epoch += 1
        gone = make("unbound")
        for ref in dict.fromkeys([ref for b in branches for ref in b.states]):
            read = all(b.reads.get(ref, True) for b in branches)
            self.write(ref, make(op, test, *[b.states.get(ref, ref.state) for b in branches]), read)
        names = dict.fromkeys([name for b in branches for name in b.env])
        for name in names:
            refs = [b.env.get(name) for b in branches]
            if all(ref is refs[0] for ref in refs):
                continue
            states = [
                gone if ref is None else b.states.get(ref, ref.state) for ref, b in zip(refs, branches, strict=True)
            ]
            joined = Ref(states[0] if all(s is states[0] for s in states) else make(op, test, *states))
            joined.read = all(ref is None or ref.read for ref in refs)
            self.env[name] = joined

    def _For(self, node: ast.For) -> None:
        items = self.value(node.iter)
        self.note(ast.copy_location(ast.Expr(node.iter), node.iter), 0)
        self._loop("for", items, node, node.target)

    def _While(self, node: ast.While) -> None:
        self._loop("while", self.table.make("while"), node, None)

    def _loop(self, kind: str, items: Term, node: ast.For | ast.While, target: ast.expr | None) -> None:
        if node.orelse:
            raise Unclear
        make = self.table.make
        self.depth += 1
        depth, before = self.depth, dict(self.env)
        body: list[ast.stmt] = list(node.body)
        if isinstance(node, ast.While):
            body.insert(0, ast.copy_location(ast.Assert(node.test, None), node))
        if target is not None:
            self.bind_variable(target, str(depth))
        start = dict(self.env)
        first = self.branch(body)
        env, states = first.env, first.states
        # What a turn leaves to the next.
        names = [name for name, ref in env.items() if name in before and start.get(name) is not ref]
        carried = {n: make("carry", str(depth), n, before[n].state) for n in names if start[n] is before[n]}
        # What is only fitted anew in every turn carries nothing over.
        refit = {ref for ref, state in states.items() if blank(state) is blank(ref.state)}
        changed = {r: make("carry", str(depth), self._called(r, start), r.state) for r in states if r not in refit}
        for name, term in carried.items():
            self.env[name] = Ref(term)
        for ref, term in changed.items():
            self.write(ref, term, ref.read)
        turn = self.branch(body)
        env, states, effects = turn.env, turn.states, turn.effects
        finals: dict[Term, Term] = {c: states.get(env[n], env[n].state) for n, c in carried.items()}
        finals |= {carry: states.get(ref, ref.state) for ref, carry in changed.items()}
        self.depth -= 1
        self.env = before
        if effects:
            self.effects.append(make("loop", kind, items, *effects, *self._turns(list(effects), finals)))
            self.epoch += 1

        def after(term: Term) -> Term:
            return make("after", kind, items, term, *self._turns([term], finals))

        for ref in [*changed, *refit]:
            self.write(
                ref,
                after(finals[changed[ref]] if ref in changed else states.get(ref, ref.state)),
                turn.reads.get(ref, ref.read),
            )
        for name, ref in env.items():
            if before.get(name) is ref or (target is not None and start.get(name) is ref):
                continue
            left = Ref(after(states.get(ref, ref.state)))
            left.read = ref.read
            self.env[name] = left

    def _called(self, ref: Ref, env: dict[str, Ref]) -> str:
        return next((name for name, known in {**self.outside, **env}.items() if known is ref), "?")

    def _turns(self, roots: list[Term], finals: dict[Term, Term]) -> list[Part]:
        """How what is carried over goes from turn to turn, as far as it is needed."""
        needed: dict[Term, None] = {}
        waiting = list(roots)
        while waiting:
            for term in within(waiting.pop()):
                if term in finals and term not in needed:
                    needed[term] = None
                    waiting.append(finals[term])
        return [self.table.make("turn", carry, finals[carry]) for carry in sorted(needed, key=lambda c: str(c.args[1]))]

    def _With(self, node: ast.With) -> None:
        contexts = []
        for item in node.items:
            contexts.append(self.value(item.context_expr))
            if item.optional_vars is not None:
                self.assign(item.optional_vars, Ref(self.table.make("entered", contexts[-1])), None)
        self.effects.append(self.table.make("enter", *contexts))
        self.run(node.body)
        self.effects.append(self.table.make("leave", *contexts))

    def _Try(self, node: ast.Try) -> None:
        kinds = [ast.unparse(h.type) if h.type is not None else "" for h in node.handlers]
        branches = [self.branch([*node.body, *node.orelse]), *[self.branch(h.body) for h in node.handlers]]
        self._join(self.table.make("try", *kinds), branches, "caught")
        self.run(node.finalbody)


def _of_a_variable(called: ast.Attribute) -> bool:
    """Whether a method belongs to something that has a name; what else it changes nobody sees again."""
    node: ast.expr = called.value
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return isinstance(node, ast.Name)
