"""All that ``autograder audit`` asks of the tests of a course, and what it has found out before.

What was measured of an exercise is kept in ``build/audit`` until something changes that it depends on: the exercise,
its bank, what the notebook locks, or the programs that judge. So an author waits for the exercise that was changed, and
a whole audit that was interrupted goes on.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import os
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import gancourse
from gancourse.check.outcomes import digest

import autograder
from autograder.authoring import audit, teeth
from autograder.authoring.audit import ExerciseAudit, Verdict
from autograder.authoring.mutants import Mutant
from autograder.authoring.teeth import Task, Teeth, Told
from autograder.course import Course
from autograder.engine.host import Host
from autograder.engine.settings import GradingEngine
from autograder.files import replace_text
from autograder.hidden.reference_answers import cells_to_run
from autograder.source import bank
from autograder.source.assignment import Source
from autograder.source.reading import instructor_text, read_sources

T = TypeVar("T")
Progress = Callable[[Iterable[T], str, int], Iterator[T]]

LIBRARIES = ("numpy", "scipy", "sympy", "torch", "libcst")
# Of the wrong answers of a notebook whose cause has to be named, and of its mutants that may be explained.
NAMED = {"bank": 0.95, "composition": 0.80}
EXPLAINED = 0.05
# Each has all libraries of the course in memory.
JUDGES = 2


@dataclass
class Inspected:
    """What was found out about an assignment; of ``kept`` exercises it was known already."""

    assignment: str
    audits: list[ExerciseAudit] = field(default_factory=list)
    measured: list[Teeth] = field(default_factory=list)
    kept: int = 0

    def complaints(self) -> list[str]:
        """One sentence for each thing that has to be mended; empty when perfect."""
        judged = [text for one in self.audits for text in one.complaints()]
        measured = [text for one in self.measured for text in one.complaints()]
        return [f"{self.assignment}: {text}" for text in (*judged, *measured)]

    def shortfalls(self) -> list[str]:
        """One sentence for each goal that is missed, although nothing is wrong."""
        return [f"{self.assignment}: {text}" for text in self._shortfalls()]

    def _shortfalls(self) -> Iterator[str]:
        for origin, share in NAMED.items():
            told = [one.verdict for each in self.measured for one in each.told if one.origin == origin]
            if told and told.count("named") < share * len(told):
                yield (
                    f"the cause is named for {told.count('named')} of {len(told)} wrong answers ({origin}), "
                    f"and {share:.0%} are asked for."
                )
        mutants = sum(one.killed + one.within + one.explained + len(one.survivors) for one in self.measured)
        explained = sum(one.explained for one in self.measured)
        if explained > EXPLAINED * mutants:
            yield f"{explained} of {mutants} mutants are explained, and at most {EXPLAINED:.0%} may be."

    def unnamed(self) -> list[str]:
        """One line for each wrong answer of the bank, and each composition, whose cause is not named."""
        return [
            f"{self.assignment}: {each.exercise}: “{one.name}” ({one.origin}): {one.sentence or 'silence'}"
            for each in self.measured
            for one in each.told
            if one.origin in NAMED and one.verdict != "named"
        ]


@dataclass(frozen=True)
class _Exercise:
    """An exercise with all that its audit needs."""

    assignment: str
    source: Source
    task: Task
    fingerprint: str
    place: Path


def inspect(course: Course, names: Sequence[str], *, quick: bool, progress: Progress) -> list[Inspected]:
    """Audit assignments and measure their tests.

    Args:
        course: whose.
        names: of the assignments.
        quick: with one seed and a part of the measurements.
        progress: wraps what is long, told what it is and how much of it there is.

    Raises:
        BadSource: a source or a bank breaks a rule.
    """
    every = [one for name in names for one in _exercises(course, name, quick)]
    known = {one.place: found for one in every if (found := _kept(one)) is not None}
    todo = [one for one in every if one.place not in known]
    audits = _audited(course, todo, quick, progress)
    measuring = teeth.measure([one.task for one in todo], quick=quick, jobs=os.cpu_count() or 1)
    for one, measured in zip(todo, progress(measuring, "measuring", len(todo)), strict=True):
        if quick:
            _add_wrong(audits[one.place], one.task, measured)
        known[one.place] = audits[one.place], measured
        _keep(one, audits[one.place], measured)
    inspected = []
    for name in names:
        own_ones = [one for one in every if one.assignment == name]
        pairs = [known[one.place] for one in own_ones]
        kept = sum(one not in todo for one in own_ones)
        inspected.append(Inspected(name, [one for one, _ in pairs], [one for _, one in pairs], kept))
    return inspected


def _audited(course: Course, todo: Sequence[_Exercise], quick: bool, progress: Progress) -> dict[Path, ExerciseAudit]:
    """What the judges say of the banks of these exercises; quickly, of the right answers."""
    places = {(one.assignment, one.task.exercise.name): one.place for one in todo}
    sizes = Counter(dict.fromkeys((one.assignment for one in todo), 0))
    for one in todo:
        sizes[one.assignment] += len(one.task.answers)
    # The largest first, so that none is left to one judge at the end.
    names = [name for name, _ in sizes.most_common()]
    only = {name: {exercise for own, exercise in places if own == name} for name in names}
    processors = os.cpu_count() or 1
    count = min(JUDGES, processors, len(names))
    with contextlib.ExitStack() as stack:
        hosts = [stack.enter_context(Host(GradingEngine())) for _ in range(count)]
        for host in hosts:
            host.wait()
        seeds = audit.SEEDS[:1] if quick else audit.SEEDS
        jobs = processors // max(count, 1)
        steps = audit.audit(course, names, hosts, jobs, seeds, only, banks_wrong=not quick)
        return {places[one.assignment, one.exercise.name]: one for one in progress(steps, "auditing", len(todo))}


def _add_wrong(audited: ExerciseAudit, task: Task, measured: Teeth) -> None:
    """The verdicts on the bank's wrong answers, which were tried without the judge."""
    audited.verdicts += [
        Verdict(one, "" if one.name in measured.passed else "rejected") for one in task.answers if not one.is_right
    ]
    audited.verdicts.sort(key=lambda one: one.answer.line)  # the order of the bank, as for all that is kept


def _exercises(course: Course, assignment: str, quick: bool) -> Iterator[_Exercise]:
    (source,) = read_sources(course, [assignment])
    exercises = [one for one in source.exercises() if one.tests]
    answers = audit.answers_of(course, assignment, exercises)
    explained = bank.equivalents(course.bank(assignment)) if exercises else {}
    notebook = course.source_notebook(assignment)
    replace_text(notebook, instructor_text(source, course.version))
    outcomes = course.outcomes / f"{assignment}.json"
    table = json.loads(outcomes.read_text(encoding="utf-8")) if outcomes.is_file() else {}
    common = digest(_programs(), *(text.encode() for text in cells_to_run(notebook)))
    for exercise in exercises:
        own = tuple(one for one in answers if one.exercise == exercise.name)
        task = Task(notebook, exercise, own, explained.get(exercise.name, frozenset()))
        mark = digest(common, json.dumps([quick, _depends_on(task, table)], sort_keys=True).encode()).hex()
        ending = "quick.json" if quick else "json"
        place = course.root / "build" / "audit" / assignment / f"{exercise.name}.{ending}"
        yield _Exercise(assignment, source, task, mark, place)


def _depends_on(task: Task, table: Mapping[str, Any]) -> list[Any]:
    names = bank.defined_names(task.exercise.solution.cell.source)
    return [
        [test.cell.source for test in task.exercise.tests],
        [[one.name, one.says, one.code] for one in task.answers],
        sorted(task.explained),
        [{key: told for key, told in table.get(part, {}).items() if names & {*key.split("|")}} for part in _TOLD],
    ]


# Of a table of outcomes, what is about functions.
_TOLD = ("claims", "inputs")


@functools.cache
def _programs() -> bytes:
    """A hash of the programs that judge."""
    folders = [Path(str(package.__file__)).parent for package in (autograder, gancourse)]
    files = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return digest(platform.python_version().encode(), *map(_version, LIBRARIES), *(path.read_bytes() for path in files))


def _version(library: str) -> bytes:
    try:
        return version(library).encode()
    except PackageNotFoundError:
        return b""


def _keep(one: _Exercise, audited: ExerciseAudit, measured: Teeth) -> None:
    verdicts = [[verdict.answer.name, verdict.message] for verdict in audited.verdicts]
    kept = {"fingerprint": one.fingerprint, "verdicts": verdicts, "teeth": dataclasses.asdict(measured)}
    replace_text(one.place, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def _kept(one: _Exercise) -> tuple[ExerciseAudit, Teeth] | None:
    try:
        kept = json.loads(one.place.read_text(encoding="utf-8"))
        if kept["fingerprint"] != one.fingerprint:
            return None
        told = kept["teeth"]
        measured = Teeth(**told)
        measured.survivors = [Mutant(**each) for each in told["survivors"]]
        measured.told = [Told(**each) for each in told["told"]]
        verdicts = audit.verdicts(one.task.exercise, one.task.answers, [message for _, message in kept["verdicts"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # nothing is there, or another version of this program has written it
    return ExerciseAudit(one.assignment, one.task.exercise, verdicts), measured
