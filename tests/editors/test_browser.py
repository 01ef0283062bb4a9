"""What a person sees in VS Code, with pictures. `HELDOUT_PICTURES=docs/images pytest tests/editors/test_browser.py` renews them."""

from __future__ import annotations

import json
import os
from pathlib import Path

from code_server import CodeServer
from toolchain import drive


def test_what_a_person_sees(vscode_with_package: CodeServer, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("HELDOUT_PICTURES", tmp_path / "pictures")).resolve()
    done = drive("checks.mjs", ADDRESS=vscode_with_package.address, PICTURES=str(pictures))
    if done.returncode != 0:  # a click that a busy page swallowed; a new page begins with the untouched files
        print(done.stderr)
        done = drive("checks.mjs", ADDRESS=vscode_with_package.address, PICTURES=str(pictures))
    assert done.returncode == 0, f"{done.stderr}\n{vscode_with_package.logs()}"
    seen = json.loads(done.stdout)
    print(f"first squiggle {seen['firstSquiggleMs'] / 1000:.1f} s after the page was opened")

    assert "leak-fit-on-test" in seen["hover"]
    assert any("set apart" in row for row in seen["problems"]), "the related places are listed"
    assert any("random_state" in title for title in seen["actions"])
    assert seen["actions"][-1].startswith("Ignore")
    assert "imputer.transform(X_test)" in seen["fixed"]
    assert any("random_state" in title for title in seen["notebookActions"])
    assert "test_size=0.2, random_state=42)" in seen["notebookFixed"]

    assert {"df", "train_test_split", "X_test, y_test", "model"} <= set(seen["pipeline"])
    assert seen["leaks"] == 8
    assert seen["cursor"].startswith("Ln 27,"), "a click on a node goes to its line"


def test_the_agent_as_a_person_meets_it(vscode_with_model: CodeServer, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("HELDOUT_PICTURES", tmp_path / "pictures")).resolve()
    done = drive("agent.mjs", ADDRESS=vscode_with_model.address, PICTURES=str(pictures))
    assert done.returncode == 0, f"{done.stderr}\n{vscode_with_model.logs()}"
    seen = json.loads(done.stdout)
    assert "word for word before it goes out" in seen["consent"]
    ask = next(title for title in seen["actions"] if title.startswith("Ask the ML engineer"))
    assert "(sends 12 lines to claude-sonnet-5-5)" in ask
    assert seen["actions"][0].startswith("Fit `scaler`"), "what needs no model comes first"
    assert "Send 12 lines to claude-sonnet-5-5 at http://127.0.0.1:" in seen["question"]
    assert "Cancel" in seen["progress"]
    assert "retention.py" in seen["preview"]
    assert "Fitted on the training rows only." in seen["reason"]
    assert any("Fixed leak-preprocess-before-split" in said for said in seen["said"])
    assert seen["squiggles"] == 0
