"""What crosses between the student's process and the judge: exactly plain types, and nothing that evaluates."""

from __future__ import annotations

import collections
import enum
import math
import pickle
from fractions import Fraction

import msgpack
import numpy as np
import pytest
import sympy as sp
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.engine.inside import codec

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
@settings(max_examples=300, deadline=None)
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
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.namedtuple("P", "x y")(1, 2), (1, 2)),
        (np.float64(1.5), np.float64(1.5)),
    ],
)
def test_subclasses_arrive_as_the_plain_type_below_them(value, plain):
    found = there_and_back(value)
    assert found == plain
    assert type(found) is type(plain)
    assert type(there_and_back(np.zeros(2).view(LyingArray))) is np.ndarray


class Thing:
    pass


@pytest.mark.parametrize("value", [Thing(), len, np, {"x": [Thing()]}, np.zeros(1, dtype=[("a", "f8")])])
def test_anything_else_is_refused_by_name(value):
    with pytest.raises(codec.NotPlain):
        codec.encode(value)


def test_what_is_too_large_is_refused_before_it_is_copied():
    with pytest.raises(codec.NotPlain, match="too large"):
        codec.encode(np.broadcast_to(np.float64(0), (10**6, 10**6)))
    with pytest.raises(codec.NotPlain, match="too large"):
        codec.encode(10**100_000)
    endless = []
    endless.append(endless)
    with pytest.raises(codec.NotPlain, match="deep"):
        codec.encode(endless)


@given(st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
def test_no_bytes_do_anything_but_decode_or_be_refused(body):
    try:
        codec.decode(body)
    except codec.Malformed:
        return


def packed(code, inner):
    return msgpack.packb(msgpack.ExtType(code, msgpack.packb(inner, use_bin_type=True)))


@pytest.mark.parametrize(
    "body",
    [
        pickle.dumps(print),
        packed(codec.Kind.ARRAY, ["|O", [1], b"12345678"]),
        packed(codec.Kind.ARRAY, ["<f8", [2**40], b""]),
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
    with pytest.raises(codec.Malformed):
        codec.decode(body)


def test_a_deep_or_wide_tree_is_refused():
    deep = ["Integer", "0x1"]
    for _ in range(300):
        deep = ["exp", deep]
    for tree in (deep, ["Add", *[["Integer", "0x1"]] * 30_000]):
        with pytest.raises(codec.Malformed):
            codec.decode(packed(codec.Kind.SYMPY, tree))


def test_fractions_and_iterators():
    assert there_and_back(Fraction(2, 3)) == Fraction(2, 3)
    assert list(there_and_back(i * i for i in range(4))) == [0, 1, 4, 9]
