"""How fast the live playground plays, beside the bare loop: frames a second, and the share of the bare loop's speed.

The arms take turns in one process, so that what else the machine does falls on all of them alike. Then the same in a
real JupyterLab and Chromium: frames that were drawn, and how long it takes from pressing “Pause” until the button says
so, while the kernel is idle and while a cell sleeps. Each figure stands beside the machine's load while it was
measured. Writes build/bench/playground.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from gancourse import widgets
from gancourse.playground import Game, Player, frames, steps
from gancourse.playground.look import Looker

ROOT = Path(__file__).resolve().parent.parent
PAGE_FRAMES = 60
CELLS = (
    "import torch\ntorch.set_num_threads(1)\nfrom gancourse import widgets\nwidgets.playground_explorer()",
    "import time\nfrom gancourse.playground import Game, steps\ngame, began, n = Game(), time.perf_counter(), 0\n"
    "while time.perf_counter() < began + 3:\n    steps.loop(game, 1, 1, 128)\n    n += 1\nprint('bare', n / 3)",
    "time.sleep(5)",
)
# Counts frames as they are drawn, and says how long a button takes to have another name.
WATCH = """() => {
  const of = (name) => document.querySelector(`[data-testid=playground-${name}]`);
  globalThis.drawn = 0;
  new MutationObserver(() => (globalThis.drawn += 1)).observe(of("counter"), { childList: true });
  globalThis.iteration = () => Number(of("counter").textContent.replace(/\\D/g, ""));
  globalThis.press = (name) => new Promise((done) => {
    const [button, began] = [of("play"), performance.now()];
    const observer = new MutationObserver(() => {
      if (!button.textContent.includes(name)) return;
      observer.disconnect();
      done(performance.now() - began);
    });
    observer.observe(button, { childList: true, subtree: true, characterData: true });
    button.click();
  });
}"""


class Arm:
    """A game that goes on for a while, again and again.

    Attributes:
        rates: iterations a second, one for each turn.
        frames: frames a second, likewise.
    """

    def __init__(self, frames_drawn: bool | None) -> None:
        self.game = Game()
        self.rates: list[float] = []
        self.frames: list[float] = []
        self.sent = 0
        self.player = None if frames_drawn is None else Player(self.game, self._tell)
        self.draws = bool(frames_drawn)

    def _tell(self, kind: str, content: dict[str, Any], buffers: list[bytes]) -> None:
        if kind == "frame":
            self.sent += 1
            if self.draws and self.player:
                self.player.seen(content["number"])

    def run(self, seconds: float) -> None:
        """Play for so long."""
        before, sent, began = self.game.iteration, self.sent, time.perf_counter()
        if self.player is None:
            while time.perf_counter() < began + seconds:
                steps.loop(self.game, 1, 1, 128)
                self.game.iteration += 1
        else:
            self.player.play()
            time.sleep(seconds)
            self.player.pause()
            self.player.join()
        took = time.perf_counter() - began
        self.rates.append((self.game.iteration - before) / took)
        self.frames.append((self.sent - sent) / took)


def cost(action: Callable[[], Any], times: int = 50) -> float:
    """Milliseconds of processor time of one call."""
    began = time.process_time()
    for _ in range(times):
        action()
    return 1000 * (time.process_time() - began) / times


def in_the_page() -> float:
    """Milliseconds of JavaScript to draw one frame, in Chromium."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support")]
    from pages import LivePage

    with LivePage(widgets.playground_explorer()) as page:
        page.press("step")
        page.until(lambda: not page.explorer.player.alive)
        page.pump()
        frame = page.explorer.player.recording().frames[-1]
        script = f"""(() => {{
            const view = new DataView(new Uint8Array({list(frame)}).buffer);
            const content = {{ kind: "frame", number: 0, text: "", printed: "" }};
            const began = performance.now();
            const [hear] = stand.current.listeners("msg:custom");
            const later = globalThis.requestAnimationFrame;
            globalThis.requestAnimationFrame = (draw) => (draw(0), 0);
            for (let i = 0; i < {PAGE_FRAMES}; i += 1) hear(content, [view]);
            globalThis.requestAnimationFrame = later;
            return (performance.now() - began) / {PAGE_FRAMES};
        }})()"""
        return float(page.stand.ask(script))


def load() -> float:
    """The machine's load of the last minute; below the number of its processors it is quiet."""
    return round(os.getloadavg()[0], 1)


def in_jupyterlab(seconds: float, turns: int) -> dict[str, Any]:
    """The same in a real JupyterLab: the bare loop in a cell and the playground on the page take turns."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "support")]
    import nbformat
    from lab import browser, jupyter_lab

    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    bare, shares, fps, idle, busy, loads = [], [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as private, browser() as chromium:
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), Path(folder) / "bench.ipynb")
        with jupyter_lab(Path(folder), Path(private)) as running:
            page = running.open(chromium, "bench.ipynb")
            code = page.locator(".jp-CodeCell")

            def run(index: int, wait: bool = True) -> None:
                code.nth(index).locator(".cm-content").click()
                page.keyboard.press("Shift+Enter")
                if wait:
                    page.wait_for_timeout(300)
                    code.nth(index).locator(".jp-InputPrompt", has_text="[*]").wait_for(
                        state="detached", timeout=120_000
                    )

            page.locator("#jp-main-statusbar", has_text="Idle").wait_for(timeout=90_000)
            run(0)
            page.get_by_test_id("playground-readout").wait_for()
            page.evaluate(WATCH)
            for _ in range(turns):
                run(1)
                bare.append(float(code.nth(1).locator(".jp-OutputArea-output").last.inner_text().split()[-1]))
                page.evaluate("press('Pause')")
                page.wait_for_timeout(500)
                before, at, began = page.evaluate("[drawn, iteration(), performance.now()]")
                page.wait_for_timeout(1000 * seconds)
                after, then, ended = page.evaluate("[drawn, iteration(), performance.now()]")
                took = (ended - began) / 1000
                idle.append(page.evaluate("press('Play')"))
                fps.append((after - before) / took)
                shares.append((then - at) / took / bare[-1])
                loads.append(load())
            for _ in range(turns):
                page.evaluate("press('Pause')")
                run(2, wait=False)
                page.wait_for_timeout(1500)
                busy.append(page.evaluate("press('Play')"))
                page.wait_for_timeout(5000)
    return {
        "load": loads,
        "share_of_bare_loop": round(statistics.median(shares), 3),
        "frames_drawn_per_second": round(statistics.median(fps), 1),
        "pause_ms_idle": [round(one) for one in idle],
        "pause_ms_during_sleep": [round(one) for one in busy],
    }


def main() -> None:
    """Measure, print, and write down."""
    parser = argparse.ArgumentParser(description="Time the live playground beside the bare loop.")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each turn of an arm")
    parser.add_argument("--turns", type=int, default=5, help="of each arm")
    options = parser.parse_args()
    torch.set_num_threads(1)
    arms = {"bare loop": Arm(None), "played, nobody looks": Arm(False), "played, frames drawn": Arm(True)}
    for _ in range(options.turns):
        for arm in arms.values():
            arm.run(options.seconds)
    bare = arms["bare loop"].rates
    results: dict[str, Any] = {"seconds": options.seconds, "turns": options.turns, "load": load(), "arms": {}}
    print(f"load {results['load']} on {os.cpu_count()} processors")
    for name, arm in arms.items():
        share = statistics.median(rate / of for rate, of in zip(arm.rates, bare, strict=True))
        made = {
            "iterations_per_second": round(statistics.median(arm.rates), 1),
            "share_of_bare_loop": round(share, 3),
            "frames_per_second": round(statistics.median(arm.frames), 1),
        }
        results["arms"][name] = made
        print(
            f"{name:22} {made['iterations_per_second']:7} it/s {100 * share:5.0f} % {made['frames_per_second']:6} fps"
        )
    looker = Looker(Game())
    looker.measure()
    picture = looker.look()
    results["frame_bytes"] = len(frames.encode(picture))
    results["frame_ms_in_the_kernel"] = round(cost(lambda: frames.encode(looker.look())), 2)
    results["frame_ms_in_the_page"] = round(in_the_page(), 2)
    print(f"a frame: {results['frame_bytes']} bytes, {results['frame_ms_in_the_kernel']} ms in the kernel, ", end="")
    print(f"{results['frame_ms_in_the_page']} ms in the page")
    results["jupyterlab"] = lab = in_jupyterlab(options.seconds, options.turns)
    share, drawn = 100 * lab["share_of_bare_loop"], lab["frames_drawn_per_second"]
    loads = f"load {min(lab['load'])} to {max(lab['load'])}"
    print(f"in JupyterLab, {loads}: {share:.0f} % of the bare loop, {drawn} frames a second are drawn")
    for name, words in (("pause_ms_idle", "idle"), ("pause_ms_during_sleep", "during sleep(5)")):
        middle, most = statistics.median(lab[name]), max(lab[name])
        print(f"from pressing Pause to the answer, {words}: {middle:.0f} ms, at most {most} ms")
    path = ROOT / "build" / "bench" / "playground.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
