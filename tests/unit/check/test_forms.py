"""The form that a line of a proof must have is looked at in what SymPy itself makes of the line, wrappers or not."""

from __future__ import annotations

import pytest
import sympy as sp
from gancourse import check
from gancourse.check import CheckFailed

p, q, u, v, y = sp.symbols("p q u v y", positive=True)
SLOPE = -p / y**2 - q / (1 - y) ** 2
SHARE = p / (p + q)
AS_IT_IS = {"evaluate": False}


def has_form(found: sp.Expr, form) -> bool:
    try:
        check.expression(found, found, form={"form": form}, domain={y: (0, 1)})
    except CheckFailed as failure:
        return failure.advice != "form"
    return True


@pytest.mark.parametrize(
    ("form", "found"),
    [
        (check.one_term, sp.factor(SLOPE)),
        (check.one_term, sp.together(SLOPE)),
        (check.one_term, sp.Rational(1, 2) * p),
        (check.one_term, -((p + q) ** 2) * (1 / p + 1 / q)),
        (check.logs_apart, sp.log(u) - sp.log(v)),
        (check.logs_apart, p * sp.log((p + q) / 2) + sp.log(2)),
        (check.no_difference_in_logs, sp.log(2 * q / (p + q))),
    ],
)
def test_a_line_that_has_the_form_is_accepted(form, found):
    assert has_form(found, form)


@pytest.mark.parametrize(
    ("form", "found"),
    [
        (check.one_term, SLOPE),
        (check.one_term, sp.Mul(1, SLOPE, **AS_IT_IS)),
        (check.one_term, sp.Pow(SLOPE, 1, **AS_IT_IS)),
        (check.one_term, sp.Add(SLOPE, 0, **AS_IT_IS)),
        (check.one_term, sp.Mul(-1, -SLOPE, **AS_IT_IS)),
        (check.one_term, sp.Mul(SLOPE, y, 1 / y, **AS_IT_IS)),
        (check.one_term, (1 / q) * (1 - q / (p + q))),
        (check.one_term, SLOPE * (y**2 + 3 * y + 2) / ((y + 1) * (y + 2))),
        (check.logs_apart, sp.log(u / v)),
        (check.logs_apart, sp.log(sp.Add(u / v, 0, **AS_IT_IS), **AS_IT_IS)),
        (check.logs_apart, sp.log(sp.Mul(1, u / v, **AS_IT_IS), **AS_IT_IS)),
        (check.logs_apart, sp.log(sp.Add(u / (2 * v), u / (2 * v), **AS_IT_IS), **AS_IT_IS)),
        (check.logs_apart, sp.log(1 + u / v)),
        (check.logs_apart, sp.log(u / v + y * (y + 1) - y**2 - y)),
        (check.no_difference_in_logs, sp.log(1 - SHARE)),
        (check.no_difference_in_logs, sp.log(sp.Add(1, sp.Pow(-SHARE, 1, **AS_IT_IS), **AS_IT_IS), **AS_IT_IS)),
        (check.no_difference_in_logs, sp.log(1 + p / (-p - q))),
    ],
)
def test_the_line_before_in_a_wrapper_or_in_another_order_is_not(form, found):
    assert not has_form(found, form)
