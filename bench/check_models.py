"""Checks every name that the library models know against the releases installed here.

    python -m bench.check_models            # run it in an environment that has the libraries

It imports the libraries, in this process, and nothing else; a library that is not installed is named and left out. What it
looks for: functions and classes that are not there, methods and attributes that a class does not have, and parameters that
are missing or stand in another order than the models say (positional arguments would get the wrong names).
"""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from heldout.semantics.models import CallModel, ClassModel, Models

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[1] / "rules" / "heldout_rules" / "models"
EXPERIMENTAL = ("sklearn.experimental.enable_iterative_imputer", "sklearn.experimental.enable_halving_search_cv")
"""Modules whose import brings names into being."""
MISSING = object()


def load() -> Models:
    return Models([(path.name, tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))])


def resolve(name: str) -> Any:
    """The object of a qualified name: the longest part that is a module, then attributes. MISSING when there is none."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            found = getattr(found, part, MISSING)
            if found is MISSING:
                break
        else:
            return found
    return MISSING


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
    for name in (*model.params, model.target, model.seed, *switches):
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
        if found is not MISSING:
            if name in own:
                yield from wrong_parameters(method, found)
        elif name in own and "until" not in method.facts:  # what older releases had is known on purpose
            yield f"{model.name}: has no method `{name}`"


def own_methods() -> dict[str, Mapping[str, Any]]:
    tables: dict[str, Mapping[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, table in tomllib.loads(path.read_text("utf-8")).items():
            if isinstance(table, dict):
                tables[name] = table.get("methods", {})
    return tables


def check() -> tuple[list[str], list[str], int]:
    """What is wrong, the libraries that are not installed, and how many names were looked at."""
    models, own = load(), own_methods()
    for module in EXPERIMENTAL:
        resolve(module)
    wrong: list[str] = []
    absent: set[str] = set()
    looked = 0
    for name in sorted(set(models.names())):
        root = name.partition(".")[0]
        if resolve(root) is MISSING:
            absent.add(root)
            continue
        looked += 1
        thing = resolve(name)
        call, cls = models.call(name), models.cls(name)
        if thing is MISSING:
            wrong.append(f"{name}: is not there")
        elif cls is not None:
            wrong += wrong_members(cls, own.get(name, {}), thing)
            wrong += wrong_parameters(cls.construct, thing)
        elif call is not None:
            wrong += wrong_parameters(call, thing)
    return wrong, sorted(absent), looked


def main() -> int:
    warnings.simplefilter("ignore")
    wrong, absent, looked = check()
    for line in wrong:
        print(line)
    print(f"{looked} names looked at, {len(wrong)} wrong; not installed: {', '.join(absent) or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
