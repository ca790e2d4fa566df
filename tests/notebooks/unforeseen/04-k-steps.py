# %% exercise="algorithm1" right="while, keywords"
def algorithm1(game, iterations, k, m, k_g=1):
    i = 0
    while i < iterations:
        for j in range(k):
            noise = game.sample_z(m)
            game.ascend_d(game.sample_x(m), noise)
        [game.descend_g(game.sample_z(m)) for _ in range(k_g)]
        i += 1

# %% exercise="algorithm1" wrong="G in the loop over k"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
            for _ in range(k_g):
                game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="noise of D used again"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
        for _ in range(k_g):
            game.descend_g(z)

# %% exercise="algorithm1" wrong="k_g ignored"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
        game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="batch size k"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(m):
            z = game.sample_z(k)
            game.ascend_d(game.sample_x(k), z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(k))

# %% exercise="algorithm1" wrong="one iteration too many"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations + 1):
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="at least one step of D"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(max(k, 1)):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="m / 2 of each"
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m // 2)
            game.ascend_d(game.sample_x(m // 2), z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="everything drawn before"
def algorithm1(game, iterations, k, m, k_g=1):
    x, z = game.sample_x(m), game.sample_z(m)
    for _ in range(iterations):
        for _ in range(k):
            game.ascend_d(x, z)
        for _ in range(k_g):
            game.descend_g(z)

# %% exercise="gan-steps" right="BCE with logits, set_to_none, no_grad"
def d_step(G, D, opt_d, x, z):
    with torch.no_grad():
        fake = G(z)
    bce = F.binary_cross_entropy_with_logits
    s, t = D(x), D(fake)
    loss = bce(s, torch.ones_like(s)) + bce(t, torch.zeros_like(t))
    for p in D.parameters():
        p.grad = None
    loss.backward()
    opt_d.step()
    return -float(loss)


def g_step(G, D, opt_g, z, loss="ns"):
    opt_g.zero_grad(set_to_none=True)
    s = D(G(z))
    bce = F.binary_cross_entropy_with_logits
    cost = bce(s, torch.ones_like(s)) if loss == "ns" else -bce(s, torch.zeros_like(s))
    cost.backward()
    opt_g.step()
    return float(cost)

# %% exercise="gan-steps" right="two backward passes, requires_grad off and on"
def d_step(G, D, opt_d, x, z):
    for p in G.parameters():
        p.requires_grad_(False)
    opt_d.zero_grad()
    a = F.softplus(-D(x)).mean()
    a.backward()
    b = F.softplus(D(G(z))).mean()
    b.backward()
    opt_d.step()
    for p in G.parameters():
        p.requires_grad_(True)
    return -(a + b).item()


def g_step(G, D, opt_g, z, loss="ns"):
    for p in D.parameters():
        p.requires_grad_(False)
    opt_g.zero_grad()
    s = D(G(z))
    cost = F.softplus(-s).mean() if loss == "ns" else -F.softplus(s).mean()
    cost.backward()
    opt_g.step()
    for p in D.parameters():
        p.requires_grad_(True)
    return cost.item()

# %% exercise="gan-steps" right="autograd.grad into .grad"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + (F.logsigmoid(-D(G(z).detach()))).mean()
    ps = list(D.parameters())
    for p, g in zip(ps, torch.autograd.grad(v, ps)):
        p.grad = -g
    opt_d.step()
    return v.detach().numpy()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    ps = list(G.parameters())
    for p, g in zip(ps, torch.autograd.grad(c, ps)):
        p.grad = g
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="detach forgotten"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z))).mean()
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="D descends V"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()
    opt_d.zero_grad()
    v.backward()
    opt_d.step()
    return v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="log of sigma on the real term"
def d_step(G, D, opt_d, x, z):
    v = torch.log(torch.sigmoid(D(x))).mean() + F.logsigmoid(-D(G(z).detach())).mean()
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="returns the loss"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return -v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="half of D's loss, as in tutorials"
def d_step(G, D, opt_d, x, z):
    v = (F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()) / 2
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="label smoothing"
def d_step(G, D, opt_d, x, z):
    bce = F.binary_cross_entropy_with_logits
    s, t = D(x), D(G(z).detach())
    v = -bce(s, torch.full_like(s, 0.9)) - bce(t, torch.zeros_like(t))
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="G zeroes after backward" once="it was told that the fake is detached"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return v.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    c.backward()
    opt_g.zero_grad()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="value after the step"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    with torch.no_grad():
        return (F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z))).mean()).item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="mlp" right="einsum, tuples"
def mlp_forward(layers, x):
    out = [x]
    for W, b in layers[:-1]:
        out.append(np.tanh(np.einsum("ni,ij->nj", out[-1], W) + b))
    W, b = layers[-1]
    return (*out, out[-1].dot(W) + b)


def mlp_backward(layers, activations, d_out):
    grads = [None] * len(layers)
    delta = np.array(d_out, dtype=float)
    for i in range(len(layers) - 1, -1, -1):
        W, _ = layers[i]
        grads[i] = (np.einsum("ni,nj->ij", activations[i], delta), np.einsum("nj->j", delta))
        delta = delta @ W.T
        if i:
            delta *= 1 - np.square(activations[i])
    return grads, delta

# %% exercise="mlp" wrong="tanh at the end too"
def mlp_forward(layers, x):
    out = [x]
    for W, b in layers:
        out.append(np.tanh(out[-1] @ W + b))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        delta = delta * (1 - activations[i + 1] ** 2)
        grads.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="mlp" wrong="mean over the batch"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        grads.append((activations[i].T @ delta / len(delta), delta.mean(axis=0)))
        delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="mlp" wrong="order of the gradients"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        grads.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return grads, delta

# %% exercise="mlp" wrong="tanh' as 1 − h"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1])
        grads.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="mlp" wrong="no tanh'"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        grads.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="mlp" wrong="bias gradient not summed"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        grads.append((activations[i].T @ delta, delta))
        delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="mlp" wrong="transposed weight gradient"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        grads.append((delta.T @ activations[i], delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="mlp" wrong="no gradient for x"
def mlp_forward(layers, x):
    out = [x]
    for i, (W, b) in enumerate(layers):
        a = out[-1] @ W + b
        out.append(a if i == len(layers) - 1 else np.tanh(a))
    return out


def mlp_backward(layers, activations, d_out):
    grads, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        grads.append((activations[i].T @ delta, delta.sum(axis=0)))
        if i:
            delta = delta @ layers[i][0].T
    return grads[::-1], delta

# %% exercise="adam-step" right="lerp form and the step size of the paper's remark"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = m + (1 - b1) * (g - m)
    v = v + (1 - b2) * (g * g - v)
    c = np.sqrt(1 - b2**t)
    return lr * c / (1 - b1**t) * m / (np.sqrt(v) + eps * c), m, v

# %% exercise="adam-step" right="torch"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    g, m, v = (torch.tensor(np.array(a, float)) for a in (g, m, v))
    m = torch.lerp(g, m, b1)
    v = torch.lerp(g**2, v, b2)
    return lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + eps), m, v

# %% exercise="adam-step" wrong="no bias correction"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * m / (np.sqrt(v) + eps), m, v

# %% exercise="adam-step" wrong="eps in the root"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t) + eps), m, v

# %% exercise="adam-step" wrong="g for g squared"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.abs(g)
    return lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v

# %% exercise="adam-step" wrong="betas exchanged"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b2 * m + (1 - b2) * g
    v = b1 * v + (1 - b1) * g**2
    return lr * (m / (1 - b2**t)) / (np.sqrt(v / (1 - b1**t)) + eps), m, v

# %% exercise="adam-step" wrong="t + 1"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    t = t + 1
    return lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v

# %% exercise="adam-step" wrong="returns corrected means"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = (b1 * m + (1 - b1) * g) / (1 - b1**t)
    v = (b2 * v + (1 - b2) * g**2) / (1 - b2**t)
    return lr * m / (np.sqrt(v) + eps), m, v

# %% exercise="adam-step" wrong="minus"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return -lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v

# %% exercise="adam-step" wrong="root of the correction forgotten"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1**t)) / (np.sqrt(v) / (1 - b2**t) + eps), m, v

# %% exercise="adam-step" wrong="old m in the step"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    n = b1 * m + (1 - b1) * g
    u = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), n, u

# %% exercise="d-star" right="scipy norm and average"
def kde(samples, grid, h):
    from scipy.stats import norm

    return np.mean([norm.pdf(grid, one, h) for one in samples], axis=0)


def d_star_gap(d, p, q):
    d, p, q = (np.ravel(a) for a in (d, p, q))
    w = p + q
    with np.errstate(all="ignore"):
        gap = np.abs(d - p / w)
    return np.average(np.where(w > 0, gap, 0), weights=w)

# %% exercise="d-star" right="without division"
def kde(samples, grid, h):
    out = np.zeros(len(grid))
    for one in samples:
        out += np.exp(-(((grid - one) / h) ** 2) / 2)
    return out / (len(samples) * h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    return np.abs(d * (p + q) - p).sum() / (p + q).sum()

# %% exercise="d-star" wrong="Scott's rule"
def kde(samples, grid, h):
    from scipy.stats import gaussian_kde

    return gaussian_kde(samples, h)(grid)


def d_star_gap(d, p, q):
    return np.abs(d * (p + q) - p).sum() / (p + q).sum()

# %% exercise="d-star" wrong="sum of bells"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2) / 2).sum(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    return np.abs(d * (p + q) - p).sum() / (p + q).sum()

# %% exercise="d-star" wrong="no h below"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / np.sqrt(2 * np.pi)


def d_star_gap(d, p, q):
    return np.abs(d * (p + q) - p).sum() / (p + q).sum()

# %% exercise="d-star" wrong="no half in the exponent"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2)).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    return np.abs(d * (p + q) - p).sum() / (p + q).sum()

# %% exercise="d-star" wrong="squared gap"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    w = p + q
    m = w > 0
    return np.sum((d[m] - p[m] / w[m]) ** 2 * w[m]) / w.sum()

# %% exercise="d-star" wrong="unweighted"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    w = p + q
    m = w > 0
    return np.abs(d[m] - p[m] / w[m]).mean()

# %% exercise="d-star" wrong="not normalised"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    w = p + q
    m = w > 0
    return np.sum(np.abs(d[m] - p[m] / w[m]) * w[m])

# %% exercise="d-star" wrong="epsilon"
def kde(samples, grid, h):
    u = (grid[:, None] - samples) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi)) + 1e-6


def d_star_gap(d, p, q):
    return np.sum(np.abs(d - p / (p + q + 1e-4)) * (p + q)) / np.sum(p + q)

# %% exercise="phase-of" right="comparisons in another order"
def phase_of(from_half, from_star, distance, tol=0.1):
    done = distance[-1] <= tol
    knows = from_star[-1] <= tol
    if knows and done:
        return "d"
    falling = distance[-1] < 0.9 * distance[0]
    return "c" if falling else ("b" if knows else "a")

# %% exercise="phase-of" wrong="by from_half"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_half[-1] <= tol:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="b before c"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if from_star[-1] <= tol:
        return "b"
    return "c" if distance[-1] < 0.9 * distance[0] else "a"

# %% exercise="phase-of" wrong="strictly less"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] < tol and distance[-1] < tol:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] < tol else "a"

# %% exercise="phase-of" wrong="any fall"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if distance[-1] < distance[0]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="means"
def phase_of(from_half, from_star, distance, tol=0.1):
    if np.mean(from_star) <= tol and np.mean(distance) <= tol:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if np.mean(from_star) <= tol else "a"

# %% exercise="phase-of" wrong="tol ignored"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= 0.1 and distance[-1] <= 0.1:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] <= 0.1 else "a"

# %% exercise="phase-of" wrong="falls by 0.1 absolutely"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if distance[0] - distance[-1] > 0.1:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="capital letters"
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "D"
    if distance[-1] < 0.9 * distance[0]:
        return "C"
    return "B" if from_star[-1] <= tol else "A"

# %% exercise="d-heatmap" right="two loops, one call each row"
def d_heatmap(D, xlim, ylim, n):
    xs, ys = np.linspace(xlim[0], xlim[1], n), np.linspace(ylim[0], ylim[1], n)
    return [list(np.asarray(D(np.array([[x, y] for x in xs])))) for y in ys]

# %% exercise="d-heatmap" right="mgrid turned"
def d_heatmap(D, xlim, ylim, n):
    (x0, x1), (y0, y1) = xlim, ylim
    y, x = np.mgrid[y0 : y1 : n * 1j, x0 : x1 : n * 1j]
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)

# %% exercise="d-heatmap" wrong="mgrid with exchanged axes"
def d_heatmap(D, xlim, ylim, n):
    (x0, x1), (y0, y1) = xlim, ylim
    x, y = np.mgrid[x0 : x1 : n * 1j, y0 : y1 : n * 1j]
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)

# %% exercise="d-heatmap" wrong="flipped"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n)[::-1])
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)

# %% exercise="d-heatmap" wrong="without the end"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n, endpoint=False), np.linspace(*ylim, n, endpoint=False))
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)

# %% exercise="d-heatmap" wrong="both flipped and exchanged"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)[::-1].T

# %% exercise="d-heatmap" wrong="flat"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return D(np.c_[x.ravel(), y.ravel()])

# %% exercise="d-heatmap" wrong="points (y, x)"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return D(np.c_[y.ravel(), x.ravel()]).reshape(n, n)

# %% exercise="d-heatmap" wrong="sigma on top"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return 1 / (1 + np.exp(-D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)))

# %% exercise="d-heatmap" wrong="pixel centres"
def d_heatmap(D, xlim, ylim, n):
    def centres(lo, hi):
        return lo + (np.arange(n) + 0.5) * (hi - lo) / n

    x, y = np.meshgrid(centres(*xlim), centres(*ylim))
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n)

# %% exercise="manifold-cells" right="shoelace in a loop"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n + 1, n + 1, 2)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            q = [P[i, j], P[i, j + 1], P[i + 1, j + 1], P[i + 1, j]]
            s = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(q, q[1:] + q[:1]))
            out[i, j] = abs(s) / 2
    return out

# %% exercise="manifold-cells" wrong="parallelograms"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n + 1, n + 1, 2)
    u, v = P[:-1, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, :-1]
    return np.abs(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])

# %% exercise="manifold-cells" wrong="signed"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n + 1, n + 1, 2)
    u, v = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return (u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]) / 2

# %% exercise="manifold-cells" wrong="no half"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n + 1, n + 1, 2)
    u, v = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0])

# %% exercise="manifold-cells" wrong="rows go with z1"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for a in t for b in t]))).reshape(n + 1, n + 1, 2)
    u, v = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]) / 2

# %% exercise="manifold-cells" wrong="stretch instead of area"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n + 1, n + 1, 2)
    u, v = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]) / 2 / (2 / n) ** 2

# %% exercise="manifold-cells" wrong="n points, n − 1 cells"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n, n, 2)
    u, v = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]) / 2

# %% exercise="manifold-cells" wrong="unit square"
def manifold_cells(G, n):
    t = np.linspace(0, 1, n + 1)
    P = np.asarray(G(np.array([[a, b] for b in t for a in t]))).reshape(n + 1, n + 1, 2)
    u, v = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]) / 2

# %% exercise="sample-arrows" right="one sample at a time"
def sample_arrows(D, x, loss="ns"):
    rows = []
    for one in x:
        one = one.detach().clone()[None].requires_grad_()
        s = D(one).squeeze()
        l = F.softplus(-s) if loss == "ns" else -F.softplus(s)
        rows.append(-torch.autograd.grad(l, one)[0][0])
    return torch.stack(rows)

# %% exercise="sample-arrows" right="slope of the logit times a factor"
def sample_arrows(D, x, loss="ns"):
    y = torch.tensor(x.tolist(), dtype=x.dtype, requires_grad=True)
    s = D(y).reshape(-1)
    (g,) = torch.autograd.grad(s.sum(), y)
    s = s.detach()
    return torch.sigmoid(-s if loss == "ns" else s)[:, None] * g

# %% exercise="sample-arrows" wrong="mean"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    s = D(x)
    l = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return -torch.autograd.grad(l.mean(), x)[0]

# %% exercise="sample-arrows" wrong="sign"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    s = D(x)
    l = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return torch.autograd.grad(l.sum(), x)[0]

# %% exercise="sample-arrows" wrong="losses exchanged"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    s = D(x)
    l = -F.logsigmoid(s) if loss != "ns" else F.logsigmoid(-s)
    return -torch.autograd.grad(l.sum(), x)[0]

# %% exercise="sample-arrows" wrong="backward stores in D"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    s = D(x)
    l = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    l.sum().backward()
    return -x.grad

# %% exercise="sample-arrows" wrong="slope of the logit"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(D(x).sum(), x)[0]

# %% exercise="sample-arrows" wrong="unit vectors"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    s = D(x)
    l = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    g = -torch.autograd.grad(l.sum(), x)[0]
    return g / g.norm(dim=1, keepdim=True)

# %% exercise="sample-arrows" wrong="log of sigma"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    d = torch.sigmoid(D(x))
    l = -torch.log(d) if loss == "ns" else torch.log(1 - d)
    return -torch.autograd.grad(l.sum(), x)[0]

# %% exercise="sample-arrows" wrong="slope of D"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(torch.sigmoid(D(x)).sum(), x)[0]

# %% exercise="gan-steps" wrong="log(1 + e^s)" once="it was told that it computes σ first"
def d_step(G, D, opt_d, x, z):
    v = -torch.log(1 + torch.exp(-D(x))).mean() - torch.log(1 + torch.exp(D(G(z).detach()))).mean()
    opt_d.zero_grad()
    (-v).backward()
    opt_d.step()
    return v.item()

def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = torch.log(1 + torch.exp(-s)).mean() if loss == "ns" else -torch.log(1 + torch.exp(s)).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="gan-steps" wrong="D's step() forgotten" once="it was told that its gradients are cleared"
def d_step(G, D, opt_d, x, z):
    v = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z).detach())).mean()
    opt_d.zero_grad()
    (-v).backward()
    return v.item()

def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    c = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    c.backward()
    opt_g.step()
    return c.item()

# %% exercise="sample-arrows" wrong="log(1 + e^s)" once="it was told that it computes σ first"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_()
    s = D(x)
    l = torch.log(1 + torch.exp(-s)) if loss == "ns" else -torch.log(1 + torch.exp(s))
    return -torch.autograd.grad(l.sum(), x)[0]
