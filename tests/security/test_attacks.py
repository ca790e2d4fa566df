"""The bank of attacks gains nothing from this grader; on stock nbgrader it does, so the canaries are alive."""

from __future__ import annotations

import contextlib
import html
import itertools

import pytest
from conftest import ROOT, run
from lab import browser
from playwright.sync_api import Error as PlaywrightError

from autograder.attacks import page_scan
from autograder.attacks import run as attack_run
from autograder.attacks.bank import ROWS, VICTIM, read_bank
from autograder.authoring import leaks, sample_class
from autograder.errors import BadSource

BANK = ROOT / "tests" / "security" / "attacks"
ATTACKS = {attack.name: attack for attack in read_bank(BANK)}


# The four that the review of the engine handed over ready-made.
REVIEWED = {"a12-memory-in-files", "a12-report-cut-off", "a12-timestamp", "a18-hidden-inputs-in-a-name"}


def a_sample(names):
    """Every fifth attack of each row, the row's first among them, and those of the review."""
    rows = itertools.groupby(sorted(names), key=lambda name: name.partition("-")[0])
    return {name for _row, ones in rows for name in list(ones)[::5]} | REVIEWED


SAMPLE = a_sample(ATTACKS)
EACH = [name if name in SAMPLE else pytest.param(name, marks=pytest.mark.long) for name in ATTACKS]
BOTH = pytest.mark.parametrize("part", ["the sample", pytest.param("the rest", marks=pytest.mark.long)])
TOUCH_ALL = """
for (const one of document.querySelectorAll("#notebook *, body > *:not(nav) *"))
    for (const what of ["mouseover", "focus", "click"])
        if (what !== "click" || one.matches("[onclick], a[href^='java' i]"))
            one.dispatchEvent(new MouseEvent(what, {bubbles: false, cancelable: true}));
"""
# What the research had found: wrong submissions with full marks, others' work read, the gradebook written.
KNOWN_TO_SUCCEED = (
    "a03-input-transformer",
    "a03-run-code",
    "a04-execute-result",
    "a07-neighbours-work",
    "a08-own-manual-points",
    "a18-hidden-tests-in-tracebacks",
    "a19-student-markdown",
)


# Whoever looks at pages needs these.
ALWAYS = {"a19-student-markdown", "a19-html-output", "a19-manual-answer"}


def test_the_bank_has_forty_attacks_over_all_rows_each_with_its_aim():
    assert len(ATTACKS) >= 40
    assert {attack.row for attack in ATTACKS.values()} == set(ROWS)
    for attack in ATTACKS.values():
        assert len(attack.gains.split()) >= 8, attack.name
        assert attack.gains.endswith("."), attack.name
    assert [attack.name for attack in ATTACKS.values() if attack.not_run] == ["a15-installed-packages"]


# The first of these grades a class of attacks, which takes minutes.
pytestmark = pytest.mark.timeout(2700)


@pytest.fixture(scope="module")
def attacked(course, request):
    """A class of the attacks that this run asks for: a sample, with `make test-long` all."""
    chosen = {
        item.callspec.params["name"]
        for item in request.session.items
        if getattr(item, "originalname", "") == "test_an_attack_gains_nothing"
    } or SAMPLE
    attacks = [attack for name, attack in ATTACKS.items() if name in chosen | ALWAYS]
    with attack_run.attacked_class(course, BANK, attacks) as (ground, report):
        yield ground, report


@pytest.fixture(scope="module")
def engine(attacked):
    return attack_run.examine_engine(*attacked)


@pytest.mark.parametrize("name", EACH)
def test_an_attack_gains_nothing(engine, name):
    assert engine.gains.get(name, []) == []


@BOTH
def test_the_honest_are_graded_as_if_nobody_had_attacked(engine, part):
    assert engine.nobody == []


@BOTH
def test_no_page_of_the_attacked_class_runs_a_script_of_a_student(attacked, tmp_path, part):
    """In Chromium: formgrader's page and the feedback of every attack; and the same page, as handed in, does.

    The sample are the attacks on pages. What acts in those of the others is looked for with the rest of their gains.
    """
    ground, _report = attacked
    pages = []
    for attack in [one for one in ground.attacks if part == "the rest" or one.row == "A19"]:
        for student in attack.students:
            graded = ground.course.autograded / student / VICTIM / f"{VICTIM}.ipynb"
            if graded.is_file():
                pages.append((attack.name, page_scan.formgrader_page(graded, student)))
            pages += [
                (attack.name, page.read_text(encoding="utf-8"))
                for page in (ground.course.feedback / student).rglob("*.html")
            ]
    submitted = sample_class.submission_path(ground.course, "a19-student-markdown", VICTIM)
    pages.append(("as handed in", page_scan.formgrader_page(submitted, "a")))
    assert {name for name, _page in pages} > ALWAYS
    attacked_by, current = set(), [""]
    with browser() as chromium:
        page = chromium.new_page()
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        page.expose_function("tell", lambda: attacked_by.add(current[0]))
        page.add_init_script("Object.defineProperty(window, '__attacked', {set() { window.tell(); }})")
        for number, (name, text) in enumerate(pages):
            current[0] = name
            path = tmp_path / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            page.goto(path.as_uri())
            # A link that runs a script may put another page in the place of this one.
            with contextlib.suppress(PlaywrightError):
                page.evaluate(TOUCH_ALL)
            page.wait_for_timeout(50)
    assert attacked_by == {"as handed in"}


@BOTH
def test_no_page_of_the_attacked_class_has_a_line_that_is_held_back(attacked, part):
    ground, _report = attacked
    held = leaks.held_back(ground.course, VICTIM)
    assert {what for what, _line in held} >= {"SOLUTION", "HIDDEN TESTS"}
    pages = list(ground.course.feedback.rglob("*.html"))
    assert {page.relative_to(ground.course.feedback).parts[0] for page in pages} > ALWAYS
    found = {str(page): lines for page in pages if (lines := leaks.in_page(page.read_text(encoding="utf-8"), held))}
    assert found == {}
    # The audit is alive: a page with such a line is found.
    assert leaks.in_page(f"<p>{html.escape(held[0][1])}</p>", held)


def gains_from_nbgrader(kept):
    attacks = [ATTACKS[name] for name in KNOWN_TO_SUCCEED]
    theirs = attack_run.Column(attacks)
    for column in attack_run.on_nbgrader(BANK, attacks, 2, kept):
        theirs.add(column)
    return theirs.gains


@pytest.mark.long
def test_nbgrader_gives_in_to_the_attacks_of_the_research_and_a_second_run_goes_on_where_it_was(tmp_path, monkeypatch):
    gains = gains_from_nbgrader(tmp_path)
    assert sorted(gains) == sorted(KNOWN_TO_SUCCEED)

    run_again = []

    def attack(_empty, batch, _blank):
        run_again.extend(one.name for one in batch)
        return attack_run.Column(batch, {one.name: ["again"] for one in batch})

    monkeypatch.setattr(attack_run, "_attack_nbgrader", attack)
    cut_off = tmp_path / "a07-neighbours-work.json"
    cut_off.write_text(cut_off.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert gains_from_nbgrader(tmp_path) == gains | {"a07-neighbours-work": ["again"]}
    assert run_again == ["a07-neighbours-work"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# %%\nx = 1\n", "the first cell is Markdown"),
        ('# %% [markdown] row="A20"\n# # a\n#\n# b\n\n# %% cell="clamp"\nx = 1\n', "use one of A1 to A19"),
        ('# %% [markdown] row="A1"\n# # a\n#\n# b\n', "changes nothing"),
        ('# %% [markdown] row="A1"\n# # a\n#\n# b\n\n# %%\nx = 1\n', "exactly one of"),
        ('# %% [markdown] row="A1" who="me"\n# # a\n#\n# b\n\n# %% cell="clamp"\nx = 1\n', "unknown key 'who'"),
    ],
)
def test_a_bad_attack_is_refused_with_file_and_line(tmp_path, text, words):
    (tmp_path / "a01-bad.py").write_text(text, encoding="utf-8")
    with pytest.raises(BadSource, match=r"a01-bad\.py:\d+: ") as refused:
        read_bank(tmp_path)
    assert words in str(refused.value)


def test_a_folder_without_attacks_is_refused(tmp_path, course):
    done = run("autograder", "attack", tmp_path, cwd=course.root)
    assert done.returncode == 2
    assert "no attack is here" in done.stderr


@pytest.mark.parametrize(
    ("page", "entries"),
    [
        ("<p>plain <a href='https://a.b/'>link</a> <img src='data:image/png;base64,AA=='></p>", 0),
        ("<script>x</script>", 1),
        ("<a href='proof.html'>x</a>", 1),
        ("<a href='Plot.SVG?a#b'>x</a>", 1),
        ("<a href='https://a.b/paper.html'>x</a> <a href='#a.html'>x</a>", 0),
        ("<img src='/logout'>", 1),
        ("<img src='https://a.b/pixel.png'>", 1),
        ("<script type='text/plain'>x</script>", 0),
        ("<img src=x onerror=f()>", 2),
        ("<svg/onload=f()>", 1),
        ("<a href='java\tscript:f()'>x</a>", 1),
        ("<iframe srcdoc='x'></iframe>", 1),
        ("<noscript><p title='</noscript><img src=x onerror=f()>'></p></noscript>", 2),
        ("<pre>&lt;script&gt;x&lt;/script&gt;</pre>", 0),
    ],
)
def test_what_acts_in_a_page_is_found(page, entries):
    assert len(page_scan.found(f"<html><body>{page}</body></html>")) == entries
