"""What methods of tables, arrays and estimators do, by name, for programs that are compared as terms."""

from __future__ import annotations

from heldout.api import Words

REDUCES = frozenset(
    [
        "mean",
        "median",
        "std",
        "var",
        "min",
        "max",
        "sum",
        "quantile",
        "mode",
        "nunique",
        "count",
        "prod",
        "first",
        "last",
    ]
)
"""What makes one value of a column, or of all rows of a group."""
ROWWISE = frozenset(
    [
        "drop", "fillna", "astype", "clip", "map", "assign", "abs", "round", "rename", "copy", "isna", "notna", "isin",
        "to_numpy", "replace", "add", "sub", "mul", "div",
    ]
)  # fmt: skip
"""What does the same to every row, whatever the others are."""
ASKS = frozenset(["predict", "predict_proba", "decision_function", "predict_log_proba", "score"])
"""What a fitted model is asked."""
PURE = (
    REDUCES | ROWWISE | ASKS
    | frozenset(
        [
            "transform", "inverse_transform", "split", "get_n_splits", "head", "tail", "describe", "value_counts", "dropna",
            "drop_duplicates", "sort_values", "sort_index", "reset_index", "set_index", "sample", "groupby", "rolling", "shift",
            "diff", "pct_change", "ewm", "expanding", "cumsum", "cumcount", "agg", "aggregate", "apply", "merge", "join",
            "unique", "duplicated", "encode", "decode", "lower", "upper", "strip", "format", "items", "keys", "values", "get",
            "tolist", "to_list", "to_dict", "ravel", "reshape", "argmax", "argmin", "astype", "idxmax", "idxmin", "all", "any",
            "hexdigest", "digest", "permutation_of", "corr", "nlargest", "nsmallest", "index", "get_params", "filter", "select",
            "withColumn", "withColumnRenamed", "randomSplit", "alias", "evaluate", "pivot", "melt", "stack", "unstack", "rank",
            "get_feature_names_out", "get_support", "toarray", "todense", "to_frame", "query", "eval", "cov", "normalize",
            "startswith", "endswith", "between", "where", "mask", "ffill", "bfill", "interpolate", "get_group", "ngroup", "sem",
        ]
    )
)  # fmt: skip
"""What leaves its object as it is."""
WORDS = Words(
    pure=PURE,
    fits=frozenset(["fit"]),
    refits=frozenset(["fit_transform"]),
    resamples=frozenset(["fit_resample", "fit_sample"]),
)
LAZY_WORDS = Words(PURE | {"fit"}, frozenset(), frozenset(), frozenset())
