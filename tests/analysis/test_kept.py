"""What an edit leaves alone is not looked at again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from heldout.analysis.changes import next_graph
from heldout.analysis.engine import Analyser, Cancelled, Engine
from heldout.semantics.graph import Graph, Step
from heldout.semantics.record import Record
from heldout.source.document import Cell, Document

TWO = """import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def first(path):
    df = pd.read_csv(path)
    return StandardScaler().fit_transform(df)


def second(path):
    df = pd.read_csv(path)
    return train_test_split(df)
"""


def document(text: str) -> Document:
    return Document("file:///p.py", (Cell("0", text),), None, False)


def steps(analyser: Analyser, text: str) -> dict[str, Step]:
    graph = analyser.update(document(text)).graph
    return {f"{step.block.what[:1]} {step.method}": step for step in graph.steps}


looked: list[str] = []


def look(step: Step) -> Iterator[str]:
    looked.append(step.method)
    yield step.method


def test_each_step_is_looked_at_once(engine: Engine) -> None:
    graph = Analyser(engine).update(document(TWO)).graph
    one, other = graph.steps[:3], graph.steps[3:]
    before = next_graph(Graph(()), [Record((), {}, one), Record((), {}, other)], (), {})
    looked.clear()
    assert before.each(look) == tuple([step.method for step in graph.steps]) == tuple(looked)
    looked.clear()
    after = next_graph(before, [Record((), {}, other[:1]), Record((), {}, other)], (), {})
    assert after.each(look) == (other[0].method, *[step.method for step in other])
    assert looked == [other[0].method]
    assert after.ops("split") == tuple([s for s in other if s.op == "split"])
    assert after.by_id == {step.id: step for step in (other[0], *other)}


def test_an_edit_in_one_function_leaves_the_steps_of_another(engine: Engine) -> None:
    analyser = Analyser(engine)
    before, after = steps(analyser, TWO), steps(analyser, TWO.replace("split(df)", "split(df, shuffle=False)"))
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] is not after[name]} == {
        "('second',) read_csv",
        "('second',) train_test_split",
    }


@pytest.mark.parametrize("typed", ["    \n    return Stan", "    # a comment\n    return Stan", "\n\n    return  Stan"])
def test_white_space_and_comments_run_nothing(engine: Engine, typed: str) -> None:
    analyser = Analyser(engine)
    before, after = steps(analyser, TWO), steps(analyser, TWO.replace("    return Stan", typed))
    assert before == after  # steps are compared by identity


@pytest.mark.parametrize("calls", [1, 3, 10, 30, 60, 90])
def test_an_analysis_that_was_given_up_is_made_up_for(engine: Engine, calls: int) -> None:
    leaky = TWO + "df = pd.read_csv('a.csv')\ntrain, test = train_test_split(df)\n"
    analyser = Analyser(engine)
    analyser.update(document(TWO))
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > calls

    given_up = 0
    try:
        analyser.update(document(leaky), cancelled)
    except Cancelled:
        given_up = len(asked)
    assert given_up in (0, calls + 1)
    assert analyser.update(document(leaky)).findings == Analyser(engine).update(document(leaky)).findings
