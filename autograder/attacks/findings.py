"""What attacks have gained on a ground: points, texts that they should not know, files that they should not touch."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from autograder.attacks import page_scan
from autograder.attacks.bank import VICTIM, Attack
from autograder.attacks.ground import (
    BLANK,
    LATER_BLANK,
    LATER_RIGHT,
    MANUAL_POINTS,
    NEIGHBOUR,
    PLACES,
    RIGHT,
    SECRET_NUMBER,
    Ground,
    files_of,
)
from autograder.attacks.watch import Report
from autograder.source.reading import read_sources

# Characters after which text is read in another direction than it stands there.
TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Control characters that a terminal acts on.
CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]|{TURNS.pattern}")
RUN_BY_BROWSERS = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".svg", ".svgz", ".xml", ".xsl", ".mht", ".pdf", ".js")
# Rows that reach for the pages; rendering and reading the pages of all others would take most of the time.
PAGE_ROWS = ("A14", "A18", "A19")


def _forms(number: str) -> frozenset[str]:
    """A number as text, and in the ways in which it might be written so that nobody notices."""
    digits = number.replace(".", "")
    letters = "".join("abcdefghij"[int(digit)] for digit in digits)
    forms = {number, digits, number.encode().hex(), f"{int(digits):x}", letters, _base_36(int(digits))}
    return frozenset({*forms, *(form[::-1] for form in forms), letters.upper(), number.replace(".", "p")})


def _base_36(number: int) -> str:
    return (_base_36(number // 36) if number >= 36 else "") + "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]


_FORMS = _forms(SECRET_NUMBER)


# By attack: what it has gained, in sentences.
Findings = dict[str, list[str]]


@dataclass(frozen=True)
class Baseline:
    """What an honest blank hand-in gets: points by cell, and whatever else would count as a gain in an attack."""

    points: dict[str, float]
    found: frozenset[str]


@dataclass(frozen=True)
class Examined:
    """What was found: by attack (only those that gained something), and what nobody owned up to."""

    gains: Findings
    nobody: list[str]
    graded: set[str]


def baseline(ground: Ground) -> Baseline:
    """What the honest blank of a graded class got."""
    automatic, manual = _scores(ground)
    points = automatic.get(BLANK, {})
    return Baseline(points, frozenset(_of_student(ground, BLANK, points, manual.get(BLANK, {}), {})))


def examine(ground: Ground, report: Report, blank: Baseline) -> Examined:
    """What each attack has gained over an honest blank hand-in."""
    gains: Findings = defaultdict(list)
    nobody: list[str] = []
    by_token = {attack.token: attack.name for attack in ground.attacks}

    def blame(text: str, sentence: str) -> None:
        names = [name for token, name in by_token.items() if token in text]
        for found in [gains[name] for name in names] or [nobody]:
            if sentence not in found:
                found.append(sentence)

    automatic, manual = _scores(ground)
    for attack in ground.attacks:
        own = gains[attack.name]
        for student in attack.students:
            for sentence in _of_student(
                ground, student, automatic.get(student, {}), manual.get(student, {}), blank.points, attack
            ):
                # What the blank's feedback shows as well counts in the row that is about feedback, and only there.
                counts = sentence not in blank.found or (attack.row == "A18" and sentence.startswith("feedback shows"))
                if counts and sentence not in own:
                    own.append(sentence)
        if (ground.root / "marks" / attack.name).exists():
            own.append("its code ran with the instructor's rights")
    for sentence, text in _changed_files(ground):
        blame(text, sentence)
    for message in report.heard:
        blame(message, f"reached a listener ({message.partition(':')[0]})")
    for path in report.left:
        blame(path, f"left a file in {Path(path).parent}")
    for line in report.processes:
        blame(line, "left a process running")
    for line in report.output.splitlines():
        if found := CONTROL.search(line):
            blame(line, f"sent {found.group()!r} to the instructor's terminal")
    nobody += _honest_students(ground, automatic, manual)
    return Examined({name: found for name, found in gains.items() if found}, nobody, set(automatic))


def _scores(ground: Ground) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float | None]]]:
    """Automatic points, and the points that a person gave, by student and cell, of those who have been graded."""
    automatic: dict[str, dict[str, float]] = {}
    manual: dict[str, dict[str, float | None]] = {}
    with Gradebook(ground.course.gradebook_url) as gradebook:
        for submission in gradebook.assignment_submissions(VICTIM):
            grades = [one for notebook in submission.notebooks for one in notebook.grades]
            student = submission.student.id
            automatic[student] = {one.name: one.auto_score or 0.0 for one in grades}
            manual[student] = {one.name: one.manual_score for one in grades}
            if extra := sum(one.extra_credit or 0.0 for one in grades):
                automatic[student]["extra credit"] = extra
    return automatic, manual


def _of_student(
    ground: Ground,
    student: str,
    points: Mapping[str, float],
    manual: Mapping[str, float | None],
    blank: Mapping[str, float],
    attack: Attack | None = None,
) -> list[str]:
    """A sentence for each thing that a student has and should not: points, and what notebook and pages show."""
    found = []
    if gained := {name: value for name, value in points.items() if value > blank.get(name, 0.0)}:
        found.append(f"{sum(gained.values()):g} points ({', '.join(gained)})")
    if attack and any(value != (MANUAL_POINTS if name == "essay" else None) for name, value in manual.items()):
        found.append("changed its manual points")
    for folder, what in ((ground.course.autograded, "output"), (ground.course.feedback, "feedback")):
        texts = list(_student_texts(folder / student))
        for kind, secret in ground.secrets.items():
            if any(secret in text for text in texts):
                found.append(f"{what} shows the secret of {PLACES[kind.removeprefix('SECRET_')]}")
        if what == "feedback" and any(form in text for text in texts for form in _FORMS):
            found.append("feedback shows an input of a hidden test")
    notebook = ground.course.autograded / student / VICTIM / f"{VICTIM}.ipynb"
    for path in (ground.course.autograded / student).rglob("*"):
        if path.is_file() and path.suffix.lower() in RUN_BY_BROWSERS:
            found.append(f"a browser runs {path.name[:40]} where Jupyter serves it")
    if notebook.is_file():
        nb = nbformat.read(notebook, as_version=4)
        if attack and any(attack.claim in output.get("text", "") for cell in nb.cells for output in _outputs(cell)):
            found.append("did what it tried, as its output says")
    if attack and attack.row not in PAGE_ROWS:
        return found
    if notebook.is_file():
        found += _formgrader(notebook, student)
    for page in (ground.course.feedback / student).rglob("*.html"):
        found += [f"feedback: {text}" for text in _in_page(page.read_text(encoding="utf-8"))]
    return found


def _in_page(page: str) -> list[str]:
    """What acts in a page, and what makes it read otherwise than it is."""
    turned = ["it turns the reading direction"] if TURNS.search(html.unescape(page)) else []
    return page_scan.found(page) + turned


def _formgrader(notebook: Path, student: str) -> list[str]:
    """What acts in the page that formgrader shows."""
    try:
        page = page_scan.formgrader_page(notebook, student)
    except Exception as error:  # noqa: BLE001 - nbconvert and its templates fail in many ways on odd notebooks
        return [f"formgrader cannot show it ({type(error).__name__})"]
    return [f"formgrader: {text}" for text in _in_page(page)]


def _outputs(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return cell.get("outputs", [])


def _student_texts(folder: Path) -> Iterable[str]:
    """What a student could read in the files of a folder. Test cells' own text and tracebacks are the instructor's."""
    for path in folder.rglob("*") if folder.is_dir() else []:
        if path.is_symlink() and not path.exists():
            continue
        if not path.is_file():
            continue
        if path.suffix != ".ipynb":
            yield path.read_text(encoding="utf-8", errors="replace")
            continue
        for cell in nbformat.read(path, as_version=4).cells:
            role = cell.metadata.get("nbgrader", {})
            is_test = role.get("grade") and not role.get("solution")
            if not is_test:
                yield cell.source
            for output in _outputs(cell):
                if not (is_test and output.output_type == "error"):
                    yield json.dumps(output, ensure_ascii=False)


def _changed_files(ground: Ground) -> Iterable[tuple[str, str]]:
    """A sentence and a text that names the culprit, for each file that grading had no reason to touch."""
    after = files_of(ground.root)
    for name, old in ground.before.items():
        if after.get(name) != old:
            path = ground.root / name
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            yield f"{'changed' if name in after else 'removed'} {_place(ground, name)}", name + text
    for name in after.keys() - ground.before.keys():
        path = ground.root / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        if any(attack.token in name + text for attack in ground.attacks):
            yield f"left a file in {name.split('/')[0]}", name + text
    for folder in (ground.course.autograded, ground.course.feedback):
        for path in folder.rglob("*"):
            student = path.relative_to(folder).parts[0]
            tokens = {a.token for a in ground.attacks if student not in a.students}
            if path.is_file() and tokens and student not in ground.students():
                text = path.read_text(encoding="utf-8", errors="replace")
                if any(token in text for token in tokens):
                    yield f"wrote into {folder.name}/ of another student", text


def _place(ground: Ground, name: str) -> str:
    return "its own submission" if any(f"/{student}/" in name for student in ground.students()) else name


def _honest_students(
    ground: Ground,
    scores: Mapping[str, Mapping[str, float]],
    manual: Mapping[str, Mapping[str, float | None]],
) -> list[str]:
    """What became of the honest: the neighbour, and everybody who was graded."""
    found = []
    (source,) = read_sources(ground.course, [VICTIM])
    full = {test.grade_id or "": test.points or 0.0 for exercise in source.exercises() for test in exercise.tests}
    for student, expected in ((BLANK, 0.0), (RIGHT, 1.0), (LATER_BLANK, 0.0), (LATER_RIGHT, 1.0)):
        own = scores.get(student)
        if own and any(own.get(name) != points * expected for name, points in full.items()):
            found.append(f"honest {student} has {sum(own.values()):g} points")
    if manual.get(NEIGHBOUR, {}).get("essay") != MANUAL_POINTS:
        found.append("the neighbour's manual points are changed")
    return found
