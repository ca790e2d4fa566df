"""SymPy expressions as trees of allowed names and numbers, and back. No text is parsed, nothing is evaluated."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanAtom

from .plain import LONGEST_INTEGER, Malformed, NotPlain

_ATOMS = {
    "Pi": sympy.pi,
    "Exp1": sympy.E,
    "ImaginaryUnit": sympy.I,
    "Infinity": sympy.oo,
    "NegativeInfinity": -sympy.oo,
    "ComplexInfinity": sympy.zoo,
    "NaN": sympy.nan,
    "EulerGamma": sympy.EulerGamma,
    "GoldenRatio": sympy.GoldenRatio,
    "BooleanTrue": sympy.true,
    "BooleanFalse": sympy.false,
    "EmptySet": sympy.EmptySet,
}
_NODES = {
    kind.__name__: kind
    for kind in (
        *(sympy.Add, sympy.Mul, sympy.Pow, sympy.exp, sympy.log, sympy.Abs, sympy.sign, sympy.Min, sympy.Max),
        *(sympy.sin, sympy.cos, sympy.tan, sympy.asin, sympy.acos, sympy.atan, sympy.atan2),
        *(sympy.sinh, sympy.cosh, sympy.tanh, sympy.asinh, sympy.acosh, sympy.atanh),
        *(sympy.erf, sympy.erfc, sympy.gamma, sympy.loggamma, sympy.factorial, sympy.binomial),
        *(sympy.floor, sympy.ceiling, sympy.Heaviside, sympy.DiracDelta, sympy.re, sympy.im, sympy.conjugate),
        *(sympy.Eq, sympy.Ne, sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge, sympy.And, sympy.Or, sympy.Not),
        *(
            sympy.Piecewise,
            ExprCondPair,
            sympy.Tuple,
            sympy.Integral,
            sympy.Derivative,
            sympy.Sum,
            sympy.Product,
            sympy.Limit,
        ),
    )
}
_UNEVALUATED = ("Tuple", "Integral", "Derivative", "Sum", "Product", "Limit", "ExprCondPair")
_ASSUMPTIONS = (
    *("commutative", "complex", "real", "extended_real", "rational", "irrational", "integer", "even", "odd", "prime"),
    *("positive", "negative", "nonpositive", "nonnegative", "nonzero", "zero", "finite", "infinite", "imaginary"),
    *("extended_positive", "extended_negative", "extended_nonnegative", "extended_nonpositive", "extended_nonzero"),
    *("composite", "noninteger", "hermitian", "antihermitian", "algebraic", "transcendental", "polar"),
)
LARGEST = 20_000


def tree(value: Any) -> list[Any]:
    """An expression as nested lists of texts and integers.

    Raises:
        NotPlain: something in it is not on the list of allowed names, or it has more than 20,000 parts.
    """
    left = [LARGEST]

    def walk(node: Any) -> list[Any]:
        left[0] -= 1
        if left[0] < 0:
            raise NotPlain(f"an expression of more than {LARGEST:,} parts")
        kind = type(node)
        if kind is sympy.Symbol or kind is sympy.Dummy:
            return ["Symbol", node.name, sorted([k, v] for k, v in node.assumptions0.items() if k in _ASSUMPTIONS)]
        if isinstance(node, sympy.Integer):
            return ["Integer", _digits(int(node))]
        if isinstance(node, sympy.Rational):
            return ["Rational", _digits(int(node.p)), _digits(int(node.q))]
        if kind is sympy.Float:
            sign, mantissa, exponent, bits = node._mpf_
            return ["Float", int(sign), _digits(int(mantissa)), int(exponent), int(bits), int(node._prec)]
        if kind.__name__ in _ATOMS:
            return [kind.__name__]
        if isinstance(node, AppliedUndef):
            return ["Applied", kind.__name__, *(walk(part) for part in node.args)]
        if kind is sympy.MutableDenseMatrix or kind is sympy.ImmutableDenseMatrix:
            parts = [walk(part) for part in node.flat()]
            return ["Matrix", kind is sympy.MutableDenseMatrix, int(node.rows), int(node.cols), *parts]
        if kind.__name__ in _NODES and isinstance(node, sympy.Basic | Relational | BooleanAtom):
            return [kind.__name__, *(walk(part) for part in node.args)]
        raise NotPlain(f"a SymPy object of type {kind.__name__} is not plain data")

    try:
        return walk(value)
    except RecursionError:
        raise NotPlain("an expression that is nested too deeply") from None


def _digits(number: int) -> str:
    text = hex(number)
    if len(text) > LONGEST_INTEGER:
        raise NotPlain("an integer too large to hand over")
    return text


def expression(node: Any) -> Any:
    """The expression of a tree that nobody vouches for.

    Raises:
        Malformed: it is no such tree.
    """
    return _expression(node, 0, [LARGEST])


def _expression(node: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise Malformed("an expression with too many parts")
    if type(node) is not list or not node or type(node[0]) is not str or depth > 200:
        raise Malformed("not a tree of an expression")
    name, *parts = node
    if name in _ATOMS and not parts:
        return _ATOMS[name]
    if name == "Symbol":
        return _symbol(*parts)
    if name in ("Integer", "Rational"):
        numbers = [_number(part) for part in parts]
        if len(numbers) != (1 if name == "Integer" else 2) or (name == "Rational" and not numbers[1]):
            raise Malformed("not a rational number")
        return sympy.Rational(*numbers)
    if name == "Float":
        return _float(*parts)
    if name == "Applied":
        return _applied(parts, depth, left)
    if name == "Matrix":
        return _matrix(parts, depth, left)
    if name not in _NODES:
        raise Malformed("a name that is not allowed in an expression")
    made = [_expression(part, depth + 1, left) for part in parts]
    if name in _UNEVALUATED:
        return _NODES[name](*made)
    return _NODES[name](*made, evaluate=False)


def _applied(parts: list[Any], depth: int, left: list[int]) -> Any:
    name, *given = parts
    if type(name) is not str or not name.isidentifier() or len(name) > 100:
        raise Malformed("not the name of a function")
    return sympy.Function(name)(*(_expression(part, depth + 1, left) for part in given))


def _matrix(parts: list[Any], depth: int, left: list[int]) -> Any:
    changes, rows, columns, *given = parts
    if type(changes) is not bool or not all(type(n) is int and 0 <= n <= LARGEST for n in (rows, columns)):
        raise Malformed("not a matrix")
    if rows * columns != len(given):
        raise Malformed("a matrix whose entries do not fit its shape")
    kind = sympy.MutableDenseMatrix if changes else sympy.ImmutableDenseMatrix
    return kind(rows, columns, [_expression(part, depth + 1, left) for part in given])


def _number(text: Any) -> int:
    if type(text) is not str or len(text) > LONGEST_INTEGER:
        raise Malformed("not an integer")
    return int(text, 16)


def _symbol(name: Any, assumptions: Any) -> sympy.Symbol:
    if type(name) is not str or len(name) > 100 or type(assumptions) is not list:
        raise Malformed("not a symbol")
    given = dict(assumptions)
    if not all(key in _ASSUMPTIONS and type(value) is bool for key, value in given.items()):
        raise Malformed("not the assumptions of a symbol")
    return sympy.Symbol(name, **given)


def _float(sign: Any, mantissa: Any, exponent: Any, bits: Any, precision: Any) -> sympy.Float:
    if not all(type(number) is int for number in (sign, exponent, bits, precision)) or not 1 <= precision <= 10_000:
        raise Malformed("not a floating-point number")
    if abs(exponent) > 100_000 or not 0 <= bits <= 20_000 or sign not in (0, 1):
        raise Malformed("not a floating-point number")
    return sympy.Float._new((sign, _number(mantissa), exponent, bits), precision)
