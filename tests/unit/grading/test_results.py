"""What `--json` prints is what its schema promises, and a service can grade a class without the command line."""

from __future__ import annotations

import importlib.util
import json

import jsonschema
import pytest
from conftest import RESULTS_SCHEMA, ROOT

from autograder.engine import protocol
from autograder.engine.protocol import Mode, Reason
from autograder.grading.results import Graded, GradedTest, Results
from autograder.grading.submissions import Submission


def results() -> Results:
    """Every reason once, a submission that could not be graded, and one of another assignment."""
    tests = [
        GradedTest(protocol.TestVerdict(grade_id=str(number), reason=reason, message="σ"), None if reason else 1.0, 1.0)
        for number, reason in enumerate([*Reason, None])
    ]
    return Results(
        (
            Graded(Submission("01", "ada"), tests=tests, repairs=["Put back."], missing=["b is missing"]),
            Graded(Submission("02", "ada"), "its folder cannot be read: check its permissions"),
            Graded(Submission("01", "bob"), seconds={"run": 0.5}),
        ),
        seed=7,
        tests=Mode.JUDGE,
        seconds=1.0,
    )


def test_the_schema_is_the_one_of_this_code():
    spec = importlib.util.spec_from_file_location("results_schema", ROOT / "tools" / "results_schema.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PLACE.read_text(encoding="utf-8") == module.text(), "run `make docs`"


def test_results_as_json_keep_the_promise_of_the_schema():
    report = json.loads(results().to_json())
    jsonschema.validate(report, RESULTS_SCHEMA)
    assert [one["assignment"] for one in report["assignments"]] == ["01", "02"]
    assert [one["student"] for one in report["assignments"][0]["submissions"]] == ["ada", "bob"]
    assert report["assignments"][1]["submissions"][0]["graded"] is False


@pytest.mark.parametrize(
    "change",
    [
        lambda report: report["assignments"][0]["submissions"][0]["tests"][0].update(reason="a new word"),
        lambda report: report["assignments"][0]["submissions"][0].pop("needs_manual_grade"),
        lambda report: report.update(version=2),
    ],
)
def test_the_schema_refuses_what_it_does_not_promise(change):
    report = json.loads(results().to_json())
    change(report)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, RESULTS_SCHEMA)
