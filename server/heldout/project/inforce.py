"""The configuration in force, printed as the TOML that would bring it about, with the origin of each value."""

from __future__ import annotations

import json
from collections.abc import Mapping

from heldout.findings.finding import Severity
from heldout.project.config import KEYS, LoadedSettings
from heldout.project.settings import Settings
from heldout.semantics.models import entries


def describe(
    loaded: LoadedSettings,
    severities: Mapping[str, str],
    path: str | None = None,
    versions: Mapping[str, str] | None = None,
    origins: Mapping[str, str] | None = None,
) -> str:
    """Every setting with where it comes from; every rule with its severity (for one file, when `path` is given).

    `severities` are the rules' own. `origins` adds to those of the file: where somebody else's values come from.
    """
    settings = loaded.settings
    known = {**loaded.origins, **(origins or {})}
    lines = [
        f"# {loaded.origin}" if loaded.origin else "# no heldout.toml and no [tool.heldout] in a pyproject.toml",
        "",
    ]
    for key in KEYS:
        if key == "models":  # long, and nobody looks for their text here
            names = sorted(name for _, document in settings.models for name, _ in entries(document))
            lines += [f"# models of {', '.join(names)}  # {known.get(key, 'default')}"] if names else []
            continue
        lines.append(f"{key} = {_value(settings, key)}  # {known.get(key, 'default')}")
    lines += ["", f"# severity of each rule{f' in {path}' if path else ''}"]
    width = max((len(name) for name in severities), default=0)
    for name, default in sorted(severities.items()):
        severity = settings.severity_of(name, Severity(default), path)
        level = severity.value if severity else "off"
        note = "" if level == default else f"  # {default} by default"
        lines.append(f"#   {name:<{width}}  {level}{note}")
    if versions:
        lines += ["", "# versions in force", *(f"#   {name} {version}" for name, version in sorted(versions.items()))]
    return "\n".join(lines) + "\n"


def _value(settings: Settings, key: str) -> str:
    if key == "fail-on":
        return json.dumps(settings.fail_on.value)
    if key == "severity":
        return _levels(settings.severity)
    if key == "per-path":
        sections = (
            f"{json.dumps(section.pattern)} = {{ "
            + ", ".join(
                f"{name} = {value}"
                for name, value, given in (
                    ("select", _names(section.select), section.select),
                    ("ignore", _names(section.ignore), section.ignore),
                    ("severity", _levels(section.severity), section.severity),
                )
                if given
            )
            + " }"
            for section in settings.per_path
        )
        return "{ " + ", ".join(sections) + " }" if settings.per_path else "{}"
    names: dict[str, tuple[str, ...]] = {
        "select": settings.select,
        "ignore": (*settings.ignore, *settings.never),
        "exclude": settings.exclude,
    }
    return _names(names[key])


def _names(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(json.dumps(name, ensure_ascii=False) for name in names) + "]"


def _levels(levels: Mapping[str, Severity | None]) -> str:
    pairs = (f"{name} = {json.dumps(level.value if level else 'off')}" for name, level in levels.items())
    return "{ " + ", ".join(pairs) + " }" if levels else "{}"
