"""Learning platforms: archives by their rules come in, hostile ones do not, and grades and pages go back."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from pathlib import PurePosixPath

import pytest
from classroom import make_course
from conftest import run
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading import interchange, platforms, roster
from autograder.grading.platforms import Person
from autograder.platform import Attempt, Platform

NAME = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 2}
assert twice(3) == 6
"""
ROSTER = """\
id;first_name;last_name;email;lms_user_id
ada;Ada;Lovelace;ada@example.org;101
bob;Bob;Ørsted;;102
cyd;Cyd;Twin;;
"""
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    root = tmp_path_factory.mktemp("interchange") / "course"
    make_course(root, {NAME: SCRIPT}, "c = get_config()\n")
    (root / "class.csv").write_text(ROSTER, encoding="utf-8")
    done = run("autograder", "roster", "import", "class.csv", cwd=root)
    assert done.stdout == "3 people, 3 of them new.\n", done.stderr
    return Course.find(root)


@pytest.fixture
def course(template):
    yield template
    for folder in ("submitted", "feedback", ".autograder/platforms"):
        path = template.root / folder
        if path.exists():
            path.rename(path.with_name(f"{path.name}.{len(list(path.parent.iterdir()))}.used"))


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def submitted(course):
    return {str(path.relative_to(course.submitted)) for path in course.submitted.rglob("*") if path.is_file()}


def test_canvas_names_are_read_by_number_and_of_two_attempts_the_newest_counts(course, tmp_path):
    archive = packed(
        tmp_path / "c.zip",
        {
            "lovelaceada_101_5001_ps1.ipynb": NOTEBOOK,
            "lovelaceada_101_5007_ps1-1.ipynb": NOTEBOOK + "\n",
            "lovelaceada_101_5008_data.csv": "1,2",
            "lovelaceada_101_5009_timestamp.txt": "2001-01-01 00:00:00 UTC",
            "ørstedbob_LATE_102_6001_my homework.ipynb": NOTEBOOK,
            "somebody_999_7001_ps1.ipynb": NOTEBOOK,
        },
    )
    done = interchange.take(course, NAME, archive, Platform.CANVAS)
    assert done.students == ("ada", "bob")
    assert submitted(course) == {"ada/ps1/ps1.ipynb", "ada/ps1/data.csv", "bob/ps1/ps1.ipynb"}
    assert (course.submitted / "ada/ps1/ps1.ipynb").read_text() == NOTEBOOK + "\n"
    assert any("timestamp.txt: left out" in one for one in done.remarks)
    assert any("somebody: nobody in the roster" in one for one in done.remarks)
    assert any("bob: late, says Canvas" in one for one in done.remarks)

    again = interchange.take(course, NAME, archive, Platform.CANVAS)
    assert (again.students, again.kept) == ((), ("ada", "bob"))


@pytest.mark.parametrize("end", ["/", "_/", "_"])
def test_moodle_names_are_read_in_each_form_that_it_had(course, tmp_path, end):
    archive = packed(
        tmp_path / "m.zip",
        {
            f"Ada Lovelace_55_assignsubmission_file{end}ps1.ipynb": NOTEBOOK,
            f"Cyd Twin_56_assignsubmission_file{end}ps1 (1).ipynb": NOTEBOOK,
        },
    )
    assert interchange.take(course, NAME, archive, Platform.MOODLE).students == ("ada", "cyd")
    assert submitted(course) == {"ada/ps1/ps1.ipynb", "cyd/ps1/ps1.ipynb"}


def test_brightspace_names_folders_by_student_and_moment(course, tmp_path):
    older, newer = (
        "397063-2557369 - Ada Lovelace - Sep 9, 2024 926 PM",
        "397063-2557369 - Ada Lovelace - Sep 10, 2024 1126 AM",
    )
    files = {
        "index.html": "<table></table>",
        f"{newer}/my homework.ipynb": NOTEBOOK + "\n",
        f"{older}/my homework.ipynb": NOTEBOOK,
        f"{older}/data.csv": "1,2",
        "397064-2557369 - Bob-Jan Ørsted - Sep 10, 2024 1200 PM/ps1.ipynb": NOTEBOOK,
        "stray.ipynb": NOTEBOOK,
    }
    archive = packed(tmp_path / "b.zip", files)
    done = interchange.take(course, NAME, archive, Platform.BRIGHTSPACE)
    assert done.students == ("ada",)
    assert submitted(course) == {"ada/ps1/ps1.ipynb"}
    assert (course.submitted / "ada/ps1/ps1.ipynb").read_text() == NOTEBOOK + "\n"
    assert [one for one in done.remarks if "Bob-Jan Ørsted: nobody in the roster" in one]
    assert [one for one in done.remarks if one.startswith("stray.ipynb")]
    assert not [one for one in done.remarks if "index.html" in one]

    first = interchange.take(course, NAME, archive, Platform.BRIGHTSPACE, replace=True, attempt=Attempt.FIRST)
    assert first.students == ("ada",)
    assert submitted(course) == {"ada/ps1/ps1.ipynb", "ada/ps1/data.csv"}
    assert (course.submitted / "ada/ps1/ps1.ipynb").read_text() == NOTEBOOK


METADATA = """\
---
submission_11:
  :submitters:
  - :name: Ada L.
    :sid: '101'
    :email: other@example.org
  - :name: Bob Ørsted
    :sid:
    :email: bob@example.org
  :created_at: 2024-09-10 11:26:00.000000000 Z
submission_12:
  :submitters:
  - :name: Nobody Known
    :sid: '999'
    :email: nobody@example.org
"""


def test_gradescope_says_in_a_list_who_handed_in_what_and_a_group_hands_in_for_each(course, tmp_path):
    files = {
        "assignment_9_export/submission_metadata.yml": METADATA,
        "assignment_9_export/submission_11/ps1.ipynb": NOTEBOOK,
        "assignment_9_export/submission_12/ps1.ipynb": NOTEBOOK,
    }
    done = interchange.take(course, NAME, packed(tmp_path / "g.zip", files), Platform.GRADESCOPE)
    assert done.students == ("ada", "bob")
    assert submitted(course) == {"ada/ps1/ps1.ipynb", "bob/ps1/ps1.ipynb"}
    assert done.remarks == ("Nobody Known: nobody in the roster is called so",)


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nsubmission_11: *b\n"


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        (None, "has no submission_metadata.yml"),
        ("- 1\n- 2\n", "it lists no submissions"),
        ("a: [", "it is not YAML"),
        (BOMB, "it is not YAML"),
        ("[" * 5000, "it is not YAML"),
        ("a: !!python/object/apply:os.system [true]", "it is not YAML"),
    ],
    ids=["none", "a list", "cut off", "references", "deep", "a call"],
)
def test_a_list_of_gradescopes_that_is_none_is_refused_with_a_sentence(course, tmp_path, metadata, words):
    files = {"submission_11/ps1.ipynb": NOTEBOOK, **({"submission_metadata.yml": metadata} if metadata else {})}
    with pytest.raises(UserError, match=words):
        interchange.take(course, NAME, packed(tmp_path / "g.zip", files), Platform.GRADESCOPE)
    assert submitted(course) == set()


def test_a_name_that_two_people_have_is_nobodys():
    twins = [Person("a", "Cyd", "Twin"), Person("b", "Cyd", "Twin", platform_id="7")]
    assert platforms.whose(platforms.Named("", "Cyd Twin", "1", "x"), twins) is None
    assert platforms.whose(platforms.Named("", "Cyd Twin", "7", "x"), twins) == twins[1]


def test_what_an_archive_must_not_do_it_does_not(course, tmp_path):
    path = packed(
        tmp_path / "bad.zip",
        {
            "lovelaceada_101_1_ps1.ipynb": NOTEBOOK,
            "../../out_102_2_ps1.ipynb": NOTEBOOK,
            "/etc/out_102_3_ps1.ipynb": NOTEBOOK,
            "c\\out_102_4_ps1.ipynb": NOTEBOOK,
            "a\x1b[31m_102_5_ps1.ipynb": NOTEBOOK,
            "bomb_102_6_ps1.ipynb": b"0" * (8 << 20),
        },
    )
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link_102_7_ps1.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    done = run("autograder", "take-zip", NAME, path, "--from", "canvas", cwd=course.root)
    assert done.returncode == 3
    assert submitted(course) == {"ada/ps1/ps1.ipynb"}
    assert not (tmp_path / "out_102_2_ps1.ipynb").exists()
    assert "\x1b" not in done.stdout
    said = " ".join(done.stdout.split())
    for why in ("leads out of the archive", "no ordinary file", "may be a bomb", "characters that no file name"):
        assert why in said
    assert "1 submissions taken." in said


@pytest.mark.parametrize("files", [{"a.txt": "x"}, None])
def test_an_archive_from_elsewhere_is_refused_with_a_sentence(course, tmp_path, files):
    path = tmp_path / "x.zip"
    path.write_bytes(b"no archive") if files is None else packed(path, files)
    done = run("autograder", "take-zip", NAME, path, "--from", "moodle", cwd=course.root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(path) in done.stderr.replace("\n", "")


def test_pages_go_back_under_the_names_that_came(course, tmp_path):
    prefixes = {
        Platform.CANVAS: "lovelaceada_101_5_",
        Platform.MOODLE: "Ada Lovelace_55_assignsubmission_file_/",
        Platform.BRIGHTSPACE: "39706-2557 - Ada Lovelace - Sep 9, 2024 926 PM/",
    }
    for platform, name in prefixes.items():
        archive = packed(tmp_path / f"{platform}.zip", {f"{name}ps1.ipynb": NOTEBOOK})
        interchange.take(course, NAME, archive, platform, replace=True)
        for student in ("ada", "bob"):
            page = course.feedback / student / NAME / f"{NAME}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text("<p>page</p>")
        target = tmp_path / f"{platform}-pages.zip"
        assert interchange.pages(course, NAME, platform, target) == (1, ["bob"])
        with zipfile.ZipFile(target) as made:
            assert made.namelist() == [f"{name}ps1.html"]
            # By the platform's own rule, it is ada's.
            (back,) = platforms.named(platform, PurePosixPath(made.namelist()[0]))
        assert platforms.whose(back, roster.read(course)).id == "ada"


def test_grades_go_out_in_the_columns_of_each_platform():
    people = [Person("ada", "Ada", "Lovelace", "ada@example.org", "101"), Person("=x", "", "", "", "")]
    rows = list(csv.reader(io.StringIO(platforms.canvas_csv(people, {"ps1": {"ada": 1.5}}, {"ps1": 2.0}))))
    # Canvas: "Student" and "ID" first, "SIS User ID" and "SIS Login ID" next, "Section" last before the assignments.
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ps1"]
    assert "Points Possible" in rows[1][0]
    assert rows[1][-1] == "2"
    assert rows[2] == ["Lovelace, Ada", "101", "", "ada", "", "1.5"]
    assert rows[3][0] == "'=x"
    assert rows[3][-1] == ""
    rows = list(csv.reader(io.StringIO(platforms.moodle_csv(people, {"ps1": {"ada": 1.5}}))))
    assert rows[1] == ["ada", "101", "ada@example.org", "Ada", "Lovelace", "1.5"]
    rows = list(csv.reader(io.StringIO(platforms.brightspace_csv(people, {"ps1": {"ada": 1.5}}, {"ps1": 2.0}))))
    # Brightspace: who, "<item> Points Grade", and a mark at the end of each line.
    assert rows[0] == ["OrgDefinedId", "Username", "ps1 Points Grade <Numeric MaxPoints:2>", "End-of-Line Indicator"]
    assert rows[1] == ["101", "ada", "1.5", "#"]


def test_to_gradescope_nothing_goes_back_and_it_says_what_to_do_instead(course):
    for argv in (["export-grades", "gradescope"], ["export-pages", "gradescope", NAME]):
        done = run("autograder", *argv, cwd=course.root)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_a_roster_is_read_in_whatever_way_it_was_exported_and_a_wrong_row_is_named(course, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("\ufeffFirst name,Surname,Username,Email address\nAda,King,ada,\n", encoding="utf-8")
    assert roster.take(course, roster.people_in(path)) == 0
    with Gradebook(course.gradebook_url) as book:
        ada = book.find_student("ada")
        assert (ada.last_name, ada.email, ada.lms_user_id) == ("King", "ada@example.org", "101")
        ada.last_name = "Lovelace"
        book.db.commit()
    for text, why in (
        ("name\nx\n", "no column of ids"),
        ("id\n../x\n", "line 2"),
        ("id\nx\nx\n", "is there twice"),
        ("", "is empty"),
    ):
        path.write_text(text)
        with pytest.raises(UserError, match=why):
            roster.people_in(path)


def test_a_broken_table_is_named_and_what_two_people_share_is_said(course, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text('id;first_name;email\r\nada;"Ada;\r\nbob;Bob;\r\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"the quotes are not right"):
        roster.people_in(path)
    path.write_bytes("id,first_name\nada,Ørsted\n".encode("utf-16"))
    with pytest.raises(UserError, match="not UTF-8"):
        roster.people_in(path)
    path.write_text(
        "\ufeffid;first_name;email\r\neva;Eva;TWIN@example.org\r\nfay;Fay;twin@example.org\r\n", encoding="utf-8"
    )
    done = run("autograder", "roster", "import", path, cwd=course.root)
    assert done.returncode == 0
    assert "eva, fay have the same e-mail address (twin@example.org)" in " ".join(done.stderr.split())
    with Gradebook(course.gradebook_url) as book:
        for student in ("eva", "fay"):
            book.remove_student(student)


def test_who_may_be_meant_is_said_where_two_people_have_a_name(course, tmp_path):
    twins = tmp_path / "twins.csv"
    twins.write_text("id,first_name,last_name\ncy2,Cyd,Twin\n", encoding="utf-8")
    roster.take(course, roster.people_in(twins))
    archive = packed(tmp_path / "m.zip", {"Cyd Twin_56_assignsubmission_file/ps1.ipynb": NOTEBOOK})
    done = interchange.take(course, NAME, archive, Platform.MOODLE)
    assert done.students == ()
    (said,) = done.remarks
    assert said.startswith("Cyd Twin: 2 people in the roster may be meant (cy2, cyd)")
    with Gradebook(course.gradebook_url) as book:
        book.remove_student("cy2")


def test_what_a_killed_run_has_left_is_gone_after_the_next(course, tmp_path):
    archive = packed(tmp_path / "c.zip", {"lovelaceada_101_5001_ps1.ipynb": NOTEBOOK})
    folder = course.submitted / "ada"
    # Numbers of processes end below this one.
    for left in (".ps1.99999999.part", ".ps1.99999999.old"):
        (folder / left).mkdir(parents=True)
        (folder / left / "ps1.ipynb").write_text("half")
    assert interchange.take(course, NAME, archive, Platform.CANVAS).students == ("ada",)
    assert [path.name for path in folder.iterdir()] == ["ps1"]
