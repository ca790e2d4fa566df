"""Functions as students write them in a notebook, right and wrong, with sources that a traceback can show."""

from __future__ import annotations

import itertools
import linecache
from typing import Any

_cells = itertools.count()
LOOP = """\
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            x = game.sample_x(m)
            game.ascend_d(x, z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))
"""
D_STEP = """\
import torch.nn.functional as F
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()
"""
G_STEP = """\
import torch.nn.functional as F
def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()
"""


def cell(source: str, **names: Any) -> dict[str, Any]:
    """Run a cell as ipykernel does, in a file of its own that only linecache knows: what it defines."""
    name = f"/tmp/ipykernel_0/{next(_cells)}.py"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), names)
    return {key: value for key, value in names.items() if callable(value)}


def written(source: str, old: str = "", new: str = "") -> dict[str, Any]:
    """The function of a cell by its name, with one thing in its source changed."""
    assert old in source
    made = cell(source.replace(old, new) if old else source)
    return {name: made[name] for name in ("algorithm1", "d_step", "g_step") if name in made}
