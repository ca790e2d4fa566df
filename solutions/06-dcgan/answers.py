# %% [markdown]
# The bank of 06-dcgan: every cell is an answer as a student would type it.

# %% exercise="conv-arithmetic" right="counting windows one by one"
def conv_out(n, k, s, p):
    count, start = 0, 0
    while start + k <= n + 2 * p:
        count, start = count + 1, start + s
    return count


def convt_out(n, k, s, p):
    covered = set()
    for i in range(n):
        covered |= set(range(i * s, i * s + k))
    return max(covered) + 1 - 2 * p


def shape_chain(size):
    if size < 8 or size & (size - 1):
        raise ValueError(f"{size} is no power of two from 8 on")
    return [1] + [2**i for i in range(2, size.bit_length())]

# %% exercise="conv-arithmetic" right="math.floor, and powers of two"
import math


def conv_out(n, k, s, p):
    return math.floor((n + 2 * p - k) / s) + 1


def convt_out(n, k, s, p):
    return s * n - s - p - p + k


def shape_chain(size):
    steps = math.log2(size / 4)
    if steps != int(steps) or steps < 1:
        raise ValueError("size must be 8, 16, 32, …")
    return [1, *(4 * 2**i for i in range(int(steps) + 1))]

# %% exercise="conv-arithmetic" right="PyTorch asked, NumPy integers and a tuple"
def conv_out(n, k, s, p):
    return nn.Conv2d(1, 1, k, s, p)(torch.zeros(1, 1, n, n)).shape[2]


def convt_out(n, k, s, p):
    return np.int64((n - 1) * s - 2 * p + k)


def shape_chain(size):
    print("chain for", size)
    sides = (1,)
    side = np.int64(4)
    while side < size:
        sides += (side,)
        side *= 2
    if side != size or len(sides) < 2:
        raise ValueError(size)
    return sides + (side,)

# %% exercise="conv-arithmetic" wrong="one window too few" says="One window is missing: with d gaps between them there are d + 1 windows."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="rounded up" says="The last window would stick out of the image: the number of steps is rounded down."
def conv_out(n, k, s, p):
    return -(-(n + 2 * p - k) // s) + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="padding on one side" says="The padding lies on both sides of the image: it counts twice."
def conv_out(n, k, s, p):
    return (n + p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="padding added to the transposed one" says="A transposed convolution cuts its padding off: the output becomes smaller, not larger."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s + 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="n times the stride" says="From the first patch to the last there are n − 1 strides, not n."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return n * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="division that gives floats" says="A side is a whole number: divide with //, which rounds down."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) / s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="the chain of D" says="The chain runs from the image down to one pixel; a generator starts at one pixel."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides[::-1]

# %% exercise="conv-arithmetic" wrong="a chain without the noise" says="The noise, one pixel wide, is the first link of the chain."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError("no such chain")
    return sides[1:]

# %% exercise="conv-arithmetic" wrong="any size will do" says="A size that doubling never reaches has to be refused with a ValueError."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    return sides

# %% exercise="conv-arithmetic" wrong="4 is accepted" says="A side of 4 is too small: the first layer makes no images, so the chain needs one doubling at least."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="only odd sizes refused" says="Being even is not enough: 24 and 48 cannot be reached by doubling 4."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if size % 4 or size < 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="conv-arithmetic" wrong="only multiples of 8" says="A multiple of 8 is not enough: 24 is one, and no doubling of 4 reaches it."
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if size % 8:
        raise ValueError("no such chain")
    return sides

# %% exercise="batch-norm" right="PyTorch's own, on copies"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mean, var = mean.clone(), var.clone()
    y = F.batch_norm(x, mean, var, weight, bias, training, momentum, eps)
    return y, mean, var

# %% exercise="batch-norm" right="NumPy, channel by channel"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    x, mean, var = x.numpy(), mean.numpy().copy(), var.numpy().copy()
    y = np.empty_like(x)
    for c in range(x.shape[1]):
        channel = x[:, c]
        if training:
            mu, sigma2 = channel.mean(), channel.var()
            mean[c] = (1 - momentum) * mean[c] + momentum * mu
            var[c] = (1 - momentum) * var[c] + momentum * channel.var(ddof=1)
        else:
            mu, sigma2 = mean[c], var[c]
        y[:, c] = float(weight[c]) * (channel - mu) / np.sqrt(sigma2 + eps) + float(bias[c])
    return y, mean, var

# %% exercise="batch-norm" right="view(1, c, 1, 1), rsqrt, lerp"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    def wide(t):
        return t.view(1, -1, 1, 1)

    if training:
        n = x.numel() // x.shape[1]
        sigma2, mu = torch.var_mean(x, dim=(0, 2, 3), correction=0)
        mean, var = torch.lerp(mean, mu, momentum), torch.lerp(var, sigma2 * n / (n - 1), momentum)
    else:
        mu, sigma2 = mean, var
    y = wide(weight) * (x - wide(mu)) * torch.rsqrt(wide(sigma2) + eps) + wide(bias)
    return [y, mean, var]

# %% exercise="batch-norm" wrong="normalised with N − 1" says="To normalise, the variance is divided by N; only the running variance has N − 1."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=1)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="running variance with N" says="The running variance takes in the batch's variance divided by N − 1."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=0)
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="momentum the other way round" says="PyTorch's momentum is the share of the new value: the running mean moves slowly."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = momentum * mean + (1 - momentum) * mu
        var = momentum * var + (1 - momentum) * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="statistics of each pixel" says="Mean and variance are taken over the batch only: they belong to a channel, so average over all pixels, too."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    if training:
        mu, sigma2 = x.mean(dim=0), x.var(dim=0, correction=0)
        mean = (1 - momentum) * mean + momentum * x.mean(dim=(0, 2, 3))
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    else:
        mu, sigma2 = mean[:, None, None], var[:, None, None]
    y = (x - mu) / torch.sqrt(sigma2 + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="one mean for all channels" says="All channels share one mean and variance here: each channel has its own."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu, sigma2 = x.mean().expand(len(mean)), x.var(correction=0).expand(len(mean))
        mean = (1 - momentum) * mean + momentum * x.mean(dim=(0, 2, 3))
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="averaged over the channels, running ones too" says="Everything is averaged over the channels as well: mean, variance and running means belong to one channel each."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean[:, None, None], var[:, None, None]
    if training:
        mu, sigma2 = x.mean(), x.var(correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(correction=1)
    y = (x - mu) / torch.sqrt(sigma2 + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="no axes behind" says="A tensor (c,) meets the last axis, the columns of pixels: give it two axes behind, [:, None, None]."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    return (x - mu) / torch.sqrt(sigma2 + eps) * weight + bias, mean, var

# %% exercise="batch-norm" wrong="scale and shift without axes behind" says="γ and β meet the columns of pixels: they need two axes behind as well."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight + bias, mean, var

# %% exercise="batch-norm" wrong="epsilon outside the root" says="ε stands under the root, added to the variance."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / (torch.sqrt(sigma2[:, None, None]) + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="batch statistics in evaluation" says="In evaluation mode the running mean and variance are used, not those of the batch."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = x.mean(dim=(0, 2, 3)), x.var(dim=(0, 2, 3), correction=0)
    if training:
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="running means in training" says="In training mode the batch's own mean and variance are used; the running ones are only updated."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    if training:
        mean = (1 - momentum) * mean + momentum * x.mean(dim=(0, 2, 3))
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mean[:, None, None]) / torch.sqrt(var[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="divided by the variance" says="It is divided by the variance: take its root, the standard deviation."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    y = (x - mu[:, None, None]) / (sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="batch-norm" wrong="running means updated in evaluation" says="In evaluation mode the running means stay as they are."
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    mu, sigma2 = mean, var
    if training:
        mu = x.mean(dim=(0, 2, 3))
        sigma2 = x.var(dim=(0, 2, 3), correction=0)
        mean = (1 - momentum) * mean + momentum * mu
        var = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), correction=1)
    if not training:
        mean = (1 - momentum) * mean + momentum * x.mean(dim=(0, 2, 3))
    y = (x - mu[:, None, None]) / torch.sqrt(sigma2[:, None, None] + eps)
    return y * weight[:, None, None] + bias[:, None, None], mean, var

# %% exercise="build-generator" right="a class with functional activations"
class Generator(nn.Module):
    def __init__(self, nz, ngf, nc, size):
        super().__init__()
        widths = [ngf * 2**i for i in reversed(range(size.bit_length() - 3))]
        self.out = nn.ConvTranspose2d(ngf, nc, kernel_size=4, stride=2, padding=1, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(w) for w in widths)
        self.first = nn.ConvTranspose2d(nz, widths[0], 4, bias=False)
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False) for a, b in zip(widths, widths[1:])
        )

    def forward(self, z):
        x = F.relu(self.norms[0](self.first(z)))
        for up, norm in zip(self.up, self.norms[1:]):
            x = norm(up(x)).clamp(min=0)
        return torch.tanh(self.out(x))


def build_generator(nz, ngf, nc, size):
    return Generator(nz, ngf, nc, size)

# %% exercise="build-generator" right="blocks inside blocks, in place"
def build_generator(nz, ngf, nc, size):
    def block(a, b, stride, padding):
        conv = nn.ConvTranspose2d(a, b, 4, stride, padding, bias=False)
        return nn.Sequential(conv, nn.BatchNorm2d(b), nn.ReLU(inplace=True))

    doublings = int(np.log2(size // 4))
    widths = [ngf * 2 ** (doublings - 1 - i) for i in range(doublings)]
    blocks = [block(nz, widths[0], 1, 0)]
    for a, b in zip(widths[:-1], widths[1:]):
        blocks.append(block(a, b, 2, 1))
    last = nn.Sequential(nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh())
    return nn.Sequential(nn.Sequential(*blocks), last)

# %% exercise="build-generator" right="recursion, weights already drawn"
def build_generator(nz, ngf, nc, size):
    def from_side(side, c):
        if 2 * side == size:
            return [nn.ConvTranspose2d(c, nc, 4, 2, 1, bias=False), nn.Tanh()]
        half = c // 2
        here = [nn.ConvTranspose2d(c, half, 4, 2, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU()]
        return here + from_side(2 * side, half)

    c = ngf * size // 8
    start = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    network = nn.Sequential(*start, *from_side(4, c))
    for parameter in network.parameters():
        nn.init.normal_(parameter, 0.0, 0.02)
    return network

# %% exercise="build-generator" wrong="Sigmoid at the end" says="Pixels end in a sigmoid, so they lie in [0, 1]; data and Tanh live in [−1, 1]."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Sigmoid()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="no Tanh" says="The last Tanh is missing: nothing keeps the pixels in [−1, 1]."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False)]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="one doubling too many" says="The channels start twice too wide, so one layer too many follows, and images come out twice as wide."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 4
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="biases in the convolutions" says="BatchNorm subtracts the mean and adds its own shift: a bias in the convolution before it is superfluous. Pass bias=False."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1), nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="BatchNorm before Tanh" says="The image layer has a BatchNorm, which fixes brightness and contrast of every batch: leave it out there."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.BatchNorm2d(nc), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="BatchNorm after ReLU" says="ReLU comes after BatchNorm here, not before it."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.ReLU(), nn.BatchNorm2d(c)]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.ReLU(), nn.BatchNorm2d(c // 2)]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="LeakyReLU in G" says="LeakyReLU belongs to D; the generator has ReLU."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.LeakyReLU(0.2)]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(c // 2), nn.LeakyReLU(0.2)]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="no BatchNorm" says="BatchNorm is missing after the convolutions."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="channels the wrong way round" says="The channels grow while the image grows: they should halve from layer to layer, down to ngf."
def build_generator(nz, ngf, nc, size):
    c = ngf
    layers = [nn.ConvTranspose2d(nz, c, 4, 1, 0, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c < ngf * size // 8:
        layers += [nn.ConvTranspose2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.ReLU()]
        c *= 2
    layers += [nn.ConvTranspose2d(c, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="stride 2 from the first layer" says="The first layer goes from one pixel to four with stride 1 and padding 0; with stride 2 and padding 1 every image is half as wide."
def build_generator(nz, ngf, nc, size):
    c = ngf * size // 8
    layers = [nn.ConvTranspose2d(nz, c, 4, 2, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU()]
    while c > ngf:
        layers += [nn.ConvTranspose2d(c, c // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(c // 2), nn.ReLU()]
        c //= 2
    layers += [nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers)

# %% exercise="build-generator" wrong="always 64 pixels" says="The four doublings are written out, so every image is 64 pixels wide: let size decide how many there are."
def build_generator(nz, ngf, nc, size):
    layers, c = [], nz
    for i, width in enumerate((8 * ngf, 4 * ngf, 2 * ngf, ngf)):
        stride, padding = (2, 1) if i else (1, 0)
        conv = nn.ConvTranspose2d(c, width, 4, stride, padding, bias=False)
        layers += [conv, nn.BatchNorm2d(width), nn.ReLU()]
        c = width
    return nn.Sequential(*layers, nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False), nn.Tanh())

# %% exercise="build-discriminator" right="a class with functional activations"
class Discriminator(nn.Module):
    def __init__(self, ndf, nc, size):
        super().__init__()
        widths = [nc] + [ndf * 2**i for i in range(size.bit_length() - 3)]
        pairs = list(zip(widths, widths[1:]))
        self.convs = nn.ModuleList(nn.Conv2d(a, b, 4, 2, 1, bias=False) for a, b in pairs)
        self.norms = nn.ModuleList(nn.BatchNorm2d(b) for _, b in pairs[1:])
        self.last = nn.Conv2d(widths[-1], 1, 4, bias=False)

    def forward(self, x):
        x = F.leaky_relu(self.convs[0](x), 0.2)
        for conv, norm in zip(self.convs[1:], self.norms):
            h = norm(conv(x))
            x = torch.maximum(h, 0.2 * h)
        return self.last(x).view(-1, 1)


def build_discriminator(ndf, nc, size):
    return Discriminator(ndf, nc, size)

# %% exercise="build-discriminator" right="blocks inside blocks, in place"
def build_discriminator(ndf, nc, size):
    def block(a, b):
        norm = nn.BatchNorm2d(b)
        return nn.Sequential(nn.Conv2d(a, b, 4, 2, 1, bias=False), norm, nn.LeakyReLU(0.2, inplace=True))

    side, c = size // 2, ndf
    first = nn.Sequential(nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True))
    blocks = [first]
    while side > 4:
        blocks.append(block(c, 2 * c))
        side, c = side // 2, 2 * c
    return nn.Sequential(*blocks, nn.Conv2d(c, 1, side, bias=False), nn.Flatten(1))

# %% exercise="build-discriminator" right="Identity where there is no norm"
def build_discriminator(ndf, nc, size):
    layers, before, c = [], nc, ndf
    for i in range(int(np.log2(size)) - 2):
        layers.append(nn.Conv2d(before, c, kernel_size=4, stride=2, padding=1, bias=False))
        layers.append(nn.BatchNorm2d(c) if i else nn.Identity())
        layers.append(nn.LeakyReLU(negative_slope=0.2))
        before, c = c, 2 * c
    layers.append(nn.Conv2d(before, 1, kernel_size=4, stride=1, padding=0, bias=False))
    layers.append(nn.Flatten())
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="Sigmoid at the end" says="D ends in a sigmoid: it should give logits, because the losses contain the sigmoid already."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten(), nn.Sigmoid()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="BatchNorm in the first layer" says="The first convolution has a BatchNorm, which wipes out the brightness of the batch: leave it out there."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(ndf), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="ReLU" says="D has LeakyReLU with slope 0.2: a ReLU hands back no gradient at all where its input is negative."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.ReLU()]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.ReLU()]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="PyTorch's slope" says="The slope of LeakyReLU is 0.2; 0.01 is only PyTorch's default."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU()]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU()]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="biases in the convolutions" says="The convolutions have a bias: pass bias=False."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="no BatchNorm" says="BatchNorm is missing after all convolutions but the first and the last."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="no Flatten" says="Each logit still has two axes of length 1: end with nn.Flatten()."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False)]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="pooling instead of strides" says="The sides are halved by pooling: in a DCGAN the convolutions do that themselves, with stride 2."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 3, 1, 1, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="one channel width" says="The channels do not double: they should, each time the side is halved."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    side = size // 2
    while side > 4:
        layers += [nn.Conv2d(ndf, ndf, 4, 2, 1, bias=False), nn.BatchNorm2d(ndf), nn.LeakyReLU(0.2)]
        side //= 2
    layers += [nn.Conv2d(ndf, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" wrong="LeakyReLU before BatchNorm" says="LeakyReLU comes after BatchNorm here, not before it."
def build_discriminator(ndf, nc, size):
    layers = [nn.Conv2d(nc, ndf, 4, 2, 1, bias=False), nn.LeakyReLU(0.2)]
    c = ndf
    while c < ndf * size // 8:
        layers += [nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.LeakyReLU(0.2), nn.BatchNorm2d(2 * c)]
        c *= 2
    layers += [nn.Conv2d(c, 1, 4, 1, 0, bias=False), nn.Flatten()]
    return nn.Sequential(*layers)

# %% exercise="build-discriminator" equivalent="constant: 8 → 9" because="c doubles in every round, so every bound above half of its last value stops it at the same place"

# %% exercise="weights-init" right="by the name of the class, on .data"
def weights_init(m):
    name = m.__class__.__name__
    if name.find("Conv") != -1:
        m.weight.data.normal_(0.0, 0.02)
    elif name.find("BatchNorm") != -1:
        m.weight.data.normal_(1.0, 0.02)
        m.bias.data.fill_(0)

# %% exercise="weights-init" right="randn in no_grad, module returned"
@torch.no_grad()
def weights_init(module):
    if type(module) in (nn.Conv2d, nn.ConvTranspose2d):
        module.weight.copy_(0.02 * torch.randn_like(module.weight))
    if type(module) is nn.BatchNorm2d:
        module.weight.copy_(1 + 0.02 * torch.randn(module.num_features))
        module.bias.zero_()
    return module

# %% exercise="weights-init" right="a table of means, NumPy's numbers"
MEANS = {nn.Conv2d: 0.0, nn.ConvTranspose2d: 0.0, nn.BatchNorm2d: 1.0}


def weights_init(module):
    if type(module) not in MEANS:
        return
    rng = np.random.default_rng(torch.randint(2**31, (1,)).item())
    drawn = rng.normal(MEANS[type(module)], 0.02, size=tuple(module.weight.shape))
    module.weight.data = torch.from_numpy(drawn.astype(np.float32))
    if MEANS[type(module)] == 1.0:
        module.bias.data[:] = 0

# %% exercise="weights-init" wrong="scales of BatchNorm around 0" says="The scales of BatchNorm are drawn around 0 and shrink every channel to almost nothing: their mean is 1."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="0.2 instead of 0.02" says="The standard deviation is 0.02; the comment in the well-known tutorial says 0.2, its code does not."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.2)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.2)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="0.02 as the variance" says="0.02 is the standard deviation, not the variance: nothing has to be squared or rooted."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02**0.5)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02**0.5)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="transposed convolutions forgotten" says="A ConvTranspose2d is not a Conv2d: ask for both kinds."
def weights_init(module):
    if isinstance(module, nn.Conv2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="shifts left as they are" says="The shifts of BatchNorm are not set: they should be 0."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)

# %% exercise="weights-init" wrong="uniform numbers" says="The weights are uniform, not normal."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.uniform_(module.weight, -0.02 * 3**0.5, 0.02 * 3**0.5)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="every weight of everything" says="Modules of other kinds should stay as they are: here linear layers are drawn anew as well."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="Xavier" says="These weights depend on the size of the layer: DCGAN draws all of them from N(0, 0.02²)."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.xavier_normal_(module.weight)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="the same seed for every layer" says="A fixed seed makes every initialisation the same: leave torch's random numbers alone."
def weights_init(module):
    torch.manual_seed(0)
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="biases of convolutions set to zero" says="The biases of convolutions belong to “everything else”: leave them as they are."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" wrong="biases of convolutions drawn" says="The biases of convolutions belong to “everything else”: leave them as they are."
def weights_init(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.normal_(module.bias, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)

# %% exercise="weights-init" equivalent="constant: 0.02 → 0.0202" because="a standard deviation that is a hundredth larger is not seen in some thousand random numbers"

# %% exercise="to-unit" right="a black canvas, values from a table"
LEVELS = torch.linspace(-1, 1, 256, dtype=torch.float64).float()


def to_unit(u8, size):
    n, c, h, w = u8.shape
    canvas = torch.full((n, c, size, size), -1.0)
    top, left = (size - h) // 2, (size - w) // 2
    canvas[:, :, top : top + h, left : left + w] = LEVELS[u8.long()]
    return canvas


def to_bytes(x):
    x = torch.clamp(x, -1, 1)
    return torch.round(255 * (x / 2 + 0.5)).byte()

# %% exercise="to-unit" right="NumPy there and back"
def to_unit(u8, size):
    array = np.asarray(u8)
    rows, columns = size - array.shape[2], size - array.shape[3]
    frame = ((0, 0), (0, 0), (rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2))
    return torch.tensor((np.pad(array, frame) / 255.0 - 0.5) * 2, dtype=torch.float32)


def to_bytes(x):
    return torch.from_numpy(np.clip(np.rint((np.asarray(x) + 1) / 2 * 255), 0, 255).astype(np.uint8))

# %% exercise="to-unit" right="converted first, framed with −1"
def to_unit(u8, size):
    x = (u8.to(torch.float32) - 127.5) / 127.5
    rows, columns = size - u8.shape[-2], size - u8.shape[-1]
    return F.pad(x, (columns // 2, (columns + 1) // 2, rows // 2, (rows + 1) // 2), value=-1.0)


def to_bytes(x):
    print("bytes of", tuple(x.shape))
    return torch.floor((x + 1) * 127.5 + 0.5).clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="the range of a sigmoid" says="The numbers lie in [0, 1], the range of a sigmoid; G ends in Tanh, so data belong into [−1, 1]."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.float() / 255


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="divided by 128" says="255 / 128 is less than 2: divide by 127.5, so that white is exactly 1."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.float() / 128 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="a grey frame" says="The frame is 0 on the scale of Tanh, which is grey: frame with black, −1, or frame the bytes before you convert."
def to_unit(u8, size):
    x = u8.float() / 127.5 - 1
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    return F.pad(x, (left, size - w - left, top, size - h - top))


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="standardised as in the tutorials" says="Subtracting the data's mean and dividing by its deviation leaves [−1, 1]: Tanh cannot reach such pixels."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top))
    return (framed.float() / 255 - 0.1307) / 0.3081


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="not rounded" says="Without rounding, casting cuts the decimals off, and some values come back one too dark."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="times 128 on the way back" says="White is 127.5 times 2: with 128 the bright half comes back one too bright."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 128).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="rows and columns exchanged" says="F.pad begins with the last axis: the columns come first, then the rows."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (top, size - h - top, left, size - w - left), value=0)
    return framed.float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="the extra row on top" says="Where the frame cannot be even, the extra row or column belongs to the bottom or the right."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (size - w - left, left, size - h - top, top), value=0)
    return framed.float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="not cut off" says="Bytes wrap round: what is a little too white becomes black. Cut off at 0 and 255."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().to(torch.int64).remainder(256).to(torch.uint8)

# %% exercise="to-unit" wrong="the frame in one corner" says="The whole frame lies at the bottom and on the right: it should be even on all sides."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    return F.pad(u8, (0, size - w, 0, size - h)).float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="float64" says="The networks' weights are float32, so the images have to be float32 as well."
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    top, left = (size - h) // 2, (size - w) // 2
    framed = F.pad(u8, (left, size - w - left, top, size - h - top), value=0)
    return framed.double() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="stretched instead of framed" says="The images are stretched to the new size: they should keep their pixels and get a black frame."
def to_unit(u8, size):
    return F.interpolate(u8.float(), size=(size, size), mode="nearest") / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" equivalent="lost sign: -2 → (2)" because="images have four axes, of which [-2:] and [2:] are the same"

# %% exercise="gan-losses" right="binary_cross_entropy_with_logits"
def d_loss(real_logits, fake_logits):
    bce = F.binary_cross_entropy_with_logits
    real, fake = real_logits.float(), fake_logits.float()
    return bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake))


def g_loss(fake_logits):
    fake = fake_logits.float()
    return F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))

# %% exercise="gan-losses" right="logsigmoid, and prints"
def d_loss(real_logits, fake_logits):
    value = F.logsigmoid(real_logits.to(torch.float32)).mean() + F.logsigmoid(-fake_logits.to(torch.float32)).mean()
    print("V =", value.item())
    return -value


def g_loss(fake_logits):
    return F.logsigmoid(fake_logits.to(torch.float32)).neg().mean()

# %% exercise="gan-losses" right="log(1 + exp) without overflow, sums over counts"
def cost(s):
    s = s.float()
    return torch.clamp(s, min=0) + torch.log1p(torch.exp(-s.abs()))


def d_loss(real_logits, fake_logits):
    return cost(-real_logits).sum() / real_logits.numel() + cost(fake_logits).sum() / fake_logits.numel()


def g_loss(fake_logits):
    return cost(-fake_logits).sum() / fake_logits.numel()

# %% exercise="gan-losses" wrong="a sigmoid too many" says="The logits go through a sigmoid before a loss that contains one: a loss from logits takes the logits themselves."
def d_loss(real_logits, fake_logits):
    real, fake = torch.sigmoid(real_logits.float()), torch.sigmoid(fake_logits.float())
    bce = F.binary_cross_entropy_with_logits
    return bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake))


def g_loss(fake_logits):
    fake = torch.sigmoid(fake_logits.float())
    return F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))

# %% exercise="gan-losses" wrong="the label “fake” for G" says="G is trained with the label “fake”, so it learns to be caught: it wants its fakes to be taken for real."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()


def g_loss(fake_logits):
    return F.softplus(fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="one minus the logits" says="1 − s is no logit of “fake”: the probability 1 − σ(s) has the logit −s."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(-(1 - fake_logits.float())).mean()


def g_loss(fake_logits):
    return F.softplus(1 - fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="minimax for G" says="That is ln(1 − D(G(z))), the loss that saturates: −ln D(G(z)) is asked for."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()


def g_loss(fake_logits):
    return -F.softplus(fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="one mean over everything" says="Real and fake are averaged together: take the mean of each group, then add."
def d_loss(real_logits, fake_logits):
    costs = torch.cat([F.softplus(-real_logits.float()).flatten(), F.softplus(fake_logits.float()).flatten()])
    return 2 * costs.mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="half of the sum" says="D's loss is the mean of the real term plus the mean of the fake term, not half of that."
def d_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()) / 2


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="labels swapped" says="Real and fake are exchanged: real images have the label 1."
def d_loss(real_logits, fake_logits):
    return F.softplus(real_logits.float()).mean() + F.softplus(-fake_logits.float()).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="BCELoss for D only" says="D's loss starts from probabilities, which round to 0 and 1 for large logits, and BCELoss cuts their logarithms off at −100: start from the logits."
def d_loss(real_logits, fake_logits):
    real, fake = torch.sigmoid(real_logits.float()), torch.sigmoid(fake_logits.float())
    return F.binary_cross_entropy(real, torch.ones_like(real)) + F.binary_cross_entropy(fake, torch.zeros_like(fake))


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="BCELoss for G only" says="G's loss starts from probabilities, whose logarithms BCELoss cuts off at −100: start from the logits there, too."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()


def g_loss(fake_logits):
    fake = torch.sigmoid(fake_logits.float())
    return F.binary_cross_entropy(fake, torch.ones_like(fake))

# %% exercise="gan-losses" wrong="logarithm of the sigmoid" says="For large logits the sigmoid rounds to 0, or e^s overflows, before the logarithm is taken, and the loss becomes infinite: use `F.softplus`."
def d_loss(real_logits, fake_logits):
    real, fake = torch.sigmoid(real_logits.float()), torch.sigmoid(fake_logits.float())
    return -torch.log(real).mean() - torch.log(1 - fake).mean()


def g_loss(fake_logits):
    return -torch.log(torch.sigmoid(fake_logits.float())).mean()

# %% exercise="gan-losses" wrong="sums in D's loss" says="D's loss is a sum over the batch: take the mean of each group."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).sum() + F.softplus(fake_logits.float()).sum()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="a sum in G's loss" says="G's loss is a sum over the batch: take the mean."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).sum()

# %% exercise="gan-losses" wrong="computed in bfloat16" says="The loss is computed with the eight bits of bfloat16: convert the logits to float32 first."
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits).mean()

# %% exercise="gan-losses" wrong="converted too late" says="The loss is computed with the eight bits of bfloat16: convert the logits to float32 first."
def d_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()).float()


def g_loss(fake_logits):
    return F.softplus(-fake_logits).mean().float()

# %% exercise="gan-losses" wrong="V itself" says="That is V, which D ascends: a loss is what is minimised, −V."
def d_loss(real_logits, fake_logits):
    return -F.softplus(-real_logits.float()).mean() - F.softplus(fake_logits.float()).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="train-step" right="no_grad for the fakes, two backwards, a tensor that is filled"
def train_step(G, D, opt_g, opt_d, x, noise):
    opt_d.zero_grad(set_to_none=True)
    real_logits = D(x)
    loss_real = F.softplus(-real_logits).mean()
    loss_real.backward()
    with torch.no_grad():
        fakes = G(noise(x.shape[0]))
    fake_logits = D(fakes)
    loss_fake = F.softplus(fake_logits).mean()
    loss_fake.backward()
    opt_d.step()
    opt_g.zero_grad(set_to_none=True)
    loss_g = F.softplus(-D(G(noise(x.shape[0])))).mean()
    loss_g.backward()
    opt_g.step()
    probabilities = torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()
    four = torch.empty(4)
    for i, one in enumerate((loss_real + loss_fake, loss_g, *probabilities)):
        four[i] = one.detach()
    return four

# %% exercise="train-step" right="gradients asked for by name"
def train_step(G, D, opt_g, opt_d, x, noise):
    def step(loss, network, optimiser):
        weights = list(network.parameters())
        for weight, gradient in zip(weights, torch.autograd.grad(loss, weights)):
            weight.grad = gradient
        optimiser.step()
        return loss.detach()

    real, fake = D(x), D(G(noise(len(x))).detach())
    first = step(d_loss(real, fake), D, opt_d)
    second = step(g_loss(D(G(noise(len(x))))), G, opt_g)
    return torch.stack([first, second, real.sigmoid().mean().float(), fake.sigmoid().mean().float()]).detach()

# %% exercise="train-step" right="D frozen in G's turn, and thawed; both cleared every time"
def train_step(G, D, opt_g, opt_d, x, noise):
    D.zero_grad(set_to_none=True)
    fake = G(noise(len(x))).detach()
    real_logits = D(x)
    fake_logits = D(fake)
    cost = d_loss(real_logits, fake_logits)
    cost.backward()
    opt_d.step()
    for weight in D.parameters():
        weight.requires_grad_(False)
    G.zero_grad(set_to_none=True)
    cost_g = g_loss(D(G(noise(len(x)))))
    cost_g.backward()
    opt_g.step()
    for weight in D.parameters():
        weight.requires_grad_(True)
    with torch.no_grad():
        means = [logits.sigmoid().mean()[None].float() for logits in (real_logits, fake_logits)]
        return torch.cat([cost[None], cost_g[None], *means])

# %% exercise="train-step" wrong="no detach" says="D's loss runs back into G and adds to the gradients stored there: cut the path with .detach()."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)))
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="D's gradients never cleared" says="The traces of G's turn are left in D's gradients: clear them before D's backward()."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="cleared after the step" says="Cleared right after the step is too early for D: G's turn fills its gradients again. Clear before each backward()."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    cost_d.backward()
    opt_d.step()
    opt_d.zero_grad()
    cost_g = g_loss(D(G(noise(m))))
    cost_g.backward()
    opt_g.step()
    opt_g.zero_grad()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="G's gradients never cleared" says="Stored gradients add up: clear G's before its backward()."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="noise used twice" says="G's turn goes on with the noise of D's turn: draw fresh noise, and make new fakes of it."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    z = noise(m)
    real_logits, fake_logits = D(x), D(G(z).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(z)))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="the fakes of D's turn for G" says="G's turn goes on with the noise of D's turn: draw fresh noise, and make new fakes of it."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    fakes = G(noise(m))
    real_logits, fake_logits = D(x), D(fakes.detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(fakes))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="detached in G's turn" says="G does not move in its own turn: is its fake detached, are its gradients cleared between backward() and step(), or is one of the two missing?"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m)).detach()))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="the label “fake” for G" says="G is trained to be recognised as fake: its loss is −ln D(G(z))."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = F.softplus(D(G(noise(m)))).mean()
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="one batch of real and fake" says="Real and fake go through D in one batch, so BatchNorm mixes them: two separate passes."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(torch.cat([x, G(noise(m)).detach()])).split(m)
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="one backward for both" says="Both losses were computed with the old D: D takes its step before G's loss is computed."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d, cost_g = d_loss(real_logits, fake_logits), g_loss(D(G(noise(m))))
    gradients = torch.autograd.grad(cost_g, list(G.parameters()))
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    for weight, gradient in zip(G.parameters(), gradients):
        weight.grad = gradient
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="G first" says="G moves before D: in Algorithm 1 D moves first."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="the history kept" says="What is returned keeps its history, and with it the memory of every step: detach it."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors])

# %% exercise="train-step" wrong="numbers by .item()" says="The graphics card is waited for in every step, as .item(), float() and .cpu() do: stack the tensors, without making numbers of them."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.tensor([one.item() for one in monitors])

# %% exercise="train-step" wrong="four tensors in a tuple" says="That is a tuple of four tensors: make one tensor of them, with torch.stack."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return tuple(one.float().detach() for one in monitors)

# %% exercise="train-step" wrong="logits reported" says="The last two numbers are mean logits: report probabilities, the mean of the sigmoid."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, real_logits.mean(), fake_logits.mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="the sigmoid of the mean" says="The last two numbers are the sigmoid of the mean logit: take the mean of the probabilities."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits.mean()), torch.sigmoid(fake_logits.mean())]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="train-step" wrong="D in evaluation mode for G" says="D is put into evaluation mode in G's turn: both stay in training mode throughout."
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    real_logits, fake_logits = D(x), D(G(noise(m)).detach())
    cost_d = d_loss(real_logits, fake_logits)
    opt_d.zero_grad()
    cost_d.backward()
    opt_d.step()
    D.eval()
    cost_g = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    cost_g.backward()
    opt_g.step()
    monitors = [cost_d, cost_g, torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()]
    return torch.stack([one.float() for one in monitors]).detach()

# %% exercise="sample" right="inference mode, try and finally"
def sample(G, n, nz, seed):
    rng = torch.Generator(device="cpu")
    rng.manual_seed(seed)
    was_training = G.training
    try:
        with torch.inference_mode():
            return G.eval()(torch.randn((n, nz, 1, 1), generator=rng).to(next(G.parameters()).device))
    finally:
        G.train(was_training)

# %% exercise="sample" right="one image after the other"
@torch.no_grad()
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    before = G.training
    G.train(False)
    images = [G(torch.randn(1, nz, 1, 1, generator=rng)) for _ in range(n)]
    if before:
        G.train()
    return torch.cat(images)

# %% exercise="sample" right="NumPy's noise, and a print"
def sample(G, n, nz, seed):
    print("sampling", n)
    z = np.random.default_rng(seed).standard_normal((n, nz, 1, 1)).astype(np.float32)
    mode, device = G.training, next(G.parameters()).device
    G.eval()
    with torch.no_grad():
        images = G(torch.from_numpy(z).to(device)).cpu()
    G.train(mode)
    return images

# %% exercise="sample" right="fork_rng around the global generator"
def sample(G, n, nz, seed):
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(seed)
        z = torch.randn(n, nz, 1, 1)
        mode = G.training
        G.eval()
        images = G(z)
        G.train(mode)
    return images

# %% exercise="sample" wrong="training mode" says="G runs in training mode, so every image depends on its neighbours, and the running means move: call G.eval() first."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images

# %% exercise="sample" wrong="left in evaluation mode" says="G is left in evaluation mode: put it back into the mode in which it was."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    G.eval()
    with torch.no_grad():
        images = G(z)
    return images

# %% exercise="sample" wrong="always back to training" says="G.train() at the end puts a G into training that was not: restore the mode it had."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train()
    return images

# %% exercise="sample" wrong="gradients recorded" says="Gradients are recorded, which costs memory for nothing: use torch.no_grad()."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    images = G(z)
    G.train(mode)
    return images

# %% exercise="sample" wrong="gradients recorded, then detached" says="Gradients are recorded and then thrown away: with torch.no_grad() they are never recorded."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    images = G(z).detach()
    G.train(mode)
    return images

# %% exercise="sample" wrong="the global seed" says="torch.manual_seed restarts the random numbers of the whole training: draw from a torch.Generator of your own."
def sample(G, n, nz, seed):
    torch.manual_seed(seed)
    z = torch.randn(n, nz, 1, 1).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images

# %% exercise="sample" wrong="the seed ignored" says="The seed is not used: the same seed should give the same images."
def sample(G, n, nz, seed):
    z = torch.randn(n, nz, 1, 1).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images

# %% exercise="sample" wrong="uniform noise" says="The noise is uniform: it should be standard normal, as in training."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.rand(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images

# %% exercise="sample" wrong="one seed for ever" says="Every call gives the same images, whatever the seed: is one written into the function?"
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(0)
    z = torch.randn(n, nz, 1, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images

# %% exercise="sample" wrong="noise without the image axes" says="The noise has the wrong shape: G wants (n, nz, 1, 1)."
def sample(G, n, nz, seed):
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(1, nz, n, 1, generator=rng).to(next(G.parameters()).device)
    mode = G.training
    G.eval()
    with torch.no_grad():
        images = G(z)
    G.train(mode)
    return images

# %% exercise="interpolate" right="normalised first, math"
import math


def lerp(z0, z1, t):
    return z0 + t * (z1 - z0)


def slerp(z0, z1, t):
    u, v = z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)
    omega = math.acos(min(1.0, max(-1.0, float(np.sum(u * v)))))
    so = math.sin(omega)
    if abs(so) < 1e-6:
        return lerp(z0, z1, t)
    return math.sin((1.0 - t) * omega) / so * z0 + math.sin(t * omega) / so * z1

# %% exercise="interpolate" right="torch inside, a list returned"
def lerp(z0, z1, t):
    return [(1 - t) * a + t * b for a, b in zip(z0, z1)]


def slerp(z0, z1, t):
    a, b = torch.as_tensor(z0, dtype=torch.float64), torch.as_tensor(z1, dtype=torch.float64)
    omega = torch.arccos((a @ b / (a.norm() * b.norm())).clamp(-1, 1))
    if torch.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    return (torch.sin((1 - t) * omega) * a + torch.sin(t * omega) * b) / torch.sin(omega)

# %% exercise="interpolate" right="weights from a helper"
def mix(z0, z1, a, b):
    return a * np.asarray(z0) + b * np.asarray(z1)


def lerp(z0, z1, t):
    return mix(z0, z1, 1 - t, t)


def slerp(z0, z1, t):
    cosine = np.inner(z0, z1) / np.sqrt(np.inner(z0, z0) * np.inner(z1, z1))
    omega = np.arccos(np.clip(cosine, -1.0, 1.0))
    sine = np.sin(omega)
    if sine < 1e-6:
        return lerp(z0, z1, t)
    return mix(z0, z1, np.sin(omega * (1 - t)) / sine, np.sin(omega * t) / sine)

# %% exercise="interpolate" wrong="slerp is lerp" says="slerp walks along the straight line, where vectors become shorter: use the arc."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    return lerp(z0, z1, t)

# %% exercise="interpolate" wrong="lengths forgotten in the cosine" says="The cosine needs the lengths: divide z0·z1 by both norms."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1)
    omega = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)

# %% exercise="interpolate" wrong="normalised at the end" says="The point on the arc is scaled to length 1: slerp keeps the length of the noise."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    z = np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1
    return z / np.linalg.norm(z)

# %% exercise="interpolate" wrong="walked backwards" says="The walk runs backwards: t = 0 is z0 and t = 1 is z1."
def lerp(z0, z1, t):
    return t * z0 + (1 - t) * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin(t * omega) * z0 + np.sin((1 - t) * omega) * z1) / np.sin(omega)

# %% exercise="interpolate" wrong="no special case" says="Where both vectors have the same direction, the formula is 0/0: fall back on the straight line."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)

# %% exercise="interpolate" wrong="an ε in the denominator" says="A small ε in the denominator does not save 0/0, it gives 0: fall back on the straight line."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / (np.sin(omega) + 1e-12)

# %% exercise="interpolate" wrong="not divided by the sine" says="The weights are divided by sin ω; without that even the ends are missed."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1)

# %% exercise="interpolate" wrong="the angle in degrees" says="np.sin takes radians, and np.arccos gives them: do not convert to degrees."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    if np.sin(omega) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)

# %% exercise="interpolate" wrong="roots instead of sines" says="The roots of 1 − t and t are right only for perpendicular vectors: use the angle between them."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    if np.allclose(z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)):
        return lerp(z0, z1, t)
    return np.sqrt(1 - t) * z0 + np.sqrt(t) * z1

# %% exercise="interpolate" wrong="exactly zero" says="sin π is 1.2e-16 in floating point, not 0: ask whether the sine is small, |sin ω| < 1e-6."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(omega) == 0:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)

# %% exercise="interpolate" wrong="straight below two degrees" says="Your slerp goes straight where the angle is still some degrees wide: only |sin ω| < 1e-6 counts as no angle."
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    cosine = np.dot(z0, z1) / (np.linalg.norm(z0) * np.linalg.norm(z1))
    omega = np.arccos(np.clip(cosine, -1, 1))
    if abs(cosine) > 0.9995:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * omega) * z0 + np.sin(t * omega) * z1) / np.sin(omega)

# %% exercise="interpolate" equivalent="swapped arguments: np.clip(cosine, -1, 1) → np.clip(-1, cosine, 1)" because="both give the larger of −1 and the cosine, at most 1"

# %% exercise="fid" right="the symmetric form with eigh"
def fid(real, fake):
    a, b = np.cov(real.T).reshape(real.shape[1], -1), np.cov(fake.T).reshape(real.shape[1], -1)
    values, vectors = np.linalg.eigh(a)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ b @ root), 0)).sum()
    difference = real.mean(0) - fake.mean(0)
    return difference @ difference + np.trace(a + b) - 2 * cross

# %% exercise="fid" right="complex roots, real part"
def fid(real, fake):
    x, y = real - real.mean(axis=0), fake - fake.mean(axis=0)
    a, b = x.T @ x / (len(x) - 1), y.T @ y / (len(y) - 1)
    roots = np.emath.sqrt(np.linalg.eigvals(a @ b)).real
    apart = np.linalg.norm(real.mean(axis=0) - fake.mean(axis=0)) ** 2
    return apart + np.trace(a) + np.trace(b) - 2 * np.sum(roots)

# %% exercise="fid" right="torch, a tensor returned"
def fid(real, fake):
    x, y = torch.as_tensor(real, dtype=torch.float64), torch.as_tensor(fake, dtype=torch.float64)
    a, b = torch.atleast_2d(torch.cov(x.T)), torch.atleast_2d(torch.cov(y.T))
    roots = torch.linalg.eigvals(a @ b).real.clamp(min=0).sqrt().sum()
    return (x.mean(0) - y.mean(0)).square().sum() + a.trace() + b.trace() - 2 * roots

# %% exercise="fid" right="singular values of the centred clouds"
def fid(real, fake):
    x = (real - real.mean(axis=0)) / np.sqrt(len(real) - 1)
    y = (fake - fake.mean(axis=0)) / np.sqrt(len(fake) - 1)
    cross = np.linalg.svd(x @ y.T, compute_uv=False).sum()
    return ((real.mean(axis=0) - fake.mean(axis=0)) ** 2).sum() + (x**2).sum() + (y**2).sum() - 2 * cross

# %% exercise="fid" wrong="no matrix root" says="The trace of Σ_r Σ_f is taken without the root."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.diag(a @ b)
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="the root of each entry" says="np.sqrt takes the root of each entry; the root of a matrix is another matrix. Use the eigenvalues."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.diag(a @ b), 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="times two instead of squared" says="The differences of the means are doubled; they have to be squared: `** 2`, not `* 2`."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) * 2.0)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="means not squared" says="The distance of the means enters squared."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.linalg.norm(real.mean(axis=0) - fake.mean(axis=0))
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="covariances of the rows" says="The covariance is taken over the images instead of the features: each row is an image, so pass rowvar=False."
def fid(real, fake):
    a, b = (np.cov(x) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="covariances divided by n" says="The covariances are divided by n; n − 1 is asked for."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False, ddof=0)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="a root at the end" says="The root of the whole is taken: the Fréchet distance is given as its square."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(abs(apart + np.trace(a) + np.trace(b) - 2 * roots.sum()) ** 0.5)

# %% exercise="fid" wrong="only the means" says="Only the means are compared: clouds of different shape would count as equal."
def fid(real, fake):
    return float(np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2))

# %% exercise="fid" wrong="one root instead of two" says="The last trace is subtracted twice, as in (a − b)² = a² + b² − 2ab."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - roots.sum())

# %% exercise="fid" wrong="negative eigenvalues" says="Rounding makes some eigenvalues slightly negative, and their roots nan: cut off at 0 first."
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    roots = np.sqrt(np.linalg.eigvals(a @ b).real - 1e-13)
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * roots.sum())

# %% exercise="fid" wrong="roots of the covariances multiplied" says="The product of the two roots is not the root of the product, unless the matrices commute."
def fid(real, fake):
    def root(s):
        values, vectors = np.linalg.eigh(s)
        return vectors * np.sqrt(np.clip(values, 0, None)) @ vectors.T

    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    apart = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
    return float(apart + np.trace(a) + np.trace(b) - 2 * np.trace(root(a) @ root(b)))

# %% exercise="kid" right="three loops"
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std
    n, m, d = len(x), len(y), x.shape[1]

    def k(a, b):
        return (float(np.dot(a, b)) / d + 1) ** 3

    first = sum(k(x[i], x[j]) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))
    second = sum(k(y[i], y[j]) for i in range(m) for j in range(m) if i != j) / (m * (m - 1))
    third = sum(k(a, b) for a in x for b in y) / (n * m)
    return first + second - 2 * third

# %% exercise="kid" right="upper triangles"
def kid(real, fake):
    x = (real - np.mean(real, 0)) / np.std(real, 0)
    y = (fake - np.mean(real, 0)) / np.std(real, 0)

    def kernel(a, b):
        return np.power(1 + np.einsum("id,jd->ij", a, b) / real.shape[1], 3)

    def inside(a):
        return kernel(a, a)[np.triu_indices(len(a), 1)].mean()

    return inside(x) + inside(y) - 2 * np.mean(kernel(x, y))

# %% exercise="kid" right="torch, with a mask"
def kid(real, fake):
    x, y = torch.as_tensor(real), torch.as_tensor(fake)
    mean, std = x.mean(dim=0), x.std(dim=0, correction=0)
    x, y = (x - mean) / std, (y - mean) / std
    d = x.shape[1]
    total = -2 * ((x @ y.T / d + 1) ** 3).mean()
    for cloud in (x, y):
        table = (cloud @ cloud.T / d + 1) ** 3
        total = total + table[~torch.eye(len(cloud), dtype=torch.bool)].mean()
    return total

# %% exercise="kid" wrong="the diagonal counted" says="Each image is compared with itself as well: leave out the diagonal, or KID is biased upwards."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return k.mean()

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="the squares divided by n − 1 twice" says="The n·(n − 1) pairs are divided by (n − 1)·(n − 1): of n images each has n − 1 others."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) - 1) ** 2

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="not standardised" says="The features are not standardised: the one with the largest numbers drowns all others."
def kid(real, fake):
    x, y = real, fake

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="each cloud standardised by itself" says="Each cloud is standardised by itself, so shifts and scales disappear: use the real cloud for both."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - fake.mean(axis=0)) / fake.std(axis=0)

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="standardised together" says="Mean and deviation are taken over both clouds: use those of the real one."
def kid(real, fake):
    both = np.concatenate([real, fake])
    mean, std = both.mean(axis=0), both.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="not divided by d" says="The product of two rows is divided by the number of features before 1 is added."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="the cross term once" says="The term between the clouds is subtracted twice."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - kernel(x, y).mean())

# %% exercise="kid" wrong="a square instead of a cube" says="The kernel is a cube."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 2

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="cut off at 0" says="An unbiased estimate may be negative: cutting it off at 0 makes it biased."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.std(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return max(0.0, among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" wrong="the variance instead of the deviation" says="Divide by the standard deviation, not by the variance."
def kid(real, fake):
    mean, std = real.mean(axis=0), real.var(axis=0)
    x, y = (real - mean) / std, (fake - mean) / std

    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def among(k):
        return (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))

    return float(among(kernel(x, x)) + among(kernel(y, y)) - 2 * kernel(x, y).mean())

# %% exercise="kid" equivalent="swapped arguments: kernel(x, y) → kernel(y, x)" because="of a table of which the mean is taken, rows and columns may be exchanged"

# %% exercise="precision-recall" right="loops and sorted lists"
def precision_recall(real, fake, k=3):
    def distance(a, b):
        return float(np.sqrt(np.sum((a - b) ** 2)))

    def inside(points, cloud):
        radii = []
        for i, a in enumerate(cloud):
            radii.append(sorted(distance(a, b) for j, b in enumerate(cloud) if i != j)[k - 1])
        return [any(distance(p, a) <= r for a, r in zip(cloud, radii)) for p in points]

    return np.mean(inside(fake, real)), np.mean(inside(real, fake))

# %% exercise="precision-recall" right="partition, and the diagonal out of the way"
def precision_recall(real, fake, k=3):
    between = cdist(real, fake)
    radii = []
    for cloud in (real, fake):
        table = cdist(cloud, cloud)
        np.fill_diagonal(table, np.inf)
        radii.append(np.partition(table, k - 1, axis=1)[:, k - 1])
    precision = (between <= radii[0][:, None]).any(axis=0).mean()
    recall = (between <= radii[1][None, :]).any(axis=1).mean()
    return [precision, recall]

# %% exercise="precision-recall" right="torch"
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        points, cloud = torch.as_tensor(points), torch.as_tensor(cloud)
        exact = "donot_use_mm_for_euclid_dist"
        radii = torch.cdist(cloud, cloud, compute_mode=exact).kthvalue(k + 1, dim=1).values
        return (torch.cdist(points, cloud, compute_mode=exact) <= radii).any(dim=1).double().mean()

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="itself as a neighbour" says="Each image counts as its own nearest neighbour, so the balls are one neighbour too small."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k - 1]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="one neighbour too far" says="The balls reach one neighbour too far: after sorting, entry k is the k-th other image."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, min(k + 1, len(cloud) - 1)]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="precision and recall exchanged" says="Precision and recall are exchanged: precision is the share of the fakes in the region of the real images."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(real, fake), share(fake, real)

# %% exercise="precision-recall" wrong="only the nearest ball" says="Only the ball of the nearest image is tried: any ball will do."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        table = cdist(points, cloud)
        return float(np.mean(table.min(axis=1) <= radii[table.argmin(axis=1)]))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="all balls" says="A point need not lie in every ball: one is enough."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii).all(axis=1)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="the radii along the wrong axis" says="The radii are laid along the points: in the table each column is a ball."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii[:, None]).any(axis=1)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="asked for each ball" says="It is asked for each ball whether it holds a point: the share of the points is wanted."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=0)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="the radii of the points" says="The balls belong to the points that are asked about: draw them around the cloud that makes the region."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(points, points), axis=1)[:, k][:, None]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="one radius for all" says="All balls get the same radius, the mean one: each image has its own."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k].mean()
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="share of pairs" says="That is the share of pairs that are close: ask for each point whether it lies in at least one ball."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii)))

    return share(fake, real), share(real, fake)

# %% exercise="precision-recall" wrong="recall like precision" says="The region of the fakes is never drawn: recall asks which real images lie in it."
def precision_recall(real, fake, k=3):
    def share(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float(np.mean((cdist(points, cloud) <= radii).any(axis=1)))

    return share(fake, real), share(real, real)

# %% exercise="c2st" right="counting right answers"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.vstack([real[:a], fake[:b]]), np.hstack([np.ones(a), np.zeros(b)]))
    right = np.sum(guess(real[a:]) == 1) + np.sum(guess(fake[b:]) == 0)
    n = len(real) - a + len(fake) - b
    return right / n, (right - n / 2) / np.sqrt(n / 4)

# %% exercise="c2st" right="labels beside the rows"
def c2st(real, fake, fit):
    train, test = [], []
    for rows, label in ((real, 1.0), (fake, 0.0)):
        table = np.column_stack([rows, np.full(len(rows), label)])
        train.append(table[: len(rows) // 2])
        test.append(table[len(rows) // 2 :])
    train, test = np.concatenate(train), np.concatenate(test)
    guess = fit(train[:, :-1], train[:, -1])
    hits = guess(test[:, :-1]) == test[:, -1]
    z = (hits.mean() - 0.5) * 2 * len(hits) ** 0.5
    return [float(hits.mean()), float(z)]

# %% exercise="c2st" right="one row at a time, and a print"
def c2st(real, fake, fit):
    half = {name: len(rows) // 2 for name, rows in (("real", real), ("fake", fake))}
    x = np.array([*real[: half["real"]], *fake[: half["fake"]]])
    y = np.array([1.0] * half["real"] + [0.0] * half["fake"])
    guess = fit(x, y)
    tests = [(row, 1.0) for row in real[half["real"] :]] + [(row, 0.0) for row in fake[half["fake"] :]]
    right = [bool(guess(row[None])[0] == label) for row, label in tests]
    print(f"{sum(right)} of {len(right)}")
    accuracy = sum(right) / len(right)
    return accuracy, (accuracy - 0.5) / (0.25 / len(right)) ** 0.5

# %% exercise="c2st" wrong="tested on the training rows" says="The classifier is tested on the rows it has learnt by heart: keep the second halves for the test."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [a, b])
    accuracy = np.mean(guess(np.concatenate([real[:a], fake[:b]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="tested on everything" says="Training rows are among the test rows: test only on what the classifier has never seen."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real), len(fake)])
    accuracy = np.mean(guess(np.concatenate([real, fake])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="the error instead of the accuracy" says="That is the share of wrong answers, or the labels changed sides on the way: 1 is real, and accuracy is the share of right answers."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) != labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="labels swapped in training" says="That is the share of wrong answers, or the labels changed sides on the way: 1 is real, and accuracy is the share of right answers."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([0.0, 1.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="n of all rows" says="The standard error belongs to the test rows: n is their number, not that of all rows."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / (len(real) + len(fake))))

# %% exercise="c2st" wrong="halves rounded up" says="Half of an odd number of rows is rounded down."
def c2st(real, fake, fit):
    a, b = (len(real) + 1) // 2, (len(fake) + 1) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="z without its sign" says="z loses its sign here: an accuracy below ½ makes it negative."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float(abs(accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="fakes split where the real rows are" says="The fakes have a split of their own, at half of their number."
def c2st(real, fake, fit):
    a = b = len(real) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="the variance as the standard error" says="Divide by the standard error, the root of 1/(4n), not by 1/(4n)."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / (0.25 / len(labels)))

# %% exercise="c2st" wrong="the observed variance" says="Under the coin the variance of one toss is ¼; here that of the observed accuracy is used, which is 0 for a perfect guesser."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    accuracy = np.mean(guess(np.concatenate([real[a:], fake[b:]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(max(accuracy * (1 - accuracy), 1e-12) / len(labels)))

# %% exercise="c2st" wrong="only the fakes tested" says="Only fakes are tested: whoever always says “fake” would be perfect."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[:a], fake[:b]]), np.repeat([1.0, 0.0], [a, b]))
    labels = np.zeros(len(fake) - b)
    accuracy = np.mean(guess(fake[b:]) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="c2st" wrong="trained on the second halves" says="The halves are exchanged: the first half is for training."
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    guess = fit(np.concatenate([real[a:], fake[b:]]), np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b]))
    labels = np.repeat([1.0, 0.0], [a, b])
    accuracy = np.mean(guess(np.concatenate([real[:a], fake[:b]])) == labels)
    return float(accuracy), float((accuracy - 0.5) / np.sqrt(0.25 / len(labels)))

# %% exercise="keep" right="NumPy's archive, all noise in one batch"
def keep(G, how):
    buffer = io.BytesIO()
    arrays = {name: value.cpu().numpy() for name, value in G.state_dict().items()}
    np.savez(buffer, how=np.array(how), **arrays)
    return buffer.getvalue()


def bring_back(content):
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        G = build_generator(*kept["how"].tolist())
        G.load_state_dict({name: torch.from_numpy(kept[name]) for name in kept.files if name != "how"})
    G.eval()
    for weight in G.parameters():
        weight.requires_grad = False
    return G


def draw_for(content, seeds):
    with np.load(io.BytesIO(content)) as kept:
        nz = int(kept["how"][0])
    rows = [torch.randn(1, nz, 1, 1, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    return to_bytes(bring_back(content)(torch.cat(rows)))

# %% exercise="keep" right="safetensors"
def keep(G, how):
    from safetensors.torch import save

    numbers = {name: value.contiguous() for name, value in G.state_dict().items()}
    return save(numbers, {"how": " ".join(map(str, how))})


def bring_back(content):
    import json

    from safetensors.torch import load

    length = int.from_bytes(content[:8], "little")
    how = json.loads(content[8 : 8 + length])["__metadata__"]["how"]
    G = build_generator(*map(int, how.split()))
    G.load_state_dict(load(content))
    return G.requires_grad_(False).train(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = next(iter(G.parameters())).shape[0]
    images = [sample(G, 1, nz, seed)[0] for seed in seeds]
    return to_bytes(torch.stack(images))

# %% exercise="keep" right="a tuple, and a function for what is read twice"
def read(content):
    return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)


def keep(G, how):
    file = io.BytesIO()
    torch.save((tuple(how), {k: v.clone() for k, v in G.state_dict().items()}), file)
    file.seek(0)
    return file.read()


def bring_back(content):
    how, weights = read(content)
    G = build_generator(*how)
    G.load_state_dict(weights)
    for part in G.parameters():
        part.requires_grad_(False)
    G.eval()
    return G


def draw_for(content, seeds):
    images = []
    for seed in seeds:
        images.append(to_bytes(sample(bring_back(content), 1, read(content)[0][0], seed)))
    return torch.cat(images).numpy()

# %% exercise="keep" wrong="weights without the running means" says="The running means and variances are not kept: they are no parameters, so keep the whole state_dict."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": dict(G.named_parameters())}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"], strict=False)
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])

# %% exercise="keep" wrong="it comes back in training mode" says="It comes back in training mode, where an image depends on its neighbours: call .eval() before you return it."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])

# %% exercise="keep" wrong="the whole object is pickled" says="The whole object is pickled: loading it runs code from the file. Keep its numbers, and build it anew."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save(G, buffer)
    return buffer.getvalue()


def bring_back(content):
    G = torch.load(io.BytesIO(content), weights_only=False)
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = len(next(G.parameters()))
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])

# %% exercise="keep" wrong="weights that still want to learn" says="The weights that come back ask for gradients: what only draws has nothing to learn."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval()


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])

# %% exercise="keep" wrong="keeping leaves it in evaluation mode" says="Keeping changes the mode of the generator that is kept: leave it as it is."
def keep(G, how):
    buffer = io.BytesIO()
    G.eval()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])

# %% exercise="keep" wrong="half the digits" says="The weights are rounded to half their digits, so it does not draw quite what the kept one drew."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": {k: v.bfloat16() for k, v in G.state_dict().items()}}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in seeds])

# %% exercise="keep" wrong="one seed for all" says="All images come from the first seed: each one needs noise of its own seed."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = len(next(G.parameters()))
    return to_bytes(sample(G, len(seeds), nz, seeds[0]))

# %% exercise="keep" wrong="images judged in company" says="The images are made in training mode, so each depends on the others."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content).train()
    nz = len(next(G.parameters()))
    rows = [torch.randn(1, nz, 1, 1, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    return to_bytes(G(torch.cat(rows)))

# %% exercise="keep" wrong="torch's own seed" says="A seed is given to torch's own random numbers, which belong to others: use a torch.Generator, as sample does."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G, images = bring_back(content), []
    for seed in seeds:
        torch.manual_seed(seed)
        images.append(to_bytes(G(torch.randn(1, len(next(G.parameters())), 1, 1))))
    return torch.cat(images)

# %% exercise="keep" wrong="pixels as if they lay in [0, 1]" says="The pixels lie in [−1, 1]: to_bytes takes them to 0 … 255."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([(sample(G, 1, nz, seed).clamp(0, 1) * 255).to(torch.uint8) for seed in seeds])

# %% exercise="keep" wrong="images that are no bytes" says="The images are still numbers in [−1, 1]: make bytes of them with to_bytes."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([sample(G, 1, nz, seed) for seed in seeds])

# %% exercise="keep" wrong="each seed drawn once" says="A seed that is asked for twice gives one image only: draw one for each entry of the list."
def keep(G, how):
    buffer = io.BytesIO()
    torch.save({"how": list(how), "weights": G.state_dict()}, buffer)
    return buffer.getvalue()


def bring_back(content):
    kept = torch.load(io.BytesIO(content), weights_only=True)
    G = build_generator(*kept["how"])
    G.load_state_dict(kept["weights"])
    return G.eval().requires_grad_(False)


def draw_for(content, seeds):
    G = bring_back(content)
    nz = torch.load(io.BytesIO(content), weights_only=True)["how"][0]
    return torch.cat([to_bytes(sample(G, 1, nz, seed)) for seed in dict.fromkeys(seeds)])

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="conv-arithmetic" property="the kernel still fits at its last position, (out − 1)·s + k ≤ n + 2p, and would not fit at the next"
@inputs(each(whole(4, 12), whole(1, 4), whole(1, 3), whole(0, 2)))
def conv_out(value, n, k, s, p):
    return (value - 1) * s + k <= n + 2 * p < value * s + k

# %% exercise="conv-arithmetic" property="a convolution with the same kernel, stride and padding leads back to n"
@inputs(each(whole(2, 8), whole(3, 5), whole(1, 2), choice(0, 1)))
def convt_out(value, n, k, s, p):
    return conv_out(value, k, s, p) == n

# %% exercise="gan-losses" property="−V is never negative, and 2 ln 2 where every logit is 0"
@inputs(each(tensor(number), tensor(number)))
def d_loss(value, real_logits, fake_logits):
    nothing = not real_logits.any() and not fake_logits.any()
    return value >= 0 and (not nothing or np.isclose(float(value), 2 * np.log(2)))

# %% exercise="interpolate" property="the point at t has gone the share t of the way from z0 to z1"
@inputs(followed(columns(number, number), tenths(0, 1)))
def lerp(value, z0, z1, t):
    return np.allclose(value - z0, t * (z1 - z0))

# %% exercise="gan-losses" property="the loss is never negative, and ln 2 where every logit is 0"
@inputs(each(tensor(number)))
def g_loss(value, fake_logits):
    return value >= 0 and (fake_logits.any() or np.isclose(float(value), np.log(2)))

# %% exercise="interpolate" property="between two points of one length, every point has this length"
@inputs(each(choice(np.array([1.0, 0.0])), choice(np.array([0.0, 1.0]), np.array([0.6, 0.8]), np.array([1.0, 0.0])), tenths(0, 1)))
def slerp(value, z0, z1, t):
    return np.isclose(np.linalg.norm(value), 1)
