"""Clouds of points in the plane: every data set of the playground is a mixture of equal Gaussians at given centres.

With a known density there is a D* to compare with, and modes can be counted. How to draw from a cloud, and where the
centres of a ring and of a grid lie, is an exercise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree
from scipy.special import entr, ndtr

Floats = NDArray[np.float64]

WINDOW = 3.2  # pictures and histograms show the square [−3.2, 3.2]²
BINS = 24


@dataclass(frozen=True)
class Cloud:
    """Centres (c, 2), all of weight 1/c, and the standard deviation in either direction."""

    centers: Floats
    std: float

    def density(self, points: ArrayLike) -> Floats:
        """p_data at points (n, 2): (n,), per unit of area."""
        points = np.asarray(points, dtype=float)
        total = np.zeros(len(points))
        for center in self.centers:
            total += np.exp(-np.sum((points - center) ** 2, axis=1) / (2 * self.std**2))
        return total / (2 * np.pi * self.std**2 * len(self.centers))

    def bin_masses(self) -> Floats:
        """(BINS² + 1,): the exact probability of each square of the window, and last that of everything outside it."""
        edges = np.linspace(-WINDOW, WINDOW, BINS + 1)
        along_x, along_y = (np.diff(ndtr((edges[:, None] - c) / self.std), axis=0) for c in self.centers.T)
        inside = (along_y @ along_x.T / len(self.centers)).ravel()
        return np.append(inside, max(0.0, 1 - inside.sum()))


def line(n: int = 60) -> Cloud:
    """A slanted line: many small Gaussians side by side."""
    t = np.linspace(-1, 1, n)[:, None]
    return Cloud(t * np.array([[2.0, 1.2]]), 0.1)


def two_gaussians() -> Cloud:
    """Two wide Gaussians."""
    return Cloud(np.array([[-1.2, -0.8], [1.2, 0.8]]), 0.4)


def disjoint() -> Cloud:
    """Three small blobs, far apart."""
    return Cloud(np.array([[-1.8, -1.2], [1.8, -1.2], [0.0, 1.8]]), 0.15)


def drawn(points: ArrayLike, std: float = 0.12) -> Cloud:
    """A blob around each drawn point (n, 2). ValueError if there is none."""
    points = np.asarray(points, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0:
        raise ValueError("A drawn cloud needs at least one point: an array of shape (n, 2).")
    return Cloud(points, std)


def shares(points: ArrayLike, cloud: Cloud) -> Floats:
    """(c,): the share of all points that lie within three standard deviations of each centre (the nearest one)."""
    distance, nearest = cKDTree(cloud.centers).query(np.asarray(points, dtype=float))
    close = nearest[distance <= 3 * cloud.std]
    return np.bincount(close, minlength=len(cloud.centers)) / len(np.asarray(points))


def binned_jsd(points: ArrayLike, cloud: Cloud) -> float:
    """JSD in nats between the cloud and the points (n, 2), both put into the same BINS² + 1 boxes.

    Boxes can only lose information, so the JSD of the densities is at least that of the exact box masses. The luck of
    n points adds a little: n points drawn from the cloud itself do not give 0.
    """
    points = np.asarray(points, dtype=float)
    edges = np.linspace(-WINDOW, WINDOW, BINS + 1)
    inside = np.histogram2d(points[:, 1], points[:, 0], bins=(edges, edges))[0].ravel()
    q = np.append(inside, len(points) - inside.sum()) / len(points)
    p = cloud.bin_masses()
    # Entropy of the mixture minus the mean of the entropies.
    return float(entr((p + q) / 2).sum() - (entr(p).sum() + entr(q).sum()) / 2)
