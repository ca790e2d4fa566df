# %% exercise="mode-stats" right="cdist"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    good = d.min(1) <= threshold * sigma
    counts = np.array([np.sum(good & (d.argmin(1) == j)) for j in range(len(centers))])
    if not counts.any():
        return 0, 0.0, float("nan"), counts / len(x)
    q = counts / counts.sum()
    return np.count_nonzero(counts), good.mean(), np.sum(xlogy(q, q)) + np.log(len(q)), counts / len(x)

# %% exercise="mode-stats" wrong="reversed KL"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist

    d = cdist(x, centers)
    good = d.min(1) <= threshold * sigma
    counts = np.bincount(d.argmin(1)[good], minlength=len(centers))
    if not counts.any():
        return 0, 0.0, np.nan, counts / len(x)
    q, u = counts / counts.sum(), 1 / len(centers)
    with np.errstate(all="ignore"):
        return int((counts > 0).sum()), float(good.mean()), float(np.sum(u * np.log(u / q))), counts / len(x)

# %% exercise="mode-stats" wrong="shares among the good"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    good = d.min(1) <= threshold * sigma
    counts = np.bincount(d.argmin(1)[good], minlength=len(centers))
    if not counts.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(good.mean()), float(xlogy(q, q * len(q)).sum()), q

# %% exercise="mode-stats" wrong="all samples count"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    good = d.min(1) <= threshold * sigma
    counts = np.bincount(d.argmin(1), minlength=len(centers))
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(good.mean()), float(xlogy(q, q * len(q)).sum()), q

# %% exercise="mode-stats" wrong="sigma forgotten"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    good = d.min(1) <= threshold
    counts = np.bincount(d.argmin(1)[good], minlength=len(centers))
    if not counts.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(good.mean()), float(xlogy(q, q * len(q)).sum()), counts / len(x)

# %% exercise="mode-stats" wrong="squared distances"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers, "sqeuclidean")
    good = d.min(1) <= threshold * sigma
    counts = np.bincount(d.argmin(1)[good], minlength=len(centers))
    if not counts.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(good.mean()), float(xlogy(q, q * len(q)).sum()), counts / len(x)

# %% exercise="mode-stats" wrong="any centre within reach"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    near = d <= threshold * sigma
    counts = near.sum(0)
    if not counts.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(near.any(1).mean()), float(xlogy(q, q * len(q)).sum()), counts / len(x)

# %% exercise="mode-stats" wrong="bits"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    good = d.min(1) <= threshold * sigma
    counts = np.bincount(d.argmin(1)[good], minlength=len(centers))
    if not counts.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(good.mean()), float(xlogy(q, q * len(q)).sum() / np.log(2)), counts / len(x)

# %% exercise="mode-stats" wrong="zero, not nan"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    good = d.min(1) <= threshold * sigma
    counts = np.bincount(d.argmin(1)[good], minlength=len(centers))
    if not counts.any():
        return 0, 0.0, 0.0, counts / len(x)
    q = counts / counts.sum()
    return int((counts > 0).sum()), float(good.mean()), float(xlogy(q, q * len(q)).sum()), counts / len(x)

# %% exercise="parzen-ll" right="scipy logsumexp"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return np.mean(logsumexp(e, axis=1) - np.log(n)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="log of the mean over test points"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return logsumexp(e) - np.log(n * len(test)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="sum"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return np.sum(logsumexp(e, axis=1) - np.log(n) - d / 2 * np.log(2 * np.pi * sigma**2))

# %% exercise="parzen-ll" wrong="distance, not its square"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples) / (2 * sigma**2)
    return np.mean(logsumexp(e, axis=1) - np.log(n)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="no half"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / sigma**2
    return np.mean(logsumexp(e, axis=1) - np.log(n)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="minus infinity"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist

    n, d = samples.shape
    p = np.exp(-cdist(test, samples, "sqeuclidean") / (2 * sigma**2)).mean(axis=1)
    return np.mean(np.log(p)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="epsilon"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist

    n, d = samples.shape
    p = np.exp(-cdist(test, samples, "sqeuclidean") / (2 * sigma**2)).mean(axis=1)
    return np.mean(np.log(p + 1e-300)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="exchanged"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    test, samples = samples, test
    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return np.mean(logsumexp(e, axis=1) - np.log(n)) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="negative"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return -np.mean(logsumexp(e, axis=1) - np.log(n)) + d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" wrong="one dimension's constant"
def parzen_ll(test, samples, sigma):
    from scipy.spatial.distance import cdist
    from scipy.special import logsumexp

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return np.mean(logsumexp(e, axis=1) - np.log(n)) - np.log(2 * np.pi * sigma**2) / 2

# %% exercise="birthday" right="log-gamma"
def twin_probability(n, N):
    from scipy.special import gammaln

    if n > N:
        return 1.0
    return -np.expm1(gammaln(N + 1) - gammaln(N - n + 1) - n * np.log(N))


def repertoire(n):
    return n * n / np.log(4)

# %% exercise="birthday" right="fractions"
def twin_probability(n, N):
    from fractions import Fraction

    p = Fraction(1)
    for i in range(n):
        p *= Fraction(max(N - i, 0), N)
    return float(1 - p)


def repertoire(n):
    import math

    return n**2 / 2 / math.log(2)

# %% exercise="birthday" wrong="pairs independent"
def twin_probability(n, N):
    return 1 - (1 - 1 / N) ** (n * (n - 1) / 2)


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="integer division"
def twin_probability(n, N):
    p = 1.0
    for i in range(n):
        p *= max(N - i, 0) // N
    return 1 - p


def repertoire(n):
    return n**2 // (2 * np.log(2))

# %% exercise="birthday" wrong="no twins"
def twin_probability(n, N):
    return float(np.prod(np.maximum(1 - np.arange(n) / N, 0)))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="starts at 1"
def twin_probability(n, N):
    return float(1 - np.prod(np.maximum(1 - np.arange(1, n + 1) / N, 0)))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="n(n − 1)"
def twin_probability(n, N):
    return float(1 - np.prod(np.maximum(1 - np.arange(n) / N, 0)))


def repertoire(n):
    return n * (n - 1) / (2 * np.log(2))

# %% exercise="birthday" wrong="base 2"
def twin_probability(n, N):
    return float(1 - np.prod(np.maximum(1 - np.arange(n) / N, 0)))


def repertoire(n):
    return n**2 / (2 * np.log2(2))

# %% exercise="birthday" wrong="expected number of twins"
def twin_probability(n, N):
    return n * (n - 1) / (2 * N)


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="poisson"
def twin_probability(n, N):
    return 1 - np.exp(-n * (n - 1) / (2 * N))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="argument exchanged"
def twin_probability(N, n):
    return float(1 - np.prod(np.maximum(1 - np.arange(n) / N, 0)))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="vital-signs" right="slices from the front"
def vital_signs(run):
    n = len(run["d_real"])
    s = slice(n - n // 4, n)
    m = {k: sum(map(float, v[s])) / (n // 4) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="vital-signs" wrong="-len // 4"
def vital_signs(run):
    m = {k: np.mean(v[-len(v) // 4 :]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="vital-signs" wrong="mean of quotients"
def vital_signs(run):
    n = len(run["d_real"]) // 4
    m = {k: np.mean(v[-n:]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=np.mean(run["fake_spread"][-n:] / run["real_spread"][-n:]),
    )

# %% exercise="vital-signs" wrong="first quarter"
def vital_signs(run):
    n = len(run["d_real"]) // 4
    m = {k: np.mean(v[:n]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="vital-signs" wrong="last value"
def vital_signs(run):
    m = {k: v[-1] for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="vital-signs" wrong="kick the other way"
def vital_signs(run):
    n = len(run["d_real"]) // 4
    m = {k: np.mean(v[-n:]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake"] - m["d_fake_after"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="vital-signs" wrong="minimum of the minima"
def vital_signs(run):
    n = len(run["d_real"]) // 4
    m = {k: np.mean(v[-n:]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=run["real_min"][-n:].min() - run["fake_min"][-n:].min(),
        above=run["fake_max"][-n:].max() - run["real_max"][-n:].max(),
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="vital-signs" wrong="variety upside down"
def vital_signs(run):
    n = len(run["d_real"]) // 4
    m = {k: np.mean(v[-n:]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["real_spread"] / m["fake_spread"],
    )

# %% exercise="vital-signs" wrong="medians"
def vital_signs(run):
    n = len(run["d_real"]) // 4
    m = {k: np.median(v[-n:]) for k, v in run.items()}
    return dict(
        trust=m["d_real"] - m["d_held_out"],
        kick=m["d_fake_after"] - m["d_fake"],
        below=m["real_min"] - m["fake_min"],
        above=m["fake_max"] - m["real_max"],
        variety=m["fake_spread"] / m["real_spread"],
    )

# %% exercise="smoothed-d-star" right="a weighted average"
def smoothed_d_star(p, q, alpha, beta=0.0):
    d = p / (p + q)
    return d * alpha + (1 - d) * beta

# %% exercise="smoothed-d-star" wrong="beta ignored"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return alpha * p / (p + q)

# %% exercise="smoothed-d-star" wrong="alpha below too"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return (alpha * p + beta * q) / (alpha * p + (1 - beta) * q)

# %% exercise="smoothed-d-star" wrong="roles"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return (beta * p + alpha * q) / (p + q)

# %% exercise="smoothed-d-star" wrong="clipped D*"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return np.clip(p / (p + q), beta, alpha)

# %% exercise="smoothed-d-star" wrong="one minus"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return 1 - (alpha * p + beta * q) / (p + q)

# %% exercise="smoothed-d-star" wrong="1 − beta"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return (alpha * p + (1 - beta) * q) / (p + q)

# %% exercise="smoothed-d-star" wrong="rounded labels"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return (round(alpha) * p + round(beta) * q) / (p + q)

# %% exercise="smoothed-d-star" wrong="epsilon 1e-3 below"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return (alpha * p + beta * q) / (p + q + 1e-3)

# %% exercise="pack" right="concatenate columns"
def pack(x, m):
    if len(x) % m != 0:
        raise ValueError("m")
    if isinstance(x, torch.Tensor):
        return torch.cat([x[i::m] for i in range(m)], dim=1)
    return np.hstack([x[i::m] for i in range(m)])

# %% exercise="pack" wrong="drops the rest"
def pack(x, m):
    n = len(x) // m * m
    return x[:n].reshape(n // m, -1)

# %% exercise="pack" wrong="three axes"
def pack(x, m):
    if len(x) % m:
        raise ValueError
    return x.reshape(len(x) // m, m, -1)

# %% exercise="pack" wrong="far apart"
def pack(x, m):
    if len(x) % m:
        raise ValueError
    b = len(x) // m
    c = torch.cat if isinstance(x, torch.Tensor) else np.concatenate
    return c([x[i * b : (i + 1) * b] for i in range(m)], 1)

# %% exercise="pack" wrong="assert"
def pack(x, m):
    assert len(x) % m == 0
    return x.reshape(len(x) // m, -1)

# %% exercise="pack" wrong="mean of the pack"
def pack(x, m):
    if len(x) % m:
        raise ValueError
    return x.reshape(len(x) // m, m, -1).mean(1)

# %% exercise="pack" wrong="(m, …) instead"
def pack(x, m):
    if len(x) % m:
        raise ValueError
    return x.reshape(m, -1)

# %% exercise="pack" wrong="tensors only"
def pack(x, m):
    if len(x) % m:
        raise ValueError
    return x.view(len(x) // m, -1)

# %% exercise="memory-index" right="one fraction of sums"
def memory_index(training, held_out, generated):
    a, b, c = (sum(v) / len(v) for v in (training, held_out, generated))
    return 1 - (b - c) / (a - c)

# %% exercise="memory-index" wrong="ratio of means over all"
def memory_index(training, held_out, generated):
    a, b, c = np.mean(training), np.mean(held_out), np.mean(generated)
    return (a - b) / (b - c)

# %% exercise="memory-index" wrong="medians"
def memory_index(training, held_out, generated):
    a, b, c = np.median(training), np.median(held_out), np.median(generated)
    return (a - b) / (a - c)

# %% exercise="memory-index" wrong="sums"
def memory_index(training, held_out, generated):
    a, b, c = np.sum(training), np.sum(held_out), np.sum(generated)
    return (a - b) / (a - c)

# %% exercise="memory-index" wrong="absolute" once="it was accepted"
def memory_index(training, held_out, generated):
    a, b, c = np.mean(training), np.mean(held_out), np.mean(generated)
    return abs(a - b) / abs(a - c)

# %% exercise="memory-index" wrong="one minus"
def memory_index(training, held_out, generated):
    a, b, c = np.mean(training), np.mean(held_out), np.mean(generated)
    return (b - c) / (a - c)

# %% exercise="memory-index" wrong="clipped" once="it was accepted"
def memory_index(training, held_out, generated):
    a, b, c = np.mean(training), np.mean(held_out), np.mean(generated)
    return float(np.clip((a - b) / (a - c), 0, 1))

# %% exercise="memory-index" wrong="entry by entry"
def memory_index(training, held_out, generated):
    n = min(len(training), len(held_out), len(generated))
    a, b, c = training[:n], held_out[:n], generated[:n]
    return float(np.mean((a - b) / (a - c)))
