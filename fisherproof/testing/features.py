"""Bounded functions of a state by whose means laws are told apart: sines and cosines of scaled coordinates.

    z_i = (x_i - centre_i)/scale_i;     sin z_i, cos z_i, sin(z_i + z_j), cos(z_i + z_j) for neighbours i, j

Their means are the characteristic function at a few places: laws that agree there are not told apart.  Centre and
scale are read from a pilot sample of its own, and rounded to short numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fisherproof.testing.errors import ContractError
from fisherproof.testing.notation import Term, number
from numeric.arrays import Array

ROUND = 1 + 1e-9  # a sine that rounding puts above one is still within its bounds


@dataclass(frozen=True)
class Feature:
    """A function of states with values in [-1, 1].

    text      how it is printed.
    function  states (m,) or (m, d) to (m,).
    """

    text: str
    function: Callable[[Array], Array]


def standard(pilot: Array) -> tuple[Feature, ...]:
    """Sines and cosines on the scale of a sample, single coordinates first.

    pilot  (m,) or (m, d).
    """
    x = _columns(pilot)
    low, centre, high = np.quantile(x, [0.16, 0.5, 0.84], axis=0)
    scale = np.array([_short(s) if s > 0 else 1.0 for s in (high - low) / 2])
    middle = np.round(centre / scale * 4) / 4 * scale  # a quarter of the scale is near enough
    texts = [_scaled(i, x.shape[1], c, s) for i, (c, s) in enumerate(zip(middle, scale, strict=True))]
    found = []
    for places in ([i] for i in range(len(texts))):
        found += _waves(places, texts, middle, scale)
    for i in range(len(texts) - 1):
        found += _waves([i, i + 1], texts, middle, scale)
    return tuple(found)


def values(features: Sequence[Feature], states: Array) -> Array:
    """The features at the states, (m, number of features).

    Raises ContractError when one is not one number in [-1, 1] for each state.
    """
    columns = []
    for feature in features:
        found = np.asarray(feature.function(states), dtype=np.float64)
        if found.shape != states.shape[:1] or not np.all(np.abs(found) <= ROUND):
            raise ContractError(
                f"the feature {feature.text} must give one number in [-1, 1] for each state; it gave shape "
                f"{found.shape} and values up to {np.max(np.abs(found), initial=0.0):.3g}."
            )
        columns.append(np.clip(found, -1, 1))
    return np.stack(columns, axis=1)


def _waves(places: list[int], texts: list[str], middle: Array, scale: Array) -> list[Feature]:
    inside = " + ".join(texts[i] for i in places)

    def phase(states: Array) -> Array:
        return np.asarray(np.sum((_columns(states)[:, places] - middle[places]) / scale[places], axis=1))

    return [
        Feature(f"sin({inside})", lambda states: np.sin(phase(states))),
        Feature(f"cos({inside})", lambda states: np.cos(phase(states))),
    ]


def _scaled(i: int, d: int, centre: float, scale: float) -> str:
    """(x_i - centre)/scale as text; the scale is a power of two."""
    name = Term("x" if d == 1 else f"x[{i}]")
    moved = name.plus(Term(number(-centre))) if centre else name
    return moved.over(scale).text if scale > 1 else moved.times(1 / scale).text


def _short(x: float) -> float:
    """The nearest power of two."""
    return float(2.0 ** np.round(np.log2(x)))


def _columns(states: Array) -> Array:
    return np.asarray(states, dtype=np.float64).reshape(len(states), -1)
