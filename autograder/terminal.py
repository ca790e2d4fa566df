"""What is printed, harmless on a terminal: nobody vouches for names, messages and file names of students."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook
from rich.segment import Segment

from autograder.engine import sanitise


def console(**options: Any) -> Console:
    """A console of rich's through which no control character of a text reaches the terminal, whoever prints it.

    Args:
        options: of :class:`rich.console.Console`.
    """
    made = Console(highlight=False, **options)
    made.push_render_hook(_Harmless())
    return made


class _Harmless(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Rendered(one) for one in renderables]


class _Rendered:
    """Something to print, with the texts in it made harmless and the console's own control codes kept."""

    def __init__(self, inner: ConsoleRenderable) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        for segment in console.render(self._inner, options):
            yield segment if segment.control else Segment(sanitise.text(segment.text), segment.style)
