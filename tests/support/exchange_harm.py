"""What a student can lay into an exchange by hand, to get at others' work or at the solutions."""

from __future__ import annotations

import textwrap
from pathlib import Path

from system_users import python_as

PS = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-test", "points": 1, "locked": true}
assert double(4) == 8
"""
MOMENT = "2026-01-02 03:04:05.000006 UTC"


LAY = """
import os, sys
from pathlib import Path
inbound, name, body, mode = sys.argv[1:5]
folder = Path(inbound) / name
folder.mkdir()
(folder / "ps1.ipynb").write_text(body)
(folder / "timestamp.txt").write_text("2026-01-02 03:04:05.000006 UTC")
exec(sys.argv[5])
os.chmod(folder, int(mode, 8))
"""


def lay_into(
    inbound: Path, uid: int, claims: str, more: str = "", mode: str = "777", tail: str = "AAAAAAAAAAAA"
) -> str:
    """A student lays a folder into an exchange by hand, with whatever else ``more`` does in it; its name."""
    name = f"{claims}+{PS}+{MOMENT}+{tail}"
    python_as(uid, LAY, inbound, name, '{"cells": []}', mode, textwrap.dedent(more) or "pass")
    return name


# What is done in the folder, and what is said of it then.
HARM: dict[str, tuple[str, str]] = {
    "a link to the solutions": ("os.remove(folder / 'ps1.ipynb'); os.symlink(SECRET, folder / 'ps1.ipynb')", "a link"),
    "a link beside the notebook": ("os.symlink(SECRET, folder / 'data.csv')", "a link"),
    "a link in a subfolder": ("(folder / 'd').mkdir(); os.symlink(SECRET, folder / 'd' / 'x')", "a link"),
    "a linked folder": ("os.symlink(os.path.dirname(SECRET), folder / 'd')", "a link"),
    "a dangling link": ("os.symlink('/nowhere', folder / 'd')", "a link"),
    "a pipe": ("os.mkfifo(folder / 'pipe')", "no ordinary file"),
    "a socket": ("import socket; os.chdir(folder); socket.socket(socket.AF_UNIX).bind('s')", "no ordinary file"),
    "a hard link": ("os.link(folder / 'ps1.ipynb', folder / 'again.ipynb')", "second name"),
    "a large file": ("(folder / 'big').write_bytes(b'x' * 1_000_001)", "more than 1000 kB"),
    "a sparse file": ("open(folder / 'big', 'wb').truncate(1 << 40)", "more than 1000 kB"),
    "many files": ("[(folder / f'f{n}').touch() for n in range(2100)]", "more than 2000 files"),
    "deep folders": ("os.makedirs(folder / '/'.join(['d'] * 40))", "nested too deeply"),
    "a file that cannot be read": ("(folder / 'x').touch(); os.chmod(folder / 'x', 0)", ""),
}
