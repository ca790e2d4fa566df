"""The banks: every right answer is accepted, every wrong one rejected, and a slip would be noticed."""

from __future__ import annotations

import shutil

import pytest
from conftest import ROOT, run

from autograder.authoring import audit
from autograder.course import Course
from autograder.engine.host import Host
from autograder.engine.settings import GradingEngine
from autograder.errors import BadSource
from autograder.source import bank

COURSE = Course.find()
# Minutes each: `make test-long` and `make audit` run them.
LATER = [pytest.param(name, marks=pytest.mark.long) for name in COURSE.assignments()[1:]]

SOURCE = """\
# %% [markdown]
# # Small

# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 1}
assert twice(2) == 4
"""
RIGHT = '# %% exercise="twice" right="{0}"\ndef twice(x):\n    return x + x\n\n'
WRONG = '# %% exercise="twice" wrong="{0}" says="No."\ndef twice(x):\n    return {0}\n\n'
BANK = "".join(RIGHT.format(name) for name in "abc") + "".join(
    WRONG.format(code) for code in ("x", "x + 1", "0", "None")
)


@pytest.fixture(scope="module")
def host():
    with Host(GradingEngine()) as warm:
        warm.wait()
        yield warm


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("assignment", [COURSE.assignments()[0], *LATER])
def test_the_audit_is_perfect(assignment, host):
    """With one of the seeds; `make audit` judges every answer with all of them."""
    audits = list(audit.audit(COURSE, [assignment], [host], seeds=audit.SEEDS[:1]))
    assert [text for one in audits for text in one.complaints()] == []
    assert audits


def small_course(tmp_path, answers):
    folder = tmp_path / "solutions" / "01-small"
    folder.mkdir(parents=True)
    (folder / "01-small.py").write_text(SOURCE, encoding="utf-8")
    (folder / "answers.py").write_text(answers, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return Course(tmp_path)


def test_a_perfect_bank_exits_0(tmp_path):
    small_course(tmp_path, BANK)
    done = run("autograder", "audit", "01-small", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4/4" in done.stdout
    assert "5/5" in done.stdout


@pytest.mark.parametrize("options", [(), ("--quick",)])
def test_a_wrong_answer_that_is_accepted_exits_1_and_is_named(tmp_path, options):
    small_course(tmp_path, BANK + WRONG.format("x ** 2"))  # 2 ** 2 == 2 * 2
    done = run("autograder", "audit", *options, "01-small", cwd=tmp_path)
    assert done.returncode == 1
    assert "5/6" in done.stdout
    assert "wrong answer accepted: “x ** 2”" in done.stdout


def test_a_right_answer_that_is_rejected_exits_1_and_is_named(tmp_path):
    small_course(tmp_path, BANK + RIGHT.format("broken").replace("x + x", "3 * x"))
    done = run("autograder", "audit", "01-small", cwd=tmp_path)
    assert done.returncode == 1
    assert "right answer rejected: “broken”" in done.stdout


def test_a_thin_bank_is_not_perfect(tmp_path, host):
    (one,) = audit.audit(small_course(tmp_path, RIGHT.format("only one")), ["01-small"], [host])
    assert [text for text in one.complaints() if "the bank has" in text] == [
        "twice: the bank has 1 right answers, at least 3 are needed.",
        "twice: the bank has 0 wrong answers, at least 4 are needed.",
    ]


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ('# %% exercise="thrice" right="a"', "no exercise 'thrice'"),
        ('# %% right="a"', "belongs to no exercise"),
        ('# %% exercise="twice"', "right or wrong"),
        ('# %% exercise="twice" right="a" wrong="b" says="c"', "right or wrong"),
        ('# %% exercise="twice" wrong="b"', "says="),
        ('# %% exercise="twice" right="a" points="3"', "unknown key 'points'"),
        (RIGHT.format("a") + '# %% exercise="twice" right="a"', "already has an answer"),
    ],
)
def test_a_bad_bank_is_refused_with_file_and_line(tmp_path, marker, words):
    path = tmp_path / "answers.py"
    path.write_text(f"{marker}\nx = 1\n", encoding="utf-8")
    with pytest.raises(BadSource, match=r"answers\.py:\d+: ") as refused:
        bank.read(path, ["twice"])
    assert words in str(refused.value)
