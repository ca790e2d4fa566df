"""Run every answer of a bank through the real test cells: do they accept the right ones and reject the wrong ones?"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.host import Host
from autograder.errors import BadSource
from autograder.files import replace_text
from autograder.hidden import counterexamples
from autograder.hidden.context import DID_NOT_PASS
from autograder.source import bank
from autograder.source.assignment import Exercise, stub
from autograder.source.bank import Answer
from autograder.source.reading import instructor_text, read_sources

# A verdict must not depend on the hidden inputs that grading happens to draw.
SEEDS = (20140610, 1, 2, 3)
LEAST_RIGHT, LEAST_WRONG = 3, 4


@dataclass(frozen=True)
class Verdict:
    """What the test cells of an exercise said of one answer: the message of the first check that failed, or ""."""

    answer: Answer
    message: str

    @property
    def accepted(self) -> bool:
        return not self.message

    @property
    def slipped(self) -> bool:
        return self.accepted != self.answer.is_right


@dataclass
class ExerciseAudit:
    """The verdicts on all answers of an exercise, and what the bank itself lacks."""

    assignment: str
    exercise: Exercise
    verdicts: list[Verdict] = field(default_factory=list)

    def count(self, right: bool) -> tuple[int, int]:
        """How many of the right (or wrong) answers got the verdict they should get, and how many there are."""
        judged = [verdict for verdict in self.verdicts if verdict.answer.is_right == right]
        return sum(not verdict.slipped for verdict in judged), len(judged)

    def complaints(self) -> list[str]:
        """One sentence for each answer that slipped and each thing that the bank lacks; empty when perfect."""
        found = []
        for verdict in self.verdicts:
            if verdict.slipped:
                what = "right answer rejected" if verdict.answer.is_right else "wrong answer accepted"
                detail = f": {verdict.message}" if verdict.message else ""
                found.append(f"{self.exercise.name}: {what}: “{verdict.answer.name}”{detail}")
        for right, least in ((True, LEAST_RIGHT), (False, LEAST_WRONG)):
            # The solution and the untouched stub are audited too, but are not the bank's.
            own = sum(v.answer.is_right == right and v.answer.line > 0 for v in self.verdicts)
            if own < least:
                kind = "right" if right else "wrong"
                found.append(f"{self.exercise.name}: the bank has {own} {kind} answers, at least {least} are needed.")
        return found


def audit(
    course: Course,
    assignment: str,
    host: Host,
    jobs: int = 2,
    seeds: Sequence[int] = SEEDS,
    only: Container[str] | None = None,
    banks_wrong: bool = True,
) -> Iterator[ExerciseAudit]:
    """Audit one assignment, exercise by exercise, as grading would judge it.

    Args:
        course: whose.
        assignment: its name.
        host: the warm judge.
        jobs: how many answers at a time.
        seeds: of the hidden inputs; every answer is judged with each.
        only: the names of the exercises to audit; None for all.
        banks_wrong: whether the wrong answers of the bank are judged too.

    Raises:
        BadSource: the source or the bank breaks a rule.
    """
    (source,) = read_sources(course, [assignment])
    exercises = [exercise for exercise in source.exercises() if exercise.tests]
    answers = answers_of(course, assignment, exercises)
    notebook = course.source_notebook(assignment)
    replace_text(notebook, instructor_text(source, course.version))
    try:
        counterexamples.wanted(notebook)
    except Exception as error:  # noqa: BLE001 - an author's code; grading would go on without it
        problem = (
            f"{course.bank(assignment)}:1: a property cannot be run ({type(error).__name__}: {error}): correct it."
        )
        raise BadSource(problem) from None
    host.plan(notebook, release=notebook, checksums={})
    asked_about = [one for one in answers if banks_wrong or one.is_right]
    todo = [_Asked(one, _with_own(one, asked_about)) for one in exercises if only is None or one.name in only]
    for asked in _ask_judge(host, notebook, todo, jobs, seeds):
        messages = [_one(*pair) for pair in zip(asked.answers, asked.messages, strict=True)]
        yield ExerciseAudit(assignment, asked.exercise, verdicts(asked.exercise, asked_about, messages))


def answers_of(course: Course, assignment: str, exercises: Sequence[Exercise]) -> list[Answer]:
    """The bank of an assignment that has these exercises with tests.

    Raises:
        BadSource: there is none although there are exercises, or it breaks a rule.
    """
    if not exercises:
        return []
    if not course.bank(assignment).is_file():
        raise BadSource(f"{course.bank(assignment)}:1: the bank is missing: write right and wrong answers there.")
    return bank.read(course.bank(assignment), [exercise.name for exercise in exercises])


def verdicts(exercise: Exercise, answers: Sequence[Answer], messages: Sequence[str]) -> list[Verdict]:
    """The verdicts on the solution, the untouched stub and the bank's answers to an exercise, in this order.

    Raises:
        ValueError: there are more or fewer messages.
    """
    return [Verdict(*pair) for pair in zip(_with_own(exercise, answers), messages, strict=True)]


def _with_own(exercise: Exercise, answers: Sequence[Answer]) -> list[Answer]:
    return [
        Answer(exercise.name, "the solution", None, exercise.solution.cell.source, 0),
        Answer(exercise.name, "the untouched stub", "not written", stub(exercise.solution), 0),
        *(answer for answer in answers if answer.exercise == exercise.name),
    ]


@dataclass
class _Asked:
    """An exercise whose answers the judge is asked about: what the tests say of each, under the seeds so far."""

    exercise: Exercise
    answers: list[Answer]
    messages: list[list[str]] = field(init=False)
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.messages = [[] for _ in self.answers]
        self.left = len(self.answers)


def _ask_judge(
    host: Host, notebook: Path, exercises: Sequence[_Asked], jobs: int, seeds: Sequence[int]
) -> Iterator[_Asked]:
    """What the tests say of each answer under each seed, exercise by exercise; the judge never waits between them.

    Visible checks have no seed: a wrong answer that one of them rejects is tried once.
    """
    waiting = deque(
        (asked, i, tuple(seeds if answer.is_right else seeds[:1]))
        for asked in exercises
        for i, answer in enumerate(asked.answers)
    )
    sent: dict[int, tuple[_Asked, int, tuple[int, ...]]] = {}
    number = 0
    for first in exercises:
        while first.left:
            while waiting and len(sent) <= jobs:
                sent[number] = asked, i, own = waiting.popleft()
                job = protocol.AnswerJob(
                    job=number,
                    source=notebook,
                    seed=own[0],
                    seeds=own,
                    exercise=asked.exercise.name,
                    tests=tuple(test.grade_id or "" for test in asked.exercise.tests),
                    code=asked.answers[i].code,
                )
                host.send(job)
                number += 1
            reply = host.receive()
            asked, i, own = sent.pop(reply.job)
            said = asked.messages[i]
            said += _messages(reply)
            if own[0] == seeds[0] and len(said) < len(seeds) and (not said[0] or DID_NOT_PASS in said[0]):
                waiting.appendleft((asked, i, tuple(seeds[1:])))
            else:
                asked.left -= 1
        yield first


def _messages(reply: protocol.Reply) -> list[str]:
    match reply:
        case protocol.AnswerTried(messages=messages):
            return list(messages)
        case protocol.Unjudged(problem=problem):
            return [problem]
        case protocol.Died(status=status):
            return [f"the judge ended early (exit status {status})"]
        case _:
            return ["the judge answered another question than it was asked"]


def _one(answer: Answer, messages: list[str]) -> str:
    """Accepted means accepted under every seed for a right answer, and under some seed for a wrong one."""
    return max(messages, key=bool) if answer.is_right else min(messages, key=bool)
