"""In a pause a document is analysed afresh: a difference is logged, in a line without code, and put right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from wire import URI, Wire, insert

from heldout.analysis.engine import Cancelled, Engine, Snapshot
from heldout.lsp.self_check import difference
from heldout.lsp.workspace import Workspace
from heldout.source.document import Cell, Document

LEAKY = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X, y = df.drop(columns="churn"), df["churn"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""


def never() -> bool:
    return False


def document(text: str) -> Document:
    return Document(URI, (Cell("0", text),), None, False)


@pytest.fixture
def workspace(engine: Engine) -> Workspace:
    started = Workspace(lambda: engine)
    started.start()
    return started


def edited(workspace: Workspace) -> Snapshot:
    """The program as it is shown after an edit."""
    workspace.update(document(LEAKY + "print(mo)\n"), never)
    snapshot = workspace.update(document(LEAKY + "print(model)\n"), never)
    assert snapshot is not None
    return snapshot


def broken(workspace: Workspace) -> Snapshot:
    """The same, with a record that has lost its steps on the way."""
    workspace.update(document(LEAKY), never)
    records = workspace._kept[URI].analyser._interpreter.records
    (fitted,) = [n for n, record in enumerate(records) if any(s.method == "fit_transform" for s in record.steps)]
    records[fitted] = evolve(records[fitted], steps=())
    return edited(workspace)


def test_what_an_edit_leaves_is_what_a_fresh_analysis_finds(workspace: Workspace) -> None:
    assert workspace.afresh(edited(workspace), never) is None


def test_a_difference_is_named_by_rule_and_line_without_code(workspace: Workspace) -> None:
    both = workspace.afresh(broken(workspace), never)
    assert both is not None
    said = difference(*both)
    assert said == "leak-preprocess-before-split at cell 1, line 8, was not shown and is found afresh"


def test_what_was_found_afresh_is_kept(workspace: Workspace) -> None:
    both = workspace.afresh(broken(workspace), never)
    assert both is not None
    assert edited(workspace).findings == both[1].findings != both[0].findings


def test_words_alone_may_differ(workspace: Workspace) -> None:
    shown = edited(workspace)
    other = evolve(shown.findings[0], message="something else")
    known = Snapshot(shown.document, (other, *shown.findings[1:]), shown.graph)
    assert difference(known, shown) == f"{other.rule} at cell 1, line 8, was shown with other words"


@pytest.mark.parametrize("calls", [0, 1, 20, 40])
def test_an_edit_ends_it_and_nothing_is_lost(workspace: Workspace, calls: int) -> None:
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > calls

    shown = edited(workspace)
    with pytest.raises(Cancelled):
        workspace.afresh(shown, cancelled)
    assert len(asked) == calls + 1
    assert edited(workspace).findings == shown.findings


FORGETFUL = """
import sys
from heldout.analysis.engine import Analyser
from heldout.lsp import self_check
from heldout.lsp.server import create_server, serve

update, seen = Analyser.update, []

def forgetful(self, *arguments):
    if self in seen:
        self._by_region, self.engine = {}, type(self.engine)(self.engine.models, (), self.engine.rules)
        self._graph_reports.clear()
        self._checked = (None, (), [])
    seen.append(self)
    return update(self, *arguments)

Analyser.update = forgetful
self_check.QUIET = 0.2
sys.exit(serve(create_server()))
"""


def test_an_editor_is_told_what_is_right(start: Callable[..., Wire], tmp_path: Path) -> None:
    wire = Wire([sys.executable, "-c", FORGETFUL], tmp_path)
    try:
        wire.initialize()
        wire.open(LEAKY)
        (found,) = wire.diagnostics(version=1)
        wire.change(2, insert(0, 0, "\n"))
        assert wire.diagnostics(version=2) == []
        (again,) = wire.diagnostics(version=2)
        assert again["message"] == found["message"]
        line = wire.logged("This is a bug in Heldout")
        assert "leak-preprocess-before-split at cell 1, line 9," in line
        assert "\n" not in line
        assert "StandardScaler" not in line
    finally:
        wire.close()
