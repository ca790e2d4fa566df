"""What is seen and measured: against numbers that are known otherwise."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from gancourse.games.clouds import WINDOW, Cloud
from gancourse.playground import Game, Parts, Settings, frames, jsd_estimate, steps
from gancourse.playground.errors import Diverged
from gancourse.playground.look import ARROWS, COLUMNS, MAP, SEEN, Looker, blurred, kl_estimates, noise_grid, table
from scipy import integrate
from scipy.stats import norm

torch.set_num_threads(1)
SMALL = Settings(width=8, batch=16)


def jsd_by_quadrature(distance: float, sigma: float) -> float:
    """Two equal Gaussians in the plane differ along one line only."""

    def integrand(x: float) -> float:
        p, q = norm.pdf(x, 0, sigma), norm.pdf(x, distance, sigma)
        return sum(f * np.log(2 * f / (p + q)) / 2 for f in (p, q) if f > 0)

    return integrate.quad(integrand, -8 * sigma, distance + 8 * sigma, limit=200)[0]


def apart(distance: float, sigma: float) -> Cloud:
    return Cloud(np.array([[distance, 0.0]]), sigma)


def estimates(distance: float, sigma: float, seeds: int = 60):
    masses = Cloud(np.zeros((1, 2)), sigma).bin_masses()
    for seed in range(seeds):
        points = np.array([distance, 0]) + sigma * np.random.default_rng(seed).normal(size=(2000, 2))
        yield jsd_estimate(points, masses)


@pytest.mark.parametrize(("distance", "sigma"), [(0.5, 0.5), (1.0, 0.6), (1.5, 0.6)])
def test_the_jsd_of_two_gaussians_is_that_of_quadrature_within_its_stated_error(distance, sigma):
    exact = jsd_by_quadrature(distance, sigma)
    made = list(estimates(distance, sigma))
    within = np.mean([abs(one.value - exact) <= 2 * one.error for one in made])
    assert within > 0.85
    spread = np.std([one.value for one in made])
    assert np.mean([one.error for one in made]) == pytest.approx(spread, rel=0.3)


@pytest.mark.parametrize(("distance", "sigma"), [(0.3, 0.2), (0.2, 0.1), (0.0, 0.1)])
def test_for_narrow_bells_it_is_the_jsd_in_boxes_which_is_never_more(distance, sigma):
    p, q = Cloud(np.zeros((1, 2)), sigma).bin_masses(), apart(distance, sigma).bin_masses()
    m = (p + q) / 2
    in_boxes = sum(float(np.sum(f[f > 0] * np.log(f[f > 0] / m[f > 0]))) / 2 for f in (p, q))
    assert in_boxes <= (jsd_by_quadrature(distance, sigma) if distance else 0) + 1e-9
    made = list(estimates(distance, sigma))
    assert np.mean([one.value for one in made]) == pytest.approx(in_boxes, abs=2 * np.mean([one.error for one in made]))


def test_nothing_in_common_is_ln_2():
    far = np.full((100, 2), 2.5)
    assert jsd_estimate(far, Cloud(np.array([[-2.0, -2.0]]), 0.1).bin_masses()).value == pytest.approx(np.log(2))
    with pytest.raises(ValueError, match="20 groups need at least as many points, not 5"):
        jsd_estimate(far[:5], Cloud(np.zeros((1, 2)), 1.0).bin_masses())


def test_kl_is_large_where_modes_are_missing_or_where_samples_lie_between_modes():
    two = Cloud(np.array([[-1.5, 0.0], [1.5, 0.0]]), 0.3)
    masses, rng = two.bin_masses(), np.random.default_rng(0)
    right = steps.mixture(2000, two.centers, two.std, rng)
    alike = kl_estimates(right, masses)
    assert 0 <= max(alike) < 0.12, "the luck of 2,000 points, and no more"
    one_mode = kl_estimates(right[right[:, 0] > 0], masses)
    assert one_mode[1] == pytest.approx(np.log(2), abs=0.06), "log of 1 over the half that is covered"
    assert one_mode[0] > 2
    between = np.concatenate([right, steps.mixture(2000, np.zeros((1, 2)), 0.1, rng)])
    assert kl_estimates(between, masses)[1] > 1.5
    assert kl_estimates(between, masses)[0] == pytest.approx(np.log(2), abs=0.1)


def test_kl_of_two_gaussians_is_that_of_the_formula():
    points = np.array([0.6, 0.0]) + 0.6 * np.random.default_rng(1).normal(size=(200_000, 2))
    made = kl_estimates(points, Cloud(np.zeros((1, 2)), 0.6).bin_masses())
    assert made == pytest.approx((0.5, 0.5), abs=0.03), "d²/(2σ²), either way round"


def test_a_coarse_frame_shows_the_same():
    looker = Looker(Game(SMALL))
    fine = frames.encode(looker.look())
    coarse = frames.coarse(fine)
    assert len(coarse) < 0.5 * len(fine)
    one, other = frames.decode(fine), frames.decode(coarse)
    assert one["row"] == other["row"]
    np.testing.assert_allclose(other["fake"], one["fake"], atol=0.0126)
    np.testing.assert_allclose(other["nodes"], one["nodes"][::2, ::2], atol=0.0126)
    blocks = one["d_map"].reshape(20, 2, 20, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(other["d_map"], blocks, atol=0.02)
    assert np.isnan(other["star_map"]).any()
    np.testing.assert_allclose(other["arrows"], one["arrows"], atol=np.abs(one["arrows"]).max() / 60)


def test_measurements_do_not_depend_on_how_often_one_looks():
    rows = []
    for often in (False, True):
        game = Game(SMALL)
        looker = Looker(game)
        for _ in range(4):
            game.iterate()
            if often:
                looker.measure()
                looker.look()
        rows.append(looker.measure())
    assert rows[0] == rows[1]


def test_a_row_holds_the_balance_of_an_undecided_d():
    game = Game(SMALL)
    with torch.no_grad():
        for parameter in game.D.parameters():
            parameter.zero_()
    row = Looker(game).measure()
    assert row.d_loss == pytest.approx(2 * np.log(2), abs=1e-6)
    assert row.g_loss == pytest.approx(np.log(2), abs=1e-6)
    assert (row.d_real, row.d_fake) == (0.5, 0.5)
    assert row.ln2_minus_bce == pytest.approx(0, abs=1e-6)
    assert table([row])[0] == COLUMNS
    assert len(table([row])[1]) == len(COLUMNS)


@pytest.mark.parametrize("loss", ["ls", "wgan-gp"])
def test_what_a_critic_cannot_have_is_not_a_number(loss):
    game = Game(Settings(width=8, batch=16, loss=loss))
    looker = Looker(game)
    row, picture = looker.measure(), looker.look()
    assert np.isnan(row.ln2_minus_bce)
    assert np.isnan(row.gap_to_d_star) == (loss == "wgan-gp")
    assert np.isnan(picture.star_map).all() == (loss == "wgan-gp")
    assert ((picture.d_map >= 0) & (picture.d_map <= 1)).all()


def test_a_frame_says_in_six_kilobytes_what_the_picture_holds():
    game = Game(SMALL)
    looker = Looker(game)
    for _ in range(3):
        game.iterate()
    looker.measure()
    picture = looker.look()
    data = frames.encode(picture)
    assert len(data) < 6500
    made = frames.decode(data)
    assert made["iteration"] == made["row"]["iteration"] == 3
    for name in COLUMNS[1:]:
        assert made["row"][name] == pytest.approx(getattr(picture.row, name), rel=1e-6, abs=1e-6)
    np.testing.assert_allclose(made["shares"], picture.shares, atol=1 / 255)
    np.testing.assert_allclose(made["d_map"], picture.d_map, atol=1 / 254)
    np.testing.assert_allclose(made["star_map"], picture.star_map, atol=1 / 254)
    np.testing.assert_allclose(made["fake"], picture.fake, atol=1e-3)
    np.testing.assert_allclose(made["nodes"], picture.nodes, atol=1e-3)
    np.testing.assert_allclose(made["arrows"], picture.arrows, atol=1e-4 * np.abs(picture.arrows).max())
    assert made["fake"].shape == (SEEN, 2)
    assert made["arrows"].shape == (ARROWS, 2)


def test_a_frame_of_a_generator_that_has_flown_away():
    game = Game(SMALL)
    with torch.no_grad():
        game.G[-1].bias.fill_(float("nan"))
    looker = Looker(game)
    with pytest.raises(Diverged, match="In iteration 0 the samples of G are no numbers any more"):
        looker.look()
    game.G[-1].bias.data.fill_(1e9)
    far = frames.decode(frames.encode(looker.look()))["fake"]
    np.testing.assert_allclose(np.abs(far), 4 * WINDOW, rtol=1e-3)


def test_maps_are_densities_and_rows_go_up():
    ticks = np.linspace(-WINDOW, WINDOW, MAP)
    made = blurred(np.array([[1.0, -0.5]]), 0.4)
    assert made.sum() * (ticks[1] - ticks[0]) ** 2 == pytest.approx(1, abs=1e-3)
    row, column = np.unravel_index(made.argmax(), made.shape)
    assert abs(ticks[column] - 1.0) < 0.1
    assert abs(ticks[row] + 0.5) < 0.1


def test_cells_of_the_noise_have_equal_probability():
    nodes = noise_grid("gaussian", 2).reshape(17, 17, 2)
    np.testing.assert_allclose(np.diff(norm.cdf(nodes[0, :, 0])), 0.98 / 16)
    np.testing.assert_allclose(nodes[:, 0, 1], nodes[0, :, 0])
    assert noise_grid("uniform", 1).shape == (289, 1)


def test_a_map_or_arrows_of_another_shape_are_said_to_be_so():
    game = Game(SMALL, Parts(d_heatmap=lambda d, xlim, ylim, n: np.zeros(n)))
    with pytest.raises(ValueError, match=r"d_heatmap gave an array of shape \(40,\)"):
        Looker(game).look()
    game = Game(SMALL, Parts(sample_arrows=lambda d, x, loss: x[:3]))
    with pytest.raises(ValueError, match=r"sample_arrows gave an array of shape \(3, 2\)"):
        Looker(game).look()
