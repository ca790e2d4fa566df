"""A gradebook that is lost or damaged, made again from the graded notebooks, and from the last backup if there is one.

Automatic scores stand in the graded notebooks. What people have given (points, comments, extensions, names) does not:
it comes from a backup, or from as much of the damaged file as can still be read, and the rest is named as lost.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from autograder import config
from autograder.course import Course
from autograder.engine import repair
from autograder.engine.notebooks import normalised
from autograder.engine.protocol import Reason, TestVerdict, Verdict
from autograder.errors import UserError
from autograder.files import lock
from autograder.grading import backup, forgiven, gradebook_file, registration, timestamps
from autograder.grading.gradebook import KeptCell, Recorder

_CELLS = """
JOIN base_cell AS cell ON given.cell_id = cell.id
JOIN submitted_notebook AS book ON given.notebook_id = book.id
JOIN notebook ON book.notebook_id = notebook.id
JOIN submitted_assignment AS handed_in ON book.assignment_id = handed_in.id
JOIN assignment ON handed_in.assignment_id = assignment.id
"""
_WHERE = "SELECT handed_in.student_id, assignment.name, notebook.name, cell.name"
_POINTS = f"""{_WHERE}, given.manual_score, given.extra_credit, NULL FROM grade AS given {_CELLS}
WHERE given.manual_score IS NOT NULL OR given.extra_credit IS NOT NULL"""
_COMMENTS = f"""{_WHERE}, NULL, NULL, given.manual_comment FROM comment AS given {_CELLS}
WHERE given.manual_comment IS NOT NULL"""


@dataclass(frozen=True)
class Given:
    """What a person has given one cell: points, points beside them, or a comment."""

    student: str
    assignment: str
    notebook: str
    cell: str
    points: float | None
    extra: float | None
    comment: str | None


@dataclass
class Rebuilt:
    """What a rebuilt gradebook has, and what it lacks.

    Attributes:
        submissions: how many it has from graded notebooks.
        rescued: how many points and comments given by hand could be read from the damaged file.
        since: submissions that were graded after the backup was made, as "student, assignment".
        waiting: submissions with a cell that a person has to look at.
        unreadable: graded notebooks that cannot be read, with the reason.
        kept: where the old gradebook lies now.
        made: when the backup was made; "" without one.
    """

    submissions: int = 0
    rescued: int = 0
    since: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    kept: Path | None = None
    made: str = ""


def rebuild(course: Course, backed_up: Path | None = None) -> Rebuilt:
    """Make the gradebook again. It gets its name when it is whole; what was there is kept beside it.

    Args:
        course: whose gradebook is missing or damaged.
        backed_up: a backup of the class; what people have given is taken from there.

    Returns:
        An account of it.

    Raises:
        UserError: the gradebook is sound, is no SQLite file, or there is nothing to rebuild it from.
    """
    target = gradebook_file.gradebook_file(course)
    if target is None:
        raise UserError(f"The gradebook of {course.root} is no SQLite file: restore it with its database's own tools.")
    if _is_sound(target):
        raise UserError(f"{target} can be read: there is nothing to rebuild. To start from an older one, restore it.")
    places = [(name, student) for name in course.assignments() for student in course.students(course.autograded, name)]
    if not places and backed_up is None:
        raise UserError(f"There are no graded notebooks in {course.autograded}: grade what has been handed in instead.")
    account = Rebuilt()
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".rebuild-", dir=target.parent))
    try:
        made = folder / target.name
        hashes: dict[str, str] = {}
        if backed_up is not None:
            manifest = backup.take_gradebook(backed_up, made)
            account.made, hashes = manifest.made, manifest.files
        elsewhere = replace(course, database=f"sqlite:///{made}")
        _fill(elsewhere, places, hashes, account)
        if target.is_file():
            _give(elsewhere, _given(target), account)
        with lock(course.root):
            account.kept = _replace(target, made)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return account


def _is_sound(path: Path) -> bool:
    """Whether SQLite can read a gradebook, and it is one."""
    if not path.is_file() or not path.stat().st_size:
        return False
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            connection.execute("SELECT count(*) FROM submitted_assignment").fetchone()
            return bool(said == "ok")
    except sqlite3.DatabaseError:
        return False


def _fill(course: Course, places: list[tuple[str, str]], hashes: dict[str, str], account: Rebuilt) -> None:
    """Record what the graded notebooks say."""
    names = sorted({name for name, _student in places})
    registration.prepare(course, names)
    recorder = Recorder(course.gradebook_url, course.course_id, config.load(course.root), forgiven.read(course))
    try:
        kept = {name: recorder.cells(name) for name in names}
        for name, student in places:
            here = f"{student}, {name}"
            verdicts: dict[str, Verdict | None] = {}
            for notebook in kept[name]:
                path = course.place(course.autograded, student, name) / f"{notebook}.ipynb"
                if not path.is_file():
                    verdicts[notebook] = None
                    continue
                try:
                    verdicts[notebook] = verdict(path, kept[name][notebook])
                except (OSError, ValueError, KeyError, TypeError) as problem:
                    account.unreadable.append(f"{path} ({problem or type(problem).__name__})")
                    break
                if account.made and hashes.get(_in_backup(course, path)) != backup.sha256(path):
                    account.since.append(here)
            else:
                if any(one is not None for one in verdicts.values()):
                    score, _cells = recorder.record(name, student, _timestamp(course, name, student), verdicts)
                    account.submissions += 1
                    account.waiting += [here] if score.needs_manual_grade else []
    finally:
        recorder.close()
    account.since = list(dict.fromkeys(account.since))


def _in_backup(course: Course, path: Path) -> str:
    return str(Path("autograded") / path.relative_to(course.autograded))


def verdict(path: Path, kept: dict[str, KeptCell]) -> Verdict:
    """What the judge had found out, read back from the graded notebook that it wrote.

    Args:
        path: of the graded notebook.
        kept: the cells as the gradebook has them.

    Raises:
        OSError: it cannot be read.
        ValueError, KeyError, TypeError: it is not one that was graded.
    """
    body = json.loads(path.read_text(encoding="utf-8"))
    reasons: dict[str, str] = body["metadata"]["autograder"].get("reasons", {})
    tests, answered = [], {}
    for cell in normalised(body, path.name):
        own = repair.role(cell)
        name = str(own.get("grade_id", ""))
        if not repair.is_known(cell) or name not in kept:
            continue
        if own.get("solution") or own.get("task"):
            answered[name] = cell["source"].strip() != kept[name].source.strip()
        elif own.get("grade"):
            reason = Reason(reasons[name]) if name in reasons else None
            tests.append(TestVerdict(grade_id=name, reason=reason, message="", printed=_printed(cell)))
    return Verdict(job=0, tests=tuple(tests), repairs=(), answered=answered, seconds={})


def _printed(cell: dict[str, Any]) -> str | None:
    for output in cell.get("outputs", []):
        if output.get("output_type") == "execute_result":
            text = output.get("data", {}).get("text/plain", "")
            return text if isinstance(text, str) else "".join(text)
    return None


def _timestamp(course: Course, assignment: str, student: str) -> datetime | None:
    for step in (course.submitted, course.autograded):
        with contextlib.suppress(OSError, ValueError):
            if when := timestamps.handed_in(course, assignment, student, course.place(step, student, assignment)):
                return when
    return None


def _given(path: Path) -> Iterator[Given]:
    """What people have given, as far as a damaged gradebook can be read."""
    for question in (_POINTS, _COMMENTS):
        with (
            contextlib.suppress(sqlite3.DatabaseError),
            contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection,
        ):
            for row in connection.execute(question):
                yield Given(*row)


def _give(course: Course, given: Iterator[Given], account: Rebuilt) -> None:
    """Give again what a person has given, where its cell is there."""
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        for one in given:
            place = (one.cell, one.notebook, one.assignment, one.student)
            with contextlib.suppress(MissingEntry):
                if one.comment is not None:
                    gradebook.find_comment(*place).manual_comment = one.comment
                else:
                    grade = gradebook.find_grade(*place)
                    grade.manual_score, grade.extra_credit = one.points, one.extra
                account.rescued += 1
        gradebook.db.commit()


def _replace(target: Path, made: Path) -> Path | None:
    """Put the new gradebook into its place; returns where the old one is kept."""
    kept = None
    # The journal of the damaged one would be played into the new one.
    journals = [target.with_name(f"{target.name}-{kind}") for kind in ("journal", "wal", "shm")]
    moment = datetime.now(UTC).strftime("before-rebuild-%Y%m%dT%H%M%S")
    for path in (target, *journals):
        if path.exists():
            aside = path.with_name(f"{path.name}.{moment}")
            os.replace(path, aside)
            kept = kept or aside
    os.replace(made, target)
    return kept


def account_of(done: Rebuilt) -> Iterator[str]:
    """What was done and what is lost, in sentences."""
    yield f"The gradebook has {done.submissions} graded submissions again."
    for text in done.unreadable:
        yield f"Not read, so grade it again: {text}"
    if done.rescued:
        yield f"Read from the damaged file, of what people had given: {done.rescued} points and comments."
    if done.made:
        yield f"Points, comments, names and dates given by hand are those of the backup of {done.made}."
        lost = "look whether something given by hand is missing" if done.rescued else "what people gave them is lost"
        if done.since:
            yield f"Graded since then: {'; '.join(done.since)}: {lost}."
    else:
        given = (
            "Points and comments given by hand that could not be read, "
            if done.rescued
            else ("Points and comments given by hand, ")
        )
        yield f"{given}names of students, due dates and extensions are lost (a backup has them: give it as --backup)."
    if done.waiting:
        yield f"A person has to look at: {'; '.join(done.waiting)}."
    if done.kept:
        yield f"The old gradebook is kept: {done.kept}"
