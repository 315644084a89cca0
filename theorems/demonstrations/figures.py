"""Figures of an acceptance check: what was measured, what is known, and how far apart they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Figure:
    """One quantity that an acceptance check looks at.

    what      in words.
    measured  what the implementation gave, or its distance from what is known.
    wanted    what is known, or the most that is accepted.
    accepted  whether it is.
    rule      how the two are compared, in words.
    """

    what: str
    measured: float
    wanted: float
    accepted: bool
    rule: str

    def record(self) -> dict[str, Any]:
        """The figure as JSON-ready data; what is not finite is text."""
        numbers = {
            name: float(value) if np.isfinite(value) else str(value)
            for name, value in (("measured", self.measured), ("wanted", self.wanted))
        }
        return {"what": self.what, **numbers, "accepted": self.accepted, "rule": self.rule}

    @property
    def sentence(self) -> str:
        """The figure in a line."""
        return f"{self.what}: {self.measured:.4g} {self.rule} {self.wanted:.4g}"


def equals(what: str, measured: ArrayLike, known: ArrayLike, *, digits: float) -> Figure:
    """The measured array agrees with the known one to so many digits: |measured − known| ≤ 10^−digits |known|.

    Arrays are compared by their Euclidean norms; for a known zero the distance itself is compared.
    Arrays of different shapes, or not finite, are not accepted.
    """
    found, true = np.asarray(measured, dtype=float), np.asarray(known, dtype=float)
    bound = 10.0**-digits
    if found.shape != true.shape:
        return Figure(f"{what} (shape {found.shape} for {true.shape})", float("nan"), bound, False, "is no")
    if found.ndim == 0:
        gap = abs(float(found) - float(true))
        good = bool(gap <= bound * (abs(float(true)) or 1.0))
        return Figure(what, float(found), float(true), good, f"to {digits:g} digits is")
    gap = float(np.linalg.norm(found - true)) / (float(np.linalg.norm(true)) or 1.0)
    return Figure(f"{what}, relative distance", gap, bound, bool(gap <= bound), "≤")


def at_most(what: str, measured: float, bound: float) -> Figure:
    """The measured number is at most the bound; NaN is not."""
    return Figure(what, float(measured), float(bound), bool(measured <= bound), "≤")


def at_least(what: str, measured: float, bound: float) -> Figure:
    """The measured number is at least the bound; NaN is not."""
    return Figure(what, float(measured), float(bound), bool(measured >= bound), "≥")
