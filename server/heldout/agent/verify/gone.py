"""Check: the finding is gone, by identity and by count, and none came.

With it gone nobody can ask for the same fix, and so apply it, a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from heldout.agent.verify.trial import Trial
from heldout.findings.identity import likeness


def check(trial: Trial) -> Iterator[str]:
    before, after = trial.before, trial.after
    rule = trial.finding.rule
    key = likeness(before.document, trial.finding)
    alike = sum(f.rule == rule and likeness(before.document, f) == key for f in before.findings)
    left = sum(f.rule == rule and likeness(trial.changed, f) == key for f in after.findings)
    old, new = Counter(f.rule for f in before.findings), Counter(f.rule for f in after.findings)
    if left >= max(alike, 1) or new[rule] >= old[rule]:
        still = next((f for f in after.findings if f.rule == rule), trial.finding)
        yield f"{rule} is still found in line {still.place.line + 1}: {still.message}"
    for name in sorted(new):
        if name != rule and new[name] > old[name]:
            known = Counter(likeness(before.document, f) for f in before.findings if f.rule == name)
            for found in [f for f in after.findings if f.rule == name]:
                if not known[likeness(trial.changed, found)]:
                    yield f"a new finding came, {name} in line {found.place.line + 1}: {found.message}"
                    break
            else:
                yield f"one more finding of {name} came"
    if after.broken > before.broken or after.exhausted > before.exhausted:
        yield "less of the code can be analysed than before"
