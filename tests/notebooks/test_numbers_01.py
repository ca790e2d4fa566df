"""Every number in the prose of 01-cross-entropy, computed; and the known numbers that belong to it."""

from __future__ import annotations

import re

import nbformat
import numpy as np
import pytest
from scipy.stats import norm

from autograder.course import Course

COURSE = Course.find()
PROSE = "\n".join(
    cell.source
    for cell in nbformat.read(COURSE.source_notebook("01-cross-entropy"), as_version=4).cells
    if cell.cell_type == "markdown"
)


def sigmoid(s):
    return 1 / (1 + np.exp(-s))


die = np.arange(1, 7)
PRINTED = {
    "3.5": die.mean(),
    "1.7078": die.std(),
    "0.0455": 2 * norm.sf(2),
    "0.105361": -np.log(0.9),
    "2.302585": -np.log(0.1),
    "0.9999999999999999": 0.7 + 0.2 + 0.1,
    "16.1": -np.log(1e-7),
    "9.4e-14": sigmoid(-30.0),
    "0.504614": -2 * np.mean(np.log([0.9, 0.9, 0.9, 0.5])),
}


@pytest.mark.parametrize("text", PRINTED)
def test_a_printed_number_is_what_is_computed(text):
    assert text in PROSE
    digits = len(re.sub(r"e.*", "", text).replace(".", "").lstrip("0"))
    assert f"{PRINTED[text]:.{digits}g}" == f"{float(text):.{digits}g}"


def test_five_is_small_enough_to_tell_ddof_apart():
    assert "12 %" in PROSE
    assert round(100 * (np.sqrt(5 / 4) - 1)) == 12


def test_the_envelope_of_the_iterated_logarithm_passes_the_funnel_near_1600():
    assert r"n \approx 1600" in PROSE
    assert round(np.exp(np.exp(2)), -2) == 1600  # √(2 ln ln n) = 2


def test_twenty_rolls_leave_the_funnel_at_most_twice_for_most_people():
    from scipy.stats import binom

    assert "most people count 0, 1 or 2" in PROSE
    assert binom.cdf(2, 20, 0.0455) > 0.9


def test_the_loaded_die_balances_at_four_and_a_half():
    assert "from 3.5 to 4.5" in PROSE
    assert die @ [0.1, 0.1, 0.1, 0.1, 0.1, 0.5] == pytest.approx(4.5)


def test_the_second_detective_pays_almost_22_times_as_much():
    assert "almost 22 times worse" in PROSE
    assert 21.5 < np.log(0.1) / np.log(0.9) < 22


def test_the_product_of_coins_underflows_where_the_prose_says():
    assert "1100 or more fair coins" in PROSE
    assert np.prod(np.full(1100, 0.5)) == 0
    assert "710" in PROSE
    assert np.isfinite(np.exp(709.0))
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0))


def test_sigmoid_of_minus_forty_keeps_its_digits():
    assert r"\sigma(-40) = 4.248\cdot 10^{-18}" in PROSE
    assert np.exp(-40) / (1 + np.exp(-40)) == pytest.approx(4.248e-18, rel=1e-4)
    assert 0.5 * (1 + np.tanh(-20.0)) == 0  # what the commentary says of tanh


def test_known_numbers_of_the_basics():
    known = {
        -np.log(0.68): 0.385662,
        -np.log(0.32): 1.139434,
        sigmoid(1): 0.731059,
        sigmoid(-0.5): 0.377541,
        sigmoid(-1.5): 0.182426,
        np.var(die): 35 / 12,
        -np.log(4): -1.386294,
        np.log(2): 0.693147,
        np.log(0.9) + np.log(0.5): -0.798508,
    }
    for computed, printed in known.items():
        assert computed == pytest.approx(printed, abs=5e-7)


def test_torch_clamps_the_loss_at_100_as_the_commentary_says():
    import torch

    loss = torch.nn.BCELoss()(torch.sigmoid(torch.tensor([1e4])), torch.tensor([0.0]))
    assert float(loss) == 100.0


def test_the_absolute_difference_rewards_exaggeration():
    p = np.linspace(0, 1, 101)
    with np.errstate(divide="ignore"):
        log_score = -0.7 * np.log(p) - 0.3 * np.log(1 - p)
    assert p[np.argmin(log_score)] == pytest.approx(0.7)
    assert p[np.argmin(0.7 * (1 - p) + 0.3 * p)] == 1.0
