# %% exercise="mean-square" right="a loop"
def mean_square(x):
    total = 0.0
    for value in x:
        total += value**2
    return total / len(x)

# %% exercise="mean-square" right="a dot product, and it prints"
def mean_square(x):
    x = np.asarray(x)
    print("squaring", len(x), "numbers")
    return x @ x / x.size

# %% exercise="mean-square" right="torch"
def mean_square(x):
    import torch

    return torch.as_tensor(x).square().mean()

# %% exercise="mean-square" wrong="sum" says="You have taken the sum instead of the mean: divide by the number of entries."
def mean_square(x):
    return np.sum(np.square(x))

# %% exercise="mean-square" wrong="square of the mean" says="You square the mean; asked for is the mean of the squares."
def mean_square(x):
    return np.mean(x) ** 2

# %% exercise="mean-square" wrong="root mean square" says="That is the root mean square: leave out the square root."
def mean_square(x):
    return np.sqrt(np.mean(np.square(x)))

# %% exercise="mean-square" wrong="forgets return" says="Does every path through your function end in `return …`?"
def mean_square(x):
    np.mean(np.square(x))

# %% exercise="mean-square" wrong="doubles instead of squaring" says="2 * x doubles the entries; x ** 2 squares them."
def mean_square(x):
    return np.mean(2 * np.asarray(x))

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="mean-square" property="a mean of squares lies between the smallest and the largest of the squares"
@inputs(each(vector(number)))
def mean_square(value, x):
    return np.min(x**2) - 1e-9 <= value <= np.max(x**2) + 1e-9
