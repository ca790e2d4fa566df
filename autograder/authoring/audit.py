"""Run every answer of a bank through the real test cells: do they accept the right ones and reject the wrong ones?"""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Container, Iterator, Mapping, Sequence
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
    assignments: Sequence[str],
    hosts: Sequence[Host],
    jobs: int = 2,
    seeds: Sequence[int] = SEEDS,
    only: Mapping[str, Container[str]] | None = None,
    banks_wrong: bool = True,
) -> Iterator[ExerciseAudit]:
    """Audit assignments as grading would judge them: each exercise as it comes to its end.

    Args:
        course: whose.
        assignments: their names.
        hosts: the warm judges. Each forks for one answer at a time, so several keep several processors busy, each with
            an assignment that no other has.
        jobs: how many answers each judges at a time.
        seeds: of the hidden inputs; every answer is judged with each.
        only: the names of the exercises to audit, by assignment; None for all.
        banks_wrong: whether the wrong answers of the bank are judged too.

    Raises:
        BadSource: a source or a bank breaks a rule.
    """
    banks: dict[str, list[Answer]] = {}
    todo: deque[list[_Asked]] = deque()
    for name in assignments:
        (source,) = read_sources(course, [name])
        exercises = [exercise for exercise in source.exercises() if exercise.tests]
        answers = answers_of(course, name, exercises)
        notebook = course.source_notebook(name)
        replace_text(notebook, instructor_text(source, course.version))
        try:
            counterexamples.wanted(notebook)
        except Exception as error:  # noqa: BLE001 - an author's code; grading would go on without it
            problem = f"{course.bank(name)}:1: a property cannot be run ({type(error).__name__}: {error}): correct it."
            raise BadSource(problem) from None
        banks[name] = [one for one in answers if banks_wrong or one.is_right]
        wanted = [one for one in exercises if only is None or one.name in only[name]]
        todo.append([_Asked(name, notebook, one, _with_own(one, banks[name])) for one in wanted])
    for asked in _ask_judges(hosts, todo, jobs, seeds):
        messages = [_one(*pair) for pair in zip(asked.answers, asked.messages, strict=True)]
        judged = verdicts(asked.exercise, banks[asked.assignment], messages)
        yield ExerciseAudit(asked.assignment, asked.exercise, judged)


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

    assignment: str
    notebook: Path
    exercise: Exercise
    answers: list[Answer]
    messages: list[list[str]] = field(init=False)
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.messages = [[] for _ in self.answers]
        self.left = len(self.answers)


def _ask_judges(hosts: Sequence[Host], todo: deque[list[_Asked]], jobs: int, seeds: Sequence[int]) -> Iterator[_Asked]:
    """What the tests say of each answer under each seed: each exercise as soon as all its answers are in.

    A judge takes the exercises of the next assignment when it has none left. Visible checks have no seed: a wrong
    answer that one of them rejects is tried once.
    """
    waiting: dict[Host, deque[tuple[_Asked, int, tuple[int, ...]]]] = {host: deque() for host in hosts}
    running = dict.fromkeys(hosts, 0)
    sent: dict[int, tuple[_Asked, int, tuple[int, ...]]] = {}
    number = 0
    while True:
        for host in hosts:
            while running[host] <= jobs and (waiting[host] or todo):
                if not waiting[host]:
                    exercises = todo.popleft()
                    for notebook in {asked.notebook for asked in exercises}:
                        host.plan(notebook, release=notebook, checksums={})
                    waiting[host].extend(
                        (asked, i, tuple(seeds if answer.is_right else seeds[:1]))
                        for asked in exercises
                        for i, answer in enumerate(asked.answers)
                    )
                    continue
                sent[number] = asked, i, own = waiting[host].popleft()
                job = protocol.AnswerJob(
                    job=number,
                    source=asked.notebook,
                    seed=own[0],
                    seeds=own,
                    exercise=asked.exercise.name,
                    tests=tuple(test.grade_id or "" for test in asked.exercise.tests),
                    code=asked.answers[i].code,
                )
                host.send(job)
                running[host] += 1
                number += 1
        if not sent:
            return
        ready, _, _ = select.select([host for host in hosts if running[host]], [], [])
        for host in ready:
            reply = host.receive()
            running[host] -= 1
            asked, i, own = sent.pop(reply.job)
            said = asked.messages[i]
            said += _messages(reply)
            if own[0] == seeds[0] and len(said) < len(seeds) and (not said[0] or DID_NOT_PASS in said[0]):
                waiting[host].appendleft((asked, i, tuple(seeds[1:])))
                continue
            asked.left -= 1
            if not asked.left:
                yield asked


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
