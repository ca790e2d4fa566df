"""Read jupytext percent scripts and remember the line on which each cell starts."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

# What jupytext notes about blank lines; not part of the marker.
LAYOUT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker"}
MARKER = re.compile(r"^# %%(?!%)")


@dataclass(frozen=True)
class Cell:
    """One cell of a script: ``line`` is the line of its marker, 1-based; the source starts on the next one."""

    line: int
    cell_type: str
    source: str
    metadata: dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file, and what to do about it."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def read(path: Path) -> tuple[list[Cell], list[Problem]]:
    """The cells of a percent script, and the problems that keep its cells from being told apart."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return [], [Problem(path, 1, f"is not UTF-8 text ({error.reason} at byte {error.start}): save it as UTF-8.")]
    lines = text.splitlines()
    markers = [number for number, line in enumerate(lines, start=1) if MARKER.match(line)]
    if not markers:
        return [], [Problem(path, 1, "has no cell: start each one with a line `# %%` or `# %% [markdown]`.")]
    before = next((n for n, line in enumerate(lines[: markers[0] - 1], start=1) if line.strip()), None)
    if before is not None:
        return [], [Problem(path, before, "text before the first cell marker: put a line `# %%` above it.")]
    cells = _nodes(text)
    if len(cells) != len(markers):
        return [], [
            Problem(path, markers[0], f"{len(markers)} cell markers make {len(cells)} cells: check the markers.")
        ]
    return [_cell(line, node) for line, node in zip(markers, cells, strict=True)], []


@functools.lru_cache(maxsize=32)
def _nodes(text: str) -> tuple[NotebookNode, ...]:
    """The cells of a script. A bank is asked for its answers, its mutants and its properties: it is parsed once."""
    return tuple(jupytext.reads(text, fmt="py:percent").cells)


def _cell(line: int, node: NotebookNode) -> Cell:
    metadata = {key: value for key, value in node.metadata.items() if key not in LAYOUT_KEYS}
    return Cell(line, node.cell_type, node.source, metadata)
