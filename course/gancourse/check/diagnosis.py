"""Which sentence about a cause is said, and when none is.

| looked at          | lives in         | said when                                                                 |
|--------------------|------------------|---------------------------------------------------------------------------|
| exception, type    | calling, numbers | always: what Python or the type itself says                               |
| known wrong answer | outcomes, bank   | it gives the same in every call; no other known answer or convention does |
| exchanged parts    | nearness         | what is expected of one part stands in another, in every call             |
| slip of this check | the test cell    | its value was found, and nothing else was wrong before; no other slip and |
|                    |                  | no convention gives the same                                              |
| convention         | conventions      | applied to the right values it gives what was found, in every call        |
| nearly right       | nearness         | three digits agree, or more; conventions are not even looked for          |
| nan, inf           | here             | nothing else was said                                                     |

The first that has something to say wins. Everything else is silence: found, expected, and no word about causes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gancourse.check import conventions, nearness, outcomes
from gancourse.check.calling import Call, known_answers
from gancourse.check.evidence import Comparison, about

# A slip is written with six digits; of a difference this small it still has to explain nearly all.
SLIP_LEFT = 0.02


def explain(now: Comparison) -> str:
    """The sentence for a wrong value, or "" where no cause is certain."""
    kinds = {} if nearness.nearly(now) else conventions.fitting(now)
    known = known_answers(now.made)
    if known:
        return _of_known(known, kinds)
    slips = [sentence for sentence in now.slips if all(_slips(sentence, one) for one in about(now, same_part=True))]
    certain = ""
    if len(slips) == 1 and set(kinds) <= outcomes.same_as(slips[0]):
        certain = slips[0]
    elif not slips:
        certain = conventions.as_one(kinds)
    return nearness.exchanged(now) or certain or nearness.nearly(now) or _special(now)


def _of_known(known: Mapping[str, frozenset[str]], kinds: Mapping[str, str]) -> str:
    """The sentence of the one known answer that fits, or of the one convention that all that fit amount to."""
    if len(known) == 1:
        ((sentence, same),) = known.items()
        # What is not the same was refuted by calls beyond those compared, unless it fitted them all.
        return sentence if all(kind in same or f"?{kind}" not in same for kind in kinds) else ""
    shared = [kind for kind in kinds if all(kind in same for same in known.values())]
    return kinds[shared[0]] if len(shared) == len(kinds) == 1 else ""


def _slips(sentence: str, one: Comparison) -> bool:
    """Whether a comparison is right, or wrong in the way that the sentence says."""
    return one.near or (sentence in one.slips and _gives(one.slips[sentence], one))


def _gives(value: Any, now: Comparison) -> bool:
    slip = np.asarray(value, dtype=float)
    if slip.shape != now.found.shape or not np.allclose(now.found, slip, rtol=1e-5, atol=1e-6, equal_nan=True):
        return False
    if slip.shape != now.expected.shape:
        return True
    with np.errstate(invalid="ignore"):
        rest, gap = (np.nan_to_num(np.abs(now.found - other), posinf=0.0) for other in (slip, now.expected))
    return bool(rest.max(initial=0.0) <= SLIP_LEFT * gap.max(initial=0.0)) or not np.isfinite(now.expected).all()


def _special(now: Comparison) -> str:
    off = ~np.isclose(now.found, now.expected, rtol=1e-6, atol=1e-6, equal_nan=True)
    found, expected = now.found[off], now.expected[off]
    if np.any(np.isnan(found) & ~np.isnan(expected)):
        return (
            "nan (“not a number”) comes from 0·inf, inf − inf, 0/0, or the log or root of a negative number: "
            "which of them happens here?"
        )
    if np.any(np.isinf(found) & np.isfinite(expected)):
        return "Something overflowed, was divided by 0, or a log met 0, although the exact value is finite."
    if np.any(np.isinf(expected) & np.isfinite(found)):
        return "The exact value is infinite here, and a finite one came back."
    return ""


def about_shape(now: Comparison) -> str:
    """What to say of a wrong shape, from the values: what was found is compared with what the right ones would give."""
    if sentence := _known_only(now.made):
        return sentence
    if sentence := nearness.exchanged(now):
        return sentence
    found, right = now.found.astype(float), now.expected.astype(float)
    if right.shape == () and found.size == 1:
        return "One number was expected, not an array that holds one."
    if right.shape == ():
        for name, total in (("average", found.mean()), ("sum", found.sum())):
            if found.size and np.isclose(total, right, rtol=1e-5, atol=1e-9):
                return f"One number was expected: the {name} of yours is the right one."
        return "One number was expected."
    whole = now.made.whole if now.made else None
    if found.shape == () and isinstance(whole, np.ndarray) and whole.shape == right.shape:
        return "Several parts were asked for, each an array like this one: one array came back, without a second part."
    if found.shape == ():
        for name, total in (("average", right.mean()), ("sum", right.sum())):
            if right.size > 1 and np.isclose(total, found, rtol=1e-5, atol=1e-9):
                return f"One number for each entry was expected, and this is their {name}: do not sum or average."
        return "One number for each entry was expected, not a single one."
    if found.size == right.size and found.squeeze().shape == right.squeeze().shape:
        return "An axis of length 1 is left over or missing: look at `keepdims` and at indexing with `None`."
    if found.shape == right.T.shape and np.allclose(found, right.T, rtol=1e-5, atol=1e-9, equal_nan=True):
        return "It is transposed: rows and columns are exchanged."
    if found.size == right.size and np.allclose(found.ravel(), right.ravel(), rtol=1e-5, atol=1e-9, equal_nan=True):
        return "The numbers are right, and only their arrangement is not: look at `reshape`."
    return ""


def _known_only(made: Call | None) -> str:
    known = known_answers(made)
    return next(iter(known)) if len(known) == 1 else ""
