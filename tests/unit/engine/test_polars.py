"""Frames and series of polars cross by value: to the nanosecond, with their types, and nothing that evaluates."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal

from autograder.engine.inside import codec
from autograder.engine.inside.plain import Malformed, NotPlain

DAY = datetime.datetime(2026, 7, 2, 3, 4, 5, 678, tzinfo=datetime.UTC)
NESTED = pl.Struct({"when": pl.Duration("ns"), "what": pl.String})
SERIES = [
    pl.Series("whole", [1, None, 3]),
    pl.Series("small", [1, 2], dtype=pl.Int8),
    pl.Series("large", [2**63 + 1], dtype=pl.UInt64),
    pl.Series("larger", [-(2**100)], dtype=pl.Int128),
    pl.Series("broken", [1.5, float("nan"), None]),
    pl.Series("words", ["x", None, "é"]),
    pl.Series("bytes", [b"\x00a"]),
    pl.Series("truths", [True, None]),
    pl.Series("nothing", [None, None]),
    pl.Series("empty", [], dtype=pl.Float32),
    pl.Series("money", [decimal.Decimal("1.25"), None]),
    pl.Series("days", [DAY.date(), None]),
    pl.Series("there", [DAY]).dt.convert_time_zone("Europe/Berlin"),
    pl.Series("exact", [1, 2_000_001]).cast(pl.Datetime("ns")),
    pl.Series("spans", [1, 2_000_001]).cast(pl.Duration("ns")),
    pl.Series("clock", [0, 86_399_999_999_999]).cast(pl.Time),
    pl.Series("kinds", ["u", "v", "u"], dtype=pl.Categorical),
    pl.Series("named", ["u", "v"], dtype=pl.Enum(["u", "v", "w"])),
    pl.Series("lists", [[[1], [2, None]], [], None]),
    pl.Series("moments", [[1, 2], None]).cast(pl.List(pl.Datetime("ns"))),
    pl.Series("cube", np.arange(12).reshape(3, 2, 2)),
    pl.Series("rows", [{"when": 1, "what": "a"}, {"when": None, "what": None}]).cast(NESTED),
]


def there_and_back(value):
    return codec.decode(codec.encode(value))


@pytest.mark.parametrize("series", SERIES, ids=lambda one: one.name)
def test_a_series_arrives_with_its_name_its_dtype_and_its_values(series):
    assert_series_equal(there_and_back(series), series, check_exact=True)


def test_a_frame_arrives_with_its_columns_in_order():
    frame = pl.DataFrame([one.extend_constant(None, 3 - len(one)) for one in SERIES if one.dtype != pl.Categorical])
    found = there_and_back(frame)
    assert found.schema == frame.schema
    assert_frame_equal(found, frame, check_exact=True)
    assert there_and_back(pl.DataFrame()).shape == (0, 0)


@pytest.mark.parametrize(
    "value",
    [
        pl.DataFrame({"a": [1]}).lazy(),
        pl.col("a") + 1,
        pl.Series([object()], dtype=pl.Object),
        pl.Series([{"a": 1, "b": "x"}]).cast(pl.Struct({"a": pl.Time, "b": pl.Categorical})),
    ],
    ids=["lazy", "expression", "objects", "times beside categories"],
)
def test_what_is_no_data_does_not_cross(value):
    with pytest.raises(NotPlain):
        codec.encode(value)


def test_a_series_that_claims_another_dtype_is_malformed():
    told = codec.encode(pl.Series("a", ["word"]))
    assert b"String" in told
    with pytest.raises(Malformed):
        codec.decode(told.replace(b"String", b"Object"))
