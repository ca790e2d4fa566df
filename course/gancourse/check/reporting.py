"""Say which visible checks passed; hidden ones pass without a word."""

from __future__ import annotations

from contextvars import ContextVar

LONGEST = 60
quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def passed(label: str, why: str) -> None:
    """Print one line ``✓ why · label`` unless the checks are hidden ones or there is nothing to say.

    What it means comes first, and of a long call only the beginning follows.
    """
    short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
    text = f"{why} · {short}" if label and why else short or why
    if text and not quiet.get():
        print(f"✓ {text}")
