"""Everything the server does for an editor, over the wire, with a tiny engine."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from wire import MODERN, URI, Wire, insert, span

BAD = "import pandas\nx = bad(1)\n"
NOTEBOOK = "file:///project/n.ipynb"
CELLS = [f"vscode-notebook-cell://127.0.0.1:8080/project/n.ipynb#W{n}" for n in range(3)]
Start = Callable[..., Wire]


def without(*path: str) -> dict[str, Any]:
    """The modern client less one ability."""
    capabilities = deepcopy(MODERN)
    table = capabilities
    for name in path[:-1]:
        table = table[name]
    del table[path[-1]]
    return capabilities


def open_notebook(wire: Wire, *texts: str) -> None:
    cells = CELLS[: len(texts)]
    items = [{"uri": u, "languageId": "python", "version": 1, "text": t} for u, t in zip(cells, texts, strict=True)]
    document = {
        "uri": NOTEBOOK,
        "notebookType": "jupyter-notebook",
        "version": 1,
        "cells": [{"kind": 2, "document": uri} for uri in cells],
    }
    wire.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": items})


def change_notebook(wire: Wire, version: int, **cells: Any) -> None:
    document = {"uri": NOTEBOOK, "version": version}
    wire.notify("notebookDocument/didChange", {"notebookDocument": document, "change": {"cells": cells}})


# -- diagnostics ----------------------------------------------------------------------------------------------------


def test_a_finding_is_pushed_with_all_that_the_client_understands(fake: Wire) -> None:
    fake.open(BAD)
    (found,) = fake.diagnostics(version=1)
    assert found["range"] == span(1, 4, 1, 7)
    assert (found["source"], found["code"], found["severity"]) == ("heldout", "leak-bad", 1)
    assert found["codeDescription"] == {"href": "https://x/leak-bad"}
    assert found["relatedInformation"] == [
        {"location": {"uri": URI, "range": span(0, 0, 0, 1)}, "message": "it begins here"}
    ]
    assert set(found["data"]) == {"identity"}
    assert "tags" not in found


def test_a_bare_client_gets_the_bare_finding(start: Start) -> None:
    wire = start()
    wire.initialize({})
    wire.open(BAD)
    (found,) = wire.diagnostics()
    assert set(found) == {"range", "severity", "code", "source", "message"}


def test_only_the_newest_version_is_published(fake: Wire) -> None:
    fake.open("# slow\n" + BAD)
    fake.change(2, {"text": "# slow\n" + BAD})
    fake.change(3, {"text": "bad(1); bad(2)"})
    assert len(fake.diagnostics()) == 2
    published = [m["params"].get("version") for m in fake.seen if m.get("method") == "textDocument/publishDiagnostics"]
    assert published == [3]


def test_closing_clears_and_nothing_comes_after(fake: Wire) -> None:
    fake.open(BAD)
    fake.diagnostics(version=1)
    fake.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert fake.diagnostics() == []
    assert fake.hover(1, 5) is None


def test_columns_are_in_the_negotiated_units(start: Start) -> None:
    for encoding, column in (("utf-8", 11), ("utf-16", 9), ("utf-32", 8)):
        wire = start()
        capabilities = wire.initialize({**MODERN, "general": {"positionEncodings": [encoding]}})
        assert capabilities["positionEncoding"] == encoding
        wire.open("x = '𝒳' bad(1)")
        assert wire.diagnostics()[0]["range"] == span(0, column, 0, column + 3)


def test_a_script_in_another_language_is_left_alone(fake: Wire) -> None:
    fake.open("bad(1)", uri="file:///project/x.r", language="r")
    fake.open("", uri="file:///project/y.py")
    assert fake.diagnostics("file:///project/y.py") == []
    assert not any("x.r" in str(message) for message in fake.seen)


def test_a_failed_analysis_is_one_line_and_the_next_goes_on(fake: Wire) -> None:
    fake.open("# crash")
    line = fake.logged("could not be analysed")
    assert "the analysis crashed" in line
    assert "Traceback" not in line
    fake.change(2, {"text": BAD})
    assert len(fake.diagnostics(version=2)) == 1


def test_an_engine_that_does_not_load_is_one_line_and_the_server_lives(start: Start) -> None:
    wire = start("--broken")
    wire.initialize()
    wire.open(BAD)
    assert "models are missing" in wire.logged("could not load")
    assert wire.actions(1, 5) == []
    assert wire.request("heldout/rules") == []
    assert wire.end() == 0


# -- pulling --------------------------------------------------------------------------------------------------------


def pulled(wire: Wire, uri: str = URI, previous: str | None = None) -> dict[str, Any]:
    params: dict[str, Any] = {"textDocument": {"uri": uri}}
    if previous is not None:
        params["previousResultId"] = previous
    return dict(wire.request("textDocument/diagnostic", params))


def test_a_client_that_pulls_is_never_pushed_to(start: Start) -> None:
    wire = start()
    capabilities = deepcopy(MODERN)
    capabilities["textDocument"]["diagnostic"] = {}
    assert wire.initialize(capabilities)["diagnosticProvider"]["interFileDependencies"] is True
    wire.open(BAD)
    first = pulled(wire)
    assert [item["code"] for item in first["items"]] == ["leak-bad"]
    assert pulled(wire, previous=first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}
    wire.change(2, insert(0, 0, "\n"))
    second = pulled(wire, previous=first["resultId"])
    assert (second["kind"], second["items"][0]["range"]) == ("full", span(2, 4, 2, 7))
    assert pulled(wire, uri="file:///nowhere.py")["items"] == []
    assert not any(message.get("method") == "textDocument/publishDiagnostics" for message in wire.seen)


def test_pulling_is_registered_for_scripts_and_cells_are_pushed(start: Start) -> None:
    wire = start()
    capabilities = deepcopy(MODERN)
    capabilities["textDocument"]["diagnostic"] = {"dynamicRegistration": True}
    assert "diagnosticProvider" not in wire.initialize(capabilities)
    (registration,) = wire.notified("client/registerCapability")["registrations"]
    assert registration["method"] == "textDocument/diagnostic"
    assert [one["scheme"] for one in registration["registerOptions"]["documentSelector"]] == ["file", "untitled"]
    open_notebook(wire, BAD)
    assert len(wire.diagnostics(CELLS[0])) == 1
    wire.open(BAD)
    assert len(pulled(wire)["items"]) == 1
    assert not any(
        message["params"]["uri"] == URI
        for message in wire.seen
        if message.get("method") == "textDocument/publishDiagnostics"
    )


# -- notebooks ------------------------------------------------------------------------------------------------------


def test_cells_are_published_each_under_its_own_uri(fake: Wire) -> None:
    open_notebook(fake, "import pandas", "x = bad(1)")
    assert fake.diagnostics(CELLS[0], 1) == []
    (found,) = fake.diagnostics(CELLS[1], 1)
    assert found["relatedInformation"][0]["location"]["uri"] == CELLS[0]


def test_cells_that_move_take_their_findings_with_them(fake: Wire) -> None:
    open_notebook(fake, "import pandas", "x = bad(1)")
    fake.diagnostics(CELLS[1])
    moved = [{"kind": 2, "document": CELLS[1]}, {"kind": 2, "document": CELLS[0]}]
    change_notebook(fake, 2, structure={"array": {"start": 0, "deleteCount": 2, "cells": moved}})
    (found,) = fake.diagnostics(CELLS[1])
    assert found["relatedInformation"][0]["location"]["uri"] == CELLS[1]


def test_a_deleted_cell_is_cleared_and_so_is_a_closed_notebook(fake: Wire) -> None:
    open_notebook(fake, "import pandas", "x = bad(1)", "bad(2)")
    fake.diagnostics(CELLS[2])
    gone = {"array": {"start": 1, "deleteCount": 1}, "didClose": [{"uri": CELLS[1]}]}
    change_notebook(fake, 2, structure=gone)
    assert fake.diagnostics(CELLS[1]) == []
    cells = [{"uri": CELLS[0]}, {"uri": CELLS[2]}]
    fake.notify("notebookDocument/didClose", {"notebookDocument": {"uri": NOTEBOOK}, "cellTextDocuments": cells})
    assert fake.diagnostics(CELLS[2]) == []


def test_an_edit_of_a_cell_publishes_it_with_its_version(fake: Wire) -> None:
    open_notebook(fake, "import pandas", "x = 1")
    fake.diagnostics(CELLS[1])
    content = {"document": {"uri": CELLS[1], "version": 2}, "changes": [insert(0, 4, "bad(1) + ")]}
    change_notebook(fake, 2, textContent=[content])
    assert len(fake.diagnostics(CELLS[1], 2)) == 1


def test_fix_all_of_a_notebook_edits_each_cell_with_its_version(fake: Wire) -> None:
    open_notebook(fake, "bad(1)", "x = 1", "risky(bad(2))")
    assert fake.actions(0, 0, CELLS[0], only=["source.fixAll"]) == []
    (action,) = fake.actions(0, 0, CELLS[0], only=["notebook.source.fixAll"])
    edits = fake.request("codeAction/resolve", action)["edit"]["documentChanges"]
    assert [(edit["textDocument"], edit["edits"][0]["newText"]) for edit in edits] == [
        ({"uri": CELLS[0], "version": 1}, "good(1)"),
        ({"uri": CELLS[2], "version": 1}, "risky(good(2))"),
    ]


# -- code actions ---------------------------------------------------------------------------------------------------


def test_a_safe_fix_is_preferred_and_its_edit_comes_when_it_is_chosen(fake: Wire) -> None:
    fake.open(BAD)
    found = fake.diagnostics(version=1)
    fix, ignore = fake.actions(1, 5)
    assert (fix["title"], fix["kind"], fix["isPreferred"]) == ("Call `good`", "quickfix", True)
    assert fix["diagnostics"] == found
    assert "edit" not in fix
    assert ignore["title"] == "Ignore leak-bad on this line"
    assert "isPreferred" not in ignore
    resolved = fake.request("codeAction/resolve", fix)["edit"]
    assert resolved == {
        "documentChanges": [
            {"textDocument": {"uri": URI, "version": 1}, "edits": [{"range": span(1, 4, 1, 7), "newText": "good"}]}
        ]
    }


def test_an_unsafe_fix_says_so_and_comes_after_the_safe_ones(fake: Wire) -> None:
    fake.open("risky(bad(1))")
    titles = [action["title"] for action in fake.actions(0, 0, end=(0, 13))]
    assert titles == [
        "Call `good`",
        "Call `calm` (changes results)",
        "Ignore seed-risky on this line",
        "Ignore leak-bad on this line",
    ]


def test_ignoring_writes_the_comment_that_suppresses(fake: Wire) -> None:
    fake.open(BAD)
    fake.diagnostics(version=1)
    edit = fake.request("codeAction/resolve", fake.actions(1, 5)[-1])["edit"]
    (change,) = edit["documentChanges"][0]["edits"]
    assert change["newText"] == "  # heldout: ignore[leak-bad]"
    fake.change(2, {"range": change["range"], "text": change["newText"]})
    assert fake.diagnostics(version=2) == []


def test_actions_only_where_the_cursor_is_and_of_the_kind_that_was_asked_for(fake: Wire) -> None:
    fake.open(BAD)
    assert fake.actions(0, 0) == []
    assert fake.actions(1, 5, only=["refactor"]) == []
    assert fake.actions(1, 7, only=["quickfix"]) != []
    assert fake.actions(1, 5, only=["source.organizeImports"]) == []


def test_fix_all_takes_the_safe_fixes_only(fake: Wire) -> None:
    fake.open("a = bad(1)\nb = 2\nc = risky(bad(3))\n")
    (action,) = fake.actions(0, 0, only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.heldout"
    edits = fake.request("codeAction/resolve", action)["edit"]["documentChanges"][0]["edits"]
    assert [edit["newText"] for edit in edits] == ["a = good(1)\n", "c = risky(good(3))\n"]
    fake.change(2, {"text": "c = risky(3)\n"})
    assert fake.actions(0, 0, only=["source.fixAll"]) == []


def test_an_action_of_an_older_text_is_made_for_the_text_as_it_is(fake: Wire) -> None:
    fake.open(BAD)
    fix = fake.actions(1, 5)[0]
    (all_of_it,) = fake.actions(0, 0, only=["source.fixAll"])
    fake.change(2, insert(0, 0, "\n"))
    for action, range_ in ((fix, span(2, 4, 2, 7)), (all_of_it, span(2, 0, 3, 0))):
        (change,) = fake.request("codeAction/resolve", action)["edit"]["documentChanges"]
        assert change["textDocument"]["version"] == 2
        assert change["edits"][0]["range"] == range_


def test_an_action_whose_finding_is_gone_is_refused(fake: Wire) -> None:
    fake.open(BAD)
    fix = fake.actions(1, 5)[0]
    fake.change(2, {"text": "import pandas\nx = good(1)\n"})
    assert fake.answer(fake.ask("codeAction/resolve", fix))["error"]["code"] == -32801
    assert fake.answer(fake.ask("codeAction/resolve", {"title": "mine"}))["error"]["code"] == -32801


def test_fix_all_right_after_a_quick_fix(fake: Wire) -> None:
    """As an editor does it: the quick fix's edit comes as a change, and the command is given before it is analysed."""
    fake.open("import pandas\nx = bad(1)\ny = bad(2)\n")
    fix = fake.actions(1, 5)[0]
    (change,) = fake.request("codeAction/resolve", fix)["edit"]["documentChanges"]
    (edit,) = change["edits"]
    fake.change(2, {"range": edit["range"], "text": edit["newText"]})
    (all_of_it,) = fake.actions(0, 0, only=["source.fixAll"], end=(3, 0))
    (change,) = fake.request("codeAction/resolve", all_of_it)["edit"]["documentChanges"]
    assert (change["textDocument"]["version"], change["edits"][0]["newText"]) == (2, "y = good(2)\n")


def test_whole_edits_for_clients_that_do_not_resolve(start: Start) -> None:
    wire = start()
    wire.initialize(without("textDocument", "codeAction", "resolveSupport"))
    wire.open(BAD)
    fix = wire.actions(1, 5)[0]
    assert fix["edit"]["documentChanges"][0]["edits"][0]["newText"] == "good"
    assert "data" not in fix


def test_plain_changes_for_clients_without_versions(start: Start) -> None:
    wire = start()
    wire.initialize(without("workspace", "workspaceEdit"))
    wire.open(BAD)
    edit = wire.request("codeAction/resolve", wire.actions(1, 5)[0])["edit"]
    assert edit == {"changes": {URI: [{"range": span(1, 4, 1, 7), "newText": "good"}]}}


def test_commands_for_clients_without_literals(start: Start) -> None:
    wire = start()
    capabilities = wire.initialize(without("textDocument", "codeAction"))
    assert capabilities["executeCommandProvider"]["commands"][-1] == "heldout.applyFix"
    wire.open(BAD)
    command = wire.actions(1, 5)[0]
    wire.ask("workspace/executeCommand", {"command": command["command"], "arguments": command["arguments"]})
    edit = wire.notified("workspace/applyEdit")["edit"]
    assert edit["documentChanges"][0]["edits"][0]["newText"] == "good"


def test_a_request_can_be_cancelled_while_it_waits(fake: Wire) -> None:
    fake.open("# slow\n" + BAD)
    waiting = fake.ask("textDocument/hover", {"textDocument": {"uri": URI}, "position": {"line": 2, "character": 5}})
    fake.notify("$/cancelRequest", {"id": waiting})
    assert fake.answer(waiting)["error"]["code"] == -32800
    fake.notify("$/cancelRequest", {"id": waiting})
    fake.change(2, {"text": BAD})
    assert len(fake.diagnostics(version=2)) == 1


# -- hover ----------------------------------------------------------------------------------------------------------


def test_hover_explains_the_finding_in_markdown(fake: Wire) -> None:
    fake.open(BAD)
    hover = fake.hover(1, 5)
    assert hover["range"] == span(1, 4, 1, 7)
    assert hover["contents"] == {
        "kind": "markdown",
        "value": "**Why it matters.** The [score](https://example.org) is **too good**.\n\n"
        "[leak-bad](https://x/leak-bad)",
    }
    assert fake.hover(0, 0) is None


def test_hover_is_plain_where_the_client_shows_no_markdown(start: Start) -> None:
    wire = start()
    wire.initialize(without("textDocument", "hover"))
    wire.open(BAD)
    contents = wire.hover(1, 5)["contents"]
    assert contents["kind"] == "plaintext"
    assert "The score is too good." in contents["value"]
    assert contents["value"].endswith("leak-bad: https://x/leak-bad")


def test_hover_tells_the_steps_where_the_client_does_not_show_them(start: Start) -> None:
    wire = start()
    wire.initialize(without("textDocument", "publishDiagnostics"))
    open_notebook(wire, "import pandas", "x = bad(1)")
    text = wire.hover(0, 5, CELLS[1])["contents"]["value"]
    assert text.startswith("`bad` is called\n\n1. cell 1, line 1: it begins here")


# -- configuration --------------------------------------------------------------------------------------------------


def opened_in(wire: Wire, folder: Path) -> str:
    uri = (folder / "train.py").as_uri()
    wire.open("bad(1); risky(2)", uri)
    return uri


def codes(found: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(one["code"], one["severity"]) for one in found]


def test_the_editors_settings_hold_from_the_start_and_when_they_change(start: Start, tmp_path: Path) -> None:
    wire = start()
    wire.initialize(initializationOptions={"ignore": ["seed"]})
    uri = opened_in(wire, tmp_path)
    assert codes(wire.diagnostics(uri)) == [("leak-bad", 1)]
    settings = {"heldout": {"severity": {"leak-bad": "hint"}}}
    wire.notify("workspace/didChangeConfiguration", {"settings": settings})
    assert codes(wire.diagnostics(uri)) == [("leak-bad", 4), ("seed-risky", 2)]


def test_settings_are_asked_for_where_the_client_lets_us(start: Start, tmp_path: Path) -> None:
    wire = start()
    wire.initialize({**MODERN, "workspace": {"configuration": True}})
    message = wire.next(lambda message: message.get("method") == "workspace/configuration")
    assert message["params"]["items"] == [{"section": "heldout"}]
    wire.send(id=message["id"], result=[{"select": ["seed"]}])
    uri = opened_in(wire, tmp_path)
    assert codes(wire.diagnostics(uri)) == [("seed-risky", 2)]


def test_the_projects_file_wins_over_the_editor(start: Start, tmp_path: Path) -> None:
    (tmp_path / "heldout.toml").write_text('select = ["seed"]\n')
    wire = start()
    wire.initialize(initializationOptions={"select": ["leak"], "severity": {"seed": "error"}})
    uri = opened_in(wire, tmp_path)
    assert codes(wire.diagnostics(uri)) == [("seed-risky", 1)]
    text = wire.request("heldout/configuration", {"uri": uri})["text"]
    assert 'select = ["seed"]  # heldout.toml:1' in text
    assert 'severity = { seed = "error" }  # editor settings' in text


def test_files_of_the_project_are_watched_and_read_again(start: Start, tmp_path: Path) -> None:
    wire = start()
    wire.initialize({**MODERN, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    (registration,) = wire.notified("client/registerCapability")["registrations"]
    patterns = [watcher["globPattern"] for watcher in registration["registerOptions"]["watchers"]]
    assert "**/*.toml" in patterns
    uri = opened_in(wire, tmp_path)
    assert len(wire.diagnostics(uri)) == 2
    file = tmp_path / "heldout.toml"
    file.write_text('ignore = ["seed"]\n')
    event = {"changes": [{"uri": file.as_uri(), "type": 1}]}
    wire.notify("workspace/didChangeWatchedFiles", event)
    assert codes(wire.diagnostics(uri)) == [("leak-bad", 1)]


@pytest.mark.parametrize("text", ["select = [", 'select = ["leek"]\n'])
def test_a_wrong_file_is_one_diagnostic_in_that_file_until_it_is_right(start: Start, tmp_path: Path, text: str) -> None:
    file = tmp_path / "heldout.toml"
    file.write_text(text)
    wire = start()
    wire.initialize()
    uri = opened_in(wire, tmp_path)
    (problem,) = wire.diagnostics(file.as_uri())
    assert (problem["code"], problem["source"]) == ("configuration", "heldout")
    file.write_text('select = ["leak", "seed"]\n')
    wire.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert wire.diagnostics(file.as_uri()) == []


def test_a_file_of_models_is_read_again_when_it_changes(start: Start, tmp_path: Path) -> None:
    (tmp_path / "heldout.toml").write_text('[models]\nfiles = ["shop.toml"]\n')
    file = tmp_path / "shop.toml"
    file.write_text('["shop.scale"]\nrows = "some"\n')
    wire = start()
    wire.initialize()
    opened_in(wire, tmp_path)
    (problem,) = wire.diagnostics(file.as_uri())
    assert problem["range"]["start"] == {"line": 1, "character": 0}
    file.write_text('["shop.scale"]\nrows = "same"\n')
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})
    assert wire.diagnostics(file.as_uri()) == []


def test_excluded_documents_have_no_findings(start: Start, tmp_path: Path) -> None:
    (tmp_path / "heldout.toml").write_text('exclude = ["train.py"]\n')
    wire = start()
    wire.initialize()
    assert wire.diagnostics(opened_in(wire, tmp_path)) == []


def test_an_unknown_name_in_the_editors_settings_switches_nothing_off(start: Start, tmp_path: Path) -> None:
    wire = start()
    wire.initialize(initializationOptions={"select": ["leak", "sead"], "run": 7})
    uri = opened_in(wire, tmp_path)
    assert codes(wire.diagnostics(uri)) == [("leak-bad", 1)]
    assert "heldout.run" in wire.logged("must be one of")
    assert "`sead`" in wire.logged("no rule or family")


def test_on_save_means_that_typing_changes_nothing(start: Start) -> None:
    wire = start()
    wire.initialize(initializationOptions={"run": "onSave"})
    wire.open(BAD)
    wire.diagnostics(version=1)
    wire.change(2, {"text": "bad(1); bad(2)"})
    wire.change(3, {"text": "bad(1); bad(2); bad(3)"})
    wire.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    assert len(wire.diagnostics()) == 3


def test_what_the_user_switched_off_is_not_offered(start: Start) -> None:
    off = {"fixAll": False, "unsafeFixes": False, "ignoreComments": False, "hover": {"enable": False}}
    wire = start()
    wire.initialize(initializationOptions=off)
    wire.open("risky(bad(1))")
    assert [action["title"] for action in wire.actions(0, 0, end=(0, 13))] == ["Call `good`"]
    assert wire.actions(0, 0, only=["source.fixAll"]) == []
    assert wire.hover(0, 1) is None


# -- the rest -------------------------------------------------------------------------------------------------------


def test_rules_and_their_pages_can_be_asked_for(fake: Wire) -> None:
    rules = {rule["name"]: rule for rule in fake.request("heldout/rules", {})}
    assert rules["leak-bad"]["summary"] == "leak-bad in short"
    assert fake.request("heldout/rulePage", {"name": "leak-bad"})["markdown"].startswith("# leak-bad")
    assert "no rule" in fake.answer(fake.ask("heldout/rulePage", {"name": "x"}))["error"]["message"]
    assert "missing" in fake.answer(fake.ask("heldout/rulePage"))["error"]["message"]


def test_the_server_says_when_it_is_busy_to_those_who_know_it(start: Start) -> None:
    wire = start()
    wire.initialize(initializationOptions={})
    assert wire.notified("heldout/status") == {"busy": True}
    assert wire.notified("heldout/status") == {"busy": False}


@pytest.mark.parametrize(("polite", "status"), [(True, 0), (False, 1)])
def test_exit_status(start: Start, polite: bool, status: int) -> None:
    wire = start()
    wire.initialize()
    if polite:
        wire.request("shutdown")
    wire.notify("exit")
    assert wire.process.wait(10) == status


def test_the_server_ends_with_its_input(fake: Wire) -> None:
    assert fake.process.stdin is not None
    fake.open("# slow")
    fake.process.stdin.close()
    assert fake.process.wait(10) == 1
