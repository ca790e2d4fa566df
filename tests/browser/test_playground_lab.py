"""The playground in a real JupyterLab and Notebook 7: the kernel stays free, and nothing is left behind."""

from __future__ import annotations

import re

import nbformat
import pytest
from lab import browser, jupyter_lab, screenshot
from playwright.sync_api import expect

pytestmark = pytest.mark.long

CELLS = (
    "import threading, time\nfrom gancourse import widgets\nfrom gancourse.playground import player\n"
    "player.UNSEEN_FOR = 2.0\nexplorer = widgets.playground_explorer(width=8)\nexplorer",
    "print('sum', 1 + 1)",
    "time.sleep(5)",
    "left = [one.name for one in threading.enumerate() if one.name == 'playground']\n"
    "print('left', left, len(explorer.player._wishes), explorer.player.playing)",
    "import threading\nprint('fresh', [one.name for one in threading.enumerate() if one.name == 'playground'])",
)
NAME = "alive.ipynb"
PATIENT = 90_000  # milliseconds: these tests are about what happens, not about how fast


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alive")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / NAME)
    with jupyter_lab(folder, tmp_path_factory.mktemp("alive-home")) as running:
        yield running


class Page:
    """The notebook in one of the two front ends, with its first cell run."""

    def __init__(self, server, chromium, front_end):
        if front_end == "lab":
            self.page = server.open(chromium, NAME)
        else:
            self.page = chromium.new_page(viewport={"width": 1280, "height": 900})
            self.page.set_default_timeout(60_000)
            self.page.goto(f"{server.url}/notebooks/{NAME}")
        self.code = self.page.locator(".jp-CodeCell")
        self.code.first.wait_for()
        self.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for(
            state="attached", timeout=PATIENT
        )

    def begin(self):
        """Run the first cell; as long as there is no kernel yet, nothing comes of it."""
        for _ in range(20):
            self.run(0, wait=False, first=True)
            self.page.wait_for_timeout(2000)
            if self.code.first.locator(".jp-InputPrompt").inner_text().strip() != "[ ]:":
                break
        expect(self.part("counter")).to_have_text("iteration 0", timeout=PATIENT)

    def run(self, index, wait=True, first=False):
        self.code.nth(index).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        prompt = self.code.nth(index).locator(".jp-InputPrompt")
        if wait:
            expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=PATIENT)
        elif not first:
            expect(prompt).to_have_text("[*]:", timeout=PATIENT)

    def said(self, index):
        return self.code.nth(index).locator(".jp-OutputArea-output").last.inner_text().strip()

    def part(self, name):
        return self.page.get_by_test_id(f"playground-{name}")

    def iteration(self):
        return int(re.sub(r"\D", "", self.part("counter").inner_text()))

    def press(self, then):
        self.part("play").click()
        expect(self.part("play")).to_contain_text(then, timeout=PATIENT)

    def plays_on(self):
        before = self.iteration()
        expect(self.part("counter")).not_to_have_text(f"iteration {before:,}", timeout=PATIENT)


@pytest.fixture(params=["lab", "notebook"])
def page(request, server, chromium):
    made = Page(server, chromium, request.param)
    made.begin()
    yield made
    made.page.close()


def test_a_cell_answers_while_it_trains_and_pause_answers_while_a_cell_sleeps(page):
    page.press("Pause")
    page.plays_on()
    page.run(1)
    assert page.said(1) == "sum 2"
    page.plays_on()
    page.run(2, wait=False)
    page.plays_on()
    page.press("Play")
    expect(page.code.nth(2).locator(".jp-InputPrompt")).to_have_text("[*]:")
    screenshot(page.page, "playground-alive")
    expect(page.code.nth(2).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]"), timeout=PATIENT)
    page.run(3)
    assert page.said(3) == "left [] 0 False"


def test_a_page_that_nobody_sees_is_sent_nothing_and_after_a_while_nothing_plays(page):
    page.press("Pause")
    page.plays_on()
    page.page.evaluate("globalThis.requestAnimationFrame = () => 1")  # as in a tab that is hidden
    expect(page.part("play")).to_contain_text("Play", timeout=PATIENT)
    page.run(3)
    assert page.said(3) == "left [] 0 False"


def test_a_page_that_is_closed_leaves_no_thread_and_no_queue(page, server, chromium):
    page.press("Pause")
    page.plays_on()
    page.page.close()
    again = Page(server, chromium, "lab")
    again.page.wait_for_timeout(4000)
    again.run(3)
    assert again.said(3) == "left [] 0 False"
    again.page.close()


def test_a_restarted_kernel_has_no_thread_and_the_cell_brings_it_back(page):
    page.press("Pause")
    page.plays_on()
    page.page.evaluate("document.body.focus()")
    page.code.nth(4).locator(".jp-InputPrompt").click()
    page.page.keyboard.press("0")
    page.page.keyboard.press("0")
    page.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(page.page.locator(".jp-Dialog")).to_have_count(0)
    page.run(4)
    assert page.said(4) == "fresh []"
    page.run(0)
    expect(page.part("counter")).to_have_text("iteration 0", timeout=PATIENT)
    page.press("Pause")
    page.plays_on()
    page.press("Play")
    page.run(3)
    assert page.said(3) == "left [] 0 False"


def test_keys_belong_to_the_control_that_has_the_focus(page):
    """JupyterLab has shortcuts for arrow keys, and a number is meant when Enter is pressed."""
    morph = page.part("morph")
    before = float(morph.input_value())
    morph.focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowLeft")
    assert float(morph.input_value()) < before
    page.page.evaluate("document.querySelectorAll('.gc-playground details').forEach((one) => (one.open = true))")
    steps = page.part("k_g")
    steps.click(click_count=3)
    page.page.keyboard.type("3")
    page.page.keyboard.press("Enter")
    expect(page.part("readout")).to_contain_text("k_G = 3", timeout=PATIENT)
