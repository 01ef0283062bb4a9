"""The eval of the agent: its cases, its checks, and its pipeline from an answer on the wire to a rate, without any model."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from bench.agent_eval import checking
from bench.agent_eval.__main__ import main
from bench.agent_eval.cases import Case, analysed, cases, changed, edits_of
from bench.agent_eval.checking import Checker, Found
from bench.agent_eval.recording import read
from bench.agent_eval.run import replay
from bench.agent_eval.score import Result, rates
from scripted import COMMITTED, MODELS, Scripts, record, served

from heldout.agent.verify.located import Replacement
from heldout.analysis.engine import Engine

NAMES = (
    "leak-preprocess-before-split: scaler in a script",
    "leak-preprocess-before-split: components in a notebook",
    "leak-preprocess-before-split: all rows are known beforehand",
    "metric-hard-labels: a curve of two points",
    "seed-missing-split: a split of its own each time",
)
ALL = {case.name: case for case in cases()}
FEW = [ALL[name] for name in NAMES]


RUNS = Case("", "", "", check="program.run({})")


@pytest.fixture(scope="module")
def checker():
    """Its process is started where a key lies around."""
    made = Checker()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HELDOUT_EVAL_KEY", "no-key-1")
        assert made.check(RUNS, "x = 1\n").holds
    yield made
    made.close()


@pytest.fixture(scope="module")
def recorded(engine: Engine, checker: Checker, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Result]]:
    """A few cases, asked of all scripted models through the real SDK."""
    path = tmp_path_factory.mktemp("eval") / "recording.jsonl"
    return path, record(engine, FEW, path, checker)


def test_there_are_cases_enough_and_each_is_found(engine: Engine) -> None:
    assert sum(not case.decline for case in ALL.values()) >= 50
    assert sum(bool(case.decline) for case in ALL.values()) >= 10
    assert len({case.rule for case in ALL.values()}) >= 30
    for case in ALL.values():
        analysed(engine, case)  # raises LookupError with the name of the case
        for edits in (case.fix, case.hurried):
            changed(case.program, edits)


@pytest.mark.parametrize("name", [name for name in NAMES if not ALL[name].decline])
def test_a_check_tells_the_right_fix_from_the_others(checker: Checker, name: str) -> None:
    case = ALL[name]
    assert checker.check(case, changed(case.program, case.fix)).holds
    assert not checker.check(case, case.program).holds
    assert not checker.check(case, changed(case.program, case.hurried)).holds


def test_what_is_run_has_no_time_without_end_no_net_and_no_environment(
    checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LIMIT", 2)
    assert "more than 2 s" in checker.check(RUNS, "while True:\n    pass\n").why
    assert (
        "opens no connection" in checker.check(RUNS, "import socket\nsocket.create_connection(('127.0.0.1', 9))\n").why
    )
    assert "KeyError" in checker.check(RUNS, "import os\nos.environ['HELDOUT_EVAL_KEY']\n").why


def test_the_scripted_models_come_to_what_they_are(recorded: tuple[Path, list[Result]]) -> None:
    verdicts = {model: Counter(r.verdict for r in recorded[1] if r.model == model) for model in MODELS}
    assert verdicts["scripted-perfect"] == {"fixed": 4, "declined, rightly": 1}
    assert verdicts["scripted-sloppy"] == {"fixed": 4, "rejected": 1}
    assert verdicts["scripted-hostile"] == {"rejected": 5}
    assert all(r.attempts == 2 for r in recorded[1] if r.model == "scripted-sloppy" and r.verdict == "fixed")


def test_a_recording_replays_to_the_same_without_a_key(
    engine: Engine, checker: Checker, recorded: tuple[Path, list[Result]]
) -> None:
    path, asked = recorded
    results, other = replay(engine, FEW, read(path), False, checker)
    assert [(r.model, r.case.name, r.verdict, r.attempts) for r in results] == [
        (r.model, r.case.name, r.verdict, r.attempts) for r in asked
    ]
    assert other == 0


def test_a_changed_prompt_is_said_and_its_answers_are_taken_only_when_asked_for(
    recorded: tuple[Path, list[Result]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "old.jsonl"
    head, *lines = recorded[0].read_text().splitlines()
    perfect = [line for line in lines if '"scripted-perfect"' in line and NAMES[2] in line]
    path.write_text("\n".join([head, json.dumps({**json.loads(perfect[0]), "prompt": "0" * 24}), *perfect[1:]]))
    assert main(["--replay", str(path), "--only", NAMES[2]]) == 1
    said = capsys.readouterr().out
    assert "recorded for another prompt" in said
    assert "1 cases" in said
    assert main(["--replay", str(path), "--only", NAMES[2], "--anyway"]) == 0
    assert "1 answers were taken" in capsys.readouterr().out


def test_the_recording_in_the_project_is_a_scripts_and_replays(engine: Engine, checker: Checker) -> None:
    recording = read(COMMITTED)
    assert "no model" in recording.made
    assert recording.models == MODELS
    results, _ = replay(engine, FEW, recording, True, checker)
    assert len(results) == len(FEW) * len(MODELS)
    assert not [r for r in results if r.verdict in ("false accept", "failed")]
    assert not [r for r in results if r.model == "scripted-hostile" and r.status == "fixed"]


def test_without_a_key_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HELDOUT_EVAL_KEY", raising=False)
    monkeypatch.setattr("heldout.agent.settings.settings_file", lambda: tmp_path / "agent.toml")
    assert main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("agent-eval: skipped")
    assert said.count("\n") == 1


def test_with_a_key_it_asks_and_writes_no_key(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "recording.jsonl"
    with served(Scripts(engine, FEW)) as url:
        for name, value in (("KEY", "no-key-2"), ("URL", url), ("MODEL", "scripted-perfect")):
            monkeypatch.setenv(f"HELDOUT_EVAL_{name}", value)
        assert main(["--only", NAMES[2], "--record", str(path)]) == 0
    assert "1 of 1" in capsys.readouterr().out
    assert "no-key-2" not in path.read_text()
    assert [answer.stop for answer in read(path).answers.values()] == ["end_turn"]


def test_a_key_goes_to_no_plain_address(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HELDOUT_EVAL_KEY", "no-key-3")
    monkeypatch.setenv("HELDOUT_EVAL_URL", "http://example.org")
    assert main([]) == 0
    assert "must begin with https://" in capsys.readouterr().out


def test_rates() -> None:
    true, false = FEW[0], FEW[2]
    of = Result(true, "m", "fixed", attempts=1, dollars=0.01, checked=Found(True))
    results = [
        of,
        evolve(of, checked=Found(False, "it sees the test rows")),
        evolve(of, status="declined", checked=None, attempts=2),
        evolve(of, status="failed", kind="stale", checked=None),
        evolve(of, case=false, status="declined", checked=None),
        evolve(of, case=false, checked=None),
    ]
    got = rates(results)
    assert (got.true, got.decline, got.not_asked) == (3, 2, 1)
    assert (got.verified, got.fixed, got.false_accepts) == (2, 1, 1)
    assert (got.declined_rightly, got.declined_wrongly) == (1, 1)
    assert got.attempts == pytest.approx(6 / 5)
    assert got.dollars == pytest.approx(0.05)


def test_a_diff_is_edits() -> None:
    assert edits_of(" a\n-b\n+c\n@@\n+d\n e\n") == (Replacement("a\nb\n", "a\nc\n"), Replacement("e\n", "d\ne\n"))


@pytest.mark.parametrize("text", ["", "{}", "no json", '{"recording": 1}\n{"model": "m"}'])
def test_what_is_no_recording_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    with pytest.raises(ValueError, match="is no recording"):
        read(path)
