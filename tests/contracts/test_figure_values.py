"""Every series of every figure is worked out a second time, by another formula, and a near miss of it is not it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, gamma, norm

from theorems import figures

SEED = 20  # any: what hangs on it has the chance of LEVEL
LEVEL = 1e-7
DIGITS = 1e-4  # relative; figures keep five digits
M, T = 2.0, 0.8  # of the Poisson law in its mean
SERIES = {
    "stationary_histogram": {"draws", "I e^(−L/T)", "e^(−L/T)"},
    "covariance_against_temperature": {"measured", "(T H⁻¹)₁₁", "(T I⁻¹)₁₁"},
    "decay_in_three_norms": {"Euclidean", "I-norm", "H-norm", "bound"},
    "stability_of_the_step": {"stable", "η = 1", "η = 1/λ_max(I)"},
}


def drawn(name):
    """Each series by its label, its numbers as arrays."""
    found = figures.named(name)(SEED)["series"]
    keys = ("x", "y", "low", "high")
    return {line["label"]: {key: np.array(line[key]) for key in keys if key in line} for line in found}


def same(values, expected):
    """Whether numbers agree to the digits that a figure keeps."""
    return np.allclose(values, expected, rtol=DIGITS, atol=0)


def test_every_series_is_worked_out_here():
    """A series without a formula below would be drawn unseen."""
    assert {name: set(drawn(name)) for name in figures.FIGURES} == SERIES


# -- the stationary law ------------------------------------------------------------------------


def test_the_densities_are_those_of_gamma_laws():
    """μ^(m/T) e^(−μ/T) is the law of shape m/T + 1 and scale T; with the metric 1/μ its shape is m/T."""
    lines = drawn("stationary_histogram")
    metric, gibbs = lines["I e^(−L/T)"], lines["e^(−L/T)"]

    assert same(metric["y"], gamma.pdf(metric["x"], M / T, scale=T))
    assert same(gibbs["y"], gamma.pdf(gibbs["x"], M / T + 1, scale=T))


@pytest.mark.parametrize(
    ("shape", "follows"), [(M / T, True), (M / T + 1, False)], ids=["I e^(−L/T)", "Gibbs"]
)
def test_the_draws_follow_the_law_with_the_metric_and_not_that_of_gibbs(shape, follows):
    """Each bar is 40,000 draws' count of a bin, over count and width: a binomial number, by Clopper and Pearson."""
    bars, count = drawn("stationary_histogram")["draws"], 40_000
    width = np.diff(bars["x"])
    hits = np.round(bars["y"] * count * width)
    tail = LEVEL / (2 * len(hits))
    chance = np.diff(gamma.cdf(bars["x"], shape, scale=T)) / gamma.cdf(9.0, shape, scale=T)
    above = chance >= np.nan_to_num(beta.ppf(tail, hits, count - hits + 1))
    below = chance <= beta.isf(tail, hits + 1, count - hits)

    assert bool(np.all(above & below)) is follows


# -- the covariance ----------------------------------------------------------------------------

H_SLOPE = 3 / (1 * 3 - 0.4**2)  # (H⁻¹)₁₁ by Cramer's rule, H = [[1, −2/5], [−2/5, 3]]
I_SLOPE = 0.5 / (2 * 0.5 - 0.6**2)  # (I⁻¹)₁₁, I = [[2, 3/5], [3/5, 1/2]]


def test_the_lines_have_the_slopes_of_the_inverse_hessian_and_metric():
    """Cramer's rule gives them: 3/2.84 and 0.5/0.64."""
    lines = drawn("covariance_against_temperature")

    for label, slope in (("(T H⁻¹)₁₁", H_SLOPE), ("(T I⁻¹)₁₁", I_SLOPE)):
        assert same(lines[label]["y"], slope * lines[label]["x"])
        assert lines[label]["x"].tolist() == [0.0, 2.1]


def test_the_measured_variances_lie_on_the_line_of_the_hessian():
    """Every bar holds T (H⁻¹)₁₁ and no bar holds T (I⁻¹)₁₁; a point is as near as 20,000 draws have it."""
    points = drawn("covariance_against_temperature")["measured"]
    right, wrong = H_SLOPE * points["x"], I_SLOPE * points["x"]
    error = norm.isf(LEVEL / 2 / len(right)) * np.sqrt(2 / 20_000) * right  # of a mean of squares

    assert np.all((points["low"] < right) & (right < points["high"]))
    assert np.all((wrong < points["low"]) | (points["high"] < wrong))
    assert np.all((points["low"] < points["y"]) & (points["y"] < points["high"]))
    assert np.all(np.abs(points["y"] - right) < error)
    assert np.all(points["high"] - points["low"] > 2 * error)  # a bar for all times is wider than one for now


# -- the decay ---------------------------------------------------------------------------------

METRIC = np.array([[1.0, 3.0], [3.0, 10.0]])  # RᵀR for R = [[1, 3], [0, 1]]
HESSIAN = np.array([[1.0, 3.0], [3.0, 17.0]])  # Rᵀ diag(1, 8) R
FORMS = {"Euclidean": np.eye(2), "I-norm": METRIC, "H-norm": HESSIAN}


def path(times):
    """e(t) by the eigenvectors of I⁻¹H, (times, 2), from the direction in which ‖e‖ grows fastest, by search."""
    rates, modes = np.linalg.eig(np.linalg.solve(METRIC, HESSIAN))
    K = modes @ np.diag(rates) @ np.linalg.inv(modes)
    angles = np.linspace(0, np.pi, 100_001)
    directions = np.array([np.cos(angles), np.sin(angles)])
    start = directions[:, np.argmax(-np.sum(directions * (K @ directions), axis=0))]
    return (np.exp(-np.outer(times, rates)) * np.linalg.solve(modes, start)) @ modes.T


@pytest.mark.parametrize("label", FORMS)
def test_a_norm_decays_as_the_eigenvectors_of_the_flow_say(label):
    """√(eᵀMe) over its start, for M the identity, the metric and the Hessian."""
    line = drawn("decay_in_three_norms")[label]
    e = path(line["x"])
    size = np.sqrt(np.sum(e * (e @ FORMS[label]), axis=1))

    # the start is found to 3e-5 radians, which moves what has decayed by a thousandth at most
    assert np.allclose(line["y"], size / size[0], rtol=1e-3, atol=0)


def test_the_bound_holds_in_the_two_norms_and_not_in_the_euclidean_one():
    """e^{−t}, for the least eigenvalue of I⁻¹H is 1."""
    lines = drawn("decay_in_three_norms")
    bound = lines["bound"]

    assert np.min(np.linalg.eigvals(np.linalg.solve(METRIC, HESSIAN))) == pytest.approx(1)
    assert same(bound["y"], np.exp(-bound["x"]))
    assert np.max(lines["Euclidean"]["y"]) > 1.2
    for label in ("I-norm", "H-norm"):
        assert np.all(lines[label]["y"] <= bound["y"] * (1 + DIGITS))


# -- the stability of the step -----------------------------------------------------------------


def left_after(top, eta, steps):
    """‖e‖ after steps of the natural gradient θ ← θ − ηI⁻¹∇L, L = θᵀHθ/2 with H = I = diag(top, 1/20)."""
    metric = np.diag([top, 0.05])
    e = np.array([0.6, 0.8])
    for _ in range(steps):
        e = e - eta * np.linalg.solve(metric, metric @ e)
    return np.linalg.norm(e)


def test_the_stable_range_ends_where_the_iteration_starts_to_grow():
    """Just inside of the band the distance shrinks, just beyond its upper edge it grows, at every λ_max."""
    band = drawn("stability_of_the_step")["stable"]

    for top, low, high in zip(band["x"], band["low"], band["high"], strict=True):
        assert left_after(top, low, 200) < 1e-6
        assert left_after(top, 0.98 * high, 500) < 1e-3
        assert left_after(top, 1.02 * high, 500) > 1e3
    assert np.all(band["low"] == 0.1)  # where the axis starts; the range itself starts at 0


def test_one_step_with_learning_rate_one_reaches_the_optimum():
    """The line η = 1, at every λ_max."""
    line = drawn("stability_of_the_step")["η = 1"]

    assert max(left_after(top, eta, 1) for top, eta in zip(line["x"], line["y"], strict=True)) < 1e-15


def test_the_inverse_of_the_largest_eigenvalue_is_stable_above_one_half_only():
    """η λ_max = 1 along the line, and the iteration with it grows where λ_max < 1/2."""
    line = drawn("stability_of_the_step")["η = 1/λ_max(I)"]
    grows = [left_after(top, eta, 40) > 1 for top, eta in zip(line["x"], line["y"], strict=True)]

    assert same(line["x"] * line["y"], 1)
    assert (line["x"][0], line["x"][-1]) == (0.1, 10)
    assert grows == (line["x"] < 0.5).tolist()
