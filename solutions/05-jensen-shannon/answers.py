# %% [markdown]
# The bank of 05-jensen-shannon: every cell is an answer as a student would type it.

# %% exercise="argmax-ab" right="scipy's xlogy"
def argmax_ab(a, b):
    from scipy.special import xlog1py, xlogy

    if a == b == 0:
        return np.nan, 0.0
    y = a / (a + b)
    return y, xlogy(a, y) + xlog1py(b, -y)

# %% exercise="argmax-ab" right="math and one case after the other, a list returned"
def argmax_ab(a, b):
    import math

    if a == 0 and b == 0:
        return [math.nan, 0]
    if a == 0:
        return [0, 0]
    if b == 0:
        return [1, 0]
    return [a / (a + b), a * math.log(a) + b * math.log(b) - (a + b) * math.log(a + b)]

# %% exercise="argmax-ab" right="divides by zero on purpose, with warnings"
def argmax_ab(a, b):
    y = np.float64(a) / np.float64(a + b)
    terms = np.array([a * np.log(y), b * np.log1p(-y)])
    return y, np.nansum(terms)

# %% exercise="argmax-ab" right="torch"
def argmax_ab(a, b):
    import torch

    a, b = torch.tensor(a, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)
    y = a / (a + b)
    return y, (torch.special.xlogy(a, y) + torch.special.xlogy(b, b / (a + b))).nan_to_num(0.0)

# %% exercise="argmax-ab" wrong="the other share" says="That is b/(a + b): a weighs ln y, so the larger a is, the closer to 1 the best y must be."
def argmax_ab(a, b):
    if a + b == 0:
        return np.nan, 0.0
    y = b / (a + b)
    return y, (a * np.log(1 - y) if a else 0.0) + (b * np.log(y) if b else 0.0)

# %% exercise="argmax-ab" wrong="a over b" says="You give the ratio a/b, which may exceed 1: the best y is the share a/(a + b)."
def argmax_ab(a, b):
    if b == 0:
        return (np.nan if a == 0 else 1.0), 0.0
    total = a + b
    return a / b, (a * np.log(a / total) if a else 0.0) + b * np.log(b / total)

# %% exercise="argmax-ab" wrong="a loss" says="The height has the wrong sign: f(y) is a sum of logarithms of numbers below 1, so it is never positive."
def argmax_ab(a, b):
    if a + b == 0:
        return np.nan, 0.0
    y = a / (a + b)
    return y, -(a * np.log(y) if a else 0.0) - (b * np.log(1 - y) if b else 0.0)

# %% exercise="argmax-ab" wrong="nan at the ends" says="At the ends you compute 0·ln 0, which is nan in floating point. It counts as 0: leave the term out."
def argmax_ab(a, b):
    y = np.float64(a) / np.float64(a + b)
    return y, a * np.log(y) + b * np.log(1 - y)

# %% exercise="argmax-ab" wrong="one half where nothing is" says="For a = b = 0 the curve is flat: ½ is as good as any other y, so there is no best one. Return nan."
def argmax_ab(a, b):
    if a + b == 0:
        return 0.5, 0.0
    y = a / (a + b)
    return y, (a * np.log(y) if a else 0.0) + (b * np.log(1 - y) if b else 0.0)

# %% exercise="argmax-ab" wrong="clipped" says="You clip y away from 0 and 1: at the ends neither y nor the height is exact then."
def argmax_ab(a, b):
    if a + b == 0:
        return np.nan, 0.0
    y = np.clip(a / (a + b), 1e-7, 1 - 1e-7)
    return y, a * np.log(y) + b * np.log(1 - y)

# %% exercise="argmax-ab" wrong="searched on a coarse grid" says="A grid finds the maximum only up to its spacing: use the formula, which you can read off the widget."
def argmax_ab(a, b):
    if a + b == 0:
        return np.nan, 0.0
    if a == 0 or b == 0:
        return float(a > 0), 0.0
    y = np.linspace(0, 1, 1001)[1:-1]
    f = a * np.log(y) + b * np.log(1 - y)
    return y[np.argmax(f)], f.max()

# %% exercise="slope" right="sympy differentiates"
def slope(a, b, y):
    return sp.diff(a * sp.log(y) + b * sp.log(1 - y), y)

# %% exercise="slope" right="one fraction"
def slope(a, b, y):
    return (a * (1 - y) - b * y) / (y * (1 - y))

# %% exercise="slope" right="plus with y − 1 below"
def slope(a, b, y):
    return a * y**-1 + b / (y - 1)

# %% exercise="slope" right="expanded, prints"
def slope(a, b, y):
    result = sp.apart(a / y - b / (1 - y), y)
    print(result)
    return sp.simplify(result)

# %% exercise="slope" wrong="inner derivative lost" says="The inner derivative is lost: the derivative of ln(1 − y) is −1/(1 − y), because that of 1 − y is −1."
def slope(a, b, y):
    return a / y + b / (1 - y)

# %% exercise="slope" wrong="sign flipped" says="The sign is flipped: f rises for small y, so its slope is positive there."
def slope(a, b, y):
    return -a / y + b / (1 - y)

# %% exercise="slope" wrong="not differentiated" says="That is f itself: differentiate it with respect to y."
def slope(a, b, y):
    return a * sp.log(y) + b * sp.log(1 - y)

# %% exercise="slope" wrong="differentiated by a" says="You differentiate with respect to a weight. The weights are fixed at this x; y is what D may choose."
def slope(a, b, y):
    return sp.log(y)

# %% exercise="slope" wrong="weights swapped" says="The weights are exchanged: a belongs to ln y."
def slope(a, b, y):
    return b / y - a / (1 - y)

# %% exercise="slope" wrong="a number" says="The slope at one point is not enough: the line must hold for every a, b and y. Return an expression."
def slope(a, b, y):
    return 0.45 / 0.3 - 0.6 / 0.7

# %% exercise="find-the-error" right="a list"
def find_the_error(a, b):
    return [2, 5, 1 / (1 - b / a)]

# %% exercise="find-the-error" right="solved for"
def find_the_error(a, b):
    def published_slope(y):
        return a * (1 - y) + b * y

    y0 = -published_slope(0.0) / (published_slope(1.0) - published_slope(0.0))
    print("line 3:", y0)
    return 2, 5, y0

# %% exercise="find-the-error" right="an array"
def find_the_error(a, b):
    return np.array([2, 5, a / (a - b)], dtype=object)

# %% exercise="find-the-error" wrong="line 3 is blamed" says="Line 3 is false, but it follows from line 2 without a mistake. Look one line earlier."
def find_the_error(a, b):
    return 3, 5, a / (a - b)

# %% exercise="find-the-error" wrong="line 4 is blamed" says="Line 4 is true and follows from line 1: the second derivative of f is the sum of two negative terms."
def find_the_error(a, b):
    return 2, 4, a / (a - b)

# %% exercise="find-the-error" wrong="the true root" says="You give the true root. Line 3 of the published proof says something else: put the numbers in there."
def find_the_error(a, b):
    return 2, 5, a / (a + b)

# %% exercise="find-the-error" wrong="the last line is false" says="Line 5 is true: the maximum is at a/(a + b). What is wrong with it is that nothing before it says so."
def find_the_error(a, b):
    return 5, 2, a / (a - b)

# %% exercise="find-the-error" wrong="counted from zero" says="The lines are numbered from 1, as they stand there."
def find_the_error(a, b):
    return 1, 4, a / (a - b)

# %% exercise="peak" right="sympy does the work"
def root(a, b):
    y = sp.Symbol("y", positive=True)
    return sp.solve(sp.diff(a * sp.log(y) + b * sp.log(1 - y), y), y)[0]


def curvature(a, b):
    y = sp.Symbol("y", positive=True)
    second = sp.diff(a * sp.log(y) + b * sp.log(1 - y), y, 2)
    return sp.factor(sp.simplify(second.subs(y, root(a, b))))


def height(a, b):
    y = root(a, b)
    return sp.expand_log(a * sp.log(sp.together(y)) + b * sp.log(sp.together(1 - y)), force=True)

# %% exercise="peak" right="other shapes of the same"
def root(a, b):
    return 1 / (1 + b / a)


def curvature(a, b):
    return -((a + b) ** 2) * (1 / a + 1 / b)


def height(a, b):
    total = a + b
    return a * (sp.log(a) - sp.log(total)) + b * (sp.log(b) - sp.log(total))

# %% exercise="peak" right="expanded"
def root(a, b):
    return 1 - b / (a + b)


def curvature(a, b):
    return sp.together(-(a**3 + 3 * a**2 * b + 3 * a * b**2 + b**3) / (a * b))


def height(a, b):
    return sp.expand(a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b))

# %% exercise="peak" wrong="from the published slip" says="That is the root of a/y + b/(1 − y), the published derivative with the wrong sign: it lies outside [0, 1]."
def root(a, b):
    return a / (a - b)


def curvature(a, b):
    return -((a + b) ** 3) / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="the other share" says="You solved a·y = b·(1 − y); the slope vanishes where a·(1 − y) = b·y."
def root(a, b):
    return b / (a + b)


def curvature(a, b):
    return -((a + b) ** 3) / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="positive curvature" says="The sign of the curvature is flipped: both terms of f″ are negative, so that it is a maximum."
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return (a + b) ** 3 / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="curvature with the square only" says="In f″ one factor a + b is lost: bring −(a+b)²/a − (a+b)²/b to one denominator, and a + b comes up once more."
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 2) / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="two fractions" says="The curvature is right, but written as a sum of two fractions: bring it to one."
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 2) / a - (a + b) ** 2 / b


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="curvature still in y" says="Put the root in: the second derivative is asked for at y*, so no y may be left."
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    y = sp.Symbol("y", positive=True)
    return -(a * (1 - y) ** 2 + b * y**2) / (y**2 * (1 - y) ** 2)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b) - (a + b) * sp.log(a + b)

# %% exercise="peak" wrong="the sum of the logarithms is lost" says="The term −(a + b) ln(a + b) of the height is lost: each of the two logarithms has a + b below the line."
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 3) / (a * b)


def height(a, b):
    return a * sp.log(a) + b * sp.log(b)

# %% exercise="peak" wrong="logarithms of quotients" says="The height is right, but its logarithms are not taken apart yet: ln(u/v) = ln u − ln v."
def root(a, b):
    return a / (a + b)


def curvature(a, b):
    return -((a + b) ** 3) / (a * b)


def height(a, b):
    return a * sp.log(a / (a + b)) + b * sp.log(b / (a + b))

# %% exercise="d-star" right="where, with the warnings off"
def d_star(p, q, fill=0.5):
    with np.errstate(invalid="ignore", divide="ignore"):
        d = np.asarray(p) / (np.asarray(p) + np.asarray(q))
    return np.where(np.isnan(d), fill, d)

# %% exercise="d-star" right="a loop over the entries"
def d_star(p, q, fill=0.5):
    d = [fill if a == b == 0 else a / (a + b) for a, b in zip(np.ravel(p), np.ravel(q))]
    return np.reshape(d, np.shape(p))

# %% exercise="d-star" right="a safe denominator"
def d_star(p, q, fill=0.5):
    total = p + q
    empty = total == 0
    return np.where(empty, fill, p / (total + empty))

# %% exercise="d-star" right="torch, lists returned"
def d_star(p, q, fill=0.5):
    import torch

    p, q = torch.as_tensor(p).double(), torch.as_tensor(q).double()
    d = p / (p + q)
    return torch.where(p + q > 0, d, torch.full_like(d, fill)).tolist()

# %% exercise="d-star" wrong="probability of fake" says="That is q/(p + q), the probability of “fake”: D says how likely it is that x is real."
def d_star(p, q, fill=0.5):
    total = np.asarray(p + q, dtype=float)
    return np.divide(q, total, out=np.full(total.shape, float(fill)), where=total > 0)

# %% exercise="d-star" wrong="the ratio" says="That is the ratio p/q, which is not bounded by 1: divide by the sum p + q."
def d_star(p, q, fill=0.5):
    p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    return np.divide(p, q, out=np.full(p.shape, float(fill)), where=q > 0)

# %% exercise="d-star" wrong="epsilon below" says="Where both are 0 you return 0, and `fill` is asked for. (A small number in the denominator does that, and changes every small density as well.)"
def d_star(p, q, fill=0.5):
    return p / (p + q + 1e-8)

# %% exercise="d-star" wrong="nan where nothing is" says="Where both are 0 you compute 0/0. Put in `fill` there."
def d_star(p, q, fill=0.5):
    with np.errstate(invalid="ignore"):
        return p / (p + q)

# %% exercise="d-star" wrong="always one half" says="You put in ½ whatever `fill` says."
def d_star(p, q, fill=0.5):
    total = np.asarray(p + q, dtype=float)
    return np.divide(p, total, out=np.full(total.shape, 0.5), where=total > 0)

# %% exercise="d-star" wrong="warns" says="The values are right, but a warning is emitted: 0/0 is computed before it is replaced, as `np.where` does."
def d_star(p, q, fill=0.5):
    return np.where(p + q > 0, p / (p + q), fill)

# %% exercise="d-star" wrong="the mixture below" says="You divide by the mixture (p + q)/2: the result is twice as large and may exceed 1."
def d_star(p, q, fill=0.5):
    total = np.asarray(p + q, dtype=float)
    return np.divide(2 * p, total, out=np.full(total.shape, float(fill)), where=total > 0)

# %% exercise="ascend" right="plain loops over the bins"
def ascend(p, q, s, rate, steps):
    import math

    logits, values = list(s), []
    for step in range(steps + 1):
        d = [1 / (1 + math.exp(-one)) for one in logits]
        values.append(sum(a * math.log(x) + b * math.log(1 - x) for a, b, x in zip(p, q, d)))
        if step < steps:
            logits = [one + rate * (a * (1 - x) - b * x) for one, a, b, x in zip(logits, p, q, d)]
    return logits, values

# %% exercise="ascend" right="p minus (p + q) times D, and an array filled in"
def ascend(p, q, s, rate, steps):
    from scipy.special import expit, log_expit

    s = np.array(s)
    values = np.empty(steps + 1)
    for step in range(steps):
        values[step] = p @ log_expit(s) + q @ log_expit(-s)
        s += rate * (p - (p + q) * expit(s))
    values[steps] = p @ log_expit(s) + q @ log_expit(-s)
    return s, values

# %% exercise="ascend" right="torch's autograd"
def ascend(p, q, s, rate, steps):
    import torch
    from torch.nn.functional import logsigmoid

    p, q = torch.from_numpy(p), torch.from_numpy(q)
    s = torch.from_numpy(s).clone()
    values = []
    for step in range(steps + 1):
        s = s.detach().requires_grad_()
        value = (p * logsigmoid(s) + q * logsigmoid(-s)).sum()
        values.append(value.item())
        if step < steps:
            value.backward()
            s = s + rate * s.grad
    return s.detach(), values

# %% exercise="ascend" wrong="descends" says="You walk down: D ascends V, so the step is plus the rate times the gradient."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.sum(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s - rate * (p * (1 - d) - q * d)
        values.append(value(s))
    return s, np.array(values)

# %% exercise="ascend" wrong="forgets the weights of the fakes" says="In the gradient q is missing: the second term is −qᵢσ(sᵢ)."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.sum(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - d)
        values.append(value(s))
    return s, np.array(values)

# %% exercise="ascend" wrong="learns from real data only" says="You climb only the real term: D then says “real” to everything."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.sum(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * p * (1 - d)
        values.append(value(s))
    return s, np.array(values)

# %% exercise="ascend" wrong="gradient with respect to D" says="That is the gradient with respect to D, p/D − q/(1 − D). The step is taken in the logit: multiply by D(1 − D)."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.sum(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p / d - q / (1 - d))
        values.append(value(s))
    return s, np.array(values)

# %% exercise="ascend" wrong="mean over the bins" says="You average over the bins: the probabilities p and q are the weights already, so sum."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.mean(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d) / len(p)
        values.append(value(s))
    return s, np.array(values)

# %% exercise="ascend" wrong="first value missing" says="The value before the first step is missing: there are steps + 1 values."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.sum(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = []
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s = s + rate * (p * (1 - d) - q * d)
        values.append(value(s))
    return s, np.array(values)

# %% exercise="ascend" wrong="changes the start" says="`s += …` changes the caller's array of starting logits. Write `s = s + …`."
def ascend(p, q, s, rate, steps):
    def value(s):
        return -np.sum(p * np.logaddexp(0, -s) + q * np.logaddexp(0, s))

    values = [value(s)]
    for _ in range(steps):
        d = 1 / (1 + np.exp(-s))
        s += rate * (p * (1 - d) - q * d)
        values.append(value(s))
    return s, np.array(values)

# %% exercise="swapped" right="xlogy and where"
def swapped_d_star(p, q):
    from scipy.special import xlogy

    d = np.where(p + q > 0, q / np.where(p + q > 0, p + q, 1), 0.5)
    return d, float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="swapped" right="a loop, with p over p + q for the real term"
def swapped_d_star(p, q):
    import math

    d, value = [], 0.0
    for a, b in zip(p, q):
        d.append(b / (a + b) if a + b > 0 else 0.5)
        value += (a * math.log(a / (a + b)) if a else 0) + (b * math.log(b / (a + b)) if b else 0)
    return d, value

# %% exercise="swapped" right="one minus D*, with warnings"
def swapped_d_star(p, q):
    d = 1 - np.nan_to_num(p / (p + q), nan=0.5)
    return [d, np.nansum(p * np.log(1 - d)) + np.nansum(q * np.log(d))]

# %% exercise="swapped" wrong="not swapped" says="That is D* of the usual game. Now 1 means fake, so D′ must be large where fakes are frequent."
def swapped_d_star(p, q):
    from scipy.special import xlogy

    d = np.where(p + q > 0, p / np.where(p + q > 0, p + q, 1), 0.5)
    return d, float(np.sum(xlogy(p, d) + xlogy(q, 1 - d)))

# %% exercise="swapped" wrong="only one label swapped" says="You swap the label of the real data only: then D = 0 everywhere is best, and nothing is learnt."
def swapped_d_star(p, q):
    return np.zeros(len(p)), 0.0

# %% exercise="swapped" wrong="new D, old value" says="D′ is right, but you put it into the value of the usual game. In V′ the data stand with ln(1 − D)."
def swapped_d_star(p, q):
    from scipy.special import xlogy

    d = np.where(p + q > 0, q / np.where(p + q > 0, p + q, 1), 0.5)
    return d, float(np.sum(xlogy(p, d) + xlogy(q, 1 - d)))

# %% exercise="swapped" wrong="sign of the value flipped" says="The swapped detective ascends too: the labels change, not the sign of the value."
def swapped_d_star(p, q):
    from scipy.special import xlogy

    d = np.where(p + q > 0, q / np.where(p + q > 0, p + q, 1), 0.5)
    return d, -float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="swapped" wrong="fraction upside down" says="The fraction stands on its head: D′ is the share of the fakes, so q stands above and p + q below."
def swapped_d_star(p, q):
    both = p + q
    d = np.divide(both, q, out=np.full(len(p), 0.5), where=both > 0)
    real, fake = p > 0, q > 0
    return d, np.sum(p[real] * np.log(1 - d[real])) + np.sum(q[fake] * np.log(d[fake]))

# %% exercise="swapped" wrong="nan for empty terms" says="A bin with weight 0 gives 0·ln 0 = nan. It counts as 0: leave it out."
def swapped_d_star(p, q):
    with np.errstate(all="ignore"):
        d = np.where(p + q > 0, q / (p + q), 0.5)
        return d, float(np.sum(p * np.log(1 - d) + q * np.log(d)))

# %% exercise="swapped" wrong="zero on empty bins" says="On bins where neither real data nor fakes fall, ½ is asked for."
def swapped_d_star(p, q):
    from scipy.special import xlogy

    d = q / (p + q + 1e-300)
    return d, float(np.sum(xlogy(p, 1 - d) + xlogy(q, d)))

# %% exercise="jsd" right="scipy's root, squared, after a check"
def jsd(p, q):
    from scipy.spatial.distance import jensenshannon

    for one in (p, q):
        if min(one) < 0 or not np.isclose(sum(one), 1, rtol=0, atol=1e-9):
            raise ValueError("not a distribution")
    return np.nan_to_num(jensenshannon(p, q)) ** 2  # the root of −1e-17 is nan

# %% exercise="jsd" right="entropies: of the mixture minus the mean"
def jsd(p, q):
    from scipy.special import entr

    if (p < 0).any() or (q < 0).any() or abs(p.sum() - 1) > 1e-9 or abs(q.sum() - 1) > 1e-9:
        raise ValueError("p and q must be probabilities")
    value = entr((p + q) / 2).sum() - (entr(p).sum() + entr(q).sum()) / 2
    return np.maximum(value, 0.0)

# %% exercise="jsd" right="a loop with math.log"
def jsd(p, q):
    import math

    if abs(math.fsum(p) - 1) > 1e-9 or abs(math.fsum(q) - 1) > 1e-9 or min(*p, *q, 0) < 0:
        raise ValueError("sum")
    total = 0.0
    for a, b in zip(p, q):
        m = (a + b) / 2
        total += 0.5 * a * math.log(a / m) if a > 0 else 0.0
        total += 0.5 * b * math.log(b / m) if b > 0 else 0.0
    return total if total > 0 else 0.0

# %% exercise="jsd" right="rel_entr"
def jsd(p, q):
    from scipy.special import rel_entr

    p, q = np.asarray(p), np.asarray(q)
    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    m = (p + q) / 2
    return abs((rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2)

# %% exercise="jsd" wrong="no halves" says="The two halves are missing: JSD = ½KL(p‖m) + ½KL(q‖m). Without them the theorem would be off by a factor of 2."
def jsd(p, q):
    from scipy.special import rel_entr

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    m = (p + q) / 2
    return max(0.0, rel_entr(p, m).sum() + rel_entr(q, m).sum())

# %% exercise="jsd" wrong="scipy's root" says="That is √JSD, the distance, as SciPy's `jensenshannon` returns it. Square it."
def jsd(p, q):
    from scipy.spatial.distance import jensenshannon

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    return 0.0 if np.array_equal(p, q) else jensenshannon(p, q)

# %% exercise="jsd" wrong="scipy's nan" says="For almost identical inputs rounding leaves a tiny negative number, and its root is nan, as in SciPy's `jensenshannon`."
def jsd(p, q):
    from scipy.spatial.distance import jensenshannon

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    return jensenshannon(p, q) ** 2

# %% exercise="jsd" wrong="negative after rounding" says="For almost identical inputs rounding makes the sum slightly negative. A divergence never is: `max(0.0, …)`."
def jsd(p, q):
    from scipy.special import rel_entr

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    m = (p + q) / 2
    return (rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2

# %% exercise="jsd" wrong="base 2" says="That is in bits: the course counts in nats, so use the natural logarithm."
def jsd(p, q):
    from scipy.special import rel_entr

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    m = (p + q) / 2
    return max(0.0, (rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2 / np.log(2))

# %% exercise="jsd" wrong="the mixture first" says="You compute KL(m‖p) and KL(m‖q), which may be infinite. In JSD the mixture stands second."
def jsd(p, q):
    from scipy.special import rel_entr

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    m = (p + q) / 2
    return max(0.0, (rel_entr(m, p).sum() + rel_entr(m, q).sum()) / 2)

# %% exercise="jsd" wrong="kl_div with its arguments reversed" says="You compute KL(m‖p) and KL(m‖q), which may be infinite. In JSD the mixture stands second."
def jsd(p, q):
    import torch
    import torch.nn.functional as F

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    p, q = torch.as_tensor(p), torch.as_tensor(q)
    m = (p + q) / 2
    halves = [F.kl_div(one.log(), m, reduction="sum") for one in (p, q)]
    return max(0.0, float(sum(halves)) / 2)

# %% exercise="jsd" wrong="symmetrised KL" says="You compare p and q with each other (half of KL both ways, which is Jeffreys' divergence). Compare both with the mixture m."
def jsd(p, q):
    from scipy.special import rel_entr

    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    return max(0.0, (rel_entr(p, q).sum() + rel_entr(q, p).sum()) / 2)

# %% exercise="jsd" wrong="smoothing" says="You add a small number to the probabilities: they no longer sum to 1, and the value is off in the sixth digit."
def jsd(p, q):
    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    p, q = p + 1e-4, q + 1e-4
    m = (p + q) / 2
    return max(0.0, float(np.sum(p * np.log(p / m)) + np.sum(q * np.log(q / m))) / 2)

# %% exercise="jsd" wrong="accepts what is no distribution" says="Inputs that are not distributions must be refused with a ValueError."
def jsd(p, q):
    from scipy.special import rel_entr

    m = (p + q) / 2
    return max(0.0, float(rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2)

# %% exercise="jsd" wrong="normalises silently" says="You normalise the inputs, which hides the caller's mistake: raise a ValueError instead."
def jsd(p, q):
    from scipy.special import rel_entr

    p, q = p / np.sum(p), q / np.sum(q)
    m = (p + q) / 2
    return max(0.0, float(rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2)

# %% exercise="jsd" wrong="nan for zeros" says="An outcome with probability 0 gives 0·ln 0 = nan. It adds nothing: leave it out."
def jsd(p, q):
    for one in (p, q):
        if np.any(one < 0) or abs(one.sum() - 1) > 1e-9:
            raise ValueError("no distribution")
    m = (p + q) / 2
    with np.errstate(all="ignore"):
        return float(np.maximum(0.0, np.sum(p * np.log(p / m) + q * np.log(q / m)) / 2))

# %% exercise="jsd" wrong="np.isclose as it comes" says="np.isclose allows 1e-5, which is more than rounding: ask for 1e-9."
def jsd(p, q):
    for one in (p, q):
        if np.any(one < 0) or not np.isclose(np.sum(one), 1):
            raise ValueError("no distribution")
    m = (p + q) / 2
    return max(0.0, float(np.sum(xlogy(p, p) - xlogy(p, m) + xlogy(q, q) - xlogy(q, m)) / 2))

# %% exercise="jsd" right="an epsilon so small that the first nine digits stay"
def jsd(p, q):
    for one in (p, q):
        if np.any(one < 0) or abs(np.sum(one) - 1) > 1e-9:
            raise ValueError("no distribution")
    if np.array_equal(p, q):
        return 0.0
    p, q = p + 1e-10, q + 1e-10
    m = (p + q) / 2
    return max(0.0, float(np.sum(p * np.log(p / m) + q * np.log(q / m)) / 2))

# %% exercise="jsd" wrong="an epsilon in both" says="A small number is added to p and q: then they are no distributions any more, and the sum is off by just that."
def jsd(p, q):
    for one in (p, q):
        if np.any(one < 0) or abs(np.sum(one) - 1) > 1e-9:
            raise ValueError("no distribution")
    if np.array_equal(p, q):
        return 0.0
    p, q = p + 1e-6, q + 1e-6
    m = (p + q) / 2
    return max(0.0, float(np.sum(p * np.log(p / m) + q * np.log(q / m)) / 2))

# %% exercise="triangle" right="three coins, not quite sure of themselves"
def triangle_breaker():
    return [[0.9, 0.1], [0.5, 0.5], [0.1, 0.9]]

# %% exercise="triangle" right="two thirds in the middle, on three bins"
def triangle_breaker():
    p, q = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.5, 0.5])
    return p, 0.5 * p + 0.5 * q, q

# %% exercise="triangle" right="found by trying"
def triangle_breaker():
    rng = np.random.default_rng(1)
    while True:
        p, m, q = rng.dirichlet(np.ones(3), size=3)
        direct, detour = triangle_sides(p, m, q)
        if direct > 1.2 * detour:
            return p, m, q

# %% exercise="triangle" right="an array with three rows"
def triangle_breaker():
    return np.array([[0.0, 1.0], [0.4, 0.6], [1.0, 0.0]])

# %% exercise="triangle" wrong="three that never meet" says="Three distributions that never meet are all ln 2 apart: the detour is twice as long as the direct way."
def triangle_breaker():
    return np.eye(3)

# %% exercise="triangle" wrong="no detour at all" says="The stop on the way is one of the ends: then direct way and detour are equally long."
def triangle_breaker():
    return np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.array([0.0, 1.0])

# %% exercise="triangle" wrong="wrong order" says="The order is p, m, q: the stop on the way stands in the middle."
def triangle_breaker():
    return np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([0.5, 0.5])

# %% exercise="triangle" wrong="counts" says="These are counts: a distribution sums to 1."
def triangle_breaker():
    return np.array([10, 0]), np.array([5, 5]), np.array([0, 10])

# %% exercise="triangle" wrong="all the same" says="If all three are equal, both ways have length 0."
def triangle_breaker():
    return [np.full(2, 0.5)] * 3

# %% exercise="c-of-g" right="D* and xlogy"
def c_of_g(p, q):
    from scipy.special import xlogy

    total = np.where(p + q > 0, p + q, 1.0)
    return np.sum(xlogy(p, p / total) + xlogy(q, q / total))

# %% exercise="c-of-g" right="by the theorem, with scipy"
def c_of_g(p, q):
    from scipy.special import rel_entr

    m = (p + q) / 2
    return -np.log(4) + rel_entr(p, m).sum() + rel_entr(q, m).sum()

# %% exercise="c-of-g" right="a loop"
def c_of_g(p, q):
    import math

    return math.fsum(one * math.log(one / (a + b)) for a, b in zip(p, q) for one in (a, b) if one > 0)

# %% exercise="c-of-g" right="step 4 of the proof, in torch"
def c_of_g(p, q):
    import torch

    p, q = torch.as_tensor(p), torch.as_tensor(q)
    return (torch.xlogy(p, p) + torch.xlogy(q, q) - torch.xlogy(p + q, p + q)).sum()

# %% exercise="c-of-g" wrong="one JSD" says="That is −ln 4 + JSD: the theorem has 2·JSD, once for the real term and once for the fake one."
def c_of_g(p, q):
    from scipy.special import rel_entr

    m = (p + q) / 2
    return -np.log(4) + (rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2

# %% exercise="c-of-g" wrong="only the divergence" says="That is 2·JSD: the constant −ln 4 is lost."
def c_of_g(p, q):
    from scipy.special import rel_entr

    m = (p + q) / 2
    return rel_entr(p, m).sum() + rel_entr(q, m).sum()

# %% exercise="c-of-g" wrong="ln 2 once" says="The constant is −2 ln 2 = −ln 4: both terms contribute a ln 2."
def c_of_g(p, q):
    from scipy.special import rel_entr

    m = (p + q) / 2
    return -np.log(2) + rel_entr(p, m).sum() + rel_entr(q, m).sum()

# %% exercise="c-of-g" wrong="a loss" says="The sign is flipped: C is a value of V, a sum of logarithms of probabilities, and so never positive."
def c_of_g(p, q):
    from scipy.special import xlogy

    total = np.where(p + q > 0, p + q, 1.0)
    return -np.sum(xlogy(p, p / total) + xlogy(q, q / total))

# %% exercise="c-of-g" wrong="the real term only" says="Only the real term is there: Σ qᵢ ln(1 − D*ᵢ) is missing."
def c_of_g(p, q):
    from scipy.special import xlogy

    total = np.where(p + q > 0, p + q, 1.0)
    return np.sum(xlogy(p, p / total))

# %% exercise="c-of-g" wrong="a root of JSD in the theorem" says="There you have a square root: the theorem has JSD itself, and SciPy's `jensenshannon` is its root."
def c_of_g(p, q):
    from scipy.spatial.distance import jensenshannon

    return -np.log(4) + 2 * (0.0 if np.array_equal(p, q) else jensenshannon(p, q))

# %% exercise="c-of-g" wrong="nan for empty terms" says="A bin with weight 0 gives 0·ln 0 = nan. It counts as 0: leave it out."
def c_of_g(p, q):
    with np.errstate(all="ignore"):
        d = p / (p + q)
        return np.sum(p * np.log(d) + q * np.log(1 - d))

# %% exercise="c-of-g" wrong="mean over the bins" says="You average over the bins: the probabilities are the weights already, so sum."
def c_of_g(p, q):
    from scipy.special import xlogy

    total = np.where(p + q > 0, p + q, 1.0)
    return np.mean(xlogy(p, p / total) + xlogy(q, q / total))

# %% exercise="tidy" right="with D* and 1 − D* simplified by sympy"
def step_5(p, q):
    d = p / (p + q)
    return p * sp.log(d) + q * sp.log(sp.together(1 - d))

# %% exercise="tidy" right="logarithms taken apart"
def step_5(p, q):
    return p * sp.log(p) + q * sp.log(q) - (p + q) * sp.log(p + q)

# %% exercise="tidy" right="upside down"
def step_5(p, q):
    return -(p * sp.log((p + q) / p) + q * sp.log((q + p) / q))

# %% exercise="tidy" right="one over one plus the ratio"
def step_5(p, q):
    return p * sp.log(1 / (1 + q / p)) + q * sp.log(1 / (1 + p / q))

# %% exercise="tidy" wrong="copied" says="That is LINE_0 as it stands: carry out 1 − p/(p + q)."
def step_5(p, q):
    return p * sp.log(p / (p + q)) + q * sp.log(1 - p / (p + q))

# %% exercise="tidy" wrong="the same fraction twice" says="1 − D* is not D*: in the second logarithm stands q/(p + q)."
def step_5(p, q):
    return p * sp.log(p / (p + q)) + q * sp.log(p / (p + q))

# %% exercise="tidy" wrong="weights lost" says="The weights p and q in front of the logarithms are lost."
def step_5(p, q):
    return sp.log(p / (p + q)) + sp.log(q / (p + q))

# %% exercise="tidy" wrong="minus from nowhere" says="The second term enters with plus: V is the sum of both terms."
def step_5(p, q):
    return p * sp.log(p / (p + q)) - q * sp.log(q / (p + q))

# %% exercise="tidy" wrong="the mixture too early" says="You divide by the mixture (p + q)/2 already. That is the next step, and it has a price."
def step_5(p, q):
    return p * sp.log(2 * p / (p + q)) + q * sp.log(2 * q / (p + q))

# %% exercise="tidy" wrong="numpy's logarithm" says="`np.log` computes with numbers. For symbols use `sp.log`."
def step_5(p, q):
    return p * np.log(p / (p + q)) + q * np.log(q / (p + q))

# %% exercise="mixture" right="two inside the logarithms"
def step_6(p, q):
    return p * sp.log(2 * p / (p + q)) + q * sp.log(2 * q / (p + q)) - p * sp.log(2) - q * sp.log(2)

# %% exercise="mixture" right="differences of logarithms"
def step_6(p, q):
    m = sp.Rational(1, 2) * (p + q)
    return p * (sp.log(p) - sp.log(m)) + q * (sp.log(q) - sp.log(m)) - sp.log(2) * (p + q)

# %% exercise="mixture" right="ln ½ added, expanded"
def step_6(p, q):
    m = (p + q) / 2
    return sp.expand(p * (sp.log(p / m) + sp.log(sp.Rational(1, 2))) + q * (sp.log(q / m) + sp.log(sp.Rational(1, 2))))

# %% exercise="mixture" right="minus the logarithm upside down"
def step_6(p, q):
    return -p * sp.log((p + q) / (2 * p)) - q * sp.log((p + q) / (2 * q)) - (p + q) * sp.log(4) / 2

# %% exercise="mixture" wrong="copied" says="That is the line before: the mixture (p + q)/2 has to stand inside both logarithms."
def step_6(p, q):
    return p * sp.log(p / (p + q)) + q * sp.log(q / (p + q))

# %% exercise="mixture" wrong="no price" says="A term is lost: with a 2 inside each logarithm the line has grown by (p + q) ln 2, which has to be subtracted."
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m)

# %% exercise="mixture" wrong="paid once" says="You pay ln 2 for one of the two logarithms only: both have a 2 in them, so the price is (p + q) ln 2."
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) - p * sp.log(2)

# %% exercise="mixture" wrong="m is p + q" says="The price is paid, but nothing is bought: your m is p + q, not (p + q)/2."
def step_6(p, q):
    m = p + q
    return p * sp.log(p / m) + q * sp.log(q / m) - (p + q) * sp.log(2)

# %% exercise="mixture" wrong="price with the wrong sign" says="The price has the wrong sign: a 2 inside a logarithm makes it larger, so ln 2 is subtracted."
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) + (p + q) * sp.log(2)

# %% exercise="mixture" wrong="already integrated" says="Under the integral the price is (p + q) ln 2. It becomes 2 ln 2 only when you integrate."
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) - 2 * sp.log(2)

# %% exercise="mixture" wrong="half way" says="The mixture is in the first logarithm only: do the same with the second."
def step_6(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / (p + q)) - p * sp.log(2)

# %% exercise="mixture" wrong="decimal halves" says="Decimals have no place in a proof: write (p + q)/2 instead of 0.5*(p + q)."
def step_6(p, q):
    m = 0.5 * (p + q)
    return p * sp.log(p / m) + q * sp.log(q / m) - (p + q) * sp.log(2)

# %% exercise="mixture" wrong="new symbols" says="Use the symbols that your function is given: a new `sp.Symbol('p')` is another symbol."
def step_6(p, q):
    p, q = sp.symbols("p q")
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m) - (p + q) * sp.log(2)

# %% exercise="integrate" right="ln of a quarter, two inside"
def step_7():
    return sp.log(sp.Rational(1, 4))


def step_8(p, q):
    return (p * sp.log(2 * p / (p + q)) + q * sp.log(2 * q / (p + q))) / 2

# %% exercise="integrate" right="minus ln 4, differences of logarithms"
def step_7():
    return -sp.log(4)


def step_8(p, q):
    m, half = (p + q) / 2, sp.Rational(1, 2)
    return half * p * (sp.log(p) - sp.log(m)) + half * q * (sp.log(q) - sp.log(m))

# %% exercise="integrate" right="entropies of the mixture and of both"
def step_7():
    mass = sp.Integer(2)
    return -mass * sp.log(2)


def step_8(p, q):
    m = (p + q) / 2
    return -m * sp.log(m) + p * sp.log(p) / 2 + q * sp.log(q) / 2

# %% exercise="integrate" wrong="ln 2 once" says="p and q both integrate to 1, so the constant is −2 ln 2 = −ln 4."
def step_7():
    return -sp.log(2)


def step_8(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) / 2 + q * sp.log(q / m) / 2

# %% exercise="integrate" wrong="decimal constant" says="`np.log(4)` is a decimal number, rounded: in a proof write `sp.log(4)`."
def step_7():
    return -np.log(4)


def step_8(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) / 2 + q * sp.log(q / m) / 2

# %% exercise="integrate" wrong="constant with plus" says="The sign of the constant is flipped: the price was subtracted."
def step_7():
    return sp.log(4)


def step_8(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) / 2 + q * sp.log(q / m) / 2

# %% exercise="integrate" wrong="halves lost" says="The halves are lost: what is left is twice the integrand of JSD. Take the 2 out."
def step_7():
    return -2 * sp.log(2)


def step_8(p, q):
    m = (p + q) / 2
    return p * sp.log(p / m) + q * sp.log(q / m)

# %% exercise="integrate" wrong="m is p + q" says="In JSD both are compared with the mixture (p + q)/2, not with p + q."
def step_7():
    return -2 * sp.log(2)


def step_8(p, q):
    return p * sp.log(p / (p + q)) / 2 + q * sp.log(q / (p + q)) / 2

# %% exercise="integrate" wrong="one half of it" says="Only the term with p is there: JSD has a second one, with q."
def step_7():
    return -2 * sp.log(2)


def step_8(p, q):
    return p * sp.log(2 * p / (p + q)) / 2

# %% exercise="tangent" right="sympy differentiates and solves"
def step_9(t):
    g = t * sp.log(t) - t + 1
    return sp.diff(g, t), sp.diff(g, t, 2), sp.solve(sp.diff(g, t), t)[0]

# %% exercise="tangent" right="a list, the product rule written out"
def step_9(t):
    return [1 + sp.log(t) - 1, t**-1, 1]

# %% exercise="tangent" right="minus ln of the inverse"
def step_9(t):
    return -sp.log(1 / t), sp.exp(-sp.log(t)), sp.exp(0)

# %% exercise="tangent" wrong="forgets the minus t" says="The derivative of −t is −1: it cancels the 1 that the product rule gives."
def step_9(t):
    return sp.log(t) + 1, 1 / t, sp.Integer(1)

# %% exercise="tangent" wrong="no product rule" says="t ln t is a product: its derivative is ln t + 1, not 1/t."
def step_9(t):
    return 1 / t - 1, -1 / t**2, sp.Integer(1)

# %% exercise="tangent" wrong="minimum at 1/e" says="1/e is where the derivative of t ln t vanishes. For g, which has −t as well, it is elsewhere."
def step_9(t):
    return sp.log(t), 1 / t, sp.exp(-1)

# %% exercise="tangent" wrong="height instead of place" says="You return the height g(t₀). The place t₀ is asked for."
def step_9(t):
    return sp.log(t), 1 / t, sp.Integer(0)

# %% exercise="tangent" wrong="not differentiated twice" says="The second part is the second derivative: differentiate ln t once more."
def step_9(t):
    return sp.log(t), sp.log(t), sp.Integer(1)

# %% exercise="convex" right="sympy differentiates, then one fraction"
def step_10(p, q):
    line = p * sp.log(p / (p + q)) + q * sp.log(q / (p + q))
    return sp.factor(sp.simplify(sp.diff(line, q, 2)))

# %% exercise="convex" right="denominator multiplied out"
def step_10(p, q):
    return p / (p * q + q**2)

# %% exercise="convex" right="a power of minus one, together"
def step_10(p, q):
    return sp.together(1 / q - 1 / (p + q))

# %% exercise="convex" wrong="a difference in a factor" says="The value is right, but one factor is still a difference of fractions: bring it to one denominator, and its sign can be read off."
def step_10(p, q):
    return (1 / q) * (1 - q / (p + q))

# %% exercise="convex" wrong="first derivative" says="That is the first derivative: convexity needs the second."
def step_10(p, q):
    return sp.log(q / (p + q))

# %% exercise="convex" wrong="two fractions" says="The value is right, but as a difference its sign cannot be read off: bring it to one denominator."
def step_10(p, q):
    return 1 / q - 1 / (p + q)

# %% exercise="convex" wrong="with respect to p" says="You differentiate with respect to p. The data are fixed; the fakes q are what G changes."
def step_10(p, q):
    return q / (p * (p + q))

# %% exercise="convex" wrong="sum below forgotten" says="The logarithm of p + q depends on q as well: its derivative −1/(p + q) is lost."
def step_10(p, q):
    return 1 / q

# %% exercise="convex" wrong="sign flipped" says="The sign is flipped: ln q grows faster than ln(p + q)."
def step_10(p, q):
    return -p / (q * (p + q))

# %% exercise="convex" wrong="the real term is forgotten" says="p ln(p/(p + q)) depends on q too: differentiate both terms."
def step_10(p, q):
    return sp.factor(sp.simplify(sp.diff(q * sp.log(q / (p + q)), q, 2)))

# %% exercise="jsd-gauss" right="masks where a density is 0"
def jsd_gauss(mu, sigma=1.0):
    from scipy.stats import norm

    h = min(1, sigma) / 50
    x = np.arange(min(-9, mu - 9 * sigma), max(9, mu + 9 * sigma), h)
    p, q = norm.pdf(x), norm.pdf(x, mu, sigma)
    total = 0.0
    for one in (p, q):
        lives = one > 0
        total += np.sum(one[lives] * np.log(2 * one[lives] / (p + q)[lives]))
    return 0.5 * h * total

# %% exercise="jsd-gauss" right="two Gauss–Hermite expectations of the best classifier's loss"
def jsd_gauss(mu, sigma=1.0):
    u = np.linspace(-10, 10, 20001)
    weight = np.exp(-u * u / 2) / np.sqrt(2 * np.pi) * (u[1] - u[0])

    def log_ratio(x):
        return -(x**2) / 2 + ((x - mu) / sigma) ** 2 / 2 + np.log(sigma)

    bce = np.sum(weight * np.logaddexp(0, -log_ratio(u))) + np.sum(weight * np.logaddexp(0, log_ratio(mu + sigma * u)))
    return np.log(2) - bce / 2

# %% exercise="jsd-gauss" right="quad on pieces"
def jsd_gauss(mu, sigma=1.0):
    from scipy.integrate import quad
    from scipy.special import rel_entr
    from scipy.stats import norm

    def integrand(x):
        p, q = norm.pdf(x), norm.pdf(x, mu, sigma)
        m = (p + q) / 2
        return (rel_entr(p, m) + rel_entr(q, m)) / 2

    edges = sorted({-10.0, 0.0, 10.0, mu - 10 * sigma, mu, mu + 10 * sigma})
    return sum(quad(integrand, a, b, limit=200, epsabs=1e-10)[0] for a, b in zip(edges, edges[1:]))

# %% exercise="jsd-gauss" right="trapezium rule with xlogy"
def jsd_gauss(mu, sigma=1.0):
    from scipy.special import xlogy

    x = np.linspace(min(-12, mu - 12 * sigma), max(12, mu + 12 * sigma), 200_001)
    p = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    q = np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
    m = (p + q) / 2
    return np.trapezoid(xlogy(p, p) + xlogy(q, q) - 2 * xlogy(m, m), x) / 2

# %% exercise="jsd-gauss" wrong="no halves" says="The two halves are missing: JSD = ½KL(p‖m) + ½KL(q‖m)."
def jsd_gauss(mu, sigma=1.0):
    x = np.arange(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 0.01 * min(1, sigma))
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -(((x - mu) / sigma) ** 2) / 2 - np.log(2 * np.pi) / 2 - np.log(sigma)
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    return np.sum(np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)) * (x[1] - x[0])

# %% exercise="jsd-gauss" wrong="the root" says="That is √JSD: in this course JSD is never its square root."
def jsd_gauss(mu, sigma=1.0):
    x = np.arange(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 0.01 * min(1, sigma))
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -(((x - mu) / sigma) ** 2) / 2 - np.log(2 * np.pi) / 2 - np.log(sigma)
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    value = np.sum(np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)) * (x[1] - x[0]) / 2
    return np.sqrt(max(value, 0))

# %% exercise="jsd-gauss" wrong="bits" says="That is in bits: use the natural logarithm."
def jsd_gauss(mu, sigma=1.0):
    x = np.arange(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 0.01 * min(1, sigma))
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -(((x - mu) / sigma) ** 2) / 2 - np.log(2 * np.pi) / 2 - np.log(sigma)
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    value = np.sum(np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)) * (x[1] - x[0]) / 2
    return value / np.log(2)

# %% exercise="jsd-gauss" wrong="KL" says="That is KL(p‖q), the closed form for two Gaussians. JSD compares both with their mixture, and has none."
def jsd_gauss(mu, sigma=1.0):
    return np.log(sigma) + (1 + mu**2) / (2 * sigma**2) - 0.5

# %% exercise="jsd-gauss" wrong="nan far away" says="Far from its mean a density is 0 in floating point, and 0·ln(0/0) is nan. Work with ln p and ln q, or leave those points out."
def jsd_gauss(mu, sigma=1.0):
    x = np.arange(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 0.01 * min(1, sigma))
    p = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    q = np.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
    m = (p + q) / 2
    with np.errstate(all="ignore"):
        return np.sum(p * np.log(p / m) + q * np.log(q / m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="grid around zero" says="Your grid stays around 0: it must cover both bell curves, or half of the integral is missed."
def jsd_gauss(mu, sigma=1.0):
    x = np.linspace(-10, 10, 4001)
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -(((x - mu) / sigma) ** 2) / 2 - np.log(2 * np.pi) / 2 - np.log(sigma)
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    return np.sum(np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="sigma is taken for the variance" says="You use sigma as if it were the variance: it is the standard deviation."
def jsd_gauss(mu, sigma=1.0):
    x = np.arange(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 0.01 * min(1, sigma))
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -((x - mu) ** 2) / (2 * sigma) - np.log(2 * np.pi * sigma) / 2
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    return np.sum(np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="q without its factor" says="ln q has a term −ln σ: without it q does not integrate to 1."
def jsd_gauss(mu, sigma=1.0):
    x = np.arange(min(-10, mu - 10 * sigma), max(10, mu + 10 * sigma), 0.01 * min(1, sigma))
    log_p = -(x**2) / 2 - np.log(2 * np.pi) / 2
    log_q = -((x - mu) ** 2) / (2 * sigma**2) - np.log(2 * np.pi) / 2
    log_m = np.logaddexp(log_p, log_q) - np.log(2)
    return np.sum(np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)) * (x[1] - x[0]) / 2

# %% exercise="jsd-gauss" wrong="mean of the two bells" says="The mixture of two Gaussians is not the Gaussian in the middle: m(x) = (p(x) + q(x))/2."
def jsd_gauss(mu, sigma=1.0):
    variance = (1 + sigma**2) / 2
    kl_p = 0.5 * (1 / variance + (mu / 2) ** 2 / variance - 1 + np.log(variance))
    kl_q = 0.5 * (sigma**2 / variance + (mu / 2) ** 2 / variance - 1 + np.log(variance / sigma**2))
    return (kl_p + kl_q) / 2

# %% exercise="lower-bound" right="a loop with math"
def jsd_lower_bound(d_real, d_fake):
    import math

    def log(x):
        return math.log(x) if x > 0 else -math.inf

    real = sum(log(x) for x in d_real) / len(d_real)
    fake = sum(log(1 - x) for x in d_fake) / len(d_fake)
    return math.log(2) + 0.5 * real + 0.5 * fake

# %% exercise="lower-bound" right="log1p, with a warning for the certain ones"
def jsd_lower_bound(d_real, d_fake):
    return 0.5 * (np.log(2 * d_real).mean() + (np.log(2) + np.log1p(-d_fake)).mean())

# %% exercise="lower-bound" right="torch"
def jsd_lower_bound(d_real, d_fake):
    import torch

    real, fake = torch.as_tensor(d_real), torch.as_tensor(d_fake)
    bce = -(real.log().mean() + (1 - fake).log().mean()) / 2
    return float(np.log(2)) - bce

# %% exercise="lower-bound" wrong="one mean over all" says="You take one mean over all samples. Real and fake count equally as groups: take the mean of each, then their average."
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + np.mean(np.concatenate([np.log(d_real), np.log(1 - d_fake)]))

# %% exercise="lower-bound" wrong="no half" says="The ½ is missing: BCE is the average of the two means, not their sum."
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))

# %% exercise="lower-bound" wrong="cut off at zero" says="You cut the bound off at 0. A negative bound is true, only useless, and it tells you that D is bad."
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return max(0.0, np.log(2) + (np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))) / 2)

# %% exercise="lower-bound" wrong="sign of the loss" says="The loss has to be subtracted from ln 2: the larger the loss, the smaller the bound."
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) - (np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))) / 2

# %% exercise="lower-bound" wrong="same label for both" says="Fakes carry the label 0: their term is ln(1 − D)."
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return np.log(2) + (np.mean(np.log(d_real)) + np.mean(np.log(d_fake))) / 2

# %% exercise="lower-bound" wrong="only the loss" says="That is the mean log loss itself. The bound is its distance from ln 2."
def jsd_lower_bound(d_real, d_fake):
    with np.errstate(divide="ignore"):
        return -(np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))) / 2

# %% exercise="lower-bound" wrong="clipped" says="You clip the outputs of D: a detective who is certain and wrong then gets a finite score."
def jsd_lower_bound(d_real, d_fake):
    d_real, d_fake = np.clip(d_real, 1e-7, 1 - 1e-7), np.clip(d_fake, 1e-7, 1 - 1e-7)
    return np.log(2) + (np.mean(np.log(d_real)) + np.mean(np.log(1 - d_fake))) / 2

# %% exercise="lower-bound" wrong="logarithm of the mean" says="You take the logarithm of the mean: the mean of the logarithms is asked for, one for each sample."
def jsd_lower_bound(d_real, d_fake):
    return np.log(2) + (np.log(np.mean(d_real)) + np.log(1 - np.mean(d_fake))) / 2

# %% exercise="jsd-gauss" equivalent="constant: 10 → 11" because="a grid that reaches farther adds what is less than rounding"

# %% exercise="jsd-gauss" equivalent="constant: 0.002 → 0.00202" because="the spacing is fine enough either way: the sum is exact far beyond 1e-6"

# %% exercise="uniform-shift" equivalent="comparison: < 1 → <= 1" because="at |t| = 1 both give the same JSD and W₁, and there is no derivative"

# %% exercise="uniform-shift" right="two cases, a list"
def uniform_shift(t):
    import math

    if abs(t) >= 1:
        return [math.log(2), 0, abs(t)]
    return [abs(t) * math.log(2), math.copysign(math.log(2), t), abs(t)]

# %% exercise="uniform-shift" right="clip"
def uniform_shift(t):
    shift = np.abs(t)
    return np.clip(shift, 0, 1) * np.log(2), np.where(shift < 1, np.sign(t), 0.0) * np.log(2), shift

# %% exercise="uniform-shift" right="the part that stands alone"
def uniform_shift(t):
    overlap = max(0.0, min(1, 1 + t) - max(0, t))
    alone = 1 - overlap
    jsd = 0.5 * alone * np.log(2 / 1) + 0.5 * alone * np.log(2)
    inside = 0 < overlap
    return jsd, (1 if t > 0 else -1) * np.log(2) * inside, (t**2) ** 0.5

# %% exercise="uniform-shift" wrong="grows for ever" says="JSD never exceeds ln 2: once the boxes have parted it stays there."
def uniform_shift(t):
    return abs(t) * np.log(2), float(np.sign(t)) * np.log(2), abs(t)

# %% exercise="uniform-shift" wrong="W1 stops too" says="W₁ does not saturate: the farther the boxes, the longer the way."
def uniform_shift(t):
    apart = min(abs(t), 1.0)
    return apart * np.log(2), float(np.sign(t)) * np.log(2) * (abs(t) < 1), apart

# %% exercise="uniform-shift" wrong="the overlap counts" says="You weigh the overlap. There p = q and the integrand is 0; what counts is the part where only one of the boxes is."
def uniform_shift(t):
    overlap = max(0.0, 1 - abs(t))
    return overlap * np.log(2), -float(np.sign(t)) * np.log(2) * (abs(t) < 1), abs(t)

# %% exercise="uniform-shift" wrong="slope without a sign" says="To the left the slope is negative: JSD falls when t grows towards 0."
def uniform_shift(t):
    apart = min(abs(t), 1.0)
    return apart * np.log(2), np.log(2) * (abs(t) < 1), abs(t)

# %% exercise="uniform-shift" wrong="negative distances" says="A shift to the left is as far as one to the right: JSD and W₁ depend on |t|."
def uniform_shift(t):
    return min(t, 1.0) * np.log(2), np.log(2) * (t < 1), t

# %% exercise="uniform-shift" wrong="no halves" says="The halves of JSD are missing: each box stands alone on the length |t|, with weight ½."
def uniform_shift(t):
    apart = min(abs(t), 1.0)
    return 2 * apart * np.log(2), 2 * float(np.sign(t)) * np.log(2) * (abs(t) < 1), abs(t)

# %% exercise="uniform-shift" wrong="a slope where all is flat" says="For |t| > 1 the derivative is exactly 0: JSD is constant there."
def uniform_shift(t):
    return min(abs(t), 1.0) * np.log(2), float(np.sign(t)) * np.log(2), abs(t)

# %% exercise="uniform-shift" wrong="squared transport" says="You square the way: W₁ is the mean way itself (W₂² is the mean of its square)."
def uniform_shift(t):
    apart = min(abs(t), 1.0)
    return apart * np.log(2), float(np.sign(t)) * np.log(2) * (abs(t) < 1), t**2

# %% exercise="lopsided" right="xlogy, and the least taken apart"
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" right="a loop with math.log, a list"
import math


def lopsided(p, q, a, b):
    best, left = [], 0.0
    for u, v in zip(p, q):
        real, fake = a * float(u), b * float(v)
        best.append(real / (real + fake) if real + fake > 0 else 0.5)
        if real > 0:
            left += real * math.log(real / (real + fake))
        if fake > 0:
            left += fake * math.log(fake / (real + fake))
    least = a * math.log(a / (a + b)) + b * math.log(b / (a + b))
    return best, left, least, left - least


def lopsided_bend(a, b, p, q):
    return b * p / q / (p + b * q / a)

# %% exercise="lopsided" right="the least from q = p, SymPy's derivative"
def lopsided(p, q, a, b):
    def value(u, v):
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.nan_to_num(u * np.log(u / (u + v))) + np.nan_to_num(v * np.log(v / (u + v)))
        return terms.sum()

    both = a * p + b * q
    d = np.where(both > 0, a * p / np.where(both > 0, both, 1), 0.5)
    left, least = value(a * p, b * q), value(np.array([float(a)]), np.array([float(b)]))
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    line = a * p * sp.log(a * p) + b * q * sp.log(b * q) - (a * p + b * q) * sp.log(a * p + b * q)
    return sp.factor(sp.together(sp.diff(line, q, 2)))

# %% exercise="lopsided" wrong="the D of equal weights" says="The best D is still that of equal weights: at one bin the constants are a·p and b·q now."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(p, p + q, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="minus ln 4 for all weights" says="The least value is −ln 4 for equal weights of 1 only: put q = p into what is left."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = -np.log(4)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="weights lost in the value" says="In the value the weights are missing: each term of V is multiplied by its own."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(p, d)) + np.sum(xlogy(q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="weights exchanged" says="The weights are exchanged: a belongs to the data, b to the fakes."
def lopsided(p, q, a, b):
    a, b = b, a
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="q = D's odds" says="The ratio of the two is no probability: divide by their sum."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, b * q, out=np.full(len(p), 0.5), where=(both > 0) & (q > 0))
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="the divergence halved" says="The divergence is what is left minus the least: nothing is divided by 2."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, (left - least) / 2


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="the divergence with the wrong sign" says="The divergence is what is left minus the least, not the other way round: it is never negative."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, least - left


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="the least at D = ½" says="That is what a D that always says ½ gets; for unequal weights it can do better against a perfect generator."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = -(a + b) * np.log(2)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="empty bins are 0" says="Where neither data nor fakes fall, ½ is asked for."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.zeros(len(p)), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * b * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="the bend of equal weights" says="The bend is that of equal weights: a and b stay in it."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return p / (q * (p + q))

# %% exercise="lopsided" wrong="a factor b lost in the bend" says="A factor is lost in the bend: the derivative of b·q brings out a b each time."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return a * p / (q * (a * p + b * q))

# %% exercise="lopsided" wrong="the slope for the bend" says="That is the first derivative in q: differentiate once more."
def lopsided(p, q, a, b):
    both = a * p + b * q
    d = np.divide(a * p, both, out=np.full(len(p), 0.5), where=both > 0)
    e = np.divide(b * q, both, out=np.full(len(p), 0.5), where=both > 0)
    left = np.sum(xlogy(a * p, d)) + np.sum(xlogy(b * q, e))
    least = xlogy(a, a) + xlogy(b, b) - xlogy(a + b, a + b)
    return d, left, least, left - least


def lopsided_bend(a, b, p, q):
    return b * sp.log(b * q / (a * p + b * q))

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="argmax-ab" property="nowhere on (0, 1) is f higher than at this y"
@inputs(each(tenths(0, 3), tenths(0, 3)))
def argmax_ab(value, a, b):
    y = np.linspace(0.01, 0.99, 99)
    return a + b == 0 or np.all(a * np.log(y) + b * np.log(1 - y) <= value[1] + 1e-9)

# %% exercise="d-star" property="D* lies between 0 and 1, and D*·(p + q) is p"
@inputs(columns(tenths(0, 3), tenths(0, 3)))
def d_star(value, p, q):
    value = np.asarray(value)
    return np.all((value >= 0) & (value <= 1)) and np.allclose(value * (p + q), p)

# %% exercise="swapped" property="D′ is 1 − D*: who calls real what was fake says 1 − D"
@inputs(distributions(2))
def swapped_d_star(value, p, q):
    return np.allclose(value[0], 1 - d_star(p, q))

# %% exercise="jsd" property="JSD lies between 0 and ln 2, and is 0 only where p and q are equal"
@inputs(distributions(2))
def jsd(value, p, q):
    return 0 <= value <= np.log(2) + 1e-9 and (value < 1e-9) == np.array_equal(p, q)

# %% exercise="c-of-g" property="C(G) lies between −ln 4 and 0, and is −ln 4 only where p and q are equal"
@inputs(distributions(2))
def c_of_g(value, p, q):
    return -np.log(4) - 1e-9 <= value <= 0 and (value < -np.log(4) + 1e-9) == np.array_equal(p, q)

# %% exercise="lower-bound" property="the bound is never above ln 2, and 0 for a D that says ½ everywhere"
@inputs(each(vector(probability), vector(probability)))
def jsd_lower_bound(value, d_real, d_fake):
    half = np.all(d_real == 0.5) and np.all(d_fake == 0.5)
    return value <= np.log(2) and (not half or np.isclose(value, 0))

# %% exercise="uniform-shift" property="JSD lies between 0 and ln 2, and W₁ is the distance |t|"
@inputs(each(choice(0.5, -0.5, 0.2, -0.2, 2.0, -2.0, 1.5, 3.0)))
def uniform_shift(value, t):
    return 0 <= value[0] <= np.log(2) + 1e-9 and np.isclose(value[2], abs(t))

# %% exercise="jsd-gauss" property="JSD lies between 0 and ln 2, and is 0 only where both are N(0, 1)"
@inputs(each(tenths(-3, 3), choice(1.0, 0.5, 2.0)))
def jsd_gauss(value, mu, sigma):
    return -1e-9 <= value <= np.log(2) and (value < 1e-6) == (mu == 0 and sigma == 1)
