"""Advisers of other installations: what cannot be imported must not break a student's check."""

from __future__ import annotations

import pytest
from gancourse import check
from gancourse.check import CheckFailed, calling

GOOD = "def advise(calls):\n    return f'An adviser saw {len(calls)} calls.'\n"


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs a distribution with one module and its adviser; only what is installed so is found."""
    monkeypatch.syspath_prepend(tmp_path)
    real = calling.entry_points
    monkeypatch.setattr(
        calling, "entry_points", lambda **which: [one for one in real(**which) if one.name.startswith("trial-")]
    )

    def add(name, code, listed="[gancourse.advisers]\ntrial-{name} = {name}:advise\n"):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(listed.format(name=name))
        if code is not None:
            (tmp_path / f"{name}.py").write_text(code)
        calling.advisers.cache_clear()

    yield add
    calling.advisers.cache_clear()


def double(x):
    return 3 * x


BROKEN = {
    "no module": None,
    "no such name in it": "other = 1\n",
    "a module of another Python": "print 'hello'\n",
    "a module that may not be read": "raise PermissionError(13, 'Permission denied')\n",
    "a module that imports what is gone": "import gancourse.no_longer_here\n",
    "a module that fails": "1 / 0\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_adviser_that_cannot_be_loaded_is_no_adviser(install, what):
    install(f"gc_trial_{list(BROKEN).index(what)}", BROKEN[what])
    assert calling.advisers() == []
    with pytest.raises(CheckFailed) as caught:
        check.close(check.call(double, 2), 4.0, "twice two")
    assert caught.value.reason == "value"
    assert caught.value.advice == ""
    assert "found     6" in str(caught.value)


def test_the_others_are_still_asked(install):
    install("gc_trial_gone", None)
    install("gc_trial_good", GOOD)
    with pytest.raises(CheckFailed, match=r"An adviser saw \d+ calls?\."):
        check.close(check.call(double, 2), 4.0, "twice two")


def test_a_distribution_with_a_damaged_list_breaks_no_check(install):
    install("gc_trial_damaged", GOOD, "[gancourse.advisers]\nno equals sign\n")
    assert calling.advisers() == []
