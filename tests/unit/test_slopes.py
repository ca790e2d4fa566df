"""Measured slopes: as exact as they say, of the right form, and refused where they mean nothing."""

from __future__ import annotations

import numpy as np
import pytest
from gancourse import slopes


@pytest.mark.parametrize("at", [-40.0, -3.0, 0.0, 0.3, 2.0, 1000.0])
def test_a_slope_has_nine_right_digits(at):
    assert slopes.measure(lambda s: np.logaddexp(0, s), at) == pytest.approx(1 / (1 + np.exp(-at)), rel=1e-9, abs=1e-11)


def test_every_argument_gets_a_slope_of_its_own_form():
    w, b = np.array([1.0, -2.0, 0.5]), 0.3
    x = np.array([0.2, 0.4, -1.0])
    dw, db = slopes.measure(lambda w, b: np.exp(w @ x + b), w, b)
    right = np.exp(w @ x + b)
    np.testing.assert_allclose(dw, right * x, rtol=1e-9)
    assert isinstance(db, float)
    assert db == pytest.approx(right, rel=1e-9)
    np.testing.assert_array_equal(w, [1.0, -2.0, 0.5])


def test_matrices_have_slopes_too():
    a = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(slopes.measure(lambda m: np.sum(m**3), a), 3 * a**2, rtol=1e-9, atol=1e-9)


def test_a_comparison_marks_what_differs(capsys):
    slopes.compare(lambda w, b: np.sum(w**2) + b, lambda w, b: (w, 1.0), np.array([1.0, 0.0]), 5.0)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["measured", "yours"]
    assert [line.split()[-1] for line in lines[1:]] == ["✗", "✓", "✓"]
    assert lines[1].startswith("w[0]    2.00000000    1.00000000"), "the names of the arguments"
    slopes.compare(lambda *both: both[0] * both[1], lambda x, y: (y, x), 2.0, 3.0)
    assert capsys.readouterr().out.splitlines()[1].startswith("argument 1"), "where they have none"
    slopes.compare(np.sin, np.cos, 0.5)
    assert capsys.readouterr().out.splitlines()[1].endswith("✓")


@pytest.mark.parametrize(
    "call",
    [
        lambda: slopes.measure(np.sum),
        lambda: slopes.measure(np.square, np.ones(3)),
        lambda: slopes.measure(lambda x: np.nan, 1.0),
        lambda: slopes.compare(lambda w, b: w * b, lambda w, b: w, 1.0, 2.0),
        lambda: slopes.compare(np.sum, np.sum, np.ones(3)),
    ],
)
def test_what_has_no_slope_is_refused_in_a_sentence(call):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        call()
