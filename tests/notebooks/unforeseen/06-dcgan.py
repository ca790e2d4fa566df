# %% exercise="conv-arithmetic" right="counting windows"
def conv_out(n, k, s, p):
    return len(range(0, n + 2 * p - k + 1, s))


def convt_out(n, k, s, p):
    return s * (n - 1) + k - p - p


def shape_chain(size):
    import math

    e = math.log2(size / 4)
    if size < 8 or e != int(e):
        raise ValueError(size)
    return [1] + [4 * 2**i for i in range(int(e) + 1)]

# %% exercise="conv-arithmetic" wrong="padding once"
def conv_out(n, k, s, p):
    return (n + p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError
    return sides

# %% exercise="conv-arithmetic" wrong="rounds up"
def conv_out(n, k, s, p):
    return -(-(n + 2 * p - k) // s) + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError
    return sides

# %% exercise="conv-arithmetic" wrong="a float"
def conv_out(n, k, s, p):
    return (n + 2 * p - k) / s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError
    return sides

# %% exercise="conv-arithmetic" wrong="any multiple of 4"
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    if size % 4 or size < 8:
        raise ValueError
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    return sides

# %% exercise="conv-arithmetic" wrong="4 is allowed"
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size:
        raise ValueError
    return sides

# %% exercise="conv-arithmetic" wrong="stride for a transposed one divided"
def conv_out(n, k, s, p):
    return (n + 2 * p - k) // s + 1


def convt_out(n, k, s, p):
    return (n - 1) // s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError
    return sides

# %% exercise="conv-arithmetic" wrong="arguments s and p exchanged"
def conv_out(n, k, p, s):
    return (n + 2 * p - k) // max(s, 1) + 1


def convt_out(n, k, p, s):
    return (n - 1) * s - 2 * p + k


def shape_chain(size):
    sides = [1, 4]
    while sides[-1] < size:
        sides.append(2 * sides[-1])
    if sides[-1] != size or size < 8:
        raise ValueError
    return sides

# %% exercise="batch-norm" right="F.batch_norm"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = mean.clone(), var.clone()
    y = F.batch_norm(x, m, v, weight, bias, training, momentum, eps)
    return y, m, v

# %% exercise="batch-norm" right="channels last and numpy-like"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    c = x.shape[1]
    rows = x.movedim(1, -1).reshape(-1, c)
    if training:
        m, v = rows.mean(0), rows.var(0, unbiased=False)
        n = len(rows)
        new = torch.lerp(mean, m, momentum), torch.lerp(var, v * n / (n - 1), momentum)
    else:
        m, v, new = mean, var, (mean, var)
    rows = (rows - m) * torch.rsqrt(v + eps) * weight + bias
    return [rows.reshape(x.movedim(1, -1).shape).movedim(-1, 1), *new]

# %% exercise="batch-norm" wrong="N − 1 for y"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = mean, var
    if training:
        m, v = x.mean((0, 2, 3)), x.var((0, 2, 3))
        mean, var = (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * v
    y = (x - m[:, None, None]) / torch.sqrt(v + eps)[:, None, None] * weight[:, None, None] + bias[:, None, None]
    return y, mean, var

# %% exercise="batch-norm" wrong="momentum the other way"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = mean, var
    if training:
        m, v = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        mean, var = momentum * mean + (1 - momentum) * m, momentum * var + (1 - momentum) * x.var((0, 2, 3))
    y = (x - m[:, None, None]) / torch.sqrt(v + eps)[:, None, None] * weight[:, None, None] + bias[:, None, None]
    return y, mean, var

# %% exercise="batch-norm" wrong="eps outside the root"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = mean, var
    if training:
        m, v = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        mean, var = (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * x.var((0, 2, 3))
    y = (x - m[:, None, None]) / (torch.sqrt(v) + eps)[:, None, None] * weight[:, None, None] + bias[:, None, None]
    return y, mean, var

# %% exercise="batch-norm" wrong="layer norm: mean over channels too"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = mean[:, None, None], var[:, None, None]
    if training:
        m, v = x.mean((1, 2, 3), keepdim=True), x.var((1, 2, 3), keepdim=True, correction=0)
        mean = (1 - momentum) * mean + momentum * x.mean((0, 2, 3))
        var = (1 - momentum) * var + momentum * x.var((0, 2, 3))
    y = (x - m) / torch.sqrt(v + eps) * weight[:, None, None] + bias[:, None, None]
    return y, mean, var

# %% exercise="batch-norm" wrong="running statistics in evaluation updated too"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
    new = (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * x.var((0, 2, 3))
    if not training:
        m, v = mean, var
    y = (x - m[:, None, None]) / torch.sqrt(v + eps)[:, None, None] * weight[:, None, None] + bias[:, None, None]
    return y, *new

# %% exercise="batch-norm" wrong="training ignored"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
    if training:
        mean, var = (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * x.var((0, 2, 3))
    y = (x - m[:, None, None]) / torch.sqrt(v + eps)[:, None, None] * weight[:, None, None] + bias[:, None, None]
    return y, mean, var

# %% exercise="batch-norm" wrong="divides by the variance"
def batch_norm(x, weight, bias, mean, var, training, momentum=0.1, eps=1e-5):
    m, v = mean, var
    if training:
        m, v = x.mean((0, 2, 3)), x.var((0, 2, 3), correction=0)
        mean, var = (1 - momentum) * mean + momentum * m, (1 - momentum) * var + momentum * x.var((0, 2, 3))
    y = (x - m[:, None, None]) / (v + eps)[:, None, None] * weight[:, None, None] + bias[:, None, None]
    return y, mean, var

# %% exercise="to-unit" right="numpy pad"
def to_unit(u8, size):
    a = u8.numpy().astype(np.float32) / 255 * 2 - 1
    h, w = a.shape[2:]
    t, l = (size - h) // 2, (size - w) // 2
    return torch.from_numpy(
        np.pad(a, ((0, 0), (0, 0), (t, size - h - t), (l, size - w - l)), constant_values=-1).astype(np.float32)
    )


def to_bytes(x):
    return (127.5 * (x.clamp(-1, 1) + 1)).round().byte()

# %% exercise="to-unit" right="an empty canvas; floor of plus a half"
def to_unit(u8, size):
    n, c, h, w = u8.shape
    out = torch.full((n, c, size, size), -1.0)
    t, l = (size - h) // 2, (size - w) // 2
    out[:, :, t : t + h, l : l + w] = u8.to(torch.float32) / 127.5 - 1
    return out


def to_bytes(x):
    return torch.clamp(torch.floor((x.double() + 1) * 127.5 + 0.5), 0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="[0, 1]"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    t, l = (size - h) // 2, (size - w) // 2
    return F.pad(u8, (l, size - w - l, t, size - h - t)).float() / 255


def to_bytes(x):
    return (x * 255).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="grey frame"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    t, l = (size - h) // 2, (size - w) // 2
    return F.pad(u8.float() / 127.5 - 1, (l, size - w - l, t, size - h - t))


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="double"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    t, l = (size - h) // 2, (size - w) // 2
    return F.pad(u8, (l, size - w - l, t, size - h - t)).double() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="extra row on top"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    b, r = (size - h) // 2, (size - w) // 2
    return F.pad(u8, (size - w - r, r, size - h - b, b)).float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="no rounding"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    t, l = (size - h) // 2, (size - w) // 2
    return F.pad(u8, (l, size - w - l, t, size - h - t)).float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="no clamp"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    t, l = (size - h) // 2, (size - w) // 2
    return F.pad(u8, (l, size - w - l, t, size - h - t)).float() / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().to(torch.uint8)

# %% exercise="to-unit" wrong="resized instead of framed"
def to_unit(u8, size):
    return F.interpolate(u8.float(), (size, size)) / 127.5 - 1


def to_bytes(x):
    return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)

# %% exercise="to-unit" wrong="128"
def to_unit(u8, size):
    h, w = u8.shape[-2:]
    t, l = (size - h) // 2, (size - w) // 2
    return F.pad(u8, (l, size - w - l, t, size - h - t)).float() / 128 - 1


def to_bytes(x):
    return ((x + 1) * 128).round().clamp(0, 255).to(torch.uint8)

# %% exercise="gan-losses" right="BCE with logits"
def d_loss(real_logits, fake_logits):
    r, f = real_logits.float(), fake_logits.float()
    bce = nn.BCEWithLogitsLoss()
    return bce(r, torch.ones_like(r)) + bce(f, torch.zeros_like(f))


def g_loss(fake_logits):
    f = fake_logits.float()
    return F.binary_cross_entropy_with_logits(f, torch.ones_like(f))

# %% exercise="gan-losses" right="double inside, logaddexp"
def d_loss(real_logits, fake_logits):
    r, f = real_logits.double(), fake_logits.double()
    zero = torch.zeros((), dtype=torch.float64)
    return (torch.logaddexp(-r, zero).mean() + torch.logaddexp(f, zero).mean()).float()


def g_loss(fake_logits):
    return (-F.logsigmoid(fake_logits.double())).mean().to(torch.float32)

# %% exercise="gan-losses" wrong="BCELoss on sigmoid"
def d_loss(real_logits, fake_logits):
    r, f = torch.sigmoid(real_logits.float()), torch.sigmoid(fake_logits.float())
    return F.binary_cross_entropy(r, torch.ones_like(r)) + F.binary_cross_entropy(f, torch.zeros_like(f))


def g_loss(fake_logits):
    f = torch.sigmoid(fake_logits.float())
    return F.binary_cross_entropy(f, torch.ones_like(f))

# %% exercise="gan-losses" wrong="halved"
def d_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()) / 2


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="saturating"
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()


def g_loss(fake_logits):
    return -F.softplus(fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="one mean"
def d_loss(real_logits, fake_logits):
    return torch.cat([F.softplus(-real_logits.float()).flatten(), F.softplus(fake_logits.float()).flatten()]).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="hinge"
def d_loss(real_logits, fake_logits):
    return F.relu(1 - real_logits.float()).mean() + F.relu(1 + fake_logits.float()).mean()


def g_loss(fake_logits):
    return -fake_logits.float().mean()

# %% exercise="gan-losses" wrong="V, not −V"
def d_loss(real_logits, fake_logits):
    return -(F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean())


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong="dtype of the input"
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits).mean()

# %% exercise="gan-losses" wrong="smoothed labels"
def d_loss(real_logits, fake_logits):
    r, f = real_logits.float(), fake_logits.float()
    return F.binary_cross_entropy_with_logits(r, torch.full_like(r, 0.9)) + F.softplus(f).mean()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean()

# %% exercise="gan-losses" wrong=".item()"
def d_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits.float()).mean() + F.softplus(fake_logits.float()).mean()).item()


def g_loss(fake_logits):
    return F.softplus(-fake_logits.float()).mean().item()

# %% exercise="train-step" right="zero_grad on modules, no_grad for the fake, two backward passes"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = x.shape[0]
    with torch.no_grad():
        fake = G(noise(m))
    opt_d.zero_grad(set_to_none=True)
    r, f = D(x), D(fake)
    ld = d_loss(r, f)
    ld.backward()
    opt_d.step()
    opt_g.zero_grad(set_to_none=True)
    lg = g_loss(D(G(noise(m))))
    lg.backward()
    opt_g.step()
    return torch.stack([ld, lg, r.sigmoid().float().mean(), f.sigmoid().float().mean()]).detach()

# %% exercise="train-step" wrong="same noise" once="a hidden check used a name that the cell before imports"
def train_step(G, D, opt_g, opt_d, x, noise):
    z = noise(len(x))
    r, f = D(x), D(G(z).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(z)))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return torch.stack([ld, lg, r.sigmoid().mean(), f.sigmoid().mean()]).detach()

# %% exercise="train-step" wrong="D and G exchanged"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    return torch.stack([ld, lg, r.sigmoid().mean(), f.sigmoid().mean()]).detach()

# %% exercise="train-step" wrong="detach forgotten"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)))
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return torch.stack([ld, lg, r.sigmoid().mean(), f.sigmoid().mean()]).detach()

# %% exercise="train-step" wrong="logits, not probabilities"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return torch.stack([ld, lg, r.mean(), f.mean()]).detach()

# %% exercise="train-step" wrong="sigmoid of the mean"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return torch.stack([ld, lg, r.mean().sigmoid(), f.mean().sigmoid()]).detach()

# %% exercise="train-step" wrong="losses exchanged in the answer"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return torch.stack([lg, ld, r.sigmoid().mean(), f.sigmoid().mean()]).detach()

# %% exercise="train-step" wrong="floats"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad()
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return ld.item(), lg.item(), r.sigmoid().mean().item(), f.sigmoid().mean().item()

# %% exercise="train-step" wrong="D's gradients never cleared"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    ld.backward()
    opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad()
    lg.backward()
    opt_g.step()
    return torch.stack([ld, lg, r.sigmoid().mean(), f.sigmoid().mean()]).detach()

# %% exercise="interpolate" right="lerp of unit vectors and lengths? no: rotation"
def lerp(z0, z1, t):
    return z0 + t * (z1 - z0)


def slerp(z0, z1, t):
    n0, n1 = np.linalg.norm(z0), np.linalg.norm(z1)
    a, b = z0 / n0, z1 / n1
    w = 2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))
    s = np.sin(w)
    if s < 1e-7:
        return lerp(z0, z1, t)
    return np.sin((1 - t) * w) / s * z0 + np.sin(t * w) / s * z1

# %% exercise="interpolate" right="scipy's geometric_slerp-like with torch"
def lerp(z0, z1, t):
    return torch.lerp(torch.tensor(z0), torch.tensor(z1), t).numpy()


def slerp(z0, z1, t):
    a, b = torch.tensor(np.array(z0, float)), torch.tensor(np.array(z1, float))
    c = F.cosine_similarity(a, b, dim=0).clamp(-1, 1)
    w = torch.acos(c)
    if abs(torch.sin(w)) < 1e-6:
        return lerp(z0, z1, t)
    return (torch.sin((1 - t) * w) * a + torch.sin(t * w) * b) / torch.sin(w)

# %% exercise="interpolate" wrong="0.9995 threshold"
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    c = np.dot(z0, z1) / np.linalg.norm(z0) / np.linalg.norm(z1)
    if abs(c) > 0.9995:
        return lerp(z0, z1, t)
    w = np.arccos(c)
    return (np.sin((1 - t) * w) * z0 + np.sin(t * w) * z1) / np.sin(w)

# %% exercise="interpolate" wrong="sin == 0"
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    c = np.clip(np.dot(z0, z1) / np.linalg.norm(z0) / np.linalg.norm(z1), -1, 1)
    w = np.arccos(c)
    if np.sin(w) == 0:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * w) * z0 + np.sin(t * w) * z1) / np.sin(w)

# %% exercise="interpolate" wrong="normalised inputs"
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    a, b = z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)
    w = np.arccos(np.clip(a @ b, -1, 1))
    if np.sin(w) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * w) * a + np.sin(t * w) * b) / np.sin(w)

# %% exercise="interpolate" wrong="backwards"
def lerp(z0, z1, t):
    return t * z0 + (1 - t) * z1


def slerp(z0, z1, t):
    w = np.arccos(np.clip(np.dot(z0, z1) / np.linalg.norm(z0) / np.linalg.norm(z1), -1, 1))
    if np.sin(w) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin(t * w) * z0 + np.sin((1 - t) * w) * z1) / np.sin(w)

# %% exercise="interpolate" wrong="lerp rescaled"
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    p = lerp(z0, z1, t)
    n = np.linalg.norm(p)
    return p if n < 1e-9 else p / n * lerp(np.linalg.norm(z0), np.linalg.norm(z1), t)

# %% exercise="interpolate" wrong="cosine not divided"
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    w = np.arccos(np.clip(np.dot(z0, z1), -1, 1))
    if np.sin(w) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * w) * z0 + np.sin(t * w) * z1) / np.sin(w)

# %% exercise="interpolate" wrong="degrees"
def lerp(z0, z1, t):
    return (1 - t) * z0 + t * z1


def slerp(z0, z1, t):
    w = np.degrees(np.arccos(np.clip(np.dot(z0, z1) / np.linalg.norm(z0) / np.linalg.norm(z1), -1, 1)))
    if abs(np.sin(w)) < 1e-6:
        return lerp(z0, z1, t)
    return (np.sin((1 - t) * w) * z0 + np.sin(t * w) * z1) / np.sin(w)

# %% exercise="fid" right="sqrtm"
def fid(real, fake):
    from scipy.linalg import sqrtm

    a, b = np.atleast_2d(np.cov(real.T)), np.atleast_2d(np.cov(fake.T))
    e = 1e-12 * np.eye(len(a))
    root = np.asarray(sqrtm((a + e) @ (b + e))).real
    return np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.trace(a + b - 2 * root)

# %% exercise="fid" right="symmetric root by eigh"
def fid(real, fake):
    x, y = real - real.mean(0), fake - fake.mean(0)
    a, b = x.T @ x / (len(x) - 1), y.T @ y / (len(y) - 1)
    w, V = np.linalg.eigh(a)
    r = V * np.sqrt(np.maximum(w, 0)) @ V.T
    s = np.linalg.eigvalsh(r @ b @ r)
    return (
        np.linalg.norm(real.mean(0) - fake.mean(0)) ** 2 + a.trace() + b.trace() - 2 * np.sqrt(np.maximum(s, 0)).sum()
    )

# %% exercise="fid" wrong="no factor 2"
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    r = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    return np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.trace(a) + np.trace(b) - r.sum()

# %% exercise="fid" wrong="divided by n"
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False, bias=True)) for x in (real, fake))
    r = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    return np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.trace(a) + np.trace(b) - 2 * r.sum()

# %% exercise="fid" wrong="entrywise root"
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    return np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.trace(a + b - 2 * np.sqrt(np.abs(a @ b)))

# %% exercise="fid" wrong="not squared"
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    r = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    return np.linalg.norm(real.mean(0) - fake.mean(0)) + np.trace(a) + np.trace(b) - 2 * r.sum()

# %% exercise="fid" wrong="times 2 for squared"
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    r = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    return np.sum((real.mean(0) - fake.mean(0)) * 2) + np.trace(a) + np.trace(b) - 2 * r.sum()

# %% exercise="fid" wrong="diagonal covariances"
def fid(real, fake):
    s, t = real.std(0, ddof=1), fake.std(0, ddof=1)
    return np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.sum((s - t) ** 2)

# %% exercise="fid" wrong="root of it"
def fid(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    r = np.sqrt(np.clip(np.linalg.eigvals(a @ b).real, 0, None))
    return np.sqrt(max(0, np.sum((real.mean(0) - fake.mean(0)) ** 2) + np.trace(a) + np.trace(b) - 2 * r.sum()))

# %% exercise="fid" wrong="covariances over rows"
def fid(real, fake):
    a, b = np.cov(real), np.cov(fake)
    if a.shape != b.shape:
        n = min(len(np.atleast_2d(a)), len(np.atleast_2d(b)))
        a, b = np.atleast_2d(a)[:n, :n], np.atleast_2d(b)[:n, :n]
    r = np.sqrt(np.clip(np.linalg.eigvals(np.atleast_2d(a) @ np.atleast_2d(b)).real, 0, None))
    return (
        np.sum((real.mean(0) - fake.mean(0)) ** 2)
        + np.trace(np.atleast_2d(a))
        + np.trace(np.atleast_2d(b))
        - 2 * r.sum()
    )

# %% exercise="kid" right="einsum with masks"
def kid(real, fake):
    m, s = real.mean(0), real.std(0)
    x, y = (real - m) / s, (fake - m) / s
    d = x.shape[1]
    k = lambda a, b: (np.einsum("id,jd->ij", a, b) / d + 1) ** 3
    xx, yy = k(x, x), k(y, y)
    return xx[~np.eye(len(x), dtype=bool)].mean() + yy[~np.eye(len(y), dtype=bool)].mean() - 2 * k(x, y).mean()

# %% exercise="kid" wrong="biased"
def kid(real, fake):
    m, s = real.mean(0), real.std(0)
    x, y = (real - m) / s, (fake - m) / s
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    return k(x, x).mean() + k(y, y).mean() - 2 * k(x, y).mean()

# %% exercise="kid" wrong="N − 1"
def kid(real, fake):
    m, s = real.mean(0), real.std(0, ddof=1)
    x, y = (real - m) / s, (fake - m) / s
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    off = lambda q: (q.sum() - np.trace(q)) / (len(q) * (len(q) - 1))
    return off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean()

# %% exercise="kid" wrong="square instead of cube"
def kid(real, fake):
    m, s = real.mean(0), real.std(0)
    x, y = (real - m) / s, (fake - m) / s
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 2
    off = lambda q: (q.sum() - np.trace(q)) / (len(q) * (len(q) - 1))
    return off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean()

# %% exercise="kid" wrong="no standardising"
def kid(real, fake):
    x, y = real, fake
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    off = lambda q: (q.sum() - np.trace(q)) / (len(q) * (len(q) - 1))
    return off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean()

# %% exercise="kid" wrong="one of the cross terms"
def kid(real, fake):
    m, s = real.mean(0), real.std(0)
    x, y = (real - m) / s, (fake - m) / s
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    off = lambda q: (q.sum() - np.trace(q)) / (len(q) * (len(q) - 1))
    return off(k(x, x)) + off(k(y, y)) - k(x, y).mean()

# %% exercise="kid" wrong="clipped at 0"
def kid(real, fake):
    m, s = real.mean(0), real.std(0)
    x, y = (real - m) / s, (fake - m) / s
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    off = lambda q: (q.sum() - np.trace(q)) / (len(q) * (len(q) - 1))
    return max(0.0, off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean())

# %% exercise="kid" wrong="one scale for all features"
def kid(real, fake):
    m, s = real.mean(), real.std()
    x, y = (real - m) / s, (fake - m) / s
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    off = lambda q: (q.sum() - np.trace(q)) / (len(q) * (len(q) - 1))
    return off(k(x, x)) + off(k(y, y)) - 2 * k(x, y).mean()

# %% exercise="precision-recall" right="scikit-like loops"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = [sorted(np.linalg.norm(cloud - c, axis=1))[k] for c in cloud]
        return np.mean([any(np.linalg.norm(p - c) <= r for c, r in zip(cloud, radii)) for p in points])

    return [inside(fake, real), inside(real, fake)]

# %% exercise="precision-recall" right="KD-tree"
def precision_recall(real, fake, k=3):
    from scipy.spatial import cKDTree

    def inside(points, cloud):
        radii = cKDTree(cloud).query(cloud, k + 1)[0][:, -1]
        d = cdist(points, cloud)
        return float((d <= radii[None]).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="k nearest with itself"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k - 1]
        return float((cdist(points, cloud) <= radii).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="exchanged"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float((cdist(points, cloud) <= radii).any(1).mean())

    return inside(real, fake), inside(fake, real)

# %% exercise="precision-recall" wrong="strictly inside"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float((cdist(points, cloud) < radii).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="k ignored" once="it was told that an image counts as its own neighbour"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, 3]
        return float((cdist(points, cloud) <= radii).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="largest radius for all" once="it was told about n and n − 1: 13/17 is 12/17 times 13/12"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radius = np.sort(cdist(cloud, cloud), axis=1)[:, k].max()
        return float((cdist(points, cloud) <= radius).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="radii of the points, not of the cloud"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(points, points), axis=1)[:, k]
        return float((cdist(points, cloud) <= radii[:, None]).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="share of balls that are hit"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(cloud, cloud), axis=1)[:, k]
        return float((cdist(points, cloud) <= radii).any(0).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="precision-recall" wrong="squared distances" once="it was told about n and n − 1: 13/17 is 12/17 times 13/12"
def precision_recall(real, fake, k=3):
    def inside(points, cloud):
        radii = np.sort(cdist(cloud, cloud, "sqeuclidean"), axis=1)[:, k]
        return float((cdist(points, cloud) <= radii).any(1).mean())

    return inside(fake, real), inside(real, fake)

# %% exercise="c2st" right="lists"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.array([1.0] * a + [0.0] * b))
    hits = sum(g(real[a:]) == 1) + sum(g(fake[b:]) == 0)
    n = len(real) - a + len(fake) - b
    acc = hits / n
    return [acc, (2 * acc - 1) * n**0.5]

# %% exercise="c2st" wrong="tested on the training half"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    x, y = np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b])
    acc = np.mean(fit(x, y)(x) == y)
    return acc, (acc - 0.5) / np.sqrt(0.25 / len(y))

# %% exercise="c2st" wrong="labels exchanged in training"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([0.0, 1.0], [a, b]))
    y = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    acc = np.mean(g(np.vstack((real[a:], fake[b:]))) == y)
    return acc, (acc - 0.5) / np.sqrt(0.25 / len(y))

# %% exercise="c2st" wrong="standard error of the accuracy found"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b]))
    y = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    acc = np.mean(g(np.vstack((real[a:], fake[b:]))) == y)
    return acc, (acc - 0.5) / np.sqrt(max(acc * (1 - acc), 1e-9) / len(y))

# %% exercise="c2st" wrong="n of all rows"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b]))
    y = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    acc = np.mean(g(np.vstack((real[a:], fake[b:]))) == y)
    return acc, (acc - 0.5) / np.sqrt(0.25 / (len(real) + len(fake)))

# %% exercise="c2st" wrong="variance for the standard error"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b]))
    y = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    acc = np.mean(g(np.vstack((real[a:], fake[b:]))) == y)
    return acc, (acc - 0.5) / (0.25 / len(y))

# %% exercise="c2st" wrong="absolute z"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b]))
    y = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    acc = np.mean(g(np.vstack((real[a:], fake[b:]))) == y)
    return acc, abs(acc - 0.5) / np.sqrt(0.25 / len(y))

# %% exercise="c2st" wrong="mean of the two accuracies"
def c2st(real, fake, fit):
    a, b = len(real) // 2, len(fake) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b]))
    acc = (np.mean(g(real[a:]) == 1) + np.mean(g(fake[b:]) == 0)) / 2
    n = len(real) - a + len(fake) - b
    return acc, (acc - 0.5) / np.sqrt(0.25 / n)

# %% exercise="c2st" wrong="larger half for training"
def c2st(real, fake, fit):
    a, b = (len(real) + 1) // 2, (len(fake) + 1) // 2
    g = fit(np.vstack((real[:a], fake[:b])), np.repeat([1.0, 0.0], [a, b]))
    y = np.repeat([1.0, 0.0], [len(real) - a, len(fake) - b])
    acc = np.mean(g(np.vstack((real[a:], fake[b:]))) == y)
    return acc, (acc - 0.5) / np.sqrt(0.25 / len(y))

# %% exercise="sample" right="generator passed through numpy"
def sample(G, n, nz, seed):
    z = torch.from_numpy(np.random.default_rng(seed).standard_normal((n, nz, 1, 1)).astype(np.float32))
    was = G.training
    try:
        with torch.inference_mode():
            out = G.eval()(z)
        return out.clone()
    finally:
        G.train(was)

# %% exercise="sample" right="fork_rng"
def sample(G, n, nz, seed):
    mode = G.training
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(seed)
        G.eval()
        x = G(torch.randn(n, nz, 1, 1))
    if mode:
        G.train()
    return x

# %% exercise="sample" wrong="manual_seed"
def sample(G, n, nz, seed):
    torch.manual_seed(seed)
    mode = G.training
    G.eval()
    with torch.no_grad():
        x = G(torch.randn(n, nz, 1, 1))
    G.train(mode)
    return x

# %% exercise="sample" wrong="always train afterwards"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(seed)
    G.eval()
    with torch.no_grad():
        x = G(torch.randn(n, nz, 1, 1, generator=g))
    G.train()
    return x

# %% exercise="sample" wrong="uniform noise"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(seed)
    mode = G.training
    G.eval()
    with torch.no_grad():
        x = G(torch.rand(n, nz, 1, 1, generator=g))
    G.train(mode)
    return x

# %% exercise="sample" wrong="only detach"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(seed)
    mode = G.training
    G.eval()
    x = G(torch.randn(n, nz, 1, 1, generator=g)).detach()
    G.train(mode)
    return x

# %% exercise="sample" wrong="no eval"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        return G(torch.randn(n, nz, 1, 1, generator=g))

# %% exercise="sample" wrong="seed ignored"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(0)
    mode = G.training
    G.eval()
    with torch.no_grad():
        x = G(torch.randn(n, nz, 1, 1, generator=g))
    G.train(mode)
    return x

# %% exercise="sample" wrong="one vector repeated"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(seed)
    mode = G.training
    G.eval()
    with torch.no_grad():
        x = G(torch.randn(1, nz, 1, 1, generator=g).expand(n, -1, -1, -1))
    G.train(mode)
    return x

# %% exercise="sample" wrong="last images only: loop overwrites"
def sample(G, n, nz, seed):
    g = torch.Generator().manual_seed(seed)
    mode = G.training
    G.eval()
    with torch.no_grad():
        for _ in range(n):
            x = G(torch.randn(1, nz, 1, 1, generator=g))
    G.train(mode)
    return x

# %% exercise="gan-losses" wrong="log(1 + e^s)" once="it was told that it computes σ first"
def d_loss(real_logits, fake_logits):
    return torch.log(1 + torch.exp(-real_logits.float())).mean() + torch.log(1 + torch.exp(fake_logits.float())).mean()

def g_loss(fake_logits):
    return torch.log(1 + torch.exp(-fake_logits.float())).mean()

# %% exercise="train-step" wrong="G's step() forgotten" once="it was told that the fake is detached"
def train_step(G, D, opt_g, opt_d, x, noise):
    m = len(x)
    r, f = D(x), D(G(noise(m)).detach())
    ld = d_loss(r, f)
    opt_d.zero_grad(); ld.backward(); opt_d.step()
    lg = g_loss(D(G(noise(m))))
    opt_g.zero_grad(); lg.backward()
    return torch.stack([ld, lg, r.sigmoid().mean(), f.sigmoid().mean()]).detach()
