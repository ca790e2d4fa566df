"""The command ``autograder``. Exit status: 0 all well, 1 something was found, 2 bad usage or bad input."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from autograder.course import Course, UserError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Build, audit and grade the course on the mathematics of GANs.",
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

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
    from autograder import build as building

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
def audit(assignments: Assignments = None) -> None:
    """Run every answer of the banks through the test cells; exit 1 unless each gets the verdict it should get."""
    from autograder import audit as auditing
    from autograder import report

    course = Course.find()
    complaints: list[str] = []
    for name in course.select(assignments):
        audits = list(report.with_progress(auditing.audit(course, name), f"auditing {name}", err))
        out.print(report.audit_table(name, audits))
        complaints += [f"{name}: {text}" for one in audits for text in one.complaints()]
    for text in complaints:
        out.print(escape(text), soft_wrap=True)
    if complaints:
        raise typer.Exit(1)
    out.print("Every right answer is accepted and every wrong one rejected.")


def main() -> None:
    """Run the command; a user's mistake ends with one sentence on stderr and its exit status."""
    try:
        app()
    except UserError as error:
        err.print(escape(str(error)), soft_wrap=True)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
