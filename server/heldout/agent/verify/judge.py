"""The judge: an answer's edits, tried on a copy, with all that is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from attrs import frozen

from heldout.agent.verify import (
    calls,
    characters,
    constants,
    contract,
    effects,
    gone,
    imports,
    kept,
    kinds,
    meant,
    names,
    parses,
    region,
    statements,
    suppressions,
    tidy,
)
from heldout.agent.verify.located import Replacement, located
from heldout.agent.verify.syntax import Syntax
from heldout.agent.verify.trial import Check, Region, Trial
from heldout.analysis.engine import Snapshot
from heldout.findings.finding import Edit, Finding
from heldout.fixes.apply import apply_edits
from heldout.source.document import Document

ALWAYS: tuple[tuple[str, Check], ...] = (
    ("characters", characters.check),
    ("suppressions", suppressions.check),
    ("effects", effects.check),
    ("region", region.check),
    ("imports", imports.check),
    ("names", names.check),
    ("kept", kept.check),
    ("tidy", tidy.check),
    ("gone", gone.check),
)
WRITTEN: tuple[tuple[str, Check], ...] = (
    ("kept", kept.variables),
    ("calls", calls.check),
    ("constants", constants.check),
    ("kinds", kinds.check),
    ("statements", statements.check),
    ("contract", contract.check),
)
"""One way to be right: the text changed only where the rule lets it, and the pipelines are as its contract says."""
MEANT: tuple[tuple[str, Check], ...] = (("meant", meant.check),)
"""The other way, whatever the text: both programs compute the same, but for what the rule lets differ."""
_SYNTAX: WeakKeyDictionary[Snapshot, Syntax] = WeakKeyDictionary()
COUNTED = (
    calls.imports, calls.keywords, constants.constants, kept.stored, kept.read, kinds.kinds, kinds.attributes, kinds.indices,
)  # fmt: skip
"""What checks count in the whole program, not only in what changed."""
MOST_EDITS = 12
MOST_TEXT = 20_000
"""Code points that edits may bring; a fix that is longer is none."""
MOST_FAILURES = 12


@frozen
class Failure:
    """What is wrong: the check that says so, and a sentence for the model."""

    check: str
    message: str


@frozen
class Verdict:
    """`accepted` says that nothing is wrong; then `changed` is the program with the edits."""

    failures: tuple[Failure, ...]
    edits: tuple[Edit, ...] = ()
    changed: Document | None = None

    @property
    def accepted(self) -> bool:
        return not self.failures and self.changed is not None


def judge(
    snapshot: Snapshot, finding: Finding, regions: Sequence[Region], replacements: Sequence[Replacement]
) -> Verdict:
    """Whether edits may be shown to a user. Never raises for what an answer holds."""
    known = snapshot.reported(finding)
    analyser = snapshot.trial()
    if known is None or analyser is None or snapshot.program is None:
        return _wrong("finding", "the finding is not there any more")
    if not replacements:
        return _wrong("located", "there are no edits")
    if len(replacements) > MOST_EDITS or sum(len(r.replace) for r in replacements) > MOST_TEXT:
        return _wrong("located", "the edits are too many or too long; fix this one finding")
    document = snapshot.document
    edits, wrong = located(document, regions, replacements)
    if wrong:
        return Verdict(tuple(Failure("located", message) for message in wrong))
    try:
        changed = apply_edits(document, edits)
    except (ValueError, IndexError) as error:
        return _wrong("located", f"the edits cannot be applied together: {error}")
    if changed == document:
        return _wrong("located", "the edits change nothing")
    rule, report = known
    old = _syntax(snapshot)
    trial = Trial(finding, rule, report, tuple(regions), edits, snapshot, changed, old, Syntax(changed, old), analyser)
    failures = _run((("parses", parses.check),), trial)
    if not failures:
        failures = _run(ALWAYS, trial) + _ways(trial)
    return Verdict(tuple(failures[:MOST_FAILURES]), edits, changed)


def _ways(trial: Trial) -> list[Failure]:
    """What is wrong with the change itself: nothing where one of the ways of a rule finds nothing."""
    rule = trial.rule
    written = _run(WRITTEN, trial) if rule.language is None or rule.contracted else []
    if rule.language is None or (rule.contracted and not written):
        return written
    meant_otherwise = _run(MEANT, trial)
    return (written or meant_otherwise) if meant_otherwise else []


def prepare(snapshot: Snapshot, finding: Finding | None = None) -> None:
    """Work out what every verdict on a program (on a finding in it) needs of the old version; for the time in which a model
    thinks.
    """
    analyser = snapshot.trial()
    if analyser is None or snapshot.program is None:
        return
    analyser.alone(snapshot.document)
    old = _syntax(snapshot)
    for piece in old.pieces:
        names.scope_of(piece)
        _ = piece.statements  # cut once, for all checks
    for what in COUNTED:
        old.count(what)
    known = None if finding is None else snapshot.reported(finding)
    if known is not None and known[0].language is not None:
        meant.of(old, known[0].language)


def _syntax(snapshot: Snapshot) -> Syntax:
    """The old version's syntax; of several attempts the first makes it."""
    known = _SYNTAX.get(snapshot)
    if known is None:
        known = _SYNTAX[snapshot] = Syntax(snapshot.document)
    return known


def _run(checks: Sequence[tuple[str, Check]], trial: Trial) -> list[Failure]:
    found = []
    for name, check in checks:
        try:
            found += [Failure(name, message) for message in check(trial)]
        except RecursionError:
            found.append(Failure(name, "the code is nested too deeply to be checked"))
    return found


def _wrong(check: str, message: str) -> Verdict:
    return Verdict((Failure(check, message),))
