"""What the student's code may ask of objects that a test hands over: attributes and operations, and nothing behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from unittest.mock import Mock

import pytest

from autograder.engine import handed


class Double:
    """As a test would write it."""

    def __init__(self) -> None:
        self.email, self.mails = "a@x", []

    def send(self, to: str) -> int:
        self.mails.append(to)
        return len(self.mails)

    def __len__(self) -> int:
        return len(self.mails)


Double.__module__ = "__main__"


def ask(value: object, operation: str, *args: object, may: Callable[[str], bool] = lambda _operation: True) -> object:
    return handed.answer(value, operation, list(args), may)


def test_attributes_methods_and_operations():
    double = Double()
    assert ask(double, "getattr", "email") == "a@x"
    assert ask(double, "getattr", "send")("b@x") == 1
    assert ask(double, "len") == 1


@pytest.mark.parametrize("name", ["__class__", "__dict__", "_private", "__init__", 3, None])
def test_nothing_with_an_underscore(name):
    with pytest.raises(AttributeError):
        ask(Double(), "getattr", name)


@pytest.mark.parametrize("operation", ["exec", "eval", "import", "add", "no such", 3, "getitem", "call"])
def test_only_what_its_class_has(operation):
    with pytest.raises(TypeError):
        ask(Double(), operation, "1")


def test_no_module_is_handed_out():
    double = Double()
    double.library = io
    with pytest.raises(AttributeError):
        ask(double, "getattr", "library")


@pytest.mark.parametrize(
    ("value", "name", "new"),
    [(Double(), "send", 1), (Double(), "email", print), (Mock(), "called", True), (Double, "email", "b@x")],
    ids=["a method", "by a function", "of a mock", "of a class"],
)
def test_what_decides_is_not_exchanged(value, name, new):
    with pytest.raises(TypeError):
        ask(value, "setattr", name, new)


def test_data_are_changed_only_where_the_own_solution_does_so():
    double = Double()
    ask(double, "setattr", "email", "b@x")
    assert double.email == "b@x"
    with pytest.raises(TypeError):
        ask(double, "setattr", "email", "c@x", may=lambda operation: operation != "test's setattr")


def test_what_stays_and_what_is_data():
    stays = [Double(), Double, Mock(), io.StringIO("a"), iter([1]), (n for n in range(3))]
    assert all(map(handed.is_handed, stays))
    assert not any(map(handed.is_handed, [3, "a", [1], {"a": 1}, print, int, io]))
