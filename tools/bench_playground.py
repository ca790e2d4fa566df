"""How fast the live playground plays, beside the bare loop: frames a second, and the share of the bare loop's speed.

The arms take turns in one process, so that what else the machine does falls on all of them alike. Needs Chromium for
the last figure, what a frame costs in the page. Writes build/bench/playground.json.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
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
    results: dict[str, Any] = {"seconds": options.seconds, "turns": options.turns, "arms": {}}
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
    path = ROOT / "build" / "bench" / "playground.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
