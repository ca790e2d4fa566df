"""Train without a notebook: `python -m gancourse.train --data fashion-mnist --size 32 --preset cpu`.

On several GPUs: `torchrun --nproc-per-node 4 -m gancourse.train …`. Writes grids of samples, the log, a checkpoint and
the generator into a folder; Ctrl-C keeps what was learnt, and --resume goes on from there.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated

import typer

# Threads that spin while they wait for each other make training twice as fast on a free machine, and twenty times
# slower where other programs want the cores too. Must be said before torch is imported.
BUSY = hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.6 * (os.cpu_count() or 1)
os.environ.setdefault("OMP_WAIT_POLICY", "passive" if BUSY else "active")
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    data: Annotated[
        str, typer.Option(help="fashion-mnist, mnist, faces, shapes, or a folder of images")
    ] = "fashion-mnist",
    size: Annotated[int, typer.Option(help="side of the images in pixels: 16, 32, 64, …")] = 32,
    preset: Annotated[str, typer.Option(help="tiny (seconds), cpu (a minute and a half on two cores) or gpu")] = "cpu",
    out: Annotated[Path | None, typer.Option(help="folder to write to [default: runs/<data>-<size>-<preset>]")] = None,
    steps: Annotated[int | None, typer.Option(help="how many steps, instead of the preset's")] = None,
    batch: Annotated[int | None, typer.Option(help="images a step, instead of the preset's")] = None,
    lr: Annotated[float | None, typer.Option(help="learning rate, instead of the preset's")] = None,
    ema: Annotated[float | None, typer.Option(help="share of the averaged generator kept each step")] = None,
    seed: Annotated[int | None, typer.Option(help="seed, instead of the preset's")] = None,
    count: Annotated[int | None, typer.Option(help="train on so many of the images only")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on from the checkpoint in the folder")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="the usual slow loop, for comparison")] = False,
    switch: Annotated[
        list[str] | None, typer.Option(help="turn a switch on, or off with no-…: bf16, no-channels_last, compile, …")
    ] = None,
    device: Annotated[str | None, typer.Option(help="cpu, cuda, cuda:1, … [default: a GPU where there is one]")] = None,
    folder: Annotated[Path | None, typer.Option(help="where Fashion-MNIST's files are")] = None,
    download: Annotated[bool, typer.Option("--download", help="fetch Fashion-MNIST where it is not found")] = False,
) -> None:
    """Train a DCGAN on images; writes grids, log, checkpoint, generator, and FID beside its floor at the same n."""
    from gancourse.data import DataError
    from gancourse.training import TrainingError
    from gancourse.training.distributed import leave

    try:
        changes = {"steps": steps, "batch": batch, "lr": lr, "ema": ema, "seed": seed}
        _train(
            data, size, preset, changes, count, out, resume, _switches(plain, switch or []), device, folder, download
        )
    except (DataError, TrainingError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    finally:
        leave()


def _train(
    data: str,
    size: int,
    preset_name: str,
    changes: dict[str, float | None],
    count: int | None,
    out: Path | None,
    resume: bool,
    switches: dict[str, bool] | None,
    device_name: str | None,
    folder: Path | None,
    download: bool,
) -> None:
    import torch

    from gancourse.data import load_images
    from gancourse.dcgan import widths
    from gancourse.files import write_atomically
    from gancourse.metrics import DIMENSIONS
    from gancourse.training import Speed, TrainingError, checkpoints, preset, train
    from gancourse.training.distributed import default_device

    settings = preset(preset_name, **{name: value for name, value in changes.items() if value is not None})
    try:
        device = torch.device(device_name) if device_name else default_device()
        torch.empty(0, device=device)
        widths(1, size)
    except (RuntimeError, AssertionError):
        raise TrainingError(f"There is no device {device_name} that torch can use here: leave --device out.") from None
    except ValueError as problem:
        raise TrainingError(str(problem)) from None
    if switches is None:
        speed = Speed(plain=True)
    else:
        on = Speed.for_device(device)
        speed = Speed(**{one.name: switches.get(one.name, getattr(on, one.name)) for one in fields(Speed)})
    out = out or Path("runs") / f"{Path(data).name}-{size}-{preset_name}"
    if not resume and checkpoints.exists(out):
        raise TrainingError(f"{out} already has a run: go on with --resume, or choose another folder with --out.")
    images = load_images(data, size, count=count, folder=folder, download=download, progress=True)
    held_out = load_images(data, size, part="test", folder=folder, progress=True) if settings.fid_every else None
    if held_out is not None:
        settings = replace(settings, fid_count=min(settings.fid_count, len(held_out)))
        if min(len(held_out), len(images)) < DIMENSIONS:
            settings, held_out = replace(settings, fid_every=0), None
    first = os.environ.get("RANK", "0") == "0"
    if first:
        print(f"{images!r}; {torch.get_num_threads()} threads; device {device}; writing to {out}", flush=True)
    if first and not resume:
        made = {"command": " ".join(["python -m gancourse.train", *sys.argv[1:]]), "settings": settings.plain_data()}
        write_atomically(out / "settings.json", (json.dumps(made, indent=2) + "\n").encode())
    run = train(images, settings, held_out=held_out, speed=speed, device=device, folder=out, resume=resume)
    if not first:
        return
    words = f"{run.steps} steps in {run.seconds:.0f} s, {run.images_per_second:,.0f} images/s at the end."
    if run.fid is not None:
        words += (
            f" FID {run.fid:.2f} in the course's own features with n = {settings.fid_count:,}; "
            f"between real and real (the floor at the same n) it is {run.floor:.2f}."
        )
    print(f"{words} See {out / 'samples.png'}.")


def _switches(plain: bool, named: list[str]) -> dict[str, bool] | None:
    """The switches by name, or None for the plain loop. Raises TrainingError where a name is none."""
    from gancourse.training import Speed, TrainingError

    if plain and named:
        raise TrainingError("--plain turns every switch off: leave --switch out.")
    known = {one.name for one in fields(Speed)} - {"plain"}
    chosen = {name.removeprefix("no-"): not name.startswith("no-") for name in named}
    for name in chosen:
        if name not in known:
            raise TrainingError(f"There is no switch {name!r}: choose from {', '.join(sorted(known))}.")
    return None if plain else chosen


if __name__ == "__main__":
    app()
