"""Values are followed through every construct in `flows`: the early fit is found in each, and the clean twin is silent."""

from __future__ import annotations

import pytest
from flows import FLOWS, PREFACE

from heldout.analysis.engine import Analyser, Engine
from heldout.source.document import Cell, Document


def found(engine: Engine, code: str) -> set[str]:
    snapshot = Analyser(engine).update(Document("file:///p.py", (Cell("", PREFACE + code),)))
    return {finding.rule for finding in snapshot.findings}


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_a_fit_is_seen_through(engine: Engine, flow: str) -> None:
    assert found(engine, flow) & {"leak-preprocess-before-split", "leak-global-statistic"}


@pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
def test_its_twin_that_looks_at_single_rows_is_silent(engine: Engine, flow: str) -> None:
    clean = flow.replace("StandardScaler", "Normalizer").replace("MinMaxScaler", "Normalizer")
    clean = clean.replace("X.mean()", "0.5").replace("X.std()", "2.0")
    assert found(engine, "from sklearn.preprocessing import Normalizer\n" + clean) == set()
