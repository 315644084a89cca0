"""The proof that a formula is the distance of a metric refuses what is not."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import diag, sqrt

from derivations.family import LINE, POSITIVE
from derivations.geometry.distance import check_distance
from derivations.geometry.points import second_point
from derivations.geometry.same_distance import ARCOSH, ROOT, Distance, Part

mu = sp.Symbol("mu", real=True)
s = sp.Symbol("s", positive=True)
NORMAL = diag(1 / s**2, 2 / s**2)


@pytest.mark.parametrize("wrong", ["scale", "height", "core"])
def test_a_wrong_distance_is_refuted(wrong: str) -> None:
    """A factor sqrt(2) left out, s for s^2 under the fraction, half of a square: each differs at a point."""
    (m1, s1), (m2, s2) = second_point((mu, s))
    right = ((m1 - m2) ** 2 + 2 * (s1 - s2) ** 2) / (4 * s1 * s2)
    cores = {"scale": right, "height": right * s1, "core": right - (s1 - s2) ** 2 / (4 * s1 * s2)}
    scale = sp.S.One if wrong == "scale" else sqrt(2)
    claimed = Distance((Part(cores[wrong], ARCOSH, scale),), (m1, s1), (m2, s2))
    true = Distance((Part(right, ARCOSH, sqrt(2)),), (m1, s1), (m2, s2))

    assert check_distance(claimed, NORMAL, (mu, s), (LINE, POSITIVE)).holds is False
    assert check_distance(true, NORMAL, (mu, s), (LINE, POSITIVE)).holds is True


def test_a_function_with_the_metric_but_no_unit_gradient_is_refuted() -> None:
    """The chord of the half-plane is the metric near the diagonal, and too short away from it."""
    (m1, s1), (m2, s2) = second_point((mu, s))
    chord = ((m1 - m2) ** 2 + 2 * (s1 - s2) ** 2) / (s1 * s2)
    decision = check_distance(
        Distance((Part(chord, ROOT),), (m1, s1), (m2, s2)), NORMAL, (mu, s), (LINE, POSITIVE)
    )

    assert decision.holds is False
    assert "|grad d|" in decision.why
