"""Make an object equal to another in place: what one side has done to its copy, done to the other's."""

from __future__ import annotations

import random
import sys
from typing import Any

import numpy as np

from . import codec, plain


def change(old: Any, new: Any) -> bool:
    """Make ``old`` equal to ``new`` in place; False where that is not possible."""
    if isinstance(old, np.ndarray):
        fits = isinstance(new, np.ndarray) and new.shape == old.shape and new.dtype == old.dtype and old.flags.writeable
        if fits:
            old[...] = new
        return fits
    if type(old) is not type(new):
        return False
    if isinstance(old, list | bytearray):
        old[:] = new
    elif isinstance(old, dict | set):
        old.clear()
        old.update(new)
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, random.Random):
        old.setstate(new.getstate())
    elif isinstance(old, np.random.RandomState):
        old.set_state(new.get_state())
    elif (networkx := sys.modules.get("networkx")) and isinstance(old, networkx.Graph):
        old.clear()
        old.update(new)
        old.graph.update(new.graph)
    elif isinstance(old, tuple):
        return len(old) == len(new) and all(change(a, b) or _equal(a, b) for a, b in zip(old, new, strict=True))
    elif (pandas := sys.modules.get("pandas")) and isinstance(old, pandas.DataFrame | pandas.Series):
        # What pandas' own methods do where they are told to work in place.
        old._update_inplace(new)
    elif (polars := sys.modules.get("polars")) and isinstance(old, polars.DataFrame):
        old._df = new._df
    elif (polars := sys.modules.get("polars")) and isinstance(old, polars.Series):
        old._s = new._s
    elif (torch := sys.modules.get("torch")) and isinstance(old, torch.Tensor):
        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        with torch.no_grad():
            old.copy_(new)
    else:
        return False
    return True


def _equal(a: Any, b: Any) -> bool:
    try:
        return codec.encode(a) == codec.encode(b)
    except plain.NotPlain:
        return a is b
