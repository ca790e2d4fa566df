"""Attacks on other ways to grade: as an ordinary user, as root of a container's stand-in, and with tests inside."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from conftest import ROOT
from system_users import as_user, open_the_way

from autograder.attacks import run as attack_run
from autograder.attacks.bank import read_bank
from autograder.course import Course
from autograder.engine.protocol import Mode

BANK = ROOT / "tests" / "security" / "attacks"
ATTACKS = {attack.name: attack for attack in read_bank(BANK)}
USER = f"grader-{os.getpid()}"
# Of each kind that depends on who grades and where: files, processes, network, limits, doors of the kernel, the next
# in line; and of each kind of lie, one.
SAMPLE = (
    "a01-numpy-itself",
    "a02-reference-forged",
    "a04-every-descriptor",
    "a05-whole-disk",
    "a06-others-memory",
    "a07-notebook-links-to-source",
    "a08-sources",
    "a09-unix-sockets",
    "a12-fork-bomb",
    "a12-memory-bomb",
    "a13-daemon",
    "a15-doors-of-the-kernel",
    "a15-leases",
    "a15-neighbours-and-parent",
    "a18-hidden-inputs-printed",
)
# As a container has it: a root who is nobody outside, processes of its own, and no control groups to hand out.
STAND_IN = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--mount-proc"]
STAND_IN += ["sh", "-c", 'mount -t tmpfs -o ro none /sys/fs/cgroup && exec "$@"', "sh"]

pytestmark = [pytest.mark.long, pytest.mark.timeout(2700)]


@pytest.fixture(scope="module")
def user() -> Iterator[pwd.struct_passwd]:
    """An ordinary user without subordinate ids."""
    if os.geteuid() != 0:
        pytest.skip("only root can make the Unix user that this needs")
    subprocess.run(["useradd", "--no-create-home", "--system", USER], check=True, capture_output=True)
    try:
        yield pwd.getpwnam(USER)
    finally:
        subprocess.run(["userdel", USER], check=False, capture_output=True)


@pytest.fixture(scope="module")
def by_user(
    course: Course, user: pwd.struct_passwd, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[attack_run.Column]:
    scratch = tmp_path_factory.mktemp("rooms")
    open_the_way(scratch)
    attacks = [ATTACKS[name] for name in SAMPLE]
    how = as_user(USER, scratch)
    with attack_run.attacked_class(course, BANK, attacks, instructor=how, owner=user.pw_uid) as graded:
        yield attack_run.examine_engine(*graded)


@pytest.fixture(scope="module")
def in_stand_in(course: Course) -> Iterator[attack_run.Column]:
    attacks = [ATTACKS[name] for name in SAMPLE]
    with attack_run.attacked_class(course, BANK, attacks, instructor=STAND_IN) as graded:
        yield attack_run.examine_engine(*graded)


@pytest.mark.parametrize("name", SAMPLE)
def test_an_attack_gains_nothing_from_an_ordinary_user(by_user: attack_run.Column, name: str) -> None:
    assert by_user.gains.get(name, []) == []


@pytest.mark.parametrize("name", SAMPLE)
def test_an_attack_gains_nothing_in_a_containers_stand_in(in_stand_in: attack_run.Column, name: str) -> None:
    assert in_stand_in.gains.get(name, []) == []


@pytest.mark.parametrize("column", ["by_user", "in_stand_in"])
def test_the_honest_are_graded_there_and_what_is_missing_is_said(column: str, request: pytest.FixtureRequest) -> None:
    found: attack_run.Column = request.getfixturevalue(column)
    assert found.nobody == []
    assert "no control group for each submission" in found.output


# What SECURITY.md says of tests that share a process with students' code: rows that may get points, or see tests.
BY_DESIGN = {"A1", "A2", "A3", "A4", "A6", "A10", "A16", "A17", "A18"}
INSIDE = (
    "a01-numpy-itself",
    "a02-always-equal",
    "a03-input-transformer",
    "a04-points-printed",
    "a05-whole-disk",
    "a06-frames",
    "a07-notebook-links-to-source",
    "a08-sources",
    "a09-tcp",
    "a10-exit-in-a-cell",
    "a11-stubborn-loop",
    "a12-fork-bomb",
    "a12-output-bomb",
    "a13-daemon",
    "a15-dead-drop",
    "a15-leases",
    "a18-hidden-inputs-printed",
    "a19-html-output",
    "a19-student-markdown",
    "a19-text-that-turns-round",
)


@pytest.fixture(scope="module")
def inside(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[attack_run.Column]:
    """Tests that ask for the reference refuse to run there; the victim's are without them."""
    bank = tmp_path_factory.mktemp("bank")
    shutil.copytree(BANK / "victim", bank / "victim")
    (victim,) = (bank / "victim").glob("*.py")
    text = victim.read_text(encoding="utf-8")
    asking = re.compile(r"from autograder\.hidden import.*?(?=### END HIDDEN TESTS)", re.DOTALL)
    victim.write_text(asking.sub("", text), encoding="utf-8")
    attacks = [ATTACKS[name] for name in INSIDE]
    with attack_run.attacked_class(course, bank, attacks, tests=Mode.IN_STUDENT) as graded:
        yield attack_run.examine_engine(*graded)


@pytest.mark.parametrize("name", INSIDE)
def test_with_tests_inside_only_what_is_said_is_gained(inside: attack_run.Column, name: str) -> None:
    """Points by tampering with tests, and a look at them; nothing of others, of the machine, or of a browser."""
    gains = inside.gains.get(name, [])
    if ATTACKS[name].row not in BY_DESIGN:
        assert gains == []
    for sentence in gains:
        assert "points (" in sentence or sentence.startswith("output shows the secret of the hidden tests"), sentence


def test_with_tests_inside_it_is_said_that_scores_are_worth_less_and_some_attacks_show_it(
    inside: attack_run.Column,
) -> None:
    assert "trust these scores less" in inside.output
    assert any("points (" in sentence for gained in inside.gains.values() for sentence in gained)


def test_with_tests_inside_nobody_else_is_touched(inside: attack_run.Column) -> None:
    assert inside.nobody == []
