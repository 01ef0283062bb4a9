"""What calls into installed packages make: questions that programs ask, and the answers that came from outside so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define, field

from heldout.project import environments
from heldout.semantics.models import Models

MOST = 400
"""So many questions are remembered for an environment; what is asked beyond them is unknown."""
Question = tuple[tuple[Path, ...], str]
"""The folders of an environment, and the dotted name of what is called."""


@define(eq=False)
class Inference:
    """Answers at once, from what is known by now; what is not waits for somebody who finds out. Not safe for threads."""

    on: bool = False
    _known: dict[Question, str | None] = field(factory=dict)
    _stamps: dict[tuple[Path, ...], tuple[int, ...]] = field(factory=dict)
    _waiting: dict[Question, None] = field(factory=dict)

    def made(self, top: Path, callee: str) -> str | None:
        """The modelled class of what a call makes in the environment of a project, as far as that is known by now."""
        if not self.on or not environments.holds(top, callee.partition(".")[0]):
            return None
        paths = environments.installed(top)
        question = (paths, callee)
        if question not in self._known and len(self._known) < MOST:
            self._stamps.setdefault(paths, _stamp(paths))
            self._known[question] = None
            self._waiting[question] = None
        return self._known.get(question)

    def waiting(self) -> list[Question]:
        """The questions that came since this was last asked."""
        waiting, self._waiting = [*self._waiting], {}
        return waiting

    def learn(self, models: Models, found: Mapping[Question, Iterable[Iterable[str]]]) -> list[str]:
        """Take answers (for each class that a call may make, its name and its bases'); the callees that are known now."""
        news = []
        for question, classes in found.items():
            cls = _modelled(models, classes)
            if question in self._known and cls is not None:
                self._known[question] = cls
                news.append(question[1])
        return news

    def refresh(self) -> bool:
        """Forget the answers about environments to which something was installed; whether there are such."""
        changed = {paths for paths, stamp in self._stamps.items() if stamp != _stamp(paths)}
        for paths in changed:
            del self._stamps[paths]
        for question in [question for question in self._known if question[0] in changed]:
            del self._known[question]
        return bool(changed)


def _modelled(models: Models, classes: Iterable[Iterable[str]]) -> str | None:
    """The one class of a library that the models know among those that a call may make; None beside it does not count.

    Lists, strings and the like say too little to go by: a call that makes them stays unknown.
    """
    found: set[str | None] = set()
    for names in classes:
        lineage = [*names]
        if lineage and lineage[0] != "builtins.NoneType":
            libraries = [name for name in lineage if not name.startswith("builtins.")]
            found.add(next((cls for name in libraries if (cls := models.public(name))), None))
    return found.pop() if len(found) == 1 else None


def _stamp(paths: tuple[Path, ...]) -> tuple[int, ...]:
    found = []
    for path in paths:
        try:
            found.append(path.stat().st_mtime_ns)
        except OSError:
            found.append(0)
    return tuple(found)
