"""What the client can do, asked once at `initialize`: the flat struct that every feature decides by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen
from lsprotocol import types

from heldout.source.encoding import Encoding

_ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")


@frozen
class Client:
    """The client's abilities as far as this server has a use for them. The defaults are those of a bare client."""

    encoding: Encoding = "utf-16"
    pull: bool = False
    pull_registered: bool = False
    pull_refresh: bool = False
    related: bool = False
    code_href: bool = False
    diagnostic_data: bool = False
    action_literals: bool = False
    action_preferred: bool = False
    action_resolve: bool = False
    action_disabled: bool = False
    action_tags: bool = False
    document_changes: bool = False
    annotations: bool = False
    applies: bool = False
    progress: bool = False
    markdown_hover: bool = False
    pull_configuration: bool = False
    register_configuration: bool = False
    register_watchers: bool = False
    inlay_refresh: bool = False
    status: bool = False
    consents: bool = False


def resolve(params: types.InitializeParams) -> Client:
    """The struct for a client that announced these capabilities.

    `status` is no capability of the protocol: a client that sends initializationOptions knows this server, and so
    `heldout/status`; to others a strange notification may be worth a warning. `consents`, likewise: the client asks its user
    about the agent, stores the key, and shows our pages of plain text.
    """
    capabilities = params.capabilities
    text = capabilities.text_document or types.TextDocumentClientCapabilities()
    workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
    published = text.publish_diagnostics or types.PublishDiagnosticsClientCapabilities()
    pulled = text.diagnostic or types.DiagnosticClientCapabilities()
    actions = text.code_action or types.CodeActionClientCapabilities()
    hover = text.hover or types.HoverClientCapabilities()
    edits = workspace.workspace_edit or types.WorkspaceEditClientCapabilities()
    pull = text.diagnostic is not None
    tags = actions.tag_support.value_set if actions.tag_support else ()
    window = capabilities.window or types.WindowClientCapabilities()
    lazy = actions.resolve_support.properties if actions.resolve_support else ()
    return Client(
        encoding=_encoding(capabilities.general.position_encodings if capabilities.general else None),
        pull=pull,
        pull_registered=pull and bool(pulled.dynamic_registration),
        pull_refresh=bool(workspace.diagnostics and workspace.diagnostics.refresh_support),
        related=bool(published.related_information or pulled.related_information),
        code_href=bool(published.code_description_support or pulled.code_description_support),
        diagnostic_data=bool(published.data_support or pulled.data_support),
        action_literals=actions.code_action_literal_support is not None,
        action_preferred=bool(actions.is_preferred_support),
        action_resolve=bool(actions.data_support) and "edit" in lazy,
        action_disabled=bool(actions.disabled_support),
        action_tags=types.CodeActionTag.LlmGenerated in tags,
        document_changes=bool(edits.document_changes),
        annotations=bool(edits.document_changes) and edits.change_annotation_support is not None,
        applies=bool(workspace.apply_edit),
        progress=bool(window.work_done_progress),
        markdown_hover=_prefers_markdown(hover.content_format),
        pull_configuration=bool(workspace.configuration),
        register_configuration=_dynamic(workspace.did_change_configuration),
        register_watchers=_dynamic(workspace.did_change_watched_files),
        inlay_refresh=bool(workspace.inlay_hint and workspace.inlay_hint.refresh_support),
        status=isinstance(params.initialization_options, dict),
        consents=isinstance(params.initialization_options, dict)
        and params.initialization_options.get("consent") is True,
    )


def _encoding(offered: Iterable[types.PositionEncodingKind | str] | None) -> Encoding:
    """The first encoding the client prefers that we know; UTF-16 where it names none (the protocol's default)."""
    for kind in offered or ():
        name = kind.value if isinstance(kind, types.PositionEncodingKind) else kind
        for known in _ENCODINGS:
            if name == known:
                return known
    return "utf-16"


def _prefers_markdown(formats: Iterable[types.MarkupKind] | None) -> bool:
    return next(iter(formats or ()), types.MarkupKind.PlainText) == types.MarkupKind.Markdown


def _dynamic(capability: Any) -> bool:
    return capability is not None and bool(capability.dynamic_registration)
