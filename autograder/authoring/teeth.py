"""How sharp the tests of an exercise are, and how true what they say: mutants, other right forms, and sentences.

Everything that is tried here was made by this program or by the course's authors, so it runs in plain processes of
one's own, without a sandbox.
"""

from __future__ import annotations

import functools
import itertools
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from gancourse.check import conventions, outcomes
from gancourse.check.evidence import FULL, Comparison, precision

from autograder.authoring.mutants import Mutant, mutants
from autograder.authoring.tryout import Failure, try_answer
from autograder.engine.judge import telling_checks
from autograder.source import bank
from autograder.source.assignment import Exercise
from autograder.source.bank import Answer

SEED, OTHER_SEED = 1, 2
MUTANTS, MUTANTS_QUICK = 20, 5
COMPOSITIONS = (("sign", "half"), ("sign", "bits"), ("double", "bits"), ("half", "root"))
PERTURBATIONS = (5e-8, 3e-6, 1e-4)
# Processor time after which a mutant counts as endless: so many times that of the right answer, and no less than this.
TIMES_AS_LONG, LEAST_SECONDS = 10, 1.0
# As students are told at the start: a relative error of 1e-6 counts as right. Less than EXACT is rounding.
PRECISION, EXACT = 1e-6, 1e-13
# Unless an exercise is about accuracy; then its docstring asks for more: "to 1e-10".
ASKS_FOR_MORE = re.compile(r"\bto 1e-(?:[7-9]|1\d)\b")

# What a wrapper does to the numbers of a result; everything else passes.
_WRAPPER = """
import functools as _functools
def _each(value, change):
    import numpy
    if isinstance(value, (list, tuple)):
        return type(value)(_each(one, change) for one in value)
    if isinstance(value, dict):
        return {key: _each(one, change) for key, one in value.items()}
    if isinstance(value, (float, numpy.floating)) or (isinstance(value, numpy.ndarray) and value.dtype.kind == "f"):
        return change(value)
    if type(value).__module__ == "torch" and hasattr(value, "is_floating_point") and value.is_floating_point():
        return change(value)
    return value
_inside = set()
def _wrapped(function, change, layer):
    @_functools.wraps(function)
    def other(*args, **kwargs):
        # Only what comes out of the answer is changed, not what its functions give each other.
        if layer in _inside:
            return function(*args, **kwargs)
        _inside.add(layer)
        try:
            return _each(function(*args, **kwargs), change)
        finally:
            _inside.discard(layer)
    return other
"""
FACTORS = {
    "sign": "-one",
    "half": "one / 2",
    "double": "one * 2",
    "bits": "one / 0.6931471805599453",
    "root": "one.sqrt() if type(one).__module__ == 'torch' else __import__('numpy').sqrt(one)",
}
VARIANTS = {
    "a list": "one.tolist() if type(one).__module__ == 'numpy' else one",
    "an array without axes": "__import__('numpy').asarray(one) if isinstance(one, float) else one",
    "a scalar of NumPy's": "__import__('numpy').float64(one) if isinstance(one, float) else one",
}

NEARLY_EXACT = {f"{relative:+g} off": f"one * (1 + {relative!r})" for relative in (8e-7, -8e-7)}


@dataclass(frozen=True)
class Told:
    """What the tests said of a wrong answer, judged: "named", "nearly", "exception", "silent", "false", "accepted"."""

    origin: str
    name: str
    verdict: str
    sentence: str = ""


@dataclass
class Teeth:
    """The measurements of an exercise.

    Attributes:
        survivors: mutants that no test noticed and the bank does not explain.
        killed, explained, within: how many others there were: noticed, explained in the bank, or so near the right
            values on all inputs that the course counts them as right.
        rejected: other right forms that were refused, with the message.
        accepted: how many were accepted.
        told: what was said of every wrong answer.
        passed: the bank's wrong answers that no test notices, by name; looked for in a quick measurement only, which
            does not ask the judge.
    """

    exercise: str
    survivors: list[Mutant] = field(default_factory=list)
    killed: int = 0
    explained: int = 0
    within: int = 0
    rejected: list[str] = field(default_factory=list)
    accepted: int = 0
    told: list[Told] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)

    def confusion(self) -> dict[str, Counter[str]]:
        """origin → how often each verdict."""
        found: dict[str, Counter[str]] = {}
        for one in self.told:
            found.setdefault(one.origin, Counter())[one.verdict] += 1
        return found

    def complaints(self) -> list[str]:
        """One sentence for each mutant that lives, right form that is refused, and false sentence."""
        return [
            *(
                f"{self.exercise}: no test notices the mutant “{one.name}” on line {one.line}."
                for one in self.survivors
            ),
            *(f"{self.exercise}: a right form is rejected: {text}" for text in self.rejected),
            *(
                f"{self.exercise}: something false is said of “{one.name}” ({one.origin}): {one.sentence}"
                for one in self.told
                if one.verdict == "false"
            ),
        ]


@dataclass(frozen=True)
class Task:
    """What is measured: an exercise of an instructor's notebook, with its bank and the mutants that this explains."""

    notebook: Path
    exercise: Exercise
    answers: tuple[Answer, ...]
    explained: frozenset[str]


def measure(tasks: Sequence[Task], *, quick: bool, jobs: int) -> Iterator[Teeth]:
    """Measure exercises, each in a process, in the order that they are given in.

    Args:
        tasks: the exercises.
        quick: with fewer mutants, and without the sentences about them.
        jobs: how many processes.
    """
    if not tasks:
        return
    with ProcessPoolExecutor(jobs) as pool:
        todo = [pool.submit(_measure, one, quick) for one in tasks]
        for one in todo:
            yield one.result()


def _measure(task: Task, quick: bool) -> Teeth:
    notebook, exercise, answers, explained = task.notebook, task.exercise, list(task.answers), task.explained
    if "torch" in exercise.solution.cell.source:
        import torch

        torch.set_num_threads(1)
    teeth = Teeth(exercise.name)
    started = time.process_time()
    try_answer(notebook, exercise, exercise.solution.cell.source, seed=SEED)
    seconds = max(LEAST_SECONDS, TIMES_AS_LONG * (time.process_time() - started))
    _try_mutants(teeth, notebook, exercise, answers, explained, quick, seconds)
    for name, change in _variants(exercise).items():
        failures = try_answer(notebook, exercise, _changed(exercise, change), seed=SEED).failures
        if failures:
            teeth.rejected.append(f"{name}: {failures[0].message}".replace("\n", " "))
        else:
            teeth.accepted += 1
    teeth.told += perturbed(notebook, exercise, answers)
    wrong = [answer for answer in answers if not answer.is_right]
    if quick:
        with telling_checks("advised", False):
            teeth.passed = [
                one.name for one in wrong if not try_answer(notebook, exercise, one.code, seed=SEED).failures
            ]
        return teeth
    for answer in wrong:
        teeth.told += told_of(notebook, exercise, answers, "bank", answer.name, answer.code, answer.says or "")
    sentences = {kind: sentence for sentence, kind in conventions.sentences().items()}
    for pair in COMPOSITIONS:
        first, second = (FACTORS[kind] for kind in pair)
        code = f"{_changed(exercise, first)}{_rewrapped(exercise, second)}"
        kind = " + ".join(pair)
        teeth.told += told_of(notebook, exercise, answers, "composition", kind, code, sentences.get(kind, ""))
    return teeth


def _variants(exercise: Exercise) -> dict[str, str]:
    """Other forms of the right answer that this exercise has to accept."""
    variants = {**VARIANTS, **({} if is_about_accuracy(exercise) else NEARLY_EXACT)}
    if any("check.dtype(" in test.cell.source for test in exercise.tests):
        del variants["a list"]  # it has no dtype
    return variants


def is_about_accuracy(exercise: Exercise) -> bool:
    """Whether the exercise asks for a smaller error than the course does everywhere."""
    return bool(ASKS_FOR_MORE.search(exercise.solution.cell.source))


def nearly_exact(notebook: Path, exercise: Exercise) -> list[Failure]:
    """What the tests of an exercise have against the right answer with a relative error below 1e-6."""
    return [
        failure
        for change in NEARLY_EXACT.values()
        for failure in try_answer(notebook, exercise, _changed(exercise, change), seed=SEED).failures
    ]


def perturbed(notebook: Path, exercise: Exercise, answers: list[Answer]) -> list[Told]:
    """What is said of the right answer when its numbers are a little off: any cause that is named is false."""
    found = []
    for relative in PERTURBATIONS:
        code = _changed(exercise, f"one * (1 + {relative!r})")
        found += told_of(notebook, exercise, answers, "perturbation", f"times 1 + {relative:g}", code)
    return [replace(one, verdict="false") if one.verdict == "named" else one for one in found]


def _try_mutants(
    teeth: Teeth,
    notebook: Path,
    exercise: Exercise,
    answers: list[Answer],
    explained: frozenset[str],
    quick: bool,
    seconds: float,
) -> None:
    made = mutants(exercise.solution.cell.source, solution_lines(exercise))
    random.Random(0).shuffle(made)
    for mutant in made[: MUTANTS_QUICK if quick else MUTANTS]:
        if mutant.name in explained:
            teeth.explained += 1
            continue
        tried = try_answer(notebook, exercise, mutant.code, seed=SEED, seconds=seconds)
        failures = tried.failures
        if not failures:
            if _is_within_precision(tried.comparisons):
                teeth.within += 1
            else:
                teeth.survivors.append(mutant)
            continue
        teeth.killed += 1
        if not quick:
            verdict = _verdict(notebook, exercise, mutant.code, failures, answers, "no sentence of its own")
            teeth.told.append(Told("mutant", mutant.name, *verdict))


def _is_within_precision(made: list[Comparison]) -> bool:
    """Whether all values are right to the course's precision, and some of them not exactly so."""
    off = 0.0
    for one in made:
        found, right = one.found.astype(float), one.expected.astype(float)
        if one.expected.dtype.kind != "f" or precision(one.expected) > FULL:
            continue  # whole numbers, or given with six digits: nothing can be told from these
        with np.errstate(all="ignore"):
            relative = np.abs(found - right) / np.maximum(np.abs(right), np.abs(right).max(initial=0.0) * PRECISION)
        off = max(off, float(np.nan_to_num(relative).max(initial=0.0)))
    return EXACT < off <= PRECISION


def solution_lines(exercise: Exercise) -> set[int]:
    """The lines of the solution cell, from 1, that students write."""
    inside, found = False, set()
    for number, line in enumerate(exercise.solution.cell.source.splitlines(), start=1):
        if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            inside = "BEGIN" in line
        elif inside:
            found.add(number)
    return found


def _changed(exercise: Exercise, change: str) -> str:
    return exercise.solution.cell.source + _WRAPPER + _rewrapped(exercise, change)


def _rewrapped(exercise: Exercise, change: str) -> str:
    names = sorted(bank.defined_names(exercise.solution.cell.source))
    return "\n_layer = object()" + "".join(
        f"\n{name} = _wrapped({name}, lambda one: {change}, _layer) if callable({name}) else {name}" for name in names
    )


def told_of(
    notebook: Path, exercise: Exercise, answers: list[Answer], origin: str, name: str, code: str, own: str = ""
) -> list[Told]:
    """What the tests say of a wrong answer, judged; nothing if they accept it.

    Args:
        notebook: the instructor's notebook.
        exercise: which.
        answers: of the bank to this exercise.
        origin: where the answer comes from.
        name: of the answer.
        code: the answer.
        own: the sentence that names its cause, if there is one.
    """
    failures = try_answer(notebook, exercise, code, seed=SEED).failures
    if not failures:
        # The banks are judged elsewhere, and what is within the tolerance of every test is right.
        return []
    return [Told(origin, name, *_verdict(notebook, exercise, code, failures, answers, own))]


NEARLY = ("It is right to about", "These are numbers of single precision")


def _verdict(
    notebook: Path, exercise: Exercise, code: str, failures: list[Failure], answers: list[Answer], own: str
) -> tuple[str, str]:
    """What the sentences of an answer's failures are worth, and the one that counts."""
    said = [one.advice for one in failures if one.advice]
    if own in said or any(one.reason == "argument changed" for one in failures):
        return "named", own
    if any(one.reason == "time" for one in failures):
        return "exception", "it did not end"  # to try it again on other inputs would take as long each time
    if not said:
        return (
            "exception" if any(one.reason in ("exception", "not raised", "type") for one in failures) else "silent"
        ), ""
    causes = conventions.sentences()
    known: dict[str, list[Answer]] = {}
    for answer in answers:
        known.setdefault(answer.says or "", []).append(answer)
    for sentence in said:
        if sentence in causes and not _holds(notebook, exercise, code, causes[sentence]):
            return "false", sentence
        if sentence in known and not any(_does_the_same(notebook, exercise, code, one) for one in known[sentence]):
            return "false", sentence
    if any(one in causes or one in known for one in said):
        return "named", said[0]
    return ("nearly" if said[0].startswith(NEARLY) else "exception"), said[0]


def _holds(notebook: Path, exercise: Exercise, code: str, kind: str) -> bool:
    """Whether a convention gives what the answer gives wherever it is wrong, on inputs not seen before.

    An answer may be wrong in one of its branches only: of that branch the sentence is true.
    """
    if kind in conventions.REARRANGED:
        return True  # it was tried on every call
    made, right = (_compared(notebook, exercise, one) for one in (code, exercise.solution.cell.source))
    # What a check expects may be coarse, as a 0 that is reached within a thousandth; the solution's own value is not.
    exact = (
        [replace(one, expected=other.found) for one, other in zip(made, right, strict=True)]
        if [one.expected.shape for one in made] == [other.found.shape for other in right]
        else []
    )
    kinds = set(kind.split(conventions.OR))
    # Only of a root or a logarithm values that are not finite may be a part of what it says.
    bent = any({"root", "logarithm"} & set(one.split(" + ")) for one in kinds)
    by_part: dict[tuple, list[Comparison]] = {}
    for exactly, finite in itertools.product((False, True), (np.all, np.any) if bent else (np.all,)):
        for one in exact if exactly else made:
            if one.made is not None and not one.near and finite(np.isfinite(one.found)):
                part = (exactly, finite, id(one.made.function), repr(one.made.path))
                by_part.setdefault(part, []).append(one)
    return any(
        not kinds.isdisjoint(conventions.fitting_values(seen, double=double))
        for seen in by_part.values()
        for double in (False, True)
    )


@functools.lru_cache(maxsize=64)
def _compared(notebook: Path, exercise: Exercise, code: str) -> tuple[Comparison, ...]:
    """What the tests compare of an answer, on inputs not seen before, when no check stops them."""
    return tuple(try_answer(notebook, exercise, code, seed=OTHER_SEED, keep_going=True).comparisons)


def _does_the_same(notebook: Path, exercise: Exercise, code: str, answer: Answer) -> bool:
    """Whether an answer gives what a wrong answer of the bank gives wherever it is wrong, on inputs not seen before.

    Of an exercise with several functions, one is enough: the sentence is about that one.
    """
    own, known = (_compared(notebook, exercise, one) for one in (code, answer.code))
    if len(own) != len(known):
        return False
    same: dict[str, list[bool]] = {}
    for a, b in zip(own, known, strict=True):
        if not a.near:
            fits = a.found.shape == b.found.shape and np.allclose(
                a.found, b.found, rtol=1e-5, atol=1e-9, equal_nan=True
            )
            same.setdefault(outcomes.name_of(a.made) if a.made else "", []).append(fits)
    return not same or any(all(some) for some in same.values())
