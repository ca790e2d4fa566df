"""What a game of the playground depends on: one flat dictionary of plain values, the seed among them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

LOSSES = {
    "ns": "non-saturating: −ln D(G(z))",
    "minimax": "minimax: ln(1 − D(G(z)))",
    "ls": "least squares",
    "wgan-gp": "WGAN-GP",
    "relativistic": "relativistic pairs",
}
CRITICS = frozenset({"wgan-gp", "relativistic"})  # with these only differences of D's scores mean anything
STARTS = {"fresh": "new networks", "trained": "trained networks"}
OPTIMISERS = {"adam": "Adam", "sgd": "SGD"}
NOISES = {"uniform": "uniform", "gaussian": "Gaussian"}
CHOICES: dict[str, dict[str, str]] = {"loss": LOSSES, "optimiser": OPTIMISERS, "noise": NOISES, "start": STARTS}
# Lowest, highest, and whether only whole numbers are meant.
RANGES: dict[str, tuple[float, float, bool]] = {
    "k_d": (0, 20, True),
    "k_g": (0, 20, True),
    "batch": (1, 1024, True),
    "lr_d": (1e-6, 1.0, False),
    "lr_g": (1e-6, 1.0, False),
    "width": (1, 256, True),
    "layers": (0, 5, True),
    "noise_dim": (1, 2, True),
    "r1": (0.0, 100.0, False),
    "instance_noise": (0.0, 3.0, False),
    "pack": (1, 4, True),
    "seed": (0, 2**31 - 1, True),
}
MOST_POINTS = 400
# Other networks: with these the game begins again. Everything else holds from the next step on.
BEGINS_AGAIN = frozenset({"width", "layers", "noise_dim", "seed", "pack", "start"})


@dataclass(frozen=True)
class Settings:
    """Everything that decides how a game goes, apart from the functions that play it.

    Attributes:
        data: the name of a data set.
        points: centres of the data set "drawn", pairs in the plane.
        loss: "ns", "minimax", "ls" (least squares), "wgan-gp" or "relativistic".
        k_d: steps of D in one iteration.
        k_g: steps of G in one iteration.
        batch: examples in one batch.
        optimiser: "adam" (β₁ = 0.5, β₂ = 0.999) or "sgd".
        lr_d: learning rate of D.
        lr_g: learning rate of G.
        width: units in each hidden layer of either network.
        layers: hidden layers of either network.
        noise: "uniform" on [−1, 1] or "gaussian", standard normal, in each dimension.
        noise_dim: dimensions of z, 1 or 2.
        r1: γ of the penalty γ/2 · E|∇D(x)|² on the data, ≥ 0; D(x) as logits.
        instance_noise: standard deviation of the noise added to everything D is shown while it trains, ≥ 0.
        pack: samples that D judges together, as one; what is left over of a batch is not judged.
        start: "fresh", or "trained": with the weights that come with the course, for the data that have some.
        seed: of the starting weights and of all batches.
    """

    data: str = "ring"
    points: tuple[tuple[float, float], ...] = ()
    loss: str = "ns"
    k_d: int = 1
    k_g: int = 1
    batch: int = 128
    optimiser: str = "adam"
    lr_d: float = 2e-3
    lr_g: float = 2e-3
    width: int = 64
    layers: int = 2
    noise: str = "uniform"
    noise_dim: int = 2
    r1: float = 0.0
    instance_noise: float = 0.0
    pack: int = 1
    start: str = "fresh"
    seed: int = 0

    @property
    def has_d_star(self) -> bool:
        """Whether what D says can be compared with p/(p + q): it judges single samples, and gives more than scores."""
        return self.loss not in CRITICS and self.pack == 1

    def changed(self, changes: Mapping[str, Any], data: Collection[str]) -> Settings:
        """The same with other values.

        Args:
            changes: name → new value, such as {"k_d": 3}.
            data: the names of the data sets that there are.

        Returns:
            New settings, checked.

        Raises:
            ValueError: a name or a value that there is not, in one sentence.
        """
        return dataclasses.replace(self, **{name: _checked(name, changes[name], data) for name in changes})

    def as_dict(self) -> dict[str, Any]:
        """Plain values by name, ready for JSON."""
        return dataclasses.asdict(self) | {"points": [list(point) for point in self.points]}


def _checked(name: str, value: Any, data: Collection[str]) -> Any:
    if name == "data":
        if value not in data:
            raise ValueError(f"The data are one of {', '.join(data)}, not {value!r}.")
        return value
    if name == "points":
        return _points(value)
    if name in CHOICES:
        if not isinstance(value, str) or value not in CHOICES[name]:
            choices = ", ".join(f'"{choice}"' for choice in CHOICES[name])
            raise ValueError(f"{name} is one of {choices}, not {value!r}.")
        return value
    if name not in RANGES:
        raise ValueError(f"There is no setting {name!r}; there are {', '.join(Settings.__dataclass_fields__)}.")
    low, high, whole = RANGES[name]
    right = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    if not right or (whole and value != int(value)):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{name} is {kind} from {low:g} to {high:g}, not {value!r}.")
    return int(value) if whole else float(value)


def _points(value: Any) -> tuple[tuple[float, float], ...]:
    try:
        points = tuple((float(x), float(y)) for x, y in value)
    except (TypeError, ValueError):
        raise ValueError("Points are pairs (x, y) of numbers.") from None
    if len(points) > MOST_POINTS or not all(math.isfinite(v) for point in points for v in point):
        raise ValueError(f"There are at most {MOST_POINTS} points, all of them finite.")
    return points
