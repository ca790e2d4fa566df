"""Every number a widget shows, against a closed form; every callback, called; the browser's sentences, against ours."""

from __future__ import annotations

import json
import math
import re

import anywidget
import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import die, log_loss
from javascript import NODE, in_javascript

FAIR, LOADED = die.DICE["fair"], die.DICE["loaded"]
SLIDER = [round(0.001 * k, 3) for k in range(1, 1000)]


# ---- log loss -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "loss_y1", "loss_y0"),
    [(0.9, 0.105361, 2.302585), (0.1, 2.302585, 0.105361), (0.68, 0.385662, 1.139434), (0.5, math.log(2), math.log(2))],
)
def test_log_loss_known_values(p, loss_y1, loss_y0):
    at_p = log_loss.compute_log_loss(p)
    assert at_p.loss_y1 == pytest.approx(loss_y1, abs=5e-7)
    assert at_p.loss_y0 == pytest.approx(loss_y0, abs=5e-7)
    assert at_p.slope_y1 == pytest.approx(-1 / p, rel=1e-15)
    assert at_p.slope_y0 == pytest.approx(1 / (1 - p), rel=1e-15)


def test_log_loss_slopes_are_the_derivatives():
    p, h = np.linspace(0.01, 0.99, 99), 1e-6
    at_p, before, after = (log_loss.compute_log_loss(q) for q in (p, p - h, p + h))
    np.testing.assert_allclose(at_p.slope_y1, (after.loss_y1 - before.loss_y1) / (2 * h), rtol=1e-6)
    np.testing.assert_allclose(at_p.slope_y0, (after.loss_y0 - before.loss_y0) / (2 * h), rtol=1e-6)


def test_log_loss_keeps_shape_and_digits():
    p = np.full((2, 3), 0.25, dtype=np.float32)
    assert all(values.shape == (2, 3) and values.dtype == np.float64 for values in log_loss.compute_log_loss(p))
    tiny = 1e-20  # 1 − p is 1 in float64, yet the loss is p
    assert log_loss.compute_log_loss(tiny).loss_y0 == pytest.approx(tiny, rel=1e-15)


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.1, math.nan, [0.5, 1.0]])
def test_log_loss_refuses_what_has_no_tangent(p):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        log_loss.compute_log_loss(p)


def test_log_loss_curves():
    curves = log_loss.compute_log_loss_curves(999)
    np.testing.assert_allclose(curves.p, SLIDER, rtol=1e-12)
    np.testing.assert_allclose(curves.loss_y1, -np.log(SLIDER), rtol=1e-10)
    np.testing.assert_allclose(curves.loss_y0, curves.loss_y1[::-1], rtol=1e-10)  # swapping labels mirrors p
    with pytest.raises(ValueError, match="at least two points"):
        log_loss.compute_log_loss_curves(1)


def test_log_loss_readout():
    assert log_loss.log_loss_readout(0.9) == (
        "p = 0.900: if y = 1 the loss is 0.105 nats (slope −1.11); if y = 0 it is 2.303 nats (slope 10.00)"
    )


def test_log_loss_explorer_over_its_whole_slider():
    explorer = widgets.log_loss_explorer()
    assert explorer.children == (explorer.slider, explorer.view)
    assert (explorer.link.source, explorer.link.target) == ((explorer.slider, "value"), (explorer.view, "p"))
    assert (explorer.slider.min, explorer.slider.max, explorer.slider.step) == (0.001, 0.999, 0.001)
    assert explorer.view.p == explorer.slider.value
    for p in SLIDER:
        explorer.slider.value = explorer.view.p = p
        assert (explorer.slider.value, explorer.view.p) == (p, p)
        assert log_loss.log_loss_readout(explorer.view.p).startswith(f"p = {p:.3f}: ")
    assert max(explorer.view.curves["loss_y1"]) < 7, "the axis of the view ends at 7 nats"
    json.dumps(explorer.view.curves)


@pytest.mark.parametrize("p", [0, 1, 2])
def test_log_loss_explorer_refuses_a_start_off_its_slider(p):
    with pytest.raises(ValueError, match="cannot start at"):
        widgets.log_loss_explorer(p)


@pytest.mark.parametrize("ps", [(0.1, 0.5, 0.9), (0.5,), (0.002, 0.998), [0.1, 0.3, 0.5, 0.7, 0.9]])
def test_log_loss_figure_says_its_numbers(ps):
    fig = widgets.log_loss_figure(ps)
    alt = plots.alt_text(fig)
    for p in ps:
        assert log_loss.log_loss_readout(p) in alt
    points = {
        (x, y)
        for line in fig.axes[0].lines
        for x, y in zip(*line.get_data(), strict=True)
        if len(line.get_xdata()) == 1
    }
    for p in ps:
        for loss in (-math.log(p), -math.log1p(-p)):
            assert any(math.isclose(x, p) and math.isclose(y, loss) for x, y in points)
    assert "alt=" in plots.figure_html(fig, alt)


@pytest.mark.parametrize("ps", [(), [0.1] * 6, [0.0], [0.5, 1.0]])
def test_log_loss_figure_refuses(ps):
    with pytest.raises(ValueError, match=r"one to five|strictly between"):
        widgets.log_loss_figure(ps)


# ---- saturation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [0.01, 0.001])
def test_saturation_is_where_rounding_says(step):
    brain, half, single, double = log_loss.compute_saturation(step)
    assert [r.name for r in (brain, half, single, double)] == ["bfloat16", "float16", "float32", "float64"]
    assert [r.significand_bits for r in (brain, half, single, double)] == [8, 11, 24, 53]
    # Rounded once: where 1 − σ(s) is half the gap below 1, up to the next number of the format on the grid.
    assert brain.logit == 6.25
    assert math.log(2**9 - 1) == pytest.approx(6.2364, abs=5e-5)
    gap = 2.0**-7  # between float16's numbers from 8 to 16
    assert math.log(2**12 - 1) - gap / 2 <= half.logit <= math.log(2**12 - 1) + gap
    # In their own arithmetic: where 1 + e^(−s) is 1.
    for record in (single, double):
        edge = record.significand_bits * math.log(2)
        assert edge - 1e-6 <= record.logit <= edge + step + 1e-6


def test_saturation_known_values():
    assert [plots.number(r.logit, 2) for r in log_loss.compute_saturation()] == ["6.25", "8.32", "16.64", "36.74"]


def test_saturation_in_the_formats_themselves():
    *_, single, double = log_loss.compute_saturation()
    for record, kind in ((single, np.float32), (double, np.float64)):
        one, s, less = kind(1), kind(record.logit), kind(record.logit - 0.01)
        assert one / (one + np.exp(-s)) == 1
        assert one / (one + np.exp(-less)) < 1


def test_bfloat16_keeps_eight_bits_and_rounds_ties_to_even():
    step = 2.0**-7  # between bfloat16's numbers from 1 to 2
    x = np.array(
        [1, 1 + step / 2, 1 + 1.5 * step, 1 + 0.51 * step, -(1 + 0.51 * step), 6.24, 0, 1 - 2.0**-9], np.float32
    )
    expected = [1, 1, 1 + 2 * step, 1 + step, -(1 + step), 6.25, 0, 1]
    assert log_loss._round_to_bfloat16(x).tolist() == expected


@pytest.mark.parametrize("step", [0, -1, 1.5, math.nan])
def test_saturation_refuses_a_grid_it_cannot_walk(step):
    with pytest.raises(ValueError, match="spacing"):
        log_loss.compute_saturation(step)


def test_saturation_figure_says_its_numbers():
    fig = widgets.saturation_figure()
    alt = plots.alt_text(fig)
    for record in log_loss.compute_saturation():
        assert f"{plots.number(record.logit, 2)} in {record.name}" in alt
    assert "<img" in plots.figure_html(fig, alt)


# ---- die ------------------------------------------------------------------------------------------------------------


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
            "after 100 rolls the mean is 3.85, 0.35 above 3.5; that is outside the funnel, which allows ±0.34 "
            "(at n = 100 alone, 4.3 % of all runs are outside)",
        ),
    ],
)  # fmt: skip
def test_die_readout(n, mean, sentence):
    assert die.die_readout(n, mean, 3.5, SIGMA, 0.0432) == sentence


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
    assert len(run["outside_share"]) == die.MAX_ROLLS
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
    assert (explorer.link.source, explorer.link.target) == ((explorer.slider, "value"), (explorer.view, "n"))
    assert (explorer.slider.min, explorer.slider.max) == (1, 2000)
    run = explorer.view.run
    outside = 0
    for n in range(1, die.MAX_ROLLS + 1):
        explorer.slider.value = explorer.view.n = n
        sentence = die.die_readout(n, run["means"][n - 1], run["expected"], run["sigma"], run["outside_share"][n - 1])
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
        sentence = die.die_readout(n, run["means"][n - 1], run["expected"], run["sigma"], run["outside_share"][n - 1])
        assert sentence in alt
    assert run["note"] in alt
    assert f"seed {seed}" in alt
    assert "<img" in plots.figure_html(fig, alt)


# ---- the browser's half ---------------------------------------------------------------------------------------------

VIEWS = [(log_loss.LogLossView, "log-loss-readout"), (die.DieView, "die-readout")]


@pytest.mark.parametrize(("view", "readout"), VIEWS)
def test_views_work_offline_and_know_their_traits(view, readout):
    code, style = str(view._esm), str(view._css)
    assert not re.search(r"^\s*import\b|\bimport\(|\brequire\(|\bfetch\(|@import", code + style, re.MULTILINE)
    assert set(re.findall(r"https?://[^\"'\s]+", code + style)) <= {"http://www.w3.org/2000/svg"}  # a name, not a page
    asked = set(re.findall(r'model\.get\("(\w+)"\)', code)) | set(re.findall(r'model\.on\("change:(\w+)"', code))
    own = set(view.class_traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True)) - {"_esm", "_css"}
    assert asked == own
    listened = re.findall(r'model\.on\("(.+?)"', code)
    assert listened == re.findall(r'model\.off\("(.+?)"', code), "a view that is closed must stop listening"
    assert f'"data-testid": "{readout}"' in code
    assert 'role: "status"' in code
    assert '"aria-live": "polite"' in code
    for colour in set(plots.PALETTE.values()):
        assert colour not in code, "colours come from plots.py alone"
    for use in set(re.findall(r"palette\.(\w+)", code)) | set(re.findall(r'colour: "(\w+)"', code)):
        assert use in plots.PALETTE
    assert view().palette == plots.PALETTE
    # The hatched-out colours of the style sheet are theme variables; the one data colour in it is FAKE.
    assert set(re.findall(r"(?<!, )#[0-9a-f]{6}\b", style)) <= {plots.FAKE.lower()}


def test_dashes_agree_with_the_figures():
    wanted = " ".join(f"{length:g}" for length in plots.FAKE_DASHES[1])
    assert f'FAKE_DASHES = "{wanted}"' in log_loss.LogLossView._esm


def test_every_class_of_the_views_has_a_style():
    styled = set(re.findall(r"\.(gc-[a-z-]+)", log_loss.LogLossView._css))
    structural = {"gc-explorer", "gc-clip"}
    used = set(re.findall(r"\bgc-[a-z]+(?:-[a-z]+)*", log_loss.LogLossView._esm + die.DieView._esm))
    assert used - structural <= styled


@pytest.mark.skipif(NODE is None, reason="no JavaScript engine on the PATH; the browser check covers this")
class TestJavaScriptAgrees:
    def test_log_loss_values(self, tmp_path):
        theirs = in_javascript(tmp_path, log_loss.LogLossView, "data.map(view.logLoss)", SLIDER)
        ours = log_loss.compute_log_loss(SLIDER)
        for name in ours._fields:
            np.testing.assert_allclose([at_p[name] for at_p in theirs], getattr(ours, name), rtol=1e-14)

    def test_log_loss_sentences(self, tmp_path):
        theirs = in_javascript(tmp_path, log_loss.LogLossView, "data.map(view.logLossReadout)", SLIDER)
        assert theirs == [log_loss.log_loss_readout(p) for p in SLIDER]

    @pytest.mark.parametrize("name", list(die.DICE))
    def test_die_sentences(self, tmp_path, name):
        expected, sigma = die.compute_moments(die.DICE[name])
        share = die.compute_outside_probability(die.DICE[name], die.MAX_ROLLS).at_n.round(6)
        cases = []
        for seed in range(6):
            means = die.compute_run(name, seed)["means"]
            cases += [[n, means[n - 1], expected, sigma, float(share[n - 1])] for n in range(1, die.MAX_ROLLS + 1)]
        # Means exactly on the edge of the funnel.
        cases += [[420, (1470 + k) / 420, 3.5, SIGMA, 0.04] for k in (-71, -70, -69, 69, 70, 71)]
        cases += [[52, (234 + k) / 52, 4.5, math.sqrt(3.25), 0.04] for k in (-27, -26, -25, 25, 26, 27)]
        theirs = in_javascript(tmp_path, die.DieView, "data.map((row) => view.dieReadout(...row))", cases)
        assert theirs == [die.die_readout(*case) for case in cases]
