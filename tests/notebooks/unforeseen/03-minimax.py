# %% exercise="value" right="log_expit, 0-d"
def value(d_real_logits, d_fake_logits):
    from scipy.special import log_expit

    return np.mean(log_expit(np.asarray(d_real_logits, float))) + np.mean(log_expit(-np.asarray(d_fake_logits, float)))

# %% exercise="value" right="BCE with logits, negated, twice"
def value(d_real_logits, d_fake_logits):
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    r, f = (torch.tensor(np.array(t, float)) for t in (d_real_logits, d_fake_logits))
    return -(bce(r, torch.ones_like(r)) + bce(f, torch.zeros_like(f)))

# %% exercise="value" right="a comprehension"
def value(d_real_logits, d_fake_logits):
    soft = lambda t: max(t, 0.0) + np.log1p(np.exp(-abs(t)))
    return -sum(soft(-float(t)) for t in d_real_logits) / len(d_real_logits) - sum(
        soft(float(t)) for t in d_fake_logits
    ) / len(d_fake_logits)

# %% exercise="value" wrong="sigma twice"
def value(d_real_logits, d_fake_logits):
    d = lambda s: sigmoid(sigmoid(s))
    return np.mean(np.log(d(d_real_logits))) + np.mean(np.log(1 - d(d_fake_logits)))

# %% exercise="value" wrong="plain logs"
def value(d_real_logits, d_fake_logits):
    return np.mean(np.log(sigmoid(d_real_logits))) + np.mean(np.log(1 - sigmoid(d_fake_logits)))

# %% exercise="value" wrong="epsilon 1e-8"
def value(d_real_logits, d_fake_logits):
    return np.mean(np.log(sigmoid(d_real_logits) + 1e-8)) + np.mean(np.log(1 - sigmoid(d_fake_logits) + 1e-8))

# %% exercise="value" wrong="clamp at −100"
def value(d_real_logits, d_fake_logits):
    bce = torch.nn.functional.binary_cross_entropy
    r, f = (torch.sigmoid(torch.tensor(np.array(t, float))) for t in (d_real_logits, d_fake_logits))
    return -(bce(r, torch.ones_like(r)) + bce(f, torch.zeros_like(f)))

# %% exercise="value" right="single precision, right to seven digits"
def value(d_real_logits, d_fake_logits):
    F = torch.nn.functional
    r, f = (torch.tensor(np.array(t), dtype=torch.float32) for t in (d_real_logits, d_fake_logits))
    return (F.logsigmoid(r).mean() + F.logsigmoid(-f).mean()).item()

# %% exercise="value" wrong="log of the mean"
def value(d_real_logits, d_fake_logits):
    return np.log(np.mean(sigmoid(d_real_logits))) + np.log(np.mean(1 - sigmoid(d_fake_logits)))

# %% exercise="value" wrong="label smoothing"
def value(d_real_logits, d_fake_logits):
    s = lambda t: np.logaddexp(0, t)
    return -(0.9 * s(-d_real_logits) + 0.1 * s(d_real_logits)).mean() - s(d_fake_logits).mean()

# %% exercise="value" wrong="minus both"
def value(d_real_logits, d_fake_logits):
    s = lambda t: np.logaddexp(0, t)
    return -s(-d_real_logits).mean() + s(d_fake_logits).mean()

# %% exercise="value" wrong="1 − logits"
def value(d_real_logits, d_fake_logits):
    s = lambda t: np.logaddexp(0, -t)
    return -s(d_real_logits).mean() - s(1 - d_fake_logits).mean()

# %% exercise="value" wrong="base 10 and the loss"
def value(d_real_logits, d_fake_logits):
    s = lambda t: np.logaddexp(0, t)
    return (s(-d_real_logits).mean() + s(d_fake_logits).mean()) / np.log(10)

# %% exercise="value" wrong="real and fake exchanged"
def value(d_real_logits, d_fake_logits):
    s = lambda t: np.logaddexp(0, t)
    return -s(-d_fake_logits).mean() - s(d_real_logits).mean()

# %% exercise="value" wrong="divides both by the number of reals"
def value(d_real_logits, d_fake_logits):
    s = lambda t: np.logaddexp(0, t)
    return -(s(-d_real_logits).sum() + s(d_fake_logits).sum()) / len(d_real_logits)

# %% exercise="push-density" right="numerical: derivative of the CDF in closed form"
def push_density(name, x):
    out = np.zeros(len(x))
    for i, one in enumerate(x):
        if name == "square" and 0 < one <= 1:
            out[i] = 0.5 * one**-0.5
        elif name == "absolute value" and one >= 0:
            out[i] = np.sqrt(2 / np.pi) * np.exp(-one * one / 2)
        elif name == "parabola" and 0 < one <= 4:
            out[i] = (2 if one <= 1 else 1) / (6 * np.sqrt(one))
    return out

# %% exercise="push-density" right="scipy"
def push_density(name, x):
    from scipy import stats

    x = np.asarray(x, float)
    if name == "square":
        return np.nan_to_num(stats.beta(0.5, 1).pdf(x), posinf=0)
    if name == "absolute value":
        return stats.halfnorm.pdf(x)
    with np.errstate(all="ignore"):
        r = np.sqrt(x)
        u = stats.uniform(-1, 3).pdf
        return np.where(x > 0, (u(r) + u(-r)) / (2 * r), 0)

# %% exercise="push-density" wrong="x for root x"
def push_density(name, x):
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        if name == "square":
            return np.where((x > 0) & (x <= 1), 1 / (2 * x), 0.0)
        if name == "absolute value":
            return np.where(x >= 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
        n = np.where((x > 0) & (x <= 1), 2, np.where((x > 1) & (x <= 4), 1, 0))
        return np.where(n > 0, n / 3 / (2 * x), 0.0)

# %% exercise="push-density" wrong="uniform on (0, 3)"
def push_density(name, x):
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        if name == "square":
            return np.where((x > 0) & (x <= 1), 1 / (2 * np.sqrt(x)), 0.0)
        if name == "absolute value":
            return np.where(x >= 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
        return np.where((x > 0) & (x <= 4), 1 / (4 * np.sqrt(x)), 0.0)

# %% exercise="push-density" wrong="two everywhere up to 4"
def push_density(name, x):
    x = np.asarray(x, float)
    with np.errstate(all="ignore"):
        if name == "square":
            return np.where((x > 0) & (x <= 1), 1 / (2 * np.sqrt(x)), 0.0)
        if name == "absolute value":
            return np.where(x >= 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
        return np.where((x > 0) & (x <= 4), 2 / 3 / (2 * np.sqrt(x)), 0.0)

# %% exercise="push-density" wrong="the cumulative function"
def push_density(name, x):
    from scipy import stats

    x = np.asarray(x, float)
    r = np.sqrt(np.maximum(x, 0))
    if name == "square":
        return np.clip(r, 0, 1)
    if name == "absolute value":
        return stats.halfnorm.cdf(x)
    return np.clip((np.minimum(r, 2) + np.minimum(r, 1)) / 3, 0, 1)

# %% exercise="push-density" wrong="half-normal without the 2"
def push_density(name, x):
    from scipy import stats

    x = np.asarray(x, float)
    r = np.sqrt(np.maximum(x, 1e-300))
    if name == "square":
        return np.where((x > 0) & (x <= 1), 1 / (2 * r), 0.0)
    if name == "absolute value":
        return np.where(x >= 0, stats.norm.pdf(x), 0)
    n = np.where((x > 0) & (x <= 1), 2, np.where((x > 1) & (x <= 4), 1, 0))
    return n / 3 / (2 * r)

# %% exercise="push-density" wrong="absolute value reaches below zero"
def push_density(name, x):
    x = np.asarray(x, float)
    r = np.sqrt(np.maximum(x, 1e-300))
    if name == "square":
        return np.where((x > 0) & (x <= 1), 1 / (2 * r), 0.0)
    if name == "absolute value":
        return 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    n = np.where((x > 0) & (x <= 1), 2, np.where((x > 1) & (x <= 4), 1, 0))
    return n / 3 / (2 * r)

# %% exercise="push-density" wrong="nan outside"
def push_density(name, x):
    x = np.asarray(x, float)
    r = np.sqrt(x)
    if name == "square":
        return np.where(x <= 1, 1 / (2 * r), 0.0)
    if name == "absolute value":
        return np.where(x >= 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    n = np.where((x <= 1), 2, np.where((x > 1) & (x <= 4), 1, 0))
    return n / 3 / (2 * r)

# %% exercise="lotus" right="own midpoint rules, other cells"
def lotus_z(h, gen, p_z, a, b):
    n = 200_000
    z = np.linspace(a, b, n, endpoint=False) + (b - a) / n / 2
    return np.mean(np.asarray(h(gen(z)) * p_z(z))) * (b - a)


def lotus_x(h, p_x, a, b):
    return lotus_z(h, lambda z: z, p_x, a, b)

# %% exercise="lotus" right="divided by the total mass" once="hidden checks cut a density off, against the docstring"
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(z), a, b) / integrate(p_z, a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b) / integrate(p_x, a, b)

# %% exercise="lotus" wrong="over the length of the interval" once="all visible intervals had length 1"
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(z), a, b) / (b - a)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b) / (b - a)

# %% exercise="lotus" wrong="limits 0 and 1" once="all visible intervals were (0, 1)"
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(z), 0, 1)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), 0, 1)

# %% exercise="lotus" wrong="h of the expectation"
def lotus_z(h, gen, p_z, a, b):
    return float(h(integrate(lambda z: gen(z) * p_z(z), a, b)))


def lotus_x(h, p_x, a, b):
    return float(h(integrate(lambda x: x * p_x(x), a, b)))

# %% exercise="lotus" wrong="G of h"
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: gen(h(z)) * p_z(z), a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b)

# %% exercise="lotus" wrong="density squared" once="the first example had a density that was the slope of G"
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(z) ** 2, a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x) ** 2, a, b)

# %% exercise="lotus" wrong="a coarse grid"
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(z), a, b, cells=20)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b, cells=20)

# %% exercise="walks" right="one through the other with -grad"
def ascend(grad, theta, lr, steps):
    out = np.empty((steps + 1, len(theta)))
    out[0] = theta
    for i in range(steps):
        out[i + 1] = out[i] + lr * np.asarray(grad(out[i]))
    return out


def descend(grad, theta, lr, steps):
    return ascend(lambda t: np.negative(grad(t)), theta, lr, steps)

# %% exercise="walks" right="accumulate"
from itertools import accumulate


def ascend(grad, theta, lr, steps):
    return np.stack(list(accumulate(range(steps), lambda t, _: t + lr * grad(t), initial=theta)))


def descend(grad, theta, lr, steps):
    return np.stack(list(accumulate(range(steps), lambda t, _: t - lr * grad(t), initial=theta)))

# %% exercise="walks" wrong="only the end"
def ascend(grad, theta, lr, steps):
    for _ in range(steps):
        theta = theta + lr * grad(theta)
    return theta


def descend(grad, theta, lr, steps):
    for _ in range(steps):
        theta = theta - lr * grad(theta)
    return theta

# %% exercise="walks" wrong="one step too many"
def ascend(grad, theta, lr, steps):
    path = [theta]
    for _ in range(steps + 1):
        path.append(path[-1] + lr * grad(path[-1]))
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [theta]
    for _ in range(steps + 1):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)

# %% exercise="walks" wrong="decaying learning rate"
def ascend(grad, theta, lr, steps):
    path = [theta]
    for i in range(steps):
        path.append(path[-1] + lr / (i + 1) * grad(path[-1]))
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [theta]
    for i in range(steps):
        path.append(path[-1] - lr / (i + 1) * grad(path[-1]))
    return np.array(path)

# %% exercise="walks" wrong="divided by the number of coordinates"
def ascend(grad, theta, lr, steps):
    path = [theta]
    for i in range(steps):
        path.append(path[-1] + lr * grad(path[-1]) / len(theta))
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [theta]
    for i in range(steps):
        path.append(path[-1] - lr * grad(path[-1]) / len(theta))
    return np.array(path)

# %% exercise="walks" wrong="always the gradient of the start"
def ascend(grad, theta, lr, steps):
    g = grad(theta)
    return np.array([theta + i * lr * g for i in range(steps + 1)])


def descend(grad, theta, lr, steps):
    g = grad(theta)
    return np.array([theta - i * lr * g for i in range(steps + 1)])

# %% exercise="walks" wrong="signs exchanged"
def ascend(grad, theta, lr, steps):
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] + lr * grad(path[-1]))
    return np.array(path)

# %% exercise="walks" wrong="transposed"
def ascend(grad, theta, lr, steps):
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] + lr * grad(path[-1]))
    return np.array(path).T


def descend(grad, theta, lr, steps):
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path).T

# %% exercise="depends-on" right="two backward passes"
def depends_on(term, theta_d, theta_g):
    def one(i):
        pair = [torch.tensor(t, dtype=torch.float64) for t in (theta_d, theta_g)]
        pair[i].requires_grad_()
        out = term(*pair)
        if out.grad_fn is None:
            return False
        out.backward()
        return pair[i].grad is not None and pair[i].grad.abs().sum().item() > 0

    return one(0), one(1)

# %% exercise="depends-on" wrong="grad is not None"
def depends_on(term, theta_d, theta_g):
    pair = [torch.tensor(t, dtype=torch.float64, requires_grad=True) for t in (theta_d, theta_g)]
    out = term(*pair)
    if not out.requires_grad:
        return False, False
    out.backward()
    return tuple(p.grad is not None for p in pair)

# %% exercise="depends-on" wrong="finite differences"
def depends_on(term, theta_d, theta_g):
    d, g = (torch.tensor(t, dtype=torch.float64) for t in (theta_d, theta_g))
    v = term(d, g)
    return bool(term(d + 1e-3, g) != v), bool(term(d, g + 1e-3) != v)

# %% exercise="depends-on" wrong="one number"
def depends_on(term, theta_d, theta_g):
    pair = [torch.tensor(t, dtype=torch.float64, requires_grad=True) for t in (theta_d, theta_g)]
    return term(*pair).requires_grad

# %% exercise="depends-on" wrong="exchanged"
def depends_on(term, theta_d, theta_g):
    pair = [torch.tensor(t, dtype=torch.float64, requires_grad=True) for t in (theta_d, theta_g)]
    out = term(*pair)
    if not out.requires_grad:
        return False, False
    grads = torch.autograd.grad(out, pair[::-1], allow_unused=True)
    return tuple(g is not None and bool((g != 0).any()) for g in grads)

# %% exercise="depends-on" wrong="sum of the gradient"
def depends_on(term, theta_d, theta_g):
    pair = [torch.tensor(t, dtype=torch.float64, requires_grad=True) for t in (theta_d, theta_g)]
    out = term(*pair)
    if not out.requires_grad:
        return False, False
    grads = torch.autograd.grad(out, pair, allow_unused=True)
    return tuple(g is not None and bool(g.sum() > 0) for g in grads)

# %% exercise="depends-on" wrong="no allow_unused"
def depends_on(term, theta_d, theta_g):
    pair = [torch.tensor(t, dtype=torch.float64, requires_grad=True) for t in (theta_d, theta_g)]
    grads = torch.autograd.grad(term(*pair), pair)
    return tuple(bool((g != 0).any()) for g in grads)

# %% exercise="depends-on" wrong="by name" once="it was told that it changes the parameters"
def depends_on(term, theta_d, theta_g):
    return True, "fake" in term.__name__

# %% exercise="game-step" right="torch and lists"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode == "simultaneous":
        return [d + lr * grad_d(d, g), g - lr * grad_g(d, g)]
    if mode != "alternating":
        raise ValueError("mode")
    d += lr * grad_d(d, g)
    g -= lr * grad_g(d, g)
    return [d, g]

# %% exercise="game-step" wrong="G sees the new d in both, and D the new g"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    g = g - lr * grad_g(d, g)
    d = d + lr * grad_d(d, g)
    return d, g

# %% exercise="game-step" wrong="D descends"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = d - lr * grad_d(d, g)
    return n, g - lr * grad_g(n if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="gradients exchanged"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = d + lr * grad_g(d, g)
    return n, g - lr * grad_d(n if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="pair exchanged"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = d + lr * grad_d(d, g)
    return g - lr * grad_g(n if mode == "alternating" else d, g), n

# %% exercise="game-step" wrong="half a step for G"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = d + lr * grad_d(d, g)
    return n, g - lr / 2 * grad_g(n if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="no learning rate for D"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = d + grad_d(d, g)
    return n, g - lr * grad_g(n if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="arguments (g, d)"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = d + lr * grad_d(g, d)
    return n, g - lr * grad_g(g, n if mode == "alternating" else d)

# %% exercise="game-step" wrong="increments"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError
    n = lr * grad_d(d, g)
    return n, -lr * grad_g(d + n if mode == "alternating" else d, g)

# %% exercise="orders" right="pandas-free loops"
def orders(v):
    v = [list(row) for row in v]
    return min(max(row[j] for row in v) for j in range(len(v[0]))), max(min(row) for row in v)

# %% exercise="orders" right="amin and amax on the transpose"
def orders(v):
    t = np.transpose(v)
    return np.min(np.max(t, axis=1)), np.max(np.min(t, axis=0))

# %% exercise="orders" wrong="mean strategies"
def orders(v):
    return v.mean(axis=0).min(), v.mean(axis=1).max()

# %% exercise="orders" wrong="absolute values"
def orders(v):
    v = np.abs(v)
    return v.max(axis=0).min(), v.min(axis=1).max()

# %% exercise="orders" wrong="axes exchanged"
def orders(v):
    return v.max(axis=1).min(), v.min(axis=0).max()

# %% exercise="orders" wrong="positions"
def orders(v):
    return int(v.max(axis=0).argmin()), int(v.min(axis=1).argmax())

# %% exercise="orders" wrong="exchanged"
def orders(v):
    return v.min(axis=1).max(), v.max(axis=0).min()

# %% exercise="orders" wrong="only minimax"
def orders(v):
    return v.max(axis=0).min()

# %% exercise="orders" wrong="twice the same"
def orders(v):
    a = v.max(axis=0).min()
    return a, a

# %% exercise="orders" wrong="max of max"
def orders(v):
    return v.max(axis=0).max(), v.min(axis=1).min()

# %% exercise="orders" wrong="integers"
def orders(v):
    v = v.astype(int)
    return float(v.max(axis=0).min()), float(v.min(axis=1).max())

# %% exercise="g-loss" right="softplus in torch, float64"
def g_loss(logits, kind):
    t = torch.as_tensor(np.array(logits), dtype=torch.float64)
    sp = torch.nn.functional.softplus
    if kind == "saturating":
        return -sp(t, threshold=1e9).mean().item() if False else -torch.logaddexp(t, torch.zeros_like(t)).mean()
    if kind == "non-saturating":
        return torch.logaddexp(-t, torch.zeros_like(t)).mean()
    raise ValueError(kind)

# %% exercise="g-loss" right="the difference of the two is the mean logit"
def g_loss(logits, kind):
    from scipy.special import log_expit

    logits = np.asarray(logits, float)
    ns = -log_expit(logits).mean()
    if kind == "non-saturating":
        return ns
    if kind == "saturating":
        return log_expit(-logits).mean()
    raise ValueError

# %% exercise="g-loss" wrong="real label for both" once="it was told that the two kinds are exchanged: 06 has a g_loss, too"
def g_loss(logits, kind):
    if kind not in ("saturating", "non-saturating"):
        raise ValueError
    return np.logaddexp(0, -logits).mean()

# %% exercise="g-loss" wrong="sigma twice"
def g_loss(logits, kind):
    a = sigmoid(logits)
    if kind == "saturating":
        return -np.logaddexp(0, a).mean()
    if kind == "non-saturating":
        return np.logaddexp(0, -a).mean()
    raise ValueError

# %% exercise="g-loss" wrong="halved"
def g_loss(logits, kind):
    if kind == "saturating":
        return -np.logaddexp(0, logits).mean() / 2
    if kind == "non-saturating":
        return np.logaddexp(0, -logits).mean() / 2
    raise ValueError

# %% exercise="g-loss" wrong="clipped"
def g_loss(logits, kind):
    d = np.clip(sigmoid(logits), 1e-12, 1 - 1e-12)
    if kind == "saturating":
        return np.log(1 - d).mean()
    if kind == "non-saturating":
        return -np.log(d).mean()
    raise ValueError

# %% exercise="g-loss" wrong="log of the mean"
def g_loss(logits, kind):
    if kind == "saturating":
        return np.log(1 - sigmoid(logits).mean())
    if kind == "non-saturating":
        return -np.log(sigmoid(logits).mean())
    raise ValueError

# %% exercise="g-loss" wrong="not averaged"
def g_loss(logits, kind):
    if kind == "saturating":
        return -np.logaddexp(0, logits)
    if kind == "non-saturating":
        return np.logaddexp(0, -logits)
    raise ValueError

# %% exercise="g-loss" wrong="signs of both"
def g_loss(logits, kind):
    if kind == "saturating":
        return np.logaddexp(0, logits).mean()
    if kind == "non-saturating":
        return -np.logaddexp(0, -logits).mean()
    raise ValueError

# %% exercise="g-loss" wrong="bits"
def g_loss(logits, kind):
    if kind == "saturating":
        return -np.logaddexp2(0, logits / np.log(2)).mean()
    if kind == "non-saturating":
        return np.logaddexp2(0, -logits / np.log(2)).mean()
    raise ValueError

# %% exercise="g-loss" wrong="wasserstein for anything"
def g_loss(logits, kind):
    if kind == "saturating":
        return -np.logaddexp(0, logits).mean()
    if kind == "non-saturating":
        return np.logaddexp(0, -logits).mean()
    return -logits.mean()

# %% exercise="slopes" right="sympy-like, one formula"
def g_slopes(d, kind):
    s = 1 - d if kind == "saturating" else d
    over = -1 / s
    return [over, over * d * (1 - d)]


def grad_ratio(d):
    ratio = 1 / d - 1
    return ratio, ratio

# %% exercise="slopes" right="odds"
def g_slopes(d, kind):
    d = np.asarray(d, float)
    a = np.log(d / (1 - d))
    if kind == "saturating":
        return -(1 + np.exp(a)), -1 / (1 + np.exp(-a))
    return -(1 + np.exp(-a)), -1 / (1 + np.exp(a))


def grad_ratio(d):
    ratio = np.exp(-np.log(np.asarray(d) / (1 - np.asarray(d))))
    return ratio, ratio

# %% exercise="slopes" wrong="absolute values"
def g_slopes(d, kind):
    if kind == "saturating":
        return 1 / (1 - d), d
    return 1 / d, 1 - d


def grad_ratio(d):
    ratio = (1 - d) / d
    return ratio, ratio

# %% exercise="slopes" wrong="logit slopes exchanged"
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d), -(1 - d)
    return -1 / d, -d


def grad_ratio(d):
    ratio = d / (1 - d)
    return ratio, ratio

# %% exercise="slopes" wrong="no chain rule"
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d), -1 / (1 - d)
    return -1 / d, -1 / d


def grad_ratio(d):
    ratio = (1 - d) / d
    return ratio, ratio

# %% exercise="slopes" wrong="ratio with 1 + d"
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d), -d
    return -1 / d, -(1 - d)


def grad_ratio(d):
    ratio = (1 + d) / d
    return ratio, ratio

# %% exercise="slopes" wrong="values"
def g_slopes(d, kind):
    if kind == "saturating":
        return np.log(1 - d), np.log(1 - d)
    return -np.log(d), -np.log(d)


def grad_ratio(d):
    ratio = (1 - d) / d
    return ratio, ratio

# %% exercise="slopes" wrong="one third slip: D squared"
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d) ** 2, -d
    return -1 / d**2, -(1 - d)


def grad_ratio(d):
    ratio = (1 - d) / d
    return ratio, ratio

# %% exercise="slopes" wrong="sigma of d"
def g_slopes(d, kind):
    s = sigmoid(d)
    if kind == "saturating":
        return -1 / (1 - s), -s
    return -1 / s, -(1 - s)


def grad_ratio(d):
    s = sigmoid(d)
    ratio = (1 - s) / s
    return ratio, ratio

# %% exercise="repaired" right="a table of functions"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    return {
        "tutorial": lambda: np.log1p(-f).mean(),
        "formula sheet": lambda: np.log(disc(x)).mean() + np.log1p(-f).mean(),
        "blog": lambda: -np.log(f).mean(),
        "plot": lambda: 1 / (f - 1),
    }[name]()

# %% exercise="repaired" wrong="tutorial with x"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - disc(gen(x))))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(np.log(1 - f))
    if name == "blog":
        return -np.mean(np.log(f))
    return -1 / (1 - f)

# %% exercise="repaired" wrong="formula sheet: one minus log"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - f))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(1 - np.log(f))
    if name == "blog":
        return -np.mean(np.log(f))
    return -1 / (1 - f)

# %% exercise="repaired" wrong="plot positive"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - f))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(np.log(1 - f))
    if name == "blog":
        return -np.mean(np.log(f))
    return 1 / (1 - f)

# %% exercise="repaired" wrong="blog without the sign"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - f))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(np.log(1 - f))
    if name == "blog":
        return np.mean(np.log(f))
    return -1 / (1 - f)

# %% exercise="repaired" wrong="logs of means"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.log(1 - np.mean(f))
    if name == "formula sheet":
        return np.log(np.mean(disc(x))) + np.log(1 - np.mean(f))
    if name == "blog":
        return -np.log(np.mean(f))
    return -1 / (1 - f)

# %% exercise="repaired" wrong="plot mean"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - f))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(np.log(1 - f))
    if name == "blog":
        return -np.mean(np.log(f))
    return np.mean(-1 / (1 - f))

# %% exercise="repaired" wrong="plot in the logit"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - f))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(np.log(1 - f))
    if name == "blog":
        return -np.mean(np.log(f))
    return -f

# %% exercise="repaired" wrong="plot with generator of x"
def repaired(name, x, z, gen, disc):
    f = disc(gen(z))
    if name == "tutorial":
        return np.mean(np.log(1 - f))
    if name == "formula sheet":
        return np.mean(np.log(disc(x))) + np.mean(np.log(1 - f))
    if name == "blog":
        return -np.mean(np.log(f))
    return -1 / (1 - disc(x))

# %% exercise="identity" right="Gauss-Hermite"
def g_gradient(theta, sigma, kind):
    t, wt = np.polynomial.hermite_e.hermegauss(120)
    x = theta + sigma * t
    d = sigmoid(optimal_logit(x, theta, sigma))
    s = -d if kind == "saturating" else d - 1
    return np.sum(wt * s * (-x + (x - theta) / sigma**2)) / np.sqrt(2 * np.pi)


def divergence_gradients(theta, sigma):
    return theta, (theta - g_gradient(theta, sigma, "non-saturating")) / 2

# %% exercise="identity" right="saturating gradient is twice the JSD's"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        p = np.exp(log_normal(x, theta, sigma))
        return (-d if kind == "saturating" else d - 1) * (-x + (x - theta) / sigma**2) * p

    return integrate(f, -20, 20, 50_000)


def divergence_gradients(theta, sigma):
    return [float(theta), g_gradient(theta, sigma, "saturating") / 2]

# %% exercise="identity" wrong="mean over the data"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (-d if kind == "saturating" else d - 1) * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, 0.0, 1.0))

    return integrate(f, -14, 14)


def divergence_gradients(theta, sigma):
    return theta, (theta - 0.5) / 2

# %% exercise="identity" wrong="sign"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (
            (d if kind == "saturating" else 1 - d) * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, theta, sigma))
        )

    return integrate(f, -14, 14)


def divergence_gradients(theta, sigma):
    return -theta, g_gradient(theta, sigma, "saturating") / 2

# %% exercise="identity" wrong="no halves"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (
            (-d if kind == "saturating" else d - 1)
            * (-x + (x - theta) / sigma**2)
            * np.exp(log_normal(x, theta, sigma))
        )

    return integrate(f, -14, 14)


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, sigma, "saturating")

# %% exercise="identity" wrong="sigma ignored"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, 1.0))
        return (-d if kind == "saturating" else d - 1) * (-theta) * np.exp(log_normal(x, theta, 1.0))

    return integrate(f, -14, 14)


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, 1.0, "saturating") / 2

# %% exercise="identity" wrong="KL reversed"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (
            (-d if kind == "saturating" else d - 1)
            * (-x + (x - theta) / sigma**2)
            * np.exp(log_normal(x, theta, sigma))
        )

    return integrate(f, -14, 14)


def divergence_gradients(theta, sigma):
    return theta / sigma**2, g_gradient(theta, sigma, "saturating") / 2

# %% exercise="identity" wrong="step in the wrong place: divided by h, not 2h"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (
            (-d if kind == "saturating" else d - 1)
            * (-x + (x - theta) / sigma**2)
            * np.exp(log_normal(x, theta, sigma))
        )

    return integrate(f, -14, 14)


def divergence_gradients(theta, sigma):
    return 2 * theta, g_gradient(theta, sigma, "saturating")

# %% exercise="identity" wrong="narrow limits"
def g_gradient(theta, sigma, kind):
    def f(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (
            (-d if kind == "saturating" else d - 1)
            * (-x + (x - theta) / sigma**2)
            * np.exp(log_normal(x, theta, sigma))
        )

    return integrate(f, -3, 3)


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, sigma, "saturating") / 2

# %% exercise="game-type" right="second differences"
def game_type(loss_d, loss_g, d, g):
    s = np.array([[float(loss_d(a, b) + loss_g(a, b)) for b in g] for a in d])
    if np.allclose(s, 0, atol=1e-10):
        return "zero-sum"
    mixed = np.diff(np.diff(s, axis=0), axis=1)
    return "equivalent" if np.allclose(mixed, 0, atol=1e-10) else "general"

# %% exercise="game-type" right="rank after centring"
def game_type(loss_d, loss_g, d, g):
    D, G = np.meshgrid(d, g, indexing="ij")
    s = np.vectorize(lambda a, b: loss_d(a, b) + loss_g(a, b))(D, G)
    if np.abs(s).max() < 1e-9:
        return "zero-sum"
    s = s - s.mean(0) - s.mean(1, keepdims=True) + s.mean()
    return "general" if np.abs(s).max() > 1e-9 else "equivalent"

# %% exercise="game-type" wrong="constant sum is zero-sum" once="it was accepted"
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if np.ptp(s) < 1e-9:
        return "zero-sum"
    r = s - s[:, :1] - s[:1] + s[0, 0]
    return "equivalent" if np.abs(r).max() < 1e-9 else "general"

# %% exercise="game-type" wrong="pairs d[i], g[i] only"
def game_type(loss_d, loss_g, d, g):
    s = np.array([loss_d(a, b) + loss_g(a, b) for a, b in zip(d, g)])
    if np.abs(s).max() < 1e-9:
        return "zero-sum"
    return "general"

# %% exercise="game-type" wrong="zero-sum unless not"
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    return "zero-sum" if np.abs(s).max() < 1e-9 else "general"

# %% exercise="game-type" wrong="by name" once="it was accepted"
def game_type(loss_d, loss_g, d, g):
    return {"plus_v": "zero-sum", "saturating": "equivalent", "critic_plus_decay": "equivalent"}.get(
        loss_g.__name__, "general"
    )

# %% exercise="game-type" wrong="first difference"
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if np.abs(s).max() < 1e-9:
        return "zero-sum"
    return "equivalent" if np.abs(np.diff(s, axis=1)).max() < 1e-9 else "general"

# %% exercise="game-type" wrong="exact zero"
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if (s == 0).all():
        return "zero-sum"
    r = s - s[:, :1] - s[:1] + s[0, 0]
    return "equivalent" if (r == 0).all() else "general"

# %% exercise="value" wrong="log(1 + e^s)" once="it was told that it computes σ first"
def value(d_real_logits, d_fake_logits):
    return -np.mean(np.log(1 + np.exp(-d_real_logits))) - np.mean(np.log(1 + np.exp(d_fake_logits)))

# %% exercise="g-loss" wrong="log(1 + e^s)" once="it was told that it computes σ first"
def g_loss(logits, kind):
    if kind == "saturating":
        return -np.log(1 + np.exp(logits)).mean()
    if kind == "non-saturating":
        return np.log(1 + np.exp(-logits)).mean()
    raise ValueError
