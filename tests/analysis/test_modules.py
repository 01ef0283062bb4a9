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


def test_what_was_read_for_other_programs_does_not_matter(engine: Engine, tmp_path: Path) -> None:
    project = Project(engine, tmp_path, data=LOAD, features=SCALE)
    for number in range(500):
        project.write(f"large/part_{number}.py", "")
    project.write("large/__init__.py", "".join(f"from large import part_{number}\n" for number in range(500)))
    project.write("other.py", "import pandas\nimport large\n")
    project.write("train.py", "from data import load\nfrom features import scaled" + REST)
    assert project.found("other.py") == []
    assert [rule for rule, _ in project.found("train.py")] == ["leak-preprocess-before-split"]


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


def test_files_that_import_each_other_are_run_for_all_programs_together(engine: Engine, tmp_path: Path) -> None:
    names = ("a", "b", "c", "d")
    project = Project(engine, tmp_path)
    for name in names:
        others = "".join([f"from {other} import scaled as {other}\n" for other in names if other != name])
        project.write(f"{name}.py", others + SCALE)
    for name in names:
        project.look(f"{name}.py")
    assert [len(known) for known in project.modules.shared.records.values()] == [1, 1, 1, 1]


def test_a_seed_is_set_by_a_module_whose_names_nobody_uses(engine: Engine, tmp_path: Path) -> None:
    train = "from lib import model\nimport numpy as np\nfrom sklearn.svm import SVC\nX = np.random.rand(9, 2)\nSVC().fit(X, X[:, 0] > 0.5)\n"
    project = Project(
        engine, tmp_path, train=train, lib__model="from . import inner\n", lib__inner="from .seeds import A\n"
    )
    project.write("lib/__init__.py", "")
    project.write("lib/seeds.py", "A = 1\n")
    assert [rule for rule, _ in project.found("train.py")] == ["seed-missing-entry"]
    project.write("lib/seeds.py", "import numpy as np\nA = 1\nnp.random.seed(A)\n")
    project.modules.refresh()
    assert project.found("train.py") == []


@pytest.mark.parametrize(
    "imports",
    [
        "from features import scaled as s",
        "try:\n    from features import scaled as s\nexcept ImportError:\n    s = None",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\nfrom other import *",
        "def s(X):\n    from features import scaled\n    return scaled(X)",
        "import other as o\ns = o.s",
    ],
)
def test_names_that_pass_through_another_module(engine: Engine, tmp_path: Path, imports: str) -> None:
    project = Project(engine, tmp_path, data=LOAD, features=SCALE, other="from features import scaled as s\n")
    project.write("middle.py", f"{imports}\n\ndef apply(X):\n    return s(X)\n")
    train = "from data import load\nfrom middle import apply as scaled" + REST
    project.write("train.py", train)
    assert [rule for rule, _ in project.found("train.py")] == ["leak-preprocess-before-split"]


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


ADDING = [
    'sys.path.append("..")\nfrom parts.data import load\nfrom parts.features import scaled',
    'sys.path.insert(0, "../parts")  # ours\nfrom data import load\nfrom features import scaled',
    'sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parts"))\nfrom data import load\nfrom features import scaled',
    'HERE = os.path.dirname(os.path.abspath(__file__))\nsys.path += []\nsys.path.append(os.path.join(HERE, "..", "parts"))'
    "\nfrom data import load\nfrom features import scaled",
    'sys.path.extend(["missing", "parts"])\nfrom data import load\nfrom features import scaled',
    'sys.path.append(os.path.join(os.path.dirname(os.getcwd()), "parts"))\nfrom data import load\nfrom features import scaled',
]


@pytest.mark.parametrize("imports", ADDING)
def test_folders_that_a_program_adds_to_its_path(engine: Engine, tmp_path: Path, imports: str) -> None:
    project = Project(engine, tmp_path, parts__data=LOAD, parts__features=SCALE)
    project.write("steps/train.py", "import os, sys\nfrom pathlib import Path\n" + imports + REST)
    assert len(project.found("steps/train.py")) == 1
    without = "\n".join(line for line in imports.split("\n") if not line.startswith("sys.path"))
    if "from parts." not in imports:  # what lies below the top of the project is found without
        assert project.found("steps/train.py", without + REST) == []
        assert len(project.found("steps/train.py", imports + REST)) == 1


@pytest.mark.parametrize(
    "added", ["os.environ['LIB']", "f'{base}/parts'", "(", "'\\0'", "7", "[*libs]", "*x", "Path(a, b)"]
)
def test_folders_that_nobody_can_read_off_are_unknown(engine: Engine, tmp_path: Path, added: str) -> None:
    project = Project(engine, tmp_path, parts__data=LOAD, parts__features=SCALE)
    train = f"import sys\nsys.path.append({added})\nfrom data import load\nfrom features import scaled"
    project.write("steps/train.py", train + REST)
    assert project.found("steps/train.py") == []


def test_packages_that_are_installed_to_be_edited(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    project = Project(
        engine, tmp_path / "app", train="from shop.data import load\nfrom shop.features import scaled" + REST
    )
    for name, text in (("data", LOAD), ("features", SCALE)):
        project.write(f"../shop/src/shop/{name}.py", text)
    pth = tmp_path / "app/.venv/lib/python3.12/site-packages/shop.pth"
    pth.parent.mkdir(parents=True)
    pth.write_text(f"import nothing\n# {tmp_path}\n{tmp_path / 'shop' / 'src'}\n", encoding="utf-8")
    assert len(project.found("train.py")) == 1


def test_packages_without_an_init(engine: Engine, tmp_path: Path) -> None:
    imports = "from shop import ml\nfrom shop.ml import data, features\nload, scaled = ml.data.load, features.scaled"
    project = Project(engine, tmp_path, shop__ml__data=LOAD, shop__ml__features=SCALE, train=imports + REST)
    assert len(project.found("train.py")) == 1
    (tmp_path / ".venv/lib/python3.12/site-packages/shop").mkdir(parents=True)  # a package of that name is installed
    project.modules.refresh()
    assert project.found("train.py") == []


def test_what_installed_packages_make_is_asked_once_and_used_when_it_is_known(engine: Engine, tmp_path: Path) -> None:
    site = tmp_path / ".venv/lib/python3.12/site-packages"
    for package in ("company", "pandas", "sklearn"):
        (site / package).mkdir(parents=True)
    train = (
        "import company, json, absent\nfrom data import load\nscaled = company.scaler('robust').fit_transform" + REST
    )
    train += "json.loads('')\nabsent.thing()\ncompany.other()\n"
    project = Project(engine, tmp_path, data=LOAD, train=train)
    assert project.found("train.py") == []
    assert project.modules.inference.waiting() == []  # it is off until somebody says otherwise
    project.modules.infer(True)
    assert project.found("train.py") == []
    waiting = project.modules.inference.waiting()
    assert waiting == [((site,), "company.scaler"), ((site,), "company.other")]
    project.found("train.py")
    assert project.modules.inference.waiting() == []

    scaler = ["company.Scaler", "sklearn.preprocessing._data.StandardScaler", "builtins.object"]
    for wrong in ([["builtins.list"]], [scaler, ["builtins.str"]], [["sklearn.Nothing"]], [[]], []):
        assert project.modules.learned(engine.models, {waiting[0]: wrong}) == []
        assert project.found("train.py") == []
    learned = project.modules.learned(engine.models, {waiting[0]: [scaler, ["builtins.NoneType"]]})
    assert learned == ["company.scaler"]
    assert project.analysers["train.py"].asks(learned)
    assert [rule for rule, _ in project.found("train.py")] == ["leak-preprocess-before-split"]
    project.modules.infer(False)
    assert project.found("train.py") == []
    project.modules.infer(True)
    assert len(project.found("train.py")) == 1

    (site / "company-2.0.dist-info").mkdir()
    assert project.modules.refresh()
    assert project.found("train.py") == []
    assert project.modules.inference.waiting() == waiting


def test_a_class_of_ones_own_may_derive_from_one_of_an_installed_package(engine: Engine, tmp_path: Path) -> None:
    site = tmp_path / ".venv/lib/python3.12/site-packages"
    (site / "company").mkdir(parents=True)
    own = "import company\nfrom data import load\nclass Own(company.Scaler):\n    pass\n"
    project = Project(engine, tmp_path, data=LOAD, train=own + "scaled = Own().fit_transform" + REST)
    project.modules.infer(True)
    assert project.found("train.py") == []
    project.modules.learned(engine.models, {((site,), "company.Scaler"): [["sklearn.preprocessing.StandardScaler"]]})
    assert len(project.found("train.py")) == 1


def test_a_parameter_may_be_annotated_with_a_class_of_an_installed_package(engine: Engine, tmp_path: Path) -> None:
    site = tmp_path / ".venv/lib/python3.12/site-packages"
    (site / "company").mkdir(parents=True)
    body = REST.replace("\n", "\n    ").replace("scaled(X)", "s.fit_transform(X)")
    train = "import company\nfrom data import load\ndef train(s: company.Scaler):" + body
    project = Project(engine, tmp_path, data=LOAD, train=train)
    project.modules.infer(True)
    assert project.found("train.py") == []
    project.modules.learned(engine.models, {((site,), "company.Scaler"): [["sklearn.preprocessing.StandardScaler"]]})
    assert len(project.found("train.py")) == 1
