"""Grade in a container of podman's or docker's, on systems without bubblewrap: the same command, run inside."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import autograder
from autograder.course import Course
from autograder.errors import UserError

ENGINES = ("podman", "docker")
IMAGE = "gan-mathematics-autograder"
# bubblewrap makes user namespaces and mounts a /proc of its own: what engines forbid so that nobody does.
_ALLOWED = {
    "podman": ("seccomp=unconfined", "apparmor=unconfined", "label=disable", "unmask=ALL"),
    "docker": ("seccomp=unconfined", "apparmor=unconfined", "label=disable", "systempaths=unconfined"),
}
ISOLATION = (
    "Grading in a container of {engine}'s: students' code runs there in bubblewrap as it does on Linux, and because "
    "bubblewrap needs namespaces the engine's own filter of system calls is off, so code that broke out of bubblewrap "
    "would be an ordinary user in the container, with this course folder{network}."
)


def grade(course: Course, arguments: list[str]) -> int:
    """Build the image where it is not up to date, run ``autograder`` with these arguments in it; its exit status.

    Raises:
        UserError: no engine is here, this is no checkout, or the image cannot be built.
    """
    engine = next((name for name in ENGINES if shutil.which(name)), None)
    if engine is None:
        raise UserError(
            "Neither podman nor docker is here: install one of them, or grade on Linux, where bubblewrap is enough."
        )
    checkout = Path(autograder.__file__).resolve().parent.parent
    if not (checkout / "Containerfile").is_file():
        raise UserError(
            "The image is built from a checkout of the course, and this autograder is installed from a wheel."
        )
    build = [engine, "build", "--tag", IMAGE, "--file", str(checkout / "Containerfile"), str(checkout)]
    if subprocess.run(build, stdout=sys.stderr, check=False).returncode:
        raise UserError(f"{engine} could not build the image: see what it says above, mend that and run this again.")
    needs_network = not course.gradebook_url.startswith("sqlite:")
    print(ISOLATION.format(engine=engine, network=" and the network" if needs_network else ""), file=sys.stderr)
    return subprocess.run(run_command(engine, course.root, arguments, needs_network), check=False).returncode


def run_command(engine: str, root: Path, arguments: list[str], needs_network: bool) -> list[str]:
    """The command that grades a course folder: the folder under its own path, nothing else, no rights, no network."""
    # The paths that are printed and configured hold inside too, where they are a Unix's.
    inside = str(root) if os.name == "posix" else str(PurePosixPath("/course"))
    command = [engine, "run", "--rm", "--init", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    command += [part for allowed in _ALLOWED[engine] for part in ("--security-opt", allowed)]
    command += ["--mount", _csv("type=bind", f"source={root}", f"target={inside}"), "--workdir", inside]
    command += ["--env", "HOME=/tmp", *_as_oneself(engine)]
    if not needs_network:
        command += ["--network", "none"]
    if sys.stderr.isatty() and sys.stdout.isatty():
        command.append("--tty")
    return [*command, IMAGE, *arguments]


def _as_oneself(engine: str) -> list[str]:
    """Options so that what is written belongs to whoever grades; on Windows the engine sees to that."""
    if not hasattr(os, "getuid"):
        return []
    if engine == "podman" and os.getuid() != 0:
        return ["--userns", "keep-id"]
    return ["--user", f"{os.getuid()}:{os.getgid()}"]


def _csv(*fields: str) -> str:
    """The fields of --mount, quoted where a path has a comma."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields)
    return line.getvalue()
