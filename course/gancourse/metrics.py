"""How far generated images are from real ones: Fréchet distance in own features, always beside its floor.

The features are not Inception's: a small classifier trained on the image set itself, or the leading principal
components of the pixels. Numbers are comparable for the same features and the same n only, so the *floor*, the distance
between real and real at the same n, is printed with each.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from gancourse.data import ImageSet, cache_folder, to_unit
from gancourse.files import write_atomically

SHIPPED = Path(__file__).parent / "trained"
DIMENSIONS = 64
SIDE = 32
REFERENCE = 10_000
Features = Callable[[Tensor], Tensor]


class Classifier(nn.Module):
    """Three convolutions and a layer of 64 features, then a linear head for each thing that is known of the images."""

    def __init__(self, channels: int, heads: list[int]) -> None:
        super().__init__()
        chain = [channels, 16, 32, 48]
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairwise(chain))
        self.embed = nn.Linear(48 * 16, DIMENSIONS)
        self.heads = nn.ModuleList(nn.Linear(DIMENSIONS, width) for width in heads)
        self.mean = nn.Buffer(torch.zeros(DIMENSIONS))
        self.scale = nn.Buffer(torch.ones(DIMENSIONS))

    def embedding(self, x: Tensor) -> Tensor:
        """x (n, c, s, s) in [−1, 1] to features (n, 64), not yet standardised."""
        x = functional.adaptive_avg_pool2d(x, SIDE) if x.shape[-1] > SIDE else x
        for conv in self.convs:
            x = functional.relu(conv(x))
        return self.embed(functional.adaptive_avg_pool2d(x, 4).flatten(1))

    def forward(self, x: Tensor) -> list[Tensor]:
        hidden = functional.relu(self.embedding(x))
        return [head(hidden) for head in self.heads]

    @torch.no_grad()
    def features(self, pixels: Tensor) -> Tensor:
        """Pixels uint8 (n, c, s, s) to features float64 (n, 64), of mean 0 and variance 1 on the training images."""
        device = self.mean.device
        parts = [self.embedding(to_unit(part.to(device))) for part in pixels.split(1024)]
        return ((torch.cat(parts) - self.mean) / self.scale).double()


def train_classifier(images: ImageSet, seed: int = 0) -> Classifier:
    """A classifier of the images' labels, or of all their attributes.

    Each image is seen 3 to 20 times on average: more often where there are few.

    Args:
        images: with labels or attributes, or both.
        seed: of the weights and of the batches.

    Raises:
        ValueError: nothing is known of the images.
    """
    targets = [] if images.labels is None else [images.labels]
    targets += [one.codes for one in images.attributes.values()]
    if not targets:
        raise ValueError(f"{images.name} has neither labels nor attributes to learn features from: use pca_features.")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Classifier(images.channels, [int(one.max()) + 1 for one in targets])
        optimiser = torch.optim.Adam(net.parameters(), 2e-3)
        epochs = max(3, min(20, 100_000 // len(images)))
        batch, steps = 128, epochs * max(1, len(images) // 128)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
        for _ in range(steps):
            which = torch.randint(len(images), (batch,))
            outputs = net(images.normalised(which))
            losses = [functional.cross_entropy(out, one[which]) for out, one in zip(outputs, targets, strict=True)]
            loss = torch.stack(losses).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    net.eval()
    raw = net.features(images.pixels[:REFERENCE])
    net.mean.copy_(raw.mean(0))
    net.scale.copy_(raw.std(0).clamp_min(1e-6))
    return net.requires_grad_(False)


def classifier_features(images: ImageSet) -> Features:
    """Features of a classifier of these images: for Fashion-MNIST and the faces the one that comes with the course.

    For other images one is trained, and is kept in the course's cache under a name made from the images. What comes
    with the course for the faces has such a name too: where they are drawn otherwise, it is not theirs.

    Raises:
        ValueError: nothing is known of the images.
    """
    shipped = SHIPPED / f"features-{images.name}.safetensors"
    if shipped.is_file() and images.channels == 1:
        return _read_classifier(shipped.read_bytes()).features
    name = f"features-{fingerprint(images)}.safetensors"
    for folder in (SHIPPED, cache_folder()):
        if (folder / name).is_file():
            with contextlib.suppress(ValueError, KeyError, RuntimeError):  # cut off: trained again below
                return _read_classifier((folder / name).read_bytes()).features
    net = train_classifier(images)
    with contextlib.suppress(OSError):  # a read-only home costs only the time to train again
        write_atomically(cache_folder() / name, written_classifier(net))
    return net.features


def written_classifier(net: Classifier) -> bytes:
    """The classifier as a safetensors file with half-precision weights (what the features lose is below 1 in 1,000)."""
    from safetensors.torch import save

    return save({name: value.half().contiguous() for name, value in net.state_dict().items()})


def _read_classifier(content: bytes) -> Classifier:
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        weights = load(content)
    except SafetensorError as problem:
        raise ValueError(f"The file with the features cannot be read ({problem}).") from None
    count = sum(name.startswith("heads.") and name.endswith("weight") for name in weights)
    heads = [weights[f"heads.{i}.weight"].shape[0] for i in range(count)]
    net = Classifier(weights["convs.0.weight"].shape[1], heads)
    net.load_state_dict({name: value.float() for name, value in weights.items()})
    return net.eval().requires_grad_(False)


def pca_features(images: ImageSet, dimensions: int = DIMENSIONS) -> Features:
    """The leading principal components of the pixels of up to 10,000 of the images: needs no labels and no training."""
    pixels = images.pixels[:REFERENCE].flatten(1).float() / 255
    mean = pixels.mean(0)
    covariance = (pixels - mean).T @ (pixels - mean) / len(pixels)
    axes = torch.linalg.eigh(covariance).eigenvectors[:, -dimensions:]

    def features(some: Tensor) -> Tensor:
        return ((some.cpu().flatten(1).float() / 255 - mean) @ axes).double()

    return features


def features_for(images: ImageSet) -> Features:
    """Classifier features where labels or attributes are known, principal components else."""
    if images.labels is None and not images.attributes:
        return pca_features(images)
    return classifier_features(images)


def frechet(mean_a: Tensor, cov_a: Tensor, mean_b: Tensor, cov_b: Tensor) -> float:
    """‖μ_a − μ_b‖² + tr(Σ_a + Σ_b − 2 (Σ_a^½ Σ_b Σ_a^½)^½): the squared 2-Wasserstein distance of two Gaussians.

    Through eigenvalues of symmetric matrices only, so covariances without full rank do no harm (Dowson and Landau,
    1982).
    """
    values, vectors = torch.linalg.eigh(cov_a)
    root = (vectors * values.clamp_min(0).sqrt()) @ vectors.T
    cross = torch.linalg.eigvalsh(root @ cov_b @ root).clamp_min(0).sqrt().sum()
    apart = (mean_a - mean_b).square().sum()
    return max(0.0, float(apart + cov_a.trace() + cov_b.trace() - 2 * cross))


def fid(real: Tensor, fake: Tensor) -> float:
    """Fréchet distance between the Gaussians fitted to two sets of features (n, d) and (m, d), n and m at least 2."""
    return frechet(*_moments(real), *_moments(fake))


def _moments(features: Tensor) -> tuple[Tensor, Tensor]:
    features = features.double().cpu()
    return features.mean(0), torch.cov(features.T)


class FidMeter:
    """FID of generated images against up to 10,000 training images, with the floor at the same n.

    Args:
        images: the training images.
        held_out: real images that are not among them, for the floor; left out, training images are set aside.
        count: n, how many generated images there will be.
        features: from pixels uint8 (n, c, s, s) to features (n, d); None: :func:`features_for`.

    Attributes:
        floor: the distance of `count` real images that are not in the reference.

    Raises:
        ValueError: there are too few images.
    """

    def __init__(
        self, images: ImageSet, held_out: ImageSet | None = None, count: int = 2000, features: Features | None = None
    ) -> None:
        aside = 0 if held_out is not None else count
        if len(images) - aside < DIMENSIONS or (held_out is not None and len(held_out) < count):
            raise ValueError(f"{images.name} has too few images to measure FID with n = {count:,}: choose a smaller n.")
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
        self.count = count
        self.features = features or features_for(images)
        self._mean, self._cov = _moments(self.features(images.pixels[order[aside : aside + REFERENCE]]))
        real = images.pixels[order[:aside]] if held_out is None else held_out.pixels[:count]
        self.floor = self(real)

    def __call__(self, pixels: Tensor) -> float:
        """FID of images uint8 (n, c, s, s); for the floor to mean anything, n = `count`."""
        return frechet(self._mean, self._cov, *_moments(self.features(pixels)))


def nearest(pixels: Tensor, among: Tensor) -> Tensor:
    """For each image the place of the nearest in `among`, by Euclidean distance of the pixels: int64 (n,)."""
    targets = among.flatten(1).float()
    found = [torch.cdist(part.flatten(1).float(), targets).argmin(1) for part in pixels.to(among.device).split(64)]
    return torch.cat(found)


def fullest_ball(real: np.ndarray, fake: np.ndarray, k: int = 3) -> tuple[int, float]:
    """Of the balls that reach from each real row to its ``k``-th nearest other one, that with the most fakes.

    Args:
        real: features (n, d) of real images, n > k.
        fake: features (m, d) of generated ones.
        k: at least 1.

    Returns:
        Its place among the real rows and the share of the fakes in it.
    """
    centres, others = (torch.as_tensor(rows, dtype=torch.float64) for rows in (real, fake))
    exact = "donot_use_mm_for_euclid_dist"
    among = torch.cdist(centres, centres, compute_mode=exact).fill_diagonal_(float("inf"))
    reach = among.topk(k, largest=False).values[:, -1:]
    held = (torch.cdist(centres, others, compute_mode=exact) <= reach).double().mean(dim=1)
    return int(held.argmax()), float(held.max())


def fingerprint(images: ImageSet) -> str:
    """A short name made from some of the pixels: other images, other name."""
    some = images.pixels[:: max(1, len(images) // 256)].contiguous()
    return f"{hashlib.sha256(some.cpu().numpy().tobytes()).hexdigest()[:12]}-{len(images)}-{images.size}"
