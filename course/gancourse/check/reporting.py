"""Say which visible checks passed; hidden ones pass without a word."""

from __future__ import annotations

from contextvars import ContextVar

quiet: ContextVar[bool] = ContextVar("quiet", default=False)


def passed(label: str, why: str) -> None:
    """Print one line ``✓ label: why`` unless the checks are hidden ones or there is nothing to say."""
    text = f"{label}: {why}" if label and why else label or why
    if text and not quiet.get():
        print(f"✓ {text}")
