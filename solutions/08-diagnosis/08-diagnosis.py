# %% [markdown]
# # Diagnosis: measuring what goes wrong
#
# Assignment 07 showed three failures that fit into a formula, and the cures for them. Networks fail in further ways, and the formulas do not say which cure
# helps when. So now you measure. First you need something to measure *with*: a count of modes, an index of memory, an estimate of the repertoire. Each of them can be fooled, and you
# will see how. Then comes a table of measurements, illness by cure, five trainings in each field; and at the end you get the monitors of ten recorded trainings,
# and you are the doctor.
#
# Eight exercises, 25 points. Plan three hours: 2 hours 20 for the exercises, the rest for reading, for the films and for your own measurements. A good place for a break is before section 4.
# Everything runs on two CPU cores, without a data set.

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
from gancourse import check, plots, recorded_cures, runs, widgets
from gancourse.check import call
from gancourse.games import clinic

plots.use_course_style()
# For networks as small as these, more threads only get in each other's way.
torch.set_num_threads(1)

# %% [markdown]
# ## 1. Collapse
#
# The most notorious failure: $G$ finds one kind of picture that $D$ accepts and makes nothing else. Nothing in V forbids it. For a $D$ that stands still the best $G$ is a single point, as you saw in assignment 04.
#
# Before we can talk about collapse we have to measure it, and the published numbers show how slippery that is. For the “same” plain GAN on the same ring of eight modes, one paper reports **1** mode (Srivastava et al. 2017, *VEEGAN*), another **6.3** (Lin et al. 2018, *PacGAN*), and the playground
# of assignment 04 usually finds most or all of the eight. So: say what you count.

# %% [markdown]
# ### Exercise 1 · Counting modes
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** “8 of 8 modes” may mean that 97 % of the samples are rubbish, and the remaining ones happen to lie near all modes. Only several numbers together tell the story.
#
# **Formula.** (Srivastava et al. 2017, section 4.) A sample is *good* if its nearest centre is at most three standard deviations of a mode away (`sigma` in the code), and then it counts for that mode. With $q_i$ the share of mode $i$ among the **good** samples and $c$ modes, the divergence from equal shares is $\mathrm{KL}(q\,\|\,\text{uniform}) = \sum_i q_i\ln(c\,q_i)$, where $0\cdot\ln 0 = 0$.
#
# **What to write.** Four things: the number of modes with at least one good sample (an `int`), the share of all samples that is good, the KL in nats (`nan` if no sample is good), and the shares of the modes among **all** samples, as an array.


# %% nbgrader={"grade_id": "mode-stats", "solution": true, "formerly": "07-failure-modes/mode-stats"}
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


# %% nbgrader={"grade_id": "sixteen-samples", "locked": true, "formerly": "07-failure-modes/sixteen-samples"}
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

# %% nbgrader={"grade_id": "mode-stats-values", "points": 2, "formerly": "07-failure-modes/mode-stats-values"}
centers = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [3.0, 3.0]])
x = np.array([0, 0.1, 0.2, 0, 0, -0.2, 1, 0.1, 0.5, 0.4, 9, 9, 1, 0.6, 0, 0.6]).reshape(8, 2)
made = call(mode_stats, x, centers, 0.1)
check.equal(
    made[0],
    2,
    "two modes have a good sample",
    slips={"Samples far from every centre count for no mode.": 5},
)
check.close(made[1], 0.5, "four of eight samples are good")
check.close(
    made[2],
    1.047103,
    "three quarters and one quarter of the good ones",
    slips={
        "q are shares among the good samples: they sum to 1.": 0.176978,
        "The unit is the nat: use ln, not log₂.": 1.510650,
        "That is the entropy of q.": 0.562335,
    },
)
check.close(made[3], np.array([0.375, 0.125, 0.0, 0.0, 0.0]), "shares among all eight")
made = call(mode_stats, np.full((3, 2), 50.0), centers, 0.1)
check.equal(made[0], 0, "nothing good")
check.close(made[2], np.nan, "and no q, so no KL")
made = call(stats_of_sixteen, mode_stats)
check.close(
    made,
    [0.500000, 0.569717, 0.125000, 0.250000, 0.000000, 0.000000, 0.125000],
    "sixteen samples, five centres",
)
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

# %% nbgrader={"grade_id": "mode-stats-edges", "points": 1, "formerly": "07-failure-modes/mode-stats-edges"}
made = call(mode_stats, np.repeat(np.eye(2), 3, axis=0), np.eye(2), 0.1, 1.0)
check.close(made[2], 0.0, "equal shares: no divergence", atol=1e-12)
made = call(mode_stats, np.array([[0.15, 0.0]]), np.array([[0.0, 0.0], [1.0, 0.0]]), 0.1, 1.0)
check.equal(made[0], 0, "1.5 standard deviations away, and the threshold is 1")
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
# The **clinic** has GANs that are ill on purpose: a ring of eight modes with the standard deviation 0.1, networks with two hidden layers of 64, Adam with $\beta_1 = 0.5$. `"G in a hurry"` makes ten steps of $G$ for each step of $D$. In `"D too slow"`, D's rate is a
# twentieth of G's. In both, $G$ finds the best point of a $D$ that hardly moves. Here is the first one as a film: 200 rounds, 20 frames, measured with your `mode_stats`.
#
# *Say what you count:* from here on, in the film and in section 4, a mode counts as found if it has at least **1 %** of the samples. Exercise 1 asks for a single good sample; out of 2,500 one is easily there by luck.


# %% nbgrader={"grade_id": "film", "locked": true, "formerly": "07-failure-modes/film"}
def film(illness, cure, tools, frames=20, seed=0):
    """Train a patient for 200 rounds and keep `frames` pictures of the way."""
    patient = clinic.Patient(illness, cure, tools, seed)
    made = []
    for _ in range(frames):
        patient.train(200 // frames)
        samples = patient.sample()
        *_, shares = mode_stats(samples, clinic.centers(), clinic.STD)
        frame = widgets.compute_timelapse_frame(samples, shares, patient.iteration)
        made.append(frame | {"d_fake": patient.mean_d(samples)})
    return made


# %% [markdown]
# **Predict first.** The film below stands at round 50. When the samples have found a mode, how long will they stay there? And what does $D$ say of them meanwhile, on average: nearly 0, nearly 1, or something in between? Would you see the illness in the losses? Then press *Play*.

# %%
hurried = film("G in a hurry", "none", clinic.Tools())
widgets.timelapse_explorer(hurried, clinic.centers(), frame=4)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# A small, dense cloud that never covers more than one mode. At first it even shoots out of the picture. It heads for the place where $D$ is largest, $D$ learns that everything there is fake, and the cloud leaves: it *hops*. After the first 30 iterations the mean of D on the fakes stays between 0.4 and 0.6, as the next cell prints; if you only looked at losses, you would take that for an equilibrium.
# </details>

# %%
print("iteration: D says  ", *(f"{f['iteration']}: {f['d_fake']:.2f}" for f in hurried))
plots.show(widgets.timelapse_figure(hurried, clinic.centers()), folded="The same, standing still")

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
# ### Exercise 2 · Packing
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** A $D$ that sees one sample at a time cannot know that all the others look the same. Show it $m$ samples *together*, all real or all fake, and collapse becomes visible at a glance (Lin et al. 2018, PacGAN).
#
# **What to write.** From $(B\cdot m, d)$ samples make $(B, m\cdot d)$ packs: rows $0 \ldots m-1$, one after the other, are the first pack, and so on. No sample is used twice. It has to work for arrays and for tensors, and gradients must flow through: use `reshape`. Real and fake are packed in separate calls, never mixed.


# %% nbgrader={"grade_id": "pack", "solution": true, "formerly": "07-failure-modes/pack"}
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

# %% nbgrader={"grade_id": "pack-values", "points": 2, "formerly": "07-failure-modes/pack-values"}
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
waves = np.cos(np.arange(18.0)).reshape(6, 3)
check.close(call(pack, waves, 3), waves.reshape(2, 9), "two packs of three samples")
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
tools = clinic.Tools(pack=pack)
packed = film("G in a hurry", "packing", tools)
print("alone :", hurried[-1]["text"])
print("packed:", packed[-1]["text"])
plots.show(widgets.timelapse_figure(packed, clinic.centers()))

# %% [markdown]
# ## 2. When D knows the data by heart
#
# $D^* = p_\text{data}/(p_\text{data} + p_g)$ needs $p_\text{data}$, and $D$ only has a training set. If that is small, $D$ can do better on it than $D^*$ does: it learns the pictures by heart. Its answers on
# *new* real pictures tell: there it says “fake”. From then on its gradient no longer points to $p_\text{data}$; it points to single training pictures, or away from them.
#
# To see this in its purest form, give $D$ an impossible task: 32 images of discs, rings, bars and crosses against fakes from a **perfect** generator, which makes fresh shapes of the very same kind. There is nothing to find except the 32 images.

# %% [markdown]
# ### Exercise 3 · Is it learning, or memorising?
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** One number, computed from D's answers while training runs, is enough to *regulate* the cure: StyleGAN2-ADA turns its augmentation up and down with a number of this kind.
#
# **Formula.** $r_v = \dfrac{\mathbb{E}[D_\text{train}] - \mathbb{E}[D_\text{validation}]}{\mathbb{E}[D_\text{train}] - \mathbb{E}[D_\text{generated}]}$ (Karras et al. 2020, equation (1)). It is 0 if unseen images get the same answers as the training images, and 1 if they are treated like fakes.
#
# **What to write.** That number. The three arrays may have different lengths; means first, then the quotient.


# %% nbgrader={"grade_id": "memory-index", "solution": true, "formerly": "07-failure-modes/memory-index"}
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

# %% nbgrader={"grade_id": "memory-index-values", "points": 2, "formerly": "07-failure-modes/memory-index-values"}
check.close(
    call(memory_index, np.array([0.9, 0.9]), np.array([0.6]), np.array([0.2, 0.0])),
    0.375,
    "three eighths of the way from training images to fakes",
    slips={
        "Below the line stands training minus generated, not held out minus generated.": 0.6,
        "Divide by how far the fakes are from the training images.": 0.3,
        "Above the line stands training minus held out; that is held out minus training.": -0.375,
        "Above the line stands training minus held out; that is held out minus generated.": 0.625,
        "Held out stands above the line, generated below: they are exchanged.": 8 / 3,
    },
)
d = np.array([0.8, 0.6])
check.close(call(memory_index, d, d, np.array([0.1])), 0.0, "unseen images are believed as well")
made = call(memory_index, d, np.array([0.1, 0.3]), np.array([0.2]))
check.close(made, 1.0, "unseen images pass for fakes")
made = call(memory_index, d, np.array([0.9]), np.array([0.2]))
check.close(made, -0.4, "unseen images are believed even more: below 0")
known, new = np.array([0.93, 0.81, 0.67, 0.9, 0.88]), np.array([0.71, 0.52, 0.66])
made = call(memory_index, known, new, np.array([0.2, 0.07, 0.31, 0.12, 0.4, 0.09, 0.15]))
check.close(made, 0.321697, "five training images, three held out, seven fakes")
### BEGIN HIDDEN TESTS
from autograder.hidden import draws, hidden, reference

with hidden("random answers, in arrays of different lengths") as rng:
    for n in (2, 5, 11):
        answers = [
            rng.uniform(0.7, 1, size=n),
            rng.uniform(size=n + 3),
            rng.uniform(0, 0.5, size=n + 1),
        ]
        for order in ((0, 1, 2), (1, 0, 2), (0, 2, 1), (2, 1, 0)):
            given = [answers[i] for i in order]
            made = call(memory_index, *given)
            check.close(made, reference.memory_index(*given), atol=1e-12)
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
    said = clinic.memorise(cure)
    memory[cure] = said["training"].mean() - said["held_out"].mean()
    means = "  ".join(f"{answers.mean():8.2f}" for answers in said.values())
    print(f"{cure:15} {means}   {memory_index(**said):6.2f}")

# %% [markdown]
# R1 and spectral normalisation make $D$ less steep, so it separates 32 single images less sharply; smoothing and a little noise change hardly anything. (With WGAN-GP, the table has $\sigma$ of a critic that was never trained to give probabilities: compare its columns with each other only.) None of the cures creates information. What helps for good is more data, or augmentation, which makes more of them.

# %% [markdown]
# ### Exercise 4 · Smoothed labels
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** Salimans et al. (2016, section 3.4) replace the label 1 of real samples by 0.9, so that $D$ has no reason to be infinitely sure, and insist that the label of fakes stays 0. Why on one side only? The optimum knows.
#
# **Formula.** With label $\alpha$ for real and $\beta$ for fake samples $D$ maximises, at each $x$,
# $p\,[\alpha\ln D + (1-\alpha)\ln(1-D)] + q\,[\beta\ln D + (1-\beta)\ln(1-D)]$. Collect the terms in $\ln D$ and in $\ln(1 - D)$ and use exercise 1 of assignment 05.
#
# **What to write.** The best $D$ at densities $p$ and $q$ (arrays, $p + q > 0$).


# %% nbgrader={"grade_id": "smoothed-d-star", "solution": true, "formerly": "07-failure-modes/smoothed-d-star"}
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

# %% nbgrader={"grade_id": "smoothed-d-star-values", "points": 2, "formerly": "07-failure-modes/smoothed-d-star-values"}
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
# ## 3. Numbers that lie
#
# How good is a generator? The losses do not say: $2\ln 2$ is the loss of $D$ at the equilibrium *and* of a $D$ that has learned nothing. “D says ½” is true of the collapsed generator of section 1. Two further traps have a history.

# %% [markdown]
# ### Exercise 5 · The log-likelihood that was
#
# *Difficulty ●●● · 20 minutes · 2 points*
#
# **Why it matters.** Table 1 of the paper that started it all compares models by a *Parzen window*: put a Gaussian of width $h$ (`sigma` in the code) on each of $n$ samples and ask how likely the test data are under that mixture. Theis et al. (2016) showed that such numbers can rank a bad model above the truth. You will see it happen.
#
# **Formula.** In $d$ dimensions, averaged over test points $t$,
# $$\ln\Bigl[\frac1n\sum_{j=1}^n \exp\Bigl(-\frac{\|t - x_j\|^2}{2h^2}\Bigr)\Bigr] - d\,\ln\bigl(h\sqrt{2\pi}\bigr).$$
#
# **What to write.** The mean over the test points, in nats. It must be finite where every single $\exp$ underflows to 0: subtract the largest exponent first, as for the softmax, or use `scipy.special.logsumexp`.


# %% nbgrader={"grade_id": "parzen-ll", "solution": true, "formerly": "07-failure-modes/parzen-ll"}
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

# %% nbgrader={"grade_id": "parzen-ll-values", "points": 2, "formerly": "07-failure-modes/parzen-ll-values"}
made = call(parzen_ll, np.zeros((1, 2)), np.array([[0.0, 0.0], [3.0, 4.0]]), 1.0)
check.close(
    made,
    -2.531021,
    "two samples, two dimensions: −ln 2 − 2 ln √(2π), and a little",
    slips={
        "The mean over the samples is missing: that is the sum.": -1.837873,
        "The log stands outside the mean over samples, not inside.": -8.087877,
        "There is one factor h√(2π) for each dimension, with h the width.": -1.612082,
    },
)
made = call(parzen_ll, np.zeros((1, 2)), np.array([[30.0, 40.0]]), 0.1)
check.close(made, -124_997.232707, "far away: every exp is 0, the log-likelihood is finite")
test, samples = np.cos(np.arange(9.0).reshape(3, 3)), np.sin(np.arange(15.0).reshape(5, 3))
check.close(call(parzen_ll, test, samples, 0.7), -4.486397, "three points, five samples, d = 3")
zero = np.zeros((1, 1))
check.close(call(parzen_ll, zero, zero, 1.0), -0.918939, "one sample, one point: −ln √(2π)")
made = call(parzen_ll, np.array([[0.0], [2.0]]), zero, 1.0)
check.close(made, -1.918939, "the mean over two test points")
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
# All squared distances: `((test[:, None] - samples[None]) ** 2).sum(axis=2)`, of shape `(t, n)`. The exponents are these, divided by $-2h^2$.
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
# **See it.** Data in 30 dimensions, $\mathcal{N}(0, 1)$ each. Four “generators”: the **truth** (300 fresh samples of the data's own distribution), the same samples shrunk to 80 % and to 50 %, and one that always says 0, a total collapse. Which is ranked first? In the paper, the width was chosen by validation; here you
# see several.

# %%
rng = np.random.default_rng(0)
test, truth = rng.normal(size=(2, 300, 30))
rivals = {"truth": truth, "× 0.8": 0.8 * truth, "× 0.5": 0.5 * truth, "always 0": np.zeros((1, 30))}
for sigma in (0.3, 0.5, 0.7, 1.0):
    scores = {name: parzen_ll(test, samples, sigma) for name, samples in rivals.items()}
    print(f"width {sigma}:  " + "  ".join(f"{name} {score:7.1f}" for name, score in scores.items()))

# %% [markdown]
# The truth loses, at every width, to the shrunk copies of itself. At $h = 1$ the collapsed generator wins: one window of width 1 at 0 happens to *be* the density of the data. The number measures how well windows on samples fill space. It says little about the samples.

# %% [markdown]
# ### Exercise 6 · How many faces can it make?
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** Collapse on images has no centres to count. But if among 23 people two share a birthday with probability ½, because there are only 365 days, then duplicates among a few samples reveal a small repertoire. Arora and Zhang (2017) looked at the pictures of famous GANs: often a batch of a few hundred contained twins.
#
# **Formula.** For $n$ draws from $N$ equally likely things, $P(\text{twins}) = 1 - \prod_{i=0}^{n-1}\bigl(1 - \frac iN\bigr)$, which is ½ near $n = \sqrt{2\ln 2\cdot N} = 1.177\sqrt N$. Turned round: if twins appear in half of all batches of $n$, then $N \approx n^2/(2\ln 2)$.
#
# **What to write.** Both. For $n > N$ the probability is exactly 1.


# %% nbgrader={"grade_id": "birthday", "solution": true, "formerly": "07-failure-modes/birthday"}
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

# %% nbgrader={"grade_id": "birthday-values", "points": 2, "formerly": "07-failure-modes/birthday-values"}
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
# ## 4. Problem × cure
#
# Which cure helps against which illness? There are many opinions. Here are measurements: each field of the table below is the end of **five trainings** that differ in their random numbers only, of 1,000 rounds each, or 2,000 for `"D too slow"`. A third illness joins the two recipes: `"D in a hurry"` takes five steps of $D$, at double rate, for each step of $G$.
#
# The treatments: R1 with $\gamma = 1$; WGAN-GP with weight 1, which brings Wasserstein's losses with it; spectral normalisation; packs of 4; instance noise of 0.3; real labels 0.9; EMA with 0.99; and TTUR, which doubles D's rate and halves G's.
#
# **One honest number.** Counting modes is generous, and the share of good samples says nothing about variety. So the score of a training is
#
# $$\sum_{i=1}^{8}\min\bigl(w_i, \tfrac18\bigr),$$
#
# where $w_i$ is the share of *all* samples that is good and belongs to mode $i$. A mode earns at most its fair eighth, and a sample outside of every mode earns nothing. A perfect generator gets nearly 1, a total collapse onto a single mode ⅛.


# %% nbgrader={"grade_id": "score", "locked": true}
def score(shares):
    """Σ min(share, 1/c) over the c modes on the last axis: 1 is perfect, 1/c one single mode."""
    return np.minimum(shares, 1 / shares.shape[-1]).sum(axis=-1)


# %% [markdown]
# **Predict first**, and write it down: which of the eight treatments will lift the score above one half, and against which of the three illnesses? Is there one that helps against all of them? And what score do points get that are spread evenly over the whole ring between the radii 1.5 and 2.5, as from a generator that has learned the ring but not the modes?

# %%
rng = np.random.default_rng(0)
radius, angle = np.sqrt(rng.uniform(1.5**2, 2.5**2, 50_000)), rng.uniform(0, 2 * np.pi, 50_000)
spread = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
modes, quality, kl, shares = mode_stats(spread, clinic.centers(), clinic.STD)
print(f"spread over the ring: {modes} modes, {100 * quality:.1f} % good, score {score(shares):.2f}")

# %% [markdown]
# All eight modes are “found”, and the score is 0.18: by chance, $8\cdot0.3^2/(2.5^2 - 1.5^2) = 18\,\%$ of the points are good. Keep this number in mind as the level of a generator that has undone the collapse and not yet learned where the modes are.

# %%
plots.show(recorded_cures.matrix_figure(score))

# %% [markdown]
# Each field has the mean of the five scores, and below it their standard deviation.
#
# - **Against `"D in a hurry"` it helps to hold D's slope, and packing helps most.** Untreated, the score is 0.37, and every training has three or four modes. With R1 it is 0.51, with spectral normalisation 0.52, with WGAN-GP 0.58 and with packs 0.64, and all twenty of these trainings have all eight modes. The standard deviations are 0.05 and less, so this is no luck.
# - **Against `"G in a hurry"` packing alone helps.** All forty trainings without packs end with one mode or with none: a $D$ that learns too little is not cured by holding it back. With packs every training has at least four modes. Its score is 0.22, though, hardly more than the 0.18 of points that are spread over the ring: the collapse is undone, and the modes are yet to be learned.
# - **`"D too slow"` is a matter of luck.** Untreated, two of five trainings find their way out by themselves, with R1 two as well, and the standard deviation is nearly as large as the mean. With packs four of five have six modes or more, and the mean score is 0.22, where it was 0.21. Somebody who compares one training with one other would report whatever happened.
# - **A treatment for another illness may do nothing, or harm.** EMA averages the weights that are sampled and leaves the game as it is: 0.37 against a $D$ in a hurry, as without it. TTUR makes a $D$ that is in a hurry faster still: 0.22 is left of the 0.37.
# - **No score comes close to 1.** 0.64 is far above the 0.18 of points that are spread over the ring, and far below the 0.97 that as many perfect samples get.

# %% [markdown]
# **Try one yourself.** The next cell trains one field again, all five trainings, with the same random numbers; it takes about half a minute to a minute and a half. Change the names, or the seed: is a difference that you believed in still there?

# %%
from gancourse.games.ward import Ward

ward = Ward("D in a hurry", "R1", seed=0)
again = np.array([mode_stats(x, clinic.centers(), clinic.STD)[3] for x in ward.train().sample()])
print("scores again:   ", score(again).round(2))
print("scores recorded:", score(recorded_cures.load("D in a hurry", "R1")[:, -1]).round(2))

# %% [markdown]
# ## 5. Diagnose this run
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
# **What the panels show.**
#
# - The upper row: 16 images of the data as $D$ gets them, then what $G$ makes of the same 16 noise vectors at four moments.
# - The losses, with the line $2\ln 2$.
# - What $D$ says: to training images, to images it was never trained on, and to fakes, before and after G's step.
# - The lengths of the two gradients.
# - The smallest and the largest pixel, of the data and of the fakes.
# - How much the images of a batch differ from each other, and how many times $D$ has seen the training set.
#
# **Reading run P.** In the upper row nothing ever changes. D's loss goes to 0, and G's rises: by itself that would be a $D$ that is too strong. But look at the gradients: that of $G$ is not small, it is **exactly 0**, at every step. And “D(G(z))” before and after G's step are the same curve, up to the chance in D's dropout. No gradient ever reaches $G$. The fault is `"G's step detached"`.

# %% [markdown]
# ### Exercise 7 · Vital signs
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


# %% nbgrader={"grade_id": "vital-signs", "solution": true, "formerly": "07-failure-modes/vital-signs"}
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


# %% nbgrader={"grade_id": "tiny-run", "locked": true, "formerly": "07-failure-modes/tiny-run"}
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

# %% nbgrader={"grade_id": "vital-signs-values", "points": 2, "formerly": "07-failure-modes/vital-signs-values"}
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
# **Predict first.** Before you look at the pictures: which faults can you name from the table alone? Then go through the runs one by one. For each, write down the first thing that a healthy run would not do, and which faults could explain it.

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
# ### Exercise 8 · The diagnosis
#
# *Difficulty ●●● · 40 minutes · 10 points*
#
# **Why it matters.** Nobody will ever hand you a GAN with a note on what is wrong with it.
#
# **What to write.** A dictionary from the letters A to J to a name from the table, one point for each. The visible checks only look at whether it *is* a name. Whether it is the right one is found out when your work is graded; if you learn alone, the questions in hints 1 and 2 and the comparisons in hint 3 are a good test.


# %% nbgrader={"grade_id": "faults", "locked": true, "formerly": "07-failure-modes/faults"}
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


# %% nbgrader={"grade_id": "diagnosis", "solution": true, "formerly": "07-failure-modes/diagnosis"}
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

# %% nbgrader={"grade_id": "diagnosis-a", "points": 1, "formerly": "07-failure-modes/diagnosis-a"}
made = call(diagnosis)["A"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run A: choose a name from FAULTS.", why="run A has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run A") as rng:
    check.equal(made, reference.diagnosis()["A"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-b", "points": 1, "formerly": "07-failure-modes/diagnosis-b"}
made = call(diagnosis)["B"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run B: choose a name from FAULTS.", why="run B has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run B") as rng:
    check.equal(made, reference.diagnosis()["B"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-c", "points": 1, "formerly": "07-failure-modes/diagnosis-c"}
made = call(diagnosis)["C"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run C: choose a name from FAULTS.", why="run C has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run C") as rng:
    check.equal(made, reference.diagnosis()["C"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-d", "points": 1, "formerly": "07-failure-modes/diagnosis-d"}
made = call(diagnosis)["D"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run D: choose a name from FAULTS.", why="run D has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run D") as rng:
    check.equal(made, reference.diagnosis()["D"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-e", "points": 1, "formerly": "07-failure-modes/diagnosis-e"}
made = call(diagnosis)["E"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run E: choose a name from FAULTS.", why="run E has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run E") as rng:
    check.equal(made, reference.diagnosis()["E"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-f", "points": 1, "formerly": "07-failure-modes/diagnosis-f"}
made = call(diagnosis)["F"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run F: choose a name from FAULTS.", why="run F has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run F") as rng:
    check.equal(made, reference.diagnosis()["F"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-g", "points": 1, "formerly": "07-failure-modes/diagnosis-g"}
made = call(diagnosis)["G"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run G: choose a name from FAULTS.", why="run G has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run G") as rng:
    check.equal(made, reference.diagnosis()["G"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-h", "points": 1, "formerly": "07-failure-modes/diagnosis-h"}
made = call(diagnosis)["H"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run H: choose a name from FAULTS.", why="run H has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run H") as rng:
    check.equal(made, reference.diagnosis()["H"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-i", "points": 1, "formerly": "07-failure-modes/diagnosis-i"}
made = call(diagnosis)["I"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run I: choose a name from FAULTS.", why="run I has a diagnosis", form_only=True)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the diagnosis of run I") as rng:
    check.equal(made, reference.diagnosis()["I"])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "diagnosis-j", "points": 1, "formerly": "07-failure-modes/diagnosis-j"}
made = call(diagnosis)["J"]
named = isinstance(made.value, str) and made.value in FAULTS
check.true(named, "Run J: choose a name from FAULTS.", why="run J has a diagnosis", form_only=True)
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
# **Commentary.** A: 1,536 passes, so 20 times as much data per step of G, and no gap to held-out images. B: pixels from about −3 to 3. C: D(x) near 0.8, held-out images near 0.42, 19,202 passes. D: D(x) → 0, D(G(z)) → 1, both losses → 0. E: D near 0.6 and 0.4, both losses near 1.1, variety
# 0.8. F: D between ½ and 0.73 only, G's loss within softplus(−1) … ln 2. G: saturated noise at iteration 0, losses of hundreds. H: 77 passes, D(x) near 1 for the first thousand iterations and still 0.83 in the last quarter, G's range grows slowly. I: variety 0; D near ½ for 1,000 iterations. J: data up to 2.2, fakes only to 1. `record_runs.py` beside this source made them.

# %% [markdown]
# ## What you can do now
#
# You know what to count, and how each count can be fooled: eight modes with hardly any good sample, a likelihood that prefers a collapse to the truth, a $D$ at ½ beside a generator of a single picture. You have seen which cure helps against which illness in small networks, five trainings at a time: packing against collapse, a bounded slope or packing against a $D$ in a hurry, and no treatment, however popular, that makes all of them healthy. And you know what to look at when somebody says that their GAN does not work: ranges, held-out images, gradients, variety, and how much each player has been allowed to learn.
#
# Save the notebook, press **Validate**, and hand it in. Then go back to *06 · DCGAN* with these instruments, break it in one way of your choice, and see whether a friend can tell. In *09 · Since 2014* the mathematics goes on.

# %% [markdown]
# ## Read on
#
# - Lin et al. (2018), *PacGAN: The power of two samples in generative adversarial networks*, [arXiv 1712.04086](https://arxiv.org/abs/1712.04086): packing, and what it does to the region of all generators that collapse.
# - Theis et al. (2016), *A note on the evaluation of generative models*, [arXiv 1511.01844](https://arxiv.org/abs/1511.01844): why likelihood, samples and windows may each say something else.
# - Arora and Zhang (2017), *Do GANs actually learn the distribution? An empirical study*, [arXiv 1706.08224](https://arxiv.org/abs/1706.08224): the birthday test on famous generators.
