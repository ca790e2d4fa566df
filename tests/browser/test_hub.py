"""JupyterHub as it is deployed, in a browser: students with users of their own, an instructor, and grading at once."""

from __future__ import annotations

import json
import pwd
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from lab import browser, screenshot
from playwright.sync_api import Browser, Page, expect
from serving import answers_of_the_bank
from system_users import needs_users

from autograder.course import Course

pytestmark = [needs_users, pytest.mark.long, pytest.mark.timeout(1200)]
COURSE, ASSIGNMENT = "gan-mathematics", "01-cross-entropy"
NOTEBOOK = f"{COURSE}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
# From *Submit* until feedback can be fetched: a wide bound on what takes about a second, for a busy machine.
SECONDS = 120
# As JupyterLab's own requests do it.
ASK = """async ([method, url, body]) => {
  const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  const headers = { "Content-Type": "application/json", "X-XSRFToken": xsrf ? xsrf[1] : "" };
  const answer = await fetch(url, { method, headers, body: body === null ? undefined : JSON.stringify(body) });
  return [answer.status, await answer.text()];
}"""


@dataclass(frozen=True)
class Hub:
    """What `make hub-demo` says of the hub that it has started.

    Attributes:
        url, formgrader: addresses.
        passwords: by user: two students, then the instructor.
        folder: of everything that was made for it.
    """

    url: str
    formgrader: str
    passwords: dict[str, str]
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """As somebody starts it who wants to try it, and ends it with Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, ROOT / "tools" / "hub_demo.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C ends" in line:
            break
    try:
        assert "Ctrl-C ends" in said, said
        people = re.findall(r"^  (?:student|instructor) +(\S+) +(\S+)", said, re.MULTILINE)
        (url,), (formgrader,) = re.findall(r"Open (\S+) and", said), re.findall(r"formgrader: (\S+)", said)
        (log,) = re.findall(r"The log is (\S+)\.", said)
        yield Hub(url, formgrader, dict(people), Path(log).parent)
    finally:
        process.send_signal(signal.SIGINT)
        ended = process.communicate(timeout=120)[0]
    assert process.returncode == 0, ended
    assert not Path(log).parent.exists()
    assert not [one.pw_name for one in pwd.getpwall() if one.pw_name in dict(people)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


def logged_in(chromium: Browser, hub: Hub, name: str) -> Page:
    """A window of this user's own, in the user's JupyterLab."""
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(180_000)
    log_in(page, hub, name)
    page.wait_for_selector("#jp-main-dock-panel", state="visible")
    page.wait_for_selector("#jupyterlab-splash", state="detached")
    return page


def log_in(page: Page, hub: Hub, name: str, then: str = "") -> None:
    page.goto(f"{hub.url}/hub/login{then}")
    page.fill("#username_input", name)
    page.fill("#password_input", hub.passwords[name])
    with page.expect_navigation(url=lambda url: "/login" not in url):
        page.click("#login_submit")


def asked(page: Page, method: str, url: str, body: object = None) -> tuple[int, str]:
    """What a server answers to this window's user."""
    status, text = page.evaluate(ASK, [method, url, body])
    return int(status), str(text)


def assignment_list(page: Page) -> None:
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Nbgrader$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Assignment List$")).click()
    expect(page.locator("#released_assignments_list")).to_be_visible(timeout=180_000)


def save(page: Page, name: str, notebook: str) -> None:
    """As saving it in JupyterLab does."""
    content = {"type": "notebook", "format": "json", "content": json.loads(notebook)}
    status, text = asked(page, "PUT", f"/user/{name}/api/contents/{NOTEBOOK}", content)
    assert status in (200, 201), text


def submitted(page: Page, hub: Hub, attempt: int) -> float:
    """Submit in the Assignment List, and fetch the feedback as soon as it says that there is some; the seconds."""
    page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    rows = page.locator("#submitted_assignments_list .nested_list_item")
    expect(rows).to_have_count(attempt, timeout=180_000)
    begun = time.monotonic()
    while hub.log.count("feedback after") < attempt:
        assert time.monotonic() - begun < SECONDS, hub.log[-3000:]
        time.sleep(0.05)
    page.locator("#submitted_assignments_list").get_by_role("button", name="Fetch Feedback").click()
    expect(page.locator("#submitted_assignments_list").get_by_text("(view feedback)")).to_have_count(
        attempt, timeout=180_000
    )
    return float(re.findall(r"feedback after ([\d.]+) s", hub.log)[attempt - 1])


def feedback(page: Page, name: str) -> list[str]:
    """The pages in the student's folder, in the order of their attempts."""
    place = f"{COURSE}/{ASSIGNMENT}/feedback"
    status, text = asked(page, "GET", f"/user/{name}/api/contents/{place}")
    assert status == 200, text
    folders = sorted(one["path"] for one in json.loads(text)["content"])
    return [asked(page, "GET", f"/user/{name}/files/{one}/{ASSIGNMENT}.html")[1] for one in folders]


def points_of(text: str) -> float:
    """The points at the head of a page."""
    return float(re.findall(r"<strong>([\d.]+)</strong> of", text)[0])


def by_student(text: str) -> dict[str, float]:
    """The points that formgrader shows, of those who have handed in."""
    return {one["student"]: one["score"] for one in json.loads(text) if one["autograded"]}


def test_a_student_improves_the_instructor_sees_it_and_a_neighbour_sees_nothing(
    hub: Hub, chromium: Browser, course: Course
) -> None:
    ada, bob, teacher = hub.passwords
    bank = answers_of_the_bank(course, ASSIGNMENT)
    page = logged_in(chromium, hub, ada)
    assignment_list(page)
    page.locator("#released_assignments_list .list_item", has_text=ASSIGNMENT).get_by_role(
        "button", name="Fetch"
    ).click()
    expect(page.locator("#fetched_assignments_list").get_by_role("button", name="Submit")).to_be_visible(
        timeout=180_000
    )
    # What is handed in is what lies there: the answers of the bank in the student's own copy.
    save(page, ada, bank["half-done"])
    first = submitted(page, hub, 1)
    save(page, ada, bank["full-marks"])
    second = submitted(page, hub, 2)
    screenshot(page, "hub-assignment-list")
    pages = feedback(page, ada)
    assert len(pages) == 2
    assert points_of(pages[0]) < points_of(pages[1])
    assert all(ada in text for text in pages)
    print(f"\nfeedback after {first} s and {second} s; {[points_of(one) for one in pages]} points")

    # The page as the student opens it, from the Assignment List.
    page.locator("#submitted_assignments_list").get_by_text("(view feedback)").last.dispatch_event("click")
    page.locator(".jp-DirListing-item", has_text=f"{ASSIGNMENT}.html").dblclick()
    shown = page.frame_locator(".jp-HTMLViewer iframe, .jp-IFrame iframe").first
    expect(shown.locator("body")).to_contain_text("of 28 points")
    screenshot(page, "hub-feedback")

    # The instructor: every attempt is there, the newest counts, and a point by hand adds to it.
    desk = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    desk.set_default_timeout(180_000)
    log_in(desk, hub, teacher, "?next=%2Fhub%2Fhome")
    desk.goto(f"{hub.formgrader}/manage_submissions/{ASSIGNMENT}")
    row = desk.locator("tr", has_text=ada)
    expect(row).to_contain_text("28 / 28")
    screenshot(desk, "hub-formgrader")
    attempts = sorted(one.name for one in (hub.folder / "exchange" / COURSE / "inbound").iterdir())
    assert len(attempts) == 2
    assert all(one.startswith(f"{ada}+{ASSIGNMENT}+") for one in attempts)
    desk.goto(f"{hub.formgrader}/gradebook/{ASSIGNMENT}/{ASSIGNMENT}")
    desk.locator("tbody tr a").first.click()
    box = desk.locator("input.extra-credit").first
    # Formgrader fills it with what the gradebook has first.
    expect(box).to_have_attribute("placeholder", "0", timeout=180_000)
    box.fill("1")
    box.press("Tab")
    expect(desk.locator(".autograder-summary")).to_be_visible()
    screenshot(desk, "hub-formgrader-points")
    deadline = time.monotonic() + 60
    while (points := by_student(asked(desk, "GET", f"{hub.formgrader}/api/submissions/{ASSIGNMENT}")[1])) != {ada: 29}:
        assert time.monotonic() < deadline, points
        time.sleep(0.2)

    # A neighbour sees nothing of it: not in the list, not in the exchange, not on the other's server.
    other = logged_in(chromium, hub, bob)
    assignment_list(other)
    expect(other.locator("#released_assignments_list .list_item", has_text=ASSIGNMENT)).to_be_visible()
    expect(other.locator("#submitted_assignments_list .nested_list_item")).to_have_count(0)
    assert asked(other, "GET", f"/user/{ada}/api/contents/{NOTEBOOK}")[0] in (403, 404)
    assert asked(other, "GET", f"/services/{COURSE}/formgrader/api/submissions/{ASSIGNMENT}")[0] == 403
    screenshot(other, "hub-neighbour")
    owner = next((hub.folder / "homes").glob("gan-*"))
    for place in (hub.folder / "exchange" / COURSE / "inbound", hub.folder / "homes" / ada, owner / COURSE):
        said = in_a_terminal(other, bob, f"ls {place}")
        assert "Permission denied" in said, said
    assert ada not in in_a_terminal(other, bob, f"ls -R {hub.folder / 'exchange'} 2>/dev/null")


def in_a_terminal(page: Page, name: str, command: str) -> str:
    """What a command says that a student runs in a notebook's kernel, by JupyterLab's own way to it."""
    status, text = asked(page, "POST", f"/user/{name}/api/kernels", {"name": "python3"})
    assert status == 201, text
    kernel = json.loads(text)["id"]
    run = """async ([url, code]) => await new Promise((done, failed) => {
      const socket = new WebSocket(url);
      let said = "";
      const header = { msg_id: "1", msg_type: "execute_request", username: "", session: "1", version: "5.3" };
      const content = { code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false };
      const asked = { header, content, parent_header: {}, metadata: {}, channel: "shell" };
      socket.onopen = () => socket.send(JSON.stringify(asked));
      socket.onerror = () => failed(new Error("no connection to the kernel"));
      socket.onmessage = (event) => {
        const message = JSON.parse(event.data);
        if (message.parent_header.msg_id !== "1") return;
        if (message.msg_type === "stream") said += message.content.text;
        if (message.msg_type === "error") failed(new Error(message.content.evalue));
        if (message.msg_type === "execute_reply") { socket.close(); done(said); }
      };
    })"""
    base = page.evaluate("window.location.origin").replace("http", "ws", 1)
    token = page.evaluate("(document.cookie.match(/(?:^|; )_xsrf=([^;]*)/) || ['', ''])[1]")
    code = f"import subprocess; print(subprocess.run({command!r}, shell=True, capture_output=True, text=True))"
    said = str(page.evaluate(run, [f"{base}/user/{name}/api/kernels/{kernel}/channels?_xsrf={token}", code]))
    asked(page, "DELETE", f"/user/{name}/api/kernels/{kernel}")
    return said
