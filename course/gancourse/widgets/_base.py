"""What all widgets are made of: a view in the browser, controls above it that are linked there, and a sentence.

How to start a new widget, or to change one, is told in `course/js/README.md`.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from gancourse import plots

_STATIC = Path(__file__).parent / "static"
_WIDE = {"width": "100%", "max_width": "760px"}


def view_of(name: str) -> Path:
    """The JavaScript of a view: what `make js` bundles from `course/js/<name>.js`.

    Args:
        name: of the view, such as "log_loss".

    Returns:
        The path of the bundle; anywidget reads it, and reloads it in the page when ANYWIDGET_HMR=1 is set.
    """
    return _STATIC / f"{name}.js"


class View(anywidget.AnyWidget):
    """The half of a widget that the browser draws; a subclass says `_esm = view_of(…)` and its own traits."""

    _css = _STATIC / "widgets.css"

    palette = traitlets.Dict(plots.PALETTE).tag(sync=True)


def slider(
    value: float, low: float, high: float, name: str, tooltip: str, *, step: float = 1, digits: int = 0, **more: Any
) -> ipywidgets.FloatSlider | ipywidgets.IntSlider:
    """A slider as wide as the picture under it.

    Args:
        value: where it starts.
        low: its left end.
        high: its right end.
        name: what stands beside it, and what a screen reader calls it.
        tooltip: what the number means.
        step: between two stops.
        digits: after the decimal point of the number beside it; without any it is a slider of whole numbers.
        **more: other traits of the slider, such as `layout`.

    Returns:
        An ipywidgets.FloatSlider, or an IntSlider where `digits` is 0.
    """
    if digits:
        kind, more = ipywidgets.FloatSlider, {"readout_format": f".{digits}f", **more}
    else:
        kind = ipywidgets.IntSlider
    more = {"layout": ipywidgets.Layout(**_WIDE), **more}
    return kind(value=value, min=low, max=high, step=step, description=name, tooltip=tooltip, **more)


class Explorer(ipywidgets.VBox):
    """Controls above a view. `links` are what the browser does by itself, also while the kernel is busy."""

    def __init__(
        self,
        name: str,
        rows: Sequence[ipywidgets.Widget | Sequence[ipywidgets.Widget]],
        links: Sequence[tuple[ipywidgets.Widget, ipywidgets.Widget, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Put controls and view together.

        Args:
            name: of the widget, for its class in the page: gc-<name>-explorer.
            rows: from above; several widgets in one row are a list.
            links: (control, widget, trait): the value of the control is always that of the trait.
            **kwargs: other traits of the box.
        """
        self.links = tuple(ipywidgets.jslink((control, "value"), (target, trait)) for control, target, trait in links)
        wrap = ipywidgets.Layout(flex_flow="row wrap")
        children = [row if isinstance(row, ipywidgets.Widget) else ipywidgets.Box(row, layout=wrap) for row in rows]
        super().__init__(children=children, **kwargs)
        self.add_class("gc-explorer")
        self.add_class(f"gc-{name}-explorer")


class FramesView(View):
    """A view of frames, one at a time, with the course's player above them; a subclass says `_esm` and how it draws.

    The player is in the page (`course/js/player.js`): it plays while the kernel is busy, and where there is none.
    """

    frame = traitlets.Int(0).tag(sync=True)
    frames: traitlets.List[Any] = traitlets.List().tag(sync=True)
    noun = traitlets.Unicode("frame").tag(sync=True)
    interval = traitlets.Int(250).tag(sync=True)


class FramesExplorer(Explorer):
    """A view of frames, which was given at least one of them and a place to start."""

    def __init__(self, name: str, view: FramesView, **kwargs: Any) -> None:
        """Show a view of frames.

        Args:
            name: of the widget, as for `Explorer`.
            view: what plays; its `noun` is what one frame is called, its `interval` milliseconds from frame to frame.
            **kwargs: other traits of the box.

        Raises:
            ValueError: for no frames, or a start at one that does not exist.
        """
        last, start = len(view.frames) - 1, view.frame
        if last < 0:
            raise ValueError("There is nothing to play: record at least one frame.")
        if not 0 <= start <= last:
            raise ValueError(f"There are frames 0 to {last}, so it cannot start at {start}.")
        self.view = view
        super().__init__(name, [view], **kwargs)


def readout_html(testid: str, text: str) -> str:
    """The sentence of a widget without a view, looking and speaking as the views' sentences do."""
    look = (
        "max-width:740px;line-height:1.45;margin:6px 2px;padding:7px 12px;"
        "border-left:4px solid var(--jp-brand-color1,#1976d2);background:var(--jp-layout-color2,#f2f2f2)"
    )
    return f'<p data-testid="{testid}" role="status" aria-live="polite" style="{look}">{html.escape(text)}</p>'
