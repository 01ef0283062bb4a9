"""Running small programs through the models: what the tests of each library share."""

from __future__ import annotations

from heldout.analysis.engine import Engine
from heldout.semantics.graph import Step
from heldout.semantics.rows import Relation, relate
from heldout.semantics.run import Interpreter
from heldout.semantics.values import Value
from heldout.source.document import Cell, Document
from heldout.syntax.program import update

DATA = """
import numpy as np
import pandas as pd
df = pd.read_csv("data.csv")
X, y = df.drop(columns=["y"]), df["y"]
"""


def run(engine: Engine, code: str, before: str = DATA) -> tuple[list[Step], dict[object, Value]]:
    """The steps of a program and the table of its names at the end."""
    program = update(None, Document("file:///p.py", (Cell("", before + code),)))
    records, table = Interpreter(engine.models).run(program.units())
    return [step for record in records for step in record.steps], table


def related(a: Value, b: Value) -> Relation:
    """How the rows of two values lie to each other."""
    ours, theirs = a.data_rows(), b.data_rows()
    assert ours is not None
    assert theirs is not None
    return relate(ours, theirs)


def passed_on(value: Value, whole: Value) -> set[str]:
    """In which ways a value has seen the rows of another."""
    return {seen.how for seen in value.seen if seen.rows == whole.rows}
