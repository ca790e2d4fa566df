"""The seed of the hidden inputs: chosen when grading starts, the same for every cell and submission of that run."""

from __future__ import annotations

import os
import zlib

import numpy as np

from autograder.engine.surroundings import SEED_VARIABLE as SEED_VARIABLE

# Where nobody chose a seed (an author runs a source notebook by hand), runs should be repeatable.
DEFAULT_SEED = 20140610


def grading_seed() -> int:
    """The seed of this grading run, a non-negative integer.

    Raises:
        ValueError: the environment variable AUTOGRADER_SEED is not a non-negative integer.
    """
    text = os.environ.get(SEED_VARIABLE, str(DEFAULT_SEED))
    if not text.isdecimal():
        raise ValueError(f"{SEED_VARIABLE} is {text!r}: set it to a non-negative integer such as 7, or remove it.")
    return int(text)


def generator(topic: str) -> np.random.Generator:
    """A generator of its own for each topic, so that one check never shifts the inputs of another."""
    return np.random.default_rng([grading_seed(), zlib.crc32(topic.encode())])
