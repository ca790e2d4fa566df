# %% [markdown]
# The bank of 02-slanted-land: every cell is an answer as a student would type it.

# %% exercise="disc" right="einsum, and σ from the library"
def disc_score(x, w, b):
    return np.einsum("...i,i->...", x, w) + b


def disc_prob(x, w, b):
    return sigmoid(np.einsum("...i,i->...", x, w) + b)

# %% exercise="disc" right="sums of products, and tanh"
def disc_score(x, w, b):
    return np.sum(np.asarray(x) * np.asarray(w), axis=-1) + b


def disc_prob(x, w, b):
    return (1 + np.tanh(disc_score(x, w, b) / 2)) / 2

# %% exercise="disc" right="loops and lists"
def disc_score(x, w, b):
    if np.ndim(x) == 2:
        return [disc_score(row, w, b) for row in x]
    return sum(float(p) * float(q) for p, q in zip(x, w)) + b


def disc_prob(x, w, b):
    scores = disc_score(x, w, b)
    return sigmoid(np.array(scores))

# %% exercise="disc" right="torch"
def disc_score(x, w, b):
    import torch

    return torch.as_tensor(x) @ torch.as_tensor(w) + b


def disc_prob(x, w, b):
    return disc_score(x, w, b).sigmoid()

# %% exercise="disc" wrong="bias forgotten" says="The bias is missing: without the threshold −1 every image with anything dark on the diagonal is a face."
def disc_score(x, w, b):
    return x @ w


def disc_prob(x, w, b):
    return sigmoid(x @ w)

# %% exercise="disc" wrong="bias subtracted" says="The bias is subtracted: the threshold 1 has become the bias −1 already, so it is added."
def disc_score(x, w, b):
    return x @ w - b


def disc_prob(x, w, b):
    return sigmoid(x @ w - b)

# %% exercise="disc" wrong="overflowing sigmoid" says="e^s/(1 + e^s) overflows for scores above 709 and gives nan: use `sigmoid` from the first cell."
def disc_score(x, w, b):
    return x @ w + b


def disc_prob(x, w, b):
    s = x @ w + b
    return np.exp(s) / (1 + np.exp(s))

# %% exercise="disc" wrong="sum over the whole batch" says="You add up over the whole batch: each image has a score of its own, so sum over the last axis only."
def disc_score(x, w, b):
    return np.sum(x * w) + b


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="weights first" says="`w @ x` multiplies the weights with the *columns* of a batch: it has to be `x @ w`."
def disc_score(x, w, b):
    return w @ x + b


def disc_prob(x, w, b):
    return sigmoid(w @ x + b)

# %% exercise="disc" wrong="yes or no" says="That is a decision, 0 or 1. A probability was asked for: apply σ to the score."
def disc_score(x, w, b):
    return x @ w + b


def disc_prob(x, w, b):
    return np.where(x @ w + b >= 0, 1.0, 0.0)

# %% exercise="disc" wrong="σ in the score too" says="The score is the number before the sigmoid; apply σ only in `disc_prob`, and only once."
def disc_score(x, w, b):
    return sigmoid(x @ w + b)


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="gen" right="an axis more"
def gen(z, v, c):
    return sigmoid(np.asarray(z)[..., None] * v + c)

# %% exercise="gen" right="two cases"
def gen(z, v, c):
    if np.ndim(z) == 0:
        return sigmoid(v * z + c)
    return np.array([sigmoid(v * one + c) for one in z])

# %% exercise="gen" right="lists, one pixel at a time"
def gen(z, v, c):
    import math

    def pixel(s):
        return 1 / (1 + math.exp(-s)) if s >= 0 else math.exp(s) / (1 + math.exp(s))

    if np.ndim(z) > 0:
        return [gen(one, v, c) for one in z]
    return [pixel(float(a) * z + float(b)) for a, b in zip(v, c)]

# %% exercise="gen" right="torch"
def gen(z, v, c):
    import torch

    z = torch.as_tensor(z, dtype=torch.float64)
    return torch.sigmoid(z.unsqueeze(-1) * torch.as_tensor(v) + torch.as_tensor(c))

# %% exercise="gen" wrong="weights and biases swapped" says="Weight and bias are swapped: z multiplies v, and c is added."
def gen(z, v, c):
    return sigmoid(np.multiply.outer(z, c) + v)

# %% exercise="gen" wrong="no sigmoid" says="The sigmoid is missing: these are the scores, not pixels between 0 and 1."
def gen(z, v, c):
    return np.multiply.outer(z, v) + c

# %% exercise="gen" wrong="bias after the sigmoid" says="The bias belongs inside the sigmoid; added afterwards it leads out of [0, 1]."
def gen(z, v, c):
    return sigmoid(np.multiply.outer(z, v)) + c

# %% exercise="gen" wrong="one number for many z" says="`v * z` multiplies entry by entry: with an array of z every image needs all four weights. Give z an axis more."
def gen(z, v, c):
    return sigmoid(v * z + c)

# %% exercise="gen" wrong="columns for rows" says="Rows and columns are swapped: each *row* is one image with its four pixels."
def gen(z, v, c):
    if np.ndim(z) == 0:
        return sigmoid(v * z + c)
    return sigmoid(np.multiply.outer(v, z) + np.asarray(c)[:, None])

# %% exercise="gen" wrong="a noise image" says="z is multiplied with nothing: G draws nothing by itself, it is a function of z, v and c only."
def gen(z, v, c):
    return sigmoid(np.zeros(np.shape(z) + (4,)) + c)

# %% exercise="face-threshold" right="sixty halvings"
def face_threshold(w, b, v, c):
    def score(z):
        return float(np.sum(w / (1 + np.exp(-(v * z + c)))) + b)

    if score(1.0) < 0:
        raise ValueError("no face")
    if score(0.0) >= 0:
        return 0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if score(middle) >= 0 else (middle, high)
    return (low + high) / 2

# %% exercise="face-threshold" right="brentq"
def face_threshold(w, b, v, c):
    from scipy.optimize import brentq

    def excess(z):
        return disc_prob(gen(z, v, c), w, b) - 0.5

    if excess(0.0) >= 0:
        return 0.0
    return brentq(excess, 0.0, 1.0, xtol=1e-13)  # refuses with a ValueError where the signs agree

# %% exercise="face-threshold" right="recursion, a numpy number, and a word on the screen"
def face_threshold(w, b, v, c):
    def halve(low, high):
        if high - low < 1e-11:
            return np.float64(high)
        middle = 0.5 * (low + high)
        return halve(low, middle) if w @ sigmoid(v * middle + c) + b >= 0 else halve(middle, high)

    if w @ sigmoid(v + c) + b < 0:
        raise ValueError("none")
    print("searching")
    return np.float64(0) if w @ sigmoid(c) + b >= 0 else halve(0.0, 1.0)

# %% exercise="face-threshold" wrong="a grid" says="A grid finds no more digits than its step has. Halve an interval instead."
def face_threshold(w, b, v, c):
    grid = np.linspace(0, 1, 1001)
    good = grid[disc_prob(gen(grid, v, c), w, b) >= 0.5]
    if len(good) == 0:
        raise ValueError("none")
    return float(good[0])

# %% exercise="face-threshold" wrong="the share of faces" says="That is the share of forgeries that *are* faces. The threshold itself was asked for."
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError("none")
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if disc_prob(gen(middle, v, c), w, b) >= 0.5 else (middle, high)
    return 1 - high

# %% exercise="face-threshold" wrong="bias forgotten" says="The search ends at 0. Is the bias forgotten? D says ½ where the weighted sum *plus the bias* is 0."
def face_threshold(w, b, v, c):
    def score(z):
        return gen(z, v, c) @ w

    if score(1.0) < 0:
        raise ValueError("none")
    if score(0.0) >= 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if score(middle) >= 0 else (middle, high)
    return high

# %% exercise="face-threshold" wrong="only the hand-made pair" says="ln 3 − 1 is the answer for the hand-made pair only: use w, b, v and c."
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError("none")
    return 0.0 if disc_prob(gen(0.0, v, c), w, b) >= 0.5 else np.log(3) - 1

# %% exercise="face-threshold" wrong="the halves swapped" says="The search ends at 1: if the middle is a face, the threshold lies to its left."
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError("none")
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if disc_prob(gen(middle, v, c), w, b) >= 0.5 else (low, middle)
    return high

# %% exercise="face-threshold" wrong="no special cases" says="Where no z makes a face, the loop runs to 1 and returns it: look at the ends first."
def face_threshold(w, b, v, c):
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (low, middle) if disc_prob(gen(middle, v, c), w, b) >= 0.5 else (middle, high)
    return high

# %% exercise="face-threshold" wrong="what D says there" says="That is D(G(z)) at the threshold, which is ½ by definition; the z was asked for."
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError("none")
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    return 0.5

# %% exercise="d-grads-real" right="σ of minus the score"
def d_grads_real(x, w, b):
    pull = sigmoid(-(x @ w + b))
    return -pull * x, -pull

# %% exercise="d-grads-real" right="a loop and lists"
def d_grads_real(x, w, b):
    error = float(disc_prob(x, w, b)) - 1
    return [[error * float(pixel) for pixel in x], error]

# %% exercise="d-grads-real" right="torch's autograd"
def d_grads_real(x, w, b):
    import torch

    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    torch.nn.functional.softplus(-(torch.tensor(x, dtype=torch.float64) @ w + b)).backward()
    return w.grad, b.grad

# %% exercise="d-grads-real" wrong="uphill" says="The sign is flipped: this is the gradient of ln D, which D ascends. The loss is −ln D."
def d_grads_real(x, w, b):
    missing = 1 - disc_prob(x, w, b)
    return missing * x, missing

# %% exercise="d-grads-real" wrong="as for a forgery" says="That is the gradient for a forgery, y = 0. For a real image it is said minus true with true = 1."
def d_grads_real(x, w, b):
    said = disc_prob(x, w, b)
    return said * x, said

# %% exercise="d-grads-real" wrong="squared error" says="The extra factor D(1 − D) belongs to the squared error; with the log loss it cancels."
def d_grads_real(x, w, b):
    said = disc_prob(x, w, b)
    pull = (1 - said) * said * (1 - said)
    return -pull * x, -pull

# %% exercise="d-grads-real" wrong="no pixels" says="The factor x is missing: ∂s/∂wᵢ is the pixel xᵢ, so a white pixel has no say."
def d_grads_real(x, w, b):
    missing = 1 - disc_prob(x, w, b)
    return np.full(4, -missing), -missing

# %% exercise="d-grads-real" wrong="with respect to the image" says="That is the gradient with respect to the image x: it has the factor w. For the weights the factor is x."
def d_grads_real(x, w, b):
    missing = 1 - disc_prob(x, w, b)
    return -missing * w, -missing

# %% exercise="d-grads-real" wrong="one over D" says="That is the chain without its middle link: −1/D is the derivative with respect to D, and ∂D/∂s = D(1 − D) comes on top."
def d_grads_real(x, w, b):
    said = disc_prob(x, w, b)
    return -x / said, -1 / said

# %% exercise="d-grads-real" wrong="changes the image" says="Your function writes into its argument x, which the caller goes on using."
def d_grads_real(x, w, b):
    missing = 1 - disc_prob(x, w, b)
    x *= -missing
    return x, -missing

# %% exercise="d-grads-fake" right="σ of the score"
def d_grads_fake(x, w, b):
    p = sigmoid(np.dot(w, x) + b)
    return (np.multiply(p, x), p)

# %% exercise="d-grads-fake" right="a list of two"
def d_grads_fake(x, w, b):
    p = 1 - 1 / (1 + np.exp(np.clip(np.sum(x * w) + b, -700, 700)))
    return [np.array([p * pixel for pixel in x]), float(p)]

# %% exercise="d-grads-fake" right="torch's autograd"
def d_grads_fake(x, w, b):
    import torch

    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    torch.nn.functional.softplus(torch.tensor(x, dtype=torch.float64) @ w + b).backward()
    return w.grad, b.grad

# %% exercise="d-grads-fake" wrong="as for a real image" says="That is the gradient for a real image. A forgery has the label 0, so said minus true is D itself."
def d_grads_fake(x, w, b):
    missing = 1 - disc_prob(x, w, b)
    return -missing * x, -missing

# %% exercise="d-grads-fake" wrong="uphill" says="The sign is flipped: the loss is −ln(1 − D), and believing a forgery must be punished."
def d_grads_fake(x, w, b):
    said = disc_prob(x, w, b)
    return -said * x, -said

# %% exercise="d-grads-fake" wrong="one over one minus D" says="1/(1 − D) is the derivative with respect to D. With respect to the score the factor D(1 − D) comes on top, and D is left."
def d_grads_fake(x, w, b):
    pull = 1 / (1 - disc_prob(x, w, b))
    return pull * x, pull

# %% exercise="d-grads-fake" wrong="squared error" says="The extra factor D(1 − D) belongs to the squared error; with the log loss it cancels."
def d_grads_fake(x, w, b):
    said = disc_prob(x, w, b)
    pull = said * said * (1 - said)
    return pull * x, pull

# %% exercise="d-grads-fake" wrong="no pixels" says="The factor x is missing: ∂s/∂wᵢ is the pixel xᵢ."
def d_grads_fake(x, w, b):
    said = disc_prob(x, w, b)
    return np.full(4, said), said

# %% exercise="d-grads-fake" wrong="gradient for the forger" says="That is how G would have to move the image to be caught: the factor w belongs to the gradient with respect to x."
def d_grads_fake(x, w, b):
    said = disc_prob(x, w, b)
    return said * w, said

# %% exercise="batched-grads" right="a loop over both groups"
def batched_grads(x_real, x_fake, w, b):
    dw, db = np.zeros(4), 0.0
    for x in x_real:
        one = d_grads_real(x, w, b)
        dw, db = dw + one[0] / len(x_real), db + one[1] / len(x_real)
    for x in x_fake:
        one = d_grads_fake(x, w, b)
        dw, db = dw + one[0] / len(x_fake), db + one[1] / len(x_fake)
    return dw, db

# %% exercise="batched-grads" right="means over the first axis"
def batched_grads(x_real, x_fake, w, b):
    error_real = (sigmoid(x_real @ w + b) - 1)[:, None]
    error_fake = sigmoid(x_fake @ w + b)[:, None]
    dw = (error_real * x_real).mean(axis=0) + (error_fake * x_fake).mean(axis=0)
    return dw, float(error_real.mean() + error_fake.mean())

# %% exercise="batched-grads" right="one table with weights and a column of ones"
def batched_grads(x_real, x_fake, w, b):
    m, n = len(x_real), len(x_fake)
    rows = np.column_stack([np.vstack([x_real, x_fake]), np.ones(m + n)])
    true = np.concatenate([np.ones(m), np.zeros(n)])
    share = np.concatenate([np.full(m, 1 / m), np.full(n, 1 / n)])
    both = ((sigmoid(rows @ np.append(w, b)) - true) * share) @ rows
    return both[:4], both[4]

# %% exercise="batched-grads" wrong="sums" says="These are sums over the images: the value over a batch is a mean, so divide by the size of each group."
def batched_grads(x_real, x_fake, w, b):
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    return said @ x_fake - missing @ x_real, said.sum() - missing.sum()

# %% exercise="batched-grads" wrong="one mean over all" says="You take one mean over all images: each group, real and forged, has a mean of its own."
def batched_grads(x_real, x_fake, w, b):
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    n = len(x_real) + len(x_fake)
    return (said @ x_fake - missing @ x_real) / n, (said.sum() - missing.sum()) / n

# %% exercise="batched-grads" wrong="product of the means" says="The mean of a product is not the product of the means: multiply each image with its own error before you average."
def batched_grads(x_real, x_fake, w, b):
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    dw = said.mean() * x_fake.mean(axis=0) - missing.mean() * x_real.mean(axis=0)
    return dw, said.mean() - missing.mean()

# %% exercise="batched-grads" wrong="the mean image" says="You show D the mean image: D of a mean is not the mean of D."
def batched_grads(x_real, x_fake, w, b):
    x, y = x_real.mean(axis=0), x_fake.mean(axis=0)
    missing, said = 1 - disc_prob(x, w, b), disc_prob(y, w, b)
    return said * y - missing * x, said - missing

# %% exercise="batched-grads" wrong="sizes swapped" says="Each sum is divided by the size of the *other* group."
def batched_grads(x_real, x_fake, w, b):
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    m, n = len(x_real), len(x_fake)
    return said @ x_fake / m - missing @ x_real / n, said.sum() / m - missing.sum() / n

# %% exercise="batched-grads" wrong="uphill" says="The sign is flipped: this is the gradient of V, which D ascends; asked for is that of the loss −V."
def batched_grads(x_real, x_fake, w, b):
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    dw = missing @ x_real / len(x_real) - said @ x_fake / len(x_fake)
    return dw, missing.mean() - said.mean()

# %% exercise="batched-grads" wrong="half of it" says="You take half of the sum: V is the mean of the real term *plus* the mean of the fake term, without a ½."
def batched_grads(x_real, x_fake, w, b):
    missing, said = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    dw = said @ x_fake / len(x_fake) - missing @ x_real / len(x_real)
    return dw / 2, (said.mean() - missing.mean()) / 2

# %% exercise="g-grads" right="link by link"
def g_grads(z, v, c, w, b, loss="ns"):
    g = sigmoid(v * z + c)
    s = w @ g + b
    d_by_score = {"ns": -sigmoid(-s), "minimax": -sigmoid(s)}
    if loss not in d_by_score:
        raise ValueError(loss)
    by_pixel = d_by_score[loss] * w
    by_bias = by_pixel * g * (1 - g)
    return by_bias * z, by_bias

# %% exercise="g-grads" right="a loop over the pixels"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss == "ns":
        label = 1
    elif loss == "minimax":
        label = 0
    else:
        raise ValueError("ns or minimax")
    g = gen(z, v, c)
    p = float(disc_prob(g, w, b))
    pull = p - 1 if label else -p
    dc = [pull * float(w[i]) * float(g[i]) * (1 - float(g[i])) for i in range(4)]
    return [z * d for d in dc], dc

# %% exercise="g-grads" right="torch's autograd"
def g_grads(z, v, c, w, b, loss="ns"):
    import torch
    from torch.nn.functional import softplus

    v = torch.tensor(v, dtype=torch.float64, requires_grad=True)
    c = torch.tensor(c, dtype=torch.float64, requires_grad=True)
    s = torch.tensor(w, dtype=torch.float64) @ torch.sigmoid(v * z + c) + b
    if loss == "ns":
        softplus(-s).backward()
    elif loss == "minimax":
        (-softplus(s)).backward()
    else:
        raise ValueError(loss)
    return v.grad, c.grad

# %% exercise="g-grads" wrong="the weights of D are lost" says="The factor wᵢ is missing: ∂s/∂gᵢ is the weight of D at this pixel, and without it every pixel is pushed the same way."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="no slope of G's sigmoid" says="The last link is missing: the pixel is σ(vz + c), and its slope is g(1 − g)."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    said = disc_prob(gen(z, v, c), w, b)
    dc = -(1 - said if loss == "ns" else said) * w
    return z * dc, dc

# %% exercise="g-grads" wrong="without the slope of D" says="The second link is missing: −1/D and −1/(1 − D) are slopes over D itself, and ∂D/∂s = D(1 − D) comes on top."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -1 / (said if loss == "ns" else 1 - said) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="z in the bias too" says="The factor z belongs to the weights only: ∂(vz + c)/∂c is 1."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * w * g * (1 - g) * z
    return dc, dc

# %% exercise="g-grads" wrong="no z in the weights" says="The factor z is missing: ∂(vz + c)/∂v is z."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * w * g * (1 - g)
    return dc, dc

# %% exercise="g-grads" wrong="uphill" says="The sign is flipped: descending this would make G's forgeries easier to catch."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = (1 - said if loss == "ns" else said) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="the order of the two" says="The two gradients are in the wrong order: first the one for v, then the one for c."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * w * g * (1 - g)
    return dc, z * dc

# %% exercise="g-grads" wrong="minimax with D's loss" says="For minimax you descend −ln(1 − D), which is D's loss: G would learn to be caught. G minimises ln(1 − D)."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = (said - 1 if loss == "ns" else said) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="the two losses swapped" says="The two losses are swapped: −(1 − D) belongs to −ln D, the non-saturating one, and −D to ln(1 − D)."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(said if loss == "ns" else 1 - said) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="any other loss is minimax" says="A loss with another name should be refused with a ValueError; a typing mistake must not choose the loss."
def g_grads(z, v, c, w, b, loss="ns"):
    g = gen(z, v, c)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="slope of the score instead of the pixel" says="The slope of the pixel is g(1 − g), with g = σ(vz + c) the pixel itself, not its score."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    s = v * z + c
    said = disc_prob(sigmoid(s), w, b)
    dc = -(1 - said if loss == "ns" else said) * w * s * (1 - s)
    return z * dc, dc

# %% exercise="g-grads" wrong="weights and biases swapped" says="v and c are swapped in the forward pass: z multiplies v, and c is added."
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, c, v)
    said = disc_prob(g, w, b)
    dc = -(1 - said if loss == "ns" else said) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="picture-formula" right="the closed form"
def first_wrong_line():
    return 3


def picture_slope(z, v, c, w, b):
    g = gen(z, v, c)
    q = (1 - disc_prob(g, w, b)) * g * (1 - g)
    return -(1 + z**2) * np.sum(w * q**2)

# %% exercise="picture-formula" right="central differences along the step"
def first_wrong_line():
    return int("3")


def picture_slope(z, v, c, w, b):
    pv, pc = picture_grads(z, v, c, w, b)

    def error(t):
        g = gen(z, v - t * pv, c - t * pc)
        return np.logaddexp(0, -(g @ w + b))

    return (error(1e-4) - error(-1e-4)) / 2e-4

# %% exercise="picture-formula" right="concatenated"
def first_wrong_line():
    print("line 3 lacks the weight")
    return np.int64(3)


def picture_slope(z, v, c, w, b):
    true = np.concatenate(g_grads(z, v, c, w, b))
    picture = np.concatenate(picture_grads(z, v, c, w, b))
    return np.dot(-true, picture)

# %% exercise="picture-formula" wrong="the last line" says="Line 5 is wrong, but it follows from the lines above it: one of them was wrong before."
def first_wrong_line():
    return 5


def picture_slope(z, v, c, w, b):
    true, picture = g_grads(z, v, c, w, b), picture_grads(z, v, c, w, b)
    return -float(true[0] @ picture[0] + true[1] @ picture[1])

# %% exercise="picture-formula" wrong="the sigmoid's slope" says="Lines 2 and 4 are right: the slope of a sigmoid is σ(1 − σ). Look at what the score is made of."
def first_wrong_line():
    return 2


def picture_slope(z, v, c, w, b):
    true, picture = g_grads(z, v, c, w, b), picture_grads(z, v, c, w, b)
    return -float(true[0] @ picture[0] + true[1] @ picture[1])

# %% exercise="picture-formula" wrong="slope of the true gradient" says="That is the slope along the *true* gradient, which is never positive: the step goes along the picture's."
def first_wrong_line():
    return 3


def picture_slope(z, v, c, w, b):
    dv, dc = g_grads(z, v, c, w, b)
    return -float(dv @ dv + dc @ dc)

# %% exercise="picture-formula" wrong="with the gradient" says="The step goes *against* the picture's gradient: the slope gets a minus sign."
def first_wrong_line():
    return 3


def picture_slope(z, v, c, w, b):
    true, picture = g_grads(z, v, c, w, b), picture_grads(z, v, c, w, b)
    return float(true[0] @ picture[0] + true[1] @ picture[1])

# %% exercise="picture-formula" wrong="only the weights" says="The dot product runs over all eight numbers: the biases c move too."
def first_wrong_line():
    return 3


def picture_slope(z, v, c, w, b):
    return -float(g_grads(z, v, c, w, b)[0] @ picture_grads(z, v, c, w, b)[0])

# %% exercise="picture-formula" wrong="cosine" says="You divide by the lengths of the gradients: that is the cosine of the angle between them, not the slope."
def first_wrong_line():
    return 3


def picture_slope(z, v, c, w, b):
    true = np.concatenate(g_grads(z, v, c, w, b))
    picture = np.concatenate(picture_grads(z, v, c, w, b))
    return -float(true @ picture / np.linalg.norm(true) / np.linalg.norm(picture))

# %% exercise="one-round" right="everything inside"
def one_round(x, z, w, b, v, c, lr):
    error = sigmoid(w @ x + b) - 1
    w, b = w - lr * error * x, b - lr * error
    g = sigmoid(v * z + c)
    error = sigmoid(w @ g + b)
    w, b = w - lr * error * g, b - lr * error
    pull = (1 - sigmoid(w @ g + b)) * w * g * (1 - g)
    return w, b, v + lr * z * pull, c + lr * pull

# %% exercise="one-round" right="in place, on copies"
def one_round(x, z, w, b, v, c, lr):
    w, v, c = w.copy(), v.copy(), c.copy()
    dw, db = d_grads_real(x, w, b)
    w -= lr * dw
    b -= lr * db
    forged = gen(z, v, c)
    dw, db = d_grads_fake(forged, w, b)
    w -= lr * dw
    b -= lr * db
    dv, dc = g_grads(z, v, c, w, b, "ns")
    v -= lr * dv
    c -= lr * dc
    return [w, b, v, c]

# %% exercise="one-round" right="torch and autograd"
def one_round(x, z, w, b, v, c, lr):
    import torch
    from torch.nn.functional import softplus

    x, w, b, v, c = (torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in (x, w, b, v, c))

    def step(loss, *parts):
        return [p.detach() - lr * g for p, g in zip(parts, torch.autograd.grad(loss, parts))]

    def fresh(parts):
        return [p.clone().requires_grad_() for p in parts]

    w, b = fresh(step(softplus(-(w @ x + b)), w, b))
    w, b = fresh(step(softplus(w @ torch.sigmoid(v * z + c) + b), w, b))
    v, c = step(softplus(-(w @ torch.sigmoid(v * z + c) + b)), v, c)
    return w.detach().numpy(), float(b), v.numpy(), c.numpy()

# %% exercise="one-round" wrong="stale detective" says="The second step uses the weights from before the first one: D has already moved when it sees the forgery."
def one_round(x, z, w, b, v, c, lr):
    real, fake = d_grads_real(x, w, b), d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * (real[0] + fake[0]), b - lr * (real[1] + fake[1])
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="G judged by the old D" says="G is judged by the D from the beginning of the round; the third step uses the D of now."
def one_round(x, z, w, b, v, c, lr):
    dv, dc = g_grads(z, v, c, w, b)
    dw, db = d_grads_real(x, w, b)
    w, b = w - lr * dw, b - lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    return w - lr * dw, b - lr * db, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="in place" says="`-=` writes into the arrays that were passed in: whoever called you finds their weights changed."
def one_round(x, z, w, b, v, c, lr):
    dw, db = d_grads_real(x, w, b)
    w -= lr * dw
    b -= lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w -= lr * dw
    b -= lr * db
    dv, dc = g_grads(z, v, c, w, b)
    v -= lr * dv
    c -= lr * dc
    return w, b, v, c

# %% exercise="one-round" wrong="uphill" says="The steps go up the losses: descend with a minus sign, `w - lr * dw`."
def one_round(x, z, w, b, v, c, lr):
    dw, db = d_grads_real(x, w, b)
    w, b = w + lr * dw, b + lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w, b = w + lr * dw, b + lr * db
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v + lr * dv, c + lr * dc

# %% exercise="one-round" wrong="D sees z" says="D is shown the number z instead of the four pixels of G(z)."
def one_round(x, z, w, b, v, c, lr):
    dw, db = d_grads_real(x, w, b)
    w, b = w - lr * dw, b - lr * db
    dw, db = d_grads_fake(np.full(4, z), w, b)
    w, b = w - lr * dw, b - lr * db
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="the bias moves with new weights" says="The gradient of c is taken after v has moved: in one step both gradients belong to the same point."
def one_round(x, z, w, b, v, c, lr):
    dw, db = d_grads_real(x, w, b)
    w, b = w - lr * dw, b - lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * dw, b - lr * db
    v = v - lr * g_grads(z, v, c, w, b)[0]
    c = c - lr * g_grads(z, v, c, w, b)[1]
    return w, b, v, c

# %% exercise="one-round" wrong="D's bias moves with new weights" says="The gradient of b is taken after w has moved: in one step both gradients belong to the same point."
def one_round(x, z, w, b, v, c, lr):
    w = w - lr * d_grads_real(x, w, b)[0]
    b = b - lr * d_grads_real(x, w, b)[1]
    forged = gen(z, v, c)
    w = w - lr * d_grads_fake(forged, w, b)[0]
    b = b - lr * d_grads_fake(forged, w, b)[1]
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="forgery first" says="The forgery is shown before the face; the order is face, forgery, forger."
def one_round(x, z, w, b, v, c, lr):
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * dw, b - lr * db
    dw, db = d_grads_real(x, w, b)
    w, b = w - lr * dw, b - lr * db
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="minimax loss" says="Step 3 descends ln(1 − D), the minimax loss; the published run uses −ln D, the non-saturating one."
def one_round(x, z, w, b, v, c, lr):
    dw, db = d_grads_real(x, w, b)
    w, b = w - lr * dw, b - lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * dw, b - lr * db
    dv, dc = g_grads(z, v, c, w, b, "minimax")
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" equivalent="swapped arguments: gen(z, v, c) → gen(v, z, c)" because="one z times four weights is four weights times one z"

# %% exercise="train" right="the global generator"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    np.random.seed(seed)
    w = np.array([np.random.normal() for _ in range(4)])
    b = np.random.normal()
    v = np.array([np.random.normal() for _ in range(4)])
    c = np.array([np.random.normal() for _ in range(4)])
    for _ in range(epochs):
        for x in faces:
            z = np.random.rand()
            w, b, v, c = play(x, z, w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" right="all random numbers at once"
def train(faces, seed, lr, epochs, play=None):
    rng = np.random.RandomState(seed)
    start = rng.randn(13)
    state = [start[:4], start[4], start[5:9], start[9:]]
    zs = rng.rand(epochs, len(faces))
    for row in zs:
        for x, z in zip(faces, row):
            state = (play or one_round)(x, z, *state, lr)
    return state

# %% exercise="train" right="a while loop that reports"
def train(faces, seed, lr, epochs, play=None):
    play = play or one_round
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.normal(size=4), rng.normal(), rng.normal(size=4), rng.normal(size=4)
    step = 0
    while step < epochs * len(faces):
        w, b, v, c = play(faces[step % len(faces)], rng.random_sample(), w, b, v, c, lr)
        step += 1
    print("done after", step, "rounds")
    return np.asarray(w), b, np.asarray(v), np.asarray(c)

# %% exercise="train" wrong="G is drawn first" says="G's weights are drawn before D's: the same numbers, but handed out in another order, so every digit differs."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    v, c = rng.randn(4), rng.randn(4)
    w, b = rng.randn(4), rng.randn()
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="the new generator" says="`default_rng` gives other numbers than the old `RandomState`, which the published run used."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=4), rng.normal()
    v, c = rng.normal(size=4), rng.normal(size=4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.random(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="one z for an epoch" says="z is drawn once for an epoch; every round needs a fresh one."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        z = rng.rand()
        for x in faces:
            w, b, v, c = play(x, z, w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="uniform weights" says="The weights are drawn uniformly from [0, 1): `randn` is the normal distribution, `rand` the uniform one."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.rand(4), rng.rand()
    v, c = rng.rand(4), rng.rand(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="normal z" says="z is drawn from the normal distribution; in Slanted Land it is uniform on [0, 1): `rng.rand()`."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.randn(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="what was learned is thrown away" says="The result of a round is thrown away, so each round starts from the initial weights again."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="an epoch is one round" says="You count rounds: an epoch goes once through all the faces."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for step in range(epochs):
        w, b, v, c = play(faces[step % len(faces)], rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="each face for all epochs" says="The loops are nested the wrong way round: each face is shown for all epochs before the next one comes."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for x in faces:
        for _ in range(epochs):
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="seeded again in every epoch" says="The generator is made anew in every epoch, so the same z come again and again: seed once, at the beginning."
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        rng = np.random.RandomState(seed)
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="a round of its own with stale parameters" says="Both gradients of D are taken at the weights from before the round: nearly the same after one epoch, visibly different after a thousand."
def train(faces, seed, lr, epochs, play=None):
    def stale(x, z, w, b, v, c, lr):
        real, fake = d_grads_real(x, w, b), d_grads_fake(gen(z, v, c), w, b)
        w, b = w - lr * (real[0] + fake[0]), b - lr * (real[1] + fake[1])
        dv, dc = g_grads(z, v, c, w, b)
        return w, b, v - lr * dv, c - lr * dc

    play = stale if play is None else play
    rng = np.random.RandomState(seed)
    w, b = rng.randn(4), rng.randn()
    v, c = rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="true-d-error" right="a loop over the rounds"
def true_d_error(history):
    errors = []
    for x, z, w, b, v, c in zip(*(history[name] for name in "xzwbvc")):
        real, fake = disc_score(x, w, b), disc_score(gen(z, v, c), w, b)
        errors.append(np.logaddexp(0, -real) + np.logaddexp(0, fake))
    return errors

# %% exercise="true-d-error" right="einsum and log1p"
def true_d_error(history):
    def softplus(s):
        return np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))

    g = sigmoid(np.einsum("k,ki->ki", history["z"], history["v"]) + history["c"])
    real = np.einsum("ki,ki->k", history["x"], history["w"]) + history["b"]
    fake = np.einsum("ki,ki->k", g, history["w"]) + history["b"]
    return softplus(-real) + softplus(fake)

# %% exercise="true-d-error" right="torch's loss from logits"
def true_d_error(history):
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    x, z, w, b, v, c = (torch.as_tensor(history[name]) for name in "xzwbvc")
    real = (x * w).sum(1) + b
    fake = (torch.sigmoid(v * z.unsqueeze(1) + c) * w).sum(1) + b
    ones = torch.ones_like(real)
    return bce(real, ones, reduction="none") + bce(fake, 0 * ones, reduction="none")

# %% exercise="true-d-error" wrong="one detective for all rounds" says="You judge every round with the weights of the first one: each row of the history has parameters of its own."
def true_d_error(history):
    x, z, w, b, v, c = (history[name] for name in "xzwbvc")
    fake = [disc_score(gen(z[k], v[k], c[k]), w[0], b[0]) for k in range(len(z))]
    return np.logaddexp(0, -disc_score(x, w[0], b[0])) + np.logaddexp(0, fake)

# %% exercise="true-d-error" wrong="as published" says="That is the published number: D gets z instead of the image G(z), and the sum over four entries counts the real error four times."
def true_d_error(history):
    columns = (history[name] for name in "xzwb")
    return np.array([published_d_error(x, z, w, b) for x, z, w, b in zip(*columns)])

# %% exercise="true-d-error" wrong="half repaired: still z" says="The sum is repaired, but D still gets the number z instead of the four pixels of G(z)."
def true_d_error(history):
    real = np.sum(history["x"] * history["w"], axis=1) + history["b"]
    fake = history["z"][:, None] * history["w"] + history["b"][:, None]
    return np.logaddexp(0, -real) + np.logaddexp(0, fake).sum(axis=1)

# %% exercise="true-d-error" wrong="half repaired: still four times" says="D gets G(z) now, but the error of the real image is still counted four times."
def true_d_error(history):
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real = np.sum(history["x"] * history["w"], axis=1) + history["b"]
    fake = np.sum(forged * history["w"], axis=1) + history["b"]
    return 4 * np.logaddexp(0, -real) + np.logaddexp(0, fake)

# %% exercise="true-d-error" wrong="the forger's error" says="The second term is −ln D(G(z)), the error of G. D pays −ln(1 − D(G(z))) for a forgery."
def true_d_error(history):
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real = np.sum(history["x"] * history["w"], axis=1) + history["b"]
    fake = np.sum(forged * history["w"], axis=1) + history["b"]
    return np.logaddexp(0, -real) + np.logaddexp(0, -fake)

# %% exercise="true-d-error" wrong="halved" says="You take the mean of the two terms: D's error is their sum, so that a blind detective pays 2 ln 2."
def true_d_error(history):
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real = np.sum(history["x"] * history["w"], axis=1) + history["b"]
    fake = np.sum(forged * history["w"], axis=1) + history["b"]
    return (np.logaddexp(0, -real) + np.logaddexp(0, fake)) / 2

# %% exercise="true-d-error" wrong="through the probability" says="For large scores σ(s) is exactly 0 or 1, or e^s infinite, and so is the logarithm: use the stable form, `np.logaddexp`."
def true_d_error(history):
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real = sigmoid(np.sum(history["x"] * history["w"], axis=1) + history["b"])
    fake = sigmoid(np.sum(forged * history["w"], axis=1) + history["b"])
    with np.errstate(divide="ignore"):
        return -np.log(real) - np.log(1 - fake)

# %% exercise="true-d-error" wrong="every image with every detective" says="`x @ w.T` gives a table of every image with every detective: row k belongs to round k only, so multiply and sum over the pixels."
def true_d_error(history):
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real = history["x"] @ history["w"].T + history["b"]
    fake = forged @ history["w"].T + history["b"]
    return np.mean(np.logaddexp(0, -real) + np.logaddexp(0, fake), axis=1)

# %% exercise="true-d-error" wrong="one mean over all rounds" says="You average over the rounds: one number for each round was asked for."
def true_d_error(history):
    forged = sigmoid(history["v"] * history["z"][:, None] + history["c"])
    real = np.sum(history["x"] * history["w"], axis=1) + history["b"]
    fake = np.sum(forged * history["w"], axis=1) + history["b"]
    return np.full(len(real), np.mean(np.logaddexp(0, -real) + np.logaddexp(0, fake)))

# %% exercise="latent-sensitivity" right="by hand, without std"
def latent_sensitivity(v, c):
    images = np.array([sigmoid(v * k / 10 + c) for k in range(11)])
    mean = images.mean(axis=0)
    return max(np.sqrt(((images - mean) ** 2).mean(axis=0)))

# %% exercise="latent-sensitivity" right="pixel by pixel"
def latent_sensitivity(v, c):
    import statistics

    spreads = []
    for weight, bias in zip(v, c):
        values = [float(sigmoid(weight * z + bias)) for z in np.linspace(0, 1, 11)]
        spreads.append(statistics.pstdev(values))
    return max(spreads)

# %% exercise="latent-sensitivity" right="torch"
def latent_sensitivity(v, c):
    import torch

    z = torch.linspace(0, 1, 11, dtype=torch.float64)[:, None]
    images = torch.sigmoid(z * torch.as_tensor(v) + torch.as_tensor(c))
    return images.std(dim=0, unbiased=False).max()

# %% exercise="latent-sensitivity" wrong="over all pixels" says="Without an axis you measure how black and white the image is. The spread over z is taken for each pixel: `axis=0`."
def latent_sensitivity(v, c):
    return float(gen(np.linspace(0, 1, 11), v, c).std())

# %% exercise="latent-sensitivity" wrong="within each image" says="You take the spread within each image (`axis=1`); asked for is the spread of each pixel over z (`axis=0`)."
def latent_sensitivity(v, c):
    return float(gen(np.linspace(0, 1, 11), v, c).std(axis=1).max())

# %% exercise="latent-sensitivity" wrong="mean instead of the largest" says="You average over the four pixels; asked for is the largest of the four."
def latent_sensitivity(v, c):
    return float(gen(np.linspace(0, 1, 11), v, c).std(axis=0).mean())

# %% exercise="latent-sensitivity" wrong="divisor n minus one" says="You divide by n − 1 (`ddof=1`); here the eleven values of z are all there is, and NumPy's default, n, is asked for."
def latent_sensitivity(v, c):
    return float(gen(np.linspace(0, 1, 11), v, c).std(axis=0, ddof=1).max())

# %% exercise="latent-sensitivity" wrong="range" says="That is the range, largest minus smallest; the standard deviation was asked for."
def latent_sensitivity(v, c):
    return float(np.ptp(gen(np.linspace(0, 1, 11), v, c), axis=0).max())

# %% exercise="latent-sensitivity" wrong="variance" says="That is the variance: take its square root."
def latent_sensitivity(v, c):
    return float(gen(np.linspace(0, 1, 11), v, c).var(axis=0).max())

# %% exercise="latent-sensitivity" wrong="ten values of z" says="z goes from 0 to 1 *inclusive*: `np.arange(0, 1, 0.1)` leaves out the last of the eleven values."
def latent_sensitivity(v, c):
    return float(gen(np.arange(0, 1, 0.1), v, c).std(axis=0).max())

# %% exercise="latent-sensitivity" wrong="the first pixel only" says="You look at one pixel only: take the standard deviation of all four, and then the largest."
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 11), v, c).std(axis=0)[0]

# %% exercise="latent-sensitivity" equivalent="swapped arguments: np.linspace(0, 1, 11) → np.linspace(1, 0, 11)" because="the same eleven z from the other end have the same spread"

# %% exercise="sharper-round" right="five pixels, and the gradients of Exercises 4, 5 and 7"
def sharper_round(x, z, w, u, b, v, c, lr):
    def more(image):
        return np.append(image, image[0] * image[3] + image[1] * image[2])

    wide = np.append(w, u)
    for target in (1, 0):
        image = more(x if target else 1 / (1 + np.exp(-(v * z + c))))
        error = 1 / (1 + np.exp(-(wide @ image + b))) - target
        wide, b = wide - lr * error * image, b - lr * error
    g = 1 / (1 + np.exp(-(v * z + c)))
    doubt = 1 - 1 / (1 + np.exp(-(wide @ more(g) + b)))
    w, u = wide[:4], wide[4]
    slope = [w[i] + u * g[3 - i] for i in range(4)]
    up = doubt * np.array(slope) * g * (1 - g)
    return w, u, b, v + lr * z * up, c + lr * up

# %% exercise="sharper-round" right="slopes measured instead of derived"
def sharper_round(x, z, w, u, b, v, c, lr):
    def lost(image, w, u, b):
        return np.logaddexp(0, -(w @ image + u * pairs(image) + b))

    def caught(image, w, u, b):
        return np.logaddexp(0, w @ image + u * pairs(image) + b)

    def forge(v, c):
        return sigmoid(z * v + c)

    old = w, u, b
    w, u, b = (p - lr * d for p, d in zip(old, slopes.measure(lambda *D: lost(x, *D), *old)))
    old = w, u, b
    w, u, b = (p - lr * d for p, d in zip(old, slopes.measure(lambda *D: caught(forge(v, c), *D), *old)))
    dv, dc = slopes.measure(lambda v, c: lost(forge(v, c), w, u, b), v, c)
    return w, u, b, v - lr * dv, c - lr * dc

# %% exercise="sharper-round" right="torch and its autograd"
def sharper_round(x, z, w, u, b, v, c, lr):
    import torch
    from torch.nn.functional import softplus

    def score(image, w, u, b):
        return w @ image + u * (image[0] * image[3] + image[1] * image[2]) + b

    x, *D = (torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in (x, w, u, b))
    G = [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in (v, c)]
    for sign, image in ((-1, x), (1, torch.sigmoid(G[0] * z + G[1]))):
        grads = torch.autograd.grad(softplus(sign * score(image.detach(), *D)), D)
        D = [(p - lr * d).detach().requires_grad_() for p, d in zip(D, grads)]
    grads = torch.autograd.grad(softplus(-score(torch.sigmoid(G[0] * z + G[1]), *D)), G)
    G = [p - lr * d for p, d in zip(G, grads)]
    w, u, b, v, c = (part.detach().numpy() for part in (*D, *G))
    return w, float(u), float(b), v, c

# %% exercise="sharper-round" wrong="pairs forgotten in G's slope" says="How the score changes with a pixel of the forgery is not w alone: the pairs depend on it, too."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * w * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="the pixel itself" says="The derivative of x₁x₄ by x₁ is x₄, the pixel opposite, not the pixel itself."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="u never learns" says="The sixth number has to learn like the others: it moves in both steps of D."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u, b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u, b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="u without its input" says="u moves as if its input were 1: its input is pairs of the image."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing, b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said, b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="stale detective" says="The second step uses D's numbers from before the first one."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    old = w, u, b
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(old[0] @ g + old[1] * pairs(g) + old[2])
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="G judged by the old D" says="G is judged by the D from the beginning of the round: step 3 uses the D of now."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    old = w, u, b
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(old[0] @ g + old[1] * pairs(g) + old[2])
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="minimax loss for G" says="That is a step down the minimax loss: G descends −ln D(G(z)) here."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="plus for the forgery" says="On the forgery D must learn to say less: its step there goes the other way."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w + lr * said * g, u + lr * said * pairs(g), b + lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * dc


# %% exercise="sharper-round" wrong="z on the biases" says="The factor z belongs to v only: c does not multiply it."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, v - lr * z * dc, c - lr * z * dc


# %% exercise="sharper-round" wrong="v and c exchanged" says="The parts are exchanged: (w, u, b, v, c) is asked for."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1]) * g * (1 - g)
    return w, u, b, c - lr * dc, v - lr * z * dc


# %% exercise="sharper-round" wrong="sigmoid's slope forgotten" says="The slope of G's own sigmoid, g(1 − g), is missing."
def sharper_round(x, z, w, u, b, v, c, lr):
    missing = 1 - sigmoid(w @ x + u * pairs(x) + b)
    w, u, b = w + lr * missing * x, u + lr * missing * pairs(x), b + lr * missing
    g = gen(z, v, c)
    said = sigmoid(w @ g + u * pairs(g) + b)
    w, u, b = w - lr * said * g, u - lr * said * pairs(g), b - lr * said
    missing = 1 - sigmoid(w @ g + u * pairs(g) + b)
    dc = -missing * (w + u * g[::-1])
    return w, u, b, v - lr * z * dc, c - lr * dc

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="disc" property="the score is b plus each pixel times its own weight"
@inputs(each(vector(number, 4), vector(number, 4), number))
def disc_score(value, x, w, b):
    return np.isclose(value - b, sum(one * weight for one, weight in zip(x, w)))

# %% exercise="disc" property="ln(D/(1 − D)) gives the score back"
@inputs(each(vector(number, 4), vector(number, 4), number))
def disc_prob(value, x, w, b):
    return np.isclose(np.log(value / (1 - value)), disc_score(x, w, b), atol=1e-6)

# %% exercise="gen" property="ln(G/(1 − G)) is v·z + c, pixel by pixel"
@inputs(each(tenths(0, 1), vector(number, 4), vector(number, 4)))
def gen(value, z, v, c):
    return np.allclose(np.log(value / (1 - np.asarray(value))), v * z + c)

# %% exercise="face-threshold" property="D(G(z)) is exactly ½ there, unless G(0) is a face already"
@inputs(each(vector(positive, 4), tenths(-6, -1), vector(positive, 4), vector(number, 4)))
def face_threshold(value, w, b, v, c):
    said = disc_prob(gen(value, v, c), w, b)
    return np.isclose(said, 0.5, atol=1e-6) or (value == 0 and said >= 0.5)

# %% exercise="d-grads-real" property="db lies between −1 and 0, and dw is db times the pixels"
@inputs(each(vector(number, 4), vector(number, 4), number))
def d_grads_real(value, x, w, b):
    dw, db = value
    return -1 <= db <= 0 and np.allclose(dw, db * x)

# %% exercise="d-grads-fake" property="db lies between 0 and 1, and dw is db times the pixels"
@inputs(each(vector(number, 4), vector(number, 4), number))
def d_grads_fake(value, x, w, b):
    dw, db = value
    return 0 <= db <= 1 and np.allclose(dw, db * x)

# %% exercise="batched-grads" property="it is the mean of the single gradients over the real images plus their mean over the forgeries"
@inputs(each(matrix(number, 4, most=2), matrix(number, 4, most=2), vector(number, 4), number))
def batched_grads(value, x_real, x_fake, w, b):
    real = [d_grads_real(x, w, b) for x in x_real]
    fake = [d_grads_fake(x, w, b) for x in x_fake]
    means = [sum(one[i] for one in some) / len(some) for i in (0, 1) for some in (real, fake)]
    return np.allclose(value[0], means[0] + means[1]) and np.isclose(value[1], means[2] + means[3])

# %% exercise="g-grads" property="dv is z times dc"
@inputs(each(tenths(0, 1), vector(number, 4), vector(number, 4), vector(number, 4), number, choice("ns", "minimax")))
def g_grads(value, z, v, c, w, b, loss):
    dv, dc = value
    return np.allclose(dv, z * np.asarray(dc))

# %% exercise="one-round" property="in the step of G, v moves by z times as much as c"
@inputs(each(vector(number, 4), tenths(0, 1), vector(number, 4), number, vector(number, 4), vector(number, 4), choice(0.1, 0.5)))
def one_round(value, x, z, w, b, v, c, lr):
    return np.allclose(value[2] - v, z * (value[3] - c))

# %% exercise="latent-sensitivity" property="pixels between 0 and 1 spread by at most ½, and not at all where v is 0"
@inputs(each(vector(number, 4), vector(number, 4)))
def latent_sensitivity(value, v, c):
    return 0 <= value <= 0.5 and (np.any(v) or np.isclose(value, 0))
