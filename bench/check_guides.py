"""Checks every name that the agent's guides mention against the releases installed here.

    python -m bench.check_guides                       # run it in an environment that has the libraries

`bench/guides.toml` says for each guide which qualified names and parameters stand behind its code, so that a guide can be held
against a release; `tests/agent/test_guides.py` sees to it that nothing in a guide is missing there. `names` are there with the
parameters they are listed with; `gone` are not; `plain` is what no release can change (the words of the reader's own program,
texts, Python). As `check_models`, it imports the libraries and nothing else, and names those that are not installed.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from bench.check_models import MISSING, needs, resolve, signature

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

GUIDES = Path(__file__).parents[1] / "rules" / "heldout_rules" / "guides"
LISTED = Path(__file__).with_name("guides.toml")


@frozen
class Listed:
    """What stands behind a guide. `names`: qualified name to parameters."""

    names: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]
    plain: frozenset[str]

    def knows(self, word: str) -> bool:
        """Whether a word of the guide's code is a part of a listed name, a listed parameter or a plain word."""
        parts = {part for name in (*self.names, *self.gone) for part in name.split(".")}
        return word in parts or word in self.plain or any(word in given for given in self.names.values())

    def takes(self, function: str, parameter: str) -> bool:
        """Whether a listed function of that last name takes a parameter; so does what is not listed as a name."""
        given = [params for name, params in self.names.items() if name.rpartition(".")[2] == function]
        return not given or any(parameter in params for params in given)


def listed() -> dict[str, Listed]:
    """By the name of the guide."""
    return {name: _listed(table) for name, table in tomllib.loads(LISTED.read_text("utf-8")).items()}


def _listed(table: Mapping[str, Any]) -> Listed:
    names = {}
    for entry in table.get("names", ()):
        name, _, given = entry.partition("(")
        names[name] = tuple(re.findall(r"\w+", given))
    return Listed(names, tuple(table.get("gone", ())), frozenset(table.get("plain", ())))


# ── what a guide mentions ───────────────────────────────────────────────────────────────────────────────────────────


def unlisted(guide: str, known: Listed) -> Iterator[str]:
    """The words of a guide's code that nothing in its list stands behind."""
    for span in re.findall(r"`([^`\n]+)`", guide):
        if span in known.plain:
            continue
        if keyword := re.fullmatch(r"(\w+)=(?:[^=(]*)", span):  # a parameter by itself: `cleanup=`, `seed=s`
            words = [keyword[1]]
        else:
            try:
                words = list(dict.fromkeys(_words(_tree(span), known)))
            except SyntaxError:
                words = [span]
        yield from [f"{word} (in `{span}`)" for word in words if not known.knows(word)]


def _tree(span: str) -> ast.Module:
    code = re.sub(r",\s*…(?=[,)}\]])", "", span.lstrip("@")).replace("(…, ", "(").replace("…", "...")
    return ast.parse(code + (" pass" if code.endswith(":") else ""))


def _words(tree: ast.AST, known: Listed) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from [*(node.module or "").split("."), *[alias.name for alias in node.names]]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Name):
            yield node.value.id
        elif isinstance(node, ast.Call):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if function:
                yield function
            for keyword in node.keywords:
                if keyword.arg and not known.takes(function, keyword.arg):
                    yield f"{function}({keyword.arg}=)"


# ── what is installed ───────────────────────────────────────────────────────────────────────────────────────────────


def wrong(known: Listed) -> tuple[list[str], list[str], int]:
    """What is not so in the installed releases, what cannot be looked at, and how many names were."""
    bad, absent, looked = [], set[str](), 0
    for name, parameters in known.names.items():
        thing = resolve(name)
        if thing is MISSING and (not _installed(name) or needs(name)):
            absent.add(_library(name))
            continue
        looked += 1
        if thing is not MISSING:
            bad += [f"{name}: has no parameter `{p}`" for p in parameters if not _takes(thing, p)]
        elif (there := _field(name)) is None:
            looked -= 1
            absent.add(f"{_library(name)} in part")
        elif not there:
            bad.append(f"{name}: is not there")
    for name in known.gone:
        if _installed(name):
            looked += 1
            if resolve(name) is not MISSING:
                bad.append(f"{name}: is still there")
    return bad, sorted(absent), looked


def _library(name: str) -> str:
    """The package of a name: its first part, or below packages that are only names (`google.cloud`) the one that has code."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        found = resolve(".".join(parts[:count]))
        if found is MISSING or getattr(found, "__file__", None) is not None:
            return ".".join(parts[:count])
    return parts[0]


def _installed(name: str) -> bool:
    return resolve(_library(name)) is not MISSING


def _field(name: str) -> bool | None:
    """Whether a name is the field of a class, which only its objects have; None for a stand-in that needs something else."""
    owner, _, attribute = name.rpartition(".")
    cls = resolve(owner)
    places = ("__dataclass_fields__", "model_fields", "__annotations__")
    try:
        return any(attribute in getattr(cls, fields, ()) for fields in places)
    except Exception:
        return None


def _takes(thing: Any, parameter: str) -> bool:
    try:
        given, fields = signature(thing), getattr(thing, "model_fields", ())
    except Exception:  # a stand-in that says what else it needs
        return True
    if given is None or parameter in {p.name for p in given} or parameter in fields:
        return True  # what is written in C does not say
    bases = thing.__mro__[1:-1] if inspect.isclass(thing) else ()
    own = [found for base in bases if (found := signature(base)) is not None]
    if any(parameter in {p.name for p in found} for found in own):
        return True
    return not own and any(p.kind is p.VAR_KEYWORD for p in given)  # what it passes on is not written down


def main() -> int:
    warnings.simplefilter("ignore")
    looked, count, absent = 0, 0, set[str]()
    for guide, known in listed().items():
        bad, missing, some = wrong(known)
        looked, count, absent = looked + some, count + len(bad), absent | set(missing)
        for line in bad:
            print(f"{guide}: {line}")
    print(
        f"{looked} names looked at, {count} wrong; not installed, so not checked: {', '.join(sorted(absent)) or 'none'}"
    )
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
