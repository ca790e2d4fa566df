"""A setting that decides a verdict makes what was graded with another one stale; anything else does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grading.decisive_settings import decisive


def configured(root: Path, text: str, assignment: str = "ps1") -> str:
    root.mkdir(exist_ok=True)
    (root / "nbgrader_config.py").write_text(f"c = get_config()\n{text}\n", encoding="utf-8")
    return decisive(root, assignment)


USUAL = "c.Execute.timeout = 30"


@pytest.mark.parametrize(
    "changed",
    [
        "c.Execute.timeout = 20",
        "c.ExecutePreprocessor.timeout = 20",
        "c.ClearHiddenTests.begin_test_delimeter = 'SECRET'",
        "c.GradingEngine.tests = {'ps1': 'in-student'}",
        "c.GradingEngine.python = '/opt/other/bin/python'",
        "c.GradingEngine.environment = {'LAB': '7'}",
        "c.GradingEngine.readable_folders = ['/srv/data']",
        "c.GradingEngine.network = True",
        "c.GradingEngine.memory_mib = 512",
        "c.Autograde.exclude_overwriting = {'ps1': ['answer.csv']}",
        "c.AssignLatePenalties.plugin_class = 'latepol.Half'",
        "c.IncludeHeaderFooter.header = 'header.ipynb'",
        "class Own:\n    pass\nc.Autograde.autograde_preprocessors = [Own, 'nbgrader.preprocessors.Execute']",
        "c.Execute.timeout_func = lambda cell: 20",
    ],
)
def test_what_decides(tmp_path, changed):
    (tmp_path / "header.ipynb").write_text("{}", encoding="utf-8")
    assert configured(tmp_path, USUAL) != configured(tmp_path, changed)


@pytest.mark.parametrize(
    "changed",
    [
        "# half a minute\nc.Execute.timeout = 30  # seconds",
        "c.Execute.timeout = 15 + 15",
        f"{USUAL}\nc.Exchange.root = '/srv/exchange'",
        f"{USUAL}\nc.GradingEngine.tests = {{'ps2': 'in-student'}}",
        f"{USUAL}\nc.Autograde.exclude_overwriting = {{'ps2': ['answer.csv']}}",
        f"{USUAL}\nc.GradingEngine.imports = ['numpy']",
    ],
)
def test_what_does_not(tmp_path, changed):
    assert configured(tmp_path, USUAL) == configured(tmp_path, changed)


def test_the_courses_own_code_without_its_comments(tmp_path):
    own = "import limits\nc.Execute.timeout_func = limits.of"
    (tmp_path / "limits.py").write_text("def of(cell):\n    return 20\n", encoding="utf-8")
    before = configured(tmp_path, own)
    (tmp_path / "limits.py").write_text("# short ones\ndef of(cell):\n    return 20\n", encoding="utf-8")
    assert configured(tmp_path, f"{own}  # see limits.py") == before
    (tmp_path / "limits.py").write_text("def of(cell):\n    return 30\n", encoding="utf-8")
    assert configured(tmp_path, own) != before


def test_what_is_put_around_a_notebook(tmp_path):
    own = "c.IncludeHeaderFooter.footer = 'footer.ipynb'"
    (tmp_path / "footer.ipynb").write_text("{}", encoding="utf-8")
    before = configured(tmp_path, own)
    (tmp_path / "footer.ipynb").write_text('{"cells": []}', encoding="utf-8")
    assert configured(tmp_path, own) != before
