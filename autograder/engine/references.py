"""What stands in the judge for an object that stays in the student's process.

Everything that is asked of it is asked there, one question at a time, and answered with data or another reference.
Data are compared here. Where the answer can only be a yes of that process, or where it is handed the judge's data and
answers for both, the operation has to be one that the instructor's own solution needs in the same test.
"""

from __future__ import annotations

import functools
import inspect
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.engine.errors import NotJudgeable
from autograder.engine.inside.objects import SPECIAL

if TYPE_CHECKING:
    from autograder.engine.student import Student

# Asking these tells the student's process nothing of what is expected: their answers are compared here.
HARMLESS = frozenset(
    (
        *("iter", "next", "len", "getitem", "str", "repr", "bool", "int", "float", "complex", "index", "array", "call"),
        *("bytes", "fspath", "reversed", "await", "signature", "inspect", "neg", "pos", "invert", "round", "dir"),
        *("trunc", "floor", "ceil", "abs", "import", "exec", "eval", "aiter", "anext"),
    )
)
# What comes back is compared here, though the question hands over what the test has.
_ANSWERED_WITH_DATA = frozenset(
    (
        *("getattr", "setattr", "delattr", "copy", "deepcopy", "enter", "exit", "aenter", "aexit", "import"),
        # What the student's code does to an object of the test's is looked at by the test.
        *("dataclass", "test's setattr", "test's delattr", "test's setitem", "test's delitem"),
    )
)


@dataclass
class Questions:
    """What one cell of tests asks of references.

    Attributes:
        allowed: the operations, beyond what is harmless, that the instructor's own solution needs there; None for any.
        used: those that were asked.
        reported: whether the student's process has decided anything.
        refused: what could not be judged.
    """

    allowed: frozenset[str] | None = None
    used: set[str] = field(default_factory=set)
    reported: bool = False
    refused: NotJudgeable | None = None

    def may(self, operation: str) -> bool:
        """Whether this may be asked, which is noted."""
        if operation in HARMLESS:
            return True
        self.used.add(operation)
        if self.allowed is not None and operation not in self.allowed:
            return False
        self.reported = self.reported or operation not in _ANSWERED_WITH_DATA
        return True

    def refuse(self, problem: NotJudgeable) -> NotJudgeable:
        """Note that something could not be judged, whatever the test makes of it."""
        self.refused = self.refused or problem
        return problem


# What only looks: nothing that an object holds is changed by it.
LOOKS = frozenset(("iter", "next", "len", "getitem", "reversed", "str", "repr", "bool", "getattr", "class", "hash"))


@dataclass
class Held:
    """What objects have said of how much they hold, while only they were looked at: a length, an end of a loop.

    Nobody here can count what stays over there. But who says three and gives none is not believed.
    """

    questions: Callable[[], Questions]
    _lengths: dict[int, int] = field(default_factory=dict)
    _counts: dict[int, int] = field(default_factory=dict)
    # By number of an iterator: whose it is, and what it has given since, unless something may have changed.
    _loops: dict[int, tuple[int, int]] = field(default_factory=dict)

    def forget(self) -> None:
        """Something has happened that may have changed any of them."""
        for known in (self._lengths, self._counts, self._loops):
            known.clear()

    def length(self, number: int, length: Any) -> None:
        if type(length) is int:
            self._lengths[number] = length
            self._must_fit(number)

    def begins(self, iterator: int, number: int) -> None:
        if iterator != number:
            self._loops[iterator] = number, 0

    def gives(self, iterator: int) -> None:
        if (loop := self._loops.get(iterator)) is not None:
            self._loops[iterator] = loop[0], loop[1] + 1

    def ends(self, iterator: int) -> None:
        if (loop := self._loops.pop(iterator, None)) is not None:
            if self._counts.setdefault(*loop) != loop[1]:
                self._refuse(f"gives {self._counts[loop[0]]} things in a first loop and {loop[1]} in another")
            self._must_fit(loop[0])

    def lacks(self, number: int, index: Any) -> None:
        """It has no item with this index."""
        if type(index) is int and 0 <= index < self._lengths.get(number, 0):
            self._counts[number] = index
            self._must_fit(number)

    def _must_fit(self, number: int) -> None:
        length, count = self._lengths.get(number), self._counts.get(number)
        if length is not None and count is not None and length != count:
            self._refuse(f"says that it holds {length} things, and gives {count}")

    def _refuse(self, what: str) -> None:
        raise self.questions().refuse(NotJudgeable(f"an object of the student's {what}"))


@dataclass(frozen=True)
class Handle:
    """Where an object is.

    Attributes:
        student: the process.
        number: of the object there.
        kind: "object", "function", "class" or "module".
        name: of the object, or of its class.
        type: the reference of its class, for an object.
        own: the special methods that its class has.
    """

    student: Student
    number: int
    kind: str
    name: str
    type: Any = None
    own: frozenset[str] = frozenset()


def handle(value: Any) -> Handle | None:
    """The handle of a reference, or of data that has more; None for anything else."""
    return object.__getattribute__(value, "_handle") if issubclass(type(value), Reference | DataWithMore) else None


def _own(reference: Any) -> Handle:
    """The handle of what is known to be a reference."""
    found: Handle = object.__getattribute__(reference, "_handle")
    return found


def is_told(error: BaseException) -> bool:
    """Whether an exception stands for one of the student's, whose attributes are asked for over there."""
    return "_message" in vars(error)


def _ask(reference: Any, operation: str, *args: Any) -> Any:
    return _own(reference).student.operate(operation, reference, *args)


class Reference:
    """An object of the student's. Special methods are added by :func:`with_methods`: those that its class has."""

    __slots__ = ("__weakref__", "_handle")
    _refers_to_the_other_side = True

    def __init__(self, where: Handle) -> None:
        object.__setattr__(self, "_handle", where)

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return _class_of(self)
        of_class = name in _OF_CLASSES and _own(self).kind == "class"
        if of_class or name in _TAKEN_FROM_THERE or not (name.startswith("__") and hasattr(type(self), name)):
            return _attribute(self, name)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _ask(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        _ask(self, "delattr", name)

    def __repr__(self) -> str:
        return _text(_ask(self, "repr"))

    def __str__(self) -> str:
        return _text(_ask(self, "str"))

    def __format__(self, how: str) -> str:
        return _text(_ask(self, "format", how))

    def __dir__(self) -> list[str]:
        return [_text(one) for one in _ask(self, "dir")]

    def __eq__(self, other: object) -> Any:
        if self is other:
            return True
        if "eq" not in _own(self).own:
            return NotImplemented
        if handle(other) is None and not _own(self).student.questions.may("eq data"):
            raise NotJudgeable(f"it compares {described(self)} with ==, and only its own class could say what is equal")
        return _ask(self, "eq", other)

    def __ne__(self, other: object) -> Any:
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self) -> int:
        return _ask(self, "hash") if "hash" in _own(self).own else object.__hash__(self)

    def __copy__(self) -> Any:
        return _ask(self, "copy")

    def __deepcopy__(self, _memo: Any) -> Any:
        return _ask(self, "deepcopy")

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise NotJudgeable(f"it stores {described(self)}, which stays in the student's process")


# Looked up on a class, they are its functions; Python itself looks elsewhere for its own.
_OF_CLASSES = frozenset(f"__{name}__" for name in (*SPECIAL, "init", "new", "str", "repr", "format", "ne"))
_TAKEN_FROM_THERE = frozenset(
    ("__doc__", "__dict__", "__module__", "__name__", "__qualname__", "__annotations__", "__bases__", "__mro__")
)


def described(reference: Any) -> str:
    where = _own(reference)
    return (
        f"an object of the student's class {where.name}" if where.kind == "object" else f"{where.name} of the student's"
    )


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("a text was expected")
    return value


def _attribute(reference: Any, name: str) -> Any:
    where = _own(reference)
    if where.kind in ("function", "class", "module") and name in ("__name__", "__qualname__") and where.name:
        return where.name
    if where.kind == "function" and name == "__signature__":
        return signature(reference)
    if name == "__bases__" and where.kind != "class":
        raise AttributeError(name)
    if where.kind == "object" and where.name == "coroutine" and name in ("send", "throw", "close"):
        return _of_coroutine(reference, name)
    if name in _NEVER_ASKED or (where.kind == "object" and name.strip("_") in SPECIAL and name.startswith("__")):
        raise AttributeError(name)
    return _ask(reference, "getattr", name)


# Libraries look for these on anything that they are handed.
_NEVER_ASKED = frozenset(
    (
        *("__array_interface__", "__array_struct__", "__array_priority__", "__array_ufunc__", "__array_function__"),
        *("__torch_function__", "__tracebackhide__", "_repr_mimebundle_", "_ipython_display_"),
        *("_ipython_canary_method_should_not_exist_", "__signature__", "__text_signature__", "__isabstractmethod__"),
        *("__unittest_skip__", "__dlpack__", "__cuda_array_interface__", "__dataframe__", "__arrow_c_stream__"),
    )
)


def _class_of(reference: Reference) -> Any:
    """What ``isinstance`` asks last. A reference never claims to be data."""
    where = _own(reference)
    if where.kind == "class":
        return type
    if where.kind == "module":
        return types.ModuleType
    if where.kind == "function":
        return types.FunctionType if where.type == "function" else _CALLABLES.get(where.type, type(reference))
    found = where.type
    return found if handle(found) is not None or where.student.questions.may("class") else type(reference)


_CALLABLES = {
    "method": types.MethodType,
    "builtin_function_or_method": types.BuiltinFunctionType,
}
# Classes of Python's own that are no data, by the name that they go by.
_LIVE = {
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "async_generator": types.AsyncGeneratorType,
    "map": map,
    "filter": filter,
    "zip": zip,
    "enumerate": enumerate,
    "reversed": reversed,
    "code": types.CodeType,
    "property": property,
    "mappingproxy": types.MappingProxyType,
}


def library_class(module: str, name: str) -> type | None:
    """The class of a library that the judge has imported as well, unless its instances are data."""
    if module == "builtins":
        return _LIVE.get(name)
    top = module.partition(".")[0]
    if top in ("__main__", "autograder", "inside", "gancourse") or module not in sys.modules:
        return None
    found: Any = sys.modules[module]
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) and not issubclass(found, np.ndarray | np.generic | np.dtype) else None


def signature(reference: Reference) -> inspect.Signature:
    """The signature of a function of the student's."""
    empty = inspect.Parameter.empty
    *parameters, (_, _, _, _, returns, result) = _ask(reference, "signature")
    made = []
    for name, kind, has_default, default, has_hint, hint in parameters:
        defaults = default if has_default else empty
        made.append(
            inspect.Parameter(
                name, inspect._ParameterKind(kind), default=defaults, annotation=hint if has_hint else empty
            )
        )
    return inspect.Signature(made, return_annotation=result if returns else empty)


class DataWithMore:
    """Data of a class of the student's that has names of its own: a named tuple with methods, a member of an IntEnum.

    The data are here, and are compared and computed with here. What else it has is asked for.
    """

    __slots__ = ()
    _refers_to_the_other_side = True

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return type(self)
        return object.__getattribute__(self, name)

    def __getattr__(self, name: str) -> Any:
        return _attribute(self, name)

    def __repr__(self) -> str:
        return _text(_ask(self, "repr"))

    def __str__(self) -> str:
        return _text(_ask(self, "str"))

    def __format__(self, how: str) -> str:
        return _text(_ask(self, "format", how))

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise NotJudgeable(f"it stores {described(self)}, which stays in the student's process")

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, _memo: Any) -> Any:
        return self


def data_with_more(value: Any, where: Handle) -> Any:
    """Such data, of the value that came."""
    of: Any = type(value)
    kind = _kinds_of_data(of)
    made = kind.__new__(kind, value)
    object.__setattr__(made, "_handle", where)
    return made


@functools.lru_cache(maxsize=16)
def _kinds_of_data(base: type) -> Any:
    return type(base.__name__, (DataWithMore, base), {})


class FunctionReference(Reference):
    """A function of the student's: a call runs in the student's process, on copies of the arguments."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _own(self).student.call(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<function {_own(self).name}>"

    __str__ = __repr__


class ClassReference(FunctionReference):
    """A class of the student's: it can be called, and asked whose instance something is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<class '__main__.{_own(self).name}'>"

    __str__ = __repr__

    def __instancecheck__(self, value: Any) -> bool:
        where = handle(value)
        if where is None and (made := type(value).__dict__.get("_made_for")) is not None:
            return bool(made == _own(self).number)
        if where is None:
            # Data have none of the student's classes, but a named tuple crosses as one.
            fields = getattr(type(value), "_fields", None) if isinstance(value, tuple) else None
            alike = fields is not None and type(value).__name__ == _own(self).name
            return bool(alike and _ask(self, "getattr", "_fields") == fields)
        return bool(_own(self).student.operate("isinstance", value, self))

    def __subclasscheck__(self, other: Any) -> bool:
        return other is self or (handle(other) is not None and _ask(other, "issubclass", self))

    def __mro_entries__(self, _bases: tuple[Any, ...]) -> Any:
        raise NotJudgeable(f"it makes a class below {_own(self).name}, which stays in the student's process")


class ModuleReference(Reference):
    """A module in the student's process."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<module '{_own(self).name}'>"

    __str__ = __repr__


_UNARY = (
    "neg",
    "pos",
    "abs",
    "invert",
    "len",
    "iter",
    "reversed",
    "trunc",
    "floor",
    "ceil",
    "bytes",
    "fspath",
    "enter",
    "aiter",
)
_BINARY = (
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "matmul", "and", "or", "xor", "lshift", "rshift"),
    *("radd", "rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rdivmod", "rpow", "rmatmul", "rand", "ror", "rxor"),
    *("iadd", "isub", "imul", "itruediv", "imatmul", "ior", "iand", "contains", "getitem", "delitem"),
)
_EXACT = {"int": int, "float": float, "complex": complex, "index": int, "bool": bool}


def _method(name: str) -> Callable[..., Any]:
    def ask(self: Reference, *args: Any) -> Any:
        return _ask(self, name, *args)

    def length(self: Reference) -> Any:
        where, found = _own(self), _ask(self, name)
        where.student.held.length(where.number, found)
        return found

    def loop(self: Reference) -> Any:
        where, found = _own(self), _ask(self, name)
        if (inner := handle(found)) is not None:
            where.student.held.begins(inner.number, where.number)
        return found

    def item(self: Reference, key: Any) -> Any:
        try:
            return _ask(self, name, key)
        except IndexError:
            _own(self).student.held.lacks(_own(self).number, key)
            raise

    def exact(self: Reference) -> Any:
        value = _ask(self, name)
        if type(value) is not _EXACT[name]:
            raise TypeError(f"__{name}__ returned an object of type {type(value).__name__}")
        return value

    def compare(self: Reference, other: Any) -> Any:
        may = handle(other) is not None or _own(self).student.questions.may(f"{name} data")
        return _ask(self, name, other) if may else NotImplemented

    if name in _EXACT:
        return exact
    special: dict[str, Callable[..., Any]] = {"len": length, "iter": loop, "reversed": loop, "getitem": item}
    if name in special:
        return special[name]
    return compare if name in ("lt", "le", "gt", "ge") else ask


def _next(self: Reference) -> Any:
    where = _own(self)
    try:
        given = where.student.operate("next", self, ending=StopIteration)
    except StopIteration:
        where.student.held.ends(where.number)
        raise
    where.student.held.gives(where.number)
    return given


def _call(self: Reference, *args: Any, **kwargs: Any) -> Any:
    return _own(self).student.call(self, args, kwargs)


def _exit(self: Reference, kind: Any, error: Any, _trace: Any) -> Any:
    return _ask(self, "exit", None if kind is None else kind.__name__, str(error or ""))


def _await(self: Reference) -> Any:
    return _ask(self, "await")
    yield


def _of_coroutine(self: Reference, name: str) -> Any:
    """asyncio drives what is a coroutine step by step: this one takes one step, over there."""

    def send(_value: Any) -> Any:
        raise StopIteration(_ask(self, "await"))

    def throw(error: Any, *_more: Any) -> Any:
        raise error

    return {"send": send, "throw": throw, "close": lambda: None}[name]


async def _anext(self: Reference) -> Any:
    return _own(self).student.operate("anext", self, ending=StopAsyncIteration)


async def _aenter(self: Reference) -> Any:
    return _ask(self, "aenter")


async def _aexit(self: Reference, kind: Any, error: Any, _trace: Any) -> Any:
    return _ask(self, "aexit", None if kind is None else kind.__name__, str(error or ""))


def _array(self: Reference, dtype: Any = None, copy: Any = None) -> Any:
    value = _ask(self, "array")
    if type(value) is not np.ndarray:
        raise TypeError("__array__ returned no array")
    return value if dtype is None else value.astype(dtype)


def _power(self: Reference, other: Any, modulo: Any = None) -> Any:
    return _ask(self, "pow", other)


_METHODS: dict[str, Callable[..., Any]] = {
    **{name: _method(name) for name in (*_UNARY, *_BINARY, *_EXACT, "lt", "le", "gt", "ge", "setitem", "round")},
    "next": _next,
    "call": _call,
    "exit": _exit,
    "await": _await,
    "anext": _anext,
    "aenter": _aenter,
    "aexit": _aexit,
    "array": _array,
    "pow": _power,
}


@functools.lru_cache(maxsize=512)
def with_methods(own: frozenset[str], base: type[Reference] = Reference) -> type[Reference]:
    """The class of references to objects whose class has these special methods."""
    methods: dict[str, Any] = {f"__{name}__": _METHODS[name] for name in own & set(_METHODS)}
    if {"eq"} <= own and "hash" not in own:
        methods["__hash__"] = None
    return type("Reference", (base,), {"__slots__": (), **methods})
