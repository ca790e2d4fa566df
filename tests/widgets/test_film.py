"""Films: the frames of a time-lapse and of a walk, the player, the pictures in a real browser."""

from __future__ import annotations

import base64
import io
import json

import numpy as np
import pytest
import torch
from gancourse import data, plots, training, widgets
from javascript import show
from PIL import Image


def reports(*steps):
    return [training.Report(step, 1.0, 100.0, 1.0 + step / 1000, 0.7, 0.6, 0.4) for step in steps]


def grey(n, value):
    return torch.full((n, 1, 8, 8), value, dtype=torch.uint8)


def test_a_timelapse_says_the_last_report_of_each_grid():
    frames = widgets.compute_timelapse(reports(10, 20, 30), [(0, grey(9, 0)), (25, grey(9, 90)), (30, grey(9, 255))])
    assert frames[0]["text"] == "step 0"
    assert frames[1]["text"] == "step 25: D(x) = 0.60, D(G(z)) = 0.40, loss of D 1.02, of G 0.70 nats"
    assert "loss of D 1.03" in frames[2]["text"]
    assert frames[0]["images"][0].shape == (18, 78)  # two rows, eight columns, gaps of 2
    assert frames[1]["images"][0][0, 0] == 90


def halves(z):
    """Images (n, 1, 2, 2) whose pixels are the first number of the noise."""
    return torch.from_numpy(np.clip(z[:, :1, None, None] * np.ones((1, 1, 2, 2)), 0, 255).astype(np.uint8))


def straight(z0, z1, t):
    return (1 - t) * z0 + t * z1


def test_a_walk_passes_every_stop():
    stops = np.array([[0.0, 1.0], [120.0, 1.0], [240.0, 1.0]])
    frames = widgets.compute_walk(halves, stops, (straight, straight), steps=4)
    assert [int(frame["images"][0][0, 0]) for frame in frames] == [0, 30, 60, 90, 120, 150, 180, 210, 240]
    assert frames[0]["text"].startswith("z1 → z2, t = 0.00: length of the noise straight 1.0, straight 1.0")
    assert frames[-1]["text"].startswith("z2 → z3, t = 1.00")
    assert all(frame["text"].endswith("typical is √2 = 1.4") for frame in frames)
    with pytest.raises(ValueError, match="at least two stops"):
        widgets.compute_walk(halves, stops[:1], (straight,))


def test_film_explorer_has_every_frame():
    frames = widgets.compute_timelapse(reports(1), [(step, grey(8, 10 * step)) for step in range(5)])
    explorer = widgets.film_explorer(frames, captions=("samples",), name="step")
    assert (explorer.view.noun, len(explorer.view.frames)) == ("step", 5)
    for i, frame in enumerate(explorer.view.frames):
        address = frame["images"][0]
        png = base64.b64decode(address.removeprefix("data:image/png;base64,"), validate=True)
        assert np.asarray(Image.open(io.BytesIO(png)))[0, 0] == 10 * i
        assert frame["text"].startswith(f"step {i}")
    json.dumps(explorer.view.frames)


def test_films_in_colour():
    colours = data.tiny_images(8, 16).pixels.expand(-1, 3, -1, -1)
    frames = widgets.compute_timelapse([], [(0, colours)])
    assert frames[0]["images"][0].shape == (16, 142, 3)
    assert widgets.film_explorer(frames).view.frames[0]["images"][0].startswith("data:image/png")


@pytest.mark.parametrize("count", [1, 3, 20])
def test_film_figure_says_its_frames(count):
    frames = widgets.compute_timelapse(reports(1), [(step, grey(8, 0)) for step in range(count)])
    alt = plots.alt_text(widgets.film_figure(frames, captions=("samples",)))
    assert frames[0]["text"] in alt
    assert frames[-1]["text"] in alt
    assert f"of {count} frames" in alt


def test_films_without_frames_are_refused():
    for made in (widgets.film_explorer, widgets.film_figure):
        with pytest.raises(ValueError, match="at least one frame"):
            made([])


def test_the_pictures_of_a_frame_are_shown_and_described():
    frames = [
        {"images": [np.full((4, 4), 40 * i, np.uint8), np.full((2, 4), 255, np.uint8)], "text": f"step {i}"}
        for i in range(3)
    ]
    explorer = widgets.film_explorer(frames, captions=("ours", "theirs"))
    stand = show(explorer.view)
    images = "[...stand.el.querySelectorAll('figure img')]"
    for i in (0, 2, 1):
        stand.change(frame=i)
        assert stand.ask(f"{images}.map((one) => one.src)") == explorer.view.frames[i]["images"]
        assert stand.ask(f"{images}.map((one) => one.alt)") == [f"ours: step {i}", f"theirs: step {i}"]
        assert stand.readout() == f"step {i}"
    assert stand.ask("[...stand.el.querySelectorAll('figcaption')].map((one) => one.textContent)") == ["ours", "theirs"]
    assert stand.ask(f"{images}.every((one) => one.complete && one.naturalWidth === 4)")


def test_the_player_plays_to_the_last_frame_and_a_screen_reader_is_not_spoken_to_meanwhile():
    frames = [{"images": [np.full((4, 4), 40 * i, np.uint8)], "text": f"step {i}"} for i in range(4)]
    stand = show(widgets.film_explorer(frames, name="step").view, interval=1)
    live = "stand.el.querySelector('[role=status]').getAttribute('aria-live')"
    part = "stand.el.querySelector('[data-testid=player-{}]')"
    stand.ask("globalThis.seen = []; stand.current.on('change:frame', () => seen.push(stand.current.state.frame)); 0")
    play = part.format("play")
    assert stand.ask(f"(() => {{ {play}.click(); return {live}; }})()") == "off"
    for _ in range(100):
        stand.ask("stand.drawn()")
        if stand.ask("stand.current.state.frame") == 3:
            break
    assert stand.ask("seen") == [1, 2, 3]
    assert stand.ask(live) == "polite"
    assert stand.ask(f"{play}.textContent") == "Play"
    stand.ask(f"{part.format('back')}.click()")
    assert stand.readout() == "step 2"
    assert stand.ask(f"{part.format('scrub')}.getAttribute('aria-valuetext')") == "step 2 of 3"
    stand.ask(f"{part.format('on')}.click()")
    stand.ask(f"{play}.click(); stand.stop()")
    stand.ask("stand.drawn()")
    assert stand.ask("seen.slice(3)") == [2, 3, 0], "at the end, play begins again; what is closed plays no more"
