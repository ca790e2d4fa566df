# %% [markdown]
# ## 6. Is it any good? Four honest measures
#
# Losses do not say whether images are good: they say how the game stands. So one compares *sets*: $n$ real images that $G$'s training never saw, and $n$ generated ones. Both are sent through a
# network or a projection that turns each image into a row of $d$ **features**, and the two clouds of rows are compared. Everything below takes two arrays `(n, d)`.
#
# Three things are true of every such number, and most tables in papers mention none of them. It depends on the features: values from different networks cannot be compared. It depends on $n$: even two sets of *real* images have a distance. And it has
# no unit, so a value alone says nothing. The honest way is to print, beside each value, the **floor**: the same measure between real and other real images, *at the same n*.

# %% [markdown]
# ### Exercise 11 · The Fréchet distance (FID)
#
# *Difficulty ●●● · 20 minutes · 3 points*
#
# **Why it matters.** It is the number by which generators are ranked. Nearly every home-made version has once been without the matrix root, or returned a complex number.
#
# **Formula** (Fréchet 1957; Dowson & Landau 1982; as a measure of GANs: Heusel et al. 2017, equation (6)). Fit a Gaussian to each cloud, with means $\mu$ and covariances $\Sigma$ (divided by $n-1$), and take
#
# $$\mathrm{FID} = |\mu_r - \mu_f|^2 + \operatorname{tr}\Sigma_r + \operatorname{tr}\Sigma_f - 2\operatorname{tr}\bigl(\Sigma_r\Sigma_f\bigr)^{1/2}.$$
#
# The last trace needs no matrix root: the eigenvalues of $\Sigma_r\Sigma_f$ are never negative, and it is the sum of their square roots. Rounding makes some of them slightly negative, or adds tiny imaginary parts. If there are fewer images than features,
# many are 0. So drop imaginary parts, cut off at 0, then take the roots.
#
# **What to write.** The distance as a real float. Identical clouds give 0, up to rounding.


# %% nbgrader={"grade_id": "fid", "solution": true}
def fid(real, fake):
    """Squared Fréchet distance of the Gaussians fitted to two clouds: a float.

    real: (n, d), fake: (m, d) arrays, n, m ≥ 2, d ≥ 1. Covariances are divided by n − 1.
    """
    ### BEGIN SOLUTION
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())
    ### END SOLUTION


# %% nbgrader={"grade_id": "clouds", "locked": true}
box = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 2.0], [4.0, 2.0]])
slanted = np.array([[2.0, 0.0], [3.0, 1.0], [5.0, 3.0], [6.0, 4.0]])

# %%
# Try it here: delete the # of the next line and run the cell.
# fid(box, box + 1)

# %% nbgrader={"grade_id": "fid-values", "points": 3}
check.close(
    call(fid, box, box + np.array([3.0, 4.0])),
    25.0,
    "shifted by (3, 4): the square of 5",
    slips={"The distance of the means is squared.": 5.0},
)
check.close(call(fid, box, box), 0.0, "a cloud and itself", atol=1e-5)
check.close(
    call(fid, box, slanted),
    8.905243,
    "another shape: 5 from the means, the rest from the covariances",
    slips={
        "The root is missing: tr(ΣΣ′) instead of the trace of its root.": -26.111111,
        "That is the root of each entry: the root of a matrix is something else.": 5.684223,
        "The covariances are divided by n − 1.": 7.928932,
        "Only the means are compared: add the part of the covariances.": 5.0,
        "The Fréchet distance is given as its square: no root at the end.": 2.984166,
        "The distance of the means is squared.": 6.141311,
    },
)
line = call(fid, np.array([[0.0], [2.0]]), np.array([[0.0], [4.0], [8.0]]))
check.close(line, 15.686292, "one feature: (1 − 4)² + (√2 − 4)²")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds, some with fewer images than features, and closed forms") as rng:
    for n, m, d in ((30, 40, 5), (4, 6, 12), (50, 50, 1)):
        real, fake = rng.normal(size=(n, d)), rng.normal(1, 2, size=(m, d)) @ rng.normal(size=(d, d))
        made = call(fid, real, fake)
        check.close(made, reference.fid(real, fake), rtol=1e-5, atol=1e-5)
        shift = rng.normal(size=d)
        check.close(call(fid, real, real + shift), float(shift @ shift), rtol=1e-5, atol=1e-4)
        check.close(call(fid, fake, fake), 0.0, atol=1e-4)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `np.cov(x, rowvar=False)` is the covariance of the columns, divided by $n - 1$. For a single feature it is a plain number; `np.atleast_2d` makes it a matrix.
# </details>
# <details><summary>Hint 2: the trace of the root</summary>
#
# `np.linalg.eigvals(a @ b)` gives the eigenvalues. The trace of a matrix root is the sum of the roots of the eigenvalues.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None)).sum()`. `np.sqrt(a @ b)` takes the root of each entry, which is not what is asked for.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** `scipy.linalg.sqrtm(a @ b)` works, returns complex numbers for singular matrices, and used to be the reason for the “imaginary component” errors of published code. The eigenvalues of the symmetric Σ_r^½ Σ_f Σ_r^½ are the same and real; `gancourse.metrics` does
# it that way.

# %% [markdown]
# **See it.** Two sets of the *same* Gaussian in 64 dimensions. Their distance should be 0, and FID says something else until $n$ is large. That is the floor, and that is why a value without $n$ means nothing.

# %%
rng = np.random.default_rng(0)
for n in (70, 250, 1000, 4000):
    print(f"n = {n:4}: FID of real and real = {fid(*rng.normal(size=(2, n, 64))):6.2f}")

# %% [markdown]
# ### Exercise 12 · The kernel distance (KID)
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** FID is *biased*: for small $n$ it is too large on average. KID is not. Its average is right for every $n$, and two equal distributions give 0 on average, sometimes a little more, sometimes less.
#
# **Formula** (Bińkowski et al. 2018, section 3, after Gretton et al. 2012). With the kernel $k(x, y) = \bigl(\tfrac{x\cdot y}{d} + 1\bigr)^3$,
#
# $$\mathrm{KID} = \frac{1}{n(n-1)}\sum_{i\ne j} k(x_i, x_j) + \frac{1}{m(m-1)}\sum_{i\ne j} k(y_i, y_j) - \frac{2}{nm}\sum_{i,j} k(x_i, y_j).$$
#
# A cube is merciless with scales: a feature that is ten times larger counts a million times. So first **standardise**: subtract from *both* clouds the mean of the real one, and divide both by its standard deviation, feature by feature.
#
# **What to write.** Standardise (`real.std(axis=0)`, divided by $n$), then the sum above. It may come out negative, and that is right.


# %% nbgrader={"grade_id": "kid", "solution": true}
def kid(real, fake):
    """Unbiased squared MMD with the kernel (x·y/d + 1)³, after standardising with the real cloud.

    real: (n, d), fake: (m, d) arrays, n, m ≥ 2; every real feature varies. Returns a float.
    """
    ### BEGIN SOLUTION
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())
    ### END SOLUTION


# %% nbgrader={"grade_id": "scaled-clouds", "locked": true}
four_real = np.array([[0.0, 0.0], [2.0, 10.0], [4.0, 0.0], [2.0, 30.0]])  # on two scales
three_fake = np.array([[1.0, 10.0], [3.0, 10.0], [5.0, 20.0]])

# %%
# Try it here: delete the # of the next line and run the cell.
# kid(four_real, three_fake)

# %% nbgrader={"grade_id": "kid-values", "points": 2}
check.close(
    call(kid, four_real, three_fake),
    -1.919560,
    "four real, three fakes: few enough to come out negative",
    slips={
        "The pairs of an image with itself are counted: leave out the diagonal.": 5.297518,
        "Standardise first: the larger feature drowns the other.": -4777371.625,
        "Each cloud was standardised by itself: then a shift is invisible. Use the real one for both.": -3.721813,
        "The product is divided by the number of features d.": -2.939815,
        "Standardise with the real cloud, not with both together.": -1.493924,
    },
)
check.close(call(kid, four_real, four_real + np.array([2.0, 0.0])), 0.370370, "a shift shows")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds of different sizes and scales") as rng:
    for n, m, d in ((8, 5, 3), (20, 30, 10), (6, 6, 1)):
        scale = 10.0 ** rng.uniform(-2, 2, size=d)
        real, fake = rng.normal(size=(n, d)) * scale, rng.normal(0.5, 1.5, size=(m, d)) * scale
        check.close(call(kid, real, fake), reference.kid(real, fake), rtol=1e-8, atol=1e-10)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `x @ y.T` holds all products $x_i\cdot y_j$ in a table of $n\times m$. Divide it by $d$, add 1, and cube every entry.
# </details>
# <details><summary>Hint 2: leaving out the diagonal</summary>
#
# The sum over $i \ne j$ is the sum of the whole table minus its trace. There are $n(n-1)$ such pairs.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `(k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))` for the two tables within a cloud, `kernel(x, y).mean()` for the one between them.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** With the diagonal the estimate is never negative and biased upwards, by about 𝔼k(x,x)/n. On unstandardised features of a small classifier the cubic kernel gave values of ±7 from one draw to the next; after standardising they were steady.

# %% [markdown]
# **See it.** The floor of KID for the same sizes as above, ten draws each: the mean stays near 0, and the spread shrinks.

# %%
for n in (70, 250, 1000):
    floor = [kid(*rng.normal(size=(2, n, 64))) for _ in range(10)]
    print(f"n = {n:4}: KID of real and real = {np.mean(floor):8.5f} ± {np.std(floor):.5f}")

# %% [markdown]
# ### Exercise 13 · Precision and recall
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** One number cannot tell “beautiful, but always the same shoe” from “everything there is, but blurred”. Two numbers can.
#
# **Definition** (Kynkäänniemi et al. 2019, section 2). Around every real image draw a ball that reaches to its $k$-th nearest *other* real image. All balls together are the region where real images live. **Precision** is the share of the fakes in this region: are the fakes credible?
# **Recall** is the share of the real images in the region of the fakes, made of balls to the $k$-th nearest other fake: is everything covered?
#
# **What to write.** Both. The edge of a ball belongs to it. `cdist(a, b)` of SciPy gives the table of all distances; in `cdist(real, real)` each image is its own nearest neighbour, at distance 0.


# %% nbgrader={"grade_id": "precision-recall", "solution": true}
def precision_recall(real, fake, k=3):
    """(precision, recall) by balls to the k-th nearest neighbour: two floats in [0, 1].

    real: (n, d), fake: (m, d) arrays, n, m > k ≥ 1.
    """
    ### BEGIN SOLUTION
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, fake)
    ### END SOLUTION


# %% nbgrader={"grade_id": "on-a-line", "locked": true}
real_line = np.array([[0.0], [1.0], [2.0], [10.0]])  # balls for k = 1: radius 1, 1, 1 and 8
fake_line = np.array([[3.5], [1.2], [12.0], [1.6]])

# %%
# Try it here: delete the # of the next line and run the cell.
# precision_recall(real_line, fake_line, 1)

# %% nbgrader={"grade_id": "precision-recall-values", "points": 2}
made = call(precision_recall, real_line, fake_line, 1)
check.close(
    made[0],
    1.0,
    "all four fakes lie in some ball: 3.5 and 12 in the large one around 10",
    slips={
        "Any ball will do, not only that of the nearest real image.": 0.75,
        "Each image is its own nearest neighbour: the k-th *other* one counts.": 0.0,
    },
)
check.close(made[1], 0.75, "the real 0 lies in no ball of the fakes")
far = call(precision_recall, real_line, fake_line + 100, 2)
check.close(far[0], 0.0, "fakes far away: precision 0")
check.close(far[1], 0.0, "and recall 0")
repeated = np.repeat(np.array([[1.0], [1.1]]), 3, axis=0)
made = call(precision_recall, real_line, repeated, 2)
check.close(made[0], 1.0, "always the same two pictures: precise")
check.close(made[1], 0.25, "but it covers a quarter")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds, other numbers of neighbours") as rng:
    for n, m, d, k in ((12, 9, 2, 1), (30, 40, 5, 3), (15, 15, 3, 5)):
        real, fake = rng.normal(size=(n, d)), rng.normal(0.7, 0.8, size=(m, d))
        made, target = call(precision_recall, real, fake, k), reference.precision_recall(real, fake, k)
        check.close(made[0], target[0])
        check.close(made[1], target[1])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Recall is precision with the roles exchanged. Write one small function for “which share of these points lies in the region of that cloud”, and call it twice.
# </details>
# <details><summary>Hint 2: the radii</summary>
#
# Sort each row of `cdist(cloud, cloud)`. Entry 0 is the image itself, entry `k` the $k$-th nearest other one.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `cdist(points, cloud) <= radii` is a table of truth values, one column for each ball; `.any(axis=1)` asks whether a point lies in at least one.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** For real against real, precision and recall are not 1: in high dimensions a new real image often lies outside all balls. Print the floor (here a ceiling) for these as well. A single outlier among the real images draws a huge ball, as the 10 does here: known, and the reason for “density and
# coverage” (Naeem et al. 2020).

# %% [markdown]
# **See it.** Real data in two clusters. One generator draws only the first of them, sharply; the other draws both, too wide. FID cannot say which fault is which.

# %%
rng = np.random.default_rng(1)
centres = np.array([[-3.0, 0.0], [3.0, 0.0]])
real = rng.normal(size=(400, 2)) + centres[rng.integers(2, size=400)]
one_mode = rng.normal(size=(400, 2)) * 0.9 + centres[0]
wide = 2.5 * rng.normal(size=(400, 2)) + centres[rng.integers(2, size=400)]
for name, fake in (("one cluster only", one_mode), ("both, too wide", wide)):
    precision, recall = precision_recall(real, fake)
    print(f"{name:16}: FID {fid(real, fake):5.2f}, precision {precision:.2f}, recall {recall:.2f}")

# %% [markdown]
# ### Exercise 14 · Ask a detective: the two-sample test
#
# *Difficulty ●●○ · 15 minutes · 2 points*
#
# **Why it matters.** The most honest question is that of the game itself: can somebody *new* tell the two apart? Train a classifier, any classifier, on half of the images, and let it guess on the other half. If real and fake are the same, its guesses are coin tosses.
#
# **Recipe** (Lopez-Paz & Oquab 2017, section 3). The first half of each set (`len // 2` rows) is for training, real with label 1 and fake with label 0; all other rows are for testing. The **accuracy** is the share of right answers on the test rows. Coin tosses would give ½ with
# a standard error of $\sqrt{1/(4n)}$ for $n$ test rows, so report also $z = (\text{accuracy} - ½)\,/\sqrt{1/(4n)}$: above 3 or so, somebody has seen a difference.
#
# **What to write.** `fit(x, y)` trains a classifier on rows `x` with labels `y` (floats 1 and 0, real rows first) and returns a function from rows to labels. The test rows must never reach `fit`: a classifier may learn its training rows by heart.


# %% nbgrader={"grade_id": "c2st", "solution": true}
def c2st(real, fake, fit):
    """Classifier two-sample test: (accuracy on the second halves, z of it under coin tossing).

    real, fake: (n, d) and (m, d) arrays in random order, n, m ≥ 2; fit(x, y) → function from rows to
    labels, y float labels, 1 real and 0 fake. The first len // 2 rows of each are for training.
    """
    ### BEGIN SOLUTION
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))
    ### END SOLUTION


# %% nbgrader={"grade_id": "classifiers", "locked": true}
def nearest_label(x, y):
    """A classifier that learns by heart: the label of the nearest training row."""
    return lambda rows: y[np.argmin(cdist(rows, x), axis=1)]


def linear_label(x, y):
    """Least squares with a constant: on which side of a hyperplane does a row lie?"""
    w = np.linalg.lstsq(np.c_[x, np.ones(len(x))], 2 * y - 1, rcond=None)[0]
    return lambda rows: (np.c_[rows, np.ones(len(rows))] @ w > 0).astype(float)


some_real = np.array([[0.0], [1.0], [2.0], [10.0]])
some_fake = np.array([[5.0], [6.0], [7.0], [0.4]])

# %%
# Try it here: delete the # of the next line and run the cell.
# c2st(some_real, some_fake, nearest_label)

# %% nbgrader={"grade_id": "c2st-values", "points": 2}
made = call(c2st, some_real, some_fake, nearest_label)
check.close(
    made[0],
    0.5,
    "two of the four test rows are guessed right",
    slips={
        "It is tested on rows that it has learnt by heart: keep the halves apart.": 1.0,
        "Training rows are among the test rows.": 0.75,
    },
)
check.close(made[1], 0.0, "so z is 0: a coin could do this", atol=1e-9)
made = call(c2st, some_real, some_real + 100.0, nearest_label)
check.close(made[0], 1.0, "all four right")
check.close(
    made[1],
    2.0,
    "four right tosses in a row are two standard errors: not much",
    slips={
        "n is the number of test rows, not of all rows.": 2.828427,
        "One coin toss has the variance ¼.": 1.0,
    },
)
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random clouds of different and odd sizes, with two classifiers") as rng:
    for n, m in ((20, 20), (9, 15), (41, 30)):
        real, fake = rng.normal(size=(n, 3)), rng.normal(0.8, 1.3, size=(m, 3))
        for fit in (nearest_label, linear_label):
            made, target = call(c2st, real, fake, fit), reference.c2st(real, fake, fit)
            check.close(made[0], target[0])
            check.close(made[1], target[1])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# `a = len(real) // 2` splits the real rows into `real[:a]` and `real[a:]`; the fakes have a split of their own.
# </details>
# <details><summary>Hint 2: labels</summary>
#
# `np.concatenate([real[:a], fake[:b]])` are the training rows, and `np.concatenate([np.ones(a), np.zeros(b)])` their labels. For the test rows the same with what is left.
# </details>
# <details><summary>Hint 3: the code</summary>
#
# `guess = fit(rows, labels)`, then `np.mean(guess(test_rows) == test_labels)`. With $n$ test rows, $z$ is `(accuracy - 0.5) / np.sqrt(0.25 / n)`.
# </details>

# %% [markdown] tags=["commentary"]
# **Commentary.** An accuracy below ½ by several standard errors is a signal as well: nearest neighbours do that when fakes are copies of training images. The log loss of the same classifier gives the lower bound ln 2 − BCE on the JSD of assignment 05; accuracy is easier to test against chance.

# %% [markdown]
# **See it.** The same test on two sets of the same Gaussian, once done properly and once “tested” on the training rows. The second detective is always sure.

# %%
same, also = rng.normal(size=(2, 400, 5))
x, y = np.concatenate([same, also]), np.repeat([1.0, 0.0], 400)
print(f"held out:  accuracy {c2st(same, also, nearest_label)[0]:.2f}")
print(f"by heart:  accuracy {np.mean(nearest_label(x, y)(x) == y):.2f}")
