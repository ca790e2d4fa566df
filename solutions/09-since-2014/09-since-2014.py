# %% [markdown]
# # Since 2014
#
# The GAN of this course is that of 2014: one loss, one theorem, and in assignments 07 and 08 a hospital full of patients. What has been understood
# since then? Three things stand out, and each of them needs no more than a page of mathematics.
#
# - *One bound, many games.* The theorem of assignment 05 is one case of a bound for a whole family of divergences.
# - *Side by side.* A loss that compares a real sample with a fake one, and two penalties: that is what a GAN needs to be trained without tricks, says a paper of 2024.
# - *Differences of scores.* The gradient of a perfect $D$ is the difference of two arrows, and these arrows are what diffusion models learn. At the end you build a generator from them, and let it start from a collapse.
#
# Six exercises, 18 points. Plan two hours and a quarter, 110 minutes of it for the exercises. A good place for a break is after section 2. NumPy is enough: nothing here is trained, and nothing takes longer than a few seconds.

# %% [markdown]
# > **Conventions of the course**
# >
# > - $D$ *ascends* $V(D, G) = \mathbb{E}\ln D(x) + \mathbb{E}\ln(1 - D(G(z)))$. A *loss* is what is minimised.
# > - A value over a batch is the *mean* of the real term plus the *mean* of the fake term.
# > - $\ln$ and `np.log` are natural logarithms; the unit is the nat. JSD is never its square root.
# > - Logits in code (`s`), probabilities in prose ($p = \sigma(s)$).

# %% nbgrader={"grade_id": "imports", "locked": true}
import numpy as np
from gancourse import check, plots, since_2014, widgets
from gancourse.check import call
from scipy.special import expit

plots.use_course_style()

# %% [markdown]
# ## 1. One bound, many games
#
# How far is the distribution of the fakes from that of the data? Let $p$ and $q$ be the probabilities that data and fakes give to each of finitely many outcomes $x$ (with densities, the sums become integrals). Take any convex function $f$ with $f(1) = 0$ and average it over the ratio $u = p/q$:
#
# $$D_f(p\,\|\,q) = \sum_x q(x)\,f\Bigl(\frac{p(x)}{q(x)}\Bigr).$$
#
# This is an *$f$-divergence*. It is 0 for $p = q$, and never negative, by Jensen's inequality. With $f(u) = u\ln u$ it is the Kullback–Leibler divergence, with $f(u) = (u - 1)^2$ Pearson's $\chi^2$.
#
# We cannot compute it, because we only have samples of $p$ and of $q$, and no ratios. But a convex curve lies above each of its tangents. The tangent with the slope $t$ is $u\,t - f^*(t)$, where $-f^*(t)$ is the height at which it meets the vertical axis:
#
# $$f(u) \ge u\,t - f^*(t), \qquad f^*(t) = \max_u\,\bigl[u\,t - f(u)\bigr].$$
#
# The maximum is over all $u$ for which the formula of $f$ makes sense; for Pearson's these are all real numbers.
#
# Choose a slope $t = T(x)$ for each $x$, multiply by $q(x)$ and sum. On the right the ratio is gone:
#
# $$D_f(p\,\|\,q) \;\ge\; \mathbb{E}_{x\sim p}\,T(x) - \mathbb{E}_{x\sim q}\,f^*(T(x)).$$
#
# Two expectations, and samples are enough for both. This is the bound of f-GAN (Nowozin, Cseke and Tomioka 2016, *f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization*, section 2.2). $T$ is a *critic*; training it means making the bound as high as possible.

# %% [markdown]
# **Predict first.** The picture has $f(u) = u\ln u$ and three of its tangents. Which one touches the curve at $u = 1$? If some $x$ is twice as likely among the data as among the fakes, which slope makes the bound exact there: $\ln 2$, $1 + \ln 2$ or 2? Is that one of the three?

# %%
plots.show(since_2014.tangents_figure())

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# The slope of $u\ln u$ is $1 + \ln u$. So the tangent of slope 1, b in the picture, touches at $u = 1$, and for an $x$ with $u = 2$ the bound is exact with $T(x) = 1 + \ln 2 = 1.693$: that is c. Every other slope gives a line that passes below the curve there: still a bound, but a looser one.
# </details>

# %% [markdown]
# ### Exercise 1 · The bound and the best critic
#
# *Difficulty ●●○ · 25 minutes · 3 points*
#
# **Why it matters.** With $f(u) = u\ln u - (u + 1)\ln(u + 1)$ something familiar comes out. Here $f(1) = -2\ln 2$ instead of 0, which moves everything by a constant, and the critic must be negative. Write $T = \ln D$ and look at your bound again: it is $V(D, G)$.
#
# **What to write.** `bound` is the right-hand side for given values of the critic, and `best_critic` the $T$ for which it is exact: the slope of $f$ at $u = p/q$. The three kinds are `"kl"`, `"pearson"` and `"gan"`, with the $f$ from above. You have to find each $f^*$ yourself: differentiate $u\,t - f(u)$ with respect to $u$, set that to 0, solve for $u$ and put it in.


# %% nbgrader={"grade_id": "bound", "solution": true}
def bound(p, q, critic, kind):
    """The lower bound E_p[T] − E_q[f*(T)] of the f-divergence of p and q: a float.

    p, q: (n,) probabilities, each sums to 1; critic: (n,) values T(x), all below 0 for "gan".
    kind: "kl", "pearson" or "gan"; the unit is the nat for the first and the last.
    """
    ### BEGIN SOLUTION
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(-np.expm1(critic))
    return float(np.sum(p * critic) - np.sum(q * conjugate))
    ### END SOLUTION


def best_critic(p, q, kind):
    """The T at which the bound is exact, f′(p/q): an (n,) array. p, q > 0; kind as for `bound`."""
    ### BEGIN SOLUTION
    ratio = p / q
    if kind == "kl":
        return 1 + np.log(ratio)
    if kind == "pearson":
        return 2 * (ratio - 1)
    return np.log(ratio / (1 + ratio))
    ### END SOLUTION


# %% nbgrader={"grade_id": "three-outcomes", "locked": true}
p_three, q_three = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])
critic_three = np.array([-0.4, -0.9, -1.3])
same_two = np.array([0.4, 0.6])

# %%
# Try it here: delete the # of the next line and run the cell.
# bound(p_three, q_three, critic_three, "kl")

# %% nbgrader={"grade_id": "bound-values", "points": 2}
made = call(bound, p_three, q_three, critic_three, "kl")
check.close(
    made,
    -0.869388,
    "Kullback–Leibler",
    slips={"That has e to the power of t: put u = exp(t − 1) into u·t − f(u).": -1.108897},
)
made = call(bound, p_three, q_three, critic_three, "pearson")
check.close(made, 0.008, "Pearson", atol=1e-9)
made = call(bound, p_three, q_three, critic_three, "gan")
check.close(made, -1.247205, "with T = ln D this is V: E ln D + E ln(1 − D)")
check.close(
    call(bound, p_three, q_three, np.log(np.full(3, 0.5)), "gan"),
    -1.386294,
    "D = ½ everywhere: −ln 4",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the bound for other distributions and critics") as rng:
    for n in (2, 5, 9):
        p, q = rng.dirichlet(np.ones(n), size=2)
        for kind in ("kl", "pearson", "gan"):
            critic = -rng.uniform(0.1, 4, size=n) if kind == "gan" else rng.normal(size=n)
            made = call(bound, p, q, critic, kind)
            check.close(made, reference.bound(p, q, critic, kind), atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "bound-best-critic", "points": 1}
made = call(best_critic, p_three, q_three, "kl")
check.close(made, [1.916291, 1.405465, -0.098612], "Kullback–Leibler: the slope of f at p/q")
made = call(best_critic, p_three, q_three, "pearson")
check.close(made, [3.0, 1.0, -1.333333], "Pearson: the slope of f at p/q")
made = call(best_critic, p_three, q_three, "gan")
check.close(made, np.log([0.5 / 0.7, 0.3 / 0.5, 0.2 / 0.8]), "ln of the D* of assignment 05")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the best critic for other distributions") as rng:
    for n in (2, 5, 9):
        p, q = rng.dirichlet(np.ones(n) * 2, size=2) + 1e-3
        for kind in ("kl", "pearson", "gan"):
            check.close(
                call(best_critic, p, q, kind), reference.best_critic(p, q, kind), atol=1e-10
            )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# For `"kl"`: the derivative of $u\,t - u\ln u$ is $t - \ln u - 1$. It is 0 at $u = e^{t-1}$. What is $u\,t - u\ln u$ there? And the slope of $f$ at $u$ is the best $T$.
# </details>
# <details><summary>Hint 2: the three conjugates</summary>
#
# $e^{t-1}$; $t + t^2/4$; and for `"gan"`, where $f'(u) = \ln\frac{u}{u+1}$, so that $u = e^t/(1 - e^t)$: $f^*(t) = -\ln(1 - e^t)$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.sum(p * critic) - np.sum(q * conjugate)`, with `conjugate` from hint 2 for each kind. The best critics are $1 + \ln u$, $2(u - 1)$ and $\ln\frac{u}{u + 1}$ with `u = p / q`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `np.expm1` keeps 1 − eᵗ exact for t near 0; the plain form is accepted. Some students write T = D instead of T = ln D for "gan": the best critic is then between 0 and 1, and the bound of a positive number is nan.

# %% [markdown]
# **See it.** All critics on a line through the best one: $T^* + e\cdot(1, 1, 1)$ and some crooked directions. Each curve is the bound, and each has its top exactly at $T^*$, where it meets the divergence. That is what training a critic means: climbing this hill.

# %%
plots.show(since_2014.bounds_figure(bound, best_critic, p_three, q_three))

# %% [markdown]
# For these three outcomes the top of `"gan"` is $-1.205$, and $2\,\mathrm{JSD} - \ln 4$ with the JSD of 0.0906 is the same number: assignment 05, found a second time. And any other $D$, put in as $T = \ln D$, gives the value $V$ that you know.

# %%
middle = (p_three + q_three) / 2
halves = [np.sum(one * np.log(one / middle)) / 2 for one in (p_three, q_three)]
top = bound(p_three, q_three, best_critic(p_three, q_three, "gan"), "gan")
print(f"JSD {sum(halves):.4f}, 2·JSD − ln 4 = {2 * sum(halves) - np.log(4):.4f}, bound {top:.4f}")

# %%
d = np.array([0.6, 0.5, 0.3])
value = np.sum(p_three * np.log(d) + q_three * np.log(1 - d))
print(f"V {value:.6f}, bound with T = ln D {bound(p_three, q_three, np.log(d), 'gan'):.6f}")

# %% [markdown]
# ### Three judges
#
# One can also start at the other end. Somebody trains $D$ with another loss, because it works; what does the game mean then? Two losses have been used more than any other besides the logarithm. $D$ gives a number $s(x)$ without a sigmoid.
#
# - **Least squares** (LSGAN; Mao et al. 2017, *Least Squares Generative Adversarial Networks*), here with the targets 1 and −1: $D$ descends $\frac12\mathbb{E}_p(s - 1)^2 + \frac12\mathbb{E}_q(s + 1)^2$.
# - **Hinge** (Lim and Ye 2017, *Geometric GAN*): $D$ descends $\mathbb{E}_p\max(0, 1 - s) + \mathbb{E}_q\max(0, 1 + s)$.
# - And the **logarithm**: $\mathbb{E}_p\ln(1 + e^{-s}) + \mathbb{E}_q\ln(1 + e^{s})$, which is $-V$.
#
# As in assignment 05, the best answer can be found at each $x$ alone.

# %% [markdown]
# ### Exercise 2 · What each judge says, and what is left
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** The loss that remains when $D$ has done its best is what $G$ fights against. Each judge turns the overlap of $p$ and $q$ into a number in its own way.
#
# **What to write.** `judges` returns the best $s$ of each judge at every $x$, in the order logarithm, least squares, hinge, where $p$ and $q$ are positive. For $p = q$ every $s$ from −1 to 1 is best for the hinge: return 0 there. `leftovers` returns the three losses that remain, three floats. Derive both: at one $x$, minimise $p\,\ell_\text{real}(s) + q\,\ell_\text{fake}(s)$.


# %% nbgrader={"grade_id": "judges", "solution": true}
def judges(p, q):
    """The best answers at each x: log loss, least squares (targets 1, −1), hinge; three arrays.

    p, q: (n,) densities or probabilities, > 0. Hinge: 0 where p = q.
    """
    ### BEGIN SOLUTION
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)
    ### END SOLUTION


def leftovers(p, q):
    """The losses of D with these answers, summed over all x: three floats, in the same order."""
    ### BEGIN SOLUTION
    both = p + q
    return (
        float(np.sum(p * np.log(both / p) + q * np.log(both / q))),
        float(np.sum(2 * p * q / both)),
        float(np.sum(2 * np.minimum(p, q))),
    )
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# judges(p_three, q_three), leftovers(p_three, q_three)

# %% nbgrader={"grade_id": "judges-answers", "points": 1}
made = call(judges, p_three, q_three)
check.close(
    made[0],
    [0.916291, 0.405465, -1.098612],
    "log loss, in three places",
    slips={
        "That is the probability D*. Here s has no sigmoid: its logit.": p_three
        / (p_three + q_three)
    },
)
check.close(
    made[1],
    [0.428571, 0.2, -0.5],
    "least squares: between the two targets",
    slips={"The targets are 1 and −1, not 1 and 0.": p_three / (p_three + q_three)},
)
check.close(
    made[2],
    [1.0, 1.0, -1.0],
    "hinge, in three places",
    slips={"Between −1 and 1 its loss is a straight line: least at an end.": p_three - q_three},
)
check.close(call(judges, same_two, same_two)[2], [0.0, 0.0], "no difference: 0", atol=1e-12)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the best answers for other distributions") as rng:
    for n in (1, 4, 8):
        p, q = rng.uniform(0.05, 2, size=(2, n))
        made, target = call(judges, p, q), reference.judges(p, q)
        for i in range(3):
            check.close(made[i], target[i], atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "judges-leftovers", "points": 2}
made = call(leftovers, p_three, q_three)
check.close(
    made[0],
    1.205163,
    "log loss",
    slips={"That is 2·JSD: it is what the blind loss, 2 ln 2, has lost.": 0.181131},
)
check.close(
    made[1],
    0.825714,
    "least squares",
    slips={"That is for targets 1 and 0: they are 1 and −1.": 0.206429},
)
check.close(
    made[2],
    1.2,
    "hinge",
    slips={"That is the total variation: what p and q do not have in common.": 0.4},
)
made = call(leftovers, same_two, same_two)
for i, blind in enumerate((1.386294, 1.0, 2.0)):
    check.close(made[i], blind, "p = q: what a blind judge pays")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("what is left for other distributions") as rng:
    for n in (2, 4, 8):
        p, q = rng.dirichlet(np.ones(n), size=2) + 1e-6
        made, target = call(leftovers, p, q), reference.leftovers(p, q)
        for i in range(3):
            check.close(made[i], target[i], atol=1e-10)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Least squares: the derivative of $\frac p2(s - 1)^2 + \frac q2(s + 1)^2$ is $p(s - 1) + q(s + 1)$. Hinge: between −1 and 1 the loss is $p(1 - s) + q(1 + s)$, a straight line; where is a straight line smallest?
# </details>
# <details><summary>Hint 2: the answers</summary>
#
# $\ln(p/q)$, $(p - q)/(p + q)$, and the sign of $p - q$. Put each into its own loss and sum over $x$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# With the sign of $p - q$ in the hinge loss, $2p$ is left where $p < q$, and $2q$ otherwise: `2 * np.minimum(p, q)`. For least squares, $2pq/(p + q)$ is left at each $x$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** All three leftovers are f-divergences in disguise (Nguyen, Wainwright and Jordan 2009, *On surrogate loss functions and f-divergences*): 2 ln 2 − 2·JSD, 1 − χ²/2 with χ² of p + q against 2q, and 2 − 2·TV.

# %% [markdown]
# **Predict first.** Data $\mathcal{N}(0, 1)$, fakes $\mathcal{N}(2, 1)$. Which of the three answers is unbounded, which has a jump? And when the fakes move away, whose leftover falls to 0 first?

# %%
plots.show(since_2014.judges_figure(judges, leftovers))

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# The log loss has the logit, a straight line without bounds here; least squares stays between −1 and 1; the hinge jumps from 1 to −1 in the middle. The three leftovers look alike, and all of them go to 0: whatever the loss, where nothing overlaps, a perfect $D$ pays nothing and has nothing more to say. At a distance of 4 the hinge has 4.6 % left of what a blind judge pays, least squares 6.9 %, the logarithm 8.7 %. Another loss of $D$ is no cure for a lack of overlap; it changes what $D$ says where they *do* overlap.
# </details>

# %% [markdown]
# ## 2. Side by side
#
# So far $D$ judged every sample alone. The *relativistic* loss (Jolicoeur-Martineau 2018, *The relativistic discriminator: a key element missing from standard GAN*) puts a real sample $x$ and a fake one $\tilde x$ side by side and asks only: which of the two is the real one? With the logits $s$, the answer is a probability again, $\sigma(s(x) - s(\tilde x))$. $D$ descends and $G$ descends
#
# $$L_D = \mathbb{E}\,\bigl[-\ln\sigma(s(x) - s(\tilde x))\bigr], \qquad L_G = \mathbb{E}\,\bigl[-\ln\sigma(s(\tilde x) - s(x))\bigr].$$
#
# Now $G$ sees the real samples, too: it has to do better than *them*. It no longer helps $G$ to push all fakes past one fixed threshold: there is none.

# %% [markdown]
# ### Exercise 3 · Which one is real?
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** This is the loss of R3GAN (Huang et al. 2024, *The GAN is dead; long live the GAN!*). It takes one line, if that line can stand large logits.
#
# **What to write.** Both losses, $(L_D, L_G)$, as means over pairs: the first real logit goes with the first fake one, and so on. They must be finite for logits of ±10,000, without a warning, as in assignment 01.


# %% nbgrader={"grade_id": "relativistic-losses", "solution": true}
def relativistic_losses(s_real, s_fake):
    """(L_D, L_G): means over pairs of −ln σ(s_real − s_fake) and −ln σ(s_fake − s_real), in nats.

    s_real, s_fake: (n,) logits; entry i of both is a pair. Finite for logits of any size.
    """
    ### BEGIN SOLUTION
    gap = s_real - s_fake
    return float(np.mean(np.logaddexp(0, -gap))), float(np.mean(np.logaddexp(0, gap)))
    ### END SOLUTION


# %% nbgrader={"grade_id": "three-pairs", "locked": true}
real_three, fake_three = np.array([1.3, -0.2, 0.7]), np.array([0.4, -1.1, 1.6])

# %%
# Try it here: delete the # of the next line and run the cell.
# relativistic_losses(np.array([2.0]), np.array([-1.0]))

# %% nbgrader={"grade_id": "relativistic-losses-values", "points": 1}
made = call(relativistic_losses, real_three, fake_three)
alone = "Each sample is judged alone: in σ stands the difference of a pair."
crossed = "Every real one is paired with every fake one: entry i of both is a pair."
too_early = "The mean comes last: each pair has a loss of its own."
check.close(
    made[0],
    0.641154,
    "D: the real one of each pair should win",
    slips={alone: 1.475528, crossed: 0.729161, too_early: 0.554355},
)
check.close(
    made[1],
    0.941154,
    "G: the fake one should win",
    slips={alone: 0.694750, crossed: 1.029161, too_early: 0.854355},
)
made = call(relativistic_losses, real_three[:1], fake_three[:1])
check.close(made[0], 0.341154, "one pair, 0.9 apart")
check.close(
    call(relativistic_losses, np.zeros(2), np.zeros(2)), [0.693147, 0.693147], "a blind D: ln 2"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("both losses for other logits") as rng:
    for n in (1, 4, 7):
        s_real, s_fake = 3 * rng.normal(size=(2, n))
        made, target = (
            call(relativistic_losses, s_real, s_fake),
            reference.relativistic_losses(s_real, s_fake),
        )
        check.close(made[0], target[0], atol=1e-10)
        check.close(made[1], target[1], atol=1e-10)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "relativistic-losses-shift", "points": 1}
made = call(relativistic_losses, real_three + 100, fake_three + 100)
check.close(made[0], 0.641154, "100 more for everybody changes nothing")
made = call(relativistic_losses, np.array([1e4]), np.array([-1e4]))
check.close(made[1], 20000.0, "G loses by 20,000: that is what it pays")
check.silent(made, "and nothing overflows on the way")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("large logits, and logits moved together") as rng:
    s_real, s_fake = rng.normal(size=(2, 5))
    for size in (1.0, 50.0, 2000.0):
        shift = float(rng.normal())
        made = call(relativistic_losses, size * s_real + shift, size * s_fake + shift)
        target = reference.relativistic_losses(size * s_real, size * s_fake)
        check.close(made[0], target[0], atol=1e-8)
        check.close(made[1], target[1], atol=1e-8)
        check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Everything depends on the gap `s_real - s_fake` only. What happens to the gap if the two exchange places?
# </details>
# <details><summary>Hint 2: large logits</summary>
#
# $-\ln\sigma(g) = \ln(1 + e^{-g})$, and NumPy has $\ln(e^a + e^b)$ without overflow: `np.logaddexp(a, b)`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# $L_D$ is the mean of `np.logaddexp(0, -gap)`; for $L_G$ the sign of the gap changes.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** L_G − L_D is the mean gap, since softplus(g) − softplus(−g) = g. All n² pairs instead of n are another estimator of the same expectation; the papers, and this exercise, take pairs as they come in the batch.

# %% [markdown]
# **See it.** $L_G - L_D$ is exactly the mean gap. So in each step the two differ by the thing that a Wasserstein critic is trained on; the logarithm only decides how much a pair counts that is already won.

# %%
gaps = np.array([-4.0, -1.0, 0.0, 1.0, 4.0])
for gap in gaps:
    loss_d, loss_g = relativistic_losses(np.array([gap]), np.zeros(1))
    print(f"gap {gap:+.0f}: L_D {loss_d:.4f}, L_G {loss_g:.4f}, difference {loss_g - loss_d:+.4f}")

# %% [markdown]
# ### Back to the smallest GAN
#
# In assignment 07 the Dirac-GAN had its data at 0. Let them be at $m$ now: the data are always $m$, the generator always says $\theta$, and $D$ has the logit $\psi x$. One real sample and one fake one, so the gap is $\psi\,(m - \theta)$.
#
# R1 holds the slope of $D$ at the *data*, **R2** at the *fakes*: $\frac{\gamma_1}2\,\mathbb{E}\,s'(x)^2$ and $\frac{\gamma_2}2\,\mathbb{E}\,s'(\tilde x)^2$ are added to what $D$ descends. The next cell writes the game down, and measures slopes: yours must agree with them.


# %% nbgrader={"grade_id": "the-game", "locked": true}
def played(theta, psi, place, gamma1, gamma2):
    """(what D descends, what G descends): data at `place`, the fake at theta, the logit ψx."""
    won_by = psi * place - psi * theta
    slope_at_data = slope_at_fake = psi
    penalties = gamma1 / 2 * slope_at_data**2 + gamma2 / 2 * slope_at_fake**2
    return np.logaddexp(0, -won_by) + penalties, np.logaddexp(0, won_by)


def measured_directions(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0, h=1e-5):
    """(dθ, dψ): minus the slopes of the two losses, by central differences."""
    rest = place, gamma1, gamma2
    of_g = played(theta + h, psi, *rest)[1] - played(theta - h, psi, *rest)[1]
    of_d = played(theta, psi + h, *rest)[0] - played(theta, psi - h, *rest)[0]
    return np.array([-of_g, -of_d]) / (2 * h)


# %% [markdown]
# ### Exercise 4 · Two players, two penalties
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** The paper of 2024 proves that its loss converges close to the equilibrium *with* the penalties, and that without them it need not. Two numbers are enough to see both.
#
# **What to write.** The direction in which each player moves, $(\dot\theta, \dot\psi)$: for both it is *minus* the slope of what they descend. Derive the formulas on paper; `measured_directions` tells you whether they are right.


# %% nbgrader={"grade_id": "relativistic-field", "solution": true}
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    """(dθ, dψ) of the relativistic Dirac-GAN: two floats.

    theta: the fake; psi: D's logit is ψx; place: of the data; gamma1, gamma2 ≥ 0: of R1 and R2.
    """
    ### BEGIN SOLUTION
    lost = expit(psi * (theta - place))
    return psi * (1 - lost), (place - theta) * lost - (gamma1 + gamma2) * psi
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# relativistic_field(1.3, -0.7, 0.4), measured_directions(1.3, -0.7, 0.4)

# %% nbgrader={"grade_id": "relativistic-field-values", "points": 2}
made = call(relativistic_field, 1.3, -0.7, 0.4)
check.close(
    made,
    [-0.456743, -0.312759],
    "the data at 0.4, no penalty",
    slips={
        "The two σ are exchanged: which loss has which sign of the gap?": [-0.243257, -0.587241],
        "Both have the σ of D: in G's loss the gap has the other sign.": [-0.243257, -0.312759],
        "Both have the σ of G: in D's loss the gap has the other sign.": [-0.456743, -0.587241],
        "The derivative of the logarithm is missing: it is a σ.": [-0.7, -0.9],
        "That is the classical game: here D sees the difference of a pair.": [-0.4991, -0.145281],
    },
)
check.close(made, measured_directions(1.3, -0.7, 0.4), "as measured", rtol=1e-5)
made = call(relativistic_field, 2.0, 0.5)
check.close(
    made, [0.134471, -1.462117], "the data at 0: these are the numbers of the “ns” game in 07"
)
made = call(relativistic_field, 7.0, 0.5, 5.0)
check.close(made, [0.134471, -1.462117], "everything moved by 5: nobody notices")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("directions at other places, without penalties") as rng:
    for theta, psi, place in rng.uniform(-3, 3, size=(6, 3)).tolist():
        made = call(relativistic_field, theta, psi, place)
        check.close(made, np.array(reference.relativistic_field(theta, psi, place)), atol=1e-9)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "relativistic-field-penalties", "points": 1}
made = call(relativistic_field, 1.3, -0.7, 0.4, 0.3, 0.2)
check.close(
    made,
    [-0.456743, 0.037241],
    "with R1 and R2, which only D feels",
    slips={
        "The slope of γψ²/2 is γψ: the ½ goes.": [-0.456743, -0.137759],
        "R2 is missing: both penalties count.": [-0.456743, -0.102759],
        "The penalties push ψ away from 0: D descends them.": [-0.456743, -0.662759],
        "G does not feel the penalties.": [-0.106743, 0.037241],
    },
)
check.close(made, measured_directions(1.3, -0.7, 0.4, 0.3, 0.2), "as measured", rtol=1e-5)
made = call(relativistic_field, 1.3, -0.7, 0.4, 0.3)
check.close(made, measured_directions(1.3, -0.7, 0.4, 0.3), "R1 alone", rtol=1e-5)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("directions at other places, with penalties") as rng:
    for theta, psi, place, *gammas in rng.uniform(
        [-3, -3, -3, 0, 0], [3, 3, 3, 2, 2], size=(6, 5)
    ).tolist():
        made = call(relativistic_field, theta, psi, place, *gammas)
        check.close(
            made, np.array(reference.relativistic_field(theta, psi, place, *gammas)), atol=1e-9
        )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# With the gap $g = \psi(m - \theta)$, $L_D = \ln(1 + e^{-g})$, whose derivative in $g$ is $-\sigma(-g)$; that of $L_G = \ln(1 + e^{g})$ is $\sigma(g)$. Then $\partial g/\partial\psi = m - \theta$ and $\partial g/\partial\theta = -\psi$.
# </details>
# <details><summary>Hint 2: the directions</summary>
#
# $\dot\theta = \psi\,\sigma(g)$ and $\dot\psi = (m - \theta)\,\sigma(-g) - \gamma_1\psi - \gamma_2\psi$. The slope of $D$ is $\psi$ everywhere, so both penalties pull in the same way.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `gap = psi * (place - theta)`; then return `psi * expit(gap)` and `(place - theta) * expit(-gap)` minus the two penalties' `gamma * psi`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With the data at 0 the relativistic and the non-saturating Dirac-GAN are the same game, as s(0) = 0. What differs is what happens elsewhere: with the data at m and no bias, the classical D pays for ψm, which works as a friction of m²/2 on ψ: the cure at m = √2, too much of it further out.

# %% [markdown]
# **Predict first.** Three hundred rounds from a start at the distance 1.41, with step 0.2. R1 alone with a strength of 0.3, R2 alone with 0.3, or 0.15 of each: which of the three arrives first? And somebody moves the data of the *classical* non-saturating game, and the start with them, from 0 to 1, and then to 3: does it arrive sooner there, later, or not at all? And the relativistic game?

# %%
plots.show(since_2014.side_by_side_figure(relativistic_field))

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Without a penalty the players turn, and come inwards as far as a circle: after 300 rounds they are still 0.64 away, and after 50,000 still 0.63. R1 alone with 0.3, R2 alone with 0.3, or 0.15 of each: the same path to the last digit, because a $D$ with a single weight has the same slope everywhere. All of them arrive. (In a network the two are not the same: R1 knows nothing of D's slope where the *fakes* are, and that is the slope which $G$ gets. You saw in 07 that R1 flattens $D$ on the data alone.) The relativistic game does not care where the data are. The classical one does. Its $D$ has no bias, so with the data at $m$ every $\psi$ but 0 costs it something at the data: a friction of $m^2/2$ that nobody has asked for. At $m = 1$ that is a cure, and less than a millionth of the way is left. At $m = 3$ it is too much, as $\gamma = 2$ was in exercise 4 of 07: the eigenvalues are $-0.056$ and $-4.44$, the players creep, and are still 0.03 away; at $m = 5$ it would be 0.87.
# </details>

# %%
for place in (0.0, 1.0, 3.0, 5.0):
    end = since_2014.distances(since_2014.classical_field, place=place)[-1]
    print(f"classical, data at {place:g}: friction {place**2 / 2:4.1f}, {end:.2g} away in the end")

# %% [markdown]
# Near the equilibrium only the linear part counts: $\dot\theta = \frac12\psi$, $\dot\psi = -\frac12(\theta - m) - (\gamma_1 + \gamma_2)\psi$. That is exercise 4 of assignment 07 with $\gamma = \gamma_1 + \gamma_2$. For $\gamma_1 = \gamma_2 = 0$ the eigenvalues are $\pm\frac i2$: a pure rotation, which simultaneous steps stretch a little; the terms of higher order pull inwards. With any penalty the real part is negative, and the game converges locally. The paper proves this for networks. The next cell measures the eigenvalues of *your* field.

# %%
h = 1e-6
for gammas in ((0.0, 0.0), (0.15, 0.15), (1.0, 1.0)):
    columns = [relativistic_field(3 + a, b, 3.0, *gammas) for a, b in ((h, 0.0), (0.0, h))]
    print(f"γ₁, γ₂ = {gammas}: λ = {np.linalg.eigvals(np.array(columns).T / h).round(3)}")

# %% [markdown]
# ## 3. Differences of scores
#
# The best logit is $s^*(x) = \ln p(x) - \ln q(x)$; you have known that since assignment 05. $G$ never sees it. What $G$ gets is its *gradient*: the direction in which a sample should move to look more real,
#
# $$\nabla s^*(x) = \nabla\ln p(x) - \nabla\ln q(x).$$
#
# The gradient of a log density is called a **score**. It is an arrow that points to where samples are more likely. So a perfect $D$ says: *go where there are data, and go away from where the other fakes are*. Keep both halves in mind.
#
# A score can be learned from samples without any opponent: add Gaussian noise to data, and train a network to take it away again. The best such network moves $x$ by $r^2$ times the score of the noisy data, if the noise has the standard deviation $r$ (Tweedie's formula). This is how a *diffusion model* learns (Song and Ermon 2019, *Generative Modeling by Estimating Gradients of the Data Distribution*).

# %% [markdown]
# ### Exercise 5 · Two scores and their difference
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** With this exercise you have a perfect $D$, without training one, for any data that are a mixture of bells.
#
# **What to write.** `mixture_score` returns $\nabla\ln p$ at each row of `x`, where $p$ is the mixture of equally heavy Gaussians of standard deviation `std` around the centres. `log_density` below is $\ln p$, up to a constant: differentiate it, and let `measured_score` tell you whether you are right. `logit_slope` is the gradient of the best $D$'s logit, if the data and the fakes are two such mixtures with the same `std`. However far away a sample is, you must not divide 0 by 0 there.


# %% nbgrader={"grade_id": "densities", "locked": true}
from scipy.special import logsumexp


def log_density(x, centers, std):
    """(n,): ln p at each row of x (n, d), up to a constant; centers: (c, d)."""
    squares = np.sum((x[:, None] - centers) ** 2, axis=-1)
    return logsumexp(-squares / (2 * std**2), axis=1)


def measured_score(x, centers, std, h=1e-5):
    """(n, d): the slopes of `log_density`, by central differences."""
    steps = h * np.eye(x.shape[1])
    slopes = [log_density(x + e, centers, std) - log_density(x - e, centers, std) for e in steps]
    return np.stack(slopes, axis=1) / (2 * h)


# %% nbgrader={"grade_id": "scores", "solution": true}
def mixture_score(x, centers, std):
    """∇ ln p at each row of x: an (n, d) array.

    x: (n, d) places; centers: (c, d); std: float > 0. p is the mean of Gaussians N(center, std²).
    """
    ### BEGIN SOLUTION
    to_center = centers[None, :, :] - x[:, None, :]
    exponents = -np.sum(to_center**2, axis=2) / (2 * std**2)
    weights = np.exp(exponents - logsumexp(exponents, axis=1, keepdims=True))
    return np.sum(weights[:, :, None] * to_center, axis=1) / std**2
    ### END SOLUTION


def logit_slope(x, real, fake, std):
    """∇s* at each row of x; data around `real` (c, d), fakes around `fake` (k, d): (n, d)."""
    ### BEGIN SOLUTION
    return mixture_score(x, real, std) - mixture_score(x, fake, std)
    ### END SOLUTION


# %% nbgrader={"grade_id": "few-centres", "locked": true}
two_places = np.array([[0.3, -0.2], [1.5, 0.4]])
three_real = np.array([[0.0, 0.0], [2.0, 1.0], [-1.0, 0.5]])
two_fake = np.array([[1.0, -1.0], [0.5, 2.0]])

# %%
# Try it here: delete the # of the next line and run the cell.
# mixture_score(two_places, three_real, 0.8), measured_score(two_places, three_real, 0.8)

# %% nbgrader={"grade_id": "scores-mixture", "points": 2}
made = call(mixture_score, two_places, three_real, 0.8)
check.close(
    made,
    [[-0.628156, 0.486978], [0.126953, 0.625397]],
    "three bells, two places",
    slips={
        "Divide by std², not by std.": [[-0.502524, 0.389582], [0.101562, 0.500318]],
        "The division by std² is missing.": [[-0.402020, 0.311666], [0.081250, 0.400254]],
        "That is the nearest bell alone.": [[-0.468750, 0.312500], [0.781250, 0.937500]],
        "Weigh the bells by their shares at x.": [[0.052083, 1.093750], [-1.822917, 0.156250]],
        "The weights do not sum to 1.": [[-0.703214, 0.545167], [0.099098, 0.488181]],
        "In the weights: squares over 2·std².": [[-0.525445, 0.345083], [0.603588, 0.848885]],
    },
)
check.close(made, measured_score(two_places, three_real, 0.8), "as measured", rtol=1e-5)
made = call(mixture_score, two_places, three_real[:1], 0.5)
check.close(made, [[-1.2, 0.8], [-6.0, -1.6]], "a single bell, two places")
made = call(mixture_score, np.array([[60.0, 0.0]]), three_real, 0.5)
check.close(made, [[-232.0, 4.0]], "far away: the nearest bell alone, and no 0/0")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("scores of other mixtures, in other dimensions, near and far") as rng:
    for n, c, d in ((1, 1, 2), (4, 3, 2), (3, 6, 1), (2, 5, 4)):
        x, centers = 2 * rng.normal(size=(n, d)), rng.normal(size=(c, d))
        for std in rng.uniform(0.3, 2, size=2).tolist() + [0.02]:
            made = call(mixture_score, x, centers, std)
            check.close(made, reference.mixture_score(x, centers, std), atol=1e-8)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "scores-logit-slope", "points": 1}
made = call(logit_slope, two_places, three_real, two_fake, 0.8)
check.close(
    made,
    [[-1.682292, 1.499296], [1.110020, 1.601994]],
    "to the data, and away from the fakes",
    slips={
        "That is the sum, not the difference.": [[0.425981, -0.525341], [-0.856114, -0.351199]],
        "That is the score of the data alone.": [[-0.628156, 0.486978], [0.126953, 0.625397]],
    },
)
made = call(logit_slope, two_places, three_real, three_real, 0.8)
check.close(made, np.zeros((2, 2)), "fakes like the data: D is flat, everywhere", atol=1e-10)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the slope of the best logit for other data and fakes") as rng:
    for n, c, k in ((1, 1, 1), (3, 4, 2), (2, 2, 5)):
        x, real, fake = (rng.normal(size=(size, 2)) for size in (n, c, k))
        made = call(logit_slope, x, real, fake, 0.7)
        check.close(made, reference.logit_slope(x, real, fake, 0.7), atol=1e-8)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The derivative of $\ln\sum_j e^{a_j}$ is a weighted mean of the derivatives of the $a_j$, with the weights $e^{a_j}/\sum_k e^{a_k}$: a softmax. Here $a_j = -\|x - c_j\|^2/(2\,\mathrm{std}^2)$.
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\nabla\ln p(x) = \sum_j w_j(x)\,\dfrac{c_j - x}{\mathrm{std}^2}$, with $w_j$ from hint 1: the share of bell $j$ in the density at $x$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# All arrows to the centres have the shape `(n, c, d)`: `centers[None] - x[:, None]`. Take a softmax over the centres (subtract the largest exponent first, or use `scipy.special.softmax` with `axis=1`), multiply, sum over the centres, divide by `std**2`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Multiplied by std², the score is the step to the weighted mean of the centres: with `centers` the data and `std` the noise it is the best denoiser of the noisy empirical distribution. In one dimension, with std = 1, logit_slope is −μ for N(0, 1) against N(μ, 1), the slope of 07's perfect D.

# %% [markdown]
# **Predict first.** Data are in two places, and all the fakes at a third one, close to the left of the two. Where do the arrows point if only the score of the data counts? And if the score of the fakes is taken away from it: what happens at the place of the fakes themselves?

# %%
plots.show(since_2014.arrows_figure(mixture_score, logit_slope))

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# The score of the data points to the nearer place of the two; nothing tells a fake that the other one is empty. The score of the fakes points to the crowd. Their difference points away from the crowd, also to the right, where data are that nobody makes. At the place of the fakes themselves their own score is 0, the top of their bell: what is left there is the pull of the data alone, $(+0.62, -0.61)$.
# </details>

# %%
places, crowd = np.array([[-1.2, 0.0], [1.2, 0.0]]), np.array([[-1.5, 0.3]])
print("at the fakes: their own score", mixture_score(crowd, crowd, 0.7)[0], end=", ")
print("the difference", logit_slope(crowd, places, crowd, 0.7)[0].round(2))

# %% [markdown]
# **The best denoiser.** Take four data points and add noise of 0.6 to them. The best guess of what a noisy $x$ was before is the mean of the four, weighted by how likely each is. Tweedie says that it is $x + r^2\,\nabla\ln p(x)$; the next cell compares.

# %%
data, x, r = np.array([[0.0], [1.0], [1.5], [3.0]]), np.array([[0.8]]), 0.6
weights = np.exp(-((data - x) ** 2) / (2 * r**2))
print(f"weighted mean {np.sum(weights * data) / np.sum(weights):.6f}, ", end="")
print(f"with your score {(x + r**2 * mixture_score(x, data, r)).item():.6f}")

# %% [markdown]
# ### Exercise 6 · Put it together: a generator made of arrows
#
# *Difficulty ●●● · 20 minutes · 4 points*
#
# **Why it matters.** Suppose that $D$ were perfect in every round and that every sample could move by itself. What would a GAN do? With arrows that two diffusion models have learned, this is also how large generators of images are made fast: in *distribution matching distillation* the gradient for a one-step generator is the difference of two scores, that of the data and that of its own samples (Yin et al. 2023).
#
# **The rule.** Where two distributions do not overlap, all arrows of a perfect $D$ are huge or useless; assignment 07 cured that with noise. So start with much noise and take it away step by step. For each noise level $r$ in `noises`, in order:
#
# 1. The noisy data are bells around `centers` with the variance $\mathrm{std}^2 + r^2$. The noisy fakes are bells around the samples *as they are now*, with the standard deviation $r$.
# 2. All samples move at once, by `rate` times $r^2$ times the difference of the two scores at their own places.
#
# **What to write.** The samples after all levels, as a new array; the one that comes in stays as it is. Use what you wrote in exercise 5: this one needs it. Nobody tells you the lines this time.


# %% nbgrader={"grade_id": "flow", "solution": true}
def flow(x, centers, std, noises, rate):
    """Where the samples are after all noise levels: an (n, d) array.

    x: (n, d) samples, not changed; centers: (c, d) and std: the data's bells.
    noises: floats > 0, in order; rate: float, a step is rate · r² · (difference of scores).
    """
    ### BEGIN SOLUTION
    for r in noises:
        wanted = mixture_score(x, centers, np.sqrt(std**2 + r**2))
        crowd = mixture_score(x, x, r)
        x = x + rate * r**2 * (wanted - crowd)
    return x
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# flow(two_places, three_real, 0.3, [0.8], 0.5)

# %% nbgrader={"grade_id": "flow-one-step", "points": 2}
made = call(flow, two_places, three_real, 0.3, [0.8], 0.5)
check.close(
    made,
    [[0.005634, -0.111069], [1.621659, 0.621223]],
    "one level, two samples: they go to the data, and away from each other",
    slips={
        "The score of the fakes is missing.": [[0.123730, -0.052021], [1.503563, 0.562175]],
        "Variances add: √(std² + r²).": [[0.090035, -0.141788], [1.541548, 0.529626]],
        "The noisy data's bells have std, too.": [[-0.019105, -0.103215], [1.658721, 0.659175]],
        "The noisy data's bells have r, too.": [[-0.884803, 0.452083], [3.395551, 2.592220]],
        "The fakes' bells have r alone.": [[0.005017, -0.111377], [1.622276, 0.621531]],
        "A step has r², not r.": [[-0.067958, -0.088836], [1.652074, 0.676528]],
        "The factor r² is missing.": [[-0.159947, -0.061045], [1.690092, 0.745660]],
        "The fakes' score is taken away.": [[0.241825, 0.007027], [1.385468, 0.503127]],
        "All samples move at once.": [[0.005634, -0.111069], [1.596734, 0.594039]],
    },
)
check.close(call(flow, two_places, three_real, 0.3, [], 0.5), two_places, "no level: nothing moves")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("one level, for other samples, data, noise and rates") as rng:
    for n, c, d in ((1, 1, 2), (5, 3, 2), (4, 2, 3)):
        x, centers = rng.normal(size=(n, d)), rng.normal(size=(c, d))
        std, r, rate = rng.uniform([0.1, 0.3, 0.1], [0.5, 1.5, 1.0]).tolist()
        made = call(flow, x, centers, std, [r], rate)
        check.close(made, reference.flow(x, centers, std, [r], rate), atol=1e-8)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "flow-levels", "points": 2}
made = call(flow, two_places, three_real, 0.3, [0.8, 0.4, 0.2], 0.7)
check.close(
    made, [[-0.087178, -0.013385], [1.855798, 0.873566]], "three levels, one after the other"
)
made = call(flow, np.array([[5.0, -3.0]]), np.zeros((1, 2)), 0.5, [2.0] * 200, 0.1)
check.close(made, np.zeros((1, 2)), "one sample, one bell: it ends in the middle", atol=1e-3)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("several levels") as rng:
    for n, levels in ((3, 2), (6, 5)):
        x, centers = rng.normal(size=(n, 2)), rng.normal(size=(4, 2))
        noises = np.sort(rng.uniform(0.3, 2, size=levels))[::-1].tolist()
        made = call(flow, x, centers, 0.2, noises, 0.4)
        check.close(made, reference.flow(x, centers, 0.2, noises, 0.4), atol=1e-8)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# A loop over `noises`. In it you need the score of the noisy data at `x`, and the score of the noisy fakes at `x`. What are the centres of the noisy fakes?
# </details>
# <details><summary>Hint 2: two calls</summary>
#
# Variances add: the data's bells have the standard deviation `np.sqrt(std**2 + r**2)`. The fakes' bells stand around the samples themselves: `mixture_score(x, x, r)`. `logit_slope` does not fit here, because the two widths differ.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `x = x + rate * r**2 * (…)` makes a new array; `x += …` would change the one that came in.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** r² times a score is what the best denoiser adds, so one step is the difference of two denoisers. The continuous limit is the gradient flow of KL(q ∗ noise ‖ p ∗ noise): ∇ ln(p/q) is its velocity field.

# %% [markdown]
# **Predict first.** Two hundred samples start *collapsed*, all in one mode of the ring of assignment 04, and 60 noise levels go from 2 down to 0.1. How many of the eight modes will have samples in the end? And how many if the samples do not see each other, with the score of the data alone? Then press *Play*.

# %%
film = since_2014.film(flow)
widgets.timelapse_explorer(film, since_2014.centers())

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# In the large noise the ring is one broad hill. The samples spread over it until they have the same spread as the noisy data. As the noise goes down, the ring and then its modes come out, and the samples are already where they are needed: all eight modes, with shares from 11 % to 14 %, where 12.5 % would be fair. With the score of the data alone, which sends every sample to the nearest peak, all 200 end in the mode where they began: that is a collapse.
# </details>

# %%
plots.show(since_2014.flow_figure(mixture_score, flow))

# %%
end = flow(since_2014.collapsed(), since_2014.centers(), 0.1, since_2014.NOISES, 0.5)
print("shares of the eight modes:", since_2014.shares(end).round(3))

# %% [markdown]
# A perfect $D$ is no enemy of variety, then. Here the idea of the game held, with a $D$ that is perfect in every round and samples that move one by one. A GAN has neither: a $D$ that lags behind still shows where the crowd *was*, and one network moves all samples together. A diffusion model avoids the problem: its score is learned once, from data that stand still. It pays with many steps for each sample. And where one step is wanted again, the difference of two scores is back, and often a discriminator as well.

# %% [markdown]
# ## What you can do now
#
# You know that the theorem of 2014 is one row of a table, and how to fill in the others: take a convex $f$, or take a loss of $D$. You can say what the relativistic loss does not see (a constant), and why it needs R1 and R2 all the same. And you have seen what $D$ is for: it is a cheap way to get the difference of two scores from samples.
#
# This was the last assignment. Save the notebook, press **Validate**, and hand it in.

# %% [markdown]
# ## Read on
#
# - Nowozin et al. (2016), *f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization*, [arXiv 1606.00709](https://arxiv.org/abs/1606.00709): the table with all the conjugates, and which activation function each of them asks of the critic's last layer.
# - Huang et al. (2024), *The GAN is dead; long live the GAN! A Modern GAN Baseline*, [arXiv 2501.05441](https://arxiv.org/abs/2501.05441): the proof behind section 2, and a list of the tricks that are no longer needed.
# - Yin et al. (2023), *One-step Diffusion with Distribution Matching Distillation*, [arXiv 2311.18828](https://arxiv.org/abs/2311.18828): exercise 6 with two diffusion models in place of your formulas.
