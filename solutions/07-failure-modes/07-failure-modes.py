# %% [markdown]
# # What goes wrong, and what to do about it
#
# Everything so far went well, more or less. $D$ was trained to its optimum, $G$ went downhill, and the theorem of assignment 05
# promised that the end of it all is $p_g = p_\text{data}$. Whoever trains GANs knows another story: gradients that vanish, players who
# circle each other for ever, generators that answer every $z$ with the same picture, and losses that tell you nothing of this.
#
# In this assignment you make each of these failures happen, in a closed form where there is one and in a few seconds of training where there is
# none. Then you write the best-known cures, apply them, and *measure* whether they help. Some do not, and the notebook says so. At the end
# you get the monitors of ten recorded trainings, and you are the doctor.
#
# There are seventeen exercises, 49 points, about five hours of work. Sections 1 to 3 make one sitting, the rest a second one.
# Everything runs on two CPU cores, without a data set.

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
import torch
from gancourse import check, plots, runs, widgets
from gancourse.check import call
from gancourse.check.critics import watch_penalty
from gancourse.games import clinic
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
plots.show(widgets.overlap_figure(noise=3.0))

# %% [markdown]
# ### Exercise 1 · Who still pulls?
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** “$D$ must not become too good” is the oldest advice on GANs. As far as the *pull* goes, it is right for one of the three losses. (What a steep $D$ does besides, section 7 shows.)
#
# **Formula.** With instance noise of standard deviation $r$ both distributions have the variance $v = 1 + r^2$, and the perfect $D$ has the logit
# $s(x) = (\mu^2 - 2\mu x)/(2v)$, with slope $s' = -\mu/v$. A step of $\mu$ moves each fake $x$ by as much, so for a loss $\ell(s)$ the slope is
# $\mathbb{E}\,[\ell'(s(x))\,s'(x)]$ over $x \sim \mathcal{N}(\mu, v)$. Here $\frac{d}{ds}\ln(1-\sigma(s)) = -\sigma(s)$ and $\frac{d}{ds}[-\ln\sigma(s)] = -(1 - \sigma(s))$
# (Arjovsky & Bottou 2017, section 2). The distance $W_1$ is $|\mu|$.
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
made = call(generator_slopes, 2.0)
check.close(
    made[0],
    0.449600,
    "two apart: ln(1 − D) still pulls",
    slips={
        "The sign is flipped: s′ is negative, and so is the derivative in s.": -0.449600,
        "That is the mean of D on the fakes: multiply by −s′ = μ/v.": 0.224800,
        "Average over the fakes, not the data; and ln(1 − D) goes with D.": 1.550400,
    },
)
check.close(made[1], 1.550400, "−ln D pulls harder", slips={"The sign is flipped.": -1.550400})
check.close(made[2], 1.0, "the slope of W₁ = μ", slips={"That is W₁ itself, not its slope.": 2.0})
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
# $\ell'(s)\,s'$ is $(-\sigma(s))\cdot(-\mu/v) = \sigma(s)\,\mu/v$ for the minimax loss. For the other one $\sigma(s)$ is replaced by $1 - \sigma(s)$. `expit` is $\sigma$.
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
# Vanishing gradients have a simple cure: take another loss. The next failure stays, whatever the loss. In assignment 03 you played on the saddle $V(d, g) = d\,g$, where $D$ climbs and
# $G$ descends. The equilibrium is $(0, 0)$, every player moves in the best direction, and nobody ever arrives: the two
# gradients are at right angles to where one would like to go.
#
# On this saddle all rules of play are *linear*: one round maps $(d, g)$ to a matrix times $(d, g)$. What happens after many rounds is
# decided by one number, the **spectral radius** of this matrix, its largest $|\lambda|$. Above 1 the players fly apart, below 1 they arrive, at 1 they
# circle for ever.

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
made = call(saddle_step, 1.0, 1.0, 0.1, 0.1, "simultaneous")
check.close(made, np.array([1.1, 0.9]), "both at once")
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
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("one round from other places with other rates") as rng:
    for method in ("simultaneous", "alternating", "extragradient"):
        for d, g, a, b in rng.uniform([-2, -2, 0, 0], [2, 2, 1, 1], size=(3, 4)).tolist():
            made = call(saddle_step, d, g, a, b, method)
            check.close(made, np.array(reference.saddle_step(d, g, a, b, method)), atol=1e-9)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "saddle-growth", "points": 2}
made = call(growth_table, growth)
check.close(
    made, [3.710494, 1.526434, 0.866949], "long steps, in turns, at once, and with a look ahead"
)
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
# **See it.** All three losses, with and without R1, after 500 rounds from a start at 1.414. Read along the rows: taking turns turns *away* into *round and round*, and only R1 turns it into *there*. The
# non-saturating game creeps inwards by itself, but slowly: after 500 rounds a fifth of the distance is left in the better case.

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
# **Predict first.** In the picture below, $\gamma$ is the strength of R1. What will the path look like for $\gamma = 0.3$? And is $\gamma = 2$ better than $\gamma = 1$? Choose the minimax loss, guess, and
# move the slider. Then find out which of the losses flies apart fastest when $\gamma = 0$.

# %%
widgets.dirac_explorer("minimax", gamma=0.0)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# For $\gamma = 0$ simultaneous play spirals outwards with the minimax loss, and faster with the Wasserstein loss, which has no sigmoid to brake it: its distance is 71 after 200 rounds. The non-saturating game creeps inwards. In turns, minimax and Wasserstein circle. With $\gamma = 0.3$ the path is a spiral inwards. At
# $\gamma = 1$ the spiral has just disappeared and the players arrive fastest; at $\gamma = 2$ they creep, because $D$ is held so close to 0 that it hardly tells $G$ where to go. More medicine is not better medicine.
# </details>

# %%
plots.show(
    widgets.dirac_figure([("minimax", 0.0), ("wgan", 0.0), ("minimax", 0.3), ("minimax", 2.0)])
)

# %% [markdown]
# ### Exercise 4 · How much R1?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** The best $\gamma$ can be computed. It needs the linear map that the field looks like close to the equilibrium.
#
# **Formula.** Near $(0, 0)$, $\sigma(\psi\theta) \approx \frac12$, so $\dot\theta = \frac12\psi$ and $\dot\psi = -\frac12\theta - \gamma\psi$. The eigenvalues of
# this map are $\lambda = -\frac\gamma2 \pm \sqrt{\frac{\gamma^2}{4} - \frac14}$ (Mescheder et al. 2018, on gradient penalties, with $f'(0) = \frac12$).
# The solution is made of terms $e^{\lambda t}$: the real part says how fast one arrives, the imaginary part how fast one circles.
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
check.close(call(dirac_rate, 0.37), [0.185000, 0.464516], "a wide spiral inwards")
check.close(call(dirac_rate, 0.0), np.array([0.0, 0.5]), "no penalty: circles, for ever")
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
# Look at the sign of $\gamma^2/4 - 1/4$. Below 0 its root is imaginary; above, real.
# </details>
# <details><summary>Hint 2: two cases</summary>
#
# For $\gamma < 1$ the decay is $\gamma/2$ and the frequency $\sqrt{1/4 - \gamma^2/4}$. For $\gamma \ge 1$ the frequency is 0, and of the two decays $\gamma/2 \pm \sqrt{\dots}$ the smaller one counts.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Or let NumPy do it: `np.linalg.eigvals(np.array([[0, 0.5], [-0.5, -gamma]]))`, then `-max(λ.real)` and `max(abs(λ.imag))`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** At γ = 1 the matrix is defective, and eigvals returns imaginary parts of about 1e-9: the tolerance of the check allows for it. The same calculation for WGAN has 1 in place of ½, and the critical γ is 2.

# %% [markdown]
# **See it.** The decay over $\gamma$: it rises with slope ½ up to $\gamma = 1$ and falls again after it. The dots are measured in the real game, over 200 rounds from close to the equilibrium.

# %%
gammas = np.linspace(0, 3, 61)
fig, ax = plt.subplots(figsize=(5.6, 3.2))
ax.plot(gammas, [dirac_rate(g)[0] for g in gammas], color=plots.DISCRIMINATOR, label="from λ")
for g in (0.2, 0.6, 1.5, 2.0, 3.0):
    path = dirac_path(dirac_field, "minimax", g, "simultaneous", 4000, 0.01, (0.01, 0.01))
    radius = np.hypot(*path.T)
    ax.plot(g, np.log(radius[1000] / radius[4000]) / 30, "o", color=plots.INK)
plots.reference_line(ax, 1.0, "critical γ", axis="x")
ax.set(xlabel="γ of R1", ylabel="decay per unit of time", ylim=(0, 0.6))
ends = [f"{dirac_rate(g)[0]:.3f} at γ = {g:g}" for g in (1.0, 2.0, 3.0)]
plots.show(
    fig, f"The decay rises and then falls: {', '.join(ends)}. Measured dots lie on the curve."
)

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
# **What to write.** The new averages as a new list. The arrays that come in are still needed: leave them as they are. NumPy arrays and tensors shall both work, which they do if you only compute with `+` and `*`.


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
average, weights = [np.array([1.37, 2.11, -0.43])], [np.array([0.29, 1.73, 0.91])]
made = call(ema, average, weights, 0.83)
check.close(made[0], [1.1864, 2.0454, -0.2022], "three weights: 0.83 of the old, 0.17 of the new")
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
# **See it.** Minimax in turns, without R1: it circles. One lap takes about 63 rounds, so an average over a hundred, $\beta = 0.99$, covers more than one: it is nearly nine times closer to the equilibrium than the players themselves, and it needs
# no gradient of anything. Note what it does *not* do: the players still circle.

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
made = call(unrolled_gradient, 0.7, -0.45, 0.13, 3)
check.close(made, 0.349000, "three steps ahead on the saddle")
check.close(call(unrolled_gradient, 1.0, 0.5, 0.1, 0), 1.0, "k = 0: the plain gradient, d")
check.close(
    call(unrolled_gradient, 1.0, 0.5, 0.1, 1),
    1.1,
    "one step ahead on the saddle: d + 2ηg",
    slips={
        "d₁ depends on g: the second term of the chain rule is missing.": 1.05,
        "The first term is missing: V depends on g directly, too.": 0.05,
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("unrolling on the saddle, without curvature") as rng:
    for k in (0, 1, 4):
        d, g, eta = rng.uniform([-2, -2, 0.05], [2, 2, 0.5]).tolist()
        made = call(unrolled_gradient, d, g, eta, k)
        check.close(made, reference.unrolled_gradient(d, g, eta, k), atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "unrolled-gradient-curvature", "points": 2}
made = call(unrolled_gradient, 0.7, -0.45, 0.13, 3, 0.6)
check.close(made, 0.140745, "three steps ahead, with a curvature of 0.6")
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
        "∂d_k/∂g has a recursion of its own; it is not kη when c > 0.": 0.824000,
        "∂d_k/∂g grows with every step: add up.": 0.864500,
    },
)
check.close(
    call(unrolled_gradient, 1.0, 0.5, 0.1, 300, 1.0),
    0.5,
    "a D that is done: slope of g²/2",
    atol=1e-6,
)
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
# **Formula.** $R_1 = \frac\gamma2\,\frac1n\sum_{i=1}^n \|\nabla_x s(x_i)\|^2$ over *real* samples $x_i$ (Mescheder et al. 2018, equation (9)); $\|\cdot\|^2$ sums over all numbers of one sample, however they are arranged.
#
# **What to write.** The penalty, as a tensor without dimensions, through which a gradient can flow back to D's weights. Leave `.grad` of D's weights alone, and change neither $D$ nor `x`. Each row of the gradient shall belong to its own sample; as in assignment 04, the gradient of the *sum* of the logits has that.


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

# %%
# Try it here: delete the # of the next line and run the cell.
# watch_penalty(r1_penalty, linear, np.array([[1.0, 2.0], [0.0, 1.0]]), 2.0)

# %% nbgrader={"grade_id": "r1-penalty-values", "points": 2}
made = call(watch_penalty, r1_penalty, wide, strips, 1.7)
check.close(made["value"], 1.510176, "seven images of one row")
x = np.array([[1.0, 2.0], [0.0, 1.0], [2.0, -1.0]])
made = call(watch_penalty, r1_penalty, linear, x, 3.0)
check.close(
    made["value"],
    37.5,
    "slope (3, 4) everywhere, so ½ · 3 · 25",
    slips={
        "The factor is γ/2, not γ.": 75.0,
        "The factor γ/2 is missing.": 25.0,
        "The length is squared in R1.": 7.5,
        "The mean over the samples is missing: that is the sum.": 112.5,
        "Sum over the numbers of a sample first; the mean is over samples only.": 18.75,
        "Square the numbers of a sample before you add them up.": 73.5,
        "Differentiate the sum of the logits: their mean makes slopes too small.": 4.166667,
    },
)
check.equal(made["connected"], True, "D can descend it")
check.close(made["gradient"], np.array([9.0, 12, 0]), "its own gradient: γ·w, and nothing for b")
made = call(watch_penalty, r1_penalty, curved, x[:2], 1.0)
check.close(made["value"], 0.163253, "a D with a curve: another slope at each sample", atol=1e-5)
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
check.equal(made["connected"], True, "the penalty knows that it depends on D's weights")
check.close(made["gradient"][8], 0.0, "the last bias changes no slope", atol=1e-9)
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
# <details><summary>Hint 2: a gradient with a memory</summary>
#
# Without `create_graph=True` the result is a plain number to autograd, and D's weights would get nothing from it.
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
def steepness(gamma, steps=300):
    torch.manual_seed(0)
    D = torch.nn.Sequential(torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
    adam, real, fake = (
        torch.optim.Adam(D.parameters(), 0.02),
        torch.randn(256, 1),
        torch.randn(256, 1) + 9,
    )
    for _ in range(steps):
        value = (
            -torch.nn.functional.softplus(-D(real)).mean()
            - torch.nn.functional.softplus(D(fake)).mean()
        )
        adam.zero_grad()
        (r1_penalty(D, real, gamma) - value).backward()
        adam.step()
    x = torch.linspace(-3, 12, 301)[:, None].requires_grad_(True)
    return x, D(x), torch.autograd.grad(D(x).sum(), x)[0]


# %%
fig, axes = plt.subplots(1, 2, figsize=(8, 3))
on_data = {}
for gamma, colour, dashes in (
    (0.0, plots.FAKE, plots.FAKE_DASHES),
    (1.0, plots.DISCRIMINATOR, "-"),
):
    x, s, slope = (t.detach().numpy()[:, 0] for t in steepness(gamma))
    on_data[gamma] = np.abs(slope[np.abs(x) < 2]).mean()
    for ax, values in zip(axes, (s, np.abs(slope))):
        ax.plot(x, values, color=colour, ls=dashes, label=f"γ = {gamma:g}")
axes[0].set(xlabel="x (data at 0, fakes at 9)", ylabel="logit s(x)")
axes[1].set(xlabel="x", ylabel="|slope of the logit|")
axes[0].legend()
words = "The mean slope between −2 and 2, on the data, is"
plots.show(fig, f"{words} {on_data[0.0]:.2f} without R1 and {on_data[1.0]:.3f} with γ = 1")

# %% [markdown]
# ### Exercise 8 · The gradient penalty of WGAN-GP
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** $W_1$ is a maximum over critics whose slope is at most 1. WGAN-GP asks for slope *exactly* 1, on the lines between real and fake samples, because there the best critic has it.
#
# **Formula.** $\frac1n\sum_i (\|\nabla_y s(y_i)\| - 1)^2$ with $y_i = u_i x_i + (1 - u_i)\,\tilde x_i$, one $u_i \in [0, 1]$ for each *pair* (Gulrajani et al. 2017, equation (3), without the factor $\lambda$).
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
fake, u = np.sin(np.arange(546.0) ** 1.1).reshape(7, 6, 1, 13), np.linspace(0.05, 0.95, 7)
made = call(watch_penalty, gradient_penalty, wide, strips, fake, u)
check.close(made["value"], 0.298085, "seven pairs of images of one row")
x, fake = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 0.0], [-2.0, 0.5]])
made = call(watch_penalty, gradient_penalty, linear, x, fake, np.array([0.2, 0.7]))
check.close(
    made["value"],
    16.0,
    "slope 5 everywhere: (5 − 1)²",
    slips={
        "The length itself is compared with 1, not its square.": 576.0,
        "Each row has a length of its own: `norm(dim=1)` after `flatten(1)`.": 36.857864,
    },
)
check.close(made["gradient"], np.array([4.8, 6.4, 0.0]), "its gradient: 2·(5 − 1)·w/5")
gentle = [(np.array([[0.3], [0.4]]), np.array([0.0]))]
made = call(watch_penalty, gradient_penalty, gentle, x, fake, np.array([0.2, 0.7]))
check.close(
    made["value"],
    0.25,
    "slope ½ is too little: (½ − 1)²",
    slips={"The penalty has two sides: a slope below 1 costs, too.": 0.0},
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
check.equal(made["connected"], True, "the penalty knows that it depends on D's weights")
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
# <details><summary>Hint 2: the shape of u</summary>
#
# `u.reshape(-1, *[1] * (x.dim() - 1))` has as many axes as `x`, all but the first of length 1.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# After `torch.autograd.grad(…, create_graph=True)` take `slope.flatten(1).norm(dim=1)`, subtract 1, square, and take the mean.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** One u for the whole batch is a common slip; with n = 2 points in the plane, `u * x` even broadcasts without an error and scales *columns*. Mescheder et al. show that WGAN-GP does not converge to the equilibrium of the Dirac-GAN: the slope is pulled
# to 1, and there it should be 0.

# %% [markdown]
# **See it.** What does the penalty do to the Dirac-GAN, where the slope is $|\psi|$? It pulls $|\psi|$ to 1, but the equilibrium is at $\psi = 0$. So with Wasserstein and the penalty $(|\psi| - 1)^2$ the players come to rest in the wrong place: $\psi = 0$ and $\theta = \pm2$, where the penalty pushes $\psi$
# exactly as strongly as the fake pulls it back. From the usual start it is $-2$, from the opposite one $+2$. $G$ stands two units away from the data and feels nothing.


# %%
def wgan_gp_field(theta, psi, kind, gamma):
    return psi, -theta - 2 * (abs(psi) - 1) * np.sign(psi)


for start in ((1.0, -1.0), (-1.0, 1.0)):
    path = dirac_path(wgan_gp_field, "", 0.0, "alternating", 4000, 0.02, start)
    print(f"from {start}: at the end θ = {path[-1][0]:+.4f}, |ψ| = {abs(path[-1][1]):.4f}")

# %% [markdown]
# ### Exercise 9 · Spectral normalisation
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** Bends such as ReLU have slopes of at most 1. So if every matrix stretches no vector by more than 1, neither does the network: divide each matrix by its largest stretch, its **spectral norm** $\sigma$. (The letter has four meanings in this notebook, as in the literature: with an argument, $\sigma(s)$, it is the sigmoid; without one it is the spectral norm here, the standard deviation of a mode in section 4, and the width of a window in section 6.)
#
# **Formula.** Computing $\sigma$ exactly in every step would be expensive. Miyato et al. (2018, Algorithm 1) do a *power iteration*: $v \leftarrow W^\top u/\|W^\top u\|$, then $u \leftarrow W v/\|W v\|$, and at the end $\sigma \approx u^\top W v$. In training, a single
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
W, u = np.sin(np.arange(9.0).reshape(3, 3)), np.array([1.0, 0.5, -0.3])
check.close(call(spectral_norm, W, u, 1), 1.586079, "one round")
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
# ## 4. Collapse
#
# The most notorious failure: $G$ finds one kind of picture that $D$ accepts and makes nothing else. $D$ catches on, $G$ jumps to the next kind, and so on. Nothing in V forbids it. For a $D$ that stands still the best $G$ is a single point, as you saw in assignment 04.
#
# Before one can talk about collapse one has to measure it, and the published numbers show how slippery that is: for the “same” vanilla GAN on the same ring of eight, one paper reports **1** mode (Srivastava et al. 2017), another **6.3** (Lin et al. 2018), and the playground
# of assignment 04 usually finds most or all of the eight. So: state what you count.

# %% [markdown]
# ### Exercise 10 · Counting modes
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** “8 of 8 modes” may mean that 97 % of the samples are rubbish, and the remaining ones happen to lie near all modes. Only several numbers together tell the story.
#
# **Formula.** (Srivastava et al. 2017, section 4.) A sample is *good* if it lies within $3\sigma$ of its nearest centre, and then it counts for that one. With $q_i$ the share of mode $i$ among the **good** samples and $c$ modes, the divergence from equal shares is $\mathrm{KL}(q\,\|\,\text{uniform}) = \sum_i q_i\ln(c\,q_i)$, where $0\cdot\ln 0 = 0$.
#
# **What to write.** Four things: the number of modes with at least one good sample (an `int`), the share of all samples that is good, the KL in nats (`nan` if no sample is good), and the shares of the modes among **all** samples, as an array.


# %% nbgrader={"grade_id": "mode-stats", "solution": true}
def mode_stats(x, centers, sigma, threshold=3.0):
    """(modes, quality, kl, shares) of samples around centres.

    x: (n, 2) samples; centers: (c, 2); sigma: std of a mode; threshold: in units of sigma.
    modes: int; quality: float in [0, 1]; kl: float ≥ 0 or nan; shares: (c,), sums to quality.
    """
    ### BEGIN SOLUTION
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    nearest = distance.argmin(axis=1)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(nearest[good], minlength=len(centers))
    shares = counts / len(x)
    if not good.any():
        return 0, 0.0, np.nan, shares
    q = counts[counts > 0] / counts.sum()
    return (
        int(np.sum(counts > 0)),
        float(good.mean()),
        float(np.sum(q * np.log(len(centers) * q))),
        shares,
    )
    ### END SOLUTION


# %% nbgrader={"grade_id": "sixteen-samples", "locked": true}
def stats_of_sixteen(mode_stats):
    """[quality, kl, *shares] of sixteen samples around five centres, σ = 0.1."""
    centers = np.array([[0.0, 0.0], [1.0, 0.3], [-0.4, 1.1], [0.8, 1.6], [-1.2, -0.5]])
    i = np.arange(16)
    x = centers[i * i % 5] + 0.07 * np.stack([np.sin(3.0 * i), i - 7.0], axis=1)
    x[3] = 60.0
    _, quality, kl, shares = mode_stats(x, centers, 0.1)
    return np.array([quality, kl, *shares])


# %%
# Try it here: delete the # of the next line and run the cell.
# mode_stats(np.array([[0.0, 0.1], [5.0, 0.0]]), np.array([[0.0, 0.0], [1.0, 0.0]]), 0.1)

# %% nbgrader={"grade_id": "mode-stats-values", "points": 2}
made = call(stats_of_sixteen, mode_stats)
check.close(
    made,
    [0.500000, 0.569717, 0.125000, 0.250000, 0.000000, 0.000000, 0.125000],
    "sixteen samples, five centres",
)
centers = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
x = np.array([0, 0.1, 0.2, 0, 0, -0.2, 1, 0.1, 0.5, 0.4, 9, 9, 1, 0.6, 0, 0.6]).reshape(8, 2)
made = call(mode_stats, x, centers, 0.1)
check.equal(
    made[0],
    2,
    "two modes have a good sample",
    slips={"Samples far from every centre count for no mode.": 4},
)
check.close(made[1], 0.5, "four of eight samples are good")
check.close(
    made[2],
    0.823960,
    "three quarters and one quarter of the good ones",
    slips={
        "q are shares among the good samples: they sum to 1.": 0.065406,
        "The unit is the nat: use ln, not log₂.": 1.188722,
        "That is the entropy of q.": 0.562335,
    },
)
check.close(made[3], np.array([0.375, 0.125, 0.0, 0.0]), "shares among all eight")
made = call(mode_stats, np.full((3, 2), 50.0), centers, 0.1)
check.equal(made[0], 0, "nothing good")
check.close(made[2], np.nan, "and no q, so no KL")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random samples around random centres, with modes that are missed") as rng:
    for n, c in ((40, 8), (200, 5), (7, 3)):
        centers = rng.normal(size=(c, 2)) * 2
        x = centers[rng.integers(0, c - 1, size=n)] + rng.normal(size=(n, 2)) * 0.25
        made, target = call(mode_stats, x, centers, 0.1), reference.mode_stats(x, centers, 0.1)
        check.equal(made[0], target[0])
        for i in (1, 2, 3):
            check.close(made[i], target[i], atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "mode-stats-edges", "points": 1}
made = call(mode_stats, np.repeat(np.eye(2), 3, axis=0), np.eye(2), 0.1, 1.0)
check.close(made[2], 0.0, "equal shares: no divergence", atol=1e-12)
made = call(mode_stats, np.array([[0.15, 0.0]]), np.array([[0.0, 0.0], [1.0, 0.0]]), 0.1, 1.0)
check.equal(made[0], 0, "1.5σ away, and the threshold is 1σ")
made = call(mode_stats, np.zeros((5, 2)), np.array([[0.0, 0.0], [1.0, 0.0]]), 0.1)
check.close(made[2], 0.693147, "everything in one of two modes: ln 2")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("other thresholds, and centres whose circles overlap") as rng:
    for threshold in rng.uniform(0.5, 5, size=4).tolist():
        centers, x = rng.normal(size=(4, 2)) * 0.5, rng.normal(size=(30, 2)) * 0.6
        made = call(mode_stats, x, centers, 0.1, threshold)
        target = reference.mode_stats(x, centers, 0.1, threshold)
        check.equal(made[0], target[0])
        for i in (1, 2, 3):
            check.close(made[i], target[i], atol=1e-10)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# All distances at once: `np.linalg.norm(x[:, None] - centers[None], axis=2)` has the shape `(n, c)`. Its `argmin` along axis 1 is the nearest centre.
# </details>
# <details><summary>Hint 2: count</summary>
#
# `np.bincount(nearest[good], minlength=c)` counts the good samples of each mode. Divide once by $n$ (for the shares) and once by the number of good ones (for $q$).
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Leave the empty modes out before you take logarithms: `q = q[q > 0]`, then `np.sum(q * np.log(c * q))`. Or use `xlogy` of SciPy.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** KL the other way round, Σ (1/c) ln(1/(c q)), is infinite as soon as one mode is missed; PacGAN calls the finite one “reverse KL”. A perfect generator in the plane has quality 98.9 %, as 1 − exp(−9/2) of a Gaussian lies within 3σ.

# %% [markdown]
# **See it.** What does a *perfect* generator get? 2,500 samples from the ring itself. These numbers are the best to expect: no quality of 100 %, and a KL that is small but not 0, by the luck of the draw.

# %%
perfect = clinic.ring(2500, np.random.default_rng(0))
modes, quality, kl, _ = mode_stats(perfect, clinic.centers(), clinic.STD)
print(f"{modes} modes, {100 * quality:.1f} % good (1 − exp(−9/2) = 98.9 %), KL {kl:.4f}")

# %% [markdown]
# ### Two recipes for a collapse
#
# The **clinic** has GANs that are ill on purpose: a ring of eight modes with $\sigma = 0.1$, networks with two hidden layers of 64, Adam with $\beta_1 = 0.5$. `"G in a hurry"` makes ten steps of $G$ for each step of $D$. In `"D too slow"`, D's rate is a
# twentieth of G's. In both, $G$ finds the best point of a $D$ that hardly moves. Here is the first one as a film: 200 iterations, 20 frames, measured with your `mode_stats`.
#
# *State what you count:* from here on, in the film and in section 7, a mode counts as found if it has at least **1 %** of the samples. Exercise 10 asks for a single good sample; out of 2,500 one is easily there by luck.


# %% nbgrader={"grade_id": "film", "locked": true}
def film(illness, cure, tools, frames=20, seed=0):
    """Train a patient and keep `frames` pictures of the way."""
    patient = clinic.Patient(illness, cure, tools, seed)
    made = []
    for _ in range(frames):
        patient.train(patient.illness.iterations // frames)
        samples = patient.sample()
        *_, shares = mode_stats(samples, clinic.centers(), clinic.STD)
        frame = widgets.compute_timelapse_frame(samples, shares, patient.iteration)
        made.append(frame | {"d_fake": patient.mean_d(samples)})
    return made


# %% [markdown]
# **Predict first.** How many of the eight modes will be found after 200 iterations, and where will the samples be after 50, 100, 150? Will they sit still once they are in a mode?

# %%
hurried = film("G in a hurry", "none", clinic.Tools(r1_penalty, gradient_penalty, None, ema))
widgets.timelapse_explorer(hurried, clinic.centers())

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# A small, dense cloud that never covers more than one mode. At first it even shoots out of the picture. It heads for the place where $D$ is largest, $D$ learns that everything there is fake, and the cloud leaves: it *hops*. After the first 30 iterations the mean of D on the fakes stays between 0.4 and 0.6, as the next cell prints; somebody who only looks at losses would take that for an equilibrium.
# </details>

# %%
print("iteration: D says  ", *(f"{f['iteration']}: {f['d_fake']:.2f}" for f in hurried))
plots.show(widgets.timelapse_figure(hurried, clinic.centers()))

# %% [markdown]
# **Predict first.** The same illness, live: ten steps of $G$ for each step of $D$ on the ring. Would it help to give $D$ ten steps as well? Or to hold D's slope with R1 ($\gamma = 1$)? Or does it only need more time? Write down what you expect of each, press *Play*, and change one thing at a time under *Settings*.

# %%
widgets.playground_explorer(k_g=10)

# %% [markdown]
# ![Eight blobs of data on a ring; samples that begin as a lump in the middle spread over the ring within 800 iterations](attachment:playground.png)
#
# *The playground as it was recorded once, in good health, with $k_D = k_G = 1$, over 800 iterations: blue dots are data, orange squares are samples, and the ground is what $D$ says. This film plays where nothing has been run yet.*

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Time does not help: the cloud goes on hopping, because a point where $D$ is largest is the best answer to a $D$ that stands still. R1 alone changes the hops, not the collapse: $G$ still has ten moves against one. Ten steps of $D$ cure it: the samples spread over the ring within a hundred or two hundred
# iterations. A $D$ that keeps near its optimum sees at once that too many samples sit in one place, so that staying together no longer pays.
# </details>

# %% [markdown]
# ### Exercise 11 · Packing
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** A $D$ that sees one sample at a time cannot know that all the others look the same. Show it $m$ samples *together*, all real or all fake, and collapse becomes visible at a glance (Lin et al. 2018, PacGAN).
#
# **What to write.** From $(B\cdot m, d)$ samples make $(B, m\cdot d)$ packs: rows $0 \ldots m-1$, one after the other, are the first pack, and so on. No sample is used twice. It has to work for arrays and for tensors, and gradients must flow through: use `reshape`. Real and fake are packed in separate calls, never mixed.


# %% nbgrader={"grade_id": "pack", "solution": true}
def pack(x, m):
    """Packs of m consecutive samples: from (B·m, d) to (B, m·d), an array or a tensor like x.

    Raises ValueError if the number of samples is no multiple of m.
    """
    ### BEGIN SOLUTION
    if len(x) % m:
        raise ValueError(f"{len(x)} samples do not make packs of {m}.")
    return x.reshape(len(x) // m, -1)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# pack(np.arange(8).reshape(4, 2), 2)

# %% nbgrader={"grade_id": "pack-values", "points": 2}
waves = np.cos(np.arange(18.0)).reshape(6, 3)
check.close(call(pack, waves, 3), waves.reshape(2, 9), "two packs of three samples")
x = np.arange(12.0).reshape(6, 2)
check.close(
    call(pack, x, 3),
    np.array([[0.0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]),
    "three samples side by side",
    slips={
        "A pack holds m different samples, not one of them m times.": [
            [0, 1, 0, 1, 0, 1],
            [2, 3, 2, 3, 2, 3],
        ],
        "Consecutive rows belong together: 0, 1, 2, then 3, 4, 5.": [
            [0, 1, 4, 5, 8, 9],
            [2, 3, 6, 7, 10, 11],
        ],
        "Samples stay whole: first all numbers of one, then of the next.": [
            [0, 2, 4, 1, 3, 5],
            [6, 8, 10, 7, 9, 11],
        ],
    },
)
check.close(call(pack, x, 1), x, "packs of one")
check.close(
    call(pack, torch.arange(4.0).reshape(4, 1), 2), np.array([[0.0, 1.0], [2.0, 3.0]]), "tensors"
)
check.raises(ValueError, pack, x, 4, why="six samples make no packs of four")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("other numbers of samples, of packs, and of dimensions") as rng:
    for packs, m, d in rng.integers(1, 6, size=(6, 3)).tolist():
        x = rng.normal(size=(packs * m, d))
        check.close(call(pack, x, m), reference.pack(x, m))
        check.close(call(pack, torch.from_numpy(x), m), reference.pack(x, m))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Print `np.arange(12).reshape(6, 2)` and then `.reshape(2, 6)` of it. What happened to the rows?
# </details>
# <details><summary>Hint 2: the shape</summary>
#
# The number of packs is `len(x) // m`. The length of a pack can be left to NumPy: `-1`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# A test with `%` that raises `ValueError`, and `return x.reshape(…, -1)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Any fixed order inside the pack would do for D, as long as real and fake agree. Rows are taken as they come because the batch is in random order anyway; with sorted data one would have to shuffle first.

# %% [markdown]
# **See it.** The same recipe, the same number of iterations, the same seed, but $D$ judges four samples at a time. The last frame tells.

# %%
tools = clinic.Tools(r1_penalty, gradient_penalty, pack, ema)
packed = film("G in a hurry", "packing", tools)
print("alone :", hurried[-1]["text"])
print("packed:", packed[-1]["text"])
plots.show(widgets.timelapse_figure(packed, clinic.centers()))

# %% [markdown]
# ## 5. When D knows the data by heart
#
# $D^* = p_\text{data}/(p_\text{data} + p_g)$ needs $p_\text{data}$, and $D$ only has a training set. If that is small, $D$ can do better on it than any $D^*$: it learns the pictures by heart. Its answers on
# *new* real pictures tell: there it says “fake”. From then on its gradient no longer points to $p_\text{data}$; it points to, or away from, single training pictures.
#
# To see this in its purest form, give $D$ an impossible task: 32 images of discs, rings, bars and crosses against fakes from a **perfect** generator, which makes fresh shapes of the very same kind. There is nothing to find except the 32 images.

# %% [markdown]
# ### Exercise 12 · Is it learning, or memorising?
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** One number, computed from D's answers while training runs, is enough to *regulate* the cure: StyleGAN2-ADA turns its augmentation up and down with a number of this kind.
#
# **Formula.** $r_v = \dfrac{\mathbb{E}[D_\text{train}] - \mathbb{E}[D_\text{validation}]}{\mathbb{E}[D_\text{train}] - \mathbb{E}[D_\text{generated}]}$ (Karras et al. 2020, equation (1)). It is 0 if unseen images get the same answers as the training images, and 1 if they are treated like fakes.
#
# **What to write.** That number. The three arrays may have different lengths; means first, then the quotient.


# %% nbgrader={"grade_id": "memory-index", "solution": true}
def memory_index(training, held_out, generated):
    """(mean D(training) − mean D(held out)) / (mean D(training) − mean D(generated)): a float.

    training, held_out, generated: 1-D arrays of D's answers, of any lengths ≥ 1.
    """
    ### BEGIN SOLUTION
    known, new, fake = np.mean(training), np.mean(held_out), np.mean(generated)
    return float((known - new) / (known - fake))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# memory_index(np.array([0.9, 0.9]), np.array([0.7]), np.array([0.2, 0.0]))

# %% nbgrader={"grade_id": "memory-index-values", "points": 2}
known, new = np.array([0.93, 0.81, 0.67, 0.9, 0.88]), np.array([0.71, 0.52, 0.66])
made = call(memory_index, known, new, np.array([0.2, 0.07, 0.31, 0.12, 0.4, 0.09, 0.15]))
check.close(made, 0.321697, "five training images, three held out, seven fakes")
check.close(
    call(memory_index, np.array([0.9, 0.9]), np.array([0.7]), np.array([0.2, 0.0])),
    0.25,
    "a quarter of the way from training images to fakes",
    slips={
        "Below the line stands training minus generated, not held out minus generated.": 1 / 3,
        "Divide by how far the fakes are from the training images.": 0.2,
        "Above the line stands training minus held out; that is held out minus training.": -0.25,
        "Above the line stands training minus held out; that is held out minus generated.": 0.75,
        "Held out stands above the line, generated below: they are exchanged.": 4.0,
    },
)
d = np.array([0.8, 0.6])
check.close(call(memory_index, d, d, np.array([0.1])), 0.0, "unseen images are believed as well")
made = call(memory_index, d, np.array([0.1, 0.3]), np.array([0.2]))
check.close(made, 1.0, "unseen images pass for fakes")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random answers, in arrays of different lengths") as rng:
    for n in (2, 5, 11):
        answers = [
            rng.uniform(0.7, 1, size=n),
            rng.uniform(size=n + 3),
            rng.uniform(0, 0.5, size=n + 1),
        ]
        made = call(memory_index, *answers)
        check.close(made, reference.memory_index(*answers), atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Three means, two differences, one quotient.
# </details>
# <details><summary>Hint 2: check with the ends</summary>
#
# If held-out images are treated like training images, the numerator is 0. If they are treated like fakes, numerator and denominator are equal.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `(training.mean() - held_out.mean()) / …`, and below it the same with `generated`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** If D cannot tell anything apart, the quotient is 0/0 or noise. The number means something only while D separates training images from fakes, as in the experiment below.

# %% [markdown]
# **See it.** The impossible task, 200 steps of $D$. It succeeds, of course: it believes the training images and nothing else. Which of the cures prevent that, in this experiment? Watch the difference between the first two columns; $r_v$ stays near 1
# by construction, since held-out images and the work of a perfect generator are the same thing.

# %%
memory = {}
print("                training  held out  generated   r_v")
for cure in ("none", "R1", "WGAN-GP", "spectral norm", "instance noise", "smoothing"):
    said = clinic.memorise(cure, tools)
    memory[cure] = said["training"].mean() - said["held_out"].mean()
    means = "  ".join(f"{answers.mean():8.2f}" for answers in said.values())
    print(f"{cure:15} {means}   {memory_index(**said):6.2f}")

# %% [markdown]
# Penalties and spectral normalisation make $D$ less steep, so it separates 32 single images less sharply; smoothing and a little noise change hardly anything. (With WGAN-GP, the table has $\sigma$ of a critic that was never trained to give probabilities: compare its columns with each other only.) None of the cures creates information. What helps for good is more data, or augmentation, which makes more of them.

# %% [markdown]
# ### Exercise 13 · Smoothed labels
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** Salimans et al. (2016, section 3.4) replace the label 1 of real samples by 0.9, so that $D$ has no reason to be infinitely sure, and insist that the label of fakes stays 0. Why on one side only? The optimum knows.
#
# **Formula.** With label $\alpha$ for real and $\beta$ for fake samples $D$ maximises, at each $x$,
# $p\,[\alpha\ln D + (1-\alpha)\ln(1-D)] + q\,[\beta\ln D + (1-\beta)\ln(1-D)]$. Collect the terms in $\ln D$ and in $\ln(1 - D)$ and use exercise 1 of assignment 05.
#
# **What to write.** The best $D$ at densities $p$ and $q$ (arrays, $p + q > 0$).


# %% nbgrader={"grade_id": "smoothed-d-star", "solution": true}
def smoothed_d_star(p, q, alpha, beta=0.0):
    """The best D where real samples have the label alpha and fakes the label beta.

    p, q: arrays of densities, p + q > 0; alpha, beta: floats in [0, 1]. Returns an array.
    """
    ### BEGIN SOLUTION
    return (alpha * p + beta * q) / (p + q)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# smoothed_d_star(np.array([1.0, 0.2]), np.array([1.0, 0.6]), 0.9)

# %% nbgrader={"grade_id": "smoothed-d-star-values", "points": 2}
p, q = np.array([1.0, 0.2, 0.0]), np.array([1.0, 0.6, 0.5])
check.close(
    call(smoothed_d_star, p, q, 0.9),
    np.array([0.45, 0.225, 0.0]),
    "one-sided: D* times 0.9",
    slips={
        "That is the optimum for a real term of weight 0.9: a label has its part in ln(1 − D).": [
            0.473684,
            0.230769,
            0.0,
        ],
        "That is D* with sharp labels.": [0.5, 0.25, 0.0],
    },
)
check.close(
    call(smoothed_d_star, p, q, 0.9, 0.1),
    np.array([0.5, 0.3, 0.1]),
    "two-sided: where there are only fakes, D says 0.1",
    slips={"The label of fakes is ignored.": [0.45, 0.225, 0.0]},
)
check.close(call(smoothed_d_star, p, q, 1.0), np.array([0.5, 0.25, 0.0]), "sharp labels: D*")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("other densities and labels") as rng:
    for alpha, beta in [(0.7, 0.0), *rng.uniform(0, 1, size=(4, 2)).tolist()]:
        p, q = rng.uniform(0.01, 3, size=(2, 5))
        made = call(smoothed_d_star, p, q, alpha, beta)
        check.close(made, reference.smoothed_d_star(p, q, alpha, beta), atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# What multiplies $\ln D$ in the whole sum? What multiplies $\ln(1 - D)$? Call them $a$ and $b$; the best $D$ is $a/(a + b)$.
# </details>
# <details><summary>Hint 2: the sum</summary>
#
# $a = \alpha p + \beta q$ and $b = (1-\alpha)p + (1-\beta)q$. What is $a + b$?
# </details>
# <details><summary>Hint 3: the code</summary>
#
# One fraction: $\alpha p + \beta q$ over $p + q$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** α·p/(α·p + q) is what the browser demonstration of assignment 04 has. At p = q it gives 0.474 for α = 0.9; smoothing gives 0.45.

# %% [markdown]
# **See it.** Far away from the data, where $q$ is all there is, G's pull is the slope of D's logit. With $\beta = 0$ the logit of the best $D$ still falls towards the fakes without end. With $\beta = 0.1$ it levels off at $\ln(0.1/0.9) = -2.2$: bad samples feel no pull any more. That is why one smooths on one side only.

# %%
from scipy.stats import norm

for alpha, beta in ((1.0, 0.0), (0.9, 0.0), (0.9, 0.1)):
    x = np.array([4.0, 6.0, 8.0])
    d = smoothed_d_star(norm.pdf(x), norm.pdf(x, 6), alpha, beta)
    print(f"labels {alpha}, {beta}: logits at x = 4, 6, 8 are {np.log(d / (1 - d)).round(2)}")

# %% [markdown]
# ## 6. Numbers that lie
#
# How good is a generator? The losses do not say: $2\ln 2$ is the loss of $D$ at the equilibrium *and* of a $D$ that has learned nothing. “D says ½” is true of the collapsed generator of section 4. Two further traps have a history.

# %% [markdown]
# ### Exercise 14 · The log-likelihood that was
#
# *Difficulty ●●● · 20 minutes · 2 points*
#
# **Why it matters.** Table 1 of the paper that started it all compares models by a *Parzen window*: put a Gaussian of width $\sigma$ on each of $n$ samples and ask how likely the test data are under that mixture. Theis et al. (2016) showed that such numbers can rank a bad model above the truth. You will see it happen.
#
# **Formula.** In $d$ dimensions, averaged over test points $t$,
# $$\ln\Bigl[\frac1n\sum_{j=1}^n \exp\Bigl(-\frac{\|t - x_j\|^2}{2\sigma^2}\Bigr)\Bigr] - d\,\ln\bigl(\sigma\sqrt{2\pi}\bigr).$$
#
# **What to write.** The mean over the test points, in nats. It must be finite where every single $\exp$ underflows to 0: subtract the largest exponent first, as for the softmax, or use `scipy.special.logsumexp`.


# %% nbgrader={"grade_id": "parzen-ll", "solution": true}
def parzen_ll(test, samples, sigma):
    """Mean log-likelihood of test points under Gaussians of width sigma on the samples, in nats.

    test: (t, d); samples: (n, d); sigma: float > 0. Returns a finite float.
    """
    ### BEGIN SOLUTION
    squares = np.sum((test[:, None, :] - samples[None, :, :]) ** 2, axis=2)
    exponents = -squares / (2 * sigma**2)
    top = exponents.max(axis=1)
    inside = np.log(np.mean(np.exp(exponents - top[:, None]), axis=1))
    return float(np.mean(top + inside) - test.shape[1] * np.log(sigma * np.sqrt(2 * np.pi)))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# parzen_ll(np.array([[0.0]]), np.array([[0.0]]), 1.0)

# %% nbgrader={"grade_id": "parzen-ll-values", "points": 2}
test, samples = np.cos(np.arange(9.0).reshape(3, 3)), np.sin(np.arange(15.0).reshape(5, 3))
check.close(call(parzen_ll, test, samples, 0.7), -4.486397, "three points, five samples, d = 3")
zero = np.zeros((1, 1))
check.close(call(parzen_ll, zero, zero, 1.0), -0.918939, "one sample, one point: −ln √(2π)")
made = call(parzen_ll, np.array([[0.0], [2.0]]), zero, 1.0)
check.close(made, -1.918939, "the mean over two test points")
made = call(parzen_ll, np.zeros((1, 2)), np.array([[0.0, 0.0], [3.0, 4.0]]), 1.0)
check.close(
    made,
    -2.531021,
    "two samples, two dimensions: −ln 2 − 2 ln √(2π), and a little",
    slips={
        "The mean over the samples is missing: that is the sum.": -1.837873,
        "The log stands outside the mean over samples, not inside.": -8.087877,
        "There is one factor σ√(2π) for each dimension.": -1.612082,
    },
)
made = call(parzen_ll, np.zeros((1, 2)), np.array([[30.0, 40.0]]), 0.1)
check.close(made, -124_997.232707, "far away: every exp is 0, the log-likelihood is finite")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random points in several dimensions, for wide and narrow windows") as rng:
    for t, n, d in ((3, 5, 2), (6, 2, 10), (1, 4, 784)):
        test, samples = rng.normal(size=(t, d)), rng.normal(size=(n, d))
        for sigma in (0.01, float(rng.uniform(0.2, 2))):
            made = call(parzen_ll, test, samples, sigma)
            check.close(made, reference.parzen_ll(test, samples, sigma), atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# All squared distances: `((test[:, None] - samples[None]) ** 2).sum(axis=2)`, of shape `(t, n)`. The exponents are these, divided by $-2\sigma^2$.
# </details>
# <details><summary>Hint 2: no underflow</summary>
#
# With $M$ the largest exponent of a row, $\ln\frac1n\sum e^{e_j} = M + \ln\frac1n\sum e^{e_j - M}$, and one term of the sum is now 1.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# With SciPy: `logsumexp(exponents, axis=1) - np.log(n)`, the mean of that, minus `d * np.log(sigma * np.sqrt(2 * np.pi))`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** −ln n is what most published snippets forget, and it is the same for all models with the same n, so nobody notices. `np.log(np.mean(np.exp(…)))` gives −inf for narrow windows in high dimensions.

# %% [markdown]
# **See it.** Data in 30 dimensions, $\mathcal{N}(0, 1)$ each. Four “generators”: the **truth** (300 fresh samples of the data's own distribution), the same samples shrunk to 80 % and to 50 %, and one that always says 0, a total collapse. Which is ranked first? In the paper, $\sigma$ was chosen by validation; here you
# see several.

# %%
rng = np.random.default_rng(0)
test, truth = rng.normal(size=(2, 300, 30))
rivals = {"truth": truth, "× 0.8": 0.8 * truth, "× 0.5": 0.5 * truth, "always 0": np.zeros((1, 30))}
for sigma in (0.3, 0.5, 0.7, 1.0):
    scores = {name: parzen_ll(test, samples, sigma) for name, samples in rivals.items()}
    print(f"σ = {sigma}:  " + "  ".join(f"{name} {score:7.1f}" for name, score in scores.items()))

# %% [markdown]
# The truth loses, at every width, to the shrunk copies of itself. At $\sigma = 1$ the collapsed generator wins: one window of width 1 at 0 happens to *be* the density of the data. The number measures how well windows on samples fill space. It says little about the samples.

# %% [markdown]
# ### Exercise 15 · How many faces can it make?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** Collapse on images has no centres to count. But if among 23 people two share a birthday with probability ½, because there are only 365 days, then duplicates among a few samples reveal a small repertoire. Arora et al. (2018) looked at the pictures of famous GANs: often a batch of a few hundred contained twins.
#
# **Formula.** For $n$ draws from $N$ equally likely things, $P(\text{twins}) = 1 - \prod_{i=0}^{n-1}\bigl(1 - \frac iN\bigr)$, which is ½ near $n = \sqrt{2\ln 2\cdot N} = 1.177\sqrt N$. Turned round: if twins appear in half of all batches of $n$, then $N \approx n^2/(2\ln 2)$.
#
# **What to write.** Both. For $n > N$ the probability is exactly 1.


# %% nbgrader={"grade_id": "birthday", "solution": true}
def twin_probability(n, N):
    """The probability that n draws from N equally likely things contain two that are the same."""
    ### BEGIN SOLUTION
    return float(1 - np.prod(np.maximum(1 - np.arange(n) / N, 0)))
    ### END SOLUTION


def repertoire(n):
    """The N for which twins appear in half of all batches of n, n²/(2 ln 2): a float."""
    ### BEGIN SOLUTION
    return n**2 / (2 * np.log(2))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# twin_probability(23, 365), repertoire(23)

# %% nbgrader={"grade_id": "birthday-values", "points": 2}
check.close(
    call(twin_probability, 23, 365),
    0.507297,
    "twenty-three people",
    slips={
        "That is the probability of no twins at all.": 0.492703,
        "That is for somebody with *your* birthday: any two may agree.": 0.061151,
        "The product starts at i = 0 and has n factors.": 0.538344,
        "That treats pairs as independent; the product is exact.": 0.500477,
        "That is 1 − exp(−n(n − 1)/(2N)), an approximation; the product is exact.": 0.500002,
    },
)
check.close(call(twin_probability, 4, 10), 0.496, "1 − 1·0.9·0.8·0.7")
check.close(call(twin_probability, 1, 5), 0.0, "alone", atol=1e-12)
check.close(call(twin_probability, 12, 10), 1.0, "more draws than things", atol=1e-12)
check.close(
    call(repertoire, 23),
    381.592838,
    "close to 365",
    slips={"The factor 2·ln 2 = 1.386 is missing.": 529.0, "Use the natural logarithm.": 878.6},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("other numbers of draws and of things") as rng:
    for n, many in rng.integers([2, 5], [60, 2000], size=(8, 2)).tolist():
        made = call(twin_probability, n, many)
        check.close(made, reference.twin_probability(n, many), atol=1e-10)
        check.close(call(repertoire, n), reference.repertoire(n))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The first draw is free; the second avoids it with probability $1 - 1/N$; the third avoids both with $1 - 2/N$.
# </details>
# <details><summary>Hint 2: too many draws</summary>
#
# For $n > N$ one of the factors is 0, and the ones after it are negative. The product is 0 anyway, as long as the factor 0 is exactly 0.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.prod(1 - np.arange(n) / N)` is the probability of no twins.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** If the things are not equally likely, twins come earlier, so the estimate is a lower bound only in a loose sense: it estimates 1/Σp². And twins of real images need an eye or a distance, which is the hard part of the test.

# %% [markdown]
# **See it.** Does it work? A generator with 1,000 equally likely pictures, batches of growing size, 400 batches each. At $n = 37$ half of them have twins, and $37^2/(2\ln 2) = 988$.

# %%
rng = np.random.default_rng(3)
for n in (10, 20, 37, 60):
    batches = np.sort(rng.integers(1000, size=(400, n)), axis=1)
    seen = np.mean((np.diff(batches) == 0).any(axis=1))
    print(f"n = {n}: twins in {seen:.2f} of the batches, formula {twin_probability(n, 1000):.2f}")

# %% [markdown]
# ## 7. Problem × cure
#
# Which cure helps against what? Opinions abound; here is your own measurement. Each entry is one training of the clinic with your functions, with the same seed and the same number of iterations. A third illness joins the two recipes: `"D in a hurry"` takes five steps of $D$, at double rate, for each step of $G$.
#
# The treatments: R1 with $\gamma = 1$; WGAN-GP with weight 1; spectral normalisation (PyTorch's, which does what you wrote); packs of 4; instance noise of 0.3; real labels 0.9; EMA with 0.99; TTUR, which doubles D's rate and halves G's. The treatment “WGAN-GP” is more than a penalty: both players play for Wasserstein's loss then.


# %%
def visit(illness, cure, seed=0):
    samples = clinic.Patient(illness, cure, tools, seed).train().sample()
    _, quality, kl, shares = mode_stats(samples, clinic.centers(), clinic.STD)
    # Found is, as in the film, a mode with at least 1 % of the samples.
    return {"modes": int(np.sum(shares >= 0.01)), "quality": quality, "kl": kl}


visit("D in a hurry", "none"), visit("D in a hurry", "R1")

# %% [markdown]
# **Predict first**, and write it down: which of the eight treatments will bring at least seven modes back, for each of the three illnesses? The next cell trains 27 GANs. That takes half a minute to a minute; run it while you write.

# %%
illnesses = ("G in a hurry", "D too slow", "D in a hurry")
found = {(i, c): visit(i, c) for i in illnesses for c in clinic.CURES}

# %% [markdown]
# Three more rows come from what you computed above: the distance from the equilibrium after 200 rounds on the saddle (start: 1.41), how much more $D$ trusts the 32 training images than unseen ones, and the pull on $G$ at $\mu = 8$. An empty field was not measured. The strengths are
# not the same everywhere: for the rotation R1 has $\gamma = 0.3$ and TTUR quadruples and quarters the rates; against missing overlap the noise is 3. And the trust of WGAN-GP is the one of section 5, made of $\sigma$ of a critic.
#
# Blue is good, but beware: in the first three rows the colour counts **modes only**, and that is the trap of exercise 10. Therefore each field has the quality, too: “8 · 18 %” is eight modes, and 18 % of the samples are good.

# %%
matrix = {i: {} for i in illnesses}
for (i, c), seen in found.items():
    matrix[i][c] = (f"{seen['modes']} · {100 * seen['quality']:.0f} %", seen["modes"] / 8)
names = {"simultaneous": "none", "R1, γ = 0.3": "R1", "TTUR (0.4, 0.025)": "TTUR"}
names |= {"extragradient": "extragradient", "unrolling, k = 5": "unrolling"}
matrix["rotation: distance"] = {
    c: (f"{rotation[name]:.2g}", float(rotation[name] < 1)) for name, c in names.items()
}
matrix["D memorises: trust"] = {c: (f"{m:.2f}", 1 - m / memory["none"]) for c, m in memory.items()}
pulls = {
    "none": generator_slopes(8.0)[0],
    "WGAN-GP": 1.0,
    "instance noise": generator_slopes(8.0, 3.0)[0],
}
matrix["no overlap: pull"] = {c: (f"{p:.2g}", min(1.0, 8 * p)) for c, p in pulls.items()}
columns = [*clinic.CURES, "extragradient", "unrolling"]
plots.show(plots.matrix_figure(matrix, columns, "Problem × cure: what each treatment achieved"))

# %% [markdown]
# Some things that this table says, and others like it do not:
#
# - **R1 is no cure for a collapse that comes from a $D$ that learns too little.** Against `"D in a hurry"`, where $D$ is too steep, R1, WGAN-GP and spectral normalisation bring all eight modes back.
# - **Eight modes alone prove little.** Spread points evenly over the whole ring between the radii 1.5 and 2.5: all eight modes are “found”, and $8\cdot0.3^2/(2.5^2 - 1.5^2) = 18\,\%$ of the points are good by chance. The next cell does it. R1, WGAN-GP and spectral normalisation are close to that baseline, and so is packing; the untreated patient has fewer modes, but twice their quality or more. After so short a training the treated ones have
# undone the collapse, and not yet learned where the modes are.
# - **Packing is the only treatment here that helps in both recipes**, because it changes what $D$ can *see*. The same warning goes for it.
# - **EMA does not cure a collapse.** The average of a hopping cloud is a cloud in the middle of nowhere. It helps where players circle around the right place.
# - TTUR, smoothing and a little noise did next to nothing here. That is one seed and one strength each. Before you believe in a difference, change `seed` and look again.

# %%
rng = np.random.default_rng(0)
radius = np.sqrt(rng.uniform(1.5**2, 2.5**2, 50_000))
angle = rng.uniform(0, 2 * np.pi, 50_000)
spread = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
modes, quality, kl, _ = mode_stats(spread, clinic.centers(), clinic.STD)
print(f"spread over the ring: {modes} modes, {100 * quality:.1f} % good, KL {kl:.2f}")
for illness in illnesses:
    for cure in ("none", "R1", "WGAN-GP", "spectral norm", "packing"):
        seen = found[illness, cure]
        good = f"{100 * seen['quality']:5.1f} % good, KL {seen['kl']:.2f}"
        print(f"{illness:13} {cure:14} {seen['modes']} modes, {good}")

# %% [markdown]
# ## 8. Diagnose this run
#
# Now you are called to a training that somebody else has started. Nobody tells you the code; you get what every logger records. There are ten runs, A to J, and one for practice, P. All train on 12×12 images of discs, rings, bars and crosses, with $z \in \mathbb{R}^{16}$, batches of 64, $-\ln D(G(z))$ for $G$, Adam with $\eta = 0.0004$ and $\beta_1 = 0.5$, $k = 1$,
# 8,000 training images in $[-1, 1]$, tanh at the end of $G$, PyTorch's own initialisation, and dropout in $D$. An *iteration* is a round: $D$ takes its steps, here $k$, and then $G$ takes one. All this holds unless the fault says otherwise. Possible findings:
#
# | name | what was done |
# |---|---|
# | `"healthy"` | nothing wrong |
# | `"D too strong"` | D's learning rate is ten times larger, G's four times smaller |
# | `"k too large"` | twenty steps of $D$ for each step of $G$ |
# | `"data range"` | the data are standardised (mean 0, variance 1) and not in $[-1, 1]$ |
# | `"initialisation"` | all weights start as $\mathcal{N}(0, 1)$ |
# | `"no tanh"` | $G$ ends in a linear layer |
# | `"labels swapped"` | D's loss has the labels of real and fake exchanged, G's has not |
# | `"collapse"` | ten steps of $G$ for each step of $D$ |
# | `"sigmoid twice"` | $D$ ends in a sigmoid, and the loss applies another one |
# | `"D memorises"` | only 32 training images |
# | `"G's step detached"` | `G(z).detach()` also in G's step |
#
# A fault may occur twice, or not at all.

# %%
plots.show(runs.monitor_figure("P"))

# %% [markdown]
# **Reading run P.** The upper row: 16 images of the data as $D$ gets them, then what $G$ makes of the same 16 noise vectors at four moments. Nothing ever changes there. D's loss goes to 0, G's rises: by itself that would be a $D$ that is too strong. But look at the third panel: the length of G's gradient is not small, it is **exactly 0**, at every step. And “D(G(z))” before and after G's step are the same curve, up to the chance in D's dropout. No gradient
# ever reaches $G$. The fault is `"G's step detached"`.
#
# The other panels: losses with the line $2\ln 2$; what $D$ says to training images, to images it was never trained on, and to fakes, before and after G's step; the smallest and the largest pixel; how much the images of a batch differ from each other; and how many times $D$ has seen the training set.

# %% [markdown]
# ### Exercise 16 · Vital signs
#
# *Difficulty ●○○ · 15 minutes · 2 points*
#
# **Why it matters.** Curves are for the eye. A doctor also writes numbers down, always the same ones, at the same time.
#
# **What to write.** A run is a dictionary of arrays (see `help(runs)`). From the **last quarter** of the entries (the last `len // 4` of them) compute
#
# - `"trust"`: mean of `d_real` − `d_held_out`; how much more $D$ believes what it was trained on;
# - `"kick"`: mean of `d_fake_after` − `d_fake`; what a step of $G$ achieves;
# - `"below"` and `"above"`: means of `real_min` − `fake_min` and of `fake_max` − `real_max`; how far the fakes leave the range of the data;
# - `"variety"`: the mean of `fake_spread` divided by the mean of `real_spread`.


# %% nbgrader={"grade_id": "vital-signs", "solution": true}
def vital_signs(run):
    """Five numbers from the last quarter of a run: a dictionary of floats.

    run: dictionary of 1-D arrays of one length n ≥ 4, "d_real", "d_held_out", "d_fake", …
    Keys of the result: "trust", "kick", "below", "above", "variety".
    """
    ### BEGIN SOLUTION
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[-late:])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }
    ### END SOLUTION


# %% nbgrader={"grade_id": "tiny-run", "locked": true}
tiny_run = {
    "d_real": np.array([0.5] * 6 + [0.8, 0.9]),
    "d_held_out": np.array([0.5] * 6 + [0.6, 0.5]),
    "d_fake": np.array([0.5] * 6 + [0.1, 0.2]),
    "d_fake_after": np.array([0.5] * 6 + [0.2, 0.2]),
    "real_min": np.full(8, -1.0),
    "real_max": np.full(8, 1.0),
    "fake_min": np.array([-0.5] * 6 + [-2.0, -1.4]),
    "fake_max": np.array([0.5] * 6 + [0.9, 0.7]),
    "real_spread": np.array([0.3] * 6 + [0.4, 0.6]),
    "fake_spread": np.array([0.1] * 6 + [0.3, 0.1]),
}
wavy_run = {name: 0.5 + 0.3 * np.sin(np.arange(13.0) * i) for i, name in enumerate(tiny_run, 1)}

# %%
# Try it here: delete the # of the next line and run the cell.
# vital_signs(tiny_run)

# %% nbgrader={"grade_id": "vital-signs-values", "points": 2}
made = call(vital_signs, wavy_run)
signs = {
    "trust": -0.207910,
    "kick": 0.097446,
    "below": -0.407354,
    "above": 0.010264,
    "variety": 0.864023,
}
for name, value in signs.items():
    check.close(made[name], value, f"{name}, from the last three of thirteen entries")
made = call(vital_signs, tiny_run)
check.close(made["trust"], 0.3, "the last two of eight entries count")
check.close(made["kick"], 0.05, "after minus before")
check.close(made["below"], 0.7, "fakes go below the data")
check.close(made["above"], -0.2, "and stay below its maximum")
check.close(made["variety"], 0.4, "means first, then the quotient")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random runs of other lengths") as rng:
    for n in (4, 11, 101):
        run = {name: rng.uniform(0.1, 1, size=n) for name in tiny_run}
        made, target = call(vital_signs, run), reference.vital_signs(run)
        for name in target:
            check.close(made[name], target[name], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Divide the number of entries with `// 4` into `late`, and then take `values[-late:]` of every array.
# </details>
# <details><summary>Hint 2: fewer lines</summary>
#
# Make a dictionary of the late means of all arrays first; each vital sign then takes one line.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `mean = {name: np.mean(values[-late:]) for name, values in run.items()}`, and then differences and one quotient.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Averaging over the last quarter smooths the noise of single batches; the last entry alone misleads for most runs.

# %% [markdown]
# **See it.** The vital signs of all runs, the one for practice last.

# %%
print("run   trust    kick   below   above  variety   passes")
for letter in (*runs.LETTERS, "P"):
    run = runs.load(letter)
    signs = vital_signs({name: run[name] for name in tiny_run})
    line = "  ".join(f"{value:6.3f}" for value in signs.values())
    print(f"  {letter}  {line}   {run['passes'][-1]:6.0f}")

# %% [markdown]
# **Predict first.** Before you look at the pictures: which faults can be named from the table alone? Then go through the runs one by one. For each, write down the first thing that a healthy run would not do, and which faults could explain it.

# %%
widgets.runs_explorer("A")

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Ten patients. Some show their fault in the samples, some only in a curve. For a $D$ that wins there are several possible reasons, so ask further: *can* $G$ reach the data at all? Does $D$ win on images that it has never seen? How much did $D$ learn for each step of $G$? And does what $D$ says fit the loss: which values of D are possible at all?
# </details>

# %% [markdown]
# If the buttons do not work where you read this, the next cell shows one run as a picture; change the letter.

# %%
plots.show(runs.monitor_figure("A"))

# %% [markdown]
# ### Exercise 17 · The diagnosis
#
# *Difficulty ●●● · 40 minutes · 10 points*
#
# **Why it matters.** Nobody will ever hand you a GAN with a note on what is wrong with it.
#
# **What to write.** A dictionary from the letters A to J to a name from the table, one point for each. The visible checks only look at whether it *is* a name; whether it is the right one is found out when your work is graded.


# %% nbgrader={"grade_id": "faults", "locked": true}
FAULTS = (
    "healthy",
    "D too strong",
    "k too large",
    "data range",
    "initialisation",
    "no tanh",
    "labels swapped",
    "collapse",
    "sigmoid twice",
    "D memorises",
    "G's step detached",
)


# %% nbgrader={"grade_id": "diagnosis", "solution": true}
def diagnosis():
    """What is wrong with each run: a dictionary {"A": name, …, "J": name}, names from FAULTS."""
    ### BEGIN SOLUTION
    return {
        "A": "k too large",
        "B": "no tanh",
        "C": "D memorises",
        "D": "labels swapped",
        "E": "healthy",
        "F": "sigmoid twice",
        "G": "initialisation",
        "H": "D too strong",
        "I": "collapse",
        "J": "data range",
    }
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# [letter for letter, name in diagnosis().items() if name not in FAULTS]

# %% nbgrader={"grade_id": "diagnosis-a", "points": 1}
made = call(diagnosis)["A"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run A: choose a name from FAULTS.", why="run A has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run A") as rng:
    check.equal(made, reference.diagnosis()["A"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-b", "points": 1}
made = call(diagnosis)["B"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run B: choose a name from FAULTS.", why="run B has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run B") as rng:
    check.equal(made, reference.diagnosis()["B"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-c", "points": 1}
made = call(diagnosis)["C"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run C: choose a name from FAULTS.", why="run C has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run C") as rng:
    check.equal(made, reference.diagnosis()["C"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-d", "points": 1}
made = call(diagnosis)["D"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run D: choose a name from FAULTS.", why="run D has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run D") as rng:
    check.equal(made, reference.diagnosis()["D"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-e", "points": 1}
made = call(diagnosis)["E"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run E: choose a name from FAULTS.", why="run E has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run E") as rng:
    check.equal(made, reference.diagnosis()["E"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-f", "points": 1}
made = call(diagnosis)["F"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run F: choose a name from FAULTS.", why="run F has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run F") as rng:
    check.equal(made, reference.diagnosis()["F"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-g", "points": 1}
made = call(diagnosis)["G"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run G: choose a name from FAULTS.", why="run G has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run G") as rng:
    check.equal(made, reference.diagnosis()["G"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-h", "points": 1}
made = call(diagnosis)["H"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run H: choose a name from FAULTS.", why="run H has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run H") as rng:
    check.equal(made, reference.diagnosis()["H"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-i", "points": 1}
made = call(diagnosis)["I"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run I: choose a name from FAULTS.", why="run I has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run I") as rng:
    check.equal(made, reference.diagnosis()["I"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-j", "points": 1}
made = call(diagnosis)["J"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run J: choose a name from FAULTS.", why="run J has a diagnosis")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run J") as rng:
    check.equal(made, reference.diagnosis()["J"])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Sort out the certain ones first. Who makes pixels that do not exist in the data, and who lacks pixels that do? Whose first samples differ from everybody else's? Who makes sixteen times the same picture while $D$ is still undecided?
# </details>
# <details><summary>Hint 2: who says what?</summary>
#
# In which run does $D$ call the fakes real? In which run does $D$ *never* call anything fake, however bad it is? If $\sigma$ is applied to a number that is already between 0 and 1, which values can come out?
# </details>
# <details><summary>Hint 3: when D wins</summary>
#
# A $D$ with a large learning rate, a $D$ with many steps and a $D$ with few images all win. Compare training images with held-out ones, and look at how often each $D$ has gone through its training set. Twenty steps for each step of $G$ use twenty batches.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** A: 384 passes, so 20 times as much data per step of G, and no gap to held-out images. B: pixels from about −3 to 3. C: D(x) near 0.8, held-out images near 0.45, 4,802 passes. D: D(x) → 0, D(G(z)) → 1, both losses → 0. E: D near ⅔ and ⅓, losses flat, variety
# 0.7. F: D between ½ and 0.73 only, G's loss within softplus(−1) … ln 2. G: saturated noise at iteration 0, losses of hundreds. H: 19 passes, D(x) near 0.95 from the start, G's range grows slowly. I: variety 0; D near ½ for 1,000 iterations. J: data up to 2.2, fakes only to 1. `record_runs.py` beside this source made them.

# %% [markdown]
# ## What you can do now
#
# You can make a GAN fail on purpose, and say in one line of mathematics why: a perfect $D$ leaves $\ln(1-D)$ without slope; two players on a saddle turn around each other with $|\lambda| = \sqrt{1 + \eta^2}$; a $G$ in a hurry runs to a single point. You have written the cures and measured that each helps against *some* illness: friction (R1, unrolling, extragradient) against rotation, a bounded slope against a $D$ that is too steep, packing against collapse, averaging against jitter, more data
# against memory. And you know what to look at when somebody says that their GAN does not work: ranges, held-out images, gradients, variety, and how much each player has been allowed to learn.
#
# Save the notebook, press **Validate**, and hand it in. This was the last assignment. Go back to *06 · DCGAN* with these instruments, break it in one way of your choice, and see whether a friend can tell.

# %% [markdown]
# ## Read on
#
# - Mescheder et al. (2018), *Which Training Methods for GANs do actually Converge?*, [arXiv 1801.04406](https://arxiv.org/abs/1801.04406): the Dirac-GAN, R1, and the eigenvalues of section 2.
# - Arjovsky et al. (2017), *Wasserstein GAN*, [arXiv 1701.07875](https://arxiv.org/abs/1701.07875): a distance that does not fall asleep, and what its critic has to promise for that.
# - Huang et al. (2024), *The GAN is dead; long live the GAN! A Modern GAN Baseline*, [arXiv 2501.05441](https://arxiv.org/abs/2501.05441): what was left of all the tricks ten years later: a relativistic loss, R1 and R2.
