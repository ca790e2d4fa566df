"""What a cluster costs beside judging: processor time of controller, scheduler and workers, throughput, memory.

``make bench-cluster`` prints tables and writes ``build/bench/cluster.json``. The first judges real, light submissions
with one worker and with two. In the second a stand-in answers at once in the judge's place, which leaves what
controller and scheduler do, for growing classes. The stand-in of the third takes its time without a processor, as far
machines do.
"""

from __future__ import annotations

import argparse
import functools
import heapq
import itertools
import json
import os
import resource
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support")]
GRADED = json.dumps({"cells": [], "metadata": {"autograder": {}}, "nbformat": 4, "nbformat_minor": 5}).encode() * 40


# ---- in a worker: the stand-in for the service that judges


def stand_in(seconds: float, descriptor: int) -> None:
    """Answer every job with full marks, each after so many seconds, without a processor."""
    from autograder.engine import protocol
    from autograder.engine.inside.wire import Closed, Wire
    from autograder.grading.cluster import sealing
    from autograder.grading.cluster.messages import Outcome, Outcomes, Task, decode, encode
    from autograder.grading.cluster.service_protocol import LARGEST, Answer, Ask, FromWorker, Open, Ready
    from autograder.grading.dispatch import GradeJob

    seal = sealing.Seal(sealing.read(sealing.place()))
    wire = Wire(socket.socket(fileno=descriptor), LARGEST)
    opened = msgspec.msgpack.decode(wire.receive(), type=FromWorker)
    assert isinstance(opened, Open)
    wire.send(msgspec.msgpack.encode(Ready()))
    # When a slot is free again, and tasks that end then.
    free = [0.0] * opened.slots
    due: list[tuple[float, int, Ask, Task]] = []
    count = itertools.count()

    def outcome(job: Any) -> Outcome:
        if not isinstance(job, GradeJob):
            tried = protocol.Trial(job=job.number, every_cell=False, failures={})
            return Outcome(number=job.number, reply=protocol.encode(tried))
        test = protocol.TestVerdict(grade_id="double_test", reason=None, message="")
        verdict = protocol.Verdict(
            job=job.number, tests=(test,), repairs=(), answered={"double": True, "why": True}, seconds={"run": 0.1}
        )
        return Outcome(number=job.number, reply=protocol.encode(verdict), notebook=GRADED)

    while True:
        wait = max(due[0][0] - time.monotonic(), 0) if due else None
        if select.select([wire], [], [], wait)[0]:
            try:
                asked = msgspec.msgpack.decode(wire.receive(), type=FromWorker)
            except Closed:
                return
            assert isinstance(asked, Ask)
            task = decode(Task, seal.open(asked.task))
            slot = min(range(len(free)), key=free.__getitem__)
            free[slot] = max(free[slot], time.monotonic()) + seconds * len(task.parcels)
            heapq.heappush(due, (free[slot], next(count), asked, task))
        while due and due[0][0] <= time.monotonic():
            _, _, asked, task = heapq.heappop(due)
            body = Outcomes(run=task.run, name=task.name, outcomes=tuple(outcome(one.job) for one in task.parcels))
            wire.send(msgspec.msgpack.encode(Answer(asked.number, seal.seal(encode(body)))))


# ---- the controller, in a process of its own


def control(root: Path, address: str, seconds: float | None) -> None:
    """Grade a class, and print what that took, from the first result to the last."""
    from autograder.course import Course
    from autograder.grading import run
    from autograder.grading.cluster import connecting
    from autograder.grading.results import Graded

    if seconds is not None:
        command = (sys.executable, __file__, "--stand-in", str(seconds))
        connecting.Remote = functools.partial(connecting.Remote, command=command)  # type: ignore[misc]
    marks: list[tuple[float, float]] = []
    planned = 0.0
    count = problems = 0
    for event in run.grade_class(Course.find(root), run.Options(("hw",), seed=7, cluster=address, details=False)):
        match event:
            case run.Planned():
                planned = time.process_time()
            case Graded():
                count += 1
                problems += bool(event.problem)
                if count == 1:
                    marks.append((time.monotonic(), time.process_time()))
                    print("first", flush=True)
    marks.append((time.monotonic(), time.process_time()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, spent = (after - before for before, after in zip(*marks, strict=True))
    print(
        json.dumps(
            {"wall": wall, "spent": spent, "planned": planned, "count": count, "problems": problems, "mib": peak}
        )
    )


# ---- what is measured


def used(pids: list[int]) -> float:
    """Processor seconds of processes and of all that they have started and not outlived."""
    total = 0.0
    for pid in pids:
        try:
            process = psutil.Process(pid)
            for one in [process, *process.children(recursive=True)]:
                try:
                    total += sum(one.cpu_times()[:4])
                except psutil.NoSuchProcess:
                    continue
        except psutil.NoSuchProcess:
            continue
    return total


def measure(students: int, workers: int, threads: int, seconds: float | None) -> dict[str, Any]:
    """Grade a class on a cluster; what it took, a submission."""
    import clusters

    from autograder.grading.cluster.on_this_machine import OnThisMachine

    folder = Path(tempfile.mkdtemp(prefix="bench-cluster-"))
    there = OnThisMachine(workers, threads)
    try:
        root = folder / "course"
        clusters.make_class(root, students, kinds=clusters.AWAKE)
        command = [sys.executable, __file__, "--control", str(root), there.address]
        command += [] if seconds is None else ["--seconds", str(seconds)]
        process = subprocess.Popen(command, env=clusters.environment(there), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "first\n"
        scheduler, nannies = [there.processes[0].pid], [one.pid for one in there.processes[1:]]
        before = used(scheduler), used(nannies)
        after = before
        while not select.select([process.stdout], [], [], 0.3)[0]:
            after = used(scheduler), max(after[1], used(nannies))
        told = json.loads(process.stdout.read())
        process.wait()
        assert (told["count"], told["problems"]) == (students, 0), told
        rest = students - 1
        found = {
            "students": students,
            "workers": workers,
            "slots": workers * threads,
            "a second": rest / told["wall"],
            "controller ms": 1000 * told["spent"] / rest,
            "scheduler ms": 1000 * (after[0] - before[0]) / rest,
            "worker ms": 1000 * (after[1] - before[1]) / rest,
            "controller MiB": told["mib"],
        }
        return found | {"load": os.getloadavg()[0]}
    finally:
        there.close()
        shutil.rmtree(folder, ignore_errors=True)


def allowed(found: dict[str, Any]) -> float:
    """Submissions a second that these processor times allow on this machine: whatever is short first."""
    cores = len(os.sched_getaffinity(0))
    everybody = sum(found[name] for name in ("controller ms", "scheduler ms", "worker ms"))
    return min(1000 * found["slots"] / found["worker ms"], 1000 * cores / everybody)


def show(title: str, rows: list[dict[str, Any]]) -> None:
    print(f"\n{title}")
    for row in rows:
        print(
            "  "
            + ", ".join(
                f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {value}" for name, value in row.items()
            )
        )


def main() -> None:
    """Measure, print, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--real", type=int, default=200, help="submissions that are really judged")
    asked.add_argument("--growth", type=int, nargs="*", default=[100, 1000, 10_000], help="classes for the stand-in")
    asked.add_argument("--many", type=int, nargs="*", default=[8, 32, 128], help="slots of simulated far workers")
    asked.add_argument("--seconds", type=float, default=None, help="that a far worker takes for a submission")
    asked.add_argument("--stand-in", nargs=3, metavar=("SECONDS", "FD", "FOLDER"), help=argparse.SUPPRESS)
    asked.add_argument("--control", nargs=2, metavar=("COURSE", "ADDRESS"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.stand_in:
        stand_in(float(given.stand_in[0]), int(given.stand_in[1]))
        return
    if given.control:
        control(Path(given.control[0]), given.control[1], given.seconds)
        return
    found: dict[str, list[dict[str, Any]]] = {"real": [], "growth": [], "many": []}
    if given.real:
        for workers in (1, 2):
            row = measure(given.real, workers, 1, None)
            found["real"].append(row | {"of allowed": row["a second"] / allowed(row)})
        show("really judged, light submissions", found["real"])
    for students in given.growth:
        found["growth"].append(measure(students, 2, 1, 0.0))
        # Ten thousand take a while: what is known is said.
        print(f"  {students}: {found['growth'][-1]['a second']:.1f} a second", flush=True)
    show("answered at once: what controller and scheduler take", found["growth"])
    seconds = 0.25 if given.seconds is None else given.seconds
    for slots in given.many:
        row = measure(max(40 * slots, 400), 2, slots // 2, seconds)
        found["many"].append(row | {"of allowed": row["a second"] * seconds / slots})
    show(f"simulated workers that take {seconds} s", found["many"])
    target = ROOT / "build" / "bench" / "cluster.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
