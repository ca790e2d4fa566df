"""Answers that an earlier state of the course judged or explained wrongly, and what it makes of them now.

Each row is an answer that somebody once gave: the exercise, the code, and what must hold. Mistakes that a bank names
are looked up there by the name of the answer; the sentence has to arrive.
"""

from __future__ import annotations

import functools

import pytest

from autograder.authoring import teeth
from autograder.authoring.build import read_sources
from autograder.authoring.teeth import NEARLY
from autograder.authoring.tryout import Failure, try_answer
from autograder.course import Course
from autograder.source import bank
from autograder.source.assignment import Exercise

COURSE = Course.find()
SEED = 1


@functools.cache
def exercise(where: str) -> tuple[str, Exercise]:
    number, name = where.split("/")
    (assignment,) = (one for one in COURSE.assignments() if one.startswith(number))
    (source,) = read_sources(COURSE, [assignment])
    return assignment, next(one for one in source.exercises() if one.name == name)


def failures(where: str, code: str, seed: int = SEED, *, visible_only: bool = False) -> list[Failure]:
    assignment, one = exercise(where)
    return try_answer(COURSE.source_notebook(assignment), one, code, seed=seed, visible_only=visible_only).failures


def solved(where: str, old: str, new: str) -> str:
    """The solution with one change in it."""
    source = exercise(where)[1].solution.cell.source
    assert source.count(old) == 1, (old, source)
    return source.replace(old, new)


# Where, what somebody wrote, and the sentence that is said of it: a part of it, "nearly" for one about digits, or ""
# for silence. What was said before was false.
FALSE_ONCE = {
    "two exchanged gradients": (
        "02/d-grads-real",
        "def d_grads_real(x, w, b):\n    missing = 1 - disc_prob(x, w, b)\n    return -missing, -missing * x\n",
        "exchanged",
    ),
    "a bisection that stops at 1e-6": (
        "02/face-threshold",
        lambda: solved("02/face-threshold", "high - low > 1e-12", "high - low > 1e-6"),
        "nearly",
    ),
    "half the sum of the two means": (
        "03/value",
        lambda: solved("03/value", "real.mean() + fake.mean()", "(real.mean() + fake.mean()) / 2"),
        "You average the two terms",
    ),
    "a lost sign in one of two numbers": (
        "03/orders",
        "def orders(v):\n    first = v.max(axis=0).min()\n    return first, abs(v.min(axis=1).max())\n",
        "",
    ),
    "an ε in a root": (
        "07/gradient-penalty",
        lambda: solved(
            "07/gradient-penalty", "slope.flatten(1).norm(dim=1)", "(slope.flatten(1) ** 2).sum(1).add(1e-4).sqrt()"
        ),
        "nearly",
    ),
    "quad misses a far peak": (
        "05/jsd-gauss",
        """\
def jsd_gauss(mu, sigma=1.0):
    from scipy.integrate import quad
    from scipy.stats import norm

    def f(x):
        a, b = norm.logpdf(x), norm.logpdf(x, mu, sigma)
        m = np.logaddexp(a, b) - np.log(2)
        return (np.exp(a) * (a - m) + np.exp(b) * (b - m)) / 2

    return quad(f, -np.inf, np.inf)[0]
""",
        "",
    ),
    "one radius for all images": (
        "06/precision-recall",
        lambda: solved(
            "06/precision-recall",
            "np.sort(cdist(cloud, cloud), axis=1)[:, k]",
            "np.median(np.sort(cdist(cloud, cloud), axis=1)[:, k])",
        ),
        "",
    ),
    "shuffled before it is split": (
        "06/c2st",
        lambda: solved(
            "06/c2st",
            "a, b = len(real) // 2",
            "shuffle = np.random.default_rng(0).permutation\n    real, fake = shuffle(real), shuffle(fake)\n"
            "    a, b = len(real) // 2",
        ),
        "",
    ),
    "G first, and half of D's loss": (
        "06/train-step",
        lambda: (
            "def train_step(G, D, opt_g, opt_d, x, noise):\n"
            "    m = len(x)\n"
            "    cost_g = g_loss(D(G(noise(m))))\n"
            "    opt_g.zero_grad()\n    cost_g.backward()\n    opt_g.step()\n"
            "    real_logits, fake_logits = D(x), D(G(noise(m)).detach())\n"
            "    cost_d = d_loss(real_logits, fake_logits) / 2\n"
            "    opt_d.zero_grad()\n    cost_d.backward()\n    opt_d.step()\n"
            "    with torch.no_grad():\n"
            "        d_real, d_fake = torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()\n"
            "        return torch.stack([cost_d, cost_g, d_real.float(), d_fake.float()])\n"
        ),
        "",
    ),
}


@pytest.mark.parametrize("name", FALSE_ONCE)
def test_what_was_false_is_not_said_any_more(name):
    where, code, sentence = FALSE_ONCE[name]
    said = [one.advice for one in failures(where, code() if callable(code) else code)]
    assert said, "a wrong answer is accepted"
    if sentence == "nearly":
        assert any(one.startswith(NEARLY) for one in said)
    elif sentence:
        assert any(sentence in one for one in said)
    else:
        assert set(said) == {""}


def test_what_is_said_does_not_depend_on_the_seed():
    code = (
        "def value(d_real_logits, d_fake_logits):\n"
        "    real, fake = sigmoid(np.asarray(d_real_logits, float)), sigmoid(np.asarray(d_fake_logits, float))\n"
        "    return float(np.mean(np.log(real + 1e-8)) + np.mean(np.log(1 - fake + 1e-8)))\n"
    )
    said = {tuple((one.grade_id, one.advice) for one in failures("03/value", code, seed)) for seed in (1, 2, 3)}
    assert len(said) == 1


# Single precision is no mistake of its own: a result that keeps six digits is right.
SINGLE = {
    "01/value-from-outputs": "one.float() if type(one).__module__ == 'torch' else __import__('numpy').float32(one)",
    "01/entropies": "__import__('numpy').float32(one)",
    "03/value": "__import__('numpy').float32(one)",
    "03/g-loss": "__import__('numpy').float32(one)",
    "05/jsd": "__import__('numpy').float32(one)",
    "06/fid": "__import__('numpy').float32(one)",
    "08/parzen-ll": "__import__('numpy').float32(one)",
    "07/spectral-norm": "__import__('numpy').float32(one)",
}


@pytest.mark.parametrize("where", SINGLE)
def test_a_result_in_single_precision_is_right(where):
    assert failures(where, teeth._changed(exercise(where)[1], SINGLE[where])) == []


def test_single_precision_on_the_way_is_called_that_or_nothing():
    code = solved(
        "05/jsd",
        "    total = 0.0\n",
        "    p, q = np.asarray(p, np.float32), np.asarray(q, np.float32)\n    total = 0.0\n",
    )
    assert all(one.advice == "" or one.advice.startswith(NEARLY) for one in failures("05/jsd", code))


# Wrong answers that passed; those that passed the visible checks only must not do that either.
ACCEPTED_ONCE = {
    "slerp goes straight below 14 degrees": (
        "06/interpolate",
        lambda: solved("06/interpolate", "< 1e-6", "< 0.24"),
    ),
    "a sum that is off by 1e-5 is a distribution": (
        "01/expected-value",
        lambda: solved("01/expected-value", "abs(probs.sum() - 1) > 1e-9", "abs(probs.sum() - 1) > 1e-5"),
    ),
    "the same in jsd": (
        "05/jsd",
        lambda: solved("05/jsd", "abs(np.sum(one) - 1) > 1e-9", "abs(np.sum(one) - 1) > 1e-5"),
    ),
}
VISIBLY_ACCEPTED_ONCE = {
    "negative probabilities": (
        "01/expected-value",
        lambda: solved("01/expected-value", "np.any(probs < 0) or ", ""),
    ),
    "an unstable logarithm in the real term": ("04/gan-steps", "unstable on the real term only"),
    "three of five models wrong": (
        "01/model-kind",
        """\
def model_kind(model):
    kinds = {"logistic regression": "discriminative", "naive Bayes": "explicit", "GAN generator": "explicit"}
    return kinds.get(model, "implicit")
""",
    ),
    "the formula sheet as published": (
        "03/repaired",
        lambda: solved(
            "03/repaired",
            "np.mean(np.log(disc(x))) + np.mean(np.log(1 - fake))",
            "np.mean(np.log(disc(x))) + np.mean(1 - np.log(fake))",
        ),
    ),
    "the plot as published": (
        "03/repaired",
        lambda: solved("03/repaired", "return -1 / (1 - fake)", "return 1 / (1 - fake)"),
    ),
    "the plot over the logit": ("03/repaired", lambda: solved("03/repaired", "return -1 / (1 - fake)", "return -fake")),
    "a branch without return": ("03/repaired", lambda: solved("03/repaired", "    return -1 / (1 - fake)\n", "")),
    "nan for a score of −800": (
        "02/disc",
        lambda: solved("02/disc", "sigmoid(disc_score(x, w, b))", "1 / (1 + np.exp(-disc_score(x, w, b)))"),
    ),
}


@pytest.mark.parametrize("name", ACCEPTED_ONCE)
def test_what_passed_once_is_rejected(name):
    where, code = ACCEPTED_ONCE[name]
    assert failures(where, code())


@pytest.mark.parametrize("name", VISIBLY_ACCEPTED_ONCE)
def test_what_passed_the_visible_checks_once_is_rejected_by_them(name):
    where, code = VISIBLY_ACCEPTED_ONCE[name]
    code = code() if callable(code) else code if code.startswith("def ") else in_the_bank(where, code).code
    found = failures(where, code, visible_only=True)
    assert found
    assert "broken" not in [one.reason for one in found]


def in_the_bank(where: str, name: str) -> bank.Answer:
    assignment, one = exercise(where)
    return next(
        answer for answer in bank.read(COURSE.bank(assignment)) if (answer.exercise, answer.name) == (one.name, name)
    )


# Frequent mistakes that had no name: the bank has them, and their sentence is said.
NAMED_NOW = (
    "04/gan-steps: sigmoid twice",
    "03/value: a small number inside the logarithm",
    "01/bce-with-logits: clamped at 100",
    "06/gan-losses: one minus the logits",
    "04/gan-steps: label smoothing",
    "03/game-step: both descend",
    "02/g-grads: no slope of G's sigmoid",
    "03/slopes: no chain rule",
    "01/mc-mean: mean of the samples",
    "01/mc-mean: f of the mean",
    "01/gauss-expectation: uniform weights",
    "03/push-density: the same distribution as z",
    "03/push-density: multiplied by the Jacobian",
    "03/identity: differentiates through the detective",
    "02/g-grads: the order of the two",
    "04/d-star: SciPy's factor for the bandwidth",
    "04/clouds: n // K samples from each mode",
    "04/d-heatmap: transposed",
    "05/jsd: kl_div with its arguments reversed",
    "07/r1-penalty: no graph",
    "06/kid: the squares divided by n − 1 twice",
    "06/fid: times two instead of squared",
    "08/vital-signs: minus first, then the quarter",
    "04/gan-steps: D descends V",
    "06/interpolate: exactly zero",
    "06/interpolate: straight below two degrees",
    "06/weights-init: biases of convolutions set to zero",
    "06/weights-init: biases of convolutions drawn",
    "01/expected-value: np.isclose as it comes",
    "05/jsd: np.isclose as it comes",
)


@pytest.mark.parametrize("name", NAMED_NOW)
def test_a_frequent_mistake_is_called_by_its_name(name):
    where, answer = name.split(": ")
    known = in_the_bank(where, answer)
    assert known.says in [one.advice for one in failures(where, known.code)]


def test_the_root_of_half_the_divergence_is_named_as_two_mistakes():
    code = teeth._changed(exercise("05/jsd")[1], "__import__('numpy').sqrt(one / 2)")
    (first, *_rest) = failures("05/jsd", code)
    assert first.advice.startswith("Two things at once.")
    assert "square root" in first.advice


# Nothing was said of these: a small value with six decimals, two things where half is the mean, an edge case that comes
# first, simple numbers below a root.
TWO_AT_ONCE = (
    *(("09/scores", pair) for pair in (("sign", "half"), ("double", "bits"), ("half", "root"))),
    *(("09/flow", pair) for pair in teeth.COMPOSITIONS),
    *(("01/sigmoid", pair) for pair in (("sign", "half"), ("half", "root"))),
    ("01/swap-labels", ("half", "root")),
    ("01/detective", ("double", "bits")),
    ("03/push-density", ("half", "root")),
    ("03/gan-round", ("sign", "half")),
)


@pytest.mark.parametrize(("where", "pair"), TWO_AT_ONCE)
def test_two_mistakes_at_once_are_named_and_the_sentence_holds_on_other_inputs(where, pair):
    assignment, one = exercise(where)
    first, second = (teeth.FACTORS[kind] for kind in pair)
    code = teeth._changed(one, first) + teeth._rewrapped(one, second)
    notebook = COURSE.source_notebook(assignment)
    (told,) = teeth.told_of(notebook, one, [], "composition", " + ".join(pair), code)
    assert told.verdict == "named", told
    assert told.sentence.startswith("Two things at once.")


def test_mgrid_with_its_axes_exchanged_is_named():
    code = (
        "def d_heatmap(D, xlim, ylim, n):\n"
        "    x, y = np.mgrid[xlim[0]:xlim[1]:n * 1j, ylim[0]:ylim[1]:n * 1j]\n"
        "    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1))).reshape(n, n)\n"
    )
    assert "Rows and columns are exchanged" in failures("04/d-heatmap", code)[0].advice


def test_a_player_may_be_frozen_and_thawed():
    code = in_the_bank("04/gan-steps", "frozen by requires_grad, and thawed again").code
    assert failures("04/gan-steps", code) == []
