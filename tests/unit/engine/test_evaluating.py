"""What a student wrote is not run where the judge's rights are, whatever library a test hands it to."""

from __future__ import annotations

import ast
import builtins
import doctest
import functools
import importlib
import io
import os
import pickle
import sqlite3
import subprocess
import timeit
import traceback
import urllib.request
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pandas as pd
import pytest
import sympy as sp
import yaml

from autograder.engine import evaluating
from autograder.engine.errors import NotJudgeable

CALL = "__import__('os').system('true')"
DOCUMENTED = '>>> import os\n>>> os.system("true")\n0'


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


def run_examples(text):
    def f():
        pass

    f.__doc__ = text
    doctest.run_docstring_examples(f, {})


def run_tree(text):
    exec(compile(ast.parse(text), "<tree>", "exec"), {})


def query(text):
    connection = sqlite3.connect(":memory:")
    return connection.execute(text).fetchall()


def in_a_process_of_its_own(said, work):
    """Whether ``work`` ended as refused, in a judge that has heard ``said``: audit hooks cannot be taken back."""
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            evaluating.install()
            evaluating.remember(said.encode())
            try:
                with evaluating.watched("<cell>"):
                    work(said)
                ended = ""
            except sqlite3.DatabaseError as error:
                ended = f"refused: {error}"
            except NotJudgeable as error:
                ended = f"refused: {error}"
            except BaseException:  # noqa: BLE001 - told to the other process
                ended = traceback.format_exc()
            if evaluating.refused() is not None:
                ended = f"refused: {evaluating.refused()}"
            os.write(tell, ended.encode()[:60_000])
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(hear) as stream:
        ended = stream.read()
    os.waitpid(pid, 0)
    return ended


@pytest.mark.parametrize(
    ("said", "work"),
    [
        (DOCUMENTED, run_examples),
        (CALL, lambda text: timeit.timeit(text, number=1)),
        (CALL, lambda text: sp.sympify(text)),
        (CALL, lambda text: sp.diff(text, "x")),
        (CALL, lambda text: sp.Symbol("x") + sp.parse_expr(text)),
        ("().__class__.__base__.__subclasses__()", lambda text: sp.sympify(text)),
        ("@pd.io.common.os.system('true') == 0", lambda text: pd.DataFrame({"a": [1]}).query(text)),
        (CALL, lambda text: pd.eval(text)),
        ("!!python/object/apply:os.system ['true']", lambda text: yaml.load(text, Loader=yaml.UnsafeLoader)),
        ("{{ ''.__class__.__mro__ }}", lambda text: jinja2.Template(text).render()),
        ("import os\nos.system('true')", run_tree),
        ("f = lambda: __import__('os')", lambda text: exec(compile(text, "<any>", "exec"), {})),
        ("ATTACH DATABASE 'there.db' AS g", query),
        ("VACUUM INTO 'there.db'", query),
        ("/etc/hostname", lambda text: Path(text).read_bytes()),
        ("/etc/hostname", lambda text: pd.read_csv(text)),
        ("../../../../../../../../../../etc/hostname", lambda text: Path("out", text).read_bytes()),
        ("~/.profile", lambda text: Path(text).expanduser().read_text()),
        ("/nowhere/at/all", lambda text: os.remove(text)),
        ("/nowhere/at/all.db", lambda text: sqlite3.connect(text)),
        ("tracker.example", lambda text: urllib.request.urlopen(f"http://{text}/")),
        ("http://tracker.example/", lambda text: pd.read_csv(text)),
        ("", lambda _text: sqlite3.Connection(":memory:")),
        ("", lambda _text: pickle.loads(pickle.dumps(Evil()))),
        ("", lambda _text: pd.read_pickle(io.BytesIO(pickle.dumps(Evil())))),
        ("", lambda _text: subprocess.run(["true"], check=False)),
        ("", lambda _text: os.system("true")),
        ("", lambda _text: os.posix_spawn("/bin/true", ["true"], {})),
    ],
)
def test_what_would_run_is_refused(said, work, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert in_a_process_of_its_own(said, work).startswith("refused: ")
    assert not os.listdir(tmp_path)


def own_classes(_text):
    pair = namedtuple("pair", "x y")

    @dataclass
    class Two:
        a: int = 3

    assert pair(1, 2).y + Two().a == 5
    x = sp.Symbol("x")
    assert sp.lambdify(x, x**2)(3) == 9
    assert sp.sympify("sin(0)") == 0


@pytest.mark.parametrize(
    ("said", "work"),
    [
        ("namedtuple dataclass x", own_classes),
        ("def f(x):\n    return open(x)", ast.parse),
        ("[1, {'a': 2}]", ast.literal_eval),
        ("x**2 + 2*x", lambda text: sp.sympify(text).subs("x", 3)),
        ("a > 1 and a < 3", lambda text: pd.DataFrame({"a": [1, 2]}).query(text)),
        ("SELECT 1 + 1", query),
        ("ATTACH ':memory:' AS other", query),
        (">>> 1 + 1\n2", run_examples),
        ("a: [1, 2]", lambda text: yaml.safe_load(text)),
        ("Dear {name}", lambda text: jinja2.Template(text).render()),
        ("there.txt", lambda text: Path(text).write_text("x") and Path(text).read_text()),
        ("there.txt", lambda text: Path("there", text).parent.mkdir()),
        ("names of files", lambda _text: Path("/etc/hostname").read_bytes()),
        ("import json.tool", lambda _text: __import__("json.tool")),
    ],
)
def test_what_only_reads_or_computes_is_not(said, work, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert in_a_process_of_its_own(said, work) == ""


def test_outside_of_a_cell_nothing_is_refused():
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        evaluating.install()
        evaluating.remember(CALL.encode())
        eval(CALL)
        with evaluating.watched("<cell>"), evaluating.aside():
            subprocess.run(["true"], check=True)
            assert pickle.loads(pickle.dumps(Evil())) == 0
        os.write(tell, b"all ran")
        os._exit(0)
    os.close(tell)
    with os.fdopen(hear) as stream:
        assert stream.read() == "all ran"
    os.waitpid(pid, 0)


def test_who_says_more_than_can_be_remembered_is_believed_to_have_said_anything(monkeypatch):
    monkeypatch.setattr(evaluating, "MOST_REMEMBERED", 10)
    ended = in_a_process_of_its_own("x" * 100, lambda _text: eval(compile(CALL, "<any>", "eval")))
    assert ended.startswith("refused: ")


LIBRARY = """\
from dataclasses import dataclass
from pathlib import Path

def helps(x):
    return x + offset

@dataclass
class Nothing:
    pass

offset = len(Path(__file__).read_text()) * 0 + eval("int('1')")
"""


@pytest.mark.parametrize(("place", "ended"), [("library", ""), ("tests", "refused: it runs a text")])
def test_what_is_installed_may_have_lines_that_a_student_has_written_too(place, ended, tmp_path, monkeypatch):
    """Imported for the first time, from its text: that of a library runs, one beside the tests is a student's."""
    for name in ("library", "tests"):
        (tmp_path / name).mkdir()
        monkeypatch.syspath_prepend(str(tmp_path / name))
    (tmp_path / place / "helper_of_tests.py").write_text(LIBRARY)
    monkeypatch.chdir(tmp_path / "tests")
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    said = f"{LIBRARY}\nint('1')\npass\n{tmp_path}/library/helper_of_tests.py"
    found = in_a_process_of_its_own(said, lambda _text: importlib.import_module("helper_of_tests").helps(1))
    assert found.startswith(ended)
    assert bool(found) == bool(ended)


def test_what_a_library_has_got_from_the_cell_is_no_import_of_it(tmp_path, monkeypatch):
    """A cell that is itself run by an import is a cell."""
    (tmp_path / "runner_of_cells.py").write_text("import builtins\nbuiltins.cell_of_a_test()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    cell = compile("work(text)", "<cell>", "exec")

    def work(text):
        run = functools.partial(exec, cell, {"work": timeit.timeit, "text": text})
        monkeypatch.setattr(builtins, "cell_of_a_test", run, raising=False)
        importlib.import_module("runner_of_cells")

    assert in_a_process_of_its_own(CALL, work).startswith("refused: ")
