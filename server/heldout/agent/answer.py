"""What a model answers: the schema that is asked for, and a tolerant reading of what comes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from heldout.agent.verify.characters import unseen
from heldout.agent.verify.located import Replacement

CONFIDENCE = ("low", "medium", "high")
COLLEAGUES = ("backend", "data", "devops", "frontend", "security")
LONGEST = 1200
"""Code points of a rationale that are shown."""

_TEXT = {"type": "string"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["edits", "rationale", "confidence", "changes_results", "metrics", "hand_offs", "false_positive"],
    "properties": {
        "edits": {
            "type": "array",
            "description": "Search and replace, in the order of the code. Empty to decline.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["search", "replace"],
                "properties": {
                    "search": {
                        **_TEXT,
                        "description": "Whole lines copied exactly from the code; they stand there once.",
                    },
                    "replace": {**_TEXT, "description": "The lines that come in their place."},
                },
            },
        },
        "rationale": {
            **_TEXT,
            "description": "What changes and why, and the trade-off, in two or three plain sentences.",
        },
        "confidence": {"type": "string", "enum": list(CONFIDENCE)},
        "changes_results": {"type": "boolean", "description": "Whether a score or a prediction changes."},
        "metrics": {
            "type": "array",
            "description": "Metrics that should move, each with the direction and the reason.",
            "items": _TEXT,
        },
        "hand_offs": {
            "type": "array",
            "description": "What another engineer should look at.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["to", "note"],
                "properties": {"to": {"type": "string", "enum": list(COLLEAGUES)}, "note": _TEXT},
            },
        },
        "false_positive": {
            "type": "boolean",
            "description": "Whether the finding is wrong; then say why in the rationale.",
        },
    },
}


@frozen
class HandOff:
    to: str
    note: str


@frozen
class Answer:
    """An answer as it is used. All texts are plain: no markup, no links, nothing invisible."""

    edits: tuple[Replacement, ...]
    rationale: str = ""
    confidence: str = "low"
    changes_results: bool = True
    metrics: tuple[str, ...] = ()
    hand_offs: tuple[HandOff, ...] = ()
    false_positive: bool = False


class Unreadable(ValueError):
    """The answer is no JSON object of the form that was asked for; the message is for the model."""


def read(text: str) -> Answer:
    """An answer from its text: the first balanced JSON object, whatever stands around it. Raises Unreadable."""
    data = first_object(text, "edits")
    raw = data.get("edits")
    if not isinstance(raw, list):
        raise Unreadable("`edits` must be a list of objects with `search` and `replace`")
    edits = []
    for item in raw:
        search, replace = (item.get("search"), item.get("replace")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(search, str) or not isinstance(replace, str):
            raise Unreadable("every edit must have the texts `search` and `replace`")
        edits.append(Replacement(search, replace))
    confidence = data.get("confidence")
    return Answer(
        tuple(edits),
        plain(data.get("rationale"), LONGEST),
        confidence if confidence in CONFIDENCE else "low",
        data.get("changes_results") is not False,
        tuple([plain(m, 200) for m in _list(data.get("metrics"))[:5]]),
        tuple([h for item in _list(data.get("hand_offs"))[:5] if (h := _hand_off(item)) is not None]),
        data.get("false_positive") is True,
    )


def _hand_off(item: object) -> HandOff | None:
    if not isinstance(item, Mapping) or item.get("to") not in COLLEAGUES:
        return None
    return HandOff(str(item["to"]), plain(item.get("note"), 300))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def first_object(text: str, key: str) -> Mapping[str, Any]:
    """The first balanced JSON object in a text that has a key, whatever stands around it. Raises Unreadable."""
    start = text.find("{")
    decoder = json.JSONDecoder()
    while start >= 0:
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if isinstance(found, dict) and key in found:
            return found
        start = text.find("{", start + 1)
    raise Unreadable("answer with one JSON object of the given schema and nothing else")


def plain(value: object, longest: int) -> str:
    """A text for people: one paragraph, without what a renderer, a terminal or an eye could take for something else.

    Characters of markup are replaced by others that look like them, or left away, so that no link, image, heading, emphasis or
    reference comes of it anywhere. At most `longest` code points.
    """
    if not isinstance(value, str):
        return ""
    text = "".join([" " if c in "\n\t\f" else "" if unseen(c) else c for c in value])
    for pattern, instead in MARKUP:
        text = pattern.sub(instead, text)
    text = BLOCK.sub(r"(\1) ", " ".join(text.translate(LOOKALIKE).split()))
    return text if len(text) <= longest else text[: longest - 1] + "…"


LOOKALIKE = str.maketrans({"`": "'", "#": "", "|": "/", "<": "‹", ">": "›", "*": "∗", "~": "∼", "\\": "/"})
MARKUP = (
    (re.compile(r"!(?=\[)"), "! "),
    (re.compile(r"\](?=[(\[:])"), "] "),  # links, and what defines them
    (re.compile(r":(?=//)"), ": "),
    (re.compile(r"\b(www(?=\.)|(?:command|javascript|mailto|data|file|vscode)(?=:\S))", re.IGNORECASE), r"\1 "),
    (re.compile(r"(?<=[\w.+-])@(?=[\w-]+\.)"), " at "),
    (re.compile(r"&(?=#?\w+;)"), "& "),
    (re.compile(r"(?<![^\W_])_|_(?![^\W_])"), "\uff3f"),  # emphasis; within words it is none
)
BLOCK = re.compile(r"^([-+=]|\d{1,9}[.)])(?=\s|$|[-+=])\s*")
"""What would begin a list, a rule or a heading at the start of a paragraph."""
