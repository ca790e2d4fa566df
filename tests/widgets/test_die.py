"""The die: numbers against closed forms and by hand, every callback, the browser's sentences against ours."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import die
from javascript import in_javascript

FAIR, LOADED = die.DICE["fair"], die.DICE["loaded"]


def test_moments():
    assert die.compute_moments(FAIR) == (pytest.approx(3.5), pytest.approx(math.sqrt(35 / 12)))
    assert die.compute_moments(LOADED) == (pytest.approx(4.5), pytest.approx(math.sqrt(3.25)))
    assert die.compute_moments([0, 0, 1]) == (3, 0)


def test_rolls_repeat_and_begin_alike():
    rolls = die.compute_rolls(LOADED, 2000, 5)
    assert rolls.shape == (2000,)
    assert rolls.dtype == np.int64
    assert set(rolls.tolist()) == {1, 2, 3, 4, 5, 6}
    np.testing.assert_array_equal(rolls, die.compute_rolls(LOADED, 2000, 5))
    np.testing.assert_array_equal(rolls[:137], die.compute_rolls(LOADED, 137, 5))
    assert (rolls != die.compute_rolls(LOADED, 2000, 6)).any()


def test_rolls_follow_the_probabilities():
    n = 200_000
    share = np.bincount(die.compute_rolls(LOADED, n, 0), minlength=7)[1:] / n
    np.testing.assert_allclose(share, LOADED, atol=5 * 0.5 / math.sqrt(n))  # five standard deviations, at the most
    assert set(die.compute_rolls([0, 1], 50, 3).tolist()) == {2}


def test_running_mean():
    np.testing.assert_allclose(die.compute_running_mean([6, 1, 2, 3]), [6, 3.5, 3, 3])
    rolls = die.compute_rolls(FAIR, 300, 1)
    np.testing.assert_allclose(die.compute_running_mean(rolls), [rolls[:k].mean() for k in range(1, 301)])


def test_funnel():
    sigma = math.sqrt(35 / 12)
    np.testing.assert_allclose(die.compute_half_width(sigma, [1, 4, 100]), [2 * sigma, sigma, sigma / 5])
    assert die.compute_half_width(sigma, 100) == pytest.approx(0.3415650)
    outside = die.compute_is_outside([3.85, 3.84, 3.15, 3.16], 3.5, sigma, 100)
    assert outside.tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("probs", "n", "mean"), [(FAIR, 420, 1540 / 420), (FAIR, 420, 1400 / 420), (LOADED, 52, 260 / 52)]
)
def test_a_mean_exactly_on_the_edge_is_inside(probs, n, mean):
    expected, sigma = die.compute_moments(probs)
    assert abs(mean - expected) == pytest.approx(2 * sigma / math.sqrt(n), rel=1e-12)
    assert not die.compute_is_outside(mean, expected, sigma, n)


def test_outside_probability_small_cases_by_hand():
    shares = die.compute_outside_probability(FAIR, 3)
    # n = 1: no face is 3.42 from 3.5. n = 2: only 1+1 and 6+6. n = 3: sums under 4.6 or over 16.4, 8 of 216 ways.
    np.testing.assert_allclose(shares.at_n, [0, 2 / 36, 8 / 216], atol=1e-14)
    # Of those 8 ways, 4 had been outside at n = 2 already: 1+1+1, 1+1+2, 6+6+6, 6+6+5.
    np.testing.assert_allclose(shares.by_n, [0, 2 / 36, 2 / 36 + 4 / 216], atol=1e-14)


@pytest.mark.parametrize("probs", [FAIR, LOADED])
def test_outside_probability_is_pointwise_not_uniform(probs):
    shares = die.compute_outside_probability(probs, die.MAX_ROLLS)
    assert np.all((shares.at_n >= 0) & (shares.at_n < 0.06))
    assert shares.at_n[-1] == pytest.approx(math.erfc(math.sqrt(2)), abs=0.002)  # 2Φ(−2) = 0.0455
    assert np.all(np.diff(shares.by_n) >= -1e-12)
    assert np.all(shares.by_n >= shares.at_n - 1e-12)
    assert shares.by_n[-1] > 0.5
    expected, sigma = die.compute_moments(probs)
    runs, n = 400, np.arange(1, die.MAX_ROLLS + 1)
    outside = np.array(
        [
            die.compute_is_outside(die.compute_running_mean(die.compute_rolls(probs, n.size, seed)), expected, sigma, n)
            for seed in range(runs)
        ]
    )
    assert outside.any(axis=1).mean() == pytest.approx(shares.by_n[-1], abs=4 * 0.5 / math.sqrt(runs))
    assert outside[:, 99].mean() == pytest.approx(shares.at_n[99], abs=4 * math.sqrt(0.05 / runs))


@pytest.mark.parametrize(
    "call",
    [
        lambda: die.compute_rolls([0.5, 0.6], 3, 0),
        lambda: die.compute_rolls([1.5, -0.5], 3, 0),
        lambda: die.compute_rolls([math.nan, 1], 3, 0),
        lambda: die.compute_rolls([], 3, 0),
        lambda: die.compute_rolls(np.full((2, 2), 0.25), 3, 0),
        lambda: die.compute_rolls(FAIR, 0, 0),
        lambda: die.compute_rolls(FAIR, 3, -1),
        lambda: die.compute_running_mean([]),
        lambda: die.compute_running_mean([[1, 2]]),
        lambda: die.compute_moments([0.2, 0.2]),
        lambda: die.compute_half_width(-1, 3),
        lambda: die.compute_half_width(math.nan, 3),
        lambda: die.compute_half_width(1, [3, 0]),
        lambda: die.compute_outside_probability(FAIR, 0),
        lambda: die.compute_run("wooden", 1),
        lambda: die.compute_run("fair", -1),
        lambda: die.compute_run("fair", 1, 0),
        lambda: widgets.die_explorer("wooden"),
        lambda: widgets.die_explorer(n=0),
        lambda: widgets.die_explorer(n=2001),
        lambda: widgets.die_explorer(seed=-1),
        lambda: widgets.die_figure(die="wooden"),
        lambda: widgets.die_figure(checkpoints=[0]),
        lambda: widgets.die_figure(checkpoints=[]),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        call()


SIGMA = math.sqrt(35 / 12)


@pytest.mark.parametrize(
    ("n", "mean", "sentence"),
    [
        (100, 3.42, "after 100 rolls the mean is 3.42, 0.08 below 3.5; the funnel allows ±0.34"),
        (1, 6.0, "after 1 roll the mean is 6.00, 2.50 above 3.5; the funnel allows ±3.42"),
        (2, 3.5, "after 2 rolls the mean is 3.50, exactly 3.5; the funnel allows ±2.42"),
        (1000, 3.502, "after 1000 rolls the mean is 3.502, 0.002 above 3.5; the funnel allows ±0.108"),
        (100, 3.16, "after 100 rolls the mean is 3.160, 0.340 below 3.5; the funnel allows ±0.342"),
        (
            100, 3.85,
            "after 100 rolls the mean is 3.85, 0.35 above 3.5; that is outside the funnel, which allows ±0.34",
        ),
    ],
)  # fmt: skip
def test_die_readout(n, mean, sentence):
    assert die.die_readout(n, mean, 3.5, SIGMA) == sentence


@pytest.mark.parametrize("name", list(die.DICE))
def test_note_gives_both_shares(name):
    shares = die.compute_outside_probability(die.DICE[name], die.MAX_ROLLS)
    note = die.funnel_note(name)
    assert f"({100 * shares.at_n[-1]:.1f} % at n = 2000)" in note
    assert f"{100 * shares.by_n[-1]:.0f} % of runs are outside somewhere" in note


def check_run(explorer: widgets.DieExplorer, name: str, seed: int) -> None:
    run = explorer.view.run
    assert (run["die"], run["seed"], explorer.seed) == (name, seed, seed)
    rolls = die.compute_rolls(die.DICE[name], die.MAX_ROLLS, seed)
    np.testing.assert_allclose(run["means"], np.cumsum(rolls) / np.arange(1, die.MAX_ROLLS + 1))
    assert (run["expected"], run["sigma"]) == die.compute_moments(die.DICE[name])
    assert set(run) == {"die", "seed", "expected", "sigma", "means"}, "nothing that a reader is asked to predict"
    json.dumps(run)


def test_die_explorer_dropdown_and_button():
    explorer = widgets.die_explorer()
    check_run(explorer, "fair", 1)
    assert {value for _, value in explorer.dropdown.options} == set(die.DICE)
    for name in ("loaded", "fair", "loaded"):
        explorer.dropdown.value = name  # an error in the callback comes out here
        check_run(explorer, name, 1)
    for seed in (2, 3, 4):
        explorer.roll_again(explorer.button)
        check_run(explorer, "loaded", seed)
    explorer.button.click()  # this way errors are only logged, but it shows that the button is connected
    check_run(explorer, "loaded", 5)
    explorer.dropdown.value = "fair"
    check_run(explorer, "fair", 5)


@pytest.mark.parametrize("name", list(die.DICE))
def test_die_explorer_over_its_whole_slider(name):
    explorer = widgets.die_explorer(name, n=1, seed=4)
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.slider, "value"), (explorer.view, "n"))
    assert (explorer.slider.min, explorer.slider.max) == (1, 2000)
    run = explorer.view.run
    outside = 0
    for n in range(1, die.MAX_ROLLS + 1):
        explorer.slider.value = explorer.view.n = n
        sentence = die.die_readout(n, run["means"][n - 1], run["expected"], run["sigma"])
        assert sentence.startswith(f"after {n} roll")
        outside += "outside" in sentence
    means, n = np.array(run["means"]), np.arange(1, die.MAX_ROLLS + 1)
    assert outside == die.compute_is_outside(means, run["expected"], run["sigma"], n).sum() > 0


@pytest.mark.parametrize(("seed", "name"), [(1, "fair"), (4, "fair"), (4, "loaded")])
def test_die_figure_says_its_numbers(seed, name):
    fig = widgets.die_figure(seed, name, checkpoints=(1, 10, 420, 2000))
    alt = plots.alt_text(fig)
    run = die.compute_run(name, seed)
    for n in (1, 10, 420, 2000):
        sentence = die.die_readout(n, run["means"][n - 1], run["expected"], run["sigma"])
        assert sentence in alt
    assert die.funnel_note(name) in alt
    assert f"seed {seed}" in alt
    assert "<img" in plots.figure_html(fig, alt)


@pytest.mark.parametrize("name", list(die.DICE))
def test_the_browser_says_the_same_of_every_roll(name):
    expected, sigma = die.compute_moments(die.DICE[name])
    cases = []
    for seed in range(6):
        means = die.compute_run(name, seed)["means"]
        cases += [[n, means[n - 1], expected, sigma] for n in range(1, die.MAX_ROLLS + 1)]
    # Means exactly on the edge of the funnel.
    cases += [[420, (1470 + k) / 420, 3.5, SIGMA] for k in (-71, -70, -69, 69, 70, 71)]
    cases += [[52, (234 + k) / 52, 4.5, math.sqrt(3.25)] for k in (-27, -26, -25, 25, 26, 27)]
    theirs = in_javascript(die.DieView, "data.map((row) => view.dieReadout(...row))", cases)
    assert theirs == [die.die_readout(*case) for case in cases]
