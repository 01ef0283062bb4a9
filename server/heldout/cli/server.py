"""`heldout server`: the language server on standard input and output."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--stdio", is_flag=True, help="Speak on standard input and output; the only way there is, and the default."
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def server(stdio: bool, arguments: tuple[str, ...]) -> int:
    """Run the language server (editors do this)."""
    return serve(list(arguments))


def serve(arguments: list[str]) -> int:
    """Serve until the editor says goodbye; the exit status."""
    from heldout.lsp.server import main

    return main(arguments) or 0
