"""`make release`: notes, hashes, the same bytes twice, nothing held back, and a check that uses what was built."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import pytest
import release
from conftest import ROOT

from autograder.authoring import leaks, solutions_package
from autograder.errors import UserError

CHANGELOG = "# Changelog\n\n## Unreleased\n\n- new\n\n## 0.2.0 (2026)\n\n- old\n\n## 0.1.0\n\n- first\n"


@pytest.mark.parametrize(("version", "says"), [("0.2.0", "- old"), ("0.1.0", "- first"), ("0.3.0", "- new")])
def test_the_notes_are_what_the_changelog_says_of_a_version_or_of_what_is_new(version, says):
    assert release.notes(CHANGELOG, version) == f"# The mathematics of GANs, version {version}\n\n{says}\n"


def test_without_a_section_there_are_no_notes():
    with pytest.raises(UserError, match=r"no section “0\.3\.0” and none “Unreleased”"):
        release.notes("# Changelog\n", "0.3.0")


def test_hashes_are_as_the_usual_command_reads_them(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / release.HASHES).write_text(release.hashes(tmp_path))
    command = ["sha256sum", "--check", "--strict", release.HASHES]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_what_is_held_back_is_found_in_the_wheel_and_in_the_archive(course, tmp_path):
    made = release.Released(tmp_path, course.version)
    solution, test = (
        next(line for what, line in leaks.held_back(course, "01-cross-entropy") if what == kind)
        for kind in ("SOLUTION", "HIDDEN TESTS")
    )
    wheel = tmp_path / f"gancourse-{course.version}-py3-none-any.whl"
    for path, text in ((wheel, f"x = 1\n{solution}\n"), (made.archive, f"    {test}\n")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("gancourse/leak.py", text)
    assert [sentence.partition(":")[0] for sentence in release.held_back(course, made)] == [
        wheel.name,
        made.archive.name,
    ]


def test_the_package_of_solutions_is_the_same_twice_and_on_another_machine(course, tmp_path):
    files = {name: text.encode() for name, text in solutions_package.project(course).items()}
    bodies = []
    for number, mask in enumerate((0o022, 0o077)):
        project, target = tmp_path / f"project-{number}", tmp_path / f"wheels-{number}"
        target.mkdir()
        before = release.os.umask(mask)
        try:
            release._write(project, files)
            release._wheel(project, target, 1_700_000_000)
        finally:
            release.os.umask(before)
        (wheel,) = target.glob("*.whl")
        bodies.append(wheel.read_bytes())
    assert bodies[0] == bodies[1]
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"gancourse_solutions/{name}.json" for name in course.assignments()} < names


def test_a_release_is_made_of_what_is_committed(tmp_path):
    """In a clone, with a file that nobody has committed."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, clone], check=True)
    shutil.copy(ROOT / "tools" / "release.py", clone / "tools" / "release.py")
    (clone / "scratch.txt").write_text("mine")
    done = subprocess.run(
        [release.sys.executable, "tools/release.py", "--borrow"], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "is not committed" in done.stderr
    assert not (clone / "build").exists()


@pytest.mark.parametrize(
    ("errors", "found"),
    [
        ([], []),
        (["CheckFailed", "NameError", "KeyError", "NotImplementedError"], []),
        (["NotImplementedError", "NameError", "ModuleNotFoundError"], ["ModuleNotFoundError"]),
        (["NameError", "CheckFailed"], ["NameError"]),
    ],
)
def test_an_untouched_notebook_may_lack_what_is_not_written_and_nothing_else(errors, found):
    cells = [{"outputs": [{"output_type": "stream"}, {"output_type": "error", "ename": name}]} for name in errors]
    assert release.unexpected([{}, *cells]) == found


@pytest.mark.long
def test_the_whole_of_it_from_a_commit(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, clone], check=True)
    command = [release.sys.executable, "tools/release.py", "--borrow"]
    done = subprocess.run(
        command,
        cwd=clone,
        env={**release.os.environ, "PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (made,) = (clone / "build" / "release").iterdir()
    assert len(list(made.glob("*.whl"))) == 3
    assert (made / release.NOTES).is_file()
