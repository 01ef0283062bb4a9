"""What a project asks for: which rules, how severe, where. Plain data, and the questions asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from heldout.findings.finding import Severity

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO, Severity.HINT)


def spec_of(patterns: Iterable[str]) -> GitIgnoreSpec:
    """A matcher for gitignore-like patterns; those that make no sense match nothing."""
    from pathspec import GitIgnoreSpec  # 40 ms, and most files need no patterns

    patterns = list(patterns)
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        return GitIgnoreSpec.from_lines([pattern for pattern in patterns if makes_sense(pattern)])


def makes_sense(pattern: str) -> bool:
    """Whether a gitignore-like pattern can be understood."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True


def reaches(severity: Severity, threshold: Severity) -> bool:
    """Whether a severity is at least as grave as the threshold."""
    return ORDER.index(severity) <= ORDER.index(threshold)


def matches(rule: str, prefix: str) -> bool:
    """Whether a rule is meant by a name, a family ("leak") or a longer prefix up to a dash ("leak-fit")."""
    return rule == prefix or rule.startswith(prefix + "-")


def _closest(rule: str, prefixes: tuple[str, ...] | Mapping[str, object]) -> int:
    """The length of the longest prefix that means the rule; -1 when none does."""
    return max((len(prefix) for prefix in prefixes if matches(rule, prefix)), default=-1)


@frozen
class PathSettings:
    """What holds for the files that a gitignore-like pattern matches, on top of the rest."""

    pattern: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = field(factory=dict)


@frozen
class Settings:
    """The project's wishes. An empty `select` means every rule; a severity of None means "off".

    The longer of two names wins: `select = ["leak-fit-on-test"]` with `ignore = ["leak"]` leaves that one rule.
    `root` is the folder that `per_path` and `exclude` patterns start from (None: patterns match paths as given).
    `models` are those of the project's own helpers: where they are written, and the tables as a model file has them.
    `never` is left out whatever the rest says; no file sets it, only somebody who asks for it at the moment.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = field(factory=dict)
    per_path: tuple[PathSettings, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.INFO
    root: Path | None = None
    never: tuple[str, ...] = ()
    models: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    _specs: tuple[GitIgnoreSpec, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_specs", tuple(spec_of([section.pattern]) for section in self.per_path))

    def severity_of(self, rule: str, default: Severity, path: str | None) -> Severity | None:
        """The severity of a rule's findings in a file; None when the rule is not wanted there."""
        wanted = not self.select or _closest(rule, self.select) >= 0
        if _closest(rule, self.ignore) > _closest(rule, self.select):
            wanted = False
        severity = _chosen(rule, self.severity, default)
        for section in self._sections(path):
            if section.select:
                wanted = _closest(rule, section.select) >= 0
            if _closest(rule, section.ignore) > _closest(rule, section.select):
                wanted = False
            severity = _chosen(rule, section.severity, severity)
        return severity if wanted and _closest(rule, self.never) < 0 else None

    def at_the_moment(self, select: tuple[str, ...], ignore: tuple[str, ...]) -> Settings:
        """These settings under what somebody asks for at the moment: their selection replaces the project's."""
        if not select:
            return evolve(self, never=(*self.never, *ignore))
        sections = tuple(evolve(section, select=(), ignore=()) for section in self.per_path)
        return evolve(self, select=select, ignore=ignore, per_path=sections)

    def _sections(self, path: str | None) -> tuple[PathSettings, ...]:
        if path is None or not self.per_path:
            return ()
        relative = relative_path(path, self.root)
        pairs = zip(self.per_path, self._specs, strict=True)
        return tuple(section for section, spec in pairs if spec.match_file(relative))


def _chosen(rule: str, severities: Mapping[str, Severity | None], default: Severity | None) -> Severity | None:
    best = max((prefix for prefix in severities if matches(rule, prefix)), key=len, default=None)
    return default if best is None else severities[best]


def relative_path(path: str, root: Path | None) -> str:
    """A path as patterns see it: from the root, with forward slashes; unchanged when it lies elsewhere."""
    if root is not None:
        try:
            return Path(path).absolute().relative_to(root).as_posix()
        except ValueError:
            pass
    return Path(path).as_posix().lstrip("/")
