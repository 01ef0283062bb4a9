"""Which other variables a statement may take when a fix leaves it otherwise as it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from heldout.agent.verify.calls import called, last
from heldout.agent.verify.syntax import Statement, heads
from heldout.agent.verify.trial import Trial
from heldout.findings.contract import Names


class Renames:
    """What a fix made may go by the name of what it was made of (`X` for `X_scaled`), everywhere alike; nothing else may."""

    def __init__(self, trial: Trial, gone: Sequence[Statement]) -> None:
        self.trial = trial
        self.known: dict[str, str] = {}
        self.allowed: dict[str, frozenset[str]] = {}
        self.parts: dict[str, frozenset[str]] = {}
        if trial.allows.rows:
            self._split_off()
        if not trial.allows.moves:
            return
        for statement in gone:
            if finding_statement(trial, statement) or {*called_names(statement)} & trial.allows.dropped:
                self._made(statement.node)

    def _split_off(self) -> None:
        """What each variable may become where a validation part was split off."""
        for statement in self.trial.difference[1]:
            found = _split_call(statement, self.trial.allows.functions)
            if found is None or not is_part_split(statement, self.trial):
                continue
            origin = _origin(self.trial, [ast.unparse(a) for a in found[1].args])
            if origin is not None:
                self.parts = {old: frozenset([new]) for old, new in zip(origin[0], found[0], strict=True)}

    def _made(self, node: ast.stmt) -> None:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            return
        target = node.targets[0]
        made = target.elts if isinstance(target, ast.Tuple) else [target]
        given = [ast.unparse(a) for a in node.value.args]
        for number, name in enumerate(made):
            if isinstance(name, ast.Name):
                aligned = [given[number]] if len(made) == len(given) else given
                self.allowed[name.id] = frozenset(aligned)

    def check(self, old: Statement, new: Statement) -> Iterator[str]:
        called = {*called_names(new)} & self.trial.allows.calls
        if self.trial.allows.rows:
            yield from self._parts(old, new)
            return
        if (self.trial.allows.moves and finding_statement(self.trial, old)) or called:
            return  # the contract looks at what it works on
        for (a, stored), (b, _) in zip(_names(old), _names(new), strict=False):
            if a == b:
                continue
            if stored or b not in self.allowed.get(a, ()) or self.known.setdefault(a, b) != b:
                yield f"`{a}` became `{b}` in `{new.text[:60]}`; the finding does not need that"

    def _parts(self, old: Statement, new: Statement) -> Iterator[str]:
        """Only what was split off takes the place of what it was split off from, or of its counterpart."""
        for (a, stored), (b, _) in zip(_names(old), _names(new), strict=False):
            if a != b and (stored or b not in self.parts.get(a, ())):
                yield f"`{a}` became `{b}` in `{new.text[:60]}`; the finding does not need that"


def _split_call(statement: Statement, functions: Names) -> tuple[list[str], ast.Call] | None:
    """The targets and the call of `a, b, c, d = train_test_split(x, y)`."""
    node = statement.node
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call) or len(node.targets) != 1:
        return None
    target, call = node.targets[0], node.value
    named = isinstance(target, ast.Tuple) and all(isinstance(e, ast.Name) for e in target.elts)
    if not named or last(called(call, frozenset())) not in functions:
        return None
    names = [ast.unparse(e) for e in target.elts] if isinstance(target, ast.Tuple) else []
    return (names, call) if len({*names}) == len(names) == 2 * len(call.args) else None


def _origin(trial: Trial, given: list[str]) -> tuple[list[str], ast.Call] | None:
    """The split of the old program whose first parts are given."""
    for statement in trial.old.statements:
        found = _split_call(statement, trial.allows.functions)
        if found is not None and found[0][::2] == given:
            return found
    return None


def is_part_split(statement: Statement, trial: Trial) -> bool:
    """Whether a statement splits all training parts of one split once more, in the same way."""
    found = _split_call(statement, trial.allows.functions)
    origin = None if found is None else _origin(trial, [ast.unparse(a) for a in found[1].args])
    if found is None or origin is None or {*found[0]} & {*origin[0]}:
        return False
    given = {k.arg: ast.unparse(k.value) for k in found[1].keywords}
    before = {k.arg: ast.unparse(k.value) for k in origin[1].keywords}
    labels = ast.unparse(found[1].args[-1])
    if given.pop("stratify", labels if "stratify" in before else None) not in (None, labels):
        return False
    if ("stratify" in before) != any(k.arg == "stratify" for k in found[1].keywords):
        return False
    seeded = "random_state" not in before or given.get("random_state", "None") != "None"
    return seeded and given.get("shuffle") == before.get("shuffle")


def turned(node: ast.stmt) -> Iterator[str]:
    """`y, X = f(X, y)`: what comes out has the names of what went in, in another order."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return
    target, first = node.targets[0], next(iter(node.value.args), None)
    if isinstance(target, ast.Subscript) and isinstance(first, ast.Subscript):
        same = ast.unparse(target.value) == ast.unparse(first.value)
        if ast.unparse(target.slice) == ast.unparse(first.slice) and not same:
            yield f"`{ast.unparse(target)}` is made of `{ast.unparse(first)}`: columns go back to where they came from"
    if not isinstance(target, ast.Tuple):
        return
    made, given = [ast.unparse(e) for e in target.elts], [ast.unparse(a) for a in node.value.args]
    if made != given and sorted(made) == sorted(given):
        yield f"`{', '.join(made)}` stand in another order than what they are made of"


def finding_statement(trial: Trial, statement: Statement) -> bool:
    """Whether the finding stands in this statement."""
    place = trial.finding.place
    last_line = max((getattr(n, "end_lineno", 0) or 0 for n in heads(statement.node)), default=0)
    return statement.cell == place.cell and statement.node.lineno - 1 <= place.line < max(
        last_line, statement.node.lineno
    )


def called_names(statement: Statement) -> list[str]:
    """The last names of what a statement calls."""
    return [last(called(n, frozenset())) for n in heads(statement.node) if isinstance(n, ast.Call)]


def _names(statement: Statement) -> list[tuple[str, bool]]:
    """Variables as they stand, and whether they are assigned."""
    names = [n for n in heads(statement.node) if isinstance(n, ast.Name)]
    names.sort(key=lambda n: (n.lineno, n.col_offset))
    return [(n.id, isinstance(n.ctx, ast.Store)) for n in names]
