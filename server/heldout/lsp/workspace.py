"""What the worker thread keeps: the engine, an analyser for each open document, and the settings of their folders."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from heldout.lsp.settings import EditorSettings
from heldout.semantics.surroundings import NOTHING_AROUND, Surroundings
from heldout.source.document import Document

if TYPE_CHECKING:  # imported when the worker thread starts: `initialize` is answered before that
    from heldout.analysis.engine import Analyser, Engine, Snapshot
    from heldout.analysis.inference import Question
    from heldout.project.config import LoadedSettings, Problem
    from heldout.project.settings import Settings

log = logging.getLogger(__name__)

# Where a value comes from that no file of the project sets.
EDITOR = "editor settings"
MERGED = ("select", "ignore", "severity", "exclude")


@frozen
class InForce:
    """The settings for one folder: the project's, with the editor's where the project says nothing."""

    loaded: LoadedSettings
    versions: Mapping[str, str]
    surroundings: Surroundings = NOTHING_AROUND

    @property
    def settings(self) -> Settings:
        return self.loaded.settings

    def means(self, other: InForce) -> bool:
        """Whether a document is analysed alike with both."""
        alike = self.settings == other.settings and self.versions == other.versions
        return alike and self.surroundings == other.surroundings


@define(eq=False)
class _Kept:
    analyser: Analyser
    in_force: InForce
    excluded: bool


@define(eq=False)
class Workspace:
    """Analyses the open documents. Only the worker thread uses it."""

    load: Callable[[], Engine]
    editor: EditorSettings = field(factory=EditorSettings)
    root: Path | None = None
    engine: Engine | None = None
    modules: Any = field(default=None, init=False)  # a Modules, once the worker has started
    dependents: list[str] = field(
        factory=list, init=False
    )  # documents that import what was edited since they were read
    _kept: dict[str, _Kept] = field(factory=dict, init=False)
    _folders: dict[Path, InForce] = field(factory=dict, init=False)

    def start(self) -> Engine:
        """Load the engine. Imports most of the program; raises what the loading raises."""
        from heldout.analysis.modules import Modules

        self.engine, self.modules = self.load(), Modules()
        self.modules.infer(self.editor.inference)
        return self.engine

    def configure(self, editor: EditorSettings, root: Path | None) -> None:
        """Take the editor's settings, and read the files of the project again when they are next asked for."""
        self.editor, self.root = editor, root
        self._folders.clear()
        if self.modules is not None:
            self.modules.infer(editor.inference)

    def update(self, document: Document, cancelled: Callable[[], bool]) -> Snapshot | None:
        """Analyse a document; None where there is no engine or the document is excluded. Raises Cancelled."""
        if self.engine is None:
            return None
        kept = self._kept.get(document.uri)
        in_force = self.in_force(document.path)
        if kept is None or kept.in_force is not in_force:
            if kept is not None and kept.in_force.means(in_force):
                kept.in_force = in_force
            else:
                kept = _Kept(self.analyser(document), in_force, _excluded(document.path, in_force.settings))
                self._kept[document.uri] = kept
        self.dependents += self._using(document.path) if self.modules.opened(document) else []
        return None if kept.excluded else kept.analyser.update(document, cancelled)

    def afresh(self, shown: Snapshot, cancelled: Callable[[], bool]) -> tuple[Snapshot, Snapshot] | None:
        """What is known of a document and what a fresh analysis knows, which is kept from now on; None where that is the same as
        what is shown. A document that does not parse is left out: its last good facts depend on what it was. Raises Cancelled.
        """
        kept = self._kept.get(shown.document.uri)
        if kept is None or kept.excluded or shown.broken:
            return None
        analyser = self.analyser(shown.document)
        fresh = analyser.update(shown.document, cancelled)
        if fresh.findings == shown.findings:
            return None
        known = kept.analyser.update(shown.document, cancelled)  # other files may have changed since
        kept.analyser = analyser
        return known, fresh

    def closed(self, document: Document) -> list[str]:
        """Drop what is kept for a document that was closed; the URIs of those that must now read it from the disk."""
        self.forget(document.uri)
        return self._using(document.path) if self.modules is not None and self.modules.closed(document.path) else []

    def questions(self) -> list[Question]:
        """What documents asked about installed packages since this was last called."""
        return [] if self.modules is None else self.modules.inference.waiting()

    def learned(self, found: Mapping[Question, list[list[str]]]) -> list[str]:
        """Take what was found out; the URIs of the documents for which it matters."""
        if self.engine is None:
            return []
        news = self.modules.learned(self.engine.models, found)
        return [uri for uri, kept in self._kept.items() if kept.analyser.asks(news)]

    def _using(self, path: str | None) -> list[str]:
        return [uri for uri, kept in self._kept.items() if kept.analyser.imports(path)]

    def analyser(self, document: Document) -> Analyser:
        """A new analyser with the settings that hold for a document."""
        from heldout.analysis.engine import Analyser

        assert self.engine is not None
        in_force = self.in_force(document.path)
        return Analyser(
            self.engine,
            in_force.settings,
            in_force.versions,
            self.modules.seen_from(document.path),
            in_force.surroundings,
        )

    def forget(self, uri: str) -> None:
        """Drop what is kept for a document: its analysis failed and must begin afresh."""
        self._kept.pop(uri, None)

    def in_force(self, path: str | None) -> InForce:
        """The settings for a document, by its folder; for one that lies in no file, those of the workspace."""
        return self.in_force_of(Path(path).parent if path else (self.root or Path.cwd()))

    def in_force_of(self, folder: Path) -> InForce:
        """The settings for documents in a folder."""
        found = self._folders.get(folder)
        if found is None:
            found = self._folders[folder] = self._read(folder)
        return found

    def refresh(self) -> bool:
        """Read the files of the project again; whether anything is different now."""
        if self.engine is None:
            return False
        before, self._folders = self._folders, {}
        different = [folder for folder, in_force in before.items() if self.in_force_of(folder) != in_force]
        return self.modules.refresh() or bool(different)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the configuration files that were read, each once."""
        return tuple(dict.fromkeys(problem for folder in self._folders.values() for problem in folder.loaded.problems))

    def _read(self, folder: Path) -> InForce:
        from heldout.project.config import load_file, load_settings
        from heldout.project.surroundings import surroundings_of
        from heldout.project.versions import versions_in_force

        protocols = self.engine.protocols if self.engine is not None else ()
        if self.editor.configuration is None:
            loaded = load_settings(folder, self.names(), protocols)
        else:
            named = (self.root or folder) / Path(self.editor.configuration).expanduser()
            loaded = load_file(named, self.names(), protocols)
        caches = self.engine.caches if self.engine is not None else ()
        chosen = self.editor.environment
        environment = (self.root or folder) / Path(chosen).expanduser() if chosen else None
        versions = versions_in_force(folder, environment)
        return InForce(self._merge(loaded), versions, surroundings_of(folder, caches).load())

    def names(self) -> Mapping[str, str]:
        """The names that settings and comments may use, each with the severity it has by default."""
        from heldout.findings.suppression import UNUSED

        rules = self.engine.rules if self.engine is not None else {}
        return {UNUSED: "info", **{name: rule.severity.value for name, rule in rules.items()}}

    def _merge(self, loaded: LoadedSettings) -> LoadedSettings:
        settings, origins = loaded.settings, dict(loaded.origins)
        for key in MERGED:
            value = getattr(self.editor, key)
            if key not in origins and value:
                settings = evolve(settings, **{key: value if key == "exclude" else self._known(key, value)})
                origins[key] = EDITOR
        return evolve(loaded, settings=settings, origins=origins)

    def _known(self, key: str, names: Any) -> Any:
        """The names (of a tuple or a mapping) that mean a rule; a name that means none would switch everything off."""
        from heldout.project.names import meant

        known = self.names()
        unknown = [name for name in names if not meant(name, known)]
        for name in unknown:
            log.warning("The setting heldout.%s names `%s`, which is no rule or family; it has no effect.", key, name)
        if isinstance(names, Mapping):
            return {name: level for name, level in names.items() if name not in unknown}
        return tuple(name for name in names if name not in unknown)


def _excluded(path: str | None, settings: Settings) -> bool:
    from heldout.project.settings import relative_path, spec_of

    if path is None or not settings.exclude:
        return False
    return spec_of(settings.exclude).match_file(relative_path(path, settings.root))
