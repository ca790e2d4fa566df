"""Claims about conventions: what the right answer would become with a lost sign, another base, swapped arguments, …

A claim is a transformation of the right values together with the inputs of the call. It fits when, applied to the right
values of *every* comparison so far, it gives what was found. It is named only when no claim of another kind fits too;
where all that fit are the same because there are two of something, one sentence names them all.
"""

from __future__ import annotations

import functools
import inspect
import io
import warnings
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gancourse.check.calling import Call, replayable
from gancourse.check.evidence import Comparison, about, precision
from gancourse.check.failure import CheckFailed
from gancourse.check.numbers import as_array

LN2, LN10 = np.log(2), np.log(10)
LOGIT_NAMES = ("s", "logit", "logits", "d_real_logits", "d_fake_logits")
# Fractions of small whole numbers are hit by too many rules at once to tell one from another.
SMALL = 12
# A share of n things is a multiple of 1/n, and so is a wrong one: by accident 13/17 is 12/17 times 13/12, and 7/13 is
# one minus 6/13. Shares of so many things prove nothing about a length, a complement or a factor of two.
SHARES, SIX_DECIMALS = 60, 1e-6

Values = Callable[[np.ndarray, tuple[int, ...]], np.ndarray | None]

SIGN = "The sign is flipped: it is the negative of what is asked for."
SWAPPED = "The first two arguments are swapped: look at the order in the `def` line."
LOGITS = "Your function takes its input for a probability, but a logit comes in: apply σ first."


@dataclass(frozen=True)
class Claim:
    """A sentence, and the values that a right answer would have if the sentence were true of it.

    Attributes:
        kind: claims of one kind say the same.
        sentence: for the student; it contains no number of a test.
        values: (right values, lengths of the inputs' axes) → values; None where the claim says nothing.
        exact: whether two different small whole numbers or simple fractions are evidence enough for it.
        axes: so many axes the inputs of some call must have, or it says nothing.
    """

    kind: str
    sentence: str
    values: Values
    exact: bool = False
    axes: int = 0


def _times(factor: float) -> Values:
    return lambda right, _: factor * right


def _of_length(position: int, factor: Callable[[float], float]) -> Values:
    """Times a function of one length n of the inputs; without effect where there is no such axis, or n is 1."""

    def values(right: np.ndarray, lengths: tuple[int, ...]) -> np.ndarray:
        n = lengths[position] if position < len(lengths) else 1
        times = factor(n) if n > 1 else 1.0
        # The root of four is two, and then a factor 2 is the simpler thing to say.
        return right if n == 4 and times in (0.5, 2.0) else right * times

    return values


CLAIMS = (
    Claim("sign", SIGN, _times(-1.0), exact=True),
    Claim("half", "It is half of what it should be: a factor ½ too many, or a factor 2 lost.", _times(0.5)),
    Claim("double", "It is twice what it should be: a factor 2 too many, or a factor ½ lost.", _times(2.0)),
    Claim(
        "bits",
        "It is in bits: the course counts in nats, so use the natural logarithm (`np.log`), not base 2.",
        _times(1 / LN2),
    ),
    Claim("base 10", "The logarithm has base 10: the course uses the natural logarithm (`np.log`).", _times(1 / LN10)),
    Claim("root", "It is the square root of what is asked for.", lambda right, _: np.sqrt(right)),
    Claim("square", "It is the square of what is asked for.", lambda right, _: right**2),
    Claim("complement", "It is one minus what is asked for.", lambda r, _: 1 - r),
    Claim("logarithm", "It is the logarithm of what is asked for.", lambda right, _: np.log(right)),
    Claim("exponential", "It is e to the power of what is asked for: a logarithm is missing.", lambda r, _: np.exp(r)),
    Claim(
        "reciprocal",
        "It is one divided by what is asked for: what stands above the fraction bar, and what below?",
        lambda r, _: 1 / r,
    ),
    Claim(
        "transposed",
        "It is transposed: rows and columns are exchanged.",
        lambda right, _: right.T if right.ndim == 2 else None,
        exact=True,
    ),
    Claim(
        "reversed",
        "It is in the opposite order.",
        lambda right, _: right[::-1] if right.ndim == 1 else None,
        exact=True,
    ),
)
MOST_AXES = 8
LENGTH_CLAIMS = (
    ("sum", "It is the sum; the mean is asked for (divide by how many there are).", lambda n: n),
    (
        "mean",
        "It is what is asked for, divided by how many there are: a mean in place of a sum, or a mean of a mean?",
        lambda n: 1 / n,
    ),
    ("n − 1 for n", "It is divided by n − 1; here the n values are averaged: divide by n.", lambda n: n / (n - 1)),
    ("n for n − 1", "It is divided by n; Bessel's correction asks for n − 1.", lambda n: (n - 1) / n),
    ("root of n", "It is √n times what it should be: a square root of n is missing.", lambda n: np.sqrt(n)),
    ("over root of n", "It is divided by √n once too often.", lambda n: 1 / np.sqrt(n)),
)


@functools.cache
def _singles() -> tuple[Claim, ...]:
    """All claims on values that are about one thing."""
    lengths = (
        Claim(kind, sentence, _of_length(position, factor), axes=position + 1)
        for kind, sentence, factor in LENGTH_CLAIMS
        for position in range(MOST_AXES)
    )
    return (*CLAIMS, *lengths)


@functools.cache
def _doubles() -> tuple[Claim, ...]:
    """Two different claims at once, named as two; a root, a square or a complement comes last."""

    def may_follow(first: Claim, second: Claim) -> bool:
        if first.kind in LENGTHS and second.kind in LENGTHS:
            return False  # together they make a factor of nearly any two lengths
        if second.kind in FACTORS:
            return FACTORS.index(second.kind) > FACTORS.index(first.kind)
        return second.kind in ("root", "square", "complement", "transposed")

    factors = [one for one in _singles() if one.kind in FACTORS]
    return tuple(_both(first, second) for first in factors for second in _singles() if may_follow(first, second))


CURVED = frozenset({"root", "square", "complement", "logarithm", "exponential", "reciprocal"})
LENGTHS = tuple(kind for kind, _, _ in LENGTH_CLAIMS)
FACTORS = ("sign", "half", "double", "bits", "base 10", *LENGTHS)
COUNTED = frozenset({"complement", "half", "double", *LENGTHS})
# What a factor of 2 is as well, where there are two things.
OF_TWO = {"half": ("mean", "n for n − 1"), "double": ("sum", "n − 1 for n")}
HALF_OF_TWO = (
    "It is half of what it should be: a factor ½ too many, a factor 2 lost, or, where there are two of something, "
    "divided by how many there are."
)
TWICE_OF_TWO = (
    "It is twice what it should be: a factor 2 too many, a factor ½ lost, or, where there are two of something, not "
    "divided by how many there are."
)
OR = " | "


def _both(first: Claim, second: Claim) -> Claim:
    def values(right: np.ndarray, lengths: tuple[int, ...]) -> np.ndarray | None:
        made = first.values(right, lengths)
        return None if made is None else second.values(made, lengths)

    sentence = f"Two things at once. {first.sentence} {second.sentence}"
    return Claim(f"{first.kind} + {second.kind}", sentence, values, axes=max(first.axes, second.axes))


def sentences() -> dict[str, str]:
    """The kind of claim behind every sentence that this module has; of one about several, these, with bars between."""
    known = {one.sentence: one.kind for one in (*_singles(), *_doubles())}
    of_two = {}
    for kind, sentence in {kind: sentence for sentence, kind in known.items()}.items():
        for plain, same in OF_TWO.items():
            if kind != plain and kind.split(" + ").count(plain) == 1 and not set(kind.split(" + ")) & set(same):
                of_two[_of_two(plain, sentence)] = OR.join(_joined(kind, plain, other) for other in (plain, *same))
    return known | of_two | {SWAPPED: "swapped", LOGITS: "logits"}


def as_one(kinds: Mapping[str, str]) -> str:
    """The one sentence that all these claims amount to, or "".

    Of two things the mean is half of the sum: no answer about two things tells these apart, and both are said beside
    another claim that holds. Alone, half has too many other causes.

    Args:
        kinds: kind → sentence of all claims that fit.
    """
    if len(kinds) < 2:
        return next(iter(kinds.values()), "")
    for plain, same in OF_TWO.items():
        for kind, sentence in kinds.items():
            if (
                kind != plain
                and kind.split(" + ").count(plain) == 1
                and kinds.keys() <= {_joined(kind, plain, other) for other in (plain, *same)}
            ):
                return _of_two(plain, sentence)
    return ""


def _of_two(plain: str, sentence: str) -> str:
    """The sentence of a claim, with what is as likely as this part of it where there are two things."""
    own = next(one.sentence for one in CLAIMS if one.kind == plain)
    return sentence.replace(own, TWICE_OF_TWO if plain == "double" else HALF_OF_TWO)


def _joined(kind: str, plain: str, other: str) -> str:
    """The kind of two claims at once, with another part in place of the plain one, in the order of factors."""
    parts = [other if part == plain else part for part in kind.split(" + ")]
    return " + ".join(sorted(parts, key=lambda part: FACTORS.index(part) if part in FACTORS else len(FACTORS)))


def lengths_of(made: Call | None) -> tuple[int, ...]:
    """The lengths of the axes of the arrays among the arguments of a call, in order."""
    if made is None:
        return ()
    found: list[int] = []
    for arg in made.args:
        # A tuple of numbers is an interval, a point or a shape: nobody takes a mean over it.
        if isinstance(arg, np.ndarray | list) and _is_numeric(arg):
            shape = np.shape(arg)
            found += [*shape, int(np.prod(shape))] if len(shape) > 1 else shape
        elif type(arg).__module__.split(".")[0] == "torch" and hasattr(arg, "shape"):
            found += list(arg.shape)
    return tuple(found[:MOST_AXES])


def fitting(now: Comparison) -> dict[str, str]:
    """Kind → sentence of every claim that fits all comparisons so far; of claims on two things where no other fits."""
    seen = about(now, same_part=True)
    found = fitting_values(seen, double=False) | _rearranged(now)
    return found or fitting_values(seen, double=True)


def fitting_values(seen: list[Comparison], *, double: bool) -> dict[str, str]:
    """As :func:`fitting`, but only claims on values: those about one thing, or those about two."""
    telling = [one for one in seen if np.any(np.abs(one.expected) > 1e-9)]
    if not any(np.isfinite(one.expected).all() for one in telling if not one.near):
        return {}
    if double and any(one.near for one in telling):
        # Two things that cancel where the answer is right (2/√n of four numbers, say) are rather one other thing.
        return {}
    prepared = [(one, one.expected.astype(float), lengths_of(one.made)) for one in seen]
    # Most claims fail at a comparison that shows something: it comes first.
    prepared.sort(key=lambda item: item[0].near)
    axes = max((len(lengths) for _, _, lengths in prepared), default=0)
    claims = (one for one in (_doubles() if double else _singles()) if one.axes <= axes)
    return {one.kind: one.sentence for one in claims if _fits(one, prepared)}


# A comparison, its right values as numbers, and the lengths of the axes of its inputs.
_Seen = tuple[Comparison, np.ndarray, tuple[int, ...]]


def _fits(claim: Claim, seen: list[_Seen]) -> bool:
    telling = False
    magnitudes: set[float] = set()
    bent: set[float] = set()
    # Where the right value is 1, the root of its double is √2, and so is anything that lost a factor of 2 below a root:
    # such a claim has to hold where numbers are less simple, or a root give two that are not simple from two that are.
    parts = claim.kind.split(" + ")
    curved, counted = not CURVED.isdisjoint(parts), not COUNTED.isdisjoint(parts)
    for one, right, lengths in seen:
        values = _claimed(claim, right, lengths)
        if not one.matches(values):
            if not one.rounded_by or values.shape != one.found.shape or not one.explained_by(values):
                return False
            # With all its decimals the right value lies somewhere between the two.
            ends = [_claimed(claim, right + by, lengths) for by in (-one.rounded_by, one.rounded_by)]
            if not one.matches(values, _spread(values, ends)):
                return False
        # The root of a negative number is nan; but nan alone may come from anywhere.
        if not one.near and np.isfinite(one.found[values != 0]).any():
            simple = _are_simple(right) if curved else _are_simple(one.found) and _are_simple(right)
            telling |= not (simple or (counted and _are_shares(one.found) and _are_shares(right)))
            magnitudes.update(np.abs(right[np.isfinite(right) & (right != 0)]).tolist())
            if "root" in parts and right.shape == one.found.shape:
                made = zip(right.ravel()[:20].tolist(), one.found.ravel()[:20].tolist(), strict=True)
                bent.update(abs(value) for value, found in made if value != 0 and not _simple(found))
    return telling or (claim.exact and len(magnitudes) > 1) or len(bent) > 1


def _claimed(claim: Claim, right: np.ndarray, lengths: tuple[int, ...]) -> np.ndarray:
    with np.errstate(all="ignore"):
        values = claim.values(right, lengths)
    return right if values is None else values


def _spread(values: np.ndarray, ends: list[np.ndarray]) -> np.ndarray:
    """The larger distance from values to either end, one by one; 0 where there is none (the root of less than 0)."""
    with np.errstate(invalid="ignore"):
        off = [np.abs(np.subtract(end, values)) for end in ends]
    return np.max([np.where(np.isfinite(one), one, 0.0) for one in off], axis=0)


def _are_shares(values: np.ndarray) -> bool:
    """Only shares of a few things, perhaps given with six digits."""
    return all(0 <= value <= 1 and _is_share(float(value)) for value in values.ravel()[:20])


def _is_share(value: float) -> bool:
    return abs(float(Fraction(value).limit_denominator(SHARES)) - value) <= SIX_DECIMALS


def _are_simple(values: np.ndarray) -> bool:
    """Only fractions of small whole numbers."""
    return all(_simple(float(value)) for value in values.ravel()[:20])


def _simple(value: float) -> bool:
    if not np.isfinite(value):
        return True
    fraction = Fraction(value).limit_denominator(SMALL)
    return abs(fraction.numerator) <= SMALL and abs(float(fraction) - value) <= 1e-12 * max(1.0, abs(value))


def _rearranged(now: Comparison) -> dict[str, str]:
    """Call the function again with its arguments swapped, or with probabilities where logits belong.

    The claim is that the student's function is the right one of rearranged arguments. Then, of rearranged arguments, it
    is right: on every call so far, each of which must have a right value.
    """
    if now.made is None or now.made.path or not now.made.args:
        return {}
    seen = about(now, same_part=False)
    return {
        kind: sentence
        for (kind, rearrange), sentence in zip(REARRANGED.items(), (SWAPPED, LOGITS), strict=True)
        if any(rearrange(one.call) is not None for one in seen if not one.near)
        and all(_right_when(rearrange, one) for one in seen)
    }


def _swapped(made: Call) -> tuple | None:
    """The arguments, the first two exchanged; None where that makes no difference or no sense."""
    args = made.args
    if len(args) < 2 or not (_is_numeric(args[0]) and _is_numeric(args[1])):
        return None
    if np.shape(args[0]) == np.shape(args[1]) and np.array_equal(np.asarray(args[0]), np.asarray(args[1])):
        return None
    return (args[1], args[0], *args[2:])


def _as_probability(made: Call) -> tuple | None:
    """The arguments, σ(s) in place of each logit s; None where there are no logits."""
    try:
        names = list(inspect.signature(made.function).parameters)
    except (TypeError, ValueError):
        return None
    logits = [i for i, name in enumerate(names[: len(made.args)]) if name in LOGIT_NAMES and _is_numeric(made.args[i])]
    if not logits:
        return None
    with np.errstate(all="ignore"):
        return tuple(
            1 / (1 + np.exp(-np.asarray(arg, dtype=float))) if i in logits else arg for i, arg in enumerate(made.args)
        )


REARRANGED = {"swapped": _swapped, "logits": _as_probability}


def _right_when(rearrange: Callable[[Call], tuple | None], one: Comparison) -> bool:
    args = rearrange(one.call)
    if args is None:
        return one.near
    value = _again(one.call, args)
    if value is None:
        return False
    right = one.expected
    return value.shape == right.shape and np.allclose(value, right, rtol=precision(right), atol=1e-12, equal_nan=True)


def _is_numeric(value: object) -> bool:
    if not isinstance(value, int | float | np.number | list | tuple | np.ndarray):
        return False
    try:
        return np.asarray(value).dtype.kind in "fiub"
    except ValueError:  # a list of arrays that differ in shape
        return False


def _again(made: Call, args: tuple) -> np.ndarray | None:
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
        ):
            value = made.function(*replayable(args), **made.kwargs)
            for key in made.path:
                value = value[key]
            return as_array(value, made.label)
    except (Exception, SystemExit, CheckFailed):  # noqa: BLE001 - a trial call of a wrong answer may raise anything
        return None
