"""Finding and reading a project's configuration: the nearest heldout.toml or pyproject.toml with [tool.heldout]."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from heldout.findings.finding import Severity
from heldout.project import toml
from heldout.project.names import meant, nearest, nearest_rule
from heldout.project.settings import PathSettings, Settings, makes_sense
from heldout.project.user_models import UserModels, model_files, read_file, read_models

KEYS = ("select", "ignore", "severity", "per-path", "exclude", "fail-on", "models")
PATH_KEYS = ("select", "ignore", "severity")
LEVELS = ("error", "warning", "info", "hint", "off")


@frozen
class Problem:
    """Something wrong in a configuration file. Line and column are 0-based; the message says what to do."""

    path: str
    line: int
    column: int
    message: str


@frozen
class Named:
    """A rule or family that the configuration names, and where."""

    name: str
    line: int
    column: int


@frozen
class LoadedSettings:
    """The settings in force for a folder; `origin` is the file they come from, None when nothing is configured.

    `origins` says for each key that is set where it comes from ("pyproject.toml:12").
    """

    settings: Settings = field(factory=Settings)
    origin: Path | None = None
    problems: tuple[Problem, ...] = ()
    origins: Mapping[str, str] = field(factory=dict)
    named: tuple[Named, ...] = ()
    model_patterns: tuple[str, ...] = ()
    protocols: tuple[tuple[str, Problem], ...] = ()  # of models, each with what to say if there is none of that name


Stamp = tuple[object, ...]
_cache: dict[Path, tuple[Stamp, LoadedSettings | None]] = {}


def load_settings(
    directory: Path, known_rules: Collection[str] | None = None, protocols: Collection[str] = ()
) -> LoadedSettings:
    """The settings for files in a folder. Never raises: what is wrong becomes a Problem, and defaults hold there."""
    directory = directory.absolute()
    for folder in (directory, *directory.parents):
        for name in ("heldout.toml", "pyproject.toml"):
            loaded = _load(folder / name)
            if loaded is not None:
                return loaded if known_rules is None else check_names(loaded, known_rules, protocols)
    return LoadedSettings()


def load_file(
    path: Path, known_rules: Collection[str] | None = None, protocols: Collection[str] = ()
) -> LoadedSettings:
    """The settings of one file that somebody named. Never raises."""
    loaded = _load(path.absolute())
    if loaded is None:
        problem = Problem(
            str(path), 0, 0, f"{path.name} has no [tool.heldout] or cannot be found; defaults are in force."
        )
        return LoadedSettings(problems=(problem,))
    return loaded if known_rules is None else check_names(loaded, known_rules, protocols)


def check_names(
    loaded: LoadedSettings, known_rules: Collection[str], protocols: Collection[str] = ()
) -> LoadedSettings:
    """The same with a Problem for every name that means no known rule, or no protocol of models. They have no effect."""
    problems = list(loaded.problems)
    problems += [problem for name, problem in loaded.protocols if protocols and name not in protocols]
    unknown = {named.name for named in loaded.named if not meant(named.name, known_rules)}
    for named in loaded.named:
        if named.name in unknown:
            hint = nearest_rule(named.name, known_rules)
            advice = f"did you mean `{hint}`?" if hint else "`heldout rules` lists them."
            message = f"`{named.name}` is no rule or family of Heldout and has no effect; {advice}"
            problems.append(Problem(str(loaded.origin), named.line, named.column, message))
    if len(problems) == len(loaded.problems):
        return loaded
    return evolve(loaded, settings=_without(loaded.settings, unknown), problems=tuple(problems))


def _without(settings: Settings, names: set[str]) -> Settings:
    def kept(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in given if name not in names)

    def kept_levels(given: Mapping[str, Severity | None]) -> dict[str, Severity | None]:
        return {name: level for name, level in given.items() if name not in names}

    sections = tuple(
        PathSettings(s.pattern, kept(s.select), kept(s.ignore), kept_levels(s.severity)) for s in settings.per_path
    )
    return evolve(
        settings,
        select=kept(settings.select),
        ignore=kept(settings.ignore),
        severity=kept_levels(settings.severity),
        per_path=sections,
    )


def _load(path: Path) -> LoadedSettings | None:
    try:
        state = path.stat()
        if not path.is_file():
            return None
    except OSError:
        return None
    stamp = (state.st_mtime_ns, state.st_size)
    cached = _cache.get(path)
    if cached is None or cached[0] != (*stamp, *_stamps(path.parent, cached[1])):
        loaded = _read(path)
        cached = ((*stamp, *_stamps(path.parent, loaded)), loaded)
        _cache[path] = cached
    return cached[1]


def _stamps(root: Path, loaded: LoadedSettings | None) -> Iterator[object]:
    """What changes when a file of models does, or when there is one more or less."""
    if loaded is not None and loaded.model_patterns:
        for path in model_files(root, loaded.model_patterns):
            try:
                state = path.stat()
            except OSError:
                continue
            yield (path, state.st_mtime_ns, state.st_size)


def _read(path: Path) -> LoadedSettings | None:
    def failed(line: int, column: int, reason: str) -> LoadedSettings:
        message = f"{path.name} cannot be read: {reason}; Heldout's defaults are in force until it can."
        return LoadedSettings(origin=path, problems=(Problem(str(path), line, column, message),))

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return failed(0, 0, f"byte {error.start} is not UTF-8")
    except OSError as error:
        return failed(0, 0, (error.strerror or "it cannot be opened").lower())
    try:
        tables = toml.parse(text.replace("\r\n", "\n"))
    except toml.TomlError as error:
        return failed(error.line, error.column, error.reason[:1].lower() + error.reason[1:])
    table: tuple[str, ...] = ()
    if path.name == "pyproject.toml":
        tool = tables.get("tool")
        if not isinstance(tool, dict) or "heldout" not in tool:
            return None
        tables, table = tool["heldout"], ("tool", "heldout")
    return _Reader(path, text.replace("\r\n", "\n"), table).read(tables)


class _Reader:
    """Turns the tables of one file into settings, collecting what is wrong."""

    def __init__(self, path: Path, text: str, table: tuple[str, ...]) -> None:
        self.path, self.text, self.table = path, text, table
        self.problems: list[Problem] = []
        self.origins: dict[str, str] = {}
        self.named: list[Named] = []
        self.model_patterns: tuple[str, ...] = ()
        self.protocols: list[tuple[str, Problem]] = []

    def read(self, tables: Any) -> LoadedSettings:
        settings = Settings(root=self.path.parent)
        if not isinstance(tables, dict):
            self.wrong(self.table[:-1], self.table[-1], "`heldout` must be a table: write [tool.heldout]")
            tables = {}
        for key, value in tables.items():
            at = toml.spot(self.text, self.table, key)
            self.origins[key] = f"{self.path.name}:{at.line + 1}"
            if key == "select":
                settings = evolve(settings, select=self.names(self.table, key, value))
            elif key == "ignore":
                settings = evolve(settings, ignore=self.names(self.table, key, value))
            elif key == "severity":
                settings = evolve(settings, severity=self.levels(self.table, key, value))
            elif key == "per-path":
                settings = evolve(settings, per_path=self.sections(value))
            elif key == "exclude":
                settings = evolve(settings, exclude=self.patterns(value))
            elif key == "fail-on":
                settings = evolve(settings, fail_on=self.threshold(value))
            elif key == "models":
                settings = evolve(settings, models=tuple(self.models(value)))
            else:
                del self.origins[key]
                self.unknown(self.table, key, KEYS)
        return LoadedSettings(
            settings,
            self.path,
            tuple(self.problems),
            self.origins,
            tuple(self.named),
            self.model_patterns,
            tuple(self.protocols),
        )

    def wrong(self, table: tuple[str, ...], key: str, message: str, value: str | None = None) -> None:
        at = toml.spot(self.text, table, key, value)
        self.problems.append(Problem(str(self.path), at.line, at.column, f"{message}; its default is in force."))

    def unknown(self, table: tuple[str, ...], key: str, keys: tuple[str, ...]) -> None:
        at = toml.spot(self.text, table, key)
        hint = nearest(key, keys)
        advice = f"did you mean `{hint}`?" if hint else f"there are {', '.join(keys)}."
        message = f"`{key}` is no setting of Heldout and has no effect; {advice}"
        self.problems.append(Problem(str(self.path), at.line, at.column, message))

    def strings(self, table: tuple[str, ...], key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(table, key, f'`{key}` must be a list of strings, such as ["…"]')
            return ()
        return tuple(value)

    def patterns(self, value: Any) -> tuple[str, ...]:
        patterns = self.strings(self.table, "exclude", value)
        for pattern in patterns:
            if not makes_sense(pattern):
                self.wrong(self.table, "exclude", f'"{pattern}" is no pattern of paths', pattern)
        return patterns

    def names(self, table: tuple[str, ...], key: str, value: Any) -> tuple[str, ...]:
        names = self.strings(table, key, value)
        self.named += (self.name(table, key, name) for name in names)
        return names

    def name(self, table: tuple[str, ...], key: str, name: str) -> Named:
        at = toml.spot(self.text, table, key, name)
        return Named(name, at.line, at.column)

    def levels(self, table: tuple[str, ...], key: str, value: Any) -> dict[str, Severity | None]:
        if not isinstance(value, dict):
            self.wrong(table, key, '`severity` must be a table, such as { leak = "error" }')
            return {}
        levels: dict[str, Severity | None] = {}
        for name, level in value.items():
            if level not in LEVELS:
                words = ", ".join(LEVELS[:-1])
                self.wrong((*table, key), name, f"the severity of `{name}` must be one of {words} or off")
                continue
            levels[name] = None if level == "off" else Severity(level)
            self.named.append(self.name((*table, key), name, name))
        return levels

    def threshold(self, value: Any) -> Severity:
        if value not in LEVELS[:-1]:
            self.wrong(self.table, "fail-on", f"`fail-on` must be one of {', '.join(LEVELS[:-1])}")
            return Settings().fail_on
        return Severity(value)

    def sections(self, value: Any) -> tuple[PathSettings, ...]:
        if not isinstance(value, dict):
            self.wrong(self.table, "per-path", "`per-path` must be a table from pattern to settings")
            return ()
        sections: list[PathSettings] = []
        for pattern, wishes in value.items():
            table = (*self.table, "per-path", pattern)
            if not makes_sense(pattern):
                self.wrong(table[:-1], pattern, f'"{pattern}" is no pattern of paths')
                continue
            if not isinstance(wishes, dict):
                self.wrong(
                    table[:-1], pattern, f'the settings of "{pattern}" must be a table, such as {{ ignore = ["seed"] }}'
                )
                continue
            for key in wishes.keys() - set(PATH_KEYS):
                self.unknown(table, key, PATH_KEYS)
            section = PathSettings(
                pattern,
                self.names(table, "select", wishes.get("select", [])),
                self.names(table, "ignore", wishes.get("ignore", [])),
                self.levels(table, "severity", wishes.get("severity", {})),
            )
            sections.append(section)
        return tuple(sections)

    def models(self, value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The models of the project's own helpers: those written here, and those of the files that are named."""
        table = (*self.table, "models")
        read = read_models(value, table)
        self.wrong_models(self.path, self.text, read)
        if read.document:
            yield self.path.name, read.document
        if not isinstance(value, dict) or "files" not in value:
            return
        self.model_patterns = self.strings(table, "files", value["files"])
        for pattern in self.model_patterns:
            if not model_files(self.path.parent, (pattern,)):
                at = toml.spot(self.text, table, "files", pattern)
                message = f'"{pattern}" names no file below {self.path.parent.name or "/"} and has no effect.'
                self.problems.append(Problem(str(self.path), at.line, at.column, message))
        for path in model_files(self.path.parent, self.model_patterns):
            text, read = read_file(path)
            self.wrong_models(path, text, read)
            if read.document:
                yield path.name, read.document

    def wrong_models(self, path: Path, text: str, read: UserModels) -> None:
        for one in read.wrong:
            at = one.at or toml.spot(text, one.table, one.key)
            self.problems.append(Problem(str(path), at.line, at.column, f"{one.message}; it is left out."))
        for one in read.protocols:
            at = toml.spot(text, one.table, one.key)
            problem = Problem(str(path), at.line, at.column, f"{one.message}; it is left out.")
            self.protocols.append((one.about, problem))
