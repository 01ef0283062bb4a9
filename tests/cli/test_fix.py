"""`heldout fix --agent`: off until it is turned on, shows what it would do, and writes only what was verified."""

from __future__ import annotations

import http.server
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "agent"))

from messages_server import edits

from heldout.agent import settings as agent_settings
from heldout.cli.main import run

CODE = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

password = "hunter2hunter2"
df = pd.read_csv("churn.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"])
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
"""
ANSWER = edits(('df["b"])', 'df["b"], random_state=42)'), rationale="The split is the same in every run.")


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
    """A server that always gives the same answer, and what it was sent."""
    got: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            self.wfile.write(events(ANSWER))

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


def test_no_writes_nothing(file: Path, model: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    turned_on(file, model[0])
    monkeypatch.setenv("MY_KEY", "k")
    monkeypatch.setattr("click.prompt", lambda *_, **__: "n")
    assert run(["fix", "--agent", str(file)]) == 1
    assert file.read_text() == CODE


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
