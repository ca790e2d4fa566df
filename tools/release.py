"""Build a release, check it in an empty environment, and put it into build/release/VERSION: ``make release``.

A release is three wheels (what students import, the grader, and ``gancourse-solutions`` for whoever learns alone), the
archive that students get, the web site as an archive, notes from CHANGELOG.md, and the hashes of all of these. It is
made of what is committed and nothing else. All but the site, whose notebooks take minutes to run, is built twice, and
both must be the same to the byte: whoever builds the same commit with the same tools gets the same hashes.
``--borrow`` takes the packages of others from this environment, for a machine without a net.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import leaks, publish, solutions_package
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replace_text
from autograder.site import build as site_build

HASHES, NOTES = "SHA256SUMS", "NOTES.md"
# What the wheel of the grader is built from.
OF_THE_GRADER = ("autograder", "course/VERSION", "pyproject.toml", "README.md", "LICENSE", "LICENSE-text")
# What runs without PyTorch, which pip is not asked for: the environment of the check would be ten times as large.
WITHOUT_TORCH = ("00-start-here", "01-cross-entropy", "02-slanted-land")
# What the first error is in a notebook in which nothing is written. Later cells lack what that one should have made,
# and may end with anything but what says that the environment, or the archive, is not complete.
EXPECTED = ("NotImplementedError", "CheckFailed")
NOT_COMPLETE = ("ImportError", "ModuleNotFoundError", "FileNotFoundError", "SyntaxError")
# The course, asked about itself: its version, and whether each notebook was made for it.
_ASKS = """
import gancourse, importlib.metadata, json, pathlib, sys
from gancourse import release
told = {"version": importlib.metadata.version("gancourse"), "from": gancourse.__file__, "says": []}
for path in sorted(pathlib.Path(sys.argv[1]).glob("0*/0*.ipynb")):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first = "".join(next(cell for cell in cells if cell["cell_type"] == "code")["source"])
    made = first.partition('made_for("')[2].partition('"')[0]
    told["says"].append(release.what_does_not_fit(made, told["version"]))
print(json.dumps(told))
"""
# `jupyter execute`, also where the command itself is another environment's.
_EXECUTES = "from nbclient.cli import main; main()"


@dataclass(frozen=True)
class Released:
    """What was built, in one folder."""

    folder: Path
    version: str

    def wheel(self, package: str) -> Path:
        """The wheel of one package."""
        (found,) = self.folder.glob(f"{package}-{self.version}-*.whl")
        return found

    @property
    def site(self) -> Path:
        """The web site."""
        return self.folder / f"gan-course-site-{self.version}.zip"

    @property
    def archive(self) -> Path:
        """What students get."""
        return self.folder / f"gan-course-{self.version}.zip"


def build(course: Course, folder: Path, seconds: int) -> Released:
    """Build everything but the site and what is said of all into an empty folder.

    Args:
        course: of which.
        folder: for it.
        seconds: since 1970, the time that every file in the wheels has.

    Raises:
        UserError: something is not as the sources build it, something held back is among it, or pip refuses.
    """
    made = Released(folder, course.version)
    if not course.version:
        raise UserError("course/VERSION has no version: write one such as 0.3.0 there.")
    publish.publish(course, made.archive)
    projects = {
        "gancourse": {name.removeprefix("course/"): body for name, body in _listed(course, "course").items()},
        "autograder": _listed(course, *OF_THE_GRADER),
        solutions_package.PACKAGE: {name: text.encode() for name, text in solutions_package.project(course).items()},
    }
    for files in projects.values():
        with tempfile.TemporaryDirectory(prefix="release-") as project:
            _write(Path(project), files)
            _wheel(Path(project), folder, seconds)
    replace_text(folder / NOTES, notes((course.root / "CHANGELOG.md").read_text(encoding="utf-8"), course.version))
    return made


def add_site(course: Course, made: Released) -> None:
    """Build the web site, which is looked through before it takes its place, and put it beside the rest."""
    site_build.build(course, lambda line: print(line, flush=True))
    top = site_build.Places.of(course).site
    publish.write_zip(made.site, {name.as_posix(): (top / name).read_bytes() for name in site_build.published(top)})


def _listed(course: Course, *places: str) -> dict[str, bytes]:
    """The files that git knows below some places, by name."""
    listed = _git(course.root, "ls-files", "-z", "--", *places).split("\0")
    return {name: (course.root / name).read_bytes() for name in listed if name and (course.root / name).is_file()}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        path.chmod(0o644)


def _wheel(project: Path, target: Path, seconds: int) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    variables = {**os.environ, "SOURCE_DATE_EPOCH": str(seconds)}
    done = subprocess.run(
        [*command, "--wheel-dir", target, project],
        env=variables,
        # A wheel remembers who may read each file: it must not be as this machine's umask has it.
        umask=0o022,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UserError(f"pip cannot build a wheel: {done.stderr.strip()[-1000:]}")


def notes(changelog: str, version: str) -> str:
    """What CHANGELOG.md says of a version, or of what is not released yet, as a text by itself.

    Raises:
        UserError: it says neither.
    """
    for heading in (version, "Unreleased"):
        if found := re.search(
            rf"^## {re.escape(heading)}\b[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE
        ):
            return f"# The mathematics of GANs, version {version}\n\n{found[1].strip()}\n"
    raise UserError(f"CHANGELOG.md has no section “{version}” and none “Unreleased”: write what is new.")


def hashes(folder: Path) -> str:
    """The SHA-256 of each file, as ``sha256sum --check`` reads it."""
    paths = sorted(path for path in folder.iterdir() if path.name != HASHES)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def held_back(course: Course, made: Released) -> list[str]:
    """What must not be in the wheel or the archive that students get, in sentences."""
    found = []
    for path in (made.wheel("gancourse"), made.archive):
        with zipfile.ZipFile(path) as archive:
            bodies = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        texts = {name: text for name, body in bodies.items() if (text := leaks.text_of(name, body)) is not None}
        found += [f"{path.name}: {sentence}" for sentence in leaks.in_texts(course, texts)]
    return found


class Environment:
    """An environment with nothing in it but Python.

    Args:
        folder: an empty one.
        borrow: whether it has the packages of others from this environment; else pip fetches them.
        constraints: the versions that pip takes.
    """

    def __init__(self, folder: Path, borrow: bool, constraints: Path) -> None:
        self.folder, self._borrow, self._constraints = folder, borrow, constraints
        venv.create(folder, with_pip=not borrow)
        if borrow:
            (packages,) = folder.glob("lib/python*/site-packages")
            (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

    def install(self, *wheels: Path) -> None:
        """Install wheels, and what they need."""
        if self._borrow:
            # As if nothing were there: the editable installs of this checkout would count as installed.
            pip = [sys.executable, "-m", "pip", "--python", self.folder / "bin" / "python", "install", "--no-deps"]
            pip += ["--no-index", "--ignore-installed", "--no-compile"]
        else:
            pip = [self.folder / "bin" / "python", "-m", "pip", "install", "--constraint", self._constraints]
        done = subprocess.run([*pip, "--quiet", *wheels], capture_output=True, text=True, check=False)
        if done.returncode:
            raise UserError(f"{', '.join(one.name for one in wheels)} cannot be installed: {done.stderr[-1000:]}")

    def run(self, *command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run one of its commands, with nothing of this checkout in sight."""
        left_out = ("PYTHONPATH", "VIRTUAL_ENV", "NBGRADER_EXECUTION")
        variables = {name: value for name, value in os.environ.items() if name not in left_out}
        argv = [self.folder / "bin" / command[0], *command[1:]]
        return subprocess.run(argv, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


def check(course: Course, made: Released, borrow: bool) -> list[str]:
    """What is wrong with a release, in sentences: looked through, installed and used as those do who get it."""
    found = held_back(course, made)
    with tempfile.TemporaryDirectory(prefix="release-check-") as name:
        folder = Path(name)
        with zipfile.ZipFile(made.archive) as archive:
            archive.extractall(folder)
        students = folder / made.archive.stem
        environment = Environment(folder / "environment", borrow, course.root / publish.CONSTRAINTS)
        environment.install(made.wheel("gancourse"))
        found += _of_the_course(environment, made, students)
        alone = _learned_alone(course, environment, students)
        if alone["solutions seen before"] or not alone["said without the package"]:
            found.append("A solution is seen without gancourse-solutions.")
        environment.install(made.wheel(solutions_package.PACKAGE))
        alone = _learned_alone(course, environment, students)
        if alone["cells that failed"] or alone["solutions seen before"]:
            found.append(f"01, done alone: {alone['cells that failed'] or alone['solutions seen before']}.")
        if len(alone["solutions and commentaries seen after"]) != alone["exercises"]:
            found.append("01, done alone: not every solution has come when its exercise was solved.")
        environment.install(made.wheel("autograder"))
        if environment.run("autograder", "--help", cwd=folder).returncode:
            found.append("The command autograder does not answer.")
    return found


def _of_the_course(environment: Environment, made: Released, students: Path) -> list[str]:
    """What students find wrong: versions, notebooks that do not fit, cells that fail, commands that do not answer."""
    found = []
    told = _told(environment.run("python", "-c", _ASKS, str(students), cwd=students.parent))
    if told["version"] != made.version or not told["from"].startswith(str(environment.folder)):
        found.append(f"The course that is imported is {told['version']}, from {told['from']}.")
    found += [sentence for sentence in told["says"] if sentence]
    if environment.run("python", "-m", "gancourse.progress", str(students), cwd=students).returncode:
        found.append("`python -m gancourse.progress` does not answer.")
    has_torch = not environment.run("python", "-c", "import torch", cwd=students).returncode
    for notebook in sorted(students.glob("0*/0*.ipynb")):
        name = notebook.stem
        if name not in WITHOUT_TORCH and not has_torch:
            continue
        options = ("--allow-errors", "--inplace", notebook)
        done = environment.run("python", "-c", _EXECUTES, *options, cwd=notebook.parent)
        if done.returncode:
            found.append(f"{name} cannot be run: {done.stderr.strip()[-300:]}")
            continue
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        found += [f"{name}, in which nothing is written: {error}." for error in unexpected(cells)]
    return found


def unexpected(cells: list[dict[str, object]]) -> list[str]:
    """The names of errors that nobody should get from cells of a notebook in which nothing is written."""
    errors = [one["ename"] for cell in cells for one in cell.get("outputs", []) if one["output_type"] == "error"]
    first = [name for name in errors[:1] if name not in EXPECTED]
    return first + sorted(set(errors[len(first) :]) & set(NOT_COMPLETE))


def _learned_alone(course: Course, environment: Environment, students: Path) -> dict[str, object]:
    script = students.parent / "learn_alone.py"
    shutil.copy(course.root / "tools" / "learn_alone.py", script)
    notebook = students / "01-cross-entropy" / "01-cross-entropy.ipynb"
    return _told(environment.run("python", script, notebook, cwd=students))


def _told(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    if done.returncode:
        raise UserError(f"In the empty environment: {done.stderr.strip()[-1000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise UserError("git is not here, and a release is made of what is committed: install it.") from None
    if done.returncode:
        raise UserError(f"git {arguments[0]} fails: {done.stderr.strip()[:300]}")
    return done.stdout


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    if arguments not in ([], ["--borrow"]):
        print("Use: python tools/release.py [--borrow]", file=sys.stderr)
        return 2
    try:
        course = Course.find(Path(__file__).resolve().parent)
        if changed := _git(course.root, "status", "--porcelain").splitlines():
            raise UserError(
                f"{changed[0][3:]} is not committed: a release is made of a commit, so commit or remove it."
            )
        seconds = int(_git(course.root, "log", "-1", "--format=%ct"))
        with tempfile.TemporaryDirectory(prefix="release-") as name:
            folders = [Path(name) / which for which in ("first", "second")]
            for folder in folders:
                folder.mkdir()
            print("building, twice …", flush=True)
            made, again = (build(course, folder, seconds) for folder in folders)
            problems = [] if hashes(made.folder) == hashes(again.folder) else ["Built twice, it is not the same twice."]
            add_site(course, made)
            replace_text(made.folder / HASHES, hashes(made.folder))
            print("checking, in an empty environment …", flush=True)
            problems += check(course, made, borrow="--borrow" in arguments)
            if problems:
                print("\n".join(problems), file=sys.stderr)
                return 1
            target = course.root / "build" / "release" / course.version
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(made.folder, target)
    except UserError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_status
    print((target / HASHES).read_text(encoding="utf-8"), end="")
    print(f"{target.relative_to(course.root)}: built twice with the same bytes, and checked.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
