"""The command `heldout`: its subcommands, each loaded when it is called, and one line for whatever goes wrong."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from heldout import __version__

PIPE_CLOSED = 141
"""What a shell reports of a program whose reader left."""

COMMANDS = {
    "check": "heldout.cli.check",
    "fix": "heldout.cli.fix",
    "rule": "heldout.cli.rules",
    "rules": "heldout.cli.rules",
    "graph": "heldout.cli.graph",
    "card": "heldout.cli.card",
    "config": "heldout.cli.config",
    "server": "heldout.cli.server",
}


class Commands(click.Group):
    """The subcommands; a misspelt one is answered with the one that was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            advice = f"did you mean `heldout {near[0]}`?" if near else f"there are {', '.join(COMMANDS)}."
            if os.path.exists(args[0]):
                advice = f"did you mean `heldout check {args[0]}`?"
            raise click.UsageError(f"`{args[0]}` is no command of heldout; {advice}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="heldout", message="%(prog)s %(version)s")
def cli() -> None:
    """Keeps machine-learning code honest: leakage, seeds, versions, training loops, evaluation."""


def main() -> None:
    """The entry point. Exit status: 0 clean, 1 findings, 2 could not run."""
    if sys.argv[1:2] == ["server"] and not {"-h", "--help"} & set(sys.argv):
        # An editor waits for this one: not even the command line's own imports come before it.
        from heldout.cli.server import serve

        sys.exit(serve(sys.argv[2:]))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and give its exit status. Never raises for what a user typed or a file holds."""
    stdout = sys.stdout
    for stream in (stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")  # code may hold what a terminal cannot show
    try:
        status = cli.main(arguments, prog_name="heldout", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except SystemExit as end:
        # click answers a broken pipe itself: it wraps the streams and leaves with 1, which would mean findings.
        return PIPE_CLOSED if sys.stdout is not stdout else int(end.code or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        message = error.format_message().replace("\n", " ")
        if type(error) is not click.ClickException:  # one of click's own; ours may begin with the name of a file
            message = f"{message[:1].lower()}{message[1:]}"
        click.echo(f"heldout: {message}", err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("heldout: interrupted", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has read enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        click.echo(f"heldout: {error.filename or 'the system'}: {(error.strerror or str(error)).lower()}", err=True)
        return 2
    except Exception as error:
        if "HELDOUT_TRACEBACK" in os.environ:
            raise
        why = " ".join(str(error).split())[:200]
        advice = "run it with HELDOUT_TRACEBACK=1 and report what it prints"
        click.echo(f"heldout: failed ({type(error).__name__}: {why}); {advice}", err=True)
        return 2
