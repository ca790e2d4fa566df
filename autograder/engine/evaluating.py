"""What would be done here though a student said so: texts that run, pickles, programs, places elsewhere. All refused.

A test hands what it has got to libraries, and some do as it says: ``doctest`` runs the examples of a docstring, SymPy
and pandas what they parse, SQLite statements that write to files; ``open`` opens whatever the name of a file says. The
judge has the rights of whoever grades. So it listens to
Python's own audit events, which no library goes around, and to the few functions that evaluate a text unheard.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from autograder.engine.errors import NotJudgeable

# Of what students' processes have said this much is remembered; whoever says more is believed to have said anything.
MOST_REMEMBERED = 1 << 26
_SQLITE_OK, _SQLITE_DENY, _SQLITE_ATTACH = 0, 1, 24
_PROGRAMS = frozenset(("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn"))
# How many of an event's first arguments are places on the disk, or in a network.
_PLACES = {
    **dict.fromkeys(
        ("open", "os.listdir", "os.scandir", "os.remove", "os.rmdir", "os.mkdir", "os.chdir", "os.chmod"), 1
    ),
    **dict.fromkeys(("os.chown", "os.truncate", "os.utime", "shutil.rmtree", "glob.glob", "sqlite3.connect"), 1),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink", "shutil.copyfile", "shutil.move", "shutil.copytree"), 2),
}
_ADDRESSES = {"socket.connect": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0, "urllib.Request": 0}
# Shorter ones are said by everybody.
_SHORTEST_PLACE = 4
# Nothing of these does more than compute with numbers and texts.
_COMPUTES = (
    *(ast.Expression, ast.Module, ast.Expr, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Constant, ast.Name),
    *(ast.Tuple, ast.List, ast.Dict, ast.Set, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)


class _Watch:
    """Over one judge's process."""

    def __init__(self) -> None:
        self.installed = False
        self.on = False
        self.refused: NotJudgeable | None = None
        # By the name of the file that a text was compiled for: whether it is a student's. To parse one is no harm.
        self.compiled: dict[str, bool] = {}
        # Whether what may be the tree of one has been compiled, for which file nobody says.
        self.tree = False
        # The names that the cells which run go by.
        self.own: frozenset[str] = frozenset()
        # Whether a database is being opened whose statements will be asked about.
        self.connects = False
        self.said: list[bytes] = []
        self.size = 0

    def refuse(self, why: str) -> NotJudgeable:
        # Whoever catches it has not judged anything either.
        self.refused = self.refused or NotJudgeable(why)
        return self.refused


_watch = _Watch()


def install() -> None:
    """Once in a judge's process."""
    if not _watch.installed:
        _watch.installed = True
        sys.addaudithook(_heard)
    for name, refuse in _EVALUATES.items():
        if name in sys.modules:
            refuse(sys.modules[name])


def read_ahead(packages: frozenset[str]) -> None:
    """Import what evaluates texts among these packages, so that it is not imported behind our back."""
    for name in _EVALUATES:
        if name.partition(".")[0] in packages:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def remember(body: bytes) -> None:
    """What a student's process has said."""
    if _watch.size <= MOST_REMEMBERED:
        _watch.said.append(body)
        _watch.size += len(body)


@contextlib.contextmanager
def watched(*own: str) -> Iterator[None]:
    """While a cell of the instructor's runs here, whose code goes by these names."""
    before, _watch.on, _watch.refused = _watch.on, True, None
    _watch.compiled.clear()
    _watch.tree, _watch.own = False, frozenset(own)
    try:
        yield
    finally:
        _watch.on = before


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """While the engine itself does something in the middle of a cell, such as starting a student's process."""
    before, _watch.on = _watch.on, False
    try:
        yield
    finally:
        _watch.on = before


def refused() -> NotJudgeable | None:
    """What the cell that ran last wanted to run, if anything."""
    return _watch.refused


def _heard(event: str, args: tuple[Any, ...]) -> None:
    if not _watch.on:
        return
    if event == "compile":
        text, name = args
        if isinstance(text, ast.AST):
            # It may be the tree of any text that has been parsed before.
            _watch.tree = any(_watch.compiled.values())
        else:
            _watch.compiled[str(name)] = _runs(text or "")
    elif why := _harm(event, args):
        raise _watch.refuse(why)


def _harm(event: str, args: tuple[Any, ...]) -> str:
    """What would be done because a student said so, in a sentence's second half; "" for nothing."""
    if event == "exec":
        name = args[0].co_filename
        if _watch.compiled.get(name, _watch.tree and _is_of_nobody(name)) and not _imports_a_library():
            return "it runs a text that does not stand in the test"
    elif event == "pickle.find_class":
        return "it unpickles something, which would run whatever a student has put there"
    elif (address := _ADDRESSES.get(event)) is not None and _is_said_address(args[address]):
        return "it asks an address that the student has named"
    elif any(map(_is_said_place, args[: _PLACES.get(event, 0)])) and not _imports_a_library():
        return "it reaches for a place on the disk that the student has named"
    elif event == "sqlite3.connect" and not _watch.connects:
        return "it opens a database otherwise than by sqlite3.connect"
    elif event in _PROGRAMS:
        return "it starts another program, which would have the rights of whoever grades"
    return ""


def _imports_a_library() -> bool:
    """Whether the cell, or the engine for it, is importing what is installed here.

    That runs the library's own texts, of which a line may well be one that a student has written too, from places that
    a student's error may have named.
    """
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_filename not in _watch.own:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap_external>":
            if frame.f_code.co_name == "exec_module":
                return _is_installed(frame.f_locals["module"].__spec__.origin)
            if frame.f_code.co_name == "find_spec":
                return True
        frame = frame.f_back
    return False


def _is_installed(path: str) -> bool:
    """Whether a module's file lies where the judge's modules do, and not among those of the tests."""
    with _unheard():
        here = os.path.realpath(os.curdir) + os.sep
        places = {os.path.realpath(one) + os.sep for one in sys.path if one}
        file = os.path.realpath(path)
    return not file.startswith(here) and file.startswith(tuple(one for one in places if not one.startswith(here)))


def _is_of_nobody(name: str) -> bool:
    """Whether code is neither of a file nor of the cell that runs."""
    return not name.startswith(("/", "<frozen")) and name not in _watch.own


def _runs(text: str | bytes) -> bool:
    """Whether a text, or a line of it, is what a student's process has said, and does more than compute."""
    body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
    lines = [line for one in body.splitlines() if (line := one.strip()) and not _only_computes(line)]
    return any(map(_is_said, lines))


def _is_said(line: bytes) -> bool:
    return _watch.size > MOST_REMEMBERED or any(line in one for one in _watch.said)


def _is_said_place(path: Any) -> bool:
    """Whether a path that leads out of the folder of the tests is a student's word."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    with _unheard():
        text = os.fsdecode(path)
        here = os.path.realpath(os.curdir)
        if os.path.realpath(text).startswith(here + os.sep):
            return False
        home = os.path.expanduser("~")
        words = [text, text[text.find(os.pardir) :] if os.pardir in text else "", text.replace(home, "~", 1)]
    return any(len(word) >= _SHORTEST_PLACE and _is_said(os.fsencode(word)) for word in words)


def _is_said_address(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) and address else address
    text = host.decode("utf-8", "replace") if isinstance(host, bytes) else host
    return isinstance(text, str) and len(text) >= _SHORTEST_PLACE and _is_said(text.encode("utf-8", "replace"))


@functools.lru_cache(maxsize=1024)
def _only_computes(line: bytes) -> bool:
    with _unheard():
        try:
            tree = ast.parse(line)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            # Half a statement: it may be the beginning or the end of anything that is longer than a bracket.
            return len(line) < 3
    return all(isinstance(node, _COMPUTES) for node in ast.walk(tree))


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    before, _watch.on = _watch.on, False
    try:
        yield
    finally:
        _watch.on = before


def _sqlite(module: Any) -> None:
    own = module.connect

    @functools.wraps(own)
    def connect(*args: Any, **more: Any) -> Any:
        _watch.connects = True
        try:
            connection = own(*args, **more)
        finally:
            _watch.connects = False
        if _watch.on:
            connection.set_authorizer(_authorised)
        return connection

    for name in ("sqlite3", "sqlite3.dbapi2"):
        sys.modules[name].connect = connect  # type: ignore[attr-defined]


def _authorised(action: int, first: str | None, *_more: str | None) -> int:
    """SQLite asks: statements stay within the database that the test has opened."""
    if action == _SQLITE_ATTACH and first not in ("", ":memory:"):
        return _SQLITE_DENY
    return _SQLITE_OK


def _refuses(
    own: Callable[..., Any], position: int, name: str, runs: Callable[[str | bytes], bool] = _runs
) -> Callable[..., Any]:
    """The same function, but it takes no text of a student's that does more than compute."""

    @functools.wraps(own)
    def checked(*args: Any, **more: Any) -> Any:
        text = args[position] if len(args) > position else more.get(name)
        if _watch.on and isinstance(text, str | bytes) and runs(text):
            raise _watch.refuse("it evaluates a text that does not stand in the test")
        return own(*args, **more)

    return checked


def _everywhere(function: str, position: int, name: str) -> Callable[[Any], None]:
    """The same function, in its module and wherever else its library has put it."""

    def refuse(module: Any) -> None:
        own = getattr(module, function)
        checked = _refuses(own, position, name)
        library = module.__name__.partition(".")[0]
        for other, there in list(sys.modules.items()):
            if other.partition(".")[0] == library and vars(there).get(function) is own:
                setattr(there, function, checked)

    return refuse


def _yaml(module: Any) -> None:
    def never(own: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(own)
        def found(*args: Any, **more: Any) -> Any:
            if _watch.on:
                raise _watch.refuse("it makes objects of what YAML names, which may be anything")
            return own(*args, **more)

        return found

    for kind in (module.FullConstructor, module.UnsafeConstructor):
        for name in ("find_python_name", "find_python_module"):
            setattr(kind, name, never(getattr(kind, name)))


def _jinja(module: Any) -> None:
    def runs(text: str | bytes) -> bool:
        return any(mark in str(text) for mark in ("{{", "{%")) and _runs(text)

    module.Environment._parse = _refuses(module.Environment._parse, 1, "source", runs)


# What evaluates a text unheard, or in words of its own, by the module that does it.
_EVALUATES: dict[str, Callable[[Any], None]] = {
    "sympy.parsing.sympy_parser": _everywhere("parse_expr", 0, "s"),
    "pandas.core.computation.eval": _everywhere("eval", 0, "expr"),
    "yaml.constructor": _yaml,
    "jinja2.environment": _jinja,
    "sqlite3.dbapi2": _sqlite,
}
