"""A file that another one imports: an edit of the one refreshes what is said of the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wire import Wire, span

FEATURES = """from sklearn.preprocessing import StandardScaler

def scaled(X):
    return StandardScaler().fit_transform(X)
"""
TRAIN = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from features import scaled

df = pd.read_csv("churn.csv")
X, y = scaled(df.drop(columns="churn")), df["churn"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""


def replace(line: int, column: int, end: int, text: str) -> dict[str, Any]:
    """A change of a part of a line."""
    return {"range": span(line, column, line, end), "text": text}


def test_an_edit_of_an_imported_file_refreshes_the_file_that_imports_it(real: Wire, tmp_path: Path) -> None:
    features, train = tmp_path / "features.py", tmp_path / "train.py"
    (tmp_path / "pyproject.toml").touch()
    features.write_text(FEATURES, encoding="utf-8")
    real.open(TRAIN, train.as_uri())
    (found,) = real.diagnostics(train.as_uri())
    assert found["code"] == "leak-preprocess-before-split"
    assert found["range"]["start"]["line"] == 6
    real.open(FEATURES, features.as_uri())
    real.change(2, replace(3, 11, 27, "Normalizer()"), replace(0, 34, 48, "Normalizer"), uri=features.as_uri())
    assert real.diagnostics(train.as_uri()) == []
    real.notify("textDocument/didClose", {"textDocument": {"uri": features.as_uri()}})
    (found,) = real.diagnostics(train.as_uri())
    assert found["range"]["start"]["line"] == 6
