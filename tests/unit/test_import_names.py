"""Names that released notebooks import keep their modules, wherever those live now."""

from __future__ import annotations

import importlib

import pytest

MOVED = {
    "gancourse.check.spies": "gancourse.check.probes.algorithm1",
    "gancourse.check.image_spies": "gancourse.check.probes.dcgan",
    "gancourse.check.critics": "gancourse.check.probes.penalties",
    "gancourse.runs": "gancourse.recorded_runs",
    "gancourse.pictures": "gancourse.image_figures",
}


@pytest.mark.parametrize(("before", "now"), MOVED.items())
def test_a_module_that_moved_is_the_same_under_both_names(before, now):
    module = importlib.import_module(now)
    assert importlib.import_module(before) is module
    package, _, name = before.rpartition(".")
    assert getattr(importlib.import_module(package), name) is module
