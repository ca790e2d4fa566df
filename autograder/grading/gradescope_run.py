"""Inside Gradescope's container: grade the submission that lies there, and write what Gradescope shows.

``python -m autograder.grading.gradescope_run /autograder``: reads ``source/`` (what ``export-gradescope`` wrote) and
``submission/``, writes ``results/results.json`` as Gradescope's autograder specifications have it.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.engine import sanitise
from autograder.errors import NoSandbox, UserError
from autograder.files import replace_text
from autograder.grading import marks
from autograder.grading.feedback import Pages
from autograder.grading.results import Graded
from autograder.grading.run import Options, grade_class
from autograder.reporting.page import Feedback, Part

STUDENT = "student"
MOST_BYTES = 512 << 20
WITHOUT_SANDBOX = (
    "The container lets bubblewrap make no sandbox, so the submission ran beside the tests, with their rights: "
    "trust these points less. "
)
_STATES = {"passed": "✓", "failed": "✗", "not tried": "·"}


def main(base: Path) -> None:
    """Grade what lies in ``base/submission``; whatever goes wrong, there are results that say so."""
    started = time.monotonic()
    try:
        found = _grade(base)
    except Exception as error:  # noqa: BLE001 - without results Gradescope shows a student nothing to go by
        why = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        print(f"not graded: {why}", file=sys.stderr)
        found = {"score": 0.0, "output": "This submission could not be graded. Your instructor sees why."}
    found["execution_time"] = round(time.monotonic() - started)
    results = base / "results" / "results.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    replace_text(results, json.dumps(found, ensure_ascii=False, indent=1))


def _grade(base: Path) -> dict[str, Any]:
    assignment = (base / "source" / "assignment.txt").read_text(encoding="utf-8").strip()
    with tempfile.TemporaryDirectory(prefix="gradescope-") as folder:
        root = Path(folder) / "course"
        shutil.copytree(base / "source" / "course", root)
        course = Course.find(root)
        if problem := hand_in(course, assignment, base / "submission"):
            return {"score": 0.0, "output": problem}
        graded, remark = _graded(course, assignment)
        if graded.problem:
            print(graded.problem, file=sys.stderr)
            return {"score": 0.0, "output": f"It could not be graded: {graded.problem}."}
        print(remark, *graded.repairs, sep="\n", file=sys.stderr)
        return results(list(_feedback(course, assignment)), [*graded.missing])


def hand_in(course: Course, assignment: str, files: Path) -> str:
    """Put a submission where it is graded; returns "" or a sentence on what is wrong with it."""
    wanted = {path.name for path in course.notebooks(assignment)}
    there = [path for path in sorted(files.rglob("*")) if path.is_file() and not path.is_symlink()]
    if sum(path.stat().st_size for path in there) > MOST_BYTES:
        return f"The files have more than {MOST_BYTES >> 20} MiB together: hand in the notebook without large data."
    notebooks = [path for path in there if path.suffix == ".ipynb"]
    if not any(path.name in wanted for path in notebooks) and not len(notebooks) == len(wanted) == 1:
        names = ", ".join(sorted(wanted))
        seen = ", ".join(sanitise.text(path.name) for path in notebooks[:5]) or "none"
        return f"Hand in {names}: the notebooks in this submission are: {seen}."
    target = course.place(course.submitted, STUDENT, assignment)
    for path in there:
        name = path.relative_to(files)
        if path in notebooks and path.name in wanted:
            name = Path(path.name)
        elif notebooks == [path] and len(wanted) == 1:
            name = Path(next(iter(wanted)))
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
    return ""


def _graded(course: Course, assignment: str) -> tuple[Graded, str]:
    """The graded submission, and what is weaker here than elsewhere."""
    for unsafe, remark in ((False, ""), (True, WITHOUT_SANDBOX)):
        try:
            for event in grade_class(course, Options((assignment,), STUDENT, unsafe=unsafe, again=True)):
                if isinstance(event, Graded):
                    return event, remark
        except NoSandbox:
            continue
    raise UserError("the submission could not be run at all")


def _feedback(course: Course, assignment: str) -> Iterator[Feedback]:
    """What the student's page would say of each notebook."""
    known = marks.read(course.gradebook_url, assignment, STUDENT)
    pages = Pages(course)
    for notebook in course.notebooks(assignment):
        graded = course.place(course.autograded, STUDENT, assignment) / notebook.name
        if graded.is_file():
            yield pages.gather(assignment, STUDENT, graded, known.get((STUDENT, notebook.stem)))


def results(pages: list[Feedback], remarks: list[str]) -> dict[str, Any]:
    """What Gradescope shows: an entry for each exercise, and nothing that the student's page would not say."""
    several = len(pages) > 1
    tests = []
    for one in pages:
        for part in one.parts:
            if part.exercise.by_hand:
                # Gradescope adds points that people give itself.
                continue
            title = f"{one.title}: {part.exercise.title}" if several else part.exercise.title
            tests.append(
                {
                    "name": sanitise.text(title),
                    "score": part.points,
                    "max_score": part.most,
                    "status": "passed" if part.state == "full" else "failed",
                    "output": "\n".join(_lines(part)),
                    "output_format": "text",
                    "visibility": "visible",
                }
            )
    said = [*remarks, *(sentence for one in pages for sentence in one.repairs)]
    return {"tests": tests, "output": "\n".join(said), "stdout_visibility": "hidden", "visibility": "visible"}


def _lines(part: Part) -> Iterator[str]:
    if part.state == "blank":
        yield "Not written yet."
        return
    if part.error:
        yield f"Your cell ended with {part.error}"
    for test in part.tests:
        yield f"{_STATES['passed' if test.passed else 'failed']} {test.about or test.title}"
        for check in test.checks:
            yield f"  {_STATES[check.state]} {check.text}"
        for text in (test.said, test.advice):
            yield from (f"  {line}" for line in text.splitlines())
    if part.builds_on:
        yield f"It uses what you wrote for “{part.builds_on.title}”, which is not right yet."
        yield "When that is mended, look at this one again."
    if part.case:
        yield f"A small case to try, none of the hidden ones: {part.case.call}"
        yield f"  gives {part.case.found} and should give {part.case.expected}"
        if part.case.property:
            yield f"  What holds for the right answer, and not here: {part.case.property}."


if __name__ == "__main__":
    main(Path(sys.argv[1]))
