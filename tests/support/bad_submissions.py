"""A small assignment and one submission for everything a grader has to survive.

The four exercises are worth 1, 2, 4 and 8 points, so that a score says which were earned. Where nothing else is said,
a submission does harm in ``flip`` only, and the three other exercises are right: they must keep their points.

What could harm the machine looks first whether it is sealed in, and every bomb has a bound that a machine survives.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from classroom import Edit, convert, delete, duplicate, fill, find, insert, merge, move, split
from nbformat import NotebookNode

VICTIM = "victim"
POINTS = {"before_test": 1, "flip_test": 2, "total_test": 4, "after_test": 8}
ALL = tuple(POINTS)
SCRIPT = """\
# %% nbgrader={"grade_id": "imports", "locked": true}
import numpy as np

# %% nbgrader={"grade_id": "before", "solution": true}
def before(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION

# %% nbgrader={"grade_id": "before_test", "points": 1}
assert before(1) == 2

# %% nbgrader={"grade_id": "flip", "solution": true}
def flip(a):
    \"\"\"The array back to front.\"\"\"
    ### BEGIN SOLUTION
    return a[::-1]
    ### END SOLUTION

# %% nbgrader={"grade_id": "flip_test", "points": 2}
flipped = flip(np.array([1.0, 2.0, 3.0]))
assert flipped[0] == 3
assert isinstance(flipped, np.ndarray) and flipped.dtype == np.float64
np.testing.assert_allclose(flipped, [3, 2, 1])
### BEGIN HIDDEN TESTS
for n in range(1, 4):
    np.testing.assert_array_equal(flip(np.arange(n)), np.arange(n)[::-1])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "total", "solution": true}
def total(values):
    \"\"\"The sum of a list of numbers.\"\"\"
    ### BEGIN SOLUTION
    return sum(values)
    ### END SOLUTION

# %% nbgrader={"grade_id": "total_test", "points": 4}
assert total([1, 2, 3]) == 6
assert abs(total([0.5, 0.25]) - 0.75) < 1e-12

# %% nbgrader={"grade_id": "after", "solution": true}
### BEGIN SOLUTION
after = ["one", "two", "three"]
### END SOLUTION

# %% nbgrader={"grade_id": "after_test", "points": 8}
assert after == ["one", "two", "three"]
"""
RIGHT = {
    "before": "def before(x):\n    return x + 1",
    "flip": "def flip(a):\n    return a[::-1]",
    "total": "def total(values):\n    return sum(values)",
    "after": "after = ['one', 'two', 'three']",
}
# Put before code that would do harm outside a sandbox; there, the course's own folder is out of sight.
GUARD = """\
import os
assert not os.path.exists({canary!r}), "not sealed in: no harm is done"
"""
# A process that outlives its submission is found by these words in its command line.
SLEEPER = "98765.4321"
# Words of the reasons that the report may give for a test that the harm was done to.
DEAD = ("killed", "memory", "exception", "time", "name missing")
HUGE = ("malformed reply", "time", "memory", "exception", "killed", "type", "shape", "wrong value")
WRONG = ("wrong value", "shape", "dtype", "exception", "type")

Write = Callable[[Path, NotebookNode], None]


@dataclass(frozen=True)
class Bad:
    """One submission: how it is written, and what has to become of it.

    Args:
        student: the name of the folder.
        write: writes into the folder, given the notebook with all answers right.
        lost: the tests that must not be earned.
        waiting: tests that nobody but a person can judge: no points, and the gradebook asks for one.
        unclear: tests of which nothing is said, where the harm may reach further or not.
        reasons: the reason given for each lost test is one of these; empty: any.
        repaired: a word in one of the sentences about repairs; "" where none is asked for.
        refused: a pattern for the one sentence on why it could not be graded; "" where it must be graded.
        either: it may also be refused, with a sentence.
    """

    student: str
    write: Write
    lost: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    repaired: str = ""
    refused: str = ""
    either: bool = False
    waiting: tuple[str, ...] = ()

    @property
    def kept(self) -> list[str]:
        return [name for name in ALL if name not in self.lost + self.unclear + self.waiting]


def save(folder: Path, nb: NotebookNode) -> None:
    (folder / f"{VICTIM}.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")


def file(student: str, content: str | bytes, refused: str) -> Bad:
    """A file that is no notebook."""

    def write(folder: Path, nb: NotebookNode) -> None:
        (folder / f"{VICTIM}.ipynb").write_bytes(content.encode() if isinstance(content, str) else content)

    return Bad(student, write, refused=refused)


def place(student: str, make: Callable[[Path, NotebookNode], None], refused: str = "", **more: object) -> Bad:
    """Something is odd about the file or the folder."""
    return Bad(student, make, refused=refused, **more)


def code(
    student: str,
    *,
    lost: tuple[str, ...] = ("flip_test",),
    reasons: tuple[str, ...] = (),
    unclear: tuple[str, ...] = (),
    repaired: str = "",
    harm: bool = False,
    waiting: tuple[str, ...] = (),
    **answers: str,
) -> Bad:
    """Right answers but for the ones given; ``harm``: ``flip`` looks first whether it is sealed in."""

    def write(folder: Path, nb: NotebookNode) -> None:
        fill(nb, answers)
        if harm:
            guard = GUARD.format(canary=str(folder.parents[2] / "nbgrader_config.py"))
            fill(nb, {"flip": guard + answers["flip"]})
        save(folder, nb)

    return Bad(student, write, lost, unclear, reasons, repaired, waiting=waiting)


def cells(student: str, *edits: Edit, lost: tuple[str, ...] = (), repaired: str = "", **more: object) -> Bad:
    """All answers right, but something was done to the cells."""

    def write(folder: Path, nb: NotebookNode) -> None:
        for edit in edits:
            edit(nb)
        save(folder, nb)

    return Bad(student, write, lost, repaired=repaired, **more)


def returning(
    student: str,
    expression: str,
    *,
    lost: tuple[str, ...] = ("flip_test",),
    unclear: tuple[str, ...] = (),
    reasons: tuple[str, ...] = WRONG,
    setup: str = "pass",
    waits: bool = False,
) -> Bad:
    """``flip`` returns an object that is not what it seems."""
    flip = f"{setup}\n\ndef flip(a):\n    return {expression}"
    if waits:
        return code(student, lost=(), waiting=("flip_test",), flip=flip)
    return code(student, lost=lost, unclear=unclear, reasons=reasons if lost else (), flip=flip)


AFTER_FLIP = ("total_test", "after_test")


def strip_metadata(nb: NotebookNode) -> None:
    for cell in nb.cells:
        cell.metadata.pop("nbgrader", None)


def spoil_metadata(nb: NotebookNode) -> None:
    nb.cells[find(nb, "flip_test")].metadata["nbgrader"] = ["not", "a", "dictionary"]


def unknown_cell(nb: NotebookNode) -> None:
    role = {"grade": True, "grade_id": "bonus", "locked": True, "points": 100, "schema_version": 3, "solution": False}
    cell = nbformat.v4.new_code_cell("pass", metadata={"nbgrader": {**role, "task": False}})
    nb.cells.append(cell)


def more_points(nb: NotebookNode) -> None:
    nb.cells[find(nb, "before_test")].metadata.nbgrader["points"] = 1000


def no_cells(nb: NotebookNode) -> None:
    nb.cells = []


def big_output(folder: Path, nb: NotebookNode) -> None:
    """100 MB of text that a loop left in the notebook."""
    line = "0123456789abcdef" * 64 + "\n"
    output = nbformat.v4.new_output("stream", name="stdout", text=line * (100 * 2**20 // len(line)))
    nb.cells[find(nb, "flip")]["outputs"] = [output]
    save(folder, nb)


def old_format(folder: Path, nb: NotebookNode) -> None:
    (folder / f"{VICTIM}.ipynb").write_text(json.dumps(nbformat.convert(nb, 3)), encoding="utf-8")


def later_minor(folder: Path, nb: NotebookNode) -> None:
    later = json.loads(nbformat.writes(nb)) | {"nbformat_minor": 99}
    (folder / f"{VICTIM}.ipynb").write_text(json.dumps(later), encoding="utf-8")


def future_format(folder: Path, nb: NotebookNode) -> None:
    future = json.loads(nbformat.writes(nb)) | {"nbformat": 7, "nbformat_minor": 0}
    (folder / f"{VICTIM}.ipynb").write_text(json.dumps(future), encoding="utf-8")


def surrogate(folder: Path, nb: NotebookNode) -> None:
    """Half a character, which JSON can write and UTF-8 cannot."""
    fill(nb, {"flip": RIGHT["flip"] + "\n# \ud83d"})
    (folder / f"{VICTIM}.ipynb").write_text(json.dumps(nb), encoding="utf-8")


def truncated(folder: Path, nb: NotebookNode) -> None:
    text = nbformat.writes(nb)
    (folder / f"{VICTIM}.ipynb").write_text(text[: len(text) * 2 // 3], encoding="utf-8")


def unreadable(folder: Path, nb: NotebookNode) -> None:
    """No right to read it; root, who reads everything, finds a link that leads round in a circle."""
    save(folder, nb)
    path = folder / f"{VICTIM}.ipynb"
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.unlink()
        path.symlink_to(path.name)


def linked_to(target: str) -> Write:
    def write(folder: Path, nb: NotebookNode) -> None:
        (folder / f"{VICTIM}.ipynb").symlink_to(target)

    return write


def linked_folder(folder: Path, nb: NotebookNode) -> None:
    """The whole hand-in is a link to another student's."""
    folder.rmdir()
    folder.symlink_to("../ok-first/victim")


def link_beside(folder: Path, nb: NotebookNode) -> None:
    """A data file that leads to the gradebook."""
    (folder / "data.csv").symlink_to("../../../gradebook.db")
    fill(
        nb, {"flip": "text = open('data.csv', 'rb').read(16)\nassert not text.startswith(b'SQLite')\n" + RIGHT["flip"]}
    )
    save(folder, nb)


def modules_beside(folder: Path, nb: NotebookNode) -> None:
    """Files named like modules of the grader and the library."""
    for name in ("numpy.py", "sitecustomize.py", "nbformat.py", "json.py", "autograder.py"):
        (folder / name).write_text("raise SystemExit('a file of the student was imported')\n", encoding="utf-8")
    save(folder, nb)


def right(folder: Path, nb: NotebookNode) -> None:
    save(folder, nb)


def wrong_name(folder: Path, nb: NotebookNode) -> None:
    save(folder, nb)
    (folder / f"{VICTIM}.ipynb").rename(folder / "Victim (1) final.ipynb")


def only_checkpoint(folder: Path, nb: NotebookNode) -> None:
    (folder / ".ipynb_checkpoints").mkdir()
    save(folder, nb)
    (folder / f"{VICTIM}.ipynb").rename(folder / ".ipynb_checkpoints" / f"{VICTIM}-checkpoint.ipynb")


def nothing(folder: Path, nb: NotebookNode) -> None:
    """An empty folder."""


BAD = [
    # Files that are no notebooks.
    file("not-json", "Dear Sir or Madam, please find attached\n", refused="JSON"),
    file("empty-file", "", refused="JSON|empty"),
    file("not-text", bytes(range(256)) * 4, refused="UTF-8"),
    file("json-list", "[1, 2, 3]", refused="not a notebook"),
    file("json-without-cells", '{"nbformat": 4, "nbformat_minor": 5}', refused="not a notebook"),
    file("json-cells-no-list", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 5}', "not a notebook"),
    file("json-deep", "[" * 200_000 + "]" * 200_000, refused="JSON|not a notebook|deep|nest"),
    file("json-nan", '{"nbformat": NaN, "cells": []}', refused="not a notebook|JSON"),
    place("truncated", truncated, refused="JSON"),
    place("nbformat-3", old_format),
    place("nbformat-later-minor", later_minor),
    place("nbformat-future", future_format, refused="format"),
    place("big-output", big_output),
    # Files and folders.
    place("no-notebook", nothing, refused=r"missing|no notebook"),
    place("wrong-name", wrong_name, refused=r"missing|Victim \(1\) final"),
    place("only-checkpoint", only_checkpoint, refused="missing|no notebook"),
    place("unreadable", unreadable, refused="read|link|permission"),
    place(
        "folder-for-file",
        lambda folder, nb: (folder / f"{VICTIM}.ipynb").mkdir(),
        refused="folder|directory|missing|file",
    ),
    place("pipe-for-file", lambda folder, nb: os.mkfifo(folder / f"{VICTIM}.ipynb"), refused="file|pipe|read"),
    place("link-to-neighbour", linked_to("../../ok-first/victim/victim.ipynb"), refused="link"),
    place("link-to-source", linked_to("../../../source/victim/victim.ipynb"), refused="link"),
    place("link-to-endless-device", linked_to("/dev/zero"), refused="link"),
    place("link-to-nothing", linked_to("nowhere.ipynb"), refused="link|missing"),
    place("linked-folder", linked_folder, refused="link"),
    place("link-beside", link_beside, unclear=("flip_test",)),
    place("modules-beside", modules_beside),
    # Names.
    place("Ada King Lovelace", right),
    place("Žofie Ünïcode-学生 🎓", right),
    place("new\nline", right, either=True),
    place("two..dots", right),
    place("[a-z]*", right),
    place('o\'neil "q" $(id) `x` %s {y}', right, either=True),
    place("--help", right, either=True),
    place("<b>bold<b>", right, either=True),
    # Cells.
    cells("deleted-test", delete("flip_test"), repaired="flip_test"),
    cells("deleted-tests", delete(*ALL), repaired="flip_test"),
    cells("deleted-solution", delete("flip"), lost=("flip_test",), reasons=("name missing", "not written")),
    cells("deleted-imports", delete("imports"), repaired="imports"),
    cells("duplicated-test", duplicate("flip_test"), repaired="flip_test"),
    cells("duplicated-solution", duplicate("flip"), repaired="flip"),
    cells("merged", merge("flip_test", into="flip"), repaired="flip_test"),
    cells("merged-all", *(merge(name, into="before") for name in ALL), repaired="flip_test"),
    cells("split-solution", split("flip", 1), lost=("flip_test",), repaired="flip"),
    cells("split-test", split("flip_test", 2), repaired="flip_test"),
    cells("converted-test", convert("flip_test", "markdown"), repaired="flip_test"),
    cells("converted-solution", convert("flip", "raw"), repaired="flip"),
    cells("reordered", move("flip_test", before="before"), move("total_test", before="imports"), repaired="moved"),
    cells("edited-test", lambda nb: fill(nb, {"flip_test": "1 / 0"}), repaired="flip_test"),
    cells("more-points", more_points, repaired="before_test"),
    cells("unknown-cell", unknown_cell, repaired="bonus"),
    cells("metadata-gone", strip_metadata),
    cells("metadata-spoiled", spoil_metadata, repaired="flip_test"),
    cells("no-cells", no_cells, lost=ALL),
    cells("syntax-error", lambda nb: fill(nb, {"flip": "def flip(a)\n    return a[::-1]"}), lost=("flip_test",)),
    cells("null-byte", lambda nb: fill(nb, {"flip": "def flip(a):\n    return a[::-1] # \0"}), lost=("flip_test",)),
    place("surrogate", surrogate, unclear=("flip_test",)),
    cells("deep-source", lambda nb: fill(nb, {"flip": "x = " + "(" * 5000 + ")" * 5000}), lost=("flip_test",)),
    cells("fails-between", insert("raise RuntimeError('in a cell of my own')", before="flip")),
    # What code does.
    code("is-sealed-in", harm=True, lost=(), flip=RIGHT["flip"]),
    code(
        "magics",
        lost=(),
        flip="%matplotlib inline\n%cd /\n!echo $HOME\n%%time\n" + RIGHT["flip"],
        unclear=("flip_test",),
    ),
    code("shell-escape", lost=(), flip="!ls / | head -3\n!false\n!no-such-command\n" + RIGHT["flip"]),
    code("reset-magic", lost=(), unclear=("flip_test", "total_test"), flip="%reset -f\n" + RIGHT["flip"]),
    code("unknown-magic", flip="%no_such_magic\n" + RIGHT["flip"]),
    code("input", reasons=("name missing", "exception"), flip="n = input('How many? ')\n" + RIGHT["flip"]),
    code("input-in-function", reasons=("exception",), flip="def flip(a):\n    input()\n    return a[::-1]"),
    code("endless-cell", flip="while True:\n    pass"),
    code("endless-function", reasons=("time",), flip="def flip(a):\n    while True:\n        pass"),
    code(
        "endless-despite-interrupts",
        unclear=AFTER_FLIP,
        flip="while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ),
    code("endless-in-c", unclear=AFTER_FLIP, flip="import itertools\nall(itertools.repeat(True))"),
    code(
        "endless-in-c-function",
        unclear=AFTER_FLIP,
        reasons=("time", "killed"),
        flip="import itertools\ndef flip(a):\n    return all(itertools.repeat(1))",
    ),
    code("endless-sleep", unclear=AFTER_FLIP, flip=f"import time\ntime.sleep({SLEEPER})"),
    code("os-exit", harm=True, unclear=AFTER_FLIP, reasons=DEAD, flip="import os\nos._exit(0)"),
    code("os-exit-in-function", unclear=AFTER_FLIP, reasons=DEAD, flip="import os\ndef flip(a):\n    os._exit(0)"),
    code("sys-exit", reasons=DEAD, flip="import sys\nsys.exit(0)"),
    code("sys-exit-in-function", reasons=("exception", "killed"), flip="import sys\ndef flip(a):\n    sys.exit(0)"),
    code("exit-in-notebook", unclear=AFTER_FLIP, flip="exit()"),
    code("raises-keyboard-interrupt", reasons=("exception",), flip="def flip(a):\n    raise KeyboardInterrupt"),
    code("raises-own-base", flip="class Stop(BaseException): pass\ndef flip(a):\n    raise Stop"),
    code(
        "error-that-cannot-be-shown",
        flip="class E(Exception):\n    def __str__(self): raise E\n    __repr__ = __str__\ndef flip(a):\n    raise E",
    ),
    code("error-with-huge-message-in-cell", flip="raise ValueError('x' * 10**8)"),
    code("error-with-huge-message", flip="def flip(a):\n    raise ValueError('x' * 10**8)"),
    code(
        "kills-itself",
        harm=True,
        unclear=AFTER_FLIP,
        reasons=DEAD,
        flip="import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    ),
    code(
        "stops-itself",
        harm=True,
        unclear=AFTER_FLIP,
        reasons=DEAD,
        flip="import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    ),
    code(
        "terminates-group",
        harm=True,
        unclear=AFTER_FLIP,
        reasons=DEAD,
        flip="import os, signal\nos.killpg(0, signal.SIGTERM)",
    ),
    code(
        "kills-everything",
        harm=True,
        unclear=AFTER_FLIP,
        reasons=DEAD,
        flip="import os, signal\nos.kill(-1, signal.SIGKILL)",
    ),
    code(
        "kills-parent",
        harm=True,
        lost=(),
        unclear=("flip_test", *AFTER_FLIP),
        flip="import os, signal\ntry:\n    os.kill(os.getppid(), signal.SIGKILL)\nexcept OSError:\n    pass\n"
        + RIGHT["flip"],
    ),
    code("segfault", unclear=AFTER_FLIP, reasons=DEAD, flip="import ctypes\ndef flip(a):\n    ctypes.string_at(0)"),
    code("endless-recursion", reasons=("exception",), flip="def flip(a):\n    return flip(a)"),
    code(
        "stack-overflow",
        harm=True,
        unclear=AFTER_FLIP,
        reasons=DEAD,
        flip="""\
import sys
sys.setrecursionlimit(10**8)
class Deep:
    def __repr__(self):
        return repr(self)
def flip(a):
    return repr(Deep())""",
    ),
    code(
        "closes-descriptors",
        harm=True,
        unclear=("flip_test", *AFTER_FLIP),
        flip="import os\nos.closerange(0, 256)\n" + RIGHT["flip"],
        lost=(),
    ),
    # Bombs.
    code(
        "fork-bomb",
        harm=True,
        unclear=AFTER_FLIP,
        flip=f"import time\nfor n in range(3000):\n    if os.fork() == 0: time.sleep({SLEEPER})",
    ),
    code(
        "fork-bomb-in-function",
        harm=True,
        unclear=AFTER_FLIP,
        flip=f"import time\ndef flip(a):\n    for n in range(3000):\n        if os.fork() == 0: time.sleep({SLEEPER})",
    ),
    code(
        "thread-bomb",
        harm=True,
        unclear=AFTER_FLIP,
        flip="import threading, time\nfor n in range(10_000):\n    threading.Timer(99, print).start()",
    ),
    code(
        "memory-bomb",
        harm=True,
        unclear=AFTER_FLIP,
        flip="x = []\nfor n in range(600):\n    x.append(bytearray(b'x') * 10**7)",
    ),
    code("memory-at-once", harm=True, unclear=AFTER_FLIP, flip="def flip(a):\n    return np.ones(10**11)"),
    code(
        "disk-bomb",
        harm=True,
        unclear=AFTER_FLIP,
        flip="with open('big', 'wb') as f:\n    for n in range(400):\n        f.write(b'x' * 10**7)",
    ),
    code(
        "many-files",
        harm=True,
        unclear=AFTER_FLIP,
        flip="for n in range(10**5):\n    open(f'file-{n}', 'w').close()\nassert False",
    ),
    code(
        "output-bomb", harm=True, unclear=AFTER_FLIP, flip="for n in range(10**6):\n    print('x' * 1000)\nassert False"
    ),
    code(
        "output-bomb-in-function",
        harm=True,
        unclear=AFTER_FLIP,
        flip="def flip(a):\n    for n in range(10**6):\n        print('x' * 1000)",
    ),
    code(
        "error-bomb",
        harm=True,
        unclear=AFTER_FLIP,
        flip="for n in range(1000):\n    os.write(2, b'x' * 10**6)\nassert False",
    ),
    code(
        "display-bomb",
        harm=True,
        unclear=AFTER_FLIP,
        flip="for n in range(1000):\n    display('x' * 10**6)\nassert False",
    ),
    code(
        "daemon",
        harm=True,
        lost=(),
        flip=f"import subprocess\nsubprocess.Popen(['sleep', '{SLEEPER}'], start_new_session=True)\n" + RIGHT["flip"],
    ),
    code(
        "double-fork-daemon",
        harm=True,
        lost=(),
        flip=f"""\
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execlp("sleep", "sleep", "{SLEEPER}")
    os._exit(0)
{RIGHT["flip"]}""",
    ),
    code(
        "busy-thread-left",
        lost=(),
        unclear=("flip_test", *AFTER_FLIP),
        flip="import threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin).start()\n"
        + RIGHT["flip"],
    ),
    # Objects that lie.
    returning(
        "equal-to-all",
        "Lie()",
        setup="class Lie:\n    def __eq__(self, other): return True\n    def __getitem__(self, i): return self",
        waits=True,
    ),
    returning(
        "lying-array",
        "Lie(a)",
        setup="""\
class Lie:
    dtype = np.dtype("f8")

    def __init__(self, a):
        self.a = a

    def __array__(self, *args, **kw):
        return self.a[::-1]

    def __getitem__(self, i):
        return 3.0""",
    ),
    returning(
        "lying-subclass",
        "np.asarray(a).view(Lie)",
        setup="""\
class Lie(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __array_function__(self, *args):
        return True

    def __array_ufunc__(self, *args, **kw):
        return True""",
    ),
    code(
        "lying-float",
        lost=("total_test",),
        reasons=WRONG,
        total="""\
class Lie(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = None

def total(values):
    return Lie(0)""",
    ),
    code(
        "lying-list",
        lost=("after_test",),
        reasons=WRONG,
        after="class Lie(list):\n    def __eq__(self, o): return True\nafter = Lie()",
    ),
    code(
        "property-side-effect",
        reasons=WRONG,
        flip="""\
class Lie:
    @property
    def dtype(self):
        import os
        os._exit(0)
    __array_interface__ = __len__ = shape = dtype
    def __getattr__(self, name):
        raise SystemExit
def flip(a):
    return Lie()
""",
        unclear=AFTER_FLIP,
    ),
    returning("generator", "(x for x in a[::-1])"),
    returning("nan", "np.full(len(a), np.nan)"),
    code("nan-total", lost=("total_test",), reasons=WRONG, total="def total(values):\n    return float('nan')"),
    returning("object-array", "a[::-1].astype(object)"),
    returning(
        "object-array-of-lies",
        "np.array([Lie()] * len(a), dtype=object)",
        setup="class Lie:\n    def __eq__(self, o): return True",
        waits=True,
    ),
    returning("ten-gigabytes", "np.zeros(10**10 // 8)", reasons=HUGE),
    returning("broadcast-petabyte", "np.broadcast_to(1.0, (10**15,))", waits=True),
    returning("negative-strides", "a[::-1]", lost=()),
    returning(
        "read-only-and-strided",
        "np.lib.stride_tricks.as_strided(a[::-1].repeat(2), a.shape, (2 * a.itemsize,))",
        lost=(),
    ),
    returning("empty", "a[:0]"),
    returning("right-once-then-huge", "a[::-1] if a.dtype == float else range(10**8)", reasons=HUGE),
    # Memory that is not its own: what is read there may be anything, or nothing.
    returning(
        "wild-strides",
        "np.lib.stride_tricks.as_strided(a, (10**6,), (8,))",
        unclear=AFTER_FLIP,
        reasons=(*WRONG, "killed"),
    ),
    returning("itself-inside", "loop", setup="loop = []\nloop.append(loop)", waits=True),
    returning("deep-list", "deep", setup="deep = []\nfor _ in range(100_000): deep = [deep]", waits=True),
    returning("structured", "np.zeros(3, dtype=[('a', 'f8'), ('b', 'O')])", waits=True),
    returning("huge-integer", "10 ** 10**7", reasons=HUGE),
    returning("huge-dictionary", "{i: i for i in range(5 * 10**6)}", reasons=HUGE),
    code(
        "blocks-when-called",
        unclear=AFTER_FLIP,
        reasons=("time", "killed"),
        flip=f"import time\ndef flip(a):\n    time.sleep({SLEEPER})",
    ),
    code(
        "blocks-when-called-twice",
        unclear=AFTER_FLIP,
        reasons=("time", "killed"),
        flip=f"""\
import time
calls = []
def flip(a):
    calls.append(1)
    if len(calls) > 1:
        time.sleep({SLEEPER})
    return a[::-1]""",
    ),
    code(
        "another-value-each-call",
        reasons=WRONG,
        flip="calls = []\ndef flip(a):\n    calls.append(1)\n    return a[::-1] if len(calls) % 2 else a",
    ),
    code("not-a-function", reasons=("exception", *WRONG), flip="flip = 'a[::-1]'"),
    code("module-instead", reasons=("exception", *WRONG), flip="import os as flip"),
    code("class-instead", lost=(), flip="class flip:\n    def __new__(cls, a): return a[::-1]"),
]
FIRST, LAST = "ok-first", "zz-ok-last"
