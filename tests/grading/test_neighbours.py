"""Nobody loses a point to a neighbour: what ended early while others ran is tried again alone, and that counts."""

from __future__ import annotations

import msgspec
import pytest
from classroom import activated, fill, hand_in, make_course, points, released

from autograder.course import Course
from autograder.engine import host, protocol
from autograder.engine.protocol import Mode, Reason
from autograder.grading import run as grading
from autograder.grading.submissions import Submission

HOMEWORK = "hw"
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-test", "points": 2, "locked": true}
assert double(4) == 8
"""
CONFIG = """\
c = get_config()
c.GradingEngine.imports = ["numpy"]
c.GradingEngine.cell_seconds = 8
c.GradingEngine.memory_mib = 512
"""
RIGHT = "def double(x):\n    return 2 * x\n"
SLOW = "def double(x):\n    while True:\n        pass\n"
HOG = "def double(x):\n    held = []\n    while True:\n        held.append(bytes([1]) * (64 << 20))\n"


class Watched(host.Host):
    """The judge, seen from outside: what was asked while what was running; and one reply that a load has spoilt."""

    def __init__(self, spoil, as_if, *given):
        self.spoil, self.as_if = spoil, as_if
        self.running: dict[int, str] = {}
        self.asked: list[tuple[str, int]] = []
        super().__init__(*given)

    def send(self, message):
        if isinstance(message, protocol.GradeJob):
            student = message.folder.parent.name
            self.asked.append((student, len(self.running)))
            self.running[message.job] = student
        super().send(message)

    def receive(self):
        reply = super().receive()
        student = self.running.pop(getattr(reply, "job", None), None)
        if student is not None and student == self.spoil and [name for name, _ in self.asked].count(student) == 1:
            return self.as_if(reply)
        return reply


def starved(reply):
    """A call took too long, as beside fifty loops of a neighbour's."""
    tests = tuple(msgspec.structs.replace(one, reason=Reason.TIME, message="It took too long") for one in reply.tests)
    return msgspec.structs.replace(reply, tests=tests, ended_early=True)


def died(reply):
    """The system, short of memory, has ended the judge."""
    return protocol.Died(job=reply.job, status=-9)


@pytest.fixture
def course(tmp_path):
    make_course(tmp_path / "course", {HOMEWORK: SCRIPT}, CONFIG)
    return Course.find(tmp_path / "course")


def graded(course, monkeypatch, answers, spoil="", as_if=None):
    """Grade these answers, by student; returns what was found of each, what was asked, and the remarks."""
    made = []

    def watched(*given):
        made.append(Watched(spoil, as_if, *given))
        return made[-1]

    monkeypatch.setattr(grading, "Host", watched)
    for student, answer in answers.items():
        nb = released(course.root, HOMEWORK)
        fill(nb, {"double": answer})
        hand_in(course.root, student, HOMEWORK, nb)
    todo = [Submission(HOMEWORK, student) for student in answers]
    with activated(), grading.Engine(course, [HOMEWORK]) as engine:
        found = {one.submission.student: one for one in engine.grade(todo, 1, Mode.JUDGE, jobs=2)}
        return found, made[0].asked, engine.remarks


@pytest.mark.parametrize("as_if", [starved, died])
def test_what_a_neighbour_has_spoilt_is_tried_again_alone(course, monkeypatch, as_if):
    answers = dict.fromkeys(["ada", "bea", "cleo", "dora"], RIGHT)
    found, asked, remarks = graded(course, monkeypatch, answers, "bea", as_if)
    assert {student: one.points for student, one in found.items()} == dict.fromkeys(answers, 2.0)
    assert points(course.root, HOMEWORK, "bea") == {"double-test": 2.0}
    # The second time nothing else ran, and everybody else was done.
    assert asked[-1] == ("bea", 0)
    assert len(asked) == 5
    assert [one for one in remarks if one.startswith("1 of 4 submissions ran out of time or memory")]


@pytest.mark.parametrize(("answer", "reason"), [(SLOW, Reason.TIME), (HOG, Reason.MEMORY)])
def test_who_needs_too_much_also_alone_gets_nothing_and_is_told_why(course, monkeypatch, answer, reason):
    found, asked, _remarks = graded(course, monkeypatch, {"ada": RIGHT, "bea": answer, "cleo": RIGHT})
    assert {student: one.points for student, one in found.items()} == {"ada": 2.0, "bea": 0.0, "cleo": 2.0}
    assert [test.verdict.reason for test in found["bea"].tests] == [reason]
    assert asked[-1] == ("bea", 0)


def test_who_was_alone_is_tried_once(course, monkeypatch):
    found, asked, remarks = graded(course, monkeypatch, {"bea": SLOW})
    assert found["bea"].points == 0
    assert asked == [("bea", 0)]
    assert not [one for one in remarks if "again alone" in one]
