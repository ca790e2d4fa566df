"""The class as the gradebook has it, and a table of it read in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from nbgrader.api import Gradebook

from autograder import gradebook_schema
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import lock
from autograder.grading.platforms import Person
from autograder.grading.submissions import bad_name

# The names under which platforms export a column, in small letters.
gradebook_schema.use()

_COLUMNS = {
    "id": ("id", "student_id", "username", "sis login id", "login", "student id"),
    "first": ("first_name", "first name", "firstname", "given name"),
    "last": ("last_name", "last name", "lastname", "surname", "family name"),
    "email": ("email", "email address", "e-mail"),
    "platform_id": ("lms_user_id", "platform id", "id number", "canvas id", "moodle id", "participant"),
}
LARGEST = 16 << 20


def read(course: Course) -> list[Person]:
    """Everybody in the gradebook."""
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        return [
            Person(one.id, one.first_name or "", one.last_name or "", one.email or "", one.lms_user_id or "")
            for one in gradebook.students
        ]


def people_in(path: Path) -> list[Person]:
    """The people in a table with a row of headings.

    Raises:
        UserError: it cannot be read, has no column of ids, or a row is wrong: which, and what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} has more than {LARGEST >> 20} MiB: is it the right file?")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8 text: save it as CSV (UTF-8).") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise UserError(f"{path}, line {reader.line_num}: the quotes are not right ({error}): correct them.") from None
    if not rows:
        raise UserError(f"{path} is empty.")
    heads = [head.strip().casefold() for head in rows[0]]
    where = {
        field: next((heads.index(name) for name in names if name in heads), -1) for field, names in _COLUMNS.items()
    }
    if where["id"] < 0:
        raise UserError(f"{path} has no column of ids: call one of them id (there are: {', '.join(rows[0])}).")
    found: dict[str, Person] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        value = {field: row[at].strip() if 0 <= at < len(row) else "" for field, at in where.items()}
        if not value["id"] or bad_name(value["id"]):
            raise UserError(f"{path}, line {number}: {value['id']!r} cannot be a student's id: correct it.")
        if value["id"] in found:
            raise UserError(f"{path}, line {number}: {value['id']!r} is there twice: remove one.")
        found[value["id"]] = Person(**value)
    return list(found.values())


def shared(people: list[Person]) -> list[str]:
    """A sentence on each address, and each number of a platform, that several people have."""
    found = []
    for what, value in (("e-mail address", lambda one: one.email), ("lms_user_id", lambda one: one.platform_id)):
        owners: dict[str, list[str]] = {}
        for one in people:
            if value(one):
                owners.setdefault(value(one).casefold(), []).append(one.id)
        found += [
            f"{', '.join(ids)} have the same {what} ({text}): what a platform says of it is nobody's"
            for text, ids in owners.items()
            if len(ids) > 1
        ]
    return found


def take(course: Course, people: list[Person]) -> int:
    """Put people into the gradebook, new ones and changes; nobody is removed. Returns how many are new."""
    with lock(course.root), Gradebook(course.gradebook_url, course.course_id) as gradebook:
        known = {one.id for one in gradebook.students}
        for one in people:
            given = {
                "first_name": one.first,
                "last_name": one.last,
                "email": one.email,
                "lms_user_id": one.platform_id,
            }
            gradebook.update_or_create_student(one.id, **{key: value for key, value in given.items() if value})
        return len({one.id for one in people} - known)
