"""Runs of the playground that a page plays without a kernel: the course's own functions, with a notebook's settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.files import replace_text

FRAMES = 61
# So that what happens is over within the frames: one step of D takes as long as one of G.
STEPS = 2400


@dataclass(frozen=True)
class Recorder:
    """Makes recordings, and keeps them.

    Attributes:
        cache: the folder in which they are kept.
        fingerprint: of the package that plays: with another one they are made anew.
    """

    cache: Path
    fingerprint: str

    def name(self, settings: Mapping[str, Any]) -> str:
        """What the recording of these settings is called."""
        key = json.dumps([FRAMES, STEPS, self.fingerprint, dict(settings)], sort_keys=True)
        return f"playground-{hashlib.sha256(key.encode()).hexdigest()[:12]}"

    def made(self, settings: Mapping[str, Any], traits: Mapping[str, Any]) -> dict[str, Any]:
        """A recording as course/js/playground/recording.js reads it.

        Args:
            settings: of the game, as the view has them.
            traits: of the view; what they say of the game's state is replaced.
        """
        place = self.cache / f"{self.name(settings)}.json"
        if not place.is_file():
            replace_text(place, json.dumps(_played(settings)))
        recording = json.loads(place.read_text(encoding="utf-8"))
        state = {**traits["state"], "playing": False, "slow": False, "held": "", "error": "", "printed": ""}
        return {**recording, "traits": {**traits, "state": state}}


def _played(settings: Mapping[str, Any]) -> dict[str, Any]:
    # PyTorch takes seconds to import, and most builds play nothing.
    import torch
    from gancourse.playground import Game, Settings, all_clouds, files, frames
    from gancourse.playground.look import Looker
    from gancourse.playground.words import readout

    torch.set_num_threads(1)
    data = all_clouds()
    game = Game(Settings().changed(dict(settings), data), data=data)
    looker = Looker(game)
    x, cloud = looker.scene()
    iterations = round(STEPS / (game.settings.k_d + game.settings.k_g))
    kept, texts = [], []
    for frame in range(FRAMES):
        while game.iteration < round(iterations * frame / (FRAMES - 1)):
            game.iterate()
        row = looker.measure()
        picture = looker.look()
        kept.append(frames.encode(picture))
        texts.append(readout(game.settings, game.iteration, row, picture.shares.tolist()))
    scene = files.Scene(0, cloud.std, frames.places(x), frames.places(cloud.centers))
    return files.packed(files.Recording(kept, texts, [scene]))
