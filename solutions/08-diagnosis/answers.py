# %% [markdown]
# The bank of 08-diagnosis: every cell is an answer as a student would type it.

# %% exercise="mode-stats" right="a loop over samples"
def mode_stats(x, centers, sigma, threshold=3.0):
    import math

    counts = [0] * len(centers)
    for px, py in x:
        distances = [math.hypot(px - cx, py - cy) for cx, cy in centers]
        i = distances.index(min(distances))
        if distances[i] <= threshold * sigma:
            counts[i] += 1
    good = sum(counts)
    kl = sum(n / good * math.log(len(centers) * n / good) for n in counts if n) if good else math.nan
    return sum(n > 0 for n in counts), good / len(x), kl, [n / len(x) for n in counts]

# %% exercise="mode-stats" right="cdist and xlogy"
def mode_stats(x, centers, sigma, threshold=3.0):
    from scipy.spatial.distance import cdist
    from scipy.special import xlogy

    d = cdist(x, centers)
    c = len(centers)
    which = np.where(d.min(axis=1) <= sigma * threshold, d.argmin(axis=1), c)
    shares = np.bincount(which, minlength=c + 1)[:c] / len(x)
    quality = shares.sum()
    with np.errstate(invalid="ignore"):
        q = shares / quality
    kl = xlogy(q, q).sum() + np.log(c)
    return np.count_nonzero(shares), quality, kl, shares

# %% exercise="mode-stats" right="a tree of SciPy and a warning"
def mode_stats(x, centers, sigma, threshold=3.0):
    import warnings

    from scipy.spatial import cKDTree
    from scipy.special import rel_entr

    warnings.warn("counting")
    distance, index = cKDTree(centers).query(x)
    counts = np.bincount(index[distance <= threshold * sigma], minlength=len(centers))
    total = counts.sum()
    kl = rel_entr(counts / total, 1 / len(centers)).sum() if total else float("nan")
    return int((counts >= 1).sum()), total / len(x), kl, counts / len(x)

# %% exercise="mode-stats" wrong="every sample counts" says="A sample counts only if it lies within the threshold of its nearest centre."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    counts = np.bincount(distance.argmin(axis=1), minlength=len(centers))
    q = counts[counts > 0] / counts.sum()
    return int(np.sum(counts > 0)), 1.0, float(np.sum(q * np.log(len(centers) * q))), counts / len(x)

# %% exercise="mode-stats" wrong="KL the other way round" says="The KL is taken the wrong way round: it is infinite as soon as a mode is missed. Take q first."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    c, shares = len(centers), counts / len(x)
    if not good.any():
        return 0, 0.0, np.nan, shares
    with np.errstate(divide="ignore"):
        kl = float(np.sum(-np.log(c * counts / counts.sum()) / c))
    return int(np.sum(counts > 0)), float(good.mean()), kl, shares

# %% exercise="mode-stats" wrong="nan for an empty mode" says="0·ln 0 counts as 0: leave empty modes out of the sum."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    with np.errstate(all="ignore"):
        q = counts / counts.sum()
        kl = float(np.sum(q * np.log(len(centers) * q)))
    return int(np.sum(counts > 0)), float(good.mean()), kl, counts / len(x)

# %% exercise="mode-stats" wrong="bits" says="That is in bits: the course's unit is the nat."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    if not good.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts[counts > 0] / counts.sum()
    return int(np.sum(counts > 0)), float(good.mean()), float(np.sum(q * np.log2(len(centers) * q))), counts / len(x)

# %% exercise="mode-stats" wrong="shares among the good" says="The shares that are returned are among all samples: they sum to the quality."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    if not good.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts / counts.sum()
    on = q[q > 0]
    return int(np.sum(counts > 0)), float(good.mean()), float(np.sum(on * np.log(len(centers) * on))), q

# %% exercise="mode-stats" wrong="q among all samples" says="q are shares among the good samples: otherwise they do not sum to 1, and it is no KL."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    if not good.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts[counts > 0] / len(x)
    return int(np.sum(counts > 0)), float(good.mean()), float(np.sum(q * np.log(len(centers) * q))), counts / len(x)

# %% exercise="mode-stats" wrong="a square instead of a circle" says="The distance is the Euclidean one: here each coordinate is compared by itself."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.abs(x[:, None, :] - centers[None, :, :]).max(axis=2)
    good = distance.min(axis=1) <= threshold * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    if not good.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts[counts > 0] / counts.sum()
    return int(np.sum(counts > 0)), float(good.mean()), float(np.sum(q * np.log(len(centers) * q))), counts / len(x)

# %% exercise="mode-stats" wrong="threshold ignored" says="The threshold is always three: use the one that is given."
def mode_stats(x, centers, sigma, threshold=3.0):
    distance = np.linalg.norm(x[:, None, :] - centers[None, :, :], axis=2)
    good = distance.min(axis=1) <= 3 * sigma
    counts = np.bincount(distance.argmin(axis=1)[good], minlength=len(centers))
    if not good.any():
        return 0, 0.0, np.nan, counts / len(x)
    q = counts[counts > 0] / counts.sum()
    return int(np.sum(counts > 0)), float(good.mean()), float(np.sum(q * np.log(len(centers) * q))), counts / len(x)

# %% exercise="pack" right="slices side by side"
def pack(x, m):
    if len(x) % m != 0:
        raise ValueError("the batch does not divide into packs")
    parts = [x[i::m] for i in range(m)]
    return torch.cat(parts, dim=1) if isinstance(x, torch.Tensor) else np.concatenate(parts, axis=1)

# %% exercise="pack" right="reshape with both numbers"
def pack(x, m):
    n, d = x.shape
    packs, rest = divmod(n, m)
    if rest:
        raise ValueError(rest)
    return x.reshape((packs, m * d))

# %% exercise="pack" right="one pack after the other"
def pack(x, m):
    if len(x) / m != len(x) // m:
        raise ValueError("no whole number of packs")
    rows = [x[i : i + m].reshape(-1) for i in range(0, len(x), m)]
    return torch.stack(rows) if torch.is_tensor(x) else np.stack(rows)

# %% exercise="pack" wrong="one sample m times" says="A pack holds m different samples; the same one m times shows D nothing new."
def pack(x, m):
    if len(x) % m:
        raise ValueError("no packs")
    parts = [x[::m]] * m
    return torch.cat(parts, dim=1) if torch.is_tensor(x) else np.concatenate(parts, axis=1)

# %% exercise="pack" wrong="strided packs" says="Consecutive samples make a pack; here samples that lie far apart in the batch do."
def pack(x, m):
    if len(x) % m:
        raise ValueError("no packs")
    b = len(x) // m
    parts = [x[i * b : (i + 1) * b] for i in range(m)]
    return torch.cat(parts, dim=1) if torch.is_tensor(x) else np.concatenate(parts, axis=1)

# %% exercise="pack" wrong="coordinates first" says="Samples stay whole: first all numbers of one sample, then of the next."
def pack(x, m):
    if len(x) % m:
        raise ValueError("no packs")
    n, d = x.shape
    return x.reshape(n // m, m, d).swapaxes(1, 2).reshape(n // m, m * d)

# %% exercise="pack" wrong="the mean of a pack" says="A pack is not averaged: D has to see each of its samples."
def pack(x, m):
    if len(x) % m:
        raise ValueError("no packs")
    return x.reshape(len(x) // m, m, -1).mean(1)

# %% exercise="pack" wrong="the rest thrown away" says="If the samples do not divide into packs, raise ValueError instead of dropping some."
def pack(x, m):
    b = len(x) // m
    return x[: b * m].reshape(b, -1)

# %% exercise="pack" wrong="sizes exchanged" says="m is the number of samples in a pack, not the number of packs."
def pack(x, m):
    if len(x) % m:
        raise ValueError("no packs")
    return x.reshape(m, -1)

# %% exercise="memory-index" right="sums"
def memory_index(training, held_out, generated):
    a = sum(training) / len(training)
    b = sum(held_out) / len(held_out)
    c = sum(generated) / len(generated)
    return (a - b) / (a - c)

# %% exercise="memory-index" right="one minus a quotient"
def memory_index(training, held_out, generated):
    return 1 - (held_out.mean() - generated.mean()) / (training.mean() - generated.mean())

# %% exercise="memory-index" right="statistics"
def memory_index(training, held_out, generated):
    import statistics

    t, h, g = (statistics.fmean(v.tolist()) for v in (training, held_out, generated))
    return np.divide(h - t, g - t)

# %% exercise="memory-index" wrong="held out below the line" says="Below the line stands training minus generated."
def memory_index(training, held_out, generated):
    known, new, fake = np.mean(training), np.mean(held_out), np.mean(generated)
    return float((known - new) / (new - fake))

# %% exercise="memory-index" wrong="sign" says="The numerator is training minus held out: unseen images that are believed less make it positive."
def memory_index(training, held_out, generated):
    known, new, fake = np.mean(training), np.mean(held_out), np.mean(generated)
    return float((new - known) / (known - fake))

# %% exercise="memory-index" wrong="only the difference" says="The difference must be divided by the distance of fakes from training images."
def memory_index(training, held_out, generated):
    return float(np.mean(training) - np.mean(held_out))

# %% exercise="memory-index" wrong="held out and generated exchanged" says="Held-out and generated answers are exchanged."
def memory_index(training, held_out, generated):
    known, new, fake = np.mean(training), np.mean(held_out), np.mean(generated)
    return float((known - fake) / (known - new)) if known != new else np.inf

# %% exercise="memory-index" wrong="medians" says="The formula has expectations: take means, not medians."
def memory_index(training, held_out, generated):
    known, new, fake = np.median(training), np.median(held_out), np.median(generated)
    return float((known - new) / (known - fake))

# %% exercise="memory-index" wrong="the other end" says="That is the part that is still believed: 0 and 1 are exchanged."
def memory_index(training, held_out, generated):
    known, new, fake = np.mean(training), np.mean(held_out), np.mean(generated)
    return float((new - fake) / (known - fake))

# %% exercise="smoothed-d-star" right="both weights"
def smoothed_d_star(p, q, alpha, beta=0.0):
    a = alpha * p + beta * q
    b = (1 - alpha) * p + (1 - beta) * q
    return a / (a + b)

# %% exercise="smoothed-d-star" right="a mixture of labels"
def smoothed_d_star(p, q, alpha, beta=0.0):
    real = p / (p + q)
    return alpha * real + beta * (1 - real)

# %% exercise="smoothed-d-star" right="a list"
def smoothed_d_star(p, q, alpha, beta=0.0):
    return [(alpha * a + beta * b) / (a + b) for a, b in zip(p, q)]

# %% exercise="smoothed-d-star" wrong="weights instead of labels" says="That is the optimum for a real term with the weight α; a label α also has its part (1 − α) ln(1 − D)."
def smoothed_d_star(p, q, alpha, beta=0.0):
    return alpha * p / (alpha * p + (1 - beta) * q)

# %% exercise="smoothed-d-star" wrong="beta ignored" says="The label of the fakes is ignored."
def smoothed_d_star(p, q, alpha, beta=0.0):
    return alpha * p / (p + q)

# %% exercise="smoothed-d-star" wrong="sharp" says="That is D* with sharp labels: alpha is not used."
def smoothed_d_star(p, q, alpha, beta=0.0):
    return p / (p + q)

# %% exercise="smoothed-d-star" wrong="the probability of fake" says="That is the best answer to the question “is it fake?”."
def smoothed_d_star(p, q, alpha, beta=0.0):
    return ((1 - alpha) * p + (1 - beta) * q) / (p + q)

# %% exercise="smoothed-d-star" wrong="labels exchanged" says="The labels are exchanged: α belongs to the real samples, whose density is p."
def smoothed_d_star(p, q, alpha, beta=0.0):
    return (alpha * q + beta * p) / (p + q)

# %% exercise="parzen-ll" right="logsumexp"
def parzen_ll(test, samples, sigma):
    from scipy.special import logsumexp
    from scipy.spatial.distance import cdist

    n, d = samples.shape
    e = -cdist(test, samples, "sqeuclidean") / (2 * sigma**2)
    return logsumexp(e, axis=1).mean() - np.log(n) - d / 2 * np.log(2 * np.pi * sigma**2)

# %% exercise="parzen-ll" right="torch"
def parzen_ll(test, samples, sigma):
    import math

    t, x = torch.as_tensor(test), torch.as_tensor(samples)
    squares = ((t[:, None] - x[None]) ** 2).sum(-1)
    per_point = torch.logsumexp(-squares / (2 * sigma**2), dim=1) - math.log(len(x))
    return (per_point - t.shape[1] * math.log(sigma * math.sqrt(2 * math.pi))).mean()

# %% exercise="parzen-ll" right="a loop with logaddexp"
def parzen_ll(test, samples, sigma):
    d, total = test.shape[1], 0.0
    for t in test:
        inside = -np.inf
        for s in samples:
            inside = np.logaddexp(inside, -np.sum((t - s) ** 2) / (2 * sigma**2))
        total += inside - np.log(len(samples))
    return total / len(test) - d * np.log(sigma) - d * np.log(2 * np.pi) / 2

# %% exercise="parzen-ll" wrong="underflow" says="The exponentials underflow to 0 and the log is −∞: subtract the largest exponent first, or use logsumexp."
def parzen_ll(test, samples, sigma):
    squares = np.sum((test[:, None, :] - samples[None, :, :]) ** 2, axis=2)
    with np.errstate(divide="ignore"):
        inside = np.log(np.mean(np.exp(-squares / (2 * sigma**2)), axis=1))
    return float(inside.mean() - test.shape[1] * np.log(sigma * np.sqrt(2 * np.pi)))

# %% exercise="parzen-ll" wrong="sum over the samples" says="The windows are averaged: −ln n is missing."
def parzen_ll(test, samples, sigma):
    squares = np.sum((test[:, None, :] - samples[None, :, :]) ** 2, axis=2)
    inside = np.logaddexp.reduce(-squares / (2 * sigma**2), axis=1)
    return float(inside.mean() - test.shape[1] * np.log(sigma * np.sqrt(2 * np.pi)))

# %% exercise="parzen-ll" wrong="one dimension" says="Each dimension has a factor h√(2π), h being the width: the last term is multiplied by d."
def parzen_ll(test, samples, sigma):
    squares = np.sum((test[:, None, :] - samples[None, :, :]) ** 2, axis=2)
    inside = np.logaddexp.reduce(-squares / (2 * sigma**2), axis=1) - np.log(len(samples))
    return float(inside.mean() - np.log(sigma * np.sqrt(2 * np.pi)))

# %% exercise="parzen-ll" wrong="mean of the logs" says="The log stands outside the mean over the samples: a point needs only one window near it."
def parzen_ll(test, samples, sigma):
    squares = np.sum((test[:, None, :] - samples[None, :, :]) ** 2, axis=2)
    return float(np.mean(-squares / (2 * sigma**2)) - test.shape[1] * np.log(sigma * np.sqrt(2 * np.pi)))

# %% exercise="parzen-ll" wrong="two missing" says="The exponent of a Gaussian is −‖t − x‖²/(2σ²): the 2 is missing."
def parzen_ll(test, samples, sigma):
    squares = np.sum((test[:, None, :] - samples[None, :, :]) ** 2, axis=2)
    inside = np.logaddexp.reduce(-squares / sigma**2, axis=1) - np.log(len(samples))
    return float(inside.mean() - test.shape[1] * np.log(sigma * np.sqrt(2 * np.pi)))

# %% exercise="parzen-ll" wrong="windows on the test points" says="The windows stand on the samples, and the mean of the logs is over the test points: the roles are exchanged."
def parzen_ll(test, samples, sigma):
    squares = np.sum((samples[:, None, :] - test[None, :, :]) ** 2, axis=2)
    inside = np.logaddexp.reduce(-squares / (2 * sigma**2), axis=1) - np.log(len(test))
    return float(inside.mean() - test.shape[1] * np.log(sigma * np.sqrt(2 * np.pi)))

# %% exercise="birthday" right="a loop"
def twin_probability(n, N):
    if n > N:
        return 1
    none = 1.0
    for i in range(n):
        none *= (N - i) / N
    return 1 - none


def repertoire(n):
    import math

    return n * n / math.log(4)

# %% exercise="birthday" right="log-gamma"
def twin_probability(n, N):
    from scipy.special import gammaln

    if n > N:
        return 1.0
    return 1 - np.exp(gammaln(N + 1) - gammaln(N - n + 1) - n * np.log(N))


def repertoire(n):
    return (n / np.sqrt(2 * np.log(2))) ** 2

# %% exercise="birthday" right="exact integers"
def twin_probability(n, N):
    import math
    from fractions import Fraction

    return float(1 - Fraction(math.perm(N, n), N**n))


def repertoire(n):
    return 0.5 * n**2 / np.log(2)

# %% exercise="birthday" wrong="no twins" says="That is the probability that all are different; twins are the rest."
def twin_probability(n, N):
    return float(np.prod(np.clip(1 - np.arange(n) / N, 0, None)))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="your own birthday" says="That is the chance that somebody matches one given thing; twins are any two that match."
def twin_probability(n, N):
    return 1 - (1 - 1 / N) ** n if n <= N else 1.0


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="one factor too many" says="The product runs from i = 0 to n − 1: the first draw cannot be a twin."
def twin_probability(n, N):
    return float(1 - np.prod(np.clip(1 - np.arange(n + 1) / N, 0, None)))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="the approximation" says="That is the approximation by independent pairs; the exact product is asked for."
def twin_probability(n, N):
    return 1 - (1 - 1 / N) ** (n * (n - 1) / 2) if n <= N else 1.0


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="the exponential" says="That replaces 1 − i/N by exp(−i/N), which is an approximation: the exact product is asked for."
def twin_probability(n, N):
    return 1 - np.exp(-n * (n - 1) / (2 * N)) if n <= N else 1.0


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="negative factors" says="For n > N one draw must repeat: the probability is 1, but the factors of the product turn negative or the log nan."
def twin_probability(n, N):
    with np.errstate(all="ignore"):
        return float(1 - np.exp(np.sum(np.log(1 - np.arange(n) / N))))


def repertoire(n):
    return n**2 / (2 * np.log(2))

# %% exercise="birthday" wrong="square alone" says="The repertoire is n² divided by 2·ln 2."
def twin_probability(n, N):
    return float(1 - np.prod(np.clip(1 - np.arange(n) / N, 0, None)))


def repertoire(n):
    return float(n**2)

# %% exercise="vital-signs" right="slices line by line"
def vital_signs(run):
    k = len(run["d_real"]) // 4

    def late(name):
        return run[name][-k:]

    return {
        "trust": np.mean(late("d_real") - late("d_held_out")),
        "kick": np.mean(late("d_fake_after") - late("d_fake")),
        "below": np.mean(late("real_min") - late("fake_min")),
        "above": np.mean(late("fake_max") - late("real_max")),
        "variety": late("fake_spread").sum() / late("real_spread").sum(),
    }

# %% exercise="vital-signs" right="dict of differences"
def vital_signs(run):
    n = len(run["d_real"])
    start = n - n // 4

    def m(name):
        return sum(run[name][start:]) / (n - start)

    out = dict(variety=m("fake_spread") / m("real_spread"))
    pairs = [("trust", "d_real", "d_held_out"), ("kick", "d_fake_after", "d_fake")]
    pairs += [("below", "real_min", "fake_min"), ("above", "fake_max", "real_max")]
    for name, a, b in pairs:
        out[name] = m(a) - m(b)
    return out

# %% exercise="vital-signs" right="a stacked array"
def vital_signs(run):
    names = sorted(run)
    table = np.array([run[name] for name in names])
    size = table.shape[1] // 4
    means = dict(zip(names, table[:, table.shape[1] - size :].mean(axis=1)))
    print(size, "entries")
    return {
        "trust": means["d_real"] - means["d_held_out"],
        "kick": -(means["d_fake"] - means["d_fake_after"]),
        "below": means["real_min"] - means["fake_min"],
        "above": means["fake_max"] - means["real_max"],
        "variety": means["fake_spread"] / means["real_spread"],
    }

# %% exercise="vital-signs" wrong="the whole run" says="Only the last quarter of the run counts: at the start every run looks alike."
def vital_signs(run):
    mean = {name: float(np.mean(values)) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="minus first, then the quarter" says="`-n // 4` is (−n) // 4, which rounds away from 0: one entry too many. Write `-(n // 4)`."
def vital_signs(run):
    mean = {name: float(np.mean(values[-len(values) // 4 :])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="the first quarter" says="That is the first quarter: `values[-late:]` is the last one."
def vital_signs(run):
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[:late])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="the last entry" says="A single entry is noise: take the mean over the last quarter."
def vital_signs(run):
    mean = {name: float(values[-1]) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="mean of quotients" says="Variety is the quotient of the means, not the mean of the quotients."
def vital_signs(run):
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[-late:])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": float(np.mean(run["fake_spread"][-late:] / run["real_spread"][-late:])),
    }

# %% exercise="vital-signs" wrong="inside for outside" says="`below` and `above` are positive where the fakes leave the range of the data."
def vital_signs(run):
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[-late:])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["fake_min"] - mean["real_min"],
        "above": mean["real_max"] - mean["fake_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="held out minus training" says="Trust is training minus held out: it is positive where D believes what it has seen more than what it has not."
def vital_signs(run):
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[-late:])) for name, values in run.items()}
    return {
        "trust": mean["d_held_out"] - mean["d_real"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="before minus after" says="The kick is after minus before: it is positive where G's step has made its fakes more credible."
def vital_signs(run):
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[-late:])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake"] - mean["d_fake_after"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["fake_spread"] / mean["real_spread"],
    }

# %% exercise="vital-signs" wrong="variety upside down" says="Variety has the fakes above the line and the data below: it is small where G has little to offer."
def vital_signs(run):
    late = len(run["d_real"]) // 4
    mean = {name: float(np.mean(values[-late:])) for name, values in run.items()}
    return {
        "trust": mean["d_real"] - mean["d_held_out"],
        "kick": mean["d_fake_after"] - mean["d_fake"],
        "below": mean["real_min"] - mean["fake_min"],
        "above": mean["fake_max"] - mean["real_max"],
        "variety": mean["real_spread"] / mean["fake_spread"],
    }

# %% exercise="diagnosis" right="two lists"
def diagnosis():
    kinds = ["k too large", "no tanh", "D memorises", "labels swapped", "healthy"]
    kinds += ["sigmoid twice", "initialisation", "D too strong", "collapse", "data range"]
    return dict(zip("ABCDEFGHIJ", kinds))

# %% exercise="diagnosis" right="the other way round"
def diagnosis():
    found = {"collapse": "I", "data range": "J", "no tanh": "B", "labels swapped": "D", "initialisation": "G"}
    found |= {"D memorises": "C", "sigmoid twice": "F", "healthy": "E", "D too strong": "H", "k too large": "A"}
    return {letter: name for name, letter in found.items()}

# %% exercise="diagnosis" right="by keyword"
def diagnosis():
    result = dict(A="k too large", B="no tanh", C="D memorises", D="labels swapped", E="healthy", F="sigmoid twice")
    result.update(G="initialisation", H="D too strong", I="collapse", J="data range", P="G's step detached")
    return result

# %% exercise="diagnosis" wrong="two winners exchanged" says="Two of your runs are won by D in different ways. How often has each D gone through its training set?"
def diagnosis():
    kinds = ["D too strong", "no tanh", "D memorises", "labels swapped", "healthy"]
    kinds += ["sigmoid twice", "initialisation", "k too large", "collapse", "data range"]
    return dict(zip("ABCDEFGHIJ", kinds))

# %% exercise="diagnosis" wrong="tanh and range exchanged" says="A G without tanh leaves the range of the data; data out of range cannot be reached by a G with tanh. Whose pixels go too far?"
def diagnosis():
    kinds = ["k too large", "data range", "D memorises", "labels swapped", "healthy"]
    kinds += ["sigmoid twice", "initialisation", "D too strong", "collapse", "no tanh"]
    return dict(zip("ABCDEFGHIJ", kinds))

# %% exercise="diagnosis" wrong="memory taken for health" says="A run may look healthy on its training images. Compare what D says to them with what it says to held-out ones."
def diagnosis():
    kinds = ["k too large", "no tanh", "healthy", "labels swapped", "healthy"]
    kinds += ["sigmoid twice", "initialisation", "D too strong", "collapse", "data range"]
    return dict(zip("ABCDEFGHIJ", kinds))

# %% exercise="diagnosis" wrong="twice taken for health" says="Losses near 2 ln 2 are not health. Which values of D occur in that run, and why never a small one?"
def diagnosis():
    kinds = ["k too large", "no tanh", "D memorises", "labels swapped", "healthy"]
    kinds += ["healthy", "initialisation", "D too strong", "collapse", "data range"]
    return dict(zip("ABCDEFGHIJ", kinds))

# %% exercise="diagnosis" wrong="everything a strong D" says="“D too strong” is a symptom of many faults: ask in each run why D wins."
def diagnosis():
    return dict.fromkeys("ABCDEFGHIJ", "D too strong")

# %% exercise="diagnosis" wrong="swapped labels taken for collapse" says="Where D calls real images fake and fakes real, the same picture all over is a consequence, not the cause."
def diagnosis():
    kinds = ["k too large", "no tanh", "D memorises", "collapse", "healthy"]
    kinds += ["sigmoid twice", "initialisation", "D too strong", "collapse", "data range"]
    return dict(zip("ABCDEFGHIJ", kinds))

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="smoothed-d-star" property="it lies between the labels of fakes and of real samples, beta and alpha"
@inputs(followed(columns(positive, positive), choice(1.0, 0.9), choice(0.0, 0.1)))
def smoothed_d_star(value, p, q, alpha, beta):
    return np.all((np.asarray(value) >= beta - 1e-9) & (np.asarray(value) <= alpha + 1e-9))

# %% exercise="parzen-ll" property="no density of width sigma is higher than its peak: the value is at most −d·ln(h√(2π)), h being the width"
@inputs(each(matrix(number, 2), matrix(number, 2), choice(1.0, 0.5, 2.0)))
def parzen_ll(value, test, samples, sigma):
    return value <= -2 * np.log(sigma * np.sqrt(2 * np.pi)) + 1e-9

# %% exercise="birthday" property="one draw has no twin, more draws than things always have, and a probability lies between 0 and 1"
@inputs(each(whole(1, 6), whole(1, 8)))
def twin_probability(value, n, N):
    return 0 <= value <= 1 and (n > 1 or value == 0) and (n <= N or value == 1)

# %% exercise="birthday" property="2 ln 2 times this number of things is n²"
@inputs(each(whole(1, 40)))
def repertoire(value, n):
    return np.isclose(2 * np.log(2) * value, n**2)
