"""Check: imports come from what the program already uses, or what the rule allows; what was imported stays."""

from __future__ import annotations

from collections.abc import Iterator

from heldout.agent.verify.calls import imports
from heldout.agent.verify.kept import loaded
from heldout.agent.verify.trial import Trial


def check(trial: Trial) -> Iterator[str]:
    old, new = set(trial.old.count(imports)), set(trial.new.count(imports))
    names = {name for name, _, _ in old}
    language = trial.rule.language
    allowed = trial.allows.imports | (language.imports if language is not None else frozenset())
    for name, full, level in sorted(new - old):
        if full.endswith("*"):
            yield "`import *` was added"
        elif name in names and (name != full.partition(".")[0] or not _beside(name, old)):
            yield f"`{name}` is imported from elsewhere now (`{full}`)"
        elif level or full not in allowed:
            yield f"the import of `{full}` was added; this fix does not need it"
        elif name not in loaded(trial.new):
            yield f"`{full}` is imported and not used"
    for name, full, _ in sorted(old - new):
        done_with = language is not None and name in loaded(trial.old)  # what it was for is compared
        if (full.rpartition(".")[2] not in trial.allows.dropped and not done_with) or name in loaded(trial.new):
            yield f"the import of `{full}` is gone; keep it"


def _beside(name: str, old: set[tuple[str, str, int]]) -> bool:
    """Whether a name is that of a package, of which another module may be imported."""
    return all(full.partition(".")[0] == name and not level for known, full, level in old if known == name)
