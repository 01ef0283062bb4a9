"""A cell run a second time: what its statements compute from what another cell made, and change once more.

Goes through the statements in order and knows what the cell has made anew before. A branch may be there so that something is
only done once, and a loop goes on with its own results on purpose: only loops over columns and tables are looked into.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from attrs import define, field, frozen

from heldout.api import CellCode, Data, Handle, Notebook, Step, Value, constant, ir, text_of
from heldout_rules.notebooks.again import ARITHMETIC, Again, Question, again, called, fails, walk
from heldout_rules.notebooks.fewer import fewer
from heldout_rules.notebooks.functions import changed_in, functions_given, root
from heldout_rules.notebooks.growing import grows
from heldout_rules.notebooks.joining import is_harmless
from heldout_rules.notebooks.targets import (
    column_named,
    column_of,
    columns_in,
    is_behind,
    is_true,
    made_columns,
    mutates,
    name_of,
    takes_columns,
)

ROWS = (1, "columns")
"""The axis along which a function gets every row of a table."""
DRAWS = ("sample", "split")
"""What is seen by the rows that a function gives back (`fewer`)."""
DEEP = 3
"""How many functions that call each other are looked into."""


@frozen
class Change:
    """A name or a column that is computed from itself in a way that changes it each time, and the assignment that does it."""

    key: str
    name: str
    leaf: int
    what: Again
    value: Value | None  # of the name, when the statement begins
    statement: Any = None


@define(eq=False)
class Reader:
    """`known` are the names of earlier cells, `own` the keys that the cell has made anew, `derived` what comes from a key."""

    notebook: Notebook
    known: Collection[str]
    unit: ir.Unit
    own: set[str] = field(factory=set)
    derived: dict[str, set[str]] = field(factory=dict)
    stands_for: dict[str, str] = field(factory=dict)  # the target of a loop over tables: one of them
    columns: set[str] = field(factory=set)  # the targets of the loops around
    stopped: bool = False
    steps: tuple[Any, dict[tuple[int, int], Step]] = (None, {})  # of the statement, by place
    nodes: dict[int, Step] = field(factory=dict)  # of the whole cell, by the identity of the call
    depth: int = 0  # of functions

    def cell(self, cell: CellCode) -> Iterator[Change]:
        """The changes of a cell, until something in it must fail when it is run again."""
        self.nodes = {id(step.node): step for unit in cell.units for step in self.notebook.steps(unit)}
        for unit, names in zip(cell.units, cell.names, strict=True):
            self.unit = unit
            mine = [name for name in names.binds if name in self.known and name not in self.own]
            told = set()
            for change in self.suite(unit.body, unit.leaf):
                if is_harmless(change.what, cell.units, change.name, self.found):
                    continue
                told.add(change.name)
                yield change
            if self.stopped:
                return
            for name in mine:
                if name not in told and isinstance(unit.body[-1], (ir.Assign, ir.ExprStmt)) and self.is_data(name):
                    what = fewer(self.notebook, cell, unit, name)
                    if what is not None:
                        yield self.change(name, name, unit.leaf, what, unit.body[-1])

    def suite(self, suite: ir.Suite, leaf: int) -> Iterator[Change]:
        for s in suite:
            if self.stopped:
                return
            if isinstance(s, ir.Unit):
                yield from self.suite(s.body, s.leaf)
            elif isinstance(s, ir.Assign) and s.value is not None:
                for target in s.targets:
                    yield from self.assign(target, s, leaf)
            elif isinstance(s, ir.AugAssign):
                yield from self.augment(s, leaf)
            elif isinstance(s, ir.ExprStmt) and isinstance(s.value, ir.Call):
                yield from self.call(s.value, leaf)
                yield from self.called_function(s.value, leaf, "")
            elif isinstance(s, ir.Delete):
                self.stopped = any(name_of(t) in self.known and text_of(t) not in self.own for t in s.targets)
            elif isinstance(s, ir.With):
                yield from self.suite(s.body, leaf)
            elif isinstance(s, ir.For):
                yield from self.loop(s, leaf)

    def loop(self, s: ir.For, leaf: int) -> Iterator[Change]:
        """`for c in columns: df[c] = df[c] / 10` and `for d in (train, test): d["x"] /= 10` do it once for each."""
        targets = {n.id for n in walk(s.target) if isinstance(n, ir.Name)}
        tables = [item.id for item in s.iter.items if isinstance(item, ir.Name)] if isinstance(s.iter, ir.Seq) else []
        table = next(
            (name for name in tables if name in self.known and name not in self.own and self.is_data(name)), None
        )
        if isinstance(s.target, ir.Name) and table is not None:
            self.stands_for[s.target.id] = table
        self.columns |= targets
        yield from self.suite(s.body, leaf)
        self.columns -= targets
        for target in targets:
            self.stands_for.pop(target, None)

    # ── statements ────────────────────────────────────────────────────────────────────────────────────────────────────

    def assign(self, target: Any, s: ir.Assign, leaf: int) -> Iterator[Change]:
        value: Any = s.value
        if isinstance(target, ir.Seq):
            for item in target.items:
                yield from self.assign(item, s, leaf)
            return
        key, name = text_of(target), name_of(target)
        if isinstance(value, ir.Call):
            yield from self.called_function(value, leaf, key)
        names = {n.id for n in walk(value) if isinstance(n, ir.Name)}
        around = names.union(*[self.derived.get(n, ()) for n in names])
        touches = not around.isdisjoint(self.known) or not around.isdisjoint(self.stands_for)
        old = name in (*self.known, *self.stands_for) and self.is_old(target)
        if old and is_behind(target):
            what = Again(target, f"puts the same row behind `{self.called(name)}` once more")
            yield self.change(name, name, leaf, what)
        if not name or "…" in key:
            self.own.update(columns_in(target))
            return
        if old and name in around:
            found = again(value, self.question(key, name, leaf))
            if found is None and isinstance(value, ir.Call):
                found = self.columns_of(value, name, leaf) or self.of_rows(value, target, name, leaf)
            if found is not None:
                yield self.change(key, name, leaf, found, s)
        self.stopped |= touches and self.must_fail(value, key, leaf)
        if name not in around or not self.reads(value, key, name):
            self.own.update((key, *columns_in(target)))
        elif isinstance(value, ir.Call):
            self.own.update(
                [f"{key}[{arg.keyword!r}]" for arg in value.args if arg.keyword and called(value) == "assign"]
            )
        self.derived[name] = around

    def augment(self, s: ir.AugAssign, leaf: int) -> Iterator[Change]:
        key, name = text_of(s.target), name_of(s.target)
        fresh = not name or "…" in key or not self.is_old(s.target) or self.reads(s.value, key, name)
        if not fresh and s.op in ARITHMETIC:
            node = ir.Binary(s.at, s.op, s.target, s.value)
            found = again(node, self.question(key, name, leaf))
            if found is not None:
                yield self.change(key, name, leaf, Again(s.target, found.why.replace("` to", "=` to", 1)))

    def call(self, node: ir.Call, leaf: int) -> Iterator[Change]:
        """A call that changes what it is given: `df.reset_index(inplace=True)`, `x.div_(255)`, `np.log1p(x, out=x)`."""
        step = self.step(leaf, node)
        target = node.func.base if isinstance(node.func, ir.Attr) else None
        if step is not None and step.fact("again") in ("changes", "fails"):
            out = next((arg.value for arg in node.args if arg.keyword == "out"), None)
            given = [text_of(arg.value) for arg in node.args if arg.keyword != "out"]
            if out is not None:
                target = out if text_of(out) in given else None
            elif step.op != "in-place" and not is_true(node, "inplace") and not mutates(step):
                target = None
            if target is not None and name_of(target) and self.is_old(target):
                key = text_of(target)
                self.stopped |= fails(step)
                found = again(ir.Call(node.at, node.func, node.args[:1]), self.question(key, name_of(target), leaf))
                if found is not None and not self.stopped:
                    yield self.change(key, name_of(target), leaf, Again(node, found.why))
        elif isinstance(target, ir.Name) and self.is_known(target.id):
            found = grows(self.notebook, self.unit, node, target.id)
            if found is not None:
                yield self.change(target.id, target.id, leaf, found)

    def columns_of(self, value: ir.Call, name: str, leaf: int) -> Again | None:
        """What `df.assign(x=df.x / 10)` and `df.with_columns(pl.col("x") / 10)` make of columns."""
        step = self.step(leaf, value)
        if step is None or (step.op != "columns" and step.fact("columns") != "assign"):
            return None
        if not isinstance(value.func, ir.Attr) or text_of(value.func.base) != name:
            return None
        for column, table, node in made_columns(value, name, lambda call: self.op(leaf, call) == "column"):
            found = again(node, self.of_column(column, table, leaf))
            if found is not None:
                return found
        return None

    def of_rows(self, value: ir.Call, target: Any, name: str, leaf: int) -> Again | None:
        """What `df["x"] = df.apply(lambda row: row["x"] / 10, axis=1)` makes of its column."""
        step = self.step(leaf, value)
        column = column_of(target)
        if step is None or step.op != "apply" or column is None or constant(step.args.keywords.get("axis")) not in ROWS:
            return None
        function = value.args[0].value if value.args else None
        if not isinstance(value.func, ir.Attr) or text_of(value.func.base) != name:
            return None
        if not isinstance(function, ir.Lambda) or len(function.params) != 1:
            return None
        found = again(function.body, self.of_column(column, function.params[0].name, leaf))
        return (
            None
            if found is None
            else Again(value, found.why.replace(f"`{column}`", f"`{text_of(target)}`"), found.step)
        )

    def called_function(self, node: ir.Call, leaf: int, target: str) -> Iterator[Change]:
        """What a function of the user's does to the tables of earlier cells that it is given; `target` is what it makes."""
        for given, parameter, function, inside in (
            functions_given(self.notebook, self.unit, node) if self.depth < DEEP else ()
        ):
            if not self.is_known(given) or not self.is_data(self.called(given)) or (self.columns - {given}):
                continue
            table = self.called(given)
            own = {parameter + key[len(given) :] for key in self.own if key.startswith((f"{given}[", f"{given}."))}
            reader = Reader(self.notebook, {table}, self.unit, own, stands_for={parameter: table}, nodes=self.nodes)
            reader.depth = self.depth + 1
            found = changed_in(reader, function, inside, parameter, target == given)
            self.stopped |= reader.stopped and target in ("", given)
            if found is not None and (found.what.step is None or found.what.step.op not in DRAWS):
                why = f"{found.what.why.replace(f'`{root(found.key)}', f'`{given}')}, in `{function.name}`"
                at = found.what.at or Handle(found.leaf, found.what.node.at)
                yield self.change(given, given, leaf, Again(node, why, found.what.step, at))

    # ── what is known ─────────────────────────────────────────────────────────────────────────────────────────────────

    def change(self, key: str, name: str, leaf: int, what: Again, statement: Any = None) -> Change:
        name = self.called(name)
        return Change(key, name, leaf, what, self.notebook.entered(self.unit, name), statement)

    def called(self, name: str) -> str:
        return self.stands_for.get(name, name)

    def is_known(self, name: str) -> bool:
        return self.called(name) in self.known and not {name, self.called(name)} & self.own

    def is_old(self, target: Any) -> bool:
        """Whether a target is data of another cell; in a loop, a column or a table of the loop."""
        name, key = name_of(target), text_of(target)
        if not self.is_known(name) or key in self.own or not self.is_data(self.called(name)):
            return False
        parts = {n.id for n in walk(target) if isinstance(n, ir.Name)}
        return not self.columns or bool(parts & self.columns)

    def question(self, key: str, name: str, leaf: int) -> Question:
        is_key = partial(self.is_key, key=key, name=name, leaf=leaf)
        reads = partial(self.reads, key=key, name=name, leaf=leaf)
        return Question(key, is_key, reads, partial(self.step, leaf), self.notebook.fact)

    def of_column(self, column: str, table: str, leaf: int) -> Question:
        """A question about a column that an expression of columns, or a lambda of the table, makes anew."""
        written = {f"{table}[{column!r}]", f"{table}.{column}"}

        def is_key(node: Any) -> bool:
            if isinstance(node, ir.Call) and self.op(leaf, node) == "column":
                return column_named(node) == column
            return isinstance(node, (ir.Subscript, ir.Attr)) and text_of(node) in written

        def reads(node: Any) -> bool:
            return any(is_key(inner) for inner in walk(node))

        return Question(column, is_key, reads, partial(self.step, leaf), self.notebook.fact)

    def is_key(self, node: Any, key: str, name: str, leaf: int) -> bool:
        """Whether a node is the key: as it was written, or the column of the groups of the table."""
        if not isinstance(node, (ir.Name, ir.Subscript, ir.Attr)):
            return False
        if text_of(node) == key:
            return True
        if not isinstance(node, ir.Subscript) or not isinstance(node.base, ir.Call):
            return False
        table = node.base.func.base if isinstance(node.base.func, ir.Attr) else None
        grouped = table is not None and text_of(table) == name and self.op(leaf, node.base) == "group"
        return grouped and f"{name}[{text_of(node.index)}]" == key

    def reads(self, node: Any, key: str, name: str, leaf: int = -1) -> bool:
        """Whether an expression holds a key, or a name that was computed from it in this cell."""
        for inner in walk(node):
            if self.is_key(inner, key, name, leaf):
                return True
            if isinstance(inner, ir.Name) and inner.id != name and name in self.derived.get(inner.id, ()):
                return True
        return False

    def must_fail(self, value: Any, key: str, leaf: int) -> bool:
        """Whether an assignment stops when it is done again: it takes away a column of an earlier cell, which is gone then."""
        for node in walk(value):
            step = self.step(leaf, node) if isinstance(node, ir.Call) and isinstance(node.func, ir.Attr) else None
            if (
                step is not None
                and fails(step)
                and self.is_old(node.func.base)
                and (step.fact("removes") or text_of(node.func.base) == key)
            ):
                return step.op != "drop" or takes_columns(step)
        return False

    def step(self, leaf: int, node: Any) -> Step | None:
        """The step of a call; in a lambda, which runs in a frame of its own, that of its first call."""
        if self.steps[0] is not self.unit:
            inside = self.notebook.steps(self.unit)
            self.steps = (self.unit, {s.id[1:]: s for s in sorted(inside, key=lambda s: s.id[0], reverse=True)})
        return self.steps[1].get((leaf, node.at))

    def found(self, node: Any) -> Step | None:
        """The step of a call anywhere in the cell, or in what it calls."""
        return self.nodes.get(id(node))

    def op(self, leaf: int, node: ir.Call) -> str:
        step = self.step(leaf, node)
        return "" if step is None else step.op

    def is_data(self, name: str) -> bool:
        """Whether a name holds rows when the statement begins."""
        value = self.notebook.entered(self.unit, name)
        return value is not None and isinstance(value.kind, Data) and value.rows is not None
