"""One step of the game, D's update and then G's: the same code on CPU and GPU, with a switch for each speed-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from gancourse.data import to_unit
from gancourse.training.settings import Settings, Speed, TrainingError

DLoss = Callable[[Tensor, Tensor], Tensor]
GLoss = Callable[[Tensor], Tensor]
OwnStep = Callable[..., Mapping[str, object] | None]
Network = Callable[[Tensor], Tensor]
MEASURES = ("d_loss", "g_loss", "d_real", "d_fake")
WARM_UP = 8  # steps before a CUDA graph is recorded: lazy initialisation and cuDNN's trials must be over


def d_loss_from_logits(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """−mean ln D(x) − mean ln(1 − D(G(z))), from logits, stable: −ln σ(s) is softplus(−s)."""
    return functional.softplus(-real_logits).mean() + functional.softplus(fake_logits).mean()


def g_loss_from_logits(fake_logits: Tensor) -> Tensor:
    """The non-saturating −mean ln D(G(z)), from logits."""
    return functional.softplus(-fake_logits).mean()


@dataclass(frozen=True)
class Own:
    """What of a step is the student's own; None is the package's."""

    d_loss: DLoss | None = None
    g_loss: GLoss | None = None
    step: OwnStep | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether all is the package's."""
        return self == Own()


def adam(parameters: Iterable[nn.Parameter], lr: float, settings: Settings, speed: Speed) -> torch.optim.Adam:
    """Adam as the DCGAN paper sets it (β₁ = 0.5), in the form that the switches ask for."""
    return torch.optim.Adam(parameters, lr, settings.betas, fused=speed.fused_adam or None, capturable=speed.cuda_graph)


class LowPrecision(nn.Module):
    """A network whose forward pass runs under autocast, for steps that know nothing of it.

    Weights, modes and everything else are those of the network inside. Losses and backward passes stay outside, as
    autocast wants it.

    Args:
        inside: the network.
        autocast: makes the context of one forward pass.
    """

    def __init__(self, inside: nn.Module, autocast: Callable[[], torch.autocast]) -> None:
        super().__init__()
        self.inside, self._autocast = inside, autocast

    def forward(self, x: Tensor) -> Tensor:
        with self._autocast():
            return self.inside(x)


class TrainingStep:
    """Both networks, both optimisers and the losses; a call plays one step and adds its four measures to `totals`.

    Args:
        generator: G, on `device` already.
        discriminator: D, likewise.
        settings: of interest are the learning rates and betas of both Adams.
        speed: the switches; they must be usable on `device`.
        device: where everything is computed.
        own: losses or a whole step of the student's.
        wrapped: G and D as DistributedDataParallel, where several processes train.

    Attributes:
        totals: float32 (4,), sums of the measures of all steps since someone set it to 0, in the order of `MEASURES`.
    """

    def __init__(
        self,
        generator: nn.Module,
        discriminator: nn.Module,
        settings: Settings,
        speed: Speed,
        device: torch.device,
        own: Own,
        wrapped: tuple[nn.Module, nn.Module] | None = None,
    ) -> None:
        self.generator, self.discriminator = generator, discriminator
        self.speed, self.device, self.own = speed, device, own
        self.d_loss, self.g_loss = own.d_loss or d_loss_from_logits, own.g_loss or g_loss_from_logits
        self.opt_g = adam(generator.parameters(), settings.lr, settings, speed)
        self.opt_d = adam(discriminator.parameters(), settings.lr_d or settings.lr, settings, speed)
        self.format = torch.channels_last if speed.channels_last else torch.contiguous_format
        self.totals = torch.zeros(len(MEASURES), device=device)
        networks: tuple[Network, Network] = wrapped or (generator, discriminator)
        self._g, self._d = networks
        # In G's step gradients go through D, not to it, so no process waits for another.
        self._d_frozen: Network = discriminator
        if speed.compile:
            self._g, self._d = torch.compile(self._g), torch.compile(self._d)
            self._d_frozen = self._d
        # What a student's own step gets: with bf16 the networks themselves see to their precision.
        self._lent = (generator, discriminator)
        if own.step is not None and speed.bf16:
            self._lent = (LowPrecision(generator, self._autocast), LowPrecision(discriminator, self._autocast))
        self._weights_of_d = list(discriminator.parameters())
        self._bce = nn.BCELoss()
        self._graph: torch.cuda.CUDAGraph | None = None
        self._steps = 0

    def __call__(self, pixels: Tensor, z: Tensor) -> None:
        """Play one step with real images uint8 (b, c, s, s) and noise (b, nz, 1, 1) on the device."""
        if self.speed.cuda_graph:
            self._play_recorded(pixels, z)
        else:
            self._play(pixels, z)
        if not self.speed.no_sync:
            self.totals.tolist()  # waits for the device, as .item() does
        self._steps += 1

    def _play(self, pixels: Tensor, z: Tensor) -> None:
        if self.own.step is not None:
            self._play_own(self.own.step, pixels, z)
        elif self.speed.plain:
            self._play_plain(pixels, z)
        else:
            self._play_fast(pixels, z)

    def _play_fast(self, pixels: Tensor, z: Tensor) -> None:
        real = to_unit(pixels).contiguous(memory_format=self.format)
        with self._autocast():
            fake = self._g(z)
            real_logits, fake_logits = self._d(real), self._d(fake.detach())
        real_logits, fake_logits = _logits(real_logits, len(real)), _logits(fake_logits, len(real))
        loss_d = _scalar(self.d_loss(real_logits, fake_logits), "d_loss")
        self.opt_d.zero_grad()
        loss_d.backward()
        self.opt_d.step()

        self._let_d_learn(not self.speed.frozen_d)
        try:
            with self._autocast():
                fooled = self._d_frozen(fake)
            loss_g = _scalar(self.g_loss(_logits(fooled, len(real))), "g_loss")
            self.opt_g.zero_grad()
            loss_g.backward()
        finally:
            self._let_d_learn(True)
        self.opt_g.step()
        measures = (loss_d, loss_g, real_logits.sigmoid().mean(), fake_logits.sigmoid().mean())
        self.totals += torch.stack([one.detach() for one in measures])

    def _play_plain(self, pixels: Tensor, z: Tensor) -> None:
        """The loop of pytorch/examples dcgan/main.py, with its separate backward passes and its .item() calls."""
        real = to_unit(pixels)
        label = torch.ones(len(real), device=self.device)
        self.opt_d.zero_grad()
        on_real = torch.sigmoid(_logits(self.discriminator(real), len(real)))
        error_real = self._bce(on_real, label)
        error_real.backward()
        d_real = on_real.mean().item()
        fake = self.generator(z)
        label.fill_(0)
        on_fake = torch.sigmoid(_logits(self.discriminator(fake.detach()), len(real)))
        error_fake = self._bce(on_fake, label)
        error_fake.backward()
        d_fake = on_fake.mean().item()
        self.opt_d.step()
        self.opt_g.zero_grad()
        label.fill_(1)
        error_g = self._bce(torch.sigmoid(_logits(self.discriminator(fake), len(real))), label)
        error_g.backward()
        self.opt_g.step()
        self.totals += torch.tensor(
            [(error_real + error_fake).item(), error_g.item(), d_real, d_fake], device=self.device
        )

    def _play_own(self, step: OwnStep, pixels: Tensor, z: Tensor) -> None:
        real = to_unit(pixels).contiguous(memory_format=self.format)
        told = step(*self._lent, self.opt_g, self.opt_d, real, z)
        told = {} if told is None else told
        if not isinstance(told, Mapping):
            raise TrainingError(
                f"Your step must return a dict with {', '.join(MEASURES)} (or nothing), not {type(told).__name__}."
            )
        missing = torch.full((), float("nan"), device=self.device)
        numbers = [torch.as_tensor(told.get(name, missing), dtype=torch.float32) for name in MEASURES]
        self.totals += torch.stack([one.detach().to(self.device).mean() for one in numbers])

    def _play_recorded(self, pixels: Tensor, z: Tensor) -> None:
        """The first steps as they are, on a stream of their own; then one recording of a step, replayed from there."""
        if self._graph is None and self._steps < WARM_UP:
            stream = torch.cuda.Stream()
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                self._play(pixels, z)
            torch.cuda.current_stream().wait_stream(stream)
            return
        if self._graph is None:
            self._pixels, self._z = pixels.clone(), z.clone()
            self.opt_g.zero_grad()
            self.opt_d.zero_grad()
            graph = torch.cuda.CUDAGraph()
            try:
                with torch.cuda.graph(graph):  # records, does not run
                    self._play(self._pixels, self._z)
            except RuntimeError:
                if self.own.is_nothing:
                    raise
                # What is the student's own may ask the GPU for a value, which a recording cannot hold.
                self.speed = replace(self.speed, cuda_graph=False)
                self._play(pixels, z)
                return
            self._graph = graph
        self._pixels.copy_(pixels)
        self._z.copy_(z)
        self._graph.replay()

    def _autocast(self) -> torch.autocast:
        # A cached low-precision weight would be frozen into a recording, so there is no cache then.
        return torch.autocast(
            self.device.type, torch.bfloat16, enabled=self.speed.bf16, cache_enabled=not self.speed.cuda_graph
        )

    def _let_d_learn(self, learn: bool) -> None:
        for weight in self._weights_of_d:
            weight.requires_grad_(learn)


def _logits(output: Tensor, count: int) -> Tensor:
    if output.numel() != count:
        raise TrainingError(
            f"The discriminator must return one logit for each of the {count} images, not shape {tuple(output.shape)}."
        )
    return output.float().flatten()


def _scalar(loss: Tensor, name: str) -> Tensor:
    if not isinstance(loss, Tensor) or loss.numel() != 1 or loss.grad_fn is None:
        found = f"shape {tuple(loss.shape)}" if isinstance(loss, Tensor) and loss.numel() != 1 else type(loss).__name__
        raise TrainingError(
            f"{name} must return one number as a tensor that autograd can follow back to the logits, not {found}."
        )
    return loss.reshape(())
