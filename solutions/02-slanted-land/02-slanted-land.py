# %% [markdown]
# # Slanted Land: a GAN of thirteen numbers
#
# In assignment 01 you built the score of the game. Now both players enter. In Slanted Land screens have four pixels, the
# detective $D$ has five weights and the forger $G$ has eight: few enough to set them by hand, to derive every gradient on the page,
# and to watch each number move while they train. You will reproduce the published run of this toy GAN (Luis Serrano's, see *Read on* at the end) digit by digit, find
# two mistakes in what was published about it, and then train on, past the point where the story usually ends.
#
# There are thirteen exercises, 33 points: about four hours for the exercises and an hour for reading and for the
# widgets. The end of section 5, with all gradients derived, is a good place for a break. Everything runs on any laptop, without PyTorch.

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
from gancourse import check, gan_picture, plots, slanted_land, slopes, widgets
from gancourse.check import call
from scipy.special import expit as sigmoid  # the σ of assignment 01, from a library

plots.use_course_style()

# %% [markdown]
# **Where you are.** You have the score. Of the machine in the film of 00 this assignment makes both *players*, and the steps in which they
# *learn*: everything, only very small. (After a restart, run the cell above again.)

# %% tags=["folded"]
plots.show(gan_picture.gan_figure("D", "G", "learning"))

# %% [markdown]
# ## 1. Four pixels
#
# The world comes from Luis Serrano's video *A Friendly Introduction to Generative Adversarial Networks*. People in Slanted Land stand
# tilted by 45°, and their faces look like a backslash: dark on the main diagonal, light off it. White is 0, black is 1, and an
# image is an array of shape `(4,)`: top left, top right, bottom left, bottom right.

# %% nbgrader={"grade_id": "world", "locked": true}
FACES = np.array(
    [
        [1.0, 0.0, 0.0, 1.0],
        [0.9, 0.1, 0.2, 0.8],
        [0.9, 0.2, 0.1, 0.8],
        [0.8, 0.1, 0.2, 0.9],
        [0.8, 0.2, 0.1, 0.9],
    ]
)
NAMES = ["Ann", "Ben", "Cleo", "Dan", "Eve"]
NOISE = np.array([0.25, 1.0, 0.5, 0.75])
SIGNS = np.array([1.0, -1.0, -1.0, 1.0])  # + on the diagonal, − off it
for array in (FACES, SIGNS):
    array.setflags(write=False)  # read-only: no function can spoil them by accident

# %% tags=["folded"]
plots.show(slanted_land.images_figure([*FACES, NOISE], [*NAMES, "noise"], columns=6))

# %% [markdown]
# Two common questions about GANs have short answers here. *Where do the real samples come from?* From the
# training set: these five faces *are* the data. Drawing $x \sim p_\text{data}$ means taking one of them, and nobody knows more
# about $p_\text{data}$ than that list. *Is $z$ an image?* No. Here $z$ is **one** random number from $[0, 1)$, which $G$ turns into four
# pixels. In general $z$ lives in a space of its own, and $D$ never sees it.

# %% [markdown]
# ## 2. A detective made by hand
#
# Faces are dark on the diagonal, so add the diagonal pixels and subtract the others. That sum is at most 2, and it is at least
# 1 for something rather face-like, so set the threshold at 1: the bias is $-1$. A sigmoid turns the score into a probability,
#
# $$s(x) = w\cdot x + b, \qquad D(x) = \sigma(s(x)), \qquad w = (1, -1, -1, 1),\ b = -1.$$

# %% [markdown]
# ### Exercise 1 · The detective
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** This is a whole discriminator: logistic regression on pixels. Everything $D$ can ever learn is in five
# numbers, and section 8 shows what that costs.
#
# **What to write.** The score $s$ and the probability $D(x) = \sigma(s)$, for one image of shape `(4,)` or for a batch of shape
# `(n, 4)`. Scores of ±800 must give 1.0 and 0.0 without a warning; `sigmoid` from the first cell does that, while $e^s/(1+e^s)$, which
# the published notebook uses, gives `nan`.


# %% nbgrader={"grade_id": "disc", "solution": true}
def disc_score(x, w, b):
    """The score w·x + b, a logit.

    x: (4,) one image, or (n, 4) a batch; w: (4,); b: a number.
    Returns a number, or (n,) numbers for a batch.
    """
    ### BEGIN SOLUTION
    return x @ w + b
    ### END SOLUTION


def disc_prob(x, w, b):
    """D(x) = σ(w·x + b): the probability that x is real, in [0, 1]. Shapes as in disc_score."""
    ### BEGIN SOLUTION
    return sigmoid(disc_score(x, w, b))
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# disc_prob(FACES[0], SIGNS, -1.0)

# %% nbgrader={"grade_id": "disc-values", "points": 1}
check.close(
    call(disc_score, FACES[0], SIGNS, -1.0),
    1.0,
    "Ann: 1 + 1, minus the threshold",
    slips={"That is the weighted sum: the bias −1 is still to be added.": 2.0},
)
check.close(call(disc_prob, FACES[0], SIGNS, -1.0), 0.731059, "so Ann is rather real")
check.close(
    call(disc_prob, NOISE, SIGNS, -1.0),
    0.182426,
    "the noise: −0.5, minus the threshold, is −1.5",
    slips={"That is σ(−0.5): the weighted sum, before the bias −1 is added.": 0.377541},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random images, weights and biases") as rng:
    for _ in range(4):
        x, w, b = rng.uniform(size=4), rng.normal(size=4), float(rng.normal())
        check.close(call(disc_score, x, w, b), reference.disc_score(x, w, b))
        check.close(call(disc_prob, x, w, b), reference.disc_prob(x, w, b))
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "disc-batches", "points": 1}
check.close(
    call(disc_prob, FACES[:3], SIGNS, -1.0),
    np.array([0.731059, 0.598688, 0.598688]),
    "three images, three probabilities",
)
check.close(call(disc_prob, FACES[:1], SIGNS, -1.0), np.array([0.731059]), "a batch of one")
sure = call(disc_prob, FACES[0], 400 * SIGNS, 0.0)
check.close(sure, 1.0, "a score of 800")
check.silent(sure)
sure = call(disc_prob, FACES[0], -400 * SIGNS, 0.0)
check.close(sure, 0.0, "and of −800", atol=0)
check.silent(sure)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("batches of several sizes, and huge scores of either sign") as rng:
    for n in (1, 4, 7):
        x, w, b = rng.uniform(size=(n, 4)), rng.normal(size=4), float(rng.normal())
        check.close(call(disc_score, x, w, b), reference.disc_score(x, w, b))
        check.close(call(disc_prob, x, w, b), reference.disc_prob(x, w, b))
    far = call(disc_prob, rng.uniform(0.5, 1, size=(3, 4)), np.full(4, 1e4), 0.0)
    check.close(far, np.ones(3), atol=0)
    check.silent(far)
    far = call(disc_prob, rng.uniform(0.5, 1, size=(3, 4)), np.full(4, -1e4), 0.0)
    check.close(far, np.zeros(3), atol=0)
    check.silent(far)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Multiply each pixel with its weight, add the four products, add the bias.
# </details>
# <details><summary>Hint 2: one line for both shapes</summary>
#
# `x @ w` is the sum of products for one image *and*, row by row, for a batch. `w @ x` is not: for a batch of four it even runs, and
# multiplies the wrong things.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `x @ w + …` for the score, and `sigmoid` of the score for the probability.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Erratum of the source: the video writes −0.5 and σ(−0.5) = 0.37 on its noise image, although for the face it adds the bias −1
# first. With the bias the score is −1.5 and D = 0.182. The batch of four is in the hidden tests because `w @ x` runs there.

# %% [markdown]
# **See it.** What your detective says.

# %% tags=["folded"]
images = np.vstack([FACES, NOISE])
titles = [f"D = {p:.3f}" for p in disc_prob(images, SIGNS, -1.0)]
plots.show(slanted_land.images_figure(images, titles, columns=6))

# %% [markdown]
# ## 3. A forger made by hand
#
# $G$ gets one number $z$ and paints four pixels. Each pixel has a weight $v_i$ and a bias $c_i$ of its own:
#
# $$G(z)_i = \sigma(v_i z + c_i), \qquad i = 1, \dots, 4.$$
#
# With $v = c = (1, -1, -1, 1)$ the diagonal becomes dark and the rest light. $G$ has not seen any image to get there; its author had.

# %% [markdown]
# ### Exercise 2 · The forger
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** $G$ is a deterministic function; all randomness comes in through $z$. The *distribution* of $G(z)$ is
# the model that we train, and nobody ever writes down its density.
#
# **What to write.** $G(z)$ for a number $z$: shape `(4,)`; and for an array of $n$ numbers: shape `(n, 4)`, one image in each row.


# %% nbgrader={"grade_id": "gen", "solution": true}
def gen(z, v, c):
    """The images G(z) = σ(v z + c), each pixel in (0, 1).

    z: a number, or (n,) numbers; v, c: (4,).
    Returns (4,), or (n, 4) with one image in each row.
    """
    ### BEGIN SOLUTION
    return sigmoid(np.multiply.outer(z, v) + c)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# gen(0.7, SIGNS, SIGNS)

# %% nbgrader={"grade_id": "gen-values", "points": 1}
check.close(
    call(gen, 0.7, SIGNS, SIGNS),
    np.array([0.845535, 0.154465, 0.154465, 0.845535]),
    "scores ±1.7, so rather a face",
)
check.close(
    call(gen, 0.5, np.array([2.0, 0.0, -2.0, 4.0]), np.array([-1.0, 0.0, 1.0, -2.0])),
    np.full(4, 0.5),
    "½·v + c = 0 makes every pixel a middle grey",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random z, weights and biases") as rng:
    for _ in range(4):
        z, v, c = float(rng.random()), rng.normal(size=4), rng.normal(size=4)
        check.close(call(gen, z, v, c), reference.gen(z, v, c))
    wild = call(gen, 1.0, np.array([1e4, -1e4, 0.0, 1.0]), np.zeros(4))
    check.close(wild, np.array([1.0, 0.0, 0.5, 0.7310585786300049]), atol=0)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "gen-batches", "points": 1}
check.close(
    call(gen, np.array([0.4, 0.7]), SIGNS, SIGNS),
    np.array([[0.802184, 0.197816, 0.197816, 0.802184], [0.845535, 0.154465, 0.154465, 0.845535]]),
    "two numbers, two images",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("one image in each row, for several batch sizes") as rng:
    for n in (1, 3, 4, 6):
        z, v, c = rng.random(n), rng.normal(size=4), rng.normal(size=4)
        check.close(call(gen, z, v, c), reference.gen(z, v, c))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# For a number $z$, `v * z + c` already has shape `(4,)`. Apply `sigmoid` to it.
# </details>
# <details><summary>Hint 2: many z</summary>
#
# You want a table whose entry $(k, i)$ is $z_k v_i$. `np.multiply.outer(z, v)` makes it, and for a plain number $z$ it gives `z * v`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.multiply.outer(z, v)` has the right shape for one `z` and for many; add `c`, and apply `sigmoid`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With the hand-made numbers v = c, and swapping the two changes nothing; hence the second visible test. A batch of exactly four
# z makes `v * z + c` run and return shape (4,).

# %% [markdown]
# Here are both players in one drawing. Each line is one of the thirteen numbers, as thick as the number is large, dashed
# where it is negative.
#
# **Predict first.** “This $G$ will always generate a face”, its author says. For which $z$ is that least certain, 0 or 1? What will $D$ say
# there: more or less than ½? And how much darker does the top left pixel get on the way from $z = 0$ to $z = 1$?

# %%
hand = {"w": SIGNS, "b": -1.0, "v": SIGNS, "c": SIGNS}
widgets.slanted_land_explorer(hand, z=0.7)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# At $z = 0$ the pixels are 0.73 and 0.27, and $D$ says 0.481: *not* a face, by the author's own detective. At $z = 1$ it says 0.628.
# The top left pixel only goes from 0.73 to 0.88. At $z = 0.7$ you meet the pixels of the last exercise, and $D$ says 0.594.
# </details>

# %% tags=["folded"]
plots.show(widgets.slanted_land_figure(hand, z=0.7), folded="The same at z = 0.7 as a picture")

# %% [markdown]
# ### Exercise 3 · Does it always make a face?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** “Always” is a claim about every $z$, and one counterexample is enough. Since $z$ is uniform on $[0, 1)$, the
# threshold you find is also a probability: the share of forgeries that fail.
#
# **What to write.** The smallest $z$ in $[0, 1]$ from which on $D(G(z)) \ge \tfrac12$, by **bisection**: keep an interval whose left end
# fails and whose right end succeeds, and halve it until it is shorter than $10^{-10}$. (Not until its length is 0: between two neighbouring
# floating-point numbers there is no middle, and the loop would never end.) You may take for granted that $D(G(z))$ grows with
# $z$. Return 0 if even $G(0)$ is a face; raise a `ValueError` if not even $G(1)$ is.


# %% nbgrader={"grade_id": "face-threshold", "solution": true}
def face_threshold(w, b, v, c):
    """The smallest z in [0, 1] with D(G(z)) ≥ ½, to 1e-10. D(G(z)) must grow with z.

    w: (4,) and b: a number, the detective; v, c: (4,), the forger.
    Returns a float, 0.0 if G(0) is a face.
    Raises ValueError if D(G(1)) < ½.
    """
    ### BEGIN SOLUTION
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError("this forger makes no face at all")
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if disc_prob(gen(middle, v, c), w, b) >= 0.5:
            high = middle
        else:
            low = middle
    return high
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# face_threshold(SIGNS, -1.0, SIGNS, SIGNS)

# %% nbgrader={"grade_id": "face-threshold-values", "points": 2}
check.close(
    call(face_threshold, SIGNS, -1.0, SIGNS, SIGNS),
    np.log(3) - 1,
    "ln 3 − 1 = 0.098612: about one forgery in ten fails",
    rtol=0,
    atol=1e-9,
)
check.close(
    call(face_threshold, SIGNS, -0.5, SIGNS, SIGNS), 0.0, "a milder threshold: every z will do"
)
check.raises(
    ValueError, face_threshold, SIGNS, -1.8, SIGNS, SIGNS, why="a stricter one: none will do"
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("other detectives and forgers, whose threshold is known") as rng:
    for _ in range(5):
        w, v = rng.uniform(0.5, 2, size=4) * SIGNS, rng.uniform(0.5, 2, size=4) * SIGNS
        c, z = rng.normal(size=4), rng.uniform(0.05, 0.95)
        b = -float(w @ (1 / (1 + np.exp(-v * z - c))))
        check.close(call(face_threshold, w, b, v, c), z, rtol=0, atol=1e-8)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# First the two special cases, at $z = 1$ and $z = 0$. Then `low` and `high` start at 0 and 1, and a `while` loop brings them together.
# </details>
# <details><summary>Hint 2: one step of the loop</summary>
#
# Look at the middle. If it is a face, it is the new right end; if not, the new left end.
# </details>
# <details><summary>Hint 3: check it on paper</summary>
#
# For the hand-made pair the score is $4\sigma(1 + z) - 3$. It is 0 where $\sigma(1 + z) = \tfrac34$, that is, where the odds $e^{1+z}$ are 3 to 1.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Erratum of the source: “always generates a face” is false for z < ln 3 − 1 = 0.098612. `scipy.optimize.brentq` on the score is
# a right answer. Stepping through a grid of z is not: it finds no more digits than its step has.

# %% tags=["folded"]
z = np.linspace(0, 1, 101)
root = face_threshold(SIGNS, -1.0, SIGNS, SIGNS)
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(z, disc_prob(gen(z, SIGNS, SIGNS), SIGNS, -1.0), color=plots.DISCRIMINATOR)
ax.axvspan(0, root, color=plots.FAKE, alpha=0.2)
plots.reference_line(ax, 0.5, "½")
ax.set(xlabel="z", ylabel="D(G(z))", title=f"No face for z < {root:.4f}")
plots.show(fig, f"D(G(z)) grows from 0.481 at z = 0 to 0.628 at z = 1 and crosses ½ at {root:.6f}")

# %% [markdown]
# ## 4. How the detective learns
#
# Now the weights are to be *learned*. $D$ is shown real images, $y = 1$, and forgeries, $y = 0$, and pays the log loss of assignment 01,
# $\ell = -y\ln D(x) - (1 - y)\ln(1 - D(x))$. There you found its derivative with respect to the logit $s$: *prediction minus target*. One link of the chain
# is left, from the score $s = w\cdot x + b$ to the five weights:
#
# $$\frac{\partial \ell}{\partial w_i} = \frac{\partial \ell}{\partial s}\,\frac{\partial s}{\partial w_i}, \qquad \frac{\partial \ell}{\partial b} = \frac{\partial \ell}{\partial s}\,\frac{\partial s}{\partial b}.$$
#
# From here on you derive each gradient yourself. You need not trust your pencil: `slopes.compare` measures the slope of a loss by going a tiny
# step to either side, in every weight, and prints it beside yours. **Your slope must agree with the measured one.**

# %% [markdown]
# ### Exercise 4 · A real face
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** This is half of what $D$ ever learns from: the first term of the value function (Goodfellow et al. 2014, eq. 1),
# for one image.
#
# **What to derive.** For a real image the loss is $-\ln D(x)$. What are its derivatives with respect to $w_i$ and to $b$?
#
# **What to write.** The gradient itself; the minus sign of the descent comes later. Do not change `x`, `w` or `b`.


# %% nbgrader={"grade_id": "d-grads-real", "solution": true}
def d_grads_real(x, w, b):
    """Gradient of −ln D(x) with respect to w and b. x, w: (4,); b: a number.

    Returns the pair (dw, db): (4,) and a number.
    """
    ### BEGIN SOLUTION
    missing = 1 - disc_prob(x, w, b)
    return -missing * x, -missing
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell.
# loss = lambda w, b: -np.log(disc_prob(FACES[1], w, b))
# slopes.compare(loss, lambda w, b: d_grads_real(FACES[1], w, b), SIGNS, -1.0)

# %% nbgrader={"grade_id": "d-grads-real-values", "points": 2}
made = call(d_grads_real, FACES[0], SIGNS, -1.0)
check.close(made[0], np.array([-0.268941, 0.0, 0.0, -0.268941]), "Ann, black and white")
check.close(made[1], -0.268941, "and the bias")
made = call(d_grads_real, FACES[1], SIGNS, -1.0)
grey = np.array([-0.361181, -0.040131, -0.080262, -0.321050])
check.close(made[0], grey, "Ben, whose pixels are grey")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("central differences at random images and weights, and very large scores") as rng:
    for _ in range(20):
        x, w, b = rng.uniform(size=4), rng.normal(size=4), float(rng.normal())
        made = call(d_grads_real, x, w, b)
        slope = check.central_difference(lambda t: np.logaddexp(0, -(x @ t[:4] + t[4])), [*w, b])
        check.close(made[0], slope[:4], atol=1e-9)
        check.close(made[1], slope[4], atol=1e-9)
    x = rng.uniform(0.5, 1, size=4)
    made = call(d_grads_real, x, np.full(4, -1e3), 0.0)
    check.close(made[0], -x)
    check.close(made[1], -1.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# What is the target $y$ here, and so the prediction minus the target? And how much does the score change if $w_i$ grows a little?
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\partial\ell/\partial s = D(x) - 1$, $\partial s/\partial w_i = x_i$ and $\partial s/\partial b = 1$. A step *against* the gradient has to raise $D(x)$: where a pixel is dark,
# the gradient must be negative.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Call $1 - D(x)$ `missing` and return `-missing * x, …`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** At x with zeros the gradient cannot show whether the factor x is there for those pixels; the hidden images have none. The extra
# factor D(1 − D) is the gradient of the squared error, up to a factor.

# %% [markdown]
# So $\partial(-\ln D)/\partial w = -(1 - D(x))\,x$: what is missing to certainty, shared out among the pixels in proportion to their darkness. A white pixel has no say.
#
# **See it.** Show $D$ nothing but Ann, fifty times, from zero weights, with the learning rate 0.1. It becomes convinced, and more and
# more slowly, because the gradient shrinks with $1 - D$. Nothing ever tells it to doubt.

# %% tags=["folded"]
w, b, said = np.zeros(4), 0.0, []
for _ in range(50):
    dw, db = d_grads_real(FACES[0], w, b)
    w, b = w - 0.1 * dw, b - 0.1 * db
    said.append(float(disc_prob(FACES[0], w, b)))
fig, ax = plt.subplots(figsize=(6, 2.6))
ax.plot(range(1, 51), said, color=plots.DISCRIMINATOR)
ax.set(xlabel="times that D has seen Ann", ylabel="D(Ann)", ylim=(0.4, 1))
plots.reference_line(ax, 0.5, "½")
plots.show(fig, f"D(Ann) climbs from {said[0]:.2f} to {said[-1]:.2f} in fifty steps, ever slower")

# %% [markdown]
# ### Exercise 5 · A forgery
#
# *Difficulty ●●○ · 10 minutes · 2 points*
#
# **Why it matters.** The other half. Real faces pull the weights of dark pixels up, forgeries push them down, and at the end of a
# successful game the two cancel.
#
# **What to derive.** For a forgery the loss is $-\ln(1 - D(x))$. Its gradient again, measured and derived. (In `x` is the forged *image*, four pixels, not the
# number $z$ it was made from.)
#
# **What to write.** The gradient with respect to $w$ and $b$.


# %% nbgrader={"grade_id": "d-grads-fake", "solution": true}
def d_grads_fake(x, w, b):
    """Gradient of −ln(1 − D(x)) with respect to w and b.

    x, w: (4,), where x is a forged image; b: a number.
    Returns the pair (dw, db): (4,) and a number.
    """
    ### BEGIN SOLUTION
    said = disc_prob(x, w, b)
    return said * x, said
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell.
# loss = lambda w, b: -np.log(1 - disc_prob(NOISE, w, b))
# slopes.compare(loss, lambda w, b: d_grads_fake(NOISE, w, b), SIGNS, -1.0)

# %% nbgrader={"grade_id": "d-grads-fake-values", "points": 2}
forged = np.array([0.845535, 0.154465, 0.154465, 0.845535])  # G(0.7), made by hand
made = call(d_grads_fake, forged, SIGNS, -1.0)
check.close(made[0], np.array([0.502576, 0.091812, 0.091812, 0.502576]), "D was fooled: it pays")
check.close(made[1], 0.594389, "and the bias")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("central differences at random images and weights, and very large scores") as rng:
    for _ in range(20):
        x, w, b = rng.uniform(size=4), rng.normal(size=4), float(rng.normal())
        made = call(d_grads_fake, x, w, b)
        slope = check.central_difference(lambda t: np.logaddexp(0, x @ t[:4] + t[4]), [*w, b])
        check.close(made[0], slope[:4], atol=1e-9)
        check.close(made[1], slope[4], atol=1e-9)
    x = rng.uniform(0.5, 1, size=4)
    made = call(d_grads_fake, x, np.full(4, 1e3), 0.0)
    check.close(made[0], x)
    check.close(made[1], 1.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The same two links as before, with another target.
# </details>
# <details><summary>Hint 2: a trap</summary>
#
# The derivative of $-\ln(1 - D)$ with respect to $D$ is $1/(1 - D)$. With respect to the *score* a factor $D(1 - D)$ is added, and the
# denominator cancels: what remains is the prediction minus the target, $D(x) - 0$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Call $D(x)$ `said` and return `said * x, …`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** In the source's code a comment above the error of a forgery says “−log(1 − prediction)” and, in another place, the code beneath computes
# −log(prediction). The gradients there are right; the plotted error is not (Exercise 11).

# %% [markdown]
# Here the gradient is $D(x)\,x$: whatever $D$ believed is too much.
#
# **See it.** The two pulls on the weights of the hand-made $D$, from Ann and from $G(0.7)$. On the diagonal they oppose each other. Off
# the diagonal Ann is white and has no say: only the forger's grey is punished.

# %% tags=["folded"]
up = -d_grads_real(FACES[0], SIGNS, -1.0)[0]
down = -d_grads_fake(gen(0.7, SIGNS, SIGNS), SIGNS, -1.0)[0]
fig, ax = plt.subplots(figsize=(6, 2.8))
ax.bar(np.arange(4) - 0.2, up, width=0.38, color=plots.REAL, label="Ann, real")
ax.bar(np.arange(4) + 0.2, down, width=0.38, color=plots.FAKE, hatch="//", label="G(0.7), forged")
ax.set(xticks=range(4), xticklabels=slanted_land.PIXELS, ylabel="pull on the weight (−gradient)")
ax.legend()
plots.show(fig, f"Ann pulls the diagonal up by {up[0]:.2f}, G(0.7) down by {-down[0]:.2f}")

# %% [markdown]
# ### Exercise 6 · Whole batches
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** Algorithm 1 of Goodfellow et al. (2014) takes $m$ real images and $m$ forgeries at once. The gradient of a mean is the
# mean of the gradients, so nothing new has to be derived; but each *group* has its own mean (second of the conventions
# at the top).
#
# **What to write.** The gradient of $D$'s loss $-V$ over a batch of $m$ faces $x_j$ and $n$ forgeries $\tilde x_k$; if you can, without a loop
# over the images:
#
# $$-V = \frac1m\sum_{j=1}^{m} -\ln D(x_j) + \frac1n\sum_{k=1}^{n} -\ln\bigl(1 - D(\tilde x_k)\bigr).$$


# %% nbgrader={"grade_id": "batched-grads", "solution": true}
def batched_grads(x_real, x_fake, w, b):
    """Gradient of −V (mean over real images plus mean over forgeries) with respect to w and b.

    x_real: (m, 4); x_fake: (n, 4), where n may differ from m; w: (4,); b: a number.
    Returns the pair (dw, db): (4,) and a number.
    """
    ### BEGIN SOLUTION
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    dw = said @ x_fake / len(x_fake) - missing @ x_real / len(x_real)
    return dw, np.mean(said) - np.mean(missing)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# batched_grads(FACES, np.array([NOISE]), SIGNS, -1.0)

# %% nbgrader={"grade_id": "batched-grads-values", "points": 2}
forged = np.array(
    [[0.845535, 0.154465, 0.154465, 0.845535], [0.6, 0.3, 0.2, 0.7], [0.4, 0.9, 0.5, 0.1]]
)
made = call(batched_grads, FACES, forged, SIGNS, -1.0)
check.close(
    made[0],
    np.array([-0.0517741, 0.0664958, 0.0341424, -0.0497794]),
    "five faces and three forgeries",
)
check.close(made[1], 0.0167164, "each group has its own mean")
forged = forged[:1]
made = call(batched_grads, FACES[:1], forged, SIGNS, -1.0)
check.close(
    made[0],
    np.array([0.233635, 0.091812, 0.091812, 0.233635]),
    "one of each: the sum of the last two exercises",
)
check.close(made[1], 0.325447, "and so for the bias")
made = call(batched_grads, FACES[:2], forged, SIGNS, -1.0)
check.close(
    made[0], np.array([0.187515, 0.071747, 0.051681, 0.207581]), "two faces and one forgery"
)
check.close(made[1], 0.259262, "each group has its own mean")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random batches of different sizes, against central differences of the loss") as rng:
    for m, n in ((1, 1), (4, 4), (2, 7), (6, 3)):
        x, y = rng.uniform(size=(m, 4)), rng.uniform(size=(n, 4))
        w, b = rng.normal(size=4), float(rng.normal())
        slope = check.central_difference(
            lambda t: (
                np.logaddexp(0, -(x @ t[:4] + t[4])).mean()
                + np.logaddexp(0, y @ t[:4] + t[4]).mean()
            ),
            [*w, b],
        )
        made = call(batched_grads, x, y, w, b)
        check.close(made[0], slope[:4], atol=1e-9)
        check.close(made[1], slope[4], atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# A loop over the images with your two functions, two running sums and two divisions is a right answer. Write that first.
# </details>
# <details><summary>Hint 2: without the loop</summary>
#
# `said = disc_prob(x_fake, w, b)` has shape `(n,)`. You want $\sum_k \text{said}_k\, x_k$, which is `said @ x_fake`.
# </details>
# <details><summary>Hint 3: a trap</summary>
#
# The mean of a product is not the product of the means: `said.mean() * x_fake.mean(axis=0)` is something else.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The mean of each group is the course's convention, as in V; m ≠ n tells it apart from the sum and from the mean over the concatenation, whose
# gradient belongs to a game with unequal priors.

# %% [markdown]
# **See it.** A gradient does not say how far it is best to move each weight. It gives the slope at the place where you stand, and no
# more. Here is the loss of the hand-made $D$, for the five faces and five forgeries, along the line of steepest descent: the tangent is right for small
# steps, and too long a step makes things worse.

# %% tags=["folded"]
forged = gen(np.linspace(0, 1, 5), SIGNS, SIGNS)
dw, db = batched_grads(FACES, forged, SIGNS, -1.0)
steps = np.linspace(0, 3, 121)
moved = [(SIGNS - t * dw, -1.0 - t * db) for t in steps]
losses = np.array(
    [-np.log(disc_prob(FACES, *D)).mean() - np.log(1 - disc_prob(forged, *D)).mean() for D in moved]
)
best = steps[np.argmin(losses)]
fig, ax = plt.subplots(figsize=(6, 3))
ax.plot(steps, losses, color=plots.DISCRIMINATOR, label="loss of D after the step")
ax.plot(steps, losses[0] - steps * (dw @ dw + db**2), "--", color=plots.FAKE, label="its tangent")
ax.plot(best, losses.min(), "o", color=plots.PAGE_INK)
ax.set(xlabel="length of the step (learning rate)", ylabel="loss (nats)", ylim=(1.2, 1.5))
ax.legend()
plots.show(
    fig,
    f"The loss of D is {losses[0]:.3f} nats at first, lowest, {losses.min():.3f}, after a step "
    f"with learning rate {best:.2f}, and above its start again with 2: {losses[80]:.3f}",
)

# %% [markdown]
# ## 5. How the forger learns
#
# $G$ never sees a real face. All it hears is what $D$ says to its forgery, and how that would change if the pixels changed. What should
# it minimise? The value function contains $\ln(1 - D(G(z)))$, and $G$ wants it small: that is the **minimax** loss. The published toy
# minimises $-\ln D(G(z))$ instead, without giving it a name. It is the **non-saturating** loss `"ns"`, which Goodfellow et al. (2014)
# recommend in section 3 because it gives much stronger gradients early in learning. Assignment 03 compares the two.
#
# Write $E$ for the loss of $G$, whichever of the two it is. With the score $s = \sum_i w_i g_i + b$ of the forgery $g = G(z)$ and
# $D = \sigma(s)$, the chain has four links:
#
# $$\frac{\partial E}{\partial c_i} = \frac{\partial E}{\partial D}\cdot\frac{\partial D}{\partial s}\cdot\frac{\partial s}{\partial g_i}\cdot\frac{\partial g_i}{\partial c_i}.$$
#
# The sigmoid occurs twice in it. You will need $\sigma' = \sigma\,(1 - \sigma)$.

# %% [markdown]
# ### Exercise 7 · The forger's gradient
#
# *Difficulty ●●● · 35 minutes · 4 points*
#
# **Why it matters.** Here the two networks are chained together: $G$ learns *through* $D$. Every GAN does this; only the
# number of links grows.
#
# **What to derive.** Each of the four links, for $E = -\ln D(G(z))$ (`"ns"`) and for $E = \ln(1 - D(G(z)))$ (`"minimax"`); then the chain for $v_i$, of which only the
# last link differs. Hold every result against the measured slope before you go on.
#
# **What to write.** The gradients with respect to $v$ and $c$, for either loss; both are to be descended. Refuse any other `loss` with a `ValueError`.


# %% nbgrader={"grade_id": "g-grads", "solution": true}
def g_grads(z, v, c, w, b, loss="ns"):
    """Gradient of G's loss for one z: −ln D(G(z)) for "ns", ln(1 − D(G(z))) for "minimax".

    z, b: numbers; v, c, w: (4,). Returns the pair (dv, dc), each (4,).
    Raises ValueError for another loss.
    """
    ### BEGIN SOLUTION
    if loss not in ("ns", "minimax"):
        raise ValueError(f"unknown loss {loss!r}")
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * w * g * (1 - g)
    return z * dc, dc
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell.
# loss = lambda v, c: -np.log(disc_prob(gen(0.3, v, c), SIGNS, -1.0))
# slopes.compare(loss, lambda v, c: g_grads(0.3, v, c, SIGNS, -1.0), 2 * SIGNS, FACES[1])

# %% nbgrader={"grade_id": "g-grads-values", "points": 3}
made = call(g_grads, 0.7, SIGNS, SIGNS, SIGNS, -1.0)
check.close(made[1], -0.052975 * SIGNS, "the biases: darker on the diagonal, lighter off it")
check.close(made[0], -0.037083 * SIGNS, "the weights: darker on the diagonal, too")
lopsided = np.array([1.0, -1.0, -1.0, 0.0])
check.close(
    call(g_grads, 0.7, SIGNS, SIGNS, lopsided, -1.0)[1],
    -0.080168 * lopsided,
    "a pixel at which D does not look learns nothing",
)
steep, biases = np.array([2.0, 0.0, -2.0, 4.0]), np.array([-1.0, 0.0, 1.0, -2.0])
check.close(
    call(g_grads, 0.5, steep, biases, SIGNS, 0.0)[1],
    -0.125 * SIGNS,
    "all pixels ½, and D = ½",
    slips={"v and c are swapped: z multiplies v.": [-0.037592, 0.063012, 0.037592, -0.011387]},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("central differences of the non-saturating loss at random points") as rng:
    for _ in range(20):
        z, b = float(rng.random()), float(rng.normal())
        v, c, w = rng.normal(size=(3, 4))
        slope = check.central_difference(
            lambda t: np.logaddexp(0, -(w @ (1 / (1 + np.exp(-t[0] * z - t[1]))) + b)),
            np.array([v, c]),
        )
        made = call(g_grads, z, v, c, w, b)
        check.close(made[0], slope[0], atol=1e-9)
        check.close(made[1], slope[1], atol=1e-9)
    still = call(g_grads, 0.0, v, c, w, b)
    check.close(still[0], np.zeros(4))
    check.close(still[1], reference.g_grads(0.0, v, c, w, b)[1])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "g-grads-minimax", "points": 1}
made = call(g_grads, 0.7, SIGNS, SIGNS, SIGNS, -1.0, "minimax")
check.close(made[1], -0.077631 * SIGNS, "the minimax loss")
check.close(made[0], -0.054341 * SIGNS, "and for the weights")
check.raises(ValueError, g_grads, 0.7, SIGNS, SIGNS, SIGNS, -1.0, "maximin", why="an unknown loss")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("central differences of the minimax loss, and a detective who is very sure") as rng:
    for _ in range(10):
        z, b = float(rng.random()), float(rng.normal())
        v, c, w = rng.normal(size=(3, 4))
        slope = check.central_difference(
            lambda t: -np.logaddexp(0, w @ (1 / (1 + np.exp(-t[0] * z - t[1]))) + b),
            np.array([v, c]),
        )
        made = call(g_grads, z, v, c, w, b, "minimax")
        check.close(made[0], slope[0], atol=1e-9)
        check.close(made[1], slope[1], atol=1e-9)
    sure = call(g_grads, z, v, c, w, -800.0, "minimax")
    check.close(sure[1], np.zeros(4))
    sure = call(g_grads, z, v, c, w, -800.0)
    check.close(sure[1], reference.g_grads(z, v, c, w, -800.0)[1])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Go forward first: the picture `gen(z, v, c)`, then what `disc_prob` says of it. Then write the four links from left to right; products are
# pixel by pixel, nothing is summed. The first two links together you know from assignment 01.
# </details>
# <details><summary>Hint 2: the links</summary>
#
# The first two together give $-(1 - D)$ for $E = -\ln D$, and $-D$ for $E = \ln(1 - D)$. The third is $w_i$, and the fourth $g_i(1 - g_i)$. With $v_i$ the last
# link gains a factor $z$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `dc = -(1 - said) * w * g * (1 - g)` for `"ns"`; then `return z * dc, dc`. Note the order of the two.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The factor z must not enter the bias; the factor w_i must not be lost (Exercise 8). “minimax” is minimised as it stands: label 0
# with a minus in front. Who takes the binary cross-entropy with label 0 itself, −ln(1 − D), trains G to be caught.

# %% [markdown]
# **See it.** The measured slope beside your gradient, for the forger of Exercise 2. Then the pull of each loss on the bias $c_1$
# (minus its gradient), against the score of the forgery: when $D$ is sure that it is fake, on the left, the minimax pull dies and the other does not.

# %%
slopes.compare(
    lambda v, c: -np.log(disc_prob(gen(0.7, v, c), SIGNS, -1.0)),
    lambda v, c: g_grads(0.7, v, c, SIGNS, -1.0),
    SIGNS,
    SIGNS,
)

# %% tags=["folded"]
bias = np.linspace(-8, 4, 121)
score = disc_score(gen(0.7, SIGNS, SIGNS), SIGNS, bias)
fig, ax = plt.subplots(figsize=(6, 3))
for loss, look in (("ns", "-"), ("minimax", "--")):
    pull = [-g_grads(0.7, SIGNS, SIGNS, SIGNS, b, loss)[1][0] for b in bias]
    ax.plot(score, pull, look, color=plots.GENERATOR if loss == "ns" else plots.ACCENT, label=loss)
plots.reference_line(ax, 0.0, "D = ½", axis="x")
ax.set(xlabel="score of the forgery, s", ylabel="pull on the bias c₁")
ax.legend()
plots.show(
    fig, "The ns pull is largest where D is sure of the fake; the minimax pull vanishes there"
)

# %% [markdown]
# ### Exercise 8 · Find the error: the formula in the picture
#
# *Difficulty ●●● · 20 minutes · 2 points*
#
# **Why it matters.** The published repository contains a picture with the forger's gradient, and the formula in it is
# wrong (the code beside it is right). Formulas in pictures are copied for years. Here is a way to arrive at it:
#
# 1. $\dfrac{\partial E}{\partial D} = -\dfrac1D$
#
# 2. $\dfrac{\partial D}{\partial s} = D\,(1 - D)$
#
# 3. $\dfrac{\partial s}{\partial g_i} = 1$
#
# 4. $\dfrac{\partial g_i}{\partial v_i} = g_i\,(1 - g_i)\,z$
#
# 5. $\dfrac{\partial E}{\partial v_i} = -(1 - D)\,g_i\,(1 - g_i)\,z$
#
# **What to write.** Two things. `first_wrong_line()` returns the number of the first wrong line. `picture_slope` measures the damage:
# if $(v, c)$ moves *against* the picture's gradient, how fast does the true error $E = -\ln D(G(z))$ change? Write $\nabla E$ (“nabla E”) for the vector of
# all eight partial derivatives, the true gradient, and $P$ for the picture's. Then it is
#
# $$\frac{d}{dt}\,E\bigl((v, c) - t\,P\bigr)\Big|_{t=0} = -\nabla E\cdot P.$$
#
# For the true gradient this would be $-\lVert\nabla E\rVert^2 \le 0$. A positive slope means: a small step makes the forger worse. (The visible
# check of the line number only sees that it is from 1 to 5. Whether it is the right one, grading tells.)


# %% nbgrader={"grade_id": "picture", "locked": true}
def picture_grads(z, v, c, w, b):
    """The picture's gradient (dv, dc) of −ln D(G(z)): line 5, and for c line 5 without z. Wrong!"""
    g = sigmoid(v * z + c)
    dc = -(1 - sigmoid(g @ w + b)) * g * (1 - g)
    return z * dc, dc


# %% nbgrader={"grade_id": "picture-formula", "solution": true}
def first_wrong_line():
    """The number, 1 to 5, of the first line of the derivation that is wrong."""
    ### BEGIN SOLUTION
    return 3
    ### END SOLUTION


def picture_slope(z, v, c, w, b):
    """The rate at which −ln D(G(z)) changes when (v, c) moves against picture_grads: a float.

    z, b: numbers; v, c, w: (4,).
    """
    ### BEGIN SOLUTION
    true, picture = g_grads(z, v, c, w, b), picture_grads(z, v, c, w, b)
    return -float(true[0] @ picture[0] + true[1] @ picture[1])
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# picture_slope(0.7, SIGNS, SIGNS, SIGNS, -1.0)

# %% nbgrader={"grade_id": "picture-formula-values", "points": 2}
check.true(call(first_wrong_line).value in (1, 2, 3, 4, 5), "Give the number of a line, 1 to 5.")
check.close(
    call(picture_slope, 0.7, SIGNS, SIGNS, SIGNS, -1.0),
    0.0,
    "two pixels lose what the other two gain",
)
check.close(
    call(picture_slope, 0.7, SIGNS, SIGNS, np.array([1.0, -1.0, -1.0, -1.0]), -1.0),
    0.031511,
    "this detective likes one pixel only: the step leads uphill",
    slips={"The dot product runs over all eight numbers: c moves, and so does v.": 0.021148},
)
check.close(
    call(picture_slope, 0.7, SIGNS, SIGNS, np.ones(4), -1.0),
    -0.007353,
    "with all weights 1 the picture is right by accident",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("which line is wrong, and the slope at random points") as rng:
    for _ in range(6):
        z, b = float(rng.random()), float(rng.normal())
        v, c, w = rng.normal(size=(3, 4))
        check.close(
            call(picture_slope, z, v, c, w, b), reference.picture_slope(z, v, c, w, b), atol=1e-9
        )
    check.equal(call(first_wrong_line), 3)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The score is $s = w_1 g_1 + \dots + w_4 g_4 + b$. Check each line on its own; a line that follows correctly from a wrong one is not
# the *first* wrong one.
# </details>
# <details><summary>Hint 2: the slope</summary>
#
# You have both gradients as functions. The dot product runs over eight numbers: four for $v$ and four for $c$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `(dv, dc), (pv, pc) = g_grads(…), picture_grads(…)`, then `-(dv @ pv + dc @ pc)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Line 3 lacks w_i. The slope is −(1 + z²) Σ w_i q_i² with q_i = (1 − D) g_i(1 − g_i): uphill wherever the negative weights dominate. The
# picture moves all four pixels in the same direction, so it can never paint a face; section 6 runs it. Central differences are a right answer.

# %% [markdown]
# **See it.** One long step, with the learning rate 8, against each gradient, and what it does to the pixels of the hand-made forger. The true gradient
# asks of each pixel what $D$ thinks of it. The picture's makes all four darker, and $D$ believes the forgery less than before. (The
# slope is 0 here, as the first test says: a small step does next to nothing, but a long one does harm.)

# %% tags=["folded"]
moved = [
    gen(0.7, SIGNS - 8 * dv, SIGNS - 8 * dc)
    for dv, dc in (f(0.7, SIGNS, SIGNS, SIGNS, -1.0) for f in (g_grads, picture_grads))
]
rows = [gen(0.7, SIGNS, SIGNS), *moved]
titles = [f"D = {disc_prob(x, SIGNS, -1.0):.3f}" for x in rows]
words = ["before\n", "true gradient\n", "the picture's\n"]
plots.show(slanted_land.images_figure(rows, [a + t for a, t in zip(words, titles)]))

# %% [markdown]
# ## 6. The game
#
# Now let them play. One **round** of the published program takes one real face $x$ and one random number $z$ and makes three small steps of
# gradient descent, each on a loss of its own, each with the learning rate $\eta$:
#
# 1. $D$ sees the face: $(w, b)$ descends $-\ln D(x)$;
# 2. $D$ sees the forgery $\tilde x = G(z)$: the *new* $(w, b)$ descends $-\ln(1 - D(\tilde x))$;
# 3. $G$ learns: $(v, c)$ descends $-\ln D(G(z))$, as judged by the $D$ of now.
#
# The noise image of section 1 plays no part: the only fakes that $D$ ever sees are those that $G$ paints at that moment.
#
# Algorithm 1 of Goodfellow et al. (2014) is a little different: it joins steps 1 and 2 in a single step, and draws a fresh $z$ for step 3. That
# is assignment 04.

# %% [markdown]
# ### Exercise 9 · One round
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** Two classic bugs live here. *Stale parameters*: computing a step with the weights from before the last one. And
# *changing in place*: `w -= lr * dw` also changes the array of whoever called you, and their history with it.
#
# **What to write.** The three steps in this order, with the non-saturating loss. In step 3 both gradients are taken
# at the old $(v, c)$. Return the four new parameters and leave the arguments as they were. You may use your gradients.
# (`FACES` and `SIGNS` are read-only: if a function of yours tries to change them in place, NumPy says “output array is read-only”.)


# %% nbgrader={"grade_id": "one-round", "solution": true}
def one_round(x, z, w, b, v, c, lr):
    """One round: D on the face x, D on the forgery G(z), then G; each a step lr down its loss.

    x, w, v, c: (4,); z, b, lr: numbers.
    Returns the new (w, b, v, c); changes none of its arguments.
    """
    ### BEGIN SOLUTION
    dw, db = d_grads_real(x, w, b)
    w, b = w - lr * dw, b - lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * dw, b - lr * db
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# one_round(FACES[0], 0.7, SIGNS, -1.0, SIGNS, SIGNS, 0.1)

# %% nbgrader={"grade_id": "one-round-values", "points": 3}
made = call(one_round, FACES[0], 0.7, SIGNS, -1.0, SIGNS, SIGNS, 0.1)
stale = "The second step uses the weights from before the first one."
old_d = "G is judged by the D from the beginning of the round."
mixed = "The gradient of b is taken after w has moved: one step needs both at the same point."
c_late = "The gradient of c is taken after v has moved: both belong to the old (v, c)."
check.close(
    made[0],
    np.array([0.975172, -1.009449, -1.009449, 0.975172]),
    "D's weights",
    slips={
        stale: [0.976637, -1.009181, -1.009181, 0.976637],
        mixed: [0.975193, -1.009445, -1.009445, 0.975193],
    },
)
check.close(made[1], -1.034277, "D's bias", slips={stale: -1.032545, mixed: -1.032110})
check.close(
    made[3],
    np.array([1.005411, -1.005601, -1.005601, 1.005411]),
    "G's biases",
    slips={
        old_d: 1.005298 * SIGNS,
        c_late: [1.005397, -1.005586, -1.005586, 1.005397],
        "That is a step down the minimax loss.": [1.007325, -1.007583, -1.007583, 1.007325],
    },
)
check.close(made[2], np.array([1.003788, -1.003921, -1.003921, 1.003788]), "G's weights")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random rounds, from small to large learning rates") as rng:
    for lr in (0.01, 0.3, 2.0, 5.0):
        x, z, b = rng.uniform(size=4), float(rng.random()), float(rng.normal())
        w, v, c = rng.normal(size=(3, 4))
        made, right = (
            call(one_round, x, z, w, b, v, c, lr),
            reference.one_round(x, z, w, b, v, c, lr),
        )
        for part in range(4):
            check.close(made[part], right[part], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Six lines: gradient, step, gradient, step, gradient, step. Write `w, b = w - lr * dw, …` after each gradient of $D$, and the next line
# uses the new ones by itself.
# </details>
# <details><summary>Hint 2: in place or not</summary>
#
# `w = w - lr * dw` makes a new array and hangs the name `w` on it. `w -= lr * dw` writes into the array that you were given.
# </details>
# <details><summary>Hint 3: step 3</summary>
#
# `g_grads(…)` gives both gradients at the old $(v, c)$. Only then `v - lr * dv` and `c - lr * dc`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The visible test uses a learning rate of 0.1 because with the published 0.01 stale parameters differ by a few 1e-5 only in one round. After 1000
# epochs they are off by a few thousandths, and the next exercise's digits tell.

# %% [markdown]
# **See it.** Each player changes only its own weights. But both errors depend on *all thirteen* numbers, so every step of one moves the ground
# under the other. Here is one large round; follow the errors.


# %%
def errors(w, b, v, c):
    said = disc_prob(gen(0.7, v, c), w, b)
    return -np.log(disc_prob(FACES[0], w, b)) - np.log(1 - said), -np.log(said)


after = one_round(FACES[0], 0.7, SIGNS, -1.0, SIGNS, SIGNS, 1.0)
half = (after[0], after[1], SIGNS, SIGNS)
states = {"before": (SIGNS, -1.0, SIGNS, SIGNS), "D has moved": half, "G has moved": after}
for moment, state in states.items():
    print(f"{moment:12}  D's error {errors(*state)[0]:.4f}   G's error {errors(*state)[1]:.4f}")

# %% [markdown]
# $D$'s steps gain $D$ 0.02 nats and cost $G$ 0.62; then $G$ wins a little of it back, and $D$ pays. This is a *game*, not two minimisations side by side. In
# assignment 07 you will meet one in which both players improve at every step and nobody gets anywhere.

# %% [markdown]
# ### Exercise 10 · Training
#
# *Difficulty ●●○ · 15 minutes · 4 points*
#
# **Why it matters.** A run that anybody can repeat to the last digit is the best protection against bugs that “still train”. The weights of the
# published run were printed, so yours can be compared with them.
#
# **What to write.** The loop. To get the same random numbers, draw them in the same order from NumPy's old generator,
# `np.random.RandomState(seed)` (new programs should use `np.random.default_rng`): first $D$, `w = rng.randn(4)` and `b = rng.randn()`; then
# $G$, `v = rng.randn(4)` and `c = rng.randn(4)`. Then `epochs` times, for each face in turn, draw `z = rng.rand()` and play a round. (“Epoch” means
# once through the data, here five rounds.) The argument `play` is the round to be played; left out, it is your `one_round`. The first test passes
# a round that only leaves marks, so it does not need yours; the second one does.


# %% nbgrader={"grade_id": "marks", "locked": true}
def marking_round(x, z, w, b, v, c, lr):
    """A round that learns nothing: its marks tell the order of the faces and of z."""
    return 0.5 * w + x, 0.5 * b + z, 0.5 * v + lr, 0.5 * c + z * x


# %% nbgrader={"grade_id": "train", "solution": true}
def train(faces, seed, lr, epochs, play=None):
    """Train from random weights; returns the final (w, b, v, c): (4,), a number, (4,), (4,).

    faces: (n, 4); seed, epochs: integers ≥ 0; lr: the learning rate.
    play: function (x, z, w, b, v, c, lr) → (w, b, v, c); None means one_round.
    """
    play = one_round if play is None else play
    ### BEGIN SOLUTION
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# train(FACES, 42, 0.01, 10, marking_round)

# %% nbgrader={"grade_id": "train-order", "points": 2}
made = call(train, FACES, 42, 0.01, 0, marking_round)
check.close(made[0], np.array([0.496714, -0.138264, 0.647689, 1.523030]), "D is drawn first")
check.close(made[1], -0.234153, "then its bias")
check.close(made[3], np.array([0.542560, -0.463418, -0.465730, 0.241962]), "G's biases come last")
made = call(train, FACES[:2], 42, 0.01, 1, marking_round)
check.close(made[0], np.array([1.524178, 0.065434, 0.361922, 1.680757]), "Ann first, then Ben")
check.close(made[1], 0.448663, "a fresh z for each face")
made = call(train, FACES[:2], 7, 0.5, 2, marking_round)
check.close(
    made[0],
    np.array([1.855658, 0.095879, 0.252051, 1.650470]),
    "another seed, two epochs: Ann, Ben, Ann, Ben",
    slips={
        "That is Ann, Ann, Ben, Ben: an epoch goes once through all faces.": [
            1.830658,
            0.120879,
            0.302051,
            1.600470,
        ]
    },
)
marks = np.array([0.937629, 0.937444, 0.827830, 1.001104])
check.close(made[2], marks, "the learning rate 0.5 reaches the round")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden(
    "other seeds, faces, learning rates and numbers of epochs, with the marking round"
) as rng:
    for n, epochs in ((1, 1), (3, 2), (5, 4)):
        faces, seed, lr = rng.uniform(size=(n, 4)), int(rng.integers(2**31)), float(rng.random())
        made = call(train, faces, seed, lr, epochs, marking_round)
        right = reference.train(faces, seed, lr, epochs, marking_round)
        for part in range(4):
            check.close(made[part], right[part], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "train-published", "points": 2}
made = call(train, FACES, 42, 0.01, 1000)
published = {
    "D's weights": (0, [0.60175083, -0.29127513, -0.40093314, 0.37759987]),
    "D's bias": (1, -0.89551030),
    "G's weights": (2, [0.70702123, 0.03720449, -0.45703394, 0.79375751]),
    "G's biases": (3, [2.48490157, -3.36725912, -2.90139211, 2.8172726]),
}
for name, (part, digits) in published.items():
    check.close(made[part], np.array(digits), f"{name}, as published")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("short runs from other seeds") as rng:
    for _ in range(2):
        seed, lr = int(rng.integers(2**31)), float(rng.uniform(0.01, 0.2))
        made, right = call(train, FACES, seed, lr, 20), reference.train(FACES, seed, lr, 20)
        for part in range(4):
            check.close(made[part], right[part], atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# The five lines of the text, in their order: generator, `w`, `b`, `v`, `c`. Then two nested `for` loops.
# </details>
# <details><summary>Hint 2: if the digits do not come out</summary>
#
# If the first test passes and the second does not, the loop is right and `one_round` is not. If the digits agree to two places only, look for
# stale parameters.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Inside the loops: `w, b, v, c = play(x, …)`, with a fresh `rng.rand()` for each picture. With no epoch at all, the initial weights come back.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `np.random.seed(seed)` with the global functions gives the same stream, and so does drawing all thirteen normals, or all z, in one call. The published digits
# are eight; they are compared to 1e-7. The faces are read in order, never shuffled, as published.

# %% [markdown]
# **See it.** `slanted_land.Recorder` is a round that also writes down what it was given. Pass it to your `train` in place of the round, and you
# have the whole history: $x$, $z$ and all thirteen numbers at the beginning of each of the 5000 rounds.

# %%
recorder = slanted_land.Recorder(one_round)
w, b, v, c = train(FACES, 42, 0.01, 1000, recorder)
history, networks = recorder.history(), recorder.networks(every=10)

# %% [markdown]
# **Predict first.** You are about to see a thousand epochs in eight seconds. The published numbers tell how it ends: the biases of $G$ are large, its
# weights are not. From which epoch on does the forger paint faces, about 25, 250 or 900? Do the detective's lines only get thicker on the way?
# And when the training is over and you move $z$, how much of the picture will change? Now press the play button.

# %%
widgets.slanted_land_explorer(networks)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# Within 250 epochs the forger paints faces, whatever $z$ is, and it puts them into the *biases*: these end near $\pm 3$, the weights
# below 1. Moving $z$ from 0 to 1 then changes no pixel by more than 0.04. The detective's lines off the diagonal get thick at first, while
# forgeries are easy to tell, and thin later; in the end it says about 0.50 to everything $G$ paints.
# </details>

# %% tags=["folded"]
plots.show(
    widgets.slanted_land_figure(networks, epoch=1000, z=0.5),
    folded="The end of the training as a picture",
)

# %% tags=["folded"]
fig, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.2), sharex=True)
for i, pixel in enumerate(slanted_land.PIXELS):
    left.plot(networks["epoch"], networks["w"][:, i], label=pixel)
    right.plot(networks["epoch"], networks["c"][:, i], label=pixel)
left.plot(networks["epoch"], networks["b"], color=plots.PAGE_INK, label="bias b")
left.set(xlabel="epoch", ylabel="weight", title="D: weights w and bias b")
right.set(xlabel="epoch", ylabel="bias", title="G: biases c")
fig.legend(*left.get_legend_handles_labels(), loc="outside right center", fontsize=9)
plots.show(
    fig, "D's weights grow, then shrink; G's biases run to about ±3 with the signs of a face"
)

# %% [markdown]
# And the formula in the picture of Exercise 8? Train with it, everything else unchanged, from five seeds.


# %% tags=["folded"]
def picture_round(x, z, w, b, v, c, lr):
    new_w, new_b, _, _ = one_round(x, z, w, b, v, c, lr)
    dv, dc = picture_grads(z, v, c, new_w, new_b)
    return new_w, new_b, v - lr * dv, c - lr * dc


made = [train(FACES, seed, 0.01, 1000, picture_round) for seed in range(5)]
rows = [gen(0.5, v, c) for _, _, v, c in made]
plots.show(slanted_land.images_figure(rows, [f"seed {seed}" for seed in range(5)]))

# %% [markdown]
# All black. Without $w_i$ the forger only hears “darker!”, for every pixel alike. Over twenty seeds no run makes a face and every pixel of $G(\tfrac12)$ ends between
# 0.97 and 0.99; with the right formula all twenty do. One factor is missing, and with it the pattern of signs; the loss curve would not have told you.

# %% [markdown]
# ## 7. What the error curves say
#
# The published notebook also plots the errors. In its plot the forger's error falls and settles, while the detective's rises in the end. Here is,
# in our notation, how the plotted error of $D$ is computed in each round. Look at it closely: it runs, it gives
# one number, and it is wrong in two places.


# %% nbgrader={"grade_id": "published", "locked": true}
def published_d_error(x, z, w, b):
    """The number that the published notebook plots as “discriminator error”. It is wrong."""
    error_from_image = -np.log(sigmoid(x @ w + b))
    error_from_noise = -np.log(1 - sigmoid(z * w + b))
    return np.sum(error_from_image + error_from_noise)


# %% [markdown]
# ### Exercise 11 · Find the error: the plot
#
# *Difficulty ●●○ · 20 minutes · 2 points*
#
# **Why it matters.** Broadcasting is NumPy's way of being helpful: shapes that do not belong together still give a result. A wrong *loss* would have
# stopped the training; a wrong *plot* only tells a wrong story.
#
# **What to write.** The true error of $D$ in each recorded round, $-\ln D(x) - \ln(1 - D(G(z)))$: one number for each row of the history, with the
# parameters of that row. Use the stable form of assignment 01, so that a score of $\pm 800$ gives 800 or 0, not infinity: $-\ln\sigma(s) = \ln(1 + e^{-s})$, which is
# `np.logaddexp(0, -s)`.


# %% nbgrader={"grade_id": "true-d-error", "solution": true}
def true_d_error(history):
    """The error −ln D(x) − ln(1 − D(G(z))) of D at the beginning of each round, in nats: (n,).

    history: a dict of arrays, x (n, 4), z (n,), w (n, 4), b (n,), v (n, 4), c (n, 4).
    """
    ### BEGIN SOLUTION
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real_score = np.sum(history["x"] * history["w"], axis=1) + history["b"]
    fake_score = np.sum(forged * history["w"], axis=1) + history["b"]
    return np.logaddexp(0, -real_score) + np.logaddexp(0, fake_score)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell (`history` is Exercise 10's).
# first = {name: column[:5] for name, column in history.items()}
# true_d_error(first)

# %% nbgrader={"grade_id": "true-d-error-values", "points": 1}
one = {
    "x": FACES[:1],
    "z": np.array([0.7]),
    "w": SIGNS[None],
    "b": np.array([-1.0]),
    "v": SIGNS[None],
    "c": SIGNS[None],
}
check.close(
    call(true_d_error, one),
    np.array([1.215622]),
    "one round, so an array of one number: Ann costs 0.313262, the forgery G(0.7) 0.902360",
    slips={
        "That is the published number: z goes to D, and broadcasting makes four of it.": [2.697329],
        "D still gets the number z instead of the four pixels of G(z).": [1.757544],
    },
)
grey = [np.full(4, 0.5), 0.5, [3, 1, 0, 0], -2.0, [2, 0, -2, 4], [-1, 0, 1, -2]]  # x, z, w, b, v, c
both = {name: np.array([one[name][0], part]) for name, part in zip("xzwbvc", grey)}
check.close(
    call(true_d_error, both),
    np.array([1.215622, 1.386294]),
    "one number for each round: the second is all grey, and ½ said twice costs 2 ln 2",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random histories of several lengths, one number for each round") as rng:
    for n in (1, 4, 9):
        rows = {name: rng.normal(size=(n, 4)) for name in "wvc"}
        rows |= {"x": rng.uniform(size=(n, 4)), "z": rng.random(n), "b": rng.normal(size=n)}
        check.close(call(true_d_error, rows), reference.true_d_error(rows))
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "true-d-error-extremes", "points": 1}
sure = {name: np.repeat(part, 2, axis=0) for name, part in one.items()}
sure["b"] = np.array([800.0, -800.0])
made = call(true_d_error, sure)
check.close(made, np.array([801.382139, 798.0]), "believing everything, or nothing, costs 800 nats")
check.silent(made)
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("very large scores") as rng:
    rows = {name: rng.normal(size=(3, 4)) for name in "wvc"}
    rows |= {"x": rng.uniform(size=(3, 4)), "z": rng.random(3), "b": rng.uniform(100, 1e4, size=3)}
    for sign in (1, -1):
        rows["b"] = sign * rows["b"]
        made = call(true_d_error, rows)
        check.close(made, reference.true_d_error(rows))
        check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where the published code goes wrong</summary>
#
# What is the shape of `z * w + b`? And what does `np.sum` then do with the error of the real image, which was one number?
# </details>
# <details><summary>Hint 2: shapes</summary>
#
# `history["v"]` has shape `(n, 4)` and `history["z"]` has shape `(n,)`. Give the latter an axis: `history["z"][:, None]`. And the score of row $k$ is the
# sum over the pixels of `x[k] * w[k]`: `np.sum(x * w, axis=1) + b`.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# A loop over the rounds is fine too: `forged = gen(z, v, c)`, two scores with `disc_score`, then
# `np.logaddexp(0, -real) + np.logaddexp(0, fake)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The two slips: D gets the scalar z in place of the image G(z), which broadcasts to four “scores”; and the sum over these four counts the error of the real
# image four times. `x @ w.T` is the classic shape mistake here: (n, n) instead of row by row. For n = 1 it even runs.

# %% [markdown]
# **See it.** Both curves, as means over 50 rounds. The line $2\ln 2 = 1.386$ is what a detective pays who says ½ to everything.

# %% tags=["folded"]
columns = (history[name] for name in ("x", "z", "w", "b"))
curves = {
    "published": [published_d_error(*row) for row in zip(*columns)],
    "true": true_d_error(history),
}
curves = {name: np.reshape(values, (-1, 50)).mean(axis=1) for name, values in curves.items()}
rounds = np.arange(25, 5000, 50)
fig, (ax, near) = plt.subplots(1, 2, figsize=(8.6, 3.4))
ax.plot(rounds, curves["published"], "--", color=plots.FAKE, label="published")
ax.plot(rounds, curves["true"], color=plots.DISCRIMINATOR, label="true")
near.plot(rounds, curves["true"], color=plots.DISCRIMINATOR)
for axes in (ax, near):
    plots.reference_line(axes, 2 * np.log(2), "2 ln 2")
ax.set(xlabel="round", ylabel="error of D (nats)", xlim=(0, 5600), ylim=(0, 5))
near.set(xlabel="round", title="the true one, closer", xlim=(0, 5600), ylim=(0.9, 1.6))
ax.legend(loc="lower right")
ends = {name: f"{y[0]:.2f}, lowest {y.min():.2f}, last {y[-1]:.2f}" for name, y in curves.items()}
plots.show(
    fig, f"Error of D, first 50 rounds. Published: {ends['published']}; true: {ends['true']}"
)

# %%
for name, text in ends.items():
    print(f"{name:9}  first {text}")

# %% [markdown]
# The published curve starts at 3.57 and ends at 4.45: a detective in trouble. The true one starts at 1.41, dips to 1.02 while forgeries are easy to
# tell apart, overshoots to 1.51 and ends at 1.45. The trouble was in the plot.
#
# Theory says $2\ln 2 = 1.386$ for a $D$ that can no longer tell them apart (assignment 05), and the true curve ends a little *above* it: from round 1700 to the end
# the mean curve never touches the line. (Single rounds do: a fifth of them lie below it, down to 1.12.) So this detective pays more than one who says ½ to everything. Whom does it misjudge, the faces or the forgeries? The next cell asks it.

# %%
w, b, v, c = (history[name][-1] for name in ("w", "b", "v", "c"))
forgeries = [gen(z, v, c) for z in np.linspace(0, 1, 11)]
said = [np.mean([disc_prob(x, w, b) for x in images]) for images in (FACES, forgeries)]
print(f"D gives the faces {said[0]:.2f} on average, and the forgeries {said[1]:.2f}")

# %% [markdown]
# The faces. To forgeries it says ½, as it should when it cannot tell, but to real faces only 0.47: it takes them for a little *less* real than the forger's work, which is darker on the
# diagonal and lighter off it than the average face (section 8). That is the price you saw: $-\ln 0.47 - \ln(1 - 0.50) = 1.45$, against $2\ln 2 = 1.39$ for ½ to both.

# %% [markdown]
# ## 8. What is z for?
#
# The forger was given a random number so that it could paint *different* faces. The data contain five. How many does the forger paint?

# %% [markdown]
# ### Exercise 12 · Is the forger listening to z?
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** A $G$ that ignores $z$ paints one picture for ever. This is **mode collapse**, and neither error curve shows it: a
# single convincing face fools a detective who looks at one image at a time.
#
# **What to write.** For each pixel the standard deviation (divisor $n$, NumPy's default) over the eleven images at $z = 0, 0.1, \dots, 1$; return the
# largest of the four.


# %% nbgrader={"grade_id": "latent-sensitivity", "solution": true}
def latent_sensitivity(v, c):
    """The largest of the four pixels' standard deviations over z = 0, 0.1, …, 1: a float ≥ 0.

    v, c: (4,).
    """
    ### BEGIN SOLUTION
    return float(gen(np.linspace(0, 1, 11), v, c).std(axis=0).max())
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# latent_sensitivity(SIGNS, SIGNS)

# %% nbgrader={"grade_id": "latent-sensitivity-values", "points": 2}
check.close(
    call(latent_sensitivity, SIGNS, SIGNS),
    0.047478,
    "the hand-made forger listens a little",
    slips={
        "That is the spread over pixels and z together: take it for each pixel, over z.": 0.316475,
        "That is the divisor n − 1: NumPy's default, n, is asked for.": 0.049796,
        "That is the spread for ten z only: the eleventh is z = 1.": 0.044412,
    },
)
one_ear = np.array([0.0, 0.0, 4.0, 0.0])
check.close(call(latent_sensitivity, one_ear, np.zeros(4)), 0.156309, "only the third pixel moves")
v = np.array([0.70702123, 0.03720449, -0.45703394, 0.79375751])
c = np.array([2.48490157, -3.36725912, -2.90139211, 2.8172726])
check.close(call(latent_sensitivity, v, c), 0.011841, "the trained one, hardly")
check.close(call(latent_sensitivity, np.zeros(4), c), 0.0, "without weights, not at all")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random forgers, deaf and attentive ones") as rng:
    for size in (0.1, 1.0, 10.0):
        v, c = size * rng.normal(size=4), rng.normal(size=4)
        check.close(call(latent_sensitivity, v, c), reference.latent_sensitivity(v, c))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `gen(np.linspace(0, 1, 11), v, c)` is a table of eleven rows, one for each $z$, and four columns, one for each pixel.
# </details>
# <details><summary>Hint 2: which way</summary>
#
# The standard deviation is taken *down* the columns: `axis=0`. It gives four numbers.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `return gen(np.linspace(0, 1, 11), v, c).std(axis=0).max()`
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Without an axis, `std` measures how black and white the picture is (0.32 for the hand-made forger), which grows as G collapses. Over seeds 0 to 49 the value after
# 1000 epochs lies between 0.012 and 0.117; the published seed is the deafest of the fifty.

# %% [markdown]
# **See it.** The trained forger beside the data: the mean of its eleven images, and the mean of the five faces.

# %% tags=["folded"]
images = gen(np.linspace(0, 1, 11), networks["v"][-1], networks["c"][-1])
rows = [images[0], images[-1], images.mean(axis=0), FACES.mean(axis=0)]
words = ["G(0)", "G(1)", "mean of G", "mean face"]
plots.show(slanted_land.images_figure(rows, words))

# %% [markdown]
# $G(0)$ and $G(1)$ are nearly the same picture. It is also *not* a picture of the data: its pixels are about 0.95 and 0.04, while the faces average
# 0.88 and 0.12. The forger exaggerates, and yet $D$ says 0.50 to its work. “$D$ says ½” alone does not prove that $G$ is right.
#
# How can that be? Look at Exercise 6 for a detective who says ½ to everything: its gradient with respect to $w$ is half of *mean forgery minus mean face*, and 0 for $b$. As soon as
# the two mean images agree, this $D$ has nothing left to learn, however little variety there is in the forgeries. The average face, painted over and over, would
# be enough. And our $G$ has even run past that average. Does it come back?

# %% [markdown]
# ## 9. Train on
#
# The published run stops after 1000 epochs. Nothing forces us to. To follow a forger with one number, take the raw sum of the hand-made
# detective for $G(\tfrac12)$: diagonal minus off-diagonal. The mean face has 1.52; below 1 the hand-made $D$ would say “no face”.

# %%
runs = {}
for seed in (42, 17):
    long = slanted_land.Recorder(one_round)
    train(FACES, seed, 0.01, 6000, long)
    nets = long.networks(every=20)
    runs[seed] = nets["epoch"], [SIGNS @ gen(0.5, v, c) for v, c in zip(nets["v"], nets["c"])]

# %% tags=["folded"]
fig, ax = plt.subplots(figsize=(6.8, 3.4))
for (seed, (epoch, raw)), dashes in zip(runs.items(), ("-", "--")):
    ax.plot(epoch, raw, dashes, label=f"seed {seed}")
ax.axvline(1000, color=plots.PAGE_INK, linewidth=0.8)
ax.annotate("published run ends", (1040, -0.6), fontsize=10)
plots.reference_line(ax, 1.52, "mean face 1.52", outside=True)
plots.reference_line(ax, 1.0, "no face below 1", outside=True)
ax.set(xlabel="epoch", ylabel="raw face sum of G(½)", xlim=(0, 6000), ylim=(-1.5, 2))
ax.legend(loc="lower right")
plots.show(
    fig,
    f"Seeds 42 and 17 overshoot to {max(runs[42][1]):.2f} and {max(runs[17][1]):.2f}, then swing "
    f"around the 1.52 of the mean face; seed 17 dips to {min(runs[17][1][60:]):.2f}",
)

# %%
for seed, (epoch, raw) in runs.items():
    late = np.array(raw)[epoch >= 2000]
    print(f"seed {seed}: from {late.min():.2f} to {late.max():.2f}, mean {late.mean():.2f}")

# %% [markdown]
# From epoch 2000 on the forger comes back, goes past, and comes back again: *on average* it is right, 1.51 and 1.50, but the two players chase each other
# round the solution instead of settling on it. Whether you see a good face depends on when you stop.
#
# Over the seeds 0 to 49, counting the runs whose $G(z)$ is a face for every $z$ on a grid of eleven, we measured 50 of 50 at 1000 epochs, 50 at
# 2000, 47 at 3000, 48 at 5000 and 49 at 10,000. Be careful with such numbers. The same fifty seeds are compared, so only those count that differ: three seeds, all in one
# direction. If either direction were as likely, that would come about in one of four such comparisons (the exact paired test, two-sided, gives 0.25). The evidence against more training is in the swings of the two curves. Why they swing, and what stops that, is assignment 07.

# %% [markdown]
# ## 10. New neighbours
#
# People from Slashland move in. They lean the other way: dark *off* the diagonal. Now there are ten faces in the data, of two kinds.


# %% nbgrader={"grade_id": "two-peoples", "locked": true}
PEOPLE = np.concatenate([FACES, FACES[:, [1, 0, 3, 2]]])  # five lean one way, five the other
PEOPLE.setflags(write=False)


def pairs(x):
    """Both products of pixels that lie diagonally opposite: x₁x₄ + x₂x₃, for one image (4,)."""
    return x[0] * x[3] + x[1] * x[2]


# %% tags=["folded"]
titles = [f"{name} {side}" for side in ("", "/") for name in NAMES]
plots.show(slanted_land.images_figure(PEOPLE, titles))

# %% [markdown]
# The mean of all ten is a grey square, ½ everywhere. A detective who only weighs pixels and adds them up cannot tell a grey square from these people: its
# score is the same, on average. It needs to see that dark pixels come in *pairs*, and so it gets a sixth number $u$:
#
# $$D(x) = \sigma\bigl(w\cdot x + u\,(x_1 x_4 + x_2 x_3) + b\bigr).$$

# %% [markdown]
# ### Exercise 13 · Put it together: a sharper detective
#
# *Difficulty ●●● · 50 minutes · 4 points*
#
# **Why it matters.** Change one network, and every gradient that goes through it changes. This is what you do whenever you try an idea of
# your own, and nobody has written down the formulas for it.
#
# **What to write.** One round as in Exercise 9: $D$ on the face, $D$ on the forgery, then $G$ with the non-saturating loss. Only this $D$ has six numbers
# $(w, u, b)$, which all learn. `pairs` is given; everything else you derive, and hold against the measured slope.


# %% nbgrader={"grade_id": "sharper-round", "solution": true}
def sharper_round(x, z, w, u, b, v, c, lr):
    """One round for the D with pairs: D on the face x, D on G(z), then G; each a step lr downhill.

    x, w, v, c: (4,); z, u, b, lr: numbers.
    Returns the new (w, u, b, v, c); changes none of its arguments.
    """
    ### BEGIN SOLUTION
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc
    ### END SOLUTION


# %%
# Try it here: delete the # of the next lines and run the cell.
# forger = np.array([1.0, -1.0, -0.5, 2.0]), np.array([0.5, -1.0, -1.0, 0.3])
# sharper_round(FACES[1], 0.7, SIGNS, 0.5, -1.0, *forger, 0.1)

# %% nbgrader={"grade_id": "sharper-round-detective", "points": 2}
forger = np.array([1.0, -1.0, -0.5, 2.0]), np.array([0.5, -1.0, -1.0, 0.3])
made = call(sharper_round, FACES[1], 0.7, SIGNS, 0.5, -1.0, *forger, 0.1)
stale = "The second step uses the numbers from before the first one."
check.close(
    made[0],
    np.array([0.977349, -1.007113, -1.007368, 0.969061]),
    "D's weights",
    slips={stale: [0.978959, -1.006789, -1.006937, 0.970832]},
)
check.close(made[1], 0.478068, "D's sixth number", slips={stale: 0.479496})
check.close(made[2], -1.034887, "D's bias", slips={stale: -1.032792})
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the detective after random rounds") as rng:
    for lr in (0.01, 0.3, 2.0):
        x, z, (u, b) = rng.uniform(size=4), float(rng.random()), rng.normal(size=2).tolist()
        w, v, c = rng.normal(size=(3, 4))
        made = call(sharper_round, x, z, w, u, b, v, c, lr)
        right = reference.sharper_round(x, z, w, u, b, v, c, lr)
        for part in range(3):
            check.close(made[part], right[part], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "sharper-round-forger", "points": 2}
made = call(sharper_round, FACES[1], 0.7, SIGNS, 0.5, -1.0, *forger, 0.1)
check.close(
    made[4],
    np.array([0.509288, -1.004485, -1.005767, 0.306596]),
    "G's biases",
    slips={
        "How the score changes with a pixel is not w alone: the pairs depend on it, too.": [
            0.506570,
            -1.004971,
            -1.006224,
            0.304783,
        ],
        "The derivative of x₁x₄ by x₁ is x₄, the pixel opposite.": [
            0.509040,
            -1.004606,
            -1.005616,
            0.306778,
        ],
    },
)
check.close(made[3], np.array([1.006501, -1.003139, -0.504037, 2.004617]), "G's weights")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("the forger after random rounds") as rng:
    for lr in (0.01, 0.3, 2.0):
        x, z, (u, b) = rng.uniform(size=4), float(rng.random()), rng.normal(size=2).tolist()
        w, v, c = rng.normal(size=(3, 4))
        made = call(sharper_round, x, z, w, u, b, v, c, lr)
        right = reference.sharper_round(x, z, w, u, b, v, c, lr)
        for part in (3, 4):
            check.close(made[part], right[part], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# For $D$ nothing but one more input: the image has, so to speak, a fifth pixel. For $G$ one of the four links of section 5 changes. Which?
# </details>
# <details><summary>Hint 2: the link</summary>
#
# $\partial s/\partial g_i = w_i + u\cdot(\text{the pixel opposite})$: $g_4$ for $g_1$, $g_3$ for $g_2$, and so on. In NumPy the opposite pixels are `g[::-1]`.
# </details>
# <details><summary>Hint 3: the measured slope</summary>
#
# `slopes.measure(lambda v, c: -np.log(sigmoid(w @ gen(z, v, c) + u * pairs(gen(z, v, c)) + b)), v, c)` gives both gradients of $G$, with whatever `z, w, u, b, v, c`
# you have set. A function that uses it in place of the formulas would pass the checks, slowly.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The sixth weight makes D quadratic. With seed 3 the forger of the plain D paints grey at every moment looked at; against the sharper D it paints faces, of one kind only, and
# changes sides later. Mode hopping in its purest form.

# %% [markdown]
# **See it.** The same forger, $G(\tfrac12)$ every 50 epochs of the ten faces: above against the detective of Exercise 9, below against yours.


# %%
def watch(step, seed=3, epochs=300):
    rng = np.random.RandomState(seed)
    w, b, v, c, u, seen = rng.randn(4), rng.randn(), rng.randn(4), rng.randn(4), 0.0, []
    for epoch in range(1, epochs + 1):
        for x in PEOPLE:
            w, u, b, v, c = step(x, rng.rand(), w, u, b, v, c, 0.2)
        if epoch % 50 == 0:
            seen.append(gen(0.5, v, c))
    return seen


def plain_round(x, z, w, u, b, v, c, lr):
    w, b, v, c = one_round(x, z, w, b, v, c, lr)
    return w, u, b, v, c


# %% tags=["folded"]
seen = watch(plain_round) + watch(sharper_round)
titles = [f"{who}, {epoch}" for who in ("plain", "sharper") for epoch in range(50, 301, 50)]
plots.show(slanted_land.images_figure(seen, titles, columns=6))

# %% [markdown]
# Against the plain detective the forger paints another grey each time, with pixels between 0.26 and 0.75, and never a face: this $D$ cannot object, and says 0.46 to
# 0.49 to all of them. Against yours it paints faces: after 100 epochs of one kind, after 250 of the other (raw sums of 1.64 and $-1.94$, where 1 is what a face needs, and $-1$ one that
# leans the other way), and in between screens that are neither; that after 200 has a raw sum of 1.06, and still only one dark pixel. At none of these moments has it both kinds. A better detective has taught the forger what a face is, and has not brought the game to rest: the forger hops from one
# **mode** of the data to the other. Assignment 07 has the cures.

# %% [markdown]
# ## What you can do now
#
# You have built a whole GAN: detective, forger, five gradients, the round, the loop, and a run that agrees with a published one to eight digits.
# You can derive a gradient and check it without trusting a formula. You know what stale parameters and arrays changed in place look like, why a curve has to be
# computed as carefully as a loss, and that “$D$ says ½” is a weaker statement than it sounds.
#
# *What is kept after the training, and how is it used?* Of the thirteen numbers the eight of $G$ are the product. In use one draws a fresh $z$,
# computes $G(z)$, and has a new image; no data and no detective are needed any more. $D$'s five numbers are usually thrown away.
#
# One question was passed over. In section 5 the forger minimised $-\ln D(G(z))$, although the value function says $\ln(1 - D(G(z)))$. Are these the same
# game? And may one simply replace $G(z)$ by $x$ in an expectation? Save the notebook, press **Validate**, and hand it in. In *03 · Minimax* you
# find out.

# %% [markdown]
# <details><summary>If you have seen the video</summary>
#
# [*A Friendly Introduction to Generative Adversarial Networks*](https://www.youtube.com/watch?v=8L11aMN5KY8) tells this story in twenty minutes, and very well. Five places to put right:
#
# - The noise image gets the score $-0.5$ and $\sigma(-0.5) \approx 0.38$. There the bias $-1$, which had been used for the face, was forgotten: it is $-1.5$ and 0.18.
# - “Will always generate a face”: not for $z$ below 0.0986 (Exercise 3).
# - The formula in the picture with the forger's gradient lacks the factor $w_i$ (Exercise 8).
# - The plotted error of the detective is not its error (Exercise 11): it does not go wrong in the end.
# - That the two errors do not get in each other's way, because each player changes only its own weights: see the one large round in section 6.
# </details>

# %% [markdown]
# ## Read on
#
# - [*A Friendly Introduction to Generative Adversarial Networks*](https://www.youtube.com/watch?v=8L11aMN5KY8) by Luis Serrano, with its [notebook](https://github.com/luisguiserrano/gans): the story and the code that this assignment takes apart. After sections 6 and 7 you can say what each of its lines does, and which picture in it to mistrust.
# - Goodfellow et al. (2014), *Generative Adversarial Networks*, [arXiv 1406.2661](https://arxiv.org/abs/1406.2661), section 3: the same two players with networks in place of five and eight numbers.
# - [GAN Lab](https://poloclub.github.io/ganlab/): the chase of the two players in the plane, in your browser.
