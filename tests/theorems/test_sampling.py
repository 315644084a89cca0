"""The statistical route: a true value is confirmed, a false one excluded, and neither by itself refutes."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest

from numeric.sequential import Decision, SequentialOutcome
from theorems import Equal, Metric, Scalar, Simulation, Vector, half, routes, sampling, setting, symbol
from theorems.evidence import RIGOROUS
from theorems.routes import Subject, shown_interval, statistical
from theorems.sampling import LEAST, LEVEL, MARGIN, asserted, near_misses, realised, sample
from theorems.verdict import find

I_F, H, T, eta, a, Sigma = map(symbol, ("I_F", "H", "T", "eta", "a", "Sigma"))
INSTANCE = {"I_F": ((2, "3/5"), ("3/5", "1/2")), "H": ((1, "-2/5"), ("-2/5", 3)), "T": "7/10", "eta": "3/2"}
NEAR_ONE = {"T": "19/20"}  # H⁻¹ is within a twentieth of T H⁻¹
GIVEN = setting(
    where={Sigma: T * H.inv},
    I_F=Metric(),
    H=Metric(),
    T=Scalar(positive=True),
    eta=Scalar(positive=True),
)
SPREAD = np.sqrt(0.7 * np.array([3, 1]) / (3 - 0.16))  # standard deviations: the diagonal of T H⁻¹
SCALE = np.outer(SPREAD, SPREAD)


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
    assert np.allclose(default.effect, 0.04 * SCALE, rtol=1e-13, atol=0)
    assert np.allclose(deep.effect, 0.02 * SCALE, rtol=1e-13, atol=0)
    assert deep.draws > 2 * default.draws


def test_intervals_of_a_confirmed_value_lie_within_the_effect():
    """No end of an interval is farther from the value than the effect, and draws are not wasted."""
    found = sampled(Sigma)
    target, decision = asserted(Sigma, INSTANCE, GIVEN), found.decision
    farthest = np.max(np.maximum(target - decision.low, decision.high - target) / (0.04 * SCALE))

    assert (found.effect, found.scale.tolist()) == (0.04, pytest.approx(SCALE))
    assert 0.4 < farthest <= 1


@pytest.mark.parametrize(
    ("instance", "together"),
    [({}, ()), (NEAR_ONE, ("H^{-1}",))],
    ids=["T = 7/10", "T = 19/20"],
)
def test_a_near_miss_that_the_intervals_hold_is_named(instance, together):
    """A coarse effect tells H⁻¹ from T H⁻¹ where T is 7/10, and not where T is 19/20."""
    found = sampled(Sigma, instance={**INSTANCE, **instance}, effect=Fraction(1, 4))

    assert found.decision.outcome is SequentialOutcome.WITHIN
    assert found.together == together
    assert (found.tried, found.separated) == (5, 5 - len(together))


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


def route(target, profile="default", **changes):
    """The evidence of the statistical route as the record holds it."""
    subject = Subject("c", "reading A", Equal(Sigma, target), GIVEN, 7, profile)
    return statistical(subject, simulation(target, **changes)).record()


def test_the_route_reports_what_a_reader_needs():
    """What was drawn, where, level, effect, draws, interval and target are in the evidence, ready for JSON."""
    row = route(Sigma)

    assert row == json.loads(json.dumps(row))
    assert (row["outcome"], row["known"], row["level"]) == ("supports", "not-rejected", LEVEL)
    assert (row["experiment"], row["effect"]) == ("equilibrium_covariance", 0.04)
    assert row["scale"] == pytest.approx(SCALE)
    assert row["instance"] == {
        "I_F": [["2", "3/5"], ["3/5", "1/2"]],
        "H": [["1", "-2/5"], ["-2/5", "3"]],
        "T": "7/10",
        "eta": "3/2",
    }
    assert row["draws"] > 1000
    assert row["interval"]["low"] <= row["target"] <= row["interval"]["high"]
    assert row["mutants_separated"] == row["mutants_tried"] >= LEAST


def test_the_route_reports_the_effect_that_was_tested():
    """In a deep run that is half of the one declared, in the figures and in words."""
    row = route(Sigma, "deep")

    assert row["effect"] == 0.02
    assert row["required"].startswith("the mean within 0.02 of its scale")
    assert np.all(np.array(row["intervals"]["high"]) - row["intervals"]["low"] <= 2 * 0.02 * SCALE)


def test_a_value_is_not_confirmed_by_draws_that_hold_a_near_miss_as_well():
    """Within the effect, but H⁻¹ is too: undecided, with the near miss named; told apart, it is supported."""
    row = route(Sigma, instance={**INSTANCE, **NEAR_ONE}, effect=Fraction(1, 4))

    assert (row["outcome"], row["known"]) == ("undecided", None)
    assert (row["mutants_separated"], row["mutants_tried"]) == (4, 5)
    assert row["observed"].startswith("within after")
    assert "Not told apart: H^{-1}." in row["detail"]
    assert route(Sigma, effect=Fraction(1, 4))["outcome"] == "supports"


@pytest.mark.parametrize(("least", "outcome"), [(5, "supports"), (6, "undecided")])
def test_a_value_with_few_near_misses_is_not_confirmed(monkeypatch, least, outcome):
    """Σ has five, all excluded: that is enough where five are asked for, and not where six are."""
    monkeypatch.setattr(routes, "LEAST", least)
    row = route(Sigma)

    assert (row["outcome"], row["mutants_separated"], row["mutants_tried"]) == (outcome, 5, 5)


def test_five_near_misses_are_asked_for():
    """The number stands in one place."""
    assert routes.LEAST == LEAST == 5


def test_too_few_draws_leave_a_true_value_undecided(monkeypatch):
    """The intervals hold the value but are wider than the effect: that supports nothing, whatever the near misses."""
    monkeypatch.setattr(routes, "LEAST", 0)
    monkeypatch.setattr(sampling, "draws_needed", lambda *_: 1000)
    row = route(Sigma)

    assert (row["outcome"], row["known"]) == ("undecided", None)
    assert (row["observed"], row["draws"]) == (f"undecided after {1000 * MARGIN} draws", 1000 * MARGIN)
    assert find([row], form="eq").verdict == "undecided"


def test_the_entry_shown_is_the_one_whose_value_lies_farthest_out():
    """Measured in half-widths: of three entries within and one a little outside a narrow interval, that one."""
    low, high = np.array([[0.0, -2.0], [4.0, 1.0]]), np.array([[1.0, 2.0], [4.2, 9.0]])
    target = np.array([[0.5, 1.9], [4.25, 8.0]])
    decision = Decision(SequentialOutcome.EXCLUDED, 9, np.float64(0.1), LEVEL, low, high, target)

    assert shown_interval(decision) == {
        "interval": {"low": 4.0, "high": 4.2},
        "target": 4.25,
        "entry": [2, 1],
    }


def test_a_number_has_no_entry():
    """Its only interval is shown."""
    decision = Decision(
        SequentialOutcome.WITHIN, 9, np.float64(1), LEVEL, np.array(0.0), np.array(2.0), np.array(1.5)
    )

    assert shown_interval(decision) == {"interval": {"low": 0.0, "high": 2.0}, "target": 1.5, "entry": []}


def test_an_excluded_value_is_shown_where_it_is_excluded():
    """The metric for the Hessian: the entry in the record is one whose value lies outside its interval."""
    row = route(T * I_F.inv)
    low, high = (np.array(row["intervals"][end]) for end in ("low", "high"))
    first, second = (place - 1 for place in row["entry"])

    assert row["interval"] == {"low": low[first, second], "high": high[first, second]}
    assert not row["interval"]["low"] <= row["target"] <= row["interval"]["high"]
    assert row["target"] == pytest.approx((0.7 * np.linalg.inv([[2, 0.6], [0.6, 0.5]]))[first, second])


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
