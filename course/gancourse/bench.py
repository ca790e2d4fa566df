"""What each switch of `Speed` is worth here, in images a second: `python -m gancourse.bench`, with `--gpu` on a GPU.

All variants are built first and then take turns, so that whatever else the machine does meets all of them alike; of
each the fastest turn counts, because other work can only slow one down. Writes build/bench/training.json
(training-gpu.json with `--gpu`).
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import shutil
import time
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console
from rich.table import Table

from gancourse import dcgan, machine
from gancourse.data import DataError, ImageSet, load_images
from gancourse.files import write_atomically
from gancourse.training import Settings, Speed, TrainingError, preset, train
from gancourse.training.distributed import World, default_device
from gancourse.training.loop import Trainer
from gancourse.training.step import Own

PLAIN = "plain"
FOLDER = Path("build") / "bench"
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def variants(device: torch.device) -> dict[str, Speed]:
    """The loops to compare, by name: plain, no switch, each switch alone, all that are on by default, and more."""
    usual = Speed.for_device(device)
    alone = [one.name for one in fields(Speed) if getattr(usual, one.name)]
    found = {PLAIN: Speed(plain=True), "no switch": Speed()}
    found |= {f"{name} alone": Speed(**{name: True}) for name in alone}
    found["all of these"] = usual
    if not usual.bf16:
        found["all and bf16"] = replace(usual, bf16=True)
    if device.type == "cuda" or shutil.which("c++") or shutil.which("g++"):
        found["all and compile"] = replace(usual, compile=True)
    return found


def ablation(
    images: ImageSet,
    settings: Settings,
    device: torch.device,
    which: dict[str, Speed],
    seconds: float = 0.7,
    turns: int = 9,
) -> dict[str, float]:
    """Images per second of each variant: the fastest of `turns` turns of about `seconds` each."""
    trainers: dict[str, tuple[Trainer, int]] = {}
    for name, speed in which.items():
        torch.manual_seed(settings.seed)
        torch.backends.cudnn.benchmark = speed.autotune
        nets = (
            dcgan.build_generator(settings.nz, settings.ngf, images.channels, images.size),
            dcgan.build_discriminator(settings.ndf, images.channels, images.size),
        )
        trainer = Trainer(images, settings, *nets, Own(), speed, device, World(), notes=[])
        _steps(trainer, 12)  # compiling, recording and cuDNN's trials are over then
        one = max(_steps(trainer, 3), 1e-6)
        trainers[name] = trainer, max(3, int(seconds / one * 3))
    rates: dict[str, list[float]] = {name: [] for name in which}
    for _ in range(turns):
        for name, (trainer, steps) in trainers.items():
            rates[name].append(steps * settings.batch / _steps(trainer, steps))
    return {name: max(found) for name, found in rates.items()}


def _steps(trainer: Trainer, count: int) -> float:
    """Seconds for so many steps, with everything done on the device; with one thread, of the processor's time.

    On a quiet machine both clocks say the same; on a busy one, the processor's time leaves the others' share out.
    """
    clock = time.process_time if trainer.device.type == "cpu" and torch.get_num_threads() == 1 else time.perf_counter
    trainer.step.totals.tolist()
    begun = clock()
    for _ in range(count):
        trainer.advance()
    trainer.step.totals.tolist()
    return clock() - begun


def fid_both_ways(images: ImageSet, held_out: ImageSet, settings: Settings, device: torch.device, seeds: int) -> dict:
    """FID at the same n after the same steps: of the plain loop and of the fast one, for each seed, and the floor."""
    found: dict[str, object] = {"samples": settings.fid_count, "steps": settings.steps}
    for name, speed in ((PLAIN, Speed(plain=True)), ("fast", Speed.for_device(device))):
        runs = [
            train(images, replace(settings, seed=seed), held_out=held_out, speed=speed, device=device, progress=False)
            for seed in range(seeds)
        ]
        found[name] = [run.fid for run in runs]
        found["floor"] = runs[0].floor
    return found


@app.command()
def main(
    gpu: Annotated[bool, typer.Option("--gpu", help="the goals for a GPU, FID included")] = False,
    turns: Annotated[int, typer.Option(help="how often every variant takes its turn")] = 9,
    seconds: Annotated[float, typer.Option(help="length of a turn")] = 0.7,
) -> None:
    """Measure the plain loop, each switch and all of them, print the table and write it to build/bench/."""
    if gpu and not torch.cuda.is_available():
        typer.echo(
            "This benchmark needs an NVIDIA GPU that torch can use, and there is none here: `make bench-training` "
            "measures the CPU.",
            err=True,
        )
        raise typer.Exit(1)
    device = default_device() if gpu else torch.device("cpu")
    try:
        result = _on_gpu(device, turns, seconds) if gpu else _on_cpu(device, turns, seconds)
    except (DataError, TrainingError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    target = FOLDER / ("training-gpu.json" if gpu else "training.json")
    write_atomically(target, (json.dumps(result, indent=2) + "\n").encode())
    for goal in result["goals"]:
        print(f"{'met' if goal['met'] else 'MISSED'}: {goal['goal']} (found {goal['found']})")
    print(f"Written to {target}.")


def _on_cpu(device: torch.device, turns: int, seconds: float) -> dict:
    settings = preset("cpu")
    table = _measured("32×32×1, nz 64, f 16, batch 64", load_images("shapes", 32), settings, device, turns, seconds)
    ratio = table["rows"]["all of these"]["times plain"]
    goals = [{"goal": "at least 1.2 times the plain loop on the CPU", "found": ratio, "met": ratio >= 1.2}]
    return {**_header(device), "tables": [table], "goals": goals}


def _on_gpu(device: torch.device, turns: int, seconds: float) -> dict:
    base = preset("gpu", steps=4000, fid_every=4000, fid_count=2000)
    tables, goals = [], []
    for name, size, wanted in (("faces", 64, 5.0), ("fashion-mnist", 32, 3.0)):
        images, held_out = (load_images(name, size, part=part, progress=True) for part in ("train", "test"))
        title = f"{size}×{size}×{images.channels}, nz 100, f 64, batch 128, {name}"
        table = _measured(title, images, base, device, turns, seconds)
        table["fid"] = fid_both_ways(images, held_out, base, device, seeds=2)
        ratio = table["rows"]["all of these"]["times plain"]
        goals.append(
            {"goal": f"{title}: at least {wanted:g} times the plain loop", "found": ratio, "met": ratio >= wanted}
        )
        plain, fast = (table["fid"][kind] for kind in (PLAIN, "fast"))
        # Two seeds each: no worse means that the better fast run is not behind the worse plain one.
        goals.append(
            {"goal": f"{title}: FID no worse", "found": f"{fast} against {plain}", "met": min(fast) <= max(plain)}
        )
        tables.append(table)
    return {**_header(device), "tables": tables, "goals": goals}


def _measured(
    title: str, images: ImageSet, settings: Settings, device: torch.device, turns: int, seconds: float
) -> dict:
    which = variants(device)
    rates = ablation(images, settings, device, which, seconds, turns)
    rows = {
        name: {
            "images per second": round(rate),
            "times plain": round(rate / rates[PLAIN], 2),
            "switches": [key for key, on in asdict(which[name]).items() if on],
        }
        for name, rate in rates.items()
    }
    shown = Table("loop", "images/s", "× plain", title=title)
    for name, row in rows.items():
        shown.add_row(name, f"{row['images per second']:,}", f"{row['times plain']:.2f}")
    Console().print(shown)
    return {"title": title, "rows": rows}


def _header(device: torch.device) -> dict:
    return {
        "date": datetime.date.today().isoformat(),
        "device": machine.gpu() if device.type == "cuda" else f"CPU ({platform.machine()})",
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "load before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


if __name__ == "__main__":
    app()
