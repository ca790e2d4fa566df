"""What pages of prose show: widgets by name, the answers to questions as pictures, a check that says what it found."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from autograder.site.assets import Assets
from autograder.site.recordings import Recorder
from autograder.site.views import live_state, tree


def html(name: str, assets: Assets, recorder: Recorder, autoplay: bool = False) -> str:
    """What a page shows under a name, as HTML.

    Args:
        name: of one of WIDGETS, FIGURES or TEXTS.
        assets: takes pictures and views.
        recorder: makes the run that a playground plays.
        autoplay: whether it plays by itself, for whoever has not asked for less motion.

    Raises:
        KeyError: there is nothing of that name.
    """
    if name in TEXTS:
        return TEXTS[name](assets)
    if name in FIGURES:
        return _figure(FIGURES[name](), assets)
    widget = WIDGETS[name]()
    made = tree(live_state(), widget.model_id, recorder)
    mounted = assets.mount(f"shown-{name}", made, autoplay)
    widget.close()
    return mounted


def _figure(figure: Figure, assets: Assets) -> str:
    from gancourse import plots

    shown = plots.figure_html(figure, plots.alt_text(figure) or "")
    start = shown.index('src="') + 5
    end = shown.index('"', start)
    return f'<div class="output">{shown[:start]}{assets.address(shown[start:end])}{shown[end:]}</div>'


def _explorer(name: str, *given: Any, **settings: Any) -> Callable[[], Any]:
    def make() -> Any:
        from gancourse import widgets

        return getattr(widgets, f"{name}_explorer")(*given, **settings)

    return make


def _film() -> Any:
    from gancourse import films, widgets

    # It opens at its end: whoever has asked for less motion sees what came of it.
    return widgets.film_explorer(films.first_film(), films.NAMES, "moment", frame=-1)


WIDGETS: dict[str, Callable[[], Any]] = {
    "film": _film,
    "learning": _explorer("playground"),
    "pointwise": _explorer("pointwise"),
    "pointwise-ganlab": _explorer("pointwise", a=0.95, b=1.0),
    "sliding": _explorer("sliding", mu=0.0),
    "generator-losses": _explorer("generator_losses", a=0.0),
}


# ---- answers to questions


def _data(game: Any, n: int, seed: int) -> Any:
    return game.parts.sample_mixture(n, game.cloud.centers, game.cloud.std, np.random.default_rng(seed))


def detach_figure() -> Figure:
    """What D's step leaves behind at G's weights, with ``detach`` and without."""
    import torch
    from gancourse import plots
    from gancourse.playground import Game, Settings, steps

    lengths = []
    for cut in (True, False):
        game = Game(Settings(seed=0))
        z = torch.rand((128, 2), generator=torch.Generator().manual_seed(0)) * 2 - 1
        x = torch.as_tensor(_data(game, 128, 0), dtype=torch.float32)
        fake = game.G(z)
        loss = steps.d_loss(game.D(x), game.D(fake.detach() if cut else fake), "ns")
        loss.backward()
        given = [weight.grad for weight in game.G.parameters() if weight.grad is not None]
        lengths.append(float(torch.cat([one.ravel() for one in given]).norm()) if given else 0.0)
    names = ["D(G(z).detach())", "D(G(z))"]
    with plots.course_style():
        fig = Figure(figsize=(6.4, 2.2))
        ax = fig.add_subplot(xlabel="length of the gradient at G's weights after D's step")
        ax.barh(names, lengths, color=[plots.REAL, plots.FAKE], height=0.55)
        for name, length in zip(names, lengths, strict=True):
            ax.annotate(plots.number(length, 4), (length, name), xytext=(5, 0), textcoords="offset points", va="center")
        ax.set_xlim(0, 1.2 * max(lengths))
        ax.invert_yaxis()
    return plots.describe(
        fig,
        f"Two bars: with detach the gradient that D's step leaves at G's weights has length "
        f"{plots.number(lengths[0], 4)}, without it {plots.number(lengths[1], 4)}.",
    )


def twice_figure() -> Figure:
    """What D says of the same fakes before and after its own step."""
    import torch
    from gancourse import plots
    from gancourse.playground import Game, Settings

    game = Game(Settings(seed=0, k_d=1))
    while game.iteration < 60:
        game.iterate()
    z = np.random.default_rng(0).uniform(-1, 1, size=(512, 2))
    with game.looking():
        fake = game.generate(z)
        before = 1 / (1 + np.exp(-game.logits(fake)))
    noise = torch.as_tensor(z[:128], dtype=torch.float32)
    data = torch.as_tensor(_data(game, 128, 1), dtype=torch.float32)
    for _ in range(5):
        game.opt_d.zero_grad()
        loss = torch.nn.functional.softplus(-game.D(data)).mean()
        loss = loss + torch.nn.functional.softplus(game.D(game.G(noise).detach())).mean()
        loss.backward()
        game.opt_d.step()
    with game.looking():
        after = 1 / (1 + np.exp(-game.logits(fake)))
    means = [float(before.mean()), float(after.mean())]
    with plots.course_style():
        fig = Figure(figsize=(6.4, 2.8))
        ax = fig.add_subplot(xlabel="what D says of the same 512 fakes", ylabel="how many", xlim=(0, 1))
        bins = np.linspace(0, 1, 41).tolist()
        ax.hist(before, bins, color=plots.REAL, alpha=0.55, label=f"before: mean {plots.number(means[0], 3)}")
        ax.hist(after, bins, histtype="step", lw=2, color=plots.FAKE, label=f"after: mean {plots.number(means[1], 3)}")
        plots.reference_line(ax, 0.5, "½", axis="x")
        ax.legend(loc="upper right")
    return plots.describe(
        fig,
        f"Two histograms of D(G(z)) for the same fakes: before five steps of D their mean is "
        f"{plots.number(means[0], 3)}, after them {plots.number(means[1], 3)}.",
    )


def batches_figure() -> Figure:
    """What BatchNorm makes of two groups, each by itself and both in one batch."""
    from gancourse import plots

    rng = np.random.default_rng(0)
    real, fake = rng.normal(1.5, 0.5, 400), rng.normal(-1.5, 1.0, 400)

    def normed(x: Any, by: Any) -> Any:
        return (x - by.mean()) / by.std()

    both = np.concatenate([real, fake])
    panels = [
        ("as they come", real, fake),
        ("a batch each", normed(real, real), normed(fake, fake)),
        ("one batch for both", normed(real, both), normed(fake, both)),
    ]
    with plots.course_style():
        fig = Figure(figsize=(8.4, 2.6))
        axes = fig.subplots(1, 3, sharey=True)
        bins = np.linspace(-4.5, 4.5, 46).tolist()
        for ax, (title, one, other) in zip(axes, panels, strict=True):
            ax.hist(one, bins, color=plots.REAL, alpha=0.6, label="real")
            ax.hist(other, bins, histtype="step", lw=2, color=plots.FAKE, label="fake")
            ax.set(title=title, xlabel="one feature")
        axes[0].set_ylabel("how many")
        axes[0].legend(loc="upper left", fontsize=9)
    apart = [plots.number(float(one.mean() - other.mean()), 2) for _, one, other in panels]
    return plots.describe(
        fig,
        f"Histograms of one feature of real and fake images. As they come the means are {apart[0]} apart; normalised "
        f"in a batch each, {apart[1]}; in one batch for both, {apart[2]}.",
    )


FIGURES: dict[str, Callable[[], Figure]] = {
    "detach": detach_figure,
    "twice": twice_figure,
    "batches": batches_figure,
}


# ---- what a check says

_WRONG = """def score(d_real, d_fake):
    return np.log2(d_real).mean() + np.log2(1 - d_fake).mean()"""


def check_says(assets: Assets) -> str:
    """A wrong answer, and what the check says of it: the words are those of the check itself."""
    from gancourse import check
    from gancourse.check import CheckFailed, call

    names: dict[str, Any] = {"np": np}
    exec(compile(_WRONG, "score", "exec"), names)
    real, fake = np.array([0.9, 0.8]), np.array([0.3, 0.1])
    expected = float(np.log(real).mean() + np.log(1 - fake).mean())
    try:
        check.close(call(names["score"], real, fake), expected, "two reals and two fakes")
    except CheckFailed as failed:
        said = f"✗ {failed.message}\n\n{failed.advice}"
    else:
        raise AssertionError("The check of the landing page accepts the wrong answer.")
    return (
        f'<div class="highlight"><pre tabindex="0">{escape(_WRONG)}</pre></div>'
        f'<pre class="said" tabindex="0">{escape(said)}</pre>'
    )


TEXTS: dict[str, Callable[[Assets], str]] = {"check-says": check_says}
