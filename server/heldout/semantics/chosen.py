"""Some rows of a data set that remember what they were chosen from, and by which numbers: `part.dataset`, `part.indices`."""

from __future__ import annotations

from heldout.semantics.machine import Machine
from heldout.semantics.values import Value

WHOLE, NUMBERS = "whole", "numbers"
"""Words for attributes: what was chosen from, and the numbers of the rows in it."""


def remember_choice(m: Machine, chosen: Value, whole: Value, numbers: Value | None, cls: str) -> None:
    """Keep with some rows, which are of the class `cls`, what they were chosen from, where its objects can be asked."""
    model = m.models.cls(cls) if cls else None
    if model is None or WHOLE not in model.attributes.values():
        return
    m.put((chosen.key, WHOLE), whole)
    if numbers is not None:
        m.put((chosen.key, NUMBERS), numbers)
