"""What can be seen of a game at one moment, and how far apart data and samples are. Looking changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from scipy.special import entr, log_expit, ndtri, rel_entr

from gancourse.games.clouds import BINS, WINDOW, Cloud, shares
from gancourse.playground import steps
from gancourse.playground.errors import Diverged
from gancourse.playground.game import Game

Floats = NDArray[np.float64]

MAP = 40  # values along a side of the maps
SEEN = 256  # samples that are drawn
ARROWS = 48  # of these have an arrow
CELLS = 16  # of the noise, along a side
MEASURED = 2000  # samples that are measured
GROUPS = 20
BANDWIDTH = 0.12  # D* is computed at this resolution: both densities are blurred by it
EVERY = 50  # iterations between two measurements
ONE_PERCENT = 0.01
_AXIS = torch.linspace(-WINDOW, WINDOW, MAP)[:, None]


class Estimate(NamedTuple):
    """A value in nats and its standard error."""

    value: float
    error: float


def jsd_estimate(points: ArrayLike, masses: Floats, groups: int = GROUPS) -> Estimate:
    """JSD in nats between a cloud and what n points were drawn from, both seen in the same BINS² + 1 boxes.

    The luck of n points makes the plain estimate too large; a delete-a-group jackknife takes most of that off and gives
    the standard error (Quenouille 1956; Efron and Stein 1981). Boxes can only lose information: where the densities
    change within a box the value lies a little below the JSD of the densities.

    Args:
        points: (n, 2) independent points, n ≥ groups.
        masses: of the cloud in the boxes, exactly: `Cloud.bin_masses()`.
        groups: of the jackknife, ≥ 2.

    Returns:
        The estimate, which may be a little below 0, and its standard error.

    Raises:
        ValueError: fewer points than groups.
    """
    points = np.asarray(points, dtype=float)
    if len(points) < groups or groups < 2:
        raise ValueError(f"{groups} groups need at least as many points, not {len(points)}.")
    counts = _counts(points, groups)
    left = np.vstack([counts.sum(axis=0), counts.sum(axis=0) - counts])
    values = _jsd(masses, left / left.sum(axis=1, keepdims=True))
    whole, rest = values[0], values[1:]
    value = groups * whole - (groups - 1) * rest.mean()
    error = np.sqrt((groups - 1) / groups * np.sum((rest - rest.mean()) ** 2))
    return Estimate(float(value), float(error))


def kl_estimates(points: ArrayLike, masses: Floats) -> tuple[float, float]:
    """KL in nats of a cloud against what n points were drawn from, and the other way round, in the same boxes.

    Where one has mass and the other none, KL is infinite; points that were drawn cannot tell none from little. So one
    more point is spread evenly over all boxes, on both sides: an empty box costs ln n and a little, and not infinity.
    The luck of n points makes both values a little too large.

    Args:
        points: (n, 2) independent points.
        masses: of the cloud in the boxes, exactly: `Cloud.bin_masses()`.

    Returns:
        KL(cloud ‖ points), which is large where modes are missing, and KL(points ‖ cloud), which is large where points
        lie between the modes; both ≥ 0.
    """
    counts = _counts(np.asarray(points, dtype=float))
    n, even = counts.sum(), 1 / len(counts)
    p, q = ((n * share + even) / (n + 1) for share in (masses / masses.sum(), counts / n))
    return float(rel_entr(p, q).sum()), float(rel_entr(q, p).sum())


def _counts(points: Floats, groups: int = 1) -> Floats:
    """(BINS² + 1,) points in each box, the last one for all outside; (groups, BINS² + 1) for more than one group."""
    cells = np.floor((points + WINDOW) * (BINS / (2 * WINDOW)))
    inside = np.all((cells >= 0) & (cells < BINS), axis=1)
    column, row = np.where(np.expand_dims(inside, 1), cells, 0).astype(np.int64).T
    boxes = BINS**2 + 1
    box = np.where(inside, row * BINS + column, boxes - 1)
    group = np.arange(len(points)) % groups
    counts = np.bincount(group * boxes + box, minlength=groups * boxes).astype(float)
    return counts.reshape(groups, boxes) if groups > 1 else counts


def _jsd(p: Floats, q: Floats) -> Floats:
    """Entropy of the mixture minus the mean of the entropies, for each row of q."""
    return entr((p + q) / 2).sum(axis=-1) - (entr(p).sum() + entr(q).sum(axis=-1)) / 2


def blurred(points: ArrayLike, std: float) -> Floats:
    """(MAP, MAP): the density of equal Gaussians around points (n, 2) on the map's grid, rows from the lowest up."""
    # A Gaussian in the plane is a product, so that a map is a product of two thin matrices; in PyTorch, because NumPy's
    # threads wait for each other where a notebook trains beside them.
    points = torch.as_tensor(np.array(points, dtype=np.float32))
    along_x, along_y = (torch.exp((_AXIS - c).square() / (-2 * std**2)) for c in points.T)
    return (along_y @ along_x.T).double().numpy() / (2 * np.pi * std**2 * len(points))


def noise_grid(kind: str, dimensions: int) -> Floats:
    """Nodes of the noise whose cells have equal probability: ((CELLS + 1)², 2), or ((CELLS + 1)², 1) on a line.

    Args:
        kind: "uniform" or "gaussian"; the outermost nodes of a Gaussian are its 1st and 99th percentiles.
        dimensions: 1 or 2.

    Returns:
        The nodes; in the plane rows go with z₂, columns with z₁.
    """
    many = CELLS + 1 if dimensions == 2 else (CELLS + 1) ** 2
    ticks = ndtri(np.linspace(0.01, 0.99, many)) if kind == "gaussian" else np.linspace(-1, 1, many)
    if dimensions == 1:
        return ticks[:, None]
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


@dataclass(frozen=True)
class Row:
    """One line of the history: measured on fresh batches that the iteration alone decides.

    Attributes:
        iteration: when.
        d_loss: what D minimises, in nats for "ns" and "minimax": −V.
        g_loss: what G minimises.
        d_real: mean of D on data.
        d_fake: mean of D on samples.
        ln2_minus_bce: ln 2 + V/2, in nats; nan for scores, and where D judges packs.
        jsd: JSD in boxes, in nats.
        jsd_error: its standard error.
        modes: how many have at least 1 % of the samples.
        share_near_modes: the share of samples within 3σ of a mode.
        gap_to_d_star: mean gap between D and D*; nan for a critic, and where D judges packs.
        kl_data: KL(data ‖ samples) in boxes, in nats; see `kl_estimates`.
        kl_samples: KL(samples ‖ data) in boxes, in nats.
    """

    iteration: int
    d_loss: float
    g_loss: float
    d_real: float
    d_fake: float
    ln2_minus_bce: float
    jsd: float
    jsd_error: float
    modes: int
    share_near_modes: float
    gap_to_d_star: float
    kl_data: float
    kl_samples: float


COLUMNS = tuple(Row.__dataclass_fields__)


@dataclass(frozen=True)
class Picture:
    """What is drawn of one moment.

    Attributes:
        row: the latest measurements.
        shares: (c,) the share of samples near each mode.
        d_map: (MAP, MAP) values of D in [0, 1], rows from the lowest x₂ up.
        star_map: (MAP, MAP) values of D* in [0, 1]; nan where there is no mass, and for a critic everywhere.
        fake: (SEEN, 2) samples.
        arrows: (ARROWS, 2) −∂ℓ/∂x at the first samples.
        nodes: (rows, columns, 2) where G takes the grid of noise; one row for noise on a line.
        iteration: when.
    """

    row: Row
    shares: Floats
    d_map: Floats
    star_map: Floats
    fake: Floats
    arrows: Floats
    nodes: Floats
    iteration: int


class Looker:
    """Looks at one game. What does not change from look to look is computed once.

    Args:
        game: the game; its random streams are left alone.
    """

    def __init__(self, game: Game) -> None:
        self.game = game
        self._for: object = None
        self.rows: list[Row] = []
        self.shares: Floats = np.empty(0)

    def scene(self) -> tuple[Floats, Cloud]:
        """What stands still: SEEN examples of the data, and the cloud."""
        self._prepare()
        return self._x[:SEEN], self.game.cloud

    def measure(self) -> Row:
        """Measure now, and add a row to the history, unless this iteration has one."""
        game = self.game
        if self.rows and self.rows[-1].iteration == game.iteration:
            return self.rows[-1]
        self._prepare()
        rng = np.random.default_rng([game.settings.seed, game.iteration])
        cloud, loss = game.cloud, game.settings.loss
        z = self._noise(rng, MEASURED)
        x = np.asarray(game.parts.sample_mixture(MEASURED, cloud.centers, cloud.std, rng), dtype=float)
        with game.looking():
            fake = self._samples(z)
            s_real, s_fake = game.logits(x), game.logits(fake)
            gap = self._gap(fake[:SEEN])
        real_t, fake_t = torch.from_numpy(s_real), torch.from_numpy(s_fake)
        bounds = game.students_loss and game.settings.has_d_star  # else it says nothing of the JSD of single samples
        value = float(log_expit(s_real).mean() + log_expit(-s_fake).mean()) if bounds else np.nan
        self.shares = shares(fake, cloud)
        estimate = jsd_estimate(fake, self._masses)
        mean_real, mean_fake = self._means(s_real, s_fake)
        row = Row(
            game.iteration,
            float(steps.d_loss(real_t, fake_t, loss)),
            float(steps.g_losses(fake_t, loss, real_t if loss == "relativistic" else None).mean()),
            mean_real,
            mean_fake,
            float(np.log(2) + value / 2),
            estimate.value,
            estimate.error,
            int(np.sum(self.shares >= ONE_PERCENT)),
            float(self.shares.sum()),
            gap,
            *kl_estimates(fake, self._masses),
        )
        self.rows.append(row)
        return row

    def look(self) -> Picture:
        """The picture of this moment, with the latest measurements."""
        self._prepare()
        game = self.game
        row = self.rows[-1] if self.rows else self.measure()
        with game.looking():
            fake = self._samples(self._z)
            nodes = game.generate(self._nodes)
            d_map = self._map()
            starts = torch.from_numpy(np.array(fake[:ARROWS], dtype=np.float32))
            if game.students_loss:
                drawn = game.parts.sample_arrows(game.D, starts, game.settings.loss)
            else:
                drawn = steps.pulls(game.D, starts, game.settings.loss, game.logits(self._x[:ARROWS]))
        drawn = np.asarray(drawn.detach() if hasattr(drawn, "detach") else drawn, dtype=float)
        if drawn.shape != (ARROWS, 2):
            raise ValueError(f"sample_arrows gave an array of shape {drawn.shape} for {ARROWS} points in the plane.")
        rows = CELLS + 1 if game.settings.noise_dim == 2 else 1
        return Picture(
            row, self.shares, d_map, self._star(fake), fake, drawn, nodes.reshape(rows, -1, 2), game.iteration
        )

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        game, now = self.game, self.game.settings
        key = (game.G, now.data, now.points, now.noise, now.noise_dim, now.seed)
        if self._for == key:
            return
        self._for = key
        rng = np.random.default_rng([now.seed, 2**32 - 1])  # no iteration has this number
        self._z = self._noise(rng, SEEN)
        self._nodes = noise_grid(now.noise, now.noise_dim)
        cloud = game.cloud
        self._x = np.asarray(game.parts.sample_mixture(SEEN, cloud.centers, cloud.std, rng), dtype=float)
        self._masses = cloud.bin_masses()
        self._p = blurred(cloud.centers, float(np.hypot(cloud.std, BANDWIDTH)))

    def _noise(self, rng: np.random.Generator, n: int) -> Floats:
        shape = (n, self.game.settings.noise_dim)
        return rng.normal(size=shape) if self.game.settings.noise == "gaussian" else rng.uniform(-1, 1, size=shape)

    def _samples(self, z: Floats) -> Floats:
        made = self.game.generate(z)
        if not np.isfinite(made).all():
            raise Diverged(
                f"In iteration {self.game.iteration} the samples of G are no numbers any more (infinite or nan): the "
                "training has diverged. Try smaller learning rates."
            )
        return made

    def _map(self) -> Floats:
        limits = (-WINDOW, WINDOW)
        made = np.asarray(self.game.parts.d_heatmap(self.game.judge, limits, limits, MAP), dtype=float)
        if made.shape != (MAP, MAP):
            raise ValueError(f"d_heatmap gave an array of shape {made.shape} for n = {MAP}.")
        return made

    def _star(self, fake: Floats) -> Floats:
        q = blurred(fake, BANDWIDTH)
        mass = self._p + q
        seen = (mass > 1e-4) & self.game.settings.has_d_star
        return np.divide(self._p, mass, out=np.full_like(mass, np.nan), where=seen)

    def _gap(self, fake: Floats) -> float:
        if not self.game.settings.has_d_star:
            return float("nan")
        d = steps.heatmap(self.game.judge, (-WINDOW, WINDOW), (-WINDOW, WINDOW), MAP)
        return float(self.game.parts.d_star_gap(d, self._p, blurred(fake, BANDWIDTH)))

    def _means(self, real: Floats, fake: Floats) -> tuple[float, float]:
        if self.game.students_loss:
            return float(np.exp(log_expit(real)).mean()), float(np.exp(log_expit(fake)).mean())
        return float(real.mean()), float(fake.mean())


def table(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The history as lines of text, the names of the columns first."""
    lines = [tuple(f"{getattr(row, name):.6g}" for name in COLUMNS) for row in rows]
    return [COLUMNS, *lines]
