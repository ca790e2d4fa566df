"""Values of libraries as lists of plain data and back. Only libraries that are imported are looked at.

Each kind has a name, a test, and two functions: the value's parts (again values that the codec takes), and the value of
parts that nobody vouches for. Nothing here evaluates a text or imports what a message names.
"""

from __future__ import annotations

import collections.abc
import datetime
import functools
import importlib
import operator
import pathlib
import random
import re
import sys
import types
import typing
import uuid
from collections import Counter, OrderedDict, defaultdict, namedtuple
from collections.abc import Callable
from typing import Any

import numpy as np

from .plain import Malformed, NotPlain

_NAME = re.compile(r"[A-Za-z]\w{0,60}\Z")
_MOST_FIELDS = 200
_PANDAS_DTYPES = re.compile(
    r"(U?Int(8|16|32|64)|Float(32|64)|boolean|string|str|object|bool|u?int(8|16|32|64)|float(16|32|64)"
    r"|complex(64|128)|datetime64\[(s|ms|us|ns)\]|timedelta64\[(s|ms|us|ns)\])\Z"
)
_FREQUENCY = re.compile(r"\d{0,9}[A-Za-z]{1,4}(-[A-Z]{3})?\Z")
_SIDES = ("left", "right", "both", "neither")
_PICTURE_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "F", "I;16")
_SPARSE = ("csr", "csc", "coo", "bsr", "dia", "lil", "dok")


def parts(value: Any) -> list[Any] | None:
    """[kind, …] of a value that is one of these kinds, else None."""
    kind: Any = type(value)
    if isinstance(value, tuple) and kind is not tuple:
        return _named_tuple(value)
    if kind is defaultdict:
        made_by = _FACTORIES.get(value.default_factory)
        return ["default", [part for pair in dict.items(value) for part in pair], made_by]
    if isinstance(value, dict):
        if kind.__name__ in _RESULTS and kind.__module__.startswith("scipy."):
            return ["result", kind.__module__, kind.__name__, [part for pair in dict.items(value) for part in pair]]
        name = _MAPPINGS.get(kind)
        return None if name is None else [name, [part for pair in dict.items(value) for part in pair]]
    if (simple := _SIMPLE.get(kind)) is not None:
        return [simple[0], *simple[1](value)]
    if kind in _ALIASES:
        return _alias(value)
    for base in kind.__mro__:
        library = base.__module__.partition(".")[0]
        found = _LIBRARIES.get((library, base.__name__))
        if found is not None and library in sys.modules:
            return found(value)
    return None


def value(given: list[Any]) -> Any:
    """The value of such a list.

    Raises:
        Malformed: it is none.
    """
    kind, *rest = given
    make = _MAKERS.get(kind) if type(kind) is str else None
    if make is None:
        raise Malformed("an unknown kind of data")
    try:
        return make(*rest)
    except ImportError as error:
        raise NotPlain(f"of a library that is not here ({error.name})") from None


def _named_tuple(value: tuple[Any, ...]) -> list[Any] | None:
    fields = getattr(type(value), "_fields", None)
    if type(fields) is not tuple or not all(type(one) is str for one in fields) or len(fields) != tuple.__len__(value):
        return None
    return ["named tuple", type(value).__name__, list(fields), list(tuple.__iter__(value))]


_classes: dict[tuple[str, ...], type] = {}


def _make_named_tuple(name: Any, fields: Any, items: Any) -> Any:
    if type(fields) is not list or type(items) is not list or len(fields) != len(items) or len(fields) > _MOST_FIELDS:
        raise Malformed("not a named tuple")
    if not all(type(one) is str and _NAME.match(one) for one in (name, *fields)):
        raise Malformed("not a named tuple")
    made = _classes.setdefault((name, *fields), namedtuple(name, fields, module="__main__"))
    return made(*items)


# Dictionaries of SciPy's whose keys are attributes as well.
_RESULTS = ("OptimizeResult", "OdeResult", "RootResults")


def _make_result(module: Any, name: Any, flat: Any) -> Any:
    if type(module) is not str or not re.match(r"scipy(\.\w+)+\Z", module) or name not in _RESULTS:
        raise Malformed("not a result")
    import scipy.integrate
    import scipy.optimize

    kind = getattr(sys.modules.get(module), name, scipy.optimize.OptimizeResult)
    made = kind.__new__(kind)
    dict.update(made, _pairs(flat))
    return made


_MAPPINGS = {Counter: "counter", OrderedDict: "ordered"}
# What a missing key may get; with any other, it is missing here.
_FACTORIES: dict[Any, str] = {one: one.__name__ for one in (int, float, str, list, set, dict, tuple, bool)}


def _pairs(flat: Any) -> dict[Any, Any]:
    if type(flat) is not list or len(flat) % 2:
        raise Malformed("a key without a value")
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _seconds(value: datetime.timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


def _zone(value: Any) -> Any:
    if value is None:
        return None
    offset = value.utcoffset(None) if isinstance(value, datetime.timezone) else None
    if offset is None:
        key = getattr(value, "key", None)
        if type(key) is str:
            return key
        raise NotPlain("a time zone of its own is not plain data")
    return _seconds(offset)


def _make_zone(given: Any) -> datetime.tzinfo | None:
    if given is None:
        return None
    if type(given) is str:
        import zoneinfo

        if not re.match(r"[A-Za-z][\w+-]*(/[\w+-]+)*\Z", given):
            raise Malformed("not a time zone")
        try:
            return zoneinfo.ZoneInfo(given)
        except zoneinfo.ZoneInfoNotFoundError:
            raise Malformed("not a time zone") from None
    return datetime.timezone(datetime.timedelta(*_whole(given, 3)))


def _whole(given: Any, count: int) -> list[int]:
    if type(given) is not list or len(given) != count or not all(type(one) is int for one in given):
        raise Malformed("whole numbers were expected")
    return given


_SIMPLE: dict[type, tuple[str, Callable[[Any], list[Any]]]] = {
    datetime.date: ("date", lambda v: [[v.year, v.month, v.day]]),
    datetime.datetime: (
        "moment",
        lambda v: [[v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond, v.fold], _zone(v.tzinfo)],
    ),
    datetime.time: ("time", lambda v: [[v.hour, v.minute, v.second, v.microsecond, v.fold], _zone(v.tzinfo)]),
    datetime.timedelta: ("span", lambda v: [_seconds(v)]),
    datetime.timezone: ("zone", lambda v: [_zone(v)]),
    uuid.UUID: ("uuid", lambda v: [v.bytes]),
    random.Random: ("random", lambda v: [v.getstate()]),
    np.random.RandomState: ("random state", lambda v: [v.get_state()]),
    pathlib.PosixPath: ("path", lambda v: [str(v)]),
    pathlib.PurePosixPath: ("pure path", lambda v: [str(v)]),
}


def _moment(numbers: Any, zone: Any) -> datetime.datetime:
    rest: Any
    *rest, fold = _whole(numbers, 8)
    return datetime.datetime(*rest, fold=fold).replace(tzinfo=_make_zone(zone))


def _time(numbers: Any, zone: Any) -> datetime.time:
    rest: Any
    *rest, fold = _whole(numbers, 5)
    return datetime.time(*rest, fold=fold).replace(tzinfo=_make_zone(zone))


def _text(given: Any) -> str:
    if type(given) is not str or "\0" in given:
        raise Malformed("a text was expected")
    return given


# ---- type hints

# The kinds that Python has for them.
_ALIASES = (
    *(types.GenericAlias, types.UnionType, type(typing.Optional[int]), type(typing.Union), type(typing.Any)),  # noqa: UP045
    *(type(typing.Sequence[int]), type(typing.Callable[[int], int]), type(typing.Literal[1])),
    type(collections.abc.Callable[[int], int]),
)
_ORIGINS = {
    f"{one.__module__}.{one.__qualname__}": one
    for one in (
        *(list, dict, tuple, set, frozenset, type),
        *(getattr(collections.abc, name) for name in collections.abc.__all__ if hasattr(collections.abc, name)),
        *(collections.deque, collections.defaultdict, collections.OrderedDict, collections.Counter),
    )
}
_FORMS = ("Any", "Union", "Optional", "Literal", "ClassVar", "Final", "NoReturn", "Self", "LiteralString", "Never")


def _alias(value: Any) -> list[Any]:
    """A type hint as [kind, what it is made of, its arguments]."""
    name = getattr(value, "_name", None) or getattr(value, "__name__", None)
    if isinstance(value, types.UnionType):
        return ["hint", "|", "", list(value.__args__)]
    if not hasattr(value, "__origin__"):
        if name not in _FORMS:
            raise NotPlain(f"the type hint {value} is not plain data")
        return ["hint", "form", name, []]
    origin = value.__origin__
    args = list(typing.get_args(value))
    if origin in (typing.Union, typing.Literal, typing.ClassVar, typing.Final):
        return ["hint", "form", origin._name, args]
    place = f"{getattr(origin, '__module__', '')}.{getattr(origin, '__qualname__', '')}"
    if place not in _ORIGINS:
        raise NotPlain(f"the type hint {value} is not plain data")
    old = not isinstance(value, types.GenericAlias) and type(value).__module__ == "typing"
    return ["hint", "old" if old else "new", [place, name] if old else place, args]


def _make_alias(kind: Any, made_of: Any, args: Any) -> Any:
    if type(args) is not list or len(args) > _MOST_FIELDS:
        raise Malformed("not a type hint")
    match kind, made_of:
        case "|", "":
            return functools.reduce(operator.or_, args)
        case "form", str(name) if name in _FORMS:
            form: Any = getattr(typing, name)
            return form[tuple(args)] if args else form
        case "new", str(place) if place in _ORIGINS:
            made: Any = _ORIGINS[place]
            return made[tuple(args)]
        case "old", [str(place), str(name)] if place in _ORIGINS and _NAME.match(name) and name in typing.__all__:
            old: Any = getattr(typing, name)
            return old[tuple(args)]
    raise Malformed("not a type hint")


# ---- random generators and graphs


def _make_random(state: Any) -> random.Random:
    made = random.Random()
    made.setstate(state)
    return made


def _make_random_state(state: Any) -> np.random.RandomState:
    made = np.random.RandomState()
    made.set_state(state)
    return made


_GRAPHS = ("Graph", "DiGraph", "MultiGraph", "MultiDiGraph")


def _graph(graph: Any) -> list[Any]:
    name = type(graph).__name__
    if name not in _GRAPHS or not type(graph).__module__.startswith("networkx.classes."):
        raise NotPlain("a graph of its own kind is not plain data")
    nodes = [[node, data] for node, data in graph.nodes(data=True)]
    named = {"keys": True} if graph.is_multigraph() else {}
    edges = [list(edge) for edge in graph.edges(data=True, **named)]
    return ["graph", name, dict(graph.graph), nodes, edges]


def _make_graph(name: Any, about: Any, nodes: Any, edges: Any) -> Any:
    networkx: Any = importlib.import_module("networkx")
    if name not in _GRAPHS or type(about) is not dict or type(nodes) is not list or type(edges) is not list:
        raise Malformed("not a graph")
    made = getattr(networkx, name)()
    made.graph.update(about)
    made.add_nodes_from(tuple(one) for one in nodes)
    made.add_edges_from(tuple(one) for one in edges)
    return made


# ---- pandas


def _column(data: Any) -> list[Any]:
    """[name of the dtype, values] of a series or an index, whatever it holds."""
    import pandas as pd

    dtype = data.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return ["category", data.array.codes.astype("int64"), _column(dtype.categories), bool(dtype.ordered)]
    if isinstance(dtype, pd.DatetimeTZDtype):
        return ["zoned", np.asarray(data.array.asi8), dtype.unit, str(dtype.tz)]
    if isinstance(dtype, pd.IntervalDtype):
        return ["interval", _column(data.array.left), _column(data.array.right), str(dtype.closed)]
    if isinstance(dtype, pd.PeriodDtype):
        return ["period", np.asarray(data.array.asi8), _often(dtype)]
    name = str(dtype)
    if not _PANDAS_DTYPES.match(name):
        raise NotPlain(f"pandas data of dtype {name} is not plain data")
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        return [name, data.to_numpy()]
    missing = data.isna().to_numpy() if hasattr(data.isna(), "to_numpy") else np.asarray(data.isna())
    plain = data.to_numpy(dtype=object)
    of_objects = name == "object"
    items = [
        None if gone and not of_objects else item for item, gone in zip(plain.tolist(), missing.tolist(), strict=True)
    ]
    return [name, items]


def _often(dtype: Any) -> str:
    """The frequency of a dtype of periods, as pandas reads it again."""
    return str(dtype).removeprefix("period[").removesuffix("]")


def _period_dtype(value: Any) -> Any:
    import pandas as pd

    return pd.PeriodDtype(value.freq)


def _make_column(given: Any, name: Any = None, index: Any = None) -> Any:
    import pandas as pd

    if type(given) is not list or not given or type(given[0]) is not str:
        raise Malformed("not a column")
    kind, *rest = given
    if kind == "category" and len(rest) == 3:
        codes, categories, ordered = rest
        if type(codes) is not np.ndarray or codes.ndim != 1 or type(ordered) is not bool:
            raise Malformed("not a column of categories")
        array = pd.Categorical.from_codes(codes, pd.Index(_make_column(categories)), ordered=ordered)
    elif kind == "zoned" and len(rest) == 3:
        numbers, unit, zone = rest
        if type(numbers) is not np.ndarray or unit not in ("s", "ms", "us", "ns"):
            raise Malformed("not a column of moments")
        moments = pd.Series(numbers.astype("int64").view(f"M8[{unit}]"))
        array = moments.dt.tz_localize("UTC").dt.tz_convert(_make_zone("UTC" if zone == "UTC" else zone)).array
    elif kind == "interval" and len(rest) == 3 and rest[2] in _SIDES:
        left, right = pd.Index(_make_column(rest[0])), pd.Index(_make_column(rest[1]))
        array = pd.arrays.IntervalArray.from_arrays(left, right, closed=rest[2])
    elif kind == "period" and len(rest) == 2:
        numbers, often = rest
        if type(numbers) is not np.ndarray or type(often) is not str or not _FREQUENCY.match(often):
            raise Malformed("not a column of periods")
        array = pd.arrays.PeriodArray(numbers.astype("int64"), dtype=pd.PeriodDtype(often))
    elif len(rest) == 1 and _PANDAS_DTYPES.match(kind):
        if type(rest[0]) not in (np.ndarray, list):
            raise Malformed("not a column")
        return pd.Series(rest[0], dtype=kind, name=name, index=index)
    else:
        raise Malformed("not a column")
    return pd.Series(array, name=name, index=index)


def _index(index: Any) -> list[Any]:
    import pandas as pd

    if isinstance(index, pd.RangeIndex):
        return ["range", [index.start, index.stop, index.step], index.name]
    if isinstance(index, pd.MultiIndex):
        levels = [_column(index.get_level_values(number)) for number in range(index.nlevels)]
        return ["levels", levels, list(index.names)]
    if isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex) and index.freq is not None:
        return ["regular", _column(index), [index.name, str(index.freqstr)]]
    return ["plain", _column(index), index.name]


def _make_index(given: Any) -> Any:
    import pandas as pd

    if type(given) is not list or len(given) != 3:
        raise Malformed("not an index")
    kind, what, name = given
    if kind == "range":
        return pd.RangeIndex(*_whole(what, 3), name=name)
    if kind == "levels" and type(what) is list and type(name) is list and len(what) == len(name) > 0:
        return pd.MultiIndex.from_arrays([pd.Index(_make_column(level)) for level in what], names=name)
    if kind == "regular" and type(name) is list and len(name) == 2:
        label, often = name
        if type(often) is not str or not _FREQUENCY.match(often):
            raise Malformed("not an index")
        made = pd.Index(_make_column(what), name=label)
        made.freq = often
        return made
    if kind != "plain":
        raise Malformed("not an index")
    return pd.Index(_make_column(what), name=name)


def _frame(frame: Any) -> list[Any]:
    columns = [_column(frame.iloc[:, number]) for number in range(frame.shape[1])]
    return ["frame", columns, _index(frame.columns), _index(frame.index)]


def _make_frame(columns: Any, labels: Any, index: Any) -> Any:
    import pandas as pd

    names, rows = _make_index(labels), _make_index(index)
    if type(columns) is not list or len(columns) != len(names):
        raise Malformed("not a frame")
    made = pd.DataFrame({number: _make_column(one, index=rows) for number, one in enumerate(columns)}, index=rows)
    made.columns = names
    return made


def _make_series(column: Any, name: Any, index: Any) -> Any:
    return _make_column(column, name, _make_index(index))


def _stamp(value: Any) -> list[Any]:
    zone = None if value.tz is None else str(value.tz)
    return ["stamp", int(value.value), zone]


def _make_stamp(number: Any, zone: Any) -> Any:
    import pandas as pd

    if type(number) is not int:
        raise Malformed("not a moment")
    return pd.Timestamp(number, tz=None if zone is None else _make_zone(zone))


def _make_delta(number: Any) -> Any:
    import pandas as pd

    if type(number) is not int:
        raise Malformed("not a span of time")
    return pd.Timedelta(number)


def _make_interval(left: Any, right: Any, closed: Any) -> Any:
    import pandas as pd

    if closed not in _SIDES:
        raise Malformed("not an interval")
    return pd.Interval(left, right, closed=closed)


def _make_period(number: Any, often: Any) -> Any:
    import pandas as pd

    if type(number) is not int or type(often) is not str or not _FREQUENCY.match(often):
        raise Malformed("not a period")
    return pd.Period(ordinal=number, freq=often)


def _pandas_constant(name: Any) -> Any:
    import pandas as pd

    return {"NaT": pd.NaT, "NA": pd.NA}[name]


# ---- polars

_POLARS_DTYPES = (
    *("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64"),
    *("Int128", "UInt128", "Boolean", "String", "Binary", "Date", "Time", "Null", "Categorical"),
)
_POLARS_NOT_NUMPYS = ("Decimal", "Int128", "UInt128")
_POLARS_UNITS = ("ms", "us", "ns")
_DEEPEST_DTYPE = 8


def _polars_dtype(dtype: Any) -> list[Any]:
    """A dtype as [name, what else it has]."""
    name = type(dtype).__name__
    if name == "DataTypeClass":
        name = dtype.__name__
    if name in _POLARS_DTYPES:
        return [name]
    match name:
        case "Datetime":
            return [name, dtype.time_unit, dtype.time_zone]
        case "Duration":
            return [name, dtype.time_unit]
        case "Decimal":
            return [name, dtype.precision, dtype.scale]
        case "Enum":
            return [name, dtype.categories.to_list()]
        case "List":
            return [name, _polars_dtype(dtype.inner)]
        case "Array":
            # Of an array of arrays, `shape` has the lengths of all of them, and `inner` is the array within.
            return [name, _polars_dtype(dtype.inner), int(dtype.size)]
        case "Struct":
            return [name, [[field.name, _polars_dtype(field.dtype)] for field in dtype.fields]]
    raise NotPlain(f"polars data of dtype {dtype} is not plain data")


def _make_polars_dtype(given: Any, depth: int = 0) -> Any:
    pl: Any = importlib.import_module("polars")
    match given:
        case [str(name)] if name in _POLARS_DTYPES:
            return getattr(pl, name)()
        case ["Datetime", str(unit), zone] if unit in _POLARS_UNITS and (zone is None or _make_zone(zone)):
            return pl.Datetime(unit, zone)
        case ["Duration", str(unit)] if unit in _POLARS_UNITS:
            return pl.Duration(unit)
        case ["Decimal", int(precision), int(scale)]:
            return pl.Decimal(precision, scale)
        case ["Enum", list(categories)] if all(type(one) is str for one in categories):
            return pl.Enum(categories)
        case ["List", inner] if depth < _DEEPEST_DTYPE:
            return pl.List(_make_polars_dtype(inner, depth + 1))
        case ["Array", inner, int(size)] if depth < _DEEPEST_DTYPE and size >= 0:
            return pl.Array(_make_polars_dtype(inner, depth + 1), size)
        case ["Struct", list(fields)] if depth < _DEEPEST_DTYPE and all(_is_field(one) for one in fields):
            return pl.Struct({name: _make_polars_dtype(dtype, depth + 1) for name, dtype in fields})
    raise Malformed("not a dtype of polars")


def _is_field(given: Any) -> bool:
    return type(given) is list and len(given) == 2 and type(given[0]) is str


# Python's own dates and times know no nanoseconds: these cross as the numbers that they are kept as.
_POLARS_TIMES = {"Datetime", "Duration", "Time"}
_POLARS_CODES = {"Categorical", "Enum"}


def _polars_names(dtype: list[Any]) -> set[str]:
    """The names of a dtype and of those within it."""
    match dtype:
        case ["List" | "Array", inner, *_]:
            within = [inner]
        case ["Struct", fields]:
            within = [one for _name, one in fields]
        case _:
            within = []
    return {dtype[0]}.union(*map(_polars_names, within))


def _polars_series(series: Any) -> list[Any]:
    dtype = _polars_dtype(series.dtype)
    names = _polars_names(dtype)
    if names & _POLARS_TIMES:
        if names & _POLARS_CODES:
            # Their numbers mean nothing without the list of words that belongs to them.
            raise NotPlain(f"polars data of dtype {series.dtype} is not plain data")
        physical = series.to_physical()
        return ["polars times", series.name, dtype, _polars_dtype(physical.dtype), physical.to_list()]
    numbers = series.dtype.is_numeric() and dtype[0] not in _POLARS_NOT_NUMPYS and series.null_count() == 0
    return ["polars series", series.name, dtype, series.to_numpy() if numbers else series.to_list()]


def _make_polars_series(name: Any, dtype: Any, values: Any) -> Any:
    pl: Any = importlib.import_module("polars")
    if type(name) is not str or type(values) not in (np.ndarray, list):
        raise Malformed("not a series")
    return pl.Series(name, values, dtype=_make_polars_dtype(dtype))


def _make_polars_times(name: Any, dtype: Any, physical: Any, values: Any) -> Any:
    return _make_polars_series(name, physical, values).cast(_make_polars_dtype(dtype))


def _make_polars_frame(columns: Any) -> Any:
    pl: Any = importlib.import_module("polars")
    if type(columns) is not list or not all(isinstance(one, pl.Series) for one in columns):
        raise Malformed("not a frame")
    return pl.DataFrame(columns)


# ---- NumPy's arrays that are more than arrays


def _make_masked(data: Any, mask: Any) -> Any:
    if type(data) is not np.ndarray or type(mask) is not np.ndarray or data.shape != mask.shape:
        raise Malformed("not a masked array")
    return np.ma.MaskedArray(data, mask=mask)


def _make_matrix(data: Any) -> Any:
    if type(data) is not np.ndarray or data.ndim != 2:
        raise Malformed("not a matrix")
    return data.view(np.matrix)


def _make_records(data: Any) -> Any:
    if type(data) is not np.ndarray or data.dtype.names is None:
        raise Malformed("not an array of records")
    return data.view(np.recarray)


# ---- SciPy and Pillow


def _sparse(value: Any) -> list[Any]:
    plain = value.tocoo()
    return [
        "sparse",
        value.format,
        type(value).__name__.endswith("_array"),
        [int(n) for n in value.shape],
        np.asarray(plain.data),
        [np.asarray(one) for one in plain.coords],
    ]


def _make_sparse(form: Any, is_array: Any, shape: Any, data: Any, places: Any) -> Any:
    from scipy import sparse

    if form not in _SPARSE or type(shape) is not list or type(places) is not list or type(data) is not np.ndarray:
        raise Malformed("not a sparse matrix")
    if not all(type(one) is np.ndarray for one in places) or len(places) != len(shape):
        raise Malformed("not a sparse matrix")
    kind = sparse.coo_array if is_array is True else sparse.coo_matrix
    return kind((data, tuple(places)), shape=tuple(_whole(shape, len(shape)))).asformat(form)


def _picture(value: Any) -> list[Any]:
    if value.mode not in _PICTURE_MODES:
        raise NotPlain(f"a picture of mode {value.mode} is not plain data")
    palette = value.getpalette() if value.mode == "P" else None
    return ["picture", value.mode, list(value.size), value.tobytes(), palette]


def _make_picture(mode: Any, size: Any, body: Any, palette: Any) -> Any:
    from PIL import Image

    if mode not in _PICTURE_MODES or type(body) is not bytes or max(_whole(size, 2)) > 1 << 15:
        raise Malformed("not a picture")
    made = Image.frombytes(mode, tuple(size), body)
    if palette is not None:
        made.putpalette(_whole(palette, len(palette)))
    return made


_LIBRARIES: dict[tuple[str, str], Callable[[Any], list[Any]]] = {
    ("pandas", "DataFrame"): _frame,
    ("pandas", "Series"): lambda v: ["series", _column(v), v.name, _index(v.index)],
    ("pandas", "Index"): lambda v: ["index", _index(v)],
    ("pandas", "Categorical"): lambda v: ["categorical", _column(_as_series(v))],
    ("pandas", "ExtensionArray"): lambda v: ["array", _column(_as_series(v))],
    ("pandas", "Timestamp"): _stamp,
    ("pandas", "Timedelta"): lambda v: ["delta", int(v.value)],
    ("pandas", "Interval"): lambda v: ["interval", v.left, v.right, str(v.closed)],
    ("pandas", "Period"): lambda v: ["period", int(v.ordinal), _often(_period_dtype(v))],
    ("pandas", "NaTType"): lambda v: ["constant", "NaT"],
    ("pandas", "NAType"): lambda v: ["constant", "NA"],
    ("polars", "DataFrame"): lambda v: ["polars frame", v.get_columns()],
    ("polars", "Series"): _polars_series,
    ("scipy", "_spbase"): _sparse,
    ("networkx", "Graph"): _graph,
    ("PIL", "Image"): _picture,
    ("zoneinfo", "ZoneInfo"): lambda v: ["zone", _zone(v)],
}


def _as_series(value: Any) -> Any:
    import pandas as pd

    return pd.Series(value)


def _defaulted(flat: Any, made_by: Any) -> defaultdict[Any, Any]:
    return defaultdict({name: one for one, name in _FACTORIES.items()}.get(made_by), _pairs(flat))


_MAKERS: dict[str, Callable[..., Any]] = {
    "named tuple": _make_named_tuple,
    "counter": lambda flat: Counter(_pairs(flat)),
    "ordered": lambda flat: OrderedDict(_pairs(flat)),
    "default": _defaulted,
    "date": lambda numbers: datetime.date(*_whole(numbers, 3)),
    "moment": _moment,
    "time": _time,
    "span": lambda numbers: datetime.timedelta(*_whole(numbers, 3)),
    "zone": _make_zone,
    "uuid": lambda body: uuid.UUID(bytes=body),
    "path": lambda text: pathlib.Path(_text(text)),
    "pure path": lambda text: pathlib.PurePosixPath(_text(text)),
    "frame": _make_frame,
    "series": _make_series,
    "index": _make_index,
    "categorical": lambda column: _make_column(column).array,
    "array": lambda column: _make_column(column).array,
    "stamp": _make_stamp,
    "delta": _make_delta,
    "interval": _make_interval,
    "period": _make_period,
    "constant": _pandas_constant,
    "polars series": _make_polars_series,
    "polars times": _make_polars_times,
    "polars frame": _make_polars_frame,
    "masked": _make_masked,
    "matrix": _make_matrix,
    "records": _make_records,
    "result": _make_result,
    "hint": _make_alias,
    "random": _make_random,
    "random state": _make_random_state,
    "graph": _make_graph,
    "sparse": _make_sparse,
    "picture": _make_picture,
}
