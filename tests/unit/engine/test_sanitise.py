"""Nothing that a student hands in runs in the browser or the terminal of whoever opens it."""

from __future__ import annotations

import base64

import pytest

from autograder.engine import sanitise

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()


def test_outputs_keep_text_and_pictures_only():
    data = {
        "text/plain": "a \x1b[31mred\x1b[0m word",
        "text/html": "<script>f()</script>",
        "image/svg+xml": "<svg onload='f()'/>",
        "application/javascript": "f()",
        "text/latex": "$x$",
        "image/png": PNG,
    }
    (kept,) = sanitise.outputs([{"output_type": "display_data", "data": data, "metadata": {"width": "<b>"}}])
    assert kept == {
        "output_type": "display_data",
        "data": {"text/plain": "a red word", "image/png": PNG},
        "metadata": {},
    }


@pytest.mark.parametrize(
    "found",
    [None, "text", [1], [{"output_type": "display_data", "data": "x"}], [{"output_type": "x"}], [{}]],
)
def test_malformed_outputs_are_dropped(found):
    assert sanitise.outputs(found) == []


@pytest.mark.parametrize("content", [PNG + '"><script>', "<svg>", "iVBOR", ""])
def test_a_picture_is_a_picture(content):
    output = {"output_type": "display_data", "data": {"image/png": content}}
    assert sanitise.outputs([output]) == []


def test_attachments_are_pictures():
    assert sanitise.attachments({"a.png": {"image/png": PNG}, "b.svg": {"image/svg+xml": "<svg/>"}}) == {
        "a.png": {"image/png": PNG}
    }


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_a_cell_and_a_notebook_have_room_for_so_much_output():
    budget = sanitise.Budget(a_cell=1000, in_all=2500)
    assert budget.of_student([stream("short")]) == [stream("short")]
    (cut,) = budget.of_student([stream("x" * 5000)])
    assert 900 < len(cut["text"]) < 1100
    assert "cut" in cut["text"]
    for _ in range(10):
        budget.of_student([stream("y" * 800)])
    assert sum(len(one["text"]) for one in budget.of_student([stream("y" * 800)])) < 100


@pytest.mark.slow
def test_the_outputs_of_tests_have_room_whatever_students_show():
    budget = sanitise.Budget(a_cell=1000, in_all=0)
    points = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": None}
    error = {"output_type": "error", "ename": "CheckFailed", "evalue": "x" * 10**6, "traceback": ["y" * 10**6] * 500}
    kept = budget.of_test([stream("x" * 10**6), points, error])
    assert points in kept
    assert [one["output_type"] for one in kept] == ["stream", "execute_result", "error"]
    assert len(str(kept)) < 3_000_000


@pytest.mark.slow
def test_a_great_many_small_outputs_are_cut_as_well():
    budget = sanitise.Budget(a_cell=10**6, in_all=10**7)
    picture = {"output_type": "display_data", "data": {"image/png": PNG}, "metadata": {}}
    assert len(budget.of_student([picture] * 100_000)) <= 2001


def test_code_that_reads_otherwise_than_it_runs_is_seen():
    """A comment that is shown as code, and code as a comment: both are there as their escapes."""
    source = 'points = 0 # \u202e\u2066 3 = stniop\u2069\nname = "\\u202e"\r\n\x00'
    assert sanitise.code(source) == 'points = 0 # \\u202e\\u2066 3 = stniop\\u2069\nname = "\\u202e"\r\n\\u0000'
    assert sanitise.code("größe = 'שלום'\r\n") == "größe = 'שלום'\r\n"
