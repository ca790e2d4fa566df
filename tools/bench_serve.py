"""How long a student waits for feedback: from *Submit* to a page that can be fetched, on a real exchange.

`autograder serve` runs as a user of its own, students hand in as theirs, so this needs root. First one after another;
then a class within a minute, endless loops among it. Each figure stands beside the machine's load while it was
measured. Writes build/bench/serve.json.
"""

from __future__ import annotations

import json
import os
import statistics
import threading
import time
from pathlib import Path

from serving import Handed, answers_of_the_bank, classroom, latencies, with_code
from system_users import open_folder, system_users

from autograder.course import Course

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENT = "01-cross-entropy"
STUDENTS, ALONE, LOOPS, MINUTE = 30, 15, 3, 60.0
GOALS = {"alone, median": 1.0, "class, 95th percentile": 2.0}


def main() -> None:
    """Measure, print, write."""
    course = Course.find(ROOT)
    notebooks = [text for name, text in answers_of_the_bank(course, ASSIGNMENT).items() if name != "broken-file"]
    names = [f"student{number}" for number in range(STUDENTS)]
    with open_folder() as scratch, system_users(scratch, "teacher", *names) as users:
        room = classroom(course, ASSIGNMENT, scratch / "room", users["teacher"])
        begun = time.monotonic()
        with room.served() as service:
            ready, load = time.monotonic() - begun, os.getloadavg()[0]
            alone = []
            for number in range(ALONE):
                handed = room.submit(users[names[number]], ASSIGNMENT, notebooks[number % len(notebooks)])
                alone += latencies([handed], " points", 300)
            figures = {"ready": ready, "load before": load, "alone": alone, "load alone": os.getloadavg()[0]}
            everybody: list[Handed] = []
            loops: list[Handed] = []
            found: list[float] = []
            watching = threading.Thread(target=lambda: found.extend(_watched(everybody, STUDENTS - LOOPS)))
            watching.start()
            for number, name in enumerate(names):
                text = notebooks[(3 * number) % len(notebooks)]
                is_loop = number % (STUDENTS // LOOPS) == 1
                handed = room.submit(users[name], ASSIGNMENT, with_code(text, "while True: pass") if is_loop else text)
                (loops if is_loop else everybody).append(handed)
                time.sleep(max(0.0, MINUTE / STUDENTS - (time.monotonic() - handed.at)))
            watching.join()
            figures |= {"class": found, "load class": os.getloadavg()[0]}
            service.process.kill()
    figures["alone, median"] = statistics.median(alone)
    figures["class, median"] = statistics.median(found)
    figures["class, 95th percentile"] = statistics.quantiles(found, n=20)[-1]
    target = ROOT / "build" / "bench" / "serve.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"{ASSIGNMENT}, {os.cpu_count()} processors; ready after {ready:.1f} s")
    for name in ("alone, median", "class, median", "class, 95th percentile"):
        goal = f"  (goal: at most {GOALS[name]:g})" if name in GOALS else ""
        print(f"{name:<24} {figures[name]:6.2f} s{goal}")
    print(f"load of the machine: {figures['load alone']:.1f} alone, {figures['load class']:.1f} with the class")
    print(f"written to {target.relative_to(ROOT)}")


def _watched(handed: list[Handed], number: int) -> list[float]:
    """The time of each that is handed in meanwhile."""
    took: dict[int, float] = {}
    until = time.monotonic() + 600
    while len(took) < number and time.monotonic() < until:
        for at, one in enumerate(list(handed)):
            if at not in took and one.page.exists() and " points" in one.page.read_text(encoding="utf-8"):
                took[at] = time.monotonic() - one.at
        time.sleep(0.01)
    return list(took.values())


if __name__ == "__main__":
    main()
