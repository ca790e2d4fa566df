"""The clinic: small GANs that are ill on purpose, and the cures one can try on them.

An illness is a way to train, a cure a change to it. Penalties, packing and averaging are `Tools`, the course's own or
those of a student; the loop, the losses and the loan of PyTorch's spectral normalisation are here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import softplus

from gancourse.games.plane import adam
from gancourse.recorded_runs import SIDE, draw_shapes

Floats = NDArray[np.float64]

MODES, RADIUS, STD = 8, 2.0, 0.1
BATCH, WIDTH = 128, 64


def centers() -> Floats:
    """(8, 2): the centres of the ring, at angles 0°, 45° and so on."""
    angles = 2 * np.pi * np.arange(MODES) / MODES
    return RADIUS * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def ring(n: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """(n, 2) points of the ring: equal Gaussians of standard deviation 0.1 around the centres."""
    return (centers()[rng.integers(MODES, size=n)] + STD * rng.normal(size=(n, 2))).astype(np.float32)


class Illness(NamedTuple):
    """How the training goes wrong: steps of each player, Adam's rates, and iterations."""

    k_d: int = 1
    k_g: int = 1
    lr_d: float = 1e-3
    lr_g: float = 1e-3
    iterations: int = 1000


class Cure(NamedTuple):
    """What is changed. The defaults change nothing."""

    r1: float = 0.0  # γ of the R1 penalty
    gp: float = 0.0  # weight of the gradient penalty; with it the losses are those of WGAN
    spectral: bool = False  # spectral normalisation of D
    pack: int = 1  # samples that D judges together
    noise: float = 0.0  # standard deviation of instance noise
    real_label: float = 1.0  # below 1: one-sided label smoothing
    decay: float = 0.0  # above 0: samples come from an average of G's weights
    speed: float = 1.0  # D's rate is multiplied by it, G's divided: two time scales


ILLNESSES = {
    "healthy": Illness(),
    "G in a hurry": Illness(k_g=10),
    "D too slow": Illness(lr_d=2e-4, lr_g=4e-3, iterations=2000),
    "D in a hurry": Illness(k_d=5, lr_d=2e-3),
}
CURES = {
    "none": Cure(),
    "R1": Cure(r1=1.0),
    "WGAN-GP": Cure(gp=1.0),
    "spectral norm": Cure(spectral=True),
    "packing": Cure(pack=4),
    "instance noise": Cure(noise=0.3),
    "smoothing": Cure(real_label=0.9),
    "EMA": Cure(decay=0.99),
    "TTUR": Cure(speed=2.0),
}


def _r1(critic: torch.nn.Module, x: torch.Tensor, gamma: float) -> torch.Tensor:
    return gamma * _slopes(critic, x).square().sum() / (2 * len(x))


def _to_slope_one(critic: torch.nn.Module, x: torch.Tensor, fake: torch.Tensor, u: torch.Tensor) -> torch.Tensor:
    between = torch.lerp(fake, x, u.unsqueeze(1))
    return (_slopes(critic, between).square().sum(dim=1).sqrt() - 1).square().mean()


def _slopes(critic: torch.nn.Module, x: torch.Tensor) -> torch.Tensor:
    at = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(critic(at).sum(), at, create_graph=True)[0]


def _together(x: torch.Tensor, m: int) -> torch.Tensor:
    return x.unflatten(0, (-1, m)).flatten(1)


def _averaged(average: Sequence[torch.Tensor], weights: Sequence[torch.Tensor], decay: float) -> list[torch.Tensor]:
    return [torch.lerp(new, old, decay) for old, new in zip(average, weights, strict=True)]


class Tools(NamedTuple):
    """The four cures that are functions; each can be replaced by one's own."""

    r1_penalty: Callable = _r1
    gradient_penalty: Callable = _to_slope_one
    pack: Callable = _together
    ema: Callable = _averaged


OWN = Tools()


class Patient:
    """A GAN with an illness, under a cure.

    Args:
        illness, cure: names in ILLNESSES and CURES.
        tools: the functions behind the cures.
        seed: of the starting weights, the data and the noise.

    Raises:
        ValueError: for an unknown name.
    """

    def __init__(self, illness: str, cure: str, tools: Tools = OWN, seed: int = 0) -> None:
        for name, known, what in ((illness, ILLNESSES, "illness"), (cure, CURES, "cure")):
            if name not in known:
                raise ValueError(f"There is no {what} {name!r}: choose from {', '.join(known)}.")
        self.illness, self.cure, self.tools = ILLNESSES[illness], CURES[cure], tools
        self.rng = np.random.default_rng(seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.G = _network((2, WIDTH, WIDTH, 2), spectral=False)
            self.D = _network((2 * self.cure.pack, WIDTH, WIDTH, 1), spectral=self.cure.spectral)
        rates = self.illness.lr_d * self.cure.speed, self.illness.lr_g / self.cure.speed
        self.opt_d, self.opt_g = (adam(network, rate) for network, rate in zip((self.D, self.G), rates, strict=True))
        self.average = [p.detach().clone() for p in self.G.parameters()]
        self.iteration = 0

    def train(self, iterations: int | None = None) -> Patient:
        """Some iterations; left out, as many as the illness takes. Returns the patient."""
        for _ in range(self.illness.iterations if iterations is None else iterations):
            for _ in range(self.illness.k_d):
                self._step_of_d()
            for _ in range(self.illness.k_g):
                self._step_of_g()
            self.iteration += 1
        return self

    @torch.no_grad()
    def sample(self, n: int = 2500) -> Floats:
        """(n, 2) samples, always of the same noise; from the averaged weights where the cure is an average."""
        z = torch.from_numpy(np.random.default_rng(1).uniform(-1, 1, size=(n, 2)).astype(np.float32))
        weights = self.average if self.cure.decay else list(self.G.parameters())
        names = [name for name, _ in self.G.named_parameters()]
        moved = torch.func.functional_call(self.G, dict(zip(names, weights, strict=True)), (z,))
        return moved.double().numpy()

    @torch.no_grad()
    def mean_d(self, x: Floats) -> float:
        """The mean of D over samples (n, 2), where n is a multiple of the size of a pack; nothing is trained."""
        self.D.eval()  # spectral normalisation would go on with its iteration otherwise
        said = torch.sigmoid(self.D(self._pack(torch.from_numpy(x.astype(np.float32))))).mean().item()
        self.D.train()
        return said

    def _pack(self, x: torch.Tensor) -> torch.Tensor:
        return self.tools.pack(x, self.cure.pack) if self.cure.pack > 1 else x

    def _fake(self) -> torch.Tensor:
        z = self.rng.uniform(-1, 1, size=(BATCH * self.cure.pack, 2)).astype(np.float32)
        return self.G(torch.from_numpy(z))

    def _noisy(self, x: torch.Tensor) -> torch.Tensor:
        return _noisy(x, self.cure, self.rng)

    def _step_of_d(self) -> None:
        with torch.no_grad():
            fake = self._pack(self._noisy(self._fake()))
        real = self._pack(self._noisy(torch.from_numpy(ring(BATCH * self.cure.pack, self.rng))))
        loss = _loss_of_d(self.D, real, fake, self.cure, self.tools, self.rng)
        self.opt_d.zero_grad()
        loss.backward()
        self.opt_d.step()

    def _step_of_g(self) -> None:
        on_fake = self.D(self._pack(self._noisy(self._fake())))
        loss = -on_fake.mean() if self.cure.gp else softplus(-on_fake).mean()
        self.opt_g.zero_grad()
        loss.backward(inputs=list(self.G.parameters()))
        self.opt_g.step()
        if self.cure.decay:
            now = [p.detach() for p in self.G.parameters()]
            self.average = [
                torch.as_tensor(w, dtype=torch.float32) for w in self.tools.ema(self.average, now, self.cure.decay)
            ]


def memorise(cure: str, tools: Tools = OWN, *, images: int = 32, steps: int = 200, seed: int = 0) -> dict[str, Floats]:
    """D learns to tell a few training images from the work of a perfect generator.

    The data are the 12×12 shapes of ``gancourse.recorded_runs``; the fakes are fresh shapes of the same kind, so there
    is nothing to learn but the training images themselves. A cure for G alone, or packing, changes nothing.

    Args:
        cure: one of `CURES`.
        tools: the student's cures.
        images: how many training images there are.
        steps: of D.
        seed: of the images, the weights and the batches.

    Returns:
        D(x) in [0, 1], each (images,) or (500,), for the "training" images, for "held_out" images that D never saw, and
        for "generated" ones.

    Raises:
        ValueError: there is no such cure.
    """
    if cure not in CURES:
        raise ValueError(f"There is no cure {cure!r}: choose from {', '.join(CURES)}.")
    chosen, rng = CURES[cure], np.random.default_rng(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        critic = _network((SIDE * SIDE, 2 * WIDTH, 2 * WIDTH, 1), spectral=chosen.spectral)
    optimiser = adam(critic, 1e-3 * chosen.speed)

    def fresh(n: int) -> torch.Tensor:
        return torch.from_numpy(draw_shapes(n, rng)).flatten(1)

    training = fresh(images)
    for _ in range(steps):
        real = _noisy(training[torch.from_numpy(rng.integers(images, size=BATCH // 2))], chosen, rng)
        loss = _loss_of_d(critic, real, _noisy(fresh(BATCH // 2), chosen, rng), chosen, tools, rng)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    critic.eval()
    groups = {"training": training, "held_out": fresh(500), "generated": fresh(500)}
    with torch.no_grad():
        return {name: torch.sigmoid(critic(x)).double().numpy()[:, 0] for name, x in groups.items()}


def _noisy(x: torch.Tensor, cure: Cure, rng: np.random.Generator) -> torch.Tensor:
    if not cure.noise:
        return x
    return x + cure.noise * torch.from_numpy(rng.normal(size=tuple(x.shape)).astype(np.float32))


def _loss_of_d(
    critic: torch.nn.Module,
    real: torch.Tensor,
    fake: torch.Tensor,
    cure: Cure,
    tools: Tools,
    rng: np.random.Generator,
) -> torch.Tensor:
    """What D descends: −V with smoothed labels, or the loss of WGAN-GP, and R1 on top."""
    on_real, on_fake = critic(real), critic(fake)
    if cure.gp:
        u = torch.from_numpy(rng.uniform(size=len(real)).astype(np.float32))
        loss = on_fake.mean() - on_real.mean() + cure.gp * tools.gradient_penalty(critic, real, fake, u)
    else:
        loss = softplus(-on_real).mean() + softplus(on_fake).mean() + (1 - cure.real_label) * on_real.mean()
    return loss + tools.r1_penalty(critic, real, cure.r1) if cure.r1 else loss


def _network(sizes: tuple[int, ...], *, spectral: bool) -> torch.nn.Sequential:
    """Linear layers with ReLU in between, float32, spectrally normalised or not."""
    layers: list[torch.nn.Module] = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        linear = torch.nn.Linear(fan_in, fan_out)
        layers += [torch.nn.utils.parametrizations.spectral_norm(linear) if spectral else linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])
