"""Reading what students write about the time of their hand-in."""

from __future__ import annotations

import datetime
import random
import string

import pytest

from autograder.grading.timestamps import read_timestamp


def test_a_moment_is_read_in_utc():
    assert read_timestamp("2026-05-01 12:00:00.000000 Europe/Berlin\n") == datetime.datetime(2026, 5, 1, 10)
    assert read_timestamp(" \n") is None


@pytest.mark.parametrize("text", ["yesterday", "15:99999999999999999999999999999999", "1e999", "\0"])
def test_what_is_no_moment_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        read_timestamp(text)


def test_no_text_whatever_raises_anything_else():
    draw = random.Random(20140610)
    letters = string.digits + ":.-/+TZ aApPmM,²eE\0éJanMayUTC"
    for _ in range(3000):
        text = "".join(draw.choices(letters, k=draw.randint(1, 40)))
        try:
            moment = read_timestamp(text)
        except ValueError:
            continue
        assert moment is None or moment.tzinfo is None
