"""Look for a small case that a function gets wrong, on inputs that anybody may see.

Hypothesis draws inputs and makes the case as simple as it can; it is tried once more, and only then told. The search
has the same random numbers in every run of grading, and knows no seed of hidden inputs.
"""

from __future__ import annotations

import contextlib
import io
import random
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import numpy as np
from gancourse.check import describe
from gancourse.check.calling import replayable
from hypothesis.errors import HypothesisException
from hypothesis.internal.conjecture import providers

from autograder.engine.references import handle
from autograder.hidden import misconceptions
from autograder.hidden.counterexamples import Law

TRIES, MOST_CALLS = 40, 160
LONGEST_LINE, LONGEST_VALUE = 200, 300
MOST_DIGITS = 17


class _Enough(BaseException):
    """It has been tried often enough: the simplest case so far has to do."""


@dataclass
class _Tried:
    """A call that was made: whether its value is wrong, and the law that it breaks."""

    args: tuple[Any, ...]
    found: Any
    expected: Any
    wrong: bool
    broken: Law | None


@dataclass
class Search:
    """The search for a case of one function.

    Args:
        laws: properties of its values.
        student, right: the function of the student's, and the right one.
    """

    laws: list[Law]
    student: Callable[..., Any]
    right: Callable[..., Any]
    _made: dict[str, _Tried] = field(default_factory=dict)

    def run(self) -> dict[str, str] | None:
        """``call``, ``found``, ``expected`` and ``property`` as texts; None where nothing wrong was found."""
        groups: dict[int, list[Law]] = {}
        for law in self.laws:
            groups.setdefault(id(law.arguments), []).append(law)
        first = None
        for laws in groups.values():
            case = self._simplest(laws)
            if case is not None and case.broken is not None:
                return self._told(case)
            first = first or case
        return self._told(first) if first is not None else None

    def _simplest(self, laws: list[Law]) -> _Tried | None:
        """The simplest wrong case; where a property can be broken, the simplest that breaks it."""
        case = self._find(laws, lambda tried: tried.wrong)
        if case is None or case.broken is not None:
            return case
        if any(tried.broken for tried in self._made.values()):
            return self._find(laws, lambda tried: tried.broken is not None) or case
        return case

    def _find(self, laws: list[Law], is_one: Callable[[_Tried], bool]) -> _Tried | None:
        best: list[_Tried] = []
        calls = 0

        def one(args: tuple[Any, ...]) -> bool:
            nonlocal calls
            key = repr(args)
            if key not in self._made:
                calls += 1
                if calls > MOST_CALLS:
                    raise _Enough
                self._made[key] = self._try(laws, args)
            if is_one(self._made[key]):
                best.append(self._made[key])
                return True
            return False

        settings = hypothesis.settings(
            max_examples=TRIES,
            database=None,
            deadline=None,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        start = random.Random(zlib.crc32(f"{laws[0].exercise} {laws[0].function}".encode()))
        with contextlib.suppress(HypothesisException, _Enough), _only_what_is_declared():
            hypothesis.find(laws[0].arguments, one, settings=settings, random=start)
        # What is accepted later is simpler.
        return best[-1] if best else None

    def _try(self, laws: list[Law], args: tuple[Any, ...]) -> _Tried:
        expected = _outcome(self.right, args)
        found = _outcome(self.student, args)
        if isinstance(expected, Exception) or _is_live(found):
            return _Tried(args, found, expected, False, None)
        try:
            wrong = not misconceptions.agrees(found, expected)
        except Exception:  # noqa: BLE001 - a value of any kind: what cannot be compared is not called wrong
            wrong = False
        broken = next((law for law in laws if wrong and _breaks(law, found, args)), None)
        wrong = wrong and (broken is not None or not any(law.decides for law in laws))
        return _Tried(args, found, expected, wrong, broken)

    def _told(self, case: _Tried) -> dict[str, str] | None:
        again = _outcome(self.student, case.args)
        if _is_live(again) or not misconceptions.agrees(again, case.found):
            # It gives now this and now that: nobody could follow it.
            return None
        call = f"{case.broken.function if case.broken else self.laws[0].function}({', '.join(map(typed, case.args))})"
        found, expected = apart(case.found, case.expected)
        if len(call) > LONGEST_LINE or found == expected:
            return None
        says = case.broken.says if case.broken else ""
        return {"call": call, "found": found, "expected": expected, "property": says}


def _outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """What a call returns, or the exception that it raises."""
    with (
        warnings.catch_warnings(action="ignore"),
        np.errstate(all="ignore"),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        try:
            return function(*replayable(args))
        except Exception as error:  # noqa: BLE001 - an answer may raise anything
            return error


def _is_live(value: Any) -> bool:
    """Whether something of a value is still with the student: what it is there, nobody knows."""
    if isinstance(value, tuple | list):
        return any(map(_is_live, value))
    if isinstance(value, dict):
        return any(map(_is_live, value.values()))
    return handle(value) is not None


def _breaks(law: Law, value: Any, args: tuple[Any, ...]) -> bool:
    if isinstance(value, Exception):
        return False
    try:
        with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
            return not bool(law.holds(value, *replayable(args)))
    except Exception:  # noqa: BLE001 - of a value of another kind the property says nothing
        return False


@contextlib.contextmanager
def _only_what_is_declared() -> Iterator[None]:
    """Hypothesis likes to try the constants of all modules around it: here these are the author's, and not public."""
    before = providers._get_local_constants
    providers._get_local_constants = lambda: providers._local_constants
    try:
        yield
    finally:
        providers._get_local_constants = before


def typed(value: Any) -> str:
    """A value as one types it into a notebook: ``np.array([0.5, 1.0])``."""
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    if type(value).__module__.split(".")[0] == "torch" and hasattr(value, "tolist"):
        dtype = str(value.dtype)
        return f"torch.tensor({value.tolist()!r}{'' if dtype == 'torch.float32' else f', dtype={dtype}'})"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, list):
        return f"[{', '.join(map(typed, value))}]"
    if callable(value) and hasattr(value, "__name__"):
        module = {"numpy": "np."}.get(str(getattr(type(value), "__module__", "")), "")
        return f"{module}{value.__name__}"
    return repr(value)


def apart(found: Any, expected: Any) -> tuple[str, str]:
    """Two values as short texts, with as many digits as it takes to tell them from one another, six at least."""
    first, second = "", ""
    for digits in range(6, MOST_DIGITS + 1):
        first, second = shown(found, digits), shown(expected, digits)
        if first != second:
            break
    return first, second


def shown(value: Any, digits: int = 6) -> str:
    """A value in one short line, or the exception that a call raised."""
    if isinstance(value, Exception):
        text = f"{type(value).__name__}: {value}" if str(value) else type(value).__name__
        text = f"an error, {text}"
    else:
        text = _line(value, digits)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _line(value: Any, digits: int) -> str:
    if isinstance(value, float | np.floating):
        return f"{float(value):.{digits}g}".replace("-", "−")
    if isinstance(value, int | np.number | np.bool_):
        return describe.number(value)
    if type(value).__module__.split(".")[0] == "torch" and hasattr(value, "detach"):
        value = value.detach().double().cpu().numpy() if value.is_floating_point() else value.detach().cpu().numpy()
    if isinstance(value, np.ndarray) and value.dtype != object:
        return _line(value.tolist(), digits)
    if isinstance(value, tuple | list):
        inside = _lines(value, digits)
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_line(key, digits)}: {_line(one, digits)}' for key, one in value.items())}}}"
    return repr(value)


def _lines(values: Sequence[Any], digits: int) -> str:
    # More would be cut anyway.
    return ", ".join(_line(one, digits) for one in values[:LONGEST_VALUE])
