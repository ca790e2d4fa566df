"""A ward of the clinic: several patients with the same illness under the same cure, trained in lock-step.

One training says little: another seed, another end. Here the networks of all beds are stacked into one tensor for each
layer, so that five trainings cost little more than one. Every bed has its own weights, data and noise.
"""

from __future__ import annotations

import itertools

import numpy as np
import torch
from torch.nn.functional import softplus

from gancourse.games.clinic import CURES, ILLNESSES, WIDTH, Cure, Floats, ring
from gancourse.games.plane import adam

BATCH = 64  # half of the clinic's: five trainings at once should take a minute


class Stack(torch.nn.Module):
    """As many equal networks as there are beds: linear layers with ReLU in between, from (beds, n, a) to (beds, n, b).

    Weights start as those of `torch.nn.Linear`. With `spectral`, each matrix is divided by an estimate of its largest
    stretch: one power iteration a pass, as `torch.nn.utils.parametrizations.spectral_norm` does it.
    """

    def __init__(self, beds: int, sizes: tuple[int, ...], rng: np.random.Generator, *, spectral: bool = False) -> None:
        super().__init__()
        self.spectral = spectral
        self.weights, self.biases = torch.nn.ParameterList(), torch.nn.ParameterList()
        self.directions: list[torch.Tensor] = []
        for fan_in, fan_out in itertools.pairwise(sizes):
            edge = fan_in**-0.5
            for group, shape in ((self.weights, (beds, fan_in, fan_out)), (self.biases, (beds, 1, fan_out))):
                group.append(torch.nn.Parameter(_tensor(rng.uniform(-edge, edge, size=shape))))
            self.directions.append(_tensor(rng.normal(size=(beds, fan_in, 1))))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The values of each bed's network at the places of its own row."""
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            scaled = weight / self._stretch(layer, weight) if self.spectral else weight
            x = torch.baddbmm(bias, torch.relu(x) if layer else x, scaled)
        return x

    def _stretch(self, layer: int, weight: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            across = torch.nn.functional.normalize(weight.mT @ self.directions[layer], dim=1)
            self.directions[layer] = along = torch.nn.functional.normalize(weight @ across, dim=1)
        return along.mT @ weight @ across


class Ward:
    """Some patients with one illness under one cure.

    Args:
        illness, cure: names in `clinic.ILLNESSES` and `clinic.CURES`.
        beds: how many patients.
        seed: of everything that is random.

    Raises:
        ValueError: for an unknown name.
    """

    def __init__(self, illness: str, cure: str, *, beds: int = 5, seed: int = 0) -> None:
        if illness not in ILLNESSES or cure not in CURES:
            raise ValueError(
                f"There is no {illness!r} under {cure!r}: illnesses are {', '.join(ILLNESSES)}, "
                f"and cures {', '.join(CURES)}."
            )
        self.illness, self.cure, self.beds = ILLNESSES[illness], CURES[cure], beds
        self.rng = np.random.default_rng(seed)
        self.G = Stack(beds, (2, WIDTH, WIDTH, 2), self.rng)
        self.D = Stack(beds, (2 * self.cure.pack, WIDTH, WIDTH, 1), self.rng, spectral=self.cure.spectral)
        rates = self.illness.lr_d * self.cure.speed, self.illness.lr_g / self.cure.speed
        self.opt_d, self.opt_g = (adam(network, rate) for network, rate in zip((self.D, self.G), rates, strict=True))
        self.average = [p.detach().clone() for p in self.G.parameters()]

    def train(self, rounds: int | None = None) -> Ward:
        """Some rounds; left out, as many as the illness takes. Returns the ward."""
        for _ in range(self.illness.iterations if rounds is None else rounds):
            for _ in range(self.illness.k_d):
                self._step_of_d()
            for _ in range(self.illness.k_g):
                self._step_of_g()
        return self

    @torch.no_grad()
    def sample(self, n: int = 2500) -> Floats:
        """(beds, n, 2) samples, always of the same noise; from the averaged weights where the cure is an average."""
        z = _tensor(np.random.default_rng(1).uniform(-1, 1, size=(n, 2))).expand(self.beds, n, 2)
        names = [name for name, _ in self.G.named_parameters()]
        weights = self.average if self.cure.decay else list(self.G.parameters())
        return torch.func.functional_call(self.G, dict(zip(names, weights, strict=True)), (z,)).double().numpy()

    def _packed(self, x: torch.Tensor) -> torch.Tensor:
        """(beds, BATCH, 2·pack): with instance noise, and as many samples together as D judges."""
        if self.cure.noise:
            x = x + self.cure.noise * _tensor(self.rng.normal(size=tuple(x.shape)))
        return x.reshape(self.beds, BATCH, -1)

    def _fake(self) -> torch.Tensor:
        z = _tensor(self.rng.uniform(-1, 1, size=(self.beds, BATCH * self.cure.pack, 2)))
        return self._packed(self.G(z))

    def _step_of_d(self) -> None:
        with torch.no_grad():
            fake = self._fake()
        real = torch.from_numpy(ring(self.beds * BATCH * self.cure.pack, self.rng))
        loss = _loss_of_d(self.D, self._packed(real.reshape(self.beds, -1, 2)), fake, self.cure, self.rng)
        self.opt_d.zero_grad()
        loss.backward()
        self.opt_d.step()

    def _step_of_g(self) -> None:
        on_fake = self.D(self._fake())
        loss = (-on_fake if self.cure.gp else softplus(-on_fake)).mean(dim=(1, 2)).sum()
        self.opt_g.zero_grad()
        loss.backward(inputs=list(self.G.parameters()))
        self.opt_g.step()
        if self.cure.decay:
            for average, now in zip(self.average, self.G.parameters(), strict=True):
                average.lerp_(now.detach(), 1 - self.cure.decay)


def _loss_of_d(D: Stack, real: torch.Tensor, fake: torch.Tensor, cure: Cure, rng: np.random.Generator) -> torch.Tensor:  # noqa: N803
    """The losses of all beds, each a mean over its batch, added up: no bed feels another."""
    on_real, on_fake = D(real), D(fake)
    if cure.gp:
        u = _tensor(rng.uniform(size=(*real.shape[:2], 1)))
        length = _slopes(D, u * real + (1 - u) * fake).square().sum(dim=2).sqrt()
        losses = on_fake.mean(dim=(1, 2)) - on_real.mean(dim=(1, 2)) + cure.gp * (length - 1).square().mean(dim=1)
    else:
        each = softplus(-on_real) + softplus(on_fake) + (1 - cure.real_label) * on_real
        losses = each.mean(dim=(1, 2))
    if cure.r1:
        losses = losses + cure.r1 / 2 * _slopes(D, real).square().sum(dim=2).mean(dim=1)
    return losses.sum()


def _slopes(D: Stack, x: torch.Tensor) -> torch.Tensor:  # noqa: N803
    at = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(D(at).sum(), at, create_graph=True)[0]


def _tensor(numbers: Floats) -> torch.Tensor:
    return torch.from_numpy(numbers.astype(np.float32))
