"""Plain data as bytes and back. Decoding builds values of allowed types: it never evaluates and never unpickles.

What crosses: None, truth values, numbers, texts, bytes, lists, tuples, sets, dictionaries, ranges, slices, NumPy
scalars and arrays, random generators (their state), torch tensors, fractions, SymPy expressions (as a tree of allowed
names), and what ``library_codec`` adds: dates, counters, named tuples, frames, sparse matrices, pictures.
Subclasses are sent as the plain type below them, so what arrives has exactly a built-in, NumPy or torch type.
Everything else is left to the two hooks ``other`` and ``found``: they turn functions into references and back.

What can be changed in place keeps its identity within a message: a list that is there twice arrives as one.
"""

from __future__ import annotations

import enum
import math
import re
import struct
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any, ClassVar

import msgpack
import numpy as np

from . import library_codec
from .plain import LONGEST_INTEGER
from .plain import Malformed as Malformed
from .plain import NotPlain as NotPlain

DEEPEST = 40
MOST_FIELDS, DEEPEST_FIELDS = 200, 4
LONGEST_ITERATION = 1_000_000


class Kind(IntEnum):
    """What follows in the bytes, where MessagePack has no word for it."""

    BIG_INTEGER = 0
    COMPLEX = 1
    TUPLE = 2
    SET = 3
    FROZENSET = 4
    DICT = 5
    ARRAY = 6
    SCALAR = 7
    TENSOR = 8
    FRACTION = 9
    DECIMAL = 10
    ITERATION = 11
    RANGE = 12
    SLICE = 13
    OBJECT_ARRAY = 14
    GENERATOR = 15
    SYMPY = 16
    ELLIPSIS = 17
    DTYPE = 18
    REFERENCE = 19
    SHARED = 20
    SAME = 21
    LIBRARY = 22
    BYTE_ARRAY = 23
    MEMORY_VIEW = 24
    PART = 25


# Classes with this attribute stand for objects of the other side, which are never looked into.
REFERS = "_refers_to_the_other_side"
# What can be changed in place: whether two of them are one makes a difference.
CHANGEABLE = (list, dict, set, bytearray, np.ndarray)
# The same of libraries, by the package and the name of the class.
_CHANGEABLE_OF_LIBRARIES = frozenset(
    (
        *(("pandas", "DataFrame"), ("pandas", "Series"), ("polars", "DataFrame"), ("torch", "Tensor")),
        *(("networkx", "Graph"), ("numpy", "Generator"), ("numpy", "RandomState")),
        ("random", "Random"),
    )
)
_can_change: dict[type, bool] = {}


def can_change(value: Any) -> bool:
    """Whether it makes a difference that something is one and the same object."""
    kind = type(value)
    if kind not in _can_change:
        places = {(one.__module__.partition(".")[0], one.__name__) for one in kind.__mro__}
        _can_change[kind] = issubclass(kind, CHANGEABLE) or not _CHANGEABLE_OF_LIBRARIES.isdisjoint(places)
    return _can_change[kind]


_DTYPE = re.compile(
    r"[<>|=]?(b1|[iu][1248]|f(2|4|8|16)|c(8|16|32)|[US]\d{1,6}|[mM]8(\[\d{0,6}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)\Z"
)
_TORCH_DTYPES = (
    *("float16", "bfloat16", "float32", "float64", "complex64", "complex128"),
    *("int8", "int16", "int32", "int64", "uint8", "bool"),
)
_BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")

Other = Callable[[Any], Any]
Found = Callable[[Any], Any]


def _refuse(value: Any) -> Any:
    raise NotPlain(f"an object of type {type(value).__name__} is not plain data")


def _no_reference(payload: Any) -> Any:
    raise Malformed("a reference where none is expected")


def encode(
    value: Any,
    other: Other = _refuse,
    largest: int = 1 << 28,
    keys: Mapping[int, str] | None = None,
    lazy: bool = False,
    wholes: Sequence[tuple[str, Any]] = (),
) -> bytes:
    """The bytes of a value.

    Args:
        value: plain data.
        other: what to send in place of anything else, as nested lists of plain data; by default it is refused.
        largest: arrays of more bytes are refused before they are copied.
        keys: names of objects that the other side has, by ``id``: they are sent by name.
        lazy: whether iterators are left to ``other`` instead of being read to their end.
        wholes: arrays that the other side has, with their names: one that shares their memory is sent as a part of it.

    Raises:
        NotPlain: the value, or something in it, is no plain data, is nested too deeply or too large.
    """
    encoder = _Encoder(other, largest, keys or {}, lazy, wholes)
    made = encoder.encode(value, 0)
    if encoder.twice:
        encoder.share()
        made = encoder.encode(value, 0)
    body: bytes = msgpack.packb(made, use_bin_type=True, unicode_errors="surrogatepass")
    return body


def changeable(values: Iterable[Any]) -> list[Any]:
    """What can be changed in place, in and below these values, each once, in an order that both sides agree on."""
    found: dict[int, Any] = {}
    waiting = deque(values)
    while waiting:
        value = waiting.popleft()
        if getattr(type(value), REFERS, False):
            continue
        if can_change(value):
            if id(value) in found:
                continue
            found[id(value)] = value
        if isinstance(value, list | tuple):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(dict.values(value))
    return list(found.values())


def decode(body: bytes, found: Found = _no_reference, known: Mapping[str, Any] | None = None) -> Any:
    """The value of bytes that nobody vouches for.

    Args:
        body: what :func:`encode` gave, or anything else.
        found: what stands for a reference; by default there must be none.
        known: the objects that may be meant by name.

    Raises:
        Malformed: the bytes are not an encoding of plain data.
    """
    try:
        return _Decoder(found, known or {}).decode(body, 0)
    except Malformed:
        raise
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, MemoryError) as error:
        raise Malformed(f"{type(error).__name__}: {error}") from None
    except (
        msgpack.UnpackException,
        struct.error,
        UnicodeError,
        ArithmeticError,
        RuntimeError,
        AttributeError,
    ) as error:
        raise Malformed(f"{type(error).__name__}: {error}") from None


def is_whole(value: Any) -> bool:
    """Whether parts of an array can be told by their place in it."""
    return type(value) is np.ndarray and value.flags.c_contiguous and value.dtype != object and value.size > 0


def _offset(array: np.ndarray, whole: np.ndarray) -> int | None:
    """At which byte of ``whole`` an array begins whose memory lies in it; None where it does not."""
    if array is whole or not np.may_share_memory(array, whole):
        return None
    start: int = array.__array_interface__["data"][0]
    begin: int = whole.__array_interface__["data"][0]
    steps = [(length - 1) * stride for length, stride in zip(array.shape, array.strides, strict=True)]
    first = start + sum(step for step in steps if step < 0)
    last = start + sum(step for step in steps if step > 0) + array.itemsize
    return start - begin if begin <= first and last <= begin + whole.nbytes else None


def _packed(items: list[Any]) -> bytes:
    body: bytes = msgpack.packb(items, use_bin_type=True, unicode_errors="surrogatepass")
    return body


def _pack(code: int, inner: Any) -> msgpack.ExtType:
    return msgpack.ExtType(code, msgpack.packb(inner, use_bin_type=True, unicode_errors="surrogatepass"))


class _Encoder:
    def __init__(
        self, other: Other, largest: int, keys: Mapping[int, str], lazy: bool, wholes: Sequence[tuple[str, Any]]
    ) -> None:
        self._wholes = wholes
        self._other = other
        self._largest = largest
        self._keys = keys
        self._lazy = lazy
        # First every object that can be changed is only looked for; where one is there twice, all is done again.
        self._seen: dict[int, Any] = {}
        self.twice: dict[int, int] = {}
        self._shares = False
        self._sent: set[int] = set()

    def share(self) -> None:
        """From now on objects that were met twice are sent once."""
        self._shares = True

    def encode(self, value: Any, depth: int) -> Any:
        if getattr(type(value), REFERS, False):
            return msgpack.ExtType(Kind.REFERENCE, encode(self._other(value)))
        if can_change(value):
            which = id(value)
            if (key := self._keys.get(which)) is not None:
                return _pack(Kind.SAME, key)
            if not self._shares:
                if which in self._seen:
                    self.twice.setdefault(which, len(self.twice))
                self._seen[which] = value
            elif (number := self.twice.get(which)) is not None:
                if which in self._sent:
                    return _pack(Kind.SAME, str(number))
                self._sent.add(which)
                return _pack(Kind.SHARED, [str(number), self._encode(value, depth)])
        return self._encode(value, depth)

    def _encode(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise NotPlain(f"data nested more than {DEEPEST} deep")
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str or kind is bytes:
            return value
        if kind is int:
            return _integer(value)
        if isinstance(value, tuple | dict) and (parts := library_codec.parts(value)) is not None:
            if self._lazy and parts[0] == "named tuple" and _has_more(value, tuple, set(parts[2])):
                return msgpack.ExtType(Kind.REFERENCE, encode(self._other(value)))
            return _pack(Kind.LIBRARY, [parts[0], *self._items(parts[1:], depth)])
        for base in kind.__mro__:
            if (encoder := self._ENCODERS.get(base)) is not None:
                if self._lazy and base is not kind and _has_more(value, base):
                    return msgpack.ExtType(Kind.REFERENCE, encode(self._other(value)))
                return encoder(self, value, depth)
        module = kind.__module__.partition(".")[0]
        if module == "sympy" and "sympy" in sys.modules:
            from . import sympy_codec

            return _pack(Kind.SYMPY, sympy_codec.tree(value))
        if module in ("torch", "numpy") and (special := self._special(value, kind)) is not None:
            return special
        if not (self._lazy and kind.__module__ == "__main__"):
            try:
                if (parts := library_codec.parts(value)) is not None:
                    return _pack(Kind.LIBRARY, [parts[0], *self._items(parts[1:], depth)])
            except NotPlain:
                # Where it stays it can be asked.
                if not self._lazy:
                    raise
        if not self._lazy and hasattr(kind, "__next__") and hasattr(kind, "__iter__") and not callable(value):
            return self._iteration(value, depth)
        return msgpack.ExtType(Kind.REFERENCE, encode(self._other(value)))

    def _items(self, items: Any, depth: int) -> list[Any]:
        return [self.encode(item, depth + 1) for item in items]

    def _special(self, value: Any, kind: type) -> Any:
        torch = sys.modules.get("torch")
        if torch is not None and issubclass(kind, torch.Tensor):
            return self._tensor(torch, value)
        if torch is not None and kind is torch.dtype:
            return _pack(Kind.DTYPE, ["torch", str(value).removeprefix("torch.")])
        if torch is not None and kind is torch.Size:
            return _pack(Kind.TUPLE, [int(size) for size in value])
        if issubclass(kind, np.dtype):
            return _pack(Kind.DTYPE, ["numpy", _dtype_text(value)])
        return None

    def _of_array(self, value: np.ndarray, depth: int) -> Any:
        """Arrays that behave otherwise: masked ones, matrices, records with their fields as attributes."""
        kind, plain = type(value), np.ndarray.view(value, np.ndarray)
        if isinstance(value, np.ma.MaskedArray):
            return _pack(Kind.LIBRARY, self._items(["masked", plain, np.ma.getmaskarray(value)], depth))
        if kind is np.matrix or kind is np.recarray:
            return _pack(Kind.LIBRARY, self._items(["matrix" if kind is np.matrix else "records", plain], depth))
        return self._array(value, depth)

    def _array(self, value: np.ndarray, depth: int) -> Any:
        array = np.ndarray.view(value, np.ndarray)
        if array.nbytes > self._largest:
            raise NotPlain(f"an array of {array.nbytes:,} bytes is too large to hand over")
        if array.dtype == object:
            return _pack(Kind.OBJECT_ARRAY, [list(array.shape), self._items(array.ravel().tolist(), depth)])
        if array.dtype.names is not None:
            # Without the gaps that alignment leaves: they could hold anything.
            array = array.astype(_checked_dtype(_dtype_text(array.dtype)))
        sent = [_dtype_text(array.dtype), list(array.shape), np.ascontiguousarray(array).tobytes()]
        for name, whole in self._wholes if array.size else ():
            if (offset := _offset(array, whole)) is not None:
                return _pack(Kind.PART, [name, offset, list(array.strides), *sent])
        return _pack(Kind.ARRAY, sent)

    def _scalar(self, value: np.generic, depth: int) -> Any:
        if value.dtype.names is not None:
            value = value.astype(_checked_dtype(_dtype_text(value.dtype)))
        return _pack(Kind.SCALAR, [_dtype_text(value.dtype), np.asarray(value).tobytes()])

    def _tensor(self, torch: Any, value: Any) -> Any:
        with torch._C.DisableTorchFunctionSubclass():
            if value.layout != torch.strided:
                raise NotPlain("a sparse tensor is not plain data")
            if value.numel() * value.element_size() > self._largest:
                raise NotPlain(f"a tensor of {value.numel():,} numbers is too large to hand over")
            plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
            name = str(plain.dtype).removeprefix("torch.")
            body = plain.reshape(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
            return _pack(Kind.TENSOR, [name, list(plain.shape), body, bool(value.requires_grad)])

    def _iteration(self, value: Iterator[Any], depth: int) -> Any:
        items = []
        for item in value:
            items.append(self.encode(item, depth + 1))
            if len(items) > LONGEST_ITERATION:
                raise NotPlain(f"a generator of more than {LONGEST_ITERATION:,} items")
        return _pack(Kind.ITERATION, items)

    def _memory_view(self, value: memoryview, depth: int) -> Any:
        if value.format != "B" or value.ndim != 1:
            raise NotPlain(f"a memoryview of format {value.format} is not plain data")
        return msgpack.ExtType(Kind.MEMORY_VIEW, value.tobytes())

    def _generator(self, value: np.random.Generator, depth: int) -> Any:
        return _pack(Kind.GENERATOR, self.encode(value.bit_generator.state, depth + 1))

    def _dict(self, value: dict[Any, Any], depth: int) -> Any:
        pairs = [part for pair in dict.items(value) for part in pair]
        return _pack(Kind.DICT, self._items(pairs, depth))

    _ENCODERS: ClassVar[dict[type, Callable[[_Encoder, Any, int], Any]]] = {
        bool: lambda self, value, depth: value,
        int: lambda self, value, depth: _integer(int.__int__(value)),
        np.generic: _scalar,
        float: lambda self, value, depth: float.__float__(value),
        str: lambda self, value, depth: str.__str__(value),
        bytes: lambda self, value, depth: bytes.__bytes__(value),
        bytearray: lambda self, value, depth: msgpack.ExtType(Kind.BYTE_ARRAY, bytes(value)),
        memoryview: _memory_view,
        complex: lambda self, value, depth: _pack(Kind.COMPLEX, [value.real, value.imag]),
        list: lambda self, value, depth: self._items(list.__iter__(value), depth),
        tuple: lambda self, value, depth: _pack(Kind.TUPLE, self._items(tuple.__iter__(value), depth)),
        set: lambda self, value, depth: _pack(Kind.SET, self._items(set.__iter__(value), depth)),
        frozenset: lambda self, value, depth: _pack(Kind.FROZENSET, self._items(frozenset.__iter__(value), depth)),
        dict: _dict,
        range: lambda self, value, depth: _pack(Kind.RANGE, self._items([value.start, value.stop, value.step], depth)),
        slice: lambda self, value, depth: _pack(Kind.SLICE, self._items([value.start, value.stop, value.step], depth)),
        type(...): lambda self, value, depth: _pack(Kind.ELLIPSIS, []),
        Fraction: lambda self, value, depth: _pack(
            Kind.FRACTION, [_integer(int(value.numerator)), _integer(int(value.denominator))]
        ),
        Decimal: lambda self, value, depth: _pack(Kind.DECIMAL, str(value)),
        np.ma.MaskedArray: _of_array,
        np.matrix: _of_array,
        np.recarray: _of_array,
        np.ndarray: _array,
        np.random.Generator: _generator,
        type({}.keys()): lambda self, value, depth: self._items(value, depth),
        type({}.values()): lambda self, value, depth: self._items(value, depth),
        type({}.items()): lambda self, value, depth: self._items(value, depth),
    }


# Special methods that make no difference to what data are.
_USUAL = frozenset(("str", "repr", "format", "hash", "init", "new", "slots", "missing", "dir", "sizeof"))


def _has_more(value: Any, base: type, fields: Set[str] = frozenset()) -> bool:
    """Whether data of a class of the notebook's own would lose attributes or methods as plain data of ``base``."""
    kind = type(value)
    own = [one for one in kind.__mro__[: kind.__mro__.index(base)] if one.__module__ == "__main__"]
    if not own or issubclass(kind, enum.Enum):
        # A member has a name, whatever else it is.
        return bool(own)
    defined = {name: what for one in own for name, what in vars(one).items()}
    # What says itself to what it is equal is compared over there, as the data that it is.
    says_equal = "__eq__" in defined
    names = {
        name for name, what in defined.items() if not name.startswith("_") or (not says_equal and _counts(name, what))
    }
    return bool(getattr(value, "__dict__", None)) or not names <= fields


def _counts(name: str, what: Any) -> bool:
    """Whether a special method of a class of the notebook's own does something that plain data would not do."""
    return name.startswith("__") and callable(what) and name.strip("_") not in _USUAL


def _integer(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    body = value.to_bytes((value.bit_length() + 8) // 8, "big", signed=True)
    if len(body) > LONGEST_INTEGER:
        raise NotPlain(f"an integer of {value.bit_length():,} bits is too large to hand over")
    return msgpack.ExtType(Kind.BIG_INTEGER, body)


def _dtype_text(dtype: np.dtype) -> Any:
    """A dtype as a text; one of records as a list of its fields."""
    if dtype.names is not None:
        return [_field(name, dtype) for name in dtype.names]
    if not _DTYPE.match(dtype.str):
        raise NotPlain(f"an array of dtype {dtype} is not plain data")
    return dtype.str


def _field(name: str, dtype: np.dtype) -> list[Any]:
    kind = dtype.fields[name][0]  # type: ignore[index]
    base, shape = kind.subdtype if kind.subdtype is not None else (kind, ())
    return [name, _dtype_text(base), list(shape)]


class _Decoder:
    def __init__(self, found: Found, known: Mapping[str, Any]) -> None:
        self._found = found
        self._known = dict(known)

    def decode(self, body: bytes, depth: int) -> Any:
        if depth > DEEPEST:
            raise Malformed("nested too deeply")

        def extension(code: int, payload: bytes) -> Any:
            if (decoder := self._DECODERS.get(code)) is None:
                raise Malformed(f"unknown kind of data {code}")
            return decoder(self, payload, depth + 1)

        return msgpack.unpackb(
            body, ext_hook=extension, raw=False, strict_map_key=True, unicode_errors="surrogatepass", max_map_len=0
        )

    def _list(self, payload: bytes, depth: int, length: int | None = None) -> list[Any]:
        value = self.decode(payload, depth)
        if type(value) is not list or (length is not None and len(value) != length):
            raise Malformed("a list of another length was expected")
        return value

    def _big_integer(self, payload: bytes, depth: int) -> int:
        if len(payload) > LONGEST_INTEGER:
            raise Malformed("an integer too large")
        return int.from_bytes(payload, "big", signed=True)

    def _complex(self, payload: bytes, depth: int) -> complex:
        return complex(*_floats(self._list(payload, depth, 2)))

    def _set(self, payload: bytes, depth: int) -> set[Any]:
        return set(self._list(payload, depth))

    def _dict(self, payload: bytes, depth: int) -> dict[Any, Any]:
        flat = self._list(payload, depth)
        if len(flat) % 2:
            raise Malformed("a key without a value")
        return dict(zip(flat[::2], flat[1::2], strict=True))

    def _array(self, payload: bytes, depth: int) -> np.ndarray:
        dtype, shape, body = self._list(payload, depth, 3)
        dtype, shape = _checked_dtype(dtype), _shape(shape)
        if type(body) is not bytes or math.prod(shape) * dtype.itemsize != len(body):
            raise Malformed("an array whose bytes do not fit its shape")
        return np.frombuffer(bytearray(body), dtype=dtype).reshape(shape)

    def _part(self, payload: bytes, depth: int) -> np.ndarray:
        """A part of an array that is known here, or a copy of it, where that one lies differently in memory."""
        name, offset, strides, *copy = self._list(payload, depth, 6)
        whole = self._known.get(name) if type(name) is str else None
        plain = self._array(_packed(copy), depth)
        if not is_whole(whole) or type(offset) is not int or offset < 0 or type(strides) is not list:
            return plain
        if not all(type(one) is int for one in strides) or len(strides) != plain.ndim:
            raise Malformed("not a part of an array")
        # NumPy itself sees to it that nothing beyond the whole is reached.
        part: np.ndarray = np.ndarray(plain.shape, plain.dtype, whole, offset, tuple(strides))
        return part if part.tobytes() == plain.tobytes() else plain

    def _scalar(self, payload: bytes, depth: int) -> np.generic:
        dtype, body = self._list(payload, depth, 2)
        dtype = _checked_dtype(dtype)
        if type(body) is not bytes or len(body) != dtype.itemsize:
            raise Malformed("a number whose bytes do not fit its dtype")
        number: np.generic[Any] = np.frombuffer(body, dtype=dtype)[0]
        return number

    def _object_array(self, payload: bytes, depth: int) -> np.ndarray:
        shape, items = self._list(payload, depth, 2)
        shape = _shape(shape)
        if type(items) is not list or math.prod(shape) != len(items):
            raise Malformed("an array whose items do not fit its shape")
        array = np.empty(len(items), dtype=object)
        for position, item in enumerate(items):
            array[position] = item
        return array.reshape(shape)

    def _tensor(self, payload: bytes, depth: int) -> Any:
        import torch

        name, shape, body, requires_grad = self._list(payload, depth, 4)
        if name not in _TORCH_DTYPES or type(body) is not bytes or type(requires_grad) is not bool:
            raise Malformed("not a tensor")
        dtype, shape = getattr(torch, name), _shape(shape)
        if math.prod(shape) * dtype.itemsize != len(body):
            raise Malformed("a tensor whose bytes do not fit its shape")
        if not body:
            tensor = torch.empty(shape, dtype=dtype)
        else:
            tensor = torch.frombuffer(bytearray(body), dtype=dtype).reshape(shape)
        return tensor.requires_grad_() if requires_grad and (dtype.is_floating_point or dtype.is_complex) else tensor

    def _fraction(self, payload: bytes, depth: int) -> Fraction:
        return Fraction(*_integers(self._list(payload, depth, 2)))

    def _decimal(self, payload: bytes, depth: int) -> Decimal:
        text = self.decode(payload, depth)
        if type(text) is not str or len(text) > 1000:
            raise Malformed("not a decimal number")
        return Decimal(text)

    def _range(self, payload: bytes, depth: int) -> range:
        made = range(*_integers(self._list(payload, depth, 3)))
        if len(made) > LONGEST_ITERATION:
            raise Malformed("a range too long")
        return made

    def _generator(self, payload: bytes, depth: int) -> np.random.Generator:
        state = self.decode(payload, depth)
        if type(state) is not dict or state.get("bit_generator") not in _BIT_GENERATORS:
            raise Malformed("not the state of a random generator")
        bits = getattr(np.random, state["bit_generator"])()
        bits.state = state
        return np.random.Generator(bits)

    def _sympy(self, payload: bytes, depth: int) -> Any:
        from . import sympy_codec

        return sympy_codec.expression(self.decode(payload, depth))

    def _dtype(self, payload: bytes, depth: int) -> Any:
        library, name = self._list(payload, depth, 2)
        if library == "numpy":
            return _checked_dtype(name)
        if name not in _TORCH_DTYPES:
            raise Malformed("not a dtype")
        import torch

        return getattr(torch, name)

    def _shared(self, payload: bytes, depth: int) -> Any:
        key, value = self._list(payload, depth, 2)
        if type(key) is not str or key in self._known or not can_change(value):
            raise Malformed("not an object that is there twice")
        self._known[key] = value
        return value

    def _same(self, payload: bytes, depth: int) -> Any:
        key = self.decode(payload, depth)
        if type(key) is not str or key not in self._known:
            raise Malformed("an object that is not there")
        return self._known[key]

    def _library(self, payload: bytes, depth: int) -> Any:
        return library_codec.value(self._list(payload, depth))

    _DECODERS: ClassVar[dict[int, Callable[[_Decoder, bytes, int], Any]]] = {
        Kind.BIG_INTEGER: _big_integer,
        Kind.COMPLEX: _complex,
        Kind.TUPLE: lambda self, payload, depth: tuple(self._list(payload, depth)),
        Kind.SET: _set,
        Kind.FROZENSET: lambda self, payload, depth: frozenset(self._set(payload, depth)),
        Kind.DICT: _dict,
        Kind.ARRAY: _array,
        Kind.PART: _part,
        Kind.SCALAR: _scalar,
        Kind.TENSOR: _tensor,
        Kind.FRACTION: _fraction,
        Kind.DECIMAL: _decimal,
        Kind.ITERATION: lambda self, payload, depth: iter(self._list(payload, depth)),
        Kind.RANGE: _range,
        Kind.SLICE: lambda self, payload, depth: slice(*self._list(payload, depth, 3)),
        Kind.OBJECT_ARRAY: _object_array,
        Kind.GENERATOR: _generator,
        Kind.SYMPY: _sympy,
        Kind.ELLIPSIS: lambda self, payload, depth: ...,
        Kind.DTYPE: _dtype,
        Kind.REFERENCE: lambda self, payload, depth: self._found(self.decode(payload, depth)),
        Kind.SHARED: _shared,
        Kind.SAME: _same,
        Kind.LIBRARY: _library,
        Kind.BYTE_ARRAY: lambda self, payload, depth: bytearray(payload),
        Kind.MEMORY_VIEW: lambda self, payload, depth: memoryview(payload),
    }


def _floats(items: list[Any]) -> list[float]:
    if not all(type(item) is float for item in items):
        raise Malformed("numbers were expected")
    return items


def _integers(items: list[Any]) -> list[int]:
    if not all(type(item) is int for item in items):
        raise Malformed("integers were expected")
    return items


def _shape(shape: Any) -> tuple[int, ...]:
    if type(shape) is not list or len(shape) > 32 or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
        raise Malformed("not a shape")
    return tuple(shape)


def _checked_dtype(text: Any, depth: int = 0) -> np.dtype:
    if type(text) is list and 0 < len(text) <= MOST_FIELDS and depth < DEEPEST_FIELDS:
        fields = []
        for one in text:
            if type(one) is not list or len(one) != 3 or type(one[0]) is not str:
                raise Malformed("not a field of records")
            fields.append((one[0], _checked_dtype(one[1], depth + 1), _shape(one[2])))
        return np.dtype(fields)
    if type(text) is not str or not _DTYPE.match(text):
        raise Malformed("not a dtype of plain data")
    return np.dtype(text)
