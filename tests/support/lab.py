"""A real JupyterLab in a real Chromium, as a student or an instructor would use it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import BIN, ROOT
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

SCREENSHOTS = ROOT / "build" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {"fetchNews": "false", "checkForUpdates": False},
    # Cells outside the window stay in the page, so that a test can read all of them.
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
}


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()


@dataclass
class Lab:
    """A running JupyterLab server."""

    url: str
    folder: Path
    log: Path

    def open(self, chromium: Browser, path: str) -> Page:
        """Open a notebook (or "" for the launcher) in a fresh page and wait until JupyterLab is there."""
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(f"{self.url}/lab/tree/{path}?reset" if path else f"{self.url}/lab?reset")
        page.wait_for_selector("#jp-main-dock-panel", state="visible")
        page.wait_for_selector("#jupyterlab-splash", state="detached")
        return page


@contextmanager
def jupyter_lab(folder: Path, private: Path) -> Iterator[Lab]:
    """Start ``jupyter lab`` in ``folder``; configuration and settings of its own lie in ``private``."""
    for name, content in SETTINGS.items():
        path = private / "settings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    port = _free_port()
    log = private / "lab.log"
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(private),
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
    }
    command = [str(BIN / "jupyter"), "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    with log.open("w") as stream:
        server = subprocess.Popen(
            [*command, "--IdentityProvider.token=", "--ServerApp.password="],
            cwd=folder,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(url, server, log)
        yield Lab(url, folder, log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def run_all(page: Page, timeout: float = 400) -> None:
    """Menu Run → Run All Cells, and wait until every cell has run or an error has stopped the run."""
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    expect(page.locator(".jp-Notebook-ExecutionIndicator").first).to_have_attribute(
        "data-status", "idle", timeout=90_000
    )
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle", timeout=90_000)
    waiting = page.locator(".jp-InputPrompt", has_text="[*]")
    done = page.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]"))
    busy = page.locator(".jp-Notebook-ExecutionIndicator[data-status=busy]")
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    deadline = time.monotonic() + timeout
    quiet = 0
    while time.monotonic() < deadline:
        # Between two cells the kernel is idle for a moment.
        quiet = quiet + 1 if done.count() and not waiting.count() and not busy.count() else 0
        if quiet == 6:
            return
        page.wait_for_timeout(250)
    raise TimeoutError(f"after {timeout} s {done.count()} cells have run, {waiting.count()} are waiting")


def errors(page: Page) -> list[str]:
    """The texts of all error outputs in the notebook, and of all that was written to stderr."""
    return page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').all_inner_texts()


def dialog(page: Page) -> Locator:
    """The dialog that is open."""
    return page.locator(".jp-Dialog-content")


def screenshot(page: Page, name: str) -> None:
    """Keep a picture of the page in build/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at once:\n{log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{url}/api/status", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
