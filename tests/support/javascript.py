"""The views' JavaScript in the browser that runs it: Debian's Chromium, started once in each pytest process."""

from __future__ import annotations

import atexit
import json
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any

from lab import browser
from playwright.sync_api import Page

STAND = Path(__file__).with_name("page.js")


class Stand:
    """A blank page with a view on it, a model that stands in for the kernel, and a record of all that went wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        page.evaluate(STAND.read_text("utf-8"))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(text)

    def _request(self, url: str) -> None:
        if not url.startswith(("blob:", "data:", "about:")):
            self.requests.append(url)

    def show(self, view: Any, width: int = 700) -> None:
        """Render a widget's own module with its traits as they are, in a page as wide as a notebook."""
        state = json.loads(json.dumps(traits_of(view)))
        self.page.evaluate("(given) => stand.show(...given)", [str(view._esm), str(view._css), state, width])

    def change(self, **changes: Any) -> None:
        """Traits change, as a slider or the kernel would change them."""
        self.page.evaluate("(changes) => stand.change(changes)", changes)

    def resize(self, width: int) -> None:
        """The page becomes narrower or wider."""
        self.page.evaluate("(width) => stand.resize(width)", width)

    def picture(self) -> str:
        """What is on the page, one element a line."""
        return self.page.evaluate("stand.picture()")

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; `stand` is there."""
        return self.page.evaluate(expression)


def traits_of(view: Any) -> dict[str, Any]:
    """The traits that a widget shares with its view: its own ones, not those that every widget has."""
    import anywidget

    own = set(view.traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True)) - {"_esm", "_css"}
    return {name: getattr(view, name) for name in sorted(own)}


@lru_cache(maxsize=1)
def _chromium() -> Any:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(browser())


def open_stand() -> Stand:
    """A fresh page."""
    return Stand(_chromium().new_page(viewport={"width": 1000, "height": 900}))


@lru_cache(maxsize=1)
def _calculator() -> Stand:
    return open_stand()


def in_javascript(view: Any, expression: str, data: object) -> Any:
    """The value of an expression of `data` in the module of a view (a widget or its class), computed in the browser."""
    script = f"async ([code, data]) => {{ const view = await stand.load(code); return {expression}; }}"
    return _calculator().page.evaluate(script, [str(view._esm), data])
