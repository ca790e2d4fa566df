"""Which folders the sandbox needs for a Python, wherever its packages lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autograder.engine import interpreters
from autograder.engine.interpreters import Interpreter, NoInterpreter


def installed(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
    return folder


def python(tmp_path: Path, search: list[Path], places: dict[str, str | None], is_own: bool = True) -> Interpreter:
    prefix = tmp_path / "prefix"
    return Interpreter(prefix / "bin" / "python", (3, 11), (prefix, prefix), tuple(search), places, is_own)


def test_a_package_elsewhere_brings_the_libraries_beside_it(tmp_path):
    elsewhere = installed(tmp_path / "elsewhere", "numpy", "numpy.libs", "scipy.libs", "plain")
    inside = installed(tmp_path / "prefix" / "lib", "inner", "inner.libs")
    places = {"numpy": str(elsewhere / "numpy"), "plain": str(elsewhere / "plain"), "inner": str(inside / "inner")}
    found = python(tmp_path, [], {**places, "missing": None, "file": ""}).packages()
    assert found == {
        "numpy": elsewhere / "numpy",
        "numpy.libs": elsewhere / "numpy.libs",
        "plain": elsewhere / "plain",
    }


def test_folders_of_installed_packages_elsewhere_are_needed_whole(tmp_path):
    user = installed(tmp_path / "user" / "site-packages", "seaborn", "seaborn-1.dist-info")
    course = installed(tmp_path / "course", "helpers")
    inside = installed(tmp_path / "prefix" / "lib", "inner-1.dist-info")
    one = python(tmp_path, [inside, user, course], {"seaborn": str(user / "seaborn")})
    assert one.outside() == [user]
    assert one.packages() == {}
    # Another Python says itself where it looks.
    assert python(tmp_path, [inside, user, course], {}, is_own=False).outside() == [user, course]


def test_this_python_is_known_by_any_of_its_names(tmp_path):
    assert interpreters.is_own(Path(sys.executable))
    assert interpreters.look_at(sys.executable).is_own
    assert interpreters.look_at(sys.prefix).is_own
    assert not interpreters.is_own(tmp_path / "python")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 1", "is no Python"),
        ("echo hello", "is no Python"),
        (
            """echo '{"executable": "/x/python", "version": [3, 8], "prefixes": [], "search": [], "places": {}}'""",
            "is Python 3.8, and students' code needs 3.11",
        ),
    ],
)
def test_what_is_no_python_or_too_old_is_refused_in_a_sentence(tmp_path, script, words):
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(NoInterpreter, match=words):
        interpreters.look_at(str(program))
