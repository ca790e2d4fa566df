"""Probes for 04-k-steps: Algorithm 1, its two steps and the arrows in the plane are run and watched.

``call(run_spied, algorithm1, 2, 3, 4)`` runs the student's ``algorithm1`` on a game that writes down every call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


class GameSpy:
    """A game of two players that plays nothing and writes down everything.

    Every batch it deals is filled with numbers that occur in no other batch, so that the log can say which batch an
    update was given.
    """

    def __init__(self) -> None:
        self.log: list[str] = []
        self.sizes: list[int] = []
        self.dealt: dict[str, list[np.ndarray]] = {"z": [], "x": []}
        self._next = 1.0

    def sample_z(self, m: int) -> np.ndarray:
        """A batch of noise (m, 2); the log gets "z1", then "z2" and so on."""
        return self._deal("z", m)

    def sample_x(self, m: int) -> np.ndarray:
        """A batch of data (m, 2); the log gets "x1", then "x2" and so on."""
        return self._deal("x", m)

    def ascend_d(self, x: Any, z: Any) -> None:
        """A step of D; the log gets "D(x1,z1)"."""
        self.log.append(f"D({self._name(x)},{self._name(z)})")

    def descend_g(self, z: Any) -> None:
        """A step of G; the log gets "G(z2)"."""
        self.log.append(f"G({self._name(z)})")

    def _deal(self, kind: str, m: int) -> np.ndarray:
        batch = self._next + np.arange(2.0 * m).reshape(m, 2)
        self._next += 2.0 * m
        self.dealt[kind].append(batch)
        self.sizes.append(int(m))
        self.log.append(f"{kind}{len(self.dealt[kind])}")
        return batch.copy()

    def _name(self, batch: Any) -> str:
        array = np.asarray(batch)
        for kind, batches in self.dealt.items():
            for position, dealt in enumerate(batches, start=1):
                if array.shape == dealt.shape and np.array_equal(array, dealt):
                    return f"{kind}{position}"
        return "?"


def run_spied(algorithm: Callable, iterations: int, k: int, m: int, *args: Any) -> dict[str, Any]:
    """What ``algorithm(game, iterations, k, m, *args)`` does to a game.

    Returns:
        "log": the calls in order, as in "z1 x1 D(x1,z1) z2 G(z2)". Between two updates, data that were drawn before
        noise are listed after it: which of the two is drawn first changes nothing.
        "letters": the same without numbers and batches, as in "ZXDZG".
        "sizes": the different batch sizes that were asked for, in increasing order.
    """
    spy = GameSpy()
    algorithm(spy, iterations, k, m, *args)
    log: list[str] = []
    draws: list[str] = []
    for entry in [*spy.log, "end"]:
        if entry[0] in "zx":
            draws.append(entry)
            continue
        log += sorted(draws, key=lambda name: (name[0] == "x", int(name[1:])))
        draws = []
        if entry != "end":
            log.append(entry)
    return {
        "log": " ".join(log),
        "letters": "".join(entry[0].upper() for entry in log),
        "sizes": sorted(set(spy.sizes)),
    }


def _networks(seed: int, scale: float) -> tuple[Any, Any]:
    """Tiny G: R² → R² and D: R² → R (logits), in float64, with weights drawn by NumPy from the seed."""
    import torch

    rng = np.random.default_rng(seed)
    made = []
    for hidden, out in ((3, 2), (4, 1)):
        network = torch.nn.Sequential(torch.nn.Linear(2, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, out))
        network = network.double()
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.copy_(torch.from_numpy(rng.normal(size=tuple(parameter.shape))))
        made.append(network)
    with torch.no_grad():
        for parameter in made[1][2].parameters():
            parameter.mul_(scale)
    return made[0], made[1]


def _flat(tensors: Sequence[Any]) -> np.ndarray:
    return np.concatenate([tensor.detach().numpy().ravel() for tensor in tensors])


def _gradients(network: Any) -> np.ndarray:
    """All gradients of a network in a row; a missing one counts as zeros, which it equals."""
    import torch

    return _flat([torch.zeros_like(p) if p.grad is None else p.grad for p in network.parameters()])


def spy_on_steps(
    d_step: Callable,
    g_step: Callable,
    moves: str,
    *,
    loss: str = "ns",
    seed: int = 0,
    batch: tuple[int, int] = (4, 4),
    scale: float = 1.0,
    leftovers: float = 0.0,
) -> dict[str, Any]:
    """Let two tiny networks make ``moves`` such as "DG", each with ``d_step`` or ``g_step``, and watch them.

    Args:
        d_step: ``d_step(G, D, opt_d, x, z)``.
        g_step: ``g_step(G, D, opt_g, z, loss)``.
        moves: which step is made when.
        loss: handed to ``g_step``.
        seed: of the weights and the batches.
        batch: how many examples of data and of noise D gets; G gets as many as D's noise.
        scale: D's last layer is multiplied by it: large ones give large logits.
        leftovers: if not 0, every gradient is filled with this number at the start.

    Returns:
        "values", "losses": what each step of D and of G returned, as floats (nan for anything that is no number).
        "theta_g", "theta_d": all weights at the end, in a row. The optimisers are plain gradient descent, rate 0.1.
        "g_moved", "d_moved": did a step of the *other* player move the weights of G, or of D?
        "g_gradients_touched": did a step of D change what G's weights hold as their gradients?
        "g_gradients": what G's weights held as their gradients after the first step of D, in a row.
    """
    import torch

    generator, discriminator = _networks(seed, scale)
    optimisers = {
        "D": torch.optim.SGD(discriminator.parameters(), lr=0.1),
        "G": torch.optim.SGD(generator.parameters(), lr=0.1),
    }
    rng = np.random.default_rng([seed, 1])
    if leftovers:
        for parameter in [*generator.parameters(), *discriminator.parameters()]:
            parameter.grad = torch.full_like(parameter, leftovers)
    found: dict[str, Any] = {"values": [], "losses": []}
    found |= {"g_moved": False, "d_moved": False, "g_gradients_touched": False}
    for move in moves:
        x = torch.from_numpy(rng.normal(size=(batch[0], 2)))
        z = torch.from_numpy(rng.normal(size=(batch[1], 2)))
        theta_g, theta_d = _flat(list(generator.parameters())), _flat(list(discriminator.parameters()))
        gradients_g = _gradients(generator)
        if move == "D":
            found["values"].append(_number(d_step(generator, discriminator, optimisers["D"], x, z)))
            found["g_moved"] |= not np.array_equal(theta_g, _flat(list(generator.parameters())))
            found["g_gradients_touched"] |= not np.array_equal(gradients_g, _gradients(generator))
            found.setdefault("g_gradients", _gradients(generator))
        else:
            found["losses"].append(_number(g_step(generator, discriminator, optimisers["G"], z, loss)))
            found["d_moved"] |= not np.array_equal(theta_d, _flat(list(discriminator.parameters())))
    return found | {
        "theta_g": _flat(list(generator.parameters())),
        "theta_d": _flat(list(discriminator.parameters())),
    }


def _number(returned: Any) -> float:
    try:
        return float(returned)
    except (TypeError, ValueError):
        return float("nan")


def spy_on_arrows(sample_arrows: Callable, x: np.ndarray, loss: str, seed: int = 0) -> dict[str, Any]:
    """``sample_arrows(D, x, loss)`` for a tiny network D.

    Returns:
        "arrows": what came back, as an array; "d_gradients_touched": are there gradients in D's weights now?
    """
    import torch

    _, discriminator = _networks(seed, 1.0)
    arrows = sample_arrows(discriminator, torch.from_numpy(np.array(x, dtype=float)), loss)
    if hasattr(arrows, "detach"):
        arrows = arrows.detach().numpy()
    return {"arrows": np.asarray(arrows), "d_gradients_touched": bool(np.any(_gradients(discriminator)))}
