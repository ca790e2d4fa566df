"""Feedback back through nbgrader's exchange: each page under a name that only its student's own copy can find.

``nbgrader submit`` leaves a secret with what it hands in and keeps another copy of it; *Fetch Feedback* looks for the
page whose name is made of that secret and of the notebook's. Others can neither list the folder nor guess the name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from nbgrader.utils import notebook_hash
from traitlets.config import Config

from autograder import config
from autograder.course import Course
from autograder.files import replacing
from autograder.grading.exchange import exchange_of, rules
from autograder.grading.submissions import Submission
from autograder.stages import what_went_wrong

SECRET = "submission_secret.txt"
# nbgrader's has 128 characters; a short one could be guessed.
SHORTEST, LONGEST = 32, 1_000


class NoSecret(Exception):
    """A submission's page has no name in the exchange, and why, in one sentence without its end."""


def outbound_of(settings: Config) -> Path:
    """The folder of a course's exchange in which pages wait, made where it is missing, as nbgrader makes it.

    Args:
        settings: the course's configuration.

    Raises:
        UserError: the course has no exchange.
        OSError: it cannot be made.
    """
    folder = exchange_of(settings) / "feedback"
    mode = 0o711 | (0o2060 if rules(settings).group_shared else 0)
    if not folder.is_dir():
        folder.mkdir()
        folder.chmod(mode)
    return folder


def secret_of(folder: Path) -> str:
    """The secret that came with a submission.

    Args:
        folder: in which its ``submission_secret.txt`` lies.

    Raises:
        NoSecret: there is none that could be used.
    """
    path = folder / SECRET
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise NoSecret(f"it has no {SECRET}, so it did not come through the exchange: hand its page over") from None
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NoSecret(f"its {SECRET} is no file")
        return check_secret(stream.read(LONGEST + 1).decode("utf-8", "replace"))


def check_secret(secret: str) -> str:
    """A secret as it is.

    Raises:
        NoSecret: others could guess it.
    """
    if not SHORTEST <= len(secret) <= LONGEST:
        raise NoSecret(f"its {SECRET} is not nbgrader's, and others could guess it")
    return secret


def put(settings: Config, secret: str, pages: Mapping[str, str]) -> None:
    """Lay pages into the exchange, where *Fetch Feedback* finds them; those of an earlier time are replaced.

    Args:
        settings: the course's configuration.
        secret: of the submission.
        pages: as HTML, by name of the notebook.

    Raises:
        UserError: the course has no exchange.
        OSError: they cannot be written.
    """
    folder = outbound_of(settings)
    mode = 0o664 if rules(settings).group_shared else 0o644
    for notebook, page in pages.items():
        with replacing(folder / f"{notebook_hash(secret=secret, notebook_id=notebook)}.html") as part:
            part.write_text(page, encoding="utf-8")
            part.chmod(mode)


def release(course: Course, settings: Config, submission: Submission) -> str:
    """Lay the written pages of a submission into the exchange; returns "" or why that cannot be."""
    folder = course.place(course.feedback, submission.student, submission.assignment)
    try:
        pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}
        if not pages:
            return "its feedback is not written yet: run `autograder feedback`"
        put(settings, secret_of(folder), pages)
    except NoSecret as problem:
        return str(problem)
    except (OSError, ValueError) as error:
        return f"its feedback could not be released ({what_went_wrong(error)})"
    return ""


def release_all(
    course: Course, assignment: str, student: str | None = None, leave: Collection[str] = ()
) -> Iterator[tuple[Submission, str]]:
    """Release what is written of an assignment; yields each submission with "" or why its pages cannot be released.

    Args:
        course: whose.
        assignment: which.
        student: only this one's.
        leave: not these students'.

    Raises:
        UserError: the course has no exchange.
    """
    settings = config.load(course.root)
    outbound_of(settings)
    for name in course.students(course.feedback, assignment):
        if student in (None, name) and name not in leave:
            submission = Submission(assignment, name)
            yield submission, release(course, settings, submission)
