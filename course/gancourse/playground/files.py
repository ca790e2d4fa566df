"""What a game leaves behind: its history as CSV, a recording that plays without a kernel, a film, its settings."""

from __future__ import annotations

import base64
import csv
import io
import json
import zlib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from gancourse import plots
from gancourse.games.clouds import WINDOW
from gancourse.playground import frames
from gancourse.playground.look import Row, table

FPS = 10
FILM_SIZE = 360  # pixels
FILM_FRAMES = 60
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>:root {{ color-scheme: light dark; }} body {{ margin: 1.5rem auto; max-width: 780px; padding: 0 1rem; }}
@media (prefers-color-scheme: dark) {{ body {{
  --jp-ui-font-color1: #eee; --jp-ui-font-color2: #bbb; --jp-layout-color0: #111; --jp-layout-color2: #2a2a2a;
  --jp-border-color3: #333; --jp-border-color1: #666; background: #111; color: #eee; }} }}</style>
<h1 style="font: 600 1.25rem system-ui, sans-serif">{title}</h1>
<div id="playground"></div>
<script type="application/octet-stream" id="content">{content}</script>
<script type="module">
const packed = Uint8Array.from(atob(document.getElementById("content").textContent), (one) => one.charCodeAt(0));
const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
const {{ recording, view, style }} = JSON.parse(await new Response(stream).text());
document.head.appendChild(document.createElement("style")).textContent = style;
const module = await import(URL.createObjectURL(new Blob([view], {{ type: "text/javascript" }})));
await module.replay(document.getElementById("playground"), recording, module.default);
</script></html>
"""


class Scene(NamedTuple):
    """What stands still from one frame of a recording on."""

    at: int
    std: float
    real: bytes
    centers: bytes


class Recording(NamedTuple):
    """Frames, their sentences, and the scenes behind them."""

    frames: Sequence[bytes]
    texts: Sequence[str]
    scenes: Sequence[Scene]


def history_csv(rows: Sequence[Row]) -> str:
    """The history as CSV text, one line for each measurement, the names of the columns first."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table(rows))
    return text.getvalue()


def packed(recording: Recording) -> dict[str, Any]:
    """A recording ready for JSON: coarse frames, every byte as its change from frame to frame, deflated, in base64.

    Args:
        recording: at least one frame.

    Returns:
        dict of "runs", "scenes", "texts" and "fps", as course/js/playground/recording.js reads it.
    """
    runs = []
    for length, group in groupby(map(frames.coarse, recording.frames), len):
        together = np.frombuffer(b"".join(group), np.uint8).reshape(-1, length)
        changes = np.diff(together, axis=0, prepend=np.zeros((1, length), np.uint8))  # modulo 256
        data = zlib.compress(changes.T.tobytes(), 9)
        runs.append({"count": len(together), "bytes": length, "data": _base64(data)})
    scenes = [
        {"at": one.at, "std": one.std, "real": _base64(one.real), "centers": _base64(one.centers)}
        for one in recording.scenes
    ]
    return {"runs": runs, "scenes": scenes, "texts": list(recording.texts), "fps": FPS}


def page(recording: Recording, traits: dict[str, Any], view: str, style: str, title: str) -> str:
    """A page that plays a recording, complete by itself: it needs no kernel, no server and no network.

    Args:
        recording: at least one frame.
        traits: of the view, by name.
        view: the text of the view's module.
        style: the text of its style sheet.
        title: of the page.

    Returns:
        HTML.
    """
    whole = json.dumps({"recording": packed(recording) | {"traits": traits}, "view": view, "style": style})
    return _PAGE.format(title=_escaped(title), content=_base64(zlib.compress(whole.encode(), 9)))


def film(recording: Recording, size: int = FILM_SIZE, most: int = FILM_FRAMES) -> bytes:
    """The recording as an animated PNG, for where no script may run: data, samples, and what D says behind them.

    Args:
        recording: at least one frame.
        size: pixels along a side.
        most: frames that are kept, evenly, of those that there are.

    Returns:
        The bytes of the file; it plays once and stops at the last frame.
    """
    first, *rest = _pictures(recording, size, most)
    out = io.BytesIO()
    first.save(out, "PNG", save_all=True, append_images=rest, duration=1000 // FPS, loop=1)
    return out.getvalue()


def gif(recording: Recording, size: int = FILM_SIZE, most: int = FILM_FRAMES) -> bytes:
    """The same film as a GIF, for where animated PNGs stand still; the arguments are those of `film`."""
    first, *rest = _pictures(recording, size, most)
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=rest, duration=1000 // FPS)
    return out.getvalue()


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


_SHADES = 32  # of what D says, from 0 to 1; three more colours of the palette are those of what is drawn on it
_REAL, _FAKE, _INK = _SHADES + 1, _SHADES + 2, _SHADES + 3


def _pictures(recording: Recording, size: int, most: int) -> list[Image.Image]:
    chosen = sorted({round(i) for i in np.linspace(0, len(recording.frames) - 1, most)})
    return [_picture(recording, i, size) for i in chosen]


def _picture(recording: Recording, index: int, size: int) -> Image.Image:
    """One frame, with a palette that all of them have: a film is smaller so, and nothing is dithered."""
    made = frames.decode(recording.frames[index])
    scene = [one for one in recording.scenes if one.at <= index][-1]
    ground = Image.fromarray(np.nan_to_num(made["d_map"], nan=0.5)[::-1].astype(np.float32))
    smooth = np.asarray(ground.resize((size, size), Image.Resampling.BILINEAR))
    image = Image.fromarray(np.round(_SHADES * np.clip(smooth, 0, 1)).astype(np.uint8)).convert("P")
    image.putpalette(_palette())
    draw = ImageDraw.Draw(image)
    points = np.frombuffer(scene.real, "<i2").reshape(-1, 2) * (frames.REACH / frames.FULL)
    radius = size / 180
    for (x, y), colour, square in [
        *((point, _REAL, False) for point in points),
        *((point, _FAKE, True) for point in made["fake"]),
    ]:
        column, row = ((x + WINDOW) / (2 * WINDOW) * size, (WINDOW - y) / (2 * WINDOW) * size)
        box = (column - radius, row - radius, column + radius, row + radius)
        (draw.rectangle if square else draw.ellipse)(box, fill=colour)
    draw.text((6, 4), f"iteration {made['iteration']}", fill=_INK)
    return image


def _palette() -> list[int]:
    """From the colour of the fakes over white to that of the data, then the three others, as 0 to 255."""
    real, fake = (np.array(_rgb(colour)) for colour in (plots.REAL, plots.FAKE))
    d = np.linspace(0, 1, _SHADES + 1)[:, None]
    shades = 255 + 0.8 * np.abs(2 * d - 1) * (np.where(d < 0.5, fake, real) - 255)
    others = [_rgb(colour) for colour in (plots.REAL, plots.FAKE, plots.INK)]
    return [*shades.round().astype(int).ravel().tolist(), *(value for colour in others for value in colour)]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
