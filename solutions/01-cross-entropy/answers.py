# %% [markdown]
# The bank of 01-cross-entropy: every cell is an answer as a student would type it.

# %% exercise="model-kind" right="a chain of ifs"
def model_kind(model):
    if model in ("logistic regression", "GAN discriminator"):
        return "discriminative"
    if model == "GAN generator":
        return "implicit"
    return "explicit"

# %% exercise="model-kind" right="match"
def model_kind(model):
    match model:
        case "naive Bayes" | "Gaussian mixture":
            return "explicit"
        case "GAN generator":
            return "implicit"
        case _:
            return "discriminative"

# %% exercise="model-kind" right="prints what it looks up"
def model_kind(model):
    order = ["logistic regression", "GAN discriminator", "naive Bayes", "Gaussian mixture", "GAN generator"]
    kind = ["discriminative", "discriminative", "explicit", "explicit", "implicit"][order.index(model)]
    print(model, "→", kind)
    return kind

# %% exercise="model-kind" wrong="generator has a density" says="The generator of a GAN is implicit: it gives samples G(z), but no density p(x) that you could evaluate, and no joint p(x, y)."
def model_kind(model):
    return {"logistic regression": "discriminative", "GAN discriminator": "discriminative"}.get(model, "explicit")

# %% exercise="model-kind" wrong="everything in a GAN is generative" says="The discriminator is a classifier: it answers a question about a given x and says nothing about how x is distributed."
def model_kind(model):
    if model.startswith("GAN"):
        return "implicit"
    return "discriminative" if model == "logistic regression" else "explicit"

# %% exercise="model-kind" wrong="classifiers are discriminative" says="What a model is used for does not decide: naive Bayes classifies, but it does so with a model of p(x, y)."
def model_kind(model):
    if model in ("logistic regression", "GAN discriminator", "naive Bayes"):
        return "discriminative"
    return "implicit" if model == "GAN generator" else "explicit"

# %% exercise="model-kind" wrong="what can be sampled is implicit" says="That one can draw samples does not make a model implicit: a Gaussian mixture also has a density that can be evaluated."
def model_kind(model):
    if model in ("GAN generator", "Gaussian mixture"):
        return "implicit"
    return "explicit" if model == "naive Bayes" else "discriminative"

# %% exercise="expected-value" right="a loop"
def expected_value(values, probs):
    total, mean = 0.0, 0.0
    for x, p in zip(values, probs):
        if p < 0:
            raise ValueError("negative probability")
        total += p
        mean += p * x
    if abs(total - 1) > 1e-9:
        raise ValueError("not a distribution")
    return mean

# %% exercise="expected-value" right="np.average with weights, after a check"
def expected_value(values, probs):
    if min(probs) < 0 or not np.isclose(sum(probs), 1, rtol=0, atol=1e-9):
        raise ValueError(f"{probs} is not a distribution")
    return np.average(values, weights=probs)

# %% exercise="expected-value" right="math.fsum and a warning"
def expected_value(values, probs):
    import math
    import warnings

    warnings.warn("about to compute an expectation")
    if any(p < 0 for p in probs) or not math.isclose(math.fsum(probs), 1, rel_tol=1e-9):
        raise ValueError("not a distribution")
    return math.fsum(x * p for x, p in zip(values, probs))

# %% exercise="expected-value" wrong="plain mean" says="That is the plain average of the values: weigh each value with its probability."
def expected_value(values, probs):
    if np.any(probs < 0) or abs(np.sum(probs) - 1) > 1e-9:
        raise ValueError("not a distribution")
    return np.mean(values)

# %% exercise="expected-value" wrong="most likely value" says="That is the most likely value (the mode). The expectation is a weighted mean; it need not be a value that occurs."
def expected_value(values, probs):
    if np.any(probs < 0) or abs(np.sum(probs) - 1) > 1e-9:
        raise ValueError("not a distribution")
    return float(values[np.argmax(probs)])

# %% exercise="expected-value" wrong="no check" says="Probabilities that do not sum to 1, or are negative, should be refused with a ValueError."
def expected_value(values, probs):
    return float(np.sum(values * probs))

# %% exercise="expected-value" wrong="normalises silently" says="You divide by the sum of the probabilities, which hides the caller's mistake: raise a ValueError instead."
def expected_value(values, probs):
    return float(np.sum(values * probs) / np.sum(probs))

# %% exercise="expected-value" wrong="exact comparison" says="Floating-point sums are rarely exactly 1: 0.7 + 0.2 + 0.1 is 0.9999999999999999. Allow for rounding."
def expected_value(values, probs):
    if sum(probs) != 1 or min(probs) < 0:
        raise ValueError("not a distribution")
    return float(np.sum(values * probs))

# %% exercise="expected-value" wrong="allows negative probabilities" says="The sum is checked, but a negative probability is accepted as long as the others make up for it."
def expected_value(values, probs):
    if abs(np.sum(probs) - 1) > 1e-9:
        raise ValueError("not a distribution")
    return float(np.sum(values * probs))

# %% exercise="expected-value" wrong="np.isclose as it comes" says="np.isclose allows 1e-5, which is more than rounding: ask for 1e-9."
def expected_value(values, probs):
    values, probs = np.asarray(values, dtype=float), np.asarray(probs, dtype=float)
    if np.any(probs < 0) or not np.isclose(probs.sum(), 1):
        raise ValueError("no distribution")
    return float(values @ probs)

# %% exercise="mc-mean" right="a loop over single samples"
def mc_mean(f, sampler, n, rng):
    values = [float(f(sampler(1, rng))[0]) for _ in range(n)]
    mean = sum(values) / n
    variance = sum((v - mean) ** 2 for v in values) / (n - 1)
    return mean, (variance / n) ** 0.5

# %% exercise="mc-mean" right="np.var and a list returned"
def mc_mean(f, sampler, n, rng):
    v = np.asarray(f(sampler(n, rng)), dtype=float)
    return [v.mean(), np.sqrt(np.var(v, ddof=1) / v.size)]

# %% exercise="mc-mean" right="scipy's sem"
def mc_mean(f, sampler, n, rng):
    from scipy.stats import sem

    values = f(sampler(n, rng))
    return np.mean(values), sem(values)

# %% exercise="mc-mean" right="torch"
def mc_mean(f, sampler, n, rng):
    import torch

    values = torch.as_tensor(f(sampler(n, rng)), dtype=torch.float64)
    return values.mean(), values.std() / n**0.5

# %% exercise="mc-mean" wrong="divides by n" says="You divide by n inside s²: the spread is measured around the estimated mean, so the divisor is n − 1 (`ddof=1`)."
def mc_mean(f, sampler, n, rng):
    values = f(sampler(n, rng))
    return np.mean(values), np.std(values) / np.sqrt(n)

# %% exercise="mc-mean" wrong="forgets root n" says="That is the standard deviation of a single value: divide by √n to get the standard error of the mean."
def mc_mean(f, sampler, n, rng):
    values = f(sampler(n, rng))
    return np.mean(values), np.std(values, ddof=1)

# %% exercise="mc-mean" wrong="variance of the mean" says="That is s²/n, the squared standard error: take the square root."
def mc_mean(f, sampler, n, rng):
    values = f(sampler(n, rng))
    return np.mean(values), np.var(values, ddof=1) / n

# %% exercise="mc-mean" wrong="f of the mean" says="You apply f to the mean of the samples. E[f(X)] is the mean of f(x), which is something else unless f is linear."
def mc_mean(f, sampler, n, rng):
    samples = sampler(n, rng)
    return f(np.mean(samples)), np.std(f(samples), ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="mean of the samples" says="f is not applied at all: that is the mean of the samples themselves."
def mc_mean(f, sampler, n, rng):
    samples = sampler(n, rng)
    return np.mean(samples), np.std(samples, ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="error of the samples" says="The standard error is computed from the samples instead of from f(samples)."
def mc_mean(f, sampler, n, rng):
    samples = sampler(n, rng)
    return np.mean(f(samples)), np.std(samples, ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="divides by n instead of root n" says="The standard error is s/√n, not s/n: four times the samples halve the error."
def mc_mean(f, sampler, n, rng):
    values = f(sampler(n, rng))
    return np.mean(values), np.std(values, ddof=1) / n

# %% exercise="mc-mean" wrong="samples drawn twice" says="You draw samples twice: mean and standard error belong to the same ones, so call the sampler once."
def mc_mean(f, sampler, n, rng):
    return np.mean(f(sampler(n, rng))), np.std(f(sampler(n, rng)), ddof=1) / np.sqrt(n)

# %% exercise="gauss-expectation" right="trapezium rule"
def gauss_expectation(f, mu, sigma):
    u = np.linspace(-9, 9, 4001)
    phi = np.exp(-u * u / 2) / np.sqrt(2 * np.pi)
    return np.trapezoid(f(mu + sigma * u) * phi, u)

# %% exercise="gauss-expectation" right="Gauss-Hermite nodes"
def gauss_expectation(f, mu, sigma):
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    return float(np.sum(weights * f(mu + sigma * nodes)) / np.sqrt(2 * np.pi))

# %% exercise="gauss-expectation" right="scipy quad in standard units"
def gauss_expectation(f, mu, sigma):
    from scipy.integrate import quad
    from scipy.stats import norm

    return quad(lambda u: float(f(mu + sigma * u)) * norm.pdf(u), -10, 10, epsabs=1e-12, epsrel=1e-10, limit=200)[0]

# %% exercise="gauss-expectation" right="weights normalised to one"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 8 * sigma, mu + 8 * sigma, 3001)
    weights = np.exp(-((x - mu) ** 2) / (2 * sigma**2))
    return float(np.sum(f(x) * weights) / np.sum(weights))

# %% exercise="gauss-expectation" wrong="uniform weights" says="That is the plain mean of f over the grid: every point must be weighted with p(x)·Δx."
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 2001)
    return float(np.mean(f(x)))

# %% exercise="gauss-expectation" wrong="no dx" says="Δx is missing: a density has to be multiplied by a length before it is a probability."
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 2001)
    density = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return float(np.sum(f(x) * density))

# %% exercise="gauss-expectation" wrong="fixed grid around zero" says="Your grid stays around 0: let it follow the mean and the standard deviation, or it misses the bell curve."
def gauss_expectation(f, mu, sigma):
    x = np.linspace(-20, 20, 4001)
    density = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return float(np.sum(f(x) * density) * (x[1] - x[0]))

# %% exercise="gauss-expectation" wrong="sigma is taken for the variance" says="You use tau as if it were the variance: in the exponent stands 2τ², and tau is the standard deviation."
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * np.sqrt(sigma), mu + 10 * np.sqrt(sigma), 4001)
    density = np.exp(-((x - mu) ** 2) / (2 * sigma)) / np.sqrt(2 * np.pi * sigma)
    return float(np.sum(f(x) * density) * (x[1] - x[0]))

# %% exercise="gauss-expectation" wrong="density without sigma in front" says="The factor 1/τ of the density is missing: E[1] comes out as τ instead of 1."
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 2001)
    density = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi)
    return float(np.sum(f(x) * density) * (x[1] - x[0]))

# %% exercise="gauss-expectation" wrong="Monte Carlo" says="Samples give two or three digits; the exercise asks for six. Use a sum over a grid."
def gauss_expectation(f, mu, sigma):
    return float(np.mean(f(np.random.default_rng(0).normal(mu, sigma, size=100_000))))

# %% exercise="bce" right="xlogy"
def bce(y, p):
    from scipy.special import xlog1py, xlogy

    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    return -(xlogy(y, p) + xlog1py(1 - y, -p))

# %% exercise="bce" right="a loop with math.log"
def bce(y, p):
    import math

    def one(label, prob):
        said = prob if label == 1 else 1 - prob
        return math.inf if said == 0 else -math.log(said)

    if np.ndim(y) == 0:
        return one(y, p)
    return [one(a, b) for a, b in zip(y, p)]

# %% exercise="bce" right="warns of a division by zero"
def bce(y, p):
    return -np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))

# %% exercise="bce" right="torch"
def bce(y, p):
    import torch

    y, p = torch.as_tensor(y, dtype=torch.float64), torch.as_tensor(p, dtype=torch.float64)
    return -torch.where(y == 1, p, 1 - p).log()

# %% exercise="bce" wrong="no minus sign" says="The minus sign is missing: a loss is −ln of the probability given to the truth, so it is never negative."
def bce(y, p):
    with np.errstate(divide="ignore"):
        return np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))

# %% exercise="bce" wrong="arguments swapped" says="The arguments are swapped: y, the truth, comes first; the logarithm is taken of p, never of y."
def bce(p, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="base ten" says="That is the logarithm to base 10: the course uses natural logarithms, `np.log`."
def bce(y, p):
    with np.errstate(divide="ignore"):
        return -np.log10(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))

# %% exercise="bce" wrong="base two" says="That is the loss in bits: the course counts in nats, so use the natural logarithm, `np.log`."
def bce(y, p):
    with np.errstate(divide="ignore"):
        return -np.log2(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))

# %% exercise="bce" wrong="clipped" says="You clip p away from 0 and 1: a certain and wrong guess must cost infinity, not about 16, and a certain and right one exactly 0."
def bce(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="clipped to 1e-12" says="You clip p away from 0 and 1: a certain and wrong guess must cost infinity, not about 28, and a certain and right one exactly 0."
def bce(y, p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="clipped to 1e-15" says="You clip p away from 0 and 1: a certain and wrong guess must cost infinity, not about 35, and a certain and right one exactly 0."
def bce(y, p):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="nan at the ends" says="At p = 0 and p = 1 your formula computes 0·ln 0 = nan: choose the term first and take its logarithm afterwards."
def bce(y, p):
    with np.errstate(all="ignore"):
        y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="mean instead of one for each entry" says="You average over the entries: one loss for each entry was asked for."
def bce(y, p):
    with np.errstate(divide="ignore"):
        return float(np.mean(-np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))))

# %% exercise="bce" wrong="absolute difference" says="That is the absolute difference |y − p|. The log loss is minus the logarithm of the probability given to the truth."
def bce(y, p):
    return np.abs(np.asarray(y) - np.asarray(p))

# %% exercise="bce" wrong="only the term for real" says="The term for y = 0 is missing: −(1 − y) ln(1 − p). A forgery that is believed must cost something too."
def bce(y, p):
    with np.errstate(divide="ignore"):
        return np.where(np.asarray(y) == 1, -np.log(np.asarray(p, dtype=float)), 0.0)

# %% exercise="log-likelihood" right="a loop"
def log_likelihood(y, p):
    import math

    total = 0.0
    for label, prob in zip(y, p):
        total += math.log(prob if label == 1 else 1 - prob)
    return total

# %% exercise="log-likelihood" right="dot products"
def log_likelihood(y, p):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    return y @ np.log(p) + (1 - y) @ np.log1p(-p)

# %% exercise="log-likelihood" right="scipy's Bernoulli"
def log_likelihood(y, p):
    from scipy.stats import bernoulli

    return bernoulli.logpmf(np.asarray(y).astype(int), p).sum()

# %% exercise="bce" equivalent="dropped term: -np.log(probability_of_truth) + 0.0 → (-np.log(probability_of_truth))" because="−0.0 equals 0.0; the sum only keeps a minus sign from being printed"

# %% exercise="bce" equivalent="operation: -np.log(probability_of_truth) + 0.0 → -np.log(probability_of_truth) - 0.0" because="−0.0 equals 0.0; the sum only keeps a minus sign from being printed"

# %% exercise="log-likelihood" wrong="logarithm of the product" says="You form the product first. It underflows to 0 for many examples; add the logarithms instead."
def log_likelihood(y, p):
    with np.errstate(divide="ignore"):
        return float(np.log(np.prod(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))))

# %% exercise="log-likelihood" wrong="negative log-likelihood" says="The sign is flipped: that is the negative log-likelihood, a loss. A log-likelihood of labels is at most 0."
def log_likelihood(y, p):
    return float(np.sum(bce(y, p)))

# %% exercise="log-likelihood" wrong="mean" says="You average: the log-likelihood is the sum over all examples."
def log_likelihood(y, p):
    return -float(np.mean(bce(y, p)))

# %% exercise="log-likelihood" wrong="the likelihood itself" says="That is the likelihood, not its logarithm, and for many examples it underflows to 0."
def log_likelihood(y, p):
    return float(np.prod(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))

# %% exercise="log-likelihood" wrong="only the ones" says="Only the examples with label 1 are counted: those with label 0 contribute ln(1 − p)."
def log_likelihood(y, p):
    return float(np.sum(np.asarray(y) * np.log(p)))

# %% exercise="swap-labels" right="lists"
def swap_labels(y, p):
    return [1 - label for label in y], [1 - prob for prob in p]

# %% exercise="swap-labels" right="np.where and np.subtract"
def swap_labels(y, p):
    return np.where(y == 1, 0, 1), np.subtract(1, p)

# %% exercise="swap-labels" right="truth values and float32"
def swap_labels(y, p):
    return np.logical_not(y).astype(np.float32), 1.0 - p

# %% exercise="swap-labels" wrong="only the labels" says="Only y changes: p is the probability of label 1, and label 1 now means the other thing."
def swap_labels(y, p):
    return 1 - y, p

# %% exercise="swap-labels" wrong="only the probabilities" says="Only p changes: the labels have to trade places too."
def swap_labels(y, p):
    return y, 1 - p

# %% exercise="swap-labels" wrong="swaps the arrays" says="You return p and y in the other order. What trades places are the labels 0 and 1."
def swap_labels(y, p):
    return p, y

# %% exercise="swap-labels" wrong="minus signs" says="You negate: the labels are 0 and 1, so the other label of y is 1 − y."
def swap_labels(y, p):
    return -y, -p

# %% exercise="swap-labels" wrong="in place" says="The arguments are changed in place: whoever calls the function goes on using them."
def swap_labels(y, p):
    y[:] = 1 - y
    p[:] = 1 - p
    return y, p

# %% exercise="sigmoid" right="masks"
def sigmoid(s):
    s = np.asarray(s)
    s = s if s.dtype.kind == "f" else s.astype(float)
    out = np.empty_like(s)
    positive = s >= 0
    out[positive] = 1 / (1 + np.exp(-s[positive]))
    e = np.exp(s[~positive])
    out[~positive] = e / (1 + e)
    return out

# %% exercise="sigmoid" right="scipy's expit"
def sigmoid(s):
    from scipy.special import expit

    return expit(s)

# %% exercise="sigmoid" right="exp of a stable logarithm"
def sigmoid(s):
    s = np.asarray(s)
    return np.exp(-np.logaddexp(np.zeros((), dtype=s.dtype), -s))

# %% exercise="sigmoid" right="torch"
def sigmoid(s):
    import torch

    t = torch.as_tensor(s)
    return torch.sigmoid(t if t.dtype == torch.float32 and np.ndim(s) else t.double())

# %% exercise="sigmoid" wrong="e to the s over one plus e to the s" says="e^s/(1 + e^s) becomes ∞/∞ = nan for large s: use e^(−|s|), which never overflows."
def sigmoid(s):
    return np.exp(s) / (1 + np.exp(s))

# %% exercise="sigmoid" wrong="the one-line formula" says="The values are right, but e^(−s) overflows for very negative s and NumPy warns: use e^(−|s|)."
def sigmoid(s):
    return 1 / (1 + np.exp(-np.asarray(s)))

# %% exercise="sigmoid" wrong="clipped logits" says="Clipping the logit makes tiny probabilities far too large: σ(−40) is 4.2e-18, not 9.4e-14."
def sigmoid(s):
    return 1 / (1 + np.exp(-np.clip(s, -30, 30)))

# %% exercise="sigmoid" wrong="clipped far out" says="That is σ(−500) and σ(500): a clipped logit gives another number."
def sigmoid(s):
    return 1 / (1 + np.exp(-np.clip(s, -500, 500)))

# %% exercise="sigmoid" wrong="tanh" says="Next to 1 a tiny number is lost, as in 1 + tanh(s/2) or 1 − 1/(1 + e^s)."
def sigmoid(s):
    return 0.5 * (1 + np.tanh(np.asarray(s) / 2))

# %% exercise="sigmoid" wrong="both branches of where" says="Both branches are computed everywhere, as np.where does: the one that is not chosen overflows and warns."
def sigmoid(s):
    s = np.asarray(s)
    return np.where(s >= 0, 1 / (1 + np.exp(-s)), np.exp(s) / (1 + np.exp(s)))

# %% exercise="sigmoid" wrong="sign flipped" says="That is σ(−s) = 1 − σ(s): the sign of the logit is flipped."
def sigmoid(s):
    e = np.exp(-np.abs(s))
    return np.where(np.asarray(s) >= 0, e, 1) / (1 + e)

# %% exercise="sigmoid" wrong="always double precision" says="float32 goes in and float64 comes out: keep the dtype of the input."
def sigmoid(s):
    s = np.asarray(s, dtype=np.float64)
    e = np.exp(-np.abs(s))
    return np.where(s >= 0, 1, e) / (1 + e)

# %% exercise="sigmoid" equivalent="comparison: >= 0 → > 0" because="at s = 0 both forms are 1/2"

# %% exercise="bce-with-logits" right="logaddexp"
def bce_with_logits(s, y, reduction="mean"):
    losses = np.logaddexp(0, s) - np.asarray(s) * y
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    if reduction == "mean":
        return losses.mean()
    raise ValueError(reduction)

# %% exercise="bce-with-logits" right="torch"
def bce_with_logits(s, y, reduction="mean"):
    import torch

    s, y = torch.as_tensor(s, dtype=torch.float64), torch.as_tensor(y, dtype=torch.float64)
    return torch.nn.functional.binary_cross_entropy_with_logits(s, y, reduction=reduction)

# %% exercise="bce-with-logits" right="a loop, and a list returned"
def bce_with_logits(s, y, reduction="mean"):
    import math

    losses = [max(a, 0.0) - a * b + math.log1p(math.exp(-abs(a))) for a, b in zip(s, y)]
    reductions = {"none": lambda: losses, "sum": lambda: sum(losses), "mean": lambda: sum(losses) / len(losses)}
    if reduction not in reductions:
        raise ValueError(f"unknown reduction {reduction}")
    return reductions[reduction]()

# %% exercise="bce-with-logits" wrong="through the probability" says="Before the logarithm is taken, σ(s) rounds to 0 or 1, or e^s overflows, and the loss becomes inf or nan. Work with the logit, in the stable form."
def bce_with_logits(s, y, reduction="mean"):
    with np.errstate(all="ignore"):
        p = sigmoid(s)
        losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="clamped at 100" says="The logarithm is clamped at −100, as torch's BCELoss does: being wrong by a logit of 10,000 must cost 10,000 nats, not 100."
def bce_with_logits(s, y, reduction="mean"):
    with np.errstate(all="ignore"):
        p = sigmoid(s)
        losses = -(y * np.maximum(np.log(p), -100) + (1 - y) * np.maximum(np.log(1 - p), -100))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="softplus without the max" says="ln(1 + e^s) overflows for large s: use max(s, 0) + ln(1 + e^(−|s|))."
def bce_with_logits(s, y, reduction="mean"):
    losses = np.log1p(np.exp(s)) - s * y
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="labels swapped" says="The labels are swapped: y = 1 must be cheap for large positive logits."
def bce_with_logits(s, y, reduction="mean"):
    losses = np.maximum(s, 0) - s * (1 - y) + np.log1p(np.exp(-np.abs(s)))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="sign of s times y" says="The sign of s·y is turned round: it is subtracted."
def bce_with_logits(s, y, reduction="mean"):
    losses = np.maximum(s, 0) + s * y + np.log1p(np.exp(-np.abs(s)))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="sum by default" says="The default reduction must be the mean; yours is the sum over the batch."
def bce_with_logits(s, y, reduction="sum"):
    losses = np.maximum(s, 0) - s * y + np.log1p(np.exp(-np.abs(s)))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="sum for the mean" says="This is the sum over the batch; the mean is asked for."
def bce_with_logits(s, y, reduction="mean"):
    losses = np.maximum(s, 0) - s * y + np.log1p(np.exp(-np.abs(s)))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else losses.sum()

# %% exercise="bce-with-logits" wrong="takes probabilities" says="Your function takes s for a probability, but a logit comes in."
def bce_with_logits(s, y, reduction="mean"):
    with np.errstate(all="ignore"):
        losses = -(y * np.log(s) + (1 - y) * np.log(1 - s))
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="accepts any reduction" says="An unknown reduction should be refused with a ValueError, not treated as one of the known ones."
def bce_with_logits(s, y, reduction="mean"):
    losses = np.maximum(s, 0) - s * y + np.log1p(np.exp(-np.abs(s)))
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()

# %% exercise="bce-logit-grad" right="written out"
def bce_logit_grad(s, y):
    e = np.exp(-np.abs(s))
    return np.where(np.asarray(s) >= 0, 1 / (1 + e), e / (1 + e)) - y

# %% exercise="bce-logit-grad" right="two cases"
def bce_logit_grad(s, y):
    return np.where(np.asarray(y) == 1, -sigmoid(-np.asarray(s)), sigmoid(s))

# %% exercise="bce-logit-grad" right="torch autograd"
def bce_logit_grad(s, y):
    import torch

    t = torch.tensor(s, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(t, torch.as_tensor(y, dtype=torch.float64), reduction="sum")
    loss.backward()
    return t.grad

# %% exercise="bce-logit-grad" wrong="sign flipped" says="The sign is flipped: for y = 1 the loss falls when s grows, so its slope is negative."
def bce_logit_grad(s, y):
    return y - sigmoid(s)

# %% exercise="bce-logit-grad" wrong="extra factor of the sigmoid's slope" says="There is an extra factor σ′(s) = σ(1 − σ): that is the gradient of the squared error. In the log loss it cancels."
def bce_logit_grad(s, y):
    p = sigmoid(s)
    return (p - y) * p * (1 - p)

# %% exercise="bce-logit-grad" wrong="with respect to p" says="That is the derivative with respect to p. With respect to the logit it has to be multiplied by σ′(s)."
def bce_logit_grad(s, y):
    with np.errstate(all="ignore"):
        p = sigmoid(s)
        return -y / p + (1 - y) / (1 - p)

# %% exercise="bce-logit-grad" wrong="takes s for a probability" says="You subtract y from the logit itself: apply σ first."
def bce_logit_grad(s, y):
    return s - y

# %% exercise="bce-logit-grad" wrong="divided by the batch size" says="You divide by the number of entries: that is the gradient of the mean. The gradient of each entry's own loss was asked for."
def bce_logit_grad(s, y):
    return (sigmoid(s) - y) / np.size(s)

# %% exercise="entropies" right="scipy"
def cross_entropy(q, p):
    from scipy.special import entr, rel_entr

    return float(entr(q).sum() + rel_entr(q, p).sum())


def entropy(q):
    from scipy.special import entr

    return float(entr(q).sum())


def kl(q, p):
    from scipy.special import rel_entr

    return float(rel_entr(q, p).sum())

# %% exercise="entropies" right="loops"
def cross_entropy(q, p):
    total = 0.0
    for a, b in zip(q, p):
        if a > 0:
            total += float("inf") if b == 0 else -a * float(np.log(b))
    return total


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - cross_entropy(q, q)

# %% exercise="entropies" right="where, with warnings"
def cross_entropy(q, p):
    return np.sum(np.where(q > 0, -q * np.log(p), 0.0))


def entropy(q):
    return np.sum(np.where(q > 0, -q * np.log(q), 0.0))


def kl(q, p):
    return np.sum(np.where(q > 0, q * np.log(q / p), 0.0))

# %% exercise="entropies" right="torch xlogy"
def cross_entropy(q, p):
    import torch

    return -torch.xlogy(torch.as_tensor(q), torch.as_tensor(p)).sum()


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="KL the other way round" says="That is KL(p ‖ q): in KL(q ‖ p) the mean is taken under q, the distribution that stands first."
def cross_entropy(q, p):
    happens = q > 0
    with np.errstate(divide="ignore"):
        return -float(np.sum(q[happens] * np.log(p[happens])))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(p, q) - entropy(p)

# %% exercise="entropies" wrong="bits" says="That is in bits: the course counts in nats, so use the natural logarithm, `np.log`."
def cross_entropy(q, p):
    happens = q > 0
    with np.errstate(divide="ignore"):
        return -float(np.sum(q[happens] * np.log2(p[happens])))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="nan for zeros" says="Outcomes of probability 0 give 0·ln 0 = nan: leave out the terms with q = 0."
def cross_entropy(q, p):
    with np.errstate(all="ignore"):
        return -float(np.sum(q * np.log(p)))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="a small epsilon" says="You add a small number inside the logarithm: then KL of something that was ruled out comes out finite. Leave out the terms with q = 0 instead."
def cross_entropy(q, p):
    return -float(np.sum(q * np.log(p + 1e-10)))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="mean over the outcomes" says="You average over the outcomes: the weights q already make it a mean, so add up."
def cross_entropy(q, p):
    happens = q > 0
    with np.errstate(divide="ignore"):
        return -float(np.sum(q[happens] * np.log(p[happens]))) / len(q)


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="KL without the entropy" says="Your KL is the cross-entropy: subtract the entropy H(q), so that KL(q ‖ q) = 0."
def cross_entropy(q, p):
    happens = q > 0
    with np.errstate(divide="ignore"):
        return -float(np.sum(q[happens] * np.log(p[happens])))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p)

# %% exercise="entropies" wrong="entropy with the wrong sign" says="The sign of the entropy is flipped: −Σ q ln q is never negative."
def cross_entropy(q, p):
    happens = q > 0
    with np.errstate(divide="ignore"):
        return -float(np.sum(q[happens] * np.log(p[happens])))


def entropy(q):
    return -cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) + entropy(q)

# %% exercise="value-from-outputs" right="logarithms directly, with warnings"
def value_from_outputs(d_real, d_fake):
    return np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))

# %% exercise="value-from-outputs" right="a loop"
def value_from_outputs(d_real, d_fake):
    import math

    def ln(x):
        return math.log(x) if x > 0 else -math.inf

    return sum(ln(d) for d in d_real) / len(d_real) + sum(ln(1 - d) for d in d_fake) / len(d_fake)

# %% exercise="value-from-outputs" right="torch and log1p"
def value_from_outputs(d_real, d_fake):
    import torch

    return torch.as_tensor(d_real).log().mean() + torch.log1p(-torch.as_tensor(d_fake)).mean()

# %% exercise="value-from-outputs" wrong="one mean over everything" says="You take one mean over real and fake together: take the mean of each group and add, so that both weigh the same."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return float(np.mean(np.concatenate([np.log(d_real), np.log(1 - d_fake)])))

# %% exercise="value-from-outputs" wrong="twice the mean over everything" says="Twice the mean over everything equals V only for m = n: take the mean of each group and add."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return 2 * float(np.mean(np.concatenate([np.log(d_real), np.log(1 - d_fake)])))

# %% exercise="value-from-outputs" wrong="the loss" says="The sign is flipped: that is D's loss. D ascends V, which is never positive."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return -float(np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake)))

# %% exercise="value-from-outputs" wrong="halved" says="You average the two terms: V is their sum, minus twice the mean cross-entropy."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return 0.5 * float(np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake)))

# %% exercise="value-from-outputs" wrong="ln D on the forgeries" says="On forgeries V has ln(1 − D), not ln D: their label is 0."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return float(np.mean(np.log(d_real)) + np.mean(np.log(d_fake)))

# %% exercise="value-from-outputs" wrong="one minus the logarithm" says="You compute 1 − ln D instead of ln(1 − D)."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return float(np.mean(np.log(d_real)) + np.mean(1 - np.log(d_fake)))

# %% exercise="value-from-outputs" wrong="sums" says="You add over the batch: the mean over each group is asked for."
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return float(np.sum(np.log(d_real)) + np.sum(np.log(1 - d_fake)))

# %% exercise="detective" right="loops and floats"
def train_detective(real, fake, lr, steps):
    import math

    def sigma(s):
        return 1 / (1 + math.exp(-s)) if s >= 0 else math.exp(s) / (1 + math.exp(s))

    w, b = 0.0, 0.0
    for _ in range(steps):
        dw = db = 0.0
        for x in real:
            dw += (sigma(w * x + b) - 1) * x / len(real)
            db += (sigma(w * x + b) - 1) / len(real)
        for x in fake:
            dw += sigma(w * x + b) * x / len(fake)
            db += sigma(w * x + b) / len(fake)
        w -= lr * dw
        b -= lr * db
    return [w, b]


def judge(real, fake, w, b):
    groups = [[-np.logaddexp(0, -(w * x + b)) for x in real], [-np.logaddexp(0, w * x + b) for x in fake]]
    means = [sum(group) / len(group) for group in groups]
    squares = [
        sum((v - mean) ** 2 for v in group) / (len(group) - 1) / len(group)
        for group, mean in zip(groups, means)
    ]
    return sum(means), sum(squares) ** 0.5

# %% exercise="detective" right="one array for both groups, with weights"
def train_detective(real, fake, lr, steps):
    x = np.concatenate([real, fake])
    y = np.repeat([1.0, 0.0], [len(real), len(fake)])
    weight = np.repeat([1 / len(real), 1 / len(fake)], [len(real), len(fake)])
    theta = np.zeros(2)
    features = np.stack([x, np.ones_like(x)])
    for _ in range(steps):
        theta = theta - lr * features @ (weight * (sigmoid(theta @ features) - y))
    return theta


def judge(real, fake, w, b):
    terms = -np.logaddexp(0, -(w * real + b)), -np.logaddexp(0, w * fake + b)
    from scipy.stats import sem

    return sum(np.mean(one) for one in terms), np.hypot(*[sem(one) for one in terms])

# %% exercise="detective" right="torch and its autograd"
def train_detective(real, fake, lr, steps):
    import torch
    from torch.nn.functional import softplus

    real, fake = torch.as_tensor(real), torch.as_tensor(fake)
    theta = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        loss = softplus(-(theta[0] * real + theta[1])).mean() + softplus(theta[0] * fake + theta[1]).mean()
        (grad,) = torch.autograd.grad(loss, theta)
        with torch.no_grad():
            theta -= lr * grad
    return tuple(theta.tolist())


def judge(real, fake, w, b):
    import torch
    from torch.nn.functional import softplus

    of_real = -softplus(-(w * torch.as_tensor(real) + b), threshold=40)
    of_fake = -softplus(w * torch.as_tensor(fake) + b, threshold=40)
    variance = of_real.var() / len(of_real) + of_fake.var() / len(of_fake)
    return of_real.mean() + of_fake.mean(), variance.sqrt()

# %% exercise="detective" wrong="one mean over all" says="You take one mean over all numbers: each group has its own mean, so that both weigh the same."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        both = np.concatenate([up, down])
        dw, db = np.mean(both * np.concatenate([real, fake])), np.mean(both)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="climbs the loss" says="You move up the loss −V: a step of descent is minus lr times the derivative."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w + lr * dw, b + lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="half the derivative" says="That is the derivative of the mean cross-entropy, half of −V: add the two means, do not average them."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw / 2, b - lr * db / 2
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="forgets x" says="The factor x is missing in the derivative with respect to w: ∂s/∂w = x."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up) + np.mean(down)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="b at the new w" says="b is moved with the derivative at the new w: take both derivatives at the same point, then move."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        w = w - lr * dw
        b = b - lr * (np.mean(sigmoid(w * real + b) - 1) + np.mean(sigmoid(w * fake + b)))
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="labels exchanged" says="The labels are exchanged in the training: the real numbers have label 1, the forged ones 0."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b), sigmoid(w * fake + b) - 1
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="one step less" says="You make one step too few: `steps` of them are asked for."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps - 1):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="one step more" says="You make one step too many: `steps` of them are asked for."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps + 1):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="sums over the groups" says="You add over each group: V is made of the means of the two groups."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.sum(up * real) + np.sum(down * fake)
        db = np.sum(up) + np.sum(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.sum() + of_fake.sum(), np.sqrt(variance)


# %% exercise="detective" wrong="forgeries pull the wrong way" says="The sign of the forgeries' part is turned round: their label is 0, so a step has to lower D there."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        missing, said = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
        dw = np.mean(missing * real) + np.mean(said * fake)
        db = np.mean(missing) + np.mean(said)
        w, b = w + lr * dw, b + lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="standard errors added" says="You add the two standard errors: variances of independent means add, so add the squares and take the root."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    errors = np.std(of_real, ddof=1) / np.sqrt(len(real)), np.std(of_fake, ddof=1) / np.sqrt(len(fake))
    return of_real.mean() + of_fake.mean(), sum(errors)


# %% exercise="detective" wrong="divisor n" says="You divide by n inside the root: the standard error needs n − 1 (`ddof=1`)."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=0) / len(real) + np.var(of_fake, ddof=0) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="spread of one value" says="That is the spread of single values: divide each variance by the number of values in its group."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) + np.var(of_fake, ddof=1)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="error of one mean" says="That is the standard error of one mean over all numbers: V is the sum of two means."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    both = np.concatenate([of_real, of_fake])
    variance = np.var(both, ddof=1) / len(both)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="the loss in place of V" says="That is the loss −V: V is a sum of logarithms of probabilities, never positive."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = -np.logaddexp(0, -(w * real + b))
    of_fake = -np.logaddexp(0, w * fake + b)
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return -of_real.mean() - of_fake.mean(), np.sqrt(variance)


# %% exercise="detective" wrong="through probabilities" says="Through probabilities a sure detective gets ln 0: compute from the logits."
def train_detective(real, fake, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        up, down = sigmoid(w * real + b) - 1, sigmoid(w * fake + b)
        dw = np.mean(up * real) + np.mean(down * fake)
        db = np.mean(up) + np.mean(down)
        w, b = w - lr * dw, b - lr * db
    return w, b


def judge(real, fake, w, b):
    of_real = np.log(sigmoid(w * real + b))
    of_fake = np.log(1 - sigmoid(w * fake + b))
    variance = np.var(of_real, ddof=1) / len(real) + np.var(of_fake, ddof=1) / len(fake)
    return of_real.mean() + of_fake.mean(), np.sqrt(variance)

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="expected-value" property="an expectation lies between the smallest and the largest of the values that can occur"
@inputs(weighted(number))
def expected_value(value, values, probs):
    possible = values[probs > 0]
    return possible.min() - 1e-9 <= value <= possible.max() + 1e-9

# %% exercise="gauss-expectation" property="E X is μ, and E X² is μ² + τ²"
@inputs(each(choice(np.positive, np.square), number, positive))
def gauss_expectation(value, f, mu, sigma):
    return np.isclose(value, mu if f is np.positive else mu**2 + sigma**2, atol=1e-5)

# %% exercise="bce" property="e^(−bce) is the probability that the guess gave to what happened"
@inputs(each(label, probability))
def bce(value, y, p):
    return np.isclose(np.exp(-value), p if y == 1 else 1 - p)

# %% exercise="log-likelihood" property="e^L is the product of the probabilities that the guesses gave to what happened"
@inputs(columns(label, probability))
def log_likelihood(value, y, p):
    return np.isclose(np.exp(value), np.prod(np.where(y == 1, p, 1 - p)))

# %% exercise="swap-labels" property="when labels and guesses trade places, every cross-entropy stays the same"
@inputs(columns(label, probability))
def swap_labels(value, y, p):
    return np.allclose(bce(*value), bce(y, p))

# %% exercise="sigmoid" property="σ(s) lies between 0 and 1, and ln(σ/(1 − σ)) gives s back"
@inputs(each(number))
def sigmoid(value, s):
    return 0 < value < 1 and np.isclose(np.log(value / (1 - value)), s)

# %% exercise="bce-with-logits" property="it is the cross-entropy of σ(s): one for each entry, their mean, or their sum"
@inputs(followed(columns(number, label), choice("mean", "sum", "none")))
def bce_with_logits(value, s, y, reduction):
    single = bce(y, sigmoid(s))
    return np.allclose(value, {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](single))

# %% exercise="bce-logit-grad" property="it is the slope of the cross-entropy: move s by 0.00001, and the loss changes by that much times the slope"
@inputs(columns(number, label))
def bce_logit_grad(value, s, y):
    up, down = (bce_with_logits(s + h, y, "none") for h in (1e-5, -1e-5))
    return np.allclose(value, (up - down) / 2e-5, atol=1e-6)

# %% exercise="entropies" property="guessing p where q is true never costs less than guessing q: H(q, p) ≥ H(q, q)"
@inputs(distributions(2, zeros=False))
def cross_entropy(value, q, p):
    return value >= -np.sum(q * np.log(q)) - 1e-9

# %% exercise="value-from-outputs" property="V is never above 0, and −ln 4 where every output is ½"
@inputs(each(vector(probability), vector(probability)))
def value_from_outputs(value, d_real, d_fake):
    half = np.all(d_real == 0.5) and np.all(d_fake == 0.5)
    return value <= 0 and (not half or np.isclose(value, -np.log(4)))

# %% exercise="entropies" property="an entropy is never negative, never above ln n, and 0 where one thing is certain"
@inputs(distributions())
def entropy(value, q):
    return -1e-9 <= value <= np.log(len(q)) + 1e-9 and (max(q) < 1 or np.isclose(value, 0))

# %% exercise="entropies" property="KL is never negative, and 0 only where q and p are equal"
@inputs(distributions(2, zeros=False))
def kl(value, q, p):
    return value >= -1e-9 and (value < 1e-9) == np.array_equal(q, p)
