"""Configuration: the editor's settings, the project's files and their changes, and what is in force."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from heldout.lsp import settings
from heldout.lsp.documents import path_of

if TYPE_CHECKING:
    from heldout.lsp.server import HeldoutServer

log = logging.getLogger(__name__)
SECTION = "heldout"
WATCHED = (
    "**/*.py",
    "**/*.toml",  # the configuration, and the files of models that it names
    "**/{uv,poetry,pdm,Pipfile}.lock",
    "**/pylock.toml",
    "**/requirements*.txt",
    "**/environment.{yml,yaml}",
    "**/conda-lock.{yml,yaml}",
    "**/*.dvc",
    "**/dvc.{yaml,lock}",
)


def register(server: HeldoutServer) -> None:
    """Register the notifications, and the request for the configuration in force."""
    session = server.session

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        if session.client.pull_configuration:
            await fetch(server)
        else:
            take(server, params.settings)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        session.refresh()

    @server.feature("heldout/configuration")
    async def configuration(params: Any) -> dict[str, str]:
        uri = params.get("uri") if isinstance(params, dict) else None
        owner = session.owners.get(uri, uri) if isinstance(uri, str) else None
        path = path_of(owner) if owner is not None else None
        return {"text": await session.ask(lambda cancelled: in_force(server, path))}


def take(server: HeldoutServer, options: Any) -> None:
    """Put the editor's settings in force, if they are others than those that are."""
    session = server.session
    editor, odd = settings.read(options)
    for sentence in odd:
        log.warning("%s", sentence)
    logging.getLogger("heldout").setLevel(editor.log_level)
    if editor != session.editor:
        session.configure(editor)


async def fetch(server: HeldoutServer) -> None:
    """Ask the client for its settings."""
    wanted = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    try:
        answer = await server.workspace_configuration_async(wanted)
    except Exception as error:  # whatever a client answers, the settings in force stay
        log.warning("The editor's settings could not be read (%s).", error)
        return
    if answer and answer[0] is not None:
        take(server, answer[0])


async def watch(server: HeldoutServer) -> None:
    """Ask the client to tell us of changes, where it can be asked."""
    client = server.session.client
    registrations: list[types.Registration] = []
    if client.register_configuration:
        options: Any = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        registrations.append(
            types.Registration(SECTION + "-configuration", types.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
        )
    if client.register_watchers:
        watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(types.Registration(SECTION + "-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
    await server.registered(registrations)


def in_force(server: HeldoutServer, path: str | None) -> str:
    """In the worker: the configuration in force for a file, in words."""
    from heldout.project.inforce import describe

    workspace = server.session.workspace
    if workspace.engine is None:
        return "Heldout could not load its rules; the log says why.\n"
    found = workspace.in_force(path)
    return describe(found.loaded, workspace.names(), path, found.versions)
