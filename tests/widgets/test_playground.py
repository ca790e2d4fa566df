"""The live playground on a page: its buttons, its settings, its pictures, and what it leaves behind."""

from __future__ import annotations

import io
import json
import re
import threading
import time

import numpy as np
import pytest
import torch
from conftest import ROOT
from gancourse import widgets
from gancourse.games.playground import Playground, Tools
from gancourse.playground import Game, Parts, Player, Settings, all_clouds, frames, replay, steps
from gancourse.playground.look import Looker
from gancourse.widgets.playground import PlaygroundExplorer, PlaygroundView
from javascript import in_javascript
from pages import LivePage
from PIL import Image
from students import D_STEP, G_STEP, LOOP, written
from web_pages import AXE

torch.set_num_threads(1)
DARK = (
    "--jp-ui-font-color1: #eee; --jp-ui-font-color2: #bbb; --jp-layout-color0: #111; --jp-layout-color2: #2a2a2a; "
    "--jp-border-color1: #666; background: #111; color: #eee"
)
SMALL = Settings(width=4, layers=1, batch=4)
STUDENTS = {**written(LOOP), **written(D_STEP), **written(G_STEP)}


@pytest.fixture
def open_page():
    pages = []

    def make(width=700, settings=SMALL, **functions):
        explorer = PlaygroundExplorer(Player(Game(settings, Parts(**STUDENTS | functions))))
        pages.append(LivePage(explorer, width))
        return pages[-1]

    yield make
    for page in pages:
        page.__exit__(None, None, None)
        assert page.stand.problems == []
        assert page.stand.requests == []
    assert not [thread for thread in threading.enumerate() if thread.name == "playground"]


def at_rest(page):
    page.until(lambda: not page.explorer.player.alive)
    page.pump()


def test_a_frame_is_the_same_in_the_browser():
    looker = Looker(Game(SMALL))
    data = frames.encode(looker.look())
    made = in_javascript(
        PlaygroundView,
        "(() => { const f = view.decode(new DataView(new Uint8Array(data).buffer), 3.2);"
        " return {...f, shares: [...f.shares], dMap: [...f.dMap], starMap: [...f.starMap], fake: [...f.fake],"
        " arrows: [...f.arrows], nodes: [...f.nodes]}; })()",
        list(data),
    )
    known = frames.decode(data)
    assert (made["iteration"], made["side"], made["grid"]) == (0, 40, [17, 17])
    assert made["row"]["dLoss"] == known["row"]["d_loss"]
    assert (made["row"]["modes"], made["row"]["gap"]) == (known["row"]["modes"], known["row"]["gap_to_d_star"])
    np.testing.assert_allclose(np.array(made["fake"]).reshape(-1, 2), known["fake"], atol=1e-6)
    np.testing.assert_allclose(np.array(made["nodes"]).reshape(17, 17, 2), known["nodes"], atol=1e-6)
    np.testing.assert_allclose(np.array(made["arrows"]).reshape(-1, 2), known["arrows"], rtol=1e-6)
    star = np.where(np.array(made["starMap"]) == 255, np.nan, np.array(made["starMap"]) / 254)
    np.testing.assert_array_equal(star.reshape(40, 40), known["star_map"])
    np.testing.assert_array_equal(np.array(made["dMap"]).reshape(40, 40) / 254, known["d_map"])


def test_it_plays_pauses_steps_and_begins_again(open_page):
    page = open_page()
    game = page.explorer.player.game
    assert page.text("counter") == "iteration 0"
    assert "Play" in page.text("play")
    page.press("play")
    page.until(lambda: game.iteration > 20 and page.frames > 3)
    page.pump()
    assert "Pause" in page.text("play")
    page.press("play")
    at_rest(page)
    at = game.iteration
    assert page.text("counter") == f"iteration {at}"
    assert f"iteration {at}" in page.text("readout")
    page.press("step")
    at_rest(page)
    page.press("step-d")
    at_rest(page)
    page.press("step-g")
    at_rest(page)
    assert page.text("counter") == f"iteration {at + 3}"
    assert [change for _, change in game.changes] == [{"step": "D"}, {"step": "G"}]
    page.press("restart")
    at_rest(page)
    assert page.text("counter") == "iteration 0"


def test_every_setting_changes_while_it_plays_and_nothing_stops(open_page):
    page = open_page()
    player = page.explorer.player
    page.press("play")
    chosen = {
        "data": "grid", "loss": "wgan-gp", "k_d": "2", "k_g": "3", "lr_d": "0.001", "lr_g": "0.0005", "batch": "8",
        "optimiser": "sgd", "r1": "0.5", "instance_noise": "0.1", "noise": "gaussian", "layers": "2", "width": "6",
        "pack": "2", "noise_dim": "1", "seed": "5",
    }  # fmt: skip
    for name, value in chosen.items():
        page.choose(name, value)
        page.until(lambda name=name, value=value: str(player.state()["settings"][name]) == value)
    again = player.game.iteration
    page.until(lambda: player.game.iteration > again + 3)
    assert player.playing
    assert player.error == ""
    page.choose("k_d", "-4")
    page.until(lambda: "k_d is a whole number from 0 to 20" in page.text("error"))
    page.press("play")
    at_rest(page)
    np.testing.assert_array_equal(replay(player.game.script()).weights(), player.game.weights())


def test_an_error_is_said_with_its_line_and_prints_are_kept(open_page):
    page = open_page(**written(D_STEP, "    opt_d.zero_grad()", "    print('hello'); undefined"))
    page.press("play")
    at_rest(page)
    said = page.text("error")
    assert said.startswith("d_step stopped in its line 4")
    assert "NameError: name 'undefined' is not defined. Play begins again." in said
    assert page.text("printed") == "hello\n"
    assert "Play" in page.text("play")


def test_a_kernel_that_does_not_answer_is_told_of(open_page):
    page = open_page()
    page.stand.ask(
        "globalThis.usual = setTimeout; globalThis.setTimeout = (f, ms) => usual(f, ms === 4000 ? 1 : ms); 0"
    )
    page.stand.ask("stand.el.querySelector('[data-testid=playground-play]').click()")
    page.stand.ask("stand.drawn()")
    assert page.text("error").startswith("The kernel has not answered yet.")
    page.stand.ask("globalThis.setTimeout = usual; 0")
    page.until(lambda: page.text("error") == "")
    page.press("play")
    at_rest(page)


def test_an_endless_loop_is_stopped_with_the_button(open_page):
    page = open_page(**written("def algorithm1(game, iterations, k, m, k_g=1):\n    while True:\n        k += 1\n"))
    page.press("play")
    page.press("stop")
    page.until(lambda: page.text("error").startswith("You stopped it in algorithm1, line "))
    assert not page.explorer.player.playing


def test_slow_motion_marks_the_running_line_and_says_what_is_wrong(open_page):
    page = open_page(**written(D_STEP, "(-value)", "value"))
    page.press("slow")
    running = "[...stand.el.querySelectorAll('.gc-running')].map((one) => one.textContent.trim())"
    seen, wrong = [], []
    for moment in range(1, 18):
        page.press("step")
        item = "stand.el.querySelector('[data-testid=playground-moments] li[aria-current]')"
        page.until(lambda moment=moment, item=item: page.stand.ask(f"{item}?.value") == moment)
        seen += page.stand.ask(running)
        wrong += page.stand.ask("[...stand.el.querySelectorAll('.gc-now.gc-wrong')].map((one) => one.textContent)")
    assert seen[:4] == ["z = game.sample_z(m)", "x = game.sample_x(m)", "game.ascend_d(x, z)", "fake = G(z).detach()"]
    assert seen[8] == "opt_d.step()"
    assert len(seen) == 17
    assert wrong == ["✗ D's gradient points down V: D descends, and its task is to ascend."]
    frozen = "stand.el.querySelector('.gc-frozen').nextElementSibling.textContent"
    assert page.stand.ask(frozen) == "D"
    page.press("slow")
    at_rest(page)
    assert page.explorer.player.game.iteration == 1


def test_points_are_drawn_with_the_keys_and_with_the_pointer(open_page):
    page = open_page()
    player = page.explorer.player
    page.choose("data", "drawn")
    page.until(lambda: player.game.settings.data == "drawn")
    at_rest(page)

    def press(key):
        page.stand.ask(
            "stand.el.querySelector('[data-testid=playground-plane]')"
            f".dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true }}))"
        )
        page.pump()
        at_rest(page)

    for key in ("ArrowRight", "ArrowUp", "ArrowUp", " ", "ArrowLeft", " "):
        press(key)
    assert player.game.settings.points == ((0.2, 0.4), (0.0, 0.4))
    press("Backspace")
    assert player.game.settings.points == ((0.2, 0.4),)
    box = page.stand.ask(
        "(() => { const b = stand.el.querySelector('[data-testid=playground-plane]').getBoundingClientRect();"
        " return [b.left, b.top, b.width] })()"
    )

    def stroke(browser):
        left, top, size = box
        browser.mouse.move(left + 0.75 * size, top + 0.25 * size)
        browser.mouse.down()
        browser.mouse.up()

    page.stand.do(stroke)
    page.until(lambda: len(player.game.settings.points) == 2)
    assert player.game.settings.points[-1] == pytest.approx((1.6, 1.6), abs=0.03)


def test_what_is_drawn_can_be_switched_and_read(open_page):
    page = open_page()
    pixels = """[...stand.el.querySelectorAll('canvas')].map((one) => {
        const { data } = one.getContext('2d').getImageData(0, 0, one.width, one.height);
        return one.hidden ? 0 : data.filter((value, i) => i % 4 === 3 && value).length; })"""
    ground, still, moving = page.stand.ask(pixels)
    assert min(ground, still, moving) > 0
    for name in ("data", "samples", "arrows"):
        page.choose(f"show-{name}", False)
    assert page.stand.ask(pixels)[1:] == [0, 0]
    page.choose("show-manifold", True)
    page.choose("show-modes", True)
    assert min(page.stand.ask(pixels)[1:]) > 0
    page.choose("ground", "star")
    assert 0 < page.stand.ask(pixels)[0] < ground, "D* is empty where there is no mass"
    page.choose("ground", "none")
    assert page.stand.ask(pixels)[0] == 0
    charts = "stand.el.querySelectorAll('.gc-charts svg.gc-picture').length"
    assert page.stand.ask(charts) == 4
    page.choose("show-losses", False)
    assert page.stand.ask(charts) == 3
    page.choose("show-kl", True)
    assert page.stand.ask(charts) == 4
    assert page.text("probe").startswith("at (0.00, 0.00): D says 0.")
    # Only this test reads pixels, and Chromium thinks that it should say how often.
    page.stand.problems[:] = [one for one in page.stand.problems if "willReadFrequently" not in one]


def test_every_word_of_the_legend_explains_itself_when_it_is_pressed(open_page):
    page = open_page()
    page.choose("show-kl", True)
    count = page.stand.ask("stand.el.querySelectorAll('.gc-word').length")
    assert count > 30
    said = []
    for i in range(count):
        page.stand.ask(f"stand.el.querySelectorAll('.gc-word')[{i}].click()")
        said.append(page.text("explained"))
        assert page.stand.ask("stand.el.querySelectorAll('.gc-word[aria-expanded=true]').length") == 1
    assert all(re.search(r"More in assignment \d\d, sections? \d", text) for text in said)
    assert len(set(said)) == count
    page.stand.ask("[...stand.el.querySelectorAll('.gc-word')].find((one) => one.textContent === 'ln 2 − BCE').click()")
    page.choose("show-shares", False)  # the charts are drawn anew
    assert page.text("explained").startswith("ln 2 − BCE: ")
    assert page.stand.ask("stand.el.querySelector('.gc-charts').contains(stand.el.querySelector('.gc-explained'))")
    escape = (
        "stand.el.querySelector('.gc-word').dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))"
    )
    page.stand.ask(escape)
    assert page.stand.ask("stand.el.querySelector('[data-testid=playground-explained]').hidden") is True


def test_the_glossary_points_to_sections_that_are_about_it():
    entries = in_javascript(PlaygroundView, "view.GLOSSARY", None)
    about = {
        ("03", 1): "value", ("03", 5): "push-forward", ("03", 2): "ascend", ("03", 7): "take turns",
        ("03", 3): "Saturation",
        ("04", 1): "Algorithm 1", ("04", 3): "network", ("04", 4): "Adam", ("04", 5): "best D", ("04", 7): "plane",
        ("04", 8): "look", ("04", 9): "playground", ("05", 3): "discriminator", ("05", 4): "KL", ("05", 5): "theorem",
        ("05", 6): "three ways", ("07", 1): "gradient", ("07", 3): "slope", ("08", 1): "Collapse",
    }  # fmt: skip
    named = {tuple(place) for entry in entries.values() for place in entry["where"]}
    assert named == set(about)
    for (assignment, section), word in about.items():
        (path,) = (ROOT / "course").glob(f"{assignment}-*/*.ipynb")
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        headings = re.findall(
            rf"^## {section}\. .*", "\n".join("".join(cell["source"]) for cell in cells), re.MULTILINE
        )
        assert len(headings) == 1
        assert word.lower() in headings[0].lower()


def test_the_lines_to_compare_with_are_there(open_page):
    page = open_page()
    words = page.stand.ask("[...stand.el.querySelectorAll('.gc-charts text')].map((one) => one.textContent)")
    assert {"½", "ln 2", "2 ln 2", "0", "equal"} <= set(words)


def test_a_page_that_is_opened_later_sees_it_all(open_page):
    page = open_page()
    for _ in range(3):
        page.press("step")
        at_rest(page)
    again = LivePage(page.explorer)
    at_rest(again)
    assert again.text("counter") == "iteration 3"
    curve = "stand.el.querySelector('.gc-charts path.gc-curve').getAttribute('d').split('L').length"
    assert again.stand.ask(curve) == 4, "the history from iteration 0 to 3"


def test_whoever_wants_less_motion_gets_fewer_frames(open_page):
    page = open_page()
    page.stand.do(lambda browser: browser.emulate_media(reduced_motion="reduce"))
    try:
        calm, began = LivePage(page.explorer), time.monotonic()
        calm.press("play")
        calm.until(lambda: page.explorer.player.game.iteration > 400)
        calm.press("play")
        at_rest(calm)
        assert calm.drawn <= 2 + 2 * (time.monotonic() - began)
    finally:
        page.stand.do(lambda browser: browser.emulate_media(reduced_motion="no-preference"))


@pytest.mark.parametrize("style", ["", DARK], ids=["light", "dark"])
def test_axe_finds_nothing_in_any_part_of_it(open_page, style):
    page = open_page(760, **written(D_STEP, "(-value)", "value"))
    page.press("slow")
    for moment in range(1, 10):
        page.press("step")
        item = "stand.el.querySelector('[data-testid=playground-moments] li[aria-current]')"
        page.until(lambda moment=moment, item=item: page.stand.ask(f"{item}?.value") == moment)
    page.stand.ask("stand.el.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.stand.do(lambda browser: browser.evaluate("(style) => (document.body.style.cssText = style)", style))
    try:
        page.stand.do(lambda browser: browser.evaluate(AXE))
        found = page.stand.ask("axe.run('#view').then((all) => all.violations.map((one) => [one.id, one.help]))")
    finally:
        page.stand.do(lambda browser: browser.evaluate("document.body.style.cssText = ''"))
    assert found == []


# ---- without a page --------------------------------------------------------------------------------------------------


def test_nothing_is_trained_without_a_page_and_the_figure_says_the_same_sentence():
    moves = []
    explorer = PlaygroundExplorer(Player(Game(SMALL, Parts(algorithm1=lambda *given: moves.append(given)))))
    shown = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert explorer.view.state["text"].startswith("ring, non-saturating loss, k_D = 1, k_G = 1, seed 0, iteration 0")
    assert explorer.view.state["text"].replace("\N{PLUS-MINUS SIGN}", "±") in shown["text/html"]
    assert '<img src="data:image/png' in shown["text/html"]
    assert moves == []
    assert not explorer.player.alive


def test_functions_that_are_not_written_yet_are_said_to_be_so():
    def sample_mixture(n, centers, std, rng):
        raise NotImplementedError("YOUR CODE HERE")

    explorer = PlaygroundExplorer(Player(Game(SMALL, Parts(sample_mixture=sample_mixture))))
    assert "NotImplementedError" in explorer.view.state["error"]
    shown = explorer._repr_mimebundle_()["text/html"]
    assert "NotImplementedError: YOUR CODE HERE" in shown
    assert "<img" not in shown


def test_a_standing_playground_comes_alive_with_its_functions_and_settings():
    tools = Tools(
        STUDENTS["algorithm1"], STUDENTS["d_step"], STUDENTS["g_step"], steps.mixture, steps.heatmap,
        lambda g, n: np.ones((n, n)), steps.pulls, steps.gap,
    )  # fmt: skip
    standing = Playground(tools, {"two": all_clouds()["two Gaussians"]})
    standing.start("two", k_d=3, k_g=2, loss="minimax", seed=4)
    explorer = widgets.playground_explorer(standing, batch=16)
    settings = explorer.player.game.settings
    assert (settings.data, settings.k_d, settings.k_g, settings.loss) == ("two", 3, 2, "minimax")
    assert (settings.seed, settings.batch) == (4, 16)
    assert set(all_clouds()) < set(explorer.view.choices["data"])
    with pytest.raises(ValueError, match="no setting 'colour'"):
        widgets.playground_explorer(colour="red")


def test_two_runs_side_by_side_say_what_is_different_and_play_together():
    pair = widgets.playground_comparison(k_d=10)
    assert "left: k_d = 1; right: k_d = 10" in pair.difference.value
    pair.play.click()
    ends = time.monotonic() + 60
    while min(one.player.game.iteration for one in pair.explorers) < 3:
        assert time.monotonic() < ends
        time.sleep(0.01)
    pair.pause.click()
    for one in pair.explorers:
        one.player.join()
    left, right = (one.player.game for one in pair.explorers)
    fresh = [Game(game.settings).weights() for game in (left, right)]
    np.testing.assert_array_equal(*fresh)
    pair.close()


# ---- files -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def played():
    """A game of 12 steps with a change of data in between."""
    explorer = PlaygroundExplorer(Player(Game(SMALL, Parts(**STUDENTS))))
    explorer.player.look()
    for step in range(12):
        if step == 6:
            explorer.player.change({"data": "line"})
        explorer.player.step()
    explorer.player.join()
    return explorer


def test_the_history_as_a_table_and_the_settings_that_play_it_again(played, tmp_path):
    lines = played.save(tmp_path / "history.csv").read_text().splitlines()
    assert lines[0].startswith("iteration,d_loss,g_loss,d_real,d_fake,ln2_minus_bce,jsd,jsd_error,modes")
    assert [int(line.split(",")[0]) for line in lines[1:]] == list(range(13))
    script = json.loads(played.save(tmp_path / "game.json").read_text())
    again = replay(script, Parts(**STUDENTS))
    np.testing.assert_array_equal(again.weights(), played.player.game.weights())
    with pytest.raises(ValueError, match=r"ends in one of \.csv, \.html, \.png, \.gif, \.json, not in '\.avi'"):
        played.save(tmp_path / "film.avi")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["game.json", "history.csv"]


@pytest.mark.parametrize("kind", ["film", "gif"])
def test_a_film_for_where_no_script_may_run(played, kind):
    with Image.open(io.BytesIO(played.file(kind))) as film:
        assert film.n_frames > 5
        assert film.size == (360, 360)
        first = np.asarray(film.convert("RGB")).copy()
        film.seek(film.n_frames - 1)
        assert (np.asarray(film.convert("RGB")) != first).any()


def test_a_recording_plays_from_a_file_without_a_kernel(played, tmp_path, open_page):
    path = played.save(tmp_path / "replay.html")
    assert path.stat().st_size < 80_000
    stand = open_page().stand

    def watch(page):
        problems, asked = [], []
        other = page.context.browser.new_page()
        other.on("console", lambda message: message.type in ("error", "warning") and problems.append(message.text))
        other.on("pageerror", lambda error: problems.append(str(error)))
        other.on("request", lambda request: asked.append(request.url))
        other.goto(path.as_uri())
        counter = other.get_by_test_id("playground-counter")
        counter.wait_for()
        other.wait_for_function(
            "document.querySelector('[data-testid=playground-counter]').textContent === 'iteration 0'"
        )
        other.get_by_test_id("player-play").click()
        other.wait_for_function(
            "document.querySelector('[data-testid=playground-counter]').textContent === 'iteration 12'"
        )
        said = other.get_by_test_id("playground-readout").inner_text()
        other.get_by_test_id("player-scrub").fill("2")
        other.wait_for_function(
            "document.querySelector('[data-testid=playground-counter]').textContent === 'iteration 2'"
        )
        scrubbed = counter.inner_text()
        other.close()
        return problems, [url for url in asked if not url.startswith(("file:", "blob:", "data:"))], said, scrubbed

    problems, asked, said, scrubbed = stand.do(watch)
    assert (problems, asked) == ([], [])
    assert said == played.player.text
    assert scrubbed == "iteration 2"


def test_the_browser_makes_a_video_of_what_is_seen(open_page):
    page = open_page()
    page.stand.ask(
        "globalThis.video = null; HTMLAnchorElement.prototype.click = function () {"
        " fetch(this.href).then((one) => one.blob())"
        ".then(({ type, size }) => { video = [this.download, type, size]; }) }; 0"
    )
    page.press("video")
    assert page.text("video") == "End the video"
    page.press("play")
    page.until(lambda: page.frames > 8)
    page.press("play")
    at_rest(page)
    page.press("video")
    page.until(lambda: page.stand.ask("video"))
    name, kind, size = page.stand.ask("video")
    assert (name, kind) == ("playground.webm", "video/webm")
    assert size > 1000
    assert page.text("video") == "Record a video"


def test_the_buttons_below_save_files(open_page):
    page = open_page()
    page.press("step")
    at_rest(page)
    page.stand.ask(
        "globalThis.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push(this.download); }; 0"
    )
    for kind in ("csv", "page", "film", "gif", "script"):
        page.press(f"save-{kind}")
    page.until(lambda: len(page.stand.ask("saved")) == 5)
    assert page.stand.ask("saved") == [
        "history.csv", "playground.html", "playground.png", "playground.gif", "playground.json",
    ]  # fmt: skip
