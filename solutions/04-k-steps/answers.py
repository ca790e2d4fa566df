# %% [markdown]
# The bank of 04-k-steps: every cell is an answer as a student would type it.

# %% exercise="algorithm1" right="while loops"
def algorithm1(game, iterations, k, m, k_g=1):
    done = 0
    while done < iterations:
        steps = k
        while steps > 0:
            game.ascend_d(z=game.sample_z(m), x=game.sample_x(m))
            steps -= 1
        steps = k_g
        while steps > 0:
            z = game.sample_z(m)
            game.descend_g(z)
            steps -= 1
        done += 1

# %% exercise="algorithm1" right="data drawn first, and prints"
def algorithm1(game, iterations, k, m, k_g=1):
    for iteration in range(iterations):
        print("iteration", iteration)
        for _ in range(k):
            game.ascend_d(game.sample_x(m), game.sample_z(m))
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" right="two helpers and a history returned"
def algorithm1(game, iterations, k, m, k_g=1):
    def move_d():
        noise, real = game.sample_z(m), game.sample_x(m)
        game.ascend_d(real, noise)

    def move_g():
        game.descend_g(game.sample_z(m))

    moves = [move_d] * k + [move_g] * k_g
    return [move() for move in moves * iterations]

# %% exercise="algorithm1" right="one flat loop"
def algorithm1(game, iterations, k, m, k_g=1):
    for turn in range(iterations * (k + k_g)):
        z = game.sample_z(m)
        if turn % (k + k_g) < k:
            game.ascend_d(game.sample_x(m), z)
        else:
            game.descend_g(z)

# %% exercise="algorithm1" wrong="noise used twice" says="G gets the noise that D has just been trained on: Algorithm 1 draws fresh noise for G's step."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        z = game.sample_z(m)
        for step in range(k):
            z = game.sample_z(m) if step else z
            game.ascend_d(game.sample_x(m), z)
        for step in range(k_g):
            z = game.sample_z(m) if step else z
            game.descend_g(z)

# %% exercise="algorithm1" wrong="one batch for all k steps" says="The batches are drawn outside the loop over k, so D takes all its k steps on the same examples: draw inside."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        z, x = game.sample_z(m), game.sample_x(m)
        for _ in range(k):
            game.ascend_d(x, z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="k on the wrong player" says="The k steps belong to D: it should be close to its best answer before G moves once."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k_g):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
        for _ in range(k):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="G first" says="G moves before D in every iteration: in Algorithm 1 the k steps of D come first."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)

# %% exercise="algorithm1" wrong="k ignored" says="k is ignored: D takes a single step in each iteration."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        z = game.sample_z(m)
        game.ascend_d(game.sample_x(m), z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="half a batch each" says="The batch is split between real and fake: m real examples and m noise vectors are asked for."
def algorithm1(game, iterations, k, m, k_g=1):
    half = max(1, m // 2)
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(half)
            game.ascend_d(game.sample_x(half), z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="the same data for ever" says="The data are drawn once, before the loop: D never sees more than one minibatch of them."
def algorithm1(game, iterations, k, m, k_g=1):
    x = game.sample_x(m)
    for _ in range(iterations):
        for _ in range(k):
            game.ascend_d(x, game.sample_z(m))
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="G inside the loop over k" says="G's step stands inside the loop over k, so G moves after every step of D: it belongs after that loop."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
            for _ in range(k_g):
                game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="first all of D, then all of G" says="All steps of D come first and all steps of G last: the players take turns in every iteration."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations * k):
        z = game.sample_z(m)
        game.ascend_d(game.sample_x(m), z)
    for _ in range(iterations * k_g):
        game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="data and noise exchanged" says="ascend_d takes the data first and the noise second; here they are exchanged."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            x = game.sample_x(m)
            game.ascend_d(z, x)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))

# %% exercise="algorithm1" wrong="one G step always" says="G takes one step whatever k_g says: it takes k_g steps, each with noise of its own."
def algorithm1(game, iterations, k, m, k_g=1):
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            game.ascend_d(game.sample_x(m), z)
        game.descend_g(game.sample_z(m))

# %% exercise="gan-steps" right="no_grad and BCE with logits"
def d_step(G, D, opt_d, x, z):
    bce = torch.nn.BCEWithLogitsLoss()
    with torch.no_grad():
        fake = G(z)
    real_logits, fake_logits = D(x), D(fake)
    loss = bce(real_logits, torch.ones_like(real_logits)) + bce(fake_logits, torch.zeros_like(fake_logits))
    opt_d.zero_grad(set_to_none=True)
    loss.backward()
    opt_d.step()
    return -float(loss)


def g_step(G, D, opt_g, z, loss="ns"):
    bce = torch.nn.BCEWithLogitsLoss()
    s = D(G(z))
    opt_g.zero_grad()
    cost = bce(s, torch.ones_like(s)) if loss == "ns" else -bce(s, torch.zeros_like(s))
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" right="gradients asked for by name"
def d_step(G, D, opt_d, x, z):
    weights = list(D.parameters())
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z))).mean()
    for p, g in zip(weights, torch.autograd.grad(-value, weights)):
        p.grad = g
    opt_d.step()
    return value.detach()


def g_step(G, D, opt_g, z, loss="ns"):
    weights = list(G.parameters())
    s = D(G(z))
    cost = F.softplus(-s).mean() if loss == "ns" else -F.softplus(s).mean()
    for p, g in zip(weights, torch.autograd.grad(cost, weights)):
        p.grad = g
    opt_g.step()
    return cost.detach()

# %% exercise="gan-steps" right="frozen by requires_grad, and thawed again"
def d_step(G, D, opt_d, x, z):
    for p in G.parameters():
        p.requires_grad_(False)
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z))).mean()
    for p in G.parameters():
        p.requires_grad_(True)
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    for p in D.parameters():
        p.requires_grad_(False)
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    for p in D.parameters():
        p.requires_grad_(True)
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" right="two backwards, and a warning"
def d_step(G, D, opt_d, x, z):
    import warnings

    warnings.warn("D learns")
    opt_d.zero_grad()
    real = -F.logsigmoid(D(x)).mean()
    real.backward()
    fake = -F.logsigmoid(-D(G(z).detach())).mean()
    fake.backward()
    opt_d.step()
    return -(real + fake).item()


def g_step(G, D, opt_g, z, loss="ns"):
    opt_g.zero_grad()
    s = D(G(z))
    if loss == "ns":
        cost = torch.mean(-F.logsigmoid(s))
    else:
        cost = torch.mean(F.logsigmoid(-s))
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="no detach" says="D's loss runs back into G and adds to the gradients stored there: cut the path with G(z).detach()."
def d_step(G, D, opt_d, x, z):
    fake = G(z)
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="D's old gradients stay" says="G's step leaves gradients in D on its way; D's step must clear them before its own backward()."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="G's old gradients stay" says="Stored gradients are added up: clear G's with opt_g.zero_grad() before backward()."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="cleared too late" says="D's weights do not move in its step: are the gradients cleared between backward() and step(), or is one of the two missing?"
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    (-value).backward()
    opt_d.zero_grad()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="the fake detached in G's step" says="G's weights do not move in its step: is the fake detached, are the gradients cleared between backward() and step(), or is one of the two missing?"
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z).detach())
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="D descends V" says="An optimiser descends: with +V it makes D worse. Hand it −V."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    value.backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="one mean over everything" says="Real and fake are averaged together: take the mean of each group, then add, so that both weigh the same."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = 2 * torch.cat([F.logsigmoid(D(x)), F.logsigmoid(-D(fake))]).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="logarithm of the sigmoid" says="For large logits the sigmoid rounds to 0 or 1, or e^s overflows, before the logarithm is taken: use F.logsigmoid on the logit."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = torch.log(torch.sigmoid(D(x))).mean() + torch.log(1 - torch.sigmoid(D(fake))).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    p = torch.sigmoid(D(G(z)))
    cost = -torch.log(p).mean() if loss == "ns" else torch.log(1 - p).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="loss ignored" says="G always descends −ln D(G(z)), whatever loss is asked for."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="minimax with a minus" says="ln(1 − D(G(z))) is a loss already: with a minus in front, G learns to be caught."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else -F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="frozen for ever" says="The opponent is frozen with requires_grad_(False) and never thawed: from then on nobody learns."
def d_step(G, D, opt_d, x, z):
    G.requires_grad_(False)
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z))).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    D.requires_grad_(False)
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" right="each step thaws whom it needs and leaves the other frozen"
def d_step(G, D, opt_d, x, z):
    G.requires_grad_(False)
    D.requires_grad_(True)
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(G(z))).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    G.requires_grad_(True)
    D.requires_grad_(False)
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    D.requires_grad_(True)
    G.requires_grad_(False)
    return cost.item()

# %% exercise="gan-steps" wrong="swapped labels" says="Real and fake are exchanged in D's step: D should say large logits to the data and small ones to the fakes."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(-D(x)).mean() + F.logsigmoid(D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="clears G's gradients as well" says="D's step clears the gradients stored in G: it must leave them as they were, like G's weights."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    G.zero_grad()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="returns the loss of D" says="D's step returns −V: the value V itself is asked for, and it is never positive."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return -value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="ns without its minus" says="ln D(G(z)) is what G wants to be large: a loss is made small, so −ln D(G(z)) has a minus."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="sigmoid twice" says="σ is applied twice: F.logsigmoid has it inside and wants the logit itself."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = F.logsigmoid(torch.sigmoid(D(x))).mean() + F.logsigmoid(-torch.sigmoid(D(fake))).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(torch.sigmoid(s)).mean() if loss == "ns" else F.logsigmoid(-torch.sigmoid(s)).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="epsilon in the logarithm" says="A small number inside the logarithm keeps it finite and makes it another function: for large logits it stops far too early. Use F.logsigmoid."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = torch.log(torch.sigmoid(D(x)) + 1e-8).mean() + torch.log(1 - torch.sigmoid(D(fake)) + 1e-8).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -torch.log(torch.sigmoid(s) + 1e-8).mean() if loss == "ns" else torch.log(1 - torch.sigmoid(s) + 1e-8).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="BCELoss on probabilities" says="Binary cross-entropy of probabilities is cut off at 100 in PyTorch, because σ rounds to 0 or 1: work with the logit, as F.logsigmoid does."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = -F.binary_cross_entropy(torch.sigmoid(D(x)), torch.ones_like(D(x))) - F.binary_cross_entropy(torch.sigmoid(D(fake)), torch.zeros_like(D(fake)))
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = F.binary_cross_entropy(torch.sigmoid(s), torch.ones_like(s)) if loss == "ns" else -F.binary_cross_entropy(torch.sigmoid(s), torch.zeros_like(s))
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="unstable on the real term only" says="The real term becomes infinite for very negative logits: the sigmoid rounds to 0, or e^(−s) overflows, before the logarithm is taken. Use F.logsigmoid there, too."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = torch.log(torch.sigmoid(D(x))).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="label smoothing" says="The real labels are smoothed to 0.9: Algorithm 1 knows no smoothing, the real term is the mean of ln D(x)."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = (0.9 * F.logsigmoid(D(x)) + 0.1 * F.logsigmoid(-D(x))).mean() + F.logsigmoid(-D(fake)).mean()
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="gan-steps" wrong="half of each mean" says="V is halved, as some code does with D's loss: the mean of the real term plus the mean of the fake term is asked for."
def d_step(G, D, opt_d, x, z):
    fake = G(z).detach()
    value = (F.logsigmoid(D(x)).mean() + F.logsigmoid(-D(fake)).mean()) / 2
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def g_step(G, D, opt_g, z, loss="ns"):
    s = D(G(z))
    cost = -F.logsigmoid(s).mean() if loss == "ns" else F.logsigmoid(-s).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()

# %% exercise="mlp" right="recursion"
def mlp_forward(layers, x):
    (W, b), rest = layers[0], layers[1:]
    a = x @ W + b
    return [x, a] if not rest else [x] + mlp_forward(rest, np.tanh(a))


def mlp_backward(layers, activations, d_out):
    W, rest = layers[0][0], layers[1:]
    if rest:
        later, d_h = mlp_backward(rest, activations[1:], d_out)
        delta = d_h * (1 - activations[1] ** 2)
    else:
        later, delta = [], d_out
    return [(activations[0].T @ delta, delta.sum(0))] + later, delta @ W.T

# %% exercise="mlp" right="einsum and loops over layers"
def mlp_forward(layers, x):
    acts = [np.array(x)]
    for W, b in layers[:-1]:
        acts.append(np.tanh(np.einsum("ni,io->no", acts[-1], W) + b[None]))
    W, b = layers[-1]
    acts.append(np.einsum("ni,io->no", acts[-1], W) + b[None])
    return tuple(acts)


def mlp_backward(layers, activations, d_out):
    grads = [None] * len(layers)
    delta = np.array(d_out)
    for i in range(len(layers) - 1, -1, -1):
        grads[i] = [np.einsum("ni,no->io", activations[i], delta), np.sum(delta, axis=0)]
        delta = np.einsum("no,io->ni", delta, layers[i][0])
        if i:
            delta = delta - delta * activations[i] * activations[i]
    return grads, delta

# %% exercise="mlp" right="torch autograd"
def mlp_forward(layers, x):
    acts = [torch.as_tensor(x)]
    for i, (W, b) in enumerate(layers):
        a = acts[-1] @ torch.as_tensor(W) + torch.as_tensor(b)
        acts.append(torch.tanh(a) if i < len(layers) - 1 else a)
    return [a.numpy() for a in acts]


def mlp_backward(layers, activations, d_out):
    x = torch.tensor(activations[0], requires_grad=True)
    params = [(torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)) for W, b in layers]
    h = x
    for i, (W, b) in enumerate(params):
        h = h @ W + b
        if i < len(params) - 1:
            h = torch.tanh(h)
    flat = [p for pair in params for p in pair]
    grads = torch.autograd.grad(h, flat + [x], grad_outputs=torch.tensor(d_out))
    return [(grads[2 * i].numpy(), grads[2 * i + 1].numpy()) for i in range(len(layers))], grads[-1].numpy()

# %% exercise="mlp" right="example by example"
def mlp_forward(layers, x):
    activations, h = [x], x
    for i, (W, b) in enumerate(layers):
        h = np.stack([row @ W + b for row in h])
        h = h if i + 1 == len(layers) else np.tanh(h)
        activations.append(h)
    return activations


def mlp_backward(layers, activations, d_out):
    grads = [(np.zeros_like(W), np.zeros_like(b)) for W, b in layers]
    d_x = np.zeros_like(activations[0])
    for n in range(len(d_out)):
        delta = d_out[n].copy()
        for i in range(len(layers) - 1, -1, -1):
            if i + 1 < len(layers):
                delta = delta * (1 - activations[i + 1][n] ** 2)
            grads[i] = (grads[i][0] + np.outer(activations[i][n], delta), grads[i][1] + delta)
            delta = layers[i][0] @ delta
        d_x[n] = delta
    return grads, d_x

# %% exercise="mlp" wrong="W not transposed" says="The gradient is passed below a layer with W instead of its transpose; in a square layer the shapes hide it."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ (layers[i][0] if layers[i][0].shape[0] == layers[i][0].shape[1] else layers[i][0].T)
    return gradients[::-1], delta

# %% exercise="mlp" wrong="no slope of tanh" says="The slope of tanh is missing: multiply by 1 − h² when you pass a bend."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="tanh twice in the slope" says="The activations are tanh(a) already: the slope is 1 − h², not 1 − tanh(h)²."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - np.tanh(activations[i + 1]) ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="the output bends" says="The output is bent as well: the last layer is linear, no tanh comes after it."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="the slope of a bend in the last layer" says="On the way back the last layer gets a slope of tanh: it is linear, so start with d_out as it is."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if True:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="no layer bends" says="No layer bends: tanh comes after every layer but the last, or the whole network is one linear map."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a)
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="mean over the examples" says="The gradients are averaged over the examples: sum them, because d_out already contains the 1/n of a mean loss."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta / len(delta), delta.mean(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="bias gradient not summed over examples" says="The gradient of a bias is the sum over all examples; here it is taken from the first one only."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta[0]))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="gradient of a bias averaged" says="The gradient of a bias is averaged over the examples: sum it, as that of W is summed by the matrix product."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.mean(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="layers in reverse order" says="The gradients come out from the last layer to the first: return them in the order of layers."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients, delta

# %% exercise="mlp" wrong="gradient at the first activation instead of the input" says="What is returned is the gradient at the first hidden layer: pass it below the first W as well to get ∂L/∂x."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        if i > 0:
            delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="changes d_out in place" says="delta *= … writes into the caller's array: compute a new one with delta = delta * …."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta *= 1.0 + 1e-12
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="mlp" wrong="only the output returned" says="mlp_forward returns the output only: all activations are asked for, because the way back needs them."
def mlp_forward(layers, x):
    activations = [x]
    for i, (W, b) in enumerate(layers):
        a = activations[-1] @ W + b
        activations.append(a if i == len(layers) - 1 else np.tanh(a))
    return activations[-1]


def mlp_backward(layers, activations, d_out):
    gradients, delta = [], d_out
    for i in reversed(range(len(layers))):
        if i < len(layers) - 1:
            delta = delta * (1 - activations[i + 1] ** 2)
        gradients.append((activations[i].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[i][0].T
    return gradients[::-1], delta

# %% exercise="adam-step" right="moments corrected by name"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m_new = m + (1 - b1) * (g - m)
    v_new = v + (1 - b2) * (g * g - v)
    m_hat = m_new / (1 - b1**t)
    v_hat = v_new / (1 - b2**t)
    return lr * m_hat / (v_hat**0.5 + eps), m_new, v_new

# %% exercise="adam-step" right="a list returned, entry by entry"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    import math

    def one(gi, mi, vi):
        mi, vi = b1 * mi + (1 - b1) * gi, b2 * vi + (1 - b2) * gi * gi
        return lr * (mi / (1 - b1**t)) / (math.sqrt(vi / (1 - b2**t)) + eps), mi, vi

    parts = [one(*three) for three in zip(np.ravel(g), np.ravel(m), np.ravel(v))]
    return [np.array([p[i] for p in parts]).reshape(np.shape(g)) for i in range(3)]

# %% exercise="adam-step" right="torch"
def adam_step(g, m, v, t, lr, b1, b2, eps):
    g, m, v = (torch.tensor(a, dtype=torch.float64) for a in (g, m, v))
    m = torch.lerp(m, g, 1 - b1)
    v = b2 * v + (1 - b2) * g.square()
    return lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + eps), m, v

# %% exercise="adam-step" wrong="no bias correction" says="The bias correction is missing: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ, or the first step has the wrong length."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * m / (np.sqrt(v) + eps), m, v

# %% exercise="adam-step" wrong="epsilon inside the root" says="ε stands inside the root: it is added to √v̂, not to v̂."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t) + eps), m, v

# %% exercise="adam-step" wrong="corrected means kept" says="The corrected m̂ and v̂ are returned as the new means, so the next step corrects them again: keep m and v without hats."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = (b1 * m + (1 - b1) * g) / (1 - b1**t)
    v = (b2 * v + (1 - b2) * g**2) / (1 - b2**t)
    return lr * m / (np.sqrt(v) + eps), m, v

# %% exercise="adam-step" wrong="betas exchanged" says="β₁ belongs to the mean of the gradient and β₂ to the mean of its square; here they are exchanged."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b2 * m + (1 - b2) * g
    v = b1 * v + (1 - b1) * g**2
    return lr * (m / (1 - b2**t)) / (np.sqrt(v / (1 - b1**t)) + eps), m, v

# %% exercise="adam-step" wrong="no root" says="Divide by the root of v̂: v̂ itself has the unit of a squared gradient."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1**t)) / (v / (1 - b2**t) + eps), m, v

# %% exercise="adam-step" wrong="correction without powers" says="The correction needs powers: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1)) / (np.sqrt(v / (1 - b2)) + eps), m, v

# %% exercise="adam-step" wrong="counts from zero" says="t counts from 1 already: with t + 1 the first step is too short."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * (m / (1 - b1 ** (t + 1))) / (np.sqrt(v / (1 - b2 ** (t + 1))) + eps), m, v

# %% exercise="adam-step" wrong="the step has the wrong sign" says="The step is what gets subtracted, so it has the sign of the gradient."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return -lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v

# %% exercise="adam-step" wrong="means changed in place" says="m and v are changed in place: return new arrays, the caller may still need the old ones."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m *= b1
    m += (1 - b1) * g
    v *= b2
    v += (1 - b2) * g**2
    return lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v

# %% exercise="adam-step" wrong="the gradient instead of its mean" says="The step uses the gradient of today: Adam steps along the running mean m̂."
def adam_step(g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return lr * g / (np.sqrt(v / (1 - b2**t)) + eps), m, v

# %% exercise="d-star" right="scipy's norm, and no division at all"
def kde(samples, grid, h):
    from scipy.stats import norm

    return [norm.pdf(g, loc=samples, scale=h).mean() for g in grid]


def d_star_gap(d, p, q):
    return np.abs(d * (p + q) - p).sum() / (p + q).sum()

# %% exercise="d-star" right="loops"
def kde(samples, grid, h):
    import math

    result = []
    for g in grid:
        total = 0.0
        for s in samples:
            total += math.exp(-((g - s) ** 2) / (2 * h * h))
        result.append(total / (len(samples) * h * math.sqrt(2 * math.pi)))
    return np.array(result)


def d_star_gap(d, p, q):
    total = mass = 0.0
    for a, b, c in zip(np.ravel(d), np.ravel(p), np.ravel(q)):
        if b + c > 0:
            total += abs(a - b / (b + c)) * (b + c)
            mass += b + c
    return total / mass

# %% exercise="d-star" right="torch, and np.average"
def kde(samples, grid, h):
    bells = torch.distributions.Normal(torch.as_tensor(samples), h)
    return bells.log_prob(torch.as_tensor(grid)[:, None]).exp().mean(dim=1)


def d_star_gap(d, p, q):
    star = np.divide(p, p + q, out=np.zeros_like(p), where=p + q > 0)
    return np.average(abs(d - star), weights=p + q)

# %% exercise="d-star" wrong="plain mean of the gap" says="That is the plain mean of the gap: weigh it with p + q, the mass that is there."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.mean(gap))

# %% exercise="d-star" wrong="largest gap" says="That is the largest gap: the mean with weights p + q is asked for."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.max(gap))

# %% exercise="d-star" wrong="share of the fakes" says="D is compared with q/(p + q): D* is the share of the data, p/(p + q)."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - q[there] / weight[there])
    return float(np.sum(gap * weight[there]) / np.sum(weight))

# %% exercise="d-star" wrong="odds instead of share" says="D is compared with p/q: D* is p/(p + q), a probability."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    with np.errstate(all="ignore"):
        star = np.where(q > 0, p / q, 1.0)
    return float(np.sum(np.abs(d - star) * (p + q)) / np.sum(p + q))

# %% exercise="d-star" wrong="nan in empty places" says="Where p = q = 0 your formula divides 0 by 0: leave these points out."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    gap = np.abs(d - p / (p + q))
    return float(np.sum(gap * (p + q)) / np.sum(p + q))

# %% exercise="d-star" wrong="signed gap" says="The sign of the gap is kept, so too much here pays for too little there: take the absolute value."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = d[there] - p[there] / weight[there]
    return float(np.sum(gap * weight[there]) / np.sum(weight))

# %% exercise="d-star" wrong="bells of height one" says="The factor 1/(h√2π) is missing: each bell must have area 1."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1)


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.sum(gap * weight[there]) / np.sum(weight))

# %% exercise="d-star" wrong="SciPy's factor for the bandwidth" says="SciPy multiplies `bw_method` by the standard deviation of the samples: pass h divided by it, or write the bells yourself."
def kde(samples, grid, h):
    from scipy.stats import gaussian_kde

    return gaussian_kde(samples, bw_method=h)(grid)


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.sum(gap * weight[there]) / np.sum(weight))

# %% exercise="d-star" wrong="bandwidth taken for a variance" says="h is used as a variance: it is the standard deviation of a bell, so the exponent is (x − xᵢ)²/(2h²)."
def kde(samples, grid, h):
    u = np.asarray(grid)[:, None] - np.asarray(samples)[None, :]
    return np.exp(-(u**2) / (2 * h)).mean(axis=1) / np.sqrt(2 * np.pi * h)


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.sum(gap * weight[there]) / np.sum(weight))

# %% exercise="d-star" wrong="sum of the bells" says="The bells are summed: divide by the number of samples, so that the whole has area 1."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).sum(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.sum(gap * weight[there]) / np.sum(weight))

# %% exercise="d-star" wrong="weights of the data only" says="The gap is weighed with p alone: where only fakes are, D has to be right as well."
def kde(samples, grid, h):
    u = (np.asarray(grid)[:, None] - np.asarray(samples)[None, :]) / h
    return np.exp(-(u**2) / 2).mean(axis=1) / (h * np.sqrt(2 * np.pi))


def d_star_gap(d, p, q):
    weight = p + q
    there = weight > 0
    gap = np.abs(d[there] - p[there] / weight[there])
    return float(np.sum(gap * p[there]) / np.sum(p))

# %% exercise="phase-of" right="one expression"
def phase_of(from_half, from_star, distance, tol=0.1):
    near, close, fell = from_star[-1] <= tol, distance[-1] <= tol, distance[-1] / distance[0] < 0.9
    return "d" if near and close else "c" if fell else "b" if near else "a"

# %% exercise="phase-of" right="arrays and a table"
def phase_of(from_half, from_star, distance, tol=0.1):
    star, dist = np.asarray(from_star, float), np.asarray(distance, float)
    rules = [
        ("d", max(star[-1], dist[-1]) <= tol),
        ("c", dist[0] - dist[-1] > 0.1 * dist[0]),
        ("b", star[-1] <= tol),
        ("a", True),
    ]
    return next(letter for letter, holds in rules if holds)

# %% exercise="phase-of" right="nested ifs, and prints"
def phase_of(from_half, from_star, distance, tol=0.1):
    first, last = distance[0], distance[len(distance) - 1]
    print("the distance went from", first, "to", last)
    if from_star[-1] > tol:
        return "c" if last < first - first / 10 else "a"
    if last <= tol:
        return "d"
    if last < first - first / 10:
        return "c"
    return "b"

# %% exercise="phase-of" wrong="D at one half means done" says="D at ½ does not mean done: a D that knows nothing says ½ too. Look at the gap to D* and at the distance."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_half[-1] <= tol:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="a small distance is enough" says="A small distance alone is not the end: D has to be near D* as well."
def phase_of(from_half, from_star, distance, tol=0.1):
    if distance[-1] <= tol:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="D near D* is enough" says="A D near D* is phase b: it is the end only if p_g is near the data too."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol:
        return "d" if distance[-1] < 0.9 * distance[0] or distance[-1] <= tol else "b"
    return "c" if distance[-1] < 0.9 * distance[0] else "a"

# %% exercise="phase-of" wrong="rule b before rule c" says="The rules are applied in another order: whether G moves is asked before whether D has learned."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if from_star[-1] <= tol:
        return "b"
    return "c" if distance[-1] < 0.9 * distance[0] else "a"

# %% exercise="phase-of" wrong="last two values only" says="The fall of the distance is measured over the whole window, from its first value to its last; the last two values are noise."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if distance[-1] < 0.9 * distance[-2]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="any fall counts" says="A tiny fall of the distance is no movement: it has to fall by more than a tenth."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if distance[-1] < distance[0]:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="a fall of one tenth in absolute terms" says="The fall is compared with the number 0.1: a tenth of the first distance is meant."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= tol and distance[-1] <= tol:
        return "d"
    if distance[0] - distance[-1] > 0.1:
        return "c"
    return "b" if from_star[-1] <= tol else "a"

# %% exercise="phase-of" wrong="tolerance fixed" says="The tolerance is fixed at 0.1: use the argument tol."
def phase_of(from_half, from_star, distance, tol=0.1):
    if from_star[-1] <= 0.1 and distance[-1] <= 0.1:
        return "d"
    if distance[-1] < 0.9 * distance[0]:
        return "c"
    return "b" if from_star[-1] <= 0.1 else "a"

# %% exercise="clouds" right="complex numbers, itertools, choice"
def ring_centers(modes, radius):
    z = radius * np.exp(2j * np.pi * np.arange(modes) / modes)
    return np.column_stack([z.real, z.imag])


def grid_centers(side, half_width):
    import itertools

    ticks = np.linspace(-half_width, half_width, side)
    return np.array(list(itertools.product(ticks, ticks)))


def sample_mixture(n, centers, std, rng):
    return rng.choice(centers, size=n) + rng.normal(scale=std, size=(n, 2))

# %% exercise="clouds" right="linspace without the end, lists returned"
def ring_centers(modes, radius):
    import math

    return [[radius * math.cos(a), radius * math.sin(a)] for a in np.linspace(0, 2 * np.pi, modes, endpoint=False)]


def grid_centers(side, half_width):
    step = 2 * half_width / (side - 1)
    return [[-half_width + i * step, -half_width + j * step] for j in range(side) for i in range(side)]


def sample_mixture(n, centers, std, rng):
    points = []
    for _ in range(n):
        x, y = centers[int(rng.random() * len(centers))]
        points.append([x + std * rng.standard_normal(), y + std * rng.standard_normal()])
    return points

# %% exercise="clouds" right="mgrid, and one multivariate normal"
def ring_centers(modes, radius):
    angle = np.linspace(0, 2 * np.pi, modes + 1)[:-1]
    return np.array([radius * np.cos(angle), radius * np.sin(angle)]).T


def grid_centers(side, half_width):
    i, j = np.mgrid[0:side, 0:side]
    return (np.stack([i, j]).reshape(2, -1).T / (side - 1) * 2 - 1) * half_width


def sample_mixture(n, centers, std, rng):
    noise = rng.multivariate_normal([0, 0], np.eye(2), size=n)
    return np.take(centers, rng.integers(0, len(centers), n), axis=0) + std * noise

# %% exercise="clouds" wrong="the end of the circle counted twice" says="linspace includes both ends, and on a circle 0 and 2π are the same place: one mode stands there twice."
def ring_centers(modes, radius):
    angles = np.linspace(0, 2 * np.pi, modes)
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="modes in turn" says="The modes are taken in turn instead of being drawn: small batches then never see the later ones."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[np.arange(n) % len(centers)]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="n // K samples from each mode" says="Every mode gets the same number of samples, and the rest of the division is lost: draw the mode of each of the n samples."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    each = n // len(centers)
    return np.repeat(centers, each, axis=0) + std * rng.normal(size=(each * len(centers), 2))

# %% exercise="clouds" wrong="last mode never drawn" says="rng.integers excludes its upper end already: with len(centers) − 1 the last mode is never drawn."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers) - 1, size=n)]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="a generator of its own" says="The function makes its own generator with a fixed seed, so every batch is the same: use the rng that is given."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    rng = np.random.default_rng(0)
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="variance taken for standard deviation" says="std is used as a variance: multiply standard normal noise by std itself."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + np.sqrt(std) * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="the same noise in both directions" says="Both coordinates get the same noise, so the blobs are little diagonal lines: draw noise of shape (n, 2)."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 1))

# %% exercise="clouds" wrong="one mode for the whole batch" says="One centre is drawn for the whole batch: each point has its own."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers))]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="grid without its upper edge" says="The grid stops short of its upper edge: here both ends are different points, so linspace is right."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = -half_width + 2 * half_width * np.arange(side) / side
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="radius taken for the diameter" says="radius is the distance of the centres from the origin; here it is the diameter."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius / 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 2))

# %% exercise="clouds" wrong="uniform noise" says="The noise is uniform: normal noise of standard deviation std is asked for."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.uniform(-1, 1, size=(n, 2))

# %% exercise="clouds" wrong="global random numbers" says="Other random numbers than those of the rng that is given are used: a seed no longer fixes the batch."
def ring_centers(modes, radius):
    angles = 2 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def grid_centers(side, half_width):
    ticks = np.linspace(-half_width, half_width, side)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def sample_mixture(n, centers, std, rng):
    chosen = centers[np.random.randint(len(centers), size=n)]
    return chosen + std * np.random.randn(n, 2)

# %% exercise="clouds" equivalent="swapped arguments: np.linspace(-half_width, half_width, side) → np.linspace(half_width, -half_width, side)" because="the centres of a grid may come in any order"

# %% exercise="clouds" equivalent="operation: chosen + std * rng.normal(size=(n, 2)) → chosen - std * rng.normal(size=(n, 2))" because="normal noise around 0 has the same distribution with either sign"

# %% exercise="d-heatmap" right="a loop over rows"
def d_heatmap(D, xlim, ylim, n):
    xs = np.linspace(xlim[0], xlim[1], n)
    return np.stack([D(np.column_stack([xs, np.full(n, y)])) for y in np.linspace(ylim[0], ylim[1], n)])

# %% exercise="d-heatmap" right="point by point"
def d_heatmap(D, xlim, ylim, n):
    values = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            x = xlim[0] + (xlim[1] - xlim[0]) * j / (n - 1)
            y = ylim[0] + (ylim[1] - ylim[0]) * i / (n - 1)
            values[i, j] = D(np.array([[x, y]]))[0]
    return values.tolist()

# %% exercise="d-heatmap" right="ij indexing, transposed at the end"
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n), indexing="ij")
    return D(np.c_[x.ravel(), y.ravel()]).reshape(n, n).T

# %% exercise="d-heatmap" wrong="transposed" says="Rows and columns are exchanged: entry [i, j] belongs to (x_j, y_i), so rows are y."
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n), indexing="ij")
    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1))).reshape(n, n)

# %% exercise="d-heatmap" wrong="upside down" says="The rows are upside down: row 0 is the lowest y."
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1))).reshape(n, n)[::-1]

# %% exercise="d-heatmap" wrong="coordinates exchanged" says="The coordinates are exchanged when D is asked: points are (x, y)."
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return np.asarray(D(np.stack([y.ravel(), x.ravel()], axis=1))).reshape(n, n)

# %% exercise="d-heatmap" wrong="one interval for both axes" says="Both axes use xlim: y goes from ylim[0] to ylim[1]."
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*xlim, n))
    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1))).reshape(n, n)

# %% exercise="d-heatmap" wrong="centres of cells" says="The values are taken at the centres of n cells: the grid includes both ends of each interval."
def d_heatmap(D, xlim, ylim, n):
    middle = (np.arange(n) + 0.5) / n
    x, y = np.meshgrid(xlim[0] + (xlim[1] - xlim[0]) * middle, ylim[0] + (ylim[1] - ylim[0]) * middle)
    return D(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(n, n)

# %% exercise="d-heatmap" wrong="flat list" says="The values come out as one long row: give them the shape (n, n)."
def d_heatmap(D, xlim, ylim, n):
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1)))

# %% exercise="manifold-cells" right="the shoelace sum in a loop"
def manifold_cells(G, n):
    areas = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            left, low = -1 + 2 * j / n, -1 + 2 * i / n
            right, high = -1 + 2 * (j + 1) / n, -1 + 2 * (i + 1) / n
            P = G(np.array([[left, low], [right, low], [right, high], [left, high]]))
            total = 0.0
            for (x1, y1), (x2, y2) in zip(P, np.roll(P, -1, axis=0)):
                total += x1 * y2 - x2 * y1
            areas[i, j] = abs(total) / 2
    return areas

# %% exercise="manifold-cells" right="two triangles, with their sign"
def manifold_cells(G, n):
    def cross(a, b):
        return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]

    t = np.linspace(-1, 1, n + 1)
    x, y = np.meshgrid(t, t)
    P = G(np.c_[x.ravel(), y.ravel()]).reshape(n + 1, n + 1, 2)
    A, B, C, E = P[:-1, :-1], P[:-1, 1:], P[1:, 1:], P[1:, :-1]
    return np.abs(cross(B - A, C - A) + cross(C - A, E - A)) * 0.5

# %% exercise="manifold-cells" right="determinants, and a list returned"
def manifold_cells(G, n):
    t = np.linspace(-1, 1, n + 1)
    z = np.array([[a, b] for b in t for a in t])
    P = G(z).reshape(n + 1, n + 1, 2)
    diagonals = np.stack([P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]], axis=-1)
    return (np.abs(np.linalg.det(diagonals)) / 2).tolist()

# %% exercise="manifold-cells" wrong="signed areas" says="The areas carry a sign: where G turns the square over they come out negative. Take the absolute value."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return (a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / 2

# %% exercise="manifold-cells" wrong="no one half" says="The factor ½ of the shoelace formula is missing."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])

# %% exercise="manifold-cells" wrong="n corners instead of n cells" says="n grid lines make only n − 1 cells: a side of n cells has n + 1 corners."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n, n, 2)
    a, b = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / 2

# %% exercise="manifold-cells" wrong="transposed" says="Rows and columns are exchanged: row i goes with the second coordinate of z."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.transpose(np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])) / 2

# %% exercise="manifold-cells" wrong="product of two sides" says="The area is taken as the product of two side lengths, which is right for rectangles only."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[:-1, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, :-1]
    return np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)

# %% exercise="manifold-cells" wrong="square from zero to one" says="The noise lives on [−1, 1]², not on [0, 1]²."
def manifold_cells(G, n):
    ticks = np.linspace(0, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    return np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / 2

# %% exercise="manifold-cells" wrong="parallelogram from one corner" says="The area is computed from one corner and its two sides, as if every cell were a parallelogram; use both diagonals."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[:-1, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, :-1]
    return np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])

# %% exercise="manifold-cells" wrong="densities instead of areas" says="That is the density, 1/n² divided by the area: the area is asked for."
def manifold_cells(G, n):
    ticks = np.linspace(-1, 1, n + 1)
    z = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    P = np.asarray(G(z.reshape(-1, 2))).reshape(n + 1, n + 1, 2)
    a, b = P[1:, 1:] - P[:-1, :-1], P[1:, :-1] - P[:-1, 1:]
    area = np.abs(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) / 2
    with np.errstate(divide="ignore"):
        return 1 / n**2 / area

# %% exercise="sample-arrows" right="through the slope of the logit"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().requires_grad_(True)
    s = D(x).reshape(-1)
    (slope_of_s,) = torch.autograd.grad(s.sum(), x)
    factor = torch.sigmoid(-s) if loss == "ns" else torch.sigmoid(s)
    return (factor[:, None] * slope_of_s).detach()

# %% exercise="sample-arrows" right="sample by sample, as a NumPy array"
def sample_arrows(D, x, loss="ns"):
    arrows = []
    for row in x:
        point = row.detach()[None].clone().requires_grad_(True)
        s = D(point)
        cost = F.softplus(-s) if loss == "ns" else -F.softplus(s)
        arrows.append(-torch.autograd.grad(cost.sum(), point)[0][0])
    return torch.stack(arrows).numpy()

# %% exercise="sample-arrows" right="backward for x only"
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    gain = F.logsigmoid(s) if loss == "ns" else -F.logsigmoid(-s)
    gain.sum().backward(inputs=[x])
    return x.grad

# %% exercise="sample-arrows" wrong="sign flipped" says="The sign is flipped: the arrow is −∂ℓ/∂x, the way down the loss."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="sample-arrows" wrong="gradient of D" says="That is the gradient of D, as some demonstrations draw it: the direction is right, the length is not. Start from the loss."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -torch.sigmoid(s)
    return -torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="sample-arrows" wrong="gradient of the mean" says="That is the gradient of the mean loss, n times too short: each sample has a loss of its own."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return -torch.autograd.grad(losses.mean(), x)[0]

# %% exercise="sample-arrows" wrong="losses exchanged" says="The two losses are exchanged: ns is −ln σ(s), minimax is ln(1 − σ(s))."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss != "ns" else F.logsigmoid(-s)
    return -torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="sample-arrows" wrong="traces in D" says="backward() leaves gradients in D's weights: use torch.autograd.grad, which leaves none."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    losses.sum().backward()
    return -x.grad

# %% exercise="sample-arrows" wrong="unit length" says="The arrows are scaled to unit length: their lengths are the difference between the two losses."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return F.normalize(-torch.autograd.grad(losses.sum(), x)[0], dim=1)

# %% exercise="sample-arrows" wrong="logarithm of the sigmoid" says="For large logits the sigmoid rounds to 0 or 1, or e^s overflows, before the logarithm is taken: use F.logsigmoid on the logit."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -torch.log(torch.sigmoid(s)) if loss == "ns" else torch.log(1 - torch.sigmoid(s))
    return -torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="sample-arrows" wrong="minimax with a minus" says="ln(1 − D) is a loss already: with a minus in front the arrows of minimax point away from the data."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -F.logsigmoid(s) if loss == "ns" else -F.logsigmoid(-s)
    return -torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="sample-arrows" wrong="ns without its minus" says="ln D(G(z)) is no loss yet: −ln σ(s) is, with a minus. Without it the arrows of ns point away from the data."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = F.logsigmoid(s) if loss == "ns" else F.logsigmoid(-s)
    return -torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="sample-arrows" wrong="slope of the logit" says="That is the slope of the logit: by the chain rule it is still multiplied by 1 − σ(s) for ns, or by σ(s) for minimax."
def sample_arrows(D, x, loss="ns"):
    x = x.detach().clone().requires_grad_(True)
    s = D(x)
    losses = -s
    return -torch.autograd.grad(losses.sum(), x)[0]

# %% exercise="train-gan" right="functions and dictionaries"
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" right="real and fake in one pass, lists, noise first"
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def flat(layers):
        return [np.array(p, dtype=float) for pair in layers for p in pair]

    def deep(arrays):
        return list(zip(arrays[::2], arrays[1::2]))

    def step(arrays, gradients, kept):
        kept[0] += 1
        for i, g in enumerate(flat(gradients)):
            delta, kept[1][i], kept[2][i] = adam_step(
                g, kept[1][i], kept[2][i], kept[0], lr, 0.5, 0.999, 1e-8
            )
            arrays[i] = arrays[i] - delta

    g, d = flat(g_layers), flat(d_layers)
    mem_g, mem_d = ([0, [np.zeros_like(p) for p in one], [np.zeros_like(p) for p in one]] for one in (g, d))
    label = np.concatenate([np.ones((m, 1)), np.zeros((m, 1))])
    for _ in range(iterations):
        for _ in range(k):
            z = sample_z(m)
            both = np.concatenate([sample_x(m), mlp_forward(deep(g), z)[-1]])
            acts = mlp_forward(deep(d), both)
            step(d, mlp_backward(deep(d), acts, (1 / (1 + np.exp(-acts[-1])) - label) / m)[0], mem_d)
        acts_g = mlp_forward(deep(g), sample_z(m))
        acts_d = mlp_forward(deep(d), acts_g[-1])
        _, to_g = mlp_backward(deep(d), acts_d, -1 / (1 + np.exp(acts_d[-1])) / m)
        step(g, mlp_backward(deep(g), acts_g, to_g)[0], mem_g)
    return deep(g), deep(d)

# %% exercise="train-gan" right="a class for the players, tanh for σ"
class Net:
    def __init__(self, layers):
        self.layers, self.steps = [tuple(pair) for pair in layers], 0
        self.m = [[np.zeros(p.shape) for p in pair] for pair in layers]
        self.v = [[np.zeros(p.shape) for p in pair] for pair in layers]

    def learn(self, gradients, lr):
        self.steps += 1
        for i in range(len(self.layers)):
            pair = list(self.layers[i])
            for j in range(2):
                by, self.m[i][j], self.v[i][j] = adam_step(
                    gradients[i][j], self.m[i][j], self.v[i][j], self.steps, lr, 0.5, 0.999, 1e-8
                )
                pair[j] = pair[j] - by
            self.layers[i] = tuple(pair)


def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    G, D = Net(g_layers), Net(d_layers)

    def half(s):
        return (1 + np.tanh(s / 2)) / 2

    for _ in range(iterations):
        for _ in range(k):
            x = sample_x(m)
            acts = mlp_forward(D.layers, x)
            grads = mlp_backward(D.layers, acts, -half(-acts[-1]) / m)[0]
            acts = mlp_forward(D.layers, mlp_forward(G.layers, sample_z(m))[-1])
            more = mlp_backward(D.layers, acts, half(acts[-1]) / m)[0]
            D.learn([[p + q for p, q in zip(*both)] for both in zip(grads, more)], lr)
        inside = mlp_forward(G.layers, sample_z(m))
        acts = mlp_forward(D.layers, inside[-1])
        G.learn(mlp_backward(G.layers, inside, mlp_backward(D.layers, acts, -half(-acts[-1]) / m)[1])[0], lr)
    return [G.layers, D.layers]

# %% exercise="train-gan" wrong="G gets the noise of D's turn" says="G gets the noise on which D has just been trained: draw fresh noise for G's step."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, z if k else sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="one batch for all k steps" says="Every step of D gets batches of its own: draw inside the loop over k."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        x, z = sample_x(m), sample_z(m)
        for _ in range(k):
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="D goes down V" says="D descends V: Adam goes down what it gets, so hand it the slope of −V."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (1 - sigma(real[-1])) / m)[0]
            two = mlp_backward(d, fake, -sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="only the real term" says="D learns from the data only: its fakes have a term as well, and their slopes are added."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, _ = sample_x(m), sample_z(m)
            real = mlp_forward(d, x)
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            d = moved(d, one, of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="G descends the saturating loss" says="G descends ln(1 − D): the non-saturating loss has the slope σ(s) − 1 in the logit."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, -sigma(judged[-1]) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="G wants to be caught" says="G goes the wrong way, towards what D calls fake: the slope of −ln σ(s) is σ(s) − 1."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (1 - sigma(judged[-1])) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="Adam without a memory" says="Adam's means start from 0 at every step: they belong to a player and live as long as the training."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        of_g, of_d = memory(g), memory(d)
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="the count stays at 1" says="Adam's count stays at 1, so its correction never ends: count the steps of each player."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] = 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="one count for both players" says="Both players share one count: each has its own number of steps."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        count[0] += 1
        kept["t"] = count[0]
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    count = [0]
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="G against the old D" says="G is judged by the D from before its steps: D moves first, and G meets the new one."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        old = d
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(old, made[-1])
        at_x = mlp_backward(old, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="D moves in G's turn" says="In G's turn D moves as well: its slopes are only passed through, and thrown away."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        through, at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)
        d = moved(d, through, of_d)
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="the layers that came in are changed" says="The layers that came in are changed in place: make new ones, and leave those as they are."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            pair[0][...] -= steps[0][0]
            pair[1][...] -= steps[1][0]
            new.append(pair)
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="the real examples count twice" says="The real term counts twice: both terms of V have the same weight, each with a mean of its own."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, 2 * (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
        made = mlp_forward(g, sample_z(m))
        judged = mlp_forward(d, made[-1])
        at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
        g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" wrong="G moves in every step of D" says="G moves inside the loop over k: D takes its k steps first, then G one."
def train_gan(g_layers, d_layers, sample_x, sample_z, iterations, k, m, lr):
    def sigma(s):
        return 1 / (1 + np.exp(-s))

    def memory(layers):
        return {"t": 0, "means": [[(0 * p, 0 * p) for p in pair] for pair in layers]}

    def moved(layers, gradients, kept):
        kept["t"] += 1
        new = []
        for i, pair in enumerate(layers):
            steps = [adam_step(gradients[i][j], *kept["means"][i][j], kept["t"], lr, 0.5, 0.999, 1e-8) for j in (0, 1)]
            kept["means"][i] = [(mean, square) for _, mean, square in steps]
            new.append((pair[0] - steps[0][0], pair[1] - steps[1][0]))
        return new

    g, d, of_g, of_d = g_layers, d_layers, memory(g_layers), memory(d_layers)
    for _ in range(iterations):
        for _ in range(k):
            x, z = sample_x(m), sample_z(m)
            real, fake = mlp_forward(d, x), mlp_forward(d, mlp_forward(g, z)[-1])
            one = mlp_backward(d, real, (sigma(real[-1]) - 1) / m)[0]
            two = mlp_backward(d, fake, sigma(fake[-1]) / m)[0]
            d = moved(d, [(a + e, b + f) for (a, b), (e, f) in zip(one, two)], of_d)
            made = mlp_forward(g, sample_z(m))
            judged = mlp_forward(d, made[-1])
            at_x = mlp_backward(d, judged, (sigma(judged[-1]) - 1) / m)[1]
            g = moved(g, mlp_backward(g, made, at_x)[0], of_g)
    return g, d

# %% exercise="train-gan" equivalent="swapped arguments: zip(at_real, at_fake) → zip(at_fake, at_real)" because="the slopes of the two terms are added, in either order"

# %% [markdown]
# Properties of the right values, and the public inputs on which a student may see one broken.

# %% exercise="adam-step" property="the mean m moves towards g by the share 1 − b1 of the way"
@inputs(followed(columns(number, number, positive), choice(1, 2, 3), choice(0.1), choice(0.9, 0.5), choice(0.99), choice(1e-8)))
def adam_step(value, g, m, v, t, lr, b1, b2, eps):
    return np.allclose(value[1] - m, (1 - b1) * (g - m))

# %% exercise="d-star" property="the estimate is never negative and nowhere higher than the peak of one kernel, 1/(h√(2π))"
@inputs(each(vector(number), vector(number), choice(1.0, 0.5, 2.0)))
def kde(value, samples, grid, h):
    return np.all(np.asarray(value) >= 0) and np.all(np.asarray(value) <= 1 / (h * np.sqrt(2 * np.pi)) + 1e-9)

# %% exercise="phase-of" property="phase d is where, at the end, both D is near D* and the distributions are near each other"
@inputs(columns(tenths(0, 1), tenths(0, 1), tenths(0, 1), least=2))
def phase_of(value, from_half, from_star, distance):
    return (value == "d") == (from_star[-1] <= 0.1 and distance[-1] <= 0.1)

# %% exercise="clouds" property="every centre has the distance `radius` from the origin, and the first is (radius, 0)"
@inputs(each(whole(1, 6), positive))
def ring_centers(value, modes, radius):
    return np.allclose(np.linalg.norm(value, axis=1), radius) and np.allclose(value[0], (radius, 0))

# %% exercise="d-star" property="the gap lies between 0 and 1, and is 0 only where D is D* wherever there are samples"
@inputs(columns(probability, tenths(0, 1), positive))
def d_star_gap(value, d, p, q):
    return 0 <= value <= 1 and (value < 1e-9) == np.allclose(d, p / (p + q))

# %% exercise="clouds" property="the grid has side² points, its corners at ±half_width, and its middle is the origin"
@inputs(each(whole(2, 3), positive), decides=True)
def grid_centers(value, side, half_width):
    value = np.asarray(value)
    corners = np.allclose(value.min(axis=0), -half_width) and np.allclose(value.max(axis=0), half_width)
    return value.shape == (side**2, 2) and corners and np.allclose(value.mean(axis=0), 0)
