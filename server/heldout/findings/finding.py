"""A finding as everybody but the rules sees it: plain data with places."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from heldout.source.document import Document
from heldout.source.place import Place


class Severity(str, Enum):
    """How much harm a finding does; follows the rule, unless the project says otherwise."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    HINT = "hint"


class Safety(str, Enum):
    """Whether a fix needs a decision. Only safe fixes are preferred and in fix-all.

    SAFE: the program then does what it plainly meant (a seed, `transform` for the test rows); nobody would undo it.
    UNSAFE: results change in a way that its author should look at (a fit that moves behind the split).
    """

    SAFE = "safe"
    UNSAFE = "unsafe"


@frozen
class Edit:
    """Replace the text of `place` by `text` (lines end in "\\n"). An empty place inserts."""

    place: Place
    text: str


@frozen
class Fix:
    """Edits that remove a finding. They do not overlap, and are sorted by place."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


@frozen(cache_hash=True)
class Related:
    """One step of the evidence: a place and a short sentence with the names of the user's code.

    `document` is the other file of the workspace that the place is in; None: the place is in the document of the finding.
    """

    place: Place
    message: str
    document: Document | None = field(default=None, eq=lambda d: None if d is None else d.uri, repr=False)


@frozen(cache_hash=True)
class Finding:
    """What is wrong, where, and why we believe it.

    `identity` stays the same when lines move: rule, text of the place and of its statement, and a count among equals.
    """

    rule: str
    message: str
    severity: Severity
    place: Place
    related: tuple[Related, ...] = ()
    identity: str = ""
