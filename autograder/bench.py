"""``python -m autograder.bench``: what grading a class costs, beside nbgrader and beside no isolation at all."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.table import Table

from autograder import bench_work, config, terminal
from autograder.authoring import sample_class
from autograder.course import Course
from autograder.engine.protocol import Mode
from autograder.files import replace_text

ASSIGNMENT = "01-cross-entropy"
CLASS, STOCK, SEED = 60, 10, 7
GOALS = {"a submission": 50.0, "the class": 20.0, "the floor": 2.0}
BIN = Path(sys.executable).parent


def main() -> None:
    """Measure, print a table, write ``build/bench/grading.json``."""
    course = Course.find()
    out = terminal.console()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        template = _class(course, Path(folder) / "template")
        out.print(f"{ASSIGNMENT}: {CLASS} submissions, right, wrong and blank; {os.cpu_count()} processors.")
        unsealed = _copy(template, Path(folder) / "floor", CLASS)
        # The machine may be faster now and slower then: the floor is measured before and after grading.
        floors = [_own("floor", unsealed)]
        beginning = _own("start", _copy(template, Path(folder) / "start", 1))
        ours_one, _ = _grade(_copy(template, Path(folder) / "ours-1", 1))
        graded = _copy(template, Path(folder) / "ours", CLASS)
        ours_all, report = _grade(graded)
        floors.append(_own("floor", unsealed))
        work = _own("work", graded)
        floors.append(_own("floor", unsealed))
        feedback, isolation = _own("pages", graded), _own("isolation", unsealed)
        stock_one = _stock(_copy(template, Path(folder) / "stock-1", 1))
        stock_some = _stock(_copy(template, Path(folder) / "stock", 1 + STOCK))
    floor = {kind: statistics.mean(one[kind] for one in floors) for kind in ("wall", "processor")}
    figures = _figures(ours_one, ours_all, stock_one, stock_some, floor["wall"], report)
    figures |= {
        "work": {**work, "the floor": floor["processor"]},
        "isolation": isolation,
        "pages": feedback,
        "start": beginning,
    }
    target = course.root / "build" / "bench" / "grading.json"
    replace_text(target, json.dumps(figures, indent=1) + "\n")
    for table in _tables(figures):
        out.print(table)
    out.print(f"written to {target.relative_to(course.root)}")


def _class(course: Course, folder: Path) -> Course:
    """A course folder with 60 submissions that are taken in turn from the sample class, the broken file left out."""
    folder.mkdir()
    made = sample_class.course_folder(course, [ASSIGNMENT], folder)
    students = [one for one in sample_class.hand_in(course, made, ASSIGNMENT) if not one.broken]
    release = course.release_notebook(ASSIGNMENT).read_text(encoding="utf-8")
    shutil.rmtree(made.submitted)
    for number, student in zip(range(CLASS), itertools.cycle(students), strict=False):
        path = sample_class.submission_path(made, f"{number:02d}-{student.name}", ASSIGNMENT)
        replace_text(path, sample_class.fill(release, student.answers))
    subprocess.run(
        [BIN / "nbgrader", "generate_assignment", ASSIGNMENT, "--force", "--create"],
        cwd=made.root,
        env=_environment(),
        check=True,
        capture_output=True,
    )
    return made


def _copy(template: Course, folder: Path, count: int) -> Course:
    shutil.copytree(template.root, folder)
    made = Course(folder)
    # Each has a gradebook of its own, whose place is in its configuration.
    settings = made.root / "nbgrader_config.py"
    replace_text(settings, settings.read_text(encoding="utf-8").replace(str(template.root), str(folder)))
    for student in sorted(made.submitted.iterdir())[count:]:
        shutil.rmtree(student)
    return made


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])}


def _timed(command: list[str | Path], folder: Path) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(map(str, command))} failed: {done.stderr[-2000:]}")
    return time.perf_counter() - start, done.stdout


def _grade(course: Course) -> tuple[float, dict[str, Any]]:
    seconds, printed = _timed([BIN / "autograder", "grade", "--json", "--seed", str(SEED)], course.root)
    return seconds, json.loads(printed)


def _stock(course: Course) -> float:
    return _timed([BIN / "nbgrader", "autograde", ASSIGNMENT], course.root)[0]


def _own(what: str, course: Course) -> Any:
    """What a part of this module prints in a process of its own."""
    return json.loads(_timed([sys.executable, "-m", "autograder.bench", what, course.root], course.root)[1])


def floor(root: Path) -> None:
    """In a process of its own: run the cells of every submission, tests included, and print the seconds for each."""
    from autograder.engine import repair, test_cells
    from autograder.engine.judge import steps_to_run
    from autograder.engine.notebooks import load_plan, read_notebook
    from autograder.engine.settings import GradingEngine
    from autograder.engine.test_names import TrustedNames
    from autograder.engine.worker import import_for_tests
    from autograder.hidden import reference_answers

    course = Course(root)
    import_for_tests(GradingEngine().imports)
    source = course.source_notebook(ASSIGNMENT)
    reference_answers.current_notebook.set(source)
    reference_answers.namespace(source)
    plan = load_plan(source, course.release_notebook(ASSIGNMENT), {})
    paths = sorted(course.submitted.glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"))
    merged = [repair.merge(plan.source, plan.release, read_notebook(path)) for path in paths]
    start, began = time.perf_counter(), time.process_time()
    for one in merged:
        names = TrustedNames(_Nobody())
        for position in sorted(steps_to_run(one, every_cell=False)):
            step = one.steps[position]
            test_cells.run(step.code, names, step.grade_id, 60.0, 180.0)
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - began
    print(json.dumps({"wall": seconds / len(merged), "processor": processor_seconds / len(merged)}))


def start(root: Path) -> None:
    """In a process of its own: print the seconds that each part of a cold start takes, in their order."""
    laps = {"Python, and what this command imports": time.process_time()}
    last = time.perf_counter()

    def lap(part: str) -> None:
        nonlocal last
        laps[part], last = time.perf_counter() - last, time.perf_counter()

    from autograder.grading import run

    course = Course(root)
    with run.Engine(course, [ASSIGNMENT]) as engine:
        lap("settings, and the judge's process is started")
        from autograder.grading import forgiven, registration
        from autograder.grading.gradebook import Recorder

        lap("the gradebook's imports")
        registration.prepare(course, [ASSIGNMENT])
        lap("release and gradebook are looked at")
        engine.wait()
        lap("waiting until the judge has imported what the notebooks need")
        recorder = Recorder(course.gradebook_url, course.course_id, config.load(root), forgiven.read(course))
        list(engine.runs([ASSIGNMENT], recorder, SEED, Mode.AUTO, 1))
        recorder.close()
        lap("the instructor's own solution is tried")
    print(json.dumps(laps))


def work(root: Path) -> None:
    """In a process of its own: print what a submission's processor time is spent on."""
    print(json.dumps(bench_work.measure(Course(root), ASSIGNMENT, SEED)))


ROUNDS, CALLS = 40, 300_000
CELL = f"""
import os, time
start = time.perf_counter()
for _ in range({CALLS}):
    os.getppid()
print((time.perf_counter() - start) / {CALLS})
"""


def isolation() -> None:
    """Print what the filter and the control group cost.

    Milliseconds for a student's process, from asking for one to the end of its first cell and its removal, and
    nanoseconds for a system call. Medians; the variants take turns.
    """
    from unittest import mock

    from autograder.engine import cgroups, sandbox
    from autograder.engine.settings import GradingEngine
    from autograder.engine.student import CellLimits, Student

    def begun(groups: bool, filtered: bool) -> sandbox.Sandbox:
        none = mock.patch.object(cgroups, "find", side_effect=cgroups.Unavailable("left out"))
        bare = mock.patch.object(sandbox, "_INSIDE", Path(folder) / "inside")
        with contextlib.nullcontext() if groups else none, contextlib.nullcontext() if filtered else bare:
            one = sandbox.Sandbox(GradingEngine(imports=["numpy"]))
            one.start()
            one.wait()
        return one

    def ran(one: sandbox.Sandbox, code: str) -> tuple[float, str]:
        start = time.perf_counter()
        student = Student(one, {}, 1, CellLimits(60.0, 180.0), {})
        _ok, outputs = student.run(code, [])
        student.close()
        one.clean_up(os.getpid())
        return time.perf_counter() - start, outputs[0]["text"] if outputs else ""

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        shutil.copytree(sandbox._INSIDE, Path(folder) / "inside", ignore=shutil.ignore_patterns("filters"))
        variants = {
            "neither": begun(groups=False, filtered=False),
            "a filter": begun(groups=False, filtered=True),
            "a filter and a control group": begun(groups=True, filtered=True),
        }
        seconds: dict[str, list[float]] = {name: [] for name in variants}
        calls: dict[str, list[float]] = {name: [] for name in variants}
        for _ in range(ROUNDS):
            for name, one in variants.items():
                seconds[name].append(ran(one, "x = 1")[0])
        for _ in range(3):
            for name, one in variants.items():
                calls[name].append(float(ran(one, CELL)[1]))
        remarks = variants["a filter and a control group"].remarks
        for one in variants.values():
            one.stop()
    found = {
        name: {
            "a process, ms": statistics.median(seconds[name]) * 1e3,
            "a system call, ns": statistics.median(calls[name]) * 1e9,
        }
        for name in variants
    }
    print(json.dumps({"with": found, "remarks": remarks}))


MANY, ASSIGNMENTS, STOCK_PAGES = 1000, 10, 3


def pages(root: Path) -> None:
    """Print what students' pages and class reports cost, in processor time of this process, imports left out."""
    from autograder.grading import feedback
    from autograder.grading import report as reporting
    from autograder.reporting import class_report, report_pages

    course = Course(root)
    todo = feedback.graded(course, [ASSIGNMENT])
    begun = time.process_time()
    writer = feedback.Writer(course, [ASSIGNMENT])
    each = []
    for one in todo:
        start = time.process_time()
        if problem := writer.write(one):
            raise SystemExit(problem)
        each.append(time.process_time() - start)
    whole = time.process_time() - begun
    sizes = [page.stat().st_size for page in course.feedback.rglob("*.html")]
    start = time.process_time()
    reporting.write(course, [ASSIGNMENT], root / "reports", "http://localhost:8888/formgrader")
    report_of_class = time.process_time() - start
    found = reporting.read(course, ASSIGNMENT)
    assert found is not None
    works = [one for one, _ in zip(itertools.cycle(found.works), range(MANY), strict=False)]
    start = time.process_time()
    for _ in range(ASSIGNMENTS):
        made = class_report.report(found.title, found.exercises, works)
        report_pages.assignment_page(made, "http://localhost:8888/formgrader")
        report_pages.assignment_csv(found.exercises, works)
    report_of_many = time.process_time() - start
    print(
        json.dumps(
            {
                "a page, ms (median)": statistics.median(each) * 1e3,
                "a page, ms (longest but the first)": max(each[1:]) * 1e3,
                "a page by nbgrader, ms": _stock_page(course, [one.student for one in todo][:STOCK_PAGES]) * 1e3,
                "a page, KB (largest)": max(sizes) / 1e3,
                f"the pages of {len(todo)}, s": whole,
                f"the pages of {MANY}, s (extrapolated)": whole * MANY / len(todo),
                f"the report of {len(todo)}, s": report_of_class,
                f"{ASSIGNMENTS} reports of {MANY}, without reading, s": report_of_many,
            }
        )
    )


def _stock_page(course: Course, students: list[str]) -> float:
    """Processor seconds of one of nbgrader's own pages, its template."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    settings = Config()
    settings.CourseDirectory.root = str(course.root)
    converter = GenerateFeedback(coursedir=CourseDirectory(config=settings), config=settings)
    exporter = HTMLExporter(config=converter.config)
    for preprocessor in converter.preprocessors:
        exporter.register_preprocessor(preprocessor, enabled=True)
    seconds = []
    for student in students:
        about = {"student": student, "assignment": ASSIGNMENT, "notebook": ASSIGNMENT, "db_url": course.gradebook_url}
        path = course.place(course.autograded, student, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
        start = time.process_time()
        exporter.from_filename(str(path), resources={"unique_key": ASSIGNMENT, "nbgrader": about})
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


class _Nobody:
    """In place of a student's process: there is none."""

    def name(self, name: str) -> Any:
        raise NameError(f"name {name!r} is not defined", name=name)

    def student(self) -> Any:
        raise NameError("there is no student's process")


def _figures(
    ours_one: float, ours_all: float, stock_one: float, stock_some: float, floor: float, report: dict[str, Any]
) -> dict[str, Any]:
    ours = (ours_all - ours_one) / (CLASS - 1)
    stock = (stock_some - stock_one) / STOCK
    # nbgrader grades one after another: the class takes its start-up and as many times a submission.
    stock_class = stock_one + stock * (CLASS - 1)
    submissions = [one for part in report["assignments"] for one in part["submissions"]]
    phases: dict[str, float] = {}
    for one in submissions:
        for phase, seconds in one["seconds"].items():
            phases[phase] = phases.get(phase, 0.0) + seconds / len(submissions)
    return {
        "assignment": ASSIGNMENT,
        "submissions": CLASS,
        "processors": os.cpu_count(),
        "seconds": {
            "ours, class": ours_all,
            "ours, one submission alone": ours_one,
            "ours, each further submission": ours,
            "nbgrader, class (extrapolated)": stock_class,
            f"nbgrader, {1 + STOCK} submissions": stock_some,
            "nbgrader, one submission alone": stock_one,
            "nbgrader, each further submission": stock,
            "floor, each submission": floor,
        },
        "ratios": {"a submission": stock / ours, "the class": stock_class / ours_all, "the floor": ours / floor},
        "goals": GOALS,
        "phases": phases,
    }


def _tables(figures: dict[str, Any]) -> list[Table]:
    times = Table(title="Wall time, cold start included", title_justify="left")
    times.add_column("what")
    times.add_column("seconds", justify="right")
    for what, seconds in figures["seconds"].items():
        times.add_row(what, f"{seconds:.3f}")
    start = Table(title="A cold start, part by part (wall time)", title_justify="left")
    start.add_column("part")
    start.add_column("seconds", justify="right")
    for part, seconds in figures["start"].items():
        start.add_row(part, f"{seconds:.2f}")
    ratios = Table(title="Ratios", title_justify="left")
    for heading in ("compared", "measured", "goal"):
        ratios.add_column(heading, justify="left" if heading == "compared" else "right")
    words = {
        "a submission": "nbgrader : ours, each further submission",
        "the class": "nbgrader : ours, the class",
        "the floor": "ours : no isolation, each submission",
    }
    for name, value in figures["ratios"].items():
        sign = "≤" if name == "the floor" else "≥"
        ratios.add_row(words[name], f"{value:.2f}", f"{sign} {GOALS[name]:g}")
    phases = Table(title="Where a submission's time goes (mean wall time)", title_justify="left")
    phases.add_column("phase")
    phases.add_column("milliseconds", justify="right")
    for phase, seconds in sorted(figures["phases"].items()):
        phases.add_row(phase, f"{seconds * 1e3:.1f}")
    work = Table(title="What a submission's processor time buys, one after another", title_justify="left")
    for heading in ("what", "milliseconds", "× floor", "buys"):
        work.add_column(heading, justify="right" if heading in ("milliseconds", "× floor") else "left")
    spent = dict(figures["work"])
    least = spent.pop("the floor")
    bought = {**bench_work.WORK, "all of these": "", "the floor": "the same cells in one warm process"}
    for what, seconds in {**spent, "all of these": sum(spent.values()), "the floor": least}.items():
        work.add_row(what, f"{seconds * 1e3:.1f}", f"{seconds / least:.2f}", bought[what])
    isolation = Table(title="A student's process, from asking for it to its removal (median)", title_justify="left")
    isolation.add_column("with")
    for heading in ("milliseconds", "ratio", "ns a system call"):
        isolation.add_column(heading, justify="right")
    least = figures["isolation"]["with"]["neither"]["a process, ms"]
    for name, found in figures["isolation"]["with"].items():
        took = found["a process, ms"]
        isolation.add_row(name, f"{took:.1f}", f"{took / least:.2f}", f"{found['a system call, ns']:.0f}")
    pages = Table(title="Pages and reports: processor time, imports left out", title_justify="left")
    for heading in ("what", "measured", "goal"):
        pages.add_column(heading, justify="left" if heading == "what" else "right")
    goals = {"a page, ms (median)": "≤ 10", "a page, KB (largest)": "≤ 80", f"the pages of {CLASS}, s": "≤ 1"}
    goals |= {f"the pages of {MANY}, s (extrapolated)": "≤ 15"}
    goals |= {f"{ASSIGNMENTS} reports of {MANY}, without reading, s": "≤ 5"}
    for what, measured in figures["pages"].items():
        pages.add_row(what, f"{measured:.2f}", goals.get(what, ""))
    return [times, start, ratios, phases, work, isolation, pages]


if __name__ == "__main__":
    if sys.argv[1:2] == ["floor"]:
        floor(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["start"]:
        start(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["work"]:
        work(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["pages"]:
        pages(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["isolation"]:
        isolation()
    else:
        main()
