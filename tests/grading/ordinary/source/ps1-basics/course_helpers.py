"""Handed out with the assignment, as many courses do since nose no longer runs."""


def assert_equal(got, expected, message=None):
    """nose's assert_equal, with a message that shows both sides."""
    assert got == expected, message or f"got {got!r}, expected {expected!r}"
