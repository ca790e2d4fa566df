"""What a student and an instructor see: a real JupyterLab in a real Chromium. Pictures: build/screenshots."""

from __future__ import annotations

import re

import pytest
from lab import browser, dialog, errors, jupyter_lab, run_all, screenshot
from playwright.sync_api import expect

from autograder.authoring import sample_class
from autograder.source.reading import read_sources


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


def solved_release(course, assignment):
    """The released notebook with the solutions filled in, as a student hands it in."""
    (source,) = read_sources(course, [assignment])
    answers = {exercise.name: exercise.solution.cell.source for exercise in source.exercises()}
    return sample_class.fill(course.release_notebook(assignment).read_text(encoding="utf-8"), answers)


@pytest.fixture(scope="module")
def student_lab(course, tmp_path_factory):
    """JupyterLab on a folder with every solved notebook and the untouched 01."""
    folder = tmp_path_factory.mktemp("student")
    for assignment in course.assignments():
        notebook = solved_release(course, assignment).replace("STEPS = 1200  #", "STEPS = 30  #")  # 06 trains
        (folder / f"{assignment}.ipynb").write_text(notebook, encoding="utf-8")
    release = course.release_notebook("01-cross-entropy").read_text(encoding="utf-8")
    (folder / "untouched.ipynb").write_text(release, encoding="utf-8")
    with jupyter_lab(folder, tmp_path_factory.mktemp("student-home")) as running:
        yield running


@pytest.fixture(scope="module")
def solved(student_lab, chromium):
    """Opens a solved notebook, runs it once from top to bottom, and gives its page to whoever asks for it."""
    pages = {}

    def open_and_run(assignment):
        if assignment not in pages:
            page = student_lab.open(chromium, f"{assignment}.ipynb")
            run_all(page)
            assert errors(page) == []
            pages[assignment] = page
        return pages[assignment]

    return open_and_run


def press_until_it_changes(page, handle, key, readout):
    before = readout.inner_text()
    handle.scroll_into_view_if_needed()
    handle.focus()
    handle.press(key)
    expect(readout).not_to_have_text(before)
    return readout.inner_text()


def validate(page):
    page.get_by_role("button", name="Validate").first.click()
    expect(dialog(page)).to_contain_text("Validation Results", timeout=120_000)
    return dialog(page).inner_text()


def test_the_solved_notebook_runs_its_sliders_move_and_it_validates(solved):
    page = solved("01-cross-entropy")
    handle = page.locator(".gc-log-loss-explorer .noUi-handle")
    readout = page.get_by_test_id("log-loss-readout")
    expect(readout).to_contain_text("p = 0.500")
    after = press_until_it_changes(page, handle, "ArrowRight", readout)
    assert "p = 0.501" in after
    assert "0.695 nats" in after  # −ln(1 − 0.501)
    screenshot(page, "01-log-loss-explorer")

    handle = page.locator(".gc-die-explorer .noUi-handle")
    after = press_until_it_changes(page, handle, "ArrowRight", page.get_by_test_id("die-readout"))
    assert "after 101 rolls" in after.lower()
    screenshot(page, "01-die-explorer")

    assert "Success" in validate(page)
    screenshot(page, "01-validate-solved")


# Assignment → (test id of a read-out, key to press on the first slider of its widget, what the read-out then says).
WIDGETS = {
    "02-slanted-land": [("slanted-land-readout", "ArrowRight", "z = 0.71")],
    "03-minimax": [
        ("push-forward-readout", "ArrowRight", "piece 9 of 30"),
        ("generator-losses-readout", "ArrowRight", "logit a = 3.1"),
        ("saddle-readout", "ArrowRight", "step η = 0.12"),
    ],
    "04-k-steps": [("phases-readout", "ArrowRight", "iteration")],
    "05-jensen-shannon": [("sliding-readout", "End", "μ = 10.0")],
    "06-dcgan": [("convolution-readout", "ArrowRight", "n = 9"), ("film-readout", "ArrowRight", "D(x) = ")],
    "07-failure-modes": [
        ("overlap-readout", "ArrowRight", "μ = 4.1"),
        ("dirac-readout", "ArrowRight", "γ = 0.05"),
    ],
    "08-diagnosis": [("timelapse-readout", "ArrowRight", "iteration 60")],
    "09-since-2014": [("timelapse-readout", "ArrowRight", "iteration 3")],
}


@pytest.mark.long
@pytest.mark.parametrize("assignment", WIDGETS)
def test_a_solved_notebook_runs_and_its_sliders_move(solved, assignment):
    page = solved(assignment)
    for name, key, words in WIDGETS[assignment]:
        widget = page.locator(".gc-explorer", has=page.get_by_test_id(name)).first
        handle, readout = widget.locator(".noUi-handle, .gc-scrub").first, widget.get_by_test_id(name)
        assert words in press_until_it_changes(page, handle, key, readout)
        screenshot(page, f"{assignment[:2]}-{name}")


@pytest.mark.long
def test_points_are_drawn_with_the_keyboard_and_the_playground_steps_in_04(solved):
    page = solved("04-k-steps")
    readout = page.get_by_test_id("drawing-readout").first
    expect(readout).to_contain_text("40 points")
    assert "41 points" in press_until_it_changes(page, page.get_by_test_id("drawing-pad").first, "Space", readout)
    screenshot(page, "04-drawing")

    widget = page.locator(".gc-playground-explorer").first
    readout = widget.get_by_test_id("playground-readout")
    counter = widget.get_by_test_id("playground-counter")
    expect(counter).to_have_text("iteration 0")
    widget.get_by_role("button", name="Step of G").click()
    expect(readout).to_contain_text("two Gaussians, non-saturating loss, k_D = 3, k_G = 1, seed 1, iteration 1")
    widget.get_by_role("button", name="Play").click()
    expect(counter).to_have_text(re.compile(r"iteration \d{2,}"), timeout=60_000)
    widget.get_by_role("button", name="Pause").click()
    expect(widget.get_by_role("button", name="Play")).to_be_visible()
    widget.get_by_role("button", name="Slow motion").click()
    for _ in range(4):
        widget.get_by_test_id("playground-step").click()
    expect(widget.locator(".gc-running")).to_contain_text("fake = G(z).detach()")
    assert errors(page) == []
    screenshot(page, "04-playground")


@pytest.mark.long
def test_the_slider_of_05_reads_0_429_and_says_what_happens_at_0(solved):
    page = solved("05-jensen-shannon")
    readout = page.get_by_test_id("argmax-readout")
    a, b = (page.locator(".gc-pointwise-explorer .noUi-handle").nth(i) for i in (0, 1))
    press_until_it_changes(page, a, "ArrowRight", readout)
    assert "a = 0.45, b = 0.60" in press_until_it_changes(page, a, "ArrowLeft", readout)
    expect(readout).to_contain_text("0.429")
    screenshot(page, "05-argmax")
    assert "only fakes here" in press_until_it_changes(page, a, "Home", readout)
    assert "neither data nor fakes here" in press_until_it_changes(page, b, "Home", readout)
    screenshot(page, "05-argmax-zero")


@pytest.mark.long
def test_another_run_of_08_is_chosen_with_a_click(solved):
    page = solved("08-diagnosis")
    widget = page.locator(".gc-runs-explorer").first
    readout = widget.get_by_test_id("runs-readout")
    expect(readout).to_contain_text("Run A, last tenth")
    widget.get_by_role("button", name="C", exact=True).click()
    expect(readout).to_contain_text("Run C, last tenth")
    expect(widget.locator("img").first).to_have_attribute("alt", re.compile("Run C"))
    widget.get_by_label("beside it").select_option("P")
    expect(readout).to_contain_text("Run P, last tenth")
    widget.get_by_role("button", name="one moment back").click()
    expect(readout).to_contain_text("Run P, iteration 2376")
    assert errors(page) == []
    screenshot(page, "08-runs")


def test_the_untouched_release_shows_the_message_of_the_first_check(student_lab, chromium):
    page = student_lab.open(chromium, "untouched.ipynb")
    run_all(page)
    (first,) = errors(page)
    assert first.startswith("✗ `model_kind` is not written yet")
    assert "Traceback" not in first
    page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').first.scroll_into_view_if_needed()
    screenshot(page, "01-first-message")

    card = page.locator(".jp-OutputArea summary", has_text="0 of 13 exercises · 0 of 28 points")
    card.scroll_into_view_if_needed()
    card.click()
    expect(page.locator(".jp-OutputArea li", has_text="Exercise 13 · Put it together")).to_be_visible()
    screenshot(page, "01-card")

    result = validate(page)
    assert "model_kind` is not written yet" in result
    assert "Traceback" not in result
    screenshot(page, "01-validate-untouched")
    page.close()


def test_formgrader_shows_the_scores_of_the_class(graded_class, chromium, tmp_path_factory):
    with jupyter_lab(graded_class.course.root, tmp_path_factory.mktemp("instructor-home")) as lab:
        page = lab.open(chromium, "")
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Nbgrader$")).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Formgrader$")).click()
        frame = page.frame_locator("iframe[src*=formgrader]")
        expect(frame.get_by_role("link", name="Manage Assignments").first).to_be_visible()
        page.close()

        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{lab.url}/formgrader/manage_submissions/{graded_class.assignment}")
        row = page.locator("tr", has_text="full-marks-2")
        expect(row).to_contain_text("28 / 28")
        expect(page.locator("tr", has_text="blank")).to_contain_text("0 / 28")
        expect(page.locator("tr", has_text="half-done")).to_contain_text("12 / 28")
        screenshot(page, "formgrader-class")

        page.goto(f"{lab.url}/formgrader/gradebook/{graded_class.assignment}/{graded_class.assignment}")
        expect(page.locator("tbody tr").first).to_be_visible()
        page.locator("tbody tr a").first.click()
        expect(page.locator("body")).to_contain_text("Submission #1")
        first = page.locator(".autograder-summary")
        expect(first).to_contain_text("What the student's page says")
        expect(first.locator("table tr")).to_have_count(1 + 13)
        # It stands before the notebook, and the boxes for points work as they did.
        assert first.bounding_box()["y"] < page.locator(".nbgrader_cell").first.bounding_box()["y"]
        expect(page.locator("input.score").first).to_be_visible()
        screenshot(page, "formgrader-submission")
        page.close()
