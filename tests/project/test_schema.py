"""The schema of the configuration says what the reader understands."""

from __future__ import annotations

import json

from heldout.project.config import KEYS, LEVELS, PATH_KEYS
from heldout.project.schema import schema


def test_every_setting_and_every_rule_is_in_the_schema() -> None:
    written = schema({"leak-fit-on-test": "Fitted again.", "seed-missing-split": "No seed."})
    assert tuple(written["properties"]) == KEYS
    assert tuple(written["properties"]["per-path"]["additionalProperties"]["properties"]) == PATH_KEYS
    assert written["properties"]["severity"]["additionalProperties"]["enum"] == list(LEVELS)
    named = [entry["const"] for entry in written["$defs"]["rule"]["anyOf"] if "const" in entry]
    assert named == ["leak", "seed", "leak-fit-on-test", "seed-missing-split"]
    assert json.loads(json.dumps(written)) == written
