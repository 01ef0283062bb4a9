"""The engine: library models and rules, loaded once a process, and shared by every document that is kept analysed."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import field, frozen

from heldout.findings.finding import Safety, Severity
from heldout.findings.rule import Rule, family
from heldout.findings.suppression import UNUSED
from heldout.semantics.models import ModelError, Models

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN_PACK = "heldout_rules"
UserModels = tuple[tuple[str, Mapping[str, Any]], ...]


@frozen
class RuleInfo:
    """A rule as its users see it. `page` is markdown; `fixable` is the safety of its fix, None when it has none."""

    name: str
    family: str
    severity: Severity
    summary: str
    page: str = field(repr=False)
    fixable: Safety | None
    frameworks: tuple[str, ...]
    url: str = ""  # where the page can be opened: the file beside the rule, which needs no network


class Engine:
    """Models and rules. `load` is the only constructor that users need; it reads the packs' files and nothing else."""

    def __init__(self, models: Models, rules: tuple[Rule, ...], infos: Mapping[str, RuleInfo]) -> None:
        self.models = models
        self.all_rules = rules
        self.rules = infos
        self.step_rules: dict[str, list[Rule]] = {}
        for rule in rules:
            for op in rule.ops:
                self.step_rules.setdefault(op, []).append(rule)
        self.notebook_rules = tuple([r for r in rules if type(r).check_notebook is not Rule.check_notebook])
        self.graph_rules = tuple([r for r in rules if not r.ops and type(r).check_graph is not Rule.check_graph])
        self.protocols = tuple(models.protocols)  # that models may name
        self._of_projects: list[tuple[UserModels, Engine]] = []
        self.guides: tuple[tuple[str, str], ...] = ()  # of frameworks, for the agent: file name and text

    @classmethod
    def load(cls) -> Engine:
        """The engine with Heldout's own pack and those that the environment installs (entry points `heldout.rules`)."""
        packs = [import_module(OWN_PACK)]
        for entry in entry_points(group="heldout.rules"):
            if entry.value != OWN_PACK:
                packs.append(entry.load())
        tables = []
        for pack in packs:
            for name, text in pack.models():
                try:
                    tables.append((name, tomllib.loads(text)))
                except tomllib.TOMLDecodeError as error:
                    raise ModelError(f"{name}: {error}") from None
        guides: list[tuple[str, str]] = []
        rules: dict[str, Rule] = {}
        infos: dict[str, RuleInfo] = {}
        for pack in packs:
            guides += pack.guides() if hasattr(pack, "guides") else []
            for kind in pack.RULES:
                rules[kind.name] = kind()
                infos[kind.name] = _info(kind, pack)
        infos[UNUSED] = _unused_info()
        ordered = tuple([rules[name] for name in sorted(rules)])
        engine = cls(Models(tables), ordered, dict(sorted(infos.items())))
        engine.guides = tuple(guides)
        return engine

    def of_project(self, models: UserModels) -> Engine:
        """The engine with a project's own models as well; one for each set of them, and this one where there are none."""
        if not models:
            return self
        for known, engine in self._of_projects:
            if known is models or known == models:
                return engine
        engine = Engine(self.models.extended(models), self.all_rules, self.rules)
        engine.guides = self.guides
        self._of_projects = [
            *self._of_projects[-7:],
            (models, engine),
        ]  # somebody who edits them leaves old ones behind
        return engine

    @property
    def caches(self) -> tuple[str, ...]:
        """Where hubs keep what was downloaded, as the models write it."""
        return self.models.caches

    @cached_property
    def _imports(self) -> re.Pattern[str]:
        roots = "|".join(re.escape(root) for root in sorted({*self.models.roots, *self.models.owned}))
        return re.compile(rf"^[ \t]*(?:import|from)\b[^\n#]*\b(?:{roots})\b", re.MULTILINE)

    def relevant(self, text: str) -> bool:
        """Whether a text imports a library that Heldout knows: one search, so that other files cost nothing more."""
        return self._imports.search(text) is not None


def _info(kind: type[Rule], pack: ModuleType) -> RuleInfo:
    page = pack.page(kind.name)
    summary = next((line for line in page.splitlines() if line and not line.startswith("#")), kind.name)
    fixable = None
    if kind.fix is not Rule.fix:
        fixable = kind.fix_safety
    url = Path(inspect.getfile(kind)).with_suffix(".md").as_uri()
    return RuleInfo(kind.name, family(kind.name), kind.severity, summary, page, fixable, kind.frameworks, url)


def _unused_info() -> RuleInfo:
    summary = "A comment suppresses a finding that is not there."
    page = (
        f"# {UNUSED}\n\n{summary}\n\n## What it does\n\nReports the names in `# heldout: …` comments that suppress nothing, "
        "so that they do not hide tomorrow's findings.\n\n## What the fix does\n\nRemoves the name, or the whole comment.\n"
    )
    return RuleInfo(UNUSED, "unused", Severity.INFO, summary, page, Safety.SAFE, ())
