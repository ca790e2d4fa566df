"""`check.expression`: right lines of a proof in any shape, wrong ones with a reason, and nothing that could do harm."""

from __future__ import annotations

import inspect
import math
import signal
import time
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from gancourse import check
from gancourse.check import CheckFailed, symbolic

p, q = sp.symbols("p q", positive=True)
a, b, y = sp.symbols("a b y", positive=True)
m = (p + q) / 2
D = p / (p + q)
LINE = p * sp.log(D) + q * sp.log(1 - D)
STEP_6 = p * sp.log(p / m) + q * sp.log(q / m) - (p + q) * sp.log(2)
MIXTURE = {"The mixture is not there yet.": check.logs_of(m)}


def refused(found, expected, **kwargs) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        check.expression(found, expected, **kwargs)
    return caught.value


@pytest.mark.parametrize(
    "found",
    [
        STEP_6,
        p * sp.log(2 * p / (p + q)) + q * sp.log(2 * q / (p + q)) - p * sp.log(2) - q * sp.log(2),
        p * (sp.log(p) - sp.log(m)) + q * (sp.log(q) - sp.log(m)) - (p + q) * sp.log(4) / 2,
        -p * sp.log(m / p) - q * sp.log(m / q) - (p + q) * sp.log(2),
        sp.expand(STEP_6),
        p * sp.log(p / m / 2**0) + q * sp.log(q / m) + (p + q) * sp.log(sp.Rational(1, 2)),
    ],
)
def test_every_shape_of_the_right_line_is_accepted(found):
    check.expression(found, LINE, form=MIXTURE)


@pytest.mark.parametrize("found", [LINE, p * sp.log(D) + q * sp.log(q / (p + q)), sp.simplify(LINE)])
def test_copying_the_line_before_is_not_the_form(found):
    failure = refused(found, LINE, form=MIXTURE)
    assert failure.advice == "The mixture is not there yet."
    assert "right, but not yet the form" in failure.message


def test_a_half_finished_rewriting_is_not_the_form():
    half = p * sp.log(p / m) + q * sp.log(q / (p + q)) - p * sp.log(2)
    assert refused(half, LINE, form=MIXTURE).advice == "The mixture is not there yet."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (-STEP_6, "The sign is flipped"),
        (2 * STEP_6, "a factor ½ is lost"),
        (STEP_6 / 2, "half of what it should be"),
        (STEP_6 + (p + q) * sp.log(2), "lost (p + q) ln 2"),
        (STEP_6 - (p + q) * sp.log(2), "m is p + q"),
        (p * sp.log(p / q), "only one KL"),
        (p * sp.log(p - q), "logarithm of a negative number"),
    ],
)
def test_a_known_wrong_step_gets_its_reason(found, sentence):
    failure = refused(
        found,
        LINE,
        slips={"only one KL": p * sp.log(p / q)},
        gaps={"lost (p + q) ln 2": (p + q) * sp.log(2), "m is p + q": -(p + q) * sp.log(2)},
    )
    assert sentence in failure.advice
    assert failure.reason == "convention"
    assert "found" in failure.message
    assert "p = " in failure.message


def test_exchanged_symbols_are_recognised():
    assert refused(b / (a + b), a / (a + b)).advice == "The two symbols are exchanged."


def test_the_published_sign_slip():
    f = a * sp.log(y) + b * sp.log(1 - y)
    interval = {"domain": {y: (0, 1)}}
    check.expression(a / y - b / (1 - y), sp.diff(f, y), **interval)
    check.expression((a - a * y - b * y) / (y * (1 - y)), sp.diff(f, y), **interval)
    slip = {"the inner derivative −1 is lost": a / y + b / (1 - y)}
    failure = refused(a / y + b / (1 - y), sp.diff(f, y), slips=slip, **interval)
    assert failure.advice == "the inner derivative −1 is lost"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "returned None"),
        (0.5, "decimal number 0.5"),
        (np.float64(0.5), "decimal number"),
        ("p*log(p)", "not a SymPy expression"),
        (np.array([1.0]), "not a SymPy expression"),
        (True, "not a SymPy expression"),
        ((p, q), "not a SymPy expression"),
        (sp.log, "not a SymPy expression"),
        (sp.Tuple(p, q), "contains Tuple"),
        (0.5 * p, "contains a decimal number"),
        (sp.Eq(p, q), "an equation"),
        (p + sp.Symbol("x"), "contains the symbol x"),
        (sp.Symbol("p") + q, "contains a new symbol p"),
        (sp.Derivative(sp.log(p), p), "still contains a Derivative"),
        (sp.sin(p), "contains sin"),
        (sp.Function("g")(p), "contains g"),
        (sp.nan, "an infinity or 0/0"),
        (p + sp.zoo, "an infinity or 0/0"),
        (sp.Integer(2) ** 300 * p, "which does not belong here"),
        (sp.Pow(p, 10**6), "which does not belong here"),
        (sp.Pow(p, sp.Pow(q, p)), "which does not belong here"),
        (sp.Pow(sp.Integer(10), sp.Pow(10, 10, evaluate=False), evaluate=False), "which does not belong here"),
        (sp.expand((p + q + 1) ** 30), "more than 400 parts"),
    ],
)
def test_what_is_no_expression_gets_one_clear_sentence(found, sentence):
    failure = refused(found, LINE)
    assert sentence in str(failure)
    assert failure.reason == "type"
    assert len(str(failure)) < 300


def test_whole_numbers_and_fractions_are_expressions():
    check.expression(3, sp.Integer(3))
    check.expression(np.int64(-1), sp.Integer(-1))
    check.expression(Fraction(1, 3), sp.Rational(1, 3))
    check.expression(-2 * sp.log(2), -sp.log(4))
    check.expression(sp.log(sp.Rational(1, 4)), -sp.log(4))


def test_close_is_not_equal():
    tiny = sp.Rational(1, 2**90) * sp.Rational(1, 2**40)
    failure = refused(LINE + sp.Rational(1, 2**80) * sp.Rational(1, 3**7) * p**60 / 3**60, LINE)
    assert failure.reason in ("value", "type")
    assert refused(LINE + sp.exp(-200 * p), LINE).reason == "value"
    assert refused(LINE + sp.exp(-sp.exp(5 + p)), LINE).reason == "value"
    assert tiny.q.bit_length() > symbolic.LARGEST_BITS


def test_arguments_of_the_call_are_allowed_symbols():
    def zero(p, q):
        return p - p * q / q

    check.expression(check.call(zero, p, q), sp.Integer(0))
    u, v = sp.symbols("u v", positive=True)
    check.expression(check.call(zero, u, v), sp.Integer(0))
    failure = refused(check.call(lambda u, v: p, u, v), u)
    assert "contains the symbol p" in failure.message


def test_the_points_come_from_rng_and_stay_in_the_domain():
    points = symbolic._points({y}, {y: (0, 1)}, np.random.default_rng(3))
    assert len(points) >= 6
    assert all(0 < point[y] < 1 and isinstance(point[y], sp.Rational) for point in points)
    assert points != symbolic._points({y}, {y: (0, 1)}, np.random.default_rng(4))
    assert points == symbolic._points({y}, {y: (0, 1)}, np.random.default_rng(3))


def test_the_time_limit_and_the_alarms_of_others():
    def forever(found, points):
        while True:
            time.sleep(0.01)

    original, symbolic._values = symbolic._values, forever
    handler = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    before, _ = signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        start = time.monotonic()
        failure = refused(p, p, seconds=0.2)
        assert time.monotonic() - start < 2
        assert "takes too long" in failure.message
        assert 90 < signal.getitimer(signal.ITIMER_REAL)[0] < 100
        assert signal.getsignal(signal.SIGALRM) == signal.SIG_IGN
    finally:
        symbolic._values = original
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, before)


def test_forms():
    assert check.one_term(-((a + b) ** 3) / (a * b))
    assert not check.one_term(-((a + b) ** 2) / a - (a + b) ** 2 / b)
    assert check.logs_apart(a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b))
    assert not check.logs_apart(a * sp.log(a / (a + b)))
    assert check.no_difference_in_logs(q * sp.log(q / (p + q)))
    assert not check.no_difference_in_logs(LINE)
    assert check.without(y)(a / (a + b))
    assert not check.without(y)(a / y)


def test_no_text_is_ever_evaluated():
    source = inspect.getsource(symbolic)
    for name in ("sympify(", "parse_expr(", "eval(", "exec(", "lambdify"):
        assert name not in source.replace("``", "")


def test_it_says_what_passed(capsys):
    check.expression(check.call(lambda p, q: p / (p + q), p, q), D, "the best D")
    assert "✓" in capsys.readouterr().out
    assert math.isclose(float(LINE.evalf(subs={p: 1, q: 1})), -math.log(4))
