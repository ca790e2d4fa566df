"""The playground on the page: it plays in the kernel, with the student's own functions, while the browser looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets
import traitlets
from matplotlib.figure import Figure

from gancourse import plots
from gancourse.widgets._base import Explorer, View, readout_html, view_of

if TYPE_CHECKING:
    from gancourse.playground import Player

KINDS = {
    "csv": ("history.csv", "text/csv"),
    "page": ("playground.html", "text/html"),
    "film": ("playground.png", "image/png"),
    "gif": ("playground.gif", "image/gif"),
    "script": ("playground.json", "application/json"),
}


class PlaygroundView(View):
    """The plane, the charts and the buttons. Frames come as messages; what the buttons depend on is the state."""

    _esm = view_of("playground")

    state = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    sources = traitlets.Dict().tag(sync=True)


class PlaygroundExplorer(Explorer):
    """A live game; `player` plays it, and `view` shows it.

    Nothing is trained before somebody presses a button on a page: where there is no page, as while a notebook is
    graded, the figure of the same moment is all there is.
    """

    def __init__(self, player: Player, **kwargs: Any) -> None:
        self.player = player
        self.view = PlaygroundView(choices=_choices(player), sources=_sources(player))
        player.prepare()
        self.view.state = player.state()
        player.tell = self.tell
        self.view.on_msg(self.hear)
        super().__init__("playground", [self.view], **kwargs)

    def tell(self, kind: str, content: dict[str, Any], buffers: list[bytes]) -> None:
        """What the player says goes to the page."""
        if kind == "state":
            self.view.state = content
        else:
            self.view.send({"kind": kind, **content}, buffers)

    def hear(self, view: Any, message: dict[str, Any], buffers: Any = None) -> None:
        """What the page wishes for goes to the player; anything else is nothing."""
        player, what = self.player, message.get("do")
        if what in ("play", "pause", "restart", "stop", "look"):
            getattr(player, what)()
        elif what == "step":
            player.step(str(message.get("player", "")))
        elif what == "slow":
            player.set_slow(bool(message.get("on")))
        elif what == "speed":
            player.set_speed(float(message.get("speed", 0)))
        elif what == "change":
            player.change(dict(message.get("changes", {})))
        elif what == "seen":
            player.seen(int(message.get("number", 0)))
        elif what == "save" and message.get("kind") in KINDS:
            name, kind = KINDS[str(message["kind"])]
            self.view.send({"kind": "file", "name": name, "type": kind}, [self.file(str(message["kind"]))])

    def file(self, kind: str) -> bytes:
        """What "csv", "page", "film", "gif" or "script" hold; ValueError for another kind."""
        from gancourse.playground import files

        player = self.player
        if kind == "csv":
            return files.history_csv(player.rows()).encode()
        if kind == "script":
            return (json.dumps(player.game.script(), ensure_ascii=False, indent=1) + "\n").encode()
        if kind not in KINDS:
            raise ValueError(f"There are {', '.join(KINDS)}, not {kind!r}.")
        recording = player.recording()
        if kind in ("film", "gif"):
            return (files.film if kind == "film" else files.gif)(recording)
        view = self.view
        state = player.state() | {"playing": False, "slow": False, "held": ""}
        traits = {"palette": view.palette, "choices": view.choices, "sources": {}, "state": state}
        title = f"A GAN on “{player.game.settings.data}”, {player.game.iteration} iterations"
        return files.page(recording, traits, str(view._esm), str(view._css), title).encode()

    def save(self, path: str | Path) -> Path:
        """Write the history (.csv), the settings (.json), a film (.png, .gif) or a page that plays by itself (.html).

        Args:
            path: where; its ending says what.

        Returns:
            The path.

        Raises:
            ValueError: for another ending.
        """
        from gancourse.playground import files

        path = Path(path)
        kinds = {Path(name).suffix: kind for kind, (name, _) in KINDS.items()}
        if path.suffix not in kinds:
            raise ValueError(f"The name ends in one of {', '.join(kinds)}, not in {path.suffix!r}.")
        files.write(path, self.file(kinds[path.suffix]))
        return path

    def figure(self) -> Figure:
        """The moment as a figure; ValueError while it is playing."""
        return self.player.figure()

    def close(self) -> None:
        """End the game's thread, and the widget."""
        self.player.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        data = super()._repr_mimebundle_(**kwargs)
        data["text/html"] = self._still()
        return data

    def _still(self) -> str:
        """What is seen where no widget runs: the moment and its sentence, or what stopped it."""
        player = self.player
        sentence = readout_html("playground-still", player.error or player.text)
        if player.error or player.alive:
            return sentence
        figure = self.figure()
        return plots.figure_html(figure, plots.alt_text(figure) or "") + sentence


class PlaygroundComparison(ipywidgets.VBox):
    """Two live games of the same seed, beside each other where there is room, and what is different written above."""

    def __init__(self, left: PlaygroundExplorer, right: PlaygroundExplorer, **kwargs: Any) -> None:
        self.explorers = (left, right)
        before, after = (explorer.player.game.settings.as_dict() for explorer in self.explorers)
        names = [name for name in before if before[name] != after[name]]
        words = [
            f"{side}: " + ", ".join(f"{name} = {settings[name]}" for name in names)
            for side, settings in (("left", before), ("right", after))
        ]
        text = "; ".join(words) if names else "the same settings on both sides"
        self.difference = ipywidgets.HTML(readout_html("playground-difference", text))
        self.play = ipywidgets.Button(description="Play both", icon="play")
        self.pause = ipywidgets.Button(description="Pause both", icon="pause")
        for button, action in ((self.play, "play"), (self.pause, "pause")):
            button.on_click(lambda pressed, action=action: [getattr(one.player, action)() for one in self.explorers])
        for explorer in self.explorers:
            explorer.layout.flex, explorer.layout.min_width = "1 1 430px", "0"  # beside each other where there is room
        row = ipywidgets.Box(list(self.explorers), layout=ipywidgets.Layout(flex_flow="row wrap"))
        super().__init__(children=[self.difference, ipywidgets.HBox([self.play, self.pause]), row], **kwargs)

    def close(self) -> None:
        """End both games."""
        for explorer in self.explorers:
            explorer.close()
        super().close()


def playground_comparison(playground: Any = None, **changed: Any) -> PlaygroundComparison:
    """Two runs side by side: the playground as it is, and with something changed.

    Args:
        playground: as for `playground_explorer`.
        **changed: settings of the second run, such as k_d=10.

    Returns:
        The widget; nothing is trained before a button is pressed.

    Raises:
        ValueError: a setting that there is not.
    """
    return PlaygroundComparison(playground_explorer(playground), playground_explorer(playground, **changed))


def _choices(player: Player) -> dict[str, Any]:
    from gancourse.games.clouds import WINDOW
    from gancourse.playground.settings import CHOICES, RANGES

    return {
        "data": list(player.game.data),
        "named": CHOICES,
        "ranges": {name: list(limits) for name, limits in RANGES.items()},
        "extent": WINDOW,
    }


def _sources(player: Player) -> dict[str, str]:
    from gancourse.playground.errors import source_of

    given = {name: getattr(player.game.parts, name) for name in ("algorithm1", "d_step", "g_step")}
    texts = {name: source_of(function) for name, function in given.items() if function}
    return {name: text for name, text in texts.items() if text}


def playground_explorer(playground: Any = None, **settings: Any) -> PlaygroundExplorer:
    """A live playground.

    Args:
        playground: a `gancourse.games.playground.Playground`, whose functions and data play, with its settings; left
            out, everything is the course's.
        **settings: other settings, as in `gancourse.playground.Settings`.

    Returns:
        The widget; nothing is trained before a button is pressed.

    Raises:
        ValueError: a setting that there is not.
    """
    from gancourse.playground import Game, Player, Settings, all_clouds

    data = all_clouds()
    if playground is None:
        return PlaygroundExplorer(Player(Game(Settings().changed(settings, data), data=data)))
    data |= playground.clouds
    start = Settings().changed(playground.settings() | settings, data)
    return PlaygroundExplorer(Player(Game(start, playground.parts(), data)))
