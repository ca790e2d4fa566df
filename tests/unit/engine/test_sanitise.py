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
