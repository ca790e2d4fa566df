# %% [markdown]
# # What goes wrong, and what to do about it
#
# Everything so far went well, more or less. $D$ was trained to its optimum, $G$ went downhill, and the theorem of assignment 05
# promised that the end of it all is $p_g = p_\text{data}$. People who train GANs know another story: gradients that vanish, players who
# circle each other for ever, generators that answer every $z$ with the same picture, and losses that tell you nothing of this.
#
# This assignment is about the failures that have a closed form. You make each of them happen with one or two numbers, find out why, and write
# the best-known cures: averaging, looking ahead, and three ways to hold D's slope. Some cures do not help against some failures, and you will
# see that in a formula. Assignment 08 takes the cures to real networks, and measures.
#
# Nine exercises, 24 points. Plan three hours and a quarter: 2 hours 40 for the exercises, the rest for reading and for the sliders. A good place
# for a break is after exercise 4, in the middle of section 2. Everything runs on two CPU cores, without a data set.

# %% [markdown]
# > **Conventions of the course**
# >
# > - $D$ *ascends* $V(D, G) = \mathbb{E}\ln D(x) + \mathbb{E}\ln(1 - D(G(z)))$. A *loss* is what is minimised.
# > - A value over a batch is the *mean* of the real term plus the *mean* of the fake term.
# > - $\ln$ and `np.log` are natural logarithms; the unit is the nat. JSD is never its square root.
# > - Logits in code (`s`), probabilities in prose ($p = \sigma(s)$).

# %% nbgrader={"grade_id": "imports", "locked": true}
import numpy as np
import torch
from gancourse import check, failure_figures, plots, widgets
from gancourse.check import call
from gancourse.check.critics import logit_of, watch_penalty
from scipy.special import expit

plots.use_course_style()
# For networks as small as these, more threads only get in each other's way.
torch.set_num_threads(1)

# %% [markdown]
# ## 1. The gradient that vanishes
#
# Let the data be $\mathcal{N}(0, 1)$ and let $G$ have a single weight: $G(z) = \mu + z$ with $z \sim \mathcal{N}(0, 1)$, so the fakes are
# $\mathcal{N}(\mu, 1)$, and $\mu$ should go to 0. Let $D$ be perfect. From assignment 05 you know its logit, $s(x) = \mu^2/2 - \mu x$. Now $G$ takes its
# step **while $D$ stands still**: we move $\mu$ inside $G$ only, and ask how strongly the loss pulls.
#
# The better $D$ is, and the further the fakes are away, the surer $D$ gets. Three losses react to that in three ways.

# %% [markdown]
# **Predict first.** At $\mu = 8$ a perfect $D$ says 0.00005 to a fake, on average. How strongly will $\ln(1 - D)$ pull, compared to $\mu = 2$? And
# $-\ln D$? Then turn up the second slider. It adds noise of that standard deviation to data *and* fakes before $D$ sees them. Will the minimax loss be
# helped, and everywhere?

# %%
widgets.overlap_explorer(mu=4.0, noise=0.0)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# From $\mu = 2$ to $\mu = 8$ the pull of the minimax loss falls from 0.45 to 0.0004, and it goes on falling: this is the vanishing gradient. The non-saturating
# loss pulls *harder* the further away the fakes are, close to $\mu$ itself. A Wasserstein critic pulls with 1 from everywhere. Noise of 3 turns 0.0004
# into 0.12. But it is not a free lunch: at $\mu = 2$, where the curves overlap anyway, noise of 1 makes a pull of 0.45 into one of 0.32.
# </details>

# %%
plots.show(widgets.overlap_figure(noise=3.0), folded="The same, standing still")

# %% [markdown]
# ### Exercise 1 · Who still pulls?
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** “$D$ must not become too good” is the oldest advice on GANs. As far as the *pull* goes, it is right for one of the three losses.
#
# **The setting.** Instance noise of standard deviation $r$ gives both distributions the variance $v = 1 + r^2$, and then the perfect $D$ has the logit
# $s(x) = (\mu^2 - 2\mu x)/(2v)$. A step of $\mu$ moves each fake $x$ by as much, while $s$ as a function of $x$ stays. So for a loss $\ell(s)$ the slope is
# the mean of $\frac{d}{dx}\,\ell(s(x))$ over the fakes, $x \sim \mathcal{N}(\mu, v)$: the chain rule through the logit
# (Arjovsky and Bottou 2017, *Towards Principled Methods for Training Generative Adversarial Networks*, section 2). The distance $W_1$ is $|\mu|$.
#
# **What to write.** The three slopes for $\mu > 0$, as $(\text{minimax}, \text{non-saturating}, W_1)$. They are slopes of losses, so positive ones pull
# $\mu$ towards 0. Compute the expectation as a sum over a fine grid, from ten standard deviations below $\mu$ to ten above; chance is not precise enough for numbers as small as
# these.


# %% nbgrader={"grade_id": "generator-slopes", "solution": true}
def generator_slopes(mu, noise=0.0):
    """Slopes with respect to μ of ln(1 − D), −ln D and W₁, D fixed and perfect: three floats.

    mu: float > 0, the mean of the fakes N(μ, 1); the data are N(0, 1).
    noise: float ≥ 0, the standard deviation of the noise that is added to both.
    """
    ### BEGIN SOLUTION
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu / v * d, mu / v * (1 - d), 1.0
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# generator_slopes(2.0)

# %% nbgrader={"grade_id": "generator-slopes-values", "points": 2}
made = call(generator_slopes, 3.0)
check.close(
    made[0],
    0.295864,
    "three apart: ln(1 − D) still pulls",
    slips={
        "The sign is flipped: s′ is negative, and so is the derivative in s.": -0.295864,
        "That is the mean of D on the fakes: multiply by −s′ = μ/v.": 0.098621,
        "Average over the fakes, not the data; and ln(1 − D) goes with D.": 2.704136,
    },
)
check.close(made[1], 2.704136, "−ln D pulls harder", slips={"The sign is flipped.": -2.704136})
check.close(made[2], 1.0, "the slope of W₁ = μ", slips={"That is W₁ itself, not its slope.": 3.0})
made = call(generator_slopes, 8.0)
check.close(made[0], 0.000392875, "eight apart: hardly anything left", atol=1e-10, rtol=1e-4)
check.close(made[1], 7.999607, "and −ln D pulls with all its might")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("slopes at other distances, without noise") as rng:
    for mu in rng.uniform(0.2, 10, size=6).tolist():
        made, target = call(generator_slopes, mu), reference.generator_slopes(mu)
        for i in range(3):
            check.close(made[i], target[i], rtol=1e-3, atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "generator-slopes-noise", "points": 1}
made = call(generator_slopes, 8.0, 3.0)
check.close(
    made[0],
    0.119697,
    "noise of 3 brings the pull back",
    slips={
        "The noise is ignored.": 0.000392875,
        "Variances add, not standard deviations: v = 1 + noise².": 0.030018,
        "That is the mean of D on the fakes: multiply by −s′ = μ/v.": 0.149622,
        "With noise the slope of the logit is −μ/v, not −μ.": 1.196972,
    },
)
check.close(
    made[1],
    0.680303,
    "and weakens the other one",
    slips={"With noise the slope of the logit is −μ/v, not −μ.": 6.803028},
)
check.close(
    made[2],
    1.0,
    "both bells are as far apart as before, so W₁ is still μ",
    slips={"W₁ is the distance |μ|, noise or not: only the logit has v in it.": 0.1},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("slopes with instance noise") as rng:
    for mu, noise in rng.uniform(0.2, [10, 4], size=(6, 2)).tolist():
        made, target = call(generator_slopes, mu, noise), reference.generator_slopes(mu, noise)
        for i in range(3):
            check.close(made[i], target[i], rtol=1e-3, atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Write down a grid of $x$ and the weights of the fakes on it: the bell curve around $\mu$ with variance $v$, divided by its sum, so that the weights sum to 1. An expectation is then `np.sum(weight * …)`.
# </details>
# <details><summary>Hint 2: the two slopes</summary>
#
# The derivative of $\ln(1-\sigma(s))$ in $s$ is $-\sigma(s)$, that of $-\ln\sigma(s)$ is $-(1 - \sigma(s))$, and $s' = -\mu/v$. So the minimax loss has the mean of $\sigma(s)\,\mu/v$ over the fakes; for the other one $\sigma(s)$ is replaced by $1 - \sigma(s)$. `expit` is $\sigma$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The grid is `mu + np.sqrt(v) * np.linspace(-10, 10, 4001)`. With the logit `s`, the mean of $D$ is `d = np.sum(weight * expit(s))`. The first two results are $d$ and $1-d$, each times $\mu/v$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The slope of the minimax loss at a fixed, perfect D is the slope of C(G) = −ln 4 + 2·JSD (envelope theorem): a test of this repository compares the two. The two first
# slopes sum to μ/v, which catches many slips. Monte Carlo fails at μ = 8, where one sample in 20,000 matters.

# %% [markdown]
# **See it.** $D$ is at its best, so to first order $V$ does not care about how $D$ would answer. Therefore the first column must be the slope of $2\,\mathrm{JSD} - \ln 4$, the theorem of assignment 05. Here it is measured on JSD itself: by how much does
# it change between $\mu - h$ and $\mu + h$?

# %%
from gancourse.widgets.sliding import compute_sliding

for mu in (1.0, 2.0, 4.0, 8.0):
    above, below = compute_sliding([mu + 1e-3, mu - 1e-3]).jsd
    slopes = generator_slopes(mu)
    print(f"μ = {mu}: yours {slopes[0]:.6f}, of 2·JSD {2 * (above - below) / 2e-3:.6f}")

# %% [markdown]
# ## 2. Two players in a circle
#
# Vanishing gradients have a simple cure: give $G$ another loss. The next failure comes with each of the three. In assignment 03 you played on the saddle $V(d, g) = d\,g$, where $D$ climbs and
# $G$ descends. The equilibrium is $(0, 0)$, each player moves in the direction that is best for it, and nobody ever arrives: the step of both together is
# at right angles to the direction in which the equilibrium lies.
#
# On this saddle all rules of play are *linear*: one round maps $(d, g)$ to a matrix times $(d, g)$. What happens after many rounds is
# decided by one number, the **spectral radius** of this matrix, its largest $|\lambda|$. Above 1 the players fly apart, below 1 they arrive, and at 1 they
# usually circle for ever.

# %% [markdown]
# ### Exercise 2 · Three ways to take turns
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** The third rule, *extragradient* (Korpelevich 1976), changes neither the loss nor the networks, only what gradient is used: that of the place where one *would*
# be after a step.
#
# **What to write.** `saddle_step` returns the new $(d, g)$. $D$ climbs with rate $\eta_D$, $G$ descends with rate $\eta_G$.
#
# - `"simultaneous"`: both use the gradients at $(d, g)$.
# - `"alternating"`: $D$ moves first; $G$ answers the new $d$.
# - `"extragradient"`: both look ahead, $d' = d + \eta_D g$ and $g' = g - \eta_G d$, and then move from $(d, g)$ with the gradients found at $(d', g')$.
#
# `growth` returns the spectral radius. The columns of the matrix are what becomes of $(1, 0)$ and of $(0, 1)$ in one round; `np.linalg.eigvals` gives the $\lambda$, which may be complex.


# %% nbgrader={"grade_id": "saddle", "solution": true}
def saddle_step(d, g, eta_d, eta_g, method):
    """(d, g) after one round on V(d, g) = d·g; D climbs, G descends.

    d, g: floats; eta_d, eta_g: rates > 0.
    method: "simultaneous", "alternating" (D first) or "extragradient".
    """
    ### BEGIN SOLUTION
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return ahead_d, g - eta_g * ahead_d
    return d + eta_d * ahead_g, g - eta_g * ahead_d
    ### END SOLUTION


def growth(eta_d, eta_g, method):
    """The spectral radius of one round: the largest |λ| of its matrix, a float."""
    ### BEGIN SOLUTION
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T))))
    ### END SOLUTION


# %% nbgrader={"grade_id": "growth-table", "locked": true}
def growth_table(growth):
    """The growth for long steps: alternating, simultaneous, and with extragradient."""
    rounds = (2.3, 2.6, "alternating"), (0.7, 1.9, "simultaneous"), (0.6, 0.9, "extragradient")
    return np.array([growth(*one) for one in rounds])


# %%
# Try it here: delete the # of the next line and run the cell.
# saddle_step(1.0, 1.0, 0.1, 0.1, "extragradient"), growth(0.1, 0.1, "simultaneous")

# %% nbgrader={"grade_id": "saddle-step", "points": 1}
made = call(saddle_step, 1.0, 1.0, 0.1, 0.1, "alternating")
check.close(
    made,
    np.array([1.1, 0.89]),
    "G answers the new d = 1.1",
    slips={
        "D moves first: here G did, and D answered the new g.": [1.09, 0.9],
        "That is both at once: G has to use the new d.": [1.1, 0.9],
    },
)
made = call(saddle_step, 1.0, 1.0, 0.1, 0.1, "extragradient")
check.close(
    made,
    np.array([1.09, 0.89]),
    "gradients found at (1.1, 0.9), steps taken from (1, 1)",
    slips={
        "The step starts where the players are, not at the place they looked at.": [1.19, 0.79],
        "G looks ahead too: both gradients are taken at the same place (d′, g′).": [1.1, 0.89],
    },
)
made = call(saddle_step, 1.0, 1.0, 0.1, 0.1, "simultaneous")
check.close(made, np.array([1.1, 0.9]), "both at once")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("one round from other places with other rates") as rng:
    for method in ("simultaneous", "alternating", "extragradient"):
        for d, g, a, b in rng.uniform([-2, -2, 0, 0], [2, 2, 1, 1], size=(3, 4)).tolist():
            made = call(saddle_step, d, g, a, b, method)
            check.close(made, np.array(reference.saddle_step(d, g, a, b, method)), atol=1e-9)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "saddle-growth", "points": 2}
made = call(growth, 0.1, 0.1, "simultaneous")
check.close(
    made,
    1.004988,
    "outwards: √(1 + η²)",
    slips={
        "For a complex λ, |λ| is √(real² + imaginary²): `np.abs` knows that.": 1.0,
        "That is |λ|², the determinant: take the root.": 1.01,
    },
)
check.close(call(growth, 0.1, 0.1, "alternating"), 1.0, "round and round")
check.close(call(growth, 0.1, 0.1, "extragradient"), 0.995038, "inwards: √(1 − η² + η⁴)")
check.close(
    call(growth, 2.5, 2.5, "alternating"), 4.0, "with steps above 2 even alternating flies apart"
)
check.close(call(growth, 0.4, 0.1, "simultaneous"), 1.019804, "two time scales: √(1 + η_D·η_G)")
made = call(growth_table, growth)
check.close(
    made, [3.710494, 1.526434, 0.866949], "long steps, in turns, at once, and with a look ahead"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("spectral radii for other rates, small and large") as rng:
    for method in ("simultaneous", "alternating", "extragradient"):
        for a, b in rng.uniform(0.05, 2.8, size=(4, 2)).tolist():
            made = call(growth, a, b, method)
            check.close(made, reference.growth(a, b, method), atol=1e-7)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The gradient of $d\,g$ is $g$ for $d$ and $d$ for $g$. Compute the two look-ahead values first; each of the three rules uses them.
# </details>
# <details><summary>Hint 2: the matrix</summary>
#
# `np.array([saddle_step(1.0, 0.0, …), saddle_step(0.0, 1.0, …)])` has the columns as rows; transposing does not even change the $\lambda$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Extragradient: `d + eta_d * ahead_g, g - eta_g * ahead_d`. The radius: `np.max(np.abs(np.linalg.eigvals(M)))`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Alternating play has determinant 1 and trace 2 − η_D·η_G, so |λ| = 1 up to η_D·η_G = 4. Two time scales alone are no cure on the saddle: √(1 + η_Dη_G) > 1 for any
# rates. Extragradient with a rate above 1 diverges too.

# %% [markdown]
# **See it.** A hundred rounds from $(1, 1)$, at distance 1.414. The spectral radius to the power of 100, times 1.414, is the distance of simultaneous play and of extragradient, to all digits; alternating play goes round an
# ellipse, so its distance goes up and down for ever.

# %%
for method in ("simultaneous", "alternating", "extragradient"):
    d, g = 1.0, 1.0
    for _ in range(100):
        d, g = saddle_step(d, g, 0.1, 0.1, method)
    predicted = np.sqrt(2) * growth(0.1, 0.1, method) ** 100
    print(f"{method}: distance {np.hypot(d, g):.6f}, radius to the power of 100: {predicted:.6f}")

# %% [markdown]
# ### The smallest GAN of all
#
# Is the circle an artefact of the saddle? Mescheder et al. (2018) asked a GAN with one number each. The data are always 0. The
# generator always says $\theta$. The discriminator has the logit $\psi x$. The equilibrium is $(\theta, \psi) = (0, 0)$, and the value is
#
# $$V(\psi, \theta) = \ln\sigma(0) + \ln(1 - \sigma(\psi\theta)).$$
#
# This is a real GAN with a real log loss. It also shows what regularisation can do: **R1** takes $\frac\gamma2\,\mathbb{E}_\text{data}\|\nabla_x s\|^2$ away from
# what $D$ climbs, here $\frac\gamma2\psi^2$, because the slope of the logit is $\psi$.

# %% [markdown]
# ### Exercise 3 · The Dirac-GAN
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** If a cure fails on two numbers, no amount of computing will make it a theorem for ten million.
#
# **What to write.** The direction in which each player moves, $(\dot\theta, \dot\psi)$: for $D$ the gradient of what it climbs, for $G$ *minus* the gradient of its
# loss. The three kinds are
#
# - `"minimax"`: $D$ climbs $V - \frac\gamma2\psi^2$, $G$ descends $V$;
# - `"ns"`: the same $D$; $G$ descends $-\ln\sigma(\psi\theta)$;
# - `"wgan"`: $D$ climbs $\psi\cdot 0 - \psi\theta - \frac\gamma2\psi^2$ (real minus fake), $G$ descends $-\psi\theta$.


# %% nbgrader={"grade_id": "dirac-field", "solution": true}
def dirac_field(theta, psi, kind, gamma=0.0):
    """(dθ, dψ): where G and D of the Dirac-GAN move; data 0, fake θ, logit ψx.

    theta, psi: floats; kind: "minimax", "ns" or "wgan"; gamma: strength of R1, ≥ 0.
    """
    ### BEGIN SOLUTION
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(s) - gamma * psi
    ### END SOLUTION


# %% [markdown]
# `dirac_path` plays with your field, both players at once or in turns, and returns where they are after each round; `dirac_radius` is the distance from the equilibrium at the end.


# %% nbgrader={"grade_id": "dirac-play", "locked": true}
def dirac_path(field, kind, gamma, order, rounds=500, h=0.2, start=(1.0, -1.0)):
    """(rounds + 1, 2): (θ, ψ) after each round of step h; order "simultaneous" or "alternating"."""
    theta, psi = start
    places = [(theta, psi)]
    for _ in range(rounds):
        move_g, move_d = field(theta, psi, kind, gamma)
        psi = psi + h * move_d
        if order == "alternating":
            move_g, _ = field(theta, psi, kind, gamma)
        theta = theta + h * move_g
        places.append((theta, psi))
    return np.array(places)


def dirac_table(field, gamma):
    """(dθ, dψ) at (1.3, −0.7), one row each for "minimax", "ns" and "wgan"."""
    return np.array([field(1.3, -0.7, kind, gamma) for kind in ("minimax", "ns", "wgan")])


def dirac_radius(field, kind, gamma, order, rounds=500):
    """The distance of (θ, ψ) from (0, 0) at the end, a float."""
    return float(np.hypot(*dirac_path(field, kind, gamma, order, rounds)[-1]))


def dirac_radii(field):
    """The distances after twenty rounds: minimax, Wasserstein, and with R1 Wasserstein and "ns"."""
    games = ("minimax", 0.0, "simultaneous"), ("wgan", 0.0, "alternating")
    cured = ("wgan", 0.3, "simultaneous"), ("ns", 0.3, "alternating")
    return np.array([dirac_radius(field, *game, rounds=20) for game in games + cured])


# %%
# Try it here: delete the # of the next line and run the cell.
# dirac_field(1.0, -1.0, "minimax"), dirac_radius(dirac_field, "minimax", 0.0, "simultaneous")

# %% nbgrader={"grade_id": "dirac-field-values", "points": 1}
table = [[-0.200900, -0.373100], [-0.499100, -0.373100], [-0.700000, -1.300000]]
check.close(call(dirac_table, dirac_field, 0.0), table, "three games, a row each: (dθ, dψ)")
made = call(dirac_field, 2.0, 0.5, "minimax")
check.close(
    made,
    np.array([0.365529, -1.462117]),
    "the fake is believed (D = 0.731): G walks on, D takes its slope back",
)
made = call(dirac_field, 2.0, 0.5, "ns")
check.close(made, np.array([0.134471, -1.462117]), "−ln σ is flat where D believes")
made = call(dirac_field, 2.0, 0.5, "wgan")
check.close(made, np.array([0.5, -2.0]), "no sigmoid at all")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("directions at other places, without R1") as rng:
    for kind in ("minimax", "ns", "wgan"):
        for theta, psi in rng.uniform(-3, 3, size=(3, 2)).tolist():
            made = call(dirac_field, theta, psi, kind)
            check.close(made, np.array(reference.dirac_field(theta, psi, kind)), atol=1e-9)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "dirac-field-penalty", "points": 1}
table = [[-0.200900, -0.093100], [-0.499100, -0.093100], [-0.700000, -1.020000]]
check.close(call(dirac_table, dirac_field, 0.4), table, "with R1, which only D's direction feels")
made = call(dirac_field, 2.0, 0.5, "wgan", 0.4)
check.close(made, np.array([0.5, -2.2]), "R1 pulls ψ towards 0 with γψ")
for kind, of_g in (("minimax", 0.365529), ("ns", 0.134471)):
    made = call(dirac_field, 2.0, 0.5, kind, 0.4)
    check.close(made, np.array([of_g, -1.662117]), "and in the games with a logarithm as well")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("directions at other places, with R1") as rng:
    for kind in ("minimax", "ns", "wgan"):
        for theta, psi, gamma in rng.uniform([-3, -3, 0.1], [3, 3, 2], size=(3, 3)).tolist():
            made = call(dirac_field, theta, psi, kind, gamma)
            check.close(made, np.array(reference.dirac_field(theta, psi, kind, gamma)), atol=1e-9)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "dirac-field-radius", "points": 1}
made = call(dirac_radii, dirac_field)
check.close(made, [1.557073, 1.502497, 1.062158, 0.495530], "four games after twenty rounds")
made = call(dirac_radius, dirac_field, "minimax", 0.0, "simultaneous")
check.close(made, 3.097, "no cure, both at once: outwards", rtol=1e-3)
made = call(dirac_radius, dirac_field, "wgan", 0.0, "alternating")
check.close(made, 1.434, "Wasserstein in turns: round and round", rtol=1e-3)
made = call(dirac_radius, dirac_field, "wgan", 0.3, "simultaneous")
check.close(made, 0.00906, "with R1 it arrives, even at once", atol=1e-4)
made = call(dirac_radius, dirac_field, "ns", 0.3, "alternating")
check.close(made, 0.0, "and so does the non-saturating game", atol=1e-4)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("where the players are after other numbers of rounds") as rng:
    for kind in ("minimax", "ns", "wgan"):
        for order in ("simultaneous", "alternating"):
            options = (kind, float(rng.uniform(0, 1)), order, int(rng.integers(20, 200)))
            made = call(dirac_radius, dirac_field, *options)
            check.close(made, dirac_radius(reference.dirac_field, *options), rtol=1e-3)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The data term $\ln\sigma(0)$ is a constant. With $s = \psi\theta$, the derivative of $\ln(1 - \sigma(s))$ in $s$ is $-\sigma(s)$; then $\partial s/\partial\theta = \psi$ and $\partial s/\partial\psi = \theta$.
# </details>
# <details><summary>Hint 2: signs</summary>
#
# $D$ goes up: $\dot\psi = -\sigma(s)\,\theta - \gamma\psi$. $G$ goes down: $\dot\theta$ is *minus* $-\sigma(s)\,\psi$ for minimax.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# For the first two kinds return `psi * pull` and `-theta * expit(s) - gamma * psi`, where `pull` is `expit(s)` for minimax and `expit(-s)` for `"ns"`. For `"wgan"` both sigmoids are 1.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Mescheder et al. give D the other sign (fakes get large values); their (1, 1) is our (1, −1), and then the radii agree with their code to all printed digits. The non-saturating game without R1
# does shrink, to 0.64 or 0.27 after 500 rounds: its sigmoids are not the same function, so the field is no pure rotation away from the equilibrium.

# %% [markdown]
# **See it.** All three losses, with and without R1, after 500 rounds from a start at 1.414. Read along the rows: for minimax and Wasserstein, flying apart becomes circling when they are played in turns. Only R1 makes all three arrive. The
# non-saturating game moves inwards by itself, and does not arrive either. In turns it creeps, ever more slowly: 0.27 are left after 500 rounds, 0.09 after 5,000, 0.029 after 50,000. At once it stops at a circle: near the equilibrium a round
# of step $h$ stretches the distance by $\sqrt{1 + h^2/4}$, as on the saddle; further out the sigmoids pull inwards. Both balance between 0.62 and 0.64, and there it stays.

# %%
print("          γ = 0: at once  in turns    γ = 0.3: at once  in turns")
for kind in ("minimax", "ns", "wgan"):
    row = [
        dirac_radius(dirac_field, kind, gamma, order)
        for gamma in (0.0, 0.3)
        for order in ("simultaneous", "alternating")
    ]
    print(f"{kind:8} {row[0]:14.4g} {row[1]:10.4g} {row[2]:18.1e} {row[3]:10.1e}")

# %% [markdown]
# **Predict first.** In the picture below, $\gamma$ is the strength of R1. That $\gamma = 0.3$ arrives, the table says. By which way: straight, or round and round? From which $\gamma$ on does nothing turn any more? And is $\gamma = 2$ better than $\gamma = 1$? Which player is then late, $\theta$ or $\psi$? Choose the minimax loss, guess, and
# move the slider.

# %%
widgets.dirac_explorer("minimax", gamma=0.0)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# For $\gamma = 0$ simultaneous play spirals outwards with the minimax loss, and faster with the Wasserstein loss, which has no sigmoid to brake it: its distance is 71 after 200 rounds. In turns, minimax and Wasserstein circle. With $\gamma = 0.3$ the path is a spiral inwards. At
# $\gamma = 1$ the spiral has just disappeared and the players arrive fastest; at $\gamma = 2$ they creep, because $D$ is held so close to 0 that it hardly tells $G$ where to go: $\theta$ is late, with $\psi$ nearly four times as close to 0.
# </details>

# %%
four = [("minimax", 0.0), ("wgan", 0.0), ("minimax", 0.3), ("minimax", 2.0)]
plots.show(widgets.dirac_figure(four), folded="The same, standing still")

# %% [markdown]
# ### Exercise 4 · How much R1?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** The best $\gamma$ can be computed. It needs the linear map that the field looks like close to the equilibrium.
#
# **What to derive.** Near $(0, 0)$, $\sigma(\psi\theta) \approx \frac12$, so $\dot\theta = \frac12\psi$ and $\dot\psi = -\frac12\theta - \gamma\psi$. The solutions of such a linear
# system are made of terms $e^{\lambda t}$, where the $\lambda$ are the two eigenvalues of its matrix. Find them, as functions of $\gamma$ (Mescheder et al. 2018 do it for every loss). The real part of $\lambda$ says how fast
# one arrives, the imaginary part how fast one circles.
#
# **What to write.** The *decay*, which is how fast the **slower** term dies ($-\max \mathrm{Re}\,\lambda$), and the *frequency*, $\max|\mathrm{Im}\,\lambda|$.


# %% nbgrader={"grade_id": "dirac-rate", "solution": true}
def dirac_rate(gamma):
    """(decay, frequency) of the Dirac-GAN with R1 near its equilibrium, two floats ≥ 0.

    gamma: strength of R1, ≥ 0. decay: −max Re λ; frequency: max |Im λ|.
    """
    ### BEGIN SOLUTION
    inside = gamma**2 / 4 - 0.25
    if inside < 0:
        return gamma / 2, np.sqrt(-inside)
    return gamma / 2 - np.sqrt(inside), 0.0
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# dirac_rate(0.3)

# %% nbgrader={"grade_id": "dirac-rate-values", "points": 2}
check.close(
    call(dirac_rate, 0.3),
    np.array([0.15, 0.476970]),
    "a spiral inwards",
    slips={
        "The slope of the sigmoid's term at 0 is ½: the ¼ under the root is its square.": [
            0.15,
            0.988686,
        ],
        "That is minus the decay: λ has a negative real part here.": [-0.15, 0.476970],
    },
)
check.close(call(dirac_rate, 1.0), np.array([0.5, 0.0]), "the critical γ", atol=1e-6)
check.close(
    call(dirac_rate, 2.0),
    np.array([0.133975, 0.0]),
    "too much: the slower of two terms decides",
    slips={
        "That is the faster term; in the end only the slower one is left.": [1.866025, 0.0],
        "Above γ = 1 both λ are real and differ: take the one nearer to 0.": [1.0, 0.0],
    },
)
check.close(call(dirac_rate, 0.37), [0.185000, 0.464516], "a wide spiral inwards")
check.close(call(dirac_rate, 0.0), np.array([0.0, 0.5]), "no penalty: circles, for ever")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("other strengths of R1, below and above the critical one") as rng:
    for gamma in [*rng.uniform(0, 1, size=4).tolist(), *rng.uniform(1, 6, size=4).tolist()]:
        made, target = call(dirac_rate, gamma), np.array(reference.dirac_rate(gamma))
        check.close(made, target, atol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The eigenvalues of $\begin{pmatrix}0 & \frac12\\ -\frac12 & -\gamma\end{pmatrix}$ solve $\lambda^2 + \gamma\lambda + \frac14 = 0$. For which $\gamma$ are they real?
# </details>
# <details><summary>Hint 2: the formula, and two cases</summary>
#
# $\lambda = -\frac\gamma2 \pm \sqrt{\frac{\gamma^2}{4} - \frac14}$. For $\gamma < 1$ the decay is $\gamma/2$ and the frequency $\sqrt{1/4 - \gamma^2/4}$. For $\gamma \ge 1$ the frequency is 0, and of the two decays $\gamma/2 \pm \sqrt{\dots}$ the smaller one counts.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Or let NumPy do it: `np.linalg.eigvals(np.array([[0, 0.5], [-0.5, -gamma]]))`, then `-max(λ.real)` and `max(abs(λ.imag))`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** At γ = 1 the matrix is defective, and eigvals returns imaginary parts of about 1e-9: the tolerance of the check allows for it. The same calculation for WGAN has 1 in place of ½, and the critical γ is 2.

# %% [markdown]
# So $\lambda = -\frac\gamma2 \pm \sqrt{\frac{\gamma^2}{4} - \frac14}$: below $\gamma = 1$ a spiral, above it two real numbers, of which the one nearer to 0 decides.
#
# **See it.** The decay over $\gamma$: it rises with slope ½ up to $\gamma = 1$ and falls again after it. The dots are measured in the real game, over 200 rounds from close to the equilibrium.

# %%
plots.show(failure_figures.decay_figure(dirac_rate, dirac_path, dirac_field))

# %% [markdown]
# ### Exercise 5 · Averaging the weights
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** If the players circle around the equilibrium, then the *mean* of where they have been is close to it. An exponential moving average of $G$'s weights costs one line, touches
# no gradient, and is behind most of the famous pictures (Yazıcı et al. 2019).
#
# **Formula.** After each step, $\bar w \leftarrow \beta\,\bar w + (1 - \beta)\,w$. The samples are then made with $\bar w$; the training goes on with $w$.
#
# **What to write.** The new averages as a new list. The arrays that come in are still needed: leave them as they are. It has to work for NumPy arrays and for tensors, which it does if you only compute with `+` and `*`.


# %% nbgrader={"grade_id": "ema", "solution": true}
def ema(average, weights, decay):
    """The new averages decay·average + (1 − decay)·weights: a list of arrays.

    average, weights: lists of arrays (or tensors) of the same shapes, not changed.
    decay: float in [0, 1).
    """
    ### BEGIN SOLUTION
    return [decay * a + (1 - decay) * w for a, w in zip(average, weights)]
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# ema([np.array([1.0, 2.0])], [np.array([3.0, 0.0])], 0.9)

# %% nbgrader={"grade_id": "ema-values", "points": 2}
average = [np.array([1.0, 2.0]), np.array([[4.0]])]
weights = [np.array([3.0, 0.0]), np.array([[6.0]])]
made = call(ema, average, weights, 0.9)
check.close(
    made[0],
    np.array([1.2, 1.8]),
    "nine tenths of the old average, one tenth of the new weights",
    slips={
        "The other way round: the decay belongs to the old average.": [2.8, 0.2],
        "The two factors must sum to 1: the new weights get 1 − decay.": [3.9, 1.8],
    },
)
check.close(made[1], np.array([[4.2]]), "and the same for every array")
made = call(ema, [torch.zeros(2)], [torch.ones(2)], 0.75)
check.close(made[0], np.array([0.25, 0.25]), "tensors work as well")
check.close(call(ema, average, weights, 0.0)[0], np.array([3.0, 0.0]), "no memory: the weights")
average, weights = [np.array([1.37, 2.11, -0.43])], [np.array([0.29, 1.73, 0.91])]
made = call(ema, average, weights, 0.83)
check.close(made[0], [1.1864, 2.0454, -0.2022], "three weights: 0.83 of the old, 0.17 of the new")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("averages of several arrays, a few steps long") as rng:
    average = [rng.normal(size=3), rng.normal(size=(2, 2))]
    for decay in rng.uniform(0, 1, size=4).tolist():
        weights = [rng.normal(size=3), rng.normal(size=(2, 2))]
        made, target = call(ema, average, weights, decay), reference.ema(average, weights, decay)
        for i in range(2):
            check.close(made[i], target[i], atol=1e-12)
        average = target
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Walk through both lists in step: `zip(average, weights)`.
# </details>
# <details><summary>Hint 2: no writing into arrays</summary>
#
# `decay * a + (1 - decay) * w` makes a new array; `a *= decay` would write into the old one.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# One list comprehension: `[… for a, w in zip(average, weights)]`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With a start at 0 an EMA is too small at first, as Adam's moments are; here it starts at the first weights, so no correction is needed.

# %% [markdown]
# **See it.** Minimax in turns, without R1: it circles. One lap takes about 71 rounds here (63 close to the equilibrium), so an average over a hundred, $\beta = 0.99$, covers more than one: it is nearly nine times closer to the equilibrium than the players themselves, and it needs
# no gradient of anything. The players still circle.

# %%
path = dirac_path(dirac_field, "minimax", 0.0, "alternating", rounds=600)
mean = [path[0]]
for point in path[1:]:
    mean = ema(mean, [point], 0.99)
print(f"players at distance {np.hypot(*path[-1]):.3f}, their average at {np.hypot(*mean[0]):.3f}")

# %% [markdown]
# ### Exercise 6 · Unrolling
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** $G$ moves as if $D$ would stand still, and $D$ does not. Metz et al. (2017) let $G$ think $k$ steps ahead: it descends the value *after* $D$'s next $k$ steps, and the gradient runs back through these
# steps.
#
# **Formula.** On $V(d, g) = d\,g - \frac c2 d^2$, $D$ climbs with rate $\eta$: $d_{j+1} = d_j + \eta\,(g - c\,d_j)$, $d_0 = d$. The unrolled loss of $G$ is
# $V(d_k(g), g)$, and by the chain rule its slope is
#
# $$\frac{d}{dg}V(d_k(g), g) = d_k + (g - c\,d_k)\,\frac{\partial d_k}{\partial g}.$$
#
# **What to write.** That slope, a number. You get $\partial d_k/\partial g$ by differentiating the recursion: one more line in the loop. Only `d_0` does not depend on $g$.


# %% nbgrader={"grade_id": "unrolled-gradient", "solution": true}
def unrolled_gradient(d, g, eta, k, c=0.0):
    """d/dg of V(d_k(g), g), V(d, g) = d·g − c·d²/2, where d_k is D after k more steps: a float.

    d, g: floats; eta: D's rate > 0; k: steps ahead, an integer ≥ 0; c: curvature ≥ 0.
    """
    ### BEGIN SOLUTION
    slope = 0.0
    for _ in range(k):
        d, slope = d + eta * (g - c * d), slope + eta * (1 - c * slope)
    return d + (g - c * d) * slope
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# unrolled_gradient(1.0, 0.5, 0.1, 1, 1.0)

# %% nbgrader={"grade_id": "unrolled-gradient-values", "points": 1}
check.close(
    call(unrolled_gradient, 1.0, 0.5, 0.1, 1),
    1.1,
    "one step ahead on the saddle: d + 2ηg",
    slips={
        "d₁ depends on g: the second term of the chain rule is missing.": 1.05,
        "The first term is missing: V depends on g directly, too.": 0.05,
    },
)
made = call(unrolled_gradient, 0.7, -0.45, 0.13, 3)
check.close(made, 0.349000, "three steps ahead on the saddle")
check.close(call(unrolled_gradient, 1.0, 0.5, 0.1, 0), 1.0, "k = 0: the plain gradient, d")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("unrolling on the saddle, without curvature") as rng:
    for k in (0, 1, 4):
        d, g, eta = rng.uniform([-2, -2, 0.05], [2, 2, 0.5]).tolist()
        made = call(unrolled_gradient, d, g, eta, k)
        check.close(made, reference.unrolled_gradient(d, g, eta, k), atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "unrolled-gradient-curvature", "points": 2}
check.close(
    call(unrolled_gradient, 1.0, 0.5, 0.1, 1, 1.0),
    0.905,
    "with curvature: 0.95 + (0.5 − 0.95)·0.1",
    slips={
        "The second term is missing: d₁ depends on g.": 0.95,
        "∂V/∂d is g − c·d: the curvature is missing there.": 1.0,
    },
)
check.close(
    call(unrolled_gradient, 1.0, 0.5, 0.1, 2, 1.0),
    0.828050,
    "two steps: ∂d₂/∂g = 0.19",
    slips={
        "With c > 0 no step is like the one before: d is new, and ∂d_k/∂g is not kη.": 0.824000,
        "∂d_k/∂g grows with every step: add up.": 0.864500,
    },
)
check.close(
    call(unrolled_gradient, 1.0, 0.5, 0.1, 300, 1.0),
    0.5,
    "a D that is done: slope of g²/2",
    atol=1e-6,
)
made = call(unrolled_gradient, 0.7, -0.45, 0.13, 3, 0.6)
check.close(made, 0.140745, "three steps ahead, with a curvature of 0.6")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden(
    "other numbers of steps, rates and curvatures; the slope of the unrolled value itself"
) as rng:
    for k in (0, 1, 2, 3, 7, 20):
        d, g, eta, c = rng.uniform([-2, -2, 0.05, 0], [2, 2, 0.5, 1.5]).tolist()
        made = call(unrolled_gradient, d, g, eta, k, c)
        check.close(made, reference.unrolled_gradient(d, g, eta, k, c), atol=1e-10)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Keep two numbers in the loop: `d` and its derivative `slope`, which starts at 0.
# </details>
# <details><summary>Hint 2: differentiate the recursion</summary>
#
# $\partial d_{j+1}/\partial g = \partial d_j/\partial g + \eta\,(1 - c\,\partial d_j/\partial g)$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The loop has one line for `d` and one for `slope`, in any order: neither needs the other. After it, return `d + (g - c * d) * slope`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Dropping the second term leaves “k more steps of D, then a plain step of G”, which is the k of Algorithm 1 and no unrolling. On the saddle (c = 0) that term is 2kηg − kηg = kηg: friction, which is what makes the spiral
# go inwards.

# %% [markdown]
# **See it.** Now all rules on the saddle side by side, 200 rounds at rate 0.1. TTUR is the *two time-scale update rule* (Heusel et al. 2017), different rates for $D$ and $G$. In the last three rows, $G$ or $D$ gets a new term, and the distance at the end says whether it works as friction. (R1 is $\frac\gamma2 d^2$ here, as on the Dirac-GAN.)


# %%
def distance_after(move, rounds=200):
    d, g = 1.0, 1.0
    for _ in range(rounds):
        d, g = move(d, g)
    return np.hypot(d, g)


saddle = {
    "simultaneous": lambda d, g: saddle_step(d, g, 0.1, 0.1, "simultaneous"),
    "alternating": lambda d, g: saddle_step(d, g, 0.1, 0.1, "alternating"),
    "TTUR (0.4, 0.025)": lambda d, g: saddle_step(d, g, 0.4, 0.025, "simultaneous"),
    "extragradient": lambda d, g: saddle_step(d, g, 0.1, 0.1, "extragradient"),
    "unrolling, k = 1": lambda d, g: (d + 0.1 * g, g - 0.1 * unrolled_gradient(d, g, 0.1, 1)),
    "unrolling, k = 5": lambda d, g: (d + 0.1 * g, g - 0.1 * unrolled_gradient(d, g, 0.1, 5)),
    "R1, γ = 0.3": lambda d, g: (d + 0.1 * (g - 0.3 * d), g - 0.1 * d),
}
rotation = {name: distance_after(move) for name, move in saddle.items()}
for name, distance in rotation.items():
    print(f"{name:18} {distance:.3g}")

# %% [markdown]
# Start: 1.41. Two time scales do not help: with rates of 0.4 and 0.025 the product is the same as before, and so is the spectral radius; the spiral is only stretched to an ellipse, which takes it further out. Extragradient and unrolling by one step go inwards, slowly at this small rate. R1 is faster, and unrolling by five steps has all but arrived.

# %% [markdown]
# ## 3. Holding D's slope
#
# R1 was friction in the Dirac-GAN. In a network, $\psi$ becomes $\nabla_x s(x)$, the slope of D's logit at a sample: the very signal that $G$ lives on. If it grows without bounds, $G$ gets kicked about; if it is
# zero, $G$ stands still. Three recipes keep it in bounds. Two are penalties on the slope at chosen points. The third bounds the slope everywhere, by construction.
#
# Both penalties are losses made of *gradients*, and $D$ is going to descend them: the gradient of a gradient is needed. `torch.autograd.grad(…, create_graph=True)` gives a gradient that remembers how it was computed.

# %% [markdown]
# ### Exercise 7 · R1
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** The most used regulariser of GANs, in one line that is easy to get almost right. A penalty without a graph is a constant: the loss looks as it should, and nothing happens.
#
# **From two numbers to a network.** On the Dirac-GAN, R1 was $\frac\gamma2\psi^2$, and $\psi$ was the slope of the logit at the only sample. Say what becomes of this if there are $n$ real samples, each of them many numbers: half of $\gamma$ times the *mean over samples* of the *squared length* of the logit's gradient at that sample (Mescheder et al. 2018, *Which Training Methods for GANs do actually Converge?*, equation (9)).
#
# **What to write.** The penalty, as a tensor without dimensions, through which a gradient can flow back to D's weights. Leave `.grad` of D's weights alone, and change neither $D$ nor `x`. Each row of the gradient has to belong to its own sample; as in assignment 04, the gradient of the *sum* of the logits has that, if $D$ judges each sample by itself. (BatchNorm in training mode mixes them.) `measured_penalty` below computes the same number without autograd, from differences: yours must agree with it.


# %% nbgrader={"grade_id": "r1-penalty", "solution": true}
def r1_penalty(D, x, gamma):
    """(γ/2) · mean over samples of ‖∇ₓ s(x)‖², a tensor of shape () with a graph to D's weights.

    D: module from (n, …) to logits (n, 1); x: (n, …) real samples; gamma: float ≥ 0.
    """
    ### BEGIN SOLUTION
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).pow(2).sum(dim=1).mean()
    ### END SOLUTION


# %% [markdown]
# How can a test look into a network? `watch_penalty` builds a small $D$ from plain numbers (one layer makes it linear, $s = w\cdot x + b$), calls your function, and reports the `value`, its `gradient` with
# respect to all weights in a row, and whether anything was touched that should not be: gradients `stored` in the weights, weights `moved`, samples `touched`.

# %% nbgrader={"grade_id": "small-critics", "locked": true}
linear = [(np.array([[3.0], [4.0]]), np.array([0.5]))]  # s = 3·x₁ + 4·x₂ + 0.5
curved = [
    (np.array([[1.0, -0.5], [0.5, 2.0]]), np.array([0.1, -0.3])),
    (np.array([[1.0], [-1.5]]), np.array([0.2])),
]
wide = [
    (0.3 * np.sin(np.arange(312.0).reshape(78, 4)), np.array([0.1, -0.3, 0.2, 0.4])),
    (np.array([[1.0], [-1.5], [0.7], [0.4]]), np.array([0.2])),
]
strips = np.cos(np.arange(546.0) ** 1.1).reshape(7, 6, 1, 13)  # seven images for it, six channels


def measured_penalty(layers, x, gamma, h=1e-5):
    """R1 for samples x (n, d) without autograd: slopes of the logit by central differences."""
    moves = h * np.eye(x.shape[1])
    slopes = [(logit_of(layers, x + e) - logit_of(layers, x - e)) / (2 * h) for e in moves]
    return gamma / 2 * np.mean(np.sum(np.array(slopes) ** 2, axis=0))


# %%
# Try it here: delete the # of the next line and run the cell.
# watch_penalty(r1_penalty, linear, np.array([[1.0, 2.0], [0.0, 1.0]]), 2.0)

# %% nbgrader={"grade_id": "r1-penalty-values", "points": 2}
x = np.array([[1.0, 2.0], [0.0, 1.0], [2.0, -1.0], [-1.0, 0.5], [0.5, 3.0]])
made = call(watch_penalty, r1_penalty, linear, x, 2.6)
check.close(
    made["value"],
    32.5,
    "slope (3, 4) everywhere, so ½ · 2.6 · 25",
    slips={
        "The factor is γ/2, not γ.": 65.0,
        "The factor γ/2 is missing.": 25.0,
        "The length is squared in R1.": 6.5,
        "The mean over the samples is missing: that is the sum.": 162.5,
        "Sum over the numbers of a sample first; the mean is over samples only.": 16.25,
        "Square the numbers of a sample before you add them up.": 63.7,
        "Differentiate the sum of the logits: their mean makes slopes too small.": 1.3,
    },
)
check.equal(
    made["connected"],
    True,
    "D can descend it",
    slips={"The gradient has forgotten how it was computed: `create_graph=True`.": False},
)
check.close(made["gradient"], np.array([7.8, 10.4, 0]), "its own gradient: γ·w, and nothing for b")
made = call(watch_penalty, r1_penalty, curved, x[:2], 1.0)
check.close(made["value"], 0.163253, "a D with a curve: another slope at each sample", atol=1e-5)
check.close(made["value"], measured_penalty(curved, x[:2], 1.0), "and as measured", atol=1e-5)
made = call(watch_penalty, r1_penalty, wide, strips, 1.7)
check.close(made["value"], 1.510176, "seven images of one row")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("values for other networks, and for samples of other shapes") as rng:
    for n, shape in ((1, (2,)), (4, (2,)), (3, (1, 2, 2)), (5, (3,))):
        inside = int(np.prod(shape))
        layers = [(rng.normal(size=s), rng.normal(size=s[1])) for s in ((inside, 3), (3, 1))]
        given = (layers, rng.normal(size=(n, *shape)), float(rng.uniform(0.1, 5)))
        made = call(watch_penalty, r1_penalty, *given)
        target = watch_penalty(reference.r1_penalty, *given)
        check.close(made["value"], target["value"], atol=1e-10)
        for what in ("stored", "moved", "touched"):
            check.equal(made[what], False)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "r1-penalty-gradient", "points": 1}
x = np.array([[1.0, 2.0], [0.0, 1.0]])
made = call(watch_penalty, r1_penalty, curved, x, 1.0)
check.equal(
    made["connected"],
    True,
    "the penalty knows that it depends on D's weights",
    slips={"The gradient has forgotten how it was computed: `create_graph=True`.": False},
)
check.close(made["gradient"][8], 0.0, "the last bias changes no slope", atol=1e-9)
check.equal(made["stored"], False, "nothing is stored in D's weights")
check.equal(made["moved"], False, "no weight has moved")
check.equal(
    made["touched"],
    False,
    "and `x` is as it was",
    slips={"Ask for gradients on a copy: `x.detach().clone().requires_grad_(True)`.": True},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the gradient of the penalty with respect to the weights") as rng:
    for n in (1, 4, 7):
        layers = [(rng.normal(size=s), rng.normal(size=s[1])) for s in ((2, 4), (4, 3), (3, 1))]
        given = (layers, rng.normal(size=(n, 2)), float(rng.uniform(0.1, 5)))
        made = call(watch_penalty, r1_penalty, *given)
        target = watch_penalty(reference.r1_penalty, *given)
        check.close(made["gradient"], target["gradient"], atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# As for the arrows of assignment 04: a copy of `x` that asks for gradients, the logits of it, and `torch.autograd.grad(logits.sum(), x, …)`, which returns a tuple with one entry.
# </details>
# <details><summary>Hint 2: the formula, and a gradient with a memory</summary>
#
# $R_1 = \frac\gamma2\,\frac1n\sum_{i=1}^n \|\nabla_x s(x_i)\|^2$, where $\|\cdot\|^2$ sums the squares of all numbers of one sample. Without `create_graph=True` the gradient is a plain number to autograd, and D's weights would get nothing from it.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `slope.flatten(1)` puts all numbers of a sample into a row, whatever its shape was. Square, sum along `dim=1`, take the mean, multiply by `gamma / 2`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `(-loss).backward(create_graph=True)` with `x.grad` works too but stores gradients in D, which leak into the next step; the check on “stored” catches it. Squaring the mean slope instead of averaging squared slopes
# is the mutant that a linear D cannot see if every sample has the same slope: hence the curved one.

# %% [markdown]
# **See it.** One network $D$ learns for 300 steps to tell two groups of points apart that do not overlap, with and without your penalty. Look closely at what R1 does and what it does not: it flattens $D$ **on the data**, and only there. Half way to the fakes $D$ is about as steep as before. It keeps $D$ from pushing samples about that have already
# arrived, which is what friction near the equilibrium means.


# %%
plots.show(failure_figures.steepness_figure(r1_penalty))

# %% [markdown]
# ### Exercise 8 · The gradient penalty of WGAN-GP
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** $W_1$ is a maximum over critics whose slope is at most 1. WGAN-GP asks for slope *exactly* 1, on lines between real and fake samples. The reason is that a best critic has it on the lines of an *optimal plan*, from each fake to where it is carried. The paper joins *random* pairs, and on those nothing forces it: with data at 0 and 10 and fakes at 1 and 9, $W_1$ is 1, and a critic that is flat from 1 to 9 is a best one.
#
# **The idea.** Put a point $y_i$ on the line between each real sample $x_i$ and its fake $\tilde x_i$: at $u_i = 1$ it is the real one, at $u_i = 0$ the fake, and every *pair* has a $u_i$ of its own. There, the *length* of the logit's gradient should be 1; the penalty is the mean of the squared differences from 1 (Gulrajani et al. 2017, *Improved Training of Wasserstein GANs*, equation (3), without the factor $\lambda$ in front of it, which is 10 in the paper).
#
# **What to write.** The penalty as in exercise 7. `u` has the shape `(n,)` and must be brought into a shape that multiplies whole samples: `(n, 1)` for points, `(n, 1, 1, 1)` for images.


# %% nbgrader={"grade_id": "gradient-penalty", "solution": true}
def gradient_penalty(D, x, fake, u):
    """Mean over pairs of (‖∇s(y)‖ − 1)², y = u·x + (1 − u)·fake: shape (), graph to D's weights.

    D: module from (n, …) to (n, 1); x, fake: (n, …) real and fake samples; u: (n,) in [0, 1].
    """
    ### BEGIN SOLUTION
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# watch_penalty(gradient_penalty, linear, np.zeros((2, 2)), np.ones((2, 2)), np.array([0.2, 0.7]))

# %% nbgrader={"grade_id": "gradient-penalty-values", "points": 1}
x, fake = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 0.0], [-2.0, 0.5]])
u, steep = np.array([0.2, 0.7]), [(np.array([[6.0], [8.0]]), np.array([0.5]))]
made = call(watch_penalty, gradient_penalty, steep, x, fake, u)
check.close(
    made["value"],
    81.0,
    "slope 10 everywhere: (10 − 1)²",
    slips={
        "The length itself is compared with 1, not its square.": 9801.0,
        "Each row has a length of its own: `norm(dim=1)` after `flatten(1)`.": 172.715729,
    },
)
check.close(made["gradient"], np.array([10.8, 14.4, 0.0]), "its gradient: 2·(10 − 1)·w/10")
gentle = [(np.array([[0.3], [0.4]]), np.array([0.0]))]
made = call(watch_penalty, gradient_penalty, gentle, x, fake, u)
check.close(
    made["value"],
    0.25,
    "slope ½ is too little: (½ − 1)²",
    slips={"The penalty has two sides: a slope below 1 costs, too.": 0.0},
)
fake, u = np.sin(np.arange(546.0) ** 1.1).reshape(7, 6, 1, 13), np.linspace(0.05, 0.65, 7)
made = call(watch_penalty, gradient_penalty, wide, strips, fake, u)
check.close(
    made["value"],
    0.374500,
    "seven pairs of images of one row",
    slips={"u multiplies the real sample and 1 − u the fake one: they are exchanged.": 0.320134},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("values for linear networks with other slopes, large and small") as rng:
    for n, size in ((1, 0.1), (4, 0.3), (3, 1.0), (5, 3.0)):
        layers = [(rng.normal(size=(2, 1)) * size, rng.normal(size=1))]
        given = (layers, *rng.normal(size=(2, n, 2)), rng.uniform(size=n))
        made = call(watch_penalty, gradient_penalty, *given)
        target = watch_penalty(reference.gradient_penalty, *given)
        check.close(made["value"], target["value"], atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "gradient-penalty-mixture", "points": 1}
x, fake = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 0.0], [-2.0, 0.5]])
made = call(watch_penalty, gradient_penalty, curved, x, fake, np.array([0.2, 0.7]))
check.close(
    made["value"],
    0.267987,
    "with a curve it matters where: at y = u·x + (1 − u)·fake",
    atol=1e-5,
    slips={
        "u multiplies the real sample and 1 − u the fake one: they are exchanged.": 0.465426,
        "u scales columns here: bring it into the shape (n, 1) first.": 0.174550,
        "Each pair has a u of its own; here the first one is used for all.": 0.411084,
        "That is the slope at the real samples: mix first.": 0.457079,
    },
)
check.equal(made["stored"], False, "nothing is stored in D's weights")
check.equal(
    made["touched"],
    False,
    "and the samples are as they were",
    slips={"Ask for gradients on the mixture: `(…).detach().requires_grad_(True)`.": True},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("values for other networks, mixtures and shapes") as rng:
    for n, shape in ((1, (2,)), (4, (2,)), (2, (2,)), (3, (1, 2, 2))):
        inside = int(np.prod(shape))
        layers = [(rng.normal(size=s), rng.normal(size=s[1])) for s in ((inside, 3), (3, 1))]
        given = (layers, *rng.normal(size=(2, n, *shape)), rng.uniform(size=n))
        made = call(watch_penalty, gradient_penalty, *given)
        target = watch_penalty(reference.gradient_penalty, *given)
        check.close(made["value"], target["value"], atol=1e-10)
        for what in ("stored", "moved", "touched"):
            check.equal(made[what], False)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "gradient-penalty-gradient", "points": 1}
x, fake = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 0.0], [-2.0, 0.5]])
made = call(watch_penalty, gradient_penalty, curved, x, fake, np.array([0.2, 0.7]))
check.equal(
    made["connected"],
    True,
    "the penalty knows that it depends on D's weights",
    slips={"The gradient has forgotten how it was computed: `create_graph=True`.": False},
)
check.close(made["gradient"][8], 0.0, "the last bias changes no slope", atol=1e-9)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the gradient of the penalty with respect to the weights") as rng:
    for n in (1, 5):
        layers = [(rng.normal(size=s), rng.normal(size=s[1])) for s in ((2, 4), (4, 3), (3, 1))]
        given = (layers, *rng.normal(size=(2, n, 2)), rng.uniform(size=n))
        made = call(watch_penalty, gradient_penalty, *given)
        target = watch_penalty(reference.gradient_penalty, *given)
        check.close(made["gradient"], target["gradient"], atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Mix first, then ask for gradients *at the mixture*: the mixed points must be a fresh tensor with `requires_grad_(True)`.
# </details>
# <details><summary>Hint 2: the formula, and the shape of u</summary>
#
# $\frac1n\sum_i (\|\nabla_y s(y_i)\| - 1)^2$ with $y_i = u_i x_i + (1 - u_i)\,\tilde x_i$. `u.reshape(-1, *[1] * (x.dim() - 1))` has as many axes as `x`, all but the first of length 1.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# After `torch.autograd.grad(…, create_graph=True)` take `slope.flatten(1).norm(dim=1)`, subtract 1, square, and take the mean.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** One u for the whole batch is a common slip; with n = 2 points in the plane, `u * x` even broadcasts without an error and scales *columns*. Mescheder et al. show that WGAN-GP does not converge to the equilibrium of the Dirac-GAN: the slope is pulled
# to 1, and there it should be 0.

# %% [markdown]
# **Predict first.** What does the penalty do to the Dirac-GAN, where the slope is $\psi$? It pulls $|\psi|$ to 1, but the equilibrium is at $\psi = 0$. Let $D$ climb Wasserstein's value minus $\lambda(|\psi| - 1)^2$. Where will the players be in the end, for $\lambda = 0.5$, for $\lambda = 1$, and for $\lambda = 10$, the value of the paper?


# %%
def wgan_gp_field(theta, psi, kind, weight):
    return psi, -theta - 2 * weight * (abs(psi) - 1) * np.sign(psi)


for weight in (0.5, 1.0, 10.0):
    path = dirac_path(wgan_gp_field, "", weight, "alternating", 12000, 0.02)
    late = path[6000:, 0]
    print(f"λ = {weight}: θ in the second half of the time: {late.min():+.2f} to {late.max():+.2f}")

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# At no $\lambda$ do they end in the right place. From $\lambda = 1$ upwards they come to rest at $\psi = 0$ and $\theta = \pm2\lambda$: $-2$ for $\lambda = 1$, and $-20$ for the $\lambda = 10$ of the paper. There the penalty pushes $\psi$ exactly as strongly as the fake pulls it back, and $G$ stands twenty units away from the data and feels nothing. (Which side it is depends on the start.) For a smaller $\lambda$ they never rest: with 0.5, $\theta$ swings between $-1.38$ and $1.38$ for ever. The limit is the $\lambda$ of critical damping, as in exercise 4: $\ddot\theta = -\theta - 2\lambda\dot\theta \pm 2\lambda$ stops turning at $\lambda = 1$.
# </details>

# %% [markdown]
# ### Exercise 9 · Spectral normalisation
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** Activation functions such as ReLU have slopes of at most 1. So if every matrix stretches no vector by more than 1, neither does the network: divide each matrix by its largest stretch, its **spectral norm** $\|W\|$. (In papers it is called $\sigma(W)$; here $\sigma$ is the sigmoid, and nothing else.)
#
# **Formula.** Computing $\|W\|$ exactly in every step would be expensive. Miyato et al. (2018, *Spectral Normalization for Generative Adversarial Networks*, Algorithm 1) do a *power iteration*: $v \leftarrow W^\top u/|W^\top u|$, then $u \leftarrow W v/|W v|$, where $|\cdot|$ is the length of a vector, and at the end $\|W\| \approx u^\top W v$. In training, a single
# iteration in each step is enough, if $u$ is kept for the next one: $W$ changes little in between.
#
# **What to write.** The estimate after `iterations` ≥ 1 rounds from the given $u$, which need not have length 1.


# %% nbgrader={"grade_id": "spectral-norm", "solution": true}
def spectral_norm(W, u, iterations):
    """The largest stretch of W, estimated by power iterations from u: a float.

    W: (m, n) array; u: (m,) array, not 0, not changed; iterations: integer ≥ 1.
    """
    ### BEGIN SOLUTION
    for _ in range(iterations):
        v = W.T @ u
        v = v / np.linalg.norm(v)
        u = W @ v
        u = u / np.linalg.norm(u)
    return float(u @ W @ v)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# spectral_norm(np.diag([3.0, 1.0]), np.ones(2), 1)

# %% nbgrader={"grade_id": "spectral-norm-values", "points": 2}
check.close(
    call(spectral_norm, np.diag([3.0, 1.0]), np.ones(2), 1),
    2.863564,
    "one round: not there yet",
    slips={"That is exact: return the estimate after the given number of rounds.": 3.0},
)
check.close(call(spectral_norm, np.diag([3.0, 1.0]), np.ones(2), 30), 3.0, "thirty rounds: 3")
check.close(
    call(spectral_norm, np.array([[2.0, 1.0], [0.0, 2.0]]), np.ones(2), 50),
    2.561553,
    "it stretches by more than its eigenvalues, 2 and 2",
    slips={
        "That is the largest eigenvalue; a vector may be stretched by more.": 2.0,
        "That is the root of the sum of all squares (Frobenius).": 3.0,
        "That is the square of the norm.": 6.561553,
    },
)
check.close(call(spectral_norm, np.array([[3.0, 4.0]]), np.array([2.0]), 1), 5.0, "a single row")
W, u = np.sin(np.arange(9.0).reshape(3, 3)), np.array([1.0, 0.5, -0.3])
check.close(call(spectral_norm, W, u, 1), 1.586079, "one round")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("estimates for random matrices, and the exact norm after many rounds") as rng:
    for shape in ((3, 3), (5, 2), (2, 6), (1, 4)):
        W, u = rng.normal(size=shape) * 10, rng.normal(size=shape[0])
        for iterations in (1, 2, 5):
            made = call(spectral_norm, W, u, iterations)
            check.close(made, reference.spectral_norm(W, u, iterations), atol=1e-10)
    U, V = (np.linalg.qr(rng.normal(size=(4, 4)))[0] for _ in range(2))
    W = U @ np.diag([4.0, 2.0, 1.0, 0.5]) @ V
    check.close(call(spectral_norm, W, rng.normal(size=4), 100), 4.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# A loop with two lines for $v$ and two for $u$: multiply, then divide by `np.linalg.norm`.
# </details>
# <details><summary>Hint 2: which way round?</summary>
#
# $W$ has the shape $(m, n)$. It maps $v$ (length $n$) to $u$ (length $m$); its transpose maps back.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# In the loop `v = W.T @ u`, normalised, and `u = W @ v`, normalised. After it, `u @ W @ v` is the estimate.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** After the last round u is W v/‖W v‖, so the estimate is ‖W v‖. PyTorch's `spectral_norm` does the same, with one round a step; the clinic below uses it, and a test compares both.

# %% [markdown]
# **See it.** The error of the estimate for a random $64\times64$ matrix, round by round. It never overshoots: every estimate is the stretch of *some* vector.

# %%
rng = np.random.default_rng(7)
W, u = rng.normal(size=(64, 64)), rng.normal(size=64)
exact = np.linalg.svd(W)[1][0]
for rounds in (1, 3, 10, 30, 100):
    print(f"{rounds:3} rounds: {spectral_norm(W, u, rounds):.4f}, the exact value is {exact:.4f}")

# %% [markdown]
# ## 4. Which cure against which failure?
#
# Everything that you have computed, in one table: the pull on $G$ at $\mu = 8$, and the distance from the equilibrium after 200 rounds on the saddle and on the Dirac-GAN (at once, and minimax where no other loss is named). Blue is good. An empty field has no meaning, or was not computed.

# %%
plots.show(failure_figures.cures_figure(generator_slopes, rotation, dirac_radius, dirac_field))

# %% [markdown]
# Read it row by row: what helps in one is not what helps in the next. Against a vanishing gradient another loss of $G$ helps, or noise. Against rotation friction helps: R1, unrolling, extragradient. Another loss alone does not: with $-\ln D$ the smallest GAN is still 0.68 away, with the loss of Wasserstein it flies off to 71. Taking turns only stops the flight, and two time scales do not even do that. An empty field says nothing: noise of standard deviation $r$, for one, is a friction of $r^2/2$ on the $\psi$ of the Dirac-GAN (Mescheder et al. 2018), and is not played here. All this is exact, and it is about one or two numbers. Whether it holds for networks is a question for measurements.

# %% [markdown]
# ## What you can do now
#
# You can make a GAN fail on purpose, and say in one line of mathematics why: a perfect $D$ leaves $\ln(1-D)$ without slope; two players on a saddle turn around each other with $|\lambda| = \sqrt{1 + \eta^2}$; a penalty on D's slope is friction, up to a strength that can be computed, and brakes too much above it; the penalty of WGAN-GP brings the smallest GAN to rest in the wrong place, or not at all. And you have written the cures.
#
# Save the notebook, press **Validate**, and hand it in. In *08 · Diagnosis* the cures meet real networks: collapse, memory, a table of measurements, and ten trainings with something wrong.

# %% [markdown]
# ## Read on
#
# - Mescheder et al. (2018), *Which Training Methods for GANs do actually Converge?*, [arXiv 1801.04406](https://arxiv.org/abs/1801.04406): the Dirac-GAN, R1, and the eigenvalues of section 2.
# - Arjovsky et al. (2017), *Wasserstein GAN*, [arXiv 1701.07875](https://arxiv.org/abs/1701.07875): a distance that does not fall asleep, and what its critic has to promise for that.
# - Arjovsky and Bottou (2017), *Towards Principled Methods for Training Generative Adversarial Networks*, [arXiv 1701.04862](https://arxiv.org/abs/1701.04862): why the gradient vanishes, and what noise does about it.
