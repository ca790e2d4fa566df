"""What Gradescope needs to grade an assignment of a course by itself: one archive to upload as its autograder.

The layout is the one of Gradescope's autograder specifications: ``setup.sh`` is run once when the image is made,
``run_autograder`` for each submission; the archive's files lie in ``/autograder/source``.
"""

from __future__ import annotations

import importlib.metadata
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from sqlalchemy.engine import make_url

from autograder import config
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replacing

_OWN = ("autograder", "gancourse")
_LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")
# A fixed moment: the same course makes the same archive.
_MOMENT = (2020, 1, 1, 0, 0, 0)
ISOLATION = (
    "Gradescope runs each submission in a container of its own, as root. Where bubblewrap may not start in there, "
    "which Gradescope decides, students' code runs beside the tests: it could read them and could claim points. What "
    "is graded here, with `autograder grade`, is sealed."
)
_SETUP = """\
#!/usr/bin/env bash
# Run once by Gradescope, as root, when the image is made.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends bubblewrap python3 python3-venv
here=$(cd "$(dirname "$0")" && pwd)
python3 -m venv "$here/environment"
# TORCH_INDEX may name an index with builds of PyTorch for processors only, which are far smaller.
more=${TORCH_INDEX:+--extra-index-url $TORCH_INDEX}
"$here/environment/bin/python" -m pip install $more -r "$here/requirements.txt"
"$here/environment/bin/python" -c '
import pathlib, sys, sysconfig
pathlib.Path(sysconfig.get_path("purelib"), "autograder.pth").write_text(sys.argv[1])
' "$here/packages"
"$here/environment/bin/python" -m compileall -q "$here/packages"
"""
_RUN = """\
#!/usr/bin/env bash
# Run by Gradescope for each submission.
set -euo pipefail
base=${AUTOGRADER_BASE:-/autograder}
exec "$base/source/environment/bin/python" -m autograder.grading.gradescope_run "$base"
"""


def export(course: Course, assignment: str, target: Path) -> int:
    """Write the archive; returns how many files it has.

    Args:
        course: whose.
        assignment: which.
        target: the archive, replaced where it is there.

    Raises:
        UserError: the gradebook's address has a password, or there is no notebook.
    """
    files = {
        "setup.sh": _SETUP.encode(),
        "run_autograder": _RUN.encode(),
        "assignment.txt": f"{assignment}\n".encode(),
        "requirements.txt": "".join(f"{one}\n" for one in requirements(_extras(course))).encode(),
        **dict(_packages()),
        **dict(_course(course, assignment)),
    }
    with replacing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(files.items()):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            archive.writestr(info, body)
    return len(files)


def _extras(course: Course) -> frozenset[str]:
    return frozenset({"course"}) if course.is_ours else frozenset()


def requirements(extras: frozenset[str] = frozenset()) -> list[str]:
    """What the grader needs, in the versions that are installed here, without what is packed with it.

    Args:
        extras: of the grader's own that are needed too.
    """
    found: dict[str, str] = {}
    waiting = [("autograder", extras)]
    seen = set()
    while waiting:
        name, wanted = waiting.pop()
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            # For another system, or not needed here.
            continue
        own = distribution.metadata["Name"]
        if (own, wanted) in seen:
            continue
        seen.add((own, wanted))
        if own not in _OWN:
            # Which build it is depends on the machine.
            found[own] = distribution.version.partition("+")[0]
        for text in distribution.requires or []:
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate({"extra": one}) for one in ("", *wanted)):
                waiting.append((needed.name, frozenset(needed.extras)))
    return [f"{name}=={version}" for name, version in sorted(found.items(), key=lambda one: one[0].lower())]


def _packages() -> Iterator[tuple[str, bytes]]:
    """The grader, and the course's package where it is installed, with what says which plug-ins they have."""
    for name in _OWN:
        spec = find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            continue
        folder = Path(next(iter(spec.submodule_search_locations)))
        for path in _files(folder):
            yield f"packages/{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()
        distribution = importlib.metadata.distribution(name)
        for part in ("METADATA", "entry_points.txt"):
            if (text := distribution.read_text(part)) is not None:
                yield f"packages/{name}-{distribution.version}.dist-info/{part}", text.encode()


def _course(course: Course, assignment: str) -> Iterator[tuple[str, bytes]]:
    """What grading this assignment needs of the course folder."""
    address = make_url(course.gradebook_url)
    if address.password:
        raise UserError(
            "c.CourseDirectory.db_url holds a password, which would be in the archive: let a file or the environment "
            "hold it, then export again."
        )
    settings = course.root / config.NAME
    text = settings.read_text(encoding="utf-8") if settings.is_file() else "c = get_config()\n"
    # The gradebook is one of its own there, for each submission.
    yield f"course/{config.NAME}", f'{text.rstrip()}\nc.CourseDirectory.pop("db_url", None)\n'.encode()
    beside = [path for path in course.root.glob("*.py") if path.name != config.NAME]
    folders = [course.release_folder(assignment)]
    if course.is_ours:
        folders.append(course.source_script(assignment).parent)
    else:
        folders.append(course.source_folder(assignment))
        beside += course.source.glob("*.ipynb")
    for path in (*beside, *(one for folder in folders for one in _files(folder))):
        yield f"course/{path.relative_to(course.root).as_posix()}", path.read_bytes()


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and not set(path.relative_to(folder).parts) & set(_LEFT_OUT)
    )
