"""Convolution on a line: sides and windows against torch, every stop of the sliders, the browser's sentences."""

from __future__ import annotations

import itertools

import pytest
import torch
from gancourse import plots, widgets
from gancourse.widgets import convolution
from javascript import in_javascript

CASES = list(itertools.product(*(range(low, high + 1) for low, high in convolution.RANGES.values())))


def test_sides_are_those_of_torch():
    for n, k, s, p in CASES[::7]:
        at = convolution.compute_convolution(n, k, s, p)
        if n + 2 * p < k:
            assert at == (0, [], [0] * n, 0)
            continue
        assert at.out == torch.nn.Conv1d(1, 1, k, s, p)(torch.zeros(1, 1, n)).shape[-1]
        if at.back > 0:
            assert at.back == torch.nn.ConvTranspose1d(1, 1, k, s, p)(torch.zeros(1, 1, at.out)).shape[-1]


def test_touched_counts_windows():
    for n, k, s, p in CASES[::11]:
        at = convolution.compute_convolution(n, k, s, p)
        ones = torch.ones(1, 1, n, requires_grad=True)
        if at.out:
            torch.nn.functional.conv1d(ones, torch.ones(1, 1, k), stride=s, padding=p).sum().backward()
            assert at.touched == ones.grad[0, 0].int().tolist()


def test_the_stories_of_the_prose():
    assert convolution.compute_convolution(8, 4, 2, 1)[::3] == (4, 8)
    assert convolution.compute_convolution(7, 3, 2, 0)[::3] == (3, 7)
    assert convolution.compute_convolution(8, 3, 2, 0)[::3] == (3, 7)
    assert set(convolution.compute_convolution(12, 4, 2, 1).touched[1:-1]) == {2}
    assert set(convolution.compute_convolution(11, 3, 2, 0).touched[1:-1]) == {1, 2}


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            (8, 4, 2, 1),
            "n = 8, k = 4, s = 2, p = 1: n_out = 4; transposed, 4 → 8 again; each input lies in 1 to 2 windows",
        ),
        ((4, 1, 1, 0), "n = 4, k = 1, s = 1, p = 0: n_out = 4; transposed, 4 → 4 again; each input lies in 1 window"),
        ((2, 6, 1, 1), "n = 2, k = 6, s = 1, p = 1: the window is wider than the input with its padding"),
    ],
)
def test_convolution_readout(case, sentence):
    assert convolution.convolution_readout(*case) == sentence


def test_convolution_explorer_over_its_sliders():
    explorer = widgets.convolution_explorer()
    for link, name in zip(explorer.links, "nksp", strict=True):
        assert (link.source, link.target) == ((explorer.sliders[name], "value"), (explorer.view, name))
    for n, k, s, p in CASES:
        assert convolution.convolution_readout(n, k, s, p).startswith(f"n = {n}, k = {k}, s = {s}, p = {p}: ")
    assert [explorer.sliders[name].value for name in "nksp"] == [8, 4, 2, 1]


@pytest.mark.parametrize("case", [(0, 4, 2, 1), (8, 7, 2, 1), (8, 4, 4, 1), (8, 4, 2, 3)])
def test_convolution_refuses_what_is_off_its_sliders(case):
    with pytest.raises(ValueError, match=r"goes from \d+ to \d+"):
        widgets.convolution_explorer(*case)


def test_convolution_figure_says_its_numbers():
    cases = [(8, 4, 2, 1), (8, 3, 2, 0), (2, 6, 1, 1)]
    alt = plots.alt_text(widgets.convolution_figure(cases))
    assert all(convolution.convolution_readout(*case) in alt for case in cases)
    with pytest.raises(ValueError, match="one to three"):
        widgets.convolution_figure([])


def test_the_browser_says_the_same_of_every_convolution():
    numbers = [dict(zip("nksp", case, strict=True)) for case in CASES]
    view = convolution.ConvolutionView()
    said = in_javascript(view, "data.map(view.convolutionReadout)", numbers)
    assert said == [convolution.convolution_readout(*case) for case in CASES]
    computed = in_javascript(view, "data.map(view.computeConvolution)", numbers)
    assert [tuple(one.values()) for one in computed] == [convolution.compute_convolution(*case) for case in CASES]
