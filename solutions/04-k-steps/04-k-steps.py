# %% [markdown]
# # The k-step loop: two players take turns
#
# You have the score of the game from assignment 01, every gradient from 02, and both generator losses from 03. What is
# missing is the *order of moves*: who learns when, from which batch, and who stands still meanwhile. This is Algorithm 1
# of Goodfellow et al. (2014, arXiv 1406.2661), and it fits into ten lines. In this assignment you write these lines once, and then use them
# unchanged: on a line, where you watch $D$ chase its optimum, and in the plane, where your loop drives a playground.
#
# There are eleven exercises, 32 points. Allow five hours: a little over three and a half for the exercises, the rest for reading, watching and playing.
# After section 6 is a good place for a break. Everything runs on any laptop; the whole notebook takes less than a minute of computing.

# %% [markdown]
# > **Conventions of the course**
# >
# > - $D$ *ascends* $V(D, G) = \mathbb{E}\ln D(x) + \mathbb{E}\ln(1 - D(G(z)))$. A *loss* is what is minimised.
# > - A value over a batch is the *mean* of the real term plus the *mean* of the fake term.
# > - $\ln$ and `np.log` are natural logarithms; the unit is the nat. JSD is never its square root.
# > - Logits in code (`s`), probabilities in prose ($p = \sigma(s)$).

# %% nbgrader={"grade_id": "imports", "locked": true}
import matplotlib.pyplot as plt
import numpy as np
from gancourse import check, plots, widgets
from gancourse.check import call
from gancourse.check.spies import run_spied, spy_on_arrows, spy_on_steps

plots.use_course_style()

# %% [markdown]
# ## 1. Algorithm 1, to the letter
#
# One **iteration** of Algorithm 1 in Goodfellow et al. (2014) reads, in words:
#
# 1. $k$ times: draw $m$ noise vectors $z$ and $m$ examples $x$ of the data, and let $D$ take one step *up* $V$.
# 2. Then once: draw $m$ noise vectors again, **fresh** ones, and let $G$ take one step *down* its loss.
#
# Nothing in it is accidental. $D$ gets $k$ steps, because $G$ is meant to face an opponent close to the best one: if $D$ were always
# the best answer $D^*$, then $G$ would descend $2\,\mathrm{JSD}(p_\text{data}\,\|\,p_g) - \ln 4$, where the Jensen–Shannon divergence JSD says how far apart the two densities are (Exercise 12 of assignment 03 computes it; assignment 05 proves this). With a finite
# $k$ that is only an approximation. At the other end, if $D$ never moved, nothing would keep $G$ near the data (remember Exercise 10
# of assignment 03). And $G$ gets fresh noise, because $D$ has just been fitted to the old batch.
#
# **An iteration is not an epoch**, although the two are often confused. An iteration uses $k$ minibatches of data; an epoch is one pass over
# all of it. With 60,000 images, $m = 128$ and $k = 1$ these differ by a factor of several hundred:

# %%
images, m, k = 60_000, 128, 1
print(f"one epoch = {images / (k * m):.2f} iterations")

# %% [markdown]
# ### Exercise 1 · The loop
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** Published code contains these lines in every variation: noise used twice, $k$ on the wrong player, one batch for
# all $k$ steps. Such loops run, and often they even produce pictures. Nobody notices that they play another game.
#
# **What to write.** A `game` has four methods: `sample_z(m)` and `sample_x(m)` draw a batch, `ascend_d(x, z)` lets $D$ take a
# step, `descend_g(z)` lets $G$ take one. Call them as Algorithm 1 does, and draw each batch right before the step that uses it (whether $z$ or $x$
# is drawn first does not matter). The paper has one step of $G$ in each iteration; we allow `k_g` of them, each with its own noise. Any count may be 0.


# %% nbgrader={"grade_id": "algorithm1", "solution": true}
def algorithm1(game, iterations, k, m, k_g=1):
    """Algorithm 1 of Goodfellow et al. (2014): `iterations` times k steps of D, then k_g of G.

    game: has sample_z(m), sample_x(m), ascend_d(x, z) and descend_g(z).
    iterations, k, k_g: integers ≥ 0; m: batch size ≥ 1. Every step gets batches of its own.
    Returns nothing.
    """
    ### BEGIN SOLUTION
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            x = game.sample_x(m)
            game.ascend_d(x, z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))
    ### END SOLUTION


# %% [markdown]
# How can a test see what a loop *does*? It hands in a spy: a `game` that plays nothing and writes down each call. `z1` is the first batch of
# noise it dealt, `D(x1,z1)` a step of $D$ that was given the batches `x1` and `z1`. Besides this `log` the spy
# reports the `letters` alone, as in `ZXDZG`, and the `sizes` of the batches.

# %%
# Try it here: delete the # of the next line and run the cell.
# run_spied(algorithm1, 1, 2, 4)["log"]

# %% nbgrader={"grade_id": "algorithm1-order", "points": 2}
check.equal(
    call(run_spied, algorithm1, 1, 1, 4)["log"],
    "z1 x1 D(x1,z1) z2 G(z2)",
    "one iteration with k = 1",
    slips={
        "G gets the noise D has just been trained on: draw fresh noise.": "z1 x1 D(x1,z1) G(z1)",
        "G moves first: D takes its k steps before G moves.": "z1 G(z1) z2 x1 D(x1,z2)",
        "G uses no data: the extra batch x is drawn for nothing.": "z1 x1 D(x1,z1) z2 x2 G(z2)",
        "ascend_d takes the data first, then the noise.": "z1 x1 D(z1,x1) z2 G(z2)",
    },
)
made = call(run_spied, algorithm1, 2, 3, 5)
check.equal(
    made["letters"],
    "ZXDZXDZXDZGZXDZXDZXDZG",
    "two iterations with k = 3",
    slips={
        "Every step of D gets batches of its own: draw inside the loop over k.": "ZXDDDZGZXDDDZG",
        "G moves after the loop over k, not inside it.": "ZXDZG" * 6,
        "The k steps belong to D, not to G.": "ZXDZGZGZG" * 2,
    },
)
check.equal(made["sizes"], [5], "every batch has m examples")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the order of the calls and the batches they get, for other k and m") as rng:
    for iterations, k, m in rng.integers([1, 1, 1], [4, 6, 9], size=(5, 3)).tolist():
        made = call(run_spied, algorithm1, iterations, k, m)
        target = run_spied(reference.algorithm1, iterations, k, m)
        check.equal(made["log"], target["log"])
        check.equal(made["sizes"], target["sizes"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "algorithm1-counts", "points": 1}
check.equal(call(run_spied, algorithm1, 0, 3, 2)["log"], "", "no iterations, no calls")
check.equal(
    call(run_spied, algorithm1, 1, 0, 2, 2)["log"],
    "z1 G(z1) z2 G(z2)",
    "k = 0 and k_g = 2: D stands still, G takes two steps",
    slips={
        "Each step of G gets noise of its own: draw inside the loop over k_g.": "z1 G(z1) G(z1)",
        "G takes k_g steps, not always one.": "z1 G(z1)",
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other numbers of steps of G, zero among them") as rng:
    for k, k_g in [(0, 3), (2, 0), *rng.integers(0, 5, size=(3, 2)).tolist()]:
        made = call(run_spied, algorithm1, 2, k, 3, k_g)
        check.equal(made["log"], run_spied(reference.algorithm1, 2, k, 3, k_g)["log"])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# An outer `for` over the iterations. Inside it two `for` loops, one *after* the other: first $k$ steps of D, then `k_g` steps of G.
# </details>
# <details><summary>Hint 2: where to draw</summary>
#
# A batch that is drawn outside a loop is used again in every round of it. So the `sample_…` calls belong into the innermost loops.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# D's step takes three lines: `z = …`, `x = …`, and `game.ascend_d(…)` with both, data first. G's step takes one: `game.descend_g(…)` around a fresh draw.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Which of z and x is drawn first changes nothing and is not graded. Reusing z for G is an efficiency trick of many public
# loops; it is a different algorithm, because that batch is no longer independent of D's weights. The function does not return a history on purpose: it
# can be called in chunks, with a look at the game in between.

# %% [markdown]
# **See it.** Your loop as a strip of moves, for $k = 1$ and $k = 3$. Read it from left to right: the players never move at the same time.

# %% tags=["folded"]
fig, axes = plt.subplots(2, 1, figsize=(8, 2.2), sharex=True)
colours = {"Z": plots.GENERATOR, "X": plots.REAL, "D": plots.DISCRIMINATOR, "G": plots.FAKE}
for ax, k in zip(axes, (1, 3)):
    letters = run_spied(algorithm1, 3, k, 2)["letters"]
    for i, letter in enumerate(letters):
        own, step = colours[letter], letter in "DG"
        ax.bar(i, 1, width=0.85, facecolor=own if step else "none", edgecolor=own)
        words = dict(color="white" if step else own, fontweight="bold")
        ax.text(i, 0.5, letter, ha="center", va="center", **words)
    ax.set(yticks=[], xticks=[], ylabel=f"k = {k}", xlim=(-1, 33))
    ax.grid(visible=False)
plots.show(
    fig, "Moves of three iterations: for k = 1 Z X D Z G, for k = 3 three times Z X D, then Z G"
)

# %% [markdown]
# ## 2. Freezing: what stands still, and how
#
# “While $D$ learns, $G$ is frozen.” With gradients written by hand, as in assignment 02, that needs no work: you compute D's gradients and
# move D's weights. With automatic differentiation it deserves a closer look, because `backward()` walks back along *everything* that led to
# the loss. The fakes $G(z)$ led to D's loss, so it walks into $G$ as well.
#
# `G(z).detach()` cuts the path: it is the same numbers without their history. Without it, do the weights of $G$ move in D's step? **No.** Many web
# tutorials say so, but weights move only when their own optimiser takes a step. What happens is subtler. The gradients that are stored in $G$ (`p.grad`) get D's gradients
# added to them, with the sign that makes D's life easier. As long as G's own step begins by
# clearing them, you never notice. If it does not, $G$ walks in D's direction. So look at gradients, not at weights.
#
# In G's step there is nothing to detach: the gradient must flow through $D$ to reach $G$. It leaves traces in D's stored gradients on its
# way, and that is why D's step clears them before its own `backward()`.

# %% nbgrader={"grade_id": "torch-imports", "locked": true}
import torch
import torch.nn.functional as F

# For networks as small as these, more threads only get in each other's way.
torch.set_num_threads(1)

# %% [markdown]
# ### Exercise 2 · One step each
#
# *Difficulty ●●● · 30 minutes · 4 points*
#
# **Why it matters.** These two functions are the heart of every GAN you will ever train, up to the images of assignment 06.
#
# **Formula.** $D$ ascends (1) of Goodfellow et al. (2014), the mean of the real term plus the mean of the fake term:
# $V = \frac1m\sum \ln\sigma(s_\text{real}) + \frac1n\sum\ln(1-\sigma(s_\text{fake}))$. $G$ descends $-\frac1n\sum\ln\sigma(s_\text{fake})$ (`"ns"`) or
# $\frac1n\sum\ln(1-\sigma(s_\text{fake}))$ (`"minimax"`).
#
# **What to write.** $D$ returns logits; `F.logsigmoid(s)` is $\ln\sigma(s)$ and `F.logsigmoid(-s)` is $\ln(1-\sigma(s))$, finite for every logit.
# An optimiser *descends*: to ascend $V$, hand it $-V$. `d_step` must leave G's weights **and** G's stored gradients as they were. Whatever
# gradients are left over from earlier steps must not leak into yours.


# %% nbgrader={"grade_id": "gan-steps", "solution": true}
def d_step(G, D, opt_d, x, z):
    """One step of D up V that leaves G's weights and G's stored gradients alone.

    G, D: modules, D gives logits (n, 1); opt_d: optimiser of D's weights; x: (m, …) data;
    z: (n, …) noise. Returns V before the step, a float.
    """
    ### BEGIN SOLUTION
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()
    ### END SOLUTION


def g_step(G, D, opt_g, z, loss="ns"):
    """One step of G down its loss, "ns" or "minimax", that leaves D's weights alone.

    G, D: modules, D gives logits (n, 1); opt_g: optimiser of G's weights; z: (n, …) noise.
    Returns the loss before the step, a float.
    """
    ### BEGIN SOLUTION
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()
    ### END SOLUTION


# %% [markdown]
# Again a spy watches: it builds two tiny networks, lets them make the moves you name (`"DG"`: $D$, then $G$), and reports what each step returned and
# what was touched. With `leftovers` it fills all stored gradients with that number first, `batch` says how many examples of data and noise come in, and `scale` makes D's logits larger.

# %%
# Try it here: delete the # of the next line and run the cell.
# spy_on_steps(d_step, g_step, "DG")

# %% nbgrader={"grade_id": "gan-steps-isolation", "points": 2}
made = call(spy_on_steps, d_step, g_step, "DGD", leftovers=0.5)
check.equal(made["g_moved"], False, "D's step leaves the weights of G")
check.equal(made["d_moved"], False, "G's step leaves the weights of D")
check.close(made["g_gradients"], np.full(17, 0.5), "D's step leaves the gradients stored in G")
check.equal(made["g_gradients_touched"], False, "and so does every other step of D")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("isolation of weights and gradients in other sequences of steps") as rng:
    for moves, loss in (("D", "ns"), ("GGD", "minimax"), ("DGDDG", "ns")):
        for leftovers in (0.0, float(rng.normal())):
            options = dict(loss=loss, seed=int(rng.integers(2**31)), leftovers=leftovers)
            made = call(spy_on_steps, d_step, g_step, moves, **options)
            target = spy_on_steps(reference.d_step, reference.g_step, moves, **options)
            for key in ("g_moved", "d_moved", "g_gradients_touched"):
                check.equal(made[key], target[key])
            for key in ("g_gradients", "theta_d", "theta_g"):
                check.close(made[key], target[key], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "gan-steps-values", "points": 2}
made = call(spy_on_steps, d_step, g_step, "DG")
check.close(made["values"][0], -2.225583, "V before D's step")
down = "D went down V, so its fakes look real to it: an optimiser descends, hand it −V."
check.close(made["losses"][0], 0.196149, "−ln D(G(z)) before G's step", slips={down: 0.11027})
made = call(spy_on_steps, d_step, g_step, "G", loss="minimax")
check.close(made["losses"][0], -1.994292, "the loss ln(1 − D(G(z))) is never positive")
made = call(spy_on_steps, d_step, g_step, "DDGG", leftovers=0.5)
leaks = "Gradients left over from earlier steps leak in: call zero_grad() before backward()."
check.close(made["values"][1], -2.071116, "V before D's second step", slips={leaks: -2.167532})
check.close(made["losses"][1], 0.243550, "the loss before G's second step", slips={leaks: 0.244212})
made = call(spy_on_steps, d_step, g_step, "D", batch=(6, 2))
pooled = "Take the mean of each group, then add, so that real and fake weigh the same."
check.close(
    made["values"][0],
    -2.303173,
    "V for 6 examples of data and 2 of noise",
    slips={pooled: -0.694192},
)
made = call(spy_on_steps, d_step, g_step, "D", scale=1e4)
check.close(made["values"][0], -18463.301060, "V is finite for very large logits")
made = call(spy_on_steps, d_step, g_step, "D", scale=-1e4)
check.close(made["values"][0], -13951.736434, "and for very large logits of the other sign")
made = call(spy_on_steps, d_step, g_step, "G", loss="minimax", scale=1e4)
check.close(made["losses"][0], -18463.301060, "and so is the loss of G")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden(
    "weights after a few steps, for batches of different sizes and for large logits"
) as rng:
    for moves, loss, batch, scale in (
        ("D", "ns", (5, 2), 1.0),
        ("G", "minimax", (1, 3), 1.0),
        ("DDG", "ns", (1, 1), 1.0),
        ("GD", "minimax", (3, 7), 1.0),
        ("D", "ns", (4, 4), 1e4),
        ("G", "ns", (4, 4), 1e4),
    ):
        options = dict(loss=loss, batch=batch, scale=scale, seed=int(rng.integers(2**31)))
        made = call(spy_on_steps, d_step, g_step, moves, **options)
        target = spy_on_steps(reference.d_step, reference.g_step, moves, **options)
        for key in ("values", "losses", "theta_d", "theta_g"):
            check.close(made[key], target[key], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Each step has the same five lines: forward, loss, `zero_grad()`, `backward()`, `step()`. Return the value with `.item()`.
# </details>
# <details><summary>Hint 2: signs and means</summary>
#
# Take the mean over real and the mean over fake separately, then add. Going backwards from `-value` turns descent into ascent. The generator's losses are
# already losses: no extra minus in front of `"minimax"`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# D: `value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()`. G: `s = D(G(z))`, then
# `-F.logsigmoid(s).mean()` or `F.logsigmoid(-s).mean()`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `with torch.no_grad(): fake = G(z)` is as good as detach. Toggling `requires_grad_` works too, as long as each step switches on
# whom it needs; how it leaves the other one is free. Those who only ever freeze get an error from PyTorch: nothing asks for a gradient. A G step with a detached fake raises no error, because D's weights still ask for gradients: it just does
# nothing, and that is the commonest bug in student code.

# %% [markdown]
# **See it.** The fake half of D's loss, $-\ln(1 - D(G(z)))$, once with the history of the fakes and once without. Nobody has taken a step, so no weight can have moved;
# look at what is stored in $G$.

# %%
G, D, z = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1), torch.ones(8, 2)
for name, fake in (("with its history", G(z)), ("detached", G(z).detach())):
    G.zero_grad()
    F.softplus(D(fake)).mean().backward()  # −ln(1 − σ(s)) = ln(1 + eˢ)
    print(f"{name}: G holds gradients: {G.weight.grad is not None}")

# %% [markdown]
# ## 3. A network forwards and backwards
#
# To watch $D$ chase $D^*$ closely, we first play on a line, in NumPy, with networks you write yourself. A **multilayer perceptron** alternates
# linear maps and *activation functions* (nonlinearities), which bend what would otherwise stay straight: $h_i = \tanh(h_{i-1}W_i + b_i)$, starting at $h_0 = x$. The last layer is linear, without an activation function. Goodfellow et al. (2014, section 3) use
# such networks for both players.
#
# *Backpropagation* is the chain rule read from the end. If $\delta$ is the gradient of the loss with respect to the output of a linear layer
# $a = hW + b$ (one row for each example), then
#
# $$\frac{\partial L}{\partial W} = h^\top\delta,\qquad \frac{\partial L}{\partial b} = \sum_\text{rows}\delta,\qquad \frac{\partial L}{\partial h} = \delta\, W^\top,$$
#
# and passing an activation function multiplies by its slope: $\tanh' = 1 - \tanh^2 = 1 - h^2$, with the $h$ you already have.

# %% [markdown]
# ### Exercise 3 · Backpropagation by hand
#
# *Difficulty ●●● · 40 minutes · 4 points*
#
# **Why it matters.** The last gradient in the chain, $\partial L/\partial x$, looks superfluous: nobody updates data. But $G$'s output *is* D's
# input. This is the very signal that tells $G$ where to go, and a network that does not hand it on cannot teach a generator.
#
# **What to write.** `mlp_forward` returns *all* activations, $[x, h_1, \dots, \text{output}]$. `mlp_backward` gets them back together with
# $\partial L/\partial\text{output}$ and returns the gradients, shaped like `layers`, and $\partial L/\partial x$. Sum over examples; whether $L$ is a mean is already
# decided in `d_out`.


# %% nbgrader={"grade_id": "mlp", "solution": true}
def mlp_forward(layers, x):
    """All activations [x, h₁, …, output]: tanh after every layer but the last.

    layers: list of (W, b), W (fan_in, fan_out), b (fan_out,); x: (n, fan_in of the first layer).
    """
    ### BEGIN SOLUTION
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations
    ### END SOLUTION


def mlp_backward(layers, activations, d_out):
    """Gradients of a loss: (list of (∂L/∂W, ∂L/∂b) in the order of layers, ∂L/∂x).

    layers, activations: as in mlp_forward; d_out: ∂L/∂output, shape of the output, not changed.
    """
    ### BEGIN SOLUTION
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta
    ### END SOLUTION


# %% nbgrader={"grade_id": "tiny-network", "locked": true}
tiny = [(np.array([[1.0]]), np.array([0.0])), (np.array([[2.0]]), np.array([1.0]))]  # 2·tanh(x) + 1
wide = [
    (np.sin(np.arange(9.0).reshape(3, 3)), np.array([0.1, -0.4, 0.3])),
    (np.cos(np.arange(9.0).reshape(3, 3)), np.array([0.5, 0.2, -0.7])),
]
rows = np.cos(np.arange(15.0).reshape(5, 3))  # five examples for it

# %%
# Try it here: delete the # of the next line and run the cell.
# mlp_forward(tiny, np.array([[0.5]]))

# %% nbgrader={"grade_id": "mlp-forward", "points": 1}
made = call(mlp_forward, wide, rows)
check.close(made[1][0], [0.284457, -0.236283, 0.272415], "the first example after the first tanh")
check.close(made[2][0], [1.279941, 0.713512, -0.925037], "and its output, without a tanh")
made = call(mlp_forward, tiny, np.array([[0.5]]))
check.close(made[0], np.array([[0.5]]), "first the input")
check.close(made[1], np.array([[0.462117]]), "then tanh(0.5)")
check.close(made[2], np.array([[1.924234]]), "last the output, without a tanh")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("activations of random networks") as rng:
    for n, sizes in ((1, (1, 3, 1)), (6, (2, 5, 5, 1)), (4, (3, 2))):
        layers = [(rng.normal(size=s), rng.normal(size=s[1])) for s in zip(sizes, sizes[1:])]
        x = rng.normal(size=(n, sizes[0]))
        made, target = call(mlp_forward, layers, x), reference.mlp_forward(layers, x)
        for i in range(len(target)):
            check.close(made[i], target[i], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "mlp-backward", "points": 3}
h = np.tanh(rows @ wide[0][0] + wide[0][1])
d_out = np.sin(2 + np.arange(15.0).reshape(5, 3))
made = call(mlp_backward, wide, [rows, h, h @ wide[1][0] + wide[1][1]], d_out)
check.close(made[0][0][0][0], [6.382053, -5.552518, 5.613576], "∂L/∂W of the first layer, row 0")
check.close(made[0][0][1], [1.119225, -1.721435, 1.123778], "∂L/∂b of the first layer")
check.close(made[0][1][0][0], [0.772153, 0.292414, -0.456168], "∂L/∂W of the last layer, row 0")
check.close(made[0][1][1], [0.930349, 0.387538, -0.511573], "∂L/∂b of the last layer")
check.close(made[1][0], [-0.041810, 0.063926, -0.084762], "∂L/∂x of the first example")
acts = [np.array([[0.5]]), np.array([[np.tanh(0.5)]]), np.array([[2 * np.tanh(0.5) + 1]])]
made = call(mlp_backward, tiny, acts, np.array([[1.0]]))
check.close(made[0][1][0], np.array([[0.462117]]), "∂L/∂W of the last layer is h")
check.close(made[0][0][0], np.array([[0.786448]]), "∂L/∂W of the first: 0.5 · 2 · (1 − h²)")
check.close(made[0][0][1], np.array([1.572896]), "∂L/∂b of the first: 2 · (1 − h²)")
check.close(made[1], np.array([[1.572896]]), "and ∂L/∂x")
x, ones = np.array([[1.0, 2.0], [3.0, 4.0]]), np.ones((2, 1))
one_layer = [(np.array([[5.0], [7.0]]), np.zeros(1))]
made = call(mlp_backward, one_layer, [x, x @ one_layer[0][0]], ones)
check.close(made[0][0][0], np.array([[4.0], [6.0]]), "two examples: ∂L/∂W sums over both")
check.close(made[0][0][1], np.array([2.0]), "∂L/∂b sums over both")
check.close(made[1], np.array([[5.0, 7.0], [5.0, 7.0]]), "each example has a row of ∂L/∂x")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("gradients of random networks, with central differences for the input") as rng:
    for n, sizes in ((1, (1, 4, 4, 1)), (6, (2, 5, 5, 2)), (3, (4, 4, 4, 4)), (5, (2, 3))):
        layers = [(rng.normal(size=s), rng.normal(size=s[1])) for s in zip(sizes, sizes[1:])]
        x, d_out = rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[-1]))
        acts = reference.mlp_forward(layers, x)
        made = call(mlp_backward, layers, acts, d_out)
        target, _ = reference.mlp_backward(layers, acts, d_out)
        for i in range(len(layers)):
            for j in (0, 1):
                check.close(made[0][i][j], target[i][j], atol=1e-12)
        slope = check.central_difference(
            lambda t: np.sum(reference.mlp_forward(layers, t)[-1] * d_out), x
        )
        check.close(made[1], slope, rtol=1e-5, atol=1e-7)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Forward: a loop that appends to a list. Backward: the same loop from the end, with one variable `delta` that starts as `d_out`.
# </details>
# <details><summary>Hint 2: the order inside the backward loop</summary>
#
# Three things happen at layer $i$, in this order: pass the tanh (not for the last layer) by multiplying with `1 - activations[i + 1] ** 2`; note down the two
# gradients, with `activations[i]` as $h$; go below the layer with `delta @ W.T`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The pair for one layer is `(activations[i].T @ delta, delta.sum(axis=0))`. Going backwards you collect the pairs in reverse: turn the list round at the end.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Two slips survive a glance: using W instead of its transpose (the shapes agree whenever a layer is square, so the tests have square ones) and applying tanh twice in the
# slope, `1 − tanh(h)²`. Both give a plausible training that goes somewhere else.

# %% [markdown]
# **See it.** Your $\partial L/\partial x$ is a slope, so it has to agree with a slope that is measured: the output at $x + h$ minus the output at $x - h$, divided by $2h$, here with $h = 10^{-5}$.

# %%
for x in (-1.0, 0.0, 0.5):
    both = [mlp_forward(tiny, np.array([[x + h]]))[-1].item() for h in (1e-5, -1e-5)]
    yours = mlp_backward(tiny, mlp_forward(tiny, np.array([[x]])), np.ones((1, 1)))[1].item()
    print(f"x = {x:4}: measured {(both[0] - both[1]) / 2e-5:.8f}, yours {yours:.8f}")

# %% [markdown]
# ## 4. Adam
#
# Plain gradient descent treats a weight whose gradient is 200 and one whose gradient is 0.002 with the same rate. Adam (Kingma & Ba 2015, *Adam: A Method for Stochastic Optimization*, arXiv 1412.6980, Algorithm 1) keeps two
# running means for each weight, of the gradient and of its square, and divides one by the root of the other:
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\,g,\qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2,\qquad
# \text{step} = \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon},\quad \hat m = \frac{m}{1-\beta_1^t},\ \hat v = \frac{v}{1-\beta_2^t}.$$
#
# Both means start at 0, so early on they are too small; the hats correct for that. At $t = 1$ the correction gives $\hat m = g$ and
# $\hat v = g^2$: the first step has length $\eta$, whatever the gradient (unless it is 0, or so small that $\varepsilon$ counts). The square is taken of each entry. (The letters are those of the paper: this $m$ is no batch size, and this $v$ has nothing to do with $V$.)

# %% [markdown]
# ### Exercise 4 · One step of Adam
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** Both players of almost every GAN use Adam, and its $\beta_1$ is one of the few knobs that matter: papers lower it from
# 0.9 to 0.5, because a memory of where the opponent *was* makes both overshoot.
#
# **What to write.** The step for one array of gradients, and the new means. The step is what gets subtracted. Return $m$ and $v$ themselves, without hats: they come back in the next call.
# In code $\eta$ is `lr`, $\beta_1$ and $\beta_2$ are `b1` and `b2`, $\varepsilon$ is `eps`; $t$ counts from 1.


# %% nbgrader={"grade_id": "adam-step", "solution": true}
def adam_step(g, m, v, t, lr, b1, b2, eps):
    """(step, m, v): what to subtract from the weights, and the new means (Kingma & Ba 2015).

    g, m, v: arrays of one shape, none of them changed; t: number of this step, 1, 2, …
    """
    ### BEGIN SOLUTION
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    step = lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return step, m, v
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# adam_step(np.ones(1), np.zeros(1), np.zeros(1), 1, 0.01, 0.9, 0.999, 0)

# %% nbgrader={"grade_id": "adam-step-values", "points": 2}
g, m, v = np.array([0.31, -2.7, 14.0]), np.array([0.23, -0.41, 3.7]), np.array([0.53, 1.37, 41.0])
made = call(adam_step, g, m, v, 3, 0.02, 0.6, 0.9, 0.05)
check.close(made[1], [0.262, -1.326, 7.82], "m after a third step")
check.close(made[2], [0.48661, 1.962, 56.5], "v after it")
check.close(made[0], [0.00480839, -0.0123423, 0.0137683], "and the step", atol=1e-7)
g, zero = np.array([0.5, -200.0]), np.zeros(2)
made = call(adam_step, g, zero, zero, 1, 0.01, 0.9, 0.999, 1e-8)
check.close(made[0], np.array([0.01, -0.01]), "the first step has length η")
check.close(made[1], np.array([0.05, -20.0]), "m: a tenth of the gradient")
check.close(made[2], np.array([0.00025, 40.0]), "v: a thousandth of its square")
m, v = np.array([0.05]), np.array([0.00025])
check.close(
    call(adam_step, np.array([0.5]), m, v, 2, 0.01, 0.9, 0.999, 1e-8)[0],
    np.array([0.01]),
    "the same gradient again at t = 2: the same step again",
)
made = call(adam_step, np.array([0.5]), np.zeros(1), np.zeros(1), 1, 0.01, 0.9, 0.999, 1.0)
check.close(made[0], np.array([0.003333]), "a large ε stands beside the root")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("later steps, with other rates and shapes, and gradients that are zero") as rng:
    for t, shape in ((1, (3,)), (2, (2, 3)), (7, (4,)), (500, (2,))):
        g, m = rng.normal(size=shape), rng.normal(size=shape)
        v, eps = rng.uniform(0.1, 2, size=shape), float(rng.uniform(1e-8, 0.5))
        g.flat[0] = 0.0
        made = call(adam_step, g, m, v, t, 0.02, 0.6, 0.95, eps)
        target = reference.adam_step(g, m, v, t, 0.02, 0.6, 0.95, eps)
        for i in range(3):
            check.close(made[i], target[i], atol=1e-12)
    made = call(adam_step, np.zeros(2), np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.999, 1e-8)
    check.close(made[0], np.zeros(2))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Four lines, one for each formula. Compute the new `m` and `v` first; both enter the step.
# </details>
# <details><summary>Hint 2: the correction</summary>
#
# `b1**t` is $\beta_1^t$. Divide on the fly, as in `m / (1 - b1**t)`, and return `m` itself.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The numerator of the step is `lr * m / (1 - b1**t)`, the denominator `np.sqrt(v / (1 - b2**t)) + eps`. Return it with the new `m` and `v`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Returning m̂ and v̂ as the new means passes the first step's length and breaks everything after it. PyTorch's `Adam` puts ε beside the root, as here; a test of
# this repository compares the reference with it over several steps.

# %% [markdown]
# **See it.** Ten thousand times the gradient, the same steps. Adam listens to the *sign* and to how steady it is, not to the size.

# %%
for gradient in (0.02, 200.0):
    m = v = np.zeros(1)
    steps = []
    for t, sign in enumerate((1, 1, 1, -1, 1), start=1):
        step, m, v = adam_step(np.array([sign * gradient]), m, v, t, 0.01, 0.5, 0.999, 1e-8)
        steps.append(f"{step.item():8.5f}")
    print(f"gradient ±{gradient:g}:", *steps)

# %% [markdown]
# ## 5. How far is D from the best D?
#
# On a line we know everything. The data are $p_\text{data} = \mathcal N(1, 0.6^2)$, and $p_g$ can be measured by drawing many samples of $G$. Proposition 1 of Goodfellow et al. (2014), which
# assignment 05 proves, names the best discriminator against *this* $G$:
#
# $$D^*(x) = \frac{p_\text{data}(x)}{p_\text{data}(x) + p_g(x)}.$$
#
# To turn samples into a density we put a small bell on each of them, a **kernel density estimate**:
# $\hat p(x) = \frac1n\sum_i \frac{1}{h\sqrt{2\pi}}\,e^{-(x - x_i)^2/2h^2}$. The bandwidth $h$ is the width of the bells.
#
# How should we measure how far $D$ is from $D^*$? Not by the largest gap anywhere: where there are neither data nor fakes, $D$ may say what it likes, and
# at $0/0$ there is not even a $D^*$. So take the mean gap, weighted with the mass $p_\text{data} + p_g$ that is there.

# %% [markdown]
# ### Exercise 5 · The gap to D*
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** Demonstrations show $D$ and ask you to believe that it is good. Here you lay $D^*$ over it and read off the difference.
#
# **What to write.** `kde`, as above. And `d_star_gap`: $\sum_i |D(x_i) - D^*(x_i)|\,w_i \big/ \sum_i w_i$ with $w_i = p(x_i) + q(x_i)$, for values on an equally spaced grid. Points with
# $p = q = 0$ contribute nothing, and no warning either.


# %% nbgrader={"grade_id": "d-star", "solution": true}
def kde(samples, grid, h):
    """Gaussian kernel density estimate with bandwidth h: (g,) values ≥ 0 on the grid.

    samples: (n,) numbers, n ≥ 1; grid: (g,) numbers; h > 0.
    """
    ### BEGIN SOLUTION
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))
    ### END SOLUTION


def d_star_gap(d, p, q):
    """Mean of |D − D*| with weights p + q, where D* = p/(p + q); a float in [0, 1].

    d: values of D on an equally spaced grid, any shape; p, q: densities of data and fakes there,
    of the same shape and not all 0.
    """
    ### BEGIN SOLUTION
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.sum(gap * weight[there]) / np.sum(weight))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# kde(np.array([0.0]), np.array([0.0, 1.0]), 1.0)

# %% nbgrader={"grade_id": "d-star-kde", "points": 1}
check.close(
    call(kde, np.array([0.0]), np.array([0.0, 1.0, 2.0]), 1.0),
    np.array([0.398942, 0.241971, 0.053991]),
    "one sample: the bell itself",
)
check.close(
    call(kde, np.array([-1.0, 1.0]), np.array([0.0]), 0.5), np.array([0.107982]), "two narrow bells"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("densities of random samples, also far away from them") as rng:
    for n, h in ((1, 0.3), (5, 1.7), (40, 0.05)):
        samples, grid = rng.normal(size=n), np.append(np.linspace(-3, 3, 13), 1e4)
        made = call(kde, samples, grid, h)
        check.close(made, reference.kde(samples, grid, h), atol=1e-14)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "d-star-gap", "points": 2}
d, p, q = np.array([0.75, 0.25]), np.array([3.0, 0.0]), np.array([1.0, 1.0])
check.close(
    call(d_star_gap, d, p, q),
    0.05,
    "D is right at the first point, ¼ off at the second, with weights 4 and 1",
    slips={
        "That is the plain mean of the gap: weigh it with p + q.": 0.125,
        "You compare with q/(p + q): D* is the share of the data.": 0.55,
        "That is the largest gap: the weighted mean is asked for.": 0.25,
        "You weigh with p alone: fakes count as much as data.": 0.0,
    },
)
gap = call(d_star_gap, np.array([0.5, 0.9]), np.array([1.0, 0.0]), np.array([1.0, 0.0]))
check.close(gap, 0.0, "where there is no mass, D may say anything")
check.silent(gap)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random densities with empty places, on a line and in the plane") as rng:
    for shape in ((9,), (4, 5), (1,)):
        d, p, q = (rng.random(shape) for _ in range(3))
        p, q = np.where(rng.random(shape) < 0.4, 0.0, p), np.where(rng.random(shape) < 0.4, 0.0, q)
        p.flat[-1] += 0.2
        made = call(d_star_gap, d, p, q)
        check.close(made, reference.d_star_gap(d, p, q), atol=1e-12)
        check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# For `kde`, a table of all differences: `grid[:, None] - samples[None, :]` has one row for each grid point. Take the mean along its rows.
# </details>
# <details><summary>Hint 2: the empty places</summary>
#
# `there = p + q > 0` marks the points that count. Index with it *before* you divide: `p[there] / (p + q)[there]`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.exp(-u**2 / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))`, and `np.average(gap, weights=weight[there])`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** A supremum over the whole line looks stricter and measures nothing: it is taken where neither player has ever been. On a known example it stays near ½ while the weighted mean
# falls by an order of magnitude. Adding a small ε to the denominator hides the undefined points instead of leaving them out, and pulls D* towards 0 there.

# %% [markdown]
# **See it.** Time to play. `LineGame` holds two of your networks, moved by your Adam; a batch is drawn and a step is made when your loop says so. `game.spread()` gives many samples of $G$, `game.judge(grid)` what $D$ says on the grid, as probabilities. First only $D$ learns: `k_g=0`.

# %%
from gancourse.games.line import LineGame

game = LineGame(mlp_forward, mlp_backward, adam_step, seed=2)
grid = np.linspace(-3.5, 3.5, 141)
for iterations in (0, 4, 16, 80):
    algorithm1(game, iterations, 1, 128, k_g=0)
    p, q = game.p_data(grid), kde(game.spread(), grid, 0.12)
    print(f"{iterations:3} more steps of D: gap to D* = {d_star_gap(game.judge(grid), p, q):.3f}")

# %% [markdown]
# ## 6. The phases of training
#
# Figure 1 of Goodfellow et al. (2014) tells the story of training in four pictures. With your loop you can film it. We record a *frame* now and then: both densities, $D$, and $D^*$ laid over it.
# First $G$ stands still for 40 iterations while $D$ learns, then both play with $k = 5$.


# %%
def film(game, k, chunks, chunk, solo=10):
    """Frames of a training: `solo` in which D learns alone, then `chunks` with both."""
    frames, t = [widgets.compute_phase_frame(game, kde, 0, "start")], 0
    for i in range(solo + chunks):
        alone = i < solo
        step = 4 if alone else chunk
        algorithm1(game, step, 5 if alone else k, 128, k_g=0 if alone else 1)
        t += step
        name = "only D learns" if alone else "both learn"
        frames.append(widgets.compute_phase_frame(game, kde, t, name))
    return frames


frames = film(LineGame(mlp_forward, mlp_backward, adam_step, seed=2), k=5, chunks=60, chunk=10)
print(frames[-1]["text"])

# %% [markdown]
# **Predict first.** At the very start $D$ says ½ everywhere, and at the very end it says ½ again (where there is mass). What is different? And when $G$ moves, which way do the arrows
# from $z$ to $x$ turn: up the slope of $D$ or down? Write your guesses down, then press play or drag the slider.

# %%
widgets.phases_explorer(frames)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# In the first frame $D$ is flat near ½ because it knows nothing: $D^*$ is far away from it. In the next frames only $D$ moves, and it settles on $D^*$. When $G$ starts, its samples move to the
# right, *up* the slope of $D$, and $D^*$ moves along with them because it depends on $p_g$. At the end the two densities nearly agree, $D^*$ itself is close to ½ where there is mass, and $D$ with it. Far outside, $D$
# still says something bold. Nothing ever corrects it there, and nothing has to. The same goes for the hooks at the ends of the dotted curve: there the last traces of two tails are divided by each other, and they weigh next to nothing in the gap.
# </details>

# %%
plots.show(widgets.phases_figure(frames, [0, 10, 17, 70]), folded="Four of the frames")

# %% [markdown]
# ### Exercise 6 · Which phase is this?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** On images there is no picture of densities, only numbers over time. “D is at ½, so we are done” is the most popular misreading of them: an ignorant $D$ is at ½ too.
#
# **What to write.** You get three series over a window of training, oldest value first: the mean of $|D - \frac12|$, the gap to $D^*$, and the distance of $p_g$ from $p_\text{data}$ (total variation: half the area between the two densities, 0 if they agree, 1 if they do not overlap). Return the letter of the phase, by
# the first rule that applies:
#
# - `"d"`, done: at the end of the window both the gap to $D^*$ and the distance are at most `tol`;
# - `"c"`, $G$ moves: from the first value of the window to the last, the distance fell by more than a tenth of the first;
# - `"b"`, $D$ has learned: at the end of the window the gap to $D^*$ is at most `tol`;
# - `"a"`, near the start: anything else.


# %% nbgrader={"grade_id": "phase-of", "solution": true}
def phase_of(from_half, from_star, distance, tol=0.1):
    """The phase "a", "b", "c" or "d" (after Goodfellow et al. 2014, Figure 1) of a window.

    from_half, from_star, distance: (n,) values ≥ 0 over time, n ≥ 2; tol: what counts as small.
    """
    ### BEGIN SOLUTION
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# phase_of([0.01, 0.02], [0.47, 0.45], [0.93, 0.93])

# %% nbgrader={"grade_id": "phase-of-windows", "points": 2}
check.equal(
    call(phase_of, [0.01, 0.02, 0.02], [0.47, 0.46, 0.45], [0.93, 0.93, 0.93]),
    "a",
    "D is at ½ because it knows nothing",
    slips={"D at ½ does not mean done: look at the gap to D* and at the distance.": "d"},
)
check.equal(call(phase_of, [0.2, 0.4, 0.47], [0.3, 0.1, 0.02], [0.93] * 3), "b", "D has learned")
check.equal(
    call(phase_of, [0.4, 0.4, 0.2], [0.05, 0.2, 0.06], [0.9, 0.95, 0.5]), "c", "G is on its way"
)
check.equal(call(phase_of, [0.1, 0.05], [0.03, 0.02], [0.3, 0.07]), "d", "done, by the first rule")
check.equal(
    call(phase_of, [0.4, 0.3], [0.2, 0.1], [0.1, 0.1]), "d", "“at most” includes tol itself"
)
check.equal(
    call(phase_of, [0.1, 0.05], [0.03, 0.02], [0.12, 0.07], 0.01), "c", "not done for a smaller tol"
)
check.equal(
    call(phase_of, [0.4] * 3, [0.3] * 3, [0.5, 0.7, 0.5]),
    "a",
    "from first to last it fell by nothing",
)
check.equal(
    call(phase_of, [0.0, 0.0], [0.3, 0.3], [0.2, 0.15]), "c", "fell by a quarter of the first"
)
exactly = call(phase_of, [0.4, 0.4], [0.3, 0.1], [1.0, 0.9])
check.equal(exactly, "b", "a fall of exactly a tenth is not more than a tenth")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random windows of all four phases") as rng:
    ends = {  # gap at the end, distance at the start and at the end
        "a": [(0.4, 0.9, 0.88), (0.3, 0.5, 0.6), (0.5, 0.05, 0.06), (0.25, 0.9, 0.814)],
        "b": [(0.02, 0.9, 0.88), (0.05, 0.3, 0.4), (0.04, 0.55, 0.55), (0.03, 0.92, 0.86)],
        "c": [(0.02, 0.9, 0.5), (0.4, 0.9, 0.3), (0.4, 0.2, 0.05), (0.03, 0.3, 0.24)],
        "d": [(0.02, 0.9, 0.05), (0.05, 0.08, 0.09), (0.01, 0.04, 0.02)],
    }
    for letter, cases in ends.items():
        for gap, first, last in cases:
            middle = rng.uniform(0, 1, size=(3, 3))
            star = [rng.uniform(0.02, 0.9), *middle[0], gap * rng.uniform(0.95, 1.05)]
            distance = [first, *middle[1], last]
            half = [*middle[2], rng.choice([0.01, 0.4]), rng.choice([0.02, 0.45])]
            made = call(phase_of, np.array(half), np.array(star), np.array(distance))
            check.equal(made, letter)
    check.equal(call(phase_of, [0.0, 0.0], [0.15, 0.15], [0.18, 0.18], 0.2), "d")
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Three `if`s in the order of the rules; each ends in a `return`. `series[-1]` is the last value, `series[0]` the first.
# </details>
# <details><summary>Hint 2: one series is bait</summary>
#
# No rule mentions $|D - \frac12|$. It is there because everybody looks at it.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Rule “c” is `distance[-1] < 0.9 * distance[0]`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The mean of |D* − ½| under the even mixture is half the total variation, so for a D near D* the bait series is the distance in disguise; only near the start do the two tell different stories. A test of this
# repository checks that identity on the recorded frames.

# %% [markdown]
# **See it.** Your function on windows of the film: the story in letters. The last windows say that $D$ and $G$ are both where the theory wants them, up to `tol`. A `b` among the `d`s is a moment at which $G$ strayed: its distance rose above `tol` again. A `b` among the `c`s is a window in which the distance did not fall by a tenth. The first two letters, before there is a window of three frames, are set to `a`.

# %%
series = {key: [f[key] for f in frames] for key in ("from_half", "gap", "distance")}
letters = [phase_of(*(series[key][i - 2 : i + 1] for key in series)) for i in range(2, len(frames))]
print("a" * 2 + "".join(letters))

# %% [markdown]
# ### How many steps for D?
#
# Now the question that gives this assignment its name. The same game with $k = 1$, $5$ and $10$: in the second half of each run, how far is $D$ from $D^*$ on average, and how far is $p_g$ from the data? “$k = 1$ is fine in practice” is often said, and
# Goodfellow et al. used $k = 1$ because it is the cheapest. To be fair to it, the last row gives $k = 1$ as many steps in total as $k = 10$ has: $4400\cdot 2 = 800 \cdot 11$.

# %%
for k, iterations in ((1, 800), (5, 800), (10, 800), (1, 4400)):
    game = LineGame(mlp_forward, mlp_backward, adam_step, seed=3)
    algorithm1(game, iterations // 2, k, 128)
    late = film(game, k, 10, iterations // 20, solo=0)[1:]
    gap, far = (np.mean([f[key] for f in late]) for key in ("gap", "distance"))
    print(
        f"k = {k:2}, {iterations} iterations: gap to D* {gap:.3f}, distance to the data {far:.3f}"
    )

# %% [markdown]
# More steps of $D$ keep it closer to $D^*$, and here also $G$ closer to the data; giving $k = 1$ more time does not replace them. Is that luck? In six seeds, 1 to 6, $k = 1$ was always the farthest from $D^*$, and $k = 10$ was
# closer than $k = 5$ in most. Which seed is the exception depends on how sums are rounded and on whether you draw $x$ or $z$ first: put others into the cell until you meet it. Nor is more always better for $G$: a $D$ that is too good may saturate (assignment 03). That $k$ matters is a fact; which $k$ is best, only an experiment can tell.
#
# Note also what the theorem does *not* promise. “If $G$ finds the global minimum, then $p_g = p_\text{data}$” speaks about the minimum, not about the way there. The paper says so itself: in practice one optimises the weights of
# $G$ rather than $p_g$ as a whole, and then the proof no longer applies.

# %% [markdown]
# ## 7. Data in the plane
#
# From here on we play in the plane, where GANs are usually put to the test: eight blobs on a ring, twenty-five on a grid. Will the generator find them all? To answer, one has to know how many there are. **Find the error:** the public demonstration of unrolled GANs (Metz et al. 2017, arXiv 1611.02163)
# places its eight centres at these angles. How many different points on the circle does that give?

# %%
angles = np.linspace(0, 2 * np.pi, 8)
points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
print(len(np.unique(points.round(9), axis=0)), "different centres of", len(points))

# %% [markdown]
# `linspace` includes both ends, and on a circle the angles $0$ and $2\pi$ are the same place. The “ring of eight” has seven blobs, one of them with twice the weight. A generator that finds every blob is then reported to have lost one.

# %% [markdown]
# ### Exercise 7 · Rings, grids and how to draw from them
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** A data set with a slip in it makes every number measured on it wrong, and looks fine in a plot.
#
# **What to write.** The centres of a ring (the first one at angle 0, then equally spaced, all different) and of a square grid around the origin; and `sample_mixture`, which draws $n$ *independent* points: for each one
# a centre is chosen at random, all with the same probability, then normal noise of standard deviation `std` is added in both directions. Use only the generator `rng` that you are given.


# %% nbgrader={"grade_id": "clouds", "solution": true}
def ring_centers(modes, radius):
    """(modes, 2): equally spaced points on a circle around the origin, the first at (radius, 0)."""
    ### BEGIN SOLUTION
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    ### END SOLUTION


def grid_centers(side, half_width):
    """(side², 2): a square grid from −half_width to half_width, in any order; side ≥ 2."""
    ### BEGIN SOLUTION
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(side**2, 2)
    ### END SOLUTION


def sample_mixture(n, centers, std, rng):
    """(n, 2) independent points: a random row of centers (c, 2) each, plus std · normal noise."""
    ### BEGIN SOLUTION
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 2))
    ### END SOLUTION


# %% [markdown]
# The tests look at centres in sorted order, and at samples through these two helpers.


# %% nbgrader={"grade_id": "cloud-probes", "locked": true}
def sorted_centers(make, count, size):
    """The centres that make(count, size) gives, rounded and sorted by rows."""
    rows = np.asarray(make(count, size), dtype=float).round(9) + 0.0
    return rows[np.lexsort(rows.T[::-1])]


def sample_facts(sample, n, times, centers, std, seed):
    """What `times` batches of n points look like, or their first points where n is small.

    "counts" of the nearest centres, "noise" / std, its mean "square", and the mean "product" of
    its two directions.
    """
    rng = np.random.default_rng(seed)
    batches = [np.asarray(sample(n, centers, std, rng), dtype=float) for _ in range(times)]
    points = np.stack([batch.reshape(n, 2) for batch in batches])[:, 0 if n < 9 else slice(None)]
    points = points.reshape(-1, 2)
    nearest = np.argmin(np.sum((points[:, None] - centers) ** 2, axis=2), axis=1)
    noise = (points - centers[nearest]) / std
    facts = {"counts": np.bincount(nearest, minlength=len(centers)), "noise": noise}
    return facts | {"square": np.mean(noise**2), "product": np.mean(noise[:, 0] * noise[:, 1])}


# %%
# Try it here: delete the # of the next line and run the cell.
# ring_centers(4, 2.0)

# %% nbgrader={"grade_id": "clouds-centers", "points": 1}
made = call(ring_centers, 5, 1.7)
check.close(made[1], [0.525329, 1.616796], "the second of five points, at 72°")
check.close(made[3], [-1.375329, -0.999235], "the fourth, at 216°")
check.close(
    call(ring_centers, 4, 2.0),
    np.array([[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]]),
    "four points on a circle of radius 2",
)
made = call(sorted_centers, grid_centers, 2, 1.5)
check.close(
    made, np.array([[-1.5, -1.5], [-1.5, 1.5], [1.5, -1.5], [1.5, 1.5]]), "the smallest grid"
)
made = call(sorted_centers, grid_centers, 3, 1.5)
check.close(
    made[:3], np.array([[-1.5, -1.5], [-1.5, 0.0], [-1.5, 1.5]]), "one side of a grid of nine"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other rings and grids") as rng:
    for modes in (1, 3, 8, 25):
        radius = float(rng.uniform(0.5, 3))
        made = call(ring_centers, modes, radius)
        check.close(made, reference.ring_centers(modes, radius), atol=1e-9)
    for side in (2, 3, 5):
        made = call(sorted_centers, grid_centers, side, radius)
        check.close(made, sorted_centers(reference.grid_centers, side, radius), atol=1e-8)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "clouds-samples", "points": 2}
corners = np.array([[3.0, 3.0], [-3.0, 3.0], [-3.0, -3.0], [3.0, -3.0]])
nowhere = call(sample_mixture, 5, np.zeros((1, 2)), 0.0, np.random.default_rng(1))
check.close(nowhere, np.zeros((5, 2)), "one centre and no noise: five times the origin")
made = call(sample_facts, sample_mixture, 4000, 1, corners, 0.5, 1)
check.frequencies(made["counts"], np.full(4, 0.25), "all four blobs are equally likely")
check.mean_near(made["square"], 1.0, np.sqrt(2 / 8000), "the mean of (noise / std)² is 1")
check.mean_near(made["product"], 0.0, np.sqrt(1 / 4000), "the two directions are independent")
check.normal(made["noise"][:, 0], 0.0, 1.0, "and the noise is normal")
made = call(sample_facts, sample_mixture, 3, 400, corners, 0.5, 2)
check.frequencies(made["counts"], np.full(4, 0.25), "also for the first point of a small batch")
same = [call(sample_mixture, 3, corners, 0.5, np.random.default_rng(7)).value for _ in "ab"]
check.true(
    np.array_equal(*same),
    "Two batches from the same state of rng differ.",
    advice="Use the random numbers of rng alone: a seed no longer fixes the batch.",
    why="the same state of rng gives the same points",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("frequencies, spread and independence of many points") as rng:
    centers = 4 * reference.grid_centers(3, 1.0) + rng.normal(size=2)
    std, seed = float(rng.uniform(0.05, 0.3)), int(rng.integers(2**31))
    made = call(sample_facts, sample_mixture, 6000, 1, centers, std, seed)
    check.frequencies(made["counts"], np.full(9, 1 / 9))
    check.mean_near(made["square"], 1.0, np.sqrt(2 / 12_000))
    check.mean_near(made["product"], 0.0, np.sqrt(1 / 6000))
    for direction in (0, 1):
        check.normal(made["noise"][:, direction], 0.0, 1.0)
    made = call(sample_facts, sample_mixture, 2, 1800, centers, std, seed)
    check.frequencies(made["counts"], np.full(9, 1 / 9))
    again = [call(sample_mixture, 4, centers, std, np.random.default_rng(seed)) for _ in range(2)]
    check.close(again[0], again[1].value)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `np.arange(modes) / modes` gives the right fractions of a full turn: 0, 1/modes, … without the last 1. For the grid, `linspace` is right, because the ends *are* different points.
# </details>
# <details><summary>Hint 2: choosing centres</summary>
#
# `rng.integers(len(centers), size=n)` draws $n$ row numbers; the upper end is excluded, so every row can come up. Index `centers` with them.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `centers[rng.integers(len(centers), size=n)] + std * rng.normal(size=(n, 2))`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The duplicated mode stands in the public demo of unrolled GANs. Points that take the modes in turn (`np.arange(n) % c`) pass any test on large batches; the check on the first point of small
# batches catches them. The statistical checks fail a right answer about once in 10⁹.

# %% [markdown]
# **See it.** Both clouds of points, and how many blobs they have. A blob is also called a *mode*, a peak of the density.

# %% tags=["folded"]
fig, axes = plt.subplots(1, 2, figsize=(7, 3.5))
for ax, centers in zip(axes, (ring_centers(8, 2.0), grid_centers(5, 2.0))):
    cloud = sample_mixture(600, centers, 0.1, np.random.default_rng(0))
    ax.plot(*cloud.T, "o", markersize=2, linestyle="none", color=plots.REAL)
    ax.set(aspect="equal", xlabel="$x_1$", ylabel="$x_2$", title=f"{len(centers)} modes")
plots.show(fig, "600 points from a ring of 8 blobs and from a grid of 25")

# %% [markdown]
# **Predict first.** You can also draw a data set of your own. Below is a pad; it starts with a spiral. Do you expect your generator to learn a *closed* curve, or two separate pieces, from a connected square of noise? Draw the one you think is
# harder: drag with the mouse, or focus the pad and use arrow keys, Space and Backspace. The playground at the end will use it.

# %%
pad = widgets.drawing_explorer()
pad

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Every stroke puts a point about each 0.12 units, and `pad.points` is an array of shape $(n, 2)$. Each point becomes the centre of a small blob. As for the prediction: $G$ is continuous, so it maps the connected square to a connected set. Two
# pieces can only be reached with a bridge of samples between them, however thin. A closed curve is no problem for continuity: the square can wrap around it.
# </details>

# %%
print(pad.points.shape)
plots.show(widgets.drawing_figure(pad.points), folded="What is drawn")

# %% [markdown]
# ## 8. Three ways to look at a game
#
# Before we train in the plane, three instruments: a map of what $D$ says, a map of what $G$ does to its noise, and the arrows along which the samples are pulled.

# %% [markdown]
# ### Exercise 8 · A map of D
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** A map that is flipped or transposed shows a perfectly trained $D$ as a confused one, and on a ring nobody sees it.
#
# **What to write.** The values of `D` on an $n\times n$ grid that includes the ends of both intervals. Entry `[i, j]` is the value at $(x_j, y_i)$: rows are $y$, from the lowest up, as `imshow(…, origin="lower")` wants it.


# %% nbgrader={"grade_id": "d-heatmap", "solution": true}
def d_heatmap(D, xlim, ylim, n):
    """(n, n) values: entry [i, j] is D at (x_j, y_i), n equally spaced values on each axis.

    D: function from points (N, 2) to values (N,); xlim, ylim: (lowest, highest); n ≥ 2.
    """
    ### BEGIN SOLUTION
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1))).reshape(n, n)
    ### END SOLUTION


# %% nbgrader={"grade_id": "landscapes", "locked": true}
def tilted(points):
    """A landscape: x + 10·y at each point of (N, 2)."""
    return points[:, 0] + 10 * points[:, 1]


def height(points):
    """A landscape that depends on y only."""
    return 1 / (1 + np.exp(-points[:, 1]))


def wavy(points):
    """A landscape that depends on both coordinates, each in its own way."""
    return np.sin(points[:, 0]) + 0.3 * points[:, 1] ** 2 * points[:, 0]


# %%
# Try it here: delete the # of the next line and run the cell.
# d_heatmap(tilted, (0, 1), (0, 2), 2)

# %% nbgrader={"grade_id": "d-heatmap-values", "points": 2}
made = call(d_heatmap, wavy, (-0.6, 1.1), (0.3, 2.1), 3)
check.close(made[0], [-0.580842, 0.254154, 0.920907], "the lowest y, three values of x")
check.close(made[2], [-1.358442, 0.578154, 2.346507], "the highest y")
check.close(
    call(d_heatmap, tilted, (0, 1), (0, 3), 2),
    np.array([[0.0, 1.0], [30.0, 31.0]]),
    "rows are y, from the lowest up",
    slips={
        "Rows and columns are exchanged: entry [i, j] belongs to (x_j, y_i).": [[0, 30], [1, 31]],
        "The rows are upside down: row 0 is the lowest y.": [[30, 31], [0, 1]],
        "The two coordinates are exchanged when D is asked: points are (x, y).": [[0, 10], [3, 13]],
        "Both axes use xlim: y goes from ylim[0] to ylim[1].": [[0, 1], [10, 11]],
    },
)
made = call(d_heatmap, height, (-1, 1), (-2, 2), 5)
check.close(made[0], np.full(5, 0.119203), "a D of y alone is constant along a row")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other landscapes and windows") as rng:
    for D, n in ((wavy, 2), (wavy, 7), (height, 4), (tilted, 3)):
        xlim, ylim = np.sort(rng.uniform(-3, 3, size=(2, 2)), axis=1).tolist()
        made = call(d_heatmap, D, tuple(xlim), tuple(ylim), n)
        check.close(made, reference.d_heatmap(D, xlim, ylim, n), atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `np.meshgrid(xs, ys)` returns two $n\times n$ arrays, the x and the y of every grid point, already in the order that is asked for.
# </details>
# <details><summary>Hint 2: one call</summary>
#
# `D` wants a list of points, $(N, 2)$. Flatten both arrays with `.ravel()`, put them side by side with `np.stack(…, axis=1)`, and `reshape` the answer.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `D(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(n, n)`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `indexing="ij"` transposes silently. The ring and the grid are symmetric under both slips, which is why they live long in student code.

# %% [markdown]
# **See it.** A landscape on which exchanged axes are seen at once: orange (negative) must lie on the left and violet (positive) on the right, not one above the other. What it can *not* show is an upside-down map, because its upper half mirrors the lower one. That is why the check above uses $x + 10y$: choose a test picture that no slip leaves unchanged.

# %% tags=["folded"]
fig, ax = plt.subplots(figsize=(4.4, 3.4))
image = ax.imshow(
    d_heatmap(wavy, (-3, 3), (-3, 3), 60), origin="lower", extent=(-3, 3, -3, 3), cmap="PuOr"
)
fig.colorbar(image)
ax.set(xlabel="$x_1$", ylabel="$x_2$", title="sin x + 0.3·y²x: odd in x, even in y")
ax.grid(visible=False)
plots.show(
    fig,
    "Map of a landscape that is mirror-symmetric from top to bottom, but not from left to right",
)

# %% [markdown]
# ### Exercise 9 · Where G takes the square
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** A generator stretches its square of noise over the plane. With $z$ uniform on the square, cut it into $n \times n$ equal cells: each carries the probability $1/n^2$, so the density of $p_g$ on the image of a small cell is about $1/n^2$
# *divided by its area* (where images overlap, the densities add). Small cells are crowded places; a cell of area 0 is a collapse.
#
# **Formula.** The image of a cell is (nearly) a quadrilateral with corners $P_1, P_2, P_3, P_4$ in order around it. The shoelace formula gives its area from the two diagonals:
# $\frac12\,\bigl|(P_3 - P_1)\times(P_4 - P_2)\bigr|$ with $(a, b)\times(c, d) = ad - bc$.
#
# **What to write.** The areas for the square $[-1, 1]^2$. Entry `[i, j]` is the cell whose lower left corner in noise space is $(-1 + 2j/n,\ -1 + 2i/n)$. Areas are never negative, also where $G$ flips the square over.


# %% nbgrader={"grade_id": "manifold-cells", "solution": true}
def manifold_cells(G, n):
    """(n, n) areas of the images of the cells of [−1, 1]²; rows go with z₂, columns with z₁.

    G: function from points (N, 2) to points (N, 2); n ≥ 1 cells along each side.
    """
    ### BEGIN SOLUTION
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape((n + 1) ** 2, 2))).reshape(n + 1, n + 1, 2)
    up, down = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(up[..., 0] * down[..., 1] - up[..., 1] * down[..., 0]) / 2
    ### END SOLUTION


# %% nbgrader={"grade_id": "generators", "locked": true}
def sheared(z):
    """A linear map with determinant 1.5."""
    return z @ np.array([[1.5, 0.0], [0.7, 1.0]])


def mirrored(z):
    """A linear map that flips the square over: determinant −2."""
    return z @ np.array([[0.0, 2.0], [1.0, 0.0]])


def bent(z):
    """A curved map, different in the two directions."""
    right = 1 + 0.3 * z[:, 0]
    return np.stack([z[:, 0] + 0.2 * z[:, 1] ** 2, np.exp(z[:, 1]) * right], axis=1)


def collapsed(z):
    """Everything to one point."""
    return np.zeros_like(z)


# %%
# Try it here: delete the # of the next line and run the cell.
# manifold_cells(sheared, 2)

# %% nbgrader={"grade_id": "manifold-cells-values", "points": 3}
areas = [
    [0.205226, 0.251713, 0.298200],
    [0.362177, 0.452721, 0.543265],
    [0.632288, 0.808644, 0.985000],
]
made = call(manifold_cells, bent, 3)
check.close(made, areas, "a curved map: rows go with z₂, and no cell is a parallelogram")
check.close(
    call(manifold_cells, sheared, 2), np.full((2, 2), 1.5), "cells of area 1, stretched 1.5 times"
)
check.close(
    call(manifold_cells, mirrored, 1), np.array([[8.0]]), "the whole square, flipped over: 4 · 2"
)
check.close(call(manifold_cells, collapsed, 3), np.zeros((3, 3)), "a collapse")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("curved generators, and finer cells") as rng:
    for G in (bent, sheared, mirrored):
        for n in rng.integers(1, 9, size=3).tolist():
            made = call(manifold_cells, G, n)
            check.close(made, reference.manifold_cells(G, n), atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# $n$ cells along a side have $n + 1$ corners. Make the $(n+1)\times(n+1)$ grid of noise as in exercise 8, send it through `G` in one call, and reshape the result to `(n + 1, n + 1, 2)`.
# </details>
# <details><summary>Hint 2: the diagonals of all cells at once</summary>
#
# With `P` of that shape, `P[:-1, :-1]` holds the lower left corners of all cells, `P[1:, 1:]` the upper right ones, `P[:-1, 1:]` the lower right ones, `P[1:, :-1]` the upper left ones.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `a = P[1:, 1:] - P[:-1, :-1]`, `b = P[1:, :-1] - P[:-1, 1:]`, and `np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / 2`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Half the cross product of the diagonals is exact for every quadrilateral that does not cross itself. Multiplying the lengths of two sides is right for rectangles only, so the shear is in the visible test.

# %% [markdown]
# **See it.** For a linear $G$ all cells have area $4\,|\det A|/n^2$; the curved one crowds its samples towards its lower edge, where the cells are small. Density is $1/64$ divided by the mean area of the row.

# %%
areas = manifold_cells(bent, 8)
for row in (7, 4, 0):
    area = areas[row].mean()
    print(f"z₂ from {-1 + row / 4:5.2f}: mean area {area:.4f}, density {1 / 64 / area:.3f}")

# %% [markdown]
# ### Exercise 10 · Where the samples are pulled
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** Descending the loss, $G$ moves each sample $x = G(z)$ along $-\partial\ell/\partial x$, as far as its weights allow. One also sees $\nabla_x D$ drawn instead. The *direction* is the same, the *length* is not, and the
# length is the whole difference between the two losses.
#
# **Formula.** With logits $s = s(x)$ and $D = \sigma(s)$: for `"ns"`, $\ell = -\ln\sigma(s)$ and $-\frac{\partial\ell}{\partial x} = (1-\sigma(s))\,\nabla s = \nabla D/D$. For `"minimax"`, $\ell = \ln(1-\sigma(s))$ and $-\frac{\partial\ell}{\partial x} = \sigma(s)\,\nabla s = \nabla D/(1-D)$.
#
# **What to write.** One arrow for each sample, from its own loss (not from the mean over the batch). Looking must not touch: leave no gradients behind in D's weights. `torch.autograd.grad` is made for that. The arrows must be finite for every logit, as in exercise 2.


# %% nbgrader={"grade_id": "sample-arrows", "solution": true}
def sample_arrows(D, x, loss="ns"):
    """−∂ℓ/∂x for each sample's own loss: a tensor of the shape of x.

    D: from points (n, 2) to logits (n, 1) or (n,); x: (n, 2) tensor; loss: "ns" or "minimax".
    """
    ### BEGIN SOLUTION
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return -torch.autograd.grad(losses.sum(), x)[0]
    ### END SOLUTION


# %% nbgrader={"grade_id": "logit-landscapes", "locked": true}
def slope(x):
    """Logits x₁ − 2·x₂."""
    return x[:, 0] - 2 * x[:, 1]


def bowl(x):
    """Logits 1 − |x|², as a column."""
    return 1 - (x**2).sum(dim=1, keepdim=True)


def cliff(x):
    """Logits 10,000·x₁."""
    return 1e4 * x[:, 0]


def arrows_in_a_bowl(sample_arrows):
    """The arrows of both losses at three points of the bowl, "ns" first, (2, 3, 2)."""
    x = torch.tensor([[0.3, -0.5], [1.1, 0.2], [-0.4, 1.6]], dtype=torch.float64)
    both = [sample_arrows(bowl, x, loss) for loss in ("ns", "minimax")]
    return torch.stack([torch.as_tensor(arrows) for arrows in both])


# %%
# Try it here: delete the # of the next line and run the cell.
# sample_arrows(slope, torch.tensor([[2.0, 0.0]]), "ns")

# %% nbgrader={"grade_id": "sample-arrows-values", "points": 2}
arrows = [
    [[-0.204444, 0.340740], [-1.236788, -0.224871], [0.678503, -2.714012]],
    [[-0.395556, 0.659260], [-0.963212, -0.175129], [0.121497, -0.485988]],
]
made = call(arrows_in_a_bowl, sample_arrows)
check.close(made, arrows, "both losses at three points: first ns, then minimax")
x = torch.tensor([[2.0, 0.0], [0.0, 0.0]], dtype=torch.float64)
check.close(
    call(sample_arrows, slope, x, "ns"),
    np.array([[0.119203, -0.238406], [0.5, -1.0]]),
    "a sample that already convinces D is hardly pulled",
)
check.close(
    call(sample_arrows, slope, x, "minimax")[0],
    [0.880797, -1.761594],
    "with minimax it is pulled hardest",
)
check.close(call(sample_arrows, cliff, -x, "ns")[0], [10_000.0, 0.0], "finite for a huge logit")
made = call(spy_on_arrows, sample_arrows, np.zeros((3, 2)), "ns")
check.equal(made["d_gradients_touched"], False, "looking leaves no gradients in D")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random networks, and very large logits") as rng:
    for loss in ("ns", "minimax"):
        points, seed = rng.normal(size=(5, 2)), int(rng.integers(2**31))
        made = call(spy_on_arrows, sample_arrows, points, loss, seed)
        target = spy_on_arrows(reference.sample_arrows, points, loss, seed)
        check.close(made["arrows"], target["arrows"], atol=1e-12)
        check.equal(made["d_gradients_touched"], False)
        for D in (bowl, cliff):
            x = torch.from_numpy(np.concatenate([points, [[1.0, 0.0], [-1.0, 0.0]]]))
            made = call(sample_arrows, D, x, loss)
            check.close(made, reference.sample_arrows(D, x, loss), atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The question is about $x$, so a copy of $x$ has to ask for a gradient: `x.detach().clone()`, then `.requires_grad_(True)`.
# </details>
# <details><summary>Hint 2: one loss for each sample</summary>
#
# The gradient of the *sum* of the losses with respect to $x$ has in row $i$ exactly the gradient of sample $i$'s own loss, because no other term depends on it. A mean would divide by $n$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `torch.autograd.grad(losses.sum(), x)` returns a tuple with one entry. The losses are those of exercise 2, without `.mean()`; the arrow has a minus.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `losses.sum().backward()` and `x.grad` give the same arrows and leave gradients in D. In a loop in which D's step clears them that does no harm; in one in which it does not, drawing a picture changes the training.

# %% [markdown]
# **See it.** Three samples on the same slope: rejected ($s = -4$), undecided, accepted. Where $D$ rejects the sample, $|\nabla D|$ is small, and just there the non-saturating loss pulls hardest.

# %%
for s in (-4.0, 0.0, 4.0):
    at = torch.tensor([[s, 0.0]], dtype=torch.float64)
    ns, mm = (sample_arrows(slope, at, loss).norm().item() for loss in ("ns", "minimax"))
    D = 1 / (1 + np.exp(-s))
    print(f"D = {D:.3f}: |∇D| = {D * (1 - D) * 5**0.5:.3f}, ns {ns:.3f}, minimax {mm:.3f}")

# %% [markdown]
# ## 9. The playground
#
# Everything is in place. The playground below contains no training code of its own: your `algorithm1` makes the moves, your `d_step` and `g_step` carry them out, your functions draw and measure. $G$ and $D$ are networks with two hidden layers of 64 units, with ReLU, $\max(0, s)$, in place of tanh,
# $z$ is uniform on $[-1, 1]^2$, the optimiser is Adam with $\eta = 0.002$ and $\beta_1 = 0.5$.

# %%
from gancourse.games import clouds
from gancourse.games.playground import Playground, Tools

tools = Tools(
    algorithm1, d_step, g_step, sample_mixture, d_heatmap, manifold_cells, sample_arrows, d_star_gap
)
data = {
    "ring": clouds.Cloud(ring_centers(8, 2.0), 0.1),
    "grid": clouds.Cloud(grid_centers(5, 2.0), 0.08),
    "line": clouds.line(),
    "two Gaussians": clouds.two_gaussians(),
    "disjoint": clouds.disjoint(),
    "drawn": clouds.drawn(pad.points),
}
playground = Playground(tools, data)

# %% [markdown]
# Start small: 400 iterations on two Gaussians. Change any of the settings and run the cell again. (If you draw something new on the pad, run the cell above once more and start `"drawn"`; the live playground below also has a pad of its own.) `loss` may be `"ns"` or `"minimax"`, `k_d` and `k_g` any numbers from 0 to 10; the iterations are yours to raise.

# %%
playground.start("two Gaussians", k_d=3, k_g=1, loss="ns", seed=0)
playground.train(400)
plots.show(playground.figure())

# %% [markdown]
# | panel | what it shows |
# |---|---|
# | top left | Blue ground is where $D$ says “real”. Each arrow is your $-\partial\ell/\partial x$; compare lengths within one picture only. |
# | top right | What $D^*$ would say to this $G$, with both densities blurred by bells of width 0.12. The two maps should agree where there is mass. |
# | bottom left | Your cells, darker where $p_g$ is denser. |
# | bottom right | The JSD of data and samples, $\ln 2 - \mathrm{BCE}$ with $\mathrm{BCE} = -V/2$, and the mean gap between $D$ and $D^*$. No $D$ beats $D^*$ (assignment 05), so the second never lies above the JSD of the two densities, except by the luck of the batch. |
#
# The JSD here is an estimate, in nats, after putting data and samples into $24\times24$ boxes and one for all the rest. Boxes can only make it smaller; the luck of finite samples makes it a little larger.

# %%
print(playground.readout())
print(playground.csv())

# %% [markdown]
# **Predict first.** Take the ring, $k_D = k_G = 1$. How many of the eight modes will be found after 1000 iterations, and do you expect them one by one or all at once? Then $k_D = 1$, $k_G = 10$: what will happen to the generator when it moves ten times against a $D$ that
# stands still? Write both answers down before you press *Play*.
#
# Here the game is alive: it plays in the background while you watch, and you can go on working in the notebook. *Play*, *Pause*, *Step*; every setting may be changed while it runs, and below the picture everything drawn is explained. It begins again at iteration 0,
# with the settings of the cell above. Then press *Slow motion* and *Step* a few times: beside the moments of one iteration stands your own code, and the line that is running is marked.

# %%
widgets.playground_explorer(playground)

# %% [markdown]
# ![Two blobs of data; samples that begin as a lump between them leap onto one blob, and after 400 iterations lie along a band through both; the ground, what D says, changes with them](attachment:playground.png)
#
# *The playground as it was recorded once, with the settings of the cell above and the course's own functions, over 400 iterations: blue dots are data, orange squares are samples, and the ground is what $D$ says. This film plays where nothing has been run yet.*

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# The cell below runs both experiments. With $k_G = 10$ the generator runs to wherever $D$ is largest at the moment: samples bunch together, and when $D$ catches up they jump elsewhere. Choose a speed of 20 iterations a second and follow them. It is what a fixed $D$ does to $G$, for ten steps at a time. With $k_G = 1$ the modes come
# gradually, and how many there are at a given iteration depends on the seed: count over several seeds before you believe in a difference. The map of $D$ is never at rest either.
#
# In slow motion one iteration has 17 moments for $k_D = k_G = 1$, and $G$ is greyed out while $D$ learns. To see a wrong step, give `game.descend_g` the noise that $D$ has had in exercise 1 (or leave out `.detach()` in exercise 2), run that cell, the one with `tools` and this one again: the playground says what is wrong, at the line where it happens. Then put it right again.
# </details>

# %%
for k_g in (1, 10):
    another = Playground(tools, data)  # the buttons above keep their own
    another.start("ring", k_d=1, k_g=k_g, seed=0)
    another.train(1000 if k_g == 1 else 150, rows=1)
    print(another.readout())

# %% [markdown]
# ### For the curious: can you trust the read-out of a demonstration?
#
# [GAN Lab](https://poloclub.github.io/ganlab/) (Kahng et al. 2019, *GAN Lab: Understanding Complex Deep Generative Models using Interactive Visual Experimentation*, arXiv 1809.01587) is the best-known GAN to play with in the browser. Go and play with it: it needs no kernel, and its drawing of how data flow through the two networks, step by step, has no equal. It also
# shows a Jensen–Shannon curve. Three things make that curve something else: it takes $\log_2$, it adds a constant to every box, and it fills its histogram of the data with a loop that *removes* entries from the list it reads. The call is
# `splice(2i, 2i + 2)`, which means “delete $2i+2$ numbers, starting at position $2i$”. Here is the same loop on a list of 12,000 points, from which 450 are supposed to be counted:

# %%
atlas, counted = list(range(2 * 12_000)), 0
for i in range(450):
    taken = atlas[2 * i : 2 * i + 2 * i + 2]
    del atlas[2 * i : 2 * i + 2 * i + 2]
    counted += len(taken) >= 2
print(
    f"{counted} of 450 points are counted; the histogram sums to {counted / 450:.3f} instead of 1"
)

# %% [markdown]
# Its loss has a twist as well: only the real term is multiplied by 0.95. That is not one-sided label smoothing (label 0.95 in place of 1 for real images), whose optimum at $p = q$ is $0.95/2 = 0.475$. Maximise $0.95\,p\ln D + q\ln(1-D)$ over $D$ and you get $D = 0.95\,p/(0.95\,p + q)$: at equilibrium that detective says 0.487, not ½, and somebody
# will wonder why. (And its arrows are $\nabla_x D$, see exercise 10.) None of this makes it a bad demonstration. It shows what tests are for.

# %%
D = np.linspace(0.001, 0.999, 998_001)
for name, value in (
    ("game of this course", np.log(D) + np.log(1 - D)),
    ("0.95 on the real term", 0.95 * np.log(D) + np.log(1 - D)),
    ("one-sided smoothing", 0.95 * np.log(D) + 0.05 * np.log(1 - D) + np.log(1 - D)),
):
    print(f"{name}: best D at p = q is {D[np.argmax(value)]:.3f}")

# %% [markdown]
# ## 10. Put it together
#
# In section 5 the two networks were yours, but `LineGame` made the moves: it knew what goes back into $D$, and what goes on from there into $G$. PyTorch knew it in section 9. Now you do it, with nothing but your own functions.

# %% [markdown]
# ### Exercise 11 · A GAN from nothing
#
# *Difficulty ●●● · 40 minutes · 4 points*
#
# **Why it matters.** Every framework hides these lines. Having written them once, you know what `backward()` does for two players, and you need no library to understand one.
#
# **What to write.** `train_gan`: Algorithm 1 with networks as in exercise 3, one step of $G$ in each iteration, and Adam for both players ($\beta_1 = 0.5$, $\beta_2 = 0.999$, $\varepsilon = 10^{-8}$), each with means and a count of its own. $D$ gives logits and ascends $V$; $G$ descends the
# non-saturating loss. Every step draws its own batches. The layers that come in stay as they are; the new ones are returned.
#
# There is no formula this time. You know the slope of each term in a logit, and `mlp_backward` turns a slope at the output into slopes everywhere else, the input included. If in doubt, measure: `worth` below is $V$ on given batches, and an entry of a gradient is what $V$ changes by when that one weight does.
#
# You may use your `mlp_forward`, `mlp_backward` and `adam_step`; the checks need these to be right.


# %% nbgrader={"grade_id": "from-nothing", "locked": true}
def worth(g_layers, d_layers, x, z):
    """V for data x and noise z, by mlp_forward of both networks."""
    s_real = mlp_forward(d_layers, x)[-1]
    s_fake = mlp_forward(d_layers, mlp_forward(g_layers, z)[-1])[-1]
    return -np.mean(np.logaddexp(0, -s_real)) - np.mean(np.logaddexp(0, s_fake))


def some_layers(sizes, rng):
    """Random layers [(W, b), …] between layers of these sizes."""
    shapes = list(zip(sizes, sizes[1:]))
    return [(rng.normal(size=s) / s[0] ** 0.5, rng.normal(size=s[1])) for s in shapes]


def played(train_gan, seed, iterations, k, m=5, lr=0.03):
    """What train_gan makes of small networks: "g" and "d", all weights in a row, and what it drew.

    "x" and "z" count the batches; "changed": were the layers that came in changed?
    """
    rng, of_x, of_z = (np.random.default_rng([seed, i]) for i in range(3))
    start = [some_layers(sizes, rng) for sizes in ((2, 4, 3), (3, 5, 1))]
    given = [[(W.copy(), b.copy()) for W, b in layers] for layers in start]
    drawn = []

    def deal(name, source, width):
        return lambda m: (drawn.append(name), source.normal(size=(m, width)))[1]

    made = train_gan(*given, deal("x", of_x, 3), deal("z", of_z, 2), iterations, k, m, lr)
    g, d = (np.concatenate([np.ravel(a) for pair in one for a in pair]) for one in made)
    pairs = [pair for both in zip(start, given) for pair in zip(*both)]
    changed = any(not np.array_equal(a, b) for pair in pairs for a, b in zip(*pair))
    return {"g": g, "d": d, "x": drawn.count("x"), "z": drawn.count("z"), "changed": changed}


# %% nbgrader={"grade_id": "train-gan", "solution": true}
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    """Algorithm 1 in NumPy: (layers of G, of D) after `iterations` times k steps of D, one of G.

    g_layers, d_layers: lists of (W, b) as in mlp_forward, not changed; D gives logits (n, 1).
    sample_x(m), sample_z(m): a fresh batch of data or noise, m rows; lr: the rate of both Adams.
    """

    ### BEGIN SOLUTION
    class Learner:
        def __init__(self, layers):
            self.layers, self.t = list(layers), 0
            self.means = [[(np.zeros_like(p), np.zeros_like(p)) for p in pair] for pair in layers]

        def descend(self, gradients):
            self.t += 1
            for i, pair in enumerate(self.layers):
                moved = []
                for j, p in enumerate(pair):
                    mean = self.means[i][j]
                    step, *mean = adam_step(gradients[i][j], *mean, self.t, lr, 0.5, 0.999, 1e-8)
                    self.means[i][j] = mean
                    moved.append(p - step)
                self.layers[i] = tuple(moved)

    def sigma(s):
        return 1 / (1 + np.exp(-s))

    G, D = Learner(g_layers), Learner(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real = mlp_forward(D.layers, x)
            fake = mlp_forward(D.layers, mlp_forward(G.layers, z)[-1])
            at_real, _ = mlp_backward(D.layers, real, (sigma(real[-1]) - 1) / m)
            at_fake, _ = mlp_backward(D.layers, fake, sigma(fake[-1]) / m)
            D.descend([(a + c, b + d) for (a, b), (c, d) in zip(at_real, at_fake)])
        made = mlp_forward(G.layers, sample_z(m))
        judged = mlp_forward(D.layers, made[-1])
        _, at_x = mlp_backward(D.layers, judged, (sigma(judged[-1]) - 1) / m)
        G.descend(mlp_backward(G.layers, made, at_x)[0])
    return G.layers, D.layers
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# played(train_gan, 0, 1, 1)["d"][:5]

# %% nbgrader={"grade_id": "train-gan-one-round", "points": 2}
made = call(played, train_gan, 0, 1, 1)
check.equal(made["x"], 1, "one batch of data")
again = "G gets the noise on which D has just been trained: draw fresh noise for G's step."
check.equal(made["z"], 2, "two batches of noise", slips={again: 1})
first = [-0.562158, -0.294268, 0.097130, -0.612903]
check.close(made["d"][:4], first, "the first weights of D after one iteration")
first = [0.118905, -0.123412, 0.482847, 0.104175]
check.close(made["g"][:4], first, "and those of G, judged by the new D")
check.equal(made["changed"], False, "the layers that came in are as they were")
none = call(played, train_gan, 0, 0, 1)
first = [0.088905, -0.093412, 0.452847, 0.074176]
check.close(none["g"][:4], first, "without iterations G stays as it is")
only_g = call(played, train_gan, 3, 1, 0)
first = [1.413149, -1.837025, 0.325640, -0.431474]
check.close(only_g["g"][:4], first, "k = 0: G moves against a D that stands still")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("one iteration of other networks, with other numbers of steps of D") as rng:
    for k, m in ((0, 3), (1, 1), (2, 7), (4, 2)):
        game = (int(rng.integers(2**31)), 1, k, m, float(rng.uniform(0.01, 0.2)))
        made, target = call(played, train_gan, *game), played(reference.train_gan, *game)
        for key in ("g", "d"):
            check.close(made[key], target[key], atol=1e-9)
        for key in ("x", "z", "changed"):
            check.equal(made[key], target[key])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "train-gan-goes-on", "points": 2}
made = call(played, train_gan, 1, 6, 3)
once = "Every step of D gets batches of its own: draw inside the loop over k."
check.equal(made["x"], 18, "six iterations with k = 3", slips={once: 6})
check.equal(made["z"], 24, "and noise for each step of either")
first = [-0.693149, -0.115854, 0.453325, 0.868127]
check.close(made["d"][:4], first, "D after six iterations, with an Adam that remembers")
first = [0.363727, 0.411248, 0.351168, -0.942622]
check.close(made["g"][:4], first, "and G")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("several iterations of other networks") as rng:
    for iterations, k, m in ((5, 1, 4), (3, 4, 2), (8, 2, 6)):
        game = (int(rng.integers(2**31)), iterations, k, m, float(rng.uniform(0.01, 0.1)))
        made, target = call(played, train_gan, *game), played(reference.train_gan, *game)
        for key in ("g", "d"):
            check.close(made[key], target[key], rtol=1e-5, atol=1e-6)
        for key in ("x", "z", "changed"):
            check.equal(made[key], target[key])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Write one step of $D$ first, for a single batch. What does $-V$ change by if the logit of one real example grows a little? And if that of one fake does? These numbers, divided by $m$, are the `d_out` of two calls of `mlp_backward`; the gradients of the two are added.
# </details>
# <details><summary>Hint 2: through D into G</summary>
#
# $G$'s turn needs $D$ for one thing only: the second result of `mlp_backward(d_layers, …)`, which is the slope at $x = G(z)$. Hand it as `d_out` to `mlp_backward(g_layers, …)`. The slopes of $D$'s weights that come with it are thrown away.
# </details>
# <details><summary>Hint 3: the slopes, and the memory</summary>
#
# $D$ descends $-V$: $(\sigma(s) - 1)/m$ for real examples, $\sigma(s)/m$ for fakes. $G$ descends $-\frac1m\sum\ln\sigma(s)$: $(\sigma(s) - 1)/m$. For Adam keep, for each array of each player, the pair of means in a list that lives outside the loop, and one count for each player, which is 1 in its first step.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `played` draws data and noise from two sources, so the order in which a student draws them is free. One Adam for both players, or one count, is the slip that no picture shows. Those who let D's gradients of G's turn move D have built a D that helps its opponent.

# %% [markdown]
# **See it.** Eight blobs, two networks of 32 tanh units, and nothing in between that you have not written. (For the plane the noise is uniform on the square, as in section 9.) How many blobs are found by then depends on luck; that it hunts for them at all is your doing.

# %% tags=["folded"]
rng = np.random.default_rng(0)
plane = [some_layers(sizes, rng) for sizes in ((2, 32, 32, 2), (2, 32, 32, 1))]
ring = ring_centers(8, 2.0)
sources = (lambda m: sample_mixture(m, ring, 0.1, rng), lambda m: rng.uniform(-1, 1, size=(m, 2)))
fig, axes = plt.subplots(1, 3, figsize=(8, 2.9), sharex=True, sharey=True)
for ax, done, more in zip(axes, (0, 300, 1000), (0, 300, 700)):
    plane = train_gan(*plane, *sources, more, 2, 128, 0.003)
    fakes = mlp_forward(plane[0], sources[1](600))[-1]
    ax.plot(*ring.T, "+", color=plots.REAL, ms=10)
    ax.plot(*fakes.T, "o", ms=2, color=plots.FAKE, alpha=0.6)
    ax.set(aspect="equal", xlim=(-3, 3), ylim=(-3, 3), title=f"after {done:,} iterations")
near = np.min(np.linalg.norm(fakes[:, None] - ring, axis=2), axis=1) < 0.3
plots.show(fig, f"Samples begin in a heap; in the end {near.mean():.0%} are near one of 8 blobs")

# %% [markdown]
# ## What you can do now
#
# You have Algorithm 1, to the letter: fresh batches, $k$ steps up for $D$, then one step down for $G$, and you can prove with a spy that a loop does this. You know what `detach` protects (stored gradients, not weights), you can write a network and Adam by hand, and you
# have watched $D$ settle on $D^*$ and follow it. You have written a whole GAN with nothing but NumPy. You have seen that the gap to $D^*$ shrinks with $k$, that ½ alone means nothing, and that a data set and a read-out deserve tests like any other code.
#
# Save the notebook, press **Validate**, and hand it in. So far $D^*$ was a formula that you were asked to believe. In *05 · Jensen–Shannon* you prove it, step by step, and find out what $G$ descends when $D$ is perfect.

# %% [markdown]
# ## Read on
#
# - Goodfellow et al. (2014), *Generative Adversarial Networks*, [arXiv 1406.2661](https://arxiv.org/abs/1406.2661), Algorithm 1 and section 4.2: what the theorem on the loop assumes, and what it does not promise.
# - Heusel et al. (2017), *GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium*, [arXiv 1706.08500](https://arxiv.org/abs/1706.08500): two learning rates in place of $k$ steps.
# - [GAN Lab](https://poloclub.github.io/ganlab/), Kahng et al. (2019), [arXiv 1809.01587](https://arxiv.org/abs/1809.01587): look at its manifold and its step-by-step mode with what you know now.
