"""The training loop: one for the package's pieces and the student's, for one process and several."""

from __future__ import annotations

import contextlib
import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from gancourse import dcgan
from gancourse.data import ImageSet
from gancourse.files import write_atomically
from gancourse.metrics import Features, FidMeter, fingerprint
from gancourse.training import distributed
from gancourse.training.checkpoints import load_checkpoint, save_checkpoint
from gancourse.training.progress import Interrupts, Progress
from gancourse.training.run import Report, Run
from gancourse.training.samples import images_of, noise, png
from gancourse.training.settings import Settings, Speed, TrainingError
from gancourse.training.step import DLoss, GLoss, OwnStep, TrainingStep

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

    Parameters:
        images: what to imitate; `held_out`, real images that are not among them, for FID's floor.
        settings: see :class:`Settings`; None is the preset "cpu".
        generator, discriminator: any modules, trained in place as they are initialised; left out, the package's own
            are built from the settings. G gets z (b, nz, 1, 1) and makes (b, c, s, s) in [−1, 1]; D makes b logits.
        d_loss, g_loss: functions of float32 logits (b,), `d_loss(real_logits, fake_logits)` and
            `g_loss(fake_logits)`, that return one number to minimise; left out, the stable ones from logits.
        step: a whole step of your own instead, `step(generator, discriminator, opt_g, opt_d, real, z)`, with real
            images (b, c, s, s) in [−1, 1]; it may return a dict with d_loss, g_loss, d_real, d_fake to be shown.
        speed: see :class:`Speed`; None is what suits the device. device: None is a GPU where there is one.
        features: for FID; None chooses, see :func:`gancourse.metrics.features_for`.
        folder: where grids, log, checkpoints and the generator are written; None writes nothing.
        resume: go on from the checkpoint in `folder`. On a CPU the weights are then, bit by bit, those of a run that
            was never interrupted (with the same number of threads).
        progress: show a bar. on_report: called with the run so far after each report.

    Ctrl-C and the notebook's stop button end the run after the current step. Under torchrun every process calls this;
    the first one shows and writes. Raises TrainingError, one sentence, where something does not fit.
    """
    settings = settings or Settings()
    device = distributed.default_device() if device is None else torch.device(device)
    world = distributed.join(device, settings.batch)
    folder = None if folder is None else Path(folder)
    if resume and folder is None:
        raise TrainingError("To resume, training needs the folder that has the checkpoint.")
    if step is not None and (d_loss or g_loss or world.size > 1):
        raise TrainingError(
            "Give either a step of your own or losses, and a step of your own to a single process only."
        )
    if len(images) < settings.batch:
        raise TrainingError(f"{images.name} has {len(images)} images, fewer than one batch of {settings.batch}.")
    if speed is None:
        speed = Speed.for_device(device)
        if d_loss or g_loss or step:  # may ask the GPU for a value, which a recording cannot hold
            speed = replace(speed, cuda_graph=False)
    speed, notes = speed.usable_on(device, world.size)
    if world.size > 1 and (speed.plain or speed.compile or not speed.frozen_d):
        raise TrainingError("Several processes need the switch frozen_d, and neither plain nor compile.")
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []), _cudnn_benchmark(speed.autotune):
        torch.manual_seed(settings.seed)
        generator = generator or dcgan.build_generator(settings.nz, settings.ngf, images.channels, images.size)
        discriminator = discriminator or dcgan.build_discriminator(settings.ndf, images.channels, images.size)
        trainer = Trainer(images, settings, generator, discriminator, (d_loss, g_loss, step), speed, device, world)
        trainer.run.notes += notes
        if settings.fid_every and world.first:
            try:
                trainer.meter = FidMeter(images, held_out, settings.fid_count, features)
            except ValueError as problem:
                raise TrainingError(f"{problem} Or set fid_every = 0.") from None
            trainer.run.floor = trainer.meter.floor
        trainer.folder, trainer.on_report = folder, on_report
        if resume:
            trainer.load()
        with Progress(settings.steps, trainer.run.steps, quiet=not (progress and world.first)) as shown:
            for note in trainer.run.notes:
                shown.say(note)
            trainer.play(shown)
    return trainer.run


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
        own: tuple[DLoss | None, GLoss | None, OwnStep | None],
        speed: Speed,
        device: torch.device,
        world: distributed.World,
    ) -> None:
        self.images, self.settings, self.speed, self.device, self.world = images, settings, speed, device, world
        layout = torch.channels_last if speed.channels_last else torch.contiguous_format
        self.generator = generator.to(device, memory_format=layout).train()
        self.discriminator = discriminator.to(device, memory_format=layout).train()
        self._check_shapes()
        average = copy.deepcopy(self.generator).eval().requires_grad_(False) if settings.ema else self.generator
        wrapped = None
        if world.size > 1:
            self.generator = distributed.synced(self.generator, device)
            self.discriminator = distributed.synced(self.discriminator, device)
            wrapped = (distributed.wrapped(self.generator, device), distributed.wrapped(self.discriminator, device))
        self.game = TrainingStep(self.generator, self.discriminator, settings, speed, device, *own, wrapped)
        self.run = Run(settings, average, self.generator, self.discriminator)
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

    def advance(self) -> None:
        """One step of both networks and of the average."""
        self.game(*self.batch(self.run.steps))
        self._average()
        self.run.steps += 1
        self._unreported += 1

    def play(self, shown: Progress) -> None:
        settings, run = self.settings, self.run
        clock = _Clock(self.device, run.seconds)
        if run.steps == 0:
            self._keep_grid()
        try:
            with Interrupts() as interrupts:
                while run.steps < settings.steps and not run.stopped:
                    clock.start()
                    self.advance()
                    if run.steps % 10 == 0 or run.steps == settings.steps:
                        shown.move(run.steps)
                    done, last = run.steps, run.steps == settings.steps
                    report = last or done % settings.report_every == 0
                    alone = interrupts.requested and self.world.size == 1
                    stop = alone or (report and self.world.any(interrupts.requested, self.device))
                    if stop and not last:
                        run.stopped = f"interrupted after step {done} of {settings.steps}"
                    fid = bool(settings.fid_every) and (last or done % settings.fid_every == 0)
                    if not (report or stop or fid or done % settings.grid_every == 0 or self._checkpoint_due(done)):
                        continue
                    self._busy += clock.stop()
                    if last or stop or done % settings.grid_every == 0:
                        self._keep_grid()
                    if report or stop or fid:
                        self._report(clock, shown, fid)
                    if last or stop or self._checkpoint_due(done):
                        self.save()
        except KeyboardInterrupt:  # the second Ctrl-C: what is in the folder stays as it was after the last whole step
            run.stopped = f"interrupted within step {run.steps + 1} of {settings.steps}"
        run.seconds = clock.total()
        if run.stopped:
            shown.say(f"Training was {run.stopped}. What was learnt is kept.")
        if self.folder is not None and self.world.first:
            run.write(self.folder)

    def _checkpoint_due(self, done: int) -> bool:
        return self.folder is not None and done % self.settings.checkpoint_every == 0

    @torch.no_grad()
    def _average(self) -> None:
        if not self.settings.ema:
            return
        # At first the average must forget the initial weights faster than it will forget later ones.
        keep = min(self.settings.ema, (1 + self.run.steps) / (10 + self.run.steps))
        torch._foreach_lerp_(*self._averaged, 1 - keep)

    def _keep_grid(self) -> None:
        if not self.world.first:
            return
        pixels = images_of(self.run.generator, self.fixed_noise)
        self.run.grids.append((self.run.steps, pixels))
        if self.folder is not None:
            write_atomically(self.folder / "grids" / f"step-{self.run.steps:06d}.png", png(pixels))

    def _report(self, clock: _Clock, shown: Progress, measure_fid: bool) -> None:
        """Means since the last report; several processes hold the same."""
        run, settings = self.run, self.settings
        means = (self.world.mean(self.game.totals) / self._unreported).tolist()
        rate = self._unreported * settings.batch / max(self._busy, 1e-9)
        fid = None
        if measure_fid and self.meter is not None:
            samples = images_of(run.generator, noise(settings.fid_count, settings.nz, settings.seed + 1))
            fid = self.meter(samples)
        run.images_per_second = rate
        run.seconds = clock.total()
        run.history.append(Report(run.steps, run.seconds, rate, *means, fid))
        shown.report(run.history[-1], self._busy / self._unreported)
        self.game.totals.zero_()
        self._unreported, self._busy = 0, 0.0
        if math.isinf(means[0]) or (math.isnan(means[0]) and self.game.step is None):
            run.stopped = f"stopped at step {run.steps}, as the loss of D is not finite: try a smaller learning rate"
        if self.on_report is not None and self.world.first:
            self.on_report(run)

    def save(self) -> None:
        if self.folder is None or not self.world.first:
            return
        run = self.run
        save_checkpoint(
            self.folder,
            {
                "settings": self.settings.plain_data(),
                "images": fingerprint(self.images),
                "step": run.steps,
                "seconds": run.seconds,
                "unreported": self._unreported,
                "busy": self._busy,
                "totals": self.game.totals,
                "generator": self.generator.state_dict(),
                "discriminator": self.discriminator.state_dict(),
                "average": run.generator.state_dict(),
                "opt_g": self.game.opt_g.state_dict(),
                "opt_d": self.game.opt_d.state_dict(),
                "history": [asdict(report) for report in run.history],
                "grids": run.grids,
                "rng": torch.get_rng_state(),
            },
        )

    def load(self) -> None:
        kept = load_checkpoint(self.folder, self.device)
        before, now = kept["settings"], self.settings.plain_data()
        changed = [name for name in now if name not in MAY_DIFFER and before.get(name) != now[name]]
        if changed:
            name = changed[0]
            raise TrainingError(
                f"The run in {self.folder} was trained with {name} = {before.get(name)}, not {now[name]}: resume it "
                "with the same settings, or train in another folder."
            )
        if kept["images"] != fingerprint(self.images):
            raise TrainingError(f"The run in {self.folder} was trained on other images: resume it with the same ones.")
        run = self.run
        if kept["step"] >= self.settings.steps:
            raise TrainingError(f"The run in {self.folder} already has {kept['step']} steps: ask for more to go on.")
        self.generator.load_state_dict(kept["generator"])
        self.discriminator.load_state_dict(kept["discriminator"])
        run.generator.load_state_dict(kept["average"])
        self.game.opt_g.load_state_dict(kept["opt_g"])
        self.game.opt_d.load_state_dict(kept["opt_d"])
        self.game.totals.copy_(kept["totals"])
        run.steps, run.seconds = kept["step"], kept["seconds"]
        self._unreported, self._busy = kept["unreported"], kept["busy"]
        run.history = [Report(**one) for one in kept["history"]]
        run.grids = [(step, pixels.cpu()) for step, pixels in kept["grids"]]
        torch.set_rng_state(kept["rng"].cpu())


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
