"""The training loop: one for the package's pieces and the student's, for one process and several."""

from __future__ import annotations

import contextlib
import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.utils import convert_conv2d_weight_memory_format

from gancourse import dcgan
from gancourse.data import ImageSet
from gancourse.metrics import Features, FidMeter, fingerprint
from gancourse.training import checkpoints, distributed
from gancourse.training.progress import Interrupts, Progress, shown
from gancourse.training.run import Report, Run
from gancourse.training.samples import images_of, noise
from gancourse.training.schedule import Due, reports_at, schedule
from gancourse.training.settings import Settings, Speed, TrainingError
from gancourse.training.step import DLoss, GLoss, Own, OwnStep, TrainingStep

# These may differ between a run and its continuation: they change what is written down, not what is learnt.
MAY_DIFFER = {"steps", "report_every", "fid_every", "fid_count", "grid_every", "checkpoint_every"}
GRID_SEED = 999


def train(
    images: ImageSet,
    settings: Settings | None = None,
    *,
    held_out: ImageSet | None = None,
    generator: nn.Module | None = None,
    discriminator: nn.Module | None = None,
    d_loss: DLoss | None = None,
    g_loss: GLoss | None = None,
    step: OwnStep | None = None,
    speed: Speed | None = None,
    device: torch.device | str | None = None,
    features: Features | None = None,
    folder: str | Path | None = None,
    resume: bool = False,
    progress: bool = True,
    on_report: Callable[[Run], None] | None = None,
) -> Run:
    """Train a generator against a discriminator on images; returns the run, also where it was interrupted.

    Ctrl-C and the notebook's stop button end the run after the current step. Under torchrun every process calls this;
    the first one shows and writes.

    Args:
        images: what to imitate.
        settings: see :class:`Settings`; None is the preset "cpu".
        held_out: real images that are not among `images`, for FID's floor.
        generator: any module, trained in place as it is initialised; left out, the package's own is built from the
            settings. It gets z (b, nz, 1, 1) and makes (b, c, s, s) in [−1, 1].
        discriminator: likewise; it makes b logits of images (b, c, s, s).
        d_loss: a function of float32 logits (b,), `d_loss(real_logits, fake_logits)`, that returns one number to
            minimise; left out, the stable one from logits.
        g_loss: likewise, `g_loss(fake_logits)`.
        step: a whole step of your own instead, `step(generator, discriminator, opt_g, opt_d, real, z)`, with real
            images (b, c, s, s) in [−1, 1]; it may return a dict with d_loss, g_loss, d_real, d_fake to be shown.
        speed: see :class:`Speed`; None is what suits the device.
        device: None is a GPU where there is one.
        features: for FID; None chooses, see :func:`gancourse.metrics.features_for`.
        folder: where grids, log, checkpoints and the generator are written; None writes nothing.
        resume: go on from the checkpoint in `folder`. On a CPU the weights are then, bit by bit, those of a run that
            was never interrupted (with the same number of threads).
        progress: show a bar.
        on_report: called with the run so far after each report.

    Raises:
        TrainingError: something does not fit; one sentence says what.
    """
    settings = settings or Settings()
    own = Own(d_loss, g_loss, step)
    device = distributed.default_device() if device is None else torch.device(device)
    world = distributed.join(device, settings.batch)
    folder = None if folder is None else Path(folder)
    if resume and folder is None:
        raise TrainingError("To resume, training needs the folder that has the checkpoint.")
    _refuse_what_does_not_fit(images, settings, own, world)
    speed, notes = _usable(speed, device, world)
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []), _cudnn_benchmark(speed.autotune):
        torch.manual_seed(settings.seed)
        generator = generator or dcgan.build_generator(settings.nz, settings.ngf, images.channels, images.size)
        discriminator = discriminator or dcgan.build_discriminator(settings.ndf, images.channels, images.size)
        trainer = Trainer(images, settings, generator, discriminator, own, speed, device, world, notes)
        if world.first:
            trainer.folder, trainer.on_report = folder, on_report
            trainer.measure_fid(held_out, features)
        if resume and folder is not None:
            trainer.go_on_from(folder)
        with shown(settings.steps, trainer.run.steps, quiet=not (progress and world.first)) as bar:
            trainer.play(bar)
    return trainer.run


def _refuse_what_does_not_fit(images: ImageSet, settings: Settings, own: Own, world: distributed.World) -> None:
    if own.step is not None and (own.d_loss or own.g_loss or world.size > 1):
        raise TrainingError(
            "Give either a step of your own or losses, and a step of your own to a single process only."
        )
    if len(images) < settings.batch:
        raise TrainingError(f"{images.name} has {len(images)} images, fewer than one batch of {settings.batch}.")


def _usable(speed: Speed | None, device: torch.device, world: distributed.World) -> tuple[Speed, list[str]]:
    """The switches that can be used, and a sentence for each that cannot; None is what suits the device."""
    speed = Speed.for_device(device) if speed is None else speed
    speed, notes = speed.usable_on(device, world.size)
    if world.size > 1 and (speed.plain or speed.compile or not speed.frozen_d):
        raise TrainingError("Several processes need the switch frozen_d, and neither plain nor compile.")
    return speed, notes


@contextlib.contextmanager
def _cudnn_benchmark(on: bool) -> Iterator[None]:
    before = torch.backends.cudnn.benchmark
    torch.backends.cudnn.benchmark = on
    try:
        yield
    finally:
        torch.backends.cudnn.benchmark = before


class Trainer:
    """Everything of one run, and the loop over its steps; :func:`train` is the way to use it."""

    def __init__(
        self,
        images: ImageSet,
        settings: Settings,
        generator: nn.Module,
        discriminator: nn.Module,
        own: Own,
        speed: Speed,
        device: torch.device,
        world: distributed.World,
        notes: list[str],
    ) -> None:
        self.images, self.settings, self.device, self.world = images, settings, device, world
        self.generator, self.discriminator = (
            _placed(network, device, speed.channels_last) for network in (generator, discriminator)
        )
        self._check_shapes()
        average = copy.deepcopy(self.generator).eval().requires_grad_(False) if settings.ema else self.generator
        wrapped = None
        if world.size > 1:
            self.generator = distributed.synced(self.generator, device)
            self.discriminator = distributed.synced(self.discriminator, device)
            wrapped = (distributed.wrapped(self.generator, device), distributed.wrapped(self.discriminator, device))
        self.step = TrainingStep(self.generator, self.discriminator, settings, speed, device, own, wrapped)
        self.run = Run(settings, average, self.generator, self.discriminator, notes=notes)
        kept, new = average.state_dict().values(), self.generator.state_dict().values()
        pairs = [(a, b) for a, b in zip(kept, new, strict=True) if a.is_floating_point()]
        self._averaged = [a for a, _ in pairs], [b for _, b in pairs]
        self.meter: FidMeter | None = None
        self.folder: Path | None = None
        self.on_report: Callable[[Run], None] | None = None
        self.pixels = images.pixels.to(device) if speed.data_on_device else images.pixels
        self.fixed_noise = noise(settings.grid_count, settings.nz, GRID_SEED)
        self._noise = torch.Generator(device)
        self._order: tuple[int, Tensor] | None = None
        self._unreported = 0
        self._busy = 0.0

    @torch.no_grad()
    def _check_shapes(self) -> None:
        """In evaluation mode, so that no running statistic moves."""
        z = torch.zeros(2, self.settings.nz, 1, 1, device=self.device)
        self.generator.eval()
        self.discriminator.eval()
        made = self.generator(z)
        wanted = (2, self.images.channels, self.images.size, self.images.size)
        if tuple(made.shape) != wanted:
            raise TrainingError(
                f"From noise of shape {tuple(z.shape)} the generator makes images of shape {tuple(made.shape)}, but "
                f"those of {self.images.name} are {wanted[1]}×{wanted[2]}×{wanted[3]}: build it for these."
            )
        judged = self.discriminator(made)
        if judged.numel() != 2:
            raise TrainingError(
                f"The discriminator must return one logit for each image: for 2 it returns shape {tuple(judged.shape)}."
            )
        self.generator.train()
        self.discriminator.train()

    def measure_fid(self, held_out: ImageSet | None, features: Features | None) -> None:
        """Measure FID when it is due, where the settings ask for it.

        Raises:
            TrainingError: there are too few images.
        """
        if not self.settings.fid_every:
            return
        try:
            self.meter = FidMeter(self.images, held_out, self.settings.fid_count, features)
        except ValueError as problem:
            raise TrainingError(f"{problem} Or set fid_every = 0.") from None
        self.run.floor = self.meter.floor

    def play(self, bar: Progress) -> None:
        """All steps that are left, or as many as come before someone interrupts."""
        run, clock = self.run, _Clock(self.device, self.run.seconds)
        for note in run.notes:
            bar.say(note)
        if run.steps == 0:
            self._keep_grid()
        try:
            with Interrupts() as interrupts:
                while run.steps < self.settings.steps and not run.stopped:
                    clock.start()
                    self.advance()
                    bar.move(run.steps)
                    due = schedule(run.steps, self.settings, interrupted=self._agree_to_stop(interrupts.requested))
                    if due:
                        self._do(due, clock, bar)
        except KeyboardInterrupt:  # the second Ctrl-C: what is in the folder stays as it was after the last whole step
            run.stopped = f"interrupted within step {run.steps + 1} of {self.settings.steps}"
        run.seconds = clock.total()
        if run.stopped:
            bar.say(f"Training was {run.stopped}. What was learnt is kept.")
        if self.folder is not None:
            checkpoints.write_run(self.folder, run)

    def advance(self) -> None:
        """One step of both networks and of the average."""
        self.step(*self.batch(self.run.steps))
        self._average()
        self.run.steps += 1
        self._unreported += 1

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """The real images and the noise of a step: they depend on the seed and the step only, not on the past."""
        size, steps_an_epoch = self.settings.batch, len(self.images) // self.settings.batch
        epoch, place = divmod(step, steps_an_epoch)
        if self._order is None or self._order[0] != epoch:
            source = torch.Generator().manual_seed(self.settings.seed * 1_000_003 + epoch)
            self._order = epoch, torch.randperm(len(self.images), generator=source).to(self.pixels.device)
        which = self._order[1][place * size : (place + 1) * size]
        self._noise.manual_seed(self.settings.seed * 1_000_003 + step)
        z = torch.randn(size, self.settings.nz, 1, 1, generator=self._noise, device=self.device)
        return self.pixels[self.world.share(which)].to(self.device), self.world.share(z)

    @torch.no_grad()
    def _average(self) -> None:
        if not self.settings.ema:
            return
        # At first the average must forget the initial weights faster than it will forget later ones.
        keep = min(self.settings.ema, (1 + self.run.steps) / (10 + self.run.steps))
        torch._foreach_lerp_(*self._averaged, 1 - keep)

    def _agree_to_stop(self, requested: bool) -> bool:
        """Whether the run ends here on request. Several processes ask each other, where all of them report anyway."""
        if self.world.size == 1:
            return requested
        return reports_at(self.run.steps, self.settings) and self.world.any(requested, self.device)

    def _do(self, due: Due, clock: _Clock, bar: Progress) -> None:
        run = self.run
        self._busy += clock.stop()
        if due.stop and run.steps < self.settings.steps:
            run.stopped = f"interrupted after step {run.steps} of {self.settings.steps}"
        if due.grid:
            self._keep_grid()
        if due.report:
            self._report(clock, bar, due.fid)
        if due.checkpoint and self.folder is not None:
            checkpoints.save(self.folder, self._checkpoint())

    def _keep_grid(self) -> None:
        if not self.world.first:
            return
        pixels = images_of(self.run.generator, self.fixed_noise)
        self.run.grids.append((self.run.steps, pixels))
        if self.folder is not None:
            checkpoints.write_grid(self.folder, self.run.steps, pixels)

    def _report(self, clock: _Clock, bar: Progress, measure_fid: bool) -> None:
        """Means since the last report; several processes hold the same."""
        run, settings = self.run, self.settings
        d_loss, g_loss, d_real, d_fake = (self.world.mean(self.step.totals) / self._unreported).tolist()
        rate = self._unreported * settings.batch / max(self._busy, 1e-9)
        fid = None
        if measure_fid and self.meter is not None:
            fid = self.meter(images_of(run.generator, noise(settings.fid_count, settings.nz, settings.seed + 1)))
        run.images_per_second = rate
        run.seconds = clock.total()
        run.history.append(Report(run.steps, run.seconds, rate, d_loss, g_loss, d_real, d_fake, fid))
        bar.report(run.history[-1], self._busy / self._unreported)
        self.step.totals.zero_()
        self._unreported, self._busy = 0, 0.0
        untold = math.isnan(d_loss) and self.step.own.step is not None  # the student's step need not tell its loss
        if not (math.isfinite(d_loss) or untold):
            run.stopped = f"stopped at step {run.steps}, as the loss of D is not finite: try a smaller learning rate"
        if self.on_report is not None:
            self.on_report(run)

    def _checkpoint(self) -> checkpoints.Checkpoint:
        run = self.run
        return {
            "settings": self.settings.plain_data(),
            "images": fingerprint(self.images),
            "step": run.steps,
            "seconds": run.seconds,
            "unreported": self._unreported,
            "busy": self._busy,
            "totals": self.step.totals,
            "generator": self.generator.state_dict(),
            "discriminator": self.discriminator.state_dict(),
            "average": run.generator.state_dict(),
            "opt_g": self.step.opt_g.state_dict(),
            "opt_d": self.step.opt_d.state_dict(),
            "history": [asdict(report) for report in run.history],
            "grids": run.grids,
            "rng": torch.get_rng_state(),
        }

    def go_on_from(self, folder: Path) -> None:
        """Put everything back as it was when the checkpoint in `folder` was written.

        Raises:
            TrainingError: there is none, or it is of another run.
        """
        kept = checkpoints.load(folder, self.device)
        before, now = kept["settings"], self.settings.plain_data()
        changed = [name for name in now if name not in MAY_DIFFER and before.get(name) != now[name]]
        if changed:
            name = changed[0]
            raise TrainingError(
                f"The run in {folder} was trained with {name} = {before.get(name)}, not {now[name]}: resume it "
                "with the same settings, or train in another folder."
            )
        if kept["images"] != fingerprint(self.images):
            raise TrainingError(f"The run in {folder} was trained on other images: resume it with the same ones.")
        if kept["step"] >= self.settings.steps:
            raise TrainingError(f"The run in {folder} already has {kept['step']} steps: ask for more to go on.")
        run = self.run
        self.generator.load_state_dict(kept["generator"])
        self.discriminator.load_state_dict(kept["discriminator"])
        run.generator.load_state_dict(kept["average"])
        self.step.opt_g.load_state_dict(kept["opt_g"])
        self.step.opt_d.load_state_dict(kept["opt_d"])
        self.step.totals.copy_(kept["totals"])
        run.steps, run.seconds = kept["step"], kept["seconds"]
        self._unreported, self._busy = kept["unreported"], kept["busy"]
        run.history = [Report(**one) for one in kept["history"]]
        run.grids = [(step, pixels.cpu()) for step, pixels in kept["grids"]]
        torch.set_rng_state(kept["rng"].cpu())


def _placed(network: nn.Module, device: torch.device, channels_last: bool) -> nn.Module:
    """The network on the device, ready to be trained; with `channels_last`, its convolutions' weights in NHWC order."""
    network = network.to(device).train()
    return convert_conv2d_weight_memory_format(network, torch.channels_last) if channels_last else network


class _Clock:
    """Seconds of the run as a whole, and of its steps alone, with the device's work done."""

    def __init__(self, device: torch.device, before: float) -> None:
        self._device = device
        self._begun = time.perf_counter() - before
        self._since: float | None = None

    def start(self) -> None:
        if self._since is None:
            self._since = time.perf_counter()

    def stop(self) -> float:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        since, self._since = self._since, None
        return 0.0 if since is None else time.perf_counter() - since

    def total(self) -> float:
        return time.perf_counter() - self._begun
