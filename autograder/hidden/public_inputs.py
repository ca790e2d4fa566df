"""Small, readable inputs that anybody may see, for counterexamples: hypothesis' strategies, simplest first.

They have few digits and few entries, and are drawn without a seed of grading: none of them is a hidden input. Every
strategy for ``inputs`` gives the tuple of the arguments of a call.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]


def inputs(arguments: Strategy, decides: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``@inputs(each(label, probability))`` above a property: of which arguments it holds.

    Args:
        arguments: of the calls to try.
        decides: whether a value is right if and only if it has the property: there are several right ones.
    """

    def declare(holds: Callable[..., Any]) -> Callable[..., Any]:
        vars(holds).update(arguments=arguments, decides=decides)
        return holds

    return declare


def tenths(low: float, high: float) -> Strategy:
    """Numbers with one decimal from ``low`` to ``high``; 0, or what is nearest to it, is the simplest."""
    return st.integers(round(low * 10), round(high * 10)).map(lambda tenth: tenth / 10)


def choice(*values: Any) -> Strategy:
    """One of these; the first is the simplest."""
    return st.sampled_from(values)


def whole(low: int, high: int) -> Strategy:
    """Integers from ``low`` to ``high``."""
    return st.integers(low, high)


label = choice(0.0, 1.0)
probability = choice(0.5, 0.25, 0.75, 0.1, 0.9, 0.2, 0.8, 0.4, 0.6)
number = tenths(-3, 3)
positive = tenths(0.1, 3)


def each(*arguments: Strategy) -> Strategy:
    """Arguments drawn one by one."""
    return st.tuples(*arguments)


def vector(entries: Strategy, least: int = 1, most: int = 4) -> Strategy:
    """(n,) arrays with ``least`` ≤ n ≤ ``most``."""
    return st.lists(entries, min_size=least, max_size=most).map(np.array)


def tensor(entries: Strategy, least: int = 1, most: int = 4) -> Strategy:
    """The same as torch's tensors, in single precision."""

    def made(drawn: list[float]) -> Any:
        # Only who has an exercise with tensors needs it.
        return importlib.import_module("torch").tensor(drawn)

    return st.lists(entries, min_size=least, max_size=most).map(made)


def matrix(entries: Strategy, columns: int, least: int = 1, most: int = 3) -> Strategy:
    """(n, columns) arrays with ``least`` ≤ n ≤ ``most``."""
    row = st.lists(entries, min_size=columns, max_size=columns)
    return st.lists(row, min_size=least, max_size=most).map(np.array)


def columns(*entries: Strategy, least: int = 1, most: int = 4) -> Strategy:
    """Arguments that are (n,) arrays of one length."""
    rows = st.lists(st.tuples(*entries), min_size=least, max_size=most)
    return rows.map(lambda some: tuple(np.array(column) for column in zip(*some, strict=True)))


def followed(arguments: Strategy, *more: Strategy) -> Strategy:
    """The arguments of one strategy, and further ones behind them."""
    return st.tuples(arguments, *more).map(lambda drawn: (*drawn[0], *drawn[1:]))


def distributions(count: int = 1, zeros: bool = True) -> Strategy:
    """``count`` arguments (n,), each probabilities in eighths, which sum to exactly 1; 2 ≤ n ≤ 4.

    Args:
        count: how many of one length.
        zeros: whether some of the probabilities may be 0.
    """

    def of_length(n: int) -> Strategy:
        cuts = st.lists(st.integers(0, 8) if zeros else st.integers(1, 7), min_size=n - 1, max_size=n - 1)
        one = (cuts if zeros else cuts.filter(lambda at: len(set(at)) == len(at))).map(
            lambda at: np.diff([0, *sorted(at), 8]) / 8
        )
        return st.tuples(*[one] * count)

    return st.sampled_from((2, 3, 4)).flatmap(of_length)


def weighted(entries: Strategy) -> Strategy:
    """Values and their probabilities, two arrays (n,) with 2 ≤ n ≤ 4."""
    return distributions().flatmap(
        lambda drawn: vector(entries, len(drawn[0]), len(drawn[0])).map(lambda values: (values, drawn[0]))
    )
