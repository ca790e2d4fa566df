"""One iteration, moment by moment: what happens, in which line of whose function, and whether it is as it should be.

Nothing of the loop is known beforehand. Hooks on the networks, the optimisers and the game's own methods are told what
happens, and every moment is a sentence. What is called wrong was measured in this very step: that a gradient reached G,
that the same noise came twice, that the direction handed to an optimiser goes the wrong way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from gancourse.playground import steps
from gancourse.playground.errors import running_place
from gancourse.playground.game import Game

AGAINST, ALONG = -0.2, 0.2  # cosines between the step's direction and that of Algorithm 1


@dataclass(frozen=True)
class Moment:
    """What has just happened.

    Attributes:
        kind: one word for it: "noise", "data", "turn", "fake", "judged", "gradient", "moved".
        who: whose turn it is, "D" or "G"; "" where nobody's has begun.
        text: a sentence.
        wrong: whether Algorithm 1 does it another way.
        function: the student's function that is running, or "".
        line: its running line, 1 for `def …`; 0 where no function of the student's is running.
    """

    kind: str
    who: str
    text: str
    wrong: bool
    function: str
    line: int


class _Watch:
    def __init__(self, game: Game, tell: Callable[[Moment], None]) -> None:
        self.game, self.tell = game, tell
        self.who = ""
        self.batches: dict[int, tuple[torch.Tensor, str]] = {}  # kept, so that no address is used again
        self.used: dict[str, str] = {}
        self.quiet = False
        self.reached_g = False
        self.before: dict[str, Any] = {}

    # ---- saying ----------------------------------------------------------------------------------------------------

    def say(self, kind: str, text: str, wrong: bool = False) -> None:
        place = running_place(sys._getframe(1))
        self.tell(Moment(kind, self.who, text, wrong, *(place[:2] if place else ("", 0))))

    def name(self, tensor: torch.Tensor) -> str:
        """How a batch is called: z1, x2, G(z1) …, by where its numbers lie."""
        known = self.batches.get(tensor.data_ptr())
        return known[1] if known else "a batch that the game did not deal"

    def keep(self, tensor: torch.Tensor, name: str) -> None:
        self.batches[tensor.data_ptr()] = (tensor, name)

    # ---- the game's methods ----------------------------------------------------------------------------------------

    def dealt(self, kind: str, tensor: torch.Tensor) -> None:
        count = 1 + sum(name[0] == kind for _, name in self.batches.values())
        self.keep(tensor, f"{kind}{count}")
        what = "noise, numbers without meaning yet" if kind == "z" else "examples of the data"
        self.say("noise" if kind == "z" else "data", f"{kind}{count}: {len(tensor)} fresh {what}.")

    def turn(self, who: str, *given: torch.Tensor) -> None:
        self.who, self.reached_g = who, False
        names = [self.name(tensor) for tensor in given]
        again = [name for name in names if name in self.used]
        other, why = ("G", "up V") if who == "D" else ("D", "down its loss")
        text = f"{who}'s turn, with {' and '.join(names)}: it will go {why}, and {other} stands still."
        if again:
            before = self.used[again[0]]
            text = f"{who}'s turn, but {again[0]} was used already, in {before}: every step needs a fresh batch."
        for name in names:
            self.used[name] = f"a step of {who}"
        moved = {key: _copies(module) for key, module in (("G", self.game.G), ("D", self.game.D))}
        self.before = {"weights": moved, "stored": _stored(self.game.G), "batch": given, "stepped": 0}
        self.say("turn", text, bool(again))

    def after(self) -> None:
        """The end of a turn: who has moved, and what is left in G."""
        who, other = self.who, "G" if self.who == "D" else "D"
        modules = {"G": self.game.G, "D": self.game.D}
        moved = {key: _differs(self.before["weights"][key], modules[key]) for key in modules}
        text, wrong = f"{who} has moved, {other} has not.", False
        if moved[other]:
            text, wrong = f"{other} has moved in {who}'s turn: its weights must stand still.", True
        elif not moved[who]:
            reason = " No gradient reached it." if not self.before["stepped"] else ""
            text, wrong = f"{who} has not moved in its own turn.{reason}", True
        elif who == "D" and not _same(self.before["stored"], _stored(self.game.G)):
            text = "The gradients stored in G have changed in D's turn, although its weights stand still."
            if self.reached_g:
                text = "A gradient reached G in D's turn: G's weights stand still, but gradients are stored in it now. "
                text += "G(z).detach() keeps them out."
            wrong = True
        self.say("moved", text, wrong)
        self.who = ""

    # ---- networks and optimisers -----------------------------------------------------------------------------------

    def made(self, module: Any, given: tuple[torch.Tensor, ...], made: torch.Tensor) -> None:
        if self.quiet or self.game._looking:
            return
        name = f"G({self.name(given[0])})"
        self.keep(made, name)
        if self.who == "D" and made.requires_grad:
            made.register_hook(self._reached)
        self.say("fake", f"G makes {len(made)} samples, {name}.")

    def _reached(self, gradient: torch.Tensor) -> None:
        if not self.quiet:
            self.reached_g = True

    def judged(self, module: Any, given: tuple[torch.Tensor, ...], made: torch.Tensor) -> None:
        if self.quiet or self.game._looking:
            return
        name = self.name(given[0])
        mean = float(torch.sigmoid(made.detach()).mean())
        kind = "samples" if name.startswith("G(") else "data"
        if made.requires_grad:
            made.register_hook(lambda gradient: self._flows(kind))
        self.say("judged", f"D looks at {name}: on average it says {mean:.2f} of these {kind}.")

    def _flows(self, kind: str) -> None:
        if not self.quiet and self.who:
            self.say(
                "gradient", f"backward: the gradient of {self.who}'s loss flows back through D's answer on {kind}."
            )

    def stepping(self, who: str, optimiser: torch.optim.Optimizer) -> None:
        """Just before weights move: is the direction that of Algorithm 1?"""
        if self.who != who:
            self.say("gradient", f"The optimiser of {who} takes a step although it is not {who}'s turn.", True)
            return
        self.before["stepped"] += 1
        cosine = self._cosine(who)
        aim = "up V" if who == "D" else "down its loss"
        text, wrong = f"{who}'s gradient points {aim}; its optimiser moves the weights now.", False
        if cosine is None:
            text = f"{who}'s optimiser moves the weights now."
        elif cosine < AGAINST:
            way = "down V: D descends, and its task is to ascend" if who == "D" else "up its loss: G has to descend it"
            text, wrong = f"{who}'s gradient points {way}.", True
        elif cosine < ALONG:
            text, wrong = f"{who}'s gradient does not point {aim}: something else is in it.", True
        self.say("gradient", text, wrong)

    def _cosine(self, who: str) -> float | None:
        game, loss = self.game, self.game.settings.loss
        module = game.D if who == "D" else game.G
        parameters = list(module.parameters())
        hidden = loss == "relativistic" or (who == "D" and (loss == "wgan-gp" or game.settings.r1))
        if game.settings.instance_noise or hidden:
            return None  # the step's own noise, penalty or pairs are not known here
        self.quiet = True
        try:
            with torch.enable_grad():
                if who == "D":
                    x, z = self.before["batch"]
                    cost = steps.d_loss(game.D(x), game.D(game.G(z).detach()), loss)
                else:
                    cost = steps.g_losses(game.D(game.G(self.before["batch"][0])), loss).mean()
                right = torch.autograd.grad(cost, parameters, allow_unused=True)
        finally:
            self.quiet = False
        pairs = [(p.grad, r) for p, r in zip(parameters, right, strict=True) if p.grad is not None and r is not None]
        if not pairs:
            return None
        given, target = (torch.cat([one.ravel() for one in side]) for side in zip(*pairs, strict=True))
        if not (given.norm() > 0 and target.norm() > 0):
            return None
        return float(torch.nn.functional.cosine_similarity(given, target, dim=0))


@contextmanager
def watching(game: Game, tell: Callable[[Moment], None]) -> Iterator[None]:
    """Inside, every moment of the game is told, in the thread that plays, before the loop goes on.

    Args:
        game: the game; its numbers are the same as without.
        tell: what is told; it may wait as long as it likes, and what it raises goes through the student's functions.
    """
    watch = _Watch(game, tell)
    gate = game.gate

    def opened(name: str, *given: Any) -> None:
        gate(name, *given)
        if name in ("ascend_d", "descend_g"):
            watch.turn("D" if name == "ascend_d" else "G", *given)
        elif name in ("dealt_z", "dealt_x"):
            watch.dealt(name[-1], *given)
        elif name in ("after_d", "after_g"):
            watch.after()

    with ExitStack() as stack:
        game.gate = opened
        stack.callback(setattr, game, "gate", gate)
        for handle in (
            game.G.register_forward_hook(watch.made),
            game.D.register_forward_hook(watch.judged),
            game.opt_d.register_step_pre_hook(lambda optimiser, *rest: watch.stepping("D", optimiser)),
            game.opt_g.register_step_pre_hook(lambda optimiser, *rest: watch.stepping("G", optimiser)),
        ):
            stack.callback(handle.remove)
        yield


def _copies(module: torch.nn.Module) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in module.parameters()]


def _stored(module: torch.nn.Module) -> list[torch.Tensor | None]:
    return [None if parameter.grad is None else parameter.grad.clone() for parameter in module.parameters()]


def _same(before: list[torch.Tensor | None], after: list[torch.Tensor | None]) -> bool:
    return all(
        (old is None and new is None) or (old is not None and new is not None and torch.equal(old, new))
        for old, new in zip(before, after, strict=True)
    )


def _differs(before: list[torch.Tensor], module: torch.nn.Module) -> bool:
    return any(not torch.equal(old, new) for old, new in zip(before, module.parameters(), strict=True))
