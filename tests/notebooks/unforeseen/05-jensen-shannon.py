# %% exercise="argmax-ab" right="xlogy"
def argmax_ab(a, b):
    n = a + b
    if not n:
        return float("nan"), 0.0
    return a / n, xlogy(a, a / n) + xlogy(b, b / n)

# %% exercise="argmax-ab" right="ln a + ln b − ln(a + b)"
def argmax_ab(a, b):
    if a == 0 and b == 0:
        return [np.nan, 0]
    return [a / (a + b), xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)]

# %% exercise="argmax-ab" wrong="roles of a and b"
def argmax_ab(a, b):
    n = a + b
    if not n:
        return np.nan, 0.0
    return b / n, xlogy(a, b / n) + xlogy(b, a / n)

# %% exercise="argmax-ab" wrong="base 2"
def argmax_ab(a, b):
    n = a + b
    if not n:
        return np.nan, 0.0
    return a / n, (xlogy(a, a / n) + xlogy(b, b / n)) / np.log(2)

# %% exercise="argmax-ab" wrong="a/b"
def argmax_ab(a, b):
    if a + b == 0:
        return np.nan, 0.0
    y = a / b
    return y, xlogy(a, y) + xlogy(b, 1 - y)

# %% exercise="argmax-ab" wrong="grid"
def argmax_ab(a, b):
    if a + b == 0:
        return np.nan, 0.0
    y = np.linspace(0, 1, 100001)
    f = xlogy(a, y) + xlogy(b, 1 - y)
    i = np.argmax(f)
    return y[i], f[i]

# %% exercise="argmax-ab" wrong="sign of the height"
def argmax_ab(a, b):
    n = a + b
    if not n:
        return np.nan, 0.0
    return a / n, -(xlogy(a, a / n) + xlogy(b, b / n))

# %% exercise="argmax-ab" wrong="epsilon"
def argmax_ab(a, b):
    y = a / (a + b + 1e-12)
    return y, a * np.log(y + 1e-12) + b * np.log(1 - y + 1e-12)

# %% exercise="argmax-ab" wrong="one half for nothing"
def argmax_ab(a, b):
    n = a + b
    if not n:
        return 0.5, 0.0
    return a / n, xlogy(a, a / n) + xlogy(b, b / n)

# %% exercise="argmax-ab" wrong="normalised height"
def argmax_ab(a, b):
    n = a + b
    if not n:
        return np.nan, 0.0
    return a / n, (xlogy(a, a / n) + xlogy(b, b / n)) / n

# %% exercise="slope" right="one fraction"
def slope(a, b, y):
    return (a - (a + b) * y) / (y * (1 - y))

# %% exercise="slope" right="sympy"
def slope(a, b, y):
    return sp.diff(a * sp.log(y) + b * sp.log(1 - y), y)

# %% exercise="slope" wrong="inner derivative"
def slope(a, b, y):
    return a / y + b / (1 - y)

# %% exercise="slope" wrong="numbers"
def slope(a, b, y):
    return 0

# %% exercise="slope" wrong="second derivative"
def slope(a, b, y):
    return -a / y**2 - b / (1 - y) ** 2

# %% exercise="slope" wrong="all signs"
def slope(a, b, y):
    return b / (1 - y) - a / y

# %% exercise="slope" wrong="f itself"
def slope(a, b, y):
    return a * sp.log(y) + b * sp.log(1 - y)

# %% exercise="slope" wrong="b over y − 1 with minus"
def slope(a, b, y):
    return a / y - b / (y - 1)

# %% exercise="peak" right="other but equal"
def root(a, b):
    return 1 / (1 + b / a)


def curvature(a, b):
    return -((a + b) ** 3) / a / b


def height(a, b):
    n = a + b
    return a * (sp.log(a) - sp.log(n)) + b * (sp.log(b) - sp.log(n))

# %% exercise="peak" wrong="curvature positive"
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return (a + b) ** 3 / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="two fractions"
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 2) / a - (a + b) ** 2 / b


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="logs together"
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 3) / (a * b)


def height(a, b):
    return a * sp.log(a / (a + b)) + b * sp.log(b / (a + b))

# %% exercise="peak" wrong="squared curvature"
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 2) / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="height with log(a b)"
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 3) / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - sp.log(a + b)

# %% exercise="d-star" right="where with errstate"
def d_star(p, q, fill=0.5):
    with np.errstate(all="ignore"):
        return np.where(np.add(p, q) > 0, p / np.add(p, q), fill)

# %% exercise="d-star" right="ratio of logs"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, float), np.asarray(q, float)
    out = np.full(p.shape, fill, dtype=float)
    there = p + q > 0
    out[there] = 1 / (1 + q[there] / p[there]) if np.all(p[there] > 0) else p[there] / (p + q)[there]
    return out.tolist()

# %% exercise="d-star" wrong="epsilon"
def d_star(p, q, fill=0.5):
    return (p + 1e-12) / (p + q + 2e-12)

# %% exercise="d-star" wrong="q on top"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, float), np.asarray(q, float)
    return np.divide(q, p + q, out=np.full(p.shape, fill), where=p + q > 0)

# %% exercise="d-star" wrong="warns" once="it was told about np.where, which comes after"
def d_star(p, q, fill=0.5):
    d = p / (p + q)
    return np.where(np.isnan(d), fill, d)

# %% exercise="d-star" wrong="integer division"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p), np.asarray(q)
    with np.errstate(all="ignore"):
        return np.where(p + q > 0, p // (p + q), fill)

# %% exercise="d-star" wrong="fill ignored"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, float), np.asarray(q, float)
    return np.divide(p, p + q, out=np.full(p.shape, 0.5), where=p + q > 0)

# %% exercise="d-star" wrong="normalises first"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, float), np.asarray(q, float)
    p, q = p / max(p.sum(), 1e-300), q / max(q.sum(), 1e-300)
    return np.divide(p, p + q, out=np.full(p.shape, float(fill)), where=p + q > 0)

# %% exercise="d-star" wrong="rounded"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, float), np.asarray(q, float)
    return np.divide(p, p + q, out=np.full(p.shape, float(fill)), where=p + q > 0).round(4)

# %% exercise="d-star" wrong="half of p"
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, float), np.asarray(q, float)
    return np.divide(p, (p + q) / 2, out=np.full(p.shape, float(fill)), where=p + q > 0)

# %% exercise="ascend" right="torch"
def ascend(p, q, s, rate, steps):
    import torch

    p, q, t = (torch.tensor(np.array(a, float)) for a in (p, q, s))
    ls = torch.nn.functional.logsigmoid
    t.requires_grad_()
    vs = []
    for i in range(steps + 1):
        v = (p * ls(t) + q * ls(-t)).sum()
        vs.append(v.item())
        if i < steps:
            (g,) = torch.autograd.grad(v, t)
            t = (t + rate * g).detach().requires_grad_()
    return t.detach().numpy(), vs

# %% exercise="ascend" right="a copy changed in place"
def ascend(p, q, s, rate, steps):
    s = np.array(s, dtype=float)
    v = lambda: float(np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s)))
    vs = [v()]
    for _ in range(steps):
        d = 0.5 * (1 + np.tanh(s / 2))
        s += rate * (p - (p + q) * d)
        vs.append(v())
    return s, np.array(vs)

# %% exercise="ascend" wrong="slope in D"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p / d - q / (1 - d))
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="ascend" wrong="descends"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s - rate * (p * (1 - d) - q * d)
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="ascend" wrong="no starting value"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = []
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d)
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="ascend" wrong="value as a mean"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.mean(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d)
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="ascend" wrong="changes s"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s += rate * (p * (1 - d) - q * d)
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="ascend" wrong="p and q exchanged"
def ascend(p, q, s, rate, steps):
    p, q = q, p
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d)
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="ascend" wrong="returns D"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d)
        vs.append(v(s))
    return 1 / (1 + np.exp(-s)), np.array(vs)

# %% exercise="ascend" wrong="extra sigma prime"
def ascend(p, q, s, rate, steps):
    v = lambda s: np.sum(-p * np.logaddexp(0, -s) - q * np.logaddexp(0, s))
    vs = [v(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d) * d * (1 - d)
        vs.append(v(s))
    return s, np.array(vs)

# %% exercise="swapped" right="through D*"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="swapped" wrong="D* itself"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(p / (p + q), nan=0.5)
    return d, float(np.sum(xlogy(p, d) + xlogy(q, 1 - d)))

# %% exercise="swapped" wrong="swapped D in V"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, float(np.sum(xlogy(p, d) + xlogy(q, 1 - d)))

# %% exercise="swapped" wrong="zero for empty"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.0)
    return d, float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="swapped" wrong="positive"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, -float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="swapped" wrong="mean"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, float(np.mean(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="swapped" wrong="halved"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, float(np.sum(xlogy(p, 1 - d) + xlogy(q, d))) / 2

# %% exercise="swapped" wrong="only fakes"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, float(np.sum(xlogy(q, d)))

# %% exercise="swapped" wrong="value with negative sign of the JSD"
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(q / (p + q), nan=0.5)
    return d, np.log(4) + float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="jsd" right="scipy squared, clipped"
def jsd(p, q):
    from scipy.spatial.distance import jensenshannon

    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    r = jensenshannon(p, q)
    return 0.0 if np.array_equal(p, q) or not r > 0 else float(r) ** 2

# %% exercise="jsd" right="entropy of the mixture"
def jsd(p, q):
    if np.any(p < 0) or np.any(q < 0) or abs(p.sum() - 1) > 1e-9 or abs(q.sum() - 1) > 1e-9:
        raise ValueError
    m = (p + q) / 2
    terms = xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)
    return max(terms.sum() / 2, 0.0)

# %% exercise="jsd" right="rel_entr, np.float64 comes back"
def jsd(p, q):
    from scipy.special import rel_entr

    for x in (p, q):
        if (np.asarray(x) < 0).any() or not np.isclose(np.sum(x), 1, rtol=0, atol=1e-9):
            raise ValueError("not a distribution")
    m = 0.5 * (p + q)
    return np.maximum(0.5 * np.sum(rel_entr(p, m)) + 0.5 * np.sum(rel_entr(q, m)), 0)

# %% exercise="jsd" wrong="root"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m = (p + q) / 2
    return np.sqrt(max(0, np.sum(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)) / 2))

# %% exercise="jsd" wrong="bits"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m = (p + q) / 2
    return max(0, np.sum(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)) / 2) / np.log(2)

# %% exercise="jsd" right="an ε of 1e-10, which changes the ninth digit"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m, e = (p + q) / 2, 1e-10
    return max(0, (np.sum(p * np.log((p + e) / (m + e))) + np.sum(q * np.log((q + e) / (m + e)))) / 2)

# %% exercise="jsd" wrong="epsilon 1e-3 in the logs"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m, e = (p + q) / 2, 1e-3
    return max(0, (np.sum(p * np.log((p + e) / (m + e))) + np.sum(q * np.log((q + e) / (m + e)))) / 2)

# %% exercise="jsd" wrong="no validation"
def jsd(p, q):
    m = (p + q) / 2
    return max(0, np.sum(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)) / 2)

# %% exercise="jsd" wrong="m is the sum"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m = p + q
    return np.sum(xlogy(p, p) + xlogy(q, q) - xlogy(p, m) - xlogy(q, m)) / 2

# %% exercise="jsd" wrong="KL(m‖p)"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m = (p + q) / 2
    with np.errstate(all="ignore"):
        return np.sum(xlogy(m, m / p) + xlogy(m, m / q)) / 2

# %% exercise="jsd" wrong="symmetrised KL"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    with np.errstate(all="ignore"):
        return (np.sum(xlogy(p, p / q)) + np.sum(xlogy(q, q / p))) / 2

# %% exercise="jsd" wrong="normalises"
def jsd(p, q):
    p, q = p / p.sum(), q / q.sum()
    m = (p + q) / 2
    return max(0, np.sum(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)) / 2)

# %% exercise="jsd" wrong="no halves"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m = (p + q) / 2
    return max(0, np.sum(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)))

# %% exercise="jsd" wrong="root of half"
def jsd(p, q):
    for one in (p, q):
        if min(one) < 0 or abs(sum(one) - 1) > 1e-9:
            raise ValueError("no")
    m = (p + q) / 2
    return np.sqrt(max(0, np.sum(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m)) / 4))

# %% exercise="c-of-g" right="through jsd"
def c_of_g(p, q):
    return 2 * jsd(p, q) - 2 * np.log(2)

# %% exercise="c-of-g" right="xlogy with q over the sum"
def c_of_g(p, q):
    with np.errstate(all="ignore"):
        return np.sum(xlogy(p, p / (p + q))[p > 0]) + np.sum(xlogy(q, q / (p + q))[q > 0])

# %% exercise="c-of-g" wrong="one minus D* rounds"
def c_of_g(p, q):
    with np.errstate(all="ignore"):
        d = p / (p + q)
        return np.sum(p * np.log(d) + q * np.log(1 - d))

# %% exercise="c-of-g" wrong="2 jsd minus ln 2"
def c_of_g(p, q):
    return 2 * jsd(p, q) - np.log(2)

# %% exercise="c-of-g" wrong="jsd minus ln 4"
def c_of_g(p, q):
    return jsd(p, q) - np.log(4)

# %% exercise="c-of-g" wrong="sign"
def c_of_g(p, q):
    return np.log(4) - 2 * jsd(p, q)

# %% exercise="c-of-g" wrong="jsd itself, doubled"
def c_of_g(p, q):
    return 2 * jsd(p, q)

# %% exercise="c-of-g" wrong="mean over bins"
def c_of_g(p, q):
    return (2 * jsd(p, q) - np.log(4)) / len(p)

# %% exercise="c-of-g" wrong="weights p in both"
def c_of_g(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(p / (p + q), nan=0.5)
        return np.sum(xlogy(p, d) + xlogy(p, 1 - d))

# %% exercise="c-of-g" wrong="bits"
def c_of_g(p, q):
    return (2 * jsd(p, q) - np.log(4)) / np.log(2)

# %% exercise="c-of-g" wrong="labels exchanged"
def c_of_g(p, q):
    with np.errstate(all="ignore"):
        d = np.nan_to_num(p / (p + q), nan=0.5)
        return np.sum(xlogy(q, d) + xlogy(p, 1 - d))

# %% exercise="jsd-gauss" right="quad with points"
def jsd_gauss(mu, sigma=1.0):
    from scipy.integrate import quad
    from scipy.stats import norm

    def f(x):
        a, b = norm.logpdf(x), norm.logpdf(x, mu, sigma)
        m = np.logaddexp(a, b) - np.log(2)
        return (np.exp(a) * (a - m) + np.exp(b) * (b - m)) / 2

    lo, hi = min(-12, mu - 12 * sigma), max(12, mu + 12 * sigma)
    cuts = sorted({lo, -6.0, 0.0, 6.0, mu - 6 * sigma, mu, mu + 6 * sigma, hi})
    return sum(quad(f, a, b, limit=200)[0] for a, b in zip(cuts, cuts[1:]))

# %% exercise="jsd-gauss" right="two Gauss-Hermite sums"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    t = np.linspace(-12, 12, 24001)
    w = norm.pdf(t) * (t[1] - t[0])

    def half(x, own, other):
        return np.sum(w * (np.log(2) - np.logaddexp(0, other(x) - own(x))))

    p, q = norm().logpdf, norm(mu, sigma).logpdf
    return float(half(t, p, q) + half(mu + sigma * t, q, p)) / 2

# %% exercise="jsd-gauss" wrong="fixed grid"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    x = np.linspace(-10, 10, 20001)
    a, b = norm.logpdf(x), norm.logpdf(x, mu, sigma)
    m = np.logaddexp(a, b) - np.log(2)
    return np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="nan far away"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    x = np.linspace(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 50001)
    p, q = norm.pdf(x), norm.pdf(x, mu, sigma)
    m = (p + q) / 2
    return np.sum(p * np.log(p / m) + q * np.log(q / m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="root"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    x = np.linspace(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 50001)
    a, b = norm.logpdf(x), norm.logpdf(x, mu, sigma)
    m = np.logaddexp(a, b) - np.log(2)
    return np.sqrt(max(0, np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * (x[1] - x[0]) / 2))

# %% exercise="jsd-gauss" wrong="variance"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    s = np.sqrt(sigma)
    x = np.linspace(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 50001)
    a, b = norm.logpdf(x), norm.logpdf(x, mu, s)
    m = np.logaddexp(a, b) - np.log(2)
    return np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="mixture is a Gaussian"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    x = np.linspace(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 50001)
    a, b = norm.logpdf(x), norm.logpdf(x, mu, sigma)
    m = norm.logpdf(x, mu / 2, np.sqrt((1 + sigma**2) / 2))
    return np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="samples"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    r = np.random.default_rng(0)
    x, y = r.normal(size=200000), r.normal(mu, sigma, 200000)
    f = lambda t: np.logaddexp(norm.logpdf(t), norm.logpdf(t, mu, sigma)) - np.log(2)
    return (np.mean(norm.logpdf(x) - f(x)) + np.mean(norm.logpdf(y, mu, sigma) - f(y))) / 2

# %% exercise="jsd-gauss" wrong="sigma ignored"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    x = np.linspace(min(-10, mu - 10), max(10, mu + 10), 50001)
    a, b = norm.logpdf(x), norm.logpdf(x, mu, 1)
    m = np.logaddexp(a, b) - np.log(2)
    return np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="twice and in bits"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    x = np.linspace(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 50001)
    a, b = norm.logpdf(x), norm.logpdf(x, mu, sigma)
    m = np.logaddexp(a, b) - np.log(2)
    return np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * (x[1] - x[0]) / np.log(2)

# %% exercise="lower-bound" right="log1p and scipy"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + np.average([np.log(d_real).mean(), np.log1p(-np.asarray(d_fake)).mean()])

# %% exercise="lower-bound" wrong="one mean"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + np.mean(np.concatenate([np.log(d_real), np.log(1 - d_fake)]))

# %% exercise="lower-bound" wrong="ln 4"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(4) + np.log(d_real).mean() + np.log(1 - d_fake).mean()

# %% exercise="lower-bound" wrong="no half"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + np.log(d_real).mean() + np.log(1 - d_fake).mean()

# %% exercise="lower-bound" wrong="clipped"
def jsd_lower_bound(d_real, d_fake):
    e = 1e-7
    return np.log(2) + (np.log(np.clip(d_real, e, 1 - e)).mean() + np.log(1 - np.clip(d_fake, e, 1 - e)).mean()) / 2

# %% exercise="lower-bound" wrong="sign"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) - (np.log(d_real).mean() + np.log(1 - d_fake).mean()) / 2

# %% exercise="lower-bound" wrong="ln D of fakes"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + (np.log(d_real).mean() + np.log(d_fake).mean()) / 2

# %% exercise="lower-bound" wrong="log of means"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + (np.log(d_real.mean()) + np.log(1 - d_fake.mean())) / 2

# %% exercise="lower-bound" wrong="maximum with 0"
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return max(0.0, np.log(2) + (np.log(d_real).mean() + np.log(1 - d_fake).mean()) / 2)

# %% exercise="uniform-shift" right="min and sign"
def uniform_shift(t):
    overlap = max(0.0, 1 - abs(t))
    return (1 - overlap) * np.log(2), (np.sign(t) if overlap else 0.0) * np.log(2), np.abs(t)

# %% exercise="uniform-shift" wrong="no sign"
def uniform_shift(t):
    if abs(t) < 1:
        return abs(t) * np.log(2), np.log(2), abs(t)
    return np.log(2), 0.0, abs(t)

# %% exercise="uniform-shift" wrong="signed distance"
def uniform_shift(t):
    if abs(t) < 1:
        return abs(t) * np.log(2), np.sign(t) * np.log(2), t
    return np.log(2), 0.0, t

# %% exercise="uniform-shift" wrong="W saturates"
def uniform_shift(t):
    if abs(t) < 1:
        return abs(t) * np.log(2), np.sign(t) * np.log(2), abs(t)
    return np.log(2), 0.0, 1.0

# %% exercise="uniform-shift" wrong="goes on growing"
def uniform_shift(t):
    return abs(t) * np.log(2), np.sign(t) * np.log(2), abs(t)

# %% exercise="uniform-shift" wrong="total variation"
def uniform_shift(t):
    if abs(t) < 1:
        return abs(t), np.sign(t), abs(t)
    return 1.0, 0.0, abs(t)

# %% exercise="uniform-shift" wrong="bits"
def uniform_shift(t):
    if abs(t) < 1:
        return abs(t) * 1.0, np.sign(t) * 1.0, abs(t)
    return 1.0, 0.0, abs(t)

# %% exercise="uniform-shift" wrong="W squared"
def uniform_shift(t):
    if abs(t) < 1:
        return abs(t) * np.log(2), np.sign(t) * np.log(2), t**2
    return np.log(2), 0.0, t**2

# %% exercise="uniform-shift" wrong="only to the right"
def uniform_shift(t):
    if t < 1:
        return t * np.log(2), np.log(2), t
    return np.log(2), 0.0, t

# %% exercise="mixture" right="other letters"
def step_6(p, q):
    half = sp.Rational(1, 2)
    return p * sp.log(p / (half * (p + q))) + q * sp.log(q / (half * (p + q))) - p * sp.log(2) - q * sp.log(2)

# %% exercise="mixture" wrong="plus"
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) + (p + q) * sp.log(2)

# %% exercise="mixture" wrong="ln 4 once"
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) - sp.log(4)

# %% exercise="mixture" wrong="not paid"
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m)

# %% exercise="mixture" wrong="m upside down"
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(m / p) + q * sp.log(m / q) - (p + q) * sp.log(2)

# %% exercise="mixture" wrong="LINE_0"
def step_6(p, q):
    return p * sp.log(p / (p + q)) + q * sp.log(q / (p + q))
