"""What *Validate* says where there is no such button: a notebook is run in a copy, and each exercise listed."""

from __future__ import annotations

import copy
import json

import pytest
from conftest import ROOT
from gancourse import validate

PATH = ROOT / "course" / "00-start-here" / "00-start-here.ipynb"
RELEASE = json.loads(PATH.read_text(encoding="utf-8"))


def small(answer: str) -> dict:
    """Of 00 the first code cell, the exercise, and its check."""
    nb = copy.deepcopy(RELEASE)
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in nb["cells"]]
    at = ids.index("mean-square")
    nb["cells"][at]["source"] = answer
    wanted = {ids.index("imports"), at, ids.index("mean-square-values")}
    nb["cells"] = [c for i, c in enumerate(nb["cells"]) if i in wanted or "### Exercise" in "".join(c["source"])]
    return nb


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ("def mean_square(x):\n    return np.mean(np.square(x))", 0, "All visible checks pass."),
        ("def mean_square(x):\n    return np.sum(np.square(x))", 1, "You have taken the sum instead of the mean"),
    ],
)
def test_a_notebook_is_run_and_every_exercise_listed(tmp_path, capfd, answer, status, words):
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(small(answer)), encoding="utf-8")
    before = path.read_bytes()
    assert validate.main([str(path)]) == status
    told = capfd.readouterr().out
    assert words in told
    assert "Exercise · The mean of squares" in told
    assert "\x1b" not in told
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--help"], ["nowhere.ipynb"]])
def test_what_cannot_be_run_is_a_sentence_and_status_2(arguments, capsys):
    assert validate.main(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_no_notebook_is_told_so(tmp_path, capsys):
    path = tmp_path / "notes.ipynb"
    path.write_text("not a notebook", encoding="utf-8")
    assert validate.main([str(path)]) == 2
    assert "is not a notebook" in capsys.readouterr().err
