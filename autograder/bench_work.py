"""What each millisecond of a submission buys: processor time of all its processes, by what it is spent on."""

from __future__ import annotations

import json
import os
import resource
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from gancourse.check import calling

from autograder.course import Course
from autograder.engine import evaluating, inspecting, judge, protocol, seeding, submission, worker
from autograder.engine.inside.usage import ProcUsage
from autograder.engine.judging import Clock, Judging
from autograder.engine.later import Later
from autograder.engine.protocol import Mode
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.grading.gradebook import Recorder

# What a submission's time is spent on, in the order in which it is met.
WORK = {
    "fork": "a judge of its own, forked from the warm one, and its end",
    "read": "reading the notebook, putting its cells right, what runs",
    "student": "the student's process: namespaces, filter, control group, cells, answers, copies",
    "tests": "visible parts of tests, and what they ask of the student's process",
    "naming": "finding out which mistake a wrong answer is, in visible parts",
    "copies": "copies of the judge for hidden parts",
    "hidden": "hidden parts of tests, with the naming in them",
    "write": "outputs made harmless, the graded notebook",
    "gradebook": "one transaction",
}
_OF_LAPS = {"fork": "student", "run": "tests", "judge": "tests"}


def measure(course: Course, assignment: str, seed: int) -> dict[str, float]:
    """Grade every submission of a class, one after another.

    Args:
        course: whose; it is set up, and the assignment is in its gradebook.
        assignment: which.
        seed: of the hidden inputs.

    Returns:
        Processor seconds for a submission, by the keys of :data:`WORK`.
    """
    source = course.source_notebook(assignment)
    settings = GradingEngine()
    paths = sorted(course.submitted.glob(f"*/{assignment}/{assignment}.ipynb"))
    settings.imports = settings.imports_for(one.read_text(encoding="utf-8") for one in (source, *paths))
    sandbox = Sandbox(settings, imports=settings.imports)
    sandbox.start()
    worker.import_for_tests(settings.imports)
    sandbox.wait()
    plan = worker.read_plan(_plan_of(course, assignment))
    recorder = Recorder(course.gradebook_url, course.course_id, settings.config)
    spent: dict[str, float] = defaultdict(float)
    try:
        with tempfile.TemporaryDirectory() as folder:
            # The first of all pays for what is looked up once.
            for number, path in enumerate([paths[0], *paths]):
                if number == 1:
                    spent.clear()
                    before = _of_students(sandbox)
                job = protocol.GradeJob(
                    job=number,
                    source=source,
                    seed=seed,
                    folder=path.parent,
                    target=Path(folder) / f"{number}.ipynb",
                    mode=Mode.JUDGE,
                    every_cell=False,
                    fingerprint="",
                    operations={},
                )
                verdict = _judged(Judging(plan, sandbox, settings, Mode.JUDGE), job, Path(folder), spent)
                start = time.process_time()
                recorder.record(assignment, path.parent.parent.name, None, {assignment: verdict})
                spent["gradebook"] += time.process_time() - start
            spent["student"] += _of_students(sandbox) - before
    finally:
        recorder.close()
        sandbox.stop()
    return {name: spent[name] / len(paths) for name in WORK}


def _plan_of(course: Course, assignment: str) -> protocol.LoadPlan:
    source, release = course.source_notebook(assignment), course.release_notebook(assignment)
    return protocol.LoadPlan(source=source, instructors=source, release=release, checksums={})


def _of_students(sandbox: Sandbox) -> float:
    """Processor seconds of all students' processes so far, and of the one that they are forked from."""
    assert sandbox._zygote is not None
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        used = ProcUsage(processes, sandbox._zygote._process.pid, [])
        return used.processor_seconds(used.descendants())
    finally:
        os.close(processes)


def _judged(judging: Judging, job: protocol.GradeJob, folder: Path, spent: dict[str, float]) -> protocol.Verdict:
    """Judge one submission in a process of its own, as the warm judge does, and add up what it spends."""
    start = time.process_time()
    hear, say = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with os.fdopen(say, "wb") as stream:
                stream.write(json.dumps(_in_judge(judging, job, folder)).encode())
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nobody else would see it
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(say)
    with os.fdopen(hear, "rb") as stream:
        body = stream.read()
    _pid, status, usage = os.wait4(pid, 0)
    judging.sandbox.clean_up(pid)
    if status:
        raise SystemExit(f"the judge of {job.folder} came to grief")
    told = json.loads(body)
    for name, seconds in told["spent"].items():
        spent[name] += seconds
    # What its own clock has not seen: the fork itself, pages that are copied, its end.
    spent["fork"] += usage.ru_utime + usage.ru_stime - sum(told["spent"].values()) + time.process_time() - start
    reply = protocol.reply(bytes.fromhex(told["verdict"]), job.job)
    assert isinstance(reply, protocol.Verdict)
    return reply


def _in_judge(judging: Judging, job: protocol.GradeJob, folder: Path) -> dict[str, Any]:
    worker.enter(folder / str(job.job), judging.plan, job)
    inspecting.install()
    evaluating.install()
    seeding.install()
    clock = Clock(time.process_time)

    def apart(phase: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **more: Any) -> Any:
            with clock.apart(phase):
                return work(*args, **more)

        return timed

    advisers = [apart("naming", one) for one in calling.advisers()]
    with (
        mock.patch.object(calling, "advisers", return_value=advisers),
        mock.patch.object(judge, "Later", apart("copies", Later)),
    ):
        verdict = submission.grade_notebook(replace(judging, clock=clock), job)
    spent: dict[str, float] = defaultdict(float)
    for phase, seconds in clock.laps.items():
        spent[_OF_LAPS.get(phase, phase)] += seconds
    copies = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent["hidden"] = copies.ru_utime + copies.ru_stime
    return {"spent": spent, "verdict": protocol.encode(verdict).hex()}
