"""The command ``autograder``. Exit status: 0 all well, 1 something was found, 2 bad usage or bad input."""

from __future__ import annotations

import logging
import os
import shlex
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from autograder import startup, terminal
from autograder.course import Course
from autograder.engine import cgroups
from autograder.engine.protocol import Mode
from autograder.errors import NoSandbox, UserError, refusal
from autograder.platform import Attempt, Platform

if TYPE_CHECKING:
    from autograder.grading.regrade import Looked
    from autograder.grading.results import Graded, Results
    from autograder.grading.run import Options
    from autograder.grading.submissions import Submission

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build, audit and grade the course on the mathematics of GANs.",
)
regrading = typer.Typer(no_args_is_help=True, help="Grade again after a correction: look first, then apply or cancel.")
app.add_typer(regrading, name="regrade")
people = typer.Typer(no_args_is_help=True, help="The class as the gradebook has it.")
app.add_typer(people, name="roster")
# Tables are 110 columns wide where the output is not a terminal.
out = terminal.console(width=None if sys.stdout.isatty() else 110)
err = terminal.console(stderr=True)

# Commands for which systemd is asked for a control group of our own.
_RUNS_STUDENTS_CODE = ("grade", "demo", "audit", "regrade", "serve")
# Modules of Python's that Windows lacks.
_UNIX_ONLY = ("fcntl", "resource")
# What only the extra `course` brings and what building and auditing import.
_OF_THE_COURSE = ("gancourse", "jupytext", "libcst", "torch")

# What only the extra `cluster` brings.
_OF_A_CLUSTER = ("dask", "distributed", "cryptography")

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
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help="One seed, few mutants, wrong answers without the judge, and only sentences on nearly right ones.",
        ),
    ] = False,
    page: Annotated[Path | None, typer.Option("--page", help="Write the tables there, as Markdown.")] = None,
) -> None:
    """Try the tests on the banks, on mutants and on other right forms, and see whether what they say is true.

    Exit 1 unless every answer gets the verdict it should get, every mutant is noticed or explained, and nothing that is
    said is false.
    """
    from autograder import files, tables
    from autograder.authoring import audit_page, inspection

    course = Course.find()
    found = inspection.inspect(
        course,
        course.select(assignments),
        quick=quick,
        progress=lambda steps, what, total: tables.with_progress(steps, what, err, total),
    )
    for one in found:
        out.print(tables.audit_table(one.assignment, one.audits))
    out.print(tables.counted("mutants and other forms", audit_page.MUTANTS, audit_page.mutants(found), names=1))
    said = audit_page.sentences(found)
    out.print(tables.counted("what is said of wrong answers", audit_page.SENTENCES, said, names=2))
    for text in (text for one in found for text in one.unnamed()):
        out.print(f"no cause is named: {escape(text)}", soft_wrap=True)
    for text in (text for one in found for text in one.shortfalls()):
        out.print(escape(text), soft_wrap=True)
    if page:
        files.replace_text(page, audit_page.page(found))
    if kept := sum(one.kept for one in found):
        out.print(f"{kept} exercises had not changed since they were audited last (build/audit).")
    complaints = [text for one in found for text in one.complaints()]
    for text in complaints:
        out.print(escape(text), soft_wrap=True)
    if complaints:
        raise typer.Exit(1)
    out.print("Every right answer is accepted, every wrong one rejected, and nothing false is said.")


@app.command()
def attack(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of attacks; tests/security/attacks when none is named.")
    ] = None,
) -> None:
    """Let attacks loose on this grader and on stock nbgrader; exit 1 where one got anything from this one."""
    from autograder import tables
    from autograder.attacks import bank, run

    course = Course.find()
    folder = folder or course.root / "tests" / "security" / "attacks"
    attacks = bank.read_bank(folder)
    ours, theirs = run.Column(attacks), run.Column(attacks)
    kept = course.root / "build" / "attacks"
    steps = run.on_autograder(course, folder, attacks, kept)
    for column in tables.with_progress(steps, "attacking autograder", err, total=len(run.classes(attacks))):
        ours.add(column)
    steps = run.on_nbgrader(folder, attacks, os.cpu_count() or 1, kept)
    for column in tables.with_progress(steps, "attacking nbgrader", err, total=run.count_batches(attacks)):
        theirs.add(column)
    out.print(tables.attack_table(ours, theirs))
    for sentence in ours.nobody:
        out.print(f"autograder, by nobody in particular: {escape(sentence)}", soft_wrap=True)
    tried = [one for one in attacks if one.name not in theirs.not_run]
    out.print(
        f"{len(ours.gains)} of {len(attacks)} attacks gained something from autograder, "
        f"{len(theirs.gains)} of {len(tried)} from stock nbgrader."
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
    python: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help="The Python that students' code runs in, with its packages. If not given: c.GradingEngine.python, or "
            "that of the notebook's kernel.",
        ),
    ] = "",
    cluster: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Judge on a Dask cluster: tls://HOST:PORT of its scheduler, or local:N for N workers on this machine.",
        ),
    ] = "",
    container: Annotated[
        bool, typer.Option("--container", help="Do this in a container of podman's or docker's (macOS, Windows).")
    ] = False,
) -> None:
    """Grade what lies in submitted/; exit 3 when some submissions could not be graded."""
    if cluster and (jobs or container):
        raise UserError("A cluster does as many at a time as it has workers: leave --jobs and --container away.")
    if container:
        from autograder.grading import container as containers

        if python:
            raise UserError("A container has a Python of its own: leave --python away, or grade without --container.")
        given = {"--student": student, "--jobs": jobs, "--seed": seed, "--tests": tests.value}
        flags = {"--force": force, "--anyway": anyway, "--json": as_json, "--unsafe-no-sandbox": unsafe_no_sandbox}
        arguments = ["grade", *(name for name, on in flags.items() if on)]
        arguments += [f"{name}={value}" for name, value in given.items() if value is not None]
        raise typer.Exit(containers.grade(Course.find(), [*arguments, "--", *(assignments or [])]))
    from autograder.grading import gradebook
    from autograder.grading.run import Options
    from autograder.grading.submissions import has_feedback

    course = Course.find()
    names = course.select(assignments)
    options = Options(
        tuple(names), student, seed, tests, jobs, force, anyway, unsafe_no_sandbox, python, cluster, details=as_json
    )
    say = err if as_json else out
    if seed is not None and has_feedback(course, names):
        err.print(
            "The seed is fixed although feedback is out: whoever hands in again may know the hidden inputs of this "
            "seed. Leave --seed away, and new ones are drawn.",
            soft_wrap=True,
        )
    found, results = _grade(course, options, say)
    if as_json:
        print(results.to_json())
    elif not found:
        out.print(_NOTHING_SUBMITTED.format(folder=escape(str(course.submitted)), assignment=names[-1]), soft_wrap=True)
    else:
        for assignment in dict.fromkeys(one.assignment for one in found):
            students = [one.student for one in found if one.assignment == assignment]
            _print_class(course, assignment, students, results)
        out.print(f"gradebook  {escape(gradebook.place(course))}", soft_wrap=True)
    if results.problems:
        raise typer.Exit(3)


@app.command("cluster-key")
def cluster_key() -> None:
    """Make the key that a controller and the workers of its cluster share, in a file of yours alone."""
    from autograder.grading.cluster import sealing

    path = sealing.place()
    sealing.make(path)
    out.print(
        f"{escape(str(path))}\nCopy it to each worker, for the user that it runs as, readable by nobody else "
        f"(chmod 600); {sealing.VARIABLE} may name another place. The scheduler must not have it.",
        soft_wrap=True,
    )


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
    release: Annotated[
        bool, typer.Option("--release", help="Lay the pages into the exchange too, for Fetch Feedback.")
    ] = False,
) -> None:
    """Write the feedback of what is graded, as a page for each notebook; exit 3 when some could not be written."""
    from autograder.grading import feedback as giving

    course = Course.find()
    names = course.select(assignments)
    todo = giving.graded(course, names, student)
    failed = _write_feedback(course, todo, jobs)
    out.print(f"{len(todo) - failed} pages written.\nfeedback   {escape(str(course.feedback))}", soft_wrap=True)
    if release:
        failed += _release_feedback(course, names, student)
    if failed:
        raise typer.Exit(3)


@app.command()
def serve(
    courses: Annotated[
        list[Path] | None, typer.Argument(help="Course folders; the one here when none is named.")
    ] = None,
    assignment: Annotated[
        list[str] | None,
        typer.Option(help="Only this one (may be given again); else c.InstantGrading.assignments, or all."),
    ] = None,
    poll: Annotated[
        float | None,
        typer.Option(min=0.1, metavar="SECONDS", help="Look so often: network drives tell of no changes."),
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Answer /health and /metrics there, on this machine only.")
    ] = None,
    unsafe_no_sandbox: Annotated[
        bool, typer.Option("--unsafe-no-sandbox", help="Run students' code without a sandbox, with your rights.")
    ] = False,
) -> None:
    """Grade what arrives in the exchange at once, and hand feedback back, until it is told to stop."""
    from autograder.grading.instant import service

    service.refuse_root()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    found = [Course.find(path) for path in courses or [Path.cwd()]]

    def ready(listening: int | None) -> None:
        names = ", ".join(one.course_id for one in found)
        where = "" if listening is None else f"; http://127.0.0.1:{listening}/health and /metrics"
        out.print(f"Serving {escape(names)}{where}. Stop with Ctrl-C or SIGTERM.", soft_wrap=True)

    options = service.Options(tuple(assignment or ()), poll, port, unsafe_no_sandbox)
    if service.serve(found, options, ready) is service.Ended.AGAIN:
        # A new process: what this one has read of assignments and settings it keeps.
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    out.print("Stopped.")


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="The file to write; named after the moment if not given.")] = None,
) -> None:
    """Copy the class into one file: gradebook, submissions, graded notebooks, feedback. Grading may go on meanwhile."""
    from autograder import tables
    from autograder.grading import backup as backups

    course = Course.find()
    target = file or Path(f"class-{datetime.now().strftime('%Y-%m-%d-%H%M%S')}.tar.gz")
    manifest = backups.write(course, target)
    out.print(f"{len(manifest.files)} files copied to {escape(str(target))}", soft_wrap=True)
    if not manifest.gradebook:
        out.print("The gradebook is not among them: back it up with its database's own tools.", soft_wrap=True)
    if manifest.left_out:
        names = ", ".join(tables.shown(one) for one in manifest.left_out)
        out.print(f"Left out, being no plain files: {names}", soft_wrap=True)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="What `autograder backup` wrote.")]) -> None:
    """Put a backup back; what it replaces is kept beside it."""
    from autograder.grading import backup as backups

    manifest, kept = backups.restore(Course.find(), file)
    out.print(f"{len(manifest.files)} files of {manifest.made} are back.", soft_wrap=True)
    for path in kept:
        out.print(f"kept  {escape(str(path))}", soft_wrap=True)


@app.command()
def rebuild(
    backup: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The last backup: points and comments given by hand are there.")
    ] = None,
) -> None:
    """Make a lost or damaged gradebook again from the graded notebooks; say what is lost."""
    from autograder.grading import rebuild as rebuilding

    for sentence in rebuilding.account_of(rebuilding.rebuild(Course.find(), backup)):
        out.print(escape(sentence), soft_wrap=True)


@app.command()
def report(
    assignments: Assignments = None,
    folder: Annotated[
        Path | None, typer.Option("--to", help="The folder for the reports; reports/ when none is named.")
    ] = None,
    formgrader: Annotated[
        str, typer.Option(help="Where formgrader is, for the links.")
    ] = "http://localhost:8888/formgrader",
    similar: Annotated[
        bool, typer.Option("--similar", help="List answers that look alike. That proves nothing: read them.")
    ] = False,
) -> None:
    """Write what the class got as a page and a table: for each assignment, and for the course."""
    from autograder.grading import report as reporting

    course = Course.find()
    target = folder or course.root / "reports"
    for path in reporting.write(course, course.select(assignments), target, formgrader, similar):
        out.print(escape(str(path)), soft_wrap=True)


@people.command("import")
def roster_import(
    table: Annotated[Path, typer.Argument(help="CSV with headings: id, first_name, last_name, email, lms_user_id.")],
) -> None:
    """Put the people in a table into the gradebook, new ones and changes; nobody is removed."""
    from autograder import tables
    from autograder.grading import roster

    course = Course.find()
    found = roster.people_in(table)
    new = roster.take(course, found)
    for sentence in roster.shared(roster.read(course)):
        err.print(f"{tables.shown(sentence)}.", soft_wrap=True)
    out.print(f"{len(found)} people, {new} of them new.")


@app.command("take-zip")
def take_zip(
    assignment: Annotated[str, typer.Argument(help="The assignment.")],
    archive: Annotated[Path, typer.Argument(help="The archive, as the platform gives it.")],
    platform: Annotated[Platform, typer.Option("--from", help="Where it comes from.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where something is in submitted/ already.")] = False,
    attempt: Annotated[Attempt, typer.Option("--attempt", help="Which of several attempts counts.")] = Attempt.NEWEST,
) -> None:
    """Bring the notebooks in a learning platform's archive into submitted/; exit 3 when some had to be refused."""
    from autograder import tables
    from autograder.grading import interchange

    course = Course.find()
    course.select([assignment])
    done = interchange.take(course, assignment, archive, platform, replace, attempt)
    for sentence in done.remarks:
        out.print(f"{tables.shown(sentence)}.", soft_wrap=True)
    stays = f", {len(done.kept)} were there already (--replace takes them anew)" if done.kept else ""
    out.print(f"{len(done.students)} submissions taken{stays}.")
    if done.remarks:
        raise typer.Exit(3)


@app.command("export-grades")
def export_grades(
    platform: Annotated[Platform, typer.Argument(help="For which learning platform.")],
    assignments: Assignments = None,
    target: Annotated[
        Path | None, typer.Option("--to", help="The file; grades-<platform>.csv when none is named.")
    ] = None,
) -> None:
    """Write a table of grades that a learning platform imports; exit 3 when some students have no id there."""
    from autograder import tables
    from autograder.grading import interchange

    course = Course.find()
    path = target or Path(f"grades-{platform}.csv")
    without = interchange.grades(course, course.select(assignments), platform, path)
    for student in without:
        out.print(f"{tables.shown(student)}: has neither an id of the platform nor an e-mail address in the roster.")
    out.print(escape(str(path)), soft_wrap=True)
    if without:
        raise typer.Exit(3)


@app.command("push-grades")
def push_grades(
    address: Annotated[str, typer.Option("--canvas", help="The address of your Canvas: https://canvas.example.edu.")],
    number: Annotated[int, typer.Option("--course", help="The number of the course there: …/courses/NUMBER.")],
    assignments: Assignments = None,
    send: Annotated[bool, typer.Option("--send", help="Send; else what would change is only shown.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also scores that somebody has given or changed in Canvas.")
    ] = False,
) -> None:
    """Show what grades would change in Canvas, or with --send put them there; exit 3 when some were left out.

    The token is read from the variable CANVAS_TOKEN.
    """
    from autograder import tables
    from autograder.grading import canvas, interchange

    course = Course.find()
    wanted = [name for name in course.select(assignments) if assignments or interchange.points_of(course, name)[0]]
    push = canvas.Push(course, address, number, os.environ.get("CANVAS_TOKEN", ""))
    left_out = 0
    for plan in [push.plan(name, overwrite) for name in wanted]:
        for sentence in plan.remarks:
            err.print(f"{tables.shown(sentence)}.", soft_wrap=True)
        for student, why in plan.unmatched:
            out.print(f"{tables.shown(student)}: {tables.shown(why)}.", soft_wrap=True)
        for one in plan.theirs:
            out.print(
                f"{tables.shown(one.student)}: Canvas has {one.before:g}, which did not come from here, and stays "
                f"({one.after:g} here; --overwrite sends it)."
            )
        left_out += len(plan.unmatched) + len(plan.theirs)
        if not send:
            for one in plan.changes:
                before = "nothing" if one.before is None else f"{one.before:g}"
                out.print(f"{tables.shown(one.student)}: {before} → {one.after:g}")
            out.print(f"{plan.assignment}: {len(plan.changes)} scores would be sent, {plan.same} are there already.")
            continue
        for done in push.send(plan):
            err.print(f"{plan.assignment}: {done} of {len(plan.changes)} sent")
        out.print(f"{plan.assignment}: {len(plan.changes)} scores sent, {plan.same} were there already.")
    if not send:
        out.print("Nothing was sent. Run it again with --send.")
    if left_out:
        raise typer.Exit(3)


@app.command("export-pages")
def export_pages(
    platform: Annotated[Platform, typer.Argument(help="For which learning platform.")],
    assignment: Annotated[str, typer.Argument(help="The assignment.")],
    target: Annotated[
        Path | None, typer.Option("--to", help="The file; pages-<assignment>.zip when none is named.")
    ] = None,
) -> None:
    """Write the pages as an archive that a learning platform hands back; exit 3 when some have no name there."""
    from autograder import tables
    from autograder.grading import interchange

    course = Course.find()
    course.select([assignment])
    path = target or Path(f"pages-{assignment}.zip")
    count, without = interchange.pages(course, assignment, platform, path)
    for student in without:
        out.print(
            f"{tables.shown(student)}: did not come with `autograder take-zip`, so their name there is not known."
        )
    out.print(f"{count} pages in {escape(str(path))}", soft_wrap=True)
    if without:
        raise typer.Exit(3)


@app.command("export-gradescope")
def export_gradescope(
    assignment: Annotated[str, typer.Argument(help="The assignment.")],
    target: Annotated[
        Path | None, typer.Option("--to", help="The file; gradescope-<assignment>.zip when none is named.")
    ] = None,
) -> None:
    """Write the archive with which Gradescope grades this assignment itself: upload it as its autograder."""
    from autograder.grading import gradescope_export

    course = Course.find()
    course.select([assignment])
    path = target or Path(f"gradescope-{assignment}.zip")
    count = gradescope_export.export(course, assignment, path)
    err.print(gradescope_export.ISOLATION, soft_wrap=True)
    out.print(f"{count} files in {escape(str(path))}", soft_wrap=True)


@regrading.command("look")
def regrade_look(
    assignments: Assignments = None,
    forgive: Annotated[
        list[str] | None,
        typer.Option(help="Everybody gets all points of this test (its grade id); no one is run again."),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Grade everybody again, also where nothing has changed.")
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="Seed of the hidden inputs; the one of most graded notebooks if not given."),
    ] = None,
    unsafe_no_sandbox: Annotated[
        bool, typer.Option("--unsafe-no-sandbox", help="Run students' code without a sandbox, with your rights.")
    ] = False,
) -> None:
    """Grade in a copy what a correction affects, and show whose points would change; exit 3 when some could not be."""
    from autograder.grading import regrade
    from autograder.grading.results import Graded
    from autograder.grading.run import Remark

    course, problems = Course.find(), False
    steps = regrade.look(course, course.select(assignments), forgive or [], everybody, seed, unsafe_no_sandbox)
    with closing(steps):
        for event in steps:
            match event:
                case Remark():
                    err.print(escape(event.text), soft_wrap=True)
                case Graded() if event.problem:
                    problems = True
                    _print_problem(event, out)
                case regrade.Looked():
                    _print_regrading(event)
    out.print("Nothing is changed yet: `autograder regrade apply` does it, `autograder regrade cancel` forgets it.")
    if problems:
        raise typer.Exit(3)


@regrading.command("show")
def regrade_show() -> None:
    """Show again what waits to be applied."""
    from autograder.grading import regrade

    _print_regrading(regrade.pending(Course.find()))


@regrading.command("apply")
def regrade_apply() -> None:
    """Put what was looked at into the gradebook; points given by hand stay."""
    from autograder.grading import regrade

    done = regrade.apply(Course.find())
    _print_regrading(done)
    out.print("Applied. `autograder feedback` writes the pages anew; `autograder regrade revert` takes this back.")


@regrading.command("cancel")
def regrade_cancel() -> None:
    """Forget what was looked at: nothing has been changed."""
    from autograder.grading import regrade

    regrade.cancel(Course.find())
    out.print("Forgotten: nothing has been changed.")


@regrading.command("revert")
def regrade_revert(
    name: Annotated[str | None, typer.Argument(help="Which; the last one that was applied if not given.")] = None,
) -> None:
    """Take back what was applied: scores and graded notebooks are as they were before."""
    from autograder.grading import regrade

    done, left = regrade.revert(Course.find(), name)
    out.print(f"Taken back: {len(done.changes) - left} scores are as they were before {escape(done.name)}.")
    if left:
        out.print(f"{left} scores stay: something else has changed them since.")


def _print_regrading(looked: Looked) -> None:
    from autograder import tables

    if looked.changes:
        out.print(tables.changes_table(looked.changes))
    students = len({one.student for one in looked.changes})
    out.print(
        f"{len(looked.graded)} submissions graded again; {len(looked.changes)} scores of {students} students change."
    )
    if looked.by_hand:
        out.print(f"{looked.by_hand} of them below points that were given by hand: these go on to count.")


@app.command()
def publish(
    target: Annotated[Path, typer.Argument(help="A new folder, one published before, or a file ending in .zip.")],
    repository: Annotated[
        bool, typer.Option("--git", help="Make the folder a git repository, with a commit for each time.")
    ] = False,
) -> None:
    """Write what students get: the notebooks and their package, after looking for anything that must not be there."""
    from autograder.authoring import publish as publishing

    done = publishing.publish(Course.find(), target, repository)
    for name in done.left_out:
        err.print(f"Left out, git does not know it: {escape(name)}", soft_wrap=True)
    state = "" if done.changed else ", as they were"
    out.print(f"{done.files} files in {escape(str(done.target))}{state}.", soft_wrap=True)


@app.command()
def demo(
    assignment: Annotated[str, typer.Argument(help="The assignment to demonstrate.")] = "01-cross-entropy",
) -> None:
    """Make a sample class in build/demo, grade it, show its table, and say what to look at next."""
    from autograder.authoring import sample_class
    from autograder.grading import feedback as giving

    course = Course.find()
    course.select([assignment])
    target = sample_class.course_folder(course, [assignment], sample_class.demo_folder(course, assignment))
    students = [student.name for student in sample_class.hand_in(course, target, assignment)]
    out.print(f"{len(students)} made-up students have handed in {assignment}.")
    results = _grade_demo(target, assignment)
    _write_feedback(target, giving.graded(target, [assignment], None))
    _print_class(target, assignment, students, results)
    graded = [one.submission.student for one in results.graded if not one.problem]
    out.print(_next_steps(course, target, assignment, graded), soft_wrap=True)


def _grade_demo(target: Course, assignment: str) -> Results:
    """Grade in the best sandbox there is, and say in which: the code of made-up students needs none."""
    from autograder.engine import bubblewrap
    from autograder.grading.run import Options

    try:
        _, results = _grade(target, Options((assignment,), tests=Mode.JUDGE), out)
    except NoSandbox:
        why = "does not start" if bubblewrap.find() else "is missing"
        out.print(
            f"bubblewrap {why} on this machine, so this runs without a sandbox: these students are made up, and their "
            "code is this project's own. `autograder grade` refuses to run real students' code like this.",
            soft_wrap=True,
        )
        return _grade(target, Options((assignment,), tests=Mode.JUDGE, unsafe=True), out, remarks=False)[1]
    out.print(f"Their code ran sealed, in bubblewrap ({escape(str(bubblewrap.find()))}).", soft_wrap=True)
    return results


def _next_steps(course: Course, target: Course, assignment: str, students: list[str]) -> str:
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
    lab = f"cd {shlex.quote(str(course.root))} && make lab"
    return escape("\n".join([*lines, f"  the course itself, as a student sees it:\n    {lab}"]))


def _grade(
    course: Course, options: Options, say: Console, remarks: bool = True
) -> tuple[tuple[Submission, ...], Results]:
    """Grade, and print what happens; returns what was found, graded before or not, and the results."""
    from autograder import tables
    from autograder.grading import run
    from autograder.grading.results import Graded, Results

    found: tuple[Submission, ...] = ()
    try:
        with closing(run.grade_class(course, options)) as events, tables.Progress("grading", err) as progress:
            for event in events:
                match event:
                    case run.Planned():
                        found = event.found
                        progress.expect(len(event.todo))
                        if unchanged := len(event.found) - len(event.todo):
                            say.print(f"{unchanged} submissions are graded and unchanged (--force grades them again).")
                    case run.Remark() if remarks:
                        err.print(escape(event.text), soft_wrap=True)
                    case run.Workers():
                        progress.workers(event.number)
                    case Graded():
                        progress.advance()
                        _print_problem(event, say)
                    case Results():
                        results = event
    except KeyboardInterrupt:
        err.print("Interrupted. What is graded is kept; run the same command again to grade the rest.")
        raise typer.Exit(130) from None
    if results.graded:
        _print_summary(results, say)
    return found, results


def _print_problem(done: Graded, say: Console) -> None:
    from autograder import tables

    for sentence in [done.problem] if done.problem else done.missing:
        if not done.of_assignment:
            say.print(f"{tables.shown(done.submission.student)}: {escape(sentence)}.", soft_wrap=True)


def _print_summary(results: Results, say: Console) -> None:
    from autograder import tables

    # What is wrong with an assignment is said once, and not for each submission.
    for assignment, sentence in {
        one.submission.assignment: one.problem for one in results.graded if one.of_assignment
    }.items():
        say.print(f"{tables.shown(assignment)}: {escape(sentence)}.", soft_wrap=True)
    if results.unjudged:
        say.print(f"{results.unjudged} answers could not be judged: a person has to look at them.")
    graded = sum(not one.problem for one in results.graded)
    inside = results.tests is Mode.IN_STUDENT
    trust = "; tests shared a process with students' code: trust these scores less" if inside else ""
    say.print(
        f"{graded} of {len(results.graded)} submissions graded (seed of the hidden inputs: {results.seed}{trust})."
    )


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


def _release_feedback(course: Course, assignments: list[str], student: str | None) -> int:
    """Lay written pages into the exchange and report those that cannot be; returns how many these are."""
    from autograder import tables
    from autograder.grading.release import release_all

    done = [one for name in assignments for one in release_all(course, name, student)]
    failed = [(submission, problem) for submission, problem in done if problem]
    for submission, problem in failed:
        out.print(f"{tables.shown(submission.student)}: {escape(problem)}.", soft_wrap=True)
    out.print(f"{len(done) - len(failed)} submissions' feedback released.")
    return len(failed)


def _print_class(course: Course, assignment: str, students: list[str], results: Results) -> None:
    from autograder import tables
    from autograder.grading import gradebook

    exercises = gradebook.columns(course, assignment)
    own = {one.student: text for one, text in results.problems.items() if one.assignment == assignment}
    out.print(tables.class_table(assignment, gradebook.read(course, assignment, exercises, students), own))


def main() -> None:
    """Run the command; a user's mistake ends with one sentence on stderr and its exit status."""
    startup.be_quick()
    if sys.argv[1:2] and sys.argv[1] in _RUNS_STUDENTS_CODE:
        cgroups.enter_scope([sys.executable, *sys.orig_argv[1:]])
    # nbgrader logs whatever its database raises, with all that led to it: here the exception is told, in one sentence.
    logging.getLogger("tornado.application").addFilter(lambda one: not str(one.msg).startswith("Rolling back session"))
    try:
        app()
    except UserError as error:
        err.print(escape(str(error)), soft_wrap=True)
        sys.exit(error.exit_status)
    except ModuleNotFoundError as error:
        if error.name == "html5lib":
            err.print("The attack lab needs the packages of the tests: run `make setup-test`.", soft_wrap=True)
            sys.exit(UserError.exit_status)
        if error.name in ("psycopg", "psycopg2"):
            err.print(
                "The gradebook is a PostgreSQL database, and its driver is not installed: pip install '.[postgres]', "
                "and let c.CourseDirectory.db_url begin with postgresql+psycopg://.",
                soft_wrap=True,
                markup=False,
            )
            sys.exit(UserError.exit_status)
        if error.name == "canvasapi":
            err.print("Canvas' API is not installed: pip install canvasapi.", soft_wrap=True)
            sys.exit(UserError.exit_status)
        if error.name in _OF_A_CLUSTER:
            err.print(
                f"{error.name} is missing: a cluster needs what the extra 'cluster' brings: pip install '.[cluster]'.",
                soft_wrap=True,
                markup=False,
            )
            sys.exit(UserError.exit_status)
        if error.name in _OF_THE_COURSE:
            err.print(
                f"{error.name} is missing: this course, its building and its audits need what the extra 'course' "
                "brings: pip install './course[images]' '.[course]' in a checkout. Other courses are graded without.",
                soft_wrap=True,
                markup=False,
            )
            sys.exit(UserError.exit_status)
        if error.name not in _UNIX_ONLY:
            raise
        err.print(
            "Grading needs a system whose processes can fork: on Windows, run this in WSL, with bubblewrap.",
            soft_wrap=True,
        )
        sys.exit(UserError.exit_status)
    except Exception as error:
        if (refused := refusal(error)) is None:
            raise
        err.print(escape(str(refused)), soft_wrap=True)
        sys.exit(UserError.exit_status)


if __name__ == "__main__":
    main()
