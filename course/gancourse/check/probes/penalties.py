"""Probes for 07-failure-modes: penalties on D.

They build a small D from plain numbers, call the student's function, and look at what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Layers = Sequence[tuple[np.ndarray, np.ndarray]]


def build_critic(layers: Layers) -> Any:
    """D as a float64 module: flatten, then layers (W, b) with tanh in between; logits (n, 1).

    W has the shape (fan_in, fan_out), b (fan_out,); one layer makes D linear.
    """
    import torch

    modules: list[Any] = [torch.nn.Flatten()]
    for position, (weight, bias) in enumerate(layers):
        weight, bias = np.array(weight, dtype=float), np.array(bias, dtype=float)
        fan_in, fan_out = weight.shape
        linear = torch.nn.Linear(fan_in, fan_out, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weight.T.copy()))
            linear.bias.copy_(torch.from_numpy(bias))
        modules += [torch.nn.Tanh(), linear] if position else [linear]
    return torch.nn.Sequential(*modules)


def logit_of(layers: Layers, x: np.ndarray) -> np.ndarray:
    """The logits (n,) of the same D at points x (n, d), in NumPy."""
    for position, (weight, bias) in enumerate(layers):
        x = (np.tanh(x) if position else x) @ np.asarray(weight, dtype=float) + np.asarray(bias, dtype=float)
    return x[:, 0]


def watch_penalty(penalty: Callable, layers: Layers, *arguments: Any) -> dict[str, Any]:
    """``penalty(D, *arguments)`` for the D of ``build_critic(layers)``; arrays arrive as float64 tensors.

    Returns:
        "value": the penalty as a float (nan if it is no single number).
        "gradient": its gradient with respect to all weights of D, in a row, layer by layer, W (fan_in, fan_out) first,
        then b; zeros for a weight it does not depend on, and everywhere if the penalty has no graph.
        "connected": does the penalty depend on D's weights at all, as far as the graph knows?
        "stored": did the call leave gradients in D's weights?
        "moved": did the call change D's weights?
        "touched": did the call change a tensor that it was given, or make one ask for gradients?
    """
    import torch

    critic = build_critic(layers)
    given = [torch.from_numpy(np.array(a, dtype=float)) if isinstance(a, np.ndarray) else a for a in arguments]
    tensors = [a for a in given if isinstance(a, torch.Tensor)]
    before, untouched = ([t.detach().clone() for t in group] for group in (critic.parameters(), tensors))
    made = penalty(critic, *given)
    weights = list(critic.parameters())
    found = {
        "stored": any(p.grad is not None and bool(p.grad.any()) for p in weights),
        "moved": any(not torch.equal(a, b) for a, b in zip(before, weights, strict=True)),
        "touched": any(
            t.requires_grad or not torch.equal(a, t.detach()) for a, t in zip(untouched, tensors, strict=True)
        ),
        "connected": isinstance(made, torch.Tensor) and made.requires_grad,
    }
    gradients: Sequence[torch.Tensor | None] = [None] * len(weights)
    if found["connected"] and made.numel() == 1:
        gradients = torch.autograd.grad(made.sum(), weights, allow_unused=True)
    rows = []
    for weight, gradient in zip(weights, gradients, strict=True):
        full = torch.zeros_like(weight) if gradient is None else gradient
        rows.append(full.detach().numpy().T.ravel())
    return found | {"value": _number(made), "gradient": np.concatenate(rows)}


def _number(made: Any) -> float:
    try:
        return float(made.detach() if hasattr(made, "detach") else made)
    except (TypeError, ValueError, RuntimeError):
        return float("nan")
