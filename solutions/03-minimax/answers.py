# %% [markdown]
# The bank of 03-minimax: every cell is an answer as a student would type it.

# %% exercise="value" right="maximum and log1p"
def value(d_real_logits, d_fake_logits):
    def softplus(s):
        s = np.asarray(s, dtype=float)
        return np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))

    return -softplus(-np.asarray(d_real_logits)).mean() - softplus(d_fake_logits).mean()

# %% exercise="value" right="torch"
def value(d_real_logits, d_fake_logits):
    logsigmoid = torch.nn.functional.logsigmoid
    real = torch.as_tensor(d_real_logits, dtype=torch.float64)
    fake = torch.as_tensor(d_fake_logits, dtype=torch.float64)
    return logsigmoid(real).mean() + logsigmoid(-fake).mean()

# %% exercise="value" right="a loop with math"
def value(d_real_logits, d_fake_logits):
    import math

    def log_sigmoid(s):
        return min(s, 0.0) - math.log1p(math.exp(-abs(s)))

    real = [log_sigmoid(float(s)) for s in d_real_logits]
    fake = [log_sigmoid(-float(s)) for s in d_fake_logits]
    return math.fsum(real) / len(real) + math.fsum(fake) / len(fake)

# %% exercise="value" right="scipy's log_expit, in the dtype of the input"
def value(d_real_logits, d_fake_logits):
    from scipy.special import log_expit

    return np.mean(log_expit(d_real_logits)) + np.mean(log_expit(-np.asarray(d_fake_logits)))

# %% exercise="value" wrong="one mean over everything" says="You take one mean over real and fake together: take the mean of each group and add, so that both weigh the same."
def value(d_real_logits, d_fake_logits):
    terms = np.concatenate([-np.logaddexp(0, -d_real_logits), -np.logaddexp(0, d_fake_logits)])
    return float(np.mean(terms))

# %% exercise="value" wrong="twice the mean over everything" says="Twice the mean over everything equals V only if both batches have one size: take the mean of each group and add."
def value(d_real_logits, d_fake_logits):
    terms = np.concatenate([-np.logaddexp(0, -d_real_logits), -np.logaddexp(0, d_fake_logits)])
    return 2 * float(np.mean(terms))

# %% exercise="value" wrong="through the probability" says="For large logits σ(s) rounds to 0 or 1, or e^s overflows, and the logarithm is −inf. Stay with the logits, in a stable form such as `np.logaddexp`."
def value(d_real_logits, d_fake_logits):
    return float(np.mean(np.log(sigmoid(d_real_logits))) + np.mean(np.log(1 - sigmoid(d_fake_logits))))

# %% exercise="value" wrong="a small number inside the logarithm" says="You add a small number inside the logarithm: then being sure and wrong costs a fixed amount instead of growing with the logit."
def value(d_real_logits, d_fake_logits):
    real, fake = sigmoid(np.asarray(d_real_logits, dtype=float)), sigmoid(np.asarray(d_fake_logits, dtype=float))
    return float(np.mean(np.log(real + 1e-12)) + np.mean(np.log(1 - fake + 1e-12)))

# %% exercise="value" wrong="the loss" says="The sign is flipped: −V is the loss of D. V is never positive."
def value(d_real_logits, d_fake_logits):
    return float(np.logaddexp(0, -d_real_logits).mean() + np.logaddexp(0, d_fake_logits).mean())

# %% exercise="value" wrong="halved" says="You average the two terms: V is their sum, minus twice the mean cross-entropy."
def value(d_real_logits, d_fake_logits):
    return -0.5 * float(np.logaddexp(0, -d_real_logits).mean() + np.logaddexp(0, d_fake_logits).mean())

# %% exercise="value" wrong="ln D on the forgeries" says="On forgeries V has ln(1 − D), not ln D: their label is 0."
def value(d_real_logits, d_fake_logits):
    return -float(np.logaddexp(0, -d_real_logits).mean() + np.logaddexp(0, -d_fake_logits).mean())

# %% exercise="value" wrong="takes probabilities" says="Your function takes its inputs for probabilities, but logits come in."
def value(d_real_logits, d_fake_logits):
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(d_real_logits)) + np.mean(np.log(1 - d_fake_logits)))

# %% exercise="value" wrong="sums" says="You add over the batch: the mean over each group is asked for."
def value(d_real_logits, d_fake_logits):
    return -float(np.logaddexp(0, -d_real_logits).sum() + np.logaddexp(0, d_fake_logits).sum())

# %% exercise="push-density" right="a loop over entries"
def push_density(name, x):
    made = []
    for t in np.atleast_1d(x):
        if name == "square":
            made.append(0.5 * t**-0.5 if 0 < t < 1 else 0.0)
        elif name == "absolute value":
            made.append(2 * np.exp(-t * t / 2) / np.sqrt(2 * np.pi) if t > 0 else 0.0)
        else:
            made.append(t**-0.5 / 3 if 0 < t < 1 else t**-0.5 / 6 if 1 < t < 4 else 0.0)
    return made

# %% exercise="push-density" right="scipy distributions"
def push_density(name, x):
    from scipy.stats import beta, halfnorm

    if name == "square":
        return beta(0.5, 1).pdf(x)
    if name == "absolute value":
        return halfnorm.pdf(x)
    return 2 / 3 * beta(0.5, 1).pdf(x) + np.where((x > 1) & (x < 4), 1 / (6 * np.sqrt(np.abs(x))), 0)

# %% exercise="push-density" right="a sum over branches"
def push_density(name, x):
    root = np.sqrt(np.abs(x))
    noise = {
        "square": (lambda z: ((z > 0) & (z < 1)) * 1.0, 2 * root),
        "absolute value": (lambda z: np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), 1.0),
        "parabola": (lambda z: ((z > -1) & (z < 2)) / 3, 2 * root),
    }
    p_z, stretch = noise[name]
    z = x if name == "absolute value" else root
    return np.where(x > 0, (p_z(z) + p_z(-z)) / stretch, 0.0)

# %% exercise="push-density" right="where, with warnings, and torch"
def push_density(name, x):
    x = torch.as_tensor(x)
    zero = torch.zeros_like(x)
    if name == "absolute value":
        return torch.where(x > 0, 2 * torch.exp(-x * x / 2) / (2 * torch.pi) ** 0.5, zero)
    if name == "square":
        return torch.where((x > 0) & (x < 1), 0.5 / x.sqrt(), zero)
    return torch.where((x > 0) & (x < 1), 1 / (3 * x.sqrt()), torch.where((x > 1) & (x < 4), 1 / (6 * x.sqrt()), zero))

# %% exercise="push-density" wrong="one branch" says="You count only one of the z that land on x. Every z with G(z) = x brings its share: look for the negative ones."
def push_density(name, x):
    root = np.sqrt(np.maximum(x, 1e-300))
    if name == "square":
        return np.where((x > 0) & (x < 1), 1 / (2 * root), 0.0)
    if name == "absolute value":
        return np.where(x > 0, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where((x > 0) & (x < 4), 1 / (6 * root), 0.0)

# %% exercise="push-density" wrong="two branches everywhere" says="For the parabola you count two branches for every x, but −√x below −1 cannot occur: z starts at −1."
def push_density(name, x):
    root = np.sqrt(np.maximum(x, 1e-300))
    if name == "square":
        return np.where((x > 0) & (x < 1), 1 / (2 * root), 0.0)
    if name == "absolute value":
        return np.where(x > 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where((x > 0) & (x < 4), 1 / (3 * root), 0.0)

# %% exercise="push-density" wrong="no Jacobian" says="The division by |G′(z)| is missing: where G stretches, the same mass lies thinner."
def push_density(name, x):
    if name == "square":
        return np.where((x > 0) & (x < 1), 1.0, 0.0)
    if name == "absolute value":
        return np.where(x > 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where((x > 0) & (x < 1), 2 / 3, np.where((x > 1) & (x < 4), 1 / 3, 0.0))

# %% exercise="push-density" wrong="multiplied by the Jacobian" says="You multiply by |G′(z)|: stretching makes the density smaller, so divide."
def push_density(name, x):
    root = np.sqrt(np.maximum(x, 0))
    if name == "square":
        return np.where((x > 0) & (x < 1), 2 * root, 0.0)
    if name == "absolute value":
        return np.where(x > 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where((x > 0) & (x < 1), 4 * root / 3, np.where((x > 1) & (x < 4), 2 * root / 3, 0.0))

# %% exercise="push-density" wrong="slope at x instead of z" says="You take the slope of G at x: it belongs at z, the point that is sent to x."
def push_density(name, x):
    slope = 2 * np.maximum(x, 1e-300)
    if name == "square":
        return np.where((x > 0) & (x < 1), 1 / slope, 0.0)
    if name == "absolute value":
        return np.where(x > 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where((x > 0) & (x < 1), 2 / 3 / slope, np.where((x > 1) & (x < 4), 1 / 3 / slope, 0.0))

# %% exercise="push-density" wrong="half as the density of the parabola's noise" says="The parabola's noise fills (−1, 2), a length of 3: its density is ⅓, not ½."
def push_density(name, x):
    root = np.sqrt(np.maximum(x, 1e-300))
    if name == "square":
        return np.where((x > 0) & (x < 1), 1 / (2 * root), 0.0)
    if name == "absolute value":
        return np.where(x > 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where((x > 0) & (x < 1), 1 / (2 * root), np.where((x > 1) & (x < 4), 1 / (4 * root), 0.0))

# %% exercise="push-density" wrong="not zero outside" says="Where no z leads to x the density is 0: |z| is never negative, and z² stays inside its range."
def push_density(name, x):
    root = np.sqrt(np.maximum(np.abs(x), 1e-300))
    if name == "square":
        return 1 / (2 * root)
    if name == "absolute value":
        return 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return np.where(np.abs(x) < 1, 1 / (3 * root), 1 / (6 * root))

# %% exercise="push-density" wrong="nan for negative x" says="The root of a negative number is nan: the density there is 0."
def push_density(name, x):
    root = np.sqrt(x)
    if name == "square":
        return 1 / (2 * root) * (x < 1)
    if name == "absolute value":
        return np.where(x > 0, 2 * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
    return np.where(x < 1, 1 / (3 * root), 1 / (6 * root)) * (x < 4)

# %% exercise="push-density" wrong="the same distribution as z" says="z and G(z) do not have the same distribution: that is the density of the noise."
def push_density(name, x):
    if name == "square":
        return np.where((x > 0) & (x < 1), 1.0, 0.0)
    if name == "absolute value":
        return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return np.where((x > -1) & (x < 2), 1 / 3, 0.0)

# %% exercise="push-density" equivalent="comparison: > 0 → >= 0" because="a density may have any value at the end of an interval: no probability depends on it"

# %% exercise="push-density" equivalent="comparison: <= 1 → < 1" because="a density may have any value at the end of an interval: no probability depends on it"

# %% exercise="push-density" equivalent="comparison: >= 0 → > 0" because="a density may have any value at the end of an interval: no probability depends on it"

# %% exercise="push-density" equivalent="comparison: > 1 → >= 1" because="a density may have any value at the end of an interval: no probability depends on it"

# %% exercise="push-density" equivalent="comparison: <= 4 → < 4" because="a density may have any value at the end of an interval: no probability depends on it"

# %% exercise="push-density" equivalent="constant: 1e-300 → 1e-297" because="it only keeps a division by zero from being computed: where it counts the density is 0"

# %% exercise="push-density" equivalent="swapped arguments: np.where((x > 1) & (x <= 4), 1, 0) → np.where(1, (x > 1) & (x <= 4), 0)" because="the condition itself is 1 or 0 as a number"

# %% exercise="lotus" right="scipy quad"
def lotus_z(h, gen, p_z, a, b):
    from scipy.integrate import quad

    return quad(lambda z: float(h(gen(np.array(z))) * p_z(np.array(z))), a, b, limit=500, points=[a + 0.3 * (b - a)])[0]


def lotus_x(h, p_x, a, b):
    from scipy.integrate import quad

    return quad(lambda x: float(h(x) * p_x(np.array(x))), a, b, limit=500)[0]

# %% exercise="lotus" right="named functions and a sum of its own"
def lotus_z(h, gen, p_z, a, b):
    n = 200_000
    z = np.linspace(a, b, 2 * n + 1)[1::2]
    weights = p_z(z) * (b - a) / n
    x = gen(z)
    return np.dot(h(x), weights)


def lotus_x(h, p_x, a, b):
    def value_times_density(x):
        return h(x) * p_x(x)

    return integrate(value_times_density, a, b)

# %% exercise="lotus" right="one calls the other"
def lotus_x(h, p_x, a, b):
    print("integrating from", a, "to", b)
    return integrate(lambda t: p_x(t) * h(t), a, b)


def lotus_z(h, gen, p_z, a, b):
    return lotus_x(lambda z: h(gen(z)), p_z, a, b)

# %% exercise="lotus" wrong="forgets G" says="You integrate h(z) over the noise: G is missing, the value is h(G(z))."
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(z) * p_z(z), a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b)

# %% exercise="lotus" wrong="density of the noise at G(z)" says="The density of the noise belongs to z: p_z(z), not p_z(G(z))."
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(gen(z)), a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b)

# %% exercise="lotus" wrong="a Jacobian in the wrong place" says="There is a factor |G′(z)| too many: over the noise only the value is replaced, nothing is substituted."
def lotus_z(h, gen, p_z, a, b):
    def integrand(z):
        slope = np.abs(gen(z + 1e-6) - gen(z - 1e-6)) / 2e-6
        return h(gen(z)) * p_z(z) * slope

    return integrate(integrand, a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b)

# %% exercise="lotus" wrong="no density" says="The density is missing: an expectation weighs each value with the density of its variable."
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)), a, b)


def lotus_x(h, p_x, a, b):
    return integrate(h, a, b)

# %% exercise="lotus" wrong="no density over the forgeries" says="The density is missing: an expectation weighs each value with the density of its variable."
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: h(gen(z)) * p_z(z), a, b)


def lotus_x(h, p_x, a, b):
    return integrate(h, a, b)

# %% exercise="lotus" wrong="h of the mean" says="You apply h to the mean of the forgeries: E h(x) is the mean of h(x), which is something else unless h is linear."
def lotus_z(h, gen, p_z, a, b):
    return float(h(integrate(lambda z: gen(z) * p_z(z), a, b)))


def lotus_x(h, p_x, a, b):
    return float(h(integrate(lambda x: x * p_x(x), a, b)))

# %% exercise="lotus" wrong="h and G exchanged" says="You compute G(h(z)): the noise goes into G first, and h gets the forgery."
def lotus_z(h, gen, p_z, a, b):
    return integrate(lambda z: gen(h(z)) * p_z(z), a, b)


def lotus_x(h, p_x, a, b):
    return integrate(lambda x: h(x) * p_x(x), a, b)

# %% exercise="lotus" wrong="samples" says="Samples give two or three digits; the exercise asks for six. Use `integrate`."
def lotus_z(h, gen, p_z, a, b):
    z = np.random.default_rng(0).uniform(a, b, 100_000)
    return float(np.mean(h(gen(z)) * p_z(z)) * (b - a))


def lotus_x(h, p_x, a, b):
    x = np.random.default_rng(0).uniform(a, b, 100_000)
    return float(np.mean(h(x) * p_x(x)) * (b - a))

# %% exercise="walks" right="descend calls ascend"
def ascend(grad, theta, lr, steps):
    path = np.empty((steps + 1, len(theta)))
    path[0] = theta
    for t in range(steps):
        path[t + 1] = path[t] + lr * grad(path[t])
    return path


def descend(grad, theta, lr, steps):
    return ascend(grad, theta, -lr, steps)

# %% exercise="walks" right="lists, entry by entry"
def ascend(grad, theta, lr, steps):
    path = [[float(t) for t in theta]]
    for _ in range(steps):
        now = np.array(path[-1])
        path.append([t + lr * s for t, s in zip(now, grad(now))])
    return path


def descend(grad, theta, lr, steps):
    path = [[float(t) for t in theta]]
    for _ in range(steps):
        now = np.array(path[-1])
        path.append([t - lr * s for t, s in zip(now, grad(now))])
    return path

# %% exercise="walks" right="recursion"
def ascend(grad, theta, lr, steps):
    theta = np.asarray(theta, dtype=float)
    if steps == 0:
        return theta[None]
    return np.vstack([theta[None], ascend(grad, theta + lr * grad(theta), lr, steps - 1)])


def descend(grad, theta, lr, steps):
    theta = np.asarray(theta, dtype=float)
    if steps == 0:
        return theta[None]
    return np.vstack([theta[None], descend(grad, theta - lr * grad(theta), lr, steps - 1)])

# %% exercise="walks" right="torch's SGD, which can maximise"
def _walk(grad, theta, lr, steps, maximize):
    theta = torch.tensor(theta, dtype=torch.float64)
    optimiser = torch.optim.SGD([theta], lr=lr, maximize=maximize)
    path = [theta.clone()]
    for _ in range(steps):
        theta.grad = torch.as_tensor(grad(theta.numpy().copy()))
        optimiser.step()
        path.append(theta.clone())
    return torch.stack(path)


def ascend(grad, theta, lr, steps):
    return _walk(grad, theta, lr, steps, True)


def descend(grad, theta, lr, steps):
    return _walk(grad, theta, lr, steps, False)

# %% exercise="walks" wrong="both go down" says="Your `ascend` walks down: ascent adds the gradient, descent subtracts it."
def ascend(grad, theta, lr, steps):
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


def descend(grad, theta, lr, steps):
    return ascend(grad, theta, lr, steps)

# %% exercise="walks" wrong="signs exchanged" says="Your `ascend` walks down: ascent adds the gradient, descent subtracts it."
def ascend(grad, theta, lr, steps):
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] + lr * grad(path[-1]))
    return np.array(path)

# %% exercise="walks" wrong="one array, many times" says="`theta += …` changes the one array that the list holds many times, so that all rows end up equal: write `theta = theta + …`."
def ascend(grad, theta, lr, steps):
    theta = np.array(theta, dtype=float)
    path = [theta]
    for _ in range(steps):
        theta += lr * grad(theta)
        path.append(theta)
    return np.array(path)


def descend(grad, theta, lr, steps):
    theta = np.array(theta, dtype=float)
    path = [theta]
    for _ in range(steps):
        theta -= lr * grad(theta)
        path.append(theta)
    return np.array(path)

# %% exercise="walks" wrong="changes its argument" says="`theta += …` changes the caller's array: start from a copy, or write `theta = theta + …`."
def ascend(grad, theta, lr, steps):
    path = [theta.copy()]
    for _ in range(steps):
        theta += lr * grad(theta)
        path.append(theta.copy())
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [theta.copy()]
    for _ in range(steps):
        theta -= lr * grad(theta)
        path.append(theta.copy())
    return np.array(path)

# %% exercise="walks" wrong="the start is missing" says="The start belongs to the path: steps + 1 rows are asked for."
def ascend(grad, theta, lr, steps):
    path = []
    for _ in range(steps):
        theta = theta + lr * grad(theta)
        path.append(theta)
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = []
    for _ in range(steps):
        theta = theta - lr * grad(theta)
        path.append(theta)
    return np.array(path)

# %% exercise="walks" wrong="gradient of the start in every step" says="You go on using the gradient at the start: in each step take it where you stand."
def ascend(grad, theta, lr, steps):
    slope = grad(theta)
    return np.array([theta + t * lr * slope for t in range(steps + 1)])


def descend(grad, theta, lr, steps):
    slope = grad(theta)
    return np.array([theta - t * lr * slope for t in range(steps + 1)])

# %% exercise="walks" wrong="steps of length lr" says="You divide the gradient by its length: the step is lr times the gradient itself."
def ascend(grad, theta, lr, steps):
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        slope = grad(path[-1])
        path.append(path[-1] + lr * slope / np.linalg.norm(slope))
    return np.array(path)


def descend(grad, theta, lr, steps):
    path = [np.array(theta, dtype=float)]
    for _ in range(steps):
        slope = grad(path[-1])
        path.append(path[-1] - lr * slope / np.linalg.norm(slope))
    return np.array(path)

# %% exercise="depends-on" right="backward and .grad"
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(theta_g, dtype=torch.float64, requires_grad=True)
    result = term(d, g)
    if result.grad_fn is None:
        return False, False
    result.backward()
    return d.grad is not None and bool((d.grad != 0).any()), g.grad is not None and bool((g.grad != 0).any())

# %% exercise="depends-on" right="torch.func.grad, a list returned"
def depends_on(term, theta_d, theta_g):
    d, g = (torch.tensor(theta, dtype=torch.float64) for theta in (theta_d, theta_g))
    grads = torch.func.grad(term, argnums=(0, 1))(d, g)
    return [bool(grad.abs().max() > 0) for grad in grads]

# %% exercise="depends-on" right="jacobian"
def depends_on(term, theta_d, theta_g):
    d, g = (torch.tensor(theta, dtype=torch.float64) for theta in (theta_d, theta_g))
    grads = torch.autograd.functional.jacobian(term, (d, g))
    return tuple(any(entry != 0 for entry in grad.tolist()) for grad in grads)

# %% exercise="depends-on" right="a try around backward"
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64).requires_grad_()
    g = torch.tensor(theta_g, dtype=torch.float64).requires_grad_()
    try:
        term(d, g).backward()
    except RuntimeError:
        print("nothing to differentiate")
    return tuple(t.grad is not None and t.grad.norm().item() > 0 for t in (d, g))

# %% exercise="depends-on" wrong="zeros count as a path" says="A path that carries only zeros counts as none: besides `None`, look at the entries of the gradient."
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(theta_g, dtype=torch.float64, requires_grad=True)
    result = term(d, g)
    if result.requires_grad:
        result.backward()
    return d.grad is not None, g.grad is not None

# %% exercise="depends-on" wrong="all entries must be nonzero" says="One entry that is not zero is enough: use `any`, not `all`."
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(theta_g, dtype=torch.float64, requires_grad=True)
    result = term(d, g)
    if result.requires_grad:
        result.backward()
    return tuple(t.grad is not None and bool((t.grad != 0).all()) for t in (d, g))

# %% exercise="depends-on" wrong="central differences" says="The value of the detached term depends on θ_G, but autograd's path to θ_G is cut: ask for the gradient itself."
def depends_on(term, theta_d, theta_g):
    def changes(which):
        pairs = []
        for h in (1e-4, -1e-4):
            made = [torch.tensor(theta_d, dtype=torch.float64), torch.tensor(theta_g, dtype=torch.float64)]
            made[which] = made[which] + h * torch.tensor([1.0, 0.7], dtype=torch.float64)
            pairs.append(term(*made).item())
        return abs(pairs[0] - pairs[1]) > 1e-12

    return changes(0), changes(1)

# %% exercise="depends-on" wrong="the term of no player raises" says="A term without parameters has nothing to differentiate: `backward` raises. Ask for `requires_grad` first and return False twice."
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(theta_g, dtype=torch.float64, requires_grad=True)
    term(d, g).backward()
    return tuple(t.grad is not None and bool((t.grad != 0).any()) for t in (d, g))

# %% exercise="depends-on" wrong="pair exchanged" says="The two answers are exchanged: the first one is about θ_D."
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(theta_g, dtype=torch.float64, requires_grad=True)
    result = term(d, g)
    if result.requires_grad:
        result.backward()
    return tuple(t.grad is not None and bool((t.grad != 0).any()) for t in (g, d))

# %% exercise="depends-on" wrong="G is asked through the value of requires_grad" says="There is no path from the first term to θ_G. That the result has `requires_grad` says only that *some* path exists: compute both gradients."
def depends_on(term, theta_d, theta_g):
    d = torch.tensor(theta_d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(theta_g, dtype=torch.float64, requires_grad=True)
    result = term(d, g)
    return result.requires_grad, result.requires_grad

# %% exercise="depends-on" wrong="tensors without requires_grad" says="No gradient reaches anybody: do both tensors have `requires_grad=True`, and is the term differentiated?"
def depends_on(term, theta_d, theta_g):
    d, g = torch.tensor(theta_d), torch.tensor(theta_g)
    term(d, g)
    return d.grad is not None, g.grad is not None

# %% exercise="game-step" right="two branches, a list returned"
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode == "simultaneous":
        return [d + lr * grad_d(d, g), g - lr * grad_g(d, g)]
    if mode == "alternating":
        d = d + lr * grad_d(d, g)
        g = g - lr * grad_g(d, g)
        return [d, g]
    raise ValueError(mode)

# %% exercise="game-step" right="match"
def game_step(grad_d, grad_g, d, g, lr, mode):
    moved = d + lr * grad_d(d, g)
    match mode:
        case "simultaneous":
            seen = d
        case "alternating":
            seen = moved
        case _:
            raise ValueError("mode must be simultaneous or alternating")
    return moved, g - lr * grad_g(seen, g)

# %% exercise="game-step" right="a dictionary and an array"
def game_step(grad_d, grad_g, d, g, lr, mode):
    new_d = d + lr * grad_d(d, g)
    seen = {"simultaneous": d, "alternating": new_d}
    if mode not in seen:
        raise ValueError(f"{mode} is not one of {list(seen)}")
    return np.array([new_d, g - lr * grad_g(seen[mode], g)])

# %% exercise="game-step" wrong="G sees the old D" says="In alternating play G has to look at the new d; you give it the old one in both modes."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    return d + lr * grad_d(d, g), g - lr * grad_g(d, g)

# %% exercise="game-step" wrong="always alternating" says="In simultaneous play both look at the old position; you overwrite d before G has looked."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    d = d + lr * grad_d(d, g)
    g = g - lr * grad_g(d, g)
    return d, g

# %% exercise="game-step" wrong="modes exchanged" says="The two modes are exchanged: in alternating play G looks at the new d, in simultaneous play at the old one."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    new_d = d + lr * grad_d(d, g)
    return new_d, g - lr * grad_g(d if mode == "alternating" else new_d, g)

# %% exercise="game-step" wrong="G ascends too" says="G has to descend V: subtract its gradient."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    new_d = d + lr * grad_d(d, g)
    return new_d, g + lr * grad_g(new_d if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="both descend" says="Both players descend here: D wants V large, so its gradient is added."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    new_d = d - lr * grad_d(d, g)
    return new_d, g - lr * grad_g(new_d if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="players exchanged" says="D descends and G ascends here: it is the other way round."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    new_d = d - lr * grad_d(d, g)
    return new_d, g + lr * grad_g(new_d if mode == "alternating" else d, g)

# %% exercise="game-step" wrong="G first" says="In alternating play D moves first and G answers; you let G begin."
def game_step(grad_d, grad_g, d, g, lr, mode):
    if mode not in ("simultaneous", "alternating"):
        raise ValueError(mode)
    new_g = g - lr * grad_g(d, g)
    return d + lr * grad_d(d, new_g if mode == "alternating" else g), new_g

# %% exercise="game-step" wrong="any other mode is alternating" says="A mode that does not exist should be refused with a ValueError, not treated as one of the known ones."
def game_step(grad_d, grad_g, d, g, lr, mode):
    new_d = d + lr * grad_d(d, g)
    return new_d, g - lr * grad_g(d if mode == "simultaneous" else new_d, g)

# %% exercise="orders" right="loops"
def orders(v):
    best_d = [max(row[j] for row in v) for j in range(len(v[0]))]
    best_g = [min(row) for row in v]
    return min(best_d), max(best_g)

# %% exercise="orders" right="numpy, a list returned"
def orders(v):
    return [np.min(np.max(v, axis=0)), np.max(np.min(v, axis=1))]

# %% exercise="orders" right="torch"
def orders(v):
    t = torch.as_tensor(v)
    return t.amax(dim=0).amin(), t.amin(dim=1).amax()

# %% exercise="orders" wrong="order of the pair" says="The two numbers are exchanged: min-max, with the outer minimum over G, comes first."
def orders(v):
    return float(v.min(axis=1).max()), float(v.max(axis=0).min())

# %% exercise="orders" wrong="rows and columns exchanged" says="The players are exchanged: D chooses the row, G the column."
def orders(v):
    return float(v.max(axis=1).min()), float(v.min(axis=0).max())

# %% exercise="orders" wrong="the extremes of the table" says="You take the largest and the smallest entry: each player controls only one of the two indices."
def orders(v):
    return float(v.max()), float(v.min())

# %% exercise="orders" wrong="the two agree" says="Min-max and max-min are different numbers in general: compute both."
def orders(v):
    minmax = float(v.max(axis=0).min())
    return minmax, minmax

# %% exercise="orders" wrong="greedy" says="You let the outer player choose without thinking of the answer: compute the best answer to each choice first, then choose."
def orders(v):
    return float(v[:, v.sum(axis=0).argmin()].max()), float(v[v.sum(axis=1).argmax()].min())

# %% exercise="g-loss" right="torch"
def g_loss(logits, kind):
    logits = torch.as_tensor(logits, dtype=torch.float64)
    if kind == "saturating":
        return torch.nn.functional.logsigmoid(-logits).mean()
    if kind == "non-saturating":
        return -torch.nn.functional.logsigmoid(logits).mean()
    raise ValueError(kind)

# %% exercise="g-loss" right="a loop with math"
def g_loss(logits, kind):
    import math

    def softplus(s):
        return max(s, 0.0) + math.log1p(math.exp(-abs(s)))

    if kind not in ("saturating", "non-saturating"):
        raise ValueError(kind)
    losses = [-softplus(a) if kind == "saturating" else softplus(-a) for a in map(float, logits)]
    return sum(losses) / len(losses)

# %% exercise="g-loss" right="torch's cross-entropy with labels"
def g_loss(logits, kind):
    if kind not in ("saturating", "non-saturating"):
        raise ValueError(kind)
    logits = torch.as_tensor(logits, dtype=torch.float64)
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    if kind == "non-saturating":
        return bce(logits, torch.ones_like(logits)).item()
    return -bce(logits, torch.zeros_like(logits)).item()

# %% exercise="g-loss" wrong="no logarithm" says="The logarithm is missing: you average 1 − D itself."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(np.mean(1 - sigmoid(logits)))
    if kind == "non-saturating":
        return float(np.mean(-sigmoid(logits)))
    raise ValueError(kind)

# %% exercise="g-loss" wrong="cross-entropy with label 0" says="Cross-entropy with label 0 is the detective's loss on forgeries: minimising it, G would learn to be caught. The sign must be the other one."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(np.logaddexp(0, logits).mean())
    if kind == "non-saturating":
        return float(np.logaddexp(0, -logits).mean())
    raise ValueError(kind)

# %% exercise="g-loss" wrong="ln D instead of −ln D" says="The non-saturating loss is −ln D: ln D is what G maximises, and a loss is minimised."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(-np.logaddexp(0, logits).mean())
    if kind == "non-saturating":
        return float(-np.logaddexp(0, -logits).mean())
    raise ValueError(kind)

# %% exercise="g-loss" wrong="kinds exchanged" says="The two kinds are exchanged: the saturating loss is ln(1 − D), the one that goes flat where D is near 0."
def g_loss(logits, kind):
    if kind == "non-saturating":
        return float(-np.logaddexp(0, logits).mean())
    if kind == "saturating":
        return float(np.logaddexp(0, -logits).mean())
    raise ValueError(kind)

# %% exercise="g-loss" wrong="averaged over 2m" says="You divide by 2 once too often, or by twice the batch size, as if real images took part: the generator's loss is a mean over its forgeries."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(-np.logaddexp(0, logits).sum() / (2 * len(logits)))
    if kind == "non-saturating":
        return float(np.logaddexp(0, -logits).sum() / (2 * len(logits)))
    raise ValueError(kind)

# %% exercise="g-loss" wrong="through the probability" says="For large logits 1 − σ is exactly 0, or e^a infinite, and the logarithm −inf. Stay with the logits, in a stable form such as `np.logaddexp`."
def g_loss(logits, kind):
    with np.errstate(all="ignore"):
        if kind == "saturating":
            return float(np.mean(np.log(1 - sigmoid(logits))))
        if kind == "non-saturating":
            return float(-np.mean(np.log(sigmoid(logits))))
    raise ValueError(kind)

# %% exercise="g-loss" wrong="one minus the logarithm" says="You compute 1 − ln D instead of ln(1 − D)."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(np.mean(1 + np.logaddexp(0, -logits)))
    if kind == "non-saturating":
        return float(np.logaddexp(0, -logits).mean())
    raise ValueError(kind)

# %% exercise="g-loss" wrong="any kind goes" says="A kind that does not exist should be refused with a ValueError, not treated as one of the known ones."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(-np.logaddexp(0, logits).mean())
    return float(np.logaddexp(0, -logits).mean())

# %% exercise="g-loss" wrong="sum" says="You add over the batch: the mean is asked for."
def g_loss(logits, kind):
    if kind == "saturating":
        return float(-np.logaddexp(0, logits).sum())
    if kind == "non-saturating":
        return float(np.logaddexp(0, -logits).sum())
    raise ValueError(kind)

# %% exercise="slopes" right="chain rule written out, lists returned"
def g_slopes(d, kind):
    over_d = {"saturating": -1 / (1 - d), "non-saturating": -1 / d}[kind]
    return [over_d, over_d * d * (1 - d)]


def grad_ratio(d):
    pairs = zip(g_slopes(d, "non-saturating"), g_slopes(d, "saturating"))
    return tuple(steep / flat for steep, flat in pairs)

# %% exercise="slopes" right="one over d minus one"
def g_slopes(d, kind):
    return (1 / (d - 1), -d) if kind == "saturating" else (-1 / d, d - 1)


def grad_ratio(d):
    return 1 / d - 1, 1 / d - 1

# %% exercise="slopes" right="torch autograd"
def g_slopes(d, kind):
    p = torch.tensor(d, dtype=torch.float64, requires_grad=True)
    a = torch.tensor(np.log(d) - np.log1p(-np.asarray(d)), dtype=torch.float64, requires_grad=True)
    loss = (lambda t: torch.log(1 - t)) if kind == "saturating" else (lambda t: -torch.log(t))
    loss(p).sum().backward()
    loss(torch.sigmoid(a)).sum().backward()
    return p.grad, a.grad


def grad_ratio(d):
    pairs = zip(g_slopes(d, "non-saturating"), g_slopes(d, "saturating"))
    return tuple(steep / flat for steep, flat in pairs)

# %% exercise="slopes" wrong="flat near zero" says="You believe that ln(1 − D) is flat over D: its slope there is −1/(1 − D), about −1 near D = 0. It is flat in the logit."
def g_slopes(d, kind):
    if kind == "saturating":
        return -d, -d
    return -1 / d, -(1 - d)


def grad_ratio(d):
    return (1 - d) / d, (1 - d) / d

# %% exercise="slopes" wrong="inner derivative lost" says="The inner derivative of 1 − D is −1: the slope of ln(1 − D) is negative."
def g_slopes(d, kind):
    if kind == "saturating":
        return 1 / (1 - d), d
    return -1 / d, -(1 - d)


def grad_ratio(d):
    return (1 - d) / d, (1 - d) / d

# %% exercise="slopes" wrong="no chain rule" says="The second slope is with respect to the logit: multiply by dD/da = D(1 − D)."
def g_slopes(d, kind):
    slope = -1 / (1 - d) if kind == "saturating" else -1 / d
    return slope, slope


def grad_ratio(d):
    return (1 - d) / d, (1 - d) / d

# %% exercise="slopes" wrong="order of the pair" says="The two slopes are exchanged: the one with respect to D comes first."
def g_slopes(d, kind):
    if kind == "saturating":
        return -d, -1 / (1 - d)
    return -(1 - d), -1 / d


def grad_ratio(d):
    return (1 - d) / d, (1 - d) / d

# %% exercise="slopes" wrong="ratio upside down" says="The ratio is upside down: the non-saturating slope is divided by the saturating one."
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d), -d
    return -1 / d, -(1 - d)


def grad_ratio(d):
    return d / (1 - d), d / (1 - d)

# %% exercise="slopes" wrong="the two are equivalent" says="Minimising ln(1 − D) and maximising ln D push in one direction, but with different slopes: the ratio is not 1."
def g_slopes(d, kind):
    return -1 / d, -(1 - d)


def grad_ratio(d):
    return np.ones_like(d), np.ones_like(d)

# %% exercise="slopes" wrong="slopes of what G maximises" says="These are slopes of ln D, which G maximises. Of the loss −ln D the sign is the other one."
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d), -d
    return 1 / d, 1 - d


def grad_ratio(d):
    return (1 - d) / d, (1 - d) / d

# %% exercise="slopes" wrong="another ratio over D" says="The factor D(1 − D) of the chain rule is in both slopes and cancels: over D the ratio is the same as over the logit."
def g_slopes(d, kind):
    if kind == "saturating":
        return -1 / (1 - d), -d
    return -1 / d, -(1 - d)


def grad_ratio(d):
    return 1 / d**2, (1 - d) / d

# %% exercise="repaired" right="a dictionary of lambdas"
def repaired(name, x, z, gen, disc):
    real, fake = disc(x), disc(gen(z))
    lines = {
        "tutorial": lambda: np.log1p(-fake).mean(),
        "formula sheet": lambda: np.log(real).mean() + np.log1p(-fake).mean(),
        "blog": lambda: -np.log(fake).mean(),
        "plot": lambda: 1 / (fake - 1),
    }
    return lines[name]()

# %% exercise="repaired" right="a loop over the noise"
def repaired(name, x, z, gen, disc):
    import math

    fake = [float(disc(gen(np.array(t)))) for t in z]
    if name == "plot":
        return [-1 / (1 - d) for d in fake]
    if name == "blog":
        return sum(-math.log(d) for d in fake) / len(fake)
    term = sum(math.log(1 - d) for d in fake) / len(fake)
    return term if name == "tutorial" else term + sum(math.log(float(disc(t))) for t in x) / len(x)

# %% exercise="repaired" right="match, and torch at the end"
def repaired(name, x, z, gen, disc):
    fake = torch.as_tensor(disc(gen(z)))
    match name:
        case "tutorial":
            return torch.log(1 - fake).mean()
        case "formula sheet":
            return torch.as_tensor(disc(x)).log().mean() + (1 - fake).log().mean()
        case "blog":
            return -fake.log().mean()
        case "plot":
            return -((1 - fake) ** -1)

# %% exercise="repaired" wrong="all lines as published" says="Those are the lines as published: each has one slip."
def repaired(name, x, z, gen, disc):
    if name == "tutorial":
        return float(np.mean(np.log(1 - disc(gen(x)))))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(1 - np.log(disc(gen(z)))))
    if name == "blog":
        return float(np.mean(np.log(disc(gen(z)))))
    return 1 / (1 - disc(gen(z)))

# %% exercise="repaired" wrong="data through the generator" says="The generator is fed with noise: D(G(z)), never D(G(x))."
def repaired(name, x, z, gen, disc):
    if name == "tutorial":
        return float(np.mean(np.log(1 - disc(gen(x)))))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - disc(gen(z)))))
    if name == "blog":
        return float(-np.mean(np.log(disc(gen(z)))))
    return -1 / (1 - disc(gen(z)))

# %% exercise="repaired" wrong="no generator" says="The noise goes through G before D sees it: D(G(z)), not D(z)."
def repaired(name, x, z, gen, disc):
    fake = disc(z)
    if name == "tutorial":
        return float(np.mean(np.log(1 - fake)))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake)))
    if name == "blog":
        return float(-np.mean(np.log(fake)))
    return -1 / (1 - fake)

# %% exercise="repaired" wrong="one minus the logarithm" says="1 − ln D is not ln(1 − D): the formula sheet's bracket stands in the wrong place."
def repaired(name, x, z, gen, disc):
    fake = disc(gen(z))
    if name == "tutorial":
        return float(np.mean(np.log(1 - fake)))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(1 - np.log(fake)))
    if name == "blog":
        return float(-np.mean(np.log(fake)))
    return -1 / (1 - fake)

# %% exercise="repaired" wrong="maximised, not minimised" says="The blog's line is what G maximises: as a loss it needs a minus sign."
def repaired(name, x, z, gen, disc):
    fake = disc(gen(z))
    if name == "tutorial":
        return float(np.mean(np.log(1 - fake)))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake)))
    if name == "blog":
        return float(np.mean(np.log(fake)))
    return -1 / (1 - fake)

# %% exercise="repaired" wrong="saturating for non-saturating" says="For the blog's line you give the saturating loss; the non-saturating one is −ln D."
def repaired(name, x, z, gen, disc):
    fake = disc(gen(z))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake)))
    if name in ("tutorial", "blog"):
        return float(np.mean(np.log(1 - fake)))
    return -1 / (1 - fake)

# %% exercise="repaired" wrong="slope with the wrong sign" says="ln(1 − D) falls, so its slope is negative: the inner derivative −1 is lost."
def repaired(name, x, z, gen, disc):
    fake = disc(gen(z))
    if name == "tutorial":
        return float(np.mean(np.log(1 - fake)))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake)))
    if name == "blog":
        return float(-np.mean(np.log(fake)))
    return 1 / (1 - fake)

# %% exercise="repaired" wrong="slope in the logit" says="The plot's axis is D: the slope of ln(1 − D) over D is −1/(1 − D). −D is the slope in the logit."
def repaired(name, x, z, gen, disc):
    fake = disc(gen(z))
    if name == "tutorial":
        return float(np.mean(np.log(1 - fake)))
    if name == "formula sheet":
        return float(np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake)))
    if name == "blog":
        return float(-np.mean(np.log(fake)))
    return -fake

# %% exercise="gan-round" right="numbers, one after the other"
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])

# %% exercise="gan-round" right="torch and its autograd"
def gan_round(d, g, real, z, lr, kind, mode):
    from torch.nn.functional import softplus

    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError("unknown word")
    real, z = torch.as_tensor(real), torch.as_tensor(z)
    d = torch.tensor(d, dtype=torch.float64, requires_grad=True)
    g = torch.tensor(g, dtype=torch.float64, requires_grad=True)
    fake = g[0] + g[1] * z
    v = -softplus(-(d[0] * real + d[1])).mean() - softplus(d[0] * fake + d[1]).mean()
    (climb,) = torch.autograd.grad(v, d, retain_graph=True)
    new_d = (d + lr * climb).detach()
    seen = new_d if mode == "alternating" else d.detach()
    a = seen[0] * fake + seen[1]
    loss = -softplus(a).mean() if kind == "saturating" else softplus(-a).mean()
    (slope,) = torch.autograd.grad(loss, g)
    return new_d, (g - lr * slope).detach()

# %% exercise="gan-round" right="slopes measured instead of derived"
def gan_round(d, g, real, z, lr, kind, mode):
    if mode not in ("simultaneous", "alternating") or kind not in ("saturating", "non-saturating"):
        raise ValueError("what?")

    def softplus(a):
        return np.logaddexp(0, a)

    def payoff(d):
        fake = g[0] + g[1] * z
        return -softplus(-(d[0] * real + d[1])).mean() - softplus(d[0] * fake + d[1]).mean()

    new_d = d + lr * slopes.measure(payoff, d)
    w, b = new_d if mode == "alternating" else d

    def loss(g):
        a = w * (g[0] + g[1] * z) + b
        return -softplus(a).mean() if kind == "saturating" else softplus(-a).mean()

    return list(new_d), list(g - lr * slopes.measure(loss, g))

# %% exercise="gan-round" wrong="D descends V" says="D moves down V: it ascends, and G descends."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w - lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b - lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="G ascends its loss" says="G moves up its loss: it descends, minus lr times the gradient."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta + lr * np.mean(slope * seen_w)
    new_tau = tau + lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="always the new D" says="In simultaneous play G must look at the old D."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = new_w, new_b
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="always the old D" says="In alternating play G must look at the new D."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = w, b
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="the two kinds of play exchanged" says="In alternating play G must look at the new D."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (w, b) if mode == "alternating" else (new_w, new_b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="losses exchanged" says="The two losses are exchanged: in the logit the saturating one has the slope −D."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind != "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="the factor w is lost" says="The factor w is missing: G hears from D through the logit w·x + b."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope)
    new_tau = tau - lr * np.mean(slope * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="z is lost" says="The derivative of θ + τz with respect to τ is z: it is missing."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="mean of z apart" says="The mean of a product is not the product of the means: multiply slope and z for each entry first."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w) * np.mean(z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="slope over D" says="That is the slope of the loss over D: over the logit a factor D(1 − D) is added."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -1 / (1 - said) if kind == "saturating" else -1 / said
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="D sees the noise" says="D has to judge the forgery θ + τz, not the noise z."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="the noise as the factor of w" says="The factor in ∂V/∂w is what D sees, x = θ + τz, not z."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * z))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="D sees the noise in G's step" says="In G's step D has to look at x = θ + τz, not at z."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.mean(up * real) - np.mean(down * fake))
    new_b = b + lr * (np.mean(up) - np.mean(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * z + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.mean(slope * seen_w)
    new_tau = tau - lr * np.mean(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])


# %% exercise="gan-round" wrong="sums over the batch" says="You add over the batch: the mean over each group is asked for."
def gan_round(d, g, real, z, lr, kind, mode):
    if kind not in ("saturating", "non-saturating") or mode not in ("simultaneous", "alternating"):
        raise ValueError(f"{kind}, {mode}")
    (w, b), (theta, tau) = d, g
    fake = theta + tau * z
    up, down = 1 - sigmoid(w * real + b), sigmoid(w * fake + b)
    new_w = w + lr * (np.sum(up * real) - np.sum(down * fake))
    new_b = b + lr * (np.sum(up) - np.sum(down))
    seen_w, seen_b = (new_w, new_b) if mode == "alternating" else (w, b)
    said = sigmoid(seen_w * fake + seen_b)
    slope = -said if kind == "saturating" else -(1 - said)
    new_theta = theta - lr * np.sum(slope * seen_w)
    new_tau = tau - lr * np.sum(slope * seen_w * z)
    return np.array([new_w, new_b]), np.array([new_theta, new_tau])

# %% exercise="identity" right="scipy quad over the noise, KL by hand"
def g_gradient(theta, sigma, kind):
    from scipy.integrate import quad

    def integrand(z):
        x = theta + sigma * z
        d = sigmoid(optimal_logit(x, theta, sigma))
        slope = -d if kind == "saturating" else d - 1
        return slope * (z / sigma - x) * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)

    return quad(integrand, -9, 9, epsabs=1e-11, limit=200)[0]


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, sigma, "saturating") / 2

# %% exercise="identity" right="derivative under the integral"
def g_gradient(theta, sigma, kind):
    x = np.linspace(-14, 14, 20_001)
    q = np.exp(log_normal(x, theta, sigma))
    a = optimal_logit(x, theta, sigma)
    pull = sigmoid(a) if kind == "saturating" else sigmoid(-a)
    return float(np.sum(q * pull * (x - (x - theta) / sigma**2)) * (x[1] - x[0]))


def divergence_gradients(theta, sigma):
    x = np.linspace(-14, 14, 20_001)
    dq = np.exp(log_normal(x, theta, sigma)) * (x - theta) / sigma**2
    a = optimal_logit(x, theta, sigma)
    dx = x[1] - x[0]
    return np.sum(-dq * a) * dx, np.sum(dq * -np.logaddexp(0, a)) * dx / 2

# %% exercise="identity" right="torch autograd with a frozen detective"
def g_gradient(theta, sigma, kind):
    z = torch.linspace(-9, 9, 20_001, dtype=torch.float64)
    weights = torch.exp(-z * z / 2) / (2 * torch.pi) ** 0.5 * (z[1] - z[0])
    t = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    x = t + sigma * z
    logit = -x * x / 2 + (x - theta) ** 2 / (2 * sigma**2) + np.log(sigma)
    losses = torch.nn.functional.logsigmoid(-logit) if kind == "saturating" else -torch.nn.functional.logsigmoid(logit)
    (weights * losses).sum().backward()
    return t.grad.item()


def divergence_gradients(theta, sigma):
    x = torch.linspace(-14, 14, 20_001, dtype=torch.float64)
    dx = x[1] - x[0]
    t = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    log_p = -x * x / 2 - 0.5 * np.log(2 * np.pi)
    log_q = -((x - t) ** 2) / (2 * sigma**2) - np.log(sigma) - 0.5 * np.log(2 * np.pi)
    log_m = torch.logaddexp(log_p, log_q) - np.log(2)
    kl = (log_q.exp() * (log_q - log_p)).sum() * dx
    jsd = (log_p.exp() * (log_p - log_m) + log_q.exp() * (log_q - log_m)).sum() * dx / 2
    return [torch.autograd.grad(f, t, retain_graph=True)[0] for f in (kl, jsd)]

# %% exercise="identity" wrong="losses exchanged" says="That is the slope of the other loss, or a mean over the data instead of p_g: the two give the same number."
def g_gradient(theta, sigma, kind):
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        slope = -(1 - d) if kind == "saturating" else -d
        return slope * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, theta, sigma))

    return integrate(integrand, -14, 14)


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, sigma, "non-saturating") / 2

# %% exercise="identity" wrong="mean over the data" says="That is the slope of the other loss, or a mean over the data instead of p_g: the two give the same number."
def g_gradient(theta, sigma, kind):
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        slope = -d if kind == "saturating" else -(1 - d)
        return slope * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, 0.0, 1.0))

    return integrate(integrand, -14, 14)


def divergence_gradients(theta, sigma):
    def jsd(t):
        def a(x):
            return optimal_logit(x, t, sigma)

        real = integrate(lambda x: np.exp(log_normal(x, 0.0, 1.0)) * (np.log(2) - np.logaddexp(0, -a(x))), -14, 14)
        fake = integrate(lambda x: np.exp(log_normal(x, t, sigma)) * (np.log(2) - np.logaddexp(0, a(x))), -14, 14)
        return (real + fake) / 2

    return theta, (jsd(theta + 1e-4) - jsd(theta - 1e-4)) / 2e-4

# %% exercise="identity" wrong="differentiates through the detective" says="You let D* move together with θ: hold the detective fixed and differentiate only through its input x."
def g_gradient(theta, sigma, kind):
    def loss(t):
        def integrand(x):
            a = optimal_logit(x, t, sigma)
            losses = -np.logaddexp(0, a) if kind == "saturating" else np.logaddexp(0, -a)
            return losses * np.exp(log_normal(x, t, sigma))

        return integrate(integrand, -14, 14)

    return (loss(theta + 1e-4) - loss(theta - 1e-4)) / 2e-4


def divergence_gradients(theta, sigma):
    def jsd(t):
        def a(x):
            return optimal_logit(x, t, sigma)

        real = integrate(lambda x: np.exp(log_normal(x, 0.0, 1.0)) * (np.log(2) - np.logaddexp(0, -a(x))), -14, 14)
        fake = integrate(lambda x: np.exp(log_normal(x, t, sigma)) * (np.log(2) - np.logaddexp(0, a(x))), -14, 14)
        return (real + fake) / 2

    return theta, (jsd(theta + 1e-4) - jsd(theta - 1e-4)) / 2e-4

# %% exercise="identity" wrong="the slope of the detective is forgotten" says="a′(x) is missing: the slope of the loss in the logit has to be multiplied by the slope of the logit in x."
def g_gradient(theta, sigma, kind):
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        return (-d if kind == "saturating" else -(1 - d)) * np.exp(log_normal(x, theta, sigma))

    return integrate(integrand, -14, 14)


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, sigma, "saturating") / 2

# %% exercise="identity" wrong="no halves in JSD" says="The halves are missing: JSD = ½ KL(p_data ‖ m) + ½ KL(p_g ‖ m)."
def g_gradient(theta, sigma, kind):
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        slope = -d if kind == "saturating" else -(1 - d)
        return slope * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, theta, sigma))

    return integrate(integrand, -14, 14)


def divergence_gradients(theta, sigma):
    return theta, g_gradient(theta, sigma, "saturating")

# %% exercise="identity" wrong="KL the other way round" says="That is KL(p_data ‖ p_g): in KL(p_g ‖ p_data) the mean is taken under p_g. For equal widths the two have the same derivative, for others not."
def g_gradient(theta, sigma, kind):
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        slope = -d if kind == "saturating" else -(1 - d)
        return slope * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, theta, sigma))

    return integrate(integrand, -14, 14)


def divergence_gradients(theta, sigma):
    def kl(t):
        return integrate(lambda x: np.exp(log_normal(x, 0.0, 1.0)) * optimal_logit(x, t, sigma), -14, 14)

    return (kl(theta + 1e-4) - kl(theta - 1e-4)) / 2e-4, g_gradient(theta, sigma, "saturating") / 2

# %% exercise="identity" wrong="the values instead of the derivatives" says="Those are the divergences themselves: their derivatives with respect to θ are asked for."
def g_gradient(theta, sigma, kind):
    def integrand(x):
        d = sigmoid(optimal_logit(x, theta, sigma))
        slope = -d if kind == "saturating" else -(1 - d)
        return slope * (-x + (x - theta) / sigma**2) * np.exp(log_normal(x, theta, sigma))

    return integrate(integrand, -14, 14)


def divergence_gradients(theta, sigma):
    def a(x):
        return optimal_logit(x, theta, sigma)

    kl = integrate(lambda x: -np.exp(log_normal(x, theta, sigma)) * a(x), -14, 14)
    real = integrate(lambda x: np.exp(log_normal(x, 0.0, 1.0)) * (np.log(2) - np.logaddexp(0, -a(x))), -14, 14)
    fake = integrate(lambda x: np.exp(log_normal(x, theta, sigma)) * (np.log(2) - np.logaddexp(0, a(x))), -14, 14)
    return kl, (real + fake) / 2

# %% exercise="game-type" right="loops and pairs of rows"
def game_type(loss_d, loss_g, d, g):
    total = [[float(loss_d(a, b) + loss_g(a, b)) for b in g] for a in d]
    if max(abs(t) for row in total for t in row) < 1e-9:
        return "zero-sum"
    for row in total[1:]:
        gaps = [t - u for t, u in zip(row, total[0])]
        if max(gaps) - min(gaps) > 1e-9:
            return "general"
    return "equivalent"

# %% exercise="game-type" right="double centring"
def game_type(loss_d, loss_g, d, g):
    a, b = np.meshgrid(d, g, indexing="ij")
    s = loss_d(a, b) + loss_g(a, b)
    if np.allclose(s, 0, atol=1e-9):
        return "zero-sum"
    mixed = s - s.mean(axis=0) - s.mean(axis=1, keepdims=True) + s.mean()
    return "equivalent" if np.allclose(mixed, 0, atol=1e-9) else "general"

# %% exercise="game-type" right="mixed differences"
def game_type(loss_d, loss_g, d, g):
    s = loss_d(d[:, None], g[None, :]) + loss_g(d[:, None], g[None, :])
    print("largest sum:", abs(s).max())
    if abs(s).max() < 1e-9:
        return "zero-sum"
    return "general" if abs(np.diff(np.diff(s, axis=0), axis=1)).max() > 1e-9 else "equivalent"

# %% exercise="game-type" equivalent="constant: 1e-9 → 1.0000000000000002e-06" because="a tolerance: sums of losses differ by 1e-15 from rounding and by much more in other games"

# %% exercise="game-type" wrong="a single pair" says="You look at one pair only: a sum that vanishes there may be anything elsewhere."
def game_type(loss_d, loss_g, d, g):
    if abs(loss_d(d[0], g[0]) + loss_g(d[0], g[0])) < 1e-9:
        return "zero-sum"
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    rest = s - s[:, :1] - s[:1, :] + s[0, 0]
    return "equivalent" if np.all(np.abs(rest) < 1e-9) else "general"

# %% exercise="game-type" wrong="constant sum or general" says="The sum may depend on d, or on g, without changing any gradient of the other player: “equivalent” asks whether it splits."
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if np.all(np.abs(s) < 1e-9):
        return "zero-sum"
    return "equivalent" if np.ptp(s) < 1e-9 else "general"

# %% exercise="game-type" wrong="does not depend on g" says="You allow the sum to depend on d only: a part that depends on g alone changes nothing for D either."
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if np.all(np.abs(s) < 1e-9):
        return "zero-sum"
    return "equivalent" if np.all(np.ptp(s, axis=1) < 1e-9) else "general"

# %% exercise="game-type" wrong="difference instead of sum" says="In a zero-sum game the losses are opposite, so their sum vanishes; you look at their difference."
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) - loss_g(a, b) for b in g] for a in d])
    if np.all(np.abs(s) < 1e-9):
        return "zero-sum"
    rest = s - s[:, :1] - s[:1, :] + s[0, 0]
    return "equivalent" if np.all(np.abs(rest) < 1e-9) else "general"

# %% exercise="game-type" wrong="every GAN is zero-sum" says="Not every GAN is a zero-sum game: with the non-saturating loss the two losses do not cancel."
def game_type(loss_d, loss_g, d, g):
    return "zero-sum"

# %% exercise="game-type" wrong="no word for equivalent" says="A sum that is not zero can still split into a part of d and a part of g: then the game is equivalent to a zero-sum one."
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    return "zero-sum" if np.all(np.abs(s) < 1e-9) else "general"

# %% exercise="game-type" wrong="exact comparison" says="You ask for exact zeros: sums of floating-point numbers miss them by rounding. Allow 1e-9."
def game_type(loss_d, loss_g, d, g):
    s = np.array([[loss_d(a, b) + loss_g(a, b) for b in g] for a in d])
    if np.all(s == 0):
        return "zero-sum"
    rest = s - s[:, :1] - s[:1, :] + s[0, 0]
    return "equivalent" if np.all(rest == 0) else "general"

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="value" property="V is never above 0, and −ln 4 where every logit is 0"
@inputs(each(vector(number), vector(number)))
def value(value, d_real_logits, d_fake_logits):
    nothing = not np.any(d_real_logits) and not np.any(d_fake_logits)
    return value <= 0 and (not nothing or np.isclose(value, -np.log(4)))

# %% exercise="push-density" property="a density is never negative, and 0 where no z leads to x"
@inputs(each(choice("square", "absolute value", "parabola"), vector(choice(0.5, 0.2, -0.5, 0.7, 1.5, 3.0, -0.2, 5.0))))
def push_density(value, name, x):
    return np.all(np.asarray(value) >= 0) and not np.any(np.asarray(value)[x < 0])

# %% exercise="g-loss" property="the saturating loss is never above 0, the non-saturating one never below"
@inputs(each(vector(number), choice("saturating", "non-saturating")))
def g_loss(value, logits, kind):
    return value <= 0 if kind == "saturating" else value >= 0

# %% exercise="slopes" property="by the chain rule, the slope in the logit is D(1 − D) times the slope in D"
@inputs(each(probability, choice("saturating", "non-saturating")))
def g_slopes(value, d, kind):
    return np.isclose(value[1], d * (1 - d) * value[0])

# %% exercise="orders" property="whoever moves second has the advantage: max min is never above min max"
@inputs(each(matrix(number, 2)))
def orders(value, v):
    return value[1] <= value[0]

# %% exercise="identity" property="at θ = 0, σ = 1 the forger has reached its goal, and the gradient is 0"
@inputs(each(choice(0.0, 1.0, -1.0, 0.5), choice(1.0, 0.5, 2.0), choice("saturating", "non-saturating")))
def g_gradient(value, theta, sigma, kind):
    return theta != 0 or sigma != 1 or np.isclose(value, 0, atol=1e-6)
