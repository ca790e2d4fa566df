"""The game itself: networks, optimisers, data and a count of iterations. No thread, no picture, no clock.

`Game` knows the moves; the student's functions (or the course's) decide when to make them. Whatever happens in a game
is decided by its settings, its functions and the changes that were made on the way: `replay` makes it happen again, bit
for bit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from gancourse.games import clouds
from gancourse.games.clouds import Cloud
from gancourse.games.plane import adam, network
from gancourse.playground import steps, trained
from gancourse.playground.settings import BEGINS_AGAIN, CRITICS, Settings

Floats = NDArray[np.float64]
COMPANIES = 6
Change = tuple[int, dict[str, Any]]  # at which iteration, and what: new settings, or {"step": "D"}


@dataclass(frozen=True)
class Parts:
    """The functions that play and look; each may be the student's or, left out, the course's.

    Attributes:
        algorithm1: (game, iterations, k, m, k_g): the loop.
        d_step: (G, D, opt_d, x, z): one step of D up V; for the losses "ns" and "minimax".
        g_step: (G, D, opt_g, z, loss): one step of G down its loss; for the same losses.
        sample_mixture: (n, centers, std, rng) → (n, 2) data.
        d_heatmap: (D, xlim, ylim, n) → (n, n), rows from the lowest y up.
        sample_arrows: (D, x, loss) → −∂ℓ/∂x, like x.
        d_star_gap: (d, p, q) → mean of |D − D*| with weights p + q.
    """

    algorithm1: Callable = steps.loop
    d_step: Callable | None = None
    g_step: Callable | None = None
    sample_mixture: Callable = steps.mixture
    d_heatmap: Callable = steps.heatmap
    sample_arrows: Callable = steps.pulls
    d_star_gap: Callable = steps.gap


class Together(torch.nn.Module):
    """(n, 2) → (n // many, 2·many): so many samples in a row are one input of D; those that are left over go.

    Args:
        many: samples in a pack.
    """

    def __init__(self, many: int) -> None:
        super().__init__()
        self.many = many

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        packs = len(x) // self.many
        if not packs:
            raise ValueError(f"{len(x)} samples do not fill one pack of {self.many}: choose a larger batch.")
        return x[: packs * self.many].reshape(packs, -1)


def spiral(n: int = 40) -> Cloud:
    """Small blobs along a spiral from (0.3, 0) outwards: a connected curve that does not close."""
    t = np.linspace(0, 1, n)
    radius, angle = 0.3 + 2.1 * t, 3 * np.pi * t
    return Cloud(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), 0.12)


def ring() -> Cloud:
    """Eight blobs, equally spaced on a circle of radius 2."""
    angles = 2 * np.pi * np.arange(8) / 8
    return Cloud(2 * np.stack([np.cos(angles), np.sin(angles)], axis=1), 0.1)


def grid() -> Cloud:
    """Twenty-five blobs on a square grid from −2 to 2."""
    ticks = np.linspace(-2, 2, 5)
    return Cloud(np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(25, 2), 0.08)


def all_clouds() -> dict[str, Cloud]:
    """The course's data sets by name; "drawn" is the spiral until something is drawn."""
    return {
        "ring": ring(),
        "grid": grid(),
        "line": clouds.line(),
        "two Gaussians": clouds.two_gaussians(),
        "disjoint": clouds.disjoint(),
        "spiral": spiral(),
        "drawn": spiral(),
    }


class Game:
    """A cloud of data against x = G(z), in the plane; D gives logits.

    With the settings as they are from the start it makes the same numbers as `gancourse.games.plane.PlaneGame`.

    Args:
        settings: how to play.
        parts: who plays.
        data: the data sets by name.

    Attributes:
        iteration: how many have been played.
        changes: what was changed on the way, for `replay`.
        gate: called in every method that the loop calls, at its beginning with its name and what it was given, and at
            its end as "dealt_z", "dealt_x", "after_d" or "after_g".
    """

    def __init__(
        self, settings: Settings | None = None, parts: Parts | None = None, data: Mapping[str, Cloud] | None = None
    ) -> None:
        self.parts = parts or Parts()
        self.data = dict(data) if data is not None else all_clouds()
        given = (settings or Settings(data=next(iter(self.data)))).as_dict()
        self.settings = Settings().changed(given, self.data)  # a wrong value is refused before anything is made
        trained.check(self.settings)
        self.gate: Callable[..., None] = lambda name, *given: None
        self.begin()

    def begin(self) -> None:
        """New networks, new optimisers, iteration 0, with the settings as they are now."""
        now = self.settings
        self.start, self.changes = now, list[Change]()
        self.iteration = 0
        self.rng = np.random.default_rng(now.seed)
        self.noise_rng = torch.Generator().manual_seed(now.seed)  # of what D is shown, and of the gradient penalty
        hidden = (now.width,) * now.layers
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(now.seed)
            self.G = network((now.noise_dim, *hidden, 2))
            self.D = network((2 * now.pack, *hidden, 1))
        if now.pack > 1:
            self.D.insert(0, Together(now.pack))
        if now.start == "trained":
            trained.put_into(self.G, self.D, now)
        self._looking = False
        self._x: torch.Tensor | None = None
        self.D.register_forward_pre_hook(self._blur)
        self._new_optimisers()

    def _new_optimisers(self) -> None:
        self.opt_d = self._optimiser(self.D, self.settings.lr_d)
        self.opt_g = self._optimiser(self.G, self.settings.lr_g)
        self.opt_d.register_step_pre_hook(self._penalise)

    def _optimiser(self, module: torch.nn.Module, lr: float) -> torch.optim.Optimizer:
        if self.settings.optimiser == "sgd":
            return torch.optim.SGD(module.parameters(), lr=lr)
        return adam(module, lr)

    # ---- what the loop calls ---------------------------------------------------------------------------------------

    def sample_z(self, m: int) -> torch.Tensor:
        """(m, noise_dim) fresh noise."""
        self.gate("sample_z", m)
        shape = (m, self.settings.noise_dim)
        gaussian = self.settings.noise == "gaussian"
        z = _tensor(self.rng.normal(size=shape) if gaussian else self.rng.uniform(-1, 1, size=shape))
        self.gate("dealt_z", z)
        return z

    def sample_x(self, m: int) -> torch.Tensor:
        """(m, 2) fresh data."""
        self.gate("sample_x", m)
        x = self._deal(m)
        self.gate("dealt_x", x)
        return x

    def _deal(self, m: int) -> torch.Tensor:
        return _tensor(self.parts.sample_mixture(m, self.cloud.centers, self.cloud.std, self.rng))

    def ascend_d(self, x: torch.Tensor, z: torch.Tensor) -> None:
        """One step of D."""
        self.gate("ascend_d", x, z)
        self._x = x
        if self.parts.d_step and self.students_loss:
            self.parts.d_step(self.G, self.D, self.opt_d, x, z)
        else:
            now = self.settings
            steps.move_d((self.G, self.D), self.opt_d, x, z, now.loss, self.noise_rng, now.pack)
        self.gate("after_d")

    def descend_g(self, z: torch.Tensor) -> None:
        """One step of G."""
        self.gate("descend_g", z)
        if self.parts.g_step and self.students_loss:
            self.parts.g_step(self.G, self.D, self.opt_g, z, self.settings.loss)
        else:
            x = self._deal(len(z)) if self.settings.loss == "relativistic" else None
            steps.move_g((self.G, self.D), self.opt_g, z, self.settings.loss, x)
        self.gate("after_g")

    # ---- what the playground calls ---------------------------------------------------------------------------------

    @property
    def cloud(self) -> Cloud:
        """The data as they are now."""
        if self.settings.data == "drawn" and self.settings.points:
            return clouds.drawn(np.array(self.settings.points))
        return self.data[self.settings.data]

    @property
    def students_loss(self) -> bool:
        """Whether the loss is one that the functions of assignment 04 know."""
        return self.settings.loss in ("ns", "minimax")

    def iterate(self) -> None:
        """One iteration, by the loop."""
        now = self.settings
        self.parts.algorithm1(self, 1, now.k_d, now.batch, now.k_g)
        self.iteration += 1

    def step(self, player: str) -> None:
        """One step of "D" or of "G" alone, by the loop. ValueError for anybody else."""
        if player not in ("D", "G"):
            raise ValueError(f'A step is one of "D" or of "G", not of {player!r}.')
        self.changes.append((self.iteration, {"step": player}))
        self.parts.algorithm1(self, 1, int(player == "D"), self.settings.batch, int(player == "G"))
        self.iteration += 1

    def change(self, changes: Mapping[str, Any]) -> None:
        """Other settings, from now on; other networks or another seed begin the game again.

        Raises:
            ValueError: as `Settings.changed`; nothing is changed then.
        """
        before, now = self.settings, self.settings.changed(changes, self.data)
        trained.check(now)
        self.settings = now
        if any(getattr(before, name) != getattr(now, name) for name in BEGINS_AGAIN):
            self.begin()
            return
        if self.iteration == 0 and not self.changes:  # nothing has been played: this is how it begins
            self.start = now
        else:
            self.changes.append((self.iteration, dict(changes)))
        if before.optimiser != now.optimiser:
            self._new_optimisers()
        self.opt_d.param_groups[0]["lr"], self.opt_g.param_groups[0]["lr"] = now.lr_d, now.lr_g

    def script(self) -> dict[str, Any]:
        """All that `replay` needs: the settings at the start, the changes on the way, and how far it went."""
        return {
            "settings": self.start.as_dict(),
            "changes": [[iteration, dict(change)] for iteration, change in self.changes],
            "iterations": self.iteration,
        }

    def weights(self) -> Floats:
        """All weights of G, then of D, as one vector, float64."""
        parameters = itertools.chain(self.G.parameters(), self.D.parameters())
        return torch.cat([parameter.detach().double().ravel() for parameter in parameters]).numpy()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Inside, D is shown things as they are, and no gradient that is left behind reaches the game."""
        parameters = [*self.D.parameters(), *self.G.parameters()]
        kept = [parameter.grad for parameter in parameters]
        for parameter in parameters:
            parameter.grad = None
        self._looking = True
        try:
            yield
        finally:
            self._looking = False
            for parameter, gradient in zip(parameters, kept, strict=True):
                parameter.grad = gradient

    @torch.no_grad()
    def generate(self, z: ArrayLike) -> Floats:
        """G(z) for an array (n, noise_dim): an array (n, 2), float64."""
        return self.G(_tensor(z)).double().numpy()

    @torch.no_grad()
    def logits(self, x: ArrayLike) -> Floats:
        """The logits of D at an array of points (n, 2): (n // pack,), float64."""
        return self.D(_tensor(x)).double().numpy()[:, 0]

    def judge(self, x: ArrayLike) -> Floats:
        """What D says of points (n, 2): (n,) in [0, 1], float64.

        A probability for "ns" and "minimax"; the score itself, clipped to [0, 1], for "ls". A critic's scores mean
        nothing but by comparison: for "wgan-gp" and "relativistic" they are spread over [0, 1] from the lowest to the
        highest. Where D judges packs, each point is judged among examples of the data, and logits are averaged over
        `COMPANIES` of these.
        """
        s = self.logits(self._in_company(x))
        if self.settings.pack > 1:
            s = s.reshape(-1, COMPANIES).mean(axis=1)
        if self.settings.loss == "ls":
            return np.clip(s, 0, 1)
        if self.settings.loss in CRITICS:
            return (s - s.min()) / max(float(np.ptp(s)), 1e-12)
        return 1 / (1 + np.exp(-np.clip(s, -700, 700)))

    def _in_company(self, x: ArrayLike) -> ArrayLike:
        """Points (n, 2) with pack − 1 examples of the data behind each, in COMPANIES ways: (n·COMPANIES·pack, 2)."""
        others = self.settings.pack - 1
        if not others:
            return x
        x, rng = np.asarray(x, dtype=float), np.random.default_rng([self.settings.seed, 2**32 - 2])
        shape = (len(x), COMPANIES, 1, 2)
        cloud = self.cloud
        data = steps.mixture(COMPANIES * others, cloud.centers, cloud.std, rng).reshape(1, COMPANIES, others, 2)
        placed = [np.broadcast_to(x[:, None, None], shape), np.broadcast_to(data, (*shape[:2], others, 2))]
        return np.concatenate(placed, axis=2).reshape(-1, 2)

    # ---- what is added to the student's step -----------------------------------------------------------------------

    def _blur(self, module: torch.nn.Module, given: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...] | None:
        if self._looking or not self.settings.instance_noise:
            return None
        x = given[0]
        noise = torch.randn(x.shape, generator=self.noise_rng, dtype=x.dtype)
        return (x + self.settings.instance_noise * noise, *given[1:])

    def _penalise(self, optimiser: torch.optim.Optimizer, args: Any, kwargs: Any) -> None:
        """R1 works with any step of D: its gradient is added to what the step has stored, before the weights move."""
        if not self.settings.r1 or self._x is None:
            return
        x = self._x.detach().clone().requires_grad_(True)
        with torch.enable_grad():
            (slope,) = torch.autograd.grad(self.D(x).sum(), x, create_graph=True)
            packs = len(x) // self.settings.pack
            penalty = self.settings.r1 / 2 * slope.square().sum() / packs
            gradients = torch.autograd.grad(penalty, list(self.D.parameters()), allow_unused=True)
        for parameter, gradient in zip(self.D.parameters(), gradients, strict=True):
            if gradient is not None:
                parameter.grad = gradient if parameter.grad is None else parameter.grad + gradient


def replay(script: Mapping[str, Any], parts: Parts | None = None, data: Mapping[str, Cloud] | None = None) -> Game:
    """Play a game again, from its script.

    Args:
        script: what `Game.script` gave.
        parts: the same functions.
        data: the same data sets.

    Returns:
        The game at its end; its weights are the same, bit for bit, on the same machine.

    Raises:
        ValueError: a setting that there is not.
    """
    known = data if data is not None else all_clouds()
    game = Game(Settings().changed(script["settings"], known), parts, known)
    for at, change in script["changes"]:
        while game.iteration < at:
            game.iterate()
        if "step" in change:
            game.step(change["step"])
        else:
            game.change(change)
    while game.iteration < script["iterations"]:
        game.iterate()
    return game


def _tensor(array: ArrayLike) -> torch.Tensor:
    if isinstance(array, torch.Tensor):
        return array.float()
    return torch.from_numpy(np.array(array, dtype=np.float32))
