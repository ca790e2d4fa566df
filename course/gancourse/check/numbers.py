"""Turn what a student returned into an array of numbers, or say plainly why it is none."""

from __future__ import annotations

from typing import Any

import numpy as np

from gancourse.check import describe
from gancourse.check.failure import CheckFailed


def as_array(found: Any, label: str) -> np.ndarray:
    """``found`` as a real array; Python numbers, NumPy arrays, (nested) lists and torch tensors are welcome.

    Raises:
        CheckFailed: with reason "type" for anything that is not real numbers (None, text, functions, complex, …).
    """
    if found is None:
        raise CheckFailed("type", f"{label} returned None.", "Does every path through your function end in `return …`?")
    if isinstance(found, str | bytes | dict | set) or callable(found):
        raise CheckFailed("type", f"{label} returned {describe.value(found)}, which is not a number or an array.")
    if type(found).__module__.split(".")[0] == "torch" and hasattr(found, "detach"):
        found = found.detach().cpu()
        found = found.double().numpy() if str(found.dtype) == "torch.bfloat16" else found.numpy()
    try:
        array = np.asarray(found)
    except ValueError:
        raise CheckFailed("type", f"{label} returned {describe.value(found)}: its rows differ in length.") from None
    if array.dtype.kind == "c":
        raise CheckFailed("type", f"{label} returned complex numbers.", "A log or a root of a negative number?")
    if array.dtype.kind not in "fiub":
        raise CheckFailed("type", f"{label} returned {describe.value(found)}, which is not a number or an array.")
    return array
