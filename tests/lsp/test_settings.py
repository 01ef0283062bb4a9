"""The editor's settings, and what a client can do."""

from __future__ import annotations

import logging

from lsprotocol import converters, types

from heldout.findings.finding import Severity
from heldout.lsp.client import resolve
from heldout.lsp.settings import EditorSettings, read


def test_settings_as_vs_code_sends_them() -> None:
    options = {
        "enable": True,
        "select": ["leak"],
        "severity": {"seed": "info", "leak-fit-on-test": "off"},
        "run": "onSave",
        "hover": {"enable": False},
        "inlayHints": {"enable": True},
        "inference": {"enable": False},
        "logLevel": "debug",
        "trace": {"server": "off"},
    }
    settings, odd = read(options)
    assert odd == []
    assert settings == EditorSettings(
        select=("leak",),
        severity={"seed": Severity.INFO, "leak-fit-on-test": None},
        run="onSave",
        hover=False,
        inlay_hints=True,
        inference=False,
        log_level=logging.DEBUG,
    )
    assert read({"settings": options}) == read({"heldout": options}) == (settings, [])


def test_nothing_means_the_defaults() -> None:
    assert read(None) == read({}) == read("nonsense") == read([1]) == (EditorSettings(), [])


def test_each_odd_setting_is_said_once_and_left_out() -> None:
    settings, odd = read({"select": "leak", "run": "never", "severity": {"leak": "loud"}, "fixAll": 1, "hover": True})
    assert settings == EditorSettings()
    assert [line.split(" must")[0] for line in odd] == [
        "The setting heldout.select",
        "The setting heldout.severity.leak",
        "The setting heldout.run",
        "The setting heldout.fixAll",
        "The setting heldout.hover",
    ]


def test_the_first_encoding_that_we_know_is_taken() -> None:
    def encoding(*offered: str) -> str:
        capabilities = {"general": {"positionEncodings": list(offered)}} if offered else {}
        params = {"processId": None, "rootUri": None, "capabilities": capabilities}
        return resolve(converters.get_converter().structure(params, types.InitializeParams)).encoding

    assert encoding() == "utf-16"
    assert encoding("utf-8", "utf-16") == "utf-8"
    assert encoding("utf-7", "utf-32") == "utf-32"
    assert encoding("ebcdic") == "utf-16"
