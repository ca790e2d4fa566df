"""Tables that people open in a spreadsheet, which runs what looks like a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"), also after blanks.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: object) -> str:
    """A value as the text of a CSV cell: numbers as they are, None as "", and no text that starts a formula."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, str) and (text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)):
        return f"'{text}"
    return text


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file (RFC 4180) with every cell made harmless by :func:`cell`."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return file.getvalue()
