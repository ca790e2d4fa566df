"""The student's page: what a graded notebook, the gradebook and the author's text say, as one HTML file.

Of the notebook a page takes the student's code and what the test cells have shown; of what these say of hidden tests,
the engine has let through a sentence of the author's (docs/grading.md). Everything of the student's is shown as text.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from autograder.engine import sanitise
from autograder.reporting import highlight
from autograder.reporting.guide import Cell, Exercise, Guide, Test, joined, role_of, text_of
from autograder.reporting.marks import NO_RESPONSE, CellMark, Marks
from autograder.reporting.templating import template

LONGEST_CODE, MOST_LINES = 8_000, 120
LONGEST_SAID = 2_000
CUT = "\n… (cut here)"
MOST_PASSED = 40
FIRST_STEPS = 3
MOST_SECTIONS = 6
_CASE = ("call", "found", "expected", "property")
_PASSED, _FAILED = "✓ ", "✗ "
_WITH_HIDDEN = "(a hidden check)"
_HIDDEN_FAILED = re.compile(r"A hidden check did not pass: (.*?)\. (?=[A-Z])")
_NOT_WRITTEN = "not written"
_BY_REASON = {
    "not written": "not written yet",
    "name missing": "a name is missing",
    "wrong value": "a value is not right",
    "type": "the result has the wrong type",
    "shape": "the result has the wrong shape",
    "dtype": "the result has the wrong dtype",
    "exception": "your code raised an error",
    "not raised": "an error is not raised where it should be",
    "argument changed": "an argument was changed",
    "warning": "a warning was emitted",
    "time": "it took too long",
    "memory": "it used too much memory",
    "killed": "its process ended early",
    "malformed reply": "what came back is no value",
    "broken": "the test itself broke",
    "not judged": "a person has to look",
}


@dataclass(frozen=True)
class Check:
    """A line below a test: what was looked for, and what became of it ("passed", "failed" or "not tried")."""

    state: str
    text: str
    more: str = ""

    @property
    def of_hidden(self) -> bool:
        """Whether it was tried with hidden inputs."""
        return self.more == _WITH_HIDDEN


@dataclass(frozen=True)
class TestPart:
    """A test on the page.

    Attributes:
        title: what became of it, in a few words.
        points, most: that it gave.
        about: what it says of itself.
        checks: what it looked for.
        said: what was found and expected, or the error.
        advice: what was recognised.
        shown: what else it printed.
        passed: whether it was.
        of_hidden: whether it was not because of hidden inputs.
    """

    title: str
    points: float
    most: float
    about: str
    checks: tuple[Check, ...]
    said: str
    advice: str
    shown: str
    passed: bool
    of_hidden: bool = False


@dataclass(frozen=True)
class Case:
    """A small case that the student's function gets wrong: none of the hidden ones.

    Attributes:
        call: as one types it.
        found, expected: what it gives, and what it should.
        property: of the right values, in words, where it is broken; "" where none is known to be.
    """

    call: str
    found: str
    expected: str
    property: str


@dataclass(frozen=True)
class Part:
    """An exercise on the page.

    Attributes:
        exercise: by the author.
        points, most: its points.
        state: "full", "some", "none", "blank" or "waits".
        code: the student's, highlighted; text where it is no code.
        is_code: whether it is.
        error: what the cell itself ended with.
        tests: its tests.
        comments: what people have written.
        section: the number of the section to read again; -1 for none.
        advice: the first sentence that was recognised; else what is known of the first test that failed.
        by_hand: whether a person has given its points.
        builds_on: an earlier exercise whose function this answer uses and which is not right either; only where no
            cause in the answer itself was recognised.
        case: a small one to try, where no test has recognised what is wrong.
        commentary: of the author, where it may be shown.
    """

    exercise: Exercise
    points: float
    most: float
    state: str
    code: Markup
    is_code: bool
    error: str
    tests: tuple[TestPart, ...]
    comments: tuple[str, ...]
    section: int
    advice: str
    by_hand: bool
    case: Case | None = None
    builds_on: Exercise | None = None
    commentary: str = ""

    @property
    def to_gain(self) -> float:
        return self.most - self.points

    @property
    def own_words(self) -> bool:
        """Whether a test says something of a blank answer that is not the stub's own word for it."""
        return any(test.shown for test in self.tests)


@dataclass(frozen=True)
class Feedback:
    """What a page says.

    Attributes:
        student, title: whose, of what.
        points, most, penalty: the first without the last.
        late: how late it was, in words.
        parts: its exercises.
        repairs: sentences on what had to be put right.
        regraded: when it was graded again, in words, or "".
        sections: to read again: number, title, text.
        note: on what is not shown yet; "" where everything is.
    """

    student: str
    title: str
    points: float
    most: float
    penalty: float
    late: str
    parts: tuple[Part, ...]
    repairs: tuple[str, ...]
    regraded: str
    sections: tuple[tuple[int, str, str], ...] = field(default=())
    note: str = ""

    @property
    def total(self) -> float:
        return max(self.points - self.penalty, 0.0)

    @property
    def next_steps(self) -> list[Part]:
        """The exercises to go back to, in the notebook's order: later ones build on earlier ones."""
        return [part for part in self.parts if part.state in ("some", "none", "blank")]

    @property
    def has_hidden(self) -> bool:
        return any(check.of_hidden for part in self.parts for test in part.tests for check in test.checks)

    @property
    def waiting(self) -> list[Part]:
        return [part for part in self.parts if part.state == "waits"]


def gather(student: str, guide: Guide, notebook: dict[str, Any], marks: Marks, commentary: bool = False) -> Feedback:
    """What there is to say of a graded notebook.

    Args:
        student: whose.
        guide: to the instructor's notebook.
        notebook: the graded one, as parsed JSON.
        marks: what the gradebook has of it.
        commentary: whether the author's commentary is shown with exercises that have all their points.
    """
    cells = {str(role_of(cell).get("grade_id")): cell for cell in _cells(notebook) if role_of(cell).get("grade_id")}
    about = notebook.get("metadata", {}).get("autograder")
    about = dict(about) if isinstance(about, dict) else {}
    # Why a hidden test was not passed may depend on its inputs: a page has no word for it but what the notebook shows.
    of_hidden = about.get("of_hidden", about.get("reasons") or {})
    about["reasons"] = {name: why for name, why in (about.get("reasons") or {}).items() if name not in of_hidden}
    parts = tuple(_part(one, cells, marks, about, commentary) for one in guide.exercises)
    parts = tuple(_with_causes([part for part in parts if part.most or part.comments or part.tests], cells))
    again = dict.fromkeys(
        part.section for part in parts if part.state in ("some", "none", "blank") and part.section >= 0
    )
    shown = [number for number in again if guide.sections[number].text][:MOST_SECTIONS]
    return Feedback(
        sanitise.text(student),
        guide.title,
        marks.points,
        marks.most,
        marks.penalty,
        _late(marks),
        parts,
        tuple(sanitise.text(one) for one in about.get("repairs") or []),
        sanitise.text(about.get("regraded") or ""),
        tuple((number, guide.sections[number].title, guide.sections[number].text) for number in shown),
    )


def render(feedback: Feedback) -> str:
    """The page."""
    return str(template("feedback.html").render(page=feedback, first=FIRST_STEPS, links=True))


def notice(student: str, title: str, sentence: str) -> str:
    """A page that says one thing, where the feedback will be."""
    return str(template("notice.html").render(student=sanitise.text(student), title=title, sentence=sentence))


def summary(feedback: Feedback) -> str:
    """What a page says first, as a piece of HTML without empty lines: a cell of Markdown can hold it."""
    text = str(template("formgrader.html").render(page=feedback, first=FIRST_STEPS, links=False))
    # Markdown ends a piece of HTML at an empty line, and takes dollars and backslashes for mathematics.
    rows = [row.strip() for row in text.splitlines()]
    return "\n".join(filter(None, rows)).replace("$", "&#36;").replace("\\", "&#92;")


def _cells(notebook: dict[str, Any]) -> list[Cell]:
    cells = notebook.get("cells")
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _late(marks: Marks) -> str:
    if marks.handed_in is None or marks.due is None or marks.handed_in <= marks.due:
        return ""
    return _duration(marks.handed_in - marks.due)


def _duration(late: timedelta) -> str:
    minutes = int(late.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    amounts = [(days, "day"), (hours, "hour"), (minutes % 60, "minute")]
    words = [f"{number} {unit}{'s' if number != 1 else ''}" for number, unit in amounts if number]
    return " and ".join(words[:2]) or "less than a minute"


def _part(exercise: Exercise, cells: dict[str, Cell], marks: Marks, about: dict[str, Any], commentary: bool) -> Part:
    own = {
        name: marks.cells[name]
        for name in (exercise.name, *(t.grade_id for t in exercise.tests))
        if name in marks.cells
    }
    tests = tuple(_test(test, cells.get(test.grade_id), own.get(test.grade_id), about) for test in exercise.tests)
    answer = cells.get(exercise.name, {}) if exercise.by_hand or not _is_test(exercise) else {}
    got, most = sum(one.points for one in own.values()), sum(one.most for one in own.values())
    failed = [test for test in tests if not test.passed]
    state = _state(exercise, own, got, most, about, not failed)
    advice = next((test.advice for test in failed if test.advice), "")
    case = None if advice or state not in ("some", "none") else _case(about, exercise.name)
    if not advice and failed:
        advice = failed[0].said.split("\n", 1)[0] if state != "blank" else ""
    is_code = answer.get("cell_type", "code") == "code"
    names = dict.fromkeys((exercise.name, *own))
    return Part(
        exercise=exercise,
        points=got,
        most=most,
        state=state,
        code=_code(text_of(answer)) if is_code else Markup("{}").format(_cut(sanitise.text(text_of(answer)))),
        is_code=is_code,
        error=_own_error(answer),
        tests=tests,
        comments=tuple(
            sanitise.text(said) for name in names if (said := marks.comments.get(name)) and said != NO_RESPONSE
        ),
        section=exercise.section,
        advice=advice,
        by_hand=any(one.given_by_hand for one in own.values()),
        case=case,
        commentary=exercise.commentary if commentary and state == "full" else "",
    )


def _with_causes(parts: Sequence[Part], cells: dict[str, Cell]) -> Iterator[Part]:
    """The parts, each of unknown cause with the earlier one, lacking points too, whose function its code uses."""
    defined: dict[str, Exercise] = {}
    for part in parts:
        text = "" if part.state in ("full", "waits") or not part.is_code else _text(cells, part)
        own = _defined(text)
        # Most answers have none of these names in their text: no need to look how they use them.
        others = [name for name in defined if name in text and name not in own]
        first = None
        if others and part.state != "blank" and not any(test.advice for test in part.tests):
            read = _read(text)
            first = next((defined[name] for name in others if name in read), None)
        yield part if first is None else replace(part, builds_on=first)
        defined |= dict.fromkeys(own, part.exercise)


def _text(cells: dict[str, Cell], part: Part) -> str:
    return text_of(cells.get(part.exercise.name, {}))[:LONGEST_CODE]


@functools.lru_cache(maxsize=16)
def _tree(source: str) -> ast.Module:
    """A student's code, parsed; empty where it does not parse."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _defined(source: str) -> list[str]:
    """The names of the functions and classes that code defines at its top level."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in _tree(source).body if isinstance(node, kinds)]


def _read(source: str) -> set[str]:
    """The names that code reads anywhere."""
    found = (node for node in ast.walk(_tree(source)) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, ast.Load)}


def _case(about: dict[str, Any], exercise: str) -> Case | None:
    """What the engine has found for an answer of which no test has recognised anything."""
    cases = about.get("cases")
    told = cases.get(exercise) if isinstance(cases, dict) else None
    if not isinstance(told, dict):
        return None
    texts = {key: _cut(sanitise.text(str(told.get(key) or "")), LONGEST_SAID) for key in _CASE}
    return Case(**texts) if texts["call"] else None


def _is_test(exercise: Exercise) -> bool:
    """Whether a test stands for itself: nobody answers in it."""
    return any(test.grade_id == exercise.name for test in exercise.tests)


def _state(
    exercise: Exercise, own: dict[str, CellMark], got: float, most: float, about: dict[str, Any], passed: bool
) -> str:
    if any(one.waits for one in own.values()):
        return "waits"
    # An exercise without points has them all whatever is written; what it is for is its tests.
    if got >= most and (most or passed):
        return "full"
    if got > 0:
        return "some"
    reasons = about.get("reasons") or {}
    blank = exercise.tests and all(reasons.get(test.grade_id) == _NOT_WRITTEN for test in exercise.tests)
    return "blank" if blank else "none"


def _test(test: Test, cell: Cell | None, mark: CellMark | None, about: dict[str, Any]) -> TestPart:
    outputs = [one for one in (cell or {}).get("outputs") or [] if isinstance(one, dict)]
    printed = sanitise.text("".join(joined(one.get("text")) for one in outputs if one.get("output_type") == "stream"))
    rows = printed.splitlines()
    said_passed = [row.removeprefix(_PASSED) for row in rows if row.startswith(_PASSED)]
    rest = "\n".join(row for row in rows if not row.startswith(_PASSED)).strip()
    error = next((one for one in outputs if one.get("output_type") == "error"), None)
    reason = str((about.get("reasons") or {}).get(test.grade_id, ""))
    full = _message(error) if error else ""
    advice = str((about.get("advice") or {}).get(test.grade_id, ""))
    # Only what the notebook shows: the engine has taken care that this tells nothing of hidden tests.
    said = full.removesuffix(f"\n{advice}") if advice and full.endswith(f"\n{advice}") else full
    advice = advice if said != full else ""
    got, most = (mark.points, mark.most) if mark else (0.0, test.points)
    passed = error is None and (mark is None or mark.points >= mark.most)
    if error is None:
        title = "passed" if passed else "a part of the points"
        if mark and mark.waits:
            title = "a person has to look"
    elif most and got >= most:
        title = "not passed, and forgiven: everybody has its points"
    else:
        title = _BY_REASON.get(reason, "not passed")
    return TestPart(
        title=title,
        points=got,
        most=most,
        about=test.about,
        checks=tuple(_checks(test, said_passed, full, error is None)),
        said=_cut(said, LONGEST_SAID),
        advice=advice,
        shown=_cut(rest, LONGEST_SAID),
        passed=passed,
        of_hidden=error is not None and test.grade_id in about.get("of_hidden", [test.grade_id]),
    )


def _checks(test: Test, said_passed: Sequence[str], said: str, is_passed: bool) -> Iterator[Check]:
    """What a test looked for: what has passed, as it was printed; the one that failed; those that were not tried."""
    for row in said_passed[:MOST_PASSED]:
        yield Check("passed", *_text_and_call(row, test.looks_for))
    waiting = [text for text in test.looks_for if not any(row.startswith(text) for row in said_passed)]
    failed_hidden = next(iter(_HIDDEN_FAILED.findall(said)), None)
    if is_passed:
        # What of the visible checks has printed nothing had nothing to say.
        for text in test.topics:
            yield Check("passed", text, _WITH_HIDDEN)
        return
    failed = next((text for text in waiting if text in said), None)
    if failed is not None:
        yield Check("failed", failed)
    tried = failed is None and (failed_hidden is not None or not waiting)
    if not tried:
        for text in waiting[waiting.index(failed) + 1 if failed is not None else 0 :]:
            yield Check("not tried", text)
    before = failed_hidden is not None
    for text in test.topics:
        if text == failed_hidden:
            before = False
            yield Check("failed", text, _WITH_HIDDEN)
        else:
            yield Check("passed" if before else "not tried", text, _WITH_HIDDEN)


def _text_and_call(row: str, looks_for: Sequence[str]) -> tuple[str, str]:
    """A printed line without its mark: what was looked for, in which there may be a dot as well, and the call."""
    known = max((text for text in looks_for if f"{row} · ".startswith(f"{text} · ")), key=len, default=None)
    if known is None:
        text, _, call = row.partition(" · ")
        return text, call
    return known, row[len(known) :].removeprefix(" · ")


def _message(error: Cell) -> str:
    """What an error output says: the message of a check, the name and the message of anything else."""
    name, text = sanitise.text(error.get("ename", ""))[:200], sanitise.text(joined(error.get("evalue"))).strip()
    if name in ("CheckFailed", *_BY_REASON):
        return text
    return f"{name}: {text}" if text else name


def _own_error(answer: Cell) -> str:
    """What a student's cell ended with; nothing once hidden tests have asked its functions."""
    metadata = answer.get("metadata") or {}
    if (metadata.get("autograder") or {}).get("after_hidden_tests") or answer.get("cell_type") != "code":
        return ""
    errors = [one for one in answer.get("outputs") or [] if isinstance(one, dict) and one.get("output_type") == "error"]
    return _cut(_message(errors[0]), LONGEST_SAID) if errors else ""


def _cut(text: str, most: int = LONGEST_CODE) -> str:
    lines = text[:most].splitlines()[:MOST_LINES]
    short = "\n".join(lines)
    return short if len(short) >= len(text.rstrip()) else f"{short}{CUT}"


@functools.lru_cache(maxsize=4096)
def _code(source: str) -> Markup:
    return highlight.python(_cut(sanitise.text(source)))
