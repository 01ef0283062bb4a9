"""`heldout server`: puts the features together and runs them on standard input and output."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from heldout import __version__
from heldout.lsp import (
    agent_actions,
    agent_commands,
    client,
    code_actions,
    configuration,
    diagnostics,
    graph,
    hover,
    inlay_hints,
    log,
    model_card,
    rules,
    sync,
    transport,
)
from heldout.lsp.documents import path_of
from heldout.lsp.memory import Collector
from heldout.lsp.protocol import HeldoutProtocol
from heldout.lsp.self_check import SelfCheck
from heldout.lsp.session import Session
from heldout.lsp.workspace import Workspace

if TYPE_CHECKING:
    from heldout.analysis.engine import Engine

logger = logging.getLogger(__name__)

SWITCH = 0.0005  # seconds after which the worker hands the interpreter to the loop, if the loop wants it
NOTEBOOKS = [
    types.NotebookDocumentFilterWithNotebook(notebook=types.NotebookDocumentFilterNotebookType("jupyter-notebook")),
    types.NotebookDocumentFilterWithNotebook(notebook=types.NotebookDocumentFilterNotebookType("interactive")),
]


class HeldoutServer(LanguageServer):
    """pygls' server with a session. `ended` is called with the exit status when the client says `exit`."""

    protocol: HeldoutProtocol

    def __init__(self, load: Callable[[], Engine]) -> None:
        super().__init__("heldout", __version__, protocol_cls=HeldoutProtocol, converter_factory=default_converter)
        self.session = Session(Workspace(load), diagnostics.reports)
        self.collector = Collector()
        self.publisher = diagnostics.register(self)
        sync.register(self)
        self.colleague = agent_commands.register(self)
        code_actions.register(self)
        hover.register(self)
        inlay_hints.register(self)
        configuration.register(self)
        rules.register(self)
        graph.register(self)
        model_card.register(self)
        self.session.on_busy.append(self._busy)
        self.session.on_problems.append(self.publisher.problems)
        self.session.on_configured.append(self._refresh_diagnostics)

        @self.feature(types.INITIALIZED)
        def initialized(params: types.InitializedParams) -> None:
            self._initialized()

        self.self_check = SelfCheck(self.session, self._refresh_diagnostics)
        self._said_busy: bool | None = None
        self._asking: asyncio.Future[None] | None = None

    @property
    def converter(self):  # type: ignore[no-untyped-def]
        """Turns the protocol's objects into plain JSON."""
        return self.protocol._converter

    def introduced(self, params: types.InitializeParams) -> types.ServerCapabilities:
        """The client introduced itself: note what it can do, and say what we can."""
        session = self.session
        session.client = client.resolve(params)
        folders = params.workspace_folders or []
        root = path_of(folders[0].uri if folders else params.root_uri or "")
        session.root = Path(root) if root else None
        session.workspace.root = session.root
        configuration.take(self, params.initialization_options)
        self.process_id = params.process_id
        return capabilities(session.client)

    def _initialized(self) -> None:
        """What can wait until `initialize` is answered: the engine, and asking the client."""
        self._busy(True)
        self.session.start(self._started)
        self._asking = asyncio.ensure_future(self._ask_client())

    async def _ask_client(self) -> None:
        session = self.session
        await configuration.watch(self)
        if session.client.pull_registered:
            options = types.DiagnosticRegistrationOptions(True, False, document_selector=diagnostics.PULLED)
            await self.registered([types.Registration("heldout-pull", types.TEXT_DOCUMENT_DIAGNOSTIC, options)])
        if session.client.pull_configuration:
            await configuration.fetch(self)
        await self.colleague.introduced()

    def _started(self) -> None:
        self.collector.settled()
        self._busy(self.session.is_busy)

    async def registered(self, registrations: list[types.Registration]) -> None:
        """Register with the client. One that refuses what it announced gets a line in the log."""
        if not registrations:
            return
        try:
            await self.client_register_capability_async(types.RegistrationParams(registrations))
        except Exception as error:
            logger.warning("The editor does not take %s (%s).", registrations[0].method, error)

    def _busy(self, busy: bool) -> None:
        """Tell the client when work begins and ends; a keystroke's work is too short to mention."""
        if self.session.client.status and busy != self._said_busy and (not busy or not self.session.ready.is_set()):
            self._said_busy = busy
            self.protocol.notify("heldout/status", {"busy": busy})

    def _refresh_diagnostics(self) -> None:
        if self.session.client.pull and self.session.client.pull_refresh:
            self.workspace_diagnostic_refresh(None)

    def tick(self) -> None:
        """Once a second: the garbage, whether what is shown is right, and whether the editor still lives."""
        self.collector.look()
        self.self_check.look(time.monotonic() - self.collector.last)
        if self.process_id is not None and not transport.is_alive(self.process_id):
            self.protocol.ended(1)


def capabilities(wanted: client.Client) -> types.ServerCapabilities:
    """What we do for a client, in the protocol's words."""
    pull = wanted.pull and not wanted.pull_registered
    commands = [*agent_actions.COMMANDS, *([] if wanted.action_literals else [code_actions.APPLY])]
    kinds = [types.CodeActionKind.QuickFix, code_actions.FIX_ALL, code_actions.NOTEBOOK_FIX_ALL]
    return types.ServerCapabilities(
        position_encoding=types.PositionEncodingKind(wanted.encoding),
        text_document_sync=types.TextDocumentSyncOptions(
            open_close=True, change=types.TextDocumentSyncKind.Incremental, save=types.SaveOptions(False)
        ),
        notebook_document_sync=types.NotebookDocumentSyncOptions(NOTEBOOKS, save=True),
        diagnostic_provider=types.DiagnosticOptions(True, False) if pull else None,
        code_action_provider=types.CodeActionOptions(kinds, resolve_provider=wanted.action_resolve),
        hover_provider=True,
        inlay_hint_provider=types.InlayHintOptions(resolve_provider=False),
        execute_command_provider=types.ExecuteCommandOptions(commands),
        workspace=types.WorkspaceOptions(types.WorkspaceFoldersServerCapabilities(True, True)),
    )


def load_engine() -> Engine:
    """The engine with every rule that is installed."""
    from heldout.analysis.engine import Engine

    return Engine.load()


def create_server(load: Callable[[], Engine] = load_engine) -> HeldoutServer:
    """A server that is not running yet. `load` is called in the worker thread after `initialized`."""
    return HeldoutServer(load)


def serve(server: HeldoutServer) -> int:
    """Run a server on standard input and output; the exit status."""
    incoming, output = transport.own_standard_streams()
    server.protocol.set_writer(output)
    sys.setswitchinterval(SWITCH)
    server.collector.start()

    async def session() -> int:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[int] = loop.create_future()
        server.protocol.ended = lambda status: None if ended.done() else ended.set_result(status)

        def say(params: types.LogMessageParams) -> None:
            loop.call_soon_threadsafe(server.window_log_message, params)

        log.install(say)

        def receive(body: bytes) -> None:
            server.collector.heard()
            server.protocol.receive(body)

        return await transport.run(incoming, receive, ended, server.tick)

    try:
        return asyncio.run(session())
    except KeyboardInterrupt:
        return 130
    finally:
        server.session.worker.stop()
        server.session.background.stop()


def main(argv: Sequence[str]) -> int:
    """The command. Editors append `--stdio`, which is what we speak anyway."""
    odd = [argument for argument in argv if argument != "--stdio" and not argument.startswith("--clientProcessId")]
    if odd:
        sys.stderr.write(f"heldout server: {odd[0]} is ignored; the server speaks on standard input and output.\n")
    return serve(create_server())
