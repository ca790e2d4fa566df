"""What students get, as a folder, an archive or a repository: the release, complete by itself, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import build, leaks
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replace_bytes, replace_text, replacing

# Says which files are ours: the next time, those that are gone are removed, and everything else stays.
LIST = ".published.json"
CONSTRAINTS = "constraints.txt"
_LEFT_OUT = ("js", "__pycache__", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache", "node_modules", "build")
_GIT = ("git", "-c", "user.name=course", "-c", "user.email=course@localhost", "-c", "commit.gpgsign=false")


@dataclass(frozen=True)
class Published:
    """What was published.

    Attributes:
        target: where.
        files: how many.
        changed: whether anything is not as it was.
        left_out: what lies among the files and nobody has committed: a scratch file, perhaps somebody's work.
    """

    target: Path
    files: int
    changed: bool
    left_out: tuple[str, ...] = ()


def publish(course: Course, target: Path, as_repository: bool = False) -> Published:
    """Write what students get.

    Args:
        course: this one.
        target: a folder that is new, empty or was published before; or a file that ends in ``.zip``.
        as_repository: whether the folder is a git repository, with a commit for each time.

    Raises:
        UserError: the releases are not what the sources build; something that must not is among the files; the
            folder has other files in it, or lies in what is published.
    """
    if not course.is_ours:
        raise UserError("Only this course is published so: use `nbgrader release_assignment` for another.")
    if found := build.differences(course, build.build(course, course.assignments())):
        raise UserError(f"{found[0]} Run `autograder build` and look at what it changes, then publish.")
    if target.resolve().is_relative_to(course.release.resolve()):
        raise UserError(f"{target} lies in what is published: name a folder elsewhere.")
    files, left_out = student_files(course), not_committed(course)
    if leaked := held_back_in(course, files):
        raise UserError(f"Nothing is published: {leaked[0]}. ({len(leaked)} such places.)")
    if target.suffix == ".zip":
        return Published(target, len(files), write_zip(target, files), left_out)
    changed, removed = _write_folder(target, files)
    if as_repository:
        _commit(target, files, removed)
    return Published(target, len(files), changed, left_out)


def student_files(course: Course) -> dict[str, bytes]:
    """The files of ``course/`` that git knows, or the build has made, by relative name, and the versions with them."""
    top = course.release
    names = _listed(top, "--cached")
    if names is None:
        names = [path.relative_to(top).as_posix() for path in top.rglob("*")]
    made = [course.release_notebook(name).relative_to(top).as_posix() for name in course.assignments()]
    made += [path.relative_to(top).as_posix() for path in course.outcomes.glob("*.json")]
    files = {name: (top / name).read_bytes() for name in sorted({*names, *made}) if _is_theirs(top, name)}
    if (course.root / CONSTRAINTS).is_file():
        files[CONSTRAINTS] = (course.root / CONSTRAINTS).read_bytes()
    return files


def held_back_in(course: Course, files: Mapping[str, bytes]) -> list[str]:
    """A sentence on each held-back line that is in one of these files."""
    texts = {name: text for name, body in files.items() if (text := leaks.text_of(name, body)) is not None}
    return list(leaks.in_texts(course, texts))


def not_committed(course: Course) -> tuple[str, ...]:
    """The other files in ``course/`` that git would not ignore: whether students should get them, nobody has said."""
    names, known = _listed(course.release, "--others", "--exclude-standard") or [], student_files(course)
    return tuple(name for name in names if _is_theirs(course.release, name) and name not in known)


def _listed(top: Path, *which: str) -> list[str] | None:
    """Names of files below a folder; None where it is in no repository."""
    command = ["git", "ls-files", "-z", *which, "--", "."]
    try:
        listed = subprocess.run(command, cwd=top, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name] if listed.returncode == 0 else None


def _is_theirs(top: Path, name: str) -> bool:
    left_out = set(Path(name).parts) & set(_LEFT_OUT) or name.endswith(".egg-info")
    return not left_out and (top / name).is_file() and not (top / name).is_symlink()


def write_zip(target: Path, files: Mapping[str, bytes]) -> bool:
    """An archive with one folder of its own name, the same to the byte for the same files; whether it has changed."""
    with replacing(target) as part:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in files.items():
                info = zipfile.ZipInfo(f"{target.stem}/{name}", (2020, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, body)
        return not target.is_file() or target.read_bytes() != part.read_bytes()


def _write_folder(target: Path, files: dict[str, bytes]) -> tuple[bool, list[str]]:
    """Write the files; returns whether any has changed, and which of an earlier time are gone."""
    before: list[str] = []
    if target.exists():
        if not target.is_dir():
            raise UserError(f"{target} is a file: name a folder, or a file that ends in .zip.")
        others = [path.name for path in target.iterdir() if path.name != ".git"]
        if others and LIST not in others:
            raise UserError(f"{target} has other files in it: name a new folder, or one that was published before.")
        if LIST in others:
            before = _published_before(target)
    written = [name for name, body in files.items() if replace_bytes(target / name, body)]
    removed = sorted(set(before) - set(files))
    for name in removed:
        (target / name).unlink(missing_ok=True)
    replace_text(target / LIST, json.dumps(sorted(files), indent=0))
    return bool(written or removed), removed


def _published_before(target: Path) -> list[str]:
    """The names that were published the last time; what leads out of the folder was not."""
    try:
        names = json.loads((target / LIST).read_text(encoding="utf-8"))
        return [name for name in names if not Path(name).is_absolute() and ".." not in Path(name).parts]
    except (OSError, ValueError, TypeError):
        raise UserError(f"{target / LIST} cannot be read: publish into a new folder.") from None


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
