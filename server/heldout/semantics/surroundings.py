"""What a project says beside its code: which files are versioned, and what lies in caches. `project` gathers it; rules only ask."""

from __future__ import annotations

from typing import Protocol


class Surroundings(Protocol):
    """Answers about files that the code names. `by` looks into what was gathered; the others read, and are for fixes alone."""

    def by(self, path: str) -> str:
        """What versions a file or folder: "git", "DVC", … or "" when nothing does, as far as is known."""

    def revision(self, kind: str, repository: str) -> str | None:
        """The commit of a repository of a hub that lies in the local cache. `kind`: "models", "datasets" or "spaces"."""

    def digest(self, path: str) -> str | None:
        """The SHA-256 of a local file, in hex; None when there is none, or it is large."""


class _Nothing:
    def by(self, path: str) -> str:
        return ""

    def revision(self, kind: str, repository: str) -> str | None:
        return None

    def digest(self, path: str) -> str | None:
        return None


NOTHING_AROUND: Surroundings = _Nothing()
"""Of a document that lies in no project."""
