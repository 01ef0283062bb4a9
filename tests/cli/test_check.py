"""`heldout check`: what it prints, what it changes, and its exit status."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import LEAKY, UNUSED, Ran, notebook

Heldout = Callable[..., Ran]


def test_clean_is_0_and_says_so(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text("import pandas as pd\n")
    ran = heldout("check")
    assert (ran.status, ran.out, ran.err) == (0, "No findings in 1 file.\n", "")
    assert heldout("check", "--quiet").out == ""


def test_findings_are_1_with_the_code_that_proves_them(heldout: Heldout, folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    ran = heldout("check", "churn.py", "--select", "leak")
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert re.match(r"churn\.py:10:\d+ (error|warning) leak-preprocess-before-split `scaler` ", lines[0])
    assert "10 │ X = scaler.fit_transform(X)" in lines
    assert any(re.match(r" *│ +\^+ ", line) for line in lines)
    assert "11 │ X_train, X_test, y_train, y_test = train_test_split(X, y)" in lines
    assert re.match(r"1 finding in 1 of 1 file", lines[-1])


def test_concise_is_one_line_each(heldout: Heldout, folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    lines = heldout("check", "--output-format", "concise", "--quiet").out.splitlines()
    assert lines
    assert all(re.match(r"churn\.py:\d+:\d+ \w+ [a-z-]+ .+", line) for line in lines)


def test_json_has_exactly_the_promised_shape(heldout: Heldout, folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    found = heldout("check", "--output-format", "json").findings
    assert {one["code"] for one in found} >= {"leak-preprocess-before-split", "seed-missing-split"}
    for one in found:
        assert list(one) == [
            *("filename", "cell", "code", "message", "severity"),
            *("location", "end_location", "related", "fix", "url"),
        ]
        assert (one["filename"], one["cell"]) == ("churn.py", None)
        assert list(one["location"]) == list(one["end_location"]) == ["row", "column"]
        assert all(list(step) == ["filename", "cell", "location", "message"] for step in one["related"])
        assert one["fix"] is None or list(one["fix"]) == ["applicability", "message", "edits"]
        assert one["code"] in one["url"].replace("_", "-")
    leak = next(one for one in found if one["code"] == "leak-preprocess-before-split")
    assert leak["location"]["row"] == 10
    assert leak["related"]


def test_json_of_nothing_is_an_empty_list(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text("x = 1\n")
    assert heldout("check", "--output-format", "json").findings == []


def test_a_notebook_counts_its_cells_as_people_do(heldout: Heldout, folder: Path) -> None:
    imports, rest = LEAKY.split("\n\n", 1)
    (folder / "churn.ipynb").write_text(notebook(imports, rest))
    found = heldout("check", "--output-format", "json", "--select", "leak").findings
    assert [(one["cell"], one["location"]["row"]) for one in found] == [(3, 5)]
    assert "churn.ipynb:cell 3:5:" in heldout("check", "--output-format", "concise").out


def test_selecting_and_ignoring(heldout: Heldout, folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)

    def codes(*arguments: str) -> set[str]:
        return {one["code"] for one in heldout("check", "--output-format", "json", *arguments).findings}

    every = codes()
    assert codes("--select", "leak") == {"leak-preprocess-before-split"}
    assert codes("--select", "leak,seed", "--ignore", "leak-preprocess-before-split") == every - {
        "leak-preprocess-before-split"
    }
    (folder / "heldout.toml").write_text('select = ["leak"]\n')
    assert codes() == {"leak-preprocess-before-split"}
    assert codes("--select", "seed") == {code for code in every if code.startswith("seed")}
    assert codes("--ignore", "leak") == set()


def test_an_unknown_rule_is_2_with_the_one_that_was_meant(heldout: Heldout) -> None:
    ran = heldout("check", "--select", "leak-fit-on-tset")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "heldout: `leak-fit-on-tset` is no rule or family of Heldout; did you mean `leak-fit-on-test`?\n"


def test_fail_on_decides_what_is_1(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text(UNUSED)
    assert heldout("check").status == 1
    assert heldout("check", "--fail-on", "error").status == 0
    (folder / "heldout.toml").write_text('fail-on = "warning"\n')
    assert heldout("check").status == 0
    assert heldout("check", "--fail-on", "info").status == 1


def test_fix_writes_what_is_safe_and_reports_the_rest(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_bytes(b"\xef\xbb\xbf" + UNUSED.replace("\n", "\r\n").encode())
    ran = heldout("check", "--fix")
    assert (ran.status, ran.out) == (0, "Fixed 1 finding. No findings in 1 file.\n")
    assert (folder / "a.py").read_bytes() == b"\xef\xbb\xbfimport pandas as pd\r\n\r\nframe = pd.DataFrame()\r\n"


def test_fix_changes_only_the_cells_it_fixes(heldout: Heldout, folder: Path) -> None:
    before = notebook("import pandas as pd\n", ["x = 1  # heldout: ignore[leak]\n", "x"], custom={"b": 1, "a": "é"})
    (folder / "a.ipynb").write_text(before)
    assert heldout("check", "--fix").status == 0
    assert (folder / "a.ipynb").read_text() == before.replace("  # heldout: ignore[leak]", "")


def test_diff_shows_and_changes_nothing(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text(UNUSED)
    (folder / "b.ipynb").write_text(notebook("import pandas as pd", "x = 1  # heldout: ignore[leak]"))
    ran = heldout("check", "--diff")
    assert ran.status == 1
    assert "-frame = pd.DataFrame()  # heldout: ignore[leak]\n+frame = pd.DataFrame()\n" in ran.out
    assert "--- b.ipynb:cell 3\n+++ b.ipynb:cell 3\n@@ -1 +1 @@\n-x = 1  # heldout: ignore[leak]\n+x = 1\n" in ran.out
    assert ran.err == "2 findings would be fixed.\n"
    assert (folder / "a.py").read_text() == UNUSED


def test_unsafe_fixes_only_when_asked(heldout: Heldout, folder: Path) -> None:
    (folder / "churn.py").write_text(LEAKY)
    assert heldout("check", "--fix", "--select", "leak").status == 1
    assert (folder / "churn.py").read_text() == LEAKY
    heldout("check", "--fix", "--unsafe-fixes", "--select", "leak")
    fixed = (folder / "churn.py").read_text()
    assert fixed != LEAKY
    assert heldout("check", "--select", "leak").status == 0
    compile(fixed, "churn.py", "exec")


def test_standard_input(heldout: Heldout, folder: Path) -> None:
    ran = heldout("check", "-", "--stdin-filename", "src/a.py", "--output-format", "concise", stdin=LEAKY.encode())
    assert ran.status == 1
    assert ran.out.startswith("src/a.py:")
    assert heldout("check", "-", stdin=LEAKY.encode()).out.startswith("<stdin>:")
    cells = notebook(LEAKY).encode()
    assert "n.ipynb:cell 2:" in heldout("check", "-", "--stdin-filename", "n.ipynb", stdin=cells).out


def test_standard_input_as_a_filter(heldout: Heldout) -> None:
    ran = heldout("check", "-", "--fix", stdin=UNUSED.encode())
    assert ran.out == UNUSED.replace("  # heldout: ignore[leak]", "")
    assert ran.err.startswith("Fixed 1 finding.")
    assert heldout("check", "-", "--fix", stdin=b"x = 1\r\n").out == "x = 1\r\n"


def test_many_files_are_shared_between_processes(heldout: Heldout, folder: Path) -> None:
    for number in range(45):
        (folder / f"m{number:02}.py").write_text(LEAKY if number % 9 == 0 else "x = 1\n")
    (folder / "broken.ipynb").write_text("{")
    ran = heldout("check", "--output-format", "json", "--select", "leak")
    assert [one["filename"] for one in ran.findings] == ["m00.py", "m09.py", "m18.py", "m27.py", "m36.py"]
    assert ran.err.startswith("heldout: broken.ipynb: ")


def test_names_are_relative_to_the_current_folder(heldout: Heldout, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep/a.py").write_text(UNUSED)
    for given in ("deep", "./deep/a.py", str(folder / "deep" / "a.py")):
        assert heldout("check", given, "-q", "--output-format", "concise").out.startswith("deep/a.py:3:")


def test_what_git_ignores_is_not_checked(heldout: Heldout, folder: Path) -> None:
    (folder / "a.py").write_text(UNUSED)
    (folder / ".gitignore").write_text("a.py\n")
    assert heldout("check").status == 0
    assert heldout("check", "a.py").status == 1


def test_the_configuration_of_each_folder_holds_there(heldout: Heldout, folder: Path) -> None:
    for name in ("loud", "quiet"):
        (folder / name).mkdir()
        (folder / name / "a.py").write_text(LEAKY)
    (folder / "quiet/heldout.toml").write_text('severity = { leak = "info" }\n')
    found = heldout("check", "--select", "leak", "--output-format", "json").findings
    assert [one["severity"] == "info" for one in found] == [False, True]


@pytest.mark.parametrize("text", ["[tool.heldout\n", '[tool.heldout]\nselect = ["leek"]\n'])
def test_a_wrong_configuration_is_one_line_and_defaults_hold(heldout: Heldout, folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text)
    (folder / "a.py").write_text(UNUSED)
    (folder / "b.py").write_text(UNUSED)
    ran = heldout("check", "--output-format", "json")
    assert len(ran.findings) == 2
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("heldout: pyproject.toml:")


def test_json_is_read_by_anybody(heldout: Heldout, folder: Path) -> None:
    (folder / "é.py").write_text('import pandas as pd\nname = "𝛼 ü"  # heldout: ignore[leak]\n', encoding="utf-8")
    out = heldout("check", "--output-format", "json").out
    assert out.isascii()
    assert json.loads(out)[0]["filename"] == "é.py"
    assert json.loads(out)[0]["location"] == {"row": 2, "column": 15}
