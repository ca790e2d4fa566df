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

# %% exercise="r1-penalty" wrong="a graph, and detached at the end" once="it was told that create_graph is missing"
def r1_penalty(D, x, gamma):
    y = x.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return (gamma / 2 * g.flatten(1).pow(2).sum(1).mean()).detach()
