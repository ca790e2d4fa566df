"""Widgets as the site shows them: plain controls, views, and for what would ask Python, the answers in advance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import UserError
from autograder.site.recordings import Recorder

State = Mapping[str, Mapping[str, Any]]
_REFERENCE = "IPY_MODEL_"
# What every widget has, and no view asks for.
_COMMON = frozenset({"layout", "tabbable", "tooltip", "comm", "keys", "log"})
_SEEDS = 12


@dataclass(frozen=True)
class Tree:
    """A widget for the page.

    Attributes:
        node: the tree, ready for JSON; docs/site/static/site.js builds it.
        views: the names of the views in it, as their files in gancourse/widgets/static are called.
        data: what a page loads when it needs it, by name.
    """

    node: dict[str, Any]
    views: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)


def tree(state: State, root: str, recorder: Recorder) -> Tree:
    """A widget and all that is in it.

    Args:
        state: of all widgets, by id, as a notebook keeps it.
        root: the id of the widget.
        recorder: makes the run that a playground plays.

    Raises:
        UserError: there is a control that the site does not know.
    """
    return _Builder(state, recorder).tree(root)


def has_view(state: State, root: str) -> bool:
    """Whether there is anything to look at in a widget: a bar that has told of a progress is not."""
    one = state.get(root, {})
    children = [str(child).removeprefix(_REFERENCE) for child in one.get("children", ())]
    return "_esm" in one or any(has_view(state, child) for child in children)


def live_state() -> dict[str, dict[str, Any]]:
    """The state of the widgets of this process, as a notebook would keep it."""
    from ipywidgets import Widget

    made = Widget.get_manager_state(drop_defaults=False)["state"]
    return {key: dict(one["state"]) for key, one in made.items()}


class _Builder:
    def __init__(self, state: State, recorder: Recorder) -> None:
        self.state, self.recorder = state, recorder
        self.views: dict[str, str] = {}
        self.controls: dict[str, dict[str, Any]] = {}
        self.data: dict[str, Any] = {}

    def tree(self, root: str) -> Tree:
        node = self.node(root)
        # Links that Python made cannot be seen here: those are among the answers in advance.
        links = [
            [link["source"][0].removeprefix(_REFERENCE), link["target"][0].removeprefix(_REFERENCE), link["target"][1]]
            for link in self.state.values()
            if link.get("_model_name") == "LinkModel"
        ]
        mine = [one for one in links if one[0] in self.controls and one[1] in self.views]
        answers = [answer for key, name in self.views.items() if (answer := self.answers(key, name))]
        answered = {key for answer in answers for key in answer["controls"]}
        dead = [one["name"] for key, one in self.controls.items() if key not in answered | {link[0] for link in mine}]
        if dead:
            raise UserError(
                f"The controls {', '.join(map(repr, dead))} ask Python, which a page has not: add what they do to "
                f"autograder/site/views.py."
            )
        whole = {"root": node, "links": mine, "answers": answers}
        return Tree(whole, tuple(sorted(set(self.views.values()))), self.data)

    def node(self, key: str) -> dict[str, Any]:
        state = self.state[key]
        model = str(state.get("_model_name"))
        if "_esm" in state:
            return self.view(key, state)
        if "children" in state:
            children = [self.node(str(child).removeprefix(_REFERENCE)) for child in state["children"]]
            return {"is": "box", "class": " ".join(state.get("_dom_classes", ())), "of": children}
        if model == "HTMLModel":
            return {"is": "html", "html": state["value"]}
        made = _control(model, state)
        if made is None:
            raise UserError(f"The site has no control for a widget of the kind {model}: see autograder/site/views.py.")
        self.controls[key] = made
        return {**made, "id": key}

    def view(self, key: str, state: Mapping[str, Any]) -> dict[str, Any]:
        name = _view_name(state)
        self.views[key] = name
        traits = {trait: value for trait, value in state.items() if trait[0] != "_" and trait not in _COMMON}
        node: dict[str, Any] = {"is": "view", "id": key, "view": name}
        if name == "playground":
            # The student's functions stand in the notebook; the page plays the course's own.
            settings = traits["state"]["settings"]
            data = self.recorder.name(settings)
            self.data[data] = self.recorder.made(settings, {**traits, "sources": {}})
            return {**node, "replay": data}
        return {**node, "traits": traits}

    def answers(self, key: str, name: str) -> dict[str, Any] | None:
        """What a view's controls would ask Python for: states of a trait, by option and by how often it is pressed."""
        make = _ANSWERS.get(name)
        controls = {one: made for one, made in self.controls.items() if made["is"] in ("select", "button")}
        if make is None or not controls:
            return None
        trait, states, data = make(self.state[key])
        self.data |= data
        ordered = sorted(controls, key=lambda one: controls[one]["is"] == "button")
        return {"view": key, "trait": trait, "controls": ordered, "states": states}


def _control(model: str, state: Mapping[str, Any]) -> dict[str, Any] | None:
    name = str(state.get("description") or "")
    tip = state.get("tooltip") or ""
    if model in ("FloatSliderModel", "IntSliderModel"):
        digits = str(state["readout_format"]).strip(".f") if model == "FloatSliderModel" else "0"
        limits = {"low": state["min"], "high": state["max"], "step": state["step"], "value": state["value"]}
        return {"is": "slider", "name": name, "tip": tip, "digits": int(digits), **limits}
    if model in ("DropdownModel", "ToggleButtonsModel"):
        return {"is": "select", "name": name, "options": state["_options_labels"], "value": state["index"]}
    if model == "ButtonModel":
        return {"is": "button", "name": name, "tip": tip}
    return None


def static_folder() -> Path:
    """Where the bundled views lie."""
    from gancourse.widgets import _base

    return _base._STATIC


def _view_name(state: Mapping[str, Any]) -> str:
    """The file of a view in the package as it is now, whatever it was when the notebook ran."""
    # Classes of views share names; the modules that they are in have the names of the files.
    module = str(state.get("_anywidget_id", "")).rpartition(".")[0]
    name = module.rpartition(".")[2]
    if not (static_folder() / f"{name}.js").is_file():
        raise UserError(f"A notebook shows a view of {module or 'nobody'}, and there is no bundle of that name.")
    return name


# The trait; for each option the states through which a button goes, or the name of the data that has them; the data.
Answers = tuple[str, Sequence[str | Sequence[Any]], dict[str, Any]]


def _die(state: Mapping[str, Any]) -> Answers:
    """Both dice, each rolled with a row of seeds; the rolls themselves, because their means are ten times as long."""
    from gancourse.widgets import die

    first = int(state["run"]["seed"])
    made = []
    for name, probabilities in die.DICE.items():
        expected, sigma = die.compute_moments(probabilities)
        seeds = range(first, first + _SEEDS)
        made.append(
            [
                {
                    "rolls": "".join(map(str, die.compute_rolls(probabilities, die.MAX_ROLLS, seed))),
                    "die": name,
                    "seed": seed,
                    "expected": expected,
                    "sigma": sigma,
                }
                for seed in seeds
            ]
        )
    return "run", [f"die-{i}" for i in range(len(made))], {f"die-{i}": one for i, one in enumerate(made)}


def _push_forward(state: Mapping[str, Any]) -> Answers:
    from gancourse.widgets import push_forward

    names = list(push_forward.MAPS)
    data = {f"push-forward-{i}": [push_forward.compute_map(name)] for i, name in enumerate(names)}
    return "map", list(data), data


def _dirac(state: Mapping[str, Any]) -> Answers:
    return "kind", [[kind] for kind in state["names"]], {}


_ANSWERS: dict[str, Callable[[Mapping[str, Any]], Answers]] = {
    "die": _die,
    "push_forward": _push_forward,
    "dirac": _dirac,
}
