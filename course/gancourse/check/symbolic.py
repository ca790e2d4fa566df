"""Check a line of a proof: a SymPy expression that must equal another one and have the form that was asked for.

Equality is decided by numbers first (30 digits at random rational points) and by algebra afterwards, under a time
limit. Nothing here turns text into an expression: no ``sympify``, ``parse_expr`` or ``eval``.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gancourse.check import describe
from gancourse.check.calling import Call, advice_on
from gancourse.check.failure import CheckFailed
from gancourse.check.reporting import passed

if TYPE_CHECKING:  # SymPy takes half a second to import: only notebooks that use it should wait
    import sympy as sp

    Predicate = Callable[[sp.Expr], bool]

POINTS, DIGITS = 8, 30
LARGEST_TREE, LARGEST_BITS, LARGEST_EXPONENT = 400, 96, 64
SECONDS = 4.0


def expression(
    found: Any,
    expected: sp.Expr,
    why: str = "",
    *,
    form: Mapping[str, Predicate] | None = None,
    slips: Mapping[str, sp.Expr] | None = None,
    gaps: Mapping[str, sp.Expr] | None = None,
    domain: Mapping[sp.Symbol, tuple[int, int]] | None = None,
    rng: np.random.Generator | None = None,
    seconds: float = SECONDS,
) -> None:
    """``found`` is a SymPy expression that equals ``expected`` for all values of its symbols, in the form asked for.

    Args:
        found: an expression or, better, a :class:`Call`. Its symbols may be those among the call's arguments and
            those of ``expected``, no others.
        expected: the trusted expression, in any form: often the line before, which the student has just rewritten.
        why: one line for the student, printed when the check passes.
        form: sentence → predicate on the expression; the sentence is shown where the predicate is false. Without it,
            copying the line before would pass.
        slips: sentence → a typical wrong expression; shown where ``found`` equals it.
        gaps: sentence → what ``found − expected`` is when this slip was made: a lost term, an extra constant.
        domain: the open interval of values for a symbol; (0, 2) where nothing is said.
        rng: where the points come from; fixed points without it.
        seconds: the limit for each of the two stages, numbers and algebra.

    Raises:
        CheckFailed: "type" for what is no such expression, "value" or "convention" for a wrong value or form.
    """
    import sympy as sp

    label = found.label if isinstance(found, Call) else "Your expression"
    value = found.value if isinstance(found, Call) else found
    symbols = set(expected.free_symbols)
    if isinstance(found, Call):
        symbols |= {arg for arg in found.args if isinstance(arg, sp.Symbol)}
    try:
        made = _as_expression(value, symbols, label)
    except CheckFailed as refused:
        raise CheckFailed(refused.reason, refused.message, _known(found) or refused.advice) from refused
    points = _points(symbols | made.free_symbols, domain or {}, rng or np.random.default_rng(20140610))
    with _patience(seconds, label):
        ours = _values(expected, points)
        theirs = _values(made, points)
        equal = _near(theirs, ours)
        advice = "" if equal else _advice(found, theirs, ours, made, points, slips or {}, gaps or {})
    if not equal:
        raise CheckFailed(
            "convention" if advice else "value", _difference(why, points, theirs, ours), advice, call=label
        )
    if not _same_by_algebra(made, expected, points, seconds):
        raise CheckFailed("value", f"{label}: {why}\nIt is close to the right expression, but not equal to it.")
    # Numbers have decided so far; a form is a matter of how it is written, and `+ 0`, `·1` and `**1` are no writing.
    settled = _settled(made) if form else made
    for sentence, has_form in (form or {}).items():
        if not has_form(settled):
            message = f"{label}: {why}\nThe value is right, but not yet the form."
            raise CheckFailed("value", message, _known(found) or sentence)
    passed(f"{label} = {describe.value(made)}", why)


# ---- forms ----------------------------------------------------------------------------------------------------------


def logs_of(*wanted: sp.Expr) -> Predicate:
    """A form: sums occur in logarithms only as one of ``wanted``, up to powers of symbols, and at least one does.

    With wanted = (p+q)/2 this is true for ln(p/((p+q)/2)), ln(2p/(p+q)) and ln p − ln((p+q)/2), but not for
    ln(p/(p+q)): there the 2 is missing.
    """
    import sympy as sp

    def has_form(made: sp.Expr) -> bool:
        with_sums = [arg for arg in map(sp.cancel, _inside_logs(made)) if arg.atoms(sp.Add)]
        return bool(with_sums) and all(any(_monomial_apart(arg, one) for one in wanted) for arg in with_sums)

    return has_form


def no_difference_in_logs(made: sp.Expr) -> bool:
    """A form: no logarithm of something like 1 − p/(p+q), which can be simplified to a sum or a quotient of sums."""
    import sympy as sp

    return not any(
        term.could_extract_minus_sign() for arg in _inside_logs(made) for add in arg.atoms(sp.Add) for term in add.args
    )


def logs_apart(made: sp.Expr) -> bool:
    """A form: every logarithm is of a symbol, a number or a sum, none of a product, a quotient or a power.

    A sum such as p/q + 1 is a quotient in other clothes: (p + q)/q.
    """
    import sympy as sp

    def is_apart(arg: sp.Expr) -> bool:
        if arg.is_Symbol or arg.is_number:
            return True
        _number, rest = sp.factor(arg).as_coeff_Mul()
        return arg.is_Add and (rest.is_Add or rest.is_Symbol)

    return all(map(is_apart, _inside_logs(made)))


def one_term(made: sp.Expr) -> bool:
    """A form: a product or one fraction as a whole, so that the sign can be read off from the signs of its factors.

    A factor such as 1 − q/(p + q) is a difference of fractions, and its sign as hidden as before.
    """
    import sympy as sp

    for base in (factor.as_base_exp()[0] for factor in sp.Mul.make_args(made)):
        minus = [term.could_extract_minus_sign() for term in base.args] if base.is_Add else []
        fractions = [term for term in base.args if term.as_numer_denom()[1].free_symbols] if base.is_Add else []
        if fractions and any(minus) and not all(minus):
            return False

    # A sum times a number, or times something that is 1, is still the sum.
    sums = [factor for factor in sp.Mul.make_args(made) if factor.is_Add]
    return not any(sp.cancel(one / made).is_number for one in sums)


def without(symbol: sp.Symbol) -> Predicate:
    """A form: the symbol does not occur."""
    return lambda made: symbol not in made.free_symbols


def _settled(made: sp.Expr) -> sp.Expr:
    """The expression as SymPy writes it by itself; a number before a bracket stays there, as `factor` leaves it."""
    from sympy.core.parameters import distribute

    def settle(node: sp.Basic) -> sp.Basic:
        return node.func(*map(settle, node.args)) if node.args else node

    with distribute(False):
        return settle(made)


def _inside_logs(made: sp.Expr) -> list[sp.Expr]:
    import sympy as sp

    return [log.args[0] for log in made.atoms(sp.log)]


def _monomial_apart(arg: sp.Expr, one: sp.Expr) -> bool:
    """Whether arg·one or arg/one is a product of powers of symbols with the coefficient 1."""
    import sympy as sp

    for quotient in (sp.cancel(arg * one), sp.cancel(arg / one)):
        coefficient, factors = quotient.as_coeff_mul()
        if coefficient == 1 and all(factor.as_base_exp()[0].is_Symbol for factor in factors):
            return True
    return False


# ---- what comes in --------------------------------------------------------------------------------------------------


class _Refusal(NamedTuple):
    """Why a value is no expression to compute with: what it is, after the label of the call, and what to do."""

    found: str
    advice: str = ""


def _as_expression(value: Any, symbols: set[sp.Symbol], label: str) -> sp.Expr:
    """``value`` as an expression in ``symbols`` that is safe to compute with, or one clear sentence."""
    value = _exact(value)
    for rule in _RULES:
        if (refusal := rule(value, symbols)) is not None:
            raise CheckFailed("type", f"{label} {refusal.found}", refusal.advice)
    return value


def _exact(value: Any) -> Any:
    """Integers and fractions of Python and NumPy as SymPy's; everything else as it is."""
    import sympy as sp

    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return sp.Integer(int(value))
    if isinstance(value, Fraction):
        return sp.Rational(value.numerator, value.denominator)
    return value


def _returned_nothing(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    return (
        _Refusal("returned None.", "Does every path through your function end in `return …`?")
        if value is None
        else None
    )


def _is_decimal(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    if not isinstance(value, float | np.floating):
        return None
    return _Refusal(
        f"returned the decimal number {describe.number(value)}, not an exact expression.",
        "Use `sp.log(2)` for ln 2 and `sp.Rational(1, 2)` for ½.",
    )


def _is_no_expression(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    import sympy as sp

    if isinstance(value, sp.Basic):
        return None
    return _Refusal(
        f"returned {describe.value(value)}, which is not a SymPy expression.",
        "Compute with the symbols that come in, and use `sp.log`, not `np.log` or text.",
    )


def _is_too_long(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    if sum(1 for _ in _nodes(value)) <= LARGEST_TREE:
        return None
    return _Refusal(
        f"returned an expression of more than {LARGEST_TREE} parts.", "The line that is asked for fits on one line."
    )


def _is_equation(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    import sympy as sp

    return (
        _Refusal("returned an equation.", "Return only its right-hand side.")
        if isinstance(value, sp.Equality)
        else None
    )


def _has_infinity(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    import sympy as sp

    if not any(node in (sp.nan, sp.zoo, sp.oo, -sp.oo) for node in _nodes(value)):
        return None
    return _Refusal("contains an infinity or 0/0.", "Is there a division by 0 or a logarithm of 0 in it?")


def _has_decimal(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    import sympy as sp

    if not any(isinstance(node, sp.Float) for node in _nodes(value)):
        return None
    return _Refusal(
        "contains a decimal number.",
        "Decimals are rounded: write `sp.Rational(1, 2)` or `/ 2` instead of `0.5` and of Python's `1/2`.",
    )


def _has_foreign_symbol(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    import sympy as sp

    foreign = sorted({node.name for node in _nodes(value) if isinstance(node, sp.Symbol) and node not in symbols})
    if not foreign:
        return None
    own = {symbol.name for symbol in symbols}
    if set(foreign) <= own:
        return _Refusal(f"contains a new symbol {foreign[0]}.", "Use the symbols that your function is given.")
    return _Refusal(f"contains the symbol {foreign[0]}.", f"Only these may occur: {', '.join(sorted(own)) or 'none'}.")


def _has_foreign_part(value: Any, symbols: set[sp.Symbol]) -> _Refusal | None:
    import sympy as sp

    for node in _nodes(value):
        if isinstance(node, sp.Derivative | sp.Integral | sp.Subs | sp.Limit | sp.Sum):
            return _Refusal(f"still contains a {type(node).__name__}.", "Carry it out: `.doit()` does that.")
        if not _is_plain(node):
            return _Refusal(
                f"contains {type(node).__name__}, which does not belong here.",
                "Sums, products, powers, fractions and logarithms are enough.",
            )
    return None


# The first that applies is told; each may take for granted that those before it do not apply.
_RULES: tuple[Callable[[Any, set], _Refusal | None], ...] = (
    _returned_nothing,
    _is_decimal,
    _is_no_expression,
    _is_too_long,
    _is_equation,
    _has_infinity,
    _has_decimal,
    _has_foreign_symbol,
    _has_foreign_part,
)


def _nodes(value: sp.Basic) -> Iterator[sp.Basic]:
    """The parts of an expression, in no particular order; stops soon after there are too many."""
    todo, count = [value], 0
    while todo and count <= LARGEST_TREE:
        node = todo.pop()
        count += 1
        yield node
        todo.extend(node.args)


def _is_plain(node: sp.Basic) -> bool:
    import sympy as sp

    if isinstance(node, sp.Rational):
        return max(abs(node.p).bit_length(), node.q.bit_length()) <= LARGEST_BITS
    if isinstance(node, sp.Pow):
        power = node.exp
        if power.is_Rational:
            return abs(power.p) <= LARGEST_EXPONENT and power.q <= LARGEST_EXPONENT
        # `simplify` turns p·ln(…) into ln(…ᵖ); towers of powers belong nowhere.
        return not power.atoms(sp.Pow, sp.exp)
    return isinstance(node, sp.Symbol | sp.Add | sp.Mul | sp.log | sp.exp) or node in (sp.E, sp.pi)


# ---- numbers --------------------------------------------------------------------------------------------------------


def _points(
    symbols: set[sp.Symbol], domain: Mapping[sp.Symbol, tuple[int, int]], rng: np.random.Generator
) -> list[dict[sp.Symbol, sp.Rational]]:
    """Random rational points inside the domain, with denominators that keep clear of halves and quarters."""
    import sympy as sp

    names = sorted(symbols, key=lambda symbol: (symbol.name, str(symbol.assumptions0)))
    points = []
    for _ in range(POINTS if names else 1):
        point = {}
        for symbol in names:
            low, high = domain.get(symbol, (0, 2))
            share = sp.Rational(int(rng.integers(3, 98)), 101)
            point[symbol] = low + (high - low) * share
        points.append(point)
    return points


def _values(made: sp.Expr, points: list[dict]) -> list[Any]:
    """The expression at every point, to 30 digits; a value may be complex, or nan where there is none."""
    import sympy as sp

    found = []
    for point in points:
        number = made.evalf(DIGITS, subs=point)
        found.append(number if number.is_number and number.is_finite else sp.nan)
    return found


def _near(theirs: list[Any], ours: list[Any]) -> bool:
    import sympy as sp

    if any(one is sp.nan for one in theirs):
        return False
    tolerance = sp.Float(10, DIGITS) ** (5 - DIGITS)
    return all(abs(x - y) <= tolerance * max(1, abs(y)) for x, y in zip(theirs, ours, strict=True))


def _known(found: Any) -> str:
    """What is known of answers that give the very same expression, or ""."""
    return advice_on(found) if isinstance(found, Call) else ""


def _advice(
    found: Any,
    theirs: list[Any],
    ours: list[Any],
    made: sp.Expr,
    points: list[dict],
    slips: Mapping[str, sp.Expr],
    gaps: Mapping[str, sp.Expr],
) -> str:
    """What went wrong on the way to an expression that is not equal to ours, or ""."""
    import sympy as sp

    if sentence := _known(found):
        return sentence
    if any(one is sp.nan for one in theirs):
        return "For some values it is not defined: it divides by 0 or takes the logarithm of 0."
    for sentence, slip in slips.items():
        if _near(theirs, _values(slip, points)):
            return sentence
    for sentence, gap in gaps.items():
        if _near(theirs, [x + y for x, y in zip(ours, _values(gap, points), strict=True)]):
            return sentence
    for sentence, factor in _FACTORS.items():
        if _near([one * factor for one in theirs], ours):
            return sentence
    if any(not one.is_real for one in theirs):
        return "For some values it is complex: somewhere it takes the logarithm of a negative number."
    swapped = [dict(zip(point, reversed(point.values()), strict=True)) for point in points]
    if len(points[0]) == 2 and _near(_values(made, swapped), ours):
        return "The two symbols are exchanged."
    return ""


_FACTORS = {
    "The sign is flipped: it is minus what it should be.": -1,
    "It is twice what it should be: a factor ½ is lost.": Fraction(1, 2),
    "It is half of what it should be: a factor ½ too many, or a factor 2 lost.": 2,
}


def _difference(why: str, points: list[dict], theirs: list[Any], ours: list[Any]) -> str:
    worst = next((i for i, (x, y) in enumerate(zip(theirs, ours, strict=True)) if not _near([x], [y])), 0)
    where = ", ".join(f"{symbol} = {value}" for symbol, value in points[worst].items())
    head = f"{why}\n" if why else ""
    at = f"  at {where}\n" if where else ""
    return f"{head}{at}  found     {_text(theirs[worst])}\n  expected  {_text(ours[worst])}"


def _text(number: Any) -> str:
    return describe.number(float(number)) if number.is_real else str(number.evalf(6))


# ---- algebra --------------------------------------------------------------------------------------------------------


def _same_by_algebra(made: sp.Expr, expected: sp.Expr, points: list[dict], seconds: float) -> bool:
    """False only where 150 digits tell the two apart; what algebra cannot decide in time, the numbers have decided."""
    import sympy as sp

    try:
        with _patience(seconds, ""):
            if sp.simplify(sp.expand_log(made - expected, force=True)) == 0:
                return True
            tolerance = sp.Float(10, 150) ** -140
            return all(
                abs(made.evalf(150, subs=point) - expected.evalf(150, subs=point)) <= tolerance for point in points
            )
    except CheckFailed:
        return True


@contextmanager
def _patience(seconds: float, label: str) -> Iterator[None]:
    """Raise CheckFailed after ``seconds``; no limit where there are no timer signals (Windows, threads)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        raise CheckFailed(
            "value", f"{label} takes too long to compute with.", "The line that is asked for is a short one."
        )

    handler = signal.signal(signal.SIGALRM, stop)
    start = time.monotonic()
    others, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        # Someone else's alarm, if there was one, still goes off when it should.
        left = max(others - (time.monotonic() - start), 1e-3) if others else 0.0
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, left, interval)
