"""Students' Markdown: nothing in it acts, reaches out or takes long, and ordinary text stays as it is."""

from __future__ import annotations

import html
import time

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from autograder.attacks import page_scan
from autograder.engine import markdown
from autograder.engine.markdown import harmless


@pytest.mark.parametrize(
    "source",
    [
        "<script>f()</script>",
        "<img src=x onerror=f()>",
        "a <b onclick=f()>",
        "<!-- comment -->",
        "</div><iframe>",
        "<javascript:f()>",
        "1. <script>f()</script>",
        "- a\n\n  <svg/onload=f()>",
        "| a |\n|---|\n| <img src=x onerror=f()> |",
        "a\n: <img src=x onerror=f()>",
    ],
)
def test_html_is_shown_as_text(source):
    page = markdown2html_mistune(harmless(source))
    assert page_scan.found(f"<body>{page}</body>") == []
    assert not any(tag in page for tag in ("<script", "<img", "<b", "<iframe", "<svg", "<!--", "<a "))


def test_code_about_html_is_left_alone():
    source = "`<b>` and\n\n```html\n<script>f()</script>\n```"
    assert harmless(source) == source
    assert page_scan.found(f"<body>{markdown2html_mistune(source)}</body>") == []


def test_a_raw_cell_is_text_also_where_markdown_would_show_code():
    assert "<" not in markdown.raw("```\n<script>f()</script>\n```")


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
        "[see my proof](proof.html)",
        "[x](/logout)",
        "[x](//evil.example/x)",
        "[x](\\\\evil.example/x)",
        "![](/logout)",
        "![](http://tracker.example/pixel.png)",
        "![](https://tracker.example/pixel.png)",
        "![x][1]\n\n[1]: /logout",
        "![x][]\n\n[x]: /logout",
        "![x]\n\n[x]: /logout",
        "[![](/logout)](https://a.example)",
        "> - ![](/logout)",
        "| a |\n|---|\n| ![](/logout) |",
        "**[x](p.svg)**",
        "[x](https:p.html)",
        "[x](<p.html>)",
        "# [x](p.html)",
        "[a](http://a.example\tb)\n![](x)",
    ],
)
def test_links_that_run_something_or_lead_into_the_course_are_no_links(source):
    shown = harmless(source)
    page = markdown2html_mistune(shown)
    assert markdown.is_harmless(shown)
    assert "<img" not in page
    assert 'href="/' not in page
    assert "](" not in shown.replace("](http", "")


@pytest.mark.parametrize(
    "source",
    [
        *("$a < b$ and $\\ln D(x)$", "[paper](https://arxiv.org/abs/1406.2661)", "1. one\n2. *two*\n\n> three"),
        *("a \\\\ b", "<https://arxiv.org>", "[write](mailto:a@b.example)", "see [above](#setup)", "x[0][1] and f(x)"),
        *("| a | b |\n|---|---|\n| 1 | 2 |", "- [x] done", "a ~~b~~ `c`", "$$\n\\frac{a}{b}\n$$", "", "a\n\nb"),
        "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
    ],
)
def test_ordinary_text_stays_as_it_is(source):
    assert harmless(source) == source


def test_pictures_that_are_there_stay():
    assert harmless("![x](attachment:a.png)", {"a.png"}) == "![x](attachment:a.png)"


@pytest.mark.parametrize("name", ["mermaid", " mermaid", "Mermaid x"])
@pytest.mark.parametrize("fence", ["```", "~~~~", "> ```", "- ```"])
def test_a_diagram_loads_no_program(fence, name):
    page = markdown2html_mistune(harmless(f"{fence}{name}\ngraph TD\n{fence.strip('> -')}"))
    assert "jp-Mermaid" not in page


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "\\\\( ",
            "\\\\[ ",
            "$$ ",
            "$$\\$$ ",
            "\\begin{a} ",
            "\\begin{a}\\end{b}",
            "[",
            "![",
            "[a](",
            "[a](<",
            "*a ",
            "**a ",
        ),
        *(
            "`a ",
            "~~a ",
            "<",
            "<a ",
            "> ",
            "- ",
            "| a |",
            "[a]: b\n",
            "&#",
            "http://",
            "- \\\\( \n",
            "\\\\( | ",
            "[\\]",
            " ",
        ),
    ],
)
def test_nothing_that_is_opened_again_and_again_takes_long(piece):
    started = time.process_time()
    shown = harmless(piece * (240_000 // len(piece)))
    markdown2html_mistune(shown)
    assert time.process_time() - started < 15
    assert len(shown) < 6 * markdown.LONGEST


def test_what_takes_too_long_is_shown_as_plain_text():
    shown = harmless("*a **b " * 5000, seconds=0.001)
    assert shown.startswith("```\n*a")
    assert markdown.is_harmless(shown)


@pytest.mark.parametrize("text", ["```\n<script>", "$$ a", "~~~\n```` <b>", "[x](p.html)"])
def test_plain_text_is_harmless_whatever_it_is(text):
    assert page_scan.found(f"<body>{markdown2html_mistune(markdown.plain(text))}</body>") == []
    assert markdown.is_harmless(markdown.plain(text))


@pytest.mark.parametrize("turn", ["\u202e", "&#x202e;", "&#8238;", "&#X0000202E", "&#x2\u202e02e;", "&#x2&#x202e;02e;"])
def test_nothing_turns_the_reading_direction(turn):
    page = html.unescape(markdown2html_mistune(harmless(f"I have {turn}stniop 3")))
    assert "\u202e" not in page
    assert "stniop 3" in page


def test_characters_by_their_numbers_stay():
    assert harmless("&#228;&#x5d0;&amp;&#8205;") == "&#228;&#x5d0;&amp;&#8205;"
