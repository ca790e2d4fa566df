"""What every view promises, whoever wrote it: it draws, speaks, fits its place, and ends when it is told."""

from __future__ import annotations

import pytest
from conftest import ROOT
from gancourse import plots
from javascript import Stand, show, traits_of
from views import VIEWS

WIDE, NARROW = 700, 340
STATIC = ROOT / "course" / "gancourse" / "widgets" / "static"


@pytest.fixture(params=sorted(VIEWS))
def name(request):
    return request.param


def through(stand: Stand, name: str) -> list[str]:
    """Make all changes of a view, one after the other: what it said, first and after each."""
    said = [stand.readout()]
    for change in VIEWS[name][1]:
        stand.change(**change)
        said.append(stand.readout())
    return said


def test_no_view_is_left_out():
    assert sorted(VIEWS) == sorted(path.stem for path in STATIC.glob("*.js"))


def test_it_renders_without_an_error_or_a_request(name):
    stand = show(VIEWS[name][0](), WIDE)
    for width in (WIDE, NARROW):
        stand.resize(width)
        through(stand, name)
        assert stand.ask("stand.broken()") == []
    assert stand.problems == []
    assert stand.requests == []


def test_it_speaks_of_what_it_shows(name):
    stand = show(VIEWS[name][0](), WIDE)
    spoken = stand.ask("stand.spoken()")
    assert len(spoken["live"]) == 1, "one place speaks, and a screen reader is told so"
    assert spoken["silent"] == 0
    assert spoken["pictures"]
    assert all(len(text) > 5 for text in spoken["pictures"])
    assert all(spoken["controls"]), "ipywidgets leaves them without names"
    assert len(set(spoken["controls"])) == len(spoken["controls"])
    said = through(stand, name)
    assert all(said)
    changes = len(VIEWS[name][1])
    assert len(set(said)) > changes / 2, "it says something else when something else is shown"


def test_it_speaks_only_of_changes(name):
    stand = show(VIEWS[name][0](), WIDE)
    assert stand.ask("stand.changesOfReadout()") == 0


def test_a_change_is_seen(name):
    stand = show(VIEWS[name][0](), WIDE)
    for change in VIEWS[name][1]:
        before = stand.picture()
        stand.change(**change)
        assert stand.picture() != before


@pytest.mark.parametrize("widths", [(WIDE, NARROW), (NARROW, WIDE), (320, 1000)])
def test_it_fits_its_place(name, widths):
    stand = show(VIEWS[name][0](), widths[0])
    seen = []
    for width in widths:
        stand.resize(width)
        at = stand.ask("stand.widths()")
        assert at["pictures"]
        assert min(at["pictures"] + at["heights"]) > 30
        assert at["right"] <= at["stage"] + 0.5, "nothing sticks out"
        seen.append((at["pictures"], stand.picture()))
    if name != "film":  # whose pictures the browser itself makes as wide as there is room
        assert seen[0] != seen[1]
    # What is drawn after a change of width is what would have been drawn at that width from the start.
    assert seen[1][1] == show(VIEWS[name][0](), widths[1]).picture()


def test_it_asks_for_each_trait_of_its_widget_and_no_other(name):
    view = VIEWS[name][0]()
    stand = show(view, WIDE)
    through(stand, name)
    asked = set(stand.ask("[...stand.current.asked]"))
    assert asked == set(traits_of(view))


def test_it_stops_when_it_is_closed(name):
    stand = show(VIEWS[name][0](), WIDE)
    assert stand.ask("stand.current.listening()")
    stand.ask("stand.stop()")
    assert stand.ask("stand.current.listening()") == []
    last = stand.picture()
    through(stand, name)
    stand.resize(NARROW)
    assert stand.picture() == last


def test_its_colours_come_from_plots_alone(name):
    palette = {colour: f"#0000{i:02x}" for i, colour in enumerate(plots.PALETTE)}
    stand = show(VIEWS[name][0](), WIDE, palette=palette)
    through(stand, name)
    for colour in stand.ask("stand.colours()"):
        assert colour in palette.values() or colour in ("white", "black") or colour.startswith("rgb(")


@pytest.mark.parametrize(
    "name", ["dirac", "generator_losses", "log_loss", "overlap", "phases", "pointwise", "saddle", "sliding"]
)
def test_curves_of_fakes_have_the_dashes_of_the_figures(name):
    stand = show(VIEWS[name][0](), WIDE, palette=plots.PALETTE | {"fake": "#000001"})
    paths = "[...stand.el.querySelectorAll('path')].filter((one) => getComputedStyle(one).stroke === 'rgb(0, 0, 1)')"
    found = stand.ask(f"{paths}.map((one) => one.getAttribute('stroke-dasharray'))")
    assert set(found) == {" ".join(f"{length:g}" for length in plots.FAKE_DASHES[1])}


def test_every_class_has_a_style(name):
    stand = show(VIEWS[name][0](), WIDE)
    through(stand, name)
    assert stand.ask("stand.unstyled()") == []
