"""Checks programs: jobs come as lines of JSON, what was found out goes back as such. It runs in an environment of its own.

Libraries are imported once; each job then runs in a child process that ends with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import traceback
import warnings
from typing import Any


def main() -> None:
    """Reads {"program", "before", "check", "folder", "limit"}; writes {"holds", "why"}."""
    warnings.simplefilter("ignore")
    _alone()
    import watch

    watch.watch()
    import facts

    for name in ("ensemble", "feature_extraction.text", "impute", "linear_model", "preprocessing", "svm", "tree"):
        __import__(f"sklearn.{name}")
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(_apart(facts, job)), flush=True)


def _apart(facts: Any, job: dict[str, Any]) -> dict[str, Any]:
    """The answer to a job, from a child process where there are such."""
    if not hasattr(os, "fork"):
        return _answer(facts, job)
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        signal.alarm(job["limit"])
        with os.fdopen(writes, "w") as file:
            json.dump(_answer(facts, job), file)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as file:
        text = file.read()
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ValueError):
        return dict(json.loads(text))
    late = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
    return {"holds": False, "why": f"it takes more than {job['limit']} s" if late else f"it ends with status {status}"}


def _answer(facts: Any, job: dict[str, Any]) -> dict[str, Any]:
    os.chdir(job["folder"])
    facts.program = facts.Program(job["program"], job["before"])
    names = {name: value for name, value in vars(facts).items() if not name.startswith("_")}
    try:
        exec(compile(job["check"], "check.py", "exec"), names)
    except facts.Wrong as wrong:
        return {"holds": False, "why": str(wrong)}
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]} line {last.lineno}"
        return {"holds": False, "why": f"it ends with {type(error).__name__}: {error} ({where})"[:300]}
    return {"holds": True, "why": ""}


def _alone() -> None:
    """No connection can be opened from here."""

    def never(*_: object) -> None:
        raise OSError("a program under test opens no connection")

    socket.socket.connect = never  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    main()
