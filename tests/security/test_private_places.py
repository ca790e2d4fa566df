"""Nothing of the course is readable in the sandbox, wherever it lies: in the environment, in /usr/local, at home."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.engine import interpreters, sandbox
from autograder.engine.private_places import Bound, cover
from autograder.errors import NoSandbox

CANARY = "canary-of-the-course"


def in_sandbox(private: list[Path], *command: str) -> subprocess.CompletedProcess:
    line = [*sandbox._bubblewrap(interpreters.own([]), {}, sandbox._OWN, False, [], private), "--", *command]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(params=["in the environment", "in the libraries of the environment", "in /usr/local", "behind a link"])
def course(request, tmp_path):
    site = next(path for path in sys.path if path.endswith("site-packages"))
    parents = {
        "in the environment": Path(sys.prefix),
        "in the libraries of the environment": Path(site),
        "in /usr/local": Path("/usr/local"),
        "behind a link": Path(sys.prefix),
    }
    parent = parents[request.param]
    if request.param == "in /usr/local" and os.geteuid() != 0:
        pytest.skip("only root can put a course there")
    if not os.access(parent, os.W_OK):
        pytest.fail(f"{parent} cannot be written to: run this as root, or in an environment of your own")
    folder = Path(tempfile.mkdtemp(prefix="course-", dir=parent))
    folder.chmod(0o755)
    (folder / "gradebook.db").write_text(CANARY)
    (folder / "solutions").mkdir()
    (folder / "solutions" / "01.py").write_text(CANARY)
    if request.param == "behind a link":
        (tmp_path / "link").symlink_to(folder)
        yield tmp_path / "link"
    else:
        yield folder
    shutil.rmtree(folder)


def test_without_a_cover_it_would_be_readable(course):
    place = course.resolve()
    assert CANARY in in_sandbox([], "cat", str(place / "gradebook.db")).stdout


def test_a_course_inside_what_is_bound_is_covered(course):
    place = course.resolve()
    program = f"import os; print([n for _ in os.walk({str(place)!r}) for n in _[2]]); import numpy"
    done = in_sandbox([course], sys.executable, "-c", program)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"
    assert CANARY not in in_sandbox([course], "sh", "-c", f"cat {place}/* {place}/*/*").stdout
    assert in_sandbox([course], "sh", "-c", f"echo x > {place}/y").returncode != 0


def test_a_gradebook_alone_is_covered(course):
    place = course.resolve()
    done = in_sandbox([course / "gradebook.db"], "cat", str(place / "gradebook.db"))
    assert CANARY not in done.stdout
    assert CANARY in in_sandbox([course / "gradebook.db"], "cat", str(place / "solutions" / "01.py")).stdout


def test_an_environment_inside_a_private_folder_stays_and_its_surroundings_go(tmp_path):
    home = tmp_path / "usr" / "home"
    env = home / "course" / ".venv"
    env.mkdir(parents=True)
    outer = tmp_path / "usr"
    said = cover([Bound(outer, outer), Bound(env, env)], [home, home / "course"], [env])
    assert said[:2] == ["--tmpfs", str(home)]
    assert ["--ro-bind", str(env), str(env)] == said[said.index("--ro-bind") :][:3]
    assert said[-4:-2] != ["--tmpfs", str(env)]


def test_a_course_that_is_the_environment_is_refused(tmp_path):
    with pytest.raises(NoSandbox, match="folder of its own"):
        cover([Bound(tmp_path, tmp_path)], [tmp_path], [tmp_path])


def test_what_is_not_bound_needs_no_cover(tmp_path):
    assert cover([Bound(Path("/usr"), Path("/usr"))], [tmp_path, tmp_path / "missing"], [Path(sys.prefix)]) == []
