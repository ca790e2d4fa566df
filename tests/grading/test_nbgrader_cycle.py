"""nbgrader as it is: the whole stock cycle with the stock commands and the course's nbgrader_config.py."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess

import nbformat
import pytest
from conftest import BIN, run

from autograder.authoring import sample_class
from autograder.source.reading import read_sources

ASSIGNMENT = "00-start-here"


class Exchange:
    """A course folder, a student's folder, and an exchange between them, driven with nbgrader's own commands."""

    def __init__(self, course, folder):
        self.course = course
        self.folder = folder
        self.exchange = folder / "exchange"
        self.student = folder / "student"
        for path in (self.exchange, self.student, folder / "home"):
            path.mkdir(parents=True)
        self.exchange.chmod(0o777)
        for root in (course.root, self.student):
            with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
                config.write(f'\nc = get_config()\nc.Exchange.root = "{self.exchange}"\n')
                config.write('c.CourseDirectory.course_id = "gan-mathematics"\n')

    def nbgrader(self, *arguments, cwd=None, user="instructor"):
        environment = os.environ | {
            "HOME": str(self.folder / "home"),
            "JUPYTER_CONFIG_DIR": str(self.folder / "home" / "config"),
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "USER": user,
            "JUPYTERHUB_USER": user,
        }
        done = subprocess.run(
            [str(BIN / "nbgrader"), *arguments],
            cwd=cwd or self.course.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"nbgrader {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def cycle(course, tmp_path_factory):
    target = sample_class.course_folder(course, [ASSIGNMENT])
    shutil.rmtree(target.release)  # nbgrader makes it again
    return Exchange(target, tmp_path_factory.mktemp("cycle"))


@pytest.mark.long
def test_the_whole_cycle(cycle, course):
    target, student = cycle.course, cycle.student

    cycle.nbgrader("generate_assignment", ASSIGNMENT)
    assert target.release_notebook(ASSIGNMENT).read_text() == course.release_notebook(ASSIGNMENT).read_text()

    log = cycle.nbgrader("validate", str(target.source_notebook(ASSIGNMENT)))
    assert "Success! Your notebook passes all the tests" in log
    log = cycle.nbgrader("validate", str(target.release_notebook(ASSIGNMENT)))
    assert "`mean_square` is not written yet" in log
    assert "Traceback" not in log

    cycle.nbgrader("release_assignment", ASSIGNMENT)
    cycle.nbgrader("fetch_assignment", ASSIGNMENT, cwd=student, user="ada")
    path = student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    (source,) = read_sources(course, [ASSIGNMENT])
    wrong = "def mean_square(x):\n    return np.sum(np.square(x))"
    path.write_text(sample_class.fill(path.read_text(), {source.exercises()[0].name: wrong}), encoding="utf-8")
    cycle.nbgrader("submit", ASSIGNMENT, cwd=student, user="ada")

    cycle.nbgrader("collect", ASSIGNMENT)
    (handed_in,) = [p.name for p in target.submitted.iterdir()]
    cycle.nbgrader("autograde", ASSIGNMENT)
    graded = nbformat.read(target.autograded / handed_in / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    assert graded.metadata["autograder"]["seed"] >= 0
    messages = [o.evalue for c in graded.cells if c.cell_type == "code" for o in c.outputs if o.output_type == "error"]
    assert "divide by the number of entries" in messages[0]

    cycle.nbgrader("generate_feedback", ASSIGNMENT)
    page = (target.feedback / handed_in / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "divide by the number of entries" in page
    assert "autograder.hidden" not in page
    cycle.nbgrader("release_feedback", ASSIGNMENT)
    cycle.nbgrader("fetch_feedback", ASSIGNMENT, cwd=student, user="ada")
    (fetched,) = (student / ASSIGNMENT / "feedback").rglob("*.html")
    assert fetched.read_text(encoding="utf-8") == page

    # The same from our own command: byte for byte, and nbgrader hands it back as readily.
    shutil.rmtree(target.feedback)
    shutil.rmtree(student / ASSIGNMENT / "feedback")
    assert run("autograder", "feedback", cwd=target.root).returncode == 0
    assert (target.feedback / handed_in / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8") == page
    cycle.nbgrader("release_feedback", ASSIGNMENT)
    cycle.nbgrader("fetch_feedback", ASSIGNMENT, cwd=student, user="ada")
    (fetched,) = (student / ASSIGNMENT / "feedback").rglob("*.html")
    assert fetched.read_text(encoding="utf-8") == page

    cycle.nbgrader("export")
    with (target.root / "grades.csv").open(encoding="utf-8") as stream:
        (row,) = list(csv.DictReader(stream))
    assert row["assignment"] == ASSIGNMENT
    assert row["student_id"] == handed_in


def test_the_configuration_draws_a_seed_and_keeps_one_that_is_given(course):
    script = (
        "import os; from autograder.course import Course; from autograder import config; "
        "config.load(Course.find().root); print(os.environ['AUTOGRADER_SEED'])"
    )

    def seed(**extra):
        environment = {k: v for k, v in os.environ.items() if k != "AUTOGRADER_SEED"} | extra
        command = [str(BIN / "python"), "-c", script]
        return subprocess.check_output(command, env=environment, cwd=course.root, text=True).strip()

    assert seed(AUTOGRADER_SEED="12") == "12"
    assert seed() != seed()
