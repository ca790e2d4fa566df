# %% [markdown]
# # Minimax: the game and its two losses
#
# In *02 · Slanted Land* you trained a detective $D$ and a forger $G$ of thirteen numbers, and it worked. Now you find out
# *what* was trained. You write the value $V(D, G)$ that they fight over, climb and descend, see why the forger of Goodfellow et al. (2014) was given
# another loss than the one in the famous formula, and put $x = G(z)$ on solid ground.
#
# There are thirteen exercises, 28 points: about three hours and three quarters for the exercises, and three quarters of an hour for reading and for the
# widgets. The end of section 3 is a good place for a break. Sections 10 and 11 are *for the curious*: they have two exercises of their own, and later assignments define again what they need. Everything runs on any laptop.

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
from gancourse import check, gan_picture, machine, plots, slopes, widgets
from gancourse.check import call
from scipy.special import expit as sigmoid  # SciPy's stable σ

machine.needs("torch")  # says how to get it, where it is missing
import torch

plots.use_course_style()

# %% [markdown]
# **Where you are.** You have a score, two players, and the steps in which they learn. This assignment makes the *rules* of the machine in the film of 00:
# who climbs, who descends, what the forger is told, and who moves when. (After a restart, run the cell above again.)

# %% tags=["folded"]
plots.show(gan_picture.gan_figure("score", "learning"))

# %% [markdown]
# ## 1. The value of the game
#
# Both players look at one number. The detective wants it large, the forger wants it small (Goodfellow et al. 2014, equation 1):
#
# $$\min_G \max_D V(D, G), \qquad V(D, G) = \mathbb{E}_{x \sim p_\text{data}} \ln D(x) + \mathbb{E}_{z \sim p_z} \ln\bigl(1 - D(G(z))\bigr).$$
#
# Read it with the log loss of assignment 01: a real image has label 1 and costs $-\ln D(x)$, a forgery has label 0 and costs
# $-\ln(1 - D(G(z)))$. So $V = -(\mathrm{BCE}_\text{real} + \mathrm{BCE}_\text{fake})$: minus *twice* the mean cross-entropy of a
# batch that is half real, half fake. The minus decides who climbs, and the sum of two means gives both groups the same weight.

# %% [markdown]
# ### Exercise 1 · The value, from logits
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** In assignment 01 you computed $V$ from probabilities. A detective who wins has large logits, and for
# those $1 - D$ is exactly 0 in the computer: $V$ becomes $-\infty$ although nothing infinite has happened.
#
# **Formula.** With $D = \sigma(s)$ you have $\ln D = -\ln(1 + e^{-s})$ and $\ln(1 - D) = -\ln(1 + e^{s})$.
# `np.logaddexp(a, b)` computes $\ln(e^a + e^b)$ without overflow.
#
# **What to write.** The mean of the real term plus the mean of the fake term. The two batches may differ in size, and
# logits of $\pm 10^4$ must give finite values without a warning.


# %% nbgrader={"grade_id": "value", "solution": true}
def value(d_real_logits, d_fake_logits):
    """V = mean ln σ(s) over real + mean ln(1 − σ(s)) over fake (Goodfellow et al. 2014, eq. 1).

    d_real_logits: (m,) logits of D on real data; d_fake_logits: (n,) on generated data.
    Returns a float ≤ 0 in nats, finite for finite logits.
    """
    ### BEGIN SOLUTION
    real = -np.logaddexp(0, -np.asarray(d_real_logits, dtype=float))
    fake = -np.logaddexp(0, np.asarray(d_fake_logits, dtype=float))
    return float(real.mean() + fake.mean())
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# value(np.array([2.0, 1.0]), np.array([-1.0]))

# %% nbgrader={"grade_id": "value-values", "points": 1}
check.close(
    call(value, np.array([1.0, 2.0, 0.0]), np.array([-0.5])),
    -0.851856,
    "three real images and one forgery",
    slips={
        "You take one mean over all four: take the mean of each group, then add.": -0.401853,
        "You double one mean over all four: take the mean of each group, then add.": -0.803707,
        "On forgeries V has ln(1 − D), not ln D.": -1.351856,
    },
)
check.close(
    call(value, np.zeros(4), np.zeros(4)), -1.386294, "all logits 0: D says ½, V = −2 ln 2 = −ln 4"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random logits, in batches of different sizes") as rng:
    for m, n in ((1, 1), (2, 7), (6, 3)):
        real, fake = draws.logits(rng, m, 3), draws.logits(rng, n, 3)
        check.close(call(value, real, fake), reference.value(real, fake))
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "value-extremes", "points": 1}
check.close(
    call(value, np.array([1e4]), np.array([-1e4])), 0.0, "D is sure and right: V is at its ceiling"
)
check.close(
    call(value, np.array([-1e4]), np.array([0.0])),
    -10000.693147,
    "D is sure and wrong about a real",
)
check.silent(call(value, np.array([-1e4, 1e4]), np.array([1e4, -1e4])))
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("large logits on either side, in single and double precision") as rng:
    for largest, dtype in ((60, np.float32), (1e4, float), (60, float)):
        real = draws.logits(rng, 5, largest).astype(dtype)
        fake = draws.logits(rng, 4, largest).astype(dtype)
        made = call(value, real, fake)
        check.close(made, reference.value(real, fake))
        check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Two means, one sum. Write $\ln\sigma(s)$ for the real logits; for the fake ones use $1 - \sigma(s) = \sigma(-s)$.
# </details>
# <details><summary>Hint 2: without overflow</summary>
#
# $1 = e^0$, so $\ln(1 + e^{-s})$ is `np.logaddexp(0, -s)`. Nothing else is needed: no `sigmoid`, no `np.log`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `-np.logaddexp(0, -real).mean() - …`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The test in float32 with logits up to 60 catches answers that go through σ even when they avoid warnings. The doubled mean
# over everything is right for m = n only, hence three and one.

# %% [markdown]
# **See it.** The best that $D$ can hope for is $D(x) = 1$ on real and $D(G(z)) = 0$ on fake images. If it can tell each real image from each fake, $\ln 1 + \ln 1 = 0$ is the
# *supremum* of $V$: no sigmoid reaches it, but with growing logits $V$ comes as close as you like. Where the two overlap, the best value is lower (assignment 05). Downwards, in the forger's direction, the
# fake term has no floor at all.

# %% tags=["folded"]
a = np.linspace(-8, 8, 161)
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(a, [value([t], [-t]) for t in a], color=plots.DISCRIMINATOR, label="real a, fake −a")
ax.plot(a, [value([4], [t]) for t in a], "--", color=plots.FAKE, label="real 4, fake a")
plots.reference_line(ax, 0.0, "sup V = 0", outside=True)
plots.reference_line(ax, -np.log(4), "−ln 4", outside=True)
ax.set(xlabel="logit a", ylabel="V (nats)")
ax.legend(loc="lower center")
plots.show(
    fig,
    f"V of a detective with logits a and −a rises from {value([-8], [8]):.2f} through −ln 4 to "
    f"{value([8], [-8]):.4f}; with fake logits a alone it falls to {value([4], [8]):.2f}",
)

# %% [markdown]
# ## 2. Why does the detective *ascend*?
#
# *Costs are minimised, so why is this gradient ascended?* This is a common question with two answers that seem to contradict each
# other: $D$ decreases the cost and $G$ increases it; $D$ walks up and $G$ walks down. Both are right, about
# different things. $V$ is a **payoff** of $D$; the cost, the cross-entropy, is $-V/2$. Climbing
# a hill and descending into its mirror image are the same walk:
#
# $$\theta + \eta\,\nabla V(\theta) = \theta - \eta\,\nabla(-V)(\theta).$$
#
# Not only in theory: floating-point rounding is symmetric, so the two walks agree to the last bit. Nobody ascends
# *and* descends in the same variables: $D$ moves $\theta_D$ up the hill $V$, and $G$ moves $\theta_G$ down.
# ($\nabla$ is the vector of all partial derivatives, as in assignment 02.)

# %% [markdown]
# ### Exercise 2 · Up and down
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** Libraries only minimise. Every GAN implementation therefore changes a sign somewhere,
# and a sign that is changed twice trains a detective who gets worse and worse.
#
# **What to write.** A walk of `steps` steps up, and one down. Return all positions, the start included, as an array of shape
# `(steps + 1, d)`. Leave the `theta` you are given unchanged.


# %% nbgrader={"grade_id": "walks", "solution": true}
def ascend(grad, theta, lr, steps):
    """Gradient ascent θ ← θ + lr·grad(θ). theta: (d,) start; grad: function (d,) → (d,).

    Returns (steps + 1, d): the start and the position after each step.
    """
    ### BEGIN SOLUTION
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] + lr * grad(path[-1]))
    return np.array(path)
    ### END SOLUTION


def descend(grad, theta, lr, steps):
    """Gradient descent θ ← θ − lr·grad(θ); everything else as in `ascend`."""
    ### BEGIN SOLUTION
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# ascend(np.negative, np.array([1.0, 2.0]), 0.1, 2)

# %% [markdown]
# The tests use the detective $D(x) = \sigma(wx + b)$ with $\theta = (w, b)$, on ten fixed numbers: five real ones around 1 and
# five fakes around −1.

# %% nbgrader={"grade_id": "given-hill", "locked": true}
REALS, FAKES = np.array([0.2, 0.7, 1.1, 1.3, 2.0]), np.array([-2.1, -1.2, -0.9, -0.4, 0.3])


def grad_v(theta):
    """∇V for D(x) = σ(wx + b), θ = (w, b): (1 − D) on reals, −D on fakes, times (x, 1)."""
    up = 1 - sigmoid(theta[0] * REALS + theta[1])
    down = -sigmoid(theta[0] * FAKES + theta[1])
    return np.array([np.mean(up * REALS) + np.mean(down * FAKES), np.mean(up) + np.mean(down)])


def grad_minus_v(theta):
    """∇(−V), the gradient of the detective's loss."""
    return -grad_v(theta)


def grad_mean_bce(theta):
    """∇(−V/2), the gradient of the mean cross-entropy over all ten numbers."""
    return -grad_v(theta) / 2


# %% nbgrader={"grade_id": "walks-values", "points": 2}
start = np.array([1.0, 2.0])
check.close(
    call(ascend, np.negative, np.array([1.0, 2.0, -1.0]), 0.1, 2),
    np.array([[1.0, 2.0, -1.0], [0.9, 1.8, -0.9], [0.81, 1.62, -0.81]]),
    "up the hill −|θ|²/2: towards the top at 0",
)
check.close(
    call(ascend, grad_v, start, 0.5, 20),
    call(descend, grad_minus_v, start, 0.5, 20).value,
    "ascending V and descending −V: the same to the last bit",
    rtol=0,
    atol=0,
)
check.close(
    call(descend, grad_mean_bce, start, 1.0, 20),
    call(ascend, grad_v, start, 0.5, 20).value,
    "descending the mean cross-entropy −V/2 with twice the step: the same again",
    rtol=0,
    atol=0,
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random starts, steps and numbers of steps, zero among them") as rng:
    for steps in (0, 1, 7):
        start, lr = rng.normal(size=2), float(rng.uniform(0.05, 0.8))
        for name in ("ascend", "descend"):
            walk = {"ascend": ascend, "descend": descend}[name]
            made = call(walk, grad_v, start, lr, steps)
            check.close(made, getattr(reference, name)(grad_v, start, lr, steps))
    start = rng.normal(size=4)
    made = call(descend, np.sinh, start, 0.1, 5)
    check.close(made, reference.descend(np.sinh, start, 0.1, 5))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Keep a list of positions that begins with the start. In each step append *last position plus lr times gradient there*.
# </details>
# <details><summary>Hint 2: all rows are equal?</summary>
#
# `theta += …` changes the one array that is already in your list, again and again. Write `theta = theta + …`, which makes a new array.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `path.append(path[-1] + …)`, and in the end `np.array(path)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** “Bit for bit” is literally true: x + y and x − (−y) round alike, and a factor of 2 is exact in binary. So
# “ignore the factor 2” is a statement on the step size: minus V with step η, mean BCE with step 2η.

# %% [markdown]
# **See it.** One walk, drawn twice: the payoff climbs from $-\ln 4$ towards its ceiling, while the cost, minus one half of it, falls.

# %% tags=["folded"]
up = ascend(grad_v, np.array([0.0, 0.0]), 0.5, 60)
heights = [value(w * REALS + b, w * FAKES + b) for w, b in up]
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(heights, color=plots.DISCRIMINATOR, label="V: a payoff, D climbs")
ax.plot(-np.array(heights) / 2, "--", color=plots.FAKE, label="mean BCE = −V/2: a cost, it falls")
plots.reference_line(ax, -np.log(4), "−ln 4")
ax.set(xlabel="step", ylabel="nats")
ax.legend(loc="lower right", bbox_to_anchor=(1, 0.12))
plots.show(
    fig,
    f"While D climbs from V = {heights[0]:.3f} to {heights[-1]:.3f}, its mean cross-entropy falls "
    f"from {-heights[0] / 2:.3f} to {-heights[-1] / 2:.3f}",
)

# %% [markdown]
# *And with swapped labels, real = 0 and fake = 1?* Then $D$ says the probability of “fake”, $1 - D$ takes the place of $D$ in
# both terms, and every gradient for $G$ stays the same. You checked it in assignment 01: all labels, or none.

# %% [markdown]
# ## 3. Saturation: a forger without a gradient
#
# At the start the forgeries are bad and $D$ is sure: $D(G(z)) \approx 0$. Now $G$
# has to bring its term $\ln(1 - D(G(z)))$ down, towards $-\infty$. It is called the **saturating** loss. Goodfellow et al. (2014, section 3) let $G$
# *maximise* $\ln D(G(z))$ instead, that is minimise $-\ln D(G(z))$: the **non-saturating** loss, that of $G$ in Slanted Land. What the two names mean, and how
# large the difference is, you find out now. What $G$ hears from $D$ comes through the *logit* $a$ of the forgery.

# %% [markdown]
# ### Exercise 3 · The two losses of the forger
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** Most public implementations use the second loss, and many of them explain the first.
#
# **What to write.** Both losses, means over a batch of logits, *to be minimised*: `"saturating"` is $\mathbb{E}\ln(1 - \sigma(a))$,
# `"non-saturating"` is $-\mathbb{E}\ln\sigma(a)$. Logits of $\pm 10^4$ must give finite values without a warning; another `kind` is a
# `ValueError`.


# %% nbgrader={"grade_id": "g-loss", "solution": true}
def g_loss(logits, kind):
    """The generator's loss, in nats, to be minimised.

    logits: (n,) logits of D on forgeries; kind: "saturating": mean ln(1 − σ(a)), at most 0, or
    "non-saturating": −mean ln σ(a), at least 0. A float; raises ValueError for another kind.
    """
    ### BEGIN SOLUTION
    logits = np.asarray(logits, dtype=float)
    if kind == "saturating":
        return float(-np.logaddexp(0, logits).mean())
    if kind == "non-saturating":
        return float(np.logaddexp(0, -logits).mean())
    raise ValueError(f"unknown kind {kind!r}")
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# g_loss(np.array([-4.0]), "saturating")

# %% nbgrader={"grade_id": "g-loss-values", "points": 2}
logits = np.array([-4.0, 0.5, 1.0])
check.close(
    call(g_loss, logits, "saturating"),
    -0.768496,
    "mean ln(1 − D), never positive",
    slips={
        "That is the non-saturating loss.": 1.601830,
        "That is −mean ln(1 − D): minimising it, G would learn to be caught.": 0.768496,
    },
)
check.close(
    call(g_loss, logits, "non-saturating"),
    1.601830,
    "−mean ln D, never negative",
    slips={"That is mean ln D, which G maximises: a loss is minimised.": -1.601830},
)
extreme = np.array([-1e4, 1e4])
check.close(call(g_loss, extreme, "saturating"), -5000.0, "finite")
check.close(call(g_loss, extreme, "non-saturating"), 5000.0, "finite")
check.silent(call(g_loss, extreme, "saturating"))
check.raises(ValueError, g_loss, logits, "wasserstein", why="an unknown kind")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random and large logits, single ones, and the direction of the pull") as rng:
    for n, largest in ((1, 5), (6, 8), (5, 1e4)):
        a = draws.logits(rng, n, largest)
        for kind in ("saturating", "non-saturating"):
            made = call(g_loss, a, kind)
            check.close(made, reference.g_loss(a, kind))
            check.silent(made)
    check.close(call(g_loss, np.full(3, 40.0), "saturating"), -40.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# These are the two halves of Exercise 1, with other signs. $\ln(1 - \sigma(a)) = -\ln(1 + e^{a})$.
# </details>
# <details><summary>Hint 2: check the direction</summary>
#
# Both must *fall* when a logit grows: a forgery that looks more real is better for $G$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `-np.logaddexp(0, a).mean()` and `np.logaddexp(0, -a).mean()`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** That the two visible values add up to exactly 1 is no accident: ln(1 − σ) − ln σ = −a, so the sum of the two losses is
# −mean a, a third generator loss that Arjovsky & Bottou also discuss. Cross-entropy with label 0 for G is minus the saturating loss: it teaches G to be caught.

# %% [markdown]
# **Predict first.** At the logit $a = -8$, $D = 0.0003$. How steep is each loss there, *seen from the logit*: 3000, 1, 0.0003? At which $a$
# are the two equally steep? Then move the slider and watch the arrows: each shows how hard $G$ is pulled.

# %%
widgets.generator_losses_explorer()

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# At $a = -8$ the saturating loss has slope $-0.0003$, the non-saturating one $-0.9997$. They are equally steep, $-\tfrac12$, at $a = 0$, where $D$ cannot tell. So the way down of the
# saturating loss begins on a plateau: where $G$ starts, it hears next to nothing. For large $a$ the roles are exchanged, and the non-saturating loss goes to sleep; but by then $G$ has won.
# </details>

# %% tags=["folded"]
plots.show(widgets.generator_losses_figure(), folded="Three logits as a picture")

# %% [markdown]
# ### Exercise 4 · Flat? In which variable?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** “The gradient vanishes because $\ln(1 - D)$ is flat near $D = 0$.” Is it? Draw $\ln(1 - D)$ over $D$ and look. And if minimising
# $\ln(1 - D(G(z)))$ and maximising $\ln D(G(z))$ push in the same direction, are they not equivalent? That is a common question, and the slopes answer it.
#
# **What to derive.** The slope of each loss with respect to $D$, and with respect to the logit $a$, where $D = \sigma(a)$. Write all four as functions of $D$, and hold them
# against the measured slopes.
#
# **What to write.** `g_slopes`: both slopes of one loss. `grad_ratio`: how many times steeper the non-saturating loss is than the saturating one, over
# $D$ and over the logit: two ratios. Compare them.


# %% nbgrader={"grade_id": "slopes", "solution": true}
def g_slopes(d, kind):
    """Slopes of the generator's loss at D(G(z)) = d: (d/dD, d/da), a pair of values like d.

    d: number or array in (0, 1); kind: "saturating", ln(1 − D), or "non-saturating", −ln D.
    """
    ### BEGIN SOLUTION
    if kind == "saturating":
        return -1 / (1 - d), -d
    return -1 / d, -(1 - d)
    ### END SOLUTION


def grad_ratio(d):
    """The non-saturating slope over the saturating one, in D and in a: a pair. d as above."""
    ### BEGIN SOLUTION
    steep, flat = g_slopes(d, "non-saturating"), g_slopes(d, "saturating")
    return steep[0] / flat[0], steep[1] / flat[1]
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell.
# slopes.compare(lambda d: np.log(1 - d), lambda d: g_slopes(d, "saturating")[0], 0.01)
# over_a = lambda a: g_slopes(sigmoid(a), "non-saturating")[1]
# slopes.compare(lambda a: -np.log(sigmoid(a)), over_a, -2.0)

# %% nbgrader={"grade_id": "slopes-values", "points": 2}
made = call(g_slopes, 0.01, "saturating")
check.close(
    made[0],
    -1.010101,
    "ln(1 − D), over D",
    slips={"The inner derivative of 1 − D is −1.": 1.010101},
)
check.close(made[1], -0.01, "and over the logit")
check.close(call(g_slopes, 0.01, "non-saturating"), [-100.0, -0.99], "−ln D, over D and the logit")
made = call(grad_ratio, np.array([0.5, 0.1, 0.01, 1e-4]))
ratio, upside_down = (
    [1.0, 9.0, 99.0, 9999.0],
    {"The ratio is upside down.": [1.0, 0.111111, 0.010101, 0.00010001]},
)
check.close(made[0], ratio, "99 times steeper at D = 0.01, over D", slips=upside_down)
check.close(made[1], ratio, "and over the logit", slips=upside_down)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("slopes and their ratio at random probabilities, numbers and arrays") as rng:
    d = rng.uniform(0.001, 0.999, size=6)
    for kind in ("saturating", "non-saturating"):
        for given in (d, float(d[0])):
            made, right = call(g_slopes, given, kind), reference.g_slopes(given, kind)
            check.close(made[0], right[0])
            check.close(made[1], right[1])
    made, right = call(grad_ratio, d), reference.grad_ratio(d)
    check.close(made[0], right[0])
    check.close(made[1], right[1])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Over $D$: the derivative of the logarithm, and do not forget the inner derivative of $1 - D$. Over the logit: the chain rule, with $dD/da = \sigma'(a)$, which is an expression
# in $D$.
# </details>
# <details><summary>Hint 2: to the logit</summary>
#
# $\frac{d}{dD}\ln(1 - D) = -\frac{1}{1 - D}$. Multiply with $dD/da = D(1 - D)$: one factor cancels.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return -1 / (1 - d), …` for the saturating kind; in the other one `d` and `1 - d` change places. The two ratios are quotients of what `g_slopes` gives.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The ratio is (1 − D)/D in either variable: what differs is who is of order 1. In D the saturating slope stays near −1 and the
# other explodes; in the logit, the variable that backpropagation hands on, the other stays near −1 and the saturating one dies.

# %% [markdown]
# Over the logit the saturating loss has the slope $-D$, and the non-saturating one $-(1 - D)$. Your ratio, $(1 - D)/D$, is the same over $D$ and over the logit: the factor $D(1 - D)$ of the chain rule cancels. So *which loss is steeper* does not depend on
# the variable. Whether the saturating slope *vanishes* does: at $D = 0.01$ it is $-1.01$ over $D$ and $-0.01$ over the logit, and the logit is what
# backpropagation hands on. Not $\ln(1 - D)$ is flat there, but the sigmoid inside it.

# %% [markdown]
# **See it.** The same two losses, over $D$ on the left and over the logit on the right. Only the right picture shows the problem.

# %% tags=["folded"]
d, a = np.linspace(0.002, 0.98, 400), np.linspace(-8, 4, 400)
fig, axes = plt.subplots(1, 2, figsize=(8, 3), sharey=True)
for ax, t, p in zip(axes, (d, a), (d, sigmoid(a))):
    ax.plot(t, np.log(1 - p), color=plots.FAKE, linestyle="--", label="ln(1 − D)")
    ax.plot(t, -np.log(p), color=plots.REAL, linestyle="-", label="−ln D")
axes[0].set(xlabel="D(G(z))", ylabel="generator's loss (nats)", title="over D: slope −1 at 0")
axes[1].set(xlabel="logit a", title="over the logit: flat")
axes[0].legend()
near_zero, far_left = g_slopes(1e-6, "saturating")[0], g_slopes(sigmoid(-8.0), "saturating")[1]
plots.show(
    fig, f"ln(1 − D) has slope {near_zero:.3f} at D = 0 and slope {far_left:.4f} at the logit −8"
)

# %% [markdown]
# **A race.** Now run both losses from the same bad start, with the same random numbers. Real data are $\mathcal{N}(0, 1)$, the forger
# is $G(z) = z + \theta$ with $\theta = -6$, the detective is $D(x) = \sigma(wx + b)$ and has 500 steps to learn before $G$ may move. Then they
# take turns. The slope that $G$ gets is *your* `g_slopes`, times $\partial a/\partial\theta = w$.


# %%
def race(kind, seed=0, theta=-6.0, rounds=1500):
    """Paths of θ and mean D(G(z)): D alone for 500 steps, then in turns, D by 0.1 and G by 0.05."""
    rng, w, b, path, heard = np.random.default_rng(seed), 0.0, 0.0, [theta], []
    for t in range(-500, rounds):
        real, fake = rng.normal(size=128), rng.normal(size=128) + theta
        up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
        w += 0.1 * (np.mean(up * real) - np.mean(down * fake))
        b += 0.1 * (np.mean(up) - np.mean(down))
        if t >= 0:
            d = sigmoid(w * (rng.normal(size=128) + theta) + b)
            theta -= 0.05 * w * np.mean(g_slopes(d, kind)[1])
            path.append(theta)
            heard.append(np.mean(d))
    return np.array(path), np.array(heard)


# %% tags=["folded"]
paths = {kind: race(kind)[0] for kind in ("saturating", "non-saturating")}
arrival = {kind: int(np.argmax(np.abs(path) < 0.5)) for kind, path in paths.items()}
fig, ax = plt.subplots(figsize=(6, 3))
for (kind, path), colour, line in zip(paths.items(), (plots.FAKE, plots.REAL), ("--", "-")):
    ax.plot(path, color=colour, linestyle=line, label=f"{kind}: round {arrival[kind]}")
plots.reference_line(ax, 0.0, "the data's mean")
ax.set(xlabel="round", ylabel="θ", title="When does the forger come within ½ of the data?")
ax.legend(loc="lower right")
plots.show(fig, "; ".join(f"{kind} arrives in round {n}" for kind, n in arrival.items()))

# %%
ratio = arrival["saturating"] / arrival["non-saturating"]
print(f"rounds: {arrival['non-saturating']} and {arrival['saturating']}, {ratio:.1f} times as many")
print(f"mean D(G(z)) in the first round: {race('saturating', rounds=1)[1][0]:.3f}")
far = race("saturating", theta=-8.0)[0]
print(f"from θ = −8, after {len(far) - 1} rounds, the saturating forger is at {far[-1]:.2f}")

# %% [markdown]
# Same start, same detective at that moment, same noise: the non-saturating forger arrives after some seventy rounds, the saturating
# one needs more than ten times as long, and then overshoots. And the detective is nothing unusual: it says 0.015 on average about the first forgeries. Two units
# farther out, from $\theta = -8$, the saturating forger has hardly moved after 1500 rounds.

# %% [markdown]
# ### Exercise 5 · Find the error
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** Formulas of GANs are copied from blog to blog, slips included. The four lines below have been published,
# some in official tutorials. Each has exactly one slip.
#
# **What to write.** For each name, the value that the line was *meant* to have, in the words on the right. The checks
# that you see compare two of the lines, and look at the signs of the others; grading compares all four.
#
# | name | as published | meant to be |
# |---|---|---|
# | `"tutorial"` | `mean(log(1 - D(G(x))))` | the fake term of $V$ |
# | `"formula sheet"` | `mean(log(D(x))) + mean(1 - log(D(G(z))))` | the value $V$ |
# | `"blog"` | `mean(log(D(G(z))))` | the non-saturating loss of $G$, to be *minimised* |
# | `"plot"` | `1 / (1 - D(G(z)))` | the derivative of $\ln(1 - D)$ with respect to $D$, for each $z$ |


# %% nbgrader={"grade_id": "repaired", "solution": true}
def repaired(name, x, z, gen, disc):
    """What the published line with this name was meant to compute.

    x: (m,) real data; z: (n,) noise; gen: function noise → data; disc: function data → probability.
    Returns a float; for "plot" an array (n,).
    """
    ### BEGIN SOLUTION
    fake = disc(gen(z))
    if name == "tutorial":
        return float(np.mean(np.log(1 - fake)))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake)))
    if name == "blog":
        return float(-np.mean(np.log(fake)))
    return -1 / (1 - fake)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# repaired("blog", np.array([0.0]), np.array([1.0]), np.square, sigmoid)

# %% nbgrader={"grade_id": "repaired-values", "points": 2}
x, z = np.array([2.0, -1.0, 0.5, 1.5, -0.3]), np.array([1.0, 0.0, -2.0])
tutorial = call(repaired, "tutorial", x, z, np.square, sigmoid)
blog = call(repaired, "blog", x, z, np.square, sigmoid)
check.close(tutorial, -2.008186, "forgeries are made from noise")
check.close(blog, 0.341519, "a loss that is minimised")
sheet = call(repaired, "formula sheet", x, z, np.square, sigmoid)
check.between(sheet, -np.inf, 0, "V is never positive: it adds means of ln D and of ln(1 − D)")
plot = call(repaired, "plot", x, z, np.square, sigmoid)
check.between(plot, -np.inf, -1, "ln(1 − D) falls in D, by 1 or more")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("all four lines, for random data, noise and generators") as rng:
    for gen in (np.square, np.tanh, np.negative):
        x, z = rng.normal(size=3), rng.normal(size=5)
        for name in ("tutorial", "formula sheet", "blog", "plot"):
            made = call(repaired, name, x, z, gen, sigmoid)
            check.close(made, reference.repaired(name, x, z, gen, sigmoid))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Read each line aloud. What goes into $G$: data or noise? What is the logarithm taken of? Which direction is “better for $G$”?
# </details>
# <details><summary>Hint 2: signs</summary>
#
# $V$ is a sum of logarithms of probabilities and never positive. The non-saturating loss is never negative. The graph of $\ln(1 - D)$
# falls.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `G(x)` should be `G(z)`; `1 - log(…)` should be `log(1 - …)`; a minus sign is missing in the last two.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Sources: pytorch/tutorials#428 (G(x)); blmoistawinde/ml_equations_latex#4 (1 − log D); the missing minus of a “generator loss” is
# met everywhere; a plot of loss types in a well-known book's notebooks has grad = 1/(1 − D).

# %% [markdown]
# **See it.** What a misplaced bracket costs: the formula sheet's “value” is positive, which no sum of logarithms of probabilities can be, and
# it has no ceiling where $V$ has one.

# %%
x = z = np.array([1.0])
for caught in (-1.0, -4.0):  # the logit of D on the one forgery
    fake = np.array([caught])
    meant = repaired("formula sheet", x, fake, np.positive, sigmoid)
    published = np.mean(np.log(sigmoid(x))) + np.mean(1 - np.log(sigmoid(fake)))
    print(f"logit {caught}: V = {meant:.3f}, as published {published:.3f}")

# %% [markdown]
# ## 4. Whose gradient? Which term?
#
# Algorithm 1 of Goodfellow et al. (2014) has $D$ ascend the gradient of *both* terms and $G$ descend the gradient of the
# second term only. Nothing is forgotten there. $\mathbb{E}\ln D(x)$ contains no forgery, so its derivative with respect to
# $\theta_G$ is zero. Automatic differentiation knows it too: it follows the path from the result back to the parameters, and
# where no path leads it reports `None`. Sometimes a path exists but carries nothing; then you get a tensor of zeros.

# %% nbgrader={"grade_id": "given-terms", "locked": true}
REAL_BATCH = torch.tensor([1.5, 2.0, 2.5], dtype=torch.float64)
NOISE = torch.tensor([-1.0, 0.0, 0.5, 1.0], dtype=torch.float64)


def detective(x, theta_d):
    """The logit wx + b for θ_D = (w, b)."""
    return theta_d[0] * x + theta_d[1]


def real_term(theta_d, theta_g):
    """mean ln D(x)"""
    return torch.nn.functional.logsigmoid(detective(REAL_BATCH, theta_d)).mean()


def fake_term(theta_d, theta_g):
    """mean ln(1 − D(G(z))) for G(z) = v z + c, θ_G = (v, c)"""
    fakes = theta_g[0] * NOISE + theta_g[1]
    return torch.nn.functional.logsigmoid(-detective(fakes, theta_d)).mean()


def fake_term_detached(theta_d, theta_g):
    """The same number, but `detach` cuts the path to θ_G."""
    fakes = (theta_g[0] * NOISE + theta_g[1]).detach()
    return torch.nn.functional.logsigmoid(-detective(fakes, theta_d)).mean()


def weight_decay(theta_d, theta_g):
    """The squared length of θ_G."""
    return (theta_g**2).sum()


def noise_power(theta_d, theta_g):
    """mean z²: no parameter at all."""
    return (NOISE**2).mean()


# %% [markdown]
# ### Exercise 6 · Ask autograd
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** “Does a gradient get from this loss to those weights?” is the first question to ask when a GAN does
# not learn. `detach` cuts the path on purpose; a forgotten or misplaced one cuts it by accident.
#
# **What to write.** Make tensors with `requires_grad=True` from the two lists of numbers, compute `term(theta_d, theta_g)`,
# and return two truth values: does a gradient that is not zero reach $\theta_D$, does one reach $\theta_G$? One entry that is not zero is enough; `None` counts as zero. A term may
# depend on neither; then there is nothing to differentiate, and the answer is `(False, False)`.


# %% nbgrader={"grade_id": "depends-on", "solution": true}
def depends_on(term, theta_d, theta_g):
    """Whether autograd carries a nonzero gradient from term(θ_D, θ_G) to θ_D, and to θ_G.

    term: function of two float64 tensors, gives a scalar tensor; theta_d, theta_g: lists of floats.
    Returns a pair of bools.
    """
    ### BEGIN SOLUTION
    pair = [
        torch.tensor(theta, dtype=torch.float64, requires_grad=True) for theta in (theta_d, theta_g)
    ]
    result = term(*pair)
    if not result.requires_grad:
        return False, False
    grads = torch.autograd.grad(result, pair, allow_unused=True)
    return tuple(grad is not None and bool(torch.any(grad != 0)) for grad in grads)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# depends_on(real_term, [1.0, 0.5], [1.0, 0.0])

# %% nbgrader={"grade_id": "depends-on-values", "points": 2}
theta_d, theta_g = [1.0, 0.5], [0.8, -0.3]
check.equal(
    call(depends_on, real_term, theta_d, theta_g), (True, False), "no forgery in the first term"
)
check.equal(
    call(depends_on, fake_term, theta_d, theta_g), (True, True), "both play in the second term"
)
check.equal(
    call(depends_on, fake_term_detached, theta_d, theta_g),
    (True, False),
    "detached: G learns nothing",
)
check.equal(
    call(depends_on, fake_term, [0.0, 0.5], theta_g),
    (True, False),
    "a detective with weight 0 gives the forger no direction",
    slips={"A path to θ_G exists but carries zeros: look at the values, too.": (True, True)},
)
check.equal(
    call(depends_on, noise_power, theta_d, theta_g),
    (False, False),
    "no parameter in it, so nothing to differentiate",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other terms: of one player, of none, and paths that carry zeros") as rng:
    theta_d, theta_g = rng.normal(size=2).tolist(), rng.uniform(0.5, 2, size=2).tolist()
    for term in (real_term, fake_term, fake_term_detached, weight_decay):
        made = call(depends_on, term, theta_d, theta_g)
        check.equal(made, reference.depends_on(term, theta_d, theta_g))
    check.equal(call(depends_on, fake_term, [0.0, theta_d[1]], theta_g), (True, False))
    check.equal(call(depends_on, noise_power, theta_d, theta_g), (False, False))
    check.equal(call(depends_on, weight_decay, theta_d, [0.0, theta_g[1]]), (False, True))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)`, the same for `g`, then `result = term(d, g)`.
# </details>
# <details><summary>Hint 2: the gradients</summary>
#
# After `result.backward()` look at `d.grad` and `g.grad`: each is `None` or a tensor. If `result.requires_grad` is `False`, `backward`
# would raise an error: return early.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `d.grad is not None and bool(torch.any(d.grad != 0))`, the same for `g`, as a pair.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** A gradient is a statement about one point: at w = 0 the fake term does depend on θ_G nearby, but its gradient is zero there.
# Central differences are not accepted: they would call the detached term dependent on θ_G, which it is as a function and is not for autograd.

# %% [markdown]
# **See it.** Who hears what, at $\theta_D = (1, 0.5)$ and $\theta_G = (0.8, -0.3)$:

# %%
for term in (real_term, fake_term, fake_term_detached, weight_decay):
    to_d, to_g = depends_on(term, [1.0, 0.5], [0.8, -0.3])
    print(f"{term.__name__:20} gradient to D: {to_d!s:6} gradient to G: {to_g}")

# %% [markdown]
# ## 5. What is $x = G(z)$? The push-forward
#
# The noise $z$ has a distribution you chose. The forgery $x = G(z)$ has another one, $P_g$, called the **push-forward** of
# $P_z$ by $G$: to know how likely $x$ is to lie in a set $A$, ask how likely $z$ is to lie among the points that $G$ sends there,
#
# $$P_g(A) = P_z\bigl(\{z : G(z) \in A\}\bigr).$$
#
# Do $z$ and $G(z)$ then have the same distribution? If they had, $G$ would be useless. The *mass* is the same, but it is moved to another place, and where a piece is stretched its mass is
# spread more thinly.

# %% [markdown]
# **Predict first.** $z$ is uniform on $(0, 1)$ and $G(z) = z^2$. Where will the $x$ crowd together: near 0, near 1, or
# nowhere? And for $G(z) = z^2$ with $z$ uniform on $(-1, 2)$: at which $x$ does the density jump, and why? Now press
# play, or move *t* from 0 % (noise) to 100 % (forgeries): each $z$ slides straight to $G(z)$. *Piece u* is one small piece of the noise, outlined; its area is its
# mass. Then choose the other generators.

# %%
widgets.push_forward_explorer("square")

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Every piece keeps its mass while it travels, so its outline keeps its area. Near $z = 0$ the parabola is flat, $|G'(z)| = 2z$ is small, the pieces are
# squeezed and the density grows without bound at $x = 0$. On $(-1, 2)$ two pieces of noise fold onto
# $0 < x < 1$, and only one reaches $1 < x < 4$. So the density drops at $x = 1$. The stairs send all mass to
# three single points: a $P_g$ without any density.
# </details>

# %% tags=["folded"]
plots.show(
    widgets.push_forward_figure(),
    folded="Start and end for three generators as a picture, with one piece outlined",
)

# %% [markdown]
# Does $P_g$ have a *density*? On the line, if the noise has one and $G$ is piecewise smooth with $G' \ne 0$ (except at isolated points), yes. Several $z$ may land on the same $x$; each
# brings its mass, divided by how much $G$ stretches there:
#
# $$p_g(x) = \sum_{z \,:\, G(z) = x} \frac{p_z(z)}{|G'(z)|}.$$

# %% [markdown]
# ### Exercise 7 · The density of $G(z)$
#
# *Difficulty ●●● · 25 minutes · 2 points*
#
# **Why it matters.** That the images of $G$ lie where the data lie says nothing about how the mass is spread there. Wherever a formula contains $p_g$, it contains
# this exercise: every $z$ that lands on $x$ counts, divided by the stretching.
#
# **What to write.** The density of $x = G(z)$ at every entry of `x` for three generators:
#
# - `"square"`: $z$ uniform on $(0, 1)$, $G(z) = z^2$;
# - `"absolute value"`: $z \sim \mathcal{N}(0, 1)$, $G(z) = |z|$;
# - `"parabola"`: $z$ uniform on $(-1, 2)$, $G(z) = z^2$.
#
# Where no $z$ leads to $x$ the density is 0. (At the end points of a piece any value will do; the tests avoid them.)


# %% nbgrader={"grade_id": "push-density", "solution": true}
def push_density(name, x):
    """Density of x = G(z) for the generator called `name`, at every entry of x.

    name: "square", "absolute value" or "parabola"; x: (n,) real numbers.
    Returns (n,) values ≥ 0; 0 where no z leads to x; no nan.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    root = np.sqrt(np.maximum(x, 1e-300))
    if name == "square":
        return np.where((x > 0) & (x <= 1), 1 / (2 * root), 0.0)
    if name == "absolute value":
        return np.where(x >= 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    branches = np.where((x > 0) & (x <= 1), 2, np.where((x > 1) & (x <= 4), 1, 0))
    return branches * (1 / 3) / (2 * root)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# push_density("square", np.array([0.25, 2.0]))

# %% nbgrader={"grade_id": "push-density-values", "points": 2}
check.close(
    call(push_density, "square", np.array([0.25, 0.64, -0.5, 1.5])),
    np.array([1.0, 0.625, 0.0, 0.0]),
    "one z lands on 0.25, one on 0.64, none on what lies outside",
    slips={
        "|G′| belongs at z, the point that is sent to x, and not at x.": [2.0, 0.78125, 0.0, 0.0]
    },
)
check.close(
    call(push_density, "absolute value", np.array([1.0, -1.0])),
    np.array([0.483941, 0.0]),
    "the half-normal density: z = 1 and z = −1 both land on 1",
    slips={"You count one of the two z that land on x; the other one is missing.": [0.241971, 0.0]},
)
check.close(
    call(push_density, "parabola", np.array([0.25, 2.25, 5.0])),
    np.array([0.666667, 0.111111, 0.0]),
    "two z land on 0.25, one on 2.25, none on 5",
    slips={
        "Two z land on 0.25: 0.5 and −0.5.": [0.333333, 0.111111, 0.0],
        "Only one z lands on 2.25: −1.5 does not occur.": [0.666667, 0.222222, 0.0],
        "The noise fills (−1, 2), a length of 3: its density is ⅓, not ½.": [1.0, 0.166667, 0.0],
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("all three densities, inside and outside the range of G") as rng:
    inside = np.concatenate([rng.uniform(0.02, 0.98, 4), rng.uniform(1.02, 3.98, 4)])
    outside = np.concatenate([rng.uniform(-3, -0.01, 3), rng.uniform(4.01, 6, 2)])
    x = rng.permutation(np.concatenate([inside, outside]))
    for name in ("square", "absolute value", "parabola"):
        made = call(push_density, name, x)
        check.close(made, reference.push_density(name, x), atol=1e-12)
        check.close(call(push_density, name, x[:1]), reference.push_density(name, x[:1]))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# For a given $x$, list all $z$ *that can occur* with $G(z) = x$. Divide $p_z(z)$ by $|G'(z)|$ at each of them, and add.
# </details>
# <details><summary>Hint 2: the parabola</summary>
#
# $p_z = \tfrac13$ on $(-1, 2)$. For $0 < x < 1$ both $\sqrt x$ and $-\sqrt x$ occur. For $1 < x < 4$ only $\sqrt x$ does, because
# $-\sqrt x < -1$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Take the root of `np.maximum(x, tiny)`, so that no negative number gets under it. Then `np.where((x > 0) & (x < 1), …, 0.0)`.
# For the parabola multiply $\frac13\cdot\frac1{2\sqrt x}$ by the number of branches: 2, 1 or 0.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** A density with one branch lost has mass ½ (of |z|) or ⅔ (of the parabola): asking for the total mass finds most mistakes here. Students who divide by
# |G′(x)| = 2x instead of |G′(z)| = 2√x get a density that is not even integrable at 0.

# %% [markdown]
# **See it.** Two hundred thousand forgeries against your formula. And a second test that needs no samples: the mass must
# be 1. (The midpoint rule misses about a thousandth of it, in the infinite peak at 0.)

# %% tags=["folded"]
z = np.random.default_rng(3).uniform(-1, 2, 200_000)
x = np.linspace(0.005, 3.995, 400)
fig, ax = plt.subplots(figsize=(6, 3))
ax.hist(z**2, bins=100, range=(0, 4), density=True, color=plots.FAKE, alpha=0.4, label="G(z) = z²")
ax.plot(
    x, push_density("parabola", x), color=plots.DISCRIMINATOR, linestyle="-", label="your density"
)
ax.set(xlabel="x", ylabel="density", ylim=(0, 2), title="two branches up to x = 1, then one")
ax.legend()
mass = np.mean(push_density("parabola", np.linspace(0, 4, 400_001)[1::2])) * 4
plots.show(
    fig, f"Histogram of z² and the density 1/(3√x) up to 1, 1/(6√x) after it; mass {mass:.3f}"
)

# %% [markdown]
# ## 6. The law of the unconscious statistician
#
# Now the good news: to pass from $z$ to $x$ inside an expectation, *no density is needed at all*, no derivative and no
# inverse. For every measurable $G$ and every measurable $h$ that is bounded above (so that no integral is $\infty - \infty$; $\ln(1 - D)$ is never above 0),
#
# $$\int h(G(z))\, dP_z(z) = \int h(x)\, dP_g(x).$$
#
# It is called the **law of the unconscious statistician**, because people use it without noticing. The proof has three steps.
#
# 1. For $h = 1_A$, which is 1 on the set $A$ and 0 elsewhere, both sides are $P_g(A)$, by definition.
# 2. By linearity the law holds for functions with finitely many values.
# 3. Every $h$ that is bounded above is the limit of such functions from above, as of a staircase that gets finer; both integrals follow it
#    (monotone convergence).
#
# Here $h = \ln(1 - D) \le 0$, so both sides always exist, possibly as $-\infty$. That is the whole justification of
#
# $$\mathbb{E}_{z}\ln(1 - D(G(z))) = \mathbb{E}_{x \sim P_g}\ln(1 - D(x)).$$
#
# No Jacobian appears, because nothing is differentiated: mass is only relabelled. The Jacobian lives inside $p_g$, if $p_g$ exists.


# %% nbgrader={"grade_id": "given-lotus", "locked": true}
def integrate(f, a, b, cells=100_000):
    """∫ f(x) dx from a to b by the midpoint rule: f in the middle of each cell, times its width."""
    x = a + (np.arange(cells) + 0.5) * (b - a) / cells
    return float(np.sum(f(x)) * (b - a) / cells)


def uniform(z):
    """The density of the uniform distribution on (0, 1)."""
    return np.where((z > 0) & (z < 1), 1.0, 0.0)


def normal(z):
    """The density of N(0, 1)."""
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def triangle(x):
    """The density 2x on (0, 1)."""
    return np.where((x > 0) & (x < 1), 2 * x, 0.0)


def two_points(z):
    """A generator whose P_g has no density: 0 for z < 0.3, else 1."""
    return np.where(z < 0.3, 0.0, 1.0)


# %% [markdown]
# ### Exercise 8 · The same expectation, twice
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** The first line of the proof in assignment 05 is this law. If its two sides are mixed up, $x$ is weighed
# with the density of the *noise*, and everything after it is wrong.
#
# **What to write.** $\mathbb{E}\,h(G(z))$ over the noise, and $\mathbb{E}\,h(x)$ over the forgeries. `integrate(f, a, b)` is given; it calls `f` on
# a whole array. Your job is the right integrand. Test it on $G(z) = z^2$, $z$ uniform, $h(x) = \ln(1 + x)$: the value is
# $\ln 2 - 2 + \pi/2 = 0.263944$.


# %% nbgrader={"grade_id": "lotus", "solution": true}
def lotus_z(h, gen, p_z, a, b):
    """E h(G(z)), computed over the noise: z has density p_z, concentrated on (a, b). A float.

    h, gen, p_z: functions on arrays.
    """
    ### BEGIN SOLUTION
    return integrate(lambda z: h(gen(z)) * p_z(z), a, b)
    ### END SOLUTION


def lotus_x(h, p_x, a, b):
    """E h(x), computed over the forgeries: x has density p_x, concentrated on (a, b). A float."""
    ### BEGIN SOLUTION
    return integrate(lambda x: h(x) * p_x(x), a, b)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# lotus_z(np.log1p, np.square, uniform, 0, 1)

# %% nbgrader={"grade_id": "lotus-values", "points": 2}
check.close(
    call(lotus_z, np.log1p, np.exp, triangle, 0, 1), 1.087326, "noise of density 2z, forgeries e^z"
)
check.close(
    call(lotus_z, np.log1p, np.square, uniform, 0, 1), 0.263944, "E ln(1 + z²) = ln 2 − 2 + π/2"
)
check.close(call(lotus_z, np.log1p, np.sqrt, uniform, 0, 1), 0.5, "x = √z, seen from z")
check.close(
    call(lotus_z, np.square, np.sqrt, triangle, 0, 1),
    0.666667,
    "noise of density 2z: E (√z)² = E z = ⅔",
    slips={
        "The density of the noise is missing.": 0.5,
        "The density of the noise belongs to z: p_z(z), not p_z(G(z)).": 0.8,
    },
)
check.close(
    call(lotus_x, np.log1p, triangle, 0, 1),
    0.5,
    "x = √z has density 2x: the other side",
    slips={"The density of the forgeries is missing.": 0.386294},
)
check.close(call(lotus_x, np.cos, normal, -10, 10), 0.606531, "another interval: E cos x = 1/√e")
check.close(
    call(lotus_z, np.log1p, two_points, uniform, 0, 1),
    0.485203,
    "0.7 ln 2: no density on the right, and the law holds",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other functions, generators and noise, against closed forms") as rng:
    check.close(call(lotus_z, np.square, np.abs, normal, -10, 10), 1.0)
    check.close(call(lotus_z, np.exp, np.negative, normal, -12, 12), np.exp(0.5))
    check.close(call(lotus_z, np.positive, np.square, triangle, 0, 1), 0.5)
    check.close(call(lotus_x, np.square, triangle, 0, 1), 0.5)
    check.close(call(lotus_x, np.cos, normal, -10, 10), np.exp(-0.5))
    wide = float(rng.uniform(0.3, 0.9))
    check.close(call(lotus_x, np.square, triangle, -wide, 1 + wide), 0.5, rtol=1e-4)
    check.close(call(lotus_z, np.sqrt, np.square, uniform, -wide, 1 + wide), 0.5, rtol=1e-4)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# An expectation is an integral of *value times density*. Which value, and whose density, belongs to each side?
# </details>
# <details><summary>Hint 2: the left side</summary>
#
# The variable of integration is $z$. The density is $p_z(z)$ and the value is $h(G(z))$. No $G'$ anywhere.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `integrate(lambda z: … * p_z(z), a, b)`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The generator √z was chosen because its density 2x can be given without solving Exercise 7. The law covers the
# two-point generator, a change of variables does not. This answers the common question whether the substitution is legitimate.

# %% [markdown]
# **See it.** A forger in the plane with one-dimensional noise: all its images lie on a curve. A curve has area 0, so $p_g(x)$
# does not exist as a density in the plane. $P_g$ does, and so does every expectation over it. Real generators are of this kind: 100 noise
# numbers make 12,288 pixels.

# %% tags=["folded"]
z = np.random.default_rng(5).random(300)
curve = np.stack([np.cos(4 * z), np.sin(3 * z)])
fig, ax = plt.subplots(figsize=(4.2, 3))
ax.plot(*curve, "o", markersize=3, color=plots.FAKE)
ax.set(xlabel="x₁", ylabel="x₂", title="G(z) = (cos 4z, sin 3z)", aspect="equal")
left = np.mean(np.log1p(np.sum(curve**2, axis=0)))
plots.show(fig, f"300 forgeries on a curve; the mean of ln(1 + |x|²) over them is {left:.2f}")

# %% [markdown]
# ## 7. Two ways to take turns
#
# Gradient descent has one player and one hill. A game has two players, and the order of their moves matters. In **simultaneous** play both
# look at the same position $(d, g)$ and move at once. In **alternating** play $D$ moves first, and $G$ answers the *new* $D$:
# Algorithm 1 with $k = 1$.
#
# $$\text{simultaneous:}\quad \begin{cases} d' = d + \eta\,\partial_d V(d, g)\\ g' = g - \eta\,\partial_g V(d, g)\end{cases}
# \qquad \text{alternating:}\quad \begin{cases} d' = d + \eta\,\partial_d V(d, g)\\ g' = g - \eta\,\partial_g V(d', g)\end{cases}$$
#
# One pass of this loop is an *iteration*. An *epoch* is one pass through the data set.


# %% nbgrader={"grade_id": "given-games", "locked": true}
def saddle_d(d, g):
    """∂V/∂d of the saddle V = d·g."""
    return g


def saddle_g(d, g):
    """∂V/∂g of the saddle V = d·g."""
    return d


# %% [markdown]
# ### Exercise 9 · One round of the game
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** The two ways differ by one prime in the formula, $d$ or $d'$, and many published loops have it in the wrong place without
# knowing. What it decides, you see right after the exercise.
#
# **What to write.** The new pair `(d, g)` after one round. Refuse a `mode` other than `"simultaneous"` and `"alternating"` with a
# `ValueError`.


# %% nbgrader={"grade_id": "game-step", "solution": true}
def game_step(grad_d, grad_g, d, g, lr, mode):
    """One round: D ascends V, G descends V. Returns the new pair (d, g).

    grad_d, grad_g: functions of (d, g), the partial derivatives of V; mode: "simultaneous" (both
    look at the old position) or "alternating" (D first, G looks at the new d).
    Raises ValueError for another mode.
    """
    ### BEGIN SOLUTION
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(f"unknown mode {mode!r}")
    new_d = d + lr * grad_d(d, g)
    new_g = g - lr * grad_g(new_d if mode == "alternating" else d, g)
    return new_d, new_g
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# game_step(saddle_d, saddle_g, 1.0, 1.0, 0.1, "simultaneous")

# %% nbgrader={"grade_id": "game-step-values", "points": 2}
at_once = call(game_step, saddle_d, saddle_g, 1.5, 2.0, 0.1, "simultaneous")
in_turns = call(game_step, saddle_d, saddle_g, 1.5, 2.0, 0.1, "alternating")
check.close(
    at_once,
    [1.7, 1.85],
    "at once",
    slips={
        "In simultaneous play G must look at the old d.": [1.7, 1.83],
        "D ascends and G descends: both signs are turned round.": [1.3, 2.15],
    },
)
check.close(
    in_turns,
    [1.7, 1.83],
    "G answers the new d = 1.7",
    slips={"In alternating play G must look at the new d.": [1.7, 1.85]},
)
check.raises(ValueError, game_step, saddle_d, saddle_g, 1.0, 2.0, 0.1, "both", why="unknown mode")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other positions, steps and games, in both modes") as rng:
    for grad_d, grad_g in ((saddle_d, saddle_g), (np.hypot, np.arctan2)):
        for mode in ("simultaneous", "alternating"):
            d, g = rng.normal(size=2).tolist()
            lr = float(rng.uniform(0.1, 0.9))
            made = call(game_step, grad_d, grad_g, d, g, lr, mode)
            check.close(made, reference.game_step(grad_d, grad_g, d, g, lr, mode))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Compute `new_d` first, and do not overwrite `d`: you may still need the old one.
# </details>
# <details><summary>Hint 2: the only difference</summary>
#
# $G$'s gradient is taken at `(d, g)` or at `(new_d, g)`. The signs are the same in both modes: plus for $D$, minus for $G$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `seen = new_d if mode == "alternating" else d`, then `new_g = g - lr * grad_g(seen, g)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `d += …` before G's line turns “simultaneous” into “alternating” silently. That is the most common version of this bug in
# published training loops, and it happens to help: assignment 07 explains why.

# %% [markdown]
# **Predict first.** The simplest game is $V(d, g) = d \cdot g$, a saddle with its equilibrium at $(0, 0)$. Start at $(1, 1)$ with
# step $\eta = 0.1$. Do the players spiral in, circle, or spiral out? Write down one answer for simultaneous and one for alternating
# play. Then play the rounds, and try other steps *η*.

# %%
widgets.saddle_explorer(rounds=0)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Simultaneous play spirals *outwards*: the squared distance grows by the factor $1 + \eta^2$ in each round, exactly. Alternating play circles
# on a slightly flattened ellipse along the diagonals, for ever, as long as $\eta < 2$ (at $\eta = 0.1$ its axes are as 1.05 to 1): what stays constant is $d^2 + g^2 + \eta\, d\, g$. Neither arrives. Yet each player always does the sensible
# thing. A game is not a minimisation, and assignment 07 is about what can be done.
# </details>

# %% tags=["folded"]
plots.show(
    widgets.saddle_figure(), folded="A hundred rounds as a picture, on the surface of the saddle"
)

# %% [markdown]
# **See it.** A hundred rounds with your own function:

# %%
for mode in ("simultaneous", "alternating"):
    position = (1.0, 1.0)
    for _ in range(100):
        position = game_step(saddle_d, saddle_g, *position, 0.1, mode)
    print(f"{mode:12}: distance {np.hypot(*position):.6f} after 100 rounds, {2**0.5:.6f} before")

# %% [markdown]
# ## 8. Min-max is not max-min
#
# $\min_G \max_D V$ says: $G$ has to choose first, and $D$ answers. $\max_D \min_G V$ lets $D$ choose first, and $G$ answers that
# one $D$. The player who moves second knows more, so for every $V$
#
# $$\max_D \min_G V(D, G) \;\le\; \min_G \max_D V(D, G),$$
#
# and in general the two differ. A training loop does not say which of the two it solves: it alternates. If $D$ stands still while $G$ makes many steps,
# the loop comes closer to $\max_D \min_G V$, and that is not the one that was meant.

# %% [markdown]
# ### Exercise 10 · Who moves last?
#
# *Difficulty ●○○ · 5 minutes · 1 point*
#
# **Why it matters.** All theorems of assignment 05 are about $\min_G \max_D$. A forger who only has to please one fixed detective does not have to
# imitate the data at all.
#
# **What to write.** In a table of payoffs, row $i$ is a choice of $D$ and column $j$ one of $G$. Return the pair
# $\bigl(\min_G \max_D V,\ \max_D \min_G V\bigr)$.


# %% nbgrader={"grade_id": "orders", "solution": true}
def orders(v):
    """(min over G of max over D, max over D of min over G) of a table of payoffs.

    v: (m, n), entry [i, j] is V for D's choice i and G's choice j. Returns two floats.
    """
    ### BEGIN SOLUTION
    v = np.asarray(v)
    return float(v.max(axis=0).min()), float(v.min(axis=1).max())
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# orders(np.array([[1, -1], [-1, 1]]))

# %% nbgrader={"grade_id": "orders-values", "points": 1}
check.close(
    call(
        orders,
        np.array(
            [[0.37, -1.42, 2.61, 0.85], [1.83, 0.59, -0.74, 1.12], [-0.26, 1.47, 0.93, -1.91]]
        ),
    ),
    [1.12, -0.74],
    "three choices of one player, four of the other",
)
check.close(
    call(orders, np.array([[1.0, -1.0], [-1.0, 1.0]])),
    [1.0, -1.0],
    "matching pennies: whoever answers, wins",
    slips={"The two numbers are exchanged: min-max, the larger one, comes first.": [-1.0, 1.0]},
)
check.close(
    call(orders, np.array([[0.0, 4.0], [3.0, 1.0]])),
    [3.0, 1.0],
    "think of the answer to each choice first",
)
check.close(
    call(orders, np.array([[3.0, 0.0, 5.0], [1.0, -2.0, 2.0]])),
    [0.0, 0.0],
    "a table with a saddle",
    slips={"The players are exchanged: D chooses the row, G the column.": [2.0, 2.0]},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random tables of different shapes") as rng:
    for shape in ((2, 5), (5, 2), (1, 3), (4, 1), (6, 6)):
        table = rng.normal(size=shape)
        check.close(call(orders, table), reference.orders(table))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Read from the inside: for every choice of $G$ (every column) find $D$'s best answer; then $G$ takes the column where that is smallest.
# </details>
# <details><summary>Hint 2: axes</summary>
#
# `v.max(axis=0)` goes down each column and leaves one number for each $j$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `v.max(axis=0).min()` is the first number; for the second exchange `max` with `min`, and 0 with 1.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The first two visible tables cannot tell the axes apart, the third one can. With mixed strategies the two values agree (von
# Neumann); networks play pure ones.

# %% [markdown]
# **See it.** $D$ is fixed, at the best answer to broad forgeries of data with two bumps: $D = p_\text{data}/(p_\text{data} + p_g)$, as assignment 05
# will prove. $G$ may answer with any distribution.
# It minimises $\mathbb{E}\ln(1 - D(x))$, so it puts *all* its mass on the one $x$ where $D$ is largest. Both bumps of the data, all variety:
# gone. Remember this picture when you meet mode collapse in assignment 07.

# %% tags=["folded"]
x = np.linspace(-6, 6, 601)
data, forged = 0.45 * normal(2 * x + 4) * 2 + 0.55 * normal(2 * x - 4) * 2, normal(x / 3) / 3
fixed_d = data / (data + forged)
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(x, data, color=plots.REAL, label="data")
ax.plot(x, forged, color=plots.FAKE, linestyle="--", label="forgeries so far")
ax.plot(x, fixed_d, color=plots.DISCRIMINATOR, linestyle=":", label="fixed D")
best = x[np.argmax(fixed_d)]
plots.reference_line(ax, best, "G's answer: everything here", axis="x")
ax.set(xlabel="x", ylabel="density, D(x)", ylim=(0, 1.2))
ax.legend(loc="upper left")
plots.show(
    fig,
    f"D is largest, {fixed_d.max():.3f}, at x = {best:.2f}: the answer to a fixed D is one point",
)

# %% [markdown]
# ## 9. A GAN in one function
#
# Value, ascent, two losses, order of moves: all of it fits into one round of one small GAN on the line. The real numbers are $x$. The forger shifts and stretches
# its noise, $G(z) = \theta + \tau z$; the detective is $D(x) = \sigma(wx + b)$.

# %% [markdown]
# ### Exercise 11 · Put it together: one round, either loss, either order
#
# *Difficulty ●●● · 50 minutes · 4 points*
#
# **Why it matters.** Every GAN in PyTorch is this function, with larger networks. Whoever has written it once with every gradient by hand sees what the library does.
#
# **What to write.** One round. $D$ ascends $V$ in $(w, b)$; $G$ descends its loss in $(\theta, \tau)$, `"saturating"` or `"non-saturating"`; all means run over the given batches,
# and both players use the same `z` and the same `lr`. In `"simultaneous"` play $G$ looks at the old $D$, in `"alternating"` play at the new one. Refuse other words with a `ValueError`.
# Nobody gives you the gradients this time: derive them, and hold them against measured slopes.


# %% nbgrader={"grade_id": "gan-round", "solution": true}
def gan_round(d, g, real, z, lr, kind, mode):
    """One round of the GAN with D(x) = σ(wx + b) and G(z) = θ + τz. Returns the new (d, g).

    d: (2,), the numbers (w, b); g: (2,), the numbers (θ, τ); real: (m,) data; z: (n,) noise;
    kind: "saturating" or "non-saturating"; mode: "simultaneous" or "alternating".
    Returns two arrays (2,), changes none of its arguments.
    Raises ValueError for another kind or mode.
    """
    ### BEGIN SOLUTION
    if kind not in ("saturating", "non-saturating"):
        raise ValueError(f"unknown kind {kind!r}")
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(f"unknown mode {mode!r}")
    fake = g[0] + g[1] * z
    up, down = 1 - sigmoid(d[0] * real + d[1]), sigmoid(d[0] * fake + d[1])
    climb = np.array([np.mean(up * real) - np.mean(down * fake), np.mean(up) - np.mean(down)])
    new_d = d + lr * climb
    judge = new_d if mode == "alternating" else d
    said = sigmoid(judge[0] * fake + judge[1])
    pull = (said if kind == "saturating" else 1 - said) * judge[0]
    return new_d, g + lr * np.array([np.mean(pull), np.mean(pull * z)])
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell.
# real, z = np.array([1.5, 2.5, 2.0]), np.array([-1.0, 0.5])
# gan_round(np.array([0.8, -0.4]), np.array([-1.0, 0.5]), real, z, 0.1, "saturating", "alternating")

# %% nbgrader={"grade_id": "gan-round-values", "points": 2}
real, z = np.array([1.5, 2.5, 2.0]), np.array([-1.0, 0.5])
d, g = np.array([0.8, -0.4]), np.array([-1.0, 0.5])
made = call(gan_round, d, g, real, z, 0.1, "non-saturating", "alternating")
check.close(
    made[0],
    [0.867615, -0.398197],
    "D has climbed",
    slips={
        "D moved down V: it ascends.": [0.732385, -0.401803],
        "D sees the forgery x = θ + τz, not the noise z.": [0.844005, -0.412924],
        "The factor in ∂V/∂w is what D sees, x = θ + τz, not z.": [0.846607, -0.398197],
    },
)
old_d = "In alternating play G must look at the new D."
check.close(
    made[1],
    [-0.931196, 0.479385],
    "G answers the new D, with the non-saturating loss",
    slips={
        old_d: [-0.937477, 0.481340],
        "That is the saturating loss.": [-0.982043, 0.498924],
        "G moved up its loss: it descends.": [-1.068804, 0.520615],
        "In G's step D has to look at x = θ + τz, not at z.": [-0.944858, 0.476814],
    },
)
made = call(gan_round, d, g, real, z, 0.1, "non-saturating", "simultaneous")
new_d = {"In simultaneous play G must look at the old D.": [-0.931196, 0.479385]}
check.close(made[1], [-0.937477, 0.481340], "both at once", slips=new_d)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random positions and batches, with the non-saturating loss, in both modes") as rng:
    for m, n in ((1, 4), (5, 2), (6, 6)):
        d, g, real, z = (rng.normal(size=k) for k in (2, 2, m, n))
        lr = float(rng.uniform(0.05, 0.9))
        for mode in ("simultaneous", "alternating"):
            made = call(gan_round, d, g, real, z, lr, "non-saturating", mode)
            right = reference.gan_round(d, g, real, z, lr, "non-saturating", mode)
            check.close(made[0], right[0], atol=1e-12)
            check.close(made[1], right[1], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "gan-round-saturating", "points": 2}
real, z = np.array([1.5, 2.5, 2.0]), np.array([-1.0, 0.5])
d, g = np.array([0.8, -0.4]), np.array([-1.0, 0.5])
made = call(gan_round, d, g, real, z, 0.1, "saturating", "alternating")
check.close(
    made[1],
    [-0.982043, 0.498924],
    "the saturating loss: a much shorter step",
    slips={"That is the non-saturating loss.": [-0.931196, 0.479385]},
)
made = call(gan_round, d, g, real, z, 0.1, "saturating", "simultaneous")
check.close(made[1], [-0.982523, 0.498660], "and with both at once")
for words in (("wasserstein", "alternating"), ("saturating", "both")):
    check.raises(ValueError, gan_round, d, g, real, z, 0.1, *words, why="an unknown word")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random positions and batches, with the saturating loss, in both modes") as rng:
    for m, n in ((4, 1), (2, 5), (6, 6)):
        d, g, real, z = (rng.normal(size=k) for k in (2, 2, m, n))
        lr = float(rng.uniform(0.05, 0.9))
        for mode in ("simultaneous", "alternating"):
            made = call(gan_round, d, g, real, z, lr, "saturating", mode)
            right = reference.gan_round(d, g, real, z, lr, "saturating", mode)
            check.close(made[0], right[0], atol=1e-12)
            check.close(made[1], right[1], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# $D$'s half you know: `grad_v` of section 2 does it for fixed numbers. For $G$ there are three links: from the loss to the logit $a$ (Exercise 4), from $a = w x + b$ to $x$, and from $x = \theta + \tau z$
# to $\theta$ and $\tau$.
# </details>
# <details><summary>Hint 2: the links of G</summary>
#
# The slope in the logit is $-D$ or $-(1 - D)$, then comes a factor $w$, then 1 for $\theta$ and $z$ for $\tau$. Then the mean over the batch.
# </details>
# <details><summary>Hint 3: test the parts</summary>
#
# `slopes.measure(lambda g: g_loss(d[0] * (g[0] + g[1] * z) + d[1], kind), g)` is the gradient that $G$ descends, for the detective `d` that it looks at; and
# `slopes.measure(lambda d: value(d[0] * real + d[1], d[0] * fake + d[1]), d)` the one that $D$ ascends.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** D is linear, so it compares means: at w = 0, b = 0 the game rests when the means agree. On the way τ has been pushed in whatever direction w·z·slope had: the non-saturating loss shrinks it, the
# saturating one stretches it. Nothing pulls it back, since D cannot see a spread.

# %% [markdown]
# **See it.** Real numbers are normal with mean 2 and standard deviation 0.5. The forger starts at $\theta = -1$, $\tau = 1$, and plays 1000 rounds with either loss.


# %%
def play(kind, mode="alternating", rounds=1000, seed=0):
    rng, d, g = np.random.default_rng(seed), np.zeros(2), np.array([-1.0, 1.0])
    path = [g]
    for _ in range(rounds):
        real, z = rng.normal(2, 0.5, 256), rng.normal(size=256)
        d, g = gan_round(d, g, real, z, 0.1, kind, mode)
        path.append(g)
    return np.array(path).T


# %% tags=["folded"]
paths = {kind: play(kind) for kind in ("saturating", "non-saturating")}
fig, axes = plt.subplots(1, 2, figsize=(7.6, 3))
for ax, name, row, target in zip(axes, ("θ", "τ"), (0, 1), (2.0, 0.5)):
    for (kind, path), colour, look in zip(paths.items(), (plots.FAKE, plots.REAL), ("--", "-")):
        ax.plot(path[row], color=colour, linestyle=look, label=kind)
    plots.reference_line(ax, target, f"the data: {target:g}")
    ax.set(xlabel="round", ylabel=name)
axes[0].legend(loc="lower right")
ends = "; ".join(f"{k}: θ = {p[0, -1]:.2f}, τ = {p[1, -1]:.2f}" for k, p in paths.items())
plots.show(fig, f"Shift and stretch of the forger over 1000 rounds, at the end {ends}")

# %%
for kind, path in paths.items():
    theta, tau = path[:, -1]
    print(f"{kind:14}  mean {theta:.2f} (data 2.00), standard deviation {tau:.2f} (data 0.50)")

# %% [markdown]
# Both losses bring the mean to that of the data, since a linear $D$ compares means and nothing else. The standard deviation comes out as 2.59 with one loss and as 0.17 with the other; 0.50 would be
# right. On the way $D$ believes some forgeries of a batch more than others. The saturating loss pulls hardest at those that it believes most, which run ahead and stretch the batch; the other
# loss pulls hardest at those that it believes least, which catch up, and the batch shrinks. (Averaged over $z$ a round changes $\tau$ by $+\eta\,\tau\,w^2\,\mathbb{E}\,D(1 - D)$ with the one loss
# and by minus that with the other.) Nobody corrects it: when the means agree, $w$ goes to 0, and $D$ says ½ to everything and cannot see a spread. What the end of a game is worth depends on what $D$ can see; with the best $D$ after every
# step, assignment 05 proves, only $p_g = p_\text{data}$ is left.

# %% [markdown]
# ## 10. For the curious: what does the non-saturating forger minimise?
#
# *Nothing later builds on this section and the next. They are short, and less well known than they should be.*
#
# With the best detective $D^* = p_\text{data}/(p_\text{data} + p_g)$ (proved in assignment 05) the saturating forger descends
# $2\,\mathrm{JSD}(p_\text{data}\,\|\,p_g)$, as Theorem 1 of Goodfellow et al. (2014) says. The other one does not. Arjovsky & Bottou (2017,
# Theorem 2.5) found, at the $\theta$ that $D^*$ belongs to, with $D^*$ *held fixed* while $\theta$ is varied on the left,
#
# $$\mathbb{E}_z\bigl[-\nabla_\theta \ln D^*(G_\theta(z))\bigr] = \nabla_\theta\bigl[\mathrm{KL}(p_g\,\|\,p_\text{data}) - 2\,\mathrm{JSD}(p_\text{data}\,\|\,p_g)\bigr].$$
#
# A strange mixture: the JSD has the *wrong sign*. Strange identities are best checked with numbers. Take
# $p_\text{data} = \mathcal{N}(0, 1)$ and $G_\theta(z) = \theta + \tau z$, so $p_g = \mathcal{N}(\theta, \tau^2)$. The logit of $D^*$ is
# $a(x) = \ln\frac{p_\text{data}(x)}{p_g(x)}$.


# %% nbgrader={"grade_id": "given-gauss", "locked": true}
def log_normal(x, mu, tau):
    """ln of the density of N(mu, tau²) at x."""
    return -((x - mu) ** 2) / (2 * tau**2) - np.log(tau * np.sqrt(2 * np.pi))


def optimal_logit(x, theta, tau):
    """The logit ln p_data(x)/p_g(x) of D* for p_data = N(0, 1), p_g = N(theta, tau²)."""
    return log_normal(x, 0.0, 1.0) - log_normal(x, theta, tau)


# %% [markdown]
# ### Exercise 12 · An identity, from both sides
#
# *Difficulty ●●● · 40 minutes · 3 points*
#
# **Why it matters.** The left side is what the training loop computes, the right side is what it *means*. Holding $D^*$ fixed is the
# whole point: $G$ differentiates through the detective's input, never through its weights.
#
# **What to write.** Two functions, correct to $10^{-6}$; `integrate(f, -14, 14)` is wide enough for every tested $\theta$ and $\tau$.
#
# - `g_gradient`: $\mathbb{E}_{x \sim p_g}\bigl[\ell'(a(x))\, a'(x)\bigr]$, where $\ell'$ is the slope of the loss in the logit ($-D^*$ for
#   the saturating one, $-(1 - D^*)$ for the other), $a'(x) = -x + (x - \theta)/\tau^2$, and $\partial x/\partial\theta = 1$.
# - `divergence_gradients`: the derivatives by $\theta$ of $\mathrm{KL}(p_g\,\|\,p_\text{data})$ and of
#   $\mathrm{JSD} = \tfrac12\mathrm{KL}(p_\text{data}\,\|\,m) + \tfrac12\mathrm{KL}(p_g\,\|\,m)$ with $m = \tfrac12(p_\text{data} + p_g)$. Integrate, then
#   take a central difference with step $10^{-4}$.


# %% nbgrader={"grade_id": "identity", "solution": true}
def g_gradient(theta, tau, kind):
    """d/dθ of the generator's loss, D* held fixed, for x = θ + τz. A float.

    kind: "saturating", E ln(1 − D*(x)), or "non-saturating", −E ln D*(x).
    """

    ### BEGIN SOLUTION
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, tau))
        slope = -d if kind == "saturating" else -(1 - d)
        return slope * (-x + (x - theta) / tau**2) * np.exp(log_normal(x, theta, tau))

    return integrate(integrand, -14, 14)
    ### END SOLUTION


def divergence_gradients(theta, tau):
    """(d/dθ KL(p_g ‖ p_data), d/dθ JSD) for p_data = N(0, 1), p_g = N(θ, τ²): two floats."""

    ### BEGIN SOLUTION
    def kl(t):
        return integrate(
            lambda x: -np.exp(log_normal(x, t, tau)) * optimal_logit(x, t, tau), -14, 14
        )

    def jsd(t):
        def integrand(x):
            a = optimal_logit(x, t, tau)
            real = np.exp(log_normal(x, 0.0, 1.0)) * (np.log(2) - np.logaddexp(0, -a))
            fake = np.exp(log_normal(x, t, tau)) * (np.log(2) - np.logaddexp(0, a))
            return (real + fake) / 2

        return integrate(integrand, -14, 14)

    return tuple((f(theta + 1e-4) - f(theta - 1e-4)) / 2e-4 for f in (kl, jsd))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# g_gradient(1.3, 1.0, "non-saturating")

# %% nbgrader={"grade_id": "identity-loss-side", "points": 1}
check.close(call(g_gradient, 1.3, 0.6, "non-saturating"), 0.774491, "narrower forgeries, τ = 0.6")
check.close(
    call(g_gradient, 1.3, 1.0, "non-saturating"),
    0.850990,
    "what the training loop computes",
    slips={"That is the saturating loss, or a mean over the data instead of p_g.": 0.449010},
)
check.close(call(g_gradient, 1.3, 1.0, "saturating"), 0.449010, "and for the saturating loss")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the gradients of both losses at random θ and τ") as rng:
    for theta, tau in rng.uniform([-2.5, 0.5], [2.5, 1.6], size=(3, 2)).tolist():
        for kind in ("saturating", "non-saturating"):
            made = call(g_gradient, theta, tau, kind)
            check.close(made, reference.g_gradient(theta, tau, kind))
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "identity-divergence-side", "points": 2}
made = call(divergence_gradients, 1.3, 0.6)
check.close(made[1], 0.262754, "the derivative of JSD, forgeries narrower than the data")
made = call(divergence_gradients, 1.3, 1.0)
check.close(
    made[0], 1.3, "KL = θ²/2 for equal widths", slips={"The sign: ln(p_g/p_data) is −a.": -1.3}
)
check.close(
    made[1],
    0.224505,
    "half of 0.449010: the saturating forger descends 2·JSD",
    slips={"The halves in front of the two KL are missing.": 0.449010},
)
made = call(divergence_gradients, 1.0, 0.5)
check.close(
    made[0],
    1.0,
    "narrower forgeries, τ = ½: the derivative of KL is θ for every τ",
    slips={"That is KL(p_data ‖ p_g): the mean is taken under p_g.": 4.0},
)
check.close(made[1], 0.234969, "and of JSD")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("both sides agree at random θ and τ") as rng:
    for theta, tau in rng.uniform([-2.5, 0.5], [2.5, 1.6], size=(3, 2)).tolist():
        made = call(divergence_gradients, theta, tau)
        kl, jsd = reference.divergence_gradients(theta, tau)
        check.close(made[0], kl)
        check.close(made[1], jsd)
        check.close(reference.g_gradient(theta, tau, "non-saturating"), kl - 2 * jsd)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# In `g_gradient` write down the integrand for one $x$: slope of the loss in the logit, times $a'(x)$, times the density of $x$. The density is
# `np.exp(log_normal(x, theta, tau))`.
# </details>
# <details><summary>Hint 2: the divergences</summary>
#
# $\mathrm{KL}(p_g\,\|\,p_\text{data}) = \int p_g \cdot (-a)\,dx$, since $-a = \ln(p_g/p_\text{data})$. For JSD use
# $\ln\frac{p_\text{data}}{m} = \ln 2 + \ln\sigma(a)$ and $\ln\frac{p_g}{m} = \ln 2 + \ln\sigma(-a)$: no division by 0 can happen.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Write inner functions `kl(t)` and `jsd(t)`, then `(kl(theta + 1e-4) - kl(theta - 1e-4)) / 2e-4`. Both densities with mean `t` move.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With τ = 1 alone, KL(p_data ‖ p_g) has the same derivative θ: the tests use other τ, where it is θ/τ². Differentiating −ln D*
# through θ inside D* as well gives a different number: then the forger would see the detective re-trained. For the whole of V it would
# make no difference (D* maximises V, so the envelope theorem applies); for one term alone it does.

# %% [markdown]
# **See it.** Both gradients over $\theta$. The saturating forger (descending $2\,\mathrm{JSD}$) gets almost no gradient from afar. The non-saturating
# one gets one that grows with the distance, because $\nabla\mathrm{KL}(p_g\,\|\,p_\text{data}) = \theta$ does.

# %% tags=["folded"]
thetas = np.linspace(0, 6, 25)
fig, ax = plt.subplots(figsize=(6, 3))
for kind, colour, line in (("saturating", plots.FAKE, "--"), ("non-saturating", plots.REAL, "-")):
    gradients = [g_gradient(t, 1.0, kind) for t in thetas]
    ax.plot(thetas, gradients, color=colour, linestyle=line, label=kind)
kl, jsd = divergence_gradients(1.3, 1.0)
for height, colour, name in (
    (2 * jsd, plots.FAKE, "2·JSD"),
    (kl - 2 * jsd, plots.REAL, "KL − 2·JSD"),
):
    look = dict(color=colour, markersize=9, markeredgecolor=plots.PAGE_INK)
    ax.plot(1.3, height, "o", label=f"slope of {name} at θ = 1.3", **look)
ax.set(xlabel="distance θ of the forgeries", ylabel="gradient with respect to θ")
ax.legend()
end = {kind: g_gradient(6.0, 1.0, kind) for kind in ("saturating", "non-saturating")}
plots.show(
    fig,
    f"At θ = 1.3 the gradients are {2 * jsd:.6f} (saturating) and {kl - 2 * jsd:.6f}; at θ = 6 "
    f"they are {end['saturating']:.4f} and {end['non-saturating']:.3f}",
)

# %% [markdown]
# ## 11. For the curious: what kind of game is it?
#
# A game is **zero-sum** if what one player loses, the other gains: $L_D + L_G = 0$ everywhere. With $L_D = -V$ and $L_G = V$ that is
# plain. But the forger of Algorithm 1 descends the second term only. Then $L_D + L_G = -\mathbb{E}\ln D(x)$, which is not zero, yet
# contains no $\theta_G$. Every gradient is the same as before, so the game is *equivalent* to the zero-sum one.
#
# In general, the gradients of both players, each in its own variables, are those of a zero-sum game exactly if the sum splits:
# $L_D(d, g) + L_G(d, g) = \alpha(d) + \beta(g)$. With the non-saturating loss it does not split. No single $V$ has
# both gradients, that of $D$'s step as $\nabla_d V$ and that of $G$'s as $-\nabla_g V$, and “min-max” is then only a manner of speaking. (With a single forgery, as here, a small step of $G$
# does lower the very $V$ that $D$ raises, since $-\ln D$ and $\ln(1 - D)$ both fall in $D$; but it is another step, of another length. Of several forgeries the two losses weigh each differently, and a step may even raise $V$.)


# %% nbgrader={"grade_id": "given-losses", "locked": true}
def log_sigmoid(s):
    """ln σ(s), stable."""
    return -np.logaddexp(0, -s)


def minus_v(d, g):
    """D's loss −V for D(x) = σ(d·x), data at 1, forgery at g."""
    return -log_sigmoid(d) - log_sigmoid(-d * g)


def plus_v(d, g):
    """G's loss V."""
    return log_sigmoid(d) + log_sigmoid(-d * g)


def plus_v_and_one(d, g):
    """G's loss V + 1: one more for every d and g."""
    return plus_v(d, g) + 1


def saturating(d, g):
    """G's loss ln(1 − D(g)): the fake term alone."""
    return log_sigmoid(-d * g)


def non_saturating(d, g):
    """G's loss −ln D(g)."""
    return -log_sigmoid(d * g)


def critic(d, g):
    """D's loss d·g − d in a game of means (Wasserstein)."""
    return d * g - d


def critic_plus_decay(d, g):
    """G's loss −d·g + g²/10 in the game of means: a penalty on its own weight."""
    return -d * g + g**2 / 10


# %% [markdown]
# ### Exercise 13 · Zero-sum, equivalent, general
#
# *Difficulty ●●● · 15 minutes · 2 points*
#
# **Why it matters.** The theorems of assignment 05 are about the zero-sum game. For the loss that is mostly used, they say where the
# equilibrium is, not what training descends.
#
# **What to write.** Evaluate $S = L_D + L_G$ at all pairs of the given `d` and `g` and return `"zero-sum"` if $S = 0$ everywhere,
# `"equivalent"` if it splits into $\alpha(d) + \beta(g)$ without being zero, and `"general"` otherwise. A table splits exactly if
# $S_{ij} - S_{i0} - S_{0j} + S_{00} = 0$ for all $i, j$. Allow $10^{-9}$ for rounding.


# %% nbgrader={"grade_id": "game-type", "solution": true}
def game_type(loss_d, loss_g, d, g):
    """ "zero-sum", "equivalent" (same gradients as a zero-sum game) or "general".

    loss_d, loss_g: functions of two numbers (d, g); d: (m,), g: (n,) values to look at, m, n ≥ 2.
    """
    ### BEGIN SOLUTION
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if np.all(np.abs(s) < 1e-9):
        return "zero-sum"
    rest = s - s[:, :1] - s[:1, :] + s[0, 0]
    return "equivalent" if np.all(np.abs(rest) < 1e-9) else "general"
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# game_type(minus_v, plus_v, np.array([0.5, 1.0]), np.array([0.0, 2.0]))

# %% nbgrader={"grade_id": "game-type-values", "points": 2}
d, g = np.array([-1.0, 0.5, 2.0]), np.array([-0.5, 0.3, 1.5, 2.0])
check.equal(call(game_type, minus_v, plus_v, d, g), "zero-sum", "−V and V")
check.equal(
    call(game_type, minus_v, saturating, d, g),
    "equivalent",
    "Algorithm 1: G sees the second term only",
)
check.equal(
    call(game_type, minus_v, plus_v_and_one, d, g),
    "equivalent",
    "a sum that is 1 everywhere is not zero, but changes no gradient",
)
check.equal(
    call(game_type, minus_v, non_saturating, d, g), "general", "the loss that is mostly used"
)
check.equal(
    call(game_type, critic, critic_plus_decay, d, g),
    "equivalent",
    "the sum is −d + g²/10: one part for each player",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other games, and other points to look at") as rng:
    d, g = rng.uniform(0.5, 2, size=4), rng.uniform(-2, -0.5, size=3)
    for other in (plus_v, saturating, non_saturating):
        made = call(game_type, minus_v, other, d, g)
        check.equal(made, reference.game_type(minus_v, other, d, g))
    check.equal(call(game_type, critic, critic_plus_decay, d, g), "equivalent")
    check.equal(call(game_type, plus_v, minus_v, d, g), "zero-sum")
    check.equal(call(game_type, critic, saturating, d, g), "general")
    first_zero = np.concatenate([[0.0], d]), np.concatenate([[0.0], g])
    check.equal(call(game_type, np.multiply, np.multiply, *first_zero), "general")
    check.equal(call(game_type, np.add, np.subtract, *first_zero), "equivalent")
    check.equal(call(game_type, minus_v, saturating, d[:2], g[:2]), "equivalent")
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Build the table $S$ with two loops: one row for each entry of `d`, one column for each entry of `g`.
# </details>
# <details><summary>Hint 2: does it split?</summary>
#
# Subtract the first column from all columns: a part $\alpha(d)$ disappears. Then subtract the first row of what is left: $\beta(g)$ disappears. If
# the table splits, nothing remains.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `rest = s - s[:, :1] - …` and `np.all(np.abs(rest) < 1e-9)`. Test for zero-sum first.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** S = α(d) + β(g) is the same as ∂²S/∂d∂g = 0, and that as ∂_g∂_d L_D = −∂_d∂_g L_G: the gradient field (−∂_d L_D, −∂_g L_G) is that of
# V = −L_D + β. Looking at a single pair, or only at pairs (d_i, g_i), is the typical shortcut; the sum 2·d·g, which is 0 where d or g is, catches it.

# %% [markdown]
# **See it.** Take the sum of both losses at $g = 2$ minus the sum at $g = \tfrac12$. If $S = \alpha(d) + \beta(g)$, the part $\alpha(d)$ drops out and
# the difference is the same for every $d$.

# %% tags=["folded"]
d = np.linspace(-3, 3, 121)
fig, ax = plt.subplots(figsize=(6, 2.8))
for other, colour, line in (
    (plus_v, plots.REFERENCE, ":"),
    (saturating, plots.FAKE, "--"),
    (non_saturating, plots.REAL, "-"),
):
    mixed = minus_v(d, 2.0) + other(d, 2.0) - minus_v(d, 0.5) - other(d, 0.5)
    label = f"{other.__name__}: {game_type(minus_v, other, d[::20], np.array([0.5, 2.0]))}"
    ax.plot(d, mixed, color=colour, linestyle=line, linewidth=5 if line == ":" else 2, label=label)
ax.set(xlabel="d", ylabel="S(d, 2) − S(d, ½)", title="The sum splits where this is constant in d")
ax.legend()
plots.show(
    fig,
    "The difference of the sum between g = 2 and g = ½ is 0 if G's loss is V or ln(1 − D), "
    "and varies with d if it is −ln D",
)

# %% [markdown]
# ## What you can do now
#
# You can write $V$ from logits, and answer the question why $D$ ascends. You know both losses of the forger,
# where the first one falls asleep (in the logit, at $D \approx 0$) and what the second one costs (a game that is no longer zero-sum, and the
# gradient of $\mathrm{KL} - 2\,\mathrm{JSD}$). You can say exactly why $G(z)$ may be replaced by $x$ in an expectation, and what $p_g$ is, if it exists. You know that order
# matters: simultaneous or alternating, min-max or max-min. And you have written a whole GAN in one function.
#
# Save the notebook, press **Validate**, and hand it in. In *04 · k Steps* you put the pieces into the loop of Algorithm 1, word for
# word, and drive a GAN in the plane with it.

# %% [markdown]
# <details><summary>If you have seen one of the videos</summary>
#
# - [*Understand the Math and Theory of GANs in ~ 10 minutes*](https://www.youtube.com/watch?v=J1aG12dLo4I) by WelcomeAIOverlords ascends one gradient and descends the other: section 2 says why. That the
#   generator becomes perfect is a theorem about a $D$ that is at its best after every step, and a $G$ that can become any distribution; assignment 05 has it with its conditions.
# - Normalized Nerd's video on the mathematics of GANs leaves the minus and the sum of the cross-entropy aside for a moment: section 1 keeps them. It replaces $G(z)$ by $x$ because the images of $G$ lie
#   in the domain of the data. The conclusion is right, and the reason is the law of section 6.
# - In many talks an iteration is called an epoch, the maximum is taken over $z$ (it is over $D$), or forgeries are to become similar to the outputs of the discriminator (to the data, of course).
# </details>

# %% [markdown]
# ## Read on
#
# - Goodfellow et al. (2014), *Generative Adversarial Networks*, [arXiv 1406.2661](https://arxiv.org/abs/1406.2661), section 3: the value function, and the sentence that recommends the other loss for $G$.
# - Goodfellow (2016), *NIPS 2016 Tutorial: Generative Adversarial Networks*, [arXiv 1701.00160](https://arxiv.org/abs/1701.00160), section 3.2: the zero-sum game, the heuristic one, and why they are not the same.
# - Arjovsky and Bottou (2017), *Towards Principled Methods for Training Generative Adversarial Networks*, [arXiv 1701.04862](https://arxiv.org/abs/1701.04862), section 2: the theorem behind $\mathrm{KL} - 2\,\mathrm{JSD}$, and the vanishing gradient in general.
