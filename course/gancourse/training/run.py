"""What a training run leaves: networks, reports, grids of the fixed noise."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, astuple, dataclass, field, fields

from torch import Tensor, nn

from gancourse.training.samples import sample
from gancourse.training.settings import Settings


@dataclass(frozen=True)
class Report:
    """Means over the steps since the last report; what the student's own step did not tell is nan.

    Attributes:
        step: how many steps are done.
        seconds: of training so far.
        images_per_second: since the last report.
        d_loss: of D, in nats.
        g_loss: of G, in nats.
        d_real: mean of D(x), a probability.
        d_fake: mean of D(G(z)), a probability.
        fid: where it was measured, else None.
    """

    step: int
    seconds: float
    images_per_second: float
    d_loss: float
    g_loss: float
    d_real: float
    d_fake: float
    fid: float | None = None


@dataclass
class Run:
    """A run: finished, or as far as it came (`stopped` says why, and is empty where it finished).

    Attributes:
        settings: those it was trained with.
        generator: the averaged one where there is an average, else the last.
        last_generator: the last.
        discriminator: the last.
        history: the reports.
        grids: (step, pixels uint8 (grid_count, c, s, s)) of the same noise throughout.
        floor: FID between real and real at the same n as `fid`; None where none was measured.
        steps: how many are done.
        seconds: spent in steps, reports, grids and FID.
        images_per_second: the rate in steps alone, since the last report.
        stopped: why it ended before its last step.
        notes: what could not be done as it was asked, a sentence each.
    """

    settings: Settings
    generator: nn.Module
    last_generator: nn.Module
    discriminator: nn.Module
    history: list[Report] = field(default_factory=list)
    grids: list[tuple[int, Tensor]] = field(default_factory=list)
    floor: float | None = None
    steps: int = 0
    seconds: float = 0.0
    images_per_second: float = 0.0
    stopped: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def fid(self) -> float | None:
        """The last FID that was measured."""
        return next((one.fid for one in reversed(self.history) if one.fid is not None), None)

    def sample(self, count: int, seed: int = 0) -> Tensor:
        """`count` images of the generator: uint8 (count, c, s, s)."""
        return sample(self.generator, count, self.settings.nz, seed)

    def curves(self) -> dict[str, list[float]]:
        """The reports as columns by name; FID has nan where it was not measured."""
        nan = float("nan")
        return {
            one.name: [
                nan if getattr(report, one.name) is None else getattr(report, one.name) for report in self.history
            ]
            for one in fields(Report)
        }

    def log(self) -> str:
        """The reports as CSV."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow([one.name for one in fields(Report)])
        for report in self.history:
            writer.writerow([f"{x:.6g}" if isinstance(x, float) else x for x in astuple(report)])
        return buffer.getvalue()

    def summary(self) -> dict[str, object]:
        """What it came to, as JSON can hold it."""
        last = asdict(self.history[-1]) if self.history else {}
        return {
            "steps": self.steps,
            "seconds": round(self.seconds, 1),
            "images_per_second": round(self.images_per_second),
            "fid": self.fid,
            "fid_floor": self.floor,
            "fid_samples": self.settings.fid_count,
            "stopped": self.stopped,
            "last_report": last,
        }
