"""The playground with buttons: choose, train, look, step, write down. The loop that runs is the student's."""

from __future__ import annotations

import base64
from typing import Any

import ipywidgets

from gancourse import plots
from gancourse.widgets._base import readout_html

LOSSES = {"non-saturating: −ln D(G(z))": "ns", "minimax: ln(1 − D(G(z)))": "minimax"}


class PlaygroundExplorer(ipywidgets.VBox):
    """Controls above the picture of a ``gancourse.games.playground.Playground``.

    New data, another loss or another seed start a new game; k_D and k_G may be changed while it runs.
    """

    def __init__(self, playground: Any, **kwargs: Any) -> None:
        self.playground = playground
        wide = {"description_width": "initial"}
        self.data = ipywidgets.Dropdown(
            options=list(playground.clouds), value=playground.data, description="data", style=wide,
            layout=ipywidgets.Layout(width="170px"),
        )  # fmt: skip
        self.loss = ipywidgets.Dropdown(
            options=list(LOSSES.items()), value=playground.loss, description="G's loss", style=wide,
            layout=ipywidgets.Layout(width="290px"),
        )  # fmt: skip
        self.seed = ipywidgets.BoundedIntText(value=playground.seed, min=0, max=999, description="seed", style=wide,
            layout=ipywidgets.Layout(width="120px"),
        )  # fmt: skip
        self.k_d = ipywidgets.IntSlider(value=playground.k_d, min=0, max=10, description="k_D", tooltip="steps of D")
        self.k_g = ipywidgets.IntSlider(value=playground.k_g, min=0, max=10, description="k_G", tooltip="steps of G")
        self.iterations = ipywidgets.IntSlider(
            value=200, min=50, max=2000, step=50, description="iterations", tooltip="iterations per press of Train",
        )  # fmt: skip
        self.train = ipywidgets.Button(description="Train", icon="play", button_style="primary")
        self.step_d = ipywidgets.Button(description="One step of D", tooltip="D moves once, G stands still")
        self.step_g = ipywidgets.Button(description="One step of G", tooltip="G moves once, D stands still")
        self.restart = ipywidgets.Button(description="Start again", icon="refresh")
        self.picture = ipywidgets.HTML()
        self.readout = ipywidgets.HTML()
        self.download = ipywidgets.HTML()
        for control in (self.data, self.loss, self.seed):
            control.observe(self.start, names="value")
        for control in (self.k_d, self.k_g):
            control.observe(self.set_steps, names="value")
        self.train.on_click(self.run)
        self.step_d.on_click(lambda button: self.step("D"))
        self.step_g.on_click(lambda button: self.step("G"))
        self.restart.on_click(self.start)
        row = ipywidgets.Layout(flex_flow="row wrap", align_items="center")
        rows = (
            (self.data, self.loss, self.seed),
            (self.k_d, self.k_g, self.iterations),
            (self.train, self.step_d, self.step_g, self.restart, self.download),
        )
        boxes = [ipywidgets.Box(list(controls), layout=row) for controls in rows]
        super().__init__(children=[*boxes, self.readout, self.picture], **kwargs)
        self.add_class("gc-playground-explorer")
        self.show()

    def start(self, change: Any = None) -> None:
        """A new game with what the controls say."""
        self.playground.start(
            self.data.value, k_d=self.k_d.value, k_g=self.k_g.value, loss=self.loss.value, seed=self.seed.value
        )
        self.show()

    def set_steps(self, change: Any = None) -> None:
        """Other numbers of steps, from now on."""
        self.playground.set_steps(self.k_d.value, self.k_g.value)
        self.say()

    def run(self, button: Any = None) -> None:
        """As many iterations as the slider says."""
        self.train.disabled = True
        try:
            self.playground.train(self.iterations.value)
        finally:
            self.train.disabled = False
        self.show()

    def step(self, player: str) -> None:
        """One step of one player."""
        self.playground.step(player)
        self.show()

    def show(self) -> None:
        """Draw the picture, say the sentence, and offer the history as a file."""
        self.say()
        figure = self.playground.figure()
        self.picture.value = plots.figure_html(figure, plots.alt_text(figure) or "")

    def say(self) -> None:
        """The sentence and the file, without the picture."""
        self.readout.value = readout_html("playground-readout", self.playground.readout())
        data = base64.b64encode(self.playground.csv().encode()).decode("ascii")
        self.download.value = (
            f'<a data-testid="playground-csv" download="history.csv" href="data:text/csv;base64,{data}">'
            "Save the history (CSV)</a>"
        )


def playground_explorer(playground: Any) -> PlaygroundExplorer:
    """Buttons and sliders for a playground; nothing is trained before a button is pressed."""
    return PlaygroundExplorer(playground)
