# %% exercise="disc" right="loops and math"


def disc_score(x, w, b):
    if np.ndim(x) == 1:
        return sum(float(a) * float(c) for a, c in zip(x, w)) + b
    return [disc_score(row, w, b) for row in x]


def disc_prob(x, w, b):
    s = np.asarray(disc_score(x, w, b))
    return np.exp(-np.logaddexp(0, -s))

# %% exercise="disc" right="einsum with an ellipsis"
def disc_score(x, w, b):
    return np.einsum("...i,i->...", x, w) + b


def disc_prob(x, w, b):
    return 0.5 * (1 + np.tanh(disc_score(x, w, b) / 2))

# %% exercise="disc" right="torch"
import torch


def disc_score(x, w, b):
    return torch.tensor(np.array(x, float)) @ torch.tensor(np.array(w, float)) + b


def disc_prob(x, w, b):
    return torch.sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="minus the bias"
def disc_score(x, w, b):
    return x @ w - b


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="no sum"
def disc_score(x, w, b):
    return x * w + b


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="sigma twice"
def disc_score(x, w, b):
    return sigmoid(x @ w + b)


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="bias for every pixel"
def disc_score(x, w, b):
    return np.sum(x * w + b, axis=-1)


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="sums the batch"
def disc_score(x, w, b):
    return np.sum(x * w) + b


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="mean of the pixels"
def disc_score(x, w, b):
    return np.mean(x * w, axis=-1) + b


def disc_prob(x, w, b):
    return sigmoid(disc_score(x, w, b))

# %% exercise="disc" wrong="overflows"
def disc_score(x, w, b):
    return np.dot(x, w) + b


def disc_prob(x, w, b):
    s = disc_score(x, w, b)
    return np.exp(s) / (1 + np.exp(s))

# %% exercise="disc" wrong="one minus"
def disc_score(x, w, b):
    return np.dot(x, w) + b


def disc_prob(x, w, b):
    return 1 - sigmoid(disc_score(x, w, b))

# %% exercise="gen" right="column times row"
def gen(z, v, c):
    z = np.asarray(z)
    s = z.reshape(-1, 1) * v.reshape(1, -1) + c
    s = 1 / (1 + np.exp(-np.clip(s, -745, None))) if False else sigmoid(s)
    return s[0] if z.ndim == 0 else s

# %% exercise="gen" right="list comprehension"
def gen(z, v, c):
    if np.isscalar(z):
        return sigmoid(z * v + c)
    return [sigmoid(one * v + c) for one in z]

# %% exercise="gen" right="torch outer"
def gen(z, v, c):
    import torch

    z, v, c = (torch.tensor(np.array(t, float)) for t in (z, v, c))
    return torch.sigmoid(z.unsqueeze(-1) * v + c).numpy()

# %% exercise="gen" wrong="no batches"
def gen(z, v, c):
    return sigmoid(z * v + c)

# %% exercise="gen" wrong="transposed"
def gen(z, v, c):
    if np.ndim(z) == 0:
        return sigmoid(z * v + c)
    return sigmoid(np.outer(v, z) + c[:, None])

# %% exercise="gen" wrong="no sigma"
def gen(z, v, c):
    return np.multiply.outer(z, v) + c

# %% exercise="gen" wrong="z times all"
def gen(z, v, c):
    return sigmoid(np.multiply.outer(z, v + c))

# %% exercise="gen" wrong="v and c exchanged"
def gen(z, v, c):
    return sigmoid(np.multiply.outer(z, c) + v)

# %% exercise="gen" wrong="tanh"
def gen(z, v, c):
    return np.tanh(np.multiply.outer(z, v) + c)

# %% exercise="gen" right="naive" once="a hidden check refused its warning, which nothing visible forbids"
def gen(z, v, c):
    return 1 / (1 + np.exp(-(np.multiply.outer(z, v) + c)))

# %% exercise="gen" wrong="c subtracted"
def gen(z, v, c):
    return sigmoid(np.multiply.outer(z, v) - c)

# %% exercise="face-threshold" right="brentq"
def face_threshold(w, b, v, c):
    from scipy.optimize import brentq

    f = lambda z: float(np.dot(sigmoid(z * v + c), w) + b)
    if f(1) < 0:
        raise ValueError("no face")
    if f(0) >= 0:
        return 0
    return brentq(f, 0, 1, xtol=1e-14)

# %% exercise="face-threshold" right="sixty halvings"
def face_threshold(w, b, v, c):
    def ok(z):
        return disc_prob(gen(z, v, c), w, b) >= 0.5

    if not ok(1.0):
        raise ValueError
    if ok(0.0):
        return 0.0
    step, z = 0.5, 0.5
    for _ in range(60):
        step /= 2
        z += -step if ok(z) else step
    return z

# %% exercise="face-threshold" right="recursion"
def face_threshold(w, b, v, c, lo=0.0, hi=1.0):
    if hi - lo == 1:
        if disc_score(gen(1.0, v, c), w, b) < 0:
            raise ValueError("none")
        if disc_score(gen(0.0, v, c), w, b) >= 0:
            return 0.0
    if hi - lo < 1e-13:
        return (lo + hi) / 2
    m = (lo + hi) / 2
    if disc_score(gen(m, v, c), w, b) >= 0:
        return face_threshold(w, b, v, c, lo, m)
    return face_threshold(w, b, v, c, m, hi)

# %% exercise="face-threshold" wrong="a grid"
def face_threshold(w, b, v, c):
    z = np.linspace(0, 1, 10001)
    ok = disc_prob(gen(z, v, c), w, b) >= 0.5
    if not ok.any():
        raise ValueError
    return z[np.argmax(ok)]

# %% exercise="face-threshold" wrong="no error"
def face_threshold(w, b, v, c):
    lo, hi = 0.0, 1.0
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    for _ in range(60):
        m = (lo + hi) / 2
        if disc_prob(gen(m, v, c), w, b) >= 0.5:
            hi = m
        else:
            lo = m
    return hi

# %% exercise="face-threshold" wrong="branches exchanged"
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    lo, hi = 0.0, 1.0
    for _ in range(60):
        m = (lo + hi) / 2
        if disc_prob(gen(m, v, c), w, b) >= 0.5:
            lo = m
        else:
            hi = m
    return hi

# %% exercise="face-threshold" wrong="closed form for the hand-made pair"
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    return np.log(3) - 1

# %% exercise="face-threshold" wrong="returns D there"
def face_threshold(w, b, v, c):
    if disc_prob(gen(1.0, v, c), w, b) < 0.5:
        raise ValueError
    if disc_prob(gen(0.0, v, c), w, b) >= 0.5:
        return 0.0
    lo, hi = 0.0, 1.0
    for _ in range(60):
        m = (lo + hi) / 2
        if disc_prob(gen(m, v, c), w, b) >= 0.5:
            hi = m
        else:
            lo = m
    return disc_prob(gen(hi, v, c), w, b)

# %% exercise="face-threshold" wrong="rounded to 4"
def face_threshold(w, b, v, c):
    from scipy.optimize import brentq

    f = lambda z: float(np.dot(sigmoid(z * v + c), w) + b)
    if f(1) < 0:
        raise ValueError("no face")
    if f(0) >= 0:
        return 0
    return round(brentq(f, 0, 1, xtol=1e-14), 4)

# %% exercise="face-threshold" wrong="gives None when no face"
def face_threshold(w, b, v, c):
    from scipy.optimize import brentq

    f = lambda z: float(np.dot(sigmoid(z * v + c), w) + b)
    if f(1) < 0:
        return None
    if f(0) >= 0:
        return 0
    return brentq(f, 0, 1, xtol=1e-14)

# %% exercise="d-grads-real" right="torch autograd"
def d_grads_real(x, w, b):
    import torch

    w = torch.tensor(np.array(w, float), requires_grad=True)
    b = torch.tensor(float(b), dtype=torch.float64, requires_grad=True)
    s = torch.tensor(np.array(x, float)) @ w + b
    (-torch.nn.functional.logsigmoid(s)).backward()
    return w.grad.numpy(), b.grad.item()

# %% exercise="d-grads-real" right="a loop, lists"
def d_grads_real(x, w, b):
    r = -sigmoid(-(np.dot(x, w) + b))
    return [float(r * one) for one in x], float(r)

# %% exercise="d-grads-real" right="the label written out"
def d_grads_real(x, w, b):
    y = 1.0
    e = disc_prob(x, w, b) - y
    return np.multiply(e, x), e

# %% exercise="d-grads-real" wrong="sign"
def d_grads_real(x, w, b):
    r = 1 - disc_prob(x, w, b)
    return r * x, r

# %% exercise="d-grads-real" wrong="sign of the bias only"
def d_grads_real(x, w, b):
    r = 1 - disc_prob(x, w, b)
    return -r * x, r

# %% exercise="d-grads-real" wrong="D for 1 − D"
def d_grads_real(x, w, b):
    r = disc_prob(x, w, b)
    return -r * x, -r

# %% exercise="d-grads-real" wrong="one over D"
def d_grads_real(x, w, b):
    d = disc_prob(x, w, b)
    return -x / d, -1 / d

# %% exercise="d-grads-real" wrong="one sigma prime too many"
def d_grads_real(x, w, b):
    d = disc_prob(x, w, b)
    return -(1 - d) * d * (1 - d) * x, -(1 - d) * d * (1 - d)

# %% exercise="d-grads-real" wrong="w for x"
def d_grads_real(x, w, b):
    r = 1 - disc_prob(x, w, b)
    return -r * w, -r

# %% exercise="d-grads-real" wrong="bias gradient is 1"
def d_grads_real(x, w, b):
    r = 1 - disc_prob(x, w, b)
    return -r * x, -1.0

# %% exercise="d-grads-real" wrong="only dw"
def d_grads_real(x, w, b):
    return -(1 - disc_prob(x, w, b)) * x

# %% exercise="d-grads-real" wrong="dot"
def d_grads_real(x, w, b):
    r = 1 - disc_prob(x, w, b)
    return -r * x.sum(), -r

# %% exercise="d-grads-fake" right="torch"
def d_grads_fake(x, w, b):
    import torch

    t = torch.tensor([*w, b], dtype=torch.float64, requires_grad=True)
    x = torch.tensor([*x, 1.0], dtype=torch.float64)
    g = torch.autograd.grad(torch.nn.functional.softplus(x @ t, threshold=1000), t)[0].numpy()
    return g[:4], g[4]

# %% exercise="d-grads-fake" right="outer"
def d_grads_fake(x, w, b):
    d = sigmoid(np.inner(x, w) + b)
    both = d * np.append(x, 1.0)
    return both[:-1], both[-1]

# %% exercise="d-grads-fake" right="minus minus"
def d_grads_fake(x, w, b):
    r = 0.0 - disc_prob(np.asarray(x), w, b)
    return -r * x, -r

# %% exercise="d-grads-fake" wrong="as for real"
def d_grads_fake(x, w, b):
    r = 1 - disc_prob(x, w, b)
    return -r * x, -r

# %% exercise="d-grads-fake" wrong="sign"
def d_grads_fake(x, w, b):
    d = disc_prob(x, w, b)
    return -d * x, -d

# %% exercise="d-grads-fake" wrong="1 − D"
def d_grads_fake(x, w, b):
    d = 1 - disc_prob(x, w, b)
    return d * x, d

# %% exercise="d-grads-fake" wrong="over 1 − D"
def d_grads_fake(x, w, b):
    d = disc_prob(x, w, b)
    return x / (1 - d), 1 / (1 - d)

# %% exercise="d-grads-fake" wrong="d(1−d)"
def d_grads_fake(x, w, b):
    d = disc_prob(x, w, b)
    return d * (1 - d) * x, d * (1 - d)

# %% exercise="d-grads-fake" wrong="halved"
def d_grads_fake(x, w, b):
    d = disc_prob(x, w, b)
    return d * x / 2, d / 2

# %% exercise="d-grads-fake" wrong="the score"
def d_grads_fake(x, w, b):
    d = disc_score(x, w, b)
    return d * x, d

# %% exercise="d-grads-fake" wrong="order"
def d_grads_fake(x, w, b):
    d = disc_prob(x, w, b)
    return d, d * x

# %% exercise="batched-grads" right="loops over single gradients"
def batched_grads(x_real, x_fake, w, b):
    dw, db = np.zeros(4), 0.0
    for x in x_real:
        a, c = d_grads_real(x, w, b)
        dw, db = dw + a / len(x_real), db + c / len(x_real)
    for x in x_fake:
        a, c = d_grads_fake(x, w, b)
        dw, db = dw + a / len(x_fake), db + c / len(x_fake)
    return dw, db

# %% exercise="batched-grads" right="torch"
def batched_grads(x_real, x_fake, w, b):
    import torch

    F = torch.nn.functional
    w, b = (torch.tensor(np.array(t, float), requires_grad=True) for t in (w, b))
    xr, xf = torch.tensor(np.array(x_real)), torch.tensor(np.array(x_fake))
    loss = F.softplus(-(xr @ w + b)).mean() + F.softplus(xf @ w + b).mean()
    return torch.autograd.grad(loss, (w, b))

# %% exercise="batched-grads" right="einsum"
def batched_grads(x_real, x_fake, w, b):
    r = sigmoid(-(x_real @ w + b)) / len(x_real)
    s = sigmoid(x_fake @ w + b) / len(x_fake)
    return np.einsum("n,ni->i", s, x_fake) - np.einsum("n,ni->i", r, x_real), s.sum() - r.sum()

# %% exercise="batched-grads" wrong="one mean"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    n = len(x_real) + len(x_fake)
    return (s @ x_fake - r @ x_real) / n, (s.sum() - r.sum()) / n

# %% exercise="batched-grads" wrong="sum"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    return s @ x_fake - r @ x_real, s.sum() - r.sum()

# %% exercise="batched-grads" wrong="means of factors apart"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    return s.mean() * x_fake.mean(axis=0) - r.mean() * x_real.mean(axis=0), s.mean() - r.mean()

# %% exercise="batched-grads" wrong="gradient of V"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    return r @ x_real / len(r) - s @ x_fake / len(s), r.mean() - s.mean()

# %% exercise="batched-grads" wrong="n of the fakes for both"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    n = len(x_fake)
    return (s @ x_fake - r @ x_real) / n, (s.sum() - r.sum()) / n

# %% exercise="batched-grads" wrong="real only"
def batched_grads(x_real, x_fake, w, b):
    r = 1 - disc_prob(x_real, w, b)
    return -r @ x_real / len(r), -r.mean()

# %% exercise="batched-grads" wrong="halved"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    return (s @ x_fake / len(s) - r @ x_real / len(r)) / 2, (s.mean() - r.mean()) / 2

# %% exercise="batched-grads" wrong="labels exchanged"
def batched_grads(x_real, x_fake, w, b):
    r, s = disc_prob(x_real, w, b), 1 - disc_prob(x_fake, w, b)
    return r @ x_real / len(r) - s @ x_fake / len(s), r.mean() - s.mean()

# %% exercise="batched-grads" wrong="means over pixels"
def batched_grads(x_real, x_fake, w, b):
    r, s = 1 - disc_prob(x_real, w, b), disc_prob(x_fake, w, b)
    return np.mean(s[:, None] * x_fake) - np.mean(r[:, None] * x_real), s.mean() - r.mean()

# %% exercise="g-grads" right="torch"
def g_grads(z, v, c, w, b, loss="ns"):
    import torch

    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    v, c = (torch.tensor(np.array(t, float), requires_grad=True) for t in (v, c))
    s = torch.sigmoid(z * v + c) @ torch.tensor(np.array(w, float)) + b
    F = torch.nn.functional
    (-F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)).backward()
    return v.grad, c.grad

# %% exercise="g-grads" right="a loop over pixels"
def g_grads(z, v, c, w, b, loss="ns"):
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    if loss == "ns":
        k = d - 1
    elif loss == "minimax":
        k = -d
    else:
        raise ValueError("loss")
    dc = [k * w[i] * g[i] * (1 - g[i]) for i in range(4)]
    return [z * one for one in dc], dc

# %% exercise="g-grads" right="jacobians as matrices"
def g_grads(z, v, c, w, b, loss="ns"):
    g = gen(z, v, c)
    s = w @ g + b
    k = {"ns": -sigmoid(-s), "minimax": -sigmoid(s)}.get(loss)
    if k is None:
        raise ValueError
    J = np.diag(g - g**2)
    return k * z * (J @ w), k * (J.T @ w)

# %% exercise="g-grads" wrong="no w"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d if loss == "ns" else d) * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="no sigma prime"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d if loss == "ns" else d) * w
    return z * dc, dc

# %% exercise="g-grads" wrong="losses exchanged"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d if loss == "minimax" else d) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="pair exchanged"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d if loss == "ns" else d) * w * g * (1 - g)
    return dc, z * dc

# %% exercise="g-grads" wrong="minimax with the other sign"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = (-(1 - d) if loss == "ns" else d) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="ascends"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = (1 - d if loss == "ns" else d) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="ignores the loss"
def g_grads(z, v, c, w, b, loss="ns"):
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="v for w"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d if loss == "ns" else d) * v * g * (1 - g)
    return z * dc, dc

# %% exercise="g-grads" wrong="derivative of D with D(1 − D) left in"
def g_grads(z, v, c, w, b, loss="ns"):
    if loss not in ("ns", "minimax"):
        raise ValueError(loss)
    g = gen(z, v, c)
    d = disc_prob(g, w, b)
    dc = -(1 - d if loss == "ns" else d) * d * (1 - d) * w * g * (1 - g)
    return z * dc, dc

# %% exercise="one-round" right="written out"
def one_round(x, z, w, b, v, c, lr):
    m = 1 - sigmoid(w @ x + b)
    w1, b1 = w + lr * m * x, b + lr * m
    g = sigmoid(v * z + c)
    d = sigmoid(w1 @ g + b1)
    w2, b2 = w1 - lr * d * g, b1 - lr * d
    k = (1 - sigmoid(w2 @ g + b2)) * w2 * g * (1 - g)
    return [w2, b2, v + lr * z * k, c + lr * k]

# %% exercise="one-round" right="copies changed in place"
def one_round(x, z, w, b, v, c, lr):
    w, v, c = w.copy(), v.copy(), c.copy()
    dw, db = d_grads_real(x, w, b)
    w -= lr * dw
    b -= lr * db
    dw, db = d_grads_fake(gen(z, v, c), w, b)
    w -= lr * dw
    b -= lr * db
    dv, dc = g_grads(z, v, c, w, b, "ns")
    v -= lr * dv
    c -= lr * dc
    return w, b, v, c

# %% exercise="one-round" right="torch SGD"
def one_round(x, z, w, b, v, c, lr):
    import torch

    F = torch.nn.functional
    w, b, v, c = (torch.tensor(np.array(t, float), requires_grad=True) for t in (w, b, v, c))
    x = torch.tensor(np.array(x, float))
    D, G = torch.optim.SGD([w, b], lr), torch.optim.SGD([v, c], lr)
    D.zero_grad()
    F.softplus(-(x @ w + b)).backward()
    D.step()
    fake = torch.sigmoid(z * v + c)
    D.zero_grad()
    F.softplus(fake.detach() @ w + b).backward()
    D.step()
    G.zero_grad()
    F.softplus(-(torch.sigmoid(z * v + c) @ w + b)).backward()
    G.step()
    return tuple(t.detach().numpy() for t in (w, b, v, c))

# %% exercise="one-round" wrong="one D step with both gradients"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    f, h = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * (a + f), b - lr * (e + h)
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="G first" once="it was asked about precision"
def one_round(x, z, w, b, v, c, lr):
    dv, dc = g_grads(z, v, c, w, b)
    v, c = v - lr * dv, c - lr * dc
    a, e = d_grads_real(x, w, b)
    w, b = w - lr * a, b - lr * e
    a, e = d_grads_fake(gen(z, v, c), w, b)
    return w - lr * a, b - lr * e, v, c

# %% exercise="one-round" wrong="D ascends its loss"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    w, b = w + lr * a, b + lr * e
    a, e = d_grads_fake(gen(z, v, c), w, b)
    w, b = w + lr * a, b + lr * e
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="everything ascends"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    w, b = w + lr * a, b + lr * e
    a, e = d_grads_fake(gen(z, v, c), w, b)
    w, b = w + lr * a, b + lr * e
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v + lr * dv, c + lr * dc

# %% exercise="one-round" wrong="fake before real"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * a, b - lr * e
    a, e = d_grads_real(x, w, b)
    w, b = w - lr * a, b - lr * e
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="minimax loss of G"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    w, b = w - lr * a, b - lr * e
    a, e = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * a, b - lr * e
    dv, dc = g_grads(z, v, c, w, b, "minimax")
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="changes its arguments"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    w -= lr * a
    b -= lr * e
    a, e = d_grads_fake(gen(z, v, c), w, b)
    w -= lr * a
    b -= lr * e
    dv, dc = g_grads(z, v, c, w, b)
    v -= lr * dv
    c -= lr * dc
    return w, b, v, c

# %% exercise="one-round" wrong="no fakes for D"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    w, b = w - lr * a, b - lr * e
    dv, dc = g_grads(z, v, c, w, b)
    return w, b, v - lr * dv, c - lr * dc

# %% exercise="one-round" wrong="order of the four"
def one_round(x, z, w, b, v, c, lr):
    a, e = d_grads_real(x, w, b)
    w, b = w - lr * a, b - lr * e
    a, e = d_grads_fake(gen(z, v, c), w, b)
    w, b = w - lr * a, b - lr * e
    dv, dc = g_grads(z, v, c, w, b)
    return v - lr * dv, c - lr * dc, w, b

# %% exercise="train" right="while loops"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w = rng.randn(4)
    b = float(rng.randn())
    v = rng.randn(4)
    c = rng.randn(4)
    i = 0
    while i < epochs * len(faces):
        w, b, v, c = play(faces[i % len(faces)], rng.rand(), w, b, v, c, lr)
        i += 1
    return [w, b, v, c]

# %% exercise="train" right="reduce"
def train(faces, seed, lr, epochs, play=None):
    from functools import reduce

    play = one_round if play is None else play
    r = np.random.RandomState(seed)
    start = (r.standard_normal(4), r.standard_normal(), r.standard_normal(4), r.standard_normal(4))
    return reduce(lambda t, x: play(x, r.random_sample(), *t, lr), [x for _ in range(epochs) for x in faces], start)

# %% exercise="train" wrong="default_rng"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.default_rng(seed)
    w, b, v, c = rng.normal(size=4), rng.normal(), rng.normal(size=4), rng.normal(size=4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.random(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="one z an epoch"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.randn(4), rng.randn(), rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        z = rng.rand()
        for x in faces:
            w, b, v, c = play(x, z, w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="normal noise"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.randn(4), rng.randn(), rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.randn(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="G drawn first"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    v, c, w, b = rng.randn(4), rng.randn(4), rng.randn(4), rng.randn()
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="one epoch only"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.randn(4), rng.randn(), rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
        return w, b, v, c

# %% exercise="train" wrong="shuffled faces"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.randn(4), rng.randn(), rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for i in rng.permutation(len(faces)):
            w, b, v, c = play(faces[i], rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="train" wrong="fixed learning rate"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.randn(4), rng.randn(), rng.randn(4), rng.randn(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, 0.01)
    return w, b, v, c

# %% exercise="train" wrong="uniform start"
def train(faces, seed, lr, epochs, play=None):
    play = one_round if play is None else play
    rng = np.random.RandomState(seed)
    w, b, v, c = rng.rand(4), rng.rand(), rng.rand(4), rng.rand(4)
    for _ in range(epochs):
        for x in faces:
            w, b, v, c = play(x, rng.rand(), w, b, v, c, lr)
    return w, b, v, c

# %% exercise="true-d-error" right="a loop over rounds"
def true_d_error(history):
    out = []
    for x, z, w, b, v, c in zip(*(history[k] for k in "xzwbvc")):
        g = gen(z, v, c)
        out.append(np.logaddexp(0, -(x @ w + b)) + np.logaddexp(0, g @ w + b))
    return out

# %% exercise="true-d-error" right="einsum and softplus"
def true_d_error(history):
    import torch

    h = {k: torch.tensor(np.array(t, float)) for k, t in history.items()}
    g = torch.sigmoid(h["v"] * h["z"].unsqueeze(1) + h["c"])
    F = torch.nn.functional
    return F.softplus(-(torch.einsum("ni,ni->n", h["x"], h["w"]) + h["b"])) + F.softplus((g * h["w"]).sum(1) + h["b"])

# %% exercise="true-d-error" wrong="through probabilities"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    dr, df = sigmoid((h["x"] * h["w"]).sum(1) + h["b"]), sigmoid((g * h["w"]).sum(1) + h["b"])
    return -np.log(dr) - np.log(1 - df)

# %% exercise="true-d-error" wrong="mean over rounds"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    return np.mean(
        np.logaddexp(0, -((h["x"] * h["w"]).sum(1) + h["b"])) + np.logaddexp(0, (g * h["w"]).sum(1) + h["b"])
    )

# %% exercise="true-d-error" wrong="cumulated"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    return np.cumsum(
        np.logaddexp(0, -((h["x"] * h["w"]).sum(1) + h["b"])) + np.logaddexp(0, (g * h["w"]).sum(1) + h["b"])
    )

# %% exercise="true-d-error" wrong="G's loss in the second term"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    return np.logaddexp(0, -((h["x"] * h["w"]).sum(1) + h["b"])) + np.logaddexp(0, -((g * h["w"]).sum(1) + h["b"]))

# %% exercise="true-d-error" wrong="halved"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    return (np.logaddexp(0, -((h["x"] * h["w"]).sum(1) + h["b"])) + np.logaddexp(0, (g * h["w"]).sum(1) + h["b"])) / 2

# %% exercise="true-d-error" wrong="weights of the last round for all"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    w, b = h["w"][-1], h["b"][-1]
    return np.logaddexp(0, -(h["x"] @ w + b)) + np.logaddexp(0, g @ w + b)

# %% exercise="true-d-error" wrong="real only"
def true_d_error(history):
    h = history
    return np.logaddexp(0, -((h["x"] * h["w"]).sum(1) + h["b"]))

# %% exercise="true-d-error" wrong="clipped"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    dr, df = (
        np.clip(sigmoid(t), 1e-7, 1 - 1e-7) for t in ((h["x"] * h["w"]).sum(1) + h["b"], (g * h["w"]).sum(1) + h["b"])
    )
    return -np.log(dr) - np.log(1 - df)

# %% exercise="latent-sensitivity" right="statistics"
def latent_sensitivity(v, c):
    import statistics

    rows = [[1 / (1 + np.exp(-(z / 10 * a + b))) for z in range(11)] for a, b in zip(v, c)]
    return max(statistics.pstdev(row) for row in rows)

# %% exercise="latent-sensitivity" right="root of the mean square deviation"
def latent_sensitivity(v, c):
    g = gen(np.arange(11) / 10, v, c)
    return np.sqrt(np.mean((g - g.mean(0)) ** 2, axis=0)).max()

# %% exercise="latent-sensitivity" wrong="variance"
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 11), v, c).var(axis=0).max()

# %% exercise="latent-sensitivity" wrong="mean over pixels"
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 11), v, c).std(axis=0).mean()

# %% exercise="latent-sensitivity" wrong="over pixels"
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 11), v, c).std(axis=1).max()

# %% exercise="latent-sensitivity" wrong="range"
def latent_sensitivity(v, c):
    return np.ptp(gen(np.linspace(0, 1, 11), v, c), axis=0).max()

# %% exercise="latent-sensitivity" wrong="linspace of ten"
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 10), v, c).std(axis=0).max()

# %% exercise="latent-sensitivity" wrong="arange without the end"
def latent_sensitivity(v, c):
    return gen(np.arange(0, 1, 0.1), v, c).std(axis=0).max()

# %% exercise="latent-sensitivity" wrong="all four"
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 11), v, c).std(axis=0)

# %% exercise="latent-sensitivity" wrong="first pixel"
def latent_sensitivity(v, c):
    return gen(np.linspace(0, 1, 11), v, c)[:, 0].std()

# %% exercise="latent-sensitivity" wrong="random z"
def latent_sensitivity(v, c):
    return gen(np.random.rand(11), v, c).std(axis=0).max()

# %% exercise="true-d-error" wrong="log(1 + e^s)" once="it was told that it computes σ first"
def true_d_error(history):
    h = history
    g = sigmoid(h["v"] * h["z"][:, None] + h["c"])
    r, f = (h["x"] * h["w"]).sum(1) + h["b"], (g * h["w"]).sum(1) + h["b"]
    return np.log(1 + np.exp(-r)) + np.log(1 + np.exp(f))
