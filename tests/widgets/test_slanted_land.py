"""The widget of Slanted Land: its numbers against closed forms, every callback, and the browser's half against ours."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from gancourse import plots, slanted_land, widgets
from gancourse.widgets import slanted_land as view_module
from javascript import in_javascript

SIGNS = np.array([1.0, -1.0, -1.0, 1.0])
HAND = {"w": SIGNS, "b": -1.0, "v": SIGNS, "c": SIGNS}


def a_training(n: int = 11, seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    parts = {name: 3 * rng.normal(size=(n, 4)) for name in "wvc"}
    return {"epoch": 10 * np.arange(n), **parts, "b": rng.normal(size=n)}


# ---- the numbers ----------------------------------------------------------------------------------------------------


def test_the_hand_made_pair():
    painting = view_module.compute_painting(view_module.as_networks(HAND), 0, 0.7)
    np.testing.assert_allclose(painting.pixels, [0.845535, 0.154465, 0.154465, 0.845535], atol=5e-7)
    assert painting.said == pytest.approx(0.594389, abs=5e-7)
    assert painting.reach == pytest.approx(1 / (1 + math.exp(-2)) - 1 / (1 + math.exp(-1)), rel=1e-12)


def test_the_reach_is_the_largest_change_over_all_z():
    nets = view_module.as_networks(a_training())
    grid = np.linspace(0, 1, 501)
    for k in range(len(nets.b)):
        pixels = np.array([view_module.compute_painting(nets, k, z).pixels for z in grid])
        assert view_module.compute_painting(nets, k, 0.3).reach == pytest.approx(np.ptp(pixels, axis=0).max())


def test_readouts():
    nets = view_module.as_networks(HAND)
    assert view_module.slanted_land_readout(None, 0.7, view_module.compute_painting(nets, 0, 0.7)) == (
        "z = 0.70: G paints 0.85, 0.15, 0.15, 0.85; D says 0.594; from z = 0 to 1 a pixel changes by 0.15 at most"
    )
    training = a_training()
    sentence = view_module.slanted_land_readout(
        40, 0.0, view_module.compute_painting(view_module.as_networks(training), 4, 0.0)
    )
    assert sentence.startswith("epoch 40, z = 0.00: G paints ")


@pytest.mark.parametrize(
    "given",
    [
        {"w": SIGNS, "b": -1.0, "v": SIGNS},
        {**HAND, "w": np.ones(3)},
        {**HAND, "b": np.ones(2)},
        {**HAND, "v": [1, 2, 3, math.nan]},
        {**a_training(), "epoch": np.zeros(11, dtype=int)},
        {**a_training(), "epoch": np.arange(3)},
        {**a_training(), "b": 1.0},
    ],
)
def test_what_is_no_pair_of_networks_is_refused_in_a_sentence(given):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        view_module.as_networks(given)


# ---- the explorer ---------------------------------------------------------------------------------------------------


def test_explorer_with_one_pair_over_its_whole_slider():
    explorer = widgets.slanted_land_explorer(HAND, z=0.7)
    assert explorer.children == (explorer.z_slider, explorer.view)
    assert explorer.view.networks["epochs"] is None
    nets = view_module.as_networks(HAND)
    for z in np.round(np.arange(0, 1.001, 0.01), 2):
        explorer.z_slider.value = explorer.view.z = float(z)
        painting = view_module.compute_painting(nets, 0, explorer.view.z)
        # The score of the hand-made pair is 4σ(1 + z) − 3, so D says ½ at z = ln 3 − 1.
        assert (painting.said >= 0.5) == (z >= math.log(3) - 1)
    json.dumps(explorer.view.networks)


def test_explorer_of_a_training_over_its_slider_and_all_epochs():
    training = a_training(21)
    explorer = widgets.slanted_land_explorer(training)
    assert explorer.children == (explorer.z_slider, explorer.view)
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.z_slider, "value"), (explorer.view, "z"))
    assert explorer.view.epoch == 0
    for epoch in range(0, 201, 10):
        explorer.view.epoch = epoch
        for z in (0.0, 0.37, 1.0):
            explorer.z_slider.value = explorer.view.z = z
            sentence = view_module.slanted_land_readout(
                epoch, z, view_module.compute_painting(view_module.as_networks(training), epoch // 10, z)
            )
            assert sentence.startswith(f"epoch {epoch}, z = {z:.2f}: ")
    json.dumps(explorer.view.networks)


@pytest.mark.parametrize("z", [-0.1, 1.1])
def test_a_z_off_the_slider_is_refused(z):
    with pytest.raises(ValueError, match="from 0 to 1"):
        widgets.slanted_land_explorer(HAND, z=z)
    with pytest.raises(ValueError, match="lies in"):
        widgets.slanted_land_figure(HAND, z=z)


def test_figures_say_their_numbers():
    alt = plots.alt_text(widgets.slanted_land_figure(HAND, z=0.7))
    assert "G paints 0.85, 0.15, 0.15, 0.85; D says 0.594" in alt
    assert "w = 1.00, −1.00, −1.00, 1.00; b = −1.00" in alt
    training = a_training()
    for epoch in (0, 50, 100):
        fig = widgets.slanted_land_figure(training, epoch=epoch)
        assert f"epoch {epoch}, z = 0.50" in plots.alt_text(fig)
        assert "<img" in plots.figure_html(fig, plots.alt_text(fig))
    with pytest.raises(ValueError, match="no epoch 55"):
        widgets.slanted_land_figure(training, epoch=55)


def test_images_figure():
    images, titles = np.arange(12).reshape(3, 4) / 11, ["a", "b", "c"]
    fig = slanted_land.images_figure(images, titles, columns=2)
    shown = [ax for ax in fig.axes if ax.images]
    assert [ax.get_title(loc="center") for ax in shown] == titles
    np.testing.assert_allclose(shown[1].images[0].get_array(), images[1].reshape(2, 2))
    assert shown[0].images[0].get_cmap()(0.0)[:3] == (1.0, 1.0, 1.0), "0 is white"
    assert shown[0].images[0].get_cmap()(1.0)[:3] == (0.0, 0.0, 0.0), "1 is black"
    assert "c: 0.73, 0.82, 0.91, 1.00" in plots.alt_text(fig)
    with pytest.raises(ValueError, match="one title"):
        slanted_land.images_figure(images, ["a"])
    with pytest.raises(ValueError, match="shape"):
        slanted_land.images_figure(np.ones((1, 3)), ["a"])


# ---- the recorder ---------------------------------------------------------------------------------------------------


def test_recorder_keeps_copies_of_what_each_round_began_with():
    def in_place(x, z, w, b, v, c, lr):
        w += lr
        return w, b + 1, v + x, c

    recorder = slanted_land.Recorder(in_place)
    w, b, v, c = np.zeros(4), 0.0, np.zeros(4), np.zeros(4)
    for k in range(10):
        w, b, v, c = recorder(np.full(4, k), k / 10, w, b, v, c, 0.5)
    history = recorder.history()
    np.testing.assert_allclose(history["w"], np.repeat(0.5 * np.arange(10), 4).reshape(10, 4))
    np.testing.assert_allclose(history["b"], np.arange(10))
    np.testing.assert_allclose(history["z"], np.arange(10) / 10)
    assert {name: part.shape for name, part in history.items()} == {
        "x": (10, 4), "z": (10,), "w": (10, 4), "b": (10,), "v": (10, 4), "c": (10, 4),
    }  # fmt: skip
    networks = recorder.networks(rounds_per_epoch=5, every=1)
    assert networks["epoch"].tolist() == [0, 1, 2]
    assert networks["b"].tolist() == [0, 5, 10]
    np.testing.assert_allclose(networks["w"][:, 0], [0, 2.5, 5])


def test_the_browser_says_the_same_of_every_epoch():
    training = a_training(21, seed=3)
    cases = [(epoch, round(z, 2)) for epoch in range(0, 201, 5) for z in np.linspace(0, 1, 21)]
    networks = widgets.slanted_land_explorer(training).view.networks
    expression = (
        "data.cases.map(([epoch, z]) => { const net = view.pairAt(data.networks, epoch); "
        "return view.slantedLandReadout(net.epoch, z, view.slantedLand(net, z)); })"
    )
    theirs = in_javascript(view_module.SlantedLandView, expression, {"networks": networks, "cases": cases})
    nets = view_module.as_networks(training)
    ours = [
        view_module.slanted_land_readout(epoch // 10 * 10, z, view_module.compute_painting(nets, epoch // 10, z))
        for epoch, z in cases
    ]
    assert theirs == ours
