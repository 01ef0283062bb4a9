"""Why a mutant means the same as the fix it was made of, where the operator that made it cannot know: read one by one."""

from __future__ import annotations

import re

GROUPS, TIME, FOLDS = "leak-group-split", "leak-temporal-shuffle", "leak-preprocess-before-cv"

HOLDING = frozenset(["leak-early-stopping-on-test", "leak-checkpoint-on-test", "leak-model-selection-on-test"])


def why(rule: str, kind: str, what: str, code: str) -> str:
    """The reason in one sentence; "" for a mutant that does not mean the same, as far as is known."""
    if kind == "keyword dropped" and rule == "leak-centered-window" and "center=False" in what:
        return "it is what the call does without it"
    if rule in (GROUPS, TIME) and kind == "variable" and what.startswith("X -> "):
        return "how many rows there are is all that the splitter asks of what it splits"
    if rule in (GROUPS, TIME) and kind == "argument dropped" and ".split(" in what:
        return "the splitter looks at the groups, or at how many rows there are, and at nothing else"
    if kind == "keyword dropped" and what.startswith("GroupShuffleSplit(") and "n_splits" not in code:
        return "the first draw is the same, however many may follow"
    if rule == FOLDS and kind == "constant" and what.startswith(("'scale' ", "'model' ")):
        return "what the steps of a pipeline are called is all the same"
    if rule == TIME and ("gap=1" in what or (kind == "constant" and what == "1 -> 2" and "gap=2" in code)):
        return "how many rows are left out between the parts is a matter of choice"
    if (
        rule == "leak-eval-on-train"
        and kind == "keyword dropped"
        and "train_test_split(X, y, test_size=0.2, random" in code
    ):
        return "whether a new split keeps the shares of the classes is a matter of choice"
    if rule == "metric-accuracy-imbalanced" and kind.startswith("drop") and what.startswith("print(accuracy_score("):
        return "the measure stands in place of the accuracy, not beside it: another right fix"
    if rule == "nb-non-idempotent-cell" and kind in ("call added", "chained") and "copy" in code:
        return "a copy of a table holds the same"
    if (
        kind in ("call added", "chained")
        and re.fullmatch(r"(early|late|learn|watch|train|test|features)(\.copy\(\))?", what)
        and ".copy()" in code
    ):
        return "rows or columns that were taken are a table of their own, and a copy of it holds the same"
    if (
        kind == "constant"
        and (step := re.fullmatch(r"'(\w+)' -> '\1x'", what))
        and re.search(rf"""\(["']{step[1]}x["'], """, code)
    ):
        return "what the steps of a pipeline are called is all the same"
    if kind == "swap" and what.startswith("X, y = np.load(") and "/ steps = Pipeline(" in what:
        return "files are read, and an object is made that has seen nothing yet"
    if (
        rule == TIME
        and re.search(r"train_test_split\([^)]*shuffle=False\)", code)
        and ("random_state=0" in what or what == "0 -> None")
    ):
        return "what is not shuffled draws nothing, so the seed says nothing"
    if rule in HOLDING:
        return _held_back(kind, what, code)
    return ""


def _held_back(kind: str, what: str, code: str) -> str:
    if kind == "keyword dropped" and what.startswith("train_test_split(X_tr") and "stratify=y_tr" in what:
        return "whether a new split keeps the shares of the classes is a matter of choice"
    if kind == "constant" and what in (
        "0.15 -> 0.25",
        "0.8 -> 0.9",
        "0.2 -> 0.1",
        "0.2 -> 0.30000000000000004",
        "5 -> 6",
        "4 -> 5",
        "0.25 -> 0.125",
    ):
        return "how large the part is that is held back, from a tenth to a third, and how many folds there are, is a matter of choice"
    if kind == "constant" and what == "0 -> 1" and "% 5 == 1" in code:
        return "which of five rows is held back is a matter of choice"
    if kind == "constant" and re.search(r"default_rng\((1|7)\)", code):
        return "the seed of a new draw is a matter of choice"
    if kind == "variable" and re.search(r"\blen\((y_tr|y_train)\)", code):
        return "features and labels have as many rows"
    if kind == "variable" and "last = y_train.shape[0]" in code:
        return "features and labels have as many rows"
    if kind.startswith(("drop", "argument")) and what == 'print("test:", best_model.score(X_test, y_test))':
        return "whether the winner is tested at once, and in which words that is said, is a matter of choice"
    if kind == "constant" and what == "'test:' -> 'test:x'":
        return "in which words the last line is printed is a matter of choice"
    if what in ("StratifiedKFold(4)", "KFold(n_splits=5, shuffle=True, random_state=0)") and (
        "KFold()" in code or "KFold(shuffle=True, random_state=0)" in code
    ):
        return "how many folds there are is a matter of choice"
    if kind == "arithmetic" and what in ("cut", "k", "last", "m"):
        return "a whole number times one is the same"
    if kind == "swap" and ("net.compile(" in what or "early = " in what):
        return "neither statement reads what the other makes"
    if kind == "swap" and "cross_val_score(" in what:
        return "cross-validation fits copies of the model, and leaves it as it is"
    if kind == "keyword dropped" and what.startswith("cross_val_score("):
        return "five folds, and the score that the model has of itself, are what the call does without it"
    if kind.startswith("drop") and what.startswith("from sklearn.metrics import accuracy_score"):
        return "the import is not used any more"
    if kind == "call added" and what == "knn.set_params":
        return "without arguments it changes nothing"
    return ""
