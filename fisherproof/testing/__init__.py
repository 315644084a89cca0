"""Property-based tests of invariance, for people's own metrics, optimizers, priors, divergences and samplers.

>>> from fisherproof import testing
>>> def descent(problem, theta):
...     return -problem.gradient(theta)
>>> testing.assert_equivariant_direction(descent)
Traceback (most recent call last):
fisherproof.testing.errors.CounterexampleError: ...

An assertion takes a function that is written in coordinates, calls it in two charts (or on two sample spaces, or on
draws), and returns nothing, or raises CounterexampleError with the smallest instance it found, or UndecidedError.
Everything here loads when first used, and nothing of the catalogue of claims ever does.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fisherproof.testing.assertions.balance import assert_detailed_balance as assert_detailed_balance
    from fisherproof.testing.assertions.direction import (
        assert_equivariant_direction as assert_equivariant_direction,
    )
    from fisherproof.testing.assertions.flow import assert_invariant_flow as assert_invariant_flow
    from fisherproof.testing.assertions.markov import (
        assert_invariant_under_embeddings as assert_invariant_under_embeddings,
    )
    from fisherproof.testing.assertions.markov import (
        assert_metric_monotone_under_markov as assert_metric_monotone_under_markov,
    )
    from fisherproof.testing.assertions.markov import (
        assert_monotone_under_markov as assert_monotone_under_markov,
    )
    from fisherproof.testing.assertions.metric import assert_covariant_metric as assert_covariant_metric
    from fisherproof.testing.assertions.prior import assert_equivariant_prior as assert_equivariant_prior
    from fisherproof.testing.assertions.stationarity import assert_stationary as assert_stationary
    from fisherproof.testing.assertions.sufficiency import (
        assert_invariant_under_sufficiency as assert_invariant_under_sufficiency,
    )
    from fisherproof.testing.assertions.update import assert_invariant_update as assert_invariant_update
    from fisherproof.testing.assertions.update import update_order as update_order
    from fisherproof.testing.chart import Chart as Chart
    from fisherproof.testing.drawing.coordinates import affine_charts as affine_charts
    from fisherproof.testing.drawing.coordinates import charts as charts
    from fisherproof.testing.drawing.coordinates import monotone_charts as monotone_charts
    from fisherproof.testing.drawing.coordinates import rotations as rotations
    from fisherproof.testing.drawing.coordinates import scalings as scalings
    from fisherproof.testing.drawing.coordinates import triangular_charts as triangular_charts
    from fisherproof.testing.drawing.matrices import congruent_embeddings as congruent_embeddings
    from fisherproof.testing.drawing.matrices import markov_maps as markov_maps
    from fisherproof.testing.drawing.matrices import positive_laws as positive_laws
    from fisherproof.testing.drawing.matrices import spd_matrices as spd_matrices
    from fisherproof.testing.drawing.matrices import zero_sum_vectors as zero_sum_vectors
    from fisherproof.testing.drawing.parameters import families as families
    from fisherproof.testing.drawing.parameters import losses as losses
    from fisherproof.testing.drawing.parameters import points as points
    from fisherproof.testing.drawing.parameters import sufficient_statistics as sufficient_statistics
    from fisherproof.testing.drawing.parameters import tangent_vectors as tangent_vectors
    from fisherproof.testing.errors import ContractError as ContractError
    from fisherproof.testing.errors import CounterexampleError as CounterexampleError
    from fisherproof.testing.errors import UndecidedError as UndecidedError
    from fisherproof.testing.features import Feature as Feature
    from fisherproof.testing.layers import Exp as Exp
    from fisherproof.testing.layers import Layer as Layer
    from fisherproof.testing.layers import Logistic as Logistic
    from fisherproof.testing.layers import Reciprocal as Reciprocal
    from fisherproof.testing.layers import Ripple as Ripple
    from fisherproof.testing.layers import Rotation as Rotation
    from fisherproof.testing.layers import Scale as Scale
    from fisherproof.testing.layers import Shift as Shift
    from fisherproof.testing.layers import Sinh as Sinh
    from fisherproof.testing.layers import Slant as Slant
    from fisherproof.testing.layers import Square as Square
    from fisherproof.testing.models import load as family
    from fisherproof.testing.objective import Fit as Fit
    from fisherproof.testing.objective import Loss as Loss
    from fisherproof.testing.objective import Polynomial as Polynomial
    from fisherproof.testing.parametric import Family as Family
    from fisherproof.testing.problem import Problem as Problem
    from fisherproof.testing.ranges import Range as Range
    from fisherproof.testing.statistic import Statistic as Statistic
    from fisherproof.testing.statistic import relabelled as relabelled
    from fisherproof.testing.statistic import sorted_pair as sorted_pair
    from fisherproof.testing.statistic import summed as summed
    from fisherproof.testing.statistic import with_coin as with_coin

_HOME = {
    "assertions.balance": ("assert_detailed_balance",),
    "assertions.direction": ("assert_equivariant_direction",),
    "assertions.flow": ("assert_invariant_flow",),
    "assertions.markov": (
        "assert_invariant_under_embeddings",
        "assert_metric_monotone_under_markov",
        "assert_monotone_under_markov",
    ),
    "assertions.metric": ("assert_covariant_metric",),
    "assertions.prior": ("assert_equivariant_prior",),
    "assertions.stationarity": ("assert_stationary",),
    "assertions.sufficiency": ("assert_invariant_under_sufficiency",),
    "assertions.update": ("assert_invariant_update", "update_order"),
    "chart": ("Chart",),
    "drawing.coordinates": (
        "affine_charts",
        "charts",
        "monotone_charts",
        "rotations",
        "scalings",
        "triangular_charts",
    ),
    "drawing.matrices": (
        "congruent_embeddings",
        "markov_maps",
        "positive_laws",
        "spd_matrices",
        "zero_sum_vectors",
    ),
    "drawing.parameters": ("families", "losses", "points", "sufficient_statistics", "tangent_vectors"),
    "errors": ("ContractError", "CounterexampleError", "UndecidedError"),
    "features": ("Feature",),
    "layers": (
        "Exp",
        "Layer",
        "Logistic",
        "Reciprocal",
        "Ripple",
        "Rotation",
        "Scale",
        "Shift",
        "Sinh",
        "Slant",
        "Square",
    ),
    "objective": ("Fit", "Loss", "Polynomial"),
    "parametric": ("Family",),
    "problem": ("Problem",),
    "ranges": ("Range",),
    "statistic": ("Statistic", "relabelled", "sorted_pair", "summed", "with_coin"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [  # the names of _HOME, spelled out for readers and type checkers
    "Chart",
    "ContractError",
    "CounterexampleError",
    "Exp",
    "Family",
    "Feature",
    "Fit",
    "Layer",
    "Logistic",
    "Loss",
    "Polynomial",
    "Problem",
    "Range",
    "Reciprocal",
    "Ripple",
    "Rotation",
    "Scale",
    "Shift",
    "Sinh",
    "Slant",
    "Square",
    "Statistic",
    "UndecidedError",
    "affine_charts",
    "assert_covariant_metric",
    "assert_detailed_balance",
    "assert_equivariant_direction",
    "assert_equivariant_prior",
    "assert_invariant_flow",
    "assert_invariant_under_embeddings",
    "assert_invariant_under_sufficiency",
    "assert_invariant_update",
    "assert_metric_monotone_under_markov",
    "assert_monotone_under_markov",
    "assert_stationary",
    "charts",
    "congruent_embeddings",
    "families",
    "family",
    "losses",
    "markov_maps",
    "monotone_charts",
    "points",
    "positive_laws",
    "relabelled",
    "rotations",
    "scalings",
    "sorted_pair",
    "spd_matrices",
    "sufficient_statistics",
    "summed",
    "tangent_vectors",
    "triangular_charts",
    "update_order",
    "with_coin",
    "zero_sum_vectors",
]


def __getattr__(name: str) -> Any:
    if name == "family":
        return importlib.import_module("fisherproof.testing.models").load
    if name in _MODULE:
        return getattr(importlib.import_module(f"fisherproof.testing.{_MODULE[name]}"), name)
    raise AttributeError(f"module 'fisherproof.testing' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
