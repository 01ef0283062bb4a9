"""Configuration: found upward, read leniently, and every mistake said once, with a place and an advice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from heldout.findings.finding import Severity
from heldout.project.config import load_settings
from heldout.project.inforce import describe

RULES = ("leak-fit-on-test", "leak-preprocess-before-split", "seed-missing-split")


def written(folder: Path, text: str, name: str = "heldout.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_nothing_configured_means_every_rule_with_its_own_severity(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path, RULES)
    assert loaded.origin is None
    assert loaded.problems == ()
    assert loaded.settings.severity_of("leak-fit-on-test", Severity.ERROR, "a.py") is Severity.ERROR


def test_the_nearest_file_wins_as_a_whole(tmp_path: Path) -> None:
    written(tmp_path, '[tool.heldout]\nignore = ["leak"]\n', "pyproject.toml")
    inner = tmp_path / "service" / "src"
    inner.mkdir(parents=True)
    written(tmp_path / "service", 'ignore = ["seed"]\n')
    settings = load_settings(inner).settings
    assert settings.severity_of("seed-missing-split", Severity.INFO, None) is None
    assert settings.severity_of("leak-fit-on-test", Severity.ERROR, None) is Severity.ERROR


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, '[tool.heldout]\nignore = ["leak"]\n', "pyproject.toml")
    inner = tmp_path / "package"
    inner.mkdir()
    written(inner, "[project]\nname = 'x'\n", "pyproject.toml")
    assert load_settings(inner).origin == tmp_path / "pyproject.toml"


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    written(tmp_path, 'ignore = ["leak"]\n')
    assert load_settings(tmp_path).settings.ignore == ("leak",)
    written(tmp_path, 'ignore = ["seed"]\n')
    os.utime(tmp_path / "heldout.toml", ns=(1, 1))
    assert load_settings(tmp_path).settings.ignore == ("seed",)


@pytest.mark.parametrize(
    ("select", "ignore", "rule", "wanted"),
    [
        ([], [], "leak-fit-on-test", True),
        (["leak"], [], "leak-fit-on-test", True),
        (["leak-fit"], [], "leak-fit-on-test", True),
        (["lea"], [], "leak-fit-on-test", False),
        (["seed"], [], "leak-fit-on-test", False),
        (["leak"], ["leak-fit-on-test"], "leak-fit-on-test", False),
        (["leak-fit-on-test"], ["leak"], "leak-fit-on-test", True),
        (["leak-fit-on-test"], ["leak"], "leak-preprocess-before-split", False),
        ([], ["leak"], "leak-fit-on-test", False),
    ],
)
def test_the_longer_name_decides(tmp_path: Path, select: list[str], ignore: list[str], rule: str, wanted: bool) -> None:
    settings = load_settings(written(tmp_path, f"select = {select}\nignore = {ignore}\n")).settings
    assert (settings.severity_of(rule, Severity.ERROR, "a.py") is not None) is wanted


def test_severity_by_rule_family_and_path(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        severity = { leak = "warning", leak-fit-on-test = "error", seed-missing-split = "off" }
        [per-path."notebooks/**"]
        severity = { leak = "info" }
        [per-path."*_old.py"]
        ignore = ["leak"]
        """,
    )
    settings = load_settings(tmp_path).settings

    def of(rule: str, path: str) -> Severity | None:
        return settings.severity_of(rule, Severity.HINT, str(tmp_path / path))

    assert of("leak-preprocess-before-split", "a.py") is Severity.WARNING
    assert of("leak-fit-on-test", "a.py") is Severity.ERROR
    assert of("seed-missing-split", "a.py") is None
    assert of("leak-preprocess-before-split", "notebooks/deep/a.ipynb") is Severity.INFO
    assert of("leak-fit-on-test", "deep/churn_old.py") is None


def test_a_selection_of_the_moment_replaces_the_projects(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, 'select = ["leak-fit-on-test"]\n')).settings
    assert settings.at_the_moment(("seed",), ()).severity_of("seed-missing-split", Severity.INFO, None) is Severity.INFO
    assert settings.at_the_moment((), ("leak",)).severity_of("leak-fit-on-test", Severity.INFO, None) is None


# (file, text, line and column of the problem from 0, a part of its message)
MISTAKES = [
    ("pyproject.toml", "[tool.heldout\nselect = []\n", 0, "pyproject.toml cannot be read: expected"),
    ("pyproject.toml", "[tool]\nheldout = 3\n", 1, "must be a table: write [tool.heldout]"),
    ("heldout.toml", "select = [\n", 0, "cannot be read: "),
    (
        "heldout.toml",
        '\nselekt = ["leak"]\n',
        1,
        "`selekt` is no setting of Heldout and has no effect; did you mean `select`?",
    ),
    ("heldout.toml", 'select = "leak"\n', 0, "`select` must be a list of strings"),
    ("heldout.toml", "select = [1]\n", 0, "`select` must be a list of strings"),
    (
        "heldout.toml",
        'select = [\n  "leak",\n  "leek",\n]\n',
        2,
        "`leek` is no rule or family of Heldout and has no effect; did you mean `leak`?",
    ),
    (
        "heldout.toml",
        '[severity]\nleak = "error"\nseed = "fatal"\n',
        2,
        "the severity of `seed` must be one of error, warning, info, hint or off",
    ),
    ("heldout.toml", 'severity = "error"\n', 0, "`severity` must be a table"),
    ("heldout.toml", 'severity = { leek = "error" }\n', 0, "`leek` is no rule"),
    ("heldout.toml", 'fail-on = "never"\n', 0, "`fail-on` must be one of"),
    ("heldout.toml", "per-path = 3\n", 0, "`per-path` must be a table"),
    ("heldout.toml", '[per-path]\n"a.py" = 1\n', 1, 'the settings of "a.py" must be a table'),
    ("heldout.toml", '[per-path."a.py"]\nexclude = []\n', 1, "`exclude` is no setting"),
    ("heldout.toml", 'exclude = ["!"]\n', 0, '"!" is no pattern of paths'),
]


@pytest.mark.parametrize(("name", "text", "line", "message"), MISTAKES, ids=[mistake[3][:30] for mistake in MISTAKES])
def test_a_mistake_is_one_problem_and_defaults_hold(
    tmp_path: Path, name: str, text: str, line: int, message: str
) -> None:
    loaded = load_settings(written(tmp_path, text, name), RULES)
    assert len(loaded.problems) == 1
    problem = loaded.problems[0]
    assert message in problem.message
    assert (problem.path, problem.line) == (str(tmp_path / name), line)
    assert "\n" not in problem.message
    assert loaded.settings.severity_of("leak-fit-on-test", Severity.ERROR, None) is Severity.ERROR


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a = '\x00'", b"[" * 5000])
def test_bytes_that_are_no_toml_are_one_problem(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "heldout.toml").write_bytes(data)
    assert len(load_settings(tmp_path).problems) == 1


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "heldout.toml").write_bytes(b'\xef\xbb\xbfselect = ["leak"]\r\nignore = []\r\n')
    loaded = load_settings(tmp_path, RULES)
    assert (loaded.settings.select, loaded.problems) == (("leak",), ())


def test_the_configuration_in_force_tells_where_each_value_comes_from(tmp_path: Path) -> None:
    written(tmp_path, '# ours\nselect = ["leak"]\nseverity = { leak-fit-on-test = "info" }\n')
    text = describe(load_settings(tmp_path), {"leak-fit-on-test": "error", "seed-missing-split": "info"})
    assert 'select = ["leak"]  # heldout.toml:2' in text
    assert 'severity = { leak-fit-on-test = "info" }  # heldout.toml:3' in text
    assert 'fail-on = "info"  # default' in text
    assert "leak-fit-on-test    info  # error by default" in text
    assert "seed-missing-split  off  # info by default" in text
