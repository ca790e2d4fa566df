"""The names of test cells: their own, those of locked cells and imports; every other name is the student's."""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import io
import itertools
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

from autograder.engine import names as of_cells
from autograder.engine import references
from autograder.engine.around import Around
from autograder.engine.errors import NotJudgeable
from autograder.engine.student import Student

TYPE_OF = "__type_of__"
# What tests put in place of Python's own, for the student's code to use.
_REPLACED = ("input", "print", "open")
_DATA_FILE = re.compile(
    r"""["']([\w./ -]+\.(?:csv|tsv|txt|json|png|jpe?g|gif|svg|npy|npz|html?|xml|dat|md|ya?ml|log|xlsx|out|ini))["']"""
)


# What a test says that writes or removes a file for the student's code to find.
_WRITES = re.compile(
    r"""open\([^)\n]*["'][wax]|write_text|write_bytes|\.to_(csv|json|excel)|savetxt|np\.savez?\b|savefig|%%writefile"""
    r"""|\b(remove|unlink|rename|replace|touch|mkdir|makedirs|rmtree|copy|copyfile|move)\("""
)
# What a test says that looks at files, whatever their names.
_LOOKS = re.compile(
    r"os\.(path|listdir|walk|scandir|stat)|\bPath\(|\bglob\b|tempfile|exists\(|shutil|listdir|is_file|iterdir"
)
_TEMPORARY = re.compile(r"\btempfile\b|\btmp_path\b|mkdtemp|TemporaryDirectory|TemporaryFile")
_FOLDER = re.compile(r"\bgetcwd\b|\bcwd\(|\bchdir\b")
_MOST_FILES = 500
_LARGEST_FETCHED = 1 << 25


def _shared_place() -> str | None:
    """Where a folder may lie that has the same name for students' code: there, memory of its own covers ours."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _mark(path: Path) -> tuple[int, int]:
    status = path.stat()
    return (0, -1) if path.is_dir() else (status.st_mtime_ns, status.st_size)


def _files_in(*folders: Path) -> dict[str, tuple[int, int]]:
    """Files and folders beside the tests, or in their temporary folder, and how to tell that one has changed."""
    found = {}
    for path in itertools.islice((one for folder in folders for one in folder.rglob("*")), _MOST_FILES):
        with contextlib.suppress(OSError):
            if (path.is_file() or path.is_dir()) and not path.is_symlink() and "__pycache__" not in path.parts:
                found[str(path)] = _mark(path)
    return found


def _remove(path: Path) -> None:
    """A file, or a folder unless there is still something in it."""
    with contextlib.suppress(OSError):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


class Asked(Protocol):
    """Whoever knows the student's process."""

    def name(self, name: str) -> Any:
        """The student's value of a name."""

    def student(self) -> Student:
        """The process at hand."""


class TrustedNames(dict[Any, Any]):
    """The globals of test cells. A name that trusted cells do not define is looked up in the student's process.

    Args:
        asked: where the student's names are.
        shared: names that cells of the source need: a test that sets one of them sets the student's.
        changed_there: those among them that functions of the source change.
    """

    def __init__(
        self, asked: Asked, shared: frozenset[str] = frozenset(), changed_there: frozenset[str] = frozenset()
    ) -> None:
        super().__init__({"__name__": "__main__", "__builtins__": builtins, TYPE_OF: _type_of})
        self._asked = asked
        self._shared = shared | changed_there | {*_REPLACED}
        self._changed_there = changed_there
        self._students_builtins: set[str] = set()
        self._withheld: dict[str, str] = {}
        self._deleted: set[str] = set()
        self._to_hand_over: set[str] = set()
        self._replaced: set[str] = set()
        self._in_test = False
        # Data files that the test at hand names; those that came from the student's process.
        self._files: set[str] = set()
        self._fetched: set[str] = set()
        # Whether the test at hand may write or remove files; those that the student's process has as they are here.
        self._writes = False
        self._put: dict[str, tuple[int, int]] = {}
        # The instructor's own, which stay as they are; the same of what lies over there, by what it was when looked at.
        self._instructors = frozenset(_files_in(Path()))
        self._there: dict[str, tuple[int, int]] = {}
        self._looks = False
        self._temporary: Path | None = None
        # Where the tests run, while one looks at the working folder.
        self._home: Path | None = None
        self._around = Around()
        self._packages: frozenset[str] = frozenset()
        self._uses_figures = False
        self._texts: frozenset[str] = frozenset()
        for name, stand_in in (("exec", self._exec), ("eval", self._eval), ("compile", self._compile)):
            dict.__setitem__(self, name, stand_in)
        dict.__setitem__(self, "open", self._open)
        dict.__setitem__(self, "vars", _vars)

    def __missing__(self, name: str) -> Any:
        if name in self._deleted or (name in _BUILTINS and name not in self._students_builtins):
            raise KeyError(name)
        if name in self._withheld:
            raise NotJudgeable(self._withheld[name])
        return self._asked.name(name)

    def __contains__(self, name: object) -> bool:
        if dict.__contains__(self, name):
            return True
        return self._in_test and name not in self._deleted and name in self._asked.student().names()

    def get(self, name: str, default: Any = None) -> Any:
        """As of a dictionary that had the student's names as well."""
        try:
            return self[name]
        except (KeyError, NameError):
            return default

    def keys(self) -> Any:
        """As of a dictionary that had the student's names as well."""
        if not self._in_test:
            return dict.keys(self)
        return dict.fromkeys([*dict.keys(self), *self._asked.student().names()]).keys()

    def __setitem__(self, name: str, value: Any) -> None:
        if self._uses_figures and value is sys.modules.get("matplotlib.pyplot"):
            # The figures are the student's.
            value = self._asked.student().operate("import", "matplotlib.pyplot")
        dict.__setitem__(self, name, value)
        self._deleted.discard(name)
        if self._in_test and name in self._shared and type(value) is not ModuleType:
            self._to_hand_over.add(name)

    def share(self, name: str, value: Any) -> None:
        """A name that means the same for the tests and for the student's code."""
        self[name] = value
        if self._in_test:
            self._to_hand_over.add(name)

    def __delitem__(self, name: str) -> None:
        is_own = dict.__contains__(self, name)
        if is_own:
            dict.__delitem__(self, name)
        if not is_own or name in self._shared:
            if not is_own and name not in self._asked.student().names():
                raise KeyError(name)
            self._asked.student().delete(name)
            self._deleted.add(name)

    def leave_to_student(self, names: Iterable[str]) -> None:
        """From now on these names are the student's: a cell that students write defines them."""
        for name in names:
            self.pop(name, None)
            self._withheld.pop(name, None)
            self._deleted.discard(name)
            self._to_hand_over.discard(name)
        self._students_builtins |= {name for name in names if hasattr(builtins, name)}

    def withhold(self, name: str, why: str) -> None:
        """This name is neither here nor to be asked for: a test that needs it ends with ``NotJudgeable``."""
        self._withheld[name] = why

    def look_ahead(self, sources: Iterable[str], answers: Iterable[str] = ()) -> None:
        """What the instructor's cells of tests have in common: whether they look at figures, the texts in them.

        Args:
            sources: of these cells.
            answers: the instructor's own, for what they import.
        """
        sources = list(sources)
        self._uses_figures = any(re.search(r"\b(gcf|gca|get_fignums|fignum_exists)\b", one) for one in sources)
        self._texts = frozenset().union(*map(texts_in, sources))
        self._packages = frozenset().union(*map(of_cells.packages, [*sources, *answers]))
        _find_modules_of_students(self._asked, frozenset().union(*map(of_cells.packages, sources)))

    @contextlib.contextmanager
    def of_test(self, source: str) -> Iterator[None]:
        """While a test runs: what it sets is handed over, files that it names are there."""
        self._in_test = True
        self._files = set(_DATA_FILE.findall(source))
        self._looks = _LOOKS.search(source) is not None
        self._make_temporary(_TEMPORARY.search(source) is not None)
        self._home = Path.cwd() if _FOLDER.search(source) else None
        self._around.begin(source, self._packages)
        self.fetch()
        self._writes = _WRITES.search(source) is not None or self._temporary is not None
        self._put = _files_in(*self._folders()) if self._writes else {}
        try:
            yield
        finally:
            self._in_test = self._writes = self._looks = False
            self._files = set()
            with contextlib.suppress(BaseException):
                if undone := self._around.end():
                    self._asked.student().change_around(undone)
            self._make_temporary(False)
            if self._home is not None:
                os.chdir(self._home)
                self._home = None
            for name in self._replaced:
                with contextlib.suppress(BaseException):
                    self._asked.student().delete(name)
            self._replaced.clear()

    def _make_temporary(self, wanted: bool) -> None:
        """A place for the temporary files of a test, which has the same name over there."""
        tempfile.tempdir = None
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary = Path(tempfile.mkdtemp(prefix="tests-", dir=_shared_place())) if wanted else None
        tempfile.tempdir = None if self._temporary is None else str(self._temporary)

    def _folders(self) -> list[Path]:
        return [Path(), *([] if self._temporary is None else [self._temporary])]

    def _put_files(self, student: Student) -> None:
        """The files that the test has written or removed since the student's code ran last, also over there."""
        now = _files_in(*self._folders())
        for name, mark in now.items():
            if self._put.get(name) != mark:
                is_folder = mark[1] < 0
                student.put(f"{name}/" if is_folder else name, b"" if is_folder else Path(name).read_bytes())
        for name in sorted(self._put.keys() - now.keys(), reverse=True):
            student.put(name, None)
        self._put = now

    def hand_over(self) -> None:
        """What the test has set, and what it has put in place of Python's own, is set for the student's code."""
        if not self._in_test and not self._to_hand_over:
            return
        student = self._asked.student()
        if self._writes:
            self._put_files(student)
        if told := self._around.new():
            student.change_around(told)
        for name in self._to_hand_over & set(dict.keys(self)):
            value = dict.__getitem__(self, name)
            student.set(name, value)
            if name in _REPLACED:
                self._replaced.add(name)
            elif name in self._changed_there:
                # From now on it is what the student's code makes of it.
                dict.__delitem__(self, name)
        self._to_hand_over.clear()
        for name in _REPLACED:
            now = getattr(builtins, name)
            if name == "input" and now is _OWN["input"] and isinstance(sys.stdin, io.StringIO):
                now = _typed
            if now is not _OWN[name]:
                student.set(name, now)
                self._replaced.add(name)
            elif name in self._replaced and not dict.__contains__(self, name):
                student.delete(name)
                self._replaced.discard(name)

    def fetch(self) -> None:
        """The files that the test looks at and the student's code has written, beside the tests as they are now.

        The instructor's own stay as they are.
        """
        for name in self._files:
            path = Path(name)
            if path.is_absolute() or ".." in path.parts:
                continue
            self._fetch(name)
        for folder in self._folders() if self._looks else ():
            self._fetch_all(folder)
        if self._home is not None:
            self._follow(self._home)

    def _follow(self, home: Path) -> None:
        """Be in the folder in which the student's code is now."""
        below = Path(self._asked.student().where())
        if below.is_absolute() or ".." in below.parts:
            raise NotJudgeable("the student's code has left its folder")
        with contextlib.suppress(OSError):
            (home / below).mkdir(parents=True, exist_ok=True)
            os.chdir(home / below)

    def _fetch(self, name: str) -> None:
        """One file, as it is over there."""
        path = Path(name)
        is_own = os.path.lexists(path) and name not in self._fetched and not self._was_put(name)
        if is_own:
            return
        with contextlib.suppress(OSError):
            body = self._asked.student().file(name)
            if body is not None:
                if not (path.is_file() and path.read_bytes() == body):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(body)
                self._fetched.add(name)
                if self._writes:
                    self._put[name] = _mark(path)
            elif name in self._fetched:
                path.unlink(missing_ok=True)
                self._fetched.discard(name)
                self._put.pop(name, None)

    def _was_put(self, name: str) -> bool:
        """Whether the test itself has made a file, and the student's process has it as it is here."""
        return name not in self._instructors and name in self._put

    def _fetch_all(self, folder: Path) -> None:
        """Everything that the student's code has made, changed or removed below a folder."""
        found = {}
        for name, size, changed in self._asked.student().files(str(folder))[:_MOST_FILES]:
            path = folder / name
            if ".." not in path.parts and not Path(name).is_absolute() and size <= _LARGEST_FETCHED:
                found[str(path)] = changed, size
        for name, mark in found.items():
            if mark == self._there.get(name) or name in self._instructors:
                continue
            if mark[1] >= 0:
                self._fetch(name)
                continue
            with contextlib.suppress(OSError):
                Path(name).mkdir(parents=True, exist_ok=True)
                self._fetched.add(name)
                if self._writes:
                    self._put[name] = _mark(Path(name))
        gone = [name for name in self._there if name not in found and Path(name).is_relative_to(folder)]
        for name in sorted(gone, reverse=True):
            self._there.pop(name)
            if name in self._fetched or self._was_put(name):
                _remove(Path(name))
                self._fetched.discard(name)
                self._put.pop(name, None)
        self._there.update(found)

    def tidy(self) -> None:
        """Remove what came from the student's process: whoever is tried next in this folder has files of its own."""
        for name in sorted(self._fetched, reverse=True):
            _remove(Path(name))
        self._fetched.clear()

    def _open(self, file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        """``open``; for reading, also the files that the student's cells have written."""
        reads = not set(mode) & set("wax+")
        if reads and isinstance(file, str | Path) and not os.path.lexists(file):
            body = self._asked.student().file(str(file))
            if body is not None:
                raw = io.BytesIO(body)
                encoding = more.get("encoding") or "utf-8"
                return raw if "b" in mode else io.TextIOWrapper(raw, encoding, newline=more.get("newline"))
        return builtins.open(file, mode, *args, **more)

    def _is_own(self, text: Any) -> bool:
        """Whether a text to be run stands in the tests themselves. Any other may be a student's."""
        return not isinstance(text, str) or text in self._texts

    def _exec(self, text: Any, *scopes: Any, **more: Any) -> None:
        if not self._is_own(text):
            self._asked.student().operate("exec", text)
            return
        code = builtins.compile(text, "<string>", "exec", dont_inherit=True) if isinstance(text, str) else text
        builtins.exec(code, *(scopes or (self,)), **more)

    def _eval(self, text: Any, *scopes: Any) -> Any:
        if not self._is_own(text):
            return self._asked.student().operate("eval", text)
        return builtins.eval(text, *(scopes or (self,)))

    def _compile(self, text: Any, *args: Any, **more: Any) -> Any:
        flags = args[2] if len(args) > 2 else more.get("flags", 0)
        if not self._is_own(text) and not flags & ast.PyCF_ONLY_AST:
            raise NotJudgeable("it compiles a text that does not stand in the test")
        return builtins.compile(text, *args, **more)


# A module has these as well: here they are the notebook's.
_BUILTINS = frozenset(vars(builtins)) - {
    "__annotations__",
    "__doc__",
    "__name__",
    "__spec__",
    "__loader__",
    "__package__",
}
_OWN = {name: getattr(builtins, name) for name in _REPLACED}


def _typed(prompt: object = "") -> str:
    """``input`` where the test has put a text in place of the keyboard."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")


def _type_of(value: Any) -> Any:
    where = references.handle(value)
    if where is None:
        return type(value)
    if where.kind == "object" and references.handle(where.type) is not None:
        return where.type
    return value.__class__


def _vars(*given: Any) -> Any:
    return given[0].__dict__ if given else sys._getframe(1).f_locals


@functools.lru_cache(maxsize=1024)
def texts_in(source: str) -> frozenset[str]:
    """The texts that stand in a cell."""
    try:
        tree = ast.parse(of_cells.without_magics(source))
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


class _StudentsModules:
    """Finds modules that a student's cells have written, where the tests import them: they stay over there."""

    def __init__(self, asked: Asked, wanted: frozenset[str]) -> None:
        self._asked = asked
        self._wanted = wanted

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        if name not in self._wanted or self._asked.student().file(f"{name}.py") is None:
            return None
        return ModuleSpec(name, cast("Loader", self))

    def create_module(self, _spec: Any) -> None:
        """The usual kind, for a moment."""

    def exec_module(self, module: Any) -> None:
        sys.modules[module.__name__] = self._asked.student().operate("import", module.__name__)


def _find_modules_of_students(asked: Asked, wanted: frozenset[str]) -> None:
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, _StudentsModules)]
    sys.meta_path.append(_StudentsModules(asked, wanted))
