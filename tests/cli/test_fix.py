"""`heldout fix --agent`: off until it is turned on, shows what it would do, and writes only what was verified."""

from __future__ import annotations

import http.server
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "agent"))

from messages_server import edits

from heldout.agent import settings as agent_settings
from heldout.cli.main import run

from .conftest import notebook

CODE = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

password = "hunter2hunter2"
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"])
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
"""
ANSWER = edits(('df["b"])', 'df["b"], random_state=42)'), rationale="The split is the same in every run.")

ANSWERS = [ANSWER]
HANGS = "hangs"


def events(text: str) -> bytes:
    usage = {"input_tokens": 900, "output_tokens": 1}
    message = {
        "id": "m",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    parts = [
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": 100},
        },
        {"type": "message_stop"},
    ]
    return b"".join(f"event: {p['type']}\ndata: {json.dumps(p)}\n\n".encode() for p in parts)


@pytest.fixture
def model() -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers in order, the last one again and again (`ANSWERS`), and what it was sent."""
    got: list[bytes] = []
    ANSWERS[:] = [ANSWER]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            if self.path.endswith("/count_tokens"):
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(b'{"input_tokens": 1234}')
                return
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            answer = ANSWERS.pop(0) if len(ANSWERS) > 1 else ANSWERS[0]
            if answer == HANGS:
                time.sleep(30)
            self.wfile.write(events(answer))

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(agent_settings, "settings_file", lambda: tmp_path / "agent.toml")
    monkeypatch.setattr(agent_settings, "state_folder", lambda: tmp_path / "state")
    monkeypatch.setattr(agent_settings, "_stored", lambda address: "")
    path = tmp_path / "train.py"
    path.write_text(CODE)
    return path


@pytest.fixture
def ready(file: Path, model: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[bytes]]:
    """A file, and what is sent of it by an agent that is turned on."""
    turned_on(file, model[0])
    monkeypatch.setenv("MY_KEY", "k")
    return file, model[1]


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the user types, in order; the questions that were asked are in `asked`."""
    typed: list[str] = []

    def prompt(question: str, **_: object) -> str:
        assert typed, f"nobody expected the question: {question}"
        return typed.pop(0)

    monkeypatch.setattr("click.prompt", prompt)
    return typed


SPLIT = CODE.split("\n").index('X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"])') + 1
FIXED = CODE.replace('df["b"])', 'df["b"], random_state=42)')


def turned_on(file: Path, address: str) -> None:
    (file.parent / "agent.toml").write_text(f'enabled = true\nbase-url = "{address}"\nkey-variable = "MY_KEY"\n')


def test_a_key_that_lies_around_is_no_consent(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    assert run(["fix", "--agent", str(file)]) == 2
    assert "the agent is off" in capsys.readouterr().err
    assert file.read_text() == CODE


def test_without_a_key_it_says_how_to_give_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turned_on(file, "http://127.0.0.1:9")
    assert run(["fix", "--agent", str(file)]) == 2
    assert "there is no key" in capsys.readouterr().err


def test_what_would_be_sent_is_shown_and_not_sent(
    file: Path, model: tuple[str, list[bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fix", "--show-prompt", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "train_test_split" in shown
    assert "hunter2" not in shown
    assert model[1] == []


def test_yes_applies_what_was_verified(
    file: Path, model: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    turned_on(file, model[0])
    monkeypatch.setenv("MY_KEY", "k")
    line = CODE.split("\n").index('X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"])') + 1
    assert run(["fix", "--agent", "--yes", f"{file}:{line}"]) == 0
    out, err = capsys.readouterr()
    assert '+X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"], random_state=42)' in out
    assert "The split is the same in every run." in out
    assert "1 of 1 fixed, 0 left; $0.0028 spent." in err
    assert file.read_text() == CODE.replace('df["b"])', 'df["b"], random_state=42)')
    assert b"hunter2" not in model[1][0]


HUB = """from transformers import AutoModel

model = AutoModel.from_pretrained("org/model")
"""


def test_of_a_rule_whose_fixes_cannot_be_checked_nobody_is_asked_and_it_says_why(
    ready: tuple[Path, list[bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    file, sent = ready
    file.write_text(HUB)
    assert run(["fix", "--agent", str(file)]) == 1  # no question either: nothing would be sent
    err = capsys.readouterr().err
    assert "train.py:3:9 unpinned-hub-revision: nobody is asked, since the commit that is meant stands nowhere" in err
    assert "0 of 1 fixed, 1 left; $0.0000 spent." in err
    assert run(["fix", "--show-prompt", str(file)]) == 0
    out, err = capsys.readouterr()
    assert (out, "nobody is asked" in err) == ("", True)
    assert sent == []
    assert file.read_text() == HUB


def test_a_fix_that_needs_no_model_is_said_to_be_there(
    ready: tuple[Path, list[bytes]], replies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    replies += ["y", "n"]
    assert run(["fix", "--agent", f"{ready[0]}:{SPLIT}"]) == 1
    assert "`heldout check --fix` has a fix for it that needs no model" in capsys.readouterr().err


def test_no_writes_nothing(ready: tuple[Path, list[bytes]], replies: list[str]) -> None:
    file, sent = ready
    replies += ["y", "n"]
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 1
    assert len(sent) == 1
    assert file.read_text() == CODE


def test_the_first_request_is_shown_and_confirmed_once(
    ready: tuple[Path, list[bytes]], replies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, sent = ready
    replies += ["n"]
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 1
    err = capsys.readouterr().err
    assert "You are a machine-learning engineer" in err
    assert "0 secrets replaced" in err  # the password lies outside of what is sent
    assert "hunter2" not in err
    assert "Nothing was sent." in err
    assert sent == []
    replies += ["y", "n", "n"]  # send it, do not apply; then it is not shown again
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 1
    capsys.readouterr()
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 1
    assert "You are a machine-learning engineer" not in capsys.readouterr().err
    assert (len(sent), replies) == (2, [])
    kept = "".join(path.read_text() for path in (file.parent / "state").iterdir())
    assert str(file.parent) not in kept


def test_nobody_at_the_terminal_sends_nothing(
    ready: tuple[Path, list[bytes]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["fix", "--agent", f"{ready[0]}:{SPLIT}"]) == 1
    assert "nobody answers; --yes says yes to all" in capsys.readouterr().err
    assert ready[1] == []


def editor(file: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """An editor that replaces a text."""
    script = file.parent / "editor.py"
    script.write_text(
        "import os, pathlib, sys\np = pathlib.Path(sys.argv[1])\n"
        f"p.write_text(p.read_text().replace({old!r}, {new!r}))\nos.utime(p, (1, 4e9))\n"
    )
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{script}"')


def test_edit_shows_what_became_of_it_and_writes_that(
    ready: tuple[Path, list[bytes]],
    replies: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, _ = ready
    editor(file, monkeypatch, "random_state=42", "random_state=7")
    replies += ["y", "e", "y"]
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 0
    out = capsys.readouterr().out
    assert out.index("random_state=42") < out.index("random_state=7")
    assert file.read_text() == FIXED.replace("42", "7")


def test_an_edit_that_undoes_the_fix_is_said_to_leave_the_finding(
    ready: tuple[Path, list[bytes]],
    replies: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, _ = ready
    editor(file, monkeypatch, 'df["b"], random_state=42)', 'df["b"])  # later')
    replies += ["y", "e", "y"]
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 1
    assert "the finding is still there" in capsys.readouterr().err
    assert "# later" in file.read_text()


def test_an_editor_that_fails_writes_nothing(
    ready: tuple[Path, list[bytes]],
    replies: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VISUAL", "false")
    monkeypatch.setenv("EDITOR", "false")
    replies += ["y", "e"]
    assert run(["fix", "--agent", f"{ready[0]}:{SPLIT}"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("heldout: ")
    assert ready[0].read_text() == CODE


def test_a_wrong_finding_is_suppressed_with_the_reason_when_one_says_so(
    ready: tuple[Path, list[bytes]], replies: list[str]
) -> None:
    file, _ = ready
    why = "The rows are a fixed benchmark. # noqa: x\nSee https://example.org"
    ANSWERS[:] = [edits(rationale=why, false_positive=True)]
    replies += ["y", "n"]
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 1
    assert file.read_text() == CODE
    replies += ["y"]
    assert run(["fix", "--agent", f"{file}:{SPLIT}"]) == 0
    line = file.read_text().split("\n")[SPLIT - 1]
    assert line.endswith("  # heldout: ignore[seed-missing-split] The rows are a fixed benchmark")


def test_yes_never_suppresses(ready: tuple[Path, list[bytes]]) -> None:
    ANSWERS[:] = [edits(rationale="The rows are a fixed benchmark.", false_positive=True)]
    assert run(["fix", "--agent", "--yes", f"{ready[0]}:{SPLIT}"]) == 1
    assert ready[0].read_text() == CODE


def test_only_one_rule_in_the_whole_file(ready: tuple[Path, list[bytes]], capsys: pytest.CaptureFixture[str]) -> None:
    file, sent = ready
    again = '\nA, B, C, D = train_test_split(df[["a"]], df["b"])\n'
    file.write_text(CODE + again)
    ANSWERS[:] = [ANSWER, edits((again.strip(), again.strip()[:-1] + ", random_state=42)"))]
    assert run(["fix", "--agent", "--yes", "--rule", "seed-missing-split", str(file)]) in (0, 1)
    assert "leak-" not in capsys.readouterr().out
    assert len(sent) >= 1
    assert run(["fix", "--agent", "--rule", "seed-mising-split", str(file)]) == 2
    assert "did you mean `seed-missing-split`?" in capsys.readouterr().err


def test_an_explanation_is_printed_and_nothing_written(
    ready: tuple[Path, list[bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    file, _ = ready
    why = "X_test is [another](https://x.org) \x1b[31mpart\x1b[0m in every run."
    ANSWERS[:] = [json.dumps({"why": why, "certain": "medium", "false_positive": False})]
    assert run(["fix", "--agent", "--explain", "--yes", f"{file}:{SPLIT}"]) == 0
    out, err = capsys.readouterr()
    assert "Why: X_test is [another] (https: //x.org) [31mpart[0m in every run." in out
    assert "nobody has verified it" in err
    assert file.read_text() == CODE


def test_tokens_are_counted_only_when_asked(
    ready: tuple[Path, list[bytes]], replies: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, sent = ready
    assert run(["fix", "--show-prompt", f"{file}:{SPLIT}"]) == 0
    assert sent == []
    replies += ["n"]
    assert run(["fix", "--show-prompt", "--count", f"{file}:{SPLIT}"]) == 0
    assert sent == []
    replies += ["y"]
    assert run(["fix", "--show-prompt", "--count", f"{file}:{SPLIT}"]) == 0
    assert "1234 tokens, $0.0025 to read" in capsys.readouterr().out
    assert b"hunter2" not in sent[0]


def test_counting_needs_consent(file: Path, model: tuple[str, list[bytes]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "--show-prompt", "--count", "--yes", str(file)]) == 2
    assert "the agent is off" in capsys.readouterr().err
    assert model[1] == []


def test_a_terminal_is_not_steered_by_the_code(
    ready: tuple[Path, list[bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    file, _ = ready
    file.write_text(CODE.replace('"hunter2', '"\x1b]0;title\x07\u202e\x9b31m'))
    for more in (["--show-prompt"], ["--agent", "--yes"]):
        run(["fix", *more, f"{file}:{SPLIT}"])
        shown = "".join(capsys.readouterr())
        assert all(c.isprintable() or c in "\n\t" for c in shown), more
        assert "random_state" in shown


def test_the_key_comes_from_the_keyring(
    file: Path, model: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(agent_settings, "settings_file", lambda: file.parent / "agent.toml")
    monkeypatch.setattr(agent_settings, "state_folder", lambda: file.parent / "state")
    (file.parent / "agent.toml").write_text(f'enabled = true\nbase-url = "{model[0]}"\n')
    kept = {("heldout", model[0]): "from-the-keyring"}
    ring = types.ModuleType("keyring")
    ring.get_password = lambda service, address: kept.get((service, address))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    seen: list[str] = []
    plain = http.server.BaseHTTPRequestHandler.parse_request

    def parse(self: http.server.BaseHTTPRequestHandler) -> bool:
        good = plain(self)
        seen.append(self.headers.get("authorization", ""))
        return good

    monkeypatch.setattr(http.server.BaseHTTPRequestHandler, "parse_request", parse)
    assert run(["fix", "--agent", "--yes", f"{file}:{SPLIT}"]) == 0
    assert seen == ["Bearer from-the-keyring"]
    kept.clear()
    file.write_text(CODE)
    assert run(["fix", "--agent", "--yes", f"{file}:{SPLIT}"]) == 2
    assert "keyring set heldout" in capsys.readouterr().err


def test_a_keyring_that_is_locked_is_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    ring = types.ModuleType("keyring")

    def locked(service: str, address: str) -> str:
        raise RuntimeError("locked")

    ring.get_password = locked  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert agent_settings._stored("https://example.org") == ""


def test_nobody_answers_is_could_not_run(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turned_on(file, "http://127.0.0.1:9")
    monkeypatch.setenv("MY_KEY", "k")
    assert run(["fix", "--agent", "--yes", f"{file}:{SPLIT}"]) == 2


def test_ctrl_c_while_asking_is_one_line_and_writes_nothing(file: Path, model: tuple[str, list[bytes]]) -> None:
    ANSWERS[:] = [HANGS]
    config = file.parent / "config" / "heldout"
    config.mkdir(parents=True)
    (config / "agent.toml").write_text(f'enabled = true\nbase-url = "{model[0]}"\nkey-variable = "MY_KEY"\n')
    places = {"XDG_CONFIG_HOME": str(config.parent), "XDG_STATE_HOME": str(file.parent / "state"), "MY_KEY": "k"}
    command = [sys.executable, "-m", "heldout", "fix", "--agent", "--yes", f"{file}:{SPLIT}"]
    process = subprocess.Popen(command, env={**os.environ, **places}, stderr=subprocess.PIPE, text=True)
    while not model[1]:
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "heldout: interrupted"
    assert "Traceback" not in err
    assert file.read_text() == CODE


def test_in_a_notebook_the_cell_comes_first(
    ready: tuple[Path, list[bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    book = ready[0].with_suffix(".ipynb")
    book.write_text(notebook(*CODE.strip().split("\n\n")))
    assert run(["fix", "--agent", "--yes", f"{book}:1"]) == 0
    assert "No finding there." in capsys.readouterr().out
    assert run(["fix", "--agent", "--yes", f"{book}:3:3"]) == 0
    assert "train.ipynb:cell 3:3:36 seed-missing-split" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", ['base-url = "http://evil.example.org"\n', "enabeld = true\n", 'enabled = "yes"\n', "enabled = \n"]
)
def test_wrong_settings_turn_it_off_and_say_why(file: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "agent.toml").write_text(wrong)
    assert run(["fix", "--agent", str(file)]) == 2
    assert "agent.toml" in capsys.readouterr().err


def test_a_project_cannot_turn_it_on(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "heldout.toml").write_text('[agent]\nenabled = true\nbase-url = "https://evil.example.org"\n')
    assert run(["fix", "--agent", str(file)]) == 2
    assert "the agent is off" in capsys.readouterr().err
