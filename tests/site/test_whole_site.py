"""The whole site, from the disk: each slider of each page, for everybody, in every light (`make test-long`)."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from lab import browser
from web_pages import dark_words, visit

from autograder.authoring import leaks
from autograder.course import Course
from autograder.site.build import Places, build

# The first time every solved notebook is run.
pytestmark = [pytest.mark.long, pytest.mark.timeout(2700)]
COURSE = Course.find(ROOT)
PAGES = sorted([*(path.stem for path in (ROOT / "docs" / "site").glob("*.md")), *COURSE.assignments(), "search"])
# As it opens: what lies further down comes when it is scrolled to.
LARGEST = 700_000


@pytest.fixture(scope="module")
def site():
    build(COURSE, print)
    return Places.of(COURSE).site


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_moves_its_picture(site, chromium, name):
    with visit(chromium, site / f"{name}.html") as seen:
        first = seen.bytes_from(site)
        seen.whole()
        moved = seen.move()
        assert [one for one in moved if not one[3]] == []
        assert seen.page.locator(".gc-mount").count() == 0 or moved
        assert seen.problems == []
        assert seen.elsewhere(site) == []
    assert first <= LARGEST


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(site, chromium, name, width, scheme):
    with visit(chromium, site / f"{name}.html", width, scheme) as seen:
        seen.whole()
        assert seen.violations() == []
        assert seen.width() <= width
        assert [(text, ratio) for text, ratio in dark_words(seen.page) if ratio < 4.5] == []


def test_no_page_tells_where_it_was_made(site):
    assert [path.name for path in site.rglob("*.html") if str(ROOT) in path.read_text(encoding="utf-8")] == []


def test_the_search_index_knows_no_word_that_only_the_sources_have(site):
    """Identifiers of solutions, tests and banks that no release and no page has: the index holds none."""
    index = (site / "searchindex.js").read_text(encoding="utf-8").lower()
    pages = "\n".join(path.read_text(encoding="utf-8").lower() for path in site.glob("*.html"))
    words = {
        word
        for assignment in COURSE.assignments()
        for _, line in leaks.held_back(COURSE, assignment)
        for word in re.findall(r"\w+", line.lower())
        if len(word) >= 6 and word.isidentifier() and word not in pages
    }
    assert len(words) > 200
    assert sorted(word for word in words if f'"{word}"' in index) == []
