"""What students get, as a folder, an archive or a repository: the release, complete by itself, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import build, leaks
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replace_text

# Says which files are ours: the next time, those that are gone are removed, and everything else stays.
LIST = ".published.json"
CONSTRAINTS = "constraints.txt"
_LEFT_OUT = ("js", "__pycache__", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache", "node_modules", "build")
_GIT = ("git", "-c", "user.name=course", "-c", "user.email=course@localhost", "-c", "commit.gpgsign=false")


@dataclass(frozen=True)
class Published:
    """What was published: where, how many files, and whether anything has changed."""

    target: Path
    files: int
    changed: bool


def publish(course: Course, target: Path, as_repository: bool = False) -> Published:
    """Write what students get.

    Args:
        course: this one.
        target: a folder that is new, empty or was published before; or a file that ends in ``.zip``.
        as_repository: whether the folder is a git repository, with a commit for each time.

    Raises:
        UserError: the releases are not what the sources build; something that must not is among the files; or the
            folder has other files in it.
    """
    if not course.is_ours:
        raise UserError("Only this course is published so: use `nbgrader release_assignment` for another.")
    if found := build.differences(course, build.build(course, course.assignments())):
        raise UserError(f"{found[0]} Run `autograder build` and look at what it changes, then publish.")
    files = student_files(course)
    texts = {name: text for name, body in files.items() if (text := leaks.text_of(name, body)) is not None}
    if leaked := list(leaks.in_texts(course, texts)):
        raise UserError(f"Nothing is published: {leaked[0]}. ({len(leaked)} such places.)")
    if target.suffix == ".zip":
        return Published(target, len(files), _write_zip(target, files))
    changed, removed = _write_folder(target, files)
    if as_repository:
        _commit(target, files, removed)
    return Published(target, len(files), changed)


def student_files(course: Course) -> dict[str, bytes]:
    """The files of ``course/`` that git would commit, by relative name, and the versions that go with them."""
    top = course.release
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "."],
        cwd=top,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:
        names = [path.relative_to(top).as_posix() for path in top.rglob("*")]
    kept = [name for name in names if not set(Path(name).parts) & set(_LEFT_OUT) and not name.endswith(".egg-info")]
    files = {name: (top / name).read_bytes() for name in sorted(kept) if (top / name).is_file()}
    if (course.root / CONSTRAINTS).is_file():
        files[CONSTRAINTS] = (course.root / CONSTRAINTS).read_bytes()
    return files


def _write_zip(target: Path, files: dict[str, bytes]) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            info = zipfile.ZipInfo(f"{target.stem}/{name}", (2020, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, body)
    changed = not target.is_file() or target.read_bytes() != part.read_bytes()
    part.replace(target)
    return changed


def _write_folder(target: Path, files: dict[str, bytes]) -> tuple[bool, list[str]]:
    """Write the files; returns whether any has changed, and which of an earlier time are gone."""
    before: list[str] = []
    if target.exists():
        others = [path.name for path in target.iterdir() if path.name != ".git"]
        if others and LIST not in others:
            raise UserError(f"{target} has other files in it: name a new folder, or one that was published before.")
        if LIST in others:
            before = json.loads((target / LIST).read_text(encoding="utf-8"))
    changed = False
    for name, body in files.items():
        path = target / name
        if path.is_file() and path.read_bytes() == body:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_bytes(body)
        part.replace(path)
        changed = True
    removed = sorted(set(before) - set(files))
    for name in removed:
        (target / name).unlink(missing_ok=True)
    replace_text(target / LIST, json.dumps(sorted(files), indent=0))
    return changed or bool(removed), removed


def _commit(target: Path, files: dict[str, bytes], removed: list[str]) -> None:
    if shutil.which("git") is None:
        raise UserError("git is not here: publish a folder or an archive instead.")

    def git(*arguments: str) -> str:
        done = subprocess.run([*_GIT, *arguments], cwd=target, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UserError(f"git {arguments[0]} failed in {target}: {done.stderr.strip()[:300]}")
        return done.stdout

    if not (target / ".git").exists():
        git("init", "--quiet", "--initial-branch=main")
    git("add", "--all", "--", *sorted({Path(name).parts[0] for name in files} | {LIST}))
    if removed:
        git("rm", "--quiet", "--cached", "--ignore-unmatch", "--", *removed)
    if git("diff", "--cached", "--name-only").strip():
        git("commit", "--quiet", "--message", "The course")
