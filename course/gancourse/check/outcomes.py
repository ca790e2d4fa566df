"""What known wrong answers give on the inputs of the visible checks: a table that comes with the course.

The table holds no answer and no sentence in the clear. For every wrong answer, a key is locked with what this answer
gives in each comparison; whoever has returned these very values can open it, and with it the sentence. ``autograder
build`` makes the tables (``gancourse/outcomes/*.json``) from the banks, for visible checks of numbers only.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import time
import warnings
from importlib.resources import files
from typing import Any

import numpy as np

from gancourse.check.calling import Call, replayable
from gancourse.check.evidence import Comparison, subject
from gancourse.check.failure import CheckFailed
from gancourse.check.numbers import as_array

# Two values are taken for the same when their logarithms differ by less than about this.
STEP = 1e-6
KEY = 16
# For inputs beyond those of the checks that have run.
MOST_SECONDS = 2.0
MOST_NUMBERS = 400
# Stands for a result that is no array of numbers.
RAISED = np.empty((0, 7))


def advise(calls: list[Call]) -> dict[str, frozenset[str]]:
    """The sentences of the known wrong answers that gave what ``calls`` gave, with the conventions that they equal."""
    if not calls:
        return {}
    seen = [one for made in calls for one in made.compared if one.made is not None]
    here = subject(calls[-1])
    seen = [one for one in seen if all(a is b for a, b in zip(subject(one.made), here, strict=False))]
    found: dict[str, frozenset[str]] = {}
    for claim in _claims().get(name_of(calls[-1]), []):
        told = _open(claim, seen)
        if told is not None:
            found[told["says"]] = found.get(told["says"], frozenset()) | frozenset(told["same"])
    return found


def more_calls(calls: list[Call]) -> list[Call]:
    """Calls of the same function on the inputs of all visible checks of its exercise: evidence that cost no test.

    They are not among the recent calls. When they take too long, the rest is left out.
    """
    if not calls:
        return []
    function, started, made = calls[-1].function, time.monotonic(), []
    tables = _inputs().get(name_of(calls[-1]), [])
    if len(tables) > 1:
        # Two assignments ask for a function of this name: whose inputs have been seen so far tells which it is.
        tables = [inputs for inputs in tables if any(_is_among(call, inputs) for call in calls)]
    if len(tables) != 1:
        return []
    for given in tables[0]:
        if time.monotonic() - started > MOST_SECONDS:
            break
        args = tuple(unpack(one) for one in given["args"])
        call = Call(function, args, {}, None, "")
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("always")
            try:
                call.value = function(*replayable(args))
            except Exception as error:  # noqa: BLE001 - a wrong answer may raise anything
                call.value = error
        call.warnings = [str(one.message) for one in caught]
        for path in given["paths"]:
            values = part(call.value, path)
            one = Comparison(Call(function, args, {}, None, "", path=tuple(path)), values, values, False)
            call.compared.append(one)
        made.append(call)
    return made


def _is_among(made: Call, inputs: list[dict[str, Any]]) -> bool:
    try:
        args = [pack(one) for one in made.args]
    except TypeError:
        return False
    return any(given["args"] == args for given in inputs)


def part(value: Any, path: list) -> np.ndarray:
    """The part of a result at a path as an array; RAISED where there is none."""
    try:
        for key in path:
            value = value[key]
        return RAISED if isinstance(value, Exception) else as_array(value, "")
    except (TypeError, LookupError, CheckFailed):
        return RAISED


def pack(value: Any) -> Any:
    """An argument as JSON.

    Raises:
        TypeError: it is neither a number, a text, an array of numbers, nor a list or tuple of these.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return {type(value).__name__: [pack(one) for one in value]}
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub" and value.size <= MOST_NUMBERS:
        return {"array": value.tolist(), "dtype": str(value.dtype), "shape": list(value.shape)}
    raise TypeError(f"an argument of type {type(value).__name__}")


def unpack(packed: Any) -> Any:
    """The argument that :func:`pack` made JSON of."""
    if not isinstance(packed, dict):
        return packed
    if "array" in packed:
        return np.array(packed["array"], dtype=packed["dtype"]).reshape(packed["shape"])
    ((kind, parts),) = packed.items()
    return {"list": list, "tuple": tuple}[kind](unpack(one) for one in parts)


def same_as(slip: str) -> frozenset[str]:
    """The kinds of conventions that say the same of all inputs of its exercise as the sentence of this slip."""
    return _slips().get(digest(b"slip", slip.encode())[:KEY].hex(), frozenset())


def points_of(source: str) -> float:
    """What a test cell of the course is worth, found by its text; 0 for any other cell."""
    return _points().get(cell_key(source), 0.0)


def cell_key(source: str) -> str:
    """The key of a cell's text in a table; blanks and line ends do not matter."""
    return digest(b"cell", "".join(source.split()).encode())[:8].hex()


def name_of(made: Call) -> str:
    """Whose call it was: the name of the function, and of the functions that it was given."""
    return "|".join(getattr(one, "__name__", type(one).__name__) for one in subject(made))


def place(one: Comparison) -> str | None:
    """Where a comparison stands: function, inputs and part of the result; None for inputs that have no text."""
    if one.made is None:
        return None
    try:
        text = json.dumps([name_of(one.call), _plain(one.call.args), _plain(one.call.kwargs), list(one.call.path)])
    except TypeError:
        return None
    return digest(text.encode())[:8].hex()


def lock(claim_key: bytes, where: str, values: np.ndarray) -> str:
    """The key of a claim, locked with the values that it gives at this place."""
    return _xor(claim_key, _lock_of(where, _tokens(values, nearest=True)[0])).hex()


def seal(claim_key: bytes, told: dict[str, Any]) -> str:
    """What a claim tells, readable with its key only."""
    text = json.dumps(told, ensure_ascii=False).encode()
    body = digest(claim_key, text)[:4] + text
    return _xor(body, hashlib.shake_256(b"text" + claim_key).digest(len(body))).hex()


def digest(*parts: bytes) -> bytes:
    """A hash of parts that cannot run into each other."""
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


def _open(claim: dict[str, Any], seen: list[Comparison]) -> dict[str, Any] | None:
    """What the claim tells, if all comparisons at places that it knows open it, and one of them is not right."""
    keys: set[bytes] | None = None
    telling = False
    for one in seen:
        where = place(one)
        locked = claim["at"].get(where) if where else None
        if locked is None or where is None:
            if not one.near:
                return None
            continue
        here = {_xor(bytes.fromhex(locked[1:]), _lock_of(where, token)) for token in _tokens(one.found, nearest=False)}
        keys = here if keys is None else keys & here
        if not keys:
            return None
        telling |= locked[0] == "!" and not one.near
    if not telling or not keys:
        return None
    sealed = bytes.fromhex(claim["sealed"])
    for key in keys:
        body = _xor(sealed, hashlib.shake_256(b"text" + key).digest(len(sealed)))
        if digest(key, body[4:])[:4] == body[:4]:
            return json.loads(body[4:])
    return None


def _lock_of(where: str, token: bytes) -> bytes:
    return digest(b"lock", where.encode(), token)[:KEY]


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


def _tokens(values: np.ndarray, *, nearest: bool) -> list[bytes]:
    """Texts for an array, the same for arrays that agree to six digits: one, or all that may be meant.

    Two weighted sums stand for the numbers, each on a logarithmic grid; a number between two marks of the grid may have
    been rounded to either.
    """
    values = np.asarray(values, dtype=float)
    finite = np.isfinite(values)
    pattern = np.where(finite, 0, np.where(np.isnan(values), 1, np.where(values > 0, 2, 3))).astype("u1")
    head = f"{values.shape}".encode() + (pattern.tobytes() if not finite.all() else b"")
    flat = np.where(finite, values, 0.0).ravel()
    position = np.arange(1, flat.size + 1)
    sums = (flat @ (1 + np.modf(position * 0.6180339887)[0]), np.abs(flat) @ (1 + np.modf(position * 0.4142135624)[0]))
    tokens = [head]
    for one in sums:
        marks = ["0"]
        if abs(one) > 1e-9:
            mark = float(np.log(abs(one)) / STEP)
            near = [round(mark)] if nearest else [int(np.floor(mark)), int(np.floor(mark)) + 1]
            marks = [f"{'-' if one < 0 else '+'}{whole}" for whole in near]
        tokens = [before + b"|" + mark.encode() for before in tokens for mark in marks]
    return tokens


def _plain(value: Any) -> Any:
    """Arguments as JSON; arrays with dtype and shape, functions by name, generators by their state."""
    if isinstance(value, np.ndarray):
        return ["array", str(value.dtype), list(value.shape), hashlib.sha256(value.tobytes()).hexdigest()]
    if isinstance(value, np.generic):
        return np.asarray(value).tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, np.random.Generator):
        return str(value.bit_generator.state)
    if type(value).__module__.split(".")[0] == "torch" and hasattr(value, "detach"):
        return ["tensor", str(value.dtype), _plain(value.detach().cpu().double().numpy())]
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    return value


@functools.cache
def _tables() -> list[dict[str, Any]]:
    folder = files("gancourse") / "outcomes"
    if not folder.is_dir():
        return []
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir(), key=lambda one: one.name)
        if path.name.endswith(".json")
    ]


@functools.cache
def _claims() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for table in _tables():
        for name, claims in table["claims"].items():
            found.setdefault(name, []).extend(claims)
    return found


@functools.cache
def _inputs() -> dict[str, list[list[dict[str, Any]]]]:
    """The visible inputs of each function, by assignment: two may ask for functions of the same name."""
    found: dict[str, list[list[dict[str, Any]]]] = {}
    for table in _tables():
        for name, inputs in table["inputs"].items():
            found.setdefault(name, []).append(inputs)
    return found


@functools.cache
def _points() -> dict[str, float]:
    return {key: points for table in _tables() for key, points in table["points"].items()}


@functools.cache
def _slips() -> dict[str, frozenset[str]]:
    return {key: frozenset(kinds) for table in _tables() for key, kinds in table["slips"].items()}
