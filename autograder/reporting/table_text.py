"""Tables as CSV that spreadsheets open without running anything in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.engine import sanitise

# What a spreadsheet takes for a formula, a command or a separator of its own (OWASP, "CSV Injection"), also in the wide
# forms of these signs.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV: numbers as they are, texts without control characters, and none that begins a formula."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return target.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, int | float):
        return value
    text = " ".join(sanitise.text(value).split("\n"))
    return f"'{text}" if text.lstrip().startswith(_STARTS) else text
