"""Trains the networks that the playground can start from: course/gancourse/playground/trained.safetensors.

`make playground-weights` runs it, in a few minutes on one core. Each data set is learned by `gancourse.playground.Game`
with the course's own functions, from the settings and changes below and the first seed with which every mode is found,
so that the file is the same again on the same machine. What is printed is measured after rounding to half precision.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from gancourse.files import write_atomically
from gancourse.playground import Game, Settings
from gancourse.playground.look import Looker, Row
from gancourse.playground.trained import FILE, MEANT_FOR
from safetensors.torch import load_file, save

# Not those in which G has left a mode out with every seed: a grid of 25, and blobs far apart.
DATA = ("ring", "line", "two Gaussians", "spiral")
SCHEDULE = ((2000, 2e-3), (1500, 5e-4), (1500, 1e-4))  # iterations, and the learning rate of both players
SEEDS = range(4)
APART = 8  # so many modes at most lie apart from each other
CLOSE = 0.1  # nats


def train(data: str, seed: int, schedule: tuple[tuple[int, float], ...] = SCHEDULE) -> Game:
    """Play a game to the end of the schedule; its weights are rounded to half precision then.

    Args:
        data: the name of a data set.
        seed: of the weights and the batches.
        schedule: pairs of iterations and a learning rate.

    Returns:
        The game.
    """
    game = Game(Settings(data=data, seed=seed, **MEANT_FOR))
    for iterations, rate in schedule:
        game.change({"lr_d": rate, "lr_g": rate})
        for _ in range(iterations):
            game.iterate()
    with torch.no_grad():
        for parameter in (*game.G.parameters(), *game.D.parameters()):
            parameter.copy_(parameter.half())
    return game


def measured(game: Game) -> tuple[Row, bool]:
    """The measurements of a game, and whether every mode has half of its equal share at least.

    Where modes lie so close that they make a curve, it is the JSD that counts.
    """
    looker = Looker(game)
    row = looker.measure()
    if len(looker.shares) > APART:
        return row, row.jsd < CLOSE
    return row, bool(np.min(looker.shares) >= 0.5 / len(looker.shares))


def best_of(data: str) -> Game:
    """The first game in which every mode is found, or, where none does, the one with the smallest JSD."""
    found: list[tuple[float, Game]] = []
    for seed in SEEDS:
        game = train(data, seed)
        row, whole = measured(game)
        jsd = f"JSD in boxes {row.jsd:.3f} ± {2 * row.jsd_error:.3f}"
        print(f"{data}, seed {seed}: {row.modes} of {len(game.cloud.centers)} modes, {jsd}", flush=True)
        found.append((row.jsd, game))
        if whole:
            return game
    return min(found, key=lambda one: one[0])[1]


def main() -> None:
    """Train, print, and write the file; data sets that are not named keep the weights that they have in it."""
    parser = argparse.ArgumentParser(description="Train the networks that the playground can start from.")
    parser.add_argument("data", nargs="*", choices=[*DATA, []], help="only these data sets")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    torch.set_num_threads(1)
    weights = load_file(options.out) if options.data and options.out.exists() else {}
    for data in options.data or DATA:
        game = best_of(data)
        for name, module in (("G", game.G), ("D", game.D)):
            for key, parameter in module.named_parameters():
                weights[f"{data}/{name}/{key}"] = parameter.detach().half().contiguous()
    write_atomically(options.out, save(weights))
    print(f"wrote {options.out.name}, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
