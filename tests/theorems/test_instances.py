"""Instances: generic numbers, the same for the same seed, and jets that refuse what they do not stand for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from theorems import (
    Chart,
    Covector,
    Curve,
    Data,
    Equal,
    FiniteModel,
    Greater,
    Loss,
    Matrix,
    Metric,
    Model,
    Point,
    Scalar,
    Small,
    Vector,
    derivative,
    function,
    grad,
    half,
    jacobian,
    rational,
    setting,
    symbol,
)
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.sympy_fractions import SympyFractions
from theorems.drawing import draw, edges
from theorems.examination import edge_instances, examine, generic_instances, refute
from theorems.instances import Instance
from theorems.jets import NotUniversalError
from theorems.sources import Batch, Generic, RandomRationals, WideRationals

theta, eta, v, x, y, t, a = map(symbol, ("theta", "eta", "v", "x", "y", "t", "a"))
L, psi = function("L"), function("psi")
EVERYTHING = setting(
    theta=Point(),
    eta=Point(),
    v=Vector(),
    g=Covector(),
    I=Metric(),
    A=Matrix(),
    x=Scalar(),
    y=Scalar(positive=True),
    h=Small(),
    t=Scalar(),
    L=Loss(at="theta"),
    psi=Chart(at="eta", value="theta"),
    gamma=Curve(at="t", through="theta"),
    p=Model(at="theta"),
    q=Data(),
)
COIN = FiniteModel("a coin", (a,), (half + a, half - a), (Fraction(1, 8),))


def numbers(instance):
    """Every rational that a certificate of the instance would hold."""
    cells = []

    def gather(datum):
        if isinstance(datum, Fraction):
            cells.append(datum)
        elif isinstance(datum, tuple | list):
            for item in datum:
                gather(item)
        elif isinstance(datum, dict):
            gather(list(datum.values()))
        elif hasattr(datum, "__dataclass_fields__"):
            for name in datum.__dataclass_fields__:
                gather(getattr(datum, name))

    gather(list(instance.data.values()))
    return cells


@pytest.mark.parametrize("seed", ["7", "8", "2026/demo"])
@pytest.mark.parametrize("source", [RandomRationals, WideRationals])
def test_generic_numbers_are_never_0_or_1_or_equal(source, seed):
    """A hundred drawn numbers differ from each other in size, and from 0 and 1."""
    supply = source(seed)

    drawn = [pick("") for _ in range(34) for pick in (supply.real, supply.positive, supply.slope)]

    assert len({abs(value) for value in drawn}) == len(drawn)
    assert not {Fraction(0), Fraction(1)} & {abs(value) for value in drawn}


def test_one_seed_gives_one_instance_and_another_seed_another():
    """Every number of an instance over all kinds of symbols is a function of the seed."""
    first, again, other = (numbers(draw(EVERYTHING, 2, RandomRationals(seed))) for seed in ("7", "7", "8"))

    assert first == again
    assert first != other
    assert len(first) > 50


def test_generic_points_differ_from_each_other():
    """The three generic points of a size share no number."""
    points = list(generic_instances(setting(x=Scalar(), v=Vector()), "7"))
    found = [value for point in points for value in numbers(point)]

    assert len(points) == 9
    assert len(set(found)) == len(found)


def test_a_drawn_metric_is_symmetric_and_positive_definite():
    """I = Iᵀ with positive leading minors, at every size."""
    for n in (1, 2, 3):
        instance = draw(setting(I=Metric()), n, RandomRationals("7"))
        metric = instance.evaluator(Rationals()).environment["I"]

        assert metric == metric.transpose()
        assert metric.determinant() > 0


def test_a_drawn_model_is_a_law_at_its_point():
    """Probabilities are positive and add up to 1, and a model of n parameters has at least n + 1 outcomes."""
    for n in (1, 2, 3):
        instance = draw(setting(theta=Point(), p=Model(at="theta")), n, RandomRationals("7"))
        ev = instance.evaluator(Rationals())
        law = ev.environment["p"]
        weights = [law.density(ev, ev.environment["theta"], k) for k in range(law.size)]

        assert law.size >= n + 1
        assert all(weight > 0 for weight in weights)
        assert sum(weights[1:], weights[0]) == 1


def test_a_chart_takes_its_point_to_its_value():
    """θ = ψ(η) holds at every instance that declares it."""
    given = setting(theta=Point(), eta=Point(), psi=Chart(at="eta", value="theta"))

    assert refute(Equal(psi(eta), theta), given, "7") is None


def test_an_affine_chart_has_no_second_derivative():
    """A chart drawn affine is affine far from its point; one drawn smooth is not."""
    bend = Equal(psi(eta + v) - 2 * psi(eta) + psi(eta - v), 0 * v)
    smooth = setting(theta=Point(), eta=Point(), v=Vector(), psi=Chart(at="eta", value="theta"))
    affine = smooth.also(psi=Chart(at="eta", value="theta", affine=True))

    assert refute(bend, affine, "7") is None
    assert refute(bend, smooth, "7") is not None


def test_positive_scalars_are_positive_and_others_take_both_signs():
    """Over 40 draws a positive scalar stays positive and another scalar does not keep one sign."""
    given = setting(x=Scalar(), y=Scalar(positive=True))
    cells = [draw(given, 1, RandomRationals(str(k))).data for k in range(40)]

    assert all(data["y"].cell > 0 for data in cells)
    assert {True, False} == {data["x"].cell > 0 for data in cells}


def test_edges_are_the_listed_models_at_their_own_points():
    """A listed model is looked at where it says, under its own name."""
    given = setting(theta=Point(), q=Data(), p=Model(at="theta", edges=(COIN,)))

    (instance,) = edges(given, RandomRationals("7"))

    assert instance.label == "a coin"
    assert instance.data["p"] == COIN
    assert (Fraction(1, 8),) == instance.data["theta"].cells
    assert len(instance.data["q"].weights) == 2


def test_zero_is_an_edge_of_what_may_be_zero():
    """v = 0 and x = 0 are looked at, y > 0 is not set to zero."""
    given = setting(v=Vector(), x=Scalar(), y=Scalar(positive=True), sizes=(2,))

    assert [instance.label for instance in edge_instances(given, "7")] == ["v = 0, n = 2", "x = 0, n = 2"]


def test_an_instance_outside_the_conditions_says_nothing():
    """Where x > y is required, an instance with x < y is not examined."""
    given = setting(Greater(x, y), x=Scalar(), y=Scalar())
    found = [examine(Equal(x, x), instance) for instance in generic_instances(given, "7")]

    assert None in found
    assert any(finding is not None for finding in found)


def test_a_condition_added_with_also_keeps_the_rest():
    """`also` adds conditions, changes kinds, and leaves the original setting alone."""
    before = setting(x=Scalar(), y=Scalar(), sizes=(2,))
    after = before.also(Greater(x, y), y=Scalar(positive=True))

    assert (Greater(x, y),) == after.given
    assert after.symbols["y"].positive
    assert after.sizes == (2,)
    assert not before.given
    assert not before.symbols["y"].positive


# -- jets of unknown functions ------------------------------------------------------------------


@pytest.fixture
def generic():
    """Evaluate at a generic instance of the loss L at θ, with jets of degree 2."""

    def evaluate(term):
        source = Generic()
        instance: Instance = draw(setting(theta=Point(), v=Vector(), L=Loss(at="theta")), 2, source, degree=2)
        field = SympyFractions(source.names, frozenset(source.positives))
        return instance.evaluator(field)(term)

    return evaluate


def test_a_generic_jet_refuses_to_be_evaluated_elsewhere(generic):
    """L(θ) is known and L(θ + v) is not: a jet proves nothing away from its point."""
    assert generic(L(theta)) is not None
    with pytest.raises(NotUniversalError, match="away from the point"):
        generic(L(theta + v))


def test_a_generic_jet_refuses_derivatives_beyond_its_order(generic):
    """A jet of degree 2 has gradient and Hessian; the third derivative is refused."""
    hessian = jacobian(grad(L(theta), theta), theta)

    assert generic(hessian) is not None
    with pytest.raises(NotUniversalError, match="derivatives beyond order 2"):
        generic(jacobian(grad(v.T @ grad(L(theta), theta), theta), theta))


def test_batches_are_reproducible_and_keep_away_from_zero():
    """The same generator state gives the same batch; no instance is near 0, positives are positive."""
    one, two = (Batch(np.random.default_rng(np.random.SeedSequence(7)), 64) for _ in range(2))
    reals = one.real("x")

    assert np.array_equal(reals, two.real("x"))
    assert np.min(np.abs(reals)) >= 0.05
    assert np.min(one.positive("y")) > 0


def test_derivatives_of_an_explicit_function_are_exact():
    """d/dt (t³) at t = 2/3 is 4/3."""
    instance = draw(setting(t=Scalar()), 1, RandomRationals("7"))
    ev = instance.evaluator(Rationals()).binding(t=Rationals().number(Fraction(2, 3)))

    assert Rationals().number(Fraction(4, 3)) == ev(derivative(t**3, t))
    assert Rationals().number(Fraction(2, 3)) == ev(rational(2, 3))
