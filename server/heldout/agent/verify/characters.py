"""Check: no characters that cannot be seen, or that turn the text around, or that look like others."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Trial

UNSEEN = frozenset(["Cf", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"])
SPACES = frozenset(" \t\n\f")


def check(trial: Trial) -> Iterator[str]:
    old = Counter("".join(cell.text for cell in trial.before.document.cells))
    new = Counter("".join(cell.text for cell in trial.changed.cells))
    for character in sorted(new - old):
        if unseen(character):
            yield f"a character that cannot be seen (U+{ord(character):04X}) was added"
        elif not character.isascii():
            yield f"the character {character!r} (U+{ord(character):04X}) was added; write what is new in ASCII"


def unseen(character: str) -> bool:
    """Whether a character is invisible or a control, spaces and line ends aside."""
    if character in SPACES:
        return False
    category = unicodedata.category(character)
    return category in UNSEEN or (category == "Zs" and character != " ")
