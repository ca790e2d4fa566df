# %% exercise="bound" right="torch"
def bound(p, q, critic, kind):
    import torch
    p, q, t = (torch.tensor(np.array(a, float)) for a in (p, q, critic))
    f = {"kl": lambda: torch.exp(t - 1), "pearson": lambda: t + t**2 / 4, "gan": lambda: -torch.log1p(-torch.exp(t))}
    return p @ t - q @ f[kind]()

def best_critic(p, q, kind):
    import torch
    r = torch.tensor(p) / torch.tensor(q)
    if kind == "gan":
        return -torch.log1p(1 / r)
    return 1 + r.log() if kind == "kl" else 2 * r - 2

# %% exercise="bound" right="loops and lists"
def bound(p, q, critic, kind):
    total = 0.0
    for a, b, t in zip(p, q, critic):
        c = np.exp(t) / np.e if kind == "kl" else t * (1 + t / 4) if kind == "pearson" else -np.log(1 - np.exp(t))
        total += a * t - b * c
    return total

def best_critic(p, q, kind):
    if kind == "kl":
        return [1 + np.log(a) - np.log(b) for a, b in zip(p, q)]
    return [2 * (a - b) / b if kind == "pearson" else np.log(a / (a + b)) for a, b in zip(p, q)]

# %% exercise="bound" wrong="f* of KL without − 1"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic), "pearson": critic + critic**2 / 4, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.sum(p * critic) - np.sum(q * c)

def best_critic(p, q, kind):
    return {"kl": 1 + np.log(p / q), "pearson": 2 * (p / q - 1), "gan": np.log(p / (p + q))}[kind]

# %% exercise="bound" wrong="critic of KL without 1"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic - 1), "pearson": critic + critic**2 / 4, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.sum(p * critic) - np.sum(q * c)

def best_critic(p, q, kind):
    return {"kl": np.log(p / q), "pearson": 2 * (p / q - 1), "gan": np.log(p / (p + q))}[kind]

# %% exercise="bound" wrong="plus"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic - 1), "pearson": critic + critic**2 / 4, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.sum(p * critic) + np.sum(q * c)

def best_critic(p, q, kind):
    return {"kl": 1 + np.log(p / q), "pearson": 2 * (p / q - 1), "gan": np.log(p / (p + q))}[kind]

# %% exercise="bound" wrong="means for sums"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic - 1), "pearson": critic + critic**2 / 4, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.mean(p * critic) - np.mean(q * c)

def best_critic(p, q, kind):
    return {"kl": 1 + np.log(p / q), "pearson": 2 * (p / q - 1), "gan": np.log(p / (p + q))}[kind]

# %% exercise="bound" wrong="p and q exchanged"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic - 1), "pearson": critic + critic**2 / 4, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.sum(q * critic) - np.sum(p * c)

def best_critic(p, q, kind):
    return {"kl": 1 + np.log(q / p), "pearson": 2 * (q / p - 1), "gan": np.log(q / (p + q))}[kind]

# %% exercise="bound" wrong="probability for its logarithm"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic - 1), "pearson": critic + critic**2 / 4, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.sum(p * critic) - np.sum(q * c)

def best_critic(p, q, kind):
    return {"kl": 1 + np.log(p / q), "pearson": 2 * (p / q - 1), "gan": p / (p + q)}[kind]

# %% exercise="bound" wrong="half of Pearson's"
def bound(p, q, critic, kind):
    c = {"kl": np.exp(critic - 1), "pearson": critic + critic**2 / 2, "gan": -np.log(1 - np.exp(critic))}[kind]
    return np.sum(p * critic) - np.sum(q * c)

def best_critic(p, q, kind):
    return {"kl": 1 + np.log(p / q), "pearson": p / q - 1, "gan": np.log(p / (p + q))}[kind]

# %% exercise="judges" right="other forms"
def judges(p, q):
    s = np.log(p) - np.log(q)
    return [s, np.tanh(s / 2), np.where(p > q, 1, np.where(p < q, -1, 0))]

def leftovers(p, q):
    d = p / (p + q)
    return [-(p * np.log(d) + q * np.log1p(-d)).sum(), np.sum(p + q) - np.sum((p - q) ** 2 / (p + q)) if False else np.sum(p * (1 - (p - q) / (p + q)) ** 2 + q * (1 + (p - q) / (p + q)) ** 2) / 2, np.sum(p + q - np.abs(p - q))]

# %% exercise="judges" wrong="targets 1 and 0"
def judges(p, q):
    return np.log(p / q), p / (p + q), np.sign(p - q)

def leftovers(p, q):
    s = p + q
    return np.sum(p * np.log(s / p) + q * np.log(s / q)), np.sum(p * q / s), np.sum(2 * np.minimum(p, q))

# %% exercise="judges" wrong="probability instead of logit"
def judges(p, q):
    return p / (p + q), (p - q) / (p + q), np.sign(p - q)

def leftovers(p, q):
    s = p + q
    return np.sum(p * np.log(s / p) + q * np.log(s / q)), np.sum(2 * p * q / s), np.sum(2 * np.minimum(p, q))

# %% exercise="judges" wrong="hinge is a difference"
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), p - q

def leftovers(p, q):
    s = p + q
    return np.sum(p * np.log(s / p) + q * np.log(s / q)), np.sum(2 * p * q / s), np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="sides exchanged"
def judges(p, q):
    return np.log(q / p), (q - p) / (p + q), np.sign(q - p)

def leftovers(p, q):
    s = p + q
    return np.sum(p * np.log(s / p) + q * np.log(s / q)), np.sum(2 * p * q / s), np.sum(2 * np.minimum(p, q))

# %% exercise="judges" wrong="bits"
def judges(p, q):
    return np.log2(p / q), (p - q) / (p + q), np.sign(p - q)

def leftovers(p, q):
    s = p + q
    return np.sum(p * np.log2(s / p) + q * np.log2(s / q)), np.sum(2 * p * q / s), np.sum(2 * np.minimum(p, q))

# %% exercise="judges" wrong="leftovers as means"
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)

def leftovers(p, q):
    s = p + q
    return np.mean(p * np.log(s / p) + q * np.log(s / q)), np.mean(2 * p * q / s), np.mean(2 * np.minimum(p, q))

# %% exercise="judges" wrong="hinge leftover with the larger one"
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)

def leftovers(p, q):
    s = p + q
    return np.sum(p * np.log(s / p) + q * np.log(s / q)), np.sum(2 * p * q / s), np.sum(2 * np.maximum(p, q))

# %% exercise="relativistic-losses" right="torch softplus"
def relativistic_losses(s_real, s_fake):
    import torch
    gap = torch.tensor(np.array(s_real, float)) - torch.tensor(np.array(s_fake, float))
    ls = torch.nn.functional.logsigmoid
    return -ls(gap).mean(), -ls(-gap).mean()

# %% exercise="relativistic-losses" right="one from the other"
def relativistic_losses(s_real, s_fake):
    gap = np.subtract(s_real, s_fake)
    d = np.mean(np.maximum(-gap, 0) + np.log1p(np.exp(-np.abs(gap))))
    return d, d + np.mean(gap)

# %% exercise="relativistic-losses" wrong="exchanged"
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(np.logaddexp(0, gap)), np.mean(np.logaddexp(0, -gap))

# %% exercise="relativistic-losses" wrong="all pairs"
def relativistic_losses(s_real, s_fake):
    gap = s_real[:, None] - s_fake[None]
    return np.mean(np.logaddexp(0, -gap)), np.mean(np.logaddexp(0, gap))

# %% exercise="relativistic-losses" wrong="relativistic average"
def relativistic_losses(s_real, s_fake):
    a, b = s_real - s_fake.mean(), s_fake - s_real.mean()
    return np.mean(np.logaddexp(0, -a)), np.mean(np.logaddexp(0, -b))

# %% exercise="relativistic-losses" wrong="sums"
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.sum(np.logaddexp(0, -gap)), np.sum(np.logaddexp(0, gap))

# %% exercise="relativistic-losses" wrong="log of the sigmoid"
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(-np.log(expit(gap))), np.mean(-np.log(expit(-gap)))

# %% exercise="relativistic-losses" wrong="log(1 + e^s)" once="it was told that the sigmoid is rounded"
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(np.log(1 + np.exp(-gap))), np.mean(np.log(1 + np.exp(gap)))

# %% exercise="relativistic-losses" wrong="zero-sum"
def relativistic_losses(s_real, s_fake):
    d = np.mean(np.logaddexp(0, s_fake - s_real))
    return d, -d

# %% exercise="relativistic-losses" wrong="ordinary losses"
def relativistic_losses(s_real, s_fake):
    return np.mean(np.logaddexp(0, -s_real)) + np.mean(np.logaddexp(0, s_fake)), np.mean(np.logaddexp(0, -s_fake))

# %% exercise="relativistic-field" right="measured"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    import torch
    t, p = (torch.tensor(float(v), dtype=torch.float64, requires_grad=True) for v in (theta, psi))
    sp = torch.nn.functional.softplus
    won = p * place - p * t
    d = sp(-won, threshold=1e9) + (gamma1 + gamma2) / 2 * p**2
    g = sp(won, threshold=1e9)
    return [-torch.autograd.grad(g, t, retain_graph=True)[0].item(), -torch.autograd.grad(d, p)[0].item()]

# %% exercise="relativistic-field" wrong="R2 forgotten"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * (theta - place))
    return psi * (1 - lost), (place - theta) * lost - gamma1 * psi

# %% exercise="relativistic-field" wrong="penalties for G too"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * (theta - place))
    return psi * (1 - lost) - (gamma1 + gamma2) * theta, (place - theta) * lost - (gamma1 + gamma2) * psi

# %% exercise="relativistic-field" wrong="saturating G"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * (theta - place))
    return psi * lost, (place - theta) * lost - (gamma1 + gamma2) * psi

# %% exercise="relativistic-field" wrong="pair exchanged"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * (theta - place))
    return (place - theta) * lost - (gamma1 + gamma2) * psi, psi * (1 - lost)

# %% exercise="relativistic-field" wrong="place ignored"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * theta)
    return psi * (1 - lost), -theta * lost - (gamma1 + gamma2) * psi

# %% exercise="relativistic-field" wrong="half of each penalty"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * (theta - place))
    return psi * (1 - lost), (place - theta) * lost - (gamma1 + gamma2) / 2 * psi

# %% exercise="relativistic-field" wrong="uphill"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    lost = expit(psi * (theta - place))
    return -psi * (1 - lost), -(place - theta) * lost + (gamma1 + gamma2) * psi

# %% exercise="scores" right="softmax and einsum"
def mixture_score(x, centers, std):
    from scipy.special import softmax
    e = -((x[:, None] - centers) ** 2).sum(-1) / 2 / std**2
    return (np.einsum("nc,cd->nd", softmax(e, axis=1), centers) - x) / std**2

def logit_slope(x, real, fake, std):
    return np.subtract(mixture_score(x, real, std), mixture_score(x, fake, std))

# %% exercise="scores" right="torch autograd"
def mixture_score(x, centers, std):
    import torch
    y = torch.tensor(np.array(x, float), requires_grad=True)
    c = torch.tensor(np.array(centers, float))
    lp = torch.logsumexp(-((y[:, None] - c) ** 2).sum(-1) / (2 * std**2), dim=1).sum()
    return torch.autograd.grad(lp, y)[0].numpy()

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="std for its square"
def mixture_score(x, centers, std):
    t = centers[None] - x[:, None]
    e = -np.sum(t**2, axis=2) / (2 * std**2)
    w = np.exp(e - logsumexp(e, axis=1, keepdims=True))
    return np.sum(w[:, :, None] * t, axis=1) / std

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="away from the centres"
def mixture_score(x, centers, std):
    t = x[:, None] - centers[None]
    e = -np.sum(t**2, axis=2) / (2 * std**2)
    w = np.exp(e - logsumexp(e, axis=1, keepdims=True))
    return np.sum(w[:, :, None] * t, axis=1) / std**2

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="equal weights"
def mixture_score(x, centers, std):
    return (centers.mean(axis=0) - x) / std**2

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="nearest centre only"
def mixture_score(x, centers, std):
    t = centers[None] - x[:, None]
    i = np.argmin(np.sum(t**2, axis=2), axis=1)
    return t[np.arange(len(x)), i] / std**2

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="gradient of p, not of its logarithm"
def mixture_score(x, centers, std):
    t = centers[None] - x[:, None]
    w = np.exp(-np.sum(t**2, axis=2) / (2 * std**2)) / len(centers)
    return np.sum(w[:, :, None] * t, axis=1) / std**2

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="0/0 far away"
def mixture_score(x, centers, std):
    t = centers[None] - x[:, None]
    w = np.exp(-np.sum(t**2, axis=2) / (2 * std**2))
    return np.sum(w[:, :, None] * t, axis=1) / w.sum(axis=1, keepdims=True) / std**2

def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="fakes minus data"
def mixture_score(x, centers, std):
    t = centers[None] - x[:, None]
    e = -np.sum(t**2, axis=2) / (2 * std**2)
    w = np.exp(e - logsumexp(e, axis=1, keepdims=True))
    return np.sum(w[:, :, None] * t, axis=1) / std**2

def logit_slope(x, real, fake, std):
    return mixture_score(x, fake, std) - mixture_score(x, real, std)

# %% exercise="flow" right="a copy changed in place"
def flow(x, centers, std, noises, rate):
    x = np.array(x, dtype=float)
    for r in noises:
        x += rate * r * r * (mixture_score(x, centers, np.hypot(std, r)) - mixture_score(x, x, r))
    return x

# %% exercise="flow" right="recursion"
def flow(x, centers, std, noises, rate):
    if len(noises) == 0:
        return x
    r = noises[0]
    step = mixture_score(x, centers, (std**2 + r**2) ** 0.5) - mixture_score(x, x, r)
    return flow(x + rate * r**2 * step, centers, std, noises[1:], rate)

# %% exercise="flow" wrong="no crowd"
def flow(x, centers, std, noises, rate):
    for r in noises:
        x = x + rate * r**2 * mixture_score(x, centers, np.sqrt(std**2 + r**2))
    return x

# %% exercise="flow" wrong="crowd with the plus sign"
def flow(x, centers, std, noises, rate):
    for r in noises:
        x = x + rate * r**2 * (mixture_score(x, centers, np.sqrt(std**2 + r**2)) + mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="standard deviations added"
def flow(x, centers, std, noises, rate):
    for r in noises:
        x = x + rate * r**2 * (mixture_score(x, centers, std + r) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="data without noise"
def flow(x, centers, std, noises, rate):
    for r in noises:
        x = x + rate * r**2 * (mixture_score(x, centers, std) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="r for its square"
def flow(x, centers, std, noises, rate):
    for r in noises:
        x = x + rate * r * (mixture_score(x, centers, np.sqrt(std**2 + r**2)) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="crowd stays at the start"
def flow(x, centers, std, noises, rate):
    start = x
    for r in noises:
        x = x + rate * r**2 * (mixture_score(x, centers, np.sqrt(std**2 + r**2)) - mixture_score(x, start, r))
    return x

# %% exercise="flow" wrong="first level only"
def flow(x, centers, std, noises, rate):
    for r in noises[:1]:
        x = x + rate * r**2 * (mixture_score(x, centers, np.sqrt(std**2 + r**2)) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="levels in the opposite order"
def flow(x, centers, std, noises, rate):
    for r in sorted(noises):
        x = x + rate * r**2 * (mixture_score(x, centers, np.sqrt(std**2 + r**2)) - mixture_score(x, x, r))
    return x
