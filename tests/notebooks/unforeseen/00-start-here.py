# %% exercise="mean-square" right="statistics"
def mean_square(x):
    import statistics

    return statistics.fmean(float(v) * float(v) for v in x)

# %% exercise="mean-square" right="a dot product with itself"
def mean_square(x):
    return x @ x / x.size

# %% exercise="mean-square" right="einsum, an array without axes"
def mean_square(x):
    return np.asarray(np.einsum("i,i->", x, x) / x.shape[0])

# %% exercise="mean-square" right="variance plus the mean squared"
def mean_square(x):
    return np.var(x) + np.mean(x) ** 2

# %% exercise="mean-square" right="the norm"
def mean_square(x):
    return np.linalg.norm(x) ** 2 / len(x)

# %% exercise="mean-square" right="recursion"
def mean_square(x):
    def total(rest):
        return 0.0 if len(rest) == 0 else rest[0] ** 2 + total(rest[1:])

    return total(list(x)) / len(x)

# %% exercise="mean-square" wrong="prints"
def mean_square(x):
    print(np.mean(x**2))

# %% exercise="mean-square" wrong="square of the mean"
def mean_square(x):
    return np.mean(x) ** 2

# %% exercise="mean-square" wrong="root mean square"
def mean_square(x):
    return np.sqrt(np.mean(x**2))

# %% exercise="mean-square" wrong="sum"
def mean_square(x):
    s = 0
    for v in x:
        s += v**2
    return s

# %% exercise="mean-square" wrong="variance"
def mean_square(x):
    return np.var(x)

# %% exercise="mean-square" wrong="integer division"
def mean_square(x):
    return sum(v**2 for v in x) // len(x)

# %% exercise="mean-square" wrong="rounded"
def mean_square(x):
    return round(float(np.mean(x**2)), 2)

# %% exercise="mean-square" wrong="return inside the loop"
def mean_square(x):
    s = 0
    for v in x:
        s += v**2
        return s / len(x)

# %% exercise="mean-square" wrong="skips the first"
def mean_square(x):
    s = 0
    for i in range(1, len(x)):
        s += x[i] ** 2
    return s / len(x)

# %% exercise="mean-square" wrong="n minus 1"
def mean_square(x):
    return np.sum(x**2) / (len(x) - 1)

# %% exercise="mean-square" wrong="doubles instead of squares"
def mean_square(x):
    return np.mean(x * 2)

# %% exercise="mean-square" wrong="absolute values"
def mean_square(x):
    return np.mean(np.abs(x))
