"""Why a mutant means the same as the fix it was made of, where the operator that made it cannot know: read one by one."""

from __future__ import annotations

GROUPS, TIME, FOLDS = "leak-group-split", "leak-temporal-shuffle", "leak-preprocess-before-cv"


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
    return ""
