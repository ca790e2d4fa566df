"""The recorded runs and their monitors."""

from __future__ import annotations

import pytest
from gancourse import plots, runs, widgets
from gancourse.widgets.runs import RunsView, runs_readout
from javascript import in_javascript, show


def test_the_runs_explorer_has_everything_in_the_page_and_shows_the_chosen_run():
    explorer = widgets.runs_explorer("B")
    stand = show(explorer.view)
    assert stand.readout() == runs.summary("B")
    for letter in ("J", "P", "A"):
        stand.ask(f"stand.el.querySelector('[data-testid=runs-{letter}]').click()")
        assert stand.ask("stand.current.state.letter") == letter
        assert stand.readout() == runs.summary(letter)
        pressed = "[...stand.el.querySelectorAll('[aria-pressed=true]')].map((one) => one.textContent)"
        assert stand.ask(pressed) == [letter]
        shown = stand.ask("[...stand.el.querySelectorAll('.gc-run img')].map((one) => one.alt)")
        assert shown[1:] == [f"Run {letter}: sixteen samples, iteration {at}" for at in runs.GRIDS]
    assert stand.ask("stand.current.messages") == [], "the kernel is asked for nothing"
    assert stand.problems == []


def test_another_run_stands_beside_it_on_the_same_scales():
    stand = show(widgets.runs_explorer("C").view, 760)
    heading = "[...stand.el.querySelectorAll('.gc-run .gc-strong')].map((one) => one.textContent)"
    words = "[...one.querySelectorAll('.gc-tick')].map((tick) => tick.textContent)"
    ticks = f"[...stand.el.querySelectorAll('.gc-run')].map((one) => {words})"
    assert stand.ask(heading) == ["Run C"]
    stand.ask(
        "(() => { const s = stand.el.querySelector('[data-testid=runs-beside]'); s.value = 'P';"
        " s.dispatchEvent(new Event('change')); })()"
    )
    assert stand.ask(heading) == ["Run C", "Run P"]
    left, right = stand.ask(ticks)
    assert left == right
    assert stand.readout() == f"{runs.summary('C')}. {runs.summary('P')}"
    tops = stand.ask("[...stand.el.querySelectorAll('.gc-run')].map((one) => one.getBoundingClientRect().top)")
    assert tops[0] == tops[1]


def test_the_player_goes_through_the_moments():
    stand = show(widgets.runs_explorer("A").view)
    stand.ask("stand.el.querySelector('[data-testid=player-back]').click()")
    assert stand.ask("stand.current.state.moment") == 99
    assert stand.readout() == runs.moment("A", 99)
    scrub = "const s = stand.el.querySelector('[type=range]'); s.value = 50; s.dispatchEvent(new Event('input'))"
    stand.ask(f"(() => {{ {scrub} }})()")
    latest = "stand.el.querySelector('.gc-latest figcaption').textContent"
    assert stand.ask(latest) == "iteration 4800"


def test_the_browser_says_the_same_of_every_run():
    view = widgets.runs_explorer().view
    cases = [
        [letter, "A" if letter == "P" else "", at] for letter in view.runs["letters"] for at in (0, 1, 37, 99, 100)
    ]
    theirs = in_javascript(
        RunsView, "data.cases.map((one) => view.runsReadout(data.runs, ...one))", {"cases": cases, "runs": view.runs}
    )
    assert theirs == [runs_readout(*case) for case in cases]


def test_what_there_is_not_is_refused():
    with pytest.raises(ValueError, match="not 'Q'"):
        widgets.runs_explorer("Q")
    with pytest.raises(ValueError, match="not 'x'"):
        widgets.runs_explorer("A", beside="x")
    with pytest.raises(ValueError, match="moments 0 to 100, not 101"):
        runs.moment("A", 101)


def test_the_monitor_figure_says_its_numbers():
    assert runs.summary("C") in plots.alt_text(runs.monitor_figure("C"))


def test_the_matrix_says_its_entries_and_refuses_unknown_columns():
    rows = {"cold": {"tea": ("yes", 1.0)}, "flu": {"rest": ("a little", 0.4)}}
    alt = plots.alt_text(plots.matrix_figure(rows, ["tea", "rest"], "What helps"))
    assert alt == "What helps. cold: tea yes; flu: rest a little."
    with pytest.raises(ValueError, match="'cold' has an entry for 'tea'"):
        plots.matrix_figure(rows, ["rest"], "What helps")
