"""What of a submission lies where Jupyter serves it, and what a student's text may do in a page."""

from __future__ import annotations

import pytest

from autograder.engine.notebooks import Unreadable
from autograder.grading.served_files import copy, served_name


@pytest.mark.parametrize("name", ["a.csv", "B.CSV", "net.pt", "deep/er/plot.PNG", "notes.txt", "x.npz"])
def test_data_and_pictures_keep_their_names(name):
    assert served_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("proof.html", "proof.HtMl", "p.htm", "p.xhtml", "p.xht", "plot.svg", "p.SVGZ", "p.xml", "p.xsl", "p.mht"),
        *("p.shtml", "p.pdf", "p.js", "p.mjs", "p.swf", "p.html ", "p.html.", "html", ".html", "p.csv.html", "p.css"),
        *("p.hta", "p.rdf", "p.atom", "p.wasm", "p.py", "deep/p.html"),
    ],
)
def test_whatever_else_gets_an_ending_that_runs_nowhere(name):
    assert served_name(name) == f"{name}.txt"


@pytest.mark.parametrize("name", ["a\nb.csv", "a\x1b[2J.csv", "x" * 250 + ".csv", "a\u202egpj.html"])
def test_odd_names_stay_behind(name):
    assert served_name(name) is None


def test_files_are_copied_beside_the_graded_notebook(tmp_path):
    submitted, given, target = (tmp_path / name for name in ("submitted", "given", "target"))
    for folder in (submitted / "deep", given, target):
        folder.mkdir(parents=True)
    (submitted / "data.csv").write_text("theirs")
    (submitted / "more.csv").write_text("more")
    (submitted / "deep" / "page.html").write_text("<script>")
    (submitted / "01-x.IPYNB").write_text("{}")
    (submitted / "link.csv").symlink_to("/etc/passwd")
    (given / "data.csv").write_text("ours")
    (given / "drawing.svg").write_text("<svg/>")
    (target / "01-x.ipynb").write_text("graded")
    (target / "old.html").write_text("<script>")
    (sentence,) = copy(submitted, given, target, 1 << 20)
    assert "page.html" in sentence
    found = {str(path.relative_to(target)): path.read_text() for path in target.rglob("*") if path.is_file()}
    assert found == {
        "data.csv": "ours",
        "more.csv": "more",
        "deep/page.html.txt": "<script>",
        "drawing.svg": "<svg/>",
        "01-x.ipynb": "graded",
    }
    with pytest.raises(Unreadable, match="MiB"):
        copy(submitted, given, target, 5)
