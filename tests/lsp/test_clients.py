"""The real server with the capabilities of VS Code, Neovim and Emacs, through pytest-lsp's client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from wire import REAL

TEXT = (Path(__file__).parents[2] / "examples" / "churn.py").read_text(encoding="utf-8")


@pytest_lsp.fixture(
    params=["visual_studio_code", "neovim@v0.7.0", "neovim", "emacs"],
    config=ClientServerConfig(server_command=REAL),
)
async def editor(request: pytest.FixtureRequest, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor that has introduced itself, and says yes to what the server registers."""

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        return None

    params = types.InitializeParams(capabilities=client_capabilities(request.param))
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


async def test_findings_fixes_and_hover(editor: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "churn.py").as_uri()
    item = types.TextDocumentItem(uri, "python", 1, TEXT)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
    identifier = types.TextDocumentIdentifier(uri)
    if editor.capabilities.text_document and editor.capabilities.text_document.diagnostic:
        report = await editor.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier))
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        found = list(report.items)
    else:
        await editor.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        found = list(editor.diagnostics[uri])
    leak = next(one for one in found if one.code == "leak-preprocess-before-split")

    hover = await editor.text_document_hover_async(types.HoverParams(identifier, leak.range.start))
    assert isinstance(hover, types.Hover)
    assert leak.code in str(hover.contents)

    context = types.CodeActionContext([leak])
    actions = await editor.text_document_code_action_async(types.CodeActionParams(identifier, leak.range, context))
    assert actions
    assert any("Ignore leak-preprocess-before-split" in action.title for action in actions)
    first = actions[0]
    assert isinstance(first, types.CodeAction)
    if first.edit is None:
        first = await editor.code_action_resolve_async(first)
    assert first.edit is not None
    assert first.edit.document_changes or first.edit.changes
