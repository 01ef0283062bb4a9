"""The files of library models: they keep the schema, and what they refer to is there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from runpy import run_path

import pytest

import heldout_rules
from heldout.analysis.engine import Engine
from heldout.semantics.models import ModelError, Models

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(heldout_rules.__file__).parent / "models"
FILES = sorted(FOLDER.glob("*.toml"), key=lambda path: path.name)
problems = run_path(str(Path(__file__).with_name("schema.py")))["problems"]
SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_model_file_keeps_the_schema(path: Path) -> None:
    assert not [*problems(tomllib.loads(path.read_text(encoding="utf-8")), SCHEMA, SCHEMA)]


@pytest.mark.parametrize(
    "table",
    [
        {"op": "Fit"},
        {"rows": "some"},
        {"content": "numbers"},
        {"state": "all"},
        {"default-test": 2},
        {"methods": {"fit": {"rows": 1}}},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_no_word(table: dict[str, object]) -> None:
    assert [*problems({"a.b": table}, SCHEMA, SCHEMA)]


def test_no_name_has_two_meanings() -> None:
    seen: dict[str, str] = {}
    for path in FILES:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        names = [n for n in document if n not in ("library", "alias", "protocol", "many")]
        names += [f"{m['prefix']}.{n}" if "prefix" in m else n for m in document.get("many", ()) for n in m["names"]]
        for name in names:
            assert name not in seen, f"{name} is in {seen[name]} and in {path.name}"
            seen[name] = path.name


def test_what_a_model_refers_to_is_there(engine: Engine) -> None:
    models = engine.models
    for name in models.names():
        cls, call = models.cls(name), models.call(name)
        for model in (call,) if call is not None else (cls.construct, *cls.methods.values()) if cls is not None else ():
            if model.returns not in ("", "same", "self"):
                assert models.cls(model.returns) is not None, f"{model.name} returns {model.returns}"
        if cls is not None and cls.extends:
            assert models.cls(cls.extends) is not None, f"{name} extends {cls.extends}"


def test_an_unknown_protocol_is_one_clear_sentence() -> None:
    with pytest.raises(ModelError, match=r'^m.toml: a.B: there is no protocol "magic"$'):
        Models([("m.toml", {"a.B": {"protocol": "magic"}})])
