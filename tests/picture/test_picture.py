"""What is drawn: the story of the rows, few nodes, and red where a leak runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from drawn import LEAKY, analysed, lines, notebook, picture, script

from heldout.analysis.engine import Analyser, Engine
from heldout.analysis.modules import Modules
from heldout.source.document import Cell, Document

IMPORTS = """\
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler
"""


def test_a_leak_runs_from_where_it_begins_to_the_scores(engine: Engine) -> None:
    drawn = picture(engine, LEAKY)
    assert lines(drawn) == [
        "frame -rows-> X",
        "X -learn-> X",
        "X -rows!-> train_test_split",
        "train_test_split -rows!-> X_train, y_train",
        "train_test_split -rows!-> X_test, y_test",
        "X_train, y_train -learn!-> model",
        "X_test, y_test -score!-> model.score",
        "model -apply!-> model.score",
    ]
    (leak,) = drawn.findings
    assert leak.rule == "leak-preprocess-before-split"
    assert [node.title for node in drawn.nodes if node.findings] == ["X"]


def test_a_leak_that_is_the_end_of_its_story_runs_up_to_it(engine: Engine) -> None:
    drawn = picture(
        engine,
        IMPORTS
        + """\
df = pd.read_csv("a.csv")
y = df.pop("y")
X_train, X_test, y_train, y_test = train_test_split(df, y, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
""",
    )
    marked = [line for line in lines(drawn) if "!" in line]
    assert marked == ["train_test_split -rows!-> X_test, y_test", "X_test, y_test -learn!-> X_test"]


def test_parts_have_roles_shares_and_the_names_they_were_given(engine: Engine) -> None:
    parts = [node for node in picture(engine, LEAKY).nodes if node.kind == "part"]
    assert [(part.title, part.role, part.share) for part in parts] == [
        ("X_train, y_train", "train", 0.8),
        ("X_test, y_test", "test", 0.2),
    ]


def test_what_leads_nowhere_is_left_out(engine: Engine) -> None:
    looked_at = LEAKY + "print(frame.describe())\nX.mean()\nother = pd.read_csv('notes.csv')\nother.head()\n"
    assert lines(picture(engine, looked_at)) == lines(picture(engine, LEAKY))


def test_steps_in_a_row_are_one_node_that_leads_to_all_of_them(engine: Engine) -> None:
    code = IMPORTS + (
        'df = pd.read_csv("a.csv")\ndf = df.drop(columns="id")\ndf = df.rename(columns=str)\n'
        "df = pd.get_dummies(df)\na, b = train_test_split(df, random_state=0)\n"
    )
    drawn = picture(engine, code)
    assert lines(drawn)[:2] == ["df -rows-> df", "df -rows-> train_test_split"]
    (steps,) = [node for node in drawn.nodes if node.kind == "step"]
    assert (steps.count, steps.call) == (3, "3 steps: drop, rename, get_dummies")
    assert [place.line for place in steps.places] == [7, 8, 9]


def test_a_prediction_that_is_scored_is_no_node_of_its_own(engine: Engine) -> None:
    code = IMPORTS + (
        'df = pd.read_csv("a.csv")\ny = df.pop("y")\na, b, c, d = train_test_split(df, y, random_state=0)\n'
        "m = LogisticRegression()\nm.fit(a, c)\npredicted = m.predict(b)\n"
        "print(accuracy_score(d, predicted), f1_score(d, predicted), roc_auc_score(d, m.predict_proba(b)[:, 1]))\n"
    )
    drawn = picture(engine, code)
    assert lines(drawn)[-2:] == ["b, d -score-> 3 scores", "m -apply-> 3 scores"]
    (scores,) = [node for node in drawn.nodes if node.kind == "evaluate"]
    assert scores.call == "accuracy_score, f1_score, roc_auc_score"
    assert {place.line for place in scores.places} == {11, 12}, "the line of the prediction leads there too"


def test_a_step_in_a_helper_that_is_called_twice_is_drawn_once(engine: Engine) -> None:
    code = IMPORTS + (
        "def report(m, X, y):\n    print(accuracy_score(y, m.predict(X)))\n\n"
        'df = pd.read_csv("a.csv")\ny = df.pop("y")\na, b, c, d = train_test_split(df, y, random_state=0)\n'
        "m = LogisticRegression().fit(a, c)\nreport(m, a, c)\nreport(m, b, d)\n"
    )
    (score,) = [node for node in picture(engine, code).nodes if node.kind == "evaluate"]
    assert score.note == "test and train"


def test_folds_of_a_loop_are_drawn_once(engine: Engine) -> None:
    code = IMPORTS + (
        'df = pd.read_csv("a.csv")\ny = df.pop("y")\nfor train, test in KFold(5).split(df):\n'
        "    m = LogisticRegression()\n    m.fit(df.iloc[train], y.iloc[train])\n"
        "    print(m.score(df.iloc[test], y.iloc[test]))\n"
    )
    assert lines(picture(engine, code))[-5:] == [
        "KFold(…).split -rows-> train",
        "KFold(…).split -rows-> test",
        "train -learn-> m",
        "test -score-> m.score",
        "m -apply-> m.score",
    ]


def test_two_sides_of_a_slice_are_a_split(engine: Engine) -> None:
    code = IMPORTS + (
        'df = pd.read_csv("a.csv")\ntrain = df[:800]\ntest = df[800:]\nm = LogisticRegression()\n'
        'm.fit(train.drop(columns="y"), train["y"])\nprint(m.score(test.drop(columns="y"), test["y"]))\n'
    )
    drawn = picture(engine, code)
    assert {"df -rows-> train", "df -rows-> test"} <= set(lines(drawn))
    places = {node.title: node.places[0].line for node in drawn.nodes if node.kind == "part"}
    assert places == {"train": 7, "test": 8}


def test_a_training_loop_is_one_node(engine: Engine) -> None:
    drawn = analysed(
        engine,
        script((Path(__file__).parents[2] / "examples" / "train_digits.py").read_text(encoding="utf-8")),
    ).picture()
    (fit,) = [node for node in drawn.nodes if node.kind == "fit"]
    assert fit.title == "model"
    assert len(fit.places) > 2
    assert "model -apply-> hits" in lines(drawn), "and is applied to the rows whose hits are counted"


def test_many_models_on_the_same_rows_are_one_node(engine: Engine) -> None:
    several = "".join(f"m{n} = RandomForestClassifier(random_state={n})\nm{n}.fit(a, c)\n" for n in range(8))
    code = IMPORTS + (
        f'df = pd.read_csv("a.csv")\ny = df.pop("y")\na, b, c, d = train_test_split(df, y, random_state=0)\n{several}'
    )
    (fit,) = [node for node in picture(engine, code).nodes if node.kind == "fit"]
    assert (fit.title, fit.call) == ("8 models", ", ".join(f"m{n}" for n in range(8)))


def test_cells_are_named_as_the_user_counts_them(engine: Engine) -> None:
    first, rest = LEAKY.split("X = frame", 1)
    drawn = analysed(engine, notebook(first, "X = frame" + rest)).picture()
    assert [drawn.where(node.places[0]) for node in drawn.nodes[:2]] == ["cell 1", "cell 2"]


def test_a_step_in_another_file_is_shown_at_the_call_that_leads_there(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "prepare.py").write_text(
        IMPORTS + "def parts(df):\n    df = StandardScaler().fit_transform(df)\n"
        "    return train_test_split(df, random_state=0)\n"
    )
    code = (
        "import pandas as pd\nfrom sklearn.cluster import KMeans\nfrom prepare import parts\n"
        'train, test = parts(pd.read_csv("a.csv"))\nm = KMeans(random_state=0)\nm.fit(train)\nprint(m.score(test))\n'
    )
    path = tmp_path / "main.py"
    path.write_text(code)
    document = Document(path.as_uri(), (Cell("", code),), str(path))
    drawn = Analyser(engine, modules=Modules().seen_from(str(path))).update(document).picture()
    split = next(node for node in drawn.nodes if node.kind == "split")
    assert [place.line for place in split.places] == [3]
    marked = [line for line in lines(drawn) if "!" in line]
    assert any("train_test_split" in line for line in marked)
    assert any("m.score" in line for line in marked)


def test_an_empty_picture_says_that_it_is(engine: Engine) -> None:
    for code in ("", "print(1)\n", "import pandas as pd\n", "import pandas as pd\ndf = (\n"):
        drawn = picture(engine, code)
        assert not drawn.nodes
        assert "no pipeline" in drawn.note


def test_the_examples_are_few_nodes_without_circles(engine: Engine) -> None:
    for path in sorted((Path(__file__).parents[2] / "examples").glob("*.py")):
        drawn = analysed(engine, script(path.read_text(encoding="utf-8"))).picture()
        assert len(drawn.nodes) <= 16, path
        assert all(int(edge.source[1:]) < int(edge.target[1:]) for edge in drawn.edges), path


def test_a_picture_is_the_same_after_edits_as_from_scratch(engine: Engine) -> None:
    analyser = Analyser(engine)
    analyser.update(script(LEAKY))
    analyser.update(script(LEAKY.replace("scaler.fit_transform(X)", "X")))
    again = analyser.update(script(LEAKY)).picture()
    assert json.dumps(again.as_json()) == json.dumps(picture(engine, LEAKY).as_json())
