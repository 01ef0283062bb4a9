"""Versions of data, revisions and installs, with what a project says beside the code."""

from __future__ import annotations

import pytest
from attrs import field, frozen
from pages import document, found, text

from heldout.analysis.engine import Analyser, Engine, Snapshot
from heldout.fixes.apply import apply_edits
from heldout_rules.versioning.notebook_unpinned_install import unpinned

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FIT = "LogisticRegression().fit(df[['a']], df['b'])\n"
HEAD = "import mlflow\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"


@frozen
class Around:
    """Surroundings of a test."""

    tracked: dict[str, str] = field(factory=dict)
    revisions: dict[tuple[str, str], str] = field(factory=dict)
    digests: dict[str, str] = field(factory=dict)

    def by(self, path: str) -> str:
        return self.tracked.get(path, "")

    def revision(self, kind: str, repository: str) -> str | None:
        return self.revisions.get((kind, repository))

    def digest(self, path: str) -> str | None:
        return self.digests.get(path)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def analysed(engine: Engine, code: str, around: Around, versions: dict[str, str] | None = None) -> Snapshot:
    return Analyser(engine, versions=versions, surroundings=around).update(document(code))


def rules(snapshot: Snapshot) -> list[str]:
    return [rule for _, rule in found(snapshot)]


def test_a_tracked_file_is_versioned(engine: Engine) -> None:
    code = HEAD + "df = pd.read_csv('data/train.csv')\nwith mlflow.start_run():\n    " + FIT
    assert rules(analysed(engine, code, Around())) == ["unversioned-training-data"]
    assert rules(analysed(engine, code, Around({"data/train.csv": "git"}))) == []


@pytest.mark.parametrize(
    "more",
    [
        "mlflow.sklearn.autolog()\n",
        "mlflow.log_artifact('train.csv')\n",
        "import hashlib\nprint(hashlib.md5(open('train.csv', 'rb').read()).hexdigest())\n",
        "import wandb\nwandb.use_artifact('data:v3')\n",
    ],
)
def test_what_ties_data_to_a_run(engine: Engine, more: str) -> None:
    code = HEAD + more + "df = pd.read_csv('train.csv')\nwith mlflow.start_run():\n    " + FIT
    assert rules(analysed(engine, code, Around())) == []


@pytest.mark.parametrize(
    "read",
    [
        "df = pd.read_parquet('s3://b/2026-11-02/x.parquet')",
        "df = pd.read_csv('data_v3/x.csv')",
        "df = pd.read_csv(path)",
        "df = pd.read_parquet('x.parquet', version_id=7)",
    ],
)
def test_paths_that_say_their_version_or_nothing(engine: Engine, read: str) -> None:
    assert (
        rules(analysed(engine, HEAD + "path = input()\n" + read + "\nwith mlflow.start_run():\n    " + FIT, Around()))
        == []
    )


@pytest.mark.parametrize(
    "untied", ["import wandb\nwandb.use_artifact('data:latest')\n", "mlflow.autolog(log_datasets=False)\n", ""]
)
def test_what_does_not(engine: Engine, untied: str) -> None:
    code = HEAD + untied + "df = pd.read_csv('train.csv')\nmlflow.start_run()\n" + FIT
    assert rules(analysed(engine, code, Around())) == ["unversioned-training-data"]


def test_a_checksum_is_offered_for_a_local_file(engine: Engine) -> None:
    code = "import pandas as pd\nimport wandb\nfrom sklearn.linear_model import LogisticRegression\n\nwandb.init()\n"
    code += 'df = pd.read_csv("train.csv")  # rows\n' + FIT
    assert analysed(engine, code, Around()).fixes(analysed(engine, code, Around()).findings[0]) == ()
    snapshot = analysed(engine, code, Around(digests={"train.csv": "ab" * 32}))
    (fix,) = snapshot.fixes(snapshot.findings[0])
    assert text(apply_edits(snapshot.document, fix.edits)) == "import hashlib\n" + code.replace(
        "df =", f'assert hashlib.sha256(open("train.csv", "rb").read()).hexdigest() == "{"ab" * 32}"\ndf ='
    )


def test_the_revision_in_the_cache_is_pinned(engine: Engine) -> None:
    code = (
        "from datasets import load_dataset\nfrom transformers import AutoModel, AutoTokenizer\n\n"
        'NAME = "org/name"\nmodel = AutoModel.from_pretrained(NAME)\ntokens = AutoTokenizer.from_pretrained(NAME, revision="main")\n'
        'rows = load_dataset("org/rows")\n'
    )
    snapshot = analysed(engine, code, Around(revisions={("models", "org/name"): COMMIT}))
    assert rules(snapshot) == ["unpinned-hub-revision"] * 2
    (fix,) = snapshot.fixes(snapshot.findings[0])
    fixed = text(apply_edits(snapshot.document, fix.edits))
    assert f'from_pretrained(NAME, revision="{COMMIT}")\ntokens' in fixed
    assert f'from_pretrained(NAME, revision="{COMMIT}")\nrows' in fixed
    assert snapshot.fixes(snapshot.findings[1]) == ()


@pytest.mark.parametrize(
    ("revision", "pinned"),
    [
        ('"main"', False),
        ('"dev"', False),
        (f'"{COMMIT}"', True),
        ('"v1.2"', True),
        ("REVISION", True),
        ("given", True),
        ("None", False),
    ],
)
def test_revisions(engine: Engine, revision: str, pinned: bool) -> None:
    code = (
        f'import sys\nfrom transformers import AutoModel\nREVISION = "{COMMIT}"\ngiven = sys.argv[1]\n'
        f'AutoModel.from_pretrained("org/name", revision={revision})\n'
    )
    assert (rules(analysed(engine, code, Around())) == []) is pinned


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("!pip install transformers", ["transformers"]),
        ("%pip install -U transformers[torch] 'datasets>=2'", ["transformers", "datasets"]),
        ("!pip install --index-url https://x.org/simple torch", ["torch"]),
        ("!pip install torch==2.5.1 numpy", ["numpy"]),
        ("!pip install torch==2.5.1", []),
        ("!pip install 'torch>=2,<3' 'numpy~=2.1.3'", []),
        ("!pip install -r requirements.txt torch", []),
        ("!pip install -c limits.txt torch", []),
        ("!pip install git+https://x.org/y ./own x.whl .", []),
        ("!pip install {package} $PACKAGE", []),
        ("!pip install --upgrade pip setuptools", []),
        ("!pip uninstall torch", []),
    ],
)
def test_installs(line: str, names: list[str]) -> None:
    assert unpinned(line) == names


def test_an_install_is_pinned_to_the_version_in_force(engine: Engine) -> None:
    code = "# %%\n%pip install -q torch datasets[audio]  # all\n# %%\nimport torch\n"
    snapshot = analysed(engine, code, Around(), {"torch": "2.5.1+cpu", "datasets": "5.2.0"})
    (fix,) = snapshot.fixes(snapshot.findings[0])
    assert text(apply_edits(snapshot.document, fix.edits)) == code.replace(
        "torch datasets[audio]", "torch==2.5.1 datasets[audio]==5.2.0"
    )
    only_one = analysed(engine, code, Around(), {"torch": "2.5.1"})
    assert only_one.fixes(only_one.findings[0]) == ()


def test_what_a_notebook_installs_is_in_force(engine: Engine) -> None:
    code = "# %%\n!pip install torch=={}\n# %%\nimport torch\nstate = torch.load('model.pt')\n"
    analyser = Analyser(engine)
    assert rules(analyser.update(document(code.format("2.5.1")))) == ["sec-torch-load-unsafe"]
    assert rules(analyser.update(document(code.format("2.6.0")))) == []
    assert rules(analyser.update(document(code.format("2.5.0")))) == ["sec-torch-load-unsafe"]


def test_an_edit_of_an_install_is_seen(engine: Engine) -> None:
    code = "# %%\n!pip install torch{}\n# %%\nimport torch\n"
    analyser = Analyser(engine)
    assert rules(analyser.update(document(code.format("")))) == ["notebook-unpinned-install"]
    assert rules(analyser.update(document(code.format("==2.5.1")))) == []
    moved = analyser.update(document("# %%\n\n\n!pip install torch\n# %%\nimport torch\n"))
    assert [(f.rule, f.place.line) for f in moved.findings] == [("notebook-unpinned-install", 2)]


@pytest.mark.parametrize(
    ("url", "pinned"),
    [
        ("hf://datasets/org/rows/a.csv", f"hf://datasets/org/rows@{COMMIT}/a.csv"),
        ("hf://datasets/org/rows@main/a.csv", f"hf://datasets/org/rows@{COMMIT}/a.csv"),
        (
            "https://huggingface.co/datasets/org/rows/resolve/main/a.csv",
            f"https://huggingface.co/datasets/org/rows/resolve/{COMMIT}/a.csv",
        ),
        ("hf://datasets/org/rows@dev/a.csv", None),
        ("hf://datasets/org/others/a.csv", None),
    ],
)
def test_an_address_of_the_hub_gets_the_revision_in_the_cache(engine: Engine, url: str, pinned: str | None) -> None:
    code = f"import pandas as pd\n\ndf = pd.read_csv('{url}')  # rows\n"
    snapshot = analysed(engine, code, Around(revisions={("datasets", "org/rows"): COMMIT}))
    assert rules(snapshot) == ["unversioned-data-url"]
    done = [text(apply_edits(snapshot.document, fix.edits)) for fix in snapshot.fixes(snapshot.findings[0])]
    assert done == ([] if pinned is None else [code.replace(url, pinned)])


@pytest.mark.parametrize(
    "url",
    [f"hf://datasets/org/rows@{COMMIT}/a.csv", "hf://datasets/org/rows@v1.2/a.csv", "hf://buckets/org/rows/a.csv"],
)
def test_an_address_of_the_hub_that_stays(engine: Engine, url: str) -> None:
    assert rules(analysed(engine, f"import pandas as pd\ndf = pd.read_csv('{url}')\n", Around())) == []
