"""A live playground on a page: the widget's own JavaScript in Chromium, and its player in this process."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any

from gancourse.widgets.playground import PlaygroundExplorer
from javascript import Stand, show


class LivePage:
    """Carries messages between a widget and its view, as a comm does.

    Attributes:
        stand: the page.
        frames: how many frames have been sent to it.
        drawn: how many of these it has drawn.
    """

    def __init__(self, explorer: PlaygroundExplorer, width: int = 700) -> None:
        self.explorer, self.frames, self.drawn = explorer, 0, 0
        self._to_page: deque[tuple[str, dict[str, Any], list[bytes]]] = deque()
        explorer.player.tell = lambda kind, content, buffers: self._to_page.append((kind, content, buffers))
        explorer.view.send = lambda content, buffers=None: self._to_page.append(("", content, list(buffers or [])))
        self.stand: Stand = show(explorer.view, width)
        self.pump()

    def __enter__(self) -> LivePage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stand.ask("stand.stop()")
        self.explorer.close()

    def pump(self) -> None:
        """Carry what there is, both ways."""
        for message in self.stand.sent():
            self.drawn += message.get("do") == "seen"
            self.explorer.hear(None, message)
        while self._to_page:
            kind, content, buffers = self._to_page.popleft()
            if kind == "state":
                self.stand.change(state=content)
            else:
                self.frames += kind == "frame"
                self.stand.hear({"kind": kind, **content} if kind else content, buffers)

    def until(self, condition: Callable[[], Any], seconds: float = 60.0) -> None:
        """Carry messages until something is the case."""
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends, f"not the case after {seconds} s"
            self.pump()

    def press(self, testid: str) -> None:
        """Press a button of the playground."""
        self.stand.ask(f"stand.el.querySelector('[data-testid=playground-{testid}]').click()")
        self.pump()

    def choose(self, testid: str, value: str | bool) -> None:
        """Choose a value, type a number, or tick a box."""
        key = "checked" if isinstance(value, bool) else "value"
        script = f"""([testid, value]) => {{
            const control = stand.el.querySelector(`[data-testid=playground-${{testid}}]`);
            control.{key} = value;
            for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, {{ bubbles: true }}));
        }}"""
        self.stand.do(lambda page: page.evaluate(script, [testid, value]))
        self.pump()

    def text(self, testid: str) -> str:
        """What stands in a part of the playground."""
        return self.stand.ask(f"stand.el.querySelector('[data-testid=playground-{testid}]').textContent")
