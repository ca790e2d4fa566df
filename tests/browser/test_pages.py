"""The pages that grading makes, in a real Chromium: on a phone and on a screen, light and dark, for everybody."""

from __future__ import annotations

import pytest
from conftest import run
from lab import SCREENSHOTS, browser
from web_pages import AXE

WIDTHS, SCHEMES = (1200, 390), ("light", "dark")


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def reports(graded_class, tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "reports"
    assert run("autograder", "report", "--similar", "--to", folder, cwd=graded_class.course.root).returncode == 0
    return folder


def look(chromium, path, width, scheme):
    """What a page asks the net for, how wide it is, and what axe finds, with all that is folded open."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"page-{path.stem}-{path.parent.parent.name}-{width}-{scheme}.png")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth")
        # The policy of a page keeps every script out: here it is lifted, for the one that looks.
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")["violations"]
        return asked, wide, [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
    finally:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("which", [3, pytest.param(None, marks=pytest.mark.long)])
def test_a_students_page_is_for_everybody(graded_class, chromium, width, scheme, which):
    name = graded_class.assignment
    everybody = sorted(path.parent.parent.name for path in graded_class.course.feedback.glob(f"*/{name}/*.html"))
    for student in ["misconceptions-1", "full-marks", "blank"] if which else everybody:
        path = graded_class.course.feedback / student / name / f"{name}.html"
        asked, wide, violations = look(chromium, path, width, scheme)
        assert violations == [], student
        assert wide <= width
        assert asked == [path.as_uri()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_class_report_is_for_everybody(reports, chromium, width, scheme):
    for path in sorted(reports.glob("*.html")):
        asked, wide, violations = look(chromium, path, width, scheme)
        assert violations == [], path.name
        assert wide <= width
        assert asked == [path.as_uri()]


def test_no_script_runs_on_a_page(graded_class, chromium, tmp_path):
    name = graded_class.assignment
    text = (graded_class.course.feedback / "full-marks" / name / f"{name}.html").read_text(encoding="utf-8")
    path = tmp_path / "page.html"
    path.write_text(text.replace("</main>", "<script>document.title = 'attacked'</script></main>"), encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    assert page.title() == "Feedback: Cross-entropy: how to score a guess"
    page.close()
