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

from collections.abc import Iterable, Iterator, Mapping
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


SPECIAL = ("library", "alias", "protocol", "many")


def entries(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The functions and classes of a model file, each with its table; those of `[[many]]` share one."""
    for many in document.get("many", ()):
        prefix = f"{many['prefix']}." if "prefix" in many else ""
        shared = {k: v for k, v in many.items() if k not in ("prefix", "names")}
        for name in many.get("names", ()):
            yield prefix + name, shared
    for name, table in document.items():
        if name not in SPECIAL and isinstance(table, Mapping):
            yield name, table


class Models:
    """All library models, by qualified name. Built once; look-ups are cached."""

    def __init__(self, tables: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """`tables`: (where it comes from, a parsed TOML document) of each model file."""
        self.protocols: dict[str, Mapping[str, Any]] = {}
        self.roots: dict[str, tuple[str, ...]] = {}
        self.distributions: dict[str, str] = {}  # a name under which others distribute it → the distribution
        self.caches: tuple[str, ...] = ()  # where a hub keeps what was downloaded, in order of preference
        self.owned: set[str] = set()  # packages of the project's own, some names of which it describes
        self._aliases: dict[str, str] = {}
        self._calls: dict[str, CallModel] = {}
        self._classes: dict[str, ClassModel] = {}
        self._canonical: dict[str, str] = {}
        self._methods: dict[tuple[str, str], CallModel | None] = {}
        self._public: dict[tuple[str, str], str] = {}  # class by (library, last name); "" where there are several
        self._tables: dict[str, Mapping[str, Any]] = {}  # of classes that nobody has asked for yet
        documents = list(tables)
        for where, document in documents:
            library = document.get("library", {})
            for module in library.get("modules", ()):
                self.roots[module] = tuple(library.get("packages", (module,)))
            self.distributions.update(library.get("distributions", {}))
            self.caches += _strings(library.get("cache", ()), f"{where}: cache")
            self._aliases.update(document.get("alias", {}))
            self.protocols.update(document.get("protocol", {}))
            try:
                for name, table in entries(document):
                    self._add(name, table)
            except ModelError as error:
                raise ModelError(f"{where}: {error}") from None
        passed = self.protocols.get("passed", {})
        self.passed = {name: call_model(name, table) for name, table in passed.items()}
        for where, document in documents:
            for name, table in entries(document):
                for protocol in _strings(table.get("protocol", ()), f"{where}: {name}: protocol"):
                    if protocol not in self.protocols:
                        raise ModelError(f'{where}: {name}: there is no protocol "{protocol}"')

    def _add(self, name: str, table: Mapping[str, Any]) -> None:
        self._calls.pop(name, None)
        self._tables.pop(name, None)
        if CLASS_KEYS.isdisjoint(table):
            self._calls[name] = call_model(name, table)
        else:
            self._tables[name] = table

    def _class(self, name: str, table: Mapping[str, Any]) -> ClassModel:
        """A ClassModel of a table. There are many classes, and a program uses few: each is made when it is asked for."""
        protocols = _strings(table.get("protocol", ()), f"{name}: protocol")
        methods: dict[str, CallModel] = {}
        for protocol in protocols:
            methods.update(method_models(name, self.protocols[protocol]))
        methods.update(method_models(name, table.get("methods", {})))
        construct = {"op": "construct", **{k: v for k, v in table.items() if k not in CLASS_KEYS}}
        return ClassModel(
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

    def extended(self, documents: Iterable[tuple[str, Mapping[str, Any]]]) -> Models:
        """These models and those of a project, which win. What they say of a class with no such protocol is left out."""
        new = Models(())
        new.protocols, new.roots, new._aliases = dict(self.protocols), dict(self.roots), dict(self._aliases)
        new._calls, new._tables = dict(self._calls), dict(self._tables)
        for _, document in documents:
            library = document.get("library", {})
            for module in library.get("modules", ()):
                new.roots[module] = tuple(library.get("packages", (module,)))
            new._aliases.update(document.get("alias", {}))
            new.protocols.update(document.get("protocol", {}))
            for name, table in entries(document):
                if all(p in new.protocols for p in _strings(table.get("protocol", ()), name)):
                    new._add(name, table)
                    new.owned.add(name.partition(".")[0])
        new.owned -= new.roots.keys()
        new.passed = self.passed
        return new

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
        known = self._classes.get(name)
        if known is None and name in self._tables:
            known = self._classes[name] = self._class(name, self._tables[name])
        return known

    def lineage(self, name: str) -> Iterable[ClassModel]:
        """The class and those it extends."""
        for _ in range(8):
            model = self.cls(name)
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

    def otherwise(self, cls: str, name: str) -> str:
        """The class that something must be after all when it is asked for a name that `cls` has not; "" where it may be one.

        Data sets and transformers give arrays or tables, as they are told: what is done with them shows which.
        """
        model = self.cls(cls)
        other = "" if model is None else str(model.facts.get("otherwise", ""))
        if not other or self.method(cls, name) is not None or self.attribute(cls, name) is not None:
            return ""
        known = self.method(other, name) is not None or self.attribute(other, name) is not None
        return other if known else ""

    def public(self, name: str) -> str:
        """The modelled class that a class's full name means: `a.b._inner.C` may be known as `a.b.C`; "" where it is none."""
        name = self.canonical(name)
        if self.cls(name) is not None:
            return name
        if not self._public:
            for cls in self._tables:
                key = (cls.partition(".")[0], cls.rpartition(".")[2])
                self._public[key] = "" if key in self._public else cls
        return self._public.get((name.partition(".")[0], name.rpartition(".")[2]), "")

    def knows(self, root: str) -> bool:
        """Whether a top-level module belongs to a modelled library."""
        return root in self.roots

    def names(self) -> Iterable[str]:
        """Every modelled function and class."""
        yield from self._calls
        yield from self._tables

    def library(self, name: str) -> tuple[str, ...]:
        """The distributions that bring the module of a qualified name."""
        return self.roots.get(name.partition(".")[0], ())
