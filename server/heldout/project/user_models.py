"""The models that a project writes for its own helpers: `[tool.heldout.models]`, and the files that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from heldout.project import toml
from heldout.semantics.model_words import wrong_words
from heldout.semantics.models import CALL_KEYS, CLASS_KEYS, SPECIAL

Document = Mapping[str, Any]
WORDS = CALL_KEYS | CLASS_KEYS
EXAMPLE = 'such as ["mylib.prep.scale"] with op = "rescale"'


@frozen
class Wrong:
    """Something wrong at a key of a TOML text: the table it stands in, the key, and a sentence without its end."""

    table: tuple[str, ...]
    key: str
    message: str
    at: toml.Spot | None = None  # where it is known better
    about: str = ""


@frozen
class UserModels:
    """The tables of one place (the configuration, or a file), as a model file has them, and what is wrong there."""

    document: Document
    wrong: tuple[Wrong, ...]
    protocols: tuple[Wrong, ...] = ()  # those that must come from elsewhere, and what to say where they do not


def read_models(tables: Any, at: tuple[str, ...]) -> UserModels:
    """Take the tables of models apart. A wrong one is left out; `at` is where they stand in their text.

    `["mylib.scale"]` and `[mylib.scale]` (nested tables, to TOML) are the same.
    """
    if not isinstance(tables, Mapping):
        return UserModels({}, (Wrong(at[:-1], at[-1], f"`models` must be a table, {EXAMPLE}"),))
    document: dict[str, Any] = {}
    wrong: list[Wrong] = []
    protocols: list[Wrong] = []
    for key in SPECIAL:
        if key in tables:
            clause = _special(key, tables[key])
            if clause:
                wrong.append(Wrong(at, key, clause))
            else:
                document[key] = tables[key]
    if "many" in document:
        kept = []
        for many in document["many"]:
            clauses = [w.clause for w in wrong_words(_shared(many))]
            wrong += [Wrong(at, "many", f"the models of {', '.join(many['names'])}: {clause}") for clause in clauses]
            if not clauses:
                kept.append(many)
        document["many"] = kept
    for path, table in _flat({k: v for k, v in tables.items() if k not in SPECIAL and k != "files"}):
        name, place = ".".join(path), (*at, *path)
        if not isinstance(table, Mapping):
            wrong.append(Wrong(place[:-1], place[-1], f"the model of `{name}` must be a table, {EXAMPLE}"))
            continue
        faults = [
            Wrong((*place, *(["methods"] if w.method else [])), w.method or w.key, f"the model of `{name}`: {w.clause}")
            for w in wrong_words(table)
        ]
        wrong += faults
        if not faults:
            document[name] = table
            protocols += [
                Wrong(place, "protocol", f'the model of `{name}`: there is no protocol "{protocol}"', about=protocol)
                for protocol in _strings(table.get("protocol", ()))
                if protocol not in document.get("protocol", {})
            ]
    return UserModels(document, tuple(wrong), tuple(protocols))


def _strings(value: str | Sequence[str]) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def _shared(many: Mapping[str, Any]) -> Mapping[str, Any]:
    return {k: v for k, v in many.items() if k not in ("prefix", "names")}


def _special(key: str, value: Any) -> str:
    """What is wrong with `library`, `alias`, `protocol` or `many`."""
    if key == "many":
        good = isinstance(value, list) and all(
            isinstance(m, Mapping)
            and isinstance(m.get("prefix", ""), str)
            and isinstance(m.get("names"), list)
            and all(isinstance(n, str) for n in m["names"])
            for m in value
        )
        return "" if good else "every [[models.many]] must have `names`, a list of strings"
    if not isinstance(value, Mapping):
        return f"`{key}` must be a table"
    if key == "alias" and not all(isinstance(v, str) for v in value.values()):
        return "every value of `alias` must be a string"
    if key == "protocol" and not all(
        isinstance(p, Mapping) and all(isinstance(m, Mapping) for m in p.values()) for p in value.values()
    ):
        return "every protocol must be a table of methods"
    if key == "library" and not all(isinstance(v, list) and all(isinstance(i, str) for i in v) for v in value.values()):
        return "`modules` and `packages` of `library` must be lists of strings"
    return ""


def _flat(tables: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Functions and classes with their paths: a table of nothing but tables is the beginning of names."""
    for key, value in tables.items():
        path = (*before, key)
        inner = isinstance(value, Mapping) and value and all(isinstance(v, Mapping) for v in value.values())
        if inner and WORDS.isdisjoint(value) and len(path) < 12:
            yield from _flat(value, path)
        else:
            yield path, value


def model_files(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    """The files that patterns such as `models/*.toml` mean, sorted; a pattern that cannot be one means none."""
    found: set[Path] = set()
    for pattern in patterns:
        try:
            found.update(path for path in root.glob(pattern) if path.is_file())
        except (ValueError, NotImplementedError, OSError):
            continue
    return sorted(found)


def read_file(path: Path) -> tuple[str, UserModels]:
    """The text of a file and the models in it. Never raises."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return _unread(path, "", toml.Spot(0, 0), f"byte {error.start} is not UTF-8")
    except OSError as error:
        return _unread(path, "", toml.Spot(0, 0), (error.strerror or "it cannot be opened").lower())
    try:
        return text, read_models(toml.parse(text), ())
    except toml.TomlError as error:
        spot = toml.Spot(error.line, error.column)
        return _unread(path, text, spot, error.reason[:1].lower() + error.reason[1:])


def _unread(path: Path, text: str, spot: toml.Spot, reason: str) -> tuple[str, UserModels]:
    return text, UserModels({}, (Wrong((), "", f"{path.name} cannot be read: {reason}", spot),))
