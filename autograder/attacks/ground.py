"""A class to attack, and all around it things that no attack may touch or read: canaries.

A :class:`Ground` is a temporary folder with a course (the victim, honest students, attackers), a home folder, and
marks. After grading, :mod:`autograder.attacks.findings` says for every attack what it has gained.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.attacks.bank import VICTIM, Attack, fill_in, hand_in
from autograder.attacks.watch import Plan
from autograder.authoring import build as building
from autograder.authoring import sample_class
from autograder.course import Course
from autograder.files import replace_text
from autograder.grading import registration
from autograder.source.reading import read_sources

# In this order in class: two honest students before the attackers, two after them, and the one who is stolen from.
BLANK, RIGHT, LATER_BLANK, LATER_RIGHT, NEIGHBOUR = "aa-blank", "aa-right", "zz-blank", "zz-right", "neighbour"
MANUAL_POINTS = 1.0
ENVIRONMENT_CANARY = "AUTOGRADER_CANARY"
SECRET_NUMBER = "7731.82645"
PLACES = {
    "SOLUTION": "the solutions",
    "HIDDEN": "the hidden tests",
    "ESSAY": "the model answer",
    "ENVIRONMENT": "the environment",
    "HOME": "the home folder",
    "GRADEBOOK": "the gradebook",
    "NEIGHBOUR": "another student's work",
}
STOCK_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "attacked"
c.CourseDirectory.source_directory = "build/source"
c.CourseDirectory.release_directory = "course"
c.ExecutePreprocessor.timeout = 10
"""
# Where the honest way of grading writes nothing.
WATCHED = ("course/solutions", "course/build/source", "course/course", "course/submitted", "home")


@dataclass
class Ground:
    """The folder of one attacked class."""

    root: Path
    attacks: list[Attack]
    secrets: dict[str, str]
    seconds: float
    before: dict[str, str] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        return Course(self.root / "course")

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def plan(self) -> Plan:
        tokens = [attack.token for attack in self.attacks]
        return Plan(*self._ports(), f"{self.root}/socket", self.root.name, tokens, self.seconds)

    def _ports(self) -> tuple[int, int]:
        number = int(hashlib.sha256(self.root.name.encode()).hexdigest(), 16)
        return 20_000 + number % 10_000, 20_000 + number // 10_000 % 10_000

    def words(self, attack: Attack) -> dict[str, str]:
        """What an attacker is told: everything about where things lie."""
        return {
            "COURSE": str(self.course.root),
            "HOME": str(self.home),
            "MARK": f"{self.root}/marks/{attack.name}",
            "TCP": str(self.plan.tcp),
            "UDP": str(self.plan.udp),
            "SOCKET": self.plan.path,
            "ABSTRACT": self.plan.abstract,
            "NEIGHBOUR": NEIGHBOUR,
        }

    def students(self) -> list[str]:
        return [student for attack in self.attacks for student in attack.students]


def lay_out(victim: Path, attacks: list[Attack], *, config: str, seconds: float) -> Ground:
    """Make a class with the attacks in it, ready to be graded.

    Args:
        victim: the percent script of the victim.
        attacks: who attacks.
        config: the course's ``nbgrader_config.py``.
        seconds: the limit for grading.

    Raises:
        BadSource: the victim breaks a rule.
    """
    root = Path(tempfile.mkdtemp(prefix="attacks-"))
    words = {f"SECRET_{kind}": f"canary-{kind.lower()}-{secrets.token_hex(6)}" for kind in PLACES}
    ground = Ground(root, attacks, words, seconds)
    course = ground.course
    for folder in (course.solutions, course.submitted, ground.home, root / "marks"):
        folder.mkdir(parents=True)
    replace_text(course.source_script(VICTIM), fill_in(victim.read_text(encoding="utf-8"), words))
    replace_text(ground.home / "letter.txt", words["SECRET_HOME"])
    # nbgrader looks there for where things lie.
    replace_text(course.root / "nbgrader_config.py", config)
    building.write(course, building.build(course, [VICTIM]))
    registration.prepare(course, [VICTIM])
    _honest_submissions(ground)
    _attack(ground)
    return ground


def another(ground: Ground, attacks: list[Attack]) -> Ground:
    """A copy of a class that was laid out without attacks, with these attacks in it."""
    root = Path(tempfile.mkdtemp(prefix="attacks-"))
    shutil.copytree(ground.root, root, dirs_exist_ok=True)
    copied = Ground(root, attacks, ground.secrets, ground.seconds)
    _attack(copied)
    return copied


def _attack(ground: Ground) -> None:
    release = json.loads(ground.course.release_notebook(VICTIM).read_text(encoding="utf-8"))
    for attack in ground.attacks:
        for student in attack.students:
            folder = ground.course.submitted / student / VICTIM
            folder.mkdir(parents=True)
            hand_in(attack, release, folder, ground.words(attack))
    _prepare_gradebook(ground)
    ground.before = files_of(ground.root)


def _honest_submissions(ground: Ground) -> None:
    course = ground.course
    release = course.release_notebook(VICTIM).read_text(encoding="utf-8")
    (source,) = read_sources(course, [VICTIM])
    solved = {e.name: "\n".join(line for _, line in e.solution.lines()) for e in source.exercises()}
    # Honest students have not read the solution's comments.
    solved = {name: text.replace(ground.secrets["SECRET_SOLUTION"], "") for name, text in solved.items()}
    blank, right = sample_class.fill(release, {}), sample_class.fill(release, solved | {"essay": "Because."})
    stolen = sample_class.fill(release, solved | {"essay": ground.secrets["SECRET_NEIGHBOUR"]})
    honest = {BLANK: blank, RIGHT: right, LATER_BLANK: blank, LATER_RIGHT: right, NEIGHBOUR: stolen}
    for student, text in honest.items():
        replace_text(sample_class.submission_path(course, student, VICTIM), text)


def _prepare_gradebook(ground: Ground) -> None:
    """Points that a person has given to each attacker, and a comment that only the neighbour may read."""
    with Gradebook(ground.course.gradebook_url) as gradebook:
        for student in (NEIGHBOUR, *ground.students()):
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(VICTIM, student)
            essay = gradebook.find_grade("essay", VICTIM, VICTIM, student)
            essay.manual_score, essay.needs_manual_grade = MANUAL_POINTS, False
        comment = gradebook.find_comment("essay", VICTIM, VICTIM, NEIGHBOUR)
        comment.manual_comment = ground.secrets["SECRET_GRADEBOOK"]
        gradebook.db.commit()


def files_of(root: Path) -> dict[str, str]:
    """The fingerprint of every file that grading has no reason to touch."""
    found = {}
    for folder in WATCHED:
        for path in (root / folder).rglob("*"):
            if path.is_symlink():
                found[str(path.relative_to(root))] = f"link to {path.readlink()}"
            elif path.is_file():
                found[str(path.relative_to(root))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


# ---- after grading --------------------------------------------------------------------------------------------------


def clear_away(ground: Ground) -> None:
    """Remove the folder."""
    shutil.rmtree(ground.root, ignore_errors=True)
