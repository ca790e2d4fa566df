"""Collect from nbgrader's exchange without trusting what lies there.

Its ``inbound`` folder is a drop box that every student can write to: names, times, links and owners are whatever
somebody made them. Nothing here follows a link, and nothing is copied that does not belong to the student it names.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import itertools
import json
import os
import pwd
import re
import shutil
import stat
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from dataclasses import replace as changed
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder import config as configuration
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import lock, replacing
from autograder.grading.submissions import bad_name
from autograder.stages import what_went_wrong

# Where nbgrader looks when its configuration names no other place.
_DEFAULT_ROOT = "/usr/local/share/nbgrader/exchange"
_DEFAULT_IGNORE = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
# nbgrader's own limits, in its unit: 1000 bytes.
_LARGEST_FILE, _LARGEST_FOLDER = 100_000, 100_000
MOST_FILES, DEEPEST = 2_000, 16
# The last thing that `nbgrader submit` does is to open the folder to everybody.
COMPLETE = 0o777
_MOMENT = "timestamp.txt"
_NAME = re.compile(
    r"(?P<student>.+)\+(?P<assignment>[^+]+)\+(?P<claimed>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [^+]+)(?:\+[\w-]{12})?",
    re.DOTALL,
)


class State(StrEnum):
    """What became of what a student has handed in."""

    COLLECTED = "collected"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LATER = "still being handed in"
    REFUSED = "refused"


@dataclass(frozen=True)
class Arrival:
    """A folder in ``inbound``.

    Attributes:
        name: of the folder.
        student, claimed: whose and of when it says that it is.
        received: when anything in it has changed last, by the file system's clock, which students cannot set.
        assignment: of which it says that it is.
    """

    name: str
    student: str
    claimed: str
    received: datetime.datetime
    assignment: str = ""

    @property
    def moment(self) -> str:
        """What stands in ``timestamp.txt``, as nbgrader writes it: when we received it."""
        return self.received.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


@dataclass(frozen=True)
class Collected:
    """What became of one student's submission; ``problem`` is "" or one sentence, ``name`` the folder's."""

    student: str
    state: State
    problem: str = ""
    name: str = ""


@dataclass(frozen=True)
class Rules:
    """What a submission may be."""

    file_bytes: int
    folder_bytes: int
    ignore: tuple[str, ...]
    check_owner: bool
    group_shared: bool


class _Refused(Exception):
    """Why a folder is not collected, in one sentence without its end; ``stranger``: whose it is, if not its name's."""

    def __init__(self, why: str, stranger: str = "") -> None:
        super().__init__(why)
        self.stranger = stranger


class _Incomplete(Exception):
    """It is still being handed in."""

    def __str__(self) -> str:
        return "it is not complete"


class NotThere(Exception):
    """A file of a submission that cannot be read, and why."""


def inbound_of(settings: Config) -> Path:
    """The folder of a course's exchange in which students lay their work.

    Args:
        settings: the course's configuration: to read it takes as long as to copy a submission.

    Raises:
        UserError: the course has no exchange.
    """
    return _existing(_place_of(settings) / "inbound")


def exchange_of(settings: Config) -> Path:
    """A course's own folder in the exchange.

    Raises:
        UserError: the course has no exchange.
    """
    return _existing(_place_of(settings))


def _place_of(settings: Config) -> Path:
    name = str(settings.CourseDirectory.get("course_id", ""))
    if not name:
        raise UserError(
            "The exchange needs to know the course: set c.CourseDirectory.course_id in nbgrader_config.py to its name."
        )
    return Path(str(settings.Exchange.get("root", _DEFAULT_ROOT))) / name


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise UserError(
            f"There is no exchange at {folder}: release an assignment first, or set c.Exchange.root in "
            "nbgrader_config.py to where it is."
        )
    return folder


def rules(settings: Config) -> Rules:
    """nbgrader's own settings for what may be handed in."""
    folder = settings.CourseDirectory
    return Rules(
        file_bytes=1000 * int(folder.get("max_file_size", _LARGEST_FILE)),
        folder_bytes=1000 * int(folder.get("max_dir_size", _LARGEST_FOLDER)),
        ignore=tuple(folder.get("ignore", _DEFAULT_IGNORE)),
        check_owner=bool(settings.ExchangeCollect.get("check_owner", True)),
        group_shared=bool(folder.get("groupshared", False)),
    )


def collect(
    course: Course,
    assignment: str,
    student: str | None = None,
    due: datetime.datetime | None = None,
    replace: bool = False,
) -> Iterator[Collected]:
    """Bring the newest submission of each student into ``submitted/``; yields what became of each.

    Args:
        course: whose exchange.
        assignment: its name.
        student: only this one.
        due: take the newest that arrived until then, where there is one.
        replace: also what was put into ``submitted/`` by other means.

    Raises:
        UserError: the course has no exchange, or ``inbound`` cannot be read.
    """
    settings = configuration.load(course.root)
    inbound, allowed = inbound_of(settings), rules(settings)
    with _opened(inbound) as place, lock(course.root):
        found, refused = _arrivals(place, assignment, student, allowed)
        yield from refused
        for name in sorted(found):
            yield _bring(course, assignment, place, _choose(found[name], due), allowed, replace)


@contextlib.contextmanager
def _opened(inbound: Path) -> Iterator[int]:
    try:
        place = os.open(inbound, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        raise UserError(f"{inbound} cannot be read ({error.strerror}): it has to be yours.") from None
    try:
        yield place
    finally:
        os.close(place)


def look(settings: Config, assignments: Collection[str], known: Collection[str]) -> Iterator[Arrival | Collected]:
    """What lies in ``inbound`` by names that are not known yet: what has arrived, or why a folder is not taken.

    Args:
        settings: the course's configuration.
        assignments: of which; the others' are passed over.
        known: names of folders that need not be looked at.

    Raises:
        UserError: the course has no exchange, or ``inbound`` cannot be read.
    """
    allowed = rules(settings)
    with _opened(inbound_of(settings)) as place:
        with os.scandir(place) as entries:
            names = sorted(entry.name for entry in entries if entry.name not in known)
        for name in names:
            parts = _NAME.fullmatch(name)
            if parts is None or parts["assignment"] not in assignments:
                continue
            try:
                yield _arrival(place, name, allowed)
            except _Refused as problem:
                yield Collected(parts["student"], State.REFUSED, f"{name}: {problem}", name)
            except FileNotFoundError:
                continue
            except _Incomplete:
                yield Collected(parts["student"], State.LATER, name=name)


def collect_one(course: Course, settings: Config, arrival: Arrival) -> Collected:
    """Bring one folder into ``submitted/``, whole or not at all, if it is still what it was.

    Raises:
        UserError: the course has no exchange, or ``inbound`` cannot be read.
    """
    allowed = rules(settings)
    with _opened(inbound_of(settings)) as place, lock(course.root):
        try:
            now = _arrival(place, arrival.name, allowed)
            if now.received != arrival.received:
                raise _Refused("it was changed after it had been handed in: hand in again")
        except (_Refused, _Incomplete, OSError) as problem:
            return Collected(arrival.student, State.REFUSED, f"{arrival.name}: {problem}", arrival.name)
        return _bring(course, arrival.assignment, place, now, allowed, False)


def text_of(settings: Config, arrival: Arrival, name: str, most: int) -> str:
    """A small file of a folder in ``inbound``, if it is its owner's, and no link.

    Raises:
        NotThere: it is not, or it is larger.
        UserError: the course has no exchange, or ``inbound`` cannot be read.
    """
    with _opened(inbound_of(settings)) as place, contextlib.ExitStack() as stack:
        try:
            folder = _open(place, arrival.name, os.O_DIRECTORY, arrival.name)
            stack.callback(os.close, folder)
            opened = _open(folder, name, 0, name)
            stack.callback(os.close, opened)
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.fstat(folder).st_uid or status.st_nlink > 1:
                raise _Refused(f"{name!r} is not an ordinary file of its owner's")
            body = os.read(opened, most + 1)
        except (_Refused, OSError) as problem:
            raise NotThere(str(problem)) from None
    if len(body) > most:
        raise NotThere(f"{name!r} is too large")
    return body.decode("utf-8", "replace")


def received(course: Course, assignment: str, student: str, claimed: str) -> datetime.datetime | None:
    """When we received what lies in ``submitted/``, in UTC; None where it did not come by :func:`collect`.

    Args:
        course: the course.
        assignment: its name.
        student: who handed it in.
        claimed: the text of its ``timestamp.txt``: another one means that somebody has put another work there.
    """
    receipt = _receipt(course, assignment, student)
    if receipt.get("claimed") != claimed.strip():
        return None
    with contextlib.suppress(KeyError, TypeError, ValueError):
        return datetime.datetime.fromisoformat(receipt["received"]).astimezone(datetime.UTC).replace(tzinfo=None)
    return None


def _arrivals(
    place: int, assignment: str, student: str | None, allowed: Rules
) -> tuple[dict[str, list[Arrival]], list[Collected]]:
    """The complete folders of an assignment by student, and what is to be said of the others."""
    found: dict[str, list[Arrival]] = {}
    others: list[Collected] = []
    strangers: dict[str, set[str]] = {}
    with os.scandir(place) as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        parts = _NAME.fullmatch(name)
        if parts is None or parts["assignment"] != assignment or student not in (None, parts["student"]):
            continue
        claims = parts["student"]
        try:
            arrived = _arrival(place, name, allowed)
            found.setdefault(claims, []).append(arrived)
        except _Refused as problem:
            if problem.stranger:
                strangers.setdefault(problem.stranger, set()).add(claims)
            others.append(Collected(claims, State.REFUSED, f"{name}: {problem}"))
        except _Incomplete:
            others.append(Collected(claims, State.LATER, f"{name} is not complete yet: collect again in a minute"))
    shared = [owner for owner, claimed in strangers.items() if len(claimed) > 1 and not found]
    return found, [_with_set_up(one, shared) for one in others]


def _arrival(place: int, name: str, allowed: Rules) -> Arrival:
    """One complete folder.

    Raises:
        _Refused: it is not to be trusted.
        _Incomplete: it is still being handed in.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise _Refused("its name is not one that `nbgrader submit` gives")
    claims = parts["student"]
    status = _status_of_folder(place, name)
    owner = _owner(status.st_uid)
    if allowed.check_owner and owner != claims:
        raise _Refused(f"the folder says that it is {claims}'s, and it belongs to the system's user {owner}", owner)
    if why := bad_name(claims):
        raise _Refused(why)
    if stat.S_IMODE(status.st_mode) & COMPLETE != COMPLETE:
        raise _Incomplete
    moment = _moment(max(status.st_ctime, _last_change(place, name, DEEPEST)))
    return Arrival(name, claims, parts["claimed"], moment, parts["assignment"])


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _last_change(place: int, name: str, deepest: int) -> float:
    """When anything in a folder has changed last: who writes into a file leaves the folder's own time as it was."""
    latest = 0.0
    with contextlib.suppress(OSError):
        opened = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=place)
        try:
            with os.scandir(opened) as entries:
                for entry in itertools.islice(entries, MOST_FILES):
                    latest = max(latest, entry.stat(follow_symlinks=False).st_ctime)
                    if deepest and entry.is_dir(follow_symlinks=False):
                        latest = max(latest, _last_change(opened, entry.name, deepest - 1))
        finally:
            os.close(opened)
    return latest


def _with_set_up(one: Collected, shared: list[str]) -> Collected:
    """Where everybody's folders belong to one user, the set-up is at fault and nobody has to be suspected."""
    if one.state is not State.REFUSED or not shared:
        return one
    advice = (
        f"all submissions belong to the system's user {shared[0]}, so nobody can tell whose they are: give each "
        "student of the hub a system user (SystemUserSpawner, or a user id of its own in each container)"
    )
    return Collected(one.student, one.state, advice)


def _status_of_folder(place: int, name: str) -> os.stat_result:
    status = os.stat(name, dir_fd=place, follow_symlinks=False)
    if stat.S_ISLNK(status.st_mode):
        raise _Refused("it is a link")
    if not stat.S_ISDIR(status.st_mode):
        raise _Refused("it is no folder")
    return status


def _owner(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"number {uid}"


def _choose(arrivals: list[Arrival], due: datetime.datetime | None) -> Arrival:
    in_time = [one for one in arrivals if due is not None and one.received <= due]
    return max(in_time or arrivals, key=lambda one: one.received)


def _bring(course: Course, assignment: str, place: int, arrival: Arrival, allowed: Rules, replace: bool) -> Collected:
    """Copy one folder, whole or not at all."""
    student = arrival.student
    target = course.submitted / student / assignment
    before = _receipt(course, assignment, student)
    there = os.path.lexists(target)
    if there and before.get("name") == arrival.name:
        return Collected(student, State.UNCHANGED)
    if there and not before and not replace:
        problem = f"{target} did not come from the exchange and stays: --replace puts {arrival.name} in its place"
        return Collected(student, State.REFUSED, problem)
    part = target.with_name(f".{assignment}.{os.getpid()}.part")
    old = target.with_name(f".{assignment}.{os.getpid()}.old")
    try:
        if course.submitted.is_symlink() or target.parent.is_symlink():
            raise _Refused(f"{target.parent} is a link")
        part.mkdir(parents=True)
        latest = _moment(_copy_folder(place, arrival.name, part, allowed))
        # It may have been changed since it was chosen.
        arrival = changed(arrival, received=max(arrival.received, latest))
        _write_moment(part, arrival.moment)
        # On a full disk a receipt cannot be written, but what is written can always get its name.
        with _receipt_for(course, assignment, arrival):
            if there:
                target.rename(old)
            part.rename(target)
    except (_Refused, OSError) as problem:
        if old.exists() and not os.path.lexists(target):
            old.rename(target)
        reason = str(problem) if isinstance(problem, _Refused) else what_went_wrong(problem)
        return Collected(student, State.REFUSED, f"{arrival.name}: {reason}")
    finally:
        for left in (part, old):
            if left.is_symlink():
                left.unlink()
            elif left.exists():
                shutil.rmtree(left, ignore_errors=True)
    return Collected(student, State.UPDATED if there else State.COLLECTED)


@dataclass
class _Budget:
    """What may still be copied of one submission."""

    allowed: Rules
    owner: int
    device: int
    files: int = MOST_FILES
    latest: float = 0.0
    folder_bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self.folder_bytes = self.allowed.folder_bytes

    def take(self, name: str, status: os.stat_result) -> None:
        self.files -= 1
        self.latest = max(self.latest, status.st_ctime)
        self.folder_bytes -= status.st_size
        if self.files < 0:
            raise _Refused(f"it has more than {MOST_FILES} files")
        if status.st_size > self.allowed.file_bytes:
            raise _Refused(f"{name!r} has more than {self.allowed.file_bytes // 1000} kB")
        if self.folder_bytes < 0:
            raise _Refused(f"it has more than {self.allowed.folder_bytes // 1000} kB")


def _copy_folder(place: int, name: str, target: Path, allowed: Rules) -> float:
    """Copy a folder; returns when anything in it has changed last."""
    opened = _open(place, name, os.O_DIRECTORY, name)
    try:
        status = os.fstat(opened)
        budget = _Budget(allowed, status.st_uid, status.st_dev)
        _copy_below(opened, target, budget, "", DEEPEST)
        return budget.latest
    finally:
        os.close(opened)


def _copy_below(folder: int, target: Path, budget: _Budget, shown: str, deepest: int) -> None:
    """Copy what lies in an open folder. Every entry is opened first and looked at then, so that none can be swapped."""
    if deepest < 0:
        raise _Refused("its folders are nested too deeply")
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
    for name in names:
        path = f"{shown}{name}"
        if any(fnmatch(name, pattern) for pattern in budget.allowed.ignore):
            continue
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
        kind = os.O_DIRECTORY if stat.S_ISDIR(status.st_mode) else 0
        if not kind and not stat.S_ISREG(status.st_mode):
            raise _Refused(f"{path!r} is {'a link' if stat.S_ISLNK(status.st_mode) else 'no ordinary file'}")
        opened = _open(folder, name, kind, path)
        try:
            status = os.fstat(opened)
            if status.st_uid != budget.owner or status.st_dev != budget.device:
                raise _Refused(f"{path!r} belongs to somebody else")
            if kind:
                (target / name).mkdir(mode=0o775 if budget.allowed.group_shared else 0o755)
                _copy_below(opened, target / name, budget, f"{path}/", deepest - 1)
                continue
            if not stat.S_ISREG(status.st_mode):
                raise _Refused(f"{path!r} is no ordinary file")
            if status.st_nlink > 1:
                raise _Refused(f"{path!r} has a second name (a hard link)")
            budget.take(path, status)
            _copy_file(opened, target / name, status.st_size, budget.allowed.group_shared)
        finally:
            os.close(opened)


def _write_moment(folder: Path, moment: str) -> None:
    """Put our own ``timestamp.txt`` in place of the student's: it could say anything, or be missing."""
    for there in folder.iterdir():
        if there.name.lower() == _MOMENT:
            if there.is_dir():
                shutil.rmtree(there)
            else:
                there.unlink()
    (folder / _MOMENT).write_text(moment, encoding="utf-8")


def _open(folder: int, name: str, kind: int, shown: str) -> int:
    # Without O_NONBLOCK, opening a pipe that nobody writes to would never return.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | kind
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise _Refused(f"{shown!r} is a link") from None
        raise _Refused(f"{shown!r} cannot be read ({error.strerror})") from None


def _copy_file(opened: int, target: Path, size: int, group_shared: bool) -> None:
    """At most ``size`` bytes: a file that grows meanwhile is cut where it was."""
    mode = 0o664 if group_shared else 0o644
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        while size > 0 and (block := os.read(opened, min(size, 1 << 20))):
            stream.write(block)
            size -= len(block)


def _receipt_path(course: Course, assignment: str, student: str) -> Path:
    return course.root / ".receipts" / assignment / f"{student}.json"


def _receipt(course: Course, assignment: str, student: str) -> dict[str, Any]:
    try:
        read = json.loads(_receipt_path(course, assignment, student).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


@contextlib.contextmanager
def _receipt_for(course: Course, assignment: str, arrival: Arrival) -> Iterator[None]:
    """Write the receipt of an arrival; it counts from the end of the block on, and not at all where that fails."""
    written = asdict(arrival) | {"received": arrival.received.isoformat(), "claimed": arrival.moment}
    with replacing(_receipt_path(course, assignment, arrival.student)) as temporary:
        temporary.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        yield
