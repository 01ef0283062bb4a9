"""What was fitted before the folds moves into a pipeline, or into the loop over the folds; and where it stays."""

from __future__ import annotations

import pytest
from pages import analysed, text

from heldout.analysis.engine import Engine
from heldout.fixes.apply import apply_edits

BEFORE = """\
import pandas as pd
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("cells.csv")
X, y = df.drop(columns="kind"), df["kind"]
scaler = StandardScaler()
"""
FITTED = "Xs = scaler.fit_transform(X)\n"
PIPELINE = "make_pipeline(scaler, SVC())"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def fixed(engine: Engine, code: str) -> str | None:
    """What the first fix makes of the code, without the lines that are there in any case."""
    snapshot = analysed(engine, BEFORE + code)
    finding = next(f for f in snapshot.findings if f.rule == "leak-preprocess-before-cv")
    fixes = snapshot.fixes(finding)
    if not fixes:
        return None
    new = text(apply_edits(snapshot.document, fixes[0].edits))
    return new.partition("scaler = StandardScaler()\n")[2]


def test_comments_stay(engine: Engine) -> None:
    code = "# one scale\n" + FITTED.strip() + "  # mean 0\nprint(cross_val_score(SVC(), Xs, y))\n"
    assert fixed(engine, code) == f"# one scale\n# mean 0\nprint(cross_val_score({PIPELINE}, X, y))\n"


def test_several_models_in_a_loop(engine: Engine) -> None:
    code = FITTED + "for kernel in ['linear', 'rbf']:\n    print(cross_val_score(SVC(kernel=kernel), Xs, y))\n"
    assert fixed(engine, code) == (
        "for kernel in ['linear', 'rbf']:\n    print(cross_val_score(make_pipeline(scaler, SVC(kernel=kernel)), X, y))\n"
    )


@pytest.mark.parametrize(
    ("grid", "renamed"),
    [
        ('{"C": [1, 10], "gamma": ["scale"]}', '{"svc__C": [1, 10], "svc__gamma": ["scale"]}'),
        ("[{'C': [1]}, {'gamma': [2]}]", "[{'svc__C': [1]}, {'svc__gamma': [2]}]"),
    ],
)
def test_names_in_a_grid(engine: Engine, grid: str, renamed: str) -> None:
    code = FITTED + "search = GridSearchCV(SVC(), {}, cv=5)\nsearch.fit(Xs, y)\nprint(search.best_score_)\n"
    if grid[0] == "{":
        assert fixed(engine, code.replace("{}", grid)) == (
            f"search = GridSearchCV({PIPELINE}, {renamed}, cv=5)\nsearch.fit(X, y)\nprint(search.best_score_)\n"
        )
    bound = f"grid = {grid}\n" + code.replace("{}", "grid").replace("SVC()", "model")
    new = fixed(engine, "model = SVC()\n" + bound)
    assert new is not None
    assert f"grid = {renamed}\nsearch = GridSearchCV(make_pipeline(scaler, model), grid, cv=5)\n" in new


@pytest.mark.parametrize(
    "code",
    [
        # the transformer is asked for more: in the pipeline, a copy of it is fitted
        "print(cross_val_score(SVC(), Xs, y), scaler.mean_)\n",
        # the rows are used elsewhere
        "print(cross_val_score(SVC(), Xs, y))\nfinal = SVC().fit(Xs, y)\n",
        # names of parameters are read from the result
        'search = GridSearchCV(SVC(), {"C": [1, 10]}).fit(Xs, y)\nprint(search.best_params_["C"])\n',
        # a grid that somebody else uses, or that is computed
        'grid = {"C": [1, 10]}\nprint(grid)\nsearch = GridSearchCV(SVC(), grid).fit(Xs, y)\nprint(search.best_score_)\n',
        'search = GridSearchCV(SVC(), {k: [1] for k in "C"}).fit(Xs, y)\nprint(search.best_score_)\n',
        # a loop that uses more than the rows of its folds
        "for a, b in KFold(5).split(Xs):\n    m = SVC().fit(Xs[a], y.iloc[a])\n"
        "    print(m.score(Xs[b], y.iloc[b]), Xs.shape)\n",
        "for a, b in KFold(5).split(Xs):\n    m = SVC().fit(Xs[a], y.iloc[a])\n    print(m.score(Xs[b], y.iloc[b]))\nprint(Xs)\n",
    ],
)
def test_no_fix(engine: Engine, code: str) -> None:
    assert fixed(engine, FITTED + code) is None


def test_loop_that_names_its_parts(engine: Engine) -> None:
    code = (
        "for fold, (a, b) in enumerate(KFold(5).split(Xs, y)):\n"
        "    Xa = Xs[a]\n    Xb = Xs[b]\n"
        "    print(fold, SVC().fit(Xa, y.iloc[a]).score(Xb, y.iloc[b]))\n"
    )
    assert fixed(engine, FITTED + code) == (
        "for fold, (a, b) in enumerate(KFold(5).split(X, y)):\n"
        "    Xa = X.iloc[a]\n    Xb = X.iloc[b]\n"
        "    Xa = scaler.fit_transform(Xa)\n    Xb = scaler.transform(Xb)\n"
        "    print(fold, SVC().fit(Xa, y.iloc[a]).score(Xb, y.iloc[b]))\n"
    )


def test_loop_that_does_not(engine: Engine) -> None:
    code = (
        "scaler.fit(X)\nX = scaler.transform(X)\nfor a, b in KFold(5).split(X):\n"
        "    model = SVC().fit(X[a], y.iloc[a])\n    print(model.score(X[b], y.iloc[b]))\n"
    )
    assert fixed(engine, code) == (
        "for a, b in KFold(5).split(X):\n"
        "    X_train = scaler.fit_transform(X.iloc[a])\n    X_test = scaler.transform(X.iloc[b])\n"
        "    model = SVC().fit(X_train, y.iloc[a])\n    print(model.score(X_test, y.iloc[b]))\n"
    )
