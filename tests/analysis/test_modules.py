"""Programs that import other files of the workspace: what is found through them, where, and when a file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.analysis.modules import Modules
from heldout.source.document import Cell, Document

LOAD = """
import pandas as pd

def load(path="churn.csv"):
    df = pd.read_csv(path)
    return df.drop(columns="churn"), df["churn"]
"""
SCALE = """
from sklearn.preprocessing import StandardScaler

def scaled(X):
    scaler = StandardScaler()
    return scaler.fit_transform(X)
"""
REST = """
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

X, y = load()
X = scaled(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
model.score(X_test, y_test)
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


class Project:
    """Files in a folder, and one analyser for each that is looked at."""

    def __init__(self, engine: Engine, folder: Path, **files: str) -> None:
        self.engine, self.folder, self.modules = engine, folder, Modules()
        self.analysers: dict[str, Analyser] = {}
        (folder / "pyproject.toml").touch()
        for name, text in files.items():
            self.write(name.replace("__", "/") + ".py", text)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def document(self, name: str, text: str | None = None) -> Document:
        path = self.folder / name
        return Document(
            path.as_uri(), (Cell("", path.read_text(encoding="utf-8") if text is None else text),), str(path)
        )

    def look(self, name: str, text: str | None = None) -> Snapshot:
        document = self.document(name, text)
        if name not in self.analysers:
            self.analysers[name] = Analyser(self.engine, modules=self.modules.seen_from(document.path))
        return self.analysers[name].update(document)

    def found(self, name: str, text: str | None = None) -> list[tuple[str, int]]:
        return [(finding.rule, finding.place.line) for finding in self.look(name, text).findings]


@pytest.mark.parametrize(
    "imports",
    [
        "from shop.data import load\nfrom shop.features import scaled",
        "import shop.data\nfrom shop import features as f\nload, scaled = shop.data.load, f.scaled",
        "from shop import *",
        "import shop\nfrom shop import load\nscaled = shop.scaled",
        "from shop.all import load, scaled",
    ],
)
def test_a_fit_in_another_file_is_found_at_the_call_that_leads_to_it(
    engine: Engine, tmp_path: Path, imports: str
) -> None:
    project = Project(engine, tmp_path, shop__data=LOAD, shop__features=SCALE, train=imports + REST)
    project.write("shop/__init__.py", "from .data import load\nfrom .features import scaled\n")
    project.write("shop/all.py", "from shop.data import *\nfrom .features import scaled\n")
    snapshot = project.look("train.py")
    (finding,) = snapshot.findings
    assert finding.rule == "leak-preprocess-before-split"
    assert snapshot.document.cells[0].text.split("\n")[finding.place.line] == "X = scaled(X)"
    files = [None if step.document is None else Path(step.document.path or "").name for step in finding.related]
    assert files[:2] == ["data.py", "features.py"]
    assert files[2:] == [None, None, None]
    assert project.found("shop/features.py") == []
    assert snapshot.fixes(finding) == ()


def test_what_lies_wholly_in_one_file_is_found_there(engine: Engine, tmp_path: Path) -> None:
    body = REST.strip().replace("\n", "\n    ").replace("from sklearn", "\nfrom sklearn")
    whole = LOAD + SCALE + "\n".join(["def run():", *["    " + line for line in REST.strip().split("\n")]])
    assert body
    project = Project(engine, tmp_path, work=whole, main="from work import run\nimport sklearn\nrun()\n")
    assert [rule for rule, _ in project.found("work.py")] == ["leak-preprocess-before-split"]
    assert project.found("main.py") == []


def test_a_program_without_a_library_of_its_own_may_put_a_leak_together(engine: Engine, tmp_path: Path) -> None:
    steps = """
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def judged(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    return LogisticRegression().fit(X_train, y_train).score(X_test, y_test)
"""
    main = "from data import load\nfrom features import scaled\nfrom steps import judged\nX, y = load()\nprint(judged(scaled(X), y))\n"
    project = Project(engine, tmp_path, data=LOAD, features=SCALE, steps=steps, main=main)
    assert project.found("main.py") == [("leak-preprocess-before-split", 4)]


def test_files_change_appear_and_vanish(engine: Engine, tmp_path: Path) -> None:
    train = "from data import load\nfrom features import scaled" + REST
    project = Project(engine, tmp_path, data=LOAD, train=train)
    assert project.found("train.py") == []
    project.write("features.py", SCALE)
    assert project.modules.refresh()
    assert len(project.found("train.py")) == 1
    assert not project.modules.refresh()
    in_editor = SCALE.replace("StandardScaler()", "Normalizer()").replace("StandardScaler", "Normalizer")
    assert project.modules.opened(project.document("features.py", in_editor))
    assert project.analysers["train.py"].imports(str(tmp_path / "features.py"))
    assert project.found("train.py") == []
    assert project.modules.closed(str(tmp_path / "features.py"))
    assert len(project.found("train.py")) == 1
    (tmp_path / "features.py").unlink()
    project.modules.refresh()
    assert project.found("train.py") == []


def test_an_edit_of_the_importing_file_ends_where_a_fresh_analysis_does(engine: Engine, tmp_path: Path) -> None:
    train = "from data import load\nfrom features import scaled" + REST
    project = Project(engine, tmp_path, data=LOAD, features=SCALE, train=train)
    for text in (train.replace("X = scaled(X)\n", ""), train, train.replace("scaled\n", "scaled as s\n"), train):
        again = Project(engine, tmp_path)
        assert project.look("train.py", text).graph.text() == again.look("train.py", text).graph.text()


def test_files_that_import_each_other_run_once(engine: Engine, tmp_path: Path) -> None:
    project = Project(engine, tmp_path, data="import features\n" + LOAD, features="import data\n" + SCALE)
    project.write("train.py", "from data import load\nfrom features import scaled" + REST)
    assert len(project.found("train.py")) == 1


def test_what_a_module_does_as_a_program_is_not_done_by_its_import(engine: Engine, tmp_path: Path) -> None:
    guarded = SCALE + "\nif __name__ == '__main__':\n    scaled = None\n"
    project = Project(engine, tmp_path, data=LOAD, features=guarded)
    project.write("train.py", "from data import load\nfrom features import scaled" + REST)
    assert len(project.found("train.py")) == 1


def test_globals_of_a_module_are_its_own(engine: Engine, tmp_path: Path) -> None:
    features = SCALE.replace("StandardScaler()", "KIND()") + "\nKIND = StandardScaler\n"
    train = "from sklearn.preprocessing import Normalizer\nKIND = Normalizer\nfrom data import load\nfrom features import scaled"
    project = Project(engine, tmp_path, data=LOAD, features=features, train=train + REST)
    assert len(project.found("train.py")) == 1


@pytest.mark.parametrize("broken", ["def scaled(:\n", "\x00", "scaled = " + "(" * 300, "from train import scaled\n"])
def test_a_module_that_cannot_be_read_is_unknown(engine: Engine, tmp_path: Path, broken: str) -> None:
    project = Project(engine, tmp_path, data=LOAD, features=broken)
    project.write("train.py", "from data import load\nfrom features import scaled" + REST)
    assert project.found("train.py") == []
