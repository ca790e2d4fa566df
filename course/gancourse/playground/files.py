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
  --jp-border-color3: #333; --jp-border-color1: #666; background: #111; color: #eee; }} }}
{style}</style>
<h1 style="font: 600 1.25rem system-ui, sans-serif">{title}</h1>
<div id="playground"></div>
<script type="application/json" id="recording">{recording}</script>
<script type="application/json" id="view">{view}</script>
<script type="module">
const text = (id) => JSON.parse(document.getElementById(id).textContent);
const address = URL.createObjectURL(new Blob([text("view")], {{ type: "text/javascript" }}));
const view = await import(address);
await view.replay(document.getElementById("playground"), text("recording"), view.default);
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
    """A recording ready for JSON: every byte as its change from frame to frame, deflated, in base64.

    Args:
        recording: at least one frame.

    Returns:
        dict of "runs", "scenes", "texts" and "fps", as course/js/playground/recording.js reads it.
    """
    runs = []
    for length, group in groupby(recording.frames, len):
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
    choices = traits["choices"] | {"recording": True}
    content = packed(recording) | {"traits": traits | {"choices": choices}}
    return _PAGE.format(title=_escaped(title), style=style, recording=_script(content), view=_script(view))


def film(recording: Recording) -> bytes:
    """The recording as an animated PNG, for where no script may run: data, samples, and what D says behind them.

    Args:
        recording: at least one frame; FILM_FRAMES of them are kept, evenly.

    Returns:
        The bytes of the file; it plays once and stops at the last frame.
    """
    chosen = sorted({round(i) for i in np.linspace(0, len(recording.frames) - 1, FILM_FRAMES)})
    pictures = [_picture(recording, i) for i in chosen]
    out = io.BytesIO()
    pictures[0].save(
        out, "PNG", save_all=True, append_images=pictures[1:], duration=1000 // FPS, loop=1, optimize=False
    )
    return out.getvalue()


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _picture(recording: Recording, index: int) -> Image.Image:
    made = frames.decode(recording.frames[index])
    scene = [one for one in recording.scenes if one.at <= index][-1]
    real, fake = (np.array(_rgb(colour)) for colour in (plots.REAL, plots.FAKE))
    d = np.nan_to_num(made["d_map"], nan=0.5)[::-1, :, None]
    share = 0.8 * np.abs(2 * d - 1)
    ground = 255 + share * (np.where(d < 0.5, fake, real) - 255)
    image = Image.fromarray(ground.astype(np.uint8)).resize((FILM_SIZE, FILM_SIZE), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(image)
    points = np.frombuffer(scene.real, "<i2").reshape(-1, 2) * (frames.REACH / frames.FULL)
    for (x, y), colour, square in [
        *((point, plots.REAL, False) for point in points),
        *((point, plots.FAKE, True) for point in made["fake"]),
    ]:
        column, row = ((x + WINDOW) / (2 * WINDOW) * FILM_SIZE, (WINDOW - y) / (2 * WINDOW) * FILM_SIZE)
        box = (column - 2, row - 2, column + 2, row + 2)
        (draw.rectangle if square else draw.ellipse)(box, fill=colour)
    draw.text((6, 4), f"iteration {made['iteration']}", fill=plots.INK)
    return image


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _script(content: Any) -> str:
    # Nothing in it may end the script element.
    return json.dumps(content).replace("<", "\\u003c")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
