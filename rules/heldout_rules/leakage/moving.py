"""Moving what was done too early behind the split, as edits: only for shapes in which nothing else can change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import libcst as cst
from attrs import frozen

from heldout.api import Code, Draft, Edit, Handle, Place, Safety, Step
from heldout_rules.blocks import key


@frozen
class Line:
    """A simple statement that has its lines to itself: where it stands, and its only small statement."""

    place: Place
    node: Any
    indent: str


def line_of(code: Code, handle: Handle) -> Line | None:
    """The statement around a node, when it is one simple statement on lines of its own."""
    place = code.statement(handle)
    if place is None:
        return None
    text = code.text(place)
    try:
        module = cst.parse_module(_dedent(text, code.indent(place)))
    except cst.ParserSyntaxError:
        return None
    if len(module.body) != 1 or not isinstance(module.body[0], cst.SimpleStatementLine):
        return None
    body = module.body[0].body
    return Line(place, body[0], code.indent(place)) if len(body) == 1 else None


def _dedent(text: str, indent: str) -> str:
    return "\n".join([line[len(indent) :] if line.startswith(indent) else line for line in text.split("\n")])


def source(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def assigned(line: Line) -> list[str] | None:
    """The names (and attributes) that a statement `a, b = …` binds, in order."""
    node = line.node
    if not isinstance(node, cst.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0].target
    items = [e.value for e in target.elements] if isinstance(target, (cst.Tuple, cst.List)) else [target]
    return [source(i) for i in items] if all(isinstance(i, (cst.Name, cst.Attribute)) for i in items) else None


def call_of(line: Line) -> cst.Call | None:
    """The call that a statement makes: its value, or the whole of it."""
    value = line.node.value if isinstance(line.node, (cst.Assign, cst.Expr)) else None
    return value if isinstance(value, cst.Call) else None


def method(call: cst.Call) -> tuple[str, str, str]:
    """`scaler`, `fit` of `scaler.fit(X)`; of `MinMaxScaler().fit(X)`, also how to make the object under a new name."""
    func = call.func
    if isinstance(func, cst.Attribute) and isinstance(func.value, (cst.Name, cst.Attribute)):
        return source(func.value), func.attr.value, ""
    if isinstance(func, cst.Attribute) and isinstance(func.value, cst.Call) and isinstance(func.value.func, cst.Name):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", func.value.func.value).lower()
        return name, func.attr.value, f"{name} = {source(func.value)}"
    return "", "", ""


def positional(call: cst.Call) -> list[str] | None:
    """The positional arguments as written; None where a `*` hides some."""
    if any(arg.star for arg in call.args):
        return None
    return [source(arg.value) for arg in call.args if arg.keyword is None]


def mentions(code: Code, name: str, but: tuple[Place, ...]) -> int:
    """How often a name is written in the program outside some places."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    count = 0
    for index in range(len(code.document.cells)):
        for number, text in enumerate(code.lines(index)):
            if any(p.cell == index and p.line <= number < p.end_line for p in but):
                continue
            count += len(pattern.findall(text.partition("#")[0]))
    return count


def between(code: Code, name: str, first: Place, last: Place) -> bool:
    """Whether a name is written between two statements."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    for index in range(first.cell, last.cell + 1):
        lines = code.lines(index)
        start = first.end_line if index == first.cell else 0
        stop = last.line if index == last.cell else len(lines)
        if any(pattern.search(text.partition("#")[0]) for text in lines[start:stop]):
            return True
    return False


def with_comments(code: Code, place: Place) -> tuple[Place, list[str]]:
    """A statement's lines with the comment lines right above it, and those comments; cell markers stay where they are."""
    lines = code.lines(place.cell)
    first = place.line
    while first > 0 and lines[first - 1].lstrip().startswith("#") and not lines[first - 1].lstrip().startswith("# %%"):
        first -= 1
    return Place(place.cell, first, 0, place.end_line, 0), lines[first : place.line]


def removal(code: Code, place: Place) -> Edit:
    """Remove a statement, and an empty line where two would be left."""
    lines = code.lines(place.cell)
    before = place.line == 0 or not lines[place.line - 1].strip()
    after = place.end_line < len(lines) and not lines[place.end_line].strip()
    if before and after and place.end_line + 1 < len(lines):
        return code.delete_lines(Place(place.cell, place.line, 0, place.end_line + 1, 0))
    return code.delete_lines(place)


def parts(split: Line, split_call: cst.Call) -> dict[str, tuple[str, str]] | None:
    """What each argument of `a, b, c, d = train_test_split(X, y)` becomes: X → (a, b), y → (c, d)."""
    targets, given = assigned(split), positional(split_call)
    if targets is None or given is None or len(targets) != 2 * len(given) or len(set(given)) != len(given):
        return None
    return {name: (targets[2 * i], targets[2 * i + 1]) for i, name in enumerate(given)}


def fit_after_split(code: Code, fit: Step, split: Step) -> Iterator[Draft]:
    """`X = scaler.fit_transform(X)` before `a, b, … = train_test_split(X, …)`: fit on `a`, transform `b`."""
    if split.op != "split" or not _beside(fit, split):
        return
    here, there = line_of(code, fit.handle), line_of(code, split.handle)
    if here is None or there is None or here.indent != there.indent or not here.place < there.place:
        return
    call, split_call = call_of(here), call_of(there)
    if call is None or split_call is None:
        return
    halves = parts(there, split_call)
    receiver, name, making = method(call)
    if halves is None or not receiver or not 1 <= len(call.args) <= 2 or any(a.keyword or a.star for a in call.args):
        return
    given, columns = _columns(call.args[0].value)
    labels = [source(a.value) for a in call.args[1:]]
    moved, comments = with_comments(code, here.place)
    gone = [moved]
    if name == "fit_transform" and isinstance(here.node, cst.Assign) and len(here.node.targets) == 1:
        result, filled = _columns(here.node.targets[0].target)
        if filled != columns and not (filled == "" and columns == ""):
            return
    elif name == "fit" and isinstance(here.node, cst.Expr) and not columns and not making:
        after = _transform_below(code, here, receiver, given)
        if after is None:
            return
        result, place = after
        gone.append(place)
    else:
        return
    if result not in halves or (columns and result != given) or not _alone(code, there, given, result, gone):
        return
    if not all(y in halves for y in labels) or between(code, receiver.partition(".")[0], gone[-1], there.place):
        return
    train, test = [f"{half}{columns}" for half in halves[result]]
    fitted = ", ".join([train, *[halves[y][0] for y in labels]])
    if making and mentions(code, receiver, ()):
        return
    new = [*[c[len(here.indent) :] for c in comments], *([making] if making else [])]
    new += [f"{train} = {receiver}.fit_transform({fitted})", f"{test} = {receiver}.transform({test})"]
    edits = [removal(code, place) for place in _joined(gone)]
    edits.append(
        code.insert_line(there.place.cell, there.place.end_line, "\n".join(here.indent + line for line in new))
    )
    if result != given:
        edits += _rename(code, split, {result: given})
    title = f"Fit `{receiver}` on `{halves[result][0]}` only, after the split"
    yield Draft(title, tuple(edits), Safety.UNSAFE)


def _beside(one: Step, other: Step) -> bool:
    """Whether two steps stand in the same block: whenever the first runs, so does the second."""
    if one.id[0] != other.id[0]:
        return False
    return one.block.kind == other.block.kind == "module" or key(one.block) == key(other.block)


def _columns(node: cst.BaseExpression) -> tuple[str, str]:
    """`X`, `[numeric]` of `X[numeric]`; "" where it is no such thing."""
    if isinstance(node, cst.Name):
        return node.value, ""
    if isinstance(node, cst.Subscript) and isinstance(node.value, cst.Name):
        return node.value.value, source(node)[len(node.value.value) :]
    return "", ""


def _joined(places: list[Place]) -> list[Place]:
    """Statements below each other as one."""
    joined = [places[0]]
    for place in places[1:]:
        last = joined[-1]
        if last.end_line == place.line and last.cell == place.cell:
            joined[-1] = Place(last.cell, last.line, 0, place.end_line, 0)
        else:
            joined.append(place)
    return joined


def _alone(code: Code, there: Line, given: str, result: str, gone: list[Place]) -> bool:
    """Whether nothing between or elsewhere needs the result before it is split."""
    if between(code, result, gone[-1], there.place) or between(code, given, gone[-1], there.place):
        return False
    # Under a name of its own the result must not be used later; under its old name the halves take its place.
    elsewhere = mentions(code, result, (*gone, there.place))
    return elsewhere == 0 if result != given else not _after(code, result, there.place)


def _after(code: Code, name: str, place: Place) -> bool:
    end = Place(len(code.document.cells) - 1, 1 << 30, 0, 1 << 30, 0)
    return between(code, name, place, end)


def _transform_below(code: Code, here: Line, receiver: str, data: str) -> tuple[str, Place] | None:
    """The statement `X = scaler.transform(X)` right below `scaler.fit(X)`."""
    lines = code.lines(here.place.cell)
    row = here.place.end_line
    pattern = rf"{re.escape(here.indent)}(\w+) = {re.escape(receiver)}\.transform\({re.escape(data)}\)\s*"
    found = re.fullmatch(pattern, lines[row]) if row < len(lines) else None
    return None if found is None else (found.group(1), Place(here.place.cell, row, 0, row + 1, 0))


def _rename(code: Code, call: Step, names: dict[str, str]) -> list[Edit]:
    """Hand other variables to a call."""
    edits = []
    for arg in call.node.args:
        place = code.place(Handle(call.id[1], arg.value.at))
        if arg.keyword is None and code.text(place) in names:
            edits.append(code.replace(place, names[code.text(place)]))
    return edits


def resample_after_split(code: Code, resample: Step, split: Step) -> Iterator[Draft]:
    """`Xr, yr = smote.fit_resample(X, y)` before the split: split `X` and `y`, and resample the training part."""
    if split.op != "split" or not _beside(resample, split):
        return
    here, there = line_of(code, resample.handle), line_of(code, split.handle)
    if here is None or there is None or here.indent != there.indent or not here.place < there.place:
        return
    call, split_call = call_of(here), call_of(there)
    results = assigned(here)
    if call is None or split_call is None or results is None:
        return
    halves, given = parts(there, split_call), positional(call)
    func = source(call.func)
    if halves is None or given is None or len(given) != 2 or len(results) != 2 or not func.endswith(".fit_resample"):
        return
    if (
        not all(r in halves for r in results)
        or not all(g.isidentifier() for g in given)
        or any(a.keyword is not None for a in call.args)
    ):
        return
    for result, whole in zip(results, given, strict=True):
        if between(code, result, here.place, there.place) or between(code, whole, here.place, there.place):
            return
        if result != whole and mentions(code, result, (here.place, there.place)):
            return
        if result == whole and _after(code, result, there.place):
            return
    stratify = next((source(a.value) for a in split_call.args if a.keyword and a.keyword.value == "stratify"), None)
    moved, comments = with_comments(code, here.place)
    train = [halves[r][0] for r in results]
    new = [*[c[len(here.indent) :] for c in comments], f"{train[0]}, {train[1]} = {func}({train[0]}, {train[1]})"]
    edits = [removal(code, moved)]
    edits.append(
        code.insert_line(there.place.cell, there.place.end_line, "\n".join(here.indent + line for line in new))
    )
    names = {r: w for r, w in zip(results, given, strict=True) if r != w}
    edits += _rename(code, split, names)
    if stratify in names:
        for arg in split.node.args:
            if arg.keyword == "stratify":
                edits.append(code.replace(code.place(Handle(split.id[1], arg.value.at)), names[stratify]))
    yield Draft(f"Resample `{train[0]}` only, after the split", tuple(edits), Safety.UNSAFE)
