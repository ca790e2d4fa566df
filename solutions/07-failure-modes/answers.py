# %% [markdown]
# The bank of 07-failure-modes: every cell is an answer as a student would type it.

# %% exercise="generator-slopes" right="a loop over the grid"
def generator_slopes(mu, noise=0.0):
    import math

    v = 1 + noise * noise
    total = mass = 0.0
    for i in range(-2000, 2001):
        x = mu + math.sqrt(v) * i / 200
        w = math.exp(-((x - mu) ** 2) / (2 * v))
        s = (mu * mu - 2 * mu * x) / (2 * v)
        d = math.exp(s) / (1 + math.exp(s)) if s < 0 else 1 / (1 + math.exp(-s))
        total += w * d
        mass += w
    d = total / mass
    return [d * mu / v, (1 - d) * mu / v, 1]

# %% exercise="generator-slopes" right="quad of SciPy"
def generator_slopes(mu, noise=0.0):
    from scipy.integrate import quad
    from scipy.stats import norm

    v = 1 + noise**2
    r = v**0.5

    def f(x):
        return norm.pdf(x, mu, r) * expit((mu**2 - 2 * mu * x) / (2 * v))

    d = quad(f, mu - 10 * r, mu, epsabs=0, epsrel=1e-9)[0] + quad(f, mu, mu + 10 * r, epsabs=0, epsrel=1e-9)[0]
    return np.array([mu / v * d, mu / v - mu / v * d, 1.0])

# %% exercise="generator-slopes" right="differences of the losses at a fixed D, with a print"
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    w = np.linspace(-10, 10, 8001)
    weight = np.exp(-(w**2) / 2)
    weight /= weight.sum()

    def losses(moved):
        s = (mu**2 - 2 * mu * (moved + np.sqrt(v) * w)) / (2 * v)
        return np.array([-np.sum(weight * np.logaddexp(0, s)), np.sum(weight * np.logaddexp(0, -s))])

    h = 1e-4
    slopes = (losses(mu + h) - losses(mu - h)) / (2 * h)
    print("slopes", slopes)
    return float(slopes[0]), float(slopes[1]), 1.0

# %% exercise="generator-slopes" wrong="signs of the directions" says="These are the directions in which μ moves; the slopes of the losses have the other sign."
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return -mu / v * d, -mu / v * (1 - d), -1.0

# %% exercise="generator-slopes" wrong="averaged over the data" says="That averages over the data instead of the fakes, or has the two losses exchanged: both give these numbers. G feels D only where its own samples are, and ln(1 − D) goes with D."
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-(x**2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu / v * d, mu / v * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="slopes in D" says="That is differentiated with respect to D; the loss is a function of the logit, and the sigmoid's slope D(1 − D) belongs to the chain."
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = expit((mu**2 - 2 * mu * x) / (2 * v))
    return np.sum(weight / (1 - d)) * mu / v, np.sum(weight / d) * mu / v, 1.0

# %% exercise="generator-slopes" wrong="noise ignored" says="The noise is ignored: it makes both bells wider, and the best D less sure."
def generator_slopes(mu, noise=0.0):
    x = mu + np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / 2)
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / 2))
    return mu * d, mu * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="standard deviations added" says="Variances add, standard deviations do not: v is 1 + noise²."
def generator_slopes(mu, noise=0.0):
    v = (1 + noise) ** 2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu / v * d, mu / v * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="the distance for its slope" says="The third number is the slope of W₁ = μ, not the distance itself."
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu / v * d, mu / v * (1 - d), mu

# %% exercise="generator-slopes" wrong="the slope without noise" says="The slope of the logit is −μ/v: the v is in the probabilities, but missing in the slope."
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu * d, mu * (1 - d), 1.0

# %% exercise="generator-slopes" wrong="W1 divided by the variance" says="W₁ is |μ| with or without noise, so its slope is 1: there is no v in it."
def generator_slopes(mu, noise=0.0):
    v = 1 + noise**2
    x = mu + np.sqrt(v) * np.linspace(-10, 10, 4001)
    weight = np.exp(-((x - mu) ** 2) / (2 * v))
    weight /= weight.sum()
    d = np.sum(weight * expit((mu**2 - 2 * mu * x) / (2 * v)))
    return mu / v * d, mu / v * (1 - d), 1 / v

# %% exercise="generator-slopes" equivalent="constant: 10 → 11" because="the bell is 0 in six digits long before ten standard deviations: one more adds nothing"

# %% exercise="generator-slopes" equivalent="constant: 4001 → 4002" because="one point more on a grid that is fine enough"

# %% exercise="saddle" right="one rule at a time"
def saddle_step(d, g, eta_d, eta_g, method):
    if method == "simultaneous":
        return d + eta_d * g, g - eta_g * d
    if method == "alternating":
        d = d + eta_d * g
        g = g - eta_g * d
        return d, g
    look_d = d + eta_d * g
    look_g = g - eta_g * d
    return d + eta_d * look_g, g - eta_g * look_d


def growth(eta_d, eta_g, method):
    a, c = saddle_step(1.0, 0.0, eta_d, eta_g, method)
    b, e = saddle_step(0.0, 1.0, eta_d, eta_g, method)
    return max(abs(np.linalg.eigvals([[a, b], [c, e]])))

# %% exercise="saddle" right="matrices"
def saddle_matrix(eta_d, eta_g, method):
    eye = np.eye(2)
    turn = np.array([[0, eta_d], [-eta_g, 0]])
    if method == "simultaneous":
        return eye + turn
    if method == "alternating":
        return np.array([[1, 0], [-eta_g, 1]]) @ np.array([[1, eta_d], [0, 1]])
    return eye + turn @ (eye + turn)


def saddle_step(d, g, eta_d, eta_g, method):
    turn = {"simultaneous": 0, "alternating": 1, "extragradient": 2}
    assert method in turn
    ahead = d + eta_d * g, g - eta_g * d
    return [ahead, (ahead[0], g - eta_g * ahead[0]), (d + eta_d * ahead[1], g - eta_g * ahead[0])][turn[method]]


def growth(eta_d, eta_g, method):
    a, b = eta_d, eta_g
    if method == "simultaneous":
        m = np.array([[1, a], [-b, 1]])
    elif method == "alternating":
        m = np.array([[1, a], [-b, 1 - a * b]])
    else:
        m = np.array([[1 - a * b, a], [-b, 1 - a * b]])
    return np.abs(np.linalg.eigvals(m)).max()

# %% exercise="saddle" right="closed forms"
def saddle_step(d, g, eta_d, eta_g, method):
    new_d, new_g = d + eta_d * g, g - eta_g * d
    if method == "alternating":
        new_g = g - eta_g * new_d
    elif method == "extragradient":
        new_d, new_g = d + eta_d * new_g, g - eta_g * new_d
    return np.array([new_d, new_g])


def growth(eta_d, eta_g, method):
    p = eta_d * eta_g
    if method == "simultaneous":
        return (1 + p) ** 0.5
    if method == "extragradient":
        return ((1 - p) ** 2 + p) ** 0.5
    return 1.0 if p <= 4 else (p - 2 + (p * p - 4 * p) ** 0.5) / 2

# %% exercise="saddle" wrong="extragradient as two steps" says="That is two ordinary steps: extragradient starts the second one from (d, g), not from the place it looked at."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return ahead_d, g - eta_g * ahead_d
    return ahead_d + eta_d * ahead_g, ahead_g - eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T))))

# %% exercise="saddle" wrong="both climb" says="G descends: its gradient is subtracted."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g + eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return ahead_d, g + eta_g * ahead_d
    return d + eta_d * ahead_g, g + eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T))))

# %% exercise="saddle" wrong="alternating without the news" says="In alternating play G answers the new d, the one D has just moved to."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method in ("simultaneous", "alternating"):
        return ahead_d, ahead_g
    return d + eta_d * ahead_g, g - eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T))))

# %% exercise="saddle" wrong="G first" says="In alternating play D moves first, as in Algorithm 1."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return d + eta_d * ahead_g, ahead_g
    return d + eta_d * ahead_g, g - eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T))))

# %% exercise="saddle" wrong="real parts only" says="The eigenvalues are complex: |λ| takes real and imaginary part into account, `.real` only one."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return ahead_d, g - eta_g * ahead_d
    return d + eta_d * ahead_g, g - eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T).real)))

# %% exercise="saddle" wrong="the stretch of one round" says="That is how much one round can stretch a vector; after many rounds it is the largest |λ| that counts."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return ahead_d, g - eta_g * ahead_d
    return d + eta_d * ahead_g, g - eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.linalg.norm(np.array(columns).T, 2))

# %% exercise="saddle" wrong="the determinant" says="The determinant is the product of both eigenvalues, |λ|² here; the radius is the largest |λ|."
def saddle_step(d, g, eta_d, eta_g, method):
    ahead_d, ahead_g = d + eta_d * g, g - eta_g * d
    if method == "simultaneous":
        return ahead_d, ahead_g
    if method == "alternating":
        return ahead_d, g - eta_g * ahead_d
    return d + eta_d * ahead_g, g - eta_g * ahead_d


def growth(eta_d, eta_g, method):
    columns = [saddle_step(*unit, eta_d, eta_g, method) for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.linalg.det(np.array(columns).T))

# %% exercise="dirac-field" right="math and if"
def dirac_field(theta, psi, kind, gamma=0.0):
    import math

    d = 1 / (1 + math.exp(-psi * theta))
    if kind == "minimax":
        return [psi * d, -theta * d - gamma * psi]
    if kind == "ns":
        return [psi * (1 - d), -theta * d - gamma * psi]
    return [psi, -theta - gamma * psi]

# %% exercise="dirac-field" right="a table of slopes, as an array"
def dirac_field(theta, psi, kind, gamma=0.0):
    s = theta * psi
    of_g = {"minimax": -expit(s), "ns": -expit(-s), "wgan": -1.0}[kind]
    of_d = -1.0 if kind == "wgan" else -expit(s)
    return np.array([-of_g * psi, of_d * theta - gamma * psi])

# %% exercise="dirac-field" right="automatic differentiation"
def dirac_field(theta, psi, kind, gamma=0.0):
    import torch.nn.functional as F

    t, p = (torch.tensor(float(v), dtype=torch.float64, requires_grad=True) for v in (theta, psi))
    s = p * t
    v = -s if kind == "wgan" else F.logsigmoid(-s)
    loss_g = {"minimax": v, "wgan": v, "ns": -F.logsigmoid(s)}[kind]
    (down,) = torch.autograd.grad(loss_g, t, retain_graph=True)
    (up,) = torch.autograd.grad(v - gamma / 2 * p**2, p)
    return -down.item(), up.item()

# %% exercise="dirac-field" wrong="G climbs" says="G descends its loss: its direction is minus the gradient."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return -psi, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return -psi * pull, -theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="D descends" says="D ascends V: its direction is plus the gradient of what it climbs."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="D before G" says="The order is (dθ, dψ), G first."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return -theta - gamma * psi, psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return -theta * expit(s) - gamma * psi, psi * pull

# %% exercise="dirac-field" wrong="the penalty added" says="R1 is taken away from what D climbs, so it pulls ψ towards 0."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta + gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(s) + gamma * psi

# %% exercise="dirac-field" wrong="the penalty on both" says="R1 concerns D alone: G's direction has no γ."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi - gamma * theta, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull - gamma * theta, -theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="half of the penalty" says="The derivative of γψ²/2 is γψ: the 2 of the square cancels the ½."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma / 2 * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(s) - gamma / 2 * psi

# %% exercise="dirac-field" wrong="the same G twice" says="The non-saturating G is missing: −ln σ(s) has the slope −(1 − σ(s)) in s."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    return psi * expit(s), -theta * expit(s) - gamma * psi

# %% exercise="dirac-field" wrong="non-saturating for both" says="The non-saturating loss is G's alone: D still climbs V, with slope −σ(s)·θ."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * pull - gamma * psi

# %% exercise="dirac-field" wrong="R1 for Wasserstein only" says="R1 belongs to D's direction in all three games; here only the Wasserstein game has it."
def dirac_field(theta, psi, kind, gamma=0.0):
    s = psi * theta
    if kind == "wgan":
        return psi, -theta - gamma * psi
    pull = expit(s) if kind == "minimax" else expit(-s)
    return psi * pull, -theta * expit(s)

# %% exercise="dirac-rate" right="eigenvalues"
def dirac_rate(gamma):
    values = np.linalg.eigvals(np.array([[0, 0.5], [-0.5, -gamma]]))
    return -max(values.real), max(abs(values.imag))

# %% exercise="dirac-rate" right="complex roots"
def dirac_rate(gamma):
    import cmath

    root = cmath.sqrt(gamma**2 / 4 - 1 / 4)
    both = [-gamma / 2 + root, -gamma / 2 - root]
    return [-max(v.real for v in both), max(abs(v.imag) for v in both)]

# %% exercise="dirac-rate" right="max and a float32 array"
def dirac_rate(gamma):
    inside = (gamma * gamma - 1) / 4
    decay = gamma / 2 - np.sqrt(max(inside, 0.0))
    return np.array([decay, np.sqrt(max(-inside, 0.0))])

# %% exercise="dirac-rate" wrong="gamma over two always" says="Above γ = 1 both eigenvalues are real: the slower term has the decay γ/2 minus the root."
def dirac_rate(gamma):
    return gamma / 2, np.sqrt(max(0.25 - gamma**2 / 4, 0.0))

# %% exercise="dirac-rate" wrong="the faster term" says="In the end only the slower term is left: subtract the root from γ/2."
def dirac_rate(gamma):
    inside = gamma**2 / 4 - 0.25
    if inside < 0:
        return gamma / 2, np.sqrt(-inside)
    return gamma / 2 + np.sqrt(inside), 0.0

# %% exercise="dirac-rate" wrong="the half forgotten" says="Near the equilibrium σ is ½, so both players pull with ½: the term under the root is ¼, not 1."
def dirac_rate(gamma):
    inside = gamma**2 / 4 - 1
    if inside < 0:
        return gamma / 2, np.sqrt(-inside)
    return gamma / 2 - np.sqrt(inside), 0.0

# %% exercise="dirac-rate" wrong="sign of the decay" says="The real parts are negative; the decay is minus the largest of them."
def dirac_rate(gamma):
    values = np.linalg.eigvals(np.array([[0, 0.5], [-0.5, -gamma]]))
    return max(values.real), max(abs(values.imag))

# %% exercise="dirac-rate" wrong="no frequency" says="Below γ = 1 the root is imaginary: its size is the frequency."
def dirac_rate(gamma):
    return gamma / 2 - np.sqrt(max(gamma**2 / 4 - 0.25, 0.0)), 0.0

# %% exercise="dirac-rate" equivalent="comparison: < 0 → <= 0" because="at the critical γ the root is 0 on both branches"

# %% exercise="ema" right="a loop"
def ema(average, weights, decay):
    new = []
    for i in range(len(average)):
        new.append(average[i] + (1 - decay) * (weights[i] - average[i]))
    return new

# %% exercise="ema" right="a tuple from map"
def ema(average, weights, decay):
    return tuple(map(lambda a, w: a * decay + w * (1.0 - decay), average, weights))

# %% exercise="ema" right="clones changed in place"
def ema(average, weights, decay):
    new = []
    for a, w in zip(average, weights):
        a = a.clone() if hasattr(a, "clone") else a.copy()
        a *= decay
        a += (1 - decay) * w
        new.append(a)
    return new

# %% exercise="ema" wrong="the decay on the weights" says="The decay belongs to the old average: with 0.99 nearly everything of it is kept."
def ema(average, weights, decay):
    return [(1 - decay) * a + decay * w for a, w in zip(average, weights)]

# %% exercise="ema" wrong="in place" says="The old averages are written over: compute new arrays."
def ema(average, weights, decay):
    for a, w in zip(average, weights):
        a *= decay
        a += (1 - decay) * w
    return average

# %% exercise="ema" wrong="factors that do not sum to one" says="The factors must sum to 1, else the average grows without end: the new weights get 1 − decay."
def ema(average, weights, decay):
    return [decay * a + w for a, w in zip(average, weights)]

# %% exercise="ema" wrong="plain mean" says="That is the plain mean of old and new: the decay is not used."
def ema(average, weights, decay):
    return [(a + w) / 2 for a, w in zip(average, weights)]

# %% exercise="ema" wrong="only the first array" says="A network has many arrays of weights: average all of them."
def ema(average, weights, decay):
    return [decay * average[0] + (1 - decay) * weights[0]] + list(average[1:])

# %% exercise="unrolled-gradient" right="automatic differentiation"
def unrolled_gradient(d, g, eta, k, c=0.0):
    g = torch.tensor(float(g), dtype=torch.float64, requires_grad=True)
    d = torch.tensor(float(d), dtype=torch.float64)
    for _ in range(k):
        d = d + eta * (g - c * d)
    value = d * g - c / 2 * d**2
    return torch.autograd.grad(value, g)[0].item()

# %% exercise="unrolled-gradient" right="the closed form of the sum"
def unrolled_gradient(d, g, eta, k, c=0.0):
    keep = (1 - eta * c) ** k
    slope = k * eta if c == 0 else (1 - keep) / c
    ahead = keep * d + slope * g
    return ahead + (g - c * ahead) * slope

# %% exercise="unrolled-gradient" right="central differences of a quadratic"
def unrolled_gradient(d, g, eta, k, c=0.0):
    def value(g):
        ahead = d
        for _ in range(k):
            ahead += eta * (g - c * ahead)
        return ahead * g - c * ahead**2 / 2

    return (value(g + 0.5) - value(g - 0.5)) / 1.0

# %% exercise="unrolled-gradient" wrong="no gradient through the steps" says="d_k depends on g through every one of D's steps: the second term of the chain rule is missing. That is only a D with k more steps."
def unrolled_gradient(d, g, eta, k, c=0.0):
    for _ in range(k):
        d = d + eta * (g - c * d)
    return d

# %% exercise="unrolled-gradient" wrong="only through the steps" says="V(d, g) depends on g directly, too: that term is d_k."
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d + eta * (g - c * d), slope + eta * (1 - c * slope)
    return (g - c * d) * slope

# %% exercise="unrolled-gradient" wrong="slope without memory" says="With curvature no step is like the one before: each starts from the new d, and the old slope ∂d_k/∂g shrinks, so it is not k·η."
def unrolled_gradient(d, g, eta, k, c=0.0):
    for _ in range(k):
        d = d + eta * (g - c * d)
    return d + (g - c * d) * k * eta

# %% exercise="unrolled-gradient" wrong="D descends" says="D climbs: its steps go up, with plus."
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d - eta * (g - c * d), slope - eta * (1 - c * slope)
    return d + (g - c * d) * slope

# %% exercise="unrolled-gradient" wrong="curvature missing in the payoff" says="∂V/∂d is g − c·d; the second part is missing in the chain rule."
def unrolled_gradient(d, g, eta, k, c=0.0):
    slope = 0.0
    for _ in range(k):
        d, slope = d + eta * (g - c * d), slope + eta * (1 - c * slope)
    return d + g * slope

# %% exercise="unrolled-gradient" wrong="always one step" says="k is ignored: that is one step ahead."
def unrolled_gradient(d, g, eta, k, c=0.0):
    d = d + eta * (g - c * d)
    return d + (g - c * d) * eta

# %% exercise="r1-penalty" right="view and square"
def r1_penalty(D, x, gamma):
    real = x.clone().detach()
    real.requires_grad = True
    logits = D(real)
    grads = torch.autograd.grad(outputs=logits, inputs=real, grad_outputs=torch.ones_like(logits), create_graph=True)[0]
    return 0.5 * gamma * (grads.view(grads.size(0), -1) ** 2).sum(1).mean()

# %% exercise="r1-penalty" right="sum divided by the batch size, and a print"
def r1_penalty(D, x, gamma):
    y = torch.tensor(x.tolist(), dtype=x.dtype, requires_grad=True)
    g = torch.autograd.grad(D(y).sum(), [y], create_graph=True)[0]
    print("mean slope", g.abs().mean().item())
    return gamma * (g * g).sum() / (2 * len(x))

# %% exercise="r1-penalty" right="one sample after the other"
def r1_penalty(D, x, gamma):
    total = 0.0
    for i in range(len(x)):
        one = x[i : i + 1].detach().clone().requires_grad_()
        g = torch.autograd.grad(D(one).squeeze(), one, create_graph=True)[0]
        total = total + torch.sum(g**2)
    return gamma / 2 * total / len(x)

# %% exercise="r1-penalty" wrong="no graph" says="The penalty is a constant for autograd, and D gets no gradient from it: is `create_graph=True` missing, or is something detached?"
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x)
    return gamma / 2 * slope.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="lengths not squared" says="R1 is the mean of the squared lengths, not of the lengths."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).norm(dim=1).mean()

# %% exercise="r1-penalty" wrong="gamma instead of half of it" says="The factor is γ/2."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma * slope.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="the slope of the mean logit" says="With the mean of the logits each slope is n times too small: differentiate the sum."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).mean(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="the mean slope squared" says="Square first, then average: slopes in opposite directions must not cancel."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).mean(dim=0).pow(2).sum()

# %% exercise="r1-penalty" wrong="the mean over all numbers" says="The squared length of a sample sums over all its numbers; only over the samples is a mean taken."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.pow(2).mean()

# %% exercise="r1-penalty" wrong="the slope in the weights" says="R1 is about the slope of the logit with respect to x, not with respect to D's weights."
def r1_penalty(D, x, gamma):
    slopes = torch.autograd.grad(D(x).sum(), list(D.parameters()), create_graph=True)
    return gamma / 2 * sum(s.pow(2).sum() for s in slopes) / len(x)

# %% exercise="r1-penalty" wrong="probabilities instead of logits" says="The slope of the logit is asked for; here a sigmoid stands in between."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(torch.sigmoid(D(x)).sum(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="backward instead of grad" says="backward() stores gradients in D's weights, and they leak into the next step: use torch.autograd.grad."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    D(x).sum().backward(create_graph=True)
    return gamma / 2 * x.grad.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="the sum over the batch" says="The mean over the samples is missing: that is their sum, which grows with the batch."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.pow(2).sum()

# %% exercise="r1-penalty" wrong="gamma forgotten" says="The factor γ/2 is missing."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return slope.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="the samples themselves ask for gradients" says="x is changed: from now on it asks for gradients, and whoever uses it next carries a graph along. Take a copy first."
def r1_penalty(D, x, gamma):
    x.requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).pow(2).sum(dim=1).mean()

# %% exercise="r1-penalty" wrong="sum over the samples, mean over the numbers" says="Sums and means are exchanged: the squared slope is summed over the numbers of a sample, and the mean is over the samples."
def r1_penalty(D, x, gamma):
    x = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gamma / 2 * slope.flatten(1).pow(2).sum(dim=0).mean()

# %% exercise="gradient-penalty" right="view and ones"
def gradient_penalty(D, x, fake, u):
    eps = u.view([len(x)] + [1] * (x.ndim - 1))
    mixed = eps * x + (1 - eps) * fake
    mixed.requires_grad_(True)
    s = D(mixed)
    g = torch.autograd.grad(s, mixed, torch.ones_like(s), create_graph=True, retain_graph=True)[0]
    return ((g.view(len(x), -1).norm(2, dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" right="pair by pair"
def gradient_penalty(D, x, fake, u):
    total = 0.0
    for a, b, t in zip(x, fake, u):
        y = (t * a + (1 - t) * b)[None].detach().requires_grad_(True)
        g = torch.autograd.grad(D(y).sum(), y, create_graph=True)[0]
        total = total + (g.pow(2).sum().sqrt() - 1) ** 2
    return total / len(x)

# %% exercise="gradient-penalty" right="lerp"
def gradient_penalty(D, x, fake, u):
    while u.dim() < x.dim():
        u = u.unsqueeze(-1)
    y = torch.lerp(fake, x, u.expand_as(x)).requires_grad_(True)
    (g,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    lengths = torch.linalg.vector_norm(g.reshape(len(g), -1), dim=1)
    return torch.mean((lengths - 1).square())

# %% exercise="gradient-penalty" wrong="one u for all" says="Each pair is mixed with a u of its own; here the whole batch shares one."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1)[0]
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="squared length" says="The length is compared with 1, not its square."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).pow(2).sum(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="no graph" says="The penalty is a constant for autograd, and D gets no gradient from it: is `create_graph=True` missing, or is something detached?"
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="one-sided" says="The penalty of the paper has two sides: a slope below 1 is penalised as well."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return (slope.flatten(1).norm(dim=1) - 1).clamp(min=0).pow(2).mean()

# %% exercise="gradient-penalty" wrong="at the real samples" says="The slope is asked for between real and fake samples, not at the real ones."
def gradient_penalty(D, x, fake, u):
    y = x.detach().clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="u on the fakes" says="u multiplies the real sample and 1 − u the fake one; here it is the other way round."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * fake + (1 - u) * x).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="the length of the whole batch" says="Each sample's slope has a length of its own; that is one length for the whole batch."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return (slope.norm() - 1) ** 2

# %% exercise="gradient-penalty" wrong="u broadcast over columns" says="u of shape (n,) multiplies columns, or fails: give it the shape (n, 1, …) first."
def gradient_penalty(D, x, fake, u):
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="one axis too few" says="u gets one axis too few: behind its own it needs as many axes of length 1 as a sample has."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 2))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="the factor ten inside" says="The factor λ = 10 of the paper is not part of what is asked for."
def gradient_penalty(D, x, fake, u):
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = (u * x + (1 - u) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return 10 * ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="gradient-penalty" wrong="the samples themselves ask for gradients" says="The real samples are changed: only the mixture has to ask for gradients."
def gradient_penalty(D, x, fake, u):
    x.requires_grad_(True)
    u = u.reshape(-1, *[1] * (x.dim() - 1))
    y = u * x + (1 - u) * fake
    (slope,) = torch.autograd.grad(D(y).sum(), y, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()

# %% exercise="spectral-norm" right="the length of W v"
def spectral_norm(W, u, iterations):
    u = u / np.linalg.norm(u)
    for _ in range(iterations):
        v = np.dot(W.T, u)
        v /= np.sqrt(np.dot(v, v))
        u = np.dot(W, v)
        sigma = np.sqrt(np.dot(u, u))
        u /= sigma
    return sigma

# %% exercise="spectral-norm" right="torch"
def spectral_norm(W, u, iterations):
    W, u = torch.as_tensor(np.array(W, dtype=float)), torch.as_tensor(np.array(u, dtype=float))
    for _ in range(iterations):
        v = torch.nn.functional.normalize(W.T @ u, dim=0, eps=0)
        u = torch.nn.functional.normalize(W @ v, dim=0, eps=0)
    return torch.dot(u, W @ v)

# %% exercise="spectral-norm" right="recursion"
def spectral_norm(W, u, iterations):
    v = W.T @ u / np.linalg.norm(W.T @ u)
    if iterations == 1:
        return np.linalg.norm(W @ v)
    return spectral_norm(W, W @ v / np.linalg.norm(W @ v), iterations - 1)

# %% exercise="spectral-norm" wrong="Frobenius" says="That is the Frobenius norm, the root of the sum of all squares: no single vector is stretched that much."
def spectral_norm(W, u, iterations):
    return float(np.linalg.norm(W))

# %% exercise="spectral-norm" wrong="the largest eigenvalue" says="That iterates with W alone and finds an eigenvalue; the norm needs Wᵀ and W in turn."
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        u = W @ u
        u = u / np.linalg.norm(u)
    return float(u @ W @ u)

# %% exercise="spectral-norm" wrong="the square" says="That is the square of the norm: the largest eigenvalue of WᵀW without its root."
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W.T @ u
        v = v / np.linalg.norm(v)
        u = W @ v
        u = u / np.linalg.norm(u)
    return float(u @ W @ v) ** 2

# %% exercise="spectral-norm" wrong="one round always" says="The number of rounds is ignored: that is the estimate after one."
def spectral_norm(W, u, iterations):
    v = W.T @ u
    v = v / np.linalg.norm(v)
    u = W @ v
    u = u / np.linalg.norm(u)
    return float(u @ W @ v)

# %% exercise="spectral-norm" wrong="not normalised" says="The vectors must be divided by their lengths in every round; otherwise the result grows with each of them."
def spectral_norm(W, u, iterations):
    for _ in range(iterations):
        v = W.T @ u
        u = W @ v
    return float(u @ W @ v)

# %% exercise="spectral-norm" wrong="the exact norm" says="That is the exact norm from an SVD; the estimate after the given number of rounds is asked for."
def spectral_norm(W, u, iterations):
    return float(np.linalg.svd(W)[1][0])

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="generator-slopes" property="the slopes of ln(1 − D) and −ln D together are μ/(1 + noise²)"
@inputs(each(positive, choice(0.0, 0.5, 1.0)))
def generator_slopes(value, mu, noise):
    return np.isclose(value[0] + value[1], mu / (1 + noise**2))

# %% exercise="saddle" property="at the saddle (0, 0) nobody moves; else D moves by eta_d times the g that it sees"
@inputs(each(number, number, choice(0.1, 0.5), choice(0.1, 0.5), choice("simultaneous", "alternating", "extragradient")))
def saddle_step(value, d, g, eta_d, eta_g, method):
    seen = g - eta_g * d if method == "extragradient" else g
    return np.isclose(value[0], d + eta_d * seen)

# %% exercise="dirac-field" property="where ψ is 0, G feels no slope; where θ and ψ are 0, nobody moves"
@inputs(each(number, number, choice("minimax", "ns", "wgan"), choice(0.0, 0.5, 1.0)))
def dirac_field(value, theta, psi, kind, gamma):
    return psi != 0 or (np.isclose(value[0], 0) and (theta != 0 or np.isclose(value[1], 0)))

# %% exercise="dirac-rate" property="neither is negative; while there is rotation, decay² + frequency² is ¼"
@inputs(each(tenths(0, 4)))
def dirac_rate(value, gamma):
    decay, frequency = value
    return decay >= 0 and frequency >= 0 and (gamma >= 1 or np.isclose(decay**2 + frequency**2, 0.25))

# %% exercise="ema" property="the new average has gone the share 1 − decay of the way from the old one to the weights"
@inputs(followed(columns(number, number), choice(0.5, 0.9, 0.0)).map(lambda drawn: ([drawn[0]], [drawn[1]], drawn[2])))
def ema(value, average, weights, decay):
    return np.allclose(value[0] - average[0], (1 - decay) * (weights[0] - average[0]))

# %% exercise="unrolled-gradient" property="without looking ahead (k = 0) it is d; with c = 0 each step ahead adds 2·eta·g"
@inputs(each(number, number, choice(0.1, 0.5), whole(0, 3), choice(0.0, 0.5)))
def unrolled_gradient(value, d, g, eta, k, c):
    return (c != 0 and k > 0) or np.isclose(value, d + 2 * k * eta * g)
