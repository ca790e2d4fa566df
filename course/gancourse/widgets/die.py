"""A die whose running mean settles inside its ±2σ/√n funnel: what a Monte Carlo mean can be trusted for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

DICE: dict[str, tuple[float, ...]] = {
    "fair": (1 / 6,) * 6,
    "loaded": (0.1, 0.1, 0.1, 0.1, 0.1, 0.5),
}
DICE_LABELS: dict[str, str] = {"fair": "fair: every face 1/6", "loaded": "loaded: six 1/2, the rest 1/10"}
MAX_ROLLS = 2000

# A mean can lie exactly on the funnel (a fair die's, at n = 420): it then counts as inside, whatever its last bit says.
_TIE = 1e-12


class OutsideProbability(NamedTuple):
    """Two arrays of shape (n,), float64: entry k−1 speaks of the first k rolls."""

    at_n: NDArray[np.float64]  # of being outside at that one n
    by_n: NDArray[np.float64]  # of having been outside at some n up to there


def _probabilities(probs: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(probs, dtype=np.float64)
    if p.ndim != 1 or p.size == 0 or not np.all(p >= 0) or abs(p.sum() - 1) > 1e-9:
        raise ValueError("The probabilities of the faces must be one row of numbers, none negative, that add up to 1.")
    return p


def compute_rolls(probs: ArrayLike, n: int, seed: int) -> NDArray[np.int64]:
    """n rolls of a die. The same seed gives the same rolls, and a longer run begins with the shorter one.

    Args:
        probs: shape (k,), the probability of the faces 1 … k; none negative, sum 1 (to 1e-9)
        n: int, at least 1
        seed: int, at least 0

    Returns:
        shape (n,), int64, values in 1 … k.

    Raises:
        ValueError: probs are not probabilities, n is less than 1 or the seed is negative.
    """
    p = _probabilities(probs)
    if n < 1:
        raise ValueError(f"A run needs at least one roll, not {n}.")
    if seed < 0:
        raise ValueError(f"A seed must be 0 or more, not {seed}.")
    return np.random.default_rng(seed).choice(np.arange(1, p.size + 1, dtype=np.int64), size=n, p=p)


def compute_running_mean(rolls: ArrayLike) -> NDArray[np.float64]:
    """The mean of the first 1, 2, … n values.

    Args:
        rolls: shape (n,), n at least 1, numbers

    Returns:
        shape (n,), float64; entry k−1 is the mean of the first k values, in the unit of the values.

    Raises:
        ValueError: rolls is empty or not one row.
    """
    rolls = np.asarray(rolls)
    if rolls.ndim != 1 or rolls.size == 0:
        raise ValueError("A running mean needs one row of at least one value.")
    return np.cumsum(rolls) / np.arange(1, rolls.size + 1)


def compute_moments(probs: ArrayLike) -> tuple[float, float]:
    """Expectation E = Σ k·p_k and standard deviation σ = √Σ (k − E)²·p_k of one roll, in pips.

    Args:
        probs: shape (k,), the probabilities of the faces 1 … k

    Returns:
        (E, σ), two floats: (3.5, 1.7078…) for the fair die, (4.5, 1.8027…) for the loaded one.

    Raises:
        ValueError: probs are not probabilities.
    """
    p = _probabilities(probs)
    faces = range(1, p.size + 1)
    mean = math.fsum(k * q for k, q in zip(faces, p, strict=True))
    return mean, math.sqrt(math.fsum((k - mean) ** 2 * q for k, q in zip(faces, p, strict=True)))


def compute_half_width(sigma: float, n: ArrayLike) -> NDArray[np.float64]:
    """Half the width of the funnel: 2σ/√n, two standard deviations of a mean of n rolls.

    Args:
        sigma: float, at least 0: the standard deviation of one roll
        n: int or array of ints of any shape, every one at least 1

    Returns:
        shape of n, float64, in the unit of sigma.

    Raises:
        ValueError: sigma is negative or an n is less than 1.
    """
    n = np.asarray(n)
    if not sigma >= 0 or np.any(n < 1):
        raise ValueError("The funnel needs a standard deviation of 0 or more and at least one roll.")
    return 2 * sigma / np.sqrt(n)


def compute_is_outside(means: ArrayLike, expected: float, sigma: float, n: ArrayLike) -> NDArray[np.bool_]:
    """Whether a mean of n rolls is outside the funnel; exactly on its edge is inside.

    Args:
        means: array, the means
        expected: float, E of one roll
        sigma: float, σ of one roll
        n: array of the shape of means, or one that broadcasts with it: the numbers of rolls behind them

    Returns:
        bool, the shape of means and n together.

    Raises:
        ValueError: as `compute_half_width`.
    """
    return np.abs(np.asarray(means) - expected) > compute_half_width(sigma, n) + _TIE


def compute_outside_probability(probs: ArrayLike, n_max: int) -> OutsideProbability:
    """How often the mean of n rolls is outside its funnel: at one n, and at any n so far. Exact, not simulated.

    The two differ, and that is the point. `at_n` is pointwise: of all runs, the share that is outside at this n. It
    tends to 2Φ(−2) = 0.0455 and is not that for small n (0 at n = 1 for both dice, 1/18 at n = 2 for the fair one).
    `by_n` follows each run from its start: it only grows, and by the law of the iterated logarithm it tends to 1.

    Args:
        probs: shape (k,), the probabilities of the faces 1 … k, σ > 0
        n_max: int, at least 1

    Returns:
        OutsideProbability of two arrays of shape (n_max,), float64, in [0, 1], entry n−1 for n rolls. The distribution
        of the sum is convolved with the die once a roll; for `by_n`, sums outside the funnel are dropped as they
        appear.

    Raises:
        ValueError: probs are not probabilities or n_max is less than 1.
    """
    p = _probabilities(probs)
    if n_max < 1:
        raise ValueError(f"At least one roll is needed, not {n_max}.")
    return _outside_probability(tuple(p.tolist()), int(n_max))


@lru_cache(maxsize=16)
def _outside_probability(probs: tuple[float, ...], n_max: int) -> OutsideProbability:
    p = np.asarray(probs)
    expected, sigma = compute_moments(p)
    at_n, by_n = np.empty(n_max), np.empty(n_max)
    law = never = np.ones(1)  # index i: the sum of the rolls is n + i, since every face is at least 1
    for n in range(1, n_max + 1):
        law, never = np.convolve(law, p), np.convolve(never, p)
        out = compute_is_outside((n + np.arange(law.size)) / n, expected, sigma, n)
        at_n[n - 1] = law[out].sum()
        never[out] = 0
        by_n[n - 1] = 1 - never.sum()
    np.clip(by_n, 0, 1, out=by_n)
    for array in (at_n, by_n):
        array.flags.writeable = False  # the cache hands the same arrays to every caller
    return OutsideProbability(at_n, by_n)


def _plain(x: float) -> str:
    """At most four decimals, no trailing zeros: 3.5, 4.5."""
    return plots.number(x, 4).rstrip("0").rstrip(".")


def die_readout(n: int, mean: float, expected: float, sigma: float) -> str:
    """The sentence under the widget, word for word as the browser writes it.

    As many decimals are shown (two to six) as it takes to tell the distance from 0 and from the edge of the funnel.
    """
    distance = abs(mean - expected)
    allowed = float(compute_half_width(sigma, n))
    on_target = distance < 1e-9
    digits = 2
    while digits < 6 and not on_target and (
        plots.number(distance, digits) in (plots.number(0, digits), plots.number(allowed, digits))
    ):  # fmt: skip
        digits += 1
    where = f"exactly {_plain(expected)}"
    if not on_target:
        where = f"{plots.number(distance, digits)} {'above' if mean > expected else 'below'} {_plain(expected)}"
    start = f"after {n} {'roll' if n == 1 else 'rolls'} the mean is {plots.number(mean, digits)}, {where}; "
    width = f"±{plots.number(allowed, digits)}"
    if distance > allowed + _TIE:
        return f"{start}that is outside the funnel, which allows {width}"
    return f"{start}the funnel allows {width}"


def funnel_note(die: str, n_max: int = MAX_ROLLS) -> str:
    """What the funnel does and does not promise for this die, in two sentences, with exact shares."""
    shares = compute_outside_probability(DICE[die], n_max)
    at_n, by_n = plots.number(100 * shares.at_n[-1], 1), plots.number(100 * shares.by_n[-1], 0)
    return (
        f"At one fixed n, about 5 % of all runs are outside the funnel ({at_n} % at n = {n_max}). That holds for each "
        f"n by itself, not for all n at once: {by_n} % of runs are outside somewhere between n = 1 and {n_max}, and a "
        "run that never ends leaves the funnel again and again."
    )


def compute_run(die: str, seed: int, n_max: int = MAX_ROLLS) -> dict[str, Any]:
    """Everything the view draws for one die and one seed.

    Args:
        die: "fair" or "loaded"
        seed: int, at least 0
        n_max: int, at least 1, the number of rolls

    Returns:
        dict of plain Python values: "die", "seed", "expected" and "sigma" (floats, in pips) and "means" (the
        running mean, n_max floats).

    Raises:
        ValueError: for another die, a negative seed or no rolls.
    """
    if die not in DICE:
        raise ValueError(f"The die must be {' or '.join(map(repr, DICE))}, not {die!r}.")
    probs = DICE[die]
    expected, sigma = compute_moments(probs)
    return {
        "die": die,
        "seed": int(seed),
        "expected": expected,
        "sigma": sigma,
        "means": compute_running_mean(compute_rolls(probs, n_max, seed)).tolist(),
    }


def die_figure(seed: int = 1, die: str = "fair", checkpoints: Sequence[int] = (10, 100, 1000, 2000)) -> Figure:
    """One run of 2000 rolls with its funnel, above, and the same straightened out, below: the widget, standing still.

    The alternative text (`plots.alt_text`) gives the mean and the funnel at the checkpoints. ValueError as
    `compute_run`, and for a checkpoint off the run.
    """
    run = compute_run(die, seed)
    if not checkpoints or not all(1 <= n <= MAX_ROLLS for n in checkpoints):
        raise ValueError(f"Checkpoints must be numbers of rolls from 1 to {MAX_ROLLS}.")
    expected, sigma, means = run["expected"], run["sigma"], np.array(run["means"])
    n = np.arange(1, MAX_ROLLS + 1)
    half = compute_half_width(sigma, n)
    outside = compute_is_outside(means, expected, sigma, n)
    band = {"color": plots.REFERENCE, "alpha": 0.2, "linewidth": 0}
    edge = {"color": plots.REFERENCE, "linewidth": 1, "linestyle": "-"}
    target = {"color": plots.REFERENCE, "linewidth": 1.2, "linestyle": (0, (4, 3))}
    # With a marker, because a single n has no line.
    stray = {"color": plots.FAKE, "linestyle": "-", "linewidth": 3.5, "marker": ".", "markersize": 5}
    with plots.course_style():
        fig = Figure(figsize=(6.8, 5.0))
        top, bottom = fig.subplots(2, 1, sharex=True, height_ratios=(2.3, 1))
        top.set(xscale="log", xlim=(1, MAX_ROLLS), ylim=(1, 6), ylabel="mean of the first n rolls")
        top.set_title(f"Does the mean of a {die} die stay inside ±2·SD/√n? (seed {seed})")
        smooth = np.geomspace(1, MAX_ROLLS, 400)  # between whole n too, or the funnel has corners at the left
        width = compute_half_width(sigma, smooth)
        top.fill_between(smooth, expected - width, expected + width, label="funnel: E ± 2·SD/√n", **band)
        top.plot(smooth, expected - width, smooth, expected + width, **edge)
        top.axhline(expected, **target)
        # At its right end the funnel is too narrow for a name inside it.
        name = f"E = {_plain(expected)}"
        top.text(1.01, expected, name, transform=top.get_yaxis_transform(), va="center", fontsize=10)
        top.plot(n, means, color=plots.REAL, linestyle="-", linewidth=1.8, label="running mean")
        strays = np.where(outside, means, np.nan)
        if outside.any():
            top.plot(n, strays, **stray, label="outside the funnel")
        top.legend(loc="upper right" if expected < 4 else "lower right")
        z = (means - expected) / (half / 2)
        bottom.set(ylim=(-4, 4), yticks=(-4, -2, 0, 2, 4), ylabel="distance\nfrom E (SD/√n)")
        bottom.set_xlabel("n, rolls so far (log scale)")
        bottom.axhspan(-2, 2, **band)
        bottom.axhline(-2, **edge)
        bottom.axhline(2, **edge)
        bottom.axhline(0, **target)
        bottom.plot(n, z, color=plots.REAL, linestyle="-", linewidth=1.5)
        bottom.plot(n, np.where(outside, z, np.nan), **stray)
        ticks = [1, 10, 100, 1000, 2000]
        bottom.set_xticks(ticks, [str(t) for t in ticks])
        bottom.minorticks_off()
    sentences = "; ".join(die_readout(k, means[k - 1], expected, sigma) for k in checkpoints)
    inside = f"{plots.number(100 * (1 - outside.mean()), 1)} %"
    return plots.describe(
        fig,
        f"The running mean of {MAX_ROLLS} rolls of a {die} die (seed {seed}, E = {_plain(expected)}, SD = "
        f"{plots.number(sigma, 4)}) against the number of rolls n, with the funnel E ± 2·SD/√n: {sentences}. Of all "
        f"n up to {MAX_ROLLS} this run is inside the funnel at {inside}. {funnel_note(die)}",
    )


class DieView(View):
    """The picture and its sentence, drawn from one run that the kernel computed."""

    _esm = view_of("die")

    n = traitlets.Int(100, min=1, max=MAX_ROLLS).tag(sync=True)
    run = traitlets.Dict().tag(sync=True)  # one trait, so that die, means and seed can never be of two runs


class DieExplorer(Explorer):
    """Which die, how many rolls, roll again: `slider` is linked to `view` in the browser, the rest asks the kernel."""

    def __init__(self, die: str = "fair", n: int = 100, seed: int = 1, **kwargs: Any) -> None:
        if not 1 <= n <= MAX_ROLLS:
            raise ValueError(f"The slider goes from 1 to {MAX_ROLLS} rolls, so it cannot start at {n}.")
        self.view = DieView(n=n, run=compute_run(die, seed))
        options = [(label, name) for name, label in DICE_LABELS.items()]
        self.dropdown = ipywidgets.Dropdown(options=options, value=die, description="die")
        tooltip = "Roll all over, with the next seed"
        self.button = ipywidgets.Button(description="Roll again", icon="refresh", tooltip=tooltip)
        self.slider = slider(n, 1, MAX_ROLLS, "n (rolls)", "n, the number of rolls")
        self.dropdown.observe(self.choose, names="value")
        self.button.on_click(self.roll_again)
        rows = [[self.dropdown, self.button], self.slider, self.view]
        super().__init__("die", rows, [(self.slider, self.view, "n")], **kwargs)

    @property
    def seed(self) -> int:
        """The seed of the run on show."""
        return int(self.view.run["seed"])

    def choose(self, change: Any = None) -> None:
        """Roll the die that the dropdown names, with the seed on show."""
        self.view.run = compute_run(self.dropdown.value, self.seed)

    def roll_again(self, button: Any = None) -> None:
        """Roll the same die with the next seed."""
        self.view.run = compute_run(self.dropdown.value, self.seed + 1)


def die_explorer(die: str = "fair", n: int = 100, seed: int = 1) -> DieExplorer:
    """Roll a die, move n, see the mean settle. ValueError for another die, an n off the slider or a negative seed."""
    return DieExplorer(die, n, seed)
