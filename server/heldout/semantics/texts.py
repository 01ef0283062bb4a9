"""Methods of text that is known: what `url.endswith(".gz")` gives, so that it decides which way a function goes."""

from __future__ import annotations

from heldout.semantics.graph import Arguments
from heldout.semantics.values import Group, Literal, Value, literal

METHODS = frozenset(
    [
        *("startswith", "endswith", "lower", "upper", "casefold", "title", "capitalize", "strip", "lstrip", "rstrip"),
        *("removeprefix", "removesuffix", "replace", "isdigit", "isnumeric", "isalpha", "split", "rsplit"),
    ]
)
LONGEST = 1_000
"""Characters of a text that is still looked into."""


def text_method(receiver: Value, name: str, args: Arguments) -> Value | None:
    """What a method of a known text gives for known arguments; None where one of them is not known."""
    text = receiver.kind.value if isinstance(receiver.kind, Literal) else None
    if not isinstance(text, str) or name not in METHODS or len(text) > LONGEST or args.keywords or args.spread:
        return None
    given = [_constant(value) for value in args.positional]
    if any(value is ... for value in given):
        return None
    try:
        made = getattr(text, name)(*given)
    except (TypeError, ValueError):  # what the program would fail at
        return None
    if isinstance(made, list):
        return Value(Group("list", tuple([literal(part) for part in made])))
    return literal(made) if not isinstance(made, str) or len(made) <= LONGEST else None


def _constant(value: Value) -> object:
    """A literal, or a tuple of literals; `...` for what is not known."""
    if isinstance(value.kind, Literal) and isinstance(value.kind.value, (str, int, type(None))):
        return value.kind.value
    if isinstance(value.kind, Group) and value.kind.kind == "tuple":
        parts = tuple([_constant(item) for item in value.kind.items])
        return ... if any(part is ... for part in parts) else parts
    return ...
