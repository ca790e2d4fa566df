"""The views' JavaScript in the browser that runs it: Debian's Chromium, started once in each process of tests."""

from __future__ import annotations

import atexit
import base64
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import anywidget
from lab import browser
from playwright.sync_api import Page

STAND = Path(__file__).with_name("stand.js")
OWN = ("about:", "blob:", "data:")


class _Chromium:
    """A browser in a thread of its own, where the event loop that Playwright leaves running is in nobody's way."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Future, Callable, tuple]] = SimpleQueue()
        self._stack = ExitStack()
        Thread(target=self._work, name="chromium", daemon=True).start()
        self.browser = self.do(self._stack.enter_context, browser())
        atexit.register(self.do, self._stack.close)

    def _work(self) -> None:
        while True:
            future, action, arguments = self._jobs.get()
            try:
                future.set_result(action(*arguments))
            except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
                future.set_exception(error)

    def do(self, action: Callable, *arguments: Any) -> Any:
        future: Future = Future()
        self._jobs.put((future, action, arguments))
        return future.result()


@lru_cache(maxsize=1)
def _chromium() -> _Chromium:
    return _Chromium()


def in_javascript(view: Any, expression: str, data: object) -> Any:
    """The value of an expression of `data` in the module of a `view` (a widget or its class), computed in Chromium."""
    script = f"async ([code, data]) => {{ const view = await stand.load(code); return {expression}; }}"
    return _stand().do(lambda page: page.evaluate(script, [str(view._esm), data]))


def show(view: Any, width: int = 700, **traits: Any) -> Stand:
    """Render a widget's own module as JupyterLab would, on the one page that the tests of this process share.

    Args:
        view: the widget.
        width: of the page, in pixels.
        **traits: other values than the widget's own.

    Returns:
        The page, for as long as no other view is shown.
    """
    stand = _stand()
    stand.problems.clear()
    stand.requests.clear()
    state = json.loads(json.dumps(traits_of(view) | traits))
    given = [str(view._esm), str(view._css), state, width]
    stand.do(lambda page: page.evaluate("(given) => stand.show(...given)", given))
    return stand


def traits_of(view: Any) -> dict[str, Any]:
    """The traits that a widget shares with its view: its own ones, not those that every widget has."""
    common = set(anywidget.AnyWidget.class_traits(sync=True))
    return {name: getattr(view, name) for name in view.traits(sync=True) if name not in common and name[0] != "_"}


class Stand:
    """A page with one view on it, a model that stands in for the kernel, and a record of all that went wrong.

    Attributes:
        problems: errors and warnings of the page.
        requests: addresses that the page has asked for.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._page = _chromium().do(self._start, _chromium().browser)

    def _start(self, chromium: Any) -> Page:
        page = chromium.new_page(viewport={"width": 1000, "height": 900})
        page.on("console", lambda message: message.type in ("error", "warning") and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: request.url.startswith(OWN) or self.requests.append(request.url))
        page.evaluate(STAND.read_text("utf-8"))
        return page

    def do(self, action: Callable[[Page], Any]) -> Any:
        """What an action on the page gives back."""
        return _chromium().do(action, self._page)

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; `stand` is there."""
        return self.do(lambda page: page.evaluate(expression))

    def change(self, **changes: Any) -> None:
        """Traits change, as a slider or the kernel would change them."""
        self.do(lambda page: page.evaluate("(changes) => stand.change(changes)", changes))

    def hear(self, content: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """A message of the kernel's arrives."""
        given = [content, [base64.b64encode(data).decode("ascii") for data in buffers]]
        self.do(lambda page: page.evaluate("(given) => stand.hear(...given)", given))

    def sent(self) -> list[dict[str, Any]]:
        """What the view has sent to the kernel since the last time."""
        return self.ask("stand.current.messages.splice(0)")

    def resize(self, width: int) -> None:
        """The page becomes narrower or wider."""
        self.do(lambda page: page.evaluate("(width) => stand.resize(width)", width))

    def picture(self) -> str:
        """What is in the view, one element a line, attributes in the order of their names."""
        return self.ask("stand.picture()")

    def readout(self) -> str:
        """What the view says."""
        return self.ask("stand.el.querySelector('[aria-live]').textContent")


@lru_cache(maxsize=1)
def _stand() -> Stand:
    return Stand()
