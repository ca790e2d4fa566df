"""Feedback back through a real exchange: students with system users of their own, two courses, nbgrader's commands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from classroom import fill, make_course
from conftest import run
from nbformat import read, write
from system_users import SystemUser, needs_users, open_folder, system_users

from autograder import config
from autograder.course import Course

PS = "ps1"
SCRIPT = """\
# %% nbgrader={{"grade_id": "{name}", "solution": true}}
def {name}(x):
    ### BEGIN SOLUTION
    return {factor} * x
    ### END SOLUTION

# %% nbgrader={{"grade_id": "{name}-test", "points": 1, "locked": true}}
assert {name}(4) == {factor} * 4
"""
COURSES = {"small": ("double", 2), "large": ("triple", 3)}

pytestmark = [needs_users, pytest.mark.slow]


@pytest.fixture(scope="module")
def users() -> Iterator[dict[str, SystemUser]]:
    with open_folder() as folder, system_users(folder, "ada", "bob") as made:
        yield made


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Of the exchange."""
    with open_folder() as folder:
        folder.chmod(0o777)
        yield folder


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory, users: dict[str, SystemUser], place: Path) -> dict[str, Course]:
    """Two courses on one exchange; Ada is in both and right in one, Bob is in the small one."""
    folder = place
    made = {}
    for name, (function, factor) in COURSES.items():
        settings = [
            "c = get_config()",
            f'c.CourseDirectory.course_id = "{name}"',
            f"c.Exchange.root = {str(folder)!r}",
            'c.ExchangeFactory.collect = "autograder.grading.exchange_plugin.SafeCollect"',
            'c.ExchangeFactory.release_feedback = "autograder.grading.exchange_plugin.SafeReleaseFeedback"',
        ]
        root = tmp_path_factory.mktemp(name) / "course"
        make_course(root, {PS: SCRIPT.format(name=function, factor=factor)}, "\n".join(settings))
        done = run("nbgrader", "release_assignment", PS, cwd=root)
        assert done.returncode == 0, done.stderr
        made[name] = Course.find(root)
    for user, own in (("ada", ("small", "large")), ("bob", ("small",))):
        for name in own:
            hand_in(users[user], folder, name, right=name == "large")
    return made


def hand_in(user: SystemUser, exchange: Path, course: str, right: bool) -> None:
    """As a student does it in JupyterLab."""
    place = f"--Exchange.root={exchange}"
    (user.home / course).mkdir(exist_ok=True)
    shutil.chown(user.home / course, user.name)
    user.run("nbgrader", "fetch_assignment", PS, "--course", course, place, cwd=user.home / course)
    path = user.home / course / PS / f"{PS}.ipynb"
    notebook = read(path, as_version=4)
    function, factor = COURSES[course]
    fill(notebook, {function: f"def {function}(x):\n    return {factor if right else 7} * x"})
    write(notebook, path)
    user.run("nbgrader", "submit", PS, "--course", course, place, cwd=user.home / course)


def fetched(user: SystemUser, course: str, exchange: Path) -> list[str]:
    """The pages that *Fetch Feedback* brings."""
    where = user.home / course
    user.run("nbgrader", "fetch_feedback", PS, "--course", course, f"--Exchange.root={exchange}", cwd=where)
    return [page.read_text(encoding="utf-8") for page in sorted((where / PS / "feedback").rglob("*.html"))]


def test_each_student_finds_the_own_page_of_each_course(
    courses: dict[str, Course], users: dict[str, SystemUser]
) -> None:
    for course in courses.values():
        assert run("autograder", "collect", cwd=course.root).returncode == 0
        # Handed in by mail: it has no secret, and stops nobody else's feedback.
        mailed = course.submitted / "mail" / PS
        mailed.mkdir(parents=True)
        shutil.copy(course.release_folder(PS) / f"{PS}.ipynb", mailed)
        assert run("autograder", "grade", cwd=course.root).returncode == 0
    small, large = courses["small"], courses["large"]

    done = run("autograder", "feedback", "--release", cwd=small.root)
    assert done.returncode == 3
    assert "2 submissions' feedback released" in done.stdout
    assert "mail: it has no submission_secret.txt" in done.stdout
    # The other course by nbgrader's own command, which is also what formgrader's button runs.
    assert run("autograder", "feedback", cwd=large.root).returncode == 0
    done = run("nbgrader", "release_feedback", PS, cwd=large.root)
    assert done.returncode == 0, done.stderr

    from autograder.grading.release import outbound_of

    exchange = outbound_of(config.load(small.root)).parent.parent
    assert outbound_of(config.load(small.root)).stat().st_mode & 0o777 == 0o711
    (page,) = fetched(users["ada"], "small", exchange)
    assert users["ada"].name in page
    assert "<strong>0</strong> of 1 points" in page
    (page,) = fetched(users["ada"], "large", exchange)
    assert "<strong>1</strong> of 1 points" in page
    (page,) = fetched(users["bob"], "small", exchange)
    assert users["bob"].name in page
    assert users["ada"].name not in page


def test_a_secret_that_others_could_guess_names_no_page(tmp_path: Path) -> None:
    from autograder.grading.release import NoSecret, secret_of

    for body in ("", "short", "x" * 5000):
        (tmp_path / "submission_secret.txt").write_text(body)
        with pytest.raises(NoSecret, match="guess"):
            secret_of(tmp_path)
    (tmp_path / "submission_secret.txt").unlink()
    os.symlink("/etc/passwd", tmp_path / "submission_secret.txt")
    with pytest.raises(NoSecret):
        secret_of(tmp_path)
