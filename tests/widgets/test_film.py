"""Films: the frames of a time-lapse and of a walk, the player, the pictures in a real browser."""

from __future__ import annotations

import base64
import io
import json

import numpy as np
import pytest
import torch
from gancourse import data, image_figures, plots, training, widgets
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


def test_a_film_opens_where_it_is_told_and_can_be_saved_there():
    frames = widgets.compute_timelapse([], [(step, grey(8, 60 * step)) for step in range(4)])
    explorer = widgets.film_explorer(frames, frame=-1)
    assert explorer.view.frame == 3
    assert explorer.children[-1] is explorer.save
    address = explorer.save.value.split('href="data:image/gif;base64,')[1].split('"')[0]
    with Image.open(io.BytesIO(base64.b64decode(address, validate=True))) as film:
        assert film.n_frames == 4
    with pytest.raises(ValueError, match="cannot start at 4"):
        widgets.film_explorer(frames, frame=4)


@pytest.mark.parametrize("ending", ["gif", "png"])
def test_a_saved_film_has_every_frame_in_colour_and_the_last_one_stays(tmp_path, ending):
    blues = [np.full((6, 8, 3), [0, 0, 80 * i], np.uint8) for i in range(3)]
    frames = [{"images": [blue, np.full((6, 8), 255, np.uint8)], "text": ""} for blue in blues]
    path = image_figures.save_film(frames, tmp_path / f"film.{ending}", scale=3)
    lengths = []
    with Image.open(path) as film:
        assert film.n_frames == 3
        for i in range(3):
            film.seek(i)
            picture = np.asarray(film.convert("RGB"))
            assert picture.shape == (18, (8 + 4 + 8) * 3, 3)
            np.testing.assert_array_equal(picture[0, 0], [0, 0, 80 * i])
            np.testing.assert_array_equal(picture[0, -1], [255] * 3)
            lengths.append(film.info["duration"])
    assert lengths == [250, 250, 1000]


def test_what_cannot_be_saved_is_refused_and_nothing_is_written(tmp_path):
    frames = [{"images": [np.zeros((2, 2), np.uint8)], "text": ""}]
    with pytest.raises(ValueError, match='"gif" or "png", not as \'mp4\''):
        image_figures.save_film(frames, tmp_path / "film.mp4")
    with pytest.raises(ValueError, match="at least one frame"):
        image_figures.save_film([], tmp_path / "film.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_training_is_seen_while_it_runs_in_one_picture_that_changes(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    shown = []

    class Place:
        def update(self, said, raw):
            shown.append(said)

    def display(said, raw, display_id):
        shown.append(said)
        return Place()

    monkeypatch.setattr("IPython.display.display", display)
    images = data.tiny_images(64, 16)
    settings = training.preset("tiny", steps=6, report_every=2, grid_every=2, grid_count=8)
    training.train(images, settings, device="cpu", progress=False, on_report=image_figures.LiveGrid(4))
    assert [said["text/plain"].split(":")[0] for said in shown] == ["step 2 of 6", "step 4 of 6", "step 6 of 6"]
    addresses = [said["text/html"].split('src="')[1].split('"')[0] for said in shown]
    assert len(set(addresses)) == 3
    png = base64.b64decode(addresses[-1].removeprefix("data:image/png;base64,"))
    assert Image.open(io.BytesIO(png)).size == (4 * 18 - 2, 2 * 18 - 2)
    shown.clear()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    training.train(images, settings, device="cpu", progress=False, on_report=image_figures.LiveGrid(4))
    assert shown == []
