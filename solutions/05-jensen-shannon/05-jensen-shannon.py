# %% [markdown]
# # Jensen–Shannon: what the game is about
#
# In assignment 04 you ran the loop of Algorithm 1, gave $D$ its $k$ steps, and watched $G$ follow. Now suppose that $D$ had
# all the time in the world. Then the game becomes a theorem, that of Goodfellow et al. (2014, arXiv 1406.2661): the best $D$ is
# $p_\text{data}/(p_\text{data} + p_g)$, what is left for $G$ is $-\ln 4 + 2\,\mathrm{JSD}$, and that is smallest exactly
# when $p_g = p_\text{data}$.
#
# You will *prove* it here, line by line, and every line is checked: first with numbers, then with algebra. After that you
# compute the Jensen–Shannon divergence in three ways, and look closely at what the theorem does **not** promise.
#
# There are twenty exercises, 42 points. Allow five and a half hours: four and a half for the exercises, the rest for reading and trying things. Sections 1 to 4 make one sitting, the proof and what
# follows from it a second one. *Without densities*, at the end of section 3, is for the curious.

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
import sympy as sp
from gancourse import check, logistic, plots, widgets
from gancourse.check import call
from scipy.special import xlogy

plots.use_course_style()

# %% [markdown]
# ## 1. One point at a time
#
# Fix the generator. By the substitution $x = G(z)$ of assignment 03, the value function is a single integral over $x$
# (equation (3) of the paper; for now let both distributions have densities):
#
# $$V(D, G) = \int \bigl[\,p_\text{data}(x) \ln D(x) + p_g(x) \ln(1 - D(x))\,\bigr]\,dx.$$
#
# A common question: *why may we treat $p_\text{data}(x)$ and $p_g(x)$ as constants $a$ and $b$ under an integral?* It does
# feel like a jump, and it is a small one. They are not constant; they are constant *at each $x$*. And $D$ may
# take any value at one $x$ without asking what it does at another. So the integral is largest if the integrand is largest
# at every single $x$: with a table of values to fill in, you fill in each entry as well as you can. Two conditions are
# hidden here. All the best answers together must form a function that can be integrated (a *measurable* one; a quotient of
# densities is). And $D$ must really be free. A network is not: its values at neighbouring $x$ are tied together by its
# weights. Keep this in mind for section 7.
#
# What remains is a school problem. For fixed $a, b \ge 0$, where is $f(y) = a \ln y + b \ln(1 - y)$ largest on $[0, 1]$?

# %% [markdown]
# **Predict first.** Both sliders start at 0.5. Now take $a = 0.45$, $b = 0.6$. Will the maximum be left or right of ½? What happens to it when both
# sliders double, when $b$ goes to 0, and when both do? Write your guesses down, then move the sliders.

# %%
widgets.pointwise_explorer(a=0.5, b=0.5)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# For $a = 0.45$, $b = 0.6$ the maximum is at $y^* = 0.429$, left of ½, because fakes are more frequent here than real ones. Doubling both sliders
# doubles every value of $f$, the one at the top too, and leaves $y^*$ where it is: only the ratio counts. With $b = 0$
# the curve only rises, and the maximum moves into the corner $y = 1$: “here is nothing but data”. With $a = b = 0$ the
# curve is flat: no $y$ is better than another.
# </details>

# %%
pairs = [(0.45, 0.6), (0.6, 0.0), (0.0, 0.0)]
plots.show(widgets.pointwise_figure(pairs), folded="Three of the curves, standing still")

# %% [markdown]
# ### Exercise 1 · The best answer at one point
#
# *Difficulty ●○○ · 10 minutes · 3 points*
#
# **Why it matters.** This is all that $D$ ever has to decide: here, at this $x$, with real and fake as frequent as they are,
# which number shall I say?
#
# **What to write.** The best $y$ in $[0, 1]$ and the value of $f$ there. With $0\cdot\ln 0 = 0$ the ends need no
# exception in the mathematics: for $a = 0 < b$ the best $y$ is 0, for $b = 0 < a$ it is 1, and both times $f = 0$. For
# $a = b = 0$ every $y$ is equally good, so *the* best one does not exist: return `nan` for it, and the value 0.


# %% nbgrader={"grade_id": "argmax-ab", "solution": true}
def argmax_ab(a, b):
    """Where f(y) = a ln y + b ln(1 − y) is largest on [0, 1], and its value there; 0·ln 0 is 0.

    a, b: floats ≥ 0. Returns (y, f(y)), two floats; (nan, 0.0) if a = b = 0.
    """
    ### BEGIN SOLUTION
    if a + b == 0:
        return np.nan, 0.0
    y = a / (a + b)
    value = (a * np.log(y) if a > 0 else 0.0) + (b * np.log(b / (a + b)) if b > 0 else 0.0)
    return y, value
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# argmax_ab(0.45, 0.6)

# %% nbgrader={"grade_id": "argmax-ab-values", "points": 2}
made = call(argmax_ab, 0.45, 0.6)
check.close(
    made[0],
    0.428571,
    "the maximum of the picture, 3/7",
    slips={
        "That is b/(a + b), the best answer to the question “is it fake?”.": 0.571429,
        "That is the ratio a/b: it can exceed 1. Divide by the total a + b.": 0.75,
    },
)
check.close(made[1], -0.717054, "its height")
check.close(call(argmax_ab, 2.0, 2.0)[0], 0.5, "equally frequent: cannot say")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random weights a and b, small and large") as rng:
    for a, b in rng.uniform(0.01, 5, size=(6, 2)).tolist() + [[1e-9, 1.0], [300.0, 2.0]]:
        made, (best, height) = call(argmax_ab, a, b), reference.argmax_ab(a, b)
        check.close(made[0], best, atol=1e-12)
        check.close(made[1], height, atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "argmax-ab-edges", "points": 1}
made = call(argmax_ab, 0.0, 0.6)
check.close(made[0], 0.0, "no data here: say 0", atol=1e-12)
check.close(made[1], 0.0, "and pay nothing: 0·ln 0 counts as 0", atol=1e-12)
made = call(argmax_ab, 0.6, 0.0)
check.close(made[0], 1.0, "no fakes here: say 1", atol=1e-12)
check.close(made[1], 0.0, "and again pay nothing", atol=1e-12)
made = call(argmax_ab, 0.0, 0.0)
check.close(made[0], np.nan, "no data, no fakes: no best answer")
check.close(made[1], 0.0, "and the value 0", atol=1e-12)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("a or b exactly 0") as rng:
    for a, b in ((rng.uniform(0.1, 3), 0.0), (0.0, rng.uniform(0.1, 3)), (0.0, 0.0)):
        made, (best, height) = call(argmax_ab, a, b), reference.argmax_ab(a, b)
        check.close(made[0], best, atol=1e-12)
        check.close(made[1], height, atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Read the place of the maximum off the widget for a few pairs. For $a = 1$, $b = 3$ it is ¼. Guess the formula; you will
# prove it soon.
# </details>
# <details><summary>Hint 2: the ends</summary>
#
# `0 * np.log(0)` is `nan`. Leave a term out when its weight is 0, or use `xlogy(a, y)` from SciPy, imported above: it knows
# that $0\cdot\ln 0 = 0$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# First the case `a + b == 0`: there return `np.nan` and `0.0`. Otherwise the place is $y = a/(a + b)$, and the value
# there is `xlogy(a, y) + …`, the second term with $b$ and $1 - y$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Some students return ½ for a = b = 0, “because D cannot tell”. The curve is flat there: ½ is one best
# answer among all. That is the point of erratum E6 in section 2: D* is free where there is neither data nor fakes.

# %% [markdown]
# **See it.** A hundred pairs $(a, b)$, drawn at random. For each of them a computer tries 9,999 values of $y$ and keeps
# the best, and your formula is on the other axis. All points lie on the diagonal.

# %% tags=["folded"]
grid = np.linspace(0, 1, 10_001)[1:-1]
pairs = np.random.default_rng(5).uniform(0, 2, size=(100, 2))
tried = [grid[np.argmax(a * np.log(grid) + b * np.log(1 - grid))] for a, b in pairs]
formula = [argmax_ab(a, b)[0] for a, b in pairs]
fig, ax = plt.subplots(figsize=(4.2, 3.6))
ax.plot([0, 1], [0, 1], color=plots.REFERENCE, lw=1)
ax.plot(tried, formula, "o", ms=4, color=plots.DISCRIMINATOR)
ax.set(xlabel="best of 9,999 tried values", ylabel="your y")
worst = np.max(np.abs(np.subtract(tried, formula)))
plots.show(fig, f"Tried and computed maxima agree: the largest difference is {worst:.1e}")

# %% [markdown]
# ## 2. The same with proof
#
# A picture is not a proof. Here is the proof in four steps, which you supply as *expressions*. They are written with
# [SymPy](https://docs.sympy.org), a library that computes with symbols: `sp.log(y)` is $\ln y$ (shown as “log”),
# `sp.Rational(1, 2)` is ½ (plain `1/2` is the decimal 0.5, and decimals have no place in a proof). The symbols are
# fixed here; `slope(*ABY)` below is short for `slope(a, b, y)`.

# %% nbgrader={"grade_id": "symbols", "locked": true}
ABY = sp.symbols("a b y", positive=True)
PQ = sp.symbols("p q", positive=True)
T = sp.Symbol("t", positive=True)

# %% [markdown]
# Your functions are handed symbols and return an expression in them. The check computes it to 30 digits at eight random
# points and then asks algebra whether it is right everywhere. It also looks at the *form*: copying the line before
# is not a step.

# %% [markdown]
# ### Exercise 2 · Step 1: the slope
#
# *Difficulty ●○○ · 5 minutes · 1 point*
#
# **Why it matters.** This line has one sign in which it is easy to be wrong. A published explanation of the theorem is
# wrong in just that sign; it is your next exercise.
#
# **Formula.** $f(y) = a\ln y + b\ln(1 - y)$ with $a, b > 0$ and $0 < y < 1$ (Goodfellow et al. 2014, proof of Proposition
# 1).
#
# **What to write.** The derivative $f'(y)$, as an expression in the symbols that come in.


# %% nbgrader={"grade_id": "slope", "solution": true}
def slope(a, b, y):
    """f′(y) for f(y) = a ln y + b ln(1 − y). a, b, y: SymPy symbols; returns an expression."""
    ### BEGIN SOLUTION
    return a / y - b / (1 - y)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# slope(*ABY)

# %% nbgrader={"grade_id": "slope-line", "points": 1}
a, b, y = ABY
check.expression(
    call(slope, a, b, y),
    sp.diff(a * sp.log(y) + b * sp.log(1 - y), y),
    "SymPy's own derivative of f agrees",
    domain={y: (0, 1)},
    gaps={"The derivative of ln(1 − y) has an inner factor: that of 1 − y is −1.": 2 * b / (1 - y)},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the slope at other points and with other letters") as rng:
    u, v, w = sp.symbols("u v w", positive=True)
    check.expression(call(slope, u, v, w), reference.slope(u, v, w), domain={w: (0, 1)}, rng=rng)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# One term at a time: the derivative of $\ln y$ is $1/y$.
# </details>
# <details><summary>Hint 2: the second term</summary>
#
# Chain rule: the derivative of $\ln(1 - y)$ is $\frac{1}{1 - y}$ times the derivative of $1 - y$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return a / y - …`, and the second term has $1 - y$ below.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `sp.diff(…)` is a right answer: using the machine for a derivative is no cheating, and the following
# steps cannot be got that way in the form that is asked for.

# %%
a, b, y = ABY
slope(a, b, y)

# %% [markdown]
# ### Exercise 3 · Find the error
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** A wrong proof of a true theorem is more dangerous than a wrong theorem: nobody notices. This one was
# published in an explanation of “why GANs work so well” (shortened and numbered here).
#
# > 1. Let $f(y) = a\ln y + b\ln(1 - y)$, with $a, b > 0$ and $0 < y < 1$.
# > 2. Then $f'(y) = \frac{a}{y} + \frac{b}{1 - y}$.
# > 3. Setting this to 0 gives $y = \frac{a}{a - b}$.
# > 4. Differentiating line 1 twice, $f''(y) = -\frac{a}{y^2} - \frac{b}{(1-y)^2} < 0$, so $f$ is concave.
# > 5. Therefore $f$ has its maximum at $y = \frac{a}{a + b}$.
#
# **What to write.** Three things: the number of the first line that is *false*; the number of the line whose claim is
# true but does not *follow* from the lines before it; and the $y$ of line 3 for the given numbers $a \ne b$. (The check here looks at that $y$, and whether your first two are numbers of lines. Whether
# they are the right lines, only the grading tells: be sure.)


# %% nbgrader={"grade_id": "find-the-error", "solution": true}
def find_the_error(a, b):
    """(first false line, true line that does not follow, the y of line 3 for these a and b).

    a, b: floats > 0, a ≠ b. Returns (int, int, float).
    """
    ### BEGIN SOLUTION
    return 2, 5, a / (a - b)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# find_the_error(0.45, 0.6)

# %% nbgrader={"grade_id": "find-the-error-lines", "points": 2}
made = call(find_the_error, 0.7, 0.43)
check.close(made[2], 2.592593, "line 3 for a = 0.7 and b = 0.43: more than 1")
made = call(find_the_error, 0.45, 0.6)
check.close(made[2], -3.0, "a “probability” of −3: something must be wrong")
check.true(
    made[0].value in range(1, 6) and made[1].value in range(1, 6),
    "The first two parts of your answer are numbers of lines, from 1 to 5.",
    why="two numbers of lines",
    form_only=True,
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("which line is false, and which one does not follow") as rng:
    for a, b in rng.uniform([0.1, 2], [1, 3], size=(3, 2)).tolist() + [[2.0, 0.5]]:
        made, expected = call(find_the_error, a, b), reference.find_the_error(a, b)
        check.equal(made[0], expected[0])
        check.equal(made[1], expected[1])
        check.close(made[2], expected[2])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Compare with your step 1. Then ask of every later line two questions: is it true, and does it follow?
# </details>
# <details><summary>Hint 2: a false line that follows</summary>
#
# Line 3 solves the equation of line 2 without a mistake: $a(1 - y) + b y = 0$ does give $y = a/(a - b)$. It is false as
# well, but not the first.
# </details>
# <details><summary>Hint 3: the true one</summary>
#
# Which claim is right in spite of everything before it? Somebody knew what had to come out.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Line 4 is true and follows from line 1 by differentiating twice, correctly this time. Students who
# answer 4 for the second part should ask which line contradicts line 3.

# %% [markdown]
# **See it.** The published derivative is positive on the whole interval $(0, 1)$: according to it $f$ would have no
# maximum there at all.

# %% tags=["folded"]
y = np.linspace(0.02, 0.98, 97)
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(y, 0.45 / y - 0.6 / (1 - y), color=plots.DISCRIMINATOR, label="true slope")
ax.plot(y, 0.45 / y + 0.6 / (1 - y), "--", color=plots.FAKE, label="published slope")
plots.reference_line(ax, 0.0, "slope 0")
ax.set(xlabel="y (a = 0.45, b = 0.6)", ylabel="slope", ylim=(-20, 20))
ax.legend()
plots.show(
    fig,
    f"The true slope crosses 0 at y = {0.45 / 1.05:.3f}; the published one never does: its "
    f"smallest value on the grid is {np.min(0.45 / y + 0.6 / (1 - y)):.2f}",
)

# %% [markdown]
# ### Exercise 4 · Steps 2, 3 and 4: root, curvature, height
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** A vanishing slope alone could be a minimum. The curvature says that it is a maximum, and the height
# is what you will integrate in section 4.
#
# **What to write.** Three expressions in $a$ and $b$: the $y^*$ in $(0, 1)$ with $f'(y^*) = 0$; the second derivative
# $f''(y^*)$ as *one fraction*, so that its sign can be read off; and the height $f(y^*)$ with the *logarithms taken
# apart*: only $\ln a$, $\ln b$ and $\ln(a + b)$ occur.


# %% nbgrader={"grade_id": "peak", "solution": true}
def root(a, b):
    """Step 2: the y in (0, 1) at which f′(y) = 0. a, b: symbols; returns an expression."""
    ### BEGIN SOLUTION
    return a / (a + b)
    ### END SOLUTION


def curvature(a, b):
    """Step 3: f″ at that y, as one fraction. a, b: symbols; returns an expression."""
    ### BEGIN SOLUTION
    return -((a + b) ** 3) / (a * b)
    ### END SOLUTION


def height(a, b):
    """Step 4: f at that y, with ln a, ln b and ln(a + b) only. a, b: symbols."""
    ### BEGIN SOLUTION
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# root(*ABY[:2])

# %% nbgrader={"grade_id": "peak-root", "points": 1}
a, b, y = ABY
check.expression(
    call(root, a, b),
    sp.solve(a / y - b / (1 - y), y)[0],
    "SymPy solves f′(y) = 0 and finds the same",
    slips={
        "That is the root of a/y + b/(1 − y): a sign got lost in the derivative.": a / (a - b),
        "The ratio of the two is not a probability: divide by their sum.": a / b,
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the root with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(call(root, u, v), reference.root(u, v), rng=rng)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "peak-curvature", "points": 1}
a, b, y = ABY
second = sp.diff(a * sp.log(y) + b * sp.log(1 - y), y, 2)
check.expression(
    call(curvature, a, b),
    second.subs(y, a / (a + b)),
    "f″(y*)",
    form={"Write it as one fraction: then everyone can see its sign.": check.one_term},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the curvature with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(
        call(curvature, u, v),
        reference.curvature(u, v),
        form={"Write it as one fraction: then everyone can see its sign.": check.one_term},
        rng=rng,
    )
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "peak-height", "points": 1}
a, b, y = ABY
check.expression(
    call(height, a, b),
    (a * sp.log(y) + b * sp.log(1 - y)).subs(y, a / (a + b)),
    "f(y*)",
    form={"Take the logarithms of quotients apart: ln(u/v) = ln u − ln v.": check.logs_apart},
    gaps={
        "The last term is lost: ln(a + b) occurs a + b times.": (a + b) * sp.log(a + b),
        "ln(a + b) occurs in both terms: a times and b times.": b * sp.log(a + b),
        "ln(a + b) is also in the first term, a times.": a * sp.log(a + b),
        "ln(a + b) comes a times and b times, not once.": (a + b - 1) * sp.log(a + b),
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the height with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(
        call(height, u, v),
        reference.height(u, v),
        form={"Take the logarithms of quotients apart: ln(u/v) = ln u − ln v.": check.logs_apart},
        rng=rng,
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: the root</summary>
#
# $\frac{a}{y} = \frac{b}{1 - y}$ means $a(1 - y) = b\,y$. Collect the terms with $y$.
# </details>
# <details><summary>Hint 2: the curvature</summary>
#
# $f''(y) = -\frac{a}{y^2} - \frac{b}{(1-y)^2}$. Put in $y^* = \frac{a}{a+b}$ and $1 - y^* = \frac{b}{a+b}$: this gives
# $-(a+b)^2\bigl(\frac1a + \frac1b\bigr)$.
# </details>
# <details><summary>Hint 3: the height</summary>
#
# $a\ln\frac{a}{a+b} + b\ln\frac{b}{a+b}$. Each of the two logarithms is a difference, and $\ln(a+b)$ comes up $a$ times
# and $b$ times.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** f″ < 0 on the whole interval, not only at y*, is what makes the maximum global. For positive a and b the
# ends give −∞.

# %%
a, b, y = ABY
root(a, b), curvature(a, b), height(a, b)

# %% [markdown]
# ## 3. The best discriminator
#
# Put $a = p_\text{data}(x)$ and $b = p_g(x)$ back in. This is Proposition 1, equation (2) of Goodfellow et al. (2014):
#
# $$D^*(x) = \frac{p_\text{data}(x)}{p_\text{data}(x) + p_g(x)}.$$
#
# Is $D^*$ ½ everywhere once $G$ is perfect? Only where there is something! Where neither data nor
# fakes ever fall, $a = b = 0$, the integrand is 0 whatever $D$ says, and training never tells it anything. A trained $D$
# may say 0.99 out there.

# %% [markdown]
# ### Exercise 5 · D* on a table
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** You will compare trained discriminators with this function, and densities on a grid have plenty of
# zeros.
#
# **What to write.** $p/(p + q)$ entry by entry, for arrays of any shape: densities, probabilities, or counts. Where both
# are 0, put in `fill`. No warning, no `nan`, and no small number added below: that would make 0 out of $0/0$, and
# every other entry slightly wrong.


# %% nbgrader={"grade_id": "d-star", "solution": true}
def d_star(p, q, fill=0.5):
    """The optimal discriminator p/(p + q), entry by entry; `fill` where p = q = 0.

    p, q: arrays ≥ 0 of one shape (densities, probabilities or counts); fill: float in [0, 1].
    Returns floats in [0, 1] of that shape; emits no warning.
    """
    ### BEGIN SOLUTION
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    both = p + q
    return np.divide(p, both, out=np.full(both.shape, float(fill)), where=both > 0)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# d_star(np.array([0.1, 0.9, 0.0]), np.array([0.3, 0.0, 0.0]))

# %% nbgrader={"grade_id": "d-star-values", "points": 1}
check.close(
    call(d_star, np.array([0.1, 0.4, 0.5, 0.0]), np.array([0.3, 0.7, 0.0, 0.0]), 0.7),
    np.array([0.25, 0.363636, 1.0, 0.7]),
    "four points: the third without fakes, the last one empty, with fill = 0.7",
)
check.close(
    call(d_star, np.array([[1, 2], [3, 4]]), np.array([[3, 2], [1, 0]])),
    np.array([[0.25, 0.5], [0.75, 1.0]]),
    "counts, in two rows",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("densities, counts and arrays with two axes") as rng:
    for shape in ((1,), (7,), (3, 4)):
        p, q = rng.exponential(size=(2, *shape))
        check.close(call(d_star, p, q), p / (p + q), atol=0)
    counts = rng.integers(1, 50, size=(2, 6))
    check.close(call(d_star, *counts), counts[0] / counts.sum(axis=0), atol=0)
    tiny = np.array([1e-12, 2e-300])
    check.close(call(d_star, tiny, 3 * tiny), np.full(2, 0.25), atol=0)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "d-star-empty", "points": 1}
made = call(d_star, np.array([0.0, 0.2, 0.0]), np.array([0.0, 0.2, 0.3]))
check.close(made, np.array([0.5, 0.5, 0.0]), "empty, balanced, and only fakes")
check.silent(made)
check.close(call(d_star, np.zeros(2), np.zeros(2), 0.9), np.full(2, 0.9), "another filling")
rare = np.array([1e-15, 3e-15])
check.close(call(d_star, rare, rare[::-1]), [0.25, 0.75], "however rare: only the ratio counts")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("arrays with empty entries, and other fillings") as rng:
    p, q = rng.exponential(size=(2, 8)) * (rng.random((2, 8)) < 0.6)
    p[:2] = q[1:3] = 0.0
    for fill in (0.5, 0.0, rng.uniform(0.1, 1)):
        made = call(d_star, p, q, fill)
        check.close(made, reference.d_star(p, q, fill), atol=1e-12)
        check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Without the zeros it is one line. With them, divide only where `p + q > 0`.
# </details>
# <details><summary>Hint 2: a division that skips entries</summary>
#
# `np.divide(p, total, out=…, where=total > 0)` leaves the other entries of `out` as they were, so start from an `out`
# full of `fill`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# With `total` for `p + q`, start from `np.full(total.shape, float(fill))`, hand it to `np.divide` as `out`, and let
# `where` be `total > 0`. What `np.divide` returns is the answer.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `np.where(total > 0, p / total, fill)` gives the right values but warns, because both branches are
# computed. An ε in the denominator returns 0 on empty entries and is visibly wrong for densities near 1e-12, which are
# common far from the data.

# %% [markdown]
# **See it.** Data from $\mathcal{N}(0, 1)$, fakes from $\mathcal{N}(2, 1)$. $D^*$ falls from 1 to 0 and crosses ½ where
# the two densities cross, at $x = 1$. It is a logistic curve: $D^*(x) = \sigma(2 - 2x)$.

# %% tags=["folded"]
x = np.linspace(-4, 6, 201)
p_data, p_g = (np.exp(-((x - m) ** 2) / 2) / np.sqrt(2 * np.pi) for m in (0, 2))
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(x, p_data, color=plots.REAL, label="p_data")
ax.plot(x, p_g, "--", color=plots.FAKE, label="p_g")
ax.plot(x, d_star(p_data, p_g), ":", color=plots.DISCRIMINATOR, label="D*")
plots.reference_line(ax, 0.5, "½")
ax.set(xlabel="x", ylabel="density, and D*")
ax.legend()
middle = d_star(p_data, p_g)[100]
plots.show(
    fig, f"Two bell curves around 0 and 2; D* falls from 1 to 0 and is {middle:.2f} at x = 1"
)

# %% [markdown]
# A common question: *if $D^*$ is known, do we not only need $p_g$?* Solve for it: $p_g = p_\text{data}\,(1 - D^*)/D^*$.
# True, and useless. To write $D^*$ down you need $p_\text{data}$, and that is the very thing nobody has. What we have are
# samples, and a classifier that learns from them to estimate the *ratio* $p_\text{data}/p_g$. This is what $D$ is for.

# %% [markdown]
# ### Exercise 6 · Climb to D*
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** The formula says where the maximum is. Here you walk there, as Algorithm 1 does, with a
# discriminator that is a mere table: one logit for each bin. It has *enough capacity* in the strictest sense.
#
# **Formula.** With $D_i = \sigma(s_i)$, the value is
# $V(s) = \sum_i \bigl[p_i \ln \sigma(s_i) + q_i \ln(1 - \sigma(s_i))\bigr]$. Its gradient is yours to derive: with $\sigma' = \sigma(1 - \sigma)$, one line on paper. To see whether it is right, *measure* it: `check.central_difference(f, s)` gives the
# slopes of a function of an array, and the step that `ascend` takes must be `rate` times these.
#
# **What to write.** `steps` steps of gradient *ascent* with a fixed `rate`, and the value before the first and after
# every step.


# %% nbgrader={"grade_id": "ascend", "solution": true}
def ascend(p, q, s, rate, steps):
    """Gradient ascent on V over the logits of a table-valued discriminator.

    p, q: (n,) probabilities; s: (n,) starting logits; rate: float > 0; steps: int ≥ 0.
    Returns (logits after the last step (n,), values (steps + 1,)); `s` itself is not changed.
    """

    ### BEGIN SOLUTION
    def value(logits):
        return -np.sum(p * np.logaddexp(0, -logits) + q * np.logaddexp(0, logits))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d)
        values.append(value(s))
    return s, np.array(values)
    ### END SOLUTION


# %% nbgrader={"grade_id": "measured-slope", "locked": true}
def measured_step(ascend, p, q, s):
    """Rows: the step of ascend at rate 1 from the logits s, and the slopes of V, measured."""
    slopes = check.central_difference(lambda at: ascend(p, q, at, 1.0, 0)[1][0], s)
    return np.array([ascend(p, q, s, 1.0, 1)[0] - s, slopes])


# %%
# Try it here: delete the # of the next line and run the cell.
# measured_step(ascend, np.array([0.9, 0.1]), np.array([0.5, 0.5]), np.array([0.3, -1.0]))

# %% nbgrader={"grade_id": "ascend-values", "points": 1}
made = call(ascend, np.array([0.9, 0.1]), np.array([0.5, 0.5]), np.zeros(2), 1.0, 1)
check.close(
    made[0],
    np.array([0.2, -0.2]),
    "one step up: half of p − q, for D = ½",
    slips={
        "That is D = σ(s): return the logits s themselves.": np.array([0.549834, 0.450166]),
        "That is the slope with respect to D, p/D − q/(1 − D). You move s.": np.array([0.8, -0.8]),
    },
)
check.close(made[1], np.array([-1.386294, -1.316278]), "it starts at −ln 4 and rises")
p, q, s = np.array([0.2, 0.5, 0.3]), np.array([0.6, 0.3, 0.1]), np.array([0.4, -0.3, 1.1])
made = call(ascend, p, q, s, 1.3, 2)
check.close(made[0], [-0.232349, 0.061474, 1.099743], "three bins, two steps from other logits")
check.close(made[1], [-1.468831, -1.351697, -1.287117], "and V on the way")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other histograms, starting logits, rates and numbers of steps") as rng:
    for n, steps in ((1, 1), (3, 0), (10, 6)):
        p, q = draws.distribution(rng, n), draws.distribution(rng, n)
        s, rate = draws.logits(rng, n, 3), rng.uniform(0.5, 3)
        made, (logits, values) = (
            call(ascend, p, q, s, rate, steps),
            reference.ascend(p, q, s, rate, steps),
        )
        check.close(made[0], logits, atol=1e-12)
        check.close(made[1], values, atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "ascend-arrives", "points": 1}
made = call(ascend, np.array([0.9, 0.1]), np.array([0.5, 0.5]), np.zeros(2), 5.0, 100)
best = np.array([9 / 14, 1 / 6])
d = 1 / (1 + np.exp(-np.asarray(made[0].value)))
check.true(
    np.max(np.abs(d - best)) < 1e-6,
    "After 100 steps D is not yet p/(p + q).",
    why="D arrives",
    about=made,
)
check.true(
    np.all(np.diff(made[1].value) >= -1e-12),
    "V must not fall on the way up.",
    why="V never falls",
    about=made,
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("ten bins: where the climb ends, and that it never falls") as rng:
    p, q = rng.dirichlet(np.full(10, 20.0), size=2)
    made = call(ascend, p, q, rng.normal(size=10), 10.0, 400)
    d = 1 / (1 + np.exp(-np.asarray(made[0].value)))
    check.true(np.max(np.abs(d - p / (p + q))) < 1e-6, "D does not arrive at p/(p + q).")
    check.true(np.all(np.diff(made[1].value) >= -1e-12), "V falls at some step.")
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# A loop with three lines: `d = σ(s)`, the gradient, the step. Up means *plus*. The derivative of $\ln\sigma(s)$ is $1 - \sigma(s)$, that of $\ln(1 - \sigma(s))$ is $-\sigma(s)$; so $\frac{\partial V}{\partial s_i} = p_i\,(1 - \sigma(s_i)) - q_i\,\sigma(s_i)$.
# </details>
# <details><summary>Hint 2: the value</summary>
#
# $\ln\sigma(s) = -\ln(1 + e^{-s})$ is `-np.logaddexp(0, -s)`, and $\ln(1 - \sigma(s))$ is `-np.logaddexp(0, s)`. The sums
# are weighted with $p$ and $q$: no mean.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# With a small function `value`, start a list from `value(s)`. In the loop: `s = s + rate * (…)` with the gradient in the
# brackets, then append the value of the new `s`. Not `s += …`: that would change the caller's array.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** V is concave in the logits, with curvature at most max(p + q)/4, so every rate below 8/max(p + q) climbs
# without falling. The hidden histograms (Dirichlet 20) have max(p + q) well under 0.6; the rate 10 is safe.

# %% tags=["folded"]
bins = np.arange(10)
p_bins, q_bins = (np.exp(-((bins - m) ** 2) / 8) for m in (3, 6))
p_bins, q_bins = p_bins / p_bins.sum(), q_bins / q_bins.sum()
fig, axes = plt.subplots(1, 2, figsize=(8, 2.8))
for steps, style in ((1, ":"), (10, "--"), (300, "-")):
    logits, values = ascend(p_bins, q_bins, np.zeros(10), 10.0, steps)
    axes[0].plot(bins, 1 / (1 + np.exp(-logits)), style, label=f"after {steps}")
axes[0].plot(bins, d_star(p_bins, q_bins), "o", color=plots.REFERENCE, label="D*")
axes[0].set(xlabel="bin", ylabel="D", title="D after 1, 10 and 300 steps")
axes[0].legend()
axes[1].plot(values[:40], color=plots.DISCRIMINATOR)
plots.reference_line(axes[1], -np.log(4), "−ln 4")
axes[1].set(xlabel="step", ylabel="V (nats)", title="V never falls")
plots.show(fig, f"D approaches D*; V rises from {values[0]:.3f} to {values[-1]:.3f} in 300 steps")

# %% [markdown]
# ### Exercise 7 · The labels swapped
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** Would the game work with the labels swapped, 1 for fake and 0 for real? The
# answer to this common question is “yes, if *all* labels are swapped, in $G$'s loss too”: then both reach the same values. You can prove it with
# a table.
#
# **Formula.** The swapped detective ascends $V'(D) = \sum_i \bigl[p_i \ln(1 - D_i) + q_i \ln D_i\bigr]$.
#
# **What to write.** The best swapped $D'$ (½ where $p_i = q_i = 0$) and the value $V'$ that it reaches. Terms with weight
# 0 count as 0.


# %% nbgrader={"grade_id": "swapped", "solution": true}
def swapped_d_star(p, q):
    """The best D′ when fakes are labelled 1 and real data 0, and the value V′ it reaches.

    p, q: (n,) probabilities of real data and of fakes, zeros allowed.
    Returns (D′ (n,), V′ a float in [−ln 4, 0]).
    """
    ### BEGIN SOLUTION
    both = p + q
    d = np.divide(q, both, out=np.full(len(p), 0.5), where=both > 0)
    real, fake = p > 0, q > 0
    return d, np.sum(p[real] * np.log(1 - d[real])) + np.sum(q[fake] * np.log(d[fake]))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# swapped_d_star(np.array([0.9, 0.1]), np.array([0.5, 0.5]))

# %% nbgrader={"grade_id": "swapped-values", "points": 2}
made = call(swapped_d_star, np.array([0.9, 0.1]), np.array([0.5, 0.5]))
check.close(made[0], np.array([0.357143, 0.833333]), "1 now means fake: 5/14 and 5/6")
check.close(
    made[1],
    -1.182796,
    "the same value as without swapping",
    slips={"You put the swapped D′ into V. Put it into V′: ln D′ stands with q now.": -2.061686},
)
made = call(swapped_d_star, np.array([0.5, 0.5, 0.0, 0.0]), np.array([0.0, 0.5, 0.5, 0.0]))
check.close(made[0], np.array([0.0, 0.5, 1.0, 0.5]), "with empty bins; ½ where nothing falls")
check.close(made[1], -0.693147, "ln ½ on the second bin, for real and fake, each with weight ½")
p, q = np.array([0.2, 0.5, 0.3, 0.0, 0.0]), np.array([0.6, 0.2, 0.0, 0.2, 0.0])
made = call(swapped_d_star, p, q)
check.close(made[0], [0.75, 0.285714, 0.0, 1.0, 0.5], "five bins; ½ where nothing falls")
check.close(made[1], -0.868657, "and the value that it reaches")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random histograms with empty bins") as rng:
    for n, zeros in ((2, 0), (5, 1), (8, 3)):
        p, q = draws.distribution(rng, n, zeros), draws.distribution(rng, n, zeros)
        p, q = np.append(p, 0.0), np.append(q, 0.0)
        made, (d, value) = call(swapped_d_star, p, q), reference.swapped_d_star(p, q)
        check.close(made[0], d, atol=1e-12)
        check.close(made[1], value, atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# At one bin the problem is $a\ln y + b\ln(1 - y)$ again. Which weight stands with $\ln D$ now?
# </details>
# <details><summary>Hint 2: the value</summary>
#
# Put your $D'$ into $V'$ as it stands above. Leave out terms with weight 0, or use `xlogy`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# $D' = q/(p+q) = 1 - D^*$. Then `np.sum(xlogy(p, 1 - d) + xlogy(q, d))`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** If only one of the two terms is swapped, V′ = E_p ln D + E_q ln D is largest for D = 1 everywhere:
# nothing is learnt. The generator must be told of the swap too, since its loss uses the same label.

# %%
p_swap, q_swap = np.array([0.7, 0.2, 0.1, 0.0]), np.array([0.1, 0.2, 0.3, 0.4])
print("D*        ", d_star(p_swap, q_swap))
print("swapped D′", swapped_d_star(p_swap, q_swap)[0], " their sum is 1 in every bin")

# %% [markdown]
# ### Without densities
#
# What if $p_g$ has no density? A generator may put all its mass on a line in the plane, or on a single point. The proof
# does not mind, if it is told with measures. (This section is for the curious: nothing later needs it.) Let $P$ be the distribution of the data, $Q = P_g$ that of the fakes, and take
# $\nu = P + Q$ as the yardstick. Both are absolutely continuous with respect to $\nu$, so by the Radon–Nikodym theorem
# there is a measurable function
#
# $$D^* := \frac{dP}{d\nu} \in [0, 1], \qquad 1 - D^* = \frac{dQ}{d\nu},$$
#
# unique up to sets of $\nu$-measure 0. For every measurable $D$ with values in $[0, 1]$ we have
#
# $$V(D) = \int \bigl[D^* \ln D + (1 - D^*)\ln(1 - D)\bigr]\,d\nu \;\le\; \int \bigl[D^* \ln D^* + (1 - D^*)\ln(1 - D^*)\bigr]\,d\nu,$$
#
# because your steps 1–4 (with $a = D^*$, $b = 1 - D^*$; exercise 1 at the ends) say so at every single point. Equality holds only if $D = D^*$
# $\nu$-almost everywhere. Three worries vanish at once: no density is needed; the case $a = b = 0$ cannot occur, as
# $D^* + (1 - D^*) = 1$; and “D = ½ everywhere” reads as it should, *$\nu$-almost everywhere*, that is, wherever data or
# fakes can fall.

# %% [markdown]
# ## 4. KL, made fair
#
# In assignment 01 you met $\mathrm{KL}(p\,\|\,q) = \sum p_i \ln(p_i/q_i) \ge 0$. It is infinite as soon as $q$ rules
# out something that $p$ allows. Compare both $p$ and $q$ with their *mixture* $m = (p + q)/2$ instead, which allows
# whatever either of them allows:
#
# $$\mathrm{JSD}(p, q) = \tfrac12 \mathrm{KL}(p\,\|\,m) + \tfrac12 \mathrm{KL}(q\,\|\,m).$$
#
# Since $p_i/m_i \le 2$, both terms are at most $\ln 2$. So $0 \le \mathrm{JSD} \le \ln 2$, with 0 exactly for $p = q$ and
# $\ln 2$ exactly when they never meet. Both halves belong to the definition. One also finds it without them on the
# web; then the theorem would be off by a factor of two.

# %% [markdown]
# ### Exercise 8 · The Jensen–Shannon divergence
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** Against a perfect $D$, this number is what the generator minimises. Careful: SciPy's function
# `jensenshannon` returns its *square root*.
#
# **What to write.** JSD in nats for two distributions on the same bins. Zeros are allowed everywhere, the result is never
# negative (not even $-10^{-17}$ after rounding), and it is exactly 0 for identical inputs. Raise a `ValueError` if $p$ or
# $q$ is not a distribution: no entry may be negative, and the sum must be 1 up to $10^{-9}$.


# %% nbgrader={"grade_id": "jsd", "solution": true}
def jsd(p, q):
    """Jensen–Shannon divergence ½KL(p‖m) + ½KL(q‖m), m = (p + q)/2, in nats.

    p, q: (n,) probabilities. Returns a float in [0, ln 2].
    Raises ValueError if one of them is negative somewhere or does not sum to 1 (within 1e-9).
    """
    ### BEGIN SOLUTION
    total = 0.0
    for one in (p, q):
        if np.any(one < 0) or abs(np.sum(one) - 1) > 1e-9:
            raise ValueError("p and q must be distributions")
        happens = one > 0
        total += np.sum(one[happens] * np.log(2 * one[happens] / (p + q)[happens])) / 2
    return max(0.0, float(total))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# jsd(np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5]))

# %% nbgrader={"grade_id": "jsd-values", "points": 1}
p, q = np.array([0.2, 0.4, 0.3, 0.1, 0.0]), np.array([0.5, 0.3, 0.0, 0.0, 0.2])
check.close(call(jsd, p, q), 0.244735, "two dice with five sides, which have lost some of them")
check.close(
    call(jsd, np.array([0.9, 0.1]), np.array([0.5, 0.5])),
    0.101749,
    "a loaded coin and a fair one",
    slips={
        "That is KL(p‖q): compare p and q with the mixture m instead.": 0.368064,
        "That is KL(p‖m) alone: q is compared with m as well, and each counts half.": 0.116322,
    },
)
check.close(
    call(jsd, np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])),
    0.346574,
    "they share half of their weight: ½ ln 2",
    slips={"The two halves are missing: JSD = ½KL(p‖m) + ½KL(q‖m).": 0.693147},
)
check.close(
    call(jsd, np.array([1.0, 0.0]), np.array([0.5, 0.5])),
    0.215762,
    "a sure coin and a fair one",
    slips={"That is √JSD, a distance (as SciPy returns it). Square it.": 0.464501},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random distributions") as rng:
    for n in (2, 3, 9):
        p, q = draws.distribution(rng, n), draws.distribution(rng, n)
        check.close(call(jsd, p, q), reference.jsd(p, q), atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "jsd-edges", "points": 1}
check.close(
    call(jsd, np.array([0.3, 0.7]), np.array([0.3, 0.7])), 0.0, "identical: exactly 0", atol=0
)
check.close(
    call(jsd, np.array([0.4, 0.6, 0.0]), np.array([0.0, 0.0, 1.0])), 0.693147, "never meet: ln 2"
)
made = call(jsd, np.array([0.1, 0.9]), np.array([0.1 + 1e-9, 0.9 - 1e-9]))
check.true(
    0 <= float(made.value) < 1e-12,
    f"For almost identical inputs it is {float(made.value):.2g}, not nearly 0 or a little above.",
    why="almost identical: almost 0, never nan or negative",
    about=made,
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("zeros, identical and almost identical distributions") as rng:
    for n in (1, 4, 9):
        p, q = draws.distribution(rng, n, n // 3), draws.distribution(rng, n, n // 2)
        check.close(call(jsd, p, q), reference.jsd(p, q), atol=1e-12)
        check.close(call(jsd, p, p.copy()), 0.0, atol=0)
        near = p * (1 + 1e-9 * rng.normal(size=n))
        made = call(jsd, p, near / near.sum())
        check.true(0 <= float(made.value) < 1e-12, "It is nan, negative, or not small.", about=made)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "jsd-refuses", "points": 1}
fair = np.array([0.5, 0.5])
check.raises(ValueError, jsd, np.array([3.0, 5.0]), fair, why="these are counts")
check.raises(ValueError, jsd, fair, np.array([3.0, 5.0]), why="the second one is looked at too")
check.raises(
    ValueError, jsd, np.array([1.5, -0.5]), fair, why="a negative entry, although the sum is 1"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("inputs that are no distributions") as rng:
    good = draws.distribution(rng, 3)
    for bad in (good * rng.uniform(0.2, 0.9), np.array([0.8, 0.4, -0.2]), np.zeros(3)):
        check.raises(ValueError, jsd, bad, good)
        check.raises(ValueError, jsd, good, bad)
    for off in (1e-3, -5e-6, 2e-7):
        check.raises(ValueError, jsd, np.array([0.5, 0.5 + off]), np.array([0.5, 0.5]))
    # A sum of 0.9999999999999999 is 1: no error. The value is the business of the other tests.
    call(jsd, np.array([0.7, 0.2, 0.1]), good)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Write a small function for $\sum p_i \ln(p_i/m_i)$ over the entries with $p_i > 0$. There $m_i > 0$ too, so nothing can
# go wrong.
# </details>
# <details><summary>Hint 2: the sign</summary>
#
# Rounding may turn 0 into $-10^{-17}$: `max(0.0, …)` around the result puts that right. And test for identical inputs
# that you get 0.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `0.5 * kl(p, m) + 0.5 * kl(q, m)` with `kl = lambda a, b: np.sum(a[a > 0] * np.log(a[a > 0] / b[a > 0]))`, after the two
# checks of the inputs.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `scipy.spatial.distance.jensenshannon(p, q)**2` is right up to two things: it normalises its inputs
# silently, so the ValueError has to be written; and for almost identical inputs the number under its root may be −1e−16,
# so that it returns nan (`np.nan_to_num` mends that). A JSD that accepts unnormalised input is not a harmless
# convenience: see the next cell.

# %% [markdown]
# **See it: why refuse?** At the end of assignment 04 you met a histogram of the data that sums to about a third instead of 1, and a curve that was computed from it. What does the formula say of a *perfect* generator, if it is not allowed to refuse?

# %%
fakes = np.full(6, 1 / 6)
data_third = fakes / 3
mixed = (data_third + fakes) / 2
unasked = np.sum(xlogy(data_third, data_third / mixed) + xlogy(fakes, fakes / mixed)) / 2
print(f"without a ValueError: {unasked:.3f} nats for a perfect generator, whose JSD is 0")

# %% [markdown]
# A plausible number, and nothing complained. The `ValueError` would have found this on the first day.

# %% [markdown]
# ### Exercise 9 · Not a distance
#
# *Difficulty ●●○ · 10 minutes · 1 point*
#
# **Why it matters.** One reads of “the JS distance”. A distance obeys the triangle inequality: a detour is never shorter.
# JSD does not, and one example proves that. Its root $\sqrt{\mathrm{JSD}}$ does (Endres and Schindelin 2003), which is
# why the conventions at the top have to say which of the two is meant.
#
# **What to write.** Three distributions $p$, $m$, $q$ on the same bins for which the detour *is* shorter:
# $\mathrm{JSD}(p, q) > \mathrm{JSD}(p, m) + \mathrm{JSD}(m, q)$.

# %% nbgrader={"grade_id": "triangle-sides", "locked": true}
from scipy.spatial.distance import jensenshannon


def triangle_sides(p, m, q):
    """(JSD(p, q), JSD(p, m) + JSD(m, q)), or (nan, nan) for what is no three distributions."""
    three = [np.asarray(one, dtype=float) for one in (p, m, q)]
    if any(one.ndim != 1 or len(one) != len(three[0]) or np.any(one < 0) for one in three):
        return np.nan, np.nan
    if any(abs(one.sum() - 1) > 2e-6 for one in three):
        return np.nan, np.nan
    p, m, q = three
    return jensenshannon(p, q) ** 2, jensenshannon(p, m) ** 2 + jensenshannon(m, q) ** 2


# %% nbgrader={"grade_id": "triangle", "solution": true}
def triangle_breaker():
    """Three distributions (p, m, q), each (n,), with JSD(p, q) > JSD(p, m) + JSD(m, q)."""
    ### BEGIN SOLUTION
    return np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0.0, 1.0])
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# triangle_sides(*triangle_breaker())

# %% nbgrader={"grade_id": "triangle-broken", "points": 1}
made = call(triangle_breaker)
direct, detour = triangle_sides(made[0].value, made[1].value, made[2].value)
check.true(
    not np.isnan(direct),
    "These are not three distributions on the same bins: entries ≥ 0, each with sum 1.",
    about=made,
)
check.true(
    direct > detour + 1e-9,
    f"The direct way, {direct:.6f}, is not longer than the detour, {detour:.6f}.",
    why="a detour that is shorter than the direct way",
    about=made,
)

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Two bins are enough. Make $p$ and $q$ as different as you can; then the direct way is as long as it gets, $\ln 2$.
# </details>
# <details><summary>Hint 2: the stop on the way</summary>
#
# What lies halfway between a coin that always shows heads and one that always shows tails?
# </details>
# <details><summary>Hint 3: numbers</summary>
#
# $\mathrm{JSD}$ of $(1, 0)$ and $(½, ½)$ is 0.215762, so the detour over the fair coin is 0.431523, and $\ln 2 = 0.693147$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** For nearby distributions JSD behaves like a squared length (it is ⅛ of the Fisher information form), and
# squares of lengths break the triangle inequality on any straight line: (1 + 1)² > 1² + 1².

# %% [markdown]
# **See it.** A thousand random triples of distributions on four bins: how often is the detour shorter, for JSD and for
# its root?

# %%
rng = np.random.default_rng(11)
broken, broken_root = 0, 0
for _ in range(1000):
    p, m, q = rng.dirichlet(np.full(4, 0.5), size=3)
    sides = np.array([jsd(p, q), jsd(p, m), jsd(m, q)])
    broken += sides[0] > sides[1] + sides[2]
    broken_root += np.sqrt(sides[0]) > np.sqrt(sides[1]) + np.sqrt(sides[2]) + 1e-12
print(f"JSD breaks the triangle inequality {broken} times in 1000, its root {broken_root} times")
ends = [jsd(np.array([1.0, 0.0]), np.array([0.0, 1.0])), jsd(np.array([1.0, 0.0]), np.full(2, 0.5))]
print(f"over the fair coin: {ends[0]:.4f} > {2 * ends[1]:.4f}, ", end="")
print(f"roots {np.sqrt(ends[0]):.4f} < {2 * np.sqrt(ends[1]):.4f}")

# %% [markdown]
# ## 5. The theorem
#
# Give $D$ its best answer everywhere and call what is left $C(G) = \max_D V(D, G) = V(D^*, G)$ (Goodfellow et al. 2014,
# equation 4). First as a number, then as a proof.

# %% [markdown]
# ### Exercise 10 · What is left for the generator
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** This is the function that $G$ would descend if $D$ were always perfect.
#
# **What to write.** $C = \sum_i \bigl[p_i \ln D^*_i + q_i \ln(1 - D^*_i)\bigr]$ for histograms $p$ (data) and $q$
# (fakes). Terms with weight 0 count as 0. Where $D^*$ rounds to 1, $1 - D^*$ must not become 0: it is $q/(p + q)$. Use the definition, not the theorem: then the next exercises have something to
# explain.


# %% nbgrader={"grade_id": "c-of-g", "solution": true}
def c_of_g(p, q):
    """C(G) = V(D*, G) = Σ [pᵢ ln D*ᵢ + qᵢ ln(1 − D*ᵢ)] in nats (Goodfellow et al. 2014, eq. 4).

    p, q: (n,) probabilities of data and of fakes, zeros allowed. Returns a float in [−ln 4, 0].
    """
    ### BEGIN SOLUTION
    total = 0.0
    for one in (p, q):
        happens = one > 0
        total += np.sum(one[happens] * np.log(one[happens] / (p + q)[happens]))
    return float(total)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# c_of_g(np.array([0.5, 0.5]), np.array([0.9, 0.1]))

# %% nbgrader={"grade_id": "c-of-g-values", "points": 2}
check.close(
    call(c_of_g, np.array([0.9, 0.1]), np.array([0.5, 0.5])),
    -1.182796,
    "two different coins",
    slips={"That is the real term alone: the fakes have one too, with ln(1 − D*).": -0.576825},
)
check.close(
    call(c_of_g, np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])),
    -0.693147,
    "they share half of their weight",
)
check.close(
    call(c_of_g, np.full(4, 0.25), np.full(4, 0.25)), -1.386294, "a perfect generator: −ln 4"
)
check.close(
    call(c_of_g, np.array([1.0, 0.0]), np.array([0.0, 1.0])), 0.0, "D is always right: 0", atol=1e-9
)
check.close(
    call(c_of_g, np.array([1.0, 1e-20]), np.array([1e-20, 1.0])),
    0.0,
    "and nearly 0 where D* is rounded to 1",
    atol=1e-9,
    slips={"1 − D* was rounded to 0, and its logarithm to −∞: write q/(p + q).": -np.inf},
)
p, q = np.array([0.2, 0.4, 0.3, 0.1, 0.0]), np.array([0.5, 0.3, 0.0, 0.0, 0.2])
check.close(call(c_of_g, p, q), -0.896824, "two dice with five sides, which have lost some of them")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random histograms, with and without zeros, both ways round") as rng:
    for n, zeros in ((1, 0), (3, 0), (6, 2), (9, 4)):
        p, q = draws.distribution(rng, n, zeros), draws.distribution(rng, n, zeros)
        made = call(c_of_g, p, q)
        check.close(made, reference.c_of_g(p, q), atol=1e-12)
        check.close(made, 2 * reference.jsd(p, q) - np.log(4), atol=1e-12)
        check.close(call(c_of_g, q, p), reference.c_of_g(q, p), atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# $D^*_i = p_i/(p_i + q_i)$ and $1 - D^*_i = q_i/(p_i + q_i)$.
# </details>
# <details><summary>Hint 2: the zeros</summary>
#
# A bin with $p_i = 0$ has $\ln D^*_i = -\infty$, but its weight is 0. Leave it out of that sum.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.sum(xlogy(p, d_star(p, q)) + xlogy(q, d_star(q, p)))`: where $D^*$ is rounded to 1, `1 - d` would be 0, and $q/(p + q)$ is not.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** −ln 4 + 2·jsd(p, q) is accepted: it is what they are about to prove. −ln 4 + jsd is what one gets with
# the definition that lacks the two halves on one side only.

# %% tags=["folded"]
share = np.linspace(0, 1, 101)
curve = [c_of_g(np.array([1 - t, t]), np.array([t, 1 - t])) for t in share]
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(share, curve, color=plots.GENERATOR)
plots.reference_line(ax, -np.log(4), "−ln 4")
plots.reference_line(ax, 0.0, "0: D is always right")
ax.set(xlabel="t: data is the coin (1 − t, t), fakes are (t, 1 − t)", ylabel="C (nats)")
plots.show(fig, f"C falls from 0 to its minimum {min(curve):.3f} at t = ½, where the coins agree")

# %% [markdown]
# ### The proof, line by line
#
# Write $p = p_\text{data}(x)$ and $q = p_g(x)$ at one $x$. The integrand of $C(G)$ is this line; everything that follows
# is this same line, rewritten until it says something.

# %% nbgrader={"grade_id": "line-zero", "locked": true}
p, q = PQ
LINE_0 = p * sp.log(p / (p + q)) + q * sp.log(1 - p / (p + q))
LINE_0

# %% [markdown]
# ### Exercise 11 · Step 5: put D* in and tidy up
#
# *Difficulty ●○○ · 5 minutes · 1 point*
#
# **Why it matters.** Only when $1 - D^*$ is written as a fraction does one see that the line is symmetric in $p$ and $q$.
#
# **What to write.** `LINE_0` with the difference inside the second logarithm carried out.


# %% nbgrader={"grade_id": "tidy", "solution": true}
def step_5(p, q):
    """The integrand of V(D*, G), without a difference inside a logarithm. p, q: symbols."""
    ### BEGIN SOLUTION
    return p * sp.log(p / (p + q)) + q * sp.log(q / (p + q))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# step_5(*PQ)

# %% nbgrader={"grade_id": "tidy-line", "points": 1}
check.expression(
    call(step_5, *PQ),
    LINE_0,
    "the same as LINE_0, and tidier",
    form={"There is still a difference inside a logarithm.": check.no_difference_in_logs},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("step 5 with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(
        call(step_5, u, v),
        reference.step_5(u, v),
        form={"There is still a difference inside a logarithm.": check.no_difference_in_logs},
        rng=rng,
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Bring $1 - \frac{p}{p+q}$ to one denominator.
# </details>
# <details><summary>Hint 2: the fraction</summary>
#
# $1 = \frac{p+q}{p+q}$, and $p + q - p = q$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return p * sp.log(p / (p + q)) + …`, the second term with the roles exchanged.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** This is the paper's equation (4), last line, under the integral.

# %%
step_5(*PQ)

# %% [markdown]
# ### Exercise 12 · Step 6: bring in the mixture
#
# *Difficulty ●●● · 15 minutes · 2 points*
#
# **Why it matters.** This is the one trick of the proof, and most accounts hurry past it: “multiply by 2 inside both
# logarithms and subtract $2\ln 2$”. Where from, and why twice? Do it slowly. KL compares *distributions*. But $p + q$ has
# mass 2: it is none. The mixture $m = \frac{p+q}{2}$ is one.
#
# **What to write.** The same line with $m$, written as $(p + q)/2$, inside both logarithms, and whatever that costs as a
# term of its own. The check wants the *same value* as before.


# %% nbgrader={"grade_id": "mixture", "solution": true}
def step_6(p, q):
    """The integrand with the mixture (p + q)/2 in both logarithms. p, q: symbols."""
    ### BEGIN SOLUTION
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) - (p + q) * sp.log(2)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# step_6(*PQ)

# %% nbgrader={"grade_id": "mixture-line", "points": 2}
p, q = PQ
check.expression(
    call(step_6, p, q),
    LINE_0,
    "the same value as LINE_0, with the mixture",
    form={"Both logarithms should hold the mixture (p + q)/2.": check.logs_of((p + q) / 2)},
    gaps={
        "A term is lost: the 2 inside each logarithm has to be paid for.": (p + q) * sp.log(2),
        "You paid for q's logarithm only: p's has a 2 in it as well.": p * sp.log(2),
        "You paid for p's logarithm only: q's has a 2 in it as well.": q * sp.log(2),
        "Each logarithm has its own price: p ln 2 and q ln 2, not ln 2 once.": (p + q - 1)
        * sp.log(2),
        "Paid, but nothing bought: m is (p + q)/2, not p + q.": -(p + q) * sp.log(2),
        "The payment has the wrong sign.": 2 * (p + q) * sp.log(2),
        "Under the integral the payment is (p + q) ln 2; 2 ln 2 comes later.": (p + q - 2)
        * sp.log(2),
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("step 6 with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(
        call(step_6, u, v),
        reference.step_6(u, v),
        form={"Both logarithms should hold the mixture (p + q)/2.": check.logs_of((u + v) / 2)},
        rng=rng,
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# $\frac{p}{p+q} = \frac{p}{2m} = \frac12\cdot\frac{p}{m}$. Take the logarithm of that product.
# </details>
# <details><summary>Hint 2: the cost</summary>
#
# $p\ln\frac{p}{p+q} = p\ln\frac{p}{m} - p\ln 2$. The second term has a cost of the same kind, with another weight.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Let `m` be `(p + q) / 2`. Then `p * sp.log(p / m) + …` as in step 5, minus the two costs.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The commonest slips: no cost at all, one ln 2 instead of two, m = p + q, and writing −2 ln 2 under the
# integral. Each gets its sentence. A half-way line (mixture in one logarithm only) has the right value and the wrong
# form.

# %%
step_6(*PQ)

# %% [markdown]
# ### Exercise 13 · Steps 7 and 8: integrate
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** Here are the $-\ln 4$ and the 2 of the famous formula, each at its place of birth: equations (5) and
# (6) of the paper.
#
# **What to write.** Integrate your step 6 over all $x$. Step 7: what does the term with $\ln 2$ become, given that
# $\int (p + q)\,dx = 2$? (An exact number.) Step 8: the other two terms are *twice* the integrand of JSD. Write that
# integrand, with its halves.


# %% nbgrader={"grade_id": "integrate", "solution": true}
def step_7():
    """The integral of the constant term: an exact SymPy number."""
    ### BEGIN SOLUTION
    return -2 * sp.log(2)
    ### END SOLUTION


def step_8(p, q):
    """The integrand of JSD: what stands behind the factor 2. p, q: symbols."""
    ### BEGIN SOLUTION
    m = (p + q) / 2
    return p * sp.log(p / m) / 2 + q * sp.log(q / m) / 2
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# step_7(), step_8(*PQ)

# %% nbgrader={"grade_id": "integrate-constant", "points": 1}
check.expression(
    call(step_7),
    sp.log(sp.Rational(1, 4)),
    "what a blind detective gets",
    slips={
        "That is ln 2 once: p and q each integrate to 1, so it comes twice.": -sp.log(2),
        "The sign is flipped: V is never positive.": sp.log(4),
    },
)

# %% nbgrader={"grade_id": "integrate-rest", "points": 1}
p, q = PQ
check.expression(
    call(step_8, p, q),
    (LINE_0 + (p + q) * sp.log(2)) / 2,
    "half of what is left of LINE_0 without its constant",
    form={"Both logarithms should hold the mixture (p + q)/2.": check.logs_of((p + q) / 2)},
    gaps={"This is half of LINE_0 itself: m is (p + q)/2, not p + q.": -(p + q) * sp.log(2) / 2},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("step 8 with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(
        call(step_8, u, v),
        reference.step_8(u, v),
        form={"Both logarithms should hold the mixture (p + q)/2.": check.logs_of((u + v) / 2)},
        rng=rng,
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: the constant</summary>
#
# $-\int (p + q)\ln 2\,dx = -\ln 2\cdot\int (p + q)\,dx$.
# </details>
# <details><summary>Hint 2: the rest</summary>
#
# $\mathrm{JSD} = \int \bigl[\tfrac12 p\ln\frac pm + \tfrac12 q\ln\frac qm\bigr]dx$, by its definition.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `-2 * sp.log(2)` (not `np.log`: that is a decimal), and the two terms of step 6 with a `/ 2` each.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** This is equation (5)–(6) of the paper: C(G) = −log 4 + KL(p_data‖m) + KL(p_g‖m) = −log 4 + 2·JSD.
# Whoever forgets the halves gets a theorem with JSD instead of 2·JSD, which is what the definition without halves would
# need.

# %%
x = sp.Symbol("x")
densities = [sp.Function(name)(x) for name in ("p_data", "p_g")]
step_7() + 2 * sp.Integral(step_8(*densities), (x, -sp.oo, sp.oo))

# %% [markdown]
# ### Exercise 14 · Step 9: it is never negative
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** So far $C = -\ln 4 + 2\,\mathrm{JSD}$ is an identity. To find its minimum we need that
# $\mathrm{KL} \ge 0$, with equality only for equal distributions.
#
# **Formula.** Let $g(t) = t\ln t - t + 1$ for $t > 0$. If $g \ge 0$, then with $t = p/m$, multiplied by $m$, we get
# $p\ln\frac pm \ge p - m$. (For $p = 0$ this says $0 \ge -m$: true as well.) The right side integrates to $1 - 1 = 0$,
# so $\mathrm{KL}(p\,\|\,m) \ge 0$.
#
# **What to write.** The three facts that prove $g \ge 0$: its derivative $g'(t)$, its second derivative $g''(t)$, and the
# only $t_0$ with $g'(t_0) = 0$. (Then $g$ is convex and its minimum is $g(t_0)$. Check in your head that this is 0.)


# %% nbgrader={"grade_id": "tangent", "solution": true}
def step_9(t):
    """(g′(t), g″(t), t₀) for g(t) = t ln t − t + 1. t: a symbol; returns three expressions."""
    ### BEGIN SOLUTION
    return sp.log(t), 1 / t, sp.Integer(1)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# step_9(T)

# %% nbgrader={"grade_id": "tangent-lines", "points": 2}
g, made = T * sp.log(T) - T + 1, call(step_9, T)
check.expression(
    made[0],
    sp.diff(g, T),
    "g′",
    gaps={"Product rule: t ln t has the derivative ln t + 1, and then −1.": sp.Integer(1)},
)
check.expression(made[1], sp.diff(g, T, 2), "g″, positive: g is convex")
check.expression(made[2], sp.solve(sp.diff(g, T), T)[0], "t₀: there g(t₀) = 0")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("step 9 with another letter, and its minimum") as rng:
    u = sp.Symbol("u", positive=True)
    made = call(step_9, u)
    for i, expected in enumerate(reference.step_9(u)):
        check.expression(made[i], expected, rng=rng)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Product rule for $t\ln t$: it gives $\ln t + 1$.
# </details>
# <details><summary>Hint 2: the minimum</summary>
#
# $g'(t) = 0$ means $\ln t = 0$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# A tuple of three: `return sp.log(t), 1 / t, …`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Equality at every x forces t = p/m = 1 almost everywhere, hence p = m = q. This, not mere
# non-negativity, is the uniqueness in Theorem 1.

# %% [markdown]
# **See it.** The graph of $g$ touches 0 at $t = 1$ and nowhere else. So $\mathrm{KL}(p\,\|\,m) = 0$ only if $p = m$
# (almost) everywhere, and then $p = q$. This completes Theorem 1: *$C(G) \ge -\ln 4$, with equality if and only if
# $p_g = p_\text{data}$.*

# %% tags=["folded"]
grid = np.linspace(0.001, 3, 300)
g_of_grid = grid * np.log(grid) - grid + 1
fig, ax = plt.subplots(figsize=(6, 2.6))
ax.plot(grid, g_of_grid, color=plots.DISCRIMINATOR)
plots.reference_line(ax, 0.0, "0")
ax.set(xlabel="t = p/m", ylabel="t ln t − t + 1")
plots.show(
    fig, f"g falls from 1 to {g_of_grid.min():.4f} near t = 1 and rises to {g_of_grid[-1]:.2f}"
)

# %% [markdown]
# ### Exercise 15 · Step 10: convex in the distribution
#
# *Difficulty ●●○ · 10 minutes · 1 point*
#
# **Why it matters.** Proposition 2 of the paper says that descending $C$ leads to the minimum. Its heart is that $C$, as
# a function of *the distribution* $p_g$, is convex: no false valleys. (The paper's reason: $C$ is a supremum over $D$ of
# functions that are linear in $p_g$, up to a constant.) For densities a second derivative shows it.
#
# **What to write.** The second derivative $\partial^2/\partial q^2$ of the integrand, as *one fraction*, so that its sign
# can be read off.


# %% nbgrader={"grade_id": "convex", "solution": true}
def step_10(p, q):
    """∂²/∂q² of the integrand of C(G), as one fraction. p, q: symbols; returns an expression."""
    ### BEGIN SOLUTION
    return p / (q * (p + q))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# step_10(*PQ)

# %% nbgrader={"grade_id": "convex-line", "points": 1}
p, q = PQ
check.expression(
    call(step_10, p, q),
    sp.diff(LINE_0, q, 2),
    "SymPy's second derivative of LINE_0 agrees",
    form={"Write it as one fraction: then everyone can see its sign.": check.one_term},
    slips={"That is the first derivative: differentiate once more.": sp.diff(LINE_0, q)},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("step 10 with other letters") as rng:
    u, v = sp.symbols("u v", positive=True)
    check.expression(
        call(step_10, u, v),
        reference.step_10(u, v),
        form={"Write it as one fraction: then everyone can see its sign.": check.one_term},
        rng=rng,
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Use the form with the logarithms taken apart: $p\ln p + q\ln q - (p + q)\ln(p + q)$, your step 4.
# </details>
# <details><summary>Hint 2: the first derivative</summary>
#
# With respect to $q$ it is $\ln q + 1 - \ln(p + q) - 1 = \ln q - \ln(p + q)$.
# </details>
# <details><summary>Hint 3: the last line</summary>
#
# $\frac1q - \frac1{p+q}$, brought to one denominator.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The paper's own argument needs no derivative: C is a supremum of functions that are linear in p_g, hence
# convex, and the gradient of the maximising one is a subgradient of the supremum.

# %% [markdown]
# **See it.** Two ways from fakes to data. On the left we *mix*: a share $\lambda$ of the fakes is replaced by data. Along
# this straight line in the space of distributions $C$ is convex. On the right we *move* the fakes,
# $p_g = \mathcal{N}(\mu, 1)$: this is what a generator with a parameter $\mu$ can do. The minimum is the same, but the
# curve is not convex: it flattens out.


# %% tags=["folded"]
def normal_bins(mu):
    """N(mu, 1) on 400 bins between −10 and 10."""
    density = np.exp(-((np.linspace(-10, 10, 400) - mu) ** 2) / 2)
    return density / density.sum()


lam, mus = np.linspace(0, 1, 41), np.linspace(-5, 5, 41)
mixed = [c_of_g(normal_bins(0), (1 - t) * normal_bins(4) + t * normal_bins(0)) for t in lam]
moved = [c_of_g(normal_bins(0), normal_bins(mu)) for mu in mus]
fig, axes = plt.subplots(1, 2, figsize=(8, 2.8), sharey=True)
axes[0].plot(lam, mixed, color=plots.GENERATOR)
axes[0].set(xlabel="share λ of data mixed in", ylabel="C (nats)", title="mix: convex")
axes[0].set(xlim=(-0.05, 1.25), xticks=[0, 0.25, 0.5, 0.75, 1])
axes[1].plot(mus, moved, color=plots.GENERATOR)
axes[1].set(xlabel="mean μ of the fakes", title="move: not convex")
for ax in axes:
    plots.reference_line(ax, -np.log(4), "−ln 4")
bends = [np.sum(np.diff(curve, 2) < -1e-9) for curve in (mixed, moved)]
plots.show(
    fig, f"Downward bends: {bends[0]} of 39 on the mixing curve, {bends[1]} on the moving one"
)

# %% [markdown]
# ## 6. The same number, three ways
#
# You have JSD as a *formula* for histograms. For densities it is an *integral*. And for samples, where nobody knows a
# density, it is the score of a *classifier*. The three must agree.

# %% [markdown]
# ### Exercise 16 · Two bell curves, by quadrature
#
# *Difficulty ●●● · 20 minutes · 2 points*
#
# **Why it matters.** There is no closed form for the JSD of two Gaussians. And when they are far apart the obvious code
# computes $0\cdot\ln(0/0)$.
#
# **What to write.** $\mathrm{JSD}\bigl(\mathcal{N}(0, 1), \mathcal{N}(\mu, \tau^2)\bigr)$ to $10^{-6}$, by a sum over a
# fine grid that covers *both*. (In code $\tau$ is `sigma`, as usual; in formulas σ is the sigmoid here.) At $\mu = 40$ each density is 0 in floating point where the other one lives; the answer is
# still $\ln 2$. Work with $\ln p$ and $\ln q$, which are plain parabolas, and use `np.logaddexp`.


# %% nbgrader={"grade_id": "jsd-gauss", "solution": true}
def jsd_gauss(mu, sigma=1.0):
    """JSD(N(0, 1), N(mu, sigma²)) in nats by quadrature, correct to 1e-6.

    mu: float in [−100, 100]; sigma: float in [0.2, 5], the standard deviation of the second one.
    Returns a float in [0, ln 2], never nan.
    """
    ### BEGIN SOLUTION
    left, right = min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma)
    x = np.arange(left, right, 0.002)
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -(((x - mu) / sigma) ** 2) / 2 - np.log(2 * np.pi) / 2 - np.log(sigma)
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    integrand = np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)
    return float(np.sum(integrand) * (x[1] - x[0]) / 2)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# jsd_gauss(2.0)

# %% nbgrader={"grade_id": "jsd-gauss-values", "points": 1}
check.close(
    call(jsd_gauss, 1.0),
    0.111421,
    "one standard deviation apart",
    slips={
        "The halves are missing.": 0.222843,
        "That is √JSD.": 0.333799,
        "That is in bits: use the natural logarithm.": 0.160747,
        "That is KL(p‖q) = μ²/2: compare both with the mixture m.": 0.5,
        "The ½ of the mixture is lost: ln m = ln((p + q)/2).": -0.581726,
    },
)
check.close(call(jsd_gauss, 2.0), 0.336831, "two standard deviations apart")
check.close(
    call(jsd_gauss, 0.0, 2.0),
    0.092733,
    "same mean, twice as wide",
    slips={
        "ln q has a term −ln(sigma): without it q does not integrate to 1.": 0.200687,
        "You use sigma as if it were the variance: it is the standard deviation.": 0.027507,
        "In ln q divide (x − μ)² by 2·sigma², not by 2·sigma.": 0.036144,
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("other means and widths") as rng:
    for mu, sigma in [(0.0, 2.0), *rng.uniform([-6, 0.3], [6, 3], size=(4, 2)).tolist()]:
        made = call(jsd_gauss, mu, sigma)
        check.close(made, reference.jsd_gauss(mu, sigma), rtol=0, atol=2e-6)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "jsd-gauss-far", "points": 1}
check.close(
    call(jsd_gauss, 40.0),
    0.693147,
    "far apart: ln 2, not nan",
    slips={"Half of the integral is missed: the grid has to cover both bells.": 0.346574},
)
check.close(
    call(jsd_gauss, -40.0),
    0.693147,
    "and the same to the left",
    slips={"Half of the integral is missed: the grid has to cover both bells.": 0.346574},
)
made = call(jsd_gauss, 0.0)
check.true(abs(float(made.value)) < 1e-9, "It is not 0.", why="on top of each other: 0", about=made)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("far to the left, far to the right, and narrow") as rng:
    for mu, sigma in ((-60.0, 1.0), (rng.uniform(30, 90), 1.0), (45.0, 0.25)):
        check.close(call(jsd_gauss, mu, sigma), np.log(2), rtol=0, atol=2e-6)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The grid goes from `min(-10, mu - 10*sigma)` to `max(10, mu + 10*sigma)` with a spacing of a hundredth of the narrower
# width.
# </details>
# <details><summary>Hint 2: the logarithms</summary>
#
# $\ln p(x) = -\frac{x^2}{2} - \frac12\ln 2\pi$. For $\ln q$ put $\frac{x - \mu}{\tau}$ in place of $x$ and subtract
# $\ln\tau$. The mixture: $\ln m = \ln\frac{e^{\ln p} + e^{\ln q}}{2}$ is
# `np.logaddexp(log_p, log_q) - np.log(2)`. It is finite everywhere.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The integrand is `0.5 * np.exp(log_p) * (log_p - log_m) + 0.5 * np.exp(log_q) * (log_q - log_m)`; sum it and multiply by
# the spacing.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Masking (`p > 0`) works too, as p/m ≤ 2 wherever p > 0. Clipping the densities at 1e-12 changes the
# sixth digit. Integrators such as `quad` over an infinite range may miss a narrow bump far away and return ½ ln 2 without
# a warning.

# %% [markdown]
# **See it.** The table of the theorem: for growing distance $\mu$, the divergence, the value
# $C = -\ln 4 + 2\,\mathrm{JSD}$ and the log loss $\mathrm{BCE}^* = \ln 2 - \mathrm{JSD} = -C/2$ of the best classifier.

# %%
print("   μ      JSD        C       BCE*")
for mu in (0.5, 1, 2, 4, 8):
    value = jsd_gauss(mu)
    print(f"{mu:4}  {value:.6f}  {-np.log(4) + 2 * value:.6f}  {np.log(2) - value:.6f}")
print(f"same mean, twice as wide: {jsd_gauss(0.0, 2.0):.6f}")

# %% [markdown]
# That last column is the third way. Toss a fair coin $Y$; on heads draw $x$ from the data, on tails from the generator.
# How much does $x$ tell about the coin? Before you see $x$ the log loss of your best guess is $H(Y) = \ln 2$, the
# *entropy* of the coin; once you see it, $H(Y \mid X)$ on average. The difference is the *mutual information*
#
# $$I(X; Y) = H(Y) - H(Y \mid X) = \ln 2 - \mathrm{BCE}^* = \mathrm{JSD}(p_\text{data}, p_g),$$
#
# where $\mathrm{BCE}^*$ is the mean log loss of $D^*$, half real and half fake. And no classifier beats $D^*$: for
# *every* $D$, $\mathrm{JSD} \ge \ln 2 - \mathrm{BCE}(D)$. So a classifier's score on samples *estimates* a lower bound,
# if it has not seen those samples before.

# %% [markdown]
# ### Exercise 17 · A bound from a classifier
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** For images this is the only way of the three that exists. And it says what the loss of a
# discriminator *means*: the distance from $\ln 2$ is a divergence.
#
# **Formula.** $\mathrm{JSD} \ge \ln 2 - \mathrm{BCE}$ with
# $\mathrm{BCE} = -\tfrac12\bigl[\text{mean} \ln D(x_\text{real}) + \text{mean} \ln(1 - D(x_\text{fake}))\bigr]$.
#
# **What to write.** The bound, from outputs of $D$ on real and fake samples. A bad $D$ gives a *negative* bound: true,
# only useless. Do not cut it off. A $D$ that is certain and wrong gives $-\infty$.


# %% nbgrader={"grade_id": "lower-bound", "solution": true}
def jsd_lower_bound(d_real, d_fake):
    """ln 2 − BCE(D), an estimate of a lower bound of JSD, in nats.

    d_real: (m,) outputs of D on real samples; d_fake: (n,) on fakes; all in [0, 1].
    Returns a float in [−∞, ln 2].
    """
    ### BEGIN SOLUTION
    with np.errstate(divide="ignore"):
        real = np.mean(np.log(np.asarray(d_real, dtype=float)))
        fake = np.mean(np.log(1 - np.asarray(d_fake, dtype=float)))
    return float(np.log(2) + (real + fake) / 2)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# jsd_lower_bound(np.array([0.8, 0.9]), np.array([0.3]))

# %% nbgrader={"grade_id": "lower-bound-values", "points": 2}
d_real, d_fake = np.array([0.8, 0.9, 0.35]), np.array([0.3, 0.15, 0.6, 0.2, 0.1])
check.close(call(jsd_lower_bound, d_real, d_fake), 0.287027, "three real samples and five fakes")
check.close(
    call(jsd_lower_bound, np.array([0.8, 0.9]), np.array([0.3])),
    0.432684,
    "two real samples and one fake",
)
made = call(jsd_lower_bound, np.full(5, 0.5), np.full(3, 0.5))
check.true(abs(float(made.value)) < 1e-9, "It is not 0 for a blind D.", why="blind", about=made)
check.close(call(jsd_lower_bound, np.array([0.1]), np.array([0.9])), -1.609438, "worse than blind")
check.close(call(jsd_lower_bound, np.array([0.0]), np.array([0.5])), -np.inf, "certain and wrong")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random outputs in groups of different sizes, and D certain, right or wrong") as rng:
    for m, n in ((1, 1), (2, 7), (6, 3)):
        d_real, d_fake = draws.probabilities(rng, m), draws.probabilities(rng, n)
        check.close(
            call(jsd_lower_bound, d_real, d_fake),
            reference.jsd_lower_bound(d_real, d_fake),
            atol=1e-12,
        )
    made = call(jsd_lower_bound, np.ones(2), np.zeros(3))
    check.close(made, np.log(2), atol=0)
    check.close(call(jsd_lower_bound, np.array([0.5, 0.0]), np.array([0.5])), -np.inf)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Two means, one for each group, then the average of the two.
# </details>
# <details><summary>Hint 2: the sign</summary>
#
# $\ln 2$ *plus* half the sum of two means of logarithms, which are negative.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.log(2) + 0.5 * (np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake)))`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With V of assignment 01 it is ln 2 + V/2. “A divergence cannot be negative, so I cut at 0” turns a lower
# bound with a known sign of error into an estimate with an unknown one.

# %% [markdown]
# **See it.** Data $\mathcal{N}(0, 1)$, fakes $\mathcal{N}(2, 1)$. A logistic classifier learns from $n$ samples of each
# kind; its inputs are the first powers of $x$. With the first power alone it *can* be $D^*$. With twelve powers and few
# samples it learns the samples by heart. Below, its score on the samples that it has seen, and on fresh ones; for small
# $n$ the mean over 20 runs.

# %%
rng = np.random.default_rng(8)
fresh = rng.normal(0, 1, 20_000), rng.normal(2, 1, 20_000)
print("powers      n   on samples seen   on fresh samples")
for powers, n, runs in ((1, 20_000, 1), (1, 50, 20), (12, 50, 20)):
    scores = np.empty((runs, 2))
    for run in range(runs):
        seen = rng.normal(0, 1, n), rng.normal(2, 1, n)
        D = logistic.fit(*seen, powers)
        scores[run] = [jsd_lower_bound(D(real), D(fake)) for real, fake in (seen, fresh)]
    print("{:6} {:6} {:15.3f} {:18.3f}".format(powers, n, *scores.mean(axis=0)))
print(f"the true JSD, by quadrature: {jsd_gauss(2.0):.3f}")
print(f"the formula, on histograms with 400 bins: {jsd(normal_bins(0), normal_bins(2)):.3f}")

# %% [markdown]
# In the first row the third way agrees with the other two up to the noise of the samples: here the formula, the integral
# over two densities, and a classifier that has never seen a density say the same. In the last row the score on samples
# seen is *above* the true JSD, too good to be true. The one on fresh samples is far below it, near 0: a true bound, and
# a nearly useless one. *Evaluate on data that $D$ has not been trained on.*

# %% [markdown]
# **Predict first.** Now let a classifier and a generator learn together. This is the playground of assignment 04, with the course's own functions. The chart *how far apart* has two curves: the JSD of data and samples, measured in boxes, and the bound
# $\ln 2 - \mathrm{BCE}$ that this $D$ gives. With one step of $D$ for each step of $G$, will the bound be close to the JSD? And with ten? Press *Play*, and then change $k_D$ to 10 under *Settings*.

# %%
widgets.playground_explorer(data="two Gaussians", k_d=1)

# %% [markdown]
# ![Two blobs of data; samples that begin as a lump between them stretch into a band through both within 300 iterations; the ground, what D says, changes with them](attachment:playground.png)
#
# *The playground as it was recorded once, with $k_D = k_G = 1$, over 300 iterations: blue dots are data, orange squares are samples, and the ground is what $D$ says. This film plays where nothing has been run yet.*

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# With $k_D = 1$ the dashed curve stays far below the other one: $D$ runs after a generator that is already somewhere else, and what $G$ descends has little to do with the JSD. With $k_D = 10$ the two curves nearly touch, and the ground *gap between them* fades: $D$ is near $D^*$. That is why $D$
# is kept near its optimum. The bound may cross the JSD by the luck of the batch, and because boxes make the JSD a little smaller.
# </details>

# %% [markdown]
# ## 7. What the theorem does not promise
#
# Theorem 1 says *where* the minimum is. Does it say that training gets there? Let the fakes slide away from the data and
# watch.

# %% [markdown]
# **Predict first.** The data are $\mathcal{N}(0, 1)$, the fakes $\mathcal{N}(\mu, 1)$. You move $\mu$ from 0 to 10. That the JSD stays below $\ln 2$ you
# know. Does it start like $\mu$ or like $\mu^2$? At which $\mu$ is it half way up? And at which $\mu$ would a generator that descends $C$
# feel the steepest slope, and where hardly any? Write it down, then move the slider.

# %%
widgets.sliding_explorer(mu=0.0)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# JSD starts like $\mu^2/8$, is steepest at $\mu = 1.64$, half way up at $\mu = 2.04$, and then runs into its ceiling $\ln 2$. At $\mu = 4$ it is 0.632720, and $D$'s best log loss
# $\mathrm{BCE}^*$ only 0.060427; at $\mu = 8$ it is 0.693054, and nothing is left to gain or lose: the integrand has
# become $p \ln 1 = 0$ where the data are and $q \ln 1 = 0$ where the fakes are. $C$ is flat, $D^*$ is a cliff, and $G$
# gets no slope from it (Arjovsky and Bottou 2017, *Towards Principled Methods for Training Generative Adversarial Networks*, arXiv 1701.04862).
# </details>

# %%
plots.show(widgets.sliding_figure([0.5, 2.0, 8.0]), folded="Three places, standing still")

# %% [markdown]
# ### Exercise 18 · Sliding boxes
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** With boxes instead of bells everything can be computed by hand, and the slope is not just small,
# it is *exactly* 0. The **Wasserstein distance** $W_1$, the mean distance over which mass has to be carried, in the
# cheapest plan (Arjovsky, Chintala and Bottou 2017, *Wasserstein GAN*, arXiv 1701.07875), does not have this problem.
#
# **What to write.** For data uniform on $[0, 1]$ and fakes uniform on $[t, 1 + t]$: the JSD, its derivative with respect
# to $t$, and $W_1$. The shift $t$ may be negative. At the kinks $t = 0, \pm 1$ no derivative is asked.


# %% nbgrader={"grade_id": "uniform-shift", "solution": true}
def uniform_shift(t):
    """(JSD, dJSD/dt, W₁) between U(0, 1) and U(t, 1 + t).

    t: float, not −1, 0 or 1 where the derivative is concerned. Returns three floats.
    """
    ### BEGIN SOLUTION
    if abs(t) < 1:
        return abs(t) * np.log(2), float(np.sign(t) * np.log(2)), abs(t)
    return np.log(2), 0.0, abs(t)
    ### END SOLUTION


# %% nbgrader={"grade_id": "shift-table", "locked": true}
def shift_table(uniform_shift):
    """What uniform_shift gives at t = 0.25, −0.37, 1.7 and 3, one row each."""
    return np.array([uniform_shift(t) for t in (0.25, -0.37, 1.7, 3.0)])


# %%
# Try it here: delete the # of the next line and run the cell.
# uniform_shift(0.25)

# %% nbgrader={"grade_id": "uniform-shift-values", "points": 2}
table = [
    [0.173287, 0.693147, 0.25],
    [0.256464, -0.693147, 0.37],
    [0.693147, 0.0, 1.7],
    [0.693147, 0.0, 3.0],
]
made = call(shift_table, uniform_shift)
check.close(made, table, "to the right, to the left, and twice beyond the end, where JSD is flat")
made = call(uniform_shift, -0.5)
check.close(made[0], 0.346574, "half of each is outside the other: ½ ln 2")
check.close(made[1], -0.693147, "JSD falls on the way to 0")
check.close(made[2], 0.5, "every point is carried by ½")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("shifts to both sides, small and large") as rng:
    inside, outside = rng.uniform(0.05, 0.95, 2), rng.uniform([1.1, 2], [1.9, 20])
    for t in (inside[0], -inside[1], outside[0], -outside[1]):
        made, expected = call(uniform_shift, t), reference.uniform_shift(t)
        for i in range(3):
            check.close(made[i], expected[i], atol=1e-12)
    check.close(call(uniform_shift, 1.0)[0], np.log(2))
    check.close(call(uniform_shift, 0.0)[2], 0.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Where both boxes overlap, $p = q = m = 1$ and the integrand is 0. Where only one of them is, $p/m = 2$.
# </details>
# <details><summary>Hint 2: add up</summary>
#
# For $0 < t < 1$ the data stand alone on a stretch of length $t$, and so do the fakes:
# $\tfrac12 t\ln 2 + \tfrac12 t\ln 2$. For $t \ge 1$ they stand alone everywhere. To the left it is the same with $|t|$.
# </details>
# <details><summary>Hint 3: the transport</summary>
#
# $W_1$ is $|t|$ for every $t$: the cheapest plan shifts each point by $t$. JSD is $\min(|t|, 1)\ln 2$.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** W₁ ≥ |difference of the means| = |t|, and the shift attains it. For 0 < t < 1 another optimal plan
# leaves the overlap where it is and carries the rest by 1: also t.

# %% tags=["folded"]
shifts = np.linspace(-3, 3, 241)
boxes = np.array([uniform_shift(t) for t in shifts])
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.plot(shifts, boxes[:, 0], color=plots.REAL, label="JSD (nats)")
ax.plot(shifts, boxes[:, 2], "--", color=plots.FAKE, label="W₁")
plots.reference_line(ax, np.log(2), "ln 2")
ax.set(xlabel="shift t", ylabel="JSD, W₁", ylim=(0, 3.1))
ax.legend()
plots.show(fig, f"JSD is {boxes[-1, 0]:.3f} for every |t| ≥ 1; W₁ = |t| reaches {boxes[-1, 2]:.0f}")

# %% [markdown]
# **See it.** The same for the two bells. On the right is the slope with respect to $\mu$, on a logarithmic scale. What
# $G$ feels at $\mu = 8$ is more than a thousand times weaker than at $\mu = 2$, although it is much farther from its
# goal. Assignment 07 is about the ways out.

# %%
plots.show(widgets.jsd_w1_figure())

# %% [markdown]
# ### Four promises that were not made
#
# 1. *“$G$ minimises JSD.”* Only if $D$ is perfect at every step. With $k$ steps on minibatches, $G$ descends something else
#    (assignment 04).
# 2. *“By Proposition 2, training converges.”* Proposition 2 assumes that $D$ reaches its optimum at every step, and that
#    $p_g$ *itself* is updated, in the space of all distributions, where $C$ is convex. A network updates $\theta$, and as a
#    function of $\theta$ it is not: you saw it after step 10. The authors say so themselves: they optimise $\theta_g$ rather
#    than $p_g$.
# 3. *“It does not matter who moves first.”* For the *value* it does not: $\max_D \min_G V$ is $-\ln 4$ as well, reached at $D = ½$. What differs is what $G$ has to do. The
#    theorem is about $\min_G \max_D$. In the other order $G$ simply puts all its mass where the fixed $D$ is most generous, and against $D = ½$ every $p_g$ is equally good, a
#    collapsed one too. Alternating gradient steps are neither.
# 4. *“The generator becomes perfect.”* The expectations are over the true distribution. With finitely many images, the
#    minimiser is a copy machine for the training set.
#
# So what does the theorem prove? Exactly this: the *value* of the game singles
# out $p_g = p_\text{data}$. That is worth a theorem. How to get there is another question.
#
# <details><summary>If you have seen the video</summary>
#
# [*Understand the Math and Theory of GANs in ~ 10 minutes*](https://www.youtube.com/watch?v=J1aG12dLo4I) by WelcomeAIOverlords ends with a perfect generative model: that is promise 4, and holds for a free $p_g$, a $D$ that is optimal at every step, and infinitely many data. Normalized Nerd's video on the
# mathematics of GANs says that $p_g$ converges to $p_\text{data}$ if $G$ finds the global minimum: that is a sentence about the minimum, not about the way there, see promise 2.
# </details>

# %% [markdown]
# ### Exercise 19 · Unique, and yet not found
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** “It is proved that GANs converge” is among the most frequent wrong sentences about them. After this
# you can say what is wrong with it, and be fair to what is right.
#
# **What to write.** In about 150 words: why does *the minimiser of $C$ is unique* not imply that *training converges to
# it*? State what Theorem 1 does say; give **two** different reasons why the implication fails; and support at least one
# of them with a number or a picture from this notebook.

# %% [markdown] nbgrader={"grade_id": "convergence-essay", "solution": true, "points": 3}
# Theorem 1 says that among all distributions $p_g$ exactly one, $p_g = p_\text{data}$, minimises $C(G) = \max_D V(D, G)$,
# with the value $-\ln 4$. It is a statement about a minimiser, not about an algorithm.
#
# First, training does not move $p_g$ but the parameters $\theta$ of a network. In the space of distributions $C$ is
# convex (step 10), in $\theta$ it is not. For $p_g = \mathcal{N}(\mu, 1)$ the curve $C(\mu)$ bends downwards and becomes
# flat: at $\mu = 8$ we have $C = -0.000187$, and its slope is $0.0004$. Gradient descent started there hardly moves,
# however unique the minimum is at $\mu = 0$.
#
# Second, training does not descend $C$. That would need $D = D^*$ at every step. With finitely many steps on minibatches
# $D$ is some other function, and both players move at once: such dynamics can circle for ever. Proposition 2 assumes
# these difficulties away: $D$ optimal, $p_g$ updated directly.

# %% [markdown] tags=["commentary"]
# **Commentary: rubric for exercise 19 (3 points).**
#
# - *1 point*: says what Theorem 1 asserts: $C$ has one minimiser $p_g = p_\text{data}$ (value $-\ln 4$) under the
#   assumptions “$D$ optimal” and “over all distributions”. Half a point if the assumptions are missing.
# - *1 point*: two **different** valid reasons, half a point each. Valid are: parameters instead of distributions
#   (non-convexity, limited capacity); flat $C$ where the supports (nearly) do not overlap; $D$ not optimal ($k$ steps,
#   minibatches); simultaneous or alternating play instead of min-max (rotation); finite samples instead of expectations. Not
#   valid: “the learning rate may be too large” alone; “local minima of $p_g$” (in $p_g$, $C$ is convex).
# - *1 point*: supports one reason with evidence from the notebook: a number (for example $C = -0.000187$ at $\mu = 8$, or
#   slope 0 for boxes with $|t| > 1$) or a picture that is described (moving against mixing).
#
# Take half a point off for the claim that the minimum is *not* unique, or that the theorem is false. Frequent, and worth
# a comment: “$D = ½$ everywhere shows that it has converged”. In Slanted Land $D$ hovers around ½ while $G$ is collapsed.

# %% [markdown]
# ## 8. Put it together
#
# Assignment 04 met a detective who says 0.487 at equilibrium, because GAN Lab multiplies the real term by 0.95. The same happens unasked in every loop that takes one mean over 64 images and 128 fakes. What becomes of the theorem when the two terms weigh differently?

# %% [markdown]
# ### Exercise 20 · The lopsided game
#
# *Difficulty ●●● · 35 minutes · 4 points*
#
# **Why it matters.** A proof is understood when you can say which of its lines survive a change. Here is a change; the lines are yours.
#
# **What to write.** Let $V_{ab}(D) = a\sum_i p_i\ln D_i + b\sum_i q_i\ln(1 - D_i)$ with weights $a, b > 0$. Go through your proof again and find
#
# 1. the best $D$, entry by entry (½ where $p_i = q_i = 0$);
# 2. what is left for $G$, the value of $V_{ab}$ at that $D$;
# 3. the *least* value that any $q$ can leave, for these $a$ and $b$;
# 4. the divergence that $G$ descends: what is left, minus the least. It is 0 for a perfect generator.
#
# `lopsided` returns these four. And is there still only one valley? `lopsided_bend` is the second derivative in $q$ of the integrand of 2, as *one fraction*.
#
# No formula is given, but there is a way to check each of them: compute $V_{ab}$ for many random $D$, and what is left for many random $q$. No random $D$ may give more than your 2, no random $q$ leave less than your 3.


# %% nbgrader={"grade_id": "lopsided", "solution": true}
def lopsided(p, q, a, b):
    """(best D, value left, least that any q leaves, divergence) when the terms weigh a and b.

    p, q: (n,) probabilities of data and fakes, zeros allowed; a, b: floats > 0. The best D is (n,).
    """
    ### BEGIN SOLUTION
    real, fake = a * np.asarray(p, dtype=float), b * np.asarray(q, dtype=float)
    both = real + fake
    d = np.divide(real, both, out=np.full(both.shape, 0.5), where=both > 0)
    not_d = np.divide(fake, both, out=np.full(both.shape, 0.5), where=both > 0)
    left = float(np.sum(xlogy(real, d) + xlogy(fake, not_d)))
    least = a * np.log(a / (a + b)) + b * np.log(b / (a + b))
    return d, left, least, left - least
    ### END SOLUTION


def lopsided_bend(a, b, p, q):
    """∂²/∂q² of the integrand of what is left, as one fraction. a, b, p, q: SymPy symbols."""
    ### BEGIN SOLUTION
    return a * b * p / (q * (a * p + b * q))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# lopsided(np.array([0.9, 0.1]), np.array([0.5, 0.5]), 0.95, 1.0)

# %% nbgrader={"grade_id": "lopsided-game", "points": 3}
p, q = np.array([0.2, 0.5, 0.3, 0.0, 0.0]), np.array([0.6, 0.2, 0.0, 0.2, 0.0])
made = call(lopsided, p, q, 1.7, 0.6)
check.close(
    made[0],
    [0.485714, 0.876289, 1.000000, 0.000000, 0.500000],
    "the best D in five bins; ½ where nothing falls",
)
check.close(made[1], -0.847945, "what it leaves for G")
check.close(made[2], -1.320118, "the least that any G could leave")
check.close(made[3], 0.472174, "what G descends")
made = call(lopsided, q, q, 0.95, 1.0)
check.close(made[0][0], 0.487179, "a perfect generator in GAN Lab: 0.487, not ½")
check.close(made[3], 0.0, "and nothing left to descend", atol=1e-9)
made = call(lopsided, np.array([0.9, 0.1]), np.array([0.5, 0.5]), 1.0, 1.0)
check.close(made[2], -1.386294, "equal weights: the −ln 4 of the theorem")
check.close(made[3], 0.203498, "and its 2·JSD")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other weights and histograms, with and without zeros") as rng:
    for n, zeros in ((2, 0), (5, 1), (9, 4)):
        p, q = draws.distribution(rng, n, zeros), draws.distribution(rng, n, zeros)
        a, b = rng.uniform(0.1, 4, size=2).tolist()
        made, target = call(lopsided, p, q, a, b), reference.lopsided(p, q, a, b)
        for i in range(4):
            check.close(made[i], target[i], atol=1e-12)
        check.close(call(lopsided, p, p, a, b)[3], 0.0, atol=1e-9)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "lopsided-valley", "points": 1}
a, b, p, q = (*ABY[:2], *PQ)
check.expression(
    call(lopsided_bend, a, b, p, q),
    sp.diff(
        a * p * sp.log(a * p / (a * p + b * q)) + b * q * sp.log(b * q / (a * p + b * q)), q, 2
    ),
    "never negative: one valley, for all weights",
    form={"Write it as one fraction: then everyone can see its sign.": check.one_term},
    slips={"That is for equal weights: a and b stay in it.": p / (q * (p + q))},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the bend with other letters") as rng:
    letters = sp.symbols("s t u v", positive=True)
    check.expression(
        call(lopsided_bend, *letters),
        reference.lopsided_bend(*letters),
        form={"Write it as one fraction: then everyone can see its sign.": check.one_term},
        rng=rng,
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# At one bin the problem is exercise 1 again, with other constants than $p_i$ and $q_i$. Which ones?
# </details>
# <details><summary>Hint 2: the least value</summary>
#
# Try $q = p$: then $D$ is the same in every bin, and the sums are easy. That nothing is lower follows as in step 9. The numbers $a\,p_i + b\,q_i$ sum to $a + b$.
# </details>
# <details><summary>Hint 3: the bend</summary>
#
# With the logarithms taken apart, the part that depends on $q$ is $b\,q\ln q - (ap + bq)\ln(ap + bq)$, up to terms linear in $q$. Its first derivative is $b\ln\frac{q}{ap + bq}$ plus a constant.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** V_ab at its best D is −(a + b) times the conditional entropy of the label when heads has the probability a/(a + b); the divergence is (a + b) times the mutual information, a Jensen–Shannon divergence with unequal weights (Lin 1991). So the perfect generator is the minimiser for every a and b; what changes is ½, −ln 4, and the symmetry in p and q.

# %% [markdown]
# **See it.** The theorem survives with every pair of weights: the least is reached at $q = p$ and nowhere else. What does not survive is the number ½.

# %% tags=["folded"]
share = np.linspace(0.01, 0.99, 99)
data_coin = np.array([0.3, 0.7])
fig, ax = plt.subplots(figsize=(6, 3))
looks = zip((plots.GENERATOR, plots.REAL, plots.FAKE), ("-", "--", ":"))
for (a, b), (colour, dashes) in zip(((1.0, 1.0), (0.95, 1.0), (0.3, 1.7)), looks):
    left = [lopsided(data_coin, np.array([t, 1 - t]), a, b)[3] for t in share]
    said = lopsided(data_coin, data_coin, a, b)[0][0]
    ax.plot(share, left, dashes, color=colour, label=f"a = {a:g}, b = {b:g}: D says {said:.3f}")
plots.reference_line(ax, 0.3, "q = p", axis="x")
ax.set(xlabel="t: fakes are the coin (t, 1 − t)", ylabel="divergence (nats)")
ax.legend(loc="upper left", bbox_to_anchor=(0.4, 1), fontsize=9)
plots.show(fig, "Three curves with their only minimum, 0, at t = 0.3, where the fakes are the data")

# %% [markdown]
# ## What you can do now
#
# You can prove that $D^* = p_\text{data}/(p_\text{data} + p_g)$, with and without densities, and that
# $C(G) = -\ln 4 + 2\,\mathrm{JSD}$ with its unique minimum at $p_g = p_\text{data}$. You can compute JSD from a formula,
# an integral and a classifier, and know that the last one bounds it from below on fresh data. And you know what was
# assumed: a perfect $D$, a free $p_g$, infinitely many samples.
#
# Save the notebook, press **Validate**, and hand it in. In *06 · DCGAN* none of the assumptions holds: $D$ and $G$ become
# convolutional networks, the data become images, and you read the loss of $D$ against $2\ln 2$ while they
# train.

# %% [markdown]
# ## Read on
#
# - Goodfellow et al. (2014), *Generative Adversarial Networks*, [arXiv 1406.2661](https://arxiv.org/abs/1406.2661), section 4.1: Proposition 1 and Theorem 1, on one page: you have proved both.
# - Nowozin et al. (2016), *f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization*, [arXiv 1606.00709](https://arxiv.org/abs/1606.00709): the same proof for a whole family of divergences, of which this assignment is one case.
# - [*Understand the Math and Theory of GANs in ~ 10 minutes*](https://www.youtube.com/watch?v=J1aG12dLo4I) by WelcomeAIOverlords: the proof as a short talk. Stop it at every step and say which of your lines it is.
