"""Check: statements stay as they are and where they are, but for what the finding is about."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy

from heldout.agent.verify.renames import Renames, called_names, finding_statement, is_part_split, turned
from heldout.agent.verify.syntax import Nodes, Statement, head, heads
from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    gone, came = trial.difference
    told = _told(trial)
    moved = Counter(s.text for s in gone) & Counter(s.text for s in came)
    for text in moved:
        may = trial.allows.moves and any(_touches(s, told) for s in gone if s.text == text)
        if not may and not _imports(text):
            yield f"`{_short(text)}` moved; the finding does not need that"
    shapes: dict[str, list[Statement]] = {}
    for statement in gone:
        if statement.text not in moved:
            shapes.setdefault(_shape(statement), []).append(statement)
    renames = Renames(trial, gone)
    for statement in came:
        if statement.text in moved:
            continue
        yield from turned(statement.node)
        shape = _shape(statement)
        if shapes.get(shape):  # the same with other variables
            yield from renames.check(shapes[shape].pop(0), statement)
        elif not _allowed(statement, trial) and not _reshaped(statement, gone, trial):
            yield f"`{_short(statement.text)}` was added or changed; the finding does not need that"
    yield from _same_variables(trial, gone, came)
    yield from _in_place(trial)
    for statement in gone:
        if statement.text in moved or finding_statement(trial, statement) or _paired(statement, came, trial):
            continue
        if not _allowed(statement, trial) and not _gone_calls(statement, trial) and not _imports(statement.text):
            yield f"`{_short(statement.text)}` is gone; keep it"


def _in_place(trial: Trial) -> Iterator[str]:
    """A statement that changed stays where it was, among the others."""
    if trial.allows.moves:
        return
    numbered = [(b, n, s) for b, (_, came) in enumerate(trial.blocks) for n, s in enumerate(came)]
    last = (-1, -1)
    for block, (gone, _) in enumerate(trial.blocks):
        for statement in gone:
            shape, text = _shape(statement), _stripped(statement, trial)
            after = [(b, n) for b, n, s in numbered if _shape(s) == shape or _stripped(s, trial) == text]
            if not after:
                continue
            here = [place for place in after if place[0] == block and place > last]
            if not here:
                yield f"`{_short(statement.text)}` moved; the finding does not need that"
            else:
                last = here[0]


def _same_variables(trial: Trial, gone: Sequence[Statement], came: Sequence[Statement]) -> Iterator[str]:
    """Where nothing may move, the statement of the finding keeps its variables; a new one may only be a seed."""
    if trial.allows.moves or trial.allows.calls or trial.allows.rows:
        return  # the contract looks at what it works on
    old = [s for s in gone if finding_statement(trial, s)]
    known = trial.old.count(_numbers).keys() | trial.allows.functions
    for before in old:
        wanted, targets = Counter(_variables(before)), _assigned(before)
        for now in [s for s in came if _assigned(s) == targets]:
            have = Counter(_variables(now))
            alike = not wanted - have or _stripped(before, trial) == _stripped(now, trial)
            if alike and all(name in known for name in have - wanted):
                break
        else:
            yield f"`{_short(before.text)}` must keep its variables"


def _variables(statement: Statement) -> list[str]:
    return [n.id for n in heads(statement.node) if isinstance(n, ast.Name)]


def _assigned(statement: Statement) -> list[str]:
    node = statement.node
    return [ast.unparse(target) for target in node.targets] if isinstance(node, ast.Assign) else []


def _numbers(nodes: Nodes) -> Iterator[str]:
    """The variables that are whole numbers written down, and parameters: seeds."""
    for node in nodes:
        if isinstance(node, ast.arg) and ("seed" in node.arg.lower() or node.arg == "random_state"):
            yield node.arg
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and type(node.value.value) is int:
            yield from [target.id for target in node.targets if isinstance(target, ast.Name)]


def _told(trial: Trial) -> frozenset[tuple[int, int]]:
    """Cells and lines of the finding and of its evidence."""
    places = [trial.finding.place, *[r.place for r in trial.finding.related if r.document is None]]
    return frozenset([(p.cell, line) for p in places for line in range(p.line, p.end_line + 1)])


def _touches(statement: Statement, told: frozenset[tuple[int, int]]) -> bool:
    node = statement.node
    last_line = max((getattr(n, "end_lineno", 0) or 0 for n in heads(node)), default=node.lineno)
    return any((statement.cell, line - 1) in told for line in range(node.lineno, max(last_line, node.lineno) + 1))


def _shape(statement: Statement) -> str:
    """A statement with its variables left out; what it calls and imports stays."""
    functions = {id(n.func) for n in heads(statement.node) if isinstance(n, ast.Call)}
    parts = []
    for node in heads(statement.node):
        if isinstance(node, ast.Name) and id(node) not in functions:
            parts.append("name")
        elif isinstance(node, ast.Name):
            parts.append(f"call {node.id}")
        elif isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
        elif isinstance(node, (ast.Constant, ast.alias)):
            parts.append(ast.unparse(node))
        elif not isinstance(node, (ast.expr_context, ast.Attribute)):
            parts.append(type(node).__name__ + (str(getattr(node, "arg", "") or "")))
    return " ".join(parts)


def _allowed(statement: Statement, trial: Trial) -> bool:
    """Whether a statement holds a call, an import or a kind of syntax that the rule lets come."""
    allows, node = trial.allows, statement.node
    names = called_names(statement)
    if any(name in allows.calls for name in names):
        return True
    if any(name in allows.functions for name in names):
        if allows.rows:
            return is_part_split(statement, trial)
        return isinstance(node, ast.Expr) or _as_before(statement, trial)
    if type(node).__name__ in allows.nodes:
        return True
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return True  # a check of its own looks at those
    keywords = {n.arg for n in heads(node) if isinstance(n, ast.keyword)}
    return bool(keywords & allows.keywords) and _as_before(statement, trial)


def _as_before(statement: Statement, trial: Trial) -> bool:
    """Whether a statement that is gone said the same but for what the rule lets come."""
    text = _stripped(statement, trial)
    return any(_stripped(old, trial) == text for old in trial.difference[0])


def _gone_calls(statement: Statement, trial: Trial) -> bool:
    return any(name in trial.allows.dropped for name in called_names(statement))


def _reshaped(statement: Statement, gone: Sequence[Statement], trial: Trial) -> bool:
    """A construction that got a name of its own: `pca = PCA(10)` out of `PCA(10).fit_transform(X)`."""
    node = statement.node
    if not trial.allows.names or not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return False
    text = ast.unparse(node.value)
    return any(text in old.text for old in gone)


def _paired(statement: Statement, came: Sequence[Statement], trial: Trial) -> bool:
    shape, text = _shape(statement), _stripped(statement, trial)
    return any(_shape(other) == shape or _stripped(other, trial) == text for other in came)


def _stripped(statement: Statement, trial: Trial) -> str:
    """A statement without the keywords and the plain functions that the rule lets come."""
    allows = trial.allows
    if not allows.keywords and not allows.functions:
        return statement.text

    class Strip(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.expr:
            self.generic_visit(node)
            plain = isinstance(node.func, ast.Name) and node.func.id in allows.functions | allows.dropped
            if plain and len(node.args) == 1 and not node.keywords:
                return node.args[0]
            node.keywords = [k for k in node.keywords if k.arg not in allows.keywords]
            return node

    changed = Strip().visit(deepcopy(statement.node))
    return head(changed) if isinstance(changed, ast.stmt) else statement.text


def _imports(text: str) -> bool:
    return text.startswith(("import ", "from "))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else line[:67] + "…"
