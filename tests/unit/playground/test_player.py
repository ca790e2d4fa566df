"""The thread: it plays, stands still, is stopped, and leaves nothing behind."""

from __future__ import annotations

import sys
import threading
import time

import numpy as np
import pytest
import torch
from gancourse.playground import Game, Parts, Player, Settings, player, replay
from students import D_STEP, LOOP, cell, written

torch.set_num_threads(1)
SMALL = Settings(width=4, layers=1, batch=4)
ENDLESS = "def algorithm1(game, iterations, k, m, k_g=1):\n    n = 0\n    while True:\n        n += 1\n"
DEALS_FOR_EVER = "def algorithm1(game, iterations, k, m, k_g=1):\n    while True:\n        game.sample_z(m)\n"


class Page:
    """What a page would be told; it draws frames at once, as long as it looks."""

    def __init__(self, parts: Parts | None = None, *, looks: bool = True, settings: Settings = SMALL) -> None:
        self.told: list[tuple[str, dict]] = []
        self.looks = looks
        self.player = Player(Game(settings, parts), self.tell)

    def tell(self, kind, content, buffers):
        self.told.append((kind, content))
        if kind == "frame" and self.looks:
            self.player.seen(content["number"])

    def count(self, kind):
        return sum(one == kind for one, _ in self.told)

    def last(self, kind):
        return [content for one, content in self.told if one == kind][-1]

    def until(self, condition, seconds=20.0):
        ends = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends
            time.sleep(0.002)


@pytest.fixture
def page():
    pages = []

    def make(*args, **options):
        pages.append(Page(*args, **options))
        return pages[-1]

    yield make
    for one in pages:
        one.player.close()
        assert not one.player.alive
    assert not [thread for thread in threading.enumerate() if thread.name == "playground"]
    assert not isinstance(sys.stdout, player._Ear)


def test_nothing_runs_before_somebody_asks(page):
    one = page()
    assert not one.player.alive
    assert one.told == []


def test_it_plays_until_it_is_paused_and_then_there_is_no_thread(page):
    one = page()
    one.player.look()
    one.player.join()
    assert (one.count("scene"), one.count("frame"), one.player.game.iteration) == (1, 1, 0)
    one.player.play()
    one.until(lambda: one.player.game.iteration > 30 and one.count("frame") > 3)
    one.player.pause()
    assert one.last("state")["playing"] is False
    one.player.join()
    assert not one.player.alive
    at = one.player.game.iteration
    kinds = [kind for kind, _ in one.told]
    assert kinds[-1] == "frame", "whoever pauses sees where it stands"
    one.player.step()
    one.player.join()
    assert one.player.game.iteration == at + 1


def test_settings_change_while_it_plays_and_the_script_plays_it_again(page):
    one = page()
    one.player.play()
    for change in ({"k_d": 2}, {"loss": "ls", "lr_d": 0.01}, {"data": "grid"}, {"noise": "gaussian", "r1": 0.5}):
        before = one.player.game.iteration
        one.until(lambda before=before: one.player.game.iteration > before + 3)
        one.player.change(change)
    one.player.change({"k_d": -1})
    one.until(lambda: any("refused" in content for _, content in one.told))
    assert "k_d is a whole number" in next(c["refused"] for _, c in one.told if "refused" in c)
    one.player.pause()
    one.player.join()
    game = one.player.game
    assert (game.settings.k_d, game.settings.loss, game.settings.data) == (2, "ls", "grid")
    np.testing.assert_array_equal(replay(game.script()).weights(), game.weights())


def test_no_frame_is_sent_before_the_last_ones_have_been_drawn(page):
    one = page(looks=False)
    one.player.play()
    one.until(lambda: one.player.game.iteration > 100)
    assert one.count("frame") <= player.ON_THE_WAY


def test_it_pauses_by_itself_where_nobody_looks(page, monkeypatch):
    monkeypatch.setattr(player, "UNSEEN_FOR", 0.05)
    one = page(looks=False)
    one.player.play()
    one.player.join(20)
    assert one.player.playing is False
    assert one.last("state")["playing"] is False


def test_an_error_is_one_sentence_with_its_line_and_play_begins_again(page):
    d_step = cell(D_STEP.replace("opt_d.zero_grad()", "opt_d.zero_grad(); print('V', value.item()); undefined"))[
        "d_step"
    ]
    one = page(Parts(d_step=d_step))
    one.player.play()
    one.player.join()
    said = one.last("state")
    text = "opt_d.zero_grad(); print('V', value.item()); undefined"
    assert said["error"] == f"d_step stopped in its line 4, “{text}”: NameError: name 'undefined' is not defined."
    assert said["playing"] is False
    assert said["printed"].startswith("V -")
    one.player.game.parts = Parts()
    one.player.step()
    one.player.join()
    assert (one.player.error, one.player.game.iteration) == ("", 1)


@pytest.mark.parametrize("raised", ["SystemExit(3)", "KeyboardInterrupt", "RuntimeError('x' * 10_000)"])
def test_whatever_is_raised_is_told_in_a_sentence_of_bounded_length(page, raised):
    loop = f"def algorithm1(game, iterations, k, m, k_g=1):\n    raise {raised}\n"
    one = page(Parts(**written(loop)))
    one.player.play()
    one.player.join()
    assert one.player.error.startswith("algorithm1 stopped in its line 2")
    assert len(one.player.error) < 500


@pytest.mark.parametrize("loop", [ENDLESS, DEALS_FOR_EVER])
def test_an_endless_loop_is_stopped(page, loop):
    one = page(Parts(**written(loop)))
    one.player.play()
    time.sleep(0.05)
    one.player.stop()
    one.player.join(10)
    assert one.player.error.startswith("You stopped it in algorithm1, line ")
    assert one.player.game.iteration == 0


def test_an_endless_loop_ends_with_the_widget_and_at_a_restart(page):
    one = page(Parts(**written(ENDLESS)))
    one.player.play()
    time.sleep(0.05)
    one.player.restart()
    one.until(lambda: one.count("frame"))
    one.player.close()
    assert not one.player.alive
    one.player.play()
    assert not one.player.alive


def test_a_slow_iteration_is_held_at_the_games_methods_and_goes_on(page, monkeypatch):
    monkeypatch.setattr(player, "HELD_AFTER", 0.0)
    slow = "import time\n" + LOOP.replace("game.ascend_d(x, z)", "game.ascend_d(x, z); time.sleep(0.01)")
    one = page(Parts(**written(slow)), settings=Settings(width=4, batch=4, k_d=20))
    one.player.play()
    time.sleep(0.05)
    one.player.pause()
    one.until(lambda: one.player.state()["held"])
    assert one.player.state()["held"] == "inside an iteration"
    one.player.step()
    one.player.join()
    bare = Game(one.player.game.settings)
    for _ in range(one.player.game.iteration):
        bare.iterate()
    np.testing.assert_array_equal(one.player.game.weights(), bare.weights())


def test_slow_motion_shows_one_moment_at_each_step(page):
    one = page(Parts(**written(LOOP), **written(D_STEP)))
    one.player.set_slow(True)
    for moments in range(1, 18):
        one.player.step()
        one.until(lambda moments=moments: one.count("moment") == moments)
        assert one.player.game.iteration == 0
    first = one.told[[kind for kind, _ in one.told].index("moment")][1]
    assert first["moment"]["text"].startswith("z1: 4 fresh noise")
    one.player.set_slow(False)
    one.player.join()
    assert one.player.game.iteration == 1
    one.player.set_slow(True)
    one.player.step()
    one.until(lambda: one.player.state()["held"])
    one.player.restart()
    one.player.join()
    assert (one.player.game.iteration, one.player.error) == (0, "")


def test_prints_are_kept_to_the_widget_and_capped_and_others_go_their_way(page, capsys):
    loud = LOOP.replace("game.ascend_d(x, z)", "game.ascend_d(x, z); print('x' * 500)")
    one = page(Parts(**written(loud)))
    one.player.play()
    one.until(lambda: one.player.game.iteration > 20)
    print("a cell of the notebook")
    one.player.pause()
    one.player.join()
    assert capsys.readouterr().out == "a cell of the notebook\n"
    assert len(one.player.printed) == player.MOST_PRINTED


def test_the_speed_is_a_limit_and_pause_does_not_wait_for_it(page):
    one = page()
    one.player.set_speed(0.1)
    one.player.play()
    one.until(lambda: one.player.game.iteration == 1)
    one.player.pause()
    one.player.join(5)
    assert one.player.game.iteration == 1
    with pytest.raises(ValueError, match="at least 0, not -1"):
        one.player.set_speed(-1)


def test_a_recording_keeps_frames_evenly(page, monkeypatch):
    monkeypatch.setattr(player, "MOST_KEPT", 8)
    one = page()
    for _ in range(40):
        one.player.step()
    one.player.join()
    kept = [int.from_bytes(frame[:4], "little") for frame in one.player.recording().frames]
    assert len(kept) <= 8
    assert set(np.diff(kept)) == {8}
