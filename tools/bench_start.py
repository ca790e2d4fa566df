"""What the first submission and a class of 60 cost from a cold start, with another state of this repository beside it.

    python tools/bench_start.py [COMMIT]

Each grades the sample class of its own 01-cross-entropy in this environment, in turn; the other state lies in a
worktree of its own meanwhile.
Without a commit it is the last one before grading's start was made shorter. Prints wall and processor time (all
processes), and writes build/bench/start.json.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder import bench
from autograder.course import Course

ROOT = Path(__file__).resolve().parent.parent
# "Grading starts sooner" is the one after it.
BEFORE = "1fc35e7~1"
ROUNDS = {1: 3, bench.CLASS: 1}
GOALS = {1: 0.35, bench.CLASS: 0.55}
GRADE = "import sys; sys.argv[0] = 'autograder'; from autograder.cli import main; main()"
# A state's class, of its own sources: an older one may not read today's.
CLASS = """
import sys
from pathlib import Path
from autograder import bench
from autograder.course import Course
bench._class(Course.find(Path(sys.argv[1])), Path(sys.argv[2]))
"""
# Where it was imported from, so that no state is measured twice.
WHERE = "import autograder, gancourse; print(autograder.__file__); print(gancourse.__file__)"


def main() -> None:
    """Measure in turn, print, write."""
    commit = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    with tempfile.TemporaryDirectory(prefix="start-") as scratch:
        other = Path(scratch) / "other"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", other, commit], cwd=ROOT, check=True)
        try:
            figures = _measured({"before": other, "now": ROOT}, Path(scratch))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", other], cwd=ROOT, check=True)
    figures["before"] = subprocess.run(
        ["git", "log", "-1", "--format=%h %ad %s", "--date=short", commit],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    target = ROOT / "build" / "bench" / "start.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(f"written to {target.relative_to(ROOT)}")


def _measured(states: dict[str, Path], scratch: Path) -> dict[str, object]:
    for name, state in states.items():
        places = subprocess.run(
            [sys.executable, "-c", WHERE],
            cwd=scratch,  # what lies in the working directory comes first
            env=_environment(state),
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        assert all(Path(one).is_relative_to(state) for one in places), f"{name} is imported from {places}"
        # The bytecode of all modules, as a set-up leaves it.
        subprocess.run([sys.executable, "-m", "compileall", "-q", state / "autograder", state / "course"], check=False)
        template = scratch / f"template-{name}"
        subprocess.run([sys.executable, "-c", CLASS, state, template], cwd=scratch, env=_environment(state), check=True)
        # The older one has moved the folder since it wrote where the gradebook is.
        settings = template / "nbgrader_config.py"
        gradebook = f"sqlite:///{template / 'gradebook.db'}"
        settings.write_text(re.sub(r"sqlite:///[^'\"]+", gradebook, settings.read_text("utf-8")), encoding="utf-8")
    figures: dict[str, object] = {"processors": os.cpu_count()}
    print(f"{'submissions':>11} {'':>7} {'wall, s':>8} {'processor, s':>13}   load")
    for count, rounds in ROUNDS.items():
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in states}
        for number in range(rounds):
            for name, state in states.items():
                folder = scratch / f"{name}-{count}-{number}"
                wall, processor = _graded(bench._copy(Course(scratch / f"template-{name}"), folder, count), state)
                found[name].append((wall, processor))
                print(f"{count:>11} {name:>7} {wall:8.2f} {processor:13.2f}   {os.getloadavg()[0]:.1f}", flush=True)
        middle = {name: [statistics.median(one) for one in zip(*times, strict=True)] for name, times in found.items()}
        ratios = [now / before for now, before in zip(middle["now"], middle["before"], strict=True)]
        print(f"{count:>11} {'ratio':>7} {ratios[0]:8.2f} {ratios[1]:13.2f}   (goal: at most {GOALS[count]:g})")
        figures[f"{count} submissions"] = {"times": found, "ratios": ratios, "goal": GOALS[count]}
    return figures


def _environment(state: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{state}{os.pathsep}{state / 'course'}"}


def _graded(course: Course, state: Path) -> tuple[float, float]:
    """Wall and processor seconds of a whole run."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", GRADE, "grade", "--seed", str(bench.SEED)],
        cwd=course.root,
        env=_environment(state),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"autograder grade failed: {errors.decode(errors='replace')[-2000:]}")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
