"""The student's page from plain data: what it says first, what it never shows, and that nothing of a student's acts."""

from __future__ import annotations

import datetime
import html
import re
import time

import pytest

from autograder.attacks import page_scan
from autograder.reporting import guide, page
from autograder.reporting.marks import CellMark, Marks

LOADED_DIE = "expected_value([1, 6], [0.5, 0.5]): the loaded die\n  found     3\n  expected  3.5"
ADVICE = "That is the plain average: weigh each value with its `p`."


def markdown(text, **metadata):
    return {"cell_type": "markdown", "source": text, "metadata": metadata}


def code(grade_id, text, points=None, outputs=(), **metadata):
    role = {"grade_id": grade_id, "solution": points is None, "grade": points is not None, "points": points}
    return {
        "cell_type": "code",
        "source": text,
        "metadata": {"nbgrader": role, **metadata},
        "outputs": list(outputs),
    }


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def error(message, name="CheckFailed"):
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": ["secret line 7731"]}


TESTS = """\
check.close(call(f, 1), 1, "the fair die")
check.close(call(f, 2), 2, "the loaded die")
### BEGIN HIDDEN TESTS
with hidden("random values"):
    check.close(call(f, 7731), 7731, "only we know")
### END HIDDEN TESTS
"""
SOURCE = [
    markdown("# A title with $x^2$"),
    markdown("## 1. Means\n\nWeigh with $p_i$."),
    markdown("### Exercise 1 · The mean"),
    code("mean", "def f(x): ...", None),
    code("mean-values", TESTS, 2),
    markdown("**Commentary.** It is $3.5$.", tags=["commentary"]),
    markdown("## 2. More\n\nText."),
    markdown("### Exercise 2 · The rest"),
    code("rest", "def g(x): ...", None),
    code("rest-values", 'check.equal(call(g), 1, "it is one")', 1),
]
RELEASED = frozenset(cell["source"] for cell in SOURCE if "tags" not in cell["metadata"])
GUIDE = guide.of_cells(SOURCE, "01", released=RELEASED)


def graded(outputs, answer="def f(x):\n    return x", about=None, **metadata):
    cells = [
        code("mean", answer, None, **metadata),
        code("mean-values", TESTS, 2, outputs),
        code("rest", "def g():\n    return 1"),
        code("rest-values", "", 1, [stream("✓ it is one · g() = 1\n")]),
    ]
    return {"cells": cells, "metadata": {"autograder": about or {}}}


def made(outputs, first=0.0, commentary=False, marks=None, **more):
    marks = marks or Marks({"mean-values": CellMark(first, 2), "rest-values": CellMark(1, 1)})
    return page.render(page.gather("ada", GUIDE, graded(outputs, **more), marks, commentary))


def text(shown):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown.partition("<body>")[2])).split())


WRONG = [stream("✓ the fair die · f(1) = 1\n"), error(f"{LOADED_DIE}\n{ADVICE}")]
ABOUT = {"reasons": {"mean-values": "wrong value"}, "advice": {"mean-values": ADVICE}, "of_hidden": []}


def test_the_first_thing_said_is_what_to_do_next():
    said = text(made(WRONG, about=ABOUT))
    assert said.index("What to do next") < said.index("Points by exercise") < said.index("The exercises")
    assert "Exercise 1 · The mean (2 points to gain): That is the plain average: weigh each value with its p ." in said


def test_each_check_says_what_became_of_it():
    said = text(made(WRONG, about=ABOUT))
    assert (
        "✓ the fair die: f(1) = 1 ✗ not passed: the loaded die – not tried yet: random values (a hidden check)" in said
    )
    assert "found 3 expected 3.5" in said
    assert "Read again: 1. Means" in said


def test_a_dot_in_what_was_looked_for_is_no_end_of_it():
    told = "the mean of 2 · 3"
    source = [markdown("### Exercise 1 · The mean"), code("mean", "def f(x): ...", None)]
    source.append(code("mean-values", f'check.equal(call(f, 1), 1, "{told}")', 2))
    notebook = {"cells": [source[1], {**source[2], "outputs": [stream(f"✓ {told} · f(1) = 1\n")]}]}
    found = page.gather("ada", guide.of_cells(source, "x"), notebook, Marks({"mean-values": CellMark(2.0, 2.0)}, {}))
    (check,) = found.parts[0].tests[0].checks
    assert (check.text, check.more) == (told, "f(1) = 1")


def test_nbgraders_own_word_on_an_empty_cell_is_no_comment_of_a_person():
    shown = made([error("not written")], marks=Marks({"mean-values": CellMark(0.0, 2.0)}, {"mean": "No response."}))
    assert "Comment" not in text(shown)
    shown = made([error("not written")], marks=Marks({"mean-values": CellMark(0.0, 2.0)}, {"mean": "Come and see me."}))
    assert "Comment: Come and see me." in text(shown)


def test_names_in_what_was_found_are_code_and_no_backtick_is_left():
    shown = made([error("the loaded die: `f(2)` has the other sign.\n  found 3\n  call `f(2)`")], about=ABOUT)
    assert "✗ the loaded die: <code>f(2)</code> has the other sign." in shown
    assert "`" not in text(shown)


def test_a_hidden_check_that_failed_is_named_by_its_topic_and_by_nothing_else():
    message = "A hidden check did not pass: random values. The values are not right."
    about = {"reasons": {"mean-values": "exception"}, "of_hidden": ["mean-values"]}
    shown = made([stream("✓ the fair die · f(1)\n✓ the loaded die · f(2)\n"), error(message)], about=about)
    assert "✗ not passed: random values (a hidden check)" in text(shown)
    assert "raised an error" not in shown
    assert not re.search("7731|only we know", shown)


def test_what_became_of_hidden_parts_of_notebooks_that_others_graded_is_not_said():
    shown = made([error("a hidden test did not pass")], about={"reasons": {"mean-values": "not written"}})
    assert "not written yet" not in shown
    assert "Test 1 of 1: not passed" in text(shown)


def test_full_marks_have_the_commentary_only_where_it_is_allowed():
    right = [stream("✓ the fair die · f(1)\n✓ the loaded die · f(2)\n")]
    assert "What the author says" not in made(right, first=2.0)
    allowed = made(right, first=2.0, commentary=True)
    assert "every exercise has all its points" in allowed
    assert "<strong>Commentary.</strong> It is <math" in allowed
    assert "What the author says" not in made(WRONG, commentary=True)


def test_a_late_page_says_how_late_and_what_it_costs():
    due = datetime.datetime(2026, 3, 1, 12)
    cells = {"mean-values": CellMark(2, 2), "rest-values": CellMark(1, 1)}
    marks = Marks(cells, {}, 0.5, due + datetime.timedelta(days=1, hours=2, minutes=5), due)
    said = text(made([], marks=marks))
    assert "2.5 of 3 points" in said
    assert "minus 0.5 because they came 1 day and 2 hours after the due date" in said


def test_what_waits_for_a_person_and_what_people_wrote_is_said():
    marks = Marks(
        {"mean-values": CellMark(0, 2, waits=True), "rest-values": CellMark(1, 1, given_by_hand=True)},
        {"mean": "Nearly <b>there</b>"},
    )
    said = text(made([], marks=marks))
    assert "A person will still look at Exercise 1" in said
    assert "Comment: Nearly <b>there</b>" in said
    assert "given by a person" in said


def test_repairs_and_regrading_are_said():
    shown = text(made([], about={"repairs": ["mean-values came back."], "regraded": "27 November 2026"}))
    assert "mean-values came back." in shown
    assert "Regraded on 27 November 2026." in shown


def test_the_error_of_a_cell_is_shown_but_not_after_hidden_tests():
    def cell(**metadata):
        body = graded([])
        body["cells"][0]["outputs"] = [error("invalid 7731", "SyntaxError")]
        body["cells"][0]["metadata"].update(metadata)
        return page.render(page.gather("ada", GUIDE, body, Marks({"mean-values": CellMark(0, 2)})))

    assert "SyntaxError: invalid 7731" in cell()
    assert "7731" not in cell(autograder={"after_hidden_tests": True})


HOSTILE = (
    "<script>alert(1)</script>",
    "</pre><img src=http://a.b/c onerror=f()>",
    "`<b onclick=f()>`",
    "$\\href{javascript:f()}{x}$",
    "{{ 7*7 }}{% raw %}",
    "\x1b[31m\u202e\ud800",
    "x = (" * 3000,
    "'''" * 2000,
)


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_of_a_students_acts(bad):
    outputs = [stream(f"✓ {bad} · {bad}\n{bad}"), error(f"{bad}\n{bad}", bad)]
    marks = Marks({"mean-values": CellMark(0, 2), bad: CellMark(0, 1)}, {"mean": bad})
    shown = made(outputs, answer=bad, marks=marks, about={"repairs": [bad], "advice": {"mean-values": bad}})
    shown.encode("utf-8")
    assert page_scan.found(shown) == []
    assert not re.search("<script|<img|<b |\x1b|\u202e", shown)
    assert "49" not in re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)


def test_a_notebook_without_sense_makes_a_page_all_the_same():
    for body in ({}, {"cells": None}, {"cells": ["x", {"cell_type": 1, "outputs": 3, "metadata": []}]}):
        assert "What to do next" in page.render(page.gather("ada", GUIDE, body, Marks()))


def test_a_page_is_small_and_quick():
    long = graded(WRONG, answer="x = 1\n" * 5000, about=ABOUT)
    marks = Marks({"mean-values": CellMark(0, 2)})
    page.render(page.gather("ada", GUIDE, long, marks))
    started = time.process_time()
    for _ in range(5):
        shown = page.render(page.gather("ada", GUIDE, long, marks))
    assert (time.process_time() - started) / 5 < 0.1
    assert len(shown) < 80_000
    assert "(cut here)" in shown


FOREIGN = [
    markdown("# Problem set\n\n## Part A"),
    code("squares", "", None),
    code("test_squares", '"""squares handles the empty list"""\nassert squares(0) == []', 1),
    code("alone", "# Checks the plot.\nassert ax", 3),
]


def test_another_courses_tests_say_what_they_say_of_themselves():
    found = guide.of_cells(FOREIGN, "ps1")
    assert [(one.name, one.title, one.points) for one in found.exercises] == [("squares", "Part A", 4.0)]
    body = {"cells": FOREIGN, "metadata": {}}
    body["cells"][2]["outputs"] = [error("wrong for 0", "AssertionError")]
    said = text(page.render(page.gather("bob", found, body, Marks({"test_squares": CellMark(0, 1)}))))
    assert "squares handles the empty list" in said
    assert "✗ AssertionError: wrong for 0" in said
    assert "secret line" not in said


def test_what_students_did_not_get_is_not_in_a_section():
    source = [*SOURCE[:2], markdown("The scheme: 2 points for 3.5"), *SOURCE[2:]]
    found = guide.of_cells(source, "01", released=RELEASED)
    assert found.sections[0].text == "Weigh with $p_i$."
    assert not any(one.text for one in guide.of_cells(source, "01").sections)


def test_an_answer_that_uses_a_wrong_one_says_which_to_mend_first():
    source = [
        *SOURCE[:2],
        markdown("### Exercise 1 · The mean"),
        code("mean", "def f(x): ...", None),
        code("mean-values", TESTS, 2),
        markdown("### Exercise 2 · The rest"),
        code("rest", "def g(x): ...", None),
        code("rest-values", 'check.equal(call(g), 1, "it is one")', 1),
    ]
    told = guide.of_cells(source, "x")
    wrong = error("it is one\n  found     2\n  expected  1")

    def made(rest, mean_is=0.0, first="def f(x): return 2", advice=None):
        said = error(f"it is one\n  found     2\n  expected  1\n{ADVICE}") if advice else wrong
        notebook = {
            "metadata": {"autograder": {"advice": advice or {}}},
            "cells": [
                code("mean", first, None),
                code("mean-values", TESTS, 2, [wrong] if mean_is < 2 else []),
                code("rest", rest, None),
                code("rest-values", "", 1, [said]),
            ],
        }
        marks = Marks({"mean-values": CellMark(mean_is, 2.0), "rest-values": CellMark(0.0, 1.0)}, {})
        return page.gather("ada", told, notebook, marks)

    found = made("def g(x): return f(x)")
    assert [part.builds_on and part.builds_on.name for part in found.parts] == [None, "mean"]
    assert "When that is mended, look at this one again" in page.render(found)
    for other in (
        made("def g(x): return 2"),
        made("def g(x): return f(x)", mean_is=2.0),
        made("def f(x): return 1\ndef g(x): return f(x)"),
        made("def g(x) return f(x)"),
        made("def g(x): return f(x)", advice={"rest-values": ADVICE}),
    ):
        assert other.parts[1].builds_on is None


def test_a_small_case_is_shown_as_text_and_only_where_nothing_was_recognised():
    told = guide.of_cells(SOURCE, "x")
    case = {"call": "f(np.array([0.5]))", "found": "<b>2</b>", "expected": "0.5", "property": "f halves `x`"}
    notebook = {
        "cells": [code("mean", "def f(x): return 2", None), code("mean-values", TESTS, 2, [error(LOADED_DIE)])],
        "metadata": {"autograder": {"reasons": {"mean-values": "wrong value"}, "cases": {"mean": case}}},
    }
    marks = Marks({"mean-values": CellMark(0.0, 2.0)}, {})
    shown = page.render(page.gather("ada", told, notebook, marks))
    assert "<pre>f(np.array([0.5]))</pre>" in shown
    assert "Your function gives &lt;b&gt;2&lt;/b&gt;." in shown
    assert page_scan.found(shown) == []
    notebook["metadata"]["autograder"]["advice"] = {"mean-values": ADVICE}
    notebook["cells"][1]["outputs"] = [error(f"{LOADED_DIE}\n{ADVICE}")]
    assert "A small case" not in page.render(page.gather("ada", told, notebook, marks))
    for forged in ({"mean": "x"}, "x", {"mean": {"found": 1}}):
        notebook["metadata"]["autograder"] = {"cases": forged}
        assert "A small case" not in page.render(page.gather("ada", told, notebook, marks))


def test_a_blank_exercise_says_once_what_to_do_and_lists_no_checks():
    said = text(made([error("not written")], about={"reasons": {"mean-values": "not written"}, "of_hidden": []}))
    assert said.count("put your code in place of") == 1
    assert "not tried yet" not in said
    assert "hand it in again" in said


def test_a_page_says_what_a_hidden_check_is_where_it_has_one():
    assert text(made(WRONG, about=ABOUT)).count("with other inputs, drawn anew each time") == 1
