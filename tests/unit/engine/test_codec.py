"""What crosses between the student's process and the judge: exactly plain types, and nothing that evaluates."""

from __future__ import annotations

import collections
import datetime
import enum
import math
import pathlib
import pickle
import random
import uuid
import zoneinfo
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal, Optional, Union

import msgpack
import numpy as np
import pandas as pd
import pytest
import sympy as sp
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy import optimize, sparse

from autograder.engine.inside import codec, objects
from autograder.engine.inside.plain import Malformed, NotPlain

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary()
    | st.fractions()
)
HASHABLE = st.recursive(SCALARS, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3), max_leaves=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(HASHABLE, inner, max_size=3)
        | st.sets(HASHABLE, max_size=3)
    ),
    max_leaves=20,
)


def there_and_back(value):
    return codec.decode(codec.encode(value))


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_plain_data_arrive_as_they_are(value):
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i1", "i8", "u2", "c16", "?", "U5"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 4)])
def test_arrays_keep_shape_dtype_and_values(dtype, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    found = there_and_back(array)
    assert type(found) is np.ndarray
    assert (found.shape, found.dtype) == (array.shape, array.dtype)
    np.testing.assert_array_equal(found, array)


def test_views_and_transposes_arrive_with_their_values():
    array = np.arange(12.0).reshape(3, 4)
    for view in (array[::-1], array.T, array[:, ::2], np.broadcast_to(1.0, (3, 2))):
        np.testing.assert_array_equal(there_and_back(view), view)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.bool])
def test_tensors_keep_dtype_shape_and_values(dtype):
    tensor = torch.tensor([[0, 1], [1, 1]]).to(dtype)
    found = there_and_back(tensor)
    assert type(found) is torch.Tensor
    assert found.dtype == dtype
    assert torch.equal(found, tensor)
    assert there_and_back(torch.nn.Parameter(torch.ones(2))).requires_grad


def test_a_random_generator_arrives_in_its_state():
    rng = np.random.default_rng(3)
    rng.random(5)
    found = there_and_back(rng)
    assert found.random() == rng.random()


def test_expressions_keep_their_form_and_their_assumptions():
    a, b = sp.symbols("a b", positive=True)
    for form in (
        a * sp.log(a / (a + b)) + b * sp.log(1 - a / (a + b)),
        sp.log(4, evaluate=False) - 2 * sp.log(2),
        sp.Integral(sp.exp(-(a**2)), (a, 0, sp.oo)),
        sp.Rational(1, 3) * sp.sqrt(b),
        sp.Mul(2, sp.Add(a, b, evaluate=False), evaluate=False),
        sp.Float("0.1", 30),
    ):
        assert there_and_back(form) == form
        assert str(there_and_back(form)) == str(form)
    assert there_and_back(a).is_positive


class Lying(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Colour(enum.IntEnum):
    RED = 3


class LyingArray(np.ndarray):
    def __eq__(self, other):
        return np.bool_(True)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Lying(2.0), 2.0),
        (Colour.RED, 3),
        (np.float64(1.5), np.float64(1.5)),
    ],
)
def test_subclasses_arrive_as_the_plain_type_below_them(value, plain):
    found = there_and_back(value)
    assert found == plain
    assert type(found) is type(plain)
    assert type(there_and_back(np.zeros(2).view(LyingArray))) is np.ndarray


@pytest.mark.parametrize(
    "value",
    [
        collections.Counter("aab"),
        collections.OrderedDict(b=1, a=2),
        datetime.date(2024, 2, 29),
        datetime.datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
        datetime.time(23, 59, tzinfo=datetime.UTC),
        datetime.timedelta(days=-1, microseconds=5),
        pathlib.Path("a/b.txt"),
        uuid.UUID(int=7),
        np.datetime64("2024-02-29", "D"),
        np.timedelta64(5, "s"),
        pd.Timestamp("2024-02-29 12:00", tz="UTC"),
        pd.Timedelta("3h"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_data_of_libraries_arrive_as_they_are(value):
    found = there_and_back(value)
    assert found == value
    assert type(found) is type(value)


def test_named_tuples_keep_their_names():
    found = there_and_back(collections.namedtuple("P", "x y")(1, [2]))
    assert (found, found.x, found._fields, type(found).__name__) == ((1, [2]), 1, ("x", "y"), "P")


FRAME = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "text": ["x", None, "z"],
        "real": [1.5, np.nan, 2],
        "day": pd.to_datetime(["2020-01-01", "2020-01-02", None]),
        "kind": pd.Categorical(["u", "v", "u"], ordered=True),
        "gaps": pd.array([1, None, 3], dtype="Int64"),
        "zoned": pd.to_datetime(["2020-01-01"] * 3).tz_localize("Europe/Berlin"),
    },
    index=list("pqr"),
)


@pytest.mark.parametrize(
    "frame",
    [FRAME, FRAME.iloc[:0], pd.DataFrame(), FRAME.groupby(["kind", "whole"], observed=True)[["real"]].mean(), FRAME.T],
    ids=["mixed", "no rows", "empty", "levels", "turned"],
)
def test_frames_arrive_as_they_are(frame):
    pd.testing.assert_frame_equal(there_and_back(frame), frame)


def test_series_and_indexes_arrive_as_they_are():
    for name in FRAME:
        pd.testing.assert_series_equal(there_and_back(FRAME[name]), FRAME[name])
    pd.testing.assert_index_equal(there_and_back(FRAME.index), FRAME.index)


def test_sparse_matrices_and_pictures_arrive_as_they_are():
    for kind in (sparse.csr_matrix, sparse.csc_array, sparse.coo_matrix, sparse.lil_array):
        found = there_and_back(kind(np.diag([1.0, 2.0])))
        assert type(found) is kind
        np.testing.assert_array_equal(found.toarray(), np.diag([1.0, 2.0]))
    for mode in ("L", "RGB", "P", "1"):
        picture = Image.new("RGB", (3, 2), (200, 30, 10)).convert(mode)
        found = there_and_back(picture)
        assert (found.mode, found.size, found.tobytes()) == (mode, (3, 2), picture.tobytes())
        assert found.convert("RGB").getpixel((0, 0)) == picture.convert("RGB").getpixel((0, 0))


@pytest.mark.parametrize(
    "value",
    [
        np.array([("ada", 36, (1.7, 2.0))], dtype=[("name", "U10"), ("age", "i4"), ("sizes", "f8", (2,))]),
        np.array([((1, 2),)], dtype=[("pair", [("a", "i2"), ("b", "u1")])]),
        np.rec.array([(1, 2.0)], names="a,b"),
        np.ma.masked_invalid([1.0, np.nan, 3.0]),
        np.matrix([[1, 2], [3, 4]]),
    ],
    ids=["records", "nested", "recarray", "masked", "matrix"],
)
def test_arrays_that_are_more_than_arrays_stay_what_they_are(value):
    found = there_and_back(value)
    assert type(found) is type(value)
    assert found.dtype == value.dtype
    assert np.array_equal(np.ma.getmaskarray(found), np.ma.getmaskarray(value))
    assert np.asarray(found).tobytes() == np.asarray(value).tobytes()


def test_a_record_arrives_with_its_fields_and_without_gaps():
    row = np.zeros(1, dtype=np.dtype([("a", "i1"), ("b", "f8")], align=True))[0]
    found = there_and_back(row)
    assert found.dtype.names == ("a", "b")
    assert found.dtype.itemsize == 9


def test_matrices_and_unknown_functions_of_sympy_arrive_as_they_are():
    x = sp.Symbol("x")
    f = sp.Function("f")
    for value in (sp.Matrix([[1, sp.pi], [x, 0]]), sp.ImmutableMatrix(0, 0, []), f(x).diff(x) - f(x)):
        assert there_and_back(value) == value
        assert type(there_and_back(value)) is type(value)


def test_a_missing_key_gets_what_it_would_have_got():
    found = there_and_back(collections.defaultdict(list, {1: [2]}))
    assert found[7] == []
    assert type(found) is collections.defaultdict
    assert there_and_back(collections.defaultdict(lambda: 5)).default_factory is None


def test_what_is_there_twice_arrives_as_one():
    row, array = [0, 0], np.zeros(2)
    found = there_and_back({"rows": [row] * 3, "arrays": (array, array), "other": [0, 0]})
    assert found["rows"][0] is found["rows"][2]
    assert found["arrays"][0] is found["arrays"][1]
    assert found["other"] is not found["rows"][0]
    assert found == {"rows": [[0, 0]] * 3, "arrays": found["arrays"], "other": [0, 0]}


def test_what_the_other_side_has_is_sent_by_name():
    mine, theirs = [1], [1]
    body = codec.encode([mine, [1]], keys={id(mine): "a0"})
    found = codec.decode(body, known={"a0": theirs})
    assert found[0] is theirs
    assert found[1] is not theirs
    with pytest.raises(codec.Malformed):
        codec.decode(body)


@pytest.mark.parametrize(
    "parts",
    [
        ["frame"],
        ["frame", [], ["range", [0, 1, 1], None], ["range", [0, 1, 1], None]],
        ["series", ["object", [1, 2]], None, ["range", [0, 5, 1], None]],
        ["series", ["os.system", [1]], None, ["range", [0, 1, 1], None]],
        ["named tuple", "P", ["__class__"], [1]],
        ["named tuple", "P", ["x", "x"], [1, 2]],
        ["named tuple", "P; import os", ["x"], [1]],
        ["zone", "../../etc/passwd"],
        ["moment", [2024, 13, 1, 0, 0, 0, 0, 0], None],
        ["picture", "RGB", [1 << 14, 1 << 14], b"", None],
        ["picture", "RGB", [2, 2], b"123", None],
        ["sparse", "csr", True, [2, 2], 5, []],
        ["sparse", "toarray", True, [1, 1], 5, []],
        ["path", 5],
        ["matrix", [1]],
        ["records", [1]],
        ["masked", [1], [True]],
        ["unknown"],
        [["frame"]],
    ],
)
def test_false_data_of_libraries_are_refused(parts):
    with pytest.raises(codec.Malformed):
        codec.decode(packed(codec.Kind.LIBRARY, parts))


class Thing:
    pass


@pytest.mark.parametrize("value", [Thing(), len, np, {"x": [Thing()]}, np.zeros(1, dtype=[("a", "O")])])
def test_anything_else_is_refused_by_name(value):
    with pytest.raises(NotPlain):
        codec.encode(value)


def test_what_is_too_large_is_refused_before_it_is_copied():
    with pytest.raises(NotPlain, match="too large"):
        codec.encode(np.broadcast_to(np.float64(0), (10**6, 10**6)))
    with pytest.raises(NotPlain, match="too large"):
        codec.encode(10**100_000)
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlain, match="deep"):
        codec.encode(endless)


@given(st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
def test_no_bytes_do_anything_but_decode_or_be_refused(body):
    try:
        codec.decode(body)
    except Malformed:
        return


def packed(code, inner):
    return msgpack.packb(msgpack.ExtType(code, msgpack.packb(inner, use_bin_type=True)))


@pytest.mark.parametrize(
    "body",
    [
        pickle.dumps(print),
        packed(codec.Kind.ARRAY, ["|O", [1], b"12345678"]),
        packed(codec.Kind.ARRAY, ["<f8", [2**40], b""]),
        packed(codec.Kind.ARRAY, [[["a", "|O", []]], [1], b"12345678"]),
        packed(codec.Kind.ARRAY, [[["a", "<f8", [2**39, 2**39]]], [1], b""]),
        packed(codec.Kind.SYMPY, ["Applied", "__import__('os')", ["Integer", "0x1"]]),
        packed(codec.Kind.SYMPY, ["Matrix", True, 2, 2, ["Integer", "0x1"]]),
        packed(codec.Kind.ARRAY, ["<f8", [-1], b""]),
        packed(codec.Kind.TENSOR, ["__class__", [1], b"1234", False]),
        packed(codec.Kind.SYMPY, ["sympify", ["Integer", "0x1"]]),
        packed(codec.Kind.SYMPY, ["Symbol", "x", [["__class__", True]]]),
        packed(codec.Kind.GENERATOR, {"bit_generator": "os"}),
        packed(codec.Kind.RANGE, [0, 10**15, 1]),
        packed(codec.Kind.REFERENCE, b""),
        packed(99, []),
        msgpack.packb([msgpack.ExtType(codec.Kind.SET, msgpack.packb([[1]]))]),
    ],
)
def test_forged_data_are_refused(body):
    with pytest.raises(Malformed):
        codec.decode(body)


def test_a_deep_or_wide_tree_is_refused():
    deep = ["Integer", "0x1"]
    for _ in range(300):
        deep = ["exp", deep]
    for tree in (deep, ["Add", *[["Integer", "0x1"]] * 30_000]):
        with pytest.raises(Malformed):
            codec.decode(packed(codec.Kind.SYMPY, tree))


def test_fractions_and_iterators():
    assert there_and_back(Fraction(2, 3)) == Fraction(2, 3)
    assert list(there_and_back(i * i for i in range(4))) == [0, 1, 4, 9]


def test_bytes_that_can_be_changed_stay_so():
    found = there_and_back(bytearray(b"ab"))
    assert type(found) is bytearray
    found.append(99)
    assert found == b"abc"
    seen = there_and_back(memoryview(b"abc")[1:])
    assert type(seen) is memoryview
    assert bytes(seen) == b"bc"
    with pytest.raises(NotPlain):
        codec.encode(memoryview(np.arange(3.0)))


class Level(enum.IntEnum):
    HIGH = 3


class Point(collections.namedtuple("Point", "x y")):
    def norm(self):
        return self.x + self.y


class Odd(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize(("value", "data"), [(Level.HIGH, 3), (Point(1, 2), (1, 2)), (Odd(5), None)])
def test_what_is_data_and_more_is_told_with_its_data_unless_it_compares_by_itself(value, data):
    told = objects.described(value, id)
    assert told[0] == "object"
    assert [codec.decode(one) for one in told[4:]] == ([] if data is None else [data])


@pytest.mark.parametrize(
    "hint",
    [
        *(list[int], dict[str, int], int | None, Callable[[int], int], Any, Literal[1, "a"]),
        *(Optional[int], Union[int, str]),  # noqa: UP007, UP045 - what students write
    ],
)
def test_type_hints_are_equal_to_what_they_were(hint):
    classes = {one.__name__: one for one in (int, str, type(None))}
    body = codec.encode(hint, lambda kind: [kind.__name__])
    assert codec.decode(body, lambda payload: classes[payload[0]]) == hint


@pytest.mark.parametrize(
    "value",
    [
        pd.Series(pd.cut(pd.Series([1, 7, None]), [0, 5, 10])),
        pd.Series(pd.period_range("2024-01", periods=3, freq="M")),
        pd.Series(1, index=pd.date_range("2024-01-01", periods=4, freq="W-SUN")),
    ],
    ids=["intervals", "periods", "regular dates"],
)
def test_columns_of_pandas_own_kinds(value):
    pd.testing.assert_series_equal(there_and_back(value), value, check_freq=True)


def test_random_generators_go_on_where_they_were():
    for one, draw in ((random.Random(3), "random"), (np.random.RandomState(3), "normal")):
        copy = there_and_back(one)
        assert getattr(copy, draw)() == getattr(one, draw)()


def test_results_of_scipy_keep_their_attributes():
    found = there_and_back(optimize.OptimizeResult(x=np.ones(2), success=True))
    assert isinstance(found, optimize.OptimizeResult)
    assert found.success is True
    assert found["x"].tolist() == [1, 1]


WHOLE = np.arange(12.0).reshape(3, 4)
PARTS = {"row": WHOLE[0], "column": WHOLE[:, 1], "back to front": WHOLE[::-1, ::-2], "turned": WHOLE.T}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_part_of_an_array_that_is_known_shares_its_memory(part):
    whole = WHOLE.copy()
    found = codec.decode(codec.encode(part, wholes=[("a0", WHOLE)]), known={"a0": whole})
    np.testing.assert_array_equal(found, part)
    assert np.shares_memory(found, whole)


def test_a_copy_does_not_share_memory():
    found = codec.decode(codec.encode(WHOLE[0].copy(), wholes=[("a0", WHOLE)]), known={"a0": WHOLE})
    assert not np.shares_memory(found, WHOLE)


@pytest.mark.parametrize("place", [(88, [8]), (0, [32]), (0, [-8]), (8 << 40, [8]), (-8, [8])])
def test_nothing_beyond_an_array_is_a_part_of_it(place):
    whole = np.arange(12.0)
    inner = msgpack.packb(["a0", place[0], place[1], "<f8", [4], np.zeros(4).tobytes()])
    forged = msgpack.packb(msgpack.ExtType(codec.Kind.PART, inner))
    try:
        found = codec.decode(forged, known={"a0": whole})
    except Malformed:
        return
    assert not np.shares_memory(found, whole)


def test_what_is_the_same_frame_arrives_as_one():
    frame = pd.DataFrame({"a": [1, 2]})
    first, second = there_and_back([frame, frame])
    assert first is second
