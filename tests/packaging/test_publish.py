"""What students get: complete by itself, nothing of what is held back, published again without harm."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile

import pytest
from conftest import run

from autograder.authoring import leaks, publish
from autograder.errors import UserError


@pytest.fixture(scope="module")
def published(course, tmp_path_factory):
    target = tmp_path_factory.mktemp("published") / "students"
    done = run("autograder", "publish", target, "--git", cwd=course.root)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def as_built(monkeypatch):
    """The command, above, has built all releases and compared them: that takes a while, and once is enough."""
    monkeypatch.setattr(publish.build, "build", lambda *_: {})
    monkeypatch.setattr(publish.build, "differences", lambda *_: [])


def test_the_folder_has_the_notebooks_the_package_and_nothing_of_the_instructors(course, published):
    names = {path.relative_to(published).as_posix() for path in published.rglob("*") if ".git" not in path.parts}
    for assignment in course.assignments():
        assert f"{assignment}/{assignment}.ipynb" in names
    assert {"README.md", "pyproject.toml", "constraints.txt", "gancourse/__init__.py", "LICENSE"} <= names
    # The command that shows what the package of solutions has; it has none itself.
    others = names - {"gancourse/solution.py"}
    assert not [name for name in others if re.search("solution|answers|autograder|tests?/|gradebook", name)]


def test_nothing_held_back_is_in_the_folder_or_in_its_history(course, published):
    bodies = {
        path.relative_to(published).as_posix(): path.read_bytes()
        for path in published.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    texts = {name: text for name, body in bodies.items() if (text := leaks.text_of(name, body)) is not None}
    assert list(leaks.in_texts(course, texts)) == []
    log = subprocess.run(
        ["git", "log", "--format=%an %s", "--stat"], cwd=published, capture_output=True, text=True, check=True
    )
    assert log.stdout.count("course The course") == 1
    assert "solutions/" not in log.stdout


@pytest.mark.usefixtures("as_built")
def test_publishing_again_changes_nothing_and_keeps_what_is_the_readers_own(course, published):
    (published / "notes.txt").write_text("mine")
    again = publish.publish(course, published, as_repository=True)
    assert not again.changed
    assert (published / "notes.txt").read_text() == "mine"
    (published / "notes.txt").unlink()


@pytest.mark.usefixtures("as_built")
def test_what_is_published_no_more_is_gone_the_next_time(course, tmp_path, monkeypatch):
    files = publish.student_files(course)
    monkeypatch.setattr(publish, "student_files", lambda _: files | {"old.txt": b"old"})
    publish.publish(course, tmp_path / "students", as_repository=True)
    monkeypatch.undo()
    monkeypatch.setattr(publish.build, "build", lambda *_: {})
    monkeypatch.setattr(publish.build, "differences", lambda *_: [])
    assert publish.publish(course, tmp_path / "students", as_repository=True).changed
    listed = subprocess.run(
        ["git", "ls-files"], cwd=tmp_path / "students", capture_output=True, text=True, check=True
    ).stdout.split()
    assert "old.txt" not in listed
    assert "README.md" in listed


@pytest.mark.usefixtures("as_built")
def test_a_leak_stops_it_and_a_strangers_folder_is_left_alone(course, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match="has other files in it"):
        publish.publish(course, other)
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]

    name = "01-cross-entropy/01-cross-entropy.ipynb"
    files = publish.student_files(course)
    notebook = json.loads(files[name])
    line = next(line for what, line in leaks.held_back(course, "01-cross-entropy") if what == "SOLUTION")
    notebook["cells"][0]["source"] = [line]
    monkeypatch.setattr(publish, "student_files", lambda _: files | {name: json.dumps(notebook).encode()})
    with pytest.raises(UserError, match="Nothing is published"):
        publish.publish(course, tmp_path / "leaky")
    assert not (tmp_path / "leaky").exists()


@pytest.mark.usefixtures("as_built")
def test_an_archive_has_the_same_files(course, published, tmp_path):
    target = tmp_path / "students.zip"
    assert publish.publish(course, target).changed
    assert not publish.publish(course, target).changed
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path)
    ours = json.loads((published / publish.LIST).read_text())
    assert ours == sorted(
        path.relative_to(tmp_path / "students").as_posix()
        for path in (tmp_path / "students").rglob("*")
        if path.is_file()
    )
    shutil.rmtree(tmp_path / "students")


@pytest.mark.usefixtures("as_built")
def test_what_nobody_has_committed_is_left_out_and_said(course, tmp_path):
    scratch = course.release / "my-scratch-notes.txt"
    scratch.write_text("call Ada about her grade")
    try:
        done = publish.publish(course, tmp_path / "students")
    finally:
        scratch.unlink()
    assert done.left_out == ("my-scratch-notes.txt",)
    assert not (tmp_path / "students" / "my-scratch-notes.txt").exists()
    assert (tmp_path / "students" / "01-cross-entropy" / "01-cross-entropy.ipynb").is_file()


@pytest.mark.usefixtures("as_built")
def test_a_list_that_was_tampered_with_and_a_place_inside_the_course_are_refused(course, tmp_path):
    target = tmp_path / "students"
    target.mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (target / publish.LIST).write_text(json.dumps(["../mine.txt", str(tmp_path / "mine.txt")]))
    publish.publish(course, target)
    assert (tmp_path / "mine.txt").read_text() == "mine"
    (target / publish.LIST).write_text("[")
    with pytest.raises(UserError, match="cannot be read"):
        publish.publish(course, target)
    with pytest.raises(UserError, match="is a file"):
        publish.publish(course, tmp_path / "mine.txt")
    with pytest.raises(UserError, match="lies in what is published"):
        publish.publish(course, course.release / "out")
