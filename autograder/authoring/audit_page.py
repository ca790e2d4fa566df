"""The figures of an audit: rows for tables, and the page build/audit.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from autograder.authoring.inspection import EXPLAINED, NAMED, Inspected
from autograder.authoring.teeth import PERTURBATIONS

NAMES = ("assignment", "wrong answers from")
MUTANTS = (
    *("assignment", "exercises", "right answers accepted", "other right forms accepted"),
    *("wrong answers rejected", "mutants noticed", "within precision", "explained", "not noticed"),
)
VERDICTS = ("named", "nearly", "exception", "silent", "false")
SENTENCES = (*NAMES, *VERDICTS)
ALL = "all"
ORIGINS = ("bank", "composition", "mutant", "perturbation")

HEAD = """\
# What the checks say, measured

`make audit` writes this page. It tries the tests of every exercise on answers whose verdict is known:

- the **bank**: right and wrong answers from `solutions/NN-name/answers.py`, each judged as a student's answer is, with
  four seeds for the hidden inputs;
- **other right forms** of the solution, made by a program: a list, an array without axes, a NumPy number, a relative
  error of 8e-7;
- **mutants**: up to twenty small changes of each solution (`autograder/authoring/mutants.py` lists the kinds). A test
  has to notice, or the bank explains why none can; some stay within the precision that the course asks for, and so are
  right;
- **compositions**: two slips at once, such as a wrong sign and base 2;
- **perturbations**: the right numbers, times 1 + {perturbations}.

What is said of a wrong answer is *named* where a cause is said and verified: on inputs that were not seen before, it
gives what the answer gives. It is *nearly* where the digits are counted and no cause is named, an *exception* where
Python's own words or the type say it all, *silent* where found and expected are shown and nothing else, and *false*
where a cause is named that it is not. Asked for are no false sentence at all, {bank:.0%} of each bank named,
{composition:.0%} of the compositions, and at most {explained:.0%} of the mutants explained.
"""


def mutants(found: Sequence[Inspected]) -> list[list[str]]:
    """What was accepted and what was noticed: a row an assignment, and their sum."""
    rows = []
    for one in found:
        right, wrong = (
            [sum(part) for part in zip(*(each.count(right=kind) for each in one.audits), strict=True)] or [0, 0]
            for kind in (True, False)
        )
        forms = [sum(each.accepted for each in one.measured), sum(len(each.rejected) for each in one.measured)]
        counts = [
            *([len(one.measured)], right, [forms[0], sum(forms)], wrong),
            *([sum(getattr(each, name) for each in one.measured)] for name in ("killed", "within", "explained")),
            [sum(len(each.survivors) for each in one.measured)],
        ]
        rows.append((one.assignment, counts))
    if len(rows) > 1:
        total = [
            [sum(each) for each in zip(*column, strict=True)] for column in zip(*(c for _, c in rows), strict=True)
        ]
        rows.append((ALL, total))
    return [[name, *("/".join(map(str, count)) for count in counts)] for name, counts in rows]


def sentences(found: Sequence[Inspected]) -> list[list[str]]:
    """What was said of wrong answers: a row for each assignment and origin, and their sums."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for one in found:
        for each in one.measured:
            for told in each.told:
                for name in (one.assignment, ALL) if len(found) > 1 else (one.assignment,):
                    counted.setdefault((name, told.origin), Counter())[told.verdict] += 1
    return [
        [name, origin, *(str(counted[name, origin][verdict]) for verdict in VERDICTS)]
        for name in [*(one.assignment for one in found), ALL]
        for origin in ORIGINS
        if (name, origin) in counted
    ]


def page(found: Sequence[Inspected]) -> str:
    """All of it as Markdown."""
    head = HEAD.format(
        perturbations=", ".join(f"{one:g}" for one in PERTURBATIONS),
        bank=NAMED["bank"],
        composition=NAMED["composition"],
        explained=EXPLAINED,
    )
    unnamed = [f"- {text}" for one in found for text in one.unnamed()]
    parts = [
        head,
        "## Verdicts\n",
        _table(MUTANTS, mutants(found)),
        "## Sentences\n",
        _table(SENTENCES, sentences(found)),
        "## Where no cause is named\n",
        "\n".join(unnamed) + "\n",
    ]
    return "\n".join(parts)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    marks = ["---" if name in NAMES else "---:" for name in columns]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, marks, *rows)) + "\n"
