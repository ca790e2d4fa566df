"""Half-done notebooks are carried over into a newer release, and every cell of them is accounted for."""

from __future__ import annotations

import copy
import gzip
import hashlib
import json
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from gancourse import notebook_cells, update

RELEASES = sorted((ROOT / "course").glob("0*/0*.ipynb"))


def graded(name, source, kind="code", **role):
    return cell(source, kind, name, nbgrader={"grade_id": name, "schema_version": 3, **role})


def cell(source, kind="code", name=None, **metadata):
    own = name or hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:10]
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": own, "metadata": metadata, "source": source, **extra}


def released(*cells):
    """As nbgrader releases it: with a checksum of every graded cell."""
    from nbgrader.utils import compute_checksum

    nb = nbformat.from_dict({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    for one in nb.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.checksum = compute_checksum(one)
    return json.loads(nbformat.writes(nb))


OLD = released(
    cell("# Title", "markdown"),
    graded("mean", "def mean(x):\n    raise NotImplementedError", solution=True),
    cell("# Try it here:\n# mean([1, 2])"),
    graded("mean-values", "assert mean([1]) == 1", grade=True, points=2, locked=True),
    cell("A paragraph.", "markdown"),
    graded("gone", "def gone():\n    raise NotImplementedError", solution=True),
    graded("later", "def later():\n    raise NotImplementedError", solution=True),
)
NEW = released(
    cell("# Title", "markdown"),
    graded("imports", "import math", locked=True),
    graded("later", "def later():\n    ...  # another stub", solution=True),
    cell("A better paragraph.", "markdown"),
    graded("mean", "def mean(x):\n    raise NotImplementedError", solution=True),
    cell("# Try it here:\n# mean([1, 2])"),
    graded("mean-values", "assert mean([2]) == 2", grade=True, points=3, locked=True),
)


def worked():
    mine = copy.deepcopy(OLD)
    mine["cells"][1]["source"] = "def mean(x):\n    return sum(x) / len(x)"
    mine["cells"][2]["source"] = "mean([1, 2, 6])"
    mine["cells"][3]["source"] = "assert True"
    mine["cells"][5]["source"] = ["def gone():\n", "    return 1"]
    mine["cells"].insert(4, {**cell("print('my own')"), "id": "own-cell", "outputs": [{"output_type": "stream"}]})
    mine["cells"].insert(0, {**cell("My name is Ada.", "markdown"), "id": "ada"})
    return mine


def texts(notebook):
    return [notebook_cells.source(one) for one in notebook["cells"]]


def test_answers_find_their_exercises_and_own_cells_stay_where_they_were():
    done = update.carry_over(worked(), NEW)
    assert (done.answers, done.blank, done.own) == (("mean",), ("later",), 3)
    assert (done.left_over, done.tests) == (("gone",), ("mean-values",))
    assert texts(done.notebook) == [
        "My name is Ada.",
        "# Title",
        "import math",
        "def later():\n    ...  # another stub",
        "A better paragraph.",
        "def mean(x):\n    return sum(x) / len(x)",
        "mean([1, 2, 6])",
        "assert mean([2]) == 2",
        "print('my own')",
        update.LEFT_OVER,
        "def gone():\n    return 1",
    ]
    assert all(not one.get("outputs") for one in done.notebook["cells"])


def test_an_exercise_that_has_another_name_now_gets_the_answer_that_was_given_under_the_old_one():
    new = copy.deepcopy(NEW)
    for one in new["cells"]:
        if notebook_cells.grade_id(one) == "mean":
            one["metadata"]["nbgrader"]["grade_id"] = "average"
    new["metadata"]["formerly"] = {"03-other/mean": "average"}
    done = update.carry_over(worked(), new)
    (cell,) = [one for one in done.notebook["cells"] if notebook_cells.grade_id(one) == "average"]
    assert cell["source"] == "def mean(x):\n    return sum(x) / len(x)"
    assert "mean" in done.answers
    assert "mean" not in done.left_over


def test_what_is_left_over_is_graded_no_more_and_the_result_is_a_notebook():
    done = update.carry_over(worked(), NEW)
    assert done.notebook["cells"][-1]["metadata"] == {}
    nbformat.validate(nbformat.from_dict(done.notebook))
    assert notebook_cells.source(NEW["cells"][4]) == "def mean(x):\n    raise NotImplementedError"


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_every_answer_of_a_notebook_of_the_course_is_carried_over(path):
    release = json.loads(path.read_text(encoding="utf-8"))
    mine = copy.deepcopy(release)
    written = {}
    for number, one in enumerate(mine["cells"]):
        role = one["metadata"].get("nbgrader", {})
        if role.get("solution") and number % 3:
            one["source"] = written[role["grade_id"]] = f"answer = {number}"
    mine["cells"].append({**cell("thoughts = 1"), "id": "mine"})
    done = update.carry_over(mine, release)
    assert set(done.answers) == set(written)
    assert done.own == 1
    assert done.left_over == done.tests == ()
    found = {
        one["metadata"].get("nbgrader", {}).get("grade_id"): notebook_cells.source(one)
        for one in done.notebook["cells"]
    }
    assert {name: found[name] for name in written} == written
    rest = [one for one in done.notebook["cells"] if one["id"] != "mine"]
    assert [one["id"] for one in rest] == [one["id"] for one in release["cells"]]


FIRST = released(
    cell("# Title", "markdown"),
    graded("imports", "import math", locked=True),
    graded("mean", "def mean(x):\n    raise NotImplementedError", solution=True),
    cell("# Try it here:\n# mean([1, 2])"),
)
SECOND = released(
    graded("imports", "import math  # and more", locked=True),
    cell("A paragraph.", "markdown"),
    graded("later", "def later():\n    raise NotImplementedError", solution=True),
)


def test_an_assignment_that_has_become_two_is_carried_into_both_and_nothing_is_doubled_or_lost():
    mine = worked()
    mine["cells"].insert(len(mine["cells"]) - 1, {**cell("print('beside later')"), "id": "beside"})
    mine["cells"].append({**cell("print('the end')"), "id": "end"})
    first, second = (update.carry_over(mine, one, (FIRST, SECOND)) for one in (FIRST, SECOND))
    assert (first.answers, first.blank, first.left_over) == (("mean",), (), ())
    assert (second.answers, second.blank, second.left_over) == ((), ("later",), ("gone",))
    assert texts(first.notebook) == [
        "My name is Ada.",
        "# Title",
        "import math",
        "def mean(x):\n    return sum(x) / len(x)",
        "mean([1, 2, 6])",
        "print('my own')",
    ]
    assert texts(second.notebook) == [
        "import math  # and more",
        "A paragraph.",
        "print('beside later')",
        "def later():\n    raise NotImplementedError",
        "print('the end')",
        update.LEFT_OVER,
        "def gone():\n    return 1",
    ]


def test_the_old_07_goes_into_the_new_07_and_08(tmp_path, capsys):
    news = [path for path in RELEASES if path.stem in ("07-failure-modes", "08-diagnosis")]
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in news]
    old = copy.deepcopy(parts[0])
    old["cells"] += copy.deepcopy(parts[1]["cells"][3:])
    written = {}
    for number, one in enumerate(old["cells"]):
        role = one["metadata"].get("nbgrader", {})
        if role.get("solution") and number % 2:
            one["source"] = written[role["grade_id"]] = f"answer = {number}"
    mine = tmp_path / "mine.ipynb"
    mine.write_text(json.dumps(old))
    copies = [tmp_path / path.name for path in news]
    for path, part in zip(copies, parts, strict=True):
        path.write_text(json.dumps(part))
    assert update.main([str(mine), *map(str, copies)]) == 0
    found = {}
    for path in copies:
        for one in json.loads(path.read_text())["cells"]:
            if notebook_cells.is_answer(one) and notebook_cells.is_changed(one):
                found[notebook_cells.grade_id(one)] = notebook_cells.source(one)
    assert found == written
    assert "Not in the new version" not in capsys.readouterr().out


def test_the_command_keeps_what_was_there_and_says_what_it_did(tmp_path, capsys):
    old, new = tmp_path / "mine.ipynb", tmp_path / "new.ipynb"
    old.write_text(json.dumps(worked()))
    new.write_text(json.dumps(NEW))
    before = old.read_bytes()
    assert update.main([str(old), str(new)]) == 0
    said = capsys.readouterr().out
    assert "Answers carried over" in said
    assert "gone" in said
    assert old.read_bytes() == before
    assert json.loads((tmp_path / "new.as-released.ipynb").read_text()) == NEW
    # What is there now has answers: a second time would lose what has been written since.
    assert update.main([str(old), str(new)]) == 2
    assert "has been worked in already (mean)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (None, "There is no file"),
        ("{", "is not a notebook"),
        ("[" * 100_000, "is not a notebook"),
        ("[]", "has no cells"),
        ('{"worksheets": []}', "has no cells"),
        (json.dumps(released(graded("other", "", solution=True))), "no exercise in common"),
    ],
    ids=["none", "cut off", "deep", "a list", "format 3", "another"],
)
def test_what_is_no_notebook_of_the_assignment_gets_one_sentence_and_changes_nothing(tmp_path, capsys, body, words):
    old, new = tmp_path / "mine.ipynb", tmp_path / "new.ipynb"
    if body is not None:
        old.write_text(body)
    new.write_text(json.dumps(NEW))
    assert update.main([str(old), str(new)]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert json.loads(new.read_text()) == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"new.ipynb", *(["mine.ipynb"] if body else [])})


def test_the_checksum_is_nbgraders():
    for path in RELEASES:
        for one in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            assert not (notebook_cells.grade_id(one) and notebook_cells.is_changed(one)), (path, one["id"])


# Ten released notebooks of this repository's history, without pictures: by commit and name. 07 was one with 08 then.
OLD_RELEASES = json.loads(gzip.decompress((Path(__file__).parent / "old_releases.json.gz").read_bytes()))
BECAME = {"07-failure-modes": ("07-failure-modes", "08-diagnosis")}


@pytest.mark.parametrize("name", OLD_RELEASES)
def test_of_a_half_done_notebook_of_an_old_release_every_cell_is_accounted_for(name):
    mine = copy.deepcopy(OLD_RELEASES[name])
    assignment = name.partition(" ")[2]
    written = {}
    for number, one in enumerate(mine["cells"]):
        if notebook_cells.is_answer(one) and (number % 2 or not written):
            one["source"] = written[notebook_cells.grade_id(one)] = f"answer = {number}  # of {name}"
    middle = len(mine["cells"]) // 2
    mine["cells"].insert(middle, {**cell("my_own = 'notes'"), "id": "my-own"})
    paths = [ROOT / "course" / one / f"{one}.ipynb" for one in BECAME.get(assignment, (assignment,))]
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    made = [update.carry_over(mine, part, parts) for part in parts]
    exercises = [notebook_cells.grade_id(one) for one in mine["cells"] if notebook_cells.is_answer(one)]
    counted = [one for done in made for one in (*done.answers, *done.blank, *done.left_over)]
    assert sorted(counted) == sorted(exercises)
    assert {one for done in made for one in (*done.answers, *done.left_over)} == set(written)
    there = [notebook_cells.source(one) for done in made for one in done.notebook["cells"]]
    assert all(there.count(text) == 1 for text in written.values())
    assert there.count("my_own = 'notes'") == 1
    # What was not written is as the new release has it.
    blank = [one for done in made for one in done.notebook["cells"] if notebook_cells.is_answer(one)]
    assert sum(notebook_cells.is_changed(one) for one in blank) == sum(len(done.answers) for done in made)
