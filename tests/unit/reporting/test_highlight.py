"""Code on a page: every character of it, and nothing of it acts."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reporting.highlight import python


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("def f(x):", '<span class="k">def</span> <span class="nf">f</span>(x):'),
        ("x = 'a # b' # c", '<span class="s">&#39;a # b&#39;</span> <span class="c"># c</span>'),
        ("defined = 15e3", 'defined = <span class="m">15e3</span>'),
        ('f"""a\nb""" + c', '<span class="s">f&#34;&#34;&#34;a\nb&#34;&#34;&#34;</span> + c'),
        ('"""cut off', '<span class="s">&#34;&#34;&#34;cut off</span>'),
    ],
)
def test_what_is_marked(code, part):
    assert part in python(code)


@given(st.text(alphabet="ab1'\"#\\\n <>&=()def_é", max_size=80))
def test_no_character_is_lost_and_no_tag_is_left(code):
    made = python(code)
    assert html.unescape(re.sub(r'<span class="\w+">|</span>', "", made)) == code
    assert not re.search(r"<(?!/?span\b)", made)


@pytest.mark.parametrize("bad", ["'" * 8000, '"""' * 2600, "\\'" * 4000, "#" * 8000, "def " * 2000, "'\\" * 4000])
def test_hostile_code_takes_no_longer(bad):
    started = time.process_time()
    python(bad)
    assert time.process_time() - started < 0.5
