"""A project's own models: understood as those of libraries, and a wrong one is said once, at its line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from heldout.analysis.engine import Analyser, Engine
from heldout.project.config import load_settings
from heldout.source.document import Cell, Document

sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))
from pages import examples

PAGE = Path(__file__).parents[2] / "docs" / "models.md"
SHOP = '[models."shop.scale"]\nop = "rescale"\nhow = "statistics"\n'
PROGRAM = """
import pandas as pd
from shop import scale
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("d.csv")
X = scale(df.drop(columns=["y"]))
a, b, c, d = train_test_split(X, df["y"], random_state=0)
LogisticRegression().fit(a, c).score(b, d)
"""


def written(folder: Path, text: str, name: str = "heldout.toml") -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def found(engine: Engine, folder: Path, code: str) -> list[tuple[int, str]]:
    analyser = Analyser(engine, load_settings(folder).settings)
    findings = analyser.update(Document((folder / "a.py").as_uri(), (Cell("", code),))).findings
    return [(f.place.line, f.rule) for f in findings if f.rule.startswith("leak")]


def said(folder: Path, engine: Engine) -> list[str]:
    problems = load_settings(folder, engine.rules, engine.protocols).problems
    return [f"{Path(p.path).name}:{p.line + 1} {p.message}" for p in problems]


def test_the_example_of_the_page(engine: Engine, tmp_path: Path) -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## A project's own models")[2].partition("\n## ")[0]
    toml = section.partition("```toml\n")[2].partition("```")[0].replace('files = ["models/*.toml"]', "files = []")
    written(tmp_path, toml, "pyproject.toml")
    (example,) = examples("## x\n" + section)
    assert said(tmp_path, engine) == []
    assert found(engine, tmp_path, example.code) == list(example.expected)


def test_without_its_model_a_helper_is_unknown(engine: Engine, tmp_path: Path) -> None:
    assert found(engine, tmp_path, PROGRAM) == []
    written(tmp_path, SHOP)
    assert found(engine, tmp_path, PROGRAM) == [(6, "leak-preprocess-before-split")]
    assert engine.models.call("shop.scale") is None


def test_tables_may_be_nested_and_lie_in_files(engine: Engine, tmp_path: Path) -> None:
    written(tmp_path, "[models.shop.scale]\nop = 'rescale'\nhow = 'statistics'\n")
    assert found(engine, tmp_path, PROGRAM)
    written(tmp_path, '[models]\nfiles = ["m/*.toml"]\n')
    written(tmp_path, "['shop.scale']\nop = 'rescale'\nhow = 'statistics'\n", "m/shop.toml")
    os.utime(tmp_path / "heldout.toml", ns=(1, 1))
    assert found(engine, tmp_path, PROGRAM)
    assert said(tmp_path, engine) == []


def test_a_changed_file_of_models_is_read_again(engine: Engine, tmp_path: Path) -> None:
    written(tmp_path, '[models]\nfiles = ["m/*.toml"]\n')
    shop = written(tmp_path, "['shop.scale']\nop = 'rescale'\nhow = 'statistics'\n", "m/shop.toml")
    assert found(engine, tmp_path, PROGRAM)
    shop.write_text("['shop.scale']\nrows = 'same'\n")
    assert found(engine, tmp_path, PROGRAM) == []


def test_the_engine_is_made_once_for_each_set_of_models(engine: Engine, tmp_path: Path) -> None:
    written(tmp_path, SHOP)
    models = load_settings(tmp_path).settings.models
    assert engine.of_project(()) is engine
    assert engine.of_project(models) is engine.of_project(models) is not engine
    assert engine.of_project(models).all_rules is engine.all_rules


WRONG = {
    '[models."a.b"]\nrows = "some"\n': 'heldout.toml:2 the model of `a.b`: `rows` is "some" and must be one of',
    '[models."a.b"]\nop = "rescal"\n': 'heldout.toml:2 the model of `a.b`: `op` is "rescal", which means nothing; did you mean "rescale"?',
    '[models."a.b"]\nparms = ["x"]\n': "heldout.toml:2 the model of `a.b`: `parms` is no word of models; did you mean `params`?",
    '[models."a.B"]\nstate = "statistics"\nprotocol = "transfomer"\n': 'heldout.toml:3 the model of `a.B`: there is no protocol "transfomer"',
    '[models."a.B"]\nstate = "none"\n[models."a.B".methods]\nfit = { params = 3 }\n': "heldout.toml:4 the model of `a.B`: `params` must be",
    '[models]\n"a.b" = 3\n': "heldout.toml:2 the model of `a.b` must be a table",
    "models = 3\n": "heldout.toml:1 `models` must be a table",
    '[models]\nfiles = ["none.toml"]\n': 'heldout.toml:2 "none.toml" names no file',
    "[models]\nalias = 3\n": "heldout.toml:2 `alias` must be a table",
    "[[models.many]]\nop = 'fit'\n": "heldout.toml:1 every [[models.many]] must have `names`",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items())
def test_what_makes_no_sense_is_one_sentence_at_its_line(
    engine: Engine, tmp_path: Path, text: str, message: str
) -> None:
    written(tmp_path, text + "\n" + SHOP.replace('[models."', '[models."') if "models = 3" not in text else text)
    (only,) = said(tmp_path, engine)
    assert only.startswith(message)
    if "models = 3" not in text:  # the others are in force
        assert found(engine, tmp_path, PROGRAM)


def test_a_file_of_models_that_is_no_toml_is_said_at_its_place(engine: Engine, tmp_path: Path) -> None:
    written(tmp_path, '[models]\nfiles = ["m.toml"]\n')
    written(tmp_path, "a = 1\nb = [\n", "m.toml")
    (only,) = said(tmp_path, engine)
    assert only.startswith("m.toml:2 m.toml cannot be read: ")


def test_models_of_anything_never_raise(engine: Engine, tmp_path: Path) -> None:
    from heldout.project.user_models import read_models

    odd = [
        3,
        "x",
        [],
        {},
        {"a": 3},
        {"a": {"methods": 3}},
        {"a.b": {"methods": {"m": 3}}},
        {"many": [3]},
        {"protocol": {"p": 3}},
    ]
    odd += [
        {"a.b": {"op": 3, "params": [3], "random": [], "attributes": 1}},
        {"library": {"modules": "x"}},
        {"alias": {"a": 1}},
    ]
    for value in odd:
        read = read_models(value, ("models",))
        engine.models.extended([("x", read.document)])
