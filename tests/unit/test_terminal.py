"""No text, whoever wrote it, acts on the terminal of whoever grades."""

from __future__ import annotations

import io
import re

import pytest
from rich.markup import escape
from rich.table import Table

from autograder import tables, terminal

EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[1;31mred\x9b31m\x08\x08\rover\u202eoff\x00"


def printed(force: bool, *things, **options) -> str:
    file = io.StringIO()
    console = terminal.console(file=file, force_terminal=force, width=60)
    console.print(*things, **options)
    return file.getvalue()


def table() -> Table:
    made = Table(title=escape(EVIL), caption=EVIL)
    made.add_column("a")
    made.add_row(escape(EVIL))
    return made


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "thing", [EVIL, escape(EVIL), table(), f"[bold]{escape(EVIL)}[/bold]"], ids=["raw", "escaped", "table", "bold"]
)
def test_control_characters_do_not_reach_the_terminal(force, thing):
    text = printed(force, thing, soft_wrap=True)
    assert "red" in text
    assert "over" in text
    rest = re.sub(r"\x1b\[[0-9;]*m", "", text) if force else text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", rest)


def test_a_progress_bar_still_moves_and_its_text_is_harmless():
    file = io.StringIO()
    console = terminal.console(file=file, force_terminal=True, width=80)
    assert list(tables.with_progress([1, 2, 3], EVIL, console, total=3)) == [1, 2, 3]
    assert "\x1b]0;" not in file.getvalue()
    assert "\x1b[2J" not in file.getvalue()
    assert "\x1b[" in file.getvalue()


def test_styles_and_lines_stay():
    assert printed(True, "[bold]a[/bold]\nb") == "\x1b[1ma\x1b[0m\nb\n"
