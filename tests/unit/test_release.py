"""The line under the first cell: versions, and one sentence where notebook and course do not fit."""

from __future__ import annotations

import pytest
from gancourse import release


@pytest.mark.parametrize(
    ("notebook", "installed", "words"),
    [
        ("0.2.0", "0.2.0", ""),
        ("0.2.0", "0.2.7", ""),
        ("0.2.3", "0.2.0", ""),
        ("0.3.0", "0.2.9", "pip install --upgrade ."),
        ("0.2.9", "0.3.0", "python -m gancourse.update"),
        ("0.10.0", "0.9.0", "pip install --upgrade ."),
        ("1.0.0", "0.9.0", "pip install --upgrade ."),
        ("0.2.0", "0.2.0rc1", ""),
    ],
)
def test_they_fit_where_only_the_patch_differs_and_else_the_sentence_says_what_to_do(notebook, installed, words):
    said = release.what_does_not_fit(notebook, installed)
    assert words in said
    assert bool(said) == bool(words)


@pytest.mark.parametrize("text", ["", "1", "one.two", "v0.2.0"])
def test_what_is_no_version_is_refused(text):
    with pytest.raises(ValueError, match="no version of the course"):
        release.what_does_not_fit(text, "0.2.0")


def test_what_is_shown_is_saved_and_holds_versions_only(monkeypatch):
    monkeypatch.setattr(release, "_INSTALLED", {"gancourse": "0.3.1", "numpy": "2.3.0"})
    shown = []
    monkeypatch.setattr(release, "get_ipython", lambda: object())
    monkeypatch.setattr(release, "display", lambda *data, **more: shown.append((*data, more)))
    release.made_for("0.2.0")
    ((data, more),) = shown
    assert data["text/plain"].splitlines()[0].startswith("Course 0.3.1 · Python 3")
    assert "This notebook is from version 0.2.0" in data["text/plain"]
    assert "NumPy 2.3.0" in data["text/html"]
    environment = more["metadata"]["environment"]
    assert set(environment) == {"notebook", "course", "python", "system", "numpy"}
    assert environment["notebook"] == "0.2.0"


@pytest.mark.parametrize(("notebook", "printed"), [("0.2.0", ""), ("0.3.0", "pip install --upgrade .")])
def test_outside_a_notebook_only_what_does_not_fit_is_printed(monkeypatch, capsys, notebook, printed):
    monkeypatch.setattr(release, "_INSTALLED", {"gancourse": "0.2.0"})
    monkeypatch.setattr(release, "get_ipython", lambda: None)
    release.made_for(notebook)
    out = capsys.readouterr().out
    assert printed in out
    assert bool(out) == bool(printed)
