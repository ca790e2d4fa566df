# %% exercise="generator-slopes" wrong="Gauss-Hermite, too coarse where D is steep"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    t, w = np.polynomial.hermite_e.hermegauss(150)
    x = mu + np.sqrt(v) * t
    d = np.sum(w * expit((mu**2 - 2 * mu * x) / (2 * v))) / np.sqrt(2 * np.pi)
    return mu / v * d, mu / v * (1 - d), 1

# %% exercise="generator-slopes" right="quad"
def generator_slopes(mu, noise=0.0):
    from scipy.integrate import quad
    from scipy.stats import norm

    v = 1 + noise * noise
    f = lambda t: norm.pdf(t) * expit(-(mu * (mu + np.sqrt(v) * t) - mu * mu / 2) / v)
    d = quad(f, -10, 10, epsabs=1e-14, limit=400)[0]
    return [mu * d / v, mu * (1 - d) / v, 1.0]

# %% exercise="generator-slopes" wrong="noise is a variance"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    w = np.exp(-((x - mu) ** 2) / (2 * v))
    d = np.sum(w * expit((mu**2 - 2 * mu * x) / (2 * v))) / w.sum()
    return mu / v * d, mu / v * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="exchanged"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    w = np.exp(-((x - mu) ** 2) / (2 * v))
    d = np.sum(w * expit((mu**2 - 2 * mu * x) / (2 * v))) / w.sum()
    return mu / v * (1 - d), mu / v * d, 1.0

# %% exercise="generator-slopes" wrong="samples"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.random.default_rng(0).normal(size=100000)
    d = np.mean(expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu / v * d, mu / v * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="W1 slope is 0"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    w = np.exp(-((x - mu) ** 2) / (2 * v))
    d = np.sum(w * expit((mu**2 - 2 * mu * x) / (2 * v))) / w.sum()
    return mu / v * d, mu / v * (1 - d), 0.0

# %% exercise="generator-slopes" wrong="both negative"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    w = np.exp(-((x - mu) ** 2) / (2 * v))
    d = np.sum(w * expit((mu**2 - 2 * mu * x) / (2 * v))) / w.sum()
    return -mu / v * d, -mu / v * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="D at the mean"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    d = expit(-(mu**2) / (2 * v))
    return mu / v * d, mu / v * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="noise on the fakes only"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    w = np.exp(-((x - mu) ** 2) / (2 * v))
    d = np.sum(w * expit((mu**2 - 2 * mu * x) / 2)) / w.sum()
    return mu * d, mu * (1 - d), 1.0

# %% exercise="saddle" right="matrices"
def saddle_step(d, g, eta_d, eta_g, method):
    S = np.array([[1, eta_d], [-eta_g, 1]])
    A = np.array([[1, eta_d], [-eta_g, 1 - eta_d * eta_g]])
    E = np.array([[1 - eta_d * eta_g, eta_d], [-eta_g, 1 - eta_d * eta_g]])
    return {"simultaneous": S, "alternating": A, "extragradient": E}[method] @ [d, g]


def growth(eta_d, eta_g, method):
    a, c = saddle_step(1, 0, eta_d, eta_g, method)
    b, e = saddle_step(0, 1, eta_d, eta_g, method)
    t, det = a + e, a * e - b * c
    disc = t * t / 4 - det
    return np.sqrt(det) if disc < 0 else abs(t) / 2 + np.sqrt(disc)

# %% exercise="saddle" wrong="real part"
def saddle_step(d, g, eta_d, eta_g, method):
    ad, ag = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g - eta_g * ad
    return d + eta_d * ag, g - eta_g * ad


def growth(eta_d, eta_g, method):
    M = np.array([saddle_step(1.0, 0.0, eta_d, eta_g, method), saddle_step(0.0, 1.0, eta_d, eta_g, method)]).T
    return float(np.linalg.eigvals(M).real.max())

# %% exercise="saddle" wrong="largest singular value"
def saddle_step(d, g, eta_d, eta_g, method):
    ad, ag = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g - eta_g * ad
    return d + eta_d * ag, g - eta_g * ad


def growth(eta_d, eta_g, method):
    M = np.array([saddle_step(1.0, 0.0, eta_d, eta_g, method), saddle_step(0.0, 1.0, eta_d, eta_g, method)]).T
    return float(np.linalg.norm(M, 2))

# %% exercise="saddle" wrong="players exchanged"
def saddle_step(d, g, eta_d, eta_g, method):
    ad, ag = d - eta_d * g, g + eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g + eta_g * ad
    return d - eta_d * ag, g + eta_g * ad


def growth(eta_d, eta_g, method):
    M = np.array([saddle_step(1.0, 0.0, eta_d, eta_g, method), saddle_step(0.0, 1.0, eta_d, eta_g, method)]).T
    return float(np.abs(np.linalg.eigvals(M)).max())

# %% exercise="saddle" wrong="rates exchanged"
def saddle_step(d, g, eta_d, eta_g, method):
    eta_d, eta_g = eta_g, eta_d
    ad, ag = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g - eta_g * ad
    return d + eta_d * ag, g - eta_g * ad


def growth(eta_d, eta_g, method):
    M = np.array([saddle_step(1.0, 0.0, eta_d, eta_g, method), saddle_step(0.0, 1.0, eta_d, eta_g, method)]).T
    return float(np.abs(np.linalg.eigvals(M)).max())

# %% exercise="saddle" wrong="extragradient from ahead"
def saddle_step(d, g, eta_d, eta_g, method):
    ad, ag = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g - eta_g * ad
    return ad + eta_d * ag, ag - eta_g * ad


def growth(eta_d, eta_g, method):
    M = np.array([saddle_step(1.0, 0.0, eta_d, eta_g, method), saddle_step(0.0, 1.0, eta_d, eta_g, method)]).T
    return float(np.abs(np.linalg.eigvals(M)).max())

# %% exercise="saddle" wrong="formula for small steps only"
def saddle_step(d, g, eta_d, eta_g, method):
    ad, ag = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g - eta_g * ad
    return d + eta_d * ag, g - eta_g * ad


def growth(eta_d, eta_g, method):
    x = eta_d * eta_g
    return {"simultaneous": np.sqrt(1 + x), "alternating": 1.0, "extragradient": np.sqrt(1 - x + x**2)}[method]

# %% exercise="saddle" wrong="squared"
def saddle_step(d, g, eta_d, eta_g, method):
    ad, ag = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ad, ag
    if method == "alternating":
        return ad, g - eta_g * ad
    return d + eta_d * ag, g - eta_g * ad


def growth(eta_d, eta_g, method):
    M = np.array([saddle_step(1.0, 0.0, eta_d, eta_g, method), saddle_step(0.0, 1.0, eta_d, eta_g, method)]).T
    return float(np.abs(np.linalg.eigvals(M)).max() ** 2)

# %% exercise="dirac-field" right="torch autograd"
def dirac_field(theta, psi, kind, gamma=0.0):
    t, p = (torch.tensor(float(v), dtype=torch.float64, requires_grad=True) for v in (theta, psi))
    ls = torch.nn.functional.logsigmoid
    if kind == "wgan":
        ld, lg = p * t, -p * t
    else:
        ld = -ls(-p * t)
        lg = ls(-p * t) if kind == "minimax" else -ls(p * t)
    ld = ld + gamma / 2 * p**2
    return -torch.autograd.grad(lg, t)[0].item(), -torch.autograd.grad(ld, p)[0].item()

# %% exercise="dirac-field" wrong="gamma/2"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma / 2 * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(s) - gamma / 2 * psi

# %% exercise="dirac-field" wrong="kinds exchanged"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    pull = expit(s) if kind == "ns" else expit(-s)
    return psi * pull, -theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="pair exchanged"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return -theta - gamma * psi, psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return -theta * expit(s) - gamma * psi, psi * pull

# %% exercise="dirac-field" wrong="losses climbed"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return -psi, theta + gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return -psi * pull, theta * expit(s) + gamma * psi

# %% exercise="dirac-field" wrong="R1 for G too"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi - gamma * theta, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull - gamma * theta, -theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="no R1 with wgan"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="D sees sigma(−s)"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(-s) - gamma * psi

# %% exercise="dirac-field" wrong="sigma prime"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    pull = expit(s) * expit(-s)
    return psi * pull, -theta * pull - gamma * psi

# %% exercise="dirac-rate" right="eigenvalues"
def dirac_rate(gamma):
    lam = np.linalg.eigvals(np.array([[0, 0.5], [-0.5, -gamma]]))
    if abs(gamma - 1) < 1e-9:
        return 0.5, 0.0
    return -lam.real.max(), np.abs(lam.imag).max()

# %% exercise="dirac-rate" right="complex root"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return gamma / 2 - r.real, r.imag

# %% exercise="dirac-rate" wrong="coefficient 1"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 4)) / 2
    return gamma / 2 - r.real, r.imag

# %% exercise="dirac-rate" wrong="always gamma/2"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return gamma / 2, r.imag

# %% exercise="dirac-rate" wrong="faster one"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return gamma / 2 + r.real, r.imag

# %% exercise="dirac-rate" wrong="sign"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return r.real - gamma / 2, r.imag

# %% exercise="dirac-rate" wrong="frequency over 2 pi"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return gamma / 2 - r.real, r.imag / (2 * np.pi)

# %% exercise="dirac-rate" wrong="nan above 1"
def dirac_rate(gamma):
    return gamma / 2, np.sqrt(0.25 - gamma**2 / 4)

# %% exercise="dirac-rate" wrong="gamma halved as in γ/2"
def dirac_rate(gamma):
    gamma = gamma / 2
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return gamma / 2 - r.real, r.imag

# %% exercise="dirac-rate" wrong="exchanged"
def dirac_rate(gamma):
    r = np.sqrt(complex(gamma**2 - 1)) / 2
    return r.imag, gamma / 2 - r.real

# %% exercise="ema" right="lerp on copies, a tuple"
def ema(average, weights, decay):
    return tuple(w + decay * (a - w) for a, w in zip(average, weights))

# %% exercise="ema" right="in place on copies"
def ema(average, weights, decay):
    import copy

    out = copy.deepcopy(average)
    for i in range(len(out)):
        out[i] *= decay
        out[i] += (1 - decay) * weights[i]
    return out

# %% exercise="ema" wrong="exchanged"
def ema(average, weights, decay):
    return [(1 - decay) * a + decay * w for a, w in zip(average, weights)]

# %% exercise="ema" wrong="in place"
def ema(average, weights, decay):
    for a, w in zip(average, weights):
        a *= decay
        a += (1 - decay) * w
    return average

# %% exercise="ema" wrong="one array only"
def ema(average, weights, decay):
    for a, w in zip(average, weights):
        return [decay * a + (1 - decay) * w]

# %% exercise="ema" wrong="mean of both"
def ema(average, weights, decay):
    return [(a + w) / 2 for a, w in zip(average, weights)]

# %% exercise="ema" wrong="bias corrected"
def ema(average, weights, decay):
    return [(decay * a + (1 - decay) * w) / (1 - decay) for a, w in zip(average, weights)]

# %% exercise="ema" wrong="forgets one minus"
def ema(average, weights, decay):
    return [decay * a + decay * w for a, w in zip(average, weights)]

# %% exercise="ema" wrong="minus"
def ema(average, weights, decay):
    return [decay * a - (1 - decay) * w for a, w in zip(average, weights)]

# %% exercise="ema" wrong="returns None"
def ema(average, weights, decay):
    [decay * a + (1 - decay) * w for a, w in zip(average, weights)]

# %% exercise="unrolled-gradient" right="torch"
def unrolled_gradient(d, g, eta, k, c=0.0):
    G = torch.tensor(float(g), dtype=torch.float64, requires_grad=True)
    x = torch.tensor(float(d), dtype=torch.float64)
    for _ in range(k):
        x = x + eta * (G - c * x)
    return torch.autograd.grad(x * G - c * x**2 / 2, G)[0].item()

# %% exercise="unrolled-gradient" right="closed form"
def unrolled_gradient(d, g, eta, k, c=0.0):
    r = 1 - eta * c
    n = k if c == 0 else None
    geo = eta * (n if n is not None else (1 - r**k) / (1 - r))
    dk = r**k * d + geo * g
    return dk + (g - c * dk) * geo

# %% exercise="unrolled-gradient" wrong="no second term"
def unrolled_gradient(d, g, eta, k, c=0.0):
    for _ in range(k):
        d = d + eta * (g - c * d)
    return d

# %% exercise="unrolled-gradient" wrong="curvature only in D"
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d + eta * (g - c * d), slope + eta * (1 - c * slope)
    return d + g * slope

# %% exercise="unrolled-gradient" wrong="k eta"
def unrolled_gradient(d, g, eta, k, c=0.0):
    for _ in range(k):
        d = d + eta * (g - c * d)
    return d + (g - c * d) * k * eta

# %% exercise="unrolled-gradient" wrong="stale d" once="it was told only of the slope, and gives the same"
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope, x = 0.0, d
    for _ in range(k):
        x, slope = x + eta * (g - c * d), slope + eta * (1 - c * slope)
    return x + (g - c * x) * slope

# %% exercise="unrolled-gradient" wrong="one step too many"
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k + 1):
        d, slope = d + eta * (g - c * d), slope + eta * (1 - c * slope)
    return d + (g - c * d) * slope

# %% exercise="unrolled-gradient" wrong="D descends"
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d - eta * (g - c * d), slope - eta * (1 - c * slope)
    return d + (g - c * d) * slope

# %% exercise="unrolled-gradient" wrong="sign"
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d + eta * (g - c * d), slope + eta * (1 - c * slope)
    return -(d + (g - c * d) * slope)

# %% exercise="unrolled-gradient" wrong="c for c/2: derivative of c d² is 2 c d"
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d + eta * (g - 2 * c * d), slope + eta * (1 - 2 * c * slope)
    return d + (g - 2 * c * d) * slope

# %% exercise="r1-penalty" right="one sample at a time"
def r1_penalty(D, x, gamma):
    total = 0
    for one in x:
        one = one.detach().clone().unsqueeze(0).requires_grad_()
        (g,) = torch.autograd.grad(D(one).squeeze(), one, create_graph=True)
        total = total + (g**2).sum()
    return gamma * total / (2 * len(x))

# %% exercise="r1-penalty" right="grad_outputs"
def r1_penalty(D, x, gamma):
    y = x.detach().requires_grad_() if not x.requires_grad else x.detach().clone().requires_grad_()
    s = D(y)
    g = torch.autograd.grad(outputs=s, inputs=y, grad_outputs=torch.ones_like(s), create_graph=True, retain_graph=True)[
        0
    ]
    return 0.5 * gamma * g.reshape(len(y), -1).norm(2, dim=1).square().mean()

# %% exercise="r1-penalty" wrong="no create_graph"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y)
    return gamma / 2 * g.flatten(1).pow(2).sum(1).mean()

# %% exercise="r1-penalty" wrong="mean of logits"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).mean(), y, create_graph=True)
    return gamma / 2 * g.flatten(1).pow(2).sum(1).mean()

# %% exercise="r1-penalty" wrong="norm not squared"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return gamma / 2 * g.flatten(1).norm(dim=1).mean()

# %% exercise="r1-penalty" wrong="mean over everything"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return gamma / 2 * g.pow(2).mean()

# %% exercise="r1-penalty" wrong="of sigma(s)"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(torch.sigmoid(D(y)).sum(), y, create_graph=True)
    return gamma / 2 * g.flatten(1).pow(2).sum(1).mean()

# %% exercise="r1-penalty" wrong="last axis only"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return gamma / 2 * g.pow(2).sum(dim=-1).mean()

# %% exercise="r1-penalty" wrong="gamma"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return gamma * g.flatten(1).pow(2).sum(1).mean()

# %% exercise="r1-penalty" wrong="minus one as in WGAN-GP"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return gamma / 2 * (g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="r1-penalty" wrong="requires_grad on x itself"
def r1_penalty(D, x, gamma):
    x.requires_grad_()
    (g,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * g.flatten(1).pow(2).sum(1).mean()

# %% exercise="gradient-penalty" right="torch.lerp"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1)).expand_as(x)
    y = torch.lerp(fake, x, w).detach().clone().requires_grad_()
    s = D(y)
    g = torch.autograd.grad(s, y, torch.ones_like(s), create_graph=True)[0]
    return torch.square(g.reshape(len(y), -1).pow(2).sum(1).sqrt() - 1).mean()

# %% exercise="gradient-penalty" wrong="u exchanged"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1))
    y = ((1 - w) * x + w * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return (g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="gradient-penalty" wrong="own u"
def gradient_penalty(D, x, fake, u):
    w = torch.rand(len(x), dtype=x.dtype).view(-1, *(1,) * (x.ndim - 1))
    y = (w * x + (1 - w) * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return (g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="gradient-penalty" wrong="mean before the square"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1))
    y = (w * x + (1 - w) * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return (g.flatten(1).norm(dim=1).mean() - 1).pow(2)

# %% exercise="gradient-penalty" wrong="times ten"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1))
    y = (w * x + (1 - w) * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return 10 * (g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="gradient-penalty" wrong="one-sided"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1))
    y = (w * x + (1 - w) * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return torch.relu(g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="gradient-penalty" wrong="no graph"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1))
    y = (w * x + (1 - w) * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y)[0]
    return (g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="gradient-penalty" wrong="sum"
def gradient_penalty(D, x, fake, u):
    w = u.view(-1, *(1,) * (x.ndim - 1))
    y = (w * x + (1 - w) * fake).detach().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return (g.flatten(1).norm(dim=1) - 1).pow(2).sum()

# %% exercise="gradient-penalty" wrong="at the fakes"
def gradient_penalty(D, x, fake, u):
    y = fake.detach().clone().requires_grad_()
    g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
    return (g.flatten(1).norm(dim=1) - 1).pow(2).mean()

# %% exercise="spectral-norm" right="W W^T"
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W.T.dot(u)
        v = v / np.sqrt(v @ v)
        u = W.dot(v)
        s = np.sqrt(u @ u)
        u = u / s
    return s

# %% exercise="spectral-norm" right="no normalisation until the end"
def spectral_norm(W, u, iterations):
    u = u / np.linalg.norm(u)
    for i in range(iterations):
        v = u @ W
        v = v / np.linalg.norm(v)
        w = W @ v
        u = w / np.linalg.norm(w)
    return np.linalg.norm(W @ v)

# %% exercise="spectral-norm" wrong="exact"
def spectral_norm(W, u, iterations):
    return np.linalg.norm(W, 2)

# %% exercise="spectral-norm" wrong="frobenius"
def spectral_norm(W, u, iterations):
    return np.linalg.norm(W)

# %% exercise="spectral-norm" wrong="one round too many"
def spectral_norm(W, u, iterations):
    for _ in range(iterations + 1):
        v = W.T @ u
        v = v / np.linalg.norm(v)
        u = W @ v
        u = u / np.linalg.norm(u)
    return float(u @ W @ v)

# %% exercise="spectral-norm" wrong="squared"
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W.T @ u
        v = v / np.linalg.norm(v)
        u = W @ v
        u = u / np.linalg.norm(u)
    return float(u @ W @ v) ** 2

# %% exercise="spectral-norm" wrong="W for W^T"
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W @ u
        v = v / np.linalg.norm(v)
        u = W.T @ v
        u = u / np.linalg.norm(u)
    return float(v @ W @ u)

# %% exercise="spectral-norm" wrong="in place"
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W.T @ u
        v /= np.linalg.norm(v)
        u[:] = W @ v
        u /= np.linalg.norm(u)
    return float(u @ W @ v)

# %% exercise="spectral-norm" wrong="old u in the end"
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        old = u / np.linalg.norm(u)
        v = W.T @ u
        v = v / np.linalg.norm(v)
        u = W @ v
        u = u / np.linalg.norm(u)
    return float(old @ W @ v)

# %% exercise="spectral-norm" wrong="W divided by it"
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W.T @ u
        v = v / np.linalg.norm(v)
        u = W @ v
        u = u / np.linalg.norm(u)
    return W / float(u @ W @ v)

# %% exercise="r1-penalty" wrong="a graph, and detached at the end" once="it was told that create_graph is missing"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return (gamma / 2 * g.flatten(1).pow(2).sum(1).mean()).detach()
