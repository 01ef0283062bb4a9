"""What the editor's own settings ask for, read without trust: what makes no sense is said once and left out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen

from heldout.findings.finding import Severity

LOG_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
SEVERITIES: dict[str, Severity | None] = {**{level.value: level for level in Severity}, "off": None}


@frozen
class EditorSettings:
    """The settings of the section "heldout". For `select`, `ignore`, `severity` and `exclude` the project's file wins.

    `configuration` names a heldout.toml to use instead of the nearest. `environment` is the Python (or the folder of the
    environment) that the project runs with. `run` is when documents are analysed.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = field(factory=dict)
    exclude: tuple[str, ...] = ()
    configuration: str | None = None
    environment: str | None = None
    run: Literal["onType", "onSave"] = "onType"
    fix_all: bool = True
    unsafe_fixes: bool = True
    ignore_comments: bool = True
    hover: bool = True
    inlay_hints: bool = False
    inference: bool = True
    log_level: int = logging.INFO


def read(options: Any) -> tuple[EditorSettings, list[str]]:
    """The settings in what the client sent (initializationOptions or the section), and a sentence for each odd one."""
    if isinstance(options, Mapping) and isinstance(options.get("settings"), Mapping):
        options = options["settings"]
    if isinstance(options, Mapping) and isinstance(options.get("heldout"), Mapping):
        options = options["heldout"]
    if not isinstance(options, Mapping):
        return EditorSettings(), []
    reader = _Reader(options)
    settings = EditorSettings(
        select=reader.strings("select"),
        ignore=reader.strings("ignore"),
        severity=reader.severities("severity"),
        exclude=reader.strings("exclude"),
        configuration=reader.string("configuration") or None,
        environment=reader.string("environment") or None,
        run="onSave" if reader.choice("run", ("onType", "onSave"), "onType") == "onSave" else "onType",
        fix_all=reader.flag("fixAll"),
        unsafe_fixes=reader.flag("unsafeFixes"),
        ignore_comments=reader.flag("ignoreComments"),
        hover=reader.enabled("hover", True),
        inlay_hints=reader.enabled("inlayHints", False),
        inference=reader.enabled("inference", True),
        log_level=LOG_LEVELS[reader.choice("logLevel", tuple(LOG_LEVELS), "info")],
    )
    return settings, reader.odd


class _Reader:
    """Takes values out of a mapping. A missing or null one means the default."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.options = options
        self.odd: list[str] = []

    def _wrong(self, key: str, expected: str) -> None:
        self.odd.append(f"The setting heldout.{key} must be {expected}; its default is in force.")

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.options.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._wrong(key, "a list of strings")
            return ()
        return tuple(value)

    def string(self, key: str) -> str:
        value = self.options.get(key)
        if value is not None and not isinstance(value, str):
            self._wrong(key, "a string")
            return ""
        return value or ""

    def flag(self, key: str) -> bool:
        value = self.options.get(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, "true or false")
            return True
        return value is not False

    def enabled(self, key: str, default: bool) -> bool:
        value = self.options.get(key)
        if value is not None and not isinstance(value, Mapping):
            self._wrong(key, 'an object such as {"enable": true}')
            return default
        enable = value.get("enable") if isinstance(value, Mapping) else None
        return enable if isinstance(enable, bool) else default

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self.options.get(key)
        if value is not None and value not in choices:
            self._wrong(key, f"one of {', '.join(choices)}")
        return value if isinstance(value, str) and value in choices else default

    def severities(self, key: str) -> dict[str, Severity | None]:
        value = self.options.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._wrong(key, 'an object such as {"leak": "error"}')
            return {}
        levels: dict[str, Severity | None] = {}
        for name, level in value.items():
            if isinstance(level, str) and level in SEVERITIES:
                levels[name] = SEVERITIES[level]
            else:
                self._wrong(f"{key}.{name}", f"one of {', '.join(SEVERITIES)}")
        return levels
