"""Makes the films that stand in the notebooks before anything has been run: solutions/*/pictures/playground.png.

Animated PNGs of the playground as it goes with the course's own functions; where no script may run they are what there
is to see. The same again on the same machine.
"""

from __future__ import annotations

from pathlib import Path

import torch
from gancourse.files import write_atomically
from gancourse.playground import Game, Settings, files, frames
from gancourse.playground.look import Looker

ROOT = Path(__file__).resolve().parent.parent
SIZE, FRAMES = 260, 20
# Assignment → how the game goes, and how many iterations are shown.
GAMES = {
    "04-k-steps": (Settings(data="two Gaussians", k_d=3, seed=1), 400),
    "05-jensen-shannon": (Settings(data="two Gaussians"), 300),
    "08-diagnosis": (Settings(), 800),
}


def record(settings: Settings, iterations: int) -> files.Recording:
    """Play a game, and keep FRAMES frames of it, evenly, the first and the last among them."""
    game = Game(settings)
    looker = Looker(game)
    x, cloud = looker.scene()
    kept = []
    for frame in range(FRAMES):
        while game.iteration < round(iterations * frame / (FRAMES - 1)):
            game.iterate()
        kept.append(frames.encode(looker.look()))
    scene = files.Scene(0, cloud.std, frames.places(x), frames.places(cloud.centers))
    return files.Recording(kept, [""] * len(kept), [scene])


def main() -> None:
    """Make them all."""
    torch.set_num_threads(1)
    for assignment, (settings, iterations) in GAMES.items():
        target = ROOT / "solutions" / assignment / "pictures" / "playground.png"
        write_atomically(target, files.film(record(settings, iterations), SIZE, FRAMES))
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
