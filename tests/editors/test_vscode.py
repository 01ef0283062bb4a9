"""The suite inside VS Code's real extension host: vscode-client/test, through the real `vscode` API."""

from __future__ import annotations

from code_server import CodeServer
from toolchain import CLIENT, drive


def test_extension_host(vscode_with_source: CodeServer) -> None:
    assert_suite_passes(vscode_with_source)


def test_extension_host_without_trust(vscode_without_trust: CodeServer) -> None:
    assert_suite_passes(vscode_without_trust)


def assert_suite_passes(server: CodeServer) -> None:
    done = drive("exthost.mjs", PORT=str(server.port), WORKSPACE=str(server.workspace), EXTENSION=str(CLIENT))
    report = server.report.read_text() if server.report.exists() else f"{done.stdout}\n{server.logs()}"
    print(report)
    assert done.returncode == 0, f"{report}\n{done.stderr}"
