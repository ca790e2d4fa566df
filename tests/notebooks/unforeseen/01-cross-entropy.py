# %% exercise="model-kind" right="a match"
def model_kind(model):
    match model:
        case "logistic regression" | "GAN discriminator":
            return "discriminative"
        case "GAN generator":
            return "implicit"
        case _:
            return "explicit"

# %% exercise="model-kind" right="looks for words"
def model_kind(model):
    if "generator" in model.lower():
        return "implicit"
    return "discriminative" if "discriminator" in model or "logistic" in model else "explicit"

# %% exercise="model-kind" right="lists"
def model_kind(model):
    table = [
        ("discriminative", ["logistic regression", "GAN discriminator"]),
        ("explicit", ["naive Bayes", "Gaussian mixture"]),
        ("implicit", ["GAN generator"]),
    ]
    for kind, models in table:
        if model in models:
            return kind

# %% exercise="model-kind" wrong="mixture and discriminator implicit, generator explicit"
def model_kind(model):
    return {
        "logistic regression": "discriminative",
        "naive Bayes": "explicit",
        "Gaussian mixture": "implicit",
        "GAN discriminator": "implicit",
        "GAN generator": "explicit",
    }[model]

# %% exercise="model-kind" wrong="everything generative is explicit"
def model_kind(model):
    return "discriminative" if model in ("logistic regression", "GAN discriminator") else "explicit"

# %% exercise="model-kind" wrong="both halves of a GAN are implicit"
def model_kind(model):
    if model.startswith("GAN"):
        return "implicit"
    return "discriminative" if model == "logistic regression" else "explicit"

# %% exercise="model-kind" wrong="capitals"
def model_kind(model):
    kinds = {
        "logistic regression": "Discriminative",
        "naive Bayes": "Explicit",
        "Gaussian mixture": "Explicit",
        "GAN discriminator": "Discriminative",
        "GAN generator": "Implicit",
    }
    return kinds[model]

# %% exercise="model-kind" wrong="prints"
def model_kind(model):
    if model == "logistic regression":
        print("discriminative")
    else:
        print("explicit")

# %% exercise="model-kind" wrong="naive Bayes is a classifier"
def model_kind(model):
    if model in ("logistic regression", "naive Bayes", "GAN discriminator"):
        return "discriminative"
    return "implicit" if model == "GAN generator" else "explicit"

# %% exercise="expected-value" right="fsum"
def expected_value(values, probs):
    import math

    if min(probs) < 0 or not math.isclose(math.fsum(probs), 1, rel_tol=0, abs_tol=1e-9):
        raise ValueError
    return math.fsum(v * p for v, p in zip(values, probs))

# %% exercise="expected-value" right="average with weights"
def expected_value(values, probs):
    if (np.array(probs) < 0).any():
        raise ValueError("negative")
    if np.abs(np.sum(probs) - 1) > 1e-9:
        raise ValueError("sum")
    return np.average(values, weights=probs)

# %% exercise="expected-value" right="torch"
def expected_value(values, probs):
    import torch

    v, p = torch.as_tensor(np.array(values), dtype=torch.float64), torch.as_tensor(np.array(probs), dtype=torch.float64)
    if torch.any(p < 0) or abs(p.sum().item() - 1) > 1e-9:
        raise ValueError("no distribution")
    return torch.dot(v, p)

# %% exercise="expected-value" right="einsum, own exception"
class NoDistribution(ValueError):
    pass


def expected_value(values, probs):
    if any(p < 0 for p in probs) or not np.isclose(sum(probs), 1, rtol=0, atol=1e-9):
        raise NoDistribution("no")
    return np.einsum("i,i->", values, probs)

# %% exercise="expected-value" wrong="assert"
def expected_value(values, probs):
    assert np.all(probs >= 0) and abs(probs.sum() - 1) < 1e-9
    return float(np.sum(values * probs))

# %% exercise="expected-value" wrong="no test of negative ones"
def expected_value(values, probs):
    if abs(sum(probs) - 1) > 1e-9:
        raise ValueError("no")
    return np.dot(values, probs)

# %% exercise="expected-value" wrong="np.isclose"
def expected_value(values, probs):
    if not np.isclose(np.sum(probs), 1) or np.any(probs < 0):
        raise ValueError("no")
    return np.dot(values, probs)

# %% exercise="expected-value" wrong="normalises"
def expected_value(values, probs):
    if np.any(probs < 0):
        raise ValueError("no")
    return np.sum(values * probs) / np.sum(probs)

# %% exercise="expected-value" wrong="mean of products"
def expected_value(values, probs):
    if np.any(probs < 0) or abs(probs.sum() - 1) > 1e-9:
        raise ValueError("no")
    return np.mean(values * probs)

# %% exercise="expected-value" wrong="rounded to two digits"
def expected_value(values, probs):
    if np.any(probs < 0) or abs(probs.sum() - 1) > 1e-9:
        raise ValueError("no")
    return round(float(np.sum(values * probs)), 2)

# %% exercise="expected-value" wrong="returns the error"
def expected_value(values, probs):
    if np.any(probs < 0) or abs(probs.sum() - 1) > 1e-9:
        return ValueError("no")
    return float(np.sum(values * probs))

# %% exercise="expected-value" wrong="sum == 1"
def expected_value(values, probs):
    if np.any(probs < 0) or sum(probs) != 1:
        raise ValueError("no")
    return float(np.sum(values * probs))

# %% exercise="expected-value" wrong="outer product"
def expected_value(values, probs):
    if np.any(probs < 0) or abs(probs.sum() - 1) > 1e-9:
        raise ValueError("no")
    return np.sum(np.outer(values, probs))

# %% exercise="expected-value" wrong="forgets the last"
def expected_value(values, probs):
    if np.any(probs < 0) or abs(probs.sum() - 1) > 1e-9:
        raise ValueError("no")
    total = 0
    for i in range(len(values) - 1):
        total += values[i] * probs[i]
    return total

# %% exercise="mc-mean" right="scipy's sem"
def mc_mean(f, sampler, n, rng):
    from scipy.stats import sem

    y = f(sampler(n, rng))
    return y.mean(), sem(y)

# %% exercise="mc-mean" right="by hand"
def mc_mean(f, sampler, n, rng):
    y = list(f(sampler(n, rng)))
    m = sum(y) / n
    s2 = sum((v - m) ** 2 for v in y) / (n - 1)
    return [m, (s2 / n) ** 0.5]

# %% exercise="mc-mean" right="torch"
def mc_mean(f, sampler, n, rng):
    import torch

    y = torch.tensor(np.asarray(f(sampler(n, rng)), dtype=float))
    return y.mean(), y.std() / n**0.5

# %% exercise="mc-mean" right="one value of f at a time"
def mc_mean(f, sampler, n, rng):
    y = np.array([f(np.array([x]))[0] for x in sampler(n, rng)])
    return np.mean(y), np.sqrt(np.var(y, ddof=1) / n)

# %% exercise="mc-mean" wrong="f of the mean"
def mc_mean(f, sampler, n, rng):
    x = sampler(n, rng)
    return f(np.mean(x)), np.std(f(x), ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="spread of x, not of f(x)"
def mc_mean(f, sampler, n, rng):
    x = sampler(n, rng)
    return np.mean(f(x)), np.std(x, ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="variance over n"
def mc_mean(f, sampler, n, rng):
    y = f(sampler(n, rng))
    return np.mean(y), np.var(y, ddof=1) / n

# %% exercise="mc-mean" wrong="two draws"
def mc_mean(f, sampler, n, rng):
    return np.mean(f(sampler(n, rng))), np.std(f(sampler(n, rng)), ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="std over n"
def mc_mean(f, sampler, n, rng):
    y = f(sampler(n, rng))
    return np.mean(y), np.std(y, ddof=1) / n

# %% exercise="mc-mean" wrong="ddof 0 and no root"
def mc_mean(f, sampler, n, rng):
    y = f(sampler(n, rng))
    return np.mean(y), np.std(y) / n

# %% exercise="mc-mean" wrong="own generator" once="the visible checks drew the same five faces from its seed"
def mc_mean(f, sampler, n, rng):
    rng = np.random.default_rng(0)
    y = f(sampler(n, rng))
    return np.mean(y), np.std(y, ddof=1) / np.sqrt(n)

# %% exercise="mc-mean" wrong="exchanged"
def mc_mean(f, sampler, n, rng):
    y = f(sampler(n, rng))
    return np.std(y, ddof=1) / np.sqrt(n), np.mean(y)

# %% exercise="mc-mean" wrong="forgets f"
def mc_mean(f, sampler, n, rng):
    y = sampler(n, rng)
    return np.mean(y), np.std(y, ddof=1) / np.sqrt(n)

# %% exercise="gauss-expectation" right="Gauss-Hermite"
def gauss_expectation(f, mu, sigma):
    t, w = np.polynomial.hermite.hermgauss(60)
    return np.sum(w * f(mu + np.sqrt(2) * sigma * t)) / np.sqrt(np.pi)

# %% exercise="gauss-expectation" right="hermegauss"
def gauss_expectation(f, mu, sigma):
    t, w = np.polynomial.hermite_e.hermegauss(80)
    return w @ f(mu + sigma * t) / w.sum()

# %% exercise="gauss-expectation" right="scipy's expect-like quad in units of sigma"
def gauss_expectation(f, mu, sigma):
    from scipy.integrate import quad
    from scipy.stats import norm

    return quad(lambda t: float(f(np.array([mu + sigma * t]))[0]) * norm.pdf(t), -12, 12, limit=200)[0]

# %% exercise="gauss-expectation" right="trapezoid"
def gauss_expectation(f, mu, sigma):
    t = np.linspace(-9, 9, 4001)
    return np.trapezoid(f(mu + sigma * t) * np.exp(-t * t / 2), t) / np.sqrt(2 * np.pi)

# %% exercise="gauss-expectation" right="simpson"
def gauss_expectation(f, mu, sigma):
    from scipy.integrate import simpson
    from scipy.stats import norm

    x = np.linspace(mu - 9 * sigma, mu + 9 * sigma, 5001)
    return simpson(f(x) * norm(mu, sigma).pdf(x), x=x)

# %% exercise="gauss-expectation" right="quantiles? no: a normalised grid"
def gauss_expectation(f, mu, sigma):
    x = mu + sigma * np.linspace(-8, 8, 3201)
    w = np.exp(-((x - mu) ** 2) / 2 / sigma**2)
    return np.average(f(x), weights=w)

# %% exercise="gauss-expectation" wrong="fixed limits"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(-30, 30, 60001)
    p = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return np.sum(f(x) * p) * (x[1] - x[0])

# %% exercise="gauss-expectation" wrong="sigma for sigma squared"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 4001)
    p = np.exp(-((x - mu) ** 2) / (2 * sigma)) / np.sqrt(2 * np.pi * sigma)
    return np.sum(f(x) * p) * (x[1] - x[0])

# %% exercise="gauss-expectation" wrong="three sigma"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 3 * sigma, mu + 3 * sigma, 4001)
    p = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return np.sum(f(x) * p) * (x[1] - x[0])

# %% exercise="gauss-expectation" wrong="samples"
def gauss_expectation(f, mu, sigma):
    return float(np.mean(f(np.random.default_rng(0).normal(mu, sigma, 1_000_000))))

# %% exercise="gauss-expectation" wrong="no step"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 2001)
    p = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return np.sum(f(x) * p)

# %% exercise="gauss-expectation" wrong="no factor two pi"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(mu - 10 * sigma, mu + 10 * sigma, 2001)
    p = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / sigma
    return np.sum(f(x) * p) * (x[1] - x[0])

# %% exercise="gauss-expectation" wrong="f of the mean"
def gauss_expectation(f, mu, sigma):
    return f(np.array([mu]))[0]

# %% exercise="gauss-expectation" wrong="no mu"
def gauss_expectation(f, mu, sigma):
    x = np.linspace(-10 * sigma, 10 * sigma, 2001)
    p = np.exp(-(x**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return np.sum(f(x) * p) * (x[1] - x[0])

# %% exercise="bce" right="xlogy"
def bce(y, p):
    from scipy.special import xlog1py, xlogy

    return -(xlogy(y, p) + xlog1py(1 - np.asarray(y), -np.asarray(p))) + 0.0

# %% exercise="bce" right="vectorize"
def bce(y, p):
    import math

    def one(y, p):
        q = p if y == 1 else 1 - p
        return math.inf if q == 0 else -math.log(q) + 0.0

    return np.vectorize(one, otypes=[float])(y, p)

# %% exercise="bce" right="absolute difference"
def bce(y, p):
    with np.errstate(divide="ignore"):
        return (
            -np.log1p(-np.abs(np.asarray(y, dtype=float) - p))
            if False
            else -np.log(np.abs(1 - np.asarray(y) - p)) + 0.0
        )

# %% exercise="bce" right="torch in float64"
def bce(y, p):
    import torch

    y, p = torch.as_tensor(np.array(y, dtype=float)), torch.as_tensor(np.array(p, dtype=float))
    return (-torch.log(torch.where(y == 1, p, 1 - p)) + 0.0).numpy()

# %% exercise="bce" right="a list comes back"
def bce(y, p):
    if np.ndim(y) == 0:
        return float(-np.log(p if y else 1 - p)) + 0.0
    return [bce(a, b) for a, b in zip(y, p)]

# %% exercise="bce" wrong="torch's BCELoss, none"
def bce(y, p):
    import torch

    y, p = torch.as_tensor(np.array(y, dtype=float)), torch.as_tensor(np.array(p, dtype=float))
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").numpy()

# %% exercise="bce" wrong="clipped"
def bce(y, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="epsilon"
def bce(y, p):
    return -(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))

# %% exercise="bce" wrong="mean"
def bce(y, p):
    with np.errstate(all="ignore"):
        return np.mean(-np.log(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p))))

# %% exercise="bce" wrong="base 2, no minus"
def bce(y, p):
    with np.errstate(all="ignore"):
        return np.log2(np.where(np.asarray(y) == 1, p, 1 - np.asarray(p)))

# %% exercise="bce" wrong="squared error"
def bce(y, p):
    return (y - p) ** 2

# %% exercise="bce" wrong="labels exchanged"
def bce(y, p):
    with np.errstate(all="ignore"):
        return -np.log(np.where(np.asarray(y) == 0, p, 1 - np.asarray(p))) + 0.0

# %% exercise="bce" wrong="textbook formula with nan"
def bce(y, p):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))

# %% exercise="bce" wrong="arguments in scikit-learn's order"
def bce(y, p):
    with np.errstate(all="ignore"):
        return -(p * np.log(y) + (1 - p) * np.log(1 - y))

# %% exercise="bce" wrong="only the first term"
def bce(y, p):
    with np.errstate(all="ignore"):
        return -y * np.log(p)

# %% exercise="bce" wrong="missing brackets"
def bce(y, p):
    with np.errstate(all="ignore"):
        return -y * np.log(p) + (1 - y) * np.log(1 - p)

# %% exercise="bce" wrong="nan_to_num"
def bce(y, p):
    with np.errstate(all="ignore"):
        return np.nan_to_num(-(y * np.log(p) + (1 - y) * np.log(1 - p)))

# %% exercise="log-likelihood" right="scipy bernoulli"
def log_likelihood(y, p):
    from scipy.stats import bernoulli

    return bernoulli.logpmf(np.asarray(y).astype(int), p).sum()

# %% exercise="log-likelihood" right="two masks"
def log_likelihood(y, p):
    return np.log(p[y == 1]).sum() + np.log(1 - p[y == 0]).sum()

# %% exercise="log-likelihood" right="a product taken in pieces"
def log_likelihood(y, p):
    import math

    return math.fsum(math.log(b if a else 1 - b) for a, b in zip(y, p))

# %% exercise="log-likelihood" right="torch distributions"
def log_likelihood(y, p):
    import torch

    y, p = torch.tensor(np.array(y, dtype=float)), torch.tensor(np.array(p, dtype=float))
    return torch.distributions.Bernoulli(p, validate_args=False).log_prob(y).sum().item()

# %% exercise="log-likelihood" wrong="log of the product"
def log_likelihood(y, p):
    return np.log(np.prod(np.where(y == 1, p, 1 - p)))

# %% exercise="log-likelihood" wrong="negative"
def log_likelihood(y, p):
    return np.sum(bce(y, p))

# %% exercise="log-likelihood" wrong="mean"
def log_likelihood(y, p):
    return -np.mean(bce(y, p))

# %% exercise="log-likelihood" wrong="likelihood itself"
def log_likelihood(y, p):
    return float(np.prod(np.where(y == 1, p, 1 - p)))

# %% exercise="log-likelihood" wrong="negative mean"
def log_likelihood(y, p):
    return np.mean(bce(y, p))

# %% exercise="log-likelihood" wrong="bits"
def log_likelihood(y, p):
    return np.sum(y * np.log2(p) + (1 - y) * np.log2(1 - p))

# %% exercise="log-likelihood" wrong="not summed"
def log_likelihood(y, p):
    return -bce(y, p)

# %% exercise="log-likelihood" wrong="log of the sum"
def log_likelihood(y, p):
    return np.log(np.sum(np.where(y == 1, p, 1 - p)))

# %% exercise="swap-labels" right="xor and lists"
def swap_labels(y, p):
    y = np.asarray(y)
    return [(y.astype(int) ^ 1), np.subtract(1.0, p)]

# %% exercise="swap-labels" right="logical not"
def swap_labels(y, p):
    return np.logical_not(y).astype(float), -(p - 1)

# %% exercise="swap-labels" right="where"
def swap_labels(y, p):
    return np.where(y == 0, 1, 0), np.array([1 - q for q in np.ravel(p)]).reshape(np.shape(p))

# %% exercise="swap-labels" wrong="only labels"
def swap_labels(y, p):
    return 1 - y, p

# %% exercise="swap-labels" wrong="negated probability"
def swap_labels(y, p):
    return 1 - y, -p

# %% exercise="swap-labels" wrong="order"
def swap_labels(y, p):
    return 1 - p, 1 - y

# %% exercise="swap-labels" wrong="reciprocal"
def swap_labels(y, p):
    return 1 - y, 1 / p

# %% exercise="swap-labels" wrong="in place"
def swap_labels(y, p):
    y[y == 0], y[y == 1] = 1, 0
    p = 1 - p
    return y, p

# %% exercise="swap-labels" wrong="rounded guesses"
def swap_labels(y, p):
    return 1 - y, (p < 0.5).astype(float)

# %% exercise="swap-labels" wrong="reversed"
def swap_labels(y, p):
    return y[::-1], p[::-1]

# %% exercise="sigmoid" right="scipy expit"
def sigmoid(s):
    from scipy.special import expit

    return expit(s)

# %% exercise="sigmoid" right="masks in a copy"
def sigmoid(s):
    s = np.asarray(s)
    out = np.empty(s.shape, s.dtype if s.dtype.kind == "f" else float)
    pos = s >= 0
    out[pos] = 1 / (1 + np.exp(-s[pos]))
    e = np.exp(s[~pos])
    out[~pos] = e / (1 + e)
    return out

# %% exercise="sigmoid" right="exp of a log"
def sigmoid(s):
    return np.exp(-np.logaddexp(0, -s)) if np.ndim(s) == 0 else np.exp(-np.logaddexp(np.zeros_like(s), -s))

# %% exercise="sigmoid" right="torch"
def sigmoid(s):
    import torch

    return torch.sigmoid(torch.as_tensor(s, dtype=None if isinstance(s, np.ndarray) else torch.float64)).numpy()

# %% exercise="sigmoid" wrong="plain formula"
def sigmoid(s):
    return 1 / (1 + np.exp(-s))

# %% exercise="sigmoid" wrong="tanh"
def sigmoid(s):
    return (1 + np.tanh(s / 2)) / 2

# %% exercise="sigmoid" wrong="clipped logits"
def sigmoid(s):
    return 1 / (1 + np.exp(-np.clip(s, -30, 30)))

# %% exercise="sigmoid" wrong="clipped at 500"
def sigmoid(s):
    return 1 / (1 + np.exp(-np.clip(s, -500, 500)))

# %% exercise="sigmoid" wrong="float64 always"
def sigmoid(s):
    s = np.asarray(s, dtype=float)
    e = np.exp(-np.abs(s))
    return np.where(s >= 0, 1, e) / (1 + e)

# %% exercise="sigmoid" wrong="twice"
def sigmoid(s):
    from scipy.special import expit

    return expit(expit(s))

# %% exercise="sigmoid" wrong="wrong sign"
def sigmoid(s):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(s))

# %% exercise="sigmoid" wrong="where with both branches"
def sigmoid(s):
    s = np.asarray(s)
    return np.where(s >= 0, 1 / (1 + np.exp(-s)), np.exp(s) / (1 + np.exp(s)))

# %% exercise="sigmoid" wrong="tanh itself"
def sigmoid(s):
    return np.tanh(s)

# %% exercise="sigmoid" wrong="rounded"
def sigmoid(s):
    from scipy.special import expit

    return np.round(expit(s), 6)

# %% exercise="sigmoid" wrong="if on arrays"
def sigmoid(s):
    if s >= 0:
        return 1 / (1 + np.exp(-s))
    return np.exp(s) / (1 + np.exp(s))

# %% exercise="bce-with-logits" right="logaddexp"
def bce_with_logits(s, y, reduction="mean"):
    losses = np.logaddexp(0, np.where(np.asarray(y) == 1, -s, s))
    return (
        {"mean": np.mean, "sum": np.sum, "none": lambda v: v}[reduction](losses)
        if reduction in ("mean", "sum", "none")
        else raise_(reduction)
    )


def raise_(reduction):
    raise ValueError(reduction)

# %% exercise="bce-with-logits" right="torch"
def bce_with_logits(s, y, reduction="mean"):
    import torch

    return torch.nn.functional.binary_cross_entropy_with_logits(
        torch.tensor(np.array(s, float)), torch.tensor(np.array(y, float)), reduction=reduction
    ).numpy()

# %% exercise="bce-with-logits" right="softplus of signs"
def bce_with_logits(s, y, reduction="mean"):
    t = (1 - 2 * np.asarray(y)) * s
    losses = np.log1p(np.exp(-np.abs(t))) + t * (t > 0)
    match reduction:
        case "none":
            return losses.tolist()
        case "mean":
            return losses.sum() / losses.size
        case "sum":
            return losses.sum()
    raise ValueError("reduction")

# %% exercise="bce-with-logits" right="scipy log_expit"
def bce_with_logits(s, y, reduction="mean"):
    from scipy.special import log_expit

    if reduction not in ["mean", "sum", "none"]:
        raise ValueError("unknown")
    losses = -(y * log_expit(s) + (1 - y) * log_expit(-s))
    return losses if reduction == "none" else getattr(np, reduction)(losses)

# %% exercise="bce-with-logits" wrong="through sigma"
def bce_with_logits(s, y, reduction="mean"):
    p = sigmoid(s)
    losses = bce(y, p)
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="s for probabilities"
def bce_with_logits(s, y, reduction="mean"):
    with np.errstate(all="ignore"):
        losses = -(y * np.log(s) + (1 - y) * np.log(1 - s))
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="sum by default"
def bce_with_logits(s, y, reduction="sum"):
    losses = np.logaddexp(0, s) - s * y
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="any other is none"
def bce_with_logits(s, y, reduction="mean"):
    losses = np.logaddexp(0, s) - s * y
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    return losses

# %% exercise="bce-with-logits" wrong="y and s exchanged"
def bce_with_logits(y, s, reduction="mean"):
    losses = np.logaddexp(0, s) - s * y
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="naive log(1 + e^s)"
def bce_with_logits(s, y, reduction="mean"):
    losses = np.log(1 + np.exp(s)) - s * y
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="y plus one"
def bce_with_logits(s, y, reduction="mean"):
    losses = np.logaddexp(0, -s) + s * y
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="epsilon"
def bce_with_logits(s, y, reduction="mean"):
    p = sigmoid(s)
    losses = -(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-with-logits" wrong="label smoothing"
def bce_with_logits(s, y, reduction="mean"):
    y = 0.9 * y + 0.05
    losses = np.logaddexp(0, s) - s * y
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError

# %% exercise="bce-logit-grad" right="tanh"
def bce_logit_grad(s, y):
    return (np.tanh(np.asarray(s) / 2) + 1) / 2 - y

# %% exercise="bce-logit-grad" right="autograd"
def bce_logit_grad(s, y):
    import torch

    s = torch.tensor(np.array(s, float), requires_grad=True)
    y = torch.tensor(np.array(y, float))
    torch.nn.functional.binary_cross_entropy_with_logits(s, y, reduction="sum").backward()
    return s.grad.numpy()

# %% exercise="bce-logit-grad" right="scipy, a list"
def bce_logit_grad(s, y):
    from scipy.special import expit

    return (expit(s) - y).tolist()

# %% exercise="bce-logit-grad" wrong="y minus p"
def bce_logit_grad(s, y):
    return y - sigmoid(s)

# %% exercise="bce-logit-grad" wrong="in the probability"
def bce_logit_grad(s, y):
    p = sigmoid(s)
    with np.errstate(all="ignore"):
        return (p - y) / (p * (1 - p))

# %% exercise="bce-logit-grad" wrong="derivative of sigma"
def bce_logit_grad(s, y):
    p = sigmoid(s)
    return p * (1 - p)

# %% exercise="bce-logit-grad" wrong="chain twice"
def bce_logit_grad(s, y):
    p = sigmoid(s)
    return (p - y) * p * (1 - p)

# %% exercise="bce-logit-grad" wrong="mean"
def bce_logit_grad(s, y):
    return np.mean(sigmoid(s) - y)

# %% exercise="bce-logit-grad" wrong="over n"
def bce_logit_grad(s, y):
    return (sigmoid(s) - y) / np.size(s)

# %% exercise="bce-logit-grad" wrong="no sigma"
def bce_logit_grad(s, y):
    return s - y

# %% exercise="bce-logit-grad" wrong="squared error"
def bce_logit_grad(s, y):
    p = sigmoid(s)
    return 2 * (p - y)

# %% exercise="entropies" right="scipy"
def cross_entropy(q, p):
    from scipy.special import entr, rel_entr

    return float(np.sum(rel_entr(q, p) + entr(q)))


def entropy(q):
    from scipy.stats import entropy as h

    return h(q)


def kl(q, p):
    from scipy.special import rel_entr

    return rel_entr(q, p).sum()

# %% exercise="entropies" right="loops"
import math


def cross_entropy(q, p):
    h = 0.0
    for a, b in zip(q, p):
        if a > 0:
            h += math.inf if b == 0 else -a * math.log(b)
    return h


def entropy(q):
    return sum(-a * math.log(a) for a in q if a > 0)


def kl(q, p):
    return sum((math.inf if b == 0 else a * math.log(a / b)) for a, b in zip(q, p) if a > 0)

# %% exercise="entropies" right="xlogy, with a warning"
from scipy.special import xlogy


def cross_entropy(q, p):
    return -np.sum(xlogy(q, p))


def entropy(q):
    return -np.sum(xlogy(q, q))


def kl(q, p):
    return np.sum(xlogy(q, q) - xlogy(q, p))

# %% exercise="entropies" wrong="p and q exchanged in kl"
from scipy.special import xlogy

def cross_entropy(q, p):
    return -np.sum(xlogy(q, p))


def entropy(q):
    return -np.sum(xlogy(q, q))


def kl(q, p):
    return np.sum(xlogy(p, p) - xlogy(p, q))

# %% exercise="entropies" wrong="everything exchanged"
from scipy.special import xlogy

def cross_entropy(q, p):
    return -np.sum(xlogy(p, q))


def entropy(q):
    return -np.sum(xlogy(q, q))


def kl(q, p):
    return np.sum(xlogy(p, p) - xlogy(p, q))

# %% exercise="entropies" wrong="epsilon"
def cross_entropy(q, p):
    return -np.sum(q * np.log(p + 1e-12))


def entropy(q):
    return -np.sum(q * np.log(q + 1e-12))


def kl(q, p):
    return np.sum(q * np.log((q + 1e-12) / (p + 1e-12)))

# %% exercise="entropies" wrong="mean"
from scipy.special import xlogy

def cross_entropy(q, p):
    return -np.mean(xlogy(q, p))


def entropy(q):
    return -np.mean(xlogy(q, q))


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="bits"
def cross_entropy(q, p):
    m = q > 0
    with np.errstate(all="ignore"):
        return -np.sum(q[m] * np.log2(p[m]))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="kl by masking p = 0"
def cross_entropy(q, p):
    m = (q > 0) & (p > 0)
    return -np.sum(q[m] * np.log(p[m]))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) - entropy(q)

# %% exercise="entropies" wrong="kl sum instead of difference"
def cross_entropy(q, p):
    m = q > 0
    with np.errstate(all="ignore"):
        return -np.sum(q[m] * np.log(p[m]))


def entropy(q):
    return cross_entropy(q, q)


def kl(q, p):
    return cross_entropy(q, p) + entropy(q)

# %% exercise="entropies" wrong="kl absolute values"
from scipy.special import xlogy

def cross_entropy(q, p):
    return -np.sum(xlogy(q, p))


def entropy(q):
    return -np.sum(xlogy(q, q))


def kl(q, p):
    with np.errstate(all="ignore"):
        return np.nansum(np.abs(q * np.log(q / p)))

# %% exercise="entropies" wrong="positive entropy lost"
from scipy.special import xlogy

def cross_entropy(q, p):
    return np.sum(xlogy(q, p))


def entropy(q):
    return np.sum(xlogy(q, q))


def kl(q, p):
    return entropy(q) - cross_entropy(q, p)

# %% exercise="value-from-outputs" right="xlog1py"
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(d_real).mean() + np.log1p(-np.asarray(d_fake)).mean()

# %% exercise="value-from-outputs" right="one mean with weights"
def value_from_outputs(d_real, d_fake):
    m, n = len(d_real), len(d_fake)
    p = np.concatenate([d_real, 1 - d_fake])
    w = np.concatenate([np.full(m, 1 / m), np.full(n, 1 / n)])
    with np.errstate(divide="ignore"):
        return np.dot(w, np.log(p)) + 0.0

# %% exercise="value-from-outputs" right="geometric means"
def value_from_outputs(d_real, d_fake):
    import math

    def mean_log(v):
        return math.fsum(math.log(x) if x > 0 else -math.inf for x in v) / len(v)

    return mean_log(d_real) + mean_log([1 - x for x in d_fake])

# %% exercise="value-from-outputs" wrong="log of the means"
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(np.mean(d_real)) + np.log(1 - np.mean(d_fake))

# %% exercise="value-from-outputs" wrong="ln D on fakes"
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.mean(np.log(d_real)) + np.mean(np.log(d_fake))

# %% exercise="value-from-outputs" wrong="halved and negated"
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return -(np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))) / 2

# %% exercise="value-from-outputs" wrong="epsilon"
def value_from_outputs(d_real, d_fake):
    return np.mean(np.log(d_real + 1e-8)) + np.mean(np.log(1 - d_fake + 1e-8))

# %% exercise="value-from-outputs" wrong="difference"
def value_from_outputs(d_real, d_fake):
    with np.errstate(all="ignore"):
        return np.mean(np.log(d_real)) - np.mean(np.log(1 - d_fake))

# %% exercise="value-from-outputs" wrong="sigma first"
def value_from_outputs(d_real, d_fake):
    return np.mean(np.log(sigmoid(d_real))) + np.mean(np.log(1 - sigmoid(d_fake)))

# %% exercise="value-from-outputs" wrong="broadcast"
def value_from_outputs(d_real, d_fake):
    with np.errstate(all="ignore"):
        return np.mean(np.log(d_real) + np.log(1 - d_fake))

# %% exercise="value-from-outputs" wrong="exchanged arguments"
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.mean(np.log(d_fake)) + np.mean(np.log(1 - d_real))

# %% exercise="value-from-outputs" wrong="one minus the log"
def value_from_outputs(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.mean(np.log(d_real)) + np.mean(1 - np.log(d_fake))

# %% exercise="bce-with-logits" wrong="log(1 + e^(−t))" once="it was told that it computes σ first"
def bce_with_logits(s, y, reduction="mean"):
    t = np.where(y == 1, s, -s)
    losses = np.log(1 + np.exp(-t))
    if reduction == "none":
        return losses
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    raise ValueError
