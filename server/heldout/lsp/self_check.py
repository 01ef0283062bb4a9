"""In quiet moments: a document is analysed afresh, and what is shown must be what that finds. A difference is a bug of ours."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING

from attrs import define, field

from heldout.findings.finding import Finding
from heldout.lsp.session import Analysed, Session, Source
from heldout.lsp.worker import Cancelled

if TYPE_CHECKING:
    from heldout.analysis.engine import Snapshot

log = logging.getLogger(__name__)

QUIET, RARELY = 2.0, 30.0  # seconds without a message from the editor; seconds between two checks
MOST = 4
"""So many differences are named in a line of the log."""


@define(eq=False)
class SelfCheck:
    """Checks documents that were edited since their last check, the one edited last first, as idle work: an edit ends it.

    `refresh`: makes a client that pulls diagnostics pull them again.
    """

    session: Session
    refresh: Callable[[], None]
    _edited: dict[str, None] = field(factory=dict)
    _ended: float = float("-inf")

    def __attrs_post_init__(self) -> None:
        self.session.on_analysed.append(self._analysed)
        self.session.on_closed.append(self._closed)

    def look(self, silent: float) -> None:
        """Queue a check if there is one to do. Call it about once a second; `silent`: seconds since the editor said anything."""
        if silent < QUIET or not self._edited or time.monotonic() - self._ended < RARELY:
            return
        uri = [*self._edited][-1]
        latest = self.session.latest.get(uri)
        if latest is None or latest.snapshot is None:
            self._edited.pop(uri, None)
        else:
            known = latest
            self.session.worker.when_idle("self-check", lambda cancelled: self._check(known, cancelled))

    def _check(self, latest: Analysed, cancelled: Cancelled) -> None:
        """In the worker: analyse afresh, and show the result where it is another one."""
        from heldout.analysis.engine import Cancelled as GivenUp

        source = self.session.sources.get(latest.uri)
        if source is None or source.revision != latest.revision or latest.snapshot is None:
            return  # there is a newer state, which is checked in a pause of its own
        self._edited.pop(latest.uri, None)
        began = self._ended = time.monotonic()
        try:
            both = self.session.workspace.afresh(latest.snapshot, cancelled)
        except GivenUp:  # somebody wants something
            self._edited.setdefault(latest.uri)
            self._ended = float("-inf")
            return
        self._ended = time.monotonic()
        log.debug("%s was analysed afresh in %.0f ms.", latest.uri, 1000 * (self._ended - began))
        if both is None:
            return
        if what := difference(*both):
            log.error("This is a bug in Heldout, please report it: in %s, %s. It is put right now.", latest.uri, what)
        self.session.show(latest.uri, latest.revision, latest.versions, latest.border, both[1], cancelled)
        self.session.post(self.refresh)

    def _analysed(self, analysed: Analysed) -> None:
        self._edited.pop(analysed.uri, None)
        self._edited[analysed.uri] = None

    def _closed(self, source: Source) -> None:
        self._edited.pop(source.uri, None)


def difference(known: Snapshot, fresh: Snapshot) -> str:
    """What differs between the findings of two analyses of one text, by rule and line (1-based) and without any code; "" where
    nothing does.
    """
    if known.findings == fresh.findings:
        return ""
    spots = _spots(known.findings), _spots(fresh.findings)
    wrong, missing = spots[0] - spots[1], spots[1] - spots[0]
    said = [f"{spot} was shown and is not found afresh" for spot in wrong.elements()]
    said += [f"{spot} was not shown and is found afresh" for spot in missing.elements()]
    if not said:
        other = set(known.findings) ^ set(fresh.findings)
        said = [f"{spot} was shown with other words" for spot in _spots([f for f in fresh.findings if f in other])]
    more = f" and {len(said) - MOST} more" if len(said) > MOST else ""
    return "; ".join(islice(said, MOST)) + more if said else "findings were shown in another order"


def _spots(findings: Iterable[Finding]) -> Counter[str]:
    return Counter([f"{f.rule} at cell {f.place.cell + 1}, line {f.place.line + 1}," for f in findings])
