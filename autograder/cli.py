"""The command ``autograder``. Exit status: 0 all well, 1 something was found, 2 bad usage or bad input."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from autograder import terminal
from autograder.course import Course
from autograder.engine.protocol import Mode, Reason
from autograder.errors import NoSandbox, UserError

if TYPE_CHECKING:
    from autograder.grading.run import Engine, Graded
    from autograder.grading.submissions import Submission

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build, audit and grade the course on the mathematics of GANs.",
)
# Tables are 110 columns wide where the output is not a terminal.
out = terminal.console(width=None if sys.stdout.isatty() else 110)
err = terminal.console(stderr=True)

# Modules of Python's that Windows lacks.
_UNIX_ONLY = ("fcntl", "resource")

_NOTHING_SUBMITTED = """\
There is nothing to grade in {folder}.
Put each student's notebook where nbgrader expects it,
  submitted/<student>/{assignment}/{assignment}.ipynb
or let `nbgrader collect` or `nbgrader zip_collect` put it there. Then run this again."""

Assignments = Annotated[
    list[str] | None, typer.Argument(help="Assignments such as 01-cross-entropy; all when none is named.")
]


@app.command()
def build(
    assignments: Assignments = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where course/ is not what the sources build.")
    ] = False,
) -> None:
    """Build the releases in course/ from the sources in solutions/."""
    from autograder.authoring import build as building

    course = Course.find()
    names = course.select(assignments)
    built = building.build(course, names)
    if check:
        found = building.differences(course, built) + ([] if assignments else building.strays(course))
        for sentence in found:
            out.print(escape(sentence), soft_wrap=True)
        if found:
            out.print("Run `autograder build` (or `make build`) and commit what it writes.")
            raise typer.Exit(1)
        out.print(f"course/ is exactly what the sources build ({len(names)} assignments).")
        return
    changed = building.write(course, built)
    building.clean_strays(course)
    for path in changed:
        out.print(f"wrote {escape(str(path.relative_to(course.root)))}", soft_wrap=True)
    out.print(f"{len(names)} assignments built, {len(changed)} files changed.")


@app.command()
def audit(
    assignments: Assignments = None,
    attacks: Annotated[
        bool,
        typer.Option(
            "--attacks",
            help="Attack this grader and stock nbgrader with tests/security/attacks, or with the folder named.",
        ),
    ] = False,
) -> None:
    """Run every answer of the banks through the test cells; exit 1 unless each gets the verdict it should get."""
    from autograder import tables
    from autograder.authoring import audit as auditing
    from autograder.engine.host import Host
    from autograder.engine.settings import GradingEngine

    course = Course.find()
    if attacks:
        _audit_attacks(course, assignments or [])
        return
    names = course.select(assignments)
    complaints: list[str] = []
    with Host(GradingEngine()) as host:
        host.wait()
        for name in names:
            audits = list(tables.with_progress(auditing.audit(course, name, host), f"auditing {name}", err))
            out.print(tables.audit_table(name, audits))
            complaints += [f"{name}: {text}" for one in audits for text in one.complaints()]
    for text in complaints:
        out.print(escape(text), soft_wrap=True)
    if complaints:
        raise typer.Exit(1)
    out.print("Every right answer is accepted and every wrong one rejected.")


def _audit_attacks(course: Course, folders: list[str]) -> None:
    """Let the attacks loose on both graders, print what each got; exit 1 where one got anything from this one."""
    from autograder import tables
    from autograder.attacks import bank as bank
    from autograder.attacks import run

    if len(folders) > 1:
        raise UserError("Name one folder of attacks, or none for tests/security/attacks.")
    folder = Path(folders[0]) if folders else course.root / "tests" / "security" / "attacks"
    attacks = bank.read_bank(folder)
    with (
        err.status(f"grading a class of {len(attacks)} attacks"),
        run.attacked_class(course, folder, attacks) as done,
    ):
        ours = run.examine_engine(*done)
    theirs = run.Column(attacks)
    kept = course.root / "build" / "attacks"
    steps = run.on_nbgrader(folder, attacks, os.cpu_count() or 1, kept)
    for column in tables.with_progress(steps, "attacking nbgrader", err, total=run.count_batches(attacks)):
        theirs.add(column)
    out.print(tables.attack_table(ours, theirs))
    for sentence in ours.nobody:
        out.print(f"autograder, by nobody in particular: {escape(sentence)}", soft_wrap=True)
    run = [attack.name for attack in attacks if attack.name not in theirs.not_run]
    out.print(
        f"{len(ours.gains)} of {len(attacks)} attacks gained something from autograder, "
        f"{len(theirs.gains)} of {len(run)} from stock nbgrader."
    )
    if ours.gains or ours.nobody:
        raise typer.Exit(1)


@app.command()
def grade(
    assignments: Assignments = None,
    student: Annotated[str | None, typer.Option(help="Grade only this student.")] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many at a time; one for each processor if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the hidden inputs; drawn when not given.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded and unchanged.")] = False,
    tests: Annotated[
        Mode,
        typer.Option(
            help="judge: tests run outside the students' processes, which hand over data. "
            "in-student: tests share a process with the students' code, as under nbgrader; less can be trusted. "
            "auto: judge where the instructor's own solution can be judged so, else in-student."
        ),
    ] = Mode.AUTO,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Grade although the instructor's own solution does not pass its tests.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    unsafe_no_sandbox: Annotated[
        bool, typer.Option("--unsafe-no-sandbox", help="Run students' code without a sandbox, with your rights.")
    ] = False,
) -> None:
    """Grade what lies in submitted/; exit 3 when some submissions could not be graded."""
    from autograder.grading import gradebook
    from autograder.grading import submissions as handed_in

    course = Course.find()
    names = course.select(assignments)
    found = handed_in.submissions(course, names, student)
    if not found:
        if as_json:
            print(json.dumps({"assignments": [], "seconds": 0.0}))
            return
        out.print(_NOTHING_SUBMITTED.format(folder=escape(str(course.submitted)), assignment=names[-1]), soft_wrap=True)
        return
    started = time.monotonic()
    handed_in.remove_leftovers(course)
    todo = found if force else [one for one in found if not handed_in.is_up_to_date(course, one, tests)]
    say = err if as_json else out
    if seed is not None and todo and handed_in.has_feedback(course, names):
        err.print(
            "The seed is fixed although feedback is out: whoever hands in again may know the hidden inputs of this "
            "seed. Leave --seed away, and new ones are drawn.",
            soft_wrap=True,
        )
    if len(todo) < len(found):
        say.print(f"{len(found) - len(todo)} submissions are graded and unchanged (--force grades them again).")
    results = _grade(course, todo, seed, tests, jobs, unsafe_no_sandbox, say, anyway) if todo else []
    problems = {(one.submission.assignment, one.submission.student): one.problem for one in results if one.problem}
    if as_json:
        print(json.dumps(report_as_data(results, time.monotonic() - started)))
    else:
        for assignment in dict.fromkeys(one.assignment for one in found):
            _print_class(course, assignment, [one.student for one in found if one.assignment == assignment], problems)
        out.print(f"gradebook  {escape(gradebook.place(course))}", soft_wrap=True)
    if problems:
        raise typer.Exit(3)


def report_as_data(results: list[Graded], seconds: float) -> dict[str, Any]:
    """What ``--json`` prints."""
    by_assignment: dict[str, list[dict[str, Any]]] = {}
    for one in results:
        by_assignment.setdefault(one.submission.assignment, []).append(
            {
                "student": one.submission.student,
                "graded": not one.problem,
                "reason": one.problem or None,
                "score": one.points,
                "max_score": one.most,
                "needs_manual_grade": one.needs_manual_grade,
                "messages": [*one.repairs, *one.missing],
                "tests": [
                    {
                        "grade_id": test.verdict.grade_id,
                        "score": test.score,
                        "max_score": test.most,
                        "message": test.verdict.message,
                        "reason": test.verdict.reason,
                    }
                    for test in one.tests
                ],
                "seconds": one.seconds,
            }
        )
    return {
        "assignments": [{"assignment": name, "submissions": rows} for name, rows in by_assignment.items()],
        "seconds": seconds,
    }


@app.command()
def collect(
    assignments: Assignments = None,
    student: Annotated[str | None, typer.Option(help="Collect only this student's.")] = None,
    before_duedate: Annotated[
        bool, typer.Option("--before-duedate", help="The newest that arrived in time, where there is one.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also what was put into submitted/ by other means.")
    ] = False,
) -> None:
    """Bring what students have handed in from nbgrader's exchange; exit 3 when some had to be refused."""
    from autograder import tables
    from autograder.grading import exchange, gradebook

    course = Course.find()
    counts = dict.fromkeys(exchange.State, 0)
    for assignment in course.select(assignments):
        due = gradebook.due_date(course, assignment) if before_duedate else None
        for one in exchange.collect(course, assignment, student, due, replace):
            counts[one.state] += 1
            if one.problem:
                out.print(f"{tables.shown(one.student)}: {tables.shown(one.problem)}.", soft_wrap=True)
    out.print(", ".join(f"{number} {state}" for state, number in counts.items() if number) or "Nothing has arrived.")
    if counts[exchange.State.REFUSED]:
        raise typer.Exit(3)


@app.command()
def feedback(
    assignments: Assignments = None,
    student: Annotated[str | None, typer.Option(help="Write only this student's.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="How many at a time.")] = None,
) -> None:
    """Write the feedback of what is graded, as a page for each notebook; exit 3 when some could not be written."""
    from autograder.grading import feedback as giving

    course = Course.find()
    todo = giving.graded(course, course.select(assignments), student)
    failed = _write_feedback(course, todo, jobs)
    out.print(f"{len(todo) - failed} pages written.\nfeedback   {escape(str(course.feedback))}", soft_wrap=True)
    if failed:
        raise typer.Exit(3)


@app.command()
def demo(
    assignment: Annotated[str, typer.Argument(help="The assignment to demonstrate.")] = "01-cross-entropy",
) -> None:
    """Make a sample class in build/demo, grade it, show its table, and say what to look at next."""
    from autograder.authoring import sample_class
    from autograder.grading import feedback as giving
    from autograder.grading.submissions import Submission

    course = Course.find()
    course.select([assignment])
    target = sample_class.course_folder(course, [assignment], sample_class.demo_folder(course, assignment))
    students = [student.name for student in sample_class.hand_in(course, target, assignment)]
    out.print(f"{len(students)} made-up students have handed in {assignment}.")
    results = _grade_demo(target, [Submission(assignment, name) for name in students])
    _write_feedback(target, giving.graded(target, [assignment], None))
    problems = {(assignment, one.submission.student): one.problem for one in results if one.problem}
    _print_class(target, assignment, students, problems)
    graded = [one.submission.student for one in results if not one.problem]
    out.print(_next_steps(target, assignment, graded), soft_wrap=True)


def _grade_demo(target: Course, todo: list[Submission]) -> list[Graded]:
    """Grade in the best sandbox there is, and say in which: the code of made-up students needs none."""
    from autograder.engine import bubblewrap

    try:
        results = _grade(target, todo, None, Mode.JUDGE, None, False, out)
    except NoSandbox:
        why = "does not start" if bubblewrap.find() else "is missing"
        out.print(
            f"bubblewrap {why} on this machine, so this runs without a sandbox: these students are made up, and their "
            "code is this project's own. `autograder grade` refuses to run real students' code like this.",
            soft_wrap=True,
        )
        return _grade(target, todo, None, Mode.JUDGE, None, True, out, remarks=False)
    out.print(f"Their code ran sealed, in bubblewrap ({escape(str(bubblewrap.find()))}).", soft_wrap=True)
    return results


def _next_steps(target: Course, assignment: str, students: list[str]) -> str:
    """What to look at after the demonstration: links, and commands that work when pasted."""
    pages = [target.feedback / student / assignment / f"{assignment}.html" for student in students]
    shown = [page for page in (pages[0], pages[-1]) if page.is_file()] if pages else []
    folder, tools = shlex.quote(str(target.root)), Path(sys.prefix) / "bin"
    root = " --allow-root" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    commands = {
        "the class in formgrader (menu Nbgrader, Formgrader)": f"{shlex.quote(str(tools / 'jupyter'))} lab{root}",
        "grade it again, with other hidden inputs": f"{shlex.quote(str(tools / 'autograder'))} grade --force",
    }
    lines = ["", "To look at next", *(f"  feedback  {page.as_uri()}" for page in shown)]
    lines += [f"  {what}:\n    cd {folder} && {command}" for what, command in commands.items()]
    return escape("\n".join([*lines, "  the course itself, as a student sees it:", "    make lab"]))


def _grade(
    course: Course,
    todo: list,
    seed: int | None,
    tests: Mode,
    jobs: int | None,
    unsafe: bool,
    say: Console,
    anyway: bool = False,
    remarks: bool = True,
) -> list[Graded]:
    """Grade, and report what could not be graded; the engine's remarks too, if wanted."""
    from autograder.grading import registration
    from autograder.grading import run as grading

    seed = secrets.randbits(32) if seed is None else seed
    results: list[Graded] = []
    try:
        # Its processes start first: what they import takes longer than anything done here.
        with grading.Engine(course, unsafe, anyway) as engine:
            registration.prepare(course, sorted({one.assignment for one in todo}))
            _collect(engine, todo, seed, tests, jobs, results, say, remarks)
    except KeyboardInterrupt:
        err.print("Interrupted. What is graded is kept; run the same command again to grade the rest.")
        raise typer.Exit(130) from None
    graded = sum(not one.problem for one in results)
    trust = (
        "" if tests is not Mode.IN_STUDENT else "; tests shared a process with students' code: trust these scores less"
    )
    say.print(f"{graded} of {len(todo)} submissions graded (seed of the hidden inputs: {seed}{trust}).")
    return results


def _collect(
    engine: Engine,
    todo: list,
    seed: int,
    tests: Mode,
    jobs: int | None,
    results: list[Graded],
    say: Console,
    remarks: bool,
) -> None:
    from autograder import tables

    engine.wait()
    for remark in engine.remarks if remarks else ():
        err.print(escape(remark), soft_wrap=True)
    told = len(engine.remarks)
    told_once: set[tuple[str, str]] = set()
    for done in tables.with_progress(engine.grade(todo, seed, tests, jobs), "grading", err, total=len(todo)):
        results.append(done)
        who = tables.shown(done.submission.assignment if done.of_assignment else done.submission.student)
        said = [done.problem] if done.problem else done.missing
        for sentence in said:
            if (who, sentence) not in told_once:
                say.print(f"{who}: {escape(sentence)}.", soft_wrap=True)
            if done.of_assignment:
                told_once.add((who, sentence))
    unjudged = sum(test.verdict.reason is Reason.NOT_JUDGED for one in results for test in one.tests)
    if unjudged:
        say.print(f"{unjudged} answers could not be judged: a person has to look at them.")
    for remark in engine.remarks[told:]:
        err.print(escape(remark), soft_wrap=True)


def _write_feedback(course: Course, todo: list[Submission], jobs: int | None = None) -> int:
    """Write feedback pages and report those that could not be; returns how many these are."""
    from autograder import tables
    from autograder.grading import feedback as giving

    failed = 0
    for submission, problem in tables.with_progress(
        giving.write_all(course, todo, jobs), "writing feedback", err, total=len(todo)
    ):
        if problem:
            failed += 1
            out.print(f"{tables.shown(submission.student)}: {escape(problem)}.", soft_wrap=True)
    return failed


def _print_class(course: Course, assignment: str, students: list[str], problems: dict[tuple[str, str], str]) -> None:
    from autograder import tables
    from autograder.grading import gradebook

    exercises = gradebook.columns(course, assignment)
    own = {student: text for (name, student), text in problems.items() if name == assignment}
    out.print(tables.class_table(assignment, gradebook.read(course, assignment, exercises, students), own))


def main() -> None:
    """Run the command; a user's mistake ends with one sentence on stderr and its exit status."""
    try:
        app()
    except UserError as error:
        err.print(escape(str(error)), soft_wrap=True)
        sys.exit(error.exit_status)
    except ModuleNotFoundError as error:
        if error.name == "html5lib":
            err.print("The attack lab needs the packages of the tests: run `make setup-test`.", soft_wrap=True)
            sys.exit(UserError.exit_status)
        if error.name not in _UNIX_ONLY:
            raise
        err.print(
            "Grading needs a system whose processes can fork: on Windows, run this in WSL, with bubblewrap.",
            soft_wrap=True,
        )
        sys.exit(UserError.exit_status)


if __name__ == "__main__":
    main()
