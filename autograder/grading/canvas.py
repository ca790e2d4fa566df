"""Grades into Canvas by its API: what would change is looked at first, and a second run sends only what is missing.

Canvas is read before anything is written, so it is the record of what has been sent: whoever is interrupted starts
again. A score that somebody has given or changed there is left alone, unless it is asked for. The rules of the API are
those of Canvas' own documentation ("Submissions": *Grade or comment on multiple submissions*; "Progress").
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import canvasapi

from autograder.course import Course
from autograder.engine import sanitise
from autograder.errors import UserError
from autograder.files import replace_text
from autograder.grading import registration, roster
from autograder.grading.interchange import points_of
from autograder.grading.platforms import Person

PLACE = Path(registration.PRIVATE) / "platforms"
# Students of one request, and how long Canvas may take over it.
BATCH = 100
PATIENCE = 300.0
# Points in a gradebook are rarely as exact as this.
SAME = 1e-6
_LONGEST_SAID = 200


@dataclass(frozen=True)
class Change:
    """A score that is, or would be, put into Canvas.

    Attributes:
        student: by our id.
        user: by Canvas' number.
        before, after: the scores; None where there is none yet.
    """

    student: str
    user: int
    before: float | None
    after: float


@dataclass
class Plan:
    """What a push of one assignment would do.

    Attributes:
        assignment: ours.
        changes: to be sent.
        same: how many scores Canvas has already.
        theirs: changes that are left alone: somebody has given another score there.
        unmatched: our students whom nobody in Canvas' course is known to be, with the reason.
        remarks: what else is odd.
    """

    assignment: str
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    theirs: list[Change] = field(default_factory=list)
    unmatched: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Push:
    """A course of ours and one of Canvas'.

    Args:
        course: ours.
        address: of the Canvas, such as https://canvas.example.edu.
        number: of the course there.
        token: lets us in; no message has it.

    Raises:
        UserError: Canvas cannot be reached so.
    """

    def __init__(self, course: Course, address: str, number: int, token: str) -> None:
        _look_at(address)
        if not token.strip():
            raise UserError(
                "There is no token: put one of Canvas' (Account, Settings, New Access Token) into CANVAS_TOKEN."
            )
        self._course = course
        self._token = token.strip()
        self._people = roster.read(course)
        with self._asking(), warnings.catch_warnings(action="ignore"):
            self._there = canvasapi.Canvas(address, self._token).get_course(number)
            self._users = _users(self._there.get_users(enrollment_type=["student"], per_page=100))
            self._assignments = list(self._there.get_assignments(per_page=100))

    def plan(self, assignment: str, overwrite: bool = False) -> Plan:
        """What would be sent of an assignment.

        Args:
            assignment: ours; Canvas has one with this name.
            overwrite: also where somebody has given another score there.

        Raises:
            UserError: Canvas has no such assignment or several, nothing is graded, or it cannot be read.
        """
        points, most = points_of(self._course, assignment)
        if not points:
            raise UserError(f"{assignment} is not graded yet: run `autograder grade {assignment}`, then this again.")
        target = self._assignment(assignment)
        made = Plan(assignment)
        worth = getattr(target, "points_possible", None)
        if isinstance(worth, int | float) and abs(worth - most) > SAME:
            made.remarks.append(
                f"{assignment} is worth {worth:g} points in Canvas and {most:g} here: points are sent as they are"
            )
        with self._asking():
            there = {one.user_id: getattr(one, "score", None) for one in target.get_submissions(per_page=100)}
        sent = self._sent(assignment)
        for person in self._people:
            if person.id not in points:
                continue
            user = _whose(person, self._users)
            if isinstance(user, str):
                made.unmatched.append((person.id, user))
                continue
            before, after = there.get(user), round(points[person.id], 6)
            change = Change(person.id, user, before, after)
            if before is not None and abs(before - after) < SAME:
                made.same += 1
            elif before is not None and not overwrite and before != sent.get(str(user)):
                made.theirs.append(change)
            else:
                made.changes.append(change)
        return made

    def send(self, plan: Plan) -> Iterator[int]:
        """Send what a plan has; yields how many scores Canvas has taken so far.

        Raises:
            UserError: Canvas refuses, or has other scores than were sent when it says that it is done.
        """
        target = self._assignment(plan.assignment)
        done = 0
        for first in range(0, len(plan.changes), BATCH):
            some = plan.changes[first : first + BATCH]
            # What is written down is only that these scores are ours: before, so that none is ever taken for another's.
            self._remember(plan.assignment, some)
            with self._asking():
                progress = target.submissions_bulk_update(
                    grade_data={str(one.user): {"posted_grade": f"{one.after:g}"} for one in some}
                )
                self._wait(progress)
                there = {one.user_id: getattr(one, "score", None) for one in target.get_submissions(per_page=100)}
            for one in some:
                if (now := there.get(one.user)) is None or abs(now - one.after) > 1e-4:
                    raise UserError(
                        f"Canvas has {now} for {sanitise.text(one.student)} in {plan.assignment}, and {one.after:g} "
                        "were sent: look there, then run this again."
                    )
            done += len(some)
            yield done

    def _assignment(self, name: str) -> Any:
        found = [one for one in self._assignments if str(one.name).strip().casefold() == name.casefold()]
        if len(found) != 1:
            known = ", ".join(sorted(sanitise.text(str(one.name))[:60] for one in self._assignments)) or "none"
            what = "no assignment" if not found else f"{len(found)} assignments"
            raise UserError(f"Canvas' course has {what} called {name}: give one there this name (it has: {known}).")
        return found[0]

    def _wait(self, progress: Any) -> None:
        until = time.monotonic() + PATIENCE
        pause = 0.2
        while progress.workflow_state not in ("completed", "failed"):
            if time.monotonic() > until:
                raise UserError("Canvas is still busy with the scores: run this again later, nothing is sent twice.")
            time.sleep(pause)
            pause = min(2 * pause, 5.0)
            progress = progress.query()
        if progress.workflow_state == "failed":
            said = self._clean(getattr(progress, "message", "") or "without a reason")
            raise UserError(f"Canvas has not taken the scores ({said}): run this again.")

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """Whatever goes wrong on the way becomes a sentence, in which the token does not stand."""
        try:
            yield
        except UserError:
            raise
        except Exception as error:  # noqa: BLE001 - of the API, of HTTP, of the network, of what the server says
            raise UserError(f"Canvas: {_meaning(error)} ({self._clean(error)}).") from None

    def _clean(self, said: object) -> str:
        text = " ".join(sanitise.text(str(said)).split()).replace(self._token, "…")
        return text[:_LONGEST_SAID]

    def _place(self, assignment: str) -> Path:
        return self._course.root / PLACE / f"canvas-{self._there.id}-scores-{assignment}.json"

    def _sent(self, assignment: str) -> dict[str, float]:
        with contextlib.suppress(FileNotFoundError):
            found: dict[str, float] = json.loads(self._place(assignment).read_text(encoding="utf-8"))
            return found
        return {}

    def _remember(self, assignment: str, changes: Sequence[Change]) -> None:
        known = self._sent(assignment) | {str(one.user): one.after for one in changes}
        replace_text(self._place(assignment), json.dumps(known, indent=1))


def _look_at(address: str) -> None:
    """Refuse an address over which a token must not travel."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or "api/v1" in address:
        raise UserError(f"{address} is no address of a Canvas: write it as https://canvas.example.edu.")
    here = parts.hostname == "localhost"
    with contextlib.suppress(ValueError):
        here = here or ipaddress.ip_address(parts.hostname).is_loopback
    if parts.scheme == "http" and not here:
        raise UserError(f"{address} is not encrypted: whoever listens would read the token. Write https.")


def _meaning(error: Exception) -> str:
    name = type(error).__name__
    known = {
        "InvalidAccessToken": "it does not know this token",
        "Unauthorized": "this token may not do that",
        "Forbidden": "this token may not do that",
        "ResourceDoesNotExist": "there is no such course",
        "RateLimitExceeded": "it asks for a pause: run this again in a minute, nothing is sent twice",
        "ConnectionError": "it cannot be reached",
        "Timeout": "it does not answer",
    }
    return known.get(name, "something went wrong: run this again, nothing is sent twice")


def _users(found: Any) -> list[Mapping[str, str]]:
    """Canvas' students as texts."""
    keys = ("id", "login_id", "sis_user_id", "email")
    return [{key: str(getattr(one, key, "") or "") for key in keys} for one in found]


def _whose(person: Person, users: Sequence[Mapping[str, str]]) -> int | str:
    """Canvas' number of a person, or why there is none: by its number, its login, its own id, or the address."""
    for wanted, keys in (
        (person.platform_id, ("id", "sis_user_id")),
        (person.id, ("login_id", "sis_user_id")),
        (person.email, ("email", "login_id")),
    ):
        same = [one for one in users if wanted and any(one[key].casefold() == wanted.casefold() for key in keys)]
        if len(same) == 1:
            return int(same[0]["id"])
        if same:
            return f"{len(same)} people in Canvas' course have {wanted}"
    return "nobody in Canvas' course has this id, login or e-mail address"
