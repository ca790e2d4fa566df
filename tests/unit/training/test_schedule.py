"""What is due after each step, by the settings alone: nothing is trained here."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gancourse.training.schedule import Due, reports_at, schedule
from gancourse.training.settings import preset

SETTINGS = preset(
    "tiny", steps=20, report_every=4, fid_every=6, fid_count=200, grid_every=5, checkpoint_every=8, grid_count=4
)


def steps_with(what, settings=SETTINGS, **more):
    return [step for step in range(1, settings.steps + 1) if getattr(schedule(step, settings, **more), what)]


def test_each_thing_is_due_at_its_own_steps_and_after_the_last():
    assert steps_with("fid") == [6, 12, 18, 20]
    assert steps_with("grid") == [5, 10, 15, 20]
    assert steps_with("checkpoint") == [8, 16, 20]
    assert steps_with("stop") == [20]


def test_whenever_fid_is_measured_it_is_reported():
    assert steps_with("report") == [4, 6, 8, 12, 16, 18, 20]
    assert set(steps_with("fid")) <= set(steps_with("report"))


def test_after_most_steps_nothing_is_due():
    assert schedule(7, SETTINGS) == Due()
    assert not schedule(7, SETTINGS)
    assert schedule(5, SETTINGS)


def test_the_last_step_leaves_everything_even_where_no_interval_divides_it():
    settings = replace(SETTINGS, steps=19)
    assert schedule(19, settings) == Due(report=True, fid=True, grid=True, checkpoint=True, stop=True)


@pytest.mark.parametrize("step", [1, 7, 13, 19])
def test_an_interruption_leaves_all_that_is_needed_to_go_on_but_takes_no_time_for_fid(step):
    assert schedule(step, SETTINGS, interrupted=True) == Due(report=True, grid=True, checkpoint=True, stop=True)


def test_an_interruption_where_fid_is_due_anyway_measures_it():
    assert schedule(12, SETTINGS, interrupted=True).fid


def test_without_fid_it_is_never_due():
    assert steps_with("fid", replace(SETTINGS, fid_every=0)) == []
    assert not schedule(12, replace(SETTINGS, fid_every=0), interrupted=True).fid


def test_several_processes_meet_at_the_reports_of_the_settings():
    assert [step for step in range(1, 21) if reports_at(step, SETTINGS)] == [4, 8, 12, 16, 20]
    assert all(schedule(step, SETTINGS).report for step in range(1, 21) if reports_at(step, SETTINGS))


def test_longer_training_changes_nothing_that_came_before():
    """So a run that is resumed with more steps does the same as one that was asked for them at once."""
    longer = replace(SETTINGS, steps=40)
    assert [schedule(step, longer) for step in range(1, 20)] == [schedule(step, SETTINGS) for step in range(1, 20)]
