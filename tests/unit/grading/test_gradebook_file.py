"""A gradebook in a file does not lie on a network drive: what Linux says of its mounts decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading import gradebook_file
from autograder.grading.gradebook_file import network_drive

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:25 / /home rw,relatime shared:9 - nfs4 server:/home rw,vers=4.2
31 30 254:2 / /home/local\\040disk rw,relatime - ext4 /dev/vdb1 rw
32 22 0:31 / /srv rw - cifs //server/share rw
33 22 0:32 / /srv rw - xfs /dev/vdc rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/course", ""),
        ("/home/teacher/course", "nfs4"),
        ("/home", "nfs4"),
        ("/homes/course", ""),
        ("/home/local disk/course", ""),
        # What was mounted there later lies on top.
        ("/srv/course", ""),
    ],
)
def test_the_drive_that_a_folder_lies_on(folder: str, kind: str) -> None:
    assert network_drive(Path(folder), MOUNTS) == kind


def test_a_gradebook_on_a_network_drive_is_refused_and_a_database_server_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 254:1 / / rw - ext4 /dev/vda1 rw\n30 22 0:25 / {tmp_path} rw - nfs server:/x rw\n")
    monkeypatch.setattr(gradebook_file, "MOUNTS", mounts)
    with pytest.raises(UserError, match=r"lies on a network drive \(nfs\).*PostgreSQL"):
        gradebook_file.refuse_network_drive(Course(tmp_path))
    gradebook_file.refuse_network_drive(Course(tmp_path, database="postgresql+psycopg://u:p@host/book"))
    gradebook_file.refuse_network_drive(Course(tmp_path, database="sqlite:////elsewhere/gradebook.db"))
