"""Runs checks: each in a process of its own, in an environment that is made for them by name, with a time limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import define, field, frozen

from bench.agent_eval.cases import Case

PROJECT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).parent / "inside"
VENV = PROJECT / ".cache" / "agent-eval"
NEEDS = ("imbalanced-learn==0.14.2", "lightgbm==4.7.0", "numpy==2.4.6", "pandas==3.1.1", "scikit-learn==1.9.1")
"""What the cases import, in the versions with which their checks were tried."""
LIMIT = 60
"""Seconds for one check."""


@frozen
class Found:
    """What a check found out. `why` says which fact does not hold."""

    holds: bool
    why: str = ""
    seconds: float = 0.0


def python() -> Path:
    """The interpreter of the checks' environment, which is made when it is not there. Raises CalledProcessError."""
    folder = "Scripts" if os.name == "nt" else "bin"
    found, stamp = VENV / folder / "python", VENV / "needs"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != "\n".join(NEEDS):
        uv = next((str(p) for p in (PROJECT / ".cache/tools").glob("*/uv*") if p.stem == "uv"), "uv")
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(VENV)], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", str(found), *NEEDS], check=True)
        stamp.write_text("\n".join(NEEDS), encoding="utf-8")
    return found


@define
class Checker:
    """Checks programs of cases, each program once. The process that runs them is started with the first, and ends with `close`."""

    known: dict[tuple[str, str], Found] = field(factory=dict)
    _process: subprocess.Popen[str] | None = None

    def check(self, case: Case, program: str) -> Found:
        """Whether the facts of a case hold of a program."""
        key = (case.name, program)
        if key not in self.known:
            self.known[key] = self._run(case, program)
        return self.known[key]

    def close(self) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait()
            self._process = None

    def _run(self, case: Case, program: str) -> Found:
        if self._process is None:
            self._process = _started()
        process, started = self._process, time.perf_counter()
        assert process.stdin is not None
        assert process.stdout is not None
        with tempfile.TemporaryDirectory(prefix="heldout-eval-") as folder:
            job = {"program": program, "before": case.program, "check": case.check, "folder": folder, "limit": LIMIT}
            try:
                process.stdin.write(json.dumps(job) + "\n")
                process.stdin.flush()
                answer = json.loads(process.stdout.readline())
            except (OSError, ValueError) as error:
                raise RuntimeError(f"{INSIDE / 'trial.py'} ended: run it by hand with {python()}") from error
        return Found(answer["holds"], answer["why"], time.perf_counter() - started)


def _started() -> subprocess.Popen[str]:
    # Nothing of the caller's environment goes in: no keys, no settings.
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG")}
    alone = {**kept, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    command = [str(python()), "-B", str(INSIDE / "trial.py")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=alone)
