"""The statistical route: a true value is confirmed, a false one excluded, and neither by itself refutes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numeric.sequential import SequentialOutcome
from theorems import Equal, Metric, Scalar, Simulation, Vector, half, setting, symbol
from theorems.evidence import RIGOROUS
from theorems.routes import Subject, statistical
from theorems.sampling import LEVEL, asserted, near_misses, realised, sample
from theorems.verdict import find

I_F, H, T, eta, a, Sigma = map(symbol, ("I_F", "H", "T", "eta", "a", "Sigma"))
INSTANCE = {"I_F": ((2, "3/5"), ("3/5", "1/2")), "H": ((1, "-2/5"), ("-2/5", 3)), "T": "7/10", "eta": "3/2"}
GIVEN = setting(
    where={Sigma: T * H.inv},
    I_F=Metric(),
    H=Metric(),
    T=Scalar(positive=True),
    eta=Scalar(positive=True),
)


def simulation(target, **changes):
    """The covariance of the linear process, asserted to be a term."""
    fields = {
        "of": "reading A",
        "text": "draws",
        "experiment": "equilibrium_covariance",
        "target": target,
        "instance": INSTANCE,
        "effect": Fraction(1, 25),
    }
    return Simulation(**{**fields, **changes})


def sampled(target, *, seed=4, profile="default", **changes):
    """What the draws say."""
    return sample(simulation(target, **changes), GIVEN, np.random.default_rng(seed), profile)


def test_a_true_value_is_confirmed_and_its_near_misses_are_told_apart():
    """T H⁻¹ is within the effect; its double, its negative, H for H⁻¹ lie outside the same intervals."""
    found = sampled(Sigma)

    assert found.decision.outcome is SequentialOutcome.WITHIN
    assert found.tried >= 5
    assert (found.separated, found.together) == (found.tried, ())


@pytest.mark.parametrize("wrong", [T * I_F.inv, 2 * Sigma, half * Sigma, (T + T * T) * H.inv])
def test_a_false_value_is_excluded(wrong):
    """The metric for the Hessian, a factor, another temperature: each is excluded, and no near miss is looked at."""
    found = sampled(wrong)

    assert found.decision.outcome is SequentialOutcome.EXCLUDED
    assert found.tried == 0


def test_a_deep_run_halves_the_effect():
    """The intervals of a deep run are at most half as wide as the default ones need be."""
    default, deep = (sampled(Sigma, profile=p).decision for p in ("default", "deep"))

    assert deep.outcome is SequentialOutcome.WITHIN
    assert np.array_equal(deep.effect, default.effect / 2)
    assert deep.draws > 2 * default.draws


def test_the_level_is_fixed_and_recorded():
    """Each test has level 1e-7, whatever is selected."""
    assert sampled(Sigma).decision.level == LEVEL == 1e-7


def test_the_same_seed_gives_the_same_draws():
    """Intervals are equal to the last digit for one seed and differ for another."""
    first, same, other = (sampled(Sigma, seed=seed).decision for seed in (4, 4, 5))

    assert np.array_equal(first.low, same.low)
    assert not np.array_equal(first.low, other.low)


def test_data_are_read_exactly():
    """Numbers, columns and matrices of fractions become arrays of their shape."""
    found = realised({"x": "7/10", "v": (1, "1/2"), "m": ((1, 0), ("1/4", 2))})

    assert [found[name].shape for name in ("x", "v", "m")] == [(), (2,), (2, 2)]
    assert found["m"].tolist() == [[1, 0], [0.25, 2]]


def test_a_defined_symbol_stands_for_its_formula_in_the_target():
    """Σ = T H⁻¹ is evaluated at the instance's numbers, for a matrix, a column and a number."""
    expected = 0.7 * np.linalg.inv([[1, -0.4], [-0.4, 3]])
    with_column = {**INSTANCE, "a": (1, "1/2")}
    column = np.array([1, 0.5])
    given = GIVEN.also(a=Vector())

    assert np.allclose(asserted(Sigma, INSTANCE, GIVEN), expected, rtol=1e-15)
    assert np.allclose(asserted(Sigma @ a, with_column, given), expected @ column, rtol=1e-15)
    assert np.allclose(asserted(a.T @ Sigma @ a, with_column, given), column @ expected @ column, rtol=1e-15)


def test_near_misses_differ_from_the_value_and_keep_its_shape():
    """None equals the target, so none can be called separated for nothing; at least the scaled ones are there."""
    target = asserted(Sigma, INSTANCE, GIVEN)

    misses = near_misses(simulation(Sigma), GIVEN, target)

    assert len({text for text, _ in misses}) == len(misses) >= 5
    assert all(np.shape(value) == np.shape(target) for _, value in misses)
    assert min(np.abs(value - target).max() for _, value in misses) > 1e-3


def route(target, profile="default"):
    """The evidence of the statistical route as the record holds it."""
    subject = Subject("c", "reading A", Equal(Sigma, target), GIVEN, 7, profile)
    return statistical(subject, simulation(target)).record()


def test_the_route_reports_what_a_reader_needs():
    """Level, effect, draws, interval and target are in the evidence, ready for JSON."""
    row = route(Sigma)

    assert (row["outcome"], row["known"], row["level"]) == ("supports", "not-rejected", LEVEL)
    assert row["effect"] == 0.04
    assert row["draws"] > 1000
    assert np.all(np.array(row["interval"]["low"]) <= np.array(row["target"]))
    assert row["mutants_separated"] == row["mutants_tried"] >= 5


def test_an_excluded_value_is_a_lead_and_no_refutation():
    """Alone it decides nothing; against a proof it is a conflict."""
    row = route(T * I_F.inv)
    proof = {"route": "symbolic", "outcome": "supports", "sizes_proved": [1, 2]}
    numbers = {"route": "numeric", "outcome": "supports"}

    assert row["outcome"] == "refutes"
    assert row["route"] not in RIGOROUS
    assert find([row], form="eq").verdict == "undecided"
    assert find([row, proof, numbers], form="eq").verdict == "conflict"


def test_a_confirmed_value_proves_nothing():
    """Support by sampling does not stand for a proof, nor for agreement of digits."""
    assert find([route(Sigma)], form="eq").verdict == "undecided"
