# %% [markdown]
# The bank of 09-since-2014: every cell is an answer as a student would type it.

# %% exercise="bound" right="as in the hints"
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" right="loops, lists and the math module"
def bound(p, q, critic, kind):
    import math

    total = 0.0
    for a, b, t in zip(p, q, critic):
        if kind == "kl":
            star = math.exp(t) / math.e
        elif kind == "pearson":
            star = t * (1 + t / 4)
        else:
            star = -math.log(-math.expm1(t))
        total += a * t - b * star
    return total


def best_critic(p, q, kind):
    import math

    made = []
    for a, b in zip(p, q):
        if kind == "kl":
            made.append(1 + math.log(a) - math.log(b))
        elif kind == "pearson":
            made.append(2 * (a - b) / b)
        else:
            made.append(math.log(a / (a + b)))
    return made

# %% exercise="bound" right="the conjugate as the value at the best u, with a print"
def bound(p, q, critic, kind):
    t = critic
    u = {"kl": lambda: np.exp(t - 1), "pearson": lambda: 1 + t / 2, "gan": lambda: np.exp(t) / (1 - np.exp(t))}[kind]()
    f = {
        "kl": lambda: u * np.log(u),
        "pearson": lambda: (u - 1) ** 2,
        "gan": lambda: u * np.log(u) - (u + 1) * np.log(u + 1),
    }[kind]()
    print("touches at", u)
    return (p * t).sum() - (q * (u * t - f)).sum()


def best_critic(p, q, kind):
    slopes = {
        "kl": lambda: np.log(p / q) + 1,
        "pearson": lambda: 2 * p / q - 2,
        "gan": lambda: np.log(p) - np.log(p + q),
    }
    return slopes[kind]()

# %% exercise="bound" wrong="the two distributions exchanged" says="The critic is averaged over the data p, and f* over the fakes q: p and q are exchanged."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(q * critic) - np.sum(p * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="means instead of expectations" says="An expectation weighs each outcome with its probability; a plain mean treats all outcomes alike."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.mean(critic) - np.mean(conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="plus for minus" says="The second expectation is subtracted, not added."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) + np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="e to the power of t" says="For Kullback–Leibler the best u is e to the power of t − 1: the derivative of u·ln u is ln u + 1."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="a constant lost in Pearson" says="The conjugate of (u − 1)² is t + t²/4: the t comes from the −1."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="no half in the best u of Pearson" says="The best u for Pearson is 1 + t/2, as the slope of (u − 1)² is 2(u − 1); then f*(t) is t + t²/4."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 2
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="a sign in the conjugate of gan" says="The conjugate for “gan” is −ln(1 − e to the power of t): a minus sign is missing."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="the critic taken for D" says="For “gan” the critic is T = ln D. Here it was taken for D itself."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return u / (1 + u)

# %% exercise="bound" wrong="f instead of its slope" says="The best critic is the slope of f at p/q, and not the value of f there."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return u * np.log(u)
    if kind == "pearson":
        return (u - 1) ** 2
    return u * np.log(u) - (1 + u) * np.log(1 + u)

# %% exercise="bound" wrong="the ratio upside down" says="The ratio is u = p/q, data over fakes; here it is q/p."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = q / p
    if kind == "kl":
        return 1 + np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="bound" wrong="the 1 of the product rule lost" says="The slope of u·ln u is 1 + ln u; the 1 is missing."
def bound(p, q, critic, kind):
    if kind == "kl":
        conjugate = np.exp(critic - 1)
    elif kind == "pearson":
        conjugate = critic + critic**2 / 4
    else:
        conjugate = -np.log(1 - np.exp(critic))
    return np.sum(p * critic) - np.sum(q * conjugate)


def best_critic(p, q, kind):
    u = p / q
    if kind == "kl":
        return np.log(u)
    if kind == "pearson":
        return 2 * (u - 1)
    return np.log(u / (1 + u))

# %% exercise="judges" right="as in the hints"
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" right="the losses with the answers put in"
def judges(p, q):
    hinge = np.where(p > q, 1.0, np.where(p < q, -1.0, 0.0))
    return [np.log(p) - np.log(q), 2 * p / (p + q) - 1, hinge]


def leftovers(p, q):
    log, least, hinge = judges(p, q)
    return [
        np.sum(p * np.logaddexp(0, -log) + q * np.logaddexp(0, log)),
        np.sum(p * (least - 1) ** 2 + q * (least + 1) ** 2) / 2,
        np.sum(p * np.maximum(0, 1 - hinge) + q * np.maximum(0, 1 + hinge)),
    ]

# %% exercise="judges" right="loops over the outcomes"
def judges(p, q):
    import math

    log, least, hinge = [], [], []
    for a, b in zip(p, q):
        log.append(math.log(a / b))
        least.append((a - b) / (a + b))
        hinge.append(0.0 if a == b else math.copysign(1.0, a - b))
    return np.array(log), np.array(least), np.array(hinge)


def leftovers(p, q):
    import math

    log = least = hinge = 0.0
    for a, b in zip(p, q):
        log -= a * math.log(a / (a + b)) + b * math.log(b / (a + b))
        least += 2 * a * b / (a + b)
        hinge += 2 * min(a, b)
    return log, least, hinge

# %% exercise="judges" wrong="probabilities for logits" says="The judge with the logarithm says a logit here, ln p − ln q, and not the probability p/(p + q)."
def judges(p, q):
    return p / (p + q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="the ratio for its logarithm" says="The best logit is the logarithm of p/q; the ratio itself is never negative."
def judges(p, q):
    return p / q, (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="targets 1 and 0" says="Those are the best answers for the targets 1 and 0; here the target of the fakes is −1."
def judges(p, q):
    return np.log(p / q), p / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="fakes called real" says="All three answers have the wrong sign: they are largest where fakes are more likely."
def judges(p, q):
    return np.log(q / p), (q - p) / (p + q), np.sign(q - p)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="the hinge says 0 or 1" says="The hinge asks for −1 on fakes, not for 0."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.where(p > q, 1.0, 0.0)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="the hinge follows the difference" says="The loss of the hinge is a straight line between −1 and 1, so it is smallest at one of the ends: the answer is the sign of p − q, not p − q."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), p - q


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="only the real half of the log loss" says="The loss of D has two halves, one over the data and one over the fakes; in the logarithmic one the fakes are missing."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="least squares without its halves" says="The squares of LSGAN have a factor ½ in front."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(4 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="the hinge counts the larger one" says="Where the hinge says “real”, the fakes there are what it pays for: the smaller of p and q counts."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.maximum(p, q))

# %% exercise="judges" wrong="the hinge pays once" says="A sample on the wrong side costs 2 with the hinge: it is at distance 2 from the end where it should be."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.sum(2 * p * q / (p + q)), np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="the value for the loss" says="That is V at the best D; the loss of D is −V."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log(p / (p + q))) + np.sum(q * np.log(q / (p + q)))
    return log, np.sum(2 * p * q / (p + q)), 2 * np.sum(np.minimum(p, q))

# %% exercise="judges" wrong="means over the outcomes" says="The losses are sums over all x: p and q carry the weights already."
def judges(p, q):
    return np.log(p / q), (p - q) / (p + q), np.sign(p - q)


def leftovers(p, q):
    log = np.sum(p * np.log((p + q) / p)) + np.sum(q * np.log((p + q) / q))
    return log, np.mean(2 * p * q / (p + q)), 2 * np.mean(np.minimum(p, q))

# %% exercise="relativistic-losses" right="as in the hints"
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(np.logaddexp(0, -gap)), np.mean(np.logaddexp(0, gap))

# %% exercise="relativistic-losses" right="softplus of torch"
def relativistic_losses(s_real, s_fake):
    import torch

    gap = torch.as_tensor(s_real) - torch.as_tensor(s_fake)
    return [torch.nn.functional.softplus(-gap).mean().item(), torch.nn.functional.softplus(gap).mean().item()]

# %% exercise="relativistic-losses" right="a loop, with the larger exponent taken out"
def relativistic_losses(s_real, s_fake):
    import math

    def softplus(t):
        return max(t, 0.0) + math.log1p(math.exp(-abs(t)))

    gaps = [float(a) - float(b) for a, b in zip(s_real, s_fake)]
    return sum(softplus(-g) for g in gaps) / len(gaps), sum(softplus(g) for g in gaps) / len(gaps)

# %% exercise="relativistic-losses" wrong="the two players exchanged" says="The two losses are exchanged: D wants the real sample to win, G the fake one."
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(np.logaddexp(0, gap)), np.mean(np.logaddexp(0, -gap))

# %% exercise="relativistic-losses" wrong="the classical losses" says="Those are the losses of 2014, which judge each sample alone; here only the difference of a pair counts."
def relativistic_losses(s_real, s_fake):
    loss_d = np.mean(np.logaddexp(0, -s_real)) + np.mean(np.logaddexp(0, s_fake))
    return loss_d, np.mean(np.logaddexp(0, -s_fake))

# %% exercise="relativistic-losses" wrong="means before the logarithm" says="The mean over pairs stands outside of the logarithm: first the loss of each pair, then the mean."
def relativistic_losses(s_real, s_fake):
    gap = np.mean(s_real) - np.mean(s_fake)
    return np.logaddexp(0, -gap), np.logaddexp(0, gap)

# %% exercise="relativistic-losses" wrong="sums for means" says="The sum over the pairs is divided by their number: a mean is asked for."
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.sum(np.logaddexp(0, -gap)), np.sum(np.logaddexp(0, gap))

# %% exercise="relativistic-losses" wrong="probabilities compared" says="The difference is one of logits; here the sigmoid was applied to each logit before they were compared."
def relativistic_losses(s_real, s_fake):
    gap = expit(s_real) - expit(s_fake)
    return np.mean(np.logaddexp(0, -gap)), np.mean(np.logaddexp(0, gap))

# %% exercise="relativistic-losses" wrong="no logarithm" says="Those are the probabilities that the wrong one wins; a loss is −ln of the probability that the right one does."
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(expit(-gap)), np.mean(expit(gap))

# %% exercise="relativistic-losses" wrong="a zero-sum game" says="G's loss is not minus D's loss: it is −ln σ of the reversed difference."
def relativistic_losses(s_real, s_fake):
    loss = np.mean(np.logaddexp(0, s_fake - s_real))
    return loss, -loss

# %% exercise="relativistic-losses" wrong="logarithm of a sigmoid" says="For large differences the sigmoid is rounded to 0, or the exponential overflows, before the logarithm is taken: use ln(1 + e to the power of −g) in a form that cannot overflow."
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    with np.errstate(all="ignore"):
        return -np.mean(np.log(expit(gap))), -np.mean(np.log(expit(-gap)))

# %% exercise="relativistic-losses" wrong="every real with every fake" says="That is the mean over all combinations; the first real logit belongs to the first fake one, and so on."
def relativistic_losses(s_real, s_fake):
    gap = s_real[:, None] - s_fake[None, :]
    return np.mean(np.logaddexp(0, -gap)), np.mean(np.logaddexp(0, gap))

# %% exercise="relativistic-losses" wrong="base 2" says="The unit is the nat: use the natural logarithm."
def relativistic_losses(s_real, s_fake):
    gap = s_real - s_fake
    return np.mean(np.logaddexp(0, -gap)) / np.log(2), np.mean(np.logaddexp(0, gap)) / np.log(2)

# %% exercise="relativistic-field" right="as in the hints"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap), (place - theta) * expit(-gap) - gamma1 * psi - gamma2 * psi

# %% exercise="relativistic-field" right="differences of the losses"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    def of_d(w):
        return np.logaddexp(0, -w * (place - theta)) + (gamma1 + gamma2) / 2 * w * w

    def of_g(t):
        return np.logaddexp(0, psi * (place - t))

    h = 1e-4

    def slope(f, at):
        return (8 * (f(at + h) - f(at - h)) - (f(at + 2 * h) - f(at - 2 * h))) / (12 * h)

    return -slope(of_g, theta), -slope(of_d, psi)

# %% exercise="relativistic-field" right="math, and an array returned"
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    import math

    away = theta - place
    believed = 1 / (1 + math.exp(-psi * away))
    friction = psi * gamma1 + psi * gamma2
    return np.array([psi - psi * believed, -away * believed - friction])

# %% exercise="relativistic-field" wrong="slopes instead of directions" says="Those are the slopes of the losses; both players go the other way."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return -psi * expit(gap), -(place - theta) * expit(-gap) + gamma1 * psi + gamma2 * psi

# %% exercise="relativistic-field" wrong="the place forgotten" says="The data are at `place`, not at 0: the difference of the logits is ψ(place − θ)."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = -psi * theta
    return psi * expit(gap), -theta * expit(-gap) - gamma1 * psi - gamma2 * psi

# %% exercise="relativistic-field" wrong="the sigmoids exchanged" says="The two sigmoids are exchanged: a player who has lost the pair is pushed most."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(-gap), (place - theta) * expit(gap) - gamma1 * psi - gamma2 * psi

# %% exercise="relativistic-field" wrong="G descends minus D's loss" says="G has a loss of its own, −ln σ(s(fake) − s(real)); this G descends minus the loss of D."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(-gap), (place - theta) * expit(-gap) - gamma1 * psi - gamma2 * psi

# %% exercise="relativistic-field" wrong="no sigmoids" says="Those are the directions of the Wasserstein game: the derivative of ln(1 + e to the power of −g) has a sigmoid in it."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    return psi, (place - theta) - gamma1 * psi - gamma2 * psi

# %% exercise="relativistic-field" wrong="R2 forgotten" says="R2 is missing: it holds D's slope at the fakes, and that slope is ψ, too."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap), (place - theta) * expit(-gap) - gamma1 * psi

# %% exercise="relativistic-field" wrong="R1 forgotten" says="R1 is missing: it holds D's slope at the data, and that slope is ψ."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap), (place - theta) * expit(-gap) - gamma2 * psi

# %% exercise="relativistic-field" wrong="the penalties upwards" says="The penalties are part of what D descends, so they pull ψ towards 0."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap), (place - theta) * expit(-gap) + gamma1 * psi + gamma2 * psi

# %% exercise="relativistic-field" wrong="the halves kept" says="The derivative of γψ²/2 is γψ: the half goes away."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap), (place - theta) * expit(-gap) - gamma1 * psi / 2 - gamma2 * psi / 2

# %% exercise="relativistic-field" wrong="R2 at the place of the fake" says="R2 is the slope of D at the fake, which is ψ for a linear D; there is no θ in it."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap), (place - theta) * expit(-gap) - gamma1 * psi - gamma2 * theta * psi

# %% exercise="relativistic-field" wrong="G is punished, too" says="R1 and R2 belong to D's loss: G does not feel them."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return psi * expit(gap) - (gamma1 + gamma2) * theta, (place - theta) * expit(-gap) - gamma1 * psi - gamma2 * psi

# %% exercise="relativistic-field" wrong="the players exchanged" says="(dθ, dψ) is asked for: G's direction comes first."
def relativistic_field(theta, psi, place=0.0, gamma1=0.0, gamma2=0.0):
    gap = psi * (place - theta)
    return (place - theta) * expit(-gap) - gamma1 * psi - gamma2 * psi, psi * expit(gap)

# %% exercise="scores" right="softmax of SciPy"
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" right="a loop over the samples"
def mixture_score(x, centers, std):
    made = []
    for place in x:
        a = -((centers - place) ** 2).sum(axis=1) / (2 * std**2)
        w = np.exp(a - a.max())
        made.append(((w / w.sum()) @ centers - place) / std**2)
    return np.array(made)


def logit_slope(x, real, fake, std):
    to_data = mixture_score(x, real, std)
    to_crowd = mixture_score(x, fake, std)
    return to_data - to_crowd

# %% exercise="scores" right="autograd of torch"
def mixture_score(x, centers, std):
    import torch

    at = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    squares = ((at[:, None] - torch.tensor(centers, dtype=torch.float64)) ** 2).sum(dim=2)
    torch.logsumexp(-squares / (2 * std**2), dim=1).sum().backward()
    return at.grad


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std).numpy() - mixture_score(x, fake, std).numpy()

# %% exercise="scores" wrong="arrows away from the centres" says="The arrows point away from the data: the density grows towards the centres."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = x[:, None] - centers[None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="not divided by the variance" says="The division by std² is missing: the derivative of −‖x − c‖²/(2·std²) has it."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1)


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="divided by std" says="The arrows are divided by std² and not by std."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="all centres weigh the same" says="The centres do not weigh the same everywhere: each counts with its share of the density at x."
def mixture_score(x, centers, std):
    arrows = centers[None] - x[:, None]
    return np.mean(arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="only the nearest centre" says="The nearest centre is not the only one that counts: all do, with weights."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = np.eye(len(centers))[np.argmin(np.sum(arrows**2, axis=2), axis=1)]
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="the half lost in the exponent" says="The exponent of a Gaussian is −‖x − c‖²/(2·std²): the 2 is missing in the weights."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / std**2, axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="weights not normalised" says="The weights have to sum to 1: ∇ ln p is ∇p divided by p."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = np.exp(-np.sum(arrows**2, axis=2) / (2 * std**2))
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="weights over the samples" says="The weights of one sample sum to 1 over the centres; these sum to 1 over the samples."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=0)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="weights by length" says="The exponent has the squared distance from a centre, not the distance."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.linalg.norm(arrows, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="scores" wrong="data and fakes exchanged" says="The score of the data comes first, and that of the fakes is taken away: they are exchanged."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, fake, std) - mixture_score(x, real, std)

# %% exercise="scores" wrong="the scores added" says="The score of the fakes is subtracted: a perfect D sends samples away from where the fakes are."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) + mixture_score(x, fake, std)

# %% exercise="scores" wrong="the score of the data alone" says="The score of the fakes is missing: the best logit is ln p − ln q."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = softmax(-np.sum(arrows**2, axis=2) / (2 * std**2), axis=1)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std)

# %% exercise="scores" wrong="0/0 far away" says="Far from all centres every weight underflows to 0: subtract the largest exponent before you take exp."
def mixture_score(x, centers, std):
    from scipy.special import softmax

    arrows = centers[None] - x[:, None]
    weights = np.exp(-np.sum(arrows**2, axis=2) / (2 * std**2))
    with np.errstate(all='ignore'):
        weights = weights / weights.sum(axis=1, keepdims=True)
    return np.sum(weights[:, :, None] * arrows, axis=1) / std**2


def logit_slope(x, real, fake, std):
    return mixture_score(x, real, std) - mixture_score(x, fake, std)

# %% exercise="flow" right="as in the rule"
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" right="two denoisers"
def flow(x, centers, std, noises, rate):
    def pull(at, around, width):
        squares = ((at[:, None] - around[None]) ** 2).sum(axis=2)
        w = np.exp(-(squares - squares.min(axis=1, keepdims=True)) / (2 * width**2))
        return (w / w.sum(axis=1, keepdims=True)) @ around - at

    samples = np.array(x, dtype=float)
    for r in noises:
        v = std**2 + r**2
        step = r**2 / v * pull(samples, centers, np.sqrt(v)) - pull(samples, samples, r)
        samples = samples + rate * step
    return samples

# %% exercise="flow" right="recursion over the levels"
def flow(x, centers, std, noises, rate):
    noises = list(noises)
    if not noises:
        return np.array(x)
    r = noises[0]
    arrows = mixture_score(x, centers, np.hypot(std, r)) - mixture_score(x, x, r)
    return flow(x + rate * (r * r) * arrows, centers, std, noises[1:], rate)

# %% exercise="flow" wrong="the samples do not see each other" says="The score of the fakes is missing: nothing keeps the samples apart."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r**2 * (mixture_score(x, centers, wide))
    return x

# %% exercise="flow" wrong="the scores added" says="The score of the fakes is subtracted; added, it pulls the samples together."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r**2 * (mixture_score(x, centers, wide) + mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="the other way" says="The samples go in the direction of the difference, towards the data; these go away from them."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x - rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="standard deviations added" says="Variances add, standard deviations do not: the noisy data's bells have √(std² + r²)."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = std + r
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="the data without noise" says="The noise goes to data and fakes: the data's bells become wider, too."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = std
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="the data's width forgotten" says="The data's own width is missing: their noisy bells have the variance std² + r²."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = r
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="the fakes as wide as the data" says="The fakes are points before the noise comes: their bells have the standard deviation r alone."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, wide))
    return x

# %% exercise="flow" wrong="r for its square" says="A step is rate times r², not rate times r."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="a step without r²" says="A step is rate times r² times the difference: the r² is missing."
def flow(x, centers, std, noises, rate):
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="only the last level" says="Each level goes on where the one before has ended; here every level starts from the beginning."
def flow(x, centers, std, noises, rate):
    made = x
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        made = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return made

# %% exercise="flow" wrong="from little noise to much" says="The levels are used in the order in which they come; here the last one is first."
def flow(x, centers, std, noises, rate):
    for r in noises[::-1]:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, x, r))
    return x

# %% exercise="flow" wrong="the fakes stay where they were" says="The noisy fakes stand around the samples as they are now, not as they were at the beginning."
def flow(x, centers, std, noises, rate):
    start = x
    for r in noises:
        wide = np.sqrt(std**2 + r**2)
        x = x + rate * r**2 * (mixture_score(x, centers, wide) - mixture_score(x, start, r))
    return x
