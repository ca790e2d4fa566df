"""Learning platforms: whose a file in their archives is, and how they want grades and pages back.

The rules are those of their own programs:

- Canvas names a file ``name[_LATE]_user_attachment_file`` (``lib/content_zipper.rb``: ``get_filename``,
  ``add_upload_submission``), and takes files back whose names begin so. Its gradebook takes a table whose columns are
  Student, ID, SIS User ID, SIS Login ID, Section and then assignments, with a row "Points Possible"
  (``lib/gradebook_importer.rb``: ``update_column_count``, ``process_student``).
- Moodle names a folder ``full name_participant_assignsubmission_file``, before 4.1 with one more ``_``, and long ago
  put the file behind it without a folder; it takes feedback back under the same names
  (``mod/assign/feedback/file/importziplib.php``: ``is_valid_filename_for_import``).
- Brightspace puts each submission into a folder ``number-number - full name - Sep 24, 2024 926 PM`` and a page
  ``index.html`` beside them, and takes feedback back in folders called so; its grade book takes a table with
  ``OrgDefinedId`` or ``Username``, a column ``… Points Grade`` for each item, and an ``End-of-Line Indicator`` (D2L's
  help: "Download assignment submissions", "Import grades from a CSV file").
- Gradescope puts each submission into a folder ``submission_number`` and says in ``submission_metadata.yml`` who
  handed it in, several people for a group (Gradescope's help: "Exporting submissions"; Otter-Grader reads it too).
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import yaml

from autograder.platform import Platform
from autograder.reporting.table_text import csv_text


@dataclass(frozen=True)
class Person:
    """A student of the gradebook."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    platform_id: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Named:
    """What the name of a file says.

    Attributes:
        prefix: what a file for the same student has to begin with, when it goes back.
        name: the student's, as the platform writes it.
        number: the platform's number of the student.
        file: the student's own name of the file.
        order: larger for what was handed in later.
        late: whether the platform says that it was late.
        email: the student's address, where the platform says it.
        institution_id: the student's number at the institution, where the platform says it.
    """

    prefix: str
    name: str
    number: str
    file: str
    order: int = 0
    late: bool = False
    email: str = ""
    institution_id: str = ""


_CANVAS = re.compile(r"(?P<name>.*?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)")
_MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<user>\d+)_assignsubmission_file(?:_(?P<file>.*))?")
_BRIGHTSPACE = re.compile(r"\d+-\d+ - (?P<name>.+?) - (?P<date>[^-]+)")
_GRADESCOPE = re.compile(r"submission_\d+")
# Gradescope's list of who handed in what: more than this is no such list.
LARGEST_LIST = 16 << 20
# What Canvas and browsers add to the name of a file that is there already.
_COPY = re.compile(r"(?:-\d+|\s*\(\d+\))$")


def named(
    platform: Platform, path: PurePosixPath, submitters: Mapping[str, Sequence[Submitter]] | None = None
) -> list[Named]:
    """What the path of a file in an archive says; nothing where it is none of the platform's, several for a group.

    Args:
        platform: whose archive it is.
        path: of the file.
        submitters: of Gradescope's folders, see :func:`submitters`.
    """
    match platform:
        case Platform.CANVAS:
            found = [_of_canvas(path)]
        case Platform.MOODLE:
            found = [_of_moodle(path)]
        case Platform.BRIGHTSPACE:
            found = [_of_brightspace(path)]
        case Platform.GRADESCOPE:
            found = list(_of_gradescope(path, submitters or {}))
    return [one for one in found if one is not None]


def is_listing(platform: Platform, path: PurePosixPath) -> bool:
    """Whether a file is the platform's own list of what is in the archive."""
    known = {Platform.BRIGHTSPACE: "index.html", Platform.GRADESCOPE: "submission_metadata.yml"}
    return path.name == known.get(platform) and len(path.parts) <= 2


def _of_canvas(path: PurePosixPath) -> Named | None:
    found = _CANVAS.fullmatch(path.name)
    if found is None:
        return None
    prefix = path.name.removesuffix(found["file"])
    return Named(prefix, found["name"], found["user"], found["file"], int(found["attachment"]), bool(found["late"]))


def _of_moodle(path: PurePosixPath) -> Named | None:
    for depth, part in enumerate(path.parts):
        if found := _MOODLE.fullmatch(part):
            rest = [*filter(None, [found["file"]]), *path.parts[depth + 1 :]]
            prefix = f"{found['name']}_{found['user']}_assignsubmission_file_"
            return Named(f"{prefix}/", found["name"], found["user"], "/".join(rest))
    return None


def _of_brightspace(path: PurePosixPath) -> Named | None:
    for depth, part in enumerate(path.parts[:-1]):
        if found := _BRIGHTSPACE.fullmatch(part):
            # Its numbers are not said to be a student's.
            file = "/".join(path.parts[depth + 1 :])
            return Named(f"{part}/", found["name"], "", file, _moment(found["date"]))
    return None


def _moment(date: str) -> int:
    """Seconds since 1970 of a date such as "Sep 24, 2024 926 PM"; 0 where it is written otherwise."""
    found = re.fullmatch(r"(?P<day>.+ \d{4}) (?P<time>\d{3,4}) (?P<half>[AP]M)", date.strip())
    with contextlib.suppress(TypeError, ValueError):
        text = f"{found['day']} {found['time']:0>4} {found['half']}" if found else date
        return int(datetime.datetime.strptime(text, "%b %d, %Y %I%M %p").replace(tzinfo=datetime.UTC).timestamp())
    return 0


@dataclass(frozen=True)
class Submitter:
    """One of those who handed in a folder of Gradescope's."""

    name: str
    number: str
    email: str


def submitters(text: bytes) -> dict[str, list[Submitter]]:
    """Who handed in which folder, as Gradescope's ``submission_metadata.yml`` says.

    Raises:
        ValueError: it is no such list.
    """
    if len(text) > LARGEST_LIST:
        raise ValueError(f"it has more than {LARGEST_LIST >> 20} MiB")
    try:
        read = yaml.load(text, Loader=_Plain)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ValueError(f"it is not YAML ({type(error).__name__})") from None
    if not isinstance(read, dict):
        raise ValueError("it lists no submissions")
    found = {}
    for folder, told in read.items():
        people = told.get(":submitters") if isinstance(told, dict) else None
        if isinstance(folder, str) and isinstance(people, list):
            found[folder] = [
                Submitter(*(str(one.get(f":{key}") or "") for key in ("name", "sid", "email")))
                for one in people
                if isinstance(one, dict)
            ]
    return found


class _Plain(yaml.SafeLoader):
    """Without references: a few lines with them can stand for more than any memory holds."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("a reference")
        return super().compose_node(parent, index)


def _of_gradescope(path: PurePosixPath, submitters: Mapping[str, Sequence[Submitter]]) -> Iterable[Named]:
    for depth, part in enumerate(path.parts[:-1]):
        if _GRADESCOPE.fullmatch(part):
            file = "/".join(path.parts[depth + 1 :])
            for one in submitters.get(part, ()):
                yield Named(f"{part}/", one.name, "", file, email=one.email, institution_id=one.number)
            return


def candidates(one: Named, people: Iterable[Person]) -> list[Person]:
    """Whose file it may be: by the platform's number, else the institution's, the address, or the name.

    Several where people share what decides: nothing weaker is asked then.
    """
    people = list(people)
    if numbered := [person for person in people if one.number and person.platform_id == one.number]:
        return numbered
    own = one.institution_id
    if known := [person for person in people if own and own in (person.id, person.platform_id)]:
        return known
    if addressed := [person for person in people if one.email and one.email.casefold() == person.email.casefold()]:
        return addressed
    wanted = _plain(one.name)
    return [
        person
        for person in people
        if wanted and wanted in (_plain(person.name), _plain(f"{person.last}{person.first}"), _plain(person.id))
    ]


def whose(one: Named, people: Iterable[Person]) -> Person | None:
    """Whose file it is; None where nobody can tell."""
    found = candidates(one, people)
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def notebook_name(file: str, notebooks: Sequence[str], notebooks_of_student: int) -> str | None:
    """Which notebook of the assignment a file is, without the ending; None for any other file.

    Args:
        file: the student's name of it.
        notebooks: the names of the assignment's.
        notebooks_of_student: how many notebooks the student has handed in.
    """
    path = PurePosixPath(file)
    if path.suffix.lower() != ".ipynb":
        return None
    stem = _COPY.sub("", path.stem)
    for name in notebooks:
        if name.casefold() in (path.stem.casefold(), stem.casefold()):
            return name
    return notebooks[0] if len(notebooks) == 1 == notebooks_of_student else None


def canvas_csv(people: Sequence[Person], points: Mapping[str, Mapping[str, float]], most: Mapping[str, float]) -> str:
    """A table for *Import Grades*.

    Args:
        people: the class.
        points: by assignment, and student id; who has none keeps what is there.
        most: the points that each assignment is worth.
    """
    head: list[object] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *points]
    rows: list[list[object]] = [head, ["    Points Possible", "", "", "", "", *(most[name] for name in points)]]
    for person in people:
        scores = [points[name].get(person.id) for name in points]
        student = f"{person.last}, {person.first}" if person.last else person.id
        rows.append([student, person.platform_id, "", person.id, "", *scores])
    return csv_text(rows)


def moodle_csv(people: Sequence[Person], points: Mapping[str, Mapping[str, float]]) -> str:
    """A table for *Grades, Import, CSV file*: identify users by their e-mail address, user name or id number."""
    rows: list[list[object]] = [["Username", "ID number", "Email address", "First name", "Last name", *points]]
    for person in people:
        scores = [points[name].get(person.id) for name in points]
        rows.append([person.id, person.platform_id, person.email, person.first, person.last, *scores])
    return csv_text(rows)


def brightspace_csv(
    people: Sequence[Person], points: Mapping[str, Mapping[str, float]], most: Mapping[str, float]
) -> str:
    """A table for *Grades, Enter Grades, Import*: the points of each item, by name of the user.

    Args:
        people: the class.
        points: by assignment, and student id; who has none keeps what is there.
        most: the points that each assignment is worth.
    """
    items = [f"{name} Points Grade <Numeric MaxPoints:{most[name]:g}>" for name in points]
    rows: list[list[object]] = [["OrgDefinedId", "Username", *items, "End-of-Line Indicator"]]
    for person in people:
        scores = [points[name].get(person.id) for name in points]
        rows.append([person.platform_id, person.id, *scores, "#"])
    return csv_text(rows)
