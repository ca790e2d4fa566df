"""Grade again in a copy, look at who would change, then apply it, or not; what was applied can be taken back.

Everything lies in ``.autograder/regrade``: ``pending`` while somebody looks, ``log`` once it is applied, with both
scores and the graded notebooks as they were. Every step can be killed and run again.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.engine.protocol import Mode
from autograder.errors import UserError
from autograder.files import drop, lock, remove_left_over, replace_text, replacing
from autograder.grading import automatic_scores, feedback, forgiven, gradebook_file, kernels, registration
from autograder.grading.automatic_scores import PENALTY, Place
from autograder.grading.results import Graded
from autograder.grading.run import Engine, Remark
from autograder.grading.submissions import Submission, is_up_to_date

HOME = Path(registration.PRIVATE) / "regrade"
_MOMENT = "%Y-%m-%dT%H-%M-%S"


@dataclass(frozen=True)
class _Copy(Course):
    """A course whose results go elsewhere: graded notebooks lie in ``place_of_results``, as its gradebook does."""

    place_of_results: Path = field(default_factory=Path)

    @property
    def autograded(self) -> Path:
        return self.place_of_results / "autograded"


@dataclass(frozen=True)
class Change:
    """A score that changes: before and after; the grade id "" is the penalty for being late."""

    assignment: str
    student: str
    notebook: str
    cell: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Looked:
    """What regrading would do.

    Attributes:
        name: of this regrading, a moment.
        changes: the scores that change.
        graded: the submissions that were graded again.
        forgiven: tests of which everybody gets all points, by assignment.
        by_hand: how many scores change below points that a person has given, which count.
    """

    name: str
    changes: tuple[Change, ...]
    graded: tuple[Submission, ...] = ()
    forgiven: dict[str, list[str]] = field(default_factory=dict)
    by_hand: int = 0


def look(
    course: Course,
    assignments: list[str],
    forgive: list[str],
    everybody: bool = False,
    seed: int | None = None,
    unsafe: bool = False,
) -> Generator[Graded | Remark | Looked, None, None]:
    """Grade in a copy what a change of the assignment affects, and say what would change.

    Args:
        course: whose.
        assignments: which.
        forgive: grade ids of tests of which everybody is to get all points.
        everybody: whether to grade everybody, also where nothing has changed.
        seed: of the hidden inputs; that of most graded notebooks if there is none.
        unsafe: whether to run students' code without a sandbox.

    Yields:
        Submissions that were graded, and remarks, as they come; what would change last.

    Raises:
        UserError: there is one that waits already; a test is not known; the gradebook is no file.
    """
    home = course.root / HOME
    if (home / "pending").exists():
        raise UserError(
            "A regrading waits: `autograder regrade apply` or `autograder regrade cancel` first. "
            "`autograder regrade show` shows it again."
        )
    by_assignment = _of_tests(course, assignments, forgive)
    part = home / f".{os.getpid()}.part"
    remove_left_over(home, ".", ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        copy = _Copy(course.root, course.other, f"sqlite:///{part / 'gradebook.db'}", part)
        _copy_gradebook(course, part / "gradebook.db")
        graded = feedback.graded(course, assignments)
        pythons = kernels.pythons(course, assignments)
        todo = [
            one for one in graded if everybody or not is_up_to_date(course, one, Mode.AUTO, pythons[one.assignment])
        ]
        if forgive and not everybody:
            todo = []
        done: list[Submission] = []
        if todo:
            names = sorted({one.assignment for one in todo})
            with Engine(copy, names, unsafe) as engine:
                engine.remarks += registration.prepare(copy, names)
                engine.wait()
                yield from engine.new_remarks()
                for one in engine.grade(todo, _seed(course, todo) if seed is None else seed, Mode.AUTO):
                    yield one
                    if not one.problem:
                        done.append(one.submission)
                yield from engine.new_remarks()
        name = _name(home / "log")
        found = _compared(course, copy, assignments, name, done, by_assignment)
        _save(part / "regrade.json", found)
        part.rename(home / "pending")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    yield found


def pending(course: Course) -> Looked:
    """What waits to be applied.

    Raises:
        UserError: nothing.
    """
    return _load(course.root / HOME / "pending", "No regrading waits: `autograder regrade look` makes one.")


def apply(course: Course) -> Looked:
    """Put what waits into the gradebook; manual points stay. Killed half-way, it is run again.

    Raises:
        UserError: nothing waits, or what waits is no longer what the gradebook has.
    """
    waits = pending(course)
    folder, kept = course.root / HOME / "pending", course.root / HOME / "log" / waits.name
    if waits.graded:
        registration.prepare(course, sorted({one.assignment for one in waits.graded}))
    with lock(course.root):
        if not kept.exists():
            _refuse_what_is_old(course, waits)
            _keep(course, waits, kept)
        for assignment in sorted({one.assignment for one in waits.changes}):
            wanted = _places(waits, assignment, "after")
            automatic_scores.write(course.gradebook_url, assignment, wanted)
        forgiven.change(course, waits.forgiven, add=True)
        day = _day(waits.name)
        for one in waits.graded:
            source = course.place(folder / "autograded", one.student, one.assignment)
            for path in sorted(source.rglob("*")):
                if path.is_file():
                    target = course.place(course.autograded, one.student, one.assignment) / path.relative_to(source)
                    _put(path, target, day)
        for one in _without_grading(waits):
            for path in course.place(course.autograded, one.student, one.assignment).glob("*.ipynb"):
                _put(path, path, day)
    drop(folder)
    return waits


def cancel(course: Course) -> None:
    """Forget what waits: nothing has been changed.

    Raises:
        UserError: nothing waits, or a part of it is in the gradebook already.
    """
    waits = pending(course)
    if (course.root / HOME / "log" / waits.name).exists():
        raise UserError(
            "It is applied in part: run `autograder regrade apply` to its end, then `autograder regrade revert` takes "
            "all of it back."
        )
    drop(course.root / HOME / "pending")


def revert(course: Course, name: str | None = None) -> tuple[Looked, int]:
    """Take back what was applied: scores and graded notebooks are as they were before.

    Args:
        course: whose.
        name: of the regrading; the last one that was applied if there is none.

    Returns:
        It, and how many scores stay because something else has changed them since.

    Raises:
        UserError: there is none.
    """
    log = course.root / HOME / "log"
    names = _applied(log)
    if not names or (name is not None and name not in names):
        raise UserError(f"No regrading {name or ''} was applied. There are: {', '.join(names) or 'none'}.")
    kept = log / (name or names[-1])
    done = _load(kept, f"{kept} cannot be read.")
    left = 0
    with lock(course.root):
        for assignment in sorted({one.assignment for one in done.changes}):
            now = automatic_scores.read(course.gradebook_url, assignment).automatic
            before, after = (_places(done, assignment, which) for which in ("before", "after"))
            ours = {place: score for place, score in before.items() if now.get(place) in (after[place], score)}
            left += len(before) - len(ours)
            automatic_scores.write(course.gradebook_url, assignment, ours)
        forgiven.change(course, done.forgiven, add=False)
        for one in {*done.graded, *_without_grading(done)}:
            source = course.place(kept / "autograded", one.student, one.assignment)
            for path in sorted(source.glob("*.ipynb")):
                _put(path, course.place(course.autograded, one.student, one.assignment) / path.name, "")
    drop(kept)
    return done, left


def _refuse_what_is_old(course: Course, waits: Looked) -> None:
    """Refuse to apply what was looked at before somebody was graded again, or is in the gradebook no more."""
    changed: set[str] = set()
    for assignment in {one.assignment for one in waits.changes}:
        now = automatic_scores.read(course.gradebook_url, assignment).automatic
        for place, before in _places(waits, assignment, "before").items():
            if place not in now or now[place] != before:
                changed.add(place[0])
    if changed:
        few = ", ".join(sorted(changed)[:3]) + (", …" if len(changed) > 3 else "")
        raise UserError(
            f"Since this was looked at, scores of {len(changed)} students have changed ({few}): "
            "run `autograder regrade cancel`, then look again."
        )


def _of_tests(course: Course, assignments: list[str], forgive: list[str]) -> dict[str, list[str]]:
    """The assignments of some tests."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    for assignment in assignments if forgive else ():
        cells = {cell for _, cell in automatic_scores.read(course.gradebook_url, assignment).most}
        known |= cells
        if own := [cell for cell in forgive if cell in cells]:
            found[assignment] = own
    if unknown := [cell for cell in forgive if cell not in known]:
        raise UserError(f"There is no test {unknown[0]!r} in {', '.join(assignments)}: use its grade id.")
    return found


def _copy_gradebook(course: Course, target: Path) -> None:
    path = gradebook_file.gradebook_file(course)
    if path is None:
        raise UserError("Regrading works on a copy of the gradebook, which has to be a file (SQLite).")
    gradebook_file.copy(path, target)


def _seed(course: Course, todo: list[Submission]) -> int:
    """The seed with which most of these were graded: what changes is then not a matter of luck."""
    seeds: list[int] = []
    for one in todo:
        for path in course.place(course.autograded, one.student, one.assignment).glob("*.ipynb"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                seeds.append(int(json.loads(path.read_text(encoding="utf-8"))["metadata"]["autograder"]["seed"]))
    return max(seeds, key=seeds.count, default=0)


def _compared(
    course: Course,
    copy: Course,
    assignments: list[str],
    name: str,
    done: list[Submission],
    forgive: dict[str, list[str]],
) -> Looked:
    changes, below = [], 0
    for assignment in assignments:
        now, then = (automatic_scores.read(one.gradebook_url, assignment) for one in (course, copy))
        again = {one.student for one in done if one.assignment == assignment}
        for place, before in sorted(now.automatic.items()):
            student, notebook, cell = place
            after = then.automatic.get(place, before) if student in again else before
            if cell in forgive.get(assignment, []):
                after = then.most[notebook, cell]
            if after != before and (cell != PENALTY or (after or 0) != (before or 0)):
                changes.append(Change(assignment, student, notebook, cell, before, after))
                below += place in now.by_hand
    return Looked(name, tuple(changes), tuple(done), forgive, below)


def _places(looked: Looked, assignment: str, which: str) -> dict[Place, float | None]:
    return {
        (one.student, one.notebook, one.cell): getattr(one, which)
        for one in looked.changes
        if one.assignment == assignment
    }


def _without_grading(looked: Looked) -> list[Submission]:
    """Whose scores change although nothing of theirs was run again."""
    changed = {Submission(one.assignment, one.student) for one in looked.changes}
    return sorted(changed - set(looked.graded), key=lambda one: (one.assignment, one.student))


def _keep(course: Course, waits: Looked, kept: Path) -> None:
    """Write the log: both scores, and the graded notebooks as they are now."""
    number = 1 + max((_number(kept.parent / name) for name in _applied(kept.parent)), default=0)
    part = kept.with_name(f".{kept.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    _save(part / "regrade.json", waits, number)
    for one in {*waits.graded, *_without_grading(waits)}:
        target = course.place(part / "autograded", one.student, one.assignment)
        target.mkdir(parents=True, exist_ok=True)
        for path in course.place(course.autograded, one.student, one.assignment).glob("*.ipynb"):
            shutil.copyfile(path, target / path.name)
    part.rename(kept)


def _put(source: Path, target: Path, day: str) -> None:
    """Copy a file into place; a graded notebook says on which day it was graded again."""
    body = source.read_bytes()
    if source.suffix == ".ipynb" and day:
        notebook: dict[str, Any] = json.loads(body)
        notebook.setdefault("metadata", {}).setdefault("autograder", {})["regraded"] = day
        body = json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8")
    with replacing(target) as part:
        part.write_bytes(body)


def _name(log: Path) -> str:
    """A name for a regrading: the moment, or the first one after it that no other has; clocks are put back at times."""
    moment = datetime.datetime.now(datetime.UTC)
    while (log / moment.strftime(_MOMENT)).exists():
        moment += datetime.timedelta(seconds=1)
    return moment.strftime(_MOMENT)


def _applied(log: Path) -> list[str]:
    """The names of what was applied, in the order in which it was, whatever the clock said."""
    names = [one.name for one in log.iterdir() if not one.name.startswith(".")] if log.is_dir() else []
    return sorted(names, key=lambda name: (_number(log / name), name))


def _number(kept: Path) -> int:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads((kept / "regrade.json").read_text(encoding="utf-8"))["number"])
    return 0


def _day(name: str) -> str:
    moment = datetime.datetime.strptime(name, _MOMENT)
    return f"{moment.day} {moment:%B %Y}"


def _save(path: Path, looked: Looked, number: int = 0) -> None:
    rows = [[one.assignment, one.student, one.notebook, one.cell, one.before, one.after] for one in looked.changes]
    graded = [[one.assignment, one.student] for one in looked.graded]
    body = {
        "name": looked.name,
        "number": number,
        "changes": rows,
        "graded": graded,
        "forgiven": looked.forgiven,
        "by_hand": looked.by_hand,
    }
    replace_text(path, json.dumps(body, indent=1))


def _load(folder: Path, missing: str) -> Looked:
    try:
        body = json.loads((folder / "regrade.json").read_text(encoding="utf-8"))
    except OSError:
        raise UserError(missing) from None
    changes = tuple(Change(*row) for row in body["changes"])
    graded = tuple(Submission(*row) for row in body["graded"])
    return Looked(body["name"], changes, graded, body["forgiven"], body["by_hand"])
