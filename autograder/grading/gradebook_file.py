"""The gradebook as a file: where it is, where it is one, and a copy of it that is whole whoever writes meanwhile."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

from autograder.course import Course
from autograder.errors import UserError

BUSY_SECONDS = 60.0


def gradebook_file(course: Course) -> Path | None:
    """The file of the gradebook; None where it is another kind of database."""
    url = make_url(course.gradebook_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


# Kinds of file systems that lie on another machine, as Linux calls them. SQLite's locks do not hold there: two who
# write at a time may destroy the file.
_NETWORK = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.rclone", "fuse.s3fs", "fuse.davfs", "davfs"),
    )
)
MOUNTS = Path("/proc/self/mountinfo")


def refuse_network_drive(course: Course) -> None:
    """A gradebook in a file lies on a disk of this machine.

    Raises:
        UserError: it does not.
    """
    path = gradebook_file(course)
    if path is None or not MOUNTS.is_file():
        return
    if kind := network_drive(path.absolute().parent.resolve(), MOUNTS.read_text(encoding="utf-8", errors="replace")):
        raise UserError(
            f"The gradebook {path} lies on a network drive ({kind}), where SQLite loses what two write at a time: put "
            "it on a disk of this machine, or let c.CourseDirectory.db_url name a PostgreSQL server (docs/grading.md)."
        )


def network_drive(folder: Path, mounts: str) -> str:
    """The kind of the network drive that a folder lies on; "" where it lies on none.

    Args:
        folder: an absolute path without links.
        mounts: what ``/proc/self/mountinfo`` says.
    """
    deepest, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        # Blanks and the like are written as octal numbers.
        place = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        # Of two at one place, the later one lies on top.
        if folder.is_relative_to(place) and len(place.parts) >= deepest:
            deepest, kind = len(place.parts), after.split(" ")[0]
    return kind if kind in _NETWORK else ""


def copy(source: Path, target: Path) -> None:
    """SQLite's own copy, in one transaction: whoever has ``target`` open sees what it was, or what it becomes.

    Raises:
        sqlite3.DatabaseError: ``source`` is not there, or no sound database.
    """
    with (
        contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as from_there,
        contextlib.closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as into,
    ):
        from_there.backup(into)
