"""Checks every name that the library models know against the releases installed here, and lists what no model knows.

    python -m bench.check_models                       # run it in an environment that has the libraries
    python -m bench.check_models --missing sklearn imblearn

It imports the libraries, in this process, and nothing else; a library that is not installed is named and left out. What it
looks for: functions and classes that are not there, methods and attributes that a class does not have, and parameters that
are missing or stand in another order than the models say (positional arguments would get the wrong names).

`--missing` goes the other way: it walks the public modules of a library and lists the estimators, splitters and metrics that
no model knows.
"""

from __future__ import annotations

import argparse
import inspect
import pkgutil
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from heldout.semantics.models import CallModel, ClassModel, Models

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[1] / "rules" / "heldout_rules" / "models"
PASSED_BY = (
    "tests",
    "testing",
    "utils_test",
    "experimental",
    "conftest",
    "externals",
    "sandbox",
    "shell",
    "cli",
    "examples",
)
"""Modules that nobody should use from outside, or whose import does more than define names."""
EXPERIMENTAL = ("sklearn.experimental.enable_iterative_imputer", "sklearn.experimental.enable_halving_search_cv")
"""Modules whose import brings names into being."""
MISSING = object()
WORKS = ("fit", "fit_resample", "transform", "split")
"""A class with one of these methods learns from rows, changes or chooses them."""
METRICS = ("metrics", "performance_metrics", "evaluation")
"""Modules with a part of that name hold functions that measure."""


def load() -> Models:
    return Models([(path.name, tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))])


def resolve(name: str) -> Any:
    """The object of a qualified name: attributes, and modules where there is no such attribute. MISSING when there is none."""
    parts = name.split(".")
    found: Any = None
    for count, part in enumerate(parts, 1):
        try:
            inner = getattr(found, part, MISSING)
        except Exception:  # a name that is only imported when it is asked for, and needs what is not installed
            inner = MISSING
        if inner is MISSING:  # a module that nobody has imported yet; classes may have the name of their module
            try:
                inner = import_module(".".join(parts[:count]))
            except Exception:  # whatever importing a module of somebody else's raises
                return MISSING
        found = inner
    return found


def needs(name: str) -> str:
    """Why the module of a name cannot be imported although it is there, "" where that is not so."""
    parts = name.split(".")[:-1]
    for count in range(1, len(parts) + 1):
        module = ".".join(parts[:count])
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            if error.name is None:  # raised by the library itself: something that it needs is not there
                return str(error).splitlines()[0]
            return "" if module.startswith(error.name) else error.name
        except Exception as error:
            return str(error).splitlines()[0] if str(error) else type(error).__name__
    return ""


# ── what the models know ────────────────────────────────────────────────────────────────────────────────────────────


def signature(thing: Any) -> list[inspect.Parameter] | None:
    """The parameters without `self`; None for what does not say (much of what is written in C)."""
    try:
        parameters = list(inspect.signature(thing).parameters.values())
    except (TypeError, ValueError):
        return None
    return parameters[1:] if parameters and parameters[0].name in ("self", "cls") else parameters


def wrong_parameters(model: CallModel, thing: Any) -> Iterator[str]:
    parameters = signature(thing)
    if parameters is None:
        return
    names = [p.name for p in parameters]
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return  # what it passes on is not written down
    switches = [model.random] if isinstance(model.random, str) else []
    facts = [str(model.facts[word]) for word in ("by", "scores", "url") if word in model.facts]
    for name in (*model.params, *model.watches, model.target, model.seed, *switches, *facts):
        if name and name not in names:
            yield f"{model.name}: has no parameter `{name}`"
    positional = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    known = [name for name in model.params if name in positional]
    if known != positional[: len(known)]:
        yield f"{model.name}: the parameters begin with {', '.join(positional[: len(known)])}, not {', '.join(known)}"


def wrong_members(model: ClassModel, own: Mapping[str, Any], cls: Any) -> Iterator[str]:
    """`own`: the methods of the class's own table; those of protocols are shared, and some classes lack some of them."""
    for name, method in model.methods.items():
        found = getattr(cls, name, MISSING)
        if found is MISSING and name in getattr(cls, "__dataclass_fields__", ()):
            continue  # a field that holds a function
        if found is not MISSING:
            if name in own:
                yield from wrong_parameters(method, found)
        elif name in own and "until" not in method.facts:  # what older releases had is known on purpose
            yield f"{model.name}: has no method `{name}`"


def own_methods() -> dict[str, set[str]]:
    """The methods in the table of each class, and of a protocol that only one class has."""
    tables: dict[str, set[str]] = {}
    protocols: dict[str, set[str]] = {}
    users: Counter[str] = Counter()
    wanted: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(path.read_text("utf-8"))
        for name, methods in document.get("protocol", {}).items():
            protocols[name] = {n for key in methods for n in key.split()}
        entries = [(n, t) for n, t in document.items() if n not in ("library", "alias", "protocol", "many")]
        for many in document.get("many", ()):
            prefix = f"{many['prefix']}." if "prefix" in many else ""
            entries += [(prefix + name, many) for name in many["names"]]
        for name, table in entries:
            tables[name] = {n for key in table.get("methods", {}) for n in key.split()}
            given = table.get("protocol", [])
            wanted[name] = [given] if isinstance(given, str) else given
            users.update(wanted[name])
    for name, needed in wanted.items():
        tables[name] |= {method for p in needed if users[p] == 1 for method in protocols.get(p, ())}
    return tables


def check() -> tuple[list[str], list[str], int]:
    """What is wrong, the libraries that are not installed, and how many names were looked at."""
    models, own = load(), own_methods()
    for module in EXPERIMENTAL:
        resolve(module)
    wrong: list[str] = []
    absent: Counter[str] = Counter()
    looked = 0
    for name in sorted(set(models.names())):
        root = name.partition(".")[0]
        if resolve(root) is MISSING:
            absent[root] += 1
            continue
        looked += 1
        thing = resolve(name)
        call, cls = models.call(name), models.cls(name)
        facts = (cls.construct if cls is not None else call).facts if cls is not None or call is not None else {}
        if thing is MISSING:
            missing_too = needs(name)
            if missing_too:
                looked -= 1
                absent[f"{root}, in part: {missing_too}"] += 1
            elif "until" not in facts:
                wrong.append(f"{name}: is not there")
        elif cls is not None:
            wrong += wrong_members(cls, dict.fromkeys(own.get(name, ())), thing)
            wrong += wrong_parameters(cls.construct, thing)
        elif call is not None:
            wrong += wrong_parameters(call, thing)
    return wrong, [f"{root} ({count} names)" for root, count in sorted(absent.items())], looked


# ── what no model knows ─────────────────────────────────────────────────────────────────────────────────────────────


def public_modules(root: str) -> Iterator[ModuleType]:
    """A library and its modules without an underscore; those that cannot be imported are left out."""
    top = resolve(root)
    if not isinstance(top, ModuleType):
        return
    yield top
    for info in pkgutil.walk_packages(getattr(top, "__path__", []), f"{root}.", onerror=lambda name: None):
        parts = info.name.split(".")
        if any(p.startswith("_") or p in PASSED_BY for p in parts):
            continue
        found = resolve(info.name)
        if isinstance(found, ModuleType):
            yield found


def worth_a_model(name: str, thing: Any, module: str) -> bool:
    """Whether something public is an estimator, a splitter, a sampler or a metric."""
    if name.startswith(("_", "Base", "Abstract")) or name.endswith(("Mixin", "Base", "ABC")):
        return False
    if inspect.isclass(thing):
        works = any(callable(getattr(thing, word, None)) for word in WORKS)
        return works and not inspect.isabstract(thing)
    measures = any(part in METRICS for part in module.split("."))
    return measures and inspect.isfunction(thing) and name in getattr(sys.modules[module], "__all__", ())


def missing(root: str) -> list[str]:
    """The public names of a library that no model knows, each under its shortest name."""
    models = load()
    for module in EXPERIMENTAL:
        resolve(module)
    known = {id(resolve(name)) for name in models.names() if name.partition(".")[0] == root}
    found: dict[int, str] = {}
    for module in public_modules(root):
        for name, thing in vars(module).items():
            home = getattr(thing, "__module__", None) or ""
            if home.partition(".")[0] != root or id(thing) in known:
                continue
            if worth_a_model(name, thing, module.__name__):
                qualified = f"{module.__name__}.{name}"
                before = found.get(id(thing), qualified)
                found[id(thing)] = min(before, qualified, key=lambda n: (n.count("."), len(n), n))
    return sorted(found.values())


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold the library models against the installed releases.")
    parser.add_argument("--missing", nargs="+", metavar="LIBRARY", help="list what no model knows of these libraries")
    wanted = parser.parse_args().missing
    warnings.simplefilter("ignore")
    if wanted:
        for root in wanted:
            if resolve(root) is MISSING:
                print(f"{root} is not installed; nothing was looked at")
                continue
            names = missing(root)
            print(*names, f"{root}: {len(names)} public names are in no model", sep="\n")
        return 0
    wrong, absent, looked = check()
    for line in wrong:
        print(line)
    print(f"{looked} names looked at, {len(wrong)} wrong; not installed, so not checked: {', '.join(absent) or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
