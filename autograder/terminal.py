"""What is printed, harmless on a terminal: nobody vouches for names, messages and file names of students."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from autograder.engine import sanitise


def console(**options: Any) -> Console:
    """A console through which no control character of a text reaches the terminal, whoever prints it.

    Args:
        options: of :class:`rich.console.Console`.
    """
    return _Harmless(highlight=False, **options)


class _Harmless(Console):
    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As rich renders it; its own control codes, to move the cursor say, are no text and stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=sanitise.text(segment.text))
