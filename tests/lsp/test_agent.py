"""The agent in the editor, over the wire: a loopback model, the real SDK, and every way in which nothing may be sent or changed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "agent"))

from messages_server import Fail, Say, edits
from scene import BAD, CODE, GOOD, HEAD, OLD, TAIL, WORSE, Model
from wire import MODERN, URI, Wire, insert

RULE = "leak-preprocess-before-split"
LINE, COLUMN = 9, 6
KEY = "key-of-the-test-0123456789"

KNOWS_ALL: dict[str, Any] = {
    **MODERN,
    "textDocument": {
        **MODERN["textDocument"],
        "codeAction": {
            **MODERN["textDocument"]["codeAction"],
            "disabledSupport": True,
            "tagSupport": {"valueSet": [1]},
        },
    },
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {"groupsOnLabel": True}},
    },
    "window": {"workDoneProgress": True},
}


@pytest.fixture
def model() -> Iterator[Callable[..., Model]]:
    """A model that says what is written down for it."""
    models: list[Model] = []

    def made(*script: Say | Fail) -> Model:
        models.append(Model(list(script)))
        return models[-1]

    yield made
    for one in models:
        one.close()


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def opened(wire: Wire, code: str = CODE, capabilities: dict[str, Any] = KNOWS_ALL, **more: Any) -> Wire:
    """A client that asks its user about the agent, with a script open."""
    wire.initialize(capabilities, **{"initializationOptions": {"consent": True}, **more})
    wire.open(code)
    wire.diagnostics(version=1)
    return wire


def allow(wire: Wire, model: Model | None = None, **more: Any) -> dict[str, Any]:
    """The user allows all that is needed; `more` says otherwise."""
    allowed = {"trusted": True, "enabled": True, "key": KEY, "confirmed": True, "deadline": 20}
    if model is not None:
        allowed["baseUrl"] = model.server.url
    return dict(wire.request("heldout/agent", {**allowed, **more}))


def entry(wire: Wire, title: str, line: int = LINE, column: int = COLUMN, uri: str = URI) -> dict[str, Any]:
    """The entry of the lightbulb whose title begins so."""
    found = [action for action in wire.actions(line, column, uri) if action["title"].startswith(title)]
    assert found, f"no entry begins with {title}"
    return found[0]


def findings(wire: Wire, version: int) -> list[dict[str, Any]]:
    """The diagnostics of a version, published already or yet to come."""
    for message in wire.seen:
        if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
            return list(message["params"]["diagnostics"])
    return wire.diagnostics(version=version)


class Client:
    """Answers what the server asks while a command runs, and notes it. A function is called with the params."""

    def __init__(self, wire: Wire, **answers: Any) -> None:
        self.wire = wire
        self.answers = {"window/workDoneProgress/create": None, **{k.replace("__", "/"): v for k, v in answers.items()}}
        self.asked: list[tuple[str, Any]] = []
        self.heard: list[tuple[str, Any]] = []

    def run(self, action: dict[str, Any]) -> dict[str, Any]:
        """Run the command of an entry; the whole answer."""
        command = action["command"] if isinstance(action["command"], dict) else action
        wanted = {"command": command["command"], "arguments": command["arguments"]}
        return self.finish(self.wire.ask("workspace/executeCommand", wanted))

    def begin(self, action: dict[str, Any], model: Model) -> int:
        """Run the command of an entry until the model was asked; the id of the request."""
        command, asked = action["command"], len(model.server.requests)
        id_ = self.wire.ask(
            "workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]}
        )
        while "asking" not in self.reports:
            self.take(self.wire.next(lambda message: "method" in message))
        while len(model.server.requests) == asked:
            time.sleep(0.01)
        return id_

    def finish(self, id_: int) -> dict[str, Any]:
        while True:
            message = self.wire.next(lambda message: True if "method" in message else message.get("id") == id_)
            if "method" not in message:
                return message
            self.take(message)

    def take(self, message: dict[str, Any]) -> None:
        method, params = message["method"], message.get("params")
        if "id" not in message:
            self.heard.append((method, params))
            return
        self.asked.append((method, params))
        answer = self.answers.get(method)
        self.wire.send(id=message["id"], result=answer(params) if callable(answer) else answer)

    def of(self, method: str) -> list[Any]:
        """The params of all that came by one method."""
        return [params for name, params in [*self.asked, *self.heard] if name == method]

    @property
    def said(self) -> list[str]:
        return [params["message"] for params in self.of("window/showMessage")]

    @property
    def reports(self) -> list[str]:
        return [p["value"].get("message", "") for p in self.of("$/progress") if p["value"]["kind"] != "end"]


def applied(wire: Wire, code: str, version: int) -> Callable[[Any], dict[str, Any]]:
    """A client that applies an edit of whole lines, as an editor does, and says so."""

    def apply(params: Any) -> dict[str, Any]:
        (change,) = params["edit"]["documentChanges"]
        changes = [{"range": e["range"], "text": e["newText"]} for e in reversed(change["edits"])]
        wire.change(version, *changes)
        return {"applied": True}

    return apply


# -- may it be asked? -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"trusted": False}, "not trusted"),
        ({"enabled": False}, "Enable the Agent"),
        ({"key": None}, "Set API Key"),
        ({"baseUrl": "http://example.org"}, "https:// addresses"),
        ({"baseUrl": "http://localhost.example.org"}, "https:// addresses"),
    ],
)
def test_without_consent_the_action_is_there_and_says_why_not(start: Any, told: dict[str, Any], reason: str) -> None:
    wire = opened(start(real=True))
    answer = allow(wire, **told)
    assert answer["ready"] is False
    assert reason in answer["reason"]
    ask = entry(wire, "Ask the ML engineer")
    assert reason in ask["disabled"]["reason"]
    assert "command" not in ask
    assert "tags" not in ask


HUB = 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("org/model")\n'


@pytest.mark.parametrize("enabled", [True, False])
def test_where_a_fix_could_not_be_checked_the_entry_says_so(start: Any, model: Any, enabled: bool) -> None:
    wire, server = opened(start(real=True), code=HUB), model(Say(""))
    allow(wire, server, enabled=enabled)
    ask = entry(wire, "Ask the ML engineer", 2, 10)
    assert ask["disabled"]["reason"] == (
        "The commit that is meant stands nowhere in the code, so a model would make one up."
    )
    client = Client(wire)  # by a key, and not from the menu
    client.run({"command": "heldout.agent.fix", "arguments": [{"uri": URI, "line": 2}]})
    (told,) = client.of("window/showMessage")
    assert told["message"].startswith("Nothing is sent")
    assert ("so a model would make one up" in told["message"]) is enabled
    assert server.server.requests == []


def test_before_anything_was_allowed_and_where_disabled_ones_are_unknown(start: Any) -> None:
    capabilities = deepcopy(KNOWS_ALL)
    del capabilities["textDocument"]["codeAction"]["disabledSupport"]
    wire = opened(start(real=True), capabilities=capabilities)
    titles = [action["title"] for action in wire.actions(LINE, COLUMN)]
    assert not any("engineer" in title for title in titles)
    assert any("changes results" in title for title in titles), "deterministic fixes are untouched"


def test_settings_of_the_workspace_allow_nothing(start: Any, model: Any) -> None:
    wire = start(real=True)
    agent = {"enabled": True, "key": KEY, "baseUrl": model(Say("")).server.url, "trusted": True, "confirmed": True}
    wire.initialize(KNOWS_ALL, initializationOptions={"consent": True, "agent": agent})
    wire.notify("workspace/didChangeConfiguration", {"settings": {"heldout": {"agent": agent}}})
    wire.open(CODE)
    wire.diagnostics(version=1)
    assert "disabled" in entry(wire, "Ask the ML engineer")


def test_the_machines_file_speaks_for_editors_that_ask_nobody(
    start: Any, model: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "XDG_CONFIG_HOME" / "heldout"
    folder.mkdir(parents=True)
    server = model(Say(edits(GOOD)))
    text = f'enabled = true\nbase-url = "{server.server.url}"\nkey-variable = "MY_KEY"\n'
    (folder / "agent.toml").write_text(text)
    monkeypatch.setenv("MY_KEY", KEY)
    bare = {
        "workspace": {"applyEdit": True},
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
    }
    wire = opened(start(real=True), capabilities=bare, initializationOptions=None)
    answers = iter([{"title": "Send"}, {"title": "Apply"}])
    client = Client(
        wire, window__showMessageRequest=lambda _: next(answers), workspace__applyEdit=lambda _: {"applied": True}
    )
    client.run(entry(wire, "Ask the ML engineer"))
    first, second = client.of("window/showMessageRequest")
    assert "sends 12 lines of train.py" in first["message"]
    assert "+X_test = scaler.transform(X_test)" in second["message"]
    assert "Fitted on the training rows only." in second["message"]
    (params,) = client.of("workspace/applyEdit")
    assert set(params["edit"]["changes"]) == {URI}


# -- ask -> edit ----------------------------------------------------------------------------------------------------


def test_the_entry_says_what_is_sent_and_is_never_preferred(start: Any, model: Any) -> None:
    wire = opened(start(real=True))
    assert allow(wire, model(Say("")))["ready"] is True
    actions = wire.actions(LINE, COLUMN)
    titles = [action["title"] for action in actions]
    ask = next(action for action in actions if action["title"].startswith("Ask"))
    assert ask["title"] == f"Ask the ML engineer to fix: {RULE} (sends 12 lines to claude-sonnet-5-5)"
    assert (ask["kind"], ask["tags"], ask["diagnostics"][0]["code"]) == ("quickfix", [1], RULE)
    assert "isPreferred" not in ask
    assert "edit" not in ask
    assert wire.request("codeAction/resolve", ask) == ask
    assert titles[1:] == [
        ask["title"],
        "Explain this finding with the agent",
        f"Ignore {RULE} on this line",
        "Show what would be sent",
    ]


def test_ask_verify_confirm_apply_and_the_finding_is_gone(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True)), model(Say(edits(BAD)), Say(edits(WORSE)), Say(edits(GOOD)))
    allow(wire, server)
    client = Client(wire, workspace__applyEdit=applied(wire, CODE, 2))
    assert client.run(entry(wire, "Ask the ML engineer"))["result"] is None

    assert [word for word in client.reports if word.startswith("verifying")] == [
        "verifying 1 of 3",
        "verifying 2 of 3",
        "verifying 3 of 3",
    ]
    begin = client.of("$/progress")[0]["value"]
    assert (begin["kind"], begin["cancellable"], begin["message"]) == ("begin", True, "reading")
    assert client.of("$/progress")[-1]["value"]["kind"] == "end"
    (page,) = client.of("heldout/showText")
    assert "Fitted on the training rows only." in page["text"]
    assert "accuracy, slightly down" in page["text"]
    assert "3 attempts" in page["text"]

    (params,) = client.of("workspace/applyEdit")
    (annotation,) = params["edit"]["changeAnnotations"].values()
    assert annotation["needsConfirmation"] is True
    assert annotation["description"] == "Fitted on the training rows only."
    (change,) = params["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": URI, "version": 1}
    (edit,) = change["edits"]  # whole: half of a verified change is none
    assert edit["annotationId"] in params["edit"]["changeAnnotations"]
    assert findings(wire, 2) == []
    assert any("Fixed" in said for said in client.said)


def test_the_key_goes_to_the_server_and_nowhere_else(start: Any, model: Any) -> None:
    wire, server = start(real=True), model(Say(edits(GOOD)))
    opened(wire, initializationOptions={"consent": True, "logLevel": "debug"})
    allow(wire, server)
    Client(wire, workspace__applyEdit={"applied": False}).run(entry(wire, "Ask the ML engineer"))
    assert server.server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(wire.seen)
    assert KEY not in json.dumps(server.server.requests)


def test_discarding_changes_nothing_and_asking_again_is_free(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True)), model(Say(edits(GOOD)))
    allow(wire, server)
    client = Client(wire, workspace__applyEdit={"applied": False})
    client.run(entry(wire, "Ask the ML engineer"))
    client.run(entry(wire, "Ask the ML engineer"))
    (said,) = set(client.said)
    assert said.startswith("Nothing was changed.")
    assert len(server.server.requests) == 1
    assert len(client.of("workspace/applyEdit")) == 2


def test_never_in_fix_all_and_never_on_saving(start: Any, model: Any) -> None:
    wire = opened(start(real=True))
    allow(wire, model(Say("")))
    for kind in ("source", "source.fixAll", "source.fixAll.heldout", "notebook.source.fixAll"):
        assert not any("engineer" in action["title"] for action in wire.actions(LINE, COLUMN, only=[kind]))
    context = {"diagnostics": [], "only": ["quickfix"], "triggerKind": 2}  # as VS Code does on saving
    range_ = {"start": {"line": LINE, "character": COLUMN}, "end": {"line": LINE, "character": COLUMN}}
    params = {"textDocument": {"uri": URI}, "range": range_, "context": context}
    on_save = wire.request("textDocument/codeAction", params)
    assert on_save
    assert not any("command" in action for action in on_save)


# -- what goes otherwise --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["progress", "request"])
def test_cancelling_while_the_model_hangs(start: Any, model: Any, way: str) -> None:
    wire, server = opened(start(real=True)), model(Say(edits(GOOD)[:80], end="hang"))
    allow(wire, server)
    client = Client(wire)
    id_ = client.begin(entry(wire, "Ask the ML engineer"), server)
    if way == "progress":
        token = client.of("$/progress")[0]["token"]
        wire.notify("window/workDoneProgress/cancel", {"token": token})
        assert client.finish(id_)["result"] is None
    else:
        wire.notify("$/cancelRequest", {"id": id_})
        assert client.finish(id_)["error"]["code"] == -32800
    assert client.of("workspace/applyEdit") == []
    Client(wire).begin(entry(wire, "Ask the ML engineer"), server)  # it may be asked again at once


def test_keystrokes_are_answered_while_the_model_thinks(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True)), model(Say(edits(GOOD), pause=0.05))
    allow(wire, server)
    client = Client(wire)
    id_ = client.begin(entry(wire, "Ask the ML engineer"), server)
    wire.change(2, insert(0, 0, "# typed\n"))
    assert [found["code"] for found in findings(wire, 2)] == [RULE]
    client.finish(id_)
    assert client.of("workspace/applyEdit") == []
    assert client.said == ["The text was changed while the ML engineer worked on it, so the fix is dropped; ask again."]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ([Fail(401, "authentication_error")], "the key was not accepted"),
        ([Say("", stop="refusal")], "declined by the model provider"),
        ([Say(edits(BAD))], "no answer held in 3 attempts"),
        ([Say(edits(rationale="The rows are the whole population."))], "The rows are the whole population."),
    ],
)
def test_what_does_not_become_a_fix_is_said_in_one_sentence(
    start: Any, model: Any, script: list[Any], sentence: str
) -> None:
    wire = opened(start(real=True))
    allow(wire, model(*script))
    client = Client(wire)
    client.run(entry(wire, "Ask the ML engineer"))
    (said,) = client.said
    assert said.startswith(f"{RULE} is not fixed: ")
    assert sentence in said
    assert "\n" not in said
    assert client.of("workspace/applyEdit") == []


def test_a_wrong_finding_can_be_ignored_with_the_reason(start: Any, model: Any) -> None:
    wire = opened(start(real=True))
    reason = "All rows are known beforehand. # heldout: file-ignore[leak]"
    allow(wire, model(Say(edits(rationale=reason, false_positive=True))))
    client = Client(
        wire,
        window__showMessageRequest={"title": "Ignore It with This Reason"},
        workspace__applyEdit=applied(wire, CODE, 2),
    )
    client.run(entry(wire, "Ask the ML engineer"))
    (params,) = client.of("workspace/applyEdit")
    text = params["edit"]["documentChanges"][0]["edits"][0]["newText"]
    assert text.startswith(f"  # heldout: ignore[{RULE}] All rows are known beforehand.")
    assert text.count("#") == 1
    assert findings(wire, 2) == []


def test_the_first_request_is_shown_word_for_word_before_it_is_sent(start: Any, model: Any) -> None:
    wire, server = start(real=True), model(Say(edits(GOOD)))
    secret = "-".join(["sk", "ant", "api03", "Ab3xQ9" * 6])
    opened(wire, CODE.replace("scaler = Stand", f'token = "{secret}"\nscaler = Stand'))
    allow(wire, server, confirmed=False)
    line = LINE + 1
    client = Client(wire, heldout__confirmSending=False)
    client.run(entry(wire, "Ask the ML engineer", line))
    assert server.server.requests == []
    (shown,) = client.of("heldout/confirmSending")
    assert shown["destination"] == f"claude-sonnet-5-5 at {server.server.url}"
    assert shown["lines"] == 13

    client = Client(wire, heldout__confirmSending=True, workspace__applyEdit={"applied": False})
    client.run(entry(wire, "Ask the ML engineer", line))
    (sent,) = server.server.requests
    assert sent["messages"][0]["content"] in shown["text"]
    assert sent["system"][0]["text"] in shown["text"]
    assert secret not in shown["text"]

    client = Client(wire, workspace__applyEdit={"applied": False})
    client.run(entry(wire, "Ask the ML engineer", line))
    assert client.of("heldout/confirmSending") == [], "once is enough"


def test_what_would_be_sent_can_be_seen_any_time_and_nothing_is_sent(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True)), model(Say(edits(GOOD)))
    allow(wire, server)
    show = entry(wire, "Show what would be sent")
    assert "tags" not in show
    client = Client(wire)
    client.run(show)
    allow(wire, server, enabled=False)
    client.run(show)
    here = {"command": "heldout.agent.show", "arguments": [{"uri": URI, "line": LINE}]}
    client.run({"command": here})
    first, second, third = client.of("heldout/showText")
    assert "X = scaler.fit_transform(X)" in first["text"]
    assert first == second == third
    client.run({"command": {**here, "arguments": [{"uri": URI, "line": 0}]}})
    assert client.said == ["There is no finding in this line."]
    assert server.server.requests == []


def test_a_command_without_consent_sends_nothing(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True)), model(Say(edits(GOOD)))
    allow(wire, server)
    ask = entry(wire, "Ask the ML engineer")
    allow(wire, server, enabled=False)
    client = Client(wire)
    client.run(ask)
    assert client.said == [
        'Nothing is sent: the agent is off: "Heldout: Enable the Agent for This Workspace" turns it on.'
    ]
    client.run({"command": {"command": "heldout.agent.fix", "arguments": [{"uri": URI, "identity": "no"}]}})
    assert client.said[-1] == "The finding is not there any more."
    assert server.server.requests == []


def test_an_explanation_is_a_page_that_says_it_is_not_verified(start: Any, model: Any) -> None:
    wire = opened(start(real=True))
    why = {"why": "The scaler has seen the [test](http://x) rows.", "how_much": "Little.", "what_to_do": "Split first."}
    answer = {**why, "when_to_ignore": "", "certain": "high", "false_positive": False}
    server = model(Say(json.dumps(answer)))
    allow(wire, server, confirmed=False)
    client = Client(wire, heldout__confirmSending=True)
    client.run(entry(wire, "Explain this finding"))
    (page,) = client.of("heldout/showText")
    assert page["title"] == f"About {RULE}"
    assert "it is not verified" in page["text"]
    assert "What to do: Split first." in page["text"]
    assert "http://" not in page["text"]
    (shown,) = client.of("heldout/confirmSending")
    assert server.server.requests[0]["messages"][0]["content"] in shown["text"], "the explanation's own request"
    assert client.of("workspace/applyEdit") == []


# -- all of a rule, notebooks, the editor's own model ----------------------------------------------------------------

TWICE = CODE + (
    "Z = df[['a', 'b']]\nother = StandardScaler()\nZ = other.fit_transform(Z)\n"
    "Z_train, Z_test, w_train, w_test = train_test_split(Z, y, test_size=0.2, random_state=0)\n"
    "second = LogisticRegression().fit(Z_train, w_train)\nprint(second.score(Z_test, w_test))\n"
)
SECOND = (
    "Z = other.fit_transform(Z)\nZ_train, Z_test, w_train, w_test = train_test_split(Z, y, test_size=0.2, random_state=0)\n",
    "Z_train, Z_test, w_train, w_test = train_test_split(Z, y, test_size=0.2, random_state=0)\n"
    "Z_train = other.fit_transform(Z_train)\nZ_test = other.transform(Z_test)\n",
)


def test_all_findings_of_a_rule_one_at_a_time_and_one_preview(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True), TWICE), model(Say(edits(GOOD)), Say(edits(SECOND)))
    allow(wire, server)
    client = Client(wire, workspace__applyEdit=applied(wire, TWICE, 2))
    client.run(entry(wire, f"Fix all 2 findings of {RULE}"))
    assert len(server.server.requests) == 2
    assert {"1 of 2: verifying 1 of 3", "2 of 2: verifying 1 of 3"} <= set(client.reports)
    assert len(client.of("workspace/applyEdit")) == 1
    assert findings(wire, 2) == []


def test_one_that_cannot_be_fixed_does_not_stop_the_others(start: Any, model: Any) -> None:
    wire, server = opened(start(real=True), TWICE), model(Say(edits(rationale="No.")), Say(edits(SECOND)))
    allow(wire, server)
    client = Client(wire, workspace__applyEdit=applied(wire, TWICE, 2))
    client.run(entry(wire, "Fix all 2 findings"))
    assert [found["range"]["start"]["line"] for found in findings(wire, 2)] == [LINE]
    assert client.said == [f"Fixed 1 finding of {RULE}; 1 could not be fixed."]


def test_in_a_notebook_each_cell_is_edited_with_its_version(start: Any, model: Any) -> None:
    notebook = "file:///project/n.ipynb"
    cells = {f"vscode-notebook-cell://host/n.ipynb#W{n}": text for n, text in enumerate((HEAD, OLD, TAIL))}
    wire, server = start(real=True), model(Say(edits(GOOD)))
    wire.initialize(KNOWS_ALL, initializationOptions={"consent": True})
    listed = [{"kind": 2, "document": uri} for uri in cells]
    document = {"uri": notebook, "notebookType": "jupyter-notebook", "version": 1, "cells": listed}
    items = [{"uri": u, "languageId": "python", "version": 4, "text": t} for u, t in cells.items()]
    wire.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})
    uri = list(cells)[1]
    assert [found["code"] for found in wire.diagnostics(uri)] == [RULE]
    allow(wire, server)
    client = Client(wire, workspace__applyEdit={"applied": False})
    client.run(entry(wire, "Ask the ML engineer", 0, 6, uri))
    (change,) = client.of("workspace/applyEdit")[0]["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": uri, "version": 4}
    assert "n.ipynb, cell 2, line 1" in client.of("heldout/showText")[0]["text"]


def test_the_editors_own_model_is_asked_by_the_client(start: Any) -> None:
    wire = opened(start(real=True))
    allow(wire, key=None, backend="editor")
    answers = iter([{"text": "Sure:\n" + edits(WORSE)}, {"text": edits(GOOD)}])
    client = Client(wire, heldout__askModel=lambda _: next(answers), workspace__applyEdit=applied(wire, CODE, 2))
    ask = entry(wire, "Ask the ML engineer")
    assert ask["title"].endswith("(sends 12 lines to the editor's model)")
    client.run(ask)
    first, second = client.of("heldout/askModel")
    assert "hand_offs" in first["system"], "the form is asked for in words"
    assert [message["role"] for message in second["messages"]] == ["user", "assistant", "user"]
    assert findings(wire, 2) == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [("NoPermissions", "was not allowed"), ("NotFound", "offers no model"), ("Blocked", "blocked"), ("?", "failed")],
)
def test_what_the_editors_model_refuses(start: Any, error: str, sentence: str) -> None:
    wire = opened(start(real=True))
    allow(wire, backend="editor")
    client = Client(wire, heldout__askModel={"error": error})
    client.run(entry(wire, "Ask the ML engineer"))
    assert sentence in client.said[0]


def test_cancelling_reaches_the_editors_model(start: Any) -> None:
    wire = opened(start(real=True))
    allow(wire, backend="editor")
    command = entry(wire, "Ask the ML engineer")["command"]
    id_ = wire.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    asked = wire.next(lambda message: message.get("method") == "heldout/askModel")
    wire.notify("$/cancelRequest", {"id": id_})
    assert wire.notified("$/cancelRequest")["id"] == asked["id"]
    wire.send(id=asked["id"], result={"text": "too late"})
    assert entry(wire, "Ask the ML engineer")


# -- the model card ---------------------------------------------------------------------------------------------------

WRITES_A_LINE = """
import sys, types
card = types.ModuleType("heldout.report.card")
card.model_card = lambda snapshot, name: f"# {name}: {snapshot.findings[0].rule}"
sys.modules["heldout.report.card"] = card
from heldout.lsp.server import main
sys.exit(main([]))
"""


def test_a_model_card_is_written_from_the_pipeline_and_without_one_there_is_none() -> None:
    wire = Wire([sys.executable, "-c", WRITES_A_LINE])
    try:
        opened(wire)
        assert wire.request("heldout/modelCard", {"uri": URI}) == {"text": f"# train: {RULE}", "name": "train"}
        wire.change(2, {"text": "print(1)\n"})
        assert wire.request("heldout/modelCard", {"uri": URI})["text"] == ""
    finally:
        wire.close()
