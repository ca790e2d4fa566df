"""Archives of a learning platform in, tables of grades and archives of pages out."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.course import Course
from autograder.engine import sanitise
from autograder.errors import UserError
from autograder.files import remove_left_over, replace_text, replacing
from autograder.grading import archives, marks, platforms, registration, roster
from autograder.grading.archives import Entry
from autograder.grading.platforms import Named, Person
from autograder.grading.submissions import bad_name
from autograder.platform import Attempt, Platform

PLACE = Path(registration.PRIVATE) / "platforms"
_TAKES_NOTHING = (
    "Gradescope takes no points and no pages from elsewhere: let it grade itself with what "
    "`autograder export-gradescope` writes, or hand grades out through another platform."
)


@dataclass(frozen=True)
class Taken:
    """What came of an archive.

    Attributes:
        students: whose notebooks lie in ``submitted/`` now.
        kept: whose were there already and stay.
        remarks: sentences on what was refused or is odd.
    """

    students: tuple[str, ...]
    kept: tuple[str, ...]
    remarks: tuple[str, ...]


def take(
    course: Course,
    assignment: str,
    archive: Path,
    platform: Platform,
    replace: bool = False,
    attempt: Attempt = Attempt.NEWEST,
) -> Taken:
    """Bring the notebooks in a platform's archive into ``submitted/``, each student's whole or not at all.

    Args:
        course: whose.
        assignment: which.
        archive: as the platform gives it.
        platform: which.
        replace: whether what is there already makes way.
        attempt: which of several attempts counts.

    Raises:
        UserError: it is no such archive.
    """
    notebooks = [path.stem for path in course.notebooks(assignment)]
    people = roster.read(course)
    remarks: list[str] = []
    with archives.opened(archive) as (entries, refused):
        remarks += [f"{one.name}: {one.why}" for one in refused]
        owned: dict[str, list[tuple[Named, Entry]]] = defaultdict(list)
        nobody: dict[str, str] = {}
        submitters = _submitters(entries, archive) if platform is Platform.GRADESCOPE else {}
        for entry in entries:
            if platforms.is_listing(platform, entry.path):
                continue
            names = platforms.named(platform, entry.path, submitters)
            if not names:
                remarks.append(f"{entry.path}: {platform.value.capitalize()} names no file so")
            for name in names:
                if name.file.lower() == "timestamp.txt":
                    # By nbgrader's rule it would decide the penalty for being late.
                    remarks.append(f"{entry.path}: left out, since a file of the student's own cannot say when it came")
                    continue
                who = platforms.candidates(name, people)
                if len(who) == 1:
                    owned[who[0].id].append((name, entry))
                else:
                    nobody[f"{name.prefix} {name.name}"] = f"{sanitise.text(name.name)}: {_nobody(who)}"
        remarks += sorted(set(nobody.values()))
        if not owned and not refused and not nobody:
            raise UserError(f"{archive} has no file named as {platform.value.capitalize()} does: is it from there?")
        taken, kept = [], []
        prefixes: dict[str, str] = {}
        for student, files in sorted(owned.items()):
            target = course.place(course.submitted, student, assignment)
            files.sort(key=lambda one: one[0].order, reverse=attempt is Attempt.FIRST)
            prefixes[student] = files[-1][0].prefix
            if target.exists() and not replace:
                kept.append(student)
                continue
            try:
                bodies = _bodies(files, notebooks)
            except ValueError as problem:
                remarks.append(f"{student}: {problem}")
                continue
            if not any(f"{name}.ipynb" in bodies for name in notebooks):
                remarks.append(f"{student}: there is no notebook of {assignment} among the files")
            if any(name.late for name, _ in files):
                remarks.append(f"{student}: late, says {platform.value.capitalize()}, but not how late")
            _write(target, bodies)
            taken.append(student)
    _remember(course, assignment, platform, prefixes)
    return Taken(tuple(taken), tuple(kept), tuple(remarks))


def _nobody(who: Sequence[Person]) -> str:
    if not who:
        return "nobody in the roster is called so"
    ids = ", ".join(sorted(sanitise.text(one.id) for one in who)[:5])
    return f"{len(who)} people in the roster may be meant ({ids}): give each an lms_user_id, the platform's number"


def _submitters(entries: Sequence[Entry], archive: Path) -> dict[str, list[platforms.Submitter]]:
    """Who handed in which folder."""
    for entry in entries:
        if platforms.is_listing(Platform.GRADESCOPE, entry.path):
            try:
                return platforms.submitters(entry.read())
            except ValueError as problem:
                raise UserError(f"{entry.path} in {archive} cannot be read: {problem}. Export it again.") from None
    raise UserError(f"{archive} has no submission_metadata.yml: is it what Gradescope's *Export Submissions* gives?")


def _bodies(files: Sequence[tuple[Named, Entry]], notebooks: Sequence[str]) -> dict[str, bytes]:
    """The files of a submission by the name that they get; of several attempts at a notebook, the last in the list."""
    if (last := files[-1][0].prefix).endswith("/"):
        # Each attempt has a folder of its own.
        files = [one for one in files if one[0].prefix == last]
    count = sum(PurePosixPath(name.file).suffix.lower() == ".ipynb" for name, _ in files)
    found: dict[str, bytes] = {}
    for name, entry in files:
        own = platforms.notebook_name(name.file, notebooks, count)
        target = f"{own}.ipynb" if own else name.file
        if not target or bad_name(target.replace("/", "-")):
            raise ValueError(f"a file has a name that no file should have ({sanitise.text(name.file)[:60]!r})")
        found[target] = entry.read()
    return found


def _write(target: Path, bodies: Mapping[str, bytes]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    for end in (".part", ".old"):
        remove_left_over(target.parent, f".{target.name}.", end)
    shutil.rmtree(part, ignore_errors=True)
    try:
        for name, body in bodies.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        if target.exists():
            target.rename(old)
        part.rename(target)
    except OSError:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    finally:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)


def _remember(course: Course, assignment: str, platform: Platform, prefixes: Mapping[str, str]) -> None:
    """Under which names files for these students go back."""
    path = course.root / PLACE / f"{platform}-{assignment}.json"
    replace_text(path, json.dumps(_remembered(path) | dict(prefixes), indent=1, ensure_ascii=False))


def _remembered(path: Path) -> dict[str, str]:
    with contextlib.suppress(FileNotFoundError):
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found
    return {}


def grades(course: Course, assignments: list[str], platform: Platform, target: Path) -> list[str]:
    """Write a table of grades that a platform imports; returns who has no id there, and so may not be matched."""
    people = roster.read(course)
    points: dict[str, dict[str, float]] = {}
    most: dict[str, float] = {}
    for assignment in assignments:
        totals, worth = points_of(course, assignment)
        if totals:
            points[assignment], most[assignment] = totals, worth
    if not points:
        raise UserError("Nothing is graded yet: run `autograder grade`, then this again.")
    match platform:
        case Platform.CANVAS:
            made = platforms.canvas_csv(people, points, most)
        case Platform.MOODLE:
            made = platforms.moodle_csv(people, points)
        case Platform.BRIGHTSPACE:
            made = platforms.brightspace_csv(people, points, most)
        case Platform.GRADESCOPE:
            raise UserError(_TAKES_NOTHING)
    replace_text(target, made)
    graded = {student for totals in points.values() for student in totals}
    return sorted(one.id for one in people if one.id in graded and not (one.platform_id or one.email))


def points_of(course: Course, assignment: str) -> tuple[dict[str, float], float]:
    """The points of each student in an assignment, late penalties taken off, and what it is worth."""
    totals: dict[str, float] = defaultdict(float)
    worth: dict[str, float] = defaultdict(float)
    for (student, _notebook), found in marks.read(course.gradebook_url, assignment).items():
        totals[student] += max(found.points - found.penalty, 0.0)
        worth[student] += found.most
    return dict(totals), max(worth.values(), default=0.0)


def pages(course: Course, assignment: str, platform: Platform, target: Path) -> tuple[int, list[str]]:
    """Write an archive of pages that a platform hands back; returns how many, and whose page it has no name for."""
    if platform is Platform.GRADESCOPE:
        raise UserError(_TAKES_NOTHING)
    known = _remembered(course.root / PLACE / f"{platform}-{assignment}.json")
    without, count = [], 0
    with replacing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in course.students(course.feedback, assignment):
            folder = course.place(course.feedback, student, assignment)
            for page in sorted(folder.glob("*.html")):
                if student not in known:
                    without.append(student)
                    continue
                # A fixed moment: the same pages make the same archive.
                info = zipfile.ZipInfo(f"{known[student]}{page.name}", (2020, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, page.read_bytes())
                count += 1
    return count, sorted(set(without))
