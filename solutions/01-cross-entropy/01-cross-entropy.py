# %% [markdown]
# # Cross-entropy: how to score a guess
#
# A GAN is a game between a forger and a detective, and somebody has to keep the score. The score is made of the *binary
# cross-entropy*. In this assignment you build it from nothing: what an expectation is, how to estimate one from
# samples, why a logarithm appears, how to compute it without overflow, and what its gradient is. In the last section the
# pieces fall together into the value function $V(D, G)$ of Goodfellow et al. (2014), and you train a first detective with it.
#
# There are thirteen exercises, 28 points: about three hours for the exercises and three quarters of an hour for
# reading and for the widgets. The end of section 5 is a good place for a break. Everything runs on any laptop, without PyTorch. The
# box below collects the conventions of the whole course; you need not understand it yet. Each line is explained when its time comes.

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
from gancourse import check, gan_picture, plots, slopes, widgets
from gancourse.check import call

plots.use_course_style()

# %% [markdown]
# **Where you are.** Of the machine in the film of 00 this assignment makes the *score*: how well does the detective tell real from forged?
# (After a restart, run the cell above again: it loads everything.)

# %% tags=["folded"]
plots.show(gan_picture.gan_figure("score"))

# %% [markdown]
# ## 1. Two kinds of models
#
# A **discriminative** model answers a question about a given $x$: it models $p(y \mid x)$. Logistic regression is one; so
# is the detective of a GAN, who answers “is this image real?”.
#
# A **generative** model describes how the $x$ themselves come about. There are two sorts. An *explicit* one gives you a
# density or probability $p(x)$ or $p(x, y)$ that you can evaluate. Naive Bayes is explicit: it models $p(x, y)$ and
# classifies with Bayes' rule. An *implicit* one only gives you samples: you can draw, but ask for $p(x)$ and it stays silent.
#
# The generator of a GAN is implicit. There is no label $y$ in its data, and it has no density to put into Bayes' rule: it can be
# asked for pictures, and for nothing else.

# %% [markdown]
# ### Exercise 1 · What kind of model?
#
# *Difficulty ●○○ · 5 minutes · 1 point*
#
# **Why it matters.** What a model can be asked decides how it can be trained. Without a density there is no likelihood to maximise,
# and that is the reason why a GAN needs an opponent at all.
#
# **What to write.** Return `"discriminative"`, `"explicit"` or `"implicit"` for each of these models:
# `"logistic regression"`, `"naive Bayes"`, `"Gaussian mixture"`, `"GAN discriminator"`, `"GAN generator"`. (A Gaussian mixture is a weighted sum
# of bell curves.) The checks that you see leave two of them open; grading looks at all five.


# %% nbgrader={"grade_id": "model-kind", "solution": true}
def model_kind(model):
    """The kind of the model with this name: "discriminative", "explicit" or "implicit"."""
    ### BEGIN SOLUTION
    kinds = {
        "logistic regression": "discriminative",
        "naive Bayes": "explicit",
        "Gaussian mixture": "explicit",
        "GAN discriminator": "discriminative",
        "GAN generator": "implicit",
    }
    return kinds[model]
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# model_kind("naive Bayes")

# %% nbgrader={"grade_id": "model-kind-values", "points": 1}
check.equal(
    call(model_kind, "logistic regression"), "discriminative", "it models p(y | x) and nothing else"
)
check.equal(
    call(model_kind, "naive Bayes"), "explicit", "it models p(x, y), which you can evaluate"
)
check.equal(
    call(model_kind, "GAN discriminator"), "discriminative", "“is this x real?” is p(y | x), too"
)
others = {call(model_kind, model).value for model in ("Gaussian mixture", "GAN generator")}
check.true(
    others == {"explicit", "implicit"},
    "The mixture and the generator: one of the two has a density that you can evaluate.",
    why="of the other two, one has a density and one has none",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the kinds of the models that are not named above"):
    for model in ("Gaussian mixture", "GAN discriminator", "GAN generator"):
        check.equal(call(model_kind, model), reference.model_kind(model))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Ask two questions of each model. Does it say anything about how $x$ is distributed? If so: can you evaluate a probability
# or density, or can you only draw samples?
# </details>
# <details><summary>Hint 2: the one that surprises</summary>
#
# A Gaussian mixture can be sampled *and* has a density you can write down. The GAN generator is a function
# $x = G(z)$ of noise: drawing is easy, but nobody gives you $p(x)$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# A dictionary from names to kinds and one `return` are enough. Two of the five are discriminative, two explicit, one implicit.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The mixture is the useful borderline case: students call it implicit because “one samples from it”. What
# counts is whether $p(x)$ can be evaluated. The blanket claim that a discriminator can never create new instances is also too
# strong: with enough work (Markov chains driven by a classifier's log-odds) one can sample from it.

# %% [markdown]
# **See it.** Your answers in one picture. The two players of a GAN stand at opposite ends: one only judges, the other only produces.

# %% tags=["folded"]
fig, ax = plt.subplots(figsize=(7, 2.2))
models = [
    "logistic regression",
    "naive Bayes",
    "Gaussian mixture",
    "GAN discriminator",
    "GAN generator",
]
kinds = ["discriminative", "explicit", "implicit"]
for row, model in enumerate(models):
    ax.plot(kinds.index(model_kind(model)), -row, "o", color=plots.DISCRIMINATOR)
ax.set(
    xticks=range(3),
    xticklabels=kinds,
    yticks=range(0, -5, -1),
    yticklabels=models,
    xlim=(-0.5, 2.5),
    title="Your answers",
)
plots.show(fig, "Your answers: " + "; ".join(f"{model} is {model_kind(model)}" for model in models))

# %% [markdown]
# <details><summary>Which of them are right?</summary>
#
# The checks above leave the last two open. The mixture is *explicit*: you can write down its density. The forger of a GAN is *implicit*.
# </details>

# %% [markdown]
# ## 2. Expectation: a weighted mean
#
# Throw a die very often and average the faces. The average settles at a number that no face shows: 3.5. It is the
# **expectation**: each value is weighted by its probability. Throughout this notebook $q$ is how things really are, and $p$ what
# somebody *says* about them. So the true probability of the value $x_i$ is $q_i$, and the expectation of a function $f$ of the outcome is
#
# $$\mathbb{E}[f(X)] = \sum_i q_i\, f(x_i), \qquad \text{or}\qquad \mathbb{E}[f(X)] = \int f\, dQ \ \text{ in general.}$$
#
# Read $\int f\,dQ$ as “the mean of $f$, weighted with $Q$”; section 4 shows how to compute one.
# The weights matter. Here are a fair die and a loaded one that shows a six half of the time.

# %% nbgrader={"grade_id": "dice", "locked": true}
faces = np.arange(1, 7)
fair = np.full(6, 1 / 6)
loaded = np.array([0.1, 0.1, 0.1, 0.1, 0.1, 0.5])


def roll(n, rng, probs=fair):
    """n rolls: the face in whose slice of [0, 1) a uniform random number falls."""
    return faces[np.searchsorted(np.cumsum(probs)[:-1], rng.random(n), side="right")]


# %% [markdown]
# ### Exercise 2 · The weighted mean
#
# *Difficulty ●○○ · 5 minutes · 2 points*
#
# **Why it matters.** Both terms of a GAN's objective are expectations. The plain average of the possible values happens to
# be right for a fair die, whose faces are equally likely, and not in general.
#
# **Formula.** $\mathbb{E}[X] = \sum_i q_i x_i$, where $q_i \ge 0$ and $\sum_i q_i = 1$.
#
# **What to write.** The weighted mean. If `probs` is not a distribution (an entry is negative, or the sum is not 1), refuse it: raise a
# `ValueError`. Sums of floating-point numbers are rarely exact, so allow for rounding.


# %% nbgrader={"grade_id": "expected-value", "solution": true}
def expected_value(values, probs):
    """Expectation Σ qᵢxᵢ of a discrete random variable.

    values: (n,) real numbers; probs: (n,) their probabilities. Returns a float.
    Raises ValueError if a probability is negative or they do not sum to 1 (up to rounding, 1e-9).
    """
    ### BEGIN SOLUTION
    values, probs = np.asarray(values, dtype=float), np.asarray(probs, dtype=float)
    if np.any(probs < 0) or abs(probs.sum() - 1) > 1e-9:
        raise ValueError("probs must not be negative and must sum to 1")
    return float(values @ probs)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# expected_value(faces, fair)

# %% nbgrader={"grade_id": "expected-value-values", "points": 1}
check.close(
    call(expected_value, np.array([1.3, -0.4, 2.7]), np.array([0.2, 0.5, 0.3])),
    0.87,
    "three values, weighed",
)
check.close(
    call(expected_value, faces, fair), 3.5, "the fair die, whose six sixths are 1 up to rounding"
)
check.close(
    call(expected_value, faces, loaded),
    4.5,
    "the loaded die",
    slips={"That is the plain average of the faces: weigh each one with its probability.": 3.5},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the expectation for random values and probabilities") as rng:
    for n in (1, 2, 5, 9):
        values, probs = rng.normal(size=n), draws.distribution(rng, n, zeros=n // 3)
        check.close(
            call(expected_value, values, probs), reference.expected_value(values, probs), atol=1e-12
        )
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "expected-value-refuses", "points": 1}
check.raises(
    ValueError, expected_value, faces, np.full(6, 0.2), why="probabilities that sum to 1.2"
)
check.raises(
    ValueError,
    expected_value,
    np.array([1.0, 2.0]),
    np.array([1.3, -0.3]),
    why="a negative probability, although the sum is 1",
)
check.close(
    call(expected_value, np.array([0.0, 1.0, 2.0]), np.array([0.7, 0.2, 0.1])),
    0.4,
    "0.7 + 0.2 + 0.1 is 1 up to rounding",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("probabilities that are no distribution") as rng:
    check.raises(ValueError, expected_value, np.array([1.0, 2.0, 3.0]), np.array([1.2, -0.4, 0.2]))
    check.raises(
        ValueError,
        expected_value,
        np.array([1.0, 2.0]),
        np.array([0.5, 0.5 - rng.uniform(0.01, 0.3)]),
    )
    for off in (1e-3, -5e-6, 2e-7):
        check.raises(ValueError, expected_value, np.array([1.0, 2.0]), np.array([0.5, 0.5 + off]))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Multiply each value with its own probability, then add everything up. NumPy multiplies arrays entry by entry.
# </details>
# <details><summary>Hint 2: the check</summary>
#
# `0.7 + 0.2 + 0.1 == 1` is `False` in floating point: it is 0.9999999999999999. Compare with a small tolerance, as in
# `abs(total - 1) > 1e-9`. And look for negative entries: `np.any(probs < 0)`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `if …: raise ValueError("…")`, then `return float(np.sum(values * probs))`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The fair die alone cannot tell the weighted from the plain mean; that is why the loaded die stands next to it.
# Normalising `probs` silently is tempting and hides errors of the caller.

# %% [markdown]
# **See it.** The expectation is the point on which the bars balance. Weight far from the middle pulls hardest on a balance:
# the heavy six moves it from 3.5 to 4.5.

# %% tags=["folded"]
fig, axes = plt.subplots(1, 2, figsize=(8, 2.6), sharey=True)
for ax, probs, name in zip(axes, (fair, loaded), ("fair die", "loaded die")):
    ax.bar(faces, probs, color=plots.REAL)
    ax.plot(expected_value(faces, probs), 0, "^", markersize=14, clip_on=False, color=plots.FAKE)
    ax.set(
        title=f"{name}: E = {expected_value(faces, probs):.2f}", xlabel="face", ylabel="probability"
    )
plots.show(
    fig,
    f"Bars of a fair and a loaded die, balanced at {expected_value(faces, fair):.2f} and "
    f"{expected_value(faces, loaded):.2f}",
)

# %% [markdown]
# ## 3. Monte Carlo: expectations from samples
#
# Nobody will ever hand you the probabilities of all images of faces. What you get is a data set: *samples*. The law of
# large numbers says that the mean of $n$ independent samples comes close to the expectation. How close? Variances of independent
# samples add, so the mean scatters around the expectation with the standard deviation $\mathrm{SD}/\sqrt n$, where SD is the standard
# deviation of a single value; and by the central limit theorem it scatters like a normal variable. You do not know SD, so you
# estimate it from the same samples. The result is the **standard error**:
#
# $$\mathrm{SE} = \frac{1}{\sqrt n}\,\sqrt{\frac{1}{n-1}\sum_i \bigl(f(x_i) - \bar f\bigr)^2} .$$
#
# Four times the samples, half the error. One roll of the fair die has the variance $35/12$, so its SD is 1.7078.

# %% [markdown]
# ### Exercise 3 · A mean and how far to trust it
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** Each number you will see while a GAN trains is a minibatch mean. Without its standard error you
# cannot tell a trend from noise.
#
# **What to write.** Draw `n` samples with `sampler(n, rng)`, apply `f` to them, and return the mean of $f$ and its standard
# error. The divisor $n - 1$ (`ddof=1`) makes up for measuring the spread around the *estimated* mean.


# %% nbgrader={"grade_id": "mc-mean", "solution": true}
def mc_mean(f, sampler, n, rng):
    """Monte Carlo estimate of E[f(X)] and its standard error.

    f: function on arrays; sampler(n, rng): returns (n,) samples; n ≥ 2.
    Returns (mean, stderr), two floats.
    """
    ### BEGIN SOLUTION
    values = f(sampler(n, rng))
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(n))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# mc_mean(np.square, roll, 100, np.random.default_rng(1))

# %% nbgrader={"grade_id": "mc-mean-values", "points": 2}
made = call(mc_mean, np.square, roll, 5, np.random.default_rng(9))
check.close(made[0], 21.2, "the mean of the squares of five rolls")
check.close(
    made[1],
    5.342284,
    "and its standard error",
    slips={
        "That is the spread of one value: divide by √n for that of the mean.": 11.945711,
        "You divide by n inside the root: the standard error needs n − 1 (`ddof=1`).": 4.778284,
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("mean and standard error for other functions and sample sizes") as rng:
    for f, n in ((np.exp, 2), (np.cos, 7), (np.square, 50), (np.sqrt, 1000)):
        start = int(rng.integers(2**32))
        made = call(mc_mean, f, roll, n, np.random.default_rng(start))
        mean, stderr = reference.mc_mean(f, roll, n, np.random.default_rng(start))
        check.close(made[0], mean)
        check.close(made[1], stderr)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Three steps: draw the samples once, compute `values = f(samples)`, then take the mean of `values`, not of the samples.
# </details>
# <details><summary>Hint 2: the error</summary>
#
# `np.std(values, ddof=1)` says how far a *single* value scatters. The mean of $n$ of them scatters $\sqrt n$ times less.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return np.mean(values), np.std(values, ddof=1) / np.sqrt(n)`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** n = 5 is small on purpose: there the difference between dividing by n and by n − 1 is 12 %, for n = 1000 nobody
# would see it.

# %% [markdown]
# **See it.** Your estimate of $\mathbb{E}[X]$ for one fair die, fifty times for each $n$: the typical (root mean square) distance from 3.5
# follows the line $\mathrm{SD}/\sqrt n$. Both axes are logarithmic, so the line has slope $-\tfrac12$.


# %% tags=["folded"]
def distance(n, seed):
    return mc_mean(np.positive, roll, n, np.random.default_rng([n, seed]))[0] - 3.5


sizes = np.array([10, 30, 100, 300, 1000, 3000, 10_000])
errors = [np.sqrt(np.mean([distance(n, seed) ** 2 for seed in range(50)])) for n in sizes]
fig, ax = plt.subplots(figsize=(6, 3))
ax.loglog(sizes, errors, "o", color=plots.REAL, label="distance of your mean from 3.5")
ax.loglog(sizes, np.sqrt(35 / 12 / sizes), color=plots.REFERENCE, label="SD/√n")
ax.set(xlabel="number of rolls n", ylabel="error")
ax.legend()
plots.show(
    fig,
    f"The error of the mean of n rolls falls from {errors[0]:.2g} at n = 10 to "
    f"{errors[-1]:.2g} at n = 10,000, along SD/√n",
)

# %% [markdown]
# **Predict first.** The funnel below is the expectation $\pm 2\,\mathrm{SD}/\sqrt n$. You fix one $n$ and roll many times: how often is
# the running mean outside the funnel at that $n$? Write a number down. Then set the slider to $n = 1000$, press *Roll again* twenty times,
# and count.

# %%
widgets.die_explorer()

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# At a fixed large $n$ the mean is outside in about one of twenty runs: a normal variable is more than two standard deviations from its
# mean with probability 0.0455. In twenty runs most people count 0, 1 or 2. But follow *one* run along all $n$, and sooner or later it
# leaves the funnel: with probability 1. The law of the iterated logarithm says that again and again it strays as far as any fixed share below 1 of
# $\mathrm{SD}\,\sqrt{2\ln\ln n / n}$, and that envelope passes the funnel at $n \approx 1600$. So do not stop an experiment at the moment when its curve looks best.
# </details>

# %% tags=["folded"]
plots.show(
    widgets.die_figure(seed=1), folded="One run as a picture, for where the slider does not move"
)

# %% [markdown]
# ## 4. From sums to integrals
#
# For a continuous random variable with density $q(x)$ the sum becomes an integral, and on a grid the integral becomes a sum
# again. Each grid point gets the weight $q(x_i)\,\Delta x$: a density is probability *per length*, so it has to be
# multiplied by a length before it is a probability. The bell curve of mean $\mu$ and standard deviation $\tau$ is an example:
#
# $$\mathbb{E}[f(X)] = \int f(x)\, q(x)\, dx \approx \sum_i f(x_i)\, q(x_i)\, \Delta x, \qquad q(x) = \frac{1}{\tau\sqrt{2\pi}}\, e^{-(x-\mu)^2/(2\tau^2)}.$$

# %% [markdown]
# ### Exercise 4 · An expectation by quadrature
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** In assignment 05 you check a theorem about integrals to ten digits. Samples cannot do that: 100,000 of
# them give you two or three digits. A grid can.
#
# **What to write.** $\mathbb{E}[f(X)]$ for $X \sim \mathcal{N}(\mu, \tau^2)$ by a sum over a fine grid, correct to $10^{-6}$. Let the grid
# follow $\mu$ and $\tau$: ten standard deviations on either side are plenty.


# %% nbgrader={"grade_id": "gauss-expectation", "solution": true}
def gauss_expectation(f, mu, tau):
    """E[f(X)] for X ~ N(mu, tau²) by quadrature, correct to 1e-6 for smooth f. Returns a float.

    f: function on arrays; mu: float; tau: float > 0, the standard deviation.
    """
    ### BEGIN SOLUTION
    x = np.linspace(mu - 10 * tau, mu + 10 * tau, 2001)
    density = np.exp(-((x - mu) ** 2) / (2 * tau**2)) / (tau * np.sqrt(2 * np.pi))
    return float(np.sum(f(x) * density) * (x[1] - x[0]))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# gauss_expectation(np.square, 0, 1)

# %% nbgrader={"grade_id": "gauss-expectation-values", "points": 2}
check.close(
    call(gauss_expectation, np.ones_like, 0.0, 1.3), 1.0, "the weights q(xᵢ)·Δx sum to 1, as E[1]"
)
check.close(call(gauss_expectation, np.cos, 0.4, 1.3), 0.395649, "the mean of a cosine")
check.close(call(gauss_expectation, np.square, 0.0, 1.0), 1.0, "the second moment of N(0, 1)")
check.close(call(gauss_expectation, np.square, 1.0, 3.0), 10.0, "E[X²] = μ² + τ²")
check.close(call(gauss_expectation, np.positive, 100.0, 3.0), 100.0, "a mean far from 0")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other functions, means far from 0, and narrow densities") as rng:
    for mu, tau in [
        (50.0, 1.5),
        (-20.0, 1e-3),
        *rng.uniform([-3, 0.2], [3, 2], size=(3, 2)).tolist(),
    ]:
        check.close(call(gauss_expectation, np.square, mu, tau), mu**2 + tau**2)
        check.close(call(gauss_expectation, np.cos, mu, tau), np.exp(-(tau**2) / 2) * np.cos(mu))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `x = np.linspace(left, right, 2001)` makes the grid, `x[1] - x[0]` is $\Delta x$. Choose `left` and `right` from `mu` and
# `tau`.
# </details>
# <details><summary>Hint 2: the weights</summary>
#
# Compute the density at all grid points at once. If $\mathbb{E}[1]$ does not come out as 1, you have lost $\Delta x$ or the factor
# $1/(\tau\sqrt{2\pi})$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `density = np.exp(-(x - mu)**2 / (2 * tau**2)) / (tau * np.sqrt(2 * np.pi))`, then the sum of `f(x) * density` times $\Delta x$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The plain sum is astonishingly accurate here: for smooth functions that vanish at both ends the trapezium rule
# converges faster than any power of Δx. Gauss–Hermite quadrature and `scipy.integrate.quad` are fine too.

# %% [markdown]
# **See it.** The bell curve of mean 3 and standard deviation 2, cut into cells of width ½. Each bar is a probability, and your
# function finds the point on which they balance.

# %% tags=["folded"]
x = np.linspace(-4, 10, 29)
density = np.exp(-((x - 3) ** 2) / 8) / np.sqrt(8 * np.pi)
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.bar(x, density * 0.5, width=0.45, color=plots.REAL, label="q(xᵢ)·Δx")
ax.axvline(
    gauss_expectation(np.positive, 3, 2),
    color=plots.FAKE,
    label=f"E[X] = {gauss_expectation(np.positive, 3, 2):.2f}",
)
ax.set(
    xlabel="x", ylabel="probability of a cell", title="A density times a length is a probability"
)
ax.legend()
plots.show(
    fig,
    f"The bell curve of mean 3 cut into cells of width ½; their balance point is "
    f"{gauss_expectation(np.positive, 3, 2):.2f}",
)

# %% [markdown]
# ## 5. Log loss: the price of a wrong guess
#
# The detective says: “real, with probability $p$.” Then the truth comes out: $y = 1$ (real) or $y = 0$ (fake). How should the
# guess be scored? The **log loss** is minus the logarithm of the probability that was given to what happened:
#
# $$\ell(y, p) = -y \ln p - (1 - y)\ln(1 - p) = \begin{cases} -\ln p & y = 1\\ -\ln(1-p) & y = 0\end{cases}$$
#
# Since $y$ is 0 or 1, one of the two terms always vanishes. To make that true at the ends as well, $0\cdot\ln 0$ counts as 0.

# %% [markdown]
# **Predict first.** A real image, $y = 1$. One detective says $p = 0.9$, another $p = 0.1$. How many times as much does the second one
# pay: 9 times, about 20 times, 100 times? And what is the price of $p = 0$? Now move the slider (it stops at 0.001).

# %%
widgets.log_loss_explorer()

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# $-\ln 0.9 = 0.105361$ and $-\ln 0.1 = 2.302585$: almost 22 times as much. At $p = 0$ the price is infinite: somebody who rules out what
# then happens has been wrong beyond repair. The tangent shows the pull on $p$: its slope is $-1/p$ on one curve and $1/(1-p)$ on
# the other.
# </details>

# %% tags=["folded"]
plots.show(
    widgets.log_loss_figure([0.1, 0.5, 0.9]),
    folded="Three places as a picture, for where the slider does not move",
)

# %% [markdown]
# ### Exercise 5 · Binary cross-entropy
#
# *Difficulty ●●○ · 10 minutes · 3 points*
#
# **Why it matters.** This is the loss of the discriminator, and with one sign or one label changed it is each of the generator
# losses of the course.
#
# **What to write.** $\ell(y, p)$ for every entry of `y` and `p`, with the ends exact: a certain and right guess costs 0, a certain
# and wrong one costs infinity. No `nan`, and no clipping of $p$ to a tiny number: that would hide an infinite loss behind
# an arbitrary finite one.


# %% nbgrader={"grade_id": "bce", "solution": true}
def bce(y, p):
    """Binary cross-entropy −[y ln p + (1−y) ln(1−p)], elementwise, in nats; 0·ln 0 is 0.

    y: labels, 0 or 1; p: probabilities in [0, 1]; numbers, or arrays of one shape.
    Returns values in [0, ∞] of that shape.
    """
    ### BEGIN SOLUTION
    probability_of_truth = np.where(np.asarray(y) == 1, p, 1 - np.asarray(p, dtype=float))
    with np.errstate(divide="ignore"):
        return -np.log(probability_of_truth) + 0.0
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# bce(1, 0.9)

# %% nbgrader={"grade_id": "bce-values", "points": 2}
check.close(call(bce, 1, 0.9), 0.105361, "a confident, right guess costs little")
check.close(call(bce, 1, 0.1), 2.302585, "a confident, wrong guess costs a lot")
check.close(call(bce, 0, 0.68), 1.139434, "a fake that looks rather real")
check.close(
    call(bce, np.array([1, 0]), np.array([0.68, 0.1])),
    np.array([0.385662, 0.105361]),
    "one loss for each entry",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random labels and probabilities") as rng:
    for y, p in draws.labelled_probabilities(rng):
        check.close(call(bce, y, p), reference.bce(y, p), atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "bce-edges", "points": 1}
check.close(
    call(bce, np.array([0.0, 1.0]), np.array([0.0, 1.0])),
    np.zeros(2),
    "certain and right: exactly 0, since 0·ln 0 counts as 0 and nothing is clipped",
    atol=0,
)
check.close(call(bce, 1, 0.0), np.inf, "certain and wrong: infinite, since nothing is clipped")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("probabilities that are exactly 0 or 1, or very close to it"):
    y, p = np.array([1.0, 0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0, 1e-300])
    check.close(call(bce, y, p), reference.bce(y, p), atol=0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Which probability was given to what happened? It is $p$ where $y = 1$ and $1 - p$ where $y = 0$: `np.where(y == 1, …, …)`.
# </details>
# <details><summary>Hint 2: the ends</summary>
#
# The formula with both terms computes `0 * np.log(0)`, which is `0 * -inf = nan`. Choose first, take the logarithm afterwards.
# (`scipy.special.xlogy` is another way out.)
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return -np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))`. NumPy may warn of a division by zero when the loss is infinite; that
# costs no points. Nor does `-0.0`: it equals 0.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `+ 0.0` turns −0.0 into 0.0. Clipping to 1e-7 is what many libraries do (Keras; torch clamps the logarithm at −100); it
# bounds the loss at 16.1, and the gradient at the clip is 0 exactly where it should be largest.

# %% [markdown]
# **See it.** A common question: *is the cost not simply the absolute difference between truth and prediction?* Compare. Say 70
# of 100 images are real and the detective cannot tell them apart, so it says the same $p$ about every image. Which $p$ is best?

# %% tags=["folded"]
p = np.linspace(0.001, 0.999, 999)
scores = {
    "log loss": np.array([0.7 * bce(1, said) + 0.3 * bce(0, said) for said in p]),
    "absolute difference": 0.7 * (1 - p) + 0.3 * p,
    "squared difference": 0.7 * (1 - p) ** 2 + 0.3 * p**2,
}
best = {name: p[np.argmin(score)] for name, score in scores.items()}
fig, ax = plt.subplots(figsize=(6, 3))
for name, score in scores.items():
    (line,) = ax.plot(p, score, label=name)
    ax.plot(best[name], score.min(), "o", color=line.get_color())
ax.set(xlabel="what the detective says, p", ylabel="mean score", ylim=(0, 2))
ax.legend()
lowest = ", ".join(f"{name} at p = {at:.2f}" for name, at in best.items())
plots.show(fig, f"Three mean scores against what is said, and where each is smallest: {lowest}")

# %% [markdown]
# The log loss is smallest at $p = 0.7$: it pays to say what one believes. The absolute difference is smallest at the end of the
# scale: it pays to exaggerate. A score that rewards honesty is called *proper*, and honesty is what a GAN needs of its
# detective: assignment 05 shows that $D$ has to say $p_\text{data}/(p_\text{data} + p_g)$, neither more nor less. The squared difference
# is proper, too. What speaks against it is its gradient: section 7 shows it.

# %% [markdown]
# ## 6. Where the logarithm comes from: likelihood
#
# The detective's guesses $p_1, \dots, p_n$ are a probability model of the labels: independent coins, coin $i$ shows 1 with
# probability $p_i$. Under this **Bernoulli** model the labels that really came have the probability
#
# $$L = \prod_i p_i^{y_i} (1 - p_i)^{1 - y_i}, \qquad \ln L = \sum_i \bigl[y_i \ln p_i + (1 - y_i)\ln(1 - p_i)\bigr] = -\sum_i \ell(y_i, p_i).$$
#
# So minimising the mean log loss *is* maximising the likelihood. The logarithm also rescues the computation: the
# product for 2000 fair coins vanishes, while its logarithm is a number of ordinary size.

# %%
print("product of 2000 halves:", np.prod(np.full(2000, 0.5)))
print("its logarithm:         ", 2000 * np.log(0.5))

# %% [markdown]
# ### Exercise 6 · The log-likelihood of labels
#
# *Difficulty ●●○ · 5 minutes · 2 points*
#
# **Why it matters.** “Cross-entropy”, “negative log-likelihood” and “log loss” are three names for one thing. Papers switch
# between them in the middle of a sentence, and between sums and means as well.
#
# **What to write.** $\ln L$, the *sum* over all examples, without ever forming the product. You may use your `bce`.


# %% nbgrader={"grade_id": "log-likelihood", "solution": true}
def log_likelihood(y, p):
    """ln of the Bernoulli likelihood of labels: Σ [y ln p + (1−y) ln(1−p)] ≤ 0, in nats.

    y: (n,) labels, 0 or 1; p: (n,) probabilities in (0, 1).
    Returns a float; must not underflow for large n.
    """
    ### BEGIN SOLUTION
    return -float(np.sum(bce(y, p)))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# log_likelihood(np.array([1, 0]), np.array([0.9, 0.2]))

# %% nbgrader={"grade_id": "log-likelihood-values", "points": 2}
check.close(
    call(log_likelihood, np.array([1, 0, 1]), np.array([0.9, 0.1, 0.5])),
    -0.903868,
    "ln(0.9 · 0.9 · 0.5)",
)
check.close(
    call(log_likelihood, np.ones(2000), np.full(2000, 0.5)),
    -1386.294361,
    "2000 fair coins: the product itself is 0.0",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("many random labels and probabilities") as rng:
    for n in (1, 10, 5000):
        y, p = draws.labels(rng, n), draws.probabilities(rng, n)
        check.close(call(log_likelihood, y, p), reference.log_likelihood(y, p))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The logarithm of a product is the sum of the logarithms. Each summand is minus a log loss, and you have `bce` already.
# </details>
# <details><summary>Hint 2: the sign</summary>
#
# A likelihood of labels is a probability, at most 1, so its logarithm is at most 0.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return -np.sum(bce(y, p))`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `np.log(np.prod(…))` is right on paper and −inf for 1100 or more fair coins. The test with 2000 makes the difference visible.

# %% [markdown]
# **See it.** The log-likelihood of fair coins falls on a straight line. Below the dashed line the likelihood itself is too small for
# a floating-point number and comes out as 0.

# %% tags=["folded"]
n = np.arange(20, 2001, 20)
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(n, [log_likelihood(np.ones(k), np.full(k, 0.5)) for k in n], color=plots.REAL)
ax.axhline(np.log(5e-324), linestyle="--", color=plots.REFERENCE)
ax.annotate("ln of the smallest\npositive float64", (2000, -720), ha="right", va="bottom")
ax.set(xlabel="number of fair coins", ylabel="ln L (nats)")
plots.show(
    fig,
    f"ln L falls on a straight line to "
    f"{log_likelihood(np.ones(2000), np.full(2000, 0.5)):.0f}; below {np.log(5e-324):.0f} "
    "the likelihood itself is 0 in float64",
)

# %% [markdown]
# ### Exercise 7 · Swapped labels
#
# *Difficulty ●○○ · 5 minutes · 1 point*
#
# **Why it matters.** Another common question: *would it work with swapped labels, real = 0 and fake = 1?* Yes: nothing in the
# mathematics knows which label means “real”. But the change has to be made everywhere at once. A GAN with one swapped label
# trains towards the opposite of what you want.
#
# **What to write.** Given labels and the probabilities of label 1, return labels and probabilities for the swapped
# naming, so that $\ell(y', p') = \ell(y, p)$ for every example.


# %% nbgrader={"grade_id": "swap-labels", "solution": true}
def swap_labels(y, p):
    """The same guesses when the labels 0 and 1 trade places.

    y, p: arrays of one shape. Returns the pair (y′, p′).
    """
    ### BEGIN SOLUTION
    return 1 - y, 1 - p
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# swap_labels(np.array([1, 0]), np.array([0.9, 0.2]))

# %% nbgrader={"grade_id": "swap-labels-values", "points": 1}
made = call(swap_labels, np.array([1, 0, 0]), np.array([0.9, 0.25, 0.5]))
check.close(made[0], np.array([0, 1, 1]), "the labels trade places")
check.close(
    made[1],
    np.array([0.1, 0.75, 0.5]),
    "the probability of the new label 1, so that no loss changes",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("every loss stays as it was, for random labels and probabilities") as rng:
    for y, p in draws.labelled_probabilities(rng):
        made = call(swap_labels, y, p)
        check.close(made[0], 1 - y)
        check.close(made[1], 1 - p, atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# If $p$ is the probability of “real”, what is the probability of “fake”?
# </details>
# <details><summary>Hint 2: test it in your head</summary>
#
# $y = 1$, $p = 0.9$ costs $-\ln 0.9$. After the swap the label is 0, and the price is $-\ln(1 - p')$. Which $p'$ gives the same?
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Both numbers change: `return 1 - y, …`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Swapping only `y` is the classic bug of home-made GAN loops: the loss still goes down, D learns to call fakes real.
# In assignment 05 the same symmetry returns as D′ = 1 − D with an unchanged C(G).

# %% [markdown]
# ## 7. Logits: what a computer should work with
#
# A network ends in a real number $s$, the **logit**, and the sigmoid $p = \sigma(s) = 1/(1 + e^{-s})$ turns it into a probability. The
# logit is the logarithm of the odds, $s = \ln\frac{p}{1-p}$.
#
# On paper $\sigma$ needs one line. But a floating-point number cannot exceed about $1.8\cdot 10^{308}$. What is larger *overflows*: it becomes
# infinity, with a warning. So does $e^{-s}$ for $s = -1000$, and $e^{s}/(1 + e^{s})$ becomes $\infty/\infty$, not a number, for $s = 1000$.

# %% [markdown]
# ### Exercise 8 · A sigmoid that does not overflow
#
# *Difficulty ●●● · 15 minutes · 2 points*
#
# **Why it matters.** A discriminator that wins has large logits. The published notebook of the 2×2 GAN that you build in assignment 02 uses
# $e^x/(1+e^x)$, which returns `nan` from $x = 710$ on; one `nan`, and a training run is lost.
#
# **Formula.** The same function, written in two ways, each safe on its own side:
#
# $$\sigma(s) = \frac{1}{1 + e^{-s}} \ (s \ge 0), \qquad \sigma(s) = \frac{e^{s}}{1 + e^{s}} \ (s < 0).$$
#
# **What to write.** $\sigma$ for every entry of `s`. No warning may occur for any $s$ in $[-10^4, 10^4]$. Tiny values must keep their digits
# ($\sigma(-40) = 4.248\cdot 10^{-18}$) as long as the number format holds them at all: in `float64` everything from $s = -746$ down is too small for it, and there
# 0 is right. And the number format (`s.dtype`) stays: `float32` in gives `float32` out.


# %% nbgrader={"grade_id": "sigmoid", "solution": true}
def sigmoid(s):
    """σ(s) = 1/(1 + e^(−s)), elementwise, without overflow, accurate also where it is tiny.

    s: real numbers of any shape; float32 and float64 keep their dtype.
    Returns values in [0, 1] of the same shape.
    """
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(s))  # in (0, 1], so nothing overflows
    return np.where(np.asarray(s) >= 0, 1, e) / (1 + e)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# sigmoid(np.array([-1000.0, 0.0, 1000.0]))

# %% nbgrader={"grade_id": "sigmoid-values", "points": 1}
check.close(
    call(sigmoid, np.array([1.0, -0.5, -1.5])),
    np.array([0.731059, 0.377541, 0.182426]),
    "three ordinary logits",
)
check.close(call(sigmoid, 0.0), 0.5, "even odds")
check.close(
    call(sigmoid, np.array([-1e4, 1e4])),
    np.array([0.0, 1.0]),
    "far out it is 0 or 1",
    atol=0,
    slips={
        "That is σ(−500) and σ(500): a clipped logit gives another number.": [
            7.124576406741285e-218,
            1.0,
        ]
    },
)
check.silent(call(sigmoid, np.array([-1e4, 1e4])))
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random logits, from small to huge") as rng:
    for largest in (3, 100, 1e4):
        s = draws.logits(rng, (3, 4), largest)
        check.close(call(sigmoid, s), reference.sigmoid(s), atol=0)
        check.silent(call(sigmoid, s))
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "sigmoid-precision", "points": 1}
check.close(
    call(sigmoid, -40.0),
    4.248354255291589e-18,
    "a tiny probability keeps its digits",
    atol=0,
    slips={"Next to 1, as in 1 + tanh(s/2), a tiny number is lost.": 0.0},
)
check.dtype(
    call(sigmoid, np.array([-2, 3], dtype=np.float32)), np.float32, "float32 in, float32 out"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("tiny probabilities keep their digits, and single precision is kept") as rng:
    s = rng.uniform(-700, -30, size=8)
    check.close(call(sigmoid, s), reference.sigmoid(s), atol=0)
    made = call(sigmoid, rng.uniform(-80, 80, size=5).astype(np.float32))
    check.dtype(made, np.float32)
    check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Only exponentials of numbers $\le 0$ are safe. Both formulas can be written with the same one: $e^{-|s|}$.
# </details>
# <details><summary>Hint 2: a trap</summary>
#
# `np.where(s >= 0, A, B)` computes *both* A and B everywhere and only then chooses. If A overflows where B is chosen, you still get the
# warning. So make sure that A and B contain nothing but $e^{-|s|}$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# With `e = np.exp(-np.abs(s))` the two formulas are `1 / (1 + e)` and `e / (1 + e)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `0.5 * (1 + np.tanh(s / 2))` never overflows, but subtracts two nearly equal numbers for negative s: σ(−40) comes out as 0.
# Clipping s to ±30 gives 9.4e-14 there, four orders of magnitude too much.

# %% [markdown]
# **See it.** On the left your sigmoid and, drawn a little lower, the formula $e^s/(1+e^s)$ of the published notebook, which ends in mid-air
# at 710, marked with a cross. On the right $\ln\sigma(s)$ of yours, whose left half must be the straight line $s$ (drawn thick and pale).

# %% tags=["folded"]
s = np.linspace(500, 900, 401)
with np.errstate(all="ignore"):
    published = np.exp(s) / (1 + np.exp(s)) - 0.03
end = s[np.isfinite(published)][-1]
fig, (left, right) = plt.subplots(1, 2, figsize=(7.6, 2.8))
left.plot(s, sigmoid(s), color=plots.DISCRIMINATOR, label="yours")
left.plot(s, published, "--", color=plots.FAKE, label="published (0.03 lower)")
left.plot(end, 0.97, "x", color=plots.FAKE, markersize=10, markeredgewidth=2.5)
left.set(xlabel="logit s", ylabel="σ(s)", ylim=(0.8, 1.05), xticks=(500, 600, 700, 800, 900))
left.legend(loc="lower left")
s = np.linspace(-60, 60, 241)
right.plot(s, np.minimum(s, 0), "-", color=plots.SKY, linewidth=7, alpha=0.5, label="min(s, 0)")
right.plot(s, np.log(sigmoid(s)), "-", color=plots.DISCRIMINATOR, label="ln σ(s)")
right.set(xlabel="logit s", ylabel="nats")
right.legend(loc="lower right")
plots.show(
    fig,
    "Your σ stays at 1 up to s = 900; the published formula ends at 710. "
    f"ln σ(s) follows the line s on the left: at s = −60 it "
    f"is {np.log(sigmoid(-60.0)):.1f}",
)

# %% [markdown]
# Even a sigmoid that never overflows *saturates*: from some $s$ on it comes out as exactly 1, because floating-point numbers are not
# dense enough just below 1, and then $\ln(1 - \sigma(s)) = -\infty$. How soon depends on the number format.

# %% tags=["folded"]
plots.show(widgets.saturation_figure())

# %% [markdown]
# ### Exercise 9 · Cross-entropy from logits
#
# *Difficulty ●●● · 15 minutes · 3 points*
#
# **Why it matters.** The picture shows why probabilities are the wrong thing to pass from one function to the next: what rounding has taken
# from `p`, no logarithm brings back. Passing the logit loses nothing.
#
# **Formula.** Put $p = \sigma(s)$ into the log loss and simplify, using $\ln\sigma(s) = -\ln(1 + e^{-s})$ and $1 - \sigma(s) = \sigma(-s)$. In the
# second step, for $s \ge 0$, take $e^s$ out of the logarithm: $\ln(1+e^s) = s + \ln(1+e^{-s})$.
#
# $$\ell(y, \sigma(s)) = \ln(1 + e^{s}) - s\,y = \max(s, 0) - s\,y + \ln\bigl(1 + e^{-|s|}\bigr).$$
#
# The last form never overflows; `np.log1p(t)` computes $\ln(1 + t)$ without losing small $t$.
#
# **What to write.** The last form. Note the order: here the logit comes first, as in PyTorch. `reduction` is `"mean"`, `"sum"` or `"none"` (one
# loss for each entry); refuse anything else with a `ValueError`.


# %% nbgrader={"grade_id": "bce-with-logits", "solution": true}
def bce_with_logits(s, y, reduction="mean"):
    """Binary cross-entropy of σ(s) against y, from the logits, in nats; finite for every finite s.

    s: logits, any shape; y: labels, 0 or 1, same shape.
    Returns a number, or an array of that shape for "none".
    Raises ValueError for a reduction other than "mean", "sum", "none".
    """
    ### BEGIN SOLUTION
    s, y = np.asarray(s, dtype=float), np.asarray(y)
    losses = np.maximum(s, 0) - s * y + np.log1p(np.exp(-np.abs(s)))
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ValueError(f"unknown reduction {reduction!r}")
    return float(losses.mean() if reduction == "mean" else losses.sum())
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# bce_with_logits(np.array([1.0, -1.0]), np.array([1.0, 1.0]))

# %% nbgrader={"grade_id": "bce-with-logits-values", "points": 2}
s, y = np.array([0.0, 2.0, -1.0]), np.array([1.0, 1.0, 1.0])
check.close(
    call(bce_with_logits, s, y, "none"),
    np.array([0.693147, 0.126928, 1.313262]),
    "one loss for each entry; s = 0 costs ln 2",
)
check.close(call(bce_with_logits, s, y), 0.711112, "the mean is the default")
check.close(call(bce_with_logits, s, 1 - y, "mean"), 1.044446, "the mean, for labels 0")
check.close(call(bce_with_logits, s, 1 - y, "sum"), 3.133337, "and the sum")
check.raises(ValueError, bce_with_logits, s, y, "median", why="an unknown reduction")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random logits and labels under every reduction") as rng:
    for n in (2, 5, 8):
        s, y = draws.logits(rng, n), draws.labels(rng, n)
        for reduction in ("none", "mean", "sum"):
            expected = reference.bce_with_logits(s, y, reduction)
            check.close(call(bce_with_logits, s, y, reduction), expected, atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "bce-with-logits-extremes", "points": 1}
s, y = np.array([1e4, -1e4, 1e4]), np.array([0.0, 1.0, 1.0])
check.close(
    call(bce_with_logits, s, y, "none"),
    np.array([1e4, 1e4, 0.0]),
    "wrong by a logit of 10,000 costs 10,000 nats",
)
check.silent(call(bce_with_logits, s, y, "none"))
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("huge logits on the right and on the wrong side") as rng:
    s = rng.uniform(30, 1e4, size=6)
    for sign, y in ((1, 1.0), (1, 0.0), (-1, 1.0), (-1, 0.0)):
        made = call(bce_with_logits, sign * s, np.full(6, y), "none")
        check.close(made, reference.bce_with_logits(sign * s, np.full(6, y), "none"), atol=1e-9)
        check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Do not call `sigmoid` or `bce` here. Write the last form of the formula, term by term, with NumPy functions.
# </details>
# <details><summary>Hint 2: the terms</summary>
#
# `np.maximum(s, 0)` works entry by entry (`max` does not). The last term is `np.log1p(np.exp(-np.abs(s)))`.
# </details>
# <details><summary>Hint 3: the reductions</summary>
#
# Compute `losses` first. Then three cases for `reduction`, and `raise ValueError(…)` for everything else.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Through σ and log, s = 1e4 with y = 0 gives inf or nan in NumPy and exactly 100 in torch's `BCELoss`, which clamps the
# logarithm at −100: a loss curve that sits at 100 is that clamp, not a loss. `np.logaddexp(0, s) - s * y` is a right answer in one line.

# %% [markdown]
# **See it.** Your loss against the logit. For a right guess it fades, for a wrong one it grows like a straight line: a finite logit
# never costs infinity.

# %% tags=["folded"]
s = np.linspace(-8, 8, 200)
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(s, bce_with_logits(s, np.ones(200), "none"), color=plots.REAL, label="y = 1")
ax.plot(s, bce_with_logits(s, np.zeros(200), "none"), "--", color=plots.FAKE, label="y = 0")
plots.reference_line(ax, np.log(2), "ln 2")
ax.set(xlabel="logit s", ylabel="loss (nats)", title="In the logit the log loss is a smooth hinge")
ax.legend()
plots.show(
    fig,
    f"Both losses against the logit cross at s = 0 with {bce_with_logits(0.0, 1.0):.3f} = ln "
    f"2 and grow like |s| on their wrong side",
)

# %% [markdown]
# ### Exercise 10 · The gradient
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** This short expression is the signal on which both players learn. Derive it once, and you will recognise it in every
# gradient of assignment 02.
#
# **What to derive.** Take pencil and paper, start from $\ell = \ln(1 + e^s) - s\,y$ of the last exercise, and find $\partial\ell/\partial s$. The
# result is short: if yours is not, simplify. You can test it without knowing it. The *slope* of a function can be measured by going a tiny
# step to either side; `slopes.compare` does that to your own loss, and puts your gradient beside it. The two must agree.
#
# **What to write.** The derivative, for every entry.


# %% nbgrader={"grade_id": "bce-logit-grad", "solution": true}
def bce_logit_grad(s, y):
    """Derivative of the binary cross-entropy with respect to the logit, elementwise.

    s: logits, any shape; y: labels, 0 or 1, same shape. Returns values in [−1, 1] of that shape.
    """
    ### BEGIN SOLUTION
    return sigmoid(s) - y
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# slopes.compare(lambda s: bce_with_logits(s, 1.0), lambda s: bce_logit_grad(s, 1.0), 0.3)

# %% nbgrader={"grade_id": "bce-logit-grad-values", "points": 2}
check.close(call(bce_logit_grad, 1.0, 0.0), 0.731059, "the logit 1 for a forgery")
check.close(
    call(bce_logit_grad, np.array([-1.5, -0.5]), np.array([1.0, 0.0])),
    np.array([-0.817574, 0.377541]),
    "one for each entry",
)
check.close(call(bce_logit_grad, 1e4, 0.0), 1.0, "however wrong, the pull is at most 1")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random logits and labels, against the formula and against central differences") as rng:
    for n in (1, 4, 7):
        s, y = draws.logits(rng, n, 20), draws.labels(rng, n)
        made = call(bce_logit_grad, s, y)
        check.close(made, reference.bce_logit_grad(s, y), atol=1e-15)
        check.close(
            made,
            check.central_difference(lambda t: reference.bce_with_logits(t, y, "sum"), s),
            rtol=1e-5,
        )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Two summands, two derivatives. For $\ln(1 + e^s)$ use the chain rule, and look at what comes out: you have a function for it. Which
# sign must the derivative have for $y = 1$, where the loss falls when $s$ grows?
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The derivative of $\ln(1 + e^s)$ is $\frac{e^s}{1+e^s} = \sigma(s)$, and that of $-s\,y$ is $-y$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return sigmoid(s) - …`, and the missing name is that of the truth.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The factor σ′ that appears with squared error cancels here. Students who carry it along from the chain rule get the gradient
# of (σ − y)²/2, which dies when the network is confidently wrong. “The gradient says how far to go” holds to first order only: the step size is ours.

# %% [markdown]
# The two summands give $\partial\ell/\partial s = \sigma(s) - y$: the **prediction minus the target**. It never exceeds 1 in size, and it fades only
# where the guess is both sure and right.
#
# **See it.** Your gradient beside the measured slope, at three places. The tiny steps on either side are called *central differences*.

# %%
for at, truth in ((0.3, 1.0), (-2.0, 0.0), (4.0, 0.0)):
    slopes.compare(
        lambda s, y=truth: bce_with_logits(s, y), lambda s, y=truth: bce_logit_grad(s, y), at
    )

# %% [markdown]
# And the squared difference of section 5? The gradient of $\tfrac12(\sigma(s) - y)^2$ has an extra factor $\sigma'(s) = \sigma(s)\,\sigma(-s)$. A detective who
# is sure and *wrong*, far on the left for $y = 1$, hears nothing from it, while the log loss pulls with full strength.

# %% tags=["folded"]
s = np.linspace(-10, 10, 300)
fig, ax = plt.subplots(figsize=(6, 3))
gradient = bce_logit_grad(s, np.ones(300))
ax.plot(s, gradient, color=plots.REAL, label="log loss: σ(s) − 1")
ax.plot(s, gradient * sigmoid(s) * sigmoid(-s), "--", color=plots.FAKE, label="squared error")
plots.reference_line(ax, 0.0, "no signal")
ax.set(xlabel="logit s, true label y = 1", ylabel="gradient")
ax.legend()
plots.show(
    fig,
    f"At s = −10 the gradient of the log loss is {bce_logit_grad(-10.0, 1.0):.4f}, that of "
    f"the squared error nearly 0",
)

# %% [markdown]
# ## 8. Entropy, cross-entropy, KL
#
# Outcome $i$ happens with probability $q_i$, and someone announces $p_i$. The mean log loss of the announcement is the
# **cross-entropy** $H(q, p)$. If $q$ itself is announced, what remains is the **entropy** $H(q)$, the price of honest
# uncertainty. The difference is the **Kullback–Leibler divergence**, the price of announcing $p$ where $q$ is true:
#
# $$H(q, p) = -\sum_i q_i \ln p_i, \qquad H(q) = H(q, q), \qquad \mathrm{KL}(q\,\|\,p) = \sum_i q_i \ln\frac{q_i}{p_i} = H(q, p) - H(q) \ge 0.$$
#
# KL is 0 only for $p = q$ (Gibbs' inequality). So the cross-entropy is smallest when the announcement is true.

# %% [markdown]
# ### Exercise 11 · Three functions, one identity
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** The proof in assignment 05 uses this identity twice, and nothing else. And KL is not symmetric: which of the
# two distributions comes first decides which mistakes are expensive.
#
# **What to write.** The three functions. An outcome with $q_i = 0$ adds nothing, whatever $p_i$ is. An outcome with $q_i > 0 = p_i$ makes $H(q, p)$ and KL
# infinite: it was ruled out, and yet it happens. No `nan` anywhere.


# %% nbgrader={"grade_id": "entropies", "solution": true}
def cross_entropy(q, p):
    """H(q, p) = −Σ qᵢ ln pᵢ in nats, a float in [0, ∞]; terms with qᵢ = 0 count as 0.

    q, p: (n,) probabilities.
    """
    ### BEGIN SOLUTION
    happens = q > 0
    with np.errstate(divide="ignore"):
        return -float(np.sum(q[happens] * np.log(p[happens])))
    ### END SOLUTION


def entropy(q):
    """H(q) = −Σ qᵢ ln qᵢ in nats, a float in [0, ln n]. q: (n,) probabilities."""
    ### BEGIN SOLUTION
    return cross_entropy(q, q)
    ### END SOLUTION


def kl(q, p):
    """KL(q ‖ p) = Σ qᵢ ln(qᵢ/pᵢ) in nats, in [0, ∞] up to rounding. q, p: (n,) probabilities."""
    ### BEGIN SOLUTION
    return cross_entropy(q, p) - entropy(q)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# kl(np.array([0.5, 0.5]), np.array([0.9, 0.1]))

# %% nbgrader={"grade_id": "entropies-values", "points": 2}
q, p = np.array([0.5, 0.3, 0.2]), np.array([0.25, 0.6, 0.15])
check.close(call(entropy, q), 1.029653, "three outcomes, not equally likely")
check.close(call(cross_entropy, q, p), 1.225819, "announced otherwise")
check.close(call(kl, q, p), 0.196166, "the difference of the two")
q, p = np.array([0.5, 0.5]), np.array([0.9, 0.1])
check.close(call(entropy, q), 0.693147, "a fair coin: ln 2")
check.close(call(cross_entropy, q, p), 1.203973, "a fair coin announced as 9 to 1")
check.close(call(kl, q, p), 0.510826, "the price of that announcement")
check.close(call(kl, p, q), 0.368064, "and the other way round it is another number")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random distributions, and the identity between the three") as rng:
    for n in (2, 3, 8):
        q, p = draws.distribution(rng, n), draws.distribution(rng, n)
        made = call(kl, q, p)
        check.close(call(entropy, q), reference.entropy(q))
        check.close(call(cross_entropy, q, p), reference.cross_entropy(q, p))
        check.close(made, reference.kl(q, p))
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "entropies-zeros", "points": 1}
check.close(
    call(entropy, np.array([1.0, 0.0])),
    0.0,
    "no uncertainty, no entropy: q = 0 adds nothing, not nan",
)
check.close(
    call(kl, np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.3, 0.25, 0.05, 0.4])),
    0.587368,
    "q = 0 adds nothing",
)
check.close(
    call(kl, np.array([0.5, 0.5]), np.array([1.0, 0.0])), np.inf, "ruled out, and yet it happens"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("distributions with zeros") as rng:
    q, p = draws.distribution(rng, 6, zeros=2), draws.distribution(rng, 6)
    check.close(call(kl, q, p), reference.kl(q, p))
    check.close(call(cross_entropy, q, q), reference.entropy(q))
    check.close(call(kl, q, q), 0.0)
    check.close(call(cross_entropy, p, q), np.inf)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Write `cross_entropy` with care; the other two follow from it: $H(q) = H(q, q)$ and $\mathrm{KL} = H(q, p) - H(q)$.
# </details>
# <details><summary>Hint 2: the zeros</summary>
#
# `0 * np.log(0)` is `nan`. Keep only the outcomes that can happen, with a mask: `q[q > 0]` and `p[q > 0]`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# With `mask = q > 0`: `return -np.sum(q[mask] * np.log(p[mask]))`. A `p` of 0 gives the required infinity by itself.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Adding a small ε to p turns an infinite KL into an arbitrary finite one, and KL of a distribution to itself into something
# that is not 0. `scipy.special.rel_entr(q, p).sum()` handles every case and is a right answer.

# %% [markdown]
# **See it.** A coin shows heads with $q = 0.3$, and you announce $p$. The mean price $H(q, p)$ never drops below the floor $H(q)$,
# touches it at $p = q$, and the gap in between is $\mathrm{KL}(q\,\|\,p)$.


# %% tags=["folded"]
def coin(p):
    return np.array([p, 1 - p])


p = np.linspace(0.01, 0.99, 99)
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(p, [cross_entropy(coin(0.3), coin(t)) for t in p], color=plots.REAL, label="H(q, p)")
ax.fill_between(
    p,
    entropy(coin(0.3)),
    [cross_entropy(coin(0.3), coin(t)) for t in p],
    alpha=0.2,
    color=plots.REAL,
    label="KL(q ‖ p)",
)
plots.reference_line(ax, entropy(coin(0.3)), "H(q)")
ax.set(xlabel="announced p (true q = 0.3)", ylabel="nats", ylim=(0, 2))
ax.legend()
plots.show(
    fig,
    f"Cross-entropy against the announced p: its minimum {entropy(coin(0.3)):.3f}, the "
    f"entropy, is reached at p = q = 0.3",
)

# %% [markdown]
# ## 9. The value function of a GAN
#
# Now the pieces fall together. The detective $D$ sees $m$ real images and $n$ forgeries $G(z)$, and says $D(x)$, the probability
# of “real”. Take log losses with label 1 for the real ones and label 0 for the forgeries, and turn the sign round, because $D$
# *ascends*. This is equation (1) of Goodfellow et al. (2014), followed by what you compute from a batch:
#
# $$V(D, G) = \mathbb{E}_{x}\ln D(x) + \mathbb{E}_{z}\ln\bigl(1 - D(G(z))\bigr)$$
#
# $$\approx \frac1m\sum_{i=1}^m \ln D(x_i) + \frac1n\sum_{j=1}^n \ln\bigl(1 - D(G(z_j))\bigr)$$
#
# $$= -\bigl(\mathrm{BCE}_\text{real} + \mathrm{BCE}_\text{fake}\bigr),$$
#
# where $\mathrm{BCE}_\text{real}$ is the mean log loss of the real images with label 1, and $\mathrm{BCE}_\text{fake}$ that of the forgeries with label 0.
# So $V$ is minus *twice* the average of the two losses: the sign and the factor both count.

# %% [markdown]
# ### Exercise 12 · The score of the game
#
# *Difficulty ●●○ · 10 minutes · 1 point*
#
# **Why it matters.** Real and fake carry equal weight *as groups*, however many examples each has. Twice the mean over everything looks
# almost the same, and it is the same only if $m = n$ or both groups have the same mean.
#
# **What to write.** $V$ from the probabilities that $D$ says. If $D$ is certain and wrong about a single image, $V = -\infty$.


# %% nbgrader={"grade_id": "value-from-outputs", "solution": true}
def value_from_outputs(d_real, d_fake):
    """V = mean ln D(x) + mean ln(1 − D(G(z))), in nats (Goodfellow et al. 2014, equation 1).

    d_real: (m,) outputs of D on real data; d_fake: (n,) on generated data; all in [0, 1].
    Returns a float in [−∞, 0].
    """
    ### BEGIN SOLUTION
    return -float(
        np.mean(bce(np.ones(len(d_real)), d_real)) + np.mean(bce(np.zeros(len(d_fake)), d_fake))
    )
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# value_from_outputs(np.array([0.9, 0.8]), np.array([0.2]))

# %% nbgrader={"grade_id": "value-from-outputs-values", "points": 1}
check.close(
    call(value_from_outputs, np.full(3, 0.9), np.array([0.5])),
    -0.798508,
    "three real images and one forgery",
    slips={
        "You take one mean over all four images: take the mean of each group, then add.": -0.252307,
        "You double the mean over all four: take the mean of each group, then add.": -0.504614,
    },
)
check.close(
    call(value_from_outputs, np.array([0.9, 0.8, 0.7]), np.array([0.2, 0.4])),
    -0.595378,
    "three real images and two forgeries",
    slips={"A forgery counts with ln(1 − D), because its label is 0.": -1.491258},
)
check.close(
    call(value_from_outputs, np.full(4, 0.5), np.full(4, 0.5)), -1.386294, "D is blind: −ln 4"
)
check.close(
    call(value_from_outputs, np.array([0.9]), np.array([1.0])), -np.inf, "certain and wrong"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random outputs for batches of different sizes, and D certain and wrong") as rng:
    for m, n in ((1, 1), (2, 7), (6, 3)):
        d_real, d_fake = draws.probabilities(rng, m), draws.probabilities(rng, n)
        check.close(
            call(value_from_outputs, d_real, d_fake), reference.value_from_outputs(d_real, d_fake)
        )
    check.close(call(value_from_outputs, np.array([0.5, 0.9]), np.array([1.0])), -np.inf)
    check.close(call(value_from_outputs, np.array([1.0, 1.0]), np.array([0.0])), 0.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Two means, one sum. The label of the real images is 1, that of the forgeries 0.
# </details>
# <details><summary>Hint 2: the sign</summary>
#
# $V$ is a sum of logarithms of probabilities, so it is never positive.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))`, or with your `bce` and two minus signs.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The mean over the concatenation, −0.504614 when multiplied by two, is the objective of a game with unequal priors: its
# best D is m·p_data/(m·p_data + n·p_g), and the ½ of the famous theorem is gone.

# %% [markdown]
# **See it.** Let $D$ say 0.5 + t to every real image and 0.5 − t to every forgery. The better it separates them, the closer
# $V$ comes to its ceiling 0. A blind detective, $t = 0$, gets $-\ln 4$: this number is the hero of assignment 05.

# %% tags=["folded"]
t = np.linspace(-0.45, 0.5, 96)
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(
    t,
    [value_from_outputs(np.array([0.5 + u]), np.array([0.5 - u])) for u in t],
    color=plots.DISCRIMINATOR,
)
plots.reference_line(ax, -np.log(4), "−ln 4")
plots.reference_line(ax, 0.0, "ceiling")
ax.set(xlabel="how well D separates, t", ylabel="V (nats)")
plots.show(
    fig,
    f"V rises from {value_from_outputs(np.array([0.05]), np.array([0.95])):.2f} at t = −0.45 "
    f"through −ln 4 = {-np.log(4):.3f} at t = 0 to 0 at t = ½",
)

# %% [markdown]
# ## 10. A first detective
#
# You have every part of a detective now. Put them together: this exercise says what is wanted, and no longer how.

# %% [markdown]
# ### Exercise 13 · Put it together: a detective who learns
#
# *Difficulty ●●● · 45 minutes · 4 points*
#
# **Why it matters.** This is one half of a GAN, and in the film of 00 it is the half that teaches the other. Whoever trains it also has to
# say how good it has become, with an error bar, on data that it was not trained on.
#
# **What to write.** The data are numbers: real ones and forged ones, not necessarily equally many. The detective is $D(x) = \sigma(w x + b)$, from $w = b = 0$.
#
# - `train_detective` makes `steps` steps of gradient descent on the loss $-V$ with learning rate `lr`: in each, $w$ and $b$ both move by $-\texttt{lr}$ times
#   their derivative, taken at the same $(w, b)$. One link of the chain rule is new; derive it, and hold it against the measured slope.
# - `judge` gives $V$ for a detective, and the standard error of that estimate. $V$ is a sum of two independent means: which of their errors add? A logit
#   of $\pm 10^4$ must not make it infinite.


# %% nbgrader={"grade_id": "detective", "solution": true}
def train_detective(real, fake, lr, steps):
    """Train D(x) = σ(wx + b), from w = b = 0, by `steps` steps of gradient descent on −V.

    real: (m,) numbers, label 1; fake: (n,) numbers, label 0; lr: the learning rate.
    Returns the pair (w, b), two numbers.
    """
    ### BEGIN SOLUTION
    w = b = 0.0
    for _ in range(steps):
        of_real = bce_logit_grad(w * real + b, np.ones(len(real))) / len(real)
        of_fake = bce_logit_grad(w * fake + b, np.zeros(len(fake))) / len(fake)
        dw, db = of_real @ real + of_fake @ fake, of_real.sum() + of_fake.sum()
        w, b = w - lr * dw, b - lr * db
    return w, b
    ### END SOLUTION


def judge(real, fake, w, b):
    """V of D(x) = σ(wx + b) on these numbers, and the standard error of V: two floats, in nats.

    real: (m,), fake: (n,), m, n ≥ 2. Finite for every finite logit.
    """
    ### BEGIN SOLUTION
    of_real = -bce_with_logits(w * real + b, np.ones(len(real)), "none")
    of_fake = -bce_with_logits(w * fake + b, np.zeros(len(fake)), "none")
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return float(of_real.mean() + of_fake.mean()), float(np.sqrt(variance))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# train_detective(np.array([1.0, 2.0]), np.array([-1.0]), 0.5, 10)

# %% nbgrader={"grade_id": "detective-training", "points": 2}
some_real, some_fake = np.array([1.2, 0.4, 2.0]), np.array([-0.5, 0.3])
check.close(
    call(train_detective, some_real, some_fake, 0.5, 3),
    [0.764690, -0.106175],
    "three steps",
    slips={
        "You take one mean over all five: each group has its own mean.": [0.481767, 0.089703],
        "You move up the loss: a step of descent is minus lr times the derivative.": [
            -1.225187,
            -0.142738,
        ],
        "b is moved with the derivative at the new w: take both at the same point.": [
            0.776324,
            -0.176916,
        ],
        "That is half a step: V is the sum of the two means, not their average.": [
            0.429773,
            -0.030217,
        ],
    },
)
check.close(
    call(train_detective, some_real, some_fake, 0.5, 0),
    [0.0, 0.0],
    "no step at all",
    slips={"That is one step: `steps` of them are asked for, and here it is 0.": [0.325, 0.0]},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other numbers, learning rates and numbers of steps") as rng:
    for m, n, steps in ((2, 5, 1), (6, 3, 4), (4, 4, 30)):
        real, fake = rng.normal(1, 1, m), rng.normal(-1, 1, n)
        lr = float(rng.uniform(0.1, 1.5))
        made = call(train_detective, real, fake, lr, steps)
        check.close(made, reference.train_detective(real, fake, lr, steps), atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "detective-judged", "points": 2}
made = call(judge, some_real, some_fake, 1.5, -0.5)
check.close(
    made[0],
    -0.781626,
    "V of a detective",
    slips={"A forgery counts with ln(1 − D), because its label is 0.": -1.431626},
)
check.close(
    made[1],
    0.267659,
    "and its standard error",
    slips={
        "Variances of independent means add, not their standard errors.": 0.376393,
        "That is the error of one mean over all five.": 0.118207,
        "You divide by n inside the root: a standard error needs n − 1 (`ddof=1`).": 0.201325,
    },
)
check.close(
    call(judge, np.array([1.0, 2.0]), np.array([-1.0, -3.0]), -400.0, 0.0),
    [-1400.0, 447.213595],
    "sure and wrong about all four",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the value and its error for other numbers and detectives, also very sure ones") as rng:
    for m, n, largest in ((2, 2, 1), (7, 3, 2), (3, 9, 5000)):
        real, fake = rng.normal(1, 1, m), rng.normal(-1, 1, n)
        w, b = (largest * rng.normal(size=2)).tolist()
        made, right = call(judge, real, fake, w, b), reference.judge(real, fake, w, b)
        check.close(made[0], right[0])
        check.close(made[1], right[1])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `judge` is Exercise 3 for two groups and Exercise 9 with `"none"`. For the training, $\partial\ell/\partial w = \frac{\partial\ell}{\partial s}\,\frac{\partial s}{\partial w}$, and
# $s = w x + b$.
# </details>
# <details><summary>Hint 2: test the derivative</summary>
#
# Write the loss as a function of $w$ and $b$ with your `bce_with_logits`, and your derivatives as another one that returns a pair. Then
# `slopes.compare(loss, derivatives, 0.3, -0.2)`.
# </details>
# <details><summary>Hint 3: the parts</summary>
#
# $\partial(-V)/\partial w$ is the mean of $(\sigma(s) - 1)\,x$ over the real numbers plus the mean of $\sigma(s)\,x$ over the forged ones; for $b$ without the $x$. The
# squared standard error of $V$ is the sum of the two squared standard errors.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The data below are normal with means 1 and −1 and variance 1, so ln(p_data/p_g) = 2x: the detective that knows everything has w = 2, b = 0, and V = −0.7126. A
# training on six and six numbers overestimates V by far more than its standard error on the same numbers says.

# %% [markdown]
# **See it.** Real numbers are normal around 1, forged ones around −1, both with standard deviation 1. Your detective learns from 4,000 of each, and
# another one from only six of each. Both are judged twice: on the numbers that they know, and on fresh ones.

# %%
rng = np.random.default_rng(11)
known, fresh = (rng.normal([[1.0], [-1.0]], 1.0, (2, 4000)) for _ in range(2))
trained = {n: train_detective(*known[:, :n], 0.5, 400) for n in (4000, 6)}
for n, (w, b) in trained.items():
    pairs = (judge(*known[:, :n], w, b), judge(*fresh, w, b))
    told = "   ".join(f"V = {v:.3f} ± {se:.3f}" for v, se in pairs)
    print(f"{n:4} of each: w = {w:.2f}, b = {b:.2f}   known and fresh: {told}")

# %% tags=["folded"]
x = np.linspace(-4, 4, 200)
fig, ax = plt.subplots(figsize=(6, 3))
for (n, (w, b)), look in zip(trained.items(), ("-", "--")):
    ax.plot(
        x, sigmoid(w * x + b), look, color=plots.DISCRIMINATOR, label=f"learnt from {n} of each"
    )
ax.plot(x, sigmoid(2 * x), ":", color=plots.FAKE, label="the best one: q₁/(q₁ + q₀)")
ax.set(xlabel="x", ylabel="D(x)")
ax.legend()
plots.show(
    fig, "The detective trained on many numbers lies on the best one; the other is too steep"
)

# %% [markdown]
# Four thousand numbers of each kind lead to $w = 1.95$, $b = -0.04$. The best detective of all has $w = 2$, $b = 0$: it says
# $q_1/(q_1 + q_0)$, where $q_1$ and $q_0$ are the densities of real and forged numbers, and its value is $-0.713$ (assignment 05 proves both). On fresh
# numbers yours gets $-0.709 \pm 0.012$: that value, within chance. (On the numbers that it has learnt from it gets $-0.724 \pm 0.013$, less than on the fresh ones, although it
# knows them. That is chance as well: among 8,000 numbers a detective of two weights finds hardly anything to learn by heart.)
#
# The other detective has learnt twelve numbers by heart. On these it gets $-0.010 \pm 0.003$, nearly the ceiling 0; on fresh ones $-1.224 \pm 0.037$. The
# small standard error did not warn you: it speaks of chance among the numbers that it was computed from, and cannot know that the detective had seen them before.

# %% [markdown]
# ## What you can do now
#
# You can compute an expectation as a weighted mean, as an integral on a grid, and from samples with an honest error. You
# know that log loss is a negative log-likelihood, that it is smallest when one tells the truth, how to compute it from logits
# without overflow, and that its gradient is *prediction minus target*. You have trained a detective. And you know what a GAN's two players fight over:
# $V = -(\mathrm{BCE}_\text{real} + \mathrm{BCE}_\text{fake})$, a number between $-\infty$ and 0, and $-\ln 4$ for a detective who is blind.
#
# Save the notebook, press **Validate**, and hand it in. In *02 · Slanted Land* the detective gets an opponent: 2×2 pixels,
# thirteen numbers, and every gradient on one page.

# %% [markdown]
# ## Read on
#
# - Prince, [*Understanding Deep Learning*](https://udlbook.github.io/udlbook/), chapter 5: losses as negative log-likelihoods, for cross-entropy and for many others. The book is free.
# - Gneiting and Raftery (2007), *Strictly Proper Scoring Rules, Prediction, and Estimation*, Journal of the American Statistical Association 102: which losses make the truth the best answer, of which log loss and the square are two.
# - Goodfellow (2016), *NIPS 2016 Tutorial: Generative Adversarial Networks*, [arXiv 1701.00160](https://arxiv.org/abs/1701.00160), sections 2 and 3: where models that you can only sample from stand among the others, and the two players' costs.
