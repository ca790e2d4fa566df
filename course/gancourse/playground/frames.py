"""A picture as bytes, for the browser: small, and the same in the live widget and in a recording.

Little-endian, in this order:

=========  =====================  =================================================================================
bytes      type                   what
=========  =====================  =================================================================================
4          u32                    iteration
4          u32                    iteration of the measurements
48         12 × f32               d_loss, g_loss, d_real, d_fake, ln2_minus_bce, jsd, jsd_error, modes,
                                  share_near_modes, gap_to_d_star, kl_data, kl_samples; as in `look.Row`
12         6 × u16                c modes, n samples, a arrows, r rows and k columns of nodes, s values along a map
4          f32                    length of one unit of an arrow
c          u8                     share of each mode, 255 for all samples
s² , s²    u8                     maps of D and of D*, 254 for 1; 255 where there is no value
0 or 1                            to an even address
4·n        i16 pairs              samples, 32767 for 4·WINDOW
4·a        i16 pairs              arrows, in their unit
4·r·k      i16 pairs              nodes, row by row
=========  =====================  =================================================================================
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gancourse.games.clouds import WINDOW
from gancourse.playground.look import COLUMNS, Picture

MEASURED = len(COLUMNS) - 1
HEADER = struct.Struct(f"<II{MEASURED}f6Hf")
FULL = 32767
REACH = 4 * WINDOW  # samples fly out of the window
OUTSIDE = 255


def encode(picture: Picture) -> bytes:
    """The bytes of a picture, about 6 kB."""
    rows, columns, _ = picture.nodes.shape
    longest = float(np.abs(picture.arrows).max(initial=0.0))
    unit = longest / FULL if 0 < longest < np.inf else 1.0
    measured = [float(getattr(picture.row, name)) for name in COLUMNS[1:]]
    sizes = (len(picture.shares), len(picture.fake), len(picture.arrows), rows, columns, len(picture.d_map))
    small = _bytes(picture.shares, 255).tobytes() + _map(picture.d_map) + _map(picture.star_map)
    return b"".join(
        (
            HEADER.pack(picture.iteration, picture.row.iteration, *measured, *sizes, unit),
            small,
            b"\0" * (len(small) % 2),
            places(picture.fake),
            _short(picture.arrows / unit),
            places(picture.nodes),
        )
    )


def decode(data: bytes) -> dict[str, Any]:
    """What `encode` made of a picture, as numbers again: for figures, films and tests.

    Args:
        data: the bytes.

    Returns:
        dict of "iteration", "row" (name → number), "shares", "d_map" and "star_map" (nan for no value), "fake",
        "arrows", "nodes".
    """
    at, measured_at, *rest = HEADER.unpack_from(data)
    measured, (modes, n, arrows, rows, columns, side), unit = rest[:MEASURED], rest[MEASURED:-1], rest[-1]
    place = HEADER.size
    small = np.frombuffer(data, np.uint8, modes + 2 * side * side, place)
    place += len(small) + len(small) % 2
    rest16 = np.frombuffer(data, "<i2", offset=place).astype(float).reshape(-1, 2)
    maps = np.where(small == OUTSIDE, np.nan, small / 254)[modes:].reshape(2, side, side)
    places_ = rest16 * (REACH / FULL)
    return {
        "iteration": at,
        "row": {"iteration": measured_at, **dict(zip(COLUMNS[1:], measured, strict=True))},
        "shares": small[:modes] / 255,
        "d_map": maps[0],
        "star_map": maps[1],
        "fake": places_[:n],
        "arrows": rest16[n : n + arrows] * unit,
        "nodes": places_[n + arrows :].reshape(rows, columns, 2),
    }


def coarse(data: bytes) -> bytes:
    """The same frame with less in it, for a recording: a third of the size once it is deflated.

    Maps have half as many values along a side, the manifold half as many nodes; places are multiples of 0.025, a pixel
    or two, and arrows of a 64th of the longest one.

    Args:
        data: of a frame, whose maps have an even number of values along a side.

    Returns:
        The bytes of a frame that reads the same way.
    """
    header = list(HEADER.unpack_from(data))
    modes, n, arrows, rows, columns, side = header[-7:-1]
    place = HEADER.size
    small = np.frombuffer(data, np.uint8, modes + 2 * side * side, place)
    place += len(small) + len(small) % 2
    pairs = np.frombuffer(data, "<i2", offset=place).reshape(-1, 2)
    nodes = pairs[n + arrows :].reshape(rows, columns, 2)[::2, ::2]
    header[-4:-1] = [*nodes.shape[:2], side // 2]
    maps = [_halved(one) for one in small[modes:].reshape(2, side, side)]
    small = np.concatenate([small[:modes], *(one.ravel() for one in maps)]).astype(np.uint8)
    parts = [(pairs[:n], 64), (pairs[n : n + arrows], 512), (nodes, 64)]
    rounded = [np.clip(np.round(part / step) * step, -FULL, FULL).astype("<i2").tobytes() for part, step in parts]
    return HEADER.pack(*header) + small.tobytes() + b"\0" * (len(small) % 2) + b"".join(rounded)


def _halved(values: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Means of 2 × 2 values, in steps of 8; none where most of them have none."""
    side = len(values) // 2
    blocks = values.reshape(side, 2, side, 2).swapaxes(1, 2).reshape(side, side, 4).astype(float)
    there = blocks != OUTSIDE
    many = there.sum(axis=-1)
    means = np.where(there, blocks, 0).sum(axis=-1) / np.maximum(many, 1)
    return np.where(many >= 2, np.minimum(np.round(means / 8) * 8, 254), OUTSIDE)


def places(points: NDArray[np.float64]) -> bytes:
    """Points of the plane (…, 2) as i16; what lies outside four windows is put on their edge."""
    return _short(np.nan_to_num(points) * (FULL / REACH))


def _short(values: NDArray[np.float64]) -> bytes:
    return np.clip(np.round(np.nan_to_num(values)), -FULL, FULL).astype("<i2").tobytes()


def _bytes(values: NDArray[np.float64], one: int) -> NDArray[np.uint8]:
    return np.round(np.clip(np.nan_to_num(values), 0, 1) * one).astype(np.uint8)


def _map(values: NDArray[np.float64]) -> bytes:
    return np.where(np.isnan(values), OUTSIDE, _bytes(values, 254)).astype(np.uint8).tobytes()
