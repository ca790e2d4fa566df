"""What is due after a step: a pure function of the step and the settings, so that it can be tested without training."""

from __future__ import annotations

from dataclasses import dataclass

from gancourse.training.settings import Settings


@dataclass(frozen=True)
class Due:
    """What a run does after a step, in this order: a grid, a report (with FID or without), a checkpoint, stopping.

    Attributes:
        report: tell the means since the last report.
        fid: measure FID for that report.
        grid: keep samples of the fixed noise.
        checkpoint: write all that is needed to go on.
        stop: take no further step.
    """

    report: bool = False
    fid: bool = False
    grid: bool = False
    checkpoint: bool = False
    stop: bool = False

    def __bool__(self) -> bool:
        return self.report or self.fid or self.grid or self.checkpoint or self.stop


def reports_at(step: int, settings: Settings) -> bool:
    """Whether a report is due after this step by the settings alone: several processes agree on it without asking.

    Args:
        step: how many steps are done, from 1 on.
        settings: those of the run.
    """
    return step == settings.steps or step % settings.report_every == 0


def schedule(step: int, settings: Settings, *, interrupted: bool = False) -> Due:
    """What is due after a step.

    The last step, and one after which the run is interrupted, leave everything that is needed to look at the run and
    to go on with it: a report, a grid and a checkpoint. FID takes time, so an interrupted run does not measure it
    unless it is due anyway. Whenever FID is measured, it is reported.

    Args:
        step: how many steps are done, from 1 on.
        settings: those of the run; of interest are `steps` and what ends in `_every`.
        interrupted: whether someone asked the run to end here.
    """
    stop = interrupted or step >= settings.steps
    fid = settings.fid_every > 0 and (step >= settings.steps or step % settings.fid_every == 0)
    return Due(
        report=stop or fid or reports_at(step, settings),
        fid=fid,
        grid=stop or step % settings.grid_every == 0,
        checkpoint=stop or step % settings.checkpoint_every == 0,
        stop=stop,
    )
