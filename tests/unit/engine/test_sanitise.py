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


@pytest.mark.parametrize(
    "source",
    [
        "<script>f()</script>",
        "<img src=x onerror=f()>",
        "a <b onclick=f()>",
        "<!-- comment -->",
        "</div><iframe>",
    ],
)
def test_html_in_markdown_is_shown_as_text(source):
    assert "<" not in sanitise.markdown(source)


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:f())",
        "[x](JaVaScRiPt:f())",
        "[x](java&#115;cript:f())",
        "[x](java&Tab;script:f())",
        "[x](javascript\\:f())",
        "[x](javascript&colon;f())",
        "[x](vbscript:f)",
        "![x](data:text/html;base64,AAAA)",
        "[x][1]\n\n[1]: javascript:f()",
        "![x](attachment:missing.png)",
    ],
)
def test_links_that_run_something_are_no_links(source):
    shown = sanitise.markdown(source)
    assert "](" not in shown
    assert "]:" not in shown


@pytest.mark.parametrize(
    "source",
    ["$a < b$ and $\\ln D(x)$", "[paper](https://arxiv.org/abs/1406.2661)", "1. one\n2. *two*\n\n> three", "a \\\\ b"],
)
def test_ordinary_markdown_stays_as_it_is(source):
    assert sanitise.markdown(source) == source


def test_pictures_that_are_there_stay():
    assert sanitise.markdown("![x](attachment:a.png)", {"a.png": {}}) == "![x](attachment:a.png)"
    assert sanitise.attachments({"a.png": {"image/png": PNG}, "b.svg": {"image/svg+xml": "<svg/>"}}) == {
        "a.png": {"image/png": PNG}
    }
