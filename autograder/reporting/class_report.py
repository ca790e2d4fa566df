"""The class report: what the points and the reasons of a class say of its exercises, its tests and its students."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.reporting.guide import Exercise

MOST_BARS = 12
# Below this, an exercise says little about who knows the rest.
LITTLE = 0.2
NEEDS_HELP = 0.5
NOT_WRITTEN = "not written"


@dataclass(frozen=True)
class Work:
    """What one student has handed in of an assignment.

    Attributes:
        student: whose.
        points: by graded cell.
        penalty: for being late.
        waits: cells at which a person has to look.
        reasons: why tests were not passed, by grade id.
        advice: what was recognised, by grade id: one sentence a line.
        changed: tests and given code that were not as released; they were restored.
        is_of_another_release: whether they were as another release has them.
        environment: where the notebook ran, as it says itself: versions by name.
    """

    student: str
    points: Mapping[str, float]
    penalty: float = 0.0
    waits: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    is_of_another_release: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return max(sum(self.points.values()) - self.penalty, 0.0)


@dataclass(frozen=True)
class Row:
    """An exercise, or a test: what the class got.

    Attributes:
        name, title: of it.
        most: points that it is worth.
        facility: the share of its points that the class got, 0 to 1.
        discrimination: correlation with the points of all other exercises; None where it cannot be computed.
        blank: how many have written nothing.
        reasons: how many did not pass, by reason, blanks left out.
    """

    name: str
    title: str
    most: float
    facility: float
    discrimination: float | None
    blank: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Misconception:
    """A sentence that was said, its name in the bank where it has one, and to whom."""

    sentence: str
    name: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A bar of the distribution: from (included), to (excluded, but for the last), and how many."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Report:
    """What the page of one assignment says.

    Attributes:
        title: of the assignment.
        most: points.
        students: how many have handed in.
        mean, median: points.
        bars: the distribution.
        exercises: rows.
        misconceptions: the most frequent first.
        never_passed, always_passed: tests.
        same_failures: groups of tests that the same students, at least two, fail.
        negative: exercises in which those who know the rest get less.
        help: students with less than half of the points, and these.
        absent: who is in the gradebook and has handed in nothing.
        changed: students whose tests or given code were not as released, and which.
        of_another_release: students whose notebooks were released with another version.
        environments: where the notebooks ran, as they say themselves, and how many.
        queue: (student, cell) at which a person has to look.
    """

    title: str
    most: float
    students: int
    mean: float
    median: float
    bars: tuple[Bar, ...]
    exercises: tuple[Row, ...]
    misconceptions: tuple[Misconception, ...]
    never_passed: tuple[str, ...]
    always_passed: tuple[str, ...]
    same_failures: tuple[tuple[str, ...], ...]
    negative: tuple[Row, ...]
    help: tuple[tuple[str, float], ...]
    absent: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    of_another_release: tuple[str, ...]
    environments: tuple[tuple[str, int], ...]
    queue: tuple[tuple[str, str], ...]


def report(
    title: str,
    exercises: Sequence[Exercise],
    class_: Sequence[Work],
    roster: Sequence[str] = (),
    named: Mapping[str, str] | None = None,
) -> Report:
    """What there is to say of a class.

    Args:
        title: of the assignment.
        exercises: its exercises.
        class_: what was handed in.
        roster: everybody's name.
        named: names of misconceptions, by their sentences.
    """
    most = sum(one.points for one in exercises)
    totals = [one.total for one in class_]
    tests = [test for one in exercises for test in one.tests]
    failed = {
        test.grade_id: frozenset(n for n, one in enumerate(class_) if one.points.get(test.grade_id, 0.0) < test.points)
        for test in tests
    }
    rows = _rows(exercises, class_)
    present = {one.student for one in class_}
    return Report(
        title=title,
        most=most,
        students=len(class_),
        mean=statistics.fmean(totals) if totals else 0.0,
        median=statistics.median(totals) if totals else 0.0,
        bars=bars(totals, most),
        exercises=tuple(rows),
        misconceptions=_misconceptions(class_, named or {}),
        never_passed=tuple(name for name, who in failed.items() if class_ and len(who) == len(class_)),
        always_passed=tuple(name for name, who in failed.items() if class_ and not who),
        same_failures=_same(failed, len(class_)),
        negative=tuple(row for row in rows if row.discrimination is not None and row.discrimination < 0),
        help=tuple(sorted((one.student, one.total) for one in class_ if one.total < NEEDS_HELP * most)),
        absent=tuple(sorted(set(roster) - present)),
        changed=tuple((one.student, one.changed) for one in class_ if one.changed),
        of_another_release=tuple(one.student for one in class_ if one.is_of_another_release),
        environments=_environments(class_),
        queue=tuple((one.student, cell) for one in class_ for cell in sorted(one.waits)),
    )


def _environments(class_: Sequence[Work]) -> tuple[tuple[str, int], ...]:
    """Where notebooks ran, in words, and how many; the most frequent first."""
    words = (", ".join(f"{name} {text}" for name, text in sorted(one.environment.items())) for one in class_)
    return tuple(Counter(words).most_common()) if any(one.environment for one in class_) else ()


def _rows(exercises: Sequence[Exercise], class_: Sequence[Work]) -> list[Row]:
    cells = [[one.name, *(test.grade_id for test in one.tests)] for one in exercises]
    points = np.array([[sum(work.points.get(name, 0.0) for name in own) for own in cells] for work in class_])
    points = points.reshape(len(class_), len(exercises))
    rows = []
    for number, one in enumerate(exercises):
        got = points[:, number]
        tests = [test.grade_id for test in one.tests]
        blank = [bool(tests) and all(work.reasons.get(test) == NOT_WRITTEN for test in tests) for work in class_]
        reasons = Counter(
            reason
            for work, is_blank in zip(class_, blank, strict=True)
            if not is_blank
            for reason in {work.reasons[test] for test in tests if test in work.reasons}
        )
        facility = float(got.mean() / one.points) if len(class_) and one.points else 0.0
        rest = points.sum(axis=1) - got
        rows.append(
            Row(
                one.name,
                one.title,
                one.points,
                facility,
                correlation(got, rest),
                sum(blank),
                tuple(reasons.most_common()),
            )
        )
    return rows


def correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    """Pearson's correlation of two rows of numbers; None where one is constant or there are fewer than three."""
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def bars(totals: Sequence[float], most: float) -> tuple[Bar, ...]:
    """The distribution of the points, in at most ``MOST_BARS`` bars of whole points."""
    if most <= 0:
        return ()
    width = max(1, math.ceil(most / MOST_BARS))
    number = max(1, math.ceil(most / width))
    counts = Counter(min(int(total // width), number - 1) for total in totals)
    return tuple(Bar(n * width, min((n + 1) * width, most), counts[n]) for n in range(number))


def _misconceptions(class_: Sequence[Work], named: Mapping[str, str]) -> tuple[Misconception, ...]:
    found: dict[str, set[str]] = defaultdict(set)
    for work in class_:
        for text in work.advice.values():
            for sentence in filter(None, text.split("\n")):
                found[sentence].add(work.student)
    said = [Misconception(text, named.get(text, ""), tuple(sorted(who))) for text, who in found.items()]
    return tuple(sorted(said, key=lambda one: (-len(one.students), one.sentence)))


def _same(failed: Mapping[str, frozenset[int]], students: int) -> tuple[tuple[str, ...], ...]:
    """Tests that the same students fail: one of them says as much as all."""
    groups: dict[frozenset[int], list[str]] = defaultdict(list)
    for name, who in failed.items():
        if 2 <= len(who) < students:
            groups[who].append(name)
    return tuple(tuple(names) for names in groups.values() if len(names) > 1)


@dataclass(frozen=True)
class Standing:
    """A student in the whole course.

    Attributes:
        student: who.
        totals: points by assignment; None where nothing was handed in.
        why: why somebody should speak with them, or "".
    """

    student: str
    totals: tuple[float | None, ...]
    why: str


def standings(most: Sequence[float], totals: Mapping[str, Sequence[float | None]]) -> list[Standing]:
    """Where each student stands in the course.

    Args:
        most: the points of each assignment that has been handed in by anybody, in order.
        totals: what each student got in each.
    """
    found = []
    for student, row in sorted(totals.items()):
        shares = [None if got is None or not top else got / top for got, top in zip(row, most, strict=True)]
        handed = [share for share in shares if share is not None]
        why = ""
        if not handed:
            why = "has never handed in"
        elif len(shares) >= 2 and shares[-1] is None and shares[-2] is None:
            why = "has not handed in the last two"
        elif statistics.fmean(handed) < NEEDS_HELP:
            why = "has less than half of the points"
        elif len(handed) >= 3 and handed[-1] < statistics.fmean(handed[:-1]) - 0.25:
            why = "is falling behind: the last one is far below the ones before"
        found.append(Standing(student, tuple(row), why))
    return found
