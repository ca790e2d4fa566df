"""The web site of a small course: what is on it, what is not, what moves, for whom."""

from __future__ import annotations

import math
import re
import zipfile

import pytest
from conftest import ROOT
from gancourse import plots
from lab import browser
from small_site import CANARIES, small_site
from web_pages import dark_words, visit

from autograder.course import Course
from autograder.errors import UserError
from autograder.site import views
from autograder.site.assets import classic
from autograder.site.build import Places, build, read_settings
from autograder.site.pages import Links
from autograder.site.recordings import Recorder

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    course = small_site(tmp_path_factory.mktemp("small-site"))
    assert build(course, lambda text: None)
    return course


@pytest.fixture(scope="module")
def site(small):
    return Places.of(small).site


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


def everything(site):
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for name in [name for name in found if name.endswith(".zip")]:
        with zipfile.ZipFile(site / name) as archive:
            found |= {f"{name}/{one}": archive.read(one) for one in archive.namelist()}
    return found


def test_nothing_that_is_held_back_is_in_any_byte(site):
    files = everything(site)
    assert {"01-small.html", "searchindex.js", "notebooks/01-small.ipynb"} <= files.keys()
    packed = "notebooks/mathematics-of-gans.zip/mathematics-of-gans/01-small/01-small.ipynb"
    assert files[packed] == files["notebooks/01-small.ipynb"]
    for what, word in CANARIES.items():
        # The search index keeps the beginnings of words.
        found = [name for name, body in files.items() if word[:6].encode() in body.lower()]
        assert found == [], what


def test_the_page_has_what_students_get_and_what_the_solved_notebook_gives(site):
    page = (site / "01-small.html").read_text(encoding="utf-8")
    for part in ("YOUR CODE HERE", "Hint 1: where to start", "a single number", "twice 21 is 42", "<msqrt>"):
        assert part in re.sub(r"</?span[^>]*>", "", page), part
    assert page.count('class="gc-mount"') == 3
    assert "colab" not in page
    assert "og:image" not in page
    assert not (site / "sitemap.xml").exists()


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (390, "dark")])
@pytest.mark.parametrize("name", ["index", "01-small", "search"])
def test_a_page_is_for_everybody_and_asks_nobody(site, chromium, name, width, scheme):
    with visit(chromium, site / f"{name}.html", width, scheme) as seen:
        seen.whole()
        assert seen.violations() == []
        assert seen.width() <= width
        assert seen.elsewhere(site) == []
        assert seen.problems == []


def test_every_control_moves_its_picture_without_a_kernel(site, chromium):
    with visit(chromium, site / "01-small.html") as seen:
        seen.whole()
        moved = seen.move()
        assert [one for one in moved if not one[3]] == []
        assert {(kind.split()[0], name) for _, kind, name, _ in moved} >= {
            *(("slider", name) for name in ("a", "b", "n (rolls)", "γ of R1")),
            *(("choice", name) for name in ("die", "loss")),
            ("button", "Roll again"),
        }
        assert seen.problems == []
        assert seen.elsewhere(site) == []


def test_words_in_pictures_can_be_read_in_the_dark(site, chromium):
    with visit(chromium, site / "01-small.html", 1200, "dark") as seen:
        seen.whole()
        words = dark_words(seen.page)
    assert len(words) > 20
    assert [(text, ratio) for text, ratio in words if ratio < 4.5] == []


# Every place of the film that is shown, however slow the machine is.
WATCH = """
    globalThis.seen = new Set();
    setInterval(() => {
        const at = document.querySelector(".gc-player output");
        if (at) seen.add(at.textContent);
    }, 20);
"""


def test_the_film_plays_by_itself_but_not_for_whoever_wants_less_motion(site, chromium):
    for motion, plays in (("no-preference", True), ("reduce", False)):
        page = chromium.new_page(reduced_motion=motion)
        page.add_init_script(WATCH)
        page.goto((site / "index.html").as_uri())
        page.wait_for_selector("[data-autoplay][data-ready]")
        if plays:
            page.wait_for_function("seen.has('moment 5 of 14') && seen.has('moment 6 of 14')")
        else:
            page.wait_for_timeout(1000)
            assert page.evaluate("[...seen]") == ["moment 14 of 14"]
        page.close()


def test_search_works_from_the_disk(site, chromium):
    with visit(chromium, site / "index.html") as seen:
        seen.page.fill("input[name=q]", "wombatology")
        seen.page.press("input[name=q]", "Enter")
        seen.page.wait_for_selector("#search-results li a")
        assert "01-small.html" in seen.page.get_attribute("#search-results li a", "href")
        assert seen.problems == []
        assert seen.elsewhere(site) == []


def test_nothing_is_made_where_nothing_has_changed_and_prose_runs_nothing(small, site, tmp_path):
    said: list[str] = []
    assert not build(small, said.append)
    assert said == []
    kept = {path.name: path.stat().st_mtime_ns for path in Places.of(small).cache.iterdir()}
    page = Places.of(small).sources / "index.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before + "\nOne sentence more.\n", encoding="utf-8")
    assert build(small, said.append)
    assert "One sentence more." in (site / "index.html").read_text(encoding="utf-8")
    assert {path.name: path.stat().st_mtime_ns for path in Places.of(small).cache.iterdir()} == kept


def test_a_page_with_a_line_of_a_solution_does_not_replace_the_site(small, site):
    page = Places.of(small).sources / "index.md"
    before, files = page.read_text(encoding="utf-8"), everything(site)
    line = f"{CANARIES['solution']} = 2 * x  # {CANARIES['comment of a solution']}"
    page.write_text(f"{before}\nIt begins with `{line}`, say.\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"index\.html has a line of a solution"):
        build(small, lambda text: None)
    page.write_text(before, encoding="utf-8")
    assert everything(site) == files


def test_links_and_pictures_to_share_come_from_one_setting(small, site, chromium):
    settings = Places.of(small).sources / "settings.toml"
    settings.write_text(
        'repository = "https://github.com/somebody/gan-course"\naddress = "https://example.org/gan"\n', encoding="utf-8"
    )
    assert build(small, lambda text: None)
    page = (site / "01-small.html").read_text(encoding="utf-8")
    colab = "https://colab.research.google.com/github/somebody/gan-course/blob/main/course/01-small/01-small.ipynb"
    assert f'href="{colab}"' in page
    picture = re.search(r'og:image" content="https://example\.org/gan/([^"]+)"', page)
    assert picture
    assert (site / picture[1]).is_file()
    assert "<loc>https://example.org/gan/01-small.html</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")
    with visit(chromium, site / "01-small.html") as seen:
        assert seen.elsewhere(site) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("repository = 3", "repository is no setting with a text"),
        ('color = "red"', "color is no setting"),
        ('address = "example.org"', "begins with https://"),
        ("repository =", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence(tmp_path, text, sentence):
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(sentence)):
        read_settings(tmp_path / "settings.toml")


def test_only_github_is_opened_in_colab():
    assert Links("https://gitlab.com/a/b").colab("01") == ""
    assert Links("").colab("01") == ""
    assert Links("https://github.com/a/b.git", "dev", "x").colab("01").endswith("/github/a/b/blob/dev/x/01/01.ipynb")


def test_a_bundle_becomes_a_script_that_says_its_exports():
    made = classic("die", "var a = 1;\nexport {\n  a as default,\n  a as b\n};\n")
    assert made.startswith('gcSite.view("die", (() => {')
    assert 'return { "default": a, "b": a };' in made
    with pytest.raises(UserError, match="make js"):
        classic("die", "export default 3;")


class Told(Recorder):
    """Plays nothing, and keeps what it is told of the view."""

    def made(self, settings, traits):
        return dict(traits)


def test_the_functions_of_a_notebook_are_not_in_the_recording_of_its_playground(tmp_path):
    from gancourse import widgets

    explorer = widgets.playground_explorer(width=4, layers=1)
    explorer.view.sources = {"algorithm1": "def algorithm1(): ..."}
    try:
        made = views.tree(views.live_state(), explorer.model_id, Told(tmp_path, ""))
    finally:
        explorer.close()
    (recording,) = made.data.values()
    assert recording["sources"] == {}
    assert "traits" not in made.node["root"]["of"][0]


def test_a_control_that_asks_python_needs_its_answers_in_advance(tmp_path):
    import ipywidgets
    from gancourse import widgets

    explorer = widgets.pointwise_explorer()
    explorer.children = (ipywidgets.Dropdown(options=["one", "two"], description="which"), *explorer.children)
    with pytest.raises(UserError, match="'which' ask Python"):
        views.tree(views.live_state(), explorer.model_id, Told(tmp_path, ""))
    explorer.close()


def test_numbers_in_the_questions_are_what_they_say():
    text = (ROOT / "docs" / "site" / "faq.md").read_text(encoding="utf-8")
    for number in (plots.number(2 * math.log(2), 3), f"0.95/1.95 = {plots.number(0.95 / 1.95, 3)}"):
        assert number in text


def test_a_course_of_somebody_else_has_no_site(tmp_path):
    with pytest.raises(UserError, match="Only this course"):
        build(Course(tmp_path, {"source_directory": "source"}), lambda text: None)
