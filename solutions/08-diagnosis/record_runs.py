"""Record the runs of *Diagnose this run*: eleven small GANs, one with no fault and ten with one fault each.

``python solutions/08-diagnosis/record_runs.py`` writes ``course/gancourse/recorded_runs/runs.npz`` (about a quarter of an
hour on one core; the same numbers with the same version of PyTorch on the same kind of machine). Nothing in that file says
which run has which fault: letters were dealt by a shuffle, and all runs have the same entries.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from gancourse.recorded_runs import SIDE, draw_shapes

# The fault of each run, by the name that the notebook gives it. P is the one that the notebook solves.
DEALT = {
    "P": "G's step detached",
    "A": "k too large",
    "B": "no tanh",
    "C": "D memorises",
    "D": "labels swapped",
    "E": "healthy",
    "F": "sigmoid twice",
    "G": "initialisation",
    "H": "D too strong",
    "I": "collapse",
    "J": "data range",
}
SEEDS = {letter: 700 + i for i, letter in enumerate(DEALT)}

NOISE, WIDTH, BATCH, RATE = 16, 128, 64, 4e-4
DROPOUT = 0.4  # in D: without it even the run without a fault is won by D
ITERATIONS, EVERY = 9600, 96
IMAGES, FEW_IMAGES, HELD_OUT = 8000, 32, 1000
GRIDS = (0, 960, 4800, 9600)


def networks(fault: str) -> tuple[torch.nn.Sequential, torch.nn.Sequential]:
    """G: 16 numbers → an image, D: an image → a logit, three linear layers each."""
    nn = torch.nn
    pixels = SIDE * SIDE
    last = [] if fault == "no tanh" else [nn.Tanh()]
    body = [
        nn.Linear(NOISE, WIDTH),
        nn.ReLU(),
        nn.Linear(WIDTH, WIDTH),
        nn.ReLU(),
        nn.Linear(WIDTH, pixels),
    ]
    generator = nn.Sequential(*body, *last)
    bend, forget = nn.LeakyReLU(0.2), nn.Dropout(DROPOUT)
    first, second = nn.Linear(pixels, WIDTH), nn.Linear(WIDTH, WIDTH)
    layers = [first, bend, forget, second, bend, forget, nn.Linear(WIDTH, 1)]
    discriminator = nn.Sequential(*layers)
    if fault == "initialisation":
        for parameter in [*generator.parameters(), *discriminator.parameters()]:
            if parameter.ndim == 2:
                nn.init.normal_(parameter, 0.0, 1.0)
    return generator, discriminator


def gradient_norm(network: torch.nn.Module) -> float:
    """The length of the gradient that is stored in a network; 0 where nothing is stored."""
    squares = [float((p.grad**2).sum()) for p in network.parameters() if p.grad is not None]
    return float(np.sqrt(sum(squares)))


def spread(images: torch.Tensor) -> float:
    """How much the images of a batch differ: the standard deviation over the batch, averaged over pixels."""
    return float(images.detach().std(dim=0).mean())


def record(fault: str, seed: int) -> dict[str, np.ndarray]:
    """Train one GAN with one fault; returns its monitors, float32, and grids of samples."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    count = FEW_IMAGES if fault == "D memorises" else IMAGES
    data = torch.from_numpy(draw_shapes(count, rng)).reshape(count, -1)
    held_out = torch.from_numpy(draw_shapes(HELD_OUT, rng)).reshape(HELD_OUT, -1)
    if fault == "data range":  # standardised, as in many tutorials, while G ends in tanh
        mean, std = (data / 2 + 0.5).mean(), (data / 2 + 0.5).std()
        data, held_out = ((x / 2 + 0.5 - mean) / std for x in (data, held_out))
    G, D = networks(fault)
    rate_d, rate_g = (10 * RATE, RATE / 4) if fault == "D too strong" else (RATE, RATE)
    opt_d = torch.optim.Adam(D.parameters(), lr=rate_d, betas=(0.5, 0.999))
    opt_g = torch.optim.Adam(G.parameters(), lr=rate_g, betas=(0.5, 0.999))
    k_d, k_g = {"k too large": (20, 1), "collapse": (1, 10)}.get(fault, (1, 1))
    sign = -1 if fault == "labels swapped" else 1

    def noise(n: int = BATCH) -> torch.Tensor:
        return torch.from_numpy(rng.normal(size=(n, NOISE)).astype(np.float32))

    def logits(x: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(D(x)) if fault == "sigmoid twice" else D(x)

    def mean_d(x: torch.Tensor) -> float:
        with torch.no_grad():
            return float(torch.sigmoid(logits(x)).mean())

    fixed, seen, rows, grids = noise(16), 0, [], []
    for iteration in range(ITERATIONS + 1):
        for _ in range(k_d):
            real = data[torch.from_numpy(rng.integers(count, size=BATCH))]
            seen += BATCH
            with torch.no_grad():
                fake = G(noise())
            loss_d = (
                F.softplus(-sign * logits(real)).mean() + F.softplus(sign * logits(fake)).mean()
            )
            opt_d.zero_grad()
            loss_d.backward()
            size_d = gradient_norm(D)
            opt_d.step()
        for _ in range(k_g):
            z = noise()
            fake = G(z)
            loss_g = F.softplus(
                -logits(fake.detach() if fault == "G's step detached" else fake)
            ).mean()
            opt_g.zero_grad()
            loss_g.backward()
            size_g = gradient_norm(G)
            d_fake = mean_d(fake)
            opt_g.step()
        if iteration % EVERY == 0:
            with torch.no_grad():
                after = mean_d(G(z))
            rows.append(
                {
                    "iteration": iteration,
                    "passes": seen / count,
                    "loss_d": loss_d.detach(),
                    "loss_g": loss_g.detach(),
                    "d_real": mean_d(real),
                    "d_held_out": mean_d(held_out[:256]),
                    "d_fake": d_fake,
                    "d_fake_after": after,
                    "grad_d": size_d,
                    "grad_g": size_g,
                    "real_min": real.min(),
                    "real_max": real.max(),
                    "fake_min": fake.detach().min(),
                    "fake_max": fake.detach().max(),
                    "real_spread": spread(real),
                    "fake_spread": spread(fake),
                }
            )
        if iteration in GRIDS:
            with torch.no_grad():
                grids.append(G(fixed).reshape(-1, SIDE, SIDE).numpy())
    monitors = {
        name: np.array([float(row[name]) for row in rows], dtype=np.float32) for name in rows[0]
    }
    return monitors | {
        "samples": np.stack(grids).astype(np.float16),
        "data": data[:16].reshape(-1, SIDE, SIDE).numpy().astype(np.float16),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = (
        Path(__file__).resolve().parents[2] / "course" / "gancourse" / "recorded_runs" / "runs.npz"
    )
    parser.add_argument("--out", type=Path, default=default)
    out = parser.parse_args().out
    torch.set_num_threads(1)
    arrays = {}
    for letter, fault in sorted(DEALT.items()):
        recorded = record(fault, SEEDS[letter])
        arrays |= {f"{letter}/{name}": values for name, values in recorded.items()}
        print(
            letter,
            fault,
            {
                name: round(float(recorded[name][-1]), 3)
                for name in ("d_real", "d_fake", "fake_spread")
            },
        )
    temporary = out.with_name(f"writing-{out.name}")
    np.savez_compressed(temporary, **arrays)
    temporary.replace(out)


if __name__ == "__main__":
    main()
