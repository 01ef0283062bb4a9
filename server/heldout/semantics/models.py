"""Library models: what calls mean, as data. The words are in docs/models.md; the tables come from TOML files.

A table is a function, a class, or (under `protocol`) methods that many classes share:

    ["sklearn.model_selection.train_test_split"]
    op = "split"

    ["sklearn.preprocessing.StandardScaler"]
    protocol = "transformer"
    state = "statistics"

`[[many]]` gives the same table to several `names` below a `prefix`. What the engine does not know itself stays in `facts`, for
rules to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen


class ModelError(ValueError):
    """A model file is wrong: one sentence that names the table and what to do."""


@frozen(eq=False)
class CallModel:
    """What one call means.

    - `op`: what kind of step it is ("fit", "split", "metric", …); rules look for it.
    - `params`: the names of the parameters, in order, so that positional arguments have names.
    - `data`: the parameters that hold rows (default: the first). `target`: the one that holds labels.
    - `rows`: the rows of the result: "same", "new", "union", "subset", "copies", "none".
    - `returns`: the qualified class of the result; "same" (that of the data), "self", or "" (unknown).
    - `content`: what the numbers of the result are ("labels", "probabilities", "scores", "statistic", …).
    - `seed`: the parameter that seeds it. `random`: whether it draws random numbers: true, false, or the name of the
      parameter that switches it on.
    - `watches`: the parameters that hold rows on which a model is measured while it learns.
    """

    name: str
    op: str = "call"
    params: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    target: str = ""
    rows: str = ""
    returns: str = ""
    content: str = ""
    seed: str = ""
    random: bool | str = False
    watches: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(factory=dict)


@frozen(eq=False)
class ClassModel:
    """What the objects of a class do. `state` is what fitting keeps of the rows: "statistics", "labels", "model" or "none"."""

    name: str
    construct: CallModel
    methods: Mapping[str, CallModel]
    attributes: Mapping[str, str]
    protocols: tuple[str, ...] = ()
    state: str = ""
    family: str = ""
    data: bool = False
    indexing: str = ""
    extends: str = ""
    facts: Mapping[str, Any] = field(factory=dict)


CALL_KEYS = {
    "op", "params", "data", "target", "rows", "returns", "content", "seed", "random", "watches",
}  # fmt: skip
CLASS_KEYS = {"protocol", "methods", "attributes", "state", "family", "indexing", "extends", "is-data"}
ROWS = {"", "same", "new", "union", "subset", "copies", "none"}


def _strings(value: Any, where: str) -> tuple[str, ...]:
    items = (value,) if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)) or not all(isinstance(i, str) for i in items):
        raise ModelError(f"{where}: expected a string or a list of strings")
    return tuple(items)


def call_model(name: str, table: Mapping[str, Any]) -> CallModel:
    """A CallModel of a table; keys that the engine does not know become facts."""
    rows = table.get("rows", "")
    if rows not in ROWS:
        raise ModelError(f'{name}: rows = "{rows}" is none of {", ".join(sorted(r for r in ROWS if r))}')
    return CallModel(
        name,
        str(table.get("op", "call")),
        _strings(table.get("params", ()), f"{name}: params"),
        _strings(table.get("data", ()), f"{name}: data"),
        str(table.get("target", "")),
        rows,
        str(table.get("returns", "")),
        str(table.get("content", "")),
        str(table.get("seed", "")),
        table.get("random", False),
        _strings(table.get("watches", ()), f"{name}: watches"),
        {k: v for k, v in table.items() if k not in CALL_KEYS and k not in CLASS_KEYS and k != "names"},
    )


def method_models(cls: str, table: Mapping[str, Any]) -> dict[str, CallModel]:
    """The methods of a table, whose keys are names, or several with a space between them: `"mean std" = {…}`."""
    return {name: call_model(f"{cls}.{name}", entry) for key, entry in table.items() for name in key.split()}


class Models:
    """All library models, by qualified name. Built once; look-ups are cached."""

    def __init__(self, tables: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """`tables`: (where it comes from, a parsed TOML document) of each model file."""
        self.protocols: dict[str, Mapping[str, Any]] = {}
        self.roots: dict[str, tuple[str, ...]] = {}
        self._aliases: dict[str, str] = {}
        self._calls: dict[str, CallModel] = {}
        self._classes: dict[str, ClassModel] = {}
        self._canonical: dict[str, str] = {}
        self._methods: dict[tuple[str, str], CallModel | None] = {}
        entries: list[tuple[str, str, Mapping[str, Any]]] = []
        for where, document in tables:
            library = document.get("library", {})
            for module in library.get("modules", ()):
                self.roots[module] = tuple(library.get("packages", (module,)))
            self._aliases.update(document.get("alias", {}))
            self.protocols.update(document.get("protocol", {}))
            for many in document.get("many", ()):
                prefix = many.get("prefix", "")
                shared = {k: v for k, v in many.items() if k not in ("prefix", "names")}
                for name in many.get("names", ()):
                    entries.append((where, f"{prefix}.{name}" if prefix else name, shared))
            entries += [
                (where, name, table)
                for name, table in document.items()
                if name not in ("library", "alias", "protocol", "many") and isinstance(table, Mapping)
            ]
        passed = self.protocols.get("passed", {})
        self.passed = {name: call_model(name, table) for name, table in passed.items()}
        for where, name, table in entries:
            try:
                self._add(name, table)
            except ModelError as error:
                raise ModelError(f"{where}: {error}") from None

    def _add(self, name: str, table: Mapping[str, Any]) -> None:
        if not CLASS_KEYS & table.keys():
            self._calls[name] = call_model(name, table)
            return
        protocols = _strings(table.get("protocol", ()), f"{name}: protocol")
        methods: dict[str, CallModel] = {}
        for protocol in protocols:
            if protocol not in self.protocols:
                raise ModelError(f'{name}: there is no protocol "{protocol}"')
            methods.update(method_models(name, self.protocols[protocol]))
        methods.update(method_models(name, table.get("methods", {})))
        construct = {"op": "construct", **{k: v for k, v in table.items() if k not in CLASS_KEYS}}
        self._classes[name] = ClassModel(
            name,
            call_model(name, construct),
            methods,
            dict(table.get("attributes", {})),
            protocols,
            str(table.get("state", "")),
            str(table.get("family", "")),
            bool(table.get("is-data", False)),
            str(table.get("indexing", "")),
            str(table.get("extends", "")),
            {k: v for k, v in table.items() if k not in CALL_KEYS and k not in CLASS_KEYS},
        )

    def canonical(self, name: str) -> str:
        """The name under which the models know `name` (libraries re-export: `tensorflow.keras.x` is `keras.x`)."""
        known = self._canonical.get(name)
        if known is None:
            known = name
            for _ in range(4):
                prefix = known
                while prefix and prefix not in self._aliases:
                    prefix = prefix.rpartition(".")[0]
                if not prefix:
                    break
                known = self._aliases[prefix] + known[len(prefix) :]
            self._canonical[name] = known
        return known

    def call(self, name: str) -> CallModel | None:
        """The function of that qualified name."""
        return self._calls.get(name)

    def cls(self, name: str) -> ClassModel | None:
        """The class of that qualified name."""
        return self._classes.get(name)

    def lineage(self, name: str) -> Iterable[ClassModel]:
        """The class and those it extends."""
        for _ in range(8):
            model = self._classes.get(name)
            if model is None:
                return
            yield model
            name = model.extends

    def method(self, cls: str, name: str) -> CallModel | None:
        """The method `name` of a class, its own or inherited."""
        key = (cls, name)
        if key not in self._methods:
            self._methods[key] = next((m.methods[name] for m in self.lineage(cls) if name in m.methods), None)
        return self._methods[key]

    def attribute(self, cls: str, name: str) -> str | None:
        """What an attribute of a class is: "same", "none", "index", "indexer", "column" or a qualified class."""
        for model in self.lineage(cls):
            if name in model.attributes:
                return model.attributes[name]
        for model in self.lineage(cls) if not name.startswith("·") else ():
            if "*" in model.attributes:
                return model.attributes["*"]
        return None

    def knows(self, root: str) -> bool:
        """Whether a top-level module belongs to a modelled library."""
        return root in self.roots

    def names(self) -> Iterable[str]:
        """Every modelled function and class."""
        yield from self._calls
        yield from self._classes

    def library(self, name: str) -> tuple[str, ...]:
        """The distributions that bring the module of a qualified name."""
        return self.roots.get(name.partition(".")[0], ())
